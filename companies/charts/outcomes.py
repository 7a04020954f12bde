"""How complaints stand: one bar whose parts differ by pattern, not only by colour."""

from collections.abc import Iterator, Mapping

from .svg import described, element, per_cent

# Parts from left to right, with the outcomes that each adds up and the words of the title.
PARTS: dict[str, tuple[tuple[str, ...], str]] = {
    "resolved": (("resolved",), "resolved"),
    "partly": (("partly",), "partly"),
    "unconfirmed": (("unconfirmed",), "unconfirmed"),
    "ended": (("withdrawn", "gave_up"), "ended otherwise"),
    "open": (("open",), "open"),
}
HEIGHT = 44
SWATCH = 16


def outcomes_bar(counts: Mapping[str, int], *, ident: str = "outcomes") -> str:
    """Return the stacked bar of counts by outcome (the keys of published "outcomes"); nothing of nothing.

    The page's sprite needs hatch_pattern().
    """
    parts = {part: sum(counts.get(key, 0) for key in keys) for part, (keys, _) in PARTS.items()}
    total = sum(parts.values())
    if not total:
        return ""
    said = ", ".join(f"{parts[part]:,} {words}" for part, (_, words) in PARTS.items())
    attributes, named = described(
        ident, f"Outcomes of {total:,} {'complaint' if total == 1 else 'complaints'}: {said}"
    )
    return element(
        "svg",
        *named,
        *_stacked(parts, total),
        element("rect", class_="oc-outline", x=0, y=0, width="100%", height=HEIGHT),
        class_="plot outcomes",
        width="100%",
        height=HEIGHT,
        **attributes,
    )


def _stacked(parts: Mapping[str, int], total: int) -> Iterator[str]:
    before = 0
    for part, count in parts.items():
        if count:
            yield element(
                "rect",
                class_=f"oc-{part}",
                x=per_cent(100 * before / total),
                y=0,
                width=per_cent(100 * count / total),
                height=HEIGHT,
            )
        before += count


def outcome_swatch(part: str) -> str:
    """Return the square that stands for a part of the bar in its key."""
    squares = [element("rect", class_=f"oc-{part}", width=SWATCH, height=SWATCH)]
    if part == "open":  # the lightest one needs an edge
        squares.append(element("rect", class_="oc-line", x=0.75, y=0.75, width=14.5, height=14.5))
    return element("svg", *squares, viewBox=f"0 0 {SWATCH} {SWATCH}", aria_hidden="true")


def hatch_pattern() -> str:
    """Return the pattern of the unconfirmed, for the sprite of the page."""
    return element(
        "pattern",
        element("rect", class_="hatch-ground", width=6, height=6),
        element("rect", class_="hatch-stripe", width=2.5, height=6),
        id="hatch",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
