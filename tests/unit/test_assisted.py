"""Posting by hand: golden addresses, the round trip of words through them, and addresses that are pasted back."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.enums import Network
from complaints.networks import render
from complaints.networks.assisted import DEVICE, EMAIL, WAYS, CompanyIds, Intent, Prepared, Words, intent
from complaints.networks.base import ComplaintSummary
from complaints.networks.posted_addresses import SHAPES, NotAPost, posted_at
from complaints.networks.registry import NETWORKS, Kind

LINK = "https://answerable.example/complaints/K7P2/"
SUMMARY = ComplaintSummary(
    title="Router & modem: 50% dead #fail 👍🏽",
    brand="Northwind",
    link=LINK,
    handle="northwind",
    attempts=3,
    channels=("phone",),
    days=19,
)
PREPARED = Prepared(SUMMARY, "It never came.\nNobody knows why.")
IDS = CompanyIds(
    "northwind-porto", "ChIJN1t_tDeuEmsR", "g187147-d188757-Northwind_Shop", "51f804495019a8f886f63a5e"
)
BODY = f"Router & modem: 50% dead #fail 👍🏽\n\nAbout Northwind: 3 attempts by phone, 19 days\n\n{LINK}"
CALLED = BODY.replace("About Northwind", "About @northwind")
ENCODED = (
    "Router%20%26%20modem%3A%2050%25%20dead%20%23fail%20%F0%9F%91%8D%F0%9F%8F%BD%0A%0AAbout%20Northwind%3A%203%20attempts"
    "%20by%20phone%2C%2019%20days%0A%0Ahttps%3A%2F%2Fanswerable.example%2Fcomplaints%2FK7P2%2F"
)
LINK_ENCODED = "https%3A%2F%2Fanswerable.example%2Fcomplaints%2FK7P2%2F"


def shown(network: str, prepared: Prepared = PREPARED, ids: CompanyIds = IDS, *, server: str = "") -> Intent:
    found = intent(network, prepared, ids, server=server)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("network", "expected"),
    [
        ("x", f"https://x.com/intent/tweet?text={ENCODED.replace('Northwind', '%40northwind')}"),
        ("bluesky", f"https://bsky.app/intent/compose?text={ENCODED.replace('Northwind', '%40northwind')}"),
        ("mastodon", f"https://social.example/share?text={ENCODED.replace('Northwind', '%40northwind')}"),
        ("threads", f"https://www.threads.com/intent/post?text={ENCODED}"),
        ("facebook", f"https://www.facebook.com/sharer/sharer.php?u={LINK_ENCODED}"),
        ("linkedin", f"https://www.linkedin.com/sharing/share-offsite/?url={LINK_ENCODED}"),
        (
            "reddit",
            f"https://www.reddit.com/submit?url={LINK_ENCODED}&title=Router%20%26%20modem%3A%2050%25%20dead%20%23fail%20"
            "%F0%9F%91%8D%F0%9F%8F%BD",
        ),
        ("whatsapp", f"https://wa.me/?text={ENCODED}"),
        (
            "telegram",
            f"https://t.me/share/url?url={LINK_ENCODED}&text={ENCODED.removesuffix('%0A%0A' + LINK_ENCODED)}",
        ),
        ("yelp", "https://www.yelp.com/writeareview/biz/northwind-porto"),
        ("google-reviews", "https://search.google.com/local/writereview?placeid=ChIJN1t_tDeuEmsR"),
        ("tripadvisor", "https://www.tripadvisor.com/UserReviewEdit-g187147-d188757-Northwind_Shop.html"),
        ("foursquare", "https://foursquare.com/v/51f804495019a8f886f63a5e"),
        (DEVICE, ""),
    ],
)
def test_the_page_that_is_opened(network: str, expected: str) -> None:
    assert shown(network, server="https://social.example").url == expected


def test_an_e_mail_has_lines() -> None:
    scheme, _, query = shown(EMAIL).url.partition("?")
    assert scheme == "mailto:"
    assert "+" not in query  # mail programs take it for a plus (RFC 6068)
    assert parse_qs(query) == {"subject": [SUMMARY.title], "body": [BODY.replace("\n", "\r\n")]}


def test_tumblr_takes_over_everything() -> None:
    assert parse_qs(urlsplit(shown("tumblr").url).query) == {
        "canonicalUrl": [LINK],
        "title": [SUMMARY.title],
        "caption": [BODY],
        "posttype": ["link"],
    }


def test_a_person_may_call_the_brand_where_a_program_may_not() -> None:
    assert shown("x").copy_text == CALLED
    assert shown("threads").copy_text == shown("whatsapp").copy_text == BODY


@pytest.mark.parametrize("network", ["yelp", "google-reviews", "tripadvisor", "foursquare"])
def test_a_review_is_the_customers_own_words_alone(network: str) -> None:
    found = shown(network)
    assert found.copy_text == f"{SUMMARY.title}\n\n{PREPARED.story}"
    assert not found.can_prefill
    assert "star" not in found.url
    assert "rating" not in found.url
    assert intent(network, PREPARED, CompanyIds()) is None


def test_long_words_are_cut_to_the_network() -> None:
    long = Prepared(replace(SUMMARY, title="Never delivered, " * 80), "word " * 4_000)
    for network, way in WAYS.items():
        found = shown(network, long)
        assert found.length <= found.characters == way.limits.characters
        assert render.fits(found.copy_text, way.limits)
        assert found.copy_text.endswith("…" if way.words is Words.REVIEW else LINK)


@given(
    title=st.text(min_size=1, max_size=200)
    | st.sampled_from(
        ["👩‍👩‍👧‍👦 & #1", "مشكلة في الفاتورة", "a\nb", "50%25", "+1 = ?x&y#z", "\u202eabc", "'\"<b>"]
    )
)
def test_words_come_out_of_the_address_as_they_went_in(title: str) -> None:
    prepared = Prepared(replace(SUMMARY, title=title), "")
    for network, name in (
        ("x", "text"),
        ("bluesky", "text"),
        ("threads", "text"),
        ("whatsapp", "text"),
        ("tumblr", "caption"),
    ):
        found = shown(network, prepared)
        parts = urlsplit(found.url)
        assert parts.fragment == ""
        said = parse_qs(parts.query, strict_parsing=True)
        assert said[name] == [found.copy_text]
        assert found.url.isascii()
        assert unquote(parts.path) == parts.path


def test_every_assisted_network_is_in_the_table_and_the_other_way_round() -> None:
    listed = {known.slug for known in NETWORKS if known.kind is Kind.ASSISTED}
    assert listed <= set(WAYS)
    assert set(WAYS) - {EMAIL, DEVICE} <= set(Network.values)
    assert set(SHAPES) <= set(Network.values)


# What comes back


@pytest.mark.parametrize(
    ("typed", "network", "plain"),
    [
        ("https://x.com/ana/status/17?s=20&t=abc", "x", "https://x.com/ana/status/17"),
        ("https://mobile.twitter.com/ana/status/17#m", "x", "https://x.com/ana/status/17"),
        ("x.com/i/web/status/17/", "x", "https://x.com/i/web/status/17"),
        (
            "https://www.threads.net/@ana/post/Cabc_-1?igshid=7",
            "threads",
            "https://www.threads.com/@ana/post/Cabc_-1",
        ),
        (
            "https://bsky.app/profile/ana.bsky.social/post/3kabc",
            "bluesky",
            "https://bsky.app/profile/ana.bsky.social/post/3kabc",
        ),
        (
            "https://m.facebook.com/ana.maria/posts/pfbid0abc?mibextid=1",
            "facebook",
            "https://www.facebook.com/ana.maria/posts/pfbid0abc",
        ),
        (
            "https://www.facebook.com/permalink.php?story_fbid=pfbid1&id=100&ref=x",
            "facebook",
            "https://www.facebook.com/permalink.php?story_fbid=pfbid1&id=100",
        ),
        ("https://www.facebook.com/share/p/1abcDE/", "facebook", "https://www.facebook.com/share/p/1abcDE"),
        (
            "https://pt.linkedin.com/posts/ana-maria_router-activity-7-abC?utm_source=share",
            "linkedin",
            "https://www.linkedin.com/posts/ana-maria_router-activity-7-abC",
        ),
        (
            "https://www.linkedin.com/feed/update/urn:li:activity:7/",
            "linkedin",
            "https://www.linkedin.com/feed/update/urn:li:activity:7",
        ),
        (
            "https://old.reddit.com/r/portugal/comments/1abc/router_morto/?share_id=1",
            "reddit",
            "https://www.reddit.com/r/portugal/comments/1abc/router_morto",
        ),
        ("https://ana.tumblr.com/post/17/router", "tumblr", "https://ana.tumblr.com/post/17/router"),
        (
            "https://www.tumblr.com/ana/17/router?source=share",
            "tumblr",
            "https://www.tumblr.com/ana/17/router",
        ),
        (
            "https://www.yelp.co.uk/biz/northwind-porto?hrid=AbC-1_x&utm_campaign=w",
            "yelp",
            "https://www.yelp.co.uk/biz/northwind-porto?hrid=AbC-1_x",
        ),
        (
            "https://www.tripadvisor.com.br/ShowUserReviews-g1-d2-r3-Northwind-Porto.html#REVIEWS",
            "tripadvisor",
            "https://www.tripadvisor.com.br/ShowUserReviews-g1-d2-r3-Northwind-Porto.html",
        ),
        (
            "https://maps.app.goo.gl/AbCd1234efGH?g_st=ic",
            "google-reviews",
            "https://maps.app.goo.gl/AbCd1234efGH",
        ),
        (
            "https://www.google.com/maps/contrib/117/reviews/@41.1,-8.6,12z?hl=pt",
            "google-reviews",
            "https://www.google.com/maps/contrib/117/reviews/@41.1,-8.6,12z",
        ),
        (
            "https://foursquare.com/item/51f804495019a8f886f63a5e",
            "foursquare",
            "https://foursquare.com/item/51f804495019a8f886f63a5e",
        ),
        ("https://t.me/s/anachannel/17", "telegram", "https://t.me/s/anachannel/17"),
        (
            "https://mastodon.social/@ana/1123456789?x=1",
            "mastodon",
            "https://mastodon.social/@ana/1123456789",
        ),
        (
            "https://social.example/@ana/statuses/01HABCDEFG",
            "mastodon",
            "https://social.example/@ana/statuses/01HABCDEFG",
        ),
        ("https://X.COM:443/ana/status/17", "x", "https://x.com/ana/status/17"),
    ],
)
def test_a_pasted_address_becomes_plain(typed: str, network: str, plain: str) -> None:
    found = posted_at(f"  {typed}\n")
    assert (found.network, found.url) == (network, plain)
    assert posted_at(plain) == found  # plain already


NO_POSTS = """
http://x.com/ana/status/17 https://x.com/ana https://x.com/ana/status/ https://x.com/ana/status/17/photo/../../../login
https://x.com.evil.example/ana/status/17 https://evilx.com/ana/status/17 https://x.com@evil.example/ana/status/17
https://user:pw@x.com/ana/status/17 https://x.com:8443/ana/status/17 https://xn--x-7ia.com/ana/status/17
https://www.facebook.com/ https://www.facebook.com/permalink.php https://www.facebook.com/ana/posts/
https://www.linkedin.com/in/ana https://www.linkedin.com/feed/update/urn:li:company:7
https://www.yelp.com/biz/northwind-porto https://www.google.com/search?q=x https://www.google.com/url?q=https://evil.example
https://maps.app.goo.gl/ https://t.me/joinchat/abc https://t.me/anachannel https://localhost/@ana/123456
https://127.0.0.1/@ana/123456 https://[::1]/@ana/123456 https://server/@ana/123456 https://printer.local/@ana/123456
https://mastodon.social/about ftp://x.com/ana/status/17 javascript:alert(1)//x.com/ana/status/17
data:text/html,https://x.com/ana/status/17 //x.com/ana/status/17 https:x.com/ana/status/17 https:///x.com/ana/status/17
https://x.com\\@evil.example/ana/status/17 https://x.com/ana/status/17%0d%0a https://foursquare.com/v/51f804495019a8f886f63a5e
"""


@pytest.mark.parametrize(
    "typed",
    [
        *NO_POSTS.split(),
        "",
        "   ",
        "x",
        "https://x.com/ana/status/1 7",
        f"https://x.com/{'a' * 500}/status/1",
        "https://\x00x",
    ],
)
def test_what_is_no_post_is_refused_in_words(typed: str) -> None:
    with pytest.raises(NotAPost) as caught:
        posted_at(typed)
    assert str(caught.value)


@given(st.text(max_size=60))
def test_whatever_is_pasted_becomes_a_safe_address_or_none(text: str) -> None:
    for typed in (
        text,
        f"https://x.com/{text}",
        f"https://{text}/@ana/123456",
        f"https://www.yelp.com/biz/{text}?hrid={text}",
    ):
        try:
            found = posted_at(typed)
        except NotAPost:
            continue
        parts = urlsplit(found.url)
        assert (parts.scheme, parts.username, parts.port) == ("https", None, None)
        assert not set(found.url) & set(" \"'<>\\`\n\r\t")
        assert posted_at(found.url) == found
