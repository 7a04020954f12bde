"""How fast we may speak to networks, how long a server in trouble rests, and how often replies are looked for.

Limits are those that the networks document, each with its source; all as of November 2026. A network counts in windows
of its own, so a bucket holds less than a window and is filled from the rest: in no span of `seconds`, wherever it
begins, do more than `most` points leave it.
"""

import enum
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final


class Spend(enum.StrEnum):
    """What a request does."""

    POST = "post"
    PICTURE = "picture"  # beside a post
    EDIT = "edit"
    DELETE = "delete"
    READ = "read"
    LOOK = "look"  # for a post of ours that may stand: page by page, back to when it was tried


WRITES: Final = (Spend.POST, Spend.EDIT, Spend.DELETE)


class Per(enum.StrEnum):
    """Whom a network counts."""

    ACCOUNT = "account"
    SITE = "site"  # all accounts together: this site is one client over there


@dataclass(frozen=True, slots=True)
class Allowance:
    """At most `most` points in any `seconds`, of which `burst` at once; `costs` says what takes how many."""

    name: str
    per: Per
    most: float
    seconds: float
    burst: float
    costs: Mapping[Spend, float]

    @property
    def refill(self) -> float:
        """Points in a second. Burst and refill together never exceed what the network allows in its window."""
        return (self.most - self.burst) / self.seconds

    @property
    def words(self) -> str:
        """For an operator: "300 posts in 3 hours from one account"."""
        of = "one account" if self.per is Per.ACCOUNT else "the whole site"
        return f"{self.most:,.0f} {self.name} in {span(self.seconds)} from {of}"


@dataclass(frozen=True, slots=True)
class Bucket:
    """One bucket as it is asked: `cost` points of at most `capacity`, refilled by `refill` a second."""

    key: str
    capacity: float
    refill: float
    cost: float
    allowance: Allowance

    def level(self, *, tokens: float, at: datetime, now: datetime) -> float:
        """What it holds now if it held `tokens` at `at`. A clock that went back fills nothing."""
        return min(self.capacity, tokens + max(0.0, (now - at).total_seconds()) * self.refill)

    def free_at(self, *, level: float, now: datetime) -> datetime:
        """When it holds enough for one more; a millisecond later, so that rounding never makes it too early."""
        return now + timedelta(seconds=max(0.0, self.cost - level) / self.refill, milliseconds=1)


MINUTE: Final = 60.0
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR


def _each(*spends: Spend, cost: float = 1) -> Mapping[Spend, float]:
    return MappingProxyType(dict.fromkeys(spends, cost))


_POSTS = _each(Spend.POST)
_POSTS_AND_EDITS = _each(Spend.POST, Spend.EDIT)
_DELETES = _each(Spend.DELETE)
_READS = MappingProxyType({Spend.READ: 1, Spend.LOOK: 5})
_TWO_READS = MappingProxyType({Spend.READ: 2, Spend.LOOK: 5})
# Deleting is one request, editing asks for what stands there first; a picture is uploaded and looked after.
_MASTODON_WRITES = MappingProxyType({Spend.POST: 1, Spend.PICTURE: 3, Spend.EDIT: 3, Spend.DELETE: 1})
_BLUESKY_POINTS = MappingProxyType({Spend.POST: 3, Spend.EDIT: 2, Spend.DELETE: 1})

