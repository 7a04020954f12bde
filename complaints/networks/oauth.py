"""OAuth 2 with a code and PKCE (RFC 6749, RFC 7636), as the networks that speak it share it.

What differs from network to network (addresses, scopes, how the client says who it is) is an `Endpoints` value.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from complaints.networks import answers
from complaints.networks.base import (
    App,
    Forbidden,
    NeedsReconnect,
    NetworkError,
    RateLimited,
    Rejected,
    Retryable,
)
from complaints.networks.calling import Server


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where a network's OAuth lives. Paths below the address of `Server`, or whole addresses.

    `basic` says that the client names itself by HTTP Basic instead of in the form (X, confidential clients). `plain` is
    for networks whose documents name neither PKCE nor a scope beside the code (Tumblr, Threads): they get only what they
    ask for, and `between` is what they put between scopes (Threads: a comma).
    """

    authorize: str
    token: str
    revoke: str = ""
    scopes: str = ""
    basic: bool = False
    plain: bool = False
    between: str = " "


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a network gave. `expires_at` is None for tokens that do not expire."""

    access: str = field(repr=False)
    refresh: str = field(default="", repr=False)
    expires_at: datetime | None = None

    def as_secret(self) -> str:
        """The text for the vault."""
        return json.dumps(
            {
                "access": self.access,
                "refresh": self.refresh,
                "expires_at": self.expires_at.isoformat() if self.expires_at else None,
            }
        )

    @classmethod
    def from_secret(cls, secret: str) -> Tokens:
        """What `as_secret` gave; any other text is an access token that does not expire."""
        try:
            kept = json.loads(secret)
        except ValueError:
            return cls(secret)
        if not isinstance(kept, dict) or not isinstance(kept.get("access"), str):
            return cls(secret)
        return cls(kept["access"], str(kept.get("refresh") or ""), answers.time_of(kept.get("expires_at")))


def challenge_for(verifier: str) -> str:
    """The S256 challenge of a PKCE verifier (RFC 7636, 43 to 128 unreserved characters)."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def authorize_url(
    endpoints: Endpoints,
    *,
    address: str,
    app: App,
    redirect_uri: str,
    state: str,
    verifier: str,
    more: Mapping[str, str] | None = None,
) -> str:
    """Where the customer agrees. Servers that know no PKCE ignore the challenge."""
    query = {
        "response_type": "code",
        "client_id": app.client_id,
        "redirect_uri": redirect_uri,
        "scope": endpoints.scopes.replace(" ", endpoints.between),
        "state": state,
    }
    if not endpoints.plain:
        query |= {"code_challenge": challenge_for(verifier), "code_challenge_method": "S256"}
    query |= more or {}
    where = endpoints.authorize if "://" in endpoints.authorize else f"{address}{endpoints.authorize}"
    return f"{where}?{urlencode(query)}"


def exchange(
    endpoints: Endpoints,
    *,
    server: Server,
    app: App,
    code: str,
    redirect_uri: str,
    verifier: str,
    now: datetime,
) -> Tokens:
    """The tokens for a code. Raises `NeedsReconnect` when the code is wrong or used: begin again."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
    }
    if not endpoints.basic:
        form |= {"client_id": app.client_id, "client_secret": app.client_secret}
    if not endpoints.plain:
        form["code_verifier"] = verifier
        if endpoints.scopes:
            form["scope"] = endpoints.scopes
    return _tokens(endpoints, form, server=server, app=app, now=now, refused="code_refused")


def refreshed(endpoints: Endpoints, *, server: Server, app: App, tokens: Tokens, now: datetime) -> Tokens:
    """New tokens for the refresh token. Raises `NeedsReconnect` when there is none, or it is used or revoked.

    A lost answer is `Retryable`: if the network has rotated the token meanwhile, the next try asks to reconnect.
    """
    if not tokens.refresh:
        raise NeedsReconnect("token_expired")
    form = {"grant_type": "refresh_token", "refresh_token": tokens.refresh}
    form |= {"client_id": app.client_id}
    if not endpoints.basic:
        form |= {"client_secret": app.client_secret}
    found = _tokens(endpoints, form, server=server, app=app, now=now, refused="token_refused")
    return found if found.refresh else Tokens(found.access, tokens.refresh, found.expires_at)


def revoke(endpoints: Endpoints, *, server: Server, app: App, token: str, now: datetime) -> None:
    """Ends a token, when somebody disconnects. One that is already ended is fine."""
    if not endpoints.revoke:
        return
    form = {"token": token, "client_id": app.client_id}
    if not endpoints.basic:
        form |= {"client_secret": app.client_secret}
    try:
        _posted(endpoints.revoke, form, basic=endpoints.basic, server=server, app=app, now=now)
    except (NeedsReconnect, Rejected):
        return  # the server does not know it any more


def _tokens(
    endpoints: Endpoints, form: Mapping[str, str], *, server: Server, app: App, now: datetime, refused: str
) -> Tokens:
    try:
        found = _posted(endpoints.token, form, basic=endpoints.basic, server=server, app=app, now=now)
    except Rejected as rejected:
        raise NeedsReconnect(refused, status=rejected.status, detail=rejected.detail) from rejected
    access = answers.text_of(found.get("access_token"), max_length=4_000)
    if not access:
        raise NeedsReconnect(refused)
    seconds = answers.whole_number(found.get("expires_in"), least=1, most=10**9)
    return Tokens(
        access,
        answers.text_of(found.get("refresh_token"), max_length=4_000),
        now + timedelta(seconds=seconds) if seconds else None,
    )


def _posted(
    path: str, form: Mapping[str, str], *, server: Server, app: App, now: datetime, basic: bool = False
) -> Mapping[str, Any]:
    headers = {"Accept": "application/json"}
    if basic:
        word = base64.b64encode(f"{app.client_id}:{app.client_secret}".encode()).decode()
        headers["Authorization"] = f"Basic {word}"
    response = server.ask("POST", path, data=form, headers=headers)
    parsed = answers.json_of(response)
    if response.status == 200:
        return parsed if isinstance(parsed, dict) else {}
    raise refusal(response.status, answers.words_of(response), headers=response.headers, now=now)


def refusal(status: int, said: str, *, headers: Mapping[str, str], now: datetime) -> NetworkError:
    """The error for a refused step of a grant, where 404 means that there is no such interface."""
    if status == 429:
        return RateLimited("rate_limited", status=status, retry_at=answers.retry_time(headers, now=now))
    if status in (400, 422):
        return Rejected("invalid", status=status, detail=said)
    if status == 401:
        return NeedsReconnect("client_refused", status=status, detail=said)
    if 300 <= status < 500:
        return Forbidden("no_such_api" if status in (404, 410) else "refused", status=status, detail=said)
    return Retryable("server_error", status=status)
