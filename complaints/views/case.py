"""One complaint: its page for everybody, and what its customer can do there."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.permissions import is_moderator, person_of
from companies.charts.clocks import Mark, MarkKind, case_clocks
from companies.enums import ANSWERING_ROLES
from companies.models import Representative
from complaints import queries, stuck
from complaints.enums import (
    UNSENT,
    Action,
    Actor,
    EventKind,
    PostingKind,
    PostingState,
    ReplyKind,
    Side,
    Visibility,
)
from complaints.forms.words import ContestForm, EscalationForm, OfferForm, ReasonForm, ReplyForm, WordForm
from complaints.models import Attempt, Complaint, Posting, Reply
from complaints.rules import clocks
from complaints.rules.effort import effort_of
from complaints.rules.lifecycle import MoveRefused, is_possible
from complaints.services import copies, filing, letters, pictures, resolving, sharing, thanking, tracking
from complaints.services.moves import NotAllowed
from complaints.services.tracking import OfferRefused
from complaints.timeline import people_who_joined, timeline_of
from complaints.views.copies import visible_copies
from config.doors import clock
from config.doors.drawings import drawn

CUSTOMER_ACTIONS = (
    Action.CONFIRM,
    Action.GO_ON,
    Action.END_PARTLY,
    Action.WITHDRAW,
    Action.GIVE_UP,
    Action.ESCALATE,
    Action.REOPEN,
    Action.OFFER_FIX,
)


@require_safe
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """The page of a complaint: clocks, words, ledger, timeline, copies on networks."""
    if reference != reference.upper():
        return HttpResponsePermanentRedirect(reverse("complaints:case", args=[reference.upper()]))
    complaint = published_or_404(reference)
    return render_case(request, complaint)


def published_or_404(reference: str) -> Complaint:
    """A complaint that was ever published; drafts and unknown ones look alike."""
    complaint = queries.case_of(reference)
    if complaint is None:
        raise Http404("There is no complaint with this address.")
    return complaint


def render_case(
    request: HttpRequest, complaint: Complaint, *, status: int = 200, **bound: forms.Form
) -> HttpResponse:
    """Render the page for this reader; `bound` replaces empty forms by those that were typed into."""
    is_customer = request.user.is_authenticated and complaint.customer_id == request.user.pk
    is_insider = (
        is_customer or getattr(request.user, "is_moderator", False) or is_representative(request, complaint)
    )
    if complaint.visibility != Visibility.PUBLIC and not is_insider:
        code = 410 if complaint.visibility == Visibility.REMOVED else 404
        decision = complaint.events.of_kind(EventKind.HIDDEN, EventKind.REMOVED).order_by("-id").first()
        return render(
            request, "complaints/tombstone.html", {"complaint": complaint, "decision": decision}, status=code
        )
    now = clock.now()
    stuck.note_why_copies_wait(complaint.postings.all(), now=now)
    return render(
        request,
        "complaints/case.html",
        {
            "complaint": complaint,
            "company": complaint.company,
            "deflections": sum(reply.kind == ReplyKind.DEFLECTION for reply in complaint.replies.all()),
            "postings": visible_copies(complaint),
            **clocks_context(complaint, now=now),
            "is_customer": is_customer,
            "is_company": is_representative(request, complaint),
            "may_contest": is_customer or may_answer(request, complaint),
            "posted_on": _networks_of(complaint, PostingState.SENT),
            "waits_for": _networks_of(complaint, *UNSENT),
            "may_copy": is_customer or is_moderator(request.user),
            "may_thank": is_customer and thanking.may_thank(complaint),
            "share": _share_words(complaint),
            "card_url": letters.card_of(complaint),
            "card_alt": pictures.alt_of(complaint, now=now),
            "can": {
                action.value: is_possible(
                    status=complaint.status, outcome=complaint.outcome, action=action, actor=Actor.CUSTOMER
                )
                for action in CUSTOMER_ACTIONS
            }
            if is_customer
            else {},
            **_forms(complaint, bound),
            "bound_forms": list(bound.values()),
        },
        status=status,
    )


def _networks_of(complaint: Complaint, *states: PostingState) -> list[str]:
    """The names of the networks on which a copy is in one of these states, and can still be changed by us."""
    copies_ = (one for one in complaint.postings.all() if one.kind == PostingKind.COMPLAINT)
    return [
        one.get_network_display() for one in copies_ if one.state in states and not one.connection.is_left
    ]


def _share_words(complaint: Complaint) -> dict[str, str] | None:
    """What anybody may pass on."""
    words = sharing.fixed_words(complaint)
    return {"words": words, "address": letters.address_of(complaint)} if words else None


def clocks_context(complaint: Complaint, *, now: datetime) -> dict[str, object]:
    """Ledger, timeline and both clocks, as the public page and the desk show them."""
    assert complaint.published_at is not None
    attempts = list(complaint.attempts.all())
    until = complaint.counted_at or complaint.ended_at or now
    timeline = timeline_of(complaint)
    return {
        "attempts": attempts,
        "effort": effort_of(attempts, until=complaint.published_at.date()),
        "timeline": timeline,
        "joined_in": people_who_joined(timeline),
        "clock_svg": drawn(_clocks_drawn(complaint, attempts, until)),
        "clock_a_days": clocks.clock_a_days(first_attempt_on=complaint.first_attempt_on, until=until),
        "clock_b_seconds": clocks.clock_b_seconds(published_at=complaint.published_at, until=until),
        "now": now,
    }


def _clocks_drawn(complaint: Complaint, attempts: list[Attempt], until: datetime) -> str:
    assert complaint.published_at is not None
    return case_clocks(
        attempts=[attempt.made_on for attempt in attempts],
        tries=sum(attempt.times for attempt in attempts),
        published=complaint.published_at,
        marks=[
            Mark(reply.at, MarkKind.FIX if reply.is_offer else MarkKind(reply.kind))
            for reply in complaint.replies.all()
            if reply.side == Side.COMPANY
            and reply.stands
            and reply.kind in (ReplyKind.ANSWER, ReplyKind.DEFLECTION)
        ],
        until=until,
        ending=complaint.get_outcome_display().lower() if complaint.outcome else None,
    )


def is_representative(request: HttpRequest, complaint: Complaint) -> bool:
    """Whether the reader acts for the company of this complaint."""
    if not request.user.is_authenticated:
        return False
    return (
        Representative.objects.active()
        .filter(company=complaint.company, user_id=person_of(request).pk)
        .exists()
    )


def may_answer(request: HttpRequest, complaint: Complaint) -> bool:
    """Whether the reader answers for the company of this complaint, and does not only read."""
    if not request.user.is_authenticated:
        return False
    found = Representative.objects.active().filter(company=complaint.company, user=person_of(request))
    return found.filter(role__in=ANSWERING_ROLES).exists()


def _forms(complaint: Complaint, bound: dict[str, forms.Form]) -> dict[str, forms.Form]:
    today = clock.now().date()
    assert complaint.published_at is not None
    return {
        "reply_form": ReplyForm(prefix="reply"),
        "word_form": WordForm(prefix="word", today=today, published_on=complaint.published_at.date()),
        "offer_form": OfferForm(prefix="offer", today=today),
        "reason_form": ReasonForm(prefix="reason"),
        "escalation_form": EscalationForm(prefix="escalation"),
        **bound,
    }


def _act(
    request: HttpRequest,
    complaint: Complaint,
    *,
    name: str,
    form: forms.Form,
    service: Callable[[], Any],
    done: str,
) -> HttpResponse:
    """The shape of every act on a case: ask the form, call one function, redirect; nothing typed is lost."""
    if form.is_valid():
        try:
            service()
        except (MoveRefused, OfferRefused, resolving.DayRefused) as refused:
            form.add_error(None, str(refused))
        except NotAllowed as refused:
            raise Http404(str(refused)) from refused
        else:
            messages.success(request, done)
            return redirect(complaint)
    return render_case(request, complaint, status=422, **{name: form})


def own_or_404(request: HttpRequest, reference: str) -> Complaint:
    """A published complaint of the person who is signed in."""
    complaint = published_or_404(reference)
    if complaint.customer_id != request.user.pk:
        raise Http404("This is not your complaint.")
    return complaint


@login_required
@require_POST
def reply(request: HttpRequest, reference: str) -> HttpResponse:
    """The customer writes under the own complaint."""
    complaint, by = own_or_404(request, reference), person_of(request)
    form = ReplyForm(request.POST, prefix="reply")
    return _act(
        request,
        complaint,
        name="reply_form",
        form=form,
        service=lambda: tracking.record_customer_reply(
            complaint=complaint, by=by, text=form.cleaned_data["text"], now=clock.now()
        ),
        done="Your reply is public.",
    )


@login_required
@require_POST
def word(request: HttpRequest, reference: str) -> HttpResponse:
    """The customer says fixed, partly or not fixed."""
    complaint = own_or_404(request, reference)
    form = word_form(complaint, request.POST)
    return _act(
        request,
        complaint,
        name="word_form",
        form=form,
        service=lambda: take_word(complaint, form, person_of(request)),
        done=words_after(form),
    )


def word_form(complaint: Complaint, data: Any = None, **kwargs: Any) -> WordForm:
    """The form for the customer's word about this complaint."""
    assert complaint.published_at is not None
    return WordForm(
        data, prefix="word", today=clock.now().date(), published_on=complaint.published_at.date(), **kwargs
    )


