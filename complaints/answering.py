"""How a brand answers: what its replies are, when they come and where; and the stream of what it said.

Figures count the replies in complaints of the window, out of sight or not, without those complaints that a decision
left out; the stream shows what everybody may read. What a brand said is its own wherever the case has moved since, and
an offer that the customer wrote down is not its words (`Reply.company`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import numpy as np
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay

from companies.columns import packed
from companies.figures import remembered, scorecard_of
from companies.models import Company
from companies.statistics import NEVER, AnswerFigures, Cases, answer_figures
from companies.statistics.constants import Ending
from companies.statistics.intervals import Proportion, proportion
from complaints.enums import PUBLISHED, Direction, Network, PostingKind, ReplyKind, Tone, Visibility
from complaints.models import Complaint, Posting, Reply
from complaints.models.reply import ReplyQuerySet
from complaints.rules.staffed import zone_of

PAGE: Final = 20
SITE: Final = "site"
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
WEEK: Final = (7, 24)
# The order of tables: what stops the clock first.
KINDS: Final = (ReplyKind.ANSWER, ReplyKind.ACKNOWLEDGEMENT, ReplyKind.DEFLECTION, ReplyKind.STATEMENT)
# Those with a published share. The rules never say "dismissive" (docs/reply-rules.md): its share would be how often
# moderators were asked, and no measurement of the brand.
TONES: Final = tuple(tone for tone in Tone if tone != Tone.DISMISSIVE)
NETWORKS: Final = tuple(Network)
_IN_SIGHT: Final = Q(visibility=Visibility.PUBLIC, complaint__visibility=Visibility.PUBLIC)
_COUNTED: Final = Q(complaint__exclusion="")


@dataclass(frozen=True, slots=True)
class Kind:
    """How much of what it says first, and of all it says, is of one kind."""

    label: str
    first: Proportion
    every: Proportion


@dataclass(frozen=True, slots=True)
class Part:
    """How many of the brand's replies are so."""

    label: str
    share: Proportion


@dataclass(frozen=True, slots=True)
class Place:
    """The site or a network: complaints that stood there, and how soon they were answered there."""

    slug: str
    name: str
    cases: int
    answers: AnswerFigures


@dataclass(frozen=True, slots=True)
class Manners:
    """How a brand answers complaints filed in a window (days, None: all time), as known at `as_of`.

    `replied` of `cases` had a reply; the first ones are counted as on the scorecard, which takes an offer that the
    customer wrote down for one. `replies` in `spoken_in` complaints are its own words: those sending elsewhere by
    direction (one can name several), those judged by tone, and all by the hour in its time zone, per day from Monday on.
    `answers` is the scorecard's. About all time are `cases_ever`, `replies_ever`, of which `out_of_sight` are shown to
    nobody, and `places_ever`, where it said anything.
    """

    as_of: datetime
    window: int | None
    cases: int
    replied: int
    replies: int
    spoken_in: int
    kinds: tuple[Kind, ...]
    directions: tuple[Part, ...]
    tones: tuple[Part, ...]
    canned: Proportion
    week: tuple[tuple[int, ...], ...]
    answers: AnswerFigures
    places: tuple[Place, ...]
    cases_ever: int
    places_ever: tuple[str, ...]
    replies_ever: int
    out_of_sight: int


def manners_of(company: Company, *, as_of: datetime, window: int | None) -> Manners:
    """How the brand answers, for its page: at the instant of its scorecard in this window, and remembered with it."""
    record = scorecard_of(company, as_of=as_of, window=window)
    # A complaint that was moved to another brand changes nothing here but the number.
    key = f"manners:{company.pk}:{window}:{record.left_out.counted}:{record.as_of.timestamp()}"
    return remembered(
        key, lambda: exact_manners(company, as_of=record.as_of, window=window, answers=record.figures.answers)
    )


