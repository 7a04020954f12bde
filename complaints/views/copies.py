"""Copies on networks after publication: other words, the picture, the thank-you."""

import hashlib

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.http import condition, require_http_methods, require_safe

from accounts.permissions import person_of
from complaints import queries, stuck
from complaints.enums import PostingKind, PostingState, PostingWish, Visibility
from complaints.forms.copies import CopyForm, ThanksForm
from complaints.models import Complaint, Posting
from complaints.networks.phrases import LANGUAGES
from complaints.rules.lifecycle import MoveRefused
from complaints.services import copies, pictures, preparing, thanking
from complaints.services.copies import TextRefused
from complaints.services.moves import NotAllowed
from complaints.views.filing import own_complaint
from config.doors import clock
from config.doors.text import TextTooLong

PICTURE_SECONDS = 3600  # the clock on it moves by days


def _etag(request: HttpRequest, reference: str) -> str | None:
    complaint = queries.case_of(reference)
    if complaint is None:
        return None
    words = repr(pictures.words_of(complaint, now=clock.now()))
    return f'"{hashlib.sha256(words.encode()).hexdigest()[:32]}"'


@require_safe
@condition(etag_func=_etag)
def card(request: HttpRequest, reference: str) -> HttpResponse:
    """The picture of a published complaint, for networks and link previews."""
    complaint = queries.case_of(reference)
    if complaint is None or complaint.visibility != Visibility.PUBLIC:
        raise Http404("There is no picture of this complaint.")
    response = HttpResponse(pictures.picture_of(complaint, now=clock.now()), content_type="image/png")
    patch_cache_control(response, public=True, max_age=PICTURE_SECONDS)
    return response


@login_required
@never_cache
@require_safe
def card_draft(request: HttpRequest, reference: str) -> HttpResponse:
    """The picture of a draft, for its customer."""
    complaint = own_complaint(request, reference)
    return HttpResponse(pictures.picture_of(complaint, now=clock.now()), content_type="image/png")


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, reference: str, posting_id: int) -> HttpResponse:
    """Other words for one copy; where it stands already, the network follows."""
    posting = get_object_or_404(
        Posting.objects.select_related("complaint__company", "connection"),
        pk=posting_id,
        complaint__reference=reference,
        complaint__customer=person_of(request),
    )
    form = CopyForm(request.POST if request.method == "POST" else None, posting=posting)
    if form.is_valid():
        try:
            row = copies.edit_posting(
                posting=posting, text=form.cleaned_data["text"], by=person_of(request), now=clock.now()
            )
        except (TextRefused, TextTooLong, MoveRefused) as refused:
            form.add_error("text", str(refused))
        except NotAllowed as refused:
            raise Http404(str(refused)) from refused
        else:
            stuck.note_why_copies_wait([row], now=clock.now())
            is_changing = row.state == PostingState.SENT and row.wish == PostingWish.EDIT
            words = row.waits or ("The post is being changed." if is_changing else "")
            messages.success(request, f"Saved. {words}".strip())
            return redirect(posting.complaint)
    return render(
        request,
        "complaints/copy_edit.html",
        {"complaint": posting.complaint, "posting": posting, "form": form},
        status=422 if form.errors else 200,
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def thanks(request: HttpRequest, reference: str) -> HttpResponse:
    """The customer thanks in public: here, and where the complaint stands."""
    complaint = own_complaint(request, reference)
    if request.method != "POST" and not thanking.may_thank(complaint):
        return redirect(complaint)
    form = ThanksForm(request.POST if request.method == "POST" else None, complaint=complaint)
    is_shown_anew = form.is_valid() and ("show" in request.POST or bool(form.unseen))
    if form.is_valid() and not is_shown_anew:
        try:
            thanking.thank(
                complaint=complaint,
                words=form.cleaned_data["words"],
                connections=form.chosen,
                by=person_of(request),
                now=clock.now(),
            )
        except (TextRefused, TextTooLong, MoveRefused) as refused:
            form.add_error("words", str(refused))
        else:
            messages.success(request, "Your thank-you is public.")
            return redirect(complaint)
    return render(
        request,
        "complaints/thanks.html",
        {
            "complaint": complaint,
            "form": form,
            "company": complaint.company,
            "is_shown_anew": is_shown_anew,
            "language": LANGUAGES[preparing.language_of(complaint)],
        },
        status=422 if form.errors else 200,
    )


def visible_copies(complaint: Complaint) -> list[Posting]:
    """The copies of a case for its page: each with what was said below it, in the order of their making."""
    shown = [one for one in complaint.postings.all() if one.state != PostingState.PREPARED]
    order = list(PostingKind)
    return sorted(shown, key=lambda one: (one.network, order.index(PostingKind(one.kind)), one.pk))
