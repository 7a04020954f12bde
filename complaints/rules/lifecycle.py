"""The life of a complaint as one table, which refuses every other move. Replies are always possible.

Pure: no database, no clock. `next_status` is the only way to learn a new status.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from complaints.enums import OPEN, PUBLISHED, Action, Actor, Outcome, Status


class To(Enum):
    """Targets that depend on the history."""

    UNCHANGED = "unchanged"
    BACK = "answered if an answer stands in the history, else awaiting answer"
    BACK_IF_ANSWERED = "as BACK when it stood at answered, else unchanged"
    ANSWERED_IF_AWAITING = "answered when it awaited an answer, else unchanged"
    PUBLISH_IF_CLEAR = "awaiting answer when the automatic check finds nothing, else in review"


class MoveRefused(Exception):
    """The table has no such move. The message is for the person who asked."""


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table. `outcomes` narrows CLOSED; empty means any."""

    sources: frozenset[Status]
    action: Action
    actors: frozenset[Actor]
    to: Status | To
    outcomes: frozenset[Outcome] = frozenset()
    outcome: Outcome | None = None
    words: str = ""


def _move(
    sources: Status | Iterable[Status],
    action: Action,
    actors: Actor | Iterable[Actor],
    to: Status | To,
    words: str,
    *,
    outcomes: Iterable[Outcome] = (),
    outcome: Outcome | None = None,
) -> Move:
    source_set = frozenset([sources]) if isinstance(sources, Status) else frozenset(sources)
    actor_set = frozenset([actors]) if isinstance(actors, Actor) else frozenset(actors)
    return Move(source_set, action, actor_set, to, frozenset(outcomes), outcome, words)


_CUSTOMER, _COMPANY, _MODERATOR, _SYSTEM = Actor.CUSTOMER, Actor.COMPANY, Actor.MODERATOR, Actor.SYSTEM
_ENDED = (Status.RESOLVED, Status.CLOSED)

# One row per line of the table in the product description; the methodology page renders it.
MOVES: tuple[Move, ...] = (
    _move(Status.DRAFT, Action.DISCARD, _CUSTOMER, Status.DISCARDED, "A draft is thrown away."),
    _move(
        Status.DRAFT,
        Action.SUBMIT,
        _CUSTOMER,
        To.PUBLISH_IF_CLEAR,
        "A draft is submitted: published, or in review when something is found.",
    ),
    _move(Status.IN_REVIEW, Action.TAKE_BACK, _CUSTOMER, Status.DRAFT, "The customer takes it back."),
    _move(Status.IN_REVIEW, Action.RETURN, _MODERATOR, Status.DRAFT, "A moderator returns it with reasons."),
    _move(
        Status.IN_REVIEW, Action.PUBLISH, (_MODERATOR, _SYSTEM), Status.AWAITING_ANSWER, "It is published."
    ),
    _move(
        Status.IN_REVIEW,
        Action.REJECT,
        _MODERATOR,
        Status.REJECTED,
        "A moderator rejects it: never public, counted in transparency.",
    ),
    _move(
        PUBLISHED,
        Action.REPLY,
        Actor,
        To.UNCHANGED,
        "Anyone entitled replies: the right of reply never closes.",
    ),
    _move(PUBLISHED, Action.ANSWER, _COMPANY, To.ANSWERED_IF_AWAITING, "The company answers."),
    _move(
        OPEN, Action.OFFER_FIX, (_COMPANY, _CUSTOMER), Status.FIX_OFFERED, "A fix is offered, with a date."
    ),
    _move(Status.FIX_OFFERED, Action.TAKE_BACK_OFFER, _COMPANY, To.BACK, "The offer is taken back."),
    _move(
        PUBLISHED,
        Action.UPHOLD_CONTEST,
        _MODERATOR,
        To.BACK_IF_ANSWERED,
        "A contested answer was a deflection: the clock goes on as if it had never stopped.",
    ),
    _move(
        (*OPEN, Status.CLOSED),
        Action.CONFIRM,
        _CUSTOMER,
        Status.RESOLVED,
        "The customer says it is fixed, and when.",
        outcomes=[Outcome.UNCONFIRMED],
        outcome=Outcome.RESOLVED,
    ),
    _move(
        OPEN,
        Action.END_PARTLY,
        _CUSTOMER,
        Status.CLOSED,
        "The customer says it is partly fixed and is content to end it.",
        outcome=Outcome.PARTLY,
    ),
    _move(
        OPEN,
        Action.GO_ON,
        _CUSTOMER,
        To.BACK,
        "The customer says it is partly fixed or not fixed, and goes on.",
    ),
    _move(
        OPEN, Action.WITHDRAW, _CUSTOMER, Status.CLOSED, "The customer withdraws.", outcome=Outcome.WITHDRAWN
    ),
    _move(OPEN, Action.GIVE_UP, _CUSTOMER, Status.CLOSED, "The customer gives up.", outcome=Outcome.GAVE_UP),
    _move(
        OPEN,
        Action.ESCALATE,
        _CUSTOMER,
        To.UNCHANGED,
        "The customer goes to an ombudsman, a court or the bank. The case stays open.",
    ),
    _move(
        Status.FIX_OFFERED,
        Action.LAPSE,
        _SYSTEM,
        Status.CLOSED,
        "30 days after the promised date every question is unanswered.",
        outcome=Outcome.UNCONFIRMED,
    ),
    _move(
        _ENDED,
        Action.REOPEN,
        _CUSTOMER,
        To.BACK,
        "The customer reopens within 180 days; statistics forget the earlier ending, the history does not.",
    ),
    _move(PUBLISHED, Action.MOVE, _MODERATOR, To.UNCHANGED, "A moderator moves it to the right company."),
    _move(PUBLISHED, Action.JOIN, _MODERATOR, To.UNCHANGED, "A moderator joins a duplicate to its twin."),
)

