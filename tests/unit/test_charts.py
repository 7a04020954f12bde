"""Charts are well-formed, named, free of inline style, and drawn to scale."""

from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companies.charts.clocks import Mark, MarkKind, case_clocks
from companies.charts.curve import resolution_curve
from companies.charts.intervals import rank_axis, rank_bar, rank_grid, share_bar
from companies.charts.outcomes import PARTS, hatch_pattern, outcome_swatch, outcomes_bar
from companies.charts.svg import element, share_words, text
from companies.charts.week import TALLEST, reply_week
from companies.statistics import scorecard_figures, to_json
from tests.unit.lives import NOW, UNCONFIRMED, Life, cases_of, o, r

NASTY = "Müller & <Söhne> \"Ltd\" 'x'"
PUBLISHED = datetime(2025, 10, 31, 10, 4, tzinfo=UTC)
ATTEMPTS = [date(2025, 10, day) for day in (2, 9, 14, 21, 28)]
MARKS = [
    Mark(PUBLISHED + timedelta(hours=3), MarkKind.DEFLECTION),
    Mark(PUBLISHED + timedelta(days=6), MarkKind.DEFLECTION),
    Mark(PUBLISHED + timedelta(days=11), MarkKind.ANSWER),
    Mark(PUBLISHED + timedelta(days=14), MarkKind.FIX),
]


def parsed(svg):
    root = ElementTree.fromstring(svg)  # noqa: S314
    for node in root.iter():
        forbidden = [name for name in node.attrib if name == "style" or name.startswith("on")]
        assert forbidden == [], (node.tag, forbidden)
    return root


def of_class(root, name):
    return [node for node in root.iter() if name in node.get("class", "").split()]


def words(root):
    return ["".join(node.itertext()) for node in root.iter("text")]


def curve_of(*lives, window=None):
    return to_json(scorecard_figures(cases_of(list(lives)), NOW, window))["curve"]


FULL = curve_of(
    *[r(2 * i + 1, filed=200) for i in range(20)], *[Life(60, UNCONFIRMED, 20)] * 5, *[o(150)] * 15
)


class TestWeek:
    COUNTS = [[0] * 24 for _ in range(7)]
    COUNTS[0][9], COUNTS[0][23], COUNTS[4][0] = 8, 1, 4
    STAFFED = [[(540, 1050)], [], [], [], [], [], [(0, 360), (1320, 1440)]]

    def test_is_named_and_described(self):
        root = parsed(reply_week(self.COUNTS, self.STAFFED, name=NASTY, zone="Europe/London", ident="w"))
        named = {node.get("id"): node.text for node in root if node.get("id")}
        assert root.get("aria-labelledby").split() == list(named)
        assert named["w-title"] == f"Hours of the week in which {NASTY} replied (Europe/London)"
        assert "13 replies: Monday 9, Tuesday 0," in named["w-desc"]
        assert "The tallest bar, Monday from 9:00 to 10:00, stands for 8." in named["w-desc"]
        assert "channels are staffed" in named["w-desc"]
        assert "staffed" not in reply_week(self.COUNTS, name="x", zone="UTC")

    def test_bars_are_to_one_scale_and_in_their_hours(self):
        bars = of_class(parsed(reply_week(self.COUNTS, name="x", zone="UTC")), "week-bar")
        assert [float(bar.get("height")) for bar in bars] == [
            TALLEST,
            pytest.approx(TALLEST / 8, abs=0.1),
            TALLEST / 2,
        ]
        for bar, hour in zip(bars, (9, 23, 0), strict=True):
            left = float(bar.get("x").rstrip("%"))
            right = left + float(bar.get("width").rstrip("%"))
            assert 100 * hour / 24 <= left < right <= 100 * (hour + 1) / 24
        first, _, last = bars
        base = [float(bar.get("y")) + float(bar.get("height")) for bar in (first, last)]
        assert base[1] - base[0] == 4 * 40  # from Monday to Friday

    def test_staffed_hours_are_lines_to_scale(self):
        lines = of_class(parsed(reply_week(self.COUNTS, self.STAFFED, name="x", zone="UTC")), "week-staffed")
        assert [(line.get("x"), line.get("width")) for line in lines] == [
            ("37.5%", "35.42%"), ("0%", "25%"), ("91.67%", "8.33%"),
        ]  # fmt: skip

    def test_a_single_reply_is_seen_and_none_is_nothing_to_draw(self):
        counts = [[0] * 24 for _ in range(7)]
        with pytest.raises(ValueError, match="nothing to draw"):
            reply_week(counts, name="x", zone="UTC")
        counts[2][3], counts[2][4] = 1, 500
        bars = of_class(parsed(reply_week(counts, name="x", zone="UTC")), "week-bar")
        assert [float(bar.get("height")) for bar in bars] == [2, TALLEST]


