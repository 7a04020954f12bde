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
the complaint.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import regex

from complaints.networks.base import ComplaintSummary, Limits, PostText, Rejected

ELLIPSIS = "…"
MAX_INPUT = 1_000  # code points of a title or brand that are looked at; longer input is only ever shortened
MIN_TITLE = 24  # graphemes; a title shorter than this says less than the effort does

_GRAPHEME = regex.compile(r"\X")
_URL = regex.compile(r"https?://\S+", regex.IGNORECASE)
# Mastodon 4.5 app/models/account.rb MENTION_RE: a mention ends in a word character and may carry a domain.
_MENTION = regex.compile(r"(?<![=/\w])@([a-z0-9_]+(?:[a-z0-9_.-]+[a-z0-9_]+)?)@[\w.-]+\w", regex.IGNORECASE)
_HANDLE = regex.compile(r"@?\w[\w.-]*(@[\w.-]+\w)?")
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
    folded = text
    if limits.url_length is not None:
        folded = _URL.sub("x" * limits.url_length, folded)
    if limits.local_mentions:
        folded = _MENTION.sub(r"@\1", folded)
    count = len(graphemes(folded))
    return max(count, len(text)) if strict else count


def fits(text: str, limits: Limits, *, strict: bool = False) -> bool:
    """Whether a post is within all limits of the server."""
    if limits.max_bytes is not None and len(text.encode()) > limits.max_bytes:
        return False
    return length(text, limits, strict=strict) <= limits.characters


def defused(text: str) -> str:
    """Other people's words as one line without handles, links or characters that act."""
    line = _SPACES.sub(" ", _UNWANTED.sub(" ", text[:MAX_INPUT])).strip()
    line = _AT_SIGNS.sub("(at)", line)
    while (shorter := _SCHEME.sub("", line)) != line:  # removing one may uncover another
        line = shorter
    return _SPACES.sub(" ", line.replace("://", " ")).strip()


def effort_sentence(*, attempts: int, channels: Sequence[str], minutes: int, days: int) -> str:
    """The effort in words, "" without attempts: "3 attempts by phone and e-mail, 2 h 12 min, 19 days"."""
    if attempts < 1:
        return ""
    words = _counted(attempts, "attempt")
    if channels:
        words += f" by {_listed(channels)}"
    parts = [words]
    if minutes > 0:
        hours, rest = divmod(minutes, 60)
        parts.append(" ".join(filter(None, (f"{hours} h" if hours else "", f"{rest} min" if rest else ""))))
    if days > 0:
        parts.append(_counted(days, "day"))
    return ", ".join(parts)


def compose(summary: ComplaintSummary, *, limits: Limits, strict: bool = False) -> PostText:
    """The post for a complaint. Raises `Rejected` (`too_long`) when not even the link fits."""
    strict = strict or limits.strict
    title, brand = defused(summary.title), defused(summary.brand)
    handle = _one_handle(summary.handle)
    effort = effort_sentence(
        attempts=summary.attempts, channels=summary.channels, minutes=summary.minutes, days=summary.days
    )
    # From the fullest to the barest: whatever does not fit beside a readable title is left out as a whole.
    for who, what in ((handle or brand, effort), (handle or brand, ""), (brand, ""), ("", "")):
        about = f"About {who}: {what}" if who and what else f"About {who}" if who else ""

        def body(words: str, about: str = about) -> str:
            return "\n\n".join(filter(None, (words, about, summary.link)))

        def has_room(words: str, body: Callable[[str], str] = body) -> bool:
            return fits(body(words), limits, strict=strict)

        short = shortened(title, has_room)
        if short is None or (about and short != title and len(graphemes(short)) < MIN_TITLE):
            continue
        text = body(short)
        return PostText(
            body=text,
            link=summary.link,
            handle=who if handle and who == handle else "",
            language=summary.language,
            length=length(text, limits, strict=strict),
            shortened=short != title or bool(effort and not what),
        )
    raise Rejected("too_long")


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


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _listed(words: Sequence[str]) -> str:
    if len(words) > 3:
        return f"{', '.join(words[:2])} and {len(words) - 2} other channels"
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
