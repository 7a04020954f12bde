"""Which words of a public text are covered by a bar. Pure."""

import re
from typing import Final

BAR: Final = "█████"
"""The same length whatever it covers, so that it tells nothing of what stood there."""

SHORTEST: Final = 2
LONGEST: Final = 300


def redacted(text: str, words: str) -> tuple[str, int]:
    """`text` with a bar over every place where `words` stand, and how many there were.

    Capitals and the white space between the words make no difference. Words that are part of longer ones are covered
    too: what must not be read must not be read in a compound either.
    """
    pattern = pattern_of(words)
    return pattern.subn(BAR, text) if pattern else (text, 0)


def pattern_of(words: str) -> re.Pattern[str] | None:
    """What finds `words` in a text; None for words that are too short to mean something."""
    parts = words.split()
    if len("".join(parts)) < SHORTEST:
        return None
    return re.compile(r"\s+".join(re.escape(part) for part in parts), re.IGNORECASE)
