"""The links of a web page, as a browser would see them.

A link that a browser does not show proves nothing, so the source is read by the rules of the HTML standard
(html.spec.whatwg.org, 13.2.5 Tokenization): what stands in comments, in scripts, in the text of a form or in the value
of an attribute is no link. html.parser is not used: its time grows with the square of hostile input.
"""

from __future__ import annotations

import html as entities
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

MAX_PAGE: Final = 1_500_000  # characters that are looked at
MAX_LINKS: Final = 5_000
MAX_ADDRESS: Final = 2_000

# Their content is text, or nothing at all, in a browser that runs scripts.
_RAW: Final = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript")
}
_END_OF_COMMENT = re.compile(r"--!?>")
_NAME = re.compile(r"[a-zA-Z][^\s/>]*")
_BEFORE_ATTRIBUTE = re.compile(r"[\s/]*")
_ATTRIBUTE_NAME = re.compile(r"=?[^\s/>=]*")
_EQUALS = re.compile(r"\s*=\s*")
_BARE_VALUE = re.compile(r"[^\s>]*")
_HUGE_REFERENCE = re.compile(r"&#(?:\d{8,}|[xX][0-9a-fA-F]{8,});?")
_BROKEN_BY = re.compile(r"[\t\n\r]")


@dataclass(frozen=True, slots=True)
class Link:
    """An absolute http(s) address that a page links to, and the words of its `rel`."""

    url: str
    rel: frozenset[str] = frozenset()

    @property
    def is_own(self) -> bool:
        """Whether the page stands behind it: not paid for, not written by its visitors.

        html.spec.whatwg.org, 4.6.7: "ugc" marks links in user-generated content, "sponsored" paid ones.
        """
        return not self.rel & {"ugc", "sponsored"}

    @property
    def is_me(self) -> bool:
        """Whether it says "this is me as well" (microformats.org/wiki/rel-me)."""
        return "me" in self.rel


def links_of(page: bytes, *, address: str) -> list[Link]:
    """The links of a page at `address`: every `<a href>`, and each `<link href>` that says rel=me.

    The time grows with the length of the page. Links whose address is not http(s) are left out.
    """
    scanner = _Scanner(page[: 4 * MAX_PAGE].decode("utf-8", errors="replace")[:MAX_PAGE], address)
    scanner.run()
    return scanner.links


class _Scanner:
    """One walk through the source, never back."""

    def __init__(self, source: str, address: str) -> None:
        self.links: list[Link] = []
        self._source = source
        self._base = address
        self._has_base = False
        self._templates = 0  # open ones: their content is not shown

    def run(self) -> None:
        position = 0
        while position >= 0 and len(self.links) < MAX_LINKS:
            position = self._source.find("<", position)
            if position < 0:
                return
            position = self._markup(position)

    def _markup(self, start: int) -> int:
        """Where to go on after the markup at `start`, -1 at the end."""
        source = self._source
        if source.startswith("<!--", start):
            return self._after_comment(start + 4)
        if source.startswith("<![CDATA[", start):
            return self._after("]]>", start)
        if source.startswith(("<!", "<?"), start):
            return self._after(">", start)
        is_end = source.startswith("</", start)
        name = _NAME.match(source, start + 1 + is_end)
        if name is None:
            return self._after(">", start) if is_end else start + 1
        attributes, position = self._attributes(name.end())
        if position < 0:
            return -1  # the source ends within a tag: that is no tag
        return self._tag(name[0].lower(), attributes, position, is_end=is_end)

    def _tag(self, name: str, attributes: dict[str, str], position: int, *, is_end: bool) -> int:
        if name == "template":
            self._templates = max(0, self._templates + (-1 if is_end else 1))
        elif is_end:
            return position
        elif name == "plaintext":
            return -1
        elif name in _RAW:
            end = _RAW[name].search(self._source, position)
            return end.start() if end else -1
        elif name == "base" and not self._has_base and "href" in attributes:
            self._has_base = True
            self._base = self._absolute(attributes["href"]) or self._base
        elif name in ("a", "link") and not self._templates:
            self._link(name, attributes)
        return position

    def _link(self, name: str, attributes: dict[str, str]) -> None:
        url = self._absolute(attributes.get("href", ""))
        rel = frozenset(attributes.get("rel", "").lower().split())
        if url and (name == "a" or "me" in rel):
            self.links.append(Link(url, rel))

    def _absolute(self, address: str) -> str:
        """The address as a browser reads it: without line breaks, relative to the page."""
        bare = _BROKEN_BY.sub("", address.strip())
        if not bare or len(bare) > MAX_ADDRESS:
            return ""
        try:
            url = urljoin(self._base, bare)
            return url if urlsplit(url).scheme in ("https", "http") else ""
        except ValueError:
            return ""

    def _attributes(self, position: int) -> tuple[dict[str, str], int]:
        """The attributes of a tag and the place behind it, or -1 when the source ends before."""
        source, found = self._source, dict[str, str]()
        while True:
            position = _end_of(_BEFORE_ATTRIBUTE, source, position)
            if position >= len(source):
                return found, -1
            if source[position] == ">":
                return found, position + 1
            after_name = _end_of(_ATTRIBUTE_NAME, source, position)
            name, value, position = source[position:after_name].lower(), "", after_name
            if equals := _EQUALS.match(source, position):
                value, position = self._value(equals.end())
                if position < 0:
                    return found, -1
            found.setdefault(name, _unescaped(value))  # as in a browser the first of the same name counts

    def _value(self, start: int) -> tuple[str, int]:
        source = self._source
        quote = source[start : start + 1]
        if quote and quote in "\"'":
            end = source.find(quote, start + 1)
            return (source[start + 1 : end], end + 1) if end >= 0 else ("", -1)
        end = _end_of(_BARE_VALUE, source, start)
        return source[start:end], end

    def _after_comment(self, start: int) -> int:
        for empty in (">", "->"):
            if self._source.startswith(empty, start):
                return start + len(empty)
        end = _END_OF_COMMENT.search(self._source, start)
        return end.end() if end else -1

    def _after(self, text: str, start: int) -> int:
        found = self._source.find(text, start)
        return found + len(text) if found >= 0 else -1


def _end_of(pattern: re.Pattern[str], source: str, position: int) -> int:
    match = pattern.match(source, position)
    return match.end() if match else position


def _unescaped(value: str) -> str:
    return entities.unescape(_HUGE_REFERENCE.sub("\ufffd", value)) if "&" in value else value
