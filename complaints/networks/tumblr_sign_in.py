"""Connecting an account on Tumblr: the operator's app, OAuth 2 with a code, a refresh token; then the customer chooses
one of their blogs.

github.com/tumblr/docs, api.md, "OAuth2 Authorization". Nothing there ends a token: the person does that at
tumblr.com/settings/apps.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from complaints.networks import oauth
from complaints.networks.base import App, Forbidden, NeedsReconnect
from complaints.networks.calling import Server
from complaints.networks.signing_in import Away, Grant, SignIn, Site
from complaints.networks.tumblr import ADDRESS, ENDPOINTS, TumblrConnector


class TumblrSignIn(SignIn):
    """The customer agrees at tumblr.com. `address` is where the interface is, for tests."""

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
            server=Server(instance, self._policy, self._send),
            app=app,
            code=params["code"],
            redirect_uri=site.redirect_uri,
            verifier=kept["verifier"],
            now=now,
        )
        secret = tokens.as_secret()
        connector = TumblrConnector(
            instance=instance, secret=secret, policy=self._policy, app=app, send=self._send
        )
        blogs = connector.blogs(now=now)
        if not blogs:
            raise Forbidden("no_public_blog")
        return Grant(instance, secret, blogs)
