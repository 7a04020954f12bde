"""Drafts: everything a customer does before a complaint is submitted."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from companies.enums import CompanyState, Tier
from companies.models import Company
from complaints.enums import OPEN, Action, Actor, EventKind, PostingState, Status
from complaints.models import Attempt, Complaint, Connection, Posting
from complaints.models.attempt import NOTE_LENGTH
from complaints.models.complaint import STORY_LENGTH, TITLE_LENGTH, WISH_LENGTH
from complaints.networks.phrases import LANGUAGES
from complaints.rules import eligibility, lifecycle
from complaints.rules.eligibility import DraftFacts, Problem
from complaints.rules.tiers import tier_of
from complaints.services import events, publishing
from complaints.services.moves import apply, locked, require_customer
from complaints.services.preparing import CopyWish, personal_data_of
from config.doors.text import clean_text

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
MOST_ATTEMPTS = 60


class NotReady(Exception):
    """A draft with problems was submitted; `problems` says what to put right and where."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(problem.words for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What happened, as the customer typed it."""

    title: str
    story: str
    wish: str = ""
    category: str = ""
    product: str = ""
    product_version: str = ""
    amount: Decimal | None = None
    currency: str = ""
    happened_on: date | None = None
    country: str = ""
    public_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptValues:
    """One row of the ledger, as the customer typed it."""

    channel: str
    made_on: date
    came_of: str
    times: int = 1
    minutes: int = 0
    reference: str = ""
    note: str = ""


def new_reference() -> str:
    """A short public reference that cannot be guessed (30^8 possibilities) and that no complaint has yet."""
    while True:
        reference = "A" + "".join(secrets.choice(ALPHABET) for _ in range(8))
        if not Complaint.objects.filter(reference=reference).exists():
            return reference


@transaction.atomic
def start_draft(*, by: User, company: Company | None, now: datetime) -> Complaint:
    """An empty draft about `company` (which may still be open)."""
    return Complaint.objects.create(
        reference=new_reference(),
        customer=by,
        company=company,
        country=company.country if company else "",
        public_name=by.public_name,
        created_at=now,
    )


@transaction.atomic
def choose_company(*, complaint: Complaint, company: Company, by: User) -> Complaint:
    """Set or change the company of a draft. Postings prepared for another company are forgotten."""
    draft = _own_draft(complaint, by)
    if draft.company_id != company.pk:
        draft.postings.filter(state=PostingState.PREPARED).delete()
    draft.company = company
    draft.country = draft.country or company.country
    draft.save(update_fields=["company", "country"])
    return draft


@transaction.atomic
def tell_story(*, complaint: Complaint, story: Story, by: User) -> Complaint:
    """Keep what happened. Raises TextTooLong from the text door."""
    draft = _own_draft(complaint, by)
    draft.title = clean_text(story.title, max_length=TITLE_LENGTH, multiline=False)
    draft.story = clean_text(story.story, max_length=STORY_LENGTH, multiline=True)
    draft.wish = clean_text(story.wish, max_length=WISH_LENGTH, multiline=True)
    draft.product = clean_text(story.product, max_length=120, multiline=False)
    draft.product_version = clean_text(story.product_version, max_length=60, multiline=False)
    draft.public_name = clean_text(story.public_name, max_length=60, multiline=False)
    draft.category = story.category
    draft.amount = story.amount
    draft.currency = story.currency if story.amount is not None else ""
    draft.happened_on = story.happened_on
    draft.country = story.country or draft.country
    draft.save()
    return draft


@transaction.atomic
def add_attempt(*, complaint: Complaint, values: AttemptValues, by: User, now: datetime) -> Attempt:
    """A new row of the ledger."""
    draft = _own_draft(complaint, by)
    attempt = Attempt(complaint=draft, created_at=now)
    _fill(attempt, values)
    attempt.save()
    _refresh_ledger(draft)
    return attempt


