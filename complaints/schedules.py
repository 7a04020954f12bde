"""What runs by the clock. `manage.py sync_schedules` makes the queue's table equal to this."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Schedule:
    name: str
    task: str
    minutes: int


SCHEDULES: tuple[Schedule, ...] = (
    Schedule("sweep mails", "complaints.tasks.sweep_mails", 1),
    Schedule("sweep postings", "complaints.tasks.sweep_postings", 1),
    Schedule("sweep replies", "complaints.tasks.sweep_replies", 1),
    Schedule("sweep searches", "complaints.tasks.sweep_searches", 1),
    Schedule("keep accounts on networks alive", "complaints.tasks.keep_accounts_alive", 24 * 60),
    Schedule("ask customers and lapse offers", "complaints.tasks.ask_and_lapse", 60),
)
