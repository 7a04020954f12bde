"""What is kept of posts that strangers wrote, for how long, and how often we look: data that the pages print as well."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from complaints.enums import HeardKind, HeardState

MOST_SEARCHES: Final = 10
"""Of one brand."""

EVERY: Final = timedelta(minutes=15)
"""How often each search looks at each account."""
EVERY_ON: Final[Mapping[str, timedelta]] = MappingProxyType({"x": timedelta(hours=1)})
"""Where every post that is read costs money, and posting is paid from the same purse."""

NOISE_KEPT: Final = timedelta(days=7)
"""Long enough to see what the rules took for noise."""
KEPT: Final = timedelta(days=30)
"""What nobody took; also how old a post may be to be kept at all."""
TAKEN_KEPT: Final = timedelta(days=180)
"""From the day a representative took it."""
INVITED_KEPT: Final = timedelta(days=90)
"""From the day of the invitation."""

INVITE_AGAIN: Final = timedelta(days=90)
"""How long nobody invites the same person again, whatever the brand."""

CHECK_EVERY: Final = timedelta(days=1)
"""How often we see whether a post still stands. What is deleted over there goes here."""

_LEFT_OUT: Final = "left_out_"


def left_out_code(many: int) -> str:
    """What a lookout notes when so many posts were left out because their authors do not want to be found."""
    return f"{_LEFT_OUT}{many}" if many else ""


def left_out(code: str) -> int:
    """How many posts were left out so far, of what a lookout noted; none for any other note."""
    many = code.removeprefix(_LEFT_OUT)
    return int(many) if many != code and many.isdecimal() else 0


def wait_between(network: str) -> timedelta:
    """How long a search waits before it looks at this network again."""
    return EVERY_ON.get(network, EVERY)


def keep_until(*, state: str, kind: str, found_at: datetime, decided_at: datetime | None) -> datetime:
    """When a post is deleted here."""
    if state == HeardState.TAKEN and decided_at is not None:
        return decided_at + TAKEN_KEPT
    if state == HeardState.INVITED and decided_at is not None:
        return decided_at + INVITED_KEPT
    return found_at + (NOISE_KEPT if kind == HeardKind.NOISE else KEPT)
