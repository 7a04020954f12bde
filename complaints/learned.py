"""What all ledgers together say: effort, channels, sectors. Every figure is a query with its n."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, Sum

from companies.columns import effort_of_rows
from companies.enums import ChannelKind
from companies.figures import SectorRow, last_change, remembered, sectors
from companies.models import Case
from companies.statistics.constants import LEAGUE_WINDOW, SHOW_FROM
from companies.statistics.effort import Effort
from companies.statistics.intervals import Proportion, proportion
from complaints.enums import PUBLISHED, REACHED_A_PERSON
from complaints.models import Attempt


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
        Attempt.objects.filter(complaint__status__in=PUBLISHED, complaint__exclusion="")
        .order_by()
        .values_list("channel")
        .annotate(total=Sum("times"), persons=Sum("times", filter=Q(came_of__in=REACHED_A_PERSON)))
    )
    rows = [
        ChannelRow(channel, ChannelKind(channel).label, proportion(persons or 0, total))
        for channel, total, persons in tried
    ]
    return sorted(rows, key=lambda row: (-(row.person.share or -1), row.label))
