"""Connecting an account on X: the operator's app, OAuth 2 with a code and PKCE, a refresh token.

https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token. A code lives 30 seconds, an access token
two hours; `offline.access` brings the refresh token.
"""

from __future__ import annotations

from datetime import datetime

from complaints.networks import oauth
from complaints.networks.base import App
from complaints.networks.oauth_sign_in import OAuthSignIn
from complaints.networks.signing_in import Grant
from complaints.networks.x import ADDRESS, ENDPOINTS, XConnector


class XSignIn(OAuthSignIn):
    """The customer agrees at x.com."""

    address = ADDRESS
    endpoints = ENDPOINTS

    def grant(self, *, instance: str, tokens: oauth.Tokens, app: App, now: datetime) -> Grant:
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
            oauth.revoke(ENDPOINTS, server=self.server(instance), app=app, token=token, now=now)
