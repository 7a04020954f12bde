"""The demonstration's window on its own network: the server's own addresses open in no browser."""

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from complaints.demo.network import DemoNetwork, NetworkDown, Shown
from complaints.models import Complaint, Posting, Reply


@require_safe
def post(request: HttpRequest, remote_id: str) -> HttpResponse:
    """A copy of a complaint as it stands on the demo network, and what was said below it, as plain text."""
    if not settings.DEMO:
        raise Http404("Only a demonstration has a network of its own.")
    copies = Posting.objects.filter(complaint__in=Complaint.objects.readable()).select_related(
        "complaint__company"
    )
    posting = copies.filter(remote_id=remote_id).first()
    if posting is None:
        reply = (
            Reply.objects.filter(remote_id=remote_id, posting__in=copies).select_related("posting").first()
        )
        if reply is None or reply.posting is None:
            raise Http404("No complaint has a copy under this address.")
        page = reverse("complaints:demo_post", args=[reply.posting.remote_id])
        return redirect(f"{page}#post-{remote_id}")
    problem = ""
    try:
        thread = DemoNetwork().thread(posting.remote_id) or []
    except NetworkDown as down:
        thread, problem = [], str(down)
    times = _known_times(posting)
    shown = [replace(one, at=times.get(one.remote_id, one.at)) for one in thread]
    return render(
        request,
        "complaints/demo_post.html",
        {
            "complaint": posting.complaint,
            "posting": posting,
            "post": shown[0] if shown else None,
            "replies": sorted(shown[1:], key=_when),
            "problem": problem,
            "server": settings.DEMO_MASTODON_URL,
        },
    )


def _known_times(posting: Posting) -> dict[str, datetime]:
    """The demo's past is simulated; the server knows only when it was told of it."""
    times = {reply.remote_id: reply.stated_at for reply in posting.replies.all()}
    return times | ({posting.remote_id: posting.sent_at} if posting.sent_at else {})


def _when(shown: Shown) -> str:
    return shown.at.isoformat() if shown.at else ""