def take_word(complaint: Complaint, form: WordForm, by: User) -> None:
    """Carry out what a valid form says, in the customer's name."""
    said, note, now = form.cleaned_data["say"], form.cleaned_data["note"], clock.now()
    if said in (WordForm.FIXED, WordForm.PARTLY_END):
        end = resolving.confirm_fixed if said == WordForm.FIXED else resolving.end_partly
        end(complaint=complaint, by=by, fixed_on=form.cleaned_data["fixed_on"], note=note, now=now)
    else:
        is_partly = said == WordForm.PARTLY_ON
        resolving.go_on(complaint=complaint, by=by, is_partly=is_partly, note=note, now=now)


def words_after(form: WordForm) -> str:
    """What the page says after the customer's word."""
    said = form.data.get(form.add_prefix("say"))
    if said == WordForm.FIXED:
        return "Thank you. The complaint counts as resolved."
    if said == WordForm.PARTLY_END:
        return "Thank you. The complaint is closed as partly resolved."
    return "Noted. The clocks go on."


@login_required
@require_POST
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """The customer withdraws, with a reason."""
    complaint = own_or_404(request, reference)
    form = ReasonForm(request.POST, prefix="reason")
    return _act(
        request,
        complaint,
        name="reason_form",
        form=form,
        service=lambda: resolving.withdraw(
            complaint=complaint, by=person_of(request), reason=form.cleaned_data["reason"], now=clock.now()
        ),
        done="The complaint is withdrawn. Its copies on networks, if any, are being taken down.",
    )


