"""Connections: accounts that we may post from, and the connector that speaks for one.

Two kinds: the site's own, which moderators connect, and those of customers. Secrets are sealed from the first moment;
a connection that ends is ended on the network first and its secret destroyed in any case.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from accounts.models import User
from accounts.permissions import is_moderator
from complaints.enums import Actor, ConnectionState, EventKind, Network, PostingState, PostingWish
from complaints.models import Connection, NetworkApp, Posting
from complaints.networks.base import (
    Account,
    App,
    Connector,
    Limits,
    NeedsReconnect,
    NetworkError,
    Unsupported,
)
from complaints.networks.registry import connector_for, network, sign_in_for
from complaints.networks.signing_in import Away, Grant, SignIn, Site
from complaints.rules.pacing import Spend
from complaints.services import events, sweeping, turns
from complaints.services.moves import NotAllowed, locked
from complaints.services.turns import GIVEN_UP_UNSEEN
from config.doors import queue
from config.doors.http import Policy
from config.doors.vault import Vault, VaultError, vault_from

logger = logging.getLogger(__name__)

REVOKE = "complaints.tasks.end_connection"
MOST_TRIES_TO_REVOKE = 6
REVOKE_WAIT = timedelta(minutes=2)
ALIVE_FOR = timedelta(days=14)


class ConnectionRefused(Exception):
    """This account cannot be connected here. The message is for the person who tried."""


def http_policy() -> Policy:
    """What this installation allows: public https servers, and this machine's own ones in development only."""
    return Policy(allow_http=settings.ALLOW_LOCAL_NETWORKS, allow_loopback=settings.ALLOW_LOCAL_NETWORKS)


def vault() -> Vault:
    """The vault with this installation's keys."""
    return vault_from(settings.VAULT_KEYS)


def connector_of(connection: Connection) -> Connector:
    """The connector that speaks for this account. Raises VaultError when the secret cannot be opened."""
    return connector_for(
        connection.network,
        instance=connection.instance,
        secret=vault().open(connection.secret, identity=connection.identity),
        policy=http_policy(),
        account_id=connection.remote_id,
        limits=Limits.from_json(connection.limits) if connection.limits else None,
        app=_own_app(connection.network),
        renew=partial(_renewed, connection.pk),
    )


def app_of(slug: str, instance: str) -> App | None:
    """This site's own client at a network: from the settings, or as registered with this server; None without one."""
    if own := _own_app(slug):
        return own
    registered = NetworkApp.objects.filter(network=slug, instance=instance).first()
    if registered is None:
        return None
    return App(registered.client_id, vault().open(registered.secret, identity=registered.identity))


def _own_app(slug: str) -> App | None:
    return App(*settings.NETWORK_APPS[slug]) if slug in settings.NETWORK_APPS else None


def sign_in_of(slug: str) -> SignIn | None:
    """How accounts of this network are connected here; None where they cannot be, or the operator set no client."""
    try:
        found = sign_in_for(slug, policy=http_policy())
    except (KeyError, Unsupported):
        return None
    return None if found.needs_app and slug not in settings.NETWORK_APPS else found


def begin(
    *,
    sign_in: SignIn,
    slug: str,
    typed: Mapping[str, str],
    site: Site,
    state: str,
    verifier: str,
    now: datetime,
) -> tuple[str, Away | Grant]:
    """The first step: the address of the server, and where to send the person or what they granted at once.

    Raises `Mistyped`, and the network errors of `complaints.networks.base`.
    """
    instance = sign_in.instance(typed)
    app = app_of(slug, instance)
    if app is None and sign_in.registers:
        app = _registered(sign_in, slug=slug, instance=instance, site=site, now=now)
    step = sign_in.begin(
        instance=instance, typed=typed, site=site, app=app, state=state, verifier=verifier, now=now
    )
    return instance, step


def ask_to_reconnect(connection: Connection) -> None:
    """What was granted is refused: nothing is asked with it again. One that a person has granted anew meanwhile goes on.

    The secret says nothing of that: it is sealed anew when a token is renewed on the way and when keys are rotated, and a
    connector that can renew tries the newest token before it says `NeedsReconnect`.
    """
    Connection.objects.filter(
        pk=connection.pk, grants=connection.grants, state=ConnectionState.ACTIVE
    ).update(state=ConnectionState.RECONNECT)


def connect_site_account(*, network: Network, instance: str, secret: str, now: datetime) -> Connection:
    """Connect an account of the site itself: asks the server who it is, keeps the secret sealed.

    Connecting again renews the secret. Raises the network errors of `complaints.networks.base`.
    """
    instance = instance.rstrip("/")
    connector = connector_for(
        network, instance=instance, secret=secret, policy=http_policy(), app=_own_app(network)
    )
    account = connector.check(now=now)
    return _keep(network, Grant(instance, secret, (account,)), account, owner=None, now=now)


