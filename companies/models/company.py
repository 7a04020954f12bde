"""The directory: a company and the names it goes by."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from companies.enums import CompanyState, Sector
from config.doors.text import fold

NAME_LENGTH = 120
UNFIT = "Enter the id alone, as it stands in the address of the brand's page there."


class CompanyQuerySet(models.QuerySet["Company"]):
    def listed(self) -> "CompanyQuerySet":
        """Those that readers see."""
        return self.filter(state=CompanyState.LISTED)

    def of_sector(self, sector: str) -> "CompanyQuerySet":
        return self.filter(sector=sector)


class Company(models.Model):
    """A brand as customers know it."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=NAME_LENGTH)
    folded = models.CharField(
        "name as lists are ordered by", max_length=NAME_LENGTH, editable=False, default=""
    )
    sector = models.CharField(max_length=20, choices=Sector)
    country = models.CharField("country (ISO 3166)", max_length=2, blank=True)
    website = models.URLField(max_length=200, blank=True)
    complaints_email = models.EmailField("published address for complaints", max_length=254, blank=True)
    time_zone = models.CharField(max_length=40, default="UTC")
    # What the brand is called on review sites, for links to its page there; empty where it has none.
    yelp_id = models.CharField(
        "Yelp: id or alias", max_length=120, blank=True, validators=[RegexValidator(r"^[\w-]+\Z", UNFIT)]
    )
    google_place_id = models.CharField(
        "Google: place id",
        max_length=300,
        blank=True,
        validators=[RegexValidator(r"^[A-Za-z0-9_-]{10,}\Z", UNFIT)],
    )
    tripadvisor_path = models.CharField(
        "Tripadvisor: from g to the end, without .html",
        max_length=200,
        blank=True,
        validators=[RegexValidator(r"^g\d+-d\d+(-[\w.,-]+)?\Z", UNFIT)],
        help_text="As in the address of its page: g187147-d188757-Reviews-Name is written g187147-d188757-Name.",
    )
    foursquare_id = models.CharField(
        "Foursquare: venue id",
        max_length=24,
        blank=True,
        validators=[RegexValidator(r"^[0-9a-f]{24}\Z", UNFIT)],
    )
    is_sole_trader = models.BooleanField(default=False)
    is_fictional = models.BooleanField(default=False, help_text="A brand of the demonstration.")
    state = models.CharField(max_length=10, choices=CompanyState, default=CompanyState.LISTED)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="proposed_companies",
    )
    created_at = models.DateTimeField()

    objects = CompanyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "companies"
        indexes = [
            models.Index(fields=["sector", "country"], name="company_sector_country"),
            models.Index(fields=["folded", "id"], name="company_a_to_z"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="company_merged_has_target",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """`folded` follows the name, so that no list can put "Época" behind "Zen"."""
        self.folded = fold(self.name)[:NAME_LENGTH]
        fields = kwargs.get("update_fields")
        if fields is not None and "name" in fields:
            kwargs["update_fields"] = {*fields, "folded"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("companies:scorecard", args=[self.slug])


class Alias(models.Model):
    """One name of a company, its own name included; `folded` is what the typeahead searches.

    `folded` is `config.doors.text.fold(name)`: without accents, case and doubled spaces.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=NAME_LENGTH)
    folded = models.CharField(max_length=NAME_LENGTH)

    class Meta:
        verbose_name_plural = "aliases"
        indexes = [
            # Few writes, many searches: a list of pending entries would make the planner avoid the index.
            GinIndex(fields=["folded"], name="alias_trigrams", opclasses=["gin_trgm_ops"], fastupdate=False)
        ]
        constraints = [models.UniqueConstraint(fields=["company", "folded"], name="alias_once")]

    def __str__(self) -> str:
        return self.name
