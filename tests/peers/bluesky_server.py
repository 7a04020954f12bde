"""A real Bluesky server on loopback: PLC directory, PDS and AppView of the reference implementation, from the npm packages
in tests/peers/bluesky. Needs Node, npm and, to install it, a C++ compiler; the AppView keeps what it saw in PostgreSQL.

The lock file names no registry; npm takes the one that it is set up with.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("bluesky")
INSTALL_SECONDS = 1_200
LIFE_SECONDS = 3_000  # a server that nobody stops ends by itself
WITHOUT_IT = "the Bluesky server is not installed: make test installs it, or python -m tests.peers install"


def is_possible() -> bool:
    """Whether Node and npm are on this machine."""
    return bool(shutil.which("node") and shutil.which("npm"))


def is_installed() -> bool:
    """Whether the packages are there, as the lock file has them now."""
    lock, installed = FOLDER / "package-lock.json", FOLDER / "node_modules" / ".package-lock.json"
    return installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime


def install() -> None:
    """Brings the packages, which takes a few minutes, once. Raises CalledProcessError or TimeoutExpired."""
    with (FOLDER / "package.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two runs of the tests, one folder
        if is_installed():
            return
        command = ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(
            command,
            cwd=FOLDER,
            env={**_headers(), **os.environ},
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=INSTALL_SECONDS,
        )


def _headers() -> dict[str, str]:
    """Node's headers beside the program, so that a compiler needs no download of them."""
    node = shutil.which("node")
    prefix = Path(node).resolve().parent.parent if node else Path()
    return {"npm_config_nodedir": str(prefix)} if (prefix / "include" / "node" / "node.h").exists() else {}


class BlueskyServer:
    """The running server. `pds` and `appview` are its addresses, `accounts` those of Bob and Carol.

    `jwt_secret` signs tokens, so that a test can make one that has expired. It ends with the process that started it.
    """

    def __init__(self, *, database_url: str, log: Path) -> None:
        self._log = log.open("wb")
        environment = {
            "BSKY_PEER_DATABASE_URL": database_url,
            "BSKY_PEER_HANDLES": "bob,carol",
            "BSKY_PEER_SECONDS": str(LIFE_SECONDS),
            "BSKY_PEER_STDIN": "1",
        }
        self._process = subprocess.Popen(
            ["node", "--max-old-space-size=512", "--no-deprecation", "start.mjs"],
            cwd=FOLDER,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            self.stop()
            raise RuntimeError(f"the Bluesky server did not start: {log.read_text()[-2_000:]}")
        report: dict[str, Any] = json.loads(line)
        # By number: "localhost" may be looked up as another address than the one that is listened on.
        self.pds = report["pds"].replace("localhost", "127.0.0.1")
        self.appview = report["appview"].replace("localhost", "127.0.0.1")
        self.accounts: list[dict[str, str]] = report["accounts"]
        self.jwt_secret: str = report["jwtSecret"]
        self.admin_password: str = report["adminPassword"]

    def stop(self) -> None:
        """Stops it and waits until it has cleaned up."""
        self._process.terminate()
        self._process.wait(timeout=30)
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()
        self._log.close()
