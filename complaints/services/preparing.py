"""What the customer is shown before submitting: the exact text of each copy, and why a person may look first."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Q, prefetch_related_objects

from accounts.models import User
from companies.enums import CompanyState
from companies.models import Company
from complaints.enums import PostingState, Status
from complaints.models import Attempt, Complaint, Connection
from complaints.networks.base import ComplaintSummary, Limits, PostText, Rejected, Unsupported
from complaints.networks.phrases import USUAL, phrases_of
from complaints.networks.render import length
from complaints.rules import eligibility, privacy
from complaints.rules.effort import effort_of
from complaints.services import letters, manners, pictures
from complaints.services.connecting import connector_of
from complaints.services.moves import locked, require_customer
from config.doors.vault import VaultError

# Where most people read one of our languages; everybody else gets English until they choose.
LANGUAGE_OF_COUNTRY = {
    **dict.fromkeys(("BR", "PT", "AO", "MZ", "CV"), "pt"),
    **dict.fromkeys(
        ("ES", "MX", "AR", "CO", "CL", "PE", "UY", "EC", "VE", "BO", "PY", "CR", "PA", "GT", "DO"), "es"
    ),
}

STEPS = ("company", "story", "ledger", "evidence", "networks", "check")


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy as it would be posted. `prepared` is ours; `body` is what is posted: ours, or the customer's words."""

    connection: Connection
    prepared: PostText
    body: str
    length: int
    characters: int
    handle: str
    counting: str = "graphemes"
    url_length: int | None = None
    is_wanted: bool = False
    is_own_words: bool = False
    follows_up: bool = False
    picture_alt: str = ""  # the words of the picture that is wanted, "" without one
    alt: str = ""  # those that a picture would have
    can_follow_up: bool = False
    can_show_picture: bool = False
    note: str = ""  # why it would wait, for its customer

    @property
    def wish(self) -> "CopyWish":
        """What is kept of it."""
        return CopyWish(
            text=self.body,
            is_own_words=self.is_own_words,
            follows_up=self.follows_up,
            picture_alt=self.picture_alt,
        )

    @property
    def is_mine(self) -> bool:
        """From an account of the customer, not the site's."""
        return not self.connection.is_site


@dataclass(frozen=True, slots=True)
class CopyWish:
    """What the customer wants of a copy."""

    text: str
    is_own_words: bool = False
    follows_up: bool = False
    picture_alt: str = ""


def language_of(complaint: Complaint) -> str:
    """The language of the copies: as chosen, else that of the country, else English."""
    return complaint.language or LANGUAGE_OF_COUNTRY.get(complaint.country, USUAL)


def copies_of(complaint: Complaint, *, now: datetime) -> list[Copy]:
    """Every copy that could be posted, as it would be; empty without an attempt.

    From the site's accounts, one for each network, and from those that the customer connected, these first. Asks no
    server: the limits are those that it stated when the account was connected. An account that cannot be used (its
    secret does not open, or not even the link fits) is left out.
    """
    company = complaint.company
    prefetch_related_objects([complaint], "attempts")
    attempts = list(complaint.attempts.all())
    if company is None or not eligibility.may_post_to_networks(len(attempts)):
        return []
    wanted = {row.connection_id: row for row in complaint.postings.filter(state=PostingState.PREPARED)}
    summary = summary_of(complaint, attempts, now=now)
    alt = pictures.alt_of(complaint, now=now)
    handles = handles_of(company)
    connections = _connections_for(complaint)
    notes = manners.notes_for(complaint, {one.network for one in connections}, now=now)
    found = []
    for connection in connections:
        limits = Limits.from_json(connection.limits)
        try:
            connector = connector_of(connection)
            can = connector.capabilities
            handle = handles.get(connection.network, "") if can.may_mention else ""
            text = connector.render(replace(summary, handle=handle), limits=limits)
        except (VaultError, Rejected, Unsupported):
            continue
        row = wanted.get(connection.pk)
        body = row.text if row and row.is_own_words else text.body
        found.append(
            Copy(
                connection=connection,
                prepared=text,
                body=body,
                length=length(body, limits, strict=limits.strict),
                characters=limits.characters,
                handle=handle,
                counting=limits.counting.value,
                url_length=limits.url_length,
                is_wanted=row is not None,
                is_own_words=bool(row and row.is_own_words),
                follows_up=row.follows_up if row else False,
                picture_alt=alt if row and row.picture_alt else "",
                alt=alt,
                can_follow_up=can.threads,
                can_show_picture=can.media and limits.media > 0,
                note=notes.get(connection.network, ""),
            )
        )
    return found