@login_required
@require_POST
def give_up(request: HttpRequest, reference: str) -> HttpResponse:
    """The customer gives up, with a reason."""
    complaint = own_or_404(request, reference)
    form = ReasonForm(request.POST, prefix="reason")
    return _act(
        request,
        complaint,
        name="reason_form",
        form=form,
        service=lambda: resolving.give_up(
            complaint=complaint, by=person_of(request), reason=form.cleaned_data["reason"], now=clock.now()
        ),
        done="Noted: you gave up. It counts as not resolved. You can reopen it within 180 days.",
    )


@login_required
@require_POST
def reopen(request: HttpRequest, reference: str) -> HttpResponse:
    """The customer reopens an ended complaint."""
    complaint = own_or_404(request, reference)
    form = ReasonForm(request.POST, prefix="reason")
    return _act(
        request,
        complaint,
        name="reason_form",
        form=form,
        service=lambda: resolving.reopen(
            complaint=complaint, by=person_of(request), reason=form.cleaned_data["reason"], now=clock.now()
        ),
        done="The complaint is open again.",
    )


@login_required
@require_POST
def escalate(request: HttpRequest, reference: str) -> HttpResponse:
    """The customer takes it to an ombudsman, a court or the bank."""
    complaint = own_or_404(request, reference)
    form = EscalationForm(request.POST, prefix="escalation")
    return _act(
        request,
        complaint,
        name="escalation_form",
        form=form,
        service=lambda: resolving.escalate(
            complaint=complaint, by=person_of(request), to=form.cleaned_data["to"], now=clock.now()
        ),
        done="Noted on the case. It stays open and can still be resolved.",
    )


