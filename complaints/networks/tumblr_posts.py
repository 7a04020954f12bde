"""What Tumblr's posts, notes and errors say, in its Neue Post Format (NPF). Nothing here makes a request.

Described in github.com/tumblr/docs: api.md and npf-spec.md; each shape names its chapter there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from complaints.networks import answers
from complaints.networks.base import Card, NetworkError, PostText, Published, RateLimited, RemoteReply
from complaints.networks.calling import error_for, inside, objects, string
from complaints.networks.plain_text import MAX_TEXT
from config.doors import http

ALT_LENGTH = 4_096  # npf-spec.md, Content Block Type: Image
PICTURE = "card"  # the name that ties the block to its part of the form
DAILY_LIMIT = 8023  # api.md, "Errors and Error Subcodes": the blog's daily posting limit
PICTURE_REFUSED = frozenset({8004, 8005})  # no more uploads today; not a format that is taken
LONGEST_WAIT = timedelta(days=1)  # api.md, "Rate Limits": 5,000 calls a day for each consumer key
BURST_WAIT = timedelta(minutes=1)  # the same: 300 calls a minute, of which no header tells (tumblr/docs#139)
# "Based on the Tumblr servers' internal clocks": the example of /user/limits resets at 1670043600, midnight there.
TUMBLR_TIME = ZoneInfo("America/New_York")


def mark_of(link: str) -> str:
    """The tag and slug that every post with this link carries, so that it is found again without a walk."""
    return f"cmp-{hashlib.sha256(link.encode()).hexdigest()[:16]}"


def post_from(text: PostText, pictures: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """The body of a creation or an edit: a heading, paragraphs, pictures, and the link last.

    api.md, "/posts - Create/Reblog a Post"; npf-spec.md, "Text Block Basic Subtypes" and "Inline Format Type: Link".
    """
    paragraphs = text.body.split("\n\n")
    blocks: list[dict[str, Any]] = [{"type": "text", "text": words} for words in paragraphs]
    if len(blocks) > 1:
        blocks[0]["subtype"] = "heading1"
    last = paragraphs[-1]
    at = last.rfind(text.link)
    if text.link and at >= 0:
        # Code points are counted, as Python does.
        where = {"start": at, "end": at + len(text.link)}
        blocks[-1]["formatting"] = [{**where, "type": "link", "url": text.link}]
    mark = mark_of(text.link)
    content = [*blocks[:-1], *pictures, blocks[-1]]
    return {"content": content, "state": "published", "tags": mark, "slug": mark}


def picture_from(card: Card) -> dict[str, Any]:
    """api.md, "User Uploaded Media"; npf-spec.md, "Content Block Type: Image". A PNG tells its size in bytes 16 to 24."""
    width, height = (int.from_bytes(card.png[at : at + 4], "big") for at in (16, 20))
    media = {"type": "image/png", "identifier": PICTURE, "width": width, "height": height}
    return {"type": "image", "media": [media], "alt_text": card.alt[:ALT_LENGTH]}


def words_of_post(post: Mapping[str, Any]) -> str:
    """The text of a post as we wrote it."""
    blocks = objects(post.get("content"))
    return "\n\n".join(string(block.get("text")) for block in blocks if block.get("type") == "text")


def pictures_in(post: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [block for block in objects(post.get("content")) if block.get("type") == "image"]


def holds_link(post: Mapping[str, Any], link: str) -> bool:
    """Whether one of our own posts, no reblog, carries exactly this link.

    As text, as a link in it or as a block of its own; addresses may come back as ones "that redirect through Tumblr's
    servers" (npf-spec.md, "Inline Format Type: Link").
    """
    if post.get("parent_post_url") or objects(post.get("trail")):
        return False
    for block in objects(post.get("content")):
        named = [
            string(block.get("url")),
            *(string(one.get("url")) for one in objects(block.get("formatting"))),
        ]
        if link in string(block.get("text")).split() or any(_direct(url) == link for url in named):
            return True
    return False


def _direct(url: str) -> str:
    """The address behind one of Tumblr's redirects (https://t.umblr.com/redirect?z=...)."""
    parts = urlsplit(url) if len(url) < 10_000 else urlsplit("")
    return parse_qs(parts.query).get("z", [url])[0] if parts.hostname == "t.umblr.com" else url


def id_of(post: Mapping[str, Any]) -> str:
    """api.md, "Post Identifiers": the text, since numbers of 64 bits do not survive everywhere."""
    return answers.text_of(post.get("id_string")) or answers.text_of(post.get("id"))


def published_from(post: Mapping[str, Any]) -> Published | None:
    remote_id = id_of(post)
    return Published(remote_id, answers.web_address(post.get("post_url"))) if remote_id else None


