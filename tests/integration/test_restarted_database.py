"""A database of its own is killed twice between a post and its note; every copy stands once."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import embedded

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def home() -> Iterator[Path]:
    """Short, and open to the account that runs the server for root."""
    base = Path(tempfile.mkdtemp(prefix="pg-"))
    base.chmod(0o711)
    yield base / "home"
    if (base / "home").exists():
        embedded.stop(base / "home")
    shutil.rmtree(base)


@pytest.mark.restarts
def test_a_killed_database_loses_and_doubles_nothing(home: Path) -> None:
    app, owner = embedded.start(home)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": app,
        "DATABASE_OWNER_URL": owner,
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.restarting_database", str(home)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert json.loads(done.stdout) == {"kills": 2, "stand": [1] * 12, "states": {"sent": 12}}
