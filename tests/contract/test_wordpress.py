"""The WordPress connector on a real WordPress: the shared scenarios, and what is peculiar to it."""

from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from complaints.networks.base import (
    Forbidden,
    Gone,
    NeedsReconnect,
    PostText,
    RateLimited,
    Retryable,
    Uncertain,
)
from complaints.networks.wordpress import WordPressConnector
from config.doors import http
from tests.contract.conformance import CARD, KEY, SUMMARY, ConnectorConformance, text_for
from tests.contract.stage_wordpress import WordPressStage
from tests.contract.stages import NOW, FaultyDoor, Stage

pytestmark = [pytest.mark.peer, pytest.mark.xdist_group("wordpress")]

POSTS = "POST /wp-json/wp/v2/posts"
COMMENTS = "POST /wp-json/wp/v2/comments"
MEDIA = "POST /wp-json/wp/v2/media"


class TestOnWordPress(ConnectorConformance):
    @pytest.fixture
    def stage(self, wordpress: WordPressStage) -> Stage:
        return wordpress


def posted(connector: WordPressConnector, text: PostText | None = None) -> str:
    return connector.publish(text or text_for(connector), idempotency_key=KEY, now=NOW).remote_id


def follow_up(post: str, words: str = 'Northwind Telecom has "answered" – at last...') -> PostText:
    link = f"{SUMMARY.link}#answered"
    return PostText(body=f"{words}\n\n{link}", link=link, reply_to=post)


# Posting once


def test_a_key_makes_one_post_even_where_nobody_knew_of_an_earlier_try(wordpress: WordPressStage) -> None:
    connector = wordpress.connector()
    first = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
    assert connector.publish(text_for(connector), idempotency_key=KEY, now=NOW) == first
    second = connector.publish(text_for(connector), idempotency_key="posting-18-1", now=NOW)
    assert wordpress.posts() == [second.remote_id, first.remote_id]


def test_a_post_that_its_owner_has_put_away_is_not_made_again(wordpress: WordPressStage) -> None:
    connector = wordpress.connector()
    post = posted(connector)
    wordpress.api("alice", "POST", f"/posts/{post}", {"status": "draft"})
    again = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW, first_tried_at=NOW)
    assert again.remote_id == post
    wordpress.remove("alice", post)
    with pytest.raises(Gone):
        connector.publish(text_for(connector), idempotency_key=KEY, now=NOW, first_tried_at=NOW)
    assert wordpress.posts() == []


def test_a_post_whose_slug_was_changed_is_found_by_its_link(wordpress: WordPressStage) -> None:
    connector = wordpress.connector()
    post = posted(connector)
    wordpress.api("alice", "POST", f"/posts/{post}", {"slug": "my-router"})
    again = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW, first_tried_at=NOW)
    assert (again.remote_id, wordpress.posts()) == (post, [post])


def test_other_peoples_words_stay_words(wordpress: WordPressStage) -> None:
    connector = wordpress.connector()
    title = "[gallery] <script>alert(1)</script> A &amp; B"
    story = "[caption]one[/caption]\n<!--more-->\n\n<b>two</b>\n\nhttps://elsewhere.example/"
    text = text_for(connector, replace(SUMMARY, title=title, story=story))
    post = posted(connector, text)
    assert wordpress.source(post) == text.body
    shown = wordpress.post(post)
    title, rendered = (
        shown[part]["rendered"].replace("&#091;", "[").replace("&#093;", "]") for part in ("title", "content")
    )
    assert "[gallery] &lt;script&gt;" in title
    assert "[caption]one[/caption]" in rendered
    assert "&lt;b&gt;two&lt;/b&gt;" in rendered
    assert rendered.count("<a ") == 1
    assert f'<a href="{SUMMARY.link}">{SUMMARY.link}</a>' in rendered


def test_a_post_of_the_site_is_open_for_comments(wordpress: WordPressStage) -> None:
    wordpress.server.sql(
        "UPDATE wp_options SET option_value = 'closed' WHERE option_name = 'default_comment_status'"
    )
    assert wordpress.post(posted(wordpress.connector()))["comment_status"] == "open"


def test_an_account_that_may_not_publish(wordpress: WordPressStage) -> None:
    connector = wordpress.connector(secret=wordpress.secret("bob"))
    assert connector.check(now=NOW).handle == "bob@127.0.0.1"
    with pytest.raises(Forbidden):
        posted(connector, text_for(wordpress.connector()))
    assert wordpress.posts() == []