def exact_manners(
    company: Company, *, as_of: datetime, window: int | None, answers: AnswerFigures
) -> Manners:
    """The same at `as_of` to the letter, computed anew; `answers` are the scorecard's."""
    rows = _within(Reply.objects.filter(_COUNTED, complaint__status__in=PUBLISHED), window, as_of)
    own = rows.filter(company=company)
    counts = own.aggregate(
        replies=Count("pk"),
        complaints=Count("complaint", distinct=True),
        canned=Count("pk", filter=Q(is_canned=True)),
        judged=Count("pk", filter=~Q(tone="")),
        **{kind.value: Count("pk", filter=Q(kind=kind)) for kind in KINDS},
        **{f"tone_{tone.value}": Count("pk", filter=Q(tone=tone)) for tone in TONES},
        **{
            f"to_{to.value}": Count("pk", filter=Q(kind=ReplyKind.DEFLECTION, sends_to__contains=[to]))
            for to in Direction
        },
    )
    first = _first_replies(rows.filter(complaint__company=company))
    replied = sum(first.values())
    filed = Complaint.objects.published().of_company(company).filter(exclusion="")
    ever = list(
        Reply.objects.filter(company=company, complaint__status__in=PUBLISHED)
        .order_by()
        .values_list("network")
        .annotate(total=Count("pk", filter=_COUNTED), shown=Count("pk", filter=_COUNTED & _IN_SIGHT))
    )
    return Manners(
        as_of=as_of,
        window=window,
        cases=_filed_within(filed, "published_at", window, as_of).count(),
        replied=replied,
        replies=counts["replies"],
        spoken_in=counts["complaints"],
        kinds=tuple(
            Kind(
                label=str(kind.label),
                first=proportion(first.get(kind, 0), replied),
                every=proportion(counts[kind.value], counts["replies"]),
            )
            for kind in KINDS
        ),
        directions=_most_first(
            {str(to.label): counts[f"to_{to.value}"] for to in Direction},
            of=counts[ReplyKind.DEFLECTION.value],
        ),
        tones=tuple(
            Part(str(tone.label), proportion(counts[f"tone_{tone.value}"], counts["judged"]))
            for tone in TONES
        ),
        canned=proportion(counts["canned"], counts["replies"]),
        week=_week_of(own, company.time_zone),
        answers=answers,
        places=tuple(_places(company, as_of=as_of, window=window)),
        cases_ever=filed.filter(published_at__lte=as_of).count(),
        places_ever=tuple(network or SITE for network, _, _ in ever),
        replies_ever=sum(total for _, total, _ in ever),
        out_of_sight=sum(total - shown for _, total, shown in ever),
    )


def _within(rows: ReplyQuerySet, window: int | None, as_of: datetime) -> ReplyQuerySet:
    """Replies known at the instant, in complaints filed in the window."""
    known: ReplyQuerySet = _filed_within(rows.filter(at__lte=as_of), "complaint__published_at", window, as_of)
    return known


def _filed_within(rows: Any, moment: str, window: int | None, as_of: datetime) -> Any:
    rows = rows.filter(**{f"{moment}__lte": as_of})
    return rows.filter(**{f"{moment}__gt": as_of - timedelta(days=window)}) if window else rows


def _most_first(counts: Mapping[str, int], *, of: int) -> tuple[Part, ...]:
    """Those that there are, most first."""
    found = [Part(label, proportion(count, of)) for label, count in counts.items() if count]
    return tuple(sorted(found, key=lambda part: -part.share.count))


def _first_replies(rows: ReplyQuerySet) -> dict[str, int]:
    """How many complaints got a first reply of each kind."""
    said = rows.of_the_company().order_by("complaint_id", "at", "pk")
    first = said.distinct("complaint_id").values("pk")
    return dict(Reply.objects.filter(pk__in=first).order_by().values_list("kind").annotate(count=Count("pk")))


def _week_of(rows: ReplyQuerySet, time_zone: str) -> tuple[tuple[int, ...], ...]:
    zone = zone_of(time_zone)
    counts = np.zeros(WEEK, int)
    found = (
        rows.order_by()
        .values_list(ExtractIsoWeekDay("at", tzinfo=zone), ExtractHour("at", tzinfo=zone))
        .annotate(count=Count("pk"))
    )
    for day, hour, count in found:
        counts[day - 1, hour] = count
    return tuple(tuple(hours) for hours in counts.tolist())


# Place by place ---------------------------------------------------------------------------------------

_TIMES: Final = {
    "place": "place::bigint",
    "opened": "opened",
    "ended_at": "coalesce(ended_at, 'infinity')",
    "answered": "coalesce(answered, 'infinity')",
}


def _places(company: Company, *, as_of: datetime, window: int | None) -> Iterable[Place]:
    """The site first, then the networks on which complaints were posted, most first."""
    found = []
    for slug, cases in [*_cases_on_networks(company), (SITE, _cases_on_site(company))]:
        figures = answer_figures(cases, as_of, window)
        counts = figures.counts
        total = counts.answered + counts.ended + counts.open
        if total or slug == SITE:
            found.append(Place(slug, place_name(slug), total, figures))
    return sorted(found, key=lambda place: (place.slug != SITE, -place.cases, place.name))


def place_name(slug: str) -> str:
    """What readers call a place."""
    return "This site" if slug == SITE else str(Network(slug).label)


