"""The figures of one brand: what is shown, what is not and why."""

import json
import math
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companies.statistics import answer_figures, scorecard_figures, share_curve, to_json
from companies.statistics.constants import (
    CURVE_DAYS,
    METHOD_VERSION,
    TABLE,
    TAU,
    TAU_SHORT,
    WINDOWS,
    tau_of,
)
from companies.statistics.scorecard import AnswerCounts, Outcomes
from tests.unit.lives import (
    GAVE_UP,
    NOW,
    OPEN,
    PARTLY,
    RESOLVED,
    UNCONFIRMED,
    WITHDRAWN,
    Life,
    cases_of,
    o,
    r,
)

MIXED = [
    *[r(2 + day, counted=1 + day, filed=200) for day in range(12)],
    Life(20, PARTLY, 18, filed=300),
    *[Life(60, UNCONFIRMED, 30, filed=250)] * 4,
    Life(5, WITHDRAWN, filed=120),
    *[Life(9, GAVE_UP, filed=95)] * 2,
    *[Life(110, OPEN, answered=4)] * 6,
    *[o(1)] * 4,
]


def figures(*lives, window=None):
    return scorecard_figures(cases_of(list(lives)), NOW, window)


@pytest.fixture(scope="module")
def mixed():
    return figures(*MIXED)


class TestFigures:
    def test_counts(self, mixed):
        assert (mixed.method, mixed.window, mixed.cases, mixed.followed) == (METHOD_VERSION, None, 30, 110)
        assert mixed.as_of == NOW.isoformat()
        assert mixed.outcomes == Outcomes(12, 1, 4, 1, 2, 10)
        assert mixed.answers.counts == AnswerCounts(answered=6, ended=20, open=4)

    def test_days_and_readings(self, mixed):
        assert [bounds.day for bounds in mixed.resolved_by] == [7, 30, 90]
        for bounds in mixed.resolved_by:
            assert bounds.headline.low < bounds.headline.value < bounds.headline.high
            assert bounds.headline.value <= bounds.best.value
        assert mixed.resolved_by[1].headline.value < mixed.resolved_by[1].best.value
        assert mixed.mean.best.days < mixed.mean.headline.days
        assert mixed.mean.headline.se < mixed.mean.headline.se_compare
        assert [chance.day for chance in mixed.answers.answered_by] == [1, 3, 10]

    def test_the_curve_agrees_with_the_figures(self, mixed):
        curve = mixed.curve
        assert len(curve.share) == CURVE_DAYS + 1
        for bounds in mixed.resolved_by:
            point = curve.share[bounds.day], curve.low[bounds.day], curve.high[bounds.day]
            expected = bounds.headline.value, bounds.headline.low, bounds.headline.high
            assert point == pytest.approx(expected, abs=1e-12)
            assert curve.best[bounds.day] == pytest.approx(bounds.best.value, abs=1e-12)

    def test_the_bands_of_the_curve_add_up(self, mixed):
        curve = mixed.curve
        bands = (curve.share, curve.partly, curve.unconfirmed, curve.withdrawn, curve.gave_up, curve.open)
        for day, parts in enumerate(zip(*bands, strict=True)):
            assert sum(parts) == pytest.approx(1), day
        assert curve.followed[0] == 30
        assert list(curve.followed) == sorted(curve.followed, reverse=True)

    def test_the_restricted_mean_is_the_area_above_the_curve_of_whole_days(self):
        daily = figures(*[r(day) for day in range(1, 31)], *[o(200)] * 10)
        area = sum(1 - share for share in daily.curve.share[:TAU])
        assert daily.mean.headline.days == pytest.approx(area)

    def test_the_median_and_its_interval(self):
        median = figures(*[r(day) for day in range(1, 31)], *[o(200)] * 10).median
        assert (median.days, median.best, median.reason, median.more_than) == (20, 20, None, 90)
        assert median.low < 20 < median.high

    def test_a_median_interval_may_have_no_end(self):
        median = figures(*[r(10)] * 11, *[o(200)] * 10).median
        assert (median.days, median.high, median.more_than) == (10, None, 90)

    def test_consistency_is_the_middle_four_fifths(self):
        answers = figures(*[Life(100, OPEN, answered=day) for day in range(1, 21)]).answers
        assert (answers.consistency.low, answers.consistency.high) == (2, 18)
        assert answers.median.days == 10

    def test_several_brands_are_refused(self):
        with pytest.raises(ValueError, match="one brand"):
            scorecard_figures(cases_of([o(1)], [o(2)]), NOW, None)

    def test_the_date_moves_what_is_known(self):
        cases = cases_of(MIXED)
        earlier = scorecard_figures(cases, NOW - timedelta(days=115), None)
        assert earlier.cases == 18
        assert earlier.outcomes.resolved == 12


