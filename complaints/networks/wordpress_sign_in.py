"""Connecting a WordPress: the customer names the site, agrees on its own page, and comes back with a password made for
us (https://developer.wordpress.org/rest-api/reference/application-passwords/,
https://make.wordpress.org/core/2020/11/05/application-passwords-integration-guide/); sites on WordPress.com by OAuth 2
(https://developer.wordpress.com/docs/api/oauth2/), for which the operator registers this site there.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from complaints.networks import answers, oauth
from complaints.networks.base import App, Forbidden, NeedsReconnect, Retryable, Unsupported
from complaints.networks.calling import Send, Server
from complaints.networks.signing_in import Asked, Away, Grant, Mistyped, SignIn, Site
from complaints.networks.wordpress import WordPressConnector
from complaints.networks.wordpress_rest import (
    HOSTED,
    PUBLIC_API,
    Rest,
    authorization_page,
    code_of,
    error_of,
    object_of,
    site_of_root,
)
from config.doors import http

FIELD = "site"
NO_ADDRESS = "That is not the address of a site. Type it like blog.example.com."
NO_APP = (
    "Sites on WordPress.com cannot be connected here yet: who runs this site has not registered it there. "
    "A WordPress on a web space of your own can."
)

_HOST = re.compile(r"(?=.{1,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_INSIDE = re.compile(r"/(wp-admin|wp-login\.php|wp-json|index\.php|xmlrpc\.php)\b.*")
_ROOT = re.compile(r'<([^<>]{1,2000})>\s*;[^<,]*rel\s*=\s*"?https://api\.w\.org/"?')
_ROOT_IN_HTML = re.compile(
    r"""<link\s[^>]{0,200}rel=["']https://api\.w\.org/["'][^>]{0,200}href=["']([^"'<>]{1,2000})["']"""
)
_INDEX = "name,home,url,namespaces,authentication"
_OWN_PASSWORD = "/users/me/application-passwords/introspect"  # noqa: S105 - a route


class WordPressSignIn(SignIn):
    """An application password by the site's own page, or OAuth on WordPress.com. `public_api` is for tests."""

    asks = (
        Asked(
            FIELD,
            "The address of your site",
            help="For example blog.example.com, example.com/blog or you.wordpress.com. You need an account there that may "
            "publish posts.",
        ),
    )
    needs_app = False  # only sites on WordPress.com need one

    def __init__(
        self, *, policy: http.Policy, send: Send = http.request, public_api: str = PUBLIC_API
    ) -> None:
        super().__init__(policy=policy, send=send)
        self._public_api = public_api

    def instance(self, typed: Mapping[str, str]) -> str:
        """The address of the site, found by asking the one that was typed, which may be any page of it."""
        try:
            address = site_address(typed.get(FIELD, ""), allow_http=self._policy.allow_http)
        except ValueError as wrong:
            raise Mistyped(FIELD, NO_ADDRESS) from wrong
        host = urlsplit(address).hostname or ""
        if host == "wordpress.com" or host.endswith(".wordpress.com"):
            return self._hosted("" if host in ("wordpress.com", "www.wordpress.com") else host)
        try:
            return self._found(address)
        except Retryable as failed:
            if failed.code != "unreachable":
                raise
            raise Mistyped(
                FIELD,
                f"We cannot reach {address}. Is it right? The site must be open to everybody, and have https.",
            ) from failed

    def begin(
        self,
        *,
        instance: str,
        typed: Mapping[str, str],
        site: Site,
        app: App | None,
        state: str,
        verifier: str,
        now: datetime,
    ) -> Away:
        if HOSTED in instance:
            return self._begin_hosted(instance, site=site, app=app, state=state)
        rest = self._rest(instance)
        index = object_of(rest.get("/", namespace="", params={"_fields": _INDEX}), now=now)
        page = authorization_page(index)
        if not page or not (page.startswith("https://") or self._policy.allow_http):
            raise Mistyped(
                FIELD,
                f"{rest.place} takes no application passwords, which we need to post there. A plug-in for security may have "
                "turned them off, or WordPress does not know that it is reached by https. Change that there, then try again.",
            )
        back = f"{site.redirect_uri}?{urlencode({'state': state})}"
        query = {
            "app_name": site.name,
            "app_id": app_id_of(site),
            "success_url": back,
            "reject_url": f"{back}&success=false",
        }
        url = f"{page}{'&' if '?' in page else '?'}{urlencode(query)}"
        return Away(url, {"site_url": answers.text_of(index.get("url"), max_length=2_000)})

    def finish(
        self,
        *,
        instance: str,
        kept: Mapping[str, str],
        params: Mapping[str, str],
        site: Site,
        app: App | None,
        now: datetime,
    ) -> Grant:
        if HOSTED in instance:
            return self._finish_hosted(instance, params=params, site=site, app=app, now=now)
        login, password = params.get("user_login", ""), params.get("password", "")
        if params.get("success") == "false" or not login or not password:
            raise NeedsReconnect("declined")
        # `site_url` is where WordPress is, which may be another address than that of the site.
        if _bare(params.get("site_url", "")) not in {_bare(kept.get("site_url", "")), _bare(instance)}:
            raise NeedsReconnect("other_site")
        secret = f"{login}:{password}"
        rest = self._rest(instance, secret)
        try:
            made_for = object_of(rest.get(_OWN_PASSWORD), now=now)
        except NeedsReconnect as refused:
            raise Mistyped(
                FIELD,
                f"{rest.place} did not accept the password that it had just made for us. Mostly its web server drops the "
                "header “Authorization”: ask who runs it to let that through, then connect again.",
            ) from refused
        if answers.text_of(made_for.get("app_id")) != app_id_of(site):
            raise NeedsReconnect("other_app")
        try:
            return self._grant(instance, secret, now=now)
        except Mistyped:
            self.revoke(instance=instance, secret=secret, app=app, now=now)
            raise

    def revoke(self, *, instance: str, secret: str, app: App | None, now: datetime) -> None:
        if HOSTED in instance:
            raise Unsupported("revoke")  # nothing is documented; people end it at wordpress.com
        rest = self._rest(instance, secret)
        try:
            password = object_of(rest.get(_OWN_PASSWORD), now=now)
            found = answers.text_of(password.get("uuid"))
            if not re.fullmatch(r"[0-9a-f-]{36}", found):
                raise Unsupported("revoke")
            response = rest.ask("DELETE", f"/users/me/application-passwords/{found}")
            if response.status not in (200, 404):
                raise error_of(response, now=now)
        except NeedsReconnect:
            return  # the site does not know it any more

    def _found(self, address: str) -> str:
        """The address of the site that this page belongs to."""
        root = self._root_from(address)
        host = urlsplit(address).hostname
        if urlsplit(root).hostname == urlsplit(self._public_api).hostname and root.startswith(
            self._public_api
        ):
            return self._hosted(host or "")
        if root and urlsplit(root).hostname != host:
            raise Mistyped(
                FIELD, f"This address belongs to {site_of_root(root)}. Type that one, if it is your site."
            )
        origin = f"{urlsplit(address).scheme}://{urlsplit(address).netloc}"
        candidate = f"{origin}{urlsplit(site_of_root(root)).path}" if root else address
        rest = self._rest(candidate)
        response = rest.get("/", namespace="", params={"_fields": _INDEX})
        index = answers.json_of(response)
        namespaces = index.get("namespaces") if isinstance(index, dict) else None
        if response.status == 200 and isinstance(namespaces, list) and "wp/v2" in namespaces:
            return candidate
        if root or code_of(response).startswith("rest_"):
            raise Mistyped(
                FIELD,
                f"{rest.place} is a WordPress, but its interface for programs (REST API) is closed. A plug-in for security may "
                "have closed it. Open it there, then try again.",
            )
        raise Mistyped(FIELD, f"We found no WordPress at {rest.place}. Is the address right?")

    def _root_from(self, address: str) -> str:
        """What a page says of where the interface is, "" when it says nothing."""
        response = Server(address, self._policy, self._send).ask("GET", "/", headers={"Accept": "text/html"})
        if 300 <= response.status < 400:
            target = answers.web_address(response.headers.get("Location", "")).split("?")[0]
            words = (
                f"This address leads on to {target}. Type that one"
                if target
                else "This address leads elsewhere"
            )
            raise Mistyped(FIELD, f"{words}, if it is your site.")
        named = _ROOT.search(response.headers.get("Link", "")[:8_000])
        named = named or _ROOT_IN_HTML.search(response.body[:200_000].decode(errors="replace"))
        return answers.web_address(named[1].replace("&#038;", "&").replace("&amp;", "&")) if named else ""

    def _grant(self, instance: str, secret: str, *, now: datetime) -> Grant:
        connector = WordPressConnector(instance=instance, secret=secret, policy=self._policy, send=self._send)
        me = connector.me(now=now)
        account, may = connector.account_from(me), me.get("capabilities")
        if isinstance(may, dict) and not may.get("publish_posts"):
            raise Mistyped(
                FIELD,
                f"@{account.handle} may not publish posts there. Ask who runs the site, then connect again.",
            )
        return Grant(instance, secret, (account,))

    # WordPress.com

    def _hosted(self, host: str) -> str:
        return f"{self._public_api}{HOSTED}{host}"

    def _begin_hosted(self, instance: str, *, site: Site, app: App | None, state: str) -> Away:
        if app is None:
            raise Mistyped(FIELD, NO_APP)
        query = {
            "client_id": app.client_id,
            "redirect_uri": site.redirect_uri,
            "response_type": "code",
            "state": state,
        }
        if blog := instance.split(HOSTED, maxsplit=1)[1]:  # without one the customer chooses over there
            query["blog"] = blog
        return Away(f"{self._public_api}/oauth2/authorize?{urlencode(query)}", {})

    def _finish_hosted(
        self, instance: str, *, params: Mapping[str, str], site: Site, app: App | None, now: datetime
    ) -> Grant:
        if app is None:
            raise Forbidden("no_app")
        if not params.get("code"):
            raise NeedsReconnect("declined")
        response = Server(self._public_api, self._policy, self._send).ask(
            "POST",
            "/oauth2/token",
            data={
                "client_id": app.client_id,
                "client_secret": app.client_secret,
                "redirect_uri": site.redirect_uri,
                "code": params["code"],
                "grant_type": "authorization_code",
            },
            headers={"Accept": "application/json"},
        )
        if response.status == 400:
            raise NeedsReconnect("code_refused", status=400, detail=answers.words_of(response))
        if response.status != 200:
            said = answers.words_of(response)
            raise oauth.refusal(response.status, said, headers=response.headers, now=now)
        found: Any = answers.json_of(response)
        found = found if isinstance(found, dict) else {}
        token = answers.text_of(found.get("access_token"), max_length=4_000)
        # The token is for one blog, which the customer may have changed over there.
        blog = urlsplit(answers.web_address(found.get("blog_url")))
        if not token or not blog.hostname:
            raise NeedsReconnect("code_refused")
        name = "::".join([blog.hostname, *filter(None, blog.path.split("/"))])
        return self._grant(self._hosted(name), token, now=now)

    def _rest(self, instance: str, secret: str = "") -> Rest:
        return Rest(Server(instance, self._policy, self._send), instance, secret)


def site_address(typed: str, *, allow_http: bool = False) -> str:
    """`https://host/path` without a slash at the end, from what people type. Raises `ValueError`.

    Whatever was typed, the site is asked by https. With `allow_http` (development) an address that says http, a port
    or a bare IP number is taken as it is.
    """
    text = typed.strip()
    parts = urlsplit(text if "://" in text else f"https://{text}")
    host = (parts.hostname or "").encode("idna").decode().lower() if parts.hostname else ""
    path = _INSIDE.sub("", parts.path).rstrip("/")
    if re.search(r"[\s\"<>\\]|\.\.", host + path):
        raise ValueError("not the address of a site")
    if allow_http and host and parts.scheme in ("http", "https"):
        return f"{parts.scheme}://{host}{f':{parts.port}' if parts.port else ''}{path}"
    is_plain = parts.scheme in ("http", "https") and parts.port is None and not parts.username
    if not is_plain or not _HOST.fullmatch(host):
        raise ValueError("not the address of a site")
    return f"https://{host}{path}"


def app_id_of(site: Site) -> str:
    """This site as WordPress knows it: the same each time, so that people see which passwords are for it."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, site.website))


def _bare(address: str) -> str:
    return re.sub(r"^https?://", "", address.strip(), flags=re.IGNORECASE).rstrip("/").lower()
