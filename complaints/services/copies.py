"""What people decide about the copies of a complaint on networks. Rows change here; the outbox carries it out."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.permissions import is_moderator
from complaints.enums import UNSENT, Actor, EventKind, PostingState, PostingWish, Visibility
from complaints.models import Complaint, Posting
from complaints.networks import render
from complaints.networks.base import Limits
from complaints.rules.lifecycle import MoveRefused
from complaints.services import events, letters
from complaints.services.moves import NotAllowed, locked, require_customer
from config.doors import queue
from config.doors.text import clean_text

SEND = "complaints.tasks.send_posting"
TEXT_LENGTH = 5000


class TextRefused(Exception):
    """The words of a copy cannot be posted. The message is for the person who typed them."""


@transaction.atomic
def edit_posting(*, posting: Posting, text: str, by: User, now: datetime) -> Posting:
    """Other words for a copy, by its customer; where it stands already the network follows.

    Raises TextRefused without the link or beyond the limits of the server, TextTooLong from the text door.
    """
    complaint, row = _locked(posting)
    require_customer(complaint, by)
    if not complaint.is_readable or row.wish == PostingWish.REMOVE:
        raise MoveRefused("This copy is not shown any more.")
    if row.state not in (PostingState.QUEUED, PostingState.SENT, PostingState.FAILED):
        raise MoveRefused("This copy cannot be changed just now.")
    row.text = _checked(clean_text(text, max_length=TEXT_LENGTH, multiline=True), complaint, row)
    if row.state == PostingState.SENT:
        row.wish, row.next_try_at = PostingWish.EDIT, now
        queue.enqueue(SEND, row.pk)
    row.save(update_fields=["text", "wish", "next_try_at"])
    return row


@transaction.atomic
def remove_posting(*, posting: Posting, by: User, now: datetime) -> Posting:
    """Take one copy down, or back before it was sent. The complaint stays where it is."""
    complaint, row = _locked(posting)
    role = _role_of(by, complaint)
    if row.state == PostingState.QUEUED:
        row.state = PostingState.REMOVED
        row.save(update_fields=["state"])
        events.record(
            complaint=complaint,
            kind=EventKind.POSTING_REMOVED,
            now=now,
            role=role,
            by=by,
            network=row.network,
        )
    elif row.state == PostingState.SENT or row.state in UNSENT:
        _ask_to_remove(row, now=now)
    else:
        raise MoveRefused("This copy does not stand on its network.")
    return row


@transaction.atomic
def queue_again(*, posting: Posting, by: User, now: datetime) -> Posting:
    """Send a copy that failed or was removed, by its customer or a moderator. One that stood gets a row of its own."""
    complaint, row = _locked(posting)
    role = _role_of(by, complaint)
    if row.state not in (PostingState.FAILED, PostingState.REMOVED):
        raise MoveRefused("This copy is posted, or on its way.")
    if not complaint.is_readable:
        raise MoveRefused("A complaint that is not shown is not posted.")
    if complaint.events.of_kind(EventKind.MOVED).filter(at__gte=row.created_at).exists():
        raise MoveRefused("This copy names another company.")
    if row.state == PostingState.FAILED:
        row.state, row.wish, row.tries, row.next_try_at = PostingState.QUEUED, PostingWish.NOTHING, 0, now
        row.save(update_fields=["state", "wish", "tries", "next_try_at"])
    else:
        row = _another(row, now=now)
    events.record(
        complaint=complaint, kind=EventKind.POSTING_QUEUED, now=now, role=role, by=by, network=row.network
    )
    queue.enqueue(SEND, row.pk)
    return row


def follow_visibility(complaint: Complaint, *, now: datetime) -> None:
    """A locked complaint was hidden or shown again: its copies are due to be taken down, or to leave at last.

    The outbox looks at the visibility itself, so that what people wish of a copy is not forgotten meanwhile.
    """
    if complaint.visibility == Visibility.PUBLIC:
        rows = complaint.postings.filter(state=PostingState.QUEUED)
    else:
        rows = complaint.postings.filter(state=PostingState.SENT)
    rows.update(next_try_at=now)
    for posting_id in rows.values_list("pk", flat=True):
        queue.enqueue(SEND, posting_id)


def take_down_all(complaint: Complaint, *, now: datetime) -> None:
    """No copy of a locked complaint may stand or leave any more: it has moved, and they name the earlier brand."""
    rows = complaint.postings.select_for_update()
    rows.filter(state=PostingState.QUEUED).update(state=PostingState.REMOVED)
    for row in rows.filter(state__in=[PostingState.SENT, *UNSENT]):
        _ask_to_remove(row, now=now)


def _locked(posting: Posting) -> tuple[Complaint, Posting]:
    """Both rows as they stand now, the complaint first."""
    return locked(posting.complaint), Posting.objects.select_for_update().get(pk=posting.pk)


def _role_of(by: User, complaint: Complaint) -> Actor:
    if complaint.customer_id == by.pk:
        return Actor.CUSTOMER
    if is_moderator(by):
        return Actor.MODERATOR
    raise NotAllowed("Only the customer and moderators decide about a copy.")


def _checked(text: str, complaint: Complaint, row: Posting) -> str:
    link = letters.address_of(complaint)
    if link not in text:
        raise TextRefused(f"Keep the link to the complaint in the text: {link}")
    limits = Limits.from_json(row.connection.limits)
    if not render.fits(text, limits):
        raise TextRefused(f"The text is too long: at most {limits.characters} characters are allowed there.")
    return text


def _ask_to_remove(row: Posting, *, now: datetime) -> None:
    row.wish = PostingWish.REMOVE
    if row.state == PostingState.SENT:
        row.next_try_at = now
    row.save(update_fields=["wish", "next_try_at"])
    queue.enqueue(SEND, row.pk)


def _another(row: Posting, *, now: datetime) -> Posting:
    """A new row with the same words: the old one keeps where and when it stood."""
    try:
        with transaction.atomic():
            return Posting.objects.create(
                complaint_id=row.complaint_id,
                connection_id=row.connection_id,
                network=row.network,
                text=row.text,
                state=PostingState.QUEUED,
                idempotency_key=secrets.token_hex(24),
                next_try_at=now,
                created_at=now,
            )
    except IntegrityError as taken:
        raise MoveRefused("A copy stands already on this network, or is on its way.") from taken
