"""The sign-in of WordPress.com for tests: a code for a token, a token for a profile, refusing what the real one
refuses.

Shapes: https://developer.wordpress.com/docs/api/wpcc/ and https://developer.wordpress.com/docs/api/oauth2/.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

CODE, TOKEN = "code-for-once", "token-of-the-person"


@dataclass
class WordPressCom:
    """`profile` is what /me answers; `redirect_uri` is the one that the app registered."""

    profile: dict[str, Any]
    redirect_uri: str
    client_id: str = "12345"
    secret: str = "wordpress-secret"
    url: str = ""
    used_codes: list[str] = field(default_factory=list)

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        expected = {
            "client_id": self.client_id,
            "client_secret": self.secret,
            "grant_type": "authorization_code",
            "redirect_uri": self.redirect_uri,
            "code": CODE,
        }
        if {name: form.get(name) for name in expected} != expected or CODE in self.used_codes:
            return 400, {"error": "invalid_request", "error_description": "The required parameter is wrong."}
        self.used_codes.append(CODE)
        return 200, {"access_token": TOKEN, "token_type": "bearer", "blog_id": 0, "scope": "auth"}

    def me(self, authorization: str) -> tuple[int, dict[str, Any]]:
        if authorization != f"Bearer {TOKEN}":
            return 403, {"error": "authorization_required"}
        return 200, self.profile


@contextmanager
def serve(fake: WordPressCom) -> Iterator[WordPressCom]:
    """The fake on a port of loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self.answer(*(fake.token(form) if self.path == "/oauth2/token" else (404, {})))

        def do_GET(self) -> None:
            known = self.path == "/rest/v1.1/me"
            self.answer(*(fake.me(self.headers.get("Authorization", "")) if known else (404, {})))

        def answer(self, status: int, body: dict[str, Any]) -> None:
            raw = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        fake.url = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            yield fake
        finally:
            server.shutdown()
            thread.join()
