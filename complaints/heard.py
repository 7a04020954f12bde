"""What representatives and moderators see of posts that were heard. A handful of queries, whatever the length."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from django.db.models import Count, Q

from companies.models import Company, Representative
from complaints.enums import ConnectionState, HeardKind, HeardState, Network
from complaints.models import Connection, HeardPost, Lookout, NetworkPause, SavedSearch
from complaints.models.heard import HeardPostQuerySet
from complaints.rules import hearing
from complaints.rules.waiting import words_of_error

PAGE: Final = 25

SHOWS: Final = {
    "problem": "Looks like a problem",
    "praise": "Praise",
    "noise": "Taken for noise",
    "taken": "Taken",
    "dismissed": "Dismissed",
}
"""What the desk can show; the first is shown at once."""


@dataclass(frozen=True, slots=True)
class Post:
    """One post with who decided about it, in words."""

    row: HeardPost
    who: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of posts, newest first; `older` is the cursor of the next one, "" at the end."""

    posts: list[Post]
    older: str


@dataclass(frozen=True, slots=True)
class Place:
    """How one search fares on one network. `words` say why nothing comes, "" when all is well."""

    network: str
    server: str
    looked_at: datetime | None
    words: str


@dataclass(frozen=True, slots=True)
class Search:
    """A saved search, how it fares everywhere, and how many posts it found that are still kept."""

    row: SavedSearch
    places: list[Place]
    found: int


def searches_of(company: Company, *, networks: Iterable[str]) -> list[Search]:
    """The searches of a brand; `networks` are those that can be searched at all."""
    rows = (
        SavedSearch.objects.filter(company=company)
        .annotate(found=Count("posts"))
        .prefetch_related("lookouts__connection")
    )
    pauses = set(NetworkPause.objects.standing().values_list("network", flat=True))
    there = set(Connection.objects.usable().of_the_site().values_list("network", flat=True))
    return [
        Search(
            row=row,
            places=[
                *(_place(lookout, pauses) for lookout in _in_order(row)),
                *(
                    Place(Network(slug).label, "", None, "No account of this site is connected there.")
                    for slug in networks
                    if slug not in there
                    and slug not in {one.connection.network for one in row.lookouts.all()}
                ),
            ],
            found=row.found,
        )
        for row in rows
    ]


def posts_of(company: Company, *, show: str, before: str = "") -> Page:
    """What was heard about a brand. `show` is a key of SHOWS."""
    rows = HeardPost.objects.filter(company=company)
    if show in HeardKind.values:
        rows = rows.filter(kind=show, state=HeardState.NEW)
    elif show == "taken":
        rows = rows.filter(state__in=[HeardState.TAKEN, HeardState.INVITED])
    else:
        rows = rows.filter(state=HeardState.DISMISSED)
    return _page(rows, before)


def counts_of(company: Company) -> dict[str, int]:
    """How many there are of each of SHOWS."""
    new = Q(state=HeardState.NEW)
    found = HeardPost.objects.filter(company=company).aggregate(
        **{kind: Count("pk", filter=new & Q(kind=kind)) for kind in HeardKind.values},
        taken=Count("pk", filter=Q(state__in=[HeardState.TAKEN, HeardState.INVITED])),
        dismissed=Count("pk", filter=Q(state=HeardState.DISMISSED)),
    )
    return {show: found[show] for show in SHOWS}


def cries_without_desk(*, before: str = "") -> Page:
    """Problems about brands that nobody acts for, over the whole site."""
    rows = HeardPost.objects.of_brands_without_desk().filter(kind=HeardKind.PROBLEM, state=HeardState.NEW)
    return _page(rows, before)


def invited(*, limit: int = PAGE) -> list[Post]:
    """Whom moderators invited last."""
    rows = HeardPost.objects.filter(state=HeardState.INVITED).order_by("-decided_at")
    return _told(list(rows.select_related("company", "connection", "decided_by")[:limit]))


def listened_without_desk() -> list[Company]:
    """Brands that nobody acts for and that are searched for, each with `many` searches."""
    acting = Representative.objects.active().values("company")
    return list(
        Company.objects.exclude(pk__in=acting)
        .annotate(many=Count("searches"))
        .filter(many__gt=0)
        .order_by("name")
    )


def _page(rows: HeardPostQuerySet, before: str) -> Page:
    if before.isdecimal() and len(before) <= 18:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.select_related("company", "connection", "decided_by").order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    return Page(_told(shown), str(shown[-1].pk) if len(found) > PAGE else "")


def _told(rows: list[HeardPost]) -> list[Post]:
    names = {
        (acting.company_id, acting.user_id): acting.first_name
        for acting in Representative.objects.filter(
            company__in={row.company_id for row in rows}, user__in={row.decided_by_id for row in rows}
        )
    }
    return [Post(row, _who(row, names)) for row in rows]


def _who(row: HeardPost, names: dict[tuple[int, int], str]) -> str:
    if row.decided_by is None:
        return "somebody who has left" if row.decided_at else ""
    if name := names.get((row.company_id, row.decided_by.pk)):
        return name
    return "a moderator" if row.decided_by.is_moderator else "somebody who has left"


def _in_order(search: SavedSearch) -> list[Lookout]:
    return sorted(search.lookouts.all(), key=lambda one: (one.connection.network, one.connection.instance))


def _place(lookout: Lookout, pauses: set[str]) -> Place:
    connection = lookout.connection
    server = urlsplit(connection.instance).hostname or ""
    network = Network(connection.network).label
    words = ""
    if connection.network in pauses:
        words = "Switched off by a moderator at the moment."
    elif connection.state != ConnectionState.ACTIVE:
        words = "Its account must be connected again."
    elif lookout.failure.startswith("unsupported"):
        words = f"{server} has no search for posts. It is not asked again until the search is started anew."
    elif many := hearing.left_out(lookout.failure):
        words = (
            f"{many:,} post{'' if many == 1 else 's'} left out since the search began: their authors do not let "
            "everybody search for what they post."
        )
    elif lookout.failure:
        words = words_of_error(lookout.failure, network=network, server=server)
    elif lookout.looked_at is None:
        words = "Not looked yet."
    return Place(network, server, lookout.looked_at, words)
