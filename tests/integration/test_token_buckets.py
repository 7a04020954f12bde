"""Buckets in the database: shared by all workers, exact under a rush, right when a clock is not."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection as database
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from complaints.models import Connection, TokenBucket
from complaints.rules.pacing import ALLOWANCES, Spend, bucket_of, buckets_for
from complaints.services import pacing
from tests.factories import NOW, make_connection

POST = (Spend.POST,)
BURST = 60  # posts of an account on Mastodon


def later(**span: float) -> datetime:
    return NOW + timedelta(**span)


def take(account: Connection, now: datetime = NOW, spends: tuple[Spend, ...] = POST) -> datetime | None:
    """None when there was a point, else when there is one."""
    refusal = pacing.take(connection=account, spends=spends, now=now)
    return refusal.free_at if refusal else None


def empty(account: Connection, now: datetime = NOW) -> None:
    for _ in range(BURST):
        assert take(account, now) is None


@pytest.fixture
def account(db: None) -> Connection:
    return make_connection()


def test_what_is_refused_says_when_there_is_a_point(account: Connection) -> None:
    empty(account)
    free_at = take(account)
    assert free_at is not None
    assert free_at - NOW == pytest.approx(timedelta(seconds=45), abs=timedelta(seconds=0.1))  # 240 in 3 hours
    assert take(account, free_at - timedelta(seconds=1)) is not None
    assert take(account, free_at) is None
    assert take(account, free_at) is not None


def test_each_account_has_its_own_and_a_site_wide_one_is_shared(account: Connection) -> None:
    empty(account)
    assert take(make_connection()) is None
    one, two = (make_connection(network="tumblr") for _ in range(2))
    for _ in range(75):
        assert take(one, spends=(Spend.READ,)) is None
        assert take(two, spends=(Spend.READ,)) is None
    assert take(one, spends=(Spend.READ,)) is not None
    assert take(two, spends=(Spend.READ,)) is not None
    assert take(one) is None  # posting has its own


def test_all_buckets_or_none(account: Connection) -> None:
    for _ in range(10):
        assert take(account, spends=(Spend.POST, Spend.PICTURE)) is None
    before = TokenBucket.objects.get(key=f"mastodon/{account.pk}/posts").tokens
    assert take(account, spends=(Spend.POST, Spend.PICTURE)) is not None  # no more pictures
    assert TokenBucket.objects.get(key=f"mastodon/{account.pk}/posts").tokens == before
    assert take(account) is None


def test_a_refusal_of_the_network_empties_the_bucket_until_then(account: Connection) -> None:
    pacing.drain(connection=account, spends=POST, until=later(minutes=50), now=NOW)
    assert take(account, later(minutes=49)) is not None
    assert take(account, later(minutes=50)) is None
    # One that is emptier already stays so.
    pacing.drain(connection=account, spends=POST, until=later(hours=2), now=later(minutes=51))
    pacing.drain(connection=account, spends=POST, until=later(minutes=60), now=later(minutes=51))
    assert take(account, later(minutes=119)) is not None


def test_a_clock_that_jumps_ahead_and_back_fills_and_blocks_nothing(account: Connection) -> None:
    empty(account)
    empty(account, later(days=365))  # a wrong clock: the bucket is full there
    free_at = take(account)
    assert free_at is not None
    assert free_at < later(minutes=2)  # and not in a year
    assert take(account, free_at) is None
    assert take(account, free_at) is not None


def test_clocks_that_differ_a_little_do_not_fill_it_twice(account: Connection) -> None:
    empty(account)
    for _ in range(200):  # two workers, thirty seconds apart
        take(account, NOW + timedelta(seconds=30))
        take(account, NOW)
    assert take(account, NOW + timedelta(seconds=30)) is not None


@pytest.mark.django_db(transaction=True)
def test_a_rush_of_workers_gets_exactly_what_is_there() -> None:
    account = make_connection()
    granted, start = [0] * 8, threading.Barrier(8)

    def rush(place: int) -> None:
        try:
            start.wait()
            for _ in range(20):
                granted[place] += take(account) is None
        finally:
            database.close()

    threads = [threading.Thread(target=rush, args=(place,)) for place in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(granted) == BURST


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_taken() -> None:
    account = make_connection()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        take(account)
        raise ZeroDivisionError
    assert TokenBucket.objects.count() == 0
    empty(account)


class AgainstTheTextbook(TestCase):
    """The statement in the database and the formula of the rules give the same, whatever is asked when."""

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.tuples(st.floats(-50, 4000), st.sampled_from([1, 5, 70])), max_size=12))
    def test_same_answers(self, asked: list[tuple[float, int]]) -> None:
        account = make_connection()
        posts = next(one for one in ALLOWANCES["mastodon"] if one.name == "deletions")
        bucket = bucket_of("mastodon", posts, account=account.pk)
        assert {one.key for one in buckets_for("mastodon", (Spend.DELETE,), account=account.pk)} > {
            bucket.key
        }
        tokens, at, now = bucket.capacity, NOW, NOW
        for pause, many in asked:
            now += timedelta(seconds=pause)
            for _ in range(many):
                tokens = bucket.level(tokens=tokens, at=at, now=now)
                at = max(at, now)
                expected = tokens >= 1 - 1e-9
                assert (take(account, now, (Spend.DELETE,)) is None) == expected
                tokens -= expected
