"""Requests to one server, and what their failures mean.

Two ways to speak: `ask` for what may be repeated safely, so that a lost answer is passing trouble, and `tell` for what
must happen once, so that a lost answer is `Uncertain`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from complaints.networks import answers
from complaints.networks.base import (
    Forbidden,
    Gone,
    NeedsReconnect,
    NetworkError,
    RateLimited,
    Rejected,
    Retryable,
    Uncertain,
)
from config.doors import http

Send = Callable[..., http.Response]
ErrorKind = tuple[type[NetworkError], str]

PAGE_BYTES = 4_000_000

USUAL: Mapping[int, ErrorKind] = MappingProxyType(
    {
        400: (Rejected, "invalid"),
        401: (NeedsReconnect, "token_refused"),
        403: (Forbidden, "not_allowed"),  # missing scopes, or the account is disabled
        404: (Gone, "not_found"),
        406: (Rejected, "invalid"),
        408: (Retryable, "server_error"),
        410: (Gone, "not_found"),
        413: (Rejected, "too_long"),
        422: (Rejected, "invalid"),
        425: (Retryable, "server_error"),
        # Redirects are not followed: the server has another address now.
        301: (NeedsReconnect, "moved"),
        308: (NeedsReconnect, "moved"),
    }
)
"""What a status means when a network has nothing of its own to say about it."""


@dataclass(frozen=True, slots=True)
class Server:
    """One server: its address without a slash at the end, what this installation allows, and the HTTP door."""

    address: str
    policy: http.Policy
    send: Send = field(default=http.request, repr=False)
    timeout: http.Timeout = http.DEFAULT_TIMEOUT

    def ask(self, method: str, path: str, **rest: Any) -> http.Response:
        """A request that may be repeated: a lost answer is `Retryable`. Any complete answer is returned."""
        try:
            return self._sent(method, path, **rest)
        except http.NoAnswer as lost:
            raise Retryable("no_answer") from lost

    def tell(self, method: str, path: str, **rest: Any) -> http.Response:
        """A request that must be carried out once: a lost answer is `Uncertain`. Any complete answer is returned."""
        try:
            return self._sent(method, path, **rest)
        except http.NoAnswer as lost:
            raise Uncertain("answer_lost") from lost

    def _sent(self, method: str, path: str, **rest: Any) -> http.Response:
        try:
            return self.send(
                method,
                path if "://" in path else f"{self.address}{path}",
                policy=self.policy,
                timeout=self.timeout,
                **{"max_bytes": PAGE_BYTES, **rest},
            )
        except http.Refused as refused:
            raise Forbidden("address_refused") from refused
        except http.Unreachable as failed:
            raise Retryable("unreachable") from failed


def error_for(
    response: http.Response,
    *,
    now: datetime,
    meanings: Mapping[int, ErrorKind] = USUAL,
    longest_wait: timedelta = answers.LONGEST_WAIT,
) -> NetworkError:
    """The error for an answer that is not what was asked for, by its status alone."""
    status = response.status
    if status == 429:
        retry_at = answers.retry_time(response.headers, now=now, longest=longest_wait)
        return RateLimited("rate_limited", status=status, retry_at=retry_at)
    if status in meanings:
        kind, code = meanings[status]
        return kind(code, status=status, detail=answers.words_of(response))
    if 400 <= status < 500:
        return Forbidden("refused", status=status, detail=answers.words_of(response))
    # 5xx, a passing redirect to a page of excuses, or a 200 whose body is cut off.
    code = "server_error" if status >= 500 else "redirected" if status >= 300 else "unreadable_answer"
    return Retryable(code, status=status, retry_at=answers.said_retry_time(response.headers, now=now))


def uncertain_for(response: http.Response, *, now: datetime) -> Uncertain | None:
    """For the answer to a post: whether it may stand although no id came back (5xx, a cut off 2xx)."""
    if response.status >= 500:
        retry_at = answers.said_retry_time(response.headers, now=now)
        return Uncertain("server_error", status=response.status, retry_at=retry_at)
    if 200 <= response.status < 300:
        return Uncertain("unreadable_answer", status=response.status)
    return None


PICTURE_PATIENCE = timedelta(minutes=10)


def wait_for_picture(response: http.Response, *, first_tried_at: datetime | None, now: datetime) -> None:
    """For the answer to an upload that brought no picture, before anything was posted.

    Raises `Retryable` (`picture_not_taken`) while it may still come: the server failed, or works on it (202, 206). After
    a while, and when it was refused, the words leave without it: they matter more.
    """
    may_come = response.status >= 500 or response.status in (202, 206)
    if may_come and (first_tried_at is None or now - first_tried_at < PICTURE_PATIENCE):
        raise Retryable("picture_not_taken", status=response.status)


def inside(value: Any, *names: str) -> Any:
    """What a JSON value holds below these names, None when there is nothing."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def objects(value: Any) -> list[dict[str, Any]]:
    """The JSON objects in a list; anything else is left out."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def string(value: Any) -> str:
    """The value if it is text, else an empty one."""
    return value if isinstance(value, str) else ""
