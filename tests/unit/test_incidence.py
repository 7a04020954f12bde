"""The estimator against the worked examples, textbook forms, exact fractions and lifelines."""

import math
import random
import warnings
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import AalenJohansenFitter, KaplanMeierFitter

from companies.statistics.constants import BEST_CASE, HEADLINE
from companies.statistics.intervals import log_log_interval, standard_error_to_compare
from tests.unit import referee
from tests.unit.lives import (
    GAVE_UP,
    OPEN,
    PARTLY,
    RESOLVED,
    UNCONFIRMED,
    WITHDRAWN,
    Life,
    answers_from,
    incidence_from,
    o,
    r,
)

DAY = 86_400
TAU = 90


def share(incidence, day, reading=HEADLINE, brand=0):
    value, variance = incidence.shares(reading, [day])
    return float(value[0, brand]), float(variance[0, brand])


def limits(incidence, day, reading=HEADLINE):
    value, variance = incidence.shares(reading, [day])
    low, high = log_log_interval(value[0, 0], variance[0, 0], incidence.known([day])[0, 0])
    return float(low), float(high)


def mean(incidence, reading=HEADLINE, tau=TAU, brand=0):
    value, variance = incidence.restricted_mean(reading, tau)
    return float(value[brand]), float(variance[brand])


def median(incidence, reading=HEADLINE, brand=0):
    return float(incidence.quantiles(reading, [0.5])[0, brand])


def near(*values):
    return pytest.approx(values, abs=1e-9)


def digits(*values):
    return pytest.approx(values, abs=5.1e-5)


