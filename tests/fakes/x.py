"""A small X for tests, by its documentation (docs.x.com, source in github.com/xdevplatform/docs).

It refuses what X refuses: unknown parameters, sizes of pages out of range, times to come, `since_id` together with a
time, texts over 280, the same text twice, replies to what is gone. Each shape names where it is documented or was seen.
"""

from __future__ import annotations

import base64
import html
import itertools
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import regex

from tests.fakes.serving import Answer, Fault, Served, form

SCOPES = "tweet.read tweet.write users.read media.write offline.access"
URL = re.compile(r"https?://[^\s<>\"]+")
MENTION = re.compile(r"(?<![\w/])@(\w{1,15})")
EPOCH_MS = 1_288_834_974_657  # fundamentals/x-ids
FIELDS = {
    "expansions": {"author_id"},
    "tweet.fields": {
        *("author_id", "conversation_id", "created_at", "entities", "lang", "note_tweet", "referenced_tweets")
    },
    "user.fields": {"name", "protected", "username"},
}
WINDOW = timedelta(days=7)  # x-api/posts/search/introduction
PROBLEMS = "https://api.x.com/2/problems/"
# Seen in akrherz/iembot#163 and plhery/node-twitter-api-v2#366.
DUPLICATE = "You are not allowed to create a Tweet with duplicate content."
NO_TARGET = "You attempted to reply to a Tweet that is deleted or not visible to you."


@dataclass
class Post:
    id: str
    author: str
    text: str
    made_at: datetime
    reply_to: str = ""
    conversation: str = ""
    history: list[str] = field(default_factory=list)
    media: list[str] = field(default_factory=list)
    note: str = ""  # the whole text of a long post
    retweets: str = ""


