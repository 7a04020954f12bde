"""When is somebody there? Staffed hours of a company's channels, in its own time zone. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAY_MINUTES = 24 * 60
DAYS_AHEAD = 8  # a whole week and the rest of today


def next_staffed(
    staffed: Iterable[Mapping[str, Sequence[str]]], *, time_zone: str, now: datetime
) -> datetime | None:
    """The first moment from `now` on at which any channel is staffed, in UTC; `now` itself inside the hours.

    `staffed` holds one mapping per channel: ISO weekday ("1" Monday to "7" Sunday) to `["09:00", "17:30"]` on the
    wall clock of `time_zone`. Hours that end before they begin end on the next day. None where no hours are known;
    what cannot be read counts as unknown.
    """
    zone = zone_of(time_zone)
    today = now.astimezone(zone).date()
    found = [
        max(start, now)
        for hours in staffed
        for days in range(-1, DAYS_AHEAD)  # yesterday: a night shift may still be on
        if (span := _span(hours, today + timedelta(days=days), zone)) is not None
        for start, end in [span]
        if end > now
    ]
    return min(found, default=None)


def hours_in_words(staffed: Mapping[str, Sequence[str]]) -> list[str]:
    """Days with the same hours together: ["Monday to Friday 09:00 to 17:30", "Saturday 10:00 to 14:00"]."""
    runs: list[tuple[list[str], tuple[str, str]]] = []
    for number, name in enumerate(WEEKDAYS, start=1):
        try:
            opens, closes = staffed[str(number)]
            hours = (f"{_time(opens):%H:%M}", closes if closes == "24:00" else f"{_time(closes):%H:%M}")
        except (KeyError, TypeError, ValueError, AttributeError):
            continue
        if runs and runs[-1][1] == hours and runs[-1][0][-1] == WEEKDAYS[number - 2]:
            runs[-1][0].append(name)
        else:
            runs.append(([name], hours))
    return [
        f"{days[0] if len(days) == 1 else f'{days[0]} to {days[-1]}'} {opens} to {closes}"
        for days, (opens, closes) in runs
    ]


def staffed_week(staffed: Iterable[Mapping[str, Sequence[str]]]) -> list[list[tuple[int, int]]]:
    """When any of several channels is staffed: per day, Monday first, spans from minute to minute of that day.

    `staffed` as in `next_staffed`. Spans of one day do not touch; a night shift goes on in the next day.
    """
    found: list[list[tuple[int, int]]] = [[] for _ in WEEKDAYS]
    for hours in staffed:
        for day in range(len(WEEKDAYS)):
            try:
                opens, closes = (_minute(text) for text in hours[str(day + 1)])
            except (KeyError, TypeError, ValueError, AttributeError):
                continue
            if closes <= opens:
                closes += DAY_MINUTES
            found[day].append((opens, min(closes, DAY_MINUTES)))
            if closes > DAY_MINUTES:
                found[(day + 1) % len(WEEKDAYS)].append((0, closes - DAY_MINUTES))
    return [_joined(spans) for spans in found]


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for opens, closes in sorted(spans):
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(closes, joined[-1][1]))
        else:
            joined.append((opens, closes))
    return joined


def _minute(text: str) -> int:
    at = _time(text)
    return at.hour * 60 + at.minute


def _span(hours: Mapping[str, Sequence[str]], day: date, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """Both ends of the hours of `day`, in UTC; None without any."""
    try:
        opens, closes = (_time(text) for text in hours[str(day.isoweekday())])
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    last_day = day if closes > opens else day + timedelta(days=1)
    start = datetime.combine(day, opens, tzinfo=zone).astimezone(UTC)
    end = datetime.combine(last_day, closes, tzinfo=zone).astimezone(UTC)
    return start, end


def _time(text: str) -> time:
    return time.min if text == "24:00" else time.fromisoformat(text)


def zone_of(name: str) -> ZoneInfo:
    """The zone, or UTC for a name that this machine does not know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
