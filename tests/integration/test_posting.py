"""The outbox against a strict server over real HTTP: one status whatever happens, every reply once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from accounts.models import User
from companies.models import Company
from complaints.enums import ConnectionState, EventKind, PostingState, ReplyKind, Side, Status
from complaints.models import Complaint, Connection, Event, Posting, Reply
from complaints.services import filing, letters, listening, moderating, posting, tracking
from complaints.services.connecting import connect_site_account
from complaints.services.moves import NotAllowed
from config.doors.vault import VaultError
from tests.factories import NOW, make_draft, make_handle
from tests.fakes.strict_mastodon import StrictMastodon

pytestmark = pytest.mark.django_db


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
    """The site's own account: Alice."""
    return connect_site_account(network="mastodon", instance=server.base_url, secret="alice_token", now=NOW)


@pytest.fixture
def queued(connection: Connection, customer: User, company: Company) -> Posting:
    """A published complaint whose one posting is queued."""
    draft = make_draft(by=customer, company=company)
    text = f"No router for three weeks. Northline\n{letters.address_of(draft)}"
    filing.prepare_postings(complaint=draft, texts={connection: text}, by=customer, now=NOW)
    filing.submit_complaint(complaint=draft, by=customer, is_attested=True, now=NOW)
    found = Posting.objects.get()
    assert found.state == PostingState.QUEUED
    return found


def send(queued: Posting, *, minutes: int = 0) -> Posting:
    posting.send_posting(posting_id=queued.pk, now=NOW + timedelta(minutes=minutes))
    return Posting.objects.get(pk=queued.pk)


def statuses(server: StrictMastodon) -> list[str]:
    return [post.text for post in server.posts.values() if post.author == "alice"]


def kinds(complaint: Complaint) -> list[str]:
    return list(Event.objects.filter(complaint=complaint).order_by("id").values_list("kind", flat=True))


def test_a_posting_is_sent_once_and_says_where_it_stands(queued: Posting, server: StrictMastodon) -> None:
    sent = send(queued)
    assert (sent.state, sent.tries, sent.last_error) == (PostingState.SENT, 0, "")
    assert statuses(server) == [queued.text]
    assert sent.remote_id in server.posts
    assert sent.remote_url.endswith(f"/@alice/{sent.remote_id}")
    assert kinds(sent.complaint)[-1] == EventKind.POSTED
    send(queued, minutes=5)
    assert statuses(server) == [queued.text]


def test_a_lost_answer_is_looked_for_and_never_doubled(queued: Posting, server: StrictMastodon) -> None:
    server.trick("POST", r"/api/v1/statuses", lose_answer=True)
    lost = send(queued)
    assert lost.state == PostingState.NEEDS_CHECK
    assert statuses(server) == [queued.text]
    server.switches.repeated_key = "new"  # a server that ignores keys would double it
    found = send(queued, minutes=10)
    assert (found.state, found.remote_id in server.posts) == (PostingState.SENT, True)
    assert statuses(server) == [queued.text]


def test_what_a_dead_worker_left_is_found_after_its_lease(queued: Posting, server: StrictMastodon) -> None:
    server.add_post("alice", queued.text)  # it was posted, and the worker died before the commit
    Posting.objects.filter(pk=queued.pk).update(
        state=PostingState.SENDING, lease_until=NOW + timedelta(seconds=150), first_tried_at=NOW, tries=1
    )
    assert send(queued, minutes=1).state == PostingState.SENDING  # the lease still holds
    assert send(queued, minutes=3).state == PostingState.SENT
    assert statuses(server) == [queued.text]


def test_trouble_is_tried_again_and_a_limit_is_honoured(queued: Posting, server: StrictMastodon) -> None:
    server.trick("POST", r"/api/v1/statuses", status=429, headers={"Retry-After": "1800"})
    limited = send(queued)
    assert limited.state == PostingState.QUEUED
    assert limited.next_try_at is not None
    assert limited.next_try_at >= NOW + timedelta(minutes=30)
    assert send(queued, minutes=5).tries == 1  # not due yet: nothing was tried
    assert send(queued, minutes=60).state == PostingState.SENT


