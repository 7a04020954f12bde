"""How an account on a network is connected, whichever network it is.

Either the customer is sent to the network, agrees there and comes back with a code (`Away`), or types a secret made
for us at the network (an app password), which we try at once (`Grant`).
"""

from __future__ import annotations

import abc
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from complaints.networks.base import Account, App, Unsupported
from complaints.networks.calling import Send
from config.doors import http


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that the customer types before connecting, in the words of the form."""

    name: str
    label: str
    help: str = ""
    is_secret: bool = False
    initial: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """This site as it introduces itself to a server: name, address, and where the customer comes back to.

    `searches`: the account is the site's own, and public posts will be searched with it.
    """

    name: str
    website: str
    redirect_uri: str
    searches: bool = False


@dataclass(frozen=True, slots=True)
class Away:
    """Send the customer to `url`; `kept` comes back to `finish`, sealed in between (it may hold a verifier)."""

    url: str = field(repr=False)
    kept: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Grant:
    """What came of it: the server, the secret for the vault, and the accounts that it may speak for (one, mostly; the
    blogs of a Tumblr account: the customer chooses).
    """

    instance: str
    secret: str = field(repr=False)
    accounts: tuple[Account, ...]


class Mistyped(ValueError):
    """What was typed cannot be used; the message is for the customer. `name` is the field."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__(words)
        self.name = name


class SignIn(abc.ABC):
    """One network's way. Every method may raise the errors of `complaints.networks.base`.

    Networks without one address for everybody (Mastodon, WordPress) find the server in what was typed.
    """

    asks: tuple[Asked, ...] = ()
    needs_app: bool = True  # the operator registered this site with the network, and set its id and secret
    registers: bool = False  # ... or this site registers itself with each server (`register`)
    goes_away: bool = True  # the person is sent to the network, and comes back
    for_site_only: bool = False  # customers cannot connect theirs

    def __init__(self, *, policy: http.Policy, send: Send = http.request) -> None:
        self._policy = policy
        self._send = send

    def instance(self, typed: Mapping[str, str]) -> str:
        """The address of the server, from what was typed. Raises `Mistyped`."""
        raise Unsupported("instance")

    def register(self, *, instance: str, site: Site, now: datetime) -> App:
        """Makes this site known to a server that has not met it."""
        raise Unsupported("register")

    @abc.abstractmethod
    def begin(
        self,
        *,
        instance: str,
        typed: Mapping[str, str],
        site: Site,
        app: App | None,
        state: str,
        verifier: str,
        now: datetime,
    ) -> Away | Grant:
        """The first step. `state` comes back with the customer, `verifier` is for PKCE. Raises `Mistyped`."""

    def finish(
        self,
        *,
        instance: str,
        kept: Mapping[str, str],
        params: Mapping[str, str],
        site: Site,
        app: App | None,
        now: datetime,
    ) -> Grant:
        """The customer is back with `params`. Raises `NeedsReconnect` when they said no, or the code does not work."""
        raise Unsupported("finish")

    def revoke(self, *, instance: str, secret: str, app: App | None, now: datetime) -> None:
        """Ends the secret over there. One that is already ended is fine; raises `Unsupported` where one cannot."""
        raise Unsupported("revoke")
