"""A small Tumblr for tests, by its documentation (github.com/tumblr/docs: api.md and npf-spec.md).

It refuses what Tumblr refuses: requests without a User-Agent, without a scope, NPF that is not valid, pages out of range,
unknown parameters, uploads that no block names. Each shape names its chapter, or the thread where it was seen.
"""

from __future__ import annotations

import email
import itertools
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, quote

from tests.fakes.serving import Answer, Fault, Served

SCOPES = "basic write offline_access"
PAGE_OF_NOTES = 50
SUBTYPES = {"heading1", "heading2", "quirky", "quote", "indented", "chat"}
PARAMETERS = {
    "content",
    "layout",
    "state",
    "tags",
    "slug",
    "source_url",
}  # of those documented, what may be used
STATES = {"published", "queue", "draft", "private", "unapproved"}


@dataclass
class Post:
    id: str
    blog: str
    content: list[dict[str, Any]]
    made_at: datetime
    tags: list[str] = field(default_factory=list)
    slug: str = ""
    parent: str = ""


@dataclass
class Note:
    kind: str
    who: str
    text: str
    made_at: datetime
    reblog: str = ""

    @property
    def id(self) -> str:
        return self.reblog or f"t:{self.who}.{self.microseconds}"

    @property
    def microseconds(self) -> int:
        return round(self.made_at.timestamp() * 1_000_000)


