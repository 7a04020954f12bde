"""From columns to rows: what is known at an instant, in whole seconds, by windows of filing."""

from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companies import enums
from companies.statistics import NEVER, Cases, instant, snapshot
from companies.statistics.constants import Answering, Ending
from tests.unit.lives import AS_OF, DAY, Life, cases_of, o, r

SECOND = 1_000_000
SECONDS_A_DAY = 86_400


def one_case(opened, ended=NEVER, ending=Ending.OPEN, counted=NEVER, answered=NEVER):
    """Return a brand of one case; times are microseconds from AS_OF."""
    columns = [0 if at is None else at for at in (opened, ended, int(ending), counted, answered)]
    opened, ended, ending, counted, answered = (np.array([value]) for value in columns)
    shift = [AS_OF if at[0] != NEVER else 0 for at in (opened, ended, counted, answered)]
    return Cases.of_one_brand(
        opened_at=opened + shift[0],
        ended_at=ended + shift[1],
        ending=ending,
        counted_at=counted + shift[2],
        answered_at=answered + shift[3],
    )


def resolution(cases, as_of=AS_OF):
    rows = snapshot(cases, as_of).resolutions()
    return list(zip(rows.seconds.tolist(), rows.kind.tolist(), rows.moment.tolist(), strict=True))


def answer(cases, as_of=AS_OF):
    rows = snapshot(cases, as_of).answers()
    return list(zip(rows.seconds.tolist(), rows.kind.tolist(), strict=True))


def test_instants_are_microseconds_since_2000():
    assert instant(datetime(2000, 1, 2, tzinfo=UTC)) == DAY
    assert instant(datetime(2000, 1, 1, 2, tzinfo=timezone(timedelta(hours=2)))) == 0


def test_columns_must_be_of_one_length():
    two, three = np.zeros(2, np.int64), np.zeros(3, np.int64)
    with pytest.raises(ValueError, match="different lengths"):
        Cases(1, two, two, two, two, three, two)


