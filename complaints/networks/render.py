"""The words of a posting, within the limits of a network.

Length is counted as Mastodon does (extended grapheme clusters; every address costs a fixed number;
`@user@domain` costs `@user`), or strictly (code points, everything in full), which fits servers that speak
the same API and count otherwise.

Rules: the link stands last and is never cut; at most one handle; words are shortened at a word boundary
with an ellipsis and never inside a grapheme cluster.

Other people's words (title, brand) are defused. Every at sign becomes "(at)": a second handle would call a
bystander, and posts with several handles get fewer answers. Visible characters are used on purpose:
invisible ones confuse readers and search, and some networks undo look-alikes (a fullwidth at sign mentions
on X). Schemes of addresses are removed, so that nobody can publish a link from our account but the one to
the complaint. In a customer's own words nothing is changed: what is refused there, `services.copies` says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import regex

from complaints.networks.base import ComplaintSummary, Counting, Limits, PostText, Rejected
from complaints.networks.phrases import USUAL, counted, listed, phrases_of
from complaints.networks.weighted_length import weighted_length

ELLIPSIS = "…"
MAX_INPUT = 1_000  # code points of a title or brand that are looked at; longer input is only ever shortened
STORY_FROM = 2_000  # characters from which on a post is an article
MIN_TITLE = 24  # graphemes; a title shorter than this says less than the effort does

_GRAPHEME = regex.compile(r"\X")
_EMOJI = regex.compile(r"[\p{Emoji_Presentation}\p{Extended_Pictographic}\uFE0F\u20E3]")
_URL = regex.compile(r"https?://\S+", regex.IGNORECASE)
# Mastodon 4.5 app/models/account.rb MENTION_RE: a mention ends in a word character and may carry a domain.
_MENTION = regex.compile(r"(?<![=/\w])@([a-z0-9_]+(?:[a-z0-9_.-]+[a-z0-9_]+)?)@[\w.-]+\w", regex.IGNORECASE)
_HANDLE = regex.compile(r"@?\w[\w.-]*(@[\w.-]+\w)?")
_CALLS = regex.compile(r"(?<![\w/.@\uFF20\uFE6B=])[@\uFF20\uFE6B]\w[\w.-]*([@\uFF20\uFE6B][\w.-]+\w)?")
# With a scheme, with "www.", or a host with a path: what networks make a link of. A bare "booking.com" is a name.
_LINKS = regex.compile(
    r"[a-z][a-z0-9+.-]{0,30}://\S*|\b(?:magnet:\?|xmpp:)\S+|\bwww\.\S+"
    r"|(?<![\w.-])(?:[\w-]{2,}\.)+\p{L}{2,}/\S*",
    regex.IGNORECASE,
)
_SCHEME = regex.compile(r"[a-z][a-z0-9+.-]*://|\bmagnet:\?|\bxmpp:", regex.IGNORECASE)
_AT_SIGNS = regex.compile(r"[@\uFF20\uFE6B]")
# Control characters, surrogates, and the embeddings and isolates that could turn the reading order of what
# follows.
_UNWANTED = regex.compile(r"[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069\uFEFF]")
_SPACES = regex.compile(r"\s+")


def graphemes(text: str) -> list[str]:
    """The extended grapheme clusters (Unicode UAX #29)."""
    return _GRAPHEME.findall(text)


def length(text: str, limits: Limits, *, strict: bool = False) -> int:
    """The length of a post as this server counts it; strict: not less than any known server would count."""
    if limits.counting is Counting.WEIGHTED:
        return weighted_length(text, strict=strict)
    folded = text
    if limits.url_length is not None:
        folded = _URL.sub("x" * limits.url_length, folded)
    if limits.local_mentions:
        folded = _MENTION.sub(r"@\1", folded)
    if limits.counting is Counting.EMOJI_BYTES:
        return _length_with_emoji_in_bytes(text if strict else folded, strict=strict)
    if limits.counting is Counting.CODE_POINTS:
        return len(text if strict else folded)
    count = len(graphemes(folded))
    return max(count, len(text)) if strict else count


def _length_with_emoji_in_bytes(text: str, *, strict: bool) -> int:
    """Threads: "Emojis are counted as the number of UTF-8 bytes" (developers.facebook.com, threads/posts).

    Strictly all of the text is counted in bytes, as its server does: it refused 498 characters with three curly
    apostrophes, 504 bytes (gitroomhq/postiz-app#1946).
    """
    if strict:
        return len(text.encode())
    return sum(len(one.encode()) if _EMOJI.search(one) else len(one) for one in graphemes(text))


def fits(text: str, limits: Limits, *, strict: bool = False) -> bool:
    """Whether a post is within all limits of the server."""
    if limits.max_bytes is not None and len(text.encode()) > limits.max_bytes:
        return False
    return length(text, limits, strict=strict) <= limits.characters


def defused(text: str) -> str:
    """Other people's words as one line without handles, links or characters that act."""
    return defused_long(text[:MAX_INPUT])


def defused_long(text: str) -> str:
    """The same for a paragraph of any length."""
    line = _SPACES.sub(" ", _UNWANTED.sub(" ", text)).strip()
    line = _AT_SIGNS.sub("(at)", line)
    while (shorter := _SCHEME.sub("", line)) != line:  # removing one may uncover another
        line = shorter
    return _SPACES.sub(" ", line.replace("://", " ")).strip()


def effort_sentence(
    *, attempts: int, channels: Sequence[str], minutes: int, days: int, language: str = USUAL
) -> str:
    """The effort in words, "" without attempts: "3 attempts by phone and e-mail, 2 h 12 min, 19 days"."""
    if attempts < 1:
        return ""
    phrases = phrases_of(language)
    words = counted(attempts, phrases.attempt)
    if channels:
        words += f" {phrases.by} {listed(channels, phrases)}"
    parts = [words]
    if minutes > 0:
        hours, rest = divmod(minutes, 60)
        parts.append(" ".join(filter(None, (f"{hours} h" if hours else "", f"{rest} min" if rest else ""))))
    if days > 0:
        parts.append(counted(days, phrases.day))
    return ", ".join(parts)


def compose(summary: ComplaintSummary, *, limits: Limits, strict: bool = False) -> PostText:
    """The post for a complaint. Raises `Rejected` (`too_long`) when not even the link fits.

    Where a post may be an article (`STORY_FROM` characters and more) the story stands in it, as far as it has room.
    """
    strict = strict or limits.strict
    title, brand = defused(summary.title), defused(summary.brand)
    handle = _one_handle(summary.handle)
    effort = effort_sentence(
        attempts=summary.attempts,
        channels=summary.channels,
        minutes=summary.minutes,
        days=summary.days,
        language=summary.language,
    )
    phrase = phrases_of(summary.language).about
    # From the fullest to the barest: whatever does not fit beside a readable title is left out as a whole.
    for who, what in ((handle or brand, effort), (handle or brand, ""), (brand, ""), ("", "")):
        about = phrase.format(who=who) if who else ""
        about = f"{about}: {what}" if about and what else about

        def body(words: str, about: str = about, story: Sequence[str] = ()) -> str:
            return "\n\n".join(filter(None, (words, *story, about, summary.link)))

        def has_room(words: str, body: Callable[[str], str] = body) -> bool:
            return fits(body(words), limits, strict=strict)

        short = shortened(title, has_room)
        if short is None or (about and short != title and len(graphemes(short)) < MIN_TITLE):
            continue
        story: list[str] = []
        paragraphs = _paragraphs(summary.story) if limits.characters >= STORY_FROM else []
        for paragraph in paragraphs:
            if not fits(body(short, story=[*story, paragraph]), limits, strict=strict):
                break
            story.append(paragraph)
        text = body(short, story=story)
        return PostText(
            body=text,
            link=summary.link,
            handle=who if handle and who == handle else "",
            language=summary.language,
            length=length(text, limits, strict=strict),
            shortened=short != title or bool(effort and not what) or len(story) < len(paragraphs),
        )
    raise Rejected("too_long")


def follow_up(words: str, *, link: str, reply_to: str, language: str, limits: Limits) -> PostText:
    """A post that continues one of ours: one sentence and the link. Raises `Rejected` when not even the link fits."""
    short = shortened(defused(words), lambda said: fits(f"{said}\n\n{link}", limits, strict=limits.strict))
    if short is None:
        raise Rejected("too_long")
    body = f"{short}\n\n{link}"
    return PostText(
        body=body,
        link=link,
        language=language,
        length=length(body, limits, strict=limits.strict),
        shortened=short != words,
        reply_to=reply_to,
    )


def handles_in(text: str) -> list[str]:
    """The accounts that a text calls on networks, as written; addresses of mail are none.

    X reads a fullwidth at sign like any other (twitter-text, `atSigns`).
    """
    return [found[0] for found in _CALLS.finditer(text)]


def links_in(text: str) -> list[str]:
    """What networks make a link of in a text, as written."""
    return [found[0] for found in _LINKS.finditer(text)]


def _paragraphs(story: str) -> list[str]:
    """Other people's words in paragraphs, each defused."""
    return [words for block in regex.split(r"\n\s*\n", story) if (words := defused_long(block))]


def shortened(text: str, has_room: Callable[[str], bool]) -> str | None:
    """The longest beginning of the text that has room, ended by an ellipsis when it is not whole.

    Cut after a word; inside a very long word (or a script without spaces) after a grapheme. "" when only
    nothing has room, None when not even that.
    """
    if has_room(text):
        return text
    if not has_room(""):
        return None
    clusters = graphemes(text)
    low, high = 0, len(clusters)  # the number of clusters kept: low has room, high has not
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if has_room("".join(clusters[:middle]) + ELLIPSIS) else (low, middle)
    if low == 0:
        return ""
    cut = low
    if not clusters[low].isspace():
        spaces = [index for index in range(low) if clusters[index].isspace()]
        if spaces and spaces[-1] * 2 >= low:
            cut = spaces[-1]
    return "".join(clusters[:cut]).rstrip(" ,;:.-–—(") + ELLIPSIS


def _one_handle(handle: str) -> str:
    """The handle with its at sign, or "" when it is anything but exactly one handle."""
    stripped = handle.strip()
    return f"@{stripped.removeprefix('@')}" if _HANDLE.fullmatch(stripped) else ""
