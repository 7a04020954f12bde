"""Cases that show what the life of a complaint can hold, whatever the dice said: every state, as of the anchor.

The person behind customer@example.test has the first of them, so that each state can be seen from the inside.
"""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from complaints.demo.brands import BY_SLUG
from complaints.demo.plan import SEED, customers, plan_attempts
from complaints.demo.script import Do, PlannedCase, Step
from complaints.demo.stories import tell, templates
from complaints.enums import Escalation, ReplyKind

SIGNED_IN: Final = "customer"
LOOKALIKE: Final = ("northline_care", "Northline Care")
SECOND_ACCOUNT: Final = ("brambletel_social", "Brambletel Social")
NEIGHBOUR: Final = ("wren_of_marrowby", "Wren")
JOINING: Final = (("tove_knits", "Tove"), ("bram_on_bikes", "Bram"))
STRANGERS: Final = (LOOKALIKE, SECOND_ACCOUNT, NEIGHBOUR, *JOINING)
# Addresses of posts that cannot be anybody's: numbers of posts on X begin with 20.
SHARED: Final = ("https://x.com/alex_m_demo/status/1", "https://x.com/femi_demo/status/2")


def showcase(*, anchor: datetime) -> list[PlannedCase]:
    """In the order of their start."""
    made = _Maker(anchor)
    made.of_the_signed_in_customer()
    made.of_moderation()
    made.of_networks()
    made.of_endings()
    return sorted(made.cases, key=lambda case: (case.started_at, case.key))


