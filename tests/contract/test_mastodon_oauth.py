"""Connecting an account, on the mock and on answers that the mock never gives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from complaints.networks import mastodon_oauth as oauth
from complaints.networks.base import Forbidden, NeedsReconnect, NetworkError, RateLimited, Retryable
from config.doors import http
from tests.contract.conformance import NOW
from tests.contract.stages import LOCAL, MockStage

CALLBACK = "https://answerable.example/connections/callback/"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
APP = oauth.App("client", "client-secret")


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MockStage]:
    stage = MockStage(tmp_path_factory.mktemp("mastodon-mock"))
    yield stage
    stage.stop()


def test_an_account_is_connected_and_disconnected(stage: MockStage) -> None:
    where: dict[str, Any] = {"instance": stage.base_url, "policy": LOCAL, "now": NOW}
    app = oauth.register(
        name="Answerable", website="https://answerable.example", redirect_uri=CALLBACK, **where
    )
    page = oauth.authorize_url(
        instance=stage.base_url, app=app, redirect_uri=CALLBACK, state="state-1", verifier=VERIFIER
    )
    assert http.request("GET", page, policy=LOCAL).status == 200
    # The customer chooses an account on that page; the server sends them back to us.
    form = {name: values[0] for name, values in parse_qs(urlsplit(page).query).items()} | {
        "username": "alice"
    }
    back = http.request("POST", f"{stage.base_url}/oauth/authorize", policy=LOCAL, data=form)
    returned = parse_qs(urlsplit(back.headers["Location"]).query)
    assert returned["state"] == ["state-1"]
    token = oauth.exchange(
        app=app, code=returned["code"][0], redirect_uri=CALLBACK, verifier=VERIFIER, **where
    )
    assert stage.connector(token=token).check(now=NOW).handle == "alice@127.0.0.1"
    oauth.revoke(app=app, token=token, **where)
    with pytest.raises(NeedsReconnect):
        stage.connector(token=token).check(now=NOW)
    oauth.revoke(app=app, token=token, **where)
    with pytest.raises(NeedsReconnect):
        oauth.exchange(app=app, code="wrong", redirect_uri=CALLBACK, verifier=VERIFIER, **where)


def test_the_address_where_the_customer_agrees() -> None:
    url = oauth.authorize_url(
        instance="https://social.example", app=APP, redirect_uri=CALLBACK, state="s&t", verifier=VERIFIER
    )
    parts = urlsplit(url)
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "social.example", "/oauth/authorize")
    assert parse_qs(parts.query) == {
        "response_type": ["code"],
        "client_id": ["client"],
        "redirect_uri": [CALLBACK],
        "scope": ["read:accounts read:statuses read:notifications write:statuses"],
        "state": ["s&t"],
        # RFC 7636, appendix B
        "code_challenge": ["E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"],
        "code_challenge_method": ["S256"],
    }


def answering(status: int, body: object = "", headers: dict[str, str] | None = None) -> Any:
    raw = body.encode() if isinstance(body, str) else json.dumps(body).encode()
    return lambda *_args, **_rest: http.Response(status, headers or {}, raw)


def failing(error: Exception) -> Any:
    def send(*_args: object, **_rest: object) -> http.Response:
        raise error

    return send


@pytest.mark.parametrize(
    ("send", "kind", "code"),
    [
        (answering(400, {"error": "invalid_grant"}), NeedsReconnect, "code_refused"),
        (answering(401, {"error": "invalid_client"}), NeedsReconnect, "client_refused"),
        (answering(200, {"token": "?"}), NeedsReconnect, "code_refused"),
        (answering(200, "<html>"), NeedsReconnect, "code_refused"),
        (answering(404, "<html>"), Forbidden, "no_such_api"),
        (answering(500, "<html>"), Retryable, "server_error"),
        (failing(http.Refused("x")), Forbidden, "address_refused"),
        (failing(http.Unreachable("x")), Retryable, "unreachable"),
        (failing(http.NoAnswer("x")), Retryable, "no_answer"),
    ],
)
def test_a_code_that_gives_no_token(send: Any, kind: type[NetworkError], code: str) -> None:
    with pytest.raises(kind) as caught:
        oauth.exchange(
            instance="https://social.example",
            app=APP,
            code="c",
            redirect_uri=CALLBACK,
            verifier=VERIFIER,
            policy=http.Policy(),
            now=NOW,
            send=send,
        )
    assert (type(caught.value), caught.value.code) == (kind, code)


def test_registering_too_often() -> None:
    with pytest.raises(RateLimited) as caught:
        oauth.register(
            instance="https://social.example",
            name="Answerable",
            website="https://answerable.example",
            redirect_uri=CALLBACK,
            policy=http.Policy(),
            now=NOW,
            send=answering(429, headers={"Retry-After": "60"}),
        )
    assert caught.value.retry_at == NOW + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("mastodon.example", "https://mastodon.example"),
        ("  Mastodon.Example/ ", "https://mastodon.example"),
        ("https://mastodon.example/@alice", "https://mastodon.example"),
        ("@alice@mastodon.example", "https://mastodon.example"),
        ("alice@mastodon.example", "https://mastodon.example"),
        ("bücher.example", "https://xn--bcher-kva.example"),
    ],
)
def test_what_people_type(typed: str, expected: str) -> None:
    assert oauth.instance_address(typed) == expected


NO_SERVERS = """
localhost 127.0.0.1 http://mastodon.example https://mastodon.example:8443 https://u:p@a.example
a..example -a.example javascript:alert(1) https://[::1]
"""


@pytest.mark.parametrize("typed", [*NO_SERVERS.split(), "", "two words.example", f"{'a' * 64}.example"])
def test_what_is_no_server(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - idna has words of its own
        oauth.instance_address(typed)


def test_development_may_use_a_local_server() -> None:
    assert oauth.instance_address("http://127.0.0.1:8801", allow_http=True) == "http://127.0.0.1:8801"
