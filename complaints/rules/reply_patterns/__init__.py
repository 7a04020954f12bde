"""The words by which a reply is read, as data: the methodology page shows what the code runs.

A language is a folder: `elsewhere` (where a customer is sent), `engaging` (what engages with the problem), `empty`
(what only seems to), `manner` (how it is said and to how many) and `generic` (the words of every reply). The next
one is a copy of its neighbour.
"""

from typing import Final

from complaints.rules.reply_patterns import en, es, neutral, pt
from complaints.rules.reply_patterns.shape import FAMILIES, SIDE_TITLES, Family, Pattern, Side

PATTERNS: Final[tuple[Pattern, ...]] = (*neutral.PATTERNS, *en.PATTERNS, *pt.PATTERNS, *es.PATTERNS)
LANGUAGES: Final = ("en", "pt", "es")
# The words of every reply, by language: a sentence with few others says nothing about a case.
GENERIC: Final[dict[str, frozenset[str]]] = {"en": en.GENERIC, "pt": pt.GENERIC, "es": es.GENERIC}

__all__ = ["FAMILIES", "GENERIC", "LANGUAGES", "PATTERNS", "SIDE_TITLES", "Family", "Pattern", "Side"]
