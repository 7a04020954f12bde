"""Pages of one's own account that allauth does not have."""

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.logout import logout
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts import queries
from accounts.forms import CloseAccountForm, PublicNameForm
from accounts.permissions import person_of
from accounts.services import closing, naming
from config.doors import clock

THEMES = ("light", "dark")
A_YEAR = 365 * 24 * 60 * 60  # seconds


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """The name shown in public, and the way to everything else."""
    user = person_of(request)
    form = PublicNameForm(
        request.POST if request.method == "POST" else None,
        initial={"public_name": user.public_name},
    )
    if form.is_valid():
        naming.change_public_name(user=user, public_name=form.cleaned_data["public_name"])
        messages.success(request, "Your name is saved.")
        return redirect("account_home")
    return render(
        request,
        "account/home.html",
        {"form": form, "rows": queries.overview_of(user, request=request)},
        status=422 if form.errors else 200,
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
@reauthentication_required
def close(request: HttpRequest) -> HttpResponse:
    """Says what closing means, asks once more, closes."""
    form = CloseAccountForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        closing.close_account(user=person_of(request), now=clock.now())
        logout(request)
        messages.success(request, "Your account is closed. A last mail is on its way to you.")
        return redirect("/")
    return render(request, "account/close.html", {"form": form}, status=422 if form.errors else 200)


@csrf_exempt  # public pages carry no token so that they can be cached, and the worst of it is another colour
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the choice of colours in a cookie and go back."""
    wanted = request.POST.get("next", "")
    is_safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = redirect(wanted if is_safe else "/")
    choice = request.POST.get("theme", "")
    if choice in THEMES:
        response.set_cookie(
            "theme",
            choice,
            max_age=A_YEAR,
            samesite="Lax",
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response
