"""Bluesky's records and views: how ours are written, what others say. Nothing here makes a request.

Shapes are those of the lexicons app.bsky.feed.post, app.bsky.richtext.facet and app.bsky.feed.defs; addresses, keys and
times follow https://atproto.com/specs/ (at-uri-scheme, tid, handle).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from complaints.networks import answers
from complaints.networks.base import RemoteReply
from complaints.networks.calling import inside, objects, string
from complaints.networks.plain_text import MAX_TEXT

COLLECTION = "app.bsky.feed.post"
SIGNED_IN_ONLY = "!no-unauthenticated"  # an author's wish not to be shown to people who are not signed in
MODERATED = frozenset({"!hide", "!takedown"})

# A seen post whose index entry is this much younger than its key was written anew. Less than that is how far a view
# lags behind.
REWRITTEN_AFTER = timedelta(minutes=1)
CLOCK_SKEW = timedelta(minutes=15)  # between a server's clock and that of whoever wrote the record

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SORTABLE = "234567abcdefghijklmnopqrstuvwxyz"
_TID = re.compile(r"[234567a-j][234567a-z]{12}")
# Longer ones are allowed, and not seen: an id has 200 characters here.
_URI = re.compile(
    r"at://(did:[a-z]{1,16}:[A-Za-z0-9._:%-]{1,80})/app\.bsky\.feed\.post/([A-Za-z0-9._:~-]{1,64})"
)
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME = rf"(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?"
_HANDLE = re.compile(_NAME, re.IGNORECASE)
# A whole word that begins with an at sign: neither part of an e-mail address nor a handle of another network.
_AT_HANDLE = re.compile(rf"(?<![\w@./-])@({_NAME})(?![\w@-]|\.\w)", re.IGNORECASE)
_MOST_TIES = 6  # a cursor has 200 characters


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies: the account's DID and the record's key."""

    did: str
    key: str

    @property
    def uri(self) -> str:
        return f"at://{self.did}/{COLLECTION}/{self.key}"


def place_of(uri: str) -> Place | None:
    """The place that an address of a post names, None when it names none."""
    found = _URI.fullmatch(uri)
    return Place(found[1], found[2]) if found else None


def web_address_of(handle: str, place: Place) -> str:
    """Where people see a post. Without a usable handle the DID leads there too."""
    who = handle if is_handle(handle) and not handle.endswith(".invalid") else place.did
    return f"https://bsky.app/profile/{who}/post/{place.key}"


def is_handle(text: str) -> bool:
    return len(text) <= 253 and _HANDLE.fullmatch(text) is not None


# Keys


