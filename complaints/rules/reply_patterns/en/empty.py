"""English: what only seems to engage with a problem: regret, wishes, conditions, courtesy."""

from typing import Final

from complaints.rules.reply_patterns.shape import Pattern

EMPTY: Final[tuple[Pattern, ...]] = (
    Pattern(
        "wish",
        "en",
        r"\bif (?:your|the|it|this|that|you)\b[^\n,]{0,140}",
        "Up to the comma.",
        "If your account was blocked due to an unpaid bill, follow this link.",
    ),
    Pattern(
        "regret",
        "en",
        r"\b(?:sorry|apologi[sz]e|apologies|regret|sad|sadden(?:s|ed)|upset|disappointed|frustrating"
        r"|unfortunate)\b(?: (?:to|that|for|about|if|your|the|it|this|you|we)\b)"
        r"(?:(?!, | but |; |: | so we | and we| and i | we've | - |\n).){0,160}",
        "Up to the next clause.",
        "We are sorry that your parcel was lost.",
    ),
    Pattern(
        "wish",
        "en",
        r"\bso that (?:this|it|that)\b[^\n]{0,200}|\b(?:so|so that|in order that|where) (?:we|i"
        r"|our \w{1,20}(?: \w{1,20})?|they|someone"
        r"|an? \w{1,20}) (?:can|could|may|will be able|are able)\b[^\n]{0,300}"
        r"|\b(?:we|i)(?:'d| would|'ll| will)? (?:(?:really )?(?:love|like|want|hope) (?:the \w{1,20} )?to"
        r"|be (?:happy|glad|able|pleased|delighted) to) (?!offer|refund|give|replace|pay)[^\n]{0,300}",
        "'We would like to offer' is an offer.",
        "... so that we can refund you.",
    ),
    Pattern(
        "condition",
        "en",
        r"\b(?:if|once|when|whenever|as soon as|after|should|until|unless) (?:you|we) (?:could |can "
        r"|would |please |have |had |kindly |just |do )?(?:contact|call|ring|dm|pm|message|write|"
        r"e-?mail|reach|get in touch|get in contact|send|sent|share|shared|provide|provided|visit|speak"
        r"|log|follow|click|fill|filled|complete|completed|submit|submitted|receive|let us|pop|drop"
        r"|give us|hear|called|contacted|messaged|emailed)\b[^\n]{0,300}",
        "Voids the whole sentence, except what has been done or decided.",
        "Once you have called us, we will refund you.",
    ),
    Pattern(
        "condition",
        "en",
        r"\bif (?:you(?:'re| are|r)|the|this|it)\b[^,\n]{0,100}(?:eligible|entitled)|\bif eligible\b",
        "",
        "They will refund you if you're eligible.",
    ),
    Pattern(
        "courtesy",
        "en",
        r"\b(?:sorry|apologi[sz]e|apologies|thank(?:s| you)|look(?:ing)? into|working (?:on|to)|received"
        r"|passed (?:this|it|your|on)|forwarded|escalated|"
        r"(?:be|get) in touch|get back to you|come back to you|bear with us|appreciate|take (?:this"
        r"|matters)[^\n]{0,30}seriously|review your|your patience|understand how|logged (?:it|this|your|the"
        r"|with|under|a)|(?:are|been|were|is) aware)\b",
        "",
        "Sorry to hear this, we're looking into it.",
    ),
)
