"""The Facebook Page, played on a fake."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from complaints.networks.facebook_page import FacebookPageConnector
from tests.contract.stages import LOCAL, Stage, waits_of
from tests.fakes.facebook import PAGE_ID, PEOPLE, FakeFacebook


class FacebookPageStage(Stage):
    """Alice is the Page; Bob and Carol comment below its posts."""

    name = "facebook-page"
    makes_a_post = f"POST /v26.0/{PAGE_ID}/feed"
    waits = waits_of(longest=timedelta(days=1))
    page = 25
    hidden_ways = ("private", "hidden")
    others_post = False

    def __init__(self, server: FakeFacebook) -> None:
        self.server = server

    def connector(self, **rest: Any) -> FacebookPageConnector:
        usual = {
            "instance": self.server.base_url,
            "secret": "page_token",
            "policy": LOCAL,
            "account_id": PAGE_ID,
        }
        return FacebookPageConnector(**{**usual, **rest})

    def revoked(self, **rest: Any) -> FacebookPageConnector:
        return self.connector(**{"secret": "revoked", **rest})

    def handle(self, who: str) -> str:
        return "alice" if who == "alice" else PEOPLE[who]

    def posts(self) -> list[str]:
        return sorted(self.server.posts, key=lambda one: int(one.partition("_")[2]), reverse=True)

    def source(self, post_id: str) -> str:
        return self.server.posts[post_id].message

    def say(self, who: str, text: str, *, reply_to: str = "", hidden: str = "") -> str:
        if not reply_to:
            return self.server.add_post(text)
        ways = {"private": {"is_private": True}, "hidden": {"is_hidden": True}}
        return self.server.add_comment(who, text, below=reply_to, **ways.get(hidden, {}))

    def reword(self, who: str, post_id: str, text: str) -> None:
        self.server.comments[post_id].message = text

    def remove(self, who: str, post_id: str) -> None:
        (self.server.posts if post_id in self.server.posts else self.server.comments).pop(post_id)
