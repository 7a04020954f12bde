"""Connecting an account on X, on the fake's token endpoint."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from complaints.networks.base import NeedsReconnect
from complaints.networks.oauth import Tokens
from complaints.networks.signing_in import Site
from complaints.networks.x import ADDRESS
from complaints.networks.x_sign_in import XSignIn
from config.doors import http
from tests.contract.stage_x import APP
from tests.contract.stages import LOCAL, NOW
from tests.fakes.x import FakeX

CALLBACK = "https://answerable.example/connections/callback/"
SITE = Site("Answerable", "https://answerable.example", CALLBACK)
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"


@pytest.fixture(scope="module")
def server() -> Iterator[FakeX]:
    with FakeX() as running:
        yield running


def test_where_the_customer_agrees() -> None:
    sign_in = XSignIn(policy=http.Policy())
    assert sign_in.instance({}) == ADDRESS
    left = sign_in.begin(
        instance=ADDRESS, typed={}, site=SITE, app=APP, state="s&t", verifier=VERIFIER, now=NOW
    )
    parts = urlsplit(left.url)
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "x.com", "/i/oauth2/authorize")
    assert parse_qs(parts.query) == {
        "response_type": ["code"],
        "client_id": ["client"],
        "redirect_uri": [CALLBACK],
        "scope": ["tweet.read tweet.write users.read media.write offline.access"],
        "state": ["s&t"],
        # RFC 7636, appendix B
        "code_challenge": ["E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"],
        "code_challenge_method": ["S256"],
    }
    assert left.kept == {"verifier": VERIFIER}


def test_an_account_is_connected_and_disconnected(server: FakeX) -> None:
    server.reset()
    server.codes["code-1"] = ("alice", "")
    sign_in = XSignIn(policy=LOCAL)
    grant = sign_in.finish(
        instance=server.base_url,
        kept={"verifier": VERIFIER},
        params={"code": "code-1"},
        site=SITE,
        app=APP,
        now=NOW,
    )
    assert [account.handle for account in grant.accounts] == ["alice"]
    tokens = Tokens.from_secret(grant.secret)
    assert tokens.refresh in server.refresh
    sign_in.revoke(instance=server.base_url, secret=grant.secret, app=APP, now=NOW)
    assert (tokens.refresh in server.refresh, tokens.access in server.access) == (False, False)
    sign_in.revoke(instance=server.base_url, secret=grant.secret, app=APP, now=NOW)


@pytest.mark.parametrize("params", [{"code": "wrong"}, {"error": "access_denied"}])
def test_a_customer_who_says_no_or_comes_too_late(server: FakeX, params: dict[str, str]) -> None:
    server.reset()
    with pytest.raises(NeedsReconnect):
        XSignIn(policy=LOCAL).finish(
            instance=server.base_url, kept={"verifier": VERIFIER}, params=params, site=SITE, app=APP, now=NOW
        )
