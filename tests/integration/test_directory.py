"""Listing, proposing, renaming, merging; and finding what somebody typed."""

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from companies.enums import ChannelKind, ClaimState, CompanyState, HandleProof, Role, Sector, Source
from companies.models import Alias, Case, Claim, Company, Domain, Representative
from companies.queries import (
    NOT_A_LETTER,
    companies_matching,
    countries_of_directory,
    directory_page,
    near_duplicates,
)
from companies.services.cases import CaseValues, record_many
from companies.services.directory import (
    ChannelValues,
    HandleValues,
    add_alias,
    add_domain,
    list_company,
    list_proposed_company,
    merge_companies,
    propose_company,
    rename_company,
)
from companies.signals import company_merged
from complaints.enums import EventKind
from tests.factories import NOW, make_company, make_complaint, make_handle, make_representative, make_user

pytestmark = pytest.mark.django_db


def test_list_company_keeps_all_that_is_known(now: datetime) -> None:
    company = list_company(
        name="  Telefônica   Norte ",
        sector=Sector.TELECOMS,
        country="br",
        website="https://www.norte.example/",
        domains=["www.norte.example", "norte.com.br"],
        handles=[
            HandleValues(
                "mastodon", "Norte@social.example", {"https://social.example": "42"}, HandleProof.WEBSITE
            )
        ],
        channels=[
            ChannelValues(ChannelKind.PHONE, "+55 11 5555 0100", {"1": ["09:00", "17:30"]}),
            ChannelValues(ChannelKind.EMAIL, "help@norte.example"),
        ],
        aliases=["Norte", "TELEFONICA NORTE"],
        now=now,
    )

    company.refresh_from_db()
    assert (company.name, company.slug, company.folded) == (
        "Telefônica Norte",
        "telefonica-norte",
        "telefonica norte",
    )
    assert (company.state, company.country) == (CompanyState.LISTED, "BR")
    assert set(company.aliases.values_list("name", flat=True)) == {"Telefônica Norte", "Norte"}
    assert set(company.domains.values_list("name", flat=True)) == {"norte.example", "norte.com.br"}
    assert list(company.handles.values_list("handle", "proof", "checked_at")) == [
        ("norte@social.example", "website", now)
    ]
    assert [channel.kind for channel in company.channels.all()] == ["phone", "email"]


def test_addresses_are_unique_and_none_shadows_a_page_of_ours(now: datetime) -> None:
    names = [("Tim", ""), ("TIM", "BR"), ("Tim!", "BR"), ("Search", ""), ("株式会社", "")]

    slugs = [
        list_company(name=name, sector=Sector.TELECOMS, country=country, now=now).slug
        for name, country in names
    ]

    assert slugs == ["tim", "tim-br", "tim-2", "search-2", "company"]


def test_a_long_name_makes_a_short_address(now: datetime) -> None:
    first, second = (list_company(name="a" * 120, sector=Sector.OTHER, country="PT", now=now) for _ in "ab")

    assert (len(first.slug), second.slug) == (72, f"{'a' * 72}-pt")


@pytest.mark.parametrize("name", ["", "   ", "\u0301"])
def test_a_company_needs_a_name(name: str, now: datetime) -> None:
    with pytest.raises(ValueError, match="needs a name"):
        list_company(name=name, sector=Sector.OTHER, now=now)


def test_a_domain_belongs_to_one_company_and_must_be_one(company: Company, other_company: Company) -> None:
    assert add_domain(company=company, domain="shop.northline.example").name == "northline.example"
    with pytest.raises(ValueError, match="no registrable domain"):
        add_domain(company=company, domain="com.br")
    with pytest.raises(IntegrityError):
        add_domain(company=other_company, domain="northline.example")


