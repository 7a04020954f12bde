"""The repository as a whole: its documents, its settings, its migrations, and what must never stand in it."""

import ast
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands
from django.db import connection

from tests.architecture.tree import ROOT, calls, files, name_of, text_of

pytestmark = pytest.mark.architecture

TEXT = (
    ".py",
    ".html",
    ".css",
    ".js",
    ".md",
    ".txt",
    ".in",
    ".toml",
    ".yaml",
    ".yml",
    ".sh",
    ".svg",
    ".jsonl",
)
AT_THE_ROOT = ("Makefile", "Procfile", ".env.example", ".gitignore", ".ci/run", "LICENSE")
# Written apart, so that this file does not hold what it forbids.
FORBIDDEN = {
    "a path of one machine": re.compile(r"(?<![\w.$}/<-])/(?:work|root|opt|home|Users)/[\w.]"),
    "the address of a package index": re.compile(
        "|".join(
            re.escape(".".join(parts))
            for parts in (
                ("pypi", "org"),
                ("pythonhosted", "org"),
                ("registry", "npmjs"),
                ("deb", "debian", "org"),
                ("files", "pypi"),
            )
        )
    ),
    "an option that names an index": re.compile(r"^\s*--(?:extra-)?index-url\b", re.MULTILINE),
}
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*$", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
DAY = re.compile(r"\b20\d\d-\d\d(?:-\d\d)?\b")
TARGET = re.compile(r"`make ([a-z-]+)|^make ([a-z-]+)", re.MULTILINE)
COMMAND = re.compile(r"manage\.py ([a-z_]+)")
SETTINGS = tuple(f"config/settings/{name}.py" for name in ("base", "development", "production", "test"))
# Read by the programs of the repository, not by Django's settings.
NOT_OF_SETTINGS = {"PORT", "MASTODON_PORT", "DJANGO_SETTINGS_MODULE"}


def offences(source: str) -> list[str]:
    """What must not stand in a file."""
    return [name for name, pattern in FORBIDDEN.items() if pattern.search(source)]


def names_read(source: str) -> set[str]:
    """Names that a settings file asks of the environment: env.str("NAME"), env("NAME")."""
    return {
        name
        for called, call in calls(ast.parse(source))
        if called == "env" or called.startswith("env.")
        if call.args and (name := text_of(call.args[0])) and name.isupper()
    }


def names_written(example: str) -> dict[str, str]:
    """Names in an example of an environment file, each with the comment above it."""
    found: dict[str, str] = {}
    comment = ""
    for line in example.splitlines():
        if match := re.fullmatch(r"#?\s?([A-Z][A-Z0-9_]+)=.*", line):
            found[match[1]] = comment
        else:
            comment = line
    return found


def dead_links(document: str, folder: Path) -> list[str]:
    """Relative links to files that do not exist, or to headings that their file does not have."""
    dead = []
    for target in LINK.findall(FENCED.sub("", document)):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, heading = target.partition("#")
        path = folder / name
        if not path.exists():
            dead.append(target)
            continue
        if heading and heading not in anchors(path.read_text() if name else document):
            dead.append(target)
    return dead


def anchors(document: str) -> set[str]:
    """The anchors of a document's headings, as GitHub makes them."""
    headings = HEADING.findall(FENCED.sub("", document))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def documents() -> list[Path]:
    return files(".md")


# Good and bad -------------------------------------------------------------------------------------------------


def test_a_path_of_one_machine_and_an_index_are_found() -> None:
    assert offences("open('/" + "work/main/x')") == ["a path of one machine"]
    assert offences("see https://" + "pypi" + ".org/simple") == ["the address of a package index"]
    assert offences("--index-url https://example.org") == ["an option that names an index"]


@pytest.mark.parametrize(
    "good", ["/var/lib/answerable/", "a/work/b", "../root/x", "/complaints/", "{{ base }}/root/x"]
)
def test_an_address_of_the_site_is_no_path_of_a_machine(good: str) -> None:
    assert offences(good) == []


def test_names_of_the_environment_are_found() -> None:
    assert names_read('A = env.str("A_NAME", default="")\nB = env("B_NAME")\nC = env.db_url_config(url)') == {
        "A_NAME",
        "B_NAME",
    }
    assert names_written("# What it is\nA_NAME=1\nB_NAME=2\n\n# Other\n# C_NAME=3\n") == {
        "A_NAME": "# What it is",
        "B_NAME": "# What it is",
        "C_NAME": "# Other",
    }


