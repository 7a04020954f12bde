"""Which channel works: the figures against plain Python over the same attempts, and the page that shows them."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from fractions import Fraction
from random import Random
from statistics import NormalDist
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from companies.enums import ChannelKind, CompanyState, Exclusion, Sector
from companies.models import Company
from companies.statistics import constants
from companies.statistics.intervals import Proportion
from complaints import learned
from complaints.enums import CameOf
from complaints.learned import BrandChannels, channels_by_brand
from complaints.models import Attempt, Complaint
from complaints.services import filing, moderating, resolving
from config.doors import clock
from tests.factories import NOW, make_attempt, make_company, make_complaint, make_draft

pytestmark = pytest.mark.django_db

ADDRESS = "/channels/"
# In the words of the page of the method, apart from the sets that the code runs.
PERSONS = {"canned", "passed_on", "promise_broken", "refused", "partly_helped"}
NOWHERE = {"nobody", "no_reply", "automated", "canned", "passed_on"}


def draft_with(company: Company, *attempts: dict[str, Any]) -> Complaint:
    draft = make_draft(company=company, attempts=0)
    for values in attempts:
        make_attempt(complaint=draft, **values)
    return draft


def publish(draft: Complaint) -> Complaint:
    assert draft.customer is not None
    return filing.submit_complaint(complaint=draft, by=draft.customer, is_attested=True, now=NOW)


def ledger(company: Company, *attempts: dict[str, Any]) -> Complaint:
    """A published complaint with these attempts."""
    return publish(draft_with(company, *attempts))


def page(client: Client, status: int = 200, **asked: str) -> str:
    answer = client.get(ADDRESS, asked)
    assert answer.status_code == status
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def words(text: str) -> str:
    """What is read: the text without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def cells(text: str) -> list[list[str]]:
    """The rows of every table of brands, cell by cell."""
    rows = re.findall(r'<tr role="row">(<th scope="row".*?)</tr>', text, re.DOTALL)
    return [
        [words(cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in rows
    ]


# The figures ----------------------------------------------------------------------------------------


def by_hand(attempts: Iterable[Attempt]) -> dict[str, tuple[Any, ...]]:
    """Every figure of one brand by channel, from its attempts one by one."""
    tries: dict[str, list[str]] = defaultdict(list)
    minutes: dict[str, list[Fraction]] = defaultdict(list)
    ledgers: dict[str, set[int]] = defaultdict(set)
    days: dict[str, list[Any]] = defaultdict(list)
    for attempt in attempts:
        tries[attempt.channel] += [attempt.came_of] * attempt.times
        ledgers[attempt.channel].add(attempt.complaint_id)
        days[attempt.channel].append(attempt.made_on)
        if attempt.minutes:
            minutes[attempt.channel].append(Fraction(attempt.minutes, attempt.times))
    return {
        channel: (
            len(ledgers[channel]),
            (sum(came_of in PERSONS for came_of in all_of), len(all_of)),
            (sum(came_of in NOWHERE for came_of in all_of), len(all_of)),
            lower_median(minutes[channel]) if len(minutes[channel]) >= 10 else None,
            len(minutes[channel]),
            max(days[channel]),
        )
        for channel, all_of in tries.items()
    }


def lower_median(values: list[Fraction]) -> Fraction:
    return min(value for value in values if 2 * sum(other <= value for other in values) >= len(values))


def same_figures(brand: BrandChannels) -> dict[str, tuple[Any, ...]]:
    return {
        row.channel: (
            row.ledgers,
            (row.person.count, row.person.of),
            (row.dead_ends.count, row.dead_ends.of),
            row.minutes if row.minutes is None else pytest.approx(row.minutes),
            row.timed,
            row.last_on,
        )
        for row in brand.channels
    }


def assert_share_of(share: Proportion) -> None:
    """Wilson: both limits are the shares of which the observed one is just Z standard errors away."""
    if share.of < 10:
        assert (share.share, share.low, share.high) == (None, None, None)
        return
    assert share.low is not None
    assert share.high is not None
    observed, z = share.count / share.of, NormalDist().inv_cdf(0.975)
    assert share.share == observed
    for limit in (share.low, share.high):
        assert (observed - limit) ** 2 == pytest.approx(z**2 * limit * (1 - limit) / share.of, abs=1e-9)
    assert share.low <= observed <= share.high


def test_every_figure_is_what_plain_python_makes_of_the_attempts() -> None:
    random = Random(11)
    channels = ["phone", "email", "chat", "letter"]
    brands = [make_company(name=name) for name in ("Amber", "Birch", "Cedar")]
    for company, most in zip(brands, (14, 6, 3), strict=True):
        for _ in range(most):
            ledger(
                company,
                *(
                    {
                        "channel": random.choices(channels, weights=(9, 5, 2, 1))[0],
                        "came_of": random.choice(CameOf.values),
                        "times": random.choice((1, 1, 1, 2, 3)),
                        "minutes": random.choice((0, 4, 7, 15, 15, 30, 95)),
                        "made_on": NOW.date() - timedelta(days=random.randrange(1, 200)),
                    }
                    for _ in range(random.randrange(1, 5))
                ),
            )

    found = channels_by_brand()

    assert [brand.company for brand in found.brands] == brands
    shown = set()
    for brand in found.brands:
        assert same_figures(brand) == by_hand(Attempt.objects.filter(complaint__company=brand.company))
        for row in brand.channels:
            assert_share_of(row.person)
            assert_share_of(row.dead_ends)
            assert (row.label, row.attempts) == (ChannelKind(row.channel).label, row.person.of)
            shown |= {row.person.share is None, (row.minutes is None, "time")}
        assert brand.attempts == sum(row.attempts for row in brand.channels)
    assert shown == {True, False, (True, "time"), (False, "time")}  # both sides of both floors were met


def test_the_median_is_of_a_single_try_and_below_the_middle(company: Company) -> None:
    times = [
        (1, 3),
        (2, 20),
        (3, 3),
        (1, 40),
        (1, 9),
        (5, 10),
        (1, 50),
        (1, 8),
        (4, 4),
    ]  # 1, 1, 2, 3, 8, 9 ...
    ledger(company, *({"times": often, "minutes": minutes} for often, minutes in times))
    (brand,) = channels_by_brand().brands
    assert (brand.channels[0].minutes, brand.channels[0].timed) == (None, 9)

    ledger(company, {"minutes": 60}, {"minutes": 0})
    (brand,) = channels_by_brand().brands
    assert (brand.channels[0].minutes, brand.channels[0].timed) == (8, 10)  # 8 and 9 are in the middle


def test_published_ledgers_count_hidden_or_ended_and_those_left_out_do_not(
    company: Company, moderator: User
) -> None:
    one = {"channel": "phone", "came_of": "refused"}
    ledger(company, one)
    hidden, ended, left_out = ledger(company, one), ledger(company, one), ledger(company, one)
    draft_with(company, one)
    moderating.hide_complaint(complaint=hidden, by=moderator, rule="It names an employee.", now=NOW)
    assert ended.customer is not None
    resolving.withdraw(complaint=ended, by=ended.customer, reason="My mistake.", now=NOW)
    moderating.exclude_from_statistics(
        complaint=left_out, exclusion=Exclusion.NOT_GENUINE, by=moderator, reason="Invented.", now=NOW
    )

    (brand,) = channels_by_brand().brands
    (row,) = learned.channels()

    assert (brand.attempts, brand.channels[0].ledgers) == (3, 3)
    assert (row.person.count, row.person.of) == (3, 3)


def test_the_best_channel_stands_first_and_one_without_a_share_last(company: Company) -> None:
    ledger(
        company,
        {"channel": "phone", "times": 12, "came_of": "nobody"},
        {"channel": "email", "times": 10, "came_of": "refused"},
        {"channel": "email", "times": 10, "came_of": "no_reply"},
        {"channel": "app", "times": 2, "came_of": "automated"},
        {"channel": "shop", "times": 9, "came_of": "refused"},
        {"channel": "letter", "times": 2, "came_of": "waiting"},
    )
    best_first = ["email", "phone", "shop", "app", "letter"]

    (brand,) = channels_by_brand().brands

    assert [row.channel for row in brand.channels] == best_first
    assert [row.channel for row in learned.channels()] == best_first


def test_brands_come_from_a_to_z_one_page_at_a_time(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    names = ["3 Pines", "alder", "Álamo", "Beech", "Época", "Zebrano"]
    for name in ("Zebrano", "Época", "alder", "3 Pines", "Beech", "Álamo"):
        ledger(make_company(name=name), {})
    make_company(name="Birch")  # nobody keeps a ledger
    ledger(make_company(name="Closed Down", state=CompanyState.CLOSED), {})

    pages, after = [], ""
    while not pages or after:
        with django_assert_num_queries(2):
            found = channels_by_brand(after=after, limit=2)
        pages.append(found)
        after = found.after

    assert [[brand.company.name for brand in found.brands] for found in pages] == [
        ["3 Pines", "Álamo"],
        ["alder", "Beech"],
        ["Época", "Zebrano"],
    ]
    assert sorted(names) == sorted(brand.company.name for found in pages for brand in found.brands)
    assert channels_by_brand(before=pages[2].before, limit=2) == pages[1]
    assert channels_by_brand(before=pages[1].before, limit=2) == pages[0]
    assert pages[0].before == ""


def test_a_search_looks_at_the_best_matches_and_says_when_there_were_more() -> None:
    northline = make_company(name="Northline", aliases=("Linha Norte",))
    northgate = make_company(name="Northgate Energy", sector=Sector.ENERGY)
    for company in (northline, northgate, make_company(name="Pebble Mobile")):
        ledger(company, {})
    make_company(name="North Star")

    def names(**asked: Any) -> list[str]:
        return [brand.company.name for brand in channels_by_brand(**asked).brands]

    assert names(text="north") == ["Northgate Energy", "Northline"]
    assert names(text="linha") == ["Northline"]
    assert names(text="Nortline") == ["Northline"]
    assert names(text="north", sector=Sector.ENERGY) == ["Northgate Energy"]
    assert names(sector=Sector.TELECOMS) == ["Northline", "Pebble Mobile"]
    assert names(text="north star") == []
    assert names(text="%") == []
    assert [channels_by_brand(text="north", matches=n).is_cut for n in (2, 3)] == [True, False]


# The page -------------------------------------------------------------------------------------------


def test_the_page_shows_the_whole_site_first_and_every_figure_with_its_n(
    client: Client, company: Company
) -> None:
    ledger(
        company,
        *({"channel": "phone", "came_of": "passed_on", "times": 3, "minutes": 90} for _ in range(4)),
        {"channel": "phone", "came_of": "nobody", "minutes": 5},
    )
    ledger(
        company,
        *({"channel": "phone", "came_of": "waiting", "minutes": 20} for _ in range(7)),
        {"channel": "chat", "came_of": "refused", "times": 2, "minutes": 12, "made_on": NOW.date()},
        {"channel": "chat", "came_of": "automated", "minutes": 4},
    )

    shown = page(client)

    assert words(shown).index("All brands together") < words(shown).index("Brand by brand")
    whole = shown.split("All brands together")[1].split("Brand by brand")[0]
    assert "Phone 60 % , 95 % interval 39 to 78 % 20" in words(whole)
    assert "Chat 2 of 3 3" in words(whole)
    assert whole.count("<svg") - whole.count('class="icon') == 1  # a bar for the phone, none for the chat
    assert cells(shown) == [
        [
            "Phone",
            "20 in 2 ledgers",
            "60 % 39 to 78 %",
            "",
            "65 % 43 to 82 %",
            "20 min n = 12",
            "25 Feb 2026",
        ],
        ["Chat", "3 in 1 ledger", "2 of 3", "", "1 of 3", "– n = 2", "2 Mar 2026"],
    ]
    assert f'href="{company.get_absolute_url()}"' in shown
    assert f'href="{reverse("complaints:methodology")}#effort"' in shown
    assert "Calls that solved a problem stand in no ledger." in shown
    assert "noindex" not in shown


def test_there_is_no_share_below_the_floor(client: Client, company: Company) -> None:
    ledger(company, {"channel": "phone", "came_of": "refused", "times": constants.SHOW_FROM - 1})
    assert [row[2:5] for row in cells(page(client))] == [["9 of 9", "", "0 of 9"]]

    ledger(company, {"channel": "phone", "came_of": "nobody"})
    assert [row[2:5] for row in cells(page(client))] == [["90 % 60 to 98 %", "", "10 % 2 to 40 %"]]


def test_an_empty_site_says_what_to_do(client: Client) -> None:
    make_company(name="Known To All")
    shown = page(client)
    assert "No ledger was published yet" in shown
    assert "All brands together" not in shown
    assert f'href="{reverse("complaints:new")}"' in shown
    assert "<table" not in shown


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "nobody of this name"},
        {"q": "Quiet"},
        {"sector": Sector.ENERGY.value},
        {"after": "zz,99"},
        {"q": "Northline", "sector": Sector.ENERGY.value},
    ],
)
def test_a_search_that_finds_nothing_says_so(asked: dict[str, str], client: Client, company: Company) -> None:
    make_company(name="Quiet")
    ledger(company, {})
    shown = page(client, **asked)
    assert "No ledger fits" in shown
    assert f'href="{ADDRESS}"' in shown
    assert cells(shown) == []


