"""Limits for each customer and brand: what is too much waits, and its customer reads until when and why."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from companies.models import Company
from complaints.enums import PostingState
from complaints.models import Complaint, Connection, Posting
from complaints.services import copies, filing, letters, posting, preparing, switching
from tests.factories import NOW, make_company, make_connection, make_draft
from tests.integration import test_outbox_races as races

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(hours=24)


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> races.Network:
    network = races.Network()
    for module in (posting, preparing):
        monkeypatch.setattr(module, "connector_of", lambda connection: network)
    return network


@pytest.fixture
def account(network: races.Network, db: None) -> Connection:
    return make_connection()


def drafted(by: User, company: Company, now: datetime) -> Complaint:
    return make_draft(by=by, company=company, now=now)


def filed(by: User, company: Company, account: Connection, now: datetime) -> Posting:
    """A complaint with a copy, published at once."""
    draft = drafted(by, company, now)
    text = f"No router\n{letters.address_of(draft)}"
    filing.prepare_postings(complaint=draft, texts={account: text}, by=by, now=now)
    filing.submit_complaint(complaint=draft, by=by, is_attested=True, now=now)
    return Posting.objects.get(complaint=draft)


def test_a_second_copy_about_a_brand_waits_for_a_day(
    customer: User, company: Company, account: Connection, network: races.Network
) -> None:
    first = filed(customer, company, account, NOW)
    posting.send_posting(posting_id=first.pk, now=NOW)
    second = filed(customer, company, account, NOW + HOUR)
    assert (first.not_before, second.not_before) == (None, NOW + DAY)
    assert posting.sweep_postings(now=NOW + DAY - HOUR) == 0
    assert (Posting.objects.get(pk=second.pk).state, len(network.posts)) == (PostingState.QUEUED, 1)
    assert posting.sweep_postings(now=NOW + DAY) == 1
    assert len(network.posts) == 2


def test_one_that_waits_makes_the_next_wait_longer(
    customer: User, company: Company, account: Connection
) -> None:
    waits = [filed(customer, company, account, NOW).not_before for _ in range(3)]
    assert waits == [None, NOW + DAY, NOW + 2 * DAY]


def test_three_copies_a_day_in_all(customer: User, account: Connection) -> None:
    waits = [
        filed(customer, make_company(name=f"Brand {number}"), account, NOW).not_before for number in range(5)
    ]
    assert waits == [None, None, None, NOW + DAY, NOW + DAY]


def test_other_customers_and_other_networks_are_counted_apart(
    customer: User, other_customer: User, company: Company, account: Connection
) -> None:
    filed(customer, company, account, NOW)
    assert filed(other_customer, company, account, NOW).not_before is None
    assert filed(customer, company, make_connection(network="bluesky"), NOW).not_before is None


def test_what_never_stood_counts_no_more(
    customer: User, company: Company, account: Connection, network: races.Network
) -> None:
    first = filed(customer, company, account, NOW)
    copies.remove_posting(posting=first, by=customer, now=NOW)
    assert filed(customer, company, account, NOW).not_before is None


def test_one_that_stood_counts_although_it_was_taken_down(
    customer: User, company: Company, account: Connection, network: races.Network
) -> None:
    first = filed(customer, company, account, NOW)
    posting.send_posting(posting_id=first.pk, now=NOW)
    copies.remove_posting(posting=first, by=customer, now=NOW + HOUR)
    posting.sweep_postings(now=NOW + HOUR)
    assert filed(customer, company, account, NOW + 2 * HOUR).not_before == NOW + DAY


def test_one_that_is_sent_again_by_hand_waits_as_well(
    customer: User, company: Company, account: Connection, network: races.Network
) -> None:
    first = filed(customer, company, account, NOW)
    Posting.objects.filter(pk=first.pk).update(state=PostingState.FAILED)
    other = filed(customer, company, account, NOW)
    posting.send_posting(posting_id=other.pk, now=NOW)
    assert copies.queue_again(posting=first, by=customer, now=NOW + HOUR).not_before == NOW + DAY


def test_restoring_a_complaint_does_not_shorten_the_wait(
    customer: User, company: Company, account: Connection, moderator: User, network: races.Network
) -> None:
    filed(customer, company, account, NOW)
    second = filed(customer, company, account, NOW)
    races.hide(second.complaint, moderator)
    races.restore(Complaint.objects.get(pk=second.complaint_id), moderator)
    assert posting.sweep_postings(now=NOW + HOUR) == 1  # the first


def test_the_pages_on_which_copies_are_chosen_say_it(
    customer: User, company: Company, account: Connection, moderator: User, client: Client
) -> None:
    now = races.later(0)
    filed(customer, company, account, now)
    draft = drafted(customer, company, now)
    (copy,) = preparing.copies_of(draft, now=now)
    assert copy.note == (
        "There is a copy of yours about Northline on Mastodon already. One a day is posted, so that nobody is pestered. "
        "This one waits until 3 March, 09:30 UTC."
    )
    switching.switch_off(network="mastodon", reason="A test", by=moderator, now=now)
    client.force_login(customer)
    for step in ("networks", "check"):
        if step == "check":
            filing.prepare_postings(complaint=draft, texts={account: copy.body}, by=customer, now=now)
        page = client.get(reverse(f"complaints:filing_{step}", args=[draft.reference])).content.decode()
        assert "Posting to Mastodon is switched off at the moment." in page


def test_the_page_of_the_case_says_that_it_waits(
    customer: User, company: Company, account: Connection, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed(customer, company, account, NOW)
    second = filed(customer, company, account, NOW)
    Posting.objects.filter(pk=second.pk).update(not_before=NOW + timedelta(days=4000))
    page = client.get(second.complaint.get_absolute_url()).content.decode()
    assert "Waits: one copy a day is posted for each customer and brand." in page