def keep_connection(
    *, slug: str, grant: Grant, account: Account, by: User, for_site: bool, now: datetime
) -> Connection:
    """Keep what a person granted, for themselves or, as moderator, for the site. Again renews the secret.

    Raises NotAllowed, ConnectionRefused for an account that somebody else has connected here, and the network errors.
    """
    if for_site and not is_moderator(by):
        raise NotAllowed("Only moderators connect accounts of the site.")
    return _keep(slug, grant, account, owner=None if for_site else by, now=now)


@transaction.atomic
def disconnect(*, connection: Connection, by: User, now: datetime) -> Connection:
    """End a connection: unusable at once, then ended on the network, then its secret is destroyed.

    What waits to be posted from it is given up, and its cases say so; what stands on the network stays there.
    """
    row = Connection.objects.select_for_update(no_key=True).get(pk=connection.pk)
    if not (row.owner_id == by.pk or (row.is_site and is_moderator(by))):
        raise NotAllowed("Only who connected it may disconnect it.")
    return begin_to_leave(connection=row, now=now)


def begin_to_leave(*, connection: Connection, now: datetime) -> Connection:
    """A locked connection is left: nothing is posted from it any more, and the rest follows by the outbox."""
    row = connection
    if row.state in (ConnectionState.LEAVING, ConnectionState.DISCONNECTED):
        return row
    row.state = ConnectionState.LEAVING
    row.tries, row.next_try_at = 0, now
    row.save(update_fields=["state", "tries", "next_try_at"])
    give_up_left(now=now, connection=row)
    queue.enqueue(REVOKE, row.pk)
    return row


def give_up_left(*, now: datetime, connection: Connection | None = None) -> int:
    """What can never leave any more, or be changed, because its account is gone. Returns how many copies.

    One that a worker has just now is left to it; the next sweep finds what became of it.
    """
    rows = Posting.objects.left_behind(now=now)
    if connection is not None:
        rows = rows.filter(connection=connection)
    return sum(
        _give_up_left(one, now=now) for one in rows.select_related("complaint").order_by("complaint_id")[:500]
    )


@transaction.atomic
def _give_up_left(posting: Posting, *, now: datetime) -> bool:
    complaint = locked(posting.complaint)
    row = Posting.objects.left_behind(now=now).select_for_update(of=("self",)).filter(pk=posting.pk).first()
    if row is None:
        return False
    is_change = row.state == PostingState.SENT
    if is_change:
        row.wish, row.new_text = PostingWish.NOTHING, ""
    elif row.state == PostingState.QUEUED:
        row.state, row.last_error = PostingState.FAILED, "GivenUp: disconnected"
    else:
        row.state, row.last_error = PostingState.FAILED, GIVEN_UP_UNSEEN
    row.lease_until = None
    row.save(update_fields=["state", "wish", "new_text", "lease_until", "last_error"])
    events.record(
        complaint=complaint,
        kind=EventKind.POSTING_FAILED,
        now=now,
        role=Actor.SYSTEM,
        network=row.network,
        why="disconnected",
        change=is_change,
    )
    return True


def end_connection(*, connection_id: int, now: datetime) -> None:
    """Revoke the secret of a connection that is being left, then destroy it; a network in trouble is asked again.

    After the last try the secret is destroyed all the same: then only the person can revoke it, over there.
    """
    with transaction.atomic():
        row = (
            Connection.objects.to_disconnect(now=now)
            .select_for_update(skip_locked=True, no_key=True)
            .filter(pk=connection_id)
            .first()
        )
        if row is None:
            return
        row.tries += 1
        row.next_try_at = now + REVOKE_WAIT * 2**row.tries  # also the lease of this worker
        row.save(update_fields=["tries", "next_try_at"])
    is_revoked = _revoked(row, now=now)
    if is_revoked is None and row.tries < MOST_TRIES_TO_REVOKE:
        return
    Connection.objects.filter(pk=row.pk, state=ConnectionState.LEAVING).update(
        state=ConnectionState.DISCONNECTED,
        secret="",
        next_try_at=None,
        disconnected_at=now,
        is_revoked=bool(is_revoked),
    )


def sweep_leaving(*, now: datetime) -> int:
    """End what is being left and was not ended yet. Returns how many were tried."""
    give_up_left(now=now)
    due = list(Connection.objects.to_disconnect(now=now).values_list("pk", flat=True)[:50])

    def end(connection_id: int) -> bool:
        end_connection(connection_id=connection_id, now=now)
        return True

    return sweeping.count_done(due, end)


