"""The single door for outbound HTTP.

Addresses of servers come from people ("my account is on this instance"), so every request could be aimed at
our own network. This door resolves the name once and connects to exactly the address that was judged (no
DNS rebinding), refuses everything that is not a public address, follows no redirect, uses no proxy or
`.netrc` of the environment, and limits time and size. It tells its callers the one thing they must know
after a failure: whether the request may have been carried out (`NoAnswer`) or certainly was not
(`Unreachable`, `Refused`).

Nothing here is logged, and no message of an error carries a path, a query or a header: they may hold secrets.
Settings are not read here: the caller passes the policy.
"""

from __future__ import annotations

import contextlib
import ipaddress
import json as jsonlib
import logging
import re
import socket
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from requests.structures import CaseInsensitiveDict
from requests_hardened.ip_filter import InvalidIPAddress
from requests_hardened.ip_filter_adapter import IPFilterAdapter

USER_AGENT = "Answerable/1"
CHUNK = 16_384

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")

# urllib3 writes every address with its query at DEBUG.
logging.getLogger("urllib3").setLevel(logging.INFO)


class DoorError(Exception):
    """Anything that went wrong at the door."""


class Refused(DoorError):
    """The policy forbids this address, or it is no address at all. Nothing was sent."""


class Unreachable(DoorError):
    """The connection was never made: nothing was sent, so trying again is safe."""


class NoAnswer(DoorError):
    """The request left, but its answer was lost or unusable: it may have been carried out."""


class TooLarge(NoAnswer):
    """The answer is larger than the caller allowed."""


class NotJson(DoorError):
    """The body of a complete answer is not JSON."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What this installation allows. Both are meant for development, the demo and tests."""

    allow_http: bool = False
    allow_loopback: bool = False


@dataclass(frozen=True, slots=True)
class Timeout:
    """Limits in seconds: to connect, between two reads, and for the whole request.

    `total` covers connecting, sending, waiting and reading, also against a server that drips one byte at a
    time. Resolving the name is the operating system's affair and not covered.
    """

    connect: float = 5.0
    read: float = 15.0
    total: float = 30.0


@dataclass(frozen=True, slots=True)
class Response:
    """A complete answer, whatever its status. A redirect is an answer like any other."""

    status: int
    headers: Mapping[str, str] = field(repr=False)  # case-insensitive
    body: bytes = field(repr=False)

    def json(self) -> Any:
        """The parsed body. Raises `NotJson`."""
        try:
            return jsonlib.loads(self.body)
        except (ValueError, RecursionError):
            raise NotJson(f"the answer with status {self.status} is not JSON") from None


DEFAULT_TIMEOUT = Timeout()


def request(
    method: str,
    url: str,
    *,
    policy: Policy,
    headers: Mapping[str, str] | None = None,
    json: Any = None,
    data: Mapping[str, str] | bytes | None = None,
    files: Mapping[str, tuple[str | None, bytes, str]] | None = None,
    params: Mapping[str, str] | Sequence[tuple[str, str]] | None = None,
    timeout: Timeout = DEFAULT_TIMEOUT,
    max_bytes: int = 1_000_000,
) -> Response:
    """Sends one request and returns the complete answer of any status.

    `files` makes it a multipart form: field -> (file name or None, content, content type); `data` are then its other
    fields.
    Raises `Refused`, `Unreachable`, `NoAnswer` (also `TooLarge`, over `max_bytes` bytes after decompression).
    """
    host = _judged_host(url, policy)
    if any(_CONTROL.search(value) for value in (headers or {}).values()):
        raise Refused("a header holds a control character")
    journey = _Journey()
    adapter = _WatchedAdapter(
        is_https_proto=url.lower().startswith("https:"), allow_loopback=policy.allow_loopback, journey=journey
    )
    watchdog = threading.Timer(timeout.total, journey.expire)
    watchdog.daemon = True
    watchdog.start()
    try:
        # The adapter is used without a session: a session reads the whole body of a redirect without any
        # limit, and looks at proxies and credentials in the environment.
        prepared = requests.Request(
            method,
            url,
            headers={"User-Agent": USER_AGENT, **(headers or {})},
            json=json,
            data=data,
            files=files,
            params=params,  # a sequence of pairs is accepted, the stub wants a list
        ).prepare()
        raw = adapter.send(
            prepared, stream=True, timeout=(timeout.connect, timeout.read), verify=True, proxies={}
        )
        with contextlib.closing(raw):
            body = _read(raw, max_bytes, host)
        if journey.expired:
            raise NoAnswer(f"{host} took longer than {timeout.total:g} s")
        return Response(status=raw.status_code, headers=CaseInsensitiveDict(raw.headers), body=body)
    except (
        InvalidIPAddress,
        requests.exceptions.InvalidURL,
        requests.exceptions.InvalidHeader,
        UnicodeError,
    ):
        raise Refused(f"{host} is not an address that may be called") from None
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
        kind = type(error).__name__
        if journey.connected:
            raise NoAnswer(f"no usable answer from {host} ({kind})") from None
        raise Unreachable(f"no connection to {host} ({kind})") from None
    finally:
        watchdog.cancel()
        journey.close()
        adapter.close()


