"""What operators see of networks: the switch, accounts, buckets, and the copies that are stuck. A handful of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Count, Q
from django.db.models.functions import Coalesce, Greatest

from complaints.enums import (
    UNSENT,
    ConnectionState,
    Network,
    PostingKind,
    PostingState,
    PostingWish,
    Visibility,
)
from complaints.models import Connection, NetworkPause, Posting, ServerRest, TokenBucket
from complaints.models.posting import PostingQuerySet
from complaints.networks.registry import NETWORKS, Kind
from complaints.rules import pacing, waiting
from complaints.rules.waiting import PACED, Waiting, Why

# A copy usually leaves within a minute.
PATIENCE = timedelta(minutes=10)
MOST_SHOWN = 100
# How long an account of the site that was disconnected still says whether its network was told.
SHOWN_AFTERWARDS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Level:
    """A bucket of an account of the site: how many points are left of how many, and what the network allows."""

    name: str
    left: int
    capacity: int
    words: str


@dataclass(frozen=True, slots=True)
class SiteAccount:
    """An account of the site, whether its server is well, and its buckets."""

    connection: Connection
    rest: ServerRest | None
    levels: list[Level]


@dataclass(frozen=True, slots=True)
class NetworkRow:
    """One network as operators see it. `counts` are copies by the words of their state."""

    slug: str
    name: str
    pause: NetworkPause | None
    accounts: list[SiteAccount]
    customers: int
    counts: list[tuple[str, int]]
    levels: list[Level] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Stuck:
    """A copy that should have left, or should be gone, and why it is not."""

    posting: Posting
    since: datetime
    why: Why
    can_try: bool
    can_give_up: bool


def networks(*, now: datetime) -> list[NetworkRow]:
    """Every network that this site can post to, and any other that a copy belongs to."""
    pauses = {row.network: row for row in NetworkPause.objects.standing().select_related("by")}
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    made = Posting.objects.exclude(state=PostingState.PREPARED).order_by()
    for slug, state, many in made.values_list("network", "state").annotate(many=Count("pk")):
        counts[slug][state] = many
    ours = list(
        Connection.objects.of_the_site()
        .exclude(state=ConnectionState.DISCONNECTED, disconnected_at__lt=now - SHOWN_AFTERWARDS)
        .order_by("network", "instance", "handle")
    )
    theirs = dict(
        Connection.objects.filter(is_site=False)
        .exclude(state=ConnectionState.DISCONNECTED)
        .order_by()
        .values_list("network")
        .annotate(many=Count("pk"))
    )
    levels = _levels(ours, now=now)
    rests = _rests()
    slugs = [one.slug for one in NETWORKS if one.kind is Kind.CONNECTOR]
    slugs += sorted({*counts, *pauses, *(one.network for one in ours)} - set(slugs))
    return [
        NetworkRow(
            slug=slug,
            name=str(Network(slug).label),
            pause=pauses.get(slug),
            accounts=[
                SiteAccount(one, rests.get((slug, one.instance)), levels.get(f"{slug}/{one.pk}", []))
                for one in ours
                if one.network == slug
            ],
            customers=theirs.get(slug, 0),
            counts=[
                (str(state.label), counts[slug][state]) for state in PostingState if state in counts[slug]
            ],
            levels=levels.get(f"{slug}/all", []),
        )
        for slug in slugs
    ]


def stuck(*, now: datetime, most: int = MOST_SHOWN) -> tuple[list[Stuck], int]:
    """Copies that are stuck, oldest first, and how many there are in all."""
    rows: Any = _stuck_rows(now=now)  # with `since`
    total = rows.count()
    shown = rows.select_related("complaint__company", "connection", "parent").order_by("since", "pk")[:most]
    pauses, rests = {row.network: row for row in NetworkPause.objects.standing()}, _rests()
    found = []
    for posting in shown:
        facts = _facts(posting, pauses, rests, now=now)
        is_taken = posting.lease_until is not None and posting.lease_until > now
        is_active = facts.connection_state == ConnectionState.ACTIVE and not facts.off_because
        is_edit = posting.state == PostingState.SENT and not facts.is_unwanted
        found.append(
            Stuck(
                posting=posting,
                since=posting.since,
                why=waiting.why_it_waits(facts, now=now),
                can_try=is_active and not is_taken and not facts.is_parent_missing,
                can_give_up=not is_taken and (posting.state in UNSENT or is_edit),
            )
        )
    return found, total


def note_why_copies_wait(postings: Iterable[Posting], *, now: datetime) -> None:
    """Gives each copy that is to leave, to change or to go its `waits`, for the page of its case. No query without one."""
    waiting_ones = [
        one
        for one in postings
        if one.state in UNSENT or (one.state == PostingState.SENT and one.wish != PostingWish.NOTHING)
    ]
    if not waiting_ones:
        return
    pauses, rests = {row.network: row for row in NetworkPause.objects.standing()}, _rests()
    for posting in waiting_ones:
        posting.waits = waiting.words_for_readers(_facts(posting, pauses, rests, now=now), now=now)


def _stuck_rows(*, now: datetime) -> PostingQuerySet:
    since = Greatest("created_at", Coalesce("complaint__published_at", "created_at"))
    is_public = Q(complaint__visibility=Visibility.PUBLIC)
    is_kept = Q(not_before__gt=now)  # by the limits of its customer, who was told
    unsent = (Q(state=PostingState.QUEUED) & is_public & ~is_kept) | Q(
        state__in=[PostingState.SENDING, PostingState.NEEDS_CHECK]
    )
    is_late = Q(next_try_at__lte=now - PATIENCE) | Q(tries__gt=1)
    standing = Q(state=PostingState.SENT) & (~Q(wish=PostingWish.NOTHING) | ~is_public)
    rows: PostingQuerySet = Posting.objects.annotate(since=since)
    return rows.filter((unsent & Q(since__lte=now - PATIENCE)) | (standing & is_late))


def _facts(
    posting: Posting,
    pauses: dict[str, NetworkPause],
    rests: dict[tuple[str, str], ServerRest],
    *,
    now: datetime,
) -> Waiting:
    connection = posting.connection
    rest = rests.get((posting.network, connection.instance))
    pause = pauses.get(posting.network)
    parent = posting.parent if posting.parent_id else None
    is_milestone = posting.kind not in (PostingKind.COMPLAINT, PostingKind.THANKS)
    is_parent_missing = (
        is_milestone and not posting.remote_id and (parent is None or parent.state != PostingState.SENT)
    )
    return Waiting(
        network=posting.get_network_display(),
        server=urlsplit(connection.instance).hostname or connection.instance,
        state=posting.state,
        connection_state=connection.state,
        last_error=posting.last_error,
        off_because=(pause.reason or "no reason given") if pause else "",
        is_unwanted=posting.wish == PostingWish.REMOVE or posting.complaint.visibility != Visibility.PUBLIC,
        is_parent_missing=is_parent_missing,
        lease_until=posting.lease_until,
        next_try_at=posting.next_try_at,
        not_before=posting.not_before,
        rests_until=rest.until if rest else None,
        rests_because=rest.why if rest else "",
        allowance=_allowance_words(posting),
    )


def _allowance_words(posting: Posting) -> str:
    if not posting.last_error.startswith(PACED):
        return ""
    name = posting.last_error.partition(": ")[2]
    return next((one.words for one in pacing.allowances_of(posting.network) if one.name == name), "")


def _rests() -> dict[tuple[str, str], ServerRest]:
    return {(row.network, row.instance): row for row in ServerRest.objects.all()}


def _levels(connections: list[Connection], *, now: datetime) -> dict[str, list[Level]]:
    """Levels by "network/account number", and by "network/all" for those of the whole site."""
    buckets = {}
    for connection in connections:
        for allowance in pacing.allowances_of(connection.network):
            bucket = pacing.bucket_of(connection.network, allowance, account=connection.pk)
            buckets[bucket.key] = bucket
    rows = TokenBucket.objects.in_bulk(list(buckets))
    found = defaultdict(list)
    for key, bucket in buckets.items():
        row = rows.get(key)
        level = bucket.level(tokens=row.tokens, at=row.at, now=now) if row else bucket.capacity
        found[key.rpartition("/")[0]].append(
            Level(
                name=bucket.allowance.name,
                left=max(0, int(level + 1e-9)),
                capacity=int(bucket.capacity),
                words=bucket.allowance.words,
            )
        )
    return found