class TestCurve:
    def test_is_named_and_described(self):
        root = parsed(resolution_curve(FULL, name=NASTY, ident="c"))
        assert root.get("role") == "img"
        named = {node.get("id"): node.text for node in root if node.get("id")}
        assert root.get("aria-labelledby").split() == list(named)
        assert named["c-title"] == f"Share of complaints about {NASTY} resolved, by days since publication"
        assert "10 % at day 7" in named["c-desc"]

    def test_says_what_is_marked_and_who_is_followed(self):
        root = parsed(resolution_curve(FULL, name="Northline"))
        assert [node.text for node in of_class(root, "val")] == [
            share_words(FULL["share"][day]) for day in (7, 30, 90)
        ]
        assert len(of_class(root, "dot")) == len(of_class(root, "bound")) == 3
        said = words(root)
        assert {"25", "50", "75", "100 %", "cases still followed", "Northline"} <= set(said)
        assert said[-5:] == [str(FULL["followed"][day]) for day in (0, 7, 30, 60, 90)]
        assert f"best case {share_words(FULL['best'][90])}" in said

    def test_draws_the_values_as_steps(self):
        path = of_class(parsed(resolution_curve(FULL, name="x")), "est")[0].get("d")
        assert path.startswith("M0 1000H1V975H2H3V950")
        assert path.endswith("H90")

    def test_the_band_is_closed(self):
        path = of_class(parsed(resolution_curve(FULL, name="x")), "band")[0].get("d")
        assert path.startswith("M0 ")
        assert path.endswith("H0Z")

    def test_the_reference_is_drawn_and_named(self):
        root = parsed(resolution_curve(FULL, name="x", reference=FULL["best"], reference_name=NASTY))
        assert len(of_class(root, "rest")) == 1
        assert NASTY in words(root)

    def test_a_short_curve_ends_where_it_is_not_followed(self):
        short = curve_of(*[r(5, filed=40)] * 6, *[o(40)] * 6)
        root = parsed(resolution_curve(short, name="x"))
        assert len(of_class(root, "dot")) == 2
        assert of_class(root, "est")[0].get("d").endswith("H40")
        assert "followed to day 40" in words(root)

    def test_an_empty_curve_is_refused(self):
        with pytest.raises(ValueError, match="say why"):
            resolution_curve(curve_of(o(3)), name="x")

    @given(
        share=st.lists(st.floats(0, 1), min_size=1, max_size=91),
        name=st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=30),
        with_reference=st.booleans(),
    )
    @settings(max_examples=60, deadline=None, derandomize=True)
    def test_everything_is_well_formed_and_inside(self, share, name, with_reference):
        share = sorted(share)
        best = [min(1.0, value * 1.2) for value in share]
        curve = {"share": share, "low": share, "high": best, "best": best, "followed": [9] * len(share)}
        svg = resolution_curve(
            curve, name=name, reference=best if with_reference else (), reference_name=name
        )
        for node in parsed(svg).iter("text"):
            assert 0 <= float(node.get("y")) <= 414


class TestOutcomes:
    COUNTS = {"resolved": 216, "partly": 14, "unconfirmed": 38, "withdrawn": 12, "gave_up": 24, "open": 108}

    def test_parts_are_to_scale_and_complete(self):
        root = parsed(outcomes_bar(self.COUNTS))
        parts = [node for node in root.iter("rect") if node.get("class") != "oc-outline"]
        assert [node.get("class") for node in parts] == [f"oc-{part}" for part in PARTS]
        edges = [float(node.get("x")[:-1]) for node in parts]
        widths = [float(node.get("width")[:-1]) for node in parts]
        assert widths == pytest.approx([100 * n / 412 for n in (216, 14, 38, 36, 108)], abs=0.006)
        assert edges == pytest.approx([0, *(sum(widths[:i]) for i in range(1, 5))], abs=0.03)

    def test_the_title_says_all(self):
        title = parsed(outcomes_bar(self.COUNTS)).find("title").text
        assert title == (
            "Outcomes of 412 complaints: 216 resolved, 14 partly, 38 unconfirmed, 36 ended otherwise, 108 open"
        )

    def test_takes_published_figures(self):
        figures = to_json(scorecard_figures(cases_of([r(3), o(9)]), NOW, None))
        root = parsed(outcomes_bar(figures["outcomes"]))
        assert [node.get("class") for node in root.iter("rect")] == ["oc-resolved", "oc-open", "oc-outline"]

    def test_nothing_of_nothing(self):
        assert outcomes_bar({}) == ""

    def test_swatches_and_pattern(self):
        for part in PARTS:
            assert of_class(parsed(outcome_swatch(part)), f"oc-{part}")
        assert parsed(hatch_pattern()).get("id") == "hatch"


