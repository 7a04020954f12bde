"""Accounts of brands: how networks write their names, where their profiles stand, and what proves each.

Addresses of profiles: docs.joinmastodon.org/spec/webfinger (mastodon), docs.bsky.app (bluesky), www.tumblr.com/docs
(tumblr), docs.x.com (x: twitter.com still leads to the same profiles); the others as their own pages link them.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from companies.proofs.hosts import HOST, LABEL, host_in_ascii, host_of

LONGEST_HANDLE: Final = 200
EVERYWHERE: Final = "*"
"""The key of an id that is the same from wherever it is seen."""

# Mastodon's own: USERNAME_RE in app/models/account.rb.
_USER = r"[a-z0-9_]+(?:[a-z0-9_.-]*[a-z0-9_])?"


class Way(enum.StrEnum):
    """How a company proves an account on a network."""

    REL_ME = "rel_me"  # profile and website link to each other
    DOMAIN = "domain"  # the handle is a name at the brand's domain
    SITE = "site"  # the site stands at the brand's domain
    CODE = "code"  # a code of ours in the profile, looked at by a person


@dataclass(frozen=True, slots=True)
class AccountNetwork:
    """A network on which a brand may have an account.

    `profiles` are the places of a profile, the one to link first; `{handle}`, `{user}` and `{host}` stand for the
    account. `handle` is the pattern of a whole name; `reads` are patterns of places of a profile, with the account as group
    `handle` or as groups `user` and `host`. `not_offered` says why an account there cannot be proved: nothing that is read
    there could be matched with it. Names and addresses are known all the same, for opt-outs and for lists from before.
    """

    slug: str
    name: str
    way: Way
    example: str
    handle: str
    profiles: tuple[str, ...]
    reads: tuple[str, ...]
    ids_are_global: bool = True
    not_offered: str = ""


_X_HOSTS = r"(?:x|(?:www\.|mobile\.)?twitter|www\.x)\.com"
_FACEBOOK_HOSTS = r"(?:(?:www|m|web)\.)?(?:facebook|fb)\.com"

NETWORKS: Final[Mapping[str, AccountNetwork]] = {
    network.slug: network
    for network in (
        AccountNetwork(
            slug="mastodon",
            name="Mastodon",
            way=Way.REL_ME,
            example="northline@social.example",
            handle=rf"{_USER}@{HOST}",
            profiles=("{host}/@{user}", "{host}/users/{user}"),
            # A profile as another server shows it comes first: there the server is not the account's.
            reads=(
                r"[^/]+/@(?P<user>[^/@]+)@(?P<host>[^/@]+)",
                r"(?P<host>[^/]+)/(?:@|users/)(?P<user>[^/@]+)",
            ),
            ids_are_global=False,
        ),
        AccountNetwork(
            slug="bluesky",
            name="Bluesky",
            way=Way.DOMAIN,
            example="northline.example",
            handle=HOST,
            profiles=("bsky.app/profile/{handle}",),
            reads=(r"bsky\.app/profile/(?P<handle>[^/]+)",),
        ),
        AccountNetwork(
            slug="wordpress",
            name="WordPress",
            way=Way.SITE,
            example="blog.northline.example",
            handle=HOST,
            profiles=("{handle}",),
            reads=(r"(?P<handle>[^/]+)",),
            ids_are_global=False,
            # developer.wordpress.org/rest-api/reference/comments: `author` is a user of the site that holds the comment;
            # `author_name` and `author_url` are what anybody typed; `author_email` is for editors of that site only, and
            # typed as well.
            not_offered="A comment on somebody’s WordPress site carries a name and an address that its author typed, so no "
            "proof of a site of yours could be matched with it. A moderator looks at each comment that looks like yours.",
        ),
        AccountNetwork(
            slug="tumblr",
            name="Tumblr",
            way=Way.CODE,
            example="northline",
            handle=LABEL,
            profiles=("www.tumblr.com/{handle}", "tumblr.com/{handle}", "{handle}.tumblr.com"),
            reads=(
                r"(?:www\.)?tumblr\.com/(?:blog/(?:view/)?)?@?(?P<handle>[^/]+)",
                r"(?P<handle>[^/.]+)\.tumblr\.com",
            ),
        ),
        AccountNetwork(
            slug="x",
            name="X",
            way=Way.CODE,
            example="northline",
            handle=r"[a-z0-9_]{1,15}",
            profiles=(
                *("x.com/{handle}", "www.x.com/{handle}", "twitter.com/{handle}"),
                *("www.twitter.com/{handle}", "mobile.twitter.com/{handle}"),
            ),
            reads=(rf"{_X_HOSTS}/@?(?P<handle>[^/]+)",),
        ),
        AccountNetwork(
            slug="threads",
            name="Threads",
            way=Way.CODE,
            example="northline",
            handle=r"[a-z0-9_.]{1,30}",
            profiles=(
                *("www.threads.com/@{handle}", "threads.com/@{handle}"),
                *("www.threads.net/@{handle}", "threads.net/@{handle}"),
            ),
            reads=(r"(?:www\.)?threads\.(?:com|net)/@(?P<handle>[^/]+)",),
        ),
        AccountNetwork(
            slug="facebook-page",
            name="Facebook Page",
            way=Way.CODE,
            example="northline",
            handle=r"[a-z0-9.]{5,50}",
            profiles=(
                *("www.facebook.com/{handle}", "facebook.com/{handle}", "m.facebook.com/{handle}"),
                *("web.facebook.com/{handle}", "www.fb.com/{handle}", "fb.com/{handle}"),
                *("www.facebook.com/profile.php?id={handle}", "facebook.com/profile.php?id={handle}"),
            ),
            reads=(rf"{_FACEBOOK_HOSTS}/(?:profile\.php\?id=)?(?P<handle>[^/?]+)",),
            # developers.facebook.com/docs/graph-api/reference/comment: `from` is a name and an id; whoever has only the
            # name of a Page learns its id with Page Public Metadata Access, which this site does not ask for.
            not_offered="A comment on Facebook carries the number of a Page and never its name, and this site has no leave of "
            "Meta to learn the one from the other. Once a moderator has confirmed a comment of yours, its Page is known.",
        ),
        AccountNetwork(
            slug="linkedin",
            name="LinkedIn",
            way=Way.CODE,
            example="northline",
            handle=r"[a-z0-9-]{2,100}",
            profiles=("www.linkedin.com/company/{handle}", "linkedin.com/company/{handle}"),
            reads=(r"(?:[a-z]{2,3}\.)?linkedin\.com/company/(?P<handle>[^/]+)",),
        ),
        AccountNetwork(
            slug="reddit",
            name="Reddit",
            way=Way.CODE,
            example="northline",
            handle=r"[a-z0-9_-]{3,20}",
            profiles=(
                *("www.reddit.com/user/{handle}", "reddit.com/user/{handle}", "old.reddit.com/user/{handle}"),
                *("www.reddit.com/u/{handle}", "reddit.com/u/{handle}"),
            ),
            reads=(r"(?:www\.|old\.)?reddit\.com/u(?:ser)?/(?P<handle>[^/]+)",),
        ),
    )
}

PROVABLE: Final = tuple(known for known in NETWORKS.values() if not known.not_offered)
NOT_PROVABLE: Final = tuple(known for known in NETWORKS.values() if known.not_offered)


def normal_handle(network: str, typed: str) -> str | None:
    """How we keep the account that somebody typed, as its name or as the address of its profile; None for neither.

    Lower case and ASCII: names that differ in case are one account on all these networks, and a letter that only looks
    like another is no part of a name there. Raises KeyError for a network that we do not know.
    """
    known = NETWORKS[network]
    bare = typed.strip().removeprefix("at://").lstrip("@").lower()
    if len(bare) > 4 * LONGEST_HANDLE:
        return None
    account = _from_profile(known, bare) or bare
    if "@" in account:
        user, _, host = account.rpartition("@")
        account = f"{user}@{host_in_ascii(host)}"
    elif known.way in (Way.DOMAIN, Way.SITE):
        account = host_in_ascii(account)
    fits = len(account) <= LONGEST_HANDLE and re.fullmatch(known.handle, account)
    return account if fits else None


def _from_profile(known: AccountNetwork, typed: str) -> str:
    place = place_of(typed if "://" in typed else f"https://{typed}" if "/" in typed else "")
    for read in known.reads:
        if place and (found := re.fullmatch(read, place)):
            groups = found.groupdict()
            return groups["handle"] if "handle" in groups else f"{groups['user']}@{groups['host']}"
    return ""


def place_of(url: str) -> str:
    """What identifies the page behind an http(s) address: "social.example/@northline"; "" for what is no such address.

    Scheme, case, a slash at the end, query and fragment make no difference, but for Facebook's `profile.php?id=`. An
    address with a user name or a port of its own identifies nothing.
    """
    host = host_of(url)
    if not host:
        return ""
    parts = urlsplit(url)
    try:
        usual = parts.port in (None, 443 if parts.scheme.lower() == "https" else 80)
        path = unquote(parts.path, errors="strict").rstrip("/").lower()
    except ValueError:
        return ""
    if not usual or any(character.isspace() or not character.isprintable() for character in path):
        return ""
    if path == "/profile.php":
        path += f"?id={parse_qs(parts.query, max_num_fields=20).get('id', [''])[0]}"
    return host + path


def profile_places(network: str, handle: str) -> frozenset[str]:
    """The places (see `place_of`) at which the profile of an account stands; none on a network that we do not know."""
    profiles = NETWORKS[network].profiles if network in NETWORKS else ()
    return frozenset(_filled(place, handle) for place in profiles)


def profile_url(network: str, handle: str) -> str:
    """The address of an account's profile for a reader, "" where we know none."""
    known = NETWORKS.get(network)
    if known is None or not re.fullmatch(known.handle, handle.lower()):
        return ""
    return f"https://{_filled(known.profiles[0], handle)}"


def id_key(network: str, server: str) -> str:
    """The key under which an id seen on `server` is kept: an id of Mastodon is only unique on one server."""
    known = NETWORKS.get(network)
    return EVERYWHERE if known is not None and known.ids_are_global else server.rstrip("/")


def _filled(place: str, handle: str) -> str:
    user, _, host = handle.lower().rpartition("@")
    return place.format(handle=handle.lower(), user=user, host=host)
