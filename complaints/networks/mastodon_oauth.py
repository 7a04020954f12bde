"""Connecting a Mastodon account: this site registers itself with the server, the customer agrees there, a
token comes back.

The steps are OAuth 2 with a code (https://docs.joinmastodon.org/methods/oauth/). Tokens do not expire.
Registrations are limited to 5 in 10 minutes per address (Mastodon 4.6), so the app is kept per server and
asked for only once.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from complaints.networks import answers
from complaints.networks.base import Forbidden, NeedsReconnect, NetworkError, RateLimited, Rejected, Retryable
from config.doors import http

# The least that posting, finding our post and reading replies need. Takahe knows only the coarse ones.
SCOPES = "read:accounts read:statuses read:notifications write:statuses"
COARSE_SCOPES = "read write"

_HOST = re.compile(r"(?=.{1,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")

Send = Callable[..., http.Response]


@dataclass(frozen=True, slots=True)
class App:
    """This site as a server knows it. The secret belongs into the vault."""

    client_id: str
    client_secret: str = field(repr=False)


def instance_address(typed: str, *, allow_http: bool = False) -> str:
    """`https://host` from what people type: a host, an address, or a handle. Raises `ValueError`.

    With `allow_http` (development) an address that says http, a port or a bare IP number is taken as it is.
    """
    text = typed.strip()
    if "://" not in text:
        text = f"https://{text.rsplit('@', 1)[-1]}"
    parts = urlsplit(text)
    host = (parts.hostname or "").encode("idna").decode().lower() if parts.hostname else ""
    if allow_http and host and parts.scheme in ("http", "https"):
        return f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port else "")
    if parts.scheme != "https" or parts.port is not None or parts.username or not _HOST.fullmatch(host):
        raise ValueError("not the address of a server")
    return f"https://{host}"


def register(
    *,
    instance: str,
    name: str,
    website: str,
    redirect_uri: str,
    policy: http.Policy,
    now: datetime,
    scopes: str = SCOPES,
    send: Send = http.request,
) -> App:
    """Makes this site known to a server. The name is cut to 60 characters, Mastodon's limit."""
    found = _posted(
        f"{instance}/api/v1/apps",
        {"client_name": name[:60], "redirect_uris": redirect_uri, "scopes": scopes, "website": website},
        policy=policy,
        now=now,
        send=send,
    )
    client_id, secret = answers.text_of(found.get("client_id")), answers.text_of(found.get("client_secret"))
    if not client_id or not secret:
        raise Forbidden("no_such_api")
    return App(client_id, secret)


def challenge_for(verifier: str) -> str:
    """The S256 challenge of a PKCE verifier (RFC 7636, 43 to 128 unreserved characters)."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def authorize_url(
    *, instance: str, app: App, redirect_uri: str, state: str, verifier: str, scopes: str = SCOPES
) -> str:
    """Where the customer agrees. Servers before Mastodon 4.3 ignore the challenge."""
    query = {
        "response_type": "code",
        "client_id": app.client_id,
        "redirect_uri": redirect_uri,
        "scope": scopes,
        "state": state,
        "code_challenge": challenge_for(verifier),
        "code_challenge_method": "S256",
    }
    return f"{instance}/oauth/authorize?{urlencode(query)}"


def exchange(
    *,
    instance: str,
    app: App,
    code: str,
    redirect_uri: str,
    verifier: str,
    policy: http.Policy,
    now: datetime,
    scopes: str = SCOPES,
    send: Send = http.request,
) -> str:
    """The token for a code. Raises `NeedsReconnect` when the code is wrong or used: begin again."""
    try:
        found = _posted(
            f"{instance}/oauth/token",
            {
                "grant_type": "authorization_code",
                "client_id": app.client_id,
                "client_secret": app.client_secret,
                "redirect_uri": redirect_uri,
                "code": code,
                "code_verifier": verifier,
                "scope": scopes,
            },
            policy=policy,
            now=now,
            send=send,
        )
    except Rejected as refused:
        raise NeedsReconnect("code_refused", status=refused.status, detail=refused.detail) from refused
    token = answers.text_of(found.get("access_token"), max_length=2_000)
    if not token:
        raise NeedsReconnect("code_refused")
    return token


def revoke(
    *, instance: str, app: App, token: str, policy: http.Policy, now: datetime, send: Send = http.request
) -> None:
    """Ends a token, when the customer disconnects. One that is already ended is fine."""
    try:
        _posted(
            f"{instance}/oauth/revoke",
            {"client_id": app.client_id, "client_secret": app.client_secret, "token": token},
            policy=policy,
            now=now,
            send=send,
        )
    except (NeedsReconnect, Rejected):
        return  # the server does not know it any more


def _posted(
    url: str, data: Mapping[str, str], *, policy: http.Policy, now: datetime, send: Send
) -> Mapping[str, Any]:
    try:
        response = send("POST", url, policy=policy, data=data, headers={"Accept": "application/json"})
    except http.Refused as refused:
        raise Forbidden("address_refused") from refused
    except http.Unreachable as failed:
        raise Retryable("unreachable") from failed
    except http.NoAnswer as lost:
        raise Retryable("no_answer") from lost
    parsed = answers.json_of(response)
    if response.status == 200:
        return parsed if isinstance(parsed, dict) else {}
    raise _refusal(response, now=now)


def _refusal(response: http.Response, *, now: datetime) -> NetworkError:
    status, said = response.status, answers.words_of(response)
    if status == 429:
        return RateLimited(
            "rate_limited", status=status, retry_at=answers.retry_time(response.headers, now=now)
        )
    if status in (400, 422):
        return Rejected("invalid", status=status, detail=said)
    if status == 401:
        return NeedsReconnect("client_refused", status=status, detail=said)
    if 300 <= status < 500:
        return Forbidden("no_such_api" if status in (404, 410) else "refused", status=status, detail=said)
    return Retryable("server_error", status=status)
