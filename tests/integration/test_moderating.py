"""Decisions of moderators that must not cross each other, and those that can be taken back."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import Mail, User
from accounts.services import closing, mails
from companies.enums import CompanyState, Exclusion, Role
from companies.models import Case, Company, Representative
from complaints.enums import EventKind, QuestionAnswer, QuestionState, ReplyKind, Status
from complaints.models import Complaint, Event, Question, Reply
from complaints.rules.lifecycle import MoveRefused
from complaints.services import filing, moderating, moves, resolving, tracking
from complaints.services.moves import NotAllowed
from tests.factories import NOW, make_company, make_complaint, make_draft, make_representative, make_user

pytestmark = pytest.mark.django_db

ANSWER = "We found the parcel in our depot and a courier will bring it on Thursday before noon."
OFFER = "We refund 40 EUR to your card."


@pytest.fixture
def complaint(customer: User, company: Company, representative: Representative) -> Complaint:
    return make_complaint(by=customer, company=company)


def days(number: float) -> object:
    return NOW + timedelta(days=number)


def fresh(complaint: Complaint) -> Complaint:
    return Complaint.objects.get(pk=complaint.pk)


def kinds(complaint: Complaint) -> list[str]:
    return list(Event.objects.filter(complaint=complaint).order_by("id").values_list("kind", flat=True))


# Visibility and figures --------------------------------------------------------------------------------------


def test_a_second_click_hides_nothing_twice(complaint: Complaint, moderator: User) -> None:
    moderating.hide_complaint(complaint=complaint, by=moderator, rule="Names an employee", now=days(1))
    with pytest.raises(MoveRefused, match="hidden already"):
        moderating.hide_complaint(complaint=complaint, by=moderator, rule="Names an employee", now=days(1))
    assert kinds(complaint).count(EventKind.HIDDEN) == 1


def test_what_was_never_published_is_neither_hidden_nor_left_out(
    customer: User, company: Company, moderator: User
) -> None:
    waiting = make_complaint(by=customer, company=company, story="Write to ana.souza@mail.example please.")
    assert waiting.status == Status.IN_REVIEW
    with pytest.raises(MoveRefused):
        moderating.hide_complaint(complaint=waiting, by=moderator, rule="x", now=days(1))
    with pytest.raises(MoveRefused):
        moderating.exclude_from_statistics(
            complaint=waiting, exclusion=Exclusion.NOT_GENUINE, by=moderator, reason="x", now=days(1)
        )
    moderating.check_evidence(complaint=waiting, by=moderator, now=days(1))  # this is before publication
    moderating.reject_complaint(complaint=waiting, by=moderator, reasons="x", now=days(1))
    with pytest.raises(MoveRefused):
        moderating.check_evidence(complaint=waiting, by=moderator, now=days(1))
    assert not Event.objects.filter(complaint=waiting, is_public=True).exclude(
        kind=EventKind.EVIDENCE_CHECKED
    )


def test_a_case_that_was_left_out_can_be_taken_in_again_in_public(
    complaint: Complaint, moderator: User, client: Client
) -> None:
    client.force_login(moderator)

    def decide(decision: str, **data: str) -> int:
        path = reverse("complaints:moderation_decide", args=[complaint.reference, decision])
        return client.post(path, data).status_code

    assert decide("include", reasons="It is genuine.") == 422  # it is in the figures
    assert decide("exclude", reasons="Invented.", exclusion="not_genuine") == 302
    assert not Case.objects.counted().exists()
    assert decide("include", reasons="The customer sent the contract.") == 302
    assert Case.objects.counted().exists()
    event = Event.objects.get(kind=EventKind.INCLUDED)
    assert (event.is_public, event.data["reason"]) == (True, "The customer sent the contract.")


def test_two_duplicates_never_leave_the_figures_both(
    complaint: Complaint, company: Company, moderator: User
) -> None:
    twin = make_complaint(company=company)

    def join(one: Complaint, other: Complaint) -> None:
        moderating.join_to_twin(complaint=one, twin=other, by=moderator, now=days(1))

    join(complaint, twin)
    for one, other in ((twin, complaint), (complaint, complaint), (complaint, twin), (twin, twin)):
        with pytest.raises(MoveRefused):
            join(one, other)
    third = make_complaint(company=company)
    with pytest.raises(MoveRefused):
        join(third, complaint)  # a twin of a twin: name the one that counts
    with pytest.raises(MoveRefused):
        join(twin, third)  # others are joined to it
    assert Case.objects.counted().count() == 2
    moderating.include_in_statistics(complaint=complaint, by=moderator, reason="They differ.", now=days(2))
    assert (fresh(complaint).twin, fresh(complaint).exclusion) == (None, "")


def test_a_twin_is_a_published_complaint_about_the_same_company(
    complaint: Complaint, other_company: Company, company: Company, moderator: User
) -> None:
    for twin in (make_complaint(company=other_company), make_draft(company=company)):
        with pytest.raises(MoveRefused):
            moderating.join_to_twin(complaint=complaint, twin=twin, by=moderator, now=days(1))


@pytest.mark.django_db(transaction=True)
def test_two_moderators_joining_crosswise_do_not_lock_each_other(company: Company, moderator: User) -> None:
    one, other = make_complaint(company=company), make_complaint(company=company)
    start, failures = threading.Barrier(2), []

    def join(complaint: Complaint, twin: Complaint) -> None:
        try:
            for _ in range(15):
                start.wait(timeout=20)
                try:
                    moderating.join_to_twin(complaint=complaint, twin=twin, by=moderator, now=days(1))
                except MoveRefused:
                    pass
                else:
                    moderating.include_in_statistics(
                        complaint=complaint, by=moderator, reason="Again.", now=days(1)
                    )
        except Exception as error:
            failures.append(error)
            start.abort()
        finally:
            connection.close()

    threads = [threading.Thread(target=join, args=pair) for pair in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


# Labels ------------------------------------------------------------------------------------------------------


def test_the_label_of_a_standing_offer_is_not_contested(
    complaint: Complaint, representative: Representative, customer: User, moderator: User
) -> None:
    offer = tracking.offer_fix(
        complaint=complaint, by=representative.user, text=OFFER, due_on=days(6).date(), now=days(1)
    )
    with pytest.raises(MoveRefused, match="offer"):
        tracking.contest_label(reply=offer, by=customer, reason="Empty words.", now=days(2))
    with pytest.raises(MoveRefused, match="offer"):
        moderating.decide_label(reply=offer, kind=ReplyKind.DEFLECTION, by=moderator, now=days(2))
    resolving.go_on(complaint=complaint, by=customer, is_partly=False, now=days(7))
    tracking.contest_label(reply=offer, by=customer, reason="Empty words.", now=days(8))
    moderating.decide_label(reply=offer, kind=ReplyKind.DEFLECTION, by=moderator, now=days(9))
    assert (fresh(complaint).status, fresh(complaint).answered_at) == (Status.AWAITING_ANSWER, None)


def test_an_offer_taken_back_never_answers_whatever_its_label(
    complaint: Complaint, representative: Representative, moderator: User
) -> None:
    offer = tracking.offer_fix(
        complaint=complaint, by=representative.user, text=OFFER, due_on=days(6).date(), now=days(1)
    )
    tracking.take_back_offer(complaint=complaint, by=representative.user, now=days(2))
    for kind in (ReplyKind.DEFLECTION, ReplyKind.ANSWER):
        moderating.decide_label(reply=offer, kind=kind, by=moderator, now=days(3))
        assert (fresh(complaint).status, fresh(complaint).answered_at) == (Status.AWAITING_ANSWER, None)


def test_a_contest_that_waits_is_not_overwritten_by_the_other_side(
    complaint: Complaint, representative: Representative, customer: User, client: Client
) -> None:
    reply = tracking.record_company_reply(
        complaint=complaint, by=representative.user, text=ANSWER, now=days(1)
    )
    tracking.contest_label(reply=reply, by=customer, reason="It says nothing.", now=days(2))
    client.force_login(representative.user)
    path = reverse("complaints:contest", args=[complaint.reference, reply.pk])
    assert client.post(path, {"reason": "It does."}).status_code == 422
    reply.refresh_from_db()
    assert (reply.contest_reason, reply.contested_by_side) == ("It says nothing.", "customer")


def test_a_reader_of_the_company_neither_contests_nor_is_offered_to(
    complaint: Complaint, representative: Representative, company: Company, client: Client
) -> None:
    reply = tracking.record_company_reply(
        complaint=complaint, by=representative.user, text=ANSWER, now=days(1)
    )
    reader = make_representative(company=company, role=Role.READER).user
    path = reverse("complaints:contest", args=[complaint.reference, reply.pk])
    client.force_login(reader)
    assert client.get(path).status_code == 404
    assert path not in client.get(complaint.get_absolute_url()).content.decode()


def test_only_replies_of_the_company_have_a_label(
    complaint: Complaint, customer: User, moderator: User
) -> None:
    own = tracking.record_customer_reply(complaint=complaint, by=customer, text="Still waiting.", now=days(1))
    with pytest.raises(MoveRefused):
        tracking.contest_label(reply=own, by=customer, reason="x", now=days(2))
    with pytest.raises(MoveRefused):
        moderating.decide_label(reply=own, kind=ReplyKind.ANSWER, by=moderator, now=days(2))


def test_nobody_moderates_an_own_case(company: Company, customer: User, client: Client) -> None:
    moderating_customer = make_user(is_moderator=True)
    own = make_complaint(by=moderating_customer, company=company, story="Write to ana.souza@mail.example.")
    with pytest.raises(NotAllowed):
        moderating.publish_from_review(complaint=own, by=moderating_customer, now=days(1))
    insider = make_user(is_moderator=True)
    make_representative(company=company, user=insider)
    about_them = make_complaint(by=customer, company=company)
    with pytest.raises(NotAllowed):
        moderating.hide_complaint(complaint=about_them, by=insider, rule="x", now=days(1))
    client.force_login(insider)
    path = reverse("complaints:moderation_decide", args=[about_them.reference, "hide"])
    answer = client.post(path, {"reasons": "I do not like it."})
    assert answer.status_code == 422
    assert "Another moderator" in answer.content.decode()


# Replies -----------------------------------------------------------------------------------------------------


def test_a_second_click_publishes_no_second_reply(
    complaint: Complaint, customer: User, representative: Representative
) -> None:
    for by, record in (
        (customer, tracking.record_customer_reply),
        (representative.user, tracking.record_company_reply),
    ):
        first = record(complaint=complaint, by=by, text=ANSWER, now=days(1))
        assert record(complaint=complaint, by=by, text=ANSWER, now=days(1) + timedelta(seconds=2)) == first
        assert record(complaint=complaint, by=by, text=ANSWER, now=days(2)) != first
    assert Reply.objects.count() == 4
    due = days(9).date()
    first = tracking.offer_fix(
        complaint=complaint, by=representative.user, text=OFFER, due_on=due, now=days(3)
    )
    again = tracking.offer_fix(
        complaint=complaint,
        by=representative.user,
        text=OFFER,
        due_on=due,
        now=days(3) + timedelta(seconds=2),
    )
    assert again == first
    assert kinds(complaint).count(EventKind.FIX_OFFERED) == 1


def test_an_offer_told_by_the_customer_says_so_however_long_the_name(customer: User) -> None:
    complaint = make_complaint(by=customer, company=make_company(name="N" * 120, slug="n"))
    offer = tracking.record_offer_made_elsewhere(
        complaint=complaint, by=customer, text=OFFER, due_on=days(6).date(), now=days(1)
    )
    assert offer.author_name.endswith("as told by the customer")


# Telling the brand -------------------------------------------------------------------------------------------


def test_a_brand_whose_people_may_only_read_gets_the_notice_too(customer: User, company: Company) -> None:
    reader = make_representative(company=company, role=Role.READER)
    make_complaint(by=customer, company=company)
    assert set(Mail.objects.values_list("about", "to")) == {
        ("new_case", reader.user.email),
        ("brand_notice", company.complaints_email),
    }


def test_a_closed_account_is_nobody_to_tell(customer: User, company: Company) -> None:
    gone = make_representative(company=company)
    closing.close_account(user=gone.user, now=NOW)
    complaint = make_complaint(by=customer, company=company)
    assert EventKind.BRAND_TOLD not in kinds(complaint)
    assert list(Mail.objects.filter(about="brand_notice").values_list("to", flat=True)) == [
        company.complaints_email
    ]


def test_a_mail_to_the_earlier_brand_does_not_tell_the_later_one(customer: User, moderator: User) -> None:
    first = make_company(name="First", complaints_email="c@first.example")
    second = make_company(name="Second")
    complaint = make_complaint(by=customer, company=first)
    moderating.move_to_company(complaint=complaint, company=second, by=moderator, now=days(1))
    mails.send_mail(mail_id=Mail.objects.get(about="brand_notice").pk, now=days(1))
    assert fresh(complaint).is_brand_told is False
    moderating.move_to_company(complaint=complaint, company=first, by=moderator, now=days(2))
    assert Mail.objects.filter(about="brand_notice").count() == 2  # told again: the complaint came back
    mails.send_mail(mail_id=Mail.objects.filter(about="brand_notice").latest("pk").pk, now=days(2))
    assert fresh(complaint).is_brand_told is True


def test_a_complaint_moves_to_a_listed_company_only_and_ties_are_looked_at_anew(
    customer: User, company: Company, moderator: User, complaint: Complaint
) -> None:
    for wrong in (
        company,
        make_company(name="Proposed", state=CompanyState.PROPOSED),
        make_company(name="Merged", state=CompanyState.MERGED, merged_into=company),
    ):
        with pytest.raises(MoveRefused):
            moderating.move_to_company(complaint=complaint, company=wrong, by=moderator, now=days(1))
    tied = make_company(name="Employer")
    make_representative(company=tied, user=customer)
    moderating.move_to_company(complaint=complaint, company=tied, by=moderator, now=days(1))
    assert fresh(complaint).is_tied


def test_a_draft_about_a_company_that_was_merged_follows_it(customer: User, company: Company) -> None:
    merged = make_company(name="Old name")
    draft = make_draft(by=customer, company=merged)
    merged.state, merged.merged_into = CompanyState.MERGED, company
    merged.save()
    filed = filing.submit_complaint(complaint=draft, by=customer, is_attested=True, now=NOW)
    assert filed.company == company


# Questions ---------------------------------------------------------------------------------------------------


def test_a_reopened_case_is_asked_on_the_days_that_are_still_to_come(
    complaint: Complaint, customer: User
) -> None:
    resolving.withdraw(complaint=complaint, by=customer, reason="Settled.", now=days(8))
    resolving.reopen(complaint=complaint, by=customer, reason="It was not.", now=days(40))
    due = Question.objects.filter(state=QuestionState.DUE)
    assert list(due.values_list("occasion", flat=True)) == ["day-90"]


def test_an_answer_about_an_offer_is_noted_before_its_questions_are_dropped(
    complaint: Complaint, representative: Representative, customer: User
) -> None:
    tracking.offer_fix(
        complaint=complaint, by=representative.user, text=OFFER, due_on=days(1).date(), now=days(1)
    )
    assert resolving.ask_due_questions(now=days(3)) == 1
    resolving.go_on(complaint=complaint, by=customer, is_partly=False, now=days(3))
    asked = Question.objects.get(occasion="offer-1-0")
    assert (asked.state, asked.answer) == (QuestionState.ANSWERED, QuestionAnswer.NOT_FIXED)


def test_questions_that_wait_together_are_one_mail(complaint: Complaint, moderator: User) -> None:
    moderating.hide_complaint(complaint=complaint, by=moderator, rule="Names an employee", now=days(1))
    moderating.restore_complaint(complaint=complaint, by=moderator, rule="Name removed", now=days(50))
    assert resolving.ask_due_questions(now=days(50)) == 1
    states = dict(Question.objects.values_list("occasion", "state"))
    assert states == {"day-7": "dropped", "day-30": "asked", "day-90": "due"}


def test_one_case_that_breaks_does_not_keep_the_others_from_being_asked(
    complaint: Complaint, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_complaint(company=company)
    ask = resolving.ask_question

    def breaks_for_one(*, question: Question, now: object) -> bool:
        if question.complaint_id == complaint.pk:
            raise ValueError("nobody thought of this")
        return ask(question=question, now=now)  # type: ignore[arg-type]

    monkeypatch.setattr(resolving, "ask_question", breaks_for_one)
    assert resolving.ask_due_questions(now=days(8)) == 1


def test_an_offer_answered_in_the_meantime_does_not_lapse(
    complaint: Complaint, representative: Representative, customer: User
) -> None:
    tracking.offer_fix(
        complaint=complaint, by=representative.user, text=OFFER, due_on=days(1).date(), now=days(1)
    )
    stale = fresh(complaint)
    resolving.confirm_fixed(complaint=complaint, by=customer, fixed_on=days(2).date(), now=days(50))
    assert resolving.lapse_offer(complaint=stale, now=days(50)) is None


def test_the_link_of_a_blocked_account_opens_nothing(
    complaint: Complaint, customer: User, client: Client
) -> None:
    resolving.ask_due_questions(now=days(8))
    text = Mail.objects.get(about="question").text
    link = next(line for line in text.splitlines() if "say=fixed" in line).removeprefix("http://testserver")
    customer.is_active = False
    customer.save()
    assert client.get(link).status_code == 404
    assert client.post(link, {"word-say": "not_fixed"}).status_code == 404


# Closing an account --------------------------------------------------------------------------------------------


def test_a_name_goes_with_the_account_also_under_replies(complaint: Complaint, customer: User) -> None:
    tracking.record_customer_reply(complaint=complaint, by=customer, text="Still waiting.", now=days(1))
    closing.close_account(user=customer, now=days(2))
    reply = Reply.objects.get()
    assert (reply.author_name, reply.author) == ("The customer", None)


def test_an_account_closes_while_a_moderator_publishes(
    customer: User, company: Company, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = make_complaint(by=customer, company=company, story="Write to ana.souza@mail.example please.")
    lock = moves.locked

    def published_first(complaint: Complaint) -> Complaint:
        monkeypatch.setattr("complaints.receivers.locked", lock)
        moderating.publish_from_review(complaint=complaint, by=moderator, now=days(1))
        return lock(complaint)

    monkeypatch.setattr("complaints.receivers.locked", published_first)
    closing.close_account(user=customer, now=days(1))
    assert (fresh(waiting).status, fresh(waiting).customer) == (Status.AWAITING_ANSWER, None)


# Addresses -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["/complaints/?before=²-1", "/complaints/?q=%00", "/complaints/%00/", "/companies/x/complaints/?q=%00"],
)
def test_no_address_breaks_a_page(client: Client, address: str) -> None:
    make_company(name="x", slug="x")
    assert client.get(address).status_code == (404 if address == "/complaints/%00/" else 200)


def test_the_complaints_of_a_merged_company_are_found_whatever_its_address(
    client: Client, company: Company
) -> None:
    make_company(name="ai", slug="ai", state=CompanyState.MERGED, merged_into=company)
    answer = client.get("/companies/ai/complaints/?status=open")
    assert answer.status_code == 301
    assert answer["Location"] == "/companies/northline/complaints/"
