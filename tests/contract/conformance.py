"""What every connector must do, whatever the network: subclass it with a `stage` fixture.

The scenarios are those that lose or double posts in practice: see the table of errors in
`complaints/networks/base.py`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from complaints.networks.base import (
    ComplaintSummary,
    Connector,
    Gone,
    NeedsReconnect,
    PostText,
    RateLimited,
    Rejected,
    Retryable,
    Uncertain,
)
from tests.contract.stages import LOCAL, LossyDoor, Stage
from tests.fakes.strict_mastodon import free_port

NOW = datetime(2024, 3, 5, 12, 0, tzinfo=UTC)  # before any post of the stages
KEY = "posting-17-1"
SUMMARY = ComplaintSummary(
    title="Router dead for three weeks",
    brand="Northwind Telecom",
    link="https://answerable.example/complaints/K7P2/",
    attempts=3,
    channels=("phone", "e-mail"),
    minutes=132,
    days=19,
    language="en",
)
POSTS = "/api/v1/statuses"
WAITS = {
    "iso": ({"X-RateLimit-Reset": "2024-03-05T12:07:00.123456Z"}, timedelta(minutes=7, microseconds=123456)),
    "iso-no-zone": ({"X-RateLimit-Reset": "2024-03-05T12:07:00"}, timedelta(minutes=7)),
    "epoch": ({"X-RateLimit-Reset": str(int(NOW.timestamp()) + 90)}, timedelta(seconds=90)),
    "retry-after": ({"Retry-After": "30"}, timedelta(seconds=30)),
    "retry-after-date": ({"Retry-After": "Tue, 05 Mar 2024 12:02:00 GMT"}, timedelta(minutes=2)),
    "both": ({"Retry-After": "30", "X-RateLimit-Reset": "2024-03-05T12:07:00Z"}, timedelta(seconds=30)),
    "far": ({"X-RateLimit-Reset": "2024-03-09T12:00:00Z"}, timedelta(hours=3)),
    "past": ({"X-RateLimit-Reset": "2024-03-05T11:00:00Z"}, timedelta(minutes=5)),
    "nonsense": ({"X-RateLimit-Reset": "soon", "Retry-After": "later"}, timedelta(minutes=5)),
    "none": ({}, timedelta(minutes=5)),
}


def text_for(connector: Connector, summary: ComplaintSummary = SUMMARY) -> PostText:
    return connector.render(summary, limits=connector.limits(now=NOW))


class ConnectorConformance:
    # The account

    def test_the_account_is_known(self, stage: Stage) -> None:
        account = stage.connector().check(now=NOW)
        assert account.handle == "alice@127.0.0.1"
        assert account.name.lower() == "alice"
        assert account.id != ""

    def test_a_revoked_token_asks_for_a_new_connection(self, stage: Stage) -> None:
        connector = stage.connector(token="revoked")
        text = text_for(stage.connector())
        with pytest.raises(NeedsReconnect):
            connector.check(now=NOW)
        with pytest.raises(NeedsReconnect):
            connector.publish(text, idempotency_key=KEY, now=NOW)

    def test_a_server_that_is_not_there_is_passing_trouble(self, stage: Stage) -> None:
        connector = stage.connector(instance=f"http://127.0.0.1:{free_port()}")
        with pytest.raises(Retryable) as caught:
            connector.check(now=NOW)
        assert caught.value.code == "unreachable"

    # Posting once

    def test_a_post_says_what_was_rendered(self, stage: Stage) -> None:
        connector = stage.connector()
        text = text_for(connector)
        published = connector.publish(text, idempotency_key=KEY, now=NOW)
        assert stage.posts() == [published.remote_id]
        assert stage.source(published.remote_id) == text.body
        assert stage.post(published.remote_id)["language"] == "en"
        assert published.url.startswith("http")

    def test_publishing_twice_makes_one_post(self, stage: Stage) -> None:
        connector = stage.connector()
        text = text_for(connector)
        first = connector.publish(text, idempotency_key=KEY, now=NOW)
        second = connector.publish(text, idempotency_key=KEY, now=NOW, first_tried_at=NOW)
        assert second == first
        assert stage.posts() == [first.remote_id]

    def test_a_lost_answer_is_found_again(self, stage: Stage) -> None:
        door = LossyDoor()
        connector = stage.connector(send=door)
        text = text_for(connector)
        door.lose_next = f"POST {POSTS}"
        with pytest.raises(Uncertain) as caught:
            connector.publish(text, idempotency_key=KEY, now=NOW)
        assert caught.value.code == "answer_lost"
        found = connector.find(text.link, now=NOW, since=NOW)
        assert found is not None
        assert connector.publish(text, idempotency_key=KEY, now=NOW, first_tried_at=NOW) == found
        assert stage.posts() == [found.remote_id]

    @pytest.mark.parametrize("status", [500, 502, 503, 504])
    def test_a_server_error_is_uncertain_until_looked_for(self, stage: Stage, status: int) -> None:
        connector = stage.connector()
        text = text_for(connector)
        stage.fail_next("POST", POSTS, status)
        with pytest.raises(Uncertain):
            connector.publish(text, idempotency_key=KEY, now=NOW)
        assert connector.find(text.link, now=NOW, since=NOW) is None
        published = connector.publish(text, idempotency_key=KEY, now=NOW, first_tried_at=NOW)
        assert stage.posts() == [published.remote_id]

    def test_a_cut_off_answer_is_uncertain(self, stage: Stage) -> None:
        connector = stage.connector()
        text = text_for(connector)
        stage.garble_next("POST", POSTS)
        with pytest.raises(Uncertain):
            connector.publish(text, idempotency_key=KEY, now=NOW)

    @pytest.mark.parametrize("form", WAITS)
    def test_too_many_requests_say_when_to_come_back(self, stage: Stage, form: str) -> None:
        headers, wait = WAITS[form]
        connector = stage.connector()
        text = text_for(connector)
        stage.fail_next("POST", POSTS, 429, headers=headers)
        with pytest.raises(RateLimited) as caught:
            connector.publish(text, idempotency_key=KEY, now=NOW)
        assert caught.value.retry_at == NOW + wait
        assert stage.posts() == []

    def test_a_text_that_is_too_long_is_refused_before_it_is_sent(self, stage: Stage) -> None:
        connector = stage.connector()
        text = text_for(connector)
        with pytest.raises(Rejected) as caught:
            connector.publish(replace(text, body="word " * 120 + text.link), idempotency_key=KEY, now=NOW)
        assert (caught.value.too_long, caught.value.status) == (True, None)
        assert stage.posts() == []

    # Finding

    def test_only_exactly_our_link_is_found(self, stage: Stage) -> None:
        connector = stage.connector()
        stage.say("alice", "https://answerable.example/complaints/K7P22/ and .../complaints/K7P2/")
        stage.say("alice", f"{SUMMARY.link}replies/")
        stage.say("bob", SUMMARY.link)
        assert connector.find(SUMMARY.link, now=NOW) is None
        wanted = stage.say("alice", f"see {SUMMARY.link}")
        found = connector.find(SUMMARY.link, now=NOW)
        assert found is not None
        assert found.remote_id == wanted

    def test_a_link_is_found_behind_a_page_of_other_posts(self, stage: Stage) -> None:
        wanted = stage.say("alice", SUMMARY.link)
        for number in range(42):
            stage.say("alice", f"other {number}")
        found = stage.connector().find(SUMMARY.link, now=NOW, since=NOW)
        assert found is not None
        assert found.remote_id == wanted

    def test_an_older_post_with_the_link_is_not_ours(self, stage: Stage) -> None:
        stage.say("alice", SUMMARY.link)
        long_after = datetime.now(UTC) + timedelta(days=1)
        assert stage.connector().find(SUMMARY.link, now=NOW, since=long_after) is None

    # Changing

    def test_an_edit_changes_the_words(self, stage: Stage) -> None:
        connector = stage.connector()
        first = text_for(connector)
        published = connector.publish(first, idempotency_key=KEY, now=NOW)
        second = text_for(connector, replace(SUMMARY, title="Fixed after three weeks"))
        assert connector.update(published.remote_id, second, now=NOW).remote_id == published.remote_id
        assert stage.source(published.remote_id) == second.body
        assert stage.posts() == [published.remote_id]

    def test_an_edit_that_changes_nothing_is_not_made(self, stage: Stage) -> None:
        connector = stage.connector()
        text = text_for(connector)
        published = connector.publish(text, idempotency_key=KEY, now=NOW)
        assert connector.update(published.remote_id, text, now=NOW) == published
        assert stage.post(published.remote_id)["edited_at"] is None

    def test_deleting_twice_is_fine(self, stage: Stage) -> None:
        connector = stage.connector()
        published = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
        connector.delete(published.remote_id, now=NOW)
        connector.delete(published.remote_id, now=NOW)
        assert stage.posts() == []

    def test_a_post_deleted_over_there_is_gone(self, stage: Stage) -> None:
        connector = stage.connector()
        text = text_for(connector)
        published = connector.publish(text, idempotency_key=KEY, now=NOW)
        stage.remove("alice", published.remote_id)
        with pytest.raises(Gone):
            connector.update(published.remote_id, text, now=NOW)
        with pytest.raises(Gone):
            connector.replies(published.remote_id, now=NOW)
        assert connector.find(text.link, now=NOW) is None

    # Reading

    def test_public_replies_are_seen_and_private_ones_never(self, stage: Stage) -> None:
        connector = stage.connector()
        post = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW).remote_id
        public = stage.say(
            "bob", "@alice We are sorry.\n\nPlease see https://bob.example/help", reply_to=post
        )
        nested = stage.say("carol", "@bob same here", reply_to=public, visibility="unlisted")
        for visibility in ("private", "direct"):
            stage.say("bob", "@alice my number is secret", reply_to=post, visibility=visibility)
        found = {reply.remote_id: reply for reply in connector.replies(post, now=NOW).replies}
        assert found.keys() == {public, nested}
        reply = found[public]
        assert reply.text == "@alice We are sorry.\n\nPlease see https://bob.example/help"
        assert (reply.in_reply_to, found[nested].in_reply_to) == (post, public)
        assert (reply.author_handle, reply.visibility) == ("bob@127.0.0.1", "public")
        assert reply.author_name.lower() == "bob"
        assert reply.stated_at.utcoffset() == timedelta(0)
        assert reply.edited_at is None
        assert reply.author_id not in ("", found[nested].author_id)

    def test_a_reply_is_given_once_and_again_when_edited(self, stage: Stage) -> None:
        connector = stage.connector()
        post = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW).remote_id
        reply = stage.say("bob", "@alice we look into it", reply_to=post)
        seen = {found.remote_id: found.edited_at for found in connector.replies(post, now=NOW).replies}
        assert seen == {reply: None}
        assert connector.replies(post, now=NOW, seen=seen).replies == ()
        stage.reword("bob", reply, "@alice it is fixed")
        (edited,) = connector.replies(post, now=NOW, seen=seen).replies
        assert (edited.remote_id, edited.text) == (reply, "@alice it is fixed")
        assert edited.edited_at is not None
        assert connector.replies(post, now=NOW, seen={reply: edited.edited_at}).replies == ()

    def test_a_reply_that_was_deleted_is_missing(self, stage: Stage) -> None:
        connector = stage.connector()
        post = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW).remote_id
        reply = stage.say("bob", "@alice call us", reply_to=post)
        stage.remove("bob", reply)
        found = connector.replies(post, now=NOW, seen={reply: None})
        assert (found.replies, found.missing) == ((), frozenset({reply}))

    def test_mentions_are_walked_forward_each_once(self, stage: Stage) -> None:
        connector = stage.connector()
        stage.say("bob", "@alice before the first look")
        first = connector.mentions(now=NOW)
        assert [mention.text for mention in first.replies] == ["@alice before the first look"]
        assert connector.mentions(now=NOW, cursor=first.cursor).replies == ()
        expected = [f"@alice number {number}" for number in range(45)]
        for words in expected:
            stage.say("bob", words)
        stage.say("bob", "@alice in private", visibility="direct")
        second = connector.mentions(now=NOW, cursor=first.cursor)
        assert [mention.text for mention in second.replies] == expected
        assert not second.more
        third = connector.mentions(now=NOW, cursor=second.cursor)
        assert (third.replies, third.cursor) == ((), second.cursor)

    def test_policy_keeps_the_connector_off_our_own_network(self, stage: Stage) -> None:
        connector = stage.connector(policy=replace(LOCAL, allow_loopback=False))
        with pytest.raises(Exception, match="address_refused"):
            connector.check(now=NOW)