class TestWorkedExamples:
    def test_1_plain(self):
        plain = incidence_from([r(2), r(5), o(8), r(12), o(95)])
        assert list(plain.mass) == pytest.approx([1 / 5, 1 / 5, 3 / 10])
        assert share(plain, 7) == near(2 / 5, 0.048)
        assert limits(plain, 7) == digits(0.1182, 0.8743)
        assert share(plain, 30) == share(plain, 90) == near(7 / 10, 0.057)
        assert limits(plain, 30) == digits(0.2808, 0.9877)
        assert mean(plain) == near(32, 382.26)
        assert math.sqrt(mean(plain)[1]) == pytest.approx(19.5515, abs=5.1e-5)
        assert plain.known([90]).tolist() == [[4]]
        assert float(standard_error_to_compare(382.26, 4, 90)) == pytest.approx(24.6426, abs=5.1e-5)
        assert median(plain) == 12
        days = range(91)
        value, variance = plain.shares(HEADLINE, days)
        low, high = log_log_interval(value[:, 0], variance[:, 0], plain.known(days)[:, 0])
        assert int(np.argmax(high >= 0.5)) == 2
        assert low.max() < 0.5

    @pytest.mark.parametrize("order", range(3))
    def test_2_ties(self, order):
        tied = [r(3), r(3), Life(3, GAVE_UP)]
        ties = incidence_from([*tied[order:], *tied[:order], o(3), r(10), o(100)])
        assert share(ties, 3) == near(1 / 3, 1 / 27)
        assert share(ties, 30) == near(7 / 12, 11 / 216)
        assert ties.shares_known(GAVE_UP, [3, 90])[:, 0].tolist() == pytest.approx([1 / 6, 1 / 6])
        assert mean(ties) == near(41, 1061 / 3)
        assert median(ties) == 10

    def test_3_competing(self):
        competing = incidence_from([r(1), Life(2, WITHDRAWN), r(3), o(100)])
        assert share(competing, 7) == near(1 / 2, 1 / 16)
        assert limits(competing, 7) == digits(0.1551, 0.9422)
        assert mean(competing) == near(46, 484.125)

    def test_4_exactly_one_half(self):
        assert median(incidence_from([r(1), Life(2, WITHDRAWN), r(3), o(100)])) == 3
        six = incidence_from([r(day) for day in range(1, 7)])
        assert median(six) == 3
        assert mean(six) == near(3.5, 35 / 72)
        assert share(six, 7) == share(six, 90) == near(1, 0)
        assert limits(six, 7) == digits(0.6097, 1)
        assert six.known([7]).tolist() == [[6]]
        assert six.open_at_end.tolist() == [0]

    def test_5_not_reached(self):
        short = incidence_from([r(5), Life(6, WITHDRAWN), o(40)])
        assert share(short, 30) == near(1 / 3, 2 / 27)
        assert limits(short, 30) == digits(0.0548, 0.9459)
        assert short.longest.tolist() == [40 * DAY]
        assert median(short) == math.inf

    def test_6_known_and_counted(self):
        five = incidence_from(
            [r(10, counted=9), o(25), Life(60, UNCONFIRMED, counted=30), Life(100, PARTLY), o(120)]
        )
        assert list(five.mass) == pytest.approx([1 / 5, 4 / 15, 4 / 15])
        assert five.open_at_end.tolist() == pytest.approx([4 / 15])
        assert share(five, 7) == near(0, 0)
        assert limits(five, 7) == digits(0, 0.4345)
        assert five.known([7]).tolist() == [[5]]
        for day in (9, 30, 90):
            assert share(five, day) == near(1 / 5, 0.032)
        assert limits(five, 30) == digits(0.0308, 0.7962)
        assert mean(five) == near(73.8, 209.952)
        assert median(five) == math.inf
        assert share(five, 9, BEST_CASE)[0] == pytest.approx(1 / 5)
        for day in (30, 90):
            assert share(five, day, BEST_CASE) == pytest.approx((7 / 15, 0.061630), abs=5e-7)
        assert limits(five, 30, BEST_CASE) == digits(0.1369, 0.9317)
        assert mean(five, BEST_CASE) == pytest.approx((57.8, 289.738667), abs=5e-7)
        assert median(five, BEST_CASE) == 100
        assert share(five, 100, BEST_CASE)[0] == pytest.approx(11 / 15)

    def test_7_edges(self):
        silent = incidence_from([o(3), o(95)])
        assert share(silent, 90) == (0, 0)
        assert silent.known([90]).tolist() == [[1]]
        assert mean(silent) == (90, 0)
        assert float(standard_error_to_compare(0, 1, 90)) == 30
        one = incidence_from([r(4)])
        assert share(one, 7) == near(1, 0)
        assert limits(one, 7) == digits(0.2065, 1)
        assert mean(one)[0] == pytest.approx(4)

    def test_7_time_zero(self):
        zero = incidence_from([r(0), o(0), Life(2, GAVE_UP), o(91)])
        assert share(zero, 0)[0] == share(zero, 90)[0] == pytest.approx(1 / 4)
        assert mean(zero) == near(67.5, 379.6875)


# Small whole numbers of days and a few kinds, so that ties are common.
KINDS = [RESOLVED, RESOLVED, PARTLY, UNCONFIRMED, WITHDRAWN, GAVE_UP, OPEN, OPEN]


@st.composite
def lives(draw, most=14):
    days = draw(st.integers(0, 100))
    kind = draw(st.sampled_from(KINDS))
    counted = draw(st.integers(0, days))
    return Life(days, kind, counted if kind < WITHDRAWN else None)


brands = st.lists(lives(), min_size=1, max_size=14)


def rows_of(brand):
    """Return the referee's rows of lives in days."""
    return [
        (life.days * DAY, int(life.kind), (life.days if life.counted is None else life.counted) * DAY)
        for life in brand
    ]


def gain_of_share(kinds, day):
    return lambda kind, moment: complex(kind in kinds and moment <= day * DAY)


def gain_of_mean(kinds, tau=TAU):
    return lambda kind, moment: complex((kind in kinds) * max(tau - moment / DAY, 0))


