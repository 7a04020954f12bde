"""A proxy between us and a server, on which everything goes wrong that goes wrong on the way.

It forwards one request after the other to `upstream` and plays a fault on some: which request meets which fault depends
on the seed and on the request alone (method, path, and how often it came), never on the order in which threads run.
"""

from __future__ import annotations

import contextlib
import enum
import http.client
import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from tests.fakes.serving import free_port


class Fault(enum.StrEnum):
    """What can go wrong. Those before the server are not carried out."""

    DROP_BEFORE = "drop before"  # hung up, and never carried out
    DROP_AFTER = "drop after"  # carried out, and hung up
    ERROR_BEFORE = "error before"  # 503 of a proxy in front
    ERROR_AFTER = "error after"  # carried out, answered with 500
    TOO_MANY = "too many"  # 429, with the time at which to come again
    CUT_OFF = "cut off"  # carried out; half of the body, then hung up
    CUT_SHORT = "cut short"  # carried out; half of the body, as if it were whole
    SLOW = "slow"  # carried out, answered late but in time
    BLACK_HOLE = "black hole"  # carried out, and never answered: the caller waits until it is tired


EVERY_FAULT: Mapping[Fault, float] = {
    Fault.DROP_BEFORE: 0.04,
    Fault.DROP_AFTER: 0.05,
    Fault.ERROR_BEFORE: 0.04,
    Fault.ERROR_AFTER: 0.05,
    Fault.TOO_MANY: 0.01,
    Fault.CUT_OFF: 0.03,
    Fault.CUT_SHORT: 0.03,
    Fault.SLOW: 0.05,
    Fault.BLACK_HOLE: 0.01,
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A request that came: when by the clock of the test, what, by whom, and what went wrong (None: nothing)."""

    at: datetime
    method: str
    path: str
    token: str
    fault: Fault | None
    arrived: bool  # at the server


class FaultyProxy:
    """Use as a context manager; `base_url` then answers. `now` is the clock of the test."""

    def __init__(
        self,
        upstream: str,
        *,
        seed: int,
        now: Callable[[], datetime],
        faults: Mapping[Fault, float] = EVERY_FAULT,
        come_again: timedelta = timedelta(minutes=5),
        slow: float = 0.05,
    ) -> None:
        self.upstream = urlsplit(upstream).netloc
        self.seed, self.now, self.faults, self.come_again, self.slow = seed, now, faults, come_again, slow
        self.seen: list[Seen] = []
        self.port = free_port()
        self._lock = threading.Lock()
        self._times: Counter[str] = Counter()
        self._over = threading.Event()
        self._placeholder: socket.socket | None = None
        self._server: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> FaultyProxy:
        self.up()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._over.set()
        self.down()
        if self._placeholder is not None:
            self._placeholder.close()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def up(self) -> None:
        """The network is there (again)."""
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            def _do(self) -> None:
                proxy.serve(self)

            do_GET = do_POST = do_PUT = do_DELETE = _do

            def log_message(self, *_args: object) -> None:
                pass

        if self._placeholder is not None:
            self._placeholder.close()
            self._placeholder = None
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def down(self) -> None:
        """Nothing listens: every connection is refused. The port stays ours, so that no other server answers there."""
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
            self._server = None
            self._placeholder = socket.socket()
            self._placeholder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._placeholder.bind(("127.0.0.1", self.port))  # bound, and does not listen

    def fault_for(self, method: str, path: str) -> Fault | None:
        """What this request meets, the next time it comes."""
        with self._lock:
            self._times[f"{method} {path}"] += 1
            number = self._times[f"{method} {path}"]
        dice = random.Random(f"{self.seed}/{method}/{path}/{number}").random()
        for fault, share in self.faults.items():
            if dice < share:
                return fault
            dice -= share
        return None

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        """One request."""
        raw = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        fault = self.fault_for(handler.command, handler.path)
        arrives = fault not in (Fault.DROP_BEFORE, Fault.ERROR_BEFORE, Fault.TOO_MANY)
        with self._lock:
            self.seen.append(
                Seen(
                    self.now(),
                    handler.command,
                    urlsplit(handler.path).path,
                    (handler.headers.get("Authorization") or "").removeprefix("Bearer "),
                    fault,
                    arrives,
                )
            )
        if fault is Fault.DROP_BEFORE:
            return self._hang_up(handler)
        if fault is Fault.ERROR_BEFORE:
            return self._answer(handler, 503, {"Content-Type": "text/html"}, b"<h1>Bad gateway</h1>")
        if fault is Fault.TOO_MANY:
            again = {"X-RateLimit-Reset": (self.now() + self.come_again).isoformat()}
            return self._answer(handler, 429, again, b'{"error": "Too many requests"}')
        status, headers, body = self._forwarded(handler, raw)
        if fault is Fault.DROP_AFTER:
            return self._hang_up(handler)
        if fault is Fault.BLACK_HOLE:
            self._over.wait(10)
            return self._hang_up(handler)
        if fault is Fault.ERROR_AFTER:
            return self._answer(handler, 500, {"Content-Type": "text/html"}, b"<h1>Something went wrong</h1>")
        if fault is Fault.SLOW:
            time.sleep(self.slow)  # how long the server takes, nothing that a test waits for
        if fault is Fault.CUT_SHORT:
            body = body[: len(body) // 2]
        return self._answer(handler, status, headers, body, cut=fault is Fault.CUT_OFF)

    def _forwarded(self, handler: BaseHTTPRequestHandler, raw: bytes) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection(self.upstream, timeout=20)
        with contextlib.closing(connection):
            headers = {name: value for name, value in handler.headers.items() if name.lower() != "host"}
            connection.request(handler.command, handler.path, body=raw or None, headers=headers)
            answer = connection.getresponse()
            body = answer.read()
            kept = {name: value for name, value in answer.getheaders() if name in ("Content-Type", "Link")}
            return answer.status, kept, body

    @staticmethod
    def _answer(
        handler: BaseHTTPRequestHandler,
        status: int,
        headers: Mapping[str, str],
        body: bytes,
        *,
        cut: bool = False,
    ) -> None:
        with contextlib.suppress(OSError):
            handler.send_response(status)
            for name, value in headers.items():
                handler.send_header(name, value)
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body[: len(body) // 2] if cut else body)
        handler.close_connection = True

    @staticmethod
    def _hang_up(handler: Any) -> None:
        handler.close_connection = True
        with contextlib.suppress(OSError):
            handler.connection.shutdown(socket.SHUT_RDWR)


def most_in_any(moments: list[datetime], span: timedelta) -> int:
    """The most of these moments that fall into one span of time, wherever it begins."""
    ordered, most, first = sorted(moments), 0, 0
    for last, moment in enumerate(ordered):
        while moment - ordered[first] >= span:
            first += 1
        most = max(most, last - first + 1)
    return most
