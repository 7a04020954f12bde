"""Replies come home by the thread and by mentions; the time at which they count cannot be invented over there."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import User
from companies.models import Company
from complaints.enums import EventKind, ReplySource, Side
from complaints.models import Complaint, Connection, Event, Posting, Reply
from complaints.networks.base import Connector, RemoteReply, Replies
from complaints.networks.mastodon import MastodonConnector
from complaints.networks.signing_in import Grant
from complaints.services import connecting, filing, letters, listening, moderating, posting, tracking, turns
from complaints.services.connecting import connect_site_account
from tests.factories import NOW, make_complaint, make_connection, make_draft, make_handle
from tests.fakes.strict_mastodon import StrictMastodon

pytestmark = pytest.mark.django_db

THREAD_CUT_SHORT = '{"ancestors": [], "descendants": []}'


@pytest.fixture(scope="module")
def running() -> Iterator[StrictMastodon]:
    with StrictMastodon() as server:
        yield server


@pytest.fixture
def server(running: StrictMastodon) -> StrictMastodon:
    running.reset()
    return running


@pytest.fixture
def connection(server: StrictMastodon, db: None) -> Connection:
    return connect_site_account(network="mastodon", instance=server.base_url, secret="alice_token", now=NOW)


@pytest.fixture
def sent(connection: Connection, customer: User, company: Company) -> Posting:
    draft = make_draft(by=customer, company=company)
    text = f"No router for three weeks.\n{letters.address_of(draft)}"
    filing.prepare_postings(complaint=draft, texts={connection: text}, by=customer, now=NOW)
    filing.submit_complaint(complaint=draft, by=customer, is_attested=True, now=NOW)
    posting.send_posting(posting_id=Posting.objects.get().pk, now=NOW)
    return Posting.objects.get()


def later(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def hear(connection: Connection, minutes: float) -> int:
    return listening.poll_mentions(connection_id=connection.pk, now=later(minutes))


def remote(**fields: object) -> RemoteReply:
    values: dict[str, object] = {
        "remote_id": "r1",
        "url": "https://social.example.test/r1",
        "in_reply_to": "1",
        "author_id": "77",
        "author_handle": "ana@social.example.test",
        "author_name": "Ana",
        "author_url": "",
        "text": "Same here.",
        "language": "en",
        "stated_at": later(5),
        "edited_at": None,
        "visibility": "public",
    }
    return RemoteReply(**(values | fields))  # type: ignore[arg-type]


def test_a_reply_that_the_thread_does_not_show_comes_home_by_its_mention(
    sent: Posting, server: StrictMastodon, connection: Connection
) -> None:
    first = server.add_post("carol", "@alice Same here, no router.", reply_to=sent.remote_id)
    server.add_post("bob", "@alice @carol Which city?", reply_to=first)
    server.add_post("bob", "@alice Nice site.")  # no reply to any of our postings
    server.add_post("carol", "@alice My address is ...", reply_to=sent.remote_id, visibility="direct")
    assert hear(connection, 2) == 2
    assert hear(connection, 3) == 0
    assert [(reply.posting_id, reply.source, reply.text) for reply in Reply.objects.order_by("id")] == [
        (sent.pk, ReplySource.NETWORK, "@alice Same here, no router."),
        (sent.pk, ReplySource.NETWORK, "@alice @carol Which city?"),
    ]
    assert listening.poll_posting(posting_id=sent.pk, now=later(4)) == 0


def test_the_walk_goes_on_where_it_ended(
    sent: Posting, server: StrictMastodon, connection: Connection
) -> None:
    server.add_post("carol", "@alice One.", reply_to=sent.remote_id)
    assert hear(connection, 2) == 1
    cursor = Connection.objects.get().mentions_cursor
    assert cursor
    server.add_post("carol", "@alice Two.", reply_to=sent.remote_id)
    assert hear(connection, 3) == 1
    assert Connection.objects.get().mentions_cursor != cursor
    asked = [target for _, target, _ in server.requests if target.startswith("/api/v1/notifications")]
    assert ["min_id" in target for target in asked[:2]] == [False, True]
    assert Connection.objects.get().checked_at == later(3)


def test_a_thread_that_is_cut_short_removes_nothing(
    sent: Posting, server: StrictMastodon, connection: Connection
) -> None:
    post_id = server.add_post("carol", "@alice Same here.", reply_to=sent.remote_id)
    hear(connection, 2)
    server.trick("GET", rf"/api/v1/statuses/{sent.remote_id}/context", status=200, body=THREAD_CUT_SHORT)
    listening.poll_posting(posting_id=sent.pk, now=later(3))
    assert Reply.objects.get().removed_remotely_at is None
    del server.posts[post_id]
    listening.poll_posting(posting_id=sent.pk, now=later(4))
    assert Reply.objects.get().removed_remotely_at == later(4)


@pytest.mark.parametrize("status", [400, 403, 429, 503])
def test_a_missing_reply_that_cannot_be_looked_for_stops_no_new_one(
    sent: Posting, server: StrictMastodon, status: int
) -> None:
    first = server.add_post("bob", "@alice First.", reply_to=sent.remote_id)
    assert listening.poll_posting(posting_id=sent.pk, now=later(1)) == 1
    server.posts[first].reply_to = None  # no longer in the thread, and still there
    server.trick("GET", f"/api/v1/statuses/{first}.*", status=status)
    server.add_post("carol", "@alice Second.", reply_to=sent.remote_id)
    assert listening.poll_posting(posting_id=sent.pk, now=later(2)) == 1
    sent.refresh_from_db()
    assert (sent.polled_at, sent.last_error) == (later(2), "")
    assert Reply.objects.filter(removed_remotely_at__isnull=True).count() == 2


def test_each_look_for_a_missing_reply_takes_a_point_and_is_paid_for(
    sent: Posting, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30):
        tracking.receive_network_reply(
            posting=sent, remote=remote(remote_id=f"r{number}"), last_poll_without_it=None, now=later(1)
        )
    asked, paid, looked = [], [], []

    def replies(self: Connector, remote_id: str, *, now: datetime, seen: object = None) -> Replies:
        looked.append(remote_id)
        return Replies((), frozenset(f"r{number}" for number in range(30)))

    monkeypatch.setattr(MastodonConnector, "replies", replies)
    monkeypatch.setattr(turns, "ask", lambda **_: asked.append(1))
    monkeypatch.setattr(turns, "pay", lambda **rest: paid.append(rest.get("many", 1)))
    listening.poll_posting(posting_id=sent.pk, now=later(2))
    assert len(looked) == len(asked) == len(paid) == 1 + listening.MOST_LOOKS
    # Where there is no point left nobody is asked.
    looked.clear()
    left = iter([None, None, None])
    monkeypatch.setattr(turns, "ask", lambda **_: next(left, turns.Refusal(later(9), None)))  # type: ignore[arg-type]
    listening.poll_posting(posting_id=sent.pk, now=later(3))
    assert len(looked) == 3


def test_a_reply_that_is_given_again_with_other_words_was_changed(
    sent: Posting, monkeypatch: pytest.MonkeyPatch, company: Company
) -> None:
    """Where nothing tells when a reply was changed, all are given each time."""
    make_handle(
        company=company, handle="ana@social.example.test", remote_ids={sent.connection.instance: "77"}
    )
    said = ["We refunded you 40 EUR on Monday."]
    monkeypatch.setattr(
        MastodonConnector,
        "replies",
        lambda *_, **__: Replies((remote(text=said[-1]), remote(remote_id="r2"))),
    )
    assert listening.poll_posting(posting_id=sent.pk, now=later(6)) == 2
    assert listening.poll_posting(posting_id=sent.pk, now=later(7)) == 0
    assert not Event.objects.filter(kind=EventKind.REPLY_CHANGED).exists()
    said.append("We never said that.")
    assert listening.poll_posting(posting_id=sent.pk, now=later(8)) == 0
    reply = Reply.objects.get(remote_id="r1")
    assert (reply.text, reply.edited_at) == ("We never said that.", later(8))
    assert Event.objects.get(kind=EventKind.REPLY_CHANGED).data["earlier"] == said[0]


def test_a_network_that_shows_no_replies_is_asked_once_a_day(
    sent: Posting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MastodonConnector, "replies", Connector.replies)
    assert listening.poll_posting(posting_id=sent.pk, now=later(1)) == 0
    sent.refresh_from_db()
    assert (sent.next_poll_at, sent.last_error) == (later(1) + timedelta(days=1), "")


def test_the_sweep_hears_of_mentions_once_a_minute_and_not_of_accounts_without_a_posting(
    sent: Posting, server: StrictMastodon, connection: Connection
) -> None:
    make_connection()  # nothing was ever posted from it: asking it would fail
    server.add_post("carol", "@alice Same here.", reply_to=sent.remote_id)
    Posting.objects.update(next_poll_at=later(600))
    listening.sweep_replies(now=later(2))
    listening.sweep_replies(now=later(2))
    assert Reply.objects.count() == 1
    asked = [target for _, target, _ in server.requests if target.startswith("/api/v1/notifications")]
    assert len([target for target in asked if "min_id" not in target]) == 1


def test_a_server_in_trouble_is_left_alone_and_the_cursor_stays(
    sent: Posting, server: StrictMastodon, connection: Connection
) -> None:
    server.trick("GET", "/api/v1/notifications", status=500)
    assert hear(connection, 2) == 0
    assert Connection.objects.get().mentions_cursor == ""
    assert Connection.objects.get().checked_at == NOW


def test_a_reply_cannot_count_from_before_its_complaint_was_posted(sent: Posting, company: Company) -> None:
    make_handle(
        company=company, handle="ana@social.example.test", remote_ids={sent.connection.instance: "77"}
    )
    reply = tracking.receive_network_reply(
        posting=sent,
        remote=remote(stated_at=datetime(2020, 1, 1, tzinfo=UTC), text="We refunded you 40 EUR on Monday."),
        last_poll_without_it=None,
        now=later(30),
    )
    assert reply is not None
    assert (reply.side, reply.stated_at, reply.at) == (Side.COMPANY, datetime(2020, 1, 1, tzinfo=UTC), NOW)
    assert Complaint.objects.get().answered_at == NOW


def test_a_text_that_grows_when_it_is_cleaned_does_not_stop_the_poll(sent: Posting) -> None:
    reply = tracking.receive_network_reply(
        posting=sent, remote=remote(text="\ufb2c" * 5000), last_poll_without_it=None, now=later(30)
    )
    assert reply is not None
    assert len(reply.text) == 5000


def test_names_from_networks_are_plain_text_too(sent: Posting) -> None:
    reply = tracking.receive_network_reply(
        posting=sent, remote=remote(author_name="An\u202ea\u0000"), last_poll_without_it=None, now=later(30)
    )
    assert reply is not None
    assert reply.author_name == "Ana"


def test_what_somebody_else_wrote_is_not_copied_into_the_history(sent: Posting, company: Company) -> None:
    """The history cannot be changed, so it holds no words of people who are no party; a company's it does."""
    make_handle(
        company=company, handle="bob@social.example.test", remote_ids={sent.connection.instance: "88"}
    )
    for remote_id, author in (("r1", "77"), ("r2", "88")):
        for text, edited_at in (("My name is Ana Souza.", None), ("Edited.", later(9))):
            tracking.receive_network_reply(
                posting=sent,
                remote=remote(remote_id=remote_id, author_id=author, text=text, edited_at=edited_at),
                last_poll_without_it=None,
                now=later(10),
            )
    theirs, companys = Event.objects.filter(kind=EventKind.REPLY_CHANGED).order_by("id")
    assert "earlier" not in theirs.data
    assert companys.data["earlier"] == "My name is Ana Souza."


