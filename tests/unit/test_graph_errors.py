"""What Meta's errors make the outbox do."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from requests.structures import CaseInsensitiveDict

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
from complaints.networks.graph_errors import error_of, posting_error_of
from config.doors import http

NOW = datetime(2024, 3, 5, 12, 0, tzinfo=UTC)


def answer(status: int, headers: dict[str, str] | None = None, **error: Any) -> http.Response:
    body = json.dumps({"error": {"message": "words", "type": "OAuthException", "fbtrace_id": "x"} | error})
    return http.Response(status, CaseInsensitiveDict(headers or {}), body.encode())


@pytest.mark.parametrize(
    ("status", "error", "reading", "posting"),
    [
        (500, {"code": 1}, Retryable, Uncertain),
        (500, {"code": 2}, Retryable, Uncertain),  # arsduo/koala#699: the post stood
        (400, {"code": 2, "is_transient": True}, Retryable, Uncertain),
        (403, {"code": 4}, RateLimited, RateLimited),
        (400, {"code": 17}, RateLimited, RateLimited),
        (400, {"code": 32}, RateLimited, RateLimited),
        (400, {"code": 341}, RateLimited, RateLimited),
        (400, {"code": 613}, RateLimited, RateLimited),
        (400, {"code": 80001}, RateLimited, RateLimited),
        (403, {"code": 10}, Forbidden, Forbidden),
        (403, {"code": 200}, Forbidden, Forbidden),
        (400, {"code": 299}, Forbidden, Forbidden),
        (400, {"code": 368}, Forbidden, Forbidden),
        (400, {"code": 102}, NeedsReconnect, NeedsReconnect),
        (400, {"code": 190, "error_subcode": 460}, NeedsReconnect, NeedsReconnect),
        (500, {"code": 190}, NeedsReconnect, NeedsReconnect),
        (400, {"code": 506}, Uncertain, Uncertain),
        (400, {"code": 1609005}, Retryable, Retryable),
        (400, {"code": 100}, Rejected, Rejected),
        (400, {"code": 100, "error_subcode": 33}, Gone, Forbidden),
        (400, {"code": 100, "is_transient": True}, Retryable, Uncertain),
        (500, {"code": 100}, Rejected, Uncertain),
        (400, {"code": 24, "error_subcode": 4279009}, Gone, Forbidden),
        (400, {"code": 803}, Gone, Forbidden),
        (401, {"code": 12345}, NeedsReconnect, NeedsReconnect),
        (400, {"code": True}, Rejected, Rejected),
        (400, {"code": "190"}, Rejected, Rejected),
        (503, {}, Retryable, Uncertain),
    ],
)
def test_codes(
    status: int, error: dict[str, Any], reading: type[NetworkError], posting: type[NetworkError]
) -> None:
    found = error_of(answer(status, **error), now=NOW)
    assert (type(found), found.status) == (reading, status)
    assert type(posting_error_of(answer(status, **error), now=NOW)) is posting


def test_words_for_people_come_first() -> None:
    assert error_of(answer(400, code=100), now=NOW).detail == "words"
    told = answer(400, code=368, error_user_msg="You are\nblocked.")
    assert error_of(told, now=NOW).detail == "You are blocked."


@pytest.mark.parametrize("body", [b"<h1>no</h1>", b'{"error": "no"}', b'{"error": [1]}', b"[]", b""])
def test_answers_without_an_error(body: bytes) -> None:
    found = error_of(http.Response(403, CaseInsensitiveDict(), body), now=NOW)
    assert type(found) is Forbidden


USAGE = '{"112130216863063":[{"type":"pages","call_count":100,"estimated_time_to_regain_access":%s}]}'


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({}, timedelta(hours=1)),
        ({"X-Business-Use-Case-Usage": USAGE % 19}, timedelta(minutes=19)),
        ({"X-Business-Use-Case-Usage": USAGE % 0}, timedelta(hours=1)),
        ({"X-Business-Use-Case-Usage": USAGE % 99_999}, timedelta(days=1)),
        ({"X-Business-Use-Case-Usage": USAGE % '"soon"'}, timedelta(hours=1)),
        ({"X-Business-Use-Case-Usage": "[]"}, timedelta(hours=1)),
        ({"X-Business-Use-Case-Usage": '{"1": 5, "2": [5]}'}, timedelta(hours=1)),
        ({"X-Business-Use-Case-Usage": "nonsense"}, timedelta(hours=1)),
        ({"Retry-After": "90"}, timedelta(seconds=90)),
    ],
)
def test_when_to_come_back(headers: dict[str, str], wait: timedelta) -> None:
    found = error_of(answer(400, headers, code=32), now=NOW)
    assert isinstance(found, RateLimited)
    assert found.retry_at == NOW + wait
