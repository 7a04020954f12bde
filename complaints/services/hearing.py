"""What people do about posts that were heard: searches, taking, dismissing, inviting, and the words to begin with.

Nothing is ever posted from here. A program that answers strangers breaks the rules of networks (X, since 2026-02-23:
docs.x.com, changelog) and our manners; so a person reads, and writes over there with words that were prepared.
"""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db import connection as database
from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import User
from accounts.permissions import is_moderator
from companies.enums import ANSWERING_ROLES, ChannelKind, Role
from companies.models import Company, Representative
from complaints.enums import HeardState, WhyDismissed
from complaints.models import HeardPost, Invitation, Lookout, SavedSearch
from complaints.models.heard import SEARCH_LENGTH
from complaints.networks import render
from complaints.networks.base import Counting, Limits
from complaints.rules import first_words, hearing
from complaints.rules.cries import mentions
from complaints.rules.lifecycle import MoveRefused
from complaints.services import opting_out
from complaints.services.manners import words_of_moment
from complaints.services.moves import NotAllowed
from config.doors.text import clean_text

# Channels through which a person can be reached, the quickest first.
_TO_A_PERSON = (ChannelKind.PHONE, ChannelKind.CHAT, ChannelKind.EMAIL)
# What a post may hold where the account that found it does not tell (docs.x.com: 280, weighted; docs.bsky.app: 300).
_LIMITS = {
    "x": Limits(characters=280, counting=Counting.WEIGHTED),
    "bluesky": Limits(characters=300, url_length=None, local_mentions=False),
}


# Searches ------------------------------------------------------------------------------------------------------


def may_manage(company: Company, person: User) -> bool:
    """Whether this person may add and end searches of this brand."""
    return is_moderator(person) or _answers(company, person) is not None


def offered_words(company: Company) -> list[str]:
    """The names of the brand that no search looks for yet."""
    taken = {search.words.casefold() for search in SavedSearch.objects.filter(company=company)}
    names = dict.fromkeys([company.name, *company.aliases.values_list("name", flat=True)])
    return [name for name in names if name.casefold() not in taken and len(name) <= SEARCH_LENGTH]


@transaction.atomic
def add_search(*, company: Company, words: str, by: User, now: datetime) -> SavedSearch:
    """Look for these words from now on. They must hold a name of the brand: nobody is watched here.

    Raises NotAllowed, and MoveRefused with the reason for the person.
    """
    if not may_manage(company, by):
        raise NotAllowed("Only owners and responders of the desk, and moderators, manage searches.")
    # One at a time for each brand, so that two do not pass the limit together.
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    wanted = clean_text(words, max_length=SEARCH_LENGTH, multiline=False)
    names = [company.name, *company.aliases.values_list("name", flat=True)]
    if not any(mentions(wanted, name) for name in names):
        raise MoveRefused(f"A search must hold a name of the brand: {', '.join(dict.fromkeys(names))}.")
    if SavedSearch.objects.filter(company=company).count() >= hearing.MOST_SEARCHES:
        raise MoveRefused(f"A brand has at most {hearing.MOST_SEARCHES} searches. Remove one first.")
    try:
        with transaction.atomic():
            return SavedSearch.objects.create(company=company, words=wanted, created_by=by, created_at=now)
    except IntegrityError as known:
        raise MoveRefused("There is a search for these words already.") from known


@transaction.atomic
def pause_search(*, search: SavedSearch, by: User) -> None:
    """Look no more for now. What was heard stays as long as it would."""
    _require_manager(search, by)
    SavedSearch.objects.filter(pk=search.pk).update(is_active=False)


@transaction.atomic
def resume_search(*, search: SavedSearch, by: User, now: datetime) -> None:
    """Go on, also where it was ended because a network could not do it."""
    _require_manager(search, by)
    SavedSearch.objects.filter(pk=search.pk).update(is_active=True)
    Lookout.objects.filter(search=search).update(next_at=now, failure="")


@transaction.atomic
def remove_search(*, search: SavedSearch, by: User) -> None:
    """End it. What nobody took goes with it."""
    _require_manager(search, by)
    search.posts.filter(state__in=[HeardState.NEW, HeardState.DISMISSED]).delete()
    search.delete()


