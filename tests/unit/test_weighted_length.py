"""How long a post is for X: what its documentation says, and that nothing makes a text weigh less than it may."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.networks.base import Counting, Limits
from complaints.networks.render import compose, fits, length
from complaints.networks.weighted_length import weighted_length
from complaints.networks.x import LIMITS
from tests.unit.test_render import FAMILY, WORDS, summary


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # docs.x.com/fundamentals/counting-characters
        ("👾", 2),
        ("🙋🏽", 2),
        ("👨‍🎤", 2),
        ("👨‍👩‍👧‍👦", 2),
        ("https://example.com", 23),
        ("https://example.com/very/long/path", 23),
        ("café", 4),
        ("cafe\u0301", 4),
        ("漢字かな한국어", 14),
        ("Latin, punctuation!", 19),
        # The four ranges of version 3 of twitter-text's configuration, at their ends.
        ("\u0000\u10ff\u2000\u200d\u2010\u201f\u2032\u2037", 8),
        ("\u1100\u200e\u200f\u2020\u2031\u2038", 12),
        # Other emoji that are made of several.
        ("🇧🇷", 2),
        ("1️⃣", 2),
        ("❤️", 2),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 2),
        # Signs that are letters by default (measured on twitter-text 3.1.0).
        ("® ©", 3),
        ("™", 2),
        # Addresses without a scheme are shortened too; prices and versions are none.
        ("amazon.com", 23),
        ("See amazon.com.", 28),
        ("12.50 e.g. v2.0.1", 17),
        ("", 0),
    ],
)
def test_what_is_documented(text: str, expected: int) -> None:
    assert weighted_length(text) == expected


@pytest.mark.parametrize(
    ("text", "at_least"),
    [
        ("https://answerable.example/complaints/K7P2/", 43),  # an ending that X does not know is no address
        ("https://пример.рф", 23),
        ("sentence.Next", 23),
        ("https://t.co/abc/def", 27),
    ],
)
def test_where_we_cannot_know_more_is_counted(text: str, at_least: int) -> None:
    assert at_least <= weighted_length(text) <= at_least + 20
    assert weighted_length(text, strict=True) >= at_least


def test_strictly_everything_is_counted_in_parts() -> None:
    assert weighted_length("👨‍👩‍👧‍👦", strict=True) == 11
    assert weighted_length("https://example.com/x", strict=True) == 21 + 12


def test_a_post_for_x_keeps_its_margin() -> None:
    assert (LIMITS.characters, LIMITS.counting) == (270, Counting.WEIGHTED)
    text = compose(summary(title="Die Lieferung kam nie an. " * 40), limits=LIMITS)
    assert 255 < text.length == length(text.body, LIMITS) <= 270
    assert Limits.from_json(LIMITS.as_json()) == LIMITS


@given(WORDS | st.text(max_size=80))
def test_no_text_weighs_less_than_its_plainest_count(text: str) -> None:
    plain = unicodedata.normalize("NFC", text)
    strict = weighted_length(text, strict=True)
    assert strict >= len(plain)
    assert weighted_length(text) == weighted_length(plain)
    assert (
        weighted_length(text + FAMILY) <= weighted_length(text) + 2 + 3
    )  # nothing before it changes its mind
    assert fits(text, Limits(characters=strict, counting=Counting.WEIGHTED), strict=True)
