"""What a network charges, and whether a day's budget allows one thing more.

X, in USD per request or per post returned (docs.x.com/x-api/getting-started/pricing, as of 2026-11): a post with an
address 0.200, without 0.015, a deletion 0.010, each post that is read 0.005, each person that comes along 0.010. What is
read again on the same day costs nothing more (same page, "deduplication"). Days end at midnight in UTC, as X's do
(docs.x.com/x-api/fundamentals/post-cap).
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType


class Purchase(enum.StrEnum):
    """What is paid for."""

    POST = "post"  # without an address
    POST_WITH_LINK = "post_with_link"
    DELETION = "deletion"
    READ = "read"  # of one post
    PERSON = "person"  # the same of one account


POSTS = frozenset({Purchase.POST, Purchase.POST_WITH_LINK})

PRICES: Mapping[Purchase, Decimal] = MappingProxyType(
    {
        Purchase.POST: Decimal("0.015"),
        Purchase.POST_WITH_LINK: Decimal("0.200"),
        Purchase.DELETION: Decimal("0.010"),
        Purchase.READ: Decimal("0.005"),
        Purchase.PERSON: Decimal("0.010"),
    }
)


@dataclass(frozen=True, slots=True)
class Budget:
    """At most so many posts and so much money a day. Nothing of either: the network is off."""

    posts: int
    usd: Decimal

    @property
    def is_on(self) -> bool:
        return self.posts > 0 and self.usd > 0


@dataclass(frozen=True, slots=True)
class Spent:
    """What a day has cost so far."""

    posts: int = 0
    usd: Decimal = Decimal(0)

    def and_for(self, what: Purchase, *, many: int = 1) -> Spent:
        """The same day after `many` more of `what`."""
        return Spent(self.posts + (many if what in POSTS else 0), self.usd + cost_of(what, many=many))


def cost_of(what: Purchase, *, many: int = 1) -> Decimal:
    """What `many` of them cost, in USD."""
    return PRICES[what] * many


def may_spend(budget: Budget, spent: Spent, what: Purchase, *, many: int = 1) -> bool:
    """Whether the day's budget covers `many` more of `what`.

    Taking down what stands is never held back by an empty purse, as long as the network is on at all.
    """
    if not budget.is_on or what is Purchase.DELETION:
        return budget.is_on
    after = spent.and_for(what, many=many)
    return after.usd <= budget.usd and (what not in POSTS or after.posts <= budget.posts)


def renewed_at(now: datetime) -> datetime:
    """When the next day's budget begins."""
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
