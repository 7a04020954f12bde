"""Reads of the directory and of official records that cross models."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import (
    Aggregate,
    Avg,
    Count,
    Exists,
    FloatField,
    Max,
    Min,
    Q,
    QuerySet,
)

from companies import models
from companies.enums import CompanyState, Ending, FirstReply, Sector, Source
from companies.models import Company
from companies.statistics.constants import RANK_FROM
from companies.statistics.intervals import Proportion, proportion
from config.doors.text import fold

LONGEST_SEARCH: Final = 100
# Shorter words have too few trigrams to tell a typing error from another word.
TYPOS_FROM: Final = 4
NAMES_FOR_ONE: Final = 5
NEAR: Final = 0.45
NOT_A_LETTER: Final = "0"


def companies_matching(text: str, *, limit: int = 10, sector: str = "", country: str = "") -> list[Company]:
    """Listed companies that somebody who typed `text` may mean, best first; for a typeahead.

    Names that are `text`, then those that begin with it, then those with a word that begins with it, then those
    that are like it (typing errors). Accents and case do not matter. One query.
    """
    typed = _typed(text)
    if not typed:
        return []
    literal = typed.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    rows = Company.objects.raw(
        _MATCHING if len(typed) >= TYPOS_FROM else _MATCHING_SHORT,
        {
            "typed": typed,
            "begins": f"{literal}%",
            "word_begins": f"% {literal}%",
            # A company can have several names that match, and some are not listed; filters need them all.
            "names": None if sector or country else NAMES_FOR_ONE * limit,
            "sector": sector,
            "country": country,
        },
    )
    return list(dict.fromkeys(rows))[:limit]


# Names are sorted and cut before any company is looked at: the join would cost more than the whole search. The
# outer LIMIT ends it before the likenesses, the dear part, are looked for where enough names begin with the words.
# Each likeness is a branch of its own, since the planner reads a table of some thousand names rather than two parts
# of the index. `<%` forgives a slip in a word half typed, `<<%` one in a whole word; the thresholds are
# PostgreSQL's own, 0.6 and 0.5.
_BEGINNINGS: Final = """
    SELECT
        company_id,
        CASE WHEN folded = %(typed)s THEN 0 WHEN folded LIKE %(begins)s THEN 1 ELSE 2 END AS tier,
        1::real AS closeness,
        folded
    FROM companies_alias
    WHERE folded LIKE %(begins)s OR folded LIKE %(word_begins)s
    ORDER BY tier, folded
    LIMIT %(names)s
"""
_LIKENESSES: Final = """
    SELECT company_id, 3, word_similarity(%(typed)s, folded) AS closeness, folded
    FROM companies_alias
    WHERE %(typed)s <%% folded
    UNION ALL
    SELECT company_id, 3, word_similarity(%(typed)s, folded), folded
    FROM companies_alias
    WHERE %(typed)s <<%% folded
    ORDER BY closeness DESC, folded
    LIMIT %(names)s
"""
_MATCHING_SHORT: Final = f"""
    SELECT company.*
    FROM ({_BEGINNINGS}) AS found
    JOIN companies_company AS company ON company.id = found.company_id
    WHERE company.state = 'listed'
        AND (%(sector)s = '' OR company.sector = %(sector)s)
        AND (%(country)s = '' OR company.country = %(country)s)
    ORDER BY found.tier, found.closeness DESC, found.folded, company.id
