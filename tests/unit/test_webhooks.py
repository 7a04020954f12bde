"""Whether a call comes from Meta."""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest

from complaints.networks.webhooks import challenge, verify_graph_signature

RAW = b"test"
# hexdocs.pm/whatsapp_sdk, WhatsApp.Webhook.compute_signature("test", "secret")
SIGNATURE = "sha256=0329a06b62cd16b33eb6792be8c60b158d89a2ee3a876fce9a881ebb488c0914"


def test_a_genuine_notice() -> None:
    assert verify_graph_signature("secret", RAW, SIGNATURE)


@pytest.mark.parametrize(
    ("secret", "raw", "header"),
    [
        ("other", RAW, SIGNATURE),
        ("secret", b"test ", SIGNATURE),
        ("secret", RAW, SIGNATURE[:-1]),
        ("secret", RAW, SIGNATURE.removeprefix("sha256=")),
        ("secret", RAW, SIGNATURE.replace("sha256", "sha1")),
        ("secret", RAW, "sha256=é"),
        ("secret", RAW, ""),
        ("", RAW, "sha256=" + hmac.new(b"", RAW, hashlib.sha256).hexdigest()),
    ],
)
def test_what_is_not_genuine(secret: str, raw: bytes, header: str) -> None:
    assert not verify_graph_signature(secret, raw, header)


def test_the_bytes_count_and_not_what_they_mean() -> None:
    # Meta writes characters beyond ASCII escaped, in lower case.
    sent = rb'{"message":"\u00e4\u2026"}'
    header = "sha256=" + hmac.new(b"secret", sent, hashlib.sha256).hexdigest()
    assert verify_graph_signature("secret", sent, header)
    assert not verify_graph_signature(
        "secret", json.dumps(json.loads(sent), ensure_ascii=False).encode(), header
    )


GOOD = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "meatyhamhock"}


def test_the_handshake() -> None:
    assert challenge(GOOD, "meatyhamhock") == "1158201444"


@pytest.mark.parametrize(
    ("params", "token"),
    [
        (GOOD, "other"),
        (GOOD, ""),
        (GOOD | {"hub.verify_token": ""}, ""),
        (GOOD | {"hub.verify_token": "é"}, "meatyhamhock"),
        (GOOD | {"hub.mode": "unsubscribe"}, "meatyhamhock"),
        (GOOD | {"hub.challenge": ""}, "meatyhamhock"),
        ({}, "meatyhamhock"),
    ],
)
def test_a_handshake_that_is_not_for_us(params: dict[str, str], token: str) -> None:
    assert challenge(params, token) is None
