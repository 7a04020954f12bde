"""What a customer spent before going public: the total under the ledger. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol


class Row(Protocol):
    """A row of the ledger."""

    channel: str
    made_on: date
    times: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Effort:
    """`attempts` counts every try, `days` those from the first one on."""

    attempts: int
    channels: int
    minutes: int
    days: int
    channel_kinds: tuple[str, ...] = ()


def effort_of(rows: Iterable[Row], *, until: date) -> Effort:
    """The total of these rows; kinds of channels in the order in which they were first tried."""
    in_order = sorted(rows, key=lambda row: row.made_on)
    kinds = tuple(dict.fromkeys(row.channel for row in in_order))
    return Effort(
        attempts=sum(row.times for row in in_order),
        channels=len(kinds),
        minutes=sum(row.minutes for row in in_order),
        days=max(0, (until - in_order[0].made_on).days) if in_order else 0,
        channel_kinds=kinds,
    )
