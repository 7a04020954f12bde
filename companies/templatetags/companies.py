"""What pages of a brand ask about it."""

from django import template

from companies.countries import COUNTRIES
from companies.enums import Source
from companies.models import Case, Company

register = template.Library()


@register.simple_tag
def has_official_record(company: Company) -> bool:
    """Whether an official source has cases of this brand."""
    return Case.objects.counted().filter(company=company).exclude(source=Source.ANSWERABLE).exists()


@register.filter
def country_name(code: str) -> str:
    """The English name of a country, or its code where it has none here."""
    return COUNTRIES.get(code, code)
