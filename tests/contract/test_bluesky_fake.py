"""The Bluesky connector on the fake: the shared scenarios, and what the real servers do only in the wide world."""

from __future__ import annotations

import json
from collections.abc import Iterator
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
    PostText,
    RateLimited,
    Rejected,
    Retryable,
    Uncertain,
    Unsupported,
)
from complaints.networks.bluesky import BlueskyConnector
from complaints.networks.bluesky_posts import tid
from complaints.networks.bluesky_session import Session
from tests.contract.conformance import CARD, KEY, SUMMARY, ConnectorConformance, text_for
from tests.contract.stage_bluesky import PUT, FakeStage
from tests.contract.stages import LOCAL, NOW, FaultyDoor, Stage
from tests.fakes.bluesky import FakeBluesky

THREAD = "GET /xrpc/app.bsky.feed.getPostThread"
NOTICES = "GET /xrpc/app.bsky.notification.listNotifications"
LOG_IN = "POST /xrpc/com.atproto.server.createSession"
REFRESH = "POST /xrpc/com.atproto.server.refreshSession"


@pytest.fixture(scope="module")
def server() -> Iterator[FakeBluesky]:
    with FakeBluesky() as server:
        yield server


@pytest.fixture
def fake(server: FakeBluesky) -> FakeStage:
    stage = FakeStage(server)
    stage.reset()
    return stage


def said(name: str, message: str = "no") -> str:
    return json.dumps({"error": name, "message": message})


def posted(fake: FakeStage, text: PostText | None = None) -> str:
    connector = fake.connector()
    return connector.publish(text or text_for(connector), idempotency_key=KEY, now=NOW).remote_id


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


@pytest.mark.parametrize("status", [400, 403, 413, 500])
def test_a_picture_that_is_refused_does_not_hold_the_words_back(fake: FakeStage, status: int) -> None:
    door = FaultyDoor()
    door.refuse("POST /xrpc/com.atproto.repo.uploadBlob", status, body=said("InvalidMimeType"))
    connector = fake.connector(send=door)
    made = connector.publish(replace(text_for(connector), card=CARD), idempotency_key=KEY, now=NOW)
    assert (fake.posts(), fake.pictures(made.remote_id)) == ([made.remote_id], [])


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


# Replies


def test_a_view_that_lags_behind_does_not_make_a_post_gone(fake: FakeStage) -> None:
    fake.server.switches.view_stands_still = True
    post = posted(fake)
    found = fake.connector().replies(post, now=NOW, seen={"at://did:plc:x/app.bsky.feed.post/y": None})
    assert (found.replies, found.missing) == ((), frozenset())
    fake.remove("alice", post)
    with pytest.raises(Gone):
        fake.connector().replies(post, now=NOW)


def test_a_post_that_is_not_found_in_the_form_of_a_thread(fake: FakeStage) -> None:
    fake.server.switches.not_found_is_a_node = True
    post = posted(fake)
    fake.remove("alice", post)
    with pytest.raises(Gone):
        fake.connector().replies(post, now=NOW)


def test_a_post_of_an_account_that_was_closed_is_gone(fake: FakeStage) -> None:
    with pytest.raises(Gone):
        fake.connector().replies("at://did:plc:nobody/app.bsky.feed.post/3kabcdefghij2", now=NOW)


@pytest.mark.parametrize("remote_id", ["", "7", "https://bsky.app/x", "at://did:plc:a/app.bsky.feed.like/3k"])
def test_ids_that_are_none(fake: FakeStage, remote_id: str) -> None:
    door = FaultyDoor()
    with pytest.raises(Gone):
        fake.connector(send=door).replies(remote_id, now=NOW)
    assert door.requests == []


def test_a_server_that_knows_nothing_of_the_network(fake: FakeStage) -> None:
    fake.server.switches.has_view = False
    connector = fake.connector()
    post = posted(fake)
    for ask in (
        lambda: connector.replies(post, now=NOW),
        lambda: connector.mentions(now=NOW),
        lambda: connector.search("words", now=NOW),
    ):
        with pytest.raises(Unsupported) as caught:
            ask()
        assert caught.value.code == "no_view"


def test_a_block_hides_a_reply_and_does_not_remove_it(fake: FakeStage) -> None:
    post = posted(fake)
    blocked = fake.say("bob", "we look into it", reply_to=post)
    below = fake.say("carol", "me too", reply_to=blocked)
    seen = {blocked: None, below: None}
    fake.server.blocked.add("bob")
    found = fake.connector().replies(post, now=NOW, seen=seen)
    assert (found.replies, found.missing) == ((), frozenset({below}))


