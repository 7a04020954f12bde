"""What networks that charge may cost: the operator's budget for each day, and what of it is spent.

Whoever asks such a network for something calls `spend` first, outside of any transaction that could be rolled back, and
`settle` once it is known what was read.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime
from decimal import Decimal

from django.conf import settings
from django.db import transaction

from complaints.models import ReadOnce, Spending
from complaints.networks.base import RateLimited, Read
from complaints.rules.budget import Budget, Purchase, Spent, cost_of, may_spend, renewed_at


def budget_of(network: str) -> Budget | None:
    """The budget for each day; None for networks that charge nothing."""
    if network not in settings.NETWORK_BUDGETS:
        return None
    posts, usd = settings.NETWORK_BUDGETS[network]
    return Budget(posts=posts, usd=Decimal(usd))


def is_on(network: str) -> bool:
    """Whether this site may use the network by itself at all: it charges nothing, or there is a budget."""
    budget = budget_of(network)
    return budget is None or budget.is_on


def spent_on(network: str, *, now: datetime) -> Spent:
    """What the network has cost today."""
    row = Spending.objects.filter(network=network, day=_day(now)).first()
    return Spent(posts=row.posts, usd=row.usd) if row else Spent()


def spend(*, network: str, what: Purchase, now: datetime, many: int = 1) -> None:
    """Take `many` of `what` from today's budget. Networks that charge nothing cost nothing.

    Raises RateLimited (`budget_spent`) with the beginning of the next day when the budget does not cover them; then
    nothing is taken.
    """
    budget = budget_of(network)
    if budget is None:
        return
    with transaction.atomic():
        Spending.objects.get_or_create(network=network, day=_day(now))
        row = Spending.objects.select_for_update().get(network=network, day=_day(now))
        spent = Spent(posts=row.posts, usd=row.usd)
        if not may_spend(budget, spent, what, many=many):
            raise RateLimited("budget_spent", retry_at=renewed_at(now))
        after = spent.and_for(what, many=many)
        row.posts, row.usd = after.posts, after.usd
        row.save(update_fields=["posts", "usd"])


def unread(*, network: str, posts: Collection[str], now: datetime) -> int:
    """How many of these posts were not read today, and will cost something; none where nothing does."""
    if budget_of(network) is None:
        return 0
    today = ReadOnce.objects.filter(network=network, day=_day(now), what=Purchase.READ)
    return len(set(posts)) - today.filter(remote_id__in=set(posts)).count()


def settle(*, network: str, read: Read, paid: int, now: datetime) -> None:
    """Charge what was really read, in place of the `paid` reads that were taken for it beforehand.

    What was read before on the same day costs nothing. It has happened, so it is charged also beyond the budget: then
    nothing more is spent today.
    """
    if budget_of(network) is None:
        return
    day = _day(now)
    with transaction.atomic():
        Spending.objects.get_or_create(network=network, day=day)
        row = Spending.objects.select_for_update().get(network=network, day=day)  # one at a time
        ReadOnce.objects.filter(network=network, day__lt=day).delete()
        posts = _first_read(network, day, Purchase.READ, read.posts)
        people = _first_read(network, day, Purchase.PERSON, read.people)
        cost = cost_of(Purchase.READ, many=posts - paid) + cost_of(Purchase.PERSON, many=people)
        row.usd = max(Decimal(0), row.usd + cost)
        row.save(update_fields=["usd"])


def _first_read(network: str, day: date, what: Purchase, ids: frozenset[str]) -> int:
    """How many of these were not read before on this day; from now on they were."""
    today = ReadOnce.objects.filter(network=network, day=day, what=what)
    fresh = ids - set(today.filter(remote_id__in=ids).values_list("remote_id", flat=True))
    ReadOnce.objects.bulk_create(
        ReadOnce(network=network, day=day, what=what, remote_id=one) for one in sorted(fresh)
    )
    return len(fresh)


def _day(now: datetime) -> date:
    return now.astimezone(UTC).date()
