"""Filing before there is a draft: the company, and signing in or up in the middle."""

import re
from datetime import date
from decimal import Decimal
from html import unescape
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from companies.enums import CompanyState
from companies.models import Company
from complaints.enums import Status
from complaints.models import Complaint
from complaints.services import filing
from tests.factories import NOW, make_company, make_user
from tests.integration.filing_pages import STORY, url, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.doors.clock.now", lambda: NOW)


@pytest.fixture
def draft(customer: User, company: Company) -> Complaint:
    return filing.start_draft(by=customer, company=company, now=NOW)


# The company ------------------------------------------------------------------------------------------


def test_a_search_offers_companies_and_the_way_to_add_one(client: Client, company: Company) -> None:
    page = client.get(reverse("complaints:new"), {"q": "northlin"})
    assert 'value="northline"' in page.content.decode()
    assert "None of these: add “northlin”" in words(page)


def test_a_search_without_a_match_says_what_to_do(client: Client, company: Company) -> None:
    page = client.get(reverse("complaints:new"), {"q": "Zorp <b>"})
    assert "No brand is called “Zorp <b>” here yet" in words(page)
    assert f"{reverse('complaints:new_company')}?name=Zorp%20%3Cb%3E" in page.content.decode()


def test_as_one_types_only_the_matches_are_sent(client: Client, company: Company) -> None:
    page = client.get(reverse("complaints:new"), {"q": "northlin"}, headers={"HX-Request": "true"})
    assert "<html" not in page.content.decode()
    assert 'value="northline"' in page.content.decode()


def test_a_link_from_a_company_page_preselects_it(client: Client, company: Company) -> None:
    page = client.get(reverse("complaints:new"), {"company": company.slug})
    assert 'name="company" value="northline">Continue' in page.content.decode()


def test_an_unknown_company_is_refused(client: Client, customer: User) -> None:
    client.force_login(customer)
    page = client.post(reverse("complaints:new"), {"company": "nobody"})
    assert page.status_code == 422
    assert "Choose a company from the list." in words(page)


def test_choosing_a_company_starts_a_draft_once(client: Client, customer: User, company: Company) -> None:
    client.force_login(customer)
    first = client.post(reverse("complaints:new"), {"company": company.slug})
    draft = Complaint.objects.get()
    assert first.url == url("filing_story", draft)
    # Turning back and choosing again goes on with the draft that is still empty.
    assert client.post(reverse("complaints:new"), {"company": company.slug}).url == first.url


def test_a_merged_company_leads_to_the_one_it_became(
    client: Client, customer: User, company: Company, other_company: Company
) -> None:
    Company.objects.filter(pk=other_company.pk).update(state=CompanyState.MERGED, merged_into=company)
    client.force_login(customer)
    client.post(reverse("complaints:new"), {"company": other_company.slug})
    assert Complaint.objects.get().company == company


def test_somebody_elses_proposal_cannot_be_chosen(
    client: Client, customer: User, other_customer: User
) -> None:
    proposed = make_company(name="Zorp", state=CompanyState.PROPOSED, proposed_by=other_customer)
    client.force_login(customer)
    assert client.post(reverse("complaints:new"), {"company": proposed.slug}).status_code == 422


def test_near_duplicates_come_before_a_new_company(client: Client, customer: User, company: Company) -> None:
    client.force_login(customer)
    typed = {"name": "Nortline", "sector": "telecoms", "country": "", "website": "nortline.example"}
    page = client.post(reverse("complaints:new_company"), typed)
    assert "Is it one of these?" in words(page)
    assert not Company.objects.filter(state=CompanyState.PROPOSED).exists()
    assert 'value="nortline.example"' in page.content.decode()
    client.post(reverse("complaints:new_company"), {**typed, "is_new": "1"})
    proposed = Company.objects.get(state=CompanyState.PROPOSED)
    assert (proposed.name, proposed.website, proposed.proposed_by) == (
        "Nortline",
        "https://nortline.example",
        customer,
    )
    assert Complaint.objects.get().company == proposed


