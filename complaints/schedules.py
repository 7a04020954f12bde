"""What runs by the clock. `manage.py sync_schedules` makes the queue's table equal to this."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Schedule:
    name: str
    task: str
    minutes: int


SCHEDULES: tuple[Schedule, ...] = (
    Schedule("sweep the outbox", "complaints.tasks.sweep", 1),
    Schedule("ask customers and lapse offers", "complaints.tasks.ask_and_lapse", 60),
)