# Posts ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def take(*, post: HeardPost, by: User, now: datetime) -> HeardPost:
    """A representative opens the conversation: the post is theirs, and colleagues see it. Twice by one is once.

    Raises NotAllowed, and MoveRefused with who has it.
    """
    fresh = _locked(post)
    if _answers(fresh.company, by) is None:
        raise NotAllowed("Only an owner or a responder of this desk can take a post.")
    if fresh.state == HeardState.TAKEN and fresh.decided_by_id == by.pk:
        return fresh
    if fresh.state == HeardState.TAKEN:
        assert fresh.decided_at is not None  # by a constraint
        raise MoveRefused(f"{_who(fresh)} took this post on {words_of_moment(fresh.decided_at)}.")
    if fresh.state == HeardState.INVITED:
        raise MoveRefused("A moderator has invited its author to file here. Leave it at that.")
    return _decide(fresh, HeardState.TAKEN, by=by, now=now)


@transaction.atomic
def give_back(*, post: HeardPost, by: User, now: datetime) -> HeardPost:
    """Whoever took it, or an owner of the desk, gives it back to everybody."""
    fresh = _locked(post)
    acting = _answers(fresh.company, by)
    if fresh.state != HeardState.TAKEN or acting is None:
        raise NotAllowed("Only a post that was taken can be given back.")
    if fresh.decided_by_id != by.pk and acting.role != Role.OWNER:
        raise NotAllowed(f"{_who(fresh)} took this post. Only they or an owner can give it back.")
    fresh.state, fresh.decided_by, fresh.decided_at = HeardState.NEW, None, None
    return _saved(fresh)


@transaction.atomic
def dismiss(*, post: HeardPost, why: WhyDismissed, by: User, now: datetime) -> HeardPost:
    """Nothing to do, by a representative or a moderator."""
    fresh = _locked(post)
    if not may_manage(fresh.company, by):
        raise NotAllowed("Only owners and responders of the desk, and moderators, dismiss posts.")
    if fresh.state == HeardState.TAKEN and fresh.decided_by_id != by.pk:
        raise MoveRefused(f"{_who(fresh)} took this post.")
    if fresh.state == HeardState.INVITED:
        raise MoveRefused("Its author was invited already.")
    return _decide(fresh, HeardState.DISMISSED, why=why, by=by, now=now)


@transaction.atomic
def leave_alone(*, post: HeardPost, by: User, now: datetime) -> None:
    """The author said that they do not want to be contacted: everything of theirs goes, and nothing comes again."""
    fresh = _locked(post)
    if not may_manage(fresh.company, by):
        raise NotAllowed("Only owners and responders of the desk, and moderators, pass such a wish on.")
    opting_out.opt_out(network=fresh.network, handle=fresh.author_handle, by=by, now=now)


@transaction.atomic
def invite(*, post: HeardPost, by: User, now: datetime) -> HeardPost:
    """Note that a moderator invites the author to file here; the moderator posts the words by hand.

    Each person at most once in a while, whatever the brand, and nobody who asked to be left alone. Raises NotAllowed, and
    MoveRefused with the reason.
    """
    if not is_moderator(by):
        raise NotAllowed("Only moderators invite.")
    _lock_author(post)
    fresh = _locked(post)
    if Representative.objects.active().filter(company=fresh.company_id).exists():
        raise MoveRefused(f"{fresh.company} has a desk of its own, and answers first.")
    if fresh.state != HeardState.NEW or fresh.removed_at is not None:
        raise MoveRefused("Only a post about which nothing was done yet can lead to an invitation.")
    handle = fresh.author_handle.lower()
    if opting_out.opted_out(network=fresh.network, handle=handle):
        raise MoveRefused("This person asked to be left alone.")
    since = now - hearing.INVITE_AGAIN
    earlier = HeardPost.objects.of_author(
        network=fresh.network, handle=handle, author_id=fresh.author_id, server=fresh.server
    ).filter(state=HeardState.INVITED, decided_at__gt=since)
    named = Invitation.objects.filter(network=fresh.network, handle=handle, at__gt=since)
    if named.exists() or earlier.exists():
        raise MoveRefused(
            f"This person was invited within the last {hearing.INVITE_AGAIN.days} days. Once is enough."
        )
    Invitation.objects.create(network=fresh.network, handle=handle, at=now, by=by)
    return _decide(fresh, HeardState.INVITED, by=by, now=now)


# Words ---------------------------------------------------------------------------------------------------------


