"""A reply in the form that the patterns are written for: folded, sentence by sentence, with the way back."""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

LINK: Final = re.compile(
    r"\bhttps?://[^\s]{1,300}|\bwww\.[^\s]{1,300}|(?<![@\w.])[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/[^\s]{1,200}"
)
_WORD: Final = re.compile(r"[^\W\d_]{2,20}(?:'[a-z]{1,2})?")
_PLAIN: Final = str.maketrans(
    {("’"): "'", "‘": "'", "´": "'", "`": "'", "–": "-", "—": "-", "…": ".", "“": '"', "”": '"'}
)
_SENTENCE_ENDS: Final = ".!?"
# "Holaaa" is "hola". Of the letters only w stands three times for itself, in an address.
_ELONGATED: Final = 3


@dataclass(frozen=True, slots=True)
class ReplyText:
    """A text and its folded form: lower case, no accents, straight quotes, single spaces, one sentence a line.

    `accented` is as long as `folded` and keeps the accents. `origins[i]` is the index in `text` of character i.
    """

    text: str
    folded: str
    accented: str
    origins: list[int]
    line_starts: list[int]

    def line_of(self, position: int) -> int:
        """The number of the sentence, from 1."""
        return bisect_right(self.line_starts, position)

    def line(self, number: int) -> str:
        """The folded words of one sentence."""
        start, end = self.bounds(number)
        return self.folded[start:end]

    def bounds(self, number: int) -> tuple[int, int]:
        """Where a sentence begins and ends."""
        following = self.line_starts[number] if number < len(self.line_starts) else len(self.folded)
        return self.line_starts[number - 1], following

    def whole_words(self, start: int, end: int) -> tuple[int, int]:
        """The same stretch, out to the ends of the words in which it begins and ends."""
        while start > 0 and self.folded[start - 1].isalnum() and self.folded[start].isalnum():
            start -= 1
        while end < len(self.folded) and self.folded[end].isalnum() and self.folded[end - 1].isalnum():
            end += 1
        return start, end

    def original(self, start: int, end: int) -> str:
        """The exact words behind folded[start:end], with the marks that folding took away."""
        last = self.origins[end] if end < len(self.origins) else len(self.text)
        return self.text[self.origins[start] : last].strip(" \t\r\n.,;:!?")


def fold(text: str) -> ReplyText:
    """Fold `text`. A sentence ends at . ! ? or an emoji before a space, or with its line."""
    folded: list[str] = []
    accented: list[str] = []
    origins: list[int] = []
    line_starts = [0]
    run = 0
    ends_here = False
    only_names = True  # so far nothing but the names of accounts that a network puts in front
    for index, character in enumerate(text):
        if character.isspace():
            ends_sentence = character == "\n" or ends_here or (only_names and bool(folded))
            if folded and folded[-1] in " \n":
                if ends_sentence and folded[-1] == " ":
                    folded[-1] = accented[-1] = "\n"
                    line_starts.append(len(folded))
                continue
            folded.append("\n" if ends_sentence else " ")
            accented.append(folded[-1])
            origins.append(index)
            if ends_sentence:
                line_starts.append(len(folded))
            continue
        plain = _plain(character)
        if not plain:  # a mark of its own, as in decomposed text
            if accented and len(joined := unicodedata.normalize("NFC", accented[-1] + character)) == 1:
                accented[-1] = joined
            continue
        if not folded or folded[-1] in " \n":
            only_names = only_names and plain == "@"
        ends_here = plain[-1] in _SENTENCE_ENDS or unicodedata.category(character) == "So"
        run = run + 1 if folded and plain == folded[-1] and plain.isalpha() and plain != "w" else 1
        if run == _ELONGATED:
            del folded[-1], accented[-1], origins[-1]
        if run >= _ELONGATED:
            continue
        for sign in plain:
            folded.append(sign)
            accented.append(_lower(character) if len(plain) == 1 else sign)
            origins.append(index)
    return ReplyText(text, "".join(folded), "".join(accented), origins, line_starts)


def words_of(folded: str) -> list[str]:
    """The words of a folded text, without numbers and links."""
    return _WORD.findall(LINK.sub(" ", folded))


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """One character as patterns expect it: lower case, without its accent, straight quotes."""
    apart = unicodedata.normalize("NFD", character)
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).lower().translate(_PLAIN)


@lru_cache(maxsize=4096)
def _lower(character: str) -> str:
    lower = unicodedata.normalize("NFC", character.lower().translate(_PLAIN))
    return lower if len(lower) == 1 else _plain(character)[:1]
