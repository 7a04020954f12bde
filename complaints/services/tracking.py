"""Replies: on the site by either side, on networks by anybody, and what they do to the clocks."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.services.mails import queue_mail
from complaints.covered import covered
from complaints.enums import (
    Action,
    Actor,
    EventKind,
    PostingKind,
    PostingState,
    ReplyKind,
    ReplySource,
    Side,
    Status,
)
from complaints.models import Complaint, Posting, Question, Reply
from complaints.models.reply import REPLY_LENGTH
from complaints.networks.base import RemoteReply
from complaints.rules import clocks, lifecycle
from complaints.services import events, labelling, letters, milestones, recognising
from complaints.services.moves import (
    apply,
    locked,
    refresh_reply_times,
    require_customer,
    require_representative,
)
from config.doors.text import clean_text

NAMELESS = "The customer"
# A second press of the same button within this time is the same reply.
SECOND_PRESS = timedelta(minutes=1)
AS_TOLD = ", as told by the customer"


_ROLES = {Side.COMPANY: Actor.COMPANY, Side.CUSTOMER: Actor.CUSTOMER}


class OfferRefused(Exception):
    """The promised day of an offer cannot stand. The message is for the person who typed it."""


@transaction.atomic
def record_company_reply(
    *, complaint: Complaint, by: User, text: str, now: datetime, source: ReplySource = ReplySource.SITE
) -> Reply:
    """A representative replies in public. What it counts as is decided by the rules, not by the sender."""
    fresh = locked(complaint)
    representative = require_representative(fresh, by)
    words = clean_text(text, max_length=REPLY_LENGTH, multiline=True)
    if said := _said_just_now(fresh, by, words, now=now):
        return said
    reply = Reply(
        complaint=fresh,
        side=Side.COMPANY,
        source=source,
        author=by,
        author_name=str(representative),
        text=words,
        stated_at=now,
        at=now,
    )
    return _receive_from_company(fresh, reply, by=by, now=now)


@transaction.atomic
def record_customer_reply(
    *, complaint: Complaint, by: User, text: str, now: datetime, is_thanks: bool = False
) -> Reply:
    """The customer writes under the own complaint; `is_thanks`: the thank-you, which is said once."""
    fresh = locked(complaint)
    require_customer(fresh, by)
    apply(fresh, Action.REPLY, Actor.CUSTOMER)
    words = clean_text(text, max_length=REPLY_LENGTH, multiline=True)
    if said := _said_just_now(fresh, by, words, now=now):
        return said
    reply = Reply.objects.create(
        complaint=fresh,
        side=Side.CUSTOMER,
        source=ReplySource.SITE,
        author=by,
        author_name=fresh.public_name or NAMELESS,
        text=words,
        stated_at=now,
        at=now,
    )
    mark: dict[str, Any] = {"thanks": True} if is_thanks else {}
    events.record(
        complaint=fresh,
        kind=EventKind.REPLY_RECEIVED,
        now=now,
        role=Actor.CUSTOMER,
        by=by,
        reply=reply.pk,
        side=Side.CUSTOMER,
        **mark,
    )
    return reply


@transaction.atomic
def receive_network_reply(
    *, posting: Posting, remote: RemoteReply, last_poll_without_it: datetime | None, now: datetime
) -> Reply | None:
    """A public reply found under a posting. Seen again it changes nothing, or only its text when that was edited.

    What customers write below a copy of their own account, by the network's own app, is their reply.

    Whatever time it states, it counts from the last look that did not show it, and not from before its complaint was
    posted: that time is the other server's word.
    Returns the reply, or None for one that is not to be shown (our own, or not public).
    """
    is_own_account = remote.author_id == posting.connection.remote_id
    if remote.visibility not in ("public", "unlisted") or (is_own_account and _is_ours(posting, remote)):
        return None
    fresh = locked(posting.complaint)
    known = Reply.objects.filter(posting=posting, remote_id=remote.remote_id).first()
    if known is not None:
        return _follow_edit(fresh, known, remote, now=now)
    stated_at = min(remote.stated_at, now)
    handle = _remote_text(remote.author_handle, length=200, multiline=False)
    looks = [min(at, now) for at in (last_poll_without_it, posting.first_tried_at) if at is not None]
    reply = Reply(
        complaint=fresh,
        side=Side.CUSTOMER
        if is_own_account
        else recognising.side_of(complaint=fresh, posting=posting, remote=remote, handle=handle),
        source=ReplySource.NETWORK,
        network=posting.network,
        posting=posting,
        author_name=_remote_text(remote.author_name or remote.author_handle, length=120, multiline=False),
        author_handle=handle,
        author_remote_id=remote.author_id[:200],
        text=covered(fresh, _remote_text(remote.text, length=REPLY_LENGTH)),
        remote_id=remote.remote_id,
        remote_url=remote.url[:500],
        stated_at=stated_at,
        at=clocks.reply_counts_at(stated_at=stated_at, last_poll_without_it=max(looks, default=None)),
        edited_at=remote.edited_at,
    )
    if is_own_account:
        reply.author, reply.author_name = fresh.customer, fresh.public_name or NAMELESS
    if reply.side == Side.COMPANY:
        return _receive_from_company(fresh, reply, by=None, now=now)
    reply.save()
    events.record(
        complaint=fresh,
        kind=EventKind.REPLY_RECEIVED,
        now=now,
        at=reply.at,
        role=Actor.CUSTOMER if is_own_account else Actor.OTHER,
        by=reply.author,
        reply=reply.pk,
        side=reply.side,
        network=reply.network,
    )
    return reply


def says_the_same(*, known: Reply, remote: RemoteReply) -> bool:
    """Whether a reply that is given again changes nothing."""
    return _remote_text(remote.text, length=REPLY_LENGTH) == known.text


@transaction.atomic
def mark_removed_remotely(*, reply: Reply, now: datetime) -> Reply:
    """A reply is gone on its network. It stays in the record, marked: what was said stays said."""
    fresh = locked(reply.complaint)
    if Reply.objects.filter(pk=reply.pk, removed_remotely_at__isnull=True).update(removed_remotely_at=now):
        reply.removed_remotely_at = now
        events.record(
            complaint=fresh,
            kind=EventKind.REPLY_REMOVED,
            now=now,
            role=Actor.OTHER,
            reply=reply.pk,
            network=reply.network,
        )
    return reply


@transaction.atomic
def offer_fix(*, complaint: Complaint, by: User, text: str, due_on: date, now: datetime) -> Reply:
    """A representative offers a fix with a date; again replaces the earlier offer. An offer is also an answer."""
    fresh = locked(complaint)
    representative = require_representative(fresh, by)
    return _offer(
        fresh, by=by, actor=Actor.COMPANY, author_name=str(representative), text=text, due_on=due_on, now=now
    )


@transaction.atomic
def record_offer_made_elsewhere(
    *, complaint: Complaint, by: User, text: str, due_on: date, now: datetime
) -> Reply:
    """The customer records an offer that the company made by phone, mail or in a shop."""
    fresh = locked(complaint)
    require_customer(fresh, by)
    assert fresh.company is not None  # published complaints have a company
    name = fresh.company.name[: 120 - len(AS_TOLD)] + AS_TOLD
    return _offer(fresh, by=by, actor=Actor.CUSTOMER, author_name=name, text=text, due_on=due_on, now=now)


@transaction.atomic
def take_back_offer(*, complaint: Complaint, by: User, now: datetime) -> Complaint:
    """The company takes its offer back: everything is as before it, the clock too."""
    fresh = locked(complaint)
    require_representative(fresh, by)
    lifecycle.find_move(
        status=fresh.status, outcome=fresh.outcome, action=Action.TAKE_BACK_OFFER, actor=Actor.COMPANY
    )
    fresh.replies.filter(is_offer=True, stands=True, at__gte=_offers_began_at(fresh)).update(stands=False)
    refresh_reply_times(fresh)
    apply(fresh, Action.TAKE_BACK_OFFER, Actor.COMPANY)
    fresh.offer_due_on = None
    fresh.save()
    _drop_questions(fresh, "offer-")
    milestones.take_back(complaint=fresh, kind=PostingKind.OFFERED, now=now)
    events.record(complaint=fresh, kind=EventKind.OFFER_TAKEN_BACK, now=now, role=Actor.COMPANY, by=by)
    return fresh


@transaction.atomic
def contest_label(*, reply: Reply, by: User, reason: str, now: datetime) -> Reply:
    """Either side asks a moderator to look at what a reply counts as."""
    fresh = locked(reply.complaint)
    if fresh.customer_id == by.pk:
        side = Actor.CUSTOMER
    else:
        require_representative(fresh, by)
        side = Actor.COMPANY
    reply = labelled(fresh, reply)
    if reply.contested_at is not None:
        raise lifecycle.MoveRefused("A moderator is already looking at this label.")
    reply.contested_at = now
    reply.contested_by_side = side
    reply.contest_reason = clean_text(reason, max_length=500, multiline=True)
    reply.save(update_fields=["contested_at", "contested_by_side", "contest_reason"])
    events.record(complaint=fresh, kind=EventKind.LABEL_CONTESTED, now=now, role=side, by=by, reply=reply.pk)
    return reply


def labelled(complaint: Complaint, reply: Reply) -> Reply:
    """A reply of a locked complaint as it stands now, whose label may be looked at; else raises MoveRefused."""
    current = complaint.replies.of_the_company().filter(pk=reply.pk).first()
    if current is None:
        raise lifecycle.MoveRefused("Only replies of the company have a label.")
    if current.is_offer and complaint.status == Status.FIX_OFFERED:
        raise lifecycle.MoveRefused(
            "An offer with a date counts as an answer while it stands. Say first whether the fix has come."
        )
    return current


def receive_confirmed_account(*, reply: Reply, now: datetime) -> bool:
    """Turn a reply that waited for confirmation into the company's, from its own time. False when it waits no more.

    The caller owns the transaction.
    """
    fresh = locked(reply.complaint)
    current = fresh.replies.unconfirmed().filter(pk=reply.pk).first()
    if current is None:
        return False
    current.side = Side.COMPANY
    _receive_from_company(fresh, current, by=None, now=now, kind=EventKind.REPLY_CONFIRMED)
    return True


def refuse_waiting_account(*, complaint: Complaint, reply: Reply, by: User, now: datetime) -> int:
    """The account behind `reply` is not the company's: what it said under this complaint is somebody else's.

    Returns how many replies. The caller owns the transaction.
    """
    fresh = locked(complaint)
    waiting = fresh.replies.unconfirmed().of_account(reply)
    many = waiting.update(side=Side.OTHER)
    if many:
        events.record(
            complaint=fresh,
            kind=EventKind.ACCOUNT_REFUSED,
            now=now,
            role=Actor.MODERATOR,
            by=by,
            network=reply.network,
            account=reply.author_handle,
            server=reply.server,
            account_id=reply.author_remote_id,
        )
    return many


def _receive_from_company(
    complaint: Complaint,
    reply: Reply,
    *,
    by: User | None,
    now: datetime,
    kind: EventKind = EventKind.REPLY_RECEIVED,
) -> Reply:
    labelling.label(reply, complaint)
    reply.save()
    refresh_reply_times(complaint)
    apply(complaint, Action.ANSWER if reply.kind == ReplyKind.ANSWER else Action.REPLY, Actor.COMPANY)
    complaint.save()
    events.record(
        complaint=complaint,
        kind=kind,
        now=now,
        at=reply.at,
        role=Actor.COMPANY,
        by=by,
        reply=reply.pk,
        side=Side.COMPANY,
        label=reply.kind,
        network=reply.network,
        **_marks(reply),
    )
    if reply.kind == ReplyKind.ANSWER:
        milestones.reach(complaint=complaint, kind=PostingKind.ANSWERED, now=now, seen_on=reply.posting)
    _tell_customer(complaint, reply, now=now)
    return reply


def _marks(reply: Reply) -> dict[str, Any]:
    return {"copies": reply.copies, "similarity": reply.similarity} if reply.is_canned else {}


def _offer(
    complaint: Complaint, *, by: User, actor: Actor, author_name: str, text: str, due_on: date, now: datetime
) -> Reply:
    if due_on < now.date():
        raise OfferRefused("The promised day cannot lie in the past.")
    if due_on > now.date() + timedelta(days=clocks.LATEST_OFFER_DAYS):
        raise OfferRefused(f"The promised day can be at most {clocks.LATEST_OFFER_DAYS} days off.")
    words = clean_text(text, max_length=REPLY_LENGTH, multiline=True)
    if said := _said_just_now(complaint, by, words, due_on=due_on, now=now):
        return said
    apply(complaint, Action.OFFER_FIX, actor)
    reply = Reply(
        complaint=complaint,
        side=Side.COMPANY,
        source=ReplySource.SITE,
        author=by,
        author_name=author_name[:120],
        text=words,
        kind=ReplyKind.ANSWER,
        is_offer=True,
        offer_due_on=due_on,
        stated_at=now,
        at=now,
    )
    if actor == Actor.COMPANY:
        labelling.label_offer(reply, complaint)
    reply.save()
    refresh_reply_times(complaint)
    complaint.offer_due_on = due_on
    complaint.save()
    _drop_questions(complaint, "offer-")
    number = complaint.replies.filter(is_offer=True).count()
    Question.objects.bulk_create(
        Question(complaint=complaint, occasion=occasion, due_at=due)
        for occasion, due in clocks.question_times_after_promise(due_on, offer=number).items()
    )
    events.record(
        complaint=complaint,
        kind=EventKind.FIX_OFFERED,
        now=now,
        role=actor,
        by=by,
        reply=reply.pk,
        due_on=due_on.isoformat(),
    )
    milestones.reach(complaint=complaint, kind=PostingKind.OFFERED, now=now, day=due_on)
    if actor == Actor.COMPANY:
        _tell_customer(complaint, reply, now=now)
    return reply


def _said_just_now(
    complaint: Complaint, by: User, words: str, *, due_on: date | None = None, now: datetime
) -> Reply | None:
    """The same words of the same person a moment ago: a second press of the button, not a second reply."""
    same = complaint.replies.filter(author=by, text=words, offer_due_on=due_on, at__gt=now - SECOND_PRESS)
    return same.order_by("id").first()


def _is_ours(posting: Posting, remote: RemoteReply) -> bool:
    """Whether what the account of a copy said was said by this site, and not by the customer whose account it is.

    A copy whose answer was lost has no id yet: until somebody has looked, a post with our address may be that one.
    """
    connection, complaint = posting.connection, posting.complaint
    if connection.owner_id is None or connection.owner_id != complaint.customer_id:
        return True
    ours = Posting.objects.filter(connection=connection)
    if ours.filter(remote_id=remote.remote_id).exists():
        return True
    in_doubt = ours.filter(complaint=complaint, state__in=(PostingState.SENDING, PostingState.NEEDS_CHECK))
    return letters.address_of(complaint) in remote.text and in_doubt.exists()


def _remote_text(text: str, *, length: int, multiline: bool = True) -> str:
    """Words from a network, cut to what we keep. Cleaning can make a text three times as long (NFC), never longer."""
    cleaned = clean_text(text[:length], max_length=3 * length, multiline=multiline)
    return cleaned[:length].rstrip()


def _offers_began_at(complaint: Complaint) -> datetime:
    """When the present run of offers began: the first offer after the last move away from "fix offered"."""
    ended = (
        complaint.events.of_kind(
            EventKind.OFFER_TAKEN_BACK, EventKind.NOT_FIXED, EventKind.PARTLY_FIXED, EventKind.REOPENED
        )
        .order_by("-id")
        .first()
    )
    offers = complaint.events.of_kind(EventKind.FIX_OFFERED)
    first = (offers.filter(pk__gt=ended.pk) if ended else offers).order_by("id").first()
    assert first is not None  # status "fix offered" comes from an offer
    return first.at


def _drop_questions(complaint: Complaint, prefix: str) -> None:
    complaint.questions.waiting().filter(occasion__startswith=prefix).update(state="dropped")


def _follow_edit(complaint: Complaint, known: Reply, remote: RemoteReply, *, now: datetime) -> Reply:
    text = covered(complaint, _remote_text(remote.text, length=REPLY_LENGTH))
    if text == known.text:
        return known
    # The history cannot be changed: it keeps what a company said, never the words of people who are no party.
    earlier: dict[str, Any] = {"earlier": known.text} if known.side == Side.COMPANY else {}
    known.text = text
    known.edited_at = remote.edited_at or now
    known.save(update_fields=["text", "edited_at"])
    # The label stays as first judged: an edit months later must not rewrite when the clock stopped. A moderator can.
    events.record(
        complaint=complaint,
        kind=EventKind.REPLY_CHANGED,
        now=now,
        role=_ROLES.get(Side(known.side), Actor.OTHER),
        reply=known.pk,
        network=known.network,
        **earlier,
    )
    return known


def _tell_customer(complaint: Complaint, reply: Reply, *, now: datetime) -> None:
    customer = complaint.customer
    if customer is None or not customer.is_active:
        return
    letter = letters.reply_arrived(complaint, reply)
    queue_mail(
        to=customer.email,
        user=customer,
        about="reply",
        reference=complaint.reference,
        subject=letter.subject,
        text=letter.text,
        once_key=f"reply-{reply.pk}",
        now=now,
    )
