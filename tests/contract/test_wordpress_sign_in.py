"""Connecting a WordPress: on the page of a real one, and on WordPress.com."""

from __future__ import annotations

import html
import http.cookiejar
import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from requests.structures import CaseInsensitiveDict

from complaints.networks.base import App, Forbidden, NeedsReconnect, Retryable, Unsupported
from complaints.networks.signing_in import Away, Grant, Mistyped, Site
from complaints.networks.wordpress import WordPressConnector
from complaints.networks.wordpress_sign_in import NO_ADDRESS, NO_APP, WordPressSignIn, app_id_of, site_address
from config.doors import http as door
from tests.contract.conformance import CARD, KEY, text_for
from tests.contract.stage_wordpress import WordPressStage
from tests.contract.stages import LOCAL, NOW
from tests.contract.test_wordpress import by_https, round_trip
from tests.fakes.serving import free_port
from tests.fakes.strict_mastodon import StrictMastodon
from tests.fakes.wordpress_com_sites import WordPressComSites

pytestmark = [pytest.mark.peer, pytest.mark.xdist_group("wordpress")]

CALLBACK = "https://answerable.example/connections/wordpress/callback/"
SITE = Site("Answerable", "https://answerable.example", CALLBACK)
STATE = "state-1"


class Browser:
    """A person at the pages of the site: signs in, opens the page of the grant, presses a button, and is sent back."""

    def __init__(self, stage: WordPressStage, who: str) -> None:
        self._base = stage.server.base_url
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(cookies, _StaysHere())
        self._get(f"{self._base}/wp-login.php")
        self._post(
            f"{self._base}/wp-login.php", {"log": who, "pwd": f"{who}-pass", "testcookie": "1"}, status=302
        )

    def press(self, button: str, url: str) -> dict[str, str]:
        """What the person brings back to us."""
        page = self._get(url)
        form = dict(re.findall(r'<input type="(?:hidden|text)"[^>]* name="([^"]+)" value="([^"]*)"', page))
        form = {name: html.unescape(value) for name, value in form.items()}
        back = self._post(url.split("?", maxsplit=1)[0], {**form, button: "1"}, status=302)
        assert back.startswith(f"{CALLBACK}?")
        return {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}

    def _get(self, url: str) -> str:
        with self._opener.open(url, timeout=30) as answer:
            return str(answer.read().decode())

    def _post(self, url: str, form: dict[str, str], *, status: int) -> str:
        """Where it leads on to."""
        with self._opener.open(url, urlencode(form).encode(), timeout=30) as answer:
            assert answer.status == status
            return str(answer.headers["Location"])


class _StaysHere(urllib.request.HTTPErrorProcessor):
    """Redirects are answers."""

    def http_response(self, request: Any, response: Any) -> Any:
        return response


def begun(sign_in: WordPressSignIn, typed: str, *, app: App | None = None) -> tuple[str, Away]:
    where = {"site": typed}
    instance = sign_in.instance(where)
    away = sign_in.begin(
        instance=instance, typed=where, site=SITE, app=app, state=STATE, verifier="v" * 43, now=NOW
    )
    return instance, away


def finished(
    sign_in: WordPressSignIn, instance: str, away: Away, params: dict[str, str], *, app: App | None = None
) -> Grant:
    return sign_in.finish(instance=instance, kept=away.kept, params=params, site=SITE, app=app, now=NOW)


def names_of_passwords(stage: WordPressStage, who: str) -> list[str]:
    route = f"/users/{stage.server.ids[who]}/application-passwords"
    return [one["name"] for one in stage.api("admin", "GET", route) if one["name"] != "tests"]


# A site of one's own


def test_an_account_is_connected_and_disconnected(wordpress: WordPressStage) -> None:
    sign_in = WordPressSignIn(policy=LOCAL)
    instance, away = begun(sign_in, wordpress.server.base_url)
    returned = Browser(wordpress, "alice").press("approve", away.url)
    assert returned["state"] == STATE
    assert names_of_passwords(wordpress, "alice") == ["Answerable"]
    grant = finished(sign_in, instance, away, returned)
    assert grant.instance == wordpress.server.base_url
    (account,) = grant.accounts
    assert (account.id, account.handle) == (str(wordpress.server.ids["alice"]), "alice@127.0.0.1")
    connector = WordPressConnector(
        instance=grant.instance, secret=grant.secret, policy=LOCAL, account_id=account.id
    )
    made = connector.publish(text_for(connector), idempotency_key=KEY, now=NOW)
    assert wordpress.posts() == [made.remote_id]
    for _ in range(2):
        sign_in.revoke(instance=grant.instance, secret=grant.secret, app=None, now=NOW)
    assert names_of_passwords(wordpress, "alice") == []
    with pytest.raises(NeedsReconnect):
        connector.check(now=NOW)
    with pytest.raises(Mistyped) as caught:  # the same answer again
        finished(sign_in, instance, away, returned)
    assert "did not accept the password" in str(caught.value)


