"""What customers of the demo tell: templates from `texts/<sector>.txt`, filled by a generator with a fixed seed."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from companies.enums import Sector
from complaints.demo.brands import Brand
from complaints.enums import Category

TEXTS: Final = Path(__file__).parent / "texts"
_FIELDS: Final = {"T": "title", "S": "story", "W": "wish", "F": "found", "D": "done"}


@dataclass(frozen=True, slots=True)
class Template:
    """One story with its gaps, and what the company would find and do about it."""

    category: Category
    title: str
    story: str
    wish: str
    found: str
    done: str
    only_for: frozenset[str] = frozenset()  # what a brand must supply to be told of; empty: any brand


@dataclass(frozen=True, slots=True)
class Told:
    """A story whose gaps are filled. `found` and `done` may still hold "{by}", the day of the company's act."""

    category: Category
    title: str
    story: str
    wish: str
    product: str
    amount: int
    happened_on: date
    found: str
    done: str


@cache
def templates(sector: str) -> tuple[Template, ...]:
    """The templates of a sector, in the order of its file. Raises ValueError for a block that is not whole."""
    blocks = (TEXTS / f"{Sector(sector).value}.txt").read_text("utf-8").split("\n\n")
    return tuple(_parsed(block.strip()) for block in blocks if block.strip() and not block.startswith("#"))


def _parsed(block: str) -> Template:
    heading, *lines = block.splitlines()
    category, *only_for = heading.split()
    fields = {_FIELDS[letter]: words.strip() for letter, _, words in (line.partition(":") for line in lines)}
    if set(fields) != set(_FIELDS.values()):
        raise ValueError(f"not a whole story: {block[:60]!r}")
    return Template(category=Category(category), only_for=frozenset(only_for), **fields)


def templates_for(brand: Brand) -> tuple[Template, ...]:
    """Those that can be told of this brand."""
    return tuple(
        template
        for template in templates(brand.sector)
        if not template.only_for or template.only_for & brand.supplies
    )


def tell(
    template: Template, *, brand: Brand, filed_on: date, rng: random.Random, is_told_apart: bool = False
) -> Told:
    """Fill the gaps of `template` for a complaint that is filed on `filed_on`; told apart, its title names a place."""
    happened_on = filed_on - timedelta(days=rng.randint(9, 75))
    amount = rng.choice(AMOUNTS)
    slots = _slots(brand, template, amount=amount, happened_on=happened_on, rng=rng)
    if template.category in (Category.SERVICE, Category.CONDUCT, Category.OTHER):
        amount = 0  # nothing measurable at stake
    title = template.title.format(**slots)
    if is_told_apart:
        title = f"{title} ({slots['place']})"
    story = f"{template.story} {rng.choice(ENDS)}" if rng.random() < 0.9 else template.story
    return Told(
        category=template.category,
        title=title[0].upper() + title[1:],
        story=story.format(**slots),
        wish=template.wish.format(**slots),
        product=slots["plan"] if rng.random() < 0.8 else "",
        amount=amount,
        happened_on=happened_on,
        found=template.found.format(**slots, by="{by}"),
        done=template.done.format(**slots, by="{by}"),
    )


def _plans(brand: Brand, template: Template) -> list[str]:
    """What the story can be about: no line is slow on a SIM card, and no call drops on a television."""
    if "mobile" in template.only_for and brand.mobile_plans:
        return sorted(brand.mobile_plans)
    is_fixed = "fixed" in template.only_for
    return [plan for plan in brand.plans if not (is_fixed and plan in brand.mobile_plans)]


def _slots(
    brand: Brand, template: Template, *, amount: int, happened_on: date, rng: random.Random
) -> Mapping[str, str]:
    place, place2 = rng.sample(PLACES, 2)
    promised = rng.choice(SPEEDS)
    return {
        "brand": brand.name,
        "plan": rng.choice(_plans(brand, template)),
        "month": MONTHS[happened_on.month - 1],
        "weekday": rng.choice(WEEKDAYS),
        "amount": f"{brand.symbol}{amount}",
        "fee": f"{brand.symbol}{rng.choice((6, 8, 12, 15))}",
        "n": str(rng.randint(4, 9)),
        "days": str(rng.randint(4, 26)),
        "hours": str(rng.randint(3, 9)),
        "speed": f"{max(3, promised // rng.choice((6, 8, 12, 20)))} Mbit/s",
        "promised": f"{promised} Mbit/s",
        "device": rng.choice(DEVICES),
        "item": rng.choice(ITEMS),
        "place": place,
        "place2": place2,
        "street": rng.choice(STREETS),
    }


