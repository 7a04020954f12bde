"""What we need of a network, whichever it is.

A connector speaks for one account on one network. It is built with everything it needs (address, secret,
HTTP policy), holds no database row, reads no setting and no clock: each call gets `now`. Every failure is
one of the errors below, so that the outbox decides by kind and never by vendor:

| error | did it happen? | what the caller does |
|---|---|---|
| `Retryable` | no | again later, with growing waits; not before `retry_at` when given |
| `RateLimited` | no | again at `retry_at` |
| `Uncertain` | perhaps | `find` first, never send blindly |
| `NeedsReconnect` | no | stop, ask the owner of the account to connect again |
| `Forbidden` | no | park it and show it: scopes, a disabled account, an address that may not be called |
| `Rejected` | no | final for this text; with `too_long` render again with `strict=True`, once |
| `Gone` | - | it was deleted over there: mark it removed |
| `Unsupported` | no | the network cannot do this; `capabilities` said so before |

A network that answers "duplicate" reports `Uncertain`: it is probably there, look. Spent budgets are
`RateLimited`.
"""

from __future__ import annotations

import abc
import dataclasses
import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

PUBLIC = frozenset({"public", "unlisted"})
"""Visibilities whose text anybody may read, and which we may therefore show."""

NOTHING_SEEN: Mapping[str, datetime | None] = MappingProxyType({})

Renew = Callable[[str, Callable[[str], str]], str]
"""How a connector replaces a secret that has expired: `renew(old, exchange)` gives the secret to go on with.

One at a time for each account: when the stored secret is no longer `old`, somebody was quicker and the stored one is
given; else `exchange(old)` asks the network, and what it returns is stored before it is used. Networks that rotate
refresh tokens end the account's session when an old one is used again.
"""


def not_stored(old: str, exchange: Callable[[str], str]) -> str:
    """The `Renew` of a connector whose account nobody keeps (yet): asks the network each time."""
    return exchange(old)


class NetworkError(Exception):
    """A failure, in our words.

    `code` is a short stable word to store; `status` the HTTP status, if there was one; `detail` the
    server's own words as plain text, at most 200 characters; `retry_at` an aware time before which trying
    again is useless.
    """

    def __init__(
        self, code: str, *, status: int | None = None, detail: str = "", retry_at: datetime | None = None
    ) -> None:
        super().__init__(code if status is None else f"{code} (HTTP {status})")
        self.code = code
        self.status = status
        self.detail = detail
        self.retry_at = retry_at


class Retryable(NetworkError):
    """Passing trouble; nothing was carried out, or doing it again is harmless."""


class RateLimited(Retryable):
    """Too many requests; `retry_at` is always set."""

    retry_at: datetime


class Uncertain(NetworkError):
    """The answer to a posting was lost: it may stand there. Look (`find`) before sending again."""


class NeedsReconnect(NetworkError):
    """The credentials are no longer valid."""


class Forbidden(NetworkError):
    """The account, or this installation, may not do this."""


class Gone(NetworkError):
    """The post does not exist (any more) over there."""


class Rejected(NetworkError):
    """The network will never accept this text; the code is `too_long`, `empty` or `invalid`."""

    @property
    def too_long(self) -> bool:
        return self.code == "too_long"


class Unsupported(NetworkError):
    """The network cannot do this at all, or not yet."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a connector can do beyond posting and finding its own posts."""

    edit: bool = False
    delete: bool = False
    replies: bool = False
    follows_edits: bool = False  # replies that are changed over there are given again
    repeats: bool = False  # ... and all others as well, where nothing tells when one was changed
    mentions: bool = False
    search: bool = False
    idempotency_key: bool = False
    media: bool = False
    threads: bool = False  # a post may reply to one of our own
    may_mention: bool = False  # a program may address the company by its handle


class Counting(enum.StrEnum):
    """What one character is, for a network."""

    GRAPHEMES = "graphemes"  # extended grapheme clusters (UAX #29)
    CODE_POINTS = "code_points"
    WEIGHTED = "weighted"  # X: most scripts count double
    EMOJI_BYTES = "emoji_bytes"  # Threads: an emoji costs its UTF-8 bytes


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a post may be on this server.

    `characters` are counted as `counting` says. `url_length` is what every address costs whatever its length
    (None: its own length); `local_mentions` says that `@user@domain` costs only `@user`; `max_bytes` is a
    second limit in UTF-8 bytes (Bluesky); `strict` says that the server is known or suspected to count code
    points and addresses in full.
    """

    characters: int = 500
    url_length: int | None = 23
    local_mentions: bool = True
    max_bytes: int | None = None
    media: int = 4
    strict: bool = False
    counting: Counting = Counting.GRAPHEMES

    def as_json(self) -> dict[str, Any]:
        """The values to store."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Limits:
        """What `as_json` gave, also by an earlier version; nothing stored means the usual limits."""
        known = {
            name: stored[name] for name in (one.name for one in dataclasses.fields(cls)) if name in stored
        }
        if "counting" in known:
            known["counting"] = Counting(known["counting"])
        return cls(**known)


