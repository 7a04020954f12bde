"""The moderators' queue: reviews, contested labels, accounts to confirm, claims; and decisions on a case."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import moderator_required, person_of
from companies.models import Claim
from companies.services import claiming
from complaints import queries
from complaints.enums import ReplyKind, Status, Tone, Visibility
from complaints.forms.words import DecisionForm, ExclusionForm, LabelForm, RedactionForm
from complaints.models import Complaint, Reply
from complaints.rules.lifecycle import MoveRefused
from complaints.services import moderating, redacting
from complaints.services.moves import NotAllowed
from config.doors import clock


@moderator_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Everything that waits for a moderator, oldest first."""
    return render(
        request,
        "moderation/queue.html",
        {
            "queue": queries.moderation_queue(),
            "kinds": ReplyKind.choices,
            "tones": Tone.choices,
            "claims": list(
                Claim.objects.waiting().select_related("company", "user").order_by("confirmed_at")
            ),
            "now": clock.now(),
        },
    )


@moderator_required
@require_safe
def review(request: HttpRequest, reference: str) -> HttpResponse:
    """One complaint before a moderator: in review, or published."""
    return _render_review(request, _complaint_or_404(reference))


@moderator_required
@require_POST
def decide(request: HttpRequest, reference: str, decision: str) -> HttpResponse:
    """Carry out a decision on a complaint; each leaves its trace."""
    complaint = _complaint_or_404(reference)
    services: dict[str, tuple[Callable[..., Any], str, str]] = {
        "publish": (moderating.publish_from_review, "", "The complaint is public."),
        "return": (moderating.return_to_author, "reasons", "The author gets your reasons and may change it."),
        "reject": (moderating.reject_complaint, "reasons", "Rejected. The author gets your reasons."),
        "hide": (moderating.hide_complaint, "rule", "Hidden. The clocks and the figures go on."),
        "remove": (moderating.remove_complaint, "rule", "Removed. A tombstone stays, and it stays counted."),
        "restore": (moderating.restore_complaint, "rule", "Shown again."),
        "include": (
            moderating.include_in_statistics,
            "reason",
            "It counts again, and the decision is public.",
        ),
        "check-evidence": (moderating.check_evidence, "", "The evidence is marked as checked."),
    }
    if decision == "exclude":
        return _exclude(request, complaint)
    if decision == "redact":
        return _redact(request, complaint)
    if decision not in services:
        raise Http404("There is no such decision.")
    service, wants, done = services[decision]
    form = DecisionForm(request.POST) if wants else forms.Form(request.POST)
    if form.is_valid():
        reasons = {wants: form.cleaned_data["reasons"]} if wants else {}
        try:
            service(complaint=complaint, by=person_of(request), now=clock.now(), **reasons)
        except (MoveRefused, NotAllowed) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect("complaints:moderation")
    return _render_review(request, complaint, form=form, decision=decision, status=422)


