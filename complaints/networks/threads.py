"""Threads, by Meta's interface for it (https://developers.facebook.com/documentation/threads), for one account.

What decides here:

- A post is made in two steps: a container, which nobody sees and which ends after 24 hours, and its publication. Only the
  second must happen once; nobody keeps the container's id between tries, so every further try begins with a look for
  our link, and makes a container of its own.
- A container that was just made is often not known to the next request (error 24/4279009; gitroomhq/postiz-app#2047):
  its status is asked first, with short waits.
- Replies may be read only after Meta's review, and posts may be shown "solely to the person who created it" (overview):
  they are left out. So is continuing a post of ours: it takes the same review.
- A picture has to come from a public address and makes a post of another kind, without a link; the link shows the
  picture of our page.
- The token goes where the documents put it: into the query of a GET and a DELETE, into the form of a POST.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from complaints.networks import answers, graph_errors, oauth, render
from complaints.networks.base import (
    Account,
    App,
    Capabilities,
    ComplaintSummary,
    Connector,
    Counting,
    Gone,
    Limits,
    NeedsReconnect,
    NetworkError,
    PostText,
    Published,
    Rejected,
    Renew,
    Retryable,
    Uncertain,
    Unsupported,
    not_stored,
)
from complaints.networks.calling import Send, Server, inside, objects, string
from complaints.networks.renewing import Renewing
from config.doors import http

ADDRESS = "https://graph.threads.com"
VERSION = "/v1.0"
# get-started/get-access-tokens-and-permissions; posts/delete-posts.
ENDPOINTS = oauth.Endpoints(
    authorize="https://threads.com/oauth/authorize",
    token="/oauth/access_token",  # noqa: S106  (a path)
    scopes="threads_basic threads_content_publish threads_delete",
    plain=True,
    between=",",
)
# posts, "Limitations"; strictly, because its server counts all of a text in bytes: see `render`.
LIMITS = Limits(
    characters=500,
    url_length=None,
    local_mentions=False,
    media=0,
    strict=True,
    counting=Counting.EMOJI_BYTES,
)
PAGE = 25
MOST_PAGES_BACK = 20  # of our own posts, when looking for one: 500 posts
CLOCK_SKEW = timedelta(minutes=15)  # between their clock and ours
# get-started/long-lived-tokens: 60 days, renewed when older than 24 hours and not yet ended.
TOKEN_LIFE = timedelta(days=60)
TOKEN_AGE = timedelta(hours=24)
RENEW_BEFORE = timedelta(days=30)
LOOKS = (
    0.0,
    1.0,
    2.0,
    4.0,
    8.0,
)  # seconds before each look at a container; "on average 30 seconds" for media
NOT_READY = timedelta(seconds=30)  # create-posts: "Wait about 30 seconds before publishing"
NOT_FOUND_YET = (graph_errors.NO_RESOURCE, 4_279_009)


class ThreadsConnector(Connector):
    """One account.

    `secret` is what `oauth.Tokens.as_secret` gives, with a long-lived token; `renew` keeps the ones that take its place.
    `pause` waits so many seconds.
    """

    capabilities = Capabilities(delete=True)

    def __init__(
        self,
        *,
        instance: str = ADDRESS,
        secret: str,
        policy: http.Policy,
        account_id: str = "",
        limits: Limits | None = None,
        app: App | None = None,
        renew: Renew = not_stored,
        pause: Callable[[float], None] = time.sleep,
        timeout: http.Timeout = http.DEFAULT_TIMEOUT,
        send: Send = http.request,
    ) -> None:
        self.instance = instance.rstrip("/")
        self._server = Server(self.instance, policy, send, timeout)
        self._account_id = account_id
        self._limits = limits
        self._pause = pause
        self._tokens = Renewing(
            secret, renew=renew, exchange=self._exchanged, before=RENEW_BEFORE, can_renew=_is_of_age
        )

    def __repr__(self) -> str:
        return f"ThreadsConnector({self.instance})"

    # The account

    def check(self, *, now: datetime) -> Account:
        """threads-profiles."""
        found = self._object(self._ask("GET", "/me", now=now, params={"fields": "id,username,name"}), now=now)
        self._account_id, username = answers.text_of(found.get("id")), answers.text_of(found.get("username"))
        if not self._account_id or not username:
            raise Retryable("unreadable_answer")
        name = answers.text_of(found.get("name")) or username
        return Account(self._account_id, username, name, f"https://www.threads.com/@{username}")

    def limits(self, *, now: datetime) -> Limits:
        return self._limits or LIMITS

    def render(self, summary: ComplaintSummary, *, limits: Limits, strict: bool = False) -> PostText:
        return render.compose(replace(summary, handle=""), limits=limits, strict=strict)

    # Posting

    def publish(
        self, text: PostText, *, idempotency_key: str, now: datetime, first_tried_at: datetime | None = None
    ) -> Published:
        if text.reply_to:
            raise Unsupported("threads")
        if not render.fits(text.body, self.limits(now=now)):
            raise Rejected("too_long")
        if first_tried_at is not None:
            found = self.find(text.link, now=now, since=first_tried_at)
            if found is not None:
                return found
        container = self._container(text, now=now)
        self._wait_for(container, now=now)
        path = f"/{self._own_id(now=now)}/threads_publish"
        for seconds in LOOKS:
            if seconds:
                self._pause(seconds)
            response = self._tell(path, now=now, data={"creation_id": container})
            made = answers.text_of(inside(answers.json_of(response), "id"))
            if response.status == 200 and made:
                return Published(made, self._address_of(made, now=now))
            if graph_errors.code_of(response) != NOT_FOUND_YET:
                raise graph_errors.posting_error_of(response, now=now)
        raise Retryable("not_ready", status=response.status, retry_at=now + NOT_READY)

    def _container(self, text: PostText, *, now: datetime) -> str:
        """posts, "Step 1" and "Links". A second one does no harm, so a lost answer is only passing trouble."""
        data = {"media_type": "TEXT", "text": text.body, "link_attachment": text.link}
        response = self._ask("POST", f"/{self._own_id(now=now)}/threads", now=now, data=data)
        container = answers.text_of(inside(answers.json_of(response), "id"))
        if response.status == 200 and container:
            return container
        error = self._error(response, now=now)
        # "Param text must be at most 500 characters long": an error 100 like any other wrong parameter.
        if isinstance(error, Rejected) and not render.fits(text.body, LIMITS, strict=True):
            raise Rejected("too_long", status=error.status, detail=error.detail)
        raise error

    def _wait_for(self, container: str, *, now: datetime) -> None:
        """troubleshooting, "Publishing Does Not Return a Media ID": the status of a container."""
        for seconds in LOOKS:
            if seconds:
                self._pause(seconds)
            query = {"fields": "status,error_message"}
            response = self._ask("GET", f"/{quote(container, safe='')}", now=now, params=query)
            status = inside(answers.json_of(response), "status")
            if response.status == 200 and status == "FINISHED":
                return
            if response.status == 200 and status in ("ERROR", "EXPIRED"):
                words = answers.text_of(inside(answers.json_of(response), "error_message"))
                raise Retryable("container_failed", detail=words, retry_at=now + NOT_READY)
            if response.status != 200 and graph_errors.code_of(response) != NOT_FOUND_YET:
                raise self._error(response, now=now)
        raise Retryable("not_ready", retry_at=now + NOT_READY)

    def _address_of(self, post_id: str, *, now: datetime) -> str:
        """The web address of a post; "" when that cannot be asked now, or Meta keeps it to itself (retrieve-posts)."""
        with contextlib.suppress(NetworkError):
            response = self._ask(
                "GET", f"/{quote(post_id, safe='')}", now=now, params={"fields": "permalink"}
            )
            return answers.web_address(inside(answers.json_of(response), "permalink"))
        return ""

    def find(self, link: str, *, now: datetime, since: datetime | None = None) -> Published | None:
        """retrieve-and-discover-posts/retrieve-posts: our posts, newest first."""
        horizon = since - CLOCK_SKEW if since else None
        query = {
            "fields": "id,media_type,permalink,text,timestamp,link_attachment_url",
            "limit": str(PAGE),
        }
        for _ in range(MOST_PAGES_BACK):
            page = self._object(
                self._ask("GET", f"/{self._own_id(now=now)}/threads", now=now, params=query), now=now
            )
            made_at = None
            for post in objects(page.get("data")):
                made_at = answers.time_of(post.get("timestamp"))
                is_older = horizon is not None and made_at is not None and made_at < horizon
                post_id = answers.text_of(post.get("id"))
                if post_id and not is_older and _holds_link(post, link):
                    return Published(post_id, answers.web_address(post.get("permalink")))
            after = answers.text_of(inside(page, "paging", "cursors", "after"), max_length=500)
            if not after or made_at is None or (horizon is not None and made_at < horizon):
                return None
            query["after"] = after
        raise Uncertain("look_too_far_back")

    def delete(self, remote_id: str, *, now: datetime) -> None:
        """posts/delete-posts: 100 a day."""
        response = self._ask("DELETE", f"/{quote(remote_id, safe='')}", now=now)
        if response.status == 200:
            return
        error = self._error(response, now=now)
        if not isinstance(error, Gone):
            raise error
        self.check(now=now)  # a token that ended may say the same (trypostit/trypost#230)

    def _own_id(self, *, now: datetime) -> str:
        return quote(self._account_id or self.check(now=now).id, safe="")

    # Requests and their failures

    def _ask(
        self,
        method: str,
        path: str,
        *,
        now: datetime,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str] | None = None,
    ) -> http.Response:
        """A request that may be repeated safely."""

        def send(access: str) -> http.Response:
            token = {"access_token": access}
            rest: dict[str, Any] = (
                {"data": {**data, **token}} if data else {"params": {**(params or {}), **token}}
            )
            return self._server.ask(method, f"{VERSION}{path}", headers=_HEADERS, **rest)

        return self._tokens.sent(send, is_refused=_is_token_refused, now=now)

    def _tell(self, path: str, *, now: datetime, data: Mapping[str, str]) -> http.Response:
        """A request that must be carried out once."""

        def send(access: str) -> http.Response:
            whole = {**data, "access_token": access}
            return self._server.tell("POST", f"{VERSION}{path}", headers=_HEADERS, data=whole)

        return self._tokens.sent(send, is_refused=_is_token_refused, now=now)

    def _exchanged(self, tokens: oauth.Tokens, now: datetime) -> oauth.Tokens:
        return lived_longer(self._server, "refresh_access_token", tokens.access, now=now)

    def _object(self, response: http.Response, *, now: datetime) -> dict[str, Any]:
        if response.status == 200 and isinstance(parsed := answers.json_of(response), dict):
            return parsed
        raise self._error(response, now=now)

    def _error(self, response: http.Response, *, now: datetime) -> NetworkError:
        return graph_errors.error_of(response, now=now)


_HEADERS = {"Accept": "application/json"}


def lived_longer(
    server: Server, path: str, token: str, *, now: datetime, app: App | None = None
) -> oauth.Tokens:
    """A long-lived token: for a short-lived one with the app's secret (`access_token`), or for one that still lives
    (`refresh_access_token`); get-started/long-lived-tokens. Both are asked by GET, and without the version.

    Raises `NeedsReconnect` when the token is not taken.
    """
    query = {"grant_type": "th_refresh_token", "access_token": token}
    if app is not None:
        query |= {"grant_type": "th_exchange_token", "client_secret": app.client_secret}
    response = server.ask("GET", f"/{path}", headers=_HEADERS, params=query)
    found = answers.json_of(response)
    access = answers.text_of(inside(found, "access_token"), max_length=4_000)
    if response.status == 200 and access:
        seconds = answers.whole_number(inside(found, "expires_in"), least=1, most=10**9)
        return oauth.Tokens(access, expires_at=now + (timedelta(seconds=seconds) if seconds else TOKEN_LIFE))
    error = graph_errors.error_of(response, now=now)
    if isinstance(error, (Rejected, Gone)):
        raise NeedsReconnect("token_refused", status=error.status, detail=error.detail)
    raise error


def _is_token_refused(response: http.Response) -> bool:
    return response.status >= 400 and graph_errors.code_of(response)[0] == 190


def _is_of_age(tokens: oauth.Tokens, now: datetime) -> bool:
    """Whether a token may be renewed: older than a day, and not yet ended."""
    ends = tokens.expires_at
    return ends is not None and now < ends and ends - TOKEN_LIFE + TOKEN_AGE <= now


def _holds_link(post: Mapping[str, Any], link: str) -> bool:
    """Whether one of our own posts, no repost, carries exactly this link."""
    if post.get("media_type") == "REPOST_FACADE":
        return False
    return link in string(post.get("text")).split() or post.get("link_attachment_url") == link
