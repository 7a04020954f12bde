"""Programs that some tests need and that no Python package brings: `python -m tests.peers` names the missing.

Tests skip without them. `REQUIRE_PEERS=1` turns a missing one into a failure of `make test`; `.ci/run` installs them.
Runs with the standard library alone.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Peer:
    """A program, under the names that it has on different systems."""

    name: str
    needed_for: str
    programs: tuple[str, ...]
    debian: str  # the package that brings it, or several
    variable: str  # names another place; "" for none
    beside: tuple[
        str, ...
    ] = ()  # other programs, or files by their whole path, without which it is of no use

    def path(self) -> str | None:
        """Where it is, or None."""
        if not all(
            shutil.which(other) or (Path(other).is_absolute() and Path(other).exists())
            for other in self.beside
        ):
            return None
        chosen = self.variable and os.environ.get(self.variable)
        if chosen:
            return shutil.which(chosen)
        return next(filter(None, map(shutil.which, self.programs)), None)


CHROMIUM = Peer(
    name="Chromium",
    needed_for="end-to-end tests",
    programs=("chromium", "chromium-browser", "google-chrome-stable", "google-chrome"),
    debian="chromium",
    variable="CHROMIUM",
)
NODE = Peer(
    name="Node.js",
    needed_for="the real Bluesky server of the contract tests, and to count as X does",
    programs=("node",),
    debian="nodejs",
    variable="",
)
NPM = Peer(
    name="npm",
    needed_for="the packages that the tests run by Node.js",
    programs=("npm",),
    debian="npm",
    variable="",
)
COMPILER = Peer(
    name="a C++ compiler",
    needed_for="the database inside the real Bluesky server",
    programs=("g++", "clang++", "c++"),
    debian="g++",
    variable="",
)
WORDPRESS = Peer(
    name="WordPress",
    needed_for="the real WordPress of the contract tests, as Debian has it",
    programs=("mariadbd", "/usr/sbin/mariadbd"),
    debian="wordpress wordpress-theme-twentytwentythree mariadb-server mariadb-client php-cli php-mysql php-xml "
    "php-mbstring php-curl",
    variable="",
    beside=("php", "mariadb", "mariadb-install-db", "/usr/share/wordpress/wp-settings.php"),
)
PEERS = (CHROMIUM, NODE, NPM, COMPILER, WORDPRESS)


def missing() -> list[Peer]:
    """The peers that are not on this machine."""
    return [peer for peer in PEERS if peer.path() is None]


def required() -> bool:
    """Whether a missing peer is a failure."""
    return os.environ.get("REQUIRE_PEERS", "") not in {"", "0"}
