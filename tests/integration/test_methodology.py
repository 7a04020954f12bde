"""The page of the method shows what the code runs."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from companies.statistics import constants
from complaints.rules.lifecycle import MOVES
from complaints.rules.reply_patterns import FAMILIES
from complaints.views import methodology

pytestmark = pytest.mark.django_db


def page(client: Client) -> str:
    answer = client.get(reverse("complaints:methodology"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_move_family_and_constant_is_on_the_page(client: Client) -> None:
    shown = page(client)
    for words in (
        *(move.words for move in MOVES),
        *(family.title for family in FAMILIES),
        *(family.example for family in FAMILIES),
        *(one.meaning for one in constants.TABLE),
    ):
        assert escape(words) in shown, words
    assert f"Method {constants.METHOD_VERSION}" in shown


def test_a_changed_constant_changes_the_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "RANK_FROM", 31)
    monkeypatch.setattr(constants, "METHOD_VERSION", "9.9")
    shown = page(client)
    assert "ranked from 31 cases" in shown
    assert "Method 9.9" in shown


def test_the_counter_example_is_computed(client: Client) -> None:
    quick, thorough, silent = (methodology._example(*example) for example in methodology.EXAMPLES)
    assert (quick["naive"], round(float(str(quick["ours"])), 1)) == (2, 54.8)
    assert (thorough["naive"], round(float(str(thorough["ours"])), 1)) == (50, 52.0)
    assert (silent["naive"], silent["ours"]) == (None, 90.0)
    assert "54.8" in page(client)


def test_every_link_on_the_page_leads_to_a_place_on_it(client: Client) -> None:
    shown = page(client)
    anchors = re.findall(r'href="#([\w-]+)"', shown.split("On this page")[1].split("</nav>")[0])
    assert "replies" in anchors
    for anchor in anchors:
        assert f'id="{anchor}"' in shown
