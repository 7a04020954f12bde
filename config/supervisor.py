"""Starts programs, watches them, and stops every one of them: what `config/demo.py` is made of.

Each program runs in a process group of its own, so that Ctrl-C reaches only us; it writes to a file of its
own, and is told to stop with SIGTERM and after a while with SIGKILL. On Linux it also gets SIGTERM when we
die without a word.
"""

from __future__ import annotations

import ctypes
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

SPEAK_EVERY = 5.0  # seconds between two lines about a long step


class Failure(Exception):
    """A step or a service failed; the words are for the person at the keyboard."""


@dataclass(frozen=True)
class Step:
    """Something that is done once and must succeed."""

    name: str
    command: Sequence[str]


@dataclass(frozen=True)
class Service:
    """Something that runs until we stop it; ready when `url` answers 200."""

    name: str
    command: Sequence[str]
    url: str = ""
    patience: float = 60.0  # seconds until it must be ready


@dataclass
class Supervisor:
    """Runs steps and services in one directory, with one environment."""

    directory: Path
    logs: Path
    environment: Mapping[str, str]
    grace: float = 10.0  # seconds between SIGTERM and SIGKILL
    services: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    step: subprocess.Popen[bytes] | None = None

    def run(self, step: Step) -> None:
        """Runs a step to its end. Raises Failure with its last lines."""
        with self.telling(step.name) as tell:
            self.step = self._spawn(step.name, step.command)
            while not _ended(self.step, 0.1):
                self.check()
                tell(self.last_lines(step.name, 1))
            code, self.step = self.step.returncode, None
            if code:
                raise Failure(self._obituary(step.name, code))

    def start(self, service: Service) -> None:
        """Starts a service without waiting for it."""
        self.services[service.name] = self._spawn(service.name, service.command)

    def wait_for(self, service: Service) -> None:
        """Waits until the service answers. Raises Failure when it ends first or takes too long."""
        with self.telling(service.name) as tell:
            deadline = time.monotonic() + service.patience
            while not _answers(service.url):
                self.check()
                tell(self.last_lines(service.name, 1))
                if time.monotonic() > deadline:
                    words = f"{service.name}: no answer from {service.url} within {service.patience:.0f} s."
                    raise Failure(self._with_last_lines(service.name, words))
                time.sleep(0.1)

    def check(self) -> None:
        """Raises Failure when one of the services has ended."""
        for name, process in self.services.items():
            if process.poll() is not None:
                raise Failure(self._obituary(name, process.returncode))

    def watch(self) -> None:
        """Returns when our terminal has gone; raises Failure when a service ends."""
        on_terminal = sys.stdout.isatty()
        while sys.stdout.isatty() or not on_terminal:
            self.check()
            time.sleep(0.5)

    def stop(self) -> None:
        """Stops everything that runs; returns when the last process is gone."""
        everything = [*([self.step] if self.step else []), *reversed(self.services.values())]
        for process in everything:
            process.terminate()  # only the first of its group: it knows in which order to stop the others
        deadline = time.monotonic() + self.grace
        for process in everything:
            _ended(process, max(0.0, deadline - time.monotonic()))
        for process in everything:
            with suppress(ProcessLookupError, PermissionError):  # macOS says the second of a group of zombies
                os.killpg(process.pid, signal.SIGKILL)  # and what it has left behind in its group
            process.wait()
        self.services.clear()
        self.step = None

    def last_lines(self, name: str, count: int) -> list[str]:
        """The last lines that a program has printed, without empty ones."""
        try:
            with self.log_of(name).open("rb") as log:
                log.seek(max(0, log.seek(0, os.SEEK_END) - 16_384))
                text = log.read().decode(errors="replace")
        except OSError:
            return []
        return [line for line in text.splitlines() if line.strip()][-count:]

    def log_of(self, name: str) -> Path:
        """The file that a program's output goes to."""
        return self.logs / f"{name.lower().replace(' ', '-')}.log"

    @contextmanager
    def telling(self, name: str) -> Iterator[Callable[[list[str]], None]]:
        """One line for something that takes time; until it ends, what it is doing shows now and then."""
        begun = spoken = time.monotonic()
        live = sys.stdout.isatty()

        def tell(lines: list[str]) -> None:
            nonlocal spoken
            now = time.monotonic()
            words = f"{name}, {now - begun:.0f} s {' '.join(lines).strip()}"[:76]
            if live:
                say(f"\r\x1b[K  {words}", end="")
            elif now - spoken >= SPEAK_EVERY:
                spoken = now
                say(f"  ... {words}")

        try:
            yield tell
        finally:
            if live:
                say("\r\x1b[K", end="")
        say(f"  {name:<50}{time.monotonic() - begun:6.1f} s")

    def _spawn(self, name: str, command: Sequence[str]) -> subprocess.Popen[bytes]:
        self.logs.mkdir(parents=True, exist_ok=True)
        with self.log_of(name).open("wb") as log:
            try:
                return subprocess.Popen(
                    command,
                    cwd=self.directory,
                    env=dict(self.environment),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                    preexec_fn=_end_with_parent if sys.platform == "linux" else None,
                )
            except OSError as error:
                raise Failure(f"{name}: {command[0]} could not be run: {error.strerror}.") from error

    def _obituary(self, name: str, code: int) -> str:
        how = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
        return self._with_last_lines(name, f"{name} ended with {how}.")

    def _with_last_lines(self, name: str, words: str) -> str:
        lines = self.last_lines(name, 12)
        return "\n".join(
            [words, f"The last lines of {self.log_of(name)}:", *(f"    {line}" for line in lines)]
        )


def say(words: str, end: str = "\n") -> None:
    """To standard output at once; nobody may be listening any more, which must not keep us from our work."""
    with suppress(OSError):
        print(words, end=end, flush=True)


def _ended(process: subprocess.Popen[bytes], seconds: float) -> bool:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def _end_with_parent() -> None:
    """In the child: ask the kernel for SIGTERM when the parent dies (prctl 1 is PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _answers(url: str) -> bool:
    """Whether the address answers 200; straight to the machine, whatever proxies are configured."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=5)
    try:
        connection.request("GET", parts.path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
