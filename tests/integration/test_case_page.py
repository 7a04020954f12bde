"""The page of a case, its acts and the one-click page from the mail."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Mail, User
from companies.charts.clocks import NUMBERS
from companies.models import Company, Representative
from complaints.enums import Outcome, Status
from complaints.models import Complaint, Event
from complaints.services import moderating, resolving, tracking
from config.doors import clock
from tests.factories import make_complaint

pytestmark = pytest.mark.django_db

ANSWER = "We found the parcel in our depot and a courier will bring it on Thursday before noon."
DEFLECTION = "Please send us a direct message so that we can help you."


@pytest.fixture
def complaint(customer: User, company: Company, representative: Representative) -> Complaint:
    return make_complaint(by=customer, company=company, now=clock.now() - timedelta(days=10))


def act(client: Client, complaint: Complaint, name: str, **data: str) -> int:
    return client.post(reverse(f"complaints:{name}", args=[complaint.reference]), data).status_code


def page(client: Client, complaint: Complaint) -> str:
    answer = client.get(complaint.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_shows_words_ledger_and_both_clocks(client: Client, complaint: Complaint) -> None:
    shown = page(client, complaint)
    for words in (
        complaint.title,
        complaint.story,
        "25\N{NO-BREAK SPACE}min",
        "since publication",
        "Awaiting answer",
    ):
        assert words in shown
    assert "Put it on the record" not in shown


def test_a_deflection_is_shown_with_the_words_that_caused_it(
    client: Client, complaint: Complaint, representative: Representative
) -> None:
    tracking.record_company_reply(
        complaint=complaint, by=representative.user, text=DEFLECTION, now=clock.now()
    )
    shown = page(client, complaint)
    assert "Deflection: the clock goes on" in shown
    assert "send us a direct message" in shown.split("It sends the customer elsewhere")[1]
    assert "Awaiting answer" in shown or "No answer" in shown


def test_user_text_is_plain_text(client: Client, customer: User, company: Company) -> None:
    story = "<script>alert(1)</script> <b>bold</b> & 1 < 2 😀 مرحبا"
    shown = page(client, make_complaint(by=customer, company=company, story=story, now=clock.now()))
    assert "<script>alert" not in shown
    assert "<b>bold" not in shown
    assert "😀 مرحبا" in shown


def test_the_customer_confirms_on_the_page(client: Client, complaint: Complaint, customer: User) -> None:
    client.force_login(customer)
    today = clock.now().date().isoformat()
    assert act(client, complaint, "word", **{"word-say": "fixed", "word-fixed_on": today}) == 302
    complaint.refresh_from_db()
    assert (complaint.status, complaint.outcome) == (Status.RESOLVED, Outcome.RESOLVED)
    assert "Resolved, says the customer" in page(client, complaint)


@pytest.mark.parametrize("word", ["fixed", "partly_end", "partly_on", "not_fixed"])
def test_what_the_customer_adds_to_any_word_is_public(
    client: Client, complaint: Complaint, customer: User, word: str
) -> None:
    client.force_login(customer)
    data = {"word-say": word, "word-fixed_on": clock.now().date().isoformat()}
    assert act(client, complaint, "word", **data, **{"word-note": "The engineer came & stayed."}) == 302
    client.logout()
    assert "The engineer came &amp; stayed." in page(client, complaint)


def test_the_day_is_not_called_optional(client: Client, complaint: Complaint, customer: User) -> None:
    client.force_login(customer)
    label = page(client, complaint).split("On which day was it fixed?")[1].split("<input")[0]
    assert "optional" not in label
    assert "Only with the first two answers." in label


def test_the_drawing_counts_attempts_as_the_ledger_does(client: Client, complaint: Complaint) -> None:
    complaint.attempts.update(times=3)
    shown = page(client, complaint)
    rows = complaint.attempts.count()
    assert f"{3 * rows} attempts, " in shown
    assert f">{NUMBERS[3 * rows]} attempts<" in shown


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choose one of the answers."),
        ({"word-say": "fixed"}, "Enter the day it was fixed"),
        ({"word-say": "fixed", "word-fixed_on": "2999-01-01"}, "cannot lie in the future"),
        ({"word-say": "fixed", "word-fixed_on": "2001-01-01"}, "before it was published"),
        ({"word-say": "fixed", "word-fixed_on": "yesterday"}, "Enter a day"),
    ],
)
def test_a_word_that_cannot_be_is_said_so_and_kept(
    client: Client, complaint: Complaint, customer: User, data: dict[str, str], words: str
) -> None:
    client.force_login(customer)
    answer = client.post(reverse("complaints:word", args=[complaint.reference]), data)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert shown.count(words) >= 2  # in the summary and at the field
    if day := data.get("word-fixed_on"):
        assert f'value="{day}"' in shown
    complaint.refresh_from_db()
    assert complaint.status == Status.AWAITING_ANSWER


@pytest.mark.parametrize(
    ("name", "data", "after"),
    [
        ("reply", {"reply-text": "I am still waiting."}, (Status.AWAITING_ANSWER, "")),
        ("word", {"word-say": "not_fixed"}, (Status.AWAITING_ANSWER, "")),
        ("word", {"word-say": "partly_on", "word-note": "Half of it."}, (Status.AWAITING_ANSWER, "")),
        ("withdraw", {"reason-reason": "Settled by phone."}, (Status.CLOSED, Outcome.WITHDRAWN)),
        ("give_up", {"reason-reason": "Too tired."}, (Status.CLOSED, Outcome.GAVE_UP)),
        ("escalate", {"escalation-to": "court"}, (Status.AWAITING_ANSWER, "")),
    ],
)
def test_what_the_customer_can_do(
    client: Client,
    complaint: Complaint,
    customer: User,
    name: str,
    data: dict[str, str],
    after: tuple[str, str],
) -> None:
    client.force_login(customer)
    events = Event.objects.count()
    assert act(client, complaint, name, **data) == 302
    complaint.refresh_from_db()
    assert (complaint.status, complaint.outcome) == after
    assert Event.objects.count() == events + 1


def test_an_offer_made_elsewhere_goes_on_the_record(
    client: Client, complaint: Complaint, customer: User
) -> None:
    client.force_login(customer)
    due = (clock.now() + timedelta(days=5)).date().isoformat()
    assert (
        act(client, complaint, "offer_elsewhere", **{"offer-text": "By phone: 40 EUR.", "offer-due_on": due})
        == 302
    )
    complaint.refresh_from_db()
    assert complaint.status == Status.FIX_OFFERED
    assert "as told by the customer" in page(client, complaint)


def test_nobody_else_acts_for_the_customer(
    client: Client, complaint: Complaint, other_customer: User, representative: Representative
) -> None:
    acts = ["reply", "word", "withdraw", "give_up", "escalate", "reopen", "offer_elsewhere", "take_back"]
    for name in acts:
        assert act(client, complaint, name) == 302  # to sign-in
    for by in (other_customer, representative.user):
        client.force_login(by)
        assert [act(client, complaint, name) for name in acts] == [404] * len(acts)
    assert Event.objects.count() == 2  # published, and the brand was told


def test_the_link_in_the_mail_changes_nothing_and_its_page_does(
    client: Client, complaint: Complaint, customer: User
) -> None:
    resolving.ask_due_questions(now=clock.now())
    text = Mail.objects.get(about="question").text
    link = next(line for line in text.splitlines() if "say=fixed" in line)
    path = link.removeprefix("http://testserver")
    events = Event.objects.count()
    shown = client.get(path)  # signed in or not: a mail scanner follows it too
    assert (shown.status_code, Event.objects.count()) == (200, events)
    assert 'value="fixed"' in shown.content.decode()
    today = clock.now().date().isoformat()
    done = client.post(path, {"word-say": "fixed", "word-fixed_on": today})
    assert done.status_code == 302
    complaint.refresh_from_db()
    assert complaint.status == Status.RESOLVED
    again = client.get(path)
    assert "This case has ended" in again.content.decode()


def test_a_forged_link_opens_nothing(client: Client) -> None:
    assert client.get(reverse("complaints:answer", args=["forged"])).status_code == 404


def test_hidden_and_removed_cases_leave_a_trace_for_readers(
    client: Client, complaint: Complaint, moderator: User, customer: User
) -> None:
    now = clock.now()
    moderating.hide_complaint(complaint=complaint, by=moderator, rule="It names an employee.", now=now)
    hidden = client.get(complaint.get_absolute_url())
    assert hidden.status_code == 404
    assert "It names an employee." in hidden.content.decode()
    assert complaint.story not in hidden.content.decode()
    moderating.remove_complaint(complaint=complaint, by=moderator, rule="Unlawful.", now=now)
    assert client.get(complaint.get_absolute_url()).status_code == 410
    client.force_login(customer)
    assert complaint.story in page(client, complaint)


def test_drafts_and_unknown_references_look_alike(client: Client, customer: User, company: Company) -> None:
    from tests.factories import make_draft

    draft = make_draft(by=customer, company=company)
    client.force_login(customer)
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get(reverse("complaints:case", args=["ANOTTHERE"])).status_code == 404


def test_a_label_is_contested_by_either_side_only(
    client: Client,
    complaint: Complaint,
    representative: Representative,
    customer: User,
    other_customer: User,
    other_representative: Representative,
) -> None:
    reply = tracking.record_company_reply(
        complaint=complaint, by=representative.user, text=ANSWER, now=clock.now()
    )
    path = reverse("complaints:contest", args=[complaint.reference, reply.pk])
    for by in (other_customer, other_representative.user):
        client.force_login(by)
        assert client.post(path, {"reason": "No."}).status_code == 404
    client.force_login(customer)
    assert client.post(path, {"reason": ""}).status_code == 422
    assert client.post(path, {"reason": "It says nothing."}).status_code == 302
    reply.refresh_from_db()
    assert reply.contested_by_side == "customer"


def test_the_page_costs_the_same_however_much_was_said(
    client: Client,
    complaint: Complaint,
    representative: Representative,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(7):
        page(client, complaint)
    for _ in range(12):
        tracking.record_company_reply(
            complaint=complaint, by=representative.user, text=ANSWER, now=clock.now()
        )
    with django_assert_num_queries(7):
        page(client, complaint)


def test_the_list_costs_the_same_however_long_it_is(
    client: Client, company: Company, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        make_complaint(company=company, title=f"Complaint number {number}", now=clock.now())
    with django_assert_num_queries(1):
        assert client.get(reverse("complaints:browse")).status_code == 200
    for number in range(30):
        make_complaint(company=company, title=f"Another one {number}", now=clock.now())
    with django_assert_num_queries(1):
        first = client.get(reverse("complaints:browse"))
    assert first.content.decode().count("case-list__time") == 20
    older = first.context["older_url"]
    second = client.get(older)
    assert second.content.decode().count("case-list__time") == 13
    shown = {c.reference for c in first.context["page"].complaints} | {
        c.reference for c in second.context["page"].complaints
    }
    assert len(shown) == 33


@pytest.mark.parametrize("before", ["", "x", "1-", "99999999999999999999-1", "1-1'; DROP TABLE"])
def test_a_cursor_that_we_did_not_make_shows_the_first_page(client: Client, before: str) -> None:
    assert client.get(reverse("complaints:browse"), {"before": before}).status_code == 200