_BY_ACTION: dict[Action, Move] = {move.action: move for move in MOVES}
assert len(_BY_ACTION) == len(MOVES) == len(Action)  # a hole in the table must stop the start

LAPSE_AFTER_DAYS = 30
REOPEN_WITHIN_DAYS = 180
OFFER_AT_MOST_DAYS = 60


def find_move(*, status: str, outcome: str, action: Action, actor: Actor) -> Move:
    """The row that allows `action` by `actor` now. Raises MoveRefused with words for that person."""
    move = _BY_ACTION[action]
    now = Status(status)
    if actor not in move.actors:
        raise MoveRefused(f"{Actor(actor).label} cannot do this.")
    if now not in move.sources:
        raise MoveRefused(_not_from(action, now))
    if now is Status.CLOSED and move.outcomes and outcome not in move.outcomes:
        raise MoveRefused(_not_from(action, now))
    return move


def is_possible(*, status: str, outcome: str, action: Action, actor: Actor) -> bool:
    """Whether a button for this may be shown."""
    try:
        find_move(status=status, outcome=outcome, action=action, actor=actor)
    except MoveRefused:
        return False
    return True


def next_status(
    *, status: str, outcome: str, action: Action, actor: Actor, answer_stands: bool, is_clear: bool = False
) -> tuple[Status, Outcome | None]:
    """Status and outcome after the move; raises MoveRefused when the table has no such row.

    `answer_stands`: an answer of the company stands in the history *after* the move (for example, once a taken back
    offer no longer counts). `is_clear`: the automatic check found nothing (submit only).
    """
    move = find_move(status=status, outcome=outcome, action=action, actor=actor)
    back = Status.ANSWERED if answer_stands else Status.AWAITING_ANSWER
    now = Status(status)
    kept = Outcome(outcome) if outcome else None
    match move.to:
        case To.UNCHANGED:
            return now, kept
        case To.BACK:
            return back, None
        case To.BACK_IF_ANSWERED:
            return (back, None) if now is Status.ANSWERED else (now, kept)
        case To.ANSWERED_IF_AWAITING:
            return (Status.ANSWERED, None) if now is Status.AWAITING_ANSWER else (now, kept)
        case To.PUBLISH_IF_CLEAR:
            return (Status.AWAITING_ANSWER if is_clear else Status.IN_REVIEW), None
        case Status():
            return move.to, move.outcome


def _not_from(action: Action, status: Status) -> str:
    if status in (Status.RESOLVED, Status.CLOSED):
        return "This complaint has ended. The customer can reopen it within 180 days."
    if action is Action.TAKE_BACK_OFFER:
        return "There is no offer to take back."
    if action is Action.REOPEN:
        return "This complaint has not ended, so there is nothing to reopen."
    if status in (Status.DRAFT, Status.IN_REVIEW):
        return "This complaint is not published yet."
    return f"This cannot be done while the complaint is “{status.label.lower()}”."
