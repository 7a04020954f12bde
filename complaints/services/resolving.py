"""The customer's word: fixed, partly, not fixed; withdraw, give up, escalate, reopen. And the clock's: lapse."""

from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import User
from accounts.services.mails import queue_mail
from complaints.enums import (
    Action,
    Actor,
    Escalation,
    EventKind,
    PostingKind,
    QuestionAnswer,
    QuestionState,
    Status,
    Visibility,
)
from complaints.models import Complaint, Question
from complaints.rules import clocks, lifecycle
from complaints.services import copies, events, letters, milestones, sweeping
from complaints.services.moves import apply, locked, refresh_moment_of_fix, require_customer
from config.doors.text import clean_text


class DayRefused(Exception):
    """The day that was named cannot be. The message is for the customer."""


@transaction.atomic
def confirm_fixed(
    *, complaint: Complaint, by: User, fixed_on: date, note: str = "", now: datetime
) -> Complaint:
    """The customer says it is fixed, and on which day. It counts from then, as `rules.clocks.moment_of_fix` says."""
    fresh = locked(complaint)
    require_customer(fresh, by)
    _refuse_impossible_day(fresh, fixed_on, now=now)
    apply(fresh, Action.CONFIRM, Actor.CUSTOMER)
    _end(fresh, fixed_on=fixed_on, now=now)
    _note_answer(fresh, QuestionAnswer.FIXED, now=now)
    events.record(
        complaint=fresh,
        kind=EventKind.RESOLVED,
        now=now,
        role=Actor.CUSTOMER,
        by=by,
        fixed_on=fixed_on.isoformat(),
        note=_clean_note(note),
    )
    # What is told below a copy that stands may still leave.
    copies.call_off_waiting(complaint=fresh, now=now, kinds=[PostingKind.COMPLAINT])
    milestones.reach(complaint=fresh, kind=PostingKind.RESOLVED, now=now, day=fixed_on)
    return fresh


@transaction.atomic
def end_partly(*, complaint: Complaint, by: User, fixed_on: date, note: str = "", now: datetime) -> Complaint:
    """The customer says it is partly fixed and is content to end it."""
    fresh = locked(complaint)
    require_customer(fresh, by)
    _refuse_impossible_day(fresh, fixed_on, now=now)
    apply(fresh, Action.END_PARTLY, Actor.CUSTOMER)
    _end(fresh, fixed_on=fixed_on, now=now)
    _note_answer(fresh, QuestionAnswer.PARTLY, now=now)
    events.record(
        complaint=fresh,
        kind=EventKind.PARTLY_FIXED,
        now=now,
        role=Actor.CUSTOMER,
        by=by,
        fixed_on=fixed_on.isoformat(),
        note=_clean_note(note),
        ended=True,
    )
    copies.call_off_waiting(complaint=fresh, now=now)
    return fresh


@transaction.atomic
def go_on(*, complaint: Complaint, by: User, is_partly: bool, note: str = "", now: datetime) -> Complaint:
    """The customer says partly or not fixed, and goes on: an offer that stood is over, the clocks run."""
    fresh = locked(complaint)
    require_customer(fresh, by)
    apply(fresh, Action.GO_ON, Actor.CUSTOMER)
    fresh.offer_due_on = None
    fresh.save()
    _note_answer(fresh, QuestionAnswer.PARTLY if is_partly else QuestionAnswer.NOT_FIXED, now=now)
    fresh.questions.waiting().filter(occasion__startswith="offer-").update(state=QuestionState.DROPPED)
    milestones.take_back(complaint=fresh, kind=PostingKind.OFFERED, now=now)
    events.record(
        complaint=fresh,
        kind=EventKind.PARTLY_FIXED if is_partly else EventKind.NOT_FIXED,
        now=now,
        role=Actor.CUSTOMER,
        by=by,
        note=_clean_note(note),
    )
    return fresh


