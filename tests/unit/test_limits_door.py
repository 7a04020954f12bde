"""Rate limits: never more than the limit, and no header that fools them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.http import HttpRequest

from config.doors import limits
from config.doors.clock import now as clock_now
from config.doors.limits import Decision, client_prefix, hit


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def test_the_clock_is_aware_and_in_utc() -> None:
    assert clock_now().utcoffset() == timedelta(0)


def test_hits_up_to_the_limit_pass() -> None:
    at = clock_now()
    decisions = [hit("file:1.2.3.4", limit=3, per_seconds=60, now=at) for _ in range(5)]
    assert [one.allowed for one in decisions] == [True, True, True, False, False]
    assert [one.remaining for one in decisions] == [2, 1, 0, 0, 0]
    assert decisions[0].retry_after == 0
    assert 1 <= decisions[3].retry_after <= 60


def test_waiting_as_told_is_enough() -> None:
    at = clock_now()
    while (refused := hit("k", limit=2, per_seconds=60, now=at)).allowed:
        pass
    assert not hit("k", limit=2, per_seconds=60, now=at + timedelta(seconds=refused.retry_after - 1)).allowed
    assert hit("k", limit=2, per_seconds=60, now=at + timedelta(seconds=refused.retry_after)) == Decision(
        allowed=True, retry_after=0, remaining=1
    )


def test_keys_do_not_share_a_limit_nor_the_end_of_a_window() -> None:
    at = clock_now()
    assert hit("a", limit=1, per_seconds=60, now=at).allowed
    assert hit("b", limit=1, per_seconds=60, now=at).allowed
    waits = set()
    for name in range(20):
        hit(f"k{name}", limit=1, per_seconds=3600, now=at)
        waits.add(hit(f"k{name}", limit=1, per_seconds=3600, now=at).retry_after)
    assert len(waits) > 10


def test_a_lost_or_wrong_hint_does_not_let_more_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes that read the same hint try the same place: one gets it, the other takes the next."""
    at = clock_now()
    monkeypatch.setattr(limits.cache, "get", lambda *_, **__: 0)
    assert sum(hit("k", limit=4, per_seconds=60, now=at).allowed for _ in range(10)) == 4


def test_no_address_lands_in_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(limits.cache, "add", lambda key, *_, **__: seen.append(key) or True)
    hit("file:203.0.113.9", limit=1, per_seconds=60)
    assert len(seen) == 1
    assert "203.0.113" not in seen[0]


@pytest.mark.parametrize(("limit", "per_seconds"), [(0, 60), (1, 0), (-1, 60)])
def test_a_limit_that_is_none_is_refused(limit: int, per_seconds: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        hit("k", limit=limit, per_seconds=per_seconds)


@pytest.mark.django_db(transaction=True)
def test_parallel_hits_on_the_database_cache_never_exceed_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL, as in production: eight threads, forty hits, ten places."""
    table = "limits_test_cache"
    monkeypatch.setattr(limits, "cache", DatabaseCache(table, {"OPTIONS": {"MAX_ENTRIES": 10_000}}))
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {table} (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL)"
        )
    at = clock_now()

    def ask(_: int) -> bool:
        try:
            return hit("parallel", limit=10, per_seconds=600, now=at).allowed
        finally:
            connection.close()

    try:
        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(ask, range(40))) == 10
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {table}")


# Who asks --------------------------------------------------------------------------------------------------


def request(remote: str, forwarded: str | None = None) -> HttpRequest:
    made = HttpRequest()
    made.META["REMOTE_ADDR"] = remote
    if forwarded is not None:
        made.META["HTTP_X_FORWARDED_FOR"] = forwarded
    return made


@pytest.mark.parametrize(
    ("remote", "prefix"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_the_prefix_of_an_address(remote: str, prefix: str) -> None:
    assert client_prefix(request(remote)) == prefix


def test_a_header_that_anybody_can_write_is_not_read() -> None:
    assert client_prefix(request("203.0.113.9", "198.51.100.1")) == "203.0.113.9"


@pytest.mark.parametrize(
    ("forwarded", "trusted", "prefix"),
    [
        ("198.51.100.1", 1, "198.51.100.1"),
        ("9.9.9.9, 198.51.100.1", 1, "198.51.100.1"),
        ("9.9.9.9,8.8.8.8, 198.51.100.1, 10.0.0.2", 2, "198.51.100.1"),
        ("198.51.100.1:4711", 1, "198.51.100.1"),
        ("[2001:db8::1]:443", 1, "2001:db8::/64"),
        ("2001:db8::1", 1, "2001:db8::/64"),
        ("198.51.100.1", 2, "10.0.0.1"),  # somebody came around a proxy
        ("", 1, "10.0.0.1"),
        ("198.51.100.1, nonsense", 1, "10.0.0.1"),
    ],
)
def test_only_what_our_own_proxies_wrote_counts(forwarded: str, trusted: int, prefix: str) -> None:
    assert client_prefix(request("10.0.0.1", forwarded), trusted_proxies=trusted) == prefix


def test_a_client_cannot_change_its_prefix_by_adding_entries() -> None:
    seen = {
        client_prefix(request("10.0.0.1", f"{claim}198.51.100.1"), trusted_proxies=1)
        for claim in ("", "1.1.1.1, ", "1.1.1.1, 2.2.2.2, ", "x, ", ", , ")
    }
    assert seen == {"198.51.100.1"}
