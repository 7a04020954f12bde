"""The API: shapes, cursors, errors as problems, and nothing private."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from companies.api import plumbing
from companies.models import Company, Representative
from complaints.models import Complaint
from complaints.services import filing, moderating, tracking
from config.doors import clock
from tests.factories import make_attempt, make_company, make_complaint, make_draft
from tests.integration.test_scorecard_page import make_cases

pytestmark = pytest.mark.django_db


def get(client: Client, path: str, expected: int = 200, **query: str) -> Any:
    answer = client.get(path, query)
    assert answer.status_code == expected, answer.content
    kind = "application/json" if expected == 200 else "application/problem+json"
    assert answer["Content-Type"].startswith(kind)
    return json.loads(answer.content)


def test_companies_walk_in_pages_and_every_row_comes_once(client: Client) -> None:
    for number in range(plumbing.PAGE + 7):
        make_company(name=f"Brand {number:03}", country="GB")
    first = get(client, reverse("api-companies"))
    assert len(first["results"]) == plumbing.PAGE
    make_company(name="Aardvark after the first page was read")
    path = first["next"].removeprefix(settings.SITE_URL)
    second = json.loads(client.get(path).content)
    names = [row["name"] for row in first["results"] + second["results"]]
    assert names == [f"Brand {number:03}" for number in range(plumbing.PAGE + 7)]
    assert second["next"] is None
    assert set(first["results"][0]) == {"slug", "name", "sector", "country", "state", "is_fictional", "url"}


def test_one_company_its_scorecard_and_its_league(client: Client, company: Company) -> None:
    make_cases(company, resolved=30, still_open=10)
    make_cases(make_company(name="Other Brand"), resolved=20, still_open=20)
    body = get(client, reverse("api-company", args=[company.slug]))
    assert (body["slug"], body["aliases"]) == ("northline", ["Northline"])
    record = get(client, reverse("api-scorecard", args=[company.slug]), window="all")
    assert record["all_cases"]["cases"] == 40
    share = record["all_cases"]["resolved_by"][1]["headline"]
    assert share["value"] == pytest.approx(0.75)
    assert share["low"] < 0.75 < share["high"]
    table = get(client, reverse("api-league", args=["telecoms"]))["table"]
    assert [line["slug"] for line in table["ranked"]] == ["northline", "other-brand"]


def test_a_merged_company_leads_on(client: Client, company: Company, other_company: Company) -> None:
    Company.objects.filter(pk=other_company.pk).update(state="merged", merged_into=company)
    answer = client.get(reverse("api-company", args=[other_company.slug]))
    assert (answer.status_code, answer["Location"]) == (301, reverse("api-company", args=[company.slug]))


def test_complaints_walk_newest_first(client: Client, company: Company, other_company: Company) -> None:
    now = clock.now()
    made = [
        make_complaint(company=company, title=f"Number {n}", now=now - timedelta(minutes=n // 2)).reference
        for n in range(plumbing.PAGE + 3)
    ]
    make_complaint(company=other_company, now=now - timedelta(days=1))
    first = get(client, reverse("api-complaints"), company=company.slug)
    second = json.loads(client.get(first["next"].removeprefix(settings.SITE_URL)).content)
    walked = [row["reference"] for row in first["results"] + second["results"]]
    assert sorted(walked) == sorted(made)
    assert len(set(walked)) == len(made)
    assert [row["company"] for row in first["results"]] == ["northline"] * plumbing.PAGE
    assert get(client, reverse("api-complaints"), status="resolved")["results"] == []


def test_a_complaint_shows_what_readers_see_and_nothing_private(
    client: Client, customer: User, company: Company, representative: Representative
) -> None:
    draft = make_draft(by=customer, company=company, attempts=0, now=clock.now())
    make_attempt(complaint=draft, reference="SECRET-REF-77", note="Cut off twice", now=clock.now())
    complaint = filing.submit_complaint(complaint=draft, by=customer, is_attested=True, now=clock.now())
    tracking.record_company_reply(
        complaint=complaint, by=representative.user, text="Please send us a direct message.", now=clock.now()
    )
    path = reverse("api-complaint", args=[complaint.reference])
    body = get(client, path)
    assert body["attempts"][0]["note"] == "Cut off twice"
    assert (body["replies"][0]["label"], bool(body["replies"][0]["words"])) == ("deflection", True)
    text = json.dumps(body)
    for private in ("SECRET-REF-77", customer.email, representative.user.email, "customer_id", "actor_id"):
        assert private not in text
    assert {"pk", "id", "customer"}.isdisjoint(body)


def test_what_is_out_of_sight_is_not_in_the_api(
    client: Client, customer: User, company: Company, moderator: User
) -> None:
    complaint = make_complaint(by=customer, company=company, now=clock.now())
    draft = make_draft(by=customer, company=company, now=clock.now())
    path = reverse("api-complaint", args=[complaint.reference])
    moderating.hide_complaint(complaint=complaint, by=moderator, rule="x", now=clock.now())
    assert get(client, path, 404)["title"] == "Not found"
    assert get(client, reverse("api-complaints"))["results"] == []
    moderating.remove_complaint(complaint=complaint, by=moderator, rule="x", now=clock.now())
    assert get(client, path, 410)["status"] == 410
    get(client, reverse("api-complaint", args=[draft.reference]), 404)


@pytest.mark.parametrize(
    ("name", "args", "query", "status", "named"),
    [
        ("api-companies", [], {"cursor": "nonsense"}, 400, "cursor"),
        ("api-companies", [], {"cursor": "WyJhIl0"}, 400, "cursor"),
        ("api-companies", [], {"cursor": "x" * 400}, 400, "cursor"),
        ("api-companies", [], {"sector": "magic"}, 400, "sector"),
        ("api-complaints", [], {"status": "happy"}, 400, "status"),
        ("api-complaints", [], {"cursor": "WyIyMDI2LTAxLTAxIiwgMV0"}, 400, "cursor"),
        ("api-league", ["telecoms"], {"window": "17"}, 400, "window"),
        ("api-league", ["magic"], {}, 404, ""),
        ("api-company", ["nobody"], {}, 404, ""),
    ],
)
def test_errors_are_problems_in_the_words_of_the_caller(
    client: Client, name: str, args: list[str], query: dict[str, str], status: int, named: str
) -> None:
    body = get(client, reverse(name, args=args), status, **query)
    assert (body["status"], body["instance"]) == (status, reverse(name, args=args))
    assert not named or named in body["errors"]


def test_only_reading(client: Client) -> None:
    answer = client.post(reverse("api-companies"), {})
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")


def test_pages_can_be_kept_and_asked_for_again(client: Client, company: Company) -> None:
    first = client.get(reverse("api-companies"))
    assert (first["Access-Control-Allow-Origin"], "public" in first["Cache-Control"]) == ("*", True)
    again = client.get(reverse("api-companies"), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_company(name="Another Brand")
    assert client.get(reverse("api-companies"), headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_the_limit_counts_prefixes_and_believes_no_header(
    client: Client, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plumbing, "REQUESTS_PER_MINUTE", 3)
    cache.clear()
    codes = [
        client.get(reverse("api-companies"), headers={"X-Forwarded-For": f"203.0.113.{n}"}).status_code
        for n in range(4)
    ]
    assert codes == [200, 200, 200, 429]
    limited = client.get(reverse("api-companies"))
    assert limited["Content-Type"] == "application/problem+json"
    assert int(limited["Retry-After"]) >= 1


def test_lists_cost_the_same_however_long_they_are(
    client: Client, company: Company, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_complaint(company=company, now=clock.now())
    with django_assert_num_queries(1):
        get(client, reverse("api-complaints"))
    for _ in range(10):
        make_complaint(company=company, now=clock.now())
    with django_assert_num_queries(1):
        results = get(client, reverse("api-complaints"))["results"]
    assert len(results) == Complaint.objects.count() == 11


@override_settings(DEBUG=False)
def test_the_schema_is_served(client: Client) -> None:
    answer = client.get(reverse("api-schema"))
    assert answer.status_code == 200
    assert b"/api/v1/complaints/{reference}/" in answer.content
    assert client.get(reverse("api-docs")).status_code == 200
