"""Redaction instead of deletion: a bar over words that must not be read, here and on every network.

A network that lets its readers see earlier versions (Mastodon's history of edits, apps of Bluesky) would go on showing
what an edit covers, so a copy that holds the words is taken down. Its customer may post it again, with the bar.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from complaints.enums import Actor, EventKind
from complaints.models import Complaint, Redaction
from complaints.rules.lifecycle import MoveRefused
from complaints.rules.redaction import LONGEST, redacted
from complaints.services import copies, events
from complaints.services.connecting import vault
from complaints.services.moves import locked, require_moderator
from config.doors.text import clean_text

RULE_LENGTH = 300
OF_A_COMPLAINT = ("title", "story", "wish", "product", "product_version", "public_name")


@transaction.atomic
def redact_words(*, complaint: Complaint, words: str, rule: str, by: User, now: datetime) -> Redaction:
    """Cover `words` wherever they stand in public on this complaint; its copies that hold them go.

    Raises MoveRefused when they stand nowhere, NotAllowed for others than moderators of this complaint.
    """
    fresh = locked(complaint)
    require_moderator(by, fresh)
    sought = clean_text(words, max_length=LONGEST, multiline=False)
    places = _cover(fresh, OF_A_COMPLAINT, sought)
    for attempt in fresh.attempts.select_for_update():
        places += _cover(attempt, ("note",), sought)
    for reply in fresh.replies.select_for_update(of=["self"]):
        places += _cover(reply, ("text", "author_name"), sought)
    for posting in fresh.postings.select_for_update(of=["self"]).select_related("connection"):
        many = _cover(posting, ("text", "picture_alt"), sought)
        if many and posting.state in copies.STANDING:
            copies.ask_to_remove(posting=posting, now=now)
        places += many
    if not places:
        raise MoveRefused("These words do not stand in the public text. Copy them exactly from the page.")
    row = Redaction.objects.create(
        complaint=fresh,
        rule=clean_text(rule, max_length=RULE_LENGTH, multiline=False),
        places=places,
        secret="",
        at=now,
        by=by,
    )
    row.secret = vault().seal(sought, identity=row.identity)
    row.save(update_fields=["secret"])
    events.record(
        complaint=fresh,
        kind=EventKind.REDACTED,
        now=now,
        role=Actor.MODERATOR,
        by=by,
        reason=row.rule,
        places=places,
    )
    return row


def _cover(row: object, fields: tuple[str, ...], words: str) -> int:
    """Cover the words in these fields of a locked row. Returns how many places there were."""
    changed = []
    places = 0
    for field in fields:
        text, many = redacted(getattr(row, field), words)
        if many:
            length = row._meta.get_field(field).max_length  # type: ignore[attr-defined]
            setattr(row, field, text[:length] if length else text)
            changed.append(field)
            places += many
    if changed:
        row.save(update_fields=changed)  # type: ignore[attr-defined]
    return places
