"""The demo: `python -m config.demo [start|stop|clean]`, by `make demo`, `make stop` and `make clean-demo`.

Starts the embedded PostgreSQL (or takes DATABASE_URL), migrates, imports the real records, seeds, and runs
the web server, the workers and a local Mastodon-compatible server until Ctrl-C or SIGTERM; then stops all it
started. All data stay in `.data/` and the embedded database, so the next start is quick.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import re
import secrets
import shutil
import signal
import socket
import sys
import time
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

import environ
import psycopg

from config import embedded
from config.supervisor import Failure, Service, Step, Supervisor, say

CHECKOUT = Path(__file__).resolve().parent.parent
DATA = CHECKOUT / ".data"
RECORDS = "companies/records/data/consumidor_gov_br_2014.csv.gz"
SIGN_INS = ("customer@example.test", "representative@example.test", "moderator@example.test")
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike
# What a command in another terminal must know of the demo that runs; kept in a file for as long as it runs.
TOLD_TO_COMMANDS = (
    "DJANGO_SETTINGS_MODULE",
    "SITE_URL",
    "DEMO_MASTODON_URL",
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
)
MASTODON = """\
title = "Demo network"
description = "A Mastodon-compatible server on this machine, for the demo of Answerable."
media_storage_path = {media}

[database]
path = {database}

