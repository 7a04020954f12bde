"""What companies do when accounts say that somebody leaves. Runs inside the sender's transaction."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts.models import User
from accounts.signals import account_closing
from companies.services.teaming import leave_all_teams


@receiver(account_closing)
def end_representations(sender: Any, user: User, now: datetime, **kwargs: Any) -> None:
    """Who closes the account acts for nobody any longer; what they wrote stays."""
    leave_all_teams(by=user, now=now)
