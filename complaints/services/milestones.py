"""How a complaint goes on is told where it was posted: as a reply to our own post, if the customer wished so.

A milestone that is no longer true (an offer taken back, a case opened again) is taken down.
"""

import secrets
from datetime import date, datetime, timedelta
from typing import Final

from complaints.enums import UNSENT, PostingKind, PostingState, PostingWish
from complaints.models import Complaint, Posting
from complaints.networks import render
from complaints.networks.base import Limits, Rejected
from complaints.networks.phrases import in_days, phrases_of
from complaints.services import copies, letters, preparing
from config.doors import queue

EXAMPLE: Final = timedelta(days=12)


def reach(
    *,
    complaint: Complaint,
    kind: PostingKind,
    now: datetime,
    day: date | None = None,
    seen_on: Posting | None = None,
) -> list[Posting]:
    """A locked complaint has reached a milestone: each copy that is followed up gets a reply, once for each kind.

    One that says something else by now (another promised day) is changed to say this.

    `day` is the promised or the fixed day; `seen_on` the copy under whose post everybody has read it already.
    """
    standing = complaint.postings.select_related("connection").filter(
        kind=PostingKind.COMPLAINT, follows_up=True, state__in=[PostingState.SENT, *UNSENT]
    )
    made = []
    for parent in standing:
        if parent == seen_on:
            continue
        link = letters.link_of(complaint, kind)
        try:
            text = render.follow_up(
                words_of(complaint, kind, day=day),
                link=link,
                reply_to="",
                language=complaint.language,
                limits=Limits.from_json(parent.connection.limits),
            )
        except Rejected:
            continue
        said = parent.follow_ups.select_for_update().filter(kind=kind).exclude(state=PostingState.REMOVED)
        if standing_one := said.first():
            _say_anew(standing_one, text.body, now=now)
            continue
        made.append(
            Posting.objects.create(
                complaint=complaint,
                connection=parent.connection,
                network=parent.network,
                kind=kind,
                parent=parent,
                text=text.body,
                state=PostingState.QUEUED,
                idempotency_key=secrets.token_hex(24),
                next_try_at=now,
                created_at=now,
            )
        )
        queue.enqueue(copies.SEND, made[-1].pk)
    return made


def _say_anew(row: Posting, text: str, *, now: datetime) -> None:
    """A milestone that was said before: these words take the place of those that stand, wait, or were to go."""
    if row.latest_text != text or row.wish == PostingWish.REMOVE:
        copies.say_instead(posting=row, text=text, now=now)


def examples_of(complaint: Complaint, *, now: datetime) -> list[str]:
    """The sentences that a draft opts into, as its copies would say them; days are examples."""
    assert complaint.company is not None  # copies are prepared for a company
    phrases = phrases_of(preparing.language_of(complaint))
    return [
        phrases.milestones[kind].format(
            brand=complaint.company.name,
            day=f"{(now + EXAMPLE).date():%Y-%m-%d}",
            fixed_in=in_days(EXAMPLE.days, phrases.fixed_in),
        )
        for kind in (PostingKind.ANSWERED, PostingKind.OFFERED, PostingKind.RESOLVED)
    ]


def take_back(*, complaint: Complaint, kind: PostingKind, now: datetime) -> None:
    """It is no longer so, on a locked complaint: what was said of it on networks is taken down."""
    rows = complaint.postings.select_for_update().filter(kind=kind)
    rows.filter(state=PostingState.QUEUED).update(state=PostingState.REMOVED)
    for row in rows.filter(state__in=[PostingState.SENT, *UNSENT]):
        copies.ask_to_remove(posting=row, now=now)


def words_of(complaint: Complaint, kind: PostingKind, *, day: date | None = None) -> str:
    """The sentence of a milestone, in the language of the copies."""
    assert complaint.company is not None  # a published complaint has a company
    assert complaint.published_at is not None
    phrases = phrases_of(complaint.language)
    days = ((day or complaint.published_at.date()) - complaint.published_at.date()).days
    return phrases.milestones[kind].format(
        brand=complaint.company.name,
        day=f"{day:%Y-%m-%d}" if day else "",
        fixed_in=in_days(days, phrases.fixed_in),
    )