MONTHS: Final = (
    "January February March April May June July August September October November December".split()
)
WEEKDAYS: Final = "Monday Tuesday Wednesday Thursday Friday Saturday".split()
AMOUNTS: Final = (
    *(12, 14, 18, 19, 23, 24, 27, 29, 31, 34, 36, 39, 42, 45, 48, 54, 59, 63, 68, 74, 79, 85, 92, 99),
    *(108, 118, 124, 135, 149, 160, 172, 189, 205, 240, 268, 310, 345, 420),
)
SPEEDS: Final = (67, 100, 150, 250, 500, 900)
DEVICES: Final = (
    "router",
    "mesh router",
    "TV box",
    "phone",
    "tablet",
    "mobile router",
    "repeater",
    "smart watch",
    "fibre modem",
)
ITEMS: Final = (
    "office chair",
    "violin case",
    "winter coat",
    "box of books",
    "coffee grinder",
    "camera lens",
    "wedding dress",
    "car tyre",
    "lamp",
    "keyboard",
    "pram",
    "bread machine",
    "tent",
    "mirror",
    "passport photos",
    "hearing aid batteries",
    "guitar",
    "sewing machine",
    "hiking boots",
    "model railway",
    "spare key",
    "bicycle wheel",
    "monitor",
    "set of plates",
    "rug",
    "telescope",
)
# Invented places: none is on a map under this name, as far as we know.
PLACES: Final = (
    "Marrowby",
    "Ostbridge",
    "Fernhollow Cross",
    "Saltwick Bay",
    "Upper Tansley Green",
    "Harrowmill",
    "Quernfield",
    "Little Oxbarrow",
    "Thistlecombe",
    "Penny Hythe",
    "Galloway Marsh End",
    "Brindlestead",
    "Copperford",
    "Nether Willowby",
    "Stonecrake",
    "Ashmarket",
    "Lower Dunlin",
    "Wrenbury Quay",
    "Hollin Staithe",
    "Castle Bramwick",
)
STREETS: Final = (
    "Tanner's Row",
    "Orchard Steps",
    "Mill Lane",
    "Lantern Street",
    "Ropewalk",
    "Chapel Rise",
    "Ferry Road",
    "Weavers' Yard",
    "Station Parade",
    "Pump Court",
    "Larkfield Close",
    "Old Customs Way",
    "Beacon Hill",
    "Granary Wharf",
    "Tollhouse Lane",
    "Spindle Street",
)
ENDS: Final = (
    "Nobody I reached could tell me who decides this.",
    "I have kept every message.",
    "I am not asking for a favour, only for what was agreed.",
    "Each person I speak to starts again from the beginning.",
    "By now it has cost me more time than money.",
    "I was polite every time. It did not help.",
    "The last thing I heard was that my case is closed.",
    "I would have been content with a plain answer.",
    "I do not know what else to send them.",
    "My neighbour has the same problem.",
    "I have been a customer for eleven years.",
    "All papers are with this complaint.",
    "I was told to be patient, and I was.",
    "They have my number, and nobody has called.",
    "It is the third time this year.",
    "I found out only because I checked.",
    "I would like to know why, too.",
    "I had asked for it in writing, and nothing came.",
    "What bothers me most is that nobody reads what I send.",
    "I am writing it down here because there is nobody left to ask.",
    "My partner has tried as well, with the same result.",
    "Two of the three people I spoke to agreed with me.",
    "The site says that all is well.",
    "I can send photos if anybody wants to see them.",
    "The answer is always that it takes a few more days.",
    "It would take one person ten minutes.",
    "I have a number for the case and no case behind it.",
    "I read the terms twice. They are on my side.",
    "The last person was friendly and could do nothing.",
    "I would rather have spent the evenings otherwise.",
    "Nothing of this is complicated.",
    "I have made a list of dates; it is with the files.",
    "They closed it without telling me.",
    "I was asked to rate the service before it was over.",
)
