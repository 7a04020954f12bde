"""Accounts of a company on networks."""

from django.db import models
from django.db.models import Q

from companies.enums import TRUSTED_PROOFS, HandleProof
from companies.models.company import Company


class HandleQuerySet(models.QuerySet["Handle"]):
    def trusted(self) -> "HandleQuerySet":
        """Those whose replies count as the company's."""
        return self.filter(proof__in=TRUSTED_PROOFS)


class Handle(models.Model):
    """`remote_id` identifies the account (it never changes hands); `handle` is what people write: `user@server`."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="handles")
    network = models.CharField(max_length=20)
    handle = models.CharField(max_length=200)
    remote_id = models.CharField(max_length=200, blank=True)
    proof = models.CharField(max_length=10, choices=HandleProof, default=HandleProof.NONE)
    checked_at = models.DateTimeField(null=True, blank=True)

    objects = HandleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "handle"], name="handle_once"),
            models.CheckConstraint(
                condition=Q(proof="none") | Q(checked_at__isnull=False), name="handle_proof_has_time"
            ),
        ]

    def __str__(self) -> str:
        return f"@{self.handle}"
