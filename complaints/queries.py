"""Reads that cross models. Every list is one or two queries, whatever its length."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Count, F, OuterRef, Prefetch, Q, Sum
from django.utils.http import urlencode

from accounts.models import User
from companies.models import Company, Handle, Representative
from complaints.enums import OPEN, PUBLISHED, Outcome, PostingState, ReplyKind, Side, Status, Visibility
from complaints.models import Attempt, Complaint, Connection, Evidence, Posting, Reply
from complaints.models.complaint import ComplaintQuerySet

PAGE = 20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list with a keyset cursor: the address of the next one costs the same at any depth."""

    complaints: list[Complaint]
    next_cursor: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader asks of a list; empty means all. `status` is open, resolved or ended."""

    text: str = ""
    sector: str = ""
    status: str = ""
    category: str = ""

    def query(self) -> str:
        """The filters as a query string without a question mark."""
        return urlencode({name: value for name, value in self._items() if value})

    def _items(self) -> list[tuple[str, str]]:
        return [
            ("q", self.text),
            ("sector", self.sector),
            ("status", self.status),
            ("category", self.category),
        ]


def complaints_page(
    *, filters: Filters | None = None, company: Company | None = None, before: str = "", size: int = PAGE
) -> Page:
    """Readable complaints, newest first, below the cursor `before` ("microseconds-id")."""
    rows = with_counts(Complaint.objects.readable()).select_related("company").newest_first()
    if company is not None:
        rows = rows.of_company(company)
    if filters is not None:
        rows = _filtered(rows, filters)
    if cursor := _cursor(before):
        published_at, pk = cursor
        rows = rows.filter(Q(published_at__lt=published_at) | Q(published_at=published_at, pk__lt=pk))
    found = list(rows[: size + 1])
    shown = found[:size]
    following = cursor_of(shown[-1]) if len(found) > size else ""
    return Page(shown, following)


def needs_an_answer(*, limit: int = 5) -> list[Complaint]:
    """Published longest without any answer: what the front page leads with."""
    rows = Complaint.objects.readable().filter(status=Status.AWAITING_ANSWER)
    return list(with_counts(rows).select_related("company").order_by("published_at")[:limit])


def recently_resolved(*, limit: int = 5) -> list[Complaint]:
    """What customers confirmed as fixed last."""
    rows = Complaint.objects.readable().filter(status=Status.RESOLVED)
    return list(with_counts(rows).select_related("company").order_by("-ended_at")[:limit])


def case_of(reference: str) -> Complaint | None:
    """A complaint that was ever published, whatever its visibility, with all that its page shows."""
    return (
        Complaint.objects.filter(reference=reference, status__in=PUBLISHED)
        .select_related("company", "customer", "twin")
        .prefetch_related(
            "attempts",
            Prefetch("replies", Reply.objects.select_related("copy_of__complaint")),
            "postings__connection",
            "questions",
            "events",
            "shared_posts",
        )
        .first()
    )


def own_complaints(user: User) -> list[Complaint]:
    """Everything that this customer filed or drafted, newest first."""
    rows = Complaint.objects.of_customer(user.pk).select_related("company")
    return list(with_counts(rows).order_by("-created_at", "-id"))


def desk_of(user: User, slug: str) -> tuple[Company, Representative] | None:
    """The company whose desk this person may open, and as whom."""
    found = (
        Representative.objects.active()
        .filter(user=user, company__slug=slug)
        .select_related("company")
        .first()
    )
    return (found.company, found) if found else None


def desk_inbox(company: Company, *, show: str = "open") -> list[Complaint]:
    """The brand's complaints: what waits longest for an answer first. `show` is open, waiting, ended or all."""
    rows = with_counts(Complaint.objects.published().of_company(company)).exclude(
        visibility=Visibility.REMOVED
    )
    if show == "waiting":
        rows = rows.filter(status=Status.AWAITING_ANSWER)
    elif show == "open":
        rows = rows.open()
    elif show == "ended":
        rows = rows.exclude(status__in=OPEN)
    if show in ("ended", "all"):
        return list(rows.order_by("-published_at")[:200])
    waiting_first = rows.annotate(waits=Q(status=Status.AWAITING_ANSWER)).order_by("-waits", "published_at")
    return list(waiting_first[:200])


@dataclass(frozen=True, slots=True)
class ModerationQueue:
    """Everything that waits for a moderator, oldest first."""

    in_review: list[Complaint]
    contested: list[Reply]
    unconfirmed: list[Reply]
    failed_postings: list[Posting]
    handles_to_see: list[Handle]
    handles_lost: list[Handle]

    @property
    def size(self) -> int:
        accounts = len(self.unconfirmed) + len(self.handles_to_see) + len(self.handles_lost)
        return len(self.in_review) + len(self.contested) + accounts


