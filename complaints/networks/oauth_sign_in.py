"""Connecting an account where everybody's is at one address: the operator's app, OAuth 2 with a code and PKCE."""

from __future__ import annotations

import abc
from collections.abc import Mapping
from datetime import datetime

from complaints.networks import oauth
from complaints.networks.base import App, NeedsReconnect
from complaints.networks.calling import Server
from complaints.networks.signing_in import Away, Grant, SignIn, Site


class OAuthSignIn(SignIn):
    """The customer agrees at the network's own page. `address` is where the interface is; tests set another."""

    address: str
    endpoints: oauth.Endpoints

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
            self.endpoints,
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
        code = self.code_of(params)
        if not code:
            raise NeedsReconnect("declined")
        tokens = oauth.exchange(
            self.endpoints,
            server=self.server(instance),
            app=app,
            code=code,
            redirect_uri=site.redirect_uri,
            verifier=kept["verifier"],
            now=now,
        )
        return self.grant(instance=instance, tokens=tokens, app=app, now=now)

    @abc.abstractmethod
    def grant(self, *, instance: str, tokens: oauth.Tokens, app: App, now: datetime) -> Grant:
        """The secret to keep, and the accounts that these tokens speak for."""

    def code_of(self, params: Mapping[str, str]) -> str:
        """The code that came back with the customer; "" when they said no."""
        return params.get("code", "")

    def server(self, instance: str) -> Server:
        return Server(instance, self._policy, self._send)
