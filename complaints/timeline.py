"""The timeline of a case: the ledger, the history and the replies as one list of what a reader sees.

Presentation is looked up by kind in one dictionary; a test proves that no public kind is missing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from companies.enums import Exclusion
from complaints.enums import Escalation, EventKind, Network, ReplyKind, Side
from complaints.models import Attempt, Complaint, Event, Reply
from complaints.rules.clocks import start_of_day


@dataclass(frozen=True, slots=True)
class Look:
    """How one kind of event appears. `mark` names a shape: ring, square, dot, flag or none; `template` its words."""

    mark: str
    words: str


LOOKS: dict[str, Look] = {
    EventKind.SUBMITTED: Look("dot", "The complaint was submitted"),
    EventKind.DISCARDED: Look("dot", "The draft was thrown away"),
    EventKind.TAKEN_BACK: Look("dot", "The customer took it back"),
    EventKind.RETURNED: Look("dot", "A moderator returned it to the author"),
    EventKind.REJECTED: Look("dot", "A moderator rejected it"),
    EventKind.PUBLISHED: Look("start", "Published: the second clock starts"),
    EventKind.BRAND_TOLD: Look("dot", "{company} was told"),
    EventKind.BRAND_MAIL_BOUNCED: Look("dot", "The mail to {company} came back"),
    EventKind.BRAND_HAS_NO_ADDRESS: Look(
        "dot", "{company} has no known address for complaints, so it could not be told"
    ),
    EventKind.POSTED: Look("dot", "Posted on {network}"),
    EventKind.POSTING_FAILED: Look("dot", "Posting on {network} failed"),
    EventKind.POSTING_EDITED: Look("dot", "The posting on {network} was changed"),
    EventKind.POSTING_REMOVED: Look("dot", "The posting on {network} was removed"),
    EventKind.POSTING_QUEUED: Look("dot", "To be posted on {network} again"),
    EventKind.REPLY_RECEIVED: Look("dot", "Reply"),
    EventKind.REPLY_CHANGED: Look("dot", "A reply was changed on {network}"),
    EventKind.REPLY_REMOVED: Look("dot", "A reply was removed on {network}"),
    EventKind.REPLY_CONFIRMED: Look("dot", "An account was confirmed as {company}'s"),
    EventKind.ACCOUNT_REFUSED: Look("dot", "A moderator found that @{account} is not {company}'s"),
    EventKind.LABEL_CONTESTED: Look("dot", "The label of a reply was contested"),
    EventKind.LABEL_CORRECTED: Look("dot", "A moderator corrected the label of a reply: {label}"),
    EventKind.LABEL_UPHELD: Look("dot", "A moderator upheld the label of a reply: {label}"),
    EventKind.FIX_OFFERED: Look("answer", "A fix was offered"),
    EventKind.OFFER_TAKEN_BACK: Look(
        "dot", "{company} took the offer back: the clock goes on as if it had never been made"
    ),
    EventKind.CUSTOMER_ASKED: Look("dot", "The customer was asked: is it fixed?"),
    EventKind.NOT_FIXED: Look("dot", "The customer says: not fixed"),
    EventKind.PARTLY_FIXED: Look("dot", "The customer says: partly fixed"),
    EventKind.RESOLVED: Look("end", "The customer says: fixed"),
    EventKind.WITHDRAWN: Look("end", "The customer withdrew the complaint"),
    EventKind.GAVE_UP: Look("end", "The customer gave up"),
    EventKind.ESCALATED: Look("dot", "The customer escalated it: {to}"),
    EventKind.LAPSED: Look("end", "Closed as unconfirmed: nobody has said whether the offered fix came"),
    EventKind.REOPENED: Look("dot", "The customer reopened it"),
    EventKind.MOVED: Look("dot", "Moved to the right company by a moderator"),
    EventKind.JOINED: Look("dot", "Joined to its twin {twin} by a moderator"),
    EventKind.HIDDEN: Look("dot", "Hidden by a moderator: {rule}"),
    EventKind.REMOVED: Look("dot", "Removed by a moderator: {rule}"),
    EventKind.RESTORED: Look("dot", "Shown again by a moderator: {rule}"),
    EventKind.EXCLUDED: Look("dot", "Left out of the figures by a moderator: {exclusion}"),
    EventKind.INCLUDED: Look("dot", "Taken into the figures again by a moderator"),
    EventKind.EVIDENCE_CHECKED: Look("dot", "A moderator checked the evidence"),
    EventKind.AUTHOR_ERASED: Look("dot", "The author closed the account"),
    EventKind.SHARED: Look("dot", "Also posted by the customer on {network}"),
    EventKind.SHARED_TAKEN_OFF: Look("dot", "The link to the customer's post on {network} was taken off"),
}
# A reply or an offer is shown by its words, not by the event that tells of it.
SHOWN_AS_REPLY = frozenset({EventKind.REPLY_RECEIVED, EventKind.REPLY_CONFIRMED, EventKind.FIX_OFFERED})
# The first attempt stands before publication even when both are on one day.
_ATTEMPT, _EVENT, _REPLY = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Item:
    """One entry. Exactly one of `attempt`, `reply` and `event` is set."""

    at: datetime
    mark: str
    words: str
    detail: str = ""
    attempt: Attempt | None = None
    reply: Reply | None = None
    event: Event | None = None
    order: int = field(default=_EVENT, compare=False)

    @property
    def is_day_only(self) -> bool:
        return self.attempt is not None


def timeline_of(complaint: Complaint) -> list[Item]:
    """Oldest first. Reads only what `queries.case_of` prefetched."""
    items = [*_attempts(complaint.attempts.all()), *_replies(complaint.replies.all()), *_events(complaint)]
    return sorted(items, key=lambda item: (item.at, item.order))


def _attempts(attempts: Iterable[Attempt]) -> list[Item]:
    return [
        Item(
            at=start_of_day(attempt.made_on),
            mark="attempt",
            words=attempt.get_channel_display(),
            detail=attempt.get_came_of_display(),
            attempt=attempt,
            order=_ATTEMPT,
        )
        for attempt in attempts
    ]


def _replies(replies: Iterable[Reply]) -> list[Item]:
    return [
        Item(at=reply.at, mark=_mark_of(reply), words=reply.author_name, reply=reply, order=_REPLY)
        for reply in replies
        if reply.visibility == "public"
    ]


def _mark_of(reply: Reply) -> str:
    if reply.side != Side.COMPANY:
        return "dot"
    return {ReplyKind.ANSWER: "answer", ReplyKind.DEFLECTION: "deflection"}.get(ReplyKind(reply.kind), "dot")


def _events(complaint: Complaint) -> list[Item]:
    company = complaint.company.name if complaint.company else "the company"
    items = []
    for event in complaint.events.all():
        if not event.is_public or event.kind in SHOWN_AS_REPLY:
            continue
        look = LOOKS[event.kind]
        items.append(
            Item(
                at=event.at,
                mark=look.mark,
                words=look.words.format_map(_Words(event.data, company)),
                detail=str(event.data.get("reason") or event.data.get("note") or ""),
                event=event,
            )
        )
    return items


class _Words(dict[str, Any]):
    """Fills the words of a look from the data of an event, in the words of readers."""

    def __init__(self, data: dict[str, Any], company: str) -> None:
        super().__init__(data)
        self["company"] = company
        if to := data.get("to"):
            self["to"] = dict(Escalation.choices).get(to, to)
        if exclusion := data.get("exclusion"):
            self["exclusion"] = dict(Exclusion.choices).get(exclusion, exclusion).lower()
        if network := data.get("network"):
            self["network"] = dict(Network.choices).get(network, str(network).capitalize())
        if label := data.get("label"):
            self["label"] = dict(ReplyKind.choices).get(label, label)

    def __missing__(self, key: str) -> str:
        return {"network": "a network", "rule": "no rule named"}.get(key, "")