def test_a_company_needs_a_name_and_a_sector(client: Client, customer: User) -> None:
    client.force_login(customer)
    page = client.post(
        reverse("complaints:new_company"), {"name": "???", "sector": "", "country": "XX", "website": "no t"}
    )
    assert page.status_code == 422
    for error in (
        "Enter the name in letters or digits.",
        "Choose what it does.",
        "Choose a country from the list.",
        "Write the address of the website, for example www.northline.example.",
    ):
        assert words(page).count(error) == 2  # in the summary and at the field
    assert 'value="no t"' in page.content.decode()


def test_a_draft_can_get_a_new_company(client: Client, customer: User, draft: Complaint) -> None:
    client.force_login(customer)
    client.post(
        f"{reverse('complaints:new_company')}?{urlencode({'complaint': draft.reference})}",
        {"name": "Zorp", "sector": "other", "country": "", "website": "", "is_new": "1"},
    )
    draft.refresh_from_db()
    assert draft.company is not None
    assert draft.company.name == "Zorp"


def test_a_draft_can_change_its_company(
    client: Client, customer: User, draft: Complaint, other_company: Company
) -> None:
    client.force_login(customer)
    response = client.post(f"{url('filing_company', draft)}?from=check", {"company": other_company.slug})
    assert response.url == url("filing_check", draft)
    draft.refresh_from_db()
    assert draft.company == other_company


# Before signing in ------------------------------------------------------------------------------------


def begin(client: Client, company: Company) -> None:
    assert client.post(reverse("complaints:new"), {"company": company.slug}).url == reverse(
        "complaints:new_story"
    )


def test_signing_in_in_the_middle_keeps_everything(client: Client, company: Company) -> None:
    user = make_user(email="ana@example.test", password="a-long-password", public_name="Ana S.")
    begin(client, company)
    response = client.post(reverse("complaints:new_story"), STORY, follow=True)
    assert response.redirect_chain[-1][0] == (
        f"{reverse('account_login')}?{urlencode({'next': reverse('complaints:new_resume')}, safe='/')}"
    )
    assert "What you typed is kept" in words(response)
    response = client.post(
        response.redirect_chain[-1][0], {"login": user.email, "password": "a-long-password"}, follow=True
    )
    draft = Complaint.objects.get()
    assert response.redirect_chain[-1][0] == url("filing_ledger", draft)
    assert (draft.customer, draft.company, draft.status) == (user, company, Status.DRAFT)
    assert (draft.title, draft.wish, draft.product, draft.product_version) == (
        "Charged twice",
        "The refund.",
        "Fibre 500",
        "v2",
    )
    assert draft.story == "I paid twice.\n\nThey owe me <b>money</b> 😡. שלום"
    assert (draft.amount, draft.currency, draft.happened_on) == (Decimal("49.90"), "EUR", date(2026, 2, 1))
    assert draft.public_name == "Ana S."
    # Visited again there is nothing left to turn into a draft.
    assert client.get(reverse("complaints:new_resume")).url == reverse("complaints:new")
    assert Complaint.objects.count() == 1


def test_invalid_words_survive_signing_in(client: Client, company: Company, customer: User) -> None:
    begin(client, company)
    typed = {**STORY, "story": "x" * 8312, "currency": "XYZ"}
    page = client.post(reverse("complaints:new_story"), typed)
    assert page.status_code == 422
    # The person leaves the page as it is and comes back to it.
    assert "x" * 8312 in client.get(reverse("complaints:new_story")).content.decode()
    client.force_login(customer)
    response = client.get(reverse("complaints:new_resume"))
    draft = Complaint.objects.get()
    assert response.url == url("filing_story", draft)
    page = client.get(response.url)
    assert "x" * 8312 in page.content.decode()
    assert 'value="XYZ"' in page.content.decode()
    assert "Too long: 8,312 of at most 8,000 characters." in words(page)


