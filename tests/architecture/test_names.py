"""Names that are only text until something runs: addresses, templates, tasks. Each must lead somewhere."""

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache

import pytest
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.module_loading import import_string

from complaints.enums import EventKind
from complaints.schedules import SCHEDULES
from complaints.timeline import LOOKS
from tests.architecture.tree import calls, code, files, name_of, text_of

pytestmark = pytest.mark.architecture

COMMENT = re.compile(r"{#.*?#}|{%\s*comment\s*%}.*?{%\s*endcomment\s*%}", re.DOTALL)
URL_TAG = re.compile(r"{%-?\s*url\s+[\"']([^\"']+)[\"']\s*(.*?)-?%}")
INCLUDED = re.compile(r"{%-?\s*(?:include|extends)\s+[\"']([^\"']+)[\"']")
ARGUMENT = re.compile(r"(?:[\w.|:\-]|\"[^\"]*\"|'[^']*')+(?:=(?:[\w.|:\-]|\"[^\"]*\"|'[^']*')+)?")
REVERSES = {"reverse": "args", "reverse_lazy": "args", "redirect": ""}
RENDERS = {"render": 1, "render_to_string": 0, "get_template": 0, "select_template": 0, "TemplateResponse": 1}


@cache
def addresses() -> dict[str, set[int]]:
    """Every name of an address with the numbers of arguments that it takes."""
    found: dict[str, set[int]] = {}

    def walk(resolver: URLResolver, namespace: str, arguments: int) -> None:
        for entry in resolver.url_patterns:
            taken = arguments + entry.pattern.regex.groups
            if isinstance(entry, URLPattern) and entry.name:
                found.setdefault(namespace + entry.name, set()).add(taken)
            elif isinstance(entry, URLResolver):
                walk(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace, taken)

    walk(get_resolver(), "", 0)
    return found


def addresses_in_page(source: str) -> Iterator[tuple[str, int | None]]:
    """Names of addresses in a template, with how many arguments each is given; names in variables are skipped."""
    for name, rest in URL_TAG.findall(COMMENT.sub("", source)):
        yield name, len(ARGUMENT.findall(re.sub(r"(?:^|\s)as\s+\w+$", "", rest.strip())))


def addresses_in_code(source: str) -> Iterator[tuple[str, int | None]]:
    """The same for reverse() and redirect(); None where the number is only known when it runs."""
    for called, call in calls(ast.parse(source)):
        name = text_of(call.args[0]) if call.args else None
        if called not in REVERSES or name is None or name.startswith("/"):
            continue
        if called == "redirect":
            yield name, len(call.args) - 1 + len(call.keywords)
            continue
        given: int | None = 0
        for keyword in call.keywords:
            if keyword.arg == "args":
                given = len(keyword.value.elts) if isinstance(keyword.value, ast.List | ast.Tuple) else None
            elif keyword.arg == "kwargs":
                given = len(keyword.value.keys) if isinstance(keyword.value, ast.Dict) else None
        yield name, given


def lost(found: Iterator[tuple[str, int | None]]) -> list[str]:
    """Those that lead nowhere."""
    known = addresses()
    return [
        f"{name} with {given}"
        for name, given in found
        if name not in known or (given is not None and given not in known[name])
    ]


def templates_in_code(source: str) -> list[str]:
    """Names of templates that are given to render() and its like."""
    found = []
    for called, call in calls(ast.parse(source)):
        place = RENDERS.get(called.rpartition(".")[2])
        if place is not None and len(call.args) > place and (name := text_of(call.args[place])):
            found.append(name)
        found += [
            name for word in call.keywords if word.arg == "template_name" and (name := text_of(word.value))
        ]
    return found


def is_missing(template: str) -> bool:
    try:
        get_template(template)
    except TemplateDoesNotExist:
        return True
    return False


