"""The HTTP door against loopback servers that misbehave; no request leaves the machine."""

from __future__ import annotations

import gzip
import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from config.doors import http
from tests.fakes.strict_mastodon import free_port

LOCAL = http.Policy(allow_http=True, allow_loopback=True)
QUICK = http.Timeout(connect=2.0, read=0.3, total=0.6)
OK = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{"ok": true'


class Server:
    """Accepts connections and gives each to `script`; keeps what was asked."""

    def __init__(self, script: Callable[[socket.socket, threading.Event], None]) -> None:
        self.asked: list[bytes] = []
        self.stopped = threading.Event()
        self._script = script
        self._listener = socket.create_server(("127.0.0.1", free_port()))
        self.port = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def _accept(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            if self.stopped.is_set():
                connection.close()
                return
            thread = threading.Thread(target=self._serve, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            data = b""
            while b"\r\n\r\n" not in data:
                piece = connection.recv(65_536)
                if not piece:
                    return
                data += piece
            self.asked.append(data)
            try:
                self._script(connection, self.stopped)
            except OSError:
                return  # the client hung up, as it should

    def stop(self) -> None:
        self.stopped.set()
        socket.create_connection(("127.0.0.1", self.port)).close()
        for thread in self._threads:
            thread.join()
        self._listener.close()


@contextmanager
def serving(
    *pieces: bytes, then: Callable[[socket.socket, threading.Event], None] | None = None
) -> Iterator[Server]:
    def script(connection: socket.socket, stopped: threading.Event) -> None:
        for piece in pieces:
            connection.sendall(piece)
        if then:
            then(connection, stopped)

    server = Server(script)
    try:
        yield server
    finally:
        server.stop()


def silence(_connection: socket.socket, stopped: threading.Event) -> None:
    stopped.wait(20)


def answer(status: str, *headers: str, body: bytes = b"") -> bytes:
    head = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}"]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


# Answers


def test_any_status_is_an_answer() -> None:
    page = answer("404 Not Found", "X-Word: yes", body=b'{"error": "gone"}')
    with serving(page) as server:
        response = http.request("GET", f"{server.url}/x", policy=LOCAL, params={"limit": "40"})
    assert (response.status, response.headers["x-word"], response.json()) == (404, "yes", {"error": "gone"})
    assert server.asked[0].startswith(b"GET /x?limit=40 HTTP/1.1\r\n")


def test_a_body_that_is_not_json_is_said_so() -> None:
    with serving(answer("200 OK", body=b"<html>")) as server:
        response = http.request("GET", server.url, policy=LOCAL)
    assert response.body == b"<html>"
    with pytest.raises(http.NotJson):
        response.json()


def test_redirects_are_answers_and_not_followed() -> None:
    with serving() as elsewhere:
        page = answer("302 Found", f"Location: {elsewhere.url}/secret", body=b"moved")
        with serving(page) as server:
            response = http.request("GET", server.url, policy=LOCAL)
    assert (response.status, response.body) == (302, b"moved")
    assert elsewhere.asked == []


def test_what_is_sent() -> None:
    with serving(answer("200 OK")) as server:
        http.request("POST", server.url, policy=LOCAL, json={"a": 1}, headers={"Authorization": "Bearer t"})
    asked = server.asked[0]
    assert b"User-Agent: Answerable/1\r\n" in asked
    assert b"Authorization: Bearer t\r\n" in asked
    assert f"Host: 127.0.0.1:{server.port}\r\n".encode() in asked


def test_the_environment_has_no_say(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    with serving() as proxy, serving(answer("200 OK")) as server:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        assert http.request("GET", server.url, policy=LOCAL).status == 200
    assert proxy.asked == []
    assert b"Authorization" not in server.asked[0]


# Size


def test_a_body_at_the_limit_is_taken_and_one_byte_more_is_not() -> None:
    with serving(answer("200 OK", body=b"x" * 1000)) as server:
        assert len(http.request("GET", server.url, policy=LOCAL, max_bytes=1000).body) == 1000
        with pytest.raises(http.TooLarge):
            http.request("GET", server.url, policy=LOCAL, max_bytes=999)


def test_an_endless_body_is_given_up() -> None:
    def endless(connection: socket.socket, stopped: threading.Event) -> None:
        while not stopped.is_set():
            connection.sendall(b"x" * 65_536)

    with (
        serving(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", then=endless) as server,
        pytest.raises(http.TooLarge),
    ):
        http.request("GET", server.url, policy=LOCAL, max_bytes=100_000)


def test_the_limit_counts_what_was_unpacked() -> None:
    bomb = gzip.compress(b"\0" * 20_000_000)
    assert len(bomb) < 50_000
    with (
        serving(answer("200 OK", "Content-Encoding: gzip", body=bomb)) as server,
        pytest.raises(http.TooLarge),
    ):
        http.request("GET", server.url, policy=LOCAL, max_bytes=100_000)


def test_the_body_of_a_redirect_is_limited_too() -> None:
    page = answer("302 Found", "Location: /", body=b"x" * 5000)
    with serving(page) as server, pytest.raises(http.TooLarge):
        http.request("GET", server.url, policy=LOCAL, max_bytes=1000)


# Lost answers: it may have been carried out


def test_silence_is_no_answer() -> None:
    with serving(then=silence) as server, pytest.raises(http.NoAnswer):
        http.request("POST", server.url, policy=LOCAL, json={}, timeout=QUICK)
    assert len(server.asked) == 1


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nX: y", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_server_that_drips_is_given_up_in_time(start: bytes) -> None:
    def drip(connection: socket.socket, stopped: threading.Event) -> None:
        while not stopped.wait(0.05):
            connection.sendall(b"x")

    with serving(start, then=drip) as server, pytest.raises(http.NoAnswer):
        http.request("GET", server.url, policy=LOCAL, timeout=QUICK)


@pytest.mark.parametrize(
    "piece", [b"", OK, b"not http at all\r\n\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz"]
)
def test_a_broken_answer_is_no_answer(piece: bytes) -> None:
    # `OK` announces eleven bytes and ends after ten, like a connection that broke.
    cut = piece[:-1] if piece is OK else piece
    with serving(cut) as server, pytest.raises(http.NoAnswer):
        http.request("GET", server.url, policy=LOCAL, timeout=QUICK)


# Never sent


def test_a_refused_connection_is_unreachable() -> None:
    with pytest.raises(http.Unreachable):
        http.request("POST", f"http://127.0.0.1:{free_port()}", policy=LOCAL, json={})


def test_a_name_that_does_not_exist_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_args: Any, **_rest: Any) -> Any:
        raise socket.gaierror("no such name")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(http.Unreachable):
        http.request("GET", "https://nowhere.example/", policy=http.Policy())


def test_a_failed_handshake_is_unreachable() -> None:
    # Nothing of the request left: the server does not speak TLS, or shows no valid certificate.
    with serving(then=silence) as server, pytest.raises(http.Unreachable):
        http.request("POST", f"https://127.0.0.1:{server.port}", policy=LOCAL, json={}, timeout=QUICK)
    assert [asked for asked in server.asked if asked.startswith(b"POST")] == []


def test_a_handshake_that_drips_is_given_up_in_time() -> None:
    listener = socket.create_server(("127.0.0.1", free_port()))
    stopped = threading.Event()

    def drip() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65_536)
            connection.sendall(b"\x16\x03\x03\x40\x00")  # a TLS record of 16 KiB, byte by byte
            while not stopped.wait(0.05):
                try:
                    connection.sendall(b"\x02")
                except OSError:
                    return

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        with pytest.raises(http.Unreachable):
            http.request("GET", f"https://127.0.0.1:{listener.getsockname()[1]}", policy=LOCAL, timeout=QUICK)
    finally:
        stopped.set()
        thread.join()
        listener.close()


# Policy


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://example.com/",
        "example.com",
        "https://",
        "https:///path",
        "https://user:secret@example.com/",
        "https://[::1",
        "https://example.com:99999/",
        f"https://{'a' * 70}.example/",
        "https://exa mple.com/",
        "",
    ],
)
def test_addresses_that_may_not_be_called(url: str) -> None:
    with pytest.raises(http.Refused):
        http.request("GET", url, policy=http.Policy())


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",  # noqa: S104
        "10.0.0.5",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.1",
        "198.18.0.1",
        "203.0.113.7",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "::ffff:10.0.0.5",
        "::ffff:127.0.0.1",
        "::10.0.0.5",
        "fe80::1",
        "fec0::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "2001:0:7f00:1::1",
        "64:ff9b::7f00:1",
    ],
)
def test_networks_that_may_not_be_reached(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    rest = (443, 0, 0) if ":" in address else (443,)

    def resolve(*_args: Any, **_rest: Any) -> Any:
        return [(family, socket.SOCK_STREAM, 6, "", (address, *rest))]

    def no_connection(*_args: Any, **_rest: Any) -> Any:
        raise AssertionError("connected")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket.socket, "connect", no_connection)
    with pytest.raises(http.Refused):
        http.request("GET", "https://innocent.example/", policy=http.Policy())
    if address not in ("127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"):
        with pytest.raises(http.Refused):
            http.request("GET", "https://innocent.example/", policy=LOCAL)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"])
