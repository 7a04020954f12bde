"""HTML of other servers becomes plain text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.networks.plain_text import html_to_text, links_in

MASTODON_LINK = (
    '<a href="https://bob.example/help/with/a/very/long/path" target="_blank" rel="nofollow noopener" '
    'translate="no"><span class="invisible">https://</span><span class="ellipsis">bob.example/help/with/a/very/l'
    '</span><span class="invisible">ong/path</span></a>'
)
MENTION = (
    '<span class="h-card" translate="no"><a href="https://a.example/@alice" class="u-url mention">'
    "@<span>alice</span></a></span>"
)
HASHTAG = '<a href="https://a.example/tags/Jazz" class="mention hashtag" rel="tag">#<span>Jazz</span></a>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ""),
        ("<p>One</p><p>Two<br />three</p>", "One\n\nTwo\nthree"),
        ("One<br>two<br/>three", "One\ntwo\nthree"),
        (f"<p>{MENTION} please</p>", "@alice please"),
        (f"<p>{HASHTAG} now</p>", "#Jazz now"),
        (f"<p>See {MASTODON_LINK}.</p>", "See https://bob.example/help/with/a/very/long/path."),
        ('<a href="https://b.example/x">our help page</a>', "our help page (https://b.example/x)"),
        # The words of a link may lie; the address does not.
        (
            '<a href="https://evil.example">https://bank.example</a>',
            "https://bank.example (https://evil.example)",
        ),
        ('<a href="https://b.example/">b.example</a>', "https://b.example/"),
        ('<a href="https://b.example"></a>', "https://b.example"),
        ('<a href="javascript:alert(1)">click</a>', "click"),
        ('<a href="https://b.example">never closed', "never closed (https://b.example)"),
        ("5 < 6 & 7 > 3", "5 < 6 & 7 > 3"),  # GoToSocial leaves these bare
        ("&lt;b&gt; &amp; &quot;x&quot; &#128512;", '<b> & "x" 😀'),
        ("<ul><li>one</li><li>two</li></ul>", "one\n\ntwo"),
        ("<pre>code</pre>text", "code\n\ntext"),
        ("a<script>alert('x')</script>b<style>p{}</style>c", "abc"),
        ("a<svg><script>x</script></svg>b", "ab"),
        ("a<template>x<b>y</b></template>b", "ab"),
        ('<img src=x onerror=alert(1) alt=":smile:">', ":smile:"),
        ("many     spaces\n\n\nin\r\nsource", "many spaces in source"),
        ("<p>a</p>\n<p></p>\n<p></p><p>b</p>", "a\n\nb"),
        ("turned \u202eround\u202c \x00\x1bend", "turned round end"),
        ("<![x[broken", "<![x[broken"),
        ("a<!-- <b> -- > -->b<!-- never closed <p>c", "ab"),
        ("<!doctype html><?xml?>a", "a"),
        ("<a  title='x>y' href=https://b.example/q >z</a>", "y' href=https://b.example/q >z"),
        ("<A HREF=https://b.example/q>z</A>", "z (https://b.example/q)"),
        ("<abbr>a</abbr><address>b</address>", "a\nb"),
        ("&#" + "9" * 5000 + ";", "\ufffd"),
        ("<p>مرحبا <b>بك</b></p>", "مرحبا بك"),
    ],
)
def test_examples(html: str, expected: str) -> None:
    assert html_to_text(html) == expected


def test_links() -> None:
    html = f'{MASTODON_LINK} {MENTION} <a href="javascript:x">y</a> <a href=" HTTP://b.example/?a=1&amp;b=2 ">z</a>'
    assert links_in(html) == {
        "https://bob.example/help/with/a/very/long/path",
        "https://a.example/@alice",
        "HTTP://b.example/?a=1&b=2",
    }


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="<>&"), max_size=20)
TAGS = st.sampled_from(
    ["p", "b", "span", "div", "a href='https://x.example'", "script", "svg", "em class='q'"]
)
TREES = st.recursive(
    WORDS,
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag.split()[0]}>", TAGS, st.lists(inner, max_size=4)
    ),
    max_leaves=20,
)


@given(TREES)
def test_no_tag_survives(html: str) -> None:
    text = html_to_text(html)
    assert "<" not in text
    assert ">" not in text


@given(WORDS)
def test_words_survive(words: str) -> None:
    kept = "".join(character for character in words if character.isalnum())
    text = html_to_text(f"<p><b>{words}</b></p>")
    assert "".join(character for character in text if character.isalnum()) == kept


TAG_PIECES = ["<", ">", "<!", "<!--", "-->", "<![", "<![CDATA[", "]]>", "<?", "</", "</a", "<a href=", "<p>"]
PIECES = st.sampled_from(
    [*TAG_PIECES, '"', "&", "&#", ";", "<script>", "</script>", "<svg", "/>", "x", " ", "\n", "\0"]
)


@given(st.lists(PIECES, max_size=60).map("".join) | st.text(), st.integers(1, 50))
def test_anything_gives_bounded_plain_text(html: str, room: int) -> None:
    text = html_to_text(html, max_length=room)
    assert len(text) <= room
    assert all(character.isprintable() or character in "\n\xad" or ord(character) > 127 for character in text)


HOSTILE = [
    *TAG_PIECES,
    "<a ",
    "<a href='",
    "&",
    "&#",
    "&#9",
    "<svg>",
    "<p><b>",
    "<a>",
    "<a href=x>",
    "<a b='>",
    "= ",
    " ",
]


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("start", ["", "<a ", "<!--", "&#"])
def test_hostile_input_takes_bounded_time(start: str, piece: str) -> None:
    started = time.process_time()
    html_to_text(start + piece * 100_000)
    assert time.process_time() - started < 1.0
