"""A moderator's decisions: review, labels, accounts, visibility, the right company. Each leaves a public trace."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.services.mails import queue_mail
from companies.enums import CompanyState, Exclusion, Tier
from companies.models import Company
from companies.services import proving
from companies.services.directory import list_proposed_company
from companies.services.proving import HandleProblem
from complaints.enums import Action, Actor, EventKind, PostingKind, ReplyKind, Status, Tone, Visibility
from complaints.models import Complaint, Reply
from complaints.rules.lifecycle import MoveRefused
from complaints.services import copies, events, letters, milestones, publishing, recognising, tracking
from complaints.services.moves import (
    apply,
    locked,
    locked_pair,
    refresh_reply_times,
    require_moderator,
    require_published,
)
from config.doors.text import clean_text


@transaction.atomic
def publish_from_review(*, complaint: Complaint, by: User, now: datetime) -> Complaint:
    """Publish what waited in review; a company that a customer proposed becomes listed with it."""
    fresh = locked(complaint)
    require_moderator(by, fresh)
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
    fresh = locked(complaint)
    require_moderator(by, fresh)
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
    fresh = locked(complaint)
    require_moderator(by, fresh)
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
def decide_label(
    *,
    reply: Reply,
    kind: ReplyKind,
    by: User,
    now: datetime,
    tone: Tone | None = None,
    is_canned: bool | None = None,
) -> Reply:
    """Decide what a company's reply counts as. An answer found to be a deflection: the clock as if never stopped.

    Its tone and the mark of a near-copy are decided with it; None leaves them.
    """
    fresh = locked(reply.complaint)
    require_moderator(by, fresh)
    current = tracking.labelled(fresh, reply)
    earlier = current.kind
    changed: dict[str, Any] = {}
    current.contested_at = None
    current.kind = kind
    if kind != ReplyKind.DEFLECTION:
        current.sends_to = []
    if tone is not None and tone != current.tone:
        changed |= {"tone": str(tone), "earlier_tone": current.tone}
        current.tone = tone
    if is_canned is not None and is_canned != current.is_canned:
        changed |= {"canned": is_canned}
        current.is_canned = is_canned
    current.save(update_fields=["kind", "contested_at", "sends_to", "tone", "is_canned"])
    refresh_reply_times(fresh)
    if kind == ReplyKind.ANSWER and earlier != ReplyKind.ANSWER and current.stands:
        apply(fresh, Action.ANSWER, Actor.COMPANY)
    elif kind != ReplyKind.ANSWER and earlier == ReplyKind.ANSWER:
        apply(fresh, Action.UPHOLD_CONTEST, Actor.MODERATOR)
        if fresh.answered_at is None:
            milestones.take_back(complaint=fresh, kind=PostingKind.ANSWERED, now=now)
    fresh.save()
    events.record(
        complaint=fresh,
        kind=EventKind.LABEL_UPHELD if kind == earlier and not changed else EventKind.LABEL_CORRECTED,
        now=now,
        role=Actor.MODERATOR,
        by=by,
        reply=current.pk,
        label=kind,
        earlier=earlier,
        **changed,
    )
    return current


@transaction.atomic
def confirm_account(*, reply: Reply, by: User, now: datetime) -> int:
    """The account behind `reply` is the company's: all its replies count, from their own time. Returns how many.

    Raises MoveRefused for the proved account of another company.
    """
    require_moderator(by, reply.complaint)
    company = reply.complaint.company
    assert company is not None  # replies stand on published complaints
    confirmed = proving.confirm_account(
        company=company,
        network=reply.network,
        handle=reply.author_handle,
        server=reply.server,
        remote_id=reply.author_remote_id,
        by=by,
        now=now,
    )
    if isinstance(confirmed, HandleProblem):
        raise MoveRefused(confirmed.words)
    waiting = Reply.objects.unconfirmed().of_account(reply).filter(complaint__company=company)
    # Complaints in one order, so that two decisions at a time do not wait for each other.
    replies = waiting.select_related("complaint", "posting__connection").order_by("complaint_id", "at")
    return sum(
        tracking.receive_confirmed_account(reply=one, now=now)
        for one in replies
        # The name on a server of a customer's choosing is not what the moderator saw.
        if one.server == reply.server or recognising.is_vouched(one)
    )


@transaction.atomic
def refuse_account(*, reply: Reply, by: User, now: datetime) -> int:
    """The account behind `reply` is not the company's: its replies are somebody else's. Returns how many."""
    require_moderator(by, reply.complaint)
    waiting = Reply.objects.unconfirmed().of_account(reply)
    complaints = Complaint.objects.filter(company=reply.complaint.company_id, replies__in=waiting).distinct()
    return sum(
        tracking.refuse_waiting_account(complaint=complaint, reply=reply, by=by, now=now)
        for complaint in complaints.order_by("pk")
    )


@transaction.atomic
def hide_complaint(*, complaint: Complaint, by: User, rule: str, now: datetime) -> Complaint:
    """Out of sight: questions and postings stop, the clocks and the statistics do not."""
    return _set_visibility(complaint, Visibility.HIDDEN, EventKind.HIDDEN, by=by, rule=rule, now=now)


@transaction.atomic
def remove_complaint(*, complaint: Complaint, by: User, rule: str, now: datetime) -> Complaint:
    """A tombstone stays, counted, with the rule that was applied."""
    return _set_visibility(complaint, Visibility.REMOVED, EventKind.REMOVED, by=by, rule=rule, now=now)


@transaction.atomic
def restore_complaint(*, complaint: Complaint, by: User, rule: str, now: datetime) -> Complaint:
    """Back in sight."""
    return _set_visibility(complaint, Visibility.PUBLIC, EventKind.RESTORED, by=by, rule=rule, now=now)


@transaction.atomic
def exclude_from_statistics(
    *, complaint: Complaint, exclusion: Exclusion, by: User, reason: str, now: datetime
) -> Complaint:
    """Not genuine, or a duplicate: the only decisions that touch a figure, and they are counted in public."""
    fresh = locked(complaint)
    require_moderator(by, fresh)
    require_published(fresh)
    if fresh.exclusion:
        raise MoveRefused("It is left out of the figures already.")
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
def include_in_statistics(*, complaint: Complaint, by: User, reason: str, now: datetime) -> Complaint:
    """The decision to leave it out was wrong: it counts again, as if it had never been left out."""
    fresh = locked(complaint)
    require_moderator(by, fresh)
    if not fresh.exclusion:
        raise MoveRefused("It is in the figures.")
    earlier, fresh.exclusion, fresh.twin = fresh.exclusion, "", None
    fresh.save(update_fields=["exclusion", "twin"])
    events.record(
        complaint=fresh,
        kind=EventKind.INCLUDED,
        now=now,
        role=Actor.MODERATOR,
        by=by,
        earlier=earlier,
        reason=clean_text(reason, max_length=500, multiline=True),
    )
    return fresh


@transaction.atomic
def check_evidence(*, complaint: Complaint, by: User, now: datetime) -> Complaint:
    """A moderator has looked at the evidence. Before publication it becomes the tier that ranks, later it does not."""
    fresh = locked(complaint)
    require_moderator(by, fresh)
    if fresh.status != Status.IN_REVIEW:
        require_published(fresh)
    fresh.tier = Tier.CHECKED
    fresh.save(update_fields=["tier"])
    events.record(complaint=fresh, kind=EventKind.EVIDENCE_CHECKED, now=now, role=Actor.MODERATOR, by=by)
    return fresh


@transaction.atomic
def move_to_company(*, complaint: Complaint, company: Company, by: User, now: datetime) -> Complaint:
    """The complaint is about another company; the case moves with it and the right brand is told.

    Copies on networks name the earlier brand, so they are taken down.
    """
    fresh = locked(complaint)
    require_moderator(by, fresh)
    apply(fresh, Action.MOVE, Actor.MODERATOR)
    if company.pk == fresh.company_id or company.state in (CompanyState.PROPOSED, CompanyState.MERGED):
        raise MoveRefused("Choose another company, one that is in the directory.")
    earlier = fresh.company
    fresh.company = company
    fresh.is_tied = publishing.is_tied(fresh, company)
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
    copies.take_down_all(fresh, now=now)
    publishing.tell_brand(fresh, company, now=now)
    return fresh


@transaction.atomic
def join_to_twin(*, complaint: Complaint, twin: Complaint, by: User, now: datetime) -> Complaint:
    """A duplicate joins its twin: it leaves the statistics as a duplicate, and both histories say so.

    Of all that are joined exactly one stays in the figures, so nothing is joined to a twin of something else.
    """
    fresh, other = locked_pair(complaint, twin)
    require_moderator(by, fresh)
    apply(fresh, Action.JOIN, Actor.MODERATOR)
    require_published(other)
    if fresh.pk == other.pk or fresh.company_id != other.company_id:
        raise MoveRefused("A twin is another complaint about the same company.")
    if fresh.twin_id is not None or fresh.twins.exists() or other.exclusion:
        raise MoveRefused("Join every duplicate to the one complaint that stays in the figures.")
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
    require_moderator(by, fresh)
    require_published(fresh)
    if fresh.visibility == visibility:
        raise MoveRefused(f"It is {fresh.get_visibility_display().lower()} already.")
    fresh.visibility = visibility
    fresh.save(update_fields=["visibility"])
    copies.follow_visibility(fresh, now=now)
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
