"""A mail server that does what a test told it to: `script` is consumed one step a mail, then mails are taken."""

import threading
from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

PATH = "tests.fakes.mail_backends.ScriptedBackend"


class ScriptedBackend(BaseEmailBackend):
    """Raises what the script says; keeps what it took."""

    script: ClassVar[list[Exception | None]] = []
    taken: ClassVar[list[EmailMessage]] = []
    # While set to an event, a mail is not answered before the event: a slow server.
    gate: ClassVar[threading.Event | None] = None
    reached: ClassVar[threading.Event] = threading.Event()

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        kind = type(self)
        kind.reached.set()
        if kind.gate is not None:
            assert kind.gate.wait(10)
        for message in email_messages:
            step = kind.script.pop(0) if kind.script else None
            if step is not None:
                raise step
            kind.taken.append(message)
        return len(email_messages)

    @classmethod
    def begin(cls, *script: Exception | None, gate: threading.Event | None = None) -> None:
        """Forget everything and follow this script."""
        cls.script, cls.taken, cls.gate, cls.reached = list(script), [], gate, threading.Event()