def keep_alive(*, now: datetime, at_most: int = 200) -> int:
    """Ask the networks who we are, where we have not asked for a while. Returns how many know us.

    Permissions that nobody uses lapse: refresh tokens of Tumblr after 42 days, tokens of Threads after 60, and an account
    that was closed over there should not be offered here. Asking is a request like any other: not while the network is
    switched off or its server rests, and only with a point and within the budget.
    """
    stale = Connection.objects.reachable(now=now).filter(Q(alive_at=None) | Q(alive_at__lt=now - ALIVE_FOR))

    def ask(connection: Connection) -> bool:
        # One of those before may have brought its server to rest, or the network may have been switched off.
        is_free = Connection.objects.reachable(now=now).filter(pk=connection.pk).exists()
        if not is_free or turns.ask(connection=connection, spends=(Spend.READ,), now=now):
            return False
        try:
            connector = connector_of(connection)
            with turns.paid_reading(connector=connector, connection=connection, now=now):
                account = connector.check(now=now)
        except NeedsReconnect:
            ask_to_reconnect(connection)
            return False
        except (NetworkError, VaultError) as error:
            logger.info("connection %s could not be asked: %s", connection.pk, error)
            return False
        Connection.objects.filter(pk=connection.pk).update(alive_at=now, handle=account.handle[:200])
        return True

    return sweeping.count_done(list(stale.order_by("alive_at")[:at_most]), ask)


@transaction.atomic
def move_connection(*, connection: Connection, instance: str) -> Connection:
    """The server of an account answers at another address now; the secret is sealed anew for it."""
    moved = Connection.objects.select_for_update(no_key=True).get(pk=connection.pk)
    secret = vault().open(moved.secret, identity=moved.identity)
    moved.instance = instance.rstrip("/")
    moved.secret = vault().seal(secret, identity=moved.identity)
    moved.save(update_fields=["instance", "secret"])
    return moved


def _keep(slug: str, grant: Grant, account: Account, *, owner: User | None, now: datetime) -> Connection:
    connector = connector_for(
        slug,
        instance=grant.instance,
        secret=grant.secret,
        policy=http_policy(),
        account_id=account.id,
        app=_own_app(slug),
    )
    limits = connector.limits(now=now)
    with transaction.atomic():
        row, is_new = Connection.objects.get_or_create(
            network=slug,
            instance=grant.instance,
            remote_id=account.id,
            defaults={
                "handle": account.handle,
                "connected_at": now,
                "owner": owner,
                "is_site": owner is None,
            },
        )
        row = Connection.objects.select_for_update(no_key=True).get(pk=row.pk)
        if not is_new and row.state != ConnectionState.DISCONNECTED:
            if row.owner_id != (owner.pk if owner else None) or row.is_site != (owner is None):
                raise ConnectionRefused(
                    f"@{account.handle} is connected here already, by another sign-in. Disconnect it there first."
                )
        elif not is_new:
            row.connected_at = now
        row.owner, row.is_site = owner, owner is None
        row.grants = 1 if is_new else row.grants + 1
        row.handle, row.url = account.handle, account.url
        row.secret = vault().seal(grant.secret, identity=row.identity)
        row.state, row.limits = ConnectionState.ACTIVE, limits.as_json()
        row.checked_at = row.alive_at = now
        row.next_try_at = row.disconnected_at = row.is_revoked = None
        row.save()
        # What waited for this does not wait any longer.
        waiting = Posting.objects.filter(connection=row, next_try_at__gt=now, lease_until__isnull=True)
        waiting.update(next_try_at=now)
    return row


def _registered(sign_in: SignIn, *, slug: str, instance: str, site: Site, now: datetime) -> App:
    """Registers this site with a server once; whoever loses a race takes what the winner got."""
    made = sign_in.register(instance=instance, site=site, now=now)
    row = NetworkApp(network=slug, instance=instance, client_id=made.client_id, registered_at=now)
    row.secret = vault().seal(made.client_secret, identity=row.identity)
    NetworkApp.objects.bulk_create([row], ignore_conflicts=True)
    found = app_of(slug, instance)
    assert found is not None  # it is there, by us or by the winner
    return found


def _revoked(row: Connection, *, now: datetime) -> bool | None:
    """Whether the network ended the secret: no where it cannot, None when it should be asked again."""
    try:
        secret = vault().open(row.secret, identity=row.identity)
        sign_in = sign_in_for(row.network, policy=http_policy())
        app = app_of(row.network, row.instance)
        sign_in.revoke(instance=row.instance, secret=secret, app=app, now=now)
    except (VaultError, Unsupported, KeyError):
        return False
    except NetworkError as error:
        logger.info("connection %s could not be ended yet: %s", row.pk, error.code)
        return None
    return True


def _renewed(connection_id: int, old: str, exchange: Callable[[str], str]) -> str:
    """One worker at a time asks for a new secret, and it is stored before it is used (`base.Renew`)."""
    with transaction.atomic():
        row = Connection.objects.select_for_update(no_key=True).get(pk=connection_id)
        stored = vault().open(row.secret, identity=row.identity)
        if stored != old:
            return stored
        fresh = exchange(old)
        row.secret = vault().seal(fresh, identity=row.identity)
        row.save(update_fields=["secret"])
    return fresh


def name_of(slug: str) -> str:
    """What people call a network."""
    return network(slug).name
