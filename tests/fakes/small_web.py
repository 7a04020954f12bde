"""A few hosts of an imagined internet on one loopback server: pages by their https address.

While it is up, requests of companies.services.looking for those addresses reach it through the real HTTP door; the host
travels in a header. An address without a page is 404, a host that is `down` cannot be reached.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest

from companies.services import looking
from config.doors import http
from tests.fakes.strict_mastodon import free_port


@dataclass
class SmallWeb:
    """`asked` are the addresses that were asked for, in their order."""

    pages: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    down: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def page(self, url: str, html: str, *, kind: str = "text/html; charset=utf-8", status: int = 200) -> None:
        self.pages[url] = (status, {"Content-Type": kind}, html.encode())

    def answer(self, url: str, body: Any, *, status: int = 200) -> None:
        self.pages[url] = (status, {"Content-Type": "application/json"}, json.dumps(body).encode())

    def redirect(self, url: str, to: str, *, status: int = 301) -> None:
        self.pages[url] = (status, {"Location": to}, b"")

    def gone(self, url: str) -> None:
        self.pages.pop(url, None)

    def account(self, handle: str, *, remote_id: str = "109348", links: tuple[str, ...] = ()) -> None:
        """An account of Mastodon with these links in the fields of its profile."""
        user, _, host = handle.partition("@")
        fields = [
            {"name": "Site", "value": f'<a href="{link}" rel="me">{link}</a>', "verified_at": None}
            for link in links
        ]
        self.answer(
            f"https://{host}/api/v1/accounts/lookup?acct={user}",
            {
                "id": remote_id,
                "username": user,
                "acct": user,
                "url": f"https://{host}/@{user}",
                "fields": fields,
            },
        )


@contextmanager
def serving(monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallWeb]:
    web = SmallWeb()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = f"https://{self.headers['X-Host']}{self.path}"
            web.asked.append(url)
            is_api = self.path.startswith(("/api/", "/xrpc/"))
            none = (404, {"Content-Type": "application/json" if is_api else "text/html"}, b"{}")
            status, headers, body = web.pages.get(url, none)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", free_port()), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    real = http.request

    def request(method: str, url: str, *, headers: dict[str, str], **rest: Any) -> http.Response:
        parts = urlsplit(url)
        assert parts.scheme == "https"
        if parts.hostname in web.down:
            raise http.Unreachable(f"no connection to {parts.hostname}")
        local = f"http://127.0.0.1:{server.server_port}{parts.path or '/'}"
        return real(
            method,
            f"{local}?{parts.query}" if parts.query else local,
            headers={**headers, "X-Host": parts.netloc},
            **rest,
        )

    try:
        with monkeypatch.context() as patch:
            patch.setattr(looking.http, "request", request)
            yield web
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