@dataclass(frozen=True, slots=True)
class App:
    """This site as a network knows it: its OAuth client. The secret belongs into the vault or the environment."""

    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Account:
    """The account that a connector speaks for. The id is opaque text and only unique on its server."""

    id: str
    handle: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class ComplaintSummary:
    """What a post says about a complaint. Title and brand are other people's words and are defused when
    rendered.

    `handle` is the one account to address (`@user@domain`), `channels` are words ("phone", "e-mail"),
    `minutes` the time spent, `days` since the first attempt, `language` an ISO 639-1 code or "". `story` is only told
    where a post may be an article.
    """

    title: str
    brand: str
    link: str
    handle: str = ""
    attempts: int = 0
    channels: tuple[str, ...] = ()
    minutes: int = 0
    days: int = 0
    language: str = ""
    story: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A picture for a post: PNG bytes, its words for people who do not see it, and its own public address."""

    png: bytes = field(repr=False)
    alt: str
    url: str


@dataclass(frozen=True, slots=True)
class PostText:
    """A rendered post. `body` is plain text, complete, and ends with `link`; its first paragraph is the title where
    a network wants one. `length` is in the units of the limits used. `reply_to` is the id of our own post that this
    one continues; `card` a picture, left out where the network takes none.
    """

    body: str
    link: str
    handle: str = ""
    language: str = ""
    length: int = 0
    shortened: bool = False
    reply_to: str = ""
    card: Card | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """A post that stands on the network. `url` is "" when the server gave no usable web address; `lacks_picture` that
    the picture that it was to have was not taken.
    """

    remote_id: str
    url: str
    lacks_picture: bool = False


@dataclass(frozen=True, slots=True)
class RemoteReply:
    """One public post of somebody, mostly a reply.

    `text` is plain text; `stated_at` is the server's claim; ids are opaque text. `is_opted_out` says that the author
    asks programs to leave them alone; it bears on searches, not on replies to us.
    """

    remote_id: str
    url: str
    in_reply_to: str
    author_id: str
    author_handle: str
    author_name: str
    author_url: str
    text: str
    language: str
    stated_at: datetime
    edited_at: datetime | None
    visibility: str
    is_opted_out: bool = False


@dataclass(frozen=True, slots=True)
class Replies:
    """Replies that are new or edited (with `Capabilities.repeats` all), and the ids of seen ones no longer shown."""

    replies: tuple[RemoteReply, ...]
    missing: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Mentions:
    """Public posts that mention our account, or that a search found, oldest first, and where to go on. `more`: the
    walk was cut short.
    """

    replies: tuple[RemoteReply, ...]
    cursor: str
    more: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """What a network that charges has shown, by id."""

    posts: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()


class Connector(abc.ABC):
    """One account on one network. See the module for the errors that every method may raise."""

    capabilities: Capabilities

    def take_read(self) -> Read:
        """What was read since this was asked last, where the network charges for it; also by calls that failed."""
        return Read()

    @abc.abstractmethod
    def limits(self, *, now: datetime) -> Limits:
        """The server's limits, asked once per connector."""

    @abc.abstractmethod
    def render(self, summary: ComplaintSummary, *, limits: Limits, strict: bool = False) -> PostText:
        """The post within the limits, without any request. Raises `Rejected` when not even the link fits."""

    @abc.abstractmethod
    def check(self, *, now: datetime) -> Account:
        """The account behind the credentials."""

    @abc.abstractmethod
    def publish(
        self, text: PostText, *, idempotency_key: str, now: datetime, first_tried_at: datetime | None = None
    ) -> Published:
        """Posts once.

        The key stays the same for all tries of one posting. On the first try `now` is the time of the first try;
        from the second on `first_tried_at` is: then the connector looks before it sends, because some servers ignore
        keys. With `reply_to` it continues that post of ours, and raises `Gone` when that one is gone.
        Raises `Uncertain` when the post may stand although no id came back.
        """

    @abc.abstractmethod
    def find(self, link: str, *, now: datetime, since: datetime | None = None) -> Published | None:
        """Our newest post with exactly this link, or None. Raises `Uncertain` when it could not look far
        enough back.
        """

    def update(self, remote_id: str, text: PostText, *, now: datetime) -> Published:
        """Makes the post say this text; a post that already does is left alone."""
        raise Unsupported("edit")

    def delete(self, remote_id: str, *, now: datetime) -> None:
        """Removes the post; one that is already gone is fine."""
        raise Unsupported("delete")

    def replies(
        self, remote_id: str, *, now: datetime, seen: Mapping[str, datetime | None] = NOTHING_SEEN
    ) -> Replies:
        """Public replies below our post. `seen` maps known reply ids to their `edited_at`."""
        raise Unsupported("replies")

    def mentions(self, *, now: datetime, cursor: str = "") -> Mentions:
        """Public posts that mention us after the cursor; without one only the newest page."""
        raise Unsupported("mentions")

    def search(self, words: str, *, now: datetime, cursor: str = "") -> Mentions:
        """Public posts that hold all the words, after the cursor; without one only the newest page."""
        raise Unsupported("search")