# Pictures


def test_a_picture_is_uploaded_once_for_each_posting(wordpress: WordPressStage) -> None:
    door = FaultyDoor()
    connector = wordpress.connector(send=door)
    text = replace(text_for(connector), card=CARD)
    door.refuse(POSTS, 502)
    with pytest.raises(Uncertain):
        posted(connector, text)
    published = connector.publish(text, idempotency_key=KEY, now=NOW, first_tried_at=NOW)
    assert wordpress.pictures(published.remote_id) == [CARD.alt]
    assert len(wordpress.api("admin", "GET", "/media")) == 1


def test_a_picture_that_may_still_come_is_waited_for(wordpress: WordPressStage) -> None:
    door = FaultyDoor()
    door.refuse(MEDIA, 500)
    connector = wordpress.connector(send=door)
    text = replace(text_for(connector), card=CARD)
    with pytest.raises(Retryable) as caught:
        connector.publish(text, idempotency_key=KEY, now=NOW)
    assert (caught.value.code, wordpress.posts()) == ("picture_not_taken", [])
    made = connector.publish(text, idempotency_key=KEY, now=NOW, first_tried_at=NOW)
    assert (made.lacks_picture, wordpress.pictures(made.remote_id)) == (False, [CARD.alt])


@pytest.mark.parametrize("status", [400, 403, 413])
def test_a_picture_that_is_refused_does_not_hold_the_words_back(
    wordpress: WordPressStage, status: int
) -> None:
    door = FaultyDoor()
    door.refuse(MEDIA, status)
    connector = wordpress.connector(send=door)
    post = posted(connector, replace(text_for(connector), card=CARD))
    assert (wordpress.pictures(post), wordpress.posts()) == ([], [post])


def test_our_picture_goes_with_the_post_and_no_other(wordpress: WordPressStage) -> None:
    connector = wordpress.connector()
    post = posted(connector, replace(text_for(connector), card=CARD))
    picture = wordpress.post(post)["featured_media"]
    wordpress.api("alice", "POST", f"/media/{picture}", {"slug": "my-own-picture"})
    connector.delete(post, now=NOW)
    assert [one["id"] for one in wordpress.api("admin", "GET", "/media")] == [picture]
    other = connector.publish(
        replace(text_for(connector), card=CARD), idempotency_key="posting-18-1", now=NOW
    )
    connector.delete(other.remote_id, now=NOW)
    assert [one["id"] for one in wordpress.api("admin", "GET", "/media")] == [picture]


def test_a_deleted_post_lies_in_the_trash_with_its_comments(wordpress: WordPressStage) -> None:
    connector = wordpress.connector()
    post = posted(connector)
    wordpress.say("bob", "we look into it", reply_to=post)
    connector.delete(post, now=NOW)
    assert wordpress.post(post)["status"] == "trash"
    assert wordpress.server.sql("SELECT comment_approved FROM wp_comments").split() == ["post-trashed"]
    with pytest.raises(Gone):
        connector.replies(post, now=NOW)


def test_a_site_without_a_trash(wordpress: WordPressStage) -> None:
    connector = wordpress.connector()
    post = posted(connector)
    more = connector.publish(follow_up(post), idempotency_key="posting-17-2", now=NOW).remote_id
    wordpress.server.switch("no-trash")
    for remote_id in (more, post):
        connector.delete(remote_id, now=NOW)
        connector.delete(remote_id, now=NOW)
    assert wordpress.server.sql("SELECT COUNT(*) FROM wp_posts").strip() == "0"


# What continues a post


