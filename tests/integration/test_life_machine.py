"""A machine walks the life of a complaint through the real services and database.

What may happen comes from `tests.unit.test_lifecycle.ALLOWED`, which was written from the product description and not
from the code.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from companies.models import Case
from complaints.enums import OPEN, PUBLISHED, Action, Escalation, ReplyKind, Status
from complaints.models import Complaint, Event
from complaints.rules.lifecycle import MoveRefused
from complaints.services import filing, moderating, resolving, tracking
from complaints.services.events import ENDING_OF_OUTCOME
from tests.factories import NOW, make_company, make_draft, make_representative, make_user
from tests.unit.test_lifecycle import ALLOWED

ANSWER = "We found the parcel in our depot and a courier will bring it to you on Thursday before noon."
DEFLECTION = "Please send us a direct message so that we can help you."


class LifeMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.now = NOW
        self.customer, self.moderator = make_user(), make_user(is_moderator=True)
        self.company = make_company(name="Northline")
        self.representative = make_representative(company=self.company).user
        self.complaint = make_draft(by=self.customer, company=self.company)
        self.last_event = 0
        self.events = 0
        self.standing: list[bool] = []  # one entry per answer, True while it stands
        self.run_of_offers: list[
            int
        ] = []  # places in `standing` of the offers made since "fix offered" began

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def answer_stands(self) -> bool:
        return any(self.standing)

    def tries(self, action: Action, service: Callable[..., Any], **arguments: Any) -> bool:
        """Call a service; it must work exactly when the product table allows it. Returns whether it did."""
        self.now += timedelta(hours=1)
        before = self.complaint
        allowed = (Status(before.status), action) in ALLOWED
        if action == Action.CONFIRM and before.outcome == "unconfirmed":
            allowed = True
        try:
            with transaction.atomic():
                service(complaint=before, now=self.now, **arguments)
        except MoveRefused:
            assert not allowed, (before.status, action)
            return False
        assert allowed, (before.status, action)
        self.complaint = Complaint.objects.select_related("company", "customer").get(pk=before.pk)
        return True

    def moved(self, action: Action, before: str, events: int = 1) -> None:
        _, without, with_answer = ALLOWED.get(
            (Status(before), action), (None, Status.RESOLVED, Status.RESOLVED)
        )
        assert self.complaint.status == (with_answer if self.answer_stands() else without), (before, action)
        self.events += events
        if self.complaint.status != Status.FIX_OFFERED:
            self.run_of_offers = []

    @rule()
    def submit(self) -> None:
        if self.complaint.status != Status.DRAFT:
            with pytest.raises(MoveRefused):
                filing.submit_complaint(
                    complaint=self.complaint, by=self.customer, is_attested=True, now=self.now
                )
            return
        self.complaint = filing.submit_complaint(
            complaint=self.complaint, by=self.customer, is_attested=True, now=self.now
        )
        self.complaint = Complaint.objects.select_related("company", "customer").get(pk=self.complaint.pk)
        assert self.complaint.status == Status.AWAITING_ANSWER
        self.events += 2  # published, and the brand was told

    @rule()
    def discard(self) -> None:
        if self.complaint.status == Status.DRAFT:
            return  # the walk would end here; a test of its own does it
        self.tries(Action.DISCARD, filing.discard_draft, by=self.customer)

    @rule(text=st.sampled_from([ANSWER, DEFLECTION]))
    def company_replies(self, text: str) -> None:
        before = self.complaint.status
        action = Action.ANSWER if text == ANSWER else Action.REPLY
        if self.tries(action, tracking.record_company_reply, by=self.representative, text=text):
            if action == Action.ANSWER:
                self.standing.append(True)
            self.moved(action, before)

    @rule()
    def customer_replies(self) -> None:
        before = self.complaint.status
        if self.tries(Action.REPLY, tracking.record_customer_reply, by=self.customer, text="Still waiting."):
            self.moved(Action.REPLY, before)

    @rule(days=st.integers(0, 60))
    def company_offers(self, days: int) -> None:
        before = self.complaint.status
        due = (self.now + timedelta(hours=1)).date() + timedelta(days=days)
        if self.tries(
            Action.OFFER_FIX,
            tracking.offer_fix,
            by=self.representative,
            text="A new router comes.",
            due_on=due,
        ):
            self.run_of_offers.append(len(self.standing))
            self.standing.append(True)
            self.moved(Action.OFFER_FIX, before)

    @rule()
    def company_takes_offer_back(self) -> None:
        before, offers = self.complaint.status, list(self.run_of_offers)
        if self.tries(Action.TAKE_BACK_OFFER, tracking.take_back_offer, by=self.representative):
            for place in offers:
                self.standing[place] = False
            self.moved(Action.TAKE_BACK_OFFER, before)

    @rule()
    def moderator_relabels_the_first_answer(self) -> None:
        reply = self.complaint.replies.standing_answers().order_by("at", "id").first()
        if reply is None or reply.is_offer:
            return
        answers = self.complaint.replies.of_the_company().filter(kind=ReplyKind.ANSWER).order_by("id")
        place = [answer.pk for answer in answers].index(reply.pk)
        kept = [i for i, _ in enumerate(self.standing) if i not in self.relabelled()]
        before = self.complaint.status
        self.now += timedelta(hours=1)
        moderating.decide_label(reply=reply, kind=ReplyKind.DEFLECTION, by=self.moderator, now=self.now)
        self.standing[kept[place]] = False
        self.relabelled_places.append(kept[place])
        self.complaint = Complaint.objects.select_related("company", "customer").get(pk=self.complaint.pk)
        self.moved(Action.UPHOLD_CONTEST, before)

    def relabelled(self) -> list[int]:
        if not hasattr(self, "relabelled_places"):
            self.relabelled_places: list[int] = []
        return self.relabelled_places

    @rule()
    def confirm(self) -> None:
        before = self.complaint.status
        day = (self.now + timedelta(hours=1)).date()
        if self.tries(Action.CONFIRM, resolving.confirm_fixed, by=self.customer, fixed_on=day):
            self.moved(Action.CONFIRM, before)

    @rule()
    def partly_and_content(self) -> None:
        before = self.complaint.status
        day = (self.now + timedelta(hours=1)).date()
        if self.tries(Action.END_PARTLY, resolving.end_partly, by=self.customer, fixed_on=day):
            self.moved(Action.END_PARTLY, before)

    @rule(is_partly=st.booleans())
    def not_fixed(self, is_partly: bool) -> None:
        before = self.complaint.status
        if self.tries(Action.GO_ON, resolving.go_on, by=self.customer, is_partly=is_partly):
            self.moved(Action.GO_ON, before)

    @rule(action=st.sampled_from([Action.WITHDRAW, Action.GIVE_UP]))
    def end_without_fix(self, action: Action) -> None:
        before = self.complaint.status
        service = resolving.withdraw if action == Action.WITHDRAW else resolving.give_up
        if self.tries(action, service, by=self.customer, reason="Enough."):
            self.moved(action, before)

    @rule(to=st.sampled_from(Escalation))
    def escalate(self, to: Escalation) -> None:
        before = self.complaint.status
        if self.tries(Action.ESCALATE, resolving.escalate, by=self.customer, to=to):
            self.moved(Action.ESCALATE, before)

    @rule()
    def time_passes_and_offers_lapse(self) -> None:
        if self.complaint.status != Status.FIX_OFFERED:
            return
        before = self.complaint.status
        self.now += timedelta(days=100)
        assert resolving.lapse_due_offers(now=self.now) == 1
        self.complaint = Complaint.objects.select_related("company", "customer").get(pk=self.complaint.pk)
        self.moved(Action.LAPSE, before)

    @rule()
    def reopen(self) -> None:
        before = self.complaint.status
        if self.tries(Action.REOPEN, resolving.reopen, by=self.customer, reason="It broke again."):
            self.moved(Action.REOPEN, before)

    @rule()
    def hide_and_restore(self) -> None:
        if self.complaint.status not in PUBLISHED:
            return
        figures = list(Case.objects.values("opened_at", "ended_at", "answered_at", "exclusion"))
        moderating.hide_complaint(
            complaint=self.complaint, by=self.moderator, rule="Names an employee", now=self.now
        )
        assert list(Case.objects.values("opened_at", "ended_at", "answered_at", "exclusion")) == figures
        moderating.restore_complaint(
            complaint=self.complaint, by=self.moderator, rule="Name removed", now=self.now
        )
        self.complaint = Complaint.objects.select_related("company", "customer").get(pk=self.complaint.pk)
        self.events += 2

    @invariant()
    def every_move_left_exactly_one_event(self) -> None:
        assert Event.objects.filter(complaint=self.complaint).count() == self.events

    @invariant()
    def the_case_says_what_the_complaint_says(self) -> None:
        case = Case.objects.filter(reference=self.complaint.reference).first()
        if self.complaint.status not in PUBLISHED:
            assert case is None
            return
        assert case is not None
        complaint = self.complaint
        assert (case.opened_at, case.ended_at, case.counted_at, case.answered_at, case.replied_at) == (
            complaint.published_at,
            complaint.ended_at,
            complaint.counted_at,
            complaint.answered_at,
            complaint.replied_at,
        )
        assert case.ending == (ENDING_OF_OUTCOME[complaint.outcome] if complaint.outcome else None)
        assert (complaint.answered_at is not None) == self.answer_stands()

    @invariant()
    def ended_cases_are_not_asked(self) -> None:
        if self.complaint.status in PUBLISHED and self.complaint.status not in OPEN:
            assert not self.complaint.questions.waiting().exists()


@pytest.mark.django_db
def test_the_life_of_a_complaint() -> None:
    run_state_machine_as_test(
        LifeMachine, settings=settings(max_examples=12, stateful_step_count=20, deadline=None)
    )
