"""Token buckets, shared by all workers: one row for each, asked and changed in one statement.

A bucket that is asked twice at once gives twice or says no: the row is locked by the statement itself, so no update is
lost. Several buckets are asked in one order, by the same transaction, and what was taken in vain is put back.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection as database
from django.db import transaction

from complaints.models import Connection
from complaints.rules.pacing import Bucket, Spend, buckets_for

# A clock that went back by more than this was wrong before: the bucket goes on from now, with what it holds.
CLOCKS_AGREE = timedelta(minutes=1)

_LEVEL = """LEAST(%(capacity)s, bucket.tokens
    + GREATEST(0, EXTRACT(EPOCH FROM %(now)s - bucket.at)::float8) * %(refill)s)"""
_AT = """CASE WHEN bucket.at > %(now)s + %(agree)s THEN %(now)s ELSE GREATEST(bucket.at, %(now)s) END"""
# Asking and giving in one: whether it was granted stands in the row that comes back.
_ASK = f"""
INSERT INTO complaints_tokenbucket AS bucket (key, tokens, at, was_granted)
VALUES (%(key)s, %(capacity)s - %(cost)s, %(now)s, TRUE)
ON CONFLICT (key) DO UPDATE SET
    tokens = {_LEVEL} - CASE WHEN {_LEVEL} >= %(cost)s - 1e-9 THEN %(cost)s ELSE 0 END,
    was_granted = {_LEVEL} >= %(cost)s - 1e-9,
    at = {_AT}
RETURNING bucket.tokens, bucket.was_granted
"""  # noqa: S608  (constants of this module)
_EMPTY = f"""
INSERT INTO complaints_tokenbucket AS bucket (key, tokens, at, was_granted)
VALUES (%(key)s, %(cost)s - %(wait)s * %(refill)s, %(now)s, FALSE)
ON CONFLICT (key) DO UPDATE SET
    tokens = LEAST({_LEVEL}, %(cost)s - %(wait)s * %(refill)s), was_granted = FALSE, at = {_AT}
"""  # noqa: S608
_PUT_BACK = (
    "UPDATE complaints_tokenbucket SET tokens = LEAST(%(capacity)s, tokens + %(cost)s) WHERE key = %(key)s"
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """There is no point left: when there will be one, and in which bucket there was none."""

    free_at: datetime
    bucket: Bucket


@transaction.atomic(savepoint=False)
def take(*, connection: Connection, spends: Collection[Spend], now: datetime) -> Refusal | None:
    """Take what `spends` cost this account, from every bucket or from none. None when there was enough."""
    taken: list[Bucket] = []
    for bucket in buckets_for(connection.network, spends, account=connection.pk):
        level, was_granted = _asked(bucket, now=now)
        if not was_granted:
            for one in taken:
                _run(_PUT_BACK, one, now=now)
            return Refusal(bucket.free_at(level=level, now=now), bucket)
        taken.append(bucket)
    return None


@transaction.atomic
def drain(*, connection: Connection, spends: Collection[Spend], until: datetime, now: datetime) -> None:
    """The network says that this account has used up what it may: nobody tries again before `until`."""
    wait = max(0.0, (until - now).total_seconds())
    for bucket in buckets_for(connection.network, spends, account=connection.pk):
        if bucket.key.split("/")[1] == str(connection.pk):  # others may still have some
            _run(_EMPTY, bucket, now=now, wait=wait)


def _asked(bucket: Bucket, *, now: datetime) -> tuple[float, bool]:
    """What it holds after it was asked, and whether it gave."""
    with database.cursor() as cursor:
        cursor.execute(_ASK, _values(bucket, now=now))
        tokens, was_granted = cursor.fetchone()
    return float(tokens), bool(was_granted)


def _run(statement: str, bucket: Bucket, *, now: datetime, wait: float = 0) -> None:
    with database.cursor() as cursor:
        cursor.execute(statement, _values(bucket, now=now) | {"wait": wait})


def _values(bucket: Bucket, *, now: datetime) -> dict[str, Any]:
    return {
        "key": bucket.key,
        "capacity": bucket.capacity,
        "refill": bucket.refill,
        "cost": bucket.cost,
        "now": now,
        "agree": CLOCKS_AGREE,
    }
