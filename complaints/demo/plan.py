"""The plan of the demo: every case with everything that happens to it, as data. Pure; the same arguments give the same plan.

Times are simulated. A plan never looks at the database: it knows from the rules when customers are asked and when an
offer lapses, so that what it says fits what the services allow. `play` carries it out.
"""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from companies.enums import ChannelKind
from complaints.demo import voices
from complaints.demo.behaviour import Where
from complaints.demo.brands import BRANDS, Brand
from complaints.demo.life import ENDS, Life
from complaints.demo.script import SPAN, PlannedAttempt, PlannedCase
from complaints.demo.stories import Told, tell, templates_for
from complaints.enums import CameOf
from complaints.rules.eligibility import LIMIT_OPEN_PER_CUSTOMER_AND_COMPANY

SEED: Final = 1_804
ALL_CASES: Final = sum(brand.cases for brand in BRANDS)
# How many copies go to the network beside those of brands that answer there; each costs real HTTP.
POSTED_SHARE: Final = 0.06
EVIDENCE_SHARE: Final = 0.62
CUSTOMER_COUNT: Final = 560


def customers() -> list[tuple[str, str]]:
    """The invented people: (name before the @, name shown in public; empty for those who show none)."""
    rng = random.Random(SEED)
    found = []
    for number in range(CUSTOMER_COUNT):
        name = voices.FIRST_NAMES[number % len(voices.FIRST_NAMES)]
        shown = f"{name} {rng.choice('ABCDEFGHKLMNPRSTVW')}." if rng.random() < 0.88 else ""
        found.append((f"{name.lower()}.{number:03}", shown))
    return found


def plan(*, anchor: datetime, cases: int = ALL_CASES) -> list[PlannedCase]:
    """All cases of all brands up to `anchor`, each brand with its share of `cases`, in the order of their filing."""
    people = customers()
    titles: set[str] = set()
    planned: list[PlannedCase] = []
    for number, brand in enumerate(BRANDS):
        count = max(2, round(brand.cases * cases / ALL_CASES))
        planned += _cases_of(
            brand, count, anchor=anchor, people=people, titles=titles, rng=random.Random(SEED * 100 + number)
        )
    return sorted(planned, key=lambda case: (case.started_at, case.key))


def _cases_of(
    brand: Brand,
    count: int,
    *,
    anchor: datetime,
    people: list[tuple[str, str]],
    titles: set[str],
    rng: random.Random,
) -> Iterator[PlannedCase]:
    deck: list[int] = []
    filings: dict[int, list[tuple[datetime, datetime | None]]] = {}
    stories = templates_for(brand)
    for number, filed_at in enumerate(_filing_times(count, anchor=anchor, rng=rng)):
        if not deck:
            deck = rng.sample(range(len(stories)), len(stories))
        template = stories[deck.pop()]
        for tried in range(12):
            told = tell(template, brand=brand, filed_on=filed_at.date(), rng=rng, is_told_apart=tried >= 6)
            if told.title not in titles:
                break
        titles.add(told.title)
        who = _free_customer(filings, len(people), filed_at, rng=rng)
        customer, public_name = people[who]
        case = plan_case(
            key=f"{brand.slug}-{number:04}",
            brand=brand,
            told=told,
            customer=customer,
            public_name=public_name,
            filed_at=filed_at,
            anchor=anchor,
            rng=rng,
        )
        ended = next((s.at for s in case.steps if s.do in ENDS), None)
        filings.setdefault(who, []).append((filed_at, ended))
        yield case


def _free_customer(
    filings: dict[int, list[tuple[datetime, datetime | None]]],
    count: int,
    filed_at: datetime,
    *,
    rng: random.Random,
) -> int:
    """Somebody who has fewer open complaints about this brand than the rules allow."""
    while True:
        who = rng.randrange(count)
        still_open = [1 for _, ended in filings.get(who, ()) if ended is None or ended > filed_at]
        if len(still_open) < LIMIT_OPEN_PER_CUSTOMER_AND_COMPANY - 1:
            return who