def moderation_queue() -> ModerationQueue:
    """What waits for a moderator. One unconfirmed reply stands for its account."""
    return ModerationQueue(
        in_review=list(
            with_counts(Complaint.objects.in_review()).select_related("company").order_by("submitted_at")
        ),
        contested=list(
            Reply.objects.contested()
            .select_related("complaint__company", "copy_of__complaint")
            .order_by("contested_at")
        ),
        unconfirmed=list(
            Reply.objects.unconfirmed()
            .select_related("complaint__company", "posting__connection")
            .order_by("network", "author_handle", "posting__connection__instance", "author_remote_id", "at")
            .distinct("network", "author_handle", "posting__connection__instance", "author_remote_id")
        ),
        failed_postings=list(
            Posting.objects.filter(state="failed")
            .select_related("complaint", "connection")
            .order_by("-id")[:50]
        ),
        handles_to_see=list(Handle.objects.asked().select_related("company").order_by("asked_at")),
        handles_lost=list(Handle.objects.lost().select_related("company").order_by("lost_at")),
    )


@dataclass(frozen=True, slots=True)
class SiteCounts:
    """What the front page says about all of the site; each figure is a query."""

    published: int
    waiting: int
    resolved: int
    companies: int


def connections_of(user: User) -> list[Connection]:
    """This person's accounts on networks, those that ended last, each with `standing`: copies that stand there."""
    mine = Connection.objects.filter(owner=user)
    counted = Count("postings", filter=Q(postings__state=PostingState.SENT))
    return list(
        mine.annotate(standing=counted).order_by(F("disconnected_at").asc(nulls_first=True), "network", "pk")
    )


def copies_standing(connection: Connection) -> int:
    """How many copies stand on the network by this account."""
    return connection.postings.filter(state=PostingState.SENT).count()


def copies_waiting(connection: Connection) -> int:
    """How many copies wait to be posted by this account."""
    return connection.postings.unsent().count()


def site_counts() -> SiteCounts:
    """Counts over everything ever published; visibility changes no statistic."""
    totals = Complaint.objects.published().aggregate(
        published=Count("pk"),
        waiting=Count("pk", filter=Q(status=Status.AWAITING_ANSWER)),
        resolved=Count("pk", filter=Q(outcome=Outcome.RESOLVED)),
        companies=Count("company", distinct=True),
    )
    return SiteCounts(**totals)


def may_see_evidence(user: User, evidence: Evidence) -> bool:
    """Evidence is private: its customer, and moderators once it was submitted."""
    if not user.is_authenticated:
        return False
    was_submitted = evidence.complaint.status not in (Status.DRAFT, Status.DISCARDED)
    return evidence.complaint.customer_id == user.pk or (user.is_moderator and was_submitted)


def with_counts(rows: ComplaintQuerySet) -> ComplaintQuerySet:
    """Adds `attempt_count` (times counted), `minutes_spent` and `deflection_count` to each row, without a join."""
    attempts = Attempt.objects.filter(complaint=OuterRef("pk")).order_by().values("complaint")
    deflections = (
        Reply.objects.filter(complaint=OuterRef("pk"), side=Side.COMPANY, kind=ReplyKind.DEFLECTION)
        .order_by()
        .values("complaint")
    )
    return rows.annotate(
        attempt_count=attempts.annotate(total=Sum("times")).values("total"),
        minutes_spent=attempts.annotate(total=Sum("minutes")).values("total"),
        deflection_count=deflections.annotate(total=Count("pk")).values("total"),
    )


def cursor_of(complaint: Complaint) -> str:
    """The cursor that stands for this row."""
    assert complaint.published_at is not None  # lists hold published complaints
    return f"{int(complaint.published_at.timestamp() * 1_000_000)}-{complaint.pk}"


def _cursor(text: str) -> tuple[datetime, int] | None:
    """The place a cursor stands for; None for one that we did not make."""
    micros, _, pk = text.partition("-")
    if not (micros.isdecimal() and pk.isdecimal()) or len(micros) > 17 or len(pk) > 18:
        return None
    return EPOCH + timedelta(microseconds=int(micros)), int(pk)


def _filtered(rows: ComplaintQuerySet, filters: Filters) -> ComplaintQuerySet:
    if filters.sector:
        rows = rows.filter(company__sector=filters.sector)
    if filters.category:
        rows = rows.filter(category=filters.category)
    if filters.status == "open":
        rows = rows.filter(status__in=OPEN)
    elif filters.status == "waiting":
        rows = rows.filter(status=Status.AWAITING_ANSWER)
    elif filters.status == "resolved":
        rows = rows.filter(outcome=Outcome.RESOLVED)
    elif filters.status == "ended":
        rows = rows.filter(status=Status.CLOSED)
    for word in filters.text.split()[:6]:
        rows = rows.filter(
            Q(title__icontains=word) | Q(story__icontains=word) | Q(company__name__icontains=word)
        )
    return rows


def sectors_with_complaints() -> Sequence[str]:
    """Sectors that have at least one published complaint, for the filter."""
    return list(
        Company.objects.filter(complaints__status__in=PUBLISHED)
        .values_list("sector", flat=True)
        .distinct()
        .order_by("sector")
    )
