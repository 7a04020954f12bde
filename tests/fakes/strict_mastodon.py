"""A small Mastodon for tests, stricter than the mock and able to fail in the ways that real servers do.

Shapes and status codes follow Mastodon 4.6, with switches for what GoToSocial 0.20 and Takahe 0.11 do
instead. Faults are one-shot and matched by method and path. It keeps everything in memory and listens on
loopback only.
"""

from __future__ import annotations

import html
import itertools
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import regex

from tests.fakes.serving import Fault, Served, form, free_port

__all__ = ["StrictMastodon", "free_port"]

ALL_SCOPES = "read:accounts read:statuses read:notifications read:search write:statuses write:media"
URL = re.compile(r"https?://[^\s<>\"]+")
MENTION = re.compile(r"(?<![\w/])@([a-z0-9_]+)(@[\w.-]+\w)?")


@dataclass
class Post:
    id: str
    author: str
    text: str
    visibility: str
    reply_to: str | None
    language: str | None
    made_at: datetime
    edited_at: datetime | None = None
    media: list[dict[str, Any]] = field(default_factory=list)
    spoiler: str = ""


@dataclass
class Switches:
    """How this server differs from a plain Mastodon 4.5."""

    max_characters: int = 500
    url_length: int = 23
    counts_code_points: bool = False  # GoToSocial, Takahe: code points, addresses and mentions in full
    repeated_key: str = "first"  # "first"; "server_error" (Mastodon 4.6.0-4.6.5); "new" (GoToSocial, Takahe)
    refuses_empty_edit: bool = False  # GoToSocial: 422
    too_long_status: int = 422  # GoToSocial, Takahe: 400
    unknown_token_status: int = 401  # Takahe: 400 and HTML
    errors_in_html: bool = False  # Takahe; any proxy in front
    has_v2_instance: bool = True
    describes_itself: bool = True
    names_api_version: bool = True
    has_source: bool = True
    links_are_clickable: bool = True
    has_search: bool = True
    media_takes_looks: int = 0  # how often an upload is asked for before it is done


