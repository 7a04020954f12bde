"""Filing before there is a draft: the company, and the story of somebody who has not signed in yet."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import person_of
from companies.enums import CompanyState
from companies.models import Company
from companies.queries import companies_matching, near_duplicates
from companies.services.directory import propose_company
from complaints.enums import Status
from complaints.forms.filing import CompanyForm, StoryForm
from complaints.models import Complaint
from complaints.rules.currencies import CURRENCIES
from complaints.services import filing
from complaints.services.preparing import STEPS, remember_step
from complaints.views import typed
from complaints.views.limiting import DAY, HOUR, refused
from config.doors import clock

MATCHES = 8
LONGEST_SEARCH = 100
DRAFTS_A_DAY = 20
STORIES_AN_HOUR = 30
PROPOSALS_A_DAY = 5


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Which company? Search, choose; `?company=slug` proposes one."""
    if request.method == "POST":
        company = company_to_file_against(request, request.POST.get("company", ""))
        if company is None:
            return _company_page(request, error="Choose a company from the list.", status=422)
        return _go_on_with(request, company)
    return _company_page(request, chosen=company_to_file_against(request, request.GET.get("company", "")))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_company(request: HttpRequest) -> HttpResponse:
    """Add a brand that is missing. What looks like it is offered first. `?complaint=` names a draft that needs it."""
    draft = _draft_in_question(request)
    if request.method != "POST":
        form = CompanyForm(initial={"name": request.GET.get("name", "")[:LONGEST_SEARCH]})
        return _new_company_page(request, form, draft)
    form = CompanyForm(request.POST)
    if not form.is_valid():
        return _new_company_page(request, form, draft, status=422)
    values = form.cleaned_data
    alike = [] if "is_new" in request.POST else near_duplicates(values["name"], country=values["country"])
    if alike:
        return _new_company_page(request, form, draft, alike=alike)
    if not request.user.is_authenticated:
        typed.begin(request, company="", proposal=values)
        return redirect("complaints:new_story")
    return refused(request, "company", limit=PROPOSALS_A_DAY, per_seconds=DAY) or _propose(
        request, values, draft
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_story(request: HttpRequest) -> HttpResponse:
    """What happened, told before signing in. Valid or not, what is typed is kept until it is a draft."""
    parts = typed.begun(request)
    company = company_to_file_against(request, parts.get("company", ""))
    name = company.name if company else (parts.get("proposal") or {}).get("name", "")
    if not name or (request.user.is_authenticated and request.method != "POST"):
        return redirect("complaints:new_resume" if name else "complaints:new")
    today = clock.now().date()
    if request.method != "POST":
        kept = QueryDict(parts.get("story", ""))
        initial = {"country": company.country if company else "", **kept.dict()}
        return _story_page(request, StoryForm(initial=initial, today=today), name)
    # Before anything else, so that neither an error nor a limit loses a word.
    typed.begin(request, story=typed.as_sent(request))
    if answer := refused(request, "story", limit=STORIES_AN_HOUR, per_seconds=HOUR):
        return answer
    form = StoryForm(request.POST, today=today)
    if not form.is_valid():
        return _story_page(request, form, name, status=422)
    if not request.user.is_authenticated:
        messages.info(request, "Sign in or sign up to go on. What you typed is kept.")
    # The next page asks whoever has not signed in to do so.
    return redirect("complaints:new_resume")


@never_cache
@login_required
@require_GET
def new_resume(request: HttpRequest) -> HttpResponse:
    """Turn what was typed before signing in into a draft. A second visit finds nothing left to turn."""
    user = person_of(request)
    parts = typed.begun(request)
    company = company_to_file_against(request, parts.get("company", ""))
    if not (company or parts.get("proposal")):
        return redirect("complaints:new")
    if answer := refused(request, "draft", limit=DRAFTS_A_DAY, per_seconds=DAY):
        return answer
    now = clock.now()
    company = company or propose_company(**parts["proposal"], by=user, now=now)
    draft = filing.start_draft(by=user, company=company, now=now)
    typed.forget(request)
    story = parts.get("story", "")
    form = StoryForm(QueryDict(story), today=now.date())
    if not form.is_valid():
        path = reverse("complaints:filing_story", args=[draft.reference])
        if story:
            typed.keep(request, path=path, data=f"{story}&{urlencode({'public_name': draft.public_name})}")
        return redirect(path)
    # The name shown in public is asked for only once there is an account that may have one.
    told = replace(form.story_values, public_name=draft.public_name)
    filing.tell_story(complaint=draft, story=told, by=user)
    remember_step(complaint=draft, step="ledger", by=user)
    messages.success(request, "Saved as a draft. Only you can see it.")
    return redirect("complaints:filing_ledger", draft.reference)


def _propose(request: HttpRequest, values: dict[str, Any], draft: Complaint | None) -> HttpResponse:
    company = propose_company(**values, by=person_of(request), now=clock.now())
    if draft is None:
        return _go_on_with(request, company)
    filing.choose_company(complaint=draft, company=company, by=person_of(request))
    return redirect("complaints:filing", draft.reference)


def company_to_file_against(request: HttpRequest, slug: str) -> Company | None:
    """The company behind an address of the directory, or one that this person proposed; None for any other."""
    slug = storable(slug)
    company = Company.objects.select_related("merged_into").filter(slug=slug).first() if slug else None
    if company is None:
        return None
    company = company.merged_into or company
    is_own = company.state == CompanyState.PROPOSED and company.proposed_by_id == (request.user.pk or 0)
    return company if company.state == CompanyState.LISTED or is_own else None


def storable(text: str) -> str:
    """`text` without what PostgreSQL takes in no text: asked for it, it answers with an error."""
    return text.replace("\0", "")


def matches_of(text: str) -> list[Company]:
    """Companies of the directory with a name like this."""
    return companies_matching(text, limit=MATCHES)


def search_of(request: HttpRequest) -> str:
    """What is searched for, on one line."""
    return " ".join(request.GET.get("q", "").split())[:LONGEST_SEARCH]


def _go_on_with(request: HttpRequest, company: Company) -> HttpResponse:
    """The story comes next: in a draft, or before signing in."""
    if not request.user.is_authenticated:
        typed.begin(request, company=company.slug, proposal=None)
        return redirect("complaints:new_story")
    user = person_of(request)
    # Whoever turns back and chooses again goes on with the draft that is still empty.
    empty = Complaint.objects.filter(
        customer=user, company=company, status=Status.DRAFT, title="", story="", attempts__isnull=True
    ).first()
    if empty is None:
        if answer := refused(request, "draft", limit=DRAFTS_A_DAY, per_seconds=DAY):
            return answer
        empty = filing.start_draft(by=user, company=company, now=clock.now())
    return redirect("complaints:filing_story", empty.reference)


def _draft_in_question(request: HttpRequest) -> Complaint | None:
    reference = storable(request.GET.get("complaint", ""))
    if not reference or not request.user.is_authenticated:
        return None
    return Complaint.objects.filter(reference=reference, customer=request.user, status=Status.DRAFT).first()


def _company_page(
    request: HttpRequest, *, chosen: Company | None = None, error: str = "", status: int = 200
) -> HttpResponse:
    text = search_of(request)
    context: dict[str, Any] = {
        "q": text,
        "matches": matches_of(text),
        "action": reverse("complaints:new"),
        "new_company_url": reverse("complaints:new_company"),
    }
    if getattr(request, "htmx", False):
        return render(request, "complaints/filing/matches.html", context)
    parts = typed.begun(request)
    context |= {
        "steps": STEPS,
        "step": 1,
        "chosen": chosen,
        "error": error,
        "began_about": _began_about(request, parts) if parts.get("story") else "",
    }
    return render(request, "complaints/filing/company.html", context, status=status)


def _began_about(request: HttpRequest, parts: dict[str, Any]) -> str:
    company = company_to_file_against(request, parts.get("company", ""))
    name: str = company.name if company else (parts.get("proposal") or {}).get("name", "")
    return name


def _new_company_page(
    request: HttpRequest,
    form: CompanyForm,
    draft: Complaint | None,
    *,
    alike: list[Company] | None = None,
    status: int = 200,
) -> HttpResponse:
    action = (
        reverse("complaints:filing_company", args=[draft.reference]) if draft else reverse("complaints:new")
    )
    return render(
        request,
        "complaints/filing/new_company.html",
        {
            "form": form,
            "complaint": draft,
            "steps": STEPS,
            "step": 1,
            "alike": alike or [],
            "choose_action": action,
            "back_url": action,
        },
        status=status,
    )


def _story_page(request: HttpRequest, form: StoryForm, name: str, *, status: int = 200) -> HttpResponse:
    return render(
        request,
        "complaints/filing/story.html",
        {
            "form": form,
            "company_name": name,
            "steps": STEPS,
            "step": 2,
            "currencies": CURRENCIES,
            "is_more_open": form.is_more_used,
            "back_url": reverse("complaints:new"),
        },
        status=status,
    )
