"""Companies, scorecards and league tables for programs."""

from django.conf import settings
from django.db.models import Q
from django.http import HttpResponsePermanentRedirect
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from companies.api import serializers
from companies.api.plumbing import PAGE, PublicView, addresses, choice_of, page_of, place_of
from companies.countries import COUNTRIES
from companies.enums import CompanyState, Sector
from companies.figures import UnknownWindow, league_of, scorecard_of, window_of
from companies.models import Alias, Company
from config.doors import clock
from config.doors.text import fold

COLUMNS = ("pk", "folded", "slug", "name", "sector", "country", "state", "is_fictional")
SHOWN = (CompanyState.LISTED, CompanyState.CLOSED)
PROBLEMS = {(code, "application/problem+json"): serializers.Problem for code in (400, 404, 429)}
WINDOW = OpenApiParameter("window", str, enum=["90", "365", "all"], description="days; 365 when left out")
CURSOR = OpenApiParameter("cursor", str, description="where the last page ended; take it from `next`")


class CompanyList(PublicView):
    @extend_schema(
        operation_id="companies_list",
        parameters=[
            OpenApiParameter("q", str, description="part of a name; accents and case do not matter"),
            OpenApiParameter("sector", str, enum=Sector.values),
            OpenApiParameter("country", str, description="ISO 3166"),
            CURSOR,
        ],
        responses={200: serializers.CompanyPage, **PROBLEMS},
    )
    def get(self, request: Request) -> Response:
        """Listed companies from A to Z."""
        rows = Company.objects.filter(state__in=SHOWN)
        if sector := choice_of(request, "sector", Sector):
            rows = rows.of_sector(sector)
        if country := choice_of(request, "country", COUNTRIES):
            rows = rows.filter(country=country)
        if text := fold(request.query_params.get("q", "")[:100].replace("\0", "")):
            rows = rows.filter(pk__in=Alias.objects.filter(folded__contains=text).values("company"))
        if place := place_of(request, kinds=[str, int]):
            name, pk = place
            rows = rows.filter(folded__gte=name).filter(Q(folded__gt=name) | Q(pk__gt=pk))
        found = list(rows.order_by("folded", "pk").values(*COLUMNS)[: PAGE + 1])
        address = addresses("companies:scorecard")
        for row in found:
            row["url"] = address(row["slug"])
        return page_of(request, found, keys=("folded", "pk"), hidden=("folded", "pk"))


class CompanyDetail(PublicView):
    @extend_schema(operation_id="companies_read", responses={200: serializers.Company, **PROBLEMS})
    def get(self, request: Request, slug: str) -> Response | HttpResponsePermanentRedirect:
        """One company with its channels and its accounts on networks."""
        company = _company(request, slug)
        if not isinstance(company, Company):
            return company
        return Response(
            {
                "slug": company.slug,
                "name": company.name,
                "sector": company.sector,
                "country": company.country,
                "state": company.state,
                "is_fictional": company.is_fictional,
                "url": settings.SITE_URL + company.get_absolute_url(),
                "website": company.website,
                "time_zone": company.time_zone,
                "aliases": list(company.aliases.order_by("name").values_list("name", flat=True)),
                "channels": list(company.channels.values("kind", "value", "staffed")),
                "handles": list(
                    company.handles.order_by("network", "handle").values("network", "handle", "proof")
                ),
            }
        )


class ScorecardDetail(PublicView):
    @extend_schema(
        operation_id="companies_scorecard",
        parameters=[WINDOW],
        responses={200: serializers.Record, **PROBLEMS},
    )
    def get(self, request: Request, slug: str) -> Response | HttpResponsePermanentRedirect:
        """The record of a company as it stands now."""
        company = _company(request, slug)
        if not isinstance(company, Company):
            return company
        return Response(scorecard_of(company, as_of=clock.now(), window=_window(request)).to_json())


class LeagueDetail(PublicView):
    @extend_schema(
        operation_id="league",
        parameters=[WINDOW, OpenApiParameter("country", str, description="ISO 3166")],
        responses={200: serializers.League, **PROBLEMS},
    )
    def get(self, request: Request, sector: str) -> Response:
        """The league table of a sector as it stands now."""
        if sector not in Sector.values:
            raise NotFound("There is no such sector.")
        country = choice_of(request, "country", COUNTRIES)
        found = league_of(sector, country=country, as_of=clock.now(), window=_window(request))
        return Response(found.to_json())


def _company(request: Request, slug: str) -> Company | HttpResponsePermanentRedirect:
    company = Company.objects.select_related("merged_into").filter(slug=slug).first()
    if company is None or company.state == CompanyState.PROPOSED:
        raise NotFound("There is no company with this address.")
    if company.merged_into is not None:
        match = request.resolver_match
        assert match is not None
        address = reverse(match.view_name, kwargs={**match.kwargs, "slug": company.merged_into.slug})
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
    return company


def _window(request: Request) -> int | None:
    try:
        return window_of(request.query_params.get("window", ""))
    except UnknownWindow as unknown:
        raise ValidationError({"window": [str(unknown)]}) from unknown
