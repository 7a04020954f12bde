"""Budgets of networks that charge: nothing is spent beyond them, whoever asks at the same time."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from companies.models import Company
from complaints.models import Posting, Reply, Spending
from complaints.networks.base import RateLimited
from complaints.networks.oauth import Tokens
from complaints.rules.budget import Purchase, Spent
from complaints.services import budgets, connecting, filing, letters, listening
from tests.factories import make_connection, make_draft
from tests.fakes.x import FakeX

NOW = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 3, tzinfo=UTC)


@pytest.mark.django_db
def test_x_is_off_until_its_operator_pays() -> None:
    assert (budgets.is_on("x"), budgets.is_on("mastodon")) == (False, True)
    with pytest.raises(RateLimited) as caught:
        budgets.spend(network="x", what=Purchase.READ, now=NOW)
    assert (caught.value.code, caught.value.retry_at) == ("budget_spent", MIDNIGHT)
    budgets.spend(network="mastodon", what=Purchase.POST_WITH_LINK, now=NOW)
    assert not Spending.objects.filter(usd__gt=0).exists()


@pytest.mark.django_db
def test_a_day_is_spent_and_the_next_begins_anew(settings: Any) -> None:
    settings.NETWORK_BUDGETS = {"x": (2, "1.00")}
    budgets.spend(network="x", what=Purchase.POST_WITH_LINK, now=NOW)
    budgets.spend(network="x", what=Purchase.READ, many=10, now=NOW)
    budgets.spend(network="x", what=Purchase.POST, now=NOW)
    assert budgets.spent_on("x", now=NOW) == Spent(2, Decimal("0.265"))
    with pytest.raises(RateLimited) as caught:  # two posts a day
        budgets.spend(network="x", what=Purchase.POST, now=NOW)
    assert caught.value.retry_at == MIDNIGHT
    with pytest.raises(RateLimited):  # one dollar a day
        budgets.spend(network="x", what=Purchase.READ, many=200, now=NOW)
    assert budgets.spent_on("x", now=NOW) == Spent(2, Decimal("0.265"))
    budgets.spend(network="x", what=Purchase.POST, now=NOW + timedelta(hours=1))
    assert budgets.spent_on("x", now=NOW + timedelta(hours=1)).posts == 1


@pytest.mark.django_db
def test_taking_down_is_never_held_back(settings: Any) -> None:
    settings.NETWORK_BUDGETS = {"x": (1, "0.20")}
    budgets.spend(network="x", what=Purchase.POST_WITH_LINK, now=NOW)
    budgets.spend(network="x", what=Purchase.DELETION, now=NOW)
    assert budgets.spent_on("x", now=NOW) == Spent(1, Decimal("0.210"))


@pytest.mark.django_db(transaction=True)
def test_workers_that_spend_at_the_same_time(settings: Any) -> None:
    settings.NETWORK_BUDGETS = {"x": (3, "10")}
    start, refused = Barrier(6), list[str]()

    def work() -> None:
        try:
            start.wait()
            budgets.spend(network="x", what=Purchase.POST_WITH_LINK, now=NOW)
        except RateLimited as error:
            refused.append(error.code)
        finally:
            connection.close()

    workers = [Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert refused == ["budget_spent"] * 3
    assert budgets.spent_on("x", now=NOW) == Spent(3, Decimal("0.600"))


# What is really read


@pytest.fixture(scope="module")
def running() -> Iterator[FakeX]:
    with FakeX() as server:
        yield server


@pytest.fixture
def x(running: FakeX, settings: Any) -> FakeX:
    running.reset()
    settings.NETWORK_BUDGETS = {"x": (5, "10.00")}
    settings.NETWORK_APPS = {"x": ("client", "client-secret")}
    return running


@pytest.fixture
def sent(x: FakeX, customer: User, company: Company) -> Posting:
    account = make_connection(network="x")
    account.instance, account.remote_id = x.base_url, x.user_ids["alice"]
    secret = Tokens("alice_token", "alice_refresh").as_secret()
    account.secret = connecting.vault().seal(secret, identity=account.identity)
    account.save()
    draft = make_draft(by=customer, company=company)
    filing.prepare_postings(
        complaint=draft, texts={account: letters.address_of(draft)}, by=customer, now=moment(0)
    )
    filing.submit_complaint(complaint=draft, by=customer, is_attested=True, now=moment(0))
    copy = draft.postings.get()
    remote_id = x.add_post("alice", copy.text)
    Posting.objects.filter(pk=copy.pk).update(state="sent", remote_id=remote_id, sent_at=moment(0))
    return Posting.objects.get(pk=copy.pk)


def moment(minutes: float) -> datetime:
    """Noon of today, as X's clock is the real one, and later."""
    noon = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
    return noon + timedelta(minutes=minutes)


