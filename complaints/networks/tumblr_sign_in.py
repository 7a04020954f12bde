"""Connecting an account on Tumblr: the operator's app, OAuth 2 with a code, a refresh token; then the customer chooses
one of their blogs.

github.com/tumblr/docs, api.md, "OAuth2 Authorization". Nothing there ends a token: the person does that at
tumblr.com/settings/apps.
"""

from __future__ import annotations

from datetime import datetime

from complaints.networks import oauth
from complaints.networks.base import App, Forbidden
from complaints.networks.oauth_sign_in import OAuthSignIn
from complaints.networks.signing_in import Grant
from complaints.networks.tumblr import ADDRESS, ENDPOINTS, TumblrConnector


class TumblrSignIn(OAuthSignIn):
    """The customer agrees at tumblr.com."""

    address = ADDRESS
    endpoints = ENDPOINTS

    def grant(self, *, instance: str, tokens: oauth.Tokens, app: App, now: datetime) -> Grant:
        secret = tokens.as_secret()
        connector = TumblrConnector(
            instance=instance, secret=secret, policy=self._policy, app=app, send=self._send
        )
        blogs = connector.blogs(now=now)
        if not blogs:
            raise Forbidden("no_public_blog")
        return Grant(instance, secret, blogs)
