"""When somebody is there: staffed hours across time zones, nights and clock changes."""

from datetime import UTC, datetime

import pytest

from complaints.rules.staffed import hours_in_words, next_staffed, staffed_week

OFFICE = {str(day): ["09:00", "17:30"] for day in range(1, 6)}
MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("staffed", "zone", "now", "expected"),
    [
        # inside the hours it is now
        ([OFFICE], "UTC", MONDAY, MONDAY),
        # before they open, the same day
        ([OFFICE], "UTC", datetime(2026, 3, 2, 6, tzinfo=UTC), datetime(2026, 3, 2, 9, tzinfo=UTC)),
        # Friday evening: Monday morning
        ([OFFICE], "UTC", datetime(2026, 3, 6, 18, tzinfo=UTC), datetime(2026, 3, 9, 9, tzinfo=UTC)),
        # the end is not inside
        ([OFFICE], "UTC", datetime(2026, 3, 2, 17, 30, tzinfo=UTC), datetime(2026, 3, 3, 9, tzinfo=UTC)),
        # 09:00 in São Paulo (UTC-3) is 12:00 UTC
        ([OFFICE], "America/Sao_Paulo", MONDAY, datetime(2026, 3, 2, 12, tzinfo=UTC)),
        # Tokyo is already on Monday evening at 09:30 UTC
        ([OFFICE], "Asia/Tokyo", MONDAY, datetime(2026, 3, 3, 0, tzinfo=UTC)),
        # the clock change of 29 March 2026 in Berlin: 09:00 is 07:00 UTC afterwards
        ([OFFICE], "Europe/Berlin", datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 30, 7, tzinfo=UTC)),
        # one day a week, just over
        ([{"1": ["09:00", "10:00"]}], "UTC", datetime(2026, 3, 2, 10, tzinfo=UTC), datetime(2026, 3, 9, 9, tzinfo=UTC)),
        # a night shift that began yesterday
        ([{"7": ["22:00", "06:00"]}], "UTC", datetime(2026, 3, 2, 5, tzinfo=UTC), datetime(2026, 3, 2, 5, tzinfo=UTC)),
        # to midnight, written in either way
        ([{"1": ["20:00", "24:00"]}], "UTC", datetime(2026, 3, 2, 23, tzinfo=UTC), datetime(2026, 3, 2, 23, tzinfo=UTC)),
        ([{"1": ["20:00", "00:00"]}], "UTC", datetime(2026, 3, 2, 23, tzinfo=UTC), datetime(2026, 3, 2, 23, tzinfo=UTC)),
        # the earliest of several channels
        ([OFFICE, {"1": ["08:00", "20:00"]}], "UTC", datetime(2026, 3, 2, 7, tzinfo=UTC), datetime(2026, 3, 2, 8, tzinfo=UTC)),
        # nothing is known
        ([], "UTC", MONDAY, None),
        ([{}], "UTC", MONDAY, None),
        # what cannot be read counts as unknown
        ([{"1": ["nine", "five"]}, {"2": []}, {"3": None}, {"4": [9, 17]}], "UTC", MONDAY, None),
        # an unknown zone is UTC
        ([OFFICE], "Mars/Olympus", MONDAY, MONDAY),
    ],
)  # fmt: skip
def test_the_next_staffed_moment(staffed: list, zone: str, now: datetime, expected: datetime | None) -> None:
    assert next_staffed(staffed, time_zone=zone, now=now) == expected


def test_days_with_the_same_hours_stand_together() -> None:
    assert hours_in_words({**OFFICE, "6": ["10:00", "14:00"]}) == [
        "Monday to Friday 09:00 to 17:30",
        "Saturday 10:00 to 14:00",
    ]


def test_a_day_off_parts_the_days_around_it() -> None:
    assert hours_in_words({"1": ["09:00", "17:00"], "3": ["09:00", "17:00"]}) == [
        "Monday 09:00 to 17:00",
        "Wednesday 09:00 to 17:00",
    ]


def test_hours_that_cannot_be_read_are_left_out() -> None:
    assert hours_in_words({"1": ["x", "y"], "2": ["09:00", "24:00"]}) == ["Tuesday 09:00 to 24:00"]


@pytest.mark.parametrize(
    ("staffed", "expected"),
    [
        ([], {}),
        ([{"1": ["09:00", "17:30"]}], {0: [(540, 1050)]}),
        # several channels: what overlaps or touches is one span, what does not stays apart
        (
            [{"1": ["09:00", "12:00"]}, {"1": ["11:00", "13:00"]}, {"1": ["13:00", "14:00"]}, {"1": ["20:00", "21:00"]}],
            {0: [(540, 840), (1200, 1260)]},
        ),
        ([{"1": ["08:00", "20:00"]}, {"1": ["10:00", "11:00"]}], {0: [(480, 1200)]}),
        # a night shift goes on in the next day, also from Sunday to Monday
        ([{"5": ["22:00", "06:00"]}], {4: [(1320, 1440)], 5: [(0, 360)]}),
        ([{"7": ["22:00", "06:00"]}], {6: [(1320, 1440)], 0: [(0, 360)]}),
        # to midnight in either way, and all day
        ([{"2": ["20:00", "24:00"]}, {"3": ["20:00", "00:00"]}], {1: [(1200, 1440)], 2: [(1200, 1440)]}),
        ([{"2": ["00:00", "24:00"]}], {1: [(0, 1440)]}),
        # what cannot be read is unknown
        ([{"1": ["nine", "17:00"]}, {"2": ["09:00"]}, {"3": None}, {"8": ["09:00", "10:00"]}], {}),
    ],
)  # fmt: skip
def test_the_week_of_all_channels_together(
    staffed: list[dict[str, list[str]]], expected: dict[int, list[tuple[int, int]]]
) -> None:
    assert staffed_week(staffed) == [expected.get(day, []) for day in range(7)]
