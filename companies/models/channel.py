"""Traditional channels of a company and when they are staffed."""

from django.db import models

from companies.enums import ChannelKind
from companies.models.company import Company


class Channel(models.Model):
    """`staffed` maps the ISO weekday ("1" Monday to "7" Sunday) to `["09:00", "17:30"]` in the company's time zone."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(max_length=12, choices=ChannelKind)
    value = models.CharField("number, address or page", max_length=300)
    staffed = models.JSONField(default=dict, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.value}"
