"""What operators do about networks: switch them off and on, and look after copies that are stuck."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import moderator_required, person_of
from complaints import stuck
from complaints.enums import Network
from complaints.forms.words import PlainText
from complaints.models import Posting
from complaints.rules.budget import Budget, Spent
from complaints.rules.lifecycle import MoveRefused
from complaints.services import budgets, connecting, copies, switching
from config.doors import clock


@dataclass(frozen=True, slots=True)
class Money:
    """What a network that charges may cost today, and what it has cost."""

    budget: Budget
    spent: Spent


def _money_of(network: str, *, now: datetime) -> Money | None:
    budget = budgets.budget_of(network)
    return Money(budget, budgets.spent_on(network, now=now)) if budget else None


class SwitchForm(forms.Form):
    """Why a network is switched off; other operators read it."""

    reason = PlainText(
        length=switching.REASON_LENGTH,
        multiline=False,
        label="Why",
        help_text="Other operators read it. Customers only read that it is off.",
    )


@moderator_required
@never_cache
@require_safe
def networks(request: HttpRequest) -> HttpResponse:
    """Every network with its switch, accounts and counts; and what is stuck, oldest first."""
    return _page(request)


@moderator_required
@require_POST
def switch(request: HttpRequest, network: str, act: str) -> HttpResponse:
    """Off, with a reason, or on again."""
    if network not in Network.values or act not in ("off", "on"):
        raise Http404("There is no such switch.")
    chosen, by = Network(network), person_of(request)
    if act == "on":
        switching.switch_on(network=chosen, by=by, now=clock.now())
        messages.success(request, f"{chosen.label} is on. What waited leaves as fast as the network allows.")
        return redirect("complaints:moderation_networks")
    form = SwitchForm(request.POST, prefix=network)
    if not form.is_valid():
        return _page(request, form=form, network=network, status=422)
    switching.switch_off(network=chosen, reason=form.cleaned_data["reason"], by=by, now=clock.now())
    messages.success(
        request, f"{chosen.label} is off. Nothing is sent there or asked of it; nothing is lost."
    )
    return redirect("complaints:moderation_networks")


@moderator_required
@require_POST
def copy(request: HttpRequest, posting_id: int, act: str) -> HttpResponse:
    """Try a stuck copy now, or give it up."""
    acts = {
        "now": (copies.try_now, "It is tried now."),
        "give-up": (copies.give_up, "Given up. Its case says so, and its customer may send it again."),
    }
    if act not in acts:
        raise Http404("There is no such act.")
    service, done = acts[act]
    posting = get_object_or_404(Posting.objects.select_related("complaint", "connection"), pk=posting_id)
    try:
        service(posting=posting, by=person_of(request), now=clock.now())
    except MoveRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("complaints:moderation_networks")


def _page(
    request: HttpRequest, *, form: SwitchForm | None = None, network: str = "", status: int = 200
) -> HttpResponse:
    now = clock.now()
    shown, total = stuck.stuck(now=now)
    rows = [
        (
            row,
            form if form and row.slug == network else SwitchForm(prefix=row.slug),
            connecting.sign_in_of(row.slug) is not None,
            _money_of(row.slug, now=now),
        )
        for row in stuck.networks(now=now)
    ]
    return render(
        request,
        "moderation/networks.html",
        {"rows": rows, "form": form, "stuck": shown, "total": total, "now": now},
        status=status,
    )