# What the customer says over there ----------------------------------------------------------------------------


@pytest.fixture
def own(server: StrictMastodon, customer: User, company: Company) -> Posting:
    """A copy that was posted from an account of the customer's own."""
    account = MastodonConnector(
        instance=server.base_url, secret="alice_token", policy=connecting.http_policy()
    ).check(now=NOW)
    mine = connecting.keep_connection(
        slug="mastodon",
        grant=Grant(server.base_url, "alice_token", (account,)),
        account=account,
        by=customer,
        for_site=False,
        now=NOW,
    )
    draft = make_draft(by=customer, company=company)
    text = f"No router for three weeks.\n{letters.address_of(draft)}"
    filing.prepare_postings(complaint=draft, texts={mine: text}, by=customer, now=NOW)
    filing.submit_complaint(complaint=draft, by=customer, is_attested=True, now=NOW)
    posting.send_posting(posting_id=draft.postings.get().pk, now=NOW)
    return draft.postings.get()


def test_what_customers_write_below_a_copy_of_their_own_account_is_their_reply(
    own: Posting, server: StrictMastodon, customer: User
) -> None:
    asked = server.add_post("bob", "@alice Which number?", reply_to=own.remote_id)
    said = server.add_post("alice", "@bob The serial number is 123, what now?", reply_to=asked)
    assert listening.poll_posting(posting_id=own.pk, now=later(2)) == 2
    reply = Reply.objects.get(remote_id=said)
    assert (reply.side, reply.author, reply.author_name) == (Side.CUSTOMER, customer, "The customer")
    assert (reply.source, reply.text) == (ReplySource.NETWORK, "@bob The serial number is 123, what now?")
    event = Event.objects.filter(kind=EventKind.REPLY_RECEIVED).latest("id")
    assert (event.actor_role, event.actor_id) == ("customer", customer.pk)
    assert Complaint.objects.get().answered_at is None


