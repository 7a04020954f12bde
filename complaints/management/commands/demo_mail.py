"""manage.py demo_mail [REF]: read the newest mails of the demonstration, for which no mailbox exists."""

import re
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from accounts.models import Mail
from complaints.models import Complaint

AT_ONCE: Final = 3
_LOCAL: Final = re.compile(r"http://127\.0\.0\.1:\d+(?![\d.])")


class Command(BaseCommand):
    help = "Print the newest mails of the demonstration, the newest last: of all, or about one complaint."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference", metavar="REF", nargs="?", default="")
        parser.add_argument("--to", default="", metavar="ADDRESS", help="only mails to this address")
        parser.add_argument(
            "--last", type=int, default=AT_ONCE, metavar="N", help=f"how many (default {AT_ONCE})"
        )

    def handle(self, *args: Any, reference: str, to: str, last: int, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Only in a demonstration may anybody read the mails of others: DEMO is off.")
        if last < 1:
            raise CommandError("--last takes a number from 1.")
        mails = Mail.objects.order_by("-created_at", "-pk")
        if reference:
            # A brand's own mail is filed under "reference:company".
            name = _complaint(reference).reference
            mails = mails.filter(Q(reference=name) | Q(reference__startswith=f"{name}:"))
        if to:
            mails = mails.filter(to__iexact=to.strip())
        found = list(mails[:last])
        if not found:
            raise CommandError("There is no such mail.")
        self.stdout.write("\n\n".join(_printed(mail) for mail in reversed(found)))


def _complaint(reference: str) -> Complaint:
    complaint = Complaint.objects.filter(reference__iexact=reference.strip()).first()
    if complaint is None:
        raise CommandError(f"There is no complaint {reference}.")
    return complaint


def _printed(mail: Mail) -> str:
    head = f"To:      {mail.to}\nSubject: {mail.subject}\nDate:    {mail.created_at:%-d %B %Y, %H:%M} UTC"
    return f"{'-' * 72}\n{head}\n\n{_with_todays_addresses(mail.text.strip())}"


def _with_todays_addresses(words: str) -> str:
    """Links as of now: the demo may have run at another port when the mail was written."""
    network = urlsplit(settings.DEMO_MASTODON_URL).netloc
    return _LOCAL.sub(
        lambda found: found[0] if urlsplit(found[0]).netloc == network else settings.SITE_URL, words
    )
