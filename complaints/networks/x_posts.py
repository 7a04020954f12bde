"""What X's answers say: posts, people, problems, waits. Nothing here makes a request.

The interface is described at https://docs.x.com/x-api, and as source in github.com/xdevplatform/docs; each shape names
its page there.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from complaints.networks import answers
from complaints.networks.base import (
    Forbidden,
    Gone,
    NetworkError,
    RateLimited,
    Rejected,
    RemoteReply,
)
from complaints.networks.calling import error_for, inside, objects, string
from complaints.networks.plain_text import MAX_TEXT
from config.doors import http

PAGE = 100  # the largest page of timelines, mentions and recent search (x-api/fundamentals/rate-limits)
LONGEST_WAIT = timedelta(days=1)  # the longest window: 10,000 posts of an app in 24 hours (same page)
SNOWFLAKE_EPOCH_MS = 1_288_834_974_657  # an id holds its time: (id >> 22) ms after this (fundamentals/x-ids)

# Version 2.167 of the machine-readable description renamed `tweet.fields` to `post.fields`; the prose and the changelog
# still say the former. The one place to change.
FIELDS: Mapping[str, str] = {
    "expansions": "author_id",
    "tweet.fields": "author_id,conversation_id,created_at,entities,lang,note_tweet,referenced_tweets",
    "user.fields": "name,protected,username",
}
FIELDS_OF_OWN: Mapping[str, str] = {"tweet.fields": "conversation_id,created_at,entities"}

# x-api/fundamentals/response-codes-and-errors, "Error types": the last part of `type`.
_NOT_SHOWN = {"resource-not-found": "not_found", "not-authorized-for-resource": "not_visible"}
_DUPLICATE = "duplicate content"  # akrherz/iembot#163: a 403 with the type about:blank and no code
_NO_TARGET = "deleted or not visible to you"  # plhery/node-twitter-api-v2#366, formerly code 385


def problems_of(response: http.Response) -> list[dict[str, Any]]:
    """The problems that an answer tells of: one as its body, or those in `errors` of any status."""
    body = answers.json_of(response)
    listed = objects(inside(body, "errors"))
    if listed or not isinstance(body, dict):
        return listed
    return [body] if response.status >= 400 else []


def kind_of(problem: Mapping[str, Any]) -> str:
    """`usage-capped` for `https://api.x.com/2/problems/usage-capped`; "" for about:blank."""
    return string(problem.get("type")).rpartition("/problems/")[2]


def is_not_shown(problem: Mapping[str, Any]) -> bool:
    """Whether it says that something was deleted, or may not be read by everybody (any more)."""
    return kind_of(problem) in _NOT_SHOWN


def words_of(response: http.Response) -> str:
    """X's own words about an error as one line, at most 200 characters."""
    for problem in problems_of(response):
        for name in ("detail", "message", "title"):
            if words := answers.text_of(problem.get(name)):
                return words
    return answers.words_of(response)


def is_duplicate(response: http.Response) -> bool:
    """Whether a post was refused because the account has just said the same."""
    return response.status == 403 and _DUPLICATE in words_of(response)


def lacks_target(response: http.Response) -> bool:
    """Whether a reply was refused because what it replies to is gone."""
    return response.status == 403 and _NO_TARGET in words_of(response)


def error_of(response: http.Response, *, now: datetime) -> NetworkError:
    """The error for an answer that is not what was asked for, by the type of its problem, else by its status."""
    problem = next(iter(problems_of(response)), {})
    kind, words, status = kind_of(problem), words_of(response), response.status
    # 402 is not in the documentation: what an account without credits got in 2026 (tryethernal/ethernal#1324).
    if kind == "usage-capped" or status == 402:
        is_monthly = string(problem.get("period")) == "Monthly"  # xdevplatform/xdk#25
        retry_at = next_month(now) if is_monthly else next_day(now)
        return RateLimited("usage_capped", status=status, detail=words, retry_at=retry_at)
    if status < 400 and kind in _NOT_SHOWN:
        return Gone(_NOT_SHOWN[kind], status=status, detail=words)
    if status < 400 and kind == "invalid-request":
        return Rejected("invalid", status=status, detail=words)
    if status < 400 and problem:
        return Forbidden("refused", status=status, detail=words)
    error = error_for(response, now=now, longest_wait=LONGEST_WAIT)
    error.detail = error.detail or words
    if status == 429 and (spent := _day_is_spent_until(response, now=now)):
        error.retry_at = spent
    return error


def _day_is_spent_until(response: http.Response, *, now: datetime) -> datetime | None:
    """When the day's allowance returns, if that is what is used up: the usual header only tells of 15 minutes.

    plhery/node-twitter-api-v2#495 (app) and #553 (user): seconds since 1970.
    """
    for whose in ("app", "user"):
        name = f"x-{whose}-limit-24hour-"
        if response.headers.get(f"{name}remaining") == "0":
            reset = {"x-rate-limit-reset": response.headers.get(f"{name}reset", "")}
            return answers.retry_time(reset, now=now, longest=LONGEST_WAIT)
    return None