class TestFactsAreThoseOfTheInstant:
    def test_a_case_opened_later_is_left_out(self):
        assert resolution(one_case(1)) == []
        assert answer(one_case(1)) == []

    def test_a_case_opened_at_the_instant_is_open_with_no_seconds(self):
        assert resolution(one_case(0)) == [(0, Ending.OPEN, 0)]

    def test_an_ending_at_the_instant_is_known(self):
        case = one_case(-DAY, ended=0, ending=Ending.RESOLVED, counted=-DAY // 2)
        assert resolution(case) == [(SECONDS_A_DAY, Ending.RESOLVED, SECONDS_A_DAY // 2)]

    def test_a_later_ending_has_not_happened(self):
        case = one_case(-DAY, ended=1, ending=Ending.RESOLVED, counted=-DAY // 2)
        assert resolution(case) == [(SECONDS_A_DAY, Ending.OPEN, SECONDS_A_DAY // 2)]
        assert resolution(case, AS_OF + 1)[0][1] == Ending.RESOLVED

    def test_a_later_answer_has_not_happened(self):
        assert answer(one_case(-DAY, answered=1)) == [(SECONDS_A_DAY, Answering.OPEN)]
        assert answer(one_case(-DAY, answered=0)) == [(SECONDS_A_DAY, Answering.ANSWERED)]

    def test_the_past_can_be_read_again(self):
        case = one_case(-10 * DAY, ended=-2 * DAY, ending=Ending.GAVE_UP, answered=-5 * DAY)
        assert resolution(case, AS_OF - 3 * DAY) == [(7 * SECONDS_A_DAY, Ending.OPEN, 7 * SECONDS_A_DAY)]
        assert answer(case, AS_OF - 6 * DAY) == [(4 * SECONDS_A_DAY, Answering.OPEN)]
        assert answer(case) == [(5 * SECONDS_A_DAY, Answering.ANSWERED)]


class TestSeconds:
    def test_are_whole_and_rounded_down(self):
        case = one_case(-10 * SECOND - 1, ended=-1, ending=Ending.WITHDRAWN)
        assert resolution(case) == [(10, Ending.WITHDRAWN, 10)]
        case = one_case(-10 * SECOND, ended=-1, ending=Ending.WITHDRAWN)
        assert resolution(case) == [(9, Ending.WITHDRAWN, 9)]

    def test_are_never_negative(self):
        case = one_case(-DAY, ended=-2 * DAY, ending=Ending.PARTLY, counted=-3 * DAY)
        assert resolution(case) == [(0, Ending.PARTLY, 0)]

    def test_a_moment_is_never_after_the_word(self):
        case = one_case(-10 * DAY, ended=-5 * DAY, ending=Ending.RESOLVED, counted=-1 * DAY)
        assert resolution(case) == [(5 * SECONDS_A_DAY, Ending.RESOLVED, 5 * SECONDS_A_DAY)]

    def test_withdrawn_and_gave_up_have_no_moment_of_their_own(self):
        case = one_case(-10 * DAY, ended=-5 * DAY, ending=Ending.GAVE_UP)
        assert resolution(case) == [(5 * SECONDS_A_DAY, Ending.GAVE_UP, 5 * SECONDS_A_DAY)]


class TestAnswers:
    def test_an_answer_after_the_ending_is_none(self):
        case = one_case(-9 * DAY, ended=-5 * DAY, ending=Ending.RESOLVED, answered=-4 * DAY)
        assert answer(case) == [(4 * SECONDS_A_DAY, Answering.ENDED)]

    def test_an_answer_that_ends_the_case_counts(self):
        case = one_case(-9 * DAY, ended=-5 * DAY, ending=Ending.RESOLVED, answered=-5 * DAY)
        assert answer(case) == [(4 * SECONDS_A_DAY, Answering.ANSWERED)]

    def test_open_without_an_answer(self):
        assert answer(one_case(-9 * DAY)) == [(9 * SECONDS_A_DAY, Answering.OPEN)]


class TestWindows:
    @pytest.mark.parametrize(
        ("window", "age", "is_in"),
        [
            (90, 90 * DAY, False),
            (90, 90 * DAY - 1, True),
            (365, 365 * DAY, False),
            (365, 365 * DAY - 1, True),
        ],
    )
    def test_begin_after_their_first_instant(self, window, age, is_in):
        for rows in (
            snapshot(one_case(-age), AS_OF).resolutions(),
            snapshot(one_case(-age), AS_OF).answers(),
        ):
            assert len(rows.within(window).key) == is_in
            assert len(rows.within(None).key) == 1

    def test_go_by_the_day_of_filing_not_of_closing(self):
        case = one_case(-400 * DAY, ended=-DAY, ending=Ending.RESOLVED, counted=-DAY)
        assert len(snapshot(case, AS_OF).resolutions().within(365).key) == 0

    def test_only_those_published_exist(self):
        with pytest.raises(ValueError, match="not in tuple"):
            snapshot(one_case(-1), AS_OF).resolutions().within(17)

    def test_younger_cases_are_counted_by_brand(self):
        cases = cases_of([o(3), o(7), o(50)], [], [r(1, filed=6), o(91)])
        assert snapshot(cases, AS_OF).younger_than([7, 30, 90]).tolist() == [[1, 0, 1], [2, 0, 1], [3, 0, 1]]


endings = st.sampled_from([*Ending])
lives = st.builds(
    lambda days, kind, counted, answered, filed: Life(
        days, kind, min(counted, days), max(filed, days), answered if answered < 200 else None
    ),
    st.integers(0, 150),
    endings,
    st.integers(0, 150),
    st.integers(0, 300),
    st.integers(0, 500),
)


class TestManyBrands:
    @given(several=st.lists(st.lists(lives, max_size=8), max_size=6), window=st.sampled_from([90, 365, None]))
    @settings(max_examples=80, deadline=None, derandomize=True)
    def test_rows_are_those_of_each_brand(self, several, window):
        known = snapshot(cases_of(*several), AS_OF)
        for name in ("resolutions", "answers"):
            together = getattr(known, name)().within(window)
            for brand, own in enumerate(several):
                alone = getattr(snapshot(cases_of(own), AS_OF), name)().within(window)
                part = slice(*together.offsets[brand : brand + 2])
                assert together.seconds[part].tolist() == alone.seconds.tolist()
                assert together.kind[part].tolist() == alone.kind.tolist()
                assert set(together.brand[part].tolist()) <= {brand}
                if name == "resolutions":
                    pairs = zip(together.key[part] << 27 >> 27, together.moment[part], strict=True)
                    assert sorted(pairs) == sorted(zip(alone.key, alone.moment, strict=True))

    def test_rows_are_in_order_of_time_events_before_open(self):
        rows = snapshot(cases_of([o(5), r(5), o(2), r(9)]), AS_OF).resolutions()
        days = [second // SECONDS_A_DAY for second in rows.seconds.tolist()]
        assert list(zip(days, rows.kind.tolist(), strict=True)) == [(2, 7), (5, 0), (5, 7), (9, 0)]

    def test_pooled_and_selected(self):
        cases = cases_of([o(5), r(5)], [r(9)])
        assert (cases.pooled().companies, len(cases.pooled())) == (1, 3)
        chosen = cases.select(cases.company == 1)
        assert (chosen.companies, chosen.company.tolist(), len(chosen)) == (2, [1], 1)


def test_endings_are_stored_under_the_same_numbers():
    stored = {ending.name: ending.value for ending in enums.Ending}
    ours = {ending.name: ending.value for ending in Ending if ending != Ending.OPEN}
    assert {name: stored[name] for name in ours} == ours
    assert all(value < Ending.OPEN for value in stored.values())