def test_a_follow_up_is_a_comment_that_can_be_changed_and_removed(wordpress: WordPressStage) -> None:
    door = FaultyDoor()
    connector = wordpress.connector(send=door)
    post = posted(connector)
    text = follow_up(post, 'Northwind <b> has "answered" -- it\'s A & B...\nand more [b]')
    made = connector.publish(text, idempotency_key="posting-17-2", now=NOW)
    assert (made.remote_id.startswith("comment:"), wordpress.posts()) == (True, [post])
    assert made.url.startswith(f"{wordpress.server.base_url}/complaint-")
    assert wordpress.source(made.remote_id) == text.body
    written = len(door.writes)
    assert connector.update(made.remote_id, text, now=NOW) == made
    assert door.writes[written:] == []
    changed = follow_up(post, "Northwind has answered twice.")
    assert connector.update(made.remote_id, changed, now=NOW) == made
    assert wordpress.source(made.remote_id) == changed.body
    connector.delete(made.remote_id, now=NOW)
    connector.delete(made.remote_id, now=NOW)
    assert connector.find(text.link, now=NOW) is None
    with pytest.raises(Gone):
        connector.update(made.remote_id, text, now=NOW)
    connector.delete("comment:999999", now=NOW)


def test_a_follow_up_can_be_removed_after_its_post(wordpress: WordPressStage) -> None:
    connector = wordpress.connector()
    post = posted(connector)
    more = connector.publish(follow_up(post), idempotency_key="posting-17-2", now=NOW).remote_id
    connector.delete(post, now=NOW)
    connector.delete(more, now=NOW)
    assert wordpress.server.sql("SELECT comment_approved FROM wp_comments").split() == ["trash"]


def test_a_follow_up_continues_a_follow_up(wordpress: WordPressStage) -> None:
    connector = wordpress.connector()
    post = posted(connector)
    first = connector.publish(follow_up(post), idempotency_key="posting-17-2", now=NOW).remote_id
    link = f"{SUMMARY.link}#resolved"
    text = PostText(body=f"Resolved.\n\n{link}", link=link, reply_to=first)
    second = connector.publish(text, idempotency_key="posting-17-3", now=NOW).remote_id
    assert (wordpress.parent(second), wordpress.parent(first)) == (first, post)


def test_a_follow_up_whose_answer_is_lost_is_found_and_a_second_one_refused(
    wordpress: WordPressStage,
) -> None:
    door = FaultyDoor()
    connector = wordpress.connector(send=door)
    text = follow_up(posted(connector))
    door.lose_answer(COMMENTS)
    with pytest.raises(Uncertain):
        connector.publish(text, idempotency_key="posting-17-2", now=NOW)
    with pytest.raises(Uncertain) as caught:
        connector.publish(text, idempotency_key="posting-17-2", now=NOW)
    assert (caught.value.code, caught.value.status) == ("duplicate", 409)
    found = connector.publish(text, idempotency_key="posting-17-2", now=NOW, first_tried_at=NOW)
    assert wordpress.source(found.remote_id) == text.body
    assert len(wordpress.api("", "GET", "/comments")) == 1


def test_two_comments_at_once_are_a_flood(wordpress: WordPressStage) -> None:
    connector = wordpress.connector()
    post = posted(connector)
    wordpress.server.switch("flood")
    connector.publish(follow_up(post), idempotency_key="posting-17-2", now=NOW)
    with pytest.raises(RateLimited) as caught:
        connector.publish(follow_up(post, "Again."), idempotency_key="posting-17-3", now=NOW)
    assert (caught.value.status, caught.value.retry_at) == (400, NOW + timedelta(seconds=15))


def test_what_was_to_be_continued_is_gone_or_closed(wordpress: WordPressStage) -> None:
    connector = wordpress.connector()
    post = posted(connector)
    reply = wordpress.say("bob", "call us", reply_to=post)
    wordpress.api("alice", "POST", f"/posts/{post}", {"comment_status": "closed"})
    with pytest.raises(Forbidden) as closed:
        connector.publish(follow_up(post), idempotency_key="posting-17-2", now=NOW)
    assert closed.value.code == "comments_closed"
    wordpress.remove("bob", reply)
    wordpress.remove("alice", post)
    for target in (post, reply, "999999", "comment:999999", "nothing"):
        with pytest.raises(Gone):
            connector.publish(follow_up(target), idempotency_key="posting-17-2", now=NOW)


# Finding


def test_a_comment_of_somebody_else_with_our_link_is_not_ours(wordpress: WordPressStage) -> None:
    connector = wordpress.connector()
    other = wordpress.say("alice", "something else")
    wordpress.say("bob", f"see {SUMMARY.link}", reply_to=other)
    assert connector.find(SUMMARY.link, now=NOW) is None
    mine = wordpress.say("alice", f"see {SUMMARY.link}", reply_to=other)
    found = connector.find(SUMMARY.link, now=NOW)
    assert found is not None
    assert found.remote_id == mine


