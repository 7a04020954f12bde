"""The outbox between real workers and a strict server, with everything going wrong in between; in the end it is counted.

The server ignores repeated keys, so that nothing but the outbox keeps a post from standing twice.
"""

import contextlib
import os
import random
import secrets
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Min, Q, QuerySet

from accounts.models import User
from complaints.enums import UNSENT, EventKind, Network, PostingState, PostingWish, Visibility
from complaints.models import Connection, Event, Posting, Reply
from complaints.networks.mastodon import MastodonConnector
from complaints.services import copies, moderating, posting, switching
from complaints.services.connecting import connect_site_account, move_connection
from config.doors import clock, http
from tests.factories import NOW, make_many_queued
from tests.fakes.faulty_proxy import EVERY_FAULT, Fault, FaultyProxy, most_in_any
from tests.fakes.strict_mastodon import ALL_SCOPES, StrictMastodon
from tests.integration.test_killed_workers import cut_all_other_connections, database_url, until

SEED = int(os.environ.get("CHAOS_SEED", "20260302"))
# `CHAOS=1 pytest tests/integration/test_chaos.py` is the whole of it; every run has a smaller one of the same kind.
IS_WHOLE = os.environ.get("CHAOS") == "1"
AT_ONCE = 1000 if IS_WHOLE else 320
AMONG_KILLED = 200 if IS_WHOLE else 60
ACCOUNTS = ("alice", "bob", "carol") if IS_WHOLE else ("alice", "bob")
POSTS = "/api/v1/statuses"
HOURS = timedelta(hours=3)
# A look goes back page by page: the more stands there, the fewer requests may fail for it to come through in days.
FAULTS = {fault: share / (4 if IS_WHOLE else 2) for fault, share in EVERY_FAULT.items()}
# Where time does not pass by itself nobody waits for it.
QUICK_FAULTS = {
    fault: share for fault, share in FAULTS.items() if fault not in (Fault.BLACK_HOLE, Fault.SLOW)
}
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def server() -> Iterator[StrictMastodon]:
    with StrictMastodon() as running:
        running.switches.repeated_key = "new"
        # Nobody else's workers, left over or at work beside us, can speak for these accounts.
        running.tokens = {f"{name}_{secrets.token_hex(8)}": name for name in running.account_ids}
        running.scopes = dict.fromkeys(running.tokens, ALL_SCOPES)
        yield running


def connected(
    server: StrictMastodon, proxy: FaultyProxy, *, now: datetime, names: tuple[str, ...] = ACCOUNTS
) -> list[Connection]:
    """An account of the site for each person there, reached through the proxy from now on."""
    return [
        move_connection(
            connection=connect_site_account(
                network=Network.MASTODON, instance=server.base_url, secret=token, now=now
            ),
            instance=proxy.base_url,
        )
        for token, name in server.tokens.items()
        if name in names
    ]


def stand_over_there(server: StrictMastodon) -> Counter[str]:
    """How often each text of ours stands on the server, replies of others left out."""
    return Counter(post.text for post in server.posts.values() if post.reply_to is None)


def count(server: StrictMastodon, queued: list[Posting], replies: list[str]) -> None:
    """Nothing lost, nothing doubled, nothing left that must go, and the rows say what the server says."""
    rows = Posting.objects.filter(pk__in=[row.pk for row in queued])
    shown = rows.filter(complaint__visibility=Visibility.PUBLIC)
    assert stand_over_there(server) == Counter(row.text for row in shown)
    assert set(shown.values_list("state", "wish")) == {(PostingState.SENT, PostingWish.NOTHING)}
    assert {row.text: row.remote_id for row in shown} == {
        post.text: post.id for post in server.posts.values() if post.reply_to is None
    }
    # Each was posted once, also those that were taken down again; what was hidden before it left never did.
    assert Event.objects.filter(kind=EventKind.POSTED).count() == rows.exclude(remote_id="").count()
    hidden = rows.exclude(complaint__visibility=Visibility.PUBLIC)
    assert set(hidden.exclude(remote_id="").values_list("state", flat=True)) <= {PostingState.REMOVED}
    assert Event.objects.filter(kind=EventKind.POSTING_FAILED).count() == 0
    assert Counter(Reply.objects.values_list("remote_id", flat=True)) == Counter(replies)
    assert Event.objects.filter(kind=EventKind.REPLY_RECEIVED).count() == len(replies)


def never_too_fast(proxy: FaultyProxy, server: StrictMastodon) -> None:
    """No account made more posts in any three hours than Mastodon allows, those that were lost on the way included."""
    for token in server.tokens:
        seen = [one for one in proxy.seen if one.token == token]
        made = [one.at for one in seen if (one.method, one.path) == ("POST", POSTS)]
        assert most_in_any(made, HOURS) <= 300
        assert most_in_any([one.at for one in seen], timedelta(minutes=5)) <= 300


