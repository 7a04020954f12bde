"""The team of a desk: inviting, joining, changing roles, removing and leaving. Every act is a row that stays.

Owners decide about the team, once their account has a second step of sign-in: whoever takes over an owner's mailbox
must not be able to hand the brand to somebody else. Until then they may do what a responder may.
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
from accounts.permissions import has_second_step, verified_emails
from accounts.services.mails import queue_mail, render_text
from companies.enums import CompanyState, Role, TeamActKind
from companies.models import Company, Representative, TeamAct, TeamInvitation
from config.doors import limits
from config.doors.text import clean_text

LINK_LIVES: Final = timedelta(days=7)
INVITATIONS_A_DAY: Final = 40  # of a company
MOST_IN_A_TEAM: Final = 300
DAY: Final = 86_400

LINK_OF_NO_USE: Final = (
    "This invitation cannot be used: it was used or withdrawn, or it is older than seven days. Ask the person who "
    "invited you for a new one."
)
LAST_OWNER: Final = "This is the only owner of the desk. Make somebody else an owner first."


@dataclass(frozen=True, slots=True)
class TeamProblem:
    """Why nothing was done, in words for the person who asked; `field` names what to put right."""

    words: str
    field: str = ""


def has_owner_powers(company: Company, user: User) -> bool:
    """Whether this person decides about the desk: an active owner whose account has a second step of sign-in."""
    owners = Representative.objects.active().filter(company=company, user=user, role=Role.OWNER)
    return company.state == CompanyState.LISTED and owners.exists() and is_safe_enough(user)


def is_safe_enough(user: User) -> bool:
    """Whether this account may have an owner's powers, as far as signing in goes."""
    return not settings.OWNERS_NEED_SECOND_STEP or has_second_step(user)


@transaction.atomic
def invite(
    *, company: Company, email: str, role: Role, team: str, may_offer: str, by: User, now: datetime
) -> TeamInvitation | TeamProblem:
    """Send a link to `email`. It works once, for seven days, for an account with that address.

    Inviting the same address again sends a new link and ends the old one. Raises PermissionDenied for others than
    owners with a second step.
    """
    owner = _owner(company, by)
    email = email.strip().lower()
    colleagues = Representative.objects.active().filter(company=company)
    if colleagues.filter(user__emailaddress__email__iexact=email, user__emailaddress__verified=True).exists():
        return TeamProblem("This person is in the team already.", "email")
    if colleagues.count() >= MOST_IN_A_TEAM:
        return TeamProblem(f"A team has at most {MOST_IN_A_TEAM} people. Write to us if you need more.")
    if not limits.hit(
        f"team-invitations:{company.pk}", limit=INVITATIONS_A_DAY, per_seconds=DAY, now=now
    ).allowed:
        return TeamProblem("Many invitations were sent today already. Try again tomorrow.")
    TeamInvitation.objects.waiting().filter(company=company, email=email).update(withdrawn_at=now)
    token = secrets.token_urlsafe(32)
    invitation = TeamInvitation.objects.create(
        company=company,
        email=email,
        role=role,
        team=clean_text(team, max_length=60, multiline=False),
        may_offer=clean_text(may_offer, max_length=200, multiline=False),
        token_digest=_digest(token),
        invited_by=by,
        invited_as=str(owner),
        created_at=now,
        expires_at=now + LINK_LIVES,
    )
    link = settings.SITE_URL + reverse("companies:join", args=[token])
    queue_mail(
        to=email,
        about="team_invitation",
        reference=str(invitation.pk),
        subject=f"{owner.first_name} invites you to the desk of {company.name}",
        text=render_text("team_invitation.txt", {"company": company, "invitation": invitation, "link": link}),
        once_key=f"team_invitation:{invitation.token_digest}",
        now=now,
    )
    _note(company, TeamActKind.INVITED, by=owner, whom=email, words=str(Role(role).label), now=now)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: TeamInvitation, by: User, now: datetime) -> bool:
    """The link works no longer. Returns whether it did until now. Raises PermissionDenied as `invite`."""
    owner = _owner(invitation.company, by)
    ended = TeamInvitation.objects.waiting().filter(pk=invitation.pk).update(withdrawn_at=now)
    if ended:
        _note(
            invitation.company,
            TeamActKind.INVITATION_WITHDRAWN,
            by=owner,
            whom=invitation.email,
            now=now,
        )
    return bool(ended)


def invitation_of_token(*, token: str, now: datetime) -> TeamInvitation | None:
    """The invitation of a link that works; None for any other."""
    return (
        TeamInvitation.objects.standing(now=now)
        .select_related("company")
        .filter(token_digest=_digest(token), company__state=CompanyState.LISTED)
        .first()
    )


@transaction.atomic
def accept_invitation(
    *, token: str, first_name: str, by: User, now: datetime
) -> Representative | TeamProblem:
    """`by` acts for the company from now on, in the role that the owner chose, under `first_name`."""
    found = invitation_of_token(token=token, now=now)
    if found is None:
        return TeamProblem(LINK_OF_NO_USE)
    _hold(found.company)  # one of two presses comes first
    invitation = TeamInvitation.objects.standing(now=now).filter(pk=found.pk).first()
    if invitation is None:
        return TeamProblem(LINK_OF_NO_USE)
    if invitation.email not in verified_emails(by):
        return TeamProblem(
            f"This invitation went to {invitation.email}. Sign in with the account that has this address, or add the "
            "address to your account and confirm it."
        )
    if Representative.objects.active().filter(company=invitation.company, user=by).exists():
        return TeamProblem(f"You act for {invitation.company.name} already.")
    joined = Representative.objects.create(
        company=invitation.company,
        user=by,
        role=invitation.role,
        first_name=clean_text(first_name, max_length=40, multiline=False),
        team=invitation.team,
        may_offer=invitation.may_offer,
        since=now,
    )
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    words = f"{joined.get_role_display()}, invited by {invitation.invited_as}"
    _note(joined.company, TeamActKind.JOINED, by=joined, whom=str(joined), words=words, now=now)
    return joined


