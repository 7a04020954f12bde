"""Replies come home: from the thread under each posting, and from mentions of the account that posted it.

One request for mentions tells of new replies to all postings of an account, so where they can be read the threads are
only looked at now and then: for edits, deletions, and replies that mention nobody. A thread may be cut short by its
server; then the mention still arrives. Both lead to the same service, and the same reply twice changes nothing.
"""

import logging
import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from operator import itemgetter

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.db.models import Max

from complaints.enums import PostingState
from complaints.models import Connection, Posting, Reply
from complaints.networks.base import (
    Connector,
    Gone,
    NeedsReconnect,
    NetworkError,
    RateLimited,
    RemoteReply,
    Retryable,
    Unsupported,
)
from complaints.rules.pacing import HEARD_LATELY, MENTIONS, Spend, spread, wait_for
from complaints.services import pacing, resting, sweeping, tracking, turns
from complaints.services.connecting import ask_to_reconnect, connector_of
from complaints.services.posting import OURS, next_poll, note_gone
from config.doors import clock
from config.doors.vault import VaultError

logger = logging.getLogger(__name__)

# How long a look that failed is put off, and how long one worker may take for one look.
REST = timedelta(minutes=5)
MOST_LOOKS = 20  # for replies that a thread does not show, after one poll
NOT_OFFERED = timedelta(days=1)  # a network without mentions or replies may learn to tell of them
READ = (Spend.READ,)


def poll_posting(*, posting_id: int, now: datetime) -> int:
    """Look for replies under one posting. Returns how many replies are new."""
    posting = (
        Posting.objects.reachable(now=now)
        .select_related("connection", "complaint__company")
        .filter(pk=posting_id, state=PostingState.SENT)
        .first()
    )
    if posting is None:
        return 0
    connection = posting.connection
    if refusal := turns.ask(connection=connection, spends=READ, now=now):
        Posting.objects.filter(pk=posting.pk).update(next_poll_at=refusal.free_at)
        return 0
    last_poll = posting.polled_at
    known: dict[str, Reply] = {reply.remote_id: reply for reply in posting.replies.all()}
    try:
        connector = connector_of(connection)
        expected = {posting.remote_id, *known}
        with turns.paid_reading(connector=connector, connection=connection, now=now, expected=expected):
            found = connector.replies(
                posting.remote_id,
                now=now,
                seen={remote_id: reply.edited_at for remote_id, reply in known.items()},
            )
    except Gone:
        resting.note_answer(connection=connection)
        note_gone(posting, now=now)
        return 0
    except Unsupported:
        Posting.objects.filter(pk=posting.pk).update(next_poll_at=now + NOT_OFFERED)
        return 0
    except NetworkError as error:
        _after_failed_poll(posting, error, now=now)
        return 0
    except VaultError:
        _after_failed_poll(posting, Retryable("secret_does_not_open"), now=now)
        return 0
    resting.note_answer(connection=connection)
    fresh = sum(
        _received(posting, remote, known=known, last_poll=last_poll, now=now) for remote in found.replies
    )
    # Only now: a worker that dies in between imports the same replies again, each of them once.
    following = next_poll(posting, now=now, is_heard=_is_heard(connector, connection, now=now))
    Posting.objects.filter(pk=posting.pk).update(polled_at=now, next_poll_at=following)
    _look_for_missing(connection, connector, found.missing, known, now=now)
    return fresh


def poll_mentions(*, connection_id: int, now: datetime) -> int:
    """Look for mentions of one account and keep those that reply to its postings. Returns how many are new."""
    connection = Connection.objects.reachable(now=now).filter(pk=connection_id).first()
    if connection is None:
        return 0
    if refusal := turns.ask(connection=connection, spends=READ, now=now):
        _hear_again(connection, refusal.free_at)
        return 0
    try:
        connector = connector_of(connection)
        with turns.paid_reading(connector=connector, connection=connection, now=now):
            found = connector.mentions(now=now, cursor=connection.mentions_cursor)
    except Unsupported:
        _hear_again(connection, now + NOT_OFFERED)
        return 0
    except NetworkError as error:
        _note_server(connection, error, now=now)
        _hear_again(connection, max(now + REST, error.retry_at or now))
        return 0
    except VaultError:
        _hear_again(connection, now + REST)
        return 0
    resting.note_answer(connection=connection)
    fresh = 0
    for remote in found.replies:
        posting = _posting_of(connection, remote)
        if posting is None:
            continue
        known = {reply.remote_id: reply for reply in posting.replies.filter(remote_id=remote.remote_id)}
        fresh += _received(posting, remote, known=known, last_poll=connection.checked_at, now=now)
    # Only now, as above. A walk that was cut short did not show what is still to come.
    looked = {} if found.more else {"checked_at": now}
    Connection.objects.filter(pk=connection.pk).update(mentions_cursor=found.cursor, **looked)
    _hear_again(connection, now if found.more else _next_hearing(connection, now=now))
    return fresh


