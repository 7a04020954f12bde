"""The record of a brand and the league: every figure comes from the cases, and moves with them."""

import json
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from companies import figures
from companies.enums import Ending, Source
from companies.figures import league_of, scorecard_of
from companies.models import Case, Company, LeagueTable, Scorecard
from companies.services.cases import CaseValues, record_many
from companies.services.scorecards import publish_scorecards
from companies.statistics.cases import instant
from complaints.services import resolving
from config.doors import clock
from tests.factories import make_company, make_complaint

pytestmark = pytest.mark.django_db


def make_cases(
    company: Company,
    *,
    resolved: int = 0,
    still_open: int = 0,
    gave_up: int = 0,
    after_days: float = 5,
    filed_days_ago: float = 200,
    now: datetime | None = None,
    **values: object,
) -> None:
    """Cases through the writer of cases; every one has a document and was filed on another minute."""
    now = now or clock.now()
    rows = {}
    before = Case.objects.filter(company=company).count()
    for number in range(resolved + still_open + gave_up):
        opened_at = now - timedelta(days=filed_days_ago, minutes=number)
        ended_at = opened_at + timedelta(days=after_days)
        ending = (
            Ending.RESOLVED if number < resolved else Ending.GAVE_UP if number < resolved + gave_up else None
        )
        rows[f"{company.slug}-{before + number}"] = CaseValues(
            **{
                "company_id": company.pk,
                "country": company.country,
                "opened_at": opened_at,
                "ended_at": ended_at if ending is not None else None,
                "ending": ending,
                "counted_at": ended_at if ending == Ending.RESOLVED else None,
                "tier": 2,
                "attempts": 3,
                "channels": ("phone",),
                "minutes": 60,
                "days_before": 10,
                **values,
            }
        )
    record_many(source=Source.ANSWERABLE, values=rows, now=now)


