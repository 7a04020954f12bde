"""Bluesky, played on the real servers and on the fake, through the API that every client uses.

What others say and what the connector writes reaches the view of the network (the AppView) a moment later. Before the
connector reads there, the stage waits until everything that it knows of has arrived.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
import re
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from complaints.networks.bluesky import BlueskyConnector
from complaints.networks.bluesky_session import Session
from config.doors import http
from tests.contract.stages import LOCAL, Stage, waits_of
from tests.fakes.bluesky import FakeBluesky
from tests.peers.bluesky_server import BlueskyServer

POSTS = "app.bsky.feed.post"
PUT = "POST /xrpc/com.atproto.repo.putRecord"
APP_SCOPE = "com.atproto.appPass"
MAIN_PASSWORD = "main-password"
SOON = 20.0  # seconds within which the view must have seen everything


class ApiError(Exception):
    """A refusal, by its name."""


def call(
    base: str, verb: str, method: str, *, token: str = "", params: Any = None, body: Any = None
) -> dict[str, Any]:
    """One request of another client than ours."""
    query = f"?{urlencode(params, doseq=True)}" if params else ""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    if body is not None:
        headers["Content-Type"] = "application/json"
    request = urllib.request.Request(  # noqa: S310
        f"{base}/xrpc/{method}{query}",
        method=verb,
        data=json.dumps(body).encode() if body is not None else None,
        headers=headers,
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            found: dict[str, Any] = json.loads(answer.read() or b"{}")
            return found
    except urllib.error.HTTPError as error:
        with error:
            raise ApiError(f"{method}: {error.read().decode()[:300]}") from None


def key_of(uri: str) -> str:
    return uri.rpartition("/")[2]


class BlueskyStage(Stage):
    """Alice is new in each test, so that nothing that was said to her before is in the way. Dora shows herself to signed
    in people only: she says what is `hidden`.
    """

    name = "bluesky"
    makes_a_post = PUT
    waits = waits_of("RateLimit-Reset", longest=timedelta(days=1))
    page = 50
    hidden_ways = ("signed-in-only",)

    def __init__(self, pds: str, appview: str) -> None:
        self.pds, self.appview = pds, appview
        self.people: dict[str, dict[str, str]] = {}  # did, handle, token
        self._shown: dict[
            str, tuple[str, str]
        ] = {}  # by author: the newest of what must be shown, uri and cid
        self._written: set[str] = set()  # keys of Alice's records, by the connector
        self._gone: set[str] = set()
        self._notified: dict[str, str] = {}  # by author: the newest that Alice must have been told

    # The connector

    def session(self) -> Session:
        """What is kept of Alice."""
        alice = self.people["alice"]
        return Session(identifier=alice["did"], handle=alice["handle"], access=alice["token"])

    def connector(self, **rest: Any) -> BlueskyConnector:
        usual = {
            "instance": self.pds,
            "secret": self.session().as_secret(),
            "policy": LOCAL,
            "page": self.page,
        }
        door = self.patient(rest.pop("send", http.request))
        return BlueskyConnector(**{**usual, "send": door, **rest})

    def patient(self, door: Callable[..., http.Response]) -> Callable[..., http.Response]:
        """A door that lets the view catch up before it is asked."""

        def send(method: str, url: str, **rest: Any) -> http.Response:
            if "/xrpc/app.bsky." in url:
                self.settle()
            if url.endswith("putRecord"):  # whatever becomes of the answer
                self._written.add(rest["json"]["rkey"])
            return door(method, url, **rest)

        return send

    def handle(self, who: str) -> str:
        return self.people[who]["handle"]

    def mention(self, who: str) -> str:
        return f"@{self.handle(who)}"

    # What Alice has

    def record(self, uri: str) -> dict[str, Any]:
        found: dict[str, Any] = self._stored(uri)["value"]
        return found

    def _stored(self, uri: str) -> dict[str, Any]:
        did, collection, key = uri.removeprefix("at://").split("/")
        where = {"repo": did, "collection": collection, "rkey": key}
        return call(self.pds, "GET", "com.atproto.repo.getRecord", params=where)

    def _cid(self, uri: str) -> str:
        try:
            return str(self._stored(uri)["cid"])
        except ApiError:
            return ""

    def posts(self) -> list[str]:
        where = {"repo": self.people["alice"]["did"], "collection": POSTS, "limit": 100}
        page = call(self.pds, "GET", "com.atproto.repo.listRecords", params=where)
        return [record["uri"] for record in page["records"]]

    def source(self, post_id: str) -> str:
        return str(self.record(post_id)["text"])

    def parent(self, post_id: str) -> str:
        return str(self.record(post_id)["reply"]["parent"]["uri"])

    def pictures(self, post_id: str) -> list[str]:
        return [picture["alt"] for picture in self.record(post_id).get("embed", {}).get("images", [])]

    # What people do

    def say(self, who: str, text: str, *, reply_to: str = "", hidden: str = "", **more: Any) -> str:
        who = "dora" if hidden else who
        record: dict[str, Any] = {"$type": POSTS, "text": text, "createdAt": self.now(), **more}
        facets = self._mentions_in(text)
        if facets:
            record["facets"] = [*facets, *record.get("facets", [])]
        if reply_to:
            self.settle()  # a reply to what the view has not seen yet notifies nobody
            record["reply"] = self._refs(reply_to)
        body = {"repo": self.people[who]["did"], "collection": POSTS, "record": record}
        made = self._write(who, "com.atproto.repo.createRecord", body)
        self._note_shown(who, made)
        alice = self.people["alice"]["did"]
        if who != "alice" and (facets or alice in reply_to):
            self._notified[who] = made["uri"]
        return str(made["uri"])

    def reword(self, who: str, post_id: str, text: str) -> None:
        """As clients do that let people change a post: they note when."""
        record = {**self.record(post_id), "text": text, "updatedAt": self.now()}
        where = {"repo": self.people[who]["did"], "collection": POSTS, "rkey": key_of(post_id)}
        self._note_shown(who, self._write(who, "com.atproto.repo.putRecord", {**where, "record": record}))

    def remove(self, who: str, post_id: str) -> None:
        where = {"repo": self.people[who]["did"], "collection": POSTS, "rkey": key_of(post_id)}
        self._write(who, "com.atproto.repo.deleteRecord", where)
        self._gone.add(post_id)
        for waiting in (self._shown, self._notified):
            if post_id in str(waiting.get(who)):
                del waiting[who]

    def _write(self, who: str, method: str, body: Any) -> dict[str, Any]:
        return call(self.pds, "POST", method, token=self.people[who]["token"], body=body)

    def _refs(self, uri: str) -> dict[str, Any]:
        found = self._stored(uri)
        parent = {"uri": uri, "cid": found["cid"]}
        return {"parent": parent, "root": found["value"].get("reply", {}).get("root", parent)}

    def _mentions_in(self, text: str) -> list[dict[str, Any]]:
        by_handle = {person["handle"]: person["did"] for person in self.people.values()}
        return [
            {
                "index": {
                    "byteStart": len(text[: match.start()].encode()),
                    "byteEnd": len(text[: match.end()].encode()),
                },
                "features": [
                    {"$type": "app.bsky.richtext.facet#mention", "did": by_handle[match[1]]},
                ],
            }
            for match in re.finditer(r"@([a-z0-9.-]+)", text)
            if match[1] in by_handle
        ]

    def now(self) -> str:
        return _iso(datetime.now(UTC))

    # Waiting for the view

    def _note_shown(self, who: str, made: dict[str, Any]) -> None:
        self._shown[who] = (made["uri"], made["cid"])
        self._gone.discard(made["uri"])

    def settle(self) -> None:
        """Returns when the view shows what it must."""
        mine = f"at://{self.people['alice']['did']}/{POSTS}/"
        there = {uri: cid for key in self._written if (uri := mine + key) and (cid := self._cid(uri))}
        expected = {**dict(self._shown.values()), **there}
        asked = [*expected, *self._gone]
        if asked:
            until(lambda: self._view_of(asked) == expected)
        if self._notified:
            until(lambda: self._notices() >= set(self._notified.values()))
        self._forget()

    def _forget(self) -> None:
        for waiting in (self._shown, self._written, self._gone, self._notified):
            waiting.clear()

    def _view_of(self, uris: list[str]) -> dict[str, str]:
        page = call(self.appview, "GET", "app.bsky.feed.getPosts", params={"uris": uris})
        return {post["uri"]: post["cid"] for post in page["posts"]}

    def _notices(self) -> set[str]:
        page = call(
            self.pds,
            "GET",
            "app.bsky.notification.listNotifications",
            token=self.people["alice"]["token"],
            params={"limit": 100},
        )
        return {notice["uri"] for notice in page["notifications"]}


def until(is_so: Callable[[], bool]) -> None:
    """Returns when the condition holds, which is looked at often."""
    deadline, pause = time.monotonic() + SOON, threading.Event()
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError("the view of the network did not follow")
        pause.wait(0.03)


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class FakeStage(BlueskyStage):
    """On the fake, whose view follows at once."""

    name = "bluesky-fake"

    def __init__(self, server: FakeBluesky) -> None:
        super().__init__(server.base_url, server.base_url)
        self.server = server

    def reset(self) -> None:
        self.server.reset()
        self.people = {
            name: {"did": did, "handle": self.server.handles[name], "token": f"{name}_access"}
            for name, did in self.server.dids.items()
        }

    def session(self) -> Session:
        return Session(
            self.server.dids["alice"], "aaaa-bbbb-cccc-dddd", "alice_access", "alice_refresh", "alice.test"
        )

    def settle(self) -> None:
        self._forget()

    def now(self) -> str:
        return _iso(self.server.clock + timedelta(seconds=1))  # when the next request is carried out

    def revoked(self, **rest: Any) -> BlueskyConnector:
        self.server.expired |= {"alice_access", "alice_refresh"}
        del self.server.passwords["aaaa-bbbb-cccc-dddd"]
        return self.connector(**rest)


class RealStage(BlueskyStage):
    """On the real PDS and AppView."""

    name = "bluesky-reference"
    page = 8  # what the connector asks for; more would only take longer

    def __init__(self, server: BlueskyServer) -> None:
        super().__init__(server.pds, server.appview)
        self._server = server
        self._numbers = itertools.count(1)
        for account in server.accounts:
            opened = self._log_in(account["did"], account["appPassword"])
            name = account["handle"].removesuffix(".test")
            self.people[name] = {**account, "token": opened["accessJwt"]}
        self.people["dora"] = self.join("dora")
        self._write_profile("dora", labels=["!no-unauthenticated"])

    def reset(self) -> None:
        """Another Alice."""
        self._forget()
        self.people["alice"] = self.join(f"alice{next(self._numbers)}")

    def join(self, name: str, password: str = MAIN_PASSWORD) -> dict[str, str]:
        """A new account, with the rights that an app password gives and no more."""
        handle = f"{name}.test"
        account = {"handle": handle, "email": f"{name}@example.test", "password": password}
        made = call(self.pds, "POST", "com.atproto.server.createAccount", body=account)
        token = self.signed({"scope": APP_SCOPE, "sub": made["did"]}, like=made["accessJwt"])
        return {"handle": handle, "did": made["did"], "main": made["accessJwt"], "token": token}

    def _log_in(self, identifier: str, password: str) -> dict[str, Any]:
        body = {"identifier": identifier, "password": password}
        return call(self.pds, "POST", "com.atproto.server.createSession", body=body)

    def _write_profile(self, who: str, *, labels: list[str]) -> None:
        record = {
            "$type": "app.bsky.actor.profile",
            "displayName": who,
            "labels": {
                "$type": "com.atproto.label.defs#selfLabels",
                "values": [{"val": label} for label in labels],
            },
        }
        where = {"repo": self.people[who]["did"], "collection": "app.bsky.actor.profile", "rkey": "self"}
        self._write(who, "com.atproto.repo.putRecord", {**where, "record": record})

        def is_labelled() -> bool:
            try:
                shown = call(
                    self.appview, "GET", "app.bsky.actor.getProfile", params={"actor": where["repo"]}
                )
            except ApiError:
                return False
            return [label["val"] for label in shown["labels"]] == labels

        until(is_labelled)

    # Sessions

    def app_password(self) -> str:
        """A new app password of Alice."""
        made = call(
            self.pds,
            "POST",
            "com.atproto.server.createAppPassword",
            token=self.people["alice"]["main"],
            body={"name": f"app {next(self._numbers)}"},
        )
        return str(made["password"])

    def opened(self) -> Session:
        """Alice's session by a new app password."""
        password = self.app_password()
        made = self._log_in(self.people["alice"]["did"], password)
        return Session(made["did"], password, made["accessJwt"], made["refreshJwt"], made["handle"])

    def expired(self, session: Session) -> str:
        """The same, two hours later: its access token has expired."""
        token = self.signed({"exp": int(time.time()) - 60}, like=session.access)
        return json.dumps({**json.loads(session.as_secret()), "access": token})

    def revoked(self, **rest: Any) -> BlueskyConnector:
        """Alice deleted the app password, and the access token, which goes on working, has expired since."""
        session = self.opened()
        self.revoke_app_passwords()
        return self.connector(**{"secret": self.expired(session), **rest})

    def revoke_app_passwords(self) -> None:
        token = self.people["alice"]["main"]
        listed = call(self.pds, "GET", "com.atproto.server.listAppPasswords", token=token)["passwords"]
        for password in listed:
            body = {"name": password["name"]}
            call(self.pds, "POST", "com.atproto.server.revokeAppPassword", token=token, body=body)

    def take_down(self) -> None:
        """The operators of the server take Alice's account down."""
        word = base64.b64encode(f"admin:{self._server.admin_password}".encode()).decode()
        subject = {"$type": "com.atproto.admin.defs#repoRef", "did": self.people["alice"]["did"]}
        body = {"subject": subject, "takedown": {"applied": True, "ref": "1"}}
        request = urllib.request.Request(  # noqa: S310
            f"{self.pds}/xrpc/com.atproto.admin.updateSubjectStatus",
            data=json.dumps(body).encode(),
            headers={"Authorization": f"Basic {word}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30):  # noqa: S310
            pass

    def signed(self, claims: dict[str, Any], *, like: str) -> str:
        """A token like one that the server gave, with other claims, signed with its key."""
        head, payload, _signature = like.split(".")
        said = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        body = f"{head}.{_base64url(json.dumps({**said, **claims}).encode())}"
        mac = hmac.new(self._server.jwt_secret.encode(), body.encode(), hashlib.sha256)
        return f"{body}.{_base64url(mac.digest())}"


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
