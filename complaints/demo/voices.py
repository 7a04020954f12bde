"""What brands and customers of the demo say. `{name}` is the customer, `{by}` a day, `{ref}` a number for the case.

The rules that judge replies (complaints/rules/replies.py) read these texts like any others; a test asserts that each
is judged as the heading here says.
"""

from dataclasses import dataclass
from typing import Final

from companies.enums import ChannelKind
from complaints.enums import CameOf, Category


@dataclass(frozen=True, slots=True)
class Voice:
    """How a brand speaks. An answer is an opening, what was found, what follows from it, and a closing."""

    openings: tuple[str, ...]
    closings: tuple[str, ...]
    acknowledgements: tuple[str, ...]
    deflections: tuple[str, ...]


PLAIN: Final = Voice(
    openings=("Hello {name},", "Dear {name},", "Good morning {name},"),
    closings=("Kind regards.", "Thank you for your patience.", ""),
    acknowledgements=(
        "Hello {name}, thank you for your message. We have received it and are looking into it.",
        "Dear {name}, we are sorry to read this. Your complaint was passed on to the team concerned.",
        "Thank you, {name}. We are working on it and will come back to you.",
    ),
    deflections=(
        "Hello {name}, please contact our customer service team. They will be happy to help.",
        "Dear {name}, all information about this can be found on our help pages.",
    ),
)
BRISK: Final = Voice(
    openings=(
        "Hi {name},",
        "Hi {name}, got it.",
        "Hello {name}, fair point.",
        "{name}, you waited long enough.",
    ),
    closings=("", "Shout here if it looks different on your side.", "I keep an eye on it."),
    acknowledgements=(
        "Hi {name}, sorry about this. We are looking into it right now.",
        "Thanks for writing it down so clearly, {name}. It is being looked into.",
    ),
    deflections=(
        "Hi {name}, please send us a direct message so that we can find your account.",
        "Hello {name}, you can check this in our app under Payments.",
    ),
)
THOROUGH: Final = Voice(
    openings=(
        "Dear {name}, thank you for your patience. We went through the file from the beginning.",
        "Dear {name}, we took the time to look at each step.",
        "Good afternoon {name}. This took us longer than it should have.",
        "Dear {name}, here is what happened, in order.",
    ),
    closings=(
        "We have changed the procedure so that it does not happen to the next customer.",
        "This was our fault and not yours.",
        "You will find the same in writing with your next bill.",
        "The colleague who looked at it will stay with your case until the end.",
    ),
    acknowledgements=(
        "Dear {name}, we have read your complaint with all its attachments. A colleague is looking into it.",
        "Dear {name}, this needs the old files, which we are getting. We have not forgotten you.",
        "Good morning {name}. Your complaint was received and is being read by the team concerned.",
    ),
    deflections=(
        "Dear {name}, please call us on 0808 157 0100, quoting {ref}, so that we can discuss it.",
        "Dear {name}, please write to our complaints department by e-mail.",
    ),
)
DEFLECTING: Final = Voice(
    openings=("Hi {name}!", "Hello {name}, thanks for getting in touch."),
    closings=("", "Have a good day!"),
    acknowledgements=(
        "Hi {name}, thanks for reaching out. We are sorry for the inconvenience.",
        "Hello {name}, sorry to hear that. We take feedback very seriously.",
    ),
    deflections=(
        "Hi {name}, sorry to hear this! Please DM us your account details so that we can take a look.",
        "Hello {name}, please call us on 020 7946 0122, our lines are open Monday to Friday.",
        "Hi {name}! Have you seen our help page? You will find the most common questions there.",
        "Sorry about that, {name}. Please fill in the contact form on our website and quote {ref}.",
        "Hi {name}, our virtual assistant can help with this. You will find it in the app.",
        "Hello {name}, we cannot discuss accounts in public. Please send us a private message.",
        "Hi {name}, we have sent you a direct message. Please check your inbox.",
        "We are sorry for the inconvenience, {name}. Please get in touch with our customer service team.",
        "Hi {name}, please e-mail us with your postcode and the best time to reach you.",
        "Hello {name}, you can report a fault in my Murmur at any time.",
    ),
)
CANNED: Final = Voice(
    openings=("Dear customer,",),
    closings=("Your customer relations team",),
    acknowledgements=(
        "Dear customer, thank you for your message. We value your feedback and have passed it on to the department "
        "concerned. Your customer relations team",
    ),
    deflections=(
        "Dear customer, we are sorry that your experience did not meet your expectations. Please contact us through "
        "the form on our website, so that we can look into your request. Your customer relations team",
        "Dear customer, we are sorry for any inconvenience. The time of delivery may vary. Please check the "
        "tracking page or ask the sender. Your customer relations team",
    ),
)
PUBLIC: Final = Voice(
    openings=(
        "Hi {name}, Kit from Hedgehop here.",
        "Hello {name}, Sam from Hedgehop.",
        "{name}, we looked at this.",
    ),
    closings=("", "Sorry for the trouble.", "We will say so here when it is done."),
    acknowledgements=(
        "Hi {name}, sorry to see this. We are looking into it.",
        "Hello {name}, thanks for the details. It was passed on to the depot.",
    ),
    deflections=(
        "Hi {name}, please DM us the tracking number and your postcode.",
        "Hello {name}, sorry about that. Please use the claim form on our website.",
        "Hi {name}, please pop in at your nearest parcel point, they can look it up.",
    ),
)
VOICES: Final = {
    "plain": PLAIN,
    "brisk": BRISK,
    "thorough": THOROUGH,
    "deflecting": DEFLECTING,
    "canned": CANNED,
    "public": PUBLIC,
}

