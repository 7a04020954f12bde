"""What kind of reply is it: an answer, an acknowledgement or a deflection.

Three questions, in this order. Does the reply engage with the problem: does it say what was found or done,
what will be done, what was decided or offered, does it ask about this case or explain the steps? Then it is
an answer, even when it also names a telephone number. Does it send the customer elsewhere? Then it is a
deflection, however kind. Otherwise it is an acknowledgement: received, sorry, looking into it.

What only looks like substance does not count: what hangs on a call or a message ("once you have called, we
will refund you"), what is a wish ("so that we can refund you") and what repeats the complaint ("sorry that
your parcel was lost").

The words are data (`reply_patterns`), shown on the methodology page; how well they do is measured in
docs/reply-rules.md. A person of the brand can contest a label, and a moderator decides.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal, TypeAlias

from complaints.rules.privacy import telephone_numbers
from complaints.rules.reply_patterns import FAMILIES, LANGUAGES, PATTERNS, Family, Pattern, Side

# Changes with every change of a pattern or of the order of the questions: verdicts name it, and old ones
# keep theirs.
VERSION: Final = "1"
# Replies are a few hundred characters long. What lies behind this is not read.
MAX_READ: Final = 20_000

Kind: TypeAlias = Literal["answer", "acknowledgement", "deflection"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: the family of the rule, its title for people, and the exact words of the reply."""

    name: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """`words` are the exact substrings of the reply that caused `kind`, in their order; none for an unknown
    courtesy.
    """

    kind: Kind
    words: tuple[str, ...]
    reasons: tuple[Reason, ...]
    version: str = VERSION


def judge_reply(text: str, *, language: str | None = None) -> Verdict:
    """The kind of the reply `text`, with the words that caused it.

    The languages are read off the text; `language` (such as "pt-BR") is believed besides, because networks
    often state the wrong one. A text in no known language is judged by its addresses and numbers alone.
    """
    reply = _fold(text[:MAX_READ])
    # The words inside a link are nobody's words.
    words_only = _LINK.sub(lambda link: "_" * len(link[0]), reply.folded)
    found: dict[Side, list[_Match]] = {side: [] for side in Side}
    for pattern in _patterns_for(_languages(words_only, language)):
        side = _FAMILY[pattern.name].side
        where = reply.folded if pattern.name == "address" else words_only
        found[side] += (
            _Match(pattern, match.start(), match.end(), reply.line_of(match.start()))
            for match in _compiled(pattern.regex).finditer(where)
        )
    elsewhere = [match for match in found[Side.ELSEWHERE] if not _is_done_by_company(reply, match)]
    if substance := _standing(found[Side.SUBSTANCE], elsewhere, found[Side.VOID]):
        return _verdict("answer", reply, substance)
    if elsewhere or (numbers := telephone_numbers(reply.text)):
        if not elsewhere:
            return Verdict(
                "deflection",
                tuple(number.words for number in numbers),
                tuple(Reason("address", _FAMILY["address"].title, number.words) for number in numbers),
            )
        return _verdict("deflection", reply, elsewhere)
    return _verdict("acknowledgement", reply, found[Side.COURTESY])


def kind_of(text: str, *, language: str | None = None) -> Kind:
    """The kind alone."""
    return judge_reply(text, language=language).kind


@dataclass(frozen=True, slots=True)
class Advice:
    """What the desk shows before a reply is sent: a title, how to do better, and whether the clock stops."""

    title: str
    explanation: str
    stops_the_clock: bool


_HOW: Final = "An answer says what you found, what you will do and by when."


def how_to_answer(verdict: Verdict) -> Advice:
    """The words for the person who is about to send a reply with this verdict. Rule words only, never the
    reply's.
    """
    if verdict.kind == "answer":
        return Advice(
            "This reads as an answer. If you send it, the time to answer ends.", "", stops_the_clock=True
        )
    if verdict.kind == "deflection":
        return Advice(
            "This reads as a deflection. If you send it, the clocks go on.", _HOW, stops_the_clock=False
        )
    return Advice(
        "This reads as an acknowledgement. If you send it, the clocks go on.", _HOW, stops_the_clock=False
    )


# How the patterns are put together ---------------------------------------------------------------------

_FAMILY: Final[dict[str, Family]] = {family.name: family for family in FAMILIES}

# The most frequent short words, by which a text shows its language.
_FREQUENT_WORDS: Final = {
    "en": "the you your we to and is for with our it us i have please this of that are will be can was hi",
    "pt": (
        "o a e do da dos das em no na nos ao voce seu sua um uma com nao para pelo pela por que os as foi "
        "ja mais oi"
    ),
    "es": (
        "el la los las y del en su tu un una con no para por que le te se lo ha ya es hola al nuestro "
        "nuestra mas"
    ),
}
_FREQUENT: Final = {name: frozenset(listed.split()) for name, listed in _FREQUENT_WORDS.items()}
_LINK: Final = re.compile(r"\bhttps?://[^\s]{1,300}|\bwww\.[^\s]{1,300}")
_WORD: Final = re.compile(r"\b[a-z]{1,12}\b")
# The company itself does it: "we will contact the courier", "our team has raised a claim".
_COMPANY_DOES: Final = re.compile(
    r"\b(?:we|i|they|he|she|who|(?:our|the|a|my) (?:\w{1,20} ){0,3}(?:team|colleagues?|manager|agent"
    r"|department|staff|driver|engineer"
    r"|technician|specialist|advis[eo]r)|vamos|iremos|vai|vao|ira|irao|equipe|equipa|va|van|voy|tentamos"
    r"|tentei|intentamos)(?:'ll| will| have|'ve| are|'re| shall|'m| am| has| had|'d| would)?"
    r"(?: (?:also|now|already|tried|then|be|just|going|trying|to|had|gladly|personally|need|needed|a"
    r"|contato|contacto|contactar|reach|you|localizar|localizarlo|localizarle|contatar|contactarle|o"
    r"|un)){0,4} ?$"
)
_GUARDED: Final = frozenset({"contact", "third_party", "form", "phone", "shop", "mail", "page"})


