"""Published figures as plain values, and their JSON form."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from .incidence import Estimate
from .intervals import log_log_interval, mean_interval, standard_error_to_compare
from .panel import AnswerPanel, FollowUp, ResolutionPanel

DECIMALS = 9  # published digits: sums in another order must not change a snapshot


@dataclass(frozen=True, slots=True)
class Share:
    """An incidence with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Chance:
    """The share of cases by a day; None with a reason where it is not shown. known is K."""

    day: int
    share: Share | None
    known: int
    reason: str | None


@dataclass(frozen=True, slots=True)
class Bounds:
    """The share by a day in both readings. The outer interval runs from headline.low to best.high."""

    day: int
    headline: Share | None
    best: Share | None
    known: int
    reason: str | None


@dataclass(frozen=True, slots=True)
class MeanDays:
    """A restricted mean in days. The interval is days -+ Z * se_compare."""

    days: float
    se: float
    se_compare: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Mean:
    """Of its first tau days, an average complaint spends so many unresolved, in both readings."""

    tau: int
    headline: MeanDays | None
    best: MeanDays | None
    known: int
    reason: str | None


def chances(panel: AnswerPanel, brand: int) -> tuple[Chance, ...]:
    """Return the shares answered of one brand, one per answer horizon."""
    days, known, reasons = _by_day(panel.follow_up, brand)
    shares = _shares(panel.shares, known, reasons, brand)
    return tuple(map(Chance, days, shares, known, reasons))


def bounds(panel: ResolutionPanel, brand: int) -> tuple[Bounds, ...]:
    """Return the shares resolved of one brand, one per horizon."""
    days, known, reasons = _by_day(panel.follow_up, brand)
    headline = _shares(panel.shares, known, reasons, brand)
    best = _shares(panel.best_shares, known, reasons, brand)
    return tuple(map(Bounds, days, headline, best, known, reasons))


def mean_of(panel: ResolutionPanel, brand: int) -> Mean:
    """Return the restricted mean of one brand."""
    line, tau = panel.tau_line, panel.tau
    known = int(panel.follow_up.known[line, brand])
    reason = panel.follow_up.reason(line, brand)
    if reason:
        return Mean(tau, None, None, known, reason)
    headline = _mean_days(panel.mean, known, tau, brand)
    return Mean(tau, headline, _mean_days(panel.best_mean, known, tau, brand), known, None)


def _by_day(follow_up: FollowUp, brand: int) -> tuple[tuple[int, ...], list[int], list[str | None]]:
    """Return the days of a follow-up, K on each, and why the day is not shown."""
    reasons = [follow_up.reason(line, brand) for line in range(len(follow_up.days))]
    return follow_up.days, follow_up.known[:, brand].tolist(), reasons


def _shares(
    reading: Estimate, known: Sequence[int], reasons: Sequence[str | None], brand: int
) -> list[Share | None]:
    share = reading.value[:, brand]
    low, high = log_log_interval(share, reading.variance[:, brand], known)
    points = map(Share, share.tolist(), low.tolist(), high.tolist())
    return [None if reason else point for point, reason in zip(points, reasons, strict=True)]


def _mean_days(reading: Estimate, known: int, tau: int, brand: int) -> MeanDays:
    days, variance = float(reading.value[brand]), float(reading.variance[brand])
    se_compare = float(standard_error_to_compare(variance, known, tau))
    low, high = mean_interval(days, se_compare, tau)
    return MeanDays(days, math.sqrt(variance), se_compare, float(low), float(high))


def to_json(figure: Any) -> Any:
    """Return dataclasses as dicts, tuples as lists and floats rounded to DECIMALS places."""
    if is_dataclass(figure):
        return {field.name: to_json(getattr(figure, field.name)) for field in fields(figure)}
    if isinstance(figure, tuple | list):
        return [to_json(element) for element in figure]
    if isinstance(figure, dict):
        return {key: to_json(value) for key, value in figure.items()}
    return round(figure, DECIMALS) if isinstance(figure, float) else figure
