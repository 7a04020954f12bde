"""Benchmarks of the statistics: the full pass over all companies, and exactness, against their floors.

    python -m tests.benchmarks.bench_statistics --cases 1000000 --json statistics.json

Bar 1 needs PostgreSQL (DATABASE_URL or --database): its floor is one sequential scan of the columns used, in
the same run. It makes a table of its own in a schema of its own and removes it. CPU is user and system time
of Python and of the server process, where the server runs on this machine; else wall time.
"""

import argparse
import contextlib
import json
import os
import resource
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction
from itertools import pairwise, starmap
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
from lifelines import KaplanMeierFitter

from companies.statistics import NEVER, Cases, answer_panels, resolution_panels, snapshot
from companies.statistics.constants import BEST_CASE, HEADLINE, Ending
from companies.statistics.incidence import incidence_of

DAY = 86_400_000_000  # microseconds
AS_OF = 9_400 * DAY
CHUNK = 250_000
LARGEST = 0.085  # of all cases
SHARE_OPEN = 1 / 3
SEED = 20240611
ROUNDS = 3
LINEAR = 1.5  # sorting alone grows by a tenth from one million to five
EXACT_UP_TO = 300  # cases of a company: beyond, fractions grow too long
ELEMENT = np.dtype([("length", ">i4"), ("value", ">i8")])
HEADER = 20  # bytes before the elements of a one-dimensional array


@dataclass(frozen=True)
class Bar:
    """One line of the table. ratio is what the target is about."""

    bar: str
    floor: str
    ours: str
    ratio: float
    target: str
    met: bool


def synthetic_cases(cases: int, companies: int, seed: int = SEED) -> Cases:
    """Return cases of heavy-tailed companies: Pareto sizes with a median of 22, the largest has 8.5 %."""
    rng = np.random.default_rng(seed)
    sizes = (np.arange(1, companies + 1) / companies) ** (-1 / 1.36)
    sizes[0] = LARGEST / (1 - LARGEST) * sizes[1:].sum()
    company = rng.permutation(np.repeat(np.arange(companies), rng.multinomial(cases, sizes / sizes.sum())))
    age = rng.integers(0, 900, cases) * DAY + rng.integers(0, DAY, cases)
    opened = AS_OF - age
    duration = np.exp(rng.normal(3.0, 1.3, cases)) * DAY
    duration = np.where(rng.random(cases) < 0.5, np.ceil(duration / DAY) * DAY, duration).astype(np.int64)
    ending = rng.choice([0, 0, 0, 0, 0, 1, 2, 3, 4], cases)
    is_open = (duration > age) | (rng.random(cases) < SHARE_OPEN - np.mean(duration > age))
    ending[is_open] = Ending.OPEN
    ended = np.where(is_open, NEVER, opened + duration)
    lag = np.where(rng.random(cases) < 0.3, DAY * rng.integers(1, 10, cases), 0)
    counted = np.where(ending < Ending.WITHDRAWN, np.maximum(ended - lag, opened), NEVER)
    answered = opened + (duration * rng.random(cases)).astype(np.int64)
    answered = np.where(rng.random(cases) < 0.6, answered, NEVER)
    return Cases(companies, company, opened, ended, ending, counted, answered)


def cpu_of(work: Callable[[], Any], backend: int | None = None) -> float:
    """Return the CPU seconds of Python and of a server process; wall time for a server elsewhere."""
    clock = time.perf_counter if backend == 0 else time.process_time
    start, server = clock(), _process_cpu(backend)
    work()
    return clock() - start + _process_cpu(backend) - server


def _process_cpu(pid: int | None) -> float:
    """Return the CPU seconds of a process; schedstat counts nanoseconds, stat only hundredths."""
    if not pid:
        return 0.0
    exact = Path(f"/proc/{pid}/schedstat")
    if exact.exists():
        return int(exact.read_text().split()[0]) / 1e9
    numbers = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")


