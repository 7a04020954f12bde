"""The Threads connector: the shared scenarios, and what only Threads does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from complaints.networks.base import Forbidden, NeedsReconnect, Rejected, Retryable, Uncertain
from complaints.networks.oauth import Tokens
from complaints.networks.signing_in import Site
from complaints.networks.threads import LIMITS, LOOKS
from complaints.networks.threads_sign_in import ThreadsSignIn
from config.doors import http
from tests.contract.conformance import KEY, SUMMARY, ConnectorConformance, text_for
from tests.contract.stage_threads import APP, ThreadsStage
from tests.contract.stages import LOCAL, NOW, FaultyDoor, Stage
from tests.fakes.threads import LONG, FakeThreads

CONTAIN = "POST /v1.0/1001/threads"


@pytest.fixture(scope="module")
def server() -> Iterator[FakeThreads]:
    with FakeThreads() as running:
        yield running


@pytest.fixture
def threads(server: FakeThreads) -> ThreadsStage:
    server.reset()
    return ThreadsStage(server)


class TestOnFake(ConnectorConformance):
    @pytest.fixture
    def stage(self, threads: ThreadsStage) -> Stage:
        return threads


# The two steps


def test_a_post_carries_its_link_twice_and_its_address(threads: ThreadsStage) -> None:
    connector = threads.connector()
    text = text_for(connector, replace(SUMMARY, handle="northwind"))
    assert (text.handle, "@" in text.body) == ("", False)
    published = connector.publish(text, idempotency_key=KEY, now=NOW)
    (post,) = threads.server.posts.values()
    assert (post.text, post.link) == (text.body, SUMMARY.link)
    assert published.url == f"https://www.threads.com/@alice/post/{post.id}"
    assert threads.pauses == []


def test_a_container_that_takes_a_while(threads: ThreadsStage) -> None:
    threads.server.takes_looks = 3
    connector = threads.connector()
    published = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
    assert (threads.posts(), threads.pauses) == ([published.remote_id], [1.0, 2.0, 4.0])


def test_a_container_that_takes_too_long_is_left_to_end_by_itself(threads: ThreadsStage) -> None:
    threads.server.takes_looks = len(LOOKS)
    connector = threads.connector()
    with pytest.raises(Retryable) as caught:
        connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
    assert (caught.value.code, caught.value.retry_at) == ("not_ready", NOW + timedelta(seconds=30))
    threads.server.takes_looks = 0
    published = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW, first_tried_at=NOW)
    assert threads.posts() == [published.remote_id]


def test_a_container_that_is_ready_and_not_found_is_asked_for_again(threads: ThreadsStage) -> None:
    threads.server.publish_misses = 2
    connector = threads.connector()
    published = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
    assert (threads.posts(), threads.pauses) == ([published.remote_id], [1.0, 2.0])


def test_a_container_that_is_never_found_made_no_post(threads: ThreadsStage) -> None:
    threads.server.publish_misses = len(LOOKS)
    connector = threads.connector()
    with pytest.raises(Retryable) as caught:
        connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
    assert (type(caught.value), caught.value.code, threads.posts()) == (Retryable, "not_ready", [])


def test_a_container_that_failed(threads: ThreadsStage) -> None:
    threads.server.failure = "UNKNOWN"
    connector = threads.connector()
    with pytest.raises(Retryable) as caught:
        connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
    assert (caught.value.code, caught.value.detail) == ("container_failed", "UNKNOWN")


def test_a_lost_container_is_harmless(threads: ThreadsStage) -> None:
    door = FaultyDoor()
    connector = threads.connector(send=door)
    text = text_for(connector)
    door.lose_answer(CONTAIN)
    with pytest.raises(Retryable) as caught:
        connector.publish(text, idempotency_key=KEY, now=NOW)
    assert (type(caught.value), threads.posts()) == (Retryable, [])
    connector.publish(text, idempotency_key=KEY, now=NOW, first_tried_at=NOW)
    assert (len(threads.posts()), len(threads.server.containers)) == (1, 2)


def test_passing_trouble_at_the_second_step_is_uncertain(threads: ThreadsStage) -> None:
    connector = threads.connector()
    body = json.dumps({"error": {"message": "Please retry", "code": 2, "is_transient": True}})
    threads.server.trick("POST", "/v1.0/1001/threads_publish", status=400, body=body)
    with pytest.raises(Uncertain):
        connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)


def test_a_post_whose_address_cannot_be_asked_stands_all_the_same(threads: ThreadsStage) -> None:
    connector = threads.connector()
    text = text_for(connector)
    threads.server.trick("GET", r"/v1\.0/\d+", status=200, body='{"status":"FINISHED"}')
    threads.server.trick("GET", r"/v1\.0/\d+", status=500)
    published = connector.publish(text, idempotency_key=KEY, now=NOW)
    assert (published.url, threads.posts()) == ("", [published.remote_id])


# Length


@pytest.mark.parametrize("title", ["It’s “broken” " * 60, "😀" * 300, "漢" * 400, "plain " * 120])
def test_texts_are_never_longer_than_the_server_counts(threads: ThreadsStage, title: str) -> None:
    connector = threads.connector()
    text = text_for(connector, replace(SUMMARY, title=title))
    connector.publish(text, idempotency_key=KEY, now=NOW)
    (post,) = threads.server.posts.values()
    assert post.text == text.body
    assert 450 < len(text.body.encode()) <= LIMITS.characters


def test_a_text_that_only_the_server_finds_long(threads: ThreadsStage) -> None:
    connector = threads.connector()
    text = text_for(connector)
    long = replace(text, body="é" * 260 + f"\n\n{text.link}")
    with pytest.raises(Rejected) as caught:
        connector.publish(long, idempotency_key=KEY, now=NOW)
    assert (caught.value.too_long, caught.value.status, threads.posts()) == (True, 400, [])


# Finding and removing


def test_a_repost_with_our_link_is_not_ours(threads: ThreadsStage) -> None:
    threads.server.add_post("alice", SUMMARY.link, kind="REPOST_FACADE")
    assert threads.connector().find(SUMMARY.link, now=NOW) is None


def test_a_link_that_is_only_attached(threads: ThreadsStage) -> None:
    wanted = threads.server.add_post("alice", "see", link=SUMMARY.link)
    found = threads.connector().find(SUMMARY.link, now=NOW)
    assert found is not None
    assert found.remote_id == wanted


def test_a_look_that_cannot_reach_far_enough_says_so(
    threads: ThreadsStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("complaints.networks.threads.MOST_PAGES_BACK", 1)
    for number in range(26):
        threads.server.add_post("alice", f"other {number}")
    with pytest.raises(Uncertain):
        threads.connector().find(SUMMARY.link, now=NOW)


def test_deleting_with_a_token_that_ended(threads: ThreadsStage) -> None:
    body = json.dumps({"error": {"message": "The requested resource does not exist", "code": 24}})
    threads.server.trick("DELETE", r"/v1\.0/1", status=400, body=body)
    with pytest.raises(NeedsReconnect):
        threads.connector(secret="ended").delete("1", now=NOW)


def test_a_permission_that_was_not_given(threads: ThreadsStage) -> None:
    threads.server.scopes.discard("threads_delete")
    with pytest.raises(Forbidden):
        threads.connector().delete("1", now=NOW)


# Tokens


def kept_by(threads: ThreadsStage, days: float, **rest: Any) -> tuple[Any, list[str]]:
    kept: list[str] = []

    def renew(old: str, exchange: Any) -> str:
        kept.append(exchange(old))
        return kept[-1]

    secret = Tokens("alice_token", expires_at=NOW + timedelta(days=days)).as_secret()
    return threads.connector(secret=secret, renew=renew, **rest), kept


def test_a_token_in_its_second_half_is_renewed(threads: ThreadsStage) -> None:
    connector, kept = kept_by(threads, 29)
    assert connector.check(now=NOW).handle == "alice"
    (secret,) = kept
    assert Tokens.from_secret(secret).expires_at == NOW + timedelta(seconds=LONG)
    connector.check(now=NOW)
    assert len(kept) == 1


@pytest.mark.parametrize("days", [59.5, 31])
def test_a_young_token_is_left_alone(threads: ThreadsStage, days: float) -> None:
    connector, kept = kept_by(threads, days)
    connector.check(now=NOW)
    assert kept == []


def test_a_token_that_ended_cannot_be_renewed(threads: ThreadsStage) -> None:
    threads.server.tokens.clear()
    connector, kept = kept_by(threads, -1)
    with pytest.raises(NeedsReconnect):
        connector.check(now=NOW)
    assert kept == []


def test_trouble_with_renewing_does_not_stop_a_token_that_still_lives(threads: ThreadsStage) -> None:
    connector, kept = kept_by(threads, 20)
    threads.server.trick("GET", "/refresh_access_token", status=503)
    assert (connector.check(now=NOW).handle, kept) == ("alice", [])


def test_the_secret_is_nowhere_to_be_read(threads: ThreadsStage) -> None:
    connector = threads.connector(secret=Tokens("very-secret").as_secret())
    with pytest.raises(NeedsReconnect) as caught:
        connector.check(now=NOW)
    assert "very-secret" not in repr(connector) + repr(caught.value) + caught.value.detail


# Connecting

CALLBACK = "https://answerable.example/connections/callback/"
SITE = Site("Answerable", "https://answerable.example", CALLBACK)


def test_where_the_customer_agrees() -> None:
    sign_in = ThreadsSignIn(policy=http.Policy())
    left = sign_in.begin(
        instance=sign_in.instance({}), typed={}, site=SITE, app=APP, state="s&t", verifier="v", now=NOW
    )
    parts = urlsplit(left.url)
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "threads.com", "/oauth/authorize")
    assert parse_qs(parts.query) == {
        "response_type": ["code"],
        "client_id": ["client"],
        "redirect_uri": [CALLBACK],
        "scope": ["threads_basic,threads_content_publish,threads_delete"],
        "state": ["s&t"],
    }


def finished(server: FakeThreads, params: dict[str, str]) -> Any:
    return ThreadsSignIn(policy=LOCAL).finish(
        instance=server.base_url, kept={"verifier": "v"}, params=params, site=SITE, app=APP, now=NOW
    )


@pytest.mark.parametrize("code", ["code-1", "code-1#_"])
def test_a_short_token_becomes_a_long_one(threads: ThreadsStage, code: str) -> None:
    threads.server.codes["code-1"] = ("alice", CALLBACK)
    grant = finished(threads.server, {"code": code})
    assert [(one.id, one.handle, one.url) for one in grant.accounts] == [
        ("1001", "alice", "https://www.threads.com/@alice")
    ]
    tokens = Tokens.from_secret(grant.secret)
    assert (tokens.access in threads.server.short, tokens.expires_at) == (
        False,
        NOW + timedelta(seconds=LONG),
    )


@pytest.mark.parametrize("params", [{"code": "wrong"}, {"error": "access_denied"}, {"code": "#_"}])
def test_a_customer_who_says_no(threads: ThreadsStage, params: dict[str, str]) -> None:
    with pytest.raises(NeedsReconnect):
        finished(threads.server, params)


def test_a_short_token_that_is_not_taken(threads: ThreadsStage) -> None:
    threads.server.codes["code-1"] = ("alice", CALLBACK)
    body = json.dumps({"error": {"message": "no", "code": 100}})
    threads.server.trick("GET", "/access_token", status=400, body=body)
    with pytest.raises(NeedsReconnect):
        finished(threads.server, {"code": "code-1"})
