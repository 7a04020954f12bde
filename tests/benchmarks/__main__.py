"""All performance bars: `python -m tests.benchmarks [NAME ...]`, by `make bench`.

Runs every `bench_<name>.py` in a process of its own, with `--database ADDRESS --json FILE`, then prints one table
and writes it to `.data/benchmarks.json`. DATABASE_URL names the server; else an embedded one runs meanwhile.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote, urlencode

import environ

from config import embedded
from tests.benchmarks.bench_statistics import Bar, show
from tests.run import database, only_one

HERE = Path(__file__).parent


def address() -> str:
    """The owner's database in the form of PostgreSQL's own programs, which know a socket only as `host=`."""
    found = environ.Env.db_url_config(os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"])
    words = {
        "host": found["HOST"],
        "port": found["PORT"],
        "user": found["USER"],
        "password": found["PASSWORD"],
    }
    return f"postgresql:///{quote(found['NAME'])}?" + urlencode(
        {name: word for name, word in words.items() if word}
    )


def bars_of(name: str) -> tuple[list[Bar], bool]:
    """The lines of one benchmark, and whether it ran to its end."""
    with tempfile.TemporaryDirectory() as scratch:
        table = Path(scratch) / "bars.json"
        command = [
            sys.executable,
            "-m",
            f"tests.benchmarks.bench_{name}",
            "--database",
            address(),
            "--json",
            str(table),
        ]
        subprocess.run(command, cwd=embedded.CHECKOUT, check=False)
        if not table.exists():
            return [], False
        return [Bar(**line) for line in json.loads(table.read_text())], True


def main() -> int:
    there = sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("name", nargs="*", help=f"some of: {', '.join(there)}")
    chosen = parser.parse_args().name or there
    bars: list[Bar] = []
    broken = []
    try:
        with only_one(), database():
            for name in chosen:
                sys.stdout.write(f"\n{name}\n")
                sys.stdout.flush()
                found, ended = bars_of(name)
                bars += found
                broken += [] if ended else [name]
    except embedded.EmbeddedError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    written = embedded.CHECKOUT / ".data" / "benchmarks.json"
    written.write_text(json.dumps([vars(bar) for bar in bars], indent=2) + "\n")
    sys.stdout.write(f"\nAll bars, also in {written}\n{show(bars)}\n")
    if broken:
        sys.stdout.write(f"Not measured, because they broke: {', '.join(broken)}\n")
    return 0 if not broken and all(bar.met for bar in bars) else 1


if __name__ == "__main__":
    sys.exit(main())