class TestWhatIsNotShown:
    def test_few_cases_have_counts_alone(self):
        few = figures(*[r(3)] * 5, *[o(50)] * 4)
        assert (few.cases, few.outcomes.resolved) == (9, 5)
        reasons = {bounds.reason for bounds in few.resolved_by} | {few.mean.reason, few.median.reason}
        assert reasons == {"fewer than 10 cases"}
        assert (few.curve.share, few.curve.reason) == ((), "fewer than 10 cases")
        assert few.answers.consistency.reason == few.answers.median.reason == "fewer than 10 cases"
        assert few.mean.headline is few.mean.best is few.resolved_by[0].headline is None

    def test_nobody(self):
        nobody = figures()
        assert (nobody.cases, nobody.followed, nobody.curve.share) == (0, 0, ())

    def test_followed_for_too_short_a_time(self):
        short = figures(*[r(5, filed=40)] * 6, *[o(40)] * 6)
        by_7, by_30, by_90 = short.resolved_by
        assert (by_7.reason, by_30.reason) == (None, None)
        assert (by_90.headline, by_90.reason) == (None, "not enough follow-up: 40 days")
        assert (short.mean.headline, short.mean.reason) == (None, "not enough follow-up: 40 days")
        assert len(short.curve.share) == 41
        assert figures(*[r(5, filed=40)] * 3, *[o(40)] * 9).median.reason == "not reached within 40 days"

    def test_too_few_of_an_age(self):
        by_90 = figures(*[o(100)] * 4, *[o(50)] * 20).resolved_by[2]
        assert by_90.reason == "not enough follow-up: 4 of 10 cases filed 90 days before"

    def test_settling_everything_within_a_week_costs_no_figure(self):
        settled = figures(*[r(4, filed=100)] * 12)
        assert settled.resolved_by[2].headline.value == pytest.approx(1)
        assert settled.mean.headline.days == pytest.approx(4)
        assert len(settled.curve.share) == 91

    def test_the_short_window_has_no_day_90(self):
        short = figures(*[r(4, filed=80)] * 12, *[o(60)] * 12, window=90)
        assert [bounds.reason is None for bounds in short.resolved_by] == [True, True, False]
        assert (short.mean.tau, short.mean.reason) == (30, None)
        assert short.median.more_than == len(short.curve.share) - 1 == 60

    def test_a_silent_brand_is_shown(self):
        silent = figures(*[o(120)] * 12)
        assert (silent.mean.headline.days, silent.mean.headline.se) == (90, 0)
        assert silent.resolved_by[2].headline.high == pytest.approx(0.2425, abs=5e-5)
        assert silent.median.reason == "not reached within 120 days"


@given(
    days=st.lists(
        st.tuples(
            st.integers(0, 120), st.sampled_from([RESOLVED, UNCONFIRMED, GAVE_UP, OPEN]), st.integers(0, 200)
        ),
        max_size=30,
    ),
    window=st.sampled_from(WINDOWS),
)
@settings(max_examples=80, deadline=None, derandomize=True)
def test_every_figure_is_there_or_says_why(days, window):
    lives = [Life(d, kind, d // 2, filed=max(d, filed)) for d, kind, filed in days]
    document = to_json(figures(*lives, window=window))
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    for bounds in document["resolved_by"]:
        assert (bounds["headline"] is None) == (bounds["best"] is None) == (bounds["reason"] is not None)
        if bounds["headline"]:
            assert bounds["headline"]["value"] <= bounds["best"]["value"]
    assert (document["mean"]["headline"] is None) == (document["mean"]["reason"] is not None)
    assert (document["median"]["days"] is None) == (document["median"]["reason"] is not None)
    (length,) = {len(column) for column in document["curve"].values() if isinstance(column, list)}
    shown = [b["day"] for b in document["resolved_by"] if b["reason"] is None]
    assert shown == [day for day in (7, 30, 90) if day < length]


def test_json_is_rounded():
    assert to_json({"a": (1 / 3, 2, None, "x", True)}) == {"a": [0.333333333, 2, None, "x", True]}


class TestPublishedConstants:
    def test_tau(self):
        assert [tau_of(window) for window in WINDOWS] == [TAU_SHORT, TAU, TAU]

    def test_every_line_is_said(self):
        assert all(line.name and line.value and line.meaning for line in TABLE)
        assert len({line.name for line in TABLE}) == len(TABLE)
        assert {"1.0", repr(1.959963984540054), "7, 30, 90 days"} <= {line.value for line in TABLE}
        assert math.isclose(float(next(line.value for line in TABLE if line.name == "Z")), 1.96, abs_tol=1e-3)


class TestSectorLine:
    def test_it_is_the_curve_of_all_cases_together(self, mixed):
        assert share_curve(cases_of(MIXED), NOW, None) == (30, mixed.curve.share)
        assert share_curve(cases_of(MIXED[::2], MIXED[1::2]), NOW, None) == (
            30,
            pytest.approx(mixed.curve.share),
        )

    def test_windows_and_too_few(self):
        assert share_curve(cases_of(MIXED), NOW, 90)[0] == figures(*MIXED, window=90).cases
        assert share_curve(cases_of(MIXED[:3]), NOW, None) == (3, ())
        assert share_curve(cases_of(), NOW, 365) == (0, ())


class TestAnswersAlone:
    def test_they_are_those_of_the_scorecard(self):
        for window in WINDOWS:
            alone = answer_figures(cases_of(MIXED), NOW, window)
            assert alone == figures(*MIXED, window=window).answers

    def test_they_are_of_one_brand(self):
        with pytest.raises(ValueError, match="one brand"):
            answer_figures(cases_of(MIXED, MIXED), NOW, None)
