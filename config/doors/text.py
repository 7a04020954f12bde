"""Text from people: plain text, always.

What a person types is kept as the characters they typed. "a < b", "Anna <anna@example.org>" and even
"<b>hi</b>" are words, not markup: they are stored as they are and shown by Django's autoescape, which is
the one place that escapes. Nothing here escapes for storage, so nothing is ever escaped twice.

bleach is asked here and nowhere else. It reads the text in the form in which it will stand on a page
(escaped once), with no tag allowed, and takes out whatever would still be markup there. Stripping tags from
the typed characters instead would delete evidence: in "paid <EUR 50, charged >EUR 80" a parser sees a tag.
Replacing bleach is a change to `_no_markup`.
"""

import html
import unicodedata
from typing import Final
from urllib.parse import urlsplit

import bleach
import regex


class TextTooLong(ValueError):
    """The text is longer than its field allows. `length` and `max_length` are characters (code points)."""

    def __init__(self, *, length: int, max_length: int) -> None:
        super().__init__(f"Too long: {length:,} of at most {max_length:,} characters.")
        self.length = length
        self.max_length = max_length


# Everything that ends a line somewhere: CR LF, CR, VT, FF, NEL, line and paragraph separator.
_LINE_ENDS: Final = regex.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")

# The flags of England, Scotland and Wales are written with otherwise invisible tag characters.
_FLAG: Final = r"\U0001F3F4[\U000E0030-\U000E0039\U000E0061-\U000E007A]{1,6}\U000E007F"

# Characters that are not text: controls, lone surrogates, noncharacters (illegal in Atom and XML), and
# invisible format characters. Among these are the overrides, embeddings and isolates of bidirectional text
# (U+202A-E, U+2066-9), with which "refund" can be made to read as something else (Unicode TR 36, 3.3). The
# letters of Arabic and Hebrew order themselves; their marks LRM, RLM and ALM stay, as do the joiners that
# emoji, Persian and Indic scripts are written with.
_NOT_TEXT: Final = regex.compile(
    rf"({_FLAG})|(?![\n\u200c\u200d\u200e\u200f\u061c\u0600-\u0605\u06dd\u070f])[\p{{Cc}}\p{{Cs}}\p{{Cf}}\p{{NChar}}]"
)
_JOINERS: Final = regex.compile(r"[\u200c\u200d]+")
# No script stacks more than a handful of marks on a letter; "zalgo" text does, and paints over its
# neighbours.
_MARKS_ON_ONE_LETTER: Final = 8
_TOO_MANY_MARKS: Final = regex.compile(rf"(\p{{M}}{{{_MARKS_ON_ONE_LETTER}}})\p{{M}}+")
_MANY_LINES: Final = regex.compile(r"\n{3,}")
_GRAPHEME: Final = regex.compile(r"\X")


def clean_text(value: str, *, max_length: int, multiline: bool) -> str:
    """The plain text in `value`, ready to be stored and to be rendered by autoescape.

    The length is checked before anything reads the text, and once more afterwards, because Unicode
    normalisation can make a few rare characters longer. Lengths are code points. Result: NFC, "\\n" as the
    only line end (none at all unless `multiline`), no control or invisible characters, no space at line
    ends, at most one empty line in a row. Cleaning twice gives the same as cleaning once. Raises
    TextTooLong, nothing else.
    """
    if len(value) > max_length:
        raise TextTooLong(length=len(value), max_length=max_length)
    # Marks before normalisation, because ordering a long run of them takes time that grows with its square.
    text = _TOO_MANY_MARKS.sub(r"\1", _LINE_ENDS.sub("\n", value).replace("\t", " "))
    text = unicodedata.normalize("NFC", text)
    text = _NOT_TEXT.sub(lambda match: match[1] or "", text)
    text = _JOINERS.sub(_joiner_between_letters, text)
    # Once more: what stood between a letter and its accent may just have gone.
    text = unicodedata.normalize("NFC", _TOO_MANY_MARKS.sub(r"\1", text))
    text = _TOO_MANY_MARKS.sub(r"\1", text)
    text = _no_markup(text)
    if multiline:
        lines = "\n".join(line.rstrip() for line in text.split("\n"))
        text = _MANY_LINES.sub("\n\n", lines).strip()
    else:
        text = one_line(text)
    if len(text) > max_length:
        raise TextTooLong(length=len(text), max_length=max_length)
    return text


def one_line(value: str) -> str:
    """`value` on a single line: every run of white space is one space, none at the ends."""
    return " ".join(value.split())


# Letters that Unicode does not take apart, as people without them on the keyboard type them.
_PLAIN_LETTERS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)


def fold(value: str) -> str:
    """`value` for searching: no accents, no case, no doubled spaces. " Telefónica  SA" is "telefonica sa".

    Both sides of a comparison must be folded. The result can be longer than `value` ("ß" is "ss", "½" is
    "1/2"): cut it to its column. Folding twice gives the same as folding once.
    """
    text = value
    for _ in range(
        3
    ):  # casefold can bring new letters to take apart, and taking apart new letters to casefold
        apart = unicodedata.normalize("NFKD", text)
        kept = "".join(c for c in apart if not _is_accent(c) and unicodedata.category(c) != "Cf")
        text = kept.casefold().translate(_PLAIN_LETTERS)
    return one_line(unicodedata.normalize("NFC", text))


def graphemes(value: str) -> int:
    """How many characters a person sees, as networks count them: extended grapheme clusters (Unicode TR
    29).
    """
    return sum(1 for _ in _GRAPHEME.finditer(value))


_HOST: Final = regex.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?")
# Latin-1 letters cannot be taken for others; any other script is shown as punycode, as browsers do in doubt.
_READABLE_HOST: Final = regex.compile(r"[a-z0-9_.\u00df-\u00f6\u00f8-\u00ff-]+")


def display_host(url: str) -> str:
    """Where a link leads, in words for a person: "https://www.example.org/x" is "example.org".

    Empty when `url` is not an http or https address with a plain host name. A name before "@" never counts
    as the host, a backslash ends the host as it does in browsers, and letters of other scripts are shown as
    punycode.
    """
    try:
        parts = urlsplit(url.strip().replace("\\", "/"))
        host = (parts.hostname or "").encode("idna").decode("ascii").lower()
    except ValueError:  # UnicodeError is one
        return ""
    if parts.scheme not in {"http", "https"} or len(host) > 253 or not _HOST.fullmatch(host):
        return ""
    host = host.removesuffix(".").removeprefix("www.")
    try:
        readable = host.encode("ascii").decode("idna")
    except UnicodeError:
        return host
    return readable if _READABLE_HOST.fullmatch(readable) else host


def _no_markup(text: str) -> str:
    """`text` after bleach has looked at its escaped form with no tag allowed; characters in, characters
    out.
    """
    escaped = html.escape(text, quote=False)
    return html.unescape(bleach.clean(escaped, tags=set(), attributes={}, protocols=set(), strip=True))


def _joiner_between_letters(match: regex.Match[str]) -> str:
    """One joiner where scripts and emoji use them: between two visible characters that are not ASCII."""
    text, start, end = match.string, match.start(), match.end()
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    if not before or not after or before.isascii() or after.isascii() or before.isspace() or after.isspace():
        return ""
    return match[0][0]


def _is_accent(character: str) -> bool:
    """Marks that do not make another letter: Latin, Greek and Cyrillic accents, Hebrew and Arabic points.

    Canonical combining classes; not 7 to 9 (nukta, voicing mark, virama), which spell other sounds.
    """
    return unicodedata.combining(character) >= 200 or 10 <= unicodedata.combining(character) <= 36