def test_an_author_who_opts_out_later_is_taken_out(fake: FakeStage) -> None:
    post = posted(fake)
    reply = fake.say("bob", "we look into it", reply_to=post)
    connector = fake.connector()
    assert [one.remote_id for one in connector.replies(post, now=NOW).replies] == [reply]
    fake.server.labels["bob"] = ["!no-unauthenticated"]
    found = connector.replies(post, now=NOW, seen={reply: None})
    assert (found.replies, found.missing) == ((), frozenset({reply}))
    with pytest.raises(Gone) as caught:
        connector.replies(reply, now=NOW)
    assert caught.value.code == "not_public"


def test_our_own_account_may_have_opted_out(fake: FakeStage) -> None:
    fake.server.labels["alice"] = ["!no-unauthenticated"]
    post = posted(fake)
    fake.say("bob", "we look into it", reply_to=post)
    assert [one.text for one in fake.connector().replies(post, now=NOW).replies] == ["we look into it"]


@pytest.mark.parametrize("label", ["!hide", "!takedown"])
def test_what_moderators_took_down_is_not_shown(fake: FakeStage, label: str) -> None:
    post = posted(fake)
    reply = fake.say("bob", "an insult", reply_to=post)
    fake.server.view[reply].labels.append(label)
    assert fake.connector().replies(post, now=NOW).replies == ()


def test_a_reply_that_was_written_anew_under_its_key(fake: FakeStage) -> None:
    """Clients that change a post without noting it delete it and write it again, with the old key and time."""
    post = posted(fake)
    reply = fake.say("bob", "we look into it", reply_to=post)
    connector = fake.connector()
    (first,) = connector.replies(post, now=NOW).replies
    assert first.edited_at is None
    record = fake.record(reply)
    fake.remove("bob", reply)
    fake.server.clock += timedelta(minutes=2)
    key = reply.rpartition("/")[2]
    fake.server.add_record("bob", {**record, "text": "it is fixed"}, key=key)
    (edited,) = connector.replies(post, now=NOW, seen={reply: None}).replies
    assert (edited.text, edited.stated_at) == ("it is fixed", first.stated_at)
    assert edited.edited_at is not None
    assert connector.replies(post, now=NOW, seen={reply: edited.edited_at}).replies == ()


def test_a_time_of_an_edit_that_lies_ahead_is_not_believed(fake: FakeStage) -> None:
    post = posted(fake)
    reply = fake.say("bob", "hello", reply_to=post, updatedAt="2999-01-01T00:00:00Z")
    (found,) = fake.connector().replies(post, now=NOW).replies
    assert (found.remote_id, found.edited_at) == (reply, None)


def test_a_time_that_lies_ahead_is_that_of_the_index(fake: FakeStage) -> None:
    post = posted(fake)
    fake.say("bob", "hello", reply_to=post, createdAt="2999-01-01T00:00:00Z")
    (found,) = fake.connector().replies(post, now=NOW).replies
    assert found.stated_at == fake.server.clock.replace(
        microsecond=fake.server.clock.microsecond // 1000 * 1000
    )


def test_replies_come_in_the_order_of_their_times(fake: FakeStage) -> None:
    post = posted(fake)
    first = fake.say("bob", "one", reply_to=post)
    fake.say("carol", "two", reply_to=post)
    fake.say("bob", "three", reply_to=first)
    assert [reply.text for reply in fake.connector().replies(post, now=NOW).replies] == [
        "one",
        "two",
        "three",
    ]


def test_replies_that_are_not_whole_are_left_out(fake: FakeStage) -> None:
    post = posted(fake)
    did = fake.server.dids["bob"]
    whole = {
        "uri": f"at://{did}/app.bsky.feed.post/3kabcdefghij2",
        "author": {"did": did, "handle": "handle.invalid"},
        "record": {"text": "Hello", "createdAt": "yesterday", "langs": "en"},
        "indexedAt": "today",
    }
    views = [
        None,
        5,
        {},
        {**whole, "uri": 7},
        {**whole, "uri": "at://did:plc:x/app.bsky.feed.like/1"},
        {**whole, "uri": "at://did:plc:other/app.bsky.feed.post/3kabcdefghij2"},
        {**whole, "author": "bob"},
        {**whole, "record": None},
        whole,
    ]
    body = json.dumps(
        {"thread": {"post": {}, "replies": [None, 7, {"replies": 3}, *({"post": view} for view in views)]}}
    )
    door = FaultyDoor()
    door.refuse(THREAD, 200, body=body)
    (reply,) = fake.connector(send=door).replies(post, now=NOW).replies
    assert (reply.author_id, reply.author_handle, reply.author_name, reply.text) == (did, did, did, "Hello")
    assert reply.url == f"https://bsky.app/profile/{did}/post/3kabcdefghij2"
    assert (reply.stated_at, reply.language) == (NOW, "")


