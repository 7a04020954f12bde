"""Connecting a Bluesky account by an app password, which its owner makes over there for us and can take back there.

An app password has the form xxxx-xxxx-xxxx-xxxx and opens no settings of the account; the main password opens all, so
one is neither asked for nor kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from complaints.networks import bluesky_posts, bluesky_session
from complaints.networks.base import App, NeedsReconnect
from complaints.networks.bluesky import BlueskyConnector
from complaints.networks.bluesky_session import WHOLE_ACCOUNT, Session
from complaints.networks.calling import Server
from complaints.networks.mastodon_oauth import instance_address
from complaints.networks.signing_in import Asked, Grant, Mistyped, SignIn, Site

USUAL_SERVER = "bsky.social"

_APP_PASSWORD = re.compile(r"[a-z0-9]{4}(-[a-z0-9]{4}){3}")
# Copied handles bring marks for the direction of writing along.
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_WHERE = "In Bluesky, make one under Settings, Privacy and security, App passwords."


class BlueskySignIn(SignIn):
    """A handle and an app password, tried at once."""

    asks = (
        Asked("handle", "Your handle", help="For example you.bsky.social"),
        Asked(
            "password",
            "App password",
            help=f"It looks like abcd-efgh-ijkl-mnop. {_WHERE} You can delete it there at any time. Never type your main "
            "password here.",
            is_secret=True,
        ),
        Asked(
            "server",
            "Your server",
            help="Leave it as it is, unless your account is on a server of its own.",
            initial=USUAL_SERVER,
        ),
    )
    needs_app = False
    goes_away = False

    def instance(self, typed: Mapping[str, str]) -> str:
        try:
            found = instance_address(
                typed.get("server", "").strip() or USUAL_SERVER, allow_http=self._policy.allow_http
            )
        except ValueError as wrong:
            raise Mistyped(
                "server", "That is not the address of a server. Most accounts are on bsky.social."
            ) from wrong
        # Where people read; accounts are elsewhere.
        return f"https://{USUAL_SERVER}" if found in ("https://bsky.app", "https://www.bsky.app") else found

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
    ) -> Grant:
        handle = _handle(typed.get("handle", ""))
        password = _app_password(typed.get("password", ""))
        server = Server(instance, self._policy, self._send)
        try:
            session = bluesky_session.log_in(handle, password, server=server, now=now)
        except NeedsReconnect as refused:
            if refused.code == "main_password":
                raise _main_password() from refused
            raise Mistyped(
                "password",
                "The server does not know this handle with this app password. Check both and the server, or make a new "
                "app password.",
            ) from refused
        if session.scope == WHOLE_ACCOUNT:
            bluesky_session.end(session, server=server, now=now)
            raise _main_password()
        connector = BlueskyConnector(
            instance=instance, secret=session.as_secret(), policy=self._policy, send=self._send
        )
        return Grant(instance, session.as_secret(), (connector.check(now=now),))

    def revoke(self, *, instance: str, secret: str, app: App | None, now: datetime) -> None:
        """Ends the session. The app password itself can only be deleted by its owner."""
        server = Server(instance, self._policy, self._send)
        bluesky_session.end(Session.from_secret(secret), server=server, now=now)


def _handle(typed: str) -> str:
    """The handle in what people type or copy: with an at sign, from the address of their page, a DID as well."""
    text = _INVISIBLE.sub("", typed)
    text = re.sub(r"^https?://bsky\.app/profile/", "", text).strip("/").removeprefix("@")
    if re.fullmatch(r"did:[a-z]+:[A-Za-z0-9._:%-]{1,200}", text):
        return text
    if not bluesky_posts.is_handle(text):
        raise Mistyped("handle", "Type your whole handle, like you.bsky.social.")
    return text.lower()


def _app_password(typed: str) -> str:
    text = _INVISIBLE.sub("", typed).lower()
    if not _APP_PASSWORD.fullmatch(text):
        raise Mistyped(
            "password", f"That is not an app password, which looks like abcd-efgh-ijkl-mnop. {_WHERE}"
        )
    return text


def _main_password() -> Mistyped:
    return Mistyped("password", f"That is your main password. It was not kept; never type it here. {_WHERE}")
