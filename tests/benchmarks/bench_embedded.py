"""Benchmarks of the embedded PostgreSQL (bar 11): first start, warm start, and back after kill -9.

    python -m tests.benchmarks.bench_embedded --json embedded.json

The floor of the first start is what a person would type: initdb and pg_ctl start, of the system's own PostgreSQL
where there is one, else of the same binaries. Wall time, because starting is waiting; alternating, best of three.
"""

import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path

import environ
import psycopg

from config import embedded
from tests.benchmarks.bench_statistics import Bar, show

ROUNDS = 3
ROWS = 10_000


def seconds_of(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


@contextmanager
def scratch() -> Iterator[Path]:
    """A short directory that the server's account can enter."""
    base = Path(tempfile.mkdtemp(prefix="pg-"))
    base.chmod(0o711)
    try:
        yield base
    finally:
        shutil.rmtree(base)


def by_hand(home: Path) -> tuple[str, float]:
    """Seconds of initdb and pg_ctl start as they come, and whose they are."""
    cluster = embedded._cluster(home, durable=True)
    own = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if own:
        cluster = replace(cluster, bin_dir=own[-1])
    embedded._prepare(embedded._cluster(home, durable=True))
    options = f"-c listen_addresses= -c unix_socket_directories={home}"

    def type_it() -> None:
        embedded._run(
            cluster, "initdb", "-D", str(cluster.data), "-U", "postgres", "-A", "trust"
        ).check_returncode()
        where = ("-D", str(cluster.data), "-l", str(cluster.log), "-o", options, "-w")
        embedded._run(cluster, "pg_ctl", "start", *where).check_returncode()

    taken = seconds_of(type_it)
    embedded._run(cluster, "pg_ctl", "stop", "-D", str(cluster.data), "-m", "fast", "-w").check_returncode()
    return ("PostgreSQL of the system" if own else "the same binaries"), taken


def connect(url: str) -> psycopg.Connection[tuple[object, ...]]:
    found = environ.Env.db_url_config(url)
    return psycopg.connect(host=found["HOST"], user=found["USER"], dbname=found["NAME"], autocommit=True)


def back_after_kill(home: Path) -> tuple[float, int]:
    """Seconds from kill -9 of the server until it answers again, and how many of ROWS are there."""
    owner = embedded.start(home).owner_url
    with connect(owner) as busy:
        busy.execute("CREATE TABLE kept (id int)")
        busy.execute("INSERT INTO kept SELECT generate_series(1, %s)", [ROWS])
        os.kill(int((home / "data" / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)
        taken = seconds_of(lambda: embedded.start(home))
    with connect(owner) as connection:
        found = connection.execute("SELECT count(*) FROM kept").fetchone()
        connection.execute("DROP TABLE kept")
    return taken, int(str(found[0])) if found else 0


def run() -> list[Bar]:
    """Run the bars and return their lines."""
    hand, first, warm, back = [], [], [], []
    whose, rows = "", set()
    for _ in range(ROUNDS):
        with scratch() as base:
            whose, taken = by_hand(base / "hand")
            hand.append(taken)
            home = base / "home"
            first.append(seconds_of(lambda home=home: embedded.start(home)))
            embedded.stop(home)
            warm.append(seconds_of(lambda home=home: embedded.start(home)))
            taken, found = back_after_kill(home)
            back.append(taken)
            rows.add(found)
            embedded.stop(home)
    floor, ours = min(hand), min(first)
    all_there = rows == {ROWS}
    return [
        Bar(
            "11 first start",
            f"{floor:.2f} s, {whose}",
            f"{ours:.2f} s",
            ours / floor,
            "<= 2x",
            ours <= 2 * floor,
        ),
        Bar("11 warm start", "1 s", f"{min(warm):.2f} s", min(warm), "<= 1 s", min(warm) <= 1),
        Bar(
            "11 back after kill -9, every committed row",
            "5 s",
            f"{max(back):.2f} s{'' if all_there else ', ROWS LOST'}",
            max(back) / 5,
            "<= 5 s",
            max(back) <= 5 and all_there,
        ),
    ]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Benchmarks of the embedded PostgreSQL")
    parser.add_argument("--database", help="ignored: it makes servers of its own")
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args(arguments)
    bars = run()
    sys.stdout.write(show(bars) + "\n")
    if chosen.json:
        chosen.json.write_text(json.dumps([asdict(bar) for bar in bars], indent=2) + "\n")
    return 0 if all(bar.met for bar in bars) else 1


if __name__ == "__main__":
    sys.exit(main())
