"""Where the interface of a WordPress is, and what its answers mean.

Self-hosted, the interface is below /wp-json/ or, without permalinks, behind ?rest_route=
(https://developer.wordpress.org/rest-api/using-the-rest-api/discovery/); on WordPress.com and for sites that are
connected to it, the same resources are below https://public-api.wordpress.com/wp/v2/sites/<site>/.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from complaints.networks import answers
from complaints.networks.base import (
    Forbidden,
    Gone,
    NeedsReconnect,
    NetworkError,
    RateLimited,
    Rejected,
    Retryable,
    Uncertain,
)
from complaints.networks.calling import USUAL, ErrorKind, Server, error_for, objects
from config.doors import http

PUBLIC_API = "https://public-api.wordpress.com"
HOSTED = "/wp/v2/sites/"

# Between two comments of one account, unless it moderates (wp-includes/comment.php, wp_throttle_comment_flood).
FLOOD_WAIT = timedelta(seconds=15)

# Core never says that a password is wrong, it goes on as if nobody had signed in; plugins say the first four, and
# WordPress.com the others.
_REFUSED = frozenset({"incorrect_password", "invalid_username", "invalid_email", "rest_not_logged_in"}) | {
    "invalid_token",
    "authorization_required",
}
_TARGET_GONE = frozenset(
    {"rest_comment_invalid_post_id", "rest_comment_trash_post", "rest_comment_draft_post"}
)
_EMPTY = frozenset({"empty_content", "rest_comment_content_invalid"})
_MEANINGS: Mapping[int, ErrorKind] = {**USUAL, 404: (Forbidden, "no_such_api")}


@dataclass(slots=True)
class Rest:
    """The interface of one site. `instance` is the address of the site without a slash at the end, or of its
    resources on WordPress.com; `secret` is `user:application password`, or a token of WordPress.com, "" for nobody.

    Learns by the first reading whether the site has permalinks, so read before anything is written.
    """

    server: Server
    instance: str
    secret: str
    by_query: bool = False

    def __repr__(self) -> str:
        return f"Rest({self.instance})"

    @property
    def is_hosted(self) -> bool:
        """Whether it is reached through WordPress.com."""
        return HOSTED in self.instance

    @property
    def place(self) -> str:
        """The site as people name it: host, and path if it has one."""
        if self.is_hosted:
            return self.instance.split(HOSTED, maxsplit=1)[1].replace("::", "/")
        parts = urlsplit(self.instance)
        return f"{parts.hostname or ''}{parts.path}"

    def get(self, route: str, *, namespace: str = "/wp/v2", **rest: Any) -> http.Response:
        """A reading. Without permalinks the first one gets the front page, is sent there, or gets a page that says 404."""
        response = self.ask("GET", route, namespace=namespace, **rest)
        is_page = response.status in (200, 301, 302, 404) and answers.json_of(response) is None
        if not is_page or self.is_hosted or self.by_query:
            return response
        self.by_query = True
        other = self.ask("GET", route, namespace=namespace, **rest)
        if answers.json_of(other) is None:
            self.by_query = False
            return response
        return other

    def ask(self, method: str, route: str, *, namespace: str = "/wp/v2", **rest: Any) -> http.Response:
        """A request that may be repeated safely."""
        return self.server.ask(method, self._address(route, namespace), headers=self._headers, **rest)

    def tell(self, method: str, route: str, *, namespace: str = "/wp/v2", **rest: Any) -> http.Response:
        """A request that must be carried out once."""
        return self.server.tell(method, self._address(route, namespace), headers=self._headers, **rest)

    def _address(self, route: str, namespace: str) -> str:
        if self.is_hosted:
            return f"{self.instance}{route}"
        # index.php, because some servers answer "/" only to readings (wp-includes/rest-api.php, get_rest_url).
        where = "index.php?rest_route=" if self.by_query else "wp-json"
        return f"{self.instance}/{where}{namespace}{route}"

    @property
    def _headers(self) -> dict[str, str]:
        headers = {"Accept": "application/json"}
        if self.is_hosted and self.secret:
            headers["Authorization"] = f"Bearer {self.secret}"
        elif self.secret:
            headers["Authorization"] = f"Basic {base64.b64encode(self.secret.encode()).decode()}"
        return headers


def object_of(response: http.Response, *, now: datetime) -> dict[str, Any]:
    """The JSON object of a good answer; else raises what the answer means."""
    if response.status in (200, 201) and isinstance(parsed := answers.json_of(response), dict):
        return parsed
    raise error_of(response, now=now)


def list_of(response: http.Response, *, now: datetime) -> list[dict[str, Any]]:
    """The JSON objects of a good answer that is a list; else raises what the answer means."""
    if response.status == 200 and isinstance(parsed := answers.json_of(response), list):
        return objects(parsed)
    raise error_of(response, now=now)


def code_of(response: http.Response) -> str:
    """The word for an error: `code`, `error` on WordPress.com; "" in answers that are pages."""
    parsed = answers.json_of(response)
    parsed = parsed if isinstance(parsed, dict) else {}
    return answers.text_of(parsed.get("code")) or answers.text_of(parsed.get("error"))


def error_of(response: http.Response, *, now: datetime) -> NetworkError:
    """The error for an answer that is not what was asked for: by its word where core has one, else by its status.

    401 is said to nobody, 403 to somebody who may not (rest_authorization_required_code).
    """
    code, status = code_of(response), response.status
    said = answers.words_of(response)
    if not 400 <= status < 500 or status == 429:
        return error_for(response, now=now)
    if code in _REFUSED:
        return NeedsReconnect("token_refused", status=status, detail=said)
    if code.endswith("_invalid_id"):
        return Gone("not_found", status=status, detail=said)
    if code in _TARGET_GONE:
        return Gone("reply_target_gone", status=status, detail=said)
    if code == "comment_flood":
        return RateLimited("rate_limited", status=status, detail=said, retry_at=now + FLOOD_WAIT)
    if code == "comment_duplicate":
        return Uncertain("duplicate", status=status, detail=said)
    if code == "rest_comment_closed":
        return Forbidden("comments_closed", status=status, detail=said)
    if code in _EMPTY:
        return Rejected("empty", status=status, detail=said)
    return error_for(response, now=now, meanings=_MEANINGS)


def authorization_page(index: Mapping[str, Any]) -> str:
    """Where people agree to an application password, from what a site says of itself; "" when it takes none."""
    found: Any = index
    for name in ("authentication", "application-passwords", "endpoints", "authorization"):
        found = found.get(name) if isinstance(found, dict) else None
    return answers.web_address(found)


def site_of_root(root: str) -> str:
    """The address of the site from that of its interface, without a slash at the end."""
    return re.sub(r"/(index\.php/)?(wp-json)?/?$", "", re.sub(r"(index\.php)?\?.*$", "", root))


def unreadable(response: http.Response) -> Retryable:
    """A good answer that says nothing."""
    return Retryable("unreadable_answer", status=response.status)
