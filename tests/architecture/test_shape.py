"""How modules and functions are shaped: what a reader may rely on everywhere."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.tree import APPS, calls, code, dotted, files, imports, name_of

pytestmark = pytest.mark.architecture

Function = ast.FunctionDef | ast.AsyncFunctionDef

NO_NAME = re.compile(r"(^|_)(utils?|helpers?|common|misc|stuff)$")
LONGEST = 500  # lines
MAY_BE_LONGER = {
    "config/embedded.py": "one life cycle, and one file that settings can import before anything else",
}
MAY_IMPORT_INSIDE = {
    "config/demo.py": "only the process that makes the tables needs Django",
    "config/embedded.py": "the wheel is absent on platforms that it was not built for",
    "config/environment.py": "Debian ships ensurepip apart",
}
# Steps within the transaction of a caller: the row is locked already and comes first.
MAY_TAKE_POSITIONS = {
    "complaints/services/publishing.py": "steps of publication, called by filing and by moderating",
}
WRITES = {"save", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "delete"}
TELLS = {"events.record", "cases.record", "queue_mail", "mails.queue_mail"}
SENDS = {
    "enqueue",
    "queue.enqueue",
    "queue_mail",
    "send_mail",
    "async_task",
    "mails.queue_mail",
    "mails.send_mail",
}
NOT_IN_MODELS = ("config.doors.queue", "config.doors.http", "django.core.mail", "django_q", "requests")


def imports_inside(source: str) -> list[str]:
    """Imports inside functions: they hide a cycle, or have a reason that stands in the list."""
    found = []
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, Function):
            found += [f"{function.name}: {name}" for name, _ in imports(function)]
    return found


def misshapen(source: str) -> list[str]:
    """Public functions of a service that break the shape of services.

    What writes takes everything by keyword. `by` and `now` are always taken by keyword, and typed; only a guard reads
    better without (`require_moderator(by)`). What tells of something (an event, a mail) is told the time.
    """
    found = []
    for function in ast.parse(source).body:
        if not isinstance(function, Function) or function.name.startswith("_"):
            continue
        arguments = function.args
        positional = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]
        keyword = {a.arg: ast.unparse(a.annotation) if a.annotation else "" for a in arguments.kwonlyargs}
        if positional and _writes(function):
            found.append(f"{function.name} writes and takes {', '.join(positional)} by position")
        elif {"by", "now"} & set(positional) and not function.name.startswith("require_"):
            found.append(f"{function.name} takes the actor or the time by position")
        if keyword.get("now", "datetime") != "datetime":
            found.append(f"{function.name}: now is no datetime")
        if keyword.get("by", "User") not in {"User", "User | None"}:
            found.append(f"{function.name}: by is no User")
        if "now" not in (*keyword, *positional) and any(name in TELLS for name, _ in calls(function)):
            found.append(f"{function.name} tells of something and is not told the time")
    return found


def _writes(function: Function) -> bool:
    is_atomic = any("atomic" in ast.unparse(decorator) for decorator in function.decorator_list)
    for name, _ in calls(function):
        if name in TELLS or name.rpartition(".")[2] in WRITES:
            return True
    return is_atomic


def sendings(source: str) -> list[str]:
    """What a model does that only a service may do."""
    tree = ast.parse(source)
    found = [name for name, _ in calls(tree) if name in SENDS]
    return found + [name for name, _ in imports(tree) if name.startswith(NOT_IN_MODELS)]


def commands_without_help(source: str) -> bool:
    return not any(
        isinstance(node, ast.Assign) and any(dotted(target) == "help" for target in node.targets)
        for cls in ast.walk(ast.parse(source))
        if isinstance(cls, ast.ClassDef) and cls.name == "Command"
        for node in cls.body
    )


# Good and bad -------------------------------------------------------------------------------------------------


def test_an_import_inside_a_function_is_found() -> None:
    assert imports_inside("def f():\n    from a import b") == ["f: a.b"]
    assert imports_inside("try:\n    import fcntl\nexcept ImportError:\n    fcntl = None\ndef f(): ...") == []


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ("def f(complaint): complaint.save()", "by position"),
        ("@transaction.atomic\ndef f(complaint): ...", "by position"),
        ("def f(complaint, now): return now", "the time by position"),
        ("def f(*, now: str): ...", "now is no datetime"),
        ("def f(*, now): ...", "now is no datetime"),
        ("def f(*, by: int, now: datetime): ...", "by is no User"),
        ("def f(*, complaint: Complaint, by: User): events.record(complaint=complaint)", "not told the time"),
    ],
)
def test_a_misshapen_service_is_found(bad: str, words: str) -> None:
    (found,) = misshapen(bad)
    assert words in found


@pytest.mark.parametrize(
    "good",
    [
        "def publish(*, complaint: Complaint, by: User, now: datetime): complaint.save()",
        "def withdraw(*, by: User | None, now: datetime): events.record(now=now)",
        "def domain_of(url: str) -> str: return url",
        "def require_moderator(by: User) -> None: ...",
        "def _step(complaint): complaint.save()",
    ],
)
def test_a_well_shaped_service_is_left_alone(good: str) -> None:
    assert misshapen(good) == []


def test_a_model_that_sends_is_found() -> None:
    assert sendings("class A:\n    def save(self):\n        queue.enqueue('a.b', self.pk)") == [
        "queue.enqueue"
    ]
    assert sendings("from django.core.mail import send_mail") == ["django.core.mail.send_mail"]
    assert sendings("from django.db import models\nclass A(models.Model):\n    def is_due(self): ...") == []


@pytest.mark.parametrize("bad", ["utils", "helpers", "common", "text_utils", "test_helper"])
def test_a_name_that_says_nothing_is_found(bad: str) -> None:
    assert NO_NAME.search(bad)


@pytest.mark.parametrize("good", ["uncommon", "reply", "utilities_sector", "community"])
def test_a_name_that_says_something_is_left_alone(good: str) -> None:
    assert not NO_NAME.search(good)


# The tree -----------------------------------------------------------------------------------------------------


def test_modules_have_names_that_say_something() -> None:
    for path in files(".py", ".html", ".css", ".js"):
        assert not NO_NAME.search(path.stem), name_of(path)
        assert not NO_NAME.search(path.parent.name), name_of(path)


def test_imports_stand_at_the_top() -> None:
    assert {name_of(path) for path in code() if imports_inside(path.read_text())} == set(MAY_IMPORT_INSIDE)


def services() -> list[Path]:
    return [path for app in APPS for path in files(".py", under=(f"{app}/services",))]


def test_services_have_one_shape() -> None:
    found = {name_of(path): misshapen(path.read_text()) for path in services()}
    by_position = {path for path, words in found.items() if any("by position" in word for word in words)}
    assert by_position == set(MAY_TAKE_POSITIONS)
    assert [word for words in found.values() for word in words if "by position" not in word] == []


def test_models_hold_data_and_send_nothing() -> None:
    for app in APPS:
        for path in files(".py", under=(f"{app}/models",)):
            assert sendings(path.read_text()) == [], name_of(path)


def test_files_are_short_enough_to_be_read() -> None:
    long = {
        name_of(path)
        for path in files(".py", ".html", ".css", ".js")
        if "migrations" not in path.parts and len(path.read_text().splitlines()) > LONGEST
    }
    assert long == set(MAY_BE_LONGER)


def test_commands_say_what_they_do() -> None:
    for app in APPS:
        for path in files(".py", under=(f"{app}/management/commands",)):
            if path.stem != "__init__":
                assert not commands_without_help(path.read_text()), name_of(path)


def test_every_folder_of_code_is_a_package() -> None:
    """Without `__init__.py` a folder is a namespace, which import-linter and mypy pass over."""
    folders = {path.parent for path in files(".py", under=(*APPS, "config"))}
    assert [name_of(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []
