"""What networks that charge may cost: the operator's budget for each day, and what of it is spent.

Whoever asks such a network for something calls `spend` first, outside of any transaction that could be rolled back.
"""

from datetime import UTC, date, datetime
from decimal import Decimal

from django.conf import settings
from django.db import transaction

from complaints.models import Spending
from complaints.networks.base import RateLimited
from complaints.rules.budget import Budget, Purchase, Spent, may_spend, renewed_at


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


def _day(now: datetime) -> date:
    return now.astimezone(UTC).date()