@login_required
@require_POST
def offer_elsewhere(request: HttpRequest, reference: str) -> HttpResponse:
    """The customer records an offer that the company made elsewhere."""
    complaint = own_or_404(request, reference)
    form = OfferForm(request.POST, prefix="offer", today=clock.now().date())
    return _act(
        request,
        complaint,
        name="offer_form",
        form=form,
        service=lambda: tracking.record_offer_made_elsewhere(
            complaint=complaint,
            by=person_of(request),
            text=form.cleaned_data["text"],
            due_on=form.cleaned_data["due_on"],
            now=clock.now(),
        ),
        done="The offer is on the record. We ask you on the promised day whether it is fixed.",
    )


@login_required
@require_POST
def take_back(request: HttpRequest, reference: str) -> HttpResponse:
    """The customer takes a complaint out of review, back to a draft."""
    complaint = get_object_or_404(Complaint.objects.of_customer(person_of(request).pk), reference=reference)
    try:
        filing.take_back(complaint=complaint, by=person_of(request), now=clock.now())
    except MoveRefused as refused:
        messages.error(request, str(refused))
        return redirect("complaints:mine")
    messages.success(request, "It is a draft again. Nothing you wrote is lost.")
    return redirect("complaints:filing_story", reference)


@login_required
def contest(request: HttpRequest, reference: str, reply_id: int) -> HttpResponse:
    """Either side contests what a company's reply counts as."""
    complaint = published_or_404(reference)
    if not (complaint.customer_id == request.user.pk or may_answer(request, complaint)):
        raise Http404("Only the customer and the company can contest a label.")
    found = Reply.objects.of_the_company().filter(complaint=complaint, pk=reply_id).first()
    if found is None:
        raise Http404("There is no such reply.")
    form = ContestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            tracking.contest_label(
                reply=found, by=person_of(request), reason=form.cleaned_data["reason"], now=clock.now()
            )
        except NotAllowed as refused:
            raise Http404(str(refused)) from refused
        except MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "A moderator will look at the label.")
            return redirect(complaint)
    return render(
        request,
        "complaints/contest.html",
        {"complaint": complaint, "reply": found, "form": form},
        status=422 if form.is_bound else 200,
    )


@login_required
@require_POST
def copy(request: HttpRequest, reference: str, posting_id: int, act: str) -> HttpResponse:
    """The customer or a moderator takes a copy down, or has one that failed or was removed posted again."""
    posting = get_object_or_404(
        Posting.objects.select_related("complaint"), pk=posting_id, complaint__reference=reference
    )
    services = {
        "again": (copies.queue_again, "It is on its way."),
        "remove": (copies.remove_posting, "It is being taken down."),
    }
    if act not in services:
        raise Http404("There is no such act.")
    service, done = services[act]
    try:
        row = service(posting=posting, by=person_of(request), now=clock.now())
    except NotAllowed as refused:
        raise Http404(str(refused)) from refused
    except MoveRefused as refused:
        messages.error(request, str(refused))
    else:
        stuck.note_why_copies_wait([row], now=clock.now())
        is_called_off = row.state == PostingState.REMOVED
        messages.success(request, "It will not be posted." if is_called_off else row.waits or done)
    return redirect(posting.complaint)
