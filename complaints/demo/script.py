"""The words of a plan: what can happen to a case of the demo, and when. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from complaints.demo.stories import Told

SPAN: Final = timedelta(days=548)  # 18 months
ASKED_AT: Final = time(6)  # when the demo's clock asks and lapses, each day


class Do(StrEnum):
    """What happens at a step."""

    REPLY = "reply"  # by a representative, on the site
    NETWORK_REPLY = "network reply"  # by the brand's account
    STRANGER_REPLY = "stranger's reply"  # by any other account
    OFFER = "offer"
    OFFER_ELSEWHERE = "offer elsewhere"
    TAKE_BACK_OFFER = "take back offer"
    CUSTOMER_REPLY = "customer's reply"
    CONFIRM = "confirm"
    END_PARTLY = "end partly"
    GO_ON = "go on"
    GO_ON_PARTLY = "go on, partly fixed"
    WITHDRAW = "withdraw"
    GIVE_UP = "give up"
    ESCALATE = "escalate"
    REOPEN = "reopen"
    CONTEST_AS_CUSTOMER = "contest as customer"
    CONTEST_AS_COMPANY = "contest as company"
    DECIDE_LABEL = "decide label"
    CONFIRM_ACCOUNT = "confirm account"
    PUBLISH = "publish from review"
    RETURN = "return to the author"
    REJECT = "reject"
    TAKE_BACK = "take back"
    DISCARD = "discard"
    HIDE = "hide"
    REDACT = "redact"
    REMOVE = "remove"
    EXCLUDE = "exclude"
    CHECK_EVIDENCE = "check evidence"
    MOVE = "move"
    JOIN = "join"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens at `at`. Its time is its name: a case has no two steps at one time."""

    at: datetime
    do: Do
    text: str = ""
    day: date | None = None  # a promised day, or the day it was fixed
    who: str = ""  # an account on the network, a label, a kind of escalation, the slug or key of the other one, words to cover


@dataclass(frozen=True, slots=True)
class PlannedAttempt:
    channel: str
    made_on: date
    came_of: str
    times: int
    minutes: int
    reference: str
    note: str


@dataclass(frozen=True, slots=True)
class PlannedCase:
    """One complaint. `key` names it in the plan, `customer` is the name before the @ of the address."""

    key: str
    brand: str
    customer: str
    started_at: datetime
    filed_at: datetime | None  # None: never submitted, still a draft
    told: Told
    public_name: str
    attempts: tuple[PlannedAttempt, ...] = ()
    has_evidence: bool = False
    is_posted: bool = False
    follows_up: bool = False  # how it goes on is told below the copy
    has_long_post: bool = False  # longer than the network takes, so that it fails
    proposes: str = ""  # the name of a brand that the customer adds instead
    steps: tuple[Step, ...] = ()


def asked_after(moment: datetime) -> datetime:
    """When the demo's clock carries out what is due at `moment`."""
    at = datetime.combine(moment.date(), ASKED_AT, tzinfo=UTC)
    return at if at >= moment else at + timedelta(days=1)
