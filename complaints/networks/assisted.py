"""Networks where the customer posts with prepared words: what to say there, and which page of theirs to open.

Nothing here is sent anywhere: a link opens the network's own page, the customer reads, changes and posts. The shapes of
links are documented where a comment says so; the others were seen in many public repositories and could change without
notice, which costs a click and no more: the words are on our page as well.

On review sites the words are the customer's own story and nothing else: no stars, no link, nobody else's words.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote, urlencode

from complaints.networks import render
from complaints.networks.base import ComplaintSummary, Counting, Limits, Rejected
from complaints.networks.x import LIMITS as LIMITS_OF_X


class Words(enum.StrEnum):
    """What is said there."""

    POST = "post"  # as the copies of this site: title, brand, effort, link
    LINK = "link"  # the network takes the link alone; the words are for pasting
    REVIEW = "review"  # the customer's own story, for the page of the brand
    MESSAGE = "message"  # to people one knows: as a post, of any length


@dataclass(frozen=True, slots=True)
class CompanyIds:
    """What a brand is called on review sites; "" where it has no page, or we do not know it."""

    yelp: str = ""
    google_place: str = ""
    tripadvisor: str = ""  # g187147-d188757-Name, as in the addresses of its page
    foursquare: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the customer may say. `story` is the complaint as it is public, `handle` the brand's account there."""

    summary: ComplaintSummary
    story: str


@dataclass(frozen=True, slots=True)
class Intent:
    """What the page shows for one network: the page to open ("" for sharing by the device), the words to copy.

    `can_prefill` says that the words stand in the network's composer already. `length` of `characters` is in the units
    of the network.
    """

    network: str
    name: str
    url: str
    copy_text: str
    can_prefill: bool
    length: int
    characters: int
    note: str


@dataclass(frozen=True, slots=True)
class Way:
    """One network. `takes_handle` says that a person may address the brand there; `needs` names a company id."""

    name: str
    words: Words
    limits: Limits
    can_prefill: bool = False
    takes_handle: bool = False
    needs: str = ""
    note: str = ""


_PLAIN = Limits(characters=10_000, url_length=None, local_mentions=False)


def _plain(characters: int, counting: Counting = Counting.GRAPHEMES) -> Limits:
    return replace(_PLAIN, characters=characters, counting=counting)


EMAIL: Final = "email"
DEVICE: Final = "web-share"

_REVIEW_NOTE = "A review is your own experience in your own words. Choose the stars yourself."
# In the order of the page. Limits: the networks' own documentation where it says one; else far below what they take.
WAYS: Mapping[str, Way] = {
    "x": Way("X", Words.POST, LIMITS_OF_X, can_prefill=True, takes_handle=True),
    "facebook": Way(
        "Facebook",
        Words.LINK,
        _plain(5_000),
        note="Facebook takes over the link alone: copy the words and paste them above it.",
    ),
    "linkedin": Way(
        "LinkedIn",
        Words.LINK,
        _plain(3_000),
        note="LinkedIn takes over the link alone: copy the words and paste them above it.",
    ),
    "reddit": Way(
        "Reddit",
        Words.LINK,
        _plain(300),  # the title of a post
        note="Link and title stand there already. Choose the community yourself and keep to its rules.",
    ),
    # docs.bsky.app/docs/advanced-guides/intent-links: 300 graphemes.
    "bluesky": Way(
        "Bluesky", Words.POST, replace(_plain(300), max_bytes=3_000), can_prefill=True, takes_handle=True
    ),
    "mastodon": Way("Mastodon", Words.POST, Limits(), can_prefill=True, takes_handle=True),
    "threads": Way("Threads", Words.POST, _plain(500), can_prefill=True),
    "tumblr": Way("Tumblr", Words.POST, _plain(4_096), can_prefill=True),
    "yelp": Way("Yelp", Words.REVIEW, _plain(5_000), needs="yelp", note=_REVIEW_NOTE),
    "google-reviews": Way(
        "Google reviews", Words.REVIEW, _plain(4_000), needs="google_place", note=_REVIEW_NOTE
    ),
    "tripadvisor": Way("Tripadvisor", Words.REVIEW, _plain(5_000), needs="tripadvisor", note=_REVIEW_NOTE),
    # docs.foursquare.com, add-a-tip: a tip has at most 200 characters.
    "foursquare": Way("Foursquare", Words.REVIEW, _plain(200), needs="foursquare", note=_REVIEW_NOTE),
    "whatsapp": Way("WhatsApp", Words.MESSAGE, _plain(2_000), can_prefill=True),
    "telegram": Way("Telegram", Words.MESSAGE, _plain(2_000), can_prefill=True),
    EMAIL: Way("E-mail", Words.MESSAGE, _plain(2_000), can_prefill=True),
    DEVICE: Way("Another app on this device", Words.MESSAGE, _plain(2_000), can_prefill=True),
}


