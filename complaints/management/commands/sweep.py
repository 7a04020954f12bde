"""Carry out what the outbox holds, once or again and again."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from complaints import tasks


class Command(BaseCommand):
    help = "Send what is due and look for replies, once, or every SECONDS."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, default=0, metavar="SECONDS")

    def handle(self, *args: Any, **options: Any) -> None:
        tasks.sweep()
        while options["every"]:
            time.sleep(options["every"])
            tasks.sweep()