class _Maker:
    def __init__(self, anchor: datetime) -> None:
        self.anchor = anchor
        self.cases: list[PlannedCase] = []
        self.mailboxes = {SIGNED_IN: SIGNED_IN}
        for mailbox, _ in customers():
            self.mailboxes.setdefault(mailbox.partition(".")[0], mailbox)

    # One case, one paragraph.
    # fmt: off

    def of_the_signed_in_customer(self) -> None:
        self._add("draft", "northline", "{plan}: {speed} where", days=1.2, is_filed=False)
        self._add(
            "in-review",
            "parcelhare",
            "Photo of my child",
            days=0.8,
            more=" The person who wrote to me about it is dana@family.example.",
        )
        self._add(
            "open-on-network", "hedgehop-parcels", "{item} stuck in the depot", days=0.3, is_posted=True
        )
        # Not posted: one copy a day about one brand leaves, and whoever tries the demo wants to see one leave.
        self._add("open-at-northline", "northline", "Internet stops every evening", days=0.12)
        self._add(
            "answered",
            "pebble-mobile",
            "Calls drop every few minutes",
            days=6,
            steps=[
                (
                    5.4,
                    Do.REPLY,
                    "Hi Alex,\nwe found that one sector of the mast near you is faulty. An engineer is booked for {later}.",
                )
            ],
            later=4,
        )
        due = (self.anchor - timedelta(hours=31)).date()
        self._add(
            "offer-waits-for-a-word",
            "northline",
            "Cancellation of {plan} ignored",
            days=24,
            is_posted=True,
            follows_up=True,
            steps=[
                (23.5, Do.SHARE, SHARED[0]),
                (
                    22,
                    Do.REPLY,
                    "Dear Alex, we have read your complaint with all its attachments. A colleague is looking into it.",
                ),
                (
                    20.3,
                    Do.CUSTOMER_REPLY,
                    "Thank you. The letter is attached, with the stamp of the post office.",
                ),
                (19, Do.STRANGER_REPLY, "Same here. Mine went by registered letter, and they say it never came."),
                (18.2, Do.STRANGER_REPLY, "I had this in spring. Keep the stamp of the post office!"),
                (
                    9,
                    Do.OFFER,
                    "Dear Alex, here is what we offer. We found your letter: it was scanned into another customer's file. "
                    "We will cancel the contract as of the day of your letter and refund the two bills since then.",
                ),
            ],
            day=due,
            who=("", "", "", JOINING[0][0], JOINING[1][0], ""),
        )
        self._add(
            "resolved",
            "lumenfold-energy",
            "Monthly payment raised",
            days=64,
            steps=[
                (62.5, Do.REPLY, "Dear Alex, here is what happened. We found that the system counted one winter twice. We "
                 "will reduce the payment and refund the credit by {later}."),
                (55, Do.CONFIRM, ""),
                (54.9, Do.CUSTOMER_REPLY, "It is done, as promised. Thank you."),
            ],
            later=-57,
            day=(self.anchor - timedelta(days=56)).date(),
        )
        self._add(
            "gave-up",
            "snailwick",
            "Claim for the lost {item}",
            days=150,
            steps=[
                (142, Do.GO_ON, "No word at all."),
                (70, Do.GIVE_UP, "The sum is not worth more letters."),
            ],
        )

    def of_moderation(self) -> None:
        self._add("returned", "dropmoor", "Driver shouted", days=5, customer="ewan",
                  more=" I have his number: call 07700 900123.",
                  steps=[(4.2, Do.RETURN, "Please leave out the telephone number of the driver. The rest is fine.")])
        self._add("taken-back", "gustwell", "Cannot leave:", days=3, customer="gaia",
                  more=" Write to me at gaia@letters.example.", steps=[(2.4, Do.TAKE_BACK, "")])
        self._add("discarded", "gustwell", "In-home display", days=8, customer="gaia", is_filed=False,
                  steps=[(7.5, Do.DISCARD, "")])
        self._add("rejected", "emberholt-gas", "Pole at", days=12, customer="ned",
                  more=" The man responsible can be reached at boss@home.example, let him hear it.",
                  steps=[(11, Do.REJECT, "The text calls on readers to write to a private person.")])
        self._add("published-from-review", "kettlewick-power", "Name still wrong", days=40, customer="iris",
                  more=" The registrar is registry@town.example.",
                  steps=[(39.6, Do.PUBLISH, ""),
                         (21, Do.REPLY, "Dear Iris, we found that the change was reversed by the nightly run. We have "
                          "corrected the name and issued the bills again."),
                         (19, Do.CONFIRM, "")],
                  day=(self.anchor - timedelta(days=20)).date())
        self._add("waits-in-review", "lumenfold-energy", "{brand} sends my bills", days=0.4, customer="uma",
                  more=" His address is old.flat@mail.example.")
        self._add("proposed-brand", "dropmoor", "Tracking of my {item}", days=1.6, customer="theo",
                  proposes="Quarrybank Couriers")
        self._add("another-proposed-brand", "dropmoor", "Parcel point at", days=2.7, customer="rita",
                  proposes="Drop Moor Express")
        self._add("hidden", "murmur-broadband", "Trench in front", days=33, customer="leo", is_posted=True,
                  steps=[(20, Do.HIDE, "The brand says that a person can be recognised; under review.")])
        self._add("removed", "snailwick", "Van blocks the ramp", days=75, customer="mo",
                  steps=[(60, Do.REMOVE, "Names an employee in a way that a court has ordered to be taken down.")])
        self._add("not-genuine", "brambletel", "Engineer did not come", days=90, customer="otto",
                  steps=[(80, Do.EXCLUDE, "The papers belong to another person and another address.")])
        self._add("evidence-checked", "kettlewick-power", "{plan}: night rate", days=17, customer="sian",
                  more=" Gareth Poole in the shop laughed at me.", who="Gareth Poole",
                  steps=[(15, Do.CHECK_EVIDENCE, ""), (14, Do.REDACT, "Names of employees do not belong here.")])
        self._add("moved", "northline", "Prepaid balance", days=28, customer="petra",
                  steps=[(27, Do.MOVE, "")], who="pebble-mobile")
        self._add("twin", "dropmoor", "{item} thrown over", days=36, customer="vera")
        self._add("joined", "dropmoor", "{item} thrown over", days=35, customer="vera",
                  steps=[(34, Do.JOIN, "")], who="show-twin")
        self._add("contested-by-company", "murmur-broadband", "{plan}: {speed} where", days=11, customer="keir",
                  steps=[(10.8, Do.REPLY, "Hi Keir, please DM us your account details so that we can take a look."),
                         (2, Do.CONTEST_AS_COMPANY, "We did look at the line before we wrote. The message only asks for a "
                          "date.")])
        self._add("contested-by-customer", "dropmoor", "Claim for the lost {item}", days=14, customer="asha",
                  steps=[(13, Do.REPLY, "Dear customer, a refund has been initiated. Your customer relations team"),
                         (1.5, Do.CONTEST_AS_CUSTOMER, "Nothing was. They wrote the same to my neighbour.")])
        self._add("label-corrected", "gustwell", "Catch-up bill", days=52, customer="bilal",
                  steps=[(51, Do.REPLY, "Hi Bilal, got it. The missing meter is found and the bill goes back to twelve "
                          "months by Friday, no need to do anything."),
                         (49, Do.CONTEST_AS_CUSTOMER, "It is no answer: the same was said in the chat in spring."),
                         (45, Do.DECIDE_LABEL, "")],
                  who=ReplyKind.ACKNOWLEDGEMENT)

    def of_networks(self) -> None:
        self._add("posting-failed", "brambletel", "New line to", days=2.2, customer="olga", is_posted=True,
                  has_long_post=True)
        self._add("unconfirmed-account", "northline", "No internet in", days=3.3, customer="tara", is_posted=True,
                  steps=[(3.1, Do.STRANGER_REPLY, "Hi there, sorry about that. Please DM us your account number."),
                         (2.9, Do.STRANGER_REPLY, "Same street, same story. Dead since the weekend.")],
                  who=(LOOKALIKE[0], NEIGHBOUR[0]))
        self._add("confirmed-account", "brambletel", "{plan} costs", days=21, customer="femi", is_posted=True,
                  follows_up=True,
                  steps=[(20.9, Do.SHARE, SHARED[1]),
                         (20.5, Do.STRANGER_REPLY, "Hello Femi, we found that the discount ended early because of an error "
                          "in our price table. We will correct the bill by Friday."),
                         (17, Do.CONFIRM_ACCOUNT, ""),
                         (12, Do.CONFIRM, "")],
                  who=("", SECOND_ACCOUNT[0]),
                  day=(self.anchor - timedelta(days=13)).date())

    def of_endings(self) -> None:
        self._add("offer-taken-back", "kettlewick-power", "Switched to {brand}", days=30, customer="rafa",
                  steps=[(22, Do.OFFER, "Dear Rafa, we will cancel the contract free of charge."),
                         (18, Do.TAKE_BACK_OFFER, "")],
                  day=(self.anchor - timedelta(days=2)).date())
        self._add("lapsed", "gustwell", "Price of {plan} changed", days=80, customer="hana",
                  steps=[(78, Do.OFFER, "Hi Hana, we will restore the fixed price and refund the difference by the end of "
                          "the month.")],
                  day=(self.anchor - timedelta(days=60)).date())
        self._add("withdrawn", "parcelhare", "Box for {street}", days=20, customer="milo",
                  steps=[(19, Do.WITHDRAW, "The missing one was in the hedge.")])
        self._add("partly", "pebble-mobile", "Billed for {n} calls", days=26, customer="zoe",
                  steps=[(25.5, Do.REPLY, "Hi Zoe, we have removed the calls of May and refunded them. Those of April stay: "
                          "our records show the code was typed in."),
                         (24, Do.END_PARTLY, "")],
                  day=(self.anchor - timedelta(days=25)).date())
        self._add("escalated", "emberholt-gas", "Gas smell in", days=45, customer="cem",
                  steps=[(30, Do.ESCALATE, "")], who=Escalation.OMBUDSMAN)
        self._add("reopened", "northline", "Third {device}", days=58, customer="judit",
                  steps=[(50, Do.REPLY, "Dear Judit, we found a known fault in this batch. We have replaced the router with "
                          "one of the new model."),
                         (44, Do.CONFIRM, ""),
                         (16, Do.REOPEN, "The replacement has the same fault.")],
                  day=(self.anchor - timedelta(days=45)).date())

    # fmt: on

    def _add(
        self,
        key: str,
        slug: str,
        title: str,
        *,
        days: float,
        customer: str = SIGNED_IN,
        is_filed: bool = True,
        is_posted: bool = False,
        follows_up: bool = False,
        has_long_post: bool = False,
        more: str = "",
        proposes: str = "",
        steps: list[tuple[float, Do, str]] | None = None,
        day: date | None = None,
        later: float = 0,
        who: str | tuple[str, ...] = "",
    ) -> None:
        """`days` and those of the steps count back from the anchor; "{later}" in a text is so many days after it."""
        brand = BY_SLUG[slug]
        rng = random.Random(f"{SEED}-{key}")
        # An odd second: the demo's own clock acts on full minutes.
        filed_at = (self.anchor - timedelta(days=days)).replace(second=17, microsecond=0)
        template = next(one for one in templates(brand.sector) if one.title.startswith(title))
        told = tell(template, brand=brand, filed_on=filed_at.date(), rng=rng)
        by = self.anchor + timedelta(days=later)
        accounts = iter(who if isinstance(who, tuple) else ())
        name = "Alex M." if customer == SIGNED_IN else customer.title()
        self.cases.append(
            PlannedCase(
                key=f"show-{key}",
                brand=slug,
                customer=self.mailboxes[customer],
                started_at=filed_at - timedelta(minutes=23),
                filed_at=filed_at if is_filed else None,
                told=replace(
                    told, story=told.story + more
                ),  # more: what the automatic check finds, or a moderator
                public_name=name,
                attempts=plan_attempts(brand, filed_at.date(), rng=rng, least=2),
                has_evidence=is_filed,
                is_posted=is_posted,
                follows_up=follows_up,
                has_long_post=has_long_post,
                proposes=proposes,
                steps=tuple(
                    Step(
                        at=(self.anchor - timedelta(days=back)).replace(second=23 + number, microsecond=0),
                        do=do,
                        text=text.replace("{later}", f"{by.day} {by:%B}"),
                        day=day,
                        who=next(accounts, "") if isinstance(who, tuple) else who,
                    )
                    for number, (back, do, text) in enumerate(steps or [])
                ),
            )
        )
