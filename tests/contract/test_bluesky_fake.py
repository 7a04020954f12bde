"""The Bluesky connector on the fake: the shared scenarios, and what the real servers do only in the wide world."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from complaints.networks import bluesky
from complaints.networks.base import (
    Forbidden,
    Gone,
    Limits,
    NeedsReconnect,
    NetworkError,
    RateLimited,
    Rejected,
    Retryable,
    Uncertain,
)
from complaints.networks.bluesky import BlueskyConnector
from complaints.networks.bluesky_session import Session
from tests.contract.conformance import CARD, KEY, SUMMARY, ConnectorConformance, text_for
from tests.contract.stage_bluesky import PUT, FakeStage
from tests.contract.stages import LOCAL, NOW, FaultyDoor, Stage
from tests.fakes.bluesky import FakeBluesky

LOG_IN = "POST /xrpc/com.atproto.server.createSession"
REFRESH = "POST /xrpc/com.atproto.server.refreshSession"


@pytest.fixture
def fake(fake_bluesky: FakeStage) -> FakeStage:
    return fake_bluesky


def said(name: str, message: str = "no") -> str:
    return json.dumps({"error": name, "message": message})


class TestOnTheFake(ConnectorConformance):
    @pytest.fixture
    def stage(self, fake: FakeStage) -> Stage:
        return fake


# Limits


def test_limits_are_the_same_everywhere(fake: FakeStage) -> None:
    expected = Limits(characters=300, max_bytes=3_000, url_length=None, local_mentions=False, media=1)
    door = FaultyDoor()
    assert fake.connector(send=door).limits(now=NOW) == expected
    assert door.requests == []


def test_few_characters_of_many_bytes(fake: FakeStage) -> None:
    connector = fake.connector()
    text = text_for(connector, replace(SUMMARY, title="👨‍👩‍👧‍👦" * 290))
    assert (text.shortened, text.length < 300, 2_900 < len(text.body.encode()) <= 3_000) == (True, True, True)
    with pytest.raises(Rejected) as caught:
        connector.publish(replace(text, body="👨‍👩‍👧‍👦" * 290), idempotency_key=KEY, now=NOW)
    assert caught.value.too_long


# Sessions


def test_the_server_of_the_records_is_another_one(fake: FakeStage) -> None:
    """The accounts of bsky.social lie on many servers; sessions are opened and renewed at the one."""
    with FakeBluesky() as entry:
        entry.switches.pds = fake.server.base_url
        entry.tokens = fake.server.tokens  # the two know each other
        door, stored = FaultyDoor(), []

        def renew(old: str, exchange) -> str:  # type: ignore[no-untyped-def]
            stored.append(exchange(old))
            return stored[-1]

        secret = Session("alice.test", "aaaa-bbbb-cccc-dddd").as_secret()
        connector = BlueskyConnector(
            instance=entry.base_url, secret=secret, policy=LOCAL, renew=renew, send=door
        )
        connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
        assert [target for _verb, target, _headers in entry.requests] == [LOG_IN.split()[1]]
        session = Session.from_secret(stored[0])
        assert (session.did, session.pds) == (fake.server.dids["alice"], fake.server.base_url)
        assert len(fake.posts()) == 1
        # The next connector begins with what was stored.
        BlueskyConnector(instance=entry.base_url, secret=stored[0], policy=LOCAL).check(now=NOW)
        assert len(entry.requests) == 1


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:1/path", "ftp://127.0.0.1", "https://a.example/?q", "javascript:alert(1)", 7, None],
)
def test_a_document_that_names_no_usable_server(fake: FakeStage, address: object) -> None:
    fake.server.switches.pds = address or "-"  # type: ignore[assignment]
    fake.server.expired.add("alice_access")
    assert fake.connector().check(now=NOW).handle == "alice.test"


def test_a_stored_secret_that_somebody_else_renewed_is_used(fake: FakeStage) -> None:
    fake.server.expired.add("alice_access")
    fake.server.tokens["newer"] = ("alice", "com.atproto.appPass")
    door = FaultyDoor()
    newer = replace(fake.session(), access="newer").as_secret()
    connector = fake.connector(send=door, renew=lambda _old, _exchange: newer)
    connector.check(now=NOW)
    assert not {LOG_IN, REFRESH} & set(door.requests)


def test_a_token_that_is_refused_again_and_again_ends_it(fake: FakeStage) -> None:
    door = FaultyDoor()
    connector = fake.connector(send=door, renew=lambda old, _exchange: old)
    fake.server.expired.add("alice_access")
    with pytest.raises(NeedsReconnect):
        connector.check(now=NOW)
    assert door.requests == ["GET /xrpc/com.atproto.server.getSession"] * 2


@pytest.mark.parametrize("secret", ["", "{", "[]", "null", '"text"', "{}", '{"identifier": "alice.test"}'])
def test_a_secret_that_opens_nothing(fake: FakeStage, secret: str) -> None:
    door = FaultyDoor()
    with pytest.raises(NeedsReconnect):
        fake.connector(secret=secret, send=door).check(now=NOW)
    assert door.requests == []


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (500, said("InternalServerError"), Retryable),
        (502, "<html>", Retryable),
        (429, said("RateLimitExceeded"), RateLimited),
        (404, "<html>", Forbidden),
        (200, "<html>", Forbidden),
    ],
)
def test_trouble_while_a_session_is_renewed(
    fake: FakeStage, status: int, body: str, kind: type[NetworkError]
) -> None:
    """Neither is the account lost for it, nor is the app password tried."""
    fake.server.expired.add("alice_access")
    door = FaultyDoor()
    door.refuse(REFRESH, status, body=body)
    with pytest.raises(kind):
        fake.connector(send=door).check(now=NOW)
    assert LOG_IN not in door.requests


def test_too_many_log_ins_are_waited_out(fake: FakeStage) -> None:
    fake.server.expired |= {"alice_access", "alice_refresh"}
    door = FaultyDoor()
    reset = int((NOW + timedelta(minutes=4)).timestamp())
    door.refuse(
        LOG_IN,
        429,
        headers={"ratelimit-reset": str(reset), "ratelimit-policy": "30;w=300"},
        body=said("RateLimitExceeded"),
    )
    connector = fake.connector(send=door)
    with pytest.raises(RateLimited) as caught:
        connector.check(now=NOW)
    assert caught.value.retry_at == NOW + timedelta(minutes=4)
    assert connector.check(now=NOW).handle == "alice.test"


def test_the_secret_is_nowhere_to_be_read(fake: FakeStage) -> None:
    connector = fake.revoked()
    with pytest.raises(NeedsReconnect) as caught:
        connector.check(now=NOW)
    shown = repr(connector) + repr(caught.value) + str(caught.value.detail) + repr(fake.session())
    assert not [word for word in ("aaaa-bbbb", "alice_access", "alice_refresh") if word in shown]


# Errors are judged by their names


@pytest.mark.parametrize(
    ("status", "name", "kind", "code"),
    [
        (401, "AccountTakedown", Forbidden, "account_disabled"),
        (400, "AccountDeactivated", Forbidden, "account_disabled"),
        (400, "RepoNotFound", NeedsReconnect, "account_gone"),
        (400, "RateLimitExceeded", RateLimited, "rate_limited"),
        (400, "InvalidRequest", Rejected, "invalid"),
        (413, "PayloadTooLarge", Rejected, "too_long"),
        (400, "BlobNotFound", Retryable, "picture_lost"),
        (501, "MethodNotImplemented", Uncertain, "server_error"),
        (500, "InternalServerError", Uncertain, "server_error"),
        (404, "", Forbidden, "no_such_api"),
        (418, "Teapot", Forbidden, "refused"),
        (301, "", NeedsReconnect, "moved"),
    ],
)
def test_what_a_refused_post_means(
    fake: FakeStage, status: int, name: str, kind: type[NetworkError], code: str
) -> None:
    door = FaultyDoor()
    door.refuse(PUT, status, body=said(name, "A <b>word</b>") if name else "<h1>no</h1>")
    connector = fake.connector(send=door)
    with pytest.raises(NetworkError) as caught:
        connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
    assert (type(caught.value), caught.value.code) == (kind, code)
    if kind is Rejected:
        assert caught.value.detail == f"{name}: A <b>word</b>"


def test_a_text_that_the_server_counts_otherwise_is_shortened_once(fake: FakeStage) -> None:
    door = FaultyDoor()
    door.refuse(PUT, 400, body=said("InvalidRequest", "grapheme too big"))
    connector = fake.connector(send=door)
    text = text_for(connector, replace(SUMMARY, title="👩🏽‍🎤 " * 80))
    with pytest.raises(Rejected) as caught:
        connector.publish(text, idempotency_key=KEY, now=NOW)
    assert caught.value.too_long


def test_a_closed_account_says_so(fake: FakeStage) -> None:
    door = FaultyDoor()
    body = json.dumps(
        {"did": fake.server.dids["alice"], "handle": "alice.test", "active": False, "status": "deactivated"}
    )
    door.refuse("GET /xrpc/com.atproto.server.getSession", 200, body=body)
    with pytest.raises(Forbidden) as caught:
        fake.connector(send=door).check(now=NOW)
    assert (caught.value.code, caught.value.detail) == ("account_disabled", "deactivated")


# Posting


def test_a_handle_that_cannot_be_looked_up_is_waited_for_once(fake: FakeStage) -> None:
    fake.server.switches.resolves = False
    connector = fake.connector()
    text = text_for(connector, replace(SUMMARY, handle="@bob.test"))
    with pytest.raises(Retryable):
        connector.publish(text, idempotency_key=KEY, now=NOW)
    made = connector.publish(text, idempotency_key=KEY, now=NOW, first_tried_at=NOW)
    assert [one["features"][0]["$type"][-5:] for one in fake.record(made.remote_id)["facets"]] == ["#link"]


def test_a_picture_that_may_still_come_is_waited_for(fake: FakeStage) -> None:
    door = FaultyDoor()
    door.refuse("POST /xrpc/com.atproto.repo.uploadBlob", 500)
    connector = fake.connector(send=door)
    text = replace(text_for(connector), card=CARD)
    with pytest.raises(Retryable) as caught:
        connector.publish(text, idempotency_key=KEY, now=NOW)
    assert (caught.value.code, fake.posts()) == ("picture_not_taken", [])
    made = connector.publish(text, idempotency_key=KEY, now=NOW, first_tried_at=NOW)
    assert (made.lacks_picture, fake.pictures(made.remote_id)) == (False, [CARD.alt])


@pytest.mark.parametrize("status", [400, 403, 413])
def test_a_picture_that_is_refused_does_not_hold_the_words_back(fake: FakeStage, status: int) -> None:
    door = FaultyDoor()
    door.refuse("POST /xrpc/com.atproto.repo.uploadBlob", status, body=said("InvalidMimeType"))
    connector = fake.connector(send=door)
    made = connector.publish(replace(text_for(connector), card=CARD), idempotency_key=KEY, now=NOW)
    assert (fake.posts(), fake.pictures(made.remote_id)) == ([made.remote_id], [])
    assert made.lacks_picture


def test_all_keys_are_taken(fake: FakeStage) -> None:
    for turn in range(bluesky.MOST_TURNS):
        key = bluesky.bluesky_posts.record_key(NOW, KEY, turn)
        fake.server.add_record("alice", {"text": "something else"}, key=key)
    before = dict(fake.server.records)
    connector = fake.connector()
    with pytest.raises(Retryable) as caught:
        connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
    assert (caught.value.code, fake.server.records) == ("key_taken", before)


def test_a_look_that_would_go_too_far_back_is_uncertain(
    fake: FakeStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bluesky, "MOST_PAGES_BACK", 2)
    for number in range(101):
        fake.server.add_record("alice", {"text": f"other {number}"})
    with pytest.raises(Uncertain) as caught:
        fake.connector().find(SUMMARY.link, now=NOW)
    assert caught.value.code == "look_too_far_back"


def test_an_edit_of_what_is_not_ours(fake: FakeStage) -> None:
    connector = fake.connector()
    text = text_for(connector)
    theirs = fake.say("bob", SUMMARY.link)
    for remote_id in (theirs, "nonsense", ""):
        with pytest.raises(Gone):
            connector.update(remote_id, text, now=NOW)
        connector.delete(remote_id, now=NOW)
    assert fake.record(theirs)["text"] == SUMMARY.link
