"""The one estimator: Aalen and Johansen's incidence as mass (method, section 2), for many brands at once.

Every event row has a mass (Efron 1967: what an open case would have weighed goes to the rows after it), and
every figure is a sum of mass * gain over the rows that count. Arrays of results have the shape
(figures, brands).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .cases import (
    BRAND_SHIFT,
    KIND_MASK,
    KIND_SHIFT,
    SECONDS_MASK,
    SECONDS_SHIFT,
    FloatArray,
    IntArray,
    Rows,
    first_keys,
)
from .constants import DAY, HALF_TOLERANCE, Ending

BLOCK = 1 << 17  # elements worked on at a time: they should stay in the processor's cache
OPEN_BITS = Ending.OPEN << KIND_SHIFT
# Moments of rows and a slice of figures to the gain of each row in each figure.
Gain = Callable[[IntArray, slice], np.ndarray]


class Estimate(NamedTuple):
    """A figure and its variance by the infinitesimal jackknife."""

    value: FloatArray
    variance: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Incidence:
    """The event rows of a list with their masses. Make it with incidence_of().

    Event rows of brand b lie at offsets[b] : offsets[b + 1], its open rows at open_offsets likewise.
    """

    cases: IntArray  # n of every brand
    key: IntArray  # of event rows, sorted
    kind: IntArray
    moment: IntArray  # seconds
    mass: FloatArray
    others: FloatArray  # Y - 1: cases at risk beside the row's own
    scale: FloatArray  # 1 / (Y (Y - 1)), 0 where Y is 1
    offsets: IntArray
    open_key: IntArray
    open_offsets: IntArray
    longest: IntArray  # u: longest follow-up, in seconds
    open_at_end: FloatArray  # S: mass of the cases still open behind the last event

    @property
    def brands(self) -> int:
        """Number of brands, those without cases included."""
        return len(self.cases)

    def known(self, days: Sequence[int]) -> IntArray:
        """Return K, the number of cases of known fate on each day."""
        return self.cases - self._before(self.open_key, self.open_offsets, days)

    def followed(self, days: Sequence[int]) -> IntArray:
        """Return the number of cases at risk on each day: neither ended nor left behind before."""
        return self.known(days) - self._before(self.key, self.offsets, days)

    def shares(self, reading: int, days: Sequence[int]) -> Estimate:
        """Return F on each day: the incidence of the kinds below the reading."""
        by = np.asarray(days, np.int64)[:, None] * DAY
        until = int(by.max(initial=-1))
        return self._estimate(reading, until, len(by), lambda moment, lines: moment <= by[lines])

    def restricted_mean(self, reading: int, tau: int) -> Estimate:
        """Return M in days, of shape (brands,): the area under 1 - F up to day tau."""
        theta, variance = self._estimate(
            reading, tau * DAY, 1, lambda moment, _: ((tau * DAY - moment) / DAY)[None, :]
        )
        return Estimate(tau - theta[0], variance[0])

    def shares_known(self, kind: int, days: Sequence[int]) -> FloatArray:
        """Return the band of one kind on each day, at the seconds when it became known."""
        total = np.concatenate(([0.0], np.cumsum(np.where(self.kind == kind, self.mass, 0.0))))
        until = self.offsets[:-1] + self._before(self.key, self.offsets, days, including=True)
        band: FloatArray = total[until] - total[self.offsets[:-1]]
        return band

    def shares_counted(self, reading: int, last_day: int) -> FloatArray:
        """Return F on the days 0 to last_day without variances."""
        brand = self.key >> BRAND_SHIFT
        day = np.minimum(-(-self.moment // DAY), last_day + 1)
        width = last_day + 2
        mass = np.where(self.kind < reading, self.mass, 0.0)
        by_day = np.bincount(brand * width + day, mass, minlength=self.brands * width)
        by_day = by_day.reshape(self.brands, width)[:, :-1].astype(float)
        return by_day.cumsum(axis=1).T

    def quantiles(self, reading: int, levels: Sequence[float]) -> FloatArray:
        """Return the first moment, in days, at which F reaches each level; infinite where it never does."""
        chosen = np.flatnonzero(self.kind < reading)
        if not len(chosen):
            return np.full((len(levels), self.brands), np.inf)
        key = (self.key[chosen] >> BRAND_SHIFT << BRAND_SHIFT) + self.moment[chosen]
        order = np.argsort(key)
        offsets = np.searchsorted(chosen, self.offsets)
        incidence = np.cumsum(self.mass[chosen[order]])
        before = np.concatenate(([0.0], incidence))[offsets[:-1]]
        incidence -= np.repeat(before, np.diff(offsets))
        moment = self.moment[chosen[order]] / DAY
        found = np.empty((len(levels), self.brands))
        for line, level in zip(found, levels, strict=True):
            first = offsets[:-1] + _sums(incidence < level - HALF_TOLERANCE, offsets)
            reached = first < offsets[1:]
            line[:] = np.where(reached, moment[np.where(reached, first, 0)], np.inf)
        return found

    def _before(
        self, key: IntArray, offsets: IntArray, days: Sequence[int], *, including: bool = False
    ) -> IntArray:
        """Return the number of rows before each day (or until its end), of shape (days, brands)."""
        by = np.asarray(days, np.int64)[:, None] * DAY + including
        return np.searchsorted(key, first_keys(self.brands) + (by << SECONDS_SHIFT)) - offsets[:-1]

    def _estimate(self, reading: int, until: int, figures: int, gain: Gain) -> Estimate:
        """Return theta = sum of u = mass * gain over the rows that count by until, and its variance.

        With A = theta - running sum of u, the variance is the sum of ((Y - 1) u - A)^2 / (Y (Y - 1)) over the
        event rows of any kind; a row with Y = 1 adds nothing. Between two counting rows u is 0 and A stays,
        so that those rows need only the sum of their 1 / (Y (Y - 1)).
        """
        rows = self._counting(reading, until)
        theta, variance = np.zeros((2, figures, self.brands))
        blocks = list(_blocks(figures, len(rows.mass)))
        # Fresh memory costs more than the arithmetic on it: two arrays serve all blocks.
        memory = np.empty((2, blocks[0].stop if blocks else 0, len(rows.mass)))
        for lines in blocks:
            u, remaining = memory[:, : min(lines.stop, figures) - lines.start]
            np.multiply(rows.mass, gain(rows.moment, lines), out=u)
            _running_behind(u, rows.offsets, out=remaining)
            theta[lines] = _sums(u, rows.offsets)
            u *= rows.others
            u -= remaining
            np.square(u, out=u)
            u *= rows.scale
            np.square(remaining, out=remaining)
            remaining *= rows.scale_between
            u += remaining
            variance[lines] = _sums(u, rows.offsets)
        return Estimate(theta, variance)

    def _counting(self, reading: int, until: int) -> "_Counting":
        is_counting = (self.kind < reading) & (self.moment <= until)
        chosen = is_counting.copy()
        chosen[self.offsets[:-1][np.diff(self.offsets) > 0]] = True  # every brand begins a sum of its own
        place = np.flatnonzero(chosen)
        scale = self.scale[place]
        total = np.add.reduceat(self.scale, place) if len(place) else scale
        return _Counting(
            moment=self.moment[place],
            mass=np.where(is_counting[place], self.mass[place], 0.0),
            others=self.others[place],
            scale=scale,
            scale_between=np.maximum(total - scale, 0.0),
            offsets=np.searchsorted(place, self.offsets),
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Counting:
    """Rows that count, with the first row of each brand (of mass 0 where it does not count)."""

    moment: IntArray
    mass: FloatArray
    others: FloatArray
    scale: FloatArray
    scale_between: FloatArray  # sum of the scale of the rows up to the next of these
    offsets: IntArray


def incidence_of(rows: Rows) -> Incidence:
    """Return the masses of a list of rows."""
    key, offsets = rows.key, rows.offsets
    cases = np.diff(offsets)
    is_open = (key & OPEN_BITS) == OPEN_BITS
    at_risk = (np.repeat(offsets[1:], cases) - np.arange(len(key))).astype(float)
    mass = _masses(at_risk, is_open, offsets)
    events = np.flatnonzero(~is_open)
    event_offsets = np.searchsorted(events, offsets)
    event_key = key[events]
    others = at_risk[events] - 1
    pairs = others * (others + 1)
    seconds = (event_key >> SECONDS_SHIFT) & SECONDS_MASK
    last = offsets[1:] - 1
    held = cases > 0
    longest = np.zeros(len(cases), np.int64)
    longest[held] = (key[last[held]] >> SECONDS_SHIFT) & SECONDS_MASK
    open_at_end = np.zeros(len(cases))
    open_at_end[held] = np.where(is_open[last[held]], mass[last[held]], 0.0)
    return Incidence(
        cases=cases,
        key=event_key,
        kind=(event_key >> KIND_SHIFT) & KIND_MASK,
        moment=seconds if rows.moment is None else rows.moment[events],
        mass=mass[events],
        others=others,
        scale=np.divide(1.0, pairs, out=np.zeros(len(pairs)), where=pairs > 0),
        offsets=event_offsets,
        open_key=key[is_open],
        open_offsets=offsets - event_offsets,
        longest=longest,
        open_at_end=open_at_end,
    )


def _masses(at_risk: FloatArray, is_open: np.ndarray, offsets: IntArray) -> FloatArray:
    """Return the mass of every row: 1/n first, then times Y / (Y - 1) behind every open row.

    One running product serves all brands: the factor at a brand's first row undoes the brand before.
    """
    factor = np.ones(len(at_risk))
    grows = np.flatnonzero(is_open & (at_risk > 1))
    factor[grows + 1] = at_risk[grows] / (at_risk[grows] - 1)
    first = offsets[:-1][np.diff(offsets) > 0]
    if len(first):
        factor[first] = 1 / at_risk[first]
        last = np.multiply.reduceat(factor, first)
        factor[first[1:]] /= last[:-1]
    return factor.cumprod()


def _running_behind(u: FloatArray, offsets: IntArray, out: FloatArray) -> None:
    """Write A: the sum of u over the rows of the same brand behind each row."""
    np.cumsum(u, axis=-1, out=out)
    if out.size:
        ends = out[:, np.maximum(offsets[1:] - 1, 0)]
        np.subtract(np.repeat(ends, np.diff(offsets), axis=-1) if len(offsets) > 2 else ends, out, out=out)


def _sums(values: np.ndarray, offsets: IntArray) -> np.ndarray:
    """Return the sums of values over the rows of every brand, along the last axis."""
    held = offsets[1:] > offsets[:-1]
    kind = np.int64 if values.dtype == bool else values.dtype
    sums = np.zeros((*values.shape[:-1], len(held)), kind)
    if held.any():
        sums[..., held] = np.add.reduceat(values, offsets[:-1][held], axis=-1, dtype=kind)
    return sums


def _blocks(lines: int, width: int) -> Iterator[slice]:
    step = max(1, BLOCK // max(width, 1))
    return (slice(start, start + step) for start in range(0, lines, step))
