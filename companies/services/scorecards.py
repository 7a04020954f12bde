"""Published snapshots: scorecards and league tables at a date, never changed afterwards."""

from collections.abc import Callable
from datetime import datetime
from itertools import groupby

from django.db import transaction

from companies import figures
from companies.enums import CompanyState, Source
from companies.models import Company, LeagueTable, Scorecard
from companies.statistics.constants import LEAGUE_WINDOW, METHOD_VERSION, WINDOWS

ALL_TIME = 0


def publish_scorecards(
    *, as_of: datetime, progress: Callable[[int, int], None] = lambda done, of: None
) -> int:
    """Publish every brand and sector as it stood at `as_of`, in one transaction. Returns how many rows are new.

    What was published before for this instant and method stays as it is, so that a second run changes nothing.
    """
    companies = list(
        Company.objects.filter(cases__source=Source.ANSWERABLE, cases__opened_at__lte=as_of)
        .exclude(state=CompanyState.PROPOSED)
        .distinct()
        .order_by("sector", "pk")
    )
    sectors = {sector: list(brands) for sector, brands in groupby(companies, lambda company: company.sector)}
    total, done, new = len(companies) + len(sectors), 0, 0
    with transaction.atomic():
        for sector, brands in sectors.items():
            new += _publish_league(sector, as_of)
            new += sum(_publish_window(sector, brands, window, as_of) for window in WINDOWS)
            done += len(brands) + 1
            progress(done, total)
    return new


def _publish_window(sector: str, companies: list[Company], window: int | None, as_of: datetime) -> int:
    """The scorecards of one sector and window; what they share is computed once."""
    key = {
        "source": Source.ANSWERABLE,
        "window_days": window or ALL_TIME,
        "as_of": as_of,
        "method_version": METHOD_VERSION,
    }
    there = set(Scorecard.objects.filter(**key).values_list("company", flat=True))
    missing = [company for company in companies if company.pk not in there]
    if not missing:
        return 0
    shared = figures.exact_sector(sector, as_of=as_of, window=window)
    new = 0
    for company in missing:
        rows = figures.filed_here(sector).filter(company=company)
        _, is_new = Scorecard.objects.get_or_create(
            company=company,
            **key,
            defaults={
                "inputs_hash": figures.facts_hash(rows, as_of=as_of, window=window),
                "figures": figures.exact_scorecard(company, shared).to_json(),
            },
        )
        new += is_new
    return new


def _publish_league(sector: str, as_of: datetime) -> int:
    key = {
        "sector": sector,
        "country": "",
        "source": Source.ANSWERABLE,
        "window_days": LEAGUE_WINDOW,
        "as_of": as_of,
        "method_version": METHOD_VERSION,
    }
    if LeagueTable.objects.filter(**key).exists():
        return 0
    rows = figures.filed_here(sector)
    _, is_new = LeagueTable.objects.get_or_create(
        **key,
        defaults={
            "inputs_hash": figures.facts_hash(rows, as_of=as_of, window=LEAGUE_WINDOW),
            "rows": figures.exact_league(sector, as_of=as_of, window=LEAGUE_WINDOW).to_json(),
        },
    )
    return int(is_new)
