"""A league table: who is ranked, in which order, between which ranks (method, section 3)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from .cases import Cases, instant, snapshot
from .constants import (
    DAY,
    FUNNEL_DAY,
    HORIZONS,
    METHOD_VERSION,
    RANK_BRANDS,
    RANK_FILED,
    RANK_FROM,
    RANK_KNOWN,
    RANK_KNOWN_DAY,
    Ending,
)
from .figures import DECIMALS, Bounds, Mean, MeanDays, bounds, mean_of
from .funnel import Funnel, funnel_of
from .incidence import incidence_of
from .panel import ResolutionPanel, resolution_panel
from .ranking import RankInterval, Reading, marginal_intervals, rank

LETTERS = 26


@dataclass(frozen=True, slots=True)
class Missing:
    """The first condition of the floor that a brand does not meet: have of need, in words as well."""

    have: int
    need: int
    words: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """One line of the table. rank and group are None where the table has a single brand, or no ranks."""

    place: int
    slug: str
    cases: int
    resolved: int
    mean: Mean
    resolved_by: tuple[Bounds, ...]
    rank: RankInterval | None
    group: str | None


@dataclass(frozen=True, slots=True)
class Unranked:
    """A brand under the floor, with what is missing."""

    slug: str
    cases: int
    resolved: int
    missing: Missing


@dataclass(frozen=True, slots=True)
class Standing:
    """What a brand's cases say beside its line, for example all of them and not only the ranked ones."""

    cases: int
    resolved: int
    mean: Mean
    resolved_by: tuple[Bounds, ...]


@dataclass(frozen=True, slots=True)
class League:
    """The table in order, the brands below it (most cases first), and the funnel from ten brands on."""

    method: str
    as_of: str
    window: int | None
    tau: int
    ranked: tuple[Ranked, ...]
    unranked: tuple[Unranked, ...]
    funnel: Funnel | None


def league(
    cases: Cases, as_of: datetime, window: int | None, slugs: Sequence[str], *, with_ranks: bool = True
) -> League:
    """Return the league table of the ranked cases of many brands of one source, sector and country.

    slugs names the brands by index; brands without any case in the window are left out. as_of is aware,
    window is in days.
    """
    known = snapshot(cases, instant(as_of))
    rows = known.resolutions().within(window)
    panel = resolution_panel(incidence_of(rows), window, known.younger_than(HORIZONS))
    resolved = np.bincount(rows.brand[rows.kind == Ending.RESOLVED], minlength=cases.companies).tolist()
    lacking = {brand: missing(panel, brand) for brand in np.flatnonzero(panel.follow_up.cases).tolist()}
    table = _in_order(panel, [brand for brand, lack in lacking.items() if lack is None], slugs)
    below = [
        Unranked(slugs[brand], int(panel.follow_up.cases[brand]), resolved[brand], lack)
        for brand, lack in lacking.items()
        if lack is not None
    ]
    return League(
        method=METHOD_VERSION,
        as_of=as_of.isoformat(),
        window=window,
        tau=panel.tau,
        ranked=tuple(_lines(panel, table, slugs, resolved, with_ranks=with_ranks)),
        unranked=tuple(sorted(below, key=lambda brand: (-brand.cases, brand.slug))),
        funnel=_funnel(panel, table) if with_ranks else None,
    )


def standings(cases: Cases, as_of: datetime, window: int | None) -> tuple[Standing, ...]:
    """Return the figures of a table's columns for every brand by index, whether it is ranked or not."""
    panel, resolved = _panel(cases, as_of, window)
    return tuple(
        Standing(
            int(panel.follow_up.cases[brand]), resolved[brand], mean_of(panel, brand), bounds(panel, brand)
        )
        for brand in range(cases.companies)
    )


