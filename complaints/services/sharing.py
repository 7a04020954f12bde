"""What the customer posts elsewhere by hand: prepared words, and the addresses that come back."""

from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from django.core.cache import cache
from django.db import IntegrityError, transaction

from accounts.models import User
from companies.models import Company
from complaints.enums import Actor, EventKind, Network, Outcome
from complaints.models import Complaint, Connection, SharedPost
from complaints.networks import assisted
from complaints.networks.assisted import WAYS, CompanyIds, Intent, Prepared, intent
from complaints.networks.base import NetworkError
from complaints.networks.mastodon_host import speaks_mastodon
from complaints.networks.posted_addresses import NotAPost, posted_at
from complaints.rules.lifecycle import MoveRefused
from complaints.services import connecting, events, letters, preparing
from complaints.services.moves import locked, require_customer, require_moderator
from config.doors import http

MOST_POSTS = 30  # of one complaint: more is no longer telling, but campaigning


def intents_of(complaint: Complaint, *, server: str = "", now: datetime) -> list[Intent]:
    """What the customer may say on each network, and where; networks on which the brand has no page are left out.

    `server` is the customer's own on Mastodon, "" while it is not known.
    """
    company = complaint.company
    assert company is not None  # of a published complaint, by a constraint
    attempts = list(complaint.attempts.all())
    summary = preparing.summary_of(complaint, attempts, now=now)
    handles = preparing.handles_of(company)
    ids = ids_of(company)
    found = []
    for network in WAYS:
        told = replace(summary, handle=handles.get(network, ""))
        said = intent(network, Prepared(told, complaint.story), ids, server=server)
        if said is not None:
            found.append(said)
    return found


def passing_on(complaint: Complaint, *, server: str = "") -> list[Intent]:
    """What anybody may say of a fixed complaint on each network, and where. Empty for any other one."""
    words = fixed_words(complaint)
    if not words:
        return []
    link = letters.address_of(complaint)
    found = [assisted.passing_on(network, words=words, link=link, server=server) for network in WAYS]
    return [said for said in found if said is not None]


def fixed_words(complaint: Complaint) -> str:
    """What anybody may pass on once it is fixed: praise travels as far as the complaint. "" for any other one."""
    if complaint.outcome != Outcome.RESOLVED or not complaint.is_readable or complaint.company is None:
        return ""
    assert complaint.fixed_on is not None  # a resolved complaint has the day
    assert complaint.published_at is not None
    days = max(0, (complaint.fixed_on - complaint.published_at.date()).days)
    when = "on the day it became public" if days == 0 else f"in {days} day{'' if days == 1 else 's'}"
    return f"{complaint.company.name} fixed it {when}, says the customer."


def ids_of(company: Company) -> CompanyIds:
    """What the brand is called on review sites."""
    return CompanyIds(
        yelp=company.yelp_id,
        google_place=company.google_place_id,
        tripadvisor=company.tripadvisor_path,
        foursquare=company.foursquare_id,
    )


def require_network(address: str) -> None:
    """Raises NotAPost for a post on a host that is no server of the network: any site can have addresses like Mastodon's.

    Asks the host, once in a while; so it is called outside of transactions.
    """
    posted = posted_at(address)
    host = urlsplit(posted.url).hostname
    if posted.network != Network.MASTODON or host is None:
        return
    if Connection.objects.filter(network=Network.MASTODON, instance=f"https://{host}").exists():
        return
    key = f"speaks-mastodon:{host}"
    refusal: str | None = cache.get(key)
    if refusal is None:
        refusal, seconds = _refusal_of(host)
        cache.set(key, refusal, seconds)
    if refusal:
        raise NotAPost(refusal)


def _refusal_of(host: str) -> tuple[str, int]:
    """Why posts of this host are not taken, "" if they are; and for how many seconds that is believed."""
    try:
        is_mastodon = speaks_mastodon(host, policy=connecting.http_policy(), send=http.request)
    except NetworkError:
        words = f"{host} does not answer us, so we cannot see that it is a Mastodon server. Try again in some minutes."
        return words, 60
    if is_mastodon:
        return "", 86_400
    return f"{host} is no Mastodon server: it does not speak the language that those share.", 600


@transaction.atomic
def add_shared_post(*, complaint: Complaint, address: str, by: User, now: datetime) -> SharedPost:
    """Show a post that the customer made elsewhere on the own complaint.

    Raises NotAPost for an address that is none of a post, MoveRefused for one that is shown already, for the thirty-first,
    and for a complaint that readers cannot see.
    """
    fresh = locked(complaint)
    require_customer(fresh, by)
    if not fresh.is_readable:
        raise MoveRefused("A complaint that is not shown has no posts elsewhere.")
    posted = posted_at(address)
    if fresh.shared_posts.count() >= MOST_POSTS:
        raise MoveRefused(f"At most {MOST_POSTS} posts are shown. Take one off first.")
    try:
        with transaction.atomic():
            shared = SharedPost.objects.create(
                complaint=fresh, network=posted.network, url=posted.url, added_at=now, added_by=by
            )
    except IntegrityError as known:
        raise MoveRefused("This post is shown already.") from known
    events.record(
        complaint=fresh, kind=EventKind.SHARED, now=now, role=Actor.CUSTOMER, by=by, network=posted.network
    )
    return shared


@transaction.atomic
def take_off_shared_post(*, shared: SharedPost, by: User, now: datetime) -> None:
    """No longer show a post, by its customer or a moderator. The history keeps that it was shown, not where."""
    fresh = locked(shared.complaint)
    role = Actor.CUSTOMER if fresh.customer_id == by.pk else Actor.MODERATOR
    if role == Actor.MODERATOR:
        require_moderator(by, fresh)
    deleted, _ = SharedPost.objects.filter(pk=shared.pk).delete()
    if deleted:
        events.record(
            complaint=fresh,
            kind=EventKind.SHARED_TAKEN_OFF,
            now=now,
            role=role,
            by=by,
            network=shared.network,
        )


def forget_shared_posts(*, complaint: Complaint) -> None:
    """The author of a locked complaint leaves: the posts name the person on other sites."""
    complaint.shared_posts.all().delete()


__all__ = [
    "NotAPost",
    "add_shared_post",
    "fixed_words",
    "forget_shared_posts",
    "ids_of",
    "intents_of",
    "passing_on",
    "require_network",
    "take_off_shared_post",
]