def next_day(now: datetime) -> datetime:
    """The next midnight in UTC, when X's day begins (x-api/fundamentals/post-cap)."""
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def next_month(now: datetime) -> datetime:
    """The first midnight of the next month, in UTC."""
    return (
        now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0) + timedelta(days=32)
    ).replace(day=1)


def first_id(post: Mapping[str, Any]) -> str:
    """The id of a post that stays: an edit makes a new one, and the history begins with the first
    (x-api/fundamentals/edit-posts).
    """
    history = post.get("edit_history_tweet_ids")
    first = answers.text_of(history[0]) if isinstance(history, list) and history else ""
    return first or answers.text_of(post.get("id"))


def parent_of(post: Mapping[str, Any]) -> str:
    """The id of the post that this one replies to, "" when it is no reply (x-api/fundamentals/conversation-id)."""
    for reference in objects(post.get("referenced_tweets")):
        if reference.get("type") == "replied_to":
            return answers.text_of(reference.get("id"))
    return ""


def holds_link(post: Mapping[str, Any], link: str) -> bool:
    """Whether a post carries exactly this link: X shortens every address and keeps the whole one beside it."""
    return any(url.get("expanded_url") == link for url in objects(inside(post, "entities", "urls")))


def words_in(post: Mapping[str, Any]) -> str:
    """The text of a post with its addresses as they were written, in plain characters.

    Of a post beyond 280 characters `text` is only a part (fundamentals/data-dictionary, `note_tweet`). The characters
    & < > come escaped (dogsheep/twitter-to-sqlite#21). A picture is an address of its own at the end.
    """
    long = post.get("note_tweet")
    source = long if isinstance(long, dict) and long.get("text") else post
    text = string(source.get("text"))
    for url in objects(inside(source, "entities", "urls")):
        short = string(url.get("url"))
        if short:
            whole = (
                "[attachment]"
                if url.get("media_key")
                else answers.web_address(url.get("expanded_url"), short)
            )
            text = text.replace(short, whole)
    return html.unescape(text)[:MAX_TEXT]


def reply_from(
    post: Mapping[str, Any], people: Mapping[str, Mapping[str, Any]], *, now: datetime
) -> RemoteReply | None:
    """A post of somebody, None when it is not whole, or by an account whose posts only its followers may read."""
    author_id, remote_id = answers.text_of(post.get("author_id")), first_id(post)
    author = people.get(author_id, {})
    username = answers.text_of(author.get("username"))
    if not remote_id or not username or author.get("protected") is not False:
        return None
    made_at = answers.time_of(post.get("created_at")) or now
    is_edited = remote_id != answers.text_of(post.get("id"))
    language = answers.text_of(post.get("lang"), max_length=16)
    return RemoteReply(
        remote_id=remote_id,
        url=f"https://x.com/{username}/status/{answers.text_of(post.get('id'))}",
        in_reply_to=parent_of(post),
        author_id=author_id,
        author_handle=username,
        author_name=answers.text_of(author.get("name")) or username,
        author_url=f"https://x.com/{username}",
        text=words_in(post),
        language="" if language == "und" else language,
        stated_at=(time_of_id(remote_id) or made_at) if is_edited else made_at,
        edited_at=made_at if is_edited else None,
        visibility="public",
    )


def people_in(body: Any) -> dict[str, dict[str, Any]]:
    """The people that came along with posts, by id."""
    return {
        answers.text_of(person.get("id")): person for person in objects(inside(body, "includes", "users"))
    }


def shown_in(response: http.Response) -> tuple[set[str], set[str]]:
    """The ids of the posts and of the people that an answer holds: what is billed."""
    body = answers.json_of(response)
    data = inside(body, "data")
    things = [data] if isinstance(data, dict) else objects(data)
    ids = {answers.text_of(one.get("id")): "username" in one for one in things}
    people = {one for one, is_person in ids.items() if is_person} | set(people_in(body))
    posts = {one for one, is_person in ids.items() if not is_person}
    return posts - {""}, people - {""}


def time_of_id(post_id: str) -> datetime | None:
    """When an id was given out."""
    if not (post_id.isascii() and post_id.isdigit() and len(post_id) <= 19):
        return None
    return datetime.fromtimestamp(((int(post_id) >> 22) + SNOWFLAKE_EPOCH_MS) / 1000, tz=UTC)


def number(post_id: str) -> int:
    """Ids compare as numbers; what is none comes before all."""
    return int(post_id) if post_id.isascii() and post_id.isdigit() and len(post_id) <= 19 else 0