# What will be done, by category; each stands behind what was found. An offer of a fix uses the same words.
PROMISES: Final[dict[str, tuple[str, ...]]] = {
    Category.BILLING: (
        "We will correct the bill and credit the difference by {by}.",
        "A corrected bill will be sent by {by}.",
    ),
    Category.REFUND: (
        "We will refund the full amount by {by}.",
        "The money will be paid to your bank account by {by}.",
    ),
    Category.DELIVERY: (
        "It will be delivered by {by}, and if it is not found we will pay what it cost.",
        "Our depot will deliver it by {by}.",
    ),
    Category.DEFECT: (
        "A replacement will be sent by {by}, free of charge.",
        "We will replace it free of charge by {by}.",
    ),
    Category.SERVICE: (
        "An engineer is booked for {by}.",
        "The repair will be done by {by}, and we will credit the days without service.",
    ),
    Category.CONTRACT: (
        "We will cancel the change and send the confirmation by {by}.",
        "The contract will be corrected by {by}.",
    ),
    Category.ACCOUNT: (
        "We will unlock the account by {by}.",
        "The account will be corrected by {by}.",
    ),
    Category.DATA: (
        "We will remove the entry by {by} and send you the list of what was kept.",
        "The entry will be removed by {by}.",
    ),
    Category.CONDUCT: (
        "The colleague concerned is spoken to, and we will pay for the damage by {by}.",
        "We will correct it by {by}, with an apology in writing.",
    ),
    Category.OTHER: (
        "The repair is booked for {by}.",
        "A contractor will come by {by}.",
    ),
}
# A no is an answer too. It stands alone: nothing was found in the customer's favour.
REFUSED: Final = frozenset({Category.BILLING, Category.REFUND, Category.CONTRACT})
REFUSALS: Final = (
    "We looked at it again. We are not able to refund the amount, because the terms that you agreed to exclude it.",
    "We cannot accept the claim: it was made after the time limit of thirty days.",
    "The charge stands. Our records show the service was used.",
    "We have checked the dates, and we cannot reimburse what was ordered before the change.",
)
OFFER_OPENINGS: Final = (
    "Here is what we offer.",
    "This is what we can do.",
    "We would like to put this right.",
)
OFFERS_ELSEWHERE: Final = (
    "They rang me: it will be put right by {by}.",
    "A letter came. They will refund me by {by}.",
    "The man in the shop looked it up and promised it for {by}.",
)