@transaction.atomic
def change_attempt(*, attempt: Attempt, values: AttemptValues, by: User) -> Attempt:
    """Correct a row of the ledger while it is a draft."""
    draft = _own_draft(attempt.complaint, by)
    _fill(attempt, values)
    attempt.save()
    _refresh_ledger(draft)
    return attempt


@transaction.atomic
def remove_attempt(*, attempt: Attempt, by: User) -> None:
    """Take a row out of the ledger while it is a draft."""
    draft = _own_draft(attempt.complaint, by)
    attempt.delete()
    _refresh_ledger(draft)


@transaction.atomic
def prepare_postings(
    *, complaint: Complaint, texts: Mapping[Connection, str | CopyWish], by: User, now: datetime
) -> list[Posting]:
    """Keep the exact text of each copy the customer wants; whatever is not named is not wanted.

    Texts come from the connector's `render` and were counted by the form. Without an attempt nothing is posted.
    """
    draft = _own_draft(complaint, by)
    draft.postings.filter(state=PostingState.PREPARED).delete()
    if not eligibility.may_post_to_networks(draft.attempts.count()):
        return []
    wishes = {
        connection: CopyWish(wish) if isinstance(wish, str) else wish for connection, wish in texts.items()
    }
    return [
        Posting.objects.create(
            complaint=draft,
            connection=connection,
            network=connection.network,
            text=wish.text,
            is_own_words=wish.is_own_words,
            picture_alt=wish.picture_alt,
            follows_up=wish.follows_up,
            idempotency_key=secrets.token_hex(24),
            created_at=now,
        )
        for connection, wish in wishes.items()
        if connection.is_site or connection.owner_id == draft.customer_id
    ]


@transaction.atomic
def choose_language(*, complaint: Complaint, language: str, by: User) -> None:
    """The language of the copies, one of `networks.phrases.LANGUAGES`. Raises ValueError for another."""
    if language not in LANGUAGES:
        raise ValueError(f"{language!r} is not a language of copies")
    draft = _own_draft(complaint, by)
    if draft.language != language:
        draft.language = language
        draft.save(update_fields=["language"])
    complaint.language = language


def draft_problems(*, complaint: Complaint, is_attested: bool, now: datetime) -> tuple[Problem, ...]:
    """What stands between this draft and its publication."""
    day_start = datetime.combine(now.date(), datetime.min.time(), tzinfo=UTC)
    own = Complaint.objects.filter(customer_id=complaint.customer_id).exclude(pk=complaint.pk)
    return eligibility.problems_of(
        DraftFacts(
            has_company=complaint.company_id is not None,
            title=complaint.title,
            story=complaint.story,
            category=complaint.category,
            happened_on=complaint.happened_on,
            attempt_days=tuple(complaint.attempts.values_list("made_on", flat=True)),
            is_attested=is_attested,
            filed_today_by_customer=own.filter(submitted_at__gte=day_start, submitted_at__lte=now).count(),
            open_at_company_by_customer=own.filter(company_id=complaint.company_id, status__in=OPEN).count()
            if complaint.company_id
            else 0,
        ),
        today=now.date(),
    )


@transaction.atomic
def submit_complaint(*, complaint: Complaint, by: User, is_attested: bool, now: datetime) -> Complaint:
    """Submit a draft: published at once when nothing is found, else in review.

    Raises NotReady with everything that must be put right first.
    """
    # One submission of a person at a time: two at once would each be counted without the other.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    draft = _own_draft(complaint, by, alone=False)
    if draft.company is not None and draft.company.merged_into is not None:
        draft.company = draft.company.merged_into
    problems = draft_problems(complaint=draft, is_attested=is_attested, now=now)
    if problems:
        raise NotReady(problems)
    assert draft.company is not None  # a draft without a company has a problem
    reasons = eligibility.review_reasons(
        is_company_proposed=draft.company.state == CompanyState.PROPOSED,
        personal_data=tuple(found.kind for found in personal_data_of(draft)),
    )
    draft.attested_at = draft.submitted_at = now
    draft.review_reasons = list(reasons)
    if reasons:
        apply(draft, Action.SUBMIT, Actor.CUSTOMER)
        draft.save()
        events.record(
            complaint=draft,
            kind=EventKind.SUBMITTED,
            now=now,
            role=Actor.CUSTOMER,
            by=by,
            is_public=False,
            reasons=reasons,
        )
        return draft
    apply(draft, Action.SUBMIT, Actor.CUSTOMER, is_clear=True)
    return publishing.publish(draft, role=Actor.CUSTOMER, by=by, now=now)


