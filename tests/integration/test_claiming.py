"""Claiming a company: mail at its domain, one link for one person, a moderator's word."""

import hashlib
import re
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Mail, User
from accounts.services.closing import close_account
from companies.enums import ClaimState, CompanyState, Role
from companies.models import Claim, Company, Representative
from companies.services.claiming import (
    LINK_OF_NO_USE,
    ClaimProblem,
    approve_claim,
    confirm_claim,
    reject_claim,
    start_claim,
)
from tests.factories import make_company, make_user

pytestmark = pytest.mark.django_db


def start(
    company: Company, by: User, now: datetime, email: str = "ana@mail.northline.example"
) -> Claim | ClaimProblem:
    return start_claim(company=company, by=by, email=email, first_name="Ana", team="Care", now=now)


def started(company: Company, by: User, now: datetime) -> tuple[Claim, str]:
    """A claim and the token that stands in its mail."""
    claim = start(company, by, now)
    assert isinstance(claim, Claim)
    mail = Mail.objects.filter(about="claim_link").latest("pk")
    found = re.search(r"http://testserver/companies/claim/([\w-]+)/", mail.text)
    assert found
    return claim, found[1]


def confirmed(company: Company, by: User, now: datetime) -> Claim:
    _, token = started(company, by, now)
    claim = confirm_claim(token=token, by=by, now=now)
    assert isinstance(claim, Claim)
    return claim


def test_a_link_goes_to_the_address_and_only_its_digest_is_kept(
    company: Company, customer: User, now: datetime
) -> None:
    claim, token = started(company, customer, now)

    mail = Mail.objects.get()
    assert (mail.to, mail.user) == ("ana@mail.northline.example", customer)
    assert mail.subject == "Confirm that you write for Northline"
    assert claim.token_digest == hashlib.sha256(token.encode()).hexdigest()
    assert claim.token_expires_at == now + timedelta(days=3)
    assert (claim.state, claim.first_name, claim.team) == (ClaimState.MAIL_SENT, "Ana", "Care")


@pytest.mark.parametrize(
    "email",
    [
        "ana@gmail.com",
        "ana@northline.example.evil.test",
        "ana@evilnorthline.example",
        "northline.example@evil.test",
        "ana@pebble.example",
        "ana",
    ],
)
def test_only_an_address_at_the_brands_domain_will_do(
    email: str, company: Company, other_company: Company, customer: User, now: datetime
) -> None:
    assert start(company, customer, now, email) == ClaimProblem(
        "Enter your address at the brand: it ends in @northline.example.", "email"
    )
    assert not Mail.objects.exists()
    assert not Claim.objects.exists()


def test_a_brand_without_a_known_domain_cannot_be_claimed_by_mail(customer: User, now: datetime) -> None:
    brand = make_company(name="Orchard Net")

    assert start(brand, customer, now) == ClaimProblem(
        "We do not know the internet domain of Orchard Net yet. Write to us, and say which it is."
    )


@pytest.mark.parametrize("state", [CompanyState.PROPOSED, CompanyState.CLOSED])
def test_only_listed_brands_can_be_claimed(state: str, customer: User, now: datetime) -> None:
    brand = make_company(name="Orchard Net", state=state, domains=("orchard.example",))

    assert start(brand, customer, now, "a@orchard.example") == ClaimProblem("Orchard Net cannot be claimed.")


def test_who_acts_for_the_brand_already_need_not_claim(
    company: Company, representative: Representative, now: datetime
) -> None:
    assert start(company, representative.user, now) == ClaimProblem("You act for Northline already.")


def test_others_who_claim_or_act_make_no_difference(
    company: Company, representative: Representative, customer: User, other_customer: User, now: datetime
) -> None:
    confirmed(company, other_customer, now)

    assert isinstance(start(company, customer, now, "bo@northline.example"), Claim)


def test_a_new_link_ends_the_old_one(company: Company, customer: User, now: datetime) -> None:
    _, old = started(company, customer, now)
    _, new = started(company, customer, now)

    assert Claim.objects.count() == 1
    assert confirm_claim(token=old, by=customer, now=now) == ClaimProblem(LINK_OF_NO_USE)
    assert isinstance(confirm_claim(token=new, by=customer, now=now), Claim)