"""  # noqa: S608 constants of this module
_MATCHING: Final = _MATCHING_SHORT.replace(
    _BEGINNINGS, f"({_BEGINNINGS}) UNION ALL ({_LIKENESSES}) LIMIT %(names)s"
)


def near_duplicates(name: str, *, country: str = "", limit: int = 5) -> list[Company]:
    """Listed companies that a brand which somebody is about to propose may already be. One query.

    Of the same country, or of companies or proposals without one.
    """
    typed = _typed(name)
    if not typed:
        return []
    here = Q(country=country.upper()) | Q(country="") if country else Q()
    return list(
        Company.objects.listed()
        .filter(here)
        .filter(Q(aliases__folded__trigram_similar=typed) | Q(aliases__folded__startswith=f"{typed} "))
        .annotate(closeness=Max(TrigramSimilarity("aliases__folded", typed)))
        .filter(Q(closeness__gte=NEAR) | Q(folded__startswith=f"{typed} "))
        .order_by("-closeness", "folded", "id")[:limit]
    )


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """One page of the directory; cursors are empty at either end."""

    companies: list[Company]
    before: str
    after: str


def directory_page(
    *,
    sector: str = "",
    country: str = "",
    letter: str = "",
    after: str = "",
    before: str = "",
    limit: int = 50,
    only: Exists | None = None,
) -> DirectoryPage:
    """Listed companies from A to Z, `limit` at a time, from a cursor on. One query, however deep.

    `letter` is "a" to "z", or NOT_A_LETTER for names that begin with none of them. `only` is what each of them must
    have. A cursor that cannot be read is the first page.
    """
    found = _filtered(sector=sector, country=country)
    if only is not None:
        found = found.filter(only)
    if letter == NOT_A_LETTER:
        found = found.exclude(folded__regex=r"^[a-z]")
    elif letter:
        found = found.filter(folded__startswith=letter)
    position = _position(before or after)
    backwards = bool(before and position)
    if position:
        name, key = position
        # The first condition is the range that the index is read in; the second leaves out what was shown.
        found = (
            found.filter(folded__lte=name).filter(Q(folded__lt=name) | Q(pk__lt=key))
            if backwards
            else found.filter(folded__gte=name).filter(Q(folded__gt=name) | Q(pk__gt=key))
        )
    ordered = found.order_by("-folded", "-pk") if backwards else found.order_by("folded", "pk")
    rows = list(ordered[: limit + 1])
    has_more = len(rows) > limit
    companies = rows[:limit][::-1] if backwards else rows[:limit]
    return DirectoryPage(
        companies=companies,
        before=_cursor(companies[0]) if companies and (has_more if backwards else position) else "",
        after=_cursor(companies[-1]) if companies and (backwards or has_more) else "",
    )


def countries_of_directory() -> list[str]:
    """Codes of the countries that listed companies belong to."""
    return list(
        Company.objects.listed()
        .exclude(country="")
        .order_by("country")
        .values_list("country", flat=True)
        .distinct()
    )


def case_counts(companies: Iterable[Company]) -> dict[int, dict[str, int]]:
    """How many cases there are of each company, by source. One query."""
    counts: dict[int, dict[str, int]] = {company.pk: {} for company in companies}
    rows = (
        models.Case.objects.counted()
        .filter(company_id__in=counts)
        .values_list("company_id", "source")
        .annotate(n=Count("pk"))
    )
    for company_id, source, n in rows:
        counts[company_id][source] = n
    return counts


# Official records ---------------------------------------------------------------------------------


class Median(Aggregate):
    """The middle value, or the mean of the two middle values, as pandas and most readers have it."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True, slots=True)
class OfficialRecord:
    """The figures of one company in an official source, by the source's own definitions.

    Every case is finished. `resolved` and `rated` are the customer's word; where the customer did not say, a case is
    neither resolved nor unresolved. Days are calendar days as the publisher counts them.
    """

    n: int
    responded: int
    rated: int
    resolved: int
    contacted_first: int
    rating_mean: float | None
    response_days_median: float | None
    response_days_mean: float | None
    filed_from: datetime
    filed_to: datetime
    closed_to: datetime

    @property
    def not_rated(self) -> int:
        return self.n - self.rated

    @property
    def share_responded(self) -> Proportion:
        return proportion(self.responded, self.n)

    @property
    def share_resolved(self) -> Proportion:
        """Of those whose customers said."""
        return proportion(self.resolved, self.rated)

    @property
    def share_resolved_worst(self) -> Proportion:
        """Of all, as if nobody who did not say had been helped."""
        return proportion(self.resolved, self.n)

    @property
    def share_resolved_best(self) -> Proportion:
        """Of all, as if everybody who did not say had been helped."""
        return proportion(self.resolved + self.not_rated, self.n)

    @property
    def share_contacted_first(self) -> Proportion:
        return proportion(self.contacted_first, self.n)


@dataclass(frozen=True, slots=True)
class OfficialRow:
    company: Company
    record: OfficialRecord


