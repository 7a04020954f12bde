"""The team of a desk: who is invited to it, and what was done in it."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from companies.enums import Role, TeamActKind
from companies.models.company import Company


class TeamInvitationQuerySet(models.QuerySet["TeamInvitation"]):
    def standing(self, *, now: datetime) -> "TeamInvitationQuerySet":
        """Those whose link still works."""
        return self.waiting().filter(expires_at__gt=now)

    def waiting(self) -> "TeamInvitationQuerySet":
        """Neither used nor withdrawn; the link may be too old."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)


class TeamInvitation(models.Model):
    """A link in a mail that works once, for the person with that address. Only the token's digest is kept."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="team_invitations")
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=10, choices=Role)
    team = models.CharField(max_length=60, blank=True)
    may_offer = models.CharField(max_length=200, blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    invited_as = models.CharField("how the one who invites is shown", max_length=110)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = TeamInvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "email"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="team_invitation_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="team_invitation_ends_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company}: invitation {self.pk}"


class TeamAct(models.Model):
    """One thing that was done in a team; written by companies.services.teaming alone, never changed.

    Names are kept as they were shown, so that the log reads the same when somebody has left or closed the account.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="team_acts")
    kind = models.CharField(max_length=20, choices=TeamActKind)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_name = models.CharField(max_length=110)
    whom = models.CharField("the person or address that it was about", max_length=254, blank=True)
    words = models.CharField("what changed", max_length=300, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["company", "-at"], name="team_act_of_company")]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%Y-%m-%d %H:%M}"
