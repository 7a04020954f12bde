"""Our words as HTML for WordPress, and its comments as replies."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from complaints.networks.wordpress_posts import (
    card_slug_for,
    comment_content,
    holds_link,
    is_card_slug,
    is_same,
    looks_same,
    reply_from,
    slug_for,
    title_and_content,
)
from complaints.networks.wordpress_rest import authorization_page, site_of_root

NOW = datetime(2024, 3, 5, 12, 0, tzinfo=UTC)
LINK = "https://answerable.example/complaints/K7P2/"
ANCHOR = f'<p><a href="{LINK}">{LINK}</a></p>'


@pytest.mark.parametrize(
    ("body", "title", "content"),
    [
        (f"Dead router\n\n{LINK}", "Dead router", ANCHOR),
        (
            f"A <b> & [c]\n\none\ntwo\n\n{LINK}",
            "A &lt;b&gt; &amp; &#91;c&#93;",
            f"<p>one<br>\ntwo</p>\n{ANCHOR}",
        ),
        (f"T\n\nsee {LINK}", "T", f'<p>see <a href="{LINK}">{LINK}</a></p>'),
        (f"two\nlines\n\n{LINK}", "two lines", ANCHOR),
        (LINK, "", ANCHOR),
        (f"T\n\n{LINK}replies/\n\n{LINK}", "T", f"<p>{LINK}replies/</p>\n{ANCHOR}"),
    ],
)
def test_a_post_in_html(body: str, title: str, content: str) -> None:
    assert title_and_content(body, LINK) == (title, content)


def test_an_address_cannot_leave_its_attribute() -> None:
    link = 'https://answerable.example/?a=1&b="><script>'
    _, content = title_and_content(f"T\n\n{link}", link)
    assert content == (
        '<p><a href="https://answerable.example/?a=1&amp;b=&quot;&gt;&lt;script&gt;">'
        'https://answerable.example/?a=1&amp;b="&gt;&lt;script&gt;</a></p>'
    )


def test_a_comment_leaves_paragraphs_to_wordpress() -> None:
    assert comment_content(f" A & <b>\n\n{LINK} ") == f"A &amp; &lt;b&gt;\n\n{LINK}"


def test_slugs_are_of_one_key_only() -> None:
    # printf posting-17-1 | sha256sum
    assert slug_for("posting-17-1") == "complaint-bd1fc43a29b0"
    assert card_slug_for("posting-17-1") == "complaint-bd1fc43a29b0-card"
    assert slug_for("posting-17-2") != slug_for("posting-17-1")


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("complaint-0123456789ab-card", True),
        ("complaint-0123456789ab-card-2", True),  # WordPress makes slugs unique
        ("complaint-0123456789ab", False),
        ("my-complaint-0123456789ab-card", False),
        (None, False),
    ],
)
def test_our_pictures_are_known(slug: object, expected: bool) -> None:
    assert is_card_slug(slug) is expected


def test_html_that_says_the_same() -> None:
    assert is_same("<p>A &amp; B<br />c</p>\n\n", "<p>A &#038; B<br>\nc</p>")
    assert not is_same("<p>A</p>", "<p>B</p>")
    assert not is_same(f"<p>{'a' * 60_000}</p>", f"<p>{'a' * 60_000}b</p>")
    assert looks_same("<p>&#8220;a&#8221; &#8211; it&#8217;s&#8230;</p>", '"a" -- it\'s...')


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ({"raw": "", "rendered": ANCHOR}, False),  # what was written counts, where it is told
        ({"rendered": ANCHOR}, True),
        ({"raw": f"see\n{LINK}"}, True),
        ({"raw": f"see {LINK}replies/"}, False),
        ({"raw": f"<p>{'x ' * 40_000}</p>{ANCHOR}"}, True),  # behind everything that is read as words
        ({}, False),
    ],
)
def test_a_link_is_known(made: dict[str, str], expected: bool) -> None:
    assert holds_link({"content": made}, LINK) is expected


WHOLE: dict[str, Any] = {
    "id": 7,
    "post": 3,
    "parent": 0,
    "author": 9,
    "author_name": "Bob &amp; Co <b>x</b>",
    "author_url": "https://bob.example/",
    "date_gmt": "2024-03-05T11:00:00",
    "content": {"rendered": "<p>Hello</p>\n"},
    "link": "https://blog.example/a/#comment-7",
    "status": "approved",
    "type": "comment",
}


def test_a_comment_is_a_reply() -> None:
    reply = reply_from(WHOLE, place="blog.example", now=NOW)
    assert reply is not None
    assert (reply.remote_id, reply.in_reply_to, reply.url) == ("comment:7", "3", WHOLE["link"])
    assert (reply.author_id, reply.author_handle) == ("9", "Bob & Co x@blog.example")
    assert (reply.author_name, reply.author_url) == ("Bob & Co x", "")
    assert (reply.text, reply.stated_at, reply.edited_at) == (
        "Hello",
        datetime(2024, 3, 5, 11, tzinfo=UTC),
        None,
    )


@pytest.mark.parametrize(
    "other",
    [
        {"id": None},
        {"id": "x"},
        {"status": "hold"},
        {"status": None},
        {"type": "pingback"},
    ],
)
def test_what_is_not_public_or_not_whole_is_no_reply(other: dict[str, Any]) -> None:
    assert reply_from({**WHOLE, **other}, place="blog.example", now=NOW) is None


def test_a_comment_with_little_in_it() -> None:
    reply = reply_from(
        {"id": 7, "status": "approved", "link": "javascript:alert(1)", "date_gmt": "yesterday"},
        place="blog.example",
        now=NOW,
    )
    assert reply is not None
    assert (reply.url, reply.text, reply.stated_at) == ("", "", NOW)
    assert (reply.author_id, reply.author_handle) == (
        "guest-of-comment:7",
        "somebody (not signed in)@blog.example",
    )


@pytest.mark.parametrize(
    ("root", "site"),
    [
        ("https://a.example/wp-json/", "https://a.example"),
        ("https://a.example/b/wp-json", "https://a.example/b"),
        ("https://a.example/index.php?rest_route=/", "https://a.example"),
        ("https://a.example/b/?rest_route=/", "https://a.example/b"),
        ("https://a.example/index.php/wp-json/", "https://a.example"),
    ],
)
def test_the_site_behind_an_interface(root: str, site: str) -> None:
    assert site_of_root(root) == site


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"authentication": []},
        {"authentication": {"application-passwords": {"endpoints": {"authorization": "javascript:x"}}}},
    ],
)
def test_a_site_without_application_passwords(told: dict[str, Any]) -> None:
    assert authorization_page(told) == ""
