"""A small Threads for tests, by its documentation (developers.facebook.com/documentation/threads).

It refuses what Threads refuses: token endpoints below a version, renewing within a day, unknown fields and parameters,
texts over 500 bytes, publishing a container that is not ready. Each shape names its page or the thread where it was seen.
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

SCOPES = {"threads_basic", "threads_content_publish", "threads_delete"}
FIELDS = {
    "id",
    "media_type",
    "permalink",
    "text",
    "timestamp",
    "link_attachment_url",
}  # retrieve-posts, "Fields"
LONG = 5_183_944  # the example of get-started/long-lived-tokens


@dataclass
class Post:
    id: str
    owner: str
    text: str
    made_at: datetime
    link: str = ""
    kind: str = "TEXT_POST"


@dataclass
class Container:
    owner: str
    text: str
    link: str
    looks: int
    misses: int
    failure: str
    status: str = ""


class FakeThreads(Graph):
    """Alice, Bob and Carol have accounts."""

    kind = "THApiException"

    def __init__(self) -> None:
        super().__init__()
        self.reset()

    def reset(self) -> None:
        with self._lock:
            self.ids = {"alice": "1001", "bob": "1002", "carol": "1003"}
            self.clients = {"client": "client-secret"}
            self.codes: dict[str, tuple[str, str]] = {}  # code -> whose, redirect
            self.tokens = {"alice_token": "alice"}
            self.short: set[str] = set()
            self.young: set[str] = set()  # less than 24 hours old
            self.scopes = set(SCOPES)
            self.posts: dict[str, Post] = {}
            self.containers: dict[str, Container] = {}
            self.takes_looks = 0  # how often a container is IN_PROGRESS
            self.publish_misses = 0  # how often a container that is ready is not found
            self.failure = ""  # of a container
            self.counts_bytes = True
            self.tricks.clear()
            self.requests.clear()
            self._numbers = itertools.count(17_889_615_691_921_648)
            self._clock = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)

    # What people do by other clients

    def add_post(self, owner: str, text: str, **rest: Any) -> str:
        with self._lock:
            self._clock += timedelta(seconds=1)
            post = Post(str(next(self._numbers)), owner, text, rest.pop("made_at", self._clock), **rest)
            self.posts[post.id] = post
            return post.id

    # Requests

    def answer(
        self, method: str, path: str, query: dict[str, str], headers: dict[str, str], raw: bytes
    ) -> Answer:
        given = form_of(headers, raw) if method == "POST" else query
        if method == "POST" and query:
            raise wrong("(#100) Unknown parameters")
        for wanted, pattern, scope, handler in self._routes():
            match = re.fullmatch(pattern, path)
            if wanted == method and match:
                parts = match.groupdict()
                if scope:
                    viewer = self._viewer(given, scope)
                    parts["object_id"] = (
                        self.ids[viewer] if parts.get("object_id") == "me" else parts.get("object_id")
                    )
                    found = handler(viewer=viewer, given=given, **parts)
                else:
                    found = handler(given=given)
                return 200, {"Content-Type": "application/json; charset=UTF-8"}, json.dumps(found)
        # restfb/restfb#1450
        raise Fault(400, f"Unsupported request - method type: {method.lower()}", code=100)

    def _routes(self) -> Iterator[tuple[str, str, str, Callable[..., Any]]]:
        one = r"/v1\.0/(?P<object_id>\d+|me)"
        yield "POST", "/oauth/access_token", "", self._code
        yield "GET", "/access_token", "", self._lengthen
        yield "GET", "/refresh_access_token", "", self._refresh
        yield "GET", r"/v1\.0/(?P<object_id>me)", "threads_basic", self._me
        yield "POST", f"{one}/threads", "threads_content_publish", self._contain
        yield "POST", f"{one}/threads_publish", "threads_content_publish", self._publish
        yield "GET", f"{one}/threads", "threads_basic", self._list
        yield "GET", one, "threads_basic", self._show
        yield "DELETE", one, "threads_delete", self._delete

    def _viewer(self, given: dict[str, str], scope: str) -> str:
        who = self.tokens.get(given.pop("access_token", ""))
        if who is None:
            raise refused_token()
        if scope not in self.scopes:
            raise Fault(400, "(#10) Application does not have permission for this action", code=10)
        return who

    # Tokens

    def _code(self, *, given: dict[str, str]) -> Any:
        """get-started/get-access-tokens-and-permissions, "Step 2" """
        if set(given) != {"client_id", "client_secret", "code", "grant_type", "redirect_uri"}:
            raise wrong("Missing or unknown parameters")
        who, redirect = self.codes.pop(given["code"], ("", ""))
        is_client = self.clients.get(given["client_id"]) == given["client_secret"]
        if not who or not is_client or redirect != given["redirect_uri"]:
            words = {"error_type": "OAuthException", "code": 400, "error_message": "Invalid code"}
            raise Fault(400, "Invalid code", whole=words)
        token = self._new_token(who)
        self.short.add(token)
        return {"access_token": token, "user_id": int(self.ids[who])}

    def _lengthen(self, *, given: dict[str, str]) -> Any:
        """get-started/long-lived-tokens"""
        if set(given) != {"grant_type", "client_secret", "access_token"}:
            raise wrong("Missing or unknown parameters")
        token = given["access_token"]
        if given["grant_type"] != "th_exchange_token" or given["client_secret"] not in self.clients.values():
            raise wrong("Invalid client")
        if token not in self.short:
            raise refused_token()
        return self._long_token(self.tokens[token])

    def _refresh(self, *, given: dict[str, str]) -> Any:
        if set(given) != {"grant_type", "access_token"} or given["grant_type"] != "th_refresh_token":
            raise wrong("Missing or unknown parameters")
        token = given["access_token"]
        if token not in self.tokens or token in self.short:
            raise refused_token()
        if token in self.young:
            raise wrong("The token is less than 24 hours old")
        return self._long_token(self.tokens[token])

    def _long_token(self, who: str) -> Any:
        token = self._new_token(who)
        self.young.add(token)
        return {"access_token": token, "token_type": "bearer", "expires_in": LONG}

    def _new_token(self, who: str) -> str:
        token = f"TH{next(self._numbers)}"
        self.tokens[token] = who
        return token

    # Accounts and posts

    def _me(self, *, viewer: str, given: dict[str, str], **_rest: Any) -> Any:
        """threads-profiles"""
        whole = {"id": self.ids[viewer], "username": viewer, "name": viewer.title()}
        names = names_of(given, {*whole, "is_verified"})
        return {name: whole[name] for name in {"id", *names} if name in whole}

    def _contain(self, *, viewer: str, given: dict[str, str], object_id: str) -> Any:
        """posts, "Step 1": media_type and text; "Links": link_attachment for posts of text only."""
        self._own(viewer, object_id)
        if set(given) - {"media_type", "text", "link_attachment"} or given.get("media_type") != "TEXT":
            raise wrong("(#100) Param media_type must be one of {TEXT}")
        text = given.get("text", "")
        size = len(text.encode()) if self.counts_bytes else len(text)
        if size > 500 or not text:  # gitroomhq/postiz-app#1946
            raise wrong("(#100) Param text must be at most 500 characters long")
        if not given.get("link_attachment", "https://").startswith("https://"):
            raise wrong("(#100) Param link_attachment must be a valid URI")
        container = Container(
            viewer,
            text,
            given.get("link_attachment", ""),
            self.takes_looks,
            self.publish_misses,
            self.failure,
        )
        container_id = str(next(self._numbers))
        self.containers[container_id] = container
        return {"id": container_id}

    def _publish(self, *, viewer: str, given: dict[str, str], object_id: str) -> Any:
        """create-replies, "Step 2"; refusals as in gitroomhq/postiz-app#2047 and nopara73/LongevityWorldCup#466."""
        self._own(viewer, object_id)
        container = self.containers.get(given.get("creation_id", ""))
        if container is not None and container.misses > 0:
            container.misses -= 1
            container = None
        if container is None or container.looks > 0 or container.status == "PUBLISHED":
            raise Fault(
                400,
                "The requested resource does not exist",
                type="OAuthException",
                code=24,
                error_subcode=4279009,
                is_transient=False,
            )
        container.status = "PUBLISHED"
        return {"id": self.add_post(viewer, container.text, link=container.link)}

    def _list(self, *, viewer: str, given: dict[str, str], object_id: str) -> Any:
        """retrieve-posts"""
        self._own(viewer, object_id)
        names = names_of(given, FIELDS)
        mine = [post for post in self.posts.values() if post.owner == viewer]
        mine.sort(key=lambda post: post.made_at, reverse=True)
        return page_of([_shape(post, names) for post in mine], given, most=100)

    def _show(self, *, viewer: str, given: dict[str, str], object_id: str) -> Any:
        container = self.containers.get(object_id)
        if container is not None and container.owner == viewer:
            return self._status(object_id, container, given)
        return _shape(self._found(viewer, object_id, "get"), names_of(given, FIELDS))

    def _status(self, container_id: str, container: Container, given: dict[str, str]) -> Any:
        """troubleshooting, "Publishing Does Not Return a Media ID" """
        names_of(given, {"id", "status", "error_message"})
        if container.failure:
            return {"status": "ERROR", "id": container_id, "error_message": container.failure}
        if container.looks > 0:
            container.looks -= 1
            return {"status": "IN_PROGRESS", "id": container_id}
        return {"status": container.status or "FINISHED", "id": container_id}

    def _delete(self, *, viewer: str, given: dict[str, str], object_id: str) -> Any:
        """posts/delete-posts"""
        self._found(viewer, object_id, "delete")
        del self.posts[object_id]
        return {"success": True, "deleted_id": object_id}

    def _own(self, viewer: str, object_id: str) -> None:
        if object_id != self.ids[viewer]:
            raise not_there(object_id)

    def _found(self, viewer: str, post_id: str, method: str) -> Post:
        post = self.posts.get(post_id)
        if post is None or post.owner != viewer:
            raise not_there(post_id, method=method)
        return post


def _shape(post: Post, names: list[str]) -> dict[str, Any]:
    """The example of retrieve-posts."""
    whole: dict[str, Any] = {
        "id": post.id,
        "media_type": post.kind,
        "permalink": f"https://www.threads.com/@{post.owner}/post/{post.id}",
        "text": post.text,
        "timestamp": post.made_at.strftime("%Y-%m-%dT%H:%M:%S+0000"),
    }
    if post.link:
        whole["link_attachment_url"] = post.link
    return {name: whole[name] for name in ("id", *names) if name in whole}