def test_a_proposal_is_seen_by_nobody_until_a_moderator_lists_it(
    customer: User, moderator: User, now: datetime
) -> None:
    def propose() -> Company:
        return propose_company(
            name="Orchard Net",
            sector=Sector.TELECOMS,
            country="gb",
            website="https://orchard.example",
            by=customer,
            now=now,
        )

    proposed = propose()
    assert propose() == proposed
    assert (proposed.state, proposed.proposed_by, proposed.country) == (CompanyState.PROPOSED, customer, "GB")
    assert companies_matching("orchard net") == []
    assert directory_page().companies == []
    assert not Domain.objects.exists()

    with pytest.raises(PermissionDenied):
        list_proposed_company(company=proposed, by=customer, now=now)
    list_proposed_company(company=proposed, by=moderator, now=now)
    list_proposed_company(company=proposed, by=moderator, now=now)

    assert companies_matching("orchard net") == [proposed]
    assert list(proposed.domains.values_list("name", flat=True)) == ["orchard.example"]


def test_a_proposal_takes_no_domain_from_another_company(
    company: Company, customer: User, moderator: User, now: datetime
) -> None:
    proposed = propose_company(
        name="Northline Fake",
        sector=Sector.OTHER,
        country="",
        website="https://northline.example",
        by=customer,
        now=now,
    )

    list_proposed_company(company=proposed, by=moderator, now=now)

    assert Domain.objects.get(name="northline.example").company == company


def test_renaming_keeps_the_address_and_the_former_name(
    company: Company, customer: User, moderator: User, now: datetime
) -> None:
    with pytest.raises(PermissionDenied):
        rename_company(company=company, name="Südlinie", by=customer, now=now)

    rename_company(company=company, name="Südlinie", by=moderator, now=now)

    company.refresh_from_db()
    assert (company.name, company.slug, company.folded) == ("Südlinie", "northline", "sudlinie")
    assert companies_matching("northline") == companies_matching("sudlinie") == [company]


def test_merging_moves_everything_and_redirects_in_one_hop(
    company: Company, other_company: Company, moderator: User, customer: User, now: datetime
) -> None:
    add_alias(company=other_company, name="NORTHLINE")
    make_handle(company=other_company, handle="pebble@social.example")
    older = make_company(name="Older Pebble", state=CompanyState.MERGED, merged_into=other_company)
    at_both = make_user()
    stays = make_representative(company=company, user=at_both)
    make_representative(company=other_company, user=at_both)
    moves = make_representative(company=other_company, user=customer, role=Role.RESPONDER, first_name="Bea")
    waiting = Claim.objects.create(
        company=other_company,
        user=moderator,
        email="m@pebble.example",
        first_name="M",
        token_digest="x",
        token_expires_at=now,
        created_at=now,
    )
    record_many(
        source=Source.CONSUMIDOR_GOV_BR,
        values={"R1": CaseValues(company_id=other_company.pk, opened_at=now)},
        now=now,
    )
    heard: list[tuple[Company, Company]] = []

    def listen(sender: object, company: Company, into: Company, **kwargs: object) -> None:
        heard.append((company, into))

    company_merged.connect(listen)
    try:
        merge_companies(company=other_company, into=company, by=moderator, now=now)
    finally:
        company_merged.disconnect(listen)

    other_company.refresh_from_db()
    older.refresh_from_db()
    waiting.refresh_from_db()
    assert (other_company.state, other_company.merged_into) == (CompanyState.MERGED, company)
    assert older.merged_into == company
    assert heard == [(other_company, company)]
    assert set(company.aliases.values_list("folded", flat=True)) == {"northline", "pebble mobile"}
    assert not Alias.objects.filter(company=other_company).exists()
    assert set(company.domains.values_list("name", flat=True)) == {"northline.example", "pebble.example"}
    assert company.handles.get().handle == "pebble@social.example"
    assert Case.objects.get(reference="R1").company == company
    assert waiting.state == ClaimState.REJECTED
    active = Representative.objects.active().filter(company=company)
    assert {(row.user, row.role) for row in active} == {(at_both, Role.OWNER), (customer, Role.RESPONDER)}
    assert stays in active
    moves.refresh_from_db()
    assert moves.until == now
    assert companies_matching("pebble") == [company]


def test_merging_refuses_who_may_not_and_what_makes_no_sense(
    company: Company, other_company: Company, moderator: User, customer: User, now: datetime
) -> None:
    with pytest.raises(PermissionDenied):
        merge_companies(company=other_company, into=company, by=customer, now=now)
    with pytest.raises(ValueError, match="into itself"):
        merge_companies(company=company, into=company, by=moderator, now=now)
    merge_companies(company=other_company, into=company, by=moderator, now=now)
    with pytest.raises(ValueError, match="only companies of the directory"):
        merge_companies(company=company, into=other_company, by=moderator, now=now)