def best_of(works: dict[str, Callable[[], Any]], backend: int | None = None) -> dict[str, float]:
    """Return the best of ROUNDS for each work, alternating."""
    seconds = {name: float("inf") for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            seconds[name] = min(seconds[name], cpu_of(work, backend))
    return seconds


# Bar 1: the full pass against a sequential scan.


@contextlib.contextmanager
def case_table(connection: psycopg.Connection[Any], cases: Cases) -> Iterator[None]:
    """Fill a narrow table with the cases, and drop it afterwards."""
    connection.execute("DROP SCHEMA IF EXISTS bench_statistics CASCADE")
    connection.execute("CREATE SCHEMA bench_statistics")
    connection.execute("SET search_path TO bench_statistics")
    connection.execute(
        "CREATE UNLOGGED TABLE cases (company_id int, ending smallint, opened_at timestamptz,"
        " ended_at timestamptz, counted_at timestamptz, answered_at timestamptz)"
    )
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY cases FROM STDIN (FORMAT BINARY)") as copy,
    ):
        copy.write(_copy_binary(cases))
    connection.execute("VACUUM (ANALYZE, FREEZE) cases")
    connection.execute("SET max_parallel_workers_per_gather = 0")
    connection.execute("SET jit = off")
    try:
        yield
    finally:
        connection.execute("DROP SCHEMA bench_statistics CASCADE")


def _copy_binary(cases: Cases) -> bytes:
    """Return the rows in COPY's binary format. NULL is left out: 'infinity' has the same width to read."""
    fields = [("fields", ">i2"), ("l0", ">i4"), ("company", ">i4"), ("l1", ">i4"), ("ending", ">i2")]
    times = ("opened", "ended", "counted", "answered")
    for number, name in enumerate(times, start=2):
        fields += [(f"l{number}", ">i4"), (name, ">i8")]
    rows = np.zeros(len(cases), np.dtype(fields))
    rows["fields"] = 6
    for number, length in enumerate((4, 2, 8, 8, 8, 8)):
        rows[f"l{number}"] = length
    rows["company"], rows["ending"] = cases.company, cases.ending
    for name, column in zip(
        times, (cases.opened_at, cases.ended_at, cases.counted_at, cases.answered_at), strict=True
    ):
        rows[name] = column
    return b"PGCOPY\n\xff\r\n\x00" + bytes(8) + rows.tobytes() + b"\xff\xff"


def scan(connection: psycopg.Connection[Any]) -> None:
    """Read every column used once: the floor."""
    connection.execute(
        "SELECT min(company_id), min(ending), min(opened_at), min(ended_at), min(counted_at), min(answered_at)"
        " FROM cases"
    ).fetchone()


def fetch(connection: psycopg.Connection[Any], companies: int, *, with_answers: bool) -> Cases:
    """Return the cases by a few large arrays instead of rows."""
    columns = ["company_id::bigint * 8 + ending"]
    columns += [f"coalesce({name}, 'infinity')" for name in ("opened_at", "ended_at", "counted_at")]
    columns += ["coalesce(answered_at, 'infinity')"] if with_answers else []
    arrays = ", ".join(f"array_agg({column})" for column in columns)
    pages, rows = connection.execute(
        "SELECT relpages, reltuples FROM pg_class WHERE oid = 'cases'::regclass"
    ).fetchone() or (1, 1)
    step = max(1, int(CHUNK * pages / rows))
    parts: list[list[np.ndarray]] = [[] for _ in columns]
    with connection.cursor(binary=True) as cursor:
        for page in range(0, pages, step):
            query = f"SELECT {arrays} FROM cases WHERE ctid >= '({page},0)' AND ctid < '({page + step},0)'"  # noqa: S608
            cursor.execute(query.encode())
            for part, number in zip(parts, range(len(columns)), strict=True):
                value = cursor.pgresult.get_value(0, number) if cursor.pgresult else None
                if value is not None:
                    part.append(np.frombuffer(value, ELEMENT, offset=HEADER)["value"])
    packed, opened, ended, counted, *answered = (np.concatenate(part, dtype=np.int64) for part in parts)
    no_answers = np.full(len(packed), NEVER) if not answered else answered[0]
    return Cases(companies, packed >> 3, opened, ended, packed & 7, counted, no_answers)


def headline_pass(cases: Cases) -> None:
    """Compute shares at three days and the restricted mean of every company, all with variances."""
    incidence = incidence_of(snapshot(cases, AS_OF).resolutions())
    incidence.shares(HEADLINE, (7, 30, 90))
    incidence.restricted_mean(HEADLINE, 90)


def full_pass(cases: Cases) -> None:
    """Compute both readings and the answers in the three windows."""
    known = snapshot(cases, AS_OF)
    for panel in resolution_panels(known):
        del panel
    for answers in answer_panels(known):
        del answers