def opening_for(post: HeardPost, acting: Representative) -> str:
    """What this representative may begin with, within the limit of the network."""
    said = first_words.opening_words(
        language=post.language,
        first_name=acting.first_name,
        brand=render.defused(post.company.name),
        channel=_way_to_a_person(post.company),
    )
    return _that_fits(said, post)


def invitation_for(post: HeardPost) -> str:
    """What a moderator may invite with. The link carries the brand alone: a complaint is begun by its author only."""
    company = post.company
    query = urlencode({"company": company.slug})
    said = first_words.invitation_words(
        language=post.language,
        brand=render.defused(company.name),
        link=f"{settings.SITE_URL}{reverse('complaints:new')}?{query}",
        opt_out=settings.SITE_URL + reverse("complaints:opt_out"),
    )
    return _that_fits(said, post)


@transaction.atomic
def follow_company(*, company: Company, into: Company) -> None:
    """Two brands are one: searches and posts go along; what is there twice, or one too many, ends."""
    there = {
        words.casefold() for words in SavedSearch.objects.filter(company=into).values_list("words", flat=True)
    }
    for search in SavedSearch.objects.filter(company=company):
        is_room = len(there) < hearing.MOST_SEARCHES
        if is_room and search.words.casefold() not in there:
            there.add(search.words.casefold())
            SavedSearch.objects.filter(pk=search.pk).update(company=into)
        else:
            search.delete()
    for post in HeardPost.objects.filter(company=company):
        is_it = Q(network=post.network, server=post.server, remote_id=post.remote_id)
        if post.url:
            is_it |= Q(url=post.url)
        if HeardPost.objects.filter(is_it, company=into).exists():
            post.delete()
        else:
            HeardPost.objects.filter(pk=post.pk).update(company=into)


def _way_to_a_person(company: Company) -> str:
    channels = {channel.kind: channel.value for channel in company.channels.all()[::-1]}
    return next((channels[kind] for kind in _TO_A_PERSON if kind in channels), "")


def _that_fits(said: tuple[str, ...], post: HeardPost) -> str:
    limits = _LIMITS.get(post.network)
    if limits is None:
        stored = post.connection.limits if post.connection is not None else None
        limits = Limits.from_json(stored) if stored else Limits()
    # The answer begins with the name of the person.
    room = f"@{post.author_handle} "
    return next((words for words in said if render.fits(room + words, limits)), said[-1])


def _answers(company: Company, person: User) -> Representative | None:
    return (
        Representative.objects.active()
        .filter(company=company, user_id=person.pk, role__in=ANSWERING_ROLES)
        .first()
    )


def _require_manager(search: SavedSearch, by: User) -> None:
    if not may_manage(search.company, by):
        raise NotAllowed("Only owners and responders of the desk, and moderators, manage searches.")


def _locked(post: HeardPost) -> HeardPost:
    """The row as it stands, locked. Raises MoveRefused for one that is gone meanwhile."""
    rows = HeardPost.objects.select_for_update(of=("self",)).select_related("company", "decided_by")
    fresh = rows.filter(pk=post.pk).first()
    if fresh is None:
        raise MoveRefused("This post is gone.")
    return fresh


def _lock_author(post: HeardPost) -> None:
    """Two moderators who invite one person for two posts wait for each other."""
    with database.cursor() as cursor:
        key = f"inviting {post.network} {post.author_handle.lower()}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def _who(post: HeardPost) -> str:
    if post.decided_by_id is None:
        return "Somebody who has left"
    acting = (
        Representative.objects.filter(company=post.company_id, user_id=post.decided_by_id)
        .order_by("-since")
        .first()
    )
    return acting.first_name if acting else "Somebody who has left"


def _decide(
    post: HeardPost, state: HeardState, *, by: User, now: datetime, why: WhyDismissed | str = ""
) -> HeardPost:
    post.state, post.why, post.decided_by, post.decided_at = state, why, by, now
    return _saved(post)


def _saved(post: HeardPost) -> HeardPost:
    post.why = post.why if post.state == HeardState.DISMISSED else ""
    post.keep_until = hearing.keep_until(
        state=post.state, kind=post.kind, found_at=post.found_at, decided_at=post.decided_at
    )
    post.save(update_fields=["state", "why", "decided_by", "decided_at", "keep_until"])
    return post
