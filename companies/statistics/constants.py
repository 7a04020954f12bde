"""The constants of the method. The methodology page renders TABLE, so what is published is what runs.

Any change of a rule or of a constant raises METHOD_VERSION.
"""

from dataclasses import dataclass
from enum import IntEnum

METHOD_VERSION = "1.0"

CONFIDENCE = 0.95
Z = 1.959963984540054  # 97.5 % point of the standard normal distribution
Z_UNUSUAL = 3.090232306167813  # 99.9 % point: limits of 99.8 %

DAY = 86_400  # seconds
HORIZONS = (7, 30, 90)  # days
ANSWER_HORIZONS = (1, 3, 10)  # days
TAU = 90  # days
TAU_SHORT = 30  # days
CURVE_DAYS = 90

SHORT_WINDOW = 90  # days
LEAGUE_WINDOW = 365  # days
WINDOWS: tuple[int | None, ...] = (SHORT_WINDOW, LEAGUE_WINDOW, None)  # None: all time

HALF_TOLERANCE = 1e-9
ZERO_TOLERANCE = 1e-12
CONSISTENCY = (0.1, 0.9)

SHOW_FROM = 10
SHOW_FROM_FILED = 10

RANK_FROM = 30
RANK_KNOWN = 20
RANK_KNOWN_DAY = 30
RANK_FILED = 10
RANK_BRANDS = 2

SEED = 20240611
DRAWS = 9_999
DRAWS_OF_MANY = 1_999
MANY_BRANDS = 100  # more brands than this are ranked with DRAWS_OF_MANY

FUNNEL_FROM = 10
FUNNEL_DAY = 30


class Ending(IntEnum):
    """Kinds of the resolution list. At equal seconds events come before OPEN, so it is the largest."""

    RESOLVED = 0
    PARTLY = 1
    UNCONFIRMED = 2
    WITHDRAWN = 3
    GAVE_UP = 4
    OPEN = 7


class Answering(IntEnum):
    """Kinds of the answer list."""

    ANSWERED = 0
    ENDED = 1
    OPEN = 7


# A reading counts the kinds below its limit; every other ending competes.
HEADLINE = 1  # resolved: the worst case for the brand
BEST_CASE = 3  # resolved, partly, unconfirmed


def tau_of(window: int | None) -> int:
    """Return the days over which the restricted mean of a window (in days) is taken."""
    return TAU_SHORT if window is not None and window <= SHORT_WINDOW else TAU


@dataclass(frozen=True, slots=True)
class Constant:
    """One line of the published table."""

    name: str
    value: str
    meaning: str


def _days(days: tuple[int, ...]) -> str:
    return ", ".join(map(str, days)) + " days"


TABLE = (
    Constant("Method version", METHOD_VERSION, "Raised by every change of a rule or of a constant"),
    Constant("Z", repr(Z), "Width of every interval: 95 % in the long run cover the true value"),
    Constant("Horizons", _days(HORIZONS), "Days after publication at which the share resolved is published"),
    Constant("Answer horizons", _days(ANSWER_HORIZONS), "The same for the first answer"),
    Constant(
        "Tau",
        f"{TAU} days ({TAU_SHORT} in the {SHORT_WINDOW}-day window)",
        "The restricted mean counts the unresolved days of a complaint up to here",
    ),
    Constant(
        "Windows",
        f"{SHORT_WINDOW} days, {LEAGUE_WINDOW} days, all time",
        f"Which complaints count, by the day of filing; the league table uses {LEAGUE_WINDOW} days",
    ),
    Constant("Tolerance of one half", repr(HALF_TOLERANCE), "This close below one half is one half"),
    Constant(
        "Consistency",
        " to ".join(f"{100 * level:.0f} %" for level in CONSISTENCY),
        "Shares of cases answered between which the middle four fifths lie",
    ),
    Constant("Shown from", f"{SHOW_FROM} cases", "Below, counts are given in words and no share"),
    Constant(
        "Shown at day d from",
        f"{SHOW_FROM_FILED} cases",
        "So many must have been filed d days or longer before the date of the figures",
    ),
    Constant("Ranked from", f"{RANK_FROM} cases", "Cases in the window that may be ranked"),
    Constant(
        "of known fate",
        f"{RANK_KNOWN} cases",
        f"Of these so many must be of known fate at day {RANK_KNOWN_DAY}",
    ),
    Constant("of full age", f"{RANK_FILED} cases", "Of these so many must have been filed tau or longer ago"),
    Constant("Seed", str(SEED), "Start of the random numbers behind the rank intervals"),
    Constant(
        "Draws",
        f"{DRAWS:,} ({DRAWS_OF_MANY:,} for more than {MANY_BRANDS} brands)",
        "Simulated tables from which the rank intervals are read",
    ),
    Constant("Funnel from", f"{FUNNEL_FROM} brands", f"The funnel compares the shares at day {FUNNEL_DAY}"),
    Constant("Unusual", repr(Z_UNUSUAL), "Outside the 99.8 % limits of the funnel; nothing stronger is said"),
)


@dataclass(frozen=True, slots=True)
class Change:
    """A version of the method and what it changed."""

    version: str
    words: str


CHANGES = (Change("1.0", "The first version."),)  # newest first
assert CHANGES[0].version == METHOD_VERSION  # a version without its words must stop the start
