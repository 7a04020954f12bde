"""Saved searches look at the networks: each at every account of the site that can search, in turns and within limits.

A program only reads here. What it keeps are public posts as plain text, for days; what is deleted over there, or was
written by somebody who asked to be left alone, is not kept.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse

from companies.models import Company, Handle
from complaints.enums import HeardKind, HeardState
from complaints.models import Connection, HeardPost, Invitation, Lookout, Posting, Reply, SavedSearch
from complaints.models.heard import HANDLE_LENGTH, TEXT_LENGTH
from complaints.networks.base import (
    PUBLIC,
    Forbidden,
    Gone,
    NeedsReconnect,
    NetworkError,
    RateLimited,
    Rejected,
    RemoteReply,
    Unsupported,
)
from complaints.networks.registry import NETWORKS, Kind, capabilities_of
from complaints.rules import hearing
from complaints.rules.cries import VERSION, looks_like, mentions
from complaints.rules.pacing import Spend, spread
from complaints.services import budgets, opting_out, pacing, resting, sweeping, turns
from complaints.services.connecting import ask_to_reconnect, connector_of
from complaints.services.posting import OURS
from config.doors import clock
from config.doors.text import clean_text
from config.doors.vault import VaultError

REST = timedelta(minutes=5)
NOT_ALLOWED = timedelta(days=1)  # somebody may connect the account anew, or allow it more
READ = (Spend.READ,)
URL_LENGTH = 1000


def searchable() -> tuple[str, ...]:
    """The networks that can be searched, by this program; whether an account is connected is another question."""
    return tuple(
        network.slug
        for network in NETWORKS
        if network.kind is Kind.CONNECTOR and capabilities_of(network.slug).search
    )


def open_lookouts(*, now: datetime) -> int:
    """Every active search at every account of the site that can search. Returns how many are new."""
    connections = Connection.objects.usable().of_the_site().filter(network__in=searchable())
    there = [row for row in connections if budgets.is_on(row.network)]
    known = set(Lookout.objects.values_list("search_id", "connection_id"))
    missing = [
        Lookout(search=search, connection=connection, next_at=now)
        for search in SavedSearch.objects.filter(is_active=True)
        for connection in there
        if (search.pk, connection.pk) not in known
    ]
    return len(Lookout.objects.bulk_create(missing, ignore_conflicts=True))


def run_search(*, lookout_id: int, now: datetime) -> int:
    """Look once. Returns how many posts are new."""
    lookout = (
        Lookout.objects.filter(pk=lookout_id, search__is_active=True)
        .filter(connection__in=Connection.objects.reachable(now=now).of_the_site().values("pk"))
        .select_related("search__company", "connection")
        .first()
    )
    if lookout is None:
        return 0
    connection = lookout.connection
    if refusal := turns.ask(connection=connection, spends=READ, now=now):
        _look_again(lookout, refusal.free_at)
        return 0
    try:
        connector = connector_of(connection)
        with turns.paid_reading(connector=connector, connection=connection, now=now):
            found = connector.search(lookout.search.words, now=now, cursor=lookout.cursor)
    except Unsupported as error:
        resting.note_answer(connection=connection)
        _look_again(lookout, None, failure=f"unsupported_{error.code}"[:60])
        return 0
    except NetworkError as error:
        _note_server(connection, error, now=now)
        wait = NOT_ALLOWED if isinstance(error, Forbidden | Rejected) else REST
        _look_again(lookout, max(now + wait, error.retry_at or now), failure=error.code[:60])
        return 0
    except VaultError:
        _look_again(lookout, now + NOT_ALLOWED, failure="secret_does_not_open")
        return 0
    resting.note_answer(connection=connection)
    ears = _ears_of(lookout.search.company, connection)
    fresh = sum(_heard(lookout, ears, remote, now=now) for remote in found.replies)
    left_out = hearing.left_out(lookout.failure) + sum(remote.is_opted_out for remote in found.replies)
    # Only now: a worker that dies in between finds the same posts again, each of them once.
    wait = spread(hearing.wait_between(connection.network), random.random())  # noqa: S311  (spreads load)
    Lookout.objects.filter(pk=lookout.pk).update(
        cursor=found.cursor,
        looked_at=now,
        failure=hearing.left_out_code(left_out),
        next_at=now if found.more else now + wait,
    )
    return fresh


def check_post(*, post_id: int, now: datetime) -> bool:
    """See whether a post still stands over there; whether it is gone. What is gone goes here as well."""
    post = HeardPost.objects.filter(pk=post_id, removed_at__isnull=True).select_related("connection").first()
    if post is None or post.connection is None:
        return False
    connection = post.connection
    if refusal := turns.ask(connection=connection, spends=READ, now=now):
        _check_again(post, refusal.free_at)
        return False
    try:
        connector = connector_of(connection)
        with turns.paid_reading(connector=connector, connection=connection, now=now):
            connector.replies(post.remote_id, now=now)
    except Gone:
        resting.note_answer(connection=connection)
        _note_gone(post, now=now)
        return True
    except NetworkError as error:
        _note_server(connection, error, now=now)
        _check_again(post, max(now + REST, error.retry_at or now))
        return False
    except VaultError:
        _check_again(post, now + NOT_ALLOWED)
        return False
    resting.note_answer(connection=connection)
    _check_again(post, now + spread(hearing.CHECK_EVERY, random.random()))  # noqa: S311  (spreads load)
    return False


def purge(*, now: datetime) -> int:
    """Delete what has been kept long enough. Returns how many posts."""
    gone, _ = HeardPost.objects.expired(now=now).delete()
    Invitation.objects.filter(at__lte=now - hearing.INVITE_AGAIN).delete()
    return gone


def sweep_searches(*, now: datetime, at_most: int = 200) -> int:
    """Delete what is old, look where it is time, and see whether posts still stand. Returns how many were asked."""
    purge(now=now)
    open_lookouts(now=now)
    going_on = clock.going_on(now)
    due = Lookout.objects.to_look(now=now).order_by("next_at")
    lookouts = list(due.values_list("pk", "connection__instance")[:at_most])
    checks = HeardPost.objects.to_check(now=now).order_by("check_at")
    posts = list(checks.values_list("pk", "server")[:at_most])

    def look(row: tuple[int, str]) -> bool:
        # Taken before the call, so that the next sweep, or another worker, does not ask the same again.
        moment = going_on()
        mine = Lookout.objects.to_look(now=moment).filter(pk=row[0]).update(next_at=moment + REST)
        if mine:
            run_search(lookout_id=row[0], now=moment)
        return bool(mine)

    def check(row: tuple[int, str]) -> bool:
        moment = going_on()
        mine = HeardPost.objects.to_check(now=moment).filter(pk=row[0]).update(check_at=moment + REST)
        if mine:
            check_post(post_id=row[0], now=moment)
        return bool(mine)

    def in_turns(rows: list[tuple[int, str]], work: Callable[[tuple[int, str]], bool]) -> int:
        return sweeping.count_done(
            rows,
            work,
            server_of=itemgetter(1),
            seconds=sweeping.LONGEST_SWEEP / 2,
            seconds_each=sweeping.LONGEST_SERVER,
        )

    return in_turns(lookouts, look) + in_turns(posts, check)


# What is kept --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Ears:
    """What is known of a brand and of ourselves when posts about it come in."""

    company: Company
    names: tuple[str, ...]
    own_handles: frozenset[str]  # of the brand, proved
    our_ids: frozenset[str]  # accounts that copies of complaints are posted from
    our_links: str


def _ears_of(company: Company, connection: Connection) -> _Ears:
    handles = list(company.handles.filter(network=connection.network))
    aliases = company.aliases.values_list("name", flat=True)
    # `@northline@northline.example` is called @northline.
    called = [f"@{handle.handle.partition('@')[0]}" for handle in handles]
    ours = Connection.objects.filter(network=connection.network, instance=connection.instance)
    return _Ears(
        company=company,
        names=tuple(dict.fromkeys([company.name, *aliases, *called])),
        own_handles=frozenset(_name(handle) for handle in handles if handle.is_trusted),
        our_ids=frozenset(ours.filter(Q(is_site=True)).values_list("remote_id", flat=True)),
        our_links=settings.SITE_URL + reverse("complaints:browse"),
    )


def _name(handle: Handle) -> str:
    return handle.handle.casefold()


def _heard(lookout: Lookout, ears: _Ears, remote: RemoteReply, *, now: datetime) -> bool:
    """Keep a post that was found, if it may be kept; whether it is new."""
    text = _plain(remote.text, TEXT_LENGTH, multiline=True)
    is_about = text and remote.visibility in PUBLIC and mentions(text, lookout.search.words)
    if not is_about or len(remote.remote_id) > 200 or not remote.author_handle:
        return False
    if now - remote.stated_at > hearing.KEPT or _is_known_otherwise(lookout, ears, remote, text):
        return False
    try:
        return _kept(lookout, ears, remote, text, now=now)
    except IntegrityError:
        return False  # another worker, or another server, was quicker


def _is_known_otherwise(lookout: Lookout, ears: _Ears, remote: RemoteReply, text: str) -> bool:
    """What the brand says itself, what we posted, and what is on a case already."""
    network = lookout.connection.network
    if remote.author_handle.casefold() in ears.own_handles or remote.author_id in ears.our_ids:
        return True
    if ears.our_links in text:
        return True
    same = {"network": network, "remote_id": remote.remote_id}
    return Posting.objects.filter(**same).exists() or Reply.objects.filter(**same).exists()


@transaction.atomic
def _kept(lookout: Lookout, ears: _Ears, remote: RemoteReply, text: str, *, now: datetime) -> bool:
    connection = lookout.connection
    network, server = connection.network, connection.instance
    if opting_out.is_opted_out(network=network, server=server, remote=remote):
        opting_out.forget(
            network=network, handle=remote.author_handle, author_id=remote.author_id, server=server
        )
        return False
    url = remote.url if len(remote.url) <= URL_LENGTH else ""
    is_it = Q(server=server, remote_id=remote.remote_id)
    if url:
        is_it |= Q(url=url)
    rows = HeardPost.objects.select_for_update(of=("self",))
    earlier = rows.filter(is_it, company=ears.company, network=network).first()
    verdict = looks_like(text, ears.names)
    if earlier is not None:
        _note_edit(earlier, remote, text, verdict.kind, list(verdict.words))
        return False
    HeardPost.objects.create(
        company=ears.company,
        search=lookout.search,
        connection=connection,
        network=network,
        server=server,
        remote_id=remote.remote_id,
        url=url,
        author_id=remote.author_id[:200],
        author_handle=remote.author_handle[:HANDLE_LENGTH],
        author_name=_plain(remote.author_name, 200, multiline=False),
        text=text,
        language=remote.language or verdict.language,
        stated_at=min(remote.stated_at, now),
        edited_at=remote.edited_at,
        found_at=now,
        keep_until=hearing.keep_until(state=HeardState.NEW, kind=verdict.kind, found_at=now, decided_at=None),
        check_at=now + spread(hearing.CHECK_EVERY, random.random()),  # noqa: S311  (spreads load)
        kind=HeardKind(verdict.kind),
        words=list(verdict.words),
        rules_version=VERSION,
    )
    return True


def _note_edit(post: HeardPost, remote: RemoteReply, text: str, kind: str, words: list[str]) -> None:
    """What was changed over there is changed here; what nobody decided about yet is sorted anew."""
    if post.removed_at is not None or remote.edited_at is None or remote.edited_at == post.edited_at:
        return
    post.text, post.edited_at = text, remote.edited_at
    if post.state == HeardState.NEW:
        post.kind, post.words, post.rules_version = kind, words, VERSION
        post.keep_until = hearing.keep_until(
            state=post.state, kind=kind, found_at=post.found_at, decided_at=None
        )
    post.save(update_fields=["text", "edited_at", "kind", "words", "rules_version", "keep_until"])


@transaction.atomic
def _note_gone(post: HeardPost, *, now: datetime) -> None:
    """Deleted over there: nobody's yet is deleted here; of one that was taken only the mark stays, without its words."""
    fresh = HeardPost.objects.select_for_update(of=("self",)).filter(pk=post.pk).first()
    if fresh is None:
        return
    if fresh.state not in (HeardState.TAKEN, HeardState.INVITED):
        fresh.delete()
        return
    fresh.removed_at, fresh.text, fresh.words, fresh.author_name = now, "", [], ""
    fresh.save(update_fields=["removed_at", "text", "words", "author_name"])


def _plain(text: str, length: int, *, multiline: bool) -> str:
    """A text from a network, cleaned and cut; cleaning can make a few rare characters longer."""
    return clean_text(text[:length], max_length=3 * length, multiline=multiline)[:length].rstrip()


# Turns and trouble ---------------------------------------------------------------------------------------------


def _look_again(lookout: Lookout, at: datetime | None, *, failure: str | None = None) -> None:
    why = {} if failure is None else {"failure": failure}
    Lookout.objects.filter(pk=lookout.pk).update(next_at=at, **why)


def _check_again(post: HeardPost, at: datetime) -> None:
    HeardPost.objects.filter(pk=post.pk).update(check_at=at)


def _note_server(connection: Connection, error: NetworkError, *, now: datetime) -> None:
    if error.code in OURS:
        return
    if isinstance(error, NeedsReconnect):
        ask_to_reconnect(connection)
    elif isinstance(error, RateLimited):
        pacing.drain(connection=connection, spends=READ, until=error.retry_at, now=now)
    if resting.is_trouble(error):
        resting.note_trouble(connection=connection, error=error, now=now)
    else:
        resting.note_answer(connection=connection)
