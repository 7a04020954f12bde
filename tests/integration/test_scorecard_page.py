"""The record of a brand: every figure comes from the cases, and moves with them."""

import json
from datetime import timedelta

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from companies import columns, figures
from companies.enums import Ending, Source
from companies.figures import scorecard_of
from companies.models import Case, Company, LeagueTable, Scorecard
from companies.services.cases import CaseValues, record_many
from companies.services.scorecards import publish_scorecards
from companies.statistics.cases import instant
from complaints.services import resolving
from config.doors import clock
from tests.factories import make_cases, make_company, make_complaint

pytestmark = pytest.mark.django_db


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
    shown = page(client, "scorecard", company.slug, window="all")
    assert "How 12 complaints stand" in shown
    assert "a source of its own" in shown
    assert "a source of its own" not in page(client, "scorecard", make_company(name="Elsewhere").slug)


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


def test_a_permalink_outlives_its_brand(client: Client, company: Company, other_company: Company) -> None:
    make_cases(other_company, resolved=12)
    as_of = clock.now() - timedelta(days=1)
    publish_scorecards(as_of=as_of)
    day = as_of.date().isoformat()
    Company.objects.filter(pk=other_company.pk).update(state="merged", merged_into=company)
    shown = page(client, "scorecard_at", other_company.slug, day)
    assert "Of 12 complaints about Pebble Mobile" in shown
    assert "Now part of" in shown
    answer = client.get(reverse("companies:scorecard_at", args=[other_company.slug, "2020-01-01"]))
    assert answer["Location"] == reverse("companies:scorecard_at", args=[company.slug, "2020-01-01"])


def test_what_nobody_has_looked_at_is_not_published(client: Client) -> None:
    proposed = make_company(name="Proposed Brand", state="proposed")
    make_cases(proposed, resolved=12)
    assert publish_scorecards(as_of=clock.now()) == 0
    assert client.get(reverse("companies:scorecard", args=[proposed.slug])).status_code == 404


def test_few_cases_are_told_in_words(client: Client, company: Company) -> None:
    make_cases(company, resolved=2, still_open=1)
    shown = page(client, "scorecard", company.slug)
    assert "2 of 3 complaints about Northline are resolved so far" in shown
    assert "3 complaints with a ledger so far" in shown
    assert "No rank yet</a>: 3 of 30 cases" in shown
    figures_of_page = shown.split("In one sentence")[1].split("Where to reach")[0]
    assert " %" not in figures_of_page.replace("95 % interval", "")


def test_every_share_comes_with_its_n(client: Client, company: Company) -> None:
    make_cases(
        company,
        resolved=30,
        still_open=10,
        first_reply="deflection",
        replied_at=clock.now() - timedelta(days=9),
    )
    shown = page(client, "scorecard", company.slug)
    for words in (
        "95 % interval 61 to 87, n = 40",  # F = 3/4, variance 3/640: 1 - (1/4)^exp(-+0.387)
        "26 days</b> of the first 90",
        "(14 to 38, n = 40)",  # M = 90 - 30/40 * 85, se_compare 6.2
        "0 of 40 answered so far",
        "(91 to 100, n = 40)",  # Wilson: 40 / (40 + Z^2)
        "Of 40 customers whom no channel had answered",
        "Medians of 40 ledgers",
        "40 of 40 counted cases may be ranked",
        "Grey: 40 complaints of the whole sector",
    ):
        assert words in shown, words


def test_a_case_that_is_moved_away_is_gone_at_once(client: Client, company: Company) -> None:
    make_cases(company, resolved=12)
    assert "How 12 complaints stand" in page(client, "scorecard", company.slug)
    other = make_company(name="Elsewhere", sector="energy")
    moved = Case.objects.earliest("pk")
    Case.objects.filter(pk=moved.pk).update(company=other)
    assert "How 11 complaints stand" in page(client, "scorecard", company.slug)


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
    Company.objects.filter(pk=company.pk).update(name="Southline")
    assert json.dumps([*Scorecard.objects.values_list("figures", flat=True)]) == stored
    assert page(client, "scorecard_at", company.slug, day) == before
    assert page(client, "league_at", "telecoms", day) == table
    assert "Of 40 complaints about Northline" in before
    assert LeagueTable.objects.get().method_version == "1.0"


def test_the_hash_of_the_facts_knows_what_was_known(company: Company) -> None:
    make_cases(company, resolved=5, still_open=5, after_days=10, filed_days_ago=40)
    rows = Case.objects.filed_here()
    as_of = clock.now() - timedelta(days=20)

    def hashed() -> str:
        return figures.facts_hash(rows, as_of=as_of, window=None)

    first = hashed()
    make_cases(company, resolved=3, filed_days_ago=5)  # filed later
    open_case = rows.filter(ended_at=None).earliest("pk")
    rows.filter(pk=open_case.pk).update(answered_at=clock.now())  # answered later
    assert hashed() == first
    changes: list[dict[str, object]] = [
        {"answered_at": as_of - timedelta(days=1)},
        {"tier": 0},
        {"exclusion": "duplicate"},
    ]
    known = {first}
    for change in changes:
        rows.filter(pk=open_case.pk).update(**change)
        known.add(hashed())
    assert len(known) == 4


def test_the_hash_of_the_facts_knows_no_order(company: Company) -> None:
    make_cases(company, resolved=5, still_open=5)
    facts = columns.fetch(Case.objects.filed_here(), [company.pk])
    turned = facts.select(np.array([3, 1, 4, 0, 2, 9, 8, 7, 6, 5]))
    as_of = clock.now()
    assert columns.inputs_hash(
        slugs=["x"], counted=turned, ranked=turned, as_of=as_of
    ) == columns.inputs_hash(slugs=["x"], counted=facts, ranked=facts, as_of=as_of)


def test_packed_columns_say_what_the_rows_say(company: Company, other_company: Company) -> None:
    make_cases(other_company, resolved=2, gave_up=1)
    make_cases(company, resolved=1, still_open=2)
    ids = [other_company.pk, company.pk]
    found = columns.fetch(Case.objects.all(), ids)
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
    assert len(columns.fetch(Case.objects.filter(source="nowhere"), ids)) == 0


def test_pages_cost_the_same_however_many_cases_there_are(
    client: Client, company: Company, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_cases(company, resolved=10)
    page(client, "scorecard", company.slug)
    with django_assert_max_num_queries(12):  # remembered: no figure is computed
        page(client, "scorecard", company.slug)
    make_cases(company, resolved=300, filed_days_ago=20)
    with django_assert_max_num_queries(22):
        page(client, "scorecard", company.slug)