def test_a_search_keeps_what_was_typed_and_is_not_for_search_engines(
    client: Client, company: Company, other_company: Company
) -> None:
    ledger(company, {})
    ledger(other_company, {})
    shown = page(client, q=" northl ", sector="telecoms")
    assert "Northline" in shown
    assert "Pebble Mobile" not in shown
    assert 'value=" northl "' in shown
    assert '<option value="telecoms" selected>' in shown
    assert "1 brand for “<bdi>northl</bdi>” with a ledger" in shown
    assert '<meta name="robots" content="noindex">' in shown


def test_more_matches_than_were_looked_at_are_said(client: Client, company: Company) -> None:
    ledger(company, {})
    for number in range(learned.MATCHES):
        make_company(name=f"Northline {number}")
    assert f"Only the {learned.MATCHES} best matches for" in page(client, q="northline")


@pytest.mark.parametrize(
    ("asked", "field", "said"),
    [
        ({"sector": "piracy"}, "id_sector", "There is no such sector. Choose one from the list."),
        ({"q": "n" * 101}, "id_q", "Shorten the name of the brand to 100 characters."),
        ({"q": "no\0rth"}, "id_q", "Type the name of the brand without special characters."),
    ],
)
def test_what_cannot_be_searched_for_is_said_at_the_top_and_at_the_field(
    asked: dict[str, str], field: str, said: str, client: Client, company: Company
) -> None:
    ledger(company, {})
    shown = page(client, status=422, **asked)
    assert f'<a href="#{field}">{said}</a>' in shown
    assert f'id="{field}_error">{said}' in shown
    assert "All brands together" in shown
    assert "No ledger fits" not in shown
    assert cells(shown) == []


