"""Small bars of intervals: ranks of a league table, shares of a table."""

from .svg import element, label, per_cent

RANK_GRID = "rank-grid"


def rank_bar(low: int, high: int, place: int, of: int, *, grid: bool = True) -> str:
    """Return the bar of all ranks that the data allow; the dot is only the place in the list.

    The grid is drawn once per page: put rank_grid(of) into its sprite, or pass grid=False.
    """
    width = 100 / of
    return element(
        "svg",
        *([element("use", href=f"#{RANK_GRID}", y=-14, width="100%", height=44)] if grid else []),
        element(
            "rect",
            class_="rank-span",
            x=per_cent((low - 1) * width),
            y=3,
            width=per_cent((high - low + 1) * width),
            height=10,
        ),
        element("circle", class_="rank-dot", cx=per_cent((place - 0.5) * width), cy=8, r=3.5),
        class_="plot rank-bar",
        width="100%",
        height=16,
        aria_hidden="true",
    )


def rank_grid(of: int) -> str:
    """Return the symbol with the lines between the ranks, for the sprite of the page."""
    lines = "".join(f"M{rank} 0V1" for rank in range(of + 1))
    return element(
        "symbol",
        element("path", class_="g-grid", d=lines),
        id=RANK_GRID,
        viewBox=f"0 0 {of} 1",
        preserveAspectRatio="none",
    )


def rank_axis(of: int) -> str:
    """Return the numbers above the bars: the first rank, the last, and round ones between."""
    return element(
        "svg",
        *(
            label(str(rank), x=per_cent((rank - 0.5) * 100 / of), y=12, text_anchor="middle")
            for rank in _ticks(of)
        ),
        class_="plot rank-axis",
        width="100%",
        height=14,
        aria_hidden="true",
    )


def _ticks(of: int) -> list[int]:
    step = next((step for step in (5, 10, 20, 50, 100) if of <= 5 * step), 500)
    return [1, *(rank for rank in range(step, of, step) if of - rank > step / 3), *([of] if of > 1 else [])]


def share_bar(value: float, low: float, high: float, *, is_reference: bool = False) -> str:
    """Return a share with its interval on a line from 0 to 100 %."""
    whisker, dot = ("whisker--rest", "dot--rest") if is_reference else ("whisker", "dot--cell")
    return element(
        "svg",
        element("line", class_="grid", x1=0, x2="100%", y1=7, y2=7),
        element("line", class_=whisker, x1=per_cent(100 * low), x2=per_cent(100 * high), y1=7, y2=7),
        element("circle", class_=dot, cx=per_cent(100 * value), cy=7, r=3.5),
        class_="plot",
        width="100%",
        height=14,
        aria_hidden="true",
    )
