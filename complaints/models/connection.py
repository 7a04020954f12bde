"""An account on a network that we may post from: the site's own or a customer's."""

from django.conf import settings
from django.db import models

from complaints.enums import ConnectionState, Network


class ConnectionQuerySet(models.QuerySet["Connection"]):
    def usable(self) -> "ConnectionQuerySet":
        return self.filter(state=ConnectionState.ACTIVE)

    def of_the_site(self) -> "ConnectionQuerySet":
        return self.filter(owner__isnull=True)


class Connection(models.Model):
    """`secret` is sealed by the vault with this row's identity; nothing else can open it."""

    network = models.CharField(max_length=20, choices=Network)
    instance = models.URLField("address of the server", max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="connections"
    )
    remote_id = models.CharField(max_length=200)
    handle = models.CharField(max_length=200)
    secret = models.TextField()
    state = models.CharField(max_length=10, choices=ConnectionState, default=ConnectionState.ACTIVE)
    limits = models.JSONField("limits as the server states them", default=dict)
    mentions_cursor = models.CharField("id of the last notification seen", max_length=200, blank=True)
    connected_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "instance", "remote_id"], name="connection_once"),
        ]

    def __str__(self) -> str:
        return f"{self.network} @{self.handle}"

    @property
    def identity(self) -> str:
        """Associated data of the sealed secret: a secret copied to another row does not open."""
        return f"connection:{self.network}:{self.instance}:{self.remote_id}"
