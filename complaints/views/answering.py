"""How a brand answers: a page to look at before filing."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from companies.charts.week import DAYS, reply_week
from companies.figures import WINDOW_WORDS
from companies.models import Company
from companies.statistics.constants import SHOW_FROM
from companies.views.addresses import company_or_redirect
from companies.views.scorecard import window_or_404, window_tabs
from complaints import answering
from complaints.answering import SITE, Filters, Manners, Part, manners_of, place_name, replies_page
from complaints.enums import Network, ReplyKind
from complaints.rules import reply_measured
from complaints.rules.reply_measured import Measured
from complaints.rules.staffed import staffed_week
from complaints.views.channels import share_drawing
from config.doors import clock
from config.doors.drawings import drawn


@require_safe
def answers_of(request: HttpRequest, slug: str) -> HttpResponse:
    """What the replies of a brand are, when and where they come; and the stream of them, newest first."""
    company = company_or_redirect(request, slug)
    if not isinstance(company, Company):
        return company
    window = window_or_404(request)
    manners = manners_of(company, as_of=clock.now(), window=window)
    channels = list(company.channels.all())
    filters = filters_of(request)
    page = replies_page(
        company,
        filters=filters,
        before=request.GET.get("before", ""),
        after=request.GET.get("after", ""),
    )
    return render(
        request,
        "complaints/answers_of.html",
        {
            "company": company,
            "manners": manners,
            "windows": window_tabs(request, window),
            "window_words": WINDOW_WORDS[window],
            "answer": manners.kinds[answering.KINDS.index(ReplyKind.ANSWER)],
            "deflection": manners.kinds[answering.KINDS.index(ReplyKind.DEFLECTION)],
            "kinds": [(row, share_drawing(row.first)) for row in manners.kinds],
            "directions": _with_bars(manners.directions),
            "tones": _with_bars(manners.tones, reply_measured.TONES),
            "channels": [channel for channel in channels if channel.staffed],
            "week_svg": _week_drawn(company, manners, staffed_week(channel.staffed for channel in channels)),
            "days": DAYS,
            "hours": list(zip(*manners.week, strict=True)),
            "show_from": SHOW_FROM,
            "is_claimed": company.representatives.active().exists(),
            "page": page,
            "filters": filters,
            "kind_choices": [(kind.value, kind.label) for kind in answering.KINDS],
            "place_choices": [(slug, place_name(slug)) for slug in sorted(manners.places_ever)],
            "newer_url": page.after and _address(request, filters, after=page.after),
            "older_url": page.before and _address(request, filters, before=page.before),
            "now": clock.now(),
        },
    )


def filters_of(request: HttpRequest) -> Filters:
    """What the reader asks for; what we do not know is left out."""
    kind, place = request.GET.get("kind", ""), request.GET.get("network", "")
    return Filters(
        kind=kind if kind in ReplyKind.values else "",
        place=place if place == SITE or place in Network.values else "",
    )


def _with_bars(
    parts: Iterable[Part], measured: Iterable[Measured] = ()
) -> list[tuple[Part, str, Measured | None]]:
    """Each with its bar, and how well the rules know it where that was measured."""
    known = {one.name: one for one in measured}
    return [(part, share_drawing(part.share), known.get(part.label.lower())) for part in parts]


def _week_drawn(company: Company, manners: Manners, staffed: list[list[tuple[int, int]]]) -> str:
    """Nothing where there are too few replies to speak of hours."""
    if manners.replies < SHOW_FROM:
        return ""
    return drawn(reply_week(manners.week, staffed, name=company.name, zone=company.time_zone))


def _address(request: HttpRequest, filters: Filters, **cursor: str) -> str:
    """Of another page of the stream, where the stream begins; window and filters are kept."""
    asked = {
        "window": request.GET.get("window", ""),
        "kind": filters.kind,
        "network": filters.place,
        **cursor,
    }
    return f"{request.path}?{urlencode({name: value for name, value in asked.items() if value})}#stream"
