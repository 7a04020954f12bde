"""The published figures of complaints: pure functions on arrays, numpy only (docs/method).

scorecard_figures(cases, as_of, window)     every figure of one brand
league(cases, as_of, window, slugs)         one league table of many brands
resolution_panel, answer_panel(snapshot, window)   the figures of many brands as arrays
"""

from .cases import NEVER, Cases, instant, snapshot
from .figures import to_json
from .league import League, league, marginal_ranks
from .panel import answer_panels, resolution_panels
from .scorecard import Figures, scorecard_figures

__all__ = [
    "NEVER",
    "Cases",
    "Figures",
    "League",
    "answer_panels",
    "instant",
    "league",
    "marginal_ranks",
    "resolution_panels",
    "scorecard_figures",
    "snapshot",
    "to_json",
]
