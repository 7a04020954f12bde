"""Hosts, and which of them a domain of a brand speaks for."""

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

import idna

MAX_HOST: Final = 253
LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
HOST: Final = rf"(?:{LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?"
"""The pattern of a host name in lower case, which is also that of a handle of Bluesky (atproto.com/specs/handle)."""

# Whoever asks gets a name, a profile or pages there, so neither these domains nor anything below them speaks for
# their owner. The public suffix list knows github.io and many others, and lacks these.
SHARED_DOMAINS: Final = frozenset(
    {
        *("bsky.social", "mastodon.social", "tumblr.com", "wordpress.com", "medium.com", "substack.com"),
        *("x.com", "twitter.com", "facebook.com", "threads.net", "threads.com", "linkedin.com", "reddit.com"),
        *(
            "instagram.com",
            "youtube.com",
            "google.com",
            "linktr.ee",
            "carrd.co",
            "notion.site",
            "wixsite.com",
        ),
    }
)


def host_in_ascii(host: str) -> str:
    """A host name in lower case and ASCII ("bücher.example" is "xn--bcher-kva.example"); "" where it is none."""
    bare = host.strip().rstrip(".").lower()
    if not bare or len(bare) > MAX_HOST:
        return ""
    if bare.isascii():
        return bare
    try:
        return idna.encode(bare, uts46=True).decode("ascii").lower()
    except idna.IDNAError:
        return ""


def host_of(url: str) -> str:
    """The host of an http(s) address in ASCII; "" for anything else, and for one that carries a user name."""
    try:
        parts = urlsplit(url)
        host, has_user = parts.hostname, parts.username is not None or parts.password is not None
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("https", "http") or not host or has_user:
        return ""
    return host_in_ascii(host)


def speaking(domains: Iterable[str]) -> tuple[str, ...]:
    """Those of a brand's domains whose pages and names are the brand's own."""
    return tuple(domain for domain in domains if domain not in SHARED_DOMAINS)


def is_under(host: str, domains: Iterable[str]) -> bool:
    """Whether `host` is one of these domains or a name below one, and the domain speaks for its owner."""
    return any(host == domain or host.endswith(f".{domain}") for domain in speaking(domains))
