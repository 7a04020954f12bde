"""Every figure of one brand, window and date (method, section 2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from .cases import Cases, IntArray, Rows, Snapshot, instant, snapshot
from .constants import (
    ANSWER_HORIZONS,
    BEST_CASE,
    CONSISTENCY,
    CURVE_DAYS,
    DAY,
    HALF_TOLERANCE,
    HEADLINE,
    HORIZONS,
    METHOD_VERSION,
    SHOW_FROM,
    Answering,
    Ending,
)
from .figures import Bounds, Chance, Mean, bounds, chances, mean_of
from .incidence import Incidence, incidence_of
from .intervals import log_log_interval
from .panel import TOO_FEW, answer_panel, follow_up_of, resolution_panel

HALF = 0.5


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Counts of cases by how they stand."""

    resolved: int
    partly: int
    unconfirmed: int
    withdrawn: int
    gave_up: int
    open: int


@dataclass(frozen=True, slots=True)
class AnswerCounts:
    """Counts of cases by their first answer."""

    answered: int
    ended: int  # without an answer
    open: int


@dataclass(frozen=True, slots=True)
class Median:
    """Days until one half; best is that of the best case.

    low and high are whole days; a high of None says "more than more_than days". Where days is None, reason
    says why.
    """

    days: float | None
    low: int | None
    high: int | None
    more_than: int | None
    best: float | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Consistency:
    """Days until a tenth and until nine tenths: the middle 80 % lie between. None: not reached."""

    low: float | None
    high: float | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Curve:
    """Values on the days 0, 1, ..., as far as they may be shown; all empty with a reason where none may.

    share with low and high is the headline, best the best case; partly to gave_up are the bands of the other
    endings at the day they became known, open is what has not ended; followed counts the cases at risk.
    """

    share: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    best: tuple[float, ...]
    partly: tuple[float, ...]
    unconfirmed: tuple[float, ...]
    withdrawn: tuple[float, ...]
    gave_up: tuple[float, ...]
    open: tuple[float, ...]
    followed: tuple[int, ...]
    reason: str | None


