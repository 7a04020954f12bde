"""The outbox when something else happens while a worker is busy: nothing is lost, nothing unwanted is posted."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse

from accounts.models import User
from companies.models import Case, Company
from complaints.enums import ConnectionState, EventKind, PostingState, Visibility
from complaints.models import Complaint, Connection, Event, Posting
from complaints.networks.base import (
    Account,
    Capabilities,
    ComplaintSummary,
    Connector,
    Gone,
    Limits,
    NeedsReconnect,
    NetworkError,
    PostText,
    Published,
    Rejected,
    Replies,
    Retryable,
    Uncertain,
)
from complaints.rules.lifecycle import MoveRefused
from complaints.services import copies, filing, letters, listening, moderating, posting
from complaints.services.moves import NotAllowed
from tests.factories import NOW, make_company, make_connection, make_draft

pytestmark = pytest.mark.django_db


class Network(Connector):
    """A network in memory. `meanwhile` happens once, in the middle of the next call; `fails` is raised after it."""

    capabilities = Capabilities(edit=True, delete=True, replies=True)

    def __init__(self) -> None:
        self.posts: dict[str, str] = {}
        self.meanwhile: Callable[[], Any] | None = None
        self.fails: NetworkError | None = None
        self.calls: list[str] = []

    def _happens(self, name: str) -> None:
        self.calls.append(name)
        meanwhile, self.meanwhile = self.meanwhile, None
        failure, self.fails = self.fails, None
        if meanwhile:
            meanwhile()
        if failure:
            raise failure

    def limits(self, *, now: datetime) -> Limits:
        return Limits()

    def render(self, summary: ComplaintSummary, *, limits: Limits, strict: bool = False) -> PostText:
        return PostText(body=summary.title, link=summary.link)

    def check(self, *, now: datetime) -> Account:
        return Account(id="us", handle="us@social.example.test", name="Us", url="")

    def publish(
        self, text: PostText, *, idempotency_key: str, now: datetime, first_tried_at: datetime | None = None
    ) -> Published:
        self._happens("publish")
        remote_id = str(len(self.posts) + 1)
        self.posts[remote_id] = text.body
        return Published(remote_id, f"https://social.example.test/{remote_id}")

    def find(self, link: str, *, now: datetime, since: datetime | None = None) -> Published | None:
        self._happens("find")
        found = next((remote_id for remote_id, body in self.posts.items() if link in body), None)
        return Published(found, "") if found else None

    def update(self, remote_id: str, text: PostText, *, now: datetime) -> Published:
        self._happens("update")
        self.posts[remote_id] = text.body
        return Published(remote_id, "")

    def delete(self, remote_id: str, *, now: datetime) -> None:
        self._happens("delete")
        self.posts.pop(remote_id, None)

    def replies(self, remote_id: str, *, now: datetime, seen: Any = None) -> Replies:
        self._happens("replies")
        return Replies(())


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Network:
    network = Network()
    for module in (posting, listening):
        monkeypatch.setattr(module, "connector_of", lambda connection: network)
    return network


@pytest.fixture
def queued(network: Network, customer: User, company: Company) -> Posting:
    return make_queued(customer, company, make_connection())


def make_queued(by: User, company: Company, connection: Connection) -> Posting:
    draft = make_draft(by=by, company=company)
    text = f"No router for three weeks. {company.name}\n{letters.address_of(draft)}"
    filing.prepare_postings(complaint=draft, texts={connection: text}, by=by, now=NOW)
    filing.submit_complaint(complaint=draft, by=by, is_attested=True, now=NOW)
    return Posting.objects.get(complaint=draft)


def later(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def send(queued: Posting, minutes: float = 0) -> Posting:
    posting.send_posting(posting_id=queued.pk, now=later(minutes))
    return row(queued)


def row(queued: Posting) -> Posting:
    return Posting.objects.select_related("complaint", "connection").get(pk=queued.pk)


def hide(complaint: Complaint, moderator: User) -> None:
    moderating.hide_complaint(complaint=complaint, by=moderator, rule="Names an employee", now=NOW)


def restore(complaint: Complaint, moderator: User) -> None:
    moderating.restore_complaint(complaint=complaint, by=moderator, rule="Name removed", now=NOW)


def kinds(complaint: Complaint) -> list[str]:
    return list(Event.objects.filter(complaint=complaint).order_by("id").values_list("kind", flat=True))


# Hiding while a worker is busy ---------------------------------------------------------------------------


def test_hidden_while_an_edit_is_under_way_it_is_still_taken_down(
    queued: Posting, network: Network, moderator: User, customer: User
) -> None:
    send(queued)
    copies.edit_posting(posting=queued, text=queued.text.replace("three", "four"), by=customer, now=later(1))
    network.meanwhile = lambda: hide(queued.complaint, moderator)
    send(queued, 2)
    assert send(queued, 10).state == PostingState.REMOVED
    assert network.posts == {}


def test_hidden_while_an_edit_fails_it_is_still_taken_down(
    queued: Posting, network: Network, moderator: User, customer: User
) -> None:
    send(queued)
    copies.edit_posting(posting=queued, text=queued.text.replace("three", "four"), by=customer, now=later(1))
    network.meanwhile, network.fails = lambda: hide(queued.complaint, moderator), Retryable("server_error")
    send(queued, 2)
    assert send(queued, 60).state == PostingState.REMOVED
    assert network.posts == {}


def test_restored_while_the_take_down_fails_it_stays_up(
    queued: Posting, network: Network, moderator: User
) -> None:
    send(queued)
    hide(queued.complaint, moderator)
    network.meanwhile, network.fails = lambda: restore(queued.complaint, moderator), Retryable("server_error")
    send(queued, 1)
    assert send(queued, 60).state == PostingState.SENT
    assert list(network.posts.values()) == [queued.text]


def test_a_hidden_complaint_that_may_stand_over_there_is_looked_for_and_never_sent_again(
    queued: Posting, network: Network, moderator: User
) -> None:
    network.fails = Uncertain("answer_lost")
    assert send(queued).state == PostingState.NEEDS_CHECK
    hide(queued.complaint, moderator)
    send(queued, 10)
    assert network.calls == ["publish", "find"]
    assert network.posts == {}


def test_a_queued_posting_waits_while_the_complaint_is_hidden_and_leaves_when_it_is_restored(
    queued: Posting, network: Network, moderator: User
) -> None:
    hide(queued.complaint, moderator)
    assert send(queued).state == PostingState.QUEUED
    assert network.calls == []
    restore(queued.complaint, moderator)
    assert send(queued, 1).state == PostingState.SENT


def test_hiding_changes_no_figure_also_not_which_networks_it_stood_on(
    queued: Posting, moderator: User
) -> None:
    send(queued)
    before = Case.objects.values().get()
    assert before["networks"] == ["mastodon"]
    hide(queued.complaint, moderator)
    assert send(queued, 1).state == PostingState.REMOVED
    after = Case.objects.values().get()
    assert {**after, "changed_at": None} == {**before, "changed_at": None}


# Two workers ---------------------------------------------------------------------------------------------


def test_a_worker_that_comes_too_late_with_a_failure_changes_nothing(
    queued: Posting, network: Network
) -> None:
    network.meanwhile, network.fails = lambda: send(queued, 5), Rejected("invalid")  # the lease ran out
    late = send(queued)
    assert (late.state, late.last_error) == (PostingState.SENT, "")
    assert EventKind.POSTING_FAILED not in kinds(late.complaint)


def test_two_workers_that_both_posted_leave_one_event(queued: Posting, network: Network) -> None:
    network.meanwhile = lambda: send(queued, 5)
    sent = send(queued)
    assert sent.remote_id == "1"
    assert kinds(sent.complaint).count(EventKind.POSTED) == 1


def test_a_failed_try_does_not_forget_a_poll_in_between(
    queued: Posting, network: Network, customer: User
) -> None:
    send(queued)
    copies.edit_posting(posting=queued, text=queued.text.replace("three", "four"), by=customer, now=later(1))
    network.meanwhile = lambda: listening.poll_posting(posting_id=queued.pk, now=later(2))
    network.fails = None
    send(queued, 2)
    assert row(queued).polled_at == later(2)


# What keeps others waiting -------------------------------------------------------------------------------


def test_an_account_to_be_reconnected_is_not_asked_by_any_sweep(
    queued: Posting, network: Network, moderator: User
) -> None:
    sent = send(queued)
    hide(queued.complaint, moderator)
    network.fails = NeedsReconnect("token_refused")
    assert send(queued, 1).connection.state == ConnectionState.RECONNECT
    calls = len(network.calls)
    assert posting.sweep_postings(now=later(600)) == 0
    assert listening.sweep_replies(now=later(600)) == 0
    listening.poll_posting(posting_id=sent.pk, now=later(600))
    assert len(network.calls) == calls


def test_an_account_that_was_granted_anew_is_not_stopped_by_an_old_failure(
    queued: Posting, network: Network
) -> None:
    def grant_anew() -> None:
        Connection.objects.update(secret="granted anew", grants=F("grants") + 1)

    network.meanwhile, network.fails = grant_anew, NeedsReconnect("token_refused")
    assert send(queued).connection.state == ConnectionState.ACTIVE


def test_one_row_that_breaks_does_not_keep_the_others_waiting(
    queued: Posting, network: Network, other_customer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_queued(other_customer, make_company(name="Other brand"), queued.connection)

    def broken() -> None:
        raise ValueError("nobody thought of this")

    network.meanwhile = broken
    posting.sweep_postings(now=later(1))
    assert sorted([row(queued).state, row(other).state]) == [PostingState.NEEDS_CHECK, PostingState.SENT]


def test_a_secret_that_does_not_open_is_tried_again(queued: Posting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    Connection.objects.update(secret="of another key")
    waiting = send(queued)
    assert (waiting.state, "secret" in waiting.last_error) == (PostingState.QUEUED, True)


# Edit, take down, queue again ------------------------------------------------------------------------------


def test_a_customer_edits_a_copy_and_the_network_follows(
    queued: Posting, network: Network, customer: User
) -> None:
    send(queued)
    text = queued.text.replace("three", "four")
    copies.edit_posting(posting=queued, text=text, by=customer, now=later(1))
    edited = send(queued, 2)
    assert (edited.state, edited.wish, list(network.posts.values())) == (PostingState.SENT, "", [text])
    assert kinds(edited.complaint)[-1] == EventKind.POSTING_EDITED


def test_an_edit_during_an_edit_is_carried_out_too(queued: Posting, network: Network, customer: User) -> None:
    send(queued)
    first, second = queued.text.replace("three", "four"), queued.text.replace("three", "five")
    copies.edit_posting(posting=queued, text=first, by=customer, now=later(1))
    network.meanwhile = lambda: copies.edit_posting(posting=queued, text=second, by=customer, now=later(2))
    send(queued, 2)
    send(queued, 10)
    assert (list(network.posts.values()), row(queued).wish) == ([second], "")


@pytest.mark.parametrize(
    ("text", "words"), [("Without a link", "link"), ("x" * 600 + " {link}", "624 of 500"), ("", "link")]
)
def test_an_edit_keeps_the_link_and_the_limits(
    queued: Posting, customer: User, text: str, words: str
) -> None:
    text = text.format(link=letters.address_of(queued.complaint))
    with pytest.raises(copies.TextRefused, match=words):
        copies.edit_posting(posting=queued, text=text, by=customer, now=later(1))


def test_an_edit_that_the_network_refuses_ends_and_says_so(
    queued: Posting, network: Network, customer: User
) -> None:
    send(queued)
    copies.edit_posting(posting=queued, text=queued.text.replace("three", "four"), by=customer, now=later(1))
    network.fails = Rejected("invalid")
    refused = send(queued, 2)
    assert (refused.state, refused.wish) == (PostingState.SENT, "")
    assert kinds(refused.complaint)[-1] == EventKind.POSTING_FAILED
    assert posting.sweep_postings(now=later(900)) == 0


def test_a_customer_takes_a_copy_down_and_posts_it_again(
    queued: Posting, network: Network, customer: User
) -> None:
    send(queued)
    copies.remove_posting(posting=queued, by=customer, now=later(1))
    assert send(queued, 2).state == PostingState.REMOVED
    assert network.posts == {}
    again = copies.queue_again(posting=queued, by=customer, now=later(3))
    assert again.pk != queued.pk
    assert send(again, 4).state == PostingState.SENT
    with pytest.raises(MoveRefused, match="stands already"):
        copies.queue_again(posting=queued, by=customer, now=later(5))


def test_taken_down_while_it_is_sent_it_does_not_stay(
    queued: Posting, network: Network, customer: User
) -> None:
    network.meanwhile = lambda: copies.remove_posting(posting=queued, by=customer, now=later(0))
    send(queued)
    assert send(queued, 1).state == PostingState.REMOVED
    assert network.posts == {}


def test_a_posting_not_sent_yet_is_taken_back_at_once(
    queued: Posting, network: Network, customer: User
) -> None:
    copies.remove_posting(posting=queued, by=customer, now=later(0))
    assert (row(queued).state, kinds(queued.complaint)[-1]) == (
        PostingState.REMOVED,
        EventKind.POSTING_REMOVED,
    )
    send(queued, 1)
    assert network.calls == []


def test_a_failed_posting_is_queued_again_by_customer_or_moderator(
    queued: Posting, network: Network, customer: User, moderator: User
) -> None:
    for by in (customer, moderator):
        network.fails = Rejected("invalid")
        posting.send_posting(posting_id=queued.pk, now=later(0))
        assert row(queued).state == PostingState.FAILED
        again = copies.queue_again(posting=queued, by=by, now=later(0))
        assert (again.pk, again.state, again.tries) == (queued.pk, PostingState.QUEUED, 0)
        assert kinds(queued.complaint)[-1] == EventKind.POSTING_QUEUED
    assert send(queued, 1).state == PostingState.SENT


def test_nobody_else_touches_a_copy(queued: Posting, other_customer: User, moderator: User) -> None:
    for act in (copies.queue_again, copies.remove_posting):
        with pytest.raises(NotAllowed):
            act(posting=queued, by=other_customer, now=NOW)
    for by in (other_customer, moderator):  # a moderator puts no words into the customer's mouth
        with pytest.raises(NotAllowed):
            copies.edit_posting(posting=queued, text=queued.text, by=by, now=NOW)


def test_nothing_is_queued_again_while_the_complaint_is_out_of_sight(
    queued: Posting, network: Network, customer: User, moderator: User
) -> None:
    network.fails = Rejected("invalid")
    send(queued)
    hide(queued.complaint, moderator)
    with pytest.raises(MoveRefused):
        copies.queue_again(posting=queued, by=customer, now=later(1))


def test_a_copy_that_names_the_wrong_brand_is_taken_down_with_the_move(
    queued: Posting, network: Network, moderator: User, other_company: Company, customer: User
) -> None:
    send(queued)
    moderating.move_to_company(complaint=queued.complaint, company=other_company, by=moderator, now=later(1))
    assert send(queued, 2).state == PostingState.REMOVED
    assert network.posts == {}
    with pytest.raises(MoveRefused, match="another company"):
        copies.queue_again(posting=queued, by=customer, now=later(3))


def test_a_copy_on_its_way_during_the_move_is_taken_down_too(
    queued: Posting, network: Network, moderator: User, other_company: Company
) -> None:
    network.meanwhile = lambda: moderating.move_to_company(
        complaint=queued.complaint, company=other_company, by=moderator, now=later(0)
    )
    send(queued)
    assert send(queued, 1).state == PostingState.REMOVED
    assert network.posts == {}


def test_gone_while_it_is_polled_and_hidden_is_removed_once(
    queued: Posting, network: Network, moderator: User
) -> None:
    send(queued)
    network.meanwhile, network.fails = lambda: hide(queued.complaint, moderator), Gone("not_found")
    listening.poll_posting(posting_id=queued.pk, now=later(2))
    assert (row(queued).state, queued.complaint.visibility) == (PostingState.REMOVED, Visibility.PUBLIC)
    send(queued, 3)
    assert kinds(queued.complaint).count(EventKind.POSTING_REMOVED) == 1


def test_the_customer_finds_the_buttons_on_the_page_and_readers_do_not(
    queued: Posting, network: Network, customer: User, moderator: User, other_customer: User, client: Client
) -> None:
    def address(act: str) -> str:
        return reverse("complaints:copy", args=[queued.complaint.reference, queued.pk, act])

    def shows(act: str) -> bool:
        return address(act) in client.get(queued.complaint.get_absolute_url()).content.decode()

    network.fails = Rejected("invalid")
    send(queued)
    for by, expected in ((other_customer, False), (customer, True), (moderator, True)):
        client.force_login(by)
        assert shows("again") is expected
    assert address("again") in client.get(reverse("complaints:moderation")).content.decode()
    assert client.post(address("again")).status_code == 302
    assert row(queued).state == PostingState.QUEUED
    client.force_login(customer)
    assert shows("remove")
    assert client.post(address("remove")).status_code == 302
    assert row(queued).state == PostingState.REMOVED
    assert client.post(address("burn")).status_code == 404
