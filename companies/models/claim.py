"""The request to represent a company, with its proof."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from companies.enums import ClaimState
from companies.models.company import Company


class ClaimQuerySet(models.QuerySet["Claim"]):
    def waiting(self) -> "ClaimQuerySet":
        """Those a moderator must decide."""
        return self.filter(state=ClaimState.MAIL_CONFIRMED)


class Claim(models.Model):
    """Mail at the brand's domain proves reach; a moderator approves. Only the token's digest is kept."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="claims")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="claims")
    email = models.EmailField("address at the brand's domain", max_length=254)
    first_name = models.CharField(max_length=40)
    team = models.CharField(max_length=60, blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    token_expires_at = models.DateTimeField()
    state = models.CharField(max_length=15, choices=ClaimState, default=ClaimState.MAIL_SENT)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="decided_claims",
    )
    reason = models.CharField("reason given for the decision", max_length=300, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "user"],
                condition=Q(state__in=["mail_sent", "mail_confirmed"]),
                name="claim_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "rejected"]) | Q(decided_at__isnull=False),
                name="claim_decision_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company} by {self.user_id} ({self.state})"
