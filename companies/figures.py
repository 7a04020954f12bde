"""From the table of cases to published figures: fetch, compute, remember.

What was computed is remembered under the time of the last change of a case that it depends on, so that a changed case
shows at once. The simulation behind the ranks of a league table takes most of the time; a scorecard needs only the
ranks of its own brand, so it starts from the figures of the sector without them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from django.core.cache import cache
from django.db.models import Count, Max, OuterRef, Q, Subquery

from companies.columns import effort_of_rows, fetch, inputs_hash
from companies.enums import CompanyState, Ending, FirstReply, Sector, Source, Tier
from companies.models import Case, Company
from companies.models.case import CaseQuerySet
from companies.statistics.constants import LEAGUE_WINDOW, METHOD_VERSION, SHOW_FROM, WINDOWS
from companies.statistics.effort import Effort
from companies.statistics.figures import to_json
from companies.statistics.intervals import Proportion, proportion
from companies.statistics.league import League, Standing, league, marginal_ranks, standings
from companies.statistics.ranking import RankInterval
from companies.statistics.scorecard import Figures, scorecard_figures, share_curve

T = TypeVar("T")

REMEMBERED_SECONDS = 3600
GRAIN = timedelta(minutes=10)
WINDOW_WORDS: Final = {90: "last 90 days", 365: "last 12 months", None: "all time"}
SILENT_FROM: Final = SHOW_FROM  # cases filed SILENT_AFTER or longer before
SILENT_AFTER: Final = timedelta(days=30)


class UnknownWindow(ValueError):
    """A window that is not published."""


def window_of(text: str) -> int | None:
    """The window that an address names: "90", "365" or "all"; empty is the league's. Raises UnknownWindow."""
    if text in ("", str(LEAGUE_WINDOW)):
        return LEAGUE_WINDOW
    if text == "all":
        return None
    for window in WINDOWS:
        if text == str(window):
            return window
    raise UnknownWindow("The windows are 90, 365 and all.")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Cases that a decision or the entry ticket keeps out, counted in public."""

    counted: int
    ranked: int
    without_document: int
    tied: int
    burst: int
    brand_not_told: int
    not_genuine: int
    duplicate: int


@dataclass(frozen=True, slots=True)
class SectorFigures:
    """What the pages of all brands of a sector need: who is ranked, without simulated ranks, and the grey line."""

    window: int | None
    as_of: datetime
    table: League
    brands: int  # with counted cases in the window
    cases: int
    share: tuple[float, ...]

    @property
    def ranked_count(self) -> int:
        return len(self.table.ranked)

    @property
    def unranked_count(self) -> int:
        """Brands with counted cases and no rank, those without a single ranked case included."""
        return self.brands - self.ranked_count


@dataclass(frozen=True, slots=True)
class RecordOfBrand:
    """Everything that a scorecard says of one brand in one window.

    `figures` counts all cases, `ranked_figures` those that may be ranked; `sector_share` is the share resolved of the
    whole sector on the days 0, 1, ...; `rank` is None where the brand is not ranked, and `missing` says why.
    """

    slug: str
    name: str
    sector: str
    window: int | None
    as_of: datetime
    figures: Figures
    ranked_figures: Figures
    deflected: Proportion
    got_answer_only_here: Proportion
    effort: Effort
    left_out: LeftOut
    rank: RankInterval | None
    ranked_brands: int
    missing: str
    sector_share: tuple[float, ...]
    sector_cases: int

    def to_json(self) -> dict[str, Any]:
        """The published form, which the API and stored snapshots use."""
        body: dict[str, Any] = to_json(
            {
                "company": self.slug,
                "name": self.name,
                "sector": self.sector,
                "method": METHOD_VERSION,
                "as_of": self.as_of.isoformat(),
                "window": self.window,
                "all_cases": self.figures,
                "ranked_cases": self.ranked_figures,
                "deflected_first_replies": self.deflected,
                "answered_only_after_publication": self.got_answer_only_here,
                "effort": self.effort,
                "left_out": self.left_out,
                "rank": self.rank,
                "ranked_brands": self.ranked_brands,
                "not_ranked_because": self.missing or None,
                "sector_share": self.sector_share,
                "sector_cases": self.sector_cases,
            }
        )
        return body


@dataclass(frozen=True, slots=True)
class LeagueOfSector:
    """A league table with what its page shows beside it, by slug. `all_cases` counts also those that are not ranked."""

    sector: str
    country: str
    window: int | None
    as_of: datetime
    table: League
    names: dict[str, str]
    all_cases: dict[str, Standing]
    deflected: dict[str, Proportion]
    left_out: LeftOut

    def to_json(self) -> dict[str, Any]:
        """The published form, which the API and stored snapshots use."""
        body: dict[str, Any] = to_json(
            {
                "sector": self.sector,
                "country": self.country or None,
                "as_of": self.as_of.isoformat(),
                "window": self.window,
                "method": METHOD_VERSION,
                "cases": self.left_out.counted,
                "table": self.table,
                "names": self.names,
                "all_cases": self.all_cases,
                "deflected_first_replies": self.deflected,
                "left_out": self.left_out,
            }
        )
        return body


@dataclass(frozen=True, slots=True)
class SectorRow:
    """A sector with complaints; `ranked` and `unranked` count brands, `cases` those of the league's window."""

    sector: str
    label: str
    ranked: int
    unranked: int
    cases: int
    all_cases: int