@dataclass(frozen=True, slots=True)
class AnswerFigures:
    """How soon the brand answers."""

    counts: AnswerCounts
    answered_by: tuple[Chance, ...]
    median: Median
    consistency: Consistency


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one brand; window and followed, the longest follow-up, are in days."""

    method: str
    as_of: str
    window: int | None
    cases: int
    followed: float
    outcomes: Outcomes
    resolved_by: tuple[Bounds, ...]
    mean: Mean
    median: Median
    curve: Curve
    answers: AnswerFigures


def scorecard_figures(cases: Cases, as_of: datetime, window: int | None) -> Figures:
    """Return every figure of a brand; cases holds one brand, as_of is aware, window in days or None.

    Raises ValueError where the cases belong to several brands or the window is not a published one.
    """
    if cases.companies != 1:
        raise ValueError("A scorecard is of one brand; pool the cases of several first.")
    known = snapshot(cases, instant(as_of))
    rows = known.resolutions().within(window)
    incidence = incidence_of(rows)
    panel = resolution_panel(incidence, window, known.younger_than(HORIZONS))
    curve = _curve(incidence, _younger(known))
    return Figures(
        method=METHOD_VERSION,
        as_of=as_of.isoformat(),
        window=window,
        cases=len(rows.key),
        followed=float(incidence.longest[0]) / DAY,
        outcomes=Outcomes(*_counts(rows, Ending)),
        resolved_by=bounds(panel, 0),
        mean=mean_of(panel, 0),
        median=_median(incidence, curve.low, curve.high),
        curve=curve,
        answers=_answer_figures(known, window),
    )


def share_curve(cases: Cases, as_of: datetime, window: int | None) -> tuple[int, tuple[float, ...]]:
    """Return the number of cases, and the share resolved on the days 0, 1, ... as far as it may be shown.

    All cases count as those of one brand: the grey line of a sector behind the curve of its brands.
    """
    known = snapshot(cases.pooled(), instant(as_of))
    incidence = incidence_of(known.resolutions().within(window))
    last = _last_day(incidence, _younger(known))
    return int(incidence.cases[0]), tuple(incidence.shares_counted(HEADLINE, last)[:, 0].tolist())


def answer_figures(cases: Cases, as_of: datetime, window: int | None) -> AnswerFigures:
    """Return how soon one brand answers; arguments as in scorecard_figures. How a case ended makes no difference here.

    Raises ValueError where the cases belong to several brands or the window is not a published one.
    """
    if cases.companies != 1:
        raise ValueError("These figures are of one brand; select its cases first.")
    return _answer_figures(snapshot(cases, instant(as_of)), window)


def _answer_figures(known: Snapshot, window: int | None) -> AnswerFigures:
    rows = known.answers().within(window)
    incidence = incidence_of(rows)
    low, high = _limits(incidence, _last_day(incidence, _younger(known)))
    return AnswerFigures(
        counts=AnswerCounts(*_counts(rows, Answering)),
        answered_by=chances(answer_panel(incidence, window, known.younger_than(ANSWER_HORIZONS)), 0),
        median=_median(incidence, low, high),
        consistency=_consistency(incidence),
    )


def _counts(rows: Rows, kinds: type[Ending] | type[Answering]) -> list[int]:
    counts = np.bincount(rows.kind, minlength=Ending.OPEN + 1)
    return [int(counts[kind]) for kind in kinds]


def _younger(known: Snapshot) -> IntArray:
    """Return the number of cases younger than each day of the curve, of shape (days, 1)."""
    age = np.sort((known.as_of - known.cases.opened_at) // 1_000_000)
    return np.searchsorted(age, np.arange(CURVE_DAYS + 1) * DAY)[:, None]


def _last_day(incidence: Incidence, younger: IntArray) -> int:
    """Return the last day of the curve that may be shown, -1 where none may."""
    return int(np.sum(follow_up_of(incidence, range(CURVE_DAYS + 1), younger).is_shown)) - 1


def _curve(incidence: Incidence, younger: IntArray) -> Curve:
    last = _last_day(incidence, younger)
    days = range(last + 1)
    low, high = _limits(incidence, last)
    share = incidence.shares_counted(HEADLINE, last)[:, 0]
    bands = {kind: incidence.shares_known(kind, days)[:, 0] for kind in range(1, Ending.OPEN)}
    return Curve(
        share=tuple(share.tolist()),
        low=low,
        high=high,
        best=tuple(incidence.shares_counted(BEST_CASE, last)[:, 0].tolist()),
        partly=tuple(bands[Ending.PARTLY].tolist()),
        unconfirmed=tuple(bands[Ending.UNCONFIRMED].tolist()),
        withdrawn=tuple(bands[Ending.WITHDRAWN].tolist()),
        gave_up=tuple(bands[Ending.GAVE_UP].tolist()),
        open=tuple(np.maximum(1 - share - sum(bands.values()), 0).tolist()),
        followed=tuple(incidence.followed(days)[:, 0].tolist()),
        reason=None if days else TOO_FEW,
    )


def _limits(incidence: Incidence, last: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the lower and the upper limits of the headline on the days 0 to last."""
    days = range(last + 1)
    share, variance = incidence.shares(HEADLINE, days)
    low, high = log_log_interval(share[:, 0], variance[:, 0], incidence.known(days)[:, 0])
    return tuple(low.tolist()), tuple(high.tolist())


def _median(incidence: Incidence, low: Sequence[float], high: Sequence[float]) -> Median:
    if incidence.cases[0] < SHOW_FROM:
        return Median(None, None, None, None, None, TOO_FEW)
    days, best = (_reached(incidence.quantiles(reading, [HALF])[0, 0]) for reading in (HEADLINE, BEST_CASE))
    return Median(
        days=days,
        low=_first_day(high, HALF),
        high=_first_day(low, HALF),
        more_than=len(low) - 1 if len(low) else None,
        best=best,
        reason=_not_reached(incidence) if days is None else None,
    )


def _consistency(incidence: Incidence) -> Consistency:
    if incidence.cases[0] < SHOW_FROM:
        return Consistency(None, None, TOO_FEW)
    low, high = map(_reached, incidence.quantiles(HEADLINE, CONSISTENCY)[:, 0])
    return Consistency(low, high, _not_reached(incidence) if high is None else None)


def _reached(days: float) -> float | None:
    return float(days) if np.isfinite(days) else None


def _not_reached(incidence: Incidence) -> str:
    days = int(incidence.longest[0]) // DAY
    return f"not reached within {days} {'day' if days == 1 else 'days'}"


def _first_day(limit: Sequence[float], level: float) -> int | None:
    """Return the first day on which a limit of the curve reaches a level."""
    return next((day for day, value in enumerate(limit) if value >= level - HALF_TOLERANCE), None)
