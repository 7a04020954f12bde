"""The page of the method shows what the code runs."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from companies.enums import Tier
from companies.models import Case, Company
from companies.statistics import constants
from complaints.rules import eligibility
from complaints.rules.lifecycle import MOVES
from complaints.rules.reply_patterns import FAMILIES
from complaints.views import methodology
from tests.factories import make_cases

pytestmark = pytest.mark.django_db


def page(client: Client) -> str:
    answer = client.get(reverse("complaints:methodology"))
    assert answer.status_code == 200
    return answer.content.decode()


def words(text: str) -> str:
    """What is read: the text without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).replace(" ,", ",").replace("( ", "(")


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
    for name, value in (
        ("RANK_FROM", 31),
        ("METHOD_VERSION", "9.9"),
        ("HORIZONS", (8, 31, 91)),
        ("ANSWER_HORIZONS", (2, 4)),
        ("SHOW_FROM", 11),
        ("SHOW_FROM_FILED", 12),
        ("SHORT_WINDOW", 80),
        ("LEAGUE_WINDOW", 360),
        ("TAU_SHORT", 29),
        ("CONFIDENCE", 0.9),
        ("Z", 1.64),
        ("Z_UNUSUAL", 3.5),
        ("DRAWS", 12_345),
        ("FUNNEL_FROM", 13),
        ("FUNNEL_DAY", 33),
    ):
        monkeypatch.setattr(constants, name, value)
    monkeypatch.setattr(eligibility, "LIMIT_PER_CUSTOMER_AND_DAY", 6)
    monkeypatch.setattr(eligibility, "LIMIT_OPEN_PER_CUSTOMER_AND_COMPANY", 4)
    shown = words(page(client))
    for said in (
        "ranked from 31 cases",
        "Method 9.9",
        "Resolved by day 8, 31 and 91 is",
        "Answered by day 2 and 4 is",
        "needs 11 cases, 12 of them filed d days",
        "share of a channel needs 11 attempts, the median time of a try 11 entries",
        "filed in the last 80 days, the last 360 days, or ever",
        "day 29 for the last 80 days",
        "Its 90 % interval, with G = 1 − F, Z = 1.64",
        "the 90 % point of the largest T",
        "by 12,345 simulated tables",
        "From 13 ranked brands on",
        "resolved by day 33 with",
        "± 3.50 standard errors",
        "more than 6 complaints a day, or has more than 4 open ones",
    ):
        assert said in shown, said


def test_what_got_a_person_and_what_was_a_dead_end_is_said_in_the_words_of_the_ledger(client: Client) -> None:
    got_a_person = words(page(client)).split("An attempt got a person")[1]
    persons, dead_ends = got_a_person.split("It is a dead end")[0], got_a_person.split("It is a dead end")[1]
    assert re.findall(r"“([^”]+)”", persons) == [
        "A standard text that did not fit",
        "Sent elsewhere: another number, page or shop",
        "Promised something that did not happen",
        "Refused",
        "Partly helped",
    ]
    assert re.findall(r"“([^”]+)”", dead_ends.split("An entry")[0]) == [
        "Nobody answered, or I was cut off",
        "No reply",
        "Only an automatic reply",
        "A standard text that did not fit",
        "Sent elsewhere: another number, page or shop",
    ]


def test_the_tier_from_which_cases_are_ranked_is_the_one_that_the_query_asks_for(
    client: Client, company: Company
) -> None:
    tiers = re.findall(r"<li>([^<]+)</li>", page(client).split("Evidence has tiers:")[1].split("</ol>")[0])
    assert [one.split(":")[0] for one in tiers] == [tier.label for tier in Tier]
    (first,) = (number for number, one in enumerate(tiers) if one.endswith(": ranked from here on"))
    for tier in Tier:
        make_cases(company, still_open=1, tier=tier)
    assert sorted(Case.objects.ranked().values_list("tier", flat=True)) == list(Tier)[first:]


def test_every_version_of_the_method_has_its_words(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    earlier = constants.CHANGES
    assert earlier[0].version == constants.METHOD_VERSION
    monkeypatch.setattr(constants, "CHANGES", (constants.Change("9.9", "Twice as strict."), *earlier))
    shown = words(page(client).split("Changes of method</h2>")[1])
    assert shown.index("9.9 Twice as strict.") < shown.index(f"{earlier[0].version} {earlier[0].words}")


def test_where_a_move_is_narrowed_the_table_says_how(client: Client) -> None:
    shown = words(page(client))
    assert (
        "The customer says it is fixed, and when. customer answered, awaiting answer, closed: unconfirmed,"
        in shown
    )
    assert "as BACK" not in shown


def test_the_counter_example_is_computed(client: Client) -> None:
    quick, thorough, silent = (methodology._example(*example) for example in methodology.EXAMPLES)
    assert (quick.naive, quick.ignored, round(quick.ours, 1)) == (2, 60, 54.8)
    assert (thorough.naive, thorough.ignored, round(thorough.ours, 1)) == (50, 5, 52.0)
    assert (silent.naive, silent.ignored, silent.ours) == (None, 100, 90.0)
    shown = words(page(client))
    assert "“quick with a few” comes first with 2 days, though 60 of its 100 customers" in shown
    assert "“slow but thorough” comes first with 52.0 and “silent” last with 90.0" in shown


def test_every_link_on_the_page_leads_to_a_place_on_it(client: Client) -> None:
    shown = page(client)
    anchors = re.findall(r'href="#([\w-]+)"', shown.split("On this page")[1].split("</nav>")[0])
    assert "replies" in anchors
    for anchor in anchors:
        assert f'id="{anchor}"' in shown
