"""HTML from other servers becomes plain text; it is never emitted again.

Understands what Mastodon and its relatives write: paragraphs, line breaks, mentions, hashtags, and links
whose middle is the visible part (`invisible` and `ellipsis` spans), of which the whole address is kept.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

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
_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_TAG = re.compile(r"<[^>]*>?")


def html_to_text(html: str, *, max_length: int = MAX_TEXT) -> str:
    """Plain text of at most `max_length` characters: paragraphs by a blank line, breaks by a line end.

    A link becomes its address; one with other words "words (address)"; mentions and hashtags stay as written.
    """
    reader = _Reader()
    try:
        reader.feed(html[:MAX_HTML])
        reader.close()
        text = reader.text()
    except (AssertionError, ValueError):  # html.parser on broken declarations such as <![x[
        text = _TAG.sub(" ", html[:MAX_HTML])
    text = _tidied(text)
    return text if len(text) <= max_length else text[: max_length - 1].rstrip() + ELLIPSIS


def links_in(html: str) -> frozenset[str]:
    """The addresses that the HTML links to, as written."""
    reader = _Reader()
    try:
        reader.feed(html[:MAX_HTML])
        reader.close()
    except (AssertionError, ValueError):
        return frozenset()
    return frozenset(reader.addresses)


def _tidied(text: str) -> str:
    text = _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [re.sub(r"[ \t\xa0]+", " ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.addresses: list[str] = []
        self._out: list[str] = []
        self._silent: list[str] = []  # open elements whose content is not text
        self._href: str | None = None  # of the open link, "" when only its words count
        self._words: list[str] = []

    def text(self) -> str:
        self._end_link()
        return "".join(self._out)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._silent:
            if tag in _SILENT:
                self._silent.append(tag)
            return
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag == "a":
            self._end_link()
            self._start_link({name: value or "" for name, value in attrs})
        elif tag == "img":
            self._say(dict(attrs).get("alt") or "")
        else:
            self._break(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SILENT:
            self.handle_starttag(tag, attrs)
            if tag == "a":
                self._end_link()

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            if tag in self._silent:
                del self._silent[self._silent.index(tag) :]
        elif tag == "a":
            self._end_link()
        elif tag != "br":
            self._break(tag)

    def handle_data(self, data: str) -> None:
        # Line ends in HTML are spaces; only elements break lines.
        self._say(re.sub(r"[\r\n\t\f ]+", " ", data))

    def _say(self, words: str) -> None:
        if not self._silent:
            (self._words if self._href is not None else self._out).append(words)

    def _break(self, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self._say("\n\n")
        elif tag == "br" or tag in _BLOCKS:
            self._say("\n")

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
        href, words = self._href, "".join(self._words).strip()
        whole = "".join(self._words)
        self._href, self._words = None, []
        if not href:
            self._out.append(whole)
        elif _bare(words) == _bare(href) or not words:
            self._out.append(href)
        else:
            self._out.append(f"{words} ({href})")


def _bare(address: str) -> str:
    return re.sub(r"^https?://", "", address, flags=re.IGNORECASE).rstrip("/")
