"""The timeline of a case: the ledger, the history and the replies as one list of what a reader sees.

Presentation is looked up by kind in one dictionary; a test proves that no public kind is missing. What others said on
networks stands apart, behind the talk between customer and company: one entry for each network.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from companies.enums import Exclusion
from complaints.covered import covered
from complaints.enums import MILESTONES, Escalation, EventKind, Network, PostingKind, ReplyKind, Side, Tone
from complaints.models import Attempt, Complaint, Event, Reply
from complaints.rules.clocks import start_of_day
from complaints.rules.waiting import words_of_failure


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
    EventKind.POSTED: Look("dot", "Posted on {network}{what}"),
    EventKind.POSTING_FAILED: Look("dot", "{deed} on {network} failed"),
    EventKind.POSTING_EDITED: Look("dot", "The posting on {network} was changed"),
    EventKind.POSTING_REMOVED: Look("dot", "The posting on {network} was {removal}"),
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
    EventKind.REDACTED: Look("dot", "Words were covered by a moderator"),
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
# What happened to a reply of somebody else is no part of the talk.
OF_A_REPLY = frozenset({EventKind.REPLY_CHANGED, EventKind.REPLY_REMOVED})
# So many of the words of others are shown, the last ones.
JOINED_SHOWN = 50
# The first attempt stands before publication even when both are on one day.
_ATTEMPT, _EVENT, _REPLY = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Joined:
    """People who are no party and what they said on one network, oldest first.

    `more` were said before those shown. What its author removed over there is not shown, nor counted among `people`.
    """

    network: str
    people: int
    replies: list[Reply]
    more: int
    removed: int


@dataclass(frozen=True, slots=True)
class Item:
    """One entry. One of `attempt`, `reply`, `event` and `joined` is set, or none where others took back all they said."""

    at: datetime
    mark: str
    words: str
    detail: str = ""
    attempt: Attempt | None = None
    reply: Reply | None = None
    event: Event | None = None
    joined: Joined | None = None
    order: int = field(default=_EVENT, compare=False)

    @property
    def is_day_only(self) -> bool:
        return self.attempt is not None


def timeline_of(complaint: Complaint) -> list[Item]:
    """Oldest first, and at the end who joined in. Reads only what `queries.case_of` prefetched."""
    replies = [reply for reply in complaint.replies.all() if reply.visibility == "public"]
    talk = [reply for reply in replies if reply.side != Side.OTHER]
    items = [*_attempts(complaint.attempts.all()), *_replies(talk), *_events(complaint)]
    return [*sorted(items, key=lambda item: (item.at, item.order)), *_joined(replies)]


def people_who_joined(timeline: Iterable[Item]) -> int:
    """How many people who are no party spoke up, over all networks."""
    return sum(item.joined.people for item in timeline if item.joined is not None)


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
    ]


def _joined(replies: Iterable[Reply]) -> list[Item]:
    """One entry for each network on which somebody else spoke, by the name of the network."""
    by_network: dict[str, list[Reply]] = {}
    for reply in replies:
        if reply.side == Side.OTHER:
            by_network.setdefault(reply.network, []).append(reply)
    named = {_network_name(network): said for network, said in by_network.items()}
    return [_joined_on(network, named[network]) for network in sorted(named)]


def _joined_on(network: str, said: list[Reply]) -> Item:
    standing = [reply for reply in said if reply.removed_remotely_at is None]
    removed = len(said) - len(standing)
    if not standing:
        words = f"{removed:,} {'reply of others was' if removed == 1 else 'replies of others were'} removed"
        return Item(at=max(reply.at for reply in said), mark="dot", words=f"{words} on {network}")
    people = len({_person(reply) for reply in standing})
    return Item(
        at=max(reply.at for reply in standing),
        mark="dot",
        words=f"{people:,} {'person' if people == 1 else 'people'} joined in on {network}",
        joined=Joined(
            network=network,
            people=people,
            replies=standing[-JOINED_SHOWN:],
            more=max(0, len(standing) - JOINED_SHOWN),
            removed=removed,
        ),
    )


def _person(reply: Reply) -> tuple[str, ...]:
    """Who spoke: by the handle, which names its server where ids are of one server only."""
    if reply.author_handle:
        return ("handle", reply.author_handle.casefold())
    return ("id", reply.author_remote_id) if reply.author_remote_id else ("reply", str(reply.pk))


def _detail(complaint: Complaint, event: Event) -> str:
    """What somebody said with it. The history cannot be changed, so words that were covered since are covered here."""
    words = str(event.data.get("reason") or event.data.get("note") or "")
    return covered(complaint, words) if words else ""


def _mark_of(reply: Reply) -> str:
    if reply.side != Side.COMPANY:
        return "dot"
    return {ReplyKind.ANSWER: "answer", ReplyKind.DEFLECTION: "deflection"}.get(ReplyKind(reply.kind), "dot")


def _events(complaint: Complaint) -> list[Item]:
    company = complaint.company.name if complaint.company else "the company"
    of_others = {reply.pk for reply in complaint.replies.all() if reply.side == Side.OTHER}
    items = []
    for event in complaint.events.all():
        if not event.is_public or event.kind in SHOWN_AS_REPLY:
            continue
        if event.kind in OF_A_REPLY and event.data.get("reply") in of_others:
            continue
        look = LOOKS[event.kind]
        items.append(
            Item(
                at=event.at,
                mark=look.mark,
                words=look.words.format_map(_Words(event.data, company)),
                detail=_detail(complaint, event) or _why_not(event),
                event=event,
            )
        )
    return items


def _why_not(event: Event) -> str:
    if event.kind != EventKind.POSTING_FAILED:
        return ""
    return words_of_failure(str(event.data.get("why", "")), network=_network_name(event.data["network"]))


def _network_name(network: str) -> str:
    return str(dict(Network.choices).get(network, network.capitalize())) if network else "this site"


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
            self["network"] = _network_name(network)
        what = data.get("what")
        self["what"] = f": {PostingKind(what).label.lower()}" if what in MILESTONES else ""
        self["deed"] = "Changing the post" if data.get("change") else "Posting"
        self["removal"] = "called off" if data.get("why") == "called_off" else "removed"
        if label := data.get("label"):
            self["label"] = dict(ReplyKind.choices).get(label, label) + _manner_decided(data)

    def __missing__(self, key: str) -> str:
        return {"network": "a network", "rule": "no rule named"}.get(key, "")


def _manner_decided(data: dict[str, Any]) -> str:
    """What a moderator decided besides the label: the tone, the mark of a near-copy."""
    decided = ""
    if tone := data.get("tone"):
        decided += f", it reads as {dict(Tone.choices).get(tone, tone).lower()}"
    if (canned := data.get("canned")) is not None:
        decided += ", a near-copy" if canned else ", no near-copy"
    return decided