@dataclass(frozen=True, slots=True)
class SilentBrand:
    """A brand of whose cases not one was resolved. Counts are of ranked cases."""

    slug: str
    name: str
    cases: int
    answered: int
    partly: int


def scorecard_of(company: Company, *, as_of: datetime, window: int | None) -> RecordOfBrand:
    """The record of one brand for its page, at the last change of a case or the last ten minutes before `as_of`."""
    sector = sector_of(company.sector, as_of=as_of, window=window)
    own = filed_here(company.sector).filter(company=company)
    # A case that was moved to another brand leaves no change here, only one case less.
    held = own.count()
    key = f"scorecard:{company.pk}:{window}:{held}:{sector.as_of.timestamp()}"
    return remembered(key, lambda: exact_scorecard(company, sector))


def league_of(sector: str, *, country: str = "", as_of: datetime, window: int | None) -> LeagueOfSector:
    """The league table of a sector (and country) for its page; instants as in `scorecard_of`."""
    at = last_change(as_of, sector=sector, country=country)
    key = f"league:{sector}:{country}:{window}:{at.timestamp()}"
    return remembered(key, lambda: exact_league(sector, country=country, as_of=at, window=window))


def sector_of(sector: str, *, as_of: datetime, window: int | None) -> SectorFigures:
    """What all brands of a sector share, for pages; instants as in `scorecard_of`."""
    at = last_change(as_of, sector=sector)
    key = f"sector:{sector}:{window}:{at.timestamp()}"
    return remembered(key, lambda: exact_sector(sector, as_of=at, window=window))


def sectors(*, as_of: datetime) -> list[SectorRow]:
    """The sectors that have complaints, as their league tables stand; instants as in `scorecard_of`."""
    at = last_change(as_of)
    return remembered(f"sectors:{at.timestamp()}", lambda: _sectors(at))


def _sectors(as_of: datetime) -> list[SectorRow]:
    counts = dict(
        Case.objects.filed_here()
        .counted()
        .exclude(company__state=CompanyState.PROPOSED)
        .order_by()
        .values_list("company__sector")
        .annotate(cases=Count("pk"))
    )
    rows = []
    for sector in Sector:
        if sector.value in counts:
            found = sector_of(sector, as_of=as_of, window=LEAGUE_WINDOW)
            rows.append(
                SectorRow(
                    sector=sector.value,
                    label=sector.label,
                    ranked=found.ranked_count,
                    unranked=found.unranked_count,
                    cases=found.cases,
                    all_cases=counts[sector.value],
                )
            )
    return rows


def silent_of(sector: str, *, as_of: datetime, window: int | None) -> list[SilentBrand]:
    """Brands with SILENT_FROM ranked cases of SILENT_AFTER and not one resolved so far, most cases first."""
    at = last_change(as_of, sector=sector)
    return remembered(f"silent:{sector}:{window}:{at.timestamp()}", lambda: _silent(sector, at, window))


