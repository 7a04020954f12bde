"""What the errors of Meta's Graph interfaces (Facebook, Threads) mean. Nothing here makes a request.

The shape and the usual codes: https://developers.facebook.com/docs/graph-api/guides/error-handling. The status is 400 for
most, 500 for some: the code decides. What was seen elsewhere names the thread.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
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
from complaints.networks.calling import ErrorKind, error_for, inside, uncertain_for
from config.doors import http

DUPLICATE = 506  # "Duplicate Post"
PARAMETER = 100
NOT_THERE = (
    33  # a subcode of 100: deleted, or not for us (sapegin/social-likes#206, fbsamples/threads_api#27)
)
NO_RESOURCE = 24  # Threads: "The requested resource does not exist" (gitroomhq/postiz-app#2047)
# Applications, users, pages and single calls; 80001 is of pages (graph-api/overview/rate-limiting).
TOO_MANY = frozenset({4, 17, 32, 341, 613, 80001})
USUAL_WAIT = timedelta(hours=1)  # the platform's limits are for the last hour (same page)
LONGEST_WAIT = timedelta(days=1)  # those of pages and of Threads for the last 24 hours

_MEANINGS: Mapping[int, ErrorKind] = MappingProxyType(
    {
        1: (Retryable, "server_error"),  # "API Unknown": possibly passing
        2: (Retryable, "server_error"),  # "API Service": passing
        3: (Forbidden, "not_allowed"),  # "API Method": a capability that the app lacks
        10: (Forbidden, "not_allowed"),  # "API Permission Denied"; 200 to 299 likewise
        NO_RESOURCE: (Gone, "not_found"),
        102: (NeedsReconnect, "token_refused"),  # "API Session"
        190: (NeedsReconnect, "token_refused"),  # "Access token has expired"
        368: (Forbidden, "blocked_by_policy"),  # "Temporarily blocked for policies violations"
        803: (Gone, "not_found"),  # an id that is none
        DUPLICATE: (Uncertain, "duplicate"),
        1_609_005: (Retryable, "link_unreadable"),  # "Link error": our page could not be read just now
    }
)


def code_of(response: http.Response) -> tuple[int, int]:
    """The code and the subcode of an error, 0 where there is none."""
    error = inside(answers.json_of(response), "error")
    numbers = (inside(error, name) for name in ("code", "error_subcode"))
    code, subcode = (one if isinstance(one, int) and not isinstance(one, bool) else 0 for one in numbers)
    return code, subcode


def words_of(response: http.Response) -> str:
    """Meta's own words about an error as one line, those for people first."""
    error = inside(answers.json_of(response), "error")
    said = answers.text_of(inside(error, "error_user_msg")) or answers.text_of(inside(error, "message"))
    return said or answers.words_of(response)


def error_of(response: http.Response, *, now: datetime) -> NetworkError:
    """The error for an answer that is not what was asked for, by its code, else by its status."""
    code, subcode = code_of(response)
    words, status = words_of(response), response.status
    if code in TOO_MANY:
        retry_at = _retry_time(response, now=now)
        return RateLimited("rate_limited", status=status, detail=words, retry_at=retry_at)
    if code in _MEANINGS:
        kind, word = _MEANINGS[code]
        return kind(word, status=status, detail=words)
    if 200 <= code < 300:
        return Forbidden("not_allowed", status=status, detail=words)
    if code == PARAMETER and subcode == NOT_THERE:
        return Gone("not_found", status=status, detail=words)
    if code and inside(answers.json_of(response), "error", "is_transient") is True:
        return Retryable("server_error", status=status, detail=words)
    if code == PARAMETER:
        return Rejected("invalid", status=status, detail=words)
    error = error_for(response, now=now, longest_wait=LONGEST_WAIT)
    error.detail = words
    return error


def posting_error_of(response: http.Response, *, now: datetime) -> NetworkError:
    """The error for the answer to a post: "An unexpected error has occurred. Please retry" came seven times for posts
    that stood (code 2, HTTP 500: arsduo/koala#699).
    """
    error = error_of(response, now=now)
    if type(error) is Retryable and error.code == "server_error" and code_of(response)[0]:
        return Uncertain("server_error", status=response.status, detail=error.detail)
    if isinstance(
        error, Gone
    ):  # not the post, which is being made, but the account, or the right to post there
        return Forbidden("not_allowed", status=response.status, detail=error.detail)
    if isinstance(error, (RateLimited, NeedsReconnect, Forbidden, Uncertain)):
        return error
    return uncertain_for(response, now=now) or error


def _retry_time(response: http.Response, *, now: datetime) -> datetime:
    """`X-Business-Use-Case-Usage` tells in minutes, by use case and by page (graph-api/overview/rate-limiting)."""
    if said := answers.said_retry_time(response.headers, now=now):
        return max(said, now + answers.SHORTEST_WAIT)
    try:
        told: Any = json.loads(response.headers.get("X-Business-Use-Case-Usage", "")[:8_000])
    except (ValueError, RecursionError):
        told = None
    minutes = [
        one["estimated_time_to_regain_access"]
        for uses in (told.values() if isinstance(told, dict) else ())
        for one in (uses if isinstance(uses, list) else ())
        if isinstance(one, dict)
        and answers.whole_number(one.get("estimated_time_to_regain_access"), least=1, most=10**6)
    ]
    wait = timedelta(minutes=max(minutes)) if minutes else USUAL_WAIT
    return now + min(wait, LONGEST_WAIT)
