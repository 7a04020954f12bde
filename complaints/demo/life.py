"""What happens to one case after its publication: the brand's behaviour against the customer's habits. Pure."""

import random
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from complaints.demo import voices
from complaints.demo.behaviour import HABITS, Behaviour, Where
from complaints.demo.brands import Brand
from complaints.demo.script import SPAN, Do, Step, asked_after
from complaints.demo.stories import Told
from complaints.enums import Category
from complaints.rules.clocks import (
    LATEST_OFFER_DAYS,
    QUESTION_DAYS_AFTER_PROMISE,
    QUESTION_DAYS_AFTER_PUBLICATION,
    end_of_day,
)
from complaints.rules.lifecycle import LAPSE_AFTER_DAYS

ENDS: Final = frozenset({Do.CONFIRM, Do.END_PARTLY, Do.WITHDRAW, Do.GIVE_UP})
AFTER_THE_END: Final = frozenset({Do.REPLY, Do.NETWORK_REPLY, Do.CUSTOMER_REPLY, Do.REOPEN})


class Life:
    """Thinks up what happens to one case after its publication."""

    def __init__(
        self,
        brand: Brand,
        told: Told,
        *,
        name: str,
        filed_at: datetime,
        is_posted: bool,
        anchor: datetime,
        rng: random.Random,
    ) -> None:
        progress = 1 - (anchor - filed_at) / SPAN
        self.does: Behaviour = brand.behaviour.at(min(max(progress, 0.0), 1.0))
        self.voice = voices.VOICES[self.does.voice]
        self.brand, self.told, self.filed_at, self.rng = brand, told, filed_at, rng
        self.is_posted = is_posted
        self.fill = {
            "name": name or "there",
            "ref": f"{brand.slug[:2].upper()}{rng.randint(100, 999)}",
        }
        self.anchor = anchor
        self.found: list[Step] = []
        self.answered_at: datetime | None = None
        self.fixed_at: datetime | None = None
        self.offered_for: date | None = None
        self.lapses_at: datetime | None = None

    def steps(self) -> tuple[Step, ...]:
        """In order, cut off at the anchor, no two at one time, and nothing that an ended case refuses."""
        self._brand_reacts()
        if self.fixed_at is not None:
            self._customer_confirms()
        else:
            self._nothing_is_solved()
        kept: dict[datetime, Step] = {}
        has_ended = False
        for step in sorted(self.found, key=lambda step: step.at):
            if step.at >= self.anchor or (has_ended and step.do not in AFTER_THE_END):
                continue
            if kept.setdefault(step.at, step) is step:
                has_ended = step.do in ENDS or (has_ended and step.do is not Do.REOPEN)
        return tuple(kept.values())

    # The brand

    @property
    def is_heard(self) -> bool:
        """Whether the brand says anything where this complaint can be seen."""
        return self.is_posted if self.does.where == Where.NETWORK else bool(self.brand.people)

    def _brand_reacts(self) -> None:
        rng, does = self.rng, self.does
        when = self.filed_at
        if self.is_heard and (rng.random() < does.deflects):
            when = self._later(when, does.reacts_after.draw(rng))
            self._company_says(when, rng.choice(self.voice.deflections))
            if rng.random() < HABITS.speaks_up_on_deflection:
                self._add(
                    self._later(when, rng.uniform(0.1, 2)),
                    Do.CUSTOMER_REPLY,
                    rng.choice(voices.TO_A_DEFLECTION),
                )
            if rng.random() < does.deflects_again:
                when = self._later(when, rng.uniform(1, 9))
                self._company_says(when, rng.choice(self.voice.deflections))
        elif self.is_heard and rng.random() < does.acknowledges:
            when = self._later(when, does.reacts_after.draw(rng))
            self._company_says(when, rng.choice(self.voice.acknowledgements))
        engages = not does.picks or self.told.category in does.picks
        if not engages or rng.random() >= does.answers:
            return
        if not self.is_heard:
            self._acts_elsewhere()
            return
        self._answers(self._later(max(when, self.filed_at), does.answers_after.draw(rng)))

    def _answers(self, at: datetime) -> None:
        rng, does = self.rng, self.does
        self.answered_at = at
        is_solved = rng.random() < does.solves
        if does.offers and self.does.where == Where.SITE and rng.random() < does.offers:
            self._offers(at, is_solved=is_solved)
        elif is_solved:
            fixed = self._later(at, does.solves_after.draw(rng))
            if (fixed - at) < timedelta(days=1.5):
                self._company_says(at, self._put(self.told.found, self.told.done, by=at.date()))
            else:
                self._company_says(at, self._put(self.told.found, self._promise(), by=fixed.date()))
                if rng.random() < 0.35:
                    self._company_says(self._later(fixed, 0.1), self._put(self.told.done, by=fixed.date()))
            self.fixed_at = fixed
        elif self.told.category in voices.REFUSED and rng.random() < 0.5:
            self._company_says(at, self._put(rng.choice(voices.REFUSALS), by=at.date()))
        else:
            promised = at.date() + timedelta(days=rng.randint(3, 14))
            self._company_says(at, self._put(self.told.found, self._promise(), by=promised))
            if rng.random() < 0.3:
                self._add(
                    self._later(at, rng.uniform(0.1, 1.5)), Do.CUSTOMER_REPLY, rng.choice(voices.TO_AN_ANSWER)
                )

    def _offers(self, at: datetime, *, is_solved: bool) -> None:
        rng = self.rng
        due = at.date() + timedelta(days=min(rng.randint(3, 24), LATEST_OFFER_DAYS))
        text = self._put(rng.choice(voices.OFFER_OPENINGS), self.told.found, self._promise(), by=due)
        self._add(at, Do.OFFER, text, day=due)
        self.offered_for, self.lapses_at = due, end_of_day(due) + timedelta(days=LAPSE_AFTER_DAYS)
        if is_solved and rng.random() < self.does.keeps:
            day = max(due - timedelta(days=rng.randint(0, 3)), at.date())
            self.fixed_at = max(
                datetime.combine(day, time(rng.randint(9, 17), 11), tzinfo=UTC), self._later(at, 0.2)
            )

    def _acts_elsewhere(self) -> None:
        """Nobody speaks for the brand here; it rings or writes to the customer, who may record what was offered."""
        rng, does = self.rng, self.does
        at = self._later(self.filed_at, does.answers_after.draw(rng))
        is_solved = rng.random() < does.solves
        if rng.random() < 0.55:
            due = at.date() + timedelta(days=rng.randint(2, 14))
            self._add(at, Do.OFFER_ELSEWHERE, self._put(rng.choice(voices.OFFERS_ELSEWHERE), by=due), day=due)
            self.answered_at = at
            self.offered_for, self.lapses_at = due, end_of_day(due) + timedelta(days=LAPSE_AFTER_DAYS)
            if is_solved:
                self.fixed_at = datetime.combine(due, time(12, 5), tzinfo=UTC)
        elif is_solved:
            self.fixed_at = self._later(at, does.solves_after.draw(rng))

    # The customer

    def _customer_confirms(self) -> None:
        rng, fixed = self.rng, self.fixed_at
        assert fixed is not None
        if self.lapses_at is not None and rng.random() < HABITS.keeps_silent_after_offer:
            return  # it lapses, unconfirmed
        at = self._says_so_at(fixed)
        if at is None or (self.lapses_at is not None and at >= self.lapses_at):
            return
        if rng.random() < HABITS.is_only_partly:
            self._add(at, Do.END_PARTLY, day=fixed.date())
            return
        self._add(at, Do.CONFIRM, day=fixed.date())
        if rng.random() < HABITS.thanks:
            self._add(self._later(at, 0.01), Do.CUSTOMER_REPLY, rng.choice(voices.THANKS))
        if rng.random() < HABITS.reopens:
            again = self._later(at, rng.uniform(4, 25))
            self._add(again, Do.REOPEN, rng.choice(voices.REOPENED))
            if rng.random() < 0.5:
                self._add(self._later(again, 9), Do.CONFIRM, day=(again + timedelta(days=8)).date())

    def _says_so_at(self, fixed: datetime) -> datetime | None:
        """When the customer says that it is fixed: unasked, or when asked, or never."""
        rng = self.rng
        if rng.random() < HABITS.says_at_once:
            return self._later(fixed, rng.uniform(0.1, 2.2))
        for asked in self._questions():
            if asked > fixed and rng.random() < HABITS.says_when_asked:
                return self._later(asked, rng.uniform(0.05, 1.6))
        return None

    def _questions(self) -> list[datetime]:
        """When this customer is asked, as the rules say."""
        due = [self.filed_at + timedelta(days=days) for days in QUESTION_DAYS_AFTER_PUBLICATION]
        if self.offered_for is not None:
            due += [
                end_of_day(self.offered_for) + timedelta(days=days) for days in QUESTION_DAYS_AFTER_PROMISE
            ]
        return sorted(asked_after(moment) for moment in due)

    def _nothing_is_solved(self) -> None:
        rng = self.rng
        ends_at: datetime | None = None
        if rng.random() < HABITS.withdraws:
            ends_at = self._later(self.filed_at, rng.uniform(1, 20))
            end, words = Do.WITHDRAW, rng.choice(voices.WITHDREW)
        elif rng.random() < HABITS.gives_up:
            ends_at = self._later(self.filed_at, HABITS.gives_up_after.draw(rng))
            end, words = Do.GIVE_UP, rng.choice(voices.GAVE_UP)
        is_broken_told = self.lapses_at is not None and rng.random() >= HABITS.keeps_silent_after_offer
        if is_broken_told and self.offered_for is not None:
            asked = asked_after(end_of_day(self.offered_for))
            told = self._later(asked, rng.uniform(0.1, 2.5))
            self._go_on(told)
            self.lapses_at = None
        if self.lapses_at is not None:
            # It will lapse: whatever comes before that must not touch the offer, and nothing comes after it.
            if ends_at is None or ends_at >= self.lapses_at:
                return
            self._add(ends_at, end, words)
            return
        began = self.filed_at
        if self.offered_for is not None:
            began = self._later(end_of_day(self.offered_for), 4)
        for asked in self._questions():
            if asked <= began or (ends_at is not None and asked > ends_at - timedelta(days=2)):
                continue
            if rng.random() < HABITS.says_not_fixed:
                self._go_on(self._later(asked, rng.uniform(0.05, 1.8)))
        if rng.random() < HABITS.escalates:
            at = self._later(self.filed_at, rng.uniform(15, 70))
            if ends_at is None or at < ends_at:
                self._add(at, Do.ESCALATE, who=rng.choice(("ombudsman", "ombudsman", "bank", "court")))
        if ends_at is not None and (self.offered_for is None or ends_at > began):
            self._add(ends_at, end, words)

    def _go_on(self, at: datetime) -> None:
        do = Do.GO_ON_PARTLY if self.answered_at and self.rng.random() < 0.15 else Do.GO_ON
        is_answered = self.answered_at is not None and self.answered_at < at
        if do is Do.GO_ON_PARTLY:
            words = self.rng.choice(voices.PARTLY_FIXED)
        else:
            words = self.rng.choice(voices.NOT_FIXED_AFTER_AN_ANSWER if is_answered else voices.NOT_FIXED)
        self._add(at, do, words)

    # Words and times

    def _company_says(self, at: datetime, text: str) -> None:
        do = Do.NETWORK_REPLY if self.does.where == Where.NETWORK else Do.REPLY
        self._add(at, do, text.replace("{name}", self.fill["name"]).replace("{ref}", self.fill["ref"]))

    def _put(self, *parts: str, by: date) -> str:
        """An answer in the brand's voice; the customer's own words get none."""
        words = " ".join(parts).format(by=f"{by.day} {by:%B}", **self.fill)
        if not self.is_heard:
            return words
        opening = self.rng.choice(self.voice.openings).format(**self.fill)
        ended = " ".join(filter(None, (words, self.rng.choice(self.voice.closings))))
        return f"{opening}\n{ended}" if opening.endswith(",") else f"{opening} {ended}"

    def _promise(self) -> str:
        return self.rng.choice(voices.PROMISES[Category(self.told.category)])

    def _later(self, moment: datetime, days: float) -> datetime:
        """Some time later, never on a full minute: those belong to the demo's own clock."""
        later = (moment + timedelta(days=days)).replace(microsecond=0)
        return later.replace(second=self.rng.randrange(1, 60))

    def _add(self, at: datetime, do: Do, text: str = "", *, day: date | None = None, who: str = "") -> None:
        self.found.append(Step(at, do, text, day, who))