def test_pages_of_posts_end_where_they_are_full(
    wordpress: WordPressStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("complaints.networks.wordpress.PAGE", 2)
    for number in range(4):
        wordpress.say("alice", f"other {number}")
    assert wordpress.connector().find(SUMMARY.link, now=NOW) is None


def test_a_look_that_cannot_reach_far_enough_says_so(
    wordpress: WordPressStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("complaints.networks.wordpress.PAGE", 2)
    monkeypatch.setattr("complaints.networks.wordpress.MOST_PAGES_BACK", 1)
    for number in range(3):
        wordpress.say("alice", f"other {number}")
    with pytest.raises(Uncertain) as caught:
        wordpress.connector().find(SUMMARY.link, now=NOW)
    assert caught.value.code == "look_too_far_back"


# Replies


def test_only_the_owner_of_the_site_can_change_a_comment(wordpress: WordPressStage) -> None:
    """So a change is the customer's hand in the company's words: what was first seen stays."""
    connector = wordpress.connector()
    post = posted(connector)
    reply = wordpress.say("bob", "we refund you", reply_to=post)
    with pytest.raises(urllib.error.HTTPError) as caught:
        wordpress.api("bob", "POST", f"/comments/{reply[8:]}", {"content": "changed by its author"})
    assert caught.value.code == 403
    caught.value.close()
    (seen,) = connector.replies(post, now=NOW).replies
    wordpress.api("alice", "POST", f"/comments/{reply[8:]}", {"content": "changed by the customer"})
    again = connector.replies(post, now=NOW, seen={reply: seen.edited_at})
    assert (again.replies, again.missing) == ((), frozenset())


def test_a_name_that_somebody_types_is_nobodys_account(wordpress: WordPressStage) -> None:
    connector = wordpress.connector()
    post = posted(connector)
    form = {"comment": "Call us", "email": "x@bob.example", "url": "https://bob.example/"}
    for words, name in (("one", "bob"), ("two", "@northwind@bob.example <b>x</b>")):
        data = {**form, "comment": words, "author": name, "comment_post_ID": post}
        urllib.request.urlopen(  # noqa: S310
            f"{wordpress.server.base_url}/wp-comments-post.php", urllib.parse.urlencode(data).encode()
        ).close()
    bob = wordpress.say("bob", "three", reply_to=post)
    first, second, third = connector.replies(post, now=NOW).replies
    assert (third.remote_id, third.author_id) == (bob, str(wordpress.server.ids["bob"]))
    assert (first.author_id, second.author_id) == (
        f"guest-of-{first.remote_id}",
        f"guest-of-{second.remote_id}",
    )
    assert first.author_handle == "bob (not signed in)@127.0.0.1"
    assert second.author_handle == "(at)northwind(at)bob.example x (not signed in)@127.0.0.1"
    assert {reply.author_url for reply in (first, second, third)} == {""}


def test_a_reply_is_asked_for_by_itself(wordpress: WordPressStage) -> None:
    connector = wordpress.connector()
    post = posted(connector)
    first = wordpress.say("bob", "one", reply_to=post)
    second = wordpress.say("carol", "two", reply_to=first)
    third = wordpress.say("bob", "three", reply_to=second)
    wordpress.say("carol", "four", reply_to=post)
    found = connector.replies(first, now=NOW)
    assert [reply.remote_id for reply in found.replies] == [second, third]
    for status in ("hold", "spam", "trash"):
        wordpress.api("admin", "POST", f"/comments/{first[8:]}", {"status": status})
        with pytest.raises(Gone):
            connector.replies(first, now=NOW)
    # Below a post a reply to one that is gone still stands.
    assert {reply.in_reply_to for reply in connector.replies(post, now=NOW).replies} == {first, second, post}


@pytest.mark.parametrize("many", [100, 205])
def test_many_comments_are_read_page_by_page(wordpress: WordPressStage, many: int) -> None:
    connector = wordpress.connector()
    post = posted(connector)
    row = f"({post}, 'bob', 'x{{}}', '1', {wordpress.server.ids['bob']}, '2024-03-05 12:00:00', '{{}}')"
    rows = [row.format(number, "pingback" if number == many else "comment") for number in range(many + 1)]
    columns = "comment_post_ID, comment_author, comment_content, comment_approved, user_id, comment_date_gmt"
    wordpress.server.sql(f"INSERT INTO wp_comments ({columns}, comment_type) VALUES {', '.join(rows)}")  # noqa: S608
    found = connector.replies(post, now=NOW, seen={"comment:999999": None})
    assert [reply.text for reply in found.replies] == [f"x{number}" for number in range(many)]
    assert found.missing == frozenset({"comment:999999"})


def test_a_walk_that_was_cut_short_misses_nothing(
    wordpress: WordPressStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("complaints.networks.wordpress.COMMENTS_PAGE", 1)
    monkeypatch.setattr("complaints.networks.wordpress.MOST_COMMENT_PAGES", 1)
    connector = wordpress.connector()
    post = posted(connector)
    first, second = (wordpress.say("bob", words, reply_to=post) for words in ("one", "two"))
    found = connector.replies(post, now=NOW, seen={second: None})
    assert ([reply.remote_id for reply in found.replies], found.missing) == ([first], frozenset())


# Other sites


def round_trip(connector: WordPressConnector, wordpress: WordPressStage) -> None:
    text = replace(text_for(connector), card=CARD)
    post = connector.publish(text, idempotency_key=KEY, now=NOW)
    assert wordpress.source(post.remote_id) == text.body
    assert wordpress.pictures(post.remote_id) == [CARD.alt]
    assert connector.find(text.link, now=NOW) == post
    reply = wordpress.say("bob", "we look into it", reply_to=post.remote_id)
    assert [found.remote_id for found in connector.replies(post.remote_id, now=NOW).replies] == [reply]
    more = connector.publish(follow_up(post.remote_id), idempotency_key="posting-17-2", now=NOW)
    changed = text_for(connector, replace(SUMMARY, title="Fixed"))
    for fresh in (
        lambda: connector.update(post.remote_id, changed, now=NOW),
        lambda: connector.update(more.remote_id, follow_up("", "Changed."), now=NOW),
    ):
        fresh()
    assert wordpress.source(post.remote_id) == changed.body
    connector.delete(more.remote_id, now=NOW)
    connector.delete(post.remote_id, now=NOW)
    assert wordpress.posts() == []


def test_a_site_without_permalinks(wordpress: WordPressStage) -> None:
    wordpress.server.end_permalinks()
    door = FaultyDoor()
    round_trip(wordpress.connector(send=door), wordpress)
    # A reading found out where the interface is, so that nothing was written to the front page.
    assert set(door.writes) == {"POST /index.php", "DELETE /index.php"}
    assert door.requests[:3] == ["GET /wp-json/wp/v2/posts", "GET /index.php", "POST /index.php"]


def test_a_site_below_a_path(wordpress: WordPressStage) -> None:
    connector = wordpress.connector(instance=f"{wordpress.server.base_url}/blog/")
    round_trip(connector, wordpress)
    account = connector.check(now=NOW)
    assert (account.handle, account.url) == (
        "alice@127.0.0.1/blog",
        f"{wordpress.server.base_url}/blog/author/alice/",
    )


def by_https(method: str, url: str, **rest: Any) -> http.Response:
    """As a proxy in front of the site says that people reach it by https."""
    return http.request(
        method, url, **{**rest, "headers": {**rest.get("headers", {}), "X-Forwarded-Proto": "https"}}
    )


def test_a_site_that_takes_application_passwords_only_by_https(wordpress: WordPressStage) -> None:
    wordpress.server.switch("production")
    with pytest.raises(NeedsReconnect):
        wordpress.connector().check(now=NOW)
    round_trip(wordpress.connector(send=by_https), wordpress)


def test_maintenance_says_when_to_come_back(wordpress: WordPressStage) -> None:
    connector = wordpress.connector()
    post = posted(connector)
    wordpress.server.maintain()
    for attempt in (
        lambda: connector.replies(post, now=NOW),
        lambda: connector.find(SUMMARY.link, now=NOW),
        lambda: connector.publish(text_for(connector), idempotency_key="posting-18-1", now=NOW),
        lambda: connector.delete(post, now=NOW),
    ):
        with pytest.raises(Retryable) as caught:
            attempt()
        assert (caught.value.status, caught.value.retry_at) == (503, NOW + timedelta(minutes=10))
