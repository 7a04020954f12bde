"""Reading what proves an account: addresses, web pages, answers of Mastodon and Bluesky, also hostile ones."""

import json
import time

import pytest

from companies.proofs import bluesky, mastodon
from companies.proofs.accounts import (
    EVERYWHERE,
    NETWORKS,
    id_key,
    normal_handle,
    place_of,
    profile_places,
    profile_url,
)
from companies.proofs.hosts import host_of, is_under
from companies.proofs.pages import links_of
from complaints.networks.registry import NETWORKS as REGISTRY

# Hosts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.Northline.example/a", "www.northline.example"),
        ("https://bücher.example./", "xn--bcher-kva.example"),
        ("https://northline.example@evil.example/", ""),
        ("javascript:alert(1)", ""),
        ("//northline.example/", ""),
        ("https://[::1", ""),
    ],
)
def test_host_of(url: str, host: str) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("northline.example", True),
        ("care.northline.example", True),
        ("evilnorthline.example", False),
        ("northline.example.evil.example", False),
        ("", False),
    ],
)
def test_is_under(host: str, expected: bool) -> None:
    assert is_under(host, ["northline.example"]) is expected


def test_a_name_at_a_domain_that_gives_one_to_anybody_proves_nothing() -> None:
    assert not is_under("northline.bsky.social", ["bsky.social"])
    assert not is_under("northline.wordpress.com", ["wordpress.com"])


# Names and profiles --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("network", "typed", "expected"),
    [
        ("mastodon", "@Northline@Social.example", "northline@social.example"),
        ("mastodon", "https://social.example/@northline", "northline@social.example"),
        ("mastodon", "social.example/users/northline/", "northline@social.example"),
        ("mastodon", "https://other.example/@northline@social.example", "northline@social.example"),
        ("mastodon", "care@bücher.example", "care@xn--bcher-kva.example"),
        ("mastodon", "northline", None),
        ("mastodon", "nоrthline@social.example", None),  # a Cyrillic letter
        ("mastodon", "a@b@social.example", None),
        ("mastodon", "northline@127.0.0.1", None),
        ("bluesky", "@Northline.example", "northline.example"),
        ("bluesky", "at://northline.example", "northline.example"),
        ("bluesky", "https://bsky.app/profile/northline.bsky.social", "northline.bsky.social"),
        ("bluesky", "northline", None),
        ("wordpress", "https://blog.northline.example/", "blog.northline.example"),
        ("wordpress", "https://blog.northline.example/about/", None),
        ("x", "https://twitter.com/Northline?lang=en", "northline"),
        ("x", "@northline_help", "northline_help"),
        ("x", "https://x.com.evil.example/northline", None),
        ("x", "a_name_too_long_for_x", None),
        ("tumblr", "https://northline.tumblr.com/", "northline"),
        ("tumblr", "https://www.tumblr.com/blog/view/northline", "northline"),
        ("threads", "https://www.threads.net/@northline", "northline"),
        ("facebook-page", "https://www.facebook.com/profile.php?id=100064", "100064"),
        ("facebook-page", "https://m.facebook.com/Northline.UK/", "northline.uk"),
        ("linkedin", "https://uk.linkedin.com/company/northline", "northline"),
        ("reddit", "https://old.reddit.com/u/northline", "northline"),
        ("reddit", "", None),
        ("reddit", "a\x00b", None),
    ],
)
def test_normal_handle(network: str, typed: str, expected: str | None) -> None:
    assert normal_handle(network, typed) == expected


@pytest.mark.parametrize("slug", NETWORKS)
def test_the_profile_of_an_account_leads_back_to_it(slug: str) -> None:
    known = NETWORKS[slug]
    assert normal_handle(slug, known.example) == known.example
    assert normal_handle(slug, profile_url(slug, known.example)) == known.example
    places = profile_places(slug, known.example)
    assert place_of(profile_url(slug, known.example)) in places
    assert {normal_handle(slug, f"https://{place}") for place in places} == {known.example}