@dataclass(frozen=True, slots=True)
class _Match:
    pattern: Pattern
    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class _Reply:
    """A text and its folded form; `origins[i]` is the index in `text` of the folded character i."""

    text: str
    folded: str
    origins: list[int]
    line_starts: list[int]

    def line_of(self, position: int) -> int:
        return bisect_right(self.line_starts, position)

    def original(self, start: int, end: int) -> str:
        """The exact words behind folded[start:end], with the marks that folding took away."""
        last = self.origins[end] if end < len(self.origins) else len(self.text)
        return self.text[self.origins[start] : last].strip(" \t\r\n.,;:!?")


def _verdict(kind: Kind, reply: _Reply, matches: list[_Match]) -> Verdict:
    reasons: dict[str, Reason] = {}
    furthest = -1
    for match in sorted(matches, key=lambda one: (one.start, -one.end)):
        if match.end <= furthest:
            continue  # part of longer words that already stand there
        furthest = match.end
        words = reply.original(match.start, match.end)
        reasons.setdefault(words, Reason(match.pattern.name, _FAMILY[match.pattern.name].title, words))
    return Verdict(kind, tuple(reasons), tuple(reasons.values()))


def _standing(substance: list[_Match], elsewhere: list[_Match], voids: list[_Match]) -> list[_Match]:
    """The substance that is left when conditions, wishes and regrets are taken out."""
    first_elsewhere: dict[int, int] = {}
    for match in elsewhere:
        first_elsewhere[match.line] = min(match.start, first_elsewhere.get(match.line, match.start))
    conditional = {match.line for match in voids if match.pattern.name == "condition"}
    spans = sorted((match.start, match.end) for match in voids)
    starts, ends = [start for start, _ in spans], []
    furthest = 0
    for _, end in spans:
        furthest = max(furthest, end)
        ends.append(furthest)
    standing = []
    for match in substance:
        before = bisect_right(starts, match.start)
        is_void = before > 0 and match.start < ends[before - 1]
        hangs = match.line in conditional or first_elsewhere.get(match.line, match.start + 1) <= match.start
        if match.pattern.name in {"steps", "question", "fact"}:
            hangs = hangs or match.line in first_elsewhere
        if not is_void and (match.pattern.firm or not hangs):
            standing.append(match)
    return standing


def _is_done_by_company(reply: _Reply, match: _Match) -> bool:
    if match.pattern.name not in _GUARDED:
        return False
    line_start = reply.line_starts[match.line - 1]
    return _COMPANY_DOES.search(reply.folded, max(line_start, match.start - 60), match.start) is not None


def _languages(folded: str, stated: str | None) -> frozenset[str]:
    """The languages whose frequent words the text uses, at least half as often as the first's; all when it
    uses none.
    """
    words = _WORD.findall(folded[:2_000])
    counts = {name: sum(word in frequent for word in words) for name, frequent in _FREQUENT.items()}
    most = max(counts.values())
    spoken = {name for name, count in counts.items() if 2 * count >= most} if most else set(LANGUAGES)
    base = (stated or "").lower().partition("-")[0]
    return frozenset(spoken | ({base} & set(LANGUAGES)))


@cache
def _patterns_for(languages: frozenset[str]) -> tuple[Pattern, ...]:
    return tuple(
        pattern for pattern in PATTERNS if pattern.language == ("any") or pattern.language in languages
    )


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.MULTILINE)


_PLAIN: Final = str.maketrans(
    {("’"): "'", "‘": "'", "´": "'", "`": "'", "–": "-", "—": "-", "…": ".", "“": '"', "”": '"'}
)
_SENTENCE_ENDS: Final = ".!?"


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """One character as patterns expect it: lower case, without its accent, straight quotes."""
    apart = unicodedata.normalize("NFD", character)
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).lower().translate(_PLAIN)


def _fold(text: str) -> _Reply:
    """`text` in the form that patterns are written for: see Pattern. A sentence ends at . ! ? before a
    space, or a line.
    """
    folded: list[str] = []
    origins: list[int] = []
    line_starts = [0]
    for index, character in enumerate(text):
        if character.isspace():
            ends_sentence = character == "\n" or (folded and folded[-1] in _SENTENCE_ENDS)
            if folded and folded[-1] in " \n":
                if ends_sentence and folded[-1] == " ":
                    folded[-1] = "\n"
                    line_starts.append(len(folded))
                continue
            folded.append("\n" if ends_sentence else " ")
            origins.append(index)
            if ends_sentence:
                line_starts.append(len(folded))
            continue
        for sign in _plain(character):
            folded.append(sign)
            origins.append(index)
    return _Reply(text, "".join(folded), origins, line_starts)