@pytest.mark.parametrize("cursor", ["nonsense", "a,", "\0,1", "a,99999999999999999999"])
def test_a_cursor_that_cannot_be_read_is_the_first_page(
    cursor: str, client: Client, company: Company
) -> None:
    ledger(company, {})
    assert [row[0] for row in cells(page(client, after=cursor))] == ["Phone"]


def test_what_was_typed_is_text(client: Client, company: Company) -> None:
    ledger(company, {})
    shown = page(client, q="<script>northline")
    assert "&lt;script&gt;northline" in shown
    assert "<script>northline" not in shown


def test_the_next_page_keeps_the_sector_and_leads_back(client: Client) -> None:
    for number in range(learned.BRANDS_ON_A_PAGE + 2):
        ledger(make_company(name=f"Brand {number:02}", sector=Sector.ENERGY), {})
    ledger(make_company(name="Brand 00b", sector=Sector.RETAIL), {})

    def names(text: str) -> list[str]:
        return re.findall(r"<h3[^>]*><a[^>]*>([^<]+)</a></h3>", text)

    def address(text: str, rel: str) -> str:
        return re.findall(rf'<a href="([^"]+)" rel="{rel}"', text)[0].replace("&amp;", "&")

    first = page(client, sector="energy")
    onward = address(first, "next")
    second = client.get(onward).content.decode()
    back = client.get(address(second, "prev")).content.decode()

    assert names(first) == [f"Brand {number:02}" for number in range(learned.BRANDS_ON_A_PAGE)]
    assert names(second) == [f"Brand {learned.BRANDS_ON_A_PAGE + more:02}" for more in (0, 1)]
    assert names(back) == names(first)
    assert 'rel="prev"' not in first
    assert 'rel="next"' not in second
    assert onward.endswith("#brands")


def test_the_page_costs_the_same_however_much_there_is(
    client: Client, company: Company, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    now = clock.now()
    make_complaint(company=company, now=now)
    page(client)  # what the whole site says is remembered from here on
    with django_assert_num_queries(3):
        page(client)
    for number in range(6):
        make_complaint(company=make_company(name=f"Brand {number}"), attempts=3, now=now)
    page(client)
    with django_assert_num_queries(3):
        page(client)
    with django_assert_num_queries(3):
        page(client, q="brand", sector="telecoms")
