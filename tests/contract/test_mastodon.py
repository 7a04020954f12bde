"""The Mastodon connector: the shared scenarios on both stages, and what only the strict one can play."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from complaints.networks.base import (
    Forbidden,
    Gone,
    Limits,
    NeedsReconnect,
    Rejected,
    Retryable,
    Uncertain,
    Unsupported,
)
from tests.contract.conformance import CARD, KEY, SUMMARY, ConnectorConformance, text_for
from tests.contract.stages import NOW, MockStage, Stage, StrictStage
from tests.fakes.strict_mastodon import StrictMastodon

POSTS = "/api/v1/statuses"


@pytest.fixture(scope="module")
def mock_stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MockStage]:
    stage = MockStage(tmp_path_factory.mktemp("mastodon-mock"))
    yield stage
    stage.stop()


@pytest.fixture(scope="module")
def strict_stage() -> Iterator[StrictStage]:
    with StrictMastodon() as server:
        yield StrictStage(server)


@pytest.fixture
def strict(strict_stage: StrictStage) -> StrictStage:
    strict_stage.reset()
    return strict_stage


class TestOnMastodonMock(ConnectorConformance):
    @pytest.fixture
    def stage(self, mock_stage: MockStage) -> Stage:
        mock_stage.reset()
        return mock_stage

    def test_a_server_that_counts_addresses_in_full(self, stage: Stage) -> None:
        self_link = f"https://answerable.example/complaints/{'K' * 40}/"
        connector = stage.connector()
        summary = replace(SUMMARY, title="word " * 200, link=self_link)
        text = text_for(connector, summary)
        with pytest.raises(Rejected) as caught:
            connector.publish(text, idempotency_key=KEY, now=NOW)
        assert (caught.value.too_long, caught.value.status) == (True, 422)
        shorter = connector.render(summary, limits=connector.limits(now=NOW), strict=True)
        published = connector.publish(shorter, idempotency_key="posting-17-2", now=NOW)
        assert stage.posts() == [published.remote_id]


class TestOnStrict(ConnectorConformance):
    @pytest.fixture
    def stage(self, strict: StrictStage) -> Stage:
        return strict


def test_an_unlisted_reply_is_public(strict: StrictStage) -> None:
    connector = strict.connector()
    post = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW).remote_id
    strict.say("carol", "@alice same here", reply_to=post, visibility="unlisted")
    (reply,) = connector.replies(post, now=NOW).replies
    assert reply.visibility == "unlisted"


def test_a_post_says_its_language(strict: StrictStage) -> None:
    connector = strict.connector()
    published = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
    assert strict.post(published.remote_id)["language"] == "en"


# Pictures and search


def test_a_picture_that_takes_a_while(strict: StrictStage) -> None:
    strict.server.switches.media_takes_looks = 3
    connector = strict.connector()
    text = replace(text_for(connector), card=CARD)
    published = connector.publish(text, idempotency_key=KEY, now=NOW)
    assert strict.pictures(published.remote_id) == [CARD.alt]


@pytest.mark.parametrize("looks", [0, 99], ids=["a failing server", "one that is never done"])
def test_a_picture_that_may_still_come_is_waited_for(strict: StrictStage, looks: int) -> None:
    connector = strict.connector()
    text = replace(text_for(connector), card=CARD)
    strict.server.switches.media_takes_looks = looks
    if not looks:
        strict.server.trick("POST", "/api/v2/media", status=503)
    with pytest.raises(Retryable) as caught:
        connector.publish(text, idempotency_key=KEY, now=NOW)
    assert (caught.value.code, strict.posts()) == ("picture_not_taken", [])
    if looks:  # not for ever
        late = NOW + timedelta(minutes=11)
        published = connector.publish(text, idempotency_key=KEY, now=late, first_tried_at=NOW)
        assert (published.lacks_picture, strict.pictures(published.remote_id)) == (True, [])
    else:
        soon = NOW + timedelta(minutes=1)
        published = connector.publish(text, idempotency_key=KEY, now=soon, first_tried_at=NOW)
        assert (published.lacks_picture, strict.pictures(published.remote_id)) == (False, [CARD.alt])


@pytest.mark.parametrize("status", [400, 403, 413, 422])
def test_a_picture_that_is_refused_does_not_hold_the_words_back(strict: StrictStage, status: int) -> None:
    strict.server.trick("POST", "/api/v2/media", status=status)
    connector = strict.connector()
    text = replace(text_for(connector), card=CARD)
    published = connector.publish(text, idempotency_key=KEY, now=NOW)
    assert (strict.pictures(published.remote_id), strict.posts()) == ([], [published.remote_id])
    assert published.lacks_picture


def test_a_server_without_search(strict: StrictStage) -> None:
    strict.server.switches.has_search = False
    with pytest.raises(Unsupported):
        strict.connector().search("northwind", now=NOW)


def test_the_post_that_was_to_be_continued_is_gone(strict: StrictStage) -> None:
    connector = strict.connector()
    with pytest.raises(Gone):
        connector.publish(replace(text_for(connector), reply_to="01JNONE"), idempotency_key=KEY, now=NOW)
    assert strict.posts() == []


# Limits


def test_limits_as_described(strict: StrictStage) -> None:
    strict.server.switches.max_characters = 5_000
    strict.server.switches.url_length = 25
    assert strict.connector().limits(now=NOW) == Limits(characters=5_000, url_length=25)


def test_limits_from_the_older_description(strict: StrictStage) -> None:
    strict.server.switches.has_v2_instance = False
    strict.server.switches.max_characters = 700
    assert strict.connector().limits(now=NOW) == Limits(characters=700, strict=True)


def test_limits_without_any_description(strict: StrictStage) -> None:
    strict.server.switches.has_v2_instance = strict.server.switches.describes_itself = False
    assert strict.connector().limits(now=NOW) == Limits(characters=500, url_length=23, media=4, strict=True)


def test_limits_that_are_nonsense(strict: StrictStage) -> None:
    statuses = {"max_characters": "many", "characters_reserved_per_url": -1, "max_media_attachments": True}
    body = json.dumps({"configuration": {"statuses": statuses}, "api_versions": {"mastodon": 7}})
    strict.server.trick("GET", "/api/v2/instance", status=200, body=body)
    assert strict.connector().limits(now=NOW) == Limits()


def test_limits_are_asked_once(strict: StrictStage) -> None:
    connector = strict.connector()
    connector.limits(now=NOW)
    connector.limits(now=NOW)
    assert [target for _, target, _ in strict.server.requests] == ["/api/v2/instance"]


# Lost and doubled posts


@pytest.mark.parametrize("how", ["lose_answer", "cut_body", "break_off"])
def test_a_post_whose_answer_never_came_whole(strict: StrictStage, how: str) -> None:
    connector = strict.connector()
    text = text_for(connector)
    strict.server.trick("POST", POSTS, **{how: True})
    with pytest.raises(Uncertain):
        connector.publish(text, idempotency_key=KEY, now=NOW)
    (post,) = strict.posts()
    found = connector.find(text.link, now=NOW, since=NOW)
    assert found is not None
    assert found.remote_id == post


def test_a_server_that_fails_on_repeated_keys(strict: StrictStage) -> None:
    strict.server.switches.repeated_key = "server_error"
    connector = strict.connector()
    text = text_for(connector)
    first = connector.publish(text, idempotency_key=KEY, now=NOW)
    with pytest.raises(Uncertain):
        connector.publish(text, idempotency_key=KEY, now=NOW)
    assert connector.publish(text, idempotency_key=KEY, now=NOW, first_tried_at=NOW) == first
    assert strict.posts() == [first.remote_id]


def test_a_server_that_ignores_keys(strict: StrictStage) -> None:
    strict.server.switches.repeated_key = "new"
    strict.server.trick("POST", POSTS, lose_answer=True)
    connector = strict.connector()
    text = text_for(connector)
    with pytest.raises(Uncertain):
        connector.publish(text, idempotency_key=KEY, now=NOW)
    published = connector.publish(text, idempotency_key=KEY, now=NOW, first_tried_at=NOW)
    assert strict.posts() == [published.remote_id]


def test_a_key_whose_post_was_deleted_meanwhile(strict: StrictStage) -> None:
    connector = strict.connector()
    text = text_for(connector)
    published = connector.publish(text, idempotency_key=KEY, now=NOW)
    strict.remove("alice", published.remote_id)
    with pytest.raises(Gone):
        connector.publish(text, idempotency_key=KEY, now=NOW, first_tried_at=NOW)
    assert strict.posts() == []


def test_links_that_the_server_does_not_make_clickable(strict: StrictStage) -> None:
    strict.server.switches.links_are_clickable = False
    wanted = strict.say("alice", f"see\n{SUMMARY.link}")
    found = strict.connector().find(SUMMARY.link, now=NOW)
    assert found is not None
    assert found.remote_id == wanted


def test_a_look_that_cannot_reach_far_enough_says_so(
    strict: StrictStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("complaints.networks.mastodon.MOST_PAGES_BACK", 1)
    for number in range(41):
        strict.server.add_post("alice", f"other {number}")
    with pytest.raises(Uncertain) as caught:
        strict.connector().find(SUMMARY.link, now=NOW)
    assert caught.value.code == "look_too_far_back"


# Refusals


def test_a_missing_scope(strict: StrictStage) -> None:
    strict.server.scopes["alice_token"] = "read:accounts read:statuses"
    connector = strict.connector()
    with pytest.raises(Forbidden) as caught:
        connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
    assert (caught.value.status, caught.value.detail) == (
        403,
        "This action is outside the authorized scopes",
    )


def test_a_disabled_account(strict: StrictStage) -> None:
    strict.server.disabled.add("alice")
    with pytest.raises(Forbidden):
        strict.connector().check(now=NOW)


def test_a_revoked_token_that_answers_400_and_html(strict: StrictStage) -> None:
    strict.server.switches.unknown_token_status = 400
    connector = strict.connector(secret="revoked")
    text = text_for(strict.connector())
    for attempt in (
        lambda: connector.check(now=NOW),
        lambda: connector.publish(text, idempotency_key=KEY, now=NOW),
        lambda: connector.replies("01J", now=NOW),
        lambda: connector.delete("01J", now=NOW),
    ):
        with pytest.raises(NeedsReconnect):
            attempt()


def test_a_400_in_html_with_good_credentials_is_about_the_text(strict: StrictStage) -> None:
    strict.server.trick("POST", POSTS, status=400, body="<h1>Bad</h1>", content_type="text/html")
    connector = strict.connector()
    with pytest.raises(Rejected) as caught:
        connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
    assert (caught.value.code, caught.value.detail) == ("invalid", "Bad")


@pytest.mark.parametrize("status", [400, 422])
def test_code_points_and_full_addresses(strict: StrictStage, status: int) -> None:
    strict.server.switches.counts_code_points = True
    strict.server.switches.too_long_status = status
    connector = strict.connector()
    summary = replace(SUMMARY, title="👩‍👩‍👧‍👦 " * 150)
    text = text_for(connector, summary)
    with pytest.raises(Rejected) as caught:
        connector.publish(text, idempotency_key=KEY, now=NOW)
    assert caught.value.too_long
    shorter = connector.render(summary, limits=connector.limits(now=NOW), strict=True)
    published = connector.publish(shorter, idempotency_key="posting-17-2", now=NOW)
    assert strict.source(published.remote_id) == shorter.body


def test_a_server_of_another_kind_gets_the_shorter_text_at_once(strict: StrictStage) -> None:
    strict.server.switches.counts_code_points = True
    strict.server.switches.names_api_version = False
    connector = strict.connector()
    text = text_for(connector, replace(SUMMARY, title="word " * 200))
    connector.publish(text, idempotency_key=KEY, now=NOW)


def test_an_error_page_instead_of_json(strict: StrictStage) -> None:
    strict.server.switches.errors_in_html = True
    connector = strict.connector()
    with pytest.raises(Gone) as caught:
        connector.replies("01JNOTHING", now=NOW)
    assert "<" not in caught.value.detail
    strict.server.trick(
        "GET", "/api/v1/notifications", status=502, body="<html>Bad gateway", content_type="text/html"
    )
    with pytest.raises(Retryable):
        connector.mentions(now=NOW)


@pytest.mark.parametrize(
    ("status", "kind", "code"),
    [
        (301, NeedsReconnect, "moved"),
        (302, Retryable, "redirected"),
        (408, Retryable, "server_error"),
        (418, Forbidden, "refused"),
        (503, Retryable, "server_error"),
    ],
)
def test_other_answers(strict: StrictStage, status: int, kind: type[Exception], code: str) -> None:
    strict.server.trick(
        "GET",
        "/api/v1/notifications",
        status=status,
        headers={"Location": "https://elsewhere.example/", "Retry-After": "60"},
    )
    with pytest.raises(kind) as caught:
        strict.connector().mentions(now=NOW)
    assert caught.value.code == code  # type: ignore[attr-defined]
    if status == 503:
        assert caught.value.retry_at == NOW + timedelta(minutes=1)  # type: ignore[attr-defined]
    # A redirect is not followed, and our secret goes nowhere else.
    assert len(strict.server.requests) == 1


# Edits


def test_an_edit_keeps_the_media(strict: StrictStage) -> None:
    picture = {"id": "m1", "type": "image", "url": "https://strict.example/m1.png", "description": "A router"}
    post = strict.server.add_post("alice", f"old {SUMMARY.link}", media=[picture])
    connector = strict.connector()
    connector.update(post, text_for(connector), now=NOW)
    assert strict.post(post)["media_attachments"] == [picture]


@pytest.mark.parametrize("has_source", [True, False])
def test_a_server_that_refuses_edits_without_change(strict: StrictStage, has_source: bool) -> None:
    strict.server.switches.refuses_empty_edit = True
    strict.server.switches.has_source = has_source
    connector = strict.connector()
    text = text_for(connector)
    published = connector.publish(text, idempotency_key=KEY, now=NOW)
    assert connector.update(published.remote_id, text, now=NOW) == published


# Replies


def test_pictures_and_warnings_are_words_too(strict: StrictStage) -> None:
    post = strict.server.add_post("alice", SUMMARY.link)
    picture = {"id": "m1", "type": "image", "description": "A letter: we refund you"}
    strict.server.add_post("bob", "See", reply_to=post, spoiler="Our answer", media=[picture, {"id": "m2"}])
    (reply,) = strict.connector().replies(post, now=NOW).replies
    assert reply.text == "Our answer\n\nSee\n\n[attachment: A letter: we refund you]\n\n[attachment]"


def test_replies_that_are_not_whole_are_left_out(strict: StrictStage) -> None:
    whole = {
        "id": 7,
        "account": {"id": "9", "acct": "bob@other.example", "url": "javascript:alert(1)"},
        "visibility": "public",
        "content": "<p>Hello</p>",
        "created_at": "yesterday",
        "url": "javascript:alert(1)",
        "uri": "https://other.example/7",
    }
    items = [
        None,
        5,
        {},
        {**whole, "id": None},
        {**whole, "account": "bob"},
        {**whole, "visibility": None},
        whole,
    ]
    strict.server.trick(
        "GET", "/api/v1/statuses/1/context", status=200, body=json.dumps({"descendants": items})
    )
    (reply,) = strict.connector().replies("1", now=NOW).replies
    assert (reply.remote_id, reply.author_handle, reply.text) == ("7", "bob@other.example", "Hello")
    assert (reply.url, reply.author_url) == ("https://other.example/7", "")
    assert reply.stated_at == NOW


def test_ids_cannot_leave_their_place_in_the_address(strict: StrictStage) -> None:
    with pytest.raises(Gone):
        strict.connector().replies("../accounts/verify_credentials?x=", now=NOW)
    assert strict.server.requests[0][1].startswith("/api/v1/statuses/..%2Faccounts")


def test_a_long_walk_of_mentions_goes_on_next_time(
    strict: StrictStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("complaints.networks.mastodon.MOST_PAGES_FORWARD", 1)
    strict.say("bob", "@alice start")
    connector = strict.connector()
    start = connector.mentions(now=NOW)
    for number in range(41):
        strict.say("bob", f"@alice number {number}")
    first = connector.mentions(now=NOW, cursor=start.cursor)
    assert (len(first.replies), first.more) == (40, True)
    second = connector.mentions(now=NOW, cursor=first.cursor)
    assert [mention.text for mention in second.replies] == ["@alice number 40"]


def test_the_secret_is_nowhere_to_be_read(strict: StrictStage) -> None:
    connector = strict.connector(secret="very-secret")
    with pytest.raises(NeedsReconnect) as caught:
        connector.check(now=NOW)
    assert "very-secret" not in repr(connector) + repr(caught.value) + str(caught.value.detail)