class StrictMastodon(Served):
    """The server. Use as a context manager; `base_url` then answers."""

    def __init__(self) -> None:
        super().__init__()
        self.switches = Switches()
        self.reset()

    def reset(self) -> None:
        """Three accounts with tokens `<name>_token`, and nothing else."""
        with self._lock:
            self.switches = Switches()
            self.tokens = {f"{name}_token": name for name in ("alice", "bob", "carol")}
            self.scopes = dict.fromkeys(self.tokens, ALL_SCOPES)
            self.disabled: set[str] = set()
            self.account_ids = {"alice": "01ALICE", "bob": "01BOB", "carol": "01CAROL"}
            self.posts: dict[str, Post] = {}
            self.notices: dict[str, list[dict[str, Any]]] = {name: [] for name in self.account_ids}
            self.keys: dict[tuple[str, str], str] = {}
            self.media: dict[str, dict[str, Any]] = {}
            self.profiles: dict[str, dict[str, Any]] = {}  # what an account says besides
            self.tricks.clear()
            self.requests.clear()
            self._counter = itertools.count(1)
            self._clock = datetime.now(UTC) - timedelta(hours=1)

    def add_post(self, author: str, text: str, **rest: Any) -> str:
        """A post that came from elsewhere, with any `media`, `spoiler`, `visibility` or `reply_to`."""
        with self._lock:
            return self._store(author, text, rest)["id"]

    # Requests

    def error(self, fault: Fault) -> tuple[int, dict[str, str], str]:
        if self.switches.errors_in_html or fault.content_type == "text/html":
            page = f"<!doctype html><title>{fault.status}</title><h1>{html.escape(fault.words)}</h1>"
            return fault.status, {"Content-Type": "text/html"}, page
        return fault.status, {"Content-Type": "application/json"}, json.dumps({"error": fault.words})

    def answer(
        self, method: str, path: str, query: dict[str, str], headers: dict[str, str], raw: bytes
    ) -> tuple[int, dict[str, str], str]:
        for wanted, pattern, scope, handler in self._routes():
            match = re.fullmatch(pattern, path)
            if wanted == method and match:
                is_form = headers.get("content-type", "").startswith("multipart/")
                body = form(headers["content-type"], raw) if is_form else json.loads(raw) if raw else {}
                more: dict[str, str] = {}
                viewer = self._viewer(headers, scope) if scope else ""
                answer = handler(
                    viewer=viewer, query=query, body=body, headers=headers, more=more, **match.groupdict()
                )
                status = int(more.pop("status", 200))
                return status, {"Content-Type": "application/json; charset=utf-8", **more}, json.dumps(answer)
        raise Fault(404, "Not Found")

    def _routes(self) -> Iterator[tuple[str, str, str, Callable[..., Any]]]:
        one = r"/api/v1/statuses/(?P<post_id>[^/]+)"
        yield "GET", "/api/v2/instance", "", self._instance_v2
        yield "GET", "/api/v1/instance", "", self._instance_v1
        yield "GET", "/api/v1/accounts/verify_credentials", "read:accounts", self._me
        yield "GET", r"/api/v1/accounts/(?P<account_id>[^/]+)/statuses", "read:statuses", self._posts_of
        yield "POST", "/api/v1/statuses", "write:statuses", self._create
        yield "GET", one, "read:statuses", self._show
        yield "PUT", one, "write:statuses", self._edit
        yield "DELETE", one, "write:statuses", self._delete
        yield "GET", f"{one}/source", "read:statuses", self._source
        yield "GET", f"{one}/context", "read:statuses", self._context
        yield "POST", "/api/v2/media", "write:media", self._upload
        yield "GET", r"/api/v1/media/(?P<media_id>[^/]+)", "write:media", self._media
        yield "GET", "/api/v2/search", "read:search", self._search
        yield "GET", "/api/v1/notifications", "read:notifications", self._notifications

    def _viewer(self, headers: dict[str, str], scope: str) -> str:
        token = headers.get("authorization", "").removeprefix("Bearer ")
        name = self.tokens.get(token)
        if name is None:
            if self.switches.unknown_token_status == 400:
                raise Fault(400, "Invalid Bearer token", content_type="text/html")
            raise Fault(401, "The access token was revoked" if token else "The access token is invalid")
        if name in self.disabled:
            raise Fault(403, "Your login is currently disabled")
        if scope not in self.scopes[token].split():
            raise Fault(403, "This action is outside the authorized scopes")
        return name

    # Handlers

    def _configuration(self) -> dict[str, Any]:
        return {
            "statuses": {
                "max_characters": self.switches.max_characters,
                "max_media_attachments": 4,
                "characters_reserved_per_url": self.switches.url_length,
            }
        }

    def _instance_v2(self, **_rest: Any) -> dict[str, Any]:
        if not self.switches.has_v2_instance:
            raise Fault(404, "Not Found")
        versions = {"api_versions": {"mastodon": 7}} if self.switches.names_api_version else {}
        return {"domain": "strict.example", "configuration": self._configuration()} | versions

    def _instance_v1(self, **_rest: Any) -> dict[str, Any]:
        if not self.switches.describes_itself:
            raise Fault(404, "Not Found")
        return {"uri": "strict.example", "configuration": self._configuration()}

    def _me(self, *, viewer: str, **_rest: Any) -> dict[str, Any]:
        return self._account(viewer)

    def _create(
        self, *, viewer: str, body: dict[str, Any], headers: dict[str, str], **_rest: Any
    ) -> dict[str, Any]:
        key = headers.get("idempotency-key", "")
        known = self.keys.get((viewer, key)) if key else None
        if known and self.switches.repeated_key == "first":
            if known not in self.posts:
                raise Fault(404, "Record not found")
            return self._status(self.posts[known])
        if known and self.switches.repeated_key == "server_error":
            raise Fault(500, "Something went wrong on our end", content_type="text/html")
        text = body.get("status") or ""
        self._check_length(text)
        visibility = body.get("visibility") or "public"
        if visibility not in ("public", "unlisted", "private", "direct"):
            raise Fault(422, "Validation failed: Visibility is not included in the list")
        reply_to = body.get("in_reply_to_id") or None
        if reply_to and reply_to not in self.posts:
            raise Fault(404, "The post you are trying to reply to does not appear to exist.")
        media = [self._own_media(media_id, viewer) for media_id in body.get("media_ids") or []]
        if len(media) > 4:
            raise Fault(422, "Validation failed: Cannot attach more than 4 files")
        rest = {**body, "visibility": visibility, "reply_to": reply_to, "media": media}
        made = self._store(viewer, text, rest)
        if key:
            self.keys[viewer, key] = made["id"]
        return made

    def _own_media(self, media_id: str, viewer: str) -> dict[str, Any]:
        found = self.media.get(media_id)
        if found is None or found["by"] != viewer or found["attached"]:
            raise Fault(422, f"Media {media_id} not found or already attached to another post")
        if found["looks"] > 0:
            raise Fault(422, "Cannot attach files that have not finished processing. Try again in a moment!")
        found["attached"] = True
        return {"id": media_id, "type": "image", "description": found["description"]}

    def _upload(
        self, *, viewer: str, body: dict[str, Any], more: dict[str, str], **_rest: Any
    ) -> dict[str, Any]:
        if not body["file"].startswith(b"\x89PNG"):
            raise Fault(422, "Validation failed: File content type is invalid, File is invalid")
        media_id = f"01M{next(self._counter):023d}"
        self.media[media_id] = {
            "by": viewer,
            "attached": False,
            "looks": self.switches.media_takes_looks,
            "description": body["description"].decode(),
        }
        if self.switches.media_takes_looks:
            more["status"] = "202"
        return {"id": media_id, "type": "image", "url": None}

    def _media(self, *, media_id: str, more: dict[str, str], **_rest: Any) -> dict[str, Any]:
        found = self.media.get(media_id)
        if found is None:
            raise Fault(404, "Record not found")
        found["looks"] -= 1
        if found["looks"] > 0:
            more["status"] = "206"
        return {"id": media_id, "type": "image", "url": None}

    def _search(self, *, viewer: str, query: dict[str, str], **_rest: Any) -> dict[str, Any]:
        if not self.switches.has_search:
            raise Fault(404, "Not Found")
        words = query["q"].lower().split()
        found = [
            post
            for post in self.posts.values()
            if self._may_see(viewer, post) and all(word in post.text.lower() for word in words)
        ]
        newest = sorted(found, key=lambda post: post.made_at, reverse=True)[: int(query.get("limit", 20))]
        return {"accounts": [], "hashtags": [], "statuses": [self._status(post) for post in newest]}

    def _check_length(self, text: str) -> None:
        if not text.strip():
            raise Fault(422, "Validation failed: Text can't be blank")
        counted = len(text)
        if not self.switches.counts_code_points:
            folded = MENTION.sub(r"@\1", URL.sub("x" * self.switches.url_length, text))
            counted = len(regex.findall(r"\X", folded))
        if counted > self.switches.max_characters:
            limit = self.switches.max_characters
            raise Fault(
                self.switches.too_long_status, f"Validation failed: Text character limit of {limit} exceeded"
            )

    def _store(self, author: str, text: str, rest: dict[str, Any]) -> dict[str, Any]:
        post = Post(
            id=f"01J{next(self._counter):023d}",  # opaque, in the manner of a ULID
            author=author,
            text=text,
            visibility=rest.get("visibility") or "public",
            reply_to=rest.get("reply_to"),
            language=rest.get("language"),
            made_at=self._tick(),
            media=list(rest.get("media") or []),
            spoiler=rest.get("spoiler") or "",
        )
        self.posts[post.id] = post
        for name in sorted({match[1] for match in MENTION.finditer(text)} & set(self.account_ids) - {author}):
            notice = {
                "id": f"01N{next(self._counter):023d}",
                "type": "mention",
                "status": post.id,
                "by": author,
            }
            self.notices[name].append(notice)
        return self._status(post)

    def _tick(self) -> datetime:
        self._clock += timedelta(seconds=1)
        return self._clock

    def _found(self, post_id: str, viewer: str) -> Post:
        post = self.posts.get(post_id)
        if post is None or not self._may_see(viewer, post):
            raise Fault(404, "Record not found")
        return post

    def _own(self, post_id: str, viewer: str) -> Post:
        post = self._found(post_id, viewer)
        if post.author != viewer:
            raise Fault(404, "Record not found")
        return post

    def _may_see(self, viewer: str, post: Post) -> bool:
        mentioned = {match[1] for match in MENTION.finditer(post.text)}
        return post.visibility in ("public", "unlisted") or viewer == post.author or viewer in mentioned

    def _show(self, *, viewer: str, post_id: str, **_rest: Any) -> dict[str, Any]:
        return self._status(self._found(post_id, viewer))

    def _source(self, *, viewer: str, post_id: str, **_rest: Any) -> dict[str, Any]:
        if not self.switches.has_source:
            raise Fault(404, "Not Found")
        post = self._own(post_id, viewer)
        return {"id": post.id, "text": post.text, "spoiler_text": post.spoiler}

    def _edit(self, *, viewer: str, post_id: str, body: dict[str, Any], **_rest: Any) -> dict[str, Any]:
        post = self._own(post_id, viewer)
        text = body.get("status") or ""
        self._check_length(text)
        kept = [media for media in post.media if media["id"] in (body.get("media_ids") or [])]
        if text == post.text and kept == post.media:
            if self.switches.refuses_empty_edit:
                raise Fault(422, "Unprocessable Entity: status was not changed")
            return self._status(post)
        post.text, post.media, post.edited_at = text, kept, self._tick()
        return self._status(post)

    def _delete(self, *, viewer: str, post_id: str, **_rest: Any) -> dict[str, Any]:
        post = self._own(post_id, viewer)
        del self.posts[post_id]
        for notices in self.notices.values():
            notices[:] = [notice for notice in notices if notice["status"] != post_id]
        for other in self.posts.values():
            if other.reply_to == post_id:
                other.reply_to = None
        return self._status(post) | {"text": post.text}

    def _context(self, *, viewer: str, post_id: str, **_rest: Any) -> dict[str, Any]:
        below, known = [], {self._found(post_id, viewer).id}
        for post in self.posts.values():  # insertion order: a parent comes before its children
            if post.reply_to in known:
                known.add(post.id)
                if self._may_see(viewer, post):
                    below.append(self._status(post))
        return {"ancestors": [], "descendants": below}

    def _posts_of(
        self, *, viewer: str, account_id: str, query: dict[str, str], more: dict[str, str], **_rest: Any
    ) -> list[dict[str, Any]]:
        if account_id not in self.account_ids.values():
            raise Fault(404, "Record not found")
        mine = [
            post
            for post in self.posts.values()
            if self.account_ids[post.author] == account_id and self._may_see(viewer, post)
        ]
        page = _page([{"id": post.id} for post in mine], query)
        if len(page) == int(query.get("limit", 20)):
            self._link(more, f"/api/v1/accounts/{account_id}/statuses", query, page)
        return [self._status(self.posts[item["id"]]) for item in page]

    def _notifications(
        self, *, viewer: str, query: dict[str, str], more: dict[str, str], **_rest: Any
    ) -> list[dict[str, Any]]:
        wanted = [
            notice
            for notice in self.notices[viewer]
            if query.get("types[]") in (None, notice["type"]) and notice["status"] in self.posts
        ]
        page = _page(wanted, query)
        if page:
            self._link(more, "/api/v1/notifications", query, page)
        return [
            {
                "id": notice["id"],
                "type": notice["type"],
                "account": self._account(notice["by"]),
                "status": self._status(self.posts[notice["status"]]),
            }
            for notice in page
        ]

    def _link(
        self, more: dict[str, str], path: str, query: dict[str, str], page: list[dict[str, Any]]
    ) -> None:
        kept = {name: value for name, value in query.items() if name not in ("min_id", "max_id", "since_id")}
        older, newer = kept | {"max_id": page[-1]["id"]}, kept | {"min_id": page[0]["id"]}
        # The public name of the server, which is not where a test reaches it.
        base = f"https://strict.example{path}"
        more["Link"] = f'<{base}?{urlencode(older)}>; rel="next", <{base}?{urlencode(newer)}>; rel="prev"'

    # Shapes

    def _account(self, name: str) -> dict[str, Any]:
        return {
            "id": self.account_ids[name],
            "username": name,
            "acct": name,
            "display_name": name.title(),
            "url": f"https://strict.example/@{name}",
            # docs.joinmastodon.org/entities/Account: noindex for accounts of this server, note in HTML.
            "note": "",
            "noindex": False,
            "fields": [],
            **self.profiles.get(name, {}),
        }

    def _status(self, post: Post) -> dict[str, Any]:
        return {
            "id": post.id,
            "uri": f"https://strict.example/users/{post.author}/statuses/{post.id}",
            "url": f"https://strict.example/@{post.author}/{post.id}",
            "account": self._account(post.author),
            "content": self._content(post.text),
            "created_at": _iso(post.made_at),
            "edited_at": _iso(post.edited_at) if post.edited_at else None,
            "visibility": post.visibility,
            "in_reply_to_id": post.reply_to,
            "language": post.language,
            "reblog": None,
            "spoiler_text": post.spoiler,
            "sensitive": bool(post.spoiler),
            "media_attachments": post.media,
        }

    def _content(self, text: str) -> str:
        """HTML in the manner of Mastodon 4.5: the middle of a link is visible, its ends are hidden."""

        def link(match: re.Match[str]) -> str:
            whole = match[0]
            scheme, rest = re.match(r"(https?://)(.*)", whole).groups()  # type: ignore[union-attr]
            return (
                f'<a href="{whole}" target="_blank" rel="nofollow noopener" translate="no">'
                f'<span class="invisible">{scheme}</span><span class="ellipsis">{rest[:30]}</span>'
                f'<span class="invisible">{rest[30:]}</span></a>'
            )

        def mention(match: re.Match[str]) -> str:
            if match[1] not in self.account_ids:
                return match[0]
            return (
                f'<span class="h-card" translate="no"><a href="https://strict.example/@{match[1]}" '
                f'class="u-url mention">@<span>{match[1]}</span></a></span>'
            )

        marked = MENTION.sub(mention, html.escape(text, quote=False))
        if self.switches.links_are_clickable:
            # Only addresses outside of what is marked up already.
            marked = re.sub(r'(?<!")https?://[^\s<>"]+(?!")', link, marked)
        return "".join(f"<p>{part.replace(chr(10), '<br />')}</p>" for part in re.split(r"\n{2,}", marked))


def _page(rows: list[dict[str, Any]], query: dict[str, str]) -> list[dict[str, Any]]:
    """One page, newest first. `min_id` gives the rows right after it, `max_id` the newest ones before it."""
    limit = int(query.get("limit", 20))
    if "min_id" in query:
        return [row for row in rows if row["id"] > query["min_id"]][:limit][::-1]
    older = [row for row in rows if "max_id" not in query or row["id"] < query["max_id"]]
    return older[::-1][:limit]


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
