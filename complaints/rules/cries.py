"""Is a public post that names a brand a cry for help, praise, or noise?

A pure function of the text and the names of the brand: no model, no network, no clock. It only sorts what a person
reads anyway, with the words that caused the verdict; nothing is counted by it. How well it does stands in
docs/listening.md, which a test compares with what it measures.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, TypeAlias

from complaints.rules.cry_patterns import ALWAYS_NOISE, BRAND, MOSTLY_NOISE, SIGNS, TROUBLE, Family, Sign
from complaints.rules.reply_text import LINK, ReplyText, fold

# Changes with every change of a sign or of the sum; posts keep the version that judged them.
VERSION: Final = "1"
# A post has at most a few thousand characters. What lies behind this is not read.
MAX_READ: Final = 5_000

Kind: TypeAlias = Literal["problem", "praise", "noise"]
LANGUAGES: Final = ("en", "es", "pt")

ENOUGH: Final = 2
"""Points that make a problem: of trouble, and one each for an own case and for speaking to the brand."""
PLAINLY: Final = 5
"""As many, in an own case, outweigh news and advertisements."""
WELL: Final = 2
"""Points of praise."""
LONGEST_REASON: Final = 60  # characters of one reason; the rest says no more


@dataclass(frozen=True, slots=True)
class Verdict:
    """`words` are the exact words of the post that caused the verdict, in their order; none for plain noise.

    `language` is the one that most words are of, "" when none is known.
    """

    kind: Kind
    words: tuple[str, ...] = ()
    language: str = ""
    version: str = VERSION


def looks_like(text: str, brand_names: Collection[str]) -> Verdict:
    """What the post `text` about a brand is. `brand_names` are its name, aliases and the names of its accounts."""
    post = fold(text[:MAX_READ])
    language = _language(post.folded)
    found = _find(_without(post.folded, brand_names))

    if foreign := _of(found, ALWAYS_NOISE):
        return _verdict("noise", post, foreign, language)
    trouble, guards = _of(found, TROUBLE), _of(found, MOSTLY_NOISE)
    solved = [match for match in found[Family.SOLVED] if not _is_denied(post, match)]
    praise = found[Family.PRAISE] + solved
    points, is_own = _points(trouble), bool(found[Family.OWN])
    if guards and not (is_own and points >= PLAINLY):
        return _verdict("noise", post, guards, language)
    is_plain = any(match.sign.weight >= 2 for match in trouble)
    is_thankful = _points(praise) >= WELL
    # Sarcasm praises what plainly went wrong; only what is over is really praised.
    is_over = is_thankful and (bool(solved) or not is_plain)
    if any(match.sign.alone for match in trouble) and not is_over:
        points += is_own + _asks_the_brand(post.folded, brand_names)
        if points >= ENOUGH:
            return _verdict("problem", post, trouble, language)
    if is_thankful:
        return _verdict("praise", post, praise, language)
    return Verdict("noise", language=language)


def mentions(text: str, words: str) -> bool:
    """Whether the post holds all of these words, each whole; a network's search may be content with less.

    A hashtag or the name of an account that runs them together counts too: "#northline" and "@tern.air".
    """
    folded = fold(text[:MAX_READ]).folded
    wanted = _words(words)
    if not wanted:
        return False
    if all(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", folded) for word in wanted):
        return True
    return re.search(rf"(?<!\w)[@#]{'[._-]?'.join(map(re.escape, wanted))}(?!\w)", folded) is not None


# The sum -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Match:
    sign: Sign
    start: int
    end: int


_Found: TypeAlias = dict[Family, list[_Match]]
# Words that take back what follows in the same sentence: "it is not fixed", "they keep saying that it is solved".
_DENIED: Final = re.compile(
    r"\b(?:not|isn'?t|wasn'?t|hasn'?t|haven'?t|never|no|none|nothing|until|unless|if|be|get|please|can|could|want|says?|said|saying"
    r"|telling|texting|claims?|promised?|nao|nem|nunca|nenhum\w?|ninguem|sem|dizem|diz|disse|ninguno?a?|nadie|sin|dice\w?|decia\w?"
    r"|jamas|que me)\b[^.!?\n]{0,40}$"
)


def _find(folded: str) -> _Found:
    found: _Found = {family: [] for family in Family}
    for sign in _signs():
        for match in _compiled(sign.regex).finditer(folded):
            if match.end() > match.start():
                found[sign.family].append(_Match(sign, match.start(), match.end()))
    return found


def _of(found: _Found, families: Iterable[Family]) -> list[_Match]:
    return [match for family in families for match in found[family]]


def _points(matches: Iterable[_Match]) -> int:
    """The weights of the different signs; one that occurs again adds nothing."""
    return sum(sign.weight for sign in {match.sign for match in matches})


def _is_denied(post: ReplyText, match: _Match) -> bool:
    return _DENIED.search(post.folded[max(0, match.start - 60) : match.start]) is not None


def _verdict(kind: Kind, post: ReplyText, matches: list[_Match], language: str) -> Verdict:
    spans: list[tuple[int, int]] = []
    for match in sorted(matches, key=lambda one: (one.start, -one.end)):
        if spans and match.start <= spans[-1][1] + 1:  # no more than a space between them
            start, end = spans.pop()
            spans.append((start, max(end, match.end)))
        else:
            spans.append((match.start, match.end))
    said = [" ".join(post.original(start, end).split()) for start, end in spans]
    return Verdict(kind, tuple(dict.fromkeys(_cut(words) for words in said if words)), language)


def _cut(words: str) -> str:
    """The beginning, up to the end of a word."""
    if len(words) <= LONGEST_REASON:
        return words
    start = words[:LONGEST_REASON]
    return start.rpartition(" ")[0] or start


# Names ---------------------------------------------------------------------------------------------------------


def _words(name: str) -> list[str]:
    return re.findall(r"\w+", fold(name).folded)


@cache
def _name_pattern(names: frozenset[str]) -> re.Pattern[str] | None:
    """Any of the names, also run together as accounts and hashtags are."""
    parts = []
    for name in names:
        found = _words(name)
        if found:
            parts.append(rf"(?<!\w)[@#]?{'[ ._-]?'.join(map(re.escape, found))}\w{{0,8}}(?!\w)")
            parts.append(rf"(?<!\w)@{''.join(map(re.escape, found))}\w*(?:[.@][\w.]+)?")
    return re.compile("|".join(sorted(parts, key=len, reverse=True))) if parts else None


def _without(folded: str, names: Collection[str]) -> str:
    """The text in which no sign sees a link or the name of the brand."""
    plain = LINK.sub(lambda link: "_" * len(link[0]), folded)
    pattern = _name_pattern(frozenset(names))
    return pattern.sub(lambda name: BRAND * len(name[0]), plain) if pattern else plain


def _asks_the_brand(folded: str, names: Collection[str]) -> bool:
    """Whether the post speaks to the brand: by its account, or in a question that calls its name."""
    pattern = _name_pattern(frozenset(names))
    if pattern is None:
        return False
    for match in pattern.finditer(folded):
        if match[0].startswith("@"):
            return True
        before, after = folded[: match.start()].rstrip(), folded[match.end() :].lstrip(" ")
        is_called_first = (not before or before[-1] in ",.!?\n") and after[:1] in tuple(",?!")
        is_called_last = before.endswith(",") and after[:1] in ("", *".?!\n")
        if is_called_first or is_called_last:
            return True
    return False


# Languages -----------------------------------------------------------------------------------------------------

_FREQUENT_WORDS: Final = {
    "en": "the you your we to and is for with our it of that are be was so has been my i in on at not no",
    "pt": (
        "o os e do da dos das em no na nos nas ao voce vc uma um com nao pra pela pelo foi ja mais meu minha eu tem ate "
        "esta faz"
    ),
    "es": (
        "el la los las y del en su un una con no para por le lo ha ya es mi me al hace nadie llevo desde esta muy donde"
    ),
}
_FREQUENT: Final = {name: frozenset(listed.split()) for name, listed in _FREQUENT_WORDS.items()}


def _language(folded: str) -> str:
    """The language whose frequent words are most in the text; "" when it has none, or as many of two."""
    counts = {name: sum(word in frequent for word in _tokens(folded)) for name, frequent in _FREQUENT.items()}
    most = max(counts.values())
    best = [name for name, count in counts.items() if count == most]
    return best[0] if most and len(best) == 1 else ""


def _tokens(folded: str) -> list[str]:
    return re.findall(r"\b[a-z]{1,14}\b", LINK.sub(" ", folded))


@cache
def _signs() -> tuple[Sign, ...]:
    return tuple(sign for signs in SIGNS.values() for sign in signs)


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.MULTILINE)
