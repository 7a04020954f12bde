"""Publish the scorecards and league tables of a day."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from companies.services.scorecards import publish_scorecards
from config.doors import clock


class Command(BaseCommand):
    help = "Publish scorecards and league tables as they stood at the end of a day (by default: yesterday)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--as-of", metavar="DATE", help="a day that is over, for example 2026-03-31")

    def handle(self, *args: Any, **options: Any) -> None:
        today = clock.now().date()
        try:
            day = date.fromisoformat(options["as_of"]) if options["as_of"] else today - timedelta(days=1)
        except ValueError as error:
            raise CommandError("Give the day as 2026-03-31.") from error
        if day >= today:
            raise CommandError(
                "Only a day that is over can be published: later facts of it would be missing."
            )
        as_of = datetime.combine(day + timedelta(days=1), time.min, tzinfo=UTC) - timedelta(seconds=1)
        new = publish_scorecards(as_of=as_of, progress=self._say)
        self.stdout.write(f"{day}: {new} published.")

    def _say(self, done: int, of: int) -> None:
        self.stdout.write(f"{done} of {of}")
