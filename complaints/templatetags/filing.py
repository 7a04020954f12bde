"""Words of the filing pages."""

from django import template

from companies.countries import COUNTRIES
from companies.models import Channel
from complaints.rules.staffed import hours_in_words

register = template.Library()


@register.filter
def country_name(code: str) -> str:
    """The English name of a country, or its code where it has none here."""
    return COUNTRIES.get(code, code)


@register.filter
def staffed_hours(channel: Channel) -> list[str]:
    """When a channel is staffed: ["Monday to Friday 09:00 to 17:30", "Saturday 10:00 to 14:00"]."""
    return hours_in_words(channel.staffed)
