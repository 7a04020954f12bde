"""Connecting a Mastodon account: this site registers itself with the server, the customer agrees there, a
token comes back.

The steps are OAuth 2 with a code (https://docs.joinmastodon.org/methods/oauth/). Tokens do not expire.
Registrations are limited to 5 in 10 minutes per address (Mastodon 4.6), so the app is kept per server and
asked for only once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from complaints.networks import answers, oauth
from complaints.networks.base import App, Forbidden, NeedsReconnect
from complaints.networks.calling import Server
from complaints.networks.mastodon import MastodonConnector
from complaints.networks.signing_in import Asked, Away, Grant, Mistyped, SignIn, Site

# The least that posting with a picture, finding our post and reading replies need. Takahe knows only the coarse ones.
SCOPES = "read:accounts read:statuses read:notifications write:statuses write:media"
# For accounts of the site alone (`Site.searches`); registered for all, since an app can ask for no more than it named.
SEARCH_SCOPE = "read:search"
COARSE_SCOPES = "read write"

ENDPOINTS = oauth.Endpoints("/oauth/authorize", "/oauth/token", "/oauth/revoke", scopes=SCOPES)

_HOST = re.compile(r"(?=.{1,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_LOOPBACK = re.compile(r"(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?(?:/|\Z)", re.IGNORECASE)


def instance_address(typed: str, *, allow_http: bool = False) -> str:
    """`https://host` from what people type: a host, an address, or a handle. Raises `ValueError`.

    With `allow_http` (development) an address that says http, a port or a bare IP number is taken as it is, and one of
    this machine without a scheme means http.
    """
    text = typed.strip()
    if "://" not in text:
        host = text.rsplit("@", 1)[-1]
        text = f"{'http' if allow_http and _LOOPBACK.match(host) else 'https'}://{host}"
    parts = urlsplit(text)
    host = (parts.hostname or "").encode("idna").decode().lower() if parts.hostname else ""
    if allow_http and host and parts.scheme in ("http", "https"):
        return f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port else "")
    if parts.scheme != "https" or parts.port is not None or parts.username or not _HOST.fullmatch(host):
        raise ValueError("not the address of a server")
    return f"https://{host}"


class MastodonSignIn(SignIn):
    """OAuth at a server that the customer names."""

    asks = (
        Asked(
            "server",
            "Your server",
            help="For example mastodon.social, or your whole handle: @you@mastodon.social",
        ),
    )
    needs_app = False
    registers = True

    def instance(self, typed: Mapping[str, str]) -> str:
        try:
            return instance_address(typed.get("server", ""), allow_http=self._policy.allow_http)
        except ValueError as wrong:
            raise Mistyped(
                "server", "That is not the address of a server. Type it like mastodon.social."
            ) from wrong

    def register(
        self, *, instance: str, site: Site, now: datetime, scopes: str = f"{SCOPES} {SEARCH_SCOPE}"
    ) -> App:
        """Makes this site known to a server. The name is cut to 60 characters, Mastodon's limit."""
        response = self._server(instance).ask(
            "POST",
            "/api/v1/apps",
            data={
                "client_name": site.name[:60],
                "redirect_uris": site.redirect_uri,
                "scopes": scopes,
                "website": site.website,
            },
            headers={"Accept": "application/json"},
        )
        if response.status != 200:
            said = answers.words_of(response)
            raise oauth.refusal(response.status, said, headers=response.headers, now=now)
        found = answers.json_of(response)
        found = found if isinstance(found, dict) else {}
        client_id = answers.text_of(found.get("client_id"))
        secret = answers.text_of(found.get("client_secret"))
        if not client_id or not secret:
            raise Forbidden("no_such_api")
        return App(client_id, secret)

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
        scopes: str = SCOPES,
    ) -> Away:
        assert app is not None  # registered before
        url = oauth.authorize_url(
            replace(ENDPOINTS, scopes=_wanted(scopes, site)),
            address=instance,
            app=app,
            redirect_uri=site.redirect_uri,
            state=state,
            verifier=verifier,
        )
        return Away(url, {"verifier": verifier})

    def finish(
        self,
        *,
        instance: str,
        kept: Mapping[str, str],
        params: Mapping[str, str],
        site: Site,
        app: App | None,
        now: datetime,
        scopes: str = SCOPES,
    ) -> Grant:
        assert app is not None  # registered before
        if not params.get("code"):
            raise NeedsReconnect("declined")
        tokens = oauth.exchange(
            replace(ENDPOINTS, scopes=_wanted(scopes, site)),
            server=self._server(instance),
            app=app,
            code=params["code"],
            redirect_uri=site.redirect_uri,
            verifier=kept["verifier"],
            now=now,
        )
        connector = MastodonConnector(
            instance=instance, secret=tokens.access, policy=self._policy, send=self._send
        )
        return Grant(instance, tokens.access, (connector.check(now=now),))

    def revoke(self, *, instance: str, secret: str, app: App | None, now: datetime) -> None:
        if app is not None:
            oauth.revoke(ENDPOINTS, server=self._server(instance), app=app, token=secret, now=now)

    def _server(self, instance: str) -> Server:
        return Server(instance, self._policy, self._send)


def _wanted(scopes: str, site: Site) -> str:
    """What this account is asked for; whoever names other scopes gets just those."""
    return f"{scopes} {SEARCH_SCOPE}" if site.searches and scopes == SCOPES else scopes