@transaction.atomic
def take_back(*, complaint: Complaint, by: User, now: datetime) -> Complaint:
    """The customer takes a complaint out of review, back to a draft."""
    fresh = locked(complaint)
    require_customer(fresh, by)
    apply(fresh, Action.TAKE_BACK, Actor.CUSTOMER)
    fresh.submitted_at = None
    fresh.review_reasons = []
    fresh.save()
    events.record(
        complaint=fresh, kind=EventKind.TAKEN_BACK, now=now, role=Actor.CUSTOMER, by=by, is_public=False
    )
    return fresh


@transaction.atomic
def discard_draft(*, complaint: Complaint, by: User, now: datetime) -> None:
    """Throw a draft away: every word of it goes; an empty row stays only to carry its history."""
    draft = _own_draft(complaint, by)
    apply(draft, Action.DISCARD, Actor.CUSTOMER)
    draft.attempts.all().delete()
    draft.postings.all().delete()
    for evidence in draft.evidence.all():
        evidence.delete()
    for field in (
        "title",
        "story",
        "wish",
        "product",
        "product_version",
        "public_name",
        "currency",
        "category",
    ):
        setattr(draft, field, "")
    draft.amount = draft.happened_on = draft.first_attempt_on = None
    draft.review_reasons = []
    draft.save()
    events.record(
        complaint=draft, kind=EventKind.DISCARDED, now=now, role=Actor.CUSTOMER, by=by, is_public=False
    )


def _own_draft(complaint: Complaint, by: User, *, alone: bool = True) -> Complaint:
    draft = locked(complaint, alone=alone)
    require_customer(draft, by)
    if draft.status != Status.DRAFT:
        raise lifecycle.MoveRefused("This complaint is not a draft any more.")
    return draft


def _fill(attempt: Attempt, values: AttemptValues) -> None:
    attempt.channel = values.channel
    attempt.made_on = values.made_on
    attempt.came_of = values.came_of
    attempt.times = values.times
    attempt.minutes = values.minutes
    attempt.reference = clean_text(values.reference, max_length=80, multiline=False)
    attempt.note = clean_text(values.note, max_length=NOTE_LENGTH, multiline=False)


def _refresh_ledger(draft: Complaint) -> None:
    """What the complaint repeats of its ledger: when clock A starts and the evidence tier."""
    before = (draft.first_attempt_on, draft.tier)
    rows = list(draft.attempts.values_list("made_on", "reference"))
    draft.first_attempt_on = min((made_on for made_on, _ in rows), default=None)
    refresh_tier(draft, has_reference=any(reference for _, reference in rows))
    if (draft.first_attempt_on, draft.tier) != before:
        draft.save(update_fields=["first_attempt_on", "tier"])


def refresh_tier(complaint: Complaint, *, has_reference: bool | None = None) -> None:
    """Recompute the evidence tier of today. Does not save. Who knows the ledger says whether it has a reference."""
    if complaint.tier == Tier.CHECKED:
        return
    if has_reference is None:
        has_reference = complaint.attempts.exclude(reference="").exists()
    complaint.tier = tier_of(has_reference=has_reference, has_document=complaint.evidence.exists())
