"""Words of a public text that a moderator covered."""

from django.conf import settings
from django.db import models

from complaints.models.complaint import Complaint


class Redaction(models.Model):
    """`secret` is what stood there, sealed by the vault with this row's identity: a court may want to know."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="redactions")
    rule = models.CharField("rule that was applied; public", max_length=300)
    places = models.PositiveSmallIntegerField("how many places were covered")
    secret = models.TextField("sealed")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.complaint_id} at {self.at:%Y-%m-%d %H:%M}"

    @property
    def identity(self) -> str:
        """Associated data of the sealed words."""
        return f"redaction:{self.pk}"
