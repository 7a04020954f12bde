"""A post that the customer made elsewhere by hand, about the own complaint."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import models

from complaints.enums import Network
from complaints.models.complaint import Complaint


class SharedPost(models.Model):
    """`url` is plain (complaints.networks.posted_addresses); nothing is ever fetched from it."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="shared_posts")
    network = models.CharField(max_length=20, choices=Network)
    url = models.URLField(max_length=500)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="shared_posts",
    )

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [models.UniqueConstraint(fields=["complaint", "url"], name="shared_post_once")]

    def __str__(self) -> str:
        return f"{self.complaint_id} on {self.network}"

    @property
    def host(self) -> str:
        """Where it stands, as readers see it beside the link."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")
