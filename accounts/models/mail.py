"""The outbox of mails: the row is the truth, not a message in a queue."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q


class MailState(models.TextChoices):
    QUEUED = "queued", "Queued"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"
    BOUNCED = "bounced", "Came back"


class MailQuerySet(models.QuerySet["Mail"]):
    def due(self, *, now: datetime) -> "MailQuerySet":
        """Queued ones whose time has come, and those that a dead worker left."""
        return self.filter(
            Q(state=MailState.QUEUED, next_try_at__lte=now) | Q(state=MailState.SENDING, lease_until__lt=now)
        )


class Mail(models.Model):
    """One mail to one address, rendered when it was decided on, sent at least once.

    `about` names what it tells of, for example `brand_notice` with the reference of the complaint in `reference`.
    """

    to = models.EmailField(max_length=254)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="mails"
    )
    about = models.CharField(max_length=40)
    reference = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    once_key = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=MailState, default=MailState.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at"], name="mail_due", condition=Q(state__in=["queued", "sending"])
            ),
            models.Index(fields=["about", "reference"], name="mail_about"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="mail_sent_has_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.reference} ({self.state})"
