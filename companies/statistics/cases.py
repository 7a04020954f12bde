"""From the columns of the database to the rows of the two lists (method, section 1).

Instants are int64 microseconds since 2000-01-01 UTC, as PostgreSQL sends a timestamptz; NEVER, its
'infinity', stands for NULL. Many brands are treated at once: every row is one packed integer

    brand << 37 | seconds << 5 | kind << 2 | age class

so that one sort puts the rows of every brand in order of time, events before open cases, and a window is a
filter on the last two bits that keeps the order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

import numpy as np
from numpy.typing import NDArray

from .constants import DAY, LEAGUE_WINDOW, SHORT_WINDOW, TAU_SHORT, Answering, Ending

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

NEVER = int(np.iinfo(np.int64).max)
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
MICROSECONDS = 1_000_000  # in a second

BRAND_SHIFT = 37
SECONDS_SHIFT = 5
KIND_SHIFT = 2
SECONDS_MASK = (1 << (BRAND_SHIFT - SECONDS_SHIFT)) - 1
KIND_MASK = 7
AGE_MASK = 3
AGE_CLASSES = (TAU_SHORT, SHORT_WINDOW, LEAGUE_WINDOW)  # days: 0 below the first, ..., 3 from the last on


def instant(moment: datetime) -> int:
    """Return microseconds since 2000-01-01 UTC of an aware datetime."""
    return (moment - EPOCH) // timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, eq=False)
class Cases:
    """Columns of cases, one element per case, in any order.

    company is an index from 0 to companies - 1; ending is a constants.Ending; ended_at is when the ending
    became known; counted_at is when it counts (NEVER for withdrawn and gave up); answered_at is the first
    reply that engages. Cases found not genuine or duplicate do not belong in here.
    """

    companies: int
    company: IntArray
    opened_at: IntArray
    ended_at: IntArray
    ending: IntArray
    counted_at: IntArray
    answered_at: IntArray

    def __post_init__(self) -> None:
        lengths = {len(column) for column in self.columns}
        if len(lengths) != 1:
            raise ValueError(f"Columns of different lengths: {sorted(lengths)}")

    @property
    def columns(self) -> tuple[IntArray, ...]:
        """The arrays in the order of the fields."""
        return (
            self.company,
            self.opened_at,
            self.ended_at,
            self.ending,
            self.counted_at,
            self.answered_at,
        )

    def __len__(self) -> int:
        return len(self.opened_at)

    @classmethod
    def of_one_brand(
        cls,
        *,
        opened_at: IntArray,
        ended_at: IntArray,
        ending: IntArray,
        counted_at: IntArray,
        answered_at: IntArray,
    ) -> Self:
        """Return the cases of a single brand, which has the index 0."""
        company = np.zeros(len(opened_at), np.int64)
        return cls(1, company, opened_at, ended_at, ending, counted_at, answered_at)

    def select(self, chosen: BoolArray | IntArray) -> "Cases":
        """Return the cases of a mask or of positions; the brands keep their indices."""
        return Cases(self.companies, *(column[chosen] for column in self.columns))

    def pooled(self) -> "Cases":
        """Return the same cases as if they belonged to one brand: the reference of a whole sector."""
        return Cases(1, np.zeros_like(self.company), *self.columns[1:])


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """One list of rows, sorted by brand, by seconds and by kind.

    moment is in seconds; None says that every row counts when it became known. Rows of brand b lie at
    offsets[b] : offsets[b + 1].
    """

    key: IntArray
    moment: IntArray | None
    offsets: IntArray

    @property
    def brands(self) -> int:
        """Number of brands, those without rows included."""
        return len(self.offsets) - 1

    @property
    def brand(self) -> IntArray:
        """Index of the brand of each row."""
        return self.key >> BRAND_SHIFT

    @property
    def seconds(self) -> IntArray:
        """When each row became known, in seconds since publication."""
        return (self.key >> SECONDS_SHIFT) & SECONDS_MASK

    @property
    def kind(self) -> IntArray:
        """The kind of each row: an Ending or an Answering."""
        return (self.key >> KIND_SHIFT) & KIND_MASK

    def within(self, window: int | None) -> "Rows":
        """Return the rows of the cases filed in the window (in days, None: all); the order stays.

        Raises ValueError where the window is not one of the published ones.
        """
        if window is None:
            return self
        chosen = (self.key & AGE_MASK) <= AGE_CLASSES.index(window)
        key = self.key[chosen]
        moment = None if self.moment is None else self.moment[chosen]
        return Rows(key, moment, _offsets(key, self.brands))


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """Cases as they stood at an instant. Make it with snapshot()."""

    cases: Cases
    as_of: int

    def resolutions(self) -> Rows:
        """Return the resolution list: rows where an ending became known, moments where it counts."""
        cases = self.cases
        is_open = (cases.ended_at > self.as_of) | (cases.ending == Ending.OPEN)
        known_at = np.where(is_open, self.as_of, cases.ended_at)
        moment = self._seconds_to(np.minimum(cases.counted_at, known_at))
        key = self._keys(known_at, np.where(is_open, Ending.OPEN, cases.ending))
        order = np.argsort(key)
        key = key[order]
        return Rows(key, moment[order], _offsets(key, cases.companies))

    def answers(self) -> Rows:
        """Return the answer list; an answer after the ending is none."""
        cases = self.cases
        is_open = (cases.ended_at > self.as_of) | (cases.ending == Ending.OPEN)
        over_at = np.where(is_open, self.as_of, cases.ended_at)
        kind = np.where(is_open, Answering.OPEN, Answering.ENDED)
        kind[cases.answered_at <= over_at] = Answering.ANSWERED
        key = self._keys(np.minimum(cases.answered_at, over_at), kind)
        key.sort()
        return Rows(key, None, _offsets(key, cases.companies))

    def younger_than(self, days: Sequence[int]) -> IntArray:
        """Return the number of cases filed less than so many days before, of shape (days, brands)."""
        age = self.as_of - self.cases.opened_at
        young = np.zeros((len(days), self.cases.companies), np.int64)
        for line, day in enumerate(days):
            company = self.cases.company[age < day * DAY * MICROSECONDS]
            young[line] = np.bincount(company, minlength=self.cases.companies)
        return young

    def _seconds_to(self, end: IntArray) -> IntArray:
        seconds = end - self.cases.opened_at
        np.maximum(seconds, 0, out=seconds)
        seconds //= MICROSECONDS
        return seconds

    def _keys(self, end: IntArray, kind: IntArray) -> IntArray:
        key = self.cases.company.astype(np.int64) << (BRAND_SHIFT - SECONDS_SHIFT)
        key |= self._seconds_to(end)
        key <<= SECONDS_SHIFT - KIND_SHIFT
        key |= kind
        key <<= KIND_SHIFT
        for days in AGE_CLASSES:
            key += self.cases.opened_at <= self.as_of - days * DAY * MICROSECONDS
        return key


def snapshot(cases: Cases, as_of: int) -> Snapshot:
    """Return the cases as known at as_of (microseconds since 2000): what was opened later is left out."""
    exists = cases.opened_at <= as_of
    return Snapshot(cases if exists.all() else cases.select(exists), as_of)


def first_keys(brands: int) -> IntArray:
    """Return for every brand the smallest key that a row of it can have."""
    return np.arange(brands, dtype=np.int64) << BRAND_SHIFT


def _offsets(key: IntArray, brands: int) -> IntArray:
    return np.searchsorted(key, first_keys(brands + 1))
