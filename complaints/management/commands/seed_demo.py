"""manage.py seed_demo: fictional brands, people and complaints, played through the services with past times."""

import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from accounts.services import mails
from complaints.demo import cast
from complaints.demo.brands import parts
from complaints.demo.network import SITE_ACCOUNT, DemoNetwork, NetworkDown
from complaints.demo.overheard import overhear
from complaints.demo.plan import ALL_CASES, plan
from complaints.demo.play import Counts, Player, go_on_listening
from complaints.demo.script import PlannedCase
from complaints.demo.showcase import showcase
from complaints.enums import Network
from complaints.models import Complaint, Connection
from complaints.networks.base import NetworkError
from complaints.services import connecting
from config.doors import clock, queue

# The simulated present lies this far back, so that nothing in the demo is of the future.
BEFORE_NOW: Final = timedelta(minutes=3)
SCORECARDS_OF_MONTHS: Final = 2
TELL_EVERY: Final = 0.05  # of all steps
# Fewer cases than this are not worth a second process.
WORTH_TWO: Final = 400
# PostgreSQL's advisory locks: one run of each part at a time, also when an earlier one lost its parent.
LOCK: Final = 7_260_418


class Command(BaseCommand):
    help = (
        "Fill an empty demonstration with fictional brands and complaints of 18 months. Run again it changes nothing; "
        "a run that was stopped goes on where it stopped. Production refuses it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--cases", type=int, default=ALL_CASES, help=f"about how many (default {ALL_CASES})"
        )
        parser.add_argument("--processes", type=int, default=0, help="that play at once (default: 1 or 2)")
        parser.add_argument("--part", type=int, default=0, help="play only this part (of --processes)")

    def handle(self, *args: Any, cases: int, processes: int, part: int, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Fictional complaints belong into a demonstration only: DEMO is off.")
        processes = processes or (2 if cases >= WORTH_TWO and (os.cpu_count() or 1) > 1 else 1)
        try:
            network = DemoNetwork() if settings.DEMO_MASTODON_URL else None
            account = self.connect(network)
            if part:
                self.play(cases=cases, network=network, account=account, part=part, of=processes)
                return
            if cast.is_complete():
                self.stdout.write("The demo is filled already.")
            else:
                self.fill(cases=cases, network=network, account=account, processes=processes)
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
        ours = Connection.objects.of_the_site().filter(remote_id=person.id)
        earlier = ours.exclude(instance=network.url).first()
        try:
            if earlier is not None and not ours.filter(instance=network.url).exists():
                connecting.move_connection(connection=earlier, instance=network.url)
            return connecting.connect_site_account(
                network=Network.MASTODON, instance=network.url, secret=person.token, now=clock.now()
            )
        except NetworkError as error:
            raise CommandError(
                f"The site's account on the demo network cannot be connected: {error}"
            ) from error

    def fill(
        self, *, cases: int, network: DemoNetwork | None, account: Connection | None, processes: int
    ) -> None:
        begun = time.monotonic()
        anchor = cast.anchor_of_earlier_run() or _minute(clock.now() - BEFORE_NOW)
        with muted_world():  # mails to those who claim their brand are carried out below
            companies = cast.list_brands(network=network, anchor=anchor)
            acting = cast.representatives(companies, by=cast.moderator(), anchor=anchor)
            cast.people()
        with other_parts(processes, cases=cases):
            self.play(cases=cases, network=network, account=account, part=1, of=processes)
            if processes > 1:
                self.stdout.write("The other half of the brands is played to its end")
        self.stdout.write("Mails of the simulated past")
        with muted_world():
            cast.claim_that_waits(companies, now=anchor)
            while mails.sweep_mails(now=clock.now()):
                pass
        go_on_listening(now=clock.now())
        if network is not None:
            self.stdout.write("Posts that brands are named in")
            with muted_world():
                overhear(
                    network=network,
                    companies=companies,
                    representatives=acting,
                    moderator=cast.moderator(),
                    now=clock.now(),
                )
        self.stdout.write("Scorecards of the last months")
        self.publish_scorecards(anchor)
        filed = Complaint.objects.filter(company__in=companies.values())
        self.stdout.write(
            f"{filed.count():,} complaints about {len(companies)} fictional brands, {time.monotonic() - begun:.0f} s"
        )
        waiting = filed.filter(customer__email=cast.CUSTOMER, postings__state="sent", replied_at=None).first()
        if waiting is not None:
            self.stdout.write(f'Answer as a brand: manage.py demo_reply {waiting.reference} "We found ..."')

    def play(
        self, *, cases: int, network: DemoNetwork | None, account: Connection | None, part: int, of: int
    ) -> None:
        """Play one part of the brands in this process."""
        anchor = cast.anchor_of_earlier_run()
        if anchor is None:
            raise CommandError("There are no brands yet: run seed_demo without --part.")
        with muted_world() as messages, only_one(part):
            moderator = cast.moderator()
            companies = cast.list_brands(network=network, anchor=anchor)
            player = Player(
                companies=companies,
                customers=cast.people(),
                representatives=cast.representatives(companies, by=moderator, anchor=anchor),
                moderator=moderator,
                network=network,
                connection=account,
                messages=messages,
                anchor=anchor,
                part=parts(of)[part - 1],
                tell=_Teller(self) if part == 1 else _silent,
            )
            slugs = {brand.slug for brand in player.part}
            planned = [*plan(anchor=anchor, cases=cases), *showcase(anchor=anchor)]
            counts = player.play(sorted((case for case in planned if case.brand in slugs), key=_start))
        if counts.left_alone:
            self.stdout.write(f"{counts.left_alone:,} of {counts.steps:,} steps stood already.")

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
            self.command.stdout.write(f"{share:.0%}{at}")


def _silent(counts: Counts, total: int) -> None:
    """The other parts say nothing."""


@contextmanager
def other_parts(processes: int, *, cases: int) -> Iterator[None]:
    """The parts from the second on, each played by a process of its own. Raises CommandError when one fails."""
    command = (sys.executable, str(settings.BASE_DIR / "manage.py"), "seed_demo")
    begun = [
        subprocess.Popen([*command, f"--cases={cases}", f"--processes={processes}", f"--part={part}"])  # noqa: S603
        for part in range(2, processes + 1)
    ]
    try:
        yield
        failed = [process for process in begun if process.wait()]
    finally:
        for process in begun:
            if process.poll() is None:
                process.terminate()
                process.wait()
    if failed:
        raise CommandError("A part of the demo was not played to its end. Run seed_demo again: it goes on.")


@contextmanager
def only_one(part: int) -> Iterator[None]:
    """Waits until no other process plays this part."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK + part])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK + part])


@contextmanager
def muted_world() -> Iterator[list[queue.Message]]:
    """No mail leaves, no worker is woken, nothing is logged; commits do not wait for the disk.

    Losing the last moments of a run to a crash of the database costs nothing: they are played again.
    """
    backend, settings.EMAIL_BACKEND = (
        settings.EMAIL_BACKEND,
        "django.core.mail.backends.dummy.EmailBackend",
    )
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


def _start(case: PlannedCase) -> tuple[datetime, str]:
    return case.started_at, case.key
