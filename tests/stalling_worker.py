"""A real qcluster that stands still at one point, so that a test can kill it exactly there.

`STALL_AT` names the point, `STALL_MARK` the file that appears once it is reached. Without them it just works.
"""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

django.setup()

from complaints.networks.mastodon import MastodonConnector  # noqa: E402
from complaints.services import tracking  # noqa: E402


def stand_still() -> None:
    Path(os.environ["STALL_MARK"]).write_text("reached")
    while True:
        signal.pause()


def before(function: Callable[..., Any]) -> Callable[..., Any]:
    def stalled(*args: Any, **kwargs: Any) -> Any:
        stand_still()

    return stalled


def after(function: Callable[..., Any]) -> Callable[..., Any]:
    def stalled(*args: Any, **kwargs: Any) -> Any:
        function(*args, **kwargs)
        stand_still()

    return stalled


def announced(function: Callable[..., Any]) -> Callable[..., Any]:
    """Says that the call begins and goes on: the latency of the server holds the answer back."""

    def marked(*args: Any, **kwargs: Any) -> Any:
        Path(os.environ["STALL_MARK"]).write_text("reached")
        return function(*args, **kwargs)

    return marked


match os.environ.get("STALL_AT", ""):
    case "before the call":
        MastodonConnector.publish = before(MastodonConnector.publish)  # type: ignore[method-assign]
    case "during the call":
        MastodonConnector.publish = announced(MastodonConnector.publish)  # type: ignore[method-assign]
    case "after the call, before the commit":
        MastodonConnector.publish = after(MastodonConnector.publish)  # type: ignore[method-assign]
    case "during find":
        MastodonConnector.find = before(MastodonConnector.find)  # type: ignore[method-assign]
    case "during the import of replies":
        tracking.receive_network_reply = after(tracking.receive_network_reply)

if __name__ == "__main__":
    from django.core.management import call_command

    call_command("qcluster", verbosity=0)
