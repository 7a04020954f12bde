"""The demo's own network server: what its brands and strangers do there, over real HTTP through the one door.

The server is mastodon-mock. Beside Mastodon's API it gives any account and a token for it to whoever asks, which is
what a demo needs; no other server does (its routers/oauth.py: /api/v1/_mock/dev_user, /api/v1/_mock/login).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings

from complaints.networks.answers import json_of, text_of, time_of
from complaints.networks.base import RemoteReply
from complaints.networks.plain_text import html_to_text
from complaints.services.connecting import http_policy
from config.doors import http

SITE_ACCOUNT = ("answerable", "Answerable (demo)")
LONGEST = 500  # characters of a reply


class NetworkDown(Exception):
    """The demo network cannot be used. The message is for the person at the keyboard."""


@dataclass(frozen=True, slots=True)
class Person:
    """An account there, with a token that may write for it."""

    id: str
    username: str
    handle: str  # user@host, as connectors spell accounts of one server
    name: str
    token: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A post as plain text, for the page that shows it."""

    remote_id: str
    author: str
    handle: str
    text: str
    at: datetime | None
    in_reply_to: str


class DemoNetwork:
    """Speaks to the server at `url` (default: settings.DEMO_MASTODON_URL)."""

    def __init__(self, url: str = "") -> None:
        self.url = (url or settings.DEMO_MASTODON_URL).rstrip("/")
        self._people: dict[str, Person] = {}

    def person(self, username: str, name: str = "") -> Person:
        """The account with this user name, made if it is not there yet. Raises NetworkDown."""
        if username not in self._people:
            self._people[username] = self._person(username, name or username)
        return self._people[username]

    def _person(self, username: str, name: str) -> Person:
        made = self._ask("POST", "/api/v1/_mock/dev_user", json={"username": username, "display_name": name})
        if made.status == 422:  # it is there already
            made = self._ask("POST", "/api/v1/_mock/login", json={"username": username})
        token = self._object(made).get("access_token")
        found = self._object(self._ask("GET", "/api/v1/accounts/verify_credentials", token=str(token)))
        return Person(
            id=text_of(found.get("id")),
            username=username,
            handle=self.handle_of(username),
            name=text_of(found.get("display_name")) or username,
            token=str(token),
        )

    def handle_of(self, username: str) -> str:
        """How connectors spell an account of this server."""
        return f"{username}@{urlsplit(self.url).hostname}"

    def reply(self, *, by: Person, to: str, text: str, key: str, stated_at: datetime) -> RemoteReply:
        """Post `text` below the post `to`; the same `key` again posts nothing new. Raises NetworkDown.

        Returns it as a connector would read it, but said at `stated_at`: the server knows no other time than now.
        """
        answer = self._ask(
            "POST",
            "/api/v1/statuses",
            token=by.token,
            json={"status": text[:LONGEST], "in_reply_to_id": to, "visibility": "public"},
            headers={"Idempotency-Key": hashlib.sha256(key.encode()).hexdigest()[:48]},
        )
        made = self._object(answer)
        return RemoteReply(
            remote_id=text_of(made.get("id")),
            url=text_of(made.get("url"), max_length=500),
            in_reply_to=to,
            author_id=by.id,
            author_handle=by.handle,
            author_name=by.name,
            author_url="",
            text=text[:LONGEST],
            language="en",
            stated_at=stated_at,
            edited_at=None,
            visibility="public",
        )

    def say(self, *, by: Person, text: str, key: str) -> None:
        """Post `text` to everybody; the same `key` again posts nothing new. Raises NetworkDown."""
        self._object(
            self._ask(
                "POST",
                "/api/v1/statuses",
                token=by.token,
                json={"status": text[:LONGEST], "visibility": "public", "language": "en"},
                headers={"Idempotency-Key": hashlib.sha256(key.encode()).hexdigest()[:48]},
            )
        )

    def thread(self, remote_id: str) -> list[Shown] | None:
        """A post and what was said below it; None when it is not there (any more). Raises NetworkDown."""
        path = f"/api/v1/statuses/{quote(remote_id, safe='')}"
        post = self._ask("GET", path)
        if post.status in (404, 410):
            return None
        below = self._object(self._ask("GET", f"{path}/context")).get("descendants")
        return [self._shown(one) for one in [self._object(post), *(below if isinstance(below, list) else [])]]

    def _shown(self, status: dict[str, Any]) -> Shown:
        author = status.get("account") if isinstance(status.get("account"), dict) else {}
        assert isinstance(author, dict)
        username = text_of(author.get("acct"))
        return Shown(
            remote_id=text_of(status.get("id")),
            author=text_of(author.get("display_name")) or username,
            handle=username if "@" in username else self.handle_of(username),
            text=html_to_text(str(status.get("content") or "")),
            at=time_of(status.get("created_at")),
            in_reply_to=text_of(status.get("in_reply_to_id")),
        )

    def _ask(
        self,
        method: str,
        path: str,
        *,
        token: str = "",
        json: Any = None,
        headers: dict[str, str] | None = None,
    ) -> http.Response:
        if not self.url:
            raise NetworkDown("There is no demo network: DEMO_MASTODON_URL is empty. `make demo` starts one.")
        sent = {**(headers or {}), **({"Authorization": f"Bearer {token}"} if token else {})}
        try:
            return http.request(method, f"{self.url}{path}", policy=http_policy(), json=json, headers=sent)
        except http.DoorError as failed:
            raise NetworkDown(f"The demo network at {self.url} does not answer: {failed}.") from failed

    def _object(self, response: http.Response) -> dict[str, Any]:
        found = json_of(response)
        if response.status != 200 or not isinstance(found, dict):
            raise NetworkDown(f"The demo network at {self.url} answers {response.status}.")
        return found