def test_a_dead_link_is_found() -> None:
    text = "# The title: here\n[a](LICENSE) [b](nowhere.md) [c](#the-title-here) [d](#gone) [e](https://example.org)"
    assert dead_links(text, ROOT) == ["nowhere.md", "#gone"]


# The tree -----------------------------------------------------------------------------------------------------


def test_nothing_tells_of_one_machine() -> None:
    everything = [*files(*TEXT), *(ROOT / name for name in AT_THE_ROOT if (ROOT / name).exists())]
    for path in everything:
        assert offences(path.read_text()) == [], name_of(path)


def test_every_link_in_a_document_leads_somewhere() -> None:
    for path in documents():
        assert dead_links(path.read_text(), path.parent) == [], name_of(path)


def test_documents_name_targets_and_commands_that_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for path in documents():
        text = path.read_text()
        assert {a or b for a, b in TARGET.findall(text)} - targets == set(), name_of(path)
        assert set(COMMAND.findall(text)) - set(get_commands()) == set(), name_of(path)


def test_the_changelog_has_a_place_for_what_is_new_and_no_days() -> None:
    text = (ROOT / "CHANGELOG.md").read_text()
    assert text.count("## [Unreleased]") == 1
    assert DAY.findall(text) == []


def test_decisions_are_numbered_short_and_complete() -> None:
    records = files(".md", under=("docs/adr",))
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for path in records:
        text = path.read_text()
        assert 15 <= len(text.splitlines()) <= 60, path.name
        assert [f"\n## {part}\n" in text for part in ("Context", "Decision", "Consequences")] == [True] * 3, (
            path.name
        )


def test_the_licence_is_the_one_that_is_named() -> None:
    assert 'license = "AGPL-3.0-or-later"' in (ROOT / "pyproject.toml").read_text()
    text = (ROOT / "LICENSE").read_text()
    assert text.split()[:6] == ["GNU", "AFFERO", "GENERAL", "PUBLIC", "LICENSE", "Version"]
    assert "19 November 2007" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_the_example_of_the_environment_is_equal_to_the_settings() -> None:
    read = set().union(*(names_read((ROOT / path).read_text()) for path in SETTINGS))
    written = names_written((ROOT / ".env.example").read_text())
    assert set(written) - NOT_OF_SETTINGS == read
    assert [name for name, comment in written.items() if not comment] == []


def test_the_example_sets_nothing() -> None:
    """Copied as it stands it changes nothing: every name in it is commented out."""
    lines = (ROOT / ".env.example").read_text().splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == []


@pytest.mark.django_db
def test_migrations_say_what_the_models_say() -> None:
    words = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=words)
    assert words.getvalue().strip() == "No changes detected"


def strays_of_a_migration(source: str) -> list[int]:
    """Lines that read a model over another connection than the one which holds the locks of the migration.

    `migrate --database owner` would wait for itself for ever: the tables that it changed are locked for others.
    """
    found = [call for name, call in calls(ast.parse(source)) if name.endswith("get_model")]
    over = ".objects.using(schema_editor.connection.alias)"
    return [call.lineno for call in found if over not in source.splitlines()[(call.end_lineno or 0) - 1]]


def test_migrations_use_the_connection_that_runs_them() -> None:
    good = 'rows = apps.get_model("a", "B").objects.using(schema_editor.connection.alias)'
    assert strays_of_a_migration(good) == []
    assert strays_of_a_migration('B = apps.get_model("a", "B")\nB.objects.all()') == [1]
    found = {
        name_of(path): strays
        for path in files(".py", under=("accounts", "companies", "complaints"))
        if "migrations" in path.parts and (strays := strays_of_a_migration(path.read_text()))
    }
    assert found == {}


@pytest.mark.django_db
def test_the_guard_of_the_history_is_switched_on() -> None:
    """Migration 0002 of complaints: one trigger for rows, one for TRUNCATE. tgtype: PostgreSQL, pg_trigger.h."""
    before, delete, update, truncate, row = 2, 8, 16, 32, 1
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, tgtype FROM pg_trigger "
            "WHERE tgrelid = 'complaints_event'::regclass AND NOT tgisinternal AND tgenabled = 'O'"
        )
        found = dict(cursor.fetchall())
    assert found == {
        "complaints_event_append_only": before | delete | update | row,
        "complaints_event_no_truncate": before | truncate,
    }