@transaction.atomic
def change_representative(
    *, representative: Representative, role: Role, team: str, may_offer: str, by: User, now: datetime
) -> Representative | TeamProblem:
    """What an owner decides about somebody in the team. Raises PermissionDenied as `invite`."""
    owner = _owner(representative.company, by)
    locked = _locked(representative)
    if locked is None:
        return TeamProblem("This person is no longer in the team.")
    if role != Role.OWNER and _is_last_owner(locked):
        return TeamProblem(LAST_OWNER, "role")
    before = _standing(locked)
    locked.role = role
    locked.team = clean_text(team, max_length=60, multiline=False)
    locked.may_offer = clean_text(may_offer, max_length=200, multiline=False)
    locked.save(update_fields=["role", "team", "may_offer"])
    changes = [
        f"{name}: {old or 'none'} → {new or 'none'}"
        for (name, old), new in zip(before.items(), _standing(locked).values(), strict=True)
        if old != new
    ]
    if changes:
        words = "; ".join(changes)
        _note(locked.company, TeamActKind.CHANGED, by=owner, whom=str(locked), words=words, now=now)
    return locked


@transaction.atomic
def rename_self(*, representative: Representative, first_name: str, by: User, now: datetime) -> None:
    """Under which first name `by` replies from now on; what was written before keeps the name it had."""
    locked = _locked(representative)
    if locked is None or locked.user_id != by.pk:
        raise PermissionDenied("people change their own name alone")
    before, locked.first_name = locked.first_name, clean_text(first_name, max_length=40, multiline=False)
    if locked.first_name != before:
        locked.save(update_fields=["first_name"])
        words = f"first name: {before} → {locked.first_name}"
        _note(locked.company, TeamActKind.CHANGED, by=locked, whom=str(locked), words=words, now=now)


@transaction.atomic
def remove_representative(*, representative: Representative, by: User, now: datetime) -> TeamProblem | None:
    """Somebody acts for the company no longer, and is told. What they wrote stays. Raises as `invite`."""
    owner = _owner(representative.company, by)
    locked = _locked(representative)
    if locked is None:
        return None
    if locked.user_id == by.pk:
        return TeamProblem("To leave the team yourself, use “Leave the team”.")
    _end(locked, now=now)
    _note(locked.company, TeamActKind.REMOVED, by=owner, whom=str(locked), now=now)
    queue_mail(
        to=locked.user.email,
        user=locked.user,
        about="team_removed",
        reference=str(locked.pk),
        subject=f"You no longer act for {locked.company.name}",
        text=render_text("team_removed.txt", {"company": locked.company, "representative": locked}),
        once_key=f"team_removed:{locked.pk}",
        now=now,
    )
    return None


@transaction.atomic
def leave_team(*, company: Company, by: User, now: datetime) -> TeamProblem | None:
    """`by` acts for `company` no longer; what they wrote stays under their name."""
    mine = Representative.objects.active().filter(company=company, user=by).first()
    _hold(company)
    locked = _locked(mine) if mine else None
    if locked is None:
        return None
    others = Representative.objects.active().filter(company=company).exclude(pk=locked.pk)
    if _is_last_owner(locked) and others.exists():
        return TeamProblem(LAST_OWNER)
    _end(locked, now=now)
    _note(company, TeamActKind.LEFT, by=locked, whom=str(locked), now=now)
    return None


@transaction.atomic
def leave_all_teams(*, by: User, now: datetime) -> None:
    """Who closes the account acts for nobody any longer, the last owner too."""
    for representative in Representative.objects.active().filter(user=by).select_related("company"):
        _end(representative, now=now)
        _note(
            representative.company,
            TeamActKind.LEFT,
            by=representative,
            whom=str(representative),
            words="closed the account",
            now=now,
        )


def _owner(company: Company, user: User) -> Representative:
    """Who decides, with the company held: two owners who decide at once do it one after the other."""
    _hold(company)
    if not has_owner_powers(company, user):
        raise PermissionDenied("an owner of the desk with a second step of sign-in decides this")
    return Representative.objects.active().get(company=company, user=user)


def _locked(representative: Representative) -> Representative | None:
    """The row as it is now; None when this person has left."""
    return (
        Representative.objects.active()
        .select_for_update(of=["self"])
        .select_related("company", "user")
        .filter(pk=representative.pk)
        .first()
    )


def _hold(company: Company) -> None:
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)


def _is_last_owner(representative: Representative) -> bool:
    owners = Representative.objects.active().filter(company=representative.company_id, role=Role.OWNER)
    return representative.role == Role.OWNER and not owners.exclude(pk=representative.pk).exists()


def _standing(representative: Representative) -> dict[str, str]:
    return {
        "role": str(Role(representative.role).label),
        "team": representative.team,
        "may offer": representative.may_offer,
    }


def _end(representative: Representative, *, now: datetime) -> None:
    representative.until = max(now, representative.since)
    representative.save(update_fields=["until"])


def _note(
    company: Company,
    kind: TeamActKind,
    *,
    by: Representative,
    whom: str,
    now: datetime,
    words: str = "",
) -> None:
    TeamAct.objects.create(
        company=company, kind=kind, at=now, by=by.user, by_name=str(by), whom=whom, words=words[:300]
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
