"""manage.py seed_demo: fictional brands, people and complaints, played through the services with past times."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from accounts.services import mails
from complaints.demo import cast
from complaints.demo.network import SITE_ACCOUNT, DemoNetwork, NetworkDown
from complaints.demo.plan import ALL_CASES, plan
from complaints.demo.play import Counts, Player
from complaints.demo.showcase import showcase
from complaints.enums import Network
from complaints.models import Connection
from complaints.networks.base import NetworkError
from complaints.services import connecting
from config.doors import clock, queue

# The simulated present lies this far back, so that nothing in the demo is of the future.
BEFORE_NOW = timedelta(minutes=3)
SCORECARDS_OF_MONTHS = 3
TELL_EVERY = 0.04  # of all steps


class Command(BaseCommand):
    help = (
        "Fill an empty demonstration with fictional brands and complaints of 18 months. Run again it changes nothing; "
        "a run that was stopped goes on where it stopped. Production refuses it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--cases", type=int, default=ALL_CASES, help=f"about how many (default {ALL_CASES})"
        )

    def handle(self, *args: Any, cases: int, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Fictional complaints belong into a demonstration only: DEMO is off.")
        try:
            network = DemoNetwork() if settings.DEMO_MASTODON_URL else None
            account = self.connect(network)
            if cast.is_complete():
                self.stdout.write("The demo is filled already.")
            else:
                self.fill(cases=cases, network=network, account=account)
        except NetworkDown as down:
            raise CommandError(str(down)) from down
        if settings.DEMO_PASSWORD:
            cast.let_sign_in(settings.DEMO_PASSWORD)

    def connect(self, network: DemoNetwork | None) -> Connection | None:
        """The site's own account on the demo network; after a change of its port the old connection moves along."""
        if network is None:
            self.stdout.write("There is no demo network (DEMO_MASTODON_URL is empty): nothing is posted.")
            return None
        person = network.person(*SITE_ACCOUNT)
        earlier = (
            Connection.objects.of_the_site().filter(remote_id=person.id).exclude(instance=network.url).first()
        )
        try:
            if earlier is not None:
                connecting.move_connection(connection=earlier, instance=network.url)
            return connecting.connect_site_account(
                network=Network.MASTODON, instance=network.url, token=person.token, now=clock.now()
            )
        except NetworkError as error:
            raise CommandError(
                f"The site's account on the demo network cannot be connected: {error}"
            ) from error

    def fill(self, *, cases: int, network: DemoNetwork | None, account: Connection | None) -> None:
        begun = time.monotonic()
        anchor = cast.anchor_of_earlier_run() or _minute(clock.now() - BEFORE_NOW)
        with muted_world() as messages:
            companies = cast.list_brands(network=network, anchor=anchor)
            moderator = cast.moderator()
            player = Player(
                companies=companies,
                customers=cast.people(),
                representatives=cast.representatives(companies, by=moderator, anchor=anchor),
                moderator=moderator,
                network=network,
                connection=account,
                messages=messages,
                anchor=anchor,
                tell=_Teller(self),
            )
            counts = player.play(
                sorted([*plan(anchor=anchor, cases=cases), *showcase(anchor=anchor)], key=_start)
            )
            cast.claim_that_waits(companies, now=anchor)
            while mails.sweep_mails(now=clock.now()):
                pass
        self.publish_scorecards(anchor)
        kept = f", {counts.left_alone:,} steps stood already" if counts.left_alone else ""
        self.stdout.write(
            f"{counts.cases:,} complaints about {len(companies)} fictional brands in {counts.steps:,} steps{kept}, "
            f"{time.monotonic() - begun:.0f} s"
        )
        if account is not None:
            waiting = player.complaint("show-open-on-network")
            self.stdout.write(
                f'Answer as the brand: manage.py demo_reply {waiting.reference} "We found your parcel. ..."'
            )

    def publish_scorecards(self, anchor: datetime) -> None:
        """Dated figures of the last months, where this installation has the command."""
        if "publish_scorecards" not in get_commands():
            return
        day = anchor.date().replace(day=1)
        for _ in range(SCORECARDS_OF_MONTHS):
            last = day - timedelta(days=1)
            call_command("publish_scorecards", as_of=last.isoformat(), stdout=self.stdout)
            day = last.replace(day=1)


class _Teller:
    """Says every few per cent how far the play is."""

    def __init__(self, command: Command) -> None:
        self.command = command
        self.told = 0.0

    def __call__(self, counts: Counts, total: int) -> None:
        share = counts.steps / total
        if share >= self.told + TELL_EVERY:
            self.told = share
            at = f", {counts.at:%B %Y}" if counts.at else ""
            self.command.stdout.write(f"{share:.0%}: {counts.cases:,} complaints{at}")


@contextmanager
def muted_world() -> Iterator[list[queue.Message]]:
    """No mail leaves, no worker is woken, nothing is logged; commits do not wait for the disk.

    Losing the last moments of a run to a crash of the database costs nothing: they are played again.
    """
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "django.core.mail.backends.dummy.EmailBackend"
    logging.disable(logging.INFO)
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    try:
        with queue.muted() as messages:
            yield messages
    finally:
        settings.EMAIL_BACKEND = backend
        logging.disable(logging.NOTSET)
        with connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _start(case: Any) -> tuple[datetime, str]:
    return case.started_at, case.key
