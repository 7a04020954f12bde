"""Whose reply is it? A display name proves nothing; an id that the company proved, or its website links, does."""

from collections.abc import Iterable
from dataclasses import dataclass

from complaints.enums import Side
from complaints.rules.confusables import looks_of

SHORTEST_NAME = 4


@dataclass(frozen=True, slots=True)
class Known:
    """An account that counts as the company's, as the server shows it on which we look.

    `remote_id` is its id on that server, empty until it was first seen there: elsewhere it has another one, and its id
    elsewhere may here be a stranger's. `is_vouched`: what this server says about this account may be believed
    (`may_speak_for`), or its id there was learned from somebody who may.
    """

    remote_id: str
    handle: str
    is_vouched: bool = True

    def is_behind(self, *, author_id: str, author_handle: str) -> bool:
        """Whether this account is the author, for certain. A known id decides alone, else the handle."""
        return self.is_vouched and self.seems_behind(author_id=author_id, author_handle=author_handle)

    def seems_behind(self, *, author_id: str, author_handle: str) -> bool:
        """The same, as far as the server that shows it can be believed."""
        if self.remote_id:
            return self.remote_id == author_id
        return self.handle.casefold() == author_handle.casefold()


def may_speak_for(handle: str, *, server: str, is_trusted_server: bool) -> bool:
    """Whether the word of `server` (its host) about an account proves that it is that account.

    Anybody can run a server and connect an account there. What it says about accounts of its own is theirs to say; about
    those of another host only a server that this site chose, or that is the whole network, is believed.
    """
    host = handle.rpartition("@")[2] if "@" in handle else ""
    return is_trusted_server or (host != "" and host.casefold() == server.casefold())


def whose_reply(
    *,
    author_id: str,
    author_handle: str,
    author_name: str,
    trusted: Iterable[Known],
    brand_names: Iterable[str],
    brand_handles: Iterable[str],
) -> Side:
    """COMPANY, UNCONFIRMED ("from @x, not yet confirmed": a moderator's task) or OTHER.

    An account looks like the brand when its handle or display name holds one of the brand's names, or when its handle
    reads like one of the brand's accounts on another server. `brand_handles` are accounts that nobody has proved.
    """
    accounts = list(trusted)
    if any(known.is_behind(author_id=author_id, author_handle=author_handle) for known in accounts):
        return Side.COMPANY
    if any(known.seems_behind(author_id=author_id, author_handle=author_handle) for known in accounts):
        return Side.UNCONFIRMED
    own_handles = [*brand_handles, *(known.handle for known in accounts)]
    user = _user_of(author_handle)
    if any(handle.casefold() == author_handle.casefold() for handle in own_handles):
        return Side.UNCONFIRMED
    if any(_look_the_same(user, _user_of(handle)) for handle in own_handles):
        return Side.UNCONFIRMED
    if any(_holds(text, name) for name in brand_names for text in (author_name, user)):
        return Side.UNCONFIRMED
    return Side.OTHER


def _user_of(handle: str) -> str:
    """What of a handle is chosen by whoever has it: "northline" of "northline@social.example"."""
    return handle.split("@", maxsplit=1)[0]


def _look_the_same(one: str, other: str) -> bool:
    return any(len(look) >= SHORTEST_NAME for look in looks_of(one) & looks_of(other))


def _holds(text: str, name: str) -> bool:
    """Whether the text holds the name, as it looks; a very short name only as a whole."""
    seen = looks_of(text)
    return any(
        look in seen or (len(look) >= SHORTEST_NAME and any(look in one for one in seen))
        for look in looks_of(name)
        if look
    )
