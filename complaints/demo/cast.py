"""Who takes part: the fictional brands with their people, the customers and the three sign-ins of the demo."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import cycle
from typing import Final

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import Mail, User
from companies.enums import ClaimState, HandleProof, Role
from companies.models import Claim, Company
from companies.services import claiming, directory, teaming
from companies.services.directory import ChannelValues, HandleValues
from complaints.demo.brands import BRANDS, BY_SLUG, Brand, Person, staffed_hours
from complaints.demo.network import DemoNetwork
from complaints.demo.plan import customers
from complaints.demo.script import SPAN
from complaints.enums import Network

DOMAIN: Final = "example.test"
CUSTOMER: Final = f"customer@{DOMAIN}"
REPRESENTATIVE: Final = f"representative@{DOMAIN}"
MODERATOR: Final = f"moderator@{DOMAIN}"
SIGN_INS: Final = (CUSTOMER, REPRESENTATIVE, MODERATOR)
# The directory knew the brands before anybody complained.
LISTED_BEFORE: Final = timedelta(days=2)
WANTS_TO_REPRESENT: Final = ("quillfibre", Person("Fintan", "Customer care", "fintan"))

MAY_OFFER: Final = ("refunds up to 50 EUR", "a replacement, or a month free", "refunds up to 200 EUR")

_LINK: Final = re.compile(r"/companies/claim/([\w-]+)/")


def anchor_of_earlier_run() -> datetime | None:
    """The simulated present of a run that began before: kept in the time at which the brands were listed."""
    listed_at = (
        Company.objects.filter(slug=BRANDS[0].slug, is_fictional=True)
        .values_list("created_at", flat=True)
        .first()
    )
    return listed_at + LISTED_BEFORE + SPAN if listed_at else None


def is_complete() -> bool:
    """Whether an earlier run came to its end: only then somebody can sign in."""
    return any(user.has_usable_password() for user in User.objects.filter(email__in=SIGN_INS))


@transaction.atomic
def list_brands(*, network: DemoNetwork | None, anchor: datetime) -> dict[str, Company]:
    """Slug -> company. All brands are listed in one transaction, or none."""
    found = {company.slug: company for company in Company.objects.filter(slug__in=BY_SLUG, is_fictional=True)}
    if not found:
        now = anchor - SPAN - LISTED_BEFORE
        found = {brand.slug: _listed(brand, network=network, now=now) for brand in BRANDS}
    return found


def _listed(brand: Brand, *, network: DemoNetwork | None, now: datetime) -> Company:
    account, ids = None, {}
    if network and brand.account:
        account = network.person(brand.account, brand.name)
        ids = {network.url: account.id}
    company = directory.list_company(
        name=brand.name,
        sector=brand.sector,
        country=brand.country,
        website=f"https://www.{brand.domain}/",
        complaints_email=f"complaints@{brand.domain}" if brand.has_address else "",
        time_zone=brand.time_zone,
        is_fictional=True,
        domains=[brand.domain],
        handles=[
            HandleValues(
                network=Network.MASTODON,
                handle=account.handle,
                remote_ids=ids,
                proof=HandleProof.WEBSITE,
            )
        ]
        if account
        else [],
        channels=[
            ChannelValues(kind=kind, value=value, staffed=staffed_hours(days, opens, closes))
            for kind, value, days, opens, closes in brand.channels
        ],
        aliases=brand.aliases,
        now=now,
    )
    if company.slug != brand.slug:
        raise ValueError(f"{brand.name} would be listed as {company.slug}, which stories do not know")
    return company


def people() -> dict[str, User]:
    """The customers by the name before the @, the sign-in among them. Nobody of them but the sign-ins can sign in."""
    shown = dict(customers()) | {"customer": "Alex M."}
    users = ensure_users([(f"{mailbox}@{DOMAIN}", name) for mailbox, name in shown.items()])
    return {mailbox: users[f"{mailbox}@{DOMAIN}"] for mailbox in shown}


def moderator() -> User:
    """Moderates, and cannot sign in until the end."""
    user = ensure_users([(MODERATOR, "")])[MODERATOR]
    if not user.is_moderator:
        user.is_moderator = True
        user.save(update_fields=["is_moderator"])
    return user


def representatives(companies: dict[str, Company], *, by: User, anchor: datetime) -> dict[str, list[User]]:
    """Slug -> who acts for the brand, through a claim like any other: mail at the domain, then a moderator."""
    now = anchor - SPAN - timedelta(days=1)
    acting: dict[str, list[User]] = {}
    for brand in BRANDS:
        for person in brand.people:
            is_sign_in = brand.slug == BRANDS[0].slug and person is brand.people[0]
            address = REPRESENTATIVE if is_sign_in else f"{person.mailbox}.{brand.slug}@{DOMAIN}"
            user = ensure_users([(address, person.first_name)])[address]
            company = companies[brand.slug]
            if not company.representatives.active().filter(user=user).exists():
                claim = _confirmed_claim(company, brand.domain, person, user=user, now=now)
                claiming.approve_claim(claim=claim, by=by, now=now + timedelta(hours=3))
            acting.setdefault(brand.slug, []).append(user)
        _decide_roles(companies[brand.slug], acting.get(brand.slug, []), now=now + timedelta(days=1))
    return acting


def _decide_roles(company: Company, people: list[User], *, now: datetime) -> None:
    """The first of a team owns the desk; the others answer, and know what they may offer."""
    for user, may_offer in zip(people[1:], cycle(MAY_OFFER), strict=False):
        colleague = company.representatives.active().get(user=user)
        teaming.change_representative(
            representative=colleague,
            role=Role.RESPONDER,
            team=colleague.team,
            may_offer=may_offer,
            by=people[0],
            now=now,
        )


def claim_that_waits(companies: dict[str, Company], *, now: datetime) -> None:
    """Somebody whose address at the brand is confirmed waits for a moderator."""
    slug, person = WANTS_TO_REPRESENT
    address = f"{person.mailbox}.{slug}@{DOMAIN}"
    user = ensure_users([(address, person.first_name)])[address]
    if not Claim.objects.filter(user=user).exclude(state=ClaimState.MAIL_SENT).exists():
        _confirmed_claim(companies[slug], BY_SLUG[slug].domain, person, user=user, now=now)


def _confirmed_claim(company: Company, domain: str, person: Person, *, user: User, now: datetime) -> Claim:
    claim = claiming.start_claim(
        company=company,
        by=user,
        email=f"{person.mailbox}@{domain}",
        first_name=person.first_name,
        team=person.team,
        now=now,
    )
    if isinstance(claim, Claim):
        mail = Mail.objects.filter(about="claim_link", reference=str(claim.pk)).latest("pk")
        link = _LINK.search(mail.text)
        assert link is not None  # what the mail is for
        claim = claiming.confirm_claim(token=link[1], by=user, now=now + timedelta(minutes=4))
    else:  # confirmed in an earlier run that was stopped
        claim = Claim.objects.get(company=company, user=user, state=ClaimState.MAIL_CONFIRMED)
    if not isinstance(claim, Claim):
        raise TypeError(claim.words)
    return claim


def let_sign_in(password: str) -> None:
    """The three sign-ins get the demo's password, if they do not have it already."""
    for user in ensure_users([(address, "") for address in SIGN_INS]).values():
        if not user.check_password(password):
            user.set_password(password)
            user.save(update_fields=["password"])


def ensure_users(wanted: Iterable[tuple[str, str]]) -> dict[str, User]:
    """Address -> person, made with a confirmed address and without a password where there is none yet."""
    shown = dict(wanted)
    users = {user.email: user for user in User.objects.filter(email__in=shown)}
    with transaction.atomic():
        for address in shown.keys() - users.keys():
            user = User.objects.create_user(address, None, public_name=shown[address])
            EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
            users[address] = user
    return users
