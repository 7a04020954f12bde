"""The outbox of mails: decided on in a transaction, sent after it, at least once.

A row is claimed and its claim committed before the mail server is asked. Whoever dies in between leaves a lease
that runs out, and the sweep sends again under the same Message-ID, so that a mail program can tell that the two
are one.
"""

import logging
import re
import smtplib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from enum import Enum
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac

from accounts.models import Mail, MailState, User
from accounts.signals import mail_settled
from config.doors import queue, text

logger = logging.getLogger(__name__)

# Wait after the first, second ... try; a greylisting server wants minutes, a broken one hours.
WAITS: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
)
MAX_TRIES: Final = len(WAITS) + 1
# Longer than a task may run (Q_CLUSTER["timeout"]), so that a row is never taken from a worker that still lives.
LEASE: Final = timedelta(minutes=5)
SWEEP_AT_MOST: Final = 100
# A mail server that does not answer costs EMAIL_TIMEOUT for every mail; then the rest waits for the next sweep.
SWEEP_STOPS_AFTER_FAILURES: Final = 3

ACCOUNT_CLOSED: Final = "account_closed"
# These go to an address that we promised to forget: the row is deleted when it is settled.
FORGOTTEN_WHEN_SETTLED: Final = frozenset({ACCOUNT_CLOSED})

_MANY_LINES: Final = re.compile(r"\n{3,}")


class Attempt(Enum):
    """What became of one try to send."""

    SENT = "sent"
    LATER = "later"
    FAILED = "failed"
    BOUNCED = "bounced"
    NOT_OURS = "not ours"  # not due, or another worker has it


def render_text(template: str, context: dict[str, Any]) -> str:
    """The words of a mail from `templates/emails/<template>`, which extends `emails/base.txt`.

    Text is not HTML: `emails/base.txt` turns the escaping off. Adds site_url, site_operator and
    site_contact_email.
    """
    words = render_to_string(
        f"emails/{template}",
        {
            "site_url": settings.SITE_URL,
            "site_operator": settings.SITE_OPERATOR,
            "site_contact_email": settings.SITE_CONTACT_EMAIL,
            **context,
        },
    )
    return _MANY_LINES.sub("\n\n", words).strip() + "\n"


def queue_mail(
    *,
    to: str,
    user: User | None = None,
    about: str,
    reference: str = "",
    subject: str,
    text: str,
    once_key: str,
    now: datetime,
) -> Mail:
    """Decide on a mail: it is sent once the current transaction has committed.

    `once_key` names the mail for ever, for example "asked:<question id>": the same key again returns the
    first row and sends nothing. `text` is plain text, for example from `render_text`.
    """
    mail, is_new = Mail.objects.get_or_create(
        once_key=once_key,
        defaults={
            "to": to,
            "user": user,
            "about": about,
            "reference": reference,
            "subject": one_line_subject(subject),
            "text": text,
            "created_at": now,
            "next_try_at": now,
        },
    )
    if is_new:
        queue.enqueue("accounts.tasks.send_mail", mail.pk)
    return mail


def send_mail(*, mail_id: int, now: datetime) -> Attempt:
    """Send one mail if it is due and nobody else is at it.

    Not inside a transaction: the claim must be committed before the mail server is asked, else two workers
    send it (raises RuntimeError).
    """
    mail = _claim(mail_id=mail_id, now=now)
    if mail is None:
        return Attempt.NOT_OURS
    if mail.tries > MAX_TRIES:
        return _settle(mail, Attempt.FAILED, "The last worker stopped in the middle.", now=now)
    try:
        _message(mail).send()
    except smtplib.SMTPRecipientsRefused as refused:
        words = _refusal(refused)
        # 4xx is "not now" (greylisting, a full mailbox), 5xx is "never": RFC 5321, 4.2.1.
        outcome = Attempt.BOUNCED if _is_permanent(refused) else Attempt.LATER
    except Exception as error:  # whatever a mail backend raises: the row must not stay in "sending"
        words = f"{type(error).__name__}: {error}"
        outcome = Attempt.LATER
    else:
        words, outcome = "", Attempt.SENT
    if outcome is Attempt.LATER and mail.tries >= MAX_TRIES:
        outcome = Attempt.FAILED
    return _settle(mail, outcome, words, now=now)


def sweep_mails(*, now: datetime) -> int:
    """Send what is due: mails whose message the queue lost, retries, and what dead workers left. How many
    were sent.
    """
    due = Mail.objects.due(now=now).order_by("next_try_at").values_list("pk", flat=True)[:SWEEP_AT_MOST]
    sent = failures = 0
    for mail_id in list(due):
        outcome = send_mail(mail_id=mail_id, now=now)
        if outcome is Attempt.SENT:
            sent += 1
        failures = failures + 1 if outcome in {Attempt.LATER, Attempt.FAILED} else 0
        if failures == SWEEP_STOPS_AFTER_FAILURES:
            logger.warning("mail sweep stopped after %s failures in a row", failures)
            break
    return sent


