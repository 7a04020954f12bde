"""Plays a plan: every step is one call of the service that the pages call, with the simulated time as `now`.

One order of time for all brands of a part (the brands of two parts have nothing to do with each other, so that two
processes may play). Right after the step that wanted them, postings are carried out by the same function as the
workers' and mails count as sent; once a simulated day customers are asked and offers lapse.

A run that was stopped is played again from the beginning: a case that is filed and a step whose time stands in the
history of its case are left alone, and the rest follows. Each step is one transaction, so none is half done.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from heapq import merge
from typing import Final

from django.db import transaction

from accounts.models import Mail, MailState, User
from accounts.services import mails
from companies.enums import Exclusion, Sector
from companies.models import Company
from companies.services import directory
from complaints.demo import showcase
from complaints.demo.brands import BRANDS, BY_SLUG, Brand
from complaints.demo.network import DemoNetwork
from complaints.demo.papers import paper_of
from complaints.demo.script import Do, PlannedCase, Step, asked_after
from complaints.enums import Escalation, PostingState, ReplyKind, Side
from complaints.models import Complaint, Connection, Event, Posting, Question, Reply
from complaints.rules.lifecycle import LAPSE_AFTER_DAYS
from complaints.services import (
    evidence,
    filing,
    moderating,
    posting,
    preparing,
    redacting,
    resolving,
    sharing,
    tracking,
)
from config.doors.queue import Message

# How long the worker of the demo takes after a step.
WORKER_TAKES: Final = timedelta(seconds=20)


@dataclass(slots=True)
class Counts:
    """What the run has done so far; `at` is the simulated time."""

    at: datetime | None = None
    cases: int = 0
    steps: int = 0
    left_alone: int = 0


@dataclass(slots=True)
class Player:
    """Everything a step needs. `messages` is where the muted queue keeps what the worker would be told."""

    companies: dict[str, Company]
    customers: dict[str, User]
    representatives: dict[str, list[User]]
    moderator: User
    network: DemoNetwork | None
    connection: Connection | None
    messages: list[Message]
    anchor: datetime
    part: tuple[Brand, ...] = BRANDS
    tell: Callable[[Counts, int], None] = lambda counts, total: None
    counts: Counts = field(default_factory=Counts)
    _filed: dict[str, Complaint] = field(default_factory=dict)
    _done: set[tuple[int, datetime]] = field(default_factory=set)
    _left: dict[str, list[Mail]] = field(default_factory=dict)

    def play(self, cases: list[PlannedCase]) -> Counts:
        """Carry out all steps of all cases and what the clock does in between, in the order of time."""
        earlier = self._earlier_cases()
        steps = sorted(_entries(cases), key=lambda entry: entry[0])
        for at, case, step in merge(steps, self._days(steps[0][0]), key=lambda entry: entry[0]):
            self.counts.at = at
            if case is None:
                self._daily(at)
            elif step is None:
                self._file(case, earlier.get((case.customer, case.started_at)))
            else:
                self._step(case, step)
            if case is not None:
                self.tell(self.counts, len(steps))
        self._daily(self.anchor)
        return self.counts

    def complaint(self, key: str) -> Complaint:
        """The complaint behind a planned case. Raises KeyError before it is filed."""
        return self._filed[key]

    # What was done before

    def _earlier_cases(self) -> dict[tuple[str, datetime], Complaint]:
        """Cases of a run that was stopped, by customer and start; their history says how far they came."""
        mailbox = {user.pk: name for name, user in self.customers.items()}
        rows = Complaint.objects.filter(customer_id__in=mailbox, created_at__lt=self.anchor)
        found = {}
        for row in rows:
            assert row.customer_id is not None  # by the filter
            found[mailbox[row.customer_id], row.created_at] = row
        rows_left = Mail.objects.filter(state=MailState.QUEUED, reference__in=[row.reference for row in rows])
        for mail in rows_left.order_by("pk"):
            self._left.setdefault(mail.reference, []).append(mail)
        self._done = set(Event.objects.filter(complaint__in=found.values()).values_list("complaint_id", "at"))
        return found

    def _days(self, first: datetime) -> Iterator[tuple[datetime, None, None]]:
        at = asked_after(first)
        while at < self.anchor:
            yield at, None, None
            at += timedelta(days=1)

    # What happens

    def _daily(self, now: datetime) -> None:
        """What the schedule does (complaints.tasks.ask_and_lapse), for the brands of this part."""
        mine = [self.companies[brand.slug] for brand in self.part]
        due = Question.objects.due(now=now).filter(complaint__company__in=mine)
        for question in due.select_related("complaint").order_by("due_at", "id"):
            resolving.ask_question(question=question, now=now)
            self._work(now)
        lapsed = Complaint.objects.lapsed(before=now - timedelta(days=LAPSE_AFTER_DAYS))
        for complaint in lapsed.filter(company__in=mine):
            resolving.lapse_offer(complaint=complaint, now=now)

    def _work(self, now: datetime) -> None:
        """The worker's part: carry out the rows that the queue would have named. Nobody gets a mail of the past."""
        while self.messages:
            rows: dict[str, list[int]] = {}
            for task, (row_id, *_) in self.messages:
                rows.setdefault(task, []).append(int(row_id))
            self.messages.clear()
            mails.count_as_sent(mail_ids=rows.pop("accounts.tasks.send_mail", ()), now=now + WORKER_TAKES)
            for posting_id in rows.pop("complaints.tasks.send_posting", ()):
                posting.send_posting(posting_id=posting_id, now=now + WORKER_TAKES)
            if rows:
                raise ValueError(f"the demo does not know the tasks {sorted(rows)}")

    def _leave_alone(self, complaint: Complaint, at: datetime) -> None:
        """Done by an earlier run; what it left in the outbox is carried out as of then."""
        self.counts.left_alone += 1
        for mail in self._left.pop(complaint.reference, ()):
            mails.count_as_sent(mail_ids=[mail.pk], now=max(mail.created_at, at) + WORKER_TAKES)
        for copy in complaint.postings.due(now=at + WORKER_TAKES):
            posting.send_posting(posting_id=copy.pk, now=at + WORKER_TAKES)

    def _file(self, case: PlannedCase, earlier: Complaint | None) -> None:
        self.counts.steps += 1
        self.counts.cases += 1
        if earlier is not None:
            self._filed[case.key] = earlier
            self._leave_alone(earlier, case.filed_at or case.started_at)
            return
        with transaction.atomic():
            self._filed[case.key] = self._filed_now(case)
        self._work(case.filed_at or case.started_at)

    def _filed_now(self, case: PlannedCase) -> Complaint:
        by, at = self.customers[case.customer], case.started_at
        draft = filing.start_draft(by=by, company=self._company_of(case, by=by), now=at)
        draft = filing.tell_story(complaint=draft, story=self._story_of(case), by=by)
        for attempt in case.attempts:
            values = filing.AttemptValues(
                channel=attempt.channel,
                made_on=attempt.made_on,
                came_of=attempt.came_of,
                times=attempt.times,
                minutes=attempt.minutes,
                reference=attempt.reference,
                note=attempt.note,
            )
            filing.add_attempt(complaint=draft, values=values, by=by, now=at)
        if case.has_evidence:
            name, content = paper_of(case, self.companies[case.brand].name)
            evidence.attach_evidence(complaint=draft, by=by, name=name, content=content, now=at)
        if case.filed_at is None:
            return draft
        if case.is_posted and self.connection is not None:
            self._prepare_posting(case, draft, by=by)
        return filing.submit_complaint(complaint=draft, by=by, is_attested=True, now=case.filed_at)

    def _company_of(self, case: PlannedCase, *, by: User) -> Company:
        if not case.proposes:
            return self.companies[case.brand]
        return directory.propose_company(
            name=case.proposes,
            sector=Sector(self.companies[case.brand].sector),
            country="GB",
            website="",
            by=by,
            now=case.started_at,
        )

    def _story_of(self, case: PlannedCase) -> filing.Story:
        brand, told = BY_SLUG[case.brand], case.told
        return filing.Story(
            title=told.title,
            story=told.story,
            wish=told.wish,
            category=told.category,
            product=told.product,
            amount=Decimal(told.amount) if told.amount else None,
            currency=brand.currency if told.amount else "",
            happened_on=told.happened_on,
            country=brand.country,
            public_name=case.public_name,
        )

    def _prepare_posting(self, case: PlannedCase, draft: Complaint, *, by: User) -> None:
        fresh = Complaint.objects.select_related("company").get(pk=draft.pk)
        texts = {
            copy.connection: replace(
                copy.wish,
                text=f"{copy.body} {'.' * 600}" if case.has_long_post else copy.body,
                picture_alt=copy.alt,
                follows_up=case.follows_up,
            )
            for copy in preparing.copies_of(fresh, now=case.started_at)
        }
        filing.prepare_postings(complaint=draft, texts=texts, by=by, now=case.started_at)

    def _step(self, case: PlannedCase, step: Step) -> None:
        self.counts.steps += 1
        complaint = self._filed[case.key]
        if (complaint.pk, step.at) in self._done:
            self._leave_alone(complaint, step.at)
            return
        _ACTS[step.do](self, case, complaint, step)
        self._work(step.at)

    # The brand and others

    def _representative(self, case: PlannedCase) -> User:
        acting = self.representatives[case.brand]
        return (
            acting[sum(case.key.encode()) % len(acting)] if case.customer != showcase.SIGNED_IN else acting[0]
        )

    def _reply(self, case: PlannedCase, complaint: Complaint, step: Step) -> None:
        tracking.record_company_reply(
            complaint=complaint, by=self._representative(case), text=step.text, now=step.at
        )

    def _offer(self, case: PlannedCase, complaint: Complaint, step: Step) -> None:
        assert step.day is not None
        tracking.offer_fix(
            complaint=complaint, by=self._representative(case), text=step.text, due_on=step.day, now=step.at
        )

    def _take_back_offer(self, case: PlannedCase, complaint: Complaint, step: Step) -> None:
        tracking.take_back_offer(complaint=complaint, by=self._representative(case), now=step.at)

    def _network_reply(self, case: PlannedCase, complaint: Complaint, step: Step) -> None:
        self._say_on_network(complaint, step, username=BY_SLUG[case.brand].account, name="")

    def _stranger_reply(self, case: PlannedCase, complaint: Complaint, step: Step) -> None:
        self._say_on_network(complaint, step, username=step.who, name=dict(showcase.STRANGERS)[step.who])

    def _say_on_network(self, complaint: Complaint, step: Step, *, username: str, name: str) -> None:
        """Said there for real, then received as a poll would have, at the simulated time."""
        for late in complaint.postings.due(now=step.at):  # the server was away when the run was stopped
            posting.send_posting(posting_id=late.pk, now=step.at)
        copy = (
            Posting.objects.filter(complaint=complaint, state=PostingState.SENT)
            .select_related("connection")
            .first()
        )
        if copy is None or self.network is None:
            return  # there is no server, so nobody was heard
        remote = self.network.reply(
            by=self.network.person(username, name),
            to=copy.remote_id,
            text=step.text,
            key=f"{copy.remote_id}-{step.at.isoformat()}",
            stated_at=step.at,
        )
        tracking.receive_network_reply(posting=copy, remote=remote, last_poll_without_it=None, now=step.at)

    # The customer

    def _customer_reply(self, case: PlannedCase, complaint: Complaint, step: Step) -> None:
        tracking.record_customer_reply(
            complaint=complaint, by=self.customers[case.customer], text=step.text, now=step.at
        )

    def _offer_elsewhere(self, case: PlannedCase, complaint: Complaint, step: Step) -> None:
        assert step.day is not None
        tracking.record_offer_made_elsewhere(
            complaint=complaint,
            by=self.customers[case.customer],
            text=step.text,
            due_on=step.day,
            now=step.at,
        )

    def _share(self, case: PlannedCase, complaint: Complaint, step: Step) -> None:
        sharing.add_shared_post(
            complaint=complaint, address=step.text, by=self.customers[case.customer], now=step.at
        )

    def _confirm(self, case: PlannedCase, complaint: Complaint, step: Step) -> None:
        resolving.confirm_fixed(
            complaint=complaint,
            by=self.customers[case.customer],
            fixed_on=step.day or step.at.date(),
            now=step.at,
        )

    def _end_partly(self, case: PlannedCase, complaint: Complaint, step: Step) -> None:
        resolving.end_partly(
            complaint=complaint,
            by=self.customers[case.customer],
            fixed_on=step.day or step.at.date(),
            now=step.at,
        )

    def _go_on(self, case: PlannedCase, complaint: Complaint, step: Step) -> None:
        resolving.go_on(
            complaint=complaint,
            by=self.customers[case.customer],
            is_partly=step.do is Do.GO_ON_PARTLY,
            note=step.text,
            now=step.at,
        )

    def _withdraw(self, case: PlannedCase, complaint: Complaint, step: Step) -> None:
        resolving.withdraw(
            complaint=complaint, by=self.customers[case.customer], reason=step.text, now=step.at
        )

    def _give_up(self, case: PlannedCase, complaint: Complaint, step: Step) -> None:
        resolving.give_up(
            complaint=complaint, by=self.customers[case.customer], reason=step.text, now=step.at
        )

    def _escalate(self, case: PlannedCase, complaint: Complaint, step: Step) -> None:
        resolving.escalate(
            complaint=complaint, by=self.customers[case.customer], to=Escalation(step.who), now=step.at
        )

    def _reopen(self, case: PlannedCase, complaint: Complaint, step: Step) -> None:
        resolving.reopen(complaint=complaint, by=self.customers[case.customer], reason=step.text, now=step.at)

    def _take_back(self, case: PlannedCase, complaint: Complaint, step: Step) -> None:
        filing.take_back(complaint=complaint, by=self.customers[case.customer], now=step.at)

    def _discard(self, case: PlannedCase, complaint: Complaint, step: Step) -> None:
        filing.discard_draft(complaint=complaint, by=self.customers[case.customer], now=step.at)

    def _contest(self, case: PlannedCase, complaint: Complaint, step: Step) -> None:
        is_customer = step.do is Do.CONTEST_AS_CUSTOMER
        tracking.contest_label(
            reply=_last_company_reply(complaint),
            by=self.customers[case.customer] if is_customer else self._representative(case),
            reason=step.text,
            now=step.at,
        )

    # The moderator

    def _moderate(self, case: PlannedCase, complaint: Complaint, step: Step) -> None:
        by, now = self.moderator, step.at
        match step.do:
            case Do.PUBLISH:
                moderating.publish_from_review(complaint=complaint, by=by, now=now)
            case Do.RETURN | Do.REJECT:
                returns = step.do is Do.RETURN
                decide = moderating.return_to_author if returns else moderating.reject_complaint
                decide(complaint=complaint, by=by, reasons=step.text, now=now)
            case Do.HIDE | Do.REMOVE:
                hides = step.do is Do.HIDE
                set_out_of_sight = moderating.hide_complaint if hides else moderating.remove_complaint
                set_out_of_sight(complaint=complaint, by=by, rule=step.text, now=now)
            case Do.REDACT:
                redacting.redact_words(complaint=complaint, words=step.who, rule=step.text, by=by, now=now)
            case Do.EXCLUDE:
                moderating.exclude_from_statistics(
                    complaint=complaint, exclusion=Exclusion.NOT_GENUINE, by=by, reason=step.text, now=now
                )
            case Do.CHECK_EVIDENCE:
                moderating.check_evidence(complaint=complaint, by=by, now=now)
            case Do.MOVE:
                moderating.move_to_company(
                    complaint=complaint, company=self.companies[step.who], by=by, now=now
                )
            case Do.JOIN:
                moderating.join_to_twin(complaint=complaint, twin=self._filed[step.who], by=by, now=now)
            case Do.DECIDE_LABEL:
                moderating.decide_label(
                    reply=_last_company_reply(complaint), kind=ReplyKind(step.who), by=by, now=now
                )
            case Do.CONFIRM_ACCOUNT:
                waiting = Reply.objects.filter(complaint=complaint, side=Side.UNCONFIRMED).first()
                if waiting is not None:  # none without a network, or when an earlier run has done it
                    moderating.confirm_account(reply=waiting, by=by, now=now)


