"""The page that helps a customer to post by hand, and the posts that come back to the case."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import person_of
from complaints import queries
from complaints.enums import Network
from complaints.forms.sharing import ServerForm, SharedPostForm
from complaints.models import SharedPost
from complaints.networks.assisted import DEVICE, WAYS, Intent, Words
from complaints.networks.posted_addresses import NotAPost
from complaints.rules.lifecycle import MoveRefused
from complaints.services import sharing
from complaints.services.moves import NotAllowed
from complaints.views.case import own_or_404
from config.doors import clock

GROUPS = (
    ("networks", "On networks", {Words.POST, Words.LINK}),
    ("reviews", "On review sites", {Words.REVIEW}),
    ("people", "To people you know", {Words.MESSAGE}),
)
_SERVER = "mastodon_server"  # asked once, kept in the session


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def share(request: HttpRequest, reference: str) -> HttpResponse:
    """Prepared words for each network, for the customer of a case that readers can see; takes the address of a post."""
    complaint = own_or_404(request, reference)
    if not complaint.is_readable:
        raise Http404("A complaint that is not shown is not posted.")
    form = SharedPostForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            sharing.require_network(form.cleaned_data["address"])
            shared = sharing.add_shared_post(
                complaint=complaint,
                address=form.cleaned_data["address"],
                by=person_of(request),
                now=clock.now(),
            )
        except (MoveRefused, NotAPost) as refused:
            form.add_error("address", str(refused))
        else:
            messages.success(request, f"Your post on {shared.get_network_display()} is shown on the case.")
            return redirect("complaints:share", reference)
    server_form = _server_form(request)
    intents = sharing.intents_of(complaint, server=request.session.get(_SERVER, ""), now=clock.now())
    is_bad = form.is_bound or bool(server_form.errors)
    return render(
        request,
        "complaints/share.html",
        {
            "complaint": complaint,
            "company": complaint.company,
            "form": form,
            "server_form": server_form,
            "bound_forms": [one for one in (form, server_form) if one.is_bound],
            "server": request.session.get(_SERVER, ""),
            "is_server_asked": "server" in request.GET,
            "groups": _grouped(intents),
            "device": DEVICE,
            "here": request.path,
            "shared": list(complaint.shared_posts.all()),
        },
        status=422 if is_bad else 200,
    )


@never_cache
@require_safe
def pass_on(request: HttpRequest, reference: str) -> HttpResponse:
    """Anybody says elsewhere that it was fixed: the same ways as for the complaint itself."""
    complaint = queries.case_of(reference)
    if complaint is None or not sharing.fixed_words(complaint):
        raise Http404("Nothing of this complaint is passed on.")
    server_form = _server_form(request)
    server = request.session.get(_SERVER, "")
    return render(
        request,
        "complaints/share.html",
        {
            "complaint": complaint,
            "company": complaint.company,
            "is_praise": True,
            "server_form": server_form,
            "bound_forms": [server_form] if server_form.is_bound else [],
            "server": server,
            "is_server_asked": "server" in request.GET,
            "groups": _grouped(sharing.passing_on(complaint, server=server)),
            "device": DEVICE,
            "here": request.path,
        },
        status=422 if server_form.errors else 200,
    )


@login_required
@require_POST
def take_off(request: HttpRequest, reference: str, shared_id: int) -> HttpResponse:
    """No longer show a post on the case: its customer, or a moderator."""
    shared = get_object_or_404(
        SharedPost.objects.select_related("complaint"), pk=shared_id, complaint__reference=reference
    )
    try:
        sharing.take_off_shared_post(shared=shared, by=person_of(request), now=clock.now())
    except NotAllowed as refused:
        raise Http404(str(refused)) from refused
    messages.success(
        request,
        f"The link to the post on {Network(shared.network).label} is taken off. The post itself stays where it is.",
    )
    return redirect(shared.complaint)


def _server_form(request: HttpRequest) -> ServerForm:
    """The customer's server on Mastodon, asked by a GET of the same page; an empty one asks anew."""
    if request.GET.get("server") == "":
        request.session.pop(_SERVER, None)
    form = ServerForm(request.GET if request.GET.get("server") else None)
    if form.is_valid():
        request.session[_SERVER] = form.cleaned_data["server"]
    return form


def _grouped(intents: list[Intent]) -> list[tuple[str, str, list[Intent]]]:
    found = []
    for slug, title, words in GROUPS:
        some = [one for one in intents if WAYS[one.network].words in words]
        if some:
            found.append((slug, title, some))
    return found
