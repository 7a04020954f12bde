"""The words by which a reply is read, as data: the methodology page shows what the code runs.

A language is a module with PATTERNS; the next one is a copy of its neighbour.
"""

from typing import Final

from complaints.rules.reply_patterns import en, es, neutral, pt
from complaints.rules.reply_patterns.shape import FAMILIES, Family, Pattern, Side

PATTERNS: Final[tuple[Pattern, ...]] = (*neutral.PATTERNS, *en.PATTERNS, *pt.PATTERNS, *es.PATTERNS)
LANGUAGES: Final = ("en", "pt", "es")

__all__ = ["FAMILIES", "LANGUAGES", "PATTERNS", "Family", "Pattern", "Side"]
