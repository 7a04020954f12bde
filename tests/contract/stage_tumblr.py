"""Tumblr, played on a fake."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from complaints.networks.base import App
from complaints.networks.oauth import Tokens
from complaints.networks.tumblr import TumblrConnector
from tests.contract.stages import LOCAL, Stage, waits_of
from tests.fakes.tumblr import FakeTumblr

APP = App("client", "client-secret")
HOUR, DAY = "X-Ratelimit-Perhour", "X-Ratelimit-Perday"


class TumblrStage(Stage):
    """Alice's first blog is the connector's; Bob and Carol reply."""

    name = "tumblr"
    makes_a_post = "POST /v2/blog/t:alice/posts"
    # Seconds until an allowance returns, as answers of tumblr/docs#139 and subnomo/tumblr-likes#25 carry them.
    waits = waits_of() | {
        "iso": ({f"{HOUR}-Remaining": "0", f"{HOUR}-Reset": "2132"}, timedelta(seconds=2132)),
        "iso-no-zone": (
            {
                f"{HOUR}-Remaining": "610",
                f"{HOUR}-Reset": "753",
                f"{DAY}-Remaining": "0",
                f"{DAY}-Reset": "76341",
            },
            timedelta(seconds=76341),
        ),
        "epoch": ({f"{HOUR}-Remaining": "610", f"{DAY}-Remaining": "4106"}, timedelta(minutes=1)),
        "both": (
            {"Retry-After": "30", f"{HOUR}-Remaining": "0", f"{HOUR}-Reset": "2132"},
            timedelta(seconds=30),
        ),
        "far": ({f"{DAY}-Remaining": "0", f"{DAY}-Reset": "999999"}, timedelta(days=1)),
        "past": ({f"{HOUR}-Remaining": "0", f"{HOUR}-Reset": "-5"}, timedelta(minutes=1)),
    }
    page = 20
    rewords = False
    nests = False

    def __init__(self, server: FakeTumblr) -> None:
        self.server = server

    def connector(self, **rest: Any) -> TumblrConnector:
        usual = {
            "instance": self.server.base_url,
            "secret": Tokens("alice_token", "alice_refresh").as_secret(),
            "policy": LOCAL,
            "account_id": "t:alice",
            "app": APP,
        }
        return TumblrConnector(**{**usual, **rest})

    def revoked(self, **rest: Any) -> TumblrConnector:
        return self.connector(**{"secret": Tokens("revoked", "revoked").as_secret(), **rest})

    def handle(self, who: str) -> str:
        return who

    def posts(self) -> list[str]:
        mine = [post.id for post in self.server.posts.values() if post.blog == "alice"]
        return sorted(mine, key=int, reverse=True)

    def source(self, post_id: str) -> str:
        content = self.server.posts[post_id].content
        return "\n\n".join(block["text"] for block in content if block["type"] == "text")

    def say(self, who: str, text: str, *, reply_to: str = "", hidden: str = "") -> str:
        if reply_to:
            return self.server.add_note(who, text, post_id=reply_to)
        return self.server.add_post(who, text)

    def remove(self, who: str, post_id: str) -> None:
        if self.server.posts.pop(post_id, None) is None:
            self.server.remove_note(post_id)

    def pictures(self, post_id: str) -> list[str]:
        content = self.server.posts[post_id].content
        return [block["alt_text"] for block in content if block["type"] == "image"]