def test_a_revoked_account_stops_and_asks_to_reconnect(queued: Posting, server: StrictMastodon) -> None:
    del server.tokens["alice_token"]
    stopped = send(queued)
    assert stopped.state == PostingState.QUEUED
    assert stopped.connection.state == ConnectionState.RECONNECT
    before = len(server.requests)
    send(queued, minutes=120)
    assert len(server.requests) == before  # no loop: nothing is asked with a dead token
    server.tokens["alice_token"] = "alice"
    connect_site_account(
        network="mastodon", instance=server.base_url, secret="alice_token", now=NOW + timedelta(hours=3)
    )
    assert send(queued, minutes=200).state == PostingState.SENT


def test_a_refused_text_fails_for_good_and_says_so(queued: Posting, server: StrictMastodon) -> None:
    server.switches.max_characters = 20
    refused = send(queued)
    assert refused.state == PostingState.FAILED
    assert kinds(refused.complaint)[-1] == EventKind.POSTING_FAILED
    assert statuses(server) == []


def test_hiding_a_complaint_takes_its_posting_down(
    queued: Posting, server: StrictMastodon, moderator: User
) -> None:
    send(queued)
    moderating.hide_complaint(complaint=queued.complaint, by=moderator, rule="Names an employee", now=NOW)
    assert send(queued, minutes=1).state == PostingState.REMOVED
    assert statuses(server) == []
    assert kinds(queued.complaint)[-1] == EventKind.POSTING_REMOVED


def test_a_hidden_complaint_is_not_posted_at_all(
    queued: Posting, server: StrictMastodon, moderator: User
) -> None:
    moderating.hide_complaint(complaint=queued.complaint, by=moderator, rule="Names an employee", now=NOW)
    assert send(queued).state == PostingState.QUEUED
    assert server.requests[-1][1] != "/api/v1/statuses"


def test_a_complaint_without_an_attempt_is_not_posted(
    connection: Connection, customer: User, company: Company
) -> None:
    draft = make_draft(by=customer, company=company, attempts=0)
    assert filing.prepare_postings(complaint=draft, texts={connection: "text"}, by=customer, now=NOW) == []
    filing.submit_complaint(complaint=draft, by=customer, is_attested=True, now=NOW)
    assert not Posting.objects.exists()


def test_replies_come_home_once_public_ones_only(
    queued: Posting, server: StrictMastodon, company: Company
) -> None:
    make_handle(
        company=company,
        handle="bob@" + server.base_url.removeprefix("http://"),
        remote_ids={server.base_url: "01BOB"},
    )
    sent = send(queued)
    server.add_post("bob", "@alice Please send us a DM with your order number.", reply_to=sent.remote_id)
    server.add_post("carol", "@alice Same here, no router.", reply_to=sent.remote_id)
    server.add_post("bob", "@alice Your customer number is 5.", reply_to=sent.remote_id, visibility="direct")
    assert listening.poll_posting(posting_id=sent.pk, now=NOW + timedelta(minutes=2)) == 2
    assert listening.poll_posting(posting_id=sent.pk, now=NOW + timedelta(minutes=4)) == 0
    by_side = {reply.side: reply for reply in Reply.objects.all()}
    assert set(by_side) == {Side.COMPANY, Side.OTHER}
    deflection = by_side[Side.COMPANY]
    assert deflection.kind == ReplyKind.DEFLECTION
    assert deflection.words != []
    complaint = Complaint.objects.get()
    assert (complaint.status, complaint.answered_at) == (Status.AWAITING_ANSWER, None)
    assert complaint.replied_at == deflection.at


def test_an_answer_on_the_network_stops_the_time_to_answer(
    queued: Posting, server: StrictMastodon, company: Company
) -> None:
    make_handle(
        company=company,
        handle="bob@" + server.base_url.removeprefix("http://"),
        remote_ids={server.base_url: "01BOB"},
    )
    sent = send(queued)
    listening.poll_posting(posting_id=sent.pk, now=NOW + timedelta(minutes=2))
    answer = (
        "@alice We found the parcel in our depot. A courier brings it on Thursday, and we refund the 12 EUR."
    )
    server.add_post("bob", answer, reply_to=sent.remote_id)
    listening.poll_posting(posting_id=sent.pk, now=NOW + timedelta(hours=5))
    complaint = Complaint.objects.get()
    assert complaint.status == Status.ANSWERED
    # It counts from the later of its stated time and our last poll that did not show it.
    reply = Reply.objects.get()
    assert complaint.answered_at == reply.at == max(reply.stated_at, NOW + timedelta(minutes=2))