class TestIntervals:
    def test_a_rank_bar_spans_its_ranks(self):
        root = parsed(rank_bar(2, 5, 3, 10))
        span, dot = of_class(root, "rank-span")[0], of_class(root, "rank-dot")[0]
        assert (span.get("x"), span.get("width"), dot.get("cx")) == ("10%", "40%", "25%")
        assert root.get("aria-hidden") == "true"

    def test_the_grid_is_shared(self):
        assert parsed(rank_bar(1, 1, 1, 2)).find("use").get("href") == f"#{parsed(rank_grid(2)).get('id')}"
        assert parsed(rank_bar(1, 1, 1, 2, grid=False)).find("use") is None
        assert parsed(rank_grid(2)).find("path").get("d") == "M0 0V1M1 0V1M2 0V1"

    @pytest.mark.parametrize(
        ("of", "ticks"),
        [
            (1, [1]),
            (2, [1, 2]),
            (6, [1, 6]),
            (14, [1, 5, 10, 14]),
            (26, [1, 10, 20, 26]),
            (200, [1, 50, 100, 150, 200]),
        ],
    )
    def test_the_axis(self, of, ticks):
        assert words(parsed(rank_axis(of))) == [str(tick) for tick in ticks]

    def test_a_share_bar(self):
        root = parsed(share_bar(0.58, 0.543, 0.616))
        whisker, dot = of_class(root, "whisker")[0], of_class(root, "dot--cell")[0]
        assert (whisker.get("x1"), whisker.get("x2"), dot.get("cx")) == ("54.3%", "61.6%", "58%")
        assert of_class(parsed(share_bar(0.5, 0.4, 0.6, is_reference=True)), "whisker--rest")


class TestClocks:
    def clocks(self, **changes):
        until = datetime(2025, 11, 20, 10, 4, tzinfo=UTC)
        given_ = {"attempts": ATTEMPTS, "published": PUBLISHED, "marks": MARKS, "until": until}
        return parsed(case_clocks(**{**given_, **changes}))

    def test_both_spans_are_to_scale(self):
        root = self.clocks()
        start = datetime(2025, 10, 2, tzinfo=UTC)
        public = 100 * (PUBLISHED - start) / (datetime(2025, 11, 20, 10, 4, tzinfo=UTC) - start)
        run = of_class(root, "run")[0]
        assert float(run.get("x")[:-1]) == pytest.approx(public, abs=0.006)
        assert float(run.get("width")[:-1]) == pytest.approx(100 - public, abs=0.006)
        assert of_class(root, "spent")[0].get("width") == "100%"

    def test_shapes_tell_what_happened(self):
        root = self.clocks()
        counts = {
            name: len(of_class(root, name)) for name in ("pin", "pin--full", "pin--hollow", "pin--accent")
        }
        assert counts == {"pin": 5, "pin--full": 2, "pin--hollow": 2, "pin--accent": 1}
        assert {"five attempts", "public", "deflected", "answer, fix"} <= set(words(root))
        assert words(root)[-3:] == ["2 Oct", "31 Oct", "today, 20 Nov"]

    def test_a_row_of_the_ledger_can_stand_for_several_attempts(self):
        assert {"nine attempts"} <= set(words(self.clocks(tries=9)))
        assert {"one attempt"} <= set(words(self.clocks(attempts=ATTEMPTS[:1])))
        assert {"1,200 attempts"} <= set(words(self.clocks(tries=1200)))

    def test_the_description_has_the_days(self):
        assert self.clocks().find("desc").text == (
            "Attempts on days 0, 7, 12, 19 and 26. Published on day 29. "
            "Deflections on days 29 and 35 did not stop the clock. Answers on day 40. Fix offered on day 43. "
            "Today is day 49, both clocks run."
        )

    def test_an_ended_case_says_how(self):
        root = self.clocks(ending="resolved")
        assert words(root)[-1] == "resolved, 20 Nov"
        assert root.find("desc").text.endswith("Ended on day 49: resolved.")

    def test_without_attempts_and_at_once(self):
        root = self.clocks(attempts=[], marks=[], until=PUBLISHED)
        assert of_class(root, "run")[0].get("x") == "0%"
        assert root.find("desc").text.startswith("No attempt before.")

    def test_later_marks_do_not_exist_yet(self):
        assert of_class(self.clocks(until=PUBLISHED + timedelta(days=1)), "pin--hollow") == []

    @given(
        attempts=st.lists(st.dates(date(2024, 1, 1), date(2025, 11, 20)), max_size=15),
        marks=st.lists(st.tuples(st.integers(0, 2000), st.sampled_from(MarkKind)), max_size=10),
        hours=st.integers(0, 2000),
    )
    @settings(max_examples=60, deadline=None, derandomize=True)
    def test_everything_is_on_the_ruler(self, attempts, marks, hours):
        root = self.clocks(
            attempts=attempts,
            marks=[Mark(PUBLISHED + timedelta(hours=at), kind) for at, kind in marks],
            until=PUBLISHED + timedelta(hours=hours),
        )
        for node in root.iter():
            for name in ("x", "x1", "cx"):
                if node.get(name, "").endswith("%"):
                    assert 0 <= float(node.get(name)[:-1]) <= 100


class TestWriting:
    def test_words_and_attributes_are_escaped(self):
        root = parsed(element("text", text(NASTY), id=NASTY, text_anchor="end", class_="a"))
        assert (root.text, root.get("id"), root.get("text-anchor"), root.get("class")) == (
            NASTY,
            NASTY,
            "end",
            "a",
        )

    @pytest.mark.parametrize(
        ("share", "said"),
        [(0, "0 %"), (0.004, "<1 %"), (0.342, "34 %"), (0.996, ">99 %"), (1, "100 %")],
    )
    def test_a_share_is_never_rounded_to_nothing_or_all(self, share, said):
        assert share_words(share) == said
