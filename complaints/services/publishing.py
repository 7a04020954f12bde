"""Publication: the complaint becomes public, the brand is told, the postings leave."""

from datetime import datetime

from accounts.models import User
from accounts.services.mails import queue_mail
from companies.enums import ANSWERING_ROLES
from companies.models import Company
from companies.services.domains import registrable_domain
from complaints.enums import Actor, EventKind, PostingState
from complaints.models import Complaint, Question
from complaints.rules import clocks, eligibility
from complaints.services import events, letters, manners
from config.doors import queue


def publish(complaint: Complaint, *, role: Actor, by: User | None, now: datetime) -> Complaint:
    """Make a locked complaint public; the caller has moved its status and owns the transaction.

    Clock B starts, everybody is asked from here on, the brand is told and the prepared postings are queued.
    """
    company = complaint.company
    assert company is not None  # a submitted complaint has a company
    complaint.published_at = now
    complaint.tier_at_publication = complaint.tier
    complaint.is_tied = is_tied(complaint, company)
    complaint.review_reasons = []
    complaint.save()
    events.record(complaint=complaint, kind=EventKind.PUBLISHED, now=now, role=role, by=by)
    Question.objects.bulk_create(
        Question(complaint=complaint, occasion=occasion, due_at=due)
        for occasion, due in clocks.question_times_after_publication(now).items()
    )
    tell_brand(complaint, company, now=now)
    _queue_postings(complaint, now=now)
    return complaint


def is_tied(complaint: Complaint, company: Company) -> bool:
    """Filed by somebody who represents the company or writes from its domain: counted apart."""
    customer = complaint.customer
    if customer is None:
        return False
    if company.representatives.filter(user=customer).exists():
        return True
    domain = registrable_domain(customer.email)
    return domain is not None and company.domains.filter(name=domain).exists()


def tell_brand(complaint: Complaint, company: Company, *, now: datetime) -> None:
    """Representatives by mail and on the desk; an unclaimed brand by one mail to its published complaints address.

    A brand whose people may only read gets the mail to its address too: it carries the right to reply.
    """
    people = company.representatives.active().filter(user__is_active=True)
    representatives = list(people.select_related("user"))
    may_answer = any(representative.role in ANSWERING_ROLES for representative in representatives)
    for representative in representatives:
        letter = letters.new_case(complaint, company)
        queue_mail(
            to=representative.user.email,
            user=representative.user,
            about="new_case",
            reference=complaint.reference,
            subject=letter.subject,
            text=letter.text,
            once_key=f"new-case-{complaint.reference}-{representative.pk}-{now.isoformat()}",
            now=now,
        )
    if may_answer or (representatives and not company.complaints_email):
        complaint.is_brand_told = True
        complaint.save(update_fields=["is_brand_told"])
        events.record(
            complaint=complaint,
            kind=EventKind.BRAND_TOLD,
            now=now,
            role=Actor.SYSTEM,
            how="desk",
            people=len(representatives),
        )
        return
    if not company.complaints_email:
        events.record(complaint=complaint, kind=EventKind.BRAND_HAS_NO_ADDRESS, now=now, role=Actor.SYSTEM)
        return
    letter = letters.brand_notice(complaint, company)
    queue_mail(
        to=company.complaints_email,
        about=letters.BRAND_NOTICE,
        reference=letters.notice_reference(complaint, company),
        subject=letter.subject,
        text=letter.text,
        once_key=f"brand-notice-{complaint.reference}-{company.pk}-{now.isoformat()}",
        now=now,
    )


def _queue_postings(complaint: Complaint, *, now: datetime) -> None:
    prepared = complaint.postings.filter(state=PostingState.PREPARED)
    if not prepared.exists():
        return
    if not eligibility.may_post_to_networks(complaint.attempts.count()):
        prepared.delete()
        return
    manners.lock_copies_of(complaint)
    rows = list(prepared)
    waits = manners.waits_of(complaint, {row.network for row in rows}, now=now)
    for row in rows:
        wait = waits.get(row.network)
        row.state, row.next_try_at, row.not_before = PostingState.QUEUED, now, wait.until if wait else None
        row.save(update_fields=["state", "next_try_at", "not_before"])
        if wait is None:
            queue.enqueue("complaints.tasks.send_posting", row.pk)
