"""What needs no language: addresses and links."""

from typing import Final

from complaints.rules.reply_patterns.shape import Pattern

PATTERNS: Final[tuple[Pattern, ...]] = (
    Pattern(
        "address",
        "any",
        r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}",
        "An e-mail address. The name of an account on a network ('@brand') is not one.",
        "care@shop.example",
    ),
    Pattern(
        "address",
        "any",
        r"\bhttps?://[^\s]{1,200}|\bwww\.[^\s]{1,200}|\b[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/[^\s]{1,200}",
        "A link, with or without https.",
        "https://help.example.org/billing",
    ),
)
