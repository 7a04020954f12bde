"""The page of a brand: its record, live or as it was published at a date."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from companies.charts.curve import resolution_curve
from companies.charts.outcomes import PARTS, outcome_swatch, outcomes_bar
from companies.enums import Sector, Source
from companies.figures import WINDOW_WORDS, UnknownWindow, scorecard_of, window_of
from companies.models import Company, LeagueTable, Scorecard
from companies.services.scorecards import ALL_TIME
from companies.statistics.constants import SHOW_FROM, WINDOWS
from companies.views.addresses import company_or_redirect
from config.doors import clock
from config.doors.drawings import drawn

TABLE_DAYS = (1, 3, 7, 14, 30, 60, 90)
DAY_30, DAY_90 = 1, 2  # places in the horizons 7, 30, 90


@require_safe
def scorecard(request: HttpRequest, slug: str) -> HttpResponse:
    """The record of a brand as it stands now, in one of the published windows."""
    company = company_or_redirect(request, slug)
    if not isinstance(company, Company):
        return company
    window = window_or_404(request)
    record = scorecard_of(company, as_of=clock.now(), window=window).to_json()
    last = Scorecard.objects.filter(company=company, source=Source.ANSWERABLE).order_by("-as_of").first()
    return render(
        request,
        "companies/scorecard.html",
        {
            **record_context(company, record),
            "windows": window_tabs(request, window),
            "channels": list(company.channels.all()),
            "handles": list(company.handles.order_by("network", "handle")),
            "representatives": list(company.representatives.active().order_by("since")),
            "last_published": last,
        },
    )


@require_safe
def scorecard_at(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """The record of a brand as it was published at a date. It never changes, also when the brand is merged away."""
    window = window_or_404(request)
    start, end = day_or_404(day)
    found = (
        Scorecard.objects.filter(
            company__slug=slug,
            source=Source.ANSWERABLE,
            window_days=window or ALL_TIME,
            as_of__gte=start,
            as_of__lt=end,
        )
        .select_related("company__merged_into")
        .order_by("pk")  # the first that was published: a later one would change the page
        .first()
    )
    if found is None:
        company = company_or_redirect(request, slug)
        if not isinstance(company, Company):
            return company
        raise Http404("Nothing was published about this brand on that day.")
    return render(
        request,
        "companies/scorecard.html",
        {
            **record_context(found.company, found.figures),
            "windows": window_tabs(request, window),
            "snapshot": found,
            "sentence": _sentence(found.figures),
            "permalink": settings.SITE_URL + request.get_full_path(),
            "league_url": _league_at(found) or reverse("companies:league", args=[found.figures["sector"]]),
        },
    )


def window_or_404(request: HttpRequest) -> int | None:
    """The window that the reader asks for."""
    try:
        return window_of(request.GET.get("window", ""))
    except UnknownWindow as unknown:
        raise Http404(str(unknown)) from unknown


def day_or_404(text: str) -> tuple[datetime, datetime]:
    """The first instant of the day and of the next one."""
    try:
        start = datetime.combine(date.fromisoformat(text), datetime.min.time(), tzinfo=UTC)
    except ValueError as error:
        raise Http404("A day is written as 2026-03-31.") from error
    return start, start + timedelta(days=1)


def window_tabs(request: HttpRequest, current: int | None) -> list[dict[str, object]]:
    """The windows as tabs over the same page; other filters are kept."""
    tabs = []
    for window in WINDOWS:
        query = request.GET.copy()
        query["window"] = str(window or "all")
        tabs.append(
            {
                "label": WINDOW_WORDS[window].capitalize(),
                "url": f"{request.path}?{query.urlencode()}",
                "is_current": window == current,
            }
        )
    return tabs


def record_context(company: Company, record: dict[str, Any]) -> dict[str, object]:
    """What the page shows of a record, live or stored: drawings, the table behind the curve, words."""
    figures = record["all_cases"]
    curve, outcomes = figures["curve"], figures["outcomes"]
    name, sector = record["name"], Sector(record["sector"]).label
    return {
        "company": company,
        "name": name,
        "record": record,
        "figures": figures,
        "ranked": record["ranked_cases"],
        "day_30": figures["resolved_by"][DAY_30],
        "as_of": parse_datetime(record["as_of"]),
        "window_words": WINDOW_WORDS[record["window"]],
        "sector_name": sector,
        "curve_svg": drawn(
            resolution_curve(
                curve,
                name=name,
                reference=record["sector_share"],
                reference_name=f"all {sector.lower()}",
            )
        )
        if curve["share"]
        else "",
        "curve_rows": _curve_rows(curve, record["sector_share"]),
        "outcomes_svg": drawn(outcomes_bar(outcomes)),
        "outcomes_key": [
            {
                "swatch": drawn(outcome_swatch(part)),
                "count": sum(outcomes[key] for key in keys),
                "share": sum(outcomes[key] for key in keys) / figures["cases"]
                if figures["cases"] >= SHOW_FROM
                else None,
                "words": words,
            }
            for part, (keys, words) in PARTS.items()
        ],
        "league_url": reverse("companies:league", args=[record["sector"]]),
        "is_few": figures["cases"] < SHOW_FROM,
        "is_effort_shown": record["effort"]["cases"] >= SHOW_FROM,
    }


def _curve_rows(curve: dict[str, Any], sector: list[float]) -> list[dict[str, object]]:
    return [
        {
            "day": day,
            "share": curve["share"][day],
            "low": curve["low"][day],
            "high": curve["high"][day],
            "best": curve["best"][day],
            "sector": sector[day] if day < len(sector) else None,
            "followed": curve["followed"][day],
        }
        for day in TABLE_DAYS
        if day < len(curve["share"])
    ]


def _league_at(found: Scorecard) -> str:
    """The league table that was published with a scorecard; empty where there is none."""
    is_there = LeagueTable.objects.filter(
        sector=found.figures["sector"], country="", source=found.source, as_of=found.as_of
    ).exists()
    day = found.as_of.date().isoformat()
    return reverse("companies:league_at", args=[found.figures["sector"], day]) if is_there else ""


def _sentence(record: dict[str, Any]) -> str:
    """A sentence that stays true, with n and interval."""
    figures = record["all_cases"]
    share = figures["resolved_by"][DAY_30]["headline"]
    at = parse_datetime(record["as_of"])
    span = f"{WINDOW_WORDS[record['window']]} to {at:%-d %B %Y}"
    words = f"{figures['cases']:,} complaints about {record['name']} filed with Answerable ({span})"
    if share is None:
        return f"Of {words}, {figures['outcomes']['resolved']:,} were resolved by the customer's word so far."
    return (
        f"Of {words}, an estimated {100 * share['value']:.0f} % were resolved within 30 days of publication "
        f"(95 % interval {100 * share['low']:.0f} to {100 * share['high']:.0f} %)."
    )