def test_a_company_proposed_before_signing_in_is_proposed_after_it(client: Client, customer: User) -> None:
    typed = {"name": "Zorp", "sector": "other", "country": "BR", "website": ""}
    assert client.post(reverse("complaints:new_company"), typed).url == reverse("complaints:new_story")
    assert not Company.objects.exists()
    client.post(reverse("complaints:new_story"), STORY)
    client.force_login(customer)
    client.get(reverse("complaints:new_resume"))
    draft = Complaint.objects.select_related("company").get()
    assert draft.company is not None
    assert (draft.company.name, draft.company.state, draft.title) == ("Zorp", "proposed", "Charged twice")


def test_signing_up_in_the_middle_keeps_everything(client: Client, company: Company) -> None:
    begin(client, company)
    asked = client.post(reverse("complaints:new_story"), STORY, follow=True)
    sign_up = re.search(r'href="(/account/signup/[^"]*)"', asked.content.decode())
    assert sign_up is not None
    client.post(
        unescape(sign_up[1]),
        {
            "email": "new@example.test",
            "password1": "a-long-enough-password-1",
            "public_name": "New",
            "age": "on",
            "terms": "on",
        },
    )
    link = re.search(r"http\S+/confirm-email/\S+", str(mail.outbox[-1].body))
    assert link is not None
    response = client.post(link[0].removeprefix("http://testserver"), follow=True)
    draft = Complaint.objects.get()
    assert response.redirect_chain[-1][0] == url("filing_ledger", draft)
    assert (draft.title, draft.public_name) == ("Charged twice", "New")


def test_the_front_page_of_filing_offers_what_was_begun(client: Client, company: Company) -> None:
    begin(client, company)
    client.post(reverse("complaints:new_story"), {**STORY, "title": ""})
    page = client.get(reverse("complaints:new"))
    assert "You began a complaint about Northline." in words(page)


def test_a_story_needs_a_company_first(client: Client) -> None:
    assert client.get(reverse("complaints:new_story")).url == reverse("complaints:new")


# Limits -----------------------------------------------------------------------------------------------


def test_too_many_drafts_wait_with_the_reason(
    client: Client, customer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("complaints.views.starting.DRAFTS_A_DAY", 2)
    client.force_login(customer)
    for number in range(2):
        company = make_company(name=f"Brand number {number}")
        assert client.post(reverse("complaints:new"), {"company": company.slug}).status_code == 302
    refused = client.post(reverse("complaints:new"), {"company": make_company(name="One more").slug})
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert "You have started 2 complaints today." in words(refused)
    assert Complaint.objects.count() == 2


def test_a_limit_before_signing_in_loses_no_word(
    client: Client, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("complaints.views.starting.STORIES_AN_HOUR", 1)
    begin(client, company)
    client.post(reverse("complaints:new_story"), STORY)
    again = client.post(reverse("complaints:new_story"), {**STORY, "title": "Second thoughts"})
    assert again.status_code == 429
    assert "Second thoughts" in client.get(reverse("complaints:new_story")).content.decode()


def test_a_flood_of_text_does_not_fill_the_session(client: Client, company: Company) -> None:
    begin(client, company)
    client.post(
        reverse("complaints:new_story"), {**STORY, "story": "x" * 1_000_000, "more": ["y" * 9_000] * 50}
    )
    kept = client.session["filing"]["story"]
    assert len(kept) < 200_000
    assert "title=Charged+twice" in kept


def test_too_many_proposed_companies_wait(
    client: Client, customer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("complaints.views.starting.PROPOSALS_A_DAY", 1)
    client.force_login(customer)
    typed = {"sector": "other", "country": "", "website": "", "is_new": "1"}
    client.post(reverse("complaints:new_company"), {**typed, "name": "Zorp"})
    assert client.post(reverse("complaints:new_company"), {**typed, "name": "Quux"}).status_code == 429
    assert Company.objects.filter(state=CompanyState.PROPOSED).count() == 1
