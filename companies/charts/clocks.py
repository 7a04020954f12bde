"""The two clocks of a case on one ruler, to scale: since the first attempt and since publication."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from .svg import described, element, label, per_cent

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
EDGE = 0.6  # per cent: a mark at the end of the ruler stays on it


class MarkKind(StrEnum):
    """What a company did; only answers and offers are rings."""

    DEFLECTION = "deflection"
    ANSWER = "answer"
    FIX = "fix"


@dataclass(frozen=True, slots=True)
class Mark:
    """One reply or offer of the company."""

    at: datetime
    kind: MarkKind


@dataclass(frozen=True, slots=True)
class Ruler:
    """Time from the first attempt to now or to the end, as per cent and as days."""

    start: datetime
    end: datetime

    def x(self, at: datetime) -> float:
        """Return a position from 0 to 100."""
        span = max((self.end - self.start).total_seconds(), 1.0)
        return min(max(100 * (at - self.start).total_seconds() / span, 0.0), 100.0)

    def pin(self, at: datetime) -> float:
        """Return the position of a mark."""
        return min(max(self.x(at), EDGE), 100 - EDGE)

    def day(self, at: datetime) -> int:
        """Return the days since the first attempt."""
        return max(0, (at - self.start) // timedelta(days=1))


def case_clocks(
    *,
    attempts: Sequence[date | datetime],
    published: datetime,
    marks: Sequence[Mark],
    until: datetime,
    ending: str | None = None,
    tries: int | None = None,
    ident: str = "clocks",
) -> str:
    """Return both spans with rings for attempts, squares for deflections, green rings for answers.

    Times are aware and in the zone of the reader; an attempt may be a mere date. until is now, or the end of
    the case with its ending in a word ("resolved"). tries is how many attempts these are, where one stands for several.
    """
    tried = sorted(min(_instant(attempt, published), published) for attempt in attempts)
    ruler = Ruler(tried[0] if tried else published, until)
    seen = sorted((mark for mark in marks if mark.at <= until), key=lambda mark: mark.at)
    words = _mark_words(ruler, seen)
    height = 132 + 16 * len(words)
    description = _description(ruler, tried, published, seen, ending)
    attributes, named = described(ident, "Both clocks on one ruler of days", description)
    return element(
        "svg",
        *named,
        *_spans(ruler, published),
        *_attempts(ruler, tried, published, tries or len(tried)),
        *(shape for mark in seen for shape in _shapes(ruler, mark)),
        *(label(said, y=118 + 16 * line, **where) for line, (said, where) in enumerate(words)),
        *_dates(ruler, published, ending, height - 6),
        class_="plot plot--clocks",
        width="100%",
        height=height,
        **attributes,
    )


def _instant(attempt: date | datetime, published: datetime) -> datetime:
    """Return an attempt as an instant: a mere date is its morning where the reader is."""
    if isinstance(attempt, datetime):
        return attempt
    return datetime.combine(attempt, time(), published.tzinfo)


def _spans(ruler: Ruler, published: datetime) -> Iterator[str]:
    public = ruler.x(published)
    yield element("rect", class_="spent", x=0, y=34, width="100%", height=8)
    yield element("rect", class_="run", x=per_cent(public), y=84, width=per_cent(100 - public), height=8)
    yield element("line", class_="tick", x1=per_cent(public), x2=per_cent(public), y1=26, y2=98)
    yield label("public", class_="say", x=per_cent(public), y=14, text_anchor=_anchor(public))


def _attempts(ruler: Ruler, tried: Sequence[datetime], published: datetime, tries: int) -> Iterator[str]:
    if not tried:
        return
    count = NUMBERS[tries] if tries < len(NUMBERS) else f"{tries:,}"
    words = f"{count} {'attempt' if tries == 1 else 'attempts'}"
    public = ruler.x(published)
    # Above the bar, or between the bars where "public" stands above it.
    where = {"x": per_cent(0), "y": "14"} if public >= 35 else {"x": per_cent(public), "dx": "8", "y": "64"}
    yield label(words, class_="say", **where)
    for at in tried:
        yield element("circle", class_="pin", cx=per_cent(ruler.pin(at)), cy=38, r=6)


def _shapes(ruler: Ruler, mark: Mark) -> Iterator[str]:
    x = per_cent(ruler.pin(mark.at))
    if mark.kind == MarkKind.DEFLECTION:
        yield element("rect", class_="pin--full", x=x, y=81, width=14, height=14, transform="translate(-7 0)")
        return
    yield element("circle", class_="pin--hollow", cx=x, cy=88, r=7)
    if mark.kind == MarkKind.FIX:
        yield element("circle", class_="pin--accent", cx=x, cy=88, r=2.5)


def _mark_words(ruler: Ruler, marks: Sequence[Mark]) -> list[tuple[str, dict[str, str]]]:
    """Return a line of words under the first deflection and one under the first answer or offer."""
    deflections = [mark for mark in marks if mark.kind == MarkKind.DEFLECTION]
    answers = [mark for mark in marks if mark.kind != MarkKind.DEFLECTION]
    kinds = {mark.kind for mark in answers}
    lines = []
    if deflections:
        lines.append(("deflected", "say", deflections[0]))
    if answers:
        said = ", ".join(kind for kind in (MarkKind.ANSWER, MarkKind.FIX) if kind in kinds)
        lines.append((said, "say say--accent", answers[0]))
    return [(said, {"class_": name, **_near(ruler.pin(mark.at))}) for said, name, mark in lines]


def _near(x: float) -> dict[str, str]:
    side, shift = ("start", -7) if x < 75 else ("end", 7)
    return {"x": per_cent(x), "dx": str(shift), "text_anchor": side}


def _dates(ruler: Ruler, published: datetime, ending: str | None, y: int) -> Iterator[str]:
    public = ruler.x(published)
    if public >= 25:
        yield label(_day_words(ruler.start), x=0, y=y)
    if public <= 65:
        anchor = "middle" if public >= 25 else "start"
        yield label(_day_words(published), x=per_cent(public), y=y, text_anchor=anchor)
    last = f"{ending or 'today'}, {_day_words(ruler.end)}"
    yield label(last, x="100%", y=y, text_anchor="end")


def _day_words(at: datetime) -> str:
    return f"{at.day} {MONTHS[at.month - 1]}"


def _anchor(x: float) -> str:
    if x < 12:
        return "start"
    return "end" if x > 88 else "middle"


def _description(
    ruler: Ruler,
    tried: Sequence[datetime],
    published: datetime,
    marks: Sequence[Mark],
    ending: str | None,
) -> str:
    days = {kind: _days([ruler.day(mark.at) for mark in marks if mark.kind == kind]) for kind in MarkKind}
    sentences = [
        f"Attempts on {_days([ruler.day(at) for at in tried])}." if tried else "No attempt before.",
        f"Published on day {ruler.day(published)}.",
    ]
    if days[MarkKind.DEFLECTION]:
        sentences.append(f"Deflections on {days[MarkKind.DEFLECTION]} did not stop the clock.")
    if days[MarkKind.ANSWER]:
        sentences.append(f"Answers on {days[MarkKind.ANSWER]}.")
    if days[MarkKind.FIX]:
        sentences.append(f"Fix offered on {days[MarkKind.FIX]}.")
    last = ruler.day(ruler.end)
    running = f"Today is day {last}, both clocks run."
    sentences.append(f"Ended on day {last}: {ending}." if ending else running)
    return " ".join(sentences)


def _days(days: Sequence[int]) -> str:
    if not days:
        return ""
    *some, last = map(str, dict.fromkeys(days))
    return f"days {', '.join(some)} and {last}" if some else f"day {last}"
