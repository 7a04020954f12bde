"""Mastodon, and every server that speaks its client API (GoToSocial, Takahe, Pleroma, ...).

Servers differ in words and often in status codes, so nothing is decided by the words of an error. What was
seen on which server stands beside the line that copes with it; the API is documented at
https://docs.joinmastodon.org/methods/statuses/ and /methods/notifications/.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from complaints.networks import answers, render
from complaints.networks.base import (
    NOTHING_SEEN,
    PUBLIC,
    Account,
    Capabilities,
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
    RateLimited,
    Rejected,
    RemoteReply,
    Replies,
    Retryable,
    Uncertain,
)
from complaints.networks.plain_text import MAX_TEXT, html_to_text, links_in
from config.doors import http

Send = Callable[..., http.Response]

PAGE = 40  # the largest page of statuses and of notifications that Mastodon gives
MOST_PAGES_BACK = 25  # of our own posts, when looking for one: 1,000 posts
MOST_PAGES_FORWARD = 10  # of mentions in one call; the cursor goes on next time
PAGE_BYTES = 4_000_000
THREAD_BYTES = 16_000_000  # a thread is never paged and may hold 4,096 posts
CLOCK_SKEW = timedelta(minutes=15)  # between their clock and ours

FINAL = frozenset({400, 406, 413, 422})  # "not this text": Mastodon 422, GoToSocial 400 and 406, proxies 413


class MastodonConnector(Connector):
    """One account on one server.

    `instance` is `https://host`; `account_id` and `limits` spare a request when they are known already;
    `visibility` is `public` or `unlisted`; `send` is the HTTP door (tests put a lossy one before it).
    """

    capabilities = Capabilities(edit=True, delete=True, replies=True, mentions=True, idempotency_key=True)

    def __init__(
        self,
        *,
        instance: str,
        token: str,
        policy: http.Policy,
        account_id: str = "",
        limits: Limits | None = None,
        visibility: str = "public",
        timeout: http.Timeout = http.DEFAULT_TIMEOUT,
        send: Send = http.request,
    ) -> None:
        self.instance = instance.rstrip("/")
        self._token = token
        self._policy = policy
        self._account_id = account_id
        self._limits = limits
        self._visibility = visibility
        self._timeout = timeout
        self._send = send

    def __repr__(self) -> str:
        return f"MastodonConnector({self.instance})"

    # The account and its server

    def check(self, *, now: datetime) -> Account:
        response = self._call("GET", "/api/v1/accounts/verify_credentials", now=now)
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
            response = self._call("GET", path, now=now)
            if response.status == 429:
                raise self._error(response, now=now)
            described = answers.json_of(response)
            statuses = _inside(described, "configuration", "statuses")
            if response.status == 200 and isinstance(statuses, dict):
                return _limits_from(described, statuses)
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
        try:
            response = self._send_raw(
                "POST",
                "/api/v1/statuses",
                headers={"Idempotency-Key": idempotency_key},
                json={"status": text.body, "visibility": self._visibility}
                | ({"language": text.language} if text.language else {}),
            )
        except http.NoAnswer as lost:
            raise Uncertain("answer_lost") from lost
        except http.Unreachable as failed:
            raise Retryable("unreachable") from failed
        except http.Refused as refused:
            raise Forbidden("address_refused") from refused
        return self._published(
            response, text=text, limits=limits, is_retry=first_tried_at is not None, now=now
        )

    def _published(
        self, response: http.Response, *, text: PostText, limits: Limits, is_retry: bool, now: datetime
    ) -> Published:
        status = response.status
        if 200 <= status < 300:
            made = _published_from(answers.json_of(response))
            if made is None:  # cut off, or not about a post: it was taken, but which one is it?
                raise Uncertain("unreadable_answer", status=status)
            return made
        if status >= 500:
            raise Uncertain(
                "server_error", status=status, retry_at=answers.said_retry_time(response.headers, now=now)
            )
        if status in FINAL:
            self._confirm_credentials(response, now=now)
            raise _rejected(response, text=text, limits=limits)
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
            response = self._call("GET", path, now=now, params=query)
            if response.status in (404, 410):  # the account, not a post
                raise NeedsReconnect("account_gone", status=response.status)
            page = self._list(response, now=now)
            for status in page:
                made_at = answers.time_of(status.get("created_at"))
                is_older = horizon is not None and made_at is not None and made_at < horizon
                if not is_older and _holds_link(status, link) and (found := _published_from(status)):
                    return found
            further_back = _next_page(response, page, horizon=horizon)
            if not further_back:
                return None
            query["max_id"] = further_back
        raise Uncertain("look_too_far_back")

    def update(self, remote_id: str, text: PostText, *, now: datetime) -> Published:
        if not render.fits(text.body, self.limits(now=now)):
            raise Rejected("too_long")
        path = f"/api/v1/statuses/{quote(remote_id, safe='')}"
        current = self._object(self._call("GET", path, now=now), now=now)
        unchanged = _published_from(current) or Published(remote_id, "")
        # GoToSocial refuses an edit that changes nothing with 422, Mastodon would show nothing new anyhow.
        if self._source(path, current, now=now) == text.body.strip():
            return unchanged
        response = self._call(
            "PUT",
            path,
            now=now,
            json={
                "status": text.body,
                "spoiler_text": current.get("spoiler_text") or "",
                "sensitive": bool(current.get("sensitive")),
                # Media that an edit does not name are dropped (Mastodon, GoToSocial).
                "media_ids": [
                    media["id"] for media in _objects(current.get("media_attachments")) if "id" in media
                ],
            }
            | ({"language": text.language} if text.language else {}),
        )
        if response.status in FINAL:
            self._confirm_credentials(response, now=now)
            raise _rejected(response, text=text, limits=self.limits(now=now))
        return _published_from(self._object(response, now=now)) or unchanged

    def _source(self, path: str, current: Mapping[str, Any], *, now: datetime) -> str:
        """What the post says now, as typed; from its HTML where the server has no source."""
        response = self._call("GET", f"{path}/source", now=now)
        source = answers.json_of(response) if response.status == 200 else None
        if isinstance(source, dict) and isinstance(source.get("text"), str):
            return str(source["text"]).replace("\r\n", "\n").strip()
        return html_to_text(_string(current.get("content")))

    def delete(self, remote_id: str, *, now: datetime) -> None:
        response = self._call("DELETE", f"/api/v1/statuses/{quote(remote_id, safe='')}", now=now)
        if response.status not in (200, 202, 204, 404, 410):
            raise self._error(response, now=now)

    # Reading

    def replies(
        self, remote_id: str, *, now: datetime, seen: Mapping[str, datetime | None] = NOTHING_SEEN
    ) -> Replies:
        path = f"/api/v1/statuses/{quote(remote_id, safe='')}/context"
        thread = self._object(self._call("GET", path, now=now, max_bytes=THREAD_BYTES), now=now)
        shown = {
            reply.remote_id: reply
            for status in _objects(thread.get("descendants"))
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
                now=now,
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
            text=_words_of_status(status),
            language=answers.text_of(status.get("language"), max_length=16),
            stated_at=answers.time_of(status.get("created_at")) or now,
            edited_at=answers.time_of(status.get("edited_at")),
            visibility=str(status["visibility"]),
        )

    def _full_handle(self, account: Mapping[str, Any]) -> str:
        """`user@domain`; accounts of the same server come without a domain."""
        acct = answers.text_of(account.get("acct")) or answers.text_of(account.get("username"))
        return acct if "@" in acct or not acct else f"{acct}@{urlsplit(self.instance).hostname or ''}"

    def _own_id(self, *, now: datetime) -> str:
        return self._account_id or self.check(now=now).id

    # Requests and their failures

    def _send_raw(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **rest: Any
    ) -> http.Response:
        return self._send(
            method,
            f"{self.instance}{path}",
            policy=self._policy,
            headers={
                "Authorization": f"Bearer {self._token}",
                "Accept": "application/json",
                **(headers or {}),
            },
            timeout=self._timeout,
            **{"max_bytes": PAGE_BYTES, **rest},
        )

    def _call(self, method: str, path: str, *, now: datetime, **rest: Any) -> http.Response:
        """A request that may be repeated safely, so that a lost answer is passing trouble."""
        try:
            return self._send_raw(method, path, **rest)
        except http.Refused as refused:
            raise Forbidden("address_refused") from refused
        except http.Unreachable as failed:
            raise Retryable("unreachable") from failed
        except http.NoAnswer as lost:
            raise Retryable("no_answer") from lost

    def _object(self, response: http.Response, *, now: datetime) -> dict[str, Any]:
        if response.status == 200 and isinstance(parsed := answers.json_of(response), dict):
            return parsed
        raise self._error(response, now=now)

    def _list(self, response: http.Response, *, now: datetime) -> list[dict[str, Any]]:
        if response.status == 200 and isinstance(parsed := answers.json_of(response), list):
            return _objects(parsed)
        raise self._error(response, now=now)

    def _confirm_credentials(self, response: http.Response, *, now: datetime) -> None:
        """Takahe answers an unknown or revoked token with 400 and HTML: then only a second question tells."""
        if response.status == 400 and answers.json_of(response) is None:
            self.check(now=now)

    def _error(self, response: http.Response, *, now: datetime) -> NetworkError:
        """The error for an answer that is not what was asked for."""
        if response.status == 400:
            self._confirm_credentials(response, now=now)
        return _error_for(response, now=now)


_BY_STATUS: Mapping[int, tuple[type[NetworkError], str]] = {
    401: (NeedsReconnect, "token_refused"),
    403: (Forbidden, "not_allowed"),  # missing scopes, or the account is disabled
    404: (Gone, "not_found"),
    410: (Gone, "not_found"),
    301: (NeedsReconnect, "moved"),  # redirects are not followed: the server has another address now
    308: (NeedsReconnect, "moved"),
    408: (Retryable, "server_error"),
    425: (Retryable, "server_error"),
    **dict.fromkeys(FINAL, (Rejected, "invalid")),
}


def _error_for(response: http.Response, *, now: datetime) -> NetworkError:
    status = response.status
    if status == 429:
        return RateLimited(
            "rate_limited", status=status, retry_at=answers.retry_time(response.headers, now=now)
        )
    if status in _BY_STATUS:
        kind, code = _BY_STATUS[status]
        return kind(code, status=status, detail=answers.words_of(response))
    if 400 <= status < 500:
        return Forbidden("refused", status=status, detail=answers.words_of(response))
    # 5xx, a passing redirect to a page of excuses, or a 200 whose body is cut off.
    code = "server_error" if status >= 500 else "redirected" if status >= 300 else "unreadable_answer"
    return Retryable(code, status=status, retry_at=answers.said_retry_time(response.headers, now=now))


def _rejected(response: http.Response, *, text: PostText, limits: Limits) -> Rejected:
    """A refused text. The words differ everywhere, so our own count tells whether any server could find it
    long.
    """
    too_long = response.status == 413 or not render.fits(text.body, limits, strict=True)
    code = "too_long" if too_long else "invalid" if text.body.strip() else "empty"
    return Rejected(code, status=response.status, detail=answers.words_of(response))


def _limits_from(described: Any, statuses: Mapping[str, Any]) -> Limits:
    plain = Limits()
    characters = answers.whole_number(statuses.get("max_characters"), least=1, most=1_000_000)
    per_url = answers.whole_number(statuses.get("characters_reserved_per_url"), least=1, most=1_000)
    media = answers.whole_number(statuses.get("max_media_attachments"), least=0, most=100)
    # Mastodon names its API's version since 4.3. Who does not may count code points and addresses in full, as
    # GoToSocial and Takahe do: a slightly shorter text fits everywhere.
    names_version = _inside(described, "api_versions", "mastodon") is not None
    return Limits(
        characters=characters or plain.characters,
        url_length=per_url or plain.url_length,
        media=plain.media if media is None else media,
        strict=not names_version,
    )


def _published_from(status: Any) -> Published | None:
    remote_id = answers.text_of(status.get("id")) if isinstance(status, dict) else ""
    return (
        Published(remote_id, answers.web_address(status.get("url"), status.get("uri"))) if remote_id else None
    )


def _next_page(
    response: http.Response, page: list[dict[str, Any]], *, horizon: datetime | None
) -> str | None:
    """The `max_id` of the page before this one, None when it was the last one or reaches behind the
    horizon.
    """
    if not page:
        return None
    oldest = answers.time_of(page[-1].get("created_at"))
    if horizon and oldest and oldest < horizon:
        return None
    linked = answers.page_links(response.headers).get("next", {}).get("max_id")
    # A full page without a link is asked on by hand, so that a server without links is not believed to be
    # empty.
    return linked or (answers.text_of(page[-1].get("id")) if len(page) >= PAGE else None)


def _holds_link(status: Mapping[str, Any], link: str) -> bool:
    """Whether one of our own posts, not a repost, carries exactly this link; also where links are not made
    clickable.
    """
    if status.get("reblog"):
        return False
    content = _string(status.get("content"))
    return link in links_in(content) or link in html_to_text(content).split()


def _words_of_status(status: Mapping[str, Any]) -> str:
    """Warning, text and the descriptions of pictures: a company may answer by a picture alone."""
    parts = [html_to_text(_string(status.get("spoiler_text"))), html_to_text(_string(status.get("content")))]
    for media in _objects(status.get("media_attachments")):
        described = answers.text_of(media.get("description"), max_length=1_500)
        parts.append(f"[attachment: {described}]" if described else "[attachment]")
    return "\n\n".join(filter(None, parts))[:MAX_TEXT]


def _inside(value: Any, *names: str) -> Any:
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _objects(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""
