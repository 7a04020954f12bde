"""What people decide about the copies of a complaint on networks. Rows change here; the outbox carries it out."""

import secrets
from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.permissions import is_moderator
from complaints.enums import UNSENT, Actor, EventKind, PostingKind, PostingState, PostingWish, Visibility
from complaints.models import Complaint, Connection, Posting
from complaints.networks import render
from complaints.networks.base import Limits
from complaints.rules.lifecycle import MoveRefused
from complaints.services import events, letters, manners, preparing, resting
from complaints.services.moves import NotAllowed, locked, require_customer
from complaints.services.turns import GIVEN_UP_UNSEEN
from config.doors import queue
from config.doors.text import clean_text

# May be on the network, or on its way there.
STANDING = UNSENT | {PostingState.SENT}
SEND = "complaints.tasks.send_posting"
CALLED_OFF = "called_off"  # before it left
TEXT_LENGTH = 20_000  # the longest post of any network


class TextRefused(Exception):
    """The words of a copy cannot be posted. The message is for the person who typed them."""


@transaction.atomic
def edit_posting(*, posting: Posting, text: str, by: User, now: datetime) -> Posting:
    """Other words for a copy, by its customer; where it stands already the network follows.

    Raises TextRefused without the link, beyond the limits of the server or with personal data, TextTooLong from the
    text door.
    """
    complaint, row = _locked(posting)
    require_customer(complaint, by)
    if not complaint.is_readable or row.wish == PostingWish.REMOVE:
        raise MoveRefused("This copy is not shown any more.")
    if row.state not in (PostingState.QUEUED, PostingState.SENT, PostingState.FAILED):
        raise MoveRefused("This copy cannot be changed just now.")
    if row.state == PostingState.SENT and row.connection.is_left:
        raise MoveRefused(f"Its account was disconnected. Change it on {row.get_network_display()} itself.")
    handle = preparing.handle_for(complaint, row.connection)
    words = checked_words(
        text, link=letters.link_of(complaint, row.kind), connection=row.connection, handle=handle
    )
    if words == row.latest_text:
        return row
    refuse_personal_data(words, complaint=complaint, earlier=row.text)
    row.is_own_words = True
    say_instead(posting=row, text=words, now=now)
    return row


def say_instead(*, posting: Posting, text: str, now: datetime) -> None:
    """A locked copy says this instead: at once when it has not left, else as soon as its network has taken it."""
    if posting.state in (PostingState.QUEUED, PostingState.FAILED):
        posting.text = text
    else:
        posting.new_text, posting.wish = text, PostingWish.EDIT
        if posting.state == PostingState.SENT:
            posting.next_try_at = now
            queue.enqueue(SEND, posting.pk)
    posting.save(update_fields=["text", "new_text", "is_own_words", "wish", "next_try_at"])


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
            why=CALLED_OFF,
        )
    elif row.state == PostingState.SENT and row.connection.is_left:
        raise MoveRefused(f"Its account was disconnected. Delete it on {row.get_network_display()} itself.")
    elif row.state == PostingState.SENT or row.state in UNSENT:
        ask_to_remove(posting=row, now=now)
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
    row.complaint = complaint
    if not row.is_still_so:
        raise MoveRefused("This complaint has ended. A copy is posted again after you reopen it.")
    if row.connection.is_left:
        raise MoveRefused("Its account was disconnected, so nothing can be posted from it.")
    if complaint.events.of_kind(EventKind.MOVED).filter(at__gte=row.created_at).exists():
        raise MoveRefused("This copy names another company.")
    if row.state == PostingState.FAILED:
        row.state, row.wish, row.tries, row.next_try_at = PostingState.QUEUED, PostingWish.NOTHING, 0, now
        row.save(update_fields=["state", "wish", "tries", "next_try_at"])
    else:
        row = _another(row, now=now)
    _mind_manners(row, complaint, now=now)
    events.record(
        complaint=complaint, kind=EventKind.POSTING_QUEUED, now=now, role=role, by=by, network=row.network
    )
    queue.enqueue(SEND, row.pk)
    return row


