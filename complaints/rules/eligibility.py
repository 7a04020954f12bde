"""Problems as values: what stands between a draft and its publication. A person reads every one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

LIMIT_PER_CUSTOMER_AND_DAY = 5
LIMIT_OPEN_PER_CUSTOMER_AND_COMPANY = 3
COPIES_PER_CUSTOMER_NETWORK_AND_DAY = 3
A_DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Problem:
    """`step` is the page on which it can be put right, `field` the field there."""

    step: str
    field: str
    words: str


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """What the rules need to know of a draft."""

    has_company: bool
    title: str
    story: str
    category: str
    happened_on: date | None
    attempt_days: tuple[date, ...]
    is_attested: bool
    filed_today_by_customer: int
    open_at_company_by_customer: int


def problems_of(draft: DraftFacts, *, today: date) -> tuple[Problem, ...]:
    """Everything that must be put right before this draft can be submitted; empty means ready."""
    found: list[Problem] = []
    if not draft.has_company:
        found.append(Problem("company", "company", "Choose the company that this is about."))
    if not draft.title.strip():
        found.append(Problem("story", "title", "Give your complaint a title."))
    if not draft.story.strip():
        found.append(Problem("story", "story", "Tell what happened."))
    if not draft.category:
        found.append(Problem("story", "category", "Choose what kind of problem it is."))
    if draft.happened_on and draft.happened_on > today:
        found.append(Problem("story", "happened_on", "The day it happened cannot be in the future."))
    if any(day > today for day in draft.attempt_days):
        found.append(Problem("ledger", "made_on", "An attempt cannot lie in the future."))
    if not draft.is_attested:
        found.append(Problem("check", "attested", "Confirm that this is your own genuine experience."))
    if draft.filed_today_by_customer >= LIMIT_PER_CUSTOMER_AND_DAY:
        found.append(
            Problem(
                "check",
                "limit",
                f"You have filed {LIMIT_PER_CUSTOMER_AND_DAY} complaints today. "
                "Please file this one tomorrow; the draft is kept.",
            )
        )
    if draft.open_at_company_by_customer >= LIMIT_OPEN_PER_CUSTOMER_AND_COMPANY:
        found.append(
            Problem(
                "check",
                "limit",
                f"You have {LIMIT_OPEN_PER_CUSTOMER_AND_COMPANY} open complaints about this company. "
                "Please end one of them first; the draft is kept.",
            )
        )
    return tuple(found)


def review_reasons(*, is_company_proposed: bool, personal_data: tuple[str, ...]) -> tuple[str, ...]:
    """Why a person must look before publication, in words the author reads; empty publishes at once."""
    found: list[str] = []
    if is_company_proposed:
        found.append("The company is new here. A person checks that it exists and is not listed already.")
    if personal_data:
        kinds = ", ".join(sorted(set(personal_data)))
        found.append(
            f"The public text may contain personal data ({kinds}). A person looks before it is published."
        )
    return tuple(found)


def may_post_to_networks(attempts: int) -> bool:
    """A complaint without an attempt is published on the site alone."""
    return attempts > 0


@dataclass(frozen=True, slots=True)
class Wait:
    """A copy may leave at `until`; `why` is for its customer."""

    until: datetime
    why: str


def wait_of_copy(
    *,
    brand: str,
    network: str,
    about_brand: Sequence[datetime],
    on_network: Sequence[datetime],
    now: datetime,
) -> Wait | None:
    """How long a copy waits for the other copies of its customer on this network; None when it may leave at once.

    Nobody is to be pestered: one copy about a brand in 24 hours, and a few in all. Given are the times at which the
    other copies left or will leave, in any order: `about_brand` of those about the same brand, `on_network` of all.
    """
    after_brand = max(about_brand, default=None)
    after_all = sorted(on_network, reverse=True)[COPIES_PER_CUSTOMER_NETWORK_AND_DAY - 1 :][:1]
    waits = [
        Wait(
            at + A_DAY,
            f"There is a copy of yours about {brand} on {network} already. One a day is posted, so that nobody is pestered.",
        )
        for at in (after_brand,)
        if at is not None
    ] + [
        Wait(
            at + A_DAY,
            f"There are {COPIES_PER_CUSTOMER_NETWORK_AND_DAY} copies of yours on {network} within a day. No more are posted.",
        )
        for at in after_all
    ]
    return max((wait for wait in waits if wait.until > now), key=lambda wait: wait.until, default=None)
