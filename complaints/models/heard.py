"""Saved searches for public posts about a brand, and what they heard. Nothing here is public or counted."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower, Upper

from companies.models import Company, Representative
from complaints.enums import HeardKind, HeardState, Network, WhyDismissed
from complaints.models.connection import Connection

SEARCH_LENGTH = 100
TEXT_LENGTH = 3_000
HANDLE_LENGTH = 255


class SavedSearch(models.Model):
    """Words that are looked for on the networks, for one brand."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="searches")
    words = models.CharField(max_length=SEARCH_LENGTH)
    is_active = models.BooleanField(default=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]
        verbose_name_plural = "saved searches"
        constraints = [models.UniqueConstraint("company", Lower("words"), name="saved_search_once")]

    def __str__(self) -> str:
        return self.words


class LookoutQuerySet(models.QuerySet["Lookout"]):
    def to_look(self, *, now: datetime) -> "LookoutQuerySet":
        """Those whose turn it is: the search is on, and the account can be asked."""
        reachable = Connection.objects.reachable(now=now).of_the_site()
        return self.filter(
            next_at__lte=now,
            search__is_active=True,
            connection__in=reachable.values("pk"),
        )


class Lookout(models.Model):
    """One search at one account of the site. Without `next_at` it is not looked for there, and `failure` says why."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="lookouts")
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="lookouts")
    cursor = models.TextField("where to go on", blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.DateTimeField("last time that the network answered", null=True, blank=True)
    failure = models.CharField("why the last look brought nothing", max_length=60, blank=True)

    objects = LookoutQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["search", "connection"], name="lookout_once")]
        indexes = [models.Index(fields=["next_at"], name="lookout_due")]

    def __str__(self) -> str:
        return f"{self.search_id} at {self.connection_id}"


class HeardPostQuerySet(models.QuerySet["HeardPost"]):
    def of_author(
        self, *, network: str, handle: str, author_id: str = "", server: str = ""
    ) -> "HeardPostQuerySet":
        """What one person wrote: by the name, or by the id where it was seen."""
        is_author = Q(author_handle__iexact=handle) if handle else Q(pk__in=[])
        if author_id:
            is_author |= Q(author_id=author_id, server=server)
        return self.filter(is_author, network=network)

    def expired(self, *, now: datetime) -> "HeardPostQuerySet":
        return self.filter(keep_until__lte=now)

    def to_check(self, *, now: datetime) -> "HeardPostQuerySet":
        """Those to be looked at again: they may be gone over there."""
        reachable = Connection.objects.reachable(now=now).of_the_site()
        return self.filter(check_at__lte=now, removed_at__isnull=True, connection__in=reachable.values("pk"))

    def of_brands_without_desk(self) -> "HeardPostQuerySet":
        """About brands that nobody acts for."""
        acting = Representative.objects.active().filter(company=OuterRef("company"))
        return self.filter(~Exists(acting))


class HeardPost(models.Model):
    """One public post by somebody who did not write to us: plain words, no picture, kept for days.

    `server` is where it was seen, since ids of Mastodon are only unique there; its address is the same from everywhere.
    `words` caused the verdict. With `removed_at` it is gone from the network, and its words are gone from here.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="heard_posts")
    search = models.ForeignKey(
        SavedSearch, null=True, blank=True, on_delete=models.SET_NULL, related_name="posts"
    )
    connection = models.ForeignKey(
        Connection, null=True, blank=True, on_delete=models.SET_NULL, related_name="heard_posts"
    )
    network = models.CharField(max_length=20, choices=Network)
    server = models.URLField(max_length=200)
    remote_id = models.CharField(max_length=200)
    url = models.URLField(max_length=1000, blank=True)
    author_id = models.CharField(max_length=200, blank=True)
    author_handle = models.CharField(max_length=HANDLE_LENGTH)
    author_name = models.CharField(max_length=200, blank=True)
    text = models.TextField(max_length=TEXT_LENGTH, blank=True)
    language = models.CharField(max_length=16, blank=True)
    stated_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    found_at = models.DateTimeField()
    keep_until = models.DateTimeField()
    check_at = models.DateTimeField("when to see whether it still stands")
    removed_at = models.DateTimeField("when we saw that it was gone", null=True, blank=True)
    kind = models.CharField(max_length=10, choices=HeardKind)
    words = models.JSONField("words that caused the verdict", default=list, blank=True)
    rules_version = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=HeardState, default=HeardState.NEW)
    why = models.CharField("why it was dismissed", max_length=12, choices=WhyDismissed, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = HeardPostQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["company", "state", "kind", "-id"], name="heard_post_of_company"),
            models.Index(fields=["keep_until"], name="heard_post_kept"),
            models.Index(fields=["check_at"], condition=Q(removed_at=None), name="heard_post_to_check"),
            models.Index("network", Upper("author_handle"), name="heard_post_of_author"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "network", "server", "remote_id"], name="heard_post_once"
            ),
            # The same post through another server.
            models.UniqueConstraint(
                fields=["company", "url"], condition=~Q(url=""), name="heard_post_once_by_address"
            ),
            models.CheckConstraint(
                condition=Q(state="new", decided_at__isnull=True)
                | (~Q(state="new") & Q(decided_at__isnull=False)),
                name="heard_post_decision_has_time",
            ),
            models.CheckConstraint(
                condition=Q(why="") | Q(state="dismissed"), name="heard_post_why_dismissed"
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(text=""), name="heard_post_removed_has_no_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network} {self.pk}"


class OptOut(models.Model):
    """Somebody who does not want to be heard. `handle` is in lower case; `author_id` is learned where it was seen."""

    network = models.CharField(max_length=20, choices=Network)
    handle = models.CharField(max_length=HANDLE_LENGTH)
    author_id = models.CharField("id, where it is the same from everywhere", max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Who passed the wish on; nobody for the public form.",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "handle"], name="opt_out_once")]

    def __str__(self) -> str:
        return f"{self.network} @{self.handle}"


class Invitation(models.Model):
    """That somebody was invited, whatever became of the post: nobody is invited twice in a while, by any brand's post."""

    network = models.CharField(max_length=20, choices=Network)
    handle = models.CharField(max_length=HANDLE_LENGTH)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["network", "handle", "-at"], name="invitation_of_author")]

    def __str__(self) -> str:
        return f"{self.network} @{self.handle}, {self.at:%Y-%m-%d}"
