"""Passkeys and the authenticator app."""

import base64
import hashlib
import hmac
import re
import struct
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.adapters import MFAAdapter
from accounts.models import User
from config.doors.vault import VaultError, vault_from
from tests.factories import make_user

PASSWORD = "a long and quiet road"
AT = 1_772_443_800  # seconds since 1970; the clock of allauth in these tests

pytestmark = pytest.mark.django_db


def code_of(secret: str, at: int) -> str:
    """RFC 6238 with the usual parameters, written down anew as an oracle."""
    key = base64.b32decode(secret)
    digest = hmac.new(key, struct.pack(">Q", at // 30), hashlib.sha1).digest()
    start = digest[19] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def test_the_oracle_knows_the_vectors_of_the_rfc() -> None:
    secret = base64.b32encode(b"12345678901234567890").decode()
    assert [code_of(secret, at) for at in (59, 1111111109, 20000000000)] == ["287082", "081804", "353130"]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    now = {"at": AT}
    monkeypatch.setattr(
        "allauth.mfa.totp.internal.auth.yield_hotp_counters_from_time", lambda: iter([now["at"] // 30])
    )
    return now


@pytest.fixture
def user(client: Client) -> User:
    """Signed in, and asked for the password a moment ago."""
    cache.clear()
    user = make_user(email="ana@example.test", password=PASSWORD)
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return user


def activate(client: Client, clock: dict[str, int]) -> str:
    page = client.get(reverse("mfa_activate_totp"))
    secret = str(page.context["form"].secret)
    response = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret, clock["at"])})
    assert response.status_code == 302
    clock["at"] += 30  # a code is good for one use
    return secret


@pytest.mark.django_db(transaction=True)  # allauth tells by mail after the commit
def test_an_authenticator_app_from_adding_to_signing_in(
    client: Client, user: User, clock: dict[str, int]
) -> None:
    page = client.get(reverse("mfa_activate_totp"))
    secret = str(page.context["form"].secret)
    assert "data:image/svg+xml;base64," in page.content.decode()
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert wrong.status_code == 422
    assert wrong.context["form"].errors == {"code": ["The code is not right. Codes change every 30 seconds."]}
    assert not Authenticator.objects.filter(type="totp").exists()
    response = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret, clock["at"])})
    assert response.url == reverse("mfa_view_recovery_codes")
    assert [message.subject for message in mail.outbox] == ["Authenticator app added"]
    client.post(reverse("account_logout"))

    clock["at"] += 30
    credentials = {"login": user.email, "password": PASSWORD, "next": "/complaints/new/"}
    response = client.post(reverse("account_login"), credentials)
    assert response.url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert client.get(reverse("mfa_authenticate")).status_code == 200
    refused = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert refused.status_code == 422
    code = code_of(secret, clock["at"])
    response = client.post(reverse("mfa_authenticate"), {"code": code})
    assert (response.status_code, response.url) == (302, "/complaints/new/")
    assert client.session["_auth_user_id"] == str(user.pk)

    other = Client()
    other.post(reverse("account_login"), credentials)
    assert other.post(reverse("mfa_authenticate"), {"code": code}).status_code == 422  # used


def test_a_recovery_code_opens_once(client: Client, user: User, clock: dict[str, int]) -> None:
    activate(client, clock)
    page = client.get(reverse("mfa_view_recovery_codes"))
    codes = page.context["unused_codes"]
    assert len(codes) == 10
    credentials = {"login": user.email, "password": PASSWORD}
    for expected in (302, 422):
        other = Client()
        other.post(reverse("account_login"), credentials)
        assert other.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == expected


def test_the_secret_is_sealed(client: Client, user: User, clock: dict[str, int], settings: Any) -> None:
    secret = activate(client, clock)
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept
    assert kept.startswith("test.")
    assert vault_from(settings.VAULT_KEYS).open(kept, identity=MFAAdapter.IDENTITY) == secret
    with pytest.raises(VaultError):
        vault_from(settings.VAULT_KEYS).open(kept, identity="connection:1:token")


def test_adding_asks_for_the_password_first(client: Client) -> None:
    user = make_user(email="ana@example.test", password=PASSWORD)
    client.force_login(user)
    for name in ("mfa_activate_totp", "mfa_add_webauthn"):
        response = client.get(reverse(name))
        assert response.status_code == 302
        assert response.url.startswith(reverse("account_reauthenticate"))
    wrong = client.post(reverse("account_reauthenticate"), {"password": "wrong"})
    assert wrong.status_code == 422


@pytest.mark.parametrize("name", ["mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn"])
def test_the_pages_obey_the_policy(client: Client, user: User, name: str) -> None:
    """Nothing inline; scripts come from this site."""
    response = client.get(reverse(name))
    assert response.status_code == 200
    policy = response["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    page = response.content.decode()
    assert not re.search(r"<[^>]+\s(style|on[a-z]+)\s*=", page)
    assert "<style" not in page
    for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", page, re.DOTALL):
        is_data = 'type="application/json"' in attributes
        assert is_data or (re.search(r'src="/static/', attributes) and not body.strip())


def test_sign_in_offers_a_passkey(client: Client) -> None:
    cache.clear()
    page = client.get(reverse("account_login")).content.decode()
    assert "mfa/js/webauthn.js" in page
    challenge = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    assert challenge.status_code == 200
    options = challenge.json()["request_options"]["publicKey"]
    assert options["rpId"] == "testserver"
    assert len(options["challenge"]) >= 22


def test_the_name_that_a_passkey_carries(client: Client, user: User) -> None:
    page = client.get(reverse("mfa_add_webauthn"))
    options = page.context["js_data"]["creation_options"]["publicKey"]
    assert options["rp"] == {"id": "testserver", "name": "Answerable"}
    assert options["user"]["name"] == "ana@example.test"
