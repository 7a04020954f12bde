"""A server that fails again and again is left alone for a while, by everybody: its rows wait, and nobody waits for it."""

import random
from datetime import datetime

from django.db import transaction

from complaints.models import Connection, ServerRest
from complaints.networks.base import NetworkError, RateLimited, Retryable, Uncertain
from complaints.rules.pacing import rest_after, spread


def is_trouble(error: NetworkError) -> bool:
    """Whether the server failed. One that refuses us properly, or asks us to come later, is well."""
    return isinstance(error, Retryable | Uncertain) and not isinstance(error, RateLimited)


@transaction.atomic
def note_trouble(*, connection: Connection, error: NetworkError, now: datetime) -> None:
    """The server of this account failed: once more in a row."""
    row, _ = ServerRest.objects.select_for_update().get_or_create(
        network=connection.network, instance=connection.instance, defaults={"since": now}
    )
    row.failures += 1
    row.why = error.code[:60]
    if (rest := rest_after(row.failures)) is not None:
        row.until = now + spread(rest, random.random())  # noqa: S311  (spreads load)
    row.save()


def note_answer(*, connection: Connection) -> None:
    """The server of this account answered: it is well again."""
    ServerRest.objects.filter(network=connection.network, instance=connection.instance).delete()


def wake(*, connection: Connection, now: datetime) -> None:
    """Somebody wants to know at once: the next to come may ask. If it fails the server rests again."""
    ServerRest.objects.filter(network=connection.network, instance=connection.instance).update(until=now)
