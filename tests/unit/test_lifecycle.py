"""The table of moves against the table of the product description, written down a second time by hand."""

from itertools import product

import pytest

from complaints.enums import ENDED, OPEN, PUBLISHED, Action, Actor, Outcome, Status
from complaints.rules.lifecycle import MOVES, MoveRefused, is_possible, next_status

# status, outcome -> action, actor -> status after (no answer stands, with an answer), as the product table reads.
AWAITING, ANSWERED, OFFERED = Status.AWAITING_ANSWER, Status.ANSWERED, Status.FIX_OFFERED
ALLOWED: dict[tuple[Status, Action], tuple[set[Actor], Status, Status]] = {
    (Status.DRAFT, Action.DISCARD): ({Actor.CUSTOMER}, Status.DISCARDED, Status.DISCARDED),
    (Status.DRAFT, Action.SUBMIT): ({Actor.CUSTOMER}, Status.IN_REVIEW, Status.IN_REVIEW),
    (Status.IN_REVIEW, Action.TAKE_BACK): ({Actor.CUSTOMER}, Status.DRAFT, Status.DRAFT),
    (Status.IN_REVIEW, Action.RETURN): ({Actor.MODERATOR}, Status.DRAFT, Status.DRAFT),
    (Status.IN_REVIEW, Action.PUBLISH): ({Actor.MODERATOR, Actor.SYSTEM}, AWAITING, AWAITING),
    (Status.IN_REVIEW, Action.REJECT): ({Actor.MODERATOR}, Status.REJECTED, Status.REJECTED),
    (OFFERED, Action.TAKE_BACK_OFFER): ({Actor.COMPANY}, AWAITING, ANSWERED),
    (OFFERED, Action.LAPSE): ({Actor.SYSTEM}, Status.CLOSED, Status.CLOSED),
}
for status in PUBLISHED:
    ALLOWED |= {
        (status, Action.REPLY): (set(Actor), status, status),
        (status, Action.ANSWER): (
            {Actor.COMPANY},
            ANSWERED if status == AWAITING else status,
            ANSWERED if status == AWAITING else status,
        ),
        (status, Action.UPHOLD_CONTEST): (
            {Actor.MODERATOR},
            AWAITING if status == ANSWERED else status,
            ANSWERED if status == ANSWERED else status,
        ),
        (status, Action.MOVE): ({Actor.MODERATOR}, status, status),
        (status, Action.JOIN): ({Actor.MODERATOR}, status, status),
    }
for status in OPEN:
    ALLOWED |= {
        (status, Action.OFFER_FIX): ({Actor.COMPANY, Actor.CUSTOMER}, OFFERED, OFFERED),
        (status, Action.CONFIRM): ({Actor.CUSTOMER}, Status.RESOLVED, Status.RESOLVED),
        (status, Action.END_PARTLY): ({Actor.CUSTOMER}, Status.CLOSED, Status.CLOSED),
        (status, Action.GO_ON): ({Actor.CUSTOMER}, AWAITING, ANSWERED),
        (status, Action.WITHDRAW): ({Actor.CUSTOMER}, Status.CLOSED, Status.CLOSED),
        (status, Action.GIVE_UP): ({Actor.CUSTOMER}, Status.CLOSED, Status.CLOSED),
        (status, Action.ESCALATE): ({Actor.CUSTOMER}, status, status),
    }
for status in ENDED:
    ALLOWED[status, Action.REOPEN] = ({Actor.CUSTOMER}, AWAITING, ANSWERED)

OUTCOME_BY_ACTION = {
    Action.CONFIRM: Outcome.RESOLVED,
    Action.END_PARTLY: Outcome.PARTLY,
    Action.WITHDRAW: Outcome.WITHDRAWN,
    Action.GIVE_UP: Outcome.GAVE_UP,
    Action.LAPSE: Outcome.UNCONFIRMED,
}


def outcome_of(status: Status) -> str:
    return {Status.RESOLVED: Outcome.RESOLVED, Status.CLOSED: Outcome.GAVE_UP}.get(status, "")


@pytest.mark.parametrize("status", list(Status))
def test_every_pair_of_status_and_action_does_what_the_product_table_says(status: Status) -> None:
    for action, actor, answer_stands in product(Action, Actor, (False, True)):
        allowed = ALLOWED.get((status, action))
        state = {"status": status, "outcome": outcome_of(status), "action": action, "actor": actor}
        if allowed is None or actor not in allowed[0]:
            assert not is_possible(**state), (status, action, actor)
            with pytest.raises(MoveRefused):
                next_status(**state, answer_stands=answer_stands)
            continue
        after, outcome = next_status(**state, answer_stands=answer_stands)
        assert after == allowed[2 if answer_stands else 1], (status, action)
        if after in ENDED and after != status:
            assert outcome == OUTCOME_BY_ACTION[action]
        elif after == status:
            assert (outcome or "") == outcome_of(status)
        else:
            assert outcome is None


def test_only_an_unconfirmed_closing_can_still_become_resolved() -> None:
    for outcome in (Outcome.PARTLY, Outcome.WITHDRAWN, Outcome.GAVE_UP):
        assert not is_possible(
            status=Status.CLOSED, outcome=outcome, action=Action.CONFIRM, actor=Actor.CUSTOMER
        )
    assert next_status(
        status=Status.CLOSED,
        outcome=Outcome.UNCONFIRMED,
        action=Action.CONFIRM,
        actor=Actor.CUSTOMER,
        answer_stands=True,
    ) == (Status.RESOLVED, Outcome.RESOLVED)


def test_a_clear_draft_is_published_at_once() -> None:
    move = {"status": Status.DRAFT, "outcome": "", "action": Action.SUBMIT, "actor": Actor.CUSTOMER}
    assert next_status(**move, answer_stands=False, is_clear=True) == (Status.AWAITING_ANSWER, None)
    assert next_status(**move, answer_stands=False, is_clear=False) == (Status.IN_REVIEW, None)


def test_every_action_has_exactly_one_row_with_words() -> None:
    assert [move.action for move in MOVES] != []
    assert sorted(move.action for move in MOVES) == sorted(Action)
    assert all(move.words.endswith(".") for move in MOVES)


def test_a_refusal_speaks_to_a_person() -> None:
    with pytest.raises(MoveRefused, match="not published yet"):
        next_status(
            status=Status.DRAFT,
            outcome="",
            action=Action.ESCALATE,
            actor=Actor.CUSTOMER,
            answer_stands=False,
        )
