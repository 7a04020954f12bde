"""Is a reply a near-copy of what the brand has sent to others?

Compared are the words that remain when everything is taken away that changes from one customer to the next: names,
greetings, signatures, account names, addresses, links, numbers. Two such texts are alike by the share of characters
that need no change (normalised indel similarity, https://rapidfuzz.github.io/RapidFuzz/Usage/fuzz.html#ratio). A text
is marked from the third customer on who gets it; the earlier ones are never marked afterwards, because nobody could
know then.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from complaints.rules.reply_text import LINK

# Alike in so many per cent of their characters.
THRESHOLD: Final = 90
# Characters that are left to compare. "Thanks for letting us know!" is said to many, and is no template.
SHORTEST: Final = 40
# The third customer who gets the text: two others had it before.
FROM_COPY: Final = 3
# Earlier replies of so long before are looked at, the newest so many of them.
WITHIN: Final = timedelta(days=90)
MOST_COMPARED: Final = 300
# What lies behind this is not compared.
LONGEST: Final = 1_000

_EMAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_ACCOUNT: Final = re.compile(r"[@#]\w{1,60}")
_WITH_DIGIT: Final = re.compile(r"(?<![\w-])[\w-]{0,20}\d[\w.,:/%-]{0,40}")
_GREETING: Final = re.compile(
    r"^(?:(?:hi|hello|hey|hiya|dear|good (?:morning|afternoon|evening)|ola|oi|bom dia|boa (?:tarde|noite)|prezad[oa]"
    r"|car[oa]|hola|buen(?:as|os) (?:dias|tardes|noches)|buenas|estimad[oa]|sr|sra|senhora?|senora?)\b[ .,]{0,3}){1,3}"
    r"(?:there\b ?)?(?:[^\W\d]{2,20}(?: [^\W\d]{2,20})?(?=[,!.:\n]))?"
)
_SIGNATURE: Final = re.compile(
    r"(?:[\n.!?)] ?(?:(?:kind|best|warm|many)? ?(?:regards|wishes|thanks)|thank you|thanks|cheers|ty|sincerely|yours"
    r"|abracos?|abs|att|atenciosamente|atentamente|cumprimentos|cordialmente|saludos|un saludo|obrigad[oa]|gracias)"
    r"[ ,.!\n-]{0,4}(?:[^\W\d]{2,20}(?: [^\W\d]{1,20}){0,2})?|[ \n][\^~*-] ?[^\W\d]{1,20}(?: [^\W\d]{1,20})?)[ .!]{0,3}$"
)
_MARKS: Final = re.compile(r"[\u0300-\u036f]")
_APOSTROPHE: Final = re.compile(r"['’‘´`]")
_NO_LETTER: Final = re.compile(r"[\W\d_]+")


@dataclass(frozen=True, slots=True)
class Sent:
    """A reply that the brand sent before: which, under which complaint, its text, and the names in it."""

    reply: int
    complaint: int
    text: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NearCopy:
    """`similarity` in per cent to the earlier reply `sample`; `copies` other customers had such a text before."""

    similarity: int
    sample: int
    copies: int

    @property
    def is_canned(self) -> bool:
        return self.copies + 1 >= FROM_COPY


def near_copy(text: str, *, names: Iterable[str], earlier: Iterable[Sent]) -> NearCopy | None:
    """How `text` repeats what was sent `earlier` to others; None when it does not, or is too short to say.

    Of several the most similar is the sample, of equals the one that comes first in `earlier`.
    """
    words = compared(text, names=names)
    if len(words) < SHORTEST:
        return None
    others: set[int] = set()
    best, sample = 0.0, 0
    for sent in earlier:
        said = compared(sent.text, names=sent.names)
        alike = fuzz.ratio(words, said, score_cutoff=THRESHOLD)
        if alike < THRESHOLD:
            continue
        others.add(sent.complaint)
        if alike > best:
            best, sample = alike, sent.reply
    return NearCopy(int(best), sample, len(others)) if others else None


def compared(text: str, *, names: Iterable[str] = ()) -> str:
    """The words of `text` that do not change from one customer to the next."""
    return _compared(text[:LONGEST], tuple(names))


@lru_cache(maxsize=2_048)  # a brand that answers much has the same earlier replies read again and again
def _compared(text: str, names: tuple[str, ...]) -> str:
    folded = _plain(text)
    for changing in (LINK, _EMAIL, _ACCOUNT, _GREETING, _SIGNATURE, _WITH_DIGIT):
        folded = changing.sub(" ", folded)
    words = _NO_LETTER.sub(" ", folded).split()
    left_out = {word for name in names for word in _NO_LETTER.sub(" ", _plain(name)).split()}
    return " ".join(word for word in words if word not in left_out)


def _plain(text: str) -> str:
    """Lower case, without accents and apostrophes. Faster than the folding of the rules, for many texts are compared."""
    return _APOSTROPHE.sub("", _MARKS.sub("", unicodedata.normalize("NFD", text.lower()))).strip()