def tasks_in(source: str) -> Iterator[tuple[str, int]]:
    """Tasks by dotted name, with how many ids each is given."""
    for called, call in calls(ast.parse(source)):
        if called.rpartition(".")[2] == "enqueue" and call.args and (name := text_of(call.args[0])):
            yield name, len(call.args) - 1


def unfit_tasks(found: Iterator[tuple[str, int]]) -> list[str]:
    """Names that are no function, or one that takes another number of ids."""
    unfit = []
    for name, ids in found:
        try:
            inspect.signature(import_string(name)).bind(*range(ids))
        except (ImportError, TypeError, ValueError) as error:
            unfit.append(f"{name}: {error}")
    return unfit


# Addresses ----------------------------------------------------------------------------------------------------


def test_an_address_that_leads_nowhere_is_found() -> None:
    page = '{% url "complaints:cse" complaint.reference %}{% url "complaints:case" %}{% url "home" %}'
    assert lost(addresses_in_page(page)) == ["complaints:cse with 1", "complaints:case with 0"]
    code_ = 'redirect("complaints:nowhere")\nreverse("complaints:case", args=[1, 2])\nreverse("complaints:case", args=x)'
    assert lost(addresses_in_code(code_)) == ["complaints:nowhere with 0", "complaints:case with 2"]


def test_arguments_of_an_address_are_counted() -> None:
    page = "{% url 'complaints:desk_case' company.slug complaint.reference as there %}{# {% url 'old' %} #}"
    assert list(addresses_in_page(page)) == [("complaints:desk_case", 2)]
    assert list(addresses_in_page('{% url "x" slug=company.slug|default:"a b" %}')) == [("x", 1)]


def test_every_address_in_a_page_leads_somewhere() -> None:
    for path in files(".html", ".txt", under=("templates",)):
        assert lost(addresses_in_page(path.read_text())) == [], name_of(path)


def test_every_address_in_code_leads_somewhere() -> None:
    for path in code():
        assert lost(addresses_in_code(path.read_text())) == [], name_of(path)


# Templates ----------------------------------------------------------------------------------------------------


def test_names_of_templates_are_found() -> None:
    source = 'render(request, "a.html", {})\nrender_to_string("b.txt")\nView.as_view(template_name="c.html")\nrender(r, x)'
    assert templates_in_code(source) == ["a.html", "b.txt", "c.html"]
    assert is_missing("there/is/none.html")


def test_every_template_that_code_names_exists() -> None:
    for path in code():
        assert [name for name in templates_in_code(path.read_text()) if is_missing(name)] == [], name_of(path)


def test_every_template_that_a_page_names_exists() -> None:
    for path in files(".html", ".txt", under=("templates",)):
        named = INCLUDED.findall(COMMENT.sub("", path.read_text()))
        assert [name for name in named if is_missing(name)] == [], name_of(path)


# Tasks --------------------------------------------------------------------------------------------------------


def test_a_task_that_is_none_is_found() -> None:
    good = 'queue.enqueue("complaints.tasks.send_posting", posting.pk)'
    assert unfit_tasks(tasks_in(good)) == []
    for bad in (
        'enqueue("complaints.tasks.nothing")',
        'queue.enqueue("complaints.tasks.send_posting")',
        'enqueue("x")',
    ):
        assert len(unfit_tasks(tasks_in(bad))) == 1


def test_every_task_that_is_started_exists() -> None:
    started = {task for path in code() for task in tasks_in(path.read_text())}
    assert unfit_tasks(iter(started)) == []
    assert len(started) >= 2  # mails and postings


def test_every_scheduled_task_exists() -> None:
    assert unfit_tasks((schedule.task, 0) for schedule in SCHEDULES) == []
    assert len({schedule.name for schedule in SCHEDULES}) == len(SCHEDULES)


# Events -------------------------------------------------------------------------------------------------------


def test_every_kind_of_event_has_a_look() -> None:
    assert set(LOOKS) == set(EventKind)
