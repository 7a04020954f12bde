"""WordPress: the customer's own site, with an application password, or one on WordPress.com, with a token.

The interface is core's own (https://developer.wordpress.org/rest-api/reference/posts/, /comments/, /media/); what
WordPress 6.1 was seen to do stands beside the line that copes with it. A complaint becomes a post, what continues it a
comment of the same account below, with the id `comment:<number>`, and the picture the post's featured image.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from complaints.networks import answers, render, wordpress_posts
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
    PostText,
    Published,
    Rejected,
    RemoteReply,
    Renew,
    Replies,
    Uncertain,
    not_stored,
)
from complaints.networks.calling import Send, Server, uncertain_for, wait_for_picture
from complaints.networks.wordpress_posts import COMMENT, content_of, is_comment, number_of, published_from
from complaints.networks.wordpress_rest import Rest, code_of, error_of, list_of, object_of, unreadable
from config.doors import http

PAGE = 20  # of our own posts, whole articles
MOST_PAGES_BACK = 50  # of our own posts, when looking for one: 1,000 posts
COMMENTS_PAGE = 100  # the largest that core gives
MOST_COMMENT_PAGES = 50  # 5,000 comments below one post
CLOCK_SKEW = timedelta(minutes=15)  # between their clock and ours

# WordPress counts nothing; more than this nobody reads.
LIMITS = Limits(
    characters=20_000,
    url_length=None,
    local_mentions=False,
    media=1,
    strict=True,
    counting=Counting.CODE_POINTS,
)

_TRASHED = "__trashed"  # what core puts behind the slug of a post in the trash
_POST = "id,status,link,title,content,featured_media"
_COMMENT = "id,post,parent,author,author_name,date_gmt,content,link,status,type"


class WordPressConnector(Connector):
    """One account on one site.

    `instance` is the address of the site, or of its resources on WordPress.com; `secret` is `user:application
    password`, or a token. Neither expires, so that neither `app` nor `renew` is needed; `limits` are always the same.
    """

    capabilities = Capabilities(edit=True, delete=True, replies=True, media=True, threads=True)

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
        timeout: http.Timeout = http.DEFAULT_TIMEOUT,
        send: Send = http.request,
    ) -> None:
        self.instance = instance.rstrip("/")
        self._rest = Rest(Server(self.instance, policy, send, timeout), self.instance, secret)
        self._account_id = account_id
        self._limits = limits or LIMITS

    def __repr__(self) -> str:
        return f"WordPressConnector({self.instance})"

    # The account

    def check(self, *, now: datetime) -> Account:
        return self.account_from(self.me(now=now))

    def me(self, *, now: datetime) -> dict[str, Any]:
        """What the site says of the account; `capabilities` tells what it may do."""
        response = self._rest.get(
            "/users/me", params={"context": "edit", "_fields": "id,slug,name,link,capabilities"}
        )
        found = object_of(response, now=now)
        self._account_id = answers.text_of(found.get("id"))
        if not self._account_id:
            raise unreadable(response)
        return found

    def account_from(self, found: Mapping[str, Any]) -> Account:
        """The account that `me` told of."""
        return Account(
            id=answers.text_of(found.get("id")),
            handle=f"{answers.text_of(found.get('slug'))}@{self._rest.place}",
            name=answers.text_of(found.get("name")),
            url=answers.web_address(found.get("link")),
        )

    def limits(self, *, now: datetime) -> Limits:
        return self._limits

    def render(self, summary: ComplaintSummary, *, limits: Limits, strict: bool = False) -> PostText:
        # Nobody is called by a handle on a site of one's own.
        return render.compose(replace(summary, handle=""), limits=limits, strict=strict)

    # Posting

    def publish(
        self, text: PostText, *, idempotency_key: str, now: datetime, first_tried_at: datetime | None = None
    ) -> Published:
        if not render.fits(text.body, self._limits, strict=True):
            raise Rejected("too_long")
        if text.reply_to:
            return self._continued(text, now=now, first_tried_at=first_tried_at)
        # Slugs are made unique silently: the same one twice gives `slug-2` and a second post. Looked for on the first
        # try as well, which costs little and finds the interface before anything is written.
        found = self._tried(idempotency_key, now=now)
        if found is None and first_tried_at is not None:
            found = self._post_with(text.link, now=now, since=first_tried_at)
        if found is not None:
            return found
        title, content = wordpress_posts.title_and_content(text.body, text.link)
        picture = (
            self._uploaded(text.card, key=idempotency_key, first_tried_at=first_tried_at, now=now)
            if text.card and self._limits.media
            else 0
        )
        response = self._rest.tell(
            "POST",
            "/posts",
            json={
                "title": title,
                "content": content,
                "slug": wordpress_posts.slug_for(idempotency_key),
                "status": "publish",
                "comment_status": "open",  # what is answered there is what we read
            }
            | ({"featured_media": picture} if picture else {}),
        )
        return replace(self._made(response, now=now), lacks_picture=text.card is not None and not picture)

    def _tried(self, key: str, *, now: datetime) -> Published | None:
        """What an earlier try with this key made. Raises `Gone` when somebody has put it into the trash since."""
        slug = wordpress_posts.slug_for(key)
        response = self._rest.get(
            "/posts",
            params={
                "slug": f"{slug},{slug}{_TRASHED}",
                "status": "any,trash",
                "context": "edit",
                "_fields": "id,status,link",
            },
        )
        # "Status is forbidden" is said to nobody, and to an account that may not post: which one is it?
        if response.status == 400:
            self.check(now=now)
            raise Forbidden("not_allowed", status=400, detail=answers.words_of(response))
        posts = list_of(response, now=now)
        standing = [post for post in posts if post.get("status") != "trash"]
        if posts and not standing:
            raise Gone("not_found")
        return next(filter(None, map(published_from, standing)), None)

    def _continued(self, text: PostText, *, now: datetime, first_tried_at: datetime | None) -> Published:
        """A comment below the post, or below a comment, that `reply_to` names."""
        target = self._target(text.reply_to, now=now)
        if first_tried_at is not None:
            found = self._comment_with(text.link, now=now, since=first_tried_at)
            if found is not None:
                return found
        content = wordpress_posts.comment_content(text.body)
        response = self._rest.tell("POST", "/comments", json={**target, "content": content})
        return self._made(response, prefix=COMMENT, now=now)

    def _target(self, reply_to: str, *, now: datetime) -> dict[str, str]:
        number = number_of(reply_to)
        try:
            if not is_comment(reply_to):
                self._post(number, now=now)
                return {"post": number}
            comment = self._comment(number, now=now)
        except Gone as gone:
            raise Gone("reply_target_gone", status=gone.status) from gone
        return {"post": answers.text_of(comment.get("post")), "parent": number}

    def _uploaded(self, card: Card, *, key: str, first_tried_at: datetime | None, now: datetime) -> int:
        """The number of the picture over there, 0 when the site does not take it: the words matter more."""
        slug = wordpress_posts.card_slug_for(key)
        if first_tried_at is not None:
            there = self._rest.get("/media", params={"slug": slug, "_fields": "id"})
            for item in list_of(there, now=now):
                return int(number_of(answers.text_of(item.get("id"))))
        response = self._rest.ask(
            "POST",
            "/media",
            files={"file": (f"{slug}.png", card.png, "image/png")},
            data={"slug": slug, "alt_text": card.alt},
        )
        if response.status in (401, 429):
            raise error_of(response, now=now)
        parsed = answers.json_of(response)
        made = published_from(parsed) if response.status == 201 else None
        if made is None:
            wait_for_picture(response, first_tried_at=first_tried_at, now=now)
        return int(made.remote_id) if made else 0

    def _made(self, response: http.Response, *, now: datetime, prefix: str = "") -> Published:
        made = published_from(answers.json_of(response), prefix=prefix) if response.status == 201 else None
        if made is not None:
            return made
        raise uncertain_for(response, now=now) or error_of(response, now=now)

    # Finding

    def find(self, link: str, *, now: datetime, since: datetime | None = None) -> Published | None:
        return self._post_with(link, now=now, since=since) or self._comment_with(link, now=now, since=since)

    def _post_with(self, link: str, *, now: datetime, since: datetime | None) -> Published | None:
        query = {
            "author": self._own_id(now=now),
            "status": "publish",
            "orderby": "date",
            "order": "desc",
            "per_page": str(PAGE),
            "context": "edit",  # as nobody this would be answered as well
            "_fields": "id,link,date_gmt,content",
        }
        horizon = since - CLOCK_SKEW if since else None
        for number in range(1, MOST_PAGES_BACK + 1):
            response = self._rest.get("/posts", params={**query, "page": str(number)})
            if code_of(response) == "rest_post_invalid_page_number":  # the last one was full
                return None
            page = list_of(response, now=now)
            for post in page:
                if _is_older(post, horizon):
                    return None
                if wordpress_posts.holds_link(post, link) and (found := published_from(post)):
                    return found
            if len(page) < PAGE:
                return None
        raise Uncertain("look_too_far_back")

    def _comment_with(self, link: str, *, now: datetime, since: datetime | None) -> Published | None:
        own = self._own_id(now=now)
        horizon = since - CLOCK_SKEW if since else None
        query = {"search": link, "orderby": "date_gmt", "order": "desc", "per_page": str(COMMENTS_PAGE)}
        response = self._rest.get("/comments", params={**query, "_fields": _COMMENT})
        for comment in list_of(response, now=now):
            is_ours = answers.text_of(comment.get("author")) == own and comment.get("status") == "approved"
            if is_ours and not _is_older(comment, horizon) and wordpress_posts.holds_link(comment, link):
                return published_from(comment, prefix=COMMENT)
        return None

    # Changing

    def update(self, remote_id: str, text: PostText, *, now: datetime) -> Published:
        if not render.fits(text.body, self._limits, strict=True):
            raise Rejected("too_long")
        number = number_of(remote_id)
        if is_comment(remote_id):
            return self._update_comment(number, text, now=now)
        current = self._post(number, now=now)
        title, content = wordpress_posts.title_and_content(text.body, text.link)
        unchanged = published_from(current) or Published(remote_id, "")
        if wordpress_posts.is_same(wordpress_posts.title_of(current), title) and wordpress_posts.is_same(
            content_of(current), content
        ):
            return unchanged
        # What an edit does not name, the picture too, stays as it is.
        response = self._rest.ask("POST", f"/posts/{number}", json={"title": title, "content": content})
        return published_from(object_of(response, now=now)) or unchanged

    def _update_comment(self, number: str, text: PostText, *, now: datetime) -> Published:
        # As it was written only moderators may read it (`context=edit`): compared as it is shown.
        current = self._comment(number, now=now)
        content = wordpress_posts.comment_content(text.body)
        unchanged = published_from(current, prefix=COMMENT) or Published(f"{COMMENT}{number}", "")
        shown = content.replace("\n\n", "<p>").replace("\n", "<br>")
        if wordpress_posts.looks_same(content_of(current), shown):
            return unchanged
        response = self._rest.ask("POST", f"/comments/{number}", json={"content": content})
        return published_from(object_of(response, now=now), prefix=COMMENT) or unchanged

    def delete(self, remote_id: str, *, now: datetime) -> None:
        """Into the trash of the site, with the comments below it: nobody sees it, and only its owner can take it out.

        The picture, whose address would go on to work, is deleted for good, if it is ours.
        """
        number = number_of(remote_id)
        if is_comment(remote_id):
            self._remove(f"/comments/{number}", now=now)
            return
        response = self._rest.get(
            f"/posts/{number}", params={"context": "edit", "_fields": "id,status,featured_media"}
        )
        if response.status == 404 and code_of(response).endswith("_invalid_id"):
            return
        post = object_of(response, now=now)
        if post.get("status") != "trash":
            self._remove(f"/posts/{number}", now=now)
        picture = answers.text_of(post.get("featured_media"))
        if picture not in ("", "0"):
            self._remove_picture(number_of(picture), now=now)

    def _remove(self, route: str, *, now: datetime, params: Mapping[str, str] | None = None) -> None:
        response = self._rest.ask("DELETE", route, params=params)
        if response.status == 501 and params is None:  # rest_trash_not_supported: sites may have no trash
            self._remove(route, now=now, params={"force": "true"})
        elif response.status not in (200, 410):  # 410: rest_already_trashed
            error = error_of(response, now=now)
            if not isinstance(error, Gone):
                raise error

    def _remove_picture(self, number: str, *, now: datetime) -> None:
        response = self._rest.get(f"/media/{number}", params={"context": "edit", "_fields": "id,slug"})
        media = answers.json_of(response)
        if (
            response.status == 200
            and isinstance(media, dict)
            and wordpress_posts.is_card_slug(media.get("slug"))
        ):
            self._remove(f"/media/{number}", now=now, params={"force": "true"})

    # Reading

    def replies(
        self, remote_id: str, *, now: datetime, seen: Mapping[str, datetime | None] = NOTHING_SEEN
    ) -> Replies:
        number, of_comment = number_of(remote_id), is_comment(remote_id)
        # Comments of a post that is gone are an empty list, not an error, and nobody may read them too: so the post
        # first, as somebody.
        post = answers.text_of(self._comment(number, now=now).get("post")) if of_comment else number
        self._post(post, now=now)
        shown, is_whole = self._comments_of(post, now=now)
        if of_comment:
            shown = wordpress_posts.below(shown, remote_id)
        return Replies(
            replies=tuple(reply for reply in shown.values() if reply.remote_id not in seen),
            missing=frozenset(seen) - frozenset(shown) if is_whole else frozenset(),
        )

    def _comments_of(self, post: str, *, now: datetime) -> tuple[dict[str, RemoteReply], bool]:
        """Approved comments by their ids, oldest first, and whether these are all. Pings are left out by core."""
        query = {
            "post": post,
            "orderby": "id",
            "order": "asc",
            "per_page": str(COMMENTS_PAGE),
            "_fields": _COMMENT,
        }
        found: dict[str, RemoteReply] = {}
        for number in range(1, MOST_COMMENT_PAGES + 1):
            page = list_of(self._rest.get("/comments", params={**query, "page": str(number)}), now=now)
            for comment in page:
                reply = wordpress_posts.reply_from(comment, place=self._rest.place, now=now)
                if reply is not None:
                    found[reply.remote_id] = reply
            if len(page) < COMMENTS_PAGE:
                return found, True
        return found, False

    def _post(self, number: str, *, now: datetime) -> dict[str, Any]:
        """A post as it was written. Raises `Gone` when it is not public (any more)."""
        response = self._rest.get(f"/posts/{number}", params={"context": "edit", "_fields": _POST})
        found = object_of(response, now=now)
        if found.get("status") != "publish":
            raise Gone("not_public", status=response.status)
        return found

    def _comment(self, number: str, *, now: datetime) -> dict[str, Any]:
        """A comment as it is shown. Raises `Gone` when it is not public (any more): held, spam or trash."""
        response = self._rest.get(f"/comments/{number}", params={"_fields": _COMMENT})
        found = object_of(response, now=now)
        if found.get("status") != "approved":
            raise Gone("not_public", status=response.status)
        return found

    def _own_id(self, *, now: datetime) -> str:
        return self._account_id or self.check(now=now).id


def _is_older(item: Mapping[str, Any], horizon: datetime | None) -> bool:
    made_at = answers.time_of(item.get("date_gmt"))
    return horizon is not None and made_at is not None and made_at < horizon
