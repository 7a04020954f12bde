"""What stands on a WordPress: our words as HTML, its HTML as words. Nothing here makes a request."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from complaints.networks import answers, render
from complaints.networks.base import Gone, Published, RemoteReply
from complaints.networks.calling import inside, string
from complaints.networks.plain_text import MAX_HTML, html_to_text, links_in

COMMENT = "comment:"  # ids of posts are numbers; those of comments are told apart by this
MAX_NAME = 100

_PARAGRAPHS = re.compile(r"\n\s*\n")
_NUMBER = re.compile(r"[1-9]\d{0,18}", re.ASCII)
_CARD = re.compile(r"complaint-[0-9a-f]{12}-card(-\d+)?")
# What WordPress makes typographic when it shows a text (wptexturize).
_TYPOGRAPHIC = str.maketrans(
    {"“": '"', "”": '"', "″": '"', "‘": "'", "’": "'", "′": "'", "×": "x", "…": "..."}
)
_DASHES = re.compile(r"-{2,3}|[–—]")


def slug_for(idempotency_key: str) -> str:
    """The last part of the post's address: the same for all tries of one posting, and nobody else's."""
    return f"complaint-{hashlib.sha256(idempotency_key.encode()).hexdigest()[:12]}"


def card_slug_for(idempotency_key: str) -> str:
    """The same for its picture."""
    return f"{slug_for(idempotency_key)}-card"


def is_card_slug(slug: object) -> bool:
    """Whether a picture was put there by us."""
    return isinstance(slug, str) and bool(_CARD.fullmatch(slug))


def title_and_content(body: str, link: str) -> tuple[str, str]:
    """A rendered post as the HTML of a title (its first paragraph) and of the rest, the link as an anchor."""
    first, *rest = _PARAGRAPHS.split(body.strip())
    if first.strip() == link:  # nothing but the link
        first, rest = "", [first, *rest]
    return _escaped(" ".join(first.split())), "\n".join(f"<p>{_paragraph(one, link)}</p>" for one in rest)


def comment_content(body: str) -> str:
    """A rendered post as the HTML of a comment. WordPress makes paragraphs and the link clickable itself; an anchor it
    would change (`rel`), and then not know the same comment again.
    """
    return _escaped(body.strip())


def _paragraph(words: str, link: str) -> str:
    words = words.strip()
    has_link = bool(link) and words.endswith(link)
    shown = "<br>\n".join(
        _escaped(line) for line in (words.removesuffix(link) if has_link else words).split("\n")
    )
    return f'{shown}<a href="{html.escape(link)}">{_escaped(link)}</a>' if has_link else shown


def _escaped(words: str) -> str:
    # A bracket would begin a shortcode.
    return html.escape(words, quote=False).replace("[", "&#91;").replace("]", "&#93;")


def words_of(made: str) -> str:
    """The plain text of a title, a post or a comment of any length."""
    return html_to_text(made, max_length=MAX_HTML)


def is_same(stands: str, wanted: str) -> bool:
    """Whether HTML that stands there says what ours does; it is never the same byte by byte."""
    if max(len(stands), len(wanted)) > MAX_HTML:
        return stands == wanted
    return words_of(stands) == words_of(wanted)


def looks_same(shown: str, wanted: str) -> bool:
    """The same for HTML as it is shown to readers, whose quotes and dashes are typographic."""
    return _plain(words_of(shown)) == _plain(words_of(wanted))


def _plain(words: str) -> str:
    return _DASHES.sub("-", words.translate(_TYPOGRAPHIC))


def content_of(item: Mapping[str, Any]) -> str:
    """The HTML of a post or a comment as it was written, or else as it is shown."""
    raw = inside(item, "content", "raw")
    return raw if isinstance(raw, str) else string(inside(item, "content", "rendered"))


def title_of(item: Mapping[str, Any]) -> str:
    """The HTML of a title as it was written, or else as it is shown."""
    raw = inside(item, "title", "raw")
    return raw if isinstance(raw, str) else string(inside(item, "title", "rendered"))


def holds_link(item: Mapping[str, Any], link: str) -> bool:
    """Whether a post or a comment carries exactly this link, clickable or not."""
    made = content_of(item)
    return (
        f'href="{html.escape(link)}"' in made
        or link in links_in(made)
        or link in html_to_text(made, max_length=MAX_HTML).split()
    )


def published_from(item: Any, *, prefix: str = "") -> Published | None:
    """The post or comment of an answer, None when it is about none."""
    number = answers.text_of(item.get("id")) if isinstance(item, dict) else ""
    if not _NUMBER.fullmatch(number):
        return None
    return Published(f"{prefix}{number}", answers.web_address(item.get("link")))


def number_of(remote_id: str) -> str:
    """The number of a post or a comment. Raises `Gone` for what can be none."""
    number = remote_id.removeprefix(COMMENT)
    if not _NUMBER.fullmatch(number):
        raise Gone("not_found")
    return number


def is_comment(remote_id: str) -> bool:
    """Whether this is a comment, not a post."""
    return remote_id.startswith(COMMENT)


def reply_from(item: Mapping[str, Any], *, place: str, now: datetime) -> RemoteReply | None:
    """A comment as a reply, None when it is not approved or not whole.

    Comments have no time of their last change, and core lets only those change one who may edit the post: its
    author, not the comment's. So a comment stays as it was first seen (`edited_at` is never known).

    Anybody may type any name: the handle ends with the site, a comment of somebody who has not signed in says so and
    has an author of its own, and the address that people type for themselves is left out.
    """
    made = published_from(item, prefix=COMMENT)
    if made is None or item.get("status") != "approved" or item.get("type", "comment") != "comment":
        return None
    author, parent = answers.text_of(item.get("author")), answers.text_of(item.get("parent"))
    name = answers.text_of(html_to_text(string(item.get("author_name"))), max_length=MAX_NAME)
    is_known = bool(_NUMBER.fullmatch(author))
    called = render.defused(name) or "somebody"
    return RemoteReply(
        remote_id=made.remote_id,
        url=made.url,
        in_reply_to=f"{COMMENT}{parent}" if _NUMBER.fullmatch(parent) else answers.text_of(item.get("post")),
        author_id=author if is_known else f"guest-of-{made.remote_id}",
        author_handle=f"{called}{'' if is_known else ' (not signed in)'}@{place}",
        author_name=name,
        author_url="",
        text=html_to_text(string(inside(item, "content", "rendered"))),
        language="",
        stated_at=answers.time_of(item.get("date_gmt")) or now,
        edited_at=None,
        visibility="public",
    )


def below(replies: Mapping[str, RemoteReply], remote_id: str) -> dict[str, RemoteReply]:
    """Those replies that answer this comment, at once or through others of them; they come in order of time."""
    found: dict[str, RemoteReply] = {}
    for reply in replies.values():
        if reply.in_reply_to == remote_id or reply.in_reply_to in found:
            found[reply.remote_id] = reply
    return found