def test_a_person_who_says_no(wordpress: WordPressStage) -> None:
    sign_in = WordPressSignIn(policy=LOCAL)
    instance, away = begun(sign_in, wordpress.server.base_url)
    returned = Browser(wordpress, "alice").press("reject", away.url)
    assert returned == {"state": STATE, "success": "false"}
    with pytest.raises(NeedsReconnect) as caught:
        finished(sign_in, instance, away, returned)
    assert caught.value.code == "declined"
    assert names_of_passwords(wordpress, "alice") == []


def test_an_account_that_may_not_publish_is_not_kept(wordpress: WordPressStage) -> None:
    sign_in = WordPressSignIn(policy=LOCAL)
    instance, away = begun(sign_in, wordpress.server.base_url)
    returned = Browser(wordpress, "bob").press("approve", away.url)
    with pytest.raises(Mistyped) as caught:
        finished(sign_in, instance, away, returned)
    assert str(caught.value) == (
        "@bob@127.0.0.1 may not publish posts there. Ask who runs the site, then connect again."
    )
    assert names_of_passwords(wordpress, "bob") == []


def test_what_comes_back_must_be_for_us_and_from_there(wordpress: WordPressStage) -> None:
    sign_in = WordPressSignIn(policy=LOCAL)
    instance, away = begun(sign_in, wordpress.server.base_url)
    own = {
        "site_url": wordpress.server.base_url,
        "user_login": "alice",
        "password": wordpress.server.passwords["alice"],
    }
    for params, code in (
        ({**own, "site_url": "https://elsewhere.example"}, "other_site"),
        ({**own, "site_url": ""}, "other_site"),
        ({**own, "password": ""}, "declined"),
        ({**own, "user_login": ""}, "declined"),
        (own, "other_app"),  # a password, but not one that was made for us
    ):
        with pytest.raises(NeedsReconnect) as caught:
            finished(sign_in, instance, away, params)
        assert caught.value.code == code


def test_a_web_server_that_drops_the_password(wordpress: WordPressStage) -> None:
    def dropping(method: str, url: str, **rest: Any) -> door.Response:
        headers = {name: value for name, value in rest.pop("headers").items() if name != "Authorization"}
        return door.request(method, url, headers=headers, **rest)

    sign_in = WordPressSignIn(policy=LOCAL, send=dropping)
    instance, away = begun(sign_in, wordpress.server.base_url)
    params = {"site_url": wordpress.server.base_url, "user_login": "alice", "password": "right"}
    with pytest.raises(Mistyped) as caught:
        finished(sign_in, instance, away, params)
    assert "drops the header “Authorization”" in str(caught.value)


def test_where_the_person_is_sent(wordpress: WordPressStage) -> None:
    instance, away = begun(WordPressSignIn(policy=LOCAL), wordpress.server.base_url)
    parts = urlsplit(away.url)
    assert f"{parts.scheme}://{parts.netloc}" == instance
    assert parts.path == "/wp-admin/authorize-application.php"
    assert parse_qs(parts.query) == {
        "app_name": ["Answerable"],
        "app_id": [app_id_of(SITE)],
        "success_url": [f"{CALLBACK}?state={STATE}"],
        "reject_url": [f"{CALLBACK}?state={STATE}&success=false"],
    }
    assert app_id_of(SITE) == "d3b82d15-74cd-5bba-aa00-7e8a42717908"
    assert app_id_of(replace(SITE, website="https://other.example")) != app_id_of(SITE)


@pytest.mark.parametrize(
    "page", ["", "/", "/hello/", "/hello", "/wp-admin/", "/wp-login.php", "/no-such-page/"]
)
def test_any_page_of_a_site_leads_to_it(wordpress: WordPressStage, page: str) -> None:
    wordpress.api("alice", "POST", "/posts", {"title": "Hello", "slug": "hello", "status": "publish"})
    sign_in = WordPressSignIn(policy=LOCAL)
    assert sign_in.instance({"site": f"{wordpress.server.base_url}{page}"}) == wordpress.server.base_url


@pytest.mark.parametrize("page", ["/blog", "/blog/", "/blog/hello/", "/blog/wp-admin/"])
def test_a_site_below_a_path(wordpress: WordPressStage, page: str) -> None:
    wordpress.api("alice", "POST", "/posts", {"title": "Hello", "slug": "hello", "status": "publish"})
    instance, away = begun(WordPressSignIn(policy=LOCAL), f"{wordpress.server.base_url}{page}")
    assert instance == f"{wordpress.server.base_url}/blog"
    assert away.url.startswith(f"{instance}/wp-admin/authorize-application.php?")