def page(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(f"companies:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_a_confirmed_fix_moves_the_scorecard(client: Client, customer: User, company: Company) -> None:
    now = clock.now()
    complaints = [make_complaint(company=company, now=now - timedelta(days=20, hours=n)) for n in range(3)]
    own = make_complaint(by=customer, company=company, now=now - timedelta(days=21))
    assert "0 of 4 complaints about Northline are resolved so far" in page(client, "scorecard", company.slug)
    resolving.confirm_fixed(complaint=own, by=customer, fixed_on=now.date(), now=clock.now())
    assert "1 of 4 complaints about Northline are resolved so far" in page(client, "scorecard", company.slug)
    assert len(complaints) == 3


def test_a_share_carries_its_interval_and_its_n(client: Client, company: Company) -> None:
    make_cases(company, resolved=30, still_open=10)
    shown = page(client, "scorecard", company.slug)
    assert "75 %</b> of complaints within 30 days" in shown
    assert "n = 40" in shown
    assert "<title" in shown.split("plot--axes")[1]


def test_open_cases_are_counted_and_the_cherry_picker_does_not_win(client: Client) -> None:
    quick = make_company(name="Cherry Picker", slug="cherry")
    make_cases(quick, resolved=20, still_open=60, after_days=1)
    slow = make_company(name="Slow Thorough", slug="slow")
    make_cases(slow, resolved=76, still_open=4, after_days=30)
    table = league_of("telecoms", as_of=clock.now(), window=365).table
    assert [line.slug for line in table.ranked] == ["slow", "cherry"]
    shown = page(client, "league", "telecoms")
    assert shown.index("Slow Thorough") < shown.index("Cherry Picker")


def test_the_silent_stand_last_and_on_their_list(client: Client) -> None:
    make_cases(make_company(name="Fine Brand"), resolved=30, still_open=10)
    make_cases(make_company(name="Silent Brand"), still_open=40)
    table = league_of("telecoms", as_of=clock.now(), window=365).table
    last = table.ranked[-1]
    assert last.mean.headline is not None
    assert (last.slug, last.mean.headline.days) == ("silent-brand", 90.0)
    shown = page(client, "silent", "telecoms")
    assert "Silent Brand" in shown
    assert "Fine Brand" not in shown


def test_the_floor_counts_cases_and_says_what_is_missing(client: Client) -> None:
    make_cases(make_company(name="Big Brand"), resolved=30, still_open=10)
    make_cases(make_company(name="Other Brand"), resolved=20, still_open=20)
    make_cases(make_company(name="Small Brand"), resolved=12)
    paperless = make_company(name="Paperless Brand")
    make_cases(paperless, resolved=40, tier=1)
    shown = page(client, "league", "telecoms")
    below = shown.split("Not enough cases to rank")[1]
    assert "12 of 30 cases" in below
    assert "0 of 30 cases with a document" in below
    assert "40 without a document" in below
    assert "Paperless Brand" not in shown.split("Not enough cases to rank")[0]


def test_visibility_changes_no_figure_and_a_decision_does(client: Client, company: Company) -> None:
    make_cases(company, resolved=30, still_open=10)
    before = scorecard_of(company, as_of=clock.now(), window=365).figures
    case = Case.objects.filter(ending=None).latest("opened_at")
    Case.objects.filter(pk=case.pk).update(exclusion="not_genuine", changed_at=clock.now())
    after = scorecard_of(company, as_of=clock.now(), window=365)
    assert (before.cases, after.figures.cases, after.left_out.not_genuine) == (40, 39, 1)


def test_official_records_are_never_mixed_in(client: Client, company: Company) -> None:
    make_cases(company, resolved=12)
    now = clock.now()
    record_many(
        source=Source.CONSUMIDOR_GOV_BR,
        values={
            "CGB-1": CaseValues(
                company_id=company.pk,
                opened_at=now - timedelta(days=100),
                ended_at=now - timedelta(days=90),
                ending=Ending.RESOLVED,
                tier=2,
            )
        },
        now=now,
    )
    assert scorecard_of(company, as_of=clock.now(), window=None).figures.cases == 12
    assert "Official record" in page(client, "scorecard", company.slug)


@pytest.mark.parametrize(("window", "cases"), [("90", 5), ("365", 15), ("all", 25)])
def test_windows_go_by_the_day_of_filing(client: Client, company: Company, window: str, cases: int) -> None:
    make_cases(company, resolved=5, filed_days_ago=50)
    make_cases(company, resolved=10, filed_days_ago=200)
    make_cases(company, resolved=10, filed_days_ago=500)
    assert f"How {cases} complaints stand" in page(client, "scorecard", company.slug, window=window)


def test_what_does_not_exist_is_said_so(client: Client, company: Company) -> None:
    for path in (
        reverse("companies:scorecard", args=[company.slug]) + "?window=17",
        reverse("companies:league", args=["nonsense"]),
        reverse("companies:league", args=["telecoms"]) + "?country=XX",
        reverse("companies:league_at", args=["telecoms", "2020-01-01"]),
        reverse("companies:league_at", args=["telecoms", "soon"]),
        reverse("companies:scorecard_at", args=[company.slug, "2020-01-01"]),
        reverse("companies:scorecard", args=["nobody"]),
    ):
        assert client.get(path).status_code == 404, path
    assert "Nobody has complained about this brand here" in page(client, "scorecard", company.slug)
    assert "No brand has enough cases for a rank yet" in page(client, "league", "telecoms")


def test_a_merged_brand_leads_to_the_brand_it_became(
    client: Client, company: Company, other_company: Company
) -> None:
    Company.objects.filter(pk=other_company.pk).update(state="merged", merged_into=company)
    answer = client.get(reverse("companies:scorecard", args=[other_company.slug]) + "?window=90")
    assert (answer.status_code, answer["Location"]) == (
        301,
        reverse("companies:scorecard", args=[company.slug]) + "?window=90",
    )


def test_a_published_day_never_changes(client: Client, company: Company) -> None:
    make_cases(company, resolved=30, still_open=10)
    make_cases(make_company(name="Other Brand"), resolved=20, still_open=20)
    as_of = clock.now() - timedelta(days=1)
    assert publish_scorecards(as_of=as_of) == 7  # two brands in three windows, and the league
    day = as_of.date().isoformat()
    before = page(client, "scorecard_at", company.slug, day)
    table = page(client, "league_at", "telecoms", day)
    stored = json.dumps([*Scorecard.objects.values_list("figures", flat=True)])
    make_cases(company, resolved=40, filed_days_ago=100)
    assert publish_scorecards(as_of=as_of) == 0
    assert json.dumps([*Scorecard.objects.values_list("figures", flat=True)]) == stored
    assert page(client, "scorecard_at", company.slug, day) == before
    assert page(client, "league_at", "telecoms", day) == table
    assert "Of 40 complaints about Northline" in before
    assert LeagueTable.objects.get().method_version == "1.0"


def test_the_hash_of_the_facts_knows_no_order_and_every_change(company: Company) -> None:
    make_cases(company, resolved=5, still_open=5)
    rows = Case.objects.filed_here()
    facts = figures.fetch(rows, [company.pk])
    first = figures.inputs_hash(facts)
    assert figures.inputs_hash(facts.select([3, 1, 4, 0, 2, 9, 8, 7, 6, 5])) == first  # type: ignore[arg-type]
    Case.objects.filter(pk=rows.first().pk).update(answered_at=clock.now())  # type: ignore[union-attr]
    assert figures.inputs_hash(figures.fetch(rows, [company.pk])) != first


def test_packed_columns_say_what_the_rows_say(company: Company, other_company: Company) -> None:
    make_cases(other_company, resolved=2, gave_up=1)
    make_cases(company, resolved=1, still_open=2)
    ids = [other_company.pk, company.pk]
    found = figures.fetch(Case.objects.all(), ids)
    rows = list(Case.objects.values_list("company_id", "opened_at", "ended_at", "ending"))
    packed = sorted(
        zip(
            found.company.tolist(),
            found.opened_at.tolist(),
            found.ended_at.tolist(),
            found.ending.tolist(),
            strict=True,
        )
    )
    never = 2**63 - 1
    assert packed == sorted(
        (ids.index(pk), instant(opened), instant(ended) if ended else never, 7 if ending is None else ending)
        for pk, opened, ended, ending in rows
    )
    assert len(figures.fetch(Case.objects.filter(source="nowhere"), ids)) == 0


def test_pages_cost_the_same_however_many_cases_there_are(
    client: Client, company: Company, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_cases(company, resolved=10)
    page(client, "scorecard", company.slug)
    with django_assert_max_num_queries(10):  # remembered: no figure is computed
        page(client, "scorecard", company.slug)
    make_cases(company, resolved=300, filed_days_ago=20)
    with django_assert_max_num_queries(32):
        page(client, "scorecard", company.slug)
    with django_assert_max_num_queries(8):
        page(client, "league", "telecoms")
