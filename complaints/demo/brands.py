"""The fictional brands of the demo. No company trades under these names; their domains end in .example (RFC 2606)."""

from dataclasses import dataclass

from companies.enums import ChannelKind, Sector
from complaints.demo import behaviour
from complaints.demo.behaviour import Behaviour


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who acts for a brand: the first name and the team that are shown, and the name before the @."""

    first_name: str
    team: str
    mailbox: str


@dataclass(frozen=True, slots=True)
class Brand:
    """A brand and how many complaints it draws in 18 months.

    `staffed` is told per channel as (kind, value, days, opens, closes); days is "1-5" or "1-7", empty hours mean
    that none are known. `people` act for it here; without any it is unclaimed and told by mail, if it has an address.
    """

    slug: str
    name: str
    sector: Sector
    behaviour: Behaviour
    cases: int
    channels: tuple[tuple[str, str, str, str, str], ...]
    people: tuple[Person, ...] = ()
    aliases: tuple[str, ...] = ()
    country: str = "GB"
    time_zone: str = "Europe/London"
    account: str = ""  # user name on the demo network
    has_address: bool = True
    plans: tuple[str, ...] = ()  # what it sells, and what kind of thing that is, for the stories
    supplies: frozenset[str] = frozenset()
    mobile_plans: frozenset[str] = frozenset()  # of a brand that supplies both lines and mobile phones

    @property
    def domain(self) -> str:
        return f"{self.slug}.example"

    @property
    def currency(self) -> str:
        return "EUR" if self.country == "IE" else "GBP"

    @property
    def symbol(self) -> str:
        return "€" if self.currency == "EUR" else "£"


PHONE, EMAIL, CHAT, FORM = ChannelKind.PHONE, ChannelKind.EMAIL, ChannelKind.CHAT, ChannelKind.FORM
LETTER, SHOP, APP, MESSENGER = ChannelKind.LETTER, ChannelKind.SHOP, ChannelKind.APP, ChannelKind.MESSENGER


def _phone(
    value: str, days: str = "1-5", opens: str = "09:00", closes: str = "17:30"
) -> tuple[str, str, str, str, str]:
    return (PHONE, value, days, opens, closes)


# 0808 157 0xxx and 020 7946 0xxx are reserved for drama (Ofcom, "Telephone numbers for drama use").
BRANDS: tuple[Brand, ...] = (
    Brand(
        "northline",
        "Northline",
        Sector.TELECOMS,
        behaviour.SLOW_THOROUGH,
        236,
        (
            _phone("0808 157 0100", "1-6", "08:00", "20:00"),
            (CHAT, "northline.example/chat", "1-5", "09:00", "18:00"),
            (EMAIL, "help@northline.example", "1-5", "09:00", "17:00"),
            (SHOP, "41 shops", "1-6", "10:00", "18:00"),
            (LETTER, "Northline, 1 Invented Way, Marrowby", "", "", ""),
        ),
        people=(
            Person("Ines", "Customer care", "representative"),
            Person("Tomas", "Billing", "tomas"),
        ),
        aliases=("Northline Broadband", "Northline Mobile", "North Line"),
        account="northline",
        plans=(
            "Northline Home 150",
            "Northline Full Fibre 500",
            "Northline SIM 20 GB",
            "Northline TV and Talk",
        ),
        supplies=frozenset({"fixed", "mobile"}),
        mobile_plans=frozenset({"Northline SIM 20 GB"}),
    ),
    Brand(
        "pebble-mobile",
        "Pebble Mobile",
        Sector.TELECOMS,
        behaviour.FAST,
        106,
        (
            (APP, "Pebble app", "1-7", "07:00", "22:00"),
            (CHAT, "pebble-mobile.example/chat", "1-7", "07:00", "22:00"),
            _phone("0808 157 0111", "1-7", "08:00", "20:00"),
        ),
        people=(Person("Maya", "Pebble care", "maya"), Person("Joss", "Pebble care", "joss")),
        aliases=("Pebble",),
        account="pebblemobile",
        plans=("Pebble 10", "Pebble Unlimited", "Pebble Family", "Pebble Roam"),
        supplies=frozenset({"mobile"}),
    ),
    Brand(
        "murmur-broadband",
        "Murmur Broadband",
        Sector.TELECOMS,
        behaviour.DEFLECTOR,
        126,
        (
            _phone("020 7946 0122", "1-5", "09:00", "17:00"),
            (FORM, "murmur-broadband.example/contact", "", "", ""),
            (MESSENGER, "Murmur assistant", "1-7", "00:00", "24:00"),
        ),
        people=(Person("Social team", "Murmur", "social"),),
        aliases=("Murmur", "Murmur Fibre"),
        account="murmurhelps",
        plans=("Murmur 67", "Murmur 145", "Murmur Gigabit", "Murmur Student"),
        supplies=frozenset({"fixed"}),
    ),
    Brand(
        "brambletel",
        "Brambletel",
        Sector.TELECOMS,
        behaviour.CHERRY_PICKER,
        104,
        (
            _phone("0808 157 0133", "1-6", "09:00", "19:00"),
            (EMAIL, "care@brambletel.example", "1-5", "09:00", "17:00"),
            (SHOP, "12 shops", "1-6", "09:30", "17:30"),
        ),
        people=(Person("Rowan", "Accounts", "rowan"),),
        aliases=("Bramble Telecom",),
        account="brambletel",
        plans=("Bramble Basic", "Bramble Fibre 80", "Bramble Plus", "Bramble Line Rental"),
        supplies=frozenset({"fixed"}),
    ),
    Brand(
        "quillfibre",
        "Quillfibre",
        Sector.TELECOMS,
        behaviour.UNCLAIMED,
        22,
        (_phone("01 555 0144", "1-5", "09:00", "17:30"), (EMAIL, "hello@quillfibre.example", "", "", "")),
        country="IE",
        time_zone="Europe/Dublin",
        plans=("Quill 300", "Quill 1000"),
        supplies=frozenset({"fixed"}),
    ),
    Brand(
        "parcelhare",
        "Parcelhare",
        Sector.DELIVERY,
        behaviour.FAST,
        104,
        (
            (CHAT, "parcelhare.example/where-is-it", "1-7", "07:00", "22:00"),
            _phone("0808 157 0200", "1-6", "08:00", "20:00"),
            (APP, "Parcelhare app", "1-7", "00:00", "24:00"),
        ),
        people=(Person("Dele", "Depot desk", "dele"), Person("Hanna", "Claims", "hanna")),
        aliases=("Parcel Hare",),
        account="parcelhare",
        plans=("Hare Next Day", "Hare Standard", "Hare Locker"),
    ),
    Brand(
        "dropmoor",
        "Dropmoor",
        Sector.DELIVERY,
        behaviour.CANNED,
        126,
        (
            (CHAT, "Dropmoor assistant", "1-7", "00:00", "24:00"),
            (FORM, "dropmoor.example/help", "", "", ""),
            _phone("0808 157 0211", "1-5", "08:00", "18:00"),
        ),
        people=(Person("Dropmoor", "Customer relations", "relations"),),
        aliases=("Dropmoor Logistics", "Drop Moor"),
        account="dropmoor",
        plans=("Dropmoor 24", "Dropmoor 48", "Dropmoor Returns"),
    ),
    Brand(
        "hedgehop-parcels",
        "Hedgehop Parcels",
        Sector.DELIVERY,
        behaviour.NETWORK_ONLY,
        96,
        (
            (FORM, "hedgehop-parcels.example/claim", "", "", ""),
            (EMAIL, "care@hedgehop-parcels.example", "1-5", "09:00", "16:00"),
            (SHOP, "parcel points in 300 corner shops", "1-6", "09:00", "19:00"),
        ),
        aliases=("Hedgehop",),
        account="hedgehop",
        plans=("Hop Overnight", "Hop Saver", "Hop Point to Point"),
    ),
    Brand(
        "snailwick",
        "Snailwick",
        Sector.DELIVERY,
        behaviour.SILENT,
        94,
        (
            _phone("020 7946 0233", "1-5", "10:00", "16:00"),
            (EMAIL, "info@snailwick.example", "", "", ""),
            (FORM, "snailwick.example/contact", "", "", ""),
        ),
        aliases=("Snail Wick",),
        plans=("Wick Economy", "Wick Tracked", "Wick Large Items"),
    ),
    Brand(
        "larchlocker",
        "Larchlocker",
        Sector.DELIVERY,
        behaviour.UNCLAIMED,
        18,
        ((APP, "Larchlocker app", "1-7", "00:00", "24:00"),),
        has_address=False,
        plans=("Larch Locker", "Larch Overnight"),
    ),
    Brand(
        "lumenfold-energy",
        "Lumenfold Energy",
        Sector.ENERGY,
        behaviour.IMPROVING,
        142,
        (
            _phone("0808 157 0300", "1-6", "08:00", "20:00"),
            (EMAIL, "care@lumenfold-energy.example", "1-5", "09:00", "17:30"),
            (CHAT, "lumenfold-energy.example/chat", "1-6", "08:00", "20:00"),
            (LETTER, "Lumenfold Energy, 7 Lantern Row, Ostbridge", "", "", ""),
        ),
        people=(Person("Aoife", "Resolution team", "aoife"), Person("Ben", "Metering", "ben")),
        aliases=("Lumenfold",),
        account="lumenfold",
        plans=("Lumenfold Fixed 12", "Lumenfold Tracker", "Lumenfold Night Saver", "Lumenfold Dual Fuel"),
        supplies=frozenset({"power", "gas"}),
    ),
    Brand(
        "kettlewick-power",
        "Kettlewick Power",
        Sector.ENERGY,
        behaviour.SLOW_THOROUGH,
        92,
        (
            _phone("0808 157 0311", "1-5", "08:30", "17:30"),
            (EMAIL, "enquiries@kettlewick-power.example", "1-5", "09:00", "17:00"),
            (LETTER, "Kettlewick Power, Mill Lane, Kettlewick", "", "", ""),
        ),
        people=(Person("Gwen", "Complaints", "gwen"),),
        aliases=("Kettlewick",),
        account="kettlewick",
        plans=("Kettlewick Standard", "Kettlewick Economy 7", "Kettlewick Prepay"),
        supplies=frozenset({"power"}),
    ),
    Brand(
        "gustwell",
        "Gustwell",
        Sector.ENERGY,
        behaviour.CHERRY_PICKER,
        90,
        (
            (APP, "Gustwell app", "1-7", "00:00", "24:00"),
            (CHAT, "gustwell.example/chat", "1-6", "08:00", "20:00"),
            (EMAIL, "hi@gustwell.example", "1-5", "09:00", "17:00"),
        ),
        people=(Person("Noor", "Happiness crew", "noor"),),
        aliases=("Gustwell Energy",),
        account="gustwell",
        plans=("Gust Fixed", "Gust Flex", "Gust EV"),
        supplies=frozenset({"power"}),
    ),
    Brand(
        "emberholt-gas",
        "Emberholt Gas",
        Sector.ENERGY,
        behaviour.SILENT,
        86,
        (
            _phone("020 7946 0333", "1-5", "09:00", "16:30"),
            (LETTER, "Emberholt Gas, PO Box 9, Cinderford Hythe", "", "", ""),
            (EMAIL, "customers@emberholt-gas.example", "", "", ""),
        ),
        aliases=("Emberholt",),
        plans=("Ember Standard", "Ember Boiler Cover", "Ember Prepay"),
        supplies=frozenset({"gas"}),
    ),
    Brand(
        "tidebarrow-water",
        "Tidebarrow Water",
        Sector.ENERGY,
        behaviour.DEFLECTOR,
        54,
        (
            _phone("0808 157 0344", "1-5", "08:00", "18:00"),
            (FORM, "tidebarrow-water.example/report", "", "", ""),
            (LETTER, "Tidebarrow Water, Reservoir House, Tidebarrow", "", "", ""),
        ),
        people=(Person("Tidebarrow", "Contact centre", "contact"),),
        aliases=("Tidebarrow",),
        account="tidebarrow",
        plans=("Tidebarrow Metered", "Tidebarrow Unmetered"),
        supplies=frozenset({"water"}),
    ),
    Brand(
        "wickmere-heat",
        "Wickmere Heat",
        Sector.ENERGY,
        behaviour.FAST,
        14,
        (_phone("0808 157 0355", "1-5", "09:00", "17:00"), (EMAIL, "team@wickmere-heat.example", "", "", "")),
        people=(Person("Sol", "Wickmere Heat", "sol"),),
        account="wickmereheat",
        plans=("Wickmere District Heat",),
        supplies=frozenset({"heat"}),
    ),
)
BY_SLUG = {brand.slug: brand for brand in BRANDS}


def parts(count: int) -> list[tuple[Brand, ...]]:
    """The brands in `count` parts with about as many complaints each, neighbours together."""
    whole = sum(brand.cases for brand in BRANDS)
    found: list[list[Brand]] = [[] for _ in range(count)]
    before = 0
    for brand in BRANDS:
        middle = before + brand.cases / 2
        found[min(int(middle * count / whole), count - 1)].append(brand)
        before += brand.cases
    return [tuple(part) for part in found]


def staffed_hours(days: str, opens: str, closes: str) -> dict[str, list[str]]:
    """ISO weekday -> hours, as companies.models.Channel keeps them; empty when none are known."""
    if not days:
        return {}
    first, last = (int(day) for day in days.split("-"))
    return {str(day): [opens, closes] for day in range(first, last + 1)}
