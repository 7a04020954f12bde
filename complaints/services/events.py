"""The only writer of the history, and of the case row that the statistics read."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from companies.enums import Ending, FirstReply, Source
from companies.services import cases
from companies.services.cases import CaseValues
from complaints.enums import REACHED_A_PERSON, Actor, EventKind, Outcome, ReplyKind
from complaints.models import Complaint, Event

ENDING_OF_OUTCOME: dict[str, Ending] = {
    Outcome.RESOLVED: Ending.RESOLVED,
    Outcome.PARTLY: Ending.PARTLY,
    Outcome.UNCONFIRMED: Ending.UNCONFIRMED,
    Outcome.WITHDRAWN: Ending.WITHDRAWN,
    Outcome.GAVE_UP: Ending.GAVE_UP,
}
FIRST_REPLY_OF_KIND: dict[str, FirstReply] = {
    ReplyKind.ANSWER: FirstReply.ANSWER,
    ReplyKind.ACKNOWLEDGEMENT: FirstReply.ACKNOWLEDGEMENT,
    ReplyKind.STATEMENT: FirstReply.ACKNOWLEDGEMENT,
    ReplyKind.DEFLECTION: FirstReply.DEFLECTION,
}
# What these tell changes nothing that the statistics read.
_OF_NO_FIGURE = frozenset(
    {
        EventKind.CUSTOMER_ASKED,
        EventKind.ESCALATED,
        EventKind.LABEL_CONTESTED,
        EventKind.SHARED,
        EventKind.SHARED_TAKEN_OFF,
    }
)


def record(
    *,
    complaint: Complaint,
    kind: EventKind,
    now: datetime,
    role: Actor,
    by: User | None = None,
    is_public: bool = True,
    at: datetime | None = None,
    **data: Any,
) -> Event:
    """Write one event within the caller's transaction, and the case row when the complaint is published.

    `at` is when it happened, if that differs from `now` (a reply found later on a network).
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An event belongs in the transaction of the change that it tells of.")
    event = Event.objects.create(
        complaint=complaint,
        kind=kind,
        at=at or now,
        actor_role=role,
        actor_id=by.pk if by else None,
        is_public=is_public,
        data=data,
    )
    if complaint.is_published and kind not in _OF_NO_FIGURE:
        _record_case(complaint, now=now)
    return event


def _record_case(complaint: Complaint, *, now: datetime) -> None:
    attempts = list(complaint.attempts.values_list("channel", "times", "minutes", "came_of"))
    replies = list(
        complaint.replies.of_the_company().order_by("at", "id").values_list("kind", "stands", "network")
    )
    answered_on = (at or "site" for kind, stands, at in replies if kind == ReplyKind.ANSWER and stands)
    # Where it ever stood: taking a copy down with a hidden complaint changes no figure.
    networks = complaint.postings.filter(sent_at__isnull=False).values_list("network", flat=True)
    assert complaint.published_at is not None  # check constraint
    assert complaint.company is not None
    first_day = complaint.first_attempt_on or complaint.published_at.date()
    cases.record(
        source=Source.ANSWERABLE,
        reference=complaint.reference,
        values=CaseValues(
            company_id=complaint.company.pk,
            country=complaint.country,
            category=complaint.category,
            opened_at=complaint.published_at,
            ended_at=complaint.ended_at,
            ending=ENDING_OF_OUTCOME[complaint.outcome] if complaint.outcome else None,
            counted_at=complaint.counted_at,
            answered_at=complaint.answered_at,
            answered_on=next(answered_on, ""),
            replied_at=complaint.replied_at,
            first_reply=FIRST_REPLY_OF_KIND[replies[0][0]] if replies else "",
            replies=len(replies),
            tier=complaint.tier_at_publication or 0,
            exclusion=complaint.exclusion,
            is_tied=complaint.is_tied,
            is_brand_told=complaint.is_brand_told,
            attempts=sum(times for _, times, _, _ in attempts),
            channels=tuple(sorted({channel for channel, _, _, _ in attempts})),
            minutes=sum(minutes for _, _, minutes, _ in attempts),
            days_before=max(0, (complaint.published_at.date() - first_day).days),
            was_answered_before=any(came_of in REACHED_A_PERSON for _, _, _, came_of in attempts),
            networks=tuple(sorted(set(networks))),
        ),
        now=now,
    )
