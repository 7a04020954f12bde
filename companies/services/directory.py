"""The directory: listing, proposing, renaming and merging companies.

An address, once given out, leads somewhere for ever: renaming keeps it, merging redirects it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from accounts.models import User
from accounts.permissions import is_moderator
from companies.enums import ClaimState, CompanyState, HandleProof
from companies.models import Alias, Case, Channel, Claim, Company, Domain, Handle, Representative
from companies.models.company import NAME_LENGTH
from companies.services.domains import domain_of_website, registrable_domain
from companies.signals import company_merged
from config.doors.text import clean_text, fold

SLUG_LENGTH: Final = 80
# Second path segments of /companies/ that are pages of ours.
RESERVED_SLUGS: Final = frozenset({"claim", "join", "new", "propose", "search"})
MERGED_REASON: Final = "The two companies are one in the directory now."
# Fields of a company that name its page on a review site.
REVIEW_PAGES: Final = ("yelp_id", "google_place_id", "tripadvisor_path", "foursquare_id")


@dataclass(frozen=True, slots=True)
class HandleValues:
    """An account on a network. A proof other than NONE says who checked it, at the time of the call.

    `remote_ids` are as in companies.models.Handle.
    """

    network: str
    handle: str
    remote_ids: Mapping[str, str] = field(default_factory=dict)
    proof: str = HandleProof.NONE


@dataclass(frozen=True, slots=True)
class ChannelValues:
    """A traditional channel; `staffed` as in companies.models.Channel."""

    kind: str
    value: str
    staffed: Mapping[str, list[str]] = field(default_factory=dict)


@transaction.atomic
def list_company(
    *,
    name: str,
    sector: str,
    country: str = "",
    website: str = "",
    complaints_email: str = "",
    time_zone: str = "UTC",
    is_sole_trader: bool = False,
    is_fictional: bool = False,
    domains: Iterable[str] = (),
    handles: Iterable[HandleValues] = (),
    channels: Iterable[ChannelValues] = (),
    aliases: Iterable[str] = (),
    now: datetime,
) -> Company:
    """Put a company into the directory, with what is known about it.

    `domains` are hosts or domains; their registrable domains are kept. Raises ValueError for one without, and
    IntegrityError for a domain or a handle that another company has.
    """
    company = _create(
        name=clean_text(name, max_length=NAME_LENGTH, multiline=False),
        sector=sector,
        country=country.upper(),
        website=website,
        complaints_email=complaints_email,
        time_zone=time_zone,
        is_sole_trader=is_sole_trader,
        is_fictional=is_fictional,
        created_at=now,
    )
    for alias in aliases:
        add_alias(company=company, name=alias)
    for domain in domains:
        add_domain(company=company, domain=domain)
    Handle.objects.bulk_create(
        Handle(
            company=company,
            network=values.network,
            handle=values.handle.lower(),
            remote_ids=dict(values.remote_ids),
            proof=values.proof,
            checked_at=None if values.proof == HandleProof.NONE else now,
        )
        for values in handles
    )
    Channel.objects.bulk_create(
        Channel(
            company=company,
            kind=values.kind,
            value=values.value,
            staffed=dict(values.staffed),
            position=position,
        )
        for position, values in enumerate(channels)
    )
    return company


@transaction.atomic
def propose_company(
    *, name: str, sector: str, country: str, website: str, by: User, now: datetime
) -> Company:
    """A company that a customer misses in the directory. Readers see it only once a moderator lists it.

    The same proposal of the same person is one company. Raises config.doors.text.TextTooLong.
    """
    name = clean_text(name, max_length=NAME_LENGTH, multiline=False)
    same = Company.objects.filter(
        state=CompanyState.PROPOSED,
        proposed_by=by,
        country=country.upper(),
        folded=fold(name)[:NAME_LENGTH],
    ).first()
    return same or _create(
        name=name,
        sector=sector,
        country=country.upper(),
        website=website,
        state=CompanyState.PROPOSED,
        proposed_by=by,
        created_at=now,
    )


@transaction.atomic
def list_proposed_company(*, company: Company, by: User, now: datetime) -> Company:
    """A moderator has looked at a proposed company: readers see it from now on.

    The domain of its website becomes the company's, unless another company has it. Changes nothing where the
    company is listed already.
    """
    require_moderator(by)
    locked = Company.objects.select_for_update().get(pk=company.pk)
    if locked.state != CompanyState.PROPOSED:
        return locked
    locked.state = CompanyState.LISTED
    locked.save(update_fields=["state"])
    add_alias(company=locked, name=locked.name)
    domain = domain_of_website(locked.website)
    if domain and not Domain.objects.filter(name=domain).exists():
        Domain.objects.create(company=locked, name=domain)
    return locked


def add_alias(*, company: Company, name: str) -> Alias:
    """One more name under which `company` is found; a name that folds to a known one adds nothing."""
    name = clean_text(name, max_length=NAME_LENGTH, multiline=False)
    alias, _ = Alias.objects.get_or_create(
        company=company, folded=fold(name)[:NAME_LENGTH], defaults={"name": name}
    )
    return alias


def add_domain(*, company: Company, domain: str) -> Domain:
    """One more internet domain of `company`, from the directory or a moderator, never from a claimant.

    Raises ValueError where `domain` has no registrable domain, IntegrityError where another company has it.
    """
    name = registrable_domain(domain)
    if name is None:
        raise ValueError(f"{domain!r} has no registrable domain")
    found, _ = Domain.objects.get_or_create(company=company, name=name)
    return found


@transaction.atomic
def rename_company(*, company: Company, name: str, by: User, now: datetime) -> Company:
    """Give `company` another name. Its address stays, and its former name still finds it."""
    require_moderator(by)
    locked = Company.objects.select_for_update().get(pk=company.pk)
    add_alias(company=locked, name=locked.name)
    locked.name = clean_text(name, max_length=NAME_LENGTH, multiline=False)
    locked.save(update_fields=["name"])
    add_alias(company=locked, name=locked.name)
    return locked


@transaction.atomic
def merge_companies(*, company: Company, into: Company, by: User, now: datetime) -> Company:
    """Make `company` part of `into`: its address redirects, its names, domains, accounts, people and cases follow.

    Published snapshots stay as they are. Raises ValueError where the two are one, or either is not listed.
    """
    require_moderator(by)
    both = {row.pk: row for row in _locked(company, into)}
    if len(both) != 2:
        raise ValueError("a company cannot be merged into itself")
    company, into = both[company.pk], both[into.pk]
    if company.state == CompanyState.MERGED or into.state != CompanyState.LISTED:
        raise ValueError("only companies of the directory can be merged, and only into a listed one")
    _move_names(company, into)
    company.domains.update(company=into)
    _move_handles(company, into)
    company.channels.update(company=into, position=into.channels.count())
    _move_people(company, into, now=now)
    _move_review_pages(company, into)
    # Complaints before their cases: everybody locks them in this order.
    company_merged.send(sender=Company, company=company, into=into, by=by, now=now)
    Case.objects.filter(company=company).update(company=into, changed_at=now)
    # One hop for every address, however often companies were merged.
    Company.objects.filter(merged_into=company).update(merged_into=into)
    company.state, company.merged_into = CompanyState.MERGED, into
    company.save(update_fields=["state", "merged_into"])
    return into


def require_moderator(by: User) -> None:
    """Raise PermissionDenied unless `by` moderates."""
    if not is_moderator(by):
        raise PermissionDenied("a moderator decides this")


def _create(**fields: Any) -> Company:
    """A company with its own name as its first alias, under the first free address."""
    if not fold(fields["name"]):
        raise ValueError("a company needs a name")
    for slug in _slugs(fields["name"], fields["country"]):
        if Company.objects.filter(slug=slug).exists():
            continue
        try:
            with transaction.atomic():
                company = Company.objects.create(slug=slug, **fields)
        except IntegrityError:
            # Somebody took the address in between; anything else is not about the address.
            if not Company.objects.filter(slug=slug).exists():
                raise
            continue
        # Nobody finds a proposal by its name, and no flood of them gets in the way of those who search.
        if company.state != CompanyState.PROPOSED:
            add_alias(company=company, name=company.name)
        return company
    raise AssertionError("unreachable: there is always a next number")


def _slugs(name: str, country: str) -> Iterator[str]:
    """Addresses to try: "tim", "tim-br", "tim-2", "tim-3" ..."""
    base = slugify(fold(name))[: SLUG_LENGTH - 8].strip("-") or "company"
    if base not in RESERVED_SLUGS:
        yield base
    if country:
        yield f"{base}-{country.lower()}"
    for number in count(2):
        yield f"{base}-{number}"


def _locked(*companies: Company) -> list[Company]:
    """The rows, locked in one order, so that two merges at a time wait for each other."""
    keys = [company.pk for company in companies]
    # Not the key: who files a complaint at the same time must not wait for us with the complaint in hand.
    return list(Company.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))


def _move_review_pages(company: Company, into: Company) -> None:
    """The pages of `company` on review sites, where `into` has none of its own."""
    missing = [name for name in REVIEW_PAGES if getattr(company, name) and not getattr(into, name)]
    for name in missing:
        setattr(into, name, getattr(company, name))
    if missing:
        into.save(update_fields=missing)


def _move_names(company: Company, into: Company) -> None:
    known = into.aliases.values("folded")
    company.aliases.filter(folded__in=known).delete()
    company.aliases.update(company=into)


def _move_handles(company: Company, into: Company) -> None:
    """Of an account that both have listed the proved one stays, and what happened to either."""
    for handle in company.handles.all():
        there = into.handles.filter(network=handle.network).called(handle.handle).first()
        if there is not None and (there.is_trusted or not handle.is_trusted):
            handle.delete()
            continue
        if there is not None:
            there.delete()
        handle.company = into
        handle.save(update_fields=["company"])
    company.handle_changes.update(company=into)


def _move_people(company: Company, into: Company, *, now: datetime) -> None:
    """Who acted for `company` acts for `into` from now on; the old rows stay, because the history names them."""
    leaving = list(company.representatives.active())
    company.representatives.active().update(until=now)
    at_into = set(into.representatives.active().values_list("user_id", flat=True))
    Representative.objects.bulk_create(
        Representative(
            company=into,
            user_id=row.user_id,
            role=row.role,
            first_name=row.first_name,
            team=row.team,
            since=now,
        )
        for row in leaving
        if row.user_id not in at_into
    )
    waiting = Claim.objects.filter(
        company=company, state__in=[ClaimState.MAIL_SENT, ClaimState.MAIL_CONFIRMED]
    )
    waiting.update(state=ClaimState.REJECTED, decided_at=now, reason=MERGED_REASON)
