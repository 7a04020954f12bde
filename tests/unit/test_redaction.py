"""Which words of a text are covered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.rules.redaction import BAR, pattern_of, redacted


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Ring Maria Silva at once.", "Maria Silva", (f"Ring {BAR} at once.", 1)),
        ("MARIA\n  silva and maria silva", "Maria  Silva", (f"{BAR} and {BAR}", 2)),
        ("It costs 1.5 (or 1x5).", "1.5", (f"It costs {BAR} (or 1x5).", 1)),
        ("Mariasilva", "Maria", (f"{BAR}silva", 1)),
        ("Straße 5", "straße 5", (BAR, 1)),
        ("Nothing here.", "Maria", ("Nothing here.", 0)),
        ("A b.", " a ", ("A b.", 0)),
        ("Anything", "  ", ("Anything", 0)),
    ],
)
def test_words_are_covered(text: str, words: str, expected: tuple[str, int]) -> None:
    assert redacted(text, words) == expected


@given(st.text("abAB 1.\n"), st.text("abAB 1.", min_size=1))
def test_nothing_of_them_is_left_and_a_second_time_changes_nothing(text: str, words: str) -> None:
    covered, many = redacted(text, words)
    assert covered.count(BAR) == many
    assert redacted(covered, words) == (covered, 0)
    if pattern_of(words) is not None:
        assert words.strip().lower() not in covered.lower()
