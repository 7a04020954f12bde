"""Looking at a brand's website and at the servers of networks, to see whose account it is. Writes nothing.

What proves an account, strongest first:

- PROVED on Mastodon: a field of the profile leads to a page of the brand's own domain, and that page, fetched here, says
  rel=me of the profile. On Bluesky: the handle is a name at the domain, and handle and DID name each other. On
  WordPress: the site stands at the domain.
- WEBSITE: a page of the brand's own domain links to the profile.

Domains come from the directory or a moderator, never from a claimant (companies.models.Domain). Every request goes
through the HTTP door; few of them, small and short, and only to public https servers.
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, urljoin

from django.conf import settings

from companies.enums import HandleProof
from companies.proofs import bluesky, mastodon
from companies.proofs.accounts import EVERYWHERE, id_key, place_of, profile_places, profile_url
from companies.proofs.hosts import host_of, is_under, speaking
from companies.proofs.pages import Link, links_of
from config.doors import http

REQUESTS: Final = 12
SECONDS: Final = 20.0
SECONDS_FOR_ONE: Final = 6.0
HOPS: Final = 3
PAGE_BYTES: Final = 1_500_000
ANSWER_BYTES: Final = 300_000
PAGES_OF_A_PROFILE: Final = 3
OK, GONE = 200, (404, 410)
REDIRECTS: Final = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Look:
    """What a look brought.

    `proof` is None when too little could be seen to say either way: a server was down. `page` is the page that proves;
    `remote_ids` what was learned of the account's id, by server (as Handle.remote_ids); `words` say why there is no
    proof, for the person who asked.
    """

    proof: HandleProof | None
    page: str = ""
    remote_ids: dict[str, str] = field(default_factory=dict)
    words: str = ""


def look_at(*, network: str, handle: str, domains: Iterable[str], website: str = "", page: str = "") -> Look:
    """Whether the account is that of the brand with these domains. `page` is one that is said to link it."""
    own = speaking(domains)
    if not own:
        return Look(
            HandleProof.NONE, words="We know no internet domain of this brand, so nothing can prove it."
        )
    browser = _Browser()
    try:
        if network == "mastodon":
            return _look_at_mastodon(browser, handle, own, website, page)
        if network == "bluesky":
            return _look_at_bluesky(browser, handle, own, website, page)
        if network == "wordpress" and is_under(handle, own):
            return Look(HandleProof.PROVED, page=profile_url(network, handle))
        return _look_for_a_link(browser, profile_places(network, handle), own, website, page)
    except _CouldNotLook as trouble:
        return Look(None, words=str(trouble))


def _look_at_mastodon(
    browser: "_Browser", handle: str, own: tuple[str, ...], website: str, page: str
) -> Look:
    host = handle.rpartition("@")[2]
    profile = _mastodon_profile(browser, handle)
    if profile is None:
        return Look(
            HandleProof.NONE, words=f"{host} shows no account @{handle}. Is it spelled like that there?"
        )
    ids = {id_key("mastodon", f"https://{host}"): profile.id} if profile.id else {}
    places = profile_places("mastodon", handle)
    linked = [url for url in dict.fromkeys(profile.links) if is_under(host_of(url), own)]
    unread = ""
    for url in linked[:PAGES_OF_A_PROFILE]:
        try:
            if found := browser.page_that_links(_with_https(url), places, own, says_me=True):
                return Look(HandleProof.PROVED, page=found, remote_ids=ids)
        except _CouldNotLook as trouble:
            unread = unread or str(trouble)
    link = _look_for_a_link(browser, places, own, website, page)
    if link.proof != HandleProof.NONE or not linked:
        return Look(link.proof, page=link.page, remote_ids=ids, words=link.words)
    if unread:
        return Look(None, words=unread)
    words = f"The profile names {linked[0]}, but that page has no link back to it."
    return Look(HandleProof.NONE, words=words, remote_ids=ids)


def _mastodon_profile(browser: "_Browser", handle: str) -> mastodon.Profile | None:
    """The account on its own server. Servers of Mastodon's relatives may show it to nobody without a sign-in."""
    user, _, host = handle.rpartition("@")
    answer = browser.get(f"https://{host}/api/v1/accounts/lookup?acct={quote(user)}", ANSWER_BYTES)
    if answer.status == OK:
        return mastodon.read_lookup(answer.body, handle=handle)
    if answer.status in GONE and "json" in answer.headers.get("Content-Type", ""):
        return None
    address = profile_url("mastodon", handle)
    shown = browser.get(address, PAGE_BYTES)
    if shown.status in GONE:
        return None
    if shown.status != OK or not _is_web_page(shown):
        raise _CouldNotLook(f"{host} does not show @{handle} to us (status {shown.status}).")
    links = [link.url for link in links_of(shown.body, address=address) if link.is_me]
    return mastodon.Profile(id="", links=tuple(links))


def _look_at_bluesky(browser: "_Browser", handle: str, own: tuple[str, ...], website: str, page: str) -> Look:
    did = _did_of(browser, handle)
    if not did:
        return Look(
            HandleProof.NONE, words=f"No account of Bluesky and the handle @{handle} name each other."
        )
    ids = {EVERYWHERE: did}
    if is_under(handle, own):
        return Look(HandleProof.PROVED, page=f"https://{handle}/", remote_ids=ids)
    places = profile_places("bluesky", handle) | profile_places("bluesky", did)
    link = _look_for_a_link(browser, places, own, website, page)
    return Look(link.proof, page=link.page, remote_ids=ids, words=link.words)


