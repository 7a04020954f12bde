"""The X connector: the shared scenarios, and what only X does."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from complaints.networks.base import (
    Forbidden,
    Gone,
    Mentions,
    NeedsReconnect,
    NetworkError,
    RateLimited,
    Rejected,
    Retryable,
    Uncertain,
)
from complaints.networks.oauth import Tokens
from tests.contract.conformance import CARD, KEY, SUMMARY, ConnectorConformance, text_for
from tests.contract.stage_x import XStage
from tests.contract.stages import NOW, FaultyDoor, Stage
from tests.fakes.x import DUPLICATE, PROBLEMS, FakeX


@pytest.fixture(scope="module")
def server() -> Iterator[FakeX]:
    with FakeX() as running:
        yield running


@pytest.fixture
def x(server: FakeX) -> XStage:
    server.reset()
    return XStage(server)


class TestOnFake(ConnectorConformance):
    @pytest.fixture
    def stage(self, x: XStage) -> Stage:
        return x


# Posting


def test_a_brand_is_named_and_never_called(x: XStage) -> None:
    connector = x.connector()
    summary = replace(SUMMARY, title="$NWT lost my $50, $NWTL too", handle="northwind")
    text = connector.render(summary, limits=connector.limits(now=NOW))
    assert (text.handle, "@" in text.body) == ("", False)
    assert text.body.startswith("NWT lost my $50, NWTL too\n\nAbout Northwind Telecom: 3 attempts")
    connector.publish(text, idempotency_key=KEY, now=NOW)


def test_a_repeated_text_is_looked_for(x: XStage) -> None:
    connector = x.connector()
    text = text_for(connector)
    first = connector.publish(text, idempotency_key=KEY, now=NOW)
    with pytest.raises(Uncertain) as caught:
        connector.publish(text, idempotency_key=KEY, now=NOW)
    assert (caught.value.code, caught.value.status) == ("duplicate", 403)
    assert connector.find(text.link, now=NOW, since=NOW) == first


def test_a_repeated_text_of_long_ago_is_found_by_the_second_look(x: XStage) -> None:
    connector = x.connector()
    text = text_for(connector)
    old = x.server.add_post("alice", text.body, made_at=NOW - timedelta(days=2))
    published = connector.publish(text, idempotency_key=KEY, now=NOW, first_tried_at=NOW)
    assert published.remote_id == old


def test_a_repeated_text_that_nobody_finds_is_for_a_person(x: XStage) -> None:
    door = FaultyDoor()
    connector = x.connector(send=door)
    door.refuse(
        "POST /2/tweets", 403, body=json.dumps({"detail": DUPLICATE, "type": "about:blank", "status": 403})
    )
    with pytest.raises(Forbidden) as caught:
        connector.publish(text_for(connector), idempotency_key=KEY, now=NOW, first_tried_at=NOW)
    assert (caught.value.code, caught.value.detail) == ("duplicate_not_found", DUPLICATE)


def test_what_was_to_be_continued_is_gone(x: XStage) -> None:
    connector = x.connector()
    with pytest.raises(Gone) as caught:
        connector.publish(replace(text_for(connector), reply_to="17"), idempotency_key=KEY, now=NOW)
    assert caught.value.code == "reply_target_gone"


def test_a_text_that_x_counts_longer_than_we_do(x: XStage) -> None:
    door = FaultyDoor()
    connector = x.connector(send=door)
    text = connector.render(replace(SUMMARY, title="👩‍👩‍👧‍👦" * 200), limits=connector.limits(now=NOW))
    problem = {"detail": "Your Tweet text is too long.", "type": f"{PROBLEMS}invalid-request"}
    door.refuse("POST /2/tweets", 400, body=json.dumps(problem))
    with pytest.raises(Rejected) as caught:
        connector.publish(text, idempotency_key=KEY, now=NOW)
    assert caught.value.too_long
    shorter = connector.render(
        replace(SUMMARY, title="👩‍👩‍👧‍👦" * 200), limits=connector.limits(now=NOW), strict=True
    )
    assert len(shorter.body) < len(text.body)


@pytest.mark.parametrize("path", ["/2/media/upload", "/2/media/metadata"])
def test_a_picture_that_may_still_come_is_waited_for(x: XStage, path: str) -> None:
    x.server.trick("POST", path, status=500)
    connector = x.connector()
    text = replace(text_for(connector), card=CARD)
    with pytest.raises(Retryable) as caught:
        connector.publish(text, idempotency_key=KEY, now=NOW)
    assert (caught.value.code, x.posts()) == ("picture_not_taken", [])
    made = connector.publish(text, idempotency_key=KEY, now=NOW, first_tried_at=NOW)
    assert (made.lacks_picture, x.pictures(made.remote_id)) == (False, [CARD.alt])


@pytest.mark.parametrize("path", ["/2/media/upload", "/2/media/metadata"])
@pytest.mark.parametrize("status", [400, 403, 413])
def test_a_picture_that_is_refused_does_not_hold_the_words_back(x: XStage, path: str, status: int) -> None:
    x.server.trick("POST", path, status=status)
    connector = x.connector()
    published = connector.publish(replace(text_for(connector), card=CARD), idempotency_key=KEY, now=NOW)
    assert (x.pictures(published.remote_id), x.posts()) == ([], [published.remote_id])
    assert published.lacks_picture


def test_a_look_reads_no_more_than_what_is_new(x: XStage) -> None:
    x.server.add_post("alice", "an earlier one", made_at=NOW - timedelta(days=1))
    x.connector(account_id="11").find(SUMMARY.link, now=NOW, since=NOW)
    (request,) = x.server.requests
    assert parse_qs(urlsplit(request[1]).query)["start_time"] == ["2024-03-05T11:45:00Z"]


def test_a_look_that_cannot_reach_far_enough_says_so(x: XStage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("complaints.networks.x.MOST_PAGES_BACK", 1)
    for number in range(101):
        x.say("alice", f"other {number}")
    with pytest.raises(Uncertain) as caught:
        x.connector().find(SUMMARY.link, now=NOW)
    assert caught.value.code == "look_too_far_back"


# Refusals


def problem(kind: str, **more: object) -> str:
    return json.dumps({"title": "?", "detail": "In X's words.", "type": f"{PROBLEMS}{kind}", **more})


@pytest.mark.parametrize(
    ("status", "body", "kind", "code"),
    [
        (403, problem("client-forbidden"), Forbidden, "not_allowed"),
        (403, problem("not-authorized-for-resource"), Forbidden, "not_allowed"),
        (400, problem("invalid-request"), Rejected, "invalid"),
        (404, problem("resource-not-found"), Gone, "not_found"),
        (200, json.dumps({"errors": [json.loads(problem("resource-not-found"))]}), Gone, "not_found"),
        (
            200,
            json.dumps({"errors": [json.loads(problem("not-authorized-for-resource"))]}),
            Gone,
            "not_visible",
        ),
        (200, json.dumps({"errors": [json.loads(problem("client-forbidden"))]}), Forbidden, "refused"),
        (200, "{", Retryable, "unreadable_answer"),
        (503, "<html>", Retryable, "server_error"),
    ],
)
def test_problems(x: XStage, status: int, body: str, kind: type[NetworkError], code: str) -> None:
    x.server.trick("GET", "/2/tweets/17", status=status, body=body)
    with pytest.raises(kind) as caught:
        x.connector().replies("17", now=NOW)
    assert (type(caught.value), caught.value.code) == (kind, code)
    assert caught.value.detail in ("In X's words.", "") or status == 200


def test_a_post_that_is_refused_with_200(x: XStage) -> None:
    body = json.dumps({"errors": [json.loads(problem("client-forbidden"))]})
    x.server.trick("POST", "/2/tweets", status=200, body=body)
    connector = x.connector()
    with pytest.raises(Forbidden):
        connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)


@pytest.mark.parametrize(
    ("status", "headers", "body", "code", "retry_at"),
    [
        # x-api/fundamentals/rate-limits, "Handling rate limits"
        (
            429,
            {"x-rate-limit-reset": str(int(NOW.timestamp()) + 600)},
            json.dumps({"errors": [{"code": 88, "message": "Rate limit exceeded"}]}),
            "rate_limited",
            NOW + timedelta(minutes=10),
        ),
        (
            429,
            {
                "x-rate-limit-reset": str(int(NOW.timestamp()) + 600),
                "x-user-limit-24hour-remaining": "0",
                "x-user-limit-24hour-reset": str(int(NOW.timestamp()) + 7 * 3600),
            },
            problem("rate-limit-exceeded"),
            "rate_limited",
            NOW + timedelta(hours=7),
        ),
        (
            429,
            {"x-rate-limit-remaining": "39999"},
            problem("usage-capped", period="Monthly"),
            "usage_capped",
            datetime(2024, 4, 1, tzinfo=UTC),
        ),
        (429, {}, problem("usage-capped", period="Daily"), "usage_capped", datetime(2024, 3, 6, tzinfo=UTC)),
        (402, {}, "{}", "usage_capped", datetime(2024, 3, 6, tzinfo=UTC)),
    ],
)
def test_limits_and_spent_budgets(
    x: XStage, status: int, headers: dict[str, str], body: str, code: str, retry_at: datetime
) -> None:
    x.server.trick("POST", "/2/tweets", status=status, headers=headers, body=body)
    connector = x.connector()
    with pytest.raises(RateLimited) as caught:
        connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
    assert (caught.value.code, caught.value.retry_at) == (code, retry_at)


# Tokens


def test_a_token_that_has_expired_is_renewed_and_stored_once(x: XStage) -> None:
    kept = [Tokens("old", "alice_refresh", NOW - timedelta(minutes=1)).as_secret()]

    def renew(old: str, exchange: Callable[[str], str]) -> str:
        assert old == kept[-1]
        kept.append(exchange(old))
        return kept[-1]

    connector = x.connector(secret=kept[0], renew=renew)
    assert connector.check(now=NOW).handle == "alice"
    connector.find(SUMMARY.link, now=NOW, since=NOW)
    assert len(kept) == 2
    fresh = Tokens.from_secret(kept[1])
    assert fresh.expires_at == NOW + timedelta(hours=2)
    assert fresh.access in x.server.access
    assert fresh.refresh != "alice_refresh"  # the old one ended with its use


def test_a_token_that_another_worker_renewed_is_used(x: XStage) -> None:
    stored = Tokens("alice_token", "other").as_secret()
    connector = x.connector(
        secret=Tokens("old", "alice_refresh").as_secret(), renew=lambda old, exchange: stored
    )
    connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
    assert len(x.posts()) == 1
    assert "alice_refresh" in x.server.refresh


@pytest.mark.parametrize("rest", [{"app": None}, {"secret": Tokens("old").as_secret()}])
def test_a_token_that_cannot_be_renewed(x: XStage, rest: dict[str, Any]) -> None:
    secret = Tokens("old", "alice_refresh", NOW).as_secret()
    with pytest.raises(NeedsReconnect):
        x.connector(**{"secret": secret, **rest}).check(now=NOW)


def test_the_secret_is_nowhere_to_be_read(x: XStage) -> None:
    connector = x.connector(secret=Tokens("very-secret", "most-secret").as_secret())
    with pytest.raises(NeedsReconnect) as caught:
        connector.check(now=NOW)
    assert "secret" not in repr(connector) + repr(caught.value) + str(caught.value.detail)


# Reading


def test_replies_that_search_no_longer_reaches_are_asked_for(x: XStage) -> None:
    connector = x.connector()
    long_ago = datetime.now(UTC) - timedelta(days=9)
    post = x.server.add_post("alice", SUMMARY.link, made_at=long_ago)
    kept = x.server.add_post("bob", "@alice hello", reply_to=post, made_at=long_ago)
    gone = x.server.add_post("bob", "@alice sorry", reply_to=post, made_at=long_ago)
    locked = x.server.add_post("carol", "@alice same here", reply_to=post, made_at=long_ago)
    new = x.say("bob", "@alice again", reply_to=post)
    x.server.remove_post(gone)
    x.server.protected.add("carol")
    found = connector.replies(post, now=NOW, seen=dict.fromkeys([kept, gone, locked]))
    assert [reply.remote_id for reply in found.replies] == [new]
    assert found.missing == {gone, locked}


def test_what_stands_below_a_post_that_continues_another(x: XStage) -> None:
    connector = x.connector()
    first = x.say("alice", SUMMARY.link)
    second = x.say("alice", f"{SUMMARY.link}#answered", reply_to=first)
    above = x.say("bob", "@alice above", reply_to=first)
    below = x.say("bob", "@alice below", reply_to=second)
    nested = x.say("carol", "@bob nested", reply_to=below)
    assert [reply.remote_id for reply in connector.replies(second, now=NOW).replies] == [below, nested]
    assert [reply.remote_id for reply in connector.replies(first, now=NOW).replies] == [
        second,
        above,
        below,
        nested,
    ]


def test_an_edited_mention_stays_the_same_post(x: XStage) -> None:
    connector = x.connector()
    made = x.say("bob", "@alice Fixed")
    (first,) = connector.mentions(now=NOW).replies
    edited = x.server.edit_post(made, "@alice Fixed now")
    (second,) = connector.mentions(now=NOW).replies
    assert (first.remote_id, first.edited_at, second.remote_id) == (made, None, made)
    assert second.edited_at is not None
    assert second.stated_at <= second.edited_at
    assert (second.text, second.url) == ("@alice Fixed now", f"https://x.com/bob/status/{edited}")


def test_the_words_of_a_post(x: XStage) -> None:
    connector = x.connector()
    post = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW).remote_id
    long = "@alice We refunded 10 € & closed <it>. " * 9 + "See https://bob.example/a?b=1&c=2"
    x.server.add_post("bob", long[:250], reply_to=post, note=long)
    x.server.add_post("carol", "A letter", reply_to=post, media=["5"])
    found = connector.replies(post, now=NOW).replies
    assert [reply.text for reply in found] == [long, "A letter [attachment]"]


def test_posts_that_are_not_whole_are_left_out(x: XStage) -> None:
    whole = {"id": "7", "author_id": "9", "text": "Hello", "created_at": "yesterday"}
    body = {
        "data": [None, 5, {}, {**whole, "author_id": None}, {**whole, "author_id": "10"}, whole],
        "includes": {"users": [{"id": "9", "username": "bob", "protected": False}, {"id": "10"}]},
        "meta": {},
    }
    x.server.trick("GET", "/2/users/11/mentions", status=200, body=json.dumps(body))
    (reply,) = x.connector(account_id="11").mentions(now=NOW).replies
    assert (reply.remote_id, reply.author_handle, reply.stated_at) == ("7", "bob", NOW)


def test_words_of_others_are_no_operators(x: XStage) -> None:
    x.say("bob", "my northwind router OR from alice is dead")
    x.say("carol", "from: alice")
    found = x.connector().search('northwind OR from:alice -router "', now=NOW)
    assert [reply.author_handle for reply in found.replies] == ["bob"]
    (request,) = x.server.requests
    query = parse_qs(urlsplit(request[1]).query)["query"]
    assert query == ['"router" "alice" "from" "OR" "northwind" -is:retweet']
    x.server.requests.clear()
    assert x.connector().search("( )", now=NOW, cursor="5") == Mentions((), "5")
    assert x.server.requests == []
    x.connector().search("word " * 300, now=NOW)


def test_a_place_in_a_search_that_is_too_old(x: XStage) -> None:
    old = x.server.add_post("bob", "northwind", made_at=datetime.now(UTC) - timedelta(days=9))
    new = x.say("bob", "northwind again")
    found = x.connector().search("northwind", now=NOW, cursor=old)
    assert ([reply.remote_id for reply in found.replies], found.cursor) == ([new], new)


def test_reposts_are_no_words_of_their_own(x: XStage) -> None:
    x.server.add_post("carol", "RT @bob: northwind", retweets="1")
    assert x.connector().search("northwind", now=NOW).replies == ()


def test_ids_cannot_leave_their_place_in_the_address(x: XStage) -> None:
    with pytest.raises(Gone):
        x.connector().replies("../users/me?x=", now=NOW)
    assert x.server.requests[0][1].startswith("/2/tweets/..%2Fusers")
