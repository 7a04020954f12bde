"""The Facebook Page connector: the shared scenarios, and what only Facebook does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from complaints.networks.base import Forbidden, Gone, NeedsReconnect, Uncertain
from complaints.networks.facebook_page import FacebookPageSignIn
from complaints.networks.signing_in import Grant, Mistyped, Site
from config.doors import http
from tests.contract.conformance import KEY, SUMMARY, ConnectorConformance, text_for
from tests.contract.stage_facebook_page import FacebookPageStage
from tests.contract.stages import LOCAL, NOW, Stage
from tests.fakes.facebook import PAGE_ID, FakeFacebook


@pytest.fixture(scope="module")
def server() -> Iterator[FakeFacebook]:
    with FakeFacebook() as running:
        yield running


@pytest.fixture
def page(server: FakeFacebook) -> FacebookPageStage:
    server.reset()
    return FacebookPageStage(server)


class TestOnFake(ConnectorConformance):
    @pytest.fixture
    def stage(self, page: FacebookPageStage) -> Stage:
        return page


# Posting


def test_a_post_has_its_link_beside_it(page: FacebookPageStage) -> None:
    connector = page.connector()
    text = text_for(connector, replace(SUMMARY, handle="northwind"))
    assert (text.handle, "@" in text.body) == ("", False)
    published = connector.publish(text, idempotency_key=KEY, now=NOW)
    (post,) = page.server.posts.values()
    assert (post.message, post.link) == (text.body, SUMMARY.link)
    assert published.url == f"https://www.facebook.com/{PAGE_ID}/posts/{post.id.partition('_')[2]}"


def test_a_post_whose_address_cannot_be_asked_stands_all_the_same(page: FacebookPageStage) -> None:
    page.server.trick("GET", r"/v26\.0/\d+_\d+", status=500)
    connector = page.connector()
    published = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
    assert (published.url, page.posts()) == ("", [published.remote_id])


def test_the_same_words_twice_are_looked_for(page: FacebookPageStage) -> None:
    connector = page.connector()
    text = text_for(connector)
    first = connector.publish(text, idempotency_key=KEY, now=NOW)
    with pytest.raises(Uncertain) as caught:
        connector.publish(text, idempotency_key="posting-17-2", now=NOW)
    assert caught.value.code == "duplicate"
    # Not since the first try, but it is the only one with these words.
    page.server.trick("GET", f"/v26.0/{PAGE_ID}/published_posts", status=200, body='{"data": []}')
    again = connector.publish(text, idempotency_key="posting-17-2", now=NOW, first_tried_at=NOW)
    assert (again.remote_id, page.posts()) == (first.remote_id, [first.remote_id])


def test_a_duplicate_that_is_nowhere_is_a_persons_affair(page: FacebookPageStage) -> None:
    connector = page.connector()
    text = text_for(connector)
    connector.publish(text, idempotency_key=KEY, now=NOW)
    for _ in range(2):
        page.server.trick("GET", f"/v26.0/{PAGE_ID}/published_posts", status=200, body='{"data": []}')
    with pytest.raises(Forbidden) as caught:
        connector.publish(text, idempotency_key="posting-17-2", now=NOW, first_tried_at=NOW)
    assert caught.value.code == "duplicate_not_found"


def test_a_permission_that_was_not_given(page: FacebookPageStage) -> None:
    page.server.allowed = False
    connector = page.connector()
    with pytest.raises(Forbidden) as caught:
        connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
    assert (caught.value.code, page.posts()) == ("not_allowed", [])


def test_a_page_that_is_not_there(page: FacebookPageStage) -> None:
    connector = page.connector(account_id="999")
    with pytest.raises(Forbidden):
        connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)


def test_a_look_that_cannot_reach_far_enough_says_so(
    page: FacebookPageStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("complaints.networks.facebook_page.MOST_PAGES_BACK", 1)
    for number in range(26):
        page.server.add_post(f"other {number}")
    with pytest.raises(Uncertain):
        page.connector().find(SUMMARY.link, now=NOW)


# Comments


def test_a_long_conversation_is_walked_to_its_end(page: FacebookPageStage) -> None:
    connector = page.connector()
    post = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW).remote_id
    expected = [page.server.add_comment("bob", f"number {number}", below=post) for number in range(60)]
    found = connector.replies(post, now=NOW)
    assert [reply.remote_id for reply in found.replies] == expected


def test_a_walk_that_was_cut_short_misses_nobody(
    page: FacebookPageStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("complaints.networks.facebook_page.MOST_PAGES_OF_COMMENTS", 1)
    connector = page.connector()
    post = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW).remote_id
    comments = [page.server.add_comment("bob", f"number {number}", below=post) for number in range(30)]
    assert connector.replies(post, now=NOW, seen={comments[-1]: None}).missing == frozenset()


def test_a_name_is_no_handle(page: FacebookPageStage) -> None:
    connector = page.connector()
    post = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW).remote_id
    page.server.add_comment("bob", "hello", below=post, has_picture=True)
    (reply,) = connector.replies(post, now=NOW).replies
    assert (reply.author_id, reply.author_handle, reply.author_name) == ("502", "502", "Bob")
    assert reply.text == "hello\n\n[attachment]"


def test_a_comment_that_is_missed_may_only_be_hidden(page: FacebookPageStage) -> None:
    connector = page.connector()
    post = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW).remote_id
    comment = page.server.add_comment("bob", "hello", below=post)
    page.server.comments[comment].is_hidden = True
    assert connector.replies(post, now=NOW, seen={comment: None}).missing == frozenset({comment})
    assert connector.replies(comment, now=NOW).replies == ()
    page.remove("bob", comment)
    with pytest.raises(Gone):
        connector.replies(comment, now=NOW)


def test_comments_without_author_are_left_out(page: FacebookPageStage) -> None:
    page.server.tells_authors = False
    connector = page.connector()
    post = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW).remote_id
    page.server.add_comment("bob", "hello", below=post)
    assert connector.replies(post, now=NOW).replies == ()


def test_the_secret_is_nowhere_to_be_read(page: FacebookPageStage) -> None:
    connector = page.connector(secret="very-secret")
    with pytest.raises(NeedsReconnect) as caught:
        connector.check(now=NOW)
    assert "very-secret" not in repr(connector) + repr(caught.value) + caught.value.detail


# Connecting

SITE = Site("Answerable", "https://answerable.example", "https://answerable.example/connections/callback/")


def granted(page: FacebookPageStage, token: str) -> Grant:
    return FacebookPageSignIn(policy=LOCAL).begin(
        instance=page.server.base_url,
        typed={"token": token},
        site=SITE,
        app=None,
        state="s",
        verifier="v",
        now=NOW,
    )


@pytest.mark.parametrize(("username", "handle"), [("alice", "alice"), ("", PAGE_ID)])
def test_the_token_of_a_page_is_a_grant(page: FacebookPageStage, username: str, handle: str) -> None:
    page.server.username = username
    grant = granted(page, " page_token ")
    (account,) = grant.accounts
    assert (grant.secret, account.id, account.handle, account.name) == (
        "page_token",
        PAGE_ID,
        handle,
        "Alice",
    )
    assert account.url == "https://www.facebook.com/alice"


@pytest.mark.parametrize("token", ["", "wrong", "person_token"])
def test_what_is_not_the_token_of_a_page(page: FacebookPageStage, token: str) -> None:
    with pytest.raises(Mistyped) as caught:
        granted(page, token)
    assert caught.value.name == "token"


def test_only_the_site_connects_its_page() -> None:
    sign_in = FacebookPageSignIn(policy=http.Policy())
    assert (sign_in.for_site_only, sign_in.goes_away, sign_in.needs_app) == (True, False, False)
    assert sign_in.instance({}) == "https://graph.facebook.com"
