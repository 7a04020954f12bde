"""The words of a posting: within the limit, readable, one handle, the link whole and last."""

from __future__ import annotations

import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from complaints.networks.base import ComplaintSummary, Counting, Limits, Rejected
from complaints.networks.render import (
    ELLIPSIS,
    compose,
    defused,
    effort_sentence,
    fits,
    graphemes,
    length,
    shortened,
)

LINK = "https://answerable.example/complaints/K7P2/"
FAMILY = "👩‍👩‍👧‍👦"
MASTODON = Limits()
GOTOSOCIAL = Limits(url_length=25, strict=True)
BLUESKY = Limits(characters=300, url_length=None, local_mentions=False, max_bytes=3_000)


def summary(title: str = "Router dead for three weeks", **rest: object) -> ComplaintSummary:
    given = {"attempts": 3, "channels": ("phone", "e-mail"), "minutes": 132, "days": 19, "link": LINK}
    return ComplaintSummary(**{"title": title, "brand": "Northwind Telecom", **given, **rest})  # type: ignore[arg-type]


def test_a_short_complaint_in_full() -> None:
    text = compose(summary(), limits=MASTODON)
    assert text.body == (
        "Router dead for three weeks\n\n"
        "About Northwind Telecom: 3 attempts by phone and e-mail, 2 h 12 min, 19 days\n\n" + LINK
    )
    assert (text.link, text.handle, text.shortened) == (LINK, "", False)
    assert text.length == len(text.body) - len(LINK) + 23


def test_a_handle_takes_the_place_of_the_name() -> None:
    text = compose(summary(handle="northwind@social.example"), limits=MASTODON)
    assert "About @northwind@social.example: 3 attempts" in text.body
    assert "Northwind Telecom" not in text.body
    assert text.handle == "@northwind@social.example"
    # Only the local part counts: Mastodon, "mentions".
    assert text.length == len(text.body) - len(LINK) + 23 - len("@social.example")


@pytest.mark.parametrize(
    "handle", ["@a@b.example @c@d.example", "@", "two words", "@a@b@c", "https://x.example/@a"]
)
def test_anything_but_one_handle_is_not_used(handle: str) -> None:
    text = compose(summary(handle=handle), limits=MASTODON)
    assert (text.handle, "Northwind Telecom" in text.body) == ("", True)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"attempts": 0, "channels": ("phone",), "minutes": 5, "days": 5}, ""),
        ({"attempts": 1, "channels": (), "minutes": 0, "days": 0}, "1 attempt"),
        (
            {"attempts": 1, "channels": ("letter",), "minutes": 60, "days": 1},
            "1 attempt by letter, 1 h, 1 day",
        ),
        (
            {"attempts": 3, "channels": ("phone", "e-mail"), "minutes": 132, "days": 19},
            "3 attempts by phone and e-mail, 2 h 12 min, 19 days",
        ),
        (
            {"attempts": 9, "channels": ("phone", "chat", "shop"), "minutes": 59, "days": 1200},
            "9 attempts by phone, chat and shop, 59 min, 1,200 days",
        ),
        (
            {"attempts": 9, "channels": ("phone", "chat", "shop", "letter"), "minutes": 0, "days": 0},
            "9 attempts by phone, chat and 2 other channels",
        ),
    ],
)
def test_effort_in_words(given: dict[str, object], expected: str) -> None:
    assert effort_sentence(**given) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@northwind help", "(at)northwind help"),
        ("＠northwind and ﹫other", "(at)northwind and (at)other"),
        ("write to me@example.org", "write to me(at)example.org"),
        ("see https://evil.example/x now", "see evil.example/x now"),
        ("hhttp://ttp://evil.example", "evil.example"),
        ("magnet:?xt=urn XMPP:me", "xt=urn me"),
        ("two\nlines\tand\u2028more", "two lines and more"),
        ("turned \u202egnorw\u202c round", "turned gnorw round"),
        ("\x00\x1b[31mred", "[31mred"),
        (f"family {FAMILY} می‌خواهم", f"family {FAMILY} می‌خواهم"),
    ],
)
def test_words_of_others_cannot_act(text: str, expected: str) -> None:
    assert defused(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abc", 3),
        ("e\u0301" * 10, 10),
        (FAMILY * 10, 10),
        ("🇧🇷🇵🇹", 2),
        ("क्षि", 1),
        ("مرحبا", 5),
        (f"see {LINK}", 27),
        (f"{LINK} {LINK}?{'q' * 500}", 47),
        ("hi @alice@social.example!", 10),
        ("mail a@b.example", 16),
    ],
)
def test_length_as_mastodon_counts(text: str, expected: int) -> None:
    assert length(text, MASTODON) == expected


def test_length_as_the_strictest_server_counts() -> None:
    assert length(FAMILY * 10, MASTODON, strict=True) == len(FAMILY) * 10
    assert length(LINK + "x" * 400, MASTODON, strict=True) == len(LINK) + 400
    # An address shorter than what it costs still costs that.
    assert length("http://a.example", MASTODON, strict=True) == 23


TUMBLR = Limits(characters=4_096, url_length=None, local_mentions=False, counting=Counting.CODE_POINTS)
THREADS = Limits(characters=500, url_length=None, local_mentions=False, counting=Counting.EMOJI_BYTES)


