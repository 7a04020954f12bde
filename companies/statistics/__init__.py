"""The published figures of complaints: pure functions on arrays, numpy only (docs/method).

scorecard_figures(cases, as_of, window)     every figure of one brand
answer_figures(cases, as_of, window)        of these the ones about its answers
league(cases, as_of, window, slugs)         one league table of many brands
standings(cases, as_of, window)             the same columns for every brand, ranked or not
share_curve(cases, as_of, window)           the share resolved of all cases together
resolution_panel, answer_panel(snapshot, window)   the figures of many brands as arrays
"""

from .cases import NEVER, Cases, instant, snapshot
from .figures import to_json
from .league import League, Standing, league, marginal_ranks, standings
from .panel import answer_panels, resolution_panels
from .scorecard import AnswerFigures, Figures, answer_figures, scorecard_figures, share_curve

__all__ = [
    "NEVER",
    "AnswerFigures",
    "Cases",
    "Figures",
    "League",
    "Standing",
    "answer_figures",
    "answer_panels",
    "instant",
    "league",
    "marginal_ranks",
    "resolution_panels",
    "scorecard_figures",
    "share_curve",
    "snapshot",
    "standings",
    "to_json",
]