def go_on_listening(*, now: datetime) -> None:
    """What was posted in the simulated past was listened to until now: its next look is due by its age, not at once."""
    rows = list(Posting.objects.filter(state=PostingState.SENT, next_poll_at__lte=now))
    for row in rows:
        row.next_poll_at = posting.next_poll(row, now=now, is_heard=True)
    Posting.objects.bulk_update(rows, ["next_poll_at"])


def _entries(
    cases: Iterable[PlannedCase],
) -> Iterator[tuple[datetime, PlannedCase, Step | None]]:
    """(time, case, step); None is the filing."""
    for case in cases:
        yield case.filed_at or case.started_at, case, None
        for step in case.steps:
            yield step.at, case, step


def _last_company_reply(complaint: Complaint) -> Reply:
    return complaint.replies.of_the_company().latest("at", "id")


_Act = Callable[[Player, PlannedCase, Complaint, Step], None]
_OF_THE_MODERATOR: Final = (
    Do.PUBLISH,
    Do.RETURN,
    Do.REJECT,
    Do.HIDE,
    Do.REDACT,
    Do.REMOVE,
    Do.EXCLUDE,
    Do.CHECK_EVIDENCE,
    Do.MOVE,
    Do.JOIN,
    Do.DECIDE_LABEL,
    Do.CONFIRM_ACCOUNT,
)
_ACTS: Final[dict[Do, _Act]] = {
    **dict.fromkeys(_OF_THE_MODERATOR, Player._moderate),
    Do.REPLY: Player._reply,
    Do.NETWORK_REPLY: Player._network_reply,
    Do.STRANGER_REPLY: Player._stranger_reply,
    Do.OFFER: Player._offer,
    Do.OFFER_ELSEWHERE: Player._offer_elsewhere,
    Do.TAKE_BACK_OFFER: Player._take_back_offer,
    Do.CUSTOMER_REPLY: Player._customer_reply,
    Do.CONFIRM: Player._confirm,
    Do.SHARE: Player._share,
    Do.END_PARTLY: Player._end_partly,
    Do.GO_ON: Player._go_on,
    Do.GO_ON_PARTLY: Player._go_on,
    Do.WITHDRAW: Player._withdraw,
    Do.GIVE_UP: Player._give_up,
    Do.ESCALATE: Player._escalate,
    Do.REOPEN: Player._reopen,
    Do.TAKE_BACK: Player._take_back,
    Do.DISCARD: Player._discard,
    Do.CONTEST_AS_CUSTOMER: Player._contest,
    Do.CONTEST_AS_COMPANY: Player._contest,
}
