"""What the tests of how a brand answers share: rows as they stand in the tables."""

from datetime import datetime
from typing import Any

from complaints.enums import PostingState, ReplyKind, ReplySource, Side
from complaints.models import Complaint, Connection, Posting, Reply

ANSWER = "We found the parcel in our depot and a courier will bring it on Thursday before noon."
DEFLECTION = "Please send us a direct message so that we can help you."


def say(complaint: Complaint, *, at: datetime, kind: str = ReplyKind.ANSWER, **fields: Any) -> Reply:
    """A reply of the company as it stands in the table; on a network when a posting is named.

    The words are those of the brand that the complaint is about, unless `company` names another, or none.
    """
    posting: Posting | None = fields.get("posting")
    where = {"source": ReplySource.NETWORK, "network": posting.network} if posting else {}
    number = Reply.objects.count()
    values: dict[str, Any] = {
        "side": Side.COMPANY,
        "source": ReplySource.SITE,
        "author_name": "Ines",
        "text": f"Reply {number}",
        "remote_id": f"r{number}" if posting else "",
        "kind": kind,
        "company": complaint.company,
        "stated_at": at,
        "at": at,
        **where,
        **fields,
    }
    return Reply.objects.create(complaint=complaint, **values)


def post(
    complaint: Complaint,
    connection: Connection,
    *,
    at: datetime | None,
    kind: str = "complaint",
    **fields: Any,
) -> Posting:
    """A copy of the complaint that left at `at`, or did not."""
    number = Posting.objects.count()
    return Posting.objects.create(
        complaint=complaint,
        connection=connection,
        network=connection.network,
        kind=kind,
        text="No router.",
        idempotency_key=f"key-{number}",
        remote_id=f"p{number}" if at else "",
        sent_at=at,
        created_at=complaint.published_at,
        **{"state": PostingState.SENT if at else PostingState.QUEUED, **fields},
    )
