"""What complaints do when an app below says that something happened. All run inside the sender's transaction."""

from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from accounts.models import Mail, MailState, User
from accounts.signals import account_closing, mail_settled
from companies.models import Company, Handle
from companies.signals import company_merged, handle_proved
from complaints.enums import Actor, EventKind, Side, Status
from complaints.models import Complaint, Connection, Evidence, Reply
from complaints.services import events, filing, hearing, letters, recognising, sharing, tracking
from complaints.services.connecting import begin_to_leave
from complaints.services.moves import locked
from complaints.services.tracking import NAMELESS


@receiver(mail_settled)
def note_brand_notice(sender: Any, mail: Mail, now: datetime, **kwargs: Any) -> None:
    """The mail that told an unclaimed brand was sent or came back: a public event."""
    if mail.about != letters.BRAND_NOTICE:
        return
    reference, _, company_id = mail.reference.partition(":")
    complaint = locked(Complaint.objects.get(reference=reference))
    if str(complaint.company_id) != company_id:
        return  # it has moved since; what its present brand was told is what counts
    is_told = mail.state == MailState.SENT
    complaint.is_brand_told = is_told
    complaint.save(update_fields=["is_brand_told"])
    events.record(
        complaint=complaint,
        kind=EventKind.BRAND_TOLD if is_told else EventKind.BRAND_MAIL_BOUNCED,
        now=now,
        role=Actor.SYSTEM,
        how="mail",
    )


@receiver(account_closing)
def detach_complaints(sender: Any, user: User, now: datetime, **kwargs: Any) -> None:
    """Closing an account: drafts go, published complaints stay and say that their author has left."""
    for complaint in Complaint.objects.filter(customer=user):
        fresh = locked(complaint)
        if fresh.status == Status.IN_REVIEW:
            fresh = filing.take_back(complaint=fresh, by=user, now=now)
        if fresh.status == Status.DRAFT:
            filing.discard_draft(complaint=fresh, by=user, now=now)
            continue
        fresh.customer = None
        fresh.public_name = ""
        fresh.save(update_fields=["customer", "public_name"])
        fresh.replies.filter(side=Side.CUSTOMER).update(author_name=NAMELESS)
        fresh.replies.filter(author=user).update(author=None)
        sharing.forget_shared_posts(complaint=fresh)
        events.record(complaint=fresh, kind=EventKind.AUTHOR_ERASED, now=now, role=Actor.CUSTOMER)


@receiver(account_closing)
def leave_connections(sender: Any, user: User, now: datetime, **kwargs: Any) -> None:
    """Closing an account ends what it connected: on the networks too, and the secrets are destroyed."""
    for connection in Connection.objects.select_for_update(no_key=True).filter(owner=user):
        begin_to_leave(connection=connection, now=now)
    Connection.objects.filter(owner=user).update(owner=None)


@receiver(company_merged)
def follow_company(
    sender: Any, company: Company, into: Company, by: User, now: datetime, **kwargs: Any
) -> None:
    """Two companies are one: complaints go along, drafts too, and what it said. The brand knew of them: nobody is told."""
    Reply.objects.filter(company=company).update(company=into)
    for complaint in Complaint.objects.filter(company=company):
        fresh = locked(complaint)
        fresh.company = into
        fresh.save(update_fields=["company"])
        events.record(
            complaint=fresh,
            kind=EventKind.MOVED,
            now=now,
            role=Actor.MODERATOR,
            by=by,
            earlier=company.slug,
            to=into.slug,
        )


@receiver(company_merged)
def follow_searches(sender: Any, company: Company, into: Company, **kwargs: Any) -> None:
    """Two companies are one: what is looked for, and what was heard, goes along."""
    hearing.follow_company(company=company, into=into)


@receiver(handle_proved)
def count_waiting_replies(sender: Any, handle: Handle, now: datetime, **kwargs: Any) -> None:
    """What an account said before it was proved counts as the company's too, from its own time."""
    for reply in recognising.waiting_replies_of(handle):
        tracking.receive_confirmed_account(reply=reply, now=now)


@receiver(post_delete, sender=Evidence)
def remove_stored_file(sender: Any, instance: Evidence, **kwargs: Any) -> None:
    """A file goes with its row, however the row went: taken away, discarded with its draft, or by an operator."""
    transaction.on_commit(partial(default_storage.delete, instance.stored_as))
