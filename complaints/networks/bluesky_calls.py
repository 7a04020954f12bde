"""Requests in the name of one account of a Bluesky server, whose session is renewed when it must be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from complaints.networks import answers, bluesky_session
from complaints.networks.base import NeedsReconnect, Renew, Unsupported
from complaints.networks.bluesky_session import STALE, XRPC, Session, name_of
from complaints.networks.calling import Send, Server
from config.doors import http

Params = Mapping[str, str] | Sequence[tuple[str, str]]


class Calls:
    """`instance` is the server that is logged in at, and renews sessions; records may lie on another one."""

    def __init__(
        self,
        *,
        instance: str,
        secret: str,
        policy: http.Policy,
        renew: Renew,
        send: Send,
        timeout: http.Timeout,
    ) -> None:
        self.session = Session.from_secret(secret)
        self._secret = secret
        self._door = Server(instance, policy, send, timeout)
        self._renew = renew
        self._is_refused = False

    def call(
        self,
        verb: str,
        method: str,
        *,
        now: datetime,
        is_told: bool = False,
        headers: Mapping[str, str] | None = None,
        **rest: Any,
    ) -> http.Response:
        """Any complete answer but that the session has expired: then it is renewed, once. A request that was refused for
        that was not carried out. `is_told` marks what must be carried out once (`Server.tell`).
        """
        response = None
        for is_renewed in (False, True):
            if is_renewed:
                self._open_again(now=now)
            if not self.session.access:
                continue
            server = Server(
                self.session.pds or self._door.address, self._door.policy, self._door.send, self._door.timeout
            )
            response = (server.tell if is_told else server.ask)(
                verb,
                f"{XRPC}{method}",
                headers={
                    "Authorization": f"Bearer {self.session.access}",
                    "Accept": "application/json",
                    **(headers or {}),
                },
                **rest,
            )
            if name_of(response) not in STALE:
                return response
        if response is None:
            raise NeedsReconnect("token_refused")
        raise bluesky_session.error_of(response, now=now)

    def found(self, method: str, params: Params | None = None, *, now: datetime) -> dict[str, Any]:
        """The object that a query answers with. Raises the errors of `complaints.networks.base`."""
        return self.object_in(self.call("GET", method, params=params, now=now), now=now)

    def object_in(self, response: http.Response, *, now: datetime) -> dict[str, Any]:
        """The object in an answer. Raises what its error means."""
        if response.status == 200 and isinstance(parsed := answers.json_of(response), dict):
            return parsed
        # A server of one's own may know nothing of the rest of the network.
        if "No service configured" in bluesky_session.said_in(response):
            raise Unsupported("no_view", status=response.status)
        raise bluesky_session.error_of(response, now=now)

    def _open_again(self, *, now: datetime) -> None:
        """New tokens, by the refresh token or else the app password. What was refused is not tried again: the limits on
        logging in are narrow.
        """
        if self._is_refused:
            raise NeedsReconnect("token_refused")
        try:
            self._secret = self._renew(self._secret, partial(self._exchanged, now=now))
        except NeedsReconnect:
            self._is_refused = True
            raise
        self.session = Session.from_secret(self._secret)

    def _exchanged(self, secret: str, *, now: datetime) -> str:
        session = Session.from_secret(secret)
        fresh = bluesky_session.refreshed(session, server=self._door, now=now)
        if fresh is None:
            if not session.identifier or not session.password:
                raise NeedsReconnect("token_expired")
            fresh = bluesky_session.log_in(session.identifier, session.password, server=self._door, now=now)
        return fresh.as_secret()
