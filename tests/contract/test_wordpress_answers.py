"""What the WordPress connector makes of answers, also those that core never gives: plugins, proxies, other programs."""

from __future__ import annotations

from collections.abc import Callable
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
from complaints.networks.wordpress import WordPressConnector
from config.doors import http
from tests.contract.conformance import KEY, text_for
from tests.contract.stage_wordpress import WordPressStage
from tests.contract.stages import NOW, FaultyDoor


def answering(status: int, body: str, *, content_type: str = "application/json", **headers: str) -> Any:
    answer = http.Response(
        status, CaseInsensitiveDict({"Content-Type": content_type, **headers}), body.encode()
    )
    return lambda *_args, **_rest: answer


PAGE = "<!doctype html><title>Sorry</title><h1>No entry</h1>"


@pytest.mark.parametrize(
    ("status", "body", "kind", "code"),
    [
        (401, '{"code": "rest_not_logged_in", "message": "x"}', NeedsReconnect, "token_refused"),
        (401, PAGE, NeedsReconnect, "token_refused"),
        (403, '{"code": "incorrect_password", "message": "x"}', NeedsReconnect, "token_refused"),
        (403, '{"code": "rest_forbidden", "message": "x"}', Forbidden, "not_allowed"),
        (403, PAGE, Forbidden, "not_allowed"),
        (404, '{"code": "rest_post_invalid_id", "message": "x"}', Gone, "not_found"),
        (404, '{"code": "rest_no_route", "message": "x"}', Forbidden, "no_such_api"),
        (404, PAGE, Forbidden, "no_such_api"),
        (200, PAGE, Retryable, "unreadable_answer"),
        (301, "", NeedsReconnect, "moved"),
        (302, "", Retryable, "redirected"),
        (429, "", RateLimited, "rate_limited"),
        (500, PAGE, Retryable, "server_error"),
        (503, PAGE, Retryable, "server_error"),
        # WordPress.com
        (400, '{"error": "invalid_token", "message": "x"}', NeedsReconnect, "token_refused"),
        (403, '{"error": "authorization_required", "message": "x"}', NeedsReconnect, "token_refused"),
    ],
)
@pytest.mark.parametrize("instance", ["https://blog.example", "https://api.example/wp/v2/sites/a.example"])
def test_answers_of_any_server(
    status: int, body: str, kind: type[NetworkError], code: str, instance: str
) -> None:
    connector = WordPressConnector(
        instance=instance,
        secret="alice:very-secret",
        policy=http.Policy(),
        send=answering(status, body, Location="https://elsewhere.example/"),
    )
    for attempt in (
        lambda: connector.replies("12", now=NOW),
        lambda: connector.delete("12", now=NOW),
        lambda: connector.update("12", text_for(connector), now=NOW),
    ):
        if kind is Gone and attempt.__code__.co_names[0] == "delete":
            attempt()  # already gone is fine
            continue
        with pytest.raises(NetworkError) as caught:
            attempt()
        assert (type(caught.value), caught.value.code) == (kind, code)
        assert "<" not in caught.value.detail
        assert "very-secret" not in repr(connector) + repr(caught.value) + caught.value.detail


@pytest.mark.peer
@pytest.mark.xdist_group("wordpress")
@pytest.mark.parametrize(
    ("status", "body", "kind", "code"),
    [
        (400, '{"code": "empty_content", "message": "x"}', Rejected, "empty"),
        (400, '{"code": "rest_invalid_param", "message": "x"}', Rejected, "invalid"),
        (413, PAGE, Rejected, "too_long"),
        (401, '{"code": "rest_cannot_create", "message": "x"}', NeedsReconnect, "token_refused"),
        (403, '{"code": "rest_cannot_create", "message": "x"}', Forbidden, "not_allowed"),
        (201, "{}", Uncertain, "unreadable_answer"),
        (200, PAGE, Uncertain, "unreadable_answer"),
    ],
)
def test_posts_that_are_refused(
    wordpress: WordPressStage, status: int, body: str, kind: type[NetworkError], code: str
) -> None:
    door = FaultyDoor()
    door.refuse(wordpress.makes_a_post, status, body=body)
    connector = wordpress.connector(send=door)
    with pytest.raises(NetworkError) as caught:
        connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
    assert (type(caught.value), caught.value.code) == (kind, code)
    assert wordpress.posts() == []


@pytest.mark.parametrize(
    "remote_id", ["", "0", "1/../users/me", "comment:", "comment:x", "12?force=1", "１２"]
)
def test_ids_cannot_leave_their_place_in_the_address(remote_id: str) -> None:
    requests: list[str] = []

    def never(_method: str, url: str, **_rest: Any) -> http.Response:
        requests.append(url)
        raise AssertionError

    connector = WordPressConnector(
        instance="https://blog.example", secret="a:b", policy=http.Policy(), send=never
    )
    attempts: list[Callable[[], object]] = [
        lambda: connector.replies(remote_id, now=NOW),
        lambda: connector.delete(remote_id, now=NOW),
        lambda: connector.update(remote_id, text_for(connector), now=NOW),
    ]
    for attempt in attempts:
        with pytest.raises(Gone):
            attempt()
    assert requests == []
