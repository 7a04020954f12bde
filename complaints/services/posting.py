"""The outbox of postings. The row is the truth; a queue only says "now is a good time".

A worker claims a row (`sending` and a lease, committed) before it calls the network. Whoever finds an expired lease
or a lost answer looks on the network (`find`) before anything is sent again: one status, whatever dies.
"""

import random
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from complaints.enums import (
    Actor,
    ConnectionState,
    EventKind,
    PostingState,
    PostingWish,
    Visibility,
)
from complaints.models import Connection, Posting, Reply
from complaints.networks.base import (
    Connector,
    Forbidden,
    Gone,
    NeedsReconnect,
    NetworkError,
    PostText,
    Published,
    Rejected,
    Uncertain,
    Unsupported,
)
from complaints.services import events, letters, tracking
from complaints.services.connecting import connector_of
from complaints.services.moves import locked

MOST_TRIES = 12
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(hours=6)
# How long a connection that must be renewed rests before its postings are tried again.
RECONNECT_WAIT = timedelta(hours=1)
# Until what age of the posting its replies are polled how often.
POLL_BY_AGE = (
    (timedelta(hours=1), None),  # settings.POLL_FIRST_SECONDS
    (timedelta(days=1), timedelta(minutes=5)),
    (timedelta(days=7), timedelta(hours=1)),
    (timedelta(days=30), timedelta(hours=6)),
    (timedelta(days=365), timedelta(days=1)),
)


def send_posting(*, posting_id: int, now: datetime) -> None:
    """Send, look for, change or take down one posting, whatever its row asks for. Nothing to do is fine."""
    posting, looked_for = _claim(posting_id, now=now)
    if posting is None:
        return
    try:
        connector = connector_of(posting.connection)
        if posting.remote_id:
            _carry_out_wish(posting, connector, now=now)
        else:
            _send(posting, connector, look_first=looked_for, now=now)
    except NetworkError as error:
        _note_failure(posting, error, now=now)


def poll_posting(*, posting_id: int, now: datetime) -> int:
    """Look for replies under one posting. Returns how many replies are new."""
    posting = (
        Posting.objects.select_related("connection", "complaint__company")
        .filter(pk=posting_id, state=PostingState.SENT)
        .first()
    )
    if posting is None:
        return 0
    last_poll = posting.polled_at
    known: dict[str, Reply] = {reply.remote_id: reply for reply in posting.replies.all()}
    try:
        found = connector_of(posting.connection).replies(
            posting.remote_id,
            now=now,
            seen={remote_id: reply.edited_at for remote_id, reply in known.items()},
        )
    except Gone:
        _mark_gone(posting, now=now)
        return 0
    except NetworkError as error:
        _after_failed_poll(posting, error, now=now)
        return 0
    fresh = 0
    for remote in found.replies:
        reply = tracking.receive_network_reply(
            posting=posting, remote=remote, last_poll_without_it=last_poll, now=now
        )
        fresh += reply is not None and remote.remote_id not in known
    for remote_id in found.missing:
        if (gone := known.get(remote_id)) and gone.removed_remotely_at is None:
            tracking.mark_removed_remotely(reply=gone, now=now)
    # Only now: a worker that dies in between imports the same replies again, each of them once.
    Posting.objects.filter(pk=posting.pk).update(polled_at=now, next_poll_at=next_poll(posting, now=now))
    return fresh


def sweep_postings(*, now: datetime, at_most: int = 200) -> int:
    """Carry out everything that is due, also what a dead worker or a lost queue left. Returns how many rows."""
    sending = list(
        Posting.objects.due(now=now).order_by("next_try_at").values_list("pk", flat=True)[:at_most]
    )
    for posting_id in sending:
        send_posting(posting_id=posting_id, now=now)
    polling = list(
        Posting.objects.to_poll(now=now).order_by("next_poll_at").values_list("pk", flat=True)[:at_most]
    )
    for posting_id in polling:
        poll_posting(posting_id=posting_id, now=now)
    return len(sending) + len(polling)


def next_poll(posting: Posting, *, now: datetime) -> datetime | None:
    """When to look for replies again, with jitter; None when the posting is too old to be polled."""
    age = now - (posting.sent_at or now)
    for until, wait in POLL_BY_AGE:
        if age < until:
            seconds = wait.total_seconds() if wait else settings.POLL_FIRST_SECONDS
            return now + timedelta(seconds=seconds * random.uniform(0.9, 1.1))  # noqa: S311  (spreads load)
    return None


def _claim(posting_id: int, *, now: datetime) -> tuple[Posting | None, bool]:
    """Own the row by a lease that is committed before any call; None when there is nothing to do or it is taken.

    The flag says that the posting may already stand on the network, so that it must be looked for.
    """
    with transaction.atomic():
        posting = (
            Posting.objects.due(now=now)
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("connection", "complaint")
            .filter(pk=posting_id, connection__state=ConnectionState.ACTIVE)
            .first()
        )
        if posting is None:
            return None, False
        may_stand = posting.state in (PostingState.SENDING, PostingState.NEEDS_CHECK)
        out_of_sight = posting.complaint.visibility != Visibility.PUBLIC
        if out_of_sight and not may_stand and not posting.remote_id:
            posting.state = PostingState.REMOVED
            posting.save(update_fields=["state"])
            return None, False
        if not posting.remote_id:
            posting.state = PostingState.SENDING
        posting.first_tried_at = posting.first_tried_at or now
        posting.tries += 1
        posting.lease_until = now + timedelta(seconds=settings.POSTING_LEASE_SECONDS)
        if posting.remote_id:
            posting.next_try_at = posting.lease_until
        posting.save()
    return posting, may_stand


