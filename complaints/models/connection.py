"""An account on a network that we may post from: the site's own or a customer's."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from complaints.enums import ConnectionState, Network, PostingState
from complaints.models.pacing import NetworkPause, ServerRest

if TYPE_CHECKING:
    from accounts.models import User


class ConnectionQuerySet(models.QuerySet["Connection"]):
    def usable(self) -> "ConnectionQuerySet":
        return self.filter(state=ConnectionState.ACTIVE)

    def reachable(self, *, now: datetime) -> "ConnectionQuerySet":
        """Usable ones, on a network that is on and a server that does not rest."""
        return self.usable().filter(
            ~Exists(NetworkPause.objects.standing().filter(network=OuterRef("network"))),
            ~Exists(
                ServerRest.objects.resting(now=now).filter(
                    network=OuterRef("network"), instance=OuterRef("instance")
                )
            ),
        )

    def to_hear(self, *, now: datetime) -> "ConnectionQuerySet":
        """Those whose mentions should be looked at now: something that was posted from them is still listened to."""
        listened = self.model.objects.filter(
            postings__state=PostingState.SENT, postings__next_poll_at__isnull=False
        )
        is_time = Q(hear_at__isnull=True) | Q(hear_at__lte=now)
        return self.reachable(now=now).filter(is_time, pk__in=listened.values("pk"))

    def of_the_site(self) -> "ConnectionQuerySet":
        return self.filter(is_site=True)

    def of_person(self, user: "User") -> "ConnectionQuerySet":
        """What this person connected, and has not disconnected for good."""
        return self.filter(owner=user).exclude(state=ConnectionState.DISCONNECTED)

    def to_disconnect(self, *, now: datetime) -> "ConnectionQuerySet":
        return self.filter(state=ConnectionState.LEAVING, next_try_at__lte=now)


class Connection(models.Model):
    """`secret` is sealed by the vault with this row's identity; nothing else can open it. Empty once disconnected.

    One of the site has no owner; one without an owner that is not the site's belonged to an account that was closed.
    """

    network = models.CharField(max_length=20, choices=Network)
    instance = models.URLField("address of the server", max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="connections"
    )
    is_site = models.BooleanField("the site's own", default=False)
    remote_id = models.CharField(max_length=200)
    handle = models.CharField(max_length=200)
    url = models.URLField("its page on the network", max_length=500, blank=True)
    secret = models.TextField(blank=True)
    grants = models.PositiveIntegerField("how often a person has granted it", default=1)
    state = models.CharField(max_length=12, choices=ConnectionState, default=ConnectionState.ACTIVE)
    limits = models.JSONField("limits as the server states them", default=dict)
    mentions_cursor = models.CharField("id of the last notification seen", max_length=200, blank=True)
    hear_at = models.DateTimeField("when to look for mentions next", null=True, blank=True)
    connected_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    alive_at = models.DateTimeField("when the network last knew us", null=True, blank=True)
    tries = models.PositiveSmallIntegerField("to end it on the network", default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    disconnected_at = models.DateTimeField(null=True, blank=True)
    is_revoked = models.BooleanField("the network was told, and agreed", null=True)

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "instance", "remote_id"], name="connection_once"),
            models.CheckConstraint(
                condition=Q(is_site=False) | Q(owner__isnull=True), name="connection_site_has_no_owner"
            ),
            models.CheckConstraint(
                condition=~Q(state=ConnectionState.DISCONNECTED) | Q(secret=""),
                name="connection_ended_has_no_secret",
            ),
            models.CheckConstraint(
                condition=~Q(state=ConnectionState.LEAVING) | Q(next_try_at__isnull=False),
                name="connection_leaving_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network} @{self.handle}"

    @property
    def is_left(self) -> bool:
        """Nothing is posted, changed or taken down from it any more."""
        return self.state in (ConnectionState.LEAVING, ConnectionState.DISCONNECTED)

    @property
    def identity(self) -> str:
        """Associated data of the sealed secret: a secret copied to another row does not open."""
        return f"connection:{self.network}:{self.instance}:{self.remote_id}"


class NetworkApp(models.Model):
    """This site as one server knows it, where it registered itself (Mastodon: each server anew)."""

    network = models.CharField(max_length=20, choices=Network)
    instance = models.URLField("address of the server", max_length=200)
    client_id = models.CharField(max_length=500)
    secret = models.TextField("sealed")
    registered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "instance"], name="network_app_once")]

    def __str__(self) -> str:
        return f"{self.network} at {self.instance}"

    @property
    def identity(self) -> str:
        return f"network-app:{self.network}:{self.instance}"
