"""Why a copy waits, in plain words: for readers of its case, and for operators, who also learn what to do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from complaints.enums import ConnectionState, PostingState

PACED: Final = "Paced"
"""How `last_error` of a posting begins while it waits for its turn; the name of the allowance follows."""

# Codes of `complaints.networks`, and our own. "{server}" is the host, "{network}" the name of the network.
WORDS_OF_CODE: Final = {
    "unreachable": "{server} cannot be reached.",
    "no_answer": "{server} took the request and never answered.",
    "server_error": "{server} has a fault of its own.",
    "picture_not_taken": "{server} has not taken the picture yet. After ten minutes the words leave without it.",
    "redirected": "{server} sends us elsewhere instead of answering.",
    "unreadable_answer": "{server} answered with something that cannot be read.",
    "rate_limited": "{network} says that we asked too often.",
    "usage_capped": "{network} says that what this site may read is used up.",
    "budget_spent": "The budget for {network} is spent for today.",
    "token_refused": "{network} does not accept the account any more. Connect it again.",
    "account_gone": "The account does not exist any more on {server}.",
    "moved": "{server} has another address now. Connect the account again.",
    "not_allowed": "{network} does not let the account do this: it may be disabled, or lack a permission.",
    "refused": "{network} refuses this.",
    "no_such_api": "{server} does not speak {network}.",
    "address_refused": "The address of {server} is not public, so it is not called from here.",
    "answer_lost": "The answer of {server} was lost. It may stand there, so it is looked for first.",
    "duplicate": "{network} says that it has this already, so it is looked for first.",
    "look_too_far_back": "It may stand on {server}, and there is too much to look through. Look yourself.",
    "secret_does_not_open": "The key to the account does not open: VAULT_KEYS lacks the one it was sealed with.",
    "broke": "A fault of this program. The log has the details.",
    "workers_died": "Workers ended again and again while they had it. The log of the machine may say why.",
    "too_long": "{network} finds the text too long.",
    "invalid": "{network} does not take this text.",
    "empty": "{network} does not take this text.",
    "reply_target_gone": "The post that it continues is gone from {network}.",
}
_LEFT: Final = frozenset({ConnectionState.LEAVING, ConnectionState.DISCONNECTED})
# What readers need not know more of.
_OURS: Final = frozenset({"secret_does_not_open", "broke", "workers_died", "address_refused"})
_ENDED_BY_PEOPLE: Final = {
    "disconnected": "Its account was disconnected.",
    "waited": "It waited too long, and a moderator gave it up.",
    "given_up": "It waited too long, and a moderator gave it up.",
    "unseen": "It was given up, and may stand on {network} all the same.",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is known of a copy that waits. `server` is its host; `off_because` the reason of the switch, "" when on."""

    network: str
    server: str
    state: str
    connection_state: str
    last_error: str = ""
    off_because: str = ""
    is_unwanted: bool = False
    is_parent_missing: bool = False
    lease_until: datetime | None = None
    next_try_at: datetime | None = None
    not_before: datetime | None = None
    rests_until: datetime | None = None
    rests_because: str = ""  # the code of its last failure
    allowance: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """Why it waits, and when it is tried next; None when a person must do something first, or nobody knows."""

    words: str
    next_at: datetime | None


def code_of(last_error: str) -> str:
    """The code in "RateLimited: rate_limited (HTTP 429) Too many requests"."""
    _, _, rest = last_error.partition(": ")
    return (rest or last_error).split(" ", 1)[0]


def words_of_error(last_error: str, *, network: str, server: str) -> str:
    """The last failure in plain words; as it was noted where there are none. "" without a failure."""
    if words := WORDS_OF_CODE.get(code_of(last_error)):
        return words.format(network=network, server=server)
    return f"The last try ended with “{last_error}”." if last_error else ""


def words_of_failure(code: str, *, network: str) -> str:
    """Why a copy, or a change of one, has failed: for readers. "" when there are no words for it."""
    if code in _OURS:
        return "A fault of this site."
    words = _ENDED_BY_PEOPLE.get(code) or WORDS_OF_CODE.get(code, "")
    return words.format(network=network, server=network)


def why_it_waits(row: Waiting, *, now: datetime) -> Why:
    """For operators: the first reason that stands in the way."""
    if row.off_because:
        return Why(f"{row.network} is switched off: {row.off_because}", None)
    if row.connection_state == ConnectionState.RECONNECT:
        return Why(f"{row.network} does not accept the account any more. Connect it again.", None)
    if row.connection_state != ConnectionState.ACTIVE:
        return Why("Its account was disconnected. It can only be given up.", None)
    if row.is_parent_missing:
        return Why("It continues a post that does not stand there.", None)
    if row.state == PostingState.SENDING and row.lease_until is not None and row.lease_until > now:
        return Why("A worker has it now.", row.lease_until)
    if row.rests_until is not None and row.rests_until > now:
        words = words_of_error(row.rests_because, network=row.network, server=row.server)
        return Why(f"{words} It is left alone for a while.", row.rests_until)
    if row.not_before is not None and row.not_before > now:
        return Why("Its customer has other copies there, and one a day is posted.", row.not_before)
    if row.next_try_at is None or row.next_try_at <= now:
        return Why("It is due, and no worker has come for it. Do workers run?", now)
    if row.last_error.startswith(PACED):
        if code_of(row.last_error) == "budget":
            return Why(f"The budget for {row.network} is spent for today.", row.next_try_at)
        allowed = f" {row.network} allows {row.allowance}." if row.allowance else ""
        return Why(f"It waits for its turn.{allowed}", row.next_try_at)
    todo = "It must be taken down. " if row.is_unwanted else ""
    words = words_of_error(row.last_error, network=row.network, server=row.server)
    return Why(f"{todo}{words or 'It waits for its next try.'}", row.next_try_at)


def words_for_readers(row: Waiting, *, now: datetime) -> str:
    """For the page of the case: why a copy waits to leave, to be changed or to go; "" when it is simply under way."""
    words = _why_it_waits_for_readers(row, now=now)
    if row.state != PostingState.SENT or not words:
        return words
    if row.connection_state in _LEFT:
        return f"Posted. Its account was disconnected: it can only be deleted on {row.network} itself."
    return f"Posted, to be {'taken down' if row.is_unwanted else 'changed'}. {words}"


def _why_it_waits_for_readers(row: Waiting, *, now: datetime) -> str:
    if row.connection_state in _LEFT:
        return "Waits: its account was disconnected."
    if row.off_because:
        return f"Waits: posting to {row.network} is switched off at the moment."
    if row.connection_state != ConnectionState.ACTIVE:
        return "Waits: its account must be connected again."
    if row.not_before is not None and row.not_before > now and row.state != PostingState.SENT:
        return "Waits: one copy a day is posted for each customer and brand."
    if row.rests_until is not None and row.rests_until > now:
        return f"Waits: {row.server} does not answer at the moment."
    if row.last_error.startswith(PACED) and row.next_try_at is not None and row.next_try_at > now:
        return f"Waits for its turn: {row.network} takes only so much from this site at once."
    return ""