@transaction.atomic
def withdraw(*, complaint: Complaint, by: User, reason: str, now: datetime) -> Complaint:
    """The customer withdraws, with a reason: the copies on networks are taken down."""
    fresh = _end_without_fix(
        complaint, by=by, action=Action.WITHDRAW, kind=EventKind.WITHDRAWN, reason=reason, now=now
    )
    copies.take_down_all(fresh, now=now)
    return fresh


@transaction.atomic
def give_up(*, complaint: Complaint, by: User, reason: str, now: datetime) -> Complaint:
    """The customer gives up, with a reason. What stands on networks stays; what waits does not leave."""
    fresh = _end_without_fix(
        complaint, by=by, action=Action.GIVE_UP, kind=EventKind.GAVE_UP, reason=reason, now=now
    )
    copies.call_off_waiting(complaint=fresh, now=now)
    return fresh


@transaction.atomic
def escalate(*, complaint: Complaint, by: User, to: Escalation, now: datetime) -> Complaint:
    """The customer goes to an ombudsman, a court or the bank. An event; the case stays open."""
    fresh = locked(complaint)
    require_customer(fresh, by)
    apply(fresh, Action.ESCALATE, Actor.CUSTOMER)
    events.record(
        complaint=fresh,
        kind=EventKind.ESCALATED,
        now=now,
        role=Actor.CUSTOMER,
        by=by,
        to=Escalation(to).value,
    )
    return fresh


@transaction.atomic
def reopen(*, complaint: Complaint, by: User, reason: str, now: datetime) -> Complaint:
    """The customer reopens within 180 days. Statistics forget the earlier ending, the history does not."""
    fresh = locked(complaint)
    require_customer(fresh, by)
    lifecycle.find_move(
        status=fresh.status, outcome=fresh.outcome, action=Action.REOPEN, actor=Actor.CUSTOMER
    )
    assert fresh.ended_at is not None  # check constraint
    if now > fresh.ended_at + timedelta(days=lifecycle.REOPEN_WITHIN_DAYS):
        raise lifecycle.MoveRefused(
            f"A complaint can be reopened within {lifecycle.REOPEN_WITHIN_DAYS} days. Please file a new one."
        )
    apply(fresh, Action.REOPEN, Actor.CUSTOMER)
    fresh.ended_at = fresh.counted_at = fresh.fixed_on = fresh.offer_due_on = None
    fresh.save()
    # Everybody is asked on the same days: those that are still to come count again.
    fresh.questions.filter(
        state=QuestionState.DROPPED, occasion__startswith="day-", asked_at__isnull=True, due_at__gt=now
    ).update(state=QuestionState.DUE)
    for kind in (PostingKind.RESOLVED, PostingKind.THANKS):
        milestones.take_back(complaint=fresh, kind=kind, now=now)
    events.record(
        complaint=fresh,
        kind=EventKind.REOPENED,
        now=now,
        role=Actor.CUSTOMER,
        by=by,
        reason=clean_text(reason, max_length=500, multiline=True),
    )
    return fresh


@transaction.atomic
def lapse_offer(*, complaint: Complaint, now: datetime) -> Complaint | None:
    """Close as unconfirmed when 30 days after the promised day every question is unanswered; None when it is not so."""
    fresh = locked(complaint)
    if fresh.status != Status.FIX_OFFERED:  # the customer was quicker
        return None
    assert fresh.offer_due_on is not None  # check constraint
    if now < clocks.lapses_at(fresh.offer_due_on):
        return None
    apply(fresh, Action.LAPSE, Actor.SYSTEM)
    fresh.ended_at = now
    fresh.counted_at = clocks.moment_of_lapse(promised_day=fresh.offer_due_on, lapsed_at=now)
    fresh.save()
    _drop_waiting(fresh)
    events.record(complaint=fresh, kind=EventKind.LAPSED, now=now, role=Actor.SYSTEM)
    copies.call_off_waiting(complaint=fresh, now=now)
    return fresh


def lapse_due_offers(*, now: datetime) -> int:
    """Every offer whose time is over. Returns how many lapsed."""
    overdue = Complaint.objects.lapsed(before=now - timedelta(days=lifecycle.LAPSE_AFTER_DAYS))
    return sweeping.count_done(overdue, lambda one: lapse_offer(complaint=one, now=now) is not None)


