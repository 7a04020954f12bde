"""The week of a company: in which hours it replies, and when its channels are staffed."""

from collections.abc import Iterator, Sequence

from .svg import described, element, label, per_cent

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOURS = 24
DAY_MINUTES = HOURS * 60
TALLEST = 26  # of a bar, in pixels
SHORTEST = 2  # a single reply is seen
PITCH = 40  # from one day to the next
STAFFED = 4  # height of the line below the hours that are staffed
AXIS = (0, 6, 12, 18, 24)

Span = tuple[int, int]


def reply_week(
    counts: Sequence[Sequence[int]],
    staffed: Sequence[Sequence[Span]] = (),
    *,
    name: str,
    zone: str,
    ident: str = "week",
) -> str:
    """Return a row of bars per day, one bar per hour, all on one scale; a line below marks what is staffed.

    counts has 7 days, Monday first, of 24 hours; staffed, if any, spans from minute to minute of each day. Raises
    ValueError where there is no reply at all.
    """
    total, peak = sum(map(sum, counts)), max(map(max, counts))
    if not total:
        raise ValueError("A week without a reply has nothing to draw; say so instead.")
    attributes, named = described(
        ident,
        f"Hours of the week in which {name} replied ({zone})",
        _description(counts, total, peak, staffed),
    )
    return element(
        "svg",
        *named,
        *_grid(),
        *(part for day, hours in enumerate(counts) for part in _day(day, hours, peak)),
        *(part for day, spans in enumerate(staffed) for part in _staffed(day, spans)),
        *_axis(),
        class_="plot plot--axes week",
        width="100%",
        height=PITCH * len(DAYS) + 22,
        **attributes,
    )


def _day(day: int, hours: Sequence[int], peak: int) -> Iterator[str]:
    base = _base(day)
    yield element("line", class_="grid", x1=0, x2="100%", y1=base, y2=base)
    yield label(DAYS[day][:3], x=-10, y=base, text_anchor="end")
    for hour, count in enumerate(hours):
        if count:
            height = max(round(TALLEST * count / peak, 1), SHORTEST)
            yield element(
                "rect",
                class_="week-bar",
                x=per_cent(100 * (hour + 0.1) / HOURS),
                y=float(base - height),
                width=per_cent(80 / HOURS),
                height=height,
            )


def _staffed(day: int, spans: Sequence[Span]) -> Iterator[str]:
    for opens, closes in spans:
        yield element(
            "rect",
            class_="week-staffed",
            x=per_cent(100 * opens / DAY_MINUTES),
            y=_base(day) + 3,
            width=per_cent(100 * (closes - opens) / DAY_MINUTES),
            height=STAFFED,
        )


def _grid() -> Iterator[str]:
    for hour in AXIS:
        x = per_cent(100 * hour / HOURS)
        yield element("line", class_="grid", x1=x, x2=x, y1=0, y2=PITCH * len(DAYS))


def _axis() -> Iterator[str]:
    for hour in AXIS:
        anchor = {0: "start", HOURS: "end"}.get(hour, "middle")
        x = per_cent(100 * hour / HOURS)
        yield label(f"{hour}:00", x=x, y=PITCH * len(DAYS) + 18, text_anchor=anchor)


def _base(day: int) -> int:
    return PITCH * day + TALLEST + 4


def _description(
    counts: Sequence[Sequence[int]], total: int, peak: int, staffed: Sequence[Sequence[Span]]
) -> str:
    day, hour = next(
        (d, h) for d, hours in enumerate(counts) for h, count in enumerate(hours) if count == peak
    )
    by_day = ", ".join(f"{name} {sum(hours):,}" for name, hours in zip(DAYS, counts, strict=True))
    words = [
        f"{total:,} {'reply' if total == 1 else 'replies'}: {by_day}.",
        f"The tallest bar, {DAYS[day]} from {hour}:00 to {hour + 1}:00, stands for {peak:,}.",
    ]
    if any(staffed):
        words.append("Lines below the bars mark the hours in which its channels are staffed.")
    return " ".join([*words, "The table below has the same figures."])