def test_the_networks_are_those_of_the_registry_under_the_same_names() -> None:
    names = {network.slug: network.name for network in REGISTRY}
    assert {slug: known.name for slug, known in NETWORKS.items()}.items() <= names.items()


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("HTTPS://Social.Example/%40Northline/?a=b#c", "social.example/@northline"),
        ("https://social.example:443/@northline", "social.example/@northline"),
        ("https://social.example:8443/@northline", ""),
        ("https://social.example@evil.example/@northline", ""),
        ("https://social.example/@north\u202eline", ""),
        ("https://social.example/@north%0aline", ""),
        ("https://social.example/%ff", ""),
        ("ftp://social.example/@northline", ""),
        ("https://facebook.com/profile.php?id=7&a=b", "facebook.com/profile.php?id=7"),
    ],
)
def test_place_of(url: str, place: str) -> None:
    assert place_of(url) == place


@pytest.mark.parametrize(
    "url",
    [
        "https://social.example/@northline/@evil",
        "https://social.example/@northline/../@evil",
        "https://social.example/@northlinе",  # a Cyrillic letter
        "https://social.example.evil.example/@northline",
        "https://social.example/share?text=@northline",
    ],
)
def test_what_only_looks_like_the_profile_is_another_place(url: str) -> None:
    assert place_of(url) not in profile_places("mastodon", "northline@social.example")


def test_an_id_is_kept_by_server_only_where_servers_give_their_own() -> None:
    assert id_key("mastodon", "https://social.example/") == "https://social.example"
    assert id_key("bluesky", "https://pds.example") == EVERYWHERE
    assert id_key("friendfeed", "https://friendfeed.example") == "https://friendfeed.example"


# Web pages -----------------------------------------------------------------------------------------------------

FOOTER = """<!doctype html><html lang="en"><head><title>Northline</title>
<link rel="stylesheet" href="/style.css"><link rel="me" href="https://social.example/@northline"></head>
<body><footer><ul class=social>
<li><A HREF = 'https://bsky.app/profile/northline.example' target=_blank rel="noopener noreferrer"><svg viewBox="0 0 1 1"/></A>
<li><a title="a > b" href="https://x.com/northline&#63;lang=en&amp;a=1" rel='nofollow me'>X</a>
<li><a href="/contact">Contact</a><a href="mailto:care@northline.example">Mail</a>
</ul></footer></body></html>"""


def urls(page: str, address: str = "https://northline.example/") -> list[str]:
    return [link.url for link in links_of(page.encode(), address=address)]


def test_the_links_of_a_usual_page() -> None:
    links = links_of(FOOTER.encode(), address="https://northline.example/help/")
    assert [(link.url, link.is_me, link.is_own) for link in links] == [
        ("https://social.example/@northline", True, True),
        ("https://bsky.app/profile/northline.example", False, True),
        ("https://x.com/northline?lang=en&a=1", True, True),
        ("https://northline.example/contact", False, True),
    ]


def test_a_relative_link_follows_the_base_of_the_page() -> None:
    page = '<base href="https://social.example/x/"><base href="https://evil.example/"><a href="../@northline">M</a>'
    assert urls(page) == ["https://social.example/@northline"]
    assert urls('<a href="//social.example/@northline">M</a>') == ["https://social.example/@northline"]


