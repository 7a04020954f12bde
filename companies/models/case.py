"""The table of cases: a complaint or an official record as the statistics see it, and nothing else."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from companies.enums import Ending, Exclusion, FirstReply, Source, Tier
from companies.models.company import Company


class CaseQuerySet(models.QuerySet["Case"]):
    def counted(self) -> "CaseQuerySet":
        """All cases of the figures: without those that a decision left out."""
        return self.filter(exclusion="")

    def ranked(self) -> "CaseQuerySet":
        """Cases that may be ranked: a document at publication, not tied to the company, not of a burst, brand reached."""
        return self.counted().filter(
            tier__gte=Tier.DOCUMENT, is_tied=False, is_in_burst=False, is_brand_told=True
        )

    def filed_here(self) -> "CaseQuerySet":
        return self.filter(source=Source.ANSWERABLE)


class Case(models.Model):
    """Written in the same transaction as the event that changed it (`companies.services.cases.record`).

    `ended_at` is when the ending became known, `counted_at` the moment at which it counts (method, section 1).
    """

    source = models.CharField(max_length=20, choices=Source)
    reference = models.CharField(max_length=40)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="cases")
    country = models.CharField(max_length=2, blank=True)
    category = models.CharField(max_length=20, blank=True)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.PositiveSmallIntegerField(choices=Ending, null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_on = models.CharField(
        "where the first answer was given: site or a network", max_length=20, blank=True
    )
    replied_at = models.DateTimeField("first reply of any kind", null=True, blank=True)
    first_reply = models.CharField(max_length=16, choices=FirstReply, blank=True)
    replies = models.PositiveSmallIntegerField("replies of the company", default=0)
    tier = models.PositiveSmallIntegerField(
        "evidence as it stood at publication", choices=Tier, default=Tier.NONE
    )
    exclusion = models.CharField(max_length=12, choices=Exclusion, blank=True)
    is_tied = models.BooleanField("filed by somebody tied to the company", default=False)
    is_in_burst = models.BooleanField(default=False)
    is_brand_told = models.BooleanField("the brand was reached", default=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    channels = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    minutes = models.PositiveIntegerField(default=0)
    days_before = models.PositiveIntegerField("days from the first attempt to publication", default=0)
    was_answered_before = models.BooleanField("a traditional channel had reached a person", default=False)
    networks = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    contacted_first = models.BooleanField("official records: had approached the company first", null=True)
    rating = models.PositiveSmallIntegerField("official records: 1 to 5", null=True)
    response_days = models.PositiveSmallIntegerField(
        "official records: days to the answer as their publisher counts them", null=True
    )
    changed_at = models.DateTimeField()

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["source", "company", "opened_at"],
                include=["ended_at", "ending", "counted_at", "answered_at"],
                name="case_of_company",
            ),
            models.Index(fields=["source", "changed_at"], name="case_changed"),
            models.Index(fields=["company", "source", "changed_at"], name="case_changed_of_company"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "reference"], name="case_once"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ending__isnull=True)
                | Q(ended_at__isnull=False, ending__isnull=False),
                name="case_ending_has_time",
            ),
            models.CheckConstraint(
                condition=Q(counted_at__isnull=True)
                | Q(ended_at__isnull=False, counted_at__lte=F("ended_at")),
                name="case_counts_not_after_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.reference}"
