"""The switch of a network. While it is off nothing is sent there or asked of it, and nothing is lost."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import is_moderator
from complaints.enums import Network
from complaints.models import NetworkPause
from complaints.services.moves import NotAllowed

REASON_LENGTH = 300


@transaction.atomic
def switch_off(*, network: Network, reason: str, by: User, now: datetime) -> NetworkPause:
    """Off, with the reason that operators read. One that is off already stays as it is."""
    _require_moderator(by)
    row, _ = NetworkPause.objects.standing().get_or_create(
        network=network, ended_at=None, defaults={"since": now, "by": by, "reason": reason[:REASON_LENGTH]}
    )
    return row


@transaction.atomic
def switch_on(*, network: Network, by: User, now: datetime) -> None:
    """On again: what waited is due, and leaves as fast as the network allows."""
    _require_moderator(by)
    NetworkPause.objects.standing().filter(network=network).update(ended_at=now, ended_by=by)


def _require_moderator(by: User) -> None:
    if not is_moderator(by):
        raise NotAllowed("Only moderators switch networks off and on.")
