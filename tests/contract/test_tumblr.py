"""The Tumblr connector: the shared scenarios, and what only Tumblr does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from complaints.networks.base import (
    Forbidden,
    Gone,
    NeedsReconnect,
    NetworkError,
    RateLimited,
    Rejected,
    Retryable,
    Uncertain,
)
from complaints.networks.oauth import Tokens
from complaints.networks.signing_in import Site
from complaints.networks.tumblr_posts import mark_of, microseconds_of, next_day
from complaints.networks.tumblr_sign_in import TumblrSignIn
from config.doors import http
from tests.contract.conformance import CARD, KEY, SUMMARY, ConnectorConformance, text_for
from tests.contract.stage_tumblr import APP, TumblrStage
from tests.contract.stages import LOCAL, NOW, FaultyDoor, Stage
from tests.fakes.tumblr import FakeTumblr

POSTS = "/v2/blog/t:alice/posts"


@pytest.fixture(scope="module")
def server() -> Iterator[FakeTumblr]:
    with FakeTumblr() as running:
        yield running


@pytest.fixture
def tumblr(server: FakeTumblr) -> TumblrStage:
    server.reset()
    return TumblrStage(server)


class TestOnFake(ConnectorConformance):
    @pytest.fixture
    def stage(self, tumblr: TumblrStage) -> Stage:
        return tumblr


# Posting


def test_a_post_has_a_heading_a_link_and_a_mark(tumblr: TumblrStage) -> None:
    connector = tumblr.connector()
    text = text_for(connector)
    published = connector.publish(replace(text, card=CARD), idempotency_key=KEY, now=NOW)
    post = tumblr.server.posts[published.remote_id]
    title, about, picture, link = post.content
    assert title == {"type": "text", "subtype": "heading1", "text": SUMMARY.title}
    assert about["text"].startswith("About Northwind Telecom: 3 attempts")
    assert (picture["type"], picture["alt_text"]) == ("image", CARD.alt)
    assert (picture["media"][0]["width"], picture["media"][0]["height"]) == (1200, 630)
    whole = {"start": 0, "end": len(SUMMARY.link), "type": "link", "url": SUMMARY.link}
    assert link == {"type": "text", "text": SUMMARY.link, "formatting": [whole]}
    assert (post.tags, post.slug) == ([mark_of(SUMMARY.link)], mark_of(SUMMARY.link))
    assert published.url == f"https://alice.tumblr.com/post/{post.id}/{post.slug}"


def test_words_of_the_customers_own_keep_their_link(tumblr: TumblrStage) -> None:
    connector = tumblr.connector()
    body = f"It is 🐌.\nTwo lines\n\n\n\nSee 🐌 {SUMMARY.link}"
    text = replace(text_for(connector), body=body)
    published = connector.publish(text, idempotency_key=KEY, now=NOW)
    assert tumblr.source(published.remote_id) == body
    (link,) = tumblr.server.posts[published.remote_id].content[-1]["formatting"]
    assert (link["start"], link["end"], link["url"]) == (6, 6 + len(SUMMARY.link), SUMMARY.link)


def test_nobody_is_called(tumblr: TumblrStage) -> None:
    connector = tumblr.connector()
    text = text_for(connector, replace(SUMMARY, handle="northwind"))
    assert (text.handle, "@" in text.body) == ("", False)


def test_a_post_whose_address_cannot_be_asked_stands_all_the_same(tumblr: TumblrStage) -> None:
    tumblr.server.trick("GET", POSTS, status=503)
    connector = tumblr.connector()
    published = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
    assert (published.url, tumblr.posts()) == ("", [published.remote_id])


@pytest.mark.parametrize("code", [8004, 8005])
def test_a_picture_that_is_refused_does_not_hold_the_words_back(tumblr: TumblrStage, code: int) -> None:
    tumblr.server.uploads_code = code
    connector = tumblr.connector()
    text = replace(text_for(connector), card=CARD)
    published = connector.publish(text, idempotency_key=KEY, now=NOW)
    assert (tumblr.posts(), tumblr.pictures(published.remote_id)) == ([published.remote_id], [])
    assert published.lacks_picture


def test_an_upload_that_broke_may_have_made_a_post(tumblr: TumblrStage) -> None:
    tumblr.server.uploads_code = 8006
    connector = tumblr.connector()
    with pytest.raises(Uncertain):
        connector.publish(replace(text_for(connector), card=CARD), idempotency_key=KEY, now=NOW)


def test_a_day_that_is_full_ends_when_tumblr_says(tumblr: TumblrStage) -> None:
    tumblr.server.day_is_full = True
    connector = tumblr.connector()
    with pytest.raises(RateLimited) as caught:
        connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
    assert (caught.value.code, caught.value.retry_at) == (
        "daily_limit",
        datetime(2024, 3, 6, 5, 0, tzinfo=UTC),
    )
    tumblr.server.trick("GET", "/v2/user/limits", status=503)
    with pytest.raises(RateLimited) as caught:
        connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
    assert caught.value.retry_at == datetime(2024, 3, 6, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "midnight"),
    [
        (datetime(2024, 3, 5, 12, 0, tzinfo=UTC), datetime(2024, 3, 6, 5, 0, tzinfo=UTC)),
        (datetime(2024, 3, 6, 4, 59, tzinfo=UTC), datetime(2024, 3, 6, 5, 0, tzinfo=UTC)),
        (datetime(2024, 7, 5, 12, 0, tzinfo=UTC), datetime(2024, 7, 6, 4, 0, tzinfo=UTC)),
        (datetime(2024, 3, 9, 12, 0, tzinfo=UTC), datetime(2024, 3, 10, 5, 0, tzinfo=UTC)),
    ],
)
def test_a_day_ends_at_midnight_in_new_york(now: datetime, midnight: datetime) -> None:
    assert next_day(now) == midnight


@pytest.mark.parametrize(
    ("status", "kind", "code"),
    [
        (400, Rejected, "invalid"),
        (403, Forbidden, "not_allowed"),
        (404, NeedsReconnect, "account_gone"),
        (503, Uncertain, "server_error"),
    ],
)
def test_other_refusals(tumblr: TumblrStage, status: int, kind: type[NetworkError], code: str) -> None:
    body = json.dumps({"meta": {"status": status, "msg": "No"}, "errors": [{"title": "why", "code": 8001}]})
    tumblr.server.trick("POST", POSTS, status=status, body=body)
    connector = tumblr.connector()
    with pytest.raises(kind) as caught:
        connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
    assert (type(caught.value), caught.value.code) == (kind, code)
    if kind is not Uncertain:
        assert caught.value.detail in ("why", "")


# Finding


def test_a_marked_post_is_found_with_one_request(tumblr: TumblrStage) -> None:
    connector = tumblr.connector()
    published = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
    for number in range(50):
        tumblr.server.add_post("alice", f"other {number}")
    tumblr.server.requests.clear()
    assert connector.find(SUMMARY.link, now=NOW) == published
    (only,) = tumblr.server.requests
    assert parse_qs(urlsplit(only[1]).query)["tag"] == [mark_of(SUMMARY.link)]


def test_a_post_that_the_index_of_tags_does_not_know_yet(tumblr: TumblrStage) -> None:
    tumblr.server.tags_are_indexed = False
    connector = tumblr.connector()
    published = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
    assert connector.find(SUMMARY.link, now=NOW, since=NOW) == published


def test_a_reblog_of_somebody_who_names_our_link_is_not_ours(tumblr: TumblrStage) -> None:
    tumblr.server.add_post("alice", SUMMARY.link, parent="https://bob.tumblr.com/post/1")
    assert tumblr.connector().find(SUMMARY.link, now=NOW) is None


@pytest.mark.parametrize(
    "block",
    [
        {"type": "link", "url": SUMMARY.link},
        {
            "type": "text",
            "text": "here",
            "formatting": [{"start": 0, "end": 4, "type": "link", "url": SUMMARY.link}],
        },
    ],
)
def test_links_that_are_not_text(tumblr: TumblrStage, block: dict[str, Any]) -> None:
    wanted = tumblr.server.add_post("alice", "", content=[block])
    found = tumblr.connector().find(SUMMARY.link, now=NOW)
    assert found is not None
    assert found.remote_id == wanted


def test_a_look_that_cannot_reach_far_enough_says_so(
    tumblr: TumblrStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("complaints.networks.tumblr.MOST_PAGES_BACK", 1)
    for number in range(21):
        tumblr.server.add_post("alice", f"other {number}")
    with pytest.raises(Uncertain) as caught:
        tumblr.connector().find(SUMMARY.link, now=NOW)
    assert caught.value.code == "look_too_far_back"


# Replies


def test_a_reblog_with_comment_is_a_reply(tumblr: TumblrStage) -> None:
    connector = tumblr.connector()
    post = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW).remote_id
    reblog = tumblr.server.add_note("bob", "We are on it.", post_id=post, kind="reblog")
    tumblr.server.add_note("carol", "", post_id=post, kind="reblog")
    (reply,) = connector.replies(post, now=NOW).replies
    assert (reply.remote_id, reply.text, reply.author_id) == (reblog, "We are on it.", "t:bob")
    assert reply.url == f"https://bob.tumblr.com/post/{reblog}"


def test_a_long_conversation_is_walked_to_its_beginning(tumblr: TumblrStage) -> None:
    connector = tumblr.connector()
    post = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW).remote_id
    expected = [tumblr.server.add_note("bob", f"number {number}", post_id=post) for number in range(120)]
    found = connector.replies(post, now=NOW)
    assert [reply.remote_id for reply in found.replies] == expected


def test_a_walk_that_was_cut_short_misses_nobody(
    tumblr: TumblrStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("complaints.networks.tumblr.MOST_PAGES_OF_NOTES", 1)
    connector = tumblr.connector()
    post = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW).remote_id
    oldest = tumblr.server.add_note("bob", "first", post_id=post)
    for number in range(60):
        tumblr.server.add_note("bob", f"number {number}", post_id=post)
    assert connector.replies(post, now=NOW, seen={oldest: None}).missing == frozenset()


def test_a_reply_that_is_missed_is_gone(tumblr: TumblrStage) -> None:
    connector = tumblr.connector()
    post = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW).remote_id
    ids = [tumblr.server.add_note("bob", "hello", post_id=post, kind=kind) for kind in ("reply", "reblog")]
    for note in ids:
        tumblr.server.remove_note(note)
    seen = dict.fromkeys(ids)
    assert connector.replies(post, now=NOW, seen=seen).missing == frozenset(ids)
    for note in ids:
        with pytest.raises(Gone):
            connector.replies(note, now=NOW)


def test_the_notes_of_a_post_that_is_gone_may_be_empty(tumblr: TumblrStage) -> None:
    tumblr.server.notes_of_the_gone = 200
    with pytest.raises(Gone):
        tumblr.connector().replies("724000000000000099", now=NOW)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1595527574, 1_595_527_574_000_000),
        (1595527574.123456, 1_595_527_574_123_456),
        ("1595527574.123456", 1_595_527_574_123_456),
        (1595527574123456, 1_595_527_574_123_456),
        ("soon", None),
        (None, None),
        (True, None),
        (-5, None),
        (float("inf"), None),
    ],
)
def test_times_of_notes(value: object, expected: int | None) -> None:
    assert microseconds_of(value) == expected


# Tokens


def test_a_token_that_ran_out_is_renewed_once_and_kept(tumblr: TumblrStage) -> None:
    kept: list[str] = []

    def renew(old: str, exchange: Any) -> str:
        kept.append(exchange(old))
        return kept[-1]

    secret = Tokens("gone", "alice_refresh", NOW - timedelta(hours=1)).as_secret()
    connector = tumblr.connector(secret=secret, renew=renew)
    assert connector.check(now=NOW).handle == "alice"
    connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
    (only,) = kept
    tokens = Tokens.from_secret(only)
    assert (tokens.access, tokens.expires_at) == ("access-1", NOW + timedelta(seconds=2520))


def test_a_token_that_is_refused_early_is_renewed(tumblr: TumblrStage) -> None:
    secret = Tokens("revoked", "alice_refresh", NOW + timedelta(minutes=30)).as_secret()
    connector = tumblr.connector(secret=secret)
    published = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
    assert tumblr.posts() == [published.remote_id]


def test_trouble_with_renewing_does_not_stop_a_token_that_still_lives(tumblr: TumblrStage) -> None:
    secret = Tokens("alice_token", "alice_refresh", NOW + timedelta(minutes=1)).as_secret()
    tumblr.server.trick("POST", "/v2/oauth2/token", status=503)
    assert tumblr.connector(secret=secret).check(now=NOW).handle == "alice"
    secret = Tokens("alice_token", "alice_refresh", NOW - timedelta(minutes=1)).as_secret()
    tumblr.server.trick("POST", "/v2/oauth2/token", status=503)
    with pytest.raises(Retryable):
        tumblr.connector(secret=secret).check(now=NOW)


def test_a_blog_that_is_no_longer_ours(tumblr: TumblrStage) -> None:
    with pytest.raises(NeedsReconnect) as caught:
        tumblr.connector(account_id="t:sold").check(now=NOW)
    assert caught.value.code == "account_gone"


def test_the_secret_is_nowhere_to_be_read(tumblr: TumblrStage) -> None:
    connector = tumblr.connector(secret=Tokens("very-secret").as_secret())
    with pytest.raises(NeedsReconnect) as caught:
        connector.check(now=NOW)
    assert "very-secret" not in repr(connector) + repr(caught.value) + caught.value.detail


def test_nothing_is_sent_twice_when_a_token_was_refused(tumblr: TumblrStage) -> None:
    door = FaultyDoor()
    connector = tumblr.connector(send=door)
    text = text_for(connector)
    door.refuse("POST /v2/blog/t:alice/posts", 401)
    connector.publish(text, idempotency_key=KEY, now=NOW)
    assert len(tumblr.posts()) == 1


# Connecting

CALLBACK = "https://answerable.example/connections/callback/"
SITE = Site("Answerable", "https://answerable.example", CALLBACK)


def test_where_the_customer_agrees() -> None:
    sign_in = TumblrSignIn(policy=http.Policy())
    left = sign_in.begin(
        instance=sign_in.instance({}), typed={}, site=SITE, app=APP, state="s&t", verifier="v", now=NOW
    )
    parts = urlsplit(left.url)
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "www.tumblr.com", "/oauth2/authorize")
    assert parse_qs(parts.query) == {
        "response_type": ["code"],
        "client_id": ["client"],
        "redirect_uri": [CALLBACK],
        "scope": ["basic write offline_access"],
        "state": ["s&t"],
    }


def finished(server: FakeTumblr, params: dict[str, str]) -> Any:
    return TumblrSignIn(policy=LOCAL).finish(
        instance=server.base_url, kept={"verifier": "v"}, params=params, site=SITE, app=APP, now=NOW
    )


def test_the_customer_chooses_among_public_blogs(tumblr: TumblrStage) -> None:
    tumblr.server.codes["code-1"] = ("alice", CALLBACK)
    grant = finished(tumblr.server, {"code": "code-1"})
    assert [(blog.id, blog.handle) for blog in grant.accounts] == [
        ("t:alice", "alice"),
        ("t:alice-two", "alice-two"),
    ]
    connector = tumblr.connector(secret=grant.secret, account_id="t:alice-two")
    connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
    assert [post.blog for post in tumblr.server.posts.values()] == ["alice-two"]


@pytest.mark.parametrize("params", [{"code": "wrong"}, {"error": "access_denied"}])
def test_a_customer_who_says_no(tumblr: TumblrStage, params: dict[str, str]) -> None:
    with pytest.raises(NeedsReconnect):
        finished(tumblr.server, params)


def test_an_account_without_a_public_blog(tumblr: TumblrStage) -> None:
    tumblr.server.blogs["alice"] = [("alice-secret", "private")]
    tumblr.server.codes["code-1"] = ("alice", CALLBACK)
    with pytest.raises(Forbidden):
        finished(tumblr.server, {"code": "code-1"})