def sweep_replies(*, now: datetime, at_most: int = 500) -> int:
    """Poll the accounts and the postings whose turn it is, in fair turns. Returns how many were asked."""
    going_on = clock.going_on(now)
    connections = Connection.objects.to_hear(now=now).values_list("pk", "instance")
    postings = Posting.objects.to_poll(now=now)

    def hear(row: tuple[int, str]) -> bool:
        # Taken before the call, so that the next sweep, or another worker, does not ask the same again.
        moment = going_on()
        mine = Connection.objects.to_hear(now=moment).filter(pk=row[0]).update(hear_at=moment + REST)
        if mine:
            poll_mentions(connection_id=row[0], now=moment)
        return bool(mine)

    def poll(row: tuple[int, str]) -> bool:
        moment = going_on()
        mine = Posting.objects.to_poll(now=moment).filter(pk=row[0]).update(next_poll_at=moment + REST)
        if mine:
            poll_posting(posting_id=row[0], now=moment)
        return bool(mine)

    bounds = {"seconds": sweeping.LONGEST_SWEEP / 2, "seconds_each": sweeping.LONGEST_SERVER}
    return sweeping.count_done(
        list(connections.order_by("hear_at")),
        hear,
        still_due=lambda: set(connections.all()),
        server_of=itemgetter(1),
        **bounds,
    ) + sweeping.count_done(
        list(postings.in_turns("next_poll_at").values_list("pk", "connection__instance")[:at_most]),
        poll,
        still_due=lambda: set(postings.values_list("pk", "connection__instance")),
        server_of=itemgetter(1),
        **bounds,
    )


def _received(
    posting: Posting,
    remote: RemoteReply,
    *,
    known: Mapping[str, Reply],
    last_poll: datetime | None,
    now: datetime,
) -> bool:
    """Keep one reply; whether it is new. One that breaks is logged and does not hide those behind it."""
    earlier = known.get(remote.remote_id)
    if earlier is not None and tracking.says_the_same(known=earlier, remote=remote):
        return False  # given again, as some networks do with all
    try:
        reply = tracking.receive_network_reply(
            posting=posting, remote=remote, last_poll_without_it=last_poll, now=now
        )
    except (OperationalError, InterfaceError):
        raise  # the database is away: the same replies are asked for again
    except Exception:
        logger.exception("a reply under posting %s broke", posting.pk)
        return False
    return reply is not None and remote.remote_id not in known


def _is_heard(connector: Connector, connection: Connection, *, now: datetime) -> bool:
    """Whether mentions tell of new replies: the network has them, and they were read lately."""
    at = connection.checked_at
    return connector.capabilities.mentions and at is not None and now - at <= HEARD_LATELY


def _next_hearing(connection: Connection, *, now: datetime) -> datetime:
    """By the age of the youngest posting: it is the one that most is still said about."""
    sent = connection.postings.filter(state=PostingState.SENT).aggregate(at=Max("sent_at"))["at"]
    shortest = timedelta(seconds=settings.POLL_FIRST_SECONDS)
    wait = wait_for(now - (sent or now), MENTIONS, shortest=shortest) or NOT_OFFERED
    return now + spread(wait, random.random())  # noqa: S311  (spreads load)


def _hear_again(connection: Connection, at: datetime) -> None:
    Connection.objects.filter(pk=connection.pk).update(hear_at=at)


def _note_server(connection: Connection, error: NetworkError, *, now: datetime) -> None:
    if error.code in OURS:
        return
    if isinstance(error, NeedsReconnect):
        ask_to_reconnect(connection)
    elif isinstance(error, RateLimited):
        pacing.drain(connection=connection, spends=READ, until=error.retry_at, now=now)
    if resting.is_trouble(error):
        resting.note_trouble(connection=connection, error=error, now=now)
    else:
        resting.note_answer(connection=connection)


def _look_for_missing(
    connection: Connection,
    connector: Connector,
    missing: frozenset[str],
    known: Mapping[str, Reply],
    *,
    now: datetime,
) -> None:
    """Mark replies that are really gone over there. A thread may be cut short, so each one missing is asked for.

    Each look is a request like any other: it waits for a point and is paid for, and its failure is its own. Those that
    are not looked for now have their turn after a later poll.
    """
    standing = [known[one] for one in missing if one in known and known[one].removed_remotely_at is None]
    for reply in random.sample(standing, min(len(standing), MOST_LOOKS)):
        if turns.ask(connection=connection, spends=READ, now=now):
            return
        try:
            with turns.paid_reading(connector=connector, connection=connection, now=now):
                connector.replies(reply.remote_id, now=now)
        except Gone:
            tracking.mark_removed_remotely(reply=reply, now=now)
        except (Retryable, NeedsReconnect) as error:  # the next would fail alike
            _note_server(connection, error, now=now)
            return
        except NetworkError as error:  # one that is not shown to us (any more) is not gone
            logger.info("whether reply %s still stands could not be seen: %s", reply.pk, error)


def _posting_of(connection: Connection, remote: RemoteReply) -> Posting | None:
    """The posting of this account that a mention replies to, at once or through other replies to it."""
    if not remote.in_reply_to:
        return None
    postings = connection.postings.select_related("connection", "complaint__company").filter(
        state=PostingState.SENT
    )
    direct = postings.filter(remote_id=remote.in_reply_to).first()
    return direct or postings.filter(replies__remote_id=remote.in_reply_to).first()


def _after_failed_poll(posting: Posting, error: NetworkError, *, now: datetime) -> None:
    _note_server(posting.connection, error, now=now)
    after = now + REST * random.uniform(0.8, 1.2)  # noqa: S311  (spreads load)
    Posting.objects.filter(pk=posting.pk).update(
        next_poll_at=max(after, error.retry_at) if error.retry_at else after, last_error=str(error)[:300]
    )
