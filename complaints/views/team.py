"""The team of a desk: who is in it, inviting, deciding about people, leaving, and the log of what was done."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import person_of
from companies.enums import Role
from companies.forms import JoinForm
from companies.models import Company, Representative, TeamInvitation
from companies.services import teaming
from companies.services.teaming import TeamProblem
from complaints import queries, teamwork
from complaints.forms.team import ColleagueForm, InviteForm
from config.doors import clock


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is in the team, and who is invited; inviting one more."""
    company, representative = _desk_or_404(request, slug)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        _require_owner(company, request)
        if form.is_valid():
            invited = teaming.invite(
                company=company, by=person_of(request), now=clock.now(), **form.cleaned_data
            )
            if isinstance(invited, TeamInvitation):
                messages.success(
                    request, f"We have sent an invitation to {invited.email}. It works for seven days."
                )
                return redirect("complaints:desk_team", company.slug)
            form.add_error(invited.field or None, invited.words)
    return render(
        request,
        "desk/team.html",
        _context(company, representative) | {"form": form},
        status=422 if form.errors else 200,
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def colleague(request: HttpRequest, slug: str, representative_id: int) -> HttpResponse:
    """What an owner decides about one person: role, team, and what they may offer."""
    company, representative = _desk_or_404(request, slug)
    _require_owner(company, request)
    person = _colleague_or_404(company, representative_id)
    form = ColleagueForm(
        request.POST if request.method == "POST" else None,
        initial={"role": person.role, "team": person.team, "may_offer": person.may_offer},
    )
    if request.method == "POST" and form.is_valid():
        changed = teaming.change_representative(
            representative=person, by=person_of(request), now=clock.now(), **form.cleaned_data
        )
        if isinstance(changed, Representative):
            messages.success(request, f"Saved: {changed}, {changed.get_role_display().lower()}.")
            return redirect("complaints:desk_team", company.slug)
        form.add_error(changed.field or None, changed.words)
    return render(
        request,
        "desk/colleague.html",
        {"company": company, "representative": representative, "person": person, "form": form},
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def remove(request: HttpRequest, slug: str, representative_id: int) -> HttpResponse:
    """End what somebody else does for the brand."""
    company, _ = _desk_or_404(request, slug)
    _require_owner(company, request)
    person = _colleague_or_404(company, representative_id)
    problem = teaming.remove_representative(representative=person, by=person_of(request), now=clock.now())
    return _told(request, company, problem, f"{person} no longer acts for {company.name}.")


@login_required
@require_POST
def withdraw(request: HttpRequest, slug: str, invitation_id: int) -> HttpResponse:
    """Make the link of an invitation useless."""
    company, _ = _desk_or_404(request, slug)
    _require_owner(company, request)
    invitation = get_object_or_404(
        TeamInvitation.objects.waiting().select_related("company"), pk=invitation_id, company=company
    )
    teaming.withdraw_invitation(invitation=invitation, by=person_of(request), now=clock.now())
    return _told(request, company, None, f"The invitation of {invitation.email} is withdrawn.")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest, slug: str) -> HttpResponse:
    """Under which first name one replies."""
    company, representative = _desk_or_404(request, slug)
    form = JoinForm(
        request.POST if request.method == "POST" else None, initial={"first_name": representative.first_name}
    )
    if request.method == "POST" and form.is_valid():
        teaming.rename_self(
            representative=representative,
            first_name=form.cleaned_data["first_name"],
            by=person_of(request),
            now=clock.now(),
        )
        messages.success(request, "Saved. Earlier replies keep the name they had.")
        return redirect("complaints:desk_team", company.slug)
    return render(
        request,
        "desk/me.html",
        {"company": company, "representative": representative, "form": form},
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Act for the brand no longer."""
    company, _ = _desk_or_404(request, slug)
    problem = teaming.leave_team(company=company, by=person_of(request), now=clock.now())
    if problem is not None:
        return _told(request, company, problem, "")
    messages.success(request, f"You no longer act for {company.name}. What you wrote stays.")
    return redirect(company.get_absolute_url())


@never_cache
@login_required
@require_safe
def log(request: HttpRequest, slug: str) -> HttpResponse:
    """What the team did, newest first. Everybody in the team may read it."""
    company, representative = _desk_or_404(request, slug)
    return render(
        request,
        "desk/team_log.html",
        {
            "company": company,
            "representative": representative,
            "log": teamwork.log_of(company, before=_moment(request.GET.get("before", ""))),
        },
    )


def _context(company: Company, representative: Representative) -> dict[str, object]:
    now = clock.now()
    people = Representative.objects.active().filter(company=company).order_by("since", "pk")
    is_owner = representative.role == Role.OWNER
    return {
        "company": company,
        "representative": representative,
        "people": list(people),
        "invitations": list(TeamInvitation.objects.waiting().filter(company=company)) if is_owner else [],
        "now": now,
        "may_decide": teaming.has_owner_powers(company, representative.user),
        "lacks_second_step": is_owner and not teaming.is_safe_enough(representative.user),
        "is_second_step_asked": settings.OWNERS_NEED_SECOND_STEP,
    }


def _desk_or_404(request: HttpRequest, slug: str) -> tuple[Company, Representative]:
    found = queries.desk_of(person_of(request), slug)
    if found is None:
        raise Http404("You do not act for a company with this address.")
    return found


def _require_owner(company: Company, request: HttpRequest) -> None:
    if not teaming.has_owner_powers(company, person_of(request)):
        raise PermissionDenied("Only an owner of the desk, with a second step of sign-in, decides this.")


def _colleague_or_404(company: Company, representative_id: int) -> Representative:
    people = Representative.objects.active().select_related("company", "user")
    return get_object_or_404(people, pk=representative_id, company=company)


def _moment(text: str) -> datetime | None:
    """The time of a cursor; None for one that we did not make."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def _told(request: HttpRequest, company: Company, problem: TeamProblem | None, done: str) -> HttpResponse:
    if problem is not None:
        messages.error(request, problem.words)
    else:
        messages.success(request, done)
    return redirect("complaints:desk_team", company.slug)
