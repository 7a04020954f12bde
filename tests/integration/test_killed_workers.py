"""A real qcluster is killed with SIGKILL at five points; in the end there is one status and every reply once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django_q.tasks import async_task

from accounts.models import User
from companies.models import Company
from complaints.enums import PostingState
from complaints.models import Posting, Reply
from complaints.services import filing, letters
from complaints.services.connecting import connect_site_account
from config.doors import clock
from tests.contract.stages import MockStage
from tests.factories import make_draft, make_handle, make_many_queued

WAIT = 120
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MockStage]:
    stage = MockStage(tmp_path_factory.mktemp("mastodon"))
    yield stage
    stage.stop()


@pytest.fixture
def stage(running: MockStage) -> MockStage:
    running.reset()
    return running


@pytest.fixture
def queued(transactional_db: None, stage: MockStage, customer: User, company: Company) -> Posting:
    now = clock.now()
    account = connect_site_account(network="mastodon", instance=stage.base_url, secret="alice_token", now=now)
    draft = make_draft(by=customer, company=company, now=now)
    text = f"No router for three weeks\n{letters.address_of(draft)}"
    filing.prepare_postings(complaint=draft, texts={account: text}, by=customer, now=now)
    filing.submit_complaint(complaint=draft, by=customer, is_attested=True, now=now)
    return Posting.objects.get()


def database_url() -> str:
    """The address of the test's database, for another process."""
    own = connection.settings_dict
    host = (
        f"/{quote(own['HOST'])}" if own["HOST"].startswith("/") else quote(own["HOST"], safe="")
    )  # a socket's directory
    url = f"postgres://{quote(own['USER'], safe='')}:{quote(own['PASSWORD'] or '', safe='')}@{host}"
    return url + (f":{own['PORT']}/{own['NAME']}" if own["PORT"] else f"/{own['NAME']}")


@contextmanager
def worker(**stall: str) -> Iterator[subprocess.Popen[bytes]]:
    """A qcluster on the test's database; whatever it started is gone afterwards."""
    url = database_url()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": url,
        "DATABASE_OWNER_URL": url,
        "POSTING_LEASE_SECONDS": "1",
        "WORKERS": "1",
        **stall,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.stalling_worker"], cwd=ROOT, env=environment, start_new_session=True
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def until(condition: Callable[[], Any], *, what: str, nudge: Callable[[], Any] = lambda: None) -> None:
    """Wait for a condition; `nudge` is called again and again meanwhile."""
    deadline = time.monotonic() + WAIT
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain for: {what}"
        nudge()
        time.sleep(0.1)


def kill_at(point: str, mark: Path, *, task: str, ident: int) -> None:
    """Run a worker until it stands at `point`, and kill it there with everything it started."""
    with worker(STALL_AT=point, STALL_MARK=str(mark)):
        async_task(task, ident)
        until(mark.exists, what=point)


def sweep() -> None:
    async_task("complaints.tasks.sweep")


def finish(condition: Callable[[], Any], what: str) -> None:
    """A fresh worker sweeps until the condition holds."""
    with worker():
        last = [0.0]

        def nudge() -> None:
            if time.monotonic() - last[0] > 1:
                last[0] = time.monotonic()
                sweep()

        until(condition, what=what, nudge=nudge)


def is_sent() -> bool:
    return Posting.objects.get().state == PostingState.SENT


@pytest.mark.parametrize("point", ["before the call", "after the call, before the commit"])
def test_killed_around_the_call(point: str, queued: Posting, stage: MockStage, tmp_path: Path) -> None:
    kill_at(point, tmp_path / "mark", task="complaints.tasks.send_posting", ident=queued.pk)
    assert Posting.objects.get().state == PostingState.SENDING
    assert len(stage.posts()) == (0 if point == "before the call" else 1)
    finish(is_sent, "the posting to be sent")
    assert stage.posts() == [Posting.objects.get().remote_id]


def test_killed_during_the_call(queued: Posting, stage: MockStage, tmp_path: Path) -> None:
    stage.delay_next("POST", "/api/v1/statuses", seconds=3)
    kill_at("during the call", tmp_path / "mark", task="complaints.tasks.send_posting", ident=queued.pk)
    finish(is_sent, "the posting to be sent")
    # The server may still be busy with the call of the dead worker: its status must be the same one.
    until(lambda: len(stage.posts()) == 1, what="one status")
    assert stage.posts() == [Posting.objects.get().remote_id]


def test_killed_during_find(queued: Posting, stage: MockStage, tmp_path: Path) -> None:
    kill_at(
        "after the call, before the commit",
        tmp_path / "first",
        task="complaints.tasks.send_posting",
        ident=queued.pk,
    )
    with worker(STALL_AT="during find", STALL_MARK=str(tmp_path / "second")):
        until((tmp_path / "second").exists, what="find", nudge=sweep)
    finish(is_sent, "the posting to be found")
    assert stage.posts() == [Posting.objects.get().remote_id]


def test_killed_during_the_import_of_replies(
    queued: Posting, stage: MockStage, tmp_path: Path, company: Company
) -> None:
    make_handle(company=company, handle="bob@" + stage.base_url.removeprefix("http://"))
    finish(is_sent, "the posting to be sent")
    sent = Posting.objects.get()
    for number in range(3):
        stage.say("bob", f"@alice Reply number {number}: please call us.", reply_to=sent.remote_id)
    kill_at(
        "during the import of replies", tmp_path / "mark", task="complaints.tasks.poll_posting", ident=sent.pk
    )
    assert Reply.objects.count() == 1
    Posting.objects.update(next_poll_at=clock.now())
    finish(lambda: Posting.objects.get().polled_at is not None, "the poll")
    assert sorted(reply.text[-30:] for reply in Reply.objects.all()) == sorted(
        f"@alice Reply number {number}: please call us."[-30:] for number in range(3)
    )


def cut_all_other_connections() -> int:
    """As a restart of the database does. Returns how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def test_a_cluster_outlives_its_connections_to_the_database(queued: Posting, stage: MockStage) -> None:
    with worker() as process:
        until(is_sent, what="the first to be sent")
        assert cut_all_other_connections() >= 1
        (late,) = make_many_queued(1, connections=[queued.connection], now=clock.now())
        last = [0.0]

        def nudge() -> None:
            if time.monotonic() - last[0] > 1:
                last[0] = time.monotonic()
                sweep()

        until(
            lambda: Posting.objects.get(pk=late.pk).state == PostingState.SENT,
            what="another to be sent by the same cluster",
            nudge=nudge,
        )
        assert process.poll() is None
    assert len(stage.posts()) == 2
