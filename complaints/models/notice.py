"""What a network told us unasked: kept raw, believed only after we have looked ourselves."""

from django.db import models

from complaints.enums import Network


class Notice(models.Model):
    """One call of a network's webhook, as it came. The same bytes again are the same notice."""

    network = models.CharField(max_length=20, choices=Network)
    digest = models.CharField("SHA-256 of the body", max_length=64)
    body = models.BinaryField()
    received_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["received_at"], name="notice_waiting", condition=models.Q(read_at=None))
        ]
        constraints = [models.UniqueConstraint(fields=["network", "digest"], name="notice_once")]

    def __str__(self) -> str:
        return f"{self.network} at {self.received_at:%Y-%m-%d %H:%M}"
