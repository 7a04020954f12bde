"""Listening: what was heard about a brand on its desk, what moderators see of it, and how to be left alone."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import is_moderator, moderator_required, person_of
from companies.enums import ANSWERING_ROLES, CompanyState
from companies.models import Company, Representative
from companies.queries import LONGEST_SEARCH, companies_matching
from complaints import heard, queries
from complaints.enums import HeardState
from complaints.forms.hearing import DismissForm, OptOutForm, SearchForm
from complaints.models import HeardPost, SavedSearch
from complaints.rules import hearing as rules
from complaints.rules.lifecycle import MoveRefused
from complaints.services import hearing, opting_out
from complaints.services.moves import NotAllowed
from complaints.services.searching import searchable
from config.doors import clock
from config.doors.limits import client_prefix, hit

HOUR = 3_600
OPT_OUTS_AN_HOUR = 20
MATCHES = 8


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def listening(request: HttpRequest, slug: str) -> HttpResponse:
    """What was heard about a brand, and its searches; adding one."""
    company, acting = _brand_or_404(request, slug)
    if request.method != "POST":
        return _render_desk(request, company, acting)
    if not hearing.may_manage(company, person_of(request)):
        raise PermissionDenied("Only owners and responders of the desk, and moderators, add searches.")
    form = SearchForm(request.POST)
    if form.is_valid():
        try:
            hearing.add_search(
                company=company, words=form.cleaned_data["words"], by=person_of(request), now=clock.now()
            )
        except MoveRefused as why:
            form.add_error("words", str(why))
        else:
            messages.success(request, f"“{form.cleaned_data['words']}” is looked for from now on.")
            return redirect("complaints:desk_listening", company.slug)
    return _render_desk(request, company, acting, search_form=form, status=422)


@never_cache
@login_required
@require_POST
def search(request: HttpRequest, slug: str, search_id: int, act: str) -> HttpResponse:
    """Pause a search, go on with it, or remove it."""
    company, _ = _brand_or_404(request, slug)
    found = get_object_or_404(SavedSearch.objects.select_related("company"), pk=search_id, company=company)
    by = person_of(request)
    try:
        if act == "pause":
            hearing.pause_search(search=found, by=by)
            done = f"“{found.words}” is not looked for until you start it again."
        elif act == "resume":
            hearing.resume_search(search=found, by=by, now=clock.now())
            done = f"“{found.words}” is looked for again."
        elif act == "remove":
            hearing.remove_search(search=found, by=by)
            done = f"“{found.words}” is removed, with what nobody took."
        else:
            raise Http404("There is no such act.")
    except NotAllowed as why:
        raise PermissionDenied(str(why)) from why
    messages.success(request, done)
    return redirect("complaints:desk_listening", company.slug)


@never_cache
@login_required
@require_POST
def post(request: HttpRequest, slug: str, post_id: int, act: str) -> HttpResponse:
    """One act on one post: take it, give it back, dismiss it, or leave its author alone."""
    company, acting = _brand_or_404(request, slug)
    found = get_object_or_404(HeardPost.objects.select_related("company"), pk=post_id, company=company)
    if act == "dismiss":
        form = DismissForm(request.POST, auto_id=f"%s-{found.pk}")
        if not form.is_valid():
            return _render_desk(
                request, company, acting, dismiss_form=form, post_in_question=found, status=422
            )
        return _acted(request, found, hearing.dismiss, "Dismissed.", "", why=form.cleaned_data["why"])
    acts: dict[str, tuple[Callable[..., Any], str, str]] = {
        "take": (hearing.take, "It is yours. Your colleagues see that you have it.", "taken"),
        "give-back": (hearing.give_back, "Given back: everybody on the desk can take it.", ""),
        "leave-alone": (
            hearing.leave_alone,
            f"Nothing of @{found.author_handle} is kept or shown any more.",
            "",
        ),
    }
    if act not in acts:
        raise Http404("There is no such act.")
    return _acted(request, found, *acts[act])


@moderator_required
@never_cache
@require_safe
def moderation(request: HttpRequest) -> HttpResponse:
    """Problems about brands that nobody acts for; whom we invited; which brands are searched for."""
    return _render_moderation(request)


@moderator_required
@never_cache
@require_POST
def moderate(request: HttpRequest, post_id: int, act: str) -> HttpResponse:
    """Invite the author to file here, dismiss the post, or leave its author alone."""
    found = get_object_or_404(HeardPost.objects.select_related("company", "connection"), pk=post_id)
    form = DismissForm(request.POST, auto_id=f"%s-{found.pk}") if act == "dismiss" else None
    if form is not None and not form.is_valid():
        return _render_moderation(request, dismiss_form=form, post_in_question=found, status=422)
    try:
        if act == "invite":
            hearing.invite(post=found, by=person_of(request), now=clock.now())
            done = "Noted. The words are ready below: post them by hand, once."
        elif form is not None:
            hearing.dismiss(post=found, why=form.cleaned_data["why"], by=person_of(request), now=clock.now())
            done = "Dismissed."
        elif act == "leave-alone":
            hearing.leave_alone(post=found, by=person_of(request), now=clock.now())
            done = f"Nothing of @{found.author_handle} is kept or shown any more."
        else:
            raise Http404("There is no such act.")
    except (MoveRefused, NotAllowed) as why:
        messages.error(request, str(why))
    else:
        messages.success(request, done)
    return redirect("complaints:moderation_listening")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def opt_out(request: HttpRequest) -> HttpResponse:
    """Anybody: nothing of this account is heard any more."""
    form = OptOutForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if form.is_valid():
            if wait := _wait(request):
                form.add_error(None, f"That was often. Try again in {wait} minutes.")
                return render(request, "pages/opt_out.html", {"form": form, "rules": rules}, status=429)
            row = opting_out.opt_out(
                network=form.cleaned_data["network"],
                handle=form.cleaned_data["handle"],
                by=None,
                now=clock.now(),
            )
            messages.success(
                request,
                f"Done. Nothing that @{row.handle} writes on {row.get_network_display()} is heard any more, and what "
                "was kept is deleted.",
            )
            return redirect("complaints:opt_out")
        return render(request, "pages/opt_out.html", {"form": form, "rules": rules}, status=422)
    return render(request, "pages/opt_out.html", {"form": form, "rules": rules})


def _wait(request: HttpRequest) -> int:
    """How many minutes until more accounts can be named from here; 0 now."""
    client = client_prefix(request, trusted_proxies=settings.TRUSTED_PROXIES)
    decision = hit(f"opt_out:{client}", limit=OPT_OUTS_AN_HOUR, per_seconds=HOUR)
    return 0 if decision.allowed else max(1, -(-decision.retry_after // 60))


def _dismissing(row: HeardPost, bound: DismissForm | None, in_question: HeardPost | None) -> DismissForm:
    """The form of one post among many: each with ids of its own."""
    is_it = bound is not None and in_question is not None and in_question.pk == row.pk
    return DismissForm(bound.data if bound is not None and is_it else None, auto_id=f"%s-{row.pk}")


def _acted(
    request: HttpRequest,
    found: HeardPost,
    service: Callable[..., Any],
    done: str,
    show: str,
    **more: object,
) -> HttpResponse:
    try:
        service(post=found, by=person_of(request), now=clock.now(), **more)
    except NotAllowed as why:
        raise PermissionDenied(str(why)) from why
    except MoveRefused as why:
        messages.error(request, str(why))
    else:
        messages.success(request, done)
    address = reverse("complaints:desk_listening", args=[found.company.slug])
    show = show or request.POST.get("show", "")
    return redirect(f"{address}?{urlencode({'show': show})}" if show in heard.SHOWS else address)


def _brand_or_404(request: HttpRequest, slug: str) -> tuple[Company, Representative | None]:
    """The brand for those who act for it, as whom, and for moderators."""
    person = person_of(request)
    if found := queries.desk_of(person, slug):
        return found
    company = Company.objects.filter(slug=slug, state=CompanyState.LISTED).first()
    if company is None or not is_moderator(person):
        raise Http404("You do not act for a company with this address.")
    return company, None


def _render_desk(
    request: HttpRequest,
    company: Company,
    acting: Representative | None,
    *,
    search_form: SearchForm | None = None,
    dismiss_form: DismissForm | None = None,
    post_in_question: HeardPost | None = None,
    status: int = 200,
) -> HttpResponse:
    asked = request.POST.get("show", "") if request.method == "POST" else request.GET.get("show", "")
    show = asked if asked in heard.SHOWS else next(iter(heard.SHOWS))
    page = heard.posts_of(company, show=show, before=request.GET.get("before", ""))
    counts = heard.counts_of(company)
    may_take = acting is not None and acting.role in ANSWERING_ROLES
    address = reverse("complaints:desk_listening", args=[company.slug])
    return render(
        request,
        "desk/listening.html",
        {
            "company": company,
            "representative": acting,
            "show": show,
            "shows": [(key, label, counts[key]) for key, label in heard.SHOWS.items()],
            "posts": [
                _shown(one, acting, person_of(request).pk)
                | {"dismiss_form": _dismissing(one.row, dismiss_form, post_in_question)}
                for one in page.posts
            ],
            "older_url": f"{address}?{urlencode({'show': show, 'before': page.older})}" if page.older else "",
            "searches": heard.searches_of(company, networks=searchable()),
            "offered": hearing.offered_words(company),
            "may_manage": hearing.may_manage(company, person_of(request)),
            "may_take": may_take,
            "search_form": search_form or SearchForm(),
            "bound_form": search_form or dismiss_form,
            "rules": rules,
        },
        status=status,
    )


def _shown(one: heard.Post, acting: Representative | None, person_id: int) -> dict[str, object]:
    row = one.row
    is_mine = row.state == HeardState.TAKEN and row.decided_by_id == person_id and acting is not None
    opening = hearing.opening_for(row, acting) if is_mine and acting and not row.removed_at else ""
    return {"row": row, "who": one.who, "is_mine": is_mine, "opening": opening}


def _render_moderation(
    request: HttpRequest,
    *,
    dismiss_form: DismissForm | None = None,
    post_in_question: HeardPost | None = None,
    status: int = 200,
) -> HttpResponse:
    page = heard.cries_without_desk(before=request.GET.get("before", ""))
    wanted = request.GET.get("q", "")[:LONGEST_SEARCH]
    address = reverse("complaints:moderation_listening")
    return render(
        request,
        "moderation/listening.html",
        {
            "posts": [
                {"row": one.row, "dismiss_form": _dismissing(one.row, dismiss_form, post_in_question)}
                for one in page.posts
            ],
            "older_url": f"{address}?{urlencode({'before': page.older})}" if page.older else "",
            "invited": [
                {"row": one.row, "who": one.who, "words": hearing.invitation_for(one.row)}
                for one in heard.invited()
            ],
            "brands": heard.listened_without_desk(),
            "wanted": wanted,
            "matches": companies_matching(wanted, limit=MATCHES) if wanted else [],
            "bound_form": dismiss_form,
            "rules": rules,
        },
        status=status,
    )
