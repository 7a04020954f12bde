"""What a customer files."""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from companies.enums import Tier
from companies.models import Company
from complaints.enums import OPEN, PUBLISHED, Category, Outcome, Status, Visibility

TITLE_LENGTH = 120
STORY_LENGTH = 8000
WISH_LENGTH = 1000


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def published(self) -> "ComplaintQuerySet":
        return self.filter(status__in=PUBLISHED)

    def readable(self) -> "ComplaintQuerySet":
        """Published and not taken out of sight: what a stranger may read."""
        # What is published has a time, by a constraint; saying so lets the planner use the index complaint_newest.
        return self.published().filter(visibility=Visibility.PUBLIC, published_at__isnull=False)

    def open(self) -> "ComplaintQuerySet":
        return self.filter(status__in=OPEN)

    def of_company(self, company: Company) -> "ComplaintQuerySet":
        return self.filter(company=company)

    def of_customer(self, user_id: int) -> "ComplaintQuerySet":
        return self.filter(customer_id=user_id).exclude(status=Status.DISCARDED)

    def in_review(self) -> "ComplaintQuerySet":
        return self.filter(status=Status.IN_REVIEW)

    def newest_first(self) -> "ComplaintQuerySet":
        return self.order_by("-published_at", "-id")

    def lapsed(self, *, before: datetime) -> "ComplaintQuerySet":
        """Offers whose promised day lies before `before` and that nobody has answered about."""
        return self.filter(status=Status.FIX_OFFERED, offer_due_on__lt=before.date())


class Complaint(models.Model):
    """Text fields hold plain text. Times beside the status repeat what the history says, so that lists are quick."""

    reference = models.CharField(max_length=12, unique=True)
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="complaints"
    )
    company = models.ForeignKey(Company, null=True, on_delete=models.PROTECT, related_name="complaints")
    public_name = models.CharField("name shown with it", max_length=60, blank=True)
    title = models.CharField(max_length=TITLE_LENGTH, blank=True)
    story = models.TextField(max_length=STORY_LENGTH, blank=True)
    wish = models.TextField("what would put it right", max_length=WISH_LENGTH, blank=True)
    category = models.CharField(max_length=20, choices=Category, blank=True)
    product = models.CharField(max_length=120, blank=True)
    product_version = models.CharField(max_length=60, blank=True)
    amount = models.DecimalField("amount at stake", max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField("currency (ISO 4217)", max_length=3, blank=True)
    happened_on = models.DateField(null=True, blank=True)
    country = models.CharField("country (ISO 3166)", max_length=2, blank=True)
    language = models.CharField("language of its copies (ISO 639-1)", max_length=2, blank=True)

    status = models.CharField(max_length=16, choices=Status, default=Status.DRAFT)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PUBLIC)
    tier = models.PositiveSmallIntegerField("evidence today", choices=Tier, default=Tier.NONE)
    tier_at_publication = models.PositiveSmallIntegerField(choices=Tier, null=True, blank=True)
    exclusion = models.CharField(max_length=12, blank=True)
    is_tied = models.BooleanField(default=False)
    twin = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="twins")

    step = models.CharField("where the customer left the filing", max_length=12, default="story")
    review_reasons = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    attested_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField("clock B starts", null=True, blank=True)
    first_attempt_on = models.DateField("clock A starts", null=True, blank=True)
    is_brand_told = models.BooleanField(default=False)
    replied_at = models.DateTimeField("first company reply of any kind", null=True, blank=True)
    answered_at = models.DateTimeField("first standing answer", null=True, blank=True)
    offer_due_on = models.DateField("day by which the fix is promised", null=True, blank=True)
    ended_at = models.DateTimeField("when the ending became known", null=True, blank=True)
    counted_at = models.DateTimeField("moment at which the ending counts", null=True, blank=True)
    fixed_on = models.DateField("day the customer names", null=True, blank=True)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["-published_at", "-id"],
                name="complaint_newest",
                condition=Q(published_at__isnull=False, visibility="public"),
            ),
            models.Index(fields=["company", "-published_at"], name="complaint_of_company"),
            models.Index(fields=["customer", "-created_at"], name="complaint_of_customer"),
            models.Index(fields=["offer_due_on"], name="complaint_offers", condition=Q(status="fix_offered")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="resolved", outcome="resolved")
                | (Q(status="closed") & Q(outcome__in=["partly", "unconfirmed", "withdrawn", "gave_up"]))
                | (~Q(status__in=["resolved", "closed"]) & Q(outcome="")),
                name="complaint_outcome_matches_status",
            ),
            models.CheckConstraint(
                condition=(Q(status__in=["resolved", "closed"]) & Q(ended_at__isnull=False))
                | (~Q(status__in=["resolved", "closed"]) & Q(ended_at__isnull=True, counted_at__isnull=True)),
                name="complaint_end_has_time",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["draft", "in_review", "rejected", "discarded"], published_at__isnull=True
                )
                | (
                    Q(status__in=["awaiting_answer", "answered", "fix_offered", "resolved", "closed"])
                    & Q(published_at__isnull=False, company__isnull=False, tier_at_publication__isnull=False)
                ),
                name="complaint_published_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="fix_offered") | Q(offer_due_on__isnull=False),
                name="complaint_offer_has_day",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(replied_at__lte=F("answered_at")),
                name="complaint_answer_is_a_reply",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True, currency="") | (Q(amount__gte=0) & ~Q(currency="")),
                name="complaint_amount_has_currency",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("complaints:case", args=[self.reference])

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_published(self) -> bool:
        return self.status in PUBLISHED

    @property
    def is_readable(self) -> bool:
        return self.is_published and self.visibility == Visibility.PUBLIC
