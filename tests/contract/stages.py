"""Two servers that speak Mastodon's client API, behind one set of stage directions.

The real mock (mastodon-mock) runs as a process of its own; the strict fake runs in a thread. Both are
played through their public API with the tokens of three people, so that a scenario does not know on which
stage it is.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

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


class Stage:
    """What a scenario can do. Alice is the account of the connector, Bob and Carol answer."""

    name = ""
    base_url = ""

    def connector(self, **rest: Any) -> MastodonConnector:
        return MastodonConnector(
            **{"instance": self.base_url, "token": "alice_token", "policy": LOCAL, **rest}
        )

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

    def say(self, who: str, text: str, *, reply_to: str = "", visibility: str = "public") -> str:
        body = {"status": text, "visibility": visibility} | ({"in_reply_to_id": reply_to} if reply_to else {})
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

    def fail_next(
        self, method: str, path: str, status: int, *, headers: dict[str, str] | None = None
    ) -> None:
        """The next such request is answered with this status and not carried out."""
        raise NotImplementedError

    def garble_next(self, method: str, path: str) -> None:
        """The next such request is answered with 200 and half of a JSON text."""
        raise NotImplementedError


class MockStage(Stage):
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

    def fail_next(
        self, method: str, path: str, status: int, *, headers: dict[str, str] | None = None
    ) -> None:
        self._fault(method, path, {"type": "status", "status": status, "headers": headers or {}})

    def garble_next(self, method: str, path: str) -> None:
        self._fault(method, path, {"type": "malformed"})

    def delay_next(self, method: str, path: str, *, seconds: float) -> None:
        """The next such request is answered late."""
        self._fault(method, path, {"type": "latency", "delay_ms": int(seconds * 1000)})

    def _fault(self, method: str, path: str, effect: dict[str, Any]) -> None:
        match = {"methods": [method], "path_regex": f"^{path}$"}
        self.api("alice", "POST", "/api/v1/_mock/faults", {"match": match, "effect": effect, "count": 1})


class StrictStage(Stage):
    name = "strict"

    def __init__(self, server: StrictMastodon) -> None:
        self.server = server
        self.base_url = server.base_url

    def reset(self) -> None:
        self.server.reset()

    def fail_next(
        self, method: str, path: str, status: int, *, headers: dict[str, str] | None = None
    ) -> None:
        self.server.trick(method, path, status=status, body='{"error": "no"}', headers=headers or {})

    def garble_next(self, method: str, path: str) -> None:
        self.server.trick(method, path, status=200, body='{"id": "01J000')


class LossyDoor:
    """The HTTP door, with answers that get lost on the way back: the request is carried out."""

    def __init__(self) -> None:
        self.lose_next = ""

    def __call__(self, method: str, url: str, **rest: Any) -> http.Response:
        answer = http.request(method, url, **rest)
        if self.lose_next and self.lose_next == f"{method} {urlsplit(url).path}":
            self.lose_next = ""
            raise http.NoAnswer("lost")
        return answer