def billed(x: FakeX) -> Decimal:
    """What X would ask for all that its answers held since the last time, each thing once."""
    people = sum(one.startswith("person") for one in x.shown)
    return Decimal("0.005") * (len(x.shown) - people) + Decimal("0.010") * people


def spent(minutes: float) -> Decimal:
    return budgets.spent_on("x", now=moment(minutes)).usd


@pytest.mark.django_db
def test_every_post_and_person_that_x_shows_is_charged_once_a_day(x: FakeX, sent: Posting) -> None:
    for number in range(120):
        x.add_post("bob" if number % 2 else "carol", f"Me too {number}.", reply_to=sent.remote_id)
    old = datetime.now(UTC) - timedelta(days=8)  # search no longer reaches it: it is asked for by its id
    x.add_post("bob", "Long ago.", reply_to=sent.remote_id, made_at=old)
    assert listening.poll_posting(posting_id=sent.pk, now=moment(1)) == 120
    assert spent(1) == billed(x) == Decimal("0.005") * 121 + Decimal("0.010") * 3
    # Again on the same day: only what is new costs something, also where it was heard of by its mention first.
    fresh = x.add_post("dora", "@alice Behind a lock.", reply_to=sent.remote_id)
    assert listening.poll_posting(posting_id=sent.pk, now=moment(2)) == 0
    x.add_post("bob", "@alice And I.", reply_to=sent.remote_id)
    assert listening.poll_mentions(connection_id=sent.connection_id, now=moment(3)) == 1
    assert listening.poll_posting(posting_id=sent.pk, now=moment(4)) == 0
    assert f"post {fresh}" in x.shown
    assert spent(4) == billed(x)
    # The next day everything costs again.
    x.shown.clear()
    listening.poll_posting(posting_id=sent.pk, now=moment(5 + 24 * 60))
    assert spent(5 + 24 * 60) == billed(x) > Decimal("0.60")


@pytest.mark.django_db
def test_a_look_for_a_reply_that_is_missing_is_charged_as_well(x: FakeX, sent: Posting) -> None:
    first = x.add_post("bob", "Me too.", reply_to=sent.remote_id)
    listening.poll_posting(posting_id=sent.pk, now=moment(1))
    x.remove_post(first)
    listening.poll_posting(posting_id=sent.pk, now=moment(2))
    assert Reply.objects.get().removed_remotely_at == moment(2)
    assert spent(2) == billed(x)


@pytest.mark.django_db
def test_a_thread_that_the_rest_of_the_budget_does_not_cover_is_not_read(
    x: FakeX, sent: Posting, settings: Any
) -> None:
    for number in range(20):
        x.add_post("bob", f"Me too {number}.", reply_to=sent.remote_id)
    listening.poll_posting(posting_id=sent.pk, now=moment(1))
    settings.NETWORK_BUDGETS = {"x": (5, "0.10")}  # for tomorrow: 21 posts would be 0.105
    x.requests.clear()
    listening.poll_posting(posting_id=sent.pk, now=moment(24 * 60))
    assert x.requests == []
    assert spent(24 * 60) == 0


@pytest.mark.django_db
def test_what_has_been_read_is_charged_also_beyond_the_budget(x: FakeX, sent: Posting, settings: Any) -> None:
    settings.NETWORK_BUDGETS = {"x": (5, "0.01")}
    for number in range(20):
        x.add_post("bob", f"Me too {number}.", reply_to=sent.remote_id)
    assert listening.poll_posting(posting_id=sent.pk, now=moment(1)) == 20
    assert spent(1) == billed(x) == Decimal("0.125")
    x.requests.clear()
    listening.poll_posting(posting_id=sent.pk, now=moment(30))
    assert x.requests == []
