"""One door to each danger. An exception stands here with its reason, and one that is no longer needed fails too."""

import ast
from dataclasses import dataclass, field

import pytest

from tests.architecture.tree import calls, code, files, imports, name_of

pytestmark = pytest.mark.architecture


@dataclass(frozen=True)
class Door:
    """The only file that may import `modules`, and who may besides, with the reason."""

    home: str
    modules: tuple[str, ...]
    besides: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.home


DOORS = (
    Door(
        "config/doors/http.py",
        ("requests", "requests_hardened", "urllib3", "urllib.request", "http.client", "httpx", "aiohttp"),
        {
            "accounts/adapters.py": "names the type of the session that it hands to allauth; the door is behind it",
            "accounts/providers/session.py": "is that session: requests' interface, every request of it at the door",
            "config/supervisor.py": "asks the servers that it has started itself, on this machine, whether they answer",
        },
    ),
    Door("config/doors/text.py", ("bleach",)),
    Door("config/doors/vault.py", ("cryptography",)),
    Door("config/doors/queue.py", ("django_q.tasks", "django_q.brokers")),
)
READS_THE_CLOCK = {
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "date.today",
    "datetime.date.today",
    "timezone.now",
    "timezone.localdate",
    "time.time",
    "time.time_ns",
}
# What marks text as safe skips the one place that escapes.
SAFE = ("django.utils.safestring.mark_safe", "django.utils.safestring.SafeString", "markupsafe")
MAY_MARK_SAFE = {
    "accounts/forms.py": "the type of a label that format_html has built",
    "companies/templatetags/figures.py": "the type of what format_html has built",
    "config/doors/drawings.py": "drawings of ours, every text in them escaped",
}


def imported(source: str, modules: tuple[str, ...]) -> list[str]:
    """Lines that import one of the modules or something of them."""
    return [
        f"line {line}: {name}"
        for name, line in imports(ast.parse(source))
        if any(name == module or name.startswith(f"{module}.") for module in modules)
    ]


def readings(source: str) -> list[str]:
    """Lines that read the clock."""
    return [
        f"line {call.lineno}: {name}" for name, call in calls(ast.parse(source)) if name in READS_THE_CLOCK
    ]


@pytest.mark.parametrize(
    "bad",
    [
        "import requests",
        "from requests import get",
        "import urllib.request",
        "def f():\n    import httpx.client",
    ],
)
def test_an_import_is_found_wherever_it_stands(bad: str) -> None:
    assert len(imported(bad, DOORS[0].modules)) == 1


@pytest.mark.parametrize(
    "good", ["import urllib.parse", "from config.doors import http", "from http import HTTPStatus"]
)
def test_an_import_of_something_else_is_none(good: str) -> None:
    assert imported(good, DOORS[0].modules) == []


@pytest.mark.parametrize(
    "bad", ["a = datetime.now(UTC)", "a = timezone.now()", "a = time.time()", "a = datetime.date.today()"]
)
def test_a_reading_of_the_clock_is_found(bad: str) -> None:
    assert len(readings(bad)) == 1


@pytest.mark.parametrize(
    "good", ["a = clock.now()", "a = time.monotonic()", "a = now.date()", "a = datetime(2026, 3, 2)"]
)
def test_the_clock_is_asked_at_its_door(good: str) -> None:
    assert readings(good) == []


@pytest.mark.parametrize("door", DOORS, ids=str)
def test_only_the_door_touches_the_danger(door: Door) -> None:
    found = {name_of(path) for path in code() if imported(path.read_text(), door.modules)}
    assert found - {door.home} == set(door.besides)
    assert door.home in found


def test_only_the_door_reads_the_clock() -> None:
    found = {name_of(path): readings(path.read_text()) for path in code()}
    assert {path for path, lines in found.items() if lines} == {"config/doors/clock.py"}


def test_only_these_mark_text_as_safe() -> None:
    assert {name_of(path) for path in code() if imported(path.read_text(), SAFE)} == set(MAY_MARK_SAFE)


def test_no_test_goes_around_the_door_of_text() -> None:
    """Tests may call networks of their own and make up times; nothing of theirs cleans text."""
    assert [
        name_of(path) for path in files(".py", under=("tests",)) if imported(path.read_text(), ("bleach",))
    ] == []