# Finding -------------------------------------------------------------------------------------------


def test_matching_orders_exact_prefix_word_and_likeness() -> None:
    exact = make_company(name="Vodafone")
    prefix = make_company(name="Vodafone Idea")
    word = make_company(name="The Vodafone Shop")
    typo = make_company(name="Vodafine")
    make_company(name="Telefon Nord")

    assert companies_matching("vodafone") == [exact, prefix, word, typo]


@pytest.mark.parametrize(
    "typed",
    [
        "telefônica",
        "TELEFONICA",
        "  telefonica  ",
        "telef",
        "vivo - tel",
        "vivo telefonica"[:4],
        "telefomica",
        "tekefonica",
    ],
)
def test_matching_forgives_accents_case_spaces_and_slips(typed: str) -> None:
    wanted = make_company(name="Vivo - Telefônica")
    make_company(name="Banco Bradesco")

    assert companies_matching(typed) == [wanted]


def test_matching_finds_other_names_once_and_only_listed_companies() -> None:
    wanted = make_company(name="Claro", aliases=("Claro Fixo", "Claro TV", "NET"))
    make_company(name="Claro Old", state=CompanyState.CLOSED)

    assert companies_matching("claro") == [wanted]
    assert companies_matching("net") == [wanted]


@pytest.mark.parametrize("typed", ["", "   ", "%", "_", "\\", "\0", "'; --", "%%", "zzzzz", "é" * 500])
def test_matching_survives_anything_typed(typed: str) -> None:
    make_company(name="Northline")

    assert companies_matching(typed) == []
    assert near_duplicates(typed, country="BR") == []


def test_matching_takes_signs_of_patterns_literally() -> None:
    wanted = make_company(name="100% Fresh", slug="fresh")
    make_company(name="1000 Fresh", slug="fresh-2")

    assert companies_matching("1%") == []
    assert companies_matching("100%")[0] == wanted


def test_matching_filters_and_limits() -> None:
    for number in range(12):
        make_company(name=f"Shop {number:02}", slug=f"shop-{number}", sector=Sector.RETAIL, country="DE")
    other = make_company(name="Shop Power", sector=Sector.ENERGY, country="AT")

    assert [company.name for company in companies_matching("shop", limit=3)] == [
        "Shop 00",
        "Shop 01",
        "Shop 02",
    ]
    assert companies_matching("shop", limit=3, sector=Sector.ENERGY) == [other]
    assert companies_matching("shop", limit=3, country="AT") == [other]
    assert companies_matching("shop", sector=Sector.ENERGY, country="DE") == []