def test_a_site_without_permalinks(wordpress: WordPressStage) -> None:
    wordpress.server.end_permalinks()
    instance, away = begun(WordPressSignIn(policy=LOCAL), wordpress.server.base_url)
    assert instance == wordpress.server.base_url
    assert away.url.startswith(f"{instance}/wp-admin/authorize-application.php?")


def test_a_site_that_takes_application_passwords_only_by_https(wordpress: WordPressStage) -> None:
    wordpress.server.switch("production")
    with pytest.raises(Mistyped) as caught:
        begun(WordPressSignIn(policy=LOCAL), wordpress.server.base_url)
    assert str(caught.value).startswith(
        "127.0.0.1 takes no application passwords, which we need to post there."
    )
    instance, away = begun(WordPressSignIn(policy=LOCAL, send=by_https), wordpress.server.base_url)
    assert away.url.startswith("https://127.0.0.1")
    # WordPress names itself by https, and we began by http.
    params = {"site_url": away.kept["site_url"], "user_login": "alice", "password": "wrong"}
    assert params["site_url"].startswith("https://")
    with pytest.raises(Mistyped):
        finished(WordPressSignIn(policy=LOCAL, send=by_https), instance, away, params)


def test_maintenance_is_passing_trouble(wordpress: WordPressStage) -> None:
    wordpress.server.maintain()
    with pytest.raises(Mistyped):
        WordPressSignIn(policy=LOCAL).instance({"site": wordpress.server.base_url})


# Addresses


def said(sign_in: WordPressSignIn, typed: str) -> str:
    with pytest.raises(Mistyped) as caught:
        sign_in.instance({"site": typed})
    assert caught.value.name == "site"
    return str(caught.value)


def test_what_is_no_wordpress() -> None:
    sign_in = WordPressSignIn(policy=LOCAL)
    with StrictMastodon() as server:
        assert said(sign_in, server.base_url) == "We found no WordPress at 127.0.0.1. Is the address right?"
    nobody = f"http://127.0.0.1:{free_port()}"
    assert said(sign_in, nobody).startswith(f"We cannot reach {nobody}. Is it right?")
    assert said(sign_in, "two words.example") == NO_ADDRESS


def test_a_site_on_our_own_network_is_not_asked(wordpress: WordPressStage) -> None:
    sign_in = WordPressSignIn(policy=door.Policy(allow_http=True))
    with pytest.raises(Forbidden) as caught:
        sign_in.instance({"site": wordpress.server.base_url})
    assert caught.value.code == "address_refused"


def answering(*answers: tuple[int, dict[str, str], object]) -> Any:
    """One answer after the other, the last one for ever."""
    left = list(answers)

    def send(*_args: object, **_rest: object) -> door.Response:
        status, headers, body = left.pop(0) if len(left) > 1 else left[0]
        raw = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        return door.Response(status, CaseInsensitiveDict(headers), raw)

    return send


def link(root: str) -> dict[str, str]:
    return {"Link": f'<https://other.example/style.css>; rel=preload, <{root}>; rel="https://api.w.org/"'}


INDEX = {"namespaces": ["wp/v2"], "authentication": []}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (
            (301, {"Location": "https://www.blog.example/?x=1"}, ""),
            "This address leads on to https://www.blog.example/. Type that one, if it is your site.",
        ),
        ((302, {"Location": "javascript:alert(1)"}, ""), "This address leads elsewhere, if it is your site."),
        (
            (200, link("https://elsewhere.example/wp-json/"), "<p>"),
            "This address belongs to https://elsewhere.example. Type that one, if it is your site.",
        ),
        ((404, {}, "<h1>No</h1>"), "We found no WordPress at blog.example/a. Is the address right?"),
    ],
)
def test_addresses_that_lead_elsewhere(answer: Any, expected: str) -> None:
    sign_in = WordPressSignIn(policy=door.Policy(), send=answering(answer))
    assert said(sign_in, "blog.example/a") == expected


@pytest.mark.parametrize(
    "root", ["wp-json/", "index.php?rest_route=/", "?rest_route=/", "index.php/wp-json/"]
)
def test_forms_of_the_address_of_the_interface(root: str) -> None:
    for named in (
        (200, link(f"https://blog.example/b/{root}"), "<p>"),
        (200, {}, f"<link rel='https://api.w.org/' href='https://blog.example/b/{root}' />"),
    ):
        sign_in = WordPressSignIn(policy=door.Policy(), send=answering(named, (200, {}, INDEX)))
        assert sign_in.instance({"site": "blog.example/b/2024/hello"}) == "https://blog.example/b"


def test_a_closed_interface_is_said_in_words() -> None:
    closed = (401, {}, {"code": "rest_cannot_access", "message": "Only authenticated users."})
    page = (200, link("https://blog.example/wp-json/"), "<p>")
    sign_in = WordPressSignIn(policy=door.Policy(), send=answering(page, closed))
    assert said(sign_in, "blog.example").startswith("blog.example is a WordPress, but its interface")


