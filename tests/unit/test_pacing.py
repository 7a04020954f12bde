"""Buckets keep what networks document, whenever they are asked; servers rest; replies are looked for by age."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.networks.registry import NETWORKS, Kind
from complaints.rules import pacing
from complaints.rules.eligibility import COPIES_PER_CUSTOMER_NETWORK_AND_DAY, wait_of_copy
from complaints.rules.pacing import (
    ALLOWANCES,
    MENTIONS,
    MODEST,
    THREADS,
    THREADS_BESIDE_MENTIONS,
    Allowance,
    Per,
    Spend,
    buckets_for,
    rest_after,
    span,
    spread,
    wait_for,
)
from tests.factories import NOW
from tests.fakes.faulty_proxy import most_in_any

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
EVERY = [(slug, one) for slug, many in {**ALLOWANCES, "another": MODEST}.items() for one in many]


class Model:
    """A bucket as the textbook has it, and nothing else."""

    def __init__(self, allowance: Allowance) -> None:
        self.bucket = pacing.bucket_of("n", allowance, account=1, cost=1)
        self.tokens, self.at = self.bucket.capacity, NOW

    def takes(self, now: datetime) -> bool:
        level = self.bucket.level(tokens=self.tokens, at=self.at, now=now)
        self.tokens, self.at = level, now
        if level < 1:
            return False
        self.tokens -= 1
        return True


@pytest.mark.parametrize(("slug", "allowance"), EVERY, ids=lambda value: getattr(value, "name", value))
@given(data=st.data())
def test_no_window_holds_more_than_is_allowed(slug: str, allowance: Allowance, data: st.DataObject) -> None:
    """Whoever asks as often as they like, with pauses of any length: no span of the window has more."""
    scale = allowance.seconds / allowance.most
    pauses = data.draw(
        st.lists(st.sampled_from([0.0, 0.5, 1.0, 3.0, allowance.burst]), min_size=1, max_size=60)
    )
    model, now, granted = Model(allowance), NOW, list[datetime]()
    for pause in pauses:
        now += timedelta(seconds=pause * scale)
        for _ in range(min(400, int(allowance.burst) + 2)):
            if not model.takes(now):
                break
            granted.append(now)
    assert most_in_any(granted, timedelta(seconds=allowance.seconds)) <= allowance.most + 1e-6


@pytest.mark.parametrize(("slug", "allowance"), EVERY, ids=lambda value: getattr(value, "name", value))
def test_every_bucket_can_pay_for_what_it_counts(slug: str, allowance: Allowance) -> None:
    assert 0 < max(allowance.costs.values()) <= allowance.burst < allowance.most
    bucket = pacing.bucket_of(slug, allowance, account=1, cost=max(allowance.costs.values()))
    later = bucket.free_at(level=0, now=NOW)
    assert bucket.level(tokens=0, at=NOW, now=later) >= bucket.cost


def test_every_network_that_we_post_to_has_its_limits() -> None:
    assert {one.slug for one in NETWORKS if one.kind is Kind.CONNECTOR} <= set(ALLOWANCES)


def test_reads_never_keep_posts_waiting() -> None:
    """No bucket counts both."""
    for slug, allowance in EVERY:
        assert set(allowance.costs).isdisjoint({Spend.READ, Spend.LOOK}) or set(allowance.costs) == {
            Spend.READ,
            Spend.LOOK,
        }, slug


def test_what_is_asked_together_costs_together() -> None:
    costs = {
        bucket.key: bucket.cost for bucket in buckets_for("mastodon", (Spend.POST, Spend.PICTURE), account=7)
    }
    assert costs == {"mastodon/7/pictures": 1, "mastodon/7/posts": 1, "mastodon/7/requests to write": 4}
    assert [bucket.key for bucket in buckets_for("tumblr", (Spend.READ,), account=7)] == [
        "tumblr/all/calls to read",
        "tumblr/all/calls to read a day",
    ]


def test_words_for_operators() -> None:
    posts = next(one for one in ALLOWANCES["mastodon"] if one.name == "posts")
    assert (posts.words, posts.per) == ("300 posts in 3 hours from one account", Per.ACCOUNT)
    assert [span(seconds) for seconds in (60, 300, 3600, 10_800, 86_400, 30)] == [
        "a minute",
        "5 minutes",
        "an hour",
        "3 hours",
        "a day",
        "30 seconds",
    ]


def test_a_server_rests_longer_and_longer() -> None:
    assert [rest_after(failures) for failures in (1, 2, 3, 4, 5, 6, 7, 60)] == [
        None,
        None,
        1 * MINUTE,
        2 * MINUTE,
        4 * MINUTE,
        8 * MINUTE,
        10 * MINUTE,
        10 * MINUTE,
    ]


@pytest.mark.parametrize(
    ("table", "age", "wait"),
    [
        (THREADS, 5 * MINUTE, MINUTE),
        (THREADS, 2 * HOUR, 5 * MINUTE),
        (THREADS, 2 * DAY, HOUR),
        (THREADS, 8 * DAY, 6 * HOUR),
        (THREADS, 31 * DAY, DAY),
        (THREADS, 365 * DAY, None),
        (THREADS_BESIDE_MENTIONS, 5 * MINUTE, HOUR),
        (THREADS_BESIDE_MENTIONS, 2 * DAY, 6 * HOUR),
        (THREADS_BESIDE_MENTIONS, 8 * DAY, DAY),
        (MENTIONS, 5 * MINUTE, MINUTE),
        (MENTIONS, 2 * DAY, 10 * MINUTE),
        (MENTIONS, 8 * DAY, HOUR),
        (MENTIONS, 31 * DAY, 6 * HOUR),
        (MENTIONS, 365 * DAY, None),
    ],
)
def test_replies_are_looked_for_by_age(table: pacing.ByAge, age: timedelta, wait: timedelta | None) -> None:
    assert wait_for(age, table, shortest=MINUTE) == wait


def test_an_operator_who_polls_rarely_polls_never_oftener_than_that() -> None:
    assert wait_for(2 * HOUR, THREADS, shortest=HOUR) == HOUR


@given(dice=st.floats(0, 1))
def test_jitter_is_a_tenth(dice: float) -> None:
    assert 0.899 * HOUR <= spread(HOUR, dice) <= 1.101 * HOUR


# Copies of one customer -------------------------------------------------------------------------------------


def wait(about_brand: list[float], on_network: list[float]) -> tuple[float, str] | None:
    """Hours from now, and a word of the reason; given are hours from now."""
    found = wait_of_copy(
        brand="Northline",
        network="Mastodon",
        about_brand=[NOW + hours * HOUR for hours in about_brand],
        on_network=[NOW + hours * HOUR for hours in on_network],
        now=NOW,
    )
    if found is None:
        return None
    return (found.until - NOW) / HOUR, "brand" if "Northline" in found.why else "all"


@pytest.mark.parametrize(
    ("about_brand", "on_network", "expected"),
    [
        ([], [], None),
        ([-25], [-25], None),
        ([-24], [-24], None),
        ([-1], [-1], (23, "brand")),
        ([-1, -20], [-1, -20], (23, "brand")),
        ([5], [5], (29, "brand")),  # one that waits itself
        ([], [-1, -2], None),
        ([], [-1, -2, -3], (21, "all")),
        ([], [-1, -2, -30], None),
        ([], [0, 0, 0, -20], (24, "all")),
        ([-23], [-1, -2, -23], (1, "brand")),
        ([-2], [-1, -2, -5], (22, "brand")),
    ],
)
def test_one_copy_about_a_brand_and_three_in_all_a_day(
    about_brand: list[float], on_network: list[float], expected: tuple[float, str] | None
) -> None:
    found = wait(about_brand, on_network)
    assert found == (expected and (pytest.approx(expected[0]), expected[1]))


@given(st.lists(st.floats(-48, 48), max_size=8))
def test_no_day_has_more_copies_than_allowed(hours: list[float]) -> None:
    """Copies that leave as soon as the rule lets them keep it, whatever came before within the rule."""
    left: list[datetime] = []
    for hour in sorted(hours):
        now = NOW + hour * HOUR
        found = wait_of_copy(brand="B", network="N", about_brand=[], on_network=left, now=now)
        left.append(found.until if found else now)
    assert most_in_any(left, DAY) <= COPIES_PER_CUSTOMER_NETWORK_AND_DAY
