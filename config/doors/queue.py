"""The door to work in the background: named by a dotted path, started after the transaction committed."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial

from django.db import transaction
from django_q.tasks import async_task

Message = tuple[str, tuple[int | str, ...]]

_kept: ContextVar[list[Message] | None] = ContextVar("_kept", default=None)


def enqueue(task: str, *ids: int | str) -> None:
    """Say "now is a good time" for `task` with these ids once the current transaction has committed.

    Losing the message loses nothing: the outbox row is the truth, and the sweep finds it.
    """
    transaction.on_commit(partial(_send, task, *ids))


@contextmanager
def muted() -> Iterator[list[Message]]:
    """Keep messages in the list that is given instead of sending them: for whoever carries the rows out itself."""
    messages: list[Message] = []
    token = _kept.set(messages)
    try:
        yield messages
    finally:
        _kept.reset(token)


def _send(task: str, *ids: int | str) -> None:
    kept = _kept.get()
    if kept is None:
        async_task(task, *ids)
    else:
        kept.append((task, ids))
