"""WordPress, played on a real one: Alice is an author, Bob and Carol are subscribers, the admin moderates."""

from __future__ import annotations

import base64
import html.parser
import itertools
import json
import urllib.request
from typing import Any

from complaints.networks.wordpress import PAGE, WordPressConnector
from tests.contract.stages import LOCAL, Stage
from tests.peers.wordpress_server import WordPressServer


class WordPressStage(Stage):
    """Ids of posts are numbers, those of comments `comment:<number>`."""

    name = "wordpress"
    makes_a_post = "POST /wp-json/wp/v2/posts"
    page = PAGE
    hidden_ways = ("hold", "spam", "trash")
    # Core lets nobody change a comment who may not edit the post: its author, not the comment's
    # (test_only_the_owner_of_the_site_can_change_a_comment).
    rewords = False

    def __init__(self, server: WordPressServer) -> None:
        self.server = server
        self._number = itertools.count(1)

    def connector(self, **rest: Any) -> WordPressConnector:
        usual = {"instance": self.server.base_url, "secret": self.secret("alice"), "policy": LOCAL}
        return WordPressConnector(**{**usual, **rest})

    def secret(self, who: str) -> str:
        return f"{who}:{self.server.passwords[who]}"

    def revoked(self, **rest: Any) -> WordPressConnector:
        """With a password that worked, and that Alice then deleted."""
        passwords = f"/users/{self.server.ids['alice']}/application-passwords"
        made = self.api("admin", "POST", passwords, {"name": f"revoked-{next(self._number)}"})
        assert self.api("alice", "GET", "/users/me", password=made["password"])["name"] == "alice"
        self.api("alice", "DELETE", f"{passwords}/{made['uuid']}")
        return self.connector(**{"secret": f"alice:{made['password']}", **rest})

    def handle(self, who: str) -> str:
        return f"{who}@127.0.0.1"

    def posts(self) -> list[str]:
        mine = f"/posts?author={self.server.ids['alice']}&per_page=100&orderby=id&_fields=id"
        return [str(post["id"]) for post in self.api("", "GET", mine)]

    def source(self, post_id: str) -> str:
        if post_id.startswith("comment:"):
            written = self.api("admin", "GET", f"/comments/{post_id[8:]}?context=edit")["content"]["raw"]
            return _Words(written.replace("\n", "<br>")).text
        post = self.post(post_id)
        title, content = post["title"]["raw"], post["content"]["raw"]
        return "\n\n".join(filter(None, (_Words(title).text, _Words(content).text)))

    def post(self, post_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.api("admin", "GET", f"/posts/{post_id}?context=edit")
        return found

    def say(self, who: str, text: str, *, reply_to: str = "", hidden: str = "") -> str:
        if not reply_to:
            # Subscribers have no posts of their own; the admin can give them some.
            by, more = ("alice", {}) if who == "alice" else ("admin", {"author": self.server.ids[who]})
            post = {"title": "Said", "content": text, "status": "publish"}
            return str(self.api(by, "POST", "/posts", {**post, **more})["id"])
        comment: dict[str, Any] = {"content": text, "post": reply_to}
        if reply_to.startswith("comment:"):
            parent = self.api("", "GET", f"/comments/{reply_to[8:]}")
            comment |= {"post": parent["post"], "parent": parent["id"]}
        if not hidden:
            return f"comment:{self.api(who, 'POST', '/comments', comment)['id']}"
        # The same words twice are refused.
        comment |= {"author": self.server.ids[who], "status": "hold", "content": f"{text} ({hidden})"}
        made = self.api("admin", "POST", "/comments", comment)["id"]
        self.api("admin", "POST", f"/comments/{made}", {"status": hidden})
        return f"comment:{made}"

    def remove(self, who: str, post_id: str) -> None:
        if post_id.startswith("comment:"):  # subscribers cannot
            self.api("admin", "DELETE", f"/comments/{post_id[8:]}")
        else:
            self.api(who, "DELETE", f"/posts/{post_id}")

    def parent(self, post_id: str) -> str:
        comment = self.api("", "GET", f"/comments/{post_id[8:]}")
        return f"comment:{comment['parent']}" if comment["parent"] else str(comment["post"])

    def pictures(self, post_id: str) -> list[str]:
        media = self.post(post_id)["featured_media"]
        return [self.api("", "GET", f"/media/{media}")["alt_text"]] if media else []

    def api(self, who: str, method: str, route: str, body: Any = None, *, password: str = "") -> Any:
        """A request of a person, or of nobody, by another client than ours. Raises HTTPError."""
        headers = {"Content-Type": "application/json", "X-Forwarded-Proto": "https"}
        if who:
            word = base64.b64encode(f"{who}:{password or self.server.passwords[who]}".encode()).decode()
            headers["Authorization"] = f"Basic {word}"
        request = urllib.request.Request(  # noqa: S310
            f"{self.server.base_url}/index.php?rest_route=/wp/v2{route.replace('?', '&')}",
            method=method,
            data=json.dumps(body).encode() if body is not None else None,
            headers=headers,
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return json.loads(answer.read())


class _Words(html.parser.HTMLParser):
    """HTML as plain text, by Python's own parser."""

    def __init__(self, made: str) -> None:
        super().__init__()
        self._parts: list[str] = []
        self.feed(made)
        self.close()

    @property
    def text(self) -> str:
        return "".join(self._parts).strip()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "br":
            self._parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "p":
            self._parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        self._parts.append(data.replace("\n", ""))
