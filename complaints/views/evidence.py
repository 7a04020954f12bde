"""Files of a complaint: added and removed while it is a draft, and given out to whoever may see them."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.permissions import person_of
from complaints.forms.filing import EvidenceForm
from complaints.models import Complaint, Evidence
from complaints.queries import may_see_evidence
from complaints.services import evidence as files
from complaints.views.filing import draft_step, go_on, step_page
from complaints.views.limiting import HOUR, refused
from complaints.views.starting import storable
from config.doors import clock

FILES_AN_HOUR = 60


@draft_step
def add(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    """The files of a draft, and a form for the next one."""
    if request.method != "POST":
        return _page(request, complaint, EvidenceForm())
    is_going_on = "leave" in request.POST or "continue" in request.POST
    if is_going_on and not request.FILES:
        return go_on(request, complaint, "evidence")
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, complaint, form, status=422)
    if answer := refused(request, "evidence", limit=FILES_AN_HOUR, per_seconds=HOUR):
        return answer
    try:
        _attach(request, complaint, form.cleaned_data["file"])
    except files.EvidenceRefused as error:
        form.add_error("file", str(error))
        return _page(request, complaint, form, status=422)
    messages.success(request, "Added. Only you and moderators can open it.")
    return go_on(request, complaint, "evidence") if is_going_on else redirect(request.get_full_path())


@draft_step
def remove(request: HttpRequest, complaint: Complaint, evidence_id: int) -> HttpResponse:
    """Take a file away, after one question."""
    row = get_object_or_404(complaint.evidence, pk=evidence_id)
    back = reverse("complaints:filing_evidence", args=[complaint.reference])
    if request.method != "POST":
        return render(
            request,
            "complaints/filing/remove.html",
            {"complaint": complaint, "evidence": row, "back_url": back},
        )
    files.remove_evidence(evidence=row, by=person_of(request))
    messages.success(request, "Removed.")
    return redirect(back)


@never_cache
@require_safe
def evidence_file(request: HttpRequest, reference: str, evidence_id: int) -> HttpResponseBase:
    """The file itself, to keep and never to show within a page of ours."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    row = (
        Evidence.objects.select_related("complaint")
        .filter(pk=evidence_id, complaint__reference=storable(reference))
        .first()
    )
    if row is None or not may_see_evidence(request.user, row) or not default_storage.exists(row.stored_as):
        raise Http404("There is no such file.")
    response = FileResponse(
        default_storage.open(row.stored_as),
        as_attachment=True,
        filename=files.download_name(row),
        content_type=f"{row.media_type}; charset=utf-8" if row.media_type == "text/plain" else row.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _attach(request: HttpRequest, complaint: Complaint, sent: UploadedFile) -> None:
    if (sent.size or 0) > files.MOST_BYTES:  # before it is read into memory
        raise files.EvidenceRefused(files.too_large(sent.size or 0))
    files.attach_evidence(
        complaint=complaint, by=person_of(request), name=sent.name or "", content=sent.read(), now=clock.now()
    )


def _page(
    request: HttpRequest, complaint: Complaint, form: EvidenceForm, *, status: int = 200
) -> HttpResponse:
    return step_page(
        request,
        complaint,
        "evidence",
        status=status,
        form=form,
        files=list(complaint.evidence.all()),
        most_files=files.MOST_FILES,
    )
