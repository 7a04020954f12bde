"""What the customer is shown before submitting: the exact text of each copy, and why a person may look first."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from companies.enums import TRUSTED_PROOFS, ChannelKind, CompanyState
from companies.models import Company
from complaints.enums import PostingState, Status
from complaints.models import Complaint, Connection
from complaints.networks.base import ComplaintSummary, Limits, PostText, Rejected
from complaints.rules import eligibility, privacy
from complaints.rules.effort import effort_of
from complaints.services import letters
from complaints.services.connecting import connector_of
from complaints.services.moves import locked, require_customer
from config.doors.vault import VaultError

STEPS = ("company", "story", "ledger", "evidence", "networks", "check")


def prepared_texts(complaint: Complaint, *, now: datetime) -> list[tuple[Connection, PostText]]:
    """One text for each network that the site posts to, as it would be posted; empty without an attempt.

    Asks no server: the limits are those that it stated when the account was connected. An account that cannot be used
    (its secret does not open, or not even the link fits) is left out.
    """
    company = complaint.company
    attempts = list(complaint.attempts.all())  # in order, and read once where they are prefetched
    if company is None or not eligibility.may_post_to_networks(len(attempts)):
        return []
    effort = effort_of(attempts, until=now.date())
    words = tuple(_channel_words(kind) for kind in effort.channel_kinds)
    handles = handles_of(company)
    found: dict[str, tuple[Connection, PostText]] = {}
    for connection in Connection.objects.usable().of_the_site().order_by("id"):
        if connection.network in found:  # one post per case and network
            continue
        summary = ComplaintSummary(
            title=complaint.title,
            brand=company.name,
            link=letters.address_of(complaint),
            handle=handles.get(connection.network, ""),
            attempts=effort.attempts,
            channels=words,
            minutes=effort.minutes,
            days=effort.days,
        )
        limits = Limits.from_json(connection.limits)
        try:
            text = connector_of(connection).render(summary, limits=limits)
        except (VaultError, Rejected):
            continue
        found[connection.network] = (connection, text)
    return list(found.values())


def handles_of(company: Company) -> dict[str, str]:
    """Network -> the one account to address: one that counts as the company's, else any that is listed."""
    best: dict[str, str] = {}
    for handle in sorted(company.handles.all(), key=lambda row: (row.proof not in TRUSTED_PROOFS, row.pk)):
        best.setdefault(handle.network, handle.handle)
    return best


def wanted_connections(complaint: Complaint) -> frozenset[int]:
    """Ids of the connections on which the customer wants a copy."""
    return frozenset(
        complaint.postings.filter(state=PostingState.PREPARED).values_list("connection_id", flat=True)
    )


def digest_of(texts: Iterable[tuple[Connection, PostText]]) -> str:
    """Tells whether the copies that were shown are still the copies that would be posted."""
    shown = "\0".join(f"{connection.pk}\0{text.body}" for connection, text in texts)
    return hashlib.sha256(shown.encode()).hexdigest()


def expected_review(complaint: Complaint) -> tuple[str, ...]:
    """Why a person would look before publication if it were submitted as it is; empty publishes at once."""
    return eligibility.review_reasons(
        is_company_proposed=complaint.company is not None
        and complaint.company.state == CompanyState.PROPOSED,
        personal_data=tuple(found.kind for found in personal_data_of(complaint)),
    )


def personal_data_of(complaint: Complaint) -> list[privacy.Finding]:
    """What in the public text looks like personal data, so that its author can take it out."""
    notes = [attempt.note for attempt in complaint.attempts.all() if attempt.note]
    texts = [complaint.title, complaint.story, complaint.wish, complaint.product, *notes]
    return [found for text in texts for found in privacy.findings(text)]


@transaction.atomic
def remember_step(*, complaint: Complaint, step: str, by: User) -> None:
    """Keep the page on which the customer goes on with a draft. Raises ValueError for one that does not exist."""
    if step not in STEPS:
        raise ValueError(f"{step!r} is not a step of filing")
    draft = locked(complaint)
    require_customer(draft, by)
    if draft.status == Status.DRAFT and draft.step != step:
        draft.step = step
        draft.save(update_fields=["step"])


def _channel_words(kind: str) -> str:
    label = str(ChannelKind(kind).label)
    return "other ways" if kind == ChannelKind.OTHER else label[0].lower() + label[1:]
