"""The outbox when clocks, servers, workers, budgets and the database do what they should not."""

import itertools
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.conf import LazySettings, settings
from django.db import connection as database
from django.test import Client

from accounts.models import User
from companies.models import Company
from complaints.enums import EventKind, Network, PostingState, PostingWish
from complaints.models import Connection, Event, NetworkPause, Posting, ServerRest
from complaints.networks.base import Forbidden, Published, RateLimited, Rejected, Retryable, Uncertain
from complaints.rules.lifecycle import MoveRefused
from complaints.services import copies, listening, posting, sweeping, switching, turns
from complaints.services.moves import NotAllowed
from tests.factories import NOW, make_connection, make_many_queued, make_user
from tests.integration import test_outbox_races as races
from tests.integration.test_killed_workers import database_url
from tests.integration.test_outbox_races import hide, kinds, later, row, send

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
    assert network.calls.count("replies") == 75
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
    from complaints.networks.base import Replies
    from complaints.services import tracking
    from tests.integration.test_listening import remote

    send(queued)
    receive = tracking.receive_network_reply

    def breaks(*, remote: Any, **rest: Any) -> Any:
        if remote.remote_id == "r1":
            raise ValueError("nobody thought of this")
        return receive(remote=remote, **rest)

    monkeypatch.setattr(tracking, "receive_network_reply", breaks)
    found = Replies((remote(remote_id="r1"), remote(remote_id="r2")))
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
        with psycopg.connect(database_url()) as other:
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
