"""What a network refuses or must not be asked: revoked accounts ask to reconnect once, and the daily check keeps the rules."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import User
from companies.models import Company
from complaints.enums import ConnectionState, Network, PostingState
from complaints.models import Connection, Posting
from complaints.networks.base import Account, NeedsReconnect
from complaints.networks.mastodon import MastodonConnector
from complaints.networks.x import XConnector
from complaints.services import connecting, filing, letters, posting, switching, turns
from tests.factories import NOW, make_connection, make_draft

pytestmark = pytest.mark.django_db


def secret_of(connection: Connection) -> str:
    return connecting.vault().open(connection.secret, identity=connection.identity)


@pytest.mark.parametrize("meanwhile", ["renewed", "rotated"])
def test_what_is_refused_although_its_secret_was_sealed_anew_asks_to_reconnect(
    customer: User, company: Company, monkeypatch: pytest.MonkeyPatch, settings: Any, meanwhile: str
) -> None:
    """A token that is renewed on the way and refused all the same, or keys that are rotated before the answer."""
    found = make_connection(owner=customer)
    draft = make_draft(by=customer, company=company)
    filing.prepare_postings(complaint=draft, texts={found: letters.address_of(draft)}, by=customer, now=NOW)
    filing.submit_complaint(complaint=draft, by=customer, is_attested=True, now=NOW)
    asked = []

    def publish(self: MastodonConnector, *_: object, **__: object) -> None:
        asked.append(1)
        if meanwhile == "renewed":
            connecting._renewed(found.pk, secret_of(Connection.objects.get()), lambda old: old + "+")
        else:
            settings.VAULT_KEYS = f"fresh{len(asked)}:{'A' * 43},{settings.VAULT_KEYS}"
            call_command("rotate_keys")
        raise NeedsReconnect("token_refused", status=401)

    monkeypatch.setattr(MastodonConnector, "publish", publish)
    for hours in range(30):
        posting.sweep_postings(now=NOW + timedelta(hours=hours))
    assert len(asked) == 1
    assert Connection.objects.get().state == ConnectionState.RECONNECT
    assert Posting.objects.get().state == PostingState.QUEUED


def test_nobody_is_asked_of_a_network_that_is_off_or_without_a_point_or_money(
    moderator: User, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    make_connection()
    on_x = make_connection(network="x")
    asked = []

    def check(self: Any, *, now: Any) -> Account:
        asked.append(self)
        return Account("1", "answerable", "", "")

    monkeypatch.setattr(MastodonConnector, "check", check)
    monkeypatch.setattr(XConnector, "check", check)
    # X has no budget, Mastodon is switched off.
    switching.switch_off(network=Network.MASTODON, reason="It doubles posts.", by=moderator, now=NOW)
    assert connecting.keep_alive(now=NOW) == 0
    switching.switch_on(network=Network.MASTODON, by=moderator, now=NOW)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(turns, "ask", lambda **_: turns.Refusal(NOW, None))  # type: ignore[arg-type]
        assert connecting.keep_alive(now=NOW) == 0
    assert asked == []
    settings.NETWORK_BUDGETS = {"x": (1, "1.00")}
    assert connecting.keep_alive(now=NOW) == 2
    assert len(asked) == 2
    on_x.refresh_from_db()
    assert on_x.alive_at == NOW
