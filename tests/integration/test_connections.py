"""Accounts on networks: connected through the real steps, sealed, renewed, ended over there and destroyed here."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.adapters import MFAAdapter
from accounts.models import User
from accounts.services.closing import close_account
from companies.models import Company
from complaints.enums import ConnectionState, EventKind, PostingState
from complaints.models import Connection, Event, NetworkApp, Posting
from complaints.networks.base import Account, NeedsReconnect, Published, Retryable
from complaints.networks.mastodon import MastodonConnector
from complaints.networks.mastodon_oauth import MastodonSignIn
from complaints.networks.signing_in import Grant
from complaints.services import connecting, filing, letters, posting
from complaints.services.moves import NotAllowed
from config.doors import clock, http
from config.doors.vault import Vault, VaultError, vault_from
from tests.contract.stages import LOCAL, MockStage
from tests.factories import NOW, make_company, make_connection, make_draft

pytestmark = pytest.mark.django_db
CONNECT = "/connections/mastodon/"
CALLBACK = "/connections/mastodon/callback/"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MockStage]:
    stage = MockStage(tmp_path_factory.mktemp("mastodon-mock"))
    yield stage
    stage.stop()


@pytest.fixture
def stage(running: MockStage) -> MockStage:
    running.reset()
    return running


@pytest.fixture
def browser(customer: User) -> Client:
    client = Client()
    client.force_login(customer)
    return client


def agreed(stage: MockStage, client: Client, *, who: str = "alice", page: str = CONNECT) -> str:
    """Goes to the server, says yes there as this person, and gives the address that the server sends us back to."""
    left = client.post(page, {"server": stage.base_url})
    assert left.status_code == 200
    address = left.context["url"]  # the page that leads to another site
    form = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    back = http.request(
        "POST", f"{stage.base_url}/oauth/authorize", policy=LOCAL, data=form | {"username": who}
    )
    parts = urlsplit(back.headers["Location"])
    assert parts.path == CALLBACK
    return f"{parts.path}?{parts.query}"


def connected(stage: MockStage, client: Client, **rest: str) -> Connection:
    done = client.get(agreed(stage, client, **rest))
    assert (done.status_code, done["Location"]) == (302, "/connections/")
    return Connection.objects.latest("pk")


def words(client: Client, url: str = "/connections/") -> str:
    return client.get(url).content.decode()


def secret_of(connection: Connection) -> str:
    return connecting.vault().open(connection.secret, identity=connection.identity)


def test_an_account_is_connected_by_the_real_steps(stage: MockStage, browser: Client, customer: User) -> None:
    found = connected(stage, browser)
    assert (found.owner, found.is_site, found.handle, found.state) == (
        customer,
        False,
        "alice@127.0.0.1",
        ConnectionState.ACTIVE,
    )
    assert secret_of(found) not in found.secret
    assert connecting.connector_of(found).check(now=NOW).id == found.remote_id
    assert "@alice@127.0.0.1" in words(browser)
    app = NetworkApp.objects.get()
    assert (app.network, app.instance) == ("mastodon", stage.base_url)


def test_a_server_is_asked_to_know_us_once(stage: MockStage, browser: Client) -> None:
    connected(stage, browser)
    connected(stage, browser, who="bob")
    assert NetworkApp.objects.count() == 1
    assert Connection.objects.count() == 2


def test_connecting_again_renews_the_secret(stage: MockStage, browser: Client) -> None:
    first = connected(stage, browser)
    Connection.objects.update(state=ConnectionState.RECONNECT)
    assert "Connect again" in words(browser)
    again = connected(stage, browser)
    assert (again.pk, again.state) == (first.pk, ConnectionState.ACTIVE)
    assert secret_of(again) != secret_of(first)


def test_what_waited_for_the_account_goes_on_at_once(
    stage: MockStage, browser: Client, customer: User
) -> None:
    found = connected(stage, browser)
    draft = make_draft(by=customer)
    text = f"No router for three weeks.\n{letters.address_of(draft)}"
    filing.prepare_postings(complaint=draft, texts={found: text}, by=customer, now=NOW)
    filing.submit_complaint(complaint=draft, by=customer, is_attested=True, now=NOW)
    sign_in = MastodonSignIn(policy=LOCAL)
    app = connecting.app_of("mastodon", stage.base_url)
    sign_in.revoke(instance=stage.base_url, secret=secret_of(found), app=app, now=NOW)
    copy = Posting.objects.get()
    posting.send_posting(posting_id=copy.pk, now=NOW)
    found.refresh_from_db()
    assert found.state == ConnectionState.RECONNECT
    connected(stage, browser)
    posting.sweep_postings(now=NOW + timedelta(days=300))
    copy.refresh_from_db()
    assert (copy.state, stage.posts()) == (PostingState.SENT, [copy.remote_id])


def test_a_callback_that_nobody_asked_for_connects_nothing(stage: MockStage, browser: Client) -> None:
    address = agreed(stage, browser)
    for wrong in (f"{CALLBACK}?code=x&state=guess", CALLBACK):
        answer = browser.get(wrong)
        assert (answer.status_code, answer["Location"]) == (302, CONNECT)
    # The right one is of no use either once a wrong one came by.
    assert browser.get(address)["Location"] == CONNECT
    assert not Connection.objects.exists()


@pytest.mark.parametrize("state", ["%C3%A9", "%ED%A0%80", ""])
def test_a_callback_with_any_state_is_answered(stage: MockStage, browser: Client, state: str) -> None:
    agreed(stage, browser)
    done = browser.get(f"{CALLBACK}?state={state}&code=x")
    assert done.status_code == 302
    assert not Connection.objects.exists()


def test_a_callback_that_is_loaded_again_while_one_chooses_leads_to_the_choice(
    browser: Client, customer: User
) -> None:
    accounts = [{"id": one, "handle": one, "name": one, "url": ""} for one in ("blog-a", "blog-b")]
    kept = {"network": "mastodon", "at": clock.now().isoformat(), "secret": "x"}
    kept |= {"instance": "https://x.example.test", "accounts": accounts, "for_site": False}
    session = browser.session
    session["connecting"] = connecting.vault().seal(json.dumps(kept), identity=f"connecting:{customer.pk}")
    session.save()
    done = browser.get(f"{CALLBACK}?state=abc&code=x")
    assert (done.status_code, done["Location"]) == (302, "/connections/mastodon/choose/")
    assert "blog-b" in words(browser, "/connections/mastodon/choose/")


def test_a_callback_of_somebody_else_connects_nothing(
    stage: MockStage, browser: Client, other_customer: User
) -> None:
    address = agreed(stage, browser)
    thief = Client()
    thief.force_login(other_customer)
    assert thief.get(address)["Location"] == CONNECT
    assert not Connection.objects.exists()


def test_the_address_with_the_code_is_told_to_nobody(stage: MockStage, browser: Client) -> None:
    answer = browser.get(agreed(stage, browser))
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]


def test_who_says_no_over_there_is_told_so(stage: MockStage, browser: Client) -> None:
    state = parse_qs(urlsplit(agreed(stage, browser)).query)["state"][0]
    answer = browser.get(f"{CALLBACK}?error=access_denied&state={state}", follow=True)
    assert "you said no over there" in answer.content.decode()
    assert not Connection.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Fill in: Your server"),
        ("a..b", "That is not the address of a server."),
        ("http://127.0.0.1:1", "cannot be reached just now"),
    ],
)
def test_what_is_typed_wrongly_is_said_and_kept(browser: Client, typed: str, said: str) -> None:
    answer = browser.post(CONNECT, {"server": typed})
    page = answer.content.decode()
    assert (answer.status_code, said in page) == (422, True)
    assert f'value="{typed}"' in page or not typed


def test_an_account_of_somebody_else_is_not_taken_over(
    stage: MockStage, browser: Client, other_customer: User
) -> None:
    mine = connected(stage, browser)
    other = Client()
    other.force_login(other_customer)
    answer = other.get(agreed(stage, other), follow=True)
    assert "is connected here already" in answer.content.decode()
    mine.refresh_from_db()
    assert mine.owner != other_customer


def test_only_moderators_connect_accounts_of_the_site(
    stage: MockStage, browser: Client, moderator: User, customer: User
) -> None:
    assert browser.get(f"{CONNECT}?site=1").status_code == 403
    assert browser.post(f"{CONNECT}?site=1", {"server": stage.base_url}).status_code == 403
    operator = Client()
    operator.force_login(moderator)
    found = connected(stage, operator, page=f"{CONNECT}?site=1")
    assert (found.is_site, found.owner) == (True, None)
    account = Account(id="9", handle="x", name="", url="")
    with pytest.raises(NotAllowed):
        connecting.keep_connection(
            slug="mastodon",
            grant=Grant(stage.base_url, "alice_token", (account,)),
            account=account,
            by=customer,
            for_site=True,
            now=NOW,
        )


# Disconnecting


def test_disconnecting_ends_the_permission_and_destroys_the_secret(stage: MockStage, browser: Client) -> None:
    found = connected(stage, browser)
    secret = secret_of(found)
    page = reverse("complaints:disconnect", args=[found.pk])
    assert "Disconnect @alice@127.0.0.1?" in words(browser, page)
    assert browser.post(page)["Location"] == "/connections/"
    found.refresh_from_db()
    assert found.state == ConnectionState.LEAVING
    assert "Being disconnected" in words(browser)
    assert connecting.sweep_leaving(now=found.next_try_at or NOW) == 1
    found.refresh_from_db()
    assert (found.state, found.secret, found.is_revoked) == (ConnectionState.DISCONNECTED, "", True)
    assert "The permission over there is ended." in words(browser)
    with pytest.raises(NeedsReconnect):
        MastodonConnector(instance=stage.base_url, secret=secret, policy=LOCAL).check(now=NOW)
    again = connected(stage, browser)
    assert (again.pk, again.state) == (found.pk, ConnectionState.ACTIVE)


def test_a_network_in_trouble_is_asked_again_and_the_secret_goes_in_any_case(
    customer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = make_connection(owner=customer)
    asked = []

    def revoke(self: object, **rest: object) -> None:
        asked.append(rest)
        raise Retryable("unreachable")

    monkeypatch.setattr("complaints.networks.mastodon_oauth.MastodonSignIn.revoke", revoke)
    connecting.disconnect(connection=found, by=customer, now=NOW)
    at = NOW
    while True:
        found.refresh_from_db()
        if found.state == ConnectionState.DISCONNECTED:
            break
        assert found.secret
        assert found.next_try_at is not None
        assert connecting.sweep_leaving(now=found.next_try_at - timedelta(seconds=1)) == 0
        at = found.next_try_at
        assert connecting.sweep_leaving(now=at) == 1
    assert len(asked) == connecting.MOST_TRIES_TO_REVOKE
    assert (found.secret, found.is_revoked, found.disconnected_at) == ("", False, at)


def test_what_waits_is_given_up_and_its_case_says_so(customer: User) -> None:
    found = make_connection(owner=customer)
    draft = make_draft(by=customer)
    filing.prepare_postings(complaint=draft, texts={found: letters.address_of(draft)}, by=customer, now=NOW)
    filing.submit_complaint(complaint=draft, by=customer, is_attested=True, now=NOW)
    connecting.disconnect(connection=found, by=customer, now=NOW)
    assert Posting.objects.get().state == PostingState.FAILED
    event = Event.objects.of_kind(EventKind.POSTING_FAILED).get()
    assert event.data["why"] == "disconnected"


def test_others_cannot_disconnect(customer: User, other_customer: User, moderator: User) -> None:
    found = make_connection(owner=customer)
    for stranger in (other_customer, moderator):
        with pytest.raises(NotAllowed):
            connecting.disconnect(connection=found, by=stranger, now=NOW)
    site = make_connection()
    with pytest.raises(NotAllowed):
        connecting.disconnect(connection=site, by=customer, now=NOW)
    connecting.disconnect(connection=site, by=moderator, now=NOW)


def test_closing_the_account_ends_its_connections(customer: User) -> None:
    found = make_connection(owner=customer)
    close_account(user=customer, now=NOW)
    found.refresh_from_db()
    assert (found.owner, found.is_site, found.state) == (None, False, ConnectionState.LEAVING)
    assert not Connection.objects.of_the_site().filter(pk=found.pk).exists()


# Secrets


def test_a_secret_is_renewed_by_one_and_used_by_all(customer: User) -> None:
    found = make_connection(owner=customer)
    asked = []

    def exchange(old: str) -> str:
        asked.append(old)
        return "fresh"

    assert connecting._renewed(found.pk, "token", exchange) == "fresh"
    assert connecting._renewed(found.pk, "token", exchange) == "fresh"
    assert asked == ["token"]
    found.refresh_from_db()
    assert secret_of(found) == "fresh"


def test_a_refusal_of_what_was_granted_before_does_not_end_what_was_granted_since(
    stage: MockStage, browser: Client
) -> None:
    before = connected(stage, browser)
    again = connected(stage, browser)
    connecting.ask_to_reconnect(before)
    again.refresh_from_db()
    assert (again.pk, again.state) == (before.pk, ConnectionState.ACTIVE)
    connecting.ask_to_reconnect(again)
    again.refresh_from_db()
    assert again.state == ConnectionState.RECONNECT


def test_keys_rotate_while_posting_goes_on(
    stage: MockStage, browser: Client, customer: User, company: Company, settings: Any
) -> None:
    """Between each two copies, and while the call of each is on its way, secrets are sealed with a new key."""
    found = connected(stage, browser)
    send, rotations = MastodonConnector.publish, []

    def publish(self: MastodonConnector, *args: Any, **rest: Any) -> Published:
        rotate()
        published = send(self, *args, **rest)
        rotate()
        return published

    def rotate() -> None:
        rotations.append(1)
        settings.VAULT_KEYS = f"key{len(rotations)}:{'A' * 43},{settings.VAULT_KEYS.split(',')[0]}"
        call_command("rotate_keys")

    rows = []
    for name in ("Pebble", "Kestrel", "Osprey"):
        draft = make_draft(by=customer, company=make_company(name=name))
        filing.prepare_postings(
            complaint=draft, texts={found: letters.address_of(draft)}, by=customer, now=NOW
        )
        filing.submit_complaint(complaint=draft, by=customer, is_attested=True, now=NOW)
        rows.append(draft.postings.get())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MastodonConnector, "publish", publish)
        posting.sweep_postings(now=NOW)
    assert [row.state for row in Posting.objects.all()] == [PostingState.SENT] * 3
    assert len(stage.posts()) == 3
    assert len(rotations) == 6
    found.refresh_from_db()
    assert found.state == ConnectionState.ACTIVE
    assert not vault_from(settings.VAULT_KEYS).needs_reseal(found.secret)
    assert connecting.connector_of(found).check(now=NOW).handle == found.handle


def test_a_refused_renewal_keeps_the_secret(customer: User) -> None:
    found = make_connection(owner=customer)

    def exchange(old: str) -> str:
        raise NeedsReconnect("token_expired")

    with pytest.raises(NeedsReconnect):
        connecting._renewed(found.pk, "token", exchange)
    found.refresh_from_db()
    assert secret_of(found) == "token"


def test_secrets_move_to_the_new_key_and_the_old_one_can_go(
    customer: User, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    found = make_connection(owner=customer)
    step = _second_step(customer)
    old, new = settings.VAULT_KEYS, "fresh:" + "A" * 43
    settings.VAULT_KEYS = f"{new},{old}"
    call_command("rotate_keys")
    assert "1 secrets of networks, 1 second steps" in capsys.readouterr().out
    call_command("rotate_keys")
    assert "0 secrets of networks, 0 second steps" in capsys.readouterr().out
    only_new: Vault = vault_from(new)
    found.refresh_from_db()
    step.refresh_from_db()
    assert only_new.open(found.secret, identity=found.identity) == "token"
    assert only_new.open(step.data["secret"], identity=MFAAdapter.IDENTITY) == "JBSWY3DP"
    with pytest.raises(VaultError):
        vault_from(old).open(found.secret, identity=found.identity)


def test_secrets_that_do_not_open_are_counted(customer: User) -> None:
    found = make_connection(owner=customer)
    Connection.objects.filter(pk=found.pk).update(secret="gone.AAAAAAAAAAAAAAAA.AAAA")
    with pytest.raises(CommandError, match="1 secrets do not open"):
        call_command("rotate_keys")


def _second_step(user: User) -> Authenticator:
    return Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": MFAAdapter().encrypt("JBSWY3DP")}
    )


def test_what_is_kept_between_the_steps_is_sealed(stage: MockStage, browser: Client) -> None:
    agreed(stage, browser)
    kept = browser.session["connecting"]
    assert "verifier" not in json.dumps(kept)
    assert stage.base_url not in kept


# Being known


def test_a_permission_that_nobody_uses_is_kept_alive(stage: MockStage, browser: Client) -> None:
    found = connected(stage, browser)
    assert found.alive_at is not None
    assert connecting.keep_alive(now=found.alive_at + timedelta(days=13)) == 0
    later = found.alive_at + timedelta(days=15)
    assert connecting.keep_alive(now=later) == 1
    found.refresh_from_db()
    assert found.alive_at == later


def test_an_account_that_is_not_known_any_more_asks_to_be_connected(
    stage: MockStage, browser: Client
) -> None:
    found = connected(stage, browser)
    found.secret = connecting.vault().seal("revoked", identity=found.identity)
    found.save()
    assert connecting.keep_alive(now=NOW + timedelta(days=900)) == 0
    found.refresh_from_db()
    assert found.state == ConnectionState.RECONNECT


def test_a_network_in_trouble_does_not_end_a_connection(customer: User) -> None:
    found = make_connection(owner=customer)
    assert connecting.keep_alive(now=NOW) == 0
    found.refresh_from_db()
    assert found.state == ConnectionState.ACTIVE
