"""The resolution curve: how likely, and how soon."""

from collections.abc import Iterator, Sequence
from typing import TypedDict

from .svg import described, element, label, per_cent, share_words, short

HEIGHT = 340  # of the plot, in pixels; the axis and the cases still followed stand below
FULL_HEIGHT = 414
DAYS = 90
MARKED = (7, 30, 90)
AXIS = (0, 7, 30, 60, 90)
SHORT_CURVE = 60  # days: a curve that ends here or before leaves room for its name
LONG_NAME = 18  # letters: a longer name would run into the figures on a phone
WORTH_A_WORD = 0.03  # of best case beyond headline


class CurveValues(TypedDict):
    """The values on days 0, 1, ... as published under "curve"; all of one length. Other keys are ignored."""

    share: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    best: Sequence[float]
    followed: Sequence[int]


def resolution_curve(
    curve: CurveValues,
    *,
    name: str,
    reference: Sequence[float] = (),
    reference_name: str = "",
    ident: str = "curve",
) -> str:
    """Return the curve of a brand with its interval, best case and the cases still followed.

    reference is the share of a whole sector on the same days. Raises ValueError for an empty curve.
    """
    if not len(curve["share"]):
        raise ValueError("An empty curve has nothing to draw; say why instead.")
    attributes, named = described(
        ident,
        f"Share of complaints about {name} resolved, by days since publication",
        _description(curve, reference, reference_name),
    )
    return element(
        "svg",
        *named,
        *_grid(),
        _lines(curve, reference),
        element("line", class_="base", x1=0, x2="100%", y1=HEIGHT, y2=HEIGHT),
        *_marks(curve),
        *_names(curve, name, reference, reference_name),
        *_axis(curve["followed"]),
        class_="plot plot--axes",
        width="100%",
        height=FULL_HEIGHT,
        **attributes,
    )


def _description(curve: CurveValues, reference: Sequence[float], reference_name: str) -> str:
    share, best, last = curve["share"], curve["best"], len(curve["share"]) - 1
    shown = [day for day in MARKED if day <= last] or [last]
    reached = ", ".join(f"{share_words(share[day])} at day {day}" for day in shown)
    words = [f"The line reaches {reached}. The band is the 95 % interval."]
    day = shown[-1]
    words.append(f"The brackets reach the best case, {share_words(best[day])} at day {day}.")
    if len(reference) > day:
        words.append(f"A grey line, {reference_name}, reaches {share_words(reference[day])} at day {day}.")
    if last < DAYS:
        words.append(f"Behind day {last} there is not enough follow-up.")
    return " ".join([*words, "The table below has the same figures."])


def _grid() -> Iterator[str]:
    for percent in (25, 50, 75, 100):
        y = _y(percent / 100)
        yield element("line", class_="grid", x1=0, x2="100%", y1=y, y2=y)
        words = "100 %" if percent == 100 else str(percent)
        yield label(words, x=-10, y=y + 4, text_anchor="end")


def _lines(curve: CurveValues, reference: Sequence[float]) -> str:
    forth = _steps(curve["high"])
    back = _steps_back(curve["low"])
    paths = [element("path", class_="band", d=f"M0 {forth}{back}Z")]
    if len(reference):
        paths.append(element("path", class_="rest", d=f"M0 {_steps(reference[: DAYS + 1])}"))
    paths.append(element("path", class_="est", d=f"M0 {_steps(curve['share'])}"))
    return element(
        "svg",
        *paths,
        width="100%",
        height=HEIGHT,
        viewBox=f"0 0 {DAYS} 1000",
        preserveAspectRatio="none",
    )


def _steps(values: Sequence[float]) -> str:
    """Return a step line from day 0: flat during a day, and up on the day that has the new value."""
    path = [_thousandth(values[0])]
    for day, value in enumerate(values[1:], start=1):
        path.append(f"H{day}")
        if _thousandth(value) != _thousandth(values[day - 1]):
            path.append(f"V{_thousandth(value)}")
    return "".join(path)


