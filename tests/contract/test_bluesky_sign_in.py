"""Connecting a Bluesky account: on the real server, and what people type."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from complaints.networks.base import Account, Forbidden, NeedsReconnect, NetworkError, RateLimited, Retryable
from complaints.networks.bluesky_session import Session
from complaints.networks.bluesky_sign_in import BlueskySignIn
from complaints.networks.signing_in import Grant, Mistyped, Site
from config.doors import http
from tests.contract.conformance import NOW
from tests.contract.stage_bluesky import FakeStage, RealStage
from tests.contract.stages import LOCAL, FaultyDoor

SITE = Site("Answerable", "https://answerable.example", "https://answerable.example/back/")
LOG_IN = "POST /xrpc/com.atproto.server.createSession"
group = pytest.mark.xdist_group("bluesky")


@pytest.fixture(scope="module")
def real(real_bluesky: RealStage) -> RealStage:
    return real_bluesky


@pytest.fixture
def fake(fake_bluesky: FakeStage) -> FakeStage:
    return fake_bluesky


def begin(sign_in: BlueskySignIn, instance: str, **typed: str) -> Grant:
    return sign_in.begin(instance=instance, typed=typed, site=SITE, app=None, state="", verifier="", now=NOW)


@group
@pytest.mark.peer
def test_an_account_is_connected_and_disconnected(real: RealStage) -> None:
    real.reset()
    handle, password = real.handle("alice"), real.app_password()
    sign_in = BlueskySignIn(policy=LOCAL)
    instance = sign_in.instance({"server": real.pds})
    grant = begin(sign_in, instance, handle=f" @{handle.upper()} ", password=f"{password} ")
    did = real.people["alice"]["did"]
    account = Account(id=did, handle=handle, name=handle, url=f"https://bsky.app/profile/{handle}")
    assert (grant.instance, grant.accounts) == (instance, (account,))
    assert real.connector(secret=grant.secret).check(now=NOW) == account
    sign_in.revoke(instance=instance, secret=grant.secret, app=None, now=NOW)
    sign_in.revoke(instance=instance, secret=grant.secret, app=None, now=NOW)
    # The session has ended; its last token goes on until it expires, then only the app password opens another.
    ended = replace(Session.from_secret(grant.secret), password="")
    with pytest.raises(NeedsReconnect):
        real.connector(secret=real.expired(ended)).check(now=NOW)


@group
@pytest.mark.peer
def test_a_main_password_that_looks_like_an_app_password(real: RealStage) -> None:
    """The server tells; the session that it opened is ended at once."""
    password = "abcd-efgh-ijkl-mnop"
    person = real.join("careless", password)
    door = FaultyDoor()
    with pytest.raises(Mistyped) as caught:
        begin(BlueskySignIn(policy=LOCAL, send=door), real.pds, handle=person["handle"], password=password)
    assert (caught.value.name, str(caught.value)) == (
        "password",
        "That is your main password. It was not kept; never type it here. In Bluesky, make one under Settings, "
        "Privacy and security, App passwords.",
    )
    assert door.requests == [LOG_IN, "POST /xrpc/com.atproto.server.deleteSession"]


@group
@pytest.mark.peer
def test_a_wrong_app_password(real: RealStage) -> None:
    with pytest.raises(Mistyped) as caught:
        begin(BlueskySignIn(policy=LOCAL), real.pds, handle="bob.test", password="aaaa-aaaa-aaaa-aaaa")
    assert (caught.value.name, str(caught.value)[:50]) == (
        "password",
        "The server does not know this handle with this app",
    )


def test_a_main_password_with_a_second_factor(fake: FakeStage) -> None:
    fake.server.switches.wants_code = True
    fake.server.passwords["main-main-main-main"] = ("alice", "com.atproto.access")
    with pytest.raises(Mistyped) as caught:
        begin(BlueskySignIn(policy=LOCAL), fake.pds, handle="alice.test", password="main-main-main-main")
    assert str(caught.value).startswith("That is your main password.")


@pytest.mark.parametrize(
    "password",
    [
        "",
        "hunter2",
        "correct horse battery",
        "abcd-efgh-ijkl",
        "abcd-efgh-ijkl-mnop-qrst",
        "ábcd-efgh-ijkl-mnop",
    ],
)
def test_what_is_no_app_password_is_not_sent_anywhere(password: str) -> None:
    door = FaultyDoor()
    with pytest.raises(Mistyped) as caught:
        begin(
            BlueskySignIn(policy=LOCAL, send=door),
            "https://bsky.social",
            handle="you.bsky.social",
            password=password,
        )
    assert (caught.value.name, door.requests) == ("password", [])
    assert "App passwords" in str(caught.value)


@pytest.mark.parametrize(
    "typed",
    [
        "you.bsky.social",
        "@You.bsky.social",
        " https://bsky.app/profile/you.bsky.social/ ",
        "\u2068@you.bsky.social\u2069",
    ],
)
def test_handles_as_people_type_and_copy_them(fake: FakeStage, typed: str) -> None:
    fake.server.handles["alice"] = "you.bsky.social"
    grant = begin(BlueskySignIn(policy=LOCAL), fake.pds, handle=typed, password="AAAA-bbbb-cccc-dddd")
    assert [account.handle for account in grant.accounts] == ["you.bsky.social"]
    did = fake.server.dids["alice"]
    assert (
        begin(BlueskySignIn(policy=LOCAL), fake.pds, handle=did, password="aaaa-bbbb-cccc-dddd")
        .accounts[0]
        .id
        == did
    )


@pytest.mark.parametrize(
    "typed", ["", "you", "you@example.org", "you bsky social.", "https://x.com/you", "a..b"]
)
def test_what_is_no_handle(typed: str) -> None:
    with pytest.raises(Mistyped) as caught:
        begin(
            BlueskySignIn(policy=LOCAL), "https://bsky.social", handle=typed, password="aaaa-bbbb-cccc-dddd"
        )
    assert (caught.value.name, str(caught.value)) == (
        "handle",
        "Type your whole handle, like you.bsky.social.",
    )


@pytest.mark.parametrize(
    ("typed", "instance"),
    [
        ("bsky.social", "https://bsky.social"),
        ("", "https://bsky.social"),
        ("https://bsky.app/", "https://bsky.social"),
        ("pds.example.org", "https://pds.example.org"),
    ],
)
def test_servers(typed: str, instance: str) -> None:
    assert BlueskySignIn(policy=http.Policy()).instance({"server": typed}) == instance


@pytest.mark.parametrize("typed", ["two words.example", "http://127.0.0.1", "localhost"])
def test_what_is_no_server(typed: str) -> None:
    with pytest.raises(Mistyped) as caught:
        BlueskySignIn(policy=http.Policy()).instance({"server": typed})
    assert caught.value.name == "server"


def answering(status: int, body: str) -> Any:
    return lambda *_args, **_rest: http.Response(status, {}, body.encode())


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (404, "<html>", Forbidden),
        (200, "<html>", Forbidden),
        (501, '{"error": "MethodNotImplemented"}', NetworkError),
        (429, '{"error": "RateLimitExceeded"}', RateLimited),
        (503, "", Retryable),
    ],
)
def test_servers_that_do_not_answer_as_one_should(status: int, body: str, kind: type[NetworkError]) -> None:
    sign_in = BlueskySignIn(policy=http.Policy(), send=answering(status, body))
    with pytest.raises(kind):
        begin(sign_in, "https://pds.example", handle="you.example", password="aaaa-bbbb-cccc-dddd")


def test_a_session_that_cannot_be_ended_now_is_asked_about_again() -> None:
    sign_in = BlueskySignIn(policy=http.Policy(), send=answering(503, ""))
    secret = Session("did:plc:a", "aaaa-bbbb-cccc-dddd", "access", "refresh").as_secret()
    with pytest.raises(Retryable):
        sign_in.revoke(instance="https://bsky.social", secret=secret, app=None, now=NOW)
    sign_in.revoke(instance="https://bsky.social", secret="{}", app=None, now=NOW)  # nothing to end
