"""Connections: accounts that we may post from, and the connector that speaks for one."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from complaints.enums import ConnectionState, Network
from complaints.models import Connection
from complaints.networks.base import Connector, Limits
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
        token=vault().open(connection.secret, identity=connection.identity),
        policy=http_policy(),
        account_id=connection.remote_id,
        limits=Limits(**connection.limits) if connection.limits else None,
    )


def ask_to_reconnect(connection: Connection) -> None:
    """Its credentials were refused: nothing is asked with them again. One that was renewed meanwhile goes on."""
    Connection.objects.filter(pk=connection.pk, secret=connection.secret).update(
        state=ConnectionState.RECONNECT
    )


@transaction.atomic
def connect_site_account(*, network: Network, instance: str, token: str, now: datetime) -> Connection:
    """Connect an account of the site itself: asks the server who it is, keeps the token sealed.

    Connecting again renews the token. Raises the network errors of `complaints.networks.base`.
    """
    instance = instance.rstrip("/")
    connector = connector_for(network, instance=instance, token=token, policy=http_policy())
    account = connector.check(now=now)
    limits = connector.limits(now=now)
    connection, _ = Connection.objects.get_or_create(
        network=network,
        instance=instance,
        remote_id=account.id,
        defaults={"handle": account.handle, "connected_at": now, "secret": ""},
    )
    connection.handle = account.handle
    connection.secret = vault().seal(token, identity=connection.identity)
    connection.state = ConnectionState.ACTIVE
    connection.checked_at = now
    connection.limits = {
        "characters": limits.characters,
        "url_length": limits.url_length,
        "local_mentions": limits.local_mentions,
        "max_bytes": limits.max_bytes,
        "media": limits.media,
        "strict": limits.strict,
    }
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
