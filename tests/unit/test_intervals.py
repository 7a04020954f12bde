"""Intervals of shares and of means, and figures of complete data."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from companies.statistics.constants import Z_UNUSUAL, Z
from companies.statistics.effort import Effort, effort_figures, lower_median
from companies.statistics.intervals import (
    Proportion,
    log_log_interval,
    mean_interval,
    proportion,
    standard_error_to_compare,
    wilson_interval,
)


def digits(*values):
    return pytest.approx(values, abs=5.1e-5)


def floats(interval):
    return float(interval[0]), float(interval[1])


def test_the_constants_are_those_of_the_normal_distribution():
    assert norm.ppf(0.975) == pytest.approx(Z, abs=1e-15)
    assert norm.ppf(0.999) == pytest.approx(Z_UNUSUAL, abs=1e-14)


@pytest.mark.parametrize(
    ("count", "of", "low", "high"), [(7, 20, 0.1812, 0.5671), (0, 12, 0, 0.2425), (12, 12, 0.7575, 1)]
)
def test_wilson_worked_examples(count, of, low, high):
    assert floats(wilson_interval(count, of)) == digits(low, high)


@given(of=st.integers(1, 10_000), data=st.data())
@settings(max_examples=100, deadline=None, derandomize=True)
def test_wilson_limits_solve_the_score_equation(of, data):
    count = data.draw(st.integers(0, of))
    low, high = floats(wilson_interval(count, of))
    for limit in (low, high):
        if 0 < limit < 1:
            score = abs(count / of - limit) / math.sqrt(limit * (1 - limit) / of)
            assert score == pytest.approx(Z, rel=1e-6)
    assert 0 <= low <= count / of <= high <= 1
    assert (low == 0) == (count == 0)
    assert (high == 1) == (count == of)


@given(share=st.floats(0, 1), error=st.floats(1e-6, 0.5), known=st.integers(0, 10_000))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_log_log_limits_enclose_the_share(share, error, known):
    low, high = floats(log_log_interval(share, error**2, known))
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1


@given(share=st.floats(0.01, 0.99), error=st.floats(1e-4, 0.3))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_log_log_limits_are_symmetric_on_their_scale(share, error):
    low, high = floats(log_log_interval(share, error**2, 50))
    middle = math.log(-math.log1p(-share))
    reach = Z * error / ((1 - share) * -math.log1p(-share))
    if low > 1e-9 and 1 - high > 1e-9:
        assert math.log(-math.log1p(-low)) == pytest.approx(middle - reach, abs=1e-5)
        assert math.log(-math.log1p(-high)) == pytest.approx(middle + reach, abs=1e-5)


def test_log_log_at_the_ends_is_wilson():
    assert floats(log_log_interval(0, 0, 12)) == pytest.approx(floats(wilson_interval(0, 12)))
    assert floats(log_log_interval(1, 0, 12)) == pytest.approx(floats(wilson_interval(12, 12)))
    assert floats(log_log_interval(0, 0, 0)) == (0, 1)


def test_log_log_takes_arrays():
    low, high = log_log_interval([0, 0.4, 1], [0, 0.048, 0], [5, 5, 6])
    assert low.tolist() == digits(0, 0.1182, 0.6097)
    assert high.tolist() == digits(0.4345, 0.8743, 1)


def test_means_are_cut_at_zero_and_tau():
    error = standard_error_to_compare(np.array([382.26, 0]), np.array([4, 1]), 90)
    assert error == pytest.approx([24.6426, 30], abs=5.1e-5)
    low, high = mean_interval(np.array([32, 90]), error, 90)
    assert low == pytest.approx([0, 90 - 30 * Z])
    assert high == pytest.approx([32 + 24.6426 * Z, 90], abs=1e-4)


def test_few_make_no_share():
    assert proportion(2, 3) == Proportion(2, 3, None, None, None)
    shown = proportion(7, 20)
    assert (shown.share, shown.low, shown.high) == digits(0.35, 0.1812, 0.5671)


@pytest.mark.parametrize(
    ("values", "median"),
    [([], None), ([4], 4), ([1, 9], 1), ([3, 1, 2], 2), ([1, 2, 3, 4], 2), ([5, 5, 1, 9], 5)],
)
def test_medians_of_complete_data(values, median):
    assert lower_median(values) == median


@given(values=st.lists(st.integers(0, 20), min_size=1))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_the_median_is_the_smallest_with_half_at_or_below(values):
    reach_half = [v for v in values if 2 * sum(w <= v for w in values) >= len(values)]
    assert lower_median(values) == min(reach_half)


def test_effort():
    figures = effort_figures(
        attempts=[5, 2, 9], channels=[3, 1, 4], minutes=[160, 10, 99], waiting=[28, 2, 60]
    )
    assert figures == Effort(cases=3, attempts=5, channels=3, minutes=99, waiting=28)
