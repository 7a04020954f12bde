"""Words on a complaint by company, customer or others, on the site or on a network."""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from companies.models import Company
from companies.proofs.accounts import EVERYWHERE, id_key
from complaints.enums import Direction, ReplyKind, ReplySource, Side, Tone, Visibility
from complaints.models.complaint import Complaint
from complaints.models.posting import Posting

REPLY_LENGTH = 5000


class ReplyQuerySet(models.QuerySet["Reply"]):
    def of_the_company(self) -> "ReplyQuerySet":
        return self.filter(side=Side.COMPANY)

    def said_by(self, company: Company, *, since: datetime, until: datetime) -> "ReplyQuerySet":
        """What a brand itself said to anybody, newest first. Served by an index."""
        return self.filter(company=company, at__gte=since, at__lte=until).order_by("-at", "-id")

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
    sends_to = ArrayField(models.CharField(max_length=8, choices=Direction), default=list, blank=True)
    tone = models.CharField(max_length=12, choices=Tone, blank=True)
    tone_words = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    rules_version = models.CharField("version of the rules that judged it", max_length=8, blank=True)
    company = models.ForeignKey(
        Company,
        verbose_name="the brand whose words these are, wherever the case has moved since",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,  # reply_of_brand
    )
    is_canned = models.BooleanField("a near-copy, from the third customer on", default=False)
    similarity = models.PositiveSmallIntegerField("to the earlier reply, in per cent", null=True, blank=True)
    copy_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    copies = models.PositiveSmallIntegerField("other customers who had such a text before", default=0)
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
        indexes = [
            models.Index(fields=["complaint", "at"], name="reply_of_complaint"),
            models.Index(
                fields=["company", "-at"], condition=Q(company__isnull=False), name="reply_of_brand"
            ),
        ]
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
            models.CheckConstraint(
                condition=Q(copies=0, similarity__isnull=True) | Q(copies__gt=0, similarity__isnull=False),
                name="reply_copies_have_similarity",
            ),
            models.CheckConstraint(
                condition=Q(side="company") | (Q(tone="") & Q(is_canned=False) & Q(company__isnull=True)),
                name="reply_verdict_of_company_only",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side} at {self.at:%Y-%m-%d %H:%M}"

    @property
    def sends_to_words(self) -> list[str]:
        """Where it sends, in words: "a private message"."""
        return [str(Direction(to).label) for to in self.sends_to]

    @property
    def shown_copies(self) -> int:
        """How many others had such a text before, where it is marked."""
        return self.copies if self.is_canned else 0

    @property
    def public_sample(self) -> "Reply | None":
        """The earlier reply that it copies, if everybody may read that."""
        sample = self.copy_of
        if sample is None or sample.visibility != Visibility.PUBLIC:
            return None
        return sample if sample.complaint.visibility == Visibility.PUBLIC else None

    @property
    def server(self) -> str:
        """The address of the server on which it was seen, "" on the site."""
        return self.posting.connection.instance if self.posting is not None else ""