class TestAgainstTheTextbook:
    @given(brand=brands)
    @settings(max_examples=150, deadline=None, derandomize=True)
    def test_values_and_variances(self, brand):
        incidence, rows = incidence_from(brand), rows_of(brand)
        ones = [1 + 0j] * len(rows)
        for reading in (HEADLINE, BEST_CASE):
            for day in (0, 7, 30, 90):
                gain = gain_of_share(range(reading), day)
                expected = referee.incidence(rows, ones, gain).real, referee.variance(rows, gain)
                assert share(incidence, day, reading) == pytest.approx(expected, abs=1e-12)
            gain = gain_of_mean(range(reading))
            theta = referee.incidence(rows, ones, gain).real
            expected = TAU - theta, referee.variance(rows, gain)
            assert mean(incidence, reading) == pytest.approx(expected, abs=1e-9)

    @given(brand=brands)
    @settings(max_examples=150, deadline=None, derandomize=True)
    def test_quantiles_are_exact(self, brand):
        incidence, rows = incidence_from(brand), rows_of(brand)
        for reading in (HEADLINE, BEST_CASE):
            found = incidence.quantiles(reading, [0.1, 0.5, 0.9])[:, 0]
            for days, level in zip(found, (Fraction(1, 10), Fraction(1, 2), Fraction(9, 10)), strict=True):
                exact = referee.median(rows, range(reading), level)
                assert days == (math.inf if exact is None else exact / DAY)

    def test_the_censored_withdrawal_would_be_wrong(self):
        competing = [r(1), Life(2, WITHDRAWN), r(3), o(100)]
        censored = [r(1), o(2), r(3), o(100)]
        assert share(incidence_from(competing), 7)[0] == pytest.approx(1 / 2)
        assert share(incidence_from(censored), 7)[0] == pytest.approx(5 / 8)


