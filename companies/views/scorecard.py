"""The page of a brand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from companies.models import Company
from companies.views.addresses import company_or_redirect


@require_safe
def scorecard(request: HttpRequest, slug: str) -> HttpResponse:
    """What is known of a brand: where to reach it, and when somebody is there."""
    company = company_or_redirect(request, slug)
    if not isinstance(company, Company):
        return company
    return render(
        request,
        "companies/scorecard.html",
        {
            "company": company,
            "channels": list(company.channels.all()),
            "handles": list(company.handles.trusted().order_by("network", "handle")),
            "is_claimed": company.representatives.active().exists(),
        },
    )
