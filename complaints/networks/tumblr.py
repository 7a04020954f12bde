"""Tumblr, by its interface version 2 (github.com/tumblr/docs, api.md), for one blog of an account.

What decides here:

- There is no key that makes a second post harmless: each post carries a tag that is made of its link, and every further
  try begins with a look for it.
- 1,000 calls an hour and 5,000 a day are for the consumer key, that is for this whole site ("Rate Limits"): nothing
  below asks for more than it needs. Tumblr lifts the limit for an app that asks.
- To mention a blog its UUID is needed, and a program calls nobody: the text names the brand.
- Access tokens live 42 minutes, refresh tokens 42 days (tumblr/docs#134).
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from complaints.networks import answers, oauth, render, tumblr_posts
from complaints.networks.base import (
    NOTHING_SEEN,
    Account,
    App,
    Capabilities,
    Card,
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
    RemoteReply,
    Renew,
    Replies,
    Uncertain,
    Unsupported,
    not_stored,
)
from complaints.networks.calling import Send, Server, inside, objects, uncertain_for
from complaints.networks.renewing import Renewing
from config.doors import http

ADDRESS = "https://api.tumblr.com"
# api.md, "OAuth2 Authorization".
ENDPOINTS = oauth.Endpoints(
    authorize="https://www.tumblr.com/oauth2/authorize",
    token="/v2/oauth2/token",  # noqa: S106  (a path)
    scopes="basic write offline_access",
    plain=True,
)
# npf-spec.md, "Text Block Length": code points, for each block. The whole text is kept as short as one block may be.
LIMITS = Limits(
    characters=4_096, url_length=None, local_mentions=False, media=1, counting=Counting.CODE_POINTS
)
PAGE = 20  # api.md, "/posts - Retrieve Published Posts": 1 to 20
MOST_PAGES_BACK = 25  # of our own posts, when looking for one: 500 posts
MOST_PAGES_OF_NOTES = 25
CLOCK_SKEW = timedelta(minutes=15)  # between their clock and ours
RENEW_BEFORE = timedelta(minutes=2)


class TumblrConnector(Connector):
    """One blog; `account_id` is its UUID, without one the primary blog.

    `secret` is what `oauth.Tokens.as_secret` gives; `app` and `renew` get new tokens when they expire.
    """

    capabilities = Capabilities(edit=True, delete=True, replies=True, media=True)

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
        self._account_id = account_id
        self._limits = limits
        self._app = app
        self._tokens = Renewing(
            secret,
            renew=renew,
            exchange=self._exchanged,
            before=RENEW_BEFORE,
            can_renew=lambda tokens, _now: bool(tokens.refresh and app),
        )

    def __repr__(self) -> str:
        return f"TumblrConnector({self.instance})"

    # The account

    def blogs(self, *, now: datetime) -> tuple[Account, ...]:
        """The public blogs that the account may post to, the primary one first (api.md, "/user/info")."""
        response = self._ask("GET", "/v2/user/info", now=now)
        listed = objects(inside(self._object(response, now=now), "user", "blogs"))
        listed.sort(key=lambda blog: blog.get("primary") is not True)
        return tuple(
            Account(
                id=answers.text_of(blog.get("uuid")) or name,
                handle=name,
                name=answers.text_of(blog.get("title")) or name,
                url=answers.web_address(blog.get("url")),
            )
            for blog in listed
            if (name := answers.text_of(blog.get("name"))) and blog.get("type") != "private"
        )

    def check(self, *, now: datetime) -> Account:
        blogs = self.blogs(now=now)
        ours = [blog for blog in blogs if self._account_id in ("", blog.id, blog.handle)]
        if not ours:
            raise NeedsReconnect("account_gone")
        self._account_id = ours[0].id
        return ours[0]

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
        response = self._sent(text, text.card, now=now)
        lacks_picture = bool(
            text.card and tumblr_posts.PICTURE_REFUSED & set(tumblr_posts.codes_of(response))
        )
        if lacks_picture:
            response = self._sent(text, None, now=now)  # the words matter more
        made = answers.text_of(inside(answers.json_of(response), "response", "id"))
        if response.status == 201 and made:
            return Published(made, self._address_of(made, now=now), lacks_picture=lacks_picture)
        if uncertain := uncertain_for(response, now=now):
            raise uncertain
        raise self._refusal(response, now=now)

    def _sent(self, text: PostText, card: Card | None, *, now: datetime) -> http.Response:
        """api.md, "/posts - Create/Reblog a Post" and "User Uploaded Media"."""
        path = f"{self._blog(now=now)}/posts"
        body = tumblr_posts.post_from(text, [tumblr_posts.picture_from(card)] if card else [])
        if card is None:
            return self._tell("POST", path, now=now, json=body)
        whole = json.dumps(body).encode()
        files = {
            "json": (None, whole, "application/json"),
            tumblr_posts.PICTURE: ("card.png", card.png, "image/png"),
        }
        return self._tell("POST", path, now=now, files=files)

    def _address_of(self, post_id: str, *, now: datetime) -> str:
        """The web address of a post of which the answer only told the id; "" when that cannot be asked now."""
        with contextlib.suppress(NetworkError):
            query = {"id": post_id, "npf": "true"}
            response = self._ask("GET", f"{self._blog(now=now)}/posts", now=now, params=query)
            for post in objects(inside(answers.json_of(response), "response", "posts")):
                if tumblr_posts.id_of(post) == post_id:
                    return answers.web_address(post.get("post_url"))
        return ""

    def _refusal(self, response: http.Response, *, now: datetime) -> NetworkError:
        error = self._error(response, now=now)
        if isinstance(error, Gone):  # of a creation: "does not resolve to an existing blog"
            return NeedsReconnect("account_gone", status=error.status, detail=error.detail)
        if error.code == "daily_limit" and (until := self._day_ends(now=now)):
            error.retry_at = until
        return error

    def _day_ends(self, *, now: datetime) -> datetime | None:
        """When posts are possible again (api.md, "/user/limits"; the key `posts`: docs.rs/tumblr_api, Client)."""
        with contextlib.suppress(NetworkError):
            response = self._ask("GET", "/v2/user/limits", now=now)
            reset = inside(answers.json_of(response), "response", "user", "posts", "reset_at")
            seconds = answers.whole_number(reset, least=1, most=10**11)
            if seconds is not None and now.timestamp() < seconds <= now.timestamp() + 86_400 * 2:
                return datetime.fromtimestamp(seconds, tz=UTC)
        return None

    def find(self, link: str, *, now: datetime, since: datetime | None = None) -> Published | None:
        horizon = since - CLOCK_SKEW if since else None
        # Our tag finds it at once; the walk finds what the customer posted by hand, and does not depend on an index.
        tagged = self._posts({"tag": tumblr_posts.mark_of(link)}, now=now)
        if found := _ours(tagged, link, horizon):
            return found
        for number in range(MOST_PAGES_BACK):
            page = self._posts({"offset": str(number * PAGE)} if number else {}, now=now)
            if found := _ours(page, link, horizon):
                return found
            oldest = tumblr_posts.made_at(page[-1]) if page else None
            if len(page) < PAGE or (horizon and oldest and oldest < horizon):
                return None
        raise Uncertain("look_too_far_back")

    def _posts(self, query: Mapping[str, str], *, now: datetime) -> list[dict[str, Any]]:
        """Published posts, newest first."""
        asked = {"limit": str(PAGE), "npf": "true", **query}
        response = self._ask("GET", f"{self._blog(now=now)}/posts", now=now, params=asked)
        if response.status == 404:
            raise NeedsReconnect("account_gone", status=404)
        return objects(self._object(response, now=now).get("posts"))

    def update(self, remote_id: str, text: PostText, *, now: datetime) -> Published:
        """api.md, "/posts/{post-id} - Editing a Post": everything is sent anew, the pictures as they came."""
        if not render.fits(text.body, self.limits(now=now)):
            raise Rejected("too_long")
        path = f"{self._blog(now=now)}/posts/{quote(remote_id, safe='')}"
        current = self._object(self._ask("GET", path, now=now, params={"post_format": "npf"}), now=now)
        unchanged = Published(remote_id, answers.web_address(current.get("post_url")))
        if tumblr_posts.words_of_post(current) == text.body:
            return unchanged
        body = tumblr_posts.post_from(text, tumblr_posts.pictures_in(current))
        self._object(self._ask("PUT", path, now=now, json=body), now=now)
        return unchanged

    def delete(self, remote_id: str, *, now: datetime) -> None:
        path = f"{self._blog(now=now)}/post/delete"
        response = self._ask("POST", path, now=now, data={"id": remote_id})
        if response.status not in (200, 404):
            raise self._error(response, now=now)

    # Reading

    def replies(
        self, remote_id: str, *, now: datetime, seen: Mapping[str, datetime | None] = NOTHING_SEEN
    ) -> Replies:
        """Replies and reblogs with comment; newest first over there (api.md, "/notes").

        A reply that is missed has no id to be asked for: a whole walk did not show it, so it is gone.
        """
        if not remote_id.isdigit():
            raise Gone("not_found")
        path, query = f"{self._blog(now=now)}/notes", {"id": remote_id, "mode": "conversation"}
        shown, is_whole, is_empty = dict[str, RemoteReply](), False, True
        for _ in range(MOST_PAGES_OF_NOTES):
            page = self._object(self._ask("GET", path, now=now, params=query), now=now)
            notes = objects(page.get("notes"))
            is_empty = is_empty and not notes
            for note in notes:
                if reply := tumblr_posts.reply_from(note, post_id=remote_id, now=now):
                    shown.setdefault(reply.remote_id, reply)
            before = answers.text_of(inside(page, "_links", "next", "query_params", "before_timestamp"))
            if not before or before == query.get("before_timestamp"):
                is_whole = True
                break
            query["before_timestamp"] = before
        if is_empty:  # of a post that is gone, or one that nobody has answered?
            there = self._ask("GET", f"{self._blog(now=now)}/posts/{quote(remote_id, safe='')}", now=now)
            self._object(there, now=now)
        return Replies(
            replies=tuple(
                sorted(
                    (reply for reply in shown.values() if reply.remote_id not in seen),
                    key=lambda reply: reply.stated_at,
                )
            ),
            missing=frozenset(seen) - frozenset(shown) if is_whole else frozenset(),
        )

    # Requests and their failures

    def _blog(self, *, now: datetime) -> str:
        if not self._account_id:
            self.check(now=now)
        return f"/v2/blog/{quote(self._account_id, safe=':')}"

    def _ask(self, method: str, path: str, *, now: datetime, **rest: Any) -> http.Response:
        """A request that may be repeated safely."""
        return self._authorized(
            lambda headers: self._server.ask(method, path, headers=headers, **rest), now=now
        )

    def _tell(self, method: str, path: str, *, now: datetime, **rest: Any) -> http.Response:
        """A request that must be carried out once."""
        return self._authorized(
            lambda headers: self._server.tell(method, path, headers=headers, **rest), now=now
        )

    def _authorized(self, send: Callable[[dict[str, str]], http.Response], *, now: datetime) -> http.Response:
        return self._tokens.sent(
            lambda access: send({"Authorization": f"Bearer {access}", "Accept": "application/json"}),
            is_refused=lambda response: response.status == 401,
            now=now,
        )

    def _exchanged(self, tokens: oauth.Tokens, now: datetime) -> oauth.Tokens:
        if self._app is None:
            raise NeedsReconnect("token_expired")
        return oauth.refreshed(ENDPOINTS, server=self._server, app=self._app, tokens=tokens, now=now)

    def _object(self, response: http.Response, *, now: datetime) -> dict[str, Any]:
        """The `response` of a whole answer (api.md, "Response Format")."""
        found = inside(answers.json_of(response), "response")
        if response.status == 200 and isinstance(found, dict):
            return found
        raise self._error(response, now=now)

    def _error(self, response: http.Response, *, now: datetime) -> NetworkError:
        return tumblr_posts.error_of(response, now=now)


def _ours(posts: list[dict[str, Any]], link: str, horizon: datetime | None) -> Published | None:
    """The newest of our posts with this link that is not older than the horizon."""
    for post in posts:
        made_at = tumblr_posts.made_at(post)
        is_older = horizon is not None and made_at is not None and made_at < horizon
        if is_older or not tumblr_posts.holds_link(post, link):
            continue
        if found := tumblr_posts.published_from(post):
            return found
    return None
