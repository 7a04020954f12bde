"""Lists: all complaints, those of one company, one's own; the front page; what networks can do."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import person_of
from companies.enums import Sector
from companies.models import Company
from companies.statistics.constants import SHOW_FROM
from complaints import learned, queries
from complaints.enums import Category
from complaints.models import NetworkPause
from complaints.networks.assisted import WAYS
from complaints.networks.registry import NETWORKS, Kind, Network, capabilities_of, customers_connect
from complaints.services import budgets
from complaints.views.channels import share_drawing
from config.doors import clock

STATUSES = {
    "waiting": "Waiting for an answer",
    "open": "Open",
    "resolved": "Resolved",
    "ended": "Ended without a fix",
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search, what needs an answer now, what was fixed, what it takes to be heard."""
    now = clock.now()
    site = learned.whole_site(now=now)
    return render(
        request,
        "complaints/home.html",
        {
            "counts": queries.site_counts(),
            "waiting": queries.needs_an_answer(),
            "resolved": queries.recently_resolved(),
            "learned": site.learned,
            "channels": [(row, share_drawing(row.person)) for row in site.channels],
            "show_from": SHOW_FROM,
            "sectors": site.sectors,
            "now": now,
        },
    )


@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    """All readable complaints, newest first, with filters."""
    filters = filters_of(request)
    page = queries.complaints_page(filters=filters, before=request.GET.get("before", ""))
    return render(
        request,
        "complaints/browse.html",
        {
            "page": page,
            "filters": filters,
            "sectors": Sector.choices,
            "categories": Category.choices,
            "statuses": STATUSES,
            **page_addresses(request, page, filters),
            "now": clock.now(),
        },
    )


@require_safe
def of_company(request: HttpRequest, slug: str) -> HttpResponse:
    """The complaints about one company."""
    company = get_object_or_404(Company.objects.select_related("merged_into"), slug=slug)
    if company.merged_into is not None:
        return HttpResponsePermanentRedirect(
            reverse("complaints:of_company", args=[company.merged_into.slug])
        )
    filters = filters_of(request)
    page = queries.complaints_page(filters=filters, company=company, before=request.GET.get("before", ""))
    return render(
        request,
        "complaints/of_company.html",
        {
            "company": company,
            "page": page,
            "filters": filters,
            "statuses": STATUSES,
            **page_addresses(request, page, filters),
            "now": clock.now(),
        },
    )


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The customer's own complaints and drafts, with both clocks and the next step."""
    return render(
        request,
        "complaints/mine.html",
        {"complaints": queries.own_complaints(person_of(request)), "now": clock.now()},
    )


@require_safe
def networks(request: HttpRequest) -> HttpResponse:
    """What each network can do, since when, and which are retired."""
    return render(
        request,
        "complaints/networks.html",
        {
            "groups": _network_groups(),
            "abilities": [
                (one, capabilities_of(one.slug), customers_connect(one.slug))
                for one in NETWORKS
                if one.kind is Kind.CONNECTOR
            ],
        },
    )


ALSO_BY_HAND = "You can also post it there yourself, from your own account, with prepared words."


BY_HAND_SINCE = "0.2.0"
SWITCHED_OFF = (
    "Switched off at the moment: nothing is posted there and no reply is read; what waits leaves later."
)


def _network_groups() -> list[tuple[Kind, list[tuple[Network, str, str]]]]:
    """Networks by what can be done with each here, since when, and a sentence; where one charges, only within a budget."""
    groups: dict[Kind, list[tuple[Network, str, str]]] = {
        kind: [] for kind in (Kind.CONNECTOR, Kind.ASSISTED, Kind.PLANNED, Kind.RETIRED)
    }
    paused = set(NetworkPause.objects.standing().values_list("network", flat=True))
    for network in NETWORKS:
        is_off = network.needs_budget and not budgets.is_on(network.slug)
        if not is_off:
            is_paused = network.slug in paused
            sentences = filter(None, (SWITCHED_OFF if is_paused else "", network.reason, network.edits))
            groups[network.kind].append((network, network.since, " ".join(sentences)))
        if network.slug in WAYS and network.kind is not Kind.ASSISTED:
            sentence = network.reason if is_off else ALSO_BY_HAND
            groups[Kind.ASSISTED].append((network, BY_HAND_SINCE, sentence))
    return list(groups.items())


def page_addresses(request: HttpRequest, page: queries.Page, filters: queries.Filters) -> dict[str, str]:
    """Addresses of the next page and of the first, with the filters kept; empty where there is none."""
    kept = filters.query()
    older = (
        "&".join(part for part in (kept, f"before={page.next_cursor}") if part) if page.next_cursor else ""
    )
    newest = f"{request.path}?{kept}" if kept else request.path
    return {
        "older_url": f"{request.path}?{older}" if older else "",
        "newer_url": newest if request.GET.get("before") else "",
    }


def filters_of(request: HttpRequest) -> queries.Filters:
    """What the reader asks for; what we do not know is left out."""
    status, sector, category = (request.GET.get(name, "") for name in ("status", "sector", "category"))
    return queries.Filters(
        text=request.GET.get("q", "").replace("\0", "").strip()[:100],
        status=status if status in STATUSES else "",
        sector=sector if sector in Sector.values else "",
        category=category if category in Category.values else "",
    )
