"""The outbox when clocks, servers, workers, budgets and the database do what they should not."""

import itertools
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings, settings
from django.test import Client

from accounts.models import User
from companies.models import Company
from complaints.enums import EventKind, Network, PostingState
from complaints.models import Connection, Event, NetworkPause, Posting, ServerRest
from complaints.networks.base import Published, RateLimited, Retryable, Uncertain
from complaints.services import listening, posting, sweeping, switching, turns
from complaints.services.moves import NotAllowed
from tests.factories import NOW, make_connection, make_many_queued
from tests.integration import test_outbox_races as races
from tests.integration.test_outbox_races import kinds, later, row, send

pytestmark = pytest.mark.django_db

LEASE = settings.POSTING_LEASE_SECONDS


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> races.Network:
    network = races.Network()
    for module in (posting, listening):
        monkeypatch.setattr(module, "connector_of", lambda connection: network)
    return network


@pytest.fixture
def queued(network: races.Network, customer: User, company: Company) -> Posting:
    return races.make_queued(customer, company, make_connection())


def lost(queued: Posting, network: races.Network) -> Posting:
    """A posting that stands, and whose answer was lost."""
    network.fails = Uncertain("answer_lost")
    assert send(queued).state == PostingState.NEEDS_CHECK
    network.posts["1"] = queued.text
    return row(queued)


def failing(
    network: races.Network, monkeypatch: pytest.MonkeyPatch, error: Exception, times: int = 99
) -> list[int]:
    """Every call of the network fails so many times. Returns a list that grows with each."""
    failed: list[int] = []

    def fails(name: str) -> None:
        network.calls.append(name)
        if len(failed) < times:
            failed.append(1)
            raise error

    monkeypatch.setattr(network, "_happens", fails)
    return failed


# The switch ----------------------------------------------------------------------------------------------------


def test_nothing_is_sent_or_polled_while_a_network_is_off_and_nothing_is_lost(
    queued: Posting, network: races.Network, moderator: User, other_customer: User, company: Company
) -> None:
    sent = row(races.make_queued(other_customer, company, queued.connection))
    send(sent)
    calls = len(network.calls)
    switching.switch_off(network=Network.MASTODON, reason="It doubles posts.", by=moderator, now=later(1))
    switching.switch_off(network=Network.MASTODON, reason="Again.", by=moderator, now=later(2))
    assert NetworkPause.objects.standing().get().reason == "It doubles posts."
    for minutes in (2, 60, 600):
        assert posting.sweep_postings(now=later(minutes)) == 0
        assert listening.sweep_replies(now=later(minutes)) == 0
        send(queued, minutes)
        listening.poll_posting(posting_id=sent.pk, now=later(minutes))
    assert len(network.calls) == calls
    assert (row(queued).state, row(queued).tries) == (PostingState.QUEUED, 0)
    switching.switch_on(network=Network.MASTODON, by=moderator, now=later(601))
    assert posting.sweep_postings(now=later(602)) == 1
    assert listening.sweep_replies(now=later(602)) >= 1
    pause = NetworkPause.objects.get()
    assert (pause.since, pause.by, pause.ended_at, pause.ended_by) == (
        later(1),
        moderator,
        later(601),
        moderator,
    )


def test_another_network_is_not_touched_by_the_switch(queued: Posting, moderator: User) -> None:
    switching.switch_off(network=Network.BLUESKY, reason="A test", by=moderator, now=later(0))
    assert send(queued).state == PostingState.SENT


def test_only_moderators_switch(customer: User) -> None:
    with pytest.raises(NotAllowed):
        switching.switch_off(network=Network.MASTODON, reason="I am angry.", by=customer, now=NOW)
    with pytest.raises(NotAllowed):
        switching.switch_on(network=Network.MASTODON, by=customer, now=NOW)


def test_the_page_of_the_case_says_why_it_waits(queued: Posting, moderator: User, client: Client) -> None:
    def page() -> str:
        return client.get(queued.complaint.get_absolute_url()).content.decode()

    assert "Waits" not in page()
    switching.switch_off(network=Network.MASTODON, reason="It doubles posts.", by=moderator, now=later(1))
    assert "Waits: posting to Mastodon is switched off at the moment." in page()
    assert "It doubles posts." not in page()


# Servers in trouble ---------------------------------------------------------------------------------------------


