"""What a pattern is, and the families that patterns belong to. The methodology page is rendered from this."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Side(StrEnum):
    """What a family of patterns says about a reply."""

    SUBSTANCE = "substance"  # it engages with the problem
    ELSEWHERE = "elsewhere"  # it sends the customer elsewhere
    DIRECTIVE = "directive"  # what makes of a channel that is merely named a place to go to
    GUARD = "guard"  # what is said here sends nobody anywhere: the company does it, or thanks for it
    COLLECTIVE = "collective"  # it speaks to many customers at once
    PERSONAL = "personal"  # it speaks of this customer's own case
    COURTESY = "courtesy"  # received, sorry, looking into it
    VOID = "void"  # what is said here is a condition, a wish or regret: it is no substance
    TONE = "tone"  # how it is said


# What the families of a side have in common, in words for the public, in the order in which they are asked.
SIDE_TITLES: Final[dict[Side, str]] = {
    Side.COLLECTIVE: "Speaks to many: a statement",
    Side.PERSONAL: "Speaks to one: no statement",
    Side.SUBSTANCE: "Engages with the problem: an answer",
    Side.VOID: "Only seems to engage",
    Side.ELSEWHERE: "Sends the customer elsewhere: a deflection",
    Side.DIRECTIVE: "What makes of a channel a place to go to",
    Side.GUARD: "Only seems to send elsewhere",
    Side.COURTESY: "Says nothing yet: an acknowledgement",
    Side.TONE: "How it is said: the tone",
}


@dataclass(frozen=True, slots=True)
class Family:
    """One idea of the rules, in words for the public."""

    name: str
    side: Side
    title: str
    explanation: str
    example: str
    to: str = ""  # where it sends: dm, phone, email, chat, link, form, contact, app or shop


@dataclass(frozen=True, slots=True)
class Pattern:
    """How one language says the idea of a family.

    `name` is the family's. `regex` is matched against folded text: lower case, no accents, straight quotes,
    single spaces, one sentence a line. `example` is a sentence that it must match, `note` says what it is
    careful about. `firm` substance stands even when the same sentence sends the customer elsewhere ("we
    refunded you, call us if ..."). A `weak` mention of a channel sends somebody there only with a directive in
    the same sentence. `accented` patterns are matched against the text with its accents, for "cobró" is not
    "cobro". `to` is where it sends, when the family alone does not say.
    """

    name: str
    language: str
    regex: str
    note: str
    example: str
    firm: bool = False
    weak: bool = False
    accented: bool = False
    to: str = ""


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
        "cause",
        Side.SUBSTANCE,
        "Names the cause",
        "Because, our mistake, in error, that is why: a reason that belongs to this case.",
        "The bill came out high because 43 days were counted.",
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
        to="dm",
    ),
    Family(
        "moved",
        Side.ELSEWHERE,
        "Says that the reply is elsewhere",
        "Whatever was said, it was not said here.",
        "We have sent you a message, please check your inbox.",
        to="dm",
    ),
    Family(
        "phone",
        Side.ELSEWHERE,
        "Sends to the telephone",
        "A number, a hotline, an invitation to call.",
        "Please call us on 0800 555 0100.",
        to="phone",
    ),
    Family(
        "mail",
        Side.ELSEWHERE,
        "Sends to e-mail",
        "The customer is asked to write an e-mail.",
        "Drop us an e-mail and we will help.",
        to="email",
    ),
    Family(
        "chat",
        Side.ELSEWHERE,
        "Sends to a chat or messenger",
        "Live chat, a chatbot, WhatsApp, Messenger, Telegram.",
        "Our team on WhatsApp will be happy to help.",
        to="chat",
    ),
    Family(
        "page",
        Side.ELSEWHERE,
        "Sends to a help page",
        "A help centre, questions and answers, terms, a link to read.",
        "Please visit our help centre.",
        to="link",
    ),
    Family(
        "form",
        Side.ELSEWHERE,
        "Sends to a form",
        "A form, a ticket or a claim that the customer must open again.",
        "Please fill in the complaint form on our website.",
        to="form",
    ),
    Family(
        "contact",
        Side.ELSEWHERE,
        "Asks to contact somebody",
        "Customer service, a department, the ombudsman of the company, or 'us'.",
        "Please get in touch with our customer service.",
        to="contact",
    ),
    Family(
        "app",
        Side.ELSEWHERE,
        "Sends to the app or the account",
        "An app, a portal or an account area in which the customer shall do it.",
        "You can do this in the app.",
        to="app",
    ),
    Family(
        "shop",
        Side.ELSEWHERE,
        "Sends to a shop, branch or desk",
        "The customer is asked to come in person.",
        "Please visit your nearest branch.",
        to="shop",
    ),
    Family(
        "third_party",
        Side.ELSEWHERE,
        "Sends to another company",
        "The manufacturer, the seller, the courier, the bank.",
        "You will need to contact the manufacturer.",
        to="contact",
    ),
    Family(
        "not_here",
        Side.ELSEWHERE,
        "Says that it is not dealt with here",
        "Not on this page, not in public, not by this account: the customer has to go somewhere else.",
        "We cannot discuss accounts on social media.",
        to="contact",
    ),
    Family(
        "address",
        Side.ELSEWHERE,
        "Gives only an address, number or link",
        "An e-mail address, a telephone number or a link, and nothing that engages.",
        "https://help.example.org/billing",
        to="link",
    ),
    Family(
        "directive",
        Side.DIRECTIVE,
        "Asks, allows or recommends",
        "Please, you can, an imperative, our team is waiting: with one of these a channel that is merely named "
        "becomes the place where the customer is sent.",
        "You can do this in the app.",
    ),
    Family(
        "company_does",
        Side.GUARD,
        "The company does it itself",
        "What the company will do or has done, what needs not be done, and thanks for a message send nobody anywhere.",
        "No need to call us, we will contact the courier.",
    ),
    Family(
        "collective",
        Side.COLLECTIVE,
        "Speaks to many customers",
        "An outage, a recall, a rule for all: one text about many, not about this case.",
        "Some customers in Tampa may be without service, we are aware of the outage.",
    ),
    Family(
        "personal",
        Side.PERSONAL,
        "Speaks of this customer's case",
        "Your order, a greeting by name: then it is no statement to everybody.",
        "Your order.",
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
    Family(
        "process",
        Side.COURTESY,
        "Says that it is being worked on",
        "Noted, passed on, being checked, will come back: words about the complaint, not about the problem.",
        "We have passed this on and will get back to you.",
    ),
    Family(
        "apology",
        Side.TONE,
        "Regrets",
        "Sorry, we understand, this is not our standard. Nothing else, or much of it before sending the customer "
        "elsewhere, is the tone “apology only”.",
        "We are truly sorry for the distress.",
    ),
    Family(
        "kind",
        Side.TONE,
        "Regret, thanks, care",
        "The manners of a reply.",
        "Thanks for telling us.",
    ),
    Family(
        "warm",
        Side.TONE,
        "Owns the fault, cares for the trouble",
        "With an answer, the tone is “helpful”: concrete and kind.",
        "You were right, so sorry for the scare.",
    ),
    Family(
        "dismissive",
        Side.TONE,
        "Blames or brushes off",
        "You should have read the terms, nobody else complains, tough luck.",
        "You should have read the terms.",
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


def word_set(text: str) -> frozenset[str]:
    """The words in `text`, separated by white space."""
    return frozenset(text.split())
