"""Pages of brands: the directory, claiming, official records. Every view with the right and the wrong person."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.models import Mail, User
from companies.enums import ClaimState, CompanyState, Ending, FirstReply, Sector, Source
from companies.models import Claim, Company, Representative
from companies.services.cases import CaseValues, record_many
from companies.services.claiming import approve_claim
from companies.services.directory import merge_companies
from companies.views.official import period_in_words
from config.doors import clock
from tests.factories import make_company

pytestmark = pytest.mark.django_db

CLAIM = {"email": "ana@northline.example", "first_name": "Ana", "team": "Care"}


def official_cases(company: Company, *, resolved: int, not_resolved: int = 0, unsaid: int = 0) -> None:
    endings = (
        [Ending.RESOLVED] * resolved + [Ending.NOT_RESOLVED] * not_resolved + [Ending.NOT_RATED] * unsaid
    )
    filed = datetime(2014, 5, 7, tzinfo=UTC)
    record_many(
        source=Source.CONSUMIDOR_GOV_BR,
        values={
            f"{company.slug}-{number}": CaseValues(
                company_id=company.pk,
                opened_at=filed + timedelta(days=number),
                ended_at=filed + timedelta(days=number + 10),
                ending=ending,
                answered_at=filed + timedelta(days=number + 4),
                first_reply=FirstReply.ANSWER,
                response_days=4,
                rating=None if ending == Ending.NOT_RATED else 3,
                contacted_first=True,
            )
            for number, ending in enumerate(endings)
        },
        now=filed,
    )


# Directory ------------------------------------------------------------------------------------------


def test_the_directory_lists_brands_with_what_is_known(
    client: Client, company: Company, now: datetime
) -> None:
    make_company(name="Seen By Nobody", state=CompanyState.PROPOSED)
    official_cases(company, resolved=3)
    record_many(
        source=Source.ANSWERABLE, values={"AB12": CaseValues(company_id=company.pk, opened_at=now)}, now=now
    )

    response = client.get(reverse("companies:directory"))

    assertContains(
        response, '<a class="quiet-link" href="/companies/northline/" dir="auto">Northline</a>', html=True
    )
    assertNotContains(response, "Seen By Nobody")
    (row,) = response.context["rows"]
    assert (row.company, row.filed_here, row.official) == (company, 1, 3)


def test_the_directory_asks_the_same_number_of_queries_for_any_number_of_brands(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        make_company(name=f"Brand {number:02}", country="BR")

    with django_assert_max_num_queries(3):
        page = client.get(reverse("companies:directory"))
    assert len(page.context["rows"]) == 50
    with django_assert_max_num_queries(3):
        further = client.get(page.context["next_url"])
    assert [row.company.name for row in further.context["rows"]] == [f"Brand {n}" for n in range(50, 60)]
    assert further.context["previous_url"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Amil", "Época", "Northline"]),
        ("?q=northlime", ["Northline"]),
        ("?q=EPOCA&sector=retail", ["Época"]),
        ("?q=epoca&sector=health", []),
        ("?sector=health", ["Amil"]),
        ("?country=br", ["Amil", "Época"]),
        ("?letter=e", ["Época"]),
        ("?letter=0", []),
        ("?sector=nonsense&country=XX&letter=%C3%A9&after=nonsense", ["Amil", "Época", "Northline"]),
        ("?q=%00", ["Amil", "Época", "Northline"]),
    ],
)
def test_filters_of_the_directory(query: str, names: list[str], client: Client) -> None:
    make_company(name="Amil", sector=Sector.HEALTH, country="BR")
    make_company(name="Época", sector=Sector.RETAIL, country="BR")
    make_company(name="Northline")

    response = client.get(reverse("companies:directory") + query)

    assert response.status_code == 200
    assert [row.company.name for row in response.context["rows"]] == names


def test_a_search_that_finds_nothing_says_what_to_do_next(client: Client) -> None:
    response = client.get(reverse("companies:directory"), {"q": "<script>"})

    assertContains(response, "No brand of that name")
    assertNotContains(response, "<script>alert")
    assert "&lt;script&gt;" in response.text


def test_the_search_as_one_types_is_the_list_alone(client: Client, company: Company) -> None:
    response = client.get(reverse("companies:search"), {"q": "north"}, headers={"HX-Request": "true"})

    assertContains(response, "Northline")
    assertNotContains(response, "<html")
    assert response["HX-Replace-Url"] == "/companies/?q=north"
    assert "HX-Request" in response["Vary"]


def test_the_search_without_a_script_is_the_page(client: Client, company: Company) -> None:
    assertRedirects(
        client.get(reverse("companies:search"), {"q": "north", "sector": "x"}), "/companies/?q=north"
    )


# Addresses ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["scorecard", "claim", "official_record"])
def test_a_merged_brand_leads_to_its_successor(
    name: str, client: Client, company: Company, other_company: Company, moderator: User
) -> None:
    merge_companies(company=other_company, into=company, by=moderator, now=clock.now())
    client.force_login(moderator)

    response = client.get(reverse(f"companies:{name}", args=["pebble-mobile"]) + "?a=b")

    assert response.status_code == 301
    assert response["Location"] == reverse(f"companies:{name}", args=["northline"]) + "?a=b"


@pytest.mark.parametrize("name", ["scorecard", "claim", "official_record"])
def test_a_proposed_or_unknown_brand_has_no_page(name: str, client: Client, customer: User) -> None:
    make_company(name="Orchard Net", state=CompanyState.PROPOSED, proposed_by=customer)
    client.force_login(customer)

    for slug in ("orchard-net", "unknown"):
        assert client.get(reverse(f"companies:{name}", args=[slug])).status_code == 404


def test_the_page_of_a_brand(client: Client, company: Company) -> None:
    company.channels.create(kind="phone", value="+44 20 7946 0100", staffed={"1": ["09:00", "17:30"]})

    response = client.get(company.get_absolute_url())

    assertContains(response, "Not claimed yet")
    assertContains(response, "+44 20 7946 0100")
    assertContains(response, "Monday 09:00 to 17:30")
    assertNotContains(response, "Official record")


# Claiming -------------------------------------------------------------------------------------------


def claim_url(company: Company) -> str:
    return reverse("companies:claim", args=[company.slug])


def link_in_mail() -> str:
    mail = Mail.objects.filter(about="claim_link").latest("pk")
    found = re.search(r"http://testserver(/companies/claim/\S+)", mail.text)
    assert found
    return found[1]


def test_who_is_not_signed_in_signs_in_first(client: Client, company: Company) -> None:
    for url in (claim_url(company), reverse("companies:claim_confirm", args=["token"])):
        assertRedirects(
            client.get(url), f"{reverse('account_login')}?next={url}", fetch_redirect_response=False
        )
        assert client.post(url, CLAIM).status_code == 302
    assert not Claim.objects.exists()


def test_claiming_from_the_form_to_the_moderator(
    client: Client, company: Company, customer: User, moderator: User
) -> None:
    client.force_login(customer)
    assertContains(client.get(claim_url(company)), "@northline.example")
    response = client.post(claim_url(company), CLAIM, follow=True)
    assertContains(response, "We have sent a link to ana@northline.example. It works for three days.")
    assertContains(response, "Send a new link")

    link = link_in_mail()
    assertContains(client.get(link), "Yes, confirm it")
    assert Claim.objects.get().state == ClaimState.MAIL_SENT
    assertContains(client.post(link, follow=True), "A moderator is looking at your claim.")
    assert Claim.objects.get().state == ClaimState.MAIL_CONFIRMED
    assertContains(client.get(link), "Your address is confirmed.")

    approve_claim(claim=Claim.objects.get(), by=moderator, now=clock.now())
    assertContains(client.get(claim_url(company)), "You act for Northline already.")
    assertContains(client.get(company.get_absolute_url()), "Claimed, mail verified")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"email": "ana@gmail.com"}, "Enter your address at the brand: it ends in @northline.example."),
        ({"email": "ana"}, "Enter an e-mail address, for example ana@northline.example."),
        ({"email": ""}, "Enter your address at the brand, for example ana@northline.example."),
        ({"first_name": " \u202e "}, "Enter your first name."),
    ],
)
def test_a_form_that_cannot_be_used_comes_back_with_words_and_input(
    changes: dict[str, str], words: str, client: Client, company: Company, customer: User
) -> None:
    client.force_login(customer)

    response = client.post(claim_url(company), {**CLAIM, **changes})

    assert response.status_code == 422
    assert response.text.count(words) == 2
    assertContains(response, 'value="Care"', status_code=422)
    assert not Mail.objects.exists()


def test_nobody_else_can_use_the_link(
    client: Client, customer: User, other_customer: User, moderator: User, representative: Representative
) -> None:
    company = representative.company
    client.force_login(customer)
    client.post(claim_url(company), CLAIM)
    link = link_in_mail()

    for person in (other_customer, moderator, representative.user):
        client.force_login(person)
        assert client.get(link).status_code == 404
        assert client.post(link).status_code == 404
    assert Claim.objects.get().state == ClaimState.MAIL_SENT
    client.force_login(other_customer)
    assertNotContains(client.get(claim_url(company)), "ana@northline.example")


def test_an_old_link_says_so(client: Client, company: Company, customer: User) -> None:
    client.force_login(customer)
    client.post(claim_url(company), CLAIM)
    Claim.objects.update(token_expires_at=clock.now() - timedelta(seconds=1))

    assertContains(client.get(link_in_mail()), "This link is older than three days.")
    assertContains(client.post(link_in_mail()), "This link cannot be used.", status_code=422)


def test_the_page_to_claim_says_when_there_is_nothing_to_claim(
    client: Client, customer: User, representative: Representative
) -> None:
    closed = make_company(name="Gone", state=CompanyState.CLOSED)
    unknown = make_company(name="No Domain")
    client.force_login(customer)

    assertContains(client.get(claim_url(closed)), "Gone cannot be claimed.")
    assertContains(client.get(claim_url(unknown)), "We do not know the internet domain of No Domain yet")
    assertContains(
        client.post(claim_url(unknown), CLAIM), "We do not know the internet domain", status_code=422
    )
    client.force_login(representative.user)
    assertContains(client.get(claim_url(representative.company)), "Go to the desk")


# Official records -------------------------------------------------------------------------------------


def test_the_official_record_of_a_brand(client: Client, company: Company) -> None:
    official_cases(company, resolved=30, not_resolved=10, unsaid=10)

    response = client.get(reverse("companies:official_record", args=[company.slug]))

    assertContains(response, "<b>75 %</b>".replace(" ", "\u00a0"), html=False)
    assertContains(response, "From consumidor.gov.br, not from Answerable.")
    assertContains(response, "Fonte: consumidor.gov.br / SENACON")
    assertContains(response, "Complaints filed May to June 2014")
    assertContains(response, "Counting them as not resolved gives 60\u00a0%, as resolved 80\u00a0%.")
    assert response.context["sentence"] == (
        "Of the 40 customers of Northline who complained on consumidor.gov.br (filed May to June 2014) and said how "
        "it ended, 75\u00a0% said that it was resolved (95 % interval 60 to 86\u00a0%). "
        "Fonte: consumidor.gov.br / SENACON."
    )


def test_a_small_official_record_shows_counts_and_no_share(client: Client, company: Company) -> None:
    official_cases(company, resolved=2, not_resolved=1)

    response = client.get(reverse("companies:official_record", args=[company.slug]))

    assertContains(response, "2 of 3 customers who said how it ended said that it was resolved.")
    assertNotContains(response, "To quote")
    assertNotContains(response, "67\u00a0%")


def test_a_brand_without_an_official_record_has_no_such_page(client: Client, company: Company) -> None:
    assert client.get(reverse("companies:official_record", args=[company.slug])).status_code == 404


def test_the_official_league(
    client: Client,
    company: Company,
    other_company: Company,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    few = make_company(name="Few")
    official_cases(company, resolved=20, not_resolved=20)
    official_cases(other_company, resolved=30, not_resolved=5)
    official_cases(few, resolved=29, unsaid=100)

    with django_assert_max_num_queries(2):
        response = client.get(reverse("companies:official_league", args=["telecoms"]))

    league = response.context["league"]
    assert [row.company for row in league.rows] == [other_company, company]
    assert [row.company for row in league.below] == [few]
    assertContains(response, "Too few who said: fewer than 30")
    assertContains(response, "Fonte: consumidor.gov.br / SENACON")
    assertContains(response, "The order is no ranking")


def test_sectors_of_the_official_league(client: Client, company: Company) -> None:
    assertContains(client.get(reverse("companies:official_league_index")), "Nothing was imported yet")
    official_cases(company, resolved=2)

    assertContains(client.get(reverse("companies:official_league_index")), "Phone and internet")
    assertContains(
        client.get(reverse("companies:official_league", args=["telecoms"])), "No brand has enough ratings"
    )
    assertContains(
        client.get(reverse("companies:official_league", args=["health"])), "No brand has enough ratings"
    )
    assert client.get(reverse("companies:official_league", args=["nonsense"])).status_code == 404


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ((2014, 5), (2014, 12), "May to December 2014"),
        ((2014, 5), (2014, 5), "May 2014"),
        ((2014, 5), (2015, 3), "May 2014 to March 2015"),
    ],
)
def test_periods_in_words(start: tuple[int, int], end: tuple[int, int], words: str) -> None:
    assert period_in_words(datetime(*start, 1, tzinfo=UTC), datetime(*end, 1, tzinfo=UTC)) == words


@pytest.mark.parametrize("name", ["directory", "search", "official_league_index"])
def test_pages_to_read_take_no_other_method(name: str, client: Client) -> None:
    assert client.post(reverse(f"companies:{name}")).status_code == 405
