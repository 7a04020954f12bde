"""Independent ways to the same figures: exact fractions, and derivatives of the textbook formula.

The textbook form groups ties and multiplies conditional probabilities; the code under test knows neither.
Rows are (seconds, kind, moment).
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

OPEN = 7
Row = tuple[int, int, int]


def incidence(rows: Sequence[Row], weights: Sequence[Any], gain: Callable[[int, int], Any]) -> Any:
    """Return the sum of gain(kind, moment) dF by Aalen and Johansen's product-integral, cases weighted.

    Weights are all of one type, Fraction or complex, and so is the result.
    """
    zero = weights[0] * 0
    surviving, total = zero + 1, zero
    for time in sorted({row[0] for row in rows}):
        tied = [(row, w) for row, w in zip(rows, weights, strict=True) if row[0] == time and row[1] != OPEN]
        at_risk = sum((w for row, w in zip(rows, weights, strict=True) if row[0] >= time), zero)
        total += sum((surviving * w / at_risk * gain(row[1], row[2]) for row, w in tied), zero)
        surviving *= 1 - sum((w for _, w in tied), zero) / at_risk
    return total


def variance(rows: Sequence[Row], gain: Callable[[int, int], complex], step: float = 1e-30) -> float:
    """Return the infinitesimal jackknife: squares of the derivatives by each case's weight (complex step)."""
    total = 0.0
    for i in range(len(rows)):
        weights = [complex(1, step if j == i else 0) for j in range(len(rows))]
        total += (incidence(rows, weights, gain).imag / step) ** 2
    return total


def median(rows: Sequence[Row], kinds: range, level: Fraction) -> int | None:
    """Return the first moment at which the exact incidence of the kinds reaches a level, in seconds."""
    moments = sorted({row[2] for row in rows if row[1] in kinds})
    ones = [Fraction(1)] * len(rows)
    for moment in moments:
        reached = incidence(rows, ones, lambda kind, m, by=moment: Fraction(kind in kinds and m <= by))
        if reached >= level:
            return moment
    return None
