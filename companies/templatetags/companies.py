"""What pages of a brand ask about it."""

from django import template

from companies.countries import COUNTRIES
from companies.enums import Source
from companies.models import Case, Company
from companies.statistics.intervals import Proportion
from companies.templatetags.figures import GAP, UNKNOWN, interval_percent, rounded

register = template.Library()


@register.simple_tag
def has_official_record(company: Company) -> bool:
    """Whether an official source has cases of this brand."""
    return Case.objects.counted().filter(company=company).exclude(source=Source.ANSWERABLE).exists()


@register.filter
def country_name(code: str) -> str:
    """The English name of a country, or its code where it has none here."""
    return COUNTRIES.get(code, code)


@register.filter
def limits(share: Proportion) -> str:
    """Both ends of an interval in per cent, with a decimal where whole numbers would leave none: "99.7 to 99.9 %"."""
    if share.low is None or share.high is None:
        return UNKNOWN
    if rounded(100 * share.low) < rounded(100 * share.high):
        return interval_percent(share.low, share.high)
    return f"{100 * share.low:.1f} to {100 * share.high:.1f}{GAP}%"
