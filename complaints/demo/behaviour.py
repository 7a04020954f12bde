"""How a brand of the demo treats complaints, as numbers. Shares are chances per case, delays are in days."""

import math
import random
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from complaints.enums import Category


class Where(StrEnum):
    """Where a brand replies."""

    SITE = "site"
    NETWORK = "network"


@dataclass(frozen=True, slots=True)
class Delay:
    """Log-normal days: half of all are within `median`, `spread` is the standard deviation of the logarithm."""

    median: float
    spread: float = 0.6
    least: float = 0.03
    most: float = 150.0

    def draw(self, rng: random.Random) -> float:
        """A number of days."""
        return min(max(math.exp(rng.gauss(math.log(self.median), self.spread)), self.least), self.most)


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One way of treating complaints.

    `acknowledges` and `deflects`: the first reply says nothing yet, or sends the customer elsewhere, `reacts_after`
    publication; `deflects_again`: and does so once more. `answers`: the brand engages at all, `answers_after`
    publication or its first reply. Of these it `solves`, `solves_after` the answer; a share of the answers is an
    offer with a date (`offers`), and a share of the offers is kept (`keeps`). `picks`: the only categories that it
    engages with (empty: all). `before`: what it was 18 months ago; it changes evenly until today.
    """

    name: str
    words: str
    where: Where = Where.SITE
    voice: str = "plain"
    acknowledges: float = 0.1
    deflects: float = 0.05
    deflects_again: float = 0.0
    reacts_after: Delay = Delay(0.8, 0.8, most=20)
    answers: float = 0.7
    answers_after: Delay = Delay(3, 0.7)
    solves: float = 0.6
    solves_after: Delay = Delay(5, 0.7)
    offers: float = 0.2
    keeps: float = 0.8
    picks: frozenset[str] = frozenset()
    before: "Behaviour | None" = None

    def at(self, progress: float) -> "Behaviour":
        """The behaviour when `progress` (0 to 1) of the 18 months has passed."""
        if self.before is None:
            return self
        shares = {
            name: _between(getattr(self.before, name), getattr(self, name), progress) for name in _SHARES
        }
        delays = {
            name: replace(
                getattr(self, name),
                median=_between(getattr(self.before, name).median, getattr(self, name).median, progress),
            )
            for name in _DELAYS
        }
        changed: dict[str, Any] = {**shares, **delays}
        return replace(self, **changed)


_SHARES: Final = ("acknowledges", "deflects", "deflects_again", "answers", "solves", "offers", "keeps")
_DELAYS: Final = ("reacts_after", "answers_after", "solves_after")


def _between(before: float, after: float, progress: float) -> float:
    return before * (1 - progress) + after * progress


FAST = Behaviour(
    "fast",
    "Answers within hours and puts most things right within days.",
    voice="brisk",
    acknowledges=0.05,
    deflects=0.02,
    answers=0.93,
    answers_after=Delay(0.35, 0.7, most=10),
    solves=0.82,
    solves_after=Delay(2.2, 0.7),
    offers=0.25,
    keeps=0.93,
)
SLOW_THOROUGH = Behaviour(
    "slow but thorough",
    "Takes weeks, then answers in detail and solves nearly everything.",
    voice="thorough",
    acknowledges=0.45,
    deflects=0.03,
    reacts_after=Delay(3, 0.5),
    answers=0.92,
    answers_after=Delay(13, 0.45, most=60),
    solves=0.87,
    solves_after=Delay(15, 0.5, most=60),
    offers=0.4,
    keeps=0.92,
)
CHERRY_PICKER = Behaviour(
    "cherry-picker",
    "Solves bills and refunds at once and leaves everything difficult alone.",
    voice="brisk",
    acknowledges=0.03,
    deflects=0.05,
    answers=0.95,
    answers_after=Delay(0.6, 0.6, most=10),
    solves=0.9,
    solves_after=Delay(1.5, 0.6, most=30),
    offers=0.1,
    keeps=0.95,
    picks=frozenset({Category.BILLING, Category.REFUND}),
)
SILENT = Behaviour(
    "silent",
    "Hardly ever says anything.",
    voice="plain",
    acknowledges=0.02,
    deflects=0.01,
    answers=0.03,
    answers_after=Delay(25, 0.6),
    solves=0.3,
    solves_after=Delay(20, 0.6),
    offers=0.0,
)
DEFLECTOR = Behaviour(
    "deflector",
    "Replies within the hour and sends everybody to a message, a number or a page.",
    voice="deflecting",
    acknowledges=0.02,
    deflects=0.93,
    deflects_again=0.4,
    reacts_after=Delay(0.08, 0.8, most=3),
    answers=0.22,
    answers_after=Delay(16, 0.6),
    solves=0.5,
    solves_after=Delay(10, 0.6),
    offers=0.1,
    keeps=0.6,
)
CANNED = Behaviour(
    "canned",
    "Sends the same few texts to everybody.",
    voice="canned",
    acknowledges=0.35,
    deflects=0.6,
    deflects_again=0.25,
    reacts_after=Delay(0.5, 0.4, most=4),
    answers=0.34,
    answers_after=Delay(9, 0.6),
    solves=0.55,
    solves_after=Delay(8, 0.7),
    offers=0.15,
    keeps=0.7,
)
NETWORK_ONLY = Behaviour(
    "network-only",
    "Answers where others are watching, and nowhere else.",
    where=Where.NETWORK,
    voice="public",
    acknowledges=0.2,
    deflects=0.18,
    reacts_after=Delay(0.2, 0.7, most=3),
    answers=0.7,
    answers_after=Delay(1.6, 0.7),
    solves=0.66,
    solves_after=Delay(6, 0.7),
    offers=0.0,
)
UNCLAIMED = Behaviour(
    "unclaimed",
    "Nobody acts for the brand here; customers record what it does elsewhere.",
    acknowledges=0.0,
    deflects=0.0,
    answers=0.3,
    answers_after=Delay(8, 0.6),
    solves=0.7,
    solves_after=Delay(8, 0.6),
    offers=1.0,
    keeps=0.75,
)
IMPROVING = Behaviour(
    "improving",
    "Silent and deflecting 18 months ago, prompt today.",
    voice="thorough",
    acknowledges=0.15,
    deflects=0.03,
    reacts_after=Delay(0.8, 0.6),
    answers=0.93,
    answers_after=Delay(1.2, 0.6),
    solves=0.84,
    solves_after=Delay(5, 0.6),
    offers=0.35,
    keeps=0.92,
    before=Behaviour(
        "before",
        "",
        acknowledges=0.1,
        deflects=0.55,
        deflects_again=0.3,
        reacts_after=Delay(5, 0.6),
        answers=0.18,
        answers_after=Delay(24, 0.6),
        solves=0.4,
        solves_after=Delay(25, 0.6),
        offers=0.1,
        keeps=0.5,
    ),
)
BEHAVIOURS = (
    FAST,
    SLOW_THOROUGH,
    CHERRY_PICKER,
    SILENT,
    DEFLECTOR,
    CANNED,
    NETWORK_ONLY,
    UNCLAIMED,
    IMPROVING,
)


@dataclass(frozen=True, slots=True)
class Habits:
    """What customers do, whatever the brand. Shares are chances per occasion."""

    says_at_once: float = 0.55  # that it is fixed, without being asked
    says_when_asked: float = 0.7
    is_only_partly: float = 0.07  # of what the brand calls solved
    says_not_fixed: float = 0.35  # when asked and nothing has happened
    speaks_up_on_deflection: float = 0.3
    keeps_silent_after_offer: float = 0.2
    gives_up: float = 0.3  # of what is never solved
    gives_up_after: Delay = Delay(42, 0.5)
    withdraws: float = 0.03
    escalates: float = 0.06
    reopens: float = 0.025
    thanks: float = 0.2


HABITS = Habits()
