"""What kind of reply is it: an answer, an acknowledgement, a deflection or a statement; where does it send; how is
it said.

Four questions, in this order. Does it speak to many customers and not to this one (an outage, a recall, a rule for
all)? Then it is a statement. Does it engage with the problem: does it say what was found or done, what will be done,
what was decided or offered, does it ask about this case or explain the steps? Then it is an answer, even when it also
names a telephone number. Does it send the customer elsewhere? Then it is a deflection, however kind. Otherwise it is
an acknowledgement: received, sorry, looking into it.

What only looks like substance does not count: what hangs on a call or a message ("once you have called, we will
refund you"), what is a wish ("so that we can refund you") and what repeats the complaint ("sorry that your parcel
was lost"). What only looks like sending does not count either: what the company does itself ("we will call you"),
what needs not be done, thanks for a message, and a channel that is merely named.

The words are data (`reply_patterns`), composed of channels and of the words that send; families of them stand on the
methodology page, and how well they do is measured in docs/reply-rules.md. Both sides can contest a label, and a
moderator decides.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, TypeAlias

from complaints.rules.privacy import telephone_numbers
from complaints.rules.reply_patterns import FAMILIES, GENERIC, LANGUAGES, PATTERNS, Family, Pattern, Side
from complaints.rules.reply_text import LINK, ReplyText, fold, words_of

# Changes with every change of a pattern or of the order of the questions: verdicts name it, and old ones
# keep theirs.
VERSION: Final = "2"
# Replies are a few hundred characters long. What lies behind this is not read.
MAX_READ: Final = 20_000

Kind: TypeAlias = Literal["answer", "acknowledgement", "deflection", "statement"]
Tone: TypeAlias = Literal["helpful", "neutral", "apology_only", "dismissive"]
# Where a reply can send, in the order in which pages name them.
CHANNELS: Final = ("dm", "phone", "email", "chat", "link", "form", "app", "shop", "contact")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: the family of the rule, its title for people, and the exact words of the reply."""

    name: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """`words` are the exact substrings of the reply that caused `kind`, in their order; none for an unknown
    courtesy. `to` says where a deflection sends (see CHANNELS). `tone_words` caused `tone`; none for neutral.
    """

    kind: Kind
    words: tuple[str, ...]
    reasons: tuple[Reason, ...]
    version: str = VERSION
    to: tuple[str, ...] = ()
    tone: Tone = "neutral"
    tone_reasons: tuple[Reason, ...] = ()

    @property
    def tone_words(self) -> tuple[str, ...]:
        return tuple(reason.words for reason in self.tone_reasons)


def judge_reply(text: str, *, language: str | None = None) -> Verdict:
    """The kind, direction and tone of the reply `text`, each with the words that caused it.

    The languages are read off the text; `language` (such as "pt-BR") is believed besides, because networks
    often state the wrong one. A text in no known language is judged by its addresses and numbers alone.
    """
    reply = fold(text[:MAX_READ])
    found = _find(reply, _languages(reply.folded, language))
    numbers: tuple[Reason, ...] = ()
    elsewhere = _sending(reply, found)
    kind: Kind
    if reasons := _statement(reply, found, elsewhere):
        kind = "statement"
    elif substance := _standing(reply, found, elsewhere):
        kind, reasons = "answer", _reasons(reply, substance)
    elif elsewhere:
        kind, reasons = "deflection", _reasons(reply, elsewhere)
    elif numbers := _numbers(reply):
        kind, reasons = "deflection", numbers
    else:
        kind, reasons = "acknowledgement", _reasons(reply, found[Side.COURTESY])
    tone, tone_reasons = _tone(reply, kind, found)
    return Verdict(
        kind,
        tuple(reason.words for reason in reasons),
        reasons,
        to=_directions(elsewhere, bool(numbers)) if kind == "deflection" else (),
        tone=tone,
        tone_reasons=tone_reasons,
    )


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
    article = "an" if verdict.kind == "acknowledgement" else "a"
    return Advice(
        f"This reads as {article} {verdict.kind}. If you send it, the clocks go on.",
        _HOW,
        stops_the_clock=False,
    )


# How the patterns are put together ---------------------------------------------------------------------

_FAMILY: Final[dict[str, Family]] = {family.name: family for family in FAMILIES}