# Customers.
TO_A_DEFLECTION: Final = (
    "I have done exactly that, twice. That is why I am here.",
    "I called this number on four days. Please read the list above.",
    "Everything you need is in my complaint, with dates.",
    "I will not write it all down again in a private message.",
    "The form gives an error, as I wrote.",
    "Is there a person who can look at this?",
    "With respect: that is the same text I got by e-mail.",
)
TO_AN_ANSWER: Final = (
    "Thank you, that is the first real answer. I will say here when it has arrived.",
    "Good. I wait for that day.",
    "Thank you for looking. Please keep to the date.",
)
THANKS: Final = (
    "It is done, as promised. Thank you.",
    "Sorted out, thank you. It took a while, but the person who did it was kind.",
    "All is well now. I wish it had not needed a public complaint.",
    "Fixed. Thank you for the plain words.",
)
NOT_FIXED: Final = (
    "Nothing has changed.",
    "Still the same. I have checked this morning.",
    "No word at all.",
    "I am still waiting.",
    "",
    "",
)
NOT_FIXED_AFTER_AN_ANSWER: Final = (
    "They say it is done. It is not.",
    "The day they named has passed.",
    "No word since the last reply.",
    "I was promised a call, which did not come.",
    "",
)
PARTLY_FIXED: Final = (
    "Half of the money came. I leave it at that.",
    "It works most of the time now.",
    "They corrected the bill but not the fee.",
)
GAVE_UP: Final = (
    "I have spent enough of my time on this.",
    "I changed to another company.",
    "The sum is not worth more letters.",
    "I had the repair done myself.",
    "",
)
WITHDREW: Final = (
    "It was my bank, not the company.",
    "I found it behind the shed after all.",
    "I want to settle it with them directly.",
    "I mixed up two contracts.",
)
REOPENED: Final = (
    "It was fixed for a week and has come back.",
    "The same charge is on the new bill.",
    "The replacement has the same fault.",
)