def test_matching_asks_one_query_and_uses_the_index(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    Company.objects.bulk_create(
        Company(
            name=f"Brand {n}",
            folded=f"brand {n}",
            slug=f"brand-{n}",
            sector=Sector.OTHER,
            created_at=NOW,
        )
        for n in range(5_000)
    )
    Alias.objects.bulk_create(
        Alias(company=company, name=company.name, folded=company.folded) for company in Company.objects.all()
    )
    wanted = make_company(name="Northline")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE companies_alias, companies_company")

    with django_assert_num_queries(1) as asked:
        assert companies_matching("northlime") == [wanted]

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {asked.captured_queries[0]['sql']}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    # Comparing trigrams is the dear part; a table of this size is read as quickly for beginnings as the index.
    assert plan.count("Bitmap Index Scan on alias_trigrams") >= 2


def test_near_duplicates_are_offered_before_a_brand_is_proposed(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    here = make_company(name="Casas Bahia", country="BR")
    anywhere = make_company(name="Casas Bahia Shop", slug="anywhere")
    elsewhere = make_company(name="Casas Baia", country="PT")
    make_company(name="Northline", country="BR")

    with django_assert_num_queries(1):
        assert near_duplicates("casas  báhia", country="BR") == [here, anywhere]
    assert near_duplicates("Casas Bahia", country="") == [here, anywhere, elsewhere]
    assert near_duplicates("Completely Other", country="BR") == []


def _all_pages(**filters: str) -> list[list[str]]:
    pages, after = [], ""
    while True:
        page = directory_page(after=after, limit=3, **filters)
        pages.append([company.name for company in page.companies])
        if not page.after:
            return pages
        after = page.after


def test_the_directory_goes_from_a_to_z_and_back(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    names = ["Amil", "Época", "eBay", "iFood", "Tim", "Tim", "Tim", "99app"]
    for number, name in enumerate(names):
        make_company(name=name, slug=f"c{number}")

    assert _all_pages() == [["99app", "Amil", "eBay"], ["Época", "iFood", "Tim"], ["Tim", "Tim"]]
    with django_assert_num_queries(1):
        first = directory_page(limit=3)
    second = directory_page(after=first.after, limit=3)
    third = directory_page(after=second.after, limit=3)
    assert (first.before, third.after) == ("", "")
    with django_assert_num_queries(1):
        back = directory_page(before=third.before, limit=3)
    assert back == second
    assert directory_page(before=second.before, limit=3) == first


def test_the_directory_filters() -> None:
    make_company(name="Amil", sector=Sector.HEALTH, country="BR")
    make_company(name="Átila", sector=Sector.RETAIL, country="BR")
    make_company(name="Bolt", sector=Sector.RETAIL, country="EE")
    make_company(name="3M", sector=Sector.RETAIL, state=CompanyState.CLOSED)
    make_company(name="99app", sector=Sector.OTHER)

    assert _all_pages(letter="a") == [["Amil", "Átila"]]
    assert _all_pages(letter=NOT_A_LETTER) == [["99app"]]
    assert _all_pages(sector=Sector.RETAIL) == [["Átila", "Bolt"]]
    assert _all_pages(country="BR", sector=Sector.HEALTH) == [["Amil"]]
    assert countries_of_directory() == ["BR", "EE"]


@pytest.mark.parametrize(
    "cursor", ["nonsense", "a,", ",", "a,-1", "a,1e3", "a,９", "a,99999999999999999999", "\0,1"]
)
def test_a_cursor_that_cannot_be_read_is_no_error(cursor: str, company: Company) -> None:
    assert directory_page(after=cursor).companies == [company]


def test_complaints_follow_a_merged_company(
    company: Company, other_company: Company, moderator: User, now: datetime
) -> None:
    complaint = make_complaint(company=other_company)

    merge_companies(company=other_company, into=company, by=moderator, now=now)

    complaint.refresh_from_db()
    moved = complaint.events.get(kind=EventKind.MOVED)
    assert complaint.company == company
    assert moved.data == {"earlier": "pebble-mobile", "to": "northline"}
    assert Case.objects.get(reference=complaint.reference).company == company


def test_a_merge_takes_its_locks_in_the_order_of_everybody(
    company: Company, other_company: Company, moderator: User, now: datetime
) -> None:
    """The complaint before its case, and no key of a company: who records a reply meanwhile waits, and is not blocked."""
    make_complaint(company=other_company)
    with CaptureQueriesContext(connection) as asked:
        merge_companies(company=other_company, into=company, by=moderator, now=now)
    statements = [query["sql"] for query in asked.captured_queries]
    complaint = next(
        n for n, sql in enumerate(statements) if "complaints_complaint" in sql and "FOR UPDATE" in sql
    )
    case = next(n for n, sql in enumerate(statements) if sql.startswith('UPDATE "companies_case"'))
    assert complaint < case
    assert [sql for sql in statements if "companies_company" in sql and sql.endswith("FOR UPDATE")] == []


def test_pages_on_review_sites_come_along_where_there_are_none(
    company: Company, other_company: Company, moderator: User, now: datetime
) -> None:
    Company.objects.filter(pk=company.pk).update(yelp_id="northline-london")
    Company.objects.filter(pk=other_company.pk).update(yelp_id="pebble-london", foursquare_id="5" * 24)
    merge_companies(company=other_company, into=company, by=moderator, now=now)
    company.refresh_from_db()
    assert (company.yelp_id, company.foursquare_id) == ("northline-london", "5" * 24)