def made_at(post: Mapping[str, Any]) -> datetime | None:
    """api.md, "/posts - Retrieve Published Posts": `timestamp`, seconds since 1970."""
    seconds = answers.whole_number(post.get("timestamp"), least=0, most=10**11)
    return None if seconds is None else datetime.fromtimestamp(seconds, tz=UTC)


def reply_from(note: Mapping[str, Any], *, post_id: str, now: datetime) -> RemoteReply | None:
    """A reply, or a reblog with comment; None for other notes and for what is not whole.

    api.md, "/notes - Get notes for a specific Post"; the words are in `reply_text` and `added_text` (tumblr/jumblr#65).
    A reply has no id in what is documented: its author and its time, which in this mode is exact to the microsecond,
    make one. Neither can be changed afterwards as far as the interface tells.
    """
    kind, author_id = note.get("type"), answers.text_of(note.get("blog_uuid"))
    words = string(note.get("reply_text" if kind == "reply" else "added_text")).strip()
    name = answers.text_of(note.get("blog_name"))
    microseconds = microseconds_of(note.get("timestamp"))
    if kind not in ("reply", "reblog") or not words or not name or microseconds is None:
        return None
    blog = answers.web_address(note.get("blog_url"))
    reblog = answers.text_of(note.get("post_id")) if kind == "reblog" else ""
    return RemoteReply(
        remote_id=reblog or f"{author_id or name}.{microseconds}",
        url=f"{blog.rstrip('/')}/post/{reblog}" if reblog and blog else "",
        in_reply_to=post_id,
        author_id=author_id or name,
        author_handle=name,
        author_name=name,
        author_url=blog,
        text=words[:MAX_TEXT],
        language="",
        stated_at=datetime.fromtimestamp(microseconds / 1_000_000, tz=UTC),
        edited_at=None,
        visibility="public",
    )


def microseconds_of(value: object) -> int | None:
    """A time of a note: seconds, with or without a fraction, as number or text, or already microseconds."""
    try:
        number = (
            float(value) if isinstance(value, (int, float, str)) and not isinstance(value, bool) else -1.0
        )
    except ValueError:
        return None
    if not 0 < number < 10**17:
        return None
    return round(number) if number >= 10**13 else round(number * 1_000_000)


def codes_of(response: http.Response) -> list[int]:
    """The subcodes of an error (api.md, "Errors and Error Subcodes")."""
    listed = objects(inside(answers.json_of(response), "errors"))
    return [code for one in listed if isinstance(code := one.get("code"), int)]


def words_of(response: http.Response) -> str:
    """Tumblr's own words about an error as one line."""
    body = answers.json_of(response)
    for one in objects(inside(body, "errors")):
        if words := answers.text_of(one.get("detail")) or answers.text_of(one.get("title")):
            return words
    said = answers.text_of(inside(body, "response", "error")) or answers.text_of(inside(body, "meta", "msg"))
    return said or answers.words_of(response)


def error_of(response: http.Response, *, now: datetime) -> NetworkError:
    """The error for an answer that is not what was asked for."""
    if response.status == 429:
        retry_at = retry_time(response.headers, now=now)
        return RateLimited("rate_limited", status=429, detail=words_of(response), retry_at=retry_at)
    if response.status == 403 and DAILY_LIMIT in codes_of(response):
        words = words_of(response)
        return RateLimited("daily_limit", status=403, detail=words, retry_at=next_day(now))
    error = error_for(response, now=now)
    error.detail = words_of(response)
    return error


def retry_time(headers: Mapping[str, str], *, now: datetime) -> datetime:
    """When to ask again after a 429.

    Seconds until the hour's and the day's allowance return, as seen in tumblr/docs#139 and subnomo/tumblr-likes#25:
    `X-Ratelimit-Perhour-Remaining`, `-Reset`, `X-Ratelimit-Perday-...`. Both may still have something left: then it was
    the limit for a minute.
    """
    if said := answers.said_retry_time(headers, now=now):
        return max(said, now + answers.SHORTEST_WAIT)
    waits, told = [], False
    for window in ("Perhour", "Perday"):
        remaining = headers.get(f"X-Ratelimit-{window}-Remaining", "")
        reset = headers.get(f"X-Ratelimit-{window}-Reset", "")
        told = told or remaining.isdigit()
        if remaining == "0" and reset.isdigit() and len(reset) < 9:
            waits.append(timedelta(seconds=int(reset)))
    if waits:
        return now + min(max(*waits, answers.SHORTEST_WAIT), LONGEST_WAIT)
    return now + (BURST_WAIT if told else answers.DEFAULT_WAIT)


def next_day(now: datetime) -> datetime:
    """The next midnight of Tumblr's servers, when a day's allowance returns."""
    there = now.astimezone(TUMBLR_TIME) + timedelta(days=1)
    return there.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
