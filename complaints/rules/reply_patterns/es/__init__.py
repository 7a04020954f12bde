"""The words of one language."""

from typing import Final

from complaints.rules.reply_patterns.es.elsewhere import DIRECTIVES, ELSEWHERE, GUARDS, NOT_HERE
from complaints.rules.reply_patterns.es.empty import EMPTY
from complaints.rules.reply_patterns.es.engaging import PATTERNS as ENGAGING
from complaints.rules.reply_patterns.es.generic import GENERIC
from complaints.rules.reply_patterns.es.manner import MANNER
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
