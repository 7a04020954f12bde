"""The networks that we know, what can be done with each today, and why.

The pages that list networks are drawn from this table, so what is not there yet is shown as such.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from complaints.networks.base import App, Connector, Limits, Renew, Unsupported, not_stored
from complaints.networks.mastodon import MastodonConnector
from complaints.networks.mastodon_oauth import MastodonSignIn
from complaints.networks.signing_in import SignIn
from config.doors import http


class Kind(enum.StrEnum):
    """What can be done with a network today."""

    CONNECTOR = "connector"  # we post and read replies
    ASSISTED = "assisted"  # the customer posts with prepared words, and tells us where
    PLANNED = "planned"  # not available yet
    RETIRED = "retired"  # the network is gone; the name stays for old records


@dataclass(frozen=True, slots=True)
class Network:
    """One network.

    `planned_as` is what a planned one will be; `since` the version of Answerable that can use it, "" until
    then; `until` the day on which a retired one ended; `reason` a sentence for readers.
    """

    slug: str
    name: str
    kind: Kind
    planned_as: Kind | None = None
    since: str = ""
    until: date | None = None
    reason: str = ""

    @property
    def is_available(self) -> bool:
        return self.kind in (Kind.CONNECTOR, Kind.ASSISTED)


def _planned(slug: str, name: str, planned_as: Kind, reason: str) -> Network:
    return Network(slug=slug, name=name, kind=Kind.PLANNED, planned_as=planned_as, reason=reason)


NETWORKS: tuple[Network, ...] = (
    Network(
        slug="mastodon",
        name="Mastodon",
        kind=Kind.CONNECTOR,
        since="0.1.0",
        reason="Complaints are posted and replies are read, on any server that speaks Mastodon's interface.",
    ),
    _planned("bluesky", "Bluesky", Kind.CONNECTOR, "Posting and reading replies will follow."),
    _planned("wordpress", "WordPress", Kind.CONNECTOR, "Posting to a blog of your own will follow."),
    _planned("tumblr", "Tumblr", Kind.CONNECTOR, "Posting and reading replies will follow."),
    # X: 0.20 USD for each post with a link, no unsolicited mentions by programs (docs.x.com, pricing and
    # changelog).
    _planned(
        "x",
        "X",
        Kind.CONNECTOR,
        "X charges for each post with a link and lets no program mention a company first.",
    ),
    # Threads: "solely to the person who created it" (developers.facebook.com, Threads API overview).
    _planned(
        "threads", "Threads", Kind.CONNECTOR, "Replies may be shown in public only after Meta's review."
    ),
    # Facebook: publishing to profiles ended 2018-08-01 (Graph API changelog of 2018-04-24).
    _planned(
        "facebook-page",
        "Facebook Page",
        Kind.CONNECTOR,
        "Posting to a page needs a review of this site by Meta.",
    ),
    _planned("facebook", "Facebook", Kind.ASSISTED, "Facebook lets no program post to a personal profile."),
    _planned("linkedin", "LinkedIn", Kind.ASSISTED, "LinkedIn lets only selected developers read comments."),
    _planned(
        "reddit", "Reddit", Kind.ASSISTED, "Reddit asks for its approval before any use of its interface."
    ),
    _planned("yelp", "Yelp", Kind.ASSISTED, "Yelp takes reviews only on its own pages."),
    _planned("tripadvisor", "Tripadvisor", Kind.ASSISTED, "Tripadvisor takes reviews only on its own pages."),
    _planned(
        "google-reviews", "Google reviews", Kind.ASSISTED, "Google takes reviews only on its own pages."
    ),
    # developers.google.com/+: the last interfaces were shut down on 2019-03-07.
    Network(
        slug="google-plus",
        name="Google+",
        kind=Kind.RETIRED,
        until=date(2019, 3, 7),
        reason="Google shut it down, with its interfaces, on 7 March 2019.",
    ),
    Network(
        slug="friendfeed",
        name="FriendFeed",
        kind=Kind.RETIRED,
        until=date(2015, 4, 9),
        reason="Facebook, its owner, shut it down on 9 April 2015.",
    ),
)

_BY_SLUG = {network.slug: network for network in NETWORKS}


def network(slug: str) -> Network:
    """The network with this slug. Raises `KeyError`."""
    return _BY_SLUG[slug]


def connector_for(
    slug: str,
    *,
    instance: str,
    secret: str,
    policy: http.Policy,
    account_id: str = "",
    limits: Limits | None = None,
    app: App | None = None,
    renew: Renew = not_stored,
) -> Connector:
    """A connector for one account on a network. Raises `KeyError` (unknown), `Unsupported` (no connector
    today).
    """
    found = network(slug)
    if found.kind is not Kind.CONNECTOR:
        raise Unsupported(found.kind.value)
    return _CONNECTORS[slug](
        instance=instance,
        secret=secret,
        policy=policy,
        account_id=account_id,
        limits=limits,
        app=app,
        renew=renew,
    )


def sign_in_for(slug: str, *, policy: http.Policy) -> SignIn:
    """How an account on this network is connected. Raises `KeyError` (unknown), `Unsupported` (there is no way)."""
    network(slug)
    if slug not in _SIGN_INS:
        raise Unsupported("sign_in")
    return _SIGN_INS[slug](policy=policy)


class _Connects(Protocol):
    def __call__(
        self,
        *,
        instance: str,
        secret: str,
        policy: http.Policy,
        account_id: str,
        limits: Limits | None,
        app: App | None,
        renew: Renew,
    ) -> Connector: ...


_CONNECTORS: Mapping[str, _Connects] = {"mastodon": MastodonConnector}
_SIGN_INS: Mapping[str, type[SignIn]] = {"mastodon": MastodonSignIn}