@pytest.mark.parametrize(
    ("text", "code_points", "emoji_in_bytes", "all_in_bytes"),
    [
        ("abc", 3, 3, 3),
        ("e\u0301", 2, 2, 3),
        ("क्षि", 4, 4, 12),
        ("It’s 5 #1", 9, 9, 11),
        ("😀", 1, 4, 4),
        (f"a{FAMILY}b", 9, 27, 27),  # four emoji of four bytes, three joiners of three
        ("🇧🇷", 2, 8, 8),
        ("❤\ufe0f", 2, 6, 6),
        ("1\ufe0f\u20e3", 3, 7, 7),
        (LINK, len(LINK), len(LINK), len(LINK)),
        ("hi @alice@social.example", 24, 24, 24),
    ],
)
def test_other_ways_to_count(text: str, code_points: int, emoji_in_bytes: int, all_in_bytes: int) -> None:
    assert length(text, TUMBLR) == length(text, TUMBLR, strict=True) == code_points
    assert length(text, THREADS) == emoji_in_bytes
    assert length(text, THREADS, strict=True) == all_in_bytes


def test_addresses_that_cost_the_same_do_so_however_one_counts() -> None:
    limits = Limits(counting=Counting.CODE_POINTS)
    assert (length(f"see {LINK}", limits), length(f"see {LINK}", limits, strict=True)) == (27, 4 + len(LINK))


def test_a_long_title_ends_after_a_word() -> None:
    text = compose(summary(title="word " * 200), limits=MASTODON)
    title = text.body.split("\n\n")[0]
    assert title.endswith("word" + ELLIPSIS)
    assert (text.shortened, text.length <= 500, text.length > 490) == (True, True, True)


@pytest.mark.parametrize("unit", [FAMILY, "e\u0301", "🇧🇷", "क्षि", "漢"])
def test_a_title_without_spaces_ends_after_a_grapheme(unit: str) -> None:
    text = compose(summary(title=unit * 300), limits=Limits(characters=200))
    title = text.body.split("\n\n")[0].removesuffix(ELLIPSIS)
    assert title == unit * len(graphemes(title))
    assert text.length == 200


def test_a_title_from_right_to_left() -> None:
    title = "الراوتر معطل منذ ثلاثة أسابيع ولم يحضر أحد " * 20
    text = compose(summary(title=title, language="ar"), limits=MASTODON)
    first = text.body.split("\n\n")[0]
    assert title.startswith(first.removesuffix(ELLIPSIS))
    assert title[len(first) - 1] == " "
    assert text.body.endswith("\n\n" + LINK)


def test_a_very_long_link_costs_little_and_stays_whole() -> None:
    link = "https://answerable.example/complaints/" + "K" * 900
    text = compose(summary(link=link), limits=MASTODON)
    assert text.body.endswith("\n\n" + link)
    assert not text.shortened


def test_a_link_that_does_not_fit_at_all() -> None:
    link = "https://answerable.example/complaints/" + "K" * 900
    with pytest.raises(Rejected) as caught:
        compose(summary(link=link), limits=MASTODON, strict=True)
    assert caught.value.too_long


def test_little_room_leaves_out_the_effort_before_the_title() -> None:
    text = compose(summary(), limits=Limits(characters=85))
    assert text.body == f"Router dead for three weeks\n\nAbout Northwind Telecom\n\n{LINK}"
    assert text.shortened


def test_bytes_are_a_second_limit() -> None:
    # 290 family emoji are 300 graphemes at most, and 7,250 bytes: Bluesky refuses them.
    text = compose(summary(title=FAMILY * 240), limits=BLUESKY)
    assert len(text.body.encode()) <= 3_000
    assert fits(text.body, BLUESKY)


PIECES = [*"@＠﹫ :/\n.", FAMILY, "http://", "https://", "@bob", "\u0301", "🇧🇷", "ا", "क्षि", "word "]
WORDS = st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=60).map("".join)


@given(
    title=WORDS,
    brand=WORDS,
    handle=st.sampled_from(["", "@northwind@social.example", "northwind.bsky.social"]),
    limits=st.sampled_from([MASTODON, GOTOSOCIAL, BLUESKY, Limits(characters=80)]),
    strict=st.booleans(),
    attempts=st.integers(0, 50),
)
def test_whatever_people_write(
    *, title: str, brand: str, handle: str, limits: Limits, strict: bool, attempts: int
) -> None:
    text = compose(
        summary(title=title, brand=brand, handle=handle, attempts=attempts), limits=limits, strict=strict
    )
    assert text.body.endswith(LINK)
    before = text.body.removesuffix(LINK)
    assert before == "" or before.endswith("\n\n")
    # One handle at most, and no link but ours.
    assert before.replace(text.handle, "", 1).count("@") == 0 if text.handle else "@" not in before
    assert "://" not in before
    assert unicodedata.normalize("NFKC", before).count("@") == before.count("@")
    # The limit, counted here once more.
    counted = text.body if limits.url_length is None else before + "x" * limits.url_length
    if limits.local_mentions:
        counted = counted.replace("@northwind@social.example", "@northwind")
    assert len(regex.findall(r"\X", counted)) <= limits.characters
    if strict or limits.strict:
        assert len(text.body) <= limits.characters


@given(WORDS, st.integers(0, 60))
def test_shortening_keeps_a_beginning_and_breaks_no_grapheme(text: str, room: int) -> None:
    short = shortened(text, lambda words: len(regex.findall(r"\X", words)) <= room)
    assert short is not None
    if short not in (text, ""):
        kept = regex.findall(r"\X", short.removesuffix(ELLIPSIS))
        assert kept == regex.findall(r"\X", text)[: len(kept)]
        assert len(regex.findall(r"\X", short)) <= room
