"""Pages: nothing inline, nothing marked safe, every name in them exists."""

import re

import pytest
from django.template.loader import get_template

from tests.architecture.tree import ROOT, files, name_of

pytestmark = pytest.mark.architecture

COMMENT = re.compile(r"{#.*?#}|{%\s*comment\s*%}.*?{%\s*endcomment\s*%}|<!--.*?-->", re.DOTALL)
FORBIDDEN = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "script address": re.compile(r"(?:href|src|action)\s*=\s*[\"']?\s*javascript:", re.IGNORECASE),
    "marked safe": re.compile(r"\|\s*safe(?:seq)?\b"),
}
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
AUTOESCAPE_OFF = re.compile(r"{%\s*autoescape\s+off\s*%}")
IS_DATA = re.compile(r"type\s*=\s*[\"']application/json[\"']")
# An inline script needs the nonce of the page and a reason.
MAY_HAVE_INLINE_SCRIPT = {
    "templates/drf_spectacular/swagger_ui.html": "starts the viewer of the API as drf-spectacular writes it, by nonce",
}


def offences(source: str) -> list[str]:
    """What the policy of the site (config/settings/base.py) would refuse, or should."""
    source = COMMENT.sub("", source)
    found = [name for name, pattern in FORBIDDEN.items() if pattern.search(source)]
    for attributes, content in SCRIPT.findall(source):
        if "src=" not in attributes and content.strip() and not IS_DATA.search(attributes):
            found.append("inline script")
    return found


@pytest.mark.parametrize(
    ("bad", "what"),
    [
        ('<p style="color: red">', "style attribute"),
        ("<style>p {}</style>", "style element"),
        ('<button type="button" onclick="go()">', "event handler"),
        ('<a href="javascript:go()">', "script address"),
        ("<script>go()</script>", "inline script"),
        ("{{ complaint.story|safe }}", "marked safe"),
    ],
)
def test_what_is_inline_is_found(bad: str, what: str) -> None:
    assert offences(bad) == [what]


@pytest.mark.parametrize(
    "good",
    [
        '<rect x="1" width="{{ w }}" class="bar"/>',
        "<script src=\"{% static 'js/copy.js' %}\"></script>",
        '<script type="application/json">{"a": 1}</script>',
        "{# <style> is forbidden #}",
        "Nothing on = Monday, and a style = of its own",
        "{{ text|safe_for_nobody }}",
    ],
)
def test_what_is_not_inline_is_left_alone(good: str) -> None:
    assert offences(good) == []


def test_pages_hold_nothing_inline_and_nothing_safe() -> None:
    found = {
        name_of(path): offences(path.read_text()) for path in files(".html", ".txt", under=("templates",))
    }
    found = {path: what for path, what in found.items() if what}
    assert found == {path: ["inline script"] for path in MAY_HAVE_INLINE_SCRIPT}


def test_only_plain_text_is_not_escaped() -> None:
    off = [
        path
        for path in files(".html", ".txt", under=("templates",))
        if AUTOESCAPE_OFF.search(path.read_text())
    ]
    assert [name_of(path) for path in off if path.suffix != ".txt"] == []


def test_python_makes_no_style_and_no_handler() -> None:
    """Charts are drawn in Python: the same rules hold for the text in it."""
    rules = {name: FORBIDDEN[name] for name in ("style attribute", "event handler", "script address")}
    for path in files(".py", under=("accounts", "companies", "complaints", "config")):
        source = path.read_text()
        assert [name for name, rule in rules.items() if rule.search(source)] == [], name_of(path)


@pytest.mark.parametrize(
    "name",
    [
        path.relative_to(ROOT / "templates").as_posix()
        for path in files(".html", ".txt", under=("templates",))
    ],
)
def test_every_template_compiles(name: str) -> None:
    get_template(name)