def test_a_server_that_fails_again_and_again_is_left_alone_and_asked_again_later(
    network: races.Network, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = make_many_queued(20, connections=[make_connection()], company=company)
    failing(network, monkeypatch, Retryable("unreachable"), times=4)
    assert posting.sweep_postings(now=later(0)) == 3
    rest = ServerRest.objects.get()
    assert (rest.failures, rest.why) == (3, "unreachable")
    assert rest.until is not None
    assert later(0.9) <= rest.until <= later(1.2)
    assert posting.sweep_postings(now=later(0.5)) == 0
    assert posting.sweep_postings(now=later(2)) == 1  # one asks for all, and fails: a longer rest
    assert posting.sweep_postings(now=later(3)) == 0
    assert posting.sweep_postings(now=later(6)) == 20
    assert ServerRest.objects.count() == 0
    assert Posting.objects.filter(state=PostingState.SENT, pk__in=[one.pk for one in many]).count() == 20
    assert Posting.objects.filter(tries__gt=0).count() == 0


def test_a_dead_server_does_not_keep_others_waiting(
    network: races.Network, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    dead, well = make_connection(), make_connection()
    Connection.objects.filter(pk=dead.pk).update(instance="https://dead.example.test")
    make_many_queued(40, connections=[dead], company=company)
    make_many_queued(10, connections=[well], company=company, now=later(1))

    def connector_of(connection: Connection) -> races.Network:
        if connection.pk == dead.pk:
            network.fails = Retryable("no_answer")
        return network

    monkeypatch.setattr(posting, "connector_of", connector_of)
    assert posting.sweep_postings(now=later(2)) == 13  # three failures are enough
    assert well.postings.filter(state=PostingState.SENT).count() == 10


def test_accounts_take_turns(network: races.Network, company: Company) -> None:
    """One with a thousand and one with two: the two are among the first four."""
    busy, quiet = make_connection(), make_connection()
    make_many_queued(30, connections=[busy], company=company)
    late = make_many_queued(2, connections=[quiet], company=company, now=later(5))
    assert posting.sweep_postings(now=later(6), at_most=4) == 4
    assert Posting.objects.filter(pk__in=[one.pk for one in late], state=PostingState.SENT).count() == 2


def test_a_sweep_ends_in_time_and_a_slow_server_has_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(sweeping.time, "monotonic", lambda: now[0])
    asked: list[str] = []

    def work(server: str) -> bool:
        asked.append(server)
        now[0] += 20 if server == "slow" else 1
        return True

    rows = [server for number in range(30) for server in ("slow", f"quick {number}")]
    assert sweeping.count_done(rows, work, server_of=lambda one: one, seconds=45, seconds_each=15) == 26
    assert asked.count("slow") == 1
    assert now[0] == 45


def test_a_refusal_of_too_many_holds_back_the_account_and_not_only_the_row(
    network: races.Network, company: Company
) -> None:
    one, two = make_many_queued(2, connections=[make_connection()], company=company)
    network.fails = RateLimited("rate_limited", retry_at=later(30))
    send(one)
    send(two, 1)
    assert network.calls == ["publish"]
    waiting = row(two)
    assert (waiting.tries, waiting.last_error) == (0, "Paced: posts")
    assert waiting.next_try_at is not None
    assert later(30) <= waiting.next_try_at <= later(32)
    assert ServerRest.objects.count() == 0  # it is well


# Turns ----------------------------------------------------------------------------------------------------------


def test_what_finds_no_point_waits_for_its_turn_and_that_is_no_failure(
    network: races.Network, company: Company
) -> None:
    account = make_connection()
    many = make_many_queued(100, connections=[account], company=company)
    assert posting.sweep_postings(now=later(0)) == 60
    waiting = list(Posting.objects.filter(state=PostingState.QUEUED).order_by("next_try_at"))
    assert [one.pk for one in waiting] == [one.pk for one in many[60:]]  # the oldest first
    assert {(one.tries, one.first_tried_at, one.last_error) for one in waiting} == {(0, None, "Paced: posts")}
    times = [one.next_try_at for one in waiting if one.next_try_at is not None]
    gaps = [(after - before).total_seconds() for before, after in itertools.pairwise(times)]
    assert gaps == pytest.approx([45] * 39)  # 240 in three hours
    assert posting.sweep_postings(now=later(0.5)) == 0
    assert posting.sweep_postings(now=later(15.1)) == 20
    assert Event.objects.filter(kind=EventKind.POSTING_FAILED).count() == 0


def test_polls_have_points_of_their_own(network: races.Network, company: Company) -> None:
    account = make_connection()
    make_many_queued(100, connections=[account], company=company)
    posting.sweep_postings(now=later(0))
    sent = Posting.objects.filter(state=PostingState.SENT)
    sent.update(next_poll_at=later(1))
    listening.sweep_replies(now=later(2))
    assert network.calls.count("replies") == 60
    sent.update(next_poll_at=later(2))
    listening.sweep_replies(now=later(2))
    assert network.calls.count("replies") in (74, 75)  # one may have been for mentions
    assert sent.filter(next_poll_at__gt=later(2), next_poll_at__lt=later(6)).exists()  # put to their turn


def test_a_spent_budget_waits_for_the_next_one(
    network: races.Network, company: Company, settings: LazySettings
) -> None:
    settings.NETWORK_BUDGETS = {"mastodon": (1, "5.00")}
    one, two = make_many_queued(2, connections=[make_connection()], company=company)
    assert send(one).state == PostingState.SENT
    waiting = send(two)
    assert (waiting.state, waiting.tries, waiting.first_tried_at) == (PostingState.QUEUED, 0, None)
    assert waiting.last_error == turns.BUDGET
    assert waiting.next_try_at == NOW.replace(hour=0, minute=0) + timedelta(days=1)
    assert network.calls == ["publish"]
    assert send(two, 24 * 60).state == PostingState.SENT


# Clocks ---------------------------------------------------------------------------------------------------------


def test_a_post_is_found_although_our_clock_was_ahead_when_it_was_made(
    queued: Posting, network: races.Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost(queued, network)
    looks: list[Any] = []
    find = network.find
    monkeypatch.setattr(
        network, "find", lambda link, *, now, since=None: looks.append(since) or find(link, now=now)
    )
    Posting.objects.update(first_tried_at=later(60), next_try_at=later(1))  # then it was put right
    assert send(queued, 2).state == PostingState.SENT
    assert looks[0] <= later(0) - timedelta(hours=5)
    assert network.posts == {"1": queued.text}


def test_a_second_try_is_known_as_one_although_the_clock_went_back(
    queued: Posting, network: races.Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    network.fails = Retryable("unreachable")
    send(queued, 60)
    Posting.objects.update(next_try_at=later(1))
    first: list[Any] = []

    def publish(text: Any, *, first_tried_at: Any = None, **rest: Any) -> Published:
        first.append(first_tried_at)
        return Published("1", "")

    monkeypatch.setattr(network, "publish", publish)
    assert send(queued, 2).state == PostingState.SENT
    assert first == [later(60)]  # so that the connector looks before it sends


def test_plans_of_a_clock_that_was_ahead_are_mended(
    queued: Posting, network: races.Network, other_customer: User, company: Company
) -> None:
    year = later(365 * 24 * 60)
    Posting.objects.update(next_try_at=year)
    sending = races.make_queued(other_customer, company, queued.connection)
    Posting.objects.filter(pk=sending.pk).update(
        state=PostingState.SENDING, lease_until=year, next_try_at=year, first_tried_at=NOW, tries=1
    )
    ServerRest.objects.create(
        network="mastodon", instance="https://other.example.test", since=NOW, failures=4, until=year
    )
    assert posting.sweep_postings(now=later(1)) == 1
    assert row(queued).state == PostingState.SENT
    assert ServerRest.objects.get().until == later(1)
    held = row(sending)
    assert held.lease_until == later(1) + timedelta(seconds=LEASE)  # as long as anybody
    assert posting.sweep_postings(now=later(2) + timedelta(seconds=LEASE)) == 1
    assert row(sending).state == PostingState.SENT


def test_a_look_that_took_longer_than_the_lease_sends_nothing(
    queued: Posting, network: races.Network
) -> None:
    network.fails = Uncertain("answer_lost")
    send(queued)
    network.posts.clear()  # it does not stand
    # While the first looks its lease ends, and another worker sends it.
    network.meanwhile = lambda: send(queued, 20)
    Posting.objects.update(next_try_at=later(1))
    send(queued, 2)
    assert network.calls == ["publish", "find", "find", "publish"]
    assert list(network.posts.values()) == [queued.text]
    assert kinds(queued.complaint).count(EventKind.POSTED) == 1
