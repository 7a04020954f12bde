"""The clock: the only place that reads it.

Services and rules take the time as `now`; views, tasks and commands ask here. So every test can say what
time it is.
"""

from datetime import UTC, datetime


def now() -> datetime:
    """The time now, aware, in UTC."""
    return datetime.now(UTC)
