"""Claiming: how somebody comes to act for a company, and how they stop.

Mail at a domain that the directory knows proves reach; a moderator approves. Domains come from the directory or a
moderator, so that a claimant proves nothing with a domain of their own, and an address at a mail provider matches
no company.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from accounts.services.mails import queue_mail, render_text
from companies.enums import ClaimState, CompanyState, Role
from companies.models import Claim, Company, Representative
from companies.services.directory import require_moderator
from companies.services.domains import registrable_domain
from config.doors import limits
from config.doors.text import clean_text

TOKEN_LIVES: Final = timedelta(days=3)
MAILS_TO_AN_ADDRESS: Final = 3  # a day
MAILS_BY_A_PERSON: Final = 10  # a day
DAY: Final = 86_400
REASON_LENGTH: Final = 300

LINK_OF_NO_USE: Final = (
    "This link cannot be used. It may have been used before, it may be older than three days, or it belongs to "
    "another account. You can ask for a new one on the page of the brand."
)


@dataclass(frozen=True, slots=True)
class ClaimProblem:
    """Why a claim goes no further, in words for the person who made it; `field` names what to put right."""

    words: str
    field: str = ""


def start_claim(
    *, company: Company, by: User, email: str, first_name: str, team: str, now: datetime
) -> Claim | ClaimProblem:
    """Send a link to `email`, an address at one of the company's domains. It works once, for three days, for `by`.

    Asking again sends a new link and ends the old one. Whether others act for the company, or ask to, makes no
    difference and is not told.
    """
    problem = _problem_with(company=company, by=by, email=email)
    if problem:
        return problem
    for key, limit in (
        (f"claim-to:{email.lower()}", MAILS_TO_AN_ADDRESS),
        (f"claim-by:{by.pk}", MAILS_BY_A_PERSON),
    ):
        if not limits.hit(key, limit=limit, per_seconds=DAY, now=now).allowed:
            return ClaimProblem("We have sent several links today already. Try again tomorrow.", "email")
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        # The person's row keeps two clicks at a time from making two claims.
        User.objects.select_for_update().get(pk=by.pk)
        claim, _ = Claim.objects.get_or_create(
            company=company,
            user=by,
            state__in=[ClaimState.MAIL_SENT, ClaimState.MAIL_CONFIRMED],
            defaults={
                "state": ClaimState.MAIL_SENT,
                "token_digest": _digest(token),
                "token_expires_at": now + TOKEN_LIVES,
                "created_at": now,
            },
        )
        if claim.state == ClaimState.MAIL_CONFIRMED:
            return ClaimProblem("Your address is confirmed already. A moderator is looking at your claim.")
        claim.email = email
        claim.first_name = clean_text(first_name, max_length=40, multiline=False)
        claim.team = clean_text(team, max_length=60, multiline=False)
        claim.token_digest = _digest(token)
        claim.token_expires_at = now + TOKEN_LIVES
        claim.save()
        link = settings.SITE_URL + reverse("companies:claim_confirm", args=[token])
        queue_mail(
            to=email,
            user=by,
            about="claim_link",
            reference=str(claim.pk),
            subject=f"Confirm that you write for {company.name}",
            text=render_text("claim_link.txt", {"company": company, "link": link, "claim": claim}),
            once_key=f"claim_link:{claim.token_digest}",
            now=now,
        )
    return claim


def confirm_claim(*, token: str, by: User, now: datetime) -> Claim | ClaimProblem:
    """The link was followed and the button pressed, by the person who asked for it: a moderator's turn."""
    with transaction.atomic():
        claim = (
            Claim.objects.select_for_update(of=["self"])
            .select_related("company")
            .filter(
                token_digest=_digest(token),
                user=by,
                state=ClaimState.MAIL_SENT,
                token_expires_at__gte=now,
                company__state=CompanyState.LISTED,
            )
            .first()
        )
        if claim is None:
            return ClaimProblem(LINK_OF_NO_USE)
        claim.state, claim.confirmed_at = ClaimState.MAIL_CONFIRMED, now
        claim.save(update_fields=["state", "confirmed_at"])
    return claim


def claim_of_token(*, token: str, by: User) -> Claim | None:
    """The claim of `by` that a link belongs to, used or not; None for anybody else's."""
    return Claim.objects.select_related("company").filter(token_digest=_digest(token), user=by).first()


@transaction.atomic
def approve_claim(*, claim: Claim, by: User, now: datetime) -> Representative:
    """The claimant acts for the company from now on, as an owner.

    Raises PermissionDenied unless `by` moderates and is not the claimant, ValueError unless the address is
    confirmed and the claim undecided.
    """
    locked = _undecided(claim, by=by)
    locked.state, locked.decided_at, locked.decided_by = ClaimState.APPROVED, now, by
    locked.save(update_fields=["state", "decided_at", "decided_by"])
    representative, _ = Representative.objects.get_or_create(
        company=locked.company,
        user=locked.user,
        until=None,
        defaults={
            "role": Role.OWNER,
            "first_name": locked.first_name,
            "team": locked.team,
            "since": now,
        },
    )
    _tell(locked, "claim_approved", f"You now act for {locked.company.name}", now=now)
    return representative


@transaction.atomic
def reject_claim(*, claim: Claim, by: User, reason: str, now: datetime) -> Claim:
    """The claimant is told the reason and may claim again. Raises as `approve_claim`."""
    locked = _undecided(claim, by=by)
    locked.state, locked.decided_at, locked.decided_by = ClaimState.REJECTED, now, by
    locked.reason = clean_text(reason[:REASON_LENGTH], max_length=REASON_LENGTH, multiline=False)
    locked.save(update_fields=["state", "decided_at", "decided_by", "reason"])
    _tell(locked, "claim_rejected", f"Your claim of {locked.company.name} was rejected", now=now)
    return locked


def _problem_with(*, company: Company, by: User, email: str) -> ClaimProblem | None:
    if company.state != CompanyState.LISTED:
        return ClaimProblem(f"{company.name} cannot be claimed.")
    if Representative.objects.active().filter(company=company, user=by).exists():
        return ClaimProblem(f"You act for {company.name} already.")
    domains = list(company.domains.order_by("name").values_list("name", flat=True))
    if not domains:
        return ClaimProblem(
            f"We do not know the internet domain of {company.name} yet. Write to us, and say which it is."
        )
    if registrable_domain(email) not in domains:
        known = " or ".join(f"@{name}" for name in domains)
        return ClaimProblem(f"Enter your address at the brand: it ends in {known}.", "email")
    return None


def _undecided(claim: Claim, *, by: User) -> Claim:
    require_moderator(by)
    locked = Claim.objects.select_for_update(of=["self"]).select_related("company", "user").get(pk=claim.pk)
    if locked.user == by:
        raise PermissionDenied("another moderator decides about a moderator's own claim")
    if locked.state != ClaimState.MAIL_CONFIRMED:
        raise ValueError(f"claim {locked.pk} is {locked.state}")
    return locked


def _tell(claim: Claim, about: str, subject: str, *, now: datetime) -> None:
    queue_mail(
        to=claim.email,
        user=claim.user,
        about=about,
        reference=str(claim.pk),
        subject=subject,
        text=render_text(f"{about}.txt", {"company": claim.company, "claim": claim}),
        once_key=f"{about}:{claim.pk}",
        now=now,
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
