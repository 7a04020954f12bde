"""X, played on a fake."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from complaints.networks.base import App
from complaints.networks.oauth import Tokens
from complaints.networks.x import XConnector
from tests.contract.stages import LOCAL, Stage, waits_of
from tests.fakes.x import FakeX

APP = App("client", "client-secret")


class XStage(Stage):
    """Alice has an account, Bob and Carol answer; Dora answers behind a lock that Alice may look through."""

    name = "x"
    makes_a_post = "POST /2/tweets"
    waits = waits_of("x-rate-limit-reset", longest=timedelta(days=1))
    page = 100
    hidden_ways = ("protected",)
    rewords = False  # replies to others cannot be edited (x-api/fundamentals/edit-posts)
    greeting = "@alice "

    def __init__(self, server: FakeX) -> None:
        self.server = server

    def connector(self, **rest: Any) -> XConnector:
        usual = {
            "instance": self.server.base_url,
            "secret": Tokens("alice_token", "alice_refresh").as_secret(),
            "policy": LOCAL,
            "app": APP,
        }
        return XConnector(**{**usual, **rest})

    def revoked(self, **rest: Any) -> XConnector:
        return self.connector(**{"secret": Tokens("revoked", "revoked").as_secret(), **rest})

    def handle(self, who: str) -> str:
        return who

    def posts(self) -> list[str]:
        mine = [post.id for post in self.server.posts.values() if post.author == "alice"]
        return sorted(mine, key=int, reverse=True)

    def source(self, post_id: str) -> str:
        return self.server.posts[post_id].text

    def say(self, who: str, text: str, *, reply_to: str = "", hidden: str = "") -> str:
        return self.server.add_post("dora" if hidden else who, text, reply_to=reply_to)

    def remove(self, who: str, post_id: str) -> None:
        self.server.remove_post(post_id)

    def mention(self, who: str) -> str:
        return f"@{who}"

    def parent(self, post_id: str) -> str:
        return self.server.posts[post_id].reply_to

    def pictures(self, post_id: str) -> list[str]:
        return [self.server.media[one]["alt"] for one in self.server.posts[post_id].media]
