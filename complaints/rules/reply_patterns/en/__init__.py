"""The words of one language."""

from typing import Final

from complaints.rules.reply_patterns.en.elsewhere import DIRECTIVES, ELSEWHERE, GUARDS, NOT_HERE
from complaints.rules.reply_patterns.en.empty import EMPTY
from complaints.rules.reply_patterns.en.engaging import PATTERNS as ENGAGING
from complaints.rules.reply_patterns.en.generic import GENERIC
from complaints.rules.reply_patterns.en.manner import MANNER
from complaints.rules.reply_patterns.shape import Pattern

PATTERNS: Final[tuple[Pattern, ...]] = (
    *ENGAGING,
    *EMPTY,
    *ELSEWHERE,
    *NOT_HERE,
    *DIRECTIVES,
    *GUARDS,
    *MANNER,
)

__all__ = ["GENERIC", "PATTERNS"]