def prepared_texts(complaint: Complaint, *, now: datetime) -> list[tuple[Connection, PostText]]:
    """The text of each copy that could be posted, as it would be."""
    return [
        (copy.connection, replace(copy.prepared, body=copy.body)) for copy in copies_of(complaint, now=now)
    ]


def summary_of(complaint: Complaint, attempts: Sequence[Attempt], *, now: datetime) -> ComplaintSummary:
    """What every copy says, without a handle: that differs from network to network."""
    assert complaint.company is not None  # without one nothing is posted
    language = language_of(complaint)
    effort = effort_of(attempts, until=now.date())
    channels = phrases_of(language).channels
    return ComplaintSummary(
        title=complaint.title,
        brand=complaint.company.name,
        link=letters.address_of(complaint),
        attempts=effort.attempts,
        channels=tuple(channels.get(kind, kind) for kind in effort.channel_kinds),
        minutes=effort.minutes,
        days=effort.days,
        language=language,
        story=complaint.story,
    )


def handle_for(complaint: Complaint, connection: Connection) -> str:
    """The one account of the company that a copy from this account may call, "" where a program may call nobody."""
    try:
        may_mention = connector_of(connection).capabilities.may_mention
    except (VaultError, Unsupported):
        may_mention = False
    if not may_mention or complaint.company is None:
        return ""
    return handles_of(complaint.company).get(connection.network, "")


def handles_of(company: Company) -> dict[str, str]:
    """Network -> the one account to address. One that nobody has proved may be a stranger's: it is left in peace."""
    found: dict[str, str] = {}
    for handle in sorted(company.handles.all(), key=lambda row: row.pk):
        if handle.is_trusted:
            found.setdefault(handle.network, handle.handle)
    return found


def wanted_connections(complaint: Complaint) -> frozenset[int]:
    """Ids of the connections on which the customer wants a copy."""
    return frozenset(
        complaint.postings.filter(state=PostingState.PREPARED).values_list("connection_id", flat=True)
    )


def digest_of(copies: Iterable[Copy]) -> str:
    """Tells whether the copies that were shown are still the copies that would be posted."""
    shown = "\0".join(
        f"{copy.connection.pk}\0{copy.body}\0{copy.picture_alt}\0{copy.follows_up}" for copy in copies
    )
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
    copies = complaint.postings.filter(state=PostingState.PREPARED, is_own_words=True)
    texts = [complaint.title, complaint.story, complaint.wish, complaint.product, *notes]
    found = [one for text in texts for one in privacy.findings(text)]
    own_words = copies.values_list("text", flat=True)
    return [*found, *(one for text in own_words for one in personal_data_in(text, company=complaint.company))]


def personal_data_in(text: str, *, company: Company | None) -> tuple[privacy.Finding, ...]:
    """What in words for a network looks like personal data. The brand's own handle reads like an address of mail."""
    handles = [f"@{handle}" for handle in handles_of(company).values()] if company else []
    return privacy.findings(_without(text, handles))


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


def _without(text: str, parts: Iterable[str]) -> str:
    for part in parts:
        text = text.replace(part, " ")
    return text


def _connections_for(complaint: Complaint) -> list[Connection]:
    """The customer's own accounts, then the first usable one of the site on each network."""
    is_own = Q(owner_id=complaint.customer_id, is_site=False) if complaint.customer_id else Q(pk=None)
    usable = Connection.objects.usable().filter(is_own | Q(is_site=True)).order_by("network", "id")
    of_site: dict[str, Connection] = {}
    for connection in usable:
        if connection.is_site:
            of_site.setdefault(connection.network, connection)
    return [*(one for one in usable if not one.is_site), *of_site.values()]
