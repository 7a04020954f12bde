"""Whose reply is it? A display name proves nothing; an id that the company proved, or its website links, does."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from complaints.enums import Side

SHORTEST_NAME = 4


@dataclass(frozen=True, slots=True)
class Known:
    """An account that counts as the company's. `remote_id` may be empty until it was first seen."""

    remote_id: str
    handle: str


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

    A known id decides alone: the same handle with another id is another account.
    """
    for known in trusted:
        if known.remote_id:
            if known.remote_id == author_id:
                return Side.COMPANY
        elif known.handle.casefold() == author_handle.casefold():
            return Side.COMPANY
    if any(handle.casefold() == author_handle.casefold() for handle in brand_handles):
        return Side.UNCONFIRMED
    seen = {_letters(author_name), _letters(author_handle.split("@", maxsplit=1)[0])}
    for name in brand_names:
        letters = _letters(name)
        if len(letters) >= SHORTEST_NAME and any(letters in text for text in seen):
            return Side.UNCONFIRMED
        if letters and letters in seen:
            return Side.UNCONFIRMED
    return Side.OTHER


def _letters(text: str) -> str:
    """Letters and digits alone, without accents and case, so that "Nórth-Line_Help" contains "northline"."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in plain if character.isalnum())
