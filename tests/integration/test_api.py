"""The API: shapes, cursors, errors as problems, and nothing private."""

import base64
import json
from datetime import timedelta
from typing import Any

import jsonschema
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from companies.api import plumbing
from companies.api.views import CompanyList
from companies.models import Company, Representative
from complaints.models import Complaint, Event, Posting, Reply
from complaints.services import filing, moderating, resolving, tracking
from config.doors import clock
from tests.factories import (
    make_attempt,
    make_cases,
    make_company,
    make_complaint,
    make_connection,
    make_draft,
    make_handle,
)

pytestmark = pytest.mark.django_db


def get(client: Client, path: str, expected: int = 200, **query: str) -> Any:
    answer = client.get(path, query)
    assert answer.status_code == expected, answer.content
    kind = "application/json" if expected == 200 else "application/problem+json"
    assert answer["Content-Type"].startswith(kind)
    return json.loads(answer.content)


def cursor_text(values: list[object]) -> str:
    """A cursor that somebody wrote by hand."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


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
    # A slug that is also a word of the address, and a query that must not get lost.
    Company.objects.filter(pk=other_company.pk).update(slug="companies")
    answer = client.get(reverse("api-scorecard", args=["companies"]), {"window": "90"})
    assert answer["Location"] == reverse("api-scorecard", args=[company.slug]) + "?window=90"


def test_companies_are_filtered(client: Client, company: Company, other_company: Company) -> None:
    make_company(name="Época", sector="retail", country="BR", aliases=("The Old Shop",))
    make_company(name="Proposed by somebody", state="proposed")

    def names(**query: str) -> list[str]:
        return [row["name"] for row in get(client, reverse("api-companies"), **query)["results"]]

    assert names() == ["Época", "Northline", "Pebble Mobile"]
    assert (
        names(q="EPOC") == names(q="old shop") == names(sector="retail") == names(country="BR") == ["Época"]
    )
    assert names(q="mobile", sector="telecoms") == ["Pebble Mobile"]
    assert names(q="mobile", sector="retail") == names(q="100%_") == []


def test_complaints_walk_newest_first(client: Client, company: Company, other_company: Company) -> None:
    now = clock.now()
    made = [
        make_complaint(company=company, title=f"Number {n}", now=now - timedelta(minutes=n // 2)).reference
        for n in range(plumbing.PAGE + 3)
    ]
    make_complaint(company=other_company, now=now - timedelta(days=1))
    first = get(client, reverse("api-complaints"), company=company.slug)
    make_complaint(company=company, title="Filed while somebody reads", now=now)
    second = json.loads(client.get(first["next"].removeprefix(settings.SITE_URL)).content)
    walked = [row["reference"] for row in first["results"] + second["results"]]
    assert sorted(walked) == sorted(made)
    assert len(set(walked)) == len(made)
    assert [row["company"] for row in first["results"]] == ["northline"] * plumbing.PAGE
    assert second["next"] is None


def test_complaints_are_filtered(
    client: Client, customer: User, company: Company, other_company: Company
) -> None:
    now = clock.now()
    mine = make_complaint(by=customer, company=company, now=now - timedelta(days=2))
    Company.objects.filter(pk=other_company.pk).update(sector="retail")
    other = make_complaint(company=other_company, now=now)
    resolving.give_up(complaint=mine, by=customer, reason="Too long", now=now)

    def found(**query: str) -> list[str]:
        return [row["reference"] for row in get(client, reverse("api-complaints"), **query)["results"]]

    assert found() == found(category="delivery") == [other.reference, mine.reference]
    assert found(sector="retail") == found(status="waiting") == found(status="open") == [other.reference]
    assert found(company="northline") == found(status="ended") == [mine.reference]
    assert found(status="resolved") == found(category="billing") == []


def test_a_merged_company_still_names_its_complaints(
    client: Client, company: Company, other_company: Company
) -> None:
    complaint = make_complaint(company=company, now=clock.now())
    Company.objects.filter(pk=other_company.pk).update(state="merged", merged_into=company)
    body = get(client, reverse("api-complaints"), company=other_company.slug)
    assert [row["reference"] for row in body["results"]] == [complaint.reference]


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
    listed = client.get(reverse("api-complaints")).content.decode()
    assert complaint.reference in listed
    assert customer.email not in listed
    # The mail address of a brand is published on its page only where the brand publishes it.
    about = client.get(reverse("api-company", args=[company.slug])).content.decode()
    assert company.complaints_email not in about
    assert (
        client.get(path.replace(complaint.reference, complaint.reference.lower())).content
        == json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()
    )


def test_hidden_replies_and_private_events_stay_out(
    client: Client, company: Company, representative: Representative
) -> None:
    complaint = make_complaint(company=company, now=clock.now())
    reply = tracking.record_company_reply(
        complaint=complaint, by=representative.user, text="We will look into your order.", now=clock.now()
    )
    Event.objects.create(
        complaint=complaint, kind="escalated", at=clock.now(), actor_role="customer", is_public=False
    )
    path = reverse("api-complaint", args=[complaint.reference])
    body = get(client, path)
    assert [one["text"] for one in body["replies"]] == ["We will look into your order."]
    assert "escalated" not in [one["kind"] for one in body["events"]]
    Reply.objects.filter(pk=reply.pk).update(visibility="hidden")
    assert get(client, path)["replies"] == []


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
        ("api-companies", [], {"cursor": cursor_text(["a\0b", 1])}, 400, "cursor"),
        ("api-companies", [], {"cursor": cursor_text(["\ud800", 1])}, 400, "cursor"),
        ("api-companies", [], {"cursor": cursor_text(["a", 2**70])}, 400, "cursor"),
        ("api-companies", [], {"cursor": cursor_text(["a", True])}, 400, "cursor"),
        ("api-companies", [], {"cursor": "é"}, 400, "cursor"),
        ("api-companies", [], {"country": "ZZ"}, 400, "country"),
        ("api-complaints", [], {"cursor": cursor_text(["0001-01-01T00:00:00+23:59", 1])}, 400, "cursor"),
        ("api-complaints", [], {"company": "nobody"}, 400, "company"),
        ("api-complaints", [], {"category": "magic"}, 400, "category"),
        ("api-complaints", [], {"status": "happy"}, 400, "status"),
        ("api-scorecard", ["nobody"], {}, 404, ""),
        ("api-complaint", ["ABCD"], {}, 404, ""),
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


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_only_reading(client: Client, method: str) -> None:
    answer = getattr(client, method)(reverse("api-companies"))
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_only_json(client: Client) -> None:
    answer = client.get(reverse("api-companies"), headers={"Accept": "text/html"})
    assert (answer.status_code, answer["Content-Type"]) == (406, "application/problem+json")
    assert client.get(reverse("api-companies"), headers={"Accept": "text/html, */*;q=0.8"}).status_code == 200


def test_the_windows_are_named(client: Client, company: Company) -> None:
    body = get(client, reverse("api-scorecard", args=[company.slug]), 400, window="17")
    assert body["errors"] == {"window": ["The windows are 90, 365 and all."]}


def test_what_no_view_answers_is_a_problem_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert get(client, "/api/v1/nothing/", 404)["instance"] == "/api/v1/nothing/"
    assert client.get("/nothing/")["Content-Type"].startswith("text/html")

    def breaks(self: object, request: object) -> None:
        raise RuntimeError("words of ours that nobody should read")

    monkeypatch.setattr(CompanyList, "get", breaks)
    monkeypatch.setattr(client, "raise_request_exception", False)
    body = get(client, reverse("api-companies"), 500)
    assert (body["status"], body["title"]) == (500, "The fault is ours")
    assert "words of ours" not in json.dumps(body)


def test_pages_can_be_kept_and_asked_for_again(client: Client, company: Company) -> None:
    first = client.get(reverse("api-companies"))
    assert (first["Access-Control-Allow-Origin"], "public" in first["Cache-Control"]) == ("*", True)
    assert "max-age=60" in first["Cache-Control"]
    again = client.get(reverse("api-companies"), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == first["Cache-Control"]
    assert not first.cookies
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


def test_one_complaint_costs_the_same_however_much_happened(
    client: Client,
    company: Company,
    representative: Representative,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    complaint = make_complaint(company=company, now=clock.now())
    path = reverse("api-complaint", args=[complaint.reference])
    with CaptureQueriesContext(connection) as once:
        get(client, path)
    for number in range(5):
        tracking.record_company_reply(
            complaint=complaint, by=representative.user, text=f"We look into order {number}.", now=clock.now()
        )
    with django_assert_num_queries(len(once)):
        assert len(get(client, path)["replies"]) == 5


def in_json_schema(part: Any) -> Any:
    """OpenAPI 3.0 as JSON Schema: `nullable` is a type of its own, and what is not described is not there."""
    if isinstance(part, list):
        return [in_json_schema(one) for one in part]
    if not isinstance(part, dict):
        return part
    plain = {name: in_json_schema(value) for name, value in part.items() if name != "nullable"}
    if "properties" in part:
        plain["additionalProperties"] = False
    return {"anyOf": [plain, {"type": "null"}]} if part.get("nullable") is True else plain


def test_answers_are_what_the_documentation_says(
    client: Client, customer: User, company: Company, representative: Representative
) -> None:
    make_cases(company, resolved=30, still_open=10)
    for number in range(11):
        make_cases(make_company(name=f"Other {number}"), resolved=20 + number, still_open=20)
    make_company(name="No cases")
    make_handle(company=company)
    company.channels.create(kind="phone", value="+44 20 7946 0000", staffed={"1": ["09:00", "17:30"]})
    complaint = make_complaint(by=customer, company=company, now=clock.now())
    Posting.objects.create(
        complaint=complaint,
        connection=make_connection(),
        network="mastodon",
        state="sent",
        text="One complaint",
        idempotency_key="one",
        remote_id="1",
        remote_url="https://social.example.test/@answerable/1",
        created_at=clock.now(),
        sent_at=clock.now(),
    )
    tracking.offer_fix(
        complaint=complaint,
        by=representative.user,
        text="We send a new one.",
        due_on=clock.now().date() + timedelta(days=5),
        now=clock.now(),
    )
    schema = SchemaGenerator(api_version="v1").get_schema(public=True)
    parts = in_json_schema(json.loads(json.dumps(schema["components"], default=str)))
    asked = {
        "/api/v1/companies/": ["/api/v1/companies/"],
        "/api/v1/companies/{slug}/": ["/api/v1/companies/northline/"],
        "/api/v1/companies/{slug}/scorecard/": [
            f"/api/v1/companies/{slug}/scorecard/?window={window}"
            for slug in ("northline", "no-cases")
            for window in ("90", "365", "all")
        ],
        "/api/v1/league/{sector}/": ["/api/v1/league/telecoms/", "/api/v1/league/health/?country=GB"],
        "/api/v1/complaints/": ["/api/v1/complaints/"],
        "/api/v1/complaints/{reference}/": [f"/api/v1/complaints/{complaint.reference}/"],
    }
    assert set(asked) == set(schema["paths"])
    for path, addresses in asked.items():
        described = schema["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        for address in addresses:
            document = jsonschema.Draft202012Validator({**in_json_schema(described), "components": parts})
            wrong = [f"{e.json_path}: {e.message[:200]}" for e in document.iter_errors(get(client, address))]
            assert wrong == [], address


@override_settings(DEBUG=False)
def test_the_schema_is_served(client: Client) -> None:
    answer = client.get(reverse("api-schema"))
    assert answer.status_code == 200
    assert b"/api/v1/complaints/{reference}/" in answer.content
    assert client.get(reverse("api-docs")).status_code == 200
