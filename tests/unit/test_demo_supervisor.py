"""The demo's supervisor, with small programs in the place of the real ones."""

from __future__ import annotations

import os
import random
import signal
import socket
import stat
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import manage
from config import demo
from config.supervisor import Failure, Service, Step, Supervisor

SERVE = """
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/healthz" else 404)
        self.end_headers()
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
deaf = "import signal; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); signal.pause()"
child = subprocess.Popen([sys.executable, "-c", deaf])
print("child", child.pid, flush=True)
signal.pause()
"""


def python(script: str, *arguments: object) -> tuple[str, ...]:
    return (sys.executable, "-c", script, *map(str, arguments))


def until(condition: Callable[[], object], seconds: float = 8.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        os.sched_yield()


def is_alive(pid: int) -> bool:
    """Whether it runs; a process that nobody has waited for is dead too."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def free_port() -> int:
    """Below the range from which the system gives ports to outgoing connections."""
    while not is_free(chosen := random.randrange(10_000, 32_000)):
        pass
    return chosen


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    made = Supervisor(tmp_path, tmp_path / "logs", dict(os.environ), grace=0.3)
    yield made
    made.stop()


# Steps ------------------------------------------------------------------------------------------------


def test_a_step_that_succeeds_is_one_line(supervisor: Supervisor, capsys: pytest.CaptureFixture[str]) -> None:
    supervisor.run(Step("Tables", python("print('made')")))

    line = capsys.readouterr().out
    assert line.startswith("  Tables  ")
    assert line.endswith(" s\n")
    assert supervisor.last_lines("Tables", 5) == ["made"]


def test_a_step_that_fails_shows_its_last_lines(supervisor: Supervisor) -> None:
    with pytest.raises(Failure) as caught:
        supervisor.run(Step("Tables", python("print('no room'); raise SystemExit(3)")))

    words = str(caught.value).splitlines()
    assert words[0] == "Tables ended with exit code 3."
    assert words[1] == f"The last lines of {supervisor.logs / 'tables.log'}:"
    assert words[2:] == ["    no room"]


def test_a_long_step_shows_that_it_lives(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("config.supervisor.SPEAK_EVERY", 0.0)
    script = "import pathlib; print('row 1', flush=True)\nwhile not pathlib.Path('go').exists(): pass"
    spoken: list[str] = []

    def last_lines(name: str, count: int) -> list[str]:
        found = Supervisor.last_lines(supervisor, name, count)
        spoken.extend(found)
        if len(spoken) > 1:
            (supervisor.directory / "go").touch()
        return found

    monkeypatch.setattr(supervisor, "last_lines", last_lines)
    supervisor.run(Step("Records", python(script)))

    assert "  ... Records, 0 s row 1\n" in capsys.readouterr().out


def test_a_program_that_is_not_there_is_named(supervisor: Supervisor) -> None:
    with pytest.raises(Failure, match=r"Tables: nothing-like-this could not be run: No such file"):
        supervisor.run(Step("Tables", ("nothing-like-this",)))


def test_a_step_ends_early_when_a_service_has_died(supervisor: Supervisor) -> None:
    supervisor.start(Service("Network", python("print('port taken'); raise SystemExit(1)")))

    with pytest.raises(Failure, match=r"Network ended with exit code 1\.\n.*network.log:\n    port taken"):
        supervisor.run(Step("Seeds", python("import signal; signal.pause()")))


# Services ---------------------------------------------------------------------------------------------


def test_a_service_is_ready_when_it_answers(supervisor: Supervisor, port: int) -> None:
    service = Service("Web", python(SERVE, port), f"http://127.0.0.1:{port}/healthz")
    supervisor.start(service)

    supervisor.wait_for(service)

    assert not is_free(port)
    supervisor.stop()
    assert is_free(port)


def test_a_service_that_answers_with_an_error_is_not_ready(supervisor: Supervisor, port: int) -> None:
    service = Service("Web", python(SERVE, port), f"http://127.0.0.1:{port}/broken", patience=0.5)
    supervisor.start(service)

    with pytest.raises(Failure, match=rf"Web: no answer from http://127.0.0.1:{port}/broken within"):
        supervisor.wait_for(service)


def test_a_service_that_is_killed_is_named(supervisor: Supervisor, port: int) -> None:
    service = Service(
        "Web", python("import os, signal; os.kill(os.getpid(), signal.SIGKILL)"), f"http://127.0.0.1:{port}/"
    )
    supervisor.start(service)

    with pytest.raises(Failure, match="Web ended with signal SIGKILL"):
        supervisor.wait_for(service)


def test_stopping_ends_what_is_deaf_and_its_children(supervisor: Supervisor) -> None:
    supervisor.start(Service("Deaf", python(STUBBORN)))
    until(lambda: len(supervisor.last_lines("Deaf", 2)) == 2)
    child = int(
        next(line for line in supervisor.last_lines("Deaf", 2) if line.startswith("child")).split()[1]
    )
    parent = supervisor.services["Deaf"].pid
    assert is_alive(child)

    supervisor.stop()

    assert not is_alive(parent)
    until(lambda: not is_alive(child))  # its parent is init now, which may take a moment


# The whole demo -----------------------------------------------------------------------------------------

DRIVER = """
import sys
from pathlib import Path
from config import demo
from config.supervisor import Service, Step

data, serve = Path(sys.argv[1]), sys.argv[2]
demo.DATA = data
demo._database = lambda environment, supervisor: None
demo.steps = lambda: [Step("Tables", (sys.executable, "-c", "print('made')"))]
def http(name, port):
    return Service(name, (sys.executable, "-c", serve, str(port)), f"http://127.0.0.1:{port}/healthz")
demo.network = lambda port: http("Demo network", port)
demo.web = lambda port: http("Web server", port)
work = "import os, signal; print(os.getpid(), flush=True); signal.pause()"
demo.workers = lambda: Service("Workers", (sys.executable, "-c", work))
demo.sweeper = lambda: Service("Sweeper", (sys.executable, "-c", work))
sys.exit(demo.main(["start"]))
"""


class RunningDemo:
    """The demo in a process of its own, read line by line until it is ready."""

    def __init__(self, data: Path, port: int, network_port: int) -> None:
        environment = {**os.environ, "DATABASE_URL": "postgres://nobody@nowhere/none", "PORT": str(port)}
        environment["MASTODON_PORT"] = str(network_port)
        self.data, self.port, self.network_port = data, port, network_port
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            python(DRIVER, data, SERVE),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
            cwd=demo.CHECKOUT,
        )

    def read(self) -> list[str]:
        """Up to the line that says it is ready, or the end."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            if line.startswith("Ready"):
                break
        return self.lines

    def worker(self) -> int:
        until((self.data / "logs" / "workers.log").read_text)
        return int((self.data / "logs" / "workers.log").read_text())


@pytest.fixture
def running(tmp_path: Path, port: int) -> Iterator[RunningDemo]:
    made = RunningDemo(tmp_path / "data", port, free_port())
    yield made
    made.process.kill()
    made.process.wait()
    assert made.process.stdout is not None
    made.process.stdout.close()


def test_the_last_line_says_where_it_is_open(running: RunningDemo) -> None:
    lines = running.read()

    assert lines[-1] == f"Ready: http://127.0.0.1:{running.port}/"
    password = (running.data / "demo-password").read_text().strip()
    assert f"  Password  {password}" in lines
    for address in ("customer@example.test", "representative@example.test", "moderator@example.test"):
        assert f"    {address}" in lines
    assert [line.split("  ")[1] for line in lines[:3]] == ["Tables", "Demo network", "Web server"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything(running: RunningDemo, number: signal.Signals) -> None:
    running.read()
    worker = running.worker()

    running.process.send_signal(number)
    rest, _ = running.process.communicate(timeout=8)

    assert running.process.returncode == 0
    assert rest.splitlines() == ["", "Stopping", "Stopped. All data are kept."]
    assert not is_alive(worker)
    assert is_free(running.port)
    assert is_free(running.network_port)


def test_commands_in_another_terminal_learn_of_it_while_it_runs(
    running: RunningDemo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "DATA", running.data)
    running.read()

    told = demo.running_environment()
    file = running.data / "demo-environment.json"

    assert told["SITE_URL"] == f"http://127.0.0.1:{running.port}"
    assert told["DEMO_MASTODON_URL"] == f"http://127.0.0.1:{running.network_port}"
    assert told["DATABASE_URL"] == "postgres://nobody@nowhere/none"
    assert set(told) <= set(demo.TOLD_TO_COMMANDS)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600

    running.process.terminate()
    running.process.communicate(timeout=8)

    assert not file.exists()
    assert demo.running_environment() == {}


def test_what_a_killed_demo_left_is_not_believed(
    running: RunningDemo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "DATA", running.data)
    running.read()

    running.process.kill()
    running.process.wait()

    assert (running.data / "demo-environment.json").exists()
    until(lambda: demo.running_environment() == {})


def test_only_commands_of_the_demo_join_it_and_what_was_said_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"SITE_URL": "http://127.0.0.1:8123", "DATABASE_URL": "postgres://demo@/demo"}
    monkeypatch.setattr(demo, "running_environment", lambda: told)
    monkeypatch.setenv("DATABASE_URL", "postgres://mine@/mine")
    monkeypatch.setenv("SITE_URL", "")
    monkeypatch.delenv("SITE_URL")

    for arguments in (["manage.py"], ["manage.py", "migrate"], ["manage.py", "seed_demo"]):
        manage.join_running_demo(arguments)
        assert "SITE_URL" not in os.environ
    manage.join_running_demo(["manage.py", "demo_reply", "A22222222", "We found it."])

    assert os.environ["SITE_URL"] == "http://127.0.0.1:8123"
    assert os.environ["DATABASE_URL"] == "postgres://mine@/mine"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent has died")
def test_nothing_survives_when_it_is_killed(running: RunningDemo) -> None:
    running.read()
    worker = running.worker()

    running.process.kill()
    running.process.wait()

    until(lambda: not is_alive(worker) and is_free(running.port) and is_free(running.network_port))


def test_it_ends_when_a_service_dies(running: RunningDemo) -> None:
    running.read()

    os.kill(running.worker(), signal.SIGKILL)
    rest, _ = running.process.communicate(timeout=8)

    assert running.process.returncode == 1
    assert "Workers ended with signal SIGKILL." in rest
    assert is_free(running.port)


def test_a_second_one_is_told_where_the_first_is(running: RunningDemo) -> None:
    running.read()
    second = RunningDemo(running.data, running.port, running.network_port)

    rest, _ = second.process.communicate(timeout=8)

    assert second.process.returncode == 1
    assert (
        rest.strip() == f"The demo already runs here: http://127.0.0.1:{running.port}/ (make stop ends it)."
    )


# What is refused before anything long ---------------------------------------------------------------------


def test_a_port_that_is_taken_is_named() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with pytest.raises(
            Failure, match=rf"Port {taken} is taken by another program. .*make demo PORT={taken + 10}"
        ):
            demo._refuse_taken("PORT", taken)


@pytest.mark.parametrize("value", ["eighty", "0", "65536", "-1", "8000 ", "٨٠"])
def test_a_port_that_is_none_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", value)

    with pytest.raises(Failure, match="is not a port"):
        demo._port("PORT", 8000)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgres://ana:secret@127.0.0.1:1/shop", "cannot be reached (shop at 127.0.0.1)"),
        ("postgres://ana:secret@//nowhere/at/all/shop", "cannot be reached (shop at /nowhere/at/all)"),
        ("mysql://ana:secret@127.0.0.1/shop", "must be the address of a PostgreSQL"),
        ("secret", "must be the address of a PostgreSQL"),
        ("postgres://ana:secret@127.0.0.1:port/shop", "cannot be read"),
    ],
)
def test_a_database_that_cannot_be_used_is_refused_without_its_password(url: str, words: str) -> None:
    with pytest.raises(Failure) as caught:
        demo._check_database(url)

    assert words in str(caught.value)
    assert "secret" not in str(caught.value)


def test_the_password_is_made_once_and_for_one_account(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "DATA", tmp_path)

    first = demo._password()

    assert demo._password() == first
    assert len(first) == len("xxxx-xxxx-xxxx")
    assert stat.S_IMODE((tmp_path / "demo-password").stat().st_mode) == 0o600


def test_the_steps_are_commands_of_this_checkout() -> None:
    assert [step.command for step in demo.steps()] == [
        (sys.executable, "-m", "config.demo", "tables"),
        (sys.executable, "manage.py", "seed_demo"),
    ]
    assert (demo.CHECKOUT / demo.RECORDS).exists()


def test_the_network_keeps_its_posts_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = pytest.importorskip("mastodon_mock.config")
    monkeypatch.setattr(demo, "DATA", tmp_path)

    command = demo.network(8801).command
    read = config.MastodonMockConfig.load(command[command.index("--config") + 1])

    assert read.database.path == str(tmp_path / "mastodon" / "posts.sqlite3")
    assert [account.username for account in read.seed.accounts] == ["answerable"]
    assert textwrap.shorten(read.description, 40).startswith("A Mastodon-compatible server")
