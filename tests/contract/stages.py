"""Servers of networks behind one set of stage directions, and the two that speak Mastodon's client API.

The real mock (mastodon-mock) runs as a process of its own; the strict fake runs in a thread. Both are
played through their public API with the tokens of three people, so that a scenario does not know on which
stage it is.
"""

from __future__ import annotations

import abc
import json
import re
import shutil
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from requests.structures import CaseInsensitiveDict

from complaints.networks.base import Connector
from complaints.networks.mastodon import MastodonConnector
from config.doors import http
from tests.fakes.strict_mastodon import StrictMastodon, free_port

LOCAL = http.Policy(allow_http=True, allow_loopback=True)

_MOCK_CONFIG = """
[[seed.accounts]]
username = "alice"
access_token = "alice_token"

[[seed.accounts]]
username = "bob"
access_token = "bob_token"

[[seed.accounts]]
username = "carol"
access_token = "carol_token"
"""


Answer = tuple[
    dict[str, str], timedelta
]  # headers of a refusal for too many requests, and the wait they ask for
NOW = datetime(2024, 3, 5, 12, 0, tzinfo=UTC)  # before any post of the stages


def waits_of(
    reset: str = "X-RateLimit-Reset", *, longest: timedelta = timedelta(hours=3)
) -> dict[str, Answer]:
    """Every form of "come back later" that servers use, with the header that this one puts its reset into."""
    return {
        "iso": ({reset: "2024-03-05T12:07:00.123456Z"}, timedelta(minutes=7, microseconds=123456)),
        "iso-no-zone": ({reset: "2024-03-05T12:07:00"}, timedelta(minutes=7)),
        "epoch": ({reset: str(int(NOW.timestamp()) + 90)}, timedelta(seconds=90)),
        "retry-after": ({"Retry-After": "30"}, timedelta(seconds=30)),
        "retry-after-date": ({"Retry-After": "Tue, 05 Mar 2024 12:02:00 GMT"}, timedelta(minutes=2)),
        "both": ({"Retry-After": "30", reset: "2024-03-05T12:07:00Z"}, timedelta(seconds=30)),
        "far": ({reset: "2024-03-19T12:00:00Z"}, longest),
        "past": ({reset: "2024-03-05T11:00:00Z"}, timedelta(minutes=5)),
        "nonsense": ({reset: "soon", "Retry-After": "later"}, timedelta(minutes=5)),
        "none": ({}, timedelta(minutes=5)),
    }


class Stage(abc.ABC):
    """What a scenario can do on one server. Alice is the account of the connector, Bob and Carol answer.

    `makes_a_post` is the request that makes a post stand, as `METHOD pattern of the path`.
    """

    name: str
    makes_a_post: str
    waits: Mapping[str, Answer] = waits_of()
    page = 40  # posts that the server gives at once
    hidden_ways: tuple[str, ...] = ()  # how a reply can be made that not everybody may read
    rewords = True  # whether a reply can be changed over there
    nests = True  # whether a reply to a reply is shown below our post
    others_post = True  # whether others have posts of their own there, not only replies to ours
    greeting = ""  # what a reply has to begin with, to be one

    @abc.abstractmethod
    def connector(self, **rest: Any) -> Connector:
        """Alice's connector; `send`, `policy`, `instance` and `secret` replace the usual ones."""

    @abc.abstractmethod
    def revoked(self, **rest: Any) -> Connector:
        """Alice's connector after she took her permission back over there."""

    @abc.abstractmethod
    def handle(self, who: str) -> str:
        """How the connector names this person."""

    @abc.abstractmethod
    def posts(self) -> list[str]:
        """The ids of Alice's posts, newest first."""

    @abc.abstractmethod
    def source(self, post_id: str) -> str:
        """What a post of Alice says, as plain text, its link included."""

    @abc.abstractmethod
    def say(self, who: str, text: str, *, reply_to: str = "", hidden: str = "") -> str:
        """Somebody posts, or replies, by another client than ours. Returns the id as the connector names it."""

    @abc.abstractmethod
    def remove(self, who: str, post_id: str) -> None:
        """Somebody deletes what they said."""

    def reword(self, who: str, post_id: str, text: str) -> None:
        """Somebody changes what they said."""
        raise NotImplementedError

    def mention(self, who: str) -> str:
        """The words that call this person."""
        raise NotImplementedError

    def parent(self, post_id: str) -> str:
        """The id of the post that this post of Alice replies to."""
        raise NotImplementedError

    def pictures(self, post_id: str) -> list[str]:
        """The alternative texts of the pictures of a post of Alice."""
        return []

    def words(self, text: str) -> str:
        """What the connector makes of a reply that says this text."""
        return text


