"""Connecting an account on X: the operator's app, OAuth 2 with a code and PKCE, a refresh token.

https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token. A code lives 30 seconds, an access token
two hours; `offline.access` brings the refresh token.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from complaints.networks import oauth
from complaints.networks.base import App, NeedsReconnect
from complaints.networks.calling import Server
from complaints.networks.signing_in import Away, Grant, SignIn, Site
from complaints.networks.x import ADDRESS, ENDPOINTS, XConnector


class XSignIn(SignIn):
    """The customer agrees at x.com. `address` is where the interface is, for tests."""

    address = ADDRESS

    def instance(self, typed: Mapping[str, str]) -> str:
        return self.address

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
    ) -> Away:
        assert app is not None  # needs_app
        url = oauth.authorize_url(
            ENDPOINTS,
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
    ) -> Grant:
        assert app is not None  # needs_app
        if not params.get("code"):
            raise NeedsReconnect("declined")
        tokens = oauth.exchange(
            ENDPOINTS,
            server=self._server(instance),
            app=app,
            code=params["code"],
            redirect_uri=site.redirect_uri,
            verifier=kept["verifier"],
            now=now,
        )
        secret = tokens.as_secret()
        connector = XConnector(
            instance=instance, secret=secret, policy=self._policy, app=app, send=self._send
        )
        return Grant(instance, secret, (connector.check(now=now),))

    def revoke(self, *, instance: str, secret: str, app: App | None, now: datetime) -> None:
        if app is None:
            return
        tokens = oauth.Tokens.from_secret(secret)
        for token in filter(None, (tokens.refresh, tokens.access)):
            oauth.revoke(ENDPOINTS, server=self._server(instance), app=app, token=token, now=now)

    def _server(self, instance: str) -> Server:
        return Server(instance, self._policy, self._send)