class TestAgainstLifelines:
    """An implementation by others. Its fitter of competing risks jitters ties, so its data have none."""

    def sample(self, seed, cases, ties):
        rng = np.random.default_rng(seed)
        days = rng.integers(0, 60, cases) if ties else rng.permutation(200)[:cases]
        kinds = rng.choice([int(kind) for kind in KINDS], cases)
        return days.astype(int), kinds

    @pytest.mark.parametrize("seed", range(5))
    def test_competing_endings(self, seed):
        days, kinds = self.sample(seed, 120, ties=False)
        ours = incidence_from([Life(int(d), int(k)) for d, k in zip(days, kinds, strict=True)])
        theirs = AalenJohansenFitter(calculate_variance=False)
        theirs.fit(days + 1, np.where(kinds == OPEN, 0, kinds + 1), event_of_interest=1)
        curve = theirs.cumulative_density_.iloc[:, 0]
        for day in (7, 30, 90):
            assert share(ours, day)[0] == pytest.approx(curve.loc[: day + 1].iloc[-1], abs=1e-9)

    @pytest.mark.parametrize("seed", range(5))
    def test_nothing_competes(self, seed):
        days, kinds = self.sample(seed, 150, ties=True)
        ours = incidence_from(
            [r(int(d)) if k == RESOLVED else o(int(d)) for d, k in zip(days, kinds, strict=True)]
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs = KaplanMeierFitter().fit(days, kinds == RESOLVED)
        for day in (7, 30):
            assert 1 - share(ours, day)[0] == pytest.approx(theirs.predict(day), abs=1e-9)
            interval = theirs.confidence_interval_survival_function_.loc[:day].iloc[-1]
            assert limits(ours, day) == pytest.approx((1 - interval.iloc[1], 1 - interval.iloc[0]), abs=1e-9)


class TestProperties:
    @given(brand=brands, seed=st.integers(0, 2**32 - 1))
    @settings(max_examples=60, deadline=None, derandomize=True)
    def test_the_order_of_the_data_does_not_matter(self, brand, seed):
        shuffled = random.Random(seed).sample(brand, len(brand))
        one, other = incidence_from(brand), incidence_from(shuffled)
        for reading in (HEADLINE, BEST_CASE):
            assert share(one, 30, reading) == pytest.approx(share(other, 30, reading), abs=1e-12)
            assert mean(one, reading) == pytest.approx(mean(other, reading), abs=1e-9)
            assert median(one, reading) == median(other, reading)

    @given(brand=brands)
    @settings(max_examples=60, deadline=None, derandomize=True)
    def test_days_in_half_the_time(self, brand):
        quick = [
            life._replace(days=life.days / 2, counted=None if life.counted is None else life.counted / 2)
            for life in brand
        ]
        slow, fast = incidence_from(brand), incidence_from(quick)
        assert share(fast, 15) == pytest.approx(share(slow, 30), abs=1e-12)
        assert median(fast) == median(slow) / 2
        days, variance = mean(slow, tau=90)
        assert mean(fast, tau=45) == pytest.approx((days / 2, variance / 4), abs=1e-9)

    @given(brand=brands, age=st.integers(0, 100))
    @settings(max_examples=60, deadline=None, derandomize=True)
    def test_a_younger_case_does_not_touch_later_days(self, brand, age):
        """A case open for less time than any other row is redistributed evenly: nothing changes."""
        later = [life._replace(days=life.days + 101, counted=life.counted) for life in brand]
        one, other = incidence_from(later), incidence_from([*later, o(age)])
        assert other.shares(BEST_CASE, [90, 150]).value == pytest.approx(
            one.shares(BEST_CASE, [90, 150]).value, abs=1e-12
        )

    @given(brand=brands)
    @settings(max_examples=100, deadline=None, derandomize=True)
    def test_the_best_case_is_never_worse(self, brand):
        incidence = incidence_from(brand)
        days = range(101)
        headline, best = (incidence.shares(reading, days).value for reading in (HEADLINE, BEST_CASE))
        assert (best >= headline).all()
        assert mean(incidence, BEST_CASE)[0] <= mean(incidence)[0]
        assert median(incidence, BEST_CASE) <= median(incidence)

    @given(brand=brands)
    @settings(max_examples=100, deadline=None, derandomize=True)
    def test_the_bands_add_up_to_one(self, brand):
        incidence = incidence_from(brand)
        bands = [incidence.shares_known(kind, [1000])[0, 0] for kind in range(5)]
        assert sum(bands) + incidence.open_at_end[0] == pytest.approx(1, abs=1e-12)

    @given(brand=brands)
    @settings(max_examples=60, deadline=None, derandomize=True)
    def test_the_curve_without_variances_is_the_same(self, brand):
        incidence = incidence_from(brand)
        for reading in (HEADLINE, BEST_CASE):
            with_variances = incidence.shares(reading, range(91)).value
            assert incidence.shares_counted(reading, 90) == pytest.approx(with_variances, abs=1e-12)

    @given(several=st.lists(st.lists(lives(), max_size=12), min_size=1, max_size=6))
    @settings(max_examples=100, deadline=None, derandomize=True)
    def test_many_brands_are_as_brand_by_brand(self, several):
        together = incidence_from(*several)
        for brand, own in enumerate(several):
            alone = incidence_from(own)
            for reading in (HEADLINE, BEST_CASE):
                for many, one in zip(
                    (*together.shares(reading, [7, 30, 90]), *together.restricted_mean(reading, 90)),
                    (*alone.shares(reading, [7, 30, 90]), *alone.restricted_mean(reading, 90)),
                    strict=True,
                ):
                    assert many[..., brand] == pytest.approx(one[..., 0], abs=1e-9)
                levels = [0.1, 0.5, 0.9]
                assert (
                    together.quantiles(reading, levels)[:, brand].tolist()
                    == alone.quantiles(reading, levels)[:, 0].tolist()
                )
                assert together.shares_counted(reading, 90)[:, brand] == pytest.approx(
                    alone.shares_counted(reading, 90)[:, 0], abs=1e-9
                )
            days = [0, 1, 30, 90]
            assert together.known(days)[:, brand].tolist() == alone.known(days)[:, 0].tolist()
            assert together.followed(days)[:, brand].tolist() == alone.followed(days)[:, 0].tolist()
            assert together.longest[brand] == alone.longest[0]
            assert together.open_at_end[brand] == pytest.approx(alone.open_at_end[0])
            for kind in range(5):
                assert together.shares_known(kind, days)[:, brand] == pytest.approx(
                    alone.shares_known(kind, days)[:, 0], abs=1e-9
                )

    def test_no_brand_and_no_case(self):
        assert incidence_from().shares(HEADLINE, [7]).value.shape == (1, 0)
        empty = incidence_from([])
        assert share(empty, 7) == (0, 0)
        assert mean(empty) == (90, 0)
        assert median(empty) == math.inf

    def test_all_resolved_at_one_moment(self):
        tied = incidence_from([r(5)] * 8)
        assert share(tied, 4) == (0, 0)
        assert share(tied, 5) == near(1, 0)
        assert mean(tied) == near(5, 0)
        assert median(tied) == 5

    def test_followed_counts_the_cases_at_risk(self):
        incidence = incidence_from([r(2), r(5), o(8), r(12), o(95)])
        assert incidence.followed([0, 2, 3, 8, 9, 90, 96])[:, 0].tolist() == [5, 5, 4, 3, 2, 1, 0]


class TestAnswers:
    def test_an_ending_without_an_answer_competes(self):
        incidence = answers_from(
            [
                Life(40, RESOLVED, answered=2),
                Life(3, RESOLVED),
                Life(50, OPEN, answered=5),
                Life(10, GAVE_UP, answered=12),  # after the ending: none
                o(60),
            ]
        )
        assert incidence.shares(HEADLINE, [1, 3, 10]).value[:, 0].tolist() == pytest.approx([0, 1 / 5, 2 / 5])
        assert incidence.kind.tolist() == [0, 1, 0, 1]
        assert (incidence.moment / DAY).tolist() == [2, 3, 5, 10]


class TestWhatTheOrderResists:
    def test_quick_with_a_few_is_behind_slow_but_thorough(self):
        quick = incidence_from([r(2)] * 40 + [o(100)] * 60)
        thorough = incidence_from([r(20 + 60 * (i + 0.5) / 95) for i in range(95)] + [o(100)] * 5)
        assert mean(quick)[0] == pytest.approx(54.8)
        assert mean(thorough)[0] == pytest.approx(52, abs=0.01)
        assert mean(thorough)[0] < mean(quick)[0]

    def test_the_average_of_closed_cases_would_say_the_opposite(self):
        picker = [r(3)] * 25 + [o(200)] * 75
        honest = [r(10 + day % 20) for day in range(90)] + [o(200)] * 10

        def naive(brand):
            return np.mean([life.days for life in brand if life.kind == RESOLVED])

        assert naive(picker) < naive(honest)
        assert mean(incidence_from(honest))[0] < mean(incidence_from(picker))[0]

    def test_unconfirmed_claims_gain_nothing_in_the_headline(self):
        claimed = incidence_from([r(10)] * 20 + [Life(40, UNCONFIRMED, counted=5)] * 20 + [o(100)] * 10)
        unfixed = incidence_from([r(10)] * 20 + [o(100)] * 30)
        assert mean(claimed) == pytest.approx(mean(unfixed))
        assert mean(claimed, BEST_CASE)[0] < mean(unfixed, BEST_CASE)[0]

    def test_pressed_withdrawals_gain_nothing(self):
        pressed = incidence_from([r(10)] * 20 + [Life(5, WITHDRAWN)] * 30)
        waiting = incidence_from([r(10)] * 20 + [o(100)] * 30)
        assert mean(pressed)[0] == pytest.approx(mean(waiting)[0])
