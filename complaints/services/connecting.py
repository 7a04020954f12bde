"""Connections: accounts that we may post from, and the connector that speaks for one."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction

from complaints.enums import ConnectionState, Network
from complaints.models import Connection
from complaints.networks.base import App, Connector, Limits
from complaints.networks.registry import connector_for
from config.doors.http import Policy
from config.doors.vault import Vault, vault_from


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
        app=app_of(connection.network, connection.instance),
        renew=partial(_renewed, connection.pk),
    )


def app_of(network: str, instance: str) -> App | None:
    """This site's own client at a network: from the settings, or as registered with this server; None without one."""
    if network in settings.NETWORK_APPS:
        return App(*settings.NETWORK_APPS[network])
    return None


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


def ask_to_reconnect(connection: Connection) -> None:
    """Its credentials were refused: nothing is asked with them again. One that was renewed meanwhile goes on."""
    Connection.objects.filter(pk=connection.pk, secret=connection.secret).update(
        state=ConnectionState.RECONNECT
    )


@transaction.atomic
def connect_site_account(*, network: Network, instance: str, secret: str, now: datetime) -> Connection:
    """Connect an account of the site itself: asks the server who it is, keeps the secret sealed.

    Connecting again renews the secret. Raises the network errors of `complaints.networks.base`.
    """
    instance = instance.rstrip("/")
    connector = connector_for(
        network, instance=instance, secret=secret, policy=http_policy(), app=app_of(network, instance)
    )
    account = connector.check(now=now)
    limits = connector.limits(now=now)
    connection, _ = Connection.objects.get_or_create(
        network=network,
        instance=instance,
        remote_id=account.id,
        defaults={"handle": account.handle, "connected_at": now, "secret": ""},
    )
    connection.handle = account.handle
    connection.secret = vault().seal(secret, identity=connection.identity)
    connection.state = ConnectionState.ACTIVE
    connection.checked_at = now
    connection.limits = limits.as_json()
    connection.save()
    return connection


@transaction.atomic
def move_connection(*, connection: Connection, instance: str) -> Connection:
    """The server of an account answers at another address now; the secret is sealed anew for it."""
    moved = Connection.objects.select_for_update().get(pk=connection.pk)
    token = vault().open(moved.secret, identity=moved.identity)
    moved.instance = instance.rstrip("/")
    moved.secret = vault().seal(token, identity=moved.identity)
    moved.save(update_fields=["instance", "secret"])
    return moved
