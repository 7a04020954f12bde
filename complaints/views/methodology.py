"""The method in plain words and in formulas, rendered from the constants and rules that the code runs."""

from dataclasses import dataclass
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
from complaints.enums import DEAD_ENDS, REACHED_A_PERSON, Action, Actor, CameOf, Status
from complaints.rules import clocks, eligibility, lifecycle, near_copies, reply_measured
from complaints.rules.lifecycle import MOVES, Move, To
from complaints.rules.replies import VERSION as REPLY_RULES
from complaints.rules.reply_patterns import FAMILIES, LANGUAGES, PATTERNS, SIDE_TITLES, Family, Side

# Targets that depend on the history, where the table's own words name another row of it.
TARGETS = {
    To.BACK_IF_ANSWERED: f"where it stood at answered: {To.BACK.value}; otherwise unchanged",
}

# The counter-example: (share resolved, days until then) of 100 complaints filed a year before the date.
EXAMPLES = (("Quick with a few", 0.40, 2), ("Slow but thorough", 0.95, 50), ("Silent", 0.0, 0))
EXAMPLE_CASES = 100
EXAMPLE_AT = EPOCH + timedelta(days=400)


@require_safe
def methodology(request: HttpRequest) -> HttpResponse:
    """What is counted, how, and what it cannot say."""
    examples = [_example(*example) for example in EXAMPLES]
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
            "reply_families": [_group(side) for side in SIDE_TITLES],
            "reply_rules": REPLY_RULES,
            "measured": {
                "replies": reply_measured.REPLIES,
                "rows": [("Label", reply_measured.KINDS), ("Tone", reply_measured.TONES)],
            },
            "copies": {
                "threshold": near_copies.THRESHOLD,
                "shortest": near_copies.SHORTEST,
                "from": near_copies.FROM_COPY,
                "days": near_copies.WITHIN.days,
                "most": near_copies.MOST_COMPARED,
            },
            "tiers": list(Tier),
            "ranked_tier": Tier.DOCUMENT,
            "horizons": constants.HORIZONS,
            "answer_horizons": constants.ANSWER_HORIZONS,
            "confidence": round(100 * constants.CONFIDENCE),
            "unusual": constants.Z_UNUSUAL,
            "z": constants.Z,
            "tau_short": constants.TAU_SHORT,
            "short_window": constants.SHORT_WINDOW,
            "league_window": constants.LEAGUE_WINDOW,
            "draws": constants.DRAWS,
            "funnel": {"brands": constants.FUNNEL_FROM, "day": constants.FUNNEL_DAY},
            "changes": constants.CHANGES,
            "reached": [came_of.label for came_of in CameOf if came_of in REACHED_A_PERSON],
            "dead_ends": [came_of.label for came_of in CameOf if came_of in DEAD_ENDS],
            "limits": {
                "a_day": eligibility.LIMIT_PER_CUSTOMER_AND_DAY,
                "open": eligibility.LIMIT_OPEN_PER_CUSTOMER_AND_COMPANY,
            },
            "floor": {
                "cases": constants.RANK_FROM,
                "known": constants.RANK_KNOWN,
                "known_day": constants.RANK_KNOWN_DAY,
                "filed": constants.RANK_FILED,
                "tau": constants.TAU,
                "shown": constants.SHOW_FROM,
                "shown_filed": constants.SHOW_FROM_FILED,
            },
            "silent": {"cases": SILENT_FROM, "days": SILENT_AFTER.days},
            "examples": examples,
            "example_cases": EXAMPLE_CASES,
            "first_by_average": min((one for one in examples if one.naive is not None), key=_by_average),
            "first_here": min(examples, key=_by_ours),
            "last_here": max(examples, key=_by_ours),
        },
    )


@dataclass(frozen=True, slots=True)
class FamilyGroup:
    """Families of patterns on one side of a question."""

    title: str
    families: list[tuple[Family, list[tuple[str, str]]]]


def _group(side: Side) -> FamilyGroup:
    """The families of one side, each with an example of how the other languages say it."""
    return FamilyGroup(
        SIDE_TITLES[side], [(family, _examples_of(family)) for family in FAMILIES if family.side == side]
    )


def _examples_of(family: Family) -> list[tuple[str, str]]:
    first = {
        pattern.language: pattern.example for pattern in reversed(PATTERNS) if pattern.name == family.name
    }
    return [(name, first[name]) for name in LANGUAGES[1:] if name in first]


def _row(move: Move) -> dict[str, str]:
    """One line of the table of moves in words."""
    narrowed = ", ".join(sorted(outcome.label.lower() for outcome in move.outcomes))
    sources = ", ".join(
        sorted(
            f"closed: {narrowed}" if narrowed and status is Status.CLOSED else status.label.lower()
            for status in move.sources
        )
    )
    to = TARGETS.get(move.to, move.to.value) if isinstance(move.to, To) else move.to.label.lower()
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


@dataclass(frozen=True, slots=True)
class Example:
    """A brand of the counter-example: days by the average of closed cases, and by our figure."""

    name: str
    resolved: int
    naive: float | None
    ours: float

    @property
    def ignored(self) -> int:
        return EXAMPLE_CASES - self.resolved


def _by_average(example: Example) -> float:
    return np.inf if example.naive is None else example.naive


def _by_ours(example: Example) -> float:
    return example.ours


def _example(name: str, share: float, days: int) -> Example:
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
    assert mean is not None  # a year of follow-up shows every figure
    return Example(name=name, resolved=resolved, naive=days if resolved else None, ours=mean.days)
