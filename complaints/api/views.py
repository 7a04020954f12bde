"""Published complaints for programs: what a reader may see, and nothing else."""

from collections.abc import Callable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.db.models import Q
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.exceptions import APIException, NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from companies.api.plumbing import PAGE, PublicView, addresses, choice_of, page_of, place_of
from companies.api.serializers import Problem
from companies.api.views import CURSOR, PROBLEMS
from companies.enums import CompanyState, Sector
from companies.models import Company
from complaints import queries
from complaints.api import serializers
from complaints.enums import OPEN, Category, Outcome, PostingState, Status, Visibility
from complaints.models import Complaint

# What a list shows, by the column that it comes from.
SHOWN = {
    "pk": "pk",
    "reference": "reference",
    "company": "company__slug",
    "sector": "company__sector",
    "title": "title",
    "category": "category",
    "country": "country",
    "status": "status",
    "outcome": "outcome",
    "published_at": "published_at",
    "first_attempt_on": "first_attempt_on",
    "replied_at": "replied_at",
    "answered_at": "answered_at",
    "ended_at": "ended_at",
}
# Put together once, for speed (tests/benchmarks/bench_api.py): a request narrows a copy and never walks this one.
NEWEST = Complaint.objects.readable().newest_first().values_list(*SHOWN.values())
GONE = (410, "application/problem+json")
STATES = {
    "waiting": Q(status=Status.AWAITING_ANSWER),
    "open": Q(status__in=OPEN),
    "resolved": Q(outcome=Outcome.RESOLVED),
    "ended": Q(status=Status.CLOSED),
}


class Removed(APIException):
    status_code = status.HTTP_410_GONE
    default_detail = "This complaint was removed. It still counts in the figures."


class ComplaintList(PublicView):
    @extend_schema(
        operation_id="complaints_list",
        parameters=[
            OpenApiParameter("company", str, description="slug"),
            OpenApiParameter("sector", str, enum=Sector.values),
            OpenApiParameter("category", str, enum=Category.values),
            OpenApiParameter("status", str, enum=list(STATES)),
            CURSOR,
        ],
        responses={200: serializers.ComplaintPage, **PROBLEMS},
    )
    def get(self, request: Request) -> Response:
        """Published complaints, newest first."""
        rows = NEWEST
        if slug := request.query_params.get("company", ""):
            rows = rows.filter(company=_company(slug))
        if sector := choice_of(request, "sector", Sector):
            rows = rows.filter(company__sector=sector)
        if category := choice_of(request, "category", Category):
            rows = rows.filter(category=category)
        if state := choice_of(request, "status", STATES):
            rows = rows.filter(STATES[state])
        if place := place_of(request, kinds=[datetime, int]):
            at, pk = place
            rows = rows.filter(published_at__lte=at).filter(Q(published_at__lt=at) | Q(pk__lt=pk))
        address = addresses("complaints:case")
        found = [_row(values, address) for values in rows[: PAGE + 1]]
        return page_of(request, found, keys=("published_at", "pk"), hidden=("pk",))


class ComplaintDetail(PublicView):
    @extend_schema(
        operation_id="complaints_read", responses={200: serializers.Complaint, **PROBLEMS, GONE: Problem}
    )
    def get(self, request: Request, reference: str) -> Response:
        """One complaint with its ledger, replies, copies on networks and public history."""
        complaint = queries.case_of(reference.upper())
        if complaint is None or complaint.visibility == Visibility.HIDDEN:
            raise NotFound("There is no such complaint.")
        if complaint.visibility == Visibility.REMOVED:
            raise Removed
        assert complaint.company is not None
        values = [attrgetter(column.replace("__", "."))(complaint) for column in SHOWN.values()]
        body = _row(values, addresses("complaints:case"))
        del body["pk"]
        return Response(body | _rest(complaint))


def _company(slug: str) -> Company:
    """The company that a filter names; where it was merged into another, that one has its complaints."""
    found = Company.objects.select_related("merged_into").filter(slug=slug.replace("\0", "")).first()
    if found is None or found.state == CompanyState.PROPOSED:
        raise ValidationError({"company": ["There is no company with this slug."]})
    return found.merged_into or found


def _row(values: Sequence[Any], address: Callable[[str], str]) -> dict[str, Any]:
    row = dict(zip(SHOWN, values, strict=True))
    row["url"] = address(row["reference"])
    return row


def _rest(complaint: Complaint) -> dict[str, Any]:
    """What stands below the row of a list. Reads only what `queries.case_of` prefetched."""
    return {
        "story": complaint.story,
        "wish": complaint.wish,
        "public_name": complaint.public_name,
        "evidence": complaint.get_tier_display(),
        "attempts": [
            {
                "channel": one.channel,
                "made_on": one.made_on,
                "times": one.times,
                "minutes": one.minutes,
                "came_of": one.came_of,
                "note": one.note,
            }
            for one in complaint.attempts.all()
        ],
        "replies": [
            {
                "at": one.at,
                "side": one.side,
                "author": one.author_name,
                "network": one.network,
                "url": one.remote_url,
                "text": one.text,
                "label": one.kind,
                "words": one.words,
                "sends_to": one.sends_to,
                "tone": one.tone,
                "tone_words": one.tone_words,
                "canned": one.is_canned,
                "copies": one.copies,
                "similarity": one.similarity,
                "rules_version": one.rules_version,
                "is_offer": one.is_offer,
                "offer_due_on": one.offer_due_on,
                "stands": one.stands,
            }
            for one in complaint.replies.all()
            if one.visibility == Visibility.PUBLIC
        ],
        "postings": [
            {"network": one.network, "url": one.remote_url, "sent_at": one.sent_at}
            for one in complaint.postings.all()
            if one.state == PostingState.SENT
        ],
        "also_posted": [
            {"network": one.network, "url": one.url, "added_at": one.added_at}
            for one in complaint.shared_posts.all()
        ],
        "events": [
            {"at": one.at, "kind": one.kind, "by": one.actor_role}
            for one in complaint.events.all()
            if one.is_public
        ],
    }
