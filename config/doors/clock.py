"""The clock: the only place that reads it.

Services and rules take the time as `now`; views, tasks and commands ask here. So every test can say what
time it is.

Workers share rows that say until when they are taken, so they share a clock as well: that of the database. The clock
of a machine may be wrong, or jump while a worker is busy; what a worker measures itself it measures with the monotonic
clock, which never jumps.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import connection


def now() -> datetime:
    """The time now, aware, in UTC."""
    return datetime.now(UTC)


def of_the_database() -> datetime:
    """The time by the clock of the database, which is the same for every worker on every machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment.astimezone(UTC)


def going_on(since: datetime) -> Callable[[], datetime]:
    """A clock that shows `since` now and goes on from there."""
    begun = time.monotonic()
    return lambda: since + timedelta(seconds=time.monotonic() - begun)