def intent(network: str, prepared: Prepared, ids: CompanyIds, *, server: str = "") -> Intent | None:
    """What to show for a network, None where there is nothing to open: the brand has no page there.

    `server` is the customer's own on Mastodon (`https://host`); without one its button has to ask first, and `url` is
    "". Raises `KeyError` for a network that is not assisted.
    """
    way = WAYS[network]
    page_id = getattr(ids, way.needs) if way.needs else ""
    if way.needs and not page_id:
        return None
    try:
        text = words_for(way, prepared)
    except Rejected:
        return None  # not even the link fits
    return Intent(
        network=network,
        name=way.name,
        url=_LINKS.get(network, _nothing)(
            _Said(text, prepared.summary.link, render.defused(prepared.summary.title), page_id, server)
        ),
        copy_text=text,
        can_prefill=way.can_prefill,
        length=render.length(text, way.limits),
        characters=way.limits.characters,
        note=way.note,
    )


def passing_on(network: str, *, words: str, link: str, server: str = "") -> Intent | None:
    """What anybody may say of how a complaint ended: `words` of ours and the link. None on sites of reviews."""
    way = WAYS[network]
    if way.words is Words.REVIEW:
        return None
    try:
        told = render.follow_up(words, link=link, reply_to="", language="", limits=way.limits)
    except Rejected:
        return None
    return Intent(
        network=network,
        name=way.name,
        url=_LINKS.get(network, _nothing)(_Said(told.body, link, render.defused(words), "", server)),
        copy_text=told.body,
        can_prefill=way.can_prefill,
        length=told.length,
        characters=way.limits.characters,
        note=way.note,
    )


def words_for(way: Way, prepared: Prepared) -> str:
    """The words for one network, within its limits. Raises `Rejected` when not even the link fits."""
    if way.words is Words.REVIEW:
        own = f"{prepared.summary.title}\n\n{prepared.story}".strip()
        return render.shortened(own, lambda part: render.fits(part, way.limits)) or ""
    told = prepared.summary
    short = replace(told, handle=told.handle if way.takes_handle else "", story="")
    return render.compose(short, limits=way.limits).body


@dataclass(frozen=True, slots=True)
class _Said:
    text: str
    link: str
    title: str
    page_id: str
    server: str


def _address(page: str, **query: str) -> str:
    return f"{page}?{urlencode(query, quote_via=quote)}"


def _nothing(said: _Said) -> str:
    return ""


_LINKS: Mapping[str, Callable[[_Said], str]] = {
    # docs.x.com/x-for-websites/post-button/guides/web-intent
    "x": lambda said: _address("https://x.com/intent/tweet", text=said.text),
    # developers.facebook.com/docs/threads/threads-web-intents
    "threads": lambda said: _address("https://www.threads.com/intent/post", text=said.text),
    # docs.bsky.app/docs/advanced-guides/intent-links
    "bluesky": lambda said: _address("https://bsky.app/intent/compose", text=said.text),
    # The share page of every Mastodon server.
    "mastodon": lambda said: _address(f"{said.server}/share", text=said.text) if said.server else "",
    # Text cannot be handed over; title and picture come from our page.
    "facebook": lambda said: _address("https://www.facebook.com/sharer/sharer.php", u=said.link),
    "linkedin": lambda said: _address("https://www.linkedin.com/sharing/share-offsite/", url=said.link),
    "reddit": lambda said: _address("https://www.reddit.com/submit", url=said.link, title=said.title[:300]),
    "tumblr": lambda said: _address(
        "https://www.tumblr.com/widgets/share/tool",
        canonicalUrl=said.link,
        title=said.title,
        caption=said.text,
        posttype="link",
    ),
    # faq.whatsapp.com/5913398998672934, "click to chat"
    "whatsapp": lambda said: _address("https://wa.me/", text=said.text),
    # core.telegram.org/widgets/share
    "telegram": lambda said: _address(
        "https://t.me/share/url", url=said.link, text=said.text.removesuffix(said.link).rstrip()
    ),
    "yelp": lambda said: f"https://www.yelp.com/writeareview/biz/{quote(said.page_id, safe='')}",
    "google-reviews": lambda said: _address(
        "https://search.google.com/local/writereview", placeid=said.page_id
    ),
    "tripadvisor": lambda said: (
        f"https://www.tripadvisor.com/UserReviewEdit-{quote(said.page_id, safe='')}.html"
    ),
    # docs.foursquare.com/developer/docs/visual-crediting-policy: /v/ and the id of the venue
    "foursquare": lambda said: f"https://foursquare.com/v/{quote(said.page_id, safe='')}",
    # RFC 6068: lines end with CR LF
    EMAIL: lambda said: (
        "mailto:?"
        + urlencode({"subject": said.title, "body": said.text.replace("\n", "\r\n")}, quote_via=quote)
    ),
}
