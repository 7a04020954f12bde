"""Which traditional channel works at which brand, by what customers wrote into their ledgers."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from companies.charts.intervals import share_bar
from companies.statistics.constants import SHOW_FROM
from companies.statistics.intervals import Proportion
from complaints import learned
from complaints.forms.channels import ChannelsForm
from config.doors import clock
from config.doors.drawings import drawn


@require_safe
def channels(request: HttpRequest) -> HttpResponse:
    """The channels of all brands together, then brands from A to Z, or those that match a search, with theirs."""
    form = ChannelsForm(request.GET)
    is_valid = form.is_valid()
    text, sector = (form.cleaned_data.get(name, "") for name in ("q", "sector"))
    page = (
        learned.channels_by_brand(
            text=text,
            sector=sector,
            before=request.GET.get("before", ""),
            after=request.GET.get("after", ""),
        )
        if is_valid
        else learned.BrandsPage([])
    )
    return render(
        request,
        "complaints/channels.html",
        {
            "form": form,
            "channels": [
                (row, share_drawing(row.person)) for row in learned.whole_site(now=clock.now()).channels
            ],
            "brands": [
                {
                    "company": brand.company,
                    "attempts": brand.attempts,
                    "channels": [(row, share_drawing(row.person)) for row in brand.channels],
                }
                for brand in page.brands
            ],
            "text": text,
            "is_filtered": bool(text or sector),
            "is_cut": page.is_cut,
            "matches": learned.MATCHES,
            "show_from": SHOW_FROM,
            "previous_url": page.before and _address(request, sector=sector, before=page.before),
            "next_url": page.after and _address(request, sector=sector, after=page.after),
        },
        status=200 if is_valid else 422,
    )


def share_drawing(share: Proportion) -> str:
    """The share with its interval from 0 to 100 %; nothing where there are too few for a share."""
    if share.share is None or share.low is None or share.high is None:
        return ""
    return drawn(share_bar(share.share, share.low, share.high))


def _address(request: HttpRequest, **asked: str) -> str:
    """Of another page of the list, where the list begins."""
    return f"{request.path}?{urlencode({name: value for name, value in asked.items() if value})}#brands"
