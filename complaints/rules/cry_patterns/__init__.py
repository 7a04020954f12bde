"""The signs by which a post is read, as data: one file for each language, and what all share."""

from typing import Final

from complaints.rules.cry_patterns import en, es, neutral, pt
from complaints.rules.cry_patterns.shape import (
    ALWAYS_NOISE,
    BRAND,
    MOSTLY_NOISE,
    TROUBLE,
    Family,
    Sign,
)

SIGNS: Final = {"en": en.SIGNS, "es": es.SIGNS, "pt": pt.SIGNS, "": neutral.SIGNS}

__all__ = ["ALWAYS_NOISE", "BRAND", "MOSTLY_NOISE", "SIGNS", "TROUBLE", "Family", "Sign"]