def change_minds(moderator: User, *, many: int, now: datetime) -> None:
    """Of the copies that stand, customers change some and moderators hide some; some are hidden before they leave."""
    rows = Posting.objects.select_related("complaint__customer")
    standing = list(rows.filter(state=PostingState.SENT).order_by("pk")[: 2 * many])
    for row in standing[::2]:
        words = row.text.replace("No router", "Still no router")
        copies.edit_posting(posting=row, text=words, by=row.complaint.customer, now=now)
    waiting = list(rows.filter(state=PostingState.QUEUED).order_by("-pk")[:many])
    for row in standing[1::2] + waiting:
        moderating.hide_complaint(complaint=row.complaint, by=moderator, rule="A test", now=now)


def unfinished() -> QuerySet[Posting]:
    """What the outbox still has to do."""
    is_public = Q(complaint__visibility=Visibility.PUBLIC)
    return Posting.objects.filter(
        Q(is_public, state__in=UNSENT)
        | Q(state=PostingState.SENT) & (~Q(wish=PostingWish.NOTHING) | ~is_public)
        | Q(state__in=[PostingState.SENDING, PostingState.NEEDS_CHECK])
    )


class Talk:
    """What others reply: half of them mention the account, half do not, as far as threads tell."""

    def __init__(self, server: StrictMastodon, dice: random.Random) -> None:
        self.server, self.dice, self.said = server, dice, list[str]()
        self._answered: set[str] = set()

    def go_on(self, share: float) -> None:
        """Somebody replies to some of what stands there and was not answered yet."""
        with self.server._lock:
            standing = [post for post in self.server.posts.values() if post.reply_to is None]
            for post in standing:
                if post.id not in self._answered and self.dice.random() < share:
                    self._answered.add(post.id)
                    who = next(name for name in ACCOUNTS if name != post.author)
                    greeting = f"@{post.author} " if self.dice.random() < 0.5 else ""
                    self.said.append(
                        self.server.add_post(who, f"{greeting}We look into {post.id}.", reply_to=post.id)
                    )


# A thousand at once, in one process, with a clock that the test moves -----------------------------------------


class WorkerDied(BaseException):
    """As if the process had been killed: nothing that a worker does after it is done."""


class DeadlyDoor:
    """The HTTP door; now and then the worker dies before a request, or right after it was carried out."""

    def __init__(self, seed: int) -> None:
        self.dice, self.deaths = random.Random(seed), 0

    def __call__(self, method: str, url: str, **rest: Any) -> http.Response:
        dice = self.dice.random()
        if dice < 0.01:
            self.deaths += 1
            raise WorkerDied
        answer = http.request(method, url, **rest)
        if dice < 0.03:
            self.deaths += 1
            raise WorkerDied
        return answer


