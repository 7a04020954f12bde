"""Joining the team of a desk by the link of an invitation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.permissions import person_of, verified_emails
from companies.forms import JoinForm
from companies.services.teaming import (
    LINK_OF_NO_USE,
    TeamProblem,
    accept_invitation,
    invitation_of_token,
)
from config.doors import clock


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link. Opening it changes nothing, so that a mail scanner joins nothing."""
    person = person_of(request)
    invitation = invitation_of_token(token=token, now=clock.now())
    form = JoinForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        joined = accept_invitation(
            token=token, first_name=form.cleaned_data["first_name"], by=person, now=clock.now()
        )
        if not isinstance(joined, TeamProblem):
            messages.success(request, f"You act for {joined.company.name} now, as {joined}.")
            return redirect("complaints:desk", joined.company.slug)
        form.add_error(None, joined.words)
    return render(
        request,
        "companies/join.html",
        {
            "invitation": invitation,
            "form": form,
            "is_for_this_account": invitation is not None and invitation.email in verified_emails(person),
            "of_no_use": LINK_OF_NO_USE,
        },
        status=422 if form.errors else 200,
    )
