"""What Mastodon's answers say: limits, posts, pages, refused texts. Nothing here makes a request."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from complaints.networks import answers, render
from complaints.networks.base import Limits, PostText, Published, Rejected
from complaints.networks.calling import inside, objects, string
from complaints.networks.plain_text import MAX_TEXT, html_to_text, links_in
from config.doors import http

_LEAVE_ALONE = re.compile(
    r"(?<![\w&/])#\s?(?:no[_-]?bots?|no[_-]?index|no[_-]?search)\b|\bno[ -]bots\b", re.IGNORECASE
)

PAGE = 40  # the largest page of statuses and of notifications that Mastodon gives


def rejected(response: http.Response, *, text: PostText, limits: Limits) -> Rejected:
    """A refused text. The words differ everywhere, so our own count tells whether any server could find it
    long.
    """
    too_long = response.status == 413 or not render.fits(text.body, limits, strict=True)
    code = "too_long" if too_long else "invalid" if text.body.strip() else "empty"
    return Rejected(code, status=response.status, detail=answers.words_of(response))


def limits_from(described: Any, statuses: Mapping[str, Any]) -> Limits:
    plain = Limits()
    characters = answers.whole_number(statuses.get("max_characters"), least=1, most=1_000_000)
    per_url = answers.whole_number(statuses.get("characters_reserved_per_url"), least=1, most=1_000)
    media = answers.whole_number(statuses.get("max_media_attachments"), least=0, most=100)
    # Mastodon names its API's version since 4.3. Who does not may count code points and addresses in full, as
    # GoToSocial and Takahe do: a slightly shorter text fits everywhere.
    names_version = inside(described, "api_versions", "mastodon") is not None
    return Limits(
        characters=characters or plain.characters,
        url_length=per_url or plain.url_length,
        media=plain.media if media is None else media,
        strict=not names_version,
    )


def published_from(status: Any) -> Published | None:
    remote_id = answers.text_of(status.get("id")) if isinstance(status, dict) else ""
    return (
        Published(remote_id, answers.web_address(status.get("url"), status.get("uri"))) if remote_id else None
    )


def next_page(response: http.Response, page: list[dict[str, Any]], *, horizon: datetime | None) -> str | None:
    """The `max_id` of the page before this one, None when it was the last one or reaches behind the
    horizon.
    """
    if not page:
        return None
    oldest = answers.time_of(page[-1].get("created_at"))
    if horizon and oldest and oldest < horizon:
        return None
    linked = answers.page_links(response.headers).get("next", {}).get("max_id")
    # A full page without a link is asked on by hand, so that a server without links is not believed to be
    # empty.
    return linked or (answers.text_of(page[-1].get("id")) if len(page) >= PAGE else None)


def holds_link(status: Mapping[str, Any], link: str) -> bool:
    """Whether one of our own posts, not a repost, carries exactly this link; also where links are not made
    clickable.
    """
    if status.get("reblog"):
        return False
    content = string(status.get("content"))
    return link in links_in(content) or link in html_to_text(content).split()


def is_opted_out(account: Mapping[str, Any]) -> bool:
    """Whether the author asks to be left out of searches, or alone by programs.

    `noindex` is "opted out of being indexed by search engines" (docs.joinmastodon.org/entities/Account/#noindex), and is
    only stated of accounts of the same server. `indexable`, where a server states it, is the setting that lets public
    posts be searched by anyone (docs.joinmastodon.org/methods/accounts/#update_credentials). #nobot and #noindex in the
    profile are the custom of the fediverse (blog.elizafox.space/
    a-proposed-specification-for-fediverse-and-other-social-media-bot-tags).
    """
    if account.get("noindex") is True or account.get("indexable") is False:
        return True
    fields = [
        f"{string(one.get('name'))} {string(one.get('value'))}" for one in objects(account.get("fields"))
    ]
    profile = [string(account.get("note")), *fields, string(account.get("display_name"))]
    return any(_LEAVE_ALONE.search(html_to_text(part)) for part in profile)


def words_of_status(status: Mapping[str, Any]) -> str:
    """Warning, text and the descriptions of pictures: a company may answer by a picture alone."""
    parts = [html_to_text(string(status.get("spoiler_text"))), html_to_text(string(status.get("content")))]
    for media in objects(status.get("media_attachments")):
        described = answers.text_of(media.get("description"), max_length=1_500)
        parts.append(f"[attachment: {described}]" if described else "[attachment]")
    return "\n\n".join(filter(None, parts))[:MAX_TEXT]