# The most frequent short words, by which a text shows its language.
_FREQUENT_WORDS: Final = {
    "en": (
        "the you your we to and is for with our it us i have please this of that are will be can was hi so "
        "sorry hey thanks pls a on at"
    ),
    "pt": (
        "o a e do da dos das em no na nos ao voce vc seu sua um uma com nao para pra pelo pela por que os as foi "
        "ja mais oi ola gente obrigado obrigada tem"
    ),
    "es": (
        "el la los las y del en su tu un una con no para por que le te se lo ha ya es hola al nuestro "
        "nuestra mas porfa gracias nos a o me estan"
    ),
}
_SHORT_OR_LONG: Final = re.compile(r"\b[a-z]{1,14}\b")
_FREQUENT: Final = {name: frozenset(listed.split()) for name, listed in _FREQUENT_WORDS.items()}
# How many words a sentence needs that are not in every reply, before a weak sign of substance counts.
_WORDS_OF_ITS_OWN: Final = {"fact": 3, "question": 1, "finding": 2, "cause": 1, "done": 1, "steps": 2}
# A directive works this far, in characters, and a reason shows no more than this.
_REACH: Final = 120
_REACH_BACK: Final = 45  # "our webchat is the quickest way"
# A long apology before a redirect: so many characters of regretting sentences, and half of the reply.
_LONG_APOLOGY: Final = 90
_ACTS: Final = frozenset({"done", "promise", "offer", "steps"})
_SOFTENING: Final = frozenset({"done", "promise", "offer", "steps", "question", "cause"})
_NO: Final = re.compile(
    r"\b(?:not?|non|nao|never|cannot|stands?|final|sem|ningun\w?|nenhum\w?)\b|n't\b|^non-"
)
# "More details here", "if it does not help, call us": a redirect that only adds to what was said.
_SUPPLEMENT: Final = re.compile(
    r"(?:^|[,;:.] )(?:there(?:'s| is) )?(?:more|further|full) (?:on (?:that|this|it)|details?|info\w{0,8}) ?(?:is )?(?:here|at|on|in|:)"
    r"|^(?:mais|maiores) (?:detalhes|informac\w{2,4}) (?:em|aqui|no|na)|^veja mais (?:em|aqui)"
    r"|^mas (?:detalles|info\w{0,8}) (?:en|aqui|aca)"
    r"|^(?:if (?:it|that|this|not|the|anything|you (?:still|have|need|want|prefer|are|do not|don't)|you'd)|otherwise"
    r"|any (?:trouble|problems?|questions?|issues?|more)|anything|should (?:you|it|this))\b"
    r"|^(?:se (?:nao|ainda|precisar|quiser|preferir|persistir|continuar|o |a )|caso |qualquer|duvidas)"
    r"|^(?:si (?:no |aun|persiste|sigue|prefiere|necesita|tiene|lo prefiere|quiere)|cualquier|ante |de lo contrario)"
)
_NUMBER: Final = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class _Match:
    pattern: Pattern
    start: int
    end: int
    line: int

    @property
    def name(self) -> str:
        return self.pattern.name


_Found: TypeAlias = dict[Side, list[_Match]]


def _find(reply: ReplyText, languages: frozenset[str]) -> _Found:
    # The words inside a link are nobody's words.
    words_only = LINK.sub(lambda link: "_" * len(link[0]), reply.folded)
    found: _Found = {side: [] for side in Side}
    generic = _generic(languages)

    @cache
    def own_words(line: int) -> int:
        return len(set(words_of(reply.line(line))) - generic)

    for pattern in _patterns_for(languages):
        if pattern.accented:
            where = reply.accented
        else:
            where = reply.folded if pattern.name == "address" else words_only
        matches = [
            _Match(pattern, match.start(), match.end(), reply.line_of(match.start()))
            for match in _compiled(pattern.regex).finditer(where)
            if match.end() > match.start()
        ]
        if pattern.weak and pattern.name in _WORDS_OF_ITS_OWN:
            least = _WORDS_OF_ITS_OWN[pattern.name]
            matches = [match for match in matches if own_words(match.line) >= least]
        found[_FAMILY[pattern.name].side] += matches
    return found


