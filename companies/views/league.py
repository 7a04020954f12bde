"""League tables: who resolves complaints, with the ranks that the data allow."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from companies.charts.intervals import rank_axis, rank_bar, share_bar
from companies.countries import COUNTRIES
from companies.enums import Sector, Source
from companies.figures import (
    SILENT_AFTER,
    SILENT_FROM,
    WINDOW_WORDS,
    last_change,
    league_of,
    sectors,
    silent_of,
)
from companies.models import Case, Company, LeagueTable
from companies.statistics.constants import RANK_FILED, RANK_FROM, RANK_KNOWN, RANK_KNOWN_DAY
from companies.views.scorecard import DAY_30, DAY_90, day_or_404, window_or_404, window_tabs
from config.doors import clock
from config.doors.drawings import drawn

FLOOR = {"cases": RANK_FROM, "known": RANK_KNOWN, "known_day": RANK_KNOWN_DAY, "filed": RANK_FILED}


@require_safe
def league_index(request: HttpRequest) -> HttpResponse:
    """The sectors that have complaints, with how many of their brands are ranked."""
    now = clock.now()
    return render(request, "companies/league_index.html", {"sectors": sectors(as_of=now), "as_of": now})


@require_safe
def league(request: HttpRequest, sector: str) -> HttpResponse:
    """The league table of a sector as it stands now."""
    found = _sector_or_404(sector)
    window = window_or_404(request)
    country = _country_or_404(request)
    body = league_of(found, country=country, as_of=clock.now(), window=window).to_json()
    published = LeagueTable.objects.filter(sector=found, country="", source=Source.ANSWERABLE).order_by(
        "-as_of"
    )
    return render(
        request,
        "companies/league.html",
        {
            **league_context(found, body),
            "country": country,
            "countries": [(code, COUNTRIES.get(code, code)) for code in _countries(found)],
            "windows": window_tabs(request, window),
            "published": list(published[:6]),
        },
    )


@require_safe
def league_at(request: HttpRequest, sector: str, day: str) -> HttpResponse:
    """The league table of a sector as it was published at a date. It never changes."""
    found = _sector_or_404(sector)
    start, end = day_or_404(day)
    table = (
        LeagueTable.objects.filter(
            sector=found, country="", source=Source.ANSWERABLE, as_of__gte=start, as_of__lt=end
        )
        .order_by("pk")  # the first that was published: a later one would change the page
        .first()
    )
    if table is None:
        raise Http404("No league table was published on that day.")
    return render(request, "companies/league.html", {**league_context(found, table.rows), "snapshot": table})


@require_safe
def silent(request: HttpRequest, sector: str) -> HttpResponse:
    """Brands of a sector with complaints and not one of them resolved by the customer's word."""
    found = _sector_or_404(sector)
    window = window_or_404(request)
    at = last_change(clock.now(), sector=found)
    return render(
        request,
        "companies/silent.html",
        {
            "sector": found,
            "brands": silent_of(found, as_of=at, window=window),
            "floor": SILENT_FROM,
            "floor_days": SILENT_AFTER.days,
            "windows": window_tabs(request, window),
            "window_words": WINDOW_WORDS[window],
            "as_of": at,
        },
    )


def league_context(sector: Sector, body: dict[str, Any]) -> dict[str, object]:
    """What the page shows of a table, live or stored."""
    table, names = body["table"], body["names"]
    ranked = table["ranked"]
    groups = [
        {"letter": letter, "lines": [_line(one, body, len(ranked)) for one in lines]}
        for letter, lines in groupby(ranked, key=lambda one: one["group"])
    ]
    every = body.get("all_cases", {})
    below = [{**one, "missing": one["missing"]["words"]} for one in table["unranked"]]
    listed = {one["slug"] for one in (*ranked, *below)}
    below += [
        {"slug": slug, "cases": 0, "resolved": 0, "missing": f"0 of {RANK_FROM} cases with a document"}
        for slug in names
        if slug not in listed
    ]
    may_be_first = [names[one["slug"]] for one in ranked if one["rank"] and one["rank"]["low"] == 1]
    return {
        "sector": sector,
        "body": body,
        "groups": groups,
        "ranked_count": len(ranked),
        "may_be_first": may_be_first,
        "are_alike": bool(may_be_first) and all(_is_unknown(one["rank"], len(ranked)) for one in ranked),
        "unranked": [
            {**one, "name": names[one["slug"]], "all": every.get(one["slug"], {}).get("cases")}
            for one in below
        ],
        "all_rows": [_all_cases(one, body) for one in ranked if one["slug"] in every],
        "floor": FLOOR,
        "axis_svg": drawn(rank_axis(len(ranked))) if ranked else "",
        "as_of": parse_datetime(body["as_of"]),
        "window_words": WINDOW_WORDS[body["window"]],
        "left_out": body["left_out"],
    }


def _line(one: dict[str, Any], body: dict[str, Any], of: int) -> dict[str, object]:
    share = one["resolved_by"][DAY_30]["headline"]
    rank = one["rank"]
    return {
        **one,
        "name": body["names"][one["slug"]],
        "rank_words": "" if not rank else _words(rank["low"], rank["high"]),
        "rank_svg": drawn(rank_bar(rank["low"], rank["high"], one["place"], of, grid=False)) if rank else "",
        "share": share,
        "share_svg": drawn(share_bar(share["value"], share["low"], share["high"])) if share else "",
        "deflected": body["deflected_first_replies"].get(one["slug"]),
    }


def _all_cases(one: dict[str, Any], body: dict[str, Any]) -> dict[str, object]:
    """A line of the table beside the same figures over all cases of the brand."""
    every = body["all_cases"][one["slug"]]
    return {
        "name": body["names"][one["slug"]],
        "both": [
            {
                **figures,
                "day_30": figures["resolved_by"][DAY_30]["headline"],
                "day_90": figures["resolved_by"][DAY_90]["headline"],
            }
            for figures in (one, every)
        ],
    }


def _is_unknown(rank: dict[str, int], of: int) -> bool:
    return (rank["low"], rank["high"]) == (1, of)


def _words(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"


def _sector_or_404(text: str) -> Sector:
    try:
        return Sector(text)
    except ValueError as error:
        raise Http404("There is no such sector.") from error


def _countries(sector: Sector) -> Iterable[str]:
    own = Case.objects.filed_here().filter(company=OuterRef("pk"))
    brands = Company.objects.of_sector(sector).filter(Exists(own)).exclude(country="")
    return brands.values_list("country", flat=True).distinct().order_by("country")


def _country_or_404(request: HttpRequest) -> str:
    country = request.GET.get("country", "")
    if country and country not in COUNTRIES:
        raise Http404("There is no such country.")
    return country
