"""Rank intervals by pairwise differences (method, section 3).

Mogstad, Romano, Shaikh and Wilhelm 2024, Review of Economic Studies 91: "j is reliably slower than k" is
tested for all pairs by stepdown, so that with 95 % confidence no statement of the table is wrong.
Brands are given in order of their means; matrices have [j, k] true where j is reliably slower than k.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .cases import BoolArray, FloatArray, IntArray
from .constants import CONFIDENCE, DRAWS, DRAWS_OF_MANY, MANY_BRANDS, SEED


@dataclass(frozen=True, slots=True)
class RankInterval:
    """The ranks that the data allow, 1 is best. "May be first" where it begins at 1."""

    low: int
    high: int


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """Means and their se_compare of the ranked brands, in days, by one convention."""

    mean: FloatArray
    se_compare: FloatArray

    def order(self, slugs: Sequence[str]) -> IntArray:
        """Return the positions in the order of the table: by mean, ties by slug."""
        return np.array(sorted(range(len(slugs)), key=lambda i: (self.mean[i], slugs[i])), np.int64)


class Contest:
    """The pairs of one run, in the order of its means, with the simulated differences."""

    def __init__(self, mean: FloatArray, se_compare: FloatArray) -> None:
        brands = len(mean)
        draws = DRAWS if brands <= MANY_BRANDS else DRAWS_OF_MANY
        # RandomState because its stream is frozen: the same figures give the same ranks for ever.
        noise = np.random.RandomState(SEED).standard_normal((draws, brands)) * se_compare
        self.noise = np.ascontiguousarray(noise.T)
        self.sigma = np.hypot(se_compare[:, None], se_compare[None, :])
        self.gap = (mean[:, None] - mean[None, :]) / self.sigma

    def simultaneous(self) -> BoolArray:
        """Return which brands are reliably slower than which, all statements right at once."""
        return self.stepdown(~np.eye(len(self.gap), dtype=bool))

    def marginal(self, brand: int) -> BoolArray:
        """Return the same for the pairs of one brand alone: for the brand's own page."""
        family = np.zeros(self.gap.shape, bool)
        family[brand, :] = family[:, brand] = True
        family[brand, brand] = False
        return self.stepdown(family)

    def stepdown(self, family: BoolArray) -> BoolArray:
        """Return the reliable pairs of a family: reject, remove, and test the rest by its own maximum."""
        slower = np.zeros_like(family)
        while family.any():
            new = family & (self.gap > self.critical(family))
            if not new.any():
                break
            slower |= new
            family = family & ~new
        return slower

    def critical(self, family: BoolArray) -> float:
        """Return the 95 % point of the largest of the family's simulated differences."""
        draws = self.noise.shape[1]
        largest = np.full(draws, -np.inf)
        for j in np.flatnonzero(family.any(axis=1)):
            others = np.flatnonzero(family[j])
            difference = self.noise[j] - self.noise[others]
            difference /= self.sigma[j, others, None]
            np.maximum(largest, difference.max(axis=0), out=largest)
        place = -(-round(100 * CONFIDENCE) * (draws + 1) // 100)
        return float(np.partition(largest, place - 1)[place - 1])


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Result for the brands as they were given: positions of the table, hulls, and numbers of tie groups."""

    order: IntArray
    intervals: tuple[RankInterval, ...]
    groups: tuple[int, ...]


def rank(slugs: Sequence[str], headline: Reading, best_case: Reading) -> Ranking:
    """Return order, rank intervals and tie groups of brands, reading all by one convention at a time."""
    order = headline.order(slugs)
    slower = [_slower(slugs, reading) for reading in (headline, best_case)]
    in_order = [matrix[np.ix_(order, order)] for matrix in slower]
    groups = np.empty(len(slugs), np.int64)
    groups[order] = _groups(in_order)
    return Ranking(order, _hull(slower), tuple(groups.tolist()))


def marginal_intervals(
    slugs: Sequence[str], headline: Reading, best_case: Reading, wanted: Sequence[int] | None = None
) -> tuple[RankInterval, ...]:
    """Return the intervals that hold for one brand alone: shorter, and not for a table.

    wanted are positions of the brands that are asked for, by default all.
    """
    asked = range(len(slugs)) if wanted is None else wanted
    lows, highs = [], []
    for reading in (headline, best_case):
        order = reading.order(slugs)
        contest = Contest(reading.mean[order], reading.se_compare[order])
        places = np.argsort(order)[list(asked)].tolist()
        sets = [rank_sets(contest.marginal(place)) for place in places]
        lows.append([low[place] for (low, _), place in zip(sets, places, strict=True)])
        highs.append([high[place] for (_, high), place in zip(sets, places, strict=True)])
    return _intervals(np.min(lows, axis=0), np.max(highs, axis=0))


def rank_sets(slower: BoolArray) -> tuple[IntArray, IntArray]:
    """Return the lowest and the highest rank of every brand."""
    return 1 + slower.sum(axis=1), len(slower) - slower.sum(axis=0)


def _slower(slugs: Sequence[str], reading: Reading) -> BoolArray:
    """Run one reading in its own order and return the matrix in the order as given."""
    order = reading.order(slugs)
    contest = Contest(reading.mean[order], reading.se_compare[order])
    slower = np.zeros(contest.gap.shape, bool)
    slower[np.ix_(order, order)] = contest.simultaneous()
    return slower


def _hull(slower: Sequence[BoolArray]) -> tuple[RankInterval, ...]:
    lows, highs = zip(*map(rank_sets, slower), strict=True)
    return _intervals(np.min(lows, axis=0), np.max(highs, axis=0))


def _intervals(low: IntArray, high: IntArray) -> tuple[RankInterval, ...]:
    return tuple(RankInterval(int(a), int(b)) for a, b in zip(low, high, strict=True))


def _groups(slower: Sequence[BoolArray]) -> IntArray:
    """Return group numbers from 1: a cut where all below are reliably slower than all above in every run."""
    group = np.ones(len(slower[0]), np.int64)
    for i in range(1, len(group)):
        group[i] = group[i - 1] + all(matrix[i:, :i].all() for matrix in slower)
    return group
