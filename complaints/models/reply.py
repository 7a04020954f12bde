"""Words on a complaint by company, customer or others, on the site or on a network."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from companies.proofs.accounts import EVERYWHERE, id_key
from complaints.enums import ReplyKind, ReplySource, Side, Visibility
from complaints.models.complaint import Complaint
from complaints.models.posting import Posting

REPLY_LENGTH = 5000


class ReplyQuerySet(models.QuerySet["Reply"]):
    def of_the_company(self) -> "ReplyQuerySet":
        return self.filter(side=Side.COMPANY)

    def standing_answers(self) -> "ReplyQuerySet":
        """Answers that count: not taken back, not relabelled."""
        return self.of_the_company().filter(kind=ReplyKind.ANSWER, stands=True)

    def unconfirmed(self) -> "ReplyQuerySet":
        """Accounts that look like the brand: a moderator's task."""
        return self.filter(side=Side.UNCONFIRMED)

    def of_account(self, reply: "Reply") -> "ReplyQuerySet":
        """By the account behind `reply`, on whichever of our servers it was seen.

        Where `reply` was seen the id decides; the same account has another id on another server, so there its handle
        does, which names its own server.
        """
        same_server = (
            Q(posting__connection__instance=reply.server) if reply.server else Q(posting__isnull=True)
        )
        same_id = Q(author_remote_id=reply.author_remote_id)
        same_handle = Q(author_handle__iexact=reply.author_handle)
        of_network = self.filter(network=reply.network)
        if not reply.author_remote_id:
            return of_network.filter(same_handle)
        if id_key(reply.network, reply.server) == EVERYWHERE:
            return of_network.filter(same_id)
        return of_network.filter((same_server & same_id) | (~same_server & same_handle))

    def contested(self) -> "ReplyQuerySet":
        return self.filter(contested_at__isnull=False)


class Reply(models.Model):
    """`at` is the time that counts: on a network the later of its stated time and our last poll without it."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="replies")
    side = models.CharField(max_length=12, choices=Side)
    source = models.CharField(max_length=8, choices=ReplySource)
    network = models.CharField(max_length=20, blank=True)
    posting = models.ForeignKey(
        Posting, null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="replies"
    )
    author_name = models.CharField(max_length=120)
    author_handle = models.CharField(max_length=200, blank=True)
    author_remote_id = models.CharField(max_length=200, blank=True)
    text = models.TextField(max_length=REPLY_LENGTH)
    remote_id = models.CharField(max_length=200, blank=True)
    remote_url = models.URLField(max_length=500, blank=True)
    kind = models.CharField(max_length=16, choices=ReplyKind, blank=True)
    words = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    is_offer = models.BooleanField(default=False)
    offer_due_on = models.DateField(null=True, blank=True)
    stands = models.BooleanField("false once the offer in it was taken back", default=True)
    stated_at = models.DateTimeField()
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_remotely_at = models.DateTimeField(null=True, blank=True)
    contested_at = models.DateTimeField(null=True, blank=True)
    contest_reason = models.CharField(max_length=500, blank=True)
    contested_by_side = models.CharField(max_length=12, blank=True)
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PUBLIC)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        verbose_name_plural = "replies"
        indexes = [models.Index(fields=["complaint", "at"], name="reply_of_complaint")]
        constraints = [
            models.UniqueConstraint(
                fields=["posting", "remote_id"], condition=~Q(remote_id=""), name="reply_once_per_posting"
            ),
            models.CheckConstraint(
                condition=(Q(side="company") & ~Q(kind="")) | (~Q(side="company") & Q(kind="")),
                name="reply_kind_of_company_only",
            ),
            models.CheckConstraint(
                condition=~Q(source="network") | (~Q(remote_id="") & ~Q(network="")),
                name="reply_remote_has_id",
            ),
            models.CheckConstraint(
                condition=Q(is_offer=False) | Q(offer_due_on__isnull=False), name="reply_offer_has_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side} at {self.at:%Y-%m-%d %H:%M}"

    @property
    def server(self) -> str:
        """The address of the server on which it was seen, "" on the site."""
        return self.posting.connection.instance if self.posting is not None else ""
