"""Benchmark of the API: a list of 50 against the same rows written as JSON by PostgreSQL alone.

    python -m tests.benchmarks.bench_api --database ADDRESS --json api.json

Bar 7. Makes a database of its own beside the named one, fills it, and removes it. The floor is one `json_agg` over
the columns that the list shows, sent as SQL and read as text; ours is the view of the list, from a request to bytes,
with its throttle and its cursor. CPU is user and system time of Python and of the server process, where the server
runs on this machine; else wall time.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import django
import psycopg

from tests.benchmarks.bench_statistics import Bar, best_of, show

ROWS = 50
REPEATS = 100  # calls in one measurement
TARGET = 4.0
FLOOR = f"""
    SELECT json_agg(page)::text FROM (
        SELECT reference, company.slug AS company, company.sector, title, category, complaint.country, status, outcome,
               published_at, first_attempt_on, replied_at, answered_at, ended_at,
               'http://testserver/complaints/' || reference || '/' AS url
        FROM complaints_complaint AS complaint JOIN companies_company AS company ON company.id = complaint.company_id
        WHERE status IN ('awaiting_answer', 'answered', 'fix_offered', 'resolved', 'closed')
              AND visibility = 'public' AND published_at IS NOT NULL
        ORDER BY published_at DESC, complaint.id DESC LIMIT {ROWS}
    ) AS page
"""  # noqa: S608


def connect_django(database: str) -> None:
    """Set Django up for the server at `database`."""
    found = psycopg.conninfo.conninfo_to_dict(database)
    os.environ["DATABASE_URL"] = "postgres:///" + str(found.get("dbname", "postgres"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    django.setup()
    from django.db import connections

    for alias in ("default", "owner"):
        connections[alias].settings_dict.update(
            HOST=found.get("host", ""),
            PORT=found.get("port", ""),
            USER=found.get("user", ""),
            PASSWORD=found.get("password", ""),
        )


@contextmanager
def filled_database(complaints: int, companies: int) -> Iterator[None]:
    """A database of its own with published complaints, a minute apart."""
    from django.db import connection

    connection.settings_dict["TEST"]["NAME"] = "bench_api"
    old = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        fill(complaints, companies)
        yield
    finally:
        connection.creation.destroy_test_db(old, verbosity=0)


def fill(complaints: int, companies: int) -> None:
    """Rows as the services leave them, made in bulk."""
    from django.db import connection

    from companies.enums import Sector
    from companies.models import Company
    from complaints.enums import Category, Status
    from complaints.models import Complaint
    from tests.factories import NOW

    sectors, categories = list(Sector), list(Category)
    brands = Company.objects.bulk_create(
        Company(
            slug=f"brand-{n}",
            name=f"Brand {n}",
            folded=f"brand {n}",
            sector=sectors[n % len(sectors)],
            created_at=NOW,
        )
        for n in range(companies)
    )
    Complaint.objects.bulk_create(
        (
            Complaint(
                reference=f"B{n:08}",
                company=brands[n % companies],
                title=f"The parcel number {n} was never delivered",
                story="It was never delivered and nobody can tell me where it is. " * 10,
                category=categories[n % len(categories)],
                country="GB",
                status=Status.ANSWERED if n % 3 else Status.AWAITING_ANSWER,
                tier_at_publication=0,
                created_at=NOW,
                published_at=NOW - timedelta(minutes=n),
                first_attempt_on=(NOW - timedelta(minutes=n, days=9)).date(),
                replied_at=NOW if n % 3 else None,
                answered_at=NOW if n % 3 else None,
            )
            for n in range(complaints)
        ),
        batch_size=2000,
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE, FREEZE) complaints_complaint")
        cursor.execute("ANALYZE companies_company")


def floor() -> Callable[[], bytes]:
    """The rows of the list as one JSON text, written by hand and by PostgreSQL alone."""
    from django.db import connection

    def work() -> bytes:
        with connection.cursor() as cursor:
            cursor.execute(FLOOR)
            return str(cursor.fetchone()[0]).encode()

    return work


def listing(path: str = "/api/v1/complaints/") -> Callable[[], bytes]:
    """The view of the list, from a request to bytes; each call comes from an address of its own."""
    from django.test import RequestFactory
    from django.urls import resolve

    requests, numbers = RequestFactory(), count()
    view = resolve("/api/v1/complaints/").func

    def work() -> bytes:
        number = next(numbers)
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        response = view(requests.get(path, REMOTE_ADDR=address))
        content: bytes = response.render().content
        return content

    return work


def same_rows(ours: bytes, theirs: bytes) -> bool:
    """Whether both say the same of the same complaints in the same order; PostgreSQL writes UTC as +00:00."""
    listed = json.loads(ours)["results"]
    return bool(len(listed) == ROWS and listed == json.loads(theirs.replace(b"+00:00", b"Z")))


def repeated(work: Callable[[], Any]) -> Callable[[], None]:
    def works() -> None:
        for _ in range(REPEATS):
            work()

    return works


def run(*, complaints: int, companies: int) -> list[Bar]:
    """Run the bar and return its lines."""
    from django.db import connection

    with filled_database(complaints, companies):
        connection.ensure_connection()
        pid = connection.connection.info.backend_pid
        backend = pid if Path(f"/proc/{pid}/stat").exists() else 0
        theirs, ours = floor(), listing()
        if not same_rows(ours(), theirs()):
            raise AssertionError("the list and its floor show different rows")
        seconds = best_of({"floor": repeated(theirs), "list": repeated(ours)}, backend)
    ratio = seconds["list"] / seconds["floor"]
    milliseconds = {name: f"{value / REPEATS * 1000:.2f} ms" for name, value in seconds.items()}
    return [
        Bar(
            f"7 API list of {ROWS}, {complaints:,} complaints",
            f"json_agg {milliseconds['floor']}",
            milliseconds["list"],
            ratio,
            f"<= {TARGET:g}x",
            ratio <= TARGET,
        )
    ]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Benchmark of the API")
    parser.add_argument("--complaints", type=int, default=20_000)
    parser.add_argument("--companies", type=int, default=200)
    parser.add_argument("--database", default=os.environ.get("DATABASE_URL"))
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args(arguments)
    if not chosen.database:
        sys.stderr.write("No DATABASE_URL: the API is not measured.\n")
        return 1
    connect_django(chosen.database)
    bars = run(complaints=chosen.complaints, companies=chosen.companies)
    sys.stdout.write(show(bars) + "\n")
    if chosen.json:
        chosen.json.write_text(json.dumps([asdict(bar) for bar in bars], indent=2) + "\n")
    return 0 if all(bar.met for bar in bars) else 1


if __name__ == "__main__":
    sys.exit(main())