def test_what_this_site_posts_from_the_account_of_a_customer_is_no_reply(
    own: Posting, server: StrictMastodon, customer: User
) -> None:
    link = f"{letters.address_of(own.complaint)}#answered"
    milestone = Posting.objects.create(
        complaint=own.complaint,
        connection=own.connection,
        network=own.network,
        kind="answered",
        parent=own,
        text=f"Northline has answered.\n\n{link}",
        state="needs_check",
        idempotency_key="milestone",
        created_at=NOW,
    )
    made = server.add_post("alice", milestone.text, reply_to=own.remote_id)
    assert listening.poll_posting(posting_id=own.pk, now=later(2)) == 0
    Posting.objects.filter(pk=milestone.pk).update(state="sent", remote_id=made, sent_at=NOW)
    assert listening.poll_posting(posting_id=own.pk, now=later(3)) == 0
    assert not Reply.objects.exists()
    # The customer may name the case as well.
    server.add_post("alice", f"All of it is at {link}", reply_to=own.remote_id)
    assert listening.poll_posting(posting_id=own.pk, now=later(4)) == 1


def test_what_the_account_of_the_site_says_is_nobodys_reply(sent: Posting, server: StrictMastodon) -> None:
    server.add_post("alice", "@bob Thank you.", reply_to=sent.remote_id)
    assert listening.poll_posting(posting_id=sent.pk, now=later(2)) == 0