@transaction.atomic
def try_now(*, posting: Posting, by: User, now: datetime) -> Posting:
    """A moderator wants a waiting copy to be carried out at once. What its network allows still counts."""
    complaint, row = _locked(posting)
    _require_waiting(row, complaint, by, now=now)
    row.next_try_at = now
    row.save(update_fields=["next_try_at"])
    resting.wake(connection=row.connection, now=now)
    queue.enqueue(SEND, row.pk)
    return row


@transaction.atomic
def give_up(*, posting: Posting, by: User, now: datetime) -> Posting:
    """A moderator gives up a waiting copy, or a change of one; its customer may send it again. What must go must go."""
    complaint, row = _locked(posting)
    _require_waiting(row, complaint, by, now=now)
    if row.state == PostingState.SENT:
        if row.wish == PostingWish.REMOVE or complaint.visibility != Visibility.PUBLIC:
            raise MoveRefused("This copy must be taken down. It is tried for as long as it takes.")
        row.wish, row.new_text = PostingWish.NOTHING, ""
    else:
        # It may stand over there all the same: whoever sends it again looks first.
        row.last_error = "GivenUp: waited" if row.state == PostingState.QUEUED else GIVEN_UP_UNSEEN
        row.state, row.lease_until = PostingState.FAILED, None
    row.save(update_fields=["state", "wish", "new_text", "lease_until", "last_error"])
    events.record(
        complaint=complaint,
        kind=EventKind.POSTING_FAILED,
        now=now,
        role=Actor.MODERATOR,
        by=by,
        network=row.network,
        why="given_up",
        change=row.state == PostingState.SENT,
    )
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
    """No copy of a locked complaint may stand or leave any more: it has moved, or was withdrawn."""
    call_off_waiting(complaint=complaint, now=now)
    rows = complaint.postings.select_for_update()
    for row in rows.filter(state__in=[PostingState.SENT, *UNSENT]):
        ask_to_remove(posting=row, now=now)


def call_off_waiting(
    *, complaint: Complaint, now: datetime, kinds: Collection[PostingKind] = tuple(PostingKind)
) -> None:
    """A locked complaint has ended: its copies of these kinds that wait do not leave any more.

    One that may stand already is looked for by the outbox, which posts nothing that is no longer so.
    """
    waiting = complaint.postings.select_for_update().filter(state=PostingState.QUEUED, kind__in=kinds)
    for row in waiting.order_by("pk"):
        ask_to_remove(posting=row, now=now)
        events.record(
            complaint=complaint,
            kind=EventKind.POSTING_REMOVED,
            now=now,
            role=Actor.SYSTEM,
            network=row.network,
            why=CALLED_OFF,
        )


def _locked(posting: Posting) -> tuple[Complaint, Posting]:
    """Both rows as they stand now, the complaint first."""
    return locked(posting.complaint), Posting.objects.select_for_update().get(pk=posting.pk)


def _require_waiting(row: Posting, complaint: Complaint, by: User, *, now: datetime) -> None:
    if not is_moderator(by):
        raise NotAllowed("Only moderators decide about copies that are stuck.")
    is_wished = row.wish != PostingWish.NOTHING or complaint.visibility != Visibility.PUBLIC
    if row.state not in UNSENT and not (row.state == PostingState.SENT and is_wished):
        raise MoveRefused("This copy does not wait any more.")
    if row.lease_until is not None and row.lease_until > now:
        raise MoveRefused("A worker has this copy just now.")


def _role_of(by: User, complaint: Complaint) -> Actor:
    if complaint.customer_id == by.pk:
        return Actor.CUSTOMER
    if is_moderator(by):
        return Actor.MODERATOR
    raise NotAllowed("Only the customer and moderators decide about a copy.")


