"""The steps of a draft. Only its own customer gets here; for anybody else there is no such page."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.permissions import has_verified_email, person_of
from complaints.enums import EventKind, Status
from complaints.forms.copies import NetworksForm
from complaints.forms.filing import AttemptForm, CheckForm, StoryForm
from complaints.models import Complaint
from complaints.networks.phrases import LANGUAGES
from complaints.rules.clocks import QUESTION_DAYS_AFTER_PUBLICATION
from complaints.rules.currencies import CURRENCIES
from complaints.rules.effort import effort_of
from complaints.rules.eligibility import Problem, may_post_to_networks
from complaints.rules.lifecycle import MoveRefused
from complaints.rules.staffed import next_staffed
from complaints.services import filing, milestones, preparing
from complaints.services.moves import NotAllowed
from complaints.services.preparing import STEPS, Copy
from complaints.views import typed
from complaints.views.starting import company_to_file_against, matches_of, search_of, storable
from config.doors import clock

Step = Callable[..., HttpResponse]

# Operators can make users without an address; signing in by oneself demands one.
UNCONFIRMED_ADDRESS = Problem("check", "email", "Confirm your e-mail address first: replies are sent there.")
NOT_A_DRAFT = (Status.REJECTED, Status.DISCARDED)


def draft_step(view: Step) -> Step:
    """A page of one's own draft. Whoever was signed out in between finds what they had typed after signing in."""

    @wraps(view)
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    def gated(request: HttpRequest, reference: str, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            if request.method == "POST":
                typed.keep(request)
            return redirect_to_login(request.get_full_path())
        complaint = own_complaint(request, reference)
        if complaint.status == Status.DRAFT:
            try:
                return view(request, complaint, **kwargs)
            except NotAllowed as error:
                raise Http404("There is no such draft.") from error
            except MoveRefused:
                pass  # submitted from another window in between
        messages.info(request, "This complaint is filed already, so it is not a draft any more.")
        return redirect("complaints:filing_done", complaint.reference)

    return gated


def own_complaint(request: HttpRequest, reference: str) -> Complaint:
    """The complaint, for the customer who filed it."""
    rows = Complaint.objects.select_related("company").exclude(status__in=NOT_A_DRAFT)
    return get_object_or_404(rows, reference=storable(reference), customer_id=request.user.pk)


def step_page(
    request: HttpRequest,
    complaint: Complaint,
    step: str,
    *,
    template: str = "",
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """One step with its progress, the way back and the way out."""
    number = STEPS.index(step) + 1
    before = STEPS[number - 2] if number > 1 else ""
    page = {
        "complaint": complaint,
        "company_name": complaint.company.name if complaint.company else "",
        "steps": STEPS,
        "step": number,
        "step_name": step,
        "back_url": reverse(f"complaints:filing_{before}", args=[complaint.reference]) if before else "",
        "is_from_check": is_from_check(request),
    }
    return render(request, f"complaints/filing/{template or step}.html", page | context, status=status)


def is_from_check(request: HttpRequest) -> bool:
    """Whether the person came from the last page to change something, and wants to go back there."""
    return request.GET.get("from") == "check"


def go_on(request: HttpRequest, complaint: Complaint, step: str) -> HttpResponse:
    """After `step` was saved: leave, go back to the last page, or on to the next one."""
    by = person_of(request)
    if "leave" in request.POST:
        preparing.remember_step(complaint=complaint, step=step, by=by)
        messages.success(request, "Saved as a draft. Only you can see it.")
        return redirect("complaints:mine")
    following = "check" if is_from_check(request) else STEPS[STEPS.index(step) + 1]
    preparing.remember_step(complaint=complaint, step=following, by=by)
    return redirect(f"complaints:filing_{following}", complaint.reference)


@draft_step
def resume(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    """Where the customer left this draft."""
    step = complaint.step if complaint.step in STEPS else "story"
    return redirect(f"complaints:filing_{step}", complaint.reference)


@draft_step
def company(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    """Choose another company for this draft."""
    error = ""
    if request.method == "POST":
        chosen = company_to_file_against(request, request.POST.get("company", ""))
        if chosen is not None:
            filing.choose_company(complaint=complaint, company=chosen, by=person_of(request))
            return go_on(request, complaint, "company")
        error = "Choose a company from the list."
    text = search_of(request)
    action = f"{request.path}?from=check" if is_from_check(request) else request.path
    context: dict[str, Any] = {
        "q": text,
        "matches": matches_of(text),
        "action": action,
        "new_company_url": reverse("complaints:new_company"),
        "error": error,
    }
    if getattr(request, "htmx", False):
        return render(request, "complaints/filing/matches.html", context | {"complaint": complaint})
    return step_page(request, complaint, "company", status=422 if error else 200, **context)


@draft_step
def story(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    """What happened."""
    today = clock.now().date()
    if request.method == "POST":
        form = StoryForm(request.POST, today=today, is_leaving="leave" in request.POST)
        if form.is_valid():
            filing.tell_story(complaint=complaint, story=form.story_values, by=person_of(request))
            return go_on(request, complaint, "story")
        return _story_page(request, complaint, form, status=422)
    kept = typed.take(request)
    if kept is not None:
        return _story_page(request, complaint, StoryForm(kept, today=today), is_kept=True)
    return _story_page(request, complaint, StoryForm(initial=StoryForm.initial_of(complaint), today=today))


@draft_step
def ledger(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    """What was tried: rows of the ledger, and a form for the next one."""
    today = clock.now().date()
    if request.method != "POST":
        kept = typed.take(request)
        form = AttemptForm(kept, today=today) if kept is not None else AttemptForm(today=today)
        return _ledger_page(request, complaint, form, is_kept=kept is not None)
    form = AttemptForm(request.POST, today=today)
    is_adding = "leave" not in request.POST and "continue" not in request.POST
    if form.is_blank and not is_adding:
        return go_on(request, complaint, "ledger")
    if form.is_valid() and complaint.attempts.count() >= filing.MOST_ATTEMPTS:
        form.add_error(
            None, f"A ledger holds at most {filing.MOST_ATTEMPTS} rows. Put several tries into one row."
        )
    if not form.is_valid():
        return _ledger_page(request, complaint, form, status=422)
    filing.add_attempt(
        complaint=complaint, values=form.attempt_values, by=person_of(request), now=clock.now()
    )
    if is_adding:
        messages.success(request, "Added to the ledger.")
        return redirect(request.get_full_path())
    return go_on(request, complaint, "ledger")


@draft_step
def attempt(request: HttpRequest, complaint: Complaint, attempt_id: int) -> HttpResponse:
    """Change a row of the ledger."""
    row = get_object_or_404(complaint.attempts, pk=attempt_id)
    today = clock.now().date()
    if request.method == "POST":
        form = AttemptForm(request.POST, today=today)
        if form.is_valid():
            filing.change_attempt(attempt=row, values=form.attempt_values, by=person_of(request))
            messages.success(request, "Changed.")
            if "leave" in request.POST:
                return go_on(request, complaint, "ledger")
            return redirect("complaints:filing_ledger", complaint.reference)
    else:
        kept = typed.take(request)
        form = (
            AttemptForm(kept, today=today)
            if kept is not None
            else AttemptForm(initial=AttemptForm.initial_of(row), today=today)
        )
    return step_page(
        request,
        complaint,
        "ledger",
        template="attempt",
        status=422 if request.method == "POST" else 200,
        form=form,
        attempt=row,
    )


@draft_step
def attempt_remove(request: HttpRequest, complaint: Complaint, attempt_id: int) -> HttpResponse:
    """Take a row out of the ledger, after one question."""
    row = get_object_or_404(complaint.attempts, pk=attempt_id)
    ledger_url = reverse("complaints:filing_ledger", args=[complaint.reference])
    if request.method != "POST":
        return render(
            request,
            "complaints/filing/remove.html",
            {"complaint": complaint, "attempt": row, "back_url": ledger_url},
        )
    filing.remove_attempt(attempt=row, by=person_of(request))
    messages.success(request, "Removed from the ledger.")
    return redirect(ledger_url)


@draft_step
def networks(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    """Where a copy is posted, and in which words. Without an attempt: the brand's own channels first."""
    by = person_of(request)
    if request.method == "POST" and request.POST.get("language") in LANGUAGES:
        before = {copy.connection.pk: copy.prepared.body for copy in _copies(complaint)}
        filing.choose_language(complaint=complaint, language=request.POST["language"], by=by)
        if "show" in request.POST:
            return _networks_page(request, complaint, _in_new_language(request, complaint, before))
    if request.method == "POST" and "prepared" in request.POST:
        shown = _with_prepared_words(request, complaint, request.POST["prepared"])
        return _networks_page(request, complaint, shown)
    form = NetworksForm(request.POST if request.method == "POST" else None, copies=_copies(complaint))
    if form.is_valid():
        filing.prepare_postings(complaint=complaint, texts=form.wishes(), by=by, now=clock.now())
        return go_on(request, complaint, "networks")
    return _networks_page(request, complaint, form)


@draft_step
def check(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    """Exactly what the public will see; then it is submitted."""
    now = clock.now()
    prefetch_related_objects([complaint], "attempts")
    copies = [copy for copy in _copies(complaint) if copy.is_wanted]
    unconfirmed = () if has_verified_email(person_of(request)) else (UNCONFIRMED_ADDRESS,)
    if request.method != "POST":
        problems = filing.draft_problems(complaint=complaint, is_attested=True, now=now)
        return _check_page(request, complaint, copies, problems=(*problems, *unconfirmed))
    form = CheckForm(request.POST)
    form.is_valid()
    if form.cleaned_data.get("shown") != preparing.digest_of(copies):
        note = "The text of a posting has changed since this page was opened. Look at it again, then publish."
        return _check_page(request, complaint, copies, form=form, changed=note, status=422)
    if unconfirmed:
        return _check_page(request, complaint, copies, form=form, problems=unconfirmed, status=422)
    filing.prepare_postings(
        complaint=complaint,
        texts={copy.connection: copy.wish for copy in copies},
        by=person_of(request),
        now=now,
    )
    try:
        filing.submit_complaint(
            complaint=complaint, by=person_of(request), is_attested=form.cleaned_data["attested"], now=now
        )
    except filing.NotReady as error:
        return _check_page(request, complaint, copies, form=form, problems=error.problems, status=422)
    return redirect("complaints:filing_done", complaint.reference)


@never_cache
@require_http_methods(["GET", "HEAD"])
def done(request: HttpRequest, reference: str) -> HttpResponse:
    """It is filed: what happens next, and when an answer can be expected."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    complaint = own_complaint(request, reference)
    if complaint.status == Status.DRAFT:
        return redirect("complaints:filing_check", complaint.reference)
    brand = complaint.company
    assert brand is not None  # a submitted complaint has a company
    now = clock.now()
    channels = list(brand.channels.all())
    return render(
        request,
        "complaints/filing/done.html",
        {
            "complaint": complaint,
            "company": brand,
            "staffed_at": next_staffed(
                [channel.staffed for channel in channels], time_zone=brand.time_zone, now=now
            ),
            "now": now,
            "told": _how_told(complaint),
            "postings": list(complaint.postings.select_related("connection")),
            "question_days": QUESTION_DAYS_AFTER_PUBLICATION,
        },
    )


@draft_step
def discard(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    """Throw the draft away, after one question."""
    if request.method != "POST":
        back = reverse("complaints:filing", args=[complaint.reference])
        return render(request, "complaints/filing/discard.html", {"complaint": complaint, "back_url": back})
    filing.discard_draft(complaint=complaint, by=person_of(request), now=clock.now())
    messages.success(request, "The draft is gone.")
    return redirect("complaints:mine")


def _story_page(
    request: HttpRequest, complaint: Complaint, form: StoryForm, *, status: int = 200, is_kept: bool = False
) -> HttpResponse:
    return step_page(
        request,
        complaint,
        "story",
        status=status,
        form=form,
        currencies=CURRENCIES,
        is_kept=is_kept,
        is_more_open=form.is_more_used,
    )


def _ledger_page(
    request: HttpRequest, complaint: Complaint, form: AttemptForm, *, status: int = 200, is_kept: bool = False
) -> HttpResponse:
    attempts = list(complaint.attempts.in_order())
    return step_page(
        request,
        complaint,
        "ledger",
        status=status,
        form=form,
        attempts=attempts,
        effort=effort_of(attempts, until=clock.now().date()),
        is_kept=is_kept,
    )


def _copies(complaint: Complaint) -> list[Copy]:
    return preparing.copies_of(complaint, now=clock.now())


def _in_new_language(request: HttpRequest, complaint: Complaint, before: dict[int, str]) -> NetworksForm:
    """The form as it was sent, with our words in the language just chosen; words of the customer stay."""
    data = request.POST.copy()
    copies = _copies(complaint)
    for copy in copies:
        pk = copy.connection.pk
        typed_text = data.get(f"text-{pk}", "").replace("\r\n", "\n").strip()
        if typed_text in ("", before.get(pk, "")):
            _put_prepared_words(data, copy)
    return NetworksForm(data, copies=copies)


def _with_prepared_words(request: HttpRequest, complaint: Complaint, wanted: str) -> NetworksForm:
    """The form as it was sent, with our words again for one copy. Nothing is kept before it is sent once more."""
    data = request.POST.copy()
    copies = _copies(complaint)
    for copy in copies:
        if str(copy.connection.pk) == wanted:
            _put_prepared_words(data, copy)
    return NetworksForm(data, copies=copies)


def _put_prepared_words(data: QueryDict, copy: Copy) -> None:
    body = copy.prepared.body
    data[f"text-{copy.connection.pk}"] = body
    data[f"was-{copy.connection.pk}"] = hashlib.sha256(body.encode()).hexdigest()


def _networks_page(request: HttpRequest, complaint: Complaint, form: NetworksForm) -> HttpResponse:
    may_post = may_post_to_networks(complaint.attempts.count())
    form.initial.setdefault("language", preparing.language_of(complaint))
    is_wrong = form.is_bound and bool(form.errors)
    return step_page(
        request,
        complaint,
        "networks",
        status=422 if is_wrong else 200,
        form=form,
        rows=form.rows,
        may_post=may_post,
        milestones=milestones.examples_of(complaint, now=clock.now()) if form.copies else [],
        channels=list(complaint.company.channels.all()) if complaint.company and not may_post else [],
    )


def _check_page(
    request: HttpRequest,
    complaint: Complaint,
    copies: list[Copy],
    *,
    form: CheckForm | None = None,
    problems: tuple[Problem, ...] = (),
    changed: str = "",
    status: int = 200,
) -> HttpResponse:
    attempts = list(complaint.attempts.all())
    attested = bool(form and form.cleaned_data.get("attested"))
    return step_page(
        request,
        complaint,
        "check",
        status=status,
        form=CheckForm(initial={"shown": preparing.digest_of(copies), "attested": attested}),
        problems=[(problem, _address_of(complaint, problem)) for problem in problems],
        attest_error=next((problem.words for problem in problems if problem.field == "attested"), ""),
        changed=changed,
        copies=copies,
        attempts=attempts,
        has_references=any(row.reference for row in attempts),
        effort=effort_of(attempts, until=clock.now().date()),
        files=list(complaint.evidence.all()),
        review=preparing.expected_review(complaint),
        personal=preparing.personal_data_of(complaint),
    )


def _address_of(complaint: Complaint, problem: Problem) -> str:
    """Where a problem is put right: the field, on its own page."""
    if problem.step == "check":
        return {"attested": "#id_attested", "email": reverse("account_email")}.get(problem.field, "")
    page = reverse(f"complaints:filing_{problem.step}", args=[complaint.reference])
    return f"{page}?from=check#id_{problem.field}"


def _how_told(complaint: Complaint) -> str:
    """How the brand hears of it: desk, mail, bounced or nobody; "" before publication."""
    if not complaint.is_published:
        return ""
    events = list(complaint.events.all())
    kinds = {event.kind for event in events}
    if EventKind.BRAND_HAS_NO_ADDRESS in kinds:
        return "nobody"
    if EventKind.BRAND_MAIL_BOUNCED in kinds:
        return "bounced"
    hows = {event.data.get("how") for event in events if event.kind == EventKind.BRAND_TOLD}
    return "desk" if "desk" in hows else "mail"
