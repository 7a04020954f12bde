"""League tables: who is ranked, who is not yet and why, who stands last, and what the page may say."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from companies.figures import league_of
from companies.models import Case, Company
from companies.services.scorecards import publish_scorecards
from config.doors import clock
from tests.factories import make_cases, make_company
from tests.integration.test_scorecard_page import page

pytestmark = pytest.mark.django_db


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


def test_a_changed_case_moves_the_table(client: Client, company: Company, other_company: Company) -> None:
    make_cases(company, resolved=30, still_open=10, after_days=5)
    make_cases(other_company, resolved=30, still_open=10, after_days=20)
    assert page(client, "league", "telecoms").count("75 %") >= 2
    Case.objects.filter(company=company, ended_at=None).update(
        ended_at=clock.now(), ending=3, changed_at=clock.now()
    )
    moved = Case.objects.filter(company=other_company, ended_at=None).first()
    assert moved is not None
    Case.objects.filter(pk=moved.pk).update(
        ended_at=moved.opened_at + timedelta(days=3),
        ending=0,
        counted_at=moved.opened_at + timedelta(days=3),
        changed_at=clock.now(),
    )
    shown = page(client, "league", "telecoms")
    assert "78 %" in shown
    lines = {line.slug: line for line in league_of("telecoms", as_of=clock.now(), window=365).table.ranked}
    assert (lines["northline"].resolved, lines["pebble-mobile"].resolved) == (30, 31)


def test_brands_that_are_alike_are_said_so(client: Client) -> None:
    for name in ("First", "Second", "Third"):
        make_cases(make_company(name=name), resolved=20, still_open=20)
    shown = page(client, "league", "telecoms")
    assert "These 3 brands cannot be told apart." in shown
    assert shown.count("<b>1 to 3</b>") == 3


def test_one_group_does_not_say_that_all_are_alike(client: Client) -> None:
    """A chain: neighbours cannot be told apart, its ends can."""
    for name, resolved in (("Quick", 60), ("Middle", 48), ("Slow", 36)):
        make_cases(make_company(name=name), resolved=resolved, still_open=80 - resolved)
    shown = page(client, "league", "telecoms")
    assert "cannot be told apart" not in shown
    assert "Quick or Middle may be first." in shown
    assert "3 brands in 1 group." in shown


def test_one_brand_alone_has_no_rank(client: Client, company: Company) -> None:
    make_cases(company, resolved=30, still_open=10)
    assert "One brand has enough cases; a rank needs two." in page(client, "league", "telecoms")
    assert "a rank needs two brands with enough cases" in page(client, "scorecard", company.slug)


def test_nobody_is_silent_for_a_few_young_cases(client: Client) -> None:
    make_cases(make_company(name="Young Brand"), still_open=30, filed_days_ago=20)
    make_cases(make_company(name="Few Brand"), still_open=9)
    make_cases(
        make_company(name="Answering Brand"), still_open=10, answered_at=clock.now() - timedelta(days=100)
    )
    make_cases(make_company(name="Plain Brand"), still_open=10, tier=0)
    shown = page(client, "silent", "telecoms")
    assert "Answering Brand" in shown
    assert 'data-label="Answered">10</td>' in shown
    for name in ("Young Brand", "Few Brand", "Plain Brand"):
        assert name not in shown


def test_a_brand_is_not_named_for_what_a_moderator_threw_out(client: Client, company: Company) -> None:
    make_cases(company, still_open=3, exclusion="not_genuine")
    shown = page(client, "league", "telecoms")
    assert company.name not in shown
    assert "3 not genuine" in shown


def test_all_cases_stand_beside_the_ranked_ones(
    client: Client, company: Company, other_company: Company
) -> None:
    make_cases(company, resolved=30, still_open=10)
    make_cases(company, still_open=40, tier=1)
    make_cases(other_company, resolved=20, still_open=20)
    table = league_of("telecoms", as_of=clock.now(), window=365)
    assert (table.table.ranked[0].cases, table.all_cases["northline"].cases) == (40, 80)
    beside = page(client, "league", "telecoms").split("the same over all cases")[1].split("</table>")[0]
    assert "38 %" in beside  # 30 of 80
    assert '<td class="num">40</td><td class="num">80</td>' in beside


def test_deflections_carry_their_n(client: Client, company: Company, other_company: Company) -> None:
    at = clock.now() - timedelta(days=50)
    make_cases(company, still_open=40, first_reply="deflection", replied_at=at)
    make_cases(other_company, resolved=30, still_open=10)
    make_cases(other_company, resolved=4, first_reply="answer", replied_at=at)
    shown = page(client, "league", "telecoms")
    assert "n = 40" in shown
    assert "0 of 4</td>" in shown


def test_a_country_keeps_its_window_and_a_window_its_country(client: Client) -> None:
    make_cases(make_company(name="British Brand", country="GB"), resolved=12)
    make_cases(make_company(name="Irish Brand", country="IE"), resolved=12)
    shown = page(client, "league", "telecoms", country="IE")
    assert "Irish Brand" in shown
    assert "British Brand" not in shown
    assert "?country=IE&amp;window=90" in shown
    assert 'name="window" value="all"' in page(client, "league", "telecoms", country="IE", window="all")


def test_the_index_counts_what_the_tables_hold(client: Client, company: Company) -> None:
    make_cases(company, resolved=30, still_open=10)
    make_cases(make_company(name="Old Brand", sector="energy"), resolved=11, filed_days_ago=500)
    shown = page(client, "league_index")
    row = '<td class="num"><b>{}</b></td><td class="num">{}</td><td class="num">{}</td><td class="num faint">{}</td>'
    assert row.format(1, 0, 40, 40) in shown
    assert row.format(0, 0, 0, 11) in shown


def test_a_scorecard_leads_to_the_table_of_its_day(client: Client, company: Company) -> None:
    make_cases(company, resolved=30, still_open=10)
    as_of = clock.now() - timedelta(days=1)
    publish_scorecards(as_of=as_of)
    day = as_of.date().isoformat()
    assert reverse("companies:league_at", args=["telecoms", day]) in page(
        client, "scorecard_at", company.slug, day
    )


def test_the_page_costs_the_same_however_many_brands_there_are(
    client: Client, company: Company, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_cases(company, resolved=30)
    page(client, "league", "telecoms")
    with django_assert_max_num_queries(3):  # remembered
        page(client, "league", "telecoms")
    for number in range(8):
        make_cases(make_company(name=f"Brand {number}"), resolved=30, still_open=number)
    with django_assert_max_num_queries(6):
        page(client, "league", "telecoms")
