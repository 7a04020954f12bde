"""Published snapshots: scorecards and league tables at a date, never changed afterwards."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from companies import figures
from companies.enums import Source
from companies.models import Case, Company, LeagueTable, Scorecard
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
        .distinct()
        .order_by("pk")
    )
    sectors = sorted({company.sector for company in companies})
    total = len(companies) + len(sectors)
    new = 0
    with transaction.atomic():
        for done, company in enumerate(companies, start=1):
            new += _publish_scorecard(company, as_of)
            progress(done, total)
        for done, sector in enumerate(sectors, start=len(companies) + 1):
            new += _publish_league(sector, as_of)
            progress(done, total)
    return new


def _publish_scorecard(company: Company, as_of: datetime) -> int:
    rows = Case.objects.filed_here().filter(company=company)
    facts = figures.inputs_hash(figures.fetch(rows, [company.pk]))
    new = 0
    for window in WINDOWS:
        _, is_new = Scorecard.objects.get_or_create(
            company=company,
            source=Source.ANSWERABLE,
            window_days=window or ALL_TIME,
            as_of=as_of,
            method_version=METHOD_VERSION,
            defaults={
                "inputs_hash": facts,
                "figures": figures.scorecard_of(company, as_of=as_of, window=window, is_exact=True).to_json(),
            },
        )
        new += is_new
    return new


def _publish_league(sector: str, as_of: datetime) -> int:
    rows = Case.objects.filed_here().filter(company__sector=sector)
    ids = list(rows.order_by("company").values_list("company", flat=True).distinct())
    _, is_new = LeagueTable.objects.get_or_create(
        sector=sector,
        country="",
        source=Source.ANSWERABLE,
        window_days=LEAGUE_WINDOW,
        as_of=as_of,
        method_version=METHOD_VERSION,
        defaults={
            "inputs_hash": figures.inputs_hash(figures.fetch(rows, ids)),
            "rows": figures.league_of(sector, as_of=as_of, window=LEAGUE_WINDOW, is_exact=True).to_json(),
        },
    )
    return int(is_new)