def test_links_to_one_address_are_limited(company: Company, now: datetime) -> None:
    results = [start(company, make_user(), now) for _ in range(4)]

    assert [isinstance(result, Claim) for result in results] == [True, True, True, False]
    assert Mail.objects.count() == 3


def test_the_link_works_once_for_one_person_for_three_days(
    company: Company, customer: User, other_customer: User, now: datetime
) -> None:
    claim, token = started(company, customer, now)
    last = now + timedelta(days=3)

    assert confirm_claim(token=token, by=other_customer, now=now) == ClaimProblem(LINK_OF_NO_USE)
    assert confirm_claim(token="guess", by=customer, now=now) == ClaimProblem(LINK_OF_NO_USE)
    assert confirm_claim(token=token, by=customer, now=last + timedelta(seconds=1)) == ClaimProblem(
        LINK_OF_NO_USE
    )
    assert confirm_claim(token=token, by=customer, now=last) == claim
    assert confirm_claim(token=token, by=customer, now=last) == ClaimProblem(LINK_OF_NO_USE)

    claim.refresh_from_db()
    assert (claim.state, claim.confirmed_at) == (ClaimState.MAIL_CONFIRMED, last)
    assert list(Claim.objects.waiting()) == [claim]
    assert not Representative.objects.exists()
    assert start(company, customer, now) == ClaimProblem(
        "Your address is confirmed already. A moderator is looking at your claim."
    )


def test_a_moderator_makes_the_claimant_an_owner(
    company: Company, customer: User, moderator: User, now: datetime
) -> None:
    claim = confirmed(company, customer, now)

    made = approve_claim(claim=claim, by=moderator, now=now)

    assert (made.company, made.user, made.role, made.since) == (company, customer, Role.OWNER, now)
    assert str(made) == "Ana, Care"
    claim.refresh_from_db()
    assert (claim.state, claim.decided_by, claim.decided_at) == (ClaimState.APPROVED, moderator, now)
    mail = Mail.objects.get(about="claim_approved")
    assert mail.subject == "You now act for Northline"
    assert "http://testserver/desk/northline/" in mail.text
    with pytest.raises(ValueError, match="is approved"):
        approve_claim(claim=claim, by=moderator, now=now)


def test_a_rejected_claimant_learns_the_reason_and_may_try_again(
    company: Company, customer: User, moderator: User, now: datetime
) -> None:
    claim = confirmed(company, customer, now)

    reject_claim(claim=claim, by=moderator, reason="You're an agency & <not> the brand.", now=now)

    claim.refresh_from_db()
    assert (claim.state, claim.reason) == (ClaimState.REJECTED, "You're an agency & <not> the brand.")
    assert "You're an agency & <not> the brand." in Mail.objects.get(about="claim_rejected").text
    assert not Representative.objects.exists()
    assert isinstance(start(company, customer, now), Claim)


def test_who_may_decide(
    company: Company, representative: Representative, customer: User, moderator: User, now: datetime
) -> None:
    claim = confirmed(company, customer, now)
    own = confirmed(company, moderator, now)

    for nobody in (customer, representative.user):
        with pytest.raises(PermissionDenied):
            approve_claim(claim=claim, by=nobody, now=now)
        with pytest.raises(PermissionDenied):
            reject_claim(claim=claim, by=nobody, reason="x", now=now)
    with pytest.raises(PermissionDenied, match="own claim"):
        approve_claim(claim=own, by=moderator, now=now)


def test_a_claim_is_not_approved_before_its_address_is_confirmed(
    company: Company, customer: User, moderator: User, now: datetime
) -> None:
    claim, _ = started(company, customer, now)

    with pytest.raises(ValueError, match="is mail_sent"):
        approve_claim(claim=claim, by=moderator, now=now)


def test_closing_an_account_ends_what_it_represents(representative: Representative, now: datetime) -> None:
    close_account(user=representative.user, now=now)
    representative.refresh_from_db()
    assert representative.until == now
    assert not representative.company.representatives.active().exists()