def _steps_back(values: Sequence[float]) -> str:
    """Return the way back under a step line, from its last day to day 0."""
    path = [f"V{_thousandth(values[-1])}"]
    for day in range(len(values) - 1, 0, -1):
        path.append(f"V{_thousandth(values[day])}H{day}V{_thousandth(values[day - 1])}")
    return "".join([*path, "H0"])


def _marks(curve: CurveValues) -> Iterator[str]:
    """Yield for each marked day its dot, the bracket up to the best case, and the figure."""
    share, best = curve["share"], curve["best"]
    days = [day for day in MARKED if day < len(share)]
    for day in days:
        x, y, top = _x(day), _y(share[day]), _y(best[day])
        yield element("line", class_="mark", x1=x, x2=x, y1=y, y2=HEIGHT)
        yield element("line", class_="bound", x1=x, x2=x, y1=y, y2=top)
        yield element(
            "rect", class_="bound--cap", x=x, y=top, width=12, height=1.5, transform="translate(-6 0)"
        )
        yield element("circle", class_="dot", cx=x, cy=y, r=5.5)
    for day in days:
        yield _figure(day, share[day], best[day])
    if days and best[days[-1]] - share[days[-1]] >= WORTH_A_WORD:
        day = days[-1]
        yield label(
            f"best case {share_words(best[day])}",
            class_="say",
            x=_x(day),
            dx=-10,
            y=max(_y(best[day]) - 8, 14.0),
            text_anchor="end",
        )


def _figure(day: int, share: float, best: float) -> str:
    """Return the figure of a marked day: below its dot, or above the bracket where the axis is too near."""
    y = _y(share) + 26
    if y > HEIGHT - 6:
        y = _y(best) - 12
    where = {"dx": -2, "text_anchor": "end"} if day == DAYS else {"dx": 8}
    return label(share_words(share), class_="val", x=_x(day), y=y, **where)


def _names(curve: CurveValues, name: str, reference: Sequence[float], reference_name: str) -> Iterator[str]:
    """Yield the names at their lines: the higher line is named above, the lower one below."""
    share, last = curve["share"], len(curve["share"]) - 1
    day = round(last * 5 / 9)
    is_above = len(reference) > day and share[day] > reference[day]
    words = name if len(name) <= LONG_NAME else "this brand"
    if last > SHORT_CURVE:
        yield label(words, class_="say say--accent", x=_x(day + 2), y=_beside(share[day], is_above))
    else:  # behind the end of a short curve there is room
        yield label(words, class_="say say--accent", x=_x(last), dx=8, y=_y(share[last]) + 4)
    if len(reference) > day and reference_name:
        side = "start" if is_above else "end"
        y = _beside(reference[day], not is_above)
        yield label(reference_name, class_="say", x=_x(day), y=y, text_anchor=side)
    if last < DAYS:
        side = "end" if last > SHORT_CURVE else "start"
        yield label(f"followed to day {last}", class_="say", x=_x(last), y=18, text_anchor=side)


def _beside(share: float, is_above: bool) -> float:
    """Return the height of words above or below a line, on the other side where the plot ends."""
    above, below = _y(share) - 13, _y(share) + 34
    if is_above:
        return above if above >= 14 else below
    return below if below <= HEIGHT - 8 else above


def _axis(followed: Sequence[int]) -> Iterator[str]:
    for day in AXIS:
        yield label(f"day {day}" if day == 0 else str(day), y=HEIGHT + 20, **_at(day))
    yield label("cases still followed", x=0, y=HEIGHT + 44)
    for day in AXIS:
        if day < len(followed):
            yield label(f"{followed[day]:,}", y=HEIGHT + 62, **_at(day))


def _at(day: int) -> dict[str, str]:
    anchor = {0: "start", DAYS: "end"}.get(day, "middle")
    where = {"x": _x(day), "text_anchor": anchor}
    # On a phone the 7 would touch the 0.
    return where | {"class_": "wide-only"} if day == MARKED[0] else where


def _x(day: float) -> str:
    return per_cent(100 * day / DAYS)


def _y(share: float) -> float:
    return round(HEIGHT * (1 - share), 1)


def _thousandth(share: float) -> str:
    return short(float(round(1000 * (1 - share))))