def test_an_edited_reply_keeps_its_label_and_a_removed_one_stays_on_the_record(
    queued: Posting, server: StrictMastodon, company: Company
) -> None:
    make_handle(
        company=company,
        handle="bob@" + server.base_url.removeprefix("http://"),
        remote_ids={server.base_url: "01BOB"},
    )
    sent = send(queued)
    post_id = server.add_post("bob", "@alice Please DM us.", reply_to=sent.remote_id)
    listening.poll_posting(posting_id=sent.pk, now=NOW + timedelta(minutes=2))
    server.posts[post_id].text = "@alice We refunded you 40 EUR on Monday."
    server.posts[post_id].edited_at = NOW + timedelta(minutes=30)
    listening.poll_posting(posting_id=sent.pk, now=NOW + timedelta(hours=1))
    reply = Reply.objects.get()
    assert (reply.kind, "refunded" in reply.text) == (ReplyKind.DEFLECTION, True)
    del server.posts[post_id]
    listening.poll_posting(posting_id=sent.pk, now=NOW + timedelta(hours=2))
    listening.poll_posting(posting_id=sent.pk, now=NOW + timedelta(hours=3))
    assert Reply.objects.get().removed_remotely_at == NOW + timedelta(hours=2)
    assert kinds(sent.complaint)[-3:] == [
        EventKind.REPLY_RECEIVED,
        EventKind.REPLY_CHANGED,
        EventKind.REPLY_REMOVED,
    ]


def test_a_look_alike_waits_for_a_moderator_and_then_counts_from_its_own_time(
    queued: Posting, server: StrictMastodon, company: Company, moderator: User
) -> None:
    company.aliases.create(name="Bob", folded="bob")
    sent = send(queued)
    server.add_post("bob", "@alice We refunded you 40 EUR on Monday.", reply_to=sent.remote_id)
    listening.poll_posting(posting_id=sent.pk, now=NOW + timedelta(minutes=2))
    waiting = Reply.objects.get()
    assert (waiting.side, waiting.kind) == (Side.UNCONFIRMED, "")
    assert Complaint.objects.get().status == Status.AWAITING_ANSWER
    moderating.confirm_account(reply=waiting, by=moderator, now=NOW + timedelta(days=2))
    complaint, confirmed = Complaint.objects.get(), Reply.objects.get()
    assert (complaint.status, complaint.answered_at) == (Status.ANSWERED, waiting.at)
    assert (confirmed.side, confirmed.kind) == (Side.COMPANY, ReplyKind.ANSWER)
    assert company.handles.trusted().get().remote_ids == {server.base_url: "01BOB"}


def test_a_post_deleted_over_there_is_noticed_and_not_posted_again(
    queued: Posting, server: StrictMastodon
) -> None:
    sent = send(queued)
    server.posts.clear()
    listening.poll_posting(posting_id=sent.pk, now=NOW + timedelta(hours=1))
    assert Posting.objects.get().state == PostingState.REMOVED
    posting.sweep_postings(now=NOW + timedelta(days=1))
    assert statuses(server) == []


def test_the_sweep_finds_what_a_lost_queue_forgot(queued: Posting, server: StrictMastodon) -> None:
    assert posting.sweep_postings(now=NOW + timedelta(minutes=1)) >= 1
    assert Posting.objects.get().state == PostingState.SENT
    assert statuses(server) == [queued.text]


def test_the_token_opens_only_in_its_own_row(connection: Connection) -> None:
    assert "alice_token" not in connection.secret
    connection.remote_id = "someone-else"
    with pytest.raises(VaultError):
        posting.connector_of(connection)


def test_a_company_reply_on_the_site_needs_a_representative(queued: Posting, other_customer: User) -> None:
    with pytest.raises(NotAllowed):
        tracking.record_company_reply(complaint=queued.complaint, by=other_customer, text="Hello.", now=NOW)