@dataclass(frozen=True, slots=True)
class OfficialLeague:
    """Companies of one sector in one official source: `rows` in order, `below` those with too few ratings."""

    sector: Sector
    rows: list[OfficialRow]
    below: list[OfficialRow]
    filed_from: datetime | None
    filed_to: datetime | None


_RATED = Q(ending__in=[Ending.RESOLVED, Ending.NOT_RESOLVED])
_FIGURES: Final = {
    "n": Count("pk"),
    "responded": Count("pk", filter=Q(first_reply=FirstReply.ANSWER)),
    "rated": Count("pk", filter=_RATED),
    "resolved": Count("pk", filter=Q(ending=Ending.RESOLVED)),
    "contacted_first": Count("pk", filter=Q(contacted_first=True)),
    "rating_mean": Avg("rating"),
    "response_days_median": Median("response_days"),
    "response_days_mean": Avg("response_days"),
    "filed_from": Min("opened_at"),
    "filed_to": Max("opened_at"),
    "closed_to": Max("ended_at"),
}


def official_record(company: Company, *, source: Source = Source.CONSUMIDOR_GOV_BR) -> OfficialRecord | None:
    """The figures of `company` in an official source, None where it has no case there. One query."""
    figures = _official(source).filter(company=company).aggregate(**_FIGURES)
    return OfficialRecord(**figures) if figures["n"] else None


def official_league(sector: Sector, *, source: Source = Source.CONSUMIDOR_GOV_BR) -> OfficialLeague:
    """The companies of `sector` by the share resolved among the rated, the largest first. One query and one for names.

    Below RANK_FROM ratings a company stands apart, without a place in the order: the share is one of the rated.
    """
    figures = {
        company_id: OfficialRecord(*values)
        for company_id, *values in _official(source)
        .filter(company__sector=sector, company__state__in=[CompanyState.LISTED, CompanyState.CLOSED])
        .order_by()
        .values("company_id")
        .annotate(**_FIGURES)
        .values_list("company_id", *_FIGURES)
    }
    companies = Company.objects.in_bulk(figures)
    rows = [OfficialRow(companies[key], record) for key, record in figures.items()]
    return OfficialLeague(
        sector=sector,
        rows=sorted((row for row in rows if row.record.rated >= RANK_FROM), key=_by_share),
        below=sorted(
            (row for row in rows if row.record.rated < RANK_FROM),
            key=lambda row: (-row.record.rated, row.company.folded),
        ),
        filed_from=min((row.record.filed_from for row in rows), default=None),
        filed_to=max((row.record.filed_to for row in rows), default=None),
    )


@dataclass(frozen=True, slots=True)
class OfficialSector:
    sector: Sector
    companies: int
    cases: int


def official_sectors(*, source: Source = Source.CONSUMIDOR_GOV_BR) -> list[OfficialSector]:
    """Sectors that an official source has cases of, those with most cases first. One query."""
    rows = (
        _official(source)
        .values_list("company__sector")
        .annotate(companies=Count("company", distinct=True), cases=Count("pk"))
        .order_by("-cases", "company__sector")
    )
    return [OfficialSector(Sector(sector), companies, cases) for sector, companies, cases in rows]


def _official(source: Source) -> QuerySet[models.Case]:
    if source == Source.ANSWERABLE:
        raise ValueError("complaints filed here are no official records")
    return models.Case.objects.counted().filter(source=source)


def _by_share(row: OfficialRow) -> tuple[float, str]:
    return -row.record.resolved / row.record.rated, row.company.folded


def _filtered(*, sector: str, country: str) -> QuerySet[Company]:
    found = Company.objects.listed()
    if sector:
        found = found.filter(sector=sector)
    if country:
        found = found.filter(country=country)
    return found


def _typed(text: str) -> str:
    """Folded, and without what PostgreSQL takes in no text."""
    return fold(text[:LONGEST_SEARCH].replace("\0", ""))


def _cursor(company: Company) -> str:
    return f"{company.folded},{company.pk}"


def _position(cursor: str) -> tuple[str, int] | None:
    name, _, key = cursor.replace("\0", "").rpartition(",")
    return (name, int(key)) if key.isdecimal() and key.isascii() and len(key) < 19 else None
