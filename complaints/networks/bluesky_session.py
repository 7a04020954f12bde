"""Sessions with a Bluesky server (com.atproto.server.*), and what its errors mean.

Every error is `{"error": NAME, "message": TEXT}` and is judged by its name: an expired token is a 400. Seen on the
reference server (@atproto/pds 0.4), which answers for bsky.social as well.

Logging in is limited to 30 times in 5 minutes and 300 a day for an account (https://docs.bsky.app/docs/advanced-guides/rate-limits),
so a session is kept and renewed: its access token lasts 2 hours, its refresh token 90 days.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from complaints.networks import answers
from complaints.networks.base import (
    Forbidden,
    Gone,
    NeedsReconnect,
    NetworkError,
    RateLimited,
    Rejected,
    Retryable,
    Unsupported,
)
from complaints.networks.calling import USUAL, ErrorKind, Server, error_for, inside, objects
from config.doors import http

XRPC = "/xrpc/"
LONGEST_WAIT = timedelta(days=1)  # the longest window of the limits on writing
WHOLE_ACCOUNT = "com.atproto.access"  # the scope of a session that was opened with the main password

# The access token does not serve any more; a new one may.
STALE = frozenset({"ExpiredToken", "InvalidToken", "AuthMissing", "AuthenticationRequired"})

_DISABLED: ErrorKind = (Forbidden, "account_disabled")
_NAMES: Mapping[str, ErrorKind] = {
    **dict.fromkeys(STALE, (NeedsReconnect, "token_refused")),
    **dict.fromkeys(
        (
            "AccountTakedown",
            "AccountSuspended",
            "AccountDeactivated",
            "RepoTakendown",
            "RepoSuspended",
            "RepoDeactivated",
        ),
        _DISABLED,
    ),
    "RepoNotFound": (NeedsReconnect, "account_gone"),
    "RecordNotFound": (Gone, "not_found"),
    "NotFound": (Gone, "not_found"),
    "InvalidSwap": (Retryable, "changed_meanwhile"),
    "BlobNotFound": (Retryable, "picture_lost"),
    "PayloadTooLarge": (Rejected, "too_long"),
    "MethodNotImplemented": (Unsupported, "no_such_method"),
}
# A record that is not there is a 400; whatever answers 404 does not speak this protocol.
_STATUSES: Mapping[int, ErrorKind] = {
    **USUAL,
    **dict.fromkeys((404, 405, 410), (Forbidden, "no_such_api")),
}


@dataclass(frozen=True, slots=True)
class Session:
    """What is kept for an account: who it is, the app password, the tokens, and the server that holds its records ("":
    the one that was logged in at).
    """

    identifier: str
    password: str = field(default="", repr=False)
    access: str = field(default="", repr=False)
    refresh: str = field(default="", repr=False)
    handle: str = ""
    pds: str = ""

    def as_secret(self) -> str:
        """The text for the vault."""
        names = ("identifier", "password", "access", "refresh", "handle", "pds")
        return json.dumps({name: getattr(self, name) for name in names})

    @classmethod
    def from_secret(cls, secret: str) -> Session:
        """What `as_secret` gave; the tokens may be missing. Any other text is a session that opens nothing."""
        try:
            kept = json.loads(secret)
        except (ValueError, RecursionError):
            kept = None
        if not isinstance(kept, dict):
            return cls("")
        names = ("identifier", "password", "access", "refresh", "handle", "pds")
        return cls(**{name: str(kept.get(name) or "") for name in names})

    @property
    def did(self) -> str:
        """The id of the account, "" until the first log-in."""
        return self.identifier if self.identifier.startswith("did:") else ""

    @property
    def scope(self) -> str:
        """What the access token says that it is good for, "" when it does not say."""
        try:
            payload = self.access.split(".")[1]
            said = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        except (ValueError, IndexError, RecursionError):
            return ""
        return answers.text_of(inside(said, "scope"))


def log_in(identifier: str, password: str, *, server: Server, now: datetime) -> Session:
    """A new session. Raises `NeedsReconnect` when the password is wrong or revoked, or is a main password that needs a
    code as well (`main_password`).
    """
    response = server.ask(
        "POST",
        f"{XRPC}com.atproto.server.createSession",
        json={"identifier": identifier, "password": password},
        headers={"Accept": "application/json"},
    )
    if name_of(response) == "AuthFactorTokenRequired":
        raise NeedsReconnect("main_password", status=response.status)
    return _opened(response, Session(identifier, password), now=now)


def refreshed(session: Session, *, server: Server, now: datetime) -> Session | None:
    """The session with new tokens, None when its refresh token has expired or was revoked.

    A used refresh token works for two hours more, so that a lost answer does no harm.
    """
    if not session.refresh:
        return None
    response = server.ask(
        "POST",
        f"{XRPC}com.atproto.server.refreshSession",
        headers={"Authorization": f"Bearer {session.refresh}", "Accept": "application/json"},
    )
    if name_of(response) in STALE:
        return None
    return _opened(response, session, now=now)


def end(session: Session, *, server: Server, now: datetime) -> None:
    """Ends a session; one that has ended is fine. Its access token goes on working until it expires."""
    if not session.refresh:
        return
    response = server.ask(
        "POST",
        f"{XRPC}com.atproto.server.deleteSession",
        headers={"Authorization": f"Bearer {session.refresh}", "Accept": "application/json"},
    )
    if response.status != 200 and name_of(response) not in STALE:
        raise error_of(response, now=now)


def _opened(response: http.Response, session: Session, *, now: datetime) -> Session:
    if response.status != 200:
        raise error_of(response, now=now)
    found = answers.json_of(response)
    did = answers.text_of(inside(found, "did"))
    access = answers.text_of(inside(found, "accessJwt"), max_length=8_000)
    if not did.startswith("did:") or not access:
        raise Forbidden("no_such_api", status=response.status)
    return replace(
        session,
        identifier=did,  # a handle may change
        access=access,
        refresh=answers.text_of(inside(found, "refreshJwt"), max_length=8_000),
        handle=answers.text_of(inside(found, "handle"), max_length=253),
        pds=_pds_in(inside(found, "didDoc")) or session.pds,
    )


def _pds_in(document: Any) -> str:
    """The server that holds the account's records (https://atproto.com/specs/did), "" when the document names none."""
    for service in objects(inside(document, "service")):
        if str(service.get("id", "")).endswith("#atproto_pds"):
            address = answers.web_address(service.get("serviceEndpoint"))
            parts = urlsplit(address)
            if address and parts.path in ("", "/") and not parts.query and not parts.fragment:
                return address.rstrip("/")
    return ""


def name_of(response: http.Response) -> str:
    """The name of the error, "" for an answer that is none."""
    if response.status < 400:
        return ""
    return answers.text_of(inside(answers.json_of(response), "error"))


def error_of(response: http.Response, *, now: datetime) -> NetworkError:
    """The error for an answer that is not what was asked for."""
    name, status = name_of(response), response.status
    if status == 429 or name == "RateLimitExceeded":
        retry_at = answers.retry_time(response.headers, now=now, longest=LONGEST_WAIT)
        return RateLimited("rate_limited", status=status, retry_at=retry_at)
    if name in _NAMES:
        kind, code = _NAMES[name]
        return kind(code, status=status, detail=said_in(response))
    error = error_for(response, now=now, meanings=_STATUSES)
    error.detail = error.detail and said_in(response)
    return error


def said_in(response: http.Response) -> str:
    """The server's own words, after the name of the error."""
    said = inside(answers.json_of(response), "message")
    if not isinstance(said, str):
        return answers.words_of(response)
    return answers.text_of(f"{name_of(response)}: {said}")
