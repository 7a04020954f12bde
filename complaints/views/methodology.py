"""The method in plain words and in formulas, rendered from the constants and rules that the code runs."""

from datetime import datetime, timedelta

import numpy as np
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from companies.enums import Tier
from companies.figures import SILENT_AFTER, SILENT_FROM
from companies.statistics import constants
from companies.statistics.cases import EPOCH, NEVER, Cases, instant
from companies.statistics.scorecard import scorecard_figures
from complaints.enums import Action, Actor
from complaints.rules import clocks, lifecycle
from complaints.rules.lifecycle import MOVES, Move, To
from complaints.rules.reply_patterns import FAMILIES

# The counter-example: (share resolved, days until then) of 100 complaints filed a year before the date.
EXAMPLES = (("Quick with a few", 0.40, 2), ("Slow but thorough", 0.95, 50), ("Silent", 0.0, 0))
EXAMPLE_CASES = 100
EXAMPLE_AT = EPOCH + timedelta(days=400)


@require_safe
def methodology(request: HttpRequest) -> HttpResponse:
    """What is counted, how, and what it cannot say."""
    return render(
        request,
        "complaints/methodology.html",
        {
            "version": constants.METHOD_VERSION,
            "constants": constants.TABLE,
            "moves": [_row(move) for move in MOVES],
            "question_days": clocks.QUESTION_DAYS_AFTER_PUBLICATION,
            "offer_days": clocks.QUESTION_DAYS_AFTER_PROMISE,
            "lapse_days": lifecycle.LAPSE_AFTER_DAYS,
            "reopen_days": lifecycle.REOPEN_WITHIN_DAYS,
            "latest_offer_days": clocks.LATEST_OFFER_DAYS,
            "families": FAMILIES,
            "tiers": list(Tier),
            "floor": {
                "cases": constants.RANK_FROM,
                "known": constants.RANK_KNOWN,
                "known_day": constants.RANK_KNOWN_DAY,
                "filed": constants.RANK_FILED,
                "tau": constants.TAU,
                "shown": constants.SHOW_FROM,
            },
            "silent": {"cases": SILENT_FROM, "days": SILENT_AFTER.days},
            "examples": [_example(*example) for example in EXAMPLES],
            "example_cases": EXAMPLE_CASES,
        },
    )


def _row(move: Move) -> dict[str, str]:
    """One line of the table of moves in words."""
    sources = ", ".join(sorted(status.label.lower() for status in move.sources))
    to = move.to.value if isinstance(move.to, To) else move.to.label.lower()
    everyone = move.actors == frozenset(Actor)
    return {
        "from": sources,
        "action": Action(move.action).label,
        "who": "anyone entitled"
        if everyone
        else ", ".join(sorted(actor.label.lower() for actor in move.actors)),
        "to": f"{to}: {move.outcome.label.lower()}" if move.outcome and to == "closed" else to,
        "words": move.words,
    }


def _example(name: str, share: float, days: int) -> dict[str, object]:
    """What the average of closed cases and our figure make of the same complaints."""
    resolved = round(share * EXAMPLE_CASES)
    opened = np.full(EXAMPLE_CASES, instant(EXAMPLE_AT - timedelta(days=365) + timedelta(hours=1)), np.int64)
    ended = np.full(EXAMPLE_CASES, NEVER, np.int64)
    ended[:resolved] = opened[:resolved] + days * constants.DAY * 1_000_000
    kind = np.where(ended == NEVER, int(constants.Ending.OPEN), int(constants.Ending.RESOLVED)).astype(
        np.int64
    )
    cases = Cases.of_one_brand(
        opened_at=opened,
        ended_at=ended,
        ending=kind,
        counted_at=ended,
        answered_at=np.full_like(opened, NEVER),
    )
    mean = scorecard_figures(cases, datetime.fromisoformat(EXAMPLE_AT.isoformat()), None).mean.headline
    return {
        "name": name,
        "resolved": resolved,
        "naive": days if resolved else None,
        "ours": mean.days if mean else None,
    }
