"""What a network tells us unasked is kept once, and only makes us look sooner."""

import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from companies.models import Company
from complaints.enums import PostingState
from complaints.models import Notice, Posting, Reply
from complaints.services import filing, letters, noticing
from tests.factories import NOW, make_connection, make_draft

pytestmark = pytest.mark.django_db
PATH = "/webhooks/facebook/"
SECRET = "app-secret"


@pytest.fixture(autouse=True)
def configured(settings: Any) -> None:
    settings.NETWORK_APPS = {"facebook-page": ("app-id", SECRET)}
    settings.FACEBOOK_VERIFY_TOKEN = "our word"


@pytest.fixture
def copy(customer: User, company: Company) -> Posting:
    """A copy on the Page, polled a while ago."""
    draft = make_draft(by=customer, company=company)
    page = make_connection(network="facebook-page")
    filing.prepare_postings(complaint=draft, texts={page: letters.address_of(draft)}, by=customer, now=NOW)
    filing.submit_complaint(complaint=draft, by=customer, is_attested=True, now=NOW)
    later = NOW + timedelta(days=300)
    Posting.objects.update(state=PostingState.SENT, remote_id="7_11", sent_at=NOW, next_poll_at=later)
    return Posting.objects.get()


def notice(post: str = "7_11", **value: object) -> bytes:
    change = {"field": "feed", "value": {"item": "comment", "verb": "add", "post_id": post, **value}}
    return json.dumps({"object": "page", "entry": [{"id": "7", "time": 1, "changes": [change]}]}).encode()


def told(client: Client, body: bytes, *, secret: str = SECRET) -> int:
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return client.post(
        PATH, body, content_type="application/json", headers={"X-Hub-Signature-256": f"sha256={signature}"}
    ).status_code


def test_the_handshake_is_answered_to_who_knows_our_word(client: Client) -> None:
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "our word"}
    answer = client.get(PATH, asked)
    assert (answer.status_code, answer.content) == (200, b"1158201444")
    assert client.get(PATH, asked | {"hub.verify_token": "guess"}).status_code == 403
    assert client.get(PATH).status_code == 403


def test_a_signed_notice_is_kept_and_makes_us_look(client: Client, copy: Posting) -> None:
    assert told(client, notice(message="We refunded you.")) == 200
    kept = Notice.objects.get()
    assert bytes(kept.body) == notice(message="We refunded you.")
    assert noticing.sweep_notices(now=NOW) == 1
    copy.refresh_from_db()
    assert copy.next_poll_at == NOW
    # Its words are believed of nobody: the reply comes from the network, when we look.
    assert not Reply.objects.exists()


def test_the_same_notice_again_changes_nothing(client: Client, copy: Posting) -> None:
    assert [told(client, notice()), told(client, notice())] == [200, 200]
    assert Notice.objects.count() == 1
    noticing.sweep_notices(now=NOW)
    Posting.objects.update(next_poll_at=NOW + timedelta(hours=1))
    told(client, notice())
    assert noticing.sweep_notices(now=NOW) == 0


def test_what_is_not_signed_is_not_kept(client: Client) -> None:
    assert told(client, notice(), secret="guess") == 403
    assert client.post(PATH, notice(), content_type="application/json").status_code == 403
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"object": "user"}', b'{"object": "page", "entry": [7]}']
)
def test_a_notice_about_something_else_is_harmless(client: Client, copy: Posting, body: bytes) -> None:
    assert told(client, body) == 200
    noticing.sweep_notices(now=NOW)
    copy.refresh_from_db()
    assert copy.next_poll_at == NOW + timedelta(days=300)


def test_a_notice_that_is_too_large_is_refused(client: Client) -> None:
    assert told(client, b" " * (noticing.LARGEST + 1)) == 413


def test_what_was_read_is_forgotten_after_a_week(client: Client, copy: Posting) -> None:
    told(client, notice())
    noticing.sweep_notices(now=NOW)
    noticing.sweep_notices(now=NOW + timedelta(days=6))
    assert Notice.objects.count() == 1
    noticing.sweep_notices(now=NOW + timedelta(days=8))
    assert not Notice.objects.exists()
