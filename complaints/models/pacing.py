"""What keeps us from asking a network too much: buckets, rests of servers in trouble, and the switch."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from complaints.enums import Network


class TokenBucket(models.Model):
    """Points that are left, shared by all workers. See `complaints.rules.pacing`; only `services.pacing` writes."""

    key = models.CharField(max_length=150, primary_key=True)
    tokens = models.FloatField("points it held at `at`; less than none while a server refuses more")
    at = models.DateTimeField()
    was_granted = models.BooleanField("whether it had enough for whoever asked last")

    def __str__(self) -> str:
        return self.key


class ServerRestQuerySet(models.QuerySet["ServerRest"]):
    def resting(self, *, now: datetime) -> "ServerRestQuerySet":
        return self.filter(until__gt=now)


class ServerRest(models.Model):
    """A server that failed lately; gone with its next answer. With `until` in the future nobody asks it."""

    network = models.CharField(max_length=20, choices=Network)
    instance = models.URLField("address of the server", max_length=200)
    failures = models.PositiveIntegerField("in a row", default=0)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    why = models.CharField("code of the last failure", max_length=60, blank=True)

    objects = ServerRestQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "instance"], name="server_rest_once")]

    def __str__(self) -> str:
        return f"{self.network} at {self.instance}"


class NetworkPauseQuerySet(models.QuerySet["NetworkPause"]):
    def standing(self) -> "NetworkPauseQuerySet":
        return self.filter(ended_at__isnull=True)


class NetworkPause(models.Model):
    """A moderator switched a network off: nothing is sent to it or asked of it until it is switched on again."""

    network = models.CharField(max_length=20, choices=Network)
    since = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=300)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = NetworkPauseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network"], condition=Q(ended_at__isnull=True), name="network_pause_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.network} off since {self.since:%Y-%m-%d %H:%M}"
