"""One complaint on one network: a row of the outbox."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from complaints.enums import UNSENT, ConnectionState, Network, PostingState, PostingWish, Visibility
from complaints.models.complaint import Complaint
from complaints.models.connection import Connection


class PostingQuerySet(models.QuerySet["Posting"]):
    def due(self, *, now: datetime) -> "PostingQuerySet":
        """To be sent, looked for, changed or taken down now, and what a dead worker left behind.

        What cannot be carried out is not due, else it would keep the rest waiting for ever: nothing leaves from an
        account that must be reconnected, nor while its complaint is out of sight.
        """
        waiting = (
            Q(state=PostingState.QUEUED, complaint__visibility=Visibility.PUBLIC)
            | Q(state=PostingState.NEEDS_CHECK)
            | (
                Q(state=PostingState.SENT)
                & (~Q(wish=PostingWish.NOTHING) | ~Q(complaint__visibility=Visibility.PUBLIC))
            )
        )
        return self.filter(
            (waiting & Q(next_try_at__lte=now)) | Q(state=PostingState.SENDING, lease_until__lt=now),
            connection__state=ConnectionState.ACTIVE,
        )

    def to_poll(self, *, now: datetime) -> "PostingQuerySet":
        """Sent ones whose replies should be looked at now."""
        return self.filter(
            state=PostingState.SENT, next_poll_at__lte=now, connection__state=ConnectionState.ACTIVE
        )

    def unsent(self) -> "PostingQuerySet":
        return self.filter(state__in=UNSENT)


class Posting(models.Model):
    """`queued -> sending -> sent | needs_check | failed`; a sent one may be edited or removed by a wish.

    `sending` is committed before the call; whoever finds an expired lease looks on the network before sending again.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="postings")
    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="postings")
    network = models.CharField(max_length=20, choices=Network)
    text = models.TextField("as the customer approved it, link included")
    state = models.CharField(max_length=12, choices=PostingState, default=PostingState.PREPARED)
    wish = models.CharField(max_length=8, choices=PostingWish, default=PostingWish.NOTHING, blank=True)
    idempotency_key = models.CharField(max_length=64, unique=True)
    remote_id = models.CharField(max_length=200, blank=True)
    remote_url = models.URLField(max_length=500, blank=True)
    first_tried_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField("in the words of the operator", max_length=300, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    polled_at = models.DateTimeField("last poll that was answered", null=True, blank=True)
    next_poll_at = models.DateTimeField(null=True, blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="posting_due"),
            models.Index(fields=["next_poll_at"], name="posting_to_poll", condition=Q(state="sent")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "network"],
                condition=~Q(state="removed"),
                name="posting_one_per_case_and_network",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | (~Q(remote_id="") & Q(sent_at__isnull=False)),
                name="posting_sent_has_id",
            ),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(lease_until__isnull=False), name="posting_sending_has_lease"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network} {self.complaint_id} ({self.state})"