class FakeX(Served):
    """Alice, Bob and Carol have public accounts; Dora's is protected, and Alice follows it."""

    def __init__(self) -> None:
        super().__init__()
        self.reset()

    def reset(self) -> None:
        with self._lock:
            self.user_ids = {"alice": "11", "bob": "12", "carol": "13", "dora": "14"}
            self.protected = {"dora"}
            self.clients = {"client": "client-secret"}
            self.codes: dict[str, tuple[str, str]] = {}  # code -> whose, challenge
            self.access = {"alice_token": "alice"}
            self.refresh = {"alice_refresh": "alice"}
            self.scopes = SCOPES.split()
            self.posts: dict[str, Post] = {}
            self.deleted: set[str] = set()
            self.short: dict[str, str] = {}
            self.media: dict[str, dict[str, str]] = {}
            self.shown: set[str] = set()  # ids of posts and people that answers held: what is billed
            self.cap = ""  # a period that is used up: "Monthly"
            self.tricks.clear()
            self.requests.clear()
            self._numbers = itertools.count(1)
            self._clock = datetime.now(UTC) - timedelta(hours=1)

    # What people do by other clients

    def add_post(
        self, author: str, text: str, *, reply_to: str = "", made_at: datetime | None = None, **rest: Any
    ) -> str:
        with self._lock:
            self._clock += timedelta(seconds=1)
            made_at = made_at or self._clock
            post_id = self.new_id(made_at)
            parent = self.posts.get(reply_to)
            self.posts[post_id] = Post(
                id=post_id,
                author=author,
                text=text,
                made_at=made_at,
                reply_to=reply_to,
                conversation=parent.conversation if parent else post_id,
                history=[post_id],
                **rest,
            )
            return post_id

    def edit_post(self, post_id: str, text: str) -> str:
        """x-api/fundamentals/edit-posts: a new id; the newest version is the one that lists give."""
        with self._lock:
            post = self.posts.pop(post_id)
            self._clock += timedelta(seconds=1)
            post.id = self.new_id(self._clock)
            post.history.append(post.id)
            post.text, post.made_at = text, self._clock
            self.posts[post.id] = post
            return post.id

    def remove_post(self, post_id: str) -> None:
        with self._lock:
            del self.posts[post_id]
            self.deleted.add(post_id)

    def new_id(self, made_at: datetime) -> str:
        return str(((int(made_at.timestamp() * 1000) - EPOCH_MS) << 22) + next(self._numbers))

    # Requests

    def answer(
        self, method: str, path: str, query: dict[str, str], headers: dict[str, str], raw: bytes
    ) -> Answer:
        for wanted, pattern, scope, handler in self._routes():
            match = re.fullmatch(pattern, path)
            if wanted == method and match:
                viewer = self._viewer(headers, scope) if scope else ""
                if scope and self.cap:  # xdevplatform/xdk#25
                    raise Fault(
                        429,
                        f"Usage cap exceeded: {self.cap} product cap",
                        kind="usage-capped",
                        title="UsageCapExceeded",
                        period=self.cap,
                        scope="Product",
                    )
                status, body = handler(
                    viewer=viewer, query=query, headers=headers, raw=raw, **match.groupdict()
                )
                return status, {"Content-Type": "application/json; charset=utf-8"}, json.dumps(body)
        raise Fault(404, "Not Found")

    def error(self, fault: Fault) -> Answer:
        """x-api/fundamentals/response-codes-and-errors, "Error response format"."""
        headers = {"Content-Type": "application/json; charset=utf-8"}
        more = dict(fault.more)
        if "oauth" in more:
            return (
                fault.status,
                headers,
                json.dumps({"error": more["oauth"], "error_description": fault.words}),
            )
        kind = more.pop("kind", "")
        titles = {401: "Unauthorized", 403: "Forbidden", 404: "Not Found Error", 400: "Invalid Request"}
        body = {
            "title": titles.get(fault.status, ""),
            "detail": fault.words,
            "type": f"{PROBLEMS}{kind}" if kind else "about:blank",
            "status": fault.status,
        }
        return fault.status, headers, json.dumps(body | more)

    def _routes(self) -> Iterator[tuple[str, str, str, Callable[..., tuple[int, Any]]]]:
        one = r"/2/tweets/(?P<post_id>\d{1,19})"  # the pattern of ids in the machine-readable description
        yield "POST", "/2/oauth2/token", "", self._token
        yield "POST", "/2/oauth2/revoke", "", self._revoke
        yield "GET", "/2/users/me", "users.read", self._me
        yield "GET", r"/2/users/(?P<user_id>\d+)/tweets", "tweet.read", self._timeline
        yield "GET", r"/2/users/(?P<user_id>\d+)/mentions", "tweet.read", self._mentions
        yield "GET", "/2/tweets/search/recent", "tweet.read", self._search
        yield "POST", "/2/tweets", "tweet.write", self._create
        yield "GET", "/2/tweets", "tweet.read", self._several
        yield "GET", one, "tweet.read", self._show
        yield "DELETE", one, "tweet.write", self._delete
        yield "POST", "/2/media/upload", "media.write", self._upload
        yield "POST", "/2/media/metadata", "media.write", self._metadata

    def _viewer(self, headers: dict[str, str], scope: str) -> str:
        name = self.access.get(headers.get("authorization", "").removeprefix("Bearer "))
        if name is None:
            raise Fault(401, "Unauthorized")
        if scope not in self.scopes:
            raise Fault(403, "You are not permitted to perform this action.")
        return name

    # OAuth (fundamentals/authentication/oauth-2-0/user-access-token)

    def _client(self, headers: dict[str, str]) -> None:
        given = base64.b64decode(headers.get("authorization", "").removeprefix("Basic ")).decode()
        if given not in {f"{name}:{secret}" for name, secret in self.clients.items()}:
            raise Fault(401, "Missing valid authorization header", oauth="unauthorized_client")

    def _token(self, *, headers: dict[str, str], raw: bytes, **_rest: Any) -> tuple[int, Any]:
        self._client(headers)
        asked = {name: values[0] for name, values in parse_qs(raw.decode()).items()}
        if asked.get("grant_type") == "refresh_token":
            whose = self.refresh.pop(asked.get("refresh_token", ""), None)  # used once: they rotate
        else:
            whose, _ = self.codes.pop(asked.get("code", ""), (None, ""))
            if not asked.get("code_verifier") or not asked.get("redirect_uri"):
                whose = None
        if whose is None:
            raise Fault(400, "Value passed for the token was invalid.", oauth="invalid_request")
        number = next(self._numbers)
        access, refresh = f"access-{number}", f"refresh-{number}"
        self.access[access], self.refresh[refresh] = whose, whose
        return 200, {
            "token_type": "bearer",
            "expires_in": 7200,
            "access_token": access,
            "scope": " ".join(self.scopes),
            "refresh_token": refresh,
        }

    def _revoke(self, *, headers: dict[str, str], raw: bytes, **_rest: Any) -> tuple[int, Any]:
        self._client(headers)
        token = parse_qs(raw.decode())["token"][0]
        self.access.pop(token, None)
        self.refresh.pop(token, None)
        return 200, {"revoked": True}

    # People and posts

    def _me(self, *, viewer: str, query: dict[str, str], **_rest: Any) -> tuple[int, Any]:
        self._check(query, "user.fields")
        return 200, {"data": self._user(viewer)}

    def _create(self, *, viewer: str, raw: bytes, **_rest: Any) -> tuple[int, Any]:
        body = json.loads(raw)
        reply, media = body.get("reply", {}), body.get("media", {})
        unknown = (set(body) - {"text", "reply", "media"}) | (set(reply) - {"in_reply_to_tweet_id"})
        if unknown or set(media) - {"media_ids"}:
            raise Fault(400, "One or more parameters to your request was invalid.", kind="invalid-request")
        text, reply_to = body.get("text") or "", reply.get("in_reply_to_tweet_id", "")
        if not text.strip() or weight(text) > 280:
            raise Fault(400, "Your Tweet text is too long.", kind="invalid-request")
        if len(re.findall(r"\$[A-Za-z]{1,6}\b", text)) > 1:  # x-api/posts/manage-tweets/introduction
            raise Fault(403, "Posts are limited to 1 cashtag.")
        if reply_to and reply_to not in self.posts:
            raise Fault(403, NO_TARGET)
        if reply_to and self.posts[reply_to].author != viewer:  # nobody has summoned us
            raise Fault(403, "Reply to this conversation is not allowed.")
        if any(post.author == viewer and post.text == text for post in self.posts.values()):
            raise Fault(403, DUPLICATE)
        ids = media.get("media_ids", [])
        if any(self.media.get(one, {}).get("by") != viewer for one in ids):
            raise Fault(400, "Your media IDs are invalid.", kind="invalid-request")
        post_id = self.add_post(viewer, text, reply_to=reply_to, media=ids)
        return 201, {
            "data": {"id": post_id, "text": self._shortened(text)[0], "edit_history_tweet_ids": [post_id]}
        }

    def _show(self, *, viewer: str, query: dict[str, str], post_id: str, **_rest: Any) -> tuple[int, Any]:
        self._check(query, *FIELDS)
        post = self.posts.get(post_id)
        if post is None:  # a 200 that tells of an error: "Partial errors"
            return 200, {"errors": [self._not_found(post_id)]}
        return 200, {"data": self._post(post, query)} | self._included([post], query)

    def _several(self, *, viewer: str, query: dict[str, str], **_rest: Any) -> tuple[int, Any]:
        self._check(query, "ids", *FIELDS)
        ids = query["ids"].split(",")
        if not 1 <= len(ids) <= 100:
            raise Fault(
                400, "The number of values in the `ids` query parameter list is not between 1 and 100"
            )
        found = [self.posts[one] for one in ids if one in self.posts]
        body: dict[str, Any] = {"data": [self._post(post, query) for post in found]} if found else {}
        if missing := [self._not_found(one) for one in ids if one not in self.posts]:
            body["errors"] = missing
        return 200, body | self._included(found, query)

    def _delete(self, *, viewer: str, post_id: str, **_rest: Any) -> tuple[int, Any]:
        post = self.posts.get(post_id)
        if post is None:
            return 200, {"errors": [self._not_found(post_id)]}
        if post.author != viewer:
            raise Fault(403, "You are not authorized to delete this Tweet.")
        self.remove_post(post_id)
        return 200, {"data": {"deleted": True}}

    def _upload(self, *, viewer: str, headers: dict[str, str], raw: bytes, **_rest: Any) -> tuple[int, Any]:
        """x-api/media/upload-media: MediaUploadRequestOneShot."""
        body = form(headers["content-type"], raw)
        if not body["media"].startswith(b"\x89PNG") or body.get("media_category") != b"tweet_image":
            raise Fault(400, "media type unrecognized.", kind="invalid-request")
        media_id = self.new_id(self._clock)
        self.media[media_id] = {"by": viewer, "alt": ""}
        return 200, {"data": {"id": media_id, "media_key": f"3_{media_id}", "expires_after_secs": 86400}}

    def _metadata(self, *, viewer: str, raw: bytes, **_rest: Any) -> tuple[int, Any]:
        """x-api/media/create-media-metadata."""
        body = json.loads(raw)
        alt = body["metadata"]["alt_text"]["text"]
        if body["id"] not in self.media or len(alt) > 1000:
            raise Fault(400, "One or more parameters to your request was invalid.", kind="invalid-request")
        self.media[body["id"]]["alt"] = alt
        return 200, {"data": {"id": body["id"], "associated_metadata": {"alt_text": {"text": alt}}}}

    # Lists

    def _timeline(self, *, viewer: str, query: dict[str, str], user_id: str, **_rest: Any) -> tuple[int, Any]:
        self._check(query, "exclude", *FIELDS, *PAGED)
        posts = [post for post in self.posts.values() if self.user_ids[post.author] == user_id]
        if query.get("exclude") == "retweets":
            posts = [post for post in posts if not post.retweets]
        return self._page(posts, query, least=5)

    def _mentions(self, *, viewer: str, query: dict[str, str], user_id: str, **_rest: Any) -> tuple[int, Any]:
        self._check(query, *FIELDS, *PAGED)
        name = next(name for name, known in self.user_ids.items() if known == user_id)
        return self._page(
            [post for post in self.posts.values() if name in MENTION.findall(post.text)], query, least=5
        )

    def _search(self, *, viewer: str, query: dict[str, str], **_rest: Any) -> tuple[int, Any]:
        """Operators that are understood: conversation_id:, a phrase, -is:retweet (x-api/posts/search/integrate)."""
        self._check(query, "query", *FIELDS, *PAGED)
        asked = query["query"]
        if len(asked) > 512 or asked.startswith("-"):
            raise Fault(400, "There were errors processing your request.", kind="invalid-request")
        found = [post for post in self.posts.values() if post.made_at > self._clock - WINDOW]
        for part in re.findall(r'"[^"]*"|\S+', asked):
            if part.startswith("conversation_id:"):
                found = [post for post in found if post.conversation == part.partition(":")[2]]
            elif part == "-is:retweet":
                found = [post for post in found if not post.retweets]
            elif part.startswith('"'):
                found = [post for post in found if part.strip('"').lower() in post.text.lower()]
            else:
                raise Fault(400, f"no viable alternative at input {part!r}", kind="invalid-request")
        since = query.get("since_id")
        if since and time_of(since) < self._clock - WINDOW:  # rooteco/tweetscape#421
            raise Fault(400, "'since_id' must be a tweet id created after a week ago", kind="invalid-request")
        return self._page(found, query, least=10)

    def _page(self, posts: list[Post], query: dict[str, str], *, least: int) -> tuple[int, Any]:
        """x-api/fundamentals/pagination: newest first; `next_token` where more follow."""
        size, start = int(query.get("max_results", "10")), query.get("start_time")
        if not least <= size <= 100 or (start and "since_id" in query):
            raise Fault(400, "One or more parameters to your request was invalid.", kind="invalid-request")
        if start:
            if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", start):
                raise Fault(400, "'start_time' is not a valid time", kind="invalid-request")
            begin = datetime.fromisoformat(start)
            if begin > datetime.now(UTC):
                raise Fault(400, "'start_time' must be before now", kind="invalid-request")
            posts = [post for post in posts if post.made_at >= begin]
        posts = [post for post in posts if int(post.id) > int(query.get("since_id", "0"))]
        posts.sort(key=lambda post: int(post.id), reverse=True)
        offset = int(query.get("pagination_token", "t0")[1:])
        page = posts[offset : offset + size]
        meta: dict[str, Any] = {"result_count": len(page)}
        if page:
            meta |= {"newest_id": page[0].id, "oldest_id": page[-1].id}
        if offset + size < len(posts):
            meta["next_token"] = f"t{offset + size}"
        data = {"data": [self._post(post, query) for post in page]} if page else {}
        return 200, {**data, "meta": meta} | self._included(page, query)

    def _check(self, query: dict[str, str], *known: str) -> None:
        for name, value in query.items():
            if name not in known or (name in FIELDS and set(value.split(",")) - FIELDS[name]):
                raise Fault(400, f"The query parameter [{name}] is not valid", kind="invalid-request")

    # Shapes (x-api/fundamentals/data-dictionary)

    def _user(self, name: str) -> dict[str, Any]:
        self.shown.add(f"person {name}")
        return {
            "id": self.user_ids[name],
            "name": name.title(),
            "username": name,
            "protected": name in self.protected,
        }

    def _included(self, posts: list[Post], query: dict[str, str]) -> dict[str, Any]:
        if "expansions" not in query or not posts:
            return {}
        return {
            "includes": {"users": [self._user(name) for name in dict.fromkeys(post.author for post in posts)]}
        }

    def _post(self, post: Post, query: dict[str, str]) -> dict[str, Any]:
        self.shown.add(f"post {post.id}")
        text, urls = self._shortened(post.text)
        for media_id in post.media:
            short = self._short(f"https://x.com/{post.author}/status/{post.id}/photo/{media_id}")
            urls.append({"url": short, "expanded_url": self.short[short], "media_key": f"3_{media_id}"})
            text += f" {short}"
        whole = {
            "author_id": self.user_ids[post.author],
            "conversation_id": post.conversation,
            "created_at": post.made_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "lang": "en",
        }
        if urls:
            whole["entities"] = {"urls": urls}
        if post.reply_to:
            whole["referenced_tweets"] = [{"type": "replied_to", "id": post.reply_to}]
        if post.note:
            note, note_urls = self._shortened(post.note)
            whole["note_tweet"] = {"text": note, "entities": {"urls": note_urls}}
        wanted = query.get("tweet.fields", "").split(",")
        return {"id": post.id, "text": text, "edit_history_tweet_ids": post.history} | {
            name: value for name, value in whole.items() if name in wanted
        }

    def _shortened(self, text: str) -> tuple[str, list[dict[str, Any]]]:
        """Every address as t.co, the whole one in `entities`; & < > are escaped."""
        urls: list[dict[str, Any]] = []

        def short(match: re.Match[str]) -> str:
            made = self._short(match[0])
            urls.append({"url": made, "expanded_url": match[0], "display_url": match[0][8:30]})
            return made

        return html.escape(URL.sub(short, text), quote=False), urls

    def _short(self, address: str) -> str:
        short = next((one for one, whole in self.short.items() if whole == address), "")
        if not short:
            short = f"https://t.co/{len(self.short):010d}"
            self.short[short] = address
        return short

    def _not_found(self, post_id: str) -> dict[str, str]:
        return {
            "value": post_id,
            "resource_id": post_id,
            "resource_type": "tweet",
            "title": "Not Found Error",
            "detail": f"Could not find tweet with id: [{post_id}].",
            "type": f"{PROBLEMS}resource-not-found",
        }


PAGED = ("max_results", "pagination_token", "start_time", "since_id")


def time_of(post_id: str) -> datetime:
    return datetime.fromtimestamp(((int(post_id) >> 22) + EPOCH_MS) / 1000, tz=UTC)


def weight(text: str) -> int:
    """fundamentals/counting-characters, counted here once more: an address 23, an emoji 2, most scripts 2 each."""
    total = 0
    for cluster in regex.findall(r"\X", URL.sub("x" * 23, unicodedata.normalize("NFC", text))):
        is_emoji = len(cluster) > 1 and regex.search(r"\p{Extended_Pictographic}|\p{RI}|\u20E3", cluster)
        total += (
            2
            if is_emoji
            else sum(1 if ord(one) < 0x1100 or 0x2000 <= ord(one) <= 0x200D else 2 for one in cluster)
        )
    return total
