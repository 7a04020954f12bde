"""What becomes of the copies of a complaint that has ended, and what may be posted again."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from companies.models import Company
from complaints.enums import EventKind, PostingState, Status
from complaints.models import Complaint, Connection, Event, Posting
from complaints.networks.base import Retryable, Uncertain
from complaints.rules.lifecycle import MoveRefused
from complaints.services import connecting, copies, listening, posting, preparing, resolving
from tests.factories import NOW, make_connection
from tests.integration import test_outbox_races as races
from tests.integration.test_outbox_races import later, row

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
ENDINGS = ("withdraw", "give_up", "end_partly", "confirm_fixed")


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> races.Network:
    network = races.Network()
    for module in (posting, listening, preparing):
        monkeypatch.setattr(module, "connector_of", lambda connection: network)
    return network


@pytest.fixture
def account(network: races.Network, db: None) -> Connection:
    return make_connection()


@pytest.fixture
def queued(account: Connection, customer: User, company: Company) -> Posting:
    return races.make_queued(customer, company, account)


@pytest.fixture
def sent(queued: Posting) -> Posting:
    return races.send(queued)


def end(complaint: Complaint, how: str, by: User) -> None:
    if how in ("withdraw", "give_up"):
        getattr(resolving, how)(complaint=complaint, by=by, reason="A mistake", now=later(1))
    else:
        getattr(resolving, how)(complaint=complaint, by=by, fixed_on=NOW.date(), now=later(1))


def words(client: Client, complaint: Complaint) -> str:
    return client.get(complaint.get_absolute_url()).content.decode()


@pytest.mark.parametrize("how", ENDINGS)
def test_a_copy_that_waits_is_not_posted_after_the_end(
    queued: Posting, network: races.Network, customer: User, client: Client, how: str
) -> None:
    Posting.objects.update(not_before=NOW + DAY)
    end(queued.complaint, how, customer)
    assert row(queued).state == PostingState.REMOVED
    assert posting.sweep_postings(now=NOW + 2 * DAY) == 0
    assert network.calls == []
    page = words(client, queued.complaint)
    assert "Never posted" in page
    assert "The posting on Mastodon was called off" in page


@pytest.mark.parametrize("how", ENDINGS)
@pytest.mark.parametrize("error", [Retryable("unreachable"), Uncertain("no_answer")])
def test_a_copy_that_is_on_its_way_at_the_end_is_not_tried_again(
    queued: Posting, network: races.Network, customer: User, how: str, error: Exception
) -> None:
    network.meanwhile = lambda: (end(queued.complaint, how, customer), network.posts.clear())
    real = network.publish

    def publish(*args: object, **rest: object) -> None:
        real(*args, **rest)  # type: ignore[arg-type]
        network.posts.clear()
        raise error

    network.publish = publish  # type: ignore[assignment, method-assign]
    races.send(queued)
    network.publish = real  # type: ignore[method-assign]
    posting.sweep_postings(now=NOW + DAY)
    assert row(queued).state == PostingState.REMOVED
    assert network.posts == {}


def test_what_may_stand_when_the_customer_gives_up_is_found_and_stays(
    queued: Posting, network: races.Network, customer: User
) -> None:
    network.fails = Uncertain("no_answer")  # after it was taken
    network.meanwhile = lambda: network.posts.update({"1": queued.text})
    assert races.send(queued).state == PostingState.NEEDS_CHECK
    end(queued.complaint, "give_up", customer)
    posting.sweep_postings(now=NOW + DAY)
    assert row(queued).state == PostingState.SENT
    assert len(network.posts) == 1


def test_withdrawing_takes_the_copies_down_and_the_case_says_so(
    sent: Posting, network: races.Network, customer: User
) -> None:
    browser = Client()
    browser.force_login(customer)
    before = words(browser, sent.complaint)
    assert "Withdrawing takes the copy on Mastodon down; giving up leaves it there." in before
    end(sent.complaint, "withdraw", customer)
    assert "being taken down" in words(browser, sent.complaint)
    posting.sweep_postings(now=later(2))
    assert (row(sent).state, network.posts) == (PostingState.REMOVED, {})
    assert "The posting on Mastodon was removed" in words(browser, sent.complaint)
    resolving.reopen(complaint=sent.complaint, by=customer, reason="After all", now=later(3))
    posting.sweep_postings(now=later(4))
    assert network.posts == {}
    copies.queue_again(posting=row(sent), by=customer, now=later(5))
    assert Posting.objects.filter(state=PostingState.QUEUED).count() == 1


@pytest.mark.parametrize("how", ENDINGS[1:])
def test_other_endings_leave_what_stands(
    sent: Posting, network: races.Network, customer: User, how: str
) -> None:
    end(sent.complaint, how, customer)
    posting.sweep_postings(now=later(2))
    assert (row(sent).state, len(network.posts)) == (PostingState.SENT, 1)


def test_an_offer_that_lapses_calls_off_what_waits(queued: Posting, customer: User) -> None:
    Complaint.objects.update(status=Status.FIX_OFFERED, offer_due_on=NOW.date())
    resolving.lapse_offer(complaint=queued.complaint, now=NOW + 40 * DAY)
    assert row(queued).state == PostingState.REMOVED


# Again -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ENDINGS)
def test_nothing_is_posted_again_as_if_it_were_open(sent: Posting, customer: User, how: str) -> None:
    copies.remove_posting(posting=sent, by=customer, now=later(1))
    posting.sweep_postings(now=later(2))
    browser = Client()
    browser.force_login(customer)
    again = reverse("complaints:copy", args=[sent.complaint.reference, sent.pk, "again"])
    assert again in words(browser, sent.complaint)
    end(sent.complaint, how, customer)
    assert again not in words(browser, sent.complaint)
    with pytest.raises(MoveRefused, match="ended"):
        copies.queue_again(posting=row(sent), by=customer, now=later(3))
    assert Posting.objects.count() == 1


def test_nothing_is_queued_for_an_account_that_is_gone(
    network: races.Network, customer: User, company: Company
) -> None:
    own = make_connection(owner=customer)
    waiting = races.make_queued(customer, company, own)
    connecting.disconnect(connection=own, by=customer, now=later(1))
    browser = Client()
    browser.force_login(customer)
    again = reverse("complaints:copy", args=[waiting.complaint.reference, waiting.pk, "again"])
    assert again not in words(browser, waiting.complaint)
    assert "disconnected" in browser.post(again, follow=True).content.decode()
    assert row(waiting).state == PostingState.FAILED
    assert not Event.objects.of_kind(EventKind.POSTING_QUEUED).exists()
