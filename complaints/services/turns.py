"""Whose turn it is: what finds no point left in a bucket waits for the time when there is one. That is no failure."""

import contextlib
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from complaints.enums import PostingState
from complaints.models import Connection, Posting, ServerRest
from complaints.networks.base import Connector
from complaints.rules.budget import Purchase
from complaints.rules.pacing import LONGEST_REST, Per, Spend
from complaints.rules.waiting import PACED
from complaints.services import budgets, pacing
from complaints.services.pacing import Refusal

BUDGET: Final = f"{PACED}: budget"
BUDGET_SPENT: Final = "budget_spent"

GIVEN_UP_UNSEEN: Final = "GivenUp: unseen"
"""Given up by an operator while it may stand on the network: whoever sends it again looks first."""

MOST_IN_LINE = 1000
LONGEST_LINE = timedelta(days=1)  # whoever stands farther back asks again then
# Nothing waits longer for a time that was set by a clock which was ahead.
LONGEST_PLAN = timedelta(days=2)
LONGEST_MANNERS = timedelta(days=14)  # how long the limits of a customer can make a copy wait, and more

_PRICED: Final = {
    Spend.POST: Purchase.POST_WITH_LINK,
    Spend.DELETE: Purchase.DELETION,
    Spend.READ: Purchase.READ,
    Spend.LOOK: Purchase.READ,
}


def ask(*, connection: Connection, spends: Collection[Spend], now: datetime) -> Refusal | None:
    """Whether this account may do it now; the one place where what a network allows is asked before it is called."""
    return pacing.take(connection=connection, spends=spends, now=now)


def pay(*, connection: Connection, spends: Collection[Spend], now: datetime, many: int = 1) -> None:
    """Take what it costs from the operator's budget for today; most networks charge nothing.

    Outside of any transaction. Raises RateLimited (`budget_spent`) with the time of the next budget.
    """
    for spend in spends:
        if (purchase := _PRICED.get(spend)) is not None:
            budgets.spend(network=connection.network, what=purchase, now=now, many=many)


@contextlib.contextmanager
def paid_reading(
    *, connector: Connector, connection: Connection, now: datetime, expected: Collection[str] = ()
) -> Iterator[None]:
    """Pay for what a reading probably costs before it, and for what it did cost after it, also when it fails.

    `expected` are the ids of posts that will be shown. Raises RateLimited (`budget_spent`) before anything is asked when
    the budget does not cover those that were not read today.
    """
    many = max(1, budgets.unread(network=connection.network, posts=expected, now=now))
    pay(connection=connection, spends=(Spend.READ,), now=now, many=many)
    with settling(connector=connector, connection=connection, paid=many, now=now):
        yield


@contextlib.contextmanager
def settling(*, connector: Connector, connection: Connection, paid: int, now: datetime) -> Iterator[None]:
    """Charge what is read meanwhile, in place of the `paid` reads that were taken for it."""
    try:
        yield
    finally:
        budgets.settle(network=connection.network, read=connector.take_read(), paid=paid, now=now)


def words_of(refusal: Refusal) -> str:
    """What the row says while it waits."""
    return f"{PACED}: {refusal.bucket.allowance.name}"


@transaction.atomic
def line_up(*, posting: Posting, refusal: Refusal, now: datetime) -> None:
    """Everything unsent that is due and wants the same bucket gets its place in the line, oldest first.

    Each place is a time at which there will be a point, so that a thousand do not ask again at once.
    """
    rows = Posting.objects.due(now=now).filter(state=PostingState.QUEUED, remote_id="")
    if refusal.bucket.allowance.per is Per.ACCOUNT:
        rows = rows.filter(connection_id=posting.connection_id)
    else:
        rows = rows.filter(network=posting.network)
    line = list(
        rows.select_for_update(skip_locked=True, of=("self",)).only("pk").order_by("pk")[:MOST_IN_LINE]
    )
    step = timedelta(seconds=refusal.bucket.cost / refusal.bucket.refill)
    for place, row in enumerate(line):
        row.next_try_at = min(refusal.free_at + place * step, now + LONGEST_LINE)
        row.last_error = words_of(refusal)
    Posting.objects.bulk_update(line, ["next_try_at", "last_error"], batch_size=250)


@transaction.atomic
def mend_plans(*, now: datetime) -> int:
    """What waits for a time that only a wrong clock can have set is due again. Returns how many rows."""
    too_late, lease = now + LONGEST_PLAN, timedelta(seconds=settings.POSTING_LEASE_SECONDS)
    waiting = [PostingState.QUEUED, PostingState.NEEDS_CHECK, PostingState.SENT]
    mended = Posting.objects.filter(state__in=waiting, next_try_at__gt=too_late).update(next_try_at=now)
    # Whoever holds a lease that is longer than any that is given keeps it as long as anybody does.
    held = Posting.objects.filter(state=PostingState.SENDING, lease_until__gt=now + 2 * lease)
    mended += held.update(lease_until=now + lease, next_try_at=now + lease)
    mended += Posting.objects.filter(state=PostingState.SENT, next_poll_at__gt=too_late).update(
        next_poll_at=now
    )
    mended += Posting.objects.filter(state=PostingState.QUEUED, not_before__gt=now + LONGEST_MANNERS).update(
        not_before=now
    )
    mended += Connection.objects.filter(hear_at__gt=too_late).update(hear_at=now)
    mended += ServerRest.objects.filter(until__gt=now + 2 * LONGEST_REST).update(until=now)
    return mended
