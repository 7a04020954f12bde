"""Replies come home: from the thread under each posting, and from mentions of the account that posted it.

A thread may be cut short by its server; then the mention still arrives. Both lead to the same service, and the same
reply twice changes nothing.
"""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache

from complaints.enums import ConnectionState, PostingState
from complaints.models import Connection, Posting, Reply
from complaints.networks.base import (
    Connector,
    Gone,
    NeedsReconnect,
    NetworkError,
    RemoteReply,
    Retryable,
    Unsupported,
)
from complaints.services import sweeping, tracking
from complaints.services.connecting import ask_to_reconnect, connector_of
from complaints.services.posting import next_poll, note_gone
from config.doors.vault import VaultError

# How long a server in trouble is left alone, and how long one worker may take for one poll.
REST = timedelta(minutes=5)


def poll_posting(*, posting_id: int, now: datetime) -> int:
    """Look for replies under one posting. Returns how many replies are new."""
    posting = (
        Posting.objects.select_related("connection", "complaint__company")
        .filter(pk=posting_id, state=PostingState.SENT, connection__state=ConnectionState.ACTIVE)
        .first()
    )
    if posting is None:
        return 0
    last_poll = posting.polled_at
    known: dict[str, Reply] = {reply.remote_id: reply for reply in posting.replies.all()}
    try:
        connector = connector_of(posting.connection)
        found = connector.replies(
            posting.remote_id,
            now=now,
            seen={remote_id: reply.edited_at for remote_id, reply in known.items()},
        )
        removed = _removed(connector, found.missing, known, now=now)
    except Gone:
        note_gone(posting, now=now)
        return 0
    except NetworkError as error:
        _after_failed_poll(posting, error, now=now)
        return 0
    except VaultError:
        _after_failed_poll(posting, Retryable("secret_does_not_open"), now=now)
        return 0
    fresh = 0
    for remote in found.replies:
        reply = tracking.receive_network_reply(
            posting=posting, remote=remote, last_poll_without_it=last_poll, now=now
        )
        fresh += reply is not None and remote.remote_id not in known
    for gone in removed:
        tracking.mark_removed_remotely(reply=gone, now=now)
    # Only now: a worker that dies in between imports the same replies again, each of them once.
    Posting.objects.filter(pk=posting.pk).update(polled_at=now, next_poll_at=next_poll(posting, now=now))
    return fresh


def poll_mentions(*, connection_id: int, now: datetime) -> int:
    """Look for mentions of one account and keep those that reply to its postings. Returns how many are new."""
    connection = Connection.objects.usable().filter(pk=connection_id).first()
    if connection is None:
        return 0
    try:
        found = connector_of(connection).mentions(now=now, cursor=connection.mentions_cursor)
    except Unsupported:
        return 0
    except (NetworkError, VaultError) as error:
        if isinstance(error, NeedsReconnect):
            ask_to_reconnect(connection)
        retry_at = getattr(error, "retry_at", None)
        cache.set(_rests(connection), True, timeout=max(REST, (retry_at or now) - now).total_seconds())
        return 0
    fresh = 0
    for remote in found.replies:
        posting = _posting_of(connection, remote)
        if posting is None:
            continue
        is_known = Reply.objects.filter(posting=posting, remote_id=remote.remote_id).exists()
        reply = tracking.receive_network_reply(
            posting=posting, remote=remote, last_poll_without_it=connection.checked_at, now=now
        )
        fresh += reply is not None and not is_known
    # Only now, as above. A walk that was cut short did not show what is still to come.
    looked = {} if found.more else {"checked_at": now}
    Connection.objects.filter(pk=connection.pk).update(mentions_cursor=found.cursor, **looked)
    return fresh


def sweep_replies(*, now: datetime, at_most: int = 200) -> int:
    """Poll the postings and the accounts whose turn it is. Returns how many were asked."""
    due = Posting.objects.to_poll(now=now).order_by("next_poll_at").values_list("pk", flat=True)
    postings = list(due[:at_most])
    speaking = Connection.objects.usable().filter(
        postings__state=PostingState.SENT, postings__next_poll_at__isnull=False
    )
    connections = list(speaking.order_by("pk").distinct())

    def poll(posting_id: int) -> bool:
        # Taken before the call, so that the next sweep, or another worker, does not ask the same again.
        mine = Posting.objects.to_poll(now=now).filter(pk=posting_id).update(next_poll_at=now + REST)
        if mine:
            poll_posting(posting_id=posting_id, now=now)
        return bool(mine)

    def hear(connection: Connection) -> bool:
        # A hint only: whoever loses it asks once more, which changes nothing.
        mine = cache.add(_rests(connection), True, timeout=settings.POLL_FIRST_SECONDS)
        if mine:
            poll_mentions(connection_id=connection.pk, now=now)
        return bool(mine)

    return sweeping.count_done(postings, poll) + sweeping.count_done(connections, hear)


def _removed(
    connector: Connector, missing: frozenset[str], known: Mapping[str, Reply], *, now: datetime
) -> list[Reply]:
    """Replies that are really gone over there. A thread may be cut short, so each one missing is asked for."""
    gone = []
    for remote_id in missing:
        reply = known.get(remote_id)
        if reply is None or reply.removed_remotely_at is not None:
            continue
        try:
            connector.replies(remote_id, now=now)
        except Gone:
            gone.append(reply)
    return gone


def _posting_of(connection: Connection, remote: RemoteReply) -> Posting | None:
    """The posting of this account that a mention replies to, at once or through other replies to it."""
    if not remote.in_reply_to:
        return None
    postings = connection.postings.select_related("connection", "complaint__company").filter(
        state=PostingState.SENT
    )
    direct = postings.filter(remote_id=remote.in_reply_to).first()
    return direct or postings.filter(replies__remote_id=remote.in_reply_to).first()


def _rests(connection: Connection) -> str:
    return f"mentions-rest:{connection.pk}"


def _after_failed_poll(posting: Posting, error: NetworkError, *, now: datetime) -> None:
    if isinstance(error, NeedsReconnect):
        ask_to_reconnect(posting.connection)
    after = now + REST * random.uniform(0.8, 1.2)  # noqa: S311  (spreads load)
    Posting.objects.filter(pk=posting.pk).update(
        next_poll_at=max(after, error.retry_at) if error.retry_at else after, last_error=str(error)[:300]
    )
