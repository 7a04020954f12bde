"""The words of one language."""

from typing import Final

from complaints.rules.reply_patterns.pt.elsewhere import DIRECTIVES, ELSEWHERE, GUARDS, NOT_HERE
from complaints.rules.reply_patterns.pt.empty import EMPTY
from complaints.rules.reply_patterns.pt.engaging import PATTERNS as ENGAGING
from complaints.rules.reply_patterns.pt.generic import GENERIC
from complaints.rules.reply_patterns.pt.manner import MANNER
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
