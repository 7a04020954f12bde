"""Accounts of a company on networks, and what happened to each."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from companies.enums import TRUSTED_PROOFS, HandleChangeKind, HandleProof
from companies.models.company import Company
from companies.proofs.accounts import EVERYWHERE, id_key, profile_url

HANDLE_LENGTH = 200


class HandleQuerySet(models.QuerySet["Handle"]):
    def trusted(self) -> "HandleQuerySet":
        """Those whose replies count as the company's."""
        return self.filter(proof__in=TRUSTED_PROOFS)

    def lost(self) -> "HandleQuerySet":
        """Their proof no longer holds: a moderator's task."""
        return self.filter(lost_at__isnull=False)

    def asked(self) -> "HandleQuerySet":
        """The company says that our code is in the profile, which only a person can read: a moderator's task."""
        return self.filter(asked_at__isnull=False)

    def called(self, handle: str) -> "HandleQuerySet":
        """Names of accounts do not differ by case."""
        return self.filter(handle__iexact=handle)


class Handle(models.Model):
    """An id identifies the account (it never changes hands); `handle` is what people write: `user@server`.

    `remote_ids` holds the id by the address of the server on which it was seen, because the same account of Mastodon
    has another id on each; ids that are the same everywhere stand under "*" (companies.proofs.accounts.id_key).
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="handles")
    network = models.CharField(max_length=20)
    handle = models.CharField(max_length=HANDLE_LENGTH)
    remote_ids = models.JSONField("ids by the server that they were seen on", default=dict, blank=True)
    proof = models.CharField(max_length=10, choices=HandleProof, default=HandleProof.NONE)
    checked_at = models.DateTimeField("last time that a look brought an answer", null=True, blank=True)
    page = models.URLField("page of the brand's website that links it", max_length=500, blank=True)
    code = models.CharField("code for the text of the profile", max_length=20, blank=True)
    asked_at = models.DateTimeField("when a person was asked to look", null=True, blank=True)
    lost_at = models.DateTimeField("when the proof was found not to hold", null=True, blank=True)

    objects = HandleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("company", "network", Lower("handle"), name="handle_once_per_company"),
            # Naming an account takes it from nobody; proving it does.
            models.UniqueConstraint(
                "network", Lower("handle"), condition=~Q(proof="none"), name="handle_proved_once"
            ),
            models.CheckConstraint(
                condition=Q(proof="none") | Q(checked_at__isnull=False), name="handle_proof_has_time"
            ),
            models.CheckConstraint(
                condition=Q(lost_at__isnull=True) | Q(proof="none"), name="handle_lost_has_no_proof"
            ),
        ]

    def __str__(self) -> str:
        return f"@{self.handle}"

    @property
    def is_trusted(self) -> bool:
        return self.proof in TRUSTED_PROOFS

    @property
    def profile_url(self) -> str:
        return profile_url(self.network, self.handle)

    def id_on(self, server: str) -> str:
        """The id of this account as seen on `server`, "" when it was not seen there yet."""
        found: Any = self.remote_ids.get(id_key(self.network, server)) or self.remote_ids.get(EVERYWHERE)
        return str(found or "")

    def note_id(self, server: str, remote_id: str) -> None:
        """Keep the id under which `server` shows this account. Does not save."""
        self.remote_ids = self.remote_ids | {id_key(self.network, server): remote_id}


class HandleChange(models.Model):
    """One thing that happened to an account; written by companies.services.proving alone, never changed."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="handle_changes")
    network = models.CharField(max_length=20)
    handle = models.CharField(max_length=HANDLE_LENGTH)
    kind = models.CharField(max_length=10, choices=HandleChangeKind)
    proof = models.CharField("proof from then on", max_length=10, choices=HandleProof)
    page = models.URLField(max_length=500, blank=True)
    words = models.CharField("why", max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="handle_changes",
        help_text="Nobody: the check that runs by the clock.",
    )

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["company", "-at"], name="handle_change_of_company")]

    def __str__(self) -> str:
        return f"@{self.handle} {self.kind} at {self.at:%Y-%m-%d %H:%M}"