def test_a_thread_as_deep_as_it_is_asked_for(fake: FakeStage) -> None:
    post = above = posted(fake)
    for number in range(bluesky.DEPTH + 5):
        ref = {"uri": above, "cid": "bafy"}
        above = fake.server.add_record("bob", {"text": str(number), "reply": {"root": ref, "parent": ref}})
    assert len(fake.connector().replies(post, now=NOW).replies) == bluesky.DEPTH


# Mentions and search


def test_a_long_way_back_goes_on_next_time(fake: FakeStage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bluesky, "PAGE", 2)
    monkeypatch.setattr(bluesky, "MOST_PAGES", 2)
    hello = fake.mention("alice")
    fake.say("bob", f"{hello} start")
    connector = fake.connector()
    look = connector.mentions(now=NOW)
    for number in range(9):
        fake.say("bob", f"{hello} {number}")
    given, steps = [], []
    while True:
        look = connector.mentions(now=NOW, cursor=look.cursor)
        assert len(look.cursor) <= 200
        given.append([int(mention.text.split()[1]) for mention in look.replies])
        steps.append(look.more)
        if len(given) == 2:
            fake.say("carol", f"{hello} 9")  # while the walk goes on
        if not look.more and not look.replies:
            break
    assert given == [[5, 6, 7, 8], [1, 2, 3, 4], [0], [9], []]
    assert steps == [True, True, False, False, False]


def test_mentions_of_one_moment_are_given_once_each(fake: FakeStage) -> None:
    hello = fake.mention("alice")
    at = "2024-03-05T12:00:00.000Z"
    fake.say("bob", f"{hello} one", createdAt=at)
    connector = fake.connector()
    first = connector.mentions(now=NOW)
    fake.say("carol", f"{hello} two", createdAt=at)
    second = connector.mentions(now=NOW, cursor=first.cursor)
    assert [mention.text for mention in second.replies] == [f"{hello} two"]
    third = connector.mentions(now=NOW, cursor=second.cursor)
    assert (third.replies, third.cursor) == ((), second.cursor)


def test_a_reply_is_a_mention_too_and_an_empty_list_has_no_cursor(fake: FakeStage) -> None:
    connector = fake.connector()
    assert connector.mentions(now=NOW) == connector.mentions(now=NOW, cursor="")
    assert connector.mentions(now=NOW).cursor == ""
    post = posted(fake)
    reply = fake.say("bob", "no handle in it", reply_to=post)
    (found,) = connector.mentions(now=NOW).replies
    assert (found.remote_id, found.in_reply_to) == (reply, post)


def test_a_cursor_that_is_none_begins_anew(fake: FakeStage) -> None:
    fake.say("bob", f"{fake.mention('alice')} hi")
    assert len(fake.connector().mentions(now=NOW, cursor="nonsense").replies) == 1


def test_notifications_without_a_time_are_left_out(fake: FakeStage) -> None:
    door = FaultyDoor()
    door.refuse(
        NOTICES, 200, body=json.dumps({"notifications": [None, {"reason": "reply"}, {"indexedAt": 7}]})
    )
    assert fake.connector(send=door).mentions(now=NOW).replies == ()


def test_a_search_of_one_moment(fake: FakeStage) -> None:
    connector = fake.connector()
    fake.server.add_record("bob", {"text": "a northwind router"})
    first = connector.search("northwind", now=NOW)
    key = tid(NOW)
    fake.server.add_record("carol", {"text": "northwind too"}, key=key)  # no tick of the clock
    second = connector.search("northwind", now=NOW, cursor=first.cursor)
    assert [found.text for found in second.replies] == ["northwind too"]
    assert connector.search("northwind", now=NOW, cursor=second.cursor).replies == ()


def test_a_server_without_search(fake: FakeStage) -> None:
    door = FaultyDoor()
    door.refuse("GET /xrpc/app.bsky.feed.searchPosts", 501, body=said("MethodNotImplemented"))
    with pytest.raises(Unsupported):
        fake.connector(send=door).search("words", now=NOW)
