"""Connecting an account, on the mock and on answers that the mock never gives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from complaints.networks.base import App, Forbidden, NeedsReconnect, NetworkError, RateLimited, Retryable
from complaints.networks.mastodon_oauth import MastodonSignIn, instance_address
from complaints.networks.signing_in import Away, Mistyped, Site
from config.doors import http
from tests.contract.conformance import NOW
from tests.contract.stages import LOCAL, MockStage

CALLBACK = "https://answerable.example/connections/callback/"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
APP = App("client", "client-secret")
SITE = Site("Answerable", "https://answerable.example", CALLBACK)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MockStage]:
    stage = MockStage(tmp_path_factory.mktemp("mastodon-mock"))
    yield stage
    stage.stop()


def away(sign_in: MastodonSignIn, *, instance: str, app: App, state: str) -> Away:
    return sign_in.begin(
        instance=instance, typed={}, site=SITE, app=app, state=state, verifier=VERIFIER, now=NOW
    )


def test_an_account_is_connected_and_disconnected(stage: MockStage) -> None:
    sign_in = MastodonSignIn(policy=LOCAL)
    instance = sign_in.instance({"server": stage.base_url})
    app = sign_in.register(instance=instance, site=SITE, now=NOW)
    left = away(sign_in, instance=instance, app=app, state="state-1")
    assert http.request("GET", left.url, policy=LOCAL).status == 200
    # The customer chooses an account on that page; the server sends them back to us.
    form = {name: values[0] for name, values in parse_qs(urlsplit(left.url).query).items()} | {
        "username": "alice"
    }
    back = http.request("POST", f"{stage.base_url}/oauth/authorize", policy=LOCAL, data=form)
    returned = {
        name: values[0] for name, values in parse_qs(urlsplit(back.headers["Location"]).query).items()
    }
    assert returned["state"] == "state-1"
    where: dict[str, Any] = {"instance": instance, "site": SITE, "app": app, "now": NOW, "kept": left.kept}
    grant = sign_in.finish(params=returned, **where)
    assert (grant.instance, [account.handle for account in grant.accounts]) == (
        instance,
        ["alice@127.0.0.1"],
    )
    assert stage.connector(secret=grant.secret).check(now=NOW).handle == "alice@127.0.0.1"
    sign_in.revoke(instance=instance, secret=grant.secret, app=app, now=NOW)
    with pytest.raises(NeedsReconnect):
        stage.connector(secret=grant.secret).check(now=NOW)
    sign_in.revoke(instance=instance, secret=grant.secret, app=app, now=NOW)
    with pytest.raises(NeedsReconnect):
        sign_in.finish(params={"code": "wrong"}, **where)
    with pytest.raises(NeedsReconnect):
        sign_in.finish(params={"error": "access_denied"}, **where)


def test_the_address_where_the_customer_agrees() -> None:
    left = away(MastodonSignIn(policy=http.Policy()), instance="https://social.example", app=APP, state="s&t")
    parts = urlsplit(left.url)
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "social.example", "/oauth/authorize")
    assert parse_qs(parts.query) == {
        "response_type": ["code"],
        "client_id": ["client"],
        "redirect_uri": [CALLBACK],
        "scope": ["read:accounts read:statuses read:notifications write:statuses write:media"],
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
        MastodonSignIn(policy=http.Policy(), send=send).finish(
            instance="https://social.example",
            kept={"verifier": VERIFIER},
            params={"code": "c"},
            site=SITE,
            app=APP,
            now=NOW,
        )
    assert (type(caught.value), caught.value.code) == (kind, code)


def test_registering_too_often() -> None:
    with pytest.raises(RateLimited) as caught:
        MastodonSignIn(policy=http.Policy(), send=answering(429, headers={"Retry-After": "60"})).register(
            instance="https://social.example", site=SITE, now=NOW
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
    assert instance_address(typed) == expected


NO_SERVERS = """
localhost 127.0.0.1 http://mastodon.example https://mastodon.example:8443 https://u:p@a.example
a..example -a.example javascript:alert(1) https://[::1]
"""


@pytest.mark.parametrize("typed", [*NO_SERVERS.split(), "", "two words.example", f"{'a' * 64}.example"])
def test_what_is_no_server(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - idna has words of its own
        instance_address(typed)


def test_development_may_use_a_local_server() -> None:
    assert instance_address("http://127.0.0.1:8801", allow_http=True) == "http://127.0.0.1:8801"
    for typed in ("127.0.0.1:8801", "localhost:8801/", "answerable@127.0.0.1:8801"):
        assert instance_address(typed, allow_http=True).startswith("http://"), typed
        with pytest.raises(ValueError, match="not the address of a server"):
            instance_address(typed)
    assert instance_address("127.0.0.1.example.org", allow_http=True) == "https://127.0.0.1.example.org"


def test_a_mistyped_server_is_said_in_words() -> None:
    with pytest.raises(Mistyped) as caught:
        MastodonSignIn(policy=http.Policy()).instance({"server": "two words.example"})
    assert (caught.value.name, str(caught.value)) == (
        "server",
        "That is not the address of a server. Type it like mastodon.social.",
    )


def test_only_accounts_of_the_site_are_asked_for_searching() -> None:
    """docs.joinmastodon.org/methods/search: read:search. What customers connect is not searched with."""
    sign_in = MastodonSignIn(policy=LOCAL)
    asked = {}
    for searches in (False, True):
        site = replace(SITE, searches=searches)
        left = sign_in.begin(
            instance="https://social.example",
            typed={},
            site=site,
            app=APP,
            state="s",
            verifier=VERIFIER,
            now=NOW,
        )
        asked[searches] = parse_qs(urlsplit(left.url).query)["scope"][0].split()
    assert "read:search" not in asked[False]
    assert asked[True] == [*asked[False], "read:search"]
