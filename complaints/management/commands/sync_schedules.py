"""Make the queue's schedule equal to complaints.schedules."""

from typing import Any

from django.core.management.base import BaseCommand
from django_q.models import Schedule as Row

from complaints.schedules import SCHEDULES


class Command(BaseCommand):
    help = "Make the queue's schedule equal to the code's."

    def handle(self, *args: Any, **options: Any) -> None:
        for schedule in SCHEDULES:
            Row.objects.update_or_create(
                name=schedule.name,
                defaults={
                    "func": schedule.task,
                    "schedule_type": Row.MINUTES,
                    "minutes": schedule.minutes,
                    "repeats": -1,
                },
            )
        removed, _ = Row.objects.exclude(name__in=[schedule.name for schedule in SCHEDULES]).delete()
        self.stdout.write(f"{len(SCHEDULES)} schedules, {removed} removed.")