def tid(moment: datetime, clock: int = 0) -> str:
    """The record key for a time: 53 bits of microseconds since 1970, 10 bits of clock, 13 sortable characters."""
    number = ((moment - _EPOCH) // _MICROSECOND) << 10 | clock & 1023
    return "".join(_SORTABLE[number >> shift & 31] for shift in range(60, -1, -5))


def time_of_tid(key: str) -> datetime | None:
    """The time that a record key names, None when it is no TID."""
    if not _TID.fullmatch(key):
        return None
    number = 0
    for character in key:
        number = number << 5 | _SORTABLE.index(character)
    return _EPOCH + (number >> 10) * _MICROSECOND


def record_key(first_tried_at: datetime, idempotency_key: str, turn: int = 0) -> str:
    """The one key under which all tries of a posting write, so that none can double it.

    Many postings may begin at the same moment: the idempotency key spreads them over the following second and over
    the clock (30 bits). `turn` is for the rare case that two meet all the same.
    """
    digest = hashlib.sha256(f"{turn}:{idempotency_key}".encode()).digest()
    spread = int.from_bytes(digest[:8]) % 1_000_000
    return tid(first_tried_at + spread * _MICROSECOND, int.from_bytes(digest[8:10]))


# Writing


def record_of(
    text: str,
    *,
    made_at: datetime,
    facets: list[dict[str, Any]],
    language: str,
    reply: Mapping[str, Any] | None,
    embed: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """A post as it is stored."""
    return (
        {"$type": COLLECTION, "text": text, "createdAt": timestamp(made_at)}
        | ({"langs": [language]} if language else {})
        | ({"facets": facets} if facets else {})
        | ({"reply": dict(reply)} if reply else {})
        | ({"embed": dict(embed)} if embed else {})
    )


def timestamp(moment: datetime) -> str:
    """The full RFC 3339 time that the lexicons ask for."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def facets_of(text: str, *, link: str, handle: str = "", did: str = "") -> list[dict[str, Any]]:
    """What makes the link, and the handle of one account, more than words.

    Positions count UTF-8 bytes; the server takes wrong ones without a word, and readers then see a broken post.
    """
    found = []
    if did and (match := next((m for m in _AT_HANDLE.finditer(text) if m[1] == handle), None)):
        feature = {"$type": "app.bsky.richtext.facet#mention", "did": did}
        found.append(_facet(text, match.start(), match.end(), feature))
    start = text.rfind(link) if link else -1
    if start >= 0:
        feature = {"$type": "app.bsky.richtext.facet#link", "uri": link}
        found.append(_facet(text, start, start + len(link), feature))
    return found


def _facet(text: str, start: int, end: int, feature: dict[str, Any]) -> dict[str, Any]:
    begin = len(text[:start].encode())
    index = {"byteStart": begin, "byteEnd": begin + len(text[start:end].encode())}
    return {"index": index, "features": [feature]}


def handle_in(text: str) -> str:
    """The handle that a text addresses, "" when there is none or more than one."""
    found = {match[1] for match in _AT_HANDLE.finditer(text)}
    return found.pop() if len(found) == 1 else ""


def picture_embed(blob: Mapping[str, Any], *, alt: str, png: bytes) -> dict[str, Any]:
    """A picture with its words. A card (app.bsky.embed.external) has a picture too, but no words for it.

    Without the proportions readers see a square until the picture is there.
    """
    width, height = int.from_bytes(png[16:20]), int.from_bytes(png[20:24])  # of the PNG's IHDR chunk
    proportions = {"aspectRatio": {"width": width, "height": height}} if width and height else {}
    return {
        "$type": "app.bsky.embed.images",
        "images": [{"image": dict(blob), "alt": alt, **proportions}],
    }


def holds_link(record: Any, link: str) -> bool:
    """Whether a record carries exactly this link, made clickable or not."""
    facets = objects(inside(record, "facets"))
    linked = (feature.get("uri") for facet in facets for feature in objects(facet.get("features")))
    return link in linked or link in string(inside(record, "text")).split()


# Reading


def reply_from(view: Mapping[str, Any], *, now: datetime, was_seen: bool = False) -> RemoteReply | None:
    """A post as others wrote it, from a view of it or from a notification; None when it is not whole or may not be
    shown in public.

    Nothing says that a post was written anew. Some clients note `updatedAt` in it; that the key of a post known to us
    is older than its entry in the index says it too.
    """
    author, record = view.get("author"), view.get("record")
    place = place_of(string(view.get("uri")))
    if place is None or not isinstance(author, dict) or not isinstance(record, dict) or is_not_public(view):
        return None
    did, handle = answers.text_of(author.get("did")), answers.text_of(author.get("handle"), max_length=253)
    if did != place.did:
        return None
    handle = handle if is_handle(handle) and not handle.endswith(".invalid") else did
    indexed_at = answers.time_of(view.get("indexedAt"))
    created_at = answers.time_of(record.get("createdAt"))
    languages = record.get("langs")
    return RemoteReply(
        remote_id=place.uri,
        url=web_address_of(handle, place),
        in_reply_to=answers.text_of(inside(record, "reply", "parent", "uri"), max_length=800),
        author_id=did,
        author_handle=handle,
        author_name=answers.text_of(author.get("displayName")) or handle,
        author_url=f"https://bsky.app/profile/{handle}",
        text=words_of(record),
        language=answers.text_of(languages[0], max_length=16)
        if isinstance(languages, list) and languages
        else "",
        # The client's claim; one that lies in the future of the index is not believed (nor by Bluesky).
        stated_at=min(filter(None, (created_at, indexed_at)), default=now),
        edited_at=_edited_at(record, place, indexed_at=indexed_at or now, was_seen=was_seen),
        visibility="public",
    )


def _edited_at(
    record: Mapping[str, Any], place: Place, *, indexed_at: datetime, was_seen: bool
) -> datetime | None:
    noted = answers.time_of(record.get("updatedAt"))
    if noted and noted <= indexed_at + CLOCK_SKEW:
        return noted
    made_at = time_of_tid(place.key)
    if was_seen and made_at and indexed_at - made_at >= REWRITTEN_AFTER:
        return indexed_at
    return None


def is_not_public(view: Any) -> bool:
    """Whether the author shows nothing to people who are not signed in, or moderators took it down."""
    hers = _labels(inside(view, "author"))
    return SIGNED_IN_ONLY in hers or bool(MODERATED & (hers | _labels(view)))


def _labels(value: Any) -> set[str]:
    return {string(label.get("val")) for label in objects(inside(value, "labels")) if not label.get("neg")}


def words_of(record: Mapping[str, Any]) -> str:
    """The text with the addresses behind its words, and what hangs on it: a company may answer by a picture alone."""
    text = _with_addresses(string(record.get("text"))[:MAX_TEXT], objects(record.get("facets")))
    parts = [text.strip()]
    embed = record.get("embed")
    for part in (embed, inside(embed, "media")):  # a quote with a picture holds the picture in `media`
        kind = string(inside(part, "$type"))
        if kind == "app.bsky.embed.external":
            address = answers.web_address(inside(part, "external", "uri"))
            title = answers.text_of(inside(part, "external", "title"))
            if address and address not in text:
                parts.append(f"{title} ({address})" if title else address)
        for picture in objects(inside(part, "images")) if kind == "app.bsky.embed.images" else ():
            parts.append(_attachment(picture))
        if kind == "app.bsky.embed.video":
            parts.append(_attachment(inside(embed, "media") or embed))
    return "\n\n".join(filter(None, parts))[:MAX_TEXT]


def _attachment(picture: Any) -> str:
    described = answers.text_of(inside(picture, "alt"), max_length=2_000)
    return f"[attachment: {described}]" if described else "[attachment]"


def _with_addresses(text: str, facets: list[dict[str, Any]]) -> str:
    """Links are words with an address behind them, mostly the address cut short."""
    raw, out, position = text.encode(errors="replace"), [], 0
    for start, end, address in sorted(_links(facets)):
        if not position <= start < end <= len(raw):
            continue
        words = raw[start:end].decode(errors="replace")
        out += [raw[position:start].decode(errors="replace"), _shown(words, address)]
        position = end
    return "".join(out) + raw[position:].decode(errors="replace")


def _links(facets: list[dict[str, Any]]) -> list[tuple[int, int, str]]:
    found = []
    for facet in facets:
        start = answers.whole_number(inside(facet, "index", "byteStart"), least=0, most=100_000)
        end = answers.whole_number(inside(facet, "index", "byteEnd"), least=0, most=100_000)
        address = answers.web_address(*(feature.get("uri") for feature in objects(facet.get("features"))))
        if start is not None and end is not None and address:
            found.append((start, end, address))
    return found


def _shown(words: str, address: str) -> str:
    bare, whole = _bare(words), _bare(address)
    is_cut = bare.endswith(("…", "...")) and whole.startswith(bare.rstrip("….")) and bare.rstrip("….")
    return address if bare == whole or is_cut else f"{words} ({address})"


def _bare(address: str) -> str:
    return re.sub(r"^https?://(www\.)?", "", address.strip(), flags=re.IGNORECASE).rstrip("/")


# Where a walk stopped


@dataclass(frozen=True, slots=True)
class Mark:
    """The newest that was given: its time in milliseconds since 1970, and short names of all that share it."""

    at: int
    there: frozenset[str] = frozenset()

    @classmethod
    def newest(cls, found: list[tuple[int, str]], *, before: Mark | None) -> Mark | None:
        """The mark after these times and addresses were given, with `before` as the mark until now."""
        at = max((moment for moment, _uri in found), default=-1)
        if before and before.at > at:
            return before
        there = {_short(uri) for moment, uri in found if moment == at}
        if before and before.at == at:
            there |= before.there
        return cls(at, frozenset(sorted(there)[:_MOST_TIES])) if at >= 0 else None

    @classmethod
    def from_text(cls, text: str) -> Mark | None:
        at, _, there = text.strip().partition(" ")
        return cls(int(at), frozenset(there.split())) if re.fullmatch(r"\d{1,15}", at) else None

    def __str__(self) -> str:
        return " ".join([str(self.at), *sorted(self.there)])

    def covers(self, at: int, uri: str) -> bool:
        """Whether this one was given before."""
        return at < self.at or (at == self.at and _short(uri) in self.there)


def milliseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def _short(uri: str) -> str:
    return hashlib.sha256(uri.encode()).hexdigest()[:8]
