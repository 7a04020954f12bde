"""How often something may be done, and the page that says so."""

from math import ceil

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from config.doors.limits import client_prefix, hit

HOUR = 3_600
DAY = 24 * HOUR

# What is counted -> what it is called on the page. `{limit}` is how many.
WORDS = {
    "draft": "You have started {limit} complaints today.",
    "story": "{limit} complaints were begun from your connection within an hour.",
    "company": "You have added {limit} companies today.",
    "evidence": "You have added {limit} files within an hour.",
}


def refused(request: HttpRequest, what: str, *, limit: int, per_seconds: int) -> HttpResponse | None:
    """Count one `what` of this person (of this connection before signing in). None when it may be done, else the page
    with status 429 that says why, until when, and that nothing is lost."""
    person = request.user.pk or client_prefix(request, trusted_proxies=settings.TRUSTED_PROXIES)
    decision = hit(f"{what}:{person}", limit=limit, per_seconds=per_seconds)
    if decision.allowed:
        return None
    response = render(
        request,
        "complaints/filing/limited.html",
        {"reason": WORDS[what].format(limit=limit), "wait": _span(decision.retry_after)},
        status=429,
    )
    response["Retry-After"] = str(decision.retry_after)
    return response


def _span(seconds: int) -> str:
    """About how long, rounded up: "12 minutes", "3 hours"."""
    minutes = max(1, ceil(seconds / 60))
    if minutes < 90:
        return f"{minutes} minute{'' if minutes == 1 else 's'}"
    return f"{ceil(minutes / 60)} hours"
