"""A moderator's decisions: review, labels, accounts, visibility, the right company. Each leaves a public trace."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.services.mails import queue_mail
from companies.enums import CompanyState, Exclusion, HandleProof, Tier
from companies.models import Company, Handle
from companies.services.directory import list_proposed_company
from complaints.enums import (
    Action,
    Actor,
    EventKind,
    PostingState,
    PostingWish,
    ReplyKind,
    Side,
    Visibility,
)
from complaints.models import Complaint, Reply
from complaints.services import events, letters, publishing, tracking
from complaints.services.moves import apply, locked, refresh_reply_times, require_moderator
from config.doors import queue
from config.doors.text import clean_text


@transaction.atomic
def publish_from_review(*, complaint: Complaint, by: User, now: datetime) -> Complaint:
    """Publish what waited in review; a company that a customer proposed becomes listed with it."""
    require_moderator(by)
    fresh = locked(complaint)
    apply(fresh, Action.PUBLISH, Actor.MODERATOR)
    company = fresh.company
    if company is not None and company.state == CompanyState.PROPOSED:
        fresh.company = list_proposed_company(company=company, by=by, now=now)
    published = publishing.publish(fresh, role=Actor.MODERATOR, by=by, now=now)
    _tell_author(published, letters.published(published), about="published", now=now)
    return published


@transaction.atomic
def return_to_author(*, complaint: Complaint, by: User, reasons: str, now: datetime) -> Complaint:
    """Back to a draft with reasons that the author reads."""
    require_moderator(by)
    fresh = locked(complaint)
    apply(fresh, Action.RETURN, Actor.MODERATOR)
    words = clean_text(reasons, max_length=1000, multiline=True)
    fresh.review_reasons = [words[:200]]
    fresh.submitted_at = None
    fresh.save()
    events.record(
        complaint=fresh,
        kind=EventKind.RETURNED,
        now=now,
        role=Actor.MODERATOR,
        by=by,
        is_public=False,
        reasons=words,
    )
    _tell_author(fresh, letters.returned(fresh, words), about="returned", now=now)
    return fresh


@transaction.atomic
def reject_complaint(*, complaint: Complaint, by: User, reasons: str, now: datetime) -> Complaint:
    """Never public, counted in transparency."""
    require_moderator(by)
    fresh = locked(complaint)
    apply(fresh, Action.REJECT, Actor.MODERATOR)
    fresh.save()
    words = clean_text(reasons, max_length=1000, multiline=True)
    events.record(
        complaint=fresh,
        kind=EventKind.REJECTED,
        now=now,
        role=Actor.MODERATOR,
        by=by,
        is_public=False,
        reasons=words,
    )
    _tell_author(fresh, letters.rejected(fresh, words), about="rejected", now=now)
    return fresh


@transaction.atomic
def decide_label(*, reply: Reply, kind: ReplyKind, by: User, now: datetime) -> Reply:
    """Decide what a company's reply counts as. An answer found to be a deflection: the clock as if never stopped."""
    require_moderator(by)
    fresh = locked(reply.complaint)
    current = Reply.objects.get(pk=reply.pk)
    earlier = current.kind
    current.contested_at = None
    current.kind = kind
    current.save(update_fields=["kind", "contested_at"])
    refresh_reply_times(fresh)
    if kind == ReplyKind.ANSWER and earlier != ReplyKind.ANSWER:
        apply(fresh, Action.ANSWER, Actor.COMPANY)
    elif kind != ReplyKind.ANSWER and earlier == ReplyKind.ANSWER:
        apply(fresh, Action.UPHOLD_CONTEST, Actor.MODERATOR)
    fresh.save()
    events.record(
        complaint=fresh,
        kind=EventKind.LABEL_UPHELD if kind == earlier else EventKind.LABEL_CORRECTED,
        now=now,
        role=Actor.MODERATOR,
        by=by,
        reply=current.pk,
        label=kind,
        earlier=earlier,
    )
    return current


@transaction.atomic
def confirm_account(*, reply: Reply, by: User, now: datetime) -> int:
    """The account behind `reply` is the company's: all its replies count, from their own time. Returns how many."""
    require_moderator(by)
    company = reply.complaint.company
    assert company is not None  # replies stand on published complaints
    Handle.objects.update_or_create(
        network=reply.network,
        handle=reply.author_handle,
        defaults={
            "company": company,
            "remote_id": reply.author_remote_id,
            "proof": HandleProof.MODERATOR,
            "checked_at": now,
        },
    )
    waiting = Reply.objects.unconfirmed().filter(
        complaint__company=company, network=reply.network, author_remote_id=reply.author_remote_id
    )
    replies = list(waiting.select_related("complaint").order_by("at"))
    for one in replies:
        tracking.receive_confirmed_account(reply=one, now=now)
    return len(replies)


@transaction.atomic
def refuse_account(*, reply: Reply, by: User, now: datetime) -> int:
    """The account behind `reply` is not the company's: its replies are somebody else's. Returns how many."""
    require_moderator(by)
    waiting = Reply.objects.unconfirmed().filter(
        complaint__company=reply.complaint.company,
        network=reply.network,
        author_remote_id=reply.author_remote_id,
    )
    return waiting.update(side=Side.OTHER)


