"""Threads, played on a fake."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from complaints.networks.base import App
from complaints.networks.oauth import Tokens
from complaints.networks.threads import ThreadsConnector
from tests.contract.stages import LOCAL, Stage, waits_of
from tests.fakes.threads import FakeThreads

APP = App("client", "client-secret")


class ThreadsStage(Stage):
    """Alice's account; nobody's replies are read there."""

    name = "threads"
    makes_a_post = "POST /v1.0/1001/threads_publish"
    waits = waits_of(longest=timedelta(days=1))
    page = 25

    def __init__(self, server: FakeThreads) -> None:
        self.server = server
        self.pauses: list[float] = []

    def connector(self, **rest: Any) -> ThreadsConnector:
        usual = {
            "instance": self.server.base_url,
            "secret": Tokens("alice_token").as_secret(),
            "policy": LOCAL,
            "account_id": "1001",
            "app": APP,
            "pause": self.pauses.append,
        }
        return ThreadsConnector(**{**usual, **rest})

    def revoked(self, **rest: Any) -> ThreadsConnector:
        return self.connector(**{"secret": Tokens("revoked").as_secret(), **rest})

    def handle(self, who: str) -> str:
        return who

    def posts(self) -> list[str]:
        mine = [post.id for post in self.server.posts.values() if post.owner == "alice"]
        return sorted(mine, key=int, reverse=True)

    def source(self, post_id: str) -> str:
        return self.server.posts[post_id].text

    def say(self, who: str, text: str, *, reply_to: str = "", hidden: str = "") -> str:
        return self.server.add_post(who, text)

    def remove(self, who: str, post_id: str) -> None:
        del self.server.posts[post_id]
