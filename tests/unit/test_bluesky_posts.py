"""What Bluesky's records say and how ours are written: keys, facets, words, marks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.networks.bluesky_posts import (
    Mark,
    facets_of,
    handle_in,
    holds_link,
    is_handle,
    place_of,
    record_key,
    tid,
    time_of_tid,
    timestamp,
    web_address_of,
    words_of,
)

NOW = datetime(2024, 3, 5, 12, 0, tzinfo=UTC)
LINK = "https://answerable.example/complaints/K7P2/"
DID = "did:plc:z72i7hdynmk6r22z27h6tvur"
SORTABLE = "234567abcdefghijklmnopqrstuvwxyz"

moments = st.integers(0, 80 * 365 * 86_400 * 1_000_000).map(
    lambda microseconds: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
)
# Every script and plane, and the joiners, marks and directions that count as bytes but not as letters.
words = st.text(
    alphabet=st.one_of(
        st.characters(codec="utf-8", exclude_characters="@"),
        st.sampled_from("👨‍👩‍👧‍👦🇧🇷👍🏽ة שلàé\u200f\u202e\u0301\n "),
    ),
    max_size=60,
)


# Keys


def test_keys_as_another_program_reads_and_writes_them() -> None:
    """The values are those of TID.fromStr and TID.fromTime in the npm package @atproto/common-web."""
    assert time_of_tid("3jzfcijpj2z2a") == datetime(2023, 6, 30, 15, 3, 1, 887007, tzinfo=UTC)
    assert tid(datetime(2023, 6, 30, 15, 3, 1, 887007, tzinfo=UTC), 6) == "3jzfcijpj2z2a"
    assert tid(NOW, 5) == "3kmx4eido2227"
    assert tid(datetime(1970, 1, 1, tzinfo=UTC)) == "2222222222222"


NO_KEYS = "self 3jzfcijpj2z21 0000000000000 zzzzzzzzzzzzz 3jzfcijpj2z2aa 3JZFCIJPJ2Z2A"


@pytest.mark.parametrize("key", ["", *NO_KEYS.split()])
def test_what_is_no_key_of_a_time(key: str) -> None:
    assert time_of_tid(key) is None


@given(moments, st.integers(0, 1023))
def test_a_key_says_its_time(moment: datetime, clock: int) -> None:
    key = tid(moment, clock)
    assert (len(key), set(key) - set(SORTABLE), key[0] in "234567abcdefghij") == (13, set(), True)
    assert time_of_tid(key) == moment
    # The oracle: the number that the characters spell, digit by digit.
    number = sum(SORTABLE.index(character) * 32**place for place, character in enumerate(reversed(key)))
    assert divmod(number, 1024) == (
        (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1),
        clock,
    )


@given(moments, moments, st.text(max_size=40))
def test_keys_sort_as_their_times(one: datetime, other: datetime, idempotency_key: str) -> None:
    keys = record_key(one, idempotency_key), record_key(other, idempotency_key)
    assert (keys[0] < keys[1], keys[0] == keys[1]) == (one < other, one == other)


@given(moments, st.text(max_size=40))
def test_a_posting_has_one_key(moment: datetime, idempotency_key: str) -> None:
    key = record_key(moment, idempotency_key)
    assert key == record_key(moment.astimezone(), idempotency_key)
    made = time_of_tid(key)
    assert made is not None
    assert timedelta(0) <= made - moment < timedelta(seconds=1)


def test_many_postings_of_one_moment_have_keys_of_their_own() -> None:
    assert (
        len(
            {
                record_key(NOW, f"posting-{number}-{turn}", turn)
                for number in range(3_000)
                for turn in range(3)
            }
        )
        == 9_000
    )


def test_the_key_of_a_posting_never_changes() -> None:
    """It is computed anew for each try, perhaps by a newer version of this program."""
    assert (record_key(NOW, "posting-17-1"), record_key(NOW, "posting-17-1", 1)) == (
        "3kmx4eiindwbr",
        "3kmx4ej6y2iqx",
    )


def test_times_are_whole_and_in_utc() -> None:
    summer = datetime.fromisoformat("2024-07-01T14:00:00.123456+02:00")
    assert timestamp(summer) == "2024-07-01T12:00:00.123Z"


# Places


def test_a_place_and_its_address() -> None:
    uri = f"at://{DID}/app.bsky.feed.post/3jzfcijpj2z2a"
    place = place_of(uri)
    assert place is not None
    assert place.uri == uri
    assert (
        web_address_of("you.bsky.social", place)
        == "https://bsky.app/profile/you.bsky.social/post/3jzfcijpj2z2a"
    )
    for handle in ("handle.invalid", "", "two words"):
        assert web_address_of(handle, place) == f"https://bsky.app/profile/{DID}/post/3jzfcijpj2z2a"


@pytest.mark.parametrize(
    "uri",
    [
        "",
        f"at://{DID}/app.bsky.feed.like/3k",
        f"at://{DID}/app.bsky.feed.post/",
        f"at://{DID}/app.bsky.feed.post/a/b",
        f"at://{DID}/app.bsky.feed.post/a?b",
        "at://you.bsky.social/app.bsky.feed.post/3k",
        f"https://{DID}/app.bsky.feed.post/3k",
        f"at://{DID}/app.bsky.feed.post/{'a' * 65}",
    ],
)
def test_what_is_no_place_of_a_post(uri: str) -> None:
    assert place_of(uri) is None


@pytest.mark.parametrize("text", ["you.bsky.social", "a.co", "xn--ls8h.test", "8.cn", "JAY.bsky.Team"])
def test_handles(text: str) -> None:
    assert is_handle(text)


NO_HANDLES = "you a..b -a.b a-.b a.1 @a.b ü.de"


@pytest.mark.parametrize("text", ["", "a b.c", f"{'a' * 64}.b", "a." * 126 + "bb", *NO_HANDLES.split()])
def test_what_is_no_handle(text: str) -> None:
    """atproto.com/specs/handle, among the examples of wrong ones there."""
    assert not is_handle(text)


# Facets


def cut(text: str, facets: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    raw = text.encode()
    return [
        (raw[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode(), feature)
        for facet in facets
        for feature in facet["features"]
    ]


@given(words, words)
def test_facets_cut_exactly_what_they_name(before: str, between: str) -> None:
    """The oracle: encode the text and cut it where the facet says."""
    text = f"{before} @northwind.example {between} {LINK}"
    facets = facets_of(text, link=LINK, handle="northwind.example", did=DID)
    assert cut(text, facets) == [
        ("@northwind.example", {"$type": "app.bsky.richtext.facet#mention", "did": DID}),
        (LINK, {"$type": "app.bsky.richtext.facet#link", "uri": LINK}),
    ]
    assert facets[0]["index"]["byteStart"] == len(before.encode()) + 1
    assert facets[1]["index"]["byteEnd"] == len(text.encode())


def test_the_last_of_two_equal_links_is_the_link() -> None:
    text = f"see {LINK}\n\n{LINK}"
    assert facets_of(text, link=LINK)[0]["index"] == {
        "byteStart": len(f"see {LINK}\n\n"),
        "byteEnd": len(text),
    }


def test_a_link_that_is_not_in_the_text() -> None:
    assert facets_of("words", link=LINK) == facets_of("words", link="") == []


@pytest.mark.parametrize(
    ("text", "handle"),
    [
        ("About @northwind.example: 3 attempts", "northwind.example"),
        ("@northwind.example", "northwind.example"),
        ("(@northwind.example)", "northwind.example"),
        ("About @northwind.example.", "northwind.example"),
        ("@northwind.example and @northwind.example", "northwind.example"),
        ("@northwind.example and @other.example", ""),
        ("About @northwind@mastodon.example", ""),
        ("About @north.wind.example@mastodon.example", ""),
        ("mail me(at)x.example or me@northwind.example", ""),
        ("https://mastodon.example/@northwind.example", ""),
        ("@northwind", ""),
        ("@northwind.example-", ""),
        ("", ""),
    ],
)
def test_the_one_handle_that_is_addressed(text: str, handle: str) -> None:
    assert handle_in(text) == handle


# Links


@pytest.mark.parametrize(
    ("record", "is_there"),
    [
        ({"text": f"see {LINK}"}, True),
        ({"text": "see answerable.example/comp…", "facets": [{"features": [{"uri": LINK}]}]}, True),
        ({"text": f"{LINK}replies/"}, False),
        ({"text": "see", "facets": [{"features": [{"uri": f"{LINK}#more"}]}]}, False),
        ({"text": 7, "facets": [None, {"features": "x"}]}, False),
        (None, False),
    ],
)
def test_exactly_our_link(record: Any, is_there: bool) -> None:
    assert holds_link(record, LINK) is is_there


# Words


def linked(text: str, shown: str, address: str) -> dict[str, Any]:
    start = len(text[: text.index(shown)].encode())
    index = {"byteStart": start, "byteEnd": start + len(shown.encode())}
    return {"text": text, "facets": [{"index": index, "features": [{"uri": address}]}]}


@pytest.mark.parametrize(
    ("shown", "address", "expected"),
    [
        ("help.example/a...", "https://help.example/articles", "https://help.example/articles"),
        ("help.example/a…", "https://www.help.example/articles", "https://www.help.example/articles"),
        ("https://help.example/", "https://help.example", "https://help.example"),
        ("our help", "https://help.example/a", "our help (https://help.example/a)"),
        ("help.example", "https://elsewhere.example/", "help.example (https://elsewhere.example/)"),
        ("…", "https://help.example/a", "… (https://help.example/a)"),
        ("click", "javascript:alert(1)", "click"),
    ],
)
def test_the_address_behind_words_is_said(shown: str, address: str, expected: str) -> None:
    record = linked(f"👋🏽 مرحبا {shown} ok", shown, address)
    assert words_of(record) == f"👋🏽 مرحبا {expected} ok"


@given(words, st.lists(st.tuples(st.integers(-5, 300), st.integers(-5, 300)), max_size=5))
def test_facets_that_lie_break_no_words(text: str, spans: list[tuple[int, int]]) -> None:
    """Anybody can write records with facets beyond the text, over each other, or inside a letter."""
    facets = [
        {"index": {"byteStart": start, "byteEnd": end}, "features": [{"uri": "https://e.example/x"}]}
        for start, end in spans
    ]
    shown = words_of({"text": text, "facets": facets}).replace(" (https://e.example/x)", "")
    rest = iter(text)
    assert all(character in rest for character in shown.replace("\ufffd", ""))  # what is left, in its order
    if "\ufffd" not in shown + text:
        assert shown.strip() == text.strip()


def test_what_hangs_on_a_post_is_words_too() -> None:
    picture = {
        "$type": "app.bsky.embed.images",
        "images": [{"alt": "A letter: we refund you"}, {"alt": ""}, None],
    }
    assert (
        words_of({"text": "See", "embed": picture})
        == "See\n\n[attachment: A letter: we refund you]\n\n[attachment]"
    )
    quote = {"$type": "app.bsky.embed.recordWithMedia", "record": {}, "media": picture}
    assert words_of({"text": "", "embed": quote}) == "[attachment: A letter: we refund you]\n\n[attachment]"
    video = {"$type": "app.bsky.embed.video", "alt": "How to restart"}
    assert words_of({"text": "", "embed": video}) == "[attachment: How to restart]"
    card = {
        "$type": "app.bsky.embed.external",
        "external": {"uri": "https://help.example/a", "title": "Help"},
    }
    assert words_of({"text": "Look", "embed": card}) == "Look\n\nHelp (https://help.example/a)"
    assert words_of({"text": "https://help.example/a", "embed": card}) == "https://help.example/a"
    for embed in (
        None,
        7,
        [],
        {"$type": 7},
        {"$type": "app.bsky.embed.images", "images": "x"},
        {"media": {"media": 3}},
    ):
        assert words_of({"text": "Hi", "embed": embed}) == "Hi"


# Marks


def test_a_mark_survives_being_written() -> None:
    mark = Mark.newest([(5, "a"), (7, "b"), (7, "c")], before=None)
    assert mark is not None
    assert Mark.from_text(str(mark)) == mark
    assert [mark.covers(*one) for one in ((5, "x"), (7, "b"), (7, "c"), (7, "d"), (8, "b"))] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_marks_only_go_forward() -> None:
    mark = Mark.newest([(7, "b")], before=None)
    assert Mark.newest([], before=None) is None
    assert Mark.newest([(3, "a")], before=mark) == Mark.newest([], before=mark) == mark
    both = Mark.newest([(7, "c")], before=mark)
    assert both is not None
    assert both.covers(7, "b")
    assert both.covers(7, "c")


@pytest.mark.parametrize("text", ["", "nonsense", "-1", "1e3", "9" * 16])
def test_what_is_no_mark(text: str) -> None:
    assert Mark.from_text(text) is None
