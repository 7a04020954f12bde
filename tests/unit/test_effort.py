"""The total under the ledger."""

from dataclasses import dataclass
from datetime import date

from complaints.rules.effort import Effort, effort_of


@dataclass
class Row:
    channel: str
    made_on: date
    times: int = 1
    minutes: int = 0


def test_every_try_counts_and_days_run_from_the_first() -> None:
    rows = [
        Row("email", date(2026, 2, 10), minutes=10),
        Row("phone", date(2026, 2, 1), times=3, minutes=60),
        Row("phone", date(2026, 2, 20), minutes=5),
    ]
    assert effort_of(rows, until=date(2026, 3, 1)) == Effort(
        attempts=5, channels=2, minutes=75, days=28, channel_kinds=("phone", "email")
    )


def test_an_empty_ledger_is_nothing() -> None:
    assert effort_of([], until=date(2026, 3, 1)) == Effort(attempts=0, channels=0, minutes=0, days=0)


def test_days_are_never_negative() -> None:
    assert effort_of([Row("chat", date(2026, 3, 2))], until=date(2026, 3, 1)).days == 0
