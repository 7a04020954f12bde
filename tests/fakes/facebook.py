"""A small Facebook for tests, as far as a Page with its own token sees it.

By developers.facebook.com/docs/pages-api/posts and /docs/graph-api/reference/{page/published_posts,object/comments}; names
of fields and parameters by facebook/facebook-business-sdk-codegen, api_specs/specs/{Page,PagePost,Comment}.json. It
refuses unknown fields and parameters, tokens of persons, and the same text twice in a row.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.fakes.graph import Graph, form_of, names_of, not_there, page_of, refused_token, wrong
from tests.fakes.serving import Answer, Fault

PAGE_ID = "500"
PEOPLE = {"alice": PAGE_ID, "bob": "502", "carol": "503"}
POST_FIELDS = {"id", "message", "created_time", "permalink_url"}
COMMENT_FIELDS = {
    *("id", "from", "message", "created_time", "parent"),
    *("permalink_url", "is_private", "is_hidden", "attachment"),
}


@dataclass
class Post:
    id: str
    message: str
    made_at: datetime
    link: str = ""


@dataclass
class Comment:
    id: str
    post: str
    who: str
    message: str
    made_at: datetime
    parent: str = ""
    is_private: bool = False
    is_hidden: bool = False
    has_picture: bool = False


class FakeFacebook(Graph):
    """The Page is Alice; Bob and Carol comment."""

    def __init__(self) -> None:
        super().__init__()
        self.reset()

    def reset(self) -> None:
        with self._lock:
            self.tokens = {"page_token": "page", "person_token": "person"}
            self.username = "alice"
            self.allowed = True
            self.tells_authors = True
            self.posts: dict[str, Post] = {}
            self.comments: dict[str, Comment] = {}
            self.refuses_repetition = True
            self.tricks.clear()
            self.requests.clear()
            self._numbers = itertools.count(1)
            self._clock = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)

    # What people do by other clients

    def add_post(self, message: str, **rest: Any) -> str:
        with self._lock:
            post = Post(
                f"{PAGE_ID}_{next(self._numbers)}", message, rest.pop("made_at", self._tick()), **rest
            )
            self.posts[post.id] = post
            return post.id

    def add_comment(self, who: str, message: str, *, below: str, **rest: Any) -> str:
        with self._lock:
            parent = self.comments.get(below)
            post = parent.post if parent else below
            comment_id = f"{post.partition('_')[2]}_{next(self._numbers)}"
            self.comments[comment_id] = Comment(
                comment_id, post, who, message, self._tick(), below if parent else "", **rest
            )
            return comment_id

    def _tick(self) -> datetime:
        self._clock += timedelta(seconds=1)
        return self._clock

    # Requests

    def answer(
        self, method: str, path: str, query: dict[str, str], headers: dict[str, str], raw: bytes
    ) -> Answer:
        given = form_of(headers, raw) if method == "POST" else query
        for wanted, pattern, handler in self._routes():
            match = re.fullmatch(rf"/v26\.0{pattern}", path)
            if wanted == method and match:
                whose = self.tokens.get(given.pop("access_token", ""))
                if whose is None:
                    raise refused_token()
                if not self.allowed and method != "GET":
                    raise Fault(403, "(#200) Requires pages_manage_posts permission", code=200)
                found = handler(whose=whose, given=given, **match.groupdict())
                return 200, {"Content-Type": "application/json; charset=UTF-8"}, json.dumps(found)
        raise not_there(path, method=method.lower())

    def _routes(self) -> Iterator[tuple[str, str, Callable[..., Any]]]:
        post = r"/(?P<post_id>\d+_\d+)"
        yield "GET", "/me", self._me
        yield "POST", f"/{PAGE_ID}/feed", self._create
        yield "GET", f"/{PAGE_ID}/published_posts", self._list
        yield "GET", post, self._show
        yield "POST", post, self._edit
        yield "DELETE", post, self._delete
        yield "GET", f"{post}/comments", self._comments

    def _me(self, *, whose: str, given: dict[str, str]) -> Any:
        if whose == "person":
            names_of(given, {"id", "name", "link"})
        whole = {
            "id": PAGE_ID,
            "name": "Alice",
            "link": "https://www.facebook.com/alice",
            "category": "Community",
        } | ({"username": self.username} if self.username else {})
        return {name: whole[name] for name in names_of(given, {*whole, "username"}) if name in whole}

    def _create(self, *, whose: str, given: dict[str, str]) -> Any:
        """pages-api/posts, "Publish posts": message, link, published"""
        if set(given) - {"message", "link", "published"} or not given.get("message"):
            raise wrong("(#100) Invalid parameter")
        newest = max(self.posts.values(), key=lambda post: post.made_at, default=None)
        if self.refuses_repetition and newest and newest.message == given["message"]:
            # facebook-csharp-sdk#119
            raise Fault(400, "(#506) Duplicate status message", code=506)
        return {"id": self.add_post(given["message"], link=given.get("link", ""))}

    def _list(self, *, whose: str, given: dict[str, str]) -> Any:
        names = names_of(given, POST_FIELDS)
        found = sorted(self.posts.values(), key=lambda post: post.made_at, reverse=True)
        rows = [_shape(post, names) for post in found]
        return page_of(rows, given, most=100, address=f"{self.base_url}/v26.0/{PAGE_ID}/published_posts")

    def _show(self, *, whose: str, given: dict[str, str], post_id: str) -> Any:
        return _shape(self._found(post_id, "get"), names_of(given, POST_FIELDS))

    def _edit(self, *, whose: str, given: dict[str, str], post_id: str) -> Any:
        post = self._found(post_id, "post")
        if set(given) != {"message"}:
            raise wrong("(#100) Invalid parameter")
        post.message = given["message"]
        return {"success": True}

    def _delete(self, *, whose: str, given: dict[str, str], post_id: str) -> Any:
        self._found(post_id, "delete")
        del self.posts[post_id]
        return {"success": True}

    def _comments(self, *, whose: str, given: dict[str, str], post_id: str) -> Any:
        if post_id not in self.comments:  # a comment has this edge as well
            self._found(post_id, "get")
        if given.get("filter") != "stream" or given.get("order") != "chronological":
            raise wrong("(#100) Invalid parameter")
        names = names_of(given, COMMENT_FIELDS)
        found = sorted(
            (one for one in self.comments.values() if post_id in (one.post, one.parent)),
            key=lambda one: one.made_at,
        )
        rows = [self._comment(one, names) for one in found]
        return page_of(rows, given, most=100, address=f"{self.base_url}/v26.0/{post_id}/comments")

    def _found(self, post_id: str, method: str) -> Post:
        if post_id not in self.posts:
            raise not_there(post_id, method=method)
        return self.posts[post_id]

    def _comment(self, comment: Comment, names: list[str]) -> dict[str, Any]:
        whole: dict[str, Any] = {
            "id": comment.id,
            "message": comment.message,
            "created_time": _time(comment.made_at),
            "permalink_url": f"https://www.facebook.com/{comment.post}?comment_id={comment.id}",
            "is_private": comment.is_private,
            "is_hidden": comment.is_hidden,
        }
        if self.tells_authors:
            whole["from"] = {"id": PEOPLE[comment.who], "name": comment.who.title()}
        if comment.parent:
            whole["parent"] = {"id": comment.parent}
        if comment.has_picture:
            whole["attachment"] = {"type": "photo"}
        return {name: whole[name] for name in names if name in whole}


def _shape(post: Post, names: list[str]) -> dict[str, Any]:
    whole = {
        "id": post.id,
        "message": post.message,
        "created_time": _time(post.made_at),
        "permalink_url": f"https://www.facebook.com/{PAGE_ID}/posts/{post.id.partition('_')[2]}",
    }
    return {name: whole[name] for name in ("id", *names) if name in whole}


def _time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S+0000")
