"""One row after the other: a row that breaks is logged and never keeps the others waiting, nor does a slow server."""

import logging
import math
import time
from collections import defaultdict
from collections.abc import Callable, Container, Hashable, Iterable
from typing import TypeVar

from django.db import InterfaceError, OperationalError, close_old_connections, connection

logger = logging.getLogger(__name__)

Row = TypeVar("Row", bound=Hashable)

# The queue ends a task after two minutes (Q_CLUSTER): a sweep stops well before, and leaves the rest to the next one.
LONGEST_SWEEP = 45.0
# Of these, as long for one server; then its rows wait for the next sweep.
LONGEST_SERVER = 15.0


def count_done(
    rows: Iterable[Row],
    work: Callable[[Row], bool],
    *,
    still_due: Callable[[], Container[Row]] | None = None,
    server_of: Callable[[Row], Hashable] = lambda row: None,
    seconds: float = math.inf,
    seconds_each: float = math.inf,
) -> int:
    """Do `work` for every row; how many times it said that something was done.

    When it said that there was nothing to do, `still_due` tells which of the rows are left: a server may rest by now, or
    all of an account wait for their turn. No row is begun after `seconds`, nor one of a server that has taken
    `seconds_each` of them already. Without a database the sweep ends: what is due is still due in the next one.
    """
    done = 0
    begun = time.monotonic()
    taken: dict[Hashable, float] = defaultdict(float)
    left: Container[Row] | None = None
    for row in rows:
        if left is not None and row not in left:
            continue
        server, started = server_of(row), time.monotonic()
        if started - begun >= seconds:
            break
        if taken[server] >= seconds_each:
            continue
        try:
            if work(row):
                done += 1
            elif still_due is not None:
                left = still_due()
        except Exception as error:  # whatever it is, the rows behind it are due as well
            logger.exception("sweep: %s %s broke", type(row).__name__, getattr(row, "pk", row))
            if isinstance(error, OperationalError | InterfaceError) and not _database_answers():
                logger.warning("sweep: the database is away")
                break
        taken[server] += time.monotonic() - started
    return done


def _database_answers() -> bool:
    """Whether there is a database; a connection that was cut is made anew."""
    if connection.in_atomic_block:
        return True
    close_old_connections()
    try:
        connection.ensure_connection()
    except OperationalError:
        return False
    return True