def _exclude(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    form = ExclusionForm(request.POST)
    if not form.is_valid():
        return _render_review(request, complaint, exclusion_form=form, decision="exclude", status=422)
    try:
        moderating.exclude_from_statistics(
            complaint=complaint,
            exclusion=form.cleaned_data["exclusion"],
            by=person_of(request),
            reason=form.cleaned_data["reasons"],
            now=clock.now(),
        )
    except (MoveRefused, NotAllowed) as refused:
        form.add_error(None, str(refused))
        return _render_review(request, complaint, exclusion_form=form, decision="exclude", status=422)
    messages.success(request, "Left out of the figures; the decision is counted in public.")
    return redirect("complaints:moderation")


def _redact(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    form = RedactionForm(request.POST, prefix="redaction")
    if form.is_valid():
        try:
            done = redacting.redact_words(
                complaint=complaint, by=person_of(request), now=clock.now(), **form.cleaned_data
            )
        except (MoveRefused, NotAllowed) as refused:
            form.add_error(None, str(refused))
        else:
            places = "place" if done.places == 1 else "places"
            messages.success(
                request, f"Covered in {done.places} {places}. Copies that held them are taken down."
            )
            return redirect("complaints:moderation_review", complaint.reference)
    return _render_review(request, complaint, redaction_form=form, decision="redact", status=422)


@moderator_required
@require_POST
def label(request: HttpRequest, reply_id: int) -> HttpResponse:
    """Decide what a contested reply counts as."""
    found = get_object_or_404(Reply.objects.of_the_company().select_related("complaint"), pk=reply_id)
    form = LabelForm(request.POST)
    if form.is_valid():
        try:
            said = form.cleaned_data
            moderating.decide_label(
                reply=found,
                kind=said["kind"],
                tone=Tone(said["tone"]) if said["tone"] else None,
                is_canned={"yes": True, "no": False}.get(said["canned"]),
                by=person_of(request),
                now=clock.now(),
            )
        except (MoveRefused, NotAllowed) as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "Decided. The clocks follow the label.")
    else:
        messages.error(request, "Choose what the reply counts as.")
    return redirect("complaints:moderation")


@moderator_required
@require_POST
def account(request: HttpRequest, reply_id: int, decision: str) -> HttpResponse:
    """Confirm or refuse that the account behind a reply is the company's."""
    found = get_object_or_404(Reply.objects.unconfirmed().select_related("complaint__company"), pk=reply_id)
    try:
        if decision == "confirm":
            many = moderating.confirm_account(reply=found, by=person_of(request), now=clock.now())
            done = f"Confirmed. {many} replies count as the company's, from their own time."
        else:
            many = moderating.refuse_account(reply=found, by=person_of(request), now=clock.now())
            done = f"Refused. {many} replies are shown as somebody else's."
    except (MoveRefused, NotAllowed) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("complaints:moderation")


@moderator_required
@require_POST
def claim(request: HttpRequest, claim_id: int, decision: str) -> HttpResponse:
    """Approve or reject a claim to represent a company."""
    found = get_object_or_404(Claim.objects.waiting(), pk=claim_id)
    if decision == "approve":
        claiming.approve_claim(claim=found, by=person_of(request), now=clock.now())
        messages.success(request, f"{found.first_name} now acts for {found.company}.")
        return redirect("complaints:moderation")
    form = DecisionForm(request.POST)
    if form.is_valid():
        claiming.reject_claim(
            claim=found, by=person_of(request), reason=form.cleaned_data["reasons"], now=clock.now()
        )
        messages.success(request, "Rejected. The claimant gets your reasons.")
    else:
        messages.error(request, "Give the reasons for the rejection.")
    return redirect("complaints:moderation")


def _complaint_or_404(reference: str) -> Complaint:
    complaint = (
        Complaint.objects.select_related("company", "customer")
        .prefetch_related("attempts", "evidence", "replies", "postings")
        .filter(reference=reference)
        .exclude(status__in=[Status.DRAFT, Status.DISCARDED])
        .first()
    )
    if complaint is None:
        raise Http404("There is no complaint with this reference before moderators.")
    return complaint


def _render_review(
    request: HttpRequest,
    complaint: Complaint,
    *,
    form: forms.Form | None = None,
    exclusion_form: ExclusionForm | None = None,
    redaction_form: RedactionForm | None = None,
    decision: str = "",
    status: int = 200,
) -> HttpResponse:
    return render(
        request,
        "moderation/review.html",
        {
            "complaint": complaint,
            "attempts": list(complaint.attempts.all()),
            "evidence": list(complaint.evidence.all()),
            "decision_form": form or DecisionForm(),
            "exclusion_form": exclusion_form or ExclusionForm(),
            "redaction_form": redaction_form or RedactionForm(prefix="redaction"),
            "redactions": list(complaint.redactions.select_related("by").order_by("at")),
            "decision": decision,
            "is_in_review": complaint.status == Status.IN_REVIEW,
            "is_hidden": complaint.visibility != Visibility.PUBLIC,
            "now": clock.now(),
        },
        status=status,
    )
