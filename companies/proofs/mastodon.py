"""What a Mastodon server says about one of its accounts.

GET /api/v1/accounts/lookup?acct=NAME is public (docs.joinmastodon.org/methods/accounts/#lookup, since 3.4.0) and gives
an Account, whose `fields` hold links (docs.joinmastodon.org/entities/Account/#fields). A field's `verified_at` says
that *the server* found a rel=me link back to the profile (app/services/verify_link_service.rb). It is not believed
here: anybody can run a server that says so of any website. It is the linked page, fetched by ourselves, that proves.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from companies.proofs.accounts import place_of, profile_places
from companies.proofs.pages import links_of

MAX_FIELDS: Final = 50


@dataclass(frozen=True, slots=True)
class Profile:
    """An account as its own server shows it: its id there, and the addresses in its profile fields."""

    id: str
    links: tuple[str, ...]


def read_lookup(body: bytes, *, handle: str) -> Profile | None:
    """The profile in an answer to a lookup of `handle` ("user@host") at its own server.

    None for anything else: no JSON, another account, an account of another server, one that has moved away or is
    suspended.
    """
    try:
        account = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(account, dict):
        return None
    is_it = str(account.get("acct", "")).lower() in (handle, handle.partition("@")[0])
    # A server may call any profile its account's, so only one of its own counts.
    is_here = place_of(str(account.get("url", ""))) in profile_places("mastodon", handle)
    remote_id = account.get("id")
    if not is_it or not is_here or account.get("suspended") or account.get("moved"):
        return None
    if not isinstance(remote_id, str) or not 0 < len(remote_id) <= 200:
        return None
    return Profile(id=remote_id, links=tuple(_links(account.get("fields"))))


def _links(fields: Any) -> list[str]:
    found: list[str] = []
    for field in fields[:MAX_FIELDS] if isinstance(fields, list) else []:
        value = field.get("value") if isinstance(field, dict) else None
        if isinstance(value, str):
            # HTML, as made by the server; some of its relatives give the bare address.
            bare = value.strip()
            linked = [link.url for link in links_of(bare.encode(), address="https://invalid.invalid/")]
            found += linked or ([bare] if place_of(bare) else [])
    return found
