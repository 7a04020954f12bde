"""A file that supports a complaint. Private by default."""

from django.db import models

from complaints.models.complaint import Complaint


class Evidence(models.Model):
    """`stored_as` is a random name below MEDIA_ROOT; `name` is only what the customer called it."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="evidence")
    name = models.CharField(max_length=120)
    stored_as = models.CharField(max_length=80, unique=True)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField("bytes")
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "evidence"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