def _filing_times(count: int, *, anchor: datetime, rng: random.Random) -> list[datetime]:
    """Times over 18 months, somewhat more of them lately, hardly any at night; no two are the same."""
    found: set[datetime] = set()
    while len(found) < count:
        back = SPAN * (1 - rng.random() ** 0.8)
        hour = rng.choices(range(24), _BY_HOUR)[0]
        day = (anchor - back).date()
        at = datetime.combine(day, time(hour, rng.randrange(60), rng.randrange(1, 60)), tzinfo=UTC)
        if at < anchor - timedelta(minutes=40):
            found.add(at)
    return sorted(found)


_BY_HOUR: Final = (2, 1, 1, 1, 1, 2, 5, 9, 12, 14, 15, 14, 13, 12, 12, 12, 13, 14, 16, 18, 18, 14, 9, 5)


def plan_case(
    *,
    key: str,
    brand: Brand,
    told: Told,
    customer: str,
    public_name: str,
    filed_at: datetime,
    anchor: datetime,
    rng: random.Random,
) -> PlannedCase:
    """One case: what was tried before, and everything that happens until `anchor`."""
    started_at = filed_at - timedelta(minutes=rng.randint(9, 38))
    attempts = tuple(_attempts(brand, started_at.date(), rng=rng)) if rng.random() < 0.97 else ()
    is_heard = brand.behaviour.where == Where.NETWORK
    is_posted = bool(attempts) and bool(brand.account) and rng.random() < (0.97 if is_heard else POSTED_SHARE)
    steps = Life(
        brand,
        told,
        name=public_name.partition(" ")[0],
        filed_at=filed_at,
        is_posted=is_posted,
        anchor=anchor,
        rng=rng,
    ).steps()
    return PlannedCase(
        key=key,
        brand=brand.slug,
        customer=customer,
        started_at=started_at,
        filed_at=filed_at,
        told=told,
        public_name=public_name,
        attempts=attempts,
        has_evidence=rng.random() < EVIDENCE_SHARE,
        is_posted=is_posted,
        steps=steps,
    )


def plan_attempts(
    brand: Brand, until: date, *, rng: random.Random, least: int = 1
) -> tuple[PlannedAttempt, ...]:
    """A ledger of at least `least` rows, the last of them before `until`."""
    rows: list[PlannedAttempt] = []
    while len(rows) < least:
        rows = list(_attempts(brand, until, rng=rng))
    return tuple(rows)


def _attempts(brand: Brand, until: date, *, rng: random.Random) -> Iterator[PlannedAttempt]:
    days = min(240, max(2, round(rng.lognormvariate(2.9, 0.7))))
    count = rng.choices((1, 2, 3, 4, 5, 6), (22, 30, 22, 13, 8, 5))[0]
    kinds = [kind for kind, *_ in brand.channels]
    weights = [5, 4, 3, 2, 1, 1][: len(kinds)]
    said: set[str] = set()
    for back in sorted((rng.randint(0, days) for _ in range(count)), reverse=True):
        kind = rng.choices(kinds, weights)[0] if rng.random() < 0.94 else ChannelKind.SOCIAL.value
        ways, shares = zip(*voices.CAME_OF[kind], strict=True)
        came_of = rng.choices(ways, shares)[0]
        times = rng.choices((1, 2, 3, 4), (76, 14, 7, 3))[0] if kind != ChannelKind.LETTER else 1
        least, most = voices.CHANNEL_MINUTES[kind]
        yield PlannedAttempt(
            channel=kind,
            made_on=until - timedelta(days=back),
            came_of=came_of,
            times=times,
            minutes=times * rng.randint(least, most),
            reference=f"{brand.slug[:2].upper()}-{rng.randint(10_000, 99_999)}" if rng.random() < 0.4 else "",
            note=_note(kind, came_of, said, rng=rng) if rng.random() < 0.7 else "",
        )


def _note(kind: str, came_of: str, said: set[str], *, rng: random.Random) -> str:
    """What the customer adds, nothing twice in one ledger."""
    is_assistant = came_of == CameOf.AUTOMATED and kind in voices.ASSISTANTS
    left = sorted(set(voices.NOTES_ON_ASSISTANTS if is_assistant else voices.NOTES[came_of]) - said)
    note = rng.choice(left) if left else ""
    said.add(note)
    return note
