"""A small Bluesky for tests: the server that holds the accounts (PDS) and the view of the network (AppView) in one.

Shapes, names of errors and limits are those that @atproto/pds 0.4.217 and @atproto/bsky 0.0.221 gave to the same
requests; the shared scenarios run on those as well (tests/contract/test_bluesky.py). It is stricter where the real
server lets mistakes pass: facets beyond the text or inside a character, unknown fields and parameters. Switches make it
do what the real one does only in the wide world.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import regex

from tests.fakes.serving import Answer, Fault, Served

POSTS = "app.bsky.feed.post"
PROFILE = "app.bsky.actor.profile"
SORTABLE = "234567abcdefghijklmnopqrstuvwxyz"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
MAIN, APP, REFRESH = "com.atproto.access", "com.atproto.appPass", "com.atproto.refresh"
FIELDS = {"$type", "text", "createdAt", "langs", "facets", "reply", "embed", "updatedAt"}


@dataclass
class Switches:
    """How this one differs from the reference servers."""

    pds: str = ""  # what the DID documents name as the server of the records (bsky.social does)
    has_view: bool = True
    view_stands_still: bool = False  # what is written from now on does not reach the view
    view_ignores_edits: bool = False  # bsky.app: a post that is written anew keeps its first words
    not_found_is_a_node: bool = False  # the lexicon allows it: 200, and a thread of the kind notFoundPost
    resolves: bool = True
    wants_code: bool = False  # a second factor, for the main password


@dataclass
class Shown:
    """A post in the view."""

    cid: str
    record: dict[str, Any]
    at: datetime
    labels: list[str] = field(default_factory=list)


class FakeBluesky(Served):
    """Alice, Bob and Carol; Dora shows herself to signed in people only. Tokens are `<name>_access`, `<name>_refresh`."""

    def __init__(self) -> None:
        super().__init__()
        self.reset()

    def reset(self) -> None:
        with self._lock:
            self.switches = Switches()
            names = ("alice", "bob", "carol", "dora")
            self.dids = {name: f"did:plc:{name:a<24}" for name in names}
            self.handles = {name: f"{name}.test" for name in names}
            self.passwords = {"aaaa-bbbb-cccc-dddd": ("alice", APP), "alice-main": ("alice", MAIN)}
            self.tokens = {f"{name}_access": (name, APP) for name in names}
            self.tokens |= {f"{name}_refresh": (name, REFRESH) for name in names}
            self.expired: set[str] = set()
            self.disabled = ""  # the name of the error that everything but logging in gives to Alice
            self.labels = {"dora": ["!no-unauthenticated"]}
            self.blocked: set[str] = set()  # who does not show Alice what they write
            self.records: dict[str, dict[str, Any]] = {}
            self.view: dict[str, Shown] = {}
            self.blobs: dict[str, int] = {}
            self.tricks.clear()
            self.requests.clear()
            self._numbers = itertools.count(1)
            self.clock = datetime.now(UTC) - timedelta(minutes=5)

    # Requests

    def error(self, fault: Fault) -> Answer:
        body = {"error": fault.more["name"], "message": fault.words}
        return fault.status, {"Content-Type": "application/json"}, json.dumps(body)

    def answer(
        self, method: str, path: str, query: dict[str, str], headers: dict[str, str], raw: bytes
    ) -> Answer:
        name = path.removeprefix("/xrpc/")
        for wanted, known, allowed, handler in self._routes():
            if (wanted, known) == (method, name):
                params = parse_qs(urlsplit(self.requests[-1][1]).query)
                if unknown := set(params) - allowed:
                    raise _invalid(f"unknown parameters {unknown}")
                is_json = headers.get("content-type", "").startswith("application/json")
                body = json.loads(raw) if raw and is_json else raw
                token = headers.get("authorization", "").removeprefix("Bearer ")
                kind = headers.get("content-type", "")
                said = handler(params=params, body=body, token=token, kind=kind)
                return 200, {"Content-Type": "application/json; charset=utf-8"}, json.dumps(said)
        raise Fault(501, "Method Not Implemented", name="MethodNotImplemented")

    def _routes(self) -> Iterator[tuple[str, str, set[str], Callable[..., Any]]]:
        page = {"limit", "cursor"}
        yield "POST", "com.atproto.server.createSession", set(), self._create_session
        yield "POST", "com.atproto.server.refreshSession", set(), self._refresh_session
        yield "POST", "com.atproto.server.deleteSession", set(), self._delete_session
        yield "GET", "com.atproto.server.getSession", set(), self._get_session
        yield "GET", "com.atproto.identity.resolveHandle", {"handle"}, self._resolve_handle
        yield "GET", "com.atproto.repo.getRecord", {"repo", "collection", "rkey"}, self._get_record
        yield "GET", "com.atproto.repo.listRecords", {"repo", "collection", *page}, self._list_records
        yield "POST", "com.atproto.repo.createRecord", set(), self._create_record
        yield "POST", "com.atproto.repo.putRecord", set(), self._put_record
        yield "POST", "com.atproto.repo.deleteRecord", set(), self._delete_record
        yield "POST", "com.atproto.repo.uploadBlob", set(), self._upload_blob
        yield "GET", "app.bsky.feed.getPosts", {"uris"}, self._get_posts
        yield "GET", "app.bsky.feed.getPostThread", {"uri", "depth", "parentHeight"}, self._get_thread
        yield "GET", "app.bsky.feed.searchPosts", {"q", "sort", *page}, self._search
        listed = {"reasons", *page}
        yield "GET", "app.bsky.notification.listNotifications", listed, self._list_notifications

    def _viewer(self, token: str, *scopes: str) -> str:
        if not token:
            raise Fault(401, "Authentication Required", name="AuthMissing")
        if token in self.expired:
            raise Fault(400, "Token has expired", name="ExpiredToken")
        if token not in self.tokens:
            raise Fault(400, "Token could not be verified", name="InvalidToken")
        name, scope = self.tokens[token]
        if scope not in (scopes or (APP, MAIN)):
            raise Fault(400, "Bad token scope", name="InvalidToken")
        if name == "alice" and self.disabled:
            raise Fault(401, "Account has been taken down", name=self.disabled)
        return name

    # Sessions

    def _create_session(self, *, body: Any, **_rest: Any) -> dict[str, Any]:
        name, scope = self.passwords.get(body["password"], ("", ""))
        if not name or body["identifier"] not in (self.handles[name], self.dids[name]):
            raise Fault(401, "Invalid identifier or password", name="AuthenticationRequired")
        if scope == MAIN and self.switches.wants_code:
            raise Fault(401, "A sign in code has been sent", name="AuthFactorTokenRequired")
        return self._opened(name, scope)

    def _opened(self, name: str, scope: str) -> dict[str, Any]:
        made = {}
        for kind, said in (("accessJwt", scope), ("refreshJwt", REFRESH)):
            payload = json.dumps({"scope": said, "jti": next(self._numbers)}).encode()
            made[kind] = f"e30.{base64.urlsafe_b64encode(payload).rstrip(b'=').decode()}.c2ln"
            self.tokens[made[kind]] = (name, said)
        return made | self._described(name) | {"active": True}

    def _described(self, name: str) -> dict[str, Any]:
        services = [
            {"id": "#other", "type": "Other", "serviceEndpoint": "https://elsewhere.example"},
            {
                "id": "#atproto_pds",
                "type": "AtprotoPersonalDataServer",
                "serviceEndpoint": self.switches.pds,
            },
        ]
        document = {"didDoc": {"id": self.dids[name], "service": services}} if self.switches.pds else {}
        return {"did": self.dids[name], "handle": self.handles[name], **document}

    def _refresh_session(self, *, token: str, **_rest: Any) -> dict[str, Any]:
        name = self._viewer(token, REFRESH)
        return self._opened(name, APP)

    def _delete_session(self, *, token: str, **_rest: Any) -> dict[str, Any]:
        self._viewer(token, REFRESH)
        self.expired.add(token)
        return {}

    def _get_session(self, *, token: str, **_rest: Any) -> dict[str, Any]:
        return self._described(self._viewer(token)) | {"active": True}

    def _resolve_handle(self, *, params: Any, **_rest: Any) -> dict[str, Any]:
        if not self.switches.resolves:
            raise Fault(502, "Upstream Failure", name="UpstreamFailure")
        handle = params["handle"][0]
        if not re.fullmatch(r"([a-z0-9-]+\.)+[a-z0-9-]+", handle.lower()):
            raise Fault(500, "Internal Server Error", name="InternalServerError")
        name = next((name for name, known in self.handles.items() if known == handle.lower()), "")
        if not name:
            raise _invalid("Unable to resolve handle")
        return {"did": self.dids[name]}

    # Records

    def _get_record(self, *, params: Any, **_rest: Any) -> dict[str, Any]:
        repo, collection, key = (params[name][0] for name in ("repo", "collection", "rkey"))
        if repo not in self.dids.values():
            raise _invalid(f"Could not find repo: {repo}")
        uri = f"at://{repo}/{collection}/{key}"
        if collection == PROFILE and key == "self" and uri not in self.records:
            name = self._name_of(repo)
            return {"uri": uri, "cid": cid_of(name), "value": {"$type": PROFILE, "displayName": name.title()}}
        if uri not in self.records:
            raise Fault(400, f"Could not locate record: {uri}", name="RecordNotFound")
        return {"uri": uri, "cid": cid_of(self.records[uri]), "value": self.records[uri]}

    def _list_records(self, *, params: Any, **_rest: Any) -> dict[str, Any]:
        start = f"at://{params['repo'][0]}/{params['collection'][0]}/"
        keys = sorted(
            (uri.removeprefix(start) for uri in self.records if uri.startswith(start)), reverse=True
        )
        if "cursor" in params:
            keys = [key for key in keys if key < params["cursor"][0]]
        keys = keys[: _limit(params)]
        records = [
            {"uri": start + key, "cid": cid_of(self.records[start + key]), "value": self.records[start + key]}
            for key in keys
        ]
        return {"records": records} | ({"cursor": keys[-1]} if keys else {})

    def _create_record(self, *, token: str, body: Any, **_rest: Any) -> dict[str, Any]:
        name = self._own_repo(token, body)
        key = body.get("rkey") or self.tid(self._tick())
        return self._stored(name, f"at://{body['repo']}/{body['collection']}/{key}", body["record"])

    def _put_record(self, *, token: str, body: Any, **_rest: Any) -> dict[str, Any]:
        name = self._own_repo(token, body)
        if unknown := set(body) - {"repo", "collection", "rkey", "record", "swapRecord"}:
            raise _invalid(f"unknown fields {unknown}")
        if not re.fullmatch(r"[2-7a-j][2-7a-z]{12}", body["rkey"]):
            raise _invalid(f'Invalid record key. Expected "tid", got "{body["rkey"]}"')
        uri = f"at://{body['repo']}/{body['collection']}/{body['rkey']}"
        there = self.records.get(uri)
        if there == body["record"]:  # nothing is written, and no swap looked at
            return {"uri": uri, "cid": cid_of(there), "validationStatus": "valid"}
        if "swapRecord" in body and body["swapRecord"] != (cid_of(there) if there else None):
            raise Fault(400, f"Record was at {cid_of(there) if there else 'null'}", name="InvalidSwap")
        self._tick()
        return self._stored(name, uri, body["record"])

    def _stored(self, name: str, uri: str, record: dict[str, Any]) -> dict[str, Any]:
        self._check(record)
        self.records[uri] = record
        self.show(uri)
        return {"uri": uri, "cid": cid_of(record), "validationStatus": "valid"}

    def _delete_record(self, *, token: str, body: Any, **_rest: Any) -> dict[str, Any]:
        self._own_repo(token, body)
        uri = f"at://{body['repo']}/{body['collection']}/{body['rkey']}"
        self.records.pop(uri, None)
        if not self.switches.view_stands_still:
            self.view.pop(uri, None)
        return {}

    def _own_repo(self, token: str, body: Any) -> str:
        name = self._viewer(token)
        if body["repo"] != self.dids[name]:
            raise Fault(401, "Authentication Required", name="AuthenticationRequired")
        return name

    def _upload_blob(self, *, token: str, body: Any, kind: str, **_rest: Any) -> dict[str, Any]:
        self._viewer(token)
        if len(body) > 5_000_000:
            raise Fault(413, "request entity too large", name="PayloadTooLarge")
        link = cid_of(hashlib.sha256(body).hexdigest())
        self.blobs[link] = len(body)
        return {"blob": {"$type": "blob", "ref": {"$link": link}, "mimeType": kind, "size": len(body)}}

    def _check(self, record: dict[str, Any]) -> None:
        for picture in record.get("embed", {}).get("images", []):
            size = self.blobs.get(picture["image"]["ref"]["$link"])
            if size is None:
                raise Fault(400, "Could not find blob", name="BlobNotFound")
            if size > 1_000_000 or "alt" not in picture:
                _refuse("a picture")
        _check_text(record)
        for ref in record.get("reply", {}).values():
            if not ref["cid"].startswith("bafy"):
                _refuse("a reference without a cid")

    # The view

    def show(self, uri: str) -> None:
        """Brings a record into the view, as it stands now."""
        if self.switches.view_stands_still or (uri in self.view and self.switches.view_ignores_edits):
            return
        record = self.records[uri]
        self.view[uri] = Shown(cid_of(record), record, self.clock)

    def add_record(self, name: str, record: dict[str, Any], *, key: str = "") -> str:
        """What somebody wrote by a client that does as it likes."""
        with self._lock:
            uri = f"at://{self.dids[name]}/{POSTS}/{key or self.tid(self._tick())}"
            self.records[uri] = {"$type": POSTS, "text": "", "createdAt": _iso(self.clock), **record}
            self.show(uri)
            return uri

    def _post_view(self, uri: str) -> dict[str, Any]:
        shown, name = self.view[uri], self._name_of(uri)
        author = {
            "did": self.dids[name],
            "handle": self.handles[name],
            "displayName": name.title(),
            "labels": [{"src": self.dids[name], "val": label} for label in self.labels.get(name, [])],
        }
        return {
            "uri": uri,
            "cid": shown.cid,
            "author": author,
            "record": shown.record,
            "indexedAt": _iso(shown.at),
            "labels": [{"src": "did:plc:moderation", "val": label} for label in shown.labels],
        }

    def _name_of(self, uri: str) -> str:
        return next(name for name, did in self.dids.items() if did in uri)

    def _need_view(self, token: str) -> str:
        name = self._viewer(token)
        if not self.switches.has_view:
            raise _invalid("No service configured for app.bsky.feed.getPostThread")
        return name

    def _get_posts(self, *, params: Any, **_rest: Any) -> dict[str, Any]:
        return {"posts": [self._post_view(uri) for uri in params["uris"] if uri in self.view]}

    def _get_thread(self, *, params: Any, token: str, **_rest: Any) -> dict[str, Any]:
        self._need_view(token)
        uri, depth = params["uri"][0], int(params["depth"][0])
        if not 0 <= depth <= 1_000:
            raise _invalid("Error: depth must be an integer in range")
        if uri not in self.view:
            if self.switches.not_found_is_a_node:
                return {"thread": {"$type": "app.bsky.feed.defs#notFoundPost", "uri": uri, "notFound": True}}
            raise Fault(400, f"Post not found: {uri}", name="NotFound")
        return {"thread": self._node(uri, depth)}

    def _node(self, uri: str, depth: int) -> dict[str, Any]:
        if self._name_of(uri) in self.blocked:
            return {
                "$type": "app.bsky.feed.defs#blockedPost",
                "uri": uri,
                "blocked": True,
                "author": {"did": self.dids[self._name_of(uri)]},
            }
        node = {"$type": "app.bsky.feed.defs#threadViewPost", "post": self._post_view(uri)}
        if depth:
            below = [other for other, shown in self.view.items() if _parent(shown.record) == uri]
            node["replies"] = [self._node(other, depth - 1) for other in below]
        return node

    def _search(self, *, params: Any, token: str, **_rest: Any) -> dict[str, Any]:
        self._need_view(token)
        words = params["q"][0].lower().split()
        found = [
            uri
            for uri, shown in self.view.items()
            if all(word in shown.record["text"].lower() for word in words)
        ]
        newest = sorted(found, key=lambda uri: self.view[uri].at, reverse=True)
        return {"posts": [self._post_view(uri) for uri in newest[: _limit(params)]]}

    def _list_notifications(self, *, params: Any, token: str, **_rest: Any) -> dict[str, Any]:
        me = self.dids[self._need_view(token)]
        found = []
        for uri, shown in self.view.items():
            features = [one for facet in shown.record.get("facets", []) for one in facet["features"]]
            is_reply = me in _parent(shown.record)
            is_mention = any(feature.get("did") == me for feature in features)
            if me not in uri and (is_reply or is_mention):
                reason = "reply" if is_reply else "mention"
                found.append((min(shown.record["createdAt"], _iso(shown.at)), uri, reason))
        page = sorted(found, reverse=True)
        if "cursor" in params:
            page = [entry for entry in page if entry[0] < params["cursor"][0]]
        page = page[: _limit(params)]
        notices = [
            self._post_view(uri) | {"reason": reason, "indexedAt": at, "isRead": False}
            for at, uri, reason in page
            if reason in params.get("reasons", [reason])
        ]
        return {"notifications": notices} | ({"cursor": page[-1][0]} if page else {})

    # Time

    def _tick(self) -> datetime:
        self.clock += timedelta(seconds=1)
        return self.clock

    def tid(self, moment: datetime) -> str:
        number = (int(moment.timestamp() * 1_000_000) << 10) | (next(self._numbers) % 1024)
        out = ""
        while number:
            number, digit = divmod(number, 32)
            out = SORTABLE[digit] + out
        return out.rjust(13, "2")


def cid_of(value: Any) -> str:
    digest = hashlib.sha256(json.dumps(value, sort_keys=True).encode()).digest()
    return "bafyrei" + base64.b32encode(digest).decode().lower().rstrip("=")


def _invalid(words: str) -> Fault:
    return Fault(400, words, name="InvalidRequest")


def _check_text(record: dict[str, Any]) -> None:
    text = record["text"]
    count = len(regex.findall(r"\X", text))
    if count > 300:
        _refuse(f"grapheme too big (maximum 300, got {count}) at $.record.text")
    if len(text.encode()) > 3_000:
        _refuse(f"string too big (maximum 3000, got {len(text.encode())}) at $.record.text")
    if record["$type"] != POSTS or not TIME.fullmatch(record["createdAt"]) or set(record) - FIELDS:
        _refuse("something else")
    for facet in record.get("facets", []):
        start, end = facet["index"]["byteStart"], facet["index"]["byteEnd"]
        try:
            words = text.encode()[start:end].decode()
        except UnicodeDecodeError:
            words = ""
        if not words or end > len(text.encode()):
            _refuse("a facet that is not of the text")
        for feature in facet["features"]:
            uri = feature.get("uri", feature.get("did", ""))
            if not re.match(r"(https?://|did:)", uri):
                _refuse("a relative link")


def _refuse(words: str) -> None:
    raise _invalid(f"Invalid {POSTS} record: {words}")


def _limit(params: Any) -> int:
    limit = int(params.get("limit", ["50"])[0])
    if not 1 <= limit <= 100:
        raise _invalid("Error: Params must have the property limit in range")
    return limit


def _parent(record: dict[str, Any]) -> str:
    return str(record.get("reply", {}).get("parent", {}).get("uri", ""))


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
