"""Words that a moderator covered stay covered in what comes later, and in the history, which cannot be changed."""

from django.conf import settings

from complaints.models import Complaint
from complaints.rules.redaction import redacted
from config.doors.vault import vault_from


def covered(complaint: Complaint, text: str) -> str:
    """`text` with the words covered that were covered on this complaint before."""
    rows = complaint.redactions.all()
    if rows:
        vault = vault_from(settings.VAULT_KEYS)
        for row in rows:
            text, _ = redacted(text, vault.open(row.secret, identity=row.identity))
    return text
