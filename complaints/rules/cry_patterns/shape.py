"""What a pattern of the rules for posts is, and the little language that long lists are written in."""

import enum
from dataclasses import dataclass
from typing import Final

BRAND: Final = "¤"
"""What each character of a brand's name becomes before a pattern sees it: "Luz Clara" is no light that went out."""


class Family(enum.StrEnum):
    """What a sign tells; the value is its title for people."""

    # Trouble
    BROKEN = "something does not work"
    MISSING = "something did not come, or came wrong"
    WAITING = "waiting"
    CHARGED = "money was taken, or does not come back"
    UNANSWERED = "nobody answers or helps"
    REFUSED = "cancelled, blocked or refused"
    PLEA = "asks for help"
    ANGER = "anger"
    LOSS = "what it cost the author"
    # The author's own case
    OWN = "speaks of an own case"
    # Content
    SOLVED = "says that it was solved"
    PRAISE = "thanks or praise"
    # Noise
    REPOST = "somebody else's post"
    JOB = "about jobs"
    GIVEAWAY = "a give-away"
    OFFER = "an offer or an advertisement"
    MARKET = "about shares and results"
    NEWS = "news, or told of others"
    GUIDE = "advice to others"


TROUBLE: Final = (
    Family.BROKEN,
    Family.MISSING,
    Family.WAITING,
    Family.CHARGED,
    Family.UNANSWERED,
    Family.REFUSED,
    Family.PLEA,
    Family.ANGER,
    Family.LOSS,
)
ALWAYS_NOISE: Final = (Family.REPOST, Family.GIVEAWAY)
"""However the post goes on."""
MOSTLY_NOISE: Final = (Family.JOB, Family.OFFER, Family.MARKET, Family.NEWS, Family.GUIDE)
"""Unless the author plainly has a case."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One pattern. It is matched against the folded text: lower case, no accents, brands as BRAND.

    `weight` 2 tells enough with one thing more, 1 little. What cannot stand `alone` only counts beside another sign:
    "nine days" is a wait, or a holiday.
    """

    family: Family
    regex: str
    weight: int = 2
    alone: bool = True


def words(listed: str) -> str:
    """Alternatives, separated by spaces; "_" stands for a space, "*" for the rest of a word."""
    found = (word.replace("*", r"\w{0,12}").replace("_", " ") for word in listed.split())
    return f"(?:{'|'.join(found)})"
