"""Who acts for a company, since when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from companies.enums import Role
from companies.models.company import Company


class RepresentativeQuerySet(models.QuerySet["Representative"]):
    def active(self) -> "RepresentativeQuerySet":
        return self.filter(until__isnull=True)


class Representative(models.Model):
    """Leaving sets `until`; the row stays, because the history names it."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="representatives")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="represents")
    role = models.CharField(max_length=10, choices=Role)
    first_name = models.CharField("first name shown with replies", max_length=40)
    team = models.CharField("team shown with replies", max_length=60, blank=True)
    may_offer = models.CharField("what this person may offer without asking", max_length=200, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects = RepresentativeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "user"], condition=Q(until__isnull=True), name="representative_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="representative_until_after_since",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name}, {self.team}" if self.team else self.first_name
