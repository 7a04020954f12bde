"""Rate limits on Django's cache, shared by all processes.

How a hit is counted. Django's `cache.incr` is not an answer here: on the database cache it is a read
followed by a write (django/core/cache/backends/base.py, `incr`), so parallel requests count as one, and it
also resets the time-out of the key. `cache.add` is exact on every backend: a primary key in PostgreSQL, SET
NX in Redis, a lock in memory. So a window is a row of numbered places, and a hit takes the first free place
with `add`: no place can be taken twice, and never more than `limit` hits pass in a window. A hint tells
where the free places begin; a wrong hint costs time, never a hit.

What is approximate. Windows are fixed, not sliding: around the end of one, up to twice the limit can pass
in a short time. The windows of different keys end at different moments. A hit in a transaction that is
rolled back is forgotten, so ask before the transaction. Entries that the cache drops to make room are
forgotten too: give it room (MAX_ENTRIES). When the cache cannot be written, the answer is no.
"""

import ipaddress
import math
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from config.doors import clock

UNKNOWN_CLIENT: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a hit may pass. `retry_after`: whole seconds to wait, 0 when allowed. `remaining`: hits left
    in the window.
    """

    allowed: bool
    retry_after: int
    remaining: int


def hit(key: str, *, limit: int, per_seconds: int, now: datetime | None = None) -> Decision:
    """Count one hit on `key` and say whether it is within `limit` hits per window of `per_seconds`.

    `key` names the thing and who does it, for example "file:" + client_prefix(request). It is kept as a
    keyed hash only, so no address lands in the cache. A refused hit is not counted. Raises ValueError for a
    limit or window below 1.
    """
    if limit < 1 or per_seconds < 1:
        raise ValueError("a limit needs at least 1 hit and 1 second")
    name = salted_hmac("config.doors.limits", f"{limit}/{per_seconds}/{key}", algorithm="sha256").hexdigest()[
        :32
    ]
    seconds = (now or clock.now()).timestamp()
    window, into = divmod(seconds + zlib.crc32(name.encode()) % per_seconds, per_seconds)
    left = max(1, math.ceil(per_seconds - into))
    window_key = f"limits:{name}:{int(window)}"
    # The entries outlive their window by a minute, so that clocks that differ a little never meet an empty
    # row of places.
    keep = left + 60
    first = min(int(cache.get(window_key, 0)), limit)
    for place in range(first, limit):
        if cache.add(f"{window_key}:{place}", 1, timeout=keep):
            cache.set(window_key, place + 1, timeout=keep)
            return Decision(allowed=True, retry_after=0, remaining=limit - place - 1)
    return Decision(allowed=False, retry_after=left, remaining=0)


def client_prefix(request: HttpRequest, *, trusted_proxies: int = 0) -> str:
    """Who asks, as far as a rate limit may know: an IPv4 address, or the /64 of an IPv6 address, for
    example "2001:db8::/64".

    A household or a server usually holds a whole /64, so single IPv6 addresses are no limit. With
    `trusted_proxies` = 0 only REMOTE_ADDR counts, and X-Forwarded-For, which anybody can write, is never
    read. With n proxies of ours in front, each appends the address it saw, so the n-th entry from the right
    is the client; what stands left of it was claimed by the client and is ignored. A shorter or unreadable
    list means that somebody came around a proxy: then REMOTE_ADDR counts. "unknown" when there is no
    address at all (a Unix socket without a proxy): all those share one limit.
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))
    if trusted_proxies > 0:
        forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
        if len(forwarded) >= trusted_proxies:
            claimed = _prefix(forwarded[-trusted_proxies])
            if claimed != UNKNOWN_CLIENT:
                return claimed
    return _prefix(peer)


def _prefix(written: str) -> str:
    """The address or /64 in `written`, which may carry a port or brackets; UNKNOWN_CLIENT when it is none."""
    text = written.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return UNKNOWN_CLIENT
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.IPv6Network((int(address), 64), strict=False))
    return str(address)
