"""How long words are for a network, for the line below their field. static/js/count.js counts by the same facts."""

from dataclasses import dataclass

from complaints.networks.base import Counting, Limits
from complaints.networks.render import length
from complaints.networks.weighted_length import ENDINGS


@dataclass(frozen=True, slots=True)
class Count:
    """The length of a text in the units of a network, of how much, and the limits that a script needs to go on.

    `field` is the id of the field that is counted; `size` is in bytes.
    """

    field: str
    length: int
    size: int
    limits: Limits

    @classmethod
    def of(cls, text: str, limits: Limits, *, field: str = "") -> "Count":
        """As `copies.checked_words` counts the cleaned text."""
        words = text.replace("\r\n", "\n").strip()
        return cls(field, length(words, limits, strict=limits.strict), len(words.encode()), limits)

    @property
    def is_over(self) -> bool:
        most = self.limits.max_bytes
        return self.length > self.limits.characters or (most is not None and self.size > most)

    @property
    def endings(self) -> str:
        """Of addresses that surely weigh what an address weighs, where characters weigh differently."""
        return "|".join(ENDINGS) if self.limits.counting is Counting.WEIGHTED else ""
