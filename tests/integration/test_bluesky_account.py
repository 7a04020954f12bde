"""A Bluesky account from the form to the outbox: sessions are renewed in the row, and a lost answer leaves one post."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from companies.models import Company
from complaints.enums import ConnectionState, PostingState, Side
from complaints.models import Connection, Posting, Reply
from complaints.networks.bluesky_session import Session
from complaints.services import connecting, filing, letters, listening, posting
from tests.contract.stage_bluesky import FakeStage
from tests.factories import NOW, make_draft
from tests.fakes.bluesky import FakeBluesky

pytestmark = pytest.mark.django_db
CONNECT = "/connections/bluesky/"
PUT = "/xrpc/com.atproto.repo.putRecord"


@pytest.fixture(scope="module")
def running() -> Iterator[FakeBluesky]:
    with FakeBluesky() as server:
        yield server


@pytest.fixture
def fake(running: FakeBluesky) -> FakeStage:
    stage = FakeStage(running)
    stage.reset()
    return stage


@pytest.fixture
def browser(customer: User) -> Client:
    client = Client()
    client.force_login(customer)
    return client


def typed(fake: FakeStage, **instead: str) -> dict[str, str]:
    return {"handle": "@alice.test", "password": "aaaa-bbbb-cccc-dddd", "server": fake.pds, **instead}


@pytest.fixture
def connection(fake: FakeStage, browser: Client) -> Connection:
    done = browser.post(CONNECT, typed(fake))
    assert (done.status_code, done["Location"]) == (302, "/connections/")
    return Connection.objects.get()


@pytest.fixture
def queued(connection: Connection, customer: User, company: Company) -> Posting:
    draft = make_draft(by=customer, company=company)
    text = f"No router for three weeks. Northline\n{letters.address_of(draft)}"
    filing.prepare_postings(complaint=draft, texts={connection: text}, by=customer, now=NOW)
    filing.submit_complaint(complaint=draft, by=customer, is_attested=True, now=NOW)
    return Posting.objects.get()


def send(queued: Posting, *, minutes: int = 0) -> Posting:
    posting.send_posting(posting_id=queued.pk, now=NOW + timedelta(minutes=minutes))
    return Posting.objects.get(pk=queued.pk)


def kept(connection: Connection) -> Session:
    row = Connection.objects.get(pk=connection.pk)
    return Session.from_secret(connecting.vault().open(row.secret, identity=row.identity))


def test_an_account_is_connected_by_a_form(fake: FakeStage, connection: Connection, browser: Client) -> None:
    assert (connection.handle, connection.remote_id, connection.instance) == (
        "alice.test",
        fake.server.dids["alice"],
        fake.pds,
    )
    assert kept(connection).password == "aaaa-bbbb-cccc-dddd"
    assert "@alice.test" in browser.get("/connections/").content.decode()


def test_the_form_says_what_is_wrong_and_keeps_no_password(fake: FakeStage, browser: Client) -> None:
    page = browser.get(CONNECT).content.decode()
    assert ('value="bsky.social"' in page, 'type="password"' in page) == (True, True)
    refused = browser.post(CONNECT, typed(fake, password="my main password"))
    shown = refused.content.decode()
    assert (refused.status_code, "That is not an app password" in shown) == (422, True)
    assert "my main password" not in shown
    assert Connection.objects.count() == 0


def test_a_renewed_session_is_stored_for_the_next_worker(
    fake: FakeStage, queued: Posting, connection: Connection
) -> None:
    before = kept(connection)
    fake.server.expired.add(before.access)
    assert send(queued).state == PostingState.SENT
    after = kept(connection)
    assert after.access not in ("", before.access)
    assert connecting.connector_of(Connection.objects.get()).check(now=NOW).handle == "alice.test"


def test_a_lost_answer_leaves_one_post(fake: FakeStage, queued: Posting) -> None:
    fake.server.trick("POST", PUT, lose_answer=True)
    assert send(queued).state == PostingState.NEEDS_CHECK
    assert len(fake.posts()) == 1
    sent = send(queued, minutes=30)
    assert (sent.state, [sent.remote_id], fake.source(sent.remote_id)) == (
        PostingState.SENT,
        fake.posts(),
        queued.text,
    )
    assert sent.remote_url.startswith("https://bsky.app/profile/alice.test/post/")


def test_a_revoked_app_password_asks_for_a_new_connection(
    fake: FakeStage, queued: Posting, connection: Connection, browser: Client
) -> None:
    session = kept(connection)
    fake.server.expired |= {session.access, session.refresh}
    del fake.server.passwords[session.password]
    assert send(queued).state == PostingState.QUEUED
    connection.refresh_from_db()
    assert (connection.state, fake.posts()) == (ConnectionState.RECONNECT, [])
    # Another app password, and what waited leaves.
    fake.server.passwords["eeee-ffff-gggg-hhhh"] = ("alice", "com.atproto.appPass")
    browser.post(CONNECT, typed(fake, password="eeee-ffff-gggg-hhhh"))
    queued.refresh_from_db()
    posting.send_posting(posting_id=queued.pk, now=queued.next_try_at)
    assert Posting.objects.get().state == PostingState.SENT


def test_a_reply_comes_home_and_goes_when_its_author_opts_out(fake: FakeStage, queued: Posting) -> None:
    sent = send(queued)
    fake.say("bob", "Same here, for a month.", reply_to=sent.remote_id)
    hidden = "not for everybody"
    fake.say("bob", hidden, reply_to=sent.remote_id, hidden="signed-in-only")
    later = NOW + timedelta(minutes=5)
    assert listening.poll_posting(posting_id=sent.pk, now=later) == 1
    reply = Reply.objects.get()
    assert (reply.side, reply.author_handle, reply.text) == (
        Side.OTHER,
        "bob.test",
        "Same here, for a month.",
    )
    fake.server.labels["bob"] = ["!no-unauthenticated"]
    listening.poll_posting(posting_id=sent.pk, now=later + timedelta(minutes=5))
    reply.refresh_from_db()
    assert reply.removed_remotely_at is not None