def test_loopback_is_refused_by_default(host: str) -> None:
    with serving(answer("200 OK")) as server, pytest.raises(http.Refused):
        http.request("GET", f"http://{host}:{server.port}/", policy=http.Policy(allow_http=True))
    assert server.asked == []


def test_a_name_is_resolved_once_and_that_address_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: the name answers with an allowed address first and with another one later."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def rebinding(host: str, port: int, *args: Any, **rest: Any) -> Any:
        if host != "rebinding.example":
            return real(host, port, *args, **rest)
        asked.append(host)
        address = "127.0.0.1" if len(asked) == 1 else "10.0.0.5"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    with serving(answer("200 OK")) as server:
        response = http.request("GET", f"http://rebinding.example:{server.port}/", policy=LOCAL)
    assert (response.status, asked) == (200, ["rebinding.example"])
    assert f"Host: rebinding.example:{server.port}\r\n".encode() in server.asked[0]


# Secrets


def test_nothing_secret_is_logged_or_told(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(answer("200 OK")) as server:
        http.request(
            "GET",
            f"{server.url}/path-secret",
            policy=LOCAL,
            params={"code": "query-secret"},
            headers={"Authorization": "Bearer header-secret"},
        )
    with pytest.raises(http.Unreachable) as caught:
        http.request("GET", f"http://127.0.0.1:{free_port()}/path-secret?code=query-secret", policy=LOCAL)
    told = caplog.text + str(caught.value) + repr(caught.value)
    assert "secret" not in told


@pytest.mark.parametrize("value", ["two\r\nlines", " leading", "x\0y"])
def test_headers_cannot_be_smuggled(value: str) -> None:
    with serving(answer("200 OK")) as server, pytest.raises(http.DoorError):
        http.request("GET", server.url, policy=LOCAL, headers={"Authorization": value})
    assert server.asked == []
