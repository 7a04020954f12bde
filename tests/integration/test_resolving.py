"""The customer's word, the questions that everybody is asked, and the lapse."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import Mail, User
from companies.enums import Ending
from companies.models import Case, Company, Representative
from complaints.enums import (
    Escalation,
    EventKind,
    Outcome,
    QuestionAnswer,
    QuestionState,
    ReplyKind,
    Status,
)
from complaints.models import Complaint, Event, Question
from complaints.rules.lifecycle import MoveRefused
from complaints.services import moderating, resolving, tracking
from complaints.services.moves import NotAllowed
from tests.factories import NOW, make_complaint

pytestmark = pytest.mark.django_db

ANSWER = "We found the parcel in our depot and a courier will bring it on Thursday before noon."
OFFER = "We refund 40 EUR to your card."


@pytest.fixture
def complaint(customer: User, company: Company, representative: Representative) -> Complaint:
    return make_complaint(by=customer, company=company)


def days(number: float) -> datetime:
    return NOW + timedelta(days=number)


def fresh(complaint: Complaint) -> Complaint:
    return Complaint.objects.select_related("company", "customer").get(pk=complaint.pk)


def test_a_fix_counts_at_the_end_of_the_named_day_and_is_known_at_the_click(
    complaint: Complaint, customer: User, representative: Representative
) -> None:
    tracking.record_company_reply(complaint=complaint, by=representative.user, text=ANSWER, now=days(2))
    named = days(5).date()
    resolving.confirm_fixed(complaint=complaint, by=customer, fixed_on=named, now=days(9))
    case = Case.objects.get(reference=complaint.reference)
    assert (case.ending, case.ended_at) == (Ending.RESOLVED, days(9))
    assert case.counted_at == datetime(named.year, named.month, named.day, 23, 59, 59, tzinfo=UTC)
    assert fresh(complaint).status == Status.RESOLVED


@pytest.mark.parametrize(
    ("named", "words"), [(date(2030, 1, 1), "future"), (date(2020, 1, 1), "published after")]
)
def test_an_impossible_day_is_refused_and_nothing_changes(
    complaint: Complaint, customer: User, named: date, words: str
) -> None:
    before = Event.objects.count()
    with pytest.raises(resolving.DayRefused, match=words):
        resolving.confirm_fixed(complaint=complaint, by=customer, fixed_on=named, now=days(3))
    assert (fresh(complaint).status, Event.objects.count()) == (Status.AWAITING_ANSWER, before)


def test_only_the_customer_says_resolved(
    complaint: Complaint, other_customer: User, representative: Representative, moderator: User
) -> None:
    for by in (other_customer, representative.user, moderator):
        with pytest.raises(NotAllowed):
            resolving.confirm_fixed(complaint=complaint, by=by, fixed_on=NOW.date(), now=days(1))
        with pytest.raises(NotAllowed):
            resolving.withdraw(complaint=complaint, by=by, reason="x", now=days(1))
    assert fresh(complaint).status == Status.AWAITING_ANSWER


def test_everybody_is_asked_on_days_7_30_and_90(complaint: Complaint, customer: User) -> None:
    asked = []
    for day in range(100):
        if resolving.ask_due_questions(now=days(day) + timedelta(minutes=1)):
            asked.append(day)
    assert asked == [7, 30, 90]
    mails = Mail.objects.filter(about="question")
    assert {mail.to for mail in mails} == {customer.email}
    assert len(mails) == 3
    assert "/answer/" in mails[0].text


def test_an_offer_asks_on_the_promised_day_and_four_times_more(
    complaint: Complaint, representative: Representative
) -> None:
    due = days(6).date()
    tracking.offer_fix(complaint=complaint, by=representative.user, text=OFFER, due_on=due, now=days(1))
    planned = Question.objects.filter(occasion__startswith="offer-").order_by("due_at")
    end = datetime(due.year, due.month, due.day, 23, 59, 59, tzinfo=UTC)
    later = [end + timedelta(seconds=1, days=d - 1) for d in (3, 7, 14, 30)]
    assert [question.due_at for question in planned] == [end, *later]


def test_an_offer_lapses_30_days_after_the_promised_day_and_not_before(
    complaint: Complaint, representative: Representative, customer: User
) -> None:
    due = days(6).date()
    tracking.offer_fix(complaint=complaint, by=representative.user, text=OFFER, due_on=due, now=days(1))
    end = datetime(due.year, due.month, due.day, 23, 59, 59, tzinfo=UTC)
    assert resolving.lapse_due_offers(now=end + timedelta(days=30) - timedelta(seconds=1)) == 0
    assert resolving.lapse_due_offers(now=end + timedelta(days=31)) == 1
    lapsed = fresh(complaint)
    assert (lapsed.status, lapsed.outcome) == (Status.CLOSED, Outcome.UNCONFIRMED)
    case = Case.objects.get(reference=complaint.reference)
    assert (case.ending, case.counted_at) == (Ending.UNCONFIRMED, end)
    # Closed as unconfirmed, the customer can still say that it was fixed.
    resolving.confirm_fixed(complaint=lapsed, by=customer, fixed_on=due, now=days(50))
    assert Case.objects.get(reference=complaint.reference).ending == Ending.RESOLVED


def test_not_fixed_ends_the_offer_and_the_clock_goes_on(
    complaint: Complaint, representative: Representative, customer: User
) -> None:
    tracking.offer_fix(
        complaint=complaint, by=representative.user, text=OFFER, due_on=days(6).date(), now=days(1)
    )
    resolving.ask_due_questions(now=days(8))
    resolving.go_on(complaint=complaint, by=customer, is_partly=False, now=days(8))
    assert fresh(complaint).status == Status.ANSWERED  # the offer was an answer, and it stands
    assert resolving.lapse_due_offers(now=days(60)) == 0
    answered = Question.objects.filter(state=QuestionState.ANSWERED)
    assert [question.answer for question in answered] == [QuestionAnswer.NOT_FIXED]


def test_an_offer_taken_back_leaves_everything_as_before_it(
    complaint: Complaint, representative: Representative
) -> None:
    by = representative.user
    tracking.offer_fix(complaint=complaint, by=by, text=OFFER, due_on=days(6).date(), now=days(1))
    tracking.offer_fix(complaint=complaint, by=by, text=OFFER, due_on=days(9).date(), now=days(2))
    tracking.take_back_offer(complaint=complaint, by=by, now=days(3))
    after = fresh(complaint)
    assert (after.status, after.answered_at, after.offer_due_on) == (Status.AWAITING_ANSWER, None, None)
    assert after.replied_at == days(1)  # words were said; they were no answer
    assert Case.objects.get(reference=complaint.reference).answered_at is None
    assert not Question.objects.waiting().filter(occasion__startswith="offer-").exists()


@pytest.mark.parametrize(("offset", "words"), [(-1, "past"), (61, "at most 60 days")])
def test_an_offer_needs_a_day_within_60_days(
    complaint: Complaint, representative: Representative, offset: int, words: str
) -> None:
    with pytest.raises(tracking.OfferRefused, match=words):
        tracking.offer_fix(
            complaint=complaint,
            by=representative.user,
            text=OFFER,
            due_on=NOW.date() + timedelta(days=offset),
            now=NOW,
        )


def test_a_contested_answer_found_to_be_a_deflection_never_stopped_the_clock(
    complaint: Complaint, representative: Representative, customer: User, moderator: User
) -> None:
    reply = tracking.record_company_reply(
        complaint=complaint, by=representative.user, text=ANSWER, now=days(1)
    )
    tracking.contest_label(reply=reply, by=customer, reason="It says nothing about my case.", now=days(2))
    moderating.decide_label(reply=reply, kind=ReplyKind.DEFLECTION, by=moderator, now=days(3))
    after = fresh(complaint)
    assert (after.status, after.answered_at) == (Status.AWAITING_ANSWER, None)
    assert Case.objects.get(reference=complaint.reference).answered_at is None
    kinds = list(Event.objects.order_by("id").values_list("kind", flat=True))
    assert kinds[-2:] == [EventKind.LABEL_CONTESTED, EventKind.LABEL_CORRECTED]


def test_hidden_cases_are_not_asked_and_stay_in_the_figures(complaint: Complaint, moderator: User) -> None:
    moderating.hide_complaint(complaint=complaint, by=moderator, rule="Names an employee", now=days(1))
    assert resolving.ask_due_questions(now=days(8)) == 0
    assert Case.objects.counted().count() == 1
    moderating.restore_complaint(complaint=complaint, by=moderator, rule="Name removed", now=days(9))
    assert resolving.ask_due_questions(now=days(9)) == 1


def test_a_duplicate_leaves_the_figures_and_is_counted(
    complaint: Complaint, customer: User, company: Company, moderator: User
) -> None:
    twin = make_complaint(company=company)
    moderating.join_to_twin(complaint=complaint, twin=twin, by=moderator, now=days(1))
    assert list(Case.objects.counted().values_list("reference", flat=True)) == [twin.reference]
    assert Case.objects.filter(exclusion="duplicate").count() == 1
    joined = Event.objects.filter(kind=EventKind.JOINED)
    assert {(event.complaint_id, event.data["twin"]) for event in joined} == {
        (complaint.pk, twin.reference),
        (twin.pk, complaint.reference),
    }


def test_reopening_makes_the_statistics_forget_and_the_history_remember(
    complaint: Complaint, customer: User
) -> None:
    resolving.give_up(complaint=complaint, by=customer, reason="No strength left.", now=days(10))
    assert Case.objects.get().ending == Ending.GAVE_UP
    resolving.reopen(complaint=complaint, by=customer, reason="They wrote again.", now=days(20))
    case = Case.objects.get()
    assert (case.ending, case.ended_at, case.counted_at) == (None, None, None)
    assert list(Event.objects.order_by("id").values_list("kind", flat=True))[-2:] == [
        EventKind.GAVE_UP,
        EventKind.REOPENED,
    ]


def test_reopening_ends_after_180_days(complaint: Complaint, customer: User) -> None:
    resolving.withdraw(complaint=complaint, by=customer, reason="Settled.", now=days(1))
    with pytest.raises(MoveRefused, match="within 180 days"):
        resolving.reopen(complaint=complaint, by=customer, reason="Again.", now=days(182))
    resolving.reopen(complaint=complaint, by=customer, reason="Again.", now=days(181))


def test_an_escalated_case_stays_open_and_can_still_be_resolved(complaint: Complaint, customer: User) -> None:
    resolving.escalate(complaint=complaint, by=customer, to=Escalation.OMBUDSMAN, now=days(40))
    assert fresh(complaint).status == Status.AWAITING_ANSWER
    resolving.confirm_fixed(complaint=complaint, by=customer, fixed_on=days(50).date(), now=days(50))
    assert fresh(complaint).status == Status.RESOLVED


def test_a_move_to_the_right_company_takes_the_case_along(
    complaint: Complaint, other_company: Company, moderator: User, company: Company
) -> None:
    moderating.move_to_company(complaint=complaint, company=other_company, by=moderator, now=days(2))
    assert list(Case.objects.values_list("company__name", flat=True)) == [other_company.name]
    event = Event.objects.get(kind=EventKind.MOVED)
    assert event.data == {"earlier": company.slug, "to": other_company.slug}