# Accounts that look like a brand ---------------------------------------------------------------------------


@pytest.fixture
def waiting(sent: Posting) -> Reply:
    reply = tracking.receive_network_reply(
        posting=sent,
        remote=remote(author_name="Northline Care", text="We refunded you 40 EUR on Monday."),
        last_poll_without_it=None,
        now=later(30),
    )
    assert reply is not None
    assert reply.side == Side.UNCONFIRMED
    return reply


def test_a_refused_account_leaves_a_public_event_and_is_not_asked_about_again(
    waiting: Reply, sent: Posting, moderator: User
) -> None:
    assert moderating.refuse_account(reply=waiting, by=moderator, now=later(40)) == 1
    event = Event.objects.get(kind=EventKind.ACCOUNT_REFUSED)
    assert (event.complaint_id, event.is_public, event.actor_id) == (sent.complaint_id, True, moderator.pk)
    again = tracking.receive_network_reply(
        posting=sent,
        remote=remote(remote_id="r2", author_name="Northline Care"),
        last_poll_without_it=None,
        now=later(50),
    )
    assert again is not None
    assert again.side == Side.OTHER


def test_the_proved_account_of_another_company_is_not_taken_away(
    waiting: Reply, moderator: User, other_company: Company
) -> None:
    from complaints.rules.lifecycle import MoveRefused

    theirs = make_handle(company=other_company, handle=waiting.author_handle)
    with pytest.raises(MoveRefused, match="Pebble Mobile"):
        moderating.confirm_account(reply=waiting, by=moderator, now=later(40))
    theirs.refresh_from_db()
    assert theirs.company == other_company


def test_two_moderators_confirm_an_account_once(waiting: Reply, moderator: User) -> None:
    stale = Reply.objects.select_related("complaint").get(pk=waiting.pk)
    assert moderating.confirm_account(reply=waiting, by=moderator, now=later(40)) == 1
    assert tracking.receive_confirmed_account(reply=stale, now=later(41)) is False
    assert Event.objects.filter(kind=EventKind.REPLY_CONFIRMED).count() == 1


def test_a_reply_confirmed_after_the_ending_moves_the_moment_at_which_the_fix_counts(
    waiting: Reply, sent: Posting, moderator: User, customer: User
) -> None:
    from complaints.services import resolving

    reply_day = NOW + timedelta(days=5)
    Reply.objects.filter(pk=waiting.pk).update(at=reply_day)
    resolving.confirm_fixed(
        complaint=sent.complaint,
        by=customer,
        fixed_on=(NOW + timedelta(days=3)).date(),
        now=NOW + timedelta(days=10),
    )
    moderating.confirm_account(reply=Reply.objects.get(), by=moderator, now=NOW + timedelta(days=11))
    assert Complaint.objects.get().counted_at == reply_day


def test_a_reply_after_the_ending_moves_nothing(
    customer: User, company: Company, representative: object
) -> None:
    from complaints.services import resolving

    complaint = make_complaint(by=customer, company=company)
    named = (NOW + timedelta(days=3)).date()
    resolving.confirm_fixed(complaint=complaint, by=customer, fixed_on=named, now=NOW + timedelta(days=10))
    counted = Complaint.objects.get().counted_at
    tracking.record_company_reply(
        complaint=complaint,
        by=representative.user,  # type: ignore[attr-defined]
        text="Thank you, we are glad that it works.",
        now=NOW + timedelta(days=12),
    )
    assert Complaint.objects.get().counted_at == counted
