"""How many requests a network gets from us: mentions once for all postings of an account, threads now and then."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from complaints.models import Connection, Posting, Reply
from complaints.networks.mastodon import MastodonConnector
from complaints.services import listening, posting
from complaints.services.connecting import connect_site_account
from config.doors import http
from tests.factories import NOW, make_many_queued
from tests.fakes.strict_mastodon import StrictMastodon

pytestmark = pytest.mark.django_db

POSTINGS = 12
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture(scope="module")
def running() -> Iterator[StrictMastodon]:
    with StrictMastodon() as server:
        yield server


class RecordingDoor:
    """The HTTP door; counts what is asked, by the last word of the path."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()

    def __call__(self, method: str, url: str, **rest: Any) -> http.Response:
        self.asked[urlsplit(url).path.rpartition("/")[2]] += 1
        return http.request(method, url, **rest)


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> RecordingDoor:
    door = RecordingDoor()
    monkeypatch.setitem(MastodonConnector.__init__.__kwdefaults__, "send", door)
    return door


@pytest.fixture
def account(running: StrictMastodon, door: RecordingDoor) -> Connection:
    """Twelve postings of it were sent just now."""
    running.reset()
    account = connect_site_account(
        network="mastodon", instance=running.base_url, secret="alice_token", now=NOW
    )
    make_many_queued(POSTINGS, connections=[account])
    assert posting.sweep_postings(now=NOW) == POSTINGS
    door.asked.clear()
    return account


def sweeps(since: datetime, until: datetime, every: timedelta) -> None:
    while since < until:
        since += every
        listening.sweep_replies(now=since)


def test_in_the_first_hours_mentions_are_asked_once_for_all_and_threads_once_an_hour(
    account: Connection, door: RecordingDoor
) -> None:
    sweeps(NOW, NOW + 3 * HOUR, 5 * MINUTE)
    assert door.asked["notifications"] == 36  # one for each sweep, and not one for each posting
    assert (
        2 * POSTINGS <= door.asked["context"] <= 3 * POSTINGS
    )  # hourly, with jitter; without mentions it were 34 each
    assert set(door.asked) == {"notifications", "context"}


def test_later_it_is_hours_and_then_days(account: Connection, door: RecordingDoor) -> None:
    sweeps(NOW, NOW + DAY, HOUR)
    door.asked.clear()
    sweeps(NOW + 2 * DAY, NOW + 3 * DAY, HOUR)
    assert door.asked["notifications"] == 24  # every ten minutes, if it were swept so often
    assert 3 * POSTINGS <= door.asked["context"] <= 5 * POSTINGS
    sweeps(NOW + 40 * DAY, NOW + 41 * DAY, HOUR)
    door.asked.clear()
    sweeps(NOW + 41 * DAY, NOW + 44 * DAY, HOUR)
    assert 11 <= door.asked["notifications"] <= 14  # every six hours
    assert 2 * POSTINGS <= door.asked["context"] <= 4 * POSTINGS  # daily
    sweeps(NOW + 366 * DAY, NOW + 367 * DAY, HOUR)
    door.asked.clear()
    sweeps(NOW + 370 * DAY, NOW + 372 * DAY, HOUR)
    assert door.asked["context"] == 0


def test_where_mentions_cannot_be_read_threads_are_read_often(
    account: Connection, door: RecordingDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        MastodonConnector, "capabilities", replace(MastodonConnector.capabilities, mentions=False)
    )
    Posting.objects.update(next_poll_at=NOW + MINUTE)
    sweeps(NOW, NOW + HOUR, 5 * MINUTE)
    assert door.asked["context"] == 12 * POSTINGS


def test_where_reading_mentions_fails_threads_are_read_often_again(
    account: Connection, door: RecordingDoor, running: StrictMastodon
) -> None:
    running.scopes["alice_token"] = running.scopes["alice_token"].replace("read:notifications", "")
    Connection.objects.update(checked_at=NOW - DAY)
    Posting.objects.update(next_poll_at=NOW + MINUTE)
    sweeps(NOW, NOW + HOUR, 5 * MINUTE)
    assert door.asked["context"] == 12 * POSTINGS


def test_replies_come_home_by_the_one_request(
    account: Connection, door: RecordingDoor, running: StrictMastodon
) -> None:
    for sent in Posting.objects.all():
        running.add_post("bob", "@alice We look into it.", reply_to=sent.remote_id)
    listening.sweep_replies(now=NOW + 2 * MINUTE)
    assert Reply.objects.count() == POSTINGS
    assert door.asked == {"notifications": 1}


def test_what_mentions_nobody_is_seen_within_two_hours(
    account: Connection, door: RecordingDoor, running: StrictMastodon
) -> None:
    sent = Posting.objects.first()
    assert sent is not None
    running.add_post("carol", "Same here.", reply_to=sent.remote_id)
    sweeps(NOW, NOW + 30 * MINUTE, 5 * MINUTE)
    assert Reply.objects.count() == 0
    sweeps(NOW + 30 * MINUTE, NOW + 2 * HOUR, 5 * MINUTE)
    assert Reply.objects.count() == 1


def test_not_everything_is_looked_at_in_one_moment(account: Connection) -> None:
    assert len(set(Posting.objects.values_list("next_poll_at", flat=True))) == POSTINGS