def test_trouble_on_the_way_is_not_the_persons_fault() -> None:
    def lost(*_args: object, **_rest: object) -> door.Response:
        raise door.NoAnswer("lost")

    with pytest.raises(Retryable):
        WordPressSignIn(policy=door.Policy(), send=lost).instance({"site": "blog.example"})


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("blog.example", "https://blog.example"),
        ("  Blog.Example/ ", "https://blog.example"),
        ("http://blog.example", "https://blog.example"),
        ("https://example.org/blog/", "https://example.org/blog"),
        ("https://example.org/blog/wp-admin/edit.php?x=1", "https://example.org/blog"),
        ("example.org/wp-login.php", "https://example.org"),
        ("bücher.example", "https://xn--bcher-kva.example"),
    ],
)
def test_what_people_type(typed: str, expected: str) -> None:
    assert site_address(typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        *("localhost", "127.0.0.1", "blog.example:8443", "https://u:p@blog.example", "ftp://blog.example"),
        *("a..example", "javascript:alert(1)", "https://[::1]", "", "two words.example", "blog.example/../x"),
    ],
)
def test_what_is_no_address(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - idna and urllib have words of their own
        site_address(typed)


# WordPress.com


@pytest.fixture
def hosted(wordpress: WordPressStage) -> Iterator[WordPressComSites]:
    fake = WordPressComSites(
        site="alice.example::blog",
        real=wordpress.server.base_url,
        user=wordpress.secret("alice"),
        redirect_uri=CALLBACK,
    )
    with fake:
        yield fake


APP = App(WordPressComSites.client_id, WordPressComSites.client_secret)


def test_a_site_on_wordpress_com(wordpress: WordPressStage, hosted: WordPressComSites) -> None:
    sign_in = WordPressSignIn(policy=LOCAL, public_api=hosted.base_url)
    instance, away = begun(sign_in, "https://alice.wordpress.com/2024/hello/", app=APP)
    assert instance == f"{hosted.base_url}/wp/v2/sites/alice.wordpress.com"
    parts = urlsplit(away.url)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{hosted.base_url}/oauth2/authorize"
    assert parse_qs(parts.query) == {
        "client_id": [APP.client_id],
        "redirect_uri": [CALLBACK],
        "response_type": ["code"],
        "state": [STATE],
        "blog": ["alice.wordpress.com"],
    }
    # Over there she chose another blog of hers.
    grant = finished(sign_in, instance, away, {"code": "code-for-once"}, app=APP)
    assert grant.instance == f"{hosted.base_url}/wp/v2/sites/alice.example::blog"
    assert [account.handle for account in grant.accounts] == ["alice@alice.example/blog"]
    connector = WordPressConnector(instance=grant.instance, secret=grant.secret, policy=LOCAL)
    round_trip(connector, wordpress)
    with pytest.raises(Unsupported):
        sign_in.revoke(instance=grant.instance, secret=grant.secret, app=APP, now=NOW)
    hosted.tokens.clear()
    for attempt in (
        lambda: connector.check(now=NOW),
        lambda: connector.publish(
            replace(text_for(connector), card=CARD), idempotency_key="posting-18-1", now=NOW
        ),
        lambda: connector.find("https://answerable.example/", now=NOW),
    ):
        with pytest.raises(NeedsReconnect):
            attempt()
    for params in ({"code": "code-for-once"}, {"error": "access_denied"}):
        with pytest.raises(NeedsReconnect):
            finished(sign_in, instance, away, params, app=APP)


def test_wordpress_com_without_a_client_of_this_site() -> None:
    with pytest.raises(Mistyped) as caught:
        begun(WordPressSignIn(policy=door.Policy()), "alice.wordpress.com")
    assert str(caught.value) == NO_APP


def test_a_domain_of_ones_own_on_wordpress_com() -> None:
    page = (200, link("https://public-api.wordpress.com/wp/v2/sites/1/"), "<p>")
    sign_in = WordPressSignIn(policy=door.Policy(), send=answering(page))
    assert sign_in.instance({"site": "alice.example"}) == (
        "https://public-api.wordpress.com/wp/v2/sites/alice.example"
    )


@pytest.mark.parametrize("typed", ["wordpress.com", "https://wordpress.com/home/alice.wordpress.com"])
def test_somebody_who_chooses_the_blog_over_there(typed: str) -> None:
    _, away = begun(WordPressSignIn(policy=door.Policy()), typed, app=APP)
    assert away.url.startswith("https://public-api.wordpress.com/oauth2/authorize?")
    assert "blog" not in parse_qs(urlsplit(away.url).query)