def missing(panel: ResolutionPanel, brand: int) -> Missing | None:
    """Return the first condition of the floor that a brand does not meet, None where it may be ranked.

    The floor counts cases, never resolutions: it must not hide the brands that resolve least.
    """
    follow_up, tau = panel.follow_up, panel.tau
    known = follow_up.known[follow_up.days.index(RANK_KNOWN_DAY), brand]
    filed = follow_up.filed[panel.tau_line, brand]
    watched = tau if follow_up.is_complete[brand] else follow_up.longest[brand] // DAY
    conditions = (
        (follow_up.cases[brand], RANK_FROM, "cases"),
        (known, RANK_KNOWN, f"cases of known fate at day {RANK_KNOWN_DAY}"),
        (filed, RANK_FILED, f"cases filed {tau} days before"),
        (watched, tau, "days of follow-up"),
    )
    for have, need, of_what in conditions:
        if have < need:
            return Missing(int(have), need, f"{have} of {need} {of_what}")
    return None


def marginal_ranks(table: League, slugs: Collection[str] | None = None) -> dict[str, RankInterval]:
    """Return by slug the rank interval for a brand's own page: it holds for that brand alone.

    slugs are the brands that are asked for, by default all; those without a rank are left out.
    """
    if len(table.ranked) < RANK_BRANDS:
        return {}
    ranked = [line.slug for line in table.ranked]
    wanted = [i for i, slug in enumerate(ranked) if slugs is None or slug in slugs]
    headline, best_case = _readings([line.mean for line in table.ranked])
    intervals = marginal_intervals(ranked, headline, best_case, wanted)
    return dict(zip([ranked[i] for i in wanted], intervals, strict=True))


def group_letter(group: int) -> str:
    """Return A for the first group, B for the second, ..., AA behind Z."""
    letters = ""
    while group > 0:
        group, letter = divmod(group - 1, LETTERS)
        letters = chr(ord("A") + letter) + letters
    return letters


def _panel(cases: Cases, as_of: datetime, window: int | None) -> tuple[ResolutionPanel, list[int]]:
    """Return the figures of all brands, and by index how many cases are resolved."""
    known = snapshot(cases, instant(as_of))
    rows = known.resolutions().within(window)
    panel = resolution_panel(incidence_of(rows), window, known.younger_than(HORIZONS))
    resolved = np.bincount(rows.brand[rows.kind == Ending.RESOLVED], minlength=cases.companies)
    return panel, resolved.tolist()


def _readings(means: Sequence[Mean]) -> tuple[Reading, Reading]:
    """Return both readings, rounded: the same mean from sums in another order is a tie, and stays one."""

    def reading(means: Sequence[MeanDays | None]) -> Reading:
        shown = [mean for mean in means if mean is not None]
        days = np.array([mean.days for mean in shown])
        se_compare = np.array([mean.se_compare for mean in shown])
        return Reading(days.round(DECIMALS), se_compare.round(DECIMALS))

    return reading([mean.headline for mean in means]), reading([mean.best for mean in means])


def _in_order(panel: ResolutionPanel, brands: Sequence[int], slugs: Sequence[str]) -> list[int]:
    return sorted(brands, key=lambda brand: (round(float(panel.mean.value[brand]), DECIMALS), slugs[brand]))


def _lines(
    panel: ResolutionPanel,
    table: Sequence[int],
    slugs: Sequence[str],
    resolved: Sequence[int],
    *,
    with_ranks: bool,
) -> Iterator[Ranked]:
    means = [mean_of(panel, brand) for brand in table]
    is_contest = with_ranks and len(table) >= RANK_BRANDS
    ranking = rank([slugs[brand] for brand in table], *_readings(means)) if is_contest else None
    for i, brand in enumerate(table):
        yield Ranked(
            place=i + 1,
            slug=slugs[brand],
            cases=int(panel.follow_up.cases[brand]),
            resolved=resolved[brand],
            mean=means[i],
            resolved_by=bounds(panel, brand),
            rank=ranking.intervals[i] if ranking else None,
            group=group_letter(ranking.groups[i]) if ranking else None,
        )


def _funnel(panel: ResolutionPanel, table: Sequence[int]) -> Funnel | None:
    """Return the funnel of the table; its brands are in the order of the table."""
    line = panel.follow_up.days.index(FUNNEL_DAY)
    share, variance = panel.shares.value[line, table], panel.shares.variance[line, table]
    return funnel_of(share, variance, panel.follow_up.known[line, table])
