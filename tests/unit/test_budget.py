"""What a day may cost, by X's price list."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from complaints.rules.budget import Budget, Purchase, Spent, cost_of, may_spend, renewed_at

TEN = Budget(posts=10, usd=Decimal("1.00"))


@pytest.mark.parametrize(
    ("what", "many", "usd"),
    [
        # docs.x.com/x-api/getting-started/pricing
        (Purchase.POST_WITH_LINK, 1, "0.200"),
        (Purchase.POST, 1, "0.015"),
        (Purchase.DELETION, 1, "0.010"),
        (Purchase.READ, 100, "0.500"),
    ],
)
def test_prices(what: Purchase, many: int, usd: str) -> None:
    assert cost_of(what, many=many) == Decimal(usd)


@pytest.mark.parametrize(
    ("budget", "spent", "what", "many", "expected"),
    [
        (TEN, Spent(), Purchase.POST_WITH_LINK, 5, True),  # to the cent
        (TEN, Spent(), Purchase.POST_WITH_LINK, 6, False),
        (TEN, Spent(9, Decimal(0)), Purchase.POST, 1, True),
        (TEN, Spent(10, Decimal(0)), Purchase.POST, 1, False),
        (TEN, Spent(10, Decimal("0.99")), Purchase.READ, 2, True),
        (TEN, Spent(10, Decimal("0.99")), Purchase.READ, 3, False),
        (TEN, Spent(99, Decimal(99)), Purchase.DELETION, 1, True),
        (Budget(0, Decimal(5)), Spent(), Purchase.READ, 1, False),
        (Budget(5, Decimal(0)), Spent(), Purchase.DELETION, 1, False),
    ],
)
def test_a_day(budget: Budget, spent: Spent, what: Purchase, many: int, expected: bool) -> None:
    assert may_spend(budget, spent, what, many=many) is expected


def test_days_are_those_of_utc() -> None:
    late = datetime(2026, 3, 2, 23, 0, tzinfo=timezone(timedelta(hours=-3)))
    assert renewed_at(late) == datetime(2026, 3, 4, tzinfo=UTC)
    assert renewed_at(datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)) == datetime(2027, 1, 1, tzinfo=UTC)
