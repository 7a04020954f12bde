"""How figures and spans of time are written. Presentation only: nothing here computes a figure.

A no-break space stands between a figure and its unit, so that no line ends between them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, ChoiceField, Field
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

GAP = "\N{NO-BREAK SPACE}"
UNKNOWN = "–"
MINUTES_PER_HOUR = 60
MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR
NUMBER_WORDS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


def rounded(value: float) -> int:
    """The nearest whole number; a half goes up, as readers expect."""
    return int(Decimal(str(value)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


@register.filter
def percent(share: float | None) -> str:
    """A share between 0 and 1 in whole per cent: 0.463 is "46 %". Not quite nothing or all is said so."""
    if share is None:
        return UNKNOWN
    if 0 < share < 0.005:
        return f"<1{GAP}%"
    if 0.995 <= share < 1:
        return f">99{GAP}%"
    return f"{rounded(100 * share)}{GAP}%"


@register.filter
def interval_percent(low: float | None, high: float | None) -> str:
    """Both ends of an interval of shares: 0.296 and 0.389 are "30 to 39 %"."""
    if low is None or high is None:
        return UNKNOWN
    return f"{rounded(100 * low)} to {rounded(100 * high)}{GAP}%"


@register.filter
def whole_percent(share: float | None) -> str:
    """A share as a bare whole number, for "(30 to 39, n = 412)"."""
    return UNKNOWN if share is None else str(rounded(100 * share))


@register.filter
def svg_percent(share: float | None) -> str:
    """A share as a position in an SVG without a viewBox: 0.7523 is "75.23%"."""
    return "0%" if share is None else f"{100 * share:.2f}%"


def counted(number: int, unit: str) -> str:
    """A number with its unit, in the plural where there is not exactly one."""
    return f"{number:,}{GAP}{unit}" if number == 1 else f"{number:,}{GAP}{unit}s"


def as_days(value: timedelta | float, unit: str) -> float:
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    return float(value) / 86_400 if unit == "seconds" else float(value)


@register.filter
def days(value: timedelta | float | None, unit: str = "days") -> str:
    """A span of time in its largest sensible unit: "3 days", "5 h", "12 min".

    `value` is a timedelta, or a number of days (of seconds with `|days:"seconds"`). A timedelta is time that has
    passed and counts full units only; a number is an estimate and is rounded.
    """
    if value is None:
        return UNKNOWN
    whole = int if isinstance(value, timedelta) else rounded
    span = as_days(value, unit)
    if whole(span) >= 1:
        return counted(whole(span), "day")
    if whole(span * 24) >= 1:
        return f"{whole(span * 24)}{GAP}h"
    return f"{whole(span * MINUTES_PER_DAY)}{GAP}min"


@register.filter
def minutes(value: float | None) -> str:
    """Minutes of somebody's time: 132 is "2 h 12 min", 125 is "2 h 05 min", 40 is "40 min"."""
    if value is None:
        return UNKNOWN
    hours, rest = divmod(rounded(value), MINUTES_PER_HOUR)
    if not hours:
        return f"{rest}{GAP}min"
    return f"{hours:,}{GAP}h{GAP}{rest:02d}{GAP}min" if rest else f"{hours:,}{GAP}h"


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 21st."""
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


@register.simple_tag
def ordinal_range(low: int, high: int, total: int | None = None) -> str:
    """A rank interval: "2nd to 5th of 12"; a single rank only where both ends are the same."""
    words = ordinal(low) if low == high else f"{ordinal(low)} to {ordinal(high)}"
    return words if total is None else f"{words} of {total}"


@register.filter
def small_units(text: str) -> SafeString:
    """Units smaller than their figure, for large figures: "24 days" is 24 <small>days</small>."""
    pieces = str(text).split()
    return format_html_join(
        " ",
        "{}",
        (
            (
                conditional_escape(piece)
                if any(sign.isdigit() for sign in piece)
                else format_html("<small>{}</small>", piece),
            )
            for piece in pieces
        ),
    )


@dataclass(frozen=True)
class Span:
    """A span of time for a list that leads with it: the figure, and its unit in a word."""

    figure: str
    unit: str

    def __str__(self) -> str:
        return f"{self.figure}{GAP}{self.unit}"


@register.simple_tag
def elapsed(start: datetime | None, end: datetime | None) -> Span:
    """Full days from `start` to `end`, below one day hours, below one hour minutes: `{% elapsed start end as span %}`."""
    if not start or not end:
        return Span(UNKNOWN, "")
    passed = max(end - start, timedelta(0))
    minutes_passed = passed // timedelta(minutes=1)
    if passed.days:
        number, unit = passed.days, "day"
    elif minutes_passed >= MINUTES_PER_HOUR:
        number, unit = minutes_passed // MINUTES_PER_HOUR, "hour"
    else:
        number, unit = minutes_passed, "minute"
    return Span(f"{number:,}", unit if number == 1 else f"{unit}s")


@register.simple_tag
def elapsed_days(start: datetime | None, end: datetime | None) -> int | None:
    """The day of something on a clock that began at `start`: full days, the first one is day 0."""
    return max(0, (end - start).days) if start and end else None


@register.filter
def things_to_put_right(forms: BaseForm | Iterable[Any]) -> str:
    """Heading of an error summary: "Two things to put right". Takes a form, a formset or a list of forms."""
    several = [forms] if isinstance(forms, BaseForm) else list(forms)
    count = sum(len(errors) for form in several for errors in form.errors.values())
    number = NUMBER_WORDS[count] if count < len(NUMBER_WORDS) else str(count)
    return f"{number} thing to put right" if count == 1 else f"{number} things to put right"


@register.filter
def as_forms(forms: BaseForm | Iterable[Any]) -> list[Any]:
    """One form as a list of one, so that a template need not tell them apart."""
    return [forms] if isinstance(forms, BaseForm) else list(forms)


@register.filter
def has_errors(forms: BaseForm | Iterable[Any]) -> bool:
    """Whether any of the forms was sent and has something to put right."""
    return any(form.errors for form in as_forms(forms))


@register.filter
def faults(field: BoundField) -> list[str]:
    """What is wrong with a field, in words that also make sense in a list of links.

    Django's own "This field is required." does not say which; a form that has better words keeps them.
    """
    unsaid = str(Field.default_error_messages["required"])
    todo = "Choose" if isinstance(field.field, ChoiceField) else "Fill in"
    return [f"{todo}: {field.label}" if error == unsaid else str(error) for error in field.errors]
