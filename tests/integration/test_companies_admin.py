"""The directory for operators: facts can be put right, moves between states cannot be made behind the services."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from companies.models import Company, Domain
from tests.factories import make_handle, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client: Client) -> User:
    user = make_user(email="operator@example.test", is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


def test_every_page_opens(client: Client, operator: User, company: Company) -> None:
    make_handle(company=company)
    domain = company.domains.get()

    for name in ("company", "domain", "handle", "channel"):
        assert client.get(reverse(f"admin:companies_{name}_changelist"), {"q": "north"}).status_code == 200
    assert client.get(reverse("admin:companies_company_change", args=[company.pk])).status_code == 200
    assert client.get(reverse("admin:companies_domain_change", args=[domain.pk])).status_code == 200


def test_companies_are_neither_added_nor_deleted_there(
    client: Client, operator: User, company: Company
) -> None:
    assert client.get(reverse("admin:companies_company_add")).status_code == 403
    assert client.post(reverse("admin:companies_company_delete", args=[company.pk])).status_code == 403


def test_a_host_becomes_its_registrable_domain(client: Client, operator: User, company: Company) -> None:
    url = reverse("admin:companies_domain_add")

    assert client.post(url, {"company": company.pk, "name": "com.br"}).status_code == 200
    client.post(url, {"company": company.pk, "name": "Shop.Northline.co.uk"})

    assert set(Domain.objects.values_list("name", flat=True)) == {"northline.example", "northline.co.uk"}


def test_a_proof_needs_its_time(client: Client, operator: User, company: Company) -> None:
    page = client.post(
        reverse("admin:companies_handle_add"),
        {"company": company.pk, "network": "mastodon", "handle": "a@b.example", "proof": "moderator"},
    )

    assert "Enter when the proof was checked." in page.text


@pytest.mark.parametrize("name", ["company", "domain", "handle", "channel"])
def test_others_see_nothing(name: str, client: Client, customer: User, moderator: User) -> None:
    for person in (customer, moderator):
        client.force_login(person)
        assert client.get(reverse(f"admin:companies_{name}_changelist")).status_code == 302
