"""Published figures at a date. Rows are never changed."""

from django.db import models

from companies.enums import Sector, Source
from companies.models.company import Company


class Scorecard(models.Model):
    """A brand's published figures at an instant, with what is needed to check them."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="scorecards")
    source = models.CharField(max_length=20, choices=Source, default=Source.ANSWERABLE)
    window_days = models.PositiveSmallIntegerField("length of the window; 0 means all time")
    as_of = models.DateTimeField()
    method_version = models.CharField(max_length=10)
    inputs_hash = models.CharField(max_length=64)
    figures = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "source", "window_days", "as_of", "method_version"], name="scorecard_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id} at {self.as_of:%Y-%m-%d}"


class LeagueTable(models.Model):
    """The ranked scorecards of one sector and window at an instant."""

    sector = models.CharField(max_length=20, choices=Sector)
    country = models.CharField(max_length=2, blank=True)
    source = models.CharField(max_length=20, choices=Source, default=Source.ANSWERABLE)
    window_days = models.PositiveSmallIntegerField()
    as_of = models.DateTimeField()
    method_version = models.CharField(max_length=10)
    inputs_hash = models.CharField(max_length=64)
    rows = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sector", "country", "source", "window_days", "as_of", "method_version"],
                name="league_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sector} at {self.as_of:%Y-%m-%d}"