class MastodonStage(Stage):
    """A server that speaks Mastodon's client API, played with the tokens of three people."""

    base_url = ""
    makes_a_post = "POST /api/v1/statuses"
    hidden_ways = ("private", "direct")
    greeting = "@alice "

    def connector(self, **rest: Any) -> MastodonConnector:
        return MastodonConnector(
            **{"instance": self.base_url, "secret": "alice_token", "policy": LOCAL, **rest}
        )

    def revoked(self, **rest: Any) -> MastodonConnector:
        return self.connector(**{"secret": "revoked", **rest})

    def handle(self, who: str) -> str:
        return f"{who}@127.0.0.1"

    def mention(self, who: str) -> str:
        return f"@{who}"

    def parent(self, post_id: str) -> str:
        return str(self.post(post_id)["in_reply_to_id"])

    def pictures(self, post_id: str) -> list[str]:
        return [str(media["description"]) for media in self.post(post_id)["media_attachments"]]

    def api(self, who: str, method: str, path: str, body: Any = None) -> Any:
        """A request of a person, by another client than ours."""
        request = urllib.request.Request(  # noqa: S310
            f"{self.base_url}{path}",
            method=method,
            data=json.dumps(body).encode() if body is not None else None,
            headers={"Authorization": f"Bearer {who}_token", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return json.loads(answer.read() or b"null")

    def say(
        self, who: str, text: str, *, reply_to: str = "", hidden: str = "", visibility: str = "public"
    ) -> str:
        body = {"status": text, "visibility": hidden or visibility} | (
            {"in_reply_to_id": reply_to} if reply_to else {}
        )
        return str(self.api(who, "POST", "/api/v1/statuses", body)["id"])

    def reword(self, who: str, post_id: str, text: str) -> None:
        self.api(who, "PUT", f"/api/v1/statuses/{post_id}", {"status": text})

    def remove(self, who: str, post_id: str) -> None:
        self.api(who, "DELETE", f"/api/v1/statuses/{post_id}")

    def post(self, post_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.api("alice", "GET", f"/api/v1/statuses/{post_id}")
        return found

    def source(self, post_id: str) -> str:
        return str(self.api("alice", "GET", f"/api/v1/statuses/{post_id}/source")["text"])

    def posts(self) -> list[str]:
        """The ids of Alice's posts, newest first."""
        me = self.api("alice", "GET", "/api/v1/accounts/verify_credentials")["id"]
        return [item["id"] for item in self.api("alice", "GET", f"/api/v1/accounts/{me}/statuses?limit=40")]

    def reset(self) -> None:
        raise NotImplementedError


class MockStage(MastodonStage):
    name = "mastodon-mock"

    def __init__(self, folder: Path) -> None:
        port = free_port()
        config = folder / "mastodon_mock.toml"
        config.write_text(_MOCK_CONFIG)
        self.base_url = f"http://127.0.0.1:{port}"
        self._log = (folder / "mastodon_mock.log").open("wb")
        where = ["--host", "127.0.0.1", "--port", str(port)]
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "mastodon_mock.cli",
                "serve",
                "--config",
                str(config),
                "--in-memory",
                *where,
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        assert self._process.stderr is not None
        for line in self._process.stderr:  # uvicorn says so when it listens
            self._log.write(line)
            if b"Uvicorn running" in line:
                break
        else:
            raise RuntimeError("mastodon-mock did not start")
        # A pipe that nobody empties would stop the server one day.
        self._copier = threading.Thread(target=shutil.copyfileobj, args=(self._process.stderr, self._log))
        self._copier.start()

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=20)
        self._copier.join()
        self._process.stderr.close()  # type: ignore[union-attr]
        self._log.close()

    def reset(self) -> None:
        self.api("alice", "POST", "/api/v1/_mock/reset", {})
        for rule in self.api("alice", "GET", "/api/v1/_mock/faults"):
            self.api("alice", "DELETE", f"/api/v1/_mock/faults/{rule['id']}")

    def delay_next(self, method: str, path: str, *, seconds: float) -> None:
        """The next such request is answered late."""
        self._fault(method, path, {"type": "latency", "delay_ms": int(seconds * 1000)})

    def _fault(self, method: str, path: str, effect: dict[str, Any]) -> None:
        match = {"methods": [method], "path_regex": f"^{path}$"}
        self.api("alice", "POST", "/api/v1/_mock/faults", {"match": match, "effect": effect, "count": 1})


class StrictStage(MastodonStage):
    name = "strict"

    def __init__(self, server: StrictMastodon) -> None:
        self.server = server
        self.base_url = server.base_url

    def reset(self) -> None:
        self.server.reset()


class FaultyDoor:
    """The HTTP door, with what goes wrong on the way: each fault meets the next request that it fits, once.

    Requests are `METHOD path`; `requests` keeps those that were made.
    """

    def __init__(self) -> None:
        self.requests: list[str] = []
        self._faults: list[
            tuple[re.Pattern[str], Callable[[Callable[[], http.Response]], http.Response]]
        ] = []

    def lose_answer(self, request: str) -> None:
        """Carried out, but its answer never arrives."""

        def lost(carry_out: Callable[[], http.Response]) -> http.Response:
            carry_out()
            raise http.NoAnswer("lost")

        self._faults.append((re.compile(request), lost))

    def cut_answer(self, request: str) -> None:
        """Carried out, but half of its answer is missing."""

        def cut(carry_out: Callable[[], http.Response]) -> http.Response:
            answer = carry_out()
            return http.Response(answer.status, answer.headers, answer.body[: len(answer.body) // 2])

        self._faults.append((re.compile(request), cut))

    def refuse(
        self,
        request: str,
        status: int,
        *,
        headers: Mapping[str, str] | None = None,
        body: str = "<h1>no</h1>",
    ) -> None:
        """Not carried out; answered with this."""
        answer = http.Response(status, CaseInsensitiveDict(headers or {}), body.encode())
        self._faults.append((re.compile(request), lambda _carry_out: answer))

    @property
    def writes(self) -> list[str]:
        """The requests that may have changed something."""
        return [request for request in self.requests if not request.startswith("GET ")]

    def __call__(self, method: str, url: str, **rest: Any) -> http.Response:
        request = f"{method} {urlsplit(url).path}"
        self.requests.append(request)
        for fault in self._faults:
            if fault[0].fullmatch(request):
                self._faults.remove(fault)
                return fault[1](lambda: http.request(method, url, **rest))
        return http.request(method, url, **rest)
