"""What a pattern is, and the families that patterns belong to. The methodology page is rendered from this."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Side(StrEnum):
    """What a family of patterns says about a reply."""

    SUBSTANCE = "substance"  # it engages with the problem
    ELSEWHERE = "elsewhere"  # it sends the customer elsewhere
    COURTESY = "courtesy"  # received, sorry, looking into it
    VOID = "void"  # what is said here is a condition, a wish or regret: it is no substance


@dataclass(frozen=True, slots=True)
class Family:
    """One idea of the rules, in words for the public."""

    name: str
    side: Side
    title: str
    explanation: str
    example: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """How one language says the idea of a family.

    `name` is the family's. `regex` is matched against folded text: lower case, no accents, straight quotes,
    single spaces, one sentence a line. `example` is a sentence that it must match, `note` says what it is
    careful about. `firm` substance stands even when the same sentence sends the customer elsewhere ("we
    refunded you, call us if ...").
    """

    name: str
    language: str
    regex: str
    note: str
    example: str
    firm: bool = False


FAMILIES: Final[tuple[Family, ...]] = (
    Family(
        "done",
        Side.SUBSTANCE,
        "Says what was done",
        "A named act that concerns this case: refunded, cancelled, replaced, corrected, booked.",
        "We refunded 40 EUR to your card this morning.",
    ),
    Family(
        "finding",
        Side.SUBSTANCE,
        "Says what was found",
        "A cause, or where the thing is, that the customer did not know.",
        "We found that the meter reading was typed in wrong.",
    ),
    Family(
        "promise",
        Side.SUBSTANCE,
        "Says what will be done",
        "A named act in the future, or an act with its day. A promise to get in touch is not one: it says "
        "when the "
        "company speaks, not what happens to the problem.",
        "An engineer will visit you on Thursday.",
    ),
    Family(
        "decision",
        Side.SUBSTANCE,
        "States a decision",
        "A yes or a no to what the customer asked, also when it is a no.",
        "We cannot refund the fare, because the ticket was used.",
    ),
    Family(
        "offer",
        Side.SUBSTANCE,
        "Offers something definite",
        "An amount or a named thing, not help in general.",
        "We can offer you a voucher of 30 EUR.",
    ),
    Family(
        "question",
        Side.SUBSTANCE,
        "Asks about this case",
        "A question whose answer helps to solve the problem. Asking who the customer is, what the order "
        "number is or "
        "what happened is not one.",
        "Does the light flash red, or green?",
    ),
    Family(
        "steps",
        Side.SUBSTANCE,
        "Explains how to solve it",
        "Instructions in the reply itself, at least two steps or one with its duration.",
        "Hold the button for ten seconds, then restart the router.",
    ),
    Family(
        "fact",
        Side.SUBSTANCE,
        "Names a fact of this case",
        "A statement with its day, hour or amount, where nothing is said about replying, opening hours or "
        "usual times.",
        "The valve was opened again on Monday.",
    ),
    Family(
        "private_message",
        Side.ELSEWHERE,
        "Asks for a private message",
        "The customer is asked to write again, out of sight.",
        "Please DM us your account number.",
    ),
    Family(
        "moved",
        Side.ELSEWHERE,
        "Says that the reply is elsewhere",
        "Whatever was said, it was not said here.",
        "We have sent you a message, please check your inbox.",
    ),
    Family(
        "phone",
        Side.ELSEWHERE,
        "Sends to the telephone",
        "A number, a hotline, an invitation to call.",
        "Please call us on 0800 555 0100.",
    ),
    Family(
        "mail",
        Side.ELSEWHERE,
        "Sends to e-mail",
        "The customer is asked to write an e-mail.",
        "Drop us an e-mail and we will help.",
    ),
    Family(
        "chat",
        Side.ELSEWHERE,
        "Sends to a chat or messenger",
        "Live chat, a chatbot, WhatsApp, Messenger, Telegram.",
        "Our team on WhatsApp will be happy to help.",
    ),
    Family(
        "page",
        Side.ELSEWHERE,
        "Sends to a help page",
        "A help centre, questions and answers, terms, a link to read.",
        "Please visit our help centre.",
    ),
    Family(
        "form",
        Side.ELSEWHERE,
        "Sends to a form",
        "A form, a ticket or a claim that the customer must open again.",
        "Please fill in the complaint form on our website.",
    ),
    Family(
        "contact",
        Side.ELSEWHERE,
        "Asks to contact somebody",
        "Customer service, a department, the ombudsman of the company, or 'us'.",
        "Please get in touch with our customer service.",
    ),
    Family(
        "self_service",
        Side.ELSEWHERE,
        "Sends to the app or the account",
        "An app, a portal or an account area in which the customer shall do it.",
        "You can do this in the app.",
    ),
    Family(
        "shop",
        Side.ELSEWHERE,
        "Sends to a shop, branch or desk",
        "The customer is asked to come in person.",
        "Please visit your nearest branch.",
    ),
    Family(
        "third_party",
        Side.ELSEWHERE,
        "Sends to another company",
        "The manufacturer, the seller, the courier, the bank.",
        "You will need to contact the manufacturer.",
    ),
    Family(
        "address",
        Side.ELSEWHERE,
        "Gives only an address, number or link",
        "An e-mail address, a telephone number or a link, and nothing that engages.",
        "https://help.example.org/billing",
    ),
    Family(
        "regret",
        Side.VOID,
        "Regret",
        "What follows 'sorry that' repeats the customer's words, so it is not a finding.",
        "We are sorry that your parcel was lost.",
    ),
    Family(
        "wish",
        Side.VOID,
        "Wish, purpose or supposition",
        "What follows 'so that we can', 'we would love to' or 'if your' has not been found, done or "
        "promised.",
        "... so that we can refund you.",
    ),
    Family(
        "condition",
        Side.VOID,
        "Only if the customer goes elsewhere",
        "What hangs on a call, a message or a form is not promised.",
        "Once you have called us, we will refund you.",
    ),
    Family(
        "courtesy",
        Side.COURTESY,
        "Received, sorry, looking into it",
        "Words without substance: they stop no clock.",
        "Sorry to hear this! We are looking into it.",
    ),
)

# What the clauses of all languages are made of ------------------------------------------------------

MONEY: Final = (
    r"(?:(?:\b(?:us|r|mx|ar|a|c|s/))?[$€£] ?\d[\d.,]{0,12}|\b(?:eur|usd|gbp|brl|mxn|clp|ars"
    r"|chf) ?\d[\d.,]{0,12}"
    r"|\b\d[\d.,]{0,12} ?(?:[€£$]|(?:eur|euros?|usd|dollars?|dolares|pounds?|gbp|reais|real|pesos|soles"
    r"|mxn|clp|brl|chf)\b))"
)


def words(text: str) -> str:
    """The alternatives in `text`, separated by white space; "_" stands for a space, "~" for a letter o or a
    with plural.
    """
    return "|".join(part.replace("_", " ").replace("~", "[oa]s?") for part in text.split())
