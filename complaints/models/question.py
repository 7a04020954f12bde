"""The question that everybody is asked on the same schedule: is it fixed?"""

from datetime import datetime

from django.db import models
from django.db.models import Q

from complaints.enums import QuestionAnswer, QuestionState
from complaints.models.complaint import Complaint


class QuestionQuerySet(models.QuerySet["Question"]):
    def due(self, *, now: datetime) -> "QuestionQuerySet":
        return self.filter(state=QuestionState.DUE, due_at__lte=now)

    def waiting(self) -> "QuestionQuerySet":
        return self.filter(state__in=[QuestionState.DUE, QuestionState.ASKED])


class Question(models.Model):
    """`occasion` is `day-7`, `day-30`, `day-90` after publication or `offer-0` ... `offer-30` after the promised day."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="questions")
    occasion = models.CharField(max_length=30)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=QuestionState, default=QuestionState.DUE)
    asked_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=10, choices=QuestionAnswer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["due_at"]
        indexes = [models.Index(fields=["due_at"], name="question_due", condition=Q(state="due"))]
        constraints = [
            models.UniqueConstraint(fields=["complaint", "occasion"], name="question_once"),
            models.CheckConstraint(
                condition=(Q(state="answered") & ~Q(answer="") & Q(answered_at__isnull=False))
                | (~Q(state="answered") & Q(answer="", answered_at__isnull=True)),
                name="question_answer_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occasion} ({self.state})"