@pytest.mark.parametrize(
    "page",
    [
        "<!-- {} -->",
        "<!-- a --!x> {} --!>",
        "<!-- without an end {}",
        "<script>document.write('{}')</script>",
        "<script>'</scripts>{}'</script>",
        "<style>/* {} */</style>",
        "<textarea>{}</textarea>",
        "<title>{}</title>",
        "<title></titles>{}</title>",
        "<template>{}</template>",
        "<template><template></template>{}</template>",
        "<noscript>{}</noscript>",
        "<iframe>{}</iframe>",
        "<xmp>{}</xmp>",
        "<plaintext>{}",
        "<![CDATA[ > {} ]]>",
        '<input value="{}">',
        "<input value={}",
        "&lt;a href='https://social.example/@northline'&gt;",
        '<a data-href="https://social.example/@northline">',
        '<a href="https://other.example/" href="https://social.example/@northline">',
        '<link rel="canonical" href="https://social.example/@northline">',
        '<abbr href="https://social.example/@northline">',
        '</a href="https://social.example/@northline">',
        '<a href="https://social.example/@northline"',
        '<a href="https://social.example/@northline>',
    ],
)
def test_what_a_browser_shows_as_no_link_is_none(page: str) -> None:
    source = page.replace("{}", "<a href='https://social.example/@northline'>x</a>")
    assert "https://social.example/@northline" not in urls(source)


@pytest.mark.parametrize(
    "page",
    [
        "<!--><a href=https://social.example/@northline>",
        "<!doctype html><?xml?></3><a\thref\n=\nhttps://social.example/@northline>",
        "<p don't><a href=https://social.example/@northline>",
        "<script>1</SCRIPT ><a href=https://social.example/@northline>",
        "<a href='https://social.\nexample/@northline'>",
        "<a / href='https://social.example/@northline'/>",
    ],
)
def test_what_a_browser_shows_as_a_link_is_one(page: str) -> None:
    assert urls(page) == ["https://social.example/@northline"]


def test_words_of_visitors_and_paid_links_are_not_the_brands_own() -> None:
    page = '<a rel="ugc nofollow" href="https://a.example/">a</a><a rel=Sponsored href="https://b.example/">b</a>'
    assert [link.is_own for link in links_of(page.encode(), address="https://northline.example/")] == [
        False,
        False,
    ]


@pytest.mark.parametrize(
    "piece",
    [
        "<a ",
        "<!--",
        "<!-- --",
        "<",
        "</",
        "<a href='",
        "<title>",
        "<template>",
        "<a =",
        "&#x",
        "<![CDATA[",
        "<a b",
    ],
)
def test_hostile_pages_take_time_in_proportion(piece: str) -> None:
    def seconds(size: int) -> float:
        page = (piece * size).encode()
        started = time.perf_counter()
        links_of(page, address="https://northline.example/")
        return time.perf_counter() - started

    seconds(1000)
    # Ten times as much in far less than the hundred times of quadratic growth; a floor against a busy machine.
    assert seconds(200_000) < 35 * max(seconds(20_000), 0.02)


def test_bytes_that_are_no_text_are_read_all_the_same() -> None:
    page = b"\xff\xfe\x00<a href=https://social.example/@northline>\x80</a>"
    assert [link.url for link in links_of(page, address="https://northline.example/")] == [
        "https://social.example/@northline"
    ]
    assert urls('<a href="https://[::1">x</a><a href="&#99999999999;">y</a>' + "<a href=x>" * 6000) != []


# Mastodon ------------------------------------------------------------------------------------------------------

HANDLE = "northline@social.example"
ACCOUNT = {
    "id": "109348",
    "username": "northline",
    "acct": "northline",
    "display_name": "Northline",
    "url": "https://social.example/@northline",
    "fields": [
        {"name": "Pronouns", "value": "they/them", "verified_at": None},
        {
            "name": "Website",
            "value": '<a href="https://www.northline.example/" target="_blank" rel="nofollow noopener me">'
            '<span class="invisible">https://www.</span><span class="">northline.example/</span></a>',
            "verified_at": "2026-01-10T10:31:10.744+00:00",
        },
        {"name": "Plain", "value": "https://northline.example/contact", "verified_at": None},
    ],
}


def read(**changes: object) -> mastodon.Profile | None:
    return mastodon.read_lookup(json.dumps(ACCOUNT | changes).encode(), handle=HANDLE)


