"""The set-up of `.venv`, its locks, and the programs that no package brings."""

from __future__ import annotations

import json
import platform
import re
import subprocess
import sys
from pathlib import Path

import pytest

from config import environment
from tests import peers, run


def pins(name: str) -> dict[str, str]:
    """Package to version; a larger set may need a package on more platforms."""
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==([^ ]+)", environment.lock_of(name).read_text(), re.M))


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty checkout with our Python in its `.venv`."""
    monkeypatch.setattr(environment, "CHECKOUT", tmp_path)
    monkeypatch.setattr(environment, "STAMP", tmp_path / "installed.json")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    (tmp_path / "requirements").mkdir()
    for name in ("base", "demo", "dev"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(f"# {name}\n")
    return tmp_path


# Locks ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("smaller", "larger"), [("base", "demo"), ("demo", "dev"), ("base", "production")])
def test_a_larger_lock_contains_the_smaller(smaller: str, larger: str) -> None:
    assert pins(smaller).items() <= pins(larger).items()


@pytest.mark.parametrize("name", ["base", "demo", "dev", "production"])
def test_locks_have_hashes_and_no_addresses(name: str) -> None:
    text = environment.lock_of(name).read_text()

    assert not re.search(r"://|--(extra-)?index-url|--find-links|^-e |^[./]", text, re.M)
    blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.M)[1:]
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_the_demo_installs_no_test_tools() -> None:
    tools = {
        "pytest",
        "pytest-django",
        "playwright",
        "hypothesis",
        "mypy",
        "ruff",
        "lifelines",
        "bandit",
        "djlint",
    }

    assert tools <= set(pins("dev"))
    assert tools & set(pins("demo")) == set()


# What is installed --------------------------------------------------------------------------------------


def test_nothing_is_installed_twice(checkout: Path) -> None:
    python = Path(sys.executable)
    assert not environment._is_satisfied("demo", python)

    installed = {name: environment._digest(name) for name in environment.CONTAINS["dev"]}
    (checkout / "installed.json").write_text(json.dumps(installed))

    assert environment._is_satisfied("demo", python)
    assert environment._is_satisfied("dev", python)
    assert not environment._is_satisfied("dev", checkout / "gone" / "python")


def test_a_changed_lock_is_installed_again(checkout: Path) -> None:
    installed = {name: environment._digest(name) for name in environment.CONTAINS["dev"]}
    (checkout / "installed.json").write_text(json.dumps(installed))
    environment.lock_of("demo").write_text("# another demo\n")

    assert not environment._is_satisfied("demo", Path(sys.executable))
    assert environment._is_satisfied("dev", Path(sys.executable))


@pytest.mark.parametrize("left", ["", "[]", "{", '{"demo": 1}'])
def test_an_interrupted_run_is_taken_up_again(checkout: Path, left: str) -> None:
    (checkout / "installed.json").write_text(left)

    assert not environment._is_satisfied("demo", Path(sys.executable))


# Platforms --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("system", "machine", "libc", "there"),
    [
        ("linux", "x86_64", ("glibc", "2.36"), True),
        ("linux", "aarch64", ("glibc", "2.34"), True),
        ("linux", "x86_64", ("glibc", "2.31"), False),
        ("linux", "x86_64", ("", ""), True),
        ("linux", "armv7l", ("glibc", "2.36"), False),
        ("darwin", "arm64", ("", ""), False),
    ],
)
def test_where_the_embedded_database_exists(
    system: str, machine: str, libc: tuple[str, str], there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    monkeypatch.setattr(platform, "libc_ver", lambda: libc)

    assert environment.has_postgres_wheel() is there


def test_without_one_the_set_up_asks_for_an_address_before_it_downloads(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "has_postgres_wheel", lambda: False)

    with pytest.raises(
        environment.SetupError, match=r"no embedded PostgreSQL for this platform(.|\n)*DATABASE_URL="
    ):
        environment._refuse_without_database()

    (checkout / ".env").write_text("DEBUG=1\nDATABASE_URL=postgres://a@b/c\n")
    environment._refuse_without_database()
    (checkout / ".env").unlink()
    monkeypatch.setenv("DATABASE_URL", "postgres://a@b/c")
    environment._refuse_without_database()


def test_an_old_python_is_told_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 1))

    assert environment.main(["demo"]) == 1
    assert capsys.readouterr().err.startswith("Python 3.11 or newer is needed; this is ")


# Peers and checks ---------------------------------------------------------------------------------------


def test_a_missing_peer_is_named_and_fails_only_when_required(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.delenv("REQUIRE_PEERS", raising=False)

    assert run.report_peers() is False
    monkeypatch.setenv("REQUIRE_PEERS", "1")
    assert run.report_peers() is True
    first, *others = capsys.readouterr().out.splitlines()
    assert first == "Missing: Chromium, for end-to-end tests (Debian: apt-get install chromium)"
    assert len(others) + 1 == 2 * len(peers.PEERS)

    monkeypatch.setattr(peers, "PEERS", (peers.CHROMIUM,))
    (tmp_path / "chromium").touch(mode=0o755)
    assert run.report_peers() is False
    assert peers.CHROMIUM.path() == str(tmp_path / "chromium")


def test_the_ci_script_learns_the_packages_of_missing_peers(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.peers"],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": str(tmp_path)},
        cwd=run.CHECKOUT,
    )

    assert done.stdout.split() == [name for peer in peers.PEERS for name in peer.debian.split()]


def test_a_check_that_fails_says_why(tmp_path: Path) -> None:
    broken = run.Check("broken", ("-c", "print('here'); raise SystemExit(2)")).run()
    stale = run.Check("stale", ("-c", "print('made')"), then=lambda: "but it is old").run()
    fine = run.Check("fine", ("-c", "import os; print(os.environ['WORD'])"), (("WORD", "yes"),)).run()

    assert [(one.failed, one.output) for one in (broken, stale, fine)] == [
        (True, "here"),
        (True, "made\nbut it is old"),
        (False, "yes"),
    ]
