"""What the fakes of Meta's networks have in common: how their errors look, pages, and which fields may be asked for.

Shapes: developers.facebook.com/docs/graph-api/guides/error-handling and .../graph-api/results; errors that were seen name
the thread.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

from tests.fakes.serving import Answer, Fault, Served


class Graph(Served):
    """A server that says its errors as the Graph interfaces do. `kind` is the usual type of an error."""

    kind = "OAuthException"

    def error(self, fault: Fault) -> Answer:
        told: dict[str, Any] = {
            "message": fault.words,
            "type": fault.more.get("type", self.kind),
            "code": fault.more.get("code", 1),
            "fbtrace_id": "EJplcsCHuLu",
        }
        told |= {name: fault.more[name] for name in ("error_subcode", "is_transient") if name in fault.more}
        body = json.dumps(fault.more.get("whole") or {"error": told})
        return fault.status, {"Content-Type": "application/json; charset=UTF-8"}, body


def refused_token() -> Fault:
    """snarfed/bridgy#59 (400) and the guide; the same in Threads."""
    return Fault(400, "Error validating access token: Session has expired.", code=190, error_subcode=463)


def not_there(object_id: str, *, method: str = "get") -> Fault:
    """facebook-python-business-sdk#239, fbsamples/threads_api#27."""
    words = (
        f"Unsupported {method} request. Object with ID '{object_id}' does not exist, cannot be loaded due to missing "
        "permissions, or does not support this operation"
    )
    return Fault(400, words, code=100, error_subcode=33, type="GraphMethodException")


def wrong(words: str) -> Fault:
    return Fault(400, words, code=100)


def names_of(query: dict[str, str], known: set[str]) -> list[str]:
    """The fields asked for, without what is asked about them (`from{id,name}`)."""
    text, depth, names = query.get("fields", ""), 0, [""]
    for letter in text:
        depth += {"{": 1, "}": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            names.append("")
        elif depth == 0 and letter != "}":
            names[-1] += letter
    for name in names:
        if name and name not in known:  # exileum/meta-mcp#143
            raise wrong(f"(#100) Tried accessing nonexisting field ({name})")
    return names


def page_of(
    rows: list[dict[str, Any]], query: dict[str, str], *, most: int, address: str = ""
) -> dict[str, Any]:
    """One page by a cursor; with an `address` the last page is the one without `next`."""
    limit = int(query.get("limit", 25))
    if not 1 <= limit <= most:
        raise wrong("(#100) Param limit must be between 1 and 100")
    start = int(query["after"].removeprefix("cursor-")) if query.get("after") else 0
    found: dict[str, Any] = {"data": rows[start : start + limit]}
    if found["data"]:
        after = f"cursor-{start + limit}"
        found["paging"] = {"cursors": {"before": f"cursor-{start}", "after": after}}
        if address and len(rows) > start + limit:
            found["paging"]["next"] = f"{address}?after={after}"
    return found


def form_of(headers: dict[str, str], raw: bytes) -> dict[str, str]:
    if not raw:
        return {}
    if not headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise wrong("(#100) Missing parameters")
    return {name: values[0] for name, values in parse_qs(raw.decode()).items()}
