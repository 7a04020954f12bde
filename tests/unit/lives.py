"""Lives of cases in days, and the cases they make as of one evening. Shared by the tests of the statistics."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np

from companies.statistics import NEVER, Cases, instant, snapshot
from companies.statistics.constants import Ending
from companies.statistics.incidence import Incidence, incidence_of

NOW = datetime(2025, 11, 17, 18, tzinfo=UTC)
AS_OF = instant(NOW)
DAY = 86_400_000_000  # microseconds
RESOLVED, PARTLY, UNCONFIRMED, WITHDRAWN, GAVE_UP, OPEN = Ending


class Life(NamedTuple):
    """What became of one case: days until its ending was known (or until now) and until it counts."""

    days: float
    kind: int
    counted: float | None = None
    filed: float | None = None  # days before now; needed for ended cases only
    answered: float | None = None


def r(days, counted=None, filed=None):
    return Life(days, RESOLVED, counted, filed)


def o(days):
    return Life(days, OPEN)


def cases_of(*brands: Sequence[Life]) -> Cases:
    """Return the cases of brands, each a list of lives; a case that has ended was filed 400 days ago."""
    columns = [[brand, *_instants(life)] for brand, lives in enumerate(brands) for life in lives]
    table = np.array(columns, np.int64).reshape(-1, 6).T.copy()
    return Cases(len(brands), *table)


def incidence_from(*brands: Sequence[Life]) -> Incidence:
    return incidence_of(snapshot(cases_of(*brands), AS_OF).resolutions())


def answers_from(*brands: Sequence[Life]) -> Incidence:
    return incidence_of(snapshot(cases_of(*brands), AS_OF).answers())


def _instants(life: Life) -> tuple[int, int, int, int, int]:
    is_open = life.kind == OPEN
    filed = life.filed if life.filed is not None else (life.days if is_open else 400)
    opened = AS_OF - _micro(filed)
    ended = NEVER if is_open else opened + _micro(life.days)
    counted = NEVER
    if life.kind < WITHDRAWN:
        counted = opened + _micro(life.days if life.counted is None else life.counted)
    answered = NEVER if life.answered is None else opened + _micro(life.answered)
    return opened, ended, int(life.kind), counted, answered


def _micro(days: float) -> int:
    return round(days * DAY)
