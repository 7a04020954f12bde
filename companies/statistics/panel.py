"""The figures of many brands in one window as arrays, and whether they may be shown (method, section 2).

Arrays have the shape (days, brands) or (brands,). Values that may not be shown are there all the same: ask
is_shown first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from .cases import BoolArray, IntArray, Snapshot
from .constants import (
    ANSWER_HORIZONS,
    BEST_CASE,
    DAY,
    HEADLINE,
    HORIZONS,
    SHOW_FROM,
    SHOW_FROM_FILED,
    WINDOWS,
    tau_of,
)
from .incidence import Estimate, Incidence, incidence_of

TOO_FEW = f"fewer than {SHOW_FROM} cases"


@dataclass(frozen=True, slots=True, eq=False)
class FollowUp:
    """How long and how well brands could be watched up to each of some days."""

    days: tuple[int, ...]
    cases: IntArray
    filed: IntArray  # cases filed so many days or longer before
    known: IntArray  # K
    longest: IntArray  # seconds
    is_complete: BoolArray  # the last row is an event: nobody is left to watch

    @property
    def is_shown(self) -> BoolArray:
        """Whether a figure at each day may be shown."""
        watched = np.asarray(self.days)[:, None] * DAY <= self.longest
        enough = (self.cases >= SHOW_FROM) & (self.filed >= SHOW_FROM_FILED)
        shown: BoolArray = enough & (watched | self.is_complete)
        return shown

    def reason(self, line: int, brand: int) -> str | None:
        """Return in words why the figure of a day is not shown; None where it is."""
        day, days = self.days[line], int(self.longest[brand]) // DAY
        if self.cases[brand] < SHOW_FROM:
            return TOO_FEW
        if day * DAY > self.longest[brand] and not self.is_complete[brand]:
            return f"not enough follow-up: {days} {'day' if days == 1 else 'days'}"
        filed = int(self.filed[line, brand])
        if filed < SHOW_FROM_FILED:
            return f"not enough follow-up: {filed} of {SHOW_FROM_FILED} cases filed {day} days before"
        return None


@dataclass(frozen=True, slots=True, eq=False)
class ResolutionPanel:
    """Resolved by each horizon and the restricted mean, by both readings."""

    window: int | None
    tau: int
    follow_up: FollowUp
    shares: Estimate
    best_shares: Estimate
    mean: Estimate  # days
    best_mean: Estimate

    @property
    def tau_line(self) -> int:
        """The line of the horizons that is tau: what holds for figures at that day holds for the mean."""
        return self.follow_up.days.index(self.tau)


@dataclass(frozen=True, slots=True, eq=False)
class AnswerPanel:
    """Answered by each answer horizon."""

    window: int | None
    follow_up: FollowUp
    shares: Estimate


def follow_up_of(incidence: Incidence, days: Sequence[int], younger: IntArray) -> FollowUp:
    """Return the follow-up of a window's cases; younger counts the cases filed less than so many days before.

    A day as long as the window has all its cases among the younger ones, and others too: none is old enough.
    """
    return FollowUp(
        days=tuple(days),
        cases=incidence.cases,
        filed=np.maximum(incidence.cases - younger, 0),
        known=incidence.known(days),
        longest=incidence.longest,
        is_complete=(incidence.open_at_end == 0) & (incidence.cases > 0),
    )


def resolution_panel(incidence: Incidence, window: int | None, younger: IntArray) -> ResolutionPanel:
    """Return the figures of the resolution list of one window; younger is for HORIZONS."""
    tau = tau_of(window)
    return ResolutionPanel(
        window=window,
        tau=tau,
        follow_up=follow_up_of(incidence, HORIZONS, younger),
        shares=incidence.shares(HEADLINE, HORIZONS),
        best_shares=incidence.shares(BEST_CASE, HORIZONS),
        mean=incidence.restricted_mean(HEADLINE, tau),
        best_mean=incidence.restricted_mean(BEST_CASE, tau),
    )


def resolution_panels(
    snapshot: Snapshot, windows: Sequence[int | None] = WINDOWS
) -> Iterator[ResolutionPanel]:
    """Yield the figures of all brands in each window; the rows are sorted once."""
    rows, younger = snapshot.resolutions(), snapshot.younger_than(HORIZONS)
    for window in windows:
        yield resolution_panel(incidence_of(rows.within(window)), window, younger)


def answer_panel(incidence: Incidence, window: int | None, younger: IntArray) -> AnswerPanel:
    """Return the figures of the answer list of one window; younger is for ANSWER_HORIZONS."""
    follow_up = follow_up_of(incidence, ANSWER_HORIZONS, younger)
    return AnswerPanel(window, follow_up, incidence.shares(HEADLINE, ANSWER_HORIZONS))


def answer_panels(snapshot: Snapshot, windows: Sequence[int | None] = WINDOWS) -> Iterator[AnswerPanel]:
    """Yield the answer figures of all brands in each window; the rows are sorted once."""
    rows, younger = snapshot.answers(), snapshot.younger_than(ANSWER_HORIZONS)
    for window in windows:
        yield answer_panel(incidence_of(rows.within(window)), window, younger)