ALLOWANCES: Final[Mapping[str, tuple[Allowance, ...]]] = MappingProxyType(
    {
        # docs.joinmastodon.org/api/rate-limits: 300 requests in 5 minutes for a token, 30 deletions and 30 uploads in 30
        # minutes; 300 posts and edits together in 3 hours (app/lib/rate_limiter.rb). The 300 requests are divided, so
        # that polls never keep posts waiting.
        "mastodon": (
            Allowance("posts", Per.ACCOUNT, 300, 3 * HOUR, 60, _POSTS_AND_EDITS),
            Allowance("pictures", Per.ACCOUNT, 30, 30 * MINUTE, 10, _each(Spend.PICTURE)),
            Allowance("deletions", Per.ACCOUNT, 30, 30 * MINUTE, 10, _DELETES),
            Allowance("requests to write", Per.ACCOUNT, 150, 5 * MINUTE, 100, _MASTODON_WRITES),
            Allowance("requests to read", Per.ACCOUNT, 150, 5 * MINUTE, 75, _READS),
        ),
        # docs.bsky.app/docs/advanced-guides/rate-limits: 5,000 points an hour and 35,000 a day for an account, a create
        # costs 3, an update 2, a delete 1; 3,000 requests in 5 minutes for an address, which is all of this site.
        "bluesky": (
            Allowance("points", Per.ACCOUNT, 5_000, HOUR, 300, _BLUESKY_POINTS),
            Allowance("points a day", Per.ACCOUNT, 35_000, DAY, 5_000, _BLUESKY_POINTS),
            Allowance("requests to write", Per.SITE, 1_000, 5 * MINUTE, 300, _each(*WRITES, cost=3)),
            Allowance("requests to read", Per.SITE, 2_000, 5 * MINUTE, 600, _TWO_READS),
        ),
        # No limit is documented for a blog of one's own; it is somebody's server, so we are modest.
        "wordpress": (
            Allowance("posts", Per.ACCOUNT, 30, HOUR, 10, _POSTS_AND_EDITS),
            Allowance("deletions", Per.ACCOUNT, 30, HOUR, 10, _DELETES),
            Allowance("requests to read", Per.ACCOUNT, 60, 5 * MINUTE, 20, _READS),
        ),
        # github.com/tumblr/docs, api.md: 1,000 calls an hour and 5,000 a day for a consumer key, which is all of this
        # site; 250 posts a day for a user. Divided, so that polls never keep posts waiting.
        "tumblr": (
            Allowance("posts", Per.ACCOUNT, 250, DAY, 25, _POSTS),
            Allowance("calls to write", Per.SITE, 400, HOUR, 100, _each(*WRITES, cost=2)),
            Allowance("calls to write a day", Per.SITE, 2_000, DAY, 400, _each(*WRITES, cost=2)),
            Allowance("calls to read", Per.SITE, 600, HOUR, 150, _READS),
            Allowance("calls to read a day", Per.SITE, 3_000, DAY, 600, _READS),
        ),
        # docs.x.com/x-api/fundamentals/rate-limits: 100 posts in 15 minutes for a user and 10,000 a day for an app, 50
        # deletions in 15 minutes; mentions and search 300 for a user, 450 for an app. What they cost is another matter:
        # `complaints.rules.budget`.
        "x": (
            Allowance("posts", Per.ACCOUNT, 100, 15 * MINUTE, 20, _POSTS_AND_EDITS),
            Allowance("posts a day", Per.SITE, 10_000, DAY, 1_000, _POSTS_AND_EDITS),
            Allowance("deletions", Per.ACCOUNT, 50, 15 * MINUTE, 10, _DELETES),
            Allowance("requests to read", Per.ACCOUNT, 300, 15 * MINUTE, 60, _TWO_READS),
            Allowance("requests to read of all", Per.SITE, 450, 15 * MINUTE, 90, _TWO_READS),
        ),
        # developers.facebook.com/docs/threads/overview: 250 posts in 24 hours for a profile; calls 4,800 times its
        # impressions, of which at least 10 are counted.
        "threads": (
            Allowance("posts", Per.ACCOUNT, 250, DAY, 25, _POSTS_AND_EDITS),
            Allowance("deletions", Per.ACCOUNT, 100, DAY, 10, _DELETES),
            Allowance("calls to read", Per.ACCOUNT, 24_000, DAY, 300, _READS),
        ),
        # developers.facebook.com/docs/graph-api/overview/rate-limiting: 4,800 calls in 24 hours for each user that is
        # engaged with a page. Nobody tells us how many are, so we count on one.
        "facebook-page": (
            Allowance("posts", Per.ACCOUNT, 250, DAY, 25, _POSTS_AND_EDITS),
            Allowance("calls to write", Per.ACCOUNT, 1_500, DAY, 200, _each(*WRITES, cost=2)),
            Allowance("calls to read", Per.ACCOUNT, 3_000, DAY, 300, _READS),
        ),
    }
)

MODEST: Final = (
    Allowance("posts", Per.ACCOUNT, 30, HOUR, 10, _POSTS_AND_EDITS),
    Allowance("deletions", Per.ACCOUNT, 30, HOUR, 10, _DELETES),
    Allowance("requests to read", Per.ACCOUNT, 60, 5 * MINUTE, 20, _READS),
)
"""For a network that documents nothing we know of."""


