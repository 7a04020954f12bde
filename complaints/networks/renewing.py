"""The tokens of one account in use: renewed before they run out, and once more when a network refuses them.

What a network wants for new ones is its own affair: `exchange` gives the new secret for the old one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from complaints.networks.base import Renew, Retryable
from complaints.networks.oauth import Tokens
from config.doors import http


class Renewing:
    """The secret that a connector was built with, kept fresh by its `renew`."""

    def __init__(
        self,
        secret: str,
        *,
        renew: Renew,
        exchange: Callable[[Tokens, datetime], Tokens],
        before: timedelta,
        can_renew: Callable[[Tokens, datetime], bool],
    ) -> None:
        self._secret = secret
        self._renew = renew
        self._exchange = exchange
        self._before = before
        self._can_renew = can_renew

    def sent(
        self,
        send: Callable[[str], http.Response],
        *,
        is_refused: Callable[[http.Response], bool],
        now: datetime,
    ) -> http.Response:
        """The answer to a request that is sent with the access token. What was refused for its token was not
        carried out, so it is sent again with a new one.

        Raises what `exchange` raises; while the old token still lives, passing trouble with renewing is no reason not
        to use it.
        """
        tokens = self.tokens
        is_due = tokens.expires_at is not None and now >= tokens.expires_at - self._before
        if is_due and self._can_renew(tokens, now):
            is_alive = tokens.expires_at is not None and now < tokens.expires_at
            try:
                self._get_new_ones(now)
            except Retryable:
                if not is_alive:
                    raise
            return send(self.tokens.access)
        response = send(tokens.access)
        if not is_refused(response) or not self._can_renew(tokens, now):
            return response
        self._get_new_ones(now)
        return send(self.tokens.access)

    @property
    def tokens(self) -> Tokens:
        return Tokens.from_secret(self._secret)

    def _get_new_ones(self, now: datetime) -> None:
        def exchanged(old: str) -> str:
            return self._exchange(Tokens.from_secret(old), now).as_secret()

        self._secret = self._renew(self._secret, exchanged)
