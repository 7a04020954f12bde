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
