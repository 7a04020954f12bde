"""Figures of the records that ship with the repository, against those made independently from the same rows.

The reference was made with pandas. Of four companies nobody rated anything: it gives them a share of 0, we give none.
"""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoAssertNumQueries, DjangoDbBlocker

from companies.enums import Sector, Source
from companies.management.commands.import_records import SHIPPED
from companies.models import Case, Company
from companies.queries import official_league, official_record, official_sectors

REFERENCE = Path(__file__).parent.parent / "data" / "consumidor_gov_br_reference_by_company.csv"


@pytest.fixture(scope="module")
def shipped(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The shipped extract, imported once for this module; yields what the second import said."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("import_records", "consumidor-gov-br", str(SHIPPED), stdout=StringIO())
        again = StringIO()
        call_command("import_records", "consumidor-gov-br", str(SHIPPED), stdout=again)
        yield again.getvalue()
        transaction.set_rollback(True)


def reference() -> dict[str, dict[str, str]]:
    with REFERENCE.open(encoding="utf-8") as stream:
        return {line["company"]: line for line in csv.DictReader(stream)}


def test_the_shipped_extract_imports_once(shipped: str, db: None) -> None:
    assert "30,298 records, 0 new or changed, 0 new companies, 0 damaged rows" in shipped
    assert Case.objects.filter(source=Source.CONSUMIDOR_GOV_BR).count() == 30_298


def test_official_figures_agree_with_the_reference(shipped: str, db: None) -> None:
    expected = reference()
    companies = {company.name: company for company in Company.objects.filter(country="BR")}
    assert companies.keys() == expected.keys()
    assert len(companies) == 142

    for name, line in expected.items():
        found = official_record(companies[name])
        assert found is not None
        assert (found.n, found.rated) == (int(line["n"]), int(line["rated"])), name
        for value, column in (
            (found.responded / found.n, "responded_share"),
            (found.response_days_median, "median_response_days"),
            (found.response_days_mean, "mean_response_days"),
            (found.resolved / found.rated if found.rated else 0.0, "resolved_share_of_rated"),
            (found.rating_mean, "mean_rating"),
            (found.contacted_first / found.n, "contacted_first_share"),
        ):
            wanted = float(line[column]) if line[column] else None
            assert value == (None if wanted is None else pytest.approx(wanted, abs=0.00051)), (name, column)


def test_bounds_enclose_the_share_of_the_rated(shipped: str, db: None) -> None:
    found = official_record(Company.objects.get(slug="oi-fixo"))
    assert found is not None

    worst, best = found.share_resolved_worst.share, found.share_resolved_best.share
    assert worst is not None
    assert best is not None
    assert found.share_resolved.share is not None
    assert worst < found.share_resolved.share < best
    assert best - worst == pytest.approx(found.not_rated / found.n)
    assert (found.filed_from.date(), found.closed_to.date()) >= (date(2014, 5, 7), date(2014, 5, 7))
    assert found.closed_to.date() <= date(2014, 12, 31)


def test_the_league_orders_by_the_share_of_the_rated_from_thirty_ratings_on(
    shipped: str, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        league = official_league(Sector.TELECOMS)
    expected = [
        (name, int(line["rated"]), float(line["resolved_share_of_rated"]))
        for name, line in reference().items()
        if Company.objects.get(name=name, country="BR").sector == Sector.TELECOMS
    ]

    ranked = [row for row in expected if row[1] >= 30]
    assert {row.company.name for row in league.rows} == {name for name, _, _ in ranked}
    shares = [row.record.resolved / row.record.rated for row in league.rows]
    assert shares == sorted(shares, reverse=True)
    assert {row.company.name for row in league.below} == {name for name, rated, _ in expected if rated < 30}
    assert league.filed_from == datetime(2014, 5, 7, tzinfo=UTC)


def test_sectors_of_the_source(
    shipped: str, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        sectors = official_sectors()

    assert sectors[0].sector == Sector.TELECOMS
    assert sum(row.companies for row in sectors) == 142
    assert sum(row.cases for row in sectors) == 30_298
