"""The Facebook Page of this site, by Meta's Graph interface, with a token of that Page.

https://developers.facebook.com/docs/pages-api/posts; names of fields as in facebook/facebook-business-sdk-codegen,
api_specs/specs/{PagePost,Comment}.json. What decides here:

- Nothing can be posted to personal profiles since 2018-08-01: this is for the site's own Page only.
- There is no key that makes a second post harmless: every further try begins with a look, and so does "duplicate".
- Only comments below the Page's own posts are read; on Pages of others Meta withholds their ids (object/comments), so that
  a company's answers on its own Page are out of reach.
- The picture beside a link is the one of our page (Open Graph).
- The token goes where the documents put it: into the query of a GET and a DELETE, into the form of a POST.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from complaints.networks import answers, graph_errors, render
from complaints.networks.base import (
    NOTHING_SEEN,
    Account,
    App,
    Capabilities,
    ComplaintSummary,
    Connector,
    Counting,
    Forbidden,
    Gone,
    Limits,
    NeedsReconnect,
    NetworkError,
    PostText,
    Published,
    Rejected,
    RemoteReply,
    Renew,
    Replies,
    Retryable,
    Uncertain,
    Unsupported,
    not_stored,
)
from complaints.networks.calling import Send, Server, inside, objects, string
from complaints.networks.plain_text import MAX_TEXT
from complaints.networks.signing_in import Asked, Grant, Mistyped, SignIn, Site
from config.doors import http

ADDRESS = "https://graph.facebook.com"
VERSION = "/v26.0"
# Meta's documents name no length of a post; this is what a story may take, and far below what its pages accept.
LIMITS = Limits(
    characters=10_000, url_length=None, local_mentions=False, media=0, counting=Counting.CODE_POINTS
)
PAGE = 25  # what a list gives at once when nothing is said (graph-api/results)
MOST_PAGES_BACK = 20  # of the Page's posts, when looking for one: 500 posts
MOST_PAGES_OF_COMMENTS = 40
CLOCK_SKEW = timedelta(minutes=15)  # between their clock and ours
COMMENT = "id,from{id,name},message,created_time,parent{id},permalink_url,is_private,is_hidden,attachment"


class FacebookPageConnector(Connector):
    """One Page; `secret` is its token, which does not expire by itself, so that neither `app` nor `renew` is needed."""

    capabilities = Capabilities(edit=True, delete=True, replies=True, follows_edits=True, repeats=True)

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
        timeout: http.Timeout = http.DEFAULT_TIMEOUT,
        send: Send = http.request,
    ) -> None:
        self.instance = instance.rstrip("/")
        self._server = Server(self.instance, policy, send, timeout)
        self._token = secret
        self._account_id = account_id
        self._limits = limits

    def __repr__(self) -> str:
        return f"FacebookPageConnector({self.instance})"

    # The account

    def check(self, *, now: datetime) -> Account:
        """The Page behind the token. A person has no `category`: their token is refused with the error 100."""
        query = {"fields": "id,name,username,link,category"}
        found = self._object(self._ask("GET", "/me", params=query), now=now)
        self._account_id, name = answers.text_of(found.get("id")), answers.text_of(found.get("name"))
        if not self._account_id or not name:
            raise Retryable("unreadable_answer")
        handle = answers.text_of(found.get("username")) or self._account_id
        return Account(self._account_id, handle, name, answers.web_address(found.get("link")))

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
        response = self._server.tell(
            "POST",
            f"{VERSION}/{self._own_id(now=now)}/feed",
            headers=_HEADERS,
            data={"message": text.body, "link": text.link, "access_token": self._token},
        )
        made = answers.text_of(inside(answers.json_of(response), "id"))
        if response.status == 200 and made:
            return Published(made, self._address_of(made))
        error = graph_errors.posting_error_of(response, now=now)
        if error.code == "duplicate" and first_tried_at is not None:
            # It was looked for since the first try; an older one with the same words is the last that it can be.
            found = self.find(text.link, now=now)
            if found is not None:
                return found
            raise Forbidden("duplicate_not_found", status=error.status, detail=error.detail)
        raise error

    def _address_of(self, post_id: str) -> str:
        """The web address of a post of which the answer only told the id; "" when that cannot be asked now."""
        with contextlib.suppress(NetworkError):
            response = self._ask("GET", f"/{quote(post_id, safe='')}", params={"fields": "permalink_url"})
            return answers.web_address(inside(answers.json_of(response), "permalink_url"))
        return ""

    def find(self, link: str, *, now: datetime, since: datetime | None = None) -> Published | None:
        """graph-api/reference/page/published_posts."""
        horizon = since - CLOCK_SKEW if since else None
        path = f"/{self._own_id(now=now)}/published_posts"
        query = {"fields": "id,message,created_time,permalink_url", "limit": str(PAGE)}
        for _ in range(MOST_PAGES_BACK):
            page = self._object(self._ask("GET", path, params=query), now=now)
            made_at = None
            for post in objects(page.get("data")):
                made_at = answers.time_of(post.get("created_time"))
                is_older = horizon is not None and made_at is not None and made_at < horizon
                post_id = answers.text_of(post.get("id"))
                if post_id and not is_older and link in string(post.get("message")).split():
                    return Published(post_id, answers.web_address(post.get("permalink_url")))
            after = _after(page)
            if not after or (horizon is not None and made_at is not None and made_at < horizon):
                return None
            query["after"] = after
        raise Uncertain("look_too_far_back")

    def update(self, remote_id: str, text: PostText, *, now: datetime) -> Published:
        """pages-api/posts, "Update a post": only posts that this app has made."""
        if not render.fits(text.body, self.limits(now=now)):
            raise Rejected("too_long")
        path = f"/{quote(remote_id, safe='')}"
        query = {"fields": "message,permalink_url"}
        current = self._object(self._ask("GET", path, params=query), now=now)
        if string(current.get("message")) != text.body:
            self._object(self._ask("POST", path, data={"message": text.body}), now=now)
        return Published(remote_id, answers.web_address(current.get("permalink_url")))

    def delete(self, remote_id: str, *, now: datetime) -> None:
        response = self._ask("DELETE", f"/{quote(remote_id, safe='')}")
        if response.status == 200:
            return
        error = self._error(response, now=now)
        if not isinstance(error, Gone):
            raise error

    # Reading

    def replies(
        self, remote_id: str, *, now: datetime, seen: Mapping[str, datetime | None] = NOTHING_SEEN
    ) -> Replies:
        """graph-api/reference/object/comments: comments and what is below them, oldest first.

        A comment can be changed and has no time of it (graph-api/reference/comment, "Fields"), so all are given each time.
        """
        path, shown, is_whole = f"/{quote(remote_id, safe='')}/comments", dict[str, RemoteReply](), False
        query = {"filter": "stream", "order": "chronological", "fields": COMMENT, "limit": str(PAGE)}
        for _ in range(MOST_PAGES_OF_COMMENTS):
            page = self._object(self._ask("GET", path, params=query), now=now)
            for comment in objects(page.get("data")):
                if reply := _reply_from(comment, post_id=remote_id, now=now):
                    shown[reply.remote_id] = reply
            after = _after(page)
            if not after:
                is_whole = True
                break
            query["after"] = after
        return Replies(
            replies=tuple(shown.values()),
            missing=frozenset(seen) - frozenset(shown) if is_whole else frozenset(),
        )

    def _own_id(self, *, now: datetime) -> str:
        return quote(self._account_id or self.check(now=now).id, safe="")

    # Requests and their failures

    def _ask(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str] | None = None,
    ) -> http.Response:
        """A request that may be repeated safely."""
        token = {"access_token": self._token}
        rest: dict[str, Any] = (
            {"data": {**data, **token}} if data else {"params": {**(params or {}), **token}}
        )
        return self._server.ask(method, f"{VERSION}{path}", headers=_HEADERS, **rest)

    def _object(self, response: http.Response, *, now: datetime) -> dict[str, Any]:
        if response.status == 200 and isinstance(parsed := answers.json_of(response), dict):
            return parsed
        raise self._error(response, now=now)

    def _error(self, response: http.Response, *, now: datetime) -> NetworkError:
        return graph_errors.error_of(response, now=now)


class FacebookPageSignIn(SignIn):
    """The operator brings the token of the site's own Page. `address` is where the interface is, for tests."""

    asks = (
        Asked(
            "token",
            "Page access token",
            help="From your app at developers.facebook.com, for the Page of this site. One that was made for a "
            "long-lived sign-in does not expire.",
            is_secret=True,
        ),
    )
    needs_app = False
    goes_away = False
    for_site_only = True
    address = ADDRESS

    def instance(self, typed: Mapping[str, str]) -> str:
        return self.address

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
    ) -> Grant:
        token = typed.get("token", "").strip()
        if not token:
            raise Mistyped("token", "Paste the access token of the Page.")
        connector = FacebookPageConnector(
            instance=instance, secret=token, policy=self._policy, send=self._send
        )
        try:
            account = connector.check(now=now)
        except (NeedsReconnect, Rejected, Gone) as refused:
            words = "Facebook does not take this as the token of a Page. Make a new one for the Page itself."
            raise Mistyped("token", words) from refused
        return Grant(instance, token, (account,))


