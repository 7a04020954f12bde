"""Looking whose account it is: the brand's website, Mastodon, Bluesky, WordPress, and those who lie."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from companies.enums import HandleProof
from companies.services.looking import REQUESTS, Look, look_at
from tests.fakes.small_web import SmallWeb, serving

NONE, WEBSITE, PROVED = HandleProof.NONE, HandleProof.WEBSITE, HandleProof.PROVED
HANDLE = "northline@social.example"
PROFILE = "https://social.example/@northline"
HOME = "https://northline.example/"
LINK = f'<p><a href="{PROFILE}">Mastodon</a></p>'
ME = f'<p><a rel="me" href="{PROFILE}">Mastodon</a></p>'
IDS = {"https://social.example": "109348"}

DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz"
RESOLVER = "https://public.api.bsky.app/xrpc/com.atproto.identity.resolveHandle?handle="
DOCUMENT = f"https://plc.directory/{DID}"


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallWeb]:
    with serving(monkeypatch) as small_web:
        yield small_web


def look(handle: str = HANDLE, *, network: str = "mastodon", page: str = "", website: str = "") -> Look:
    return look_at(network=network, handle=handle, domains=["northline.example"], page=page, website=website)


# The brand's website -------------------------------------------------------------------------------------------


def test_a_link_from_the_home_page(web: SmallWeb) -> None:
    web.account(HANDLE)
    web.page(HOME, LINK)
    assert look() == Look(WEBSITE, page=HOME, remote_ids=IDS)


def test_the_home_page_may_lead_on_within_the_brands_domain(web: SmallWeb) -> None:
    web.redirect("https://northline.example/", "https://www.northline.example/")
    web.redirect("https://www.northline.example/", "/en/", status=302)
    web.page("https://www.northline.example/en/", '<a href="https://x.com/northline">X</a>')
    assert look("northline", network="x") == Look(WEBSITE, page="https://www.northline.example/en/")


def test_it_may_not_lead_to_somebody_else(web: SmallWeb) -> None:
    web.redirect(HOME, "https://evil.example/")
    web.page("https://evil.example/", '<a href="https://x.com/northline">X</a>')
    web.down.add("www.northline.example")
    found = look("northline", network="x")
    assert (found.proof, found.words) == (None, f"{HOME} leads away from the brand's own website.")
    assert "https://evil.example/" not in web.asked


def test_a_page_that_leads_in_circles_ends(web: SmallWeb) -> None:
    web.redirect(HOME, "/a")
    web.redirect("https://northline.example/a", HOME)
    web.down.add("www.northline.example")
    assert look("northline", network="x").words == f"{HOME} leads from page to page without end."


def test_the_named_page_comes_first_and_one_elsewhere_is_not_asked(web: SmallWeb) -> None:
    web.page("https://help.northline.example/contact", '<a href="https://x.com/northline">X</a>')
    page = "https://help.northline.example/contact"
    assert look("northline", network="x", page=page) == Look(WEBSITE, page=page)
    assert web.asked == [page]
    web.page("https://evil.example/", '<a href="https://x.com/northline">X</a>')
    found = look("northline", network="x", page="https://evil.example/", website="https://evil.example/")
    assert found.proof == NONE
    assert "https://evil.example/" not in web.asked


@pytest.mark.parametrize(
    ("html", "kind", "status"),
    [
        (LINK.replace(PROFILE, "https://social.example/@northline_help"), "text/html", 200),
        (LINK.replace("<a ", '<a rel="ugc" '), "text/html", 200),
        (f"<!-- {LINK} -->", "text/html", 200),
    ],
)
def test_what_is_no_link_of_the_brand_proves_nothing(
    web: SmallWeb, html: str, kind: str, status: int
) -> None:
    web.account(HANDLE)
    web.page(HOME, html, kind=kind, status=status)
    assert look() == Look(NONE, remote_ids=IDS, words=f"{HOME} has no link to this account.")


@pytest.mark.parametrize(
    ("kind", "status"), [("text/plain", 200), ("application/json", 200), ("text/html", 503)]
)
def test_what_is_no_page_says_nothing_either_way(web: SmallWeb, kind: str, status: int) -> None:
    web.account(HANDLE)
    for url in (HOME, "https://www.northline.example/"):
        web.page(url, LINK, kind=kind, status=status)
    found = look()
    assert (found.proof, found.words) == (None, f"{HOME} shows us no web page (status {status}).")


def test_a_brand_without_a_domain_of_its_own_has_no_proof(web: SmallWeb) -> None:
    for domains in ([], ["wordpress.com"]):
        found = look_at(network="x", handle="northline", domains=domains)
        assert found.proof == NONE
        assert found.words.startswith("We know no internet domain")
    assert web.asked == []


def test_a_page_that_never_ends_is_not_read_to_its_end(web: SmallWeb) -> None:
    web.page(HOME, LINK + "x" * 2_000_000)
    web.page("https://www.northline.example/", LINK + "x" * 2_000_000)
    web.account(HANDLE)
    found = look()
    assert (found.proof, found.words) == (None, "What northline.example sends is too large for us to read.")


def test_an_address_without_encryption_is_asked_with_it(web: SmallWeb) -> None:
    web.redirect("https://www.northline.example/", "http://northline.example/en/")
    web.page("https://northline.example/en/", '<a href="https://x.com/northline">X</a>')
    found = look("northline", network="x", website="http://www.northline.example/")
    assert found == Look(WEBSITE, page="https://northline.example/en/")


def test_one_look_asks_few_questions(web: SmallWeb) -> None:
    domains = [f"northline{number}.example" for number in range(40)]
    assert look_at(network="x", handle="northline", domains=domains).proof == NONE
    assert len(web.asked) == REQUESTS


def test_our_own_network_is_out_of_reach(settings: Any) -> None:
    settings.ALLOW_LOCAL_NETWORKS = False
    found = look_at(network="x", handle="northline", domains=["localhost"], website="http://localhost:1/")
    assert (found.proof, found.words) == (None, "localhost cannot be reached from here.")


# Mastodon ------------------------------------------------------------------------------------------------------


def test_profile_and_website_that_link_to_each_other_prove_it(web: SmallWeb) -> None:
    web.account(HANDLE, links=("https://elsewhere.example/", "https://www.northline.example/contact"))
    web.page("https://www.northline.example/contact", ME)
    assert look() == Look(PROVED, page="https://www.northline.example/contact", remote_ids=IDS)
    assert not [url for url in web.asked if "elsewhere" in url]


def test_the_word_of_the_accounts_own_server_proves_nothing(web: SmallWeb) -> None:
    """Anybody can run a server that calls its fields verified."""
    web.account("northline@evil.example", links=(HOME,))
    url = "https://evil.example/api/v1/accounts/lookup?acct=northline"
    status, headers, body = web.pages[url]
    account = json.loads(body)
    account["fields"][0]["verified_at"] = "2026-01-10T10:31:10.744+00:00"
    web.pages[url] = (status, headers, json.dumps(account).encode())
    web.page(HOME, ME)
    found = look("northline@evil.example")
    assert (found.proof, found.remote_ids) == (NONE, {"https://evil.example": "109348"})
    assert found.words == f"The profile names {HOME}, but that page has no link back to it."


def test_a_server_that_calls_the_brands_profile_its_own_proves_nothing(web: SmallWeb) -> None:
    web.answer(
        "https://evil.example/api/v1/accounts/lookup?acct=northline",
        {"id": "1", "acct": "northline", "url": PROFILE, "fields": []},
    )
    web.page(HOME, ME)
    assert look("northline@evil.example").proof == NONE


def test_a_plain_link_back_is_a_link_from_the_website(web: SmallWeb) -> None:
    web.account(HANDLE, links=(HOME,))
    web.page(HOME, LINK)
    assert look() == Look(WEBSITE, page=HOME, remote_ids=IDS)


def test_a_dead_link_to_an_account_that_is_not_there_proves_nothing(web: SmallWeb) -> None:
    web.page(HOME, ME)
    found = look()
    assert (found.proof, found.remote_ids) == (NONE, {})
    assert found.words.startswith("social.example shows no account @northline@social.example.")


def test_a_server_that_answers_no_stranger_may_show_the_profile_page(web: SmallWeb) -> None:
    """GoToSocial wants a token for the look-up, and shows profiles as pages."""
    web.answer("https://social.example/api/v1/accounts/lookup?acct=northline", {"error": "no"}, status=401)
    web.page(PROFILE, f'<dd><a href="{HOME}" rel="me nofollow noreferrer">northline.example</a></dd>')
    web.page(HOME, ME)
    assert look() == Look(PROVED, page=HOME)
    web.gone(PROFILE)
    assert look().proof == NONE


def test_what_could_not_be_seen_is_said_and_is_no_no(web: SmallWeb) -> None:
    web.page(HOME, ME)
    web.down.add("social.example")
    assert look() == Look(None, words="social.example cannot be reached from here.")
    web.down.clear()
    web.answer("https://social.example/api/v1/accounts/lookup?acct=northline", {}, status=503)
    web.page(PROFILE, "busy", status=503)
    assert look() == Look(
        None, words="social.example does not show @northline@social.example to us (status 503)."
    )


def test_a_linked_page_that_is_down_is_no_no_either(web: SmallWeb) -> None:
    web.account(HANDLE, links=("https://shop.northline.example/",))
    web.page(HOME, "<p>nothing</p>")
    web.down.add("shop.northline.example")
    assert look().proof is None


# Bluesky -------------------------------------------------------------------------------------------------------


def bluesky_account(web: SmallWeb, handle: str) -> None:
    web.answer(RESOLVER + handle, {"did": DID})
    web.answer(DOCUMENT, {"id": DID, "alsoKnownAs": [f"at://{handle}"]})


def test_a_handle_at_the_domain_proves_it_by_the_file_there(web: SmallWeb) -> None:
    web.page("https://care.northline.example/.well-known/atproto-did", f"{DID}\n", kind="text/plain")
    web.answer(DOCUMENT, {"id": DID, "alsoKnownAs": ["at://care.northline.example"]})
    found = look("care.northline.example", network="bluesky")
    assert found == Look(PROVED, page="https://care.northline.example/", remote_ids={"*": DID})
    assert not [url for url in web.asked if "api.bsky" in url]


def test_a_handle_at_the_domain_proves_it_by_its_record_in_the_dns(web: SmallWeb) -> None:
    bluesky_account(web, "northline.example")
    web.down.add("northline.example")
    assert look("northline.example", network="bluesky").proof == PROVED


def test_a_handle_that_its_account_does_not_claim_proves_nothing(web: SmallWeb) -> None:
    bluesky_account(web, "northline.example")
    web.answer(DOCUMENT, {"id": DID, "alsoKnownAs": ["at://somebody.example", "at://northline.example"]})
    assert look("northline.example", network="bluesky").proof == NONE


def test_a_handle_elsewhere_needs_a_link_from_the_website(web: SmallWeb) -> None:
    bluesky_account(web, "northline.bsky.social")
    web.page(HOME, "<p>nothing</p>")
    found = look("northline.bsky.social", network="bluesky")
    assert (found.proof, found.remote_ids) == (NONE, {"*": DID})
    web.page(HOME, f'<a href="https://bsky.app/profile/{DID}">Bluesky</a>')
    found = look("northline.bsky.social", network="bluesky")
    assert found == Look(WEBSITE, page=HOME, remote_ids={"*": DID})


def test_a_directory_that_is_down_is_no_no(web: SmallWeb) -> None:
    bluesky_account(web, "northline.example")
    web.down.add("plc.directory")
    assert look("northline.example", network="bluesky") == Look(
        None, words="plc.directory cannot be reached from here."
    )
    web.answer(RESOLVER + "northline.example", {"error": "InternalServerError"}, status=502)
    assert look("northline.example", network="bluesky").words == "Bluesky does not answer (status 502)."
    web.answer(RESOLVER + "northline.example", {"error": "InvalidRequest"}, status=400)
    assert look("northline.example", network="bluesky").proof == NONE


# WordPress -----------------------------------------------------------------------------------------------------


def test_a_site_at_the_brands_domain_is_the_brands(web: SmallWeb) -> None:
    assert look("blog.northline.example", network="wordpress") == Look(
        PROVED, page="https://blog.northline.example"
    )
    assert web.asked == []


def test_a_site_elsewhere_needs_a_link(web: SmallWeb) -> None:
    web.page(HOME, '<a href="https://northline.wordpress.com/">Blog</a>')
    assert look("northline.wordpress.com", network="wordpress") == Look(WEBSITE, page=HOME)
    assert look("evilnorthline.example", network="wordpress").proof == NONE
