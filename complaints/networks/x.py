"""X, by its interface version 2 (https://docs.x.com/x-api), with the token of one account.

What decides here (docs.x.com, changelog of 2026-02-23, pricing, developer guidelines; all as of 2026-11):

- A post with an address costs 0.20 USD, each post that is read 0.005: see `complaints.rules.budget`, and every reading
  below asks for no more than it needs.
- A program may not address anybody who has not called it: the text names the brand, never its handle.
- Our own thread may be continued; an edit makes a new post with a new id, so nothing is edited.
- Search reaches back seven days: replies older than that are asked for by their ids, so that those deleted over there
  are noticed (developer policy: what X no longer shows must go "as soon as reasonably possible").
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import regex

from complaints.networks import answers, oauth, render, x_posts
from complaints.networks.base import (
    NOTHING_SEEN,
    Account,
    App,
    Capabilities,
    Card,
    ComplaintSummary,
    Connector,
    Counting,
    Forbidden,
    Gone,
    Limits,
    Mentions,
    NeedsReconnect,
    NetworkError,
    PostText,
    Published,
    Read,
    Rejected,
    RemoteReply,
    Renew,
    Replies,
    Retryable,
    Uncertain,
    not_stored,
)
from complaints.networks.calling import Send, Server, inside, objects, uncertain_for, wait_for_picture
from complaints.networks.weighted_length import MARGIN
from complaints.networks.x_posts import FIELDS, FIELDS_OF_OWN, PAGE
from config.doors import http

ADDRESS = "https://api.x.com"
# fundamentals/authentication/oauth-2-0/user-access-token and /authorization-code (the table of scopes).
ENDPOINTS = oauth.Endpoints(
    authorize="https://x.com/i/oauth2/authorize",
    token="/2/oauth2/token",  # noqa: S106  (a path)
    revoke="/2/oauth2/revoke",
    scopes="tweet.read tweet.write users.read media.write offline.access",
    basic=True,
)
LIMITS = Limits(
    characters=280 - MARGIN, local_mentions=False, counting=Counting.WEIGHTED
)  # fundamentals/counting-characters
MOST_PAGES_BACK = 5  # of our own posts, when looking for one: 500 posts, 2.50 USD
MOST_PAGES_FORWARD = (
    8  # of what is new; mentions end at 800 (x-api/posts/timelines/integrate, "Volume limits")
)
CLOCK_SKEW = timedelta(minutes=15)  # between their clock and ours
RENEW_BEFORE = timedelta(minutes=2)  # tokens live two hours
ALT_LENGTH = 1_000  # x-api/media/create-media-metadata; "Must be <= 1000 chars" in the version before
QUERY_LENGTH = 512  # x-api/posts/search/integrate/build-a-query, self-serve
MOST_IDS = 100  # GET /2/tweets

# A self-serve app may post one cashtag (x-api/posts/manage-tweets/integrate): a complaint needs none.
_CASHTAG = regex.compile(r"\$(?=\p{L})")
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:['’.-][\p{L}\p{M}\p{N}]+)*")


class XConnector(Connector):
    """One account.

    `secret` is what `oauth.Tokens.as_secret` gives; `app` and `renew` get new tokens when they expire. X rotates refresh
    tokens.
    """

    capabilities = Capabilities(
        delete=True, replies=True, mentions=True, search=True, media=True, threads=True, may_mention=False
    )

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
        self._secret = secret
        self._account_id = account_id
        self._limits = limits
        self._app = app
        self._renew = renew
        self._posts_read, self._people_read = set[str](), set[str]()

    def __repr__(self) -> str:
        return f"XConnector({self.instance})"

    def take_read(self) -> Read:
        read = Read(frozenset(self._posts_read), frozenset(self._people_read))
        self._posts_read, self._people_read = set(), set()
        return read

    # The account

    def check(self, *, now: datetime) -> Account:
        response = self._ask("GET", "/2/users/me", now=now, params={"user.fields": "name,username"})
        found = inside(self._body(response, now=now), "data")
        self._account_id = answers.text_of(inside(found, "id"))
        username = answers.text_of(inside(found, "username"))
        if not self._account_id or not username:
            raise Retryable("unreadable_answer", status=response.status)
        return Account(
            id=self._account_id,
            handle=username,
            name=answers.text_of(inside(found, "name")) or username,
            url=f"https://x.com/{username}",
        )

    def limits(self, *, now: datetime) -> Limits:
        return self._limits or LIMITS

    def render(self, summary: ComplaintSummary, *, limits: Limits, strict: bool = False) -> PostText:
        named = replace(
            summary,
            title=_CASHTAG.sub("", summary.title),
            brand=_CASHTAG.sub("", summary.brand),
            handle="",  # capabilities.may_mention
        )
        return render.compose(named, limits=limits, strict=strict)

    # Posting

    def publish(
        self, text: PostText, *, idempotency_key: str, now: datetime, first_tried_at: datetime | None = None
    ) -> Published:
        # There is no key: every further try begins with a look.
        if not render.fits(text.body, self.limits(now=now)):
            raise Rejected("too_long")
        if first_tried_at is not None:
            found = self.find(text.link, now=now, since=first_tried_at)
            if found is not None:
                return found
        picture = self._uploaded(text.card, first_tried_at=first_tried_at, now=now) if text.card else ""
        response = self._tell(
            "POST",
            "/2/tweets",
            now=now,
            json={"text": text.body}
            | ({"reply": {"in_reply_to_tweet_id": text.reply_to}} if text.reply_to else {})
            | ({"media": {"media_ids": [picture]}} if picture else {}),
        )
        made = answers.text_of(inside(answers.json_of(response), "data", "id"))
        if 200 <= response.status < 300 and made:
            return replace(_published(made), lacks_picture=text.card is not None and not picture)
        if x_posts.is_duplicate(response):
            return self._said_already(text, response, is_retry=first_tried_at is not None, now=now)
        if x_posts.lacks_target(response):
            raise Gone("reply_target_gone", status=response.status, detail=x_posts.words_of(response))
        raise self._refusal(response, text=text, now=now)

    def _said_already(
        self, text: PostText, response: http.Response, *, is_retry: bool, now: datetime
    ) -> Published:
        """X keeps the id of the post to itself. After the second look it is a person's affair: nothing is gained by
        asking on, and each look costs money.
        """
        words = x_posts.words_of(response)
        if not is_retry:
            raise Uncertain("duplicate", status=response.status, detail=words)
        with contextlib.suppress(Uncertain):
            if found := self.find(text.link, now=now):
                return found
        raise Forbidden("duplicate_not_found", status=response.status, detail=words)

    def _refusal(self, response: http.Response, *, text: PostText, now: datetime) -> NetworkError:
        error = self._error(response, now=now)
        if isinstance(error, Rejected):
            too_long = render.length(text.body, LIMITS, strict=True) > LIMITS.characters + MARGIN
            return Rejected("too_long", status=error.status, detail=error.detail) if too_long else error
        if response.status < 300 and x_posts.problems_of(response):
            return error
        return uncertain_for(response, now=now) or error

    def _uploaded(self, card: Card, *, first_tried_at: datetime | None, now: datetime) -> str:
        """The id of the picture over there with its words, "" when X does not take both: the post matters more.

        x-api/media/upload-media (one request, an image up to 5 MB) and x-api/media/create-media-metadata.
        """
        response = self._ask(
            "POST",
            "/2/media/upload",
            now=now,
            files={"media": ("card.png", card.png, "image/png")},
            data={"media_category": "tweet_image", "media_type": "image/png"},
        )
        if response.status in (401, 429):
            raise self._error(response, now=now)
        media_id = answers.text_of(inside(answers.json_of(response), "data", "id"))
        if response.status != 200 or not media_id:
            wait_for_picture(response, first_tried_at=first_tried_at, now=now)
            return ""
        described = self._ask(
            "POST",
            "/2/media/metadata",
            now=now,
            json={"id": media_id, "metadata": {"alt_text": {"text": card.alt[:ALT_LENGTH]}}},
        )
        if described.status != 200:
            wait_for_picture(described, first_tried_at=first_tried_at, now=now)
        return media_id if described.status == 200 else ""

    def find(self, link: str, *, now: datetime, since: datetime | None = None) -> Published | None:
        horizon = since - CLOCK_SKEW if since else None
        if horizon is not None and horizon > now:
            return None  # X refuses a time to come
        path = f"/2/users/{quote(self._own_id(now=now), safe='')}/tweets"
        query = {"max_results": str(PAGE), "exclude": "retweets", **FIELDS_OF_OWN}
        if horizon is not None:
            query["start_time"] = horizon.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        for page in self._pages(path, query, most=MOST_PAGES_BACK, now=now):
            for post in objects(inside(page, "data")):
                made_at = answers.time_of(post.get("created_at"))
                is_older = horizon is not None and made_at is not None and made_at < horizon
                if not is_older and x_posts.holds_link(post, link):
                    return _published(answers.text_of(post.get("id")))
            if not inside(page, "meta", "next_token"):
                return None
        raise Uncertain("look_too_far_back")

    def delete(self, remote_id: str, *, now: datetime) -> None:
        response = self._ask("DELETE", f"/2/tweets/{quote(remote_id, safe='')}", now=now)
        if response.status in (200, 204) and not x_posts.problems_of(response):
            return
        if response.status != 404:
            error = self._error(response, now=now)
            if not isinstance(error, Gone):
                raise error

    # Reading

    def replies(
        self, remote_id: str, *, now: datetime, seen: Mapping[str, datetime | None] = NOTHING_SEEN
    ) -> Replies:
        path = f"/2/tweets/{quote(remote_id, safe='')}"
        own = inside(self._body(self._ask("GET", path, now=now, params=FIELDS_OF_OWN), now=now), "data")
        conversation = answers.text_of(inside(own, "conversation_id")) or remote_id
        query = {"query": f"conversation_id:{conversation}", "max_results": str(PAGE), **FIELDS}
        below: dict[str, RemoteReply] = {}
        for page in self._pages("/2/tweets/search/recent", query, most=MOST_PAGES_FORWARD, now=now):
            below |= {reply.remote_id: reply for reply in self._replies_in(page, now=now)}
        below.pop(remote_id, None)
        if conversation != remote_id:  # our post continues another: only what stands below it
            below = _descendants(remote_id, below, seen)
        shown = sorted(below.values(), key=lambda reply: reply.stated_at)
        return Replies(
            replies=tuple(
                reply
                for reply in shown
                if reply.remote_id not in seen or seen[reply.remote_id] != reply.edited_at
            ),
            missing=self._no_longer_shown(sorted(frozenset(seen) - frozenset(below)), now=now),
        )

    def _no_longer_shown(self, ids: list[str], *, now: datetime) -> frozenset[str]:
        """Which of these are gone. GET /2/tweets tells of each that it cannot show in `errors` (x-api/fundamentals/
        response-codes-and-errors, "Partial errors").
        """
        gone = set[str]()
        for start in range(0, len(ids), MOST_IDS):
            some = ids[start : start + MOST_IDS]
            response = self._ask("GET", "/2/tweets", now=now, params={"ids": ",".join(some), **FIELDS})
            body = answers.json_of(response)
            if response.status != 200 or not isinstance(body, dict):
                raise self._error(response, now=now)
            gone |= {
                answers.text_of(problem.get("resource_id") or problem.get("value"))
                for problem in x_posts.problems_of(response)
                if x_posts.is_not_shown(problem)
            }
            people = x_posts.people_in(body)
            gone |= {
                x_posts.first_id(post)
                for post in objects(body.get("data"))
                if people.get(answers.text_of(post.get("author_id")), {}).get("protected") is True
            }
        return frozenset(gone) & frozenset(ids)

    def mentions(self, *, now: datetime, cursor: str = "") -> Mentions:
        path = f"/2/users/{quote(self._own_id(now=now), safe='')}/mentions"
        return self._new_ones(path, {"max_results": str(PAGE), **FIELDS}, cursor=cursor, now=now)

    def search(self, words: str, *, now: datetime, cursor: str = "") -> Mentions:
        """Posts of the last seven days that hold all the words. Each word is a phrase, so that none is an operator."""
        query = "-is:retweet"
        for word in _WORD.findall(words):
            if len(longer := f'"{word}" {query}') <= QUERY_LENGTH:
                query = longer
        if query == "-is:retweet":  # an operator that cannot stand alone
            return Mentions((), cursor)
        return self._new_ones(
            "/2/tweets/search/recent",
            {"query": query, "max_results": str(PAGE), **FIELDS},
            cursor=cursor,
            now=now,
        )

    def _new_ones(self, path: str, query: dict[str, str], *, cursor: str, now: datetime) -> Mentions:
        """What is newer than the post that the cursor names, oldest first; without one only the newest page.

        Pages come newest first, so a walk that fails on the way changes nothing. An id that X finds too old for
        `since_id` (400, rooteco/tweetscape#421) is compared here instead.
        """
        newest, found = cursor, dict[str, RemoteReply]()
        most = MOST_PAGES_FORWARD if cursor else 1
        try:
            pages = list(
                self._pages(path, query | ({"since_id": cursor} if cursor else {}), most=most, now=now)
            )
        except Rejected:
            if not cursor:
                raise
            pages = list(self._pages(path, query, most=1, now=now))
        for page in pages:
            for post in objects(inside(page, "data")):
                post_id = answers.text_of(post.get("id"))
                newest = max(newest, post_id, key=x_posts.number)
                if x_posts.number(post_id) > x_posts.number(cursor):
                    reply = x_posts.reply_from(post, x_posts.people_in(page), now=now)
                    if reply is not None:
                        found[reply.remote_id] = reply
        return Mentions(tuple(reversed(found.values())), newest)

    def _replies_in(self, page: Any, *, now: datetime) -> Iterator[RemoteReply]:
        people = x_posts.people_in(page)
        for post in objects(inside(page, "data")):
            reply = x_posts.reply_from(post, people, now=now)
            if reply is not None:
                yield reply

    def _own_id(self, *, now: datetime) -> str:
        return self._account_id or self.check(now=now).id

    # Requests and their failures

    def _pages(self, path: str, query: Mapping[str, str], *, most: int, now: datetime) -> Iterator[Any]:
        """Page after page, newest first (x-api/fundamentals/pagination)."""
        more: dict[str, str] = {}
        for _ in range(most):
            response = self._ask("GET", path, now=now, params={**query, **more})
            body = answers.json_of(response)
            if response.status != 200 or not isinstance(body, dict):
                raise self._error(response, now=now)
            if not body.get("data") and x_posts.problems_of(response):
                raise self._error(response, now=now)
            yield body
            following = answers.text_of(inside(body, "meta", "next_token"), max_length=500)
            if not following:
                return
            # Search knows both names, timelines only this one.
            more = {"pagination_token": following}

    def _ask(self, method: str, path: str, *, now: datetime, **rest: Any) -> http.Response:
        """A request that may be repeated safely. What a GET shows is billed, by post and by person."""
        response = self._authorized(
            lambda headers: self._server.ask(method, path, headers=headers, **rest), now=now
        )
        if method == "GET" and response.status == 200:
            posts, people = x_posts.shown_in(response)
            self._posts_read |= posts
            self._people_read |= people
        return response

    def _tell(self, method: str, path: str, *, now: datetime, **rest: Any) -> http.Response:
        """A request that must be carried out once. What was refused for its token was not carried out."""
        return self._authorized(
            lambda headers: self._server.tell(method, path, headers=headers, **rest), now=now
        )

    def _authorized(self, send: Callable[[dict[str, str]], http.Response], *, now: datetime) -> http.Response:
        tokens = oauth.Tokens.from_secret(self._secret)
        is_fresh = tokens.expires_at is None or now < tokens.expires_at - RENEW_BEFORE
        if is_fresh or not tokens.refresh:
            response = send(_headers(tokens))
            if response.status != 401 or not tokens.refresh or self._app is None:
                return response
        self._secret = self._renew(self._secret, lambda old: self._exchanged(old, now=now))
        return send(_headers(oauth.Tokens.from_secret(self._secret)))

    def _exchanged(self, old: str, *, now: datetime) -> str:
        if self._app is None:
            raise NeedsReconnect("token_expired")
        tokens = oauth.Tokens.from_secret(old)
        return oauth.refreshed(
            ENDPOINTS, server=self._server, app=self._app, tokens=tokens, now=now
        ).as_secret()

    def _body(self, response: http.Response, *, now: datetime) -> Any:
        """A whole answer about one thing; X may say 200 and tell in `errors` that it is not there."""
        body = answers.json_of(response)
        if response.status == 200 and isinstance(body, dict) and body.get("data"):
            return body
        raise self._error(response, now=now)

    def _error(self, response: http.Response, *, now: datetime) -> NetworkError:
        return x_posts.error_of(response, now=now)


def _headers(tokens: oauth.Tokens) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens.access}", "Accept": "application/json"}


def _published(post_id: str) -> Published:
    # dev.to/xdevs/getting-to-the-canonical-url-for-a-tweet: this leads to the post without its author's name.
    return Published(post_id, f"https://x.com/i/web/status/{post_id}")


def _descendants(
    root: str, replies: Mapping[str, RemoteReply], seen: Mapping[str, datetime | None]
) -> dict[str, RemoteReply]:
    """Those that stand below `root`, also by way of replies that were seen before and are too old to be shown."""
    known, below = {root, *seen}, dict[str, RemoteReply]()
    for reply in sorted(replies.values(), key=lambda one: x_posts.number(one.remote_id)):
        if reply.in_reply_to in known:
            known.add(reply.remote_id)
            below[reply.remote_id] = reply
    return below