def _did_of(browser: "_Browser", handle: str) -> str:
    """The DID that the handle leads to and that names the handle as its own, "" when there is none.

    Both ways of the handle are tried, the file at the host by ourselves; DNS records are read by Bluesky's resolver
    (com.atproto.identity.resolveHandle: "clients can rely on network services", atproto.com/specs/handle).
    """
    resolver = f"{settings.BLUESKY_RESOLVER}/xrpc/com.atproto.identity.resolveHandle?handle={quote(handle)}"
    trouble: _CouldNotLook | None = None
    for url, read in (
        (f"https://{handle}/.well-known/atproto-did", bluesky.did_of_file),
        (resolver, bluesky.did_of_answer),
    ):
        try:
            answer = browser.get(url, ANSWER_BYTES)
            did = read(answer.body) if answer.status == OK else ""
            if did and _claims(browser, did, handle):
                return did
            if url == resolver and answer.status not in (OK, 400, *GONE):
                raise _CouldNotLook(f"Bluesky does not answer (status {answer.status}).")
        except _CouldNotLook as failed:
            # Most handles have no web server behind them; the resolver is what must answer.
            trouble = failed if url == resolver else None
    if trouble is not None:
        raise trouble
    return ""


def _claims(browser: "_Browser", did: str, handle: str) -> bool:
    answer = browser.get(bluesky.document_url(did, directory=settings.PLC_DIRECTORY), ANSWER_BYTES)
    if answer.status not in (OK, *GONE):
        raise _CouldNotLook(f"The directory of Bluesky's accounts does not answer (status {answer.status}).")
    return answer.status == OK and bluesky.claims_handle(answer.body, did=did, handle=handle)


def _look_for_a_link(
    browser: "_Browser",
    places: frozenset[str],
    own: tuple[str, ...],
    website: str,
    page: str,
) -> Look:
    """Whether a page of the brand's own website links to one of these places."""
    trouble: dict[str, str] = {}
    pages = list(dict.fromkeys(_pages(own, website, page)))
    for url in pages:
        try:
            if found := browser.page_that_links(url, places, own):
                return Look(HandleProof.WEBSITE, page=found)
        except _CouldNotLook as failed:
            trouble[url] = str(failed)
    # The page that should have the link decides; of the usual ones any that could be read.
    if pages[0] in trouble and (pages[0] == _with_https(page) or len(trouble) == len(pages)):
        return Look(None, words=trouble[pages[0]])
    read = next(url for url in pages if url not in trouble)
    return Look(HandleProof.NONE, words=f"{read} has no link to this account.")


def _pages(own: tuple[str, ...], website: str, page: str) -> Iterator[str]:
    for url in (page, website):
        if is_under(host_of(url), own):
            yield _with_https(url)
    for domain in own:
        yield f"https://{domain}/"
        yield f"https://www.{domain}/"


class _CouldNotLook(Exception):
    """Nothing was learned. The message is for the person who asked."""


class _Browser:
    """Fetches for one look: not more requests than REQUESTS, not longer than SECONDS in all."""

    def __init__(self) -> None:
        self._requests = REQUESTS
        self._until = time.monotonic() + SECONDS
        self._links: dict[str, tuple[str, list[Link]]] = {}

    def page_that_links(
        self, url: str, places: frozenset[str], own: tuple[str, ...], *, says_me: bool = False
    ) -> str:
        """The address of the page at `url` when it links to one of the places (with rel=me), else ""."""
        if url not in self._links:
            self._links[url] = self._read(url, own)
        address, links = self._links[url]
        for link in links:
            if link.is_own and (link.is_me or not says_me) and place_of(link.url) in places:
                return address
        return ""

    def _read(self, url: str, own: tuple[str, ...]) -> tuple[str, list[Link]]:
        """The links of the page that a reader of `url` comes to, without ever leaving the brand's domains."""
        for _ in range(HOPS + 1):
            answer = self.get(url, PAGE_BYTES)
            if answer.status not in REDIRECTS:
                break
            leads_to = _joined(url, answer.headers.get("Location", ""))
            if not is_under(host_of(leads_to), own):
                raise _CouldNotLook(f"{url} leads away from the brand's own website.")
            url = _with_https(leads_to)
        else:
            raise _CouldNotLook(f"{url} leads from page to page without end.")
        if answer.status in GONE:
            return url, []
        if answer.status != OK or not _is_web_page(answer):
            raise _CouldNotLook(f"{url} shows us no web page (status {answer.status}).")
        return url, links_of(answer.body, address=url)

    def get(self, url: str, max_bytes: int) -> http.Response:
        """One answer of any status. Raises _CouldNotLook."""
        host = host_of(url) or "The server"
        left = self._until - time.monotonic()
        if self._requests <= 0 or left <= 0:
            raise _CouldNotLook("Looking took too long.")
        self._requests -= 1
        total = min(SECONDS_FOR_ONE, left)
        try:
            return http.request(
                "GET",
                url,
                policy=_policy(),
                headers={"Accept": "text/html, application/json;q=0.9, text/plain;q=0.8"},
                timeout=http.Timeout(connect=min(3.0, total), read=total, total=total),
                max_bytes=max_bytes,
            )
        except http.TooLarge as failed:
            raise _CouldNotLook(f"What {host} sends is too large for us to read.") from failed
        except http.DoorError as failed:
            raise _CouldNotLook(f"{host} cannot be reached from here.") from failed


def _policy() -> http.Policy:
    local = settings.ALLOW_LOCAL_NETWORKS
    return http.Policy(allow_http=local, allow_loopback=local)


def _is_web_page(answer: http.Response) -> bool:
    """Whether a browser would show it as a page: the same tags in plain text are no links."""
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return kind in ("text/html", "application/xhtml+xml")


def _with_https(url: str) -> str:
    """Nothing is asked without encryption: what comes back could be anybody's."""
    return f"https://{url[7:]}" if url.lower().startswith("http://") else url


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        return ""
