"""The front page: every number is a query with its n."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from companies.models import Company, Representative
from complaints.services import filing, resolving, tracking
from config.doors import clock
from tests.factories import make_attempt, make_cases, make_complaint, make_draft

pytestmark = pytest.mark.django_db


def page(client: Client) -> str:
    return client.get("/").content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_an_empty_site_says_so_and_what_to_do(client: Client) -> None:
    shown = page(client)
    for words in (
        "0 complaints with a ledger were published",
        "No ledger was published yet",
        "File a complaint",
    ):
        assert words in shown


def test_what_waits_and_what_was_resolved(
    client: Client, customer: User, company: Company, representative: Representative
) -> None:
    now = clock.now()
    own = make_complaint(
        by=customer, company=company, title="Still waiting here", now=now - timedelta(days=9)
    )
    assert "All 1" in page(client).split("Needs an answer now")[1]
    answer = "We found the parcel in our depot and a courier will bring it on Thursday before noon."
    tracking.record_company_reply(complaint=own, by=representative.user, text=answer, now=now)
    assert "All 0" in page(client).split("Needs an answer now")[1].split("Resolved last")[0]
    resolving.confirm_fixed(complaint=own, by=customer, fixed_on=now.date(), now=clock.now())
    resolved = page(client).split("Resolved last")[1]
    assert "All 1" in resolved
    assert "Still waiting here" in resolved


def test_medians_from_ten_on_with_their_n(client: Client, company: Company) -> None:
    make_cases(company, still_open=9)
    assert "9 complaints with a ledger were published" in page(client)
    make_cases(company, still_open=1)
    shown = page(client)
    assert "Medians of 10 complaints with a ledger" in shown
    assert "n = 10" in shown
    make_cases(company, still_open=30, minutes=200)
    assert "3 <small>h</small> 20" in page(client)


def test_channels_count_attempts_and_persons(client: Client, company: Company, customer: User) -> None:
    draft = make_draft(by=customer, company=company, attempts=0, now=clock.now())
    make_attempt(complaint=draft, channel="phone", times=6, came_of="refused", now=clock.now())
    make_attempt(complaint=draft, channel="phone", times=6, came_of="nobody", now=clock.now())
    make_attempt(complaint=draft, channel="chat", times=2, came_of="automated", now=clock.now())
    filing.submit_complaint(complaint=draft, by=customer, is_attested=True, now=clock.now())
    table = page(client).split("Before you pick up the phone")[1]
    assert "50 %" in table
    assert "0 of 2" in table


def test_the_page_costs_the_same_however_much_there_is(
    client: Client, company: Company, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_complaint(company=company, now=clock.now())
    page(client)
    with django_assert_num_queries(4):
        page(client)
    for _ in range(8):
        make_complaint(company=company, now=clock.now())
    page(client)
    with django_assert_num_queries(4):
        page(client)
