"""Other words for a copy that stands: what the page says while they wait, and when the network refuses them."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from companies.models import Company
from complaints.enums import EventKind, PostingState, PostingWish
from complaints.models import Event, Posting
from complaints.networks.base import Rejected
from complaints.services import copies, posting, preparing
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
def sent(network: races.Network, customer: User, company: Company) -> Posting:
    return send(races.make_queued(customer, company, make_connection()))


@pytest.fixture
def browser(client: Client, customer: User) -> Client:
    client.force_login(customer)
    return client


def edit_page(sent: Posting) -> str:
    return reverse("complaints:copy_edit", args=[sent.complaint.reference, sent.pk])


def case_page(browser: Client, sent: Posting) -> str:
    return browser.get(sent.complaint.get_absolute_url()).content.decode()


def test_a_refused_change_leaves_the_words_that_stand_and_says_why(
    sent: Posting, network: races.Network, browser: Client, customer: User
) -> None:
    before, after = sent.text, sent.text.replace("three", "four")
    copies.edit_posting(posting=sent, text=after, by=customer, now=later(1))
    assert browser.get(edit_page(sent)).context["form"]["text"].value() == after
    network.fails = Rejected("invalid")
    refused = send(sent, 2)
    assert (refused.text, refused.new_text, refused.wish) == (before, "", PostingWish.NOTHING)
    assert browser.get(edit_page(sent)).context["form"]["text"].value() == before
    page = case_page(browser, sent)
    assert "Changing the post on Mastodon failed" in page
    assert "Mastodon does not take this text." in page
    assert "Posting on Mastodon failed" not in page


def test_a_change_that_was_made_becomes_what_stands(sent: Posting, customer: User) -> None:
    after = sent.text.replace("three", "four")
    copies.edit_posting(posting=sent, text=after, by=customer, now=later(1))
    assert (row(sent).text, row(sent).new_text) == (sent.text, after)
    assert (send(sent, 2).text, row(sent).new_text) == (after, "")


def test_the_same_words_change_nothing(sent: Posting, network: races.Network, browser: Client) -> None:
    browser.post(edit_page(sent), {"text": sent.text})
    assert row(sent).wish == PostingWish.NOTHING
    posting.sweep_postings(now=later(600))
    assert network.calls == ["publish"]
    assert not Event.objects.of_kind(EventKind.POSTING_EDITED).exists()


def test_the_page_counts_as_the_network_does(sent: Posting, browser: Client) -> None:
    page = browser.get(edit_page(sent)).content.decode()
    link = sent.text.split()[-1]
    count = len(sent.text) - len(link) + 23
    assert f"<span data-number>{count}</span> of 500 characters, as Mastodon counts them" in page
    long = "x" * 480 + f"\n\n{link}"
    refused = browser.post(edit_page(sent), {"text": long.replace("\n", "\r\n")})
    assert "505 of 500 characters" in refused.content.decode()
    assert "<span data-number>505</span>" in refused.content.decode()


def test_a_copy_that_failed_says_why(network: races.Network, customer: User, company: Company) -> None:
    network.fails = Rejected("too_long")
    failed = send(races.make_queued(customer, company, make_connection()))
    assert failed.state == PostingState.FAILED
    page = Client().get(failed.complaint.get_absolute_url()).content.decode()
    assert "Failed: Mastodon finds the text too long." in page
    assert "Posting on Mastodon failed" in page


def test_what_was_posted_below_it_is_said_by_its_name(sent: Posting, browser: Client) -> None:
    Posting.objects.create(
        complaint=sent.complaint,
        connection=sent.connection,
        network=sent.network,
        kind="answered",
        parent=sent,
        text=f"Answered {sent.text.split()[-1]}#answered",
        state=PostingState.QUEUED,
        idempotency_key="below",
        next_try_at=later(1),
        created_at=later(1),
    )
    posting.sweep_postings(now=later(2))
    assert "Posted on Mastodon: it was answered" in case_page(browser, sent)
