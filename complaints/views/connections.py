"""One's accounts on networks: connect, see how they are, disconnect. Moderators connect those of the site."""

import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import is_moderator, person_of
from complaints import queries
from complaints.enums import Network
from complaints.forms.connections import AccountForm, SignInForm
from complaints.models import Connection
from complaints.networks.base import (
    Account,
    Forbidden,
    NeedsReconnect,
    NetworkError,
    RateLimited,
    Rejected,
    Unsupported,
)
from complaints.networks.registry import NETWORKS, Kind
from complaints.networks.signing_in import Grant, Mistyped, SignIn, Site
from complaints.services import connecting
from complaints.services.connecting import ConnectionRefused
from config.doors import clock
from config.doors.vault import VaultError

_KEPT = "connecting"
A_WHILE = timedelta(minutes=20)  # between leaving for a network and coming back


@login_required
@never_cache
@require_safe
def connections(request: HttpRequest) -> HttpResponse:
    """The accounts of this person, and what else can be connected."""
    user = person_of(request)
    return render(
        request,
        "account/connections.html",
        {
            "connections": queries.connections_of(user),
            "offered": [
                network for network, sign_in in _offered() if not sign_in.for_site_only or is_moderator(user)
            ],
        },
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def connect(request: HttpRequest, network: str) -> HttpResponse:
    """What the network must know first; then the person is sent there, or connected at once."""
    sign_in = _sign_in_or_404(network)
    for_site = _is_for_site(request, sign_in)
    form = SignInForm(request.POST if request.method == "POST" else None, asks=sign_in.asks)
    if form.is_valid():
        try:
            return _begin(request, sign_in, network, form.cleaned_data, for_site=for_site)
        except Mistyped as wrong:
            form.add_error(wrong.name if wrong.name in form.fields else None, str(wrong))
        except ConnectionRefused as refused:
            form.add_error(None, str(refused))
        except NetworkError as error:
            form.add_error(None, words_for(error, connecting.name_of(network)))
    return render(
        request,
        "account/connect.html",
        {
            "form": form,
            "name": connecting.name_of(network),
            "network": network,
            "for_site": for_site,
            "goes_away": sign_in.goes_away,
            "demo_server": settings.DEMO_MASTODON_URL if network == Network.MASTODON else "",
        },
        status=422 if form.errors else 200,
    )


@login_required
@never_cache
@require_safe
def callback(request: HttpRequest, network: str) -> HttpResponse:
    """The person is back from the network. The secret in the address is taken, and the address left at once."""
    sign_in = _sign_in_or_404(network)
    waiting = _look(request, network)
    if (
        waiting is not None and "accounts" in waiting
    ):  # loaded again: the code is used up, what it gave is kept
        return _left(redirect("complaints:connections_choose", network))
    kept = _take(request, network)
    back = _back_to(network, for_site=bool(kept and kept["for_site"]))
    if kept is None or not _is_same(kept.get("state", ""), request.GET.get("state", "")):
        messages.error(request, "That took too long, or it was begun elsewhere. Begin again.")
        return _left(redirect(back))
    name = connecting.name_of(network)
    try:
        grant = sign_in.finish(
            instance=kept["instance"],
            kept=kept["kept"],
            params={key: request.GET[key] for key in request.GET},
            site=_site(network, for_site=kept["for_site"]),
            app=connecting.app_of(network, kept["instance"]),
            now=clock.now(),
        )
        return _left(_granted(request, network, grant, for_site=kept["for_site"]))
    except ConnectionRefused as refused:
        messages.error(request, str(refused))
    except Mistyped as wrong:
        messages.error(request, str(wrong))
    except NeedsReconnect as error:
        declined = error.code == "declined" or "error" in request.GET
        messages.error(
            request,
            f"{name} was not connected: you said no over there." if declined else words_for(error, name),
        )
    except NetworkError as error:
        messages.error(request, words_for(error, name))
    return _left(redirect(back))


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, network: str) -> HttpResponse:
    """One sign-in over there may speak for several accounts: the person chooses one."""
    _sign_in_or_404(network)
    kept = _look(request, network)
    if kept is None or "accounts" not in kept:
        return redirect("complaints:connections")
    accounts = [Account(**one) for one in kept["accounts"]]
    form = AccountForm(request.POST if request.method == "POST" else None, accounts=accounts)
    if form.is_valid():
        _take(request, network)
        grant = Grant(kept["instance"], kept["secret"], tuple(accounts))
        account = next(one for one in accounts if one.id == form.cleaned_data["account"])
        try:
            return _keep(request, network, grant, account, for_site=kept["for_site"])
        except ConnectionRefused as refused:
            messages.error(request, str(refused))
        except NetworkError as error:
            messages.error(request, words_for(error, connecting.name_of(network)))
        return redirect("complaints:connections")
    return render(
        request,
        "account/connect_choose.html",
        {"form": form, "name": connecting.name_of(network)},
        status=422 if form.errors else 200,
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def disconnect(request: HttpRequest, connection_id: int) -> HttpResponse:
    """Says what disconnecting means, then does it."""
    user = person_of(request)
    mine = Connection.objects.of_person(user)
    found = get_object_or_404(
        mine | Connection.objects.of_the_site() if is_moderator(user) else mine, pk=connection_id
    )
    back = reverse("complaints:moderation_networks" if found.is_site else "complaints:connections")
    if request.method == "POST":
        connecting.disconnect(connection=found, by=user, now=clock.now())
        messages.success(
            request,
            f"@{found.handle} is disconnected. We end the permission at {connecting.name_of(found.network)} now; this page "
            "says how it went.",
        )
        return redirect(back)
    return render(
        request,
        "account/disconnect.html",
        {
            "connection": found,
            "name": connecting.name_of(found.network),
            "standing": queries.copies_standing(found),
            "waiting": queries.copies_waiting(found),
            "back": back,
        },
    )


def words_for(error: NetworkError, name: str) -> str:
    """Why it did not work, for the person who tried, and what to do."""
    if isinstance(error, RateLimited):
        return f"{name} asks us to wait. Try again after {error.retry_at:%H:%M} UTC."
    if isinstance(error, NeedsReconnect):
        return f"{name} did not accept it. Check what you typed, or begin again."
    if isinstance(error, Unsupported):
        return f"{name} cannot be connected here."
    if isinstance(error, Forbidden):
        if error.code == "address_refused":
            return "This address cannot be reached from here. It must be a public server with https."
        if error.code == "no_such_api":
            return f"There is no {name} server at this address."
        return f"{name} refuses this account: it may be disabled, or may not do what is needed."
    if isinstance(error, Rejected):
        return f"{name} did not understand us. Begin again."
    return f"{name} cannot be reached just now. Nothing was changed; try again in a few minutes."


def _begin(
    request: HttpRequest, sign_in: SignIn, network: str, typed: Mapping[str, str], *, for_site: bool
) -> HttpResponse:
    state, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
    site = _site(network, for_site=for_site)
    instance, step = connecting.begin(
        sign_in=sign_in,
        slug=network,
        typed=typed,
        site=site,
        state=state,
        verifier=verifier,
        now=clock.now(),
    )
    if isinstance(step, Grant):
        return _granted(request, network, step, for_site=for_site)
    _keep_for_later(request, network, state=state, instance=instance, kept=dict(step.kept), for_site=for_site)
    return redirect(step.url)


def _granted(request: HttpRequest, network: str, grant: Grant, *, for_site: bool) -> HttpResponse:
    if len(grant.accounts) == 1:
        return _keep(request, network, grant, grant.accounts[0], for_site=for_site)
    if not grant.accounts:
        messages.error(request, f"{connecting.name_of(network)} showed us no account that can post.")
        return redirect("complaints:connections")
    _keep_for_later(
        request,
        network,
        instance=grant.instance,
        secret=grant.secret,
        accounts=[
            {"id": one.id, "handle": one.handle, "name": one.name, "url": one.url} for one in grant.accounts
        ],
        for_site=for_site,
    )
    return redirect("complaints:connections_choose", network)


def _keep(
    request: HttpRequest, network: str, grant: Grant, account: Account, *, for_site: bool
) -> HttpResponse:
    made = connecting.keep_connection(
        slug=network, grant=grant, account=account, by=person_of(request), for_site=for_site, now=clock.now()
    )
    messages.success(request, f"@{made.handle} on {connecting.name_of(network)} is connected.")
    return redirect("complaints:connections")


def _keep_for_later(request: HttpRequest, network: str, **parts: Any) -> None:
    """Sealed in the session: it may hold a secret, and sessions are rows of a table."""
    text = json.dumps({"network": network, "at": clock.now().isoformat(), **parts})
    request.session[_KEPT] = connecting.vault().seal(text, identity=_identity(request))


def _look(request: HttpRequest, network: str) -> dict[str, Any] | None:
    sealed = request.session.get(_KEPT)
    if not isinstance(sealed, str):
        return None
    try:
        kept: dict[str, Any] = json.loads(connecting.vault().open(sealed, identity=_identity(request)))
    except VaultError:
        return None
    is_fresh = clock.now() - datetime.fromisoformat(kept["at"]) <= A_WHILE
    return kept if kept["network"] == network and is_fresh else None


def _take(request: HttpRequest, network: str) -> dict[str, Any] | None:
    """What was kept, once."""
    kept = _look(request, network)
    request.session.pop(_KEPT, None)
    return kept


def _is_same(state: str, given: str) -> bool:
    """Whether the state came back. One that was never given is no state; an address may hold any characters."""
    return state != "" and hmac.compare_digest(state.encode(), given.encode(errors="replace"))


def _identity(request: HttpRequest) -> str:
    return f"connecting:{person_of(request).pk}"


def _left(response: HttpResponse) -> HttpResponse:
    """The address of this answer holds a code or a secret: no page may learn it."""
    response["Referrer-Policy"] = "no-referrer"
    return response


def _back_to(network: str, *, for_site: bool) -> str:
    return reverse("complaints:connect", args=[network]) + ("?site=1" if for_site else "")


def _site(network: str, *, for_site: bool) -> Site:
    return Site(
        name="Answerable",
        website=settings.SITE_URL,
        redirect_uri=settings.SITE_URL + reverse("complaints:connections_callback", args=[network]),
        searches=for_site,
    )


def _offered() -> list[tuple[Any, SignIn]]:
    found = [(one, connecting.sign_in_of(one.slug)) for one in NETWORKS if one.kind is Kind.CONNECTOR]
    return [(one, sign_in) for one, sign_in in found if sign_in is not None]


def _sign_in_or_404(network: str) -> SignIn:
    found = connecting.sign_in_of(network)
    if found is None:
        raise Http404("Accounts of this network cannot be connected here.")
    return found


def _is_for_site(request: HttpRequest, sign_in: SignIn) -> bool:
    wanted = bool(request.GET.get("site")) or sign_in.for_site_only
    if wanted and not is_moderator(request.user):
        raise PermissionDenied("Only moderators connect accounts of the site.")
    return wanted
