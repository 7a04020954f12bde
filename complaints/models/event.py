"""The append-only history of complaints. The database refuses UPDATE, DELETE and TRUNCATE (migration 0002)."""

from typing import Any

from django.db import models
from django.db.models.functions import Now

from complaints.enums import Actor, EventKind
from complaints.models.complaint import Complaint


class EventQuerySet(models.QuerySet["Event"]):
    def public(self) -> "EventQuerySet":
        return self.filter(is_public=True)

    def of_kind(self, *kinds: str) -> "EventQuerySet":
        return self.filter(kind__in=kinds)


class Event(models.Model):
    """`actor_id` is no foreign key on purpose: closing an account must not touch the history."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=24, choices=EventKind)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    actor_role = models.CharField(max_length=10, choices=Actor)
    actor_id = models.BigIntegerField(null=True)
    is_public = models.BooleanField(default=True)
    data = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["complaint", "at"], name="event_of_complaint"),
            models.Index(fields=["kind", "at"], name="event_of_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%Y-%m-%d %H:%M}"

    def detail(self, name: str) -> Any:
        return self.data.get(name)
