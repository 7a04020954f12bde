"""From the table of cases to published figures: fetch, compute, remember.

The statistics read raw columns, packed by the database into arrays, and nothing else. What was computed is remembered
under the time of the last change of a case that it depends on, so that a changed case shows at once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, TypeVar

import numpy as np
from django.core.cache import cache
from django.db import connection
from django.db.models import Count, Max, Q
from psycopg import Cursor
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.pq import Format

from companies.enums import CompanyState, FirstReply, Source
from companies.models import Case, Company
from companies.models.case import CaseQuerySet
from companies.statistics.cases import Cases
from companies.statistics.constants import LEAGUE_WINDOW, METHOD_VERSION, WINDOWS
from companies.statistics.effort import Effort, effort_figures
from companies.statistics.figures import to_json
from companies.statistics.intervals import Proportion, proportion
from companies.statistics.league import League, Ranked, Unranked, league, marginal_ranks
from companies.statistics.ranking import RankInterval
from companies.statistics.scorecard import Figures, scorecard_figures

T = TypeVar("T")

REMEMBERED_SECONDS = 3600
GRAIN = timedelta(minutes=10)
WINDOW_WORDS = {90: "last 90 days", 365: "last 12 months", None: "all time"}
# Object identifiers of the array types in PostgreSQL's catalogue (pg_type.dat).
_INT8_ARRAY, _TIMESTAMPTZ_ARRAY = 1016, 1185
_ARRAY_HEADER_BYTES = 20
_ELEMENT = np.dtype([("length", ">i4"), ("value", ">i8")])
_COLUMNS = ("company_id", "opened_at", "ended_at", "ending", "counted_at", "answered_at")


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
    """A league table with what its page shows beside it, by slug."""

    sector: str
    country: str
    window: int | None
    as_of: datetime
    table: League
    names: dict[str, str]
    deflected: dict[str, Proportion]
    left_out: LeftOut
    cases: int

    @property
    def unranked_count(self) -> int:
        """Brands with counted cases and no rank, those without a single ranked case included."""
        return len(self.names) - len(self.table.ranked)

    @property
    def silent(self) -> list[Ranked | Unranked]:
        """Brands with cases and not one resolved, most cases first."""
        brands: list[Ranked | Unranked] = [*self.table.ranked, *self.table.unranked]
        found = [brand for brand in brands if not brand.resolved]
        return sorted(found, key=lambda brand: (-brand.cases, brand.slug))

    def to_json(self) -> dict[str, Any]:
        """The published form, which the API and stored snapshots use."""
        body: dict[str, Any] = to_json(
            {
                "sector": self.sector,
                "country": self.country or None,
                "as_of": self.as_of.isoformat(),
                "window": self.window,
                "method": METHOD_VERSION,
                "cases": self.cases,
                "table": self.table,
                "names": self.names,
                "deflected_first_replies": self.deflected,
                "left_out": self.left_out,
            }
        )
        return body


def scorecard_of(
    company: Company, *, as_of: datetime, window: int | None, is_exact: bool = False
) -> RecordOfBrand:
    """The record of one brand over the cases filed here, as it stood at `as_of`.

    For pages the instant is the last change of a case or the last ten minutes; `is_exact` takes `as_of` to the letter.
    """
    if is_exact:
        return _scorecard(company, _filed_here(company.sector, ""), window, as_of, is_exact=True)
    rows = _filed_here(company.sector, "")
    key = f"scorecard:{company.pk}"
    return _remembered(key, rows, window, as_of, lambda at: _scorecard(company, rows, window, at))


def league_of(
    sector: str, *, country: str = "", as_of: datetime, window: int | None, is_exact: bool = False
) -> LeagueOfSector:
    """The league table of a sector (and country) over the ranked cases filed here; instants as in `scorecard_of`."""
    if is_exact:
        return _league(sector, country, _filed_here(sector, country), window, as_of)
    rows = _filed_here(sector, country)
    key = f"league:{sector}:{country}"
    return _remembered(key, rows, window, as_of, lambda at: _league(sector, country, rows, window, at))


def inputs_hash(cases: Cases) -> str:
    """The hash of the facts behind a figure: the columns of its cases in one order."""
    order = np.lexsort(cases.columns[::-1])
    digest = sha256(METHOD_VERSION.encode())
    for column in cases.columns:
        digest.update(np.ascontiguousarray(column[order]).astype("<i8").tobytes())
    return digest.hexdigest()


def fetch(rows: CaseQuerySet, companies: Sequence[int]) -> Cases:
    """The columns of these rows; `companies` are the ids of the brands in the order of their indices."""
    query, parameters = rows.order_by().values_list(*_COLUMNS).query.sql_with_params()
    statement = f"""
        SELECT array_agg(company_id), array_agg(opened_at), array_agg(coalesce(ended_at, 'infinity')),
               array_agg(coalesce(ending, 7)::bigint), array_agg(coalesce(counted_at, 'infinity')),
               array_agg(coalesce(answered_at, 'infinity'))
        FROM ({query}) AS cases ({", ".join(_COLUMNS)})
    """  # noqa: S608 the query is the ORM's, its parameters are passed apart
    connection.ensure_connection()
    # Django's own cursors merge parameters on this side and cannot fetch binary.
    with Cursor(connection.connection) as cursor:
        for oid in (_INT8_ARRAY, _TIMESTAMPTZ_ARRAY):
            cursor.adapters.register_loader(oid, _PackedArray)
        cursor.execute(statement, parameters, binary=True)
        found = cursor.fetchone()
    assert found is not None  # an aggregate has one row
    empty = np.zeros(0, np.int64)
    ids, *times = [empty if column is None else column for column in found]
    known = np.asarray(companies, np.int64)
    order = np.argsort(known)
    company = order[np.searchsorted(known[order], ids)] if len(ids) else empty
    return Cases(max(1, len(companies)), company.astype(np.int64), *times)


class _PackedArray(Loader):
    """An int8[] or timestamptz[] without NULLs, read as PostgreSQL packs it (array_send in arrayfuncs.c)."""

    format = Format.BINARY

    def load(self, data: Buffer) -> Any:
        return np.frombuffer(data, _ELEMENT, offset=_ARRAY_HEADER_BYTES)["value"].astype(np.int64)


def _filed_here(sector: str, country: str) -> CaseQuerySet:
    rows = Case.objects.filter(source=Source.ANSWERABLE, company__sector=sector).exclude(
        company__state=CompanyState.PROPOSED
    )
    return rows.filter(company__country=country) if country else rows


def _remembered(
    key: str, rows: CaseQuerySet, window: int | None, as_of: datetime, compute: Callable[[datetime], T]
) -> T:
    """Compute once for each state of the cases and each ten minutes; a later change is later than the figures."""
    changed_at = rows.filter(changed_at__lte=as_of).aggregate(at=Max("changed_at"))["at"]
    floor = as_of - (as_of - datetime.min.replace(tzinfo=as_of.tzinfo)) % GRAIN
    at = max(floor, changed_at) if changed_at else floor
    name = f"figures:{METHOD_VERSION}:{key}:{window}:{at.timestamp()}"
    found: T | None = cache.get(name)
    if found is None:
        found = compute(at)
        cache.set(name, found, REMEMBERED_SECONDS)
    return found


def _within(rows: CaseQuerySet, window: int | None, as_of: datetime) -> CaseQuerySet:
    rows = rows.filter(opened_at__lte=as_of)
    return rows.filter(opened_at__gt=as_of - timedelta(days=window)) if window else rows


def _scorecard(
    company: Company, rows: CaseQuerySet, window: int | None, as_of: datetime, *, is_exact: bool = False
) -> RecordOfBrand:
    own = rows.filter(company=company)
    inside = _within(own, window, as_of)
    table = league_of(company.sector, as_of=as_of, window=window, is_exact=is_exact)
    rank = marginal_ranks(table.table).get(company.slug)
    below = next((brand for brand in table.table.unranked if brand.slug == company.slug), None)
    sector = fetch(rows.counted(), list(rows.counted().values_list("company_id", flat=True).distinct()))
    sector_figures = scorecard_figures(sector.pooled(), as_of, window)
    replied = inside.counted().exclude(first_reply="").filter(replied_at__lte=as_of)
    unheard = inside.counted().filter(was_answered_before=False)
    return RecordOfBrand(
        slug=company.slug,
        name=company.name,
        sector=company.sector,
        window=window,
        as_of=as_of,
        figures=scorecard_figures(fetch(own.counted(), [company.pk]), as_of, window),
        ranked_figures=scorecard_figures(fetch(own.ranked(), [company.pk]), as_of, window),
        deflected=proportion(replied.filter(first_reply=FirstReply.DEFLECTION).count(), replied.count()),
        got_answer_only_here=proportion(unheard.filter(answered_at__lte=as_of).count(), unheard.count()),
        effort=effort_of_rows(inside.counted()),
        left_out=_left_out(inside),
        rank=rank,
        ranked_brands=len(table.table.ranked),
        missing=below.missing.words if below else ("" if rank else "no ranked case in this window"),
        sector_share=sector_figures.curve.share,
        sector_cases=sector_figures.cases,
    )


def _league(
    sector: str, country: str, rows: CaseQuerySet, window: int | None, as_of: datetime
) -> LeagueOfSector:
    brands = list(
        Company.objects.filter(pk__in=rows.values("company_id"))
        .order_by("slug")
        .values_list("pk", "slug", "name")
    )
    ids, slugs = [brand[0] for brand in brands], [brand[1] for brand in brands]
    inside = _within(rows, window, as_of)
    replied = (
        inside.counted()
        .exclude(first_reply="")
        .filter(replied_at__lte=as_of)
        .order_by()
        .values_list("company__slug")
        .annotate(replied=Count("pk"), deflected=Count("pk", filter=Q(first_reply=FirstReply.DEFLECTION)))
    )
    return LeagueOfSector(
        sector=sector,
        country=country,
        window=window,
        as_of=as_of,
        table=league(fetch(rows.ranked(), ids), as_of, window, slugs),
        names={slug: name for _, slug, name in brands},
        deflected={slug: proportion(k, n) for slug, n, k in replied},
        left_out=_left_out(inside),
        cases=inside.counted().count(),
    )


def effort_of_rows(rows: CaseQuerySet) -> Effort:
    """Medians of the effort in these cases; those without an attempt have no ledger and are left out."""
    tried = np.array(
        list(
            rows.filter(attempts__gt=0)
            .order_by()
            .values_list("attempts", "minutes", "days_before", "channels__len")
        ),
        np.int64,
    ).reshape(-1, 4)
    attempts, minutes, waiting, channels = tried.T
    return effort_figures(attempts=attempts, channels=channels, minutes=minutes, waiting=waiting)


def _left_out(rows: CaseQuerySet) -> LeftOut:
    counted = Q(exclusion="")
    document = Q(tier__gte=2)
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
