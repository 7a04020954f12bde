"""Programs that some tests need and that no Python package brings: `python -m tests.peers` names the missing.

Tests skip without them. `REQUIRE_PEERS=1` turns a missing one into a failure of `make test`; `.ci/run` installs them.
Runs with the standard library alone.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass


@dataclass(frozen=True)
class Peer:
    """A program, under the names that it has on different systems."""

    name: str
    needed_for: str
    programs: tuple[str, ...]
    debian: str  # the package that brings it
    variable: str  # names another place

    def path(self) -> str | None:
        """Where it is, or None."""
        chosen = os.environ.get(self.variable)
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
PEERS = (CHROMIUM,)


def missing() -> list[Peer]:
    """The peers that are not on this machine."""
    return [peer for peer in PEERS if peer.path() is None]


def required() -> bool:
    """Whether a missing peer is a failure."""
    return os.environ.get("REQUIRE_PEERS", "") not in {"", "0"}
