"""HTML from other servers becomes plain text; it is never emitted again.

Understands what Mastodon and its relatives write: paragraphs, line breaks, mentions, hashtags, and links whose
middle is the visible part (`invisible` and `ellipsis` spans), of which the whole address is kept.

Tags are found by an expression of our own instead of html.parser, whose time grows with the square of hostile
input (40 s for 60,000 characters of "<a " in Python 3.11); here it grows with the length.
"""

from __future__ import annotations

import html as entities
import re

MAX_HTML = 60_000  # characters that are looked at; Mastodon's 500 become about 3,000
MAX_TEXT = 10_000
ELLIPSIS = "…"

_BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "dd",
        "div",
        "dl",
        "dt",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
    }
    | {"h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "section", "table", "tr", "ul"}
)
_PARAGRAPHS = frozenset({"p", "pre"})
_SILENT = frozenset({"script", "style", "template", "head", "iframe", "object", "noscript", "svg", "math"})

# A tag ends at the next ">" and holds no "<"; a longer one than any real address needs is not one.
_TAG = re.compile(r"<(?:[!?]|(/?)([a-zA-Z][a-zA-Z0-9-]{0,20})(?=[\s/>]))([^<>]{0,2500})>")
_ATTRIBUTE = re.compile(r"""([^\s"'=/]{1,40})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"']+))""")
_HUGE_REFERENCE = re.compile(r"&#(?:\d{8,}|[xX][0-9a-fA-F]{8,});?")
_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def html_to_text(html: str, *, max_length: int = MAX_TEXT) -> str:
    """Plain text of at most `max_length` characters: paragraphs by a blank line, breaks by a line end.

    A link becomes its address; one with other words "words (address)"; mentions and hashtags stay as written.
    """
    text = _tidied(_read(html).text())
    return text if len(text) <= max_length else text[: max_length - 1].rstrip() + ELLIPSIS


def links_in(html: str) -> frozenset[str]:
    """The addresses that the HTML links to, as written."""
    return frozenset(_read(html).addresses)


def _read(html: str) -> _Reader:
    reader = _Reader()
    source = _without_comments(html[:MAX_HTML])
    position = 0
    for tag in _TAG.finditer(source):
        reader.words(_unescaped(source[position : tag.start()]))
        position = tag.end()
        if tag[2]:
            reader.tag(tag[2].lower(), tag[3], is_end=bool(tag[1]))
    reader.words(_unescaped(source[position:]))
    return reader


def _without_comments(html: str) -> str:
    kept, position = [], 0
    while (start := html.find("<!--", position)) >= 0:
        kept.append(html[position:start])
        end = html.find("-->", start + 4)
        if end < 0:
            return "".join(kept)  # as in a browser, a comment without end hides the rest
        position = end + 3
    kept.append(html[position:])
    return "".join(kept)


def _unescaped(words: str) -> str:
    return entities.unescape(_HUGE_REFERENCE.sub("\ufffd", words))


def _tidied(text: str) -> str:
    text = _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [re.sub(r"[ \t\xa0]+", " ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader:
    """Collects words and addresses, tag by tag."""

    def __init__(self) -> None:
        self.addresses: list[str] = []
        self._out: list[str] = []
        self._silent: list[str] = []  # open elements whose content is not text
        self._href: str | None = None  # of the open link, "" when only its words count
        self._words: list[str] = []

    def text(self) -> str:
        self._end_link()
        return "".join(self._out)

    def words(self, words: str) -> None:
        # Line ends in HTML are spaces; only elements break lines.
        self._say(re.sub(r"[\r\n\t\f ]+", " ", words))

    def tag(self, name: str, rest: str, *, is_end: bool) -> None:
        if name in _SILENT:
            self._silence(name, rest, is_end=is_end)
        elif self._silent:
            return
        elif name == "a":
            self._end_link()
            if not is_end:
                self._start_link(_attributes(rest))
        elif name == "img" and not is_end:
            self._say(_attributes(rest).get("alt", ""))
        elif name in _PARAGRAPHS:
            self._say("\n\n")
        elif name == "br" or name in _BLOCKS:
            self._say("\n")

    def _silence(self, name: str, rest: str, *, is_end: bool) -> None:
        if not is_end and not rest.endswith("/"):
            self._silent.append(name)
        elif is_end and name in self._silent:
            del self._silent[self._silent.index(name) :]

    def _say(self, words: str) -> None:
        if not self._silent:
            (self._words if self._href is not None else self._out).append(words)

    def _start_link(self, attributes: dict[str, str]) -> None:
        href = attributes.get("href", "").strip()
        is_web = href.lower().startswith(("https://", "http://"))
        if is_web:
            self.addresses.append(href)
        classes = attributes.get("class", "").split()
        words_only = (
            not is_web or "mention" in classes or "hashtag" in classes or attributes.get("rel") == "tag"
        )
        self._href = "" if words_only else href
        self._words = []

    def _end_link(self) -> None:
        if self._href is None:
            return
        href, whole = self._href, "".join(self._words)
        words = whole.strip()
        self._href, self._words = None, []
        if not href:
            self._out.append(whole)
        elif _bare(words) == _bare(href) or not words:
            self._out.append(href)
        else:
            self._out.append(f"{words} ({href})")


def _attributes(rest: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(rest):
        found.setdefault(match[1].lower(), _unescaped(match[2] or match[3] or match[4] or ""))
    return found


def _bare(address: str) -> str:
    return re.sub(r"^https?://", "", address, flags=re.IGNORECASE).rstrip("/")