def _send(posting: Posting, connector: Connector, *, look_first: bool, now: datetime) -> None:
    link = letters.address_of(posting.complaint)
    found = connector.find(link, now=now, since=posting.first_tried_at) if look_first else None
    if found is None:
        found = connector.publish(
            _text_of(posting, link),
            idempotency_key=posting.idempotency_key,
            now=now,
            first_tried_at=posting.first_tried_at if posting.tries > 1 else None,
        )
    _note_sent(posting, found, now=now)


def _carry_out_wish(posting: Posting, connector: Connector, *, now: datetime) -> None:
    if posting.wish == PostingWish.REMOVE:
        connector.delete(posting.remote_id, now=now)
        with transaction.atomic():
            complaint = locked(posting.complaint)
            posting.state = PostingState.REMOVED
            posting.wish = PostingWish.NOTHING
            posting.save()
            events.record(
                complaint=complaint,
                kind=EventKind.POSTING_REMOVED,
                now=now,
                role=Actor.SYSTEM,
                network=posting.network,
            )
    elif posting.wish == PostingWish.EDIT:
        connector.update(posting.remote_id, _text_of(posting, letters.address_of(posting.complaint)), now=now)
        with transaction.atomic():
            complaint = locked(posting.complaint)
            posting.wish = PostingWish.NOTHING
            posting.tries = 0
            posting.save()
            events.record(
                complaint=complaint,
                kind=EventKind.POSTING_EDITED,
                now=now,
                role=Actor.SYSTEM,
                network=posting.network,
            )


def _text_of(posting: Posting, link: str) -> PostText:
    return PostText(body=posting.text, link=link)


def _note_sent(posting: Posting, published: Published, *, now: datetime) -> None:
    with transaction.atomic():
        complaint = locked(posting.complaint)
        posting.state = PostingState.SENT
        posting.remote_id = published.remote_id
        posting.remote_url = published.url
        posting.sent_at = now
        posting.tries = 0
        posting.lease_until = None
        posting.last_error = ""
        posting.next_poll_at = next_poll(posting, now=now)
        if complaint.visibility != Visibility.PUBLIC:
            # Hidden while it was on its way: it stands over there, so take it down.
            posting.wish = PostingWish.REMOVE
            posting.next_try_at = now
        posting.save()
        events.record(
            complaint=complaint,
            kind=EventKind.POSTED,
            now=now,
            role=Actor.SYSTEM,
            network=posting.network,
            url=posting.remote_url,
        )


def _note_failure(posting: Posting, error: NetworkError, *, now: datetime) -> None:
    """What the row says after a failure; the outbox decides by kind of error, never by vendor."""
    with transaction.atomic():
        complaint = locked(posting.complaint)
        posting.last_error = f"{type(error).__name__}: {error} {error.detail}".strip()[:300]
        posting.lease_until = None
        posting.next_try_at = _next_try(posting, error, now=now)
        if posting.remote_id:
            if isinstance(error, Gone):
                _mark_gone(posting, now=now)
                return
            posting.save()
            return
        if isinstance(error, Uncertain):
            posting.state = PostingState.NEEDS_CHECK
        elif isinstance(error, NeedsReconnect):
            posting.state = PostingState.QUEUED
            Connection.objects.filter(pk=posting.connection_id).update(state=ConnectionState.RECONNECT)
        elif isinstance(error, Rejected | Forbidden | Unsupported | Gone) or posting.tries >= MOST_TRIES:
            posting.state = PostingState.FAILED
            events.record(
                complaint=complaint,
                kind=EventKind.POSTING_FAILED,
                now=now,
                role=Actor.SYSTEM,
                network=posting.network,
                why=error.code,
            )
        else:
            posting.state = PostingState.QUEUED
        posting.save()


def _next_try(posting: Posting, error: NetworkError, *, now: datetime) -> datetime:
    if isinstance(error, NeedsReconnect):
        return now + RECONNECT_WAIT
    wait = min(FIRST_WAIT * 2 ** min(posting.tries, 12), LONGEST_WAIT)
    after = now + wait * random.uniform(0.8, 1.2)  # noqa: S311  (spreads load)
    return max(after, error.retry_at) if error.retry_at else after


def _mark_gone(posting: Posting, *, now: datetime) -> None:
    """Somebody deleted our post over there: noticed, shown, not posted again."""
    with transaction.atomic():
        complaint = locked(posting.complaint)
        posting.state = PostingState.REMOVED
        posting.wish = PostingWish.NOTHING
        posting.next_poll_at = None
        posting.save()
        events.record(
            complaint=complaint,
            kind=EventKind.POSTING_REMOVED,
            now=now,
            role=Actor.OTHER,
            network=posting.network,
        )


def _after_failed_poll(posting: Posting, error: NetworkError, *, now: datetime) -> None:
    if isinstance(error, NeedsReconnect):
        Connection.objects.filter(pk=posting.connection_id).update(state=ConnectionState.RECONNECT)
    after = now + timedelta(minutes=5) * random.uniform(0.8, 1.2)  # noqa: S311  (spreads load)
    Posting.objects.filter(pk=posting.pk).update(
        next_poll_at=max(after, error.retry_at) if error.retry_at else after, last_error=str(error)[:300]
    )
