"""Real worker processes to be killed: a process that has Django loaded forks one for each line that it reads.

Time runs `CHAOS_SPEED` times as fast for all of them, from `CHAOS_SINCE` on: by the clock of the database like that of
real workers. So an hour without a network is a few seconds, and leases, waits and buckets keep their real lengths.
"""

import os
import random
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import django

django.setup()

from django.db import close_old_connections  # noqa: E402

from complaints import tasks  # noqa: E402
from complaints.networks.mastodon import MastodonConnector  # noqa: E402
from complaints.services import posting  # noqa: E402
from config.doors import clock, http  # noqa: E402

SINCE = datetime.fromisoformat(os.environ["CHAOS_SINCE"])
SPEED = float(os.environ["CHAOS_SPEED"])
EMPLOYER = os.getpid()

_by_the_database = clock.of_the_database


def now() -> datetime:
    return SINCE + (_by_the_database() - SINCE) * SPEED


def going_on(since: datetime) -> Callable[[], datetime]:
    begun = time.monotonic()
    return lambda: since + timedelta(seconds=(time.monotonic() - begun) * SPEED)


def work(seed: int) -> None:
    """What a worker of the queue does, again and again; whatever a task raises, the worker goes on.

    It ends with the process that forked it, so that a test that was ended itself leaves nobody working.
    """
    random.seed(seed)
    while os.getppid() == EMPLOYER:
        for task in (tasks.sweep_postings, tasks.sweep_replies):
            close_old_connections()
            try:
                task()
            except Exception as error:
                sys.stderr.write(f"a task ended with {type(error).__name__}\n")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    clock.of_the_database = now
    clock.going_on = going_on
    # A row that had bad luck again and again would wait for hours.
    posting.LONGEST_WAIT = timedelta(minutes=20)
    # Nobody waits long for a black hole: a lease must outlast every call.
    quick = http.Timeout(connect=0.5, read=0.7, total=1.0)
    MastodonConnector.__init__.__kwdefaults__["timeout"] = quick  # type: ignore[index]
    say("ready")
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            try:
                work(int(line))
            finally:
                os._exit(1)
        say(str(pid))


if __name__ == "__main__":
    main()