# The ledger: what came of an attempt, and the customer's note.
CHANNEL_MINUTES: Final[dict[str, tuple[int, int]]] = {
    ChannelKind.PHONE: (8, 75),
    ChannelKind.CHAT: (8, 50),
    ChannelKind.EMAIL: (4, 25),
    ChannelKind.FORM: (4, 15),
    ChannelKind.LETTER: (15, 45),
    ChannelKind.SHOP: (20, 95),
    ChannelKind.APP: (3, 20),
    ChannelKind.MESSENGER: (5, 30),
    ChannelKind.SOCIAL: (3, 10),
}
CAME_OF: Final[dict[str, tuple[tuple[str, int], ...]]] = {
    ChannelKind.PHONE: (
        (CameOf.NOBODY, 34),
        (CameOf.PASSED_ON, 26),
        (CameOf.PROMISE_BROKEN, 24),
        (CameOf.REFUSED, 10),
        (CameOf.PARTLY_HELPED, 6),
    ),
    ChannelKind.CHAT: (
        (CameOf.AUTOMATED, 38),
        (CameOf.PASSED_ON, 28),
        (CameOf.CANNED, 16),
        (CameOf.PROMISE_BROKEN, 14),
        (CameOf.PARTLY_HELPED, 4),
    ),
    ChannelKind.EMAIL: (
        (CameOf.AUTOMATED, 34),
        (CameOf.NO_REPLY, 32),
        (CameOf.CANNED, 22),
        (CameOf.REFUSED, 8),
        (CameOf.WAITING, 4),
    ),
    ChannelKind.FORM: ((CameOf.NO_REPLY, 44), (CameOf.AUTOMATED, 40), (CameOf.CANNED, 16)),
    ChannelKind.LETTER: (
        (CameOf.NO_REPLY, 60),
        (CameOf.CANNED, 20),
        (CameOf.REFUSED, 14),
        (CameOf.WAITING, 6),
    ),
    ChannelKind.SHOP: ((CameOf.PASSED_ON, 62), (CameOf.PROMISE_BROKEN, 22), (CameOf.PARTLY_HELPED, 16)),
    ChannelKind.APP: ((CameOf.AUTOMATED, 60), (CameOf.NO_REPLY, 30), (CameOf.PASSED_ON, 10)),
    ChannelKind.MESSENGER: ((CameOf.AUTOMATED, 64), (CameOf.PASSED_ON, 24), (CameOf.NO_REPLY, 12)),
    ChannelKind.SOCIAL: ((CameOf.PASSED_ON, 60), (CameOf.NO_REPLY, 40)),
}
NOTES: Final[dict[str, tuple[str, ...]]] = {
    CameOf.NOBODY: (
        "Music for half an hour, then the line went dead.",
        "Seventeenth in the queue, after forty minutes still fifth.",
        "Cut off when I was put through.",
        "The tape said to try again tomorrow.",
        "Nobody answered at any time of the day.",
    ),
    CameOf.NO_REPLY: (
        "Sent with all the papers. Nothing came.",
        "Not even a confirmation.",
        "Wrote again after two weeks.",
        "No answer until today.",
    ),
    CameOf.AUTOMATED: (
        "An automatic reply: five working days. That was long ago.",
        "A ticket number, then nothing.",
        "It said that the mailbox is not read.",
    ),
    CameOf.CANNED: (
        "A text about something I had not asked.",
        "The same paragraph as the last time, under another name.",
        "They thanked me for my praise.",
    ),
    CameOf.PASSED_ON: (
        "Sent to another number, which sent me back.",
        "The shop says it is a matter for the helpline.",
        "Four departments. The last one was the first.",
        "Not our job, they said, and gave me the form.",
    ),
    CameOf.PROMISE_BROKEN: (
        "A call back was promised for the same day.",
        "It was to be settled with the next bill. It was not.",
        "The adviser was kind and noted everything. Nothing happened.",
        "Promised by Friday.",
    ),
    CameOf.REFUSED: (
        "It was refused without a reason.",
        "The terms do not allow it, they said. Which terms, they could not say.",
    ),
    CameOf.PARTLY_HELPED: (
        "One of the two questions was answered.",
        "They noted the fault at least.",
    ),
    CameOf.WAITING: ("Sent a few days ago.",),
}
# An assistant is something else than an automatic reply.
ASSISTANTS: Final = frozenset({ChannelKind.CHAT, ChannelKind.APP, ChannelKind.MESSENGER})
NOTES_ON_ASSISTANTS: Final = (
    "The assistant did not understand the question and offered me a new contract.",
    "It closed the chat because I did not choose one of three topics.",
    "Nine times the same three buttons.",
    "The assistant asked whether it could help with anything else. It had not helped with anything.",
    "No way to reach a person. It thanked me for the five stars that I did not give.",
)
FIRST_NAMES: Final = (
    "Ada Amir Ana Anouk Arjun Asha Aylin Bea Ben Bilal Bo Bruno Carla Cem Chidi Chloe Clara Conor Dana Dario David Dilys "
    "Dora Ebba Edwin Eilidh Elif Emeka Emma Esme Ewan Faye Felix Femi Finn Freya Gaia George Greta Gwil Hana Harriet Hugo "
    "Ida Idris Imani Iris Isaac Ivo Jana Jasper Jo Joan Jonas Judit Kasia Keir Kemi Lars Layla Leo Lena Lotte Lucas Mabel "
    "Magda Malik Marta Mei Milo Mina Mo Nadia Naomi Ned Nia Nils Nora Oisin Olga Omar Orla Oscar Otto Paula Petra Pia Rafa "
    "Rhys Rita Rosa Ruben Ruth Sami Sara Seren Sian Sofia Stefan Suki Tara Teo Theo Tilda Tove Uma Vera Viktor Wanda Will "
    "Yara Yusuf Zadie Zeno Zoe"
).split()
