"""Proving that a call to us comes from Meta: the handshake when an address is registered, and the signature of each
notice. Of a notice only the names of our own posts are read; what it says is asked for.

https://developers.facebook.com/docs/graph-api/webhooks/getting-started
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping

from complaints.networks.calling import inside, objects


def verify_graph_signature(secret: str, raw: bytes, header: str) -> bool:
    """Whether `X-Hub-Signature-256` signs exactly these bytes with the app's secret, in constant time.

    `raw` is the body as it came: parsed and written again it is another one, since Meta escapes characters in it.
    Without a secret nothing is genuine.
    """
    kind, _, stated = header.strip().partition("=")
    if not secret or kind != "sha256":
        return False
    expected = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    # Bytes, since text with other characters than ASCII cannot be compared so.
    return hmac.compare_digest(expected.encode(), stated.lower().encode())


def challenge(params: Mapping[str, str], verify_token: str) -> str | None:
    """What to answer to the handshake (a GET), None when it is not meant for us: then answer 403.

    `verify_token` is the word that the operator typed into the app's settings; without one nobody is answered.
    """
    token = params.get("hub.verify_token", "")
    is_ours = hmac.compare_digest(token.encode(), verify_token.encode())
    if params.get("hub.mode") != "subscribe" or not verify_token or not is_ours:
        return None
    return params.get("hub.challenge") or None


def posts_named(raw: bytes) -> frozenset[str]:
    """The ids of the posts of a Page that a notice of the field `feed` is about; none when it is about something else.

    https://developers.facebook.com/docs/graph-api/webhooks/reference/page/#feed: `entry[].changes[].value.post_id`.
    """
    try:
        notice = json.loads(raw)
    except ValueError:
        return frozenset()
    if inside(notice, "object") != "page":
        return frozenset()
    values = [
        inside(change, "value", "post_id")
        for entry in objects(inside(notice, "entry"))
        for change in objects(entry.get("changes"))
        if change.get("field") == "feed"
    ]
    return frozenset(value for value in values if isinstance(value, str) and 0 < len(value) <= 200)