class FakeTumblr(Served):
    """Alice has two public blogs and a private one; Bob and Carol have one each."""

    def __init__(self) -> None:
        super().__init__()
        self.reset()

    def reset(self) -> None:
        with self._lock:
            self.blogs = {
                "alice": [("alice", "public"), ("alice-two", "public"), ("alice-secret", "private")],
                "bob": [("bob", "public")],
                "carol": [("carol", "public")],
            }
            self.clients = {"client": "client-secret"}
            self.codes: dict[str, tuple[str, str]] = {}  # code -> whose, redirect
            self.access = {"alice_token": "alice"}
            self.refresh = {"alice_refresh": "alice"}
            self.scopes = SCOPES.split()
            self.posts: dict[str, Post] = {}
            self.notes: dict[str, list[Note]] = {}
            self.day_is_full = False
            self.uploads_code = 0  # with which uploads are refused
            self.notes_of_the_gone = 404
            self.tags_are_indexed = True
            self.tricks.clear()
            self.requests.clear()
            self._numbers = itertools.count(724_000_000_000_000_001)
            self._tokens = itertools.count(1)
            self._clock = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)

    # What people do by other clients

    def add_post(self, blog: str, text: str, **rest: Any) -> str:
        with self._lock:
            blocks = [{"type": "text", "text": words} for words in text.split("\n\n")]
            return self._store(blog, rest.pop("content", blocks), **rest).id

    def add_note(self, who: str, text: str, *, post_id: str, kind: str = "reply") -> str:
        with self._lock:
            moment = self._tick() + timedelta(microseconds=123_456)
            reblog = str(next(self._numbers)) if kind == "reblog" else ""
            note = Note(kind, who, text, moment, reblog)
            self.notes.setdefault(post_id, []).append(note)
            return note.id

    def remove_note(self, note_id: str) -> None:
        with self._lock:
            for notes in self.notes.values():
                notes[:] = [note for note in notes if note.id != note_id]

    def _store(self, blog: str, content: list[dict[str, Any]], **rest: Any) -> Post:
        post = Post(
            str(next(self._numbers)), blog, content, rest.pop("made_at", None) or self._tick(), **rest
        )
        self.posts[post.id] = post
        return post

    def _tick(self) -> datetime:
        self._clock += timedelta(seconds=1)
        return self._clock

    # Requests

    def answer(
        self, method: str, path: str, query: dict[str, str], headers: dict[str, str], raw: bytes
    ) -> Answer:
        if not headers.get("user-agent"):  # "Request User Agent"
            raise Fault(403, "Forbidden")
        if path == "/v2/oauth2/token" and method == "POST":
            return 200, {"Content-Type": "application/json"}, json.dumps(self._token(raw))
        for wanted, pattern, scope, handler in self._routes():
            match = re.fullmatch(pattern, path)
            if wanted == method and match:
                viewer = self._viewer(headers, scope)
                parts = self._own_blog(match.groupdict(), viewer)
                status, found = handler(viewer=viewer, query=query, body=_body_of(headers, raw), **parts)
                whole = {
                    "meta": {"status": status, "msg": "Created" if status == 201 else "OK"},
                    "response": found,
                }
                return status, {"Content-Type": "application/json; charset=utf-8"}, json.dumps(whole)
        raise Fault(404, "Not Found")

    def error(self, fault: Fault) -> Answer:
        """Seen in tumblr/docs#72: {"meta":{"status":401,"msg":"Unauthorized"},"response":[],"errors":[{"title":
        "Unauthorized","code":1016,"detail":"Unable to authorize"}]}.
        """
        told = {"title": fault.words, "code": fault.more.get("code", 0)}
        whole = {"meta": {"status": fault.status, "msg": fault.words}, "response": [], "errors": [told]}
        return fault.status, {"Content-Type": "application/json; charset=utf-8"}, json.dumps(whole)

    def _routes(self) -> Iterator[tuple[str, str, str, Callable[..., tuple[int, Any]]]]:
        blog = r"/v2/blog/(?P<blog>[^/]+)"
        yield "GET", "/v2/user/info", "basic", self._info
        yield "GET", "/v2/user/limits", "basic", self._limits
        yield "GET", f"{blog}/posts", "basic", self._list
        yield "POST", f"{blog}/posts", "write", self._create
        yield "GET", rf"{blog}/posts/(?P<post_id>\d+)", "basic", self._show
        yield "PUT", rf"{blog}/posts/(?P<post_id>\d+)", "write", self._edit
        yield "POST", f"{blog}/post/delete", "write", self._delete
        yield "GET", f"{blog}/notes", "basic", self._notes

    def _viewer(self, headers: dict[str, str], scope: str) -> str:
        who = self.access.get(headers.get("authorization", "").removeprefix("Bearer "))
        if who is None:
            raise Fault(401, "Unauthorized", code=1016)
        if scope not in self.scopes:
            raise Fault(403, "Forbidden")
        return who

    def _own_blog(self, parts: dict[str, str], viewer: str) -> dict[str, str]:
        """ "Blog Identifiers": name or UUID."""
        if "blog" in parts:
            name = parts["blog"].removeprefix("t:")
            if name not in [blog for blog, _ in self.blogs[viewer]]:
                raise Fault(404, "Not Found")
            parts["blog"] = name
        return parts

    # Tokens ("OAuth2 Authorization")

    def _token(self, raw: bytes) -> dict[str, Any]:
        form = {name: values[0] for name, values in parse_qs(raw.decode(), strict_parsing=True).items()}
        known = {"grant_type", "client_id", "client_secret", "code", "redirect_uri", "refresh_token"}
        if set(form) - known or self.clients.get(form.get("client_id", "")) != form.get("client_secret"):
            raise Fault(401, "Unauthorized", code=1016)
        if form.get("grant_type") == "authorization_code":
            who, redirect = self.codes.pop(form.get("code", ""), ("", ""))
            if not who or redirect != form.get("redirect_uri"):
                raise Fault(401, "Unauthorized", code=1016)
        else:
            who = self.refresh.pop(form.get("refresh_token", ""), "")
            if form.get("grant_type") != "refresh_token" or not who:
                raise Fault(401, "Unauthorized", code=1016)
        number = next(self._tokens)
        self.access[f"access-{number}"] = who
        self.refresh[f"refresh-{number}"] = who
        return {
            "access_token": f"access-{number}",
            "expires_in": 2520,
            "id_token": False,
            "refresh_token": f"refresh-{number}",
            "scope": SCOPES,
            "token_type": "bearer",
        }

    # The person ("/user/info", "/user/limits")

    def _info(self, *, viewer: str, **_rest: Any) -> tuple[int, Any]:
        blogs = [
            {
                "name": name,
                "url": f"https://{name}.tumblr.com/",
                "title": name.title(),
                "primary": name == viewer,
                "type": kind,
                "uuid": f"t:{name}",  # "Blog Unique Identifiers": in any answer that includes a blog
            }
            for name, kind in reversed(self.blogs[viewer])
        ]
        return 200, {"user": {"name": viewer, "likes": 0, "following": 0, "blogs": blogs}}

    def _limits(self, **_rest: Any) -> tuple[int, Any]:
        reset = int(self.limits_reset_at.timestamp())
        posts = {"description": "the number of posts you can create per day", "limit": 250, "remaining": 0}
        return 200, {"user": {"posts": posts | {"reset_at": reset}}}

    limits_reset_at = datetime(2024, 3, 6, 5, 0, tzinfo=UTC)

    # Posts

    def _create(self, *, blog: str, body: tuple[Any, dict[str, str]], **_rest: Any) -> tuple[int, Any]:
        if self.day_is_full:
            raise Fault(403, "Forbidden", code=8023)
        given, uploads = body
        if uploads and self.uploads_code:
            raise Fault(500 if self.uploads_code == 8006 else 400, "Bad Request", code=self.uploads_code)
        content = self._valid(given, uploads)
        tags = [tag.strip() for tag in given.get("tags", "").split(",") if tag.strip()]
        return 201, {"id": self._store(blog, content, tags=tags, slug=given.get("slug", "")).id}

    def _edit(
        self, *, blog: str, post_id: str, body: tuple[Any, dict[str, str]], **_rest: Any
    ) -> tuple[int, Any]:
        post = self._found(blog, post_id)
        given, uploads = body
        post.content = self._valid(given, uploads)
        post.tags = [tag.strip() for tag in given.get("tags", "").split(",") if tag.strip()]
        return 200, {"id": post.id}

    def _valid(self, given: Any, uploads: dict[str, str]) -> list[dict[str, Any]]:
        """npf-spec.md; a refusal has the subcode 8001."""
        if not isinstance(given, dict) or set(given) - PARAMETERS or given.get("state") not in STATES:
            raise Fault(400, "Bad Request", code=8001)
        content = given.get("content")
        if not isinstance(content, list) or not content or len(content) > 1_000:
            raise Fault(400, "'content' must be an array", code=8001)
        named = set()
        for block in content:
            if block.get("type") == "text":
                self._check_text(block)
            elif block.get("type") == "image":
                named |= self._check_image(block, uploads)
            else:
                raise Fault(400, "Bad Request", code=8001)
        if named != set(uploads):
            raise Fault(400, "Bad Request", code=8001)
        return content

    def _check_text(self, block: dict[str, Any]) -> None:
        text = block.get("text")
        if (
            not isinstance(text, str)
            or len(text) > 4_096
            or set(block) - {"type", "text", "subtype", "formatting"}
        ):
            raise Fault(400, "Bad Request", code=8001)
        if "subtype" in block and block["subtype"] not in SUBTYPES:
            raise Fault(400, "Bad Request", code=8001)
        for one in block.get("formatting", []):
            is_in = 0 <= one["start"] < one["end"] <= len(text)
            if not is_in or one["type"] != "link" or not one.get("url"):
                raise Fault(400, "Bad Request", code=8001)

    def _check_image(self, block: dict[str, Any], uploads: dict[str, str]) -> set[str]:
        (media,) = block["media"]
        if len(block.get("alt_text", "")) > 4_096:
            raise Fault(400, "Bad Request", code=8001)
        identifier = media.pop("identifier", None)
        if identifier is None:
            if not media.get("url", "").startswith("https://64.media.tumblr.com/"):
                raise Fault(400, "Bad Request", code=8001)
            return set()
        if uploads.get(identifier) != media.get("type"):
            raise Fault(400, "Bad Request", code=8005)
        media["url"] = f"https://64.media.tumblr.com/{next(self._numbers)}.png"
        return {identifier}

    def _show(self, *, blog: str, post_id: str, query: dict[str, str], **_rest: Any) -> tuple[int, Any]:
        if query.get("post_format", "npf") != "npf":
            raise Fault(400, "Bad Request")
        return 200, self._shape(self._found(blog, post_id))

    def _list(self, *, blog: str, query: dict[str, str], **_rest: Any) -> tuple[int, Any]:
        limit, offset = int(query.get("limit", 20)), int(query.get("offset", 0))
        if not 1 <= limit <= 20 or set(query) - {"limit", "offset", "tag", "id", "npf"}:
            raise Fault(400, "Bad Request")
        if "id" in query:
            self._found(blog, query["id"])
        found = [
            post
            for post in self.posts.values()
            if post.blog == blog
            and query.get("id") in (None, post.id)
            and ("tag" not in query or (query["tag"] in post.tags and self.tags_are_indexed))
        ]
        found.sort(key=lambda post: post.made_at, reverse=True)
        page = [self._shape(post) for post in found[offset : offset + limit]]
        if query.get("npf") != "true":  # "by default ... in the legacy format"
            for post in page:
                post["body"] = " ".join(block.get("text", "") for block in post.pop("content"))
        info = {"name": blog, "uuid": f"t:{blog}", "url": f"https://{blog}.tumblr.com/"}
        return 200, {"blog": info, "posts": page, "total_posts": len(found)}

    def _delete(self, *, blog: str, body: tuple[Any, dict[str, str]], **_rest: Any) -> tuple[int, Any]:
        post_id = body[0]["id"]
        self._found(blog, post_id)
        del self.posts[post_id]
        return 200, {"id": post_id}

    def _found(self, blog: str, post_id: str) -> Post:
        post = self.posts.get(post_id)
        if post is None or post.blog != blog:
            raise Fault(404, "Not Found")
        return post

    def _notes(self, *, blog: str, query: dict[str, str], **_rest: Any) -> tuple[int, Any]:
        """ "/notes - Get notes for a specific Post": newest first; pages by `before_timestamp` in microseconds."""
        if query.get("mode") != "conversation" or set(query) - {"id", "mode", "before_timestamp"}:
            raise Fault(400, "Bad Request")
        post = self.posts.get(query["id"])
        if (post is None or post.blog != blog) and self.notes_of_the_gone == 404:
            raise Fault(404, "Not Found")
        notes = sorted(
            self.notes.get(query["id"], []) if post else [], key=lambda note: note.made_at, reverse=True
        )
        before = int(query.get("before_timestamp", 10**18))
        older = [note for note in notes if note.microseconds < before]
        page = older[:PAGE_OF_NOTES]
        found: dict[str, Any] = {
            "notes": [self._note(note) for note in page],
            "rollup_notes": [{"type": "like", "timestamp": 1595527569, "blog_name": "carol"}],
            "total_notes": len(notes),
            "total_likes": 1,
            "total_reblogs": 0,
        }
        if len(older) > len(page):
            params = {"mode": "conversation", "before_timestamp": str(page[-1].microseconds)}
            found["_links"] = {
                "next": {"href": f"/v2/blog/{blog}/notes", "method": "GET", "query_params": params}
            }
        return 200, found

    # Shapes

    def _note(self, note: Note) -> dict[str, Any]:
        """The example of "/notes"; `reply_text` and `added_text` as in tumblr/jumblr#65."""
        shape: dict[str, Any] = {
            "type": note.kind,
            "timestamp": note.microseconds / 1_000_000,
            "blog_name": note.who,
            "blog_uuid": f"t:{note.who}",
            "blog_url": f"https://{note.who}.tumblr.com/",
            "followed": False,
            "avatar_shape": "square",
        }
        if note.kind == "reply":
            return shape | {"reply_text": note.text}
        return shape | {"added_text": note.text, "post_id": note.reblog, "reblog_parent_blog_name": "alice"}

    def _shape(self, post: Post) -> dict[str, Any]:
        """ "/posts - Retrieve Published Posts" and "Neue Post Format (NPF) Posts"."""
        shape: dict[str, Any] = {
            "object_type": "post",
            "type": "blocks",
            "is_blocks_post_format": True,
            "id": int(post.id),
            "id_string": post.id,
            "blog_name": post.blog,
            "post_url": f"https://{post.blog}.tumblr.com/post/{post.id}/{post.slug}".rstrip("/"),
            "timestamp": int(post.made_at.timestamp()),
            "state": "published",
            "tags": post.tags,
            "content": [_redirected(block) for block in post.content],
            "layout": [],
            "trail": [],
        }
        return shape | ({"parent_post_url": post.parent} if post.parent else {})


