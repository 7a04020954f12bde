"""Work in the background of accounts: ids in, one service out."""

from accounts.services import mails
from config.doors import clock


def send_mail(mail_id: int) -> None:
    """Send one mail of the outbox."""
    mails.send_mail(mail_id=mail_id, now=clock.now())


def sweep_mails() -> None:
    """Send what is due; run by the schedule every minute."""
    mails.sweep_mails(now=clock.now())
