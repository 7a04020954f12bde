"""The files of the repository, for the tests that keep its conventions."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "companies", "complaints")
CODE = (*APPS, "config")
# What git ignores or others wrote.
LEFT_OUT = {".git", ".venv", ".data", "node_modules", "staticfiles", "__pycache__", "vendor"}


def files(*suffixes: str, under: tuple[str, ...] = ("",)) -> list[Path]:
    """Every file of ours with one of the suffixes, in alphabetical order; hidden folders are left out."""
    found = []
    for folder in under:
        for path in (ROOT / folder).rglob("*"):
            parts = path.relative_to(ROOT).parts
            if path.suffix in suffixes and not any(_is_left_out(part) for part in parts[:-1]):
                found.append(path)
    return sorted(found)


def _is_left_out(folder: str) -> bool:
    return folder in LEFT_OUT or (folder.startswith(".") and folder != ".ci")


def code() -> list[Path]:
    """The Python files that run; tests and migrations are not among them."""
    return [path for path in files(".py", under=CODE) if "migrations" not in path.parts]


def name_of(path: Path) -> str:
    """The path as it stands in messages and lists."""
    return path.relative_to(ROOT).as_posix()


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call with its dotted name as written: `queue.enqueue(...)` is "queue.enqueue"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (name := dotted(node.func)):
            yield name, node


def dotted(node: ast.expr) -> str:
    """The name that an expression spells, "" for anything else: `a.b().c` is "b().c" cut to "c"."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else node.attr
    return ""


def imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every imported name as a dotted path, with its line: `from a import b` is "a.b"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def text_of(node: ast.expr | None) -> str | None:
    """The text of a constant; None for anything that is only known when it runs."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
