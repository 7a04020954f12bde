"""Addresses of posts that customers paste: which network, and the plain address of the post.

They become links on our page, and nothing is fetched from them here (whether a host is a server of Mastodon asks
`sharing.require_network`). So an address must be https, on a host of a network
that we know, of the shape that posts have there; what follows people around (utm_source, igsh, ...) is dropped. The
shapes are those of the address bar: no documentation describes them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

LONGEST = 500

_HOST = re.compile(
    r"(?=.{4,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+(?!test\Z|local\Z|internal\Z)[a-z]{2,63}"
)
_UNWANTED = re.compile(r"[\x00-\x20\x7f-\x9f\\<>\"'`{}|^]")


class NotAPost(ValueError):
    """The address cannot be taken; the message is for whoever pasted it."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A post on a network, by its plain address."""

    network: str
    url: str


@dataclass(frozen=True, slots=True)
class Shape:
    """What addresses of posts look like on one network.

    `hosts` also stand for their subdomains; `home` is the host that is kept ("": the one that was pasted); `keeps` are
    the parts of the query that name the post.
    """

    hosts: tuple[str, ...]
    path: re.Pattern[str]
    home: str = ""
    keeps: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


def _path(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(patterns)})/?", re.IGNORECASE)


_NAME = r"[\w.%-]+"
_COUNTRIES = (
    "com",
    "co.uk",
    "ie",
    "ca",
    "com.au",
    "co.nz",
    "de",
    "fr",
    "es",
    "it",
    "nl",
    "pt",
    "com.br",
    "com.mx",
    "in",
)
SHAPES: Mapping[str, Shape] = {
    "x": Shape(("x.com", "twitter.com"), _path(rf"/(?:i/web|i|{_NAME})/status/\d{{1,19}}"), home="x.com"),
    "threads": Shape(
        ("threads.com", "threads.net"), _path(rf"/@{_NAME}/post/[\w-]+", r"/t/[\w-]+"), home="www.threads.com"
    ),
    "bluesky": Shape(("bsky.app",), _path(r"/profile/[\w.:-]+/post/[a-z0-9]+"), home="bsky.app"),
    "facebook": Shape(
        ("facebook.com",),
        _path(
            rf"/{_NAME}/posts/(?:{_NAME}/)?{_NAME}",
            r"/(?:permalink|story|photo)\.php",
            rf"/groups/{_NAME}/(?:posts|permalink)/\d+",
            r"/share/(?:p/)?\w+",
        ),
        home="www.facebook.com",
        keeps=("story_fbid", "id", "fbid"),
    ),
    "linkedin": Shape(
        ("linkedin.com",),
        _path(rf"/posts/{_NAME}", r"/feed/update/urn:li:(?:activity|share|ugcPost):\d+"),
        home="www.linkedin.com",
    ),
    "reddit": Shape(
        ("reddit.com",),
        _path(rf"/(?:r|user)/{_NAME}/comments/\w+(?:/[^/]+)?(?:/\w+)?", rf"/(?:r|u|user)/{_NAME}/s/\w+"),
        home="www.reddit.com",
    ),
    "tumblr": Shape(("tumblr.com",), _path(r"/post/\d+(?:/[\w-]+)?", rf"/{_NAME}/\d+(?:/[\w-]+)?")),
    "yelp": Shape(
        tuple(f"yelp.{ending}" for ending in _COUNTRIES),
        _path(rf"/biz/{_NAME}"),
        keeps=("hrid",),
        needs=("hrid",),
    ),
    "tripadvisor": Shape(
        tuple(f"tripadvisor.{ending}" for ending in _COUNTRIES),
        _path(rf"/ShowUserReviews-g\d+-d\d+-r\d+(?:-{_NAME})?\.html"),
    ),
    "google-reviews": Shape(
        ("maps.app.goo.gl", *(f"google.{ending}" for ending in _COUNTRIES)),
        _path(r"/[\w-]{8,40}", r"/maps/(?:contrib|reviews)/[\w@!:.,%+/=-]+"),
    ),
    "foursquare": Shape(("foursquare.com",), _path(r"/item/[0-9a-f]{24}"), home="foursquare.com"),
    "telegram": Shape(("t.me", "telegram.me"), _path(r"/(?:s/)?[a-z]\w{3,31}/\d+"), home="t.me"),
}
# Mastodon, GoToSocial, Pleroma and Misskey have a host each: only the shape tells them.
_FEDIVERSE = _path(
    r"/@[\w.-]+(?:@[\w.-]+)?/(?:statuses/)?\w{6,40}", r"/users/[\w.-]+/statuses/\w{6,40}", r"/notice/\w{6,40}"
)


def posted_at(typed: str) -> Posted:
    """The network and the plain address of what was pasted. Raises NotAPost with words for the customer."""
    text = typed.strip()
    if not text or len(text) > LONGEST or _UNWANTED.search(text):
        raise NotAPost("Paste the whole address of your post, beginning with https://")
    if "://" not in text:
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").rstrip("."), parts.port
        host = host.encode("idna").decode().lower() if host else ""
    except (ValueError, UnicodeError):
        raise NotAPost("That is not an address.") from None
    if parts.scheme.lower() != "https":
        raise NotAPost("The address must begin with https://")
    if (
        parts.username is not None
        or parts.password is not None
        or port not in (None, 443)
        or not _HOST.fullmatch(host)
    ):
        raise NotAPost("That is not the address of a post.")
    for network, shape in SHAPES.items():
        if any(host == known or host.endswith(f".{known}") for known in shape.hosts):
            return Posted(network, _plain_address(shape, host, parts.path, parts.query))
    if _FEDIVERSE.fullmatch(parts.path):
        return Posted("mastodon", f"https://{host}{parts.path.rstrip('/')}")
    raise NotAPost("That is not the address of a post on one of the networks of this page.")


def _plain_address(shape: Shape, host: str, path: str, query: str) -> str:
    if not shape.path.fullmatch(path) or "/../" in f"{path}/":
        raise NotAPost("That page is not a single post. Open your post, and paste its own address.")
    said = parse_qs(query)
    kept = {
        name: said[name][0]
        for name in shape.keeps
        if name in said and re.fullmatch(r"[\w:.-]{1,100}", said[name][0])
    }
    if set(shape.needs) - set(kept) or (path.endswith(".php") and not kept):
        raise NotAPost("That page is not a single post. Open your post, and paste its own address.")
    plain = f"https://{shape.home or host}{path.rstrip('/')}"
    return f"{plain}?{urlencode(kept)}" if kept else plain
