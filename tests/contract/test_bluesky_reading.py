"""Reading on Bluesky by the fake: replies, mentions and search as the real servers show them only in the wide world."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from complaints.networks import bluesky
from complaints.networks.base import Gone, Unsupported
from complaints.networks.bluesky_posts import tid
from tests.contract.conformance import KEY, text_for
from tests.contract.stage_bluesky import FakeStage
from tests.contract.stages import NOW, FaultyDoor

THREAD = "GET /xrpc/app.bsky.feed.getPostThread"
NOTICES = "GET /xrpc/app.bsky.notification.listNotifications"


@pytest.fixture
def fake(fake_bluesky: FakeStage) -> FakeStage:
    return fake_bluesky


def said(name: str, message: str = "no") -> str:
    return json.dumps({"error": name, "message": message})


def posted(fake: FakeStage) -> str:
    connector = fake.connector()
    return connector.publish(text_for(connector), idempotency_key=KEY, now=NOW).remote_id


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
    monkeypatch.setattr(bluesky, "MOST_PAGES", 2)
    hello = fake.mention("alice")
    fake.say("bob", f"{hello} start")
    connector = fake.connector(page=2)
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
