"""Intervals (method, sections 2 and 3). Functions take scalars or arrays and return a pair (low, high)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .cases import FloatArray
from .constants import SHOW_FROM, ZERO_TOLERANCE, Z

Interval = tuple[FloatArray, FloatArray]


def log_log_interval(share: ArrayLike, variance: ArrayLike, known: ArrayLike) -> Interval:
    """Return the interval of an incidence on the scale log(-log(1 - F)); Wilson's limits at 0 and at 1.

    known is K, the number of cases of known fate. Without competing endings this is the usual log-log
    interval of Kaplan and Meier's estimator.
    """
    share, variance, known = (np.asarray(x, float) for x in (share, variance, known))
    rest = 1.0 - share
    is_none, is_all = share <= ZERO_TOLERANCE, rest <= ZERO_TOLERANCE
    inner = np.where(is_none | is_all, 0.5, rest)
    width = Z * np.sqrt(variance) / (inner * np.abs(np.log(inner)))
    low = 1.0 - inner ** np.exp(-width)
    # exp(width) may overflow for a share next to nothing: then the power is 0 and the limit is 1.
    with np.errstate(over="ignore", under="ignore"):
        high = 1.0 - inner ** np.exp(width)
    low = np.where(is_none, 0.0, np.where(is_all, known / (known + Z**2), low))
    high = np.where(is_none, Z**2 / (known + Z**2), np.where(is_all, 1.0, high))
    return low, high


def wilson_interval(count: ArrayLike, of: ArrayLike) -> Interval:
    """Return Wilson's interval (1927) of a share count / of, without continuity correction; of > 0."""
    count, of = np.asarray(count, float), np.asarray(of, float)
    share = count / of
    middle = share + Z**2 / (2 * of)
    reach = Z * np.sqrt(share * (1 - share) / of + Z**2 / (4 * of**2))
    scale = 1 + Z**2 / of
    low = np.where(count == 0, 0.0, (middle - reach) / scale)
    high = np.where(count == of, 1.0, (middle + reach) / scale)
    return low, high


def standard_error_to_compare(variance: ArrayLike, known: ArrayLike, tau: float) -> FloatArray:
    """Return se_compare of a restricted mean, in days: what one case more or less could change is added.

    The plain standard error is too small near 0 and tau: a brand that resolves nothing has none at all.
    """
    error: FloatArray = np.sqrt(np.asarray(variance) + (tau / (np.asarray(known) + 2.0)) ** 2)
    return error


def mean_interval(mean: ArrayLike, se_compare: ArrayLike, tau: float) -> Interval:
    """Return the interval of a restricted mean, cut at 0 and tau days."""
    mean, reach = np.asarray(mean, float), Z * np.asarray(se_compare, float)
    return np.maximum(mean - reach, 0.0), np.minimum(mean + reach, tau)


@dataclass(frozen=True, slots=True)
class Proportion:
    """A share of complete data: count of so many. Share and limits are None where there are too few."""

    count: int
    of: int
    share: float | None
    low: float | None
    high: float | None


def proportion(count: int, of: int) -> Proportion:
    """Return a share with Wilson's interval, or the bare counts below SHOW_FROM."""
    if of < SHOW_FROM:
        return Proportion(count, of, None, None, None)
    low, high = wilson_interval(count, of)
    return Proportion(count, of, count / of, float(low), float(high))