def checked_words(text: str, *, link: str, connection: Connection, handle: str = "") -> str:
    """Words for a copy that may be posted from this account, cleaned.

    Raises TextRefused without the link at the end, beyond the limits of the server, or when it calls another account
    than `handle`, or, from an account of the site, links elsewhere; TextTooLong from the text door.
    """
    words = clean_text(text, max_length=TEXT_LENGTH, multiline=True)
    if not words.endswith(link) or words.count(link) != 1 or words.strip() == link:
        raise TextRefused(
            f"Say it in your words, and let the text end with the link to the complaint: {link}"
        )
    called = render.handles_in(words)
    if [one for one in called if one.casefold() != f"@{handle.removeprefix('@')}".casefold()] or len(
        called
    ) > 1:
        only = f" (@{handle.removeprefix('@')})" if handle else ""
        raise TextRefused(
            f"Call nobody but the company{only}, once: posts that call several get fewer answers."
        )
    if connection.is_site and (links := render.links_in(words.removesuffix(link))):
        raise TextRefused(
            f"From this site’s account only the link to your complaint is posted. Take out: {', '.join(links)}"
        )
    limits = Limits.from_json(connection.limits)
    if not render.fits(words, limits, strict=limits.strict):
        length = render.length(words, limits, strict=limits.strict)
        raise TextRefused(
            f"The text is too long: {length:,} of {limits.characters:,} characters."
            if length > limits.characters
            else "The text is too long for this network. Shorten it a little."
        )
    return words


def refuse_personal_data(words: str, *, complaint: Complaint, earlier: str = "") -> None:
    """Nobody looks at what is said after publication before it is public, so it holds no personal data.

    What stands in `earlier` already has passed. Raises TextRefused with the words found.
    """
    found = preparing.personal_data_in(words, company=complaint.company)
    private = dict.fromkeys(one.words for one in found if one.words not in earlier)
    if private:
        quoted = ", ".join(f"“{one}”" for one in private)
        raise TextRefused(f"This looks like personal data: {quoted}. Please take it out.")


def ask_to_remove(*, posting: Posting, now: datetime) -> None:
    """A locked copy must go from its network: the outbox takes it down."""
    for below in posting.follow_ups.select_for_update().exclude(state=PostingState.REMOVED):
        ask_to_remove(posting=below, now=now)
    if posting.state in (PostingState.QUEUED, PostingState.FAILED):
        posting.state = PostingState.REMOVED
        posting.save(update_fields=["state"])
        return
    posting.wish = PostingWish.REMOVE
    if posting.state == PostingState.SENT:
        posting.next_try_at = now
    posting.save(update_fields=["wish", "next_try_at"])
    queue.enqueue(SEND, posting.pk)


def _mind_manners(row: Posting, complaint: Complaint, *, now: datetime) -> None:
    """A copy that is queued by hand waits for the others of its customer like any other."""
    if row.kind != PostingKind.COMPLAINT:
        return
    manners.lock_copies_of(complaint)
    wait = manners.waits_of(complaint, {row.network}, now=now).get(row.network)
    row.not_before = wait.until if wait else None
    row.save(update_fields=["not_before"])


def _another(row: Posting, *, now: datetime) -> Posting:
    """A new row with the same words: the old one keeps where and when it stood."""
    try:
        with transaction.atomic():
            return Posting.objects.create(
                complaint_id=row.complaint_id,
                connection_id=row.connection_id,
                network=row.network,
                kind=row.kind,
                parent_id=row.parent_id,
                text=row.text,
                is_own_words=row.is_own_words,
                picture_alt=row.picture_alt,
                follows_up=row.follows_up,
                state=PostingState.QUEUED,
                idempotency_key=secrets.token_hex(24),
                next_try_at=now,
                created_at=now,
            )
    except IntegrityError as taken:
        raise MoveRefused("A copy stands already on this network, or is on its way.") from taken
