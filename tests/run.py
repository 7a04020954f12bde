"""Every check and every test: `python -m tests.run [--lint]`, by `make test` and `make lint`.

The checks run first, two at a time, then pytest. A failed one stops none of the others; the exit code tells.
Without DATABASE_URL the tests get an embedded PostgreSQL of their own that flushes nothing to disk.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config import embedded
from tests import peers
from tests.peers import bluesky_server

CHECKOUT = Path(__file__).resolve().parent.parent
FOLDERS = ("unit", "integration", "contract", "architecture", "e2e")
# Enough for `check --deploy` to find nothing; none of it is a secret of anybody.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "".join(chr(ord("!") + i % 90) for i in range(120)),
    "ALLOWED_HOSTS": "answerable.example",
    "SITE_URL": "https://answerable.example",
    "VAULT_KEYS": "check:" + "A" * 43 + "=",
}


@dataclass(frozen=True)
class Result:
    """How one check went."""

    name: str
    seconds: float
    failed: bool
    output: str


@dataclass(frozen=True)
class Check:
    """A command that must exit with 0, after which `then` may find words for a failure."""

    name: str
    arguments: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()
    then: Callable[[], str] = str

    def run(self) -> Result:
        begun = time.monotonic()
        done = subprocess.run(
            [sys.executable, *self.arguments],
            cwd=CHECKOUT,
            env={**os.environ, **dict(self.environment)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        complaint = "" if done.returncode else self.then()
        failed = bool(done.returncode or complaint)
        return Result(self.name, time.monotonic() - begun, failed, (done.stdout + complaint).strip())


def checks(scratch: Path) -> list[Check]:
    """All of them, the longest first."""
    schema = scratch / "openapi.yaml"
    test = (("DJANGO_SETTINGS_MODULE", "config.settings.test"),)
    linter = "from importlinter.cli import lint_imports_command as main; main()"
    apps = ("accounts", "companies", "complaints", "config")
    generate = ("manage.py", "spectacular", "--validate", "--fail-on-warn", "--file", str(schema))
    return [
        Check("mypy", ("-m", "mypy", ".")),
        Check("ruff check", ("-m", "ruff", "check", ".")),
        Check("ruff format", ("-m", "ruff", "format", "--check", ".")),
        Check("import-linter", ("-c", linter)),
        Check(
            "bandit",
            ("-m", "bandit", "-q", "-r", *apps, "-c", "pyproject.toml", "--severity-level", "medium"),
        ),
        Check("djlint", ("-m", "djlint", "templates", "--lint", "--quiet")),
        Check("migrations are complete", ("manage.py", "makemigrations", "--check", "--dry-run"), test),
        Check(
            "production settings",
            ("manage.py", "check", "--deploy", "--fail-level", "WARNING"),
            tuple(PRODUCTION.items()),
        ),
        Check("openapi.yaml is current", generate, test, lambda: _differs(schema, CHECKOUT / "openapi.yaml")),
    ]


def _differs(made: Path, kept: Path) -> str:
    advice = "\nWrite it anew: .venv/bin/python manage.py spectacular --file openapi.yaml"
    if not kept.exists():
        return f"{kept.name} is missing.{advice}"
    return "" if made.read_text() == kept.read_text() else f"{kept.name} is not what the code says.{advice}"


def run_checks() -> list[Result]:
    """Runs the checks, two at a time, and tells each when it has ended."""
    results = []
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(max_workers=2) as pool:
        for running in as_completed([pool.submit(check.run) for check in checks(Path(scratch))]):
            result = running.result()
            print(
                f"{'FAILED' if result.failed else 'ok':<8}{result.name:<28}{result.seconds:6.1f} s",
                flush=True,
            )
            if result.failed:
                print("\n".join(f"        {line}" for line in result.output.splitlines()), flush=True)
            results.append(result)
    return results


def run_pytest(arguments: list[str]) -> tuple[Result, str]:
    """Runs the tests with their output shown; returns the result and pytest's last line."""
    folders = [f"tests/{name}" for name in FOLDERS if (CHECKOUT / "tests" / name).is_dir()]
    begun, last = time.monotonic(), ""
    colour = "yes" if sys.stdout.isatty() else "no"
    with subprocess.Popen(
        # Tests of one group share a server, and so a process.
        [
            *(sys.executable, "-m", "pytest", "-n", "auto", "--dist", "loadgroup"),
            *(f"--color={colour}", *folders, *arguments),
        ],
        cwd=CHECKOUT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as pytest:
        for line in pytest.stdout or ():
            print(line, end="", flush=True)
            last = line.rstrip() or last
    return Result("pytest", time.monotonic() - begun, bool(pytest.returncode), ""), last


@contextmanager
def database() -> Iterator[None]:
    """DATABASE_URL as it is, or an embedded server for as long as the run lasts."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    urls = embedded.start(durable=False)
    os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"] = urls
    try:
        yield
    finally:
        embedded.stop(durable=False)


@contextmanager
def only_one() -> Iterator[None]:
    """Two runs in one checkout would use the same test databases."""
    (CHECKOUT / ".data").mkdir(exist_ok=True)
    with (CHECKOUT / ".data" / "test.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Waiting for another run of the tests in this checkout", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def install_peers() -> None:
    """Brings what tests need from npm, where there is Node. A failure is told now and counted at the end."""
    if not bluesky_server.is_possible() or bluesky_server.is_installed():
        return
    print("Installing the real Bluesky server of the tests, from npm: once, some minutes", flush=True)
    try:
        bluesky_server.install()
    except (subprocess.SubprocessError, OSError) as failed:
        print(f"{failed}\n{getattr(failed, 'stdout', '') or ''}", flush=True)


def report_peers() -> bool:
    """Names the missing peers; True when that is a failure."""
    missing = peers.missing()
    for peer in missing:
        print(f"Missing: {peer.name}, for {peer.needed_for} (Debian: apt-get install {peer.debian})")
    is_failed = bluesky_server.is_possible() and not bluesky_server.is_installed()
    if is_failed:
        print("Missing: the real Bluesky server, which npm could not install")
    return bool(missing or is_failed) and peers.required()


def main() -> int:
    """Runs all, or with --lint the checks alone. Further arguments go to pytest."""
    parser = argparse.ArgumentParser(prog="python -m tests.run")
    parser.add_argument("--lint", action="store_true", help="the checks without the tests")
    chosen, for_pytest = parser.parse_known_args()
    last = ""
    try:
        with only_one(), database():
            results = run_checks()
            if not chosen.lint:
                install_peers()
                print(flush=True)
                tests, last = run_pytest(for_pytest)
                results.append(tests)
    except embedded.EmbeddedError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    failed = [result.name for result in results if result.failed]
    print(
        f"\n{len(results) - len(failed)} of {len(results)} checks ok{': FAILED ' if failed else ''}{', '.join(failed)}"
    )
    lacking = not chosen.lint and report_peers()
    if last:
        print(last)
    return 1 if failed or lacking else 0


if __name__ == "__main__":
    sys.exit(main())
