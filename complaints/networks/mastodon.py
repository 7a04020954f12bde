"""Mastodon, and every server that speaks its client API (GoToSocial, Takahe, Pleroma, ...).

Servers differ in words and often in status codes, so nothing is decided by the words of an error. What was
seen on which server stands beside the line that copes with it; the API is documented at
https://docs.joinmastodon.org/methods/statuses/ and /methods/notifications/.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from complaints.networks import answers, mastodon_statuses, render
from complaints.networks.base import (
    NOTHING_SEEN,
    PUBLIC,
    Account,
    App,
    Capabilities,
    Card,
    ComplaintSummary,
    Connector,
    Forbidden,
    Gone,
    Limits,
    Mentions,
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
from complaints.networks.calling import (
    USUAL,
    ErrorKind,
    Send,
    Server,
    error_for,
    inside,
    objects,
    string,
    uncertain_for,
    wait_for_picture,
)
from complaints.networks.mastodon_statuses import PAGE
from complaints.networks.plain_text import html_to_text
from config.doors import http

MOST_PAGES_BACK = 25  # of our own posts, when looking for one: 1,000 posts
MOST_PAGES_FORWARD = 10  # of mentions in one call; the cursor goes on next time
THREAD_BYTES = 16_000_000  # a thread is never paged and may hold 4,096 posts
CLOCK_SKEW = timedelta(minutes=15)  # between their clock and ours

ALT_LENGTH = 1_500  # Mastodon's description_limit
MOST_LOOKS_AT_MEDIA = 5

FINAL = frozenset({400, 406, 413, 422})  # "not this text": Mastodon 422, GoToSocial 400 and 406, proxies 413


class MastodonConnector(Connector):
    """One account on one server.

    `instance` is `https://host`; `account_id` and `limits` spare a request when they are known already;
    `visibility` is `public` or `unlisted`; `send` is the HTTP door (tests put a faulty one before it). Tokens do
    not expire, so that neither `app` nor `renew` is needed.
    """

    capabilities = Capabilities(
        edit=True,
        delete=True,
        replies=True,
        follows_edits=True,
        mentions=True,
        search=True,
        idempotency_key=True,
        media=True,
        threads=True,
        may_mention=True,
    )

    def __init__(
        self,
        *,
        instance: str,
        secret: str,
        policy: http.Policy,
        account_id: str = "",
        limits: Limits | None = None,
        app: App | None = None,
        renew: Renew = not_stored,
        visibility: str = "public",
        timeout: http.Timeout = http.DEFAULT_TIMEOUT,
        send: Send = http.request,
    ) -> None:
        self.instance = instance.rstrip("/")
        self._server = Server(self.instance, policy, send, timeout)
        self._token = secret
        self._account_id = account_id
        self._limits = limits
        self._visibility = visibility

    def __repr__(self) -> str:
        return f"MastodonConnector({self.instance})"

    # The account and its server

    def check(self, *, now: datetime) -> Account:
        response = self._call("GET", "/api/v1/accounts/verify_credentials")
        # 422: the token of an app, not a person (Mastodon). 400 and HTML: an unknown or revoked token
        # (Takahe).
        if response.status in (400, 401, 422):
            raise NeedsReconnect("token_refused", status=response.status, detail=answers.words_of(response))
        found = self._object(response, now=now)
        self._account_id = answers.text_of(found.get("id"))
        if not self._account_id:
            raise Retryable("unreadable_answer", status=response.status)
        return Account(
            id=self._account_id,
            handle=self._full_handle(found),
            name=answers.text_of(found.get("display_name")) or answers.text_of(found.get("username")),
            url=answers.web_address(found.get("url")),
        )

    def limits(self, *, now: datetime) -> Limits:
        if self._limits is None:
            self._limits = self._asked_limits(now=now)
        return self._limits

    def _asked_limits(self, *, now: datetime) -> Limits:
        for path in ("/api/v2/instance", "/api/v1/instance"):
            response = self._call("GET", path)
            if response.status == 429:
                raise self._error(response, now=now)
            described = answers.json_of(response)
            statuses = inside(described, "configuration", "statuses")
            if response.status == 200 and isinstance(statuses, dict):
                return mastodon_statuses.limits_from(described, statuses)
        # A server that describes itself in neither way: the values that Mastodon has had since its beginning.
        return Limits(strict=True)

    def render(self, summary: ComplaintSummary, *, limits: Limits, strict: bool = False) -> PostText:
        return render.compose(summary, limits=limits, strict=strict)

    # Posting

    def publish(
        self, text: PostText, *, idempotency_key: str, now: datetime, first_tried_at: datetime | None = None
    ) -> Published:
        limits = self.limits(now=now)
        if not render.fits(text.body, limits):
            raise Rejected("too_long")
        # GoToSocial and Takahe make a second post for a repeated key, Mastodon forgets keys after an hour
        # and answers them with 500 in 4.6.0-4.6.5 (mastodon/mastodon#40399): so every further try begins
        # with a look.
        if first_tried_at is not None:
            found = self.find(text.link, now=now, since=first_tried_at)
            if found is not None:
                return found
        picture = ""
        if text.card and limits.media:
            picture = self._uploaded(text.card, first_tried_at=first_tried_at, now=now)
        response = self._server.tell(
            "POST",
            "/api/v1/statuses",
            headers={**self._headers, "Idempotency-Key": idempotency_key},
            json={"status": text.body, "visibility": self._visibility}
            | ({"media_ids": [picture]} if picture else {})
            | ({"language": text.language} if text.language else {})
            | ({"in_reply_to_id": text.reply_to} if text.reply_to else {}),
        )
        if (
            response.status == 404 and text.reply_to
        ):  # "The post you are trying to reply to does not appear to exist."
            raise Gone("reply_target_gone", status=404)
        made = self._published(
            response, text=text, limits=limits, is_retry=first_tried_at is not None, now=now
        )
        return replace(made, lacks_picture=text.card is not None and not picture)

    def _uploaded(self, card: Card, *, first_tried_at: datetime | None, now: datetime) -> str:
        """The id of the picture over there, "" when the server does not take it: the words matter more.

        200 when it is done, 202 while the server works on it; then it is asked for until 200 instead of 206
        (https://docs.joinmastodon.org/methods/media/). A picture that is never attached is dropped by the server.
        """
        response = self._server.ask(
            "POST",
            "/api/v2/media",
            headers=self._headers,
            files={"file": ("card.png", card.png, "image/png")},
            data={"description": card.alt[:ALT_LENGTH]},
        )
        media_id = answers.text_of(inside(answers.json_of(response), "id"))
        for _ in range(MOST_LOOKS_AT_MEDIA):
            if response.status not in (202, 206):
                break
            response = self._call("GET", f"/api/v1/media/{quote(media_id, safe='')}")
        if response.status in (401, 429):
            raise self._error(response, now=now)
        if response.status != 200:
            wait_for_picture(response, first_tried_at=first_tried_at, now=now)
        return media_id if response.status == 200 else ""

    def _published(
        self, response: http.Response, *, text: PostText, limits: Limits, is_retry: bool, now: datetime
    ) -> Published:
        status = response.status
        if 200 <= status < 300:
            made = mastodon_statuses.published_from(answers.json_of(response))
            if made is None:  # cut off, or not about a post: it was taken, but which one is it?
                raise Uncertain("unreadable_answer", status=status)
            return made
        if uncertain := uncertain_for(response, now=now):
            raise uncertain
        if status in FINAL:
            self._confirm_credentials(response, now=now)
            raise mastodon_statuses.rejected(response, text=text, limits=limits)
        # A key whose post was deleted within the hour: Mastodon looks it up and finds nothing.
        if status == 404 and not is_retry:
            raise Forbidden("no_such_api", status=status, detail=answers.words_of(response))
        raise self._error(response, now=now)

    def find(self, link: str, *, now: datetime, since: datetime | None = None) -> Published | None:
        account = self._own_id(now=now)
        path = f"/api/v1/accounts/{quote(account, safe='')}/statuses"
        query = {"limit": str(PAGE), "exclude_reblogs": "true"}
        horizon = since - CLOCK_SKEW if since else None
        for _ in range(MOST_PAGES_BACK):
            response = self._call("GET", path, params=query)
            if response.status in (404, 410):  # the account, not a post
                raise NeedsReconnect("account_gone", status=response.status)
            page = self._list(response, now=now)
            for status in page:
                made_at = answers.time_of(status.get("created_at"))
                is_older = horizon is not None and made_at is not None and made_at < horizon
                if is_older or not mastodon_statuses.holds_link(status, link):
                    continue
                if found := mastodon_statuses.published_from(status):
                    return found
            further_back = mastodon_statuses.next_page(response, page, horizon=horizon)
            if not further_back:
                return None
            query["max_id"] = further_back
        raise Uncertain("look_too_far_back")

    def update(self, remote_id: str, text: PostText, *, now: datetime) -> Published:
        if not render.fits(text.body, self.limits(now=now)):
            raise Rejected("too_long")
        path = f"/api/v1/statuses/{quote(remote_id, safe='')}"
        current = self._object(self._call("GET", path), now=now)
        unchanged = mastodon_statuses.published_from(current) or Published(remote_id, "")
        # GoToSocial refuses an edit that changes nothing with 422, Mastodon would show nothing new anyhow.
        if self._source(path, current, now=now) == text.body.strip():
            return unchanged
        response = self._call(
            "PUT",
            path,
            json={
                "status": text.body,
                "spoiler_text": current.get("spoiler_text") or "",
                "sensitive": bool(current.get("sensitive")),
                # Media that an edit does not name are dropped (Mastodon, GoToSocial).
                "media_ids": [
                    media["id"] for media in objects(current.get("media_attachments")) if "id" in media
                ],
            }
            | ({"language": text.language} if text.language else {}),
        )
        if response.status in FINAL:
            self._confirm_credentials(response, now=now)
            raise mastodon_statuses.rejected(response, text=text, limits=self.limits(now=now))
        return mastodon_statuses.published_from(self._object(response, now=now)) or unchanged

    def _source(self, path: str, current: Mapping[str, Any], *, now: datetime) -> str:
        """What the post says now, as typed; from its HTML where the server has no source."""
        response = self._call("GET", f"{path}/source")
        source = answers.json_of(response) if response.status == 200 else None
        if isinstance(source, dict) and isinstance(source.get("text"), str):
            return str(source["text"]).replace("\r\n", "\n").strip()
        return html_to_text(string(current.get("content")))

    def delete(self, remote_id: str, *, now: datetime) -> None:
        response = self._call("DELETE", f"/api/v1/statuses/{quote(remote_id, safe='')}")
        if response.status not in (200, 202, 204, 404, 410):
            raise self._error(response, now=now)

    # Reading

    def replies(
        self, remote_id: str, *, now: datetime, seen: Mapping[str, datetime | None] = NOTHING_SEEN
    ) -> Replies:
        path = f"/api/v1/statuses/{quote(remote_id, safe='')}/context"
        thread = self._object(self._call("GET", path, max_bytes=THREAD_BYTES), now=now)
        shown = {
            reply.remote_id: reply
            for status in objects(thread.get("descendants"))
            if (reply := self._reply_from(status, now=now))
        }
        return Replies(
            replies=tuple(
                reply
                for reply in shown.values()
                if reply.remote_id not in seen or seen[reply.remote_id] != reply.edited_at
            ),
            missing=frozenset(seen) - frozenset(shown),
        )

    def mentions(self, *, now: datetime, cursor: str = "") -> Mentions:
        fixed = {"types[]": "mention", "limit": str(PAGE)}
        position, found, more = cursor, dict[str, RemoteReply](), False
        for step in range(MOST_PAGES_FORWARD + 1):
            if step == MOST_PAGES_FORWARD:
                more = True
                break
            response = self._call(
                "GET",
                "/api/v1/notifications",
                params=fixed | ({"min_id": position} if position else {}),
            )
            page = self._list(response, now=now)
            if not page:
                break
            # Each page is newest first; `prev` leads to what is newer than this page.
            for notification in reversed(page):
                status = notification.get("status")
                if notification.get("type") == "mention" and isinstance(status, dict):
                    reply = self._reply_from(status, now=now)
                    if reply:
                        found[reply.remote_id] = reply
            ahead = answers.page_links(response.headers).get("prev", {}).get("min_id")
            ahead = ahead or answers.text_of(page[0].get("id"))
            is_first_look = not position
            if not ahead or ahead == position:
                break
            position = ahead
            if is_first_look:
                break
        return Mentions(replies=tuple(found.values()), cursor=position, more=more)

    def search(self, words: str, *, now: datetime, cursor: str = "") -> Mentions:
        """Full text search needs a search server that many installations lack: they find nothing.

        Results come newest first (https://docs.joinmastodon.org/methods/search/). The cursor is the time of the newest
        one, with the ids that share it.
        """
        response = self._call(
            "GET",
            "/api/v2/search",
            params={"q": words, "type": "statuses", "limit": str(PAGE), "resolve": "false"},
        )
        if response.status in (404, 501):
            raise Unsupported("search", status=response.status)
        page = self._object(response, now=now)
        since, _, known = cursor.partition(" ")
        horizon = answers.time_of(since)
        found = []
        for status in objects(page.get("statuses")):
            reply = self._reply_from(status, now=now)
            is_seen = reply is None or (
                horizon is not None and (reply.stated_at < horizon or reply.remote_id in known.split())
            )
            if reply is not None and not is_seen and not status.get("reblog"):
                found.append(reply)
        found.sort(key=lambda reply: reply.stated_at)
        if not found:
            return Mentions((), cursor)
        newest = found[-1].stated_at
        there = [reply.remote_id for reply in found if reply.stated_at == newest]
        if horizon == newest:
            there = [*known.split(), *there]
        return Mentions(tuple(found), f"{newest.isoformat()} {' '.join(there)}")

    def _reply_from(self, status: Mapping[str, Any], *, now: datetime) -> RemoteReply | None:
        """A status as a reply, None when it is not public or not whole. Direct ones are shown to us as
        addressee.
        """
        author, remote_id = status.get("account"), answers.text_of(status.get("id"))
        if status.get("visibility") not in PUBLIC or not isinstance(author, dict) or not remote_id:
            return None
        return RemoteReply(
            remote_id=remote_id,
            url=answers.web_address(status.get("url"), status.get("uri")),
            in_reply_to=answers.text_of(status.get("in_reply_to_id")),
            author_id=answers.text_of(author.get("id")),
            author_handle=self._full_handle(author),
            author_name=answers.text_of(author.get("display_name"))
            or answers.text_of(author.get("username")),
            author_url=answers.web_address(author.get("url")),
            text=mastodon_statuses.words_of_status(status),
            language=answers.text_of(status.get("language"), max_length=16),
            stated_at=answers.time_of(status.get("created_at")) or now,
            edited_at=answers.time_of(status.get("edited_at")),
            visibility=str(status["visibility"]),
            is_opted_out=mastodon_statuses.is_opted_out(author),
        )

    def _full_handle(self, account: Mapping[str, Any]) -> str:
        """`user@domain`; accounts of the same server come without a domain."""
        acct = answers.text_of(account.get("acct")) or answers.text_of(account.get("username"))
        return acct if "@" in acct or not acct else f"{acct}@{urlsplit(self.instance).hostname or ''}"

    def _own_id(self, *, now: datetime) -> str:
        return self._account_id or self.check(now=now).id

    # Requests and their failures

    def _call(self, method: str, path: str, **rest: Any) -> http.Response:
        """A request that may be repeated safely."""
        return self._server.ask(method, path, headers=self._headers, **rest)

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}", "Accept": "application/json"}

    def _object(self, response: http.Response, *, now: datetime) -> dict[str, Any]:
        if response.status == 200 and isinstance(parsed := answers.json_of(response), dict):
            return parsed
        raise self._error(response, now=now)

    def _list(self, response: http.Response, *, now: datetime) -> list[dict[str, Any]]:
        if response.status == 200 and isinstance(parsed := answers.json_of(response), list):
            return objects(parsed)
        raise self._error(response, now=now)

    def _confirm_credentials(self, response: http.Response, *, now: datetime) -> None:
        """Takahe answers an unknown or revoked token with 400 and HTML: then only a second question tells."""
        if response.status == 400 and answers.json_of(response) is None:
            self.check(now=now)

    def _error(self, response: http.Response, *, now: datetime) -> NetworkError:
        """The error for an answer that is not what was asked for."""
        if response.status == 400:
            self._confirm_credentials(response, now=now)
        return error_for(response, now=now, meanings=_MEANINGS)


_MEANINGS: Mapping[int, ErrorKind] = {**USUAL, **dict.fromkeys(FINAL, (Rejected, "invalid"))}
