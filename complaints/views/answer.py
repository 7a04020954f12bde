"""One click from a mail: a page with the three answers. Following the link changes nothing."""

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from complaints.forms.words import WordForm
from complaints.models import Complaint, Question
from complaints.rules.lifecycle import MoveRefused
from complaints.services import resolving
from complaints.services.letters import ANSWER_SALT
from complaints.views.case import take_word, word_form, words_after
from config.doors import clock

# A mail is found again after a holiday, but not after a year.
VALID_SECONDS = 180 * 86400
SAID = {"fixed": WordForm.FIXED, "partly": WordForm.PARTLY_ON, "not_fixed": WordForm.NOT_FIXED}


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever holds the link from the mail speaks for the customer, on this complaint alone."""
    complaint = _complaint_of(token)
    if request.method != "POST":
        said = SAID.get(request.GET.get("say", ""), "")
        form = word_form(complaint, initial={"say": said, "fixed_on": clock.now().date()})
        return _page(request, complaint, form)
    form = word_form(complaint, request.POST)
    if not form.is_valid():
        return _page(request, complaint, form, status=422)
    try:
        assert complaint.customer is not None
        take_word(complaint, form, complaint.customer)
    except (MoveRefused, resolving.DayRefused) as refused:
        form.add_error(None, str(refused))
        return _page(request, complaint, form, status=422)
    messages.success(request, words_after(form))
    return redirect(complaint)


def _complaint_of(token: str) -> Complaint:
    try:
        data = signing.loads(token, salt=ANSWER_SALT, max_age=VALID_SECONDS)
    except signing.BadSignature as bad:
        raise Http404(
            "This link is not valid any more. Sign in and answer on the page of your complaint."
        ) from bad
    question = (
        Question.objects.select_related("complaint__customer", "complaint__company")
        .filter(pk=data["question"])
        .first()
    )
    customer = question.complaint.customer if question else None
    if question is None or customer is None or not customer.is_active or not question.complaint.is_published:
        raise Http404("This link is not valid any more.")
    return question.complaint


def _page(request: HttpRequest, complaint: Complaint, form: WordForm, *, status: int = 200) -> HttpResponse:
    return render(request, "complaints/answer.html", {"complaint": complaint, "form": form}, status=status)