@transaction.atomic
def hide_complaint(*, complaint: Complaint, by: User, rule: str, now: datetime) -> Complaint:
    """Out of sight: questions and postings stop, the clocks and the statistics do not."""
    require_moderator(by)
    return _set_visibility(complaint, Visibility.HIDDEN, EventKind.HIDDEN, by=by, rule=rule, now=now)


@transaction.atomic
def remove_complaint(*, complaint: Complaint, by: User, rule: str, now: datetime) -> Complaint:
    """A tombstone stays, counted, with the rule that was applied."""
    require_moderator(by)
    return _set_visibility(complaint, Visibility.REMOVED, EventKind.REMOVED, by=by, rule=rule, now=now)


@transaction.atomic
def restore_complaint(*, complaint: Complaint, by: User, rule: str, now: datetime) -> Complaint:
    """Back in sight."""
    require_moderator(by)
    return _set_visibility(complaint, Visibility.PUBLIC, EventKind.RESTORED, by=by, rule=rule, now=now)


@transaction.atomic
def exclude_from_statistics(
    *, complaint: Complaint, exclusion: Exclusion, by: User, reason: str, now: datetime
) -> Complaint:
    """Not genuine, or a duplicate: the only decisions that touch a figure, and they are counted in public."""
    require_moderator(by)
    fresh = locked(complaint)
    fresh.exclusion = exclusion
    fresh.save(update_fields=["exclusion"])
    events.record(
        complaint=fresh,
        kind=EventKind.EXCLUDED,
        now=now,
        role=Actor.MODERATOR,
        by=by,
        exclusion=exclusion,
        reason=clean_text(reason, max_length=500, multiline=True),
    )
    return fresh


@transaction.atomic
def check_evidence(*, complaint: Complaint, by: User, now: datetime) -> Complaint:
    """A moderator has looked at the evidence. Before publication it becomes the tier that ranks, later it does not."""
    require_moderator(by)
    fresh = locked(complaint)
    fresh.tier = Tier.CHECKED
    fresh.save(update_fields=["tier"])
    events.record(complaint=fresh, kind=EventKind.EVIDENCE_CHECKED, now=now, role=Actor.MODERATOR, by=by)
    return fresh


@transaction.atomic
def move_to_company(*, complaint: Complaint, company: Company, by: User, now: datetime) -> Complaint:
    """The complaint is about another company; the case moves with it and the right brand is told."""
    require_moderator(by)
    fresh = locked(complaint)
    apply(fresh, Action.MOVE, Actor.MODERATOR)
    earlier = fresh.company
    fresh.company = company
    fresh.is_brand_told = False
    fresh.save()
    events.record(
        complaint=fresh,
        kind=EventKind.MOVED,
        now=now,
        role=Actor.MODERATOR,
        by=by,
        earlier=earlier.slug if earlier else "",
        to=company.slug,
    )
    publishing.tell_brand(fresh, company, now=now)
    return fresh


@transaction.atomic
def join_to_twin(*, complaint: Complaint, twin: Complaint, by: User, now: datetime) -> Complaint:
    """A duplicate joins its twin: it leaves the statistics as a duplicate, and both histories say so."""
    require_moderator(by)
    fresh, other = locked(complaint), locked(twin)
    apply(fresh, Action.JOIN, Actor.MODERATOR)
    fresh.twin = other
    fresh.exclusion = Exclusion.DUPLICATE
    fresh.save()
    for one, reference in ((fresh, other.reference), (other, fresh.reference)):
        events.record(
            complaint=one, kind=EventKind.JOINED, now=now, role=Actor.MODERATOR, by=by, twin=reference
        )
    return fresh


def _set_visibility(
    complaint: Complaint, visibility: Visibility, kind: EventKind, *, by: User, rule: str, now: datetime
) -> Complaint:
    fresh = locked(complaint)
    fresh.visibility = visibility
    fresh.save(update_fields=["visibility"])
    postings = fresh.postings.filter(state=PostingState.SENT)
    if visibility == Visibility.PUBLIC:
        postings.filter(wish=PostingWish.REMOVE).update(wish=PostingWish.NOTHING)
    else:
        postings.update(wish=PostingWish.REMOVE, next_try_at=now)
        for posting_id in postings.values_list("pk", flat=True):
            queue.enqueue("complaints.tasks.send_posting", posting_id)
    events.record(
        complaint=fresh,
        kind=kind,
        now=now,
        role=Actor.MODERATOR,
        by=by,
        rule=clean_text(rule, max_length=300, multiline=False),
    )
    return fresh


def _tell_author(complaint: Complaint, letter: letters.Letter, *, about: str, now: datetime) -> None:
    customer = complaint.customer
    if customer is None or not customer.is_active:
        return
    queue_mail(
        to=customer.email,
        user=customer,
        about=about,
        reference=complaint.reference,
        subject=letter.subject,
        text=letter.text,
        once_key=f"{about}-{complaint.reference}-{now.isoformat()}",
        now=now,
    )