def _silent(sector: str, as_of: datetime, window: int | None) -> list[SilentBrand]:
    is_over = Q(ended_at__lte=as_of)
    rows = (
        _within(filed_here(sector).ranked(), window, as_of)
        .order_by()
        .values("company__slug", "company__name")
        .annotate(
            cases=Count("pk"),
            old=Count("pk", filter=Q(opened_at__lte=as_of - SILENT_AFTER)),
            resolved=Count("pk", filter=is_over & Q(ending=Ending.RESOLVED)),
            partly=Count("pk", filter=is_over & Q(ending=Ending.PARTLY)),
            answered=Count("pk", filter=Q(answered_at__lte=as_of)),
        )
        .filter(resolved=0, old__gte=SILENT_FROM)
        .order_by("-cases", "company__slug")
    )
    return [
        SilentBrand(row["company__slug"], row["company__name"], row["cases"], row["answered"], row["partly"])
        for row in rows
    ]


def exact_sector(sector: str, *, as_of: datetime, window: int | None) -> SectorFigures:
    """The same at `as_of` to the letter, computed anew."""
    inside = _within(filed_here(sector), window, as_of)
    ids, slugs, _ = _brands(inside.counted())
    cases, share = share_curve(fetch(inside.counted(), ids), as_of, window)
    table = league(fetch(inside.ranked(), ids), as_of, window, slugs, with_ranks=False)
    return SectorFigures(window=window, as_of=as_of, table=table, brands=len(ids), cases=cases, share=share)


def exact_league(sector: str, *, country: str = "", as_of: datetime, window: int | None) -> LeagueOfSector:
    """The league table at `as_of` to the letter, computed anew."""
    inside = _within(filed_here(sector, country), window, as_of)
    ids, slugs, names = _brands(inside.counted())
    replied = (
        inside.counted()
        .exclude(first_reply="")
        .filter(replied_at__lte=as_of)
        .order_by()
        .values_list("company__slug")
        .annotate(replied=Count("pk"), deflected=Count("pk", filter=Q(first_reply=FirstReply.DEFLECTION)))
    )
    everything = standings(fetch(inside.counted(), ids), as_of, window)
    return LeagueOfSector(
        sector=sector,
        country=country,
        window=window,
        as_of=as_of,
        table=league(fetch(inside.ranked(), ids), as_of, window, slugs),
        names=dict(zip(slugs, names, strict=True)),
        all_cases=dict(zip(slugs, everything, strict=False)),
        deflected={slug: proportion(k, n) for slug, n, k in replied},
        left_out=_left_out(inside),
    )


def exact_scorecard(company: Company, sector: SectorFigures) -> RecordOfBrand:
    """The record of a brand at the instant and in the window of its sector's figures, computed anew."""
    as_of, window, table = sector.as_of, sector.window, sector.table
    inside = _within(filed_here(company.sector).filter(company=company), window, as_of)
    rank = marginal_ranks(table, {company.slug}).get(company.slug)
    return RecordOfBrand(
        slug=company.slug,
        name=company.name,
        sector=company.sector,
        window=window,
        as_of=as_of,
        figures=scorecard_figures(fetch(inside.counted(), [company.pk]), as_of, window),
        ranked_figures=scorecard_figures(fetch(inside.ranked(), [company.pk]), as_of, window),
        **_shares(inside.counted(), as_of),
        effort=effort_of_rows(inside.counted()),
        left_out=_left_out(inside),
        rank=rank,
        ranked_brands=len(table.ranked),
        missing="" if rank else _missing(table, company.slug),
        sector_share=sector.share,
        sector_cases=sector.cases,
    )


def facts_hash(rows: CaseQuerySet, *, as_of: datetime, window: int | None) -> str:
    """The hash of the facts behind the figures of these rows: of the cases in the window, as known at `as_of`."""
    inside = _within(rows, window, as_of)
    ids, slugs, _ = _brands(inside.counted())
    return inputs_hash(
        slugs=slugs, counted=fetch(inside.counted(), ids), ranked=fetch(inside.ranked(), ids), as_of=as_of
    )


