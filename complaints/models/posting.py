"""One complaint on one network: a row of the outbox."""

from datetime import datetime
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber

from complaints.enums import (
    UNSENT,
    ConnectionState,
    Network,
    PostingKind,
    PostingState,
    PostingWish,
    Status,
    Visibility,
)
from complaints.models.complaint import Complaint
from complaints.models.connection import Connection
from complaints.models.pacing import NetworkPause, ServerRest
from complaints.rules.waiting import code_of, words_of_error, words_of_failure


class PostingQuerySet(models.QuerySet["Posting"]):
    def due(self, *, now: datetime) -> "PostingQuerySet":
        """To be sent, looked for, changed or taken down now, and what a dead worker left behind.

        What cannot be carried out is not due, else it would keep the rest waiting for ever: nothing leaves from an
        account that must be reconnected, nor to a network that is switched off or a server that rests, nor while its
        complaint is out of sight or before the limits of its customer let it.
        """
        waiting = (
            (
                Q(state=PostingState.QUEUED, complaint__visibility=Visibility.PUBLIC)
                & (Q(not_before__isnull=True) | Q(not_before__lte=now))
            )
            | Q(state=PostingState.NEEDS_CHECK)
            | (
                Q(state=PostingState.SENT)
                & (~Q(wish=PostingWish.NOTHING) | ~Q(complaint__visibility=Visibility.PUBLIC))
            )
        )
        # What continues a post waits until that stands.
        may_leave = Q(parent__isnull=True) | Q(parent__state=PostingState.SENT) | ~Q(remote_id="")
        return self.reachable(now=now).filter(
            (waiting & may_leave & Q(next_try_at__lte=now))
            | Q(state=PostingState.SENDING, lease_until__lt=now)
        )

    def to_poll(self, *, now: datetime) -> "PostingQuerySet":
        """Sent ones whose replies should be looked at now."""
        return self.reachable(now=now).filter(state=PostingState.SENT, next_poll_at__lte=now)

    def reachable(self, *, now: datetime) -> "PostingQuerySet":
        """Those whose account may be used, on a network that is on and a server that does not rest."""
        return self.filter(
            ~Exists(NetworkPause.objects.standing().filter(network=OuterRef("network"))),
            ~Exists(
                ServerRest.objects.resting(now=now).filter(
                    network=OuterRef("network"), instance=OuterRef("connection__instance")
                )
            ),
            connection__state=ConnectionState.ACTIVE,
        )

    def left_behind(self, *, now: datetime) -> "PostingQuerySet":
        """Those that wait to leave, or to be changed, and cannot: their account was disconnected."""
        waits = Q(state__in=UNSENT) | Q(state=PostingState.SENT, wish=PostingWish.EDIT)
        return self.filter(
            waits,
            Q(lease_until__isnull=True) | Q(lease_until__lt=now),
            connection__state__in=[ConnectionState.LEAVING, ConnectionState.DISCONNECTED],
        )

    def in_turns(self, by: str) -> "PostingQuerySet":
        """Every account's first by the time `by`, then every account's second: nobody waits for somebody's thousand."""
        turn = Window(RowNumber(), partition_by=[F("connection_id")], order_by=[F(by), F("pk")])
        return self.annotate(turn=turn).order_by("turn", by, "pk")

    def unsent(self) -> "PostingQuerySet":
        return self.filter(state__in=UNSENT)


class Posting(models.Model):
    """`queued -> sending -> sent | needs_check | failed`; a sent one may be edited or removed by a wish.

    `sending` is committed before the call; whoever finds an expired lease looks on the network before sending again.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="postings")
    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="postings")
    network = models.CharField(max_length=20, choices=Network)
    kind = models.CharField(max_length=12, choices=PostingKind, default=PostingKind.COMPLAINT)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="follow_ups"
    )
    text = models.TextField("as it stands there, or will; as the customer approved it, link included")
    new_text = models.TextField("what it is to say instead", blank=True)
    is_own_words = models.BooleanField("the customer changed what was prepared", default=False)
    picture_alt = models.CharField("words for its picture; none without them", max_length=1000, blank=True)
    follows_up = models.BooleanField("milestones are posted below it", default=False)
    state = models.CharField(max_length=12, choices=PostingState, default=PostingState.PREPARED)
    wish = models.CharField(max_length=8, choices=PostingWish, default=PostingWish.NOTHING, blank=True)
    idempotency_key = models.CharField(max_length=64, unique=True)
    remote_id = models.CharField(max_length=200, blank=True)
    remote_url = models.URLField(max_length=500, blank=True)
    first_tried_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField("by the limits of its customer", null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField("in the words of the operator", max_length=300, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    polled_at = models.DateTimeField("last poll that was answered", null=True, blank=True)
    next_poll_at = models.DateTimeField(null=True, blank=True)

    waits = ""  # why, in the words of readers; `complaints.stuck` fills it in for a page

    objects = PostingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="posting_due"),
            models.Index(fields=["next_poll_at"], name="posting_to_poll", condition=Q(state="sent")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "network", "kind"],
                condition=~Q(state="removed"),
                name="posting_one_per_case_network_kind",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | (~Q(remote_id="") & Q(sent_at__isnull=False)),
                name="posting_sent_has_id",
            ),
            models.CheckConstraint(
                condition=Q(kind="complaint", parent__isnull=True)
                | Q(kind="thanks", parent__isnull=True)
                | (~Q(kind__in=["complaint", "thanks"]) & Q(parent__isnull=False)),
                name="posting_milestone_has_parent",
            ),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(lease_until__isnull=False), name="posting_sending_has_lease"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network} {self.complaint_id} ({self.state})"

    @property
    def is_still_so(self) -> bool:
        """Whether it may be posted as things stand: a complaint while it is open, praise while it is resolved."""
        if self.kind in (PostingKind.RESOLVED, PostingKind.THANKS):
            return self.complaint.status == Status.RESOLVED
        return self.kind != PostingKind.COMPLAINT or self.complaint.is_open

    @property
    def can_go_again(self) -> bool:
        """Whether somebody may have it posted once more: nothing stands, and it has an account to leave from."""
        return (
            self.state in (PostingState.FAILED, PostingState.REMOVED)
            and self.is_still_so
            and not self.connection.is_left
        )

    @property
    def latest_text(self) -> str:
        """What it says once everything that was asked for is carried out."""
        return self.new_text or self.text

    @property
    def failure_for_readers(self) -> str:
        """Why it failed, for the page of its case."""
        return words_of_failure(code_of(self.last_error), network=self.get_network_display())

    @property
    def failure(self) -> str:
        """The last failure in plain words."""
        server = urlsplit(self.connection.instance).hostname or self.connection.instance
        return words_of_error(self.last_error, network=self.get_network_display(), server=server)
