"""The outbox of postings. The row is the truth; a queue only says "now is a good time".

A worker claims a row (`sending` and a lease, committed) before it calls the network. Whoever finds an expired lease
or a lost answer looks on the network (`find`) before anything is sent again: one status, whatever dies. `now` is the
time of the database (`config.doors.clock`), so that leases of different machines can be compared.

While a worker talks to a network people go on: they hide the complaint, edit or take down the copy. So what a worker
learned is written to the row as it stands then, and only what the worker learned; a failure only by the worker whose
lease is still the last one.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction

from complaints.enums import MILESTONES, Actor, EventKind, PostingState, PostingWish, Visibility
from complaints.models import Complaint, Connection, Posting
from complaints.networks.base import (
    Card,
    Connector,
    Forbidden,
    Gone,
    NeedsReconnect,
    NetworkError,
    PostText,
    Published,
    RateLimited,
    Rejected,
    Retryable,
    Uncertain,
    Unsupported,
)
from complaints.rules.pacing import THREADS, THREADS_BESIDE_MENTIONS, Spend, spread, wait_for
from complaints.services import events, letters, pacing, pictures, resting, sweeping, turns
from complaints.services.connecting import ask_to_reconnect, connector_of
from complaints.services.moves import locked
from config.doors import clock
from config.doors.vault import VaultError

MOST_TRIES = 12
PATIENCE = timedelta(days=3)  # so long passing trouble may last before a posting has failed
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(hours=6)
# How long a connection that must be renewed rests before its postings are tried again.
RECONNECT_WAIT = timedelta(hours=1)
# How far our clock may have been from that of a server when a post that is looked for was made.
CLOCKS_DIFFER = timedelta(hours=6)
# The network will say the same again, however often it is asked.
FINAL = (Rejected, Forbidden, Unsupported, Gone)
# Failures that are no fault of the server.
OURS = frozenset(
    {
        *("broke", "secret_does_not_open", "look_too_far_back", "address_refused", "picture_not_taken"),
        turns.BUDGET_SPENT,
    }
)
WITHOUT_PICTURE = "Without its picture, which the network did not take."
READ_BY_A_LOOK = 10  # posts of ours that are read, about, until one that is looked for is found


@dataclass(frozen=True, slots=True)
class Claim:
    """A posting that this worker owns until its lease ends.

    `may_stand`: it may be on the network already, so that it must be looked for. `clock` goes on while we work.
    """

    posting: Posting
    may_stand: bool
    is_first_try: bool
    spends: tuple[Spend, ...]
    now: datetime
    clock: Callable[[], datetime]


def send_posting(*, posting_id: int, now: datetime) -> bool:
    """Send, look for, change or take down one posting, whatever its row asks for. Whether there was something to do."""
    claim = _claim(posting_id, now=now)
    if claim is None:
        return False
    posting, may_stand = claim.posting, claim.may_stand
    try:
        connector = connector_of(posting.connection)
        reads = READ_BY_A_LOOK if Spend.LOOK in claim.spends else 0
        turns.pay(connection=posting.connection, spends=claim.spends, now=now, many=reads or 1)
        with turns.settling(connector=connector, connection=posting.connection, paid=reads, now=now):
            if posting.remote_id:
                _carry_out_wish(posting, connector, now=now)
            else:
                found = _found(posting, connector, now=now) if may_stand else None
                may_stand = False
                _send(claim, connector, found)
    except NetworkError as error:
        _note_failure(claim, error, may_stand=may_stand)
    except VaultError:
        _note_failure(claim, Retryable("secret_does_not_open"), may_stand=may_stand)
    except (OperationalError, InterfaceError):
        raise  # the database is away: what the row says is found when the lease ends
    except Exception as error:
        # Nobody thought of this, and it may have been after the call. The row waits longer and longer, in sight of the
        # operator, instead of coming back with every lease.
        _note_failure(claim, Uncertain("broke", detail=type(error).__name__), may_stand=True)
        raise
    else:
        resting.note_answer(connection=posting.connection)
    return True


def sweep_postings(*, now: datetime, at_most: int = 500) -> int:
    """Carry out everything that is due, also what a dead worker or a lost queue left. Returns how many rows.

    In fair turns between accounts, and not longer than a sweep may take.
    """
    turns.mend_plans(now=now)
    due = Posting.objects.due(now=now)
    rows = list(due.in_turns("next_try_at").values_list("pk", "connection__instance")[:at_most])
    going_on = clock.going_on(now)

    def send(row: tuple[int, str]) -> bool:
        return send_posting(posting_id=row[0], now=going_on())

    return sweeping.count_done(
        rows,
        send,
        still_due=lambda: set(due.values_list("pk", "connection__instance")),
        server_of=itemgetter(1),
        seconds=sweeping.LONGEST_SWEEP,
        seconds_each=sweeping.LONGEST_SERVER,
    )


def next_poll(posting: Posting, *, now: datetime, is_heard: bool = False) -> datetime | None:
    """When to look at its thread again, with jitter; None when it is too old. `is_heard`: mentions tell of most."""
    table = THREADS_BESIDE_MENTIONS if is_heard else THREADS
    shortest = timedelta(seconds=settings.POLL_FIRST_SECONDS)
    wait = wait_for(now - (posting.sent_at or now), table, shortest=shortest)
    return now + spread(wait, random.random()) if wait else None  # noqa: S311  (spreads load)


def note_gone(posting: Posting, *, now: datetime) -> None:
    """Somebody deleted our post over there: noticed, shown, not posted again."""
    with transaction.atomic():
        complaint, row = _locked_with_complaint(posting)
        if row.state == PostingState.SENT:
            _set_removed(complaint, row, role=Actor.OTHER, now=now)


def _is_unwanted(posting: Posting, complaint: Complaint) -> bool:
    """Whether this copy must not stand on its network (any more)."""
    return posting.wish == PostingWish.REMOVE or complaint.visibility != Visibility.PUBLIC


def _claim(posting_id: int, *, now: datetime) -> Claim | None:
    """Own the row by a lease that is committed before any call; None when there is nothing to do or it is taken.

    What the network does not allow now is not claimed either: it waits for its turn, and no try is counted.
    """
    going_on = clock.going_on(now)
    refusal = None
    with transaction.atomic():
        posting = (
            Posting.objects.due(now=now)
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("connection", "complaint__company", "parent")
            .filter(pk=posting_id)
            .first()
        )
        if posting is None or _is_parked(posting, now=now):
            return None
        was_given_up = posting.last_error == turns.GIVEN_UP_UNSEEN
        may_stand = posting.state in (PostingState.SENDING, PostingState.NEEDS_CHECK) or was_given_up
        spends = _spends_of(posting, may_stand=may_stand)
        refusal = turns.ask(connection=posting.connection, spends=spends, now=now)
        if refusal is None:
            claim = Claim(posting, may_stand, posting.first_tried_at is None, spends, now, going_on)
            if not posting.remote_id:
                posting.state = PostingState.SENDING
            posting.first_tried_at = posting.first_tried_at or now
            posting.tries += 1
            posting.lease_until = now + _lease()
            posting.next_try_at = posting.lease_until
            posting.save(update_fields=["state", "first_tried_at", "tries", "lease_until", "next_try_at"])
            return claim
        if posting.state == PostingState.SENDING:  # whoever had it is gone
            posting.state, posting.lease_until = PostingState.NEEDS_CHECK, None
        posting.next_try_at, posting.last_error = refusal.free_at, turns.words_of(refusal)
        if Spend.POST not in spends:
            posting.save(update_fields=["state", "lease_until", "next_try_at", "last_error"])
    if Spend.POST in spends:
        turns.line_up(posting=posting, refusal=refusal, now=now)
    return None


def _is_parked(posting: Posting, *, now: datetime) -> bool:
    """A row whose workers die one after the other is left alone for as long as any, and is seen by the operator."""
    if posting.state != PostingState.SENDING or posting.tries < MOST_TRIES:
        return False
    posting.state, posting.lease_until, posting.next_try_at = (
        PostingState.NEEDS_CHECK,
        None,
        now + LONGEST_WAIT,
    )
    posting.last_error = "Uncertain: workers_died"
    posting.save(update_fields=["state", "lease_until", "next_try_at", "last_error"])
    return True


def _spends_of(posting: Posting, *, may_stand: bool) -> tuple[Spend, ...]:
    """What the next call is for the network."""
    if posting.remote_id:
        return (Spend.DELETE,) if _is_unwanted(posting, posting.complaint) else (Spend.EDIT,)
    return (Spend.LOOK,) if may_stand else _spends_to_post(posting)


def _spends_to_post(posting: Posting) -> tuple[Spend, ...]:
    return (Spend.POST, Spend.PICTURE) if posting.picture_alt else (Spend.POST,)


def _lease() -> timedelta:
    return timedelta(seconds=settings.POSTING_LEASE_SECONDS)


def _found(posting: Posting, connector: Connector, *, now: datetime) -> Published | None:
    """The posting if it stands on the network already. Our clock may have been wrong, or have jumped, since."""
    assert posting.first_tried_at is not None  # it was claimed
    since = min(posting.first_tried_at, now) - CLOCKS_DIFFER
    return connector.find(letters.link_of(posting.complaint, posting.kind), now=now, since=since)


def _send(claim: Claim, connector: Connector, found: Published | None) -> None:
    posting, now = claim.posting, claim.now
    if found is None and (_is_unwanted(posting, posting.complaint) or not posting.is_still_so):
        _note_never_sent(posting)
        return
    if found is None:
        if claim.may_stand and not _may_post_now(claim):
            return
        found = connector.publish(
            _post_of(posting, letters.link_of(posting.complaint, posting.kind), now=now),
            idempotency_key=posting.idempotency_key,
            now=now,
            first_tried_at=None if claim.is_first_try else posting.first_tried_at,
        )
    _note_sent(posting, found, now=now, is_heard=connector.capabilities.mentions)


def _may_post_now(claim: Claim) -> bool:
    """After a look, which may have taken long: whether the row is still ours, and the network allows one more post."""
    posting, now = claim.posting, claim.clock()
    lease_until = now + _lease()
    mine = Posting.objects.filter(
        pk=posting.pk, state=PostingState.SENDING, lease_until=posting.lease_until, wish=posting.wish
    )
    if not mine.update(lease_until=lease_until, next_try_at=lease_until):
        return False
    posting.lease_until = lease_until
    refusal = turns.ask(connection=posting.connection, spends=_spends_to_post(posting), now=now)
    if refusal is None:
        turns.pay(connection=posting.connection, spends=(Spend.POST,), now=now)
        return True
    # It was looked for and does not stand: it waits like any other.
    Posting.objects.filter(pk=posting.pk, lease_until=lease_until).update(
        state=PostingState.QUEUED, lease_until=None, next_try_at=now
    )
    turns.line_up(posting=posting, refusal=refusal, now=now)
    return False


def _post_of(posting: Posting, link: str, *, now: datetime) -> PostText:
    """What is posted: the words as approved, below which post, and with which picture."""
    card = None
    if posting.picture_alt:
        png = pictures.picture_of(posting.complaint, now=now)
        card = Card(png=png, alt=posting.picture_alt, url=letters.card_of(posting.complaint))
    return PostText(
        body=posting.text,
        link=link,
        language=posting.complaint.language,
        reply_to=posting.parent.remote_id if posting.parent else "",
        card=card,
    )


def _carry_out_wish(posting: Posting, connector: Connector, *, now: datetime) -> None:
    if _is_unwanted(posting, posting.complaint):
        connector.delete(posting.remote_id, now=now)
        with transaction.atomic():
            complaint, row = _locked_with_complaint(posting)
            if row.state == PostingState.SENT:
                _set_removed(complaint, row, role=Actor.SYSTEM, now=now)
        return
    link = letters.link_of(posting.complaint, posting.kind)
    connector.update(posting.remote_id, PostText(body=posting.latest_text, link=link), now=now)
    with transaction.atomic():
        complaint, row = _locked_with_complaint(posting)
        row.text = posting.latest_text
        if row.wish == PostingWish.EDIT and row.new_text == posting.new_text:
            row.wish, row.new_text = PostingWish.NOTHING, ""
        row.tries = 0
        row.lease_until = None
        row.next_try_at = now
        row.last_error = ""
        row.save(
            update_fields=["text", "new_text", "wish", "tries", "lease_until", "next_try_at", "last_error"]
        )
        events.record(
            complaint=complaint,
            kind=EventKind.POSTING_EDITED,
            now=now,
            role=Actor.SYSTEM,
            network=row.network,
        )


def _note_never_sent(posting: Posting) -> None:
    """Out of sight, ended or taken back while it was on its way, and it does not stand over there."""
    with transaction.atomic():
        complaint, row = _locked_with_complaint(posting)
        if not _holds_lease(row, posting):
            return
        row.complaint = complaint
        # A hidden complaint may be restored: then its postings leave. What has ended must be posted again by hand.
        is_over = row.wish == PostingWish.REMOVE or not row.is_still_so
        row.state = PostingState.REMOVED if is_over else PostingState.QUEUED
        row.lease_until = None
        row.save(update_fields=["state", "lease_until"])
        if is_over:
            row.follow_ups.filter(state=PostingState.QUEUED).update(state=PostingState.REMOVED)


def _note_sent(posting: Posting, published: Published, *, now: datetime, is_heard: bool) -> None:
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
        row.next_poll_at = next_poll(row, now=now, is_heard=is_heard)
        row.save()
        hear_at = now + timedelta(seconds=settings.POLL_FIRST_SECONDS)
        Connection.objects.filter(pk=row.connection_id, hear_at__gt=hear_at).update(hear_at=hear_at)
        note: dict[str, Any] = {"note": WITHOUT_PICTURE} if published.lacks_picture else {}
        events.record(
            complaint=complaint,
            kind=EventKind.POSTED,
            now=now,
            role=Actor.SYSTEM,
            network=row.network,
            url=row.remote_url,
            what=row.kind,
            **note,
        )


def _note_failure(claim: Claim, error: NetworkError, *, may_stand: bool) -> None:
    """What the row says after a failure; the outbox decides by kind of error, never by vendor.

    `may_stand`: nobody has looked yet whether it stands on the network, so that must still be done.
    """
    posting, now = claim.posting, claim.now
    _note_server(claim, error)
    with transaction.atomic():
        complaint, row = _locked_with_complaint(posting)
        if not _holds_lease(row, posting):
            return
        row.lease_until = None
        if error.code == turns.BUDGET_SPENT:
            _wait_for_budget(row, claim, error, may_stand=may_stand)
            return
        row.last_error = f"{type(error).__name__}: {error} {error.detail}".strip()[:300]
        row.next_try_at = _next_try(row, error, now=now)
        is_final = False
        if row.remote_id:
            if isinstance(error, Gone):
                _set_removed(complaint, row, role=Actor.OTHER, now=now)
                return
            # An edit may be refused for good; a copy that must go is tried again for as long as it takes.
            is_final = isinstance(error, FINAL) and not _is_unwanted(row, complaint)
            if is_final:
                # What stands says what it said. A milestone that says what is no longer so must go instead.
                row.wish = PostingWish.REMOVE if row.kind in MILESTONES else PostingWish.NOTHING
                row.new_text = ""
        elif may_stand or isinstance(error, Uncertain):
            row.state = PostingState.NEEDS_CHECK
        elif row.wish == PostingWish.REMOVE:
            row.state = PostingState.REMOVED
        elif isinstance(error, FINAL) or (
            not isinstance(error, NeedsReconnect) and _is_hopeless(row, now=now)
        ):
            is_final = True
            row.state = PostingState.FAILED
        else:
            row.state = PostingState.QUEUED
        row.save(update_fields=["state", "wish", "new_text", "last_error", "lease_until", "next_try_at"])
        if is_final:
            events.record(
                complaint=complaint,
                kind=EventKind.POSTING_FAILED,
                now=now,
                role=Actor.SYSTEM,
                network=row.network,
                why=error.code,
                change=bool(row.remote_id),
            )


def _is_hopeless(row: Posting, *, now: datetime) -> bool:
    """Tried often enough, for long enough: an outage of a weekend loses nothing."""
    first = row.first_tried_at or now
    return row.tries >= MOST_TRIES and now - first >= PATIENCE


def _wait_for_budget(row: Posting, claim: Claim, error: NetworkError, *, may_stand: bool) -> None:
    """Nothing was tried: a locked row waits until there is a budget again."""
    row.tries -= 1
    if claim.is_first_try:
        row.first_tried_at = None
    if not row.remote_id:
        row.state = PostingState.NEEDS_CHECK if may_stand else PostingState.QUEUED
    row.next_try_at, row.last_error = error.retry_at, turns.BUDGET
    row.save(update_fields=["state", "tries", "first_tried_at", "lease_until", "next_try_at", "last_error"])


def _note_server(claim: Claim, error: NetworkError) -> None:
    """What a failure tells of the account and its server, and so of everything else that waits for them."""
    connection, now = claim.posting.connection, claim.now
    if error.code in OURS:
        return
    if isinstance(error, NeedsReconnect):
        ask_to_reconnect(connection)
    elif isinstance(error, RateLimited):
        pacing.drain(connection=connection, spends=claim.spends, until=error.retry_at, now=now)
    if resting.is_trouble(error):
        resting.note_trouble(connection=connection, error=error, now=now)
    else:
        resting.note_answer(connection=connection)


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
