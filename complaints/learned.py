"""What all ledgers together say: effort, channels, sectors. Every figure is a query with its n."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Aggregate, Count, Exists, F, FloatField, Max, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Cast

from companies.columns import effort_of_rows
from companies.enums import ChannelKind
from companies.figures import SectorRow, last_change, remembered, sectors
from companies.models import Case, Company
from companies.queries import companies_matching, directory_page
from companies.statistics.constants import LEAGUE_WINDOW, SHOW_FROM
from companies.statistics.effort import Effort
from companies.statistics.intervals import Proportion, proportion
from complaints.enums import DEAD_ENDS, PUBLISHED, REACHED_A_PERSON
from complaints.models import Attempt

BRANDS_ON_A_PAGE: Final = 20
MATCHES: Final = 50


@dataclass(frozen=True, slots=True)
class Learned:
    """Medians of effort, and who got an answer only once it was public."""

    effort: Effort
    answered: Proportion

    @property
    def cases(self) -> int:
        return self.effort.cases

    @property
    def is_enough(self) -> bool:
        return self.cases >= SHOW_FROM


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """One traditional channel over all brands."""

    channel: str
    label: str
    person: Proportion


@dataclass(frozen=True, slots=True)
class WholeSite:
    """All of it, for the front page."""

    learned: Learned
    channels: list[ChannelRow]
    sectors: list[SectorRow]


def whole_site(*, now: datetime) -> WholeSite:
    """What all ledgers say, remembered until a case changes and for ten minutes at most."""
    at = last_change(now)
    return remembered(
        f"site:{at.timestamp()}", lambda: WholeSite(what_it_takes(now=at), channels(), sectors(as_of=at))
    )


def what_it_takes(*, now: datetime) -> Learned:
    """Over the complaints published here in the last 12 months."""
    rows = Case.objects.filed_here().counted()
    rows = rows.filter(opened_at__gt=now - timedelta(days=LEAGUE_WINDOW), opened_at__lte=now)
    unheard = rows.filter(was_answered_before=False)
    return Learned(
        effort=effort_of_rows(rows),
        answered=proportion(unheard.filter(answered_at__lte=now).count(), unheard.count()),
    )


def channels() -> list[ChannelRow]:
    """Attempts that got a person, best channel first; channels that nobody tried are left out."""
    tried = (
        _counted_attempts()
        .order_by()
        .values_list("channel")
        .annotate(total=Sum("times"), persons=Sum("times", filter=Q(came_of__in=REACHED_A_PERSON)))
    )
    rows = [
        ChannelRow(channel, ChannelKind(channel).label, proportion(persons or 0, total))
        for channel, total, persons in tried
    ]
    return sorted(rows, key=lambda row: _best_first(row.person, row.label))


class LowerMedian(Aggregate):
    """The smallest value with at least half of the values at or below it (method, section 2)."""

    function = "percentile_disc"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True, slots=True)
class ChannelAtBrand:
    """One traditional channel of one brand.

    An attempt is one try, so that an entry "three calls" is three of them; `ledgers` counts the complaints that they
    stand in. `minutes` is the median time of a single try over the `timed` entries that name one, None below
    SHOW_FROM of them.
    """

    channel: str
    label: str
    ledgers: int
    person: Proportion
    dead_ends: Proportion
    minutes: float | None
    timed: int
    last_on: date

    @property
    def attempts(self) -> int:
        return self.person.of


@dataclass(frozen=True, slots=True)
class BrandChannels:
    """A brand with its channels, best first; those with too few attempts for a share stand last."""

    company: Company
    channels: list[ChannelAtBrand]

    @property
    def attempts(self) -> int:
        return sum(row.attempts for row in self.channels)


@dataclass(frozen=True, slots=True)
class BrandsPage:
    """Some of the brands whose customers keep ledgers; the cursors are empty at either end.

    `is_cut` says that a search found more brands than were looked at.
    """

    brands: list[BrandChannels]
    before: str = ""
    after: str = ""
    is_cut: bool = False


def channels_by_brand(
    *,
    text: str = "",
    sector: str = "",
    before: str = "",
    after: str = "",
    limit: int = BRANDS_ON_A_PAGE,
    matches: int = MATCHES,
) -> BrandsPage:
    """Which channel works at which brand: brands with a ledger from A to Z, `limit` at a time, from a cursor on.

    With `text` those of its `matches` best matches that have a ledger, best first, all on one page. Two queries.
    """
    if text:
        found = companies_matching(text, sector=sector, limit=matches + 1)
        return BrandsPage(_with_channels(found[:matches]), is_cut=len(found) > matches)
    own = _counted_attempts().filter(complaint__company=OuterRef("pk"))
    page = directory_page(sector=sector, before=before, after=after, limit=limit, only=Exists(own))
    return BrandsPage(_with_channels(page.companies), before=page.before, after=page.after)


def _with_channels(companies: list[Company]) -> list[BrandChannels]:
    rows = _channels_of(companies)
    return [BrandChannels(company, rows[company.pk]) for company in companies if company.pk in rows]


def _channels_of(companies: list[Company]) -> dict[int, list[ChannelAtBrand]]:
    tried = (
        _counted_attempts()
        .filter(complaint__company__in=companies)
        .order_by()
        .values_list("complaint__company_id", "channel")
        .annotate(
            ledgers=Count("complaint", distinct=True),
            total=Sum("times"),
            persons=Sum("times", filter=Q(came_of__in=REACHED_A_PERSON), default=0),
            nowhere=Sum("times", filter=Q(came_of__in=DEAD_ENDS), default=0),
            timed=Count("pk", filter=Q(minutes__gt=0)),
            took=LowerMedian(Cast("minutes", FloatField()) / F("times"), filter=Q(minutes__gt=0)),
            last_on=Max("made_on"),
        )
    )
    rows: dict[int, list[ChannelAtBrand]] = {}
    for company_id, channel, ledgers, total, persons, nowhere, timed, took, last_on in tried:
        row = ChannelAtBrand(
            channel=channel,
            label=ChannelKind(channel).label,
            ledgers=ledgers,
            person=proportion(persons, total),
            dead_ends=proportion(nowhere, total),
            minutes=took if timed >= SHOW_FROM else None,
            timed=timed,
            last_on=last_on,
        )
        rows.setdefault(company_id, []).append(row)
    for channels_ in rows.values():
        channels_.sort(key=lambda row: _best_first(row.person, row.label))
    return rows


def _best_first(person: Proportion, label: str) -> tuple[float, int, str]:
    """The highest share first; those without one last, the most attempts first."""
    return 1.0 if person.share is None else -person.share, -person.of, label


def _counted_attempts() -> QuerySet[Attempt]:
    """Of published complaints; out of sight or not, and without those that a decision left out."""
    return Attempt.objects.filter(complaint__status__in=PUBLISHED, complaint__exclusion="")
