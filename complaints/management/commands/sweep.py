"""Carry out what the outbox holds, once or again and again."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections

from complaints import tasks


class Command(BaseCommand):
    help = "Send what is due and look for replies, once, or every SECONDS."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, default=0, metavar="SECONDS")

    def handle(self, *args: Any, **options: Any) -> None:
        tasks.sweep()
        while options["every"]:
            time.sleep(options["every"])
            close_old_connections()
            try:
                tasks.sweep()
            except DatabaseError as error:  # it is back before long, and what is due is still due
                self.stderr.write(f"The sweep ended early: {type(error).__name__}")
