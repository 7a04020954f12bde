"""Closing an account: the person goes, the record stays."""

import uuid
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import transaction

from accounts.models import Mail, MailState, User
from accounts.services import mails
from accounts.signals import account_closing, mail_settled

NO_LONGER = "The account was closed."


@transaction.atomic
def close_account(*, user: User, now: datetime) -> None:
    """Take everything that tells who this was, and every way to sign in. Once closed, again changes nothing.

    Apps above hear `account_closing` first, while the person is still known, in this transaction.
    """
    # Not the key: whoever holds a complaint and writes a row that names this person must not wait for us.
    row = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if row.closed_at is not None:
        return
    address = row.email
    account_closing.send(sender=User, user=row, now=now)
    _forget_mails(row, now=now)

    for session in UserSession.objects.filter(user=row):
        session.end()
    EmailAddress.objects.filter(user=row).delete()
    Authenticator.objects.filter(user=row).delete()
    SocialAccount.objects.filter(user=row).delete()
    row.groups.clear()
    row.user_permissions.clear()

    row.email = f"{uuid.uuid4().hex}@closed.invalid"  # RFC 2606: never an address of anybody
    row.public_name = ""
    # Also ends sessions that are not in the list: their key is derived from the password.
    row.set_unusable_password()
    row.is_active = row.is_moderator = row.is_staff = row.is_superuser = False
    row.closed_at = now
    row.save()

    if not address.endswith("@closed.invalid"):
        mails.queue_mail(
            to=address,
            about=mails.ACCOUNT_CLOSED,
            subject="Your account is closed",
            text=mails.render_text("account_closed.txt", {}),
            once_key=f"account_closed:{row.pk}",
            now=now,
        )


def _forget_mails(user: User, *, now: datetime) -> None:
    """Nothing more is sent to this person, and what was sent no longer says what or where to."""
    unsent = {MailState.QUEUED, MailState.SENDING}
    for mail in Mail.objects.select_for_update().filter(user=user):
        was_unsent = mail.state in unsent
        if was_unsent:
            mail.state = MailState.FAILED
            mail.last_error = NO_LONGER
            mail.lease_until = None
        mail.to = f"{uuid.uuid4().hex}@closed.invalid"
        mail.subject = mail.text = ""
        mail.save()
        if was_unsent:
            mail_settled.send(sender=Mail, mail=mail, now=now)
