"""The program with which X counts, from the npm package in tests/peers/twitter-text: needs Node.

Its lock file names no registry; npm takes the one that it is set up with.
"""

from __future__ import annotations

import fcntl
import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

FOLDER = Path(__file__).with_name("twitter-text")
SECONDS = 180


def is_possible() -> bool:
    """Whether Node and npm are on this machine."""
    return bool(shutil.which("node") and shutil.which("npm"))


def install() -> None:
    """Brings the package, once. Raises CalledProcessError when npm cannot have it."""
    with (FOLDER / "package.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several test processes, one folder
        if (FOLDER / "node_modules" / "twitter-text").is_dir():
            return
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(command, cwd=FOLDER, check=True, capture_output=True, timeout=SECONDS)


def lengths(texts: Sequence[str]) -> list[int]:
    """The weighted length of each text, by X's own program."""
    lines = "\n".join(json.dumps(text) for text in texts)
    done = subprocess.run(
        ["node", "count.js"],
        cwd=FOLDER,
        check=True,
        capture_output=True,
        input=lines,
        text=True,
        timeout=SECONDS,
    )
    return [int(length) for length in json.loads(done.stdout)]
