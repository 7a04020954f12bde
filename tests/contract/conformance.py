"""What every connector must do, whatever the network: subclass it with a `stage` fixture.

What a network cannot do must be refused as `Unsupported`; faults come from the door in front of the server, so that
they meet real servers as well.

The scenarios are those that lose or double posts in practice: see the table of errors in
`complaints/networks/base.py`.
"""

from __future__ import annotations

import contextlib
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from complaints.networks.base import (
    Card,
    ComplaintSummary,
    Connector,
    Forbidden,
    Gone,
    NeedsReconnect,
    PostText,
    RateLimited,
    Rejected,
    Retryable,
    Uncertain,
    Unsupported,
)
from complaints.networks.registry import network
from tests.contract.stages import LOCAL, NOW, FaultyDoor, Stage, waits_of
from tests.fakes.strict_mastodon import free_port

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


def _picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (1200, 630), "#0b5").save(out, "PNG")
    return out.getvalue()


CARD = Card(
    png=_picture(),
    alt="Router dead for three weeks. 3 attempts, 19 days.",
    url="https://answerable.example/complaints/K7P2/card.png",
)


def text_for(connector: Connector, summary: ComplaintSummary = SUMMARY) -> PostText:
    return connector.render(summary, limits=connector.limits(now=NOW))


