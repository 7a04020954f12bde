"""What every fake of a network has in common: a server in a thread, and faults for single requests.

A fake says what it answers in `answer` and how its errors look in `error`. It keeps everything in memory and listens
on loopback only.
"""

from __future__ import annotations

import contextlib
import email
import random
import re
import socket
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Answer = tuple[int, dict[str, str], str]  # status, headers, body


class Fault(Exception):
    """An answer that is an error: status, words, content type, and whatever else the fake's `error` wants to know."""

    def __init__(
        self, status: int, words: str, *, content_type: str = "application/json", **more: Any
    ) -> None:
        super().__init__(words)
        self.status, self.words, self.content_type, self.more = status, words, content_type, more


@dataclass
class Trick:
    """What to do to the next request that matches."""

    method: str
    path: re.Pattern[str]
    status: int = 0  # 0: let the request through
    body: str = ""
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    lose_answer: bool = False  # carry it out, then hang up
    cut_body: bool = False  # carry it out, then send half of a body that claims to be whole
    break_off: bool = False  # carry it out, then hang up in the middle of the body


class Served:
    """The server. Use as a context manager; `base_url` then answers. `requests` are those that it got."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.tricks: list[Trick] = []
        self._lock = threading.RLock()
        self._server = _server_below_the_ephemeral_ports(self)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})

    def __enter__(self) -> Any:
        self._thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def trick(self, method: str, path: str, **what: Any) -> None:
        """Arranges a fault for the next request whose method and whole path (a pattern) match."""
        with self._lock:
            self.tricks.append(Trick(method=method, path=re.compile(path), **what))

    def answer(
        self, method: str, path: str, query: dict[str, str], headers: dict[str, str], raw: bytes
    ) -> Answer:
        """What this fake answers. Raises Fault."""
        raise NotImplementedError

    def error(self, fault: Fault) -> Answer:
        """How its errors look."""
        raise NotImplementedError

    def handle(
        self, method: str, target: str, headers: dict[str, str], raw: bytes
    ) -> tuple[Answer, Trick | None]:
        """What to answer, and a trick to play on the answer. Names of headers are in lower case."""
        parts = urlsplit(target)
        with self._lock:
            self.requests.append((method, target, headers))
            trick = next(
                (t for t in self.tricks if t.method == method and t.path.fullmatch(parts.path)), None
            )
            if trick:
                self.tricks.remove(trick)
                if trick.status:
                    more = {"Content-Type": trick.content_type, **trick.headers}
                    return (trick.status, more, trick.body), None
            query = {
                name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()
            }
            try:
                return self.answer(method, parts.path, query, headers, raw), trick
            except Fault as fault:
                return self.error(fault), trick


def _server_below_the_ephemeral_ports(owner: Any) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            (status, more, body), trick = owner.handle(self.command, self.path, headers, raw)
            data = body.encode()
            if trick and trick.lose_answer:
                return
            if trick and trick.cut_body:
                data = data[: len(data) // 2]
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(data[: len(data) // 2] if trick and trick.break_off else data)

        do_GET = do_POST = do_PUT = do_DELETE = _do

        def log_message(self, *_args: object) -> None:
            pass

    for _ in range(100):
        with contextlib.suppress(OSError):
            return ThreadingHTTPServer(("127.0.0.1", free_port()), Handler)
    raise RuntimeError("no free port")


def form(content_type: str, raw: bytes) -> dict[str, bytes]:
    """The fields of a multipart form."""
    message = email.message_from_bytes(f"Content-Type: {content_type}\r\n\r\n".encode() + raw)
    return {
        str(part.get_param("name", header="Content-Disposition")): part.get_payload(decode=True)  # type: ignore[misc]
        for part in message.get_payload()  # type: ignore[union-attr]
    }


def free_port() -> int:
    """A loopback port that is free now, below the range from which outgoing connections are served."""
    for _ in range(200):
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no free port")