def _judged_host(url: str, policy: Policy) -> str:
    """The host of an address that the policy allows; the network address behind it is judged when
    connecting.
    """
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise Refused("not an address") from None
    schemes = ("https", "http") if policy.allow_http else ("https",)
    if parts.scheme.lower() not in schemes:
        raise Refused(f"only {' and '.join(schemes)} may be called")
    if not host:
        raise Refused("the address has no host")
    if parts.username is not None or parts.password is not None:
        raise Refused("an address may not carry a user name or password")
    return host


def _read(raw: requests.Response, max_bytes: int, host: str) -> bytes:
    announced = raw.headers.get("Content-Length", "")
    if announced.isdigit() and len(announced) < 20 and int(announced) > max_bytes:
        raise TooLarge(f"the answer of {host} is larger than {max_bytes} bytes")
    body = bytearray()
    for chunk in raw.iter_content(CHUNK):
        body += chunk
        if len(body) > max_bytes:
            raise TooLarge(f"the answer of {host} is larger than {max_bytes} bytes")
    return bytes(body)


class _Journey:
    """How far one request came, and the means to end it from another thread."""

    def __init__(self) -> None:
        self.connected = False
        self.expired = False
        self._handle: socket.socket | None = None
        self._lock = threading.Lock()

    def watch(self, sock: socket.socket) -> None:
        # A duplicate stays valid when TLS wraps the original, and shutting it down ends the one connection
        # of both.
        with self._lock:
            self._drop()
            self._handle = sock.dup()
            if self.expired:
                self._shut()

    def expire(self) -> None:
        with self._lock:
            self.expired = True
            self._shut()

    def close(self) -> None:
        with self._lock:
            self._drop()

    def _shut(self) -> None:
        if self._handle is not None:
            with contextlib.suppress(OSError):
                self._handle.shutdown(socket.SHUT_RDWR)

    def _drop(self) -> None:
        if self._handle is not None:
            self._handle.close()
            self._handle = None


def _watched(connection_class: Any, journey: _Journey) -> Any:
    class Watched(connection_class):  # the class is urllib3's choice (http or https)
        def _new_conn(self) -> socket.socket:
            sock: socket.socket = super()._new_conn()
            journey.watch(sock)
            return sock

        def connect(self) -> None:
            super().connect()  # for https this includes the handshake and the check of the certificate
            journey.connected = True

    return Watched


class _WatchedAdapter(IPFilterAdapter):  # the library ships no types
    """The library's adapter resolves, judges and pins; this one adds what its filter leaves open."""

    def __init__(self, *, is_https_proto: bool, allow_loopback: bool, journey: _Journey) -> None:
        super().__init__(is_https_proto=is_https_proto, allow_loopback=allow_loopback)
        self._journey = journey

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: Any, cert: Any = None
    ) -> tuple[Any, Any]:
        host_params, pool_kwargs = super().build_connection_pool_key_attributes(request, verify, cert)
        address = ipaddress.ip_address(host_params["host"].strip("[]"))
        if not (self._allow_loopback and address.is_loopback) and _is_special(address):
            raise InvalidIPAddress(address)
        return host_params, pool_kwargs

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        pool = super().get_connection_with_tls_context(*args, **kwargs)
        pool.ConnectionCls = _watched(pool.ConnectionCls, self._journey)
        return pool


def _is_special(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Addresses that requests-hardened 1.3 lets pass: reserved blocks (with IPv4-compatible ::a.b.c.d), old
    site-local.
    """
    return (
        address.is_reserved
        or address.is_unspecified
        or address.is_link_local
        or address.is_private
        or address.is_multicast
        or (isinstance(address, ipaddress.IPv6Address) and address.is_site_local)
    )
