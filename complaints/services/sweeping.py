"""One row after the other: a row that breaks is logged and never keeps the others waiting."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

logger = logging.getLogger(__name__)

Row = TypeVar("Row")


def count_done(rows: Iterable[Row], work: Callable[[Row], bool]) -> int:
    """Do `work` for every row; how many times it said that something was done."""
    done = 0
    for row in rows:
        try:
            done += work(row)
        except Exception:  # whatever it is, the rows behind it are due as well
            logger.exception("sweep: %s %s broke", type(row).__name__, getattr(row, "pk", row))
    return done
