"""What a network that charges has cost on one day."""

from django.db import models
from django.db.models import Q

from complaints.enums import Network


class Spending(models.Model):
    """Written before a request is made, so that a worker that dies has not spent in secret. Days are UTC's."""

    network = models.CharField(max_length=20, choices=Network)
    day = models.DateField()
    posts = models.PositiveIntegerField(default=0)
    usd = models.DecimalField(max_digits=10, decimal_places=3, default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "day"], name="spending_once_a_day"),
            models.CheckConstraint(condition=Q(usd__gte=0), name="spending_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.network} on {self.day}: {self.usd} USD"


class ReadOnce(models.Model):
    """What a network that charges has shown us on one day: it charges for the same post or person once a day."""

    network = models.CharField(max_length=20, choices=Network)
    day = models.DateField()
    what = models.CharField("post or person", max_length=8)
    remote_id = models.CharField(max_length=200)

    class Meta:
        verbose_name_plural = "things read once"
        constraints = [
            models.UniqueConstraint(fields=["network", "day", "what", "remote_id"], name="read_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.network} {self.what} {self.remote_id} on {self.day}"