def allowances_of(network: str) -> tuple[Allowance, ...]:
    """What this network allows."""
    return ALLOWANCES.get(network, MODEST)


def buckets_for(network: str, spends: Collection[Spend], *, account: int) -> tuple[Bucket, ...]:
    """Every bucket that must have points for all of this, in one order for everybody.

    `account` is the number of the connection.
    """
    found = [
        bucket_of(
            network,
            allowance,
            account=account,
            cost=float(sum(allowance.costs[spend] for spend in spends if spend in allowance.costs)),
        )
        for allowance in allowances_of(network)
    ]
    return tuple(sorted((bucket for bucket in found if bucket.cost), key=lambda bucket: bucket.key))


def bucket_of(network: str, allowance: Allowance, *, account: int, cost: float = 1) -> Bucket:
    """The bucket that holds this allowance for this account, or for all of them."""
    whose = account if allowance.per is Per.ACCOUNT else "all"
    return Bucket(
        key=f"{network}/{whose}/{allowance.name}",
        capacity=float(allowance.burst),
        refill=allowance.refill,
        cost=cost,
        allowance=allowance,
    )


# Servers in trouble -------------------------------------------------------------------------------------------

FAILURES_BEFORE_REST: Final = 3
FIRST_REST: Final = timedelta(minutes=1)
LONGEST_REST: Final = timedelta(minutes=10)


def rest_after(failures: int) -> timedelta | None:
    """How long a server is left alone after this many failures in a row; None while they are few.

    Whoever comes first after the rest asks for all; one more failure is one more rest.
    """
    if failures < FAILURES_BEFORE_REST:
        return None
    return min(FIRST_REST * 2 ** min(failures - FAILURES_BEFORE_REST, 10), LONGEST_REST)


# Looking for replies ------------------------------------------------------------------------------------------

ByAge = tuple[tuple[timedelta, timedelta | None], ...]
"""Until which age how long to wait; None stands for the shortest wait, which the operator sets."""

THREADS: Final[ByAge] = (
    (timedelta(hours=1), None),
    (timedelta(days=1), timedelta(minutes=5)),
    (timedelta(days=7), timedelta(hours=1)),
    (timedelta(days=30), timedelta(hours=6)),
    (timedelta(days=365), timedelta(days=1)),
)
"""The thread under a posting, by its age, where nothing else tells of replies."""

THREADS_BESIDE_MENTIONS: Final[ByAge] = (
    (timedelta(days=1), timedelta(hours=1)),
    (timedelta(days=7), timedelta(hours=6)),
    (timedelta(days=365), timedelta(days=1)),
)
"""The same where mentions are heard: only edits, deletions and replies that mention nobody are still to be seen."""

MENTIONS: Final[ByAge] = (
    (timedelta(days=1), None),
    (timedelta(days=7), timedelta(minutes=10)),
    (timedelta(days=30), timedelta(hours=1)),
    (timedelta(days=365), timedelta(hours=6)),
)
"""Mentions of an account, one request for all its postings, by the age of its youngest posting."""

HEARD_LATELY: Final = timedelta(hours=13)
"""Mentions that were not read for so long cannot be counted on; it is twice their longest wait and more."""


def wait_for(age: timedelta, table: ByAge, *, shortest: timedelta) -> timedelta | None:
    """How long to wait before the next look; None when it is too old to be looked at."""
    for until, wait in table:
        if age < until:
            return shortest if wait is None else max(wait, shortest)
    return None


def spread(wait: timedelta, dice: float) -> timedelta:
    """The wait, a tenth shorter or longer, by `dice` from 0 to 1, so that not everything falls on one moment."""
    return wait * (0.9 + 0.2 * dice)


def span(seconds: float) -> str:
    """In words: "5 minutes", "3 hours", "a day"."""
    for size, one, many in (
        (DAY, "a day", "days"),
        (HOUR, "an hour", "hours"),
        (MINUTE, "a minute", "minutes"),
    ):
        if seconds >= size:
            number = seconds / size
            return one if number == 1 else f"{number:.0f} {many}"
    return f"{seconds:.0f} seconds"
