"""The thank-you after a fix: under the complaint, and on networks like the complaint itself."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from complaints.enums import EventKind, PostingKind, PostingState, Status
from complaints.models import Complaint, Connection, Posting, Reply
from complaints.networks.base import Limits
from complaints.networks.phrases import in_days, phrases_of
from complaints.rules.lifecycle import MoveRefused
from complaints.services import copies, letters, preparing, tracking
from complaints.services.moves import locked, require_customer
from config.doors import queue


def may_thank(complaint: Complaint) -> bool:
    """Once for each fix, after the customer said that it is fixed, while the complaint can be read."""
    if complaint.status != Status.RESOLVED or not complaint.is_readable:
        return False
    said = complaint.events.of_kind(EventKind.REPLY_RECEIVED).filter(data__thanks=True)
    reopened = complaint.events.of_kind(EventKind.REOPENED).order_by("-id").first()
    return not (said.filter(pk__gt=reopened.pk) if reopened else said).exists()


def suggested_words(complaint: Complaint) -> str:
    """A beginning: "Thank you, Northline: fixed, 3 days after it became public.", in the language of the copies."""
    assert complaint.company is not None  # a resolved complaint has a company
    phrases = phrases_of(preparing.language_of(complaint))
    words = phrases.thanks.format(brand=complaint.company.name)
    if complaint.fixed_on is None or complaint.published_at is None:
        return f"{words}!"
    days = (complaint.fixed_on - complaint.published_at.date()).days
    return f"{words}: {in_days(days, phrases.fixed_in)}."


def places_for(complaint: Complaint) -> list[Connection]:
    """Where the complaint stands: the same accounts can carry the thank-you, unless an earlier one is still there."""
    thanked = complaint.postings.filter(kind=PostingKind.THANKS).exclude(state=PostingState.REMOVED)
    rows = complaint.postings.select_related("connection").filter(
        kind=PostingKind.COMPLAINT, state=PostingState.SENT, connection__in=Connection.objects.usable()
    )
    rows = rows.exclude(network__in=thanked.values("network"))
    return [row.connection for row in rows]


def text_for(complaint: Complaint, connection: Connection, words: str) -> str:
    """What is posted there: the words as they are, and the link. Raises TextRefused as `copies.checked_words` does."""
    return copies.checked_words(
        whole_text(complaint, words),
        link=letters.link_of(complaint, PostingKind.THANKS),
        connection=connection,
        handle=preparing.handle_for(complaint, connection),
    )


def whole_text(complaint: Complaint, words: str) -> str:
    """The words as they are and the link, before anything is checked."""
    return f"{words.strip()}\n\n{letters.link_of(complaint, PostingKind.THANKS)}"


@transaction.atomic
def thank(
    *, complaint: Complaint, words: str, connections: Iterable[Connection], by: User, now: datetime
) -> Reply:
    """The customer thanks in public: a reply under the complaint, and a post on each of these accounts.

    Raises MoveRefused unless it is resolved and was not said yet, TextRefused and TextTooLong.
    """
    fresh = locked(complaint)
    require_customer(fresh, by)
    if not may_thank(fresh):
        raise MoveRefused("A thank-you is said once, after you said that it is fixed.")
    copies.refuse_personal_data(words, complaint=fresh)
    allowed = {one.pk for one in places_for(fresh)}
    texts = {one: text_for(fresh, one, words) for one in connections if one.pk in allowed}
    reply = tracking.record_customer_reply(complaint=fresh, by=by, text=words, now=now, is_thanks=True)
    for connection, text in texts.items():
        row = Posting.objects.create(
            complaint=fresh,
            connection=connection,
            network=connection.network,
            kind=PostingKind.THANKS,
            text=text,
            is_own_words=True,
            state=PostingState.QUEUED,
            idempotency_key=secrets.token_hex(24),
            next_try_at=now,
            created_at=now,
        )
        queue.enqueue(copies.SEND, row.pk)
    return reply


def longest_for(connections: Iterable[Connection]) -> int:
    """How many characters the words may have, by the strictest of these accounts; generous where none is chosen."""
    return min((Limits.from_json(one.limits).characters for one in connections), default=1000)
