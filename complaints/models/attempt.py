"""One earlier try through a traditional channel: a row of the ledger."""

from django.db import models
from django.db.models import Q

from companies.enums import ChannelKind
from complaints.enums import REACHED_A_PERSON, CameOf
from complaints.models.complaint import Complaint

NOTE_LENGTH = 500


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def in_order(self) -> "AttemptQuerySet":
        return self.order_by("made_on", "id")


class Attempt(models.Model):
    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="attempts")
    channel = models.CharField(max_length=12, choices=ChannelKind)
    made_on = models.DateField()
    times = models.PositiveSmallIntegerField("how often", default=1)
    minutes = models.PositiveIntegerField("minutes spent, all times together", default=0)
    reference = models.CharField("reference the company gave (never public)", max_length=80, blank=True)
    came_of = models.CharField(max_length=16, choices=CameOf)
    note = models.CharField("public", max_length=NOTE_LENGTH, blank=True)
    created_at = models.DateTimeField()

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["made_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(times__gte=1), name="attempt_at_least_once"),
            models.CheckConstraint(condition=Q(minutes__lte=100_000), name="attempt_minutes_sane"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} on {self.made_on}"

    @property
    def reached_a_person(self) -> bool:
        return self.came_of in REACHED_A_PERSON