def _sending(reply: ReplyText, found: _Found) -> list[_Match]:
    """The mentions that send the customer somewhere, stretched to the directive before them."""
    guarded = _Spans(found[Side.GUARD])
    regretted = _Spans(match for match in found[Side.VOID] if match.name == "regret")
    addresses = _Spans(match for match in found[Side.ELSEWHERE] if match.name == "address")
    directives: dict[int, list[int]] = {}
    for match in sorted(found[Side.DIRECTIVE], key=lambda one: one.start):
        if not guarded.cover(match.start):
            directives.setdefault(match.line, []).append(match.start)
    sending = []
    for match in found[Side.ELSEWHERE]:
        if match.name not in ("moved", "address") and guarded.cover(match.start):
            continue
        if match.name != "address" and addresses.cover(match.start):
            continue  # the shop of "care@shop.example" is no shop
        starts = directives.get(match.line, [])
        first = bisect_left(starts, match.start - _REACH)
        nearest = starts[first] if first < len(starts) else match.start + _REACH
        near = nearest <= match.start + _REACH_BACK
        if not near and (match.pattern.weak or (match.name != "address" and regretted.cover(match.start))):
            continue  # merely named, or named in regret: "sorry that nobody answered our phone"
        sending.append(_Match(match.pattern, min(nearest, match.start), match.end, match.line))
    return sending


class _Spans:
    """Stretches of text, asked whether one of them covers a position."""

    def __init__(self, matches: Iterable[_Match]) -> None:
        spans = sorted((match.start, match.end) for match in matches)
        self._starts = [start for start, _ in spans]
        self._ends: list[int] = []
        furthest = 0
        for _, end in spans:
            furthest = max(furthest, end)
            self._ends.append(furthest)

    def cover(self, position: int) -> bool:
        before = bisect_right(self._starts, position)
        return before > 0 and position < self._ends[before - 1]


def _standing(reply: ReplyText, found: _Found, elsewhere: list[_Match]) -> list[_Match]:
    """The substance that is left when conditions, wishes and regrets are taken out."""
    first_elsewhere: dict[int, int] = {}
    for match in elsewhere:
        if match.name == "moved":
            continue  # what was said elsewhere does not take back what is said here
        first_elsewhere[match.line] = min(match.start, first_elsewhere.get(match.line, match.start))
    self_service: dict[int, bool] = {}
    for match in elsewhere:
        self_service[match.line] = self_service.get(match.line, True) and match.name == "app"
    sends_on = {line for line in first_elsewhere if not _SUPPLEMENT.search(reply.line(line))}
    refused_here = {match.line for match in elsewhere if match.name == "not_here"}
    voids = _Spans(found[Side.VOID])
    conditional = {match.line for match in found[Side.VOID] if match.name == "condition"}
    courteous = {match.line for match in found[Side.COURTESY] + found[Side.VOID]}
    courteous |= {match.line for match in found[Side.TONE] if match.name == "apology"}
    standing = []
    for match in found[Side.SUBSTANCE]:
        hangs = match.line in conditional or first_elsewhere.get(match.line, match.start + 1) <= match.start
        if match.name in {"steps", "fact", "finding", "cause"}:
            hangs = hangs or match.line in first_elsewhere
        if match.name == "steps" and self_service.get(match.line) and not match.pattern.weak:
            hangs = match.line in conditional  # "open the app, tap Privacy and switch it off" solves it here
        if match.name == "question":  # "Which flight? Pop the details in a message"
            hangs = hangs or bool(sends_on)
        if match.pattern.weak and match.name in {"fact", "finding"}:
            hangs = hangs or match.line in courteous
        if match.name == "decision" and (match.line in refused_here or hangs):
            continue  # "we can't refund you here", "call us free of charge"
        if not voids.cover(match.start) and (match.pattern.firm or not hangs):
            standing.append(match)
    return standing if not sends_on or _is_enough(reply, standing) else []


def _is_enough(reply: ReplyText, standing: list[_Match]) -> bool:
    """Whether substance outweighs a redirect: one sign of the sure kind, a number, or two sentences of signs."""
    lines = {match.line for match in standing}
    return (
        len(lines) > 1
        or any(not match.pattern.weak for match in standing)
        or any(_NUMBER.search(reply.line(line)) for line in lines)
    )


