"""Reading answers that may be anything: times, waits, page links, addresses, words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from complaints.networks.plain_text import html_to_text
from config.doors import http

LONGEST_WAIT = timedelta(hours=3)  # Mastodon's longest window: 300 new posts in 3 hours
DEFAULT_WAIT = timedelta(minutes=5)  # Mastodon's usual window, when a server says nothing usable
SHORTEST_WAIT = timedelta(seconds=1)

_LINK = re.compile(r"<([^>]*)>([^<]*)")
_REL = re.compile(r';\s*rel\s*=\s*"?([a-z ]+)"?', re.IGNORECASE)


def json_of(response: http.Response) -> Any:
    """The parsed body, or None when it is not JSON."""
    try:
        return response.json()
    except http.NotJson:
        return None


def words_of(response: http.Response) -> str:
    """The server's own words about an error as plain text, at most 200 characters; "" if there are none."""
    parsed = json_of(response)
    if isinstance(parsed, dict):
        said = parsed.get("error_description") or parsed.get("error") or parsed.get("message") or ""
        return html_to_text(said, max_length=200) if isinstance(said, str) else ""
    return html_to_text(response.body[:4_000].decode(errors="replace"), max_length=200)


def time_of(value: object) -> datetime | None:
    """An aware time from ISO 8601 (UTC when it names no zone), or None."""
    if not isinstance(value, str):
        return None
    try:
        parsed = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


# Mastodon and GoToSocial (ISO 8601); Bluesky and X (seconds since 1970).
RESETS = ("X-RateLimit-Reset", "RateLimit-Reset", "x-rate-limit-reset")


def retry_time(headers: Mapping[str, str], *, now: datetime, longest: timedelta = LONGEST_WAIT) -> datetime:
    """When to try again after a 429.

    Retry-After (seconds or a date) wins, since it speaks of this very refusal; a reset time comes as
    ISO 8601 or as seconds since 1970. Nothing usable, or a time in the past: five minutes. Never sooner than a
    second, never later than `longest`.
    """
    resets = (headers.get(name, "") for name in RESETS)
    stated = said_retry_time(headers, now=now) or _reset_time(next(filter(None, resets), ""))
    if stated is None or stated <= now:
        return now + DEFAULT_WAIT
    return min(max(stated, now + SHORTEST_WAIT), now + longest)


def said_retry_time(headers: Mapping[str, str], *, now: datetime) -> datetime | None:
    """Retry-After as a time not later than three hours from now, or None."""
    value = headers.get("Retry-After", "").strip()
    if not value:
        return None
    if re.fullmatch(r"\d{1,9}", value):
        return now + min(timedelta(seconds=int(value)), LONGEST_WAIT)
    try:
        parsed = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    parsed = parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    return min(parsed, now + LONGEST_WAIT)


def _reset_time(value: str) -> datetime | None:
    if re.fullmatch(r"\d{1,11}(\.\d+)?", value.strip()):
        return datetime.fromtimestamp(float(value), tz=UTC)
    return time_of(value)


def page_links(headers: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The Link header as relation -> query parameters.

    Only the parameters: the request itself always goes to the server that we were told, with our secret.
    """
    found: dict[str, dict[str, str]] = {}
    for match in _LINK.finditer(headers.get("Link", "")[:8_000]):
        relation = _REL.search(match[2])
        try:
            query = dict(parse_qsl(urlsplit(match[1]).query))
        except ValueError:
            continue
        if relation:
            for name in relation[1].lower().split():
                found[name] = query
    return found


def web_address(*candidates: object) -> str:
    """The first candidate that is an http(s) address, else "": others (javascript:) must never become a
    link.
    """
    for candidate in candidates:
        if isinstance(candidate, str) and len(candidate) <= 2_000 and not re.search(r"[\s<>\"]", candidate):
            try:
                parts = urlsplit(candidate)
            except ValueError:
                continue
            if parts.scheme in ("https", "http") and parts.hostname:
                return candidate
    return ""


def text_of(value: object, *, max_length: int = 200) -> str:
    """A short plain field (a name, a handle, an id) as one line, "" when it is not text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return " ".join(value[:max_length].split()) if isinstance(value, str) else ""


def whole_number(value: object, *, least: int, most: int) -> int | None:
    """A JSON number within bounds, else None."""
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return value
    return None
