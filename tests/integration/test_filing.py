"""The steps of a draft: nothing typed is ever lost, and nobody else gets in."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from companies.models import Company
from complaints.enums import CameOf, EventKind, Status
from complaints.models import Attempt, Complaint
from complaints.services import filing
from tests.factories import NOW, make_attempt, make_complaint, make_draft
from tests.integration.filing_pages import ATTEMPT, STORY, url, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.doors.clock.now", lambda: NOW)


@pytest.fixture
def draft(customer: User, company: Company) -> Complaint:
    return filing.start_draft(by=customer, company=company, now=NOW)


# The story --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"title": ""}, "Give your complaint a title."),
        ({"title": "x" * 121}, "Too long: 121 of at most 120 characters."),
        ({"title": "\u200b\u202e"}, "Give your complaint a title."),
        ({"story": " \r\n "}, "Tell what happened."),
        ({"story": "é" * 8001}, "Too long: 8,001 of at most 8,000 characters."),
        ({"category": ""}, "Choose what kind of problem it is."),
        ({"category": "nonsense"}, "Choose one from the list."),
        ({"happened_on": "2026-03-03"}, "The day it happened cannot be in the future. Today is 02 March 2026."),
        ({"happened_on": "02/03/2026"}, "Write the day like 2025-10-28 (year, month, day)."),
        ({"happened_on": "0026-03-01"}, "Check the year: 26 is too long ago."),
        ({"wish": "w" * 1001}, "Too long: 1,001 of at most 1,000 characters."),
        ({"amount": "-5"}, "The amount cannot be negative."),
        ({"amount": "lots"}, "Write the amount in digits, for example 49.90."),
        ({"currency": ""}, "Say which currency the amount is in, for example EUR."),
        ({"currency": "XYZ"}, "We do not know the currency “XYZ”. Write its three letters, for example EUR or USD."),
        ({"country": "XX"}, "Choose a country from the list."),
        ({"public_name": "ana@example.test"}, "Leave out “@”: this name is public, an address should not be."),
    ],
)  # fmt: skip
def test_an_error_in_the_story_is_said_twice_and_nothing_is_lost(
    client: Client, customer: User, draft: Complaint, change: dict[str, str], error: str
) -> None:
    client.force_login(customer)
    typed = {**STORY, "public_name": "Ana", **change}
    page = client.post(url("filing_story", draft), typed)
    assert page.status_code == 422
    assert words(page).count(error) == 2
    shown = unescape(page.content.decode())
    for name, value in typed.items():
        if value.strip() and name not in ("category", "country") and "\u202e" not in value:
            assert value in shown or value.replace("\r\n", "\n") in shown, name
    draft.refresh_from_db()
    assert draft.title == ""


def test_text_at_the_limit_is_not_too_long_for_its_line_ends(
    client: Client, customer: User, draft: Complaint
) -> None:
    client.force_login(customer)
    # Browsers send two characters for each line end.
    client.post(url("filing_story", draft), {**STORY, "story": "a\r\n" * 3999 + "bc"})
    draft.refresh_from_db()
    assert len(draft.story) == 8000


def test_leaving_keeps_an_unfinished_story(client: Client, customer: User, draft: Complaint) -> None:
    client.force_login(customer)
    response = client.post(url("filing_story", draft), {"title": "Half", "leave": "1"})
    assert response.url == reverse("complaints:mine")
    draft.refresh_from_db()
    assert (draft.title, draft.story, draft.step) == ("Half", "", "story")
    assert client.get(url("filing", draft)).url == url("filing_story", draft)
    client.post(url("filing_story", draft), STORY)
    assert client.get(url("filing", draft)).url == url("filing_ledger", draft)


def test_words_typed_while_signed_out_are_there_after_signing_in(
    client: Client, customer: User, draft: Complaint
) -> None:
    response = client.post(url("filing_story", draft), STORY)
    assert response.url == f"{reverse('account_login')}?next={url('filing_story', draft)}"
    client.force_login(customer)
    page = client.get(url("filing_story", draft))
    assert "What you typed was kept." in words(page)
    assert "<b>money</b> 😡. שלום" in unescape(page.content.decode())
    # Once: afterwards the page shows what is saved.
    assert 'value="Charged twice"' not in client.get(url("filing_story", draft)).content.decode()


# The ledger -------------------------------------------------------------------------------------------


def test_an_attempt_is_added_with_its_effort(client: Client, customer: User, draft: Complaint) -> None:
    client.force_login(customer)
    assert client.post(url("filing_ledger", draft), ATTEMPT).url == url("filing_ledger", draft)
    attempt = Attempt.objects.get()
    assert (attempt.made_on, attempt.times, attempt.minutes) == (date(2026, 2, 10), 3, 60)
    assert (attempt.came_of, attempt.reference) == (CameOf.PROMISE_BROKEN, "NL-443")
    page = client.get(url("filing_ledger", draft))
    assert "3 attempts 1 channel 1 h 20 days" in words(page)
    draft.refresh_from_db()
    assert (draft.first_attempt_on, draft.get_tier_display()) == (date(2026, 2, 10), "Reference number")


@pytest.mark.parametrize(
    ("day", "expected"), [("today", NOW.date()), ("yesterday", NOW.date() - timedelta(days=1))]
)
def test_today_and_yesterday_need_no_date(
    client: Client, customer: User, draft: Complaint, day: str, expected: date
) -> None:
    client.force_login(customer)
    client.post(url("filing_ledger", draft), {**ATTEMPT, "day": day, "made_on": "garbage"})
    assert Attempt.objects.get().made_on == expected


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"channel": ""}, "Choose how you tried."),
        ({"channel": "pigeon"}, "Choose how you tried from the list."),
        ({"day": "", "made_on": ""}, "Enter the day, for example 2025-10-28. A rough date is enough."),
        ({"made_on": "2026-03-03"}, "The day of the attempt cannot be in the future. Today is 02 March 2026."),
        ({"made_on": "soon"}, "Write the day like 2025-10-28 (year, month, day)."),
        ({"made_on": "1926-03-01"}, "Check the year: 1926 is too long ago."),
        ({"times": "0"}, "The number of tries must be at least 1."),
        ({"times": "501"}, "The number of tries can be at most 500."),
        ({"times": "often"}, "Write the number of tries as a whole number."),
        ({"took": "other", "minutes": "-5"}, "The minutes cannot be negative."),
        ({"took": "other", "minutes": "100001"}, "The minutes can be at most 100,000."),
        ({"took": "", "minutes": "1.5"}, "Write the minutes as a whole number."),
        ({"came_of": ""}, "Choose what came of it."),
        ({"note": "n" * 501}, "Too long: 501 of at most 500 characters."),
        ({"reference": "r" * 81}, "Too long: 81 of at most 80 characters."),
    ],
)  # fmt: skip
def test_an_error_in_an_attempt_is_said_twice_and_nothing_is_lost(
    client: Client, customer: User, draft: Complaint, change: dict[str, str], error: str
) -> None:
    client.force_login(customer)
    typed = {**ATTEMPT, **change}
    page = client.post(url("filing_ledger", draft), typed)
    assert page.status_code == 422
    assert words(page).count(error) == 2
    shown = unescape(page.content.decode())
    for name in ("made_on", "times", "minutes", "note", "reference"):
        if typed[name]:
            assert f'value="{typed[name]}"' in shown, name
    assert not Attempt.objects.exists()


def test_continue_adds_what_was_typed_and_goes_on(client: Client, customer: User, draft: Complaint) -> None:
    client.force_login(customer)
    blank = {"times": "1", "continue": "1"}
    assert client.post(url("filing_ledger", draft), blank).url == url("filing_evidence", draft)
    assert not Attempt.objects.exists()
    assert client.post(url("filing_ledger", draft), {**ATTEMPT, "continue": "1"}).url == url(
        "filing_evidence", draft
    )
    assert Attempt.objects.count() == 1
    # Half a row is neither lost nor skipped.
    half = client.post(url("filing_ledger", draft), {"note": "half", "times": "1", "leave": "1"})
    assert half.status_code == 422
    assert 'value="half"' in half.content.decode()


def test_an_attempt_can_be_changed_and_removed(client: Client, customer: User, draft: Complaint) -> None:
    attempt = make_attempt(complaint=draft, minutes=25)
    client.force_login(customer)
    page = client.get(url("filing_attempt", draft, attempt.pk))
    assert 'value="25"' in page.content.decode()
    changed = client.post(
        url("filing_attempt", draft, attempt.pk), {**ATTEMPT, "took": "other", "minutes": "7"}
    )
    assert changed.url == url("filing_ledger", draft)
    attempt.refresh_from_db()
    assert attempt.minutes == 7
    assert "Remove this attempt?" in words(client.get(url("filing_attempt_remove", draft, attempt.pk)))
    client.post(url("filing_attempt_remove", draft, attempt.pk))
    assert not Attempt.objects.exists()


def test_a_ledger_is_not_endless(client: Client, customer: User, draft: Complaint) -> None:
    Attempt.objects.bulk_create(
        Attempt(complaint=draft, channel="phone", made_on=NOW.date(), came_of="nobody", created_at=NOW)
        for _ in range(60)
    )
    client.force_login(customer)
    page = client.post(url("filing_ledger", draft), ATTEMPT)
    assert page.status_code == 422
    assert "A ledger holds at most 60 rows." in words(page)
    assert 'value="refund within 5 days"' in page.content.decode()


def test_an_attempt_typed_while_signed_out_is_there_after_signing_in(
    client: Client, customer: User, draft: Complaint
) -> None:
    client.post(url("filing_ledger", draft), ATTEMPT)
    client.force_login(customer)
    assert 'value="NL-443"' in client.get(url("filing_ledger", draft)).content.decode()


# Who may ----------------------------------------------------------------------------------------------

STEPS = (
    "filing",
    "filing_company",
    "filing_story",
    "filing_ledger",
    "filing_evidence",
    "filing_networks",
    "filing_check",
    "filing_done",
    "filing_discard",
)


def addresses(complaint: Complaint, attempt: Attempt) -> list[str]:
    return [
        *(url(name, complaint) for name in STEPS),
        url("filing_attempt", complaint, attempt.pk),
        url("filing_attempt_remove", complaint, attempt.pk),
        url("filing_evidence_remove", complaint, 1),
    ]


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_gets_into_a_draft(
    client: Client, draft: Complaint, other_customer: User, moderator: User, method: str
) -> None:
    attempt = make_attempt(complaint=draft)
    for person in (other_customer, moderator):
        client.force_login(person)
        for address in addresses(draft, attempt):
            allowed = 405 if method == "post" and address == url("filing_done", draft) else 404
            assert getattr(client, method)(address).status_code == allowed, address


def test_a_stranger_is_asked_to_sign_in(client: Client, draft: Complaint) -> None:
    attempt = make_attempt(complaint=draft)
    for address in addresses(draft, attempt):
        assert client.get(address).url == f"{reverse('account_login')}?next={address}"


def test_a_row_of_another_complaint_is_not_there(
    client: Client, customer: User, draft: Complaint, other_customer: User
) -> None:
    foreign = make_attempt(complaint=make_draft(by=other_customer, attempts=0))
    client.force_login(customer)
    for name in ("filing_attempt", "filing_attempt_remove"):
        assert client.post(url(name, draft, foreign.pk), ATTEMPT).status_code == 404
    assert Attempt.objects.filter(pk=foreign.pk).exists()


def test_a_filed_complaint_is_no_draft_any_more(client: Client, customer: User) -> None:
    complaint = make_complaint(by=customer)
    client.force_login(customer)
    for name in ("filing_story", "filing_ledger", "filing_networks", "filing_check", "filing_discard"):
        for method in (client.get, client.post):
            assert method(url(name, complaint)).url == url("filing_done", complaint)
    complaint.refresh_from_db()
    assert complaint.status == Status.AWAITING_ANSWER


def test_a_discarded_draft_is_gone(client: Client, customer: User, draft: Complaint) -> None:
    client.force_login(customer)
    filing.tell_story(complaint=draft, story=filing.Story(title="T", story="S"), by=customer)
    assert "Throw this draft away?" in words(client.get(url("filing_discard", draft)))
    assert client.post(url("filing_discard", draft)).url == reverse("complaints:mine")
    draft.refresh_from_db()
    assert (draft.status, draft.title, draft.story) == (Status.DISCARDED, "", "")
    assert client.get(url("filing_story", draft)).status_code == 404


def test_odd_addresses_are_not_found(client: Client, customer: User, draft: Complaint) -> None:
    client.force_login(customer)
    assert client.get(f"/complaints/{draft.reference}%00x/file/story/").status_code == 404
    assert client.get(url("filing_attempt", draft, 10**30)).status_code == 404
    assert client.get(url("filing_evidence_remove", draft, 10**30)).status_code == 404
    assert client.get(reverse("complaints:evidence_file", args=[draft.reference, 10**30])).status_code == 404
    assert client.post(reverse("complaints:new"), {"company": "north\0line\0x"}).status_code == 422
    assert client.get(f"{reverse('complaints:new_company')}?complaint=%00").status_code == 200
    assert client.get(f"{reverse('complaints:new')}?q=%00north&company=%00").status_code == 200
    assert client.get(url("filing_company", draft), {"q": "\0"}).status_code == 200
    page = client.post(url("filing_networks", draft), {f"wanted-{'9' * 500}": "on", "wanted-x": "\0"})
    assert page.status_code == 422


def test_control_characters_are_dropped_and_the_rest_stays(
    client: Client, customer: User, draft: Complaint
) -> None:
    client.force_login(customer)
    client.post(
        url("filing_story", draft), {**STORY, "title": "A\0B\u202eC", "currency": "EUR", "amount": "5"}
    )
    draft.refresh_from_db()
    assert draft.title == "ABC"


# Cost -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("filing_company", 4),
        ("filing_story", 4),
        ("filing_ledger", 5),
        ("filing_evidence", 5),
        ("filing_networks", 9),
        ("filing_check", 18),
    ],
)
def test_a_page_asks_the_database_little_however_long_the_ledger(
    client: Client,
    customer: User,
    draft: Complaint,
    name: str,
    most: int,
    django_assert_max_num_queries: Callable,
) -> None:
    for number in range(12):
        make_attempt(complaint=draft, made_on=NOW.date() - timedelta(days=number))
    client.force_login(customer)
    client.get(url(name, draft))  # the first visit after signing in records where one is signed in
    with django_assert_max_num_queries(most):
        assert client.get(url(name, draft)).status_code == 200


def test_submitting_twice_files_once(client: Client, customer: User) -> None:
    draft = make_draft(by=customer)
    client.force_login(customer)
    page = client.get(url("filing_check", draft))
    shown = re.search(r'name="shown" value="(\w+)"', page.content.decode())
    assert shown is not None
    sent = {"attested": "on", "shown": shown[1]}
    for _ in range(2):
        assert client.post(url("filing_check", draft), sent).url == url("filing_done", draft)
    assert draft.events.filter(kind=EventKind.PUBLISHED).count() == 1