class ConnectorConformance:
    # The account

    def test_the_account_is_known(self, stage: Stage) -> None:
        account = stage.connector().check(now=NOW)
        assert account.handle == stage.handle("alice")
        assert account.name.lower() in ("alice", stage.handle("alice").lower())
        assert account.id != ""

    def test_a_revoked_permission_asks_for_a_new_connection(self, stage: Stage) -> None:
        text = text_for(stage.connector())
        connector = stage.revoked()
        with pytest.raises(NeedsReconnect):
            connector.check(now=NOW)
        with pytest.raises(NeedsReconnect):
            connector.publish(text, idempotency_key=KEY, now=NOW)

    def test_a_server_that_is_not_there_is_passing_trouble(self, stage: Stage) -> None:
        connector = stage.connector(instance=f"http://127.0.0.1:{free_port()}")
        with pytest.raises(Retryable) as caught:
            connector.check(now=NOW)
        assert caught.value.code == "unreachable"

    def test_policy_keeps_the_connector_off_our_own_network(self, stage: Stage) -> None:
        connector = stage.connector(policy=replace(LOCAL, allow_loopback=False))
        with pytest.raises(Forbidden) as caught:
            connector.check(now=NOW)
        assert caught.value.code == "address_refused"

    # Posting once

    def test_a_post_says_what_was_rendered(self, stage: Stage) -> None:
        connector = stage.connector()
        text = text_for(connector)
        published = connector.publish(text, idempotency_key=KEY, now=NOW)
        assert stage.posts() == [published.remote_id]
        assert stage.source(published.remote_id) == text.body
        assert published.url.startswith("http")

    @pytest.mark.parametrize(
        "title", ['A & B <b>x</b> "q" 100 % \\ 👍🏽', "مشكلة في الفاتورة", "一二三 عربى é"]
    )
    def test_words_arrive_as_they_were_written(self, stage: Stage, title: str) -> None:
        connector = stage.connector()
        text = text_for(connector, replace(SUMMARY, title=title))
        assert title in text.body
        published = connector.publish(text, idempotency_key=KEY, now=NOW)
        assert stage.source(published.remote_id) == text.body

    def test_publishing_twice_makes_one_post(self, stage: Stage) -> None:
        connector = stage.connector()
        text = text_for(connector)
        first = connector.publish(text, idempotency_key=KEY, now=NOW)
        second = connector.publish(text, idempotency_key=KEY, now=NOW, first_tried_at=NOW)
        assert second.remote_id == first.remote_id
        assert stage.posts() == [first.remote_id]

    def test_a_lost_answer_is_found_again(self, stage: Stage) -> None:
        door = FaultyDoor()
        connector = stage.connector(send=door)
        text = text_for(connector)
        door.lose_answer(stage.makes_a_post)
        with pytest.raises(Uncertain) as caught:
            connector.publish(text, idempotency_key=KEY, now=NOW)
        assert caught.value.code == "answer_lost"
        found = connector.find(text.link, now=NOW, since=NOW)
        assert found is not None
        again = connector.publish(text, idempotency_key=KEY, now=NOW, first_tried_at=NOW)
        assert again.remote_id == found.remote_id
        assert stage.posts() == [found.remote_id]

    def test_a_worker_that_died_after_posting_is_made_good_by_another(self, stage: Stage) -> None:
        text = text_for(stage.connector())
        first = stage.connector().publish(text, idempotency_key=KEY, now=NOW)
        later = NOW + timedelta(minutes=3)
        second = stage.connector().publish(text, idempotency_key=KEY, now=later, first_tried_at=NOW)
        assert second.remote_id == first.remote_id
        assert stage.posts() == [first.remote_id]

    @pytest.mark.parametrize("status", [500, 502, 503, 504])
    def test_a_server_error_is_uncertain_until_looked_for(self, stage: Stage, status: int) -> None:
        door = FaultyDoor()
        connector = stage.connector(send=door)
        text = text_for(connector)
        door.refuse(stage.makes_a_post, status)
        with pytest.raises(Uncertain):
            connector.publish(text, idempotency_key=KEY, now=NOW)
        assert connector.find(text.link, now=NOW, since=NOW) is None
        published = connector.publish(text, idempotency_key=KEY, now=NOW, first_tried_at=NOW)
        assert stage.posts() == [published.remote_id]

    def test_a_cut_off_answer_is_uncertain(self, stage: Stage) -> None:
        door = FaultyDoor()
        connector = stage.connector(send=door)
        text = text_for(connector)
        door.cut_answer(stage.makes_a_post)
        with pytest.raises(Uncertain):
            connector.publish(text, idempotency_key=KEY, now=NOW)
        published = connector.publish(text, idempotency_key=KEY, now=NOW, first_tried_at=NOW)
        assert stage.posts() == [published.remote_id]

    @pytest.mark.parametrize("form", waits_of())
    def test_too_many_requests_say_when_to_come_back(self, stage: Stage, form: str) -> None:
        headers, wait = stage.waits[form]
        door = FaultyDoor()
        connector = stage.connector(send=door)
        text = text_for(connector)
        door.refuse(stage.makes_a_post, 429, headers=headers)
        with pytest.raises(RateLimited) as caught:
            connector.publish(text, idempotency_key=KEY, now=NOW)
        assert caught.value.retry_at == NOW + wait
        assert stage.posts() == []

    def test_a_text_that_is_too_long_is_refused_before_it_is_sent(self, stage: Stage) -> None:
        door = FaultyDoor()
        connector = stage.connector(send=door)
        text = text_for(connector)
        most = connector.limits(now=NOW).characters
        with pytest.raises(Rejected) as caught:
            connector.publish(
                replace(text, body="word " * (most // 5 + 1) + text.link), idempotency_key=KEY, now=NOW
            )
        assert (caught.value.too_long, caught.value.status) == (True, None)
        assert door.writes == []
        assert stage.posts() == []

    def test_the_longest_text_that_was_rendered_is_taken(self, stage: Stage) -> None:
        connector = stage.connector()
        long = "Überlang und nie fertig 一二三 👨‍👩‍👧 " * 40
        story = "\n\n".join([long] * (connector.limits(now=NOW).characters // 1_000 + 1))
        summary = replace(SUMMARY, title=long, story=story)
        text = text_for(connector, summary)
        assert text.shortened
        with contextlib.suppress(
            Rejected
        ):  # a server that counts otherwise than it says, as the outbox finds out
            connector.publish(text, idempotency_key=KEY, now=NOW)
        if not stage.posts():
            text = connector.render(summary, limits=connector.limits(now=NOW), strict=True)
            connector.publish(text, idempotency_key="posting-17-2", now=NOW)
        (made,) = stage.posts()
        assert stage.source(made) == text.body

    def test_a_post_continues_one_of_ours(self, stage: Stage) -> None:
        connector = stage.connector()
        first = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
        link = f"{SUMMARY.link}#answered"
        more = PostText(
            body=f"Northwind Telecom has answered.\n\n{link}", link=link, reply_to=first.remote_id
        )
        if not connector.capabilities.threads:
            with pytest.raises(Unsupported):
                connector.publish(more, idempotency_key="posting-17-2", now=NOW)
            assert stage.posts() == [first.remote_id]
            return
        second = connector.publish(more, idempotency_key="posting-17-2", now=NOW)
        again = connector.publish(more, idempotency_key="posting-17-2", now=NOW, first_tried_at=NOW)
        assert again.remote_id == second.remote_id != first.remote_id
        assert connector.find(link, now=NOW, since=NOW) == second
        assert stage.source(second.remote_id) == more.body
        assert stage.parent(second.remote_id) == first.remote_id

    def test_a_post_takes_a_picture_with_words(self, stage: Stage) -> None:
        connector = stage.connector()
        text = replace(text_for(connector), card=CARD)
        published = connector.publish(text, idempotency_key=KEY, now=NOW)
        assert stage.source(published.remote_id) == text.body
        assert stage.pictures(published.remote_id) == ([CARD.alt] if connector.capabilities.media else [])
        again = connector.publish(text, idempotency_key=KEY, now=NOW, first_tried_at=NOW)
        assert again.remote_id == published.remote_id
        assert stage.posts() == [published.remote_id]

    # Finding

    def test_only_exactly_our_link_is_found(self, stage: Stage) -> None:
        connector = stage.connector()
        stage.say("alice", "https://answerable.example/complaints/K7P22/ and .../complaints/K7P2/")
        stage.say("alice", f"{SUMMARY.link}replies/")
        if stage.others_post:
            stage.say("bob", SUMMARY.link)
        assert connector.find(SUMMARY.link, now=NOW) is None
        wanted = stage.say("alice", f"see {SUMMARY.link}")
        found = connector.find(SUMMARY.link, now=NOW)
        assert found is not None
        assert found.remote_id == wanted

    def test_a_link_is_found_behind_a_page_of_other_posts(self, stage: Stage) -> None:
        wanted = stage.say("alice", SUMMARY.link)
        for number in range(stage.page + 2):
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
        if not connector.capabilities.edit:
            with pytest.raises(Unsupported):
                connector.update(published.remote_id, second, now=NOW)
            return
        assert connector.update(published.remote_id, second, now=NOW).remote_id == published.remote_id
        assert stage.source(published.remote_id) == second.body
        assert stage.posts() == [published.remote_id]

    def test_an_edit_keeps_the_picture(self, stage: Stage) -> None:
        connector = stage.connector()
        first = replace(text_for(connector), card=CARD)
        published = connector.publish(first, idempotency_key=KEY, now=NOW)
        before = stage.pictures(published.remote_id)
        if not connector.capabilities.edit:
            return
        second = text_for(connector, replace(SUMMARY, title="Fixed after three weeks"))
        connector.update(published.remote_id, second, now=NOW)
        assert stage.pictures(published.remote_id) == before

    def test_an_edit_that_changes_nothing_is_not_made(self, stage: Stage) -> None:
        door = FaultyDoor()
        connector = stage.connector(send=door)
        text = text_for(connector)
        published = connector.publish(text, idempotency_key=KEY, now=NOW)
        if not connector.capabilities.edit:
            return
        made = len(door.writes)
        assert connector.update(published.remote_id, text, now=NOW).remote_id == published.remote_id
        assert door.writes[made:] == []

    def test_deleting_twice_is_fine(self, stage: Stage) -> None:
        connector = stage.connector()
        published = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
        if not connector.capabilities.delete:
            with pytest.raises(Unsupported):
                connector.delete(published.remote_id, now=NOW)
            return
        connector.delete(published.remote_id, now=NOW)
        connector.delete(published.remote_id, now=NOW)
        assert stage.posts() == []

    def test_a_post_deleted_over_there_is_gone(self, stage: Stage) -> None:
        connector = stage.connector()
        text = text_for(connector)
        published = connector.publish(text, idempotency_key=KEY, now=NOW)
        stage.remove("alice", published.remote_id)
        if connector.capabilities.edit:
            with pytest.raises(Gone):
                connector.update(published.remote_id, text, now=NOW)
        if connector.capabilities.replies:
            with pytest.raises(Gone):
                connector.replies(published.remote_id, now=NOW)
        assert connector.find(text.link, now=NOW) is None

    # Reading

    def test_public_replies_are_seen_and_private_ones_never(self, stage: Stage) -> None:
        connector = stage.connector()
        post = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW).remote_id
        if not connector.capabilities.replies:
            with pytest.raises(Unsupported):
                connector.replies(post, now=NOW)
            return
        words = f"{stage.greeting}We are sorry.\n\nPlease see https://bob.example/help"
        public = stage.say("bob", words, reply_to=post)
        expected = {public: post}
        if stage.nests:
            expected[stage.say("carol", "same here", reply_to=public)] = public
        for way in stage.hidden_ways:
            stage.say("bob", f"{stage.greeting}my number is secret", reply_to=post, hidden=way)
        found = {reply.remote_id: reply for reply in connector.replies(post, now=NOW).replies}
        assert {remote_id: reply.in_reply_to for remote_id, reply in found.items()} == expected
        reply = found[public]
        assert reply.text == stage.words(words)
        assert (reply.author_handle, reply.visibility) == (stage.handle("bob"), "public")
        assert reply.author_id not in ("", connector.check(now=NOW).id)
        assert reply.stated_at.utcoffset() == timedelta(0)
        assert reply.edited_at is None
        assert reply.url == "" or reply.url.startswith("http")

    def test_a_reply_is_given_once_and_again_when_edited(self, stage: Stage) -> None:
        connector = stage.connector()
        if not connector.capabilities.replies:
            return
        post = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW).remote_id
        reply = stage.say("bob", f"{stage.greeting}we look into it", reply_to=post)
        first = connector.replies(post, now=NOW).replies
        seen = {found.remote_id: found.edited_at for found in first}
        assert list(seen) == [reply]
        repeated = first if connector.capabilities.repeats else ()
        assert connector.replies(post, now=NOW, seen=seen).replies == repeated
        # One or the other: changes come home, or readers are told that they do not.
        assert stage.rewords == connector.capabilities.follows_edits
        if not connector.capabilities.follows_edits:
            assert network(stage.name).edits != ""
            return
        stage.reword("bob", reply, f"{stage.greeting}it is fixed")
        (edited,) = connector.replies(post, now=NOW, seen=seen).replies
        assert (edited.remote_id, edited.text) == (reply, stage.words(f"{stage.greeting}it is fixed"))
        assert (edited.edited_at is None) == connector.capabilities.repeats
        again = connector.replies(post, now=NOW, seen={reply: edited.edited_at}).replies
        assert again == ((edited,) if connector.capabilities.repeats else ())

    def test_a_reply_that_was_deleted_is_missing(self, stage: Stage) -> None:
        connector = stage.connector()
        if not connector.capabilities.replies:
            return
        post = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW).remote_id
        reply = stage.say("bob", f"{stage.greeting}call us", reply_to=post)
        (first,) = connector.replies(post, now=NOW).replies
        stage.remove("bob", reply)
        found = connector.replies(post, now=NOW, seen={reply: first.edited_at})
        assert (found.replies, found.missing) == ((), frozenset({reply}))

    def test_mentions_are_walked_forward_each_once(self, stage: Stage) -> None:
        connector = stage.connector()
        if not connector.capabilities.mentions:
            with pytest.raises(Unsupported):
                connector.mentions(now=NOW)
            return
        hello = stage.mention("alice")
        stage.say("bob", f"{hello} before the first look")
        first = connector.mentions(now=NOW)
        assert [mention.text for mention in first.replies] == [f"{hello} before the first look"]
        assert connector.mentions(now=NOW, cursor=first.cursor).replies == ()
        expected = [f"{hello} number {number}" for number in range(stage.page + 5)]
        for words in expected:
            stage.say("bob", words)
        for way in stage.hidden_ways:
            stage.say("bob", f"{hello} in private", hidden=way)
        second = connector.mentions(now=NOW, cursor=first.cursor)
        assert [mention.text for mention in second.replies] == expected
        assert not second.more
        third = connector.mentions(now=NOW, cursor=second.cursor)
        assert (third.replies, third.cursor) == ((), second.cursor)

    def test_a_search_finds_public_posts_once(self, stage: Stage) -> None:
        connector = stage.connector()
        if not connector.capabilities.search:
            with pytest.raises(Unsupported):
                connector.search("northwind", now=NOW)
            return
        stage.say("bob", "my northwind router is dead")
        stage.say("carol", "nothing of that kind")
        for way in stage.hidden_ways:
            stage.say("bob", "northwind in private", hidden=way)
        first = connector.search("northwind router", now=NOW)
        assert [found.text for found in first.replies] == ["my northwind router is dead"]
        assert connector.search("northwind router", now=NOW, cursor=first.cursor).replies == ()
        stage.say("carol", "a new northwind router, dead as well")
        second = connector.search("northwind router", now=NOW, cursor=first.cursor)
        assert [found.text for found in second.replies] == ["a new northwind router, dead as well"]