def _redirected(block: dict[str, Any]) -> dict[str, Any]:
    """npf-spec.md, "Inline Format Type: Link": addresses may come back as redirects through Tumblr's servers."""
    if not block.get("formatting"):
        return dict(block)
    links = [
        {**one, "url": f"https://t.umblr.com/redirect?z={quote(one['url'], safe='')}&t=abc"}
        for one in block["formatting"]
    ]
    return {**block, "formatting": links}


def _body_of(headers: dict[str, str], raw: bytes) -> tuple[Any, dict[str, str]]:
    """The body, and the types of the files with it, by their names ("User Uploaded Media")."""
    kind = headers.get("content-type", "")
    if not raw:
        return {}, {}
    if kind.startswith("application/json"):
        return json.loads(raw), {}
    if kind.startswith("application/x-www-form-urlencoded"):
        return {name: values[0] for name, values in parse_qs(raw.decode()).items()}, {}
    message = email.message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + raw)
    parts: list[Any] = list(message.get_payload())
    names = [part.get_param("name", header="Content-Disposition") for part in parts]
    first = parts[0]
    if names[0] != "json" or first.get_content_type() != "application/json" or first.get_filename():
        raise Fault(400, "Bad Request", code=8001)
    uploads = {str(name): part.get_content_type() for name, part in zip(names[1:], parts[1:], strict=True)}
    return json.loads(first.get_payload(decode=True)), uploads
