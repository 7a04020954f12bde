"""Figures of complete data: what customers had done before going public (method, section 2)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


def lower_median(values: ArrayLike) -> float | None:
    """Return the smallest value with at least half of the values at or below it; None of nothing."""
    ordered = np.sort(np.asarray(values), axis=None)
    return float(ordered[(len(ordered) - 1) // 2]) if len(ordered) else None


@dataclass(frozen=True, slots=True)
class Effort:
    """Medians per case before publication; waiting is the days from the first attempt on."""

    cases: int
    attempts: float | None
    channels: float | None
    minutes: float | None
    waiting: float | None


def effort_figures(
    *, attempts: ArrayLike, channels: ArrayLike, minutes: ArrayLike, waiting: ArrayLike
) -> Effort:
    """Return the medians of effort; every argument has one element per case."""
    return Effort(
        cases=len(np.asarray(attempts)),
        attempts=lower_median(attempts),
        channels=lower_median(channels),
        minutes=lower_median(minutes),
        waiting=lower_median(waiting),
    )