def _cases_on_site(company: Company) -> Cases:
    """Published complaints, with the first answer that stands on this site."""
    rows = (
        Complaint.objects.published()
        .of_company(company)
        .filter(exclusion="")
        .annotate(place=Value(0), opened=F("published_at"), answered=_first_answer("pk", Value("")))
    )
    return _cases_of(rows, 1)


def _cases_on_networks(company: Company) -> Iterable[tuple[str, Cases]]:
    """Complaints by the network on which they were posted, with the first answer that stands there.

    A copy that was posted again is waited for from the first time on. One that left when all was over asks for nothing.
    """
    sent = Posting.objects.filter(kind=PostingKind.COMPLAINT, sent_at__isnull=False)
    earlier = sent.filter(
        complaint=OuterRef("complaint"), network=OuterRef("network"), sent_at__lt=OuterRef("sent_at")
    )
    rows = (
        sent.filter(_COUNTED, complaint__company=company, complaint__status__in=PUBLISHED)
        .filter(Q(complaint__ended_at__isnull=True) | Q(complaint__ended_at__gt=F("sent_at")))
        .exclude(Exists(earlier))
        .annotate(
            place=Case(
                *(When(network=network, then=number) for number, network in enumerate(NETWORKS)),
                output_field=IntegerField(),
            ),
            opened=F("sent_at"),
            ended_at=F("complaint__ended_at"),
            answered=_first_answer("complaint", OuterRef("network")),
        )
    )
    cases = _cases_of(rows, len(NETWORKS))
    for number, network in enumerate(NETWORKS):
        yield network.value, cases.select(cases.company == number).pooled()


def _first_answer(complaint: str, network: Any) -> Subquery:
    answers = Reply.objects.standing_answers().filter(complaint=OuterRef(complaint), network=network)
    # Its own words: an offer that the customer wrote down was made somewhere else.
    return Subquery(answers.filter(company__isnull=False).order_by("at", "pk").values("at")[:1])


def _cases_of(rows: QuerySet[Any], places: int) -> Cases:
    place, opened, ended, answered = packed(rows, _TIMES)
    return Cases(
        companies=places,
        company=place,
        opened_at=opened,
        ended_at=ended,
        # How it ended makes no difference to answers.
        ending=np.where(ended == NEVER, int(Ending.OPEN), int(Ending.WITHDRAWN)),
        counted_at=np.full_like(opened, NEVER),
        answered_at=answered,
    )


# The stream -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader asks of the stream; empty means all. `place` is a network or SITE."""

    kind: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Some replies, newest first; cursors are empty at either end."""

    replies: list[Reply]
    before: str = ""
    after: str = ""


def replies_page(
    company: Company, *, filters: Filters, before: str = "", after: str = "", size: int = PAGE
) -> Page:
    """What the brand said where everybody may read it, below the cursor `before` or above the cursor `after`.

    A cursor that cannot be read is the first page. One query, however deep.
    """
    rows = (
        Reply.objects.filter(_IN_SIGHT, company=company, complaint__status__in=PUBLISHED)
        .select_related("complaint", "copy_of__complaint")
        .defer("complaint__story", "complaint__wish", "copy_of__complaint__story", "copy_of__complaint__wish")
    )
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.place:
        rows = rows.filter(network="" if filters.place == SITE else filters.place)
    position = _position(before or after)
    upwards = bool(after and not before and position)
    if position:
        at, pk = position
        # The first condition is the range that the index is read in; the second leaves out what was shown.
        rows = (
            rows.filter(at__gte=at).filter(Q(at__gt=at) | Q(pk__gt=pk))
            if upwards
            else rows.filter(at__lte=at).filter(Q(at__lt=at) | Q(pk__lt=pk))
        )
    found = list(
        rows.order_by("at", "pk")[: size + 1] if upwards else rows.order_by("-at", "-pk")[: size + 1]
    )
    has_more = len(found) > size
    replies = found[:size][::-1] if upwards else found[:size]
    return Page(
        replies=replies,
        before=_cursor(replies[-1]) if replies and (upwards or has_more) else "",
        after=_cursor(replies[0]) if replies and (has_more if upwards else position) else "",
    )


def _cursor(reply: Reply) -> str:
    return f"{(reply.at - EPOCH) // timedelta(microseconds=1)}-{reply.pk}"


def _position(cursor: str) -> tuple[datetime, int] | None:
    micros, _, pk = cursor.partition("-")
    if not (cursor.isascii() and micros.isdecimal() and pk.isdecimal()) or len(micros) > 17 or len(pk) > 18:
        return None
    return EPOCH + timedelta(microseconds=int(micros)), int(pk)