[[seed.accounts]]
username = "answerable"
display_name = "Answerable (demo)"
access_token = "answerable_token"
bot = true
"""


class Stopped(BaseException):
    """Somebody asked us to stop: like KeyboardInterrupt, not an error."""


def steps() -> list[Step]:
    """What is done at every start, in this order; each is quick when it was done before."""
    return [
        Step("Tables, and records of consumidor.gov.br", (sys.executable, "-m", "config.demo", "tables")),
        Step("Demo complaints", (sys.executable, "manage.py", "seed_demo")),
    ]


def tables() -> None:
    """What every installation needs, and the records, in one process because each start of Django takes a while."""
    import django  # noqa: PLC0415  (only this process needs it)
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", database="owner", interactive=False)
    call_command("createcachetable", database="owner")
    call_command("sync_schedules")
    call_command("import_records", "--mark", str(DATA / "records-imported"), "consumidor-gov-br", RECORDS)


def network(port: int) -> Service:
    """The local Mastodon-compatible server; it keeps its posts in a file."""
    at = ("--host", "127.0.0.1", "--port", str(port), "--domain", f"127.0.0.1:{port}")
    command = (sys.executable, "-m", "config.demo_network", "serve", "--config", str(_mastodon_config()), *at)
    return Service("Demo network", (*command, "--log-level", "warning"), f"http://127.0.0.1:{port}/health")


def workers() -> Service:
    """The background workers."""
    return Service("Workers", (sys.executable, "manage.py", "qcluster"))


def sweeper() -> Service:
    """Looks every few seconds for what is due and for replies, so that the demo network is heard at once."""
    return Service("Sweeper", (sys.executable, "manage.py", "sweep", "--every", "3"))


def web(port: int) -> Service:
    """The web server."""
    server = (sys.executable, "-m", "gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{port}")
    size = ("--workers", "2", "--threads", "4", "--preload", "--no-control-socket")
    return Service("Web server", (*server, *size), f"http://127.0.0.1:{port}/healthz")


def run() -> None:
    """Starts everything and stays until told to stop. Raises Failure or Stopped."""
    environment = os.environ
    environ.Env.read_env(str(CHECKOUT / ".env"))  # as the settings do
    port, network_port = _port("PORT", 8000), _port("MASTODON_PORT", 8801)
    with _only_one(port):
        _refuse_taken("PORT", port)
        _refuse_taken("MASTODON_PORT", network_port)
        begun = time.monotonic()
        supervisor = Supervisor(CHECKOUT, DATA / "logs", environment)
        ours = not environment.get("DATABASE_URL") and embedded.status() != "running"
        try:
            _database(environment, supervisor)
            environment.update(_settings(environment, port, network_port))
            told = {name: environment[name] for name in TOLD_TO_COMMANDS if name in environment}
            _write_private(_told_file(), json.dumps(told))
            _run_all(supervisor, port, network_port)
            _welcome(environment, port, network_port, time.monotonic() - begun)
            supervisor.watch()
        finally:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            _told_file().unlink(missing_ok=True)
            ours = ours and embedded.status() == "running"
            if supervisor.services or ours:
                say("\nStopping")
                supervisor.stop()
                if ours:
                    embedded.stop()
                say("Stopped. All data are kept.")


def running_environment() -> dict[str, str]:
    """What TOLD_TO_COMMANDS says, of the demo that runs in this checkout; nothing when none runs."""
    try:
        with (DATA / "demo.lock").open("rb") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return dict(json.loads(_told_file().read_text()))
    except (OSError, ValueError):
        pass  # it has never run here, or is just starting
    return {}


def _told_file() -> Path:
    return DATA / "demo-environment.json"


def _run_all(supervisor: Supervisor, port: int, network_port: int) -> None:
    """Overlaps what may overlap: the servers start while steps run that do not need them yet."""
    mastodon, server = network(network_port), web(port)
    supervisor.start(mastodon)
    tables, *rest = steps()
    supervisor.run(tables)
    supervisor.start(server)
    supervisor.wait_for(mastodon)
    for step in rest:
        supervisor.run(step)
    supervisor.start(workers())
    supervisor.start(sweeper())
    supervisor.wait_for(server)


def _database(environment: MutableMapping[str, str], supervisor: Supervisor) -> None:
    """Sets DATABASE_URL and DATABASE_OWNER_URL, of a database that answers."""
    if environment.get("DATABASE_URL"):
        with supervisor.telling("Database (DATABASE_URL)"):
            _check_database(environment["DATABASE_URL"])
            environment.setdefault("DATABASE_OWNER_URL", environment["DATABASE_URL"])
            _check_database(environment["DATABASE_OWNER_URL"])
    else:
        with supervisor.telling("Embedded PostgreSQL"):
            environment["DATABASE_URL"], environment["DATABASE_OWNER_URL"] = embedded.start()


def _check_database(url: str) -> None:
    """Connects once. Raises Failure in words, without the password."""
    form = "postgres://user:password@host:5432/name"
    if not re.match(r"(postgres|postgresql|psql|pgsql)://", url):
        raise Failure(f"DATABASE_URL must be the address of a PostgreSQL, like {form}.")
    try:
        found = environ.Env.db_url_config(url)
    except (ValueError, TypeError) as error:
        raise Failure(f"DATABASE_URL cannot be read. It looks like {form}.") from error
    names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password", "NAME": "dbname"}
    options = {ours: found[theirs] for theirs, ours in names.items() if found[theirs]}
    try:
        psycopg.connect(**options, **found.get("OPTIONS", {}), connect_timeout=5).close()
    except psycopg.Error as error:
        where = f"{found['NAME'] or 'the database'} at {found['HOST'] or 'the local socket'}"
        raise Failure(
            f"The database of DATABASE_URL cannot be reached ({where}): {str(error).strip()}"
        ) from error


def _settings(environment: MutableMapping[str, str], port: int, network_port: int) -> dict[str, str]:
    """What the programs of the demo are told besides the database."""
    return {
        "DJANGO_SETTINGS_MODULE": environment.get("DJANGO_SETTINGS_MODULE", "config.settings.development"),
        "DEBUG": environment.get("DEBUG", "false"),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "DEMO_MASTODON_URL": f"http://127.0.0.1:{network_port}",
        "DEMO_PASSWORD": environment.get("DEMO_PASSWORD") or _password(),
        "POLL_FIRST_SECONDS": environment.get("POLL_FIRST_SECONDS", "3"),
        "PYTHONUNBUFFERED": "1",
    }


def _password() -> str:
    """Made once and kept, readable by this account alone."""
    path = DATA / "demo-password"
    with suppress(OSError):
        if kept := path.read_text().strip():
            return kept
    made = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
    _write_private(path, made + "\n")
    return made


def _write_private(path: Path, words: str) -> None:
    """Readable by this account alone, from its first moment on."""
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:  # noqa: PTH123
        file.write(words)


def _mastodon_config() -> Path:
    home = DATA / "mastodon"
    home.mkdir(parents=True, exist_ok=True)
    path = home / "server.toml"
    quoted = {name: '"' + str(home / file).replace("\\", "\\\\").replace('"', '\\"') + '"' for name, file in
              (("media", "media"), ("database", "posts.sqlite3"))}  # fmt: skip
    path.write_text(MASTODON.format(**quoted))
    return path


def _welcome(environment: MutableMapping[str, str], port: int, network_port: int, seconds: float) -> None:
    say(f"\nAnswerable is open after {seconds:.1f} s. Ctrl-C stops it; all data are kept.\n")
    say("  Sign in as")
    for address in SIGN_INS:
        say(f"    {address}")
    say(f"  Password  {environment['DEMO_PASSWORD']}")
    say(
        f"  Network   http://127.0.0.1:{network_port}/  (for programs; every complaint links to its copy there)"
    )
    say(
        '  Answer    .venv/bin/python manage.py demo_reply REF "We found ..."  (as the brand, on the network)'
    )
    say("  Mail      .venv/bin/python manage.py demo_mail REF  (what was sent about a complaint)")
    say(f"  Output    {DATA / 'logs'}\n")
    say(f"Ready: http://127.0.0.1:{port}/")


# What must be free before anything long ------------------------------------------------------------------


def _port(name: str, default: int) -> int:
    value = os.environ.get(name) or str(default)
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 65_535:
        raise Failure(f"{name}={value} is not a port. Choose a number from 1024 to 65535.")
    return int(value)


def _refuse_taken(name: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the servers do
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise Failure(
                f"Port {port} is reserved for root. Another one: make demo {name}={port + 8000}"
            ) from error
        except OSError as error:
            raise Failure(
                f"Port {port} is taken by another program. Another one: make demo {name}={port + 10}"
            ) from error


@contextmanager
def _only_one(port: int) -> Iterator[None]:
    """One demo at a time in one checkout: it would share the database, but not the network or the workers."""
    try:
        DATA.mkdir(exist_ok=True)
        lock = (DATA / "demo.lock").open("a+")
    except OSError as error:
        raise Failure(f"{error.filename} cannot be written. Make it writable for this account.") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            _, _, running = lock.read().strip().partition(" ")
            raise Failure(
                f"The demo already runs here: http://127.0.0.1:{running}/ (make stop ends it)."
            ) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()} {port}\n")
        lock.flush()
        yield


def stop() -> None:
    """Stops a running demo of this checkout, and its embedded databases."""
    stopped = []
    with suppress(FileNotFoundError), (DATA / "demo.lock").open("r+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.kill(int(lock.read().split()[0]), signal.SIGTERM)
            fcntl.flock(lock, fcntl.LOCK_EX)
            stopped.append("the demo")
    for durable, name in ((True, "the embedded database"), (False, "the database of the tests")):
        with suppress(embedded.EmbeddedError):
            if embedded.stop(durable=durable):
                stopped.append(name)
    say(f"Stopped: {', '.join(stopped)}." if stopped else "Nothing was running.")


def clean() -> None:
    """Deletes all data of the demo: database, posts, files, mail, password. Refuses while it runs."""
    with _only_one(0):
        with suppress(embedded.EmbeddedError):
            embedded.remove()
        for name in ("mastodon", "media", "mail", "logs"):
            shutil.rmtree(DATA / name, ignore_errors=True)
        for file in (DATA / "demo-password", _told_file()):
            file.unlink(missing_ok=True)
    say("The demo's data are gone. A database of DATABASE_URL was not touched.")


def _stop_on(number: int, frame: object) -> NoReturn:
    raise Stopped


def main(arguments: list[str] | None = None) -> int:
    """The command line; returns 0 after Ctrl-C or SIGTERM, 1 after a failure."""
    parser = argparse.ArgumentParser(prog="python -m config.demo")
    parser.add_argument("command", nargs="?", default="start", choices=["start", "stop", "clean", "tables"])
    command = parser.parse_args(arguments).command
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop_on)
    try:
        {"start": run, "stop": stop, "clean": clean, "tables": tables}[command]()
    except Stopped:
        return 0
    except (Failure, embedded.EmbeddedError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
