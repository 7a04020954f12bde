"""How many copies of one customer leave for one network. A copy too many waits; its customer is told until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection as database
from django.db.models import Q

from complaints.enums import UNSENT, Network, PostingKind
from complaints.models import Complaint, NetworkPause, Posting
from complaints.rules.eligibility import A_DAY, Wait, wait_of_copy


@dataclass(frozen=True, slots=True)
class _Other:
    network: str
    company_id: int | None
    at: datetime


def waits_of(complaint: Complaint, networks: Iterable[str], *, now: datetime) -> dict[str, Wait]:
    """Network -> how long a copy of this complaint waits there; those where it may leave at once are left out."""
    wanted = set(networks)
    others = _others(complaint, now=now) if wanted else []
    found = {}
    for network in wanted:
        there = [other for other in others if other.network == network]
        wait = wait_of_copy(
            brand=complaint.company.name if complaint.company else "this company",
            network=str(Network(network).label),
            about_brand=[other.at for other in there if other.company_id == complaint.company_id],
            on_network=[other.at for other in there],
            now=now,
        )
        if wait is not None:
            found[network] = wait
    return found


def notes_for(complaint: Complaint, networks: Iterable[str], *, now: datetime) -> dict[str, str]:
    """Network -> why a copy would wait there, for the customer who chooses where it is posted."""
    notes = {
        network: f"{wait.why} This one waits until {words_of_moment(wait.until)}."
        for network, wait in waits_of(complaint, networks, now=now).items()
    }
    for pause in NetworkPause.objects.standing().filter(network__in=networks):
        label = Network(pause.network).label
        notes[pause.network] = (
            f"Posting to {label} is switched off at the moment. A copy waits until it is on again."
        )
    return notes


def lock_copies_of(complaint: Complaint) -> None:
    """Whoever queues copies of this customer does it alone, until the transaction ends."""
    with database.cursor() as cursor:
        key = f"copies of customer {complaint.customer_id}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def words_of_moment(moment: datetime) -> str:
    """ "5 March, 10:30 UTC"."""
    return f"{moment.day} {moment:%B, %H:%M} UTC"


def _others(complaint: Complaint, *, now: datetime) -> list[_Other]:
    """Where other copies of this customer went within a day, or wait to go."""
    if complaint.customer_id is None:
        return []
    rows = (
        Posting.objects.filter(kind=PostingKind.COMPLAINT, complaint__customer_id=complaint.customer_id)
        .filter(Q(state__in=UNSENT) | Q(sent_at__gt=now - A_DAY))
        .exclude(complaint_id=complaint.pk)
        .values_list("network", "complaint__company_id", "sent_at", "not_before")
    )
    return [
        _Other(network, company_id, sent_at or max(not_before or now, now))
        for network, company_id, sent_at, not_before in rows
    ]
