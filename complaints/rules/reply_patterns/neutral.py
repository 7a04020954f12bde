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
        to="email",
    ),
    Pattern(
        "address",
        "any",
        r"\bhttps?://[^\s]{1,200}|\bwww\.[^\s]{1,200}"
        r"|(?<![@\w.])[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/[^\s]{1,200}"
        r"|(?<![@\w.])[a-z][\w-]{0,40}(?:\.[\w-]{1,40}){0,2}\.(?:com|net|org|example|app|shop|help|io|co"
        r"|gov|me|info|br|pt|es|mx|ar|cl|pe|uk|us|eu|ly|link)\b(?![@\w])",
        "A link, with or without https.",
        "https://help.example.org/billing",
    ),
)
