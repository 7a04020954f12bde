"""All brands from A to Z, and finding one as one types."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from companies.countries import COUNTRIES
from companies.enums import Sector, Source
from companies.forms import LETTERS, DirectoryFilters
from companies.models import Company
from companies.queries import (
    NOT_A_LETTER,
    case_counts,
    companies_matching,
    countries_of_directory,
    directory_page,
)

MATCHES = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A brand with how many cases there are: filed here, and in official records."""

    company: Company
    filed_here: int
    official: int


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Brands from A to Z with filters, or those that match a search."""
    return render(request, "companies/directory.html", _context(request))


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The list alone, for the search as one types; without htmx the way to the page that has it."""
    filters = DirectoryFilters.of(request.GET)
    page = reverse("companies:directory") + filters.query()
    if not getattr(request, "htmx", False):
        response: HttpResponse = redirect(page)
    else:
        response = render(request, "companies/results.html", _context(request))
        response["HX-Replace-Url"] = page
    patch_vary_headers(response, ["HX-Request"])
    return response


def _context(request: HttpRequest) -> dict[str, object]:
    filters = DirectoryFilters.of(request.GET)
    before = after = ""
    if filters.text:
        companies = companies_matching(
            filters.text, limit=MATCHES, sector=filters.sector, country=filters.country
        )
    else:
        page = directory_page(
            sector=filters.sector,
            country=filters.country,
            letter=filters.letter,
            before=request.GET.get("before", ""),
            after=request.GET.get("after", ""),
        )
        companies, before, after = page.companies, page.before, page.after
    counts = case_counts(companies)
    path = reverse("companies:directory")
    return {
        "filters": filters,
        "rows": [
            Row(
                company=company,
                filed_here=counts[company.pk].get(Source.ANSWERABLE, 0),
                official=sum(n for source, n in counts[company.pk].items() if source != Source.ANSWERABLE),
            )
            for company in companies
        ],
        "is_cut": bool(filters.text) and len(companies) == MATCHES,
        "previous_url": before and path + filters.query(before=before),
        "next_url": after and path + filters.query(after=after),
        "sectors": Sector.choices,
        "countries": [(code, COUNTRIES.get(code, code)) for code in countries_of_directory()],
        "letters": [
            (label, path + filters.query(letter=letter, q=""), letter == filters.letter)
            for letter, label in [*((letter, letter.upper()) for letter in LETTERS), (NOT_A_LETTER, "0–9")]
        ],
    }