@transaction.atomic
def ask_question(*, question: Question, now: datetime) -> bool:
    """Ask one customer by mail. Hidden cases are not asked, nor accounts that were closed.

    Earlier questions that wait too (the case was hidden, or we were down) are dropped: one mail, not three.
    """
    complaint = locked(question.complaint)
    current = Question.objects.select_for_update().get(pk=question.pk)
    if current.state != QuestionState.DUE:
        return False
    customer = complaint.customer
    if not complaint.is_open or customer is None or not customer.is_active:
        current.state = QuestionState.DROPPED
        current.save(update_fields=["state"])
        return False
    if complaint.visibility != Visibility.PUBLIC:
        return False
    *earlier, current = complaint.questions.due(now=now).order_by("due_at", "id")  # at least this one
    if earlier:
        complaint.questions.filter(pk__in=[one.pk for one in earlier]).update(state=QuestionState.DROPPED)
    current.state = QuestionState.ASKED
    current.asked_at = now
    current.save(update_fields=["state", "asked_at"])
    letter = letters.is_it_fixed(complaint, current)
    queue_mail(
        to=customer.email,
        user=customer,
        about="question",
        reference=complaint.reference,
        subject=letter.subject,
        text=letter.text,
        once_key=f"question-{current.pk}",
        now=now,
    )
    events.record(
        complaint=complaint,
        kind=EventKind.CUSTOMER_ASKED,
        now=now,
        role=Actor.SYSTEM,
        occasion=current.occasion,
    )
    return True


def ask_due_questions(*, now: datetime) -> int:
    """Ask everybody whose day has come. Returns how many were asked."""
    due = Question.objects.due(now=now).filter(complaint__visibility=Visibility.PUBLIC)
    rows = due.select_related("complaint").order_by("due_at", "id")
    return sweeping.count_done(rows, lambda question: ask_question(question=question, now=now))


def _end_without_fix(
    complaint: Complaint, *, by: User, action: Action, kind: EventKind, reason: str, now: datetime
) -> Complaint:
    fresh = locked(complaint)
    require_customer(fresh, by)
    apply(fresh, action, Actor.CUSTOMER)
    fresh.ended_at = now
    fresh.save()
    _drop_waiting(fresh)
    events.record(
        complaint=fresh,
        kind=kind,
        now=now,
        role=Actor.CUSTOMER,
        by=by,
        reason=clean_text(reason, max_length=500, multiline=True),
    )
    return fresh


def _end(complaint: Complaint, *, fixed_on: date, now: datetime) -> None:
    complaint.ended_at = now
    complaint.fixed_on = fixed_on
    refresh_moment_of_fix(complaint)
    complaint.save()


def _clean_note(note: str) -> str:
    """What the customer adds to the word, for everybody to read."""
    return clean_text(note, max_length=500, multiline=True)


def _refuse_impossible_day(complaint: Complaint, day: date, *, now: datetime) -> None:
    if day > now.date():
        raise DayRefused("The day it was fixed cannot lie in the future.")
    if complaint.published_at and day < complaint.published_at.date():
        raise DayRefused(
            "It was published after that day. If it was fixed before, withdraw the complaint instead."
        )


def _note_answer(complaint: Complaint, answer: QuestionAnswer, *, now: datetime) -> None:
    """The word counts for the question asked last, if one waits; those still to come are dropped when it has ended."""
    asked = complaint.questions.filter(state=QuestionState.ASKED).order_by("-asked_at", "-id").first()
    if asked is not None:
        asked.state, asked.answer, asked.answered_at = QuestionState.ANSWERED, answer, now
        asked.save(update_fields=["state", "answer", "answered_at"])
    if not complaint.is_open:
        _drop_waiting(complaint)


def _drop_waiting(complaint: Complaint) -> None:
    complaint.questions.waiting().update(state=QuestionState.DROPPED)