@pytest.mark.django_db(transaction=True)
def test_a_thousand_at_once(server: StrictMastodon, monkeypatch: pytest.MonkeyPatch, moderator: User) -> None:
    moment = [NOW]
    door = DeadlyDoor(SEED)
    monkeypatch.setattr(server, "_tick", lambda: moment[0])  # its clock agrees with ours
    with FaultyProxy(server.base_url, seed=SEED, now=lambda: moment[0], faults=QUICK_FAULTS) as proxy:
        # One account alone has more to say than its network lets it in three hours.
        accounts = connected(server, proxy, now=NOW, names=ACCOUNTS if IS_WHOLE else ACCOUNTS[:1])
        monkeypatch.setitem(MastodonConnector.__init__.__kwdefaults__, "send", door)
        queued = make_many_queued(AT_ONCE, connections=accounts)
        random.seed(SEED)  # only now: ports are chosen by chance

        def pass_time(**span: float) -> int:
            """It passes, with a sweep every few minutes. Returns how many requests came."""
            before, until = len(proxy.seen), moment[0] + timedelta(**span)
            while moment[0] < until:
                moment[0] += timedelta(minutes=3)
                with contextlib.suppress(WorkerDied):
                    posting.sweep_postings(now=moment[0])
            return len(proxy.seen) - before

        assert pass_time(minutes=30) > AT_ONCE // 20
        change_minds(moderator, many=AT_ONCE // 30, now=moment[0])
        proxy.down()
        assert pass_time(hours=1) == 0
        proxy.up()
        assert pass_time(hours=1) > AT_ONCE // 20
        switching.switch_off(network=Network.MASTODON, reason="A test", by=moderator, now=moment[0])
        assert pass_time(minutes=30) == 0
        switching.switch_on(network=Network.MASTODON, by=moderator, now=moment[0])
        moment[0] += timedelta(days=30)  # the clock jumps ahead
        pass_time(minutes=3)
        moment[0] -= timedelta(days=30)  # and is put right
        pass_time(minutes=3)
        while to_do := unfinished():
            moment[0] = max(moment[0], to_do.aggregate(at=Min("next_try_at"))["at"])
            pass_time(minutes=3)
            assert moment[0] < NOW + timedelta(days=7), "not everything was done"
    count(server, queued, [])
    never_too_fast(proxy, server)
    assert door.deaths > AT_ONCE // 50
    assert {one.fault for one in proxy.seen} >= set(QUICK_FAULTS)


# Real processes that are killed, in a time that runs fast -----------------------------------------------------

SPEED = 400  # an hour is nine seconds
LEASE = 3200  # eight seconds of the test: longer than any call may take, on a busy machine too


class Workers:
    """A process that forks workers, and the workers that live."""

    def __init__(self, since: datetime) -> None:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATABASE_URL": database_url(),
            "DATABASE_OWNER_URL": database_url(),
            "POSTING_LEASE_SECONDS": str(LEASE),
            "CHAOS_SINCE": since.isoformat(),
            "CHAOS_SPEED": str(SPEED),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.chaos_worker"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        self.pids: list[int] = []
        self.killed = 0
        assert self._line() == "ready"

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def hire(self, seed: int) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{seed}\n")
        self.process.stdin.flush()
        self.pids.append(int(self._line()))

    def kill_one(self, dice: random.Random) -> None:
        """SIGKILL, wherever it stands; somebody else takes its place."""
        os.kill(self.pids.pop(dice.randrange(len(self.pids))), signal.SIGKILL)
        self.killed += 1
        self.hire(dice.randrange(2**32))

    def kill_all(self) -> None:
        while self.pids:
            os.kill(self.pids.pop(), signal.SIGKILL)
            self.killed += 1

    def stop(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()


@contextmanager
def workers(since: datetime, *, many: int, dice: random.Random) -> Iterator[Workers]:
    found = Workers(since)
    try:
        for _ in range(many):
            found.hire(dice.randrange(2**32))
        yield found
    finally:
        found.stop()


@pytest.mark.django_db(transaction=True)
def test_workers_are_killed_all_the_time(
    server: StrictMastodon, monkeypatch: pytest.MonkeyPatch, moderator: User
) -> None:
    since = clock.of_the_database()
    dice = random.Random(SEED)

    def now() -> datetime:
        return since + (datetime.now(UTC) - since) * SPEED

    monkeypatch.setattr(server, "_tick", now)  # its clock agrees with ours

    def is_sent(share: float) -> Callable[[], bool]:
        many = AMONG_KILLED * share
        return lambda: Posting.objects.filter(state=PostingState.SENT).count() >= many

    with FaultyProxy(server.base_url, seed=SEED, now=now, faults=FAULTS) as proxy:
        accounts = connected(server, proxy, now=since)
        queued = make_many_queued(AMONG_KILLED, connections=accounts, now=since)
        talk = Talk(server, dice)
        cut = 0
        with workers(since, many=3, dice=dice) as crew:
            next_death = [6]

            def disturb() -> None:
                """Somebody replies; after every few requests a worker is killed, wherever it stands then."""
                talk.go_on(0.02)
                if len(proxy.seen) >= next_death[0]:
                    next_death[0] = len(proxy.seen) + dice.randrange(6, 14)
                    crew.kill_one(dice)

            def restart_database() -> None:
                nonlocal cut
                cut += cut_all_other_connections()

            until(is_sent(0.2), what="the first to stand", nudge=disturb)
            restart_database()
            until(is_sent(0.4), what="more after a restart of the database", nudge=disturb)
            proxy.down()
            back = now() + timedelta(hours=1)
            until(lambda: now() >= back, what="an hour without a network", nudge=disturb)
            proxy.up()
            until(is_sent(0.55), what="more after the network came back", nudge=disturb)
            switching.switch_off(network=Network.MASTODON, reason="A test", by=moderator, now=now())
            crew.kill_all()  # what they had begun would still be carried out
            gone = now() + timedelta(minutes=5)
            until(lambda: now() >= gone, what="their last requests to end")
            crew.hire(dice.randrange(2**32))
            crew.hire(dice.randrange(2**32))
            before, on = len(proxy.seen), now() + timedelta(minutes=20)
            until(lambda: now() >= on, what="a while with the network switched off", nudge=disturb)
            assert len(proxy.seen) == before
            switching.switch_on(network=Network.MASTODON, by=moderator, now=now())
            until(is_sent(0.8), what="more after the switch", nudge=disturb)
            restart_database()
            until(is_sent(1), what="all to stand")
            talk.go_on(0.3)
            until(
                lambda: Reply.objects.count() >= len(talk.said),
                what="every reply to be seen",
            )
    count(server, queued, talk.said)
    never_too_fast(proxy, server)
    assert crew.killed >= 8
    assert cut >= 2
