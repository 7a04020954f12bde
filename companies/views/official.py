"""Official records: a source of their own, with their own period, never mixed with complaints filed here."""

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from companies.enums import Sector
from companies.models import Company
from companies.queries import official_league, official_record, official_sectors
from companies.records.consumidor_gov_br import ATTRIBUTION, SOURCE_NAME
from companies.statistics.constants import RANK_FROM
from companies.templatetags.figures import interval_percent, percent, svg_percent
from companies.views.addresses import company_or_redirect

SOURCE = {"source_name": SOURCE_NAME, "attribution": ATTRIBUTION}


@require_safe
def record(request: HttpRequest, slug: str) -> HttpResponse:
    """What the official record says about one brand."""
    company = company_or_redirect(request, slug)
    if not isinstance(company, Company):
        return company
    found = official_record(company)
    if found is None:
        raise Http404("There is no official record of this brand.")
    period = period_in_words(found.filed_from, found.filed_to)
    share = found.share_resolved
    sentence = ""
    if share.share is not None:
        sentence = (
            f"Of the {found.rated:,} customers of {company.name} who complained on {SOURCE_NAME} (filed {period}) and "
            f"said how it ended, {percent(share.share)} said that it was resolved "
            f"(95 % interval {interval_percent(share.low, share.high)}). {ATTRIBUTION}."
        )
    return render(
        request,
        "companies/official_record.html",
        {
            "company": company,
            "record": found,
            "period": period,
            "not_resolved": found.rated - found.resolved,
            "bar": {
                "resolved": svg_percent(found.resolved / found.n),
                "not_resolved": svg_percent((found.rated - found.resolved) / found.n),
                "rated": svg_percent(found.rated / found.n),
                "not_rated": svg_percent(found.not_rated / found.n),
            },
            "sentence": sentence,
            "permalink": settings.SITE_URL + request.path,
            **SOURCE,
        },
    )


@require_safe
def league_index(request: HttpRequest) -> HttpResponse:
    """The sectors that the official record covers."""
    sectors = official_sectors()
    return render(
        request,
        "companies/official_league_index.html",
        {"sectors": sectors, "cases": sum(row.cases for row in sectors), **SOURCE},
    )


@require_safe
def league(request: HttpRequest, sector: str) -> HttpResponse:
    """The brands of one sector in the official record, by the share that customers called resolved."""
    if sector not in Sector.values:
        raise Http404("There is no such sector.")
    found = official_league(Sector(sector))
    return render(
        request,
        "companies/official_league.html",
        {
            "league": found,
            "sector": found.sector,
            "period": period_in_words(found.filed_from, found.filed_to)
            if found.filed_from and found.filed_to
            else "",
            "floor": RANK_FROM,
            "cases": sum(row.record.n for row in [*found.rows, *found.below]),
            "has_overlap": any(
                (row.record.share_resolved.low or 0) <= (after.record.share_resolved.high or 1)
                for row, after in zip(found.rows, found.rows[1:], strict=False)
            ),
            **SOURCE,
        },
    )


def period_in_words(start: datetime, end: datetime) -> str:
    """From month to month: "May to December 2014", "May 2014", "May 2014 to March 2015"."""
    if (start.year, start.month) == (end.year, end.month):
        return f"{end:%B %Y}"
    return f"{start:%B} to {end:%B %Y}" if start.year == end.year else f"{start:%B %Y} to {end:%B %Y}"
