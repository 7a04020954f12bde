"""Rank intervals, tie groups, the floor and the funnel."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import studentized_range

from companies.statistics import league, marginal_ranks, standings, to_json
from companies.statistics.constants import Z
from companies.statistics.funnel import funnel_of
from companies.statistics.league import Missing, group_letter
from companies.statistics.ranking import Contest, RankInterval, Reading, marginal_intervals, rank
from tests.unit.lives import NOW, PARTLY, UNCONFIRMED, Life, cases_of, o, r


def reading(mean, se):
    return Reading(np.array(mean, float), np.array(se, float))


def pairs(*ends):
    return tuple(RankInterval(*end) for end in ends)


FOUR = reading([30, 34, 36, 50], [1, 1, 3, 4])
APART = reading([10, 20, 21, 60], [1, 1, 1, 2])


class TestWorkedExamples:
    def test_8_differences(self):
        gap = Contest(FOUR.mean, FOUR.se_compare).gap
        a, b, c, d = range(4)
        found = [gap[b, a], gap[c, a], gap[c, b], gap[d, a], gap[d, b], gap[d, c]]
        assert found == pytest.approx([2.828, 1.897, 0.632, 4.851, 3.881, 2.800], abs=5.1e-4)

    def test_8_critical_values(self):
        contest = Contest(FOUR.mean, FOUR.se_compare)
        family = ~np.eye(4, dtype=bool)
        first = contest.critical(family)
        assert first == pytest.approx(2.53, abs=0.05)
        reliable = family & (contest.gap > first)
        assert sorted(zip(*np.nonzero(reliable), strict=True)) == [(1, 0), (3, 0), (3, 1), (3, 2)]
        assert contest.critical(family & ~reliable) == pytest.approx(2.35, abs=0.05)

    def test_8_sets(self):
        sets = pairs((1, 2), (2, 3), (1, 3), (4, 4))
        ranking = rank("ABCD", FOUR, FOUR)
        assert ranking.intervals == sets
        assert ranking.groups == (1, 1, 1, 2)
        assert marginal_intervals("ABCD", FOUR, FOUR) == sets

    def test_8_apart(self):
        ranking = rank("ABCD", APART, APART)
        assert ranking.intervals == pairs((1, 1), (2, 3), (2, 3), (4, 4))
        assert ranking.groups == (1, 2, 2, 3)

    @pytest.mark.parametrize(("brands", "published"), [(2, 1.960), (3, 2.344), (4, 2.569), (10, 3.164)])
    def test_8_equal_errors_give_the_studentised_range(self, brands, published):
        contest = Contest(np.arange(brands, dtype=float), np.ones(brands))
        exact = studentized_range.ppf(0.95, brands, np.inf) / np.sqrt(2)
        assert exact == pytest.approx(published, abs=5.1e-4)
        assert contest.critical(~np.eye(brands, dtype=bool)) == pytest.approx(exact, abs=0.05)

    def test_10_funnel(self):
        share = np.array([0.2, 0.3, 0.35, 0.4, 0.4, 0.45, 0.5, 0.5, 0.6, 0.9])
        funnel = funnel_of(share, share * (1 - share) / 100, np.full(10, 100))
        assert funnel.target == pytest.approx(0.46)
        assert (min(funnel.z), max(funnel.z)) == pytest.approx((-5.2167, 8.8283), abs=5.1e-5)
        assert (funnel.phi, funnel.tau2) == pytest.approx((4.5491, 0.0101), abs=5.1e-5)
        assert tuple(map(float, funnel.limits_at(100, Z))) == pytest.approx((0.2404, 0.6796), abs=5.1e-5)
        limits = funnel.limits_at(100, 3.090232306167813)
        assert tuple(map(float, limits)) == pytest.approx((0.1137, 0.8063), abs=5.1e-5)
        assert funnel.is_unusual == (False,) * 9 + (True,)


class TestFunnel:
    def test_needs_ten_brands(self):
        assert funnel_of(np.full(9, 0.5), np.full(9, 0.01), np.full(9, 25)) is None

    def test_brands_at_the_ends_weigh_their_known_cases(self):
        share = np.array([0.0, 1.0] + [0.5] * 8)
        variance = np.array([0.0, 0.0] + [0.0025] * 8)
        funnel = funnel_of(share, variance, np.array([40, 30] + [100] * 8))
        assert funnel.precision == pytest.approx((40, 30) + (100,) * 8)

    def test_is_silent_where_nobody_resolves_anything(self):
        assert funnel_of(np.zeros(12), np.zeros(12), np.full(12, 40)) is None

    def test_chance_alone_is_no_overdispersion(self):
        share = np.full(12, 0.5)
        assert funnel_of(share, share * 0.5 / 100, np.full(12, 100)).tau2 == 0


class TestRankIntervals:
    def test_the_hull_covers_both_readings(self):
        ranking = rank("ABCD", FOUR, APART)
        assert ranking.intervals == pairs((1, 2), (2, 3), (1, 3), (4, 4))
        assert ranking.groups == (1, 1, 1, 2)

    def test_readings_may_disagree(self):
        ranking = rank("AB", reading([10, 50], [1, 1]), reading([50, 10], [1, 1]))
        assert ranking.intervals == pairs((1, 2), (1, 2))
        assert ranking.groups == (1, 1)

    def test_equal_brands_are_one_group(self):
        alike = reading([50] * 6, [3] * 6)
        ranking = rank("FEDCBA", alike, alike)
        assert ranking.intervals == pairs(*[(1, 6)] * 6)
        assert ranking.groups == (1,) * 6
        assert ranking.order.tolist() == [5, 4, 3, 2, 1, 0]

    @given(
        brands=st.lists(
            st.tuples(st.integers(0, 90), st.integers(1, 10)),
            min_size=2,
            max_size=7,
            unique_by=lambda b: b[0],
        ),
        data=st.data(),
    )
    @settings(max_examples=25, deadline=None, derandomize=True)
    def test_the_order_of_the_brands_as_given_does_not_matter(self, brands, data):
        slugs = [f"brand-{i}" for i in range(len(brands))]
        shuffled = data.draw(st.permutations(range(len(brands))))
        mean, se = (np.array(column, float) for column in zip(*brands, strict=True))
        one = rank(slugs, reading(mean, se), reading(mean, se))
        other = rank(
            [slugs[i] for i in shuffled],
            reading(mean[shuffled], se[shuffled]),
            reading(mean[shuffled], se[shuffled]),
        )
        assert [one.intervals[i] for i in shuffled] == list(other.intervals)
        assert [one.groups[i] for i in shuffled] == list(other.groups)
        places = np.argsort(one.order)
        for place, interval in zip(places, one.intervals, strict=True):
            assert interval.low <= place + 1 <= interval.high

    def test_a_marginal_interval_is_never_wider(self):
        mean, se = np.linspace(20, 60, 15), np.full(15, 3.0)
        slugs = [f"{i:02}" for i in range(15)]
        table = rank(slugs, reading(mean, se), reading(mean, se)).intervals
        own = marginal_intervals(slugs, reading(mean, se), reading(mean, se))
        assert all(t.low <= m.low and m.high <= t.high for t, m in zip(table, own, strict=True))
        assert sum(m.high - m.low for m in own) < sum(t.high - t.low for t in table)

    def test_many_brands_use_fewer_draws(self):
        contest = Contest(np.arange(101.0), np.ones(101))
        assert contest.noise.shape == (101, 1_999)

    def test_no_false_difference_in_nineteen_of_twenty_tables(self):
        """All brands alike: a table with any reliable difference is wrong; that may happen in 5 %."""
        rng = np.random.default_rng(7)
        wrong = 0
        for _ in range(200):
            se = rng.uniform(1, 5, 8)
            mean = rng.normal(50, se)
            order = np.argsort(mean)
            wrong += bool(Contest(mean[order], se[order]).simultaneous().any())
        assert wrong <= 18  # 200 * 5 % and two and a half standard deviations


@pytest.mark.parametrize(("group", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (53, "BA")])
def test_group_letters(group, letters):
    assert group_letter(group) == letters


SLUGS = ("quick", "fair", "claims", "silent", "young", "few")
QUICK = [r(2 + i % 5, filed=300) for i in range(60)]
FAIR = [r(20 + i % 30, filed=300) for i in range(50)] + [o(200)] * 20
CLAIMS = [Life(60, UNCONFIRMED, counted=20, filed=300)] * 40 + [r(10)] * 10
SILENT = [o(120 + i) for i in range(40)]
YOUNG = [o(40)] * 30 + [o(95)] * 4
FEW = [r(3)] * 2 + [Life(4, PARTLY)]


@pytest.fixture(scope="module")
def table():
    return league(cases_of(QUICK, FAIR, CLAIMS, SILENT, YOUNG, FEW), NOW, None, SLUGS)


class TestLeague:
    def test_order_and_figures(self, table):
        assert [line.slug for line in table.ranked] == ["quick", "fair", "claims", "silent"]
        assert [line.place for line in table.ranked] == [1, 2, 3, 4]
        silent = table.ranked[-1]
        assert (silent.mean.headline.days, silent.mean.headline.se, silent.resolved) == (90, 0, 0)
        assert silent.mean.headline.se_compare == pytest.approx(90 / 42)
        assert silent.rank == RankInterval(4, 4)
        assert table.ranked[0].rank == RankInterval(1, 1)
        # Unconfirmed claims pull the brand up in one reading only: its interval covers both.
        assert table.ranked[2].rank == RankInterval(2, 3)
        assert [line.group for line in table.ranked] == ["A", "B", "B", "C"]

    def test_the_floor(self, table):
        assert {brand.slug: brand.missing for brand in table.unranked} == {
            "young": Missing(4, 10, "4 of 10 cases filed 90 days before"),
            "few": Missing(3, 30, "3 of 30 cases"),
        }

    def test_the_floor_counts_cases_never_resolutions(self, table):
        assert "silent" in [line.slug for line in table.ranked]

    def test_too_many_of_unknown_fate(self):
        lives = [o(5)] * 25 + [o(120)] * 15
        result = league(cases_of(lives, SILENT), NOW, None, ("new", "silent"))
        assert result.unranked[0].missing == Missing(15, 20, "15 of 20 cases of known fate at day 30")

    def test_one_brand_makes_no_ranks(self):
        result = league(cases_of(SILENT), NOW, None, ("silent",))
        assert [(line.slug, line.rank, line.group) for line in result.ranked] == [("silent", None, None)]
        assert marginal_ranks(result) == {}

    def test_brands_without_cases_are_left_out(self):
        result = league(cases_of([], SILENT, FEW), NOW, None, ("none", "silent", "few"))
        assert [line.slug for line in (*result.ranked, *result.unranked)] == ["silent", "few"]

    def test_nobody(self):
        result = league(cases_of(), NOW, 365, ())
        assert (result.ranked, result.unranked, result.funnel) == ((), (), None)

    def test_own_pages(self, table):
        own = marginal_ranks(table)
        assert set(own) == {"quick", "fair", "claims", "silent"}
        assert own["silent"] == RankInterval(4, 4)

    def test_one_own_page_needs_no_other(self, table):
        own = marginal_ranks(table)
        for slug in own:
            assert marginal_ranks(table, {slug}) == {slug: own[slug]}
        assert marginal_ranks(table, {"few", "nobody"}) == {}

    def test_without_ranks_everything_else_is_the_same(self, table):
        slugs = ("quick", "fair", "claims", "silent", "young", "few")
        plain = league(cases_of(QUICK, FAIR, CLAIMS, SILENT, YOUNG, FEW), NOW, None, slugs, with_ranks=False)
        assert plain.ranked == tuple(replace(line, rank=None, group=None) for line in table.ranked)
        assert (plain.unranked, plain.funnel) == (table.unranked, None)
        assert marginal_ranks(plain) == marginal_ranks(table)

    def test_standings_are_the_columns_of_the_table(self, table):
        found = standings(cases_of(QUICK, FAIR, FEW), NOW, None)
        lines = {line.slug: line for line in table.ranked}
        for standing, slug in zip(found, ("quick", "fair"), strict=False):
            line = lines[slug]
            assert (standing.cases, standing.resolved) == (line.cases, line.resolved)
            assert (standing.mean, standing.resolved_by) == (line.mean, line.resolved_by)
        assert (found[2].cases, found[2].mean.headline) == (3, None)

    def test_the_brands_may_come_in_any_order(self, table):
        again = league(
            cases_of(FEW, SILENT, QUICK, YOUNG, CLAIMS, FAIR),
            NOW,
            None,
            ("few", "silent", "quick", "young", "claims", "fair"),
        )
        assert to_json(again) == to_json(table)

    def test_ten_brands_have_a_funnel(self):
        brands = [[r(10)] * (10 + 3 * i) + [o(200)] * 30 for i in range(10)]
        result = league(cases_of(*brands), NOW, None, [f"{i}" for i in range(10)])
        assert result.funnel.share == tuple(line.resolved_by[1].headline.value for line in result.ranked)

    def test_json(self, table):
        document = json.loads(json.dumps(to_json(table)))
        assert document["ranked"][0]["rank"] == {"low": 1, "high": 1}
        assert document["unranked"][0]["missing"]["words"] == "4 of 10 cases filed 90 days before"
        assert to_json(replace(table, ranked=()))["ranked"] == []