_HEADERS = {"Accept": "application/json"}


def _after(page: Mapping[str, Any]) -> str:
    """Where the next page begins. A page that is full and the last one has cursors but no `next` (graph-api/results)."""
    paging = page.get("paging")
    has_next = bool(inside(paging, "next"))
    return answers.text_of(inside(paging, "cursors", "after"), max_length=500) if has_next else ""


def _reply_from(comment: Mapping[str, Any], *, post_id: str, now: datetime) -> RemoteReply | None:
    """A comment; None when not everybody may read it, or when Meta does not tell who wrote it.

    The id is the handle as well: the name is free to choose, and Facebook shows no other.
    """
    comment_id = answers.text_of(comment.get("id"))
    author_id = answers.text_of(inside(comment, "from", "id"))
    if not comment_id or not author_id or comment.get("is_private") or comment.get("is_hidden"):
        return None
    words = string(comment.get("message")).strip()
    if comment.get("attachment"):
        words = "\n\n".join(filter(None, (words, "[attachment]")))
    return RemoteReply(
        remote_id=comment_id,
        url=answers.web_address(comment.get("permalink_url")),
        in_reply_to=answers.text_of(inside(comment, "parent", "id")) or post_id,
        author_id=author_id,
        author_handle=author_id,
        author_name=answers.text_of(inside(comment, "from", "name")) or author_id,
        author_url="",
        text=words[:MAX_TEXT],
        language="",
        stated_at=answers.time_of(comment.get("created_time")) or now,
        edited_at=None,
        visibility="public",
    )
