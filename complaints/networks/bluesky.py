"""Bluesky, and every server of the AT Protocol, by plain HTTP (XRPC).

Two kinds of servers answer, both through the one that holds the account (its PDS): com.atproto.* is that server itself;
app.bsky.* is a view of the whole network (the AppView), which lags behind by a second or more. So whatever must be
certain is asked of the records: posting, finding, and whether a post is gone.

Posting once: the key of a record is chosen by us, from the time of the first try and the idempotency key, and the
record is written only if there is none (putRecord with "swapRecord": null). Every try writes the same record.
(createRecord answers a key that exists with 500, the same as a real fault.)

The calls are documented at https://docs.bsky.app/docs/category/http-reference; what was seen on the reference servers
stands beside the line that copes with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from complaints.networks import answers, bluesky_posts, bluesky_session, render
from complaints.networks.base import (
    NOTHING_SEEN,
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
    NetworkError,
    PostText,
    Published,
    Rejected,
    RemoteReply,
    Renew,
    Replies,
    Retryable,
    Uncertain,
    not_stored,
)
from complaints.networks.bluesky_calls import Calls
from complaints.networks.bluesky_posts import CLOCK_SKEW, COLLECTION, Mark, Place
from complaints.networks.bluesky_session import name_of
from complaints.networks.calling import Send, inside, objects, string, uncertain_for, wait_for_picture
from config.doors import http

# The lexicon app.bsky.feed.post: maxGraphemes 300, maxLength 3000 (bytes). One picture is all that we post.
LIMITS = Limits(characters=300, max_bytes=3_000, url_length=None, local_mentions=False, media=1)
LARGEST_PICTURE = 1_000_000  # bytes, of app.bsky.embed.images; uploadBlob itself takes more
ALT_LENGTH = 2_000  # the app's own limit; the lexicon has none

PAGE = 50  # the servers give up to 100
MOST_PAGES_BACK = 40  # of our own records, when looking for one
MOST_PAGES = 20  # of notifications in one call; the cursor goes on next time
MOST_TURNS = 3  # keys for one posting, should another record stand under the first
DEPTH = 100  # of a thread; each level nests the JSON by two more
THREAD_BYTES = 16_000_000


class BlueskyConnector(Connector):
    """One account, by an app password.

    `instance` is the server that is logged in at (`https://bsky.social`), where sessions are renewed; `secret` a
    `bluesky_session.Session`. Records are kept where the account's DID document says. `app` is not needed; `limits`
    are the same everywhere; `page` is how many records, notifications and search results are asked for at once.
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
        page: int = PAGE,
        timeout: http.Timeout = http.DEFAULT_TIMEOUT,
        send: Send = http.request,
    ) -> None:
        self.instance = instance.rstrip("/")
        self._page = str(page)
        self._calls = Calls(
            instance=self.instance, secret=secret, policy=policy, renew=renew, send=send, timeout=timeout
        )
        self._account_id = account_id or self._calls.session.did

    def __repr__(self) -> str:
        return f"BlueskyConnector({self.instance})"

    # The account and its server

    def check(self, *, now: datetime) -> Account:
        found = self._calls.found("com.atproto.server.getSession", now=now)
        did = answers.text_of(found.get("did"))
        if not did:
            raise Retryable("unreadable_answer", status=200)
        if found.get("active") is False:
            raise Forbidden("account_disabled", detail=answers.text_of(found.get("status")))
        self._account_id = did
        handle = answers.text_of(found.get("handle"), max_length=253)
        return Account(
            id=did,
            handle=handle,
            name=self._own_name(did, now=now) or handle,
            url=f"https://bsky.app/profile/{handle or did}",
        )

    def _own_name(self, did: str, *, now: datetime) -> str:
        where = {"repo": did, "collection": "app.bsky.actor.profile", "rkey": "self"}
        response = self._calls.call("GET", "com.atproto.repo.getRecord", params=where, now=now)
        return answers.text_of(inside(answers.json_of(response), "value", "displayName"))

    def limits(self, *, now: datetime) -> Limits:
        return LIMITS

    def render(self, summary: ComplaintSummary, *, limits: Limits, strict: bool = False) -> PostText:
        return render.compose(summary, limits=limits, strict=strict)

    # Posting

    def publish(
        self, text: PostText, *, idempotency_key: str, now: datetime, first_tried_at: datetime | None = None
    ) -> Published:
        if not render.fits(text.body, LIMITS):
            raise Rejected("too_long")
        did, begun = self._own_did(now=now), first_tried_at or now
        is_retry = first_tried_at is not None
        record: dict[str, Any] | None = None
        for turn in range(MOST_TURNS):
            place = Place(did, bluesky_posts.record_key(begun, idempotency_key, turn))
            if is_retry and (there := self._record_at(place, now=now)):
                if bluesky_posts.holds_link(there.get("value"), text.link):
                    return self._published(place)
                continue
            record = record or self._record_for(text, first_tried_at=first_tried_at, now=now)
            if self._is_put(place, record, text=text, now=now):
                lacks_picture = text.card is not None and "embed" not in record
                return replace(self._published(place), lacks_picture=lacks_picture)
        raise Retryable("key_taken")

    def _is_put(self, place: Place, record: Mapping[str, Any], *, text: PostText, now: datetime) -> bool:
        """Writes the record; False when another one, not with our link, stands there."""
        response = self._calls.call(
            "POST",
            "com.atproto.repo.putRecord",
            json={**_record_names(place), "record": record, "swapRecord": None},
            is_told=True,
            now=now,
        )
        if 200 <= response.status < 300 and inside(answers.json_of(response), "uri") == place.uri:
            return True
        if name_of(response) == "InvalidSwap":
            there = self._record_at(place, now=now)
            return there is not None and bluesky_posts.holds_link(there.get("value"), text.link)
        if uncertain := uncertain_for(response, now=now):
            raise uncertain
        raise self._refusal(response, text, now=now)

    def _record_for(
        self, text: PostText, *, first_tried_at: datetime | None, now: datetime
    ) -> dict[str, Any]:
        reply = self._reply_refs(text.reply_to, now=now) if text.reply_to else None
        facets = self._facets(text, may_wait=first_tried_at is None, now=now)
        embed = self._picture(text.card, first_tried_at=first_tried_at, now=now) if text.card else None
        made_at = first_tried_at or now
        return bluesky_posts.record_of(
            text.body, made_at=made_at, facets=facets, language=text.language, reply=reply, embed=embed
        )

    def _facets(self, text: PostText, *, may_wait: bool, now: datetime) -> list[dict[str, Any]]:
        """The link, and the handle that is addressed when it leads to an account; else it stays plain text."""
        handle = text.handle.removeprefix("@") if text.handle else bluesky_posts.handle_in(text.body)
        did = self._did_of(handle, may_wait=may_wait, now=now) if bluesky_posts.is_handle(handle) else ""
        return bluesky_posts.facets_of(text.body, link=text.link, handle=handle, did=did)

    def _did_of(self, handle: str, *, may_wait: bool, now: datetime) -> str:
        """The account behind a handle, "" when there is none (400). A server that cannot tell is asked once more."""
        response = self._calls.call(
            "GET", "com.atproto.identity.resolveHandle", params={"handle": handle.lower()}, now=now
        )
        if response.status == 200:
            return answers.text_of(inside(answers.json_of(response), "did"), max_length=300)
        if response.status == 429 or (response.status >= 500 and may_wait):
            raise bluesky_session.error_of(response, now=now)
        return ""

    def _picture(
        self, card: Card, *, first_tried_at: datetime | None, now: datetime
    ) -> dict[str, Any] | None:
        """The picture over there, None when it is too large or not taken: the words matter more."""
        if len(card.png) > LARGEST_PICTURE:
            return None
        response = self._calls.call(
            "POST",
            "com.atproto.repo.uploadBlob",
            data=card.png,
            headers={"Content-Type": "image/png"},
            now=now,
        )
        if response.status == 429:
            raise bluesky_session.error_of(response, now=now)
        blob = inside(answers.json_of(response), "blob")
        if response.status != 200 or not isinstance(blob, dict):
            wait_for_picture(response, first_tried_at=first_tried_at, now=now)
            return None
        return bluesky_posts.picture_embed(blob, alt=card.alt[:ALT_LENGTH], png=card.png)

    def _reply_refs(self, reply_to: str, *, now: datetime) -> dict[str, Any]:
        """Root and parent of a post that continues another. The server itself takes a reply to nothing."""
        place = bluesky_posts.place_of(reply_to)
        parent = self._record_at(place, now=now) if place else None
        if parent is None:
            raise Gone("reply_target_gone")
        ref = {"uri": reply_to, "cid": answers.text_of(parent.get("cid"))}
        root = inside(parent, "value", "reply", "root")
        return {"root": root if isinstance(root, dict) else ref, "parent": ref}

    def _refusal(self, response: http.Response, text: PostText, *, now: datetime) -> NetworkError:
        """A text that is refused although it is within the limits may have been counted otherwise."""
        error = bluesky_session.error_of(response, now=now)
        if isinstance(error, Rejected) and not render.fits(text.body, LIMITS, strict=True):
            return Rejected("too_long", status=error.status, detail=error.detail)
        return error

    def find(self, link: str, *, now: datetime, since: datetime | None = None) -> Published | None:
        did = self._own_did(now=now)
        oldest = bluesky_posts.tid(since - CLOCK_SKEW) if since else ""
        query = {"repo": did, "collection": COLLECTION, "limit": self._page}
        for _ in range(MOST_PAGES_BACK):
            page = self._calls.found("com.atproto.repo.listRecords", query, now=now)
            for record in objects(page.get("records")):  # by their keys, and so by their times, newest first
                place = bluesky_posts.place_of(string(record.get("uri")))
                if place is None:
                    continue
                if place.key < oldest:
                    return None
                if bluesky_posts.holds_link(record.get("value"), link):
                    return self._published(place)
            further_back = answers.text_of(page.get("cursor"))
            if not further_back or further_back == query.get("cursor"):
                return None
            query["cursor"] = further_back
        raise Uncertain("look_too_far_back")

    def update(self, remote_id: str, text: PostText, *, now: datetime) -> Published:
        """The record says the new text at once. Who shows it is another matter: Bluesky's own view keeps to what a post
        said first (https://github.com/snarfed/bridgy-fed/issues/947), the reference one and others follow.
        """
        if not render.fits(text.body, LIMITS):
            raise Rejected("too_long")
        place = self._own_place(remote_id, now=now)
        current = self._record_at(place, now=now)
        if current is None:
            raise Gone("not_found")
        said = current.get("value")
        said = dict(said) if isinstance(said, dict) else {}
        if said.get("text") == text.body:
            return self._published(place)
        facets = self._facets(text, may_wait=True, now=now)
        record = {**said, "text": text.body, "facets": facets}
        response = self._calls.call(
            "POST",
            "com.atproto.repo.putRecord",
            json={
                **_record_names(place),
                "record": record,
                "swapRecord": answers.text_of(current.get("cid")),
            },
            now=now,
        )
        if response.status != 200:
            raise self._refusal(response, text, now=now)
        return self._published(place)

    def delete(self, remote_id: str, *, now: datetime) -> None:
        place = bluesky_posts.place_of(remote_id)
        if place is None or place.did != self._own_did(now=now):
            return
        response = self._calls.call(
            "POST", "com.atproto.repo.deleteRecord", json=_record_names(place), now=now
        )
        if response.status != 200:  # one that is gone already is a 200 as well
            raise bluesky_session.error_of(response, now=now)

    # Reading

    def replies(
        self, remote_id: str, *, now: datetime, seen: Mapping[str, datetime | None] = NOTHING_SEEN
    ) -> Replies:
        place = bluesky_posts.place_of(remote_id)
        if place is None:
            raise Gone("not_found")
        query = {"uri": remote_id, "depth": str(DEPTH), "parentHeight": "0"}
        response = self._calls.call(
            "GET", "app.bsky.feed.getPostThread", params=query, max_bytes=THREAD_BYTES, now=now
        )
        thread = (
            None
            if name_of(response) == "NotFound"
            else self._calls.object_in(response, now=now).get("thread")
        )
        if thread is None or inside(thread, "notFound") is True:
            if self._record_at(place, now=now) is None:
                raise Gone("not_found", status=response.status)
            return Replies(())  # the view lags behind, or was told to hide it: nothing is known
        is_own = place.did == self._own_did(now=now)
        if not is_own and bluesky_posts.is_not_public(inside(thread, "post")):
            raise Gone("not_public")  # asked about by itself: it must not be shown any more
        shown, withheld = self._below(thread, seen, now=now)
        fresh = [
            one for one in shown.values() if one.remote_id not in seen or seen[one.remote_id] != one.edited_at
        ]
        return Replies(
            replies=tuple(sorted(fresh, key=lambda one: one.stated_at)),
            missing=frozenset(seen) - frozenset(shown) - withheld,
        )

    def _below(
        self, thread: Any, seen: Mapping[str, datetime | None], *, now: datetime
    ) -> tuple[dict[str, RemoteReply], frozenset[str]]:
        """The public posts below one, and the addresses of those that a block keeps from this account only."""
        shown, withheld = dict[str, RemoteReply](), set[str]()
        waiting = objects(inside(thread, "replies"))
        while waiting:
            node = waiting.pop()
            waiting += objects(node.get("replies"))
            if node.get("blocked") is True:
                withheld.add(string(node.get("uri")))
            view = node.get("post")
            if not isinstance(view, dict):
                continue
            was_seen = view.get("uri") in seen
            if reply := bluesky_posts.reply_from(view, now=now, was_seen=was_seen):
                shown[reply.remote_id] = reply
        return shown, frozenset(withheld)

    def mentions(self, *, now: datetime, cursor: str = "") -> Mentions:
        """Posts that mention the account or reply to it. They are listed from the newest back to the cursor, by the
        time that their writers state: one that was dated back behind it is seen in the thread only.

        The cursor is a mark; when the way back was too long, also where to go on and the newest mark of all.
        """
        floor, _, rest = cursor.partition("|")
        top, _, page = rest.partition("|")
        until, newest = Mark.from_text(floor), Mark.from_text(top)
        found: list[tuple[int, RemoteReply]] = []
        for _ in range(MOST_PAGES):
            params = [("limit", self._page), ("reasons", "mention"), ("reasons", "reply")]
            answer = self._calls.found(
                "app.bsky.notification.listNotifications",
                [*params, ("cursor", page)] if page else params,
                now=now,
            )
            notices = [
                (bluesky_posts.milliseconds(at), notice)
                for notice in objects(answer.get("notifications"))
                if (at := answers.time_of(notice.get("indexedAt")))
                and notice.get("reason") in ("mention", "reply")
            ]
            given = [(at, string(notice.get("uri"))) for at, notice in notices]
            newest = newest or Mark.newest(given, before=until)
            for moment, notice in notices:
                is_new = until is None or not until.covers(moment, string(notice.get("uri")))
                if is_new and (reply := bluesky_posts.reply_from(notice, now=now)):
                    found.append((moment, reply))
            page = answers.text_of(answer.get("cursor"))
            is_there = until is not None and any(at < until.at for at, _uri in given)
            if not page or is_there or (until is None and not top):
                return Mentions(_oldest_first(found), str(newest or until or ""))
        return Mentions(_oldest_first(found), f"{until or ''}|{newest or ''}|{page}", more=True)

    def search(self, words: str, *, now: datetime, cursor: str = "") -> Mentions:
        """One page, newest first; the cursor is the mark of the newest one."""
        response = self._calls.call(
            "GET",
            "app.bsky.feed.searchPosts",
            params={"q": words, "sort": "latest", "limit": self._page},
            now=now,
        )
        until = Mark.from_text(cursor)
        views = [
            (bluesky_posts.milliseconds(at), view)
            for view in objects(self._calls.object_in(response, now=now).get("posts"))
            if (at := answers.time_of(view.get("indexedAt")))
        ]
        found = [
            (at, reply)
            for at, view in views
            if until is None or not until.covers(at, string(view.get("uri")))
            if (reply := bluesky_posts.reply_from(view, now=now))
        ]
        newest = Mark.newest([(at, string(view.get("uri"))) for at, view in views], before=until)
        return Mentions(_oldest_first(found), str(newest or ""))

    # Records

    def _record_at(self, place: Place, *, now: datetime) -> dict[str, Any] | None:
        """The record with `cid` and `value`, None when there is none (any more)."""
        response = self._calls.call("GET", "com.atproto.repo.getRecord", params=_record_names(place), now=now)
        if name_of(response) == "RecordNotFound":
            return None
        # An account that was closed; the name is the one that every other bad request has.
        if name_of(response) == "InvalidRequest" and "Could not find repo" in bluesky_session.said_in(
            response
        ):
            return None
        return self._calls.object_in(response, now=now)

    def _published(self, place: Place) -> Published:
        return Published(place.uri, bluesky_posts.web_address_of(self._calls.session.handle, place))

    def _own_place(self, remote_id: str, *, now: datetime) -> Place:
        place = bluesky_posts.place_of(remote_id)
        if place is None or place.did != self._own_did(now=now):
            raise Gone("not_found")
        return place

    def _own_did(self, *, now: datetime) -> str:
        return self._account_id or self.check(now=now).id


def _record_names(place: Place) -> dict[str, str]:
    return {"repo": place.did, "collection": COLLECTION, "rkey": place.key}


def _oldest_first(found: list[tuple[int, RemoteReply]]) -> tuple[RemoteReply, ...]:
    unique = {reply.remote_id: reply for _at, reply in sorted(found, key=lambda pair: pair[0])}
    return tuple(unique.values())
