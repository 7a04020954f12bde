"""The outbox of postings. The row is the truth; a queue only says "now is a good time".

A worker claims a row (`sending` and a lease, committed) before it calls the network. Whoever finds an expired lease
or a lost answer looks on the network (`find`) before anything is sent again: one status, whatever dies.

While a worker talks to a network people go on: they hide the complaint, edit or take down the copy. So what a worker
learned is written to the row as it stands then, and only what the worker learned; a failure only by the worker whose
lease is still the last one.
"""

import random
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from complaints.enums import Actor, EventKind, PostingState, PostingWish, Visibility
from complaints.models import Complaint, Posting
from complaints.networks.base import (
    Connector,
    Forbidden,
    Gone,
    NeedsReconnect,
    NetworkError,
    PostText,
    Published,
    Rejected,
    Retryable,
    Uncertain,
    Unsupported,
)
from complaints.services import events, letters, sweeping
from complaints.services.connecting import ask_to_reconnect, connector_of
from complaints.services.moves import locked
from config.doors.vault import VaultError

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
# The network will say the same again, however often it is asked.
FINAL = (Rejected, Forbidden, Unsupported, Gone)


def send_posting(*, posting_id: int, now: datetime) -> None:
    """Send, look for, change or take down one posting, whatever its row asks for. Nothing to do is fine."""
    posting, may_stand = _claim(posting_id, now=now)
    if posting is None:
        return
    try:
        connector = connector_of(posting.connection)
        if posting.remote_id:
            _carry_out_wish(posting, connector, now=now)
        else:
            _send(posting, connector, look_first=may_stand, now=now)
    except NetworkError as error:
        _note_failure(posting, error, now=now)
    except VaultError:
        _note_failure(posting, Retryable("secret_does_not_open"), now=now)


def sweep_postings(*, now: datetime, at_most: int = 200) -> int:
    """Carry out everything that is due, also what a dead worker or a lost queue left. Returns how many rows."""
    due = list(Posting.objects.due(now=now).order_by("next_try_at").values_list("pk", flat=True)[:at_most])

    def send(posting_id: int) -> bool:
        send_posting(posting_id=posting_id, now=now)
        return True

    return sweeping.count_done(due, send)


def next_poll(posting: Posting, *, now: datetime) -> datetime | None:
    """When to look for replies again, with jitter; None when the posting is too old to be polled."""
    age = now - (posting.sent_at or now)
    for until, wait in POLL_BY_AGE:
        if age < until:
            seconds = wait.total_seconds() if wait else settings.POLL_FIRST_SECONDS
            return now + timedelta(seconds=seconds * random.uniform(0.9, 1.1))  # noqa: S311  (spreads load)
    return None


def note_gone(posting: Posting, *, now: datetime) -> None:
    """Somebody deleted our post over there: noticed, shown, not posted again."""
    with transaction.atomic():
        complaint, row = _locked_with_complaint(posting)
        if row.state == PostingState.SENT:
            _set_removed(complaint, row, role=Actor.OTHER, now=now)


def _is_unwanted(posting: Posting, complaint: Complaint) -> bool:
    """Whether this copy must not stand on its network (any more)."""
    return posting.wish == PostingWish.REMOVE or complaint.visibility != Visibility.PUBLIC


def _claim(posting_id: int, *, now: datetime) -> tuple[Posting | None, bool]:
    """Own the row by a lease that is committed before any call; None when there is nothing to do or it is taken.

    The flag says that the posting may already stand on the network, so that it must be looked for.
    """
    with transaction.atomic():
        posting = (
            Posting.objects.due(now=now)
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("connection", "complaint")
            .filter(pk=posting_id)
            .first()
        )
        if posting is None:
            return None, False
        may_stand = posting.state in (PostingState.SENDING, PostingState.NEEDS_CHECK)
        if not posting.remote_id:
            posting.state = PostingState.SENDING
        posting.first_tried_at = posting.first_tried_at or now
        posting.tries += 1
        posting.lease_until = now + timedelta(seconds=settings.POSTING_LEASE_SECONDS)
        posting.next_try_at = posting.lease_until
        posting.save(update_fields=["state", "first_tried_at", "tries", "lease_until", "next_try_at"])
    return posting, may_stand


def _send(posting: Posting, connector: Connector, *, look_first: bool, now: datetime) -> None:
    link = letters.address_of(posting.complaint)
    found = connector.find(link, now=now, since=posting.first_tried_at) if look_first else None
    if found is None and _is_unwanted(posting, posting.complaint):
        _note_never_sent(posting)
        return
    if found is None:
        was_tried = posting.first_tried_at is not None and posting.first_tried_at < now
        found = connector.publish(
            PostText(body=posting.text, link=link),
            idempotency_key=posting.idempotency_key,
            now=now,
            first_tried_at=posting.first_tried_at if was_tried else None,
        )
    _note_sent(posting, found, now=now)


