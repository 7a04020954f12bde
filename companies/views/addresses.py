"""The one way from an address to a company; every view of a company starts here."""

from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.urls import reverse

from companies.enums import CompanyState
from companies.models import Company


def company_or_redirect(request: HttpRequest, slug: str) -> Company | HttpResponsePermanentRedirect:
    """The company at `slug`, or the way to the same page of the company that it was merged into (status 301).

    Raises Http404 where there is none, and for one that was only proposed: nobody has looked at it yet.
    """
    company = Company.objects.select_related("merged_into").filter(slug=slug).first()
    if company is None or company.state == CompanyState.PROPOSED:
        raise Http404("There is no such brand.")
    if company.merged_into is None:
        return company
    match = request.resolver_match
    assert match is not None
    address = reverse(
        match.view_name, args=match.args, kwargs={**match.kwargs, "slug": company.merged_into.slug}
    )
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
