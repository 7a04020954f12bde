"""The networks that we know, what can be done with each today, and why.

The pages that list networks are drawn from this table, so what is not there yet is shown as such.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from complaints.networks.base import App, Capabilities, Connector, Limits, Renew, Unsupported, not_stored
from complaints.networks.bluesky import BlueskyConnector
from complaints.networks.bluesky_sign_in import USUAL_SERVER, BlueskySignIn
from complaints.networks.facebook_page import FacebookPageConnector, FacebookPageSignIn
from complaints.networks.mastodon import MastodonConnector
from complaints.networks.mastodon_oauth import MastodonSignIn
from complaints.networks.signing_in import SignIn
from complaints.networks.threads import ThreadsConnector
from complaints.networks.threads_sign_in import ThreadsSignIn
from complaints.networks.tumblr import TumblrConnector
from complaints.networks.tumblr_sign_in import TumblrSignIn
from complaints.networks.wordpress import WordPressConnector
from complaints.networks.wordpress_sign_in import WordPressSignIn
from complaints.networks.x import XConnector
from complaints.networks.x_sign_in import XSignIn
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

    `planned_as` is what a planned one will be; `needs_budget` that it charges, and is off until the operator sets one;
    `since` the version of Answerable that can use it, "" until
    then; `until` the day on which a retired one ended; `reason` a sentence for readers; `edits` one more where a reply that
    is changed over there stays here as it was first seen.
    """

    slug: str
    name: str
    kind: Kind
    planned_as: Kind | None = None
    needs_budget: bool = False
    since: str = ""
    until: date | None = None
    reason: str = ""
    edits: str = ""

    @property
    def is_available(self) -> bool:
        return self.kind in (Kind.CONNECTOR, Kind.ASSISTED)


def _assisted(slug: str, name: str, reason: str) -> Network:
    return Network(slug=slug, name=name, kind=Kind.ASSISTED, since="0.2.0", reason=reason)


NETWORKS: tuple[Network, ...] = (
    Network(
        slug="mastodon",
        name="Mastodon",
        kind=Kind.CONNECTOR,
        since="0.1.0",
        reason="Complaints are posted and replies are read, on any server that speaks Mastodon's interface.",
    ),
    # Edits: github.com/snarfed/bridgy-fed/issues/947 (the record is changed, bsky.app shows the first version).
    Network(
        slug="bluesky",
        name="Bluesky",
        kind=Kind.CONNECTOR,
        since="0.2.0",
        reason="Complaints are posted with an app password and public replies are read. Bluesky's own app goes on showing what a "
        "post said first, when a copy is changed later.",
    ),
    Network(
        slug="wordpress",
        name="WordPress",
        kind=Kind.CONNECTOR,
        since="0.2.0",
        reason="Complaints are posted to a site of your own, with a password made for that or by WordPress.com, and "
        "approved comments are read.",
        edits="A comment that the owner of that site changes stays here as it was first seen: nothing tells that it was changed.",
    ),
    Network(
        slug="tumblr",
        name="Tumblr",
        kind=Kind.CONNECTOR,
        since="0.2.0",
        reason="Complaints are posted to a public blog of yours, and replies and reblogs with a comment are read, where the "
        "operator of this site registered it with Tumblr.",
        edits="A reblog that its author changes stays here as it was first seen: nothing tells that it was changed. Replies "
        "there cannot be changed.",
    ),
    # X: 0.20 USD for each post with a link, no unsolicited mentions by programs (docs.x.com, pricing and
    # changelog).
    Network(
        slug="x",
        name="X",
        kind=Kind.CONNECTOR,
        since="0.2.0",
        needs_budget=True,
        reason="X charges for each post with a link and lets no program mention a company first: copies are posted "
        "while the operator of this site pays for them, and name the brand without its handle.",
        edits="Replies there cannot be changed.",
    ),
    # Threads: posts may be displayed "solely to the person who created it", and each permission needs a review for
    # people without a role in the app (developers.facebook.com/documentation/threads/overview and /get-started).
    Network(
        slug="threads",
        name="Threads",
        kind=Kind.CONNECTOR,
        since="0.2.0",
        reason="Complaints are posted once Meta has reviewed the app of this site's operator; until then only for its testers. "
        "Replies there are not read: Meta lets a site show them only to whoever wrote the post.",
    ),
    # developers.facebook.com/docs/permissions: pages_manage_posts and pages_read_user_content need a review for people
    # without a role in the app. Publishing to profiles ended 2018-08-01 (Graph API changelog of 2018-04-24).
    Network(
        slug="facebook-page",
        name="Facebook Page",
        kind=Kind.CONNECTOR,
        since="0.2.0",
        reason="Complaints are posted to the Page of this site, if its operator has one and an app at Meta for it, and comments "
        "below are read. What a company answers on its own Page cannot be read.",
    ),
    _assisted("facebook", "Facebook", "Facebook lets no program post to a personal profile."),
    _assisted("linkedin", "LinkedIn", "LinkedIn lets only selected developers read comments."),
    _assisted("reddit", "Reddit", "Reddit asks for its approval before any use of its interface."),
    _assisted("yelp", "Yelp", "Yelp takes reviews only on its own pages."),
    _assisted("tripadvisor", "Tripadvisor", "Tripadvisor takes reviews only on its own pages."),
    _assisted("google-reviews", "Google reviews", "Google takes reviews only on its own pages."),
    _assisted("foursquare", "Foursquare", "Offered where the brand has a venue there, as a tip of your own."),
    _assisted(
        "whatsapp", "WhatsApp", "To people and groups of yours; nothing there can be read by this site."
    ),
    _assisted("telegram", "Telegram", "To people, groups and channels of yours."),
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


def capabilities_of(slug: str) -> Capabilities:
    """What the connector of a network can do. Raises `KeyError` for one that has none."""
    return _CONNECTORS[slug].capabilities


def customers_connect(slug: str) -> bool:
    """Whether customers can post there from an account of their own."""
    return slug in _SIGN_INS and not _SIGN_INS[slug].for_site_only


def is_networks_own(slug: str, instance: str) -> bool:
    """Whether this server is the network's own, whoever connected an account there, and not one that a person named."""
    return slug in _ONE_ADDRESS or instance in _OWN_SERVERS.get(slug, frozenset())


class _Connects(Protocol):
    capabilities: Capabilities

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


_CONNECTORS: Mapping[str, _Connects] = {
    "bluesky": BlueskyConnector,
    "facebook-page": FacebookPageConnector,
    "mastodon": MastodonConnector,
    "threads": ThreadsConnector,
    "tumblr": TumblrConnector,
    "wordpress": WordPressConnector,
    "x": XConnector,
}
_SIGN_INS: Mapping[str, type[SignIn]] = {
    "bluesky": BlueskySignIn,
    "facebook-page": FacebookPageSignIn,
    "mastodon": MastodonSignIn,
    "threads": ThreadsSignIn,
    "tumblr": TumblrSignIn,
    "wordpress": WordPressSignIn,
    "x": XSignIn,
}
# Their sign-ins ask nobody for a server.
_ONE_ADDRESS = frozenset({"facebook-page", "threads", "tumblr", "x"})
_OWN_SERVERS: Mapping[str, frozenset[str]] = {"bluesky": frozenset({f"https://{USUAL_SERVER}"})}
