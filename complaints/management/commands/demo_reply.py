"""manage.py demo_reply REF "text": answer as the brand on the demo network, over real HTTP."""

import logging
import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from companies.models import Handle
from complaints.demo.network import DemoNetwork, NetworkDown
from complaints.enums import PostingState
from complaints.models import Complaint, Posting
from complaints.services import letters
from config.doors import clock, queue

LONGEST = 480  # characters; the network takes 500, with the greeting


class Command(BaseCommand):
    help = (
        "Answer below a posted complaint as the brand on the demo network; the case shows it within seconds."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference", metavar="REF")
        parser.add_argument("text", metavar="TEXT")
        parser.add_argument(
            "--as",
            dest="account",
            default="",
            metavar="NAME",
            help="another account of the demo network, which is made if it is not there yet",
        )

    def handle(self, *args: Any, reference: str, text: str, account: str, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "Only a demonstration has a network on which anybody may speak for a brand: DEMO is off."
            )
        if not text.strip() or len(text) > LONGEST:
            raise CommandError(
                f"The network takes 1 to {LONGEST} characters; the text has {len(text.strip())}."
            )
        posting = _posting_of(reference)
        greeting = (
            f"@{posting.connection.handle.partition('@')[0]} "  # what apps of the network put before a reply
        )
        username, name = _account_of(posting, account)
        # Where it was posted: in another terminal nobody has told us the address.
        network = DemoNetwork(posting.connection.instance)
        try:
            network.reply(
                by=network.person(username, name),
                to=posting.remote_id,
                text=greeting + text.strip(),
                key=secrets.token_hex(12),
                stated_at=clock.now(),
            )
        except NetworkDown as down:
            raise CommandError(str(down)) from down
        logging.getLogger("django-q").setLevel(logging.WARNING)  # of no interest to who typed this
        queue.enqueue("complaints.tasks.poll_mentions", posting.connection_id)
        page = settings.SITE_URL + reverse("complaints:demo_post", args=[posting.remote_id])
        self.stdout.write(
            f"@{username} has answered on the demo network: {page}\n"
            f"The workers look for it now; then the case shows it: {letters.address_of(posting.complaint)}"
        )


def _posting_of(reference: str) -> Posting:
    complaint = Complaint.objects.filter(reference__iexact=reference.strip()).first()
    if complaint is None:
        raise CommandError(f"There is no complaint {reference}.")
    posting = (
        complaint.postings.select_related("complaint__company", "connection")
        .order_by("-sent_at", "-pk")
        .first()
    )
    if posting is None:
        raise CommandError(f"{complaint.reference} was not posted on a network, so nobody can answer there.")
    if posting.state != PostingState.SENT:
        state = posting.get_state_display().lower()
        raise CommandError(
            f"{complaint.reference} does not stand on the network; its copy there is: {state}."
        )
    return posting


def _account_of(posting: Posting, account: str) -> tuple[str, str]:
    """(user name, display name): the one that is asked for, else the brand's."""
    company = posting.complaint.company
    assert company is not None  # what is posted has a company
    if account:
        username = account.strip().removeprefix("@").partition("@")[0]
        return username, username
    handle = Handle.objects.trusted().filter(company=company, network=posting.network).order_by("pk").first()
    if handle is None:
        raise CommandError(f"{company.name} has no account on the demo network. Choose one with --as NAME.")
    return handle.handle.partition("@")[0], company.name