def bars_of_the_pass(database: str, cases: int, companies: int, *, is_judged: bool = True) -> list[Bar]:
    """Return the lines of bar 1; a pass that is not judged is only compared with another by _growth()."""
    with psycopg.connect(database, autocommit=True) as connection:
        pid = connection.info.backend_pid
        backend = pid if Path(f"/proc/{pid}/stat").exists() else 0
        with case_table(connection, synthetic_cases(cases, companies)):
            seconds = best_of(
                {
                    "scan": lambda: scan(connection),
                    "fetch": lambda: fetch(connection, companies, with_answers=True),
                    "headline": lambda: headline_pass(fetch(connection, companies, with_answers=False)),
                    "everything": lambda: full_pass(fetch(connection, companies, with_answers=True)),
                },
                backend,
            )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    floor = f"scan {seconds['scan']:.3f} s"

    def bar(name: str, limit: float | None) -> Bar:
        ratio = seconds[name] / seconds["scan"]
        limit = limit if is_judged else None
        label, target = f"1 {name}, {cases:,} cases", f"<= {limit:g}x" if limit else "none"
        return Bar(label, floor, f"{seconds[name]:.3f} s", ratio, target, limit is None or ratio <= limit)

    limit = max(1.0, cases / 1e6)  # GiB
    return [
        bar("fetch", None),
        bar("headline", 8),
        bar("everything", 20),
        Bar("1 memory", f"{limit:g} GiB", f"{memory:.2f} GiB", memory / limit, "<= 1x", memory <= limit),
    ]


def _growth(small: Bar, large: Bar) -> Bar:
    """Return by how much a case costs more among more of them, both against their scans."""
    ratio = large.ratio / small.ratio
    words = f"{small.ratio:.3g}x", f"{large.ratio:.3g}x"
    return Bar(f"{large.bar}: growth", *words, ratio, f"<= {LINEAR:g}x", ratio <= LINEAR)


# Bar 2: company by company with lifelines.


def bar_of_lifelines(cases: Cases, companies: int) -> Bar:
    chosen = _sample(cases, companies)
    rows = snapshot(chosen, AS_OF).resolutions()
    days, resolved, offsets = rows.seconds / 86_400, rows.kind == Ending.RESOLVED, rows.offsets

    def theirs() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for start, end in pairwise(offsets.tolist()):
                if end > start:
                    fit = KaplanMeierFitter().fit(days[start:end], resolved[start:end])
                    fit.predict([7, 30, 90])
                    _ = fit.median_survival_time_

    def ours() -> None:
        incidence = incidence_of(snapshot(chosen, AS_OF).resolutions())
        incidence.shares(HEADLINE, (7, 30, 90))
        incidence.quantiles(HEADLINE, [0.5])

    seconds = best_of({"ours": ours, "theirs": theirs})
    ratio = seconds["theirs"] / seconds["ours"]
    label = f"2 lifelines, {companies:,} companies, {len(chosen):,} cases"
    return Bar(
        label,
        f"{seconds['theirs']:.3f} s",
        f"{seconds['ours']:.4f} s",
        ratio,
        ">= 200x less",
        ratio >= 200,
    )


def _sample(cases: Cases, companies: int) -> Cases:
    """Return the cases of some companies, which get the indices from 0 on."""
    rng = np.random.default_rng(SEED)
    taken = rng.choice(cases.companies, companies, replace=False)
    number = np.full(cases.companies, -1)
    number[taken] = np.arange(companies)
    chosen = cases.select(number[cases.company] >= 0)
    return Cases(companies, number[chosen.company], *chosen.columns[1:])


# Bar 3: exactness.


def exact_median(seconds: np.ndarray, kind: np.ndarray, moment: np.ndarray, reading: int) -> int | None:
    """Return the first moment with F >= 1/2 in exact fractions, by the product over grouped ties."""
    surviving, masses = Fraction(1), []
    for at in np.unique(seconds):
        tied, at_risk = seconds == at, int(np.sum(seconds >= at))
        events = int(np.sum(tied & (kind != Ending.OPEN)))
        counting = tied & (kind < reading)
        masses += [(m, surviving / at_risk) for m in moment[counting].tolist()]
        surviving *= 1 - Fraction(events, at_risk)
    total = Fraction(0)
    for at, mass in sorted(masses):
        total += mass
        if total >= Fraction(1, 2):
            return int(at)
    return None