def filed_here(sector: str, country: str = "") -> CaseQuerySet:
    """The cases of a sector's listed brands that were filed on this site."""
    rows = Case.objects.filter(source=Source.ANSWERABLE, company__sector=sector).exclude(
        company__state=CompanyState.PROPOSED
    )
    return rows.filter(company__country=country) if country else rows


def last_change(as_of: datetime, *, sector: str = "", country: str = "") -> datetime:
    """The instant at which figures stand: the last change of a case filed here, or the last ten minutes if that is later.

    One look into an index for each brand, and not at its cases: every view of a page asks for this.
    """
    changes = Case.objects.filed_here().filter(changed_at__lte=as_of).order_by("-changed_at")
    if sector:
        brands = Company.objects.of_sector(sector).exclude(state=CompanyState.PROPOSED)
        if country:
            brands = brands.filter(country=country)
        own = changes.filter(company=OuterRef("pk")).values("changed_at")[:1]
        changed_at = brands.annotate(last=Subquery(own)).aggregate(at=Max("last"))["at"]
    else:
        changed_at = changes.values_list("changed_at", flat=True).first()
    floor = as_of - (as_of - datetime.min.replace(tzinfo=as_of.tzinfo)) % GRAIN
    return max(floor, changed_at) if changed_at else floor


def remembered(key: str, compute: Callable[[], T]) -> T:
    """Compute once for each key, which names the instant."""
    name = f"figures:{METHOD_VERSION}:{key}"
    found: T | None = cache.get(name)
    if found is None:
        found = compute()
        cache.set(name, found, REMEMBERED_SECONDS)
    return found


def _brands(rows: CaseQuerySet) -> tuple[list[int], list[str], list[str]]:
    """Ids, slugs and names of the brands that have such cases, in the order of their slugs."""
    found = list(
        Company.objects.filter(pk__in=rows.order_by().values("company_id"))
        .order_by("slug")
        .values_list("pk", "slug", "name")
    )
    return [row[0] for row in found], [row[1] for row in found], [row[2] for row in found]


def _within(rows: CaseQuerySet, window: int | None, as_of: datetime) -> CaseQuerySet:
    rows = rows.filter(opened_at__lte=as_of)
    return rows.filter(opened_at__gt=as_of - timedelta(days=window)) if window else rows


def _missing(table: League, slug: str) -> str:
    """Why a brand has no rank."""
    below = next((brand for brand in table.unranked if brand.slug == slug), None)
    if below:
        return below.missing.words
    if any(brand.slug == slug for brand in table.ranked):
        return "a rank needs two brands with enough cases"
    return "no case that may be ranked in this window"


def _shares(rows: CaseQuerySet, as_of: datetime) -> dict[str, Proportion]:
    replied = Q(replied_at__lte=as_of) & ~Q(first_reply="")
    unheard = Q(was_answered_before=False)
    counts = rows.aggregate(
        replied=Count("pk", filter=replied),
        deflected=Count("pk", filter=replied & Q(first_reply=FirstReply.DEFLECTION)),
        unheard=Count("pk", filter=unheard),
        heard=Count("pk", filter=unheard & Q(answered_at__lte=as_of)),
    )
    return {
        "deflected": proportion(counts["deflected"], counts["replied"]),
        "got_answer_only_here": proportion(counts["heard"], counts["unheard"]),
    }


def _left_out(rows: CaseQuerySet) -> LeftOut:
    counted = Q(exclusion="")
    document = Q(tier__gte=Tier.DOCUMENT)
    return LeftOut(
        **rows.aggregate(
            counted=Count("pk", filter=counted),
            ranked=Count(
                "pk", filter=counted & document & Q(is_tied=False, is_in_burst=False, is_brand_told=True)
            ),
            without_document=Count("pk", filter=counted & ~document),
            tied=Count("pk", filter=counted & Q(is_tied=True)),
            burst=Count("pk", filter=counted & Q(is_in_burst=True)),
            brand_not_told=Count("pk", filter=counted & Q(is_brand_told=False)),
            not_genuine=Count("pk", filter=Q(exclusion="not_genuine")),
            duplicate=Count("pk", filter=Q(exclusion="duplicate")),
        )
    )
