"""Where a company works its complaints."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import person_of
from companies.enums import ANSWERING_ROLES
from companies.models import Company, Representative
from complaints import queries
from complaints.enums import Action, Actor, Direction, Tone
from complaints.forms.words import OfferForm, ReplyForm
from complaints.models import Complaint, Reply
from complaints.rules.lifecycle import MoveRefused, is_possible
from complaints.rules.near_copies import NearCopy
from complaints.rules.replies import Advice, Verdict, how_to_answer, judge_reply
from complaints.services import labelling, tracking
from complaints.services.moves import NotAllowed
from complaints.services.tracking import OfferRefused
from complaints.views.case import clocks_context
from config.doors import clock

SHOWS = {"open": "Open", "waiting": "Waiting for an answer", "ended": "Ended", "all": "All"}


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The desks of this person; the only one opens at once."""
    companies = list(
        Company.objects.filter(
            representatives__user_id=person_of(request).pk, representatives__until__isnull=True
        ).order_by("name")
    )
    if len(companies) == 1:
        return redirect("complaints:desk", companies[0].slug)
    return render(request, "desk/index.html", {"companies": companies})


@login_required
@require_safe
def inbox(request: HttpRequest, slug: str) -> HttpResponse:
    """The brand's complaints with both clocks; what waits longest for an answer first."""
    company, representative = _desk_or_404(request, slug)
    return render(request, "desk/inbox.html", _inbox_context(request, company, representative))


@login_required
@require_safe
def desk_case(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """One complaint on the desk: the ledger first, then what was said, then the composer."""
    company, representative = _desk_or_404(request, slug)
    return _render_case(request, company, representative, _case_or_404(company, reference))


@login_required
@require_POST
def reply(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Reply in public. What reads as a deflection is shown as one first; a second press sends it."""
    company, representative = _desk_or_404(request, slug)
    complaint = _case_or_404(company, reference)
    form = ReplyForm(request.POST, prefix="reply")
    if not form.is_valid():
        return _render_case(request, company, representative, complaint, status=422, reply_form=form)
    warning = _warning(form.cleaned_data["text"], complaint, representative)
    if warning is not None and request.POST.get("send_anyway") != warning.token:
        return _render_case(request, company, representative, complaint, reply_form=form, warning=warning)
    try:
        sent = tracking.record_company_reply(
            complaint=complaint, by=person_of(request), text=form.cleaned_data["text"], now=clock.now()
        )
    except (MoveRefused, NotAllowed) as refused:
        form.add_error(None, str(refused))
        return _render_case(request, company, representative, complaint, status=422, reply_form=form)
    messages.success(request, f"Your reply is public. It counts as: {sent.get_kind_display().lower()}.")
    return redirect("complaints:desk_case", company.slug, complaint.reference)


@login_required
@require_POST
def offer(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Offer a fix with a date."""
    company, representative = _desk_or_404(request, slug)
    complaint = _case_or_404(company, reference)
    form = OfferForm(request.POST, prefix="offer", today=_today())
    if form.is_valid():
        try:
            tracking.offer_fix(
                complaint=complaint,
                by=person_of(request),
                text=form.cleaned_data["text"],
                due_on=form.cleaned_data["due_on"],
                now=clock.now(),
            )
        except (MoveRefused, NotAllowed, OfferRefused) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The offer is public. The customer is asked on the promised day.")
            return redirect("complaints:desk_case", company.slug, complaint.reference)
    return _render_case(request, company, representative, complaint, status=422, offer_form=form)


@login_required
@require_POST
def take_back_offer(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Take the offer back: everything is as before it."""
    company, _ = _desk_or_404(request, slug)
    complaint = _case_or_404(company, reference)
    try:
        tracking.take_back_offer(complaint=complaint, by=person_of(request), now=clock.now())
    except (MoveRefused, NotAllowed) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "The offer is taken back. The clock goes on as before it.")
    return redirect("complaints:desk_case", company.slug, complaint.reference)


@dataclass(frozen=True, slots=True)
class Warned:
    """What stands in the way of a reply at first. `token` sends it all the same, while it is judged the same."""

    verdict: Verdict
    advice: Advice
    canned: NearCopy | None
    sample: Reply | None

    @property
    def token(self) -> str:
        return self.verdict.kind + ("+canned" if self.canned else "")

    @property
    def sends_to(self) -> list[str]:
        return [str(Direction(to).label) for to in self.verdict.to]

    @property
    def tone(self) -> str:
        """Worth a word before sending: an apology alone, or a brush-off."""
        is_worth_it = self.verdict.tone in (Tone.APOLOGY_ONLY, Tone.DISMISSIVE)
        return str(Tone(self.verdict.tone).label).lower() if is_worth_it else ""


def _warning(text: str, complaint: Complaint, representative: Representative) -> Warned | None:
    """Why not to send this yet; None for an answer that was not sent to others."""
    verdict = judge_reply(text)
    first_name = str(representative).partition(" ")[0]
    found = labelling.near_copy_of(text, complaint=complaint, names=[first_name], at=clock.now())
    canned = found if found is not None and found.is_canned else None
    if verdict.kind == "answer" and canned is None:
        return None
    return Warned(
        verdict, how_to_answer(verdict), canned, labelling.sample_of(canned) if canned is not None else None
    )


def _today() -> date:
    return clock.now().date()


def _desk_or_404(request: HttpRequest, slug: str) -> tuple[Company, Representative]:
    found = queries.desk_of(person_of(request), slug)
    if found is None:
        raise Http404("You do not act for a company with this address.")
    return found


def _case_or_404(company: Company, reference: str) -> Complaint:
    complaint = queries.case_of(reference)
    if complaint is None or complaint.company_id != company.pk:
        raise Http404("This company has no complaint with this reference.")
    return complaint


def _inbox_context(
    request: HttpRequest, company: Company, representative: Representative
) -> dict[str, object]:
    show = request.GET.get("show", "open")
    show = show if show in SHOWS else "open"
    return {
        "company": company,
        "representative": representative,
        "show": show,
        "shows": SHOWS,
        "inbox": queries.desk_inbox(company, show=show),
        "now": clock.now(),
    }


def _render_case(
    request: HttpRequest,
    company: Company,
    representative: Representative,
    complaint: Complaint,
    *,
    status: int = 200,
    reply_form: forms.Form | None = None,
    offer_form: forms.Form | None = None,
    warning: Warned | None = None,
) -> HttpResponse:
    now = clock.now()
    may_answer = representative.role in ANSWERING_ROLES
    return render(
        request,
        "desk/case.html",
        _inbox_context(request, company, representative)
        | clocks_context(complaint, now=now)
        | {
            "complaint": complaint,
            "may_answer": may_answer,
            "may_contest": may_answer,
            "may_offer": may_answer
            and is_possible(
                status=complaint.status,
                outcome=complaint.outcome,
                action=Action.OFFER_FIX,
                actor=Actor.COMPANY,
            ),
            "may_take_back": may_answer
            and is_possible(
                status=complaint.status,
                outcome=complaint.outcome,
                action=Action.TAKE_BACK_OFFER,
                actor=Actor.COMPANY,
            ),
            "reply_form": reply_form or ReplyForm(prefix="reply"),
            "offer_form": offer_form or OfferForm(prefix="offer", today=now.date()),
            "warning": warning,
        },
        status=status,
    )
