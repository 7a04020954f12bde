"""Connecting an account on Threads: the operator's app (the *Threads* app id and secret), OAuth 2 with a code; the token
that comes lives an hour and is changed at once for one of 60 days.

https://developers.facebook.com/documentation/threads/get-started/get-access-tokens-and-permissions and
.../long-lived-tokens. Nothing there ends a token: the person does that in the settings of Threads.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from complaints.networks import oauth
from complaints.networks.base import App
from complaints.networks.oauth_sign_in import OAuthSignIn
from complaints.networks.signing_in import Grant
from complaints.networks.threads import ADDRESS, ENDPOINTS, ThreadsConnector, lived_longer


class ThreadsSignIn(OAuthSignIn):
    """The customer agrees at threads.com."""

    address = ADDRESS
    endpoints = ENDPOINTS

    def grant(self, *, instance: str, tokens: oauth.Tokens, app: App, now: datetime) -> Grant:
        longer = lived_longer(self.server(instance), "access_token", tokens.access, now=now, app=app)
        secret = longer.as_secret()
        connector = ThreadsConnector(
            instance=instance, secret=secret, policy=self._policy, app=app, send=self._send
        )
        return Grant(instance, secret, (connector.check(now=now),))

    def code_of(self, params: Mapping[str, str]) -> str:
        """ "#_" is added to the address, and is not part of the code."""
        return super().code_of(params).removesuffix("#_")
