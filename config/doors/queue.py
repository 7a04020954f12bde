"""The door to work in the background: named by a dotted path, started after the transaction committed."""

from functools import partial

from django.db import transaction
from django_q.tasks import async_task


def enqueue(task: str, *ids: int | str) -> None:
    """Say "now is a good time" for `task` with these ids once the current transaction has committed.

    Losing the message loses nothing: the outbox row is the truth, and the sweep finds it.
    """
    transaction.on_commit(partial(_send, task, *ids))


def _send(task: str, *ids: int | str) -> None:
    async_task(task, *ids)
