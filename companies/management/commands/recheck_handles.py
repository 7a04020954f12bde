"""Look again whose the accounts of brands are."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from companies.services.proving import UNSEEN_FOR, recheck_handles
from config.doors import clock


class Command(BaseCommand):
    help = (
        "Look again at the accounts of brands on networks that were proved by a link or a domain. A proof that no "
        "longer holds becomes a moderator's task, and the owners of the desk get a mail; a server that is down changes "
        f"nothing for {UNSEEN_FOR.days} days. It can be run again at any time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--older-than",
            type=int,
            default=7,
            metavar="DAYS",
            help="only those last looked at more than so many days ago (by default: 7)",
        )

    def handle(self, *args: Any, older_than: int, **options: Any) -> None:
        if older_than < 0:
            raise CommandError("Give the days as a whole number from 0.")
        done = recheck_handles(
            older_than=timedelta(days=older_than), now=clock.now(), progress=self.stdout.write
        )
        self.stdout.write(f"{done.held} hold, {done.lost} lost, {done.unseen} could not be looked at.")