def _carry_out_wish(posting: Posting, connector: Connector, *, now: datetime) -> None:
    if _is_unwanted(posting, posting.complaint):
        connector.delete(posting.remote_id, now=now)
        with transaction.atomic():
            complaint, row = _locked_with_complaint(posting)
            if row.state == PostingState.SENT:
                _set_removed(complaint, row, role=Actor.SYSTEM, now=now)
        return
    link = letters.address_of(posting.complaint)
    connector.update(posting.remote_id, PostText(body=posting.text, link=link), now=now)
    with transaction.atomic():
        complaint, row = _locked_with_complaint(posting)
        if row.wish == PostingWish.EDIT and row.text == posting.text:
            row.wish = PostingWish.NOTHING
        row.tries = 0
        row.lease_until = None
        row.next_try_at = now
        row.last_error = ""
        row.save(update_fields=["wish", "tries", "lease_until", "next_try_at", "last_error"])
        events.record(
            complaint=complaint,
            kind=EventKind.POSTING_EDITED,
            now=now,
            role=Actor.SYSTEM,
            network=row.network,
        )


def _note_never_sent(posting: Posting) -> None:
    """Out of sight or taken back while it was on its way, and it does not stand over there."""
    with transaction.atomic():
        _, row = _locked_with_complaint(posting)
        if not _holds_lease(row, posting):
            return
        # A hidden complaint may be restored: then its postings leave.
        row.state = PostingState.REMOVED if row.wish == PostingWish.REMOVE else PostingState.QUEUED
        row.lease_until = None
        row.save(update_fields=["state", "lease_until"])


def _note_sent(posting: Posting, published: Published, *, now: datetime) -> None:
    """It stands over there, whatever else happened: hidden or taken back meanwhile, it is due to be taken down."""
    with transaction.atomic():
        complaint, row = _locked_with_complaint(posting)
        if row.remote_id:  # another worker was quicker
            return
        row.state = PostingState.SENT
        row.remote_id = published.remote_id
        row.remote_url = published.url
        row.sent_at = now
        row.tries = 0
        row.lease_until = None
        row.next_try_at = now
        row.last_error = ""
        row.next_poll_at = next_poll(row, now=now)
        row.save()
        events.record(
            complaint=complaint,
            kind=EventKind.POSTED,
            now=now,
            role=Actor.SYSTEM,
            network=row.network,
            url=row.remote_url,
        )


def _note_failure(posting: Posting, error: NetworkError, *, now: datetime) -> None:
    """What the row says after a failure; the outbox decides by kind of error, never by vendor."""
    if isinstance(error, NeedsReconnect):
        ask_to_reconnect(posting.connection)
    with transaction.atomic():
        complaint, row = _locked_with_complaint(posting)
        if not _holds_lease(row, posting):
            return
        row.last_error = f"{type(error).__name__}: {error} {error.detail}".strip()[:300]
        row.lease_until = None
        row.next_try_at = _next_try(row, error, now=now)
        is_final = False
        if row.remote_id:
            if isinstance(error, Gone):
                _set_removed(complaint, row, role=Actor.OTHER, now=now)
                return
            # An edit may be refused for good; a copy that must go is tried again for as long as it takes.
            is_final = isinstance(error, FINAL) and not _is_unwanted(row, complaint)
            if is_final:
                row.wish = PostingWish.NOTHING
        elif isinstance(error, Uncertain):
            row.state = PostingState.NEEDS_CHECK
        elif row.wish == PostingWish.REMOVE:
            row.state = PostingState.REMOVED
        elif not isinstance(error, NeedsReconnect) and (isinstance(error, FINAL) or row.tries >= MOST_TRIES):
            is_final = True
            row.state = PostingState.FAILED
        else:
            row.state = PostingState.QUEUED
        row.save(update_fields=["state", "wish", "last_error", "lease_until", "next_try_at"])
        if is_final:
            events.record(
                complaint=complaint,
                kind=EventKind.POSTING_FAILED,
                now=now,
                role=Actor.SYSTEM,
                network=row.network,
                why=error.code,
            )


def _next_try(posting: Posting, error: NetworkError, *, now: datetime) -> datetime:
    if isinstance(error, NeedsReconnect):
        return now + RECONNECT_WAIT
    wait = min(FIRST_WAIT * 2 ** min(posting.tries, 12), LONGEST_WAIT)
    after = now + wait * random.uniform(0.8, 1.2)  # noqa: S311  (spreads load)
    return max(after, error.retry_at) if error.retry_at else after


def _locked_with_complaint(posting: Posting) -> tuple[Complaint, Posting]:
    """Both rows as they stand now, the complaint first: everybody locks them in this order."""
    complaint = locked(posting.complaint)
    return complaint, Posting.objects.select_for_update().get(pk=posting.pk)


def _holds_lease(row: Posting, posting: Posting) -> bool:
    """Whether nobody has claimed the row since this worker did."""
    return row.lease_until == posting.lease_until


def _set_removed(complaint: Complaint, row: Posting, *, role: Actor, now: datetime) -> None:
    row.state = PostingState.REMOVED
    row.wish = PostingWish.NOTHING
    row.lease_until = None
    row.next_poll_at = None
    row.save(update_fields=["state", "wish", "lease_until", "next_poll_at"])
    events.record(
        complaint=complaint, kind=EventKind.POSTING_REMOVED, now=now, role=role, network=row.network
    )
