"""Connecting an account on Threads: the operator's app (the *Threads* app id and secret), OAuth 2 with a code; the token
that comes lives an hour and is changed at once for one of 60 days.

https://developers.facebook.com/documentation/threads/get-started/get-access-tokens-and-permissions and
.../long-lived-tokens. Nothing there ends a token: the person does that in the settings of Threads.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from complaints.networks import oauth
from complaints.networks.base import App, NeedsReconnect
from complaints.networks.calling import Server
from complaints.networks.signing_in import Away, Grant, SignIn, Site
from complaints.networks.threads import ADDRESS, ENDPOINTS, ThreadsConnector, lived_longer


class ThreadsSignIn(SignIn):
    """The customer agrees at threads.com. `address` is where the interface is, for tests."""

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
        code = params.get("code", "").removesuffix(
            "#_"
        )  # "#_" is added to the address, and is not part of the code
        if not code:
            raise NeedsReconnect("declined")
        server = Server(instance, self._policy, self._send)
        short = oauth.exchange(
            ENDPOINTS,
            server=server,
            app=app,
            code=code,
            redirect_uri=site.redirect_uri,
            verifier=kept["verifier"],
            now=now,
        )
        secret = lived_longer(server, "access_token", short.access, now=now, app=app).as_secret()
        connector = ThreadsConnector(
            instance=instance, secret=secret, policy=self._policy, app=app, send=self._send
        )
        return Grant(instance, secret, (connector.check(now=now),))
