"""How figures and spans of time are written."""

from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.template import Context, Template

from companies.templatetags import figures

GAP = "\N{NO-BREAK SPACE}"


class AttemptForm(forms.Form):
    made_on = forms.DateField(
        label="Date of the call", error_messages={"required": "Enter the day of the call"}
    )
    minutes = forms.IntegerField(label="Minutes")
    channel = forms.ChoiceField(label="How did you try?", choices=[("phone", "Phone")])


def said(text):
    """The text with plain spaces."""
    return str(text).replace(GAP, " ")


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.463, "46 %"),
        (0.465, "47 %"),  # a half goes up, though 100 * 0.465 is a little less in binary
        (0.345, "35 %"),
        (0.0, "0 %"),
        (1.0, "100 %"),
        (0.004, "<1 %"),
        (0.996, ">99 %"),
        (None, "–"),
    ],
)
def test_a_share_is_written_in_whole_per_cent(share, words):
    assert said(figures.percent(share)) == words


def test_no_line_ends_between_a_figure_and_its_unit():
    assert figures.percent(0.463) == f"46{GAP}%"
    assert figures.days(3) == f"3{GAP}days"
    assert figures.minutes(132) == f"2{GAP}h{GAP}12{GAP}min"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(0.296, 0.389, "30 to 39 %"), (0.0, 0.004, "0 to 0 %"), (None, 0.4, "–"), (0.4, None, "–")],
)
def test_an_interval_names_both_ends(low, high, words):
    assert said(figures.interval_percent(low, high)) == words


def test_a_bare_percentage_stands_in_brackets_with_its_n():
    assert figures.whole_percent(0.296) == "30"
    assert figures.whole_percent(None) == "–"


@pytest.mark.parametrize(("share", "position"), [(0.7523, "75.23%"), (1.0, "100.00%"), (None, "0%")])
def test_a_position_in_a_drawing_is_css_not_prose(share, position):
    assert figures.svg_percent(share) == position


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (3, "3 days"),
        (1, "1 day"),
        (2.5, "3 days"),
        (5 / 24, "5 h"),
        (0.01, "14 min"),
        (0, "0 min"),
        (1234, "1,234 days"),
        (timedelta(days=2, hours=23), "2 days"),
        (timedelta(hours=23, minutes=59), "23 h"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (None, "–"),
    ],
)
def test_a_span_is_written_in_its_largest_unit(span, words):
    assert said(figures.days(span)) == words


def test_seconds_can_be_given_instead_of_days():
    assert said(figures.days(7 * 3600, "seconds")) == "7 h"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (132, "2 h 12 min"),
        (125, "2 h 05 min"),
        (120, "2 h"),
        (40, "40 min"),
        (0, "0 min"),
        (59.6, "1 h"),
        (None, "–"),
    ],
)
def test_time_that_people_spent(number, words):
    assert said(figures.minutes(number)) == words


@pytest.mark.parametrize(
    ("low", "high", "total", "words"),
    [
        (2, 5, 12, "2nd to 5th of 12"),
        (1, 1, 12, "1st of 12"),
        (1, 1, None, "1st"),
        (3, 11, None, "3rd to 11th"),
        (21, 113, 120, "21st to 113th of 120"),
    ],
)
def test_a_rank_is_a_range_unless_the_data_say_one_place(low, high, total, words):
    assert figures.ordinal_range(low, high, total) == words


def test_units_of_large_figures_are_small():
    assert figures.small_units(f"2{GAP}h{GAP}05{GAP}min") == "2 <small>h</small> 05 <small>min</small>"
    assert figures.small_units("18,412") == "18,412"
    assert figures.small_units("<b> 3") == "<small>&lt;b&gt;</small> 3"


@pytest.mark.parametrize(
    ("passed", "figure", "unit"),
    [
        (timedelta(days=20, hours=5), "20", "days"),
        (timedelta(days=1), "1", "day"),
        (timedelta(hours=7, minutes=50), "7", "hours"),
        (timedelta(minutes=70), "1", "hour"),
        (timedelta(minutes=60), "1", "hour"),
        (timedelta(minutes=59, seconds=59), "59", "minutes"),
        (timedelta(seconds=61), "1", "minute"),
        (timedelta(seconds=-5), "0", "minutes"),
        (timedelta(days=1500), "1,500", "days"),
    ],
)
def test_a_running_clock_counts_full_units(passed, figure, unit):
    start = datetime(2025, 10, 31, 10, 4, tzinfo=UTC)
    assert figures.elapsed(start, start + passed) == figures.Span(figure, unit)


def test_a_clock_that_has_not_started_shows_nothing():
    assert figures.elapsed(None, None) == figures.Span("–", "")


def test_the_day_of_an_answer_begins_with_day_0():
    start = datetime(2025, 10, 31, 10, 4, tzinfo=UTC)
    assert figures.elapsed_days(start, start + timedelta(hours=3)) == 0
    assert figures.elapsed_days(start, start + timedelta(days=11, hours=6)) == 11
    assert figures.elapsed_days(start, None) is None


def test_the_filters_are_there_without_loading_them():
    template = Template("{{ share|percent }}, {% elapsed start end as span %}{{ span }}")
    start = datetime(2025, 10, 31, tzinfo=UTC)
    assert (
        said(template.render(Context({"share": 0.34, "start": start, "end": start + timedelta(days=3)})))
        == "34 %, 3 days"
    )


def test_an_error_summary_counts_what_is_wrong_in_words():
    one = AttemptForm({"made_on": "2025-10-28", "minutes": "ages", "channel": "phone"})
    three = AttemptForm({})
    assert figures.things_to_put_right(one) == "One thing to put right"
    assert figures.things_to_put_right(three) == "Three things to put right"
    assert figures.things_to_put_right([one, three]) == "Four things to put right"
    assert figures.things_to_put_right([three] * 4) == "12 things to put right"


def test_only_a_form_that_was_sent_has_errors():
    assert figures.has_errors(AttemptForm()) is False
    assert figures.has_errors(AttemptForm({})) is True
    assert figures.has_errors([AttemptForm(), AttemptForm({})]) is True


def test_a_missing_answer_says_which_field_it_belongs_to():
    form = AttemptForm({})
    assert figures.faults(form["made_on"]) == ["Enter the day of the call"]
    assert figures.faults(form["minutes"]) == ["Fill in: Minutes"]
    assert figures.faults(form["channel"]) == ["Choose: How did you try?"]
    assert figures.faults(AttemptForm({"minutes": "ages"})["minutes"]) == ["Enter a whole number."]
