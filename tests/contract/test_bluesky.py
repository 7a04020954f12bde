"""The Bluesky connector on the real servers: the shared scenarios, and what only they can prove."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from complaints.networks import bluesky_posts
from complaints.networks.base import (
    Forbidden,
    Gone,
    NeedsReconnect,
    PostText,
    Rejected,
    Retryable,
    Uncertain,
)
from complaints.networks.bluesky_session import Session
from config.doors import http
from tests.contract.conformance import CARD, KEY, SUMMARY, ConnectorConformance, text_for
from tests.contract.stage_bluesky import POSTS, PUT, RealStage, call, key_of
from tests.contract.stages import NOW, FaultyDoor, Stage

# One server, and so one process.
pytestmark = [pytest.mark.peer, pytest.mark.xdist_group("bluesky")]

LOG_IN = "POST /xrpc/com.atproto.server.createSession"
REFRESH = "POST /xrpc/com.atproto.server.refreshSession"


@pytest.fixture
def real(real_bluesky: RealStage) -> RealStage:
    real_bluesky.reset()
    return real_bluesky


def cut(record: dict[str, Any], kind: str) -> list[tuple[str, str]]:
    """What the facets of a kind cover, by bytes, and where they lead."""
    raw = record["text"].encode()
    return [
        (
            raw[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode(),
            feature.get("uri") or feature["did"],
        )
        for facet in record.get("facets", [])
        for feature in facet["features"]
        if feature["$type"] == f"app.bsky.richtext.facet#{kind}"
    ]


class TestOnTheReference(ConnectorConformance):
    @pytest.fixture
    def stage(self, real: RealStage) -> Stage:
        return real


# Posting


@pytest.mark.parametrize("title", ["👩‍👩‍👧‍👦 Überlang 👍🏽", "فاتورة خاطئة 🇧🇷", "一二三"])
def test_the_link_and_the_handle_are_more_than_words(real: RealStage, title: str) -> None:
    connector = real.connector()
    text = text_for(connector, replace(SUMMARY, title=title, handle=real.mention("bob")))
    made = connector.publish(text, idempotency_key=KEY, now=NOW)
    record = real.record(made.remote_id)
    assert cut(record, "link") == [(SUMMARY.link, SUMMARY.link)]
    assert cut(record, "mention") == [(real.mention("bob"), real.people["bob"]["did"])]
    real.settle()
    notices = call(
        real.pds,
        "GET",
        "app.bsky.notification.listNotifications",
        token=real.people["bob"]["token"],
        params={"limit": 100},
    )["notifications"]
    assert [notice["reason"] for notice in notices if notice["uri"] == made.remote_id] == ["mention"]


def test_a_handle_that_leads_nowhere_stays_plain_text(real: RealStage) -> None:
    connector = real.connector()
    text = text_for(connector, replace(SUMMARY, handle="@nobody.test"))
    made = connector.publish(text, idempotency_key=KEY, now=NOW)
    record = real.record(made.remote_id)
    assert "@nobody.test" in record["text"]
    assert (cut(record, "mention"), cut(record, "link")) == ([], [(SUMMARY.link, SUMMARY.link)])


@pytest.mark.parametrize("handle", ["", "northwind@mastodon.example", "@northwind"])
def test_what_is_no_handle_of_this_network_is_not_looked_up(real: RealStage, handle: str) -> None:
    door = FaultyDoor()
    connector = real.connector(send=door)
    text = text_for(connector, replace(SUMMARY, handle=handle))
    connector.publish(text, idempotency_key=KEY, now=NOW)
    assert door.requests == [PUT]


def test_every_try_writes_the_same_record(real: RealStage) -> None:
    door = FaultyDoor()
    connector = real.connector(send=door)
    text = replace(text_for(connector, replace(SUMMARY, handle=real.mention("bob"))), card=CARD)
    door.lose_answer(PUT)
    with pytest.raises(Uncertain):
        connector.publish(text, idempotency_key=KEY, now=NOW)
    (first,) = real.posts()
    before = real.record(first)
    assert before["createdAt"] == "2024-03-05T12:00:00.000Z"
    assert bluesky_posts.time_of_tid(key_of(first)) - NOW < timedelta(seconds=1)  # type: ignore[operator]
    # As the first try again, by a worker who does not know of it: the server takes the same, and writes nothing.
    made = real.connector().publish(text, idempotency_key=KEY, now=NOW)
    # And after it was deleted over there, hours later.
    real.remove("alice", first)
    again = real.connector().publish(
        text, idempotency_key=KEY, now=NOW + timedelta(hours=3), first_tried_at=NOW
    )
    assert made.remote_id == again.remote_id == first
    assert (real.posts(), real.record(first)) == ([first], before)


def test_a_first_try_that_meets_its_own_earlier_one_takes_it(real: RealStage) -> None:
    """The row that told of the try was lost, and the words have changed since: nothing is overwritten."""
    connector = real.connector()
    first = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
    other = text_for(connector, replace(SUMMARY, title="Other words"))
    assert connector.publish(other, idempotency_key=KEY, now=NOW) == first
    assert real.source(first.remote_id) == text_for(connector).body


def test_a_key_under_which_another_post_stands_is_left_alone(real: RealStage) -> None:
    key = bluesky_posts.record_key(NOW, KEY)
    where = {"repo": real.people["alice"]["did"], "collection": POSTS, "rkey": key}
    record = {"$type": POSTS, "text": "https://answerable.example/complaints/OTHER/", "createdAt": real.now()}
    token = real.people["alice"]["token"]
    body = {**where, "record": record}
    other = call(real.pds, "POST", "com.atproto.repo.createRecord", token=token, body=body)["uri"]
    connector = real.connector()
    text = text_for(connector)
    made = connector.publish(text, idempotency_key=KEY, now=NOW)
    again = connector.publish(text, idempotency_key=KEY, now=NOW, first_tried_at=NOW)
    assert again == made
    assert sorted(real.posts()) == sorted([other, made.remote_id])
    assert (real.record(other), real.source(made.remote_id)) == (record, text.body)


def test_the_longest_text_of_the_widest_letters(real: RealStage) -> None:
    connector = real.connector()
    text = text_for(connector, replace(SUMMARY, title="👨‍👩‍👧‍👦" * 290))
    made = connector.publish(text, idempotency_key=KEY, now=NOW)
    assert real.source(made.remote_id) == text.body


def test_a_post_says_its_language_and_shows_its_picture_whole(real: RealStage) -> None:
    connector = real.connector()
    made = connector.publish(replace(text_for(connector), card=CARD), idempotency_key=KEY, now=NOW)
    record = real.record(made.remote_id)
    assert record["langs"] == ["en"]
    assert record["embed"]["images"][0]["aspectRatio"] == {"width": 1200, "height": 630}
    real.settle()
    view = call(real.appview, "GET", "app.bsky.feed.getPosts", params={"uris": [made.remote_id]})["posts"][0]
    assert view["embed"]["images"][0]["alt"] == CARD.alt
    handle = real.handle("alice")
    assert made.url == f"https://bsky.app/profile/{handle}/post/{key_of(made.remote_id)}"


@pytest.mark.parametrize(("size", "is_taken"), [(1_000_000, True), (1_000_001, False)])
def test_a_picture_of_the_largest_size(real: RealStage, size: int, is_taken: bool) -> None:
    connector = real.connector()
    card = replace(CARD, png=CARD.png.ljust(size, b"\0"))
    made = connector.publish(replace(text_for(connector), card=card), idempotency_key=KEY, now=NOW)
    assert real.pictures(made.remote_id) == ([CARD.alt] if is_taken else [])


# Threads


def test_the_third_of_a_thread_names_the_first_as_root(real: RealStage) -> None:
    connector = real.connector()
    posts = [connector.publish(text_for(connector), idempotency_key=KEY, now=NOW).remote_id]
    for number in (2, 3):
        link = f"{SUMMARY.link}#{number}"
        more = PostText(body=f"News.\n\n{link}", link=link, reply_to=posts[-1])
        posts.append(connector.publish(more, idempotency_key=f"posting-17-{number}", now=NOW).remote_id)
    reply = real.record(posts[2])["reply"]
    assert (reply["root"]["uri"], reply["parent"]["uri"]) == (posts[0], posts[1])
    real.settle()
    assert [one.remote_id for one in connector.replies(posts[0], now=NOW).replies] == posts[1:]


@pytest.mark.parametrize("is_other", [False, True])
def test_the_post_that_was_to_be_continued_is_gone(real: RealStage, is_other: bool) -> None:
    connector = real.connector()
    gone = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW).remote_id
    real.remove("alice", gone)
    more = PostText(body=SUMMARY.link, link=SUMMARY.link, reply_to="nonsense" if is_other else gone)
    with pytest.raises(Gone) as caught:
        connector.publish(more, idempotency_key="posting-17-2", now=NOW)
    assert (caught.value.code, real.posts()) == ("reply_target_gone", [])


# Changing


def test_an_edit_changes_the_words_and_nothing_else(real: RealStage) -> None:
    connector = real.connector()
    root = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW).remote_id
    link = f"{SUMMARY.link}#more"
    first = PostText(
        f"{real.mention('bob')} one\n\n{link}", link=link, language="en", reply_to=root, card=CARD
    )
    made = connector.publish(first, idempotency_key="posting-17-2", now=NOW)
    before = real.record(made.remote_id)
    second = PostText(f"Zwei 👍🏽 und mehr\n\n{link}", link=link)
    connector.update(made.remote_id, second, now=NOW)
    after = real.record(made.remote_id)
    assert (cut(before, "mention"), cut(after, "mention")) == (
        [(real.mention("bob"), real.people["bob"]["did"])],
        [],
    )
    assert (after["text"], cut(after, "link")) == (second.body, [(link, link)])
    unchanged = ("$type", "createdAt", "embed", "reply", "langs")
    assert [after[name] for name in unchanged] == [before[name] for name in unchanged]


def test_an_edit_does_not_overwrite_what_came_in_between(real: RealStage) -> None:
    published = real.connector().publish(text_for(real.connector()), idempotency_key=KEY, now=NOW).remote_id

    def late(method: str, url: str, **rest: Any) -> http.Response:
        if url.endswith("putRecord"):
            real.reword("alice", published, "By hand, meanwhile")
        return http.request(method, url, **rest)

    connector = real.connector(send=late)
    other = text_for(connector, replace(SUMMARY, title="Fixed"))
    with pytest.raises(Retryable) as caught:
        connector.update(published, other, now=NOW)
    assert (caught.value.code, real.source(published)) == ("changed_meanwhile", "By hand, meanwhile")


def test_an_edit_beyond_the_limits(real: RealStage) -> None:
    connector = real.connector()
    made = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW).remote_id
    with pytest.raises(Rejected) as caught:
        connector.update(made, PostText("x" * 301, link=SUMMARY.link), now=NOW)
    assert caught.value.too_long


# Reading


def test_a_reply_asked_about_by_itself(real: RealStage) -> None:
    """So the outbox tells a deleted reply from one that a long thread leaves out."""
    connector = real.connector()
    post = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW).remote_id
    reply = real.say("bob", "call us", reply_to=post)
    below = real.say("carol", "me too", reply_to=reply)
    assert [one.remote_id for one in connector.replies(reply, now=NOW).replies] == [below]
    real.remove("bob", reply)
    with pytest.raises(Gone):
        connector.replies(reply, now=NOW)
    # What was said below stays, and is seen from our post no more.
    assert connector.replies(post, now=NOW, seen={below: None}).missing == {below}


def test_a_shortened_address_is_read_whole(real: RealStage) -> None:
    connector = real.connector()
    post = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW).remote_id
    address = "https://help.bob.example/articles/how-to-restart-your-router"
    words = "Grüße 👋 help.bob.example/articl... hilft"
    start = len("Grüße 👋 ".encode())
    facet = {
        "index": {"byteStart": start, "byteEnd": start + len("help.bob.example/articl...")},
        "features": [{"$type": "app.bsky.richtext.facet#link", "uri": address}],
    }
    card = {"uri": "https://bob.example/card", "title": "Help", "description": ""}
    embed = {"$type": "app.bsky.embed.external", "external": card}
    real.say("bob", words, reply_to=post, facets=[facet], embed=embed, langs=["de"])
    (reply,) = connector.replies(post, now=NOW).replies
    assert reply.text == f"Grüße 👋 {address} hilft\n\nHelp (https://bob.example/card)"
    assert (reply.language, reply.author_name) == ("de", "bob")


# Sessions


def keeping(stored: list[str]) -> Callable[[str, Callable[[str], str]], str]:
    def renew(old: str, exchange: Callable[[str], str]) -> str:
        stored.append(exchange(old))
        return stored[-1]

    return renew


def test_an_expired_token_is_renewed_without_logging_in(real: RealStage) -> None:
    session, door, stored = real.opened(), FaultyDoor(), list[str]()
    connector = real.connector(secret=real.expired(session), renew=keeping(stored), send=door)
    connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
    assert (len(real.posts()), door.requests) == (1, [PUT, REFRESH, PUT])
    fresh = Session.from_secret(stored[0])
    assert (fresh.identifier, fresh.password, fresh.handle) == (
        session.identifier,
        session.password,
        session.handle,
    )
    assert fresh.refresh not in ("", session.refresh)
    # Lost before it was stored: the old one works for a while.
    real.connector(secret=real.expired(session)).check(now=NOW)


def test_a_session_that_was_ended_is_opened_anew_by_the_app_password(real: RealStage) -> None:
    session, door, stored = real.opened(), FaultyDoor(), list[str]()
    call(real.pds, "POST", "com.atproto.server.deleteSession", token=session.refresh)
    connector = real.connector(secret=real.expired(session), renew=keeping(stored), send=door)
    connector.check(now=NOW)
    assert [one for one in door.requests if "server." in one and "getSession" not in one] == [REFRESH, LOG_IN]
    assert real.connector(secret=stored[0]).check(now=NOW).id == session.did


def test_a_revoked_app_password_is_tried_once(real: RealStage) -> None:
    door = FaultyDoor()
    connector = real.revoked(send=door)
    for _ in range(3):
        with pytest.raises(NeedsReconnect):
            connector.check(now=NOW)
        with pytest.raises(NeedsReconnect):
            connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
    assert door.requests.count(LOG_IN) == 1
    # Whoever may read the records at all needs no session for it.
    assert connector.find(SUMMARY.link, now=NOW) is None


@pytest.mark.parametrize("token", ["garbage", "a.b.c"])
def test_a_token_of_another_kind(real: RealStage, token: str) -> None:
    secret = replace(real.opened(), access=token).as_secret()
    connector = real.connector(secret=secret)
    connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
    assert len(real.posts()) == 1


def test_an_account_that_was_taken_down(real: RealStage) -> None:
    session = real.opened()
    real.take_down()
    connector = real.connector(secret=session.as_secret())
    with pytest.raises(Forbidden) as caught:
        connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
    assert caught.value.code == "account_disabled"
    expired = real.connector(secret=real.expired(session))
    with pytest.raises((NeedsReconnect, Forbidden)):
        expired.check(now=NOW)


def test_a_session_says_what_it_may_do(real: RealStage) -> None:
    assert real.opened().scope == "com.atproto.appPass"
    assert Session("", access=real.people["alice"]["main"]).scope == "com.atproto.access"
