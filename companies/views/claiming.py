"""Claiming a brand: asking for the link, and following it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.permissions import person_of
from companies.enums import ClaimState, CompanyState
from companies.forms import ClaimForm
from companies.models import Claim, Company, Representative
from companies.services.claiming import ClaimProblem, claim_of_token, confirm_claim, start_claim
from companies.views.addresses import company_or_redirect
from config.doors import clock

WAITING = (ClaimState.MAIL_SENT, ClaimState.MAIL_CONFIRMED)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a link to an address at the brand; say how far one's claim has come."""
    company = company_or_redirect(request, slug)
    if not isinstance(company, Company):
        return company
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        result = start_claim(company=company, by=person_of(request), now=clock.now(), **form.cleaned_data)
        if not isinstance(result, ClaimProblem):
            messages.success(request, f"We have sent a link to {result.email}. It works for three days.")
            return redirect("companies:claim", company.slug)
        form.add_error(result.field or None, result.words)
    return render(
        request,
        "companies/claim.html",
        {"form": form, **_standing_of(request, company)},
        status=422 if form.errors else 200,
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link. Opening it changes nothing, so that a mail scanner confirms nobody."""
    found = claim_of_token(token=token, by=person_of(request))
    if found is None:
        raise Http404("There is no such claim of this person.")
    problem = ""
    if request.method == "POST":
        result = confirm_claim(token=token, by=person_of(request), now=clock.now())
        if not isinstance(result, ClaimProblem):
            messages.success(request, "Your address is confirmed. A moderator looks at your claim next.")
            return redirect("companies:claim", found.company.slug)
        problem = result.words
    return render(
        request,
        "companies/claim_confirm.html",
        {
            "claim": found,
            "company": found.company,
            "problem": problem,
            "can_confirm": found.state == ClaimState.MAIL_SENT and found.token_expires_at >= clock.now(),
        },
        status=422 if problem else 200,
    )


def _standing_of(request: HttpRequest, company: Company) -> dict[str, object]:
    person = person_of(request)
    return {
        "company": company,
        "domains": list(company.domains.order_by("name")),
        "can_be_claimed": company.state == CompanyState.LISTED,
        "acts_for_it": Representative.objects.active().filter(company=company, user=person).exists(),
        "waiting": Claim.objects.filter(company=company, user=person, state__in=WAITING).first(),
    }