def bars_of_exactness(cases: Cases, companies: int) -> list[Bar]:
    chosen = _sample(cases, companies)
    rows = snapshot(chosen, AS_OF).resolutions()
    incidence = incidence_of(rows)
    assert rows.moment is not None
    wrong = compared = 0
    for reading in (HEADLINE, BEST_CASE):
        found = incidence.quantiles(reading, [0.5])[0]
        for brand, part in enumerate(starmap(slice, pairwise(rows.offsets.tolist()))):
            if part.stop - part.start <= EXACT_UP_TO:
                exact = exact_median(rows.seconds[part], rows.kind[part], rows.moment[part], reading)
                wrong += bool(found[brand] != (np.inf if exact is None else exact / 86_400))
                compared += 1
    days = (7, 30, 90)
    headline, best = (incidence.shares(reading, days).value for reading in (HEADLINE, BEST_CASE))
    outside = int(np.sum(best < headline)) + int(np.sum((headline < 0) | (best > 1 + 1e-12)))
    difference = _difference_to_lifelines(chosen)
    return [
        Bar("3 medians", f"{compared:,} exact", f"{wrong} wrong", float(wrong), "0", wrong == 0),
        Bar("3 bounds", f"{best.size:,} pairs", f"{outside} outside", float(outside), "0", outside == 0),
        Bar(
            "3 probabilities",
            "lifelines",
            f"{difference:.1e}",
            difference,
            "<= 1e-9",
            difference <= 1e-9,
        ),
    ]


def _difference_to_lifelines(cases: Cases) -> float:
    """Return the largest difference of S where nothing competes: only the resolved have ended."""
    ending = np.where(cases.ending == Ending.RESOLVED, Ending.RESOLVED, Ending.OPEN)
    plain = Cases(
        cases.companies,
        cases.company,
        cases.opened_at,
        cases.ended_at,
        ending,
        np.full(len(cases), NEVER),
        cases.answered_at,
    )
    rows = snapshot(plain, AS_OF).resolutions()
    ours = incidence_of(rows).shares(HEADLINE, (7, 30, 90)).value
    largest = 0.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for brand, part in enumerate(starmap(slice, pairwise(rows.offsets.tolist()))):
            if part.stop > part.start:
                fit = KaplanMeierFitter().fit(rows.seconds[part], rows.kind[part] == Ending.RESOLVED)
                theirs = 1 - fit.predict([day * 86_400 for day in (7, 30, 90)]).to_numpy()
                largest = max(largest, float(np.max(np.abs(theirs - ours[:, brand]))))
    return largest


def run(*, database: str | None, cases: int, companies: int, sample: int, linear: bool) -> list[Bar]:
    """Run the bars and return their lines; bar 1 only with a database."""
    bars: list[Bar] = []
    if database:
        bars += bars_of_the_pass(database, cases, companies)
        if linear:
            larger = bars_of_the_pass(database, 5 * cases, companies, is_judged=False)
            bars += [*larger, *map(_growth, bars[1:3], larger[1:3])]
    data = synthetic_cases(cases, companies)
    bars.append(bar_of_lifelines(data, min(sample, companies)))
    return bars + bars_of_exactness(data, min(sample, companies))


def show(bars: list[Bar]) -> str:
    """Return the table."""
    head = ("bar", "floor", "ours", "ratio", "target", "met")
    lines = [(b.bar, b.floor, b.ours, f"{b.ratio:.3g}", b.target, "yes" if b.met else "NO") for b in bars]
    widths = [max(len(line[i]) for line in (head, *lines)) for i in range(len(head))]
    return "\n".join(
        " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in (head, *lines)
    )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Benchmarks of the statistics")
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--companies", type=int, default=20_000)
    parser.add_argument("--sample", type=int, default=300, help="companies computed with lifelines as well")
    parser.add_argument("--linear", action="store_true", help="the pass over five times as many cases too")
    parser.add_argument("--database", default=os.environ.get("DATABASE_URL"))
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args(arguments)
    if not chosen.database:
        sys.stderr.write("No DATABASE_URL: bar 1 is left out.\n")
    bars = run(
        database=chosen.database,
        cases=chosen.cases,
        companies=chosen.companies,
        sample=chosen.sample,
        linear=chosen.linear,
    )
    sys.stdout.write(show(bars) + "\n")
    if chosen.json:
        chosen.json.write_text(json.dumps([asdict(bar) for bar in bars], indent=2) + "\n")
    return 0 if all(bar.met for bar in bars) else 1


if __name__ == "__main__":
    sys.exit(main())