@transaction.atomic
def count_as_sent(*, mail_ids: Iterable[int], now: datetime) -> None:
    """For the past of a demonstration: those of these mails that are queued count as sent at `now`; nothing leaves."""
    queued = Mail.objects.filter(pk__in=mail_ids, state=MailState.QUEUED)
    mails = list(queued.select_for_update().order_by("pk"))
    changes = {"state": MailState.SENT, "tries": 1, "sent_at": now}
    Mail.objects.filter(pk__in=[mail.pk for mail in mails]).update(**changes)
    for mail in mails:
        _set(mail, changes)
        mail_settled.send(sender=Mail, mail=mail, now=now)


@transaction.atomic
def mark_bounced(*, mail: Mail, now: datetime, words: str) -> bool:
    """The mail came back after it was sent: a bounce message or the provider's webhook said so.

    True when that is news. `words` is what the other server said.
    """
    row = Mail.objects.select_for_update().filter(pk=mail.pk).exclude(state=MailState.BOUNCED).first()
    if row is None:
        return False
    row.state = MailState.BOUNCED
    row.last_error = text.one_line(words)[:200]
    row.lease_until = None
    row.save(update_fields=["state", "last_error", "lease_until"])
    mail_settled.send(sender=Mail, mail=row, now=now)
    return True


def one_line_subject(subject: str) -> str:
    """A subject that fits its column and cannot smuggle in a header."""
    line = text.one_line(subject)
    return line if len(line) <= 200 else line[:199].rstrip() + "…"


def message_id(mail: Mail) -> str:
    """The Message-ID of this row: the same for every try, not guessable from the outside."""
    name = salted_hmac("accounts.services.mails", mail.once_key, algorithm="sha256").hexdigest()[:32]
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{name}@{domain or 'localhost'}>"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line; `url` is set where it is a link to our own site."""

    words: str
    url: str = ""


def paragraphs(words: str) -> list[list[list[Part]]]:
    """The text as paragraphs of lines of parts, for the HTML copy.

    Only links to our own site become links: what a customer or a company wrote stays text.
    """
    own_link = re.compile(rf"({re.escape(settings.SITE_URL)}/[^\s<>\"]*[^\s<>\".,;:!?)])")
    found = []
    for paragraph in re.split(r"\n{2,}", words.strip()):
        lines = []
        for line in paragraph.split("\n"):
            pieces = own_link.split(line)
            lines.append([Part(p, p if at % 2 else "") for at, p in enumerate(pieces) if p])
        found.append(lines)
    return found


def _claim(*, mail_id: int, now: datetime) -> Mail | None:
    with transaction.atomic(durable=True):
        mail = Mail.objects.due(now=now).select_for_update(skip_locked=True).filter(pk=mail_id).first()
        if mail is None:
            return None
        mail.state = MailState.SENDING
        mail.tries += 1
        mail.lease_until = now + LEASE
        mail.save(update_fields=["state", "tries", "lease_until"])
        return mail


def _message(mail: Mail) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.to],
        reply_to=[settings.SITE_CONTACT_EMAIL],
        # Auto-Submitted keeps holiday notices away (RFC 3834, 5).
        headers={"Message-ID": message_id(mail), "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(
        render_to_string(
            "emails/simple.html", {"subject": mail.subject, "paragraphs": paragraphs(mail.text)}
        ),
        "text/html",
    )
    return message


def _settle(mail: Mail, outcome: Attempt, words: str, *, now: datetime) -> Attempt:
    """Write down what became of this try, unless the lease ran out and another worker took over."""
    state = {
        Attempt.SENT: MailState.SENT,
        Attempt.LATER: MailState.QUEUED,
        Attempt.FAILED: MailState.FAILED,
        Attempt.BOUNCED: MailState.BOUNCED,
    }[outcome]
    changes: dict[str, Any] = {
        "state": state,
        "lease_until": None,
        "last_error": text.one_line(words)[:200],
    }
    if outcome is Attempt.SENT:
        changes["sent_at"] = now
    if outcome is Attempt.LATER:
        changes["next_try_at"] = now + WAITS[mail.tries - 1]
    with transaction.atomic():
        # The number of tries is the fence: a later claim has a higher one. This locks the row, as reading it would.
        is_ours = Mail.objects.filter(pk=mail.pk, state=MailState.SENDING, tries=mail.tries).update(**changes)
        if not is_ours:
            return Attempt.NOT_OURS
        _set(mail, changes)
        if outcome is not Attempt.LATER:
            mail_settled.send(sender=Mail, mail=mail, now=now)
            if mail.about in FORGOTTEN_WHEN_SETTLED:
                mail.delete()
    logger.info("mail %s: %s (try %s)", mail.pk, outcome.value, mail.tries)
    return outcome


def _set(mail: Mail, changes: dict[str, Any]) -> None:
    """What the database was told."""
    for name, value in changes.items():
        setattr(mail, name, value)


def _is_permanent(refused: smtplib.SMTPRecipientsRefused) -> bool:
    return all(code >= 500 for code, _ in refused.recipients.values())


def _refusal(refused: smtplib.SMTPRecipientsRefused) -> str:
    """What the server said, without the address."""
    return "; ".join(
        f"{code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"
        for code, said in refused.recipients.values()
    )
