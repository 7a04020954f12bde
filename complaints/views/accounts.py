"""The accounts of a brand on networks: whose they are, how that is proved, and what its owners and moderators can do."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.permissions import is_moderator, person_of
from companies.enums import CompanyState
from companies.models import Company, Handle, HandleChange, Representative
from companies.proofs.accounts import NETWORKS, NOT_PROVABLE
from companies.services import proving
from companies.services.proving import HandleProblem
from companies.templatetags.companies import network_name, proof_words
from complaints import queries
from complaints.forms.accounts import HandleForm
from config.doors import clock

CHANGES = 30


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def accounts(request: HttpRequest, slug: str) -> HttpResponse:
    """The accounts of a brand with their proofs; naming one more, which is looked at once."""
    company, representative = _brand_or_404(request, slug)
    form = HandleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not proving.may_manage(company, person_of(request)):
            raise PermissionDenied("Only an owner of the desk or a moderator names accounts.")
        if form.is_valid():
            added = proving.add_handle(
                company=company,
                network=form.cleaned_data["network"],
                typed=form.cleaned_data["handle"],
                page=form.cleaned_data["page"],
                by=person_of(request),
                now=clock.now(),
            )
            if isinstance(added, Handle):
                return _check(request, added)
            form.add_error(added.field or None, added.words)
    return render(
        request,
        "desk/accounts.html",
        _context(request, company, representative) | {"form": form, "not_provable": NOT_PROVABLE},
        status=422 if form.errors else 200,
    )


@never_cache
@login_required
@require_POST
def account(request: HttpRequest, slug: str, handle_id: int, act: str) -> HttpResponse:
    """One act on one account: look again, remove it, ask for a person's eye, or decide as that person."""
    company, _ = _brand_or_404(request, slug)
    handle = get_object_or_404(Handle.objects.select_related("company"), pk=handle_id, company=company)
    if act == "check":
        return _check(request, handle)
    services: dict[str, tuple[Callable[..., HandleProblem | None], str]] = {
        "remove": (proving.remove_handle, f"{handle} is no longer in the list. What it said stays as it is."),
        "ask": (proving.ask_for_a_look, f"A moderator looks for the code in the profile of {handle}."),
        "confirm": (proving.confirm_handle, f"{handle} counts as {company}’s now."),
        "refuse": (proving.refuse_handle, f"{handle} stays without proof."),
    }
    if act not in services:
        raise Http404("There is no such act.")
    service, done = services[act]
    problem = service(handle=handle, by=person_of(request), now=clock.now())
    if problem is not None:
        messages.error(request, problem.words)
    else:
        messages.success(request, done)
    if act in ("confirm", "refuse"):
        return redirect("complaints:moderation")
    return redirect("complaints:desk_accounts", company.slug)


def _check(request: HttpRequest, handle: Handle) -> HttpResponse:
    found = proving.check_handle(handle=handle, by=person_of(request), now=clock.now())
    if isinstance(found, HandleProblem):
        fresh = Handle.objects.filter(pk=handle.pk).first()
        is_proved = fresh is not None and fresh.is_trusted
        standing = "It stays proved as before." if is_proved else f"{handle} is not proved."
        messages.warning(request, f"{standing} {found.words}")
    else:
        messages.success(request, f"{handle} counts as {found.company}’s: {proof_words(found)}.")
    return redirect("complaints:desk_accounts", handle.company.slug)


def _brand_or_404(request: HttpRequest, slug: str) -> tuple[Company, Representative | None]:
    """The brand for those who act for it, as whom, and for moderators."""
    person = person_of(request)
    if found := queries.desk_of(person, slug):
        return found
    shown = Company.objects.filter(slug=slug, state__in=[CompanyState.LISTED, CompanyState.CLOSED])
    company = shown.first() if is_moderator(person) else None
    if company is None:
        raise Http404("You do not act for a company with this address.")
    return company, None


def _context(
    request: HttpRequest, company: Company, representative: Representative | None
) -> dict[str, object]:
    person = person_of(request)
    changes = list(company.handle_changes.select_related("by")[:CHANGES])
    people = {
        row.user_id: str(row) for row in company.representatives.filter(user__in=[c.by_id for c in changes])
    }
    return {
        "company": company,
        "representative": representative,
        "domains": list(company.domains.order_by("name")),
        "handles": [
            {"handle": handle, "known": NETWORKS.get(handle.network)}
            for handle in company.handles.order_by("network", "handle")
        ],
        "may_manage": proving.may_manage(company, person),
        "may_decide": proving.may_decide(company, person),
        "changes": [_change(change, people) for change in changes],
    }


def _change(change: HandleChange, people: dict[int, str]) -> dict[str, str | datetime]:
    return {
        "at": change.at,
        "account": f"@{change.handle}, {network_name(change.network)}",
        "what": change.get_kind_display(),
        "words": change.words,
        "by": _who(change.by, people),
    }


def _who(by: User | None, people: dict[int, str]) -> str:
    if by is None:
        return "Answerable"
    return people.get(by.pk, "a moderator" if by.is_moderator else "somebody who has left")
