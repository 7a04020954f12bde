"""The outbox when nobody knows whether a copy stands, when rows break, and when the database goes away."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection as database

from accounts.models import User
from companies.models import Company
from complaints.enums import EventKind, PostingState, PostingWish
from complaints.models import Event, Posting, ServerRest
from complaints.networks.base import Forbidden, Rejected, Replies, Retryable
from complaints.rules.lifecycle import MoveRefused
from complaints.services import copies, listening, posting, tracking
from complaints.services.moves import NotAllowed
from tests.factories import NOW, make_connection, make_many_queued, make_user
from tests.integration import test_outbox_races as races
from tests.integration.test_listening import remote as remote_reply
from tests.integration.test_outbox_holds import lost
from tests.integration.test_outbox_races import hide, later, row, send

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


# What may stand --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [Retryable("server_error"), Forbidden("not_allowed"), Rejected("invalid")])
def test_what_could_not_be_looked_for_is_still_to_be_looked_for(
    queued: Posting, network: races.Network, error: Exception
) -> None:
    lost(queued, network)
    network.fails = error  # type: ignore[assignment]
    assert send(queued, 10).state == PostingState.NEEDS_CHECK
    assert send(queued, 600).state == PostingState.SENT
    assert network.posts == {"1": queued.text}


def test_what_was_taken_back_and_may_stand_is_not_forgotten_when_the_look_fails(
    queued: Posting, network: races.Network, customer: User
) -> None:
    lost(queued, network)
    copies.remove_posting(posting=queued, by=customer, now=later(1))
    network.fails = Retryable("server_error")
    assert send(queued, 10).state == PostingState.NEEDS_CHECK
    assert send(queued, 600).state == PostingState.SENT  # it stands, so
    assert send(queued, 601).state == PostingState.REMOVED  # it is taken down
    assert network.posts == {}


def test_what_may_stand_is_looked_for_beyond_the_last_try(queued: Posting, network: races.Network) -> None:
    lost(queued, network)
    Posting.objects.update(tries=posting.MOST_TRIES)
    network.fails = Retryable("server_error")
    assert send(queued, 10).state == PostingState.NEEDS_CHECK


# Rows that break -------------------------------------------------------------------------------------------------


def test_a_row_that_breaks_waits_longer_and_longer_and_is_looked_for(
    queued: Posting, network: races.Network
) -> None:
    waits = []
    for hours in range(4):
        network.meanwhile = lambda: 1 / 0
        now = later(hours * 60)
        assert posting.sweep_postings(now=now) == 0
        broken = row(queued)
        assert (broken.state, broken.last_error) == (
            PostingState.NEEDS_CHECK,
            "Uncertain: broke ZeroDivisionError",
        )
        assert broken.next_try_at is not None
        waits.append((broken.next_try_at - now).total_seconds())
    assert waits == sorted(waits)
    assert ServerRest.objects.count() == 0  # no fault of the server
    assert posting.sweep_postings(now=later(600)) == 1
    assert row(queued).state == PostingState.SENT
    assert list(network.posts.values()) == [queued.text]


def test_a_row_that_kills_its_workers_is_parked(queued: Posting, network: races.Network) -> None:
    Posting.objects.update(
        state=PostingState.SENDING, tries=posting.MOST_TRIES, lease_until=NOW, first_tried_at=NOW
    )
    assert posting.sweep_postings(now=later(1)) == 0
    parked = row(queued)
    assert parked.state == PostingState.NEEDS_CHECK
    assert parked.next_try_at is not None
    assert parked.next_try_at >= later(1) + posting.LONGEST_WAIT
    assert network.calls == []


def test_a_reply_that_breaks_does_not_hide_those_behind_it(
    queued: Posting, network: races.Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(queued)
    receive = tracking.receive_network_reply

    def breaks(*, remote: Any, **rest: Any) -> Any:
        if remote.remote_id == "r1":
            raise ValueError("nobody thought of this")
        return receive(remote=remote, **rest)

    monkeypatch.setattr(tracking, "receive_network_reply", breaks)
    found = Replies((remote_reply(remote_id="r1"), remote_reply(remote_id="r2")))
    monkeypatch.setattr(network, "replies", lambda remote_id, **rest: found)
    assert listening.poll_posting(posting_id=queued.pk, now=later(30)) == 1
    assert row(queued).polled_at == later(30)


# What operators do ------------------------------------------------------------------------------------------------


def test_try_now_is_for_what_waits(
    queued: Posting, network: races.Network, moderator: User, customer: User
) -> None:
    network.fails = Retryable("unreachable")
    send(queued)
    with pytest.raises(NotAllowed):
        copies.try_now(posting=queued, by=customer, now=later(0.1))
    ServerRest.objects.update(until=later(60), failures=9)
    copies.try_now(posting=queued, by=moderator, now=later(0.1))
    assert send(queued, 0.1).state == PostingState.SENT
    with pytest.raises(MoveRefused, match="does not wait"):
        copies.try_now(posting=queued, by=moderator, now=later(1))


def test_nothing_is_done_to_a_copy_that_a_worker_has(
    queued: Posting, network: races.Network, moderator: User
) -> None:
    for act in (copies.try_now, copies.give_up):

        def refused(act: Callable[..., Any] = act) -> None:
            with pytest.raises(MoveRefused, match="A worker"):
                act(posting=queued, by=moderator, now=later(0))

        network.meanwhile, network.fails = refused, Retryable("server_error")
        Posting.objects.update(next_try_at=NOW)
        send(queued)
    assert row(queued).state == PostingState.QUEUED


def test_what_was_given_up_while_it_may_stand_is_looked_for_when_it_is_sent_again(
    queued: Posting, network: races.Network, moderator: User, customer: User
) -> None:
    lost(queued, network)
    given_up = copies.give_up(posting=queued, by=moderator, now=later(1))
    assert given_up.state == PostingState.FAILED
    assert Event.objects.filter(kind=EventKind.POSTING_FAILED).get().data["why"] == "given_up"
    assert posting.sweep_postings(now=later(600)) == 0
    copies.queue_again(posting=queued, by=customer, now=later(601))
    assert send(queued, 602).state == PostingState.SENT
    assert network.calls == ["publish", "find"]
    assert network.posts == {"1": queued.text}


def test_a_change_can_be_given_up_and_a_take_down_cannot(
    queued: Posting, network: races.Network, moderator: User, customer: User
) -> None:
    send(queued)
    copies.edit_posting(posting=queued, text=queued.text.replace("three", "four"), by=customer, now=later(1))
    assert copies.give_up(posting=queued, by=moderator, now=later(2)).wish == PostingWish.NOTHING
    hide(queued.complaint, moderator)
    with pytest.raises(MoveRefused, match="must be taken down"):
        copies.give_up(posting=queued, by=moderator, now=later(3))


# The database ------------------------------------------------------------------------------------------------------


def cut_this_connection() -> None:
    """Another session ends ours, as a restart does."""
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()

    def cut() -> None:
        with psycopg.connect(**database.get_connection_params()) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [pid])

    thread = threading.Thread(target=cut)
    thread.start()
    thread.join()


@pytest.mark.django_db(transaction=True)
def test_a_sweep_goes_on_after_its_connection_was_cut(network: races.Network) -> None:
    many = make_many_queued(3, connections=[make_connection()])
    network.meanwhile = cut_this_connection  # in the middle of the first call: it is carried out over there
    assert posting.sweep_postings(now=later(1)) == 2
    states = list(Posting.objects.order_by("pk").values_list("state", flat=True))
    assert sorted(states) == [PostingState.SENDING, PostingState.SENT, PostingState.SENT]
    assert posting.sweep_postings(now=later(2) + timedelta(seconds=LEASE)) == 1
    assert Posting.objects.filter(state=PostingState.SENT).count() == 3
    assert sorted(network.posts.values()) == sorted(one.text for one in many)


@pytest.mark.django_db(transaction=True)
def test_two_workers_sweep_at_once_and_each_copy_leaves_once(network: races.Network) -> None:
    many = make_many_queued(24, connections=[make_connection(), make_connection()])
    lock, begun = threading.Lock(), threading.Barrier(2)
    happens = network._happens

    def one_at_a_time(name: str) -> None:
        with lock:
            happens(name)

    network._happens = one_at_a_time  # type: ignore[method-assign]

    def sweep() -> None:
        begun.wait()
        try:
            posting.sweep_postings(now=later(1))
        finally:
            database.close()

    threads = [threading.Thread(target=sweep) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Posting.objects.filter(state=PostingState.SENT).count() == 24
    assert network.calls.count("publish") == 24
    assert sorted(network.posts.values()) == sorted(one.text for one in many)


def test_moderators_do_not_decide_about_copies_that_do_not_wait(queued: Posting) -> None:
    Posting.objects.update(state=PostingState.FAILED)
    with pytest.raises(MoveRefused):
        copies.give_up(posting=queued, by=make_user(is_moderator=True), now=later(1))
