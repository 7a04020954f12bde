"""Our count of X's characters against X's own program, on thousands of texts."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Callable

import pytest

from complaints.networks.base import ComplaintSummary
from complaints.networks.render import compose
from complaints.networks.weighted_length import weighted_length
from complaints.networks.x import LIMITS
from tests.peers import required, twitter_text

pytestmark = pytest.mark.peer

WORDS = """
Router dead for three weeks ação über Straße İstanbul Привет мир مشكلة في الفاتورة שלום हिन्दी สวัสดี 漢字 かな 한국어 ﷺ
ά ¿qué? “quoted” – — … ® ™ © € 12.50 3,5 e.g. i.e. No.5 3.14 v2.0.1 é U.S.A. 24/7 (50%) "said" #tag $AAPL @alice
"""
# As in Unicode's emoji 11, which twitter-text 3.1.0 knows.
EMOJI = """
👍 👍🏽 👨‍👩‍👧‍👦 🙋🏽 👨‍🎤 🇧🇷 🇩🇪 1️⃣ #️⃣ ❤️ ☎️ ☎ ‼️ ‼ ♀️ 🏳️‍🌈 👩🏾‍💻 ⌚ ☺️ 🅰️ 😀 👾 ✌🏿 🕵️‍♀️
"""
ADDRESSES = """
https://answerable.com/complaints/K7P2/ https://klage.de/x http://a.example/path?x=1&y=2 amazon.com Amazon.co.uk
amazon.com/gp/help https://t.co/abc123 https://t.co/abc/def t.co/x example.com. user@example.org me(at)example.org
foo.bar sentence.Next a.b.c.zzz https://пример.рф/путь https://例え.jp/页 foo.com页 页foo.com https://example.com/a_(b)
www.site.io/~u http://localhost:8000/ x.y https://sub.domain.co.uk:8080/a/b#c https://x.com/a/status/1
foo.com_bar.org a_b.foo.com foo.comébar.xx foo.com.bar.com.zzz xhttps://foo.com HTTPS://FOO.COM/X foo.香港 a.рф
"""
GLUE = [*" " * 8, "\n", "\n\n", "", ".", ",", "/", "-", "_", ":", "(", ")", '"', "@", "é", "页"]
JOINER = "\u200d"


@pytest.fixture(scope="module")
def official() -> Callable[[list[str]], list[int]]:
    if not twitter_text.is_possible():
        pytest.skip("Node is missing")
    try:
        twitter_text.install()
    except (subprocess.SubprocessError, OSError) as failed:
        if required():
            raise
        pytest.skip(f"npm cannot bring twitter-text: {failed}")
    return twitter_text.lengths


def _one_of(dice: random.Random, *lists: str) -> str:
    return dice.choice(dice.choice(lists).split())


def posts(dice: random.Random, many: int) -> list[str]:
    """Posts as they leave this site: words of several scripts with emoji, and our link on a line of its own."""
    return [
        compose(
            ComplaintSummary(
                title=" ".join(_one_of(dice, WORDS, WORDS, EMOJI) for _ in range(dice.randrange(1, 60))),
                brand=" ".join(_one_of(dice, WORDS) for _ in range(2)),
                link=f"https://{dice.choice(['answerable.com', 'klage.de', 'a.gov.uk'])}/complaints/K7P2/",
                attempts=dice.randrange(9),
                days=19,
            ),
            limits=LIMITS,
        ).body
        for _ in range(many)
    ]


def anything(dice: random.Random, many: int, glue: list[str]) -> list[str]:
    """Whatever a person could type: words, emoji and addresses, glued in every way."""
    return [
        "".join(
            _one_of(dice, WORDS, EMOJI, ADDRESSES) + dice.choice(glue) for _ in range(dice.randrange(1, 14))
        )
        for _ in range(many)
    ]


def test_posts_of_ours_weigh_what_x_says(official: Callable[[list[str]], list[int]]) -> None:
    texts = posts(random.Random(7), 2_000)
    differences = [
        weighted_length(text) - theirs for text, theirs in zip(texts, official(texts), strict=True)
    ]
    assert (min(differences), max(differences) <= 10) == (0, True)
    assert sum(difference == 0 for difference in differences) > 1_900
    assert max(official(texts)) <= 280


def test_no_text_weighs_less_than_x_says(official: Callable[[list[str]], list[int]]) -> None:
    texts = anything(random.Random(8), 3_000, GLUE)
    theirs = official(texts)
    assert [
        (text, count) for text, count in zip(texts, theirs, strict=True) if weighted_length(text) < count
    ] == []


def test_strictly_not_even_a_broken_emoji_does(official: Callable[[list[str]], list[int]]) -> None:
    texts = anything(random.Random(9), 3_000, [*GLUE, *JOINER * 6])
    theirs = official(texts)
    # Joined at random, emoji that are none: three for each joint, which is what the margin and `strict` are for.
    assert [
        text
        for text, count in zip(texts, theirs, strict=True)
        if weighted_length(text) + 3 * text.count(JOINER) < count
    ] == []
    assert [
        text for text, count in zip(texts, theirs, strict=True) if weighted_length(text, strict=True) < count
    ] == []
