"""Handles and DIDs of Bluesky, that is, of the AT Protocol.

A handle is a host name and leads to a DID by a file at that host or by a DNS record (atproto.com/specs/handle). "The link
between handle and DID must be confirmed bidirectionally, otherwise anybody could create handle aliases": the DID's
document has to name the handle, and only the first handle in it counts (atproto.com/specs/did, DID Documents).
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

from companies.proofs.hosts import HOST, MAX_HOST

LONGEST_DID: Final = 200  # the protocol allows 2,048 and advises 64
# Only these two methods exist there; of did:web only whole hosts, without a path or a port.
_DID = re.compile(
    r"did:plc:[a-z2-7]{24}|did:web:(?=.*[a-z])[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+"
)


def did_of_file(body: bytes) -> str:
    """The DID in `/.well-known/atproto-did`; "" for anything else. White space around it is allowed."""
    return _did(body[:1000].decode("utf-8", errors="replace").strip())


def did_of_answer(body: bytes) -> str:
    """The DID in an answer of com.atproto.identity.resolveHandle; "" for anything else."""
    answer = _object(body)
    return _did(answer.get("did"))


def document_url(did: str, *, directory: str) -> str:
    """Where the document of a DID stands; `directory` is the PLC directory's address."""
    if did.startswith("did:plc:"):
        return f"{directory.rstrip('/')}/{did}"
    return f"https://{did.removeprefix('did:web:')}/.well-known/did.json"


def claims_handle(body: bytes, *, did: str, handle: str) -> bool:
    """Whether this is the document of `did`, and its handle is `handle`."""
    document = _object(body)
    names = document.get("alsoKnownAs")
    if document.get("id") != did or not isinstance(names, list):
        return False
    handles = (str(name).removeprefix("at://").lower() for name in names if str(name).startswith("at://"))
    valid = (name for name in handles if len(name) <= MAX_HOST and re.fullmatch(HOST, name))
    return next(valid, None) == handle


def _did(text: object) -> str:
    if not isinstance(text, str) or len(text) > LONGEST_DID or not _DID.fullmatch(text):
        return ""
    return text


def _object(body: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return parsed if isinstance(parsed, dict) else {}