def _statement(reply: ReplyText, found: _Found, elsewhere: list[_Match]) -> tuple[Reason, ...]:
    """Why the reply speaks to many; nothing when it speaks of this customer's case, or not clearly to many."""
    asking = {line for line in {match.line for match in found[Side.COLLECTIVE]} if "?" in reply.line(line)}
    collective = [match for match in found[Side.COLLECTIVE] if match.line not in asking]
    if not collective or any(not match.pattern.weak for match in found[Side.PERSONAL]):
        return ()
    many = {reply.folded[match.start : match.end] for match in collective if match.pattern.weak}
    notice = {reply.folded[match.start : match.end] for match in collective if not match.pattern.weak}
    # One word of notice is enough where nobody is spoken to, sent on or told of an act on the case.
    is_impersonal = not (
        found[Side.PERSONAL] or elsewhere or any(match.pattern.firm for match in found[Side.SUBSTANCE])
    )
    if (many and notice) or len(notice) > 1 or len(many) > 1 or (notice and is_impersonal):
        return _reasons(reply, collective)
    return ()


def _tone(reply: ReplyText, kind: Kind, found: _Found) -> tuple[Tone, tuple[Reason, ...]]:
    def named(name: str) -> list[_Match]:
        return [match for match in found[Side.TONE] if match.name == name]

    if dismissive := named("dismissive"):
        return "dismissive", _reasons(reply, dismissive)
    acts = {match.name for match in found[Side.SUBSTANCE]}
    courtesies = {match.name for match in found[Side.COURTESY]}
    refusals = [
        match
        for match in found[Side.SUBSTANCE]
        if match.name == "decision" and _NO.search(reply.folded[match.start : match.end])
    ]
    is_softened = bool(named("kind") or named("apology") or acts & _SOFTENING or "courtesy" in courtesies)
    if kind == "answer" and refusals and not is_softened:
        return "dismissive", _reasons(reply, refusals)  # a no without a word of regret or a way out
    if kind == "answer":
        kindness = named("warm")
        if acts & _ACTS:
            kindness += named("kind")
        if kindness:
            return "helpful", _reasons(reply, kindness)
    regrets = named("apology")
    if regrets and kind == "acknowledgement" and "process" not in courtesies:
        return "apology_only", _reasons(reply, regrets)
    if regrets and kind == "deflection":
        lines = {match.line for match in regrets}
        length = sum(end - start for start, end in map(reply.bounds, lines))
        if length >= _LONG_APOLOGY and 2 * length >= len(reply.folded):
            return "apology_only", _reasons(reply, regrets)
    return "neutral", ()


def _numbers(reply: ReplyText) -> tuple[Reason, ...]:
    return tuple(
        Reason("address", _FAMILY["address"].title, number.words) for number in telephone_numbers(reply.text)
    )


def _directions(elsewhere: list[_Match], has_number: bool) -> tuple[str, ...]:
    sent = {match.pattern.to or _FAMILY[match.name].to for match in elsewhere}
    if has_number:
        sent.add("phone")
    if len(sent) > 1:
        sent.discard("contact")  # says nothing beside a named channel
    return tuple(channel for channel in CHANNELS if channel in sent)


def _reasons(reply: ReplyText, matches: list[_Match]) -> tuple[Reason, ...]:
    reasons: dict[str, Reason] = {}
    furthest = -1
    for match in sorted(matches, key=lambda one: (one.start, -one.end)):
        if match.end <= furthest:
            continue  # part of longer words that already stand there
        furthest = match.end
        words = reply.original(*reply.whole_words(match.start, match.end))
        if words:
            reasons.setdefault(words, Reason(match.name, _FAMILY[match.name].title, words))
    return tuple(reasons.values())


def _languages(folded: str, stated: str | None) -> frozenset[str]:
    """The languages whose words the text uses, at least half as often as the first's; all when it uses none."""
    words = _SHORT_OR_LONG.findall(folded[:2_000])
    counts = {
        name: sum(2 * (word in frequent) + (word in GENERIC[name]) for word in words)
        for name, frequent in _FREQUENT.items()
    }
    most = max(counts.values())
    spoken = {name for name, count in counts.items() if 2 * count >= most} if most else set(LANGUAGES)
    base = (stated or "").lower().partition("-")[0]
    return frozenset(spoken | ({base} & set(LANGUAGES)))


@cache
def _patterns_for(languages: frozenset[str]) -> tuple[Pattern, ...]:
    return tuple(
        pattern for pattern in PATTERNS if pattern.language == "any" or pattern.language in languages
    )


@cache
def _generic(languages: frozenset[str]) -> frozenset[str]:
    return frozenset().union(*(GENERIC[language] for language in languages))


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.MULTILINE)