def test_a_profile_as_mastodon_shows_it() -> None:
    links = ("https://www.northline.example/", "https://northline.example/contact")
    assert read() == mastodon.Profile(id="109348", links=links)


@pytest.mark.parametrize(
    "changes",
    [
        {"acct": "somebody"},
        {"acct": "northline@elsewhere.example"},
        # A server that calls the real profile elsewhere its account's.
        {"url": "https://mastodon.example/@northline"},
        {"url": "https://social.example/@other"},
        {"moved": ACCOUNT},
        {"suspended": True},
        {"id": 109348},
        {"id": ""},
        {"id": "1" * 201},
    ],
)
def test_an_account_that_is_not_the_one_asked_for_is_none(changes: dict[str, object]) -> None:
    assert read(**changes) is None


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"null", b"[" * 100_000, b'{"acct": 1}'])
def test_an_answer_that_is_no_account_is_none(body: bytes) -> None:
    assert mastodon.read_lookup(body, handle=HANDLE) is None


@pytest.mark.parametrize(
    "fields", [None, "x", [None, 1, {}], [{"value": 7}], [{"value": "javascript:x"}] * 99]
)
def test_odd_fields_are_left_out(fields: object) -> None:
    assert read(fields=fields) == mastodon.Profile(id="109348", links=())


# Bluesky -------------------------------------------------------------------------------------------------------

DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz"
DOCUMENT = {
    "@context": ["https://www.w3.org/ns/did/v1"],
    "id": DID,
    "alsoKnownAs": ["at://northline.example"],
    "service": [
        {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": "https://pds.example"}
    ],
}


@pytest.mark.parametrize(
    ("body", "did"),
    [
        (DID.encode() + b"\n", DID),
        (b"did:web:northline.example", "did:web:northline.example"),
        (b"did:web:northline.example:users:1", ""),
        (b"did:web:127.0.0.1", ""),
        (b"did:web:localhost%3A8080", ""),
        (b"did:key:zQ3shZc2QzApp2oymGvQbzP8eKheVshBHbU4ZYjeXqwSKEn6N", ""),
        (b"did:plc:../../secret", ""),
        (DID.encode() + b"\n" + DID.encode(), ""),
        (b"<html>not found</html>", ""),
        (b"\xff\xfe", ""),
    ],
)
def test_the_file_of_a_handle(body: bytes, did: str) -> None:
    assert bluesky.did_of_file(body) == did


def test_the_answer_of_a_resolver() -> None:
    assert bluesky.did_of_answer(json.dumps({"did": DID}).encode()) == DID
    for body in (b"", b"[]", b'{"did": 1}', b'{"did": "x"}', b"{" * 100_000):
        assert bluesky.did_of_answer(body) == ""


def test_where_the_document_of_an_account_stands() -> None:
    directory = "https://plc.directory/"
    assert bluesky.document_url(DID, directory=directory) == f"https://plc.directory/{DID}"
    web = bluesky.document_url("did:web:northline.example", directory=directory)
    assert web == "https://northline.example/.well-known/did.json"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        ({"alsoKnownAs": ["https://northline.example", "at://Northline.example"]}, True),
        # Only the first handle counts: else anybody could name the brand's second.
        ({"alsoKnownAs": ["at://evil.example", "at://northline.example"]}, False),
        ({"alsoKnownAs": ["at://northline.example/x"]}, False),
        ({"alsoKnownAs": ["at://no handle", "at://northline.example"]}, True),
        ({"alsoKnownAs": []}, False),
        ({"alsoKnownAs": "at://northline.example"}, False),
        ({"alsoKnownAs": [None, 7]}, False),
        ({"id": "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"}, False),
    ],
)
def test_whether_a_document_claims_a_handle(changes: dict[str, object], expected: bool) -> None:
    body = json.dumps(DOCUMENT | changes).encode()
    assert bluesky.claims_handle(body, did=DID, handle="northline.example") is expected
