"""What becomes of copies whose account was disconnected, and what is said of those that wait to go."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from companies.models import Company
from complaints.enums import ConnectionState, Network, PostingState, PostingWish
from complaints.models import Connection, Posting
from complaints.networks.base import Uncertain
from complaints.services import connecting, copies, posting, preparing, resolving, switching
from tests.factories import make_connection
from tests.integration import test_outbox_races as races
from tests.integration.test_outbox_races import later, row, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> races.Network:
    network = races.Network()
    for module in (posting, preparing):
        monkeypatch.setattr(module, "connector_of", lambda connection: network)
    return network


@pytest.fixture
def mine(network: races.Network, customer: User) -> Connection:
    return make_connection(owner=customer)


@pytest.fixture
def queued(mine: Connection, customer: User, company: Company) -> Posting:
    return races.make_queued(customer, company, mine)


@pytest.fixture
def browser(client: Client, customer: User) -> Client:
    client.force_login(customer)
    return client


def leave(mine: Connection, customer: User) -> None:
    connecting.disconnect(connection=Connection.objects.get(pk=mine.pk), by=customer, now=later(1))


def page(browser: Client, copy: Posting) -> str:
    return browser.get(copy.complaint.get_absolute_url()).content.decode()


def act(browser: Client, copy: Posting, what: str) -> str:
    url = reverse("complaints:copy", args=[copy.complaint.reference, copy.pk, what])
    return browser.post(url, follow=True).content.decode()


def test_one_whose_answer_was_lost_is_given_up_and_looked_for_should_it_leave_after_all(
    queued: Posting, network: races.Network, mine: Connection, customer: User, browser: Client
) -> None:
    network.fails = Uncertain("no_answer")
    assert send(queued).state == PostingState.NEEDS_CHECK
    leave(mine, customer)
    assert row(queued).state == PostingState.FAILED
    assert "It was given up, and may stand on Mastodon all the same." in page(browser, queued)
    Connection.objects.update(state=ConnectionState.ACTIVE)  # connected again
    copies.queue_again(posting=queued, by=customer, now=later(5))
    assert send(queued, 5).state == PostingState.SENT
    assert network.posts == {"1": queued.text}


def test_one_that_a_dead_worker_had_ends_with_the_next_sweep(
    queued: Posting, network: races.Network, mine: Connection, customer: User
) -> None:
    def disconnect_and_die() -> None:
        leave(mine, customer)
        raise KeyboardInterrupt

    network.meanwhile = disconnect_and_die
    with pytest.raises(KeyboardInterrupt):
        send(queued)
    assert row(queued).state == PostingState.SENDING
    connecting.sweep_leaving(now=later(0))
    assert row(queued).state == PostingState.SENDING  # its lease has not ended
    connecting.sweep_leaving(now=later(1) + timedelta(seconds=settings.POSTING_LEASE_SECONDS))
    assert row(queued).state == PostingState.FAILED


def test_a_change_that_cannot_be_made_any_more_is_dropped(
    queued: Posting, mine: Connection, customer: User, browser: Client
) -> None:
    sent = send(queued)
    copies.edit_posting(posting=sent, text=sent.text.replace("three", "four"), by=customer, now=later(1))
    leave(mine, customer)
    assert (row(sent).wish, row(sent).new_text, row(sent).text) == (PostingWish.NOTHING, "", sent.text)
    shown = page(browser, sent)
    assert "Changing the post on Mastodon failed" in shown
    assert "Its account was disconnected: replies there are not seen any more." in shown


def test_what_cannot_be_taken_down_is_not_promised(
    queued: Posting, mine: Connection, customer: User, browser: Client
) -> None:
    sent = send(queued)
    leave(mine, customer)
    assert reverse("complaints:copy_edit", args=[sent.complaint.reference, sent.pk]) not in page(
        browser, sent
    )
    assert "Delete it on Mastodon itself." in act(browser, sent, "remove")
    assert row(sent).wish == PostingWish.NOTHING
    resolving.withdraw(complaint=sent.complaint, by=customer, reason="Settled", now=later(5))
    assert "it can only be deleted on Mastodon itself" in page(browser, sent)


@pytest.mark.parametrize("trouble", ["off", "reconnect"])
def test_what_is_to_go_says_what_it_waits_for(
    queued: Posting, customer: User, moderator: User, browser: Client, trouble: str
) -> None:
    sent = send(queued)
    if trouble == "off":
        switching.switch_off(network=Network.MASTODON, reason="x", by=moderator, now=later(1))
        words = "Posted, to be taken down. Waits: posting to Mastodon is switched off at the moment."
    else:
        Connection.objects.update(state=ConnectionState.RECONNECT)
        words = "Posted, to be taken down. Waits: its account must be connected again."
    done = act(browser, sent, "remove")
    assert done.count(words) == 2  # as the answer, and with the copy


def test_what_had_not_left_is_called_off_and_said_so(queued: Posting, browser: Client) -> None:
    assert "It will not be posted." in act(browser, queued, "remove")
