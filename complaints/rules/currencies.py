"""Money as people write it: codes of ISO 4217 and amounts with points or commas. Pure.

The codes are those of "list one" of the standard's maintenance agency
(https://www.six-group.com/en/products-services/financial-information/data-standards.html), without funds, metals
and testing codes. BGN ended on 31 December 2025; charges of that time are still complained about.
"""

import re
from decimal import Decimal
from typing import Final

CURRENCIES: Final[dict[str, str]] = {
    "AED": "UAE dirham",
    "AFN": "Afghani",
    "ALL": "Albanian lek",
    "AMD": "Armenian dram",
    "AOA": "Angolan kwanza",
    "ARS": "Argentine peso",
    "AUD": "Australian dollar",
    "AWG": "Aruban florin",
    "AZN": "Azerbaijan manat",
    "BAM": "Convertible mark",
    "BBD": "Barbados dollar",
    "BDT": "Bangladeshi taka",
    "BGN": "Bulgarian lev",
    "BHD": "Bahraini dinar",
    "BIF": "Burundi franc",
    "BMD": "Bermudian dollar",
    "BND": "Brunei dollar",
    "BOB": "Boliviano",
    "BRL": "Brazilian real",
    "BSD": "Bahamian dollar",
    "BTN": "Bhutanese ngultrum",
    "BWP": "Botswana pula",
    "BYN": "Belarusian ruble",
    "BZD": "Belize dollar",
    "CAD": "Canadian dollar",
    "CDF": "Congolese franc",
    "CHF": "Swiss franc",
    "CLP": "Chilean peso",
    "CNY": "Yuan renminbi",
    "COP": "Colombian peso",
    "CRC": "Costa Rican colón",
    "CUP": "Cuban peso",
    "CVE": "Cabo Verde escudo",
    "CZK": "Czech koruna",
    "DJF": "Djibouti franc",
    "DKK": "Danish krone",
    "DOP": "Dominican peso",
    "DZD": "Algerian dinar",
    "EGP": "Egyptian pound",
    "ERN": "Eritrean nakfa",
    "ETB": "Ethiopian birr",
    "EUR": "Euro",
    "FJD": "Fiji dollar",
    "FKP": "Falkland Islands pound",
    "GBP": "Pound sterling",
    "GEL": "Georgian lari",
    "GHS": "Ghana cedi",
    "GIP": "Gibraltar pound",
    "GMD": "Gambian dalasi",
    "GNF": "Guinean franc",
    "GTQ": "Guatemalan quetzal",
    "GYD": "Guyana dollar",
    "HKD": "Hong Kong dollar",
    "HNL": "Honduran lempira",
    "HTG": "Haitian gourde",
    "HUF": "Hungarian forint",
    "IDR": "Indonesian rupiah",
    "ILS": "New Israeli shekel",
    "INR": "Indian rupee",
    "IQD": "Iraqi dinar",
    "IRR": "Iranian rial",
    "ISK": "Icelandic króna",
    "JMD": "Jamaican dollar",
    "JOD": "Jordanian dinar",
    "JPY": "Japanese yen",
    "KES": "Kenyan shilling",
    "KGS": "Kyrgyz som",
    "KHR": "Cambodian riel",
    "KMF": "Comorian franc",
    "KPW": "North Korean won",
    "KRW": "South Korean won",
    "KWD": "Kuwaiti dinar",
    "KYD": "Cayman Islands dollar",
    "KZT": "Kazakhstani tenge",
    "LAK": "Lao kip",
    "LBP": "Lebanese pound",
    "LKR": "Sri Lanka rupee",
    "LRD": "Liberian dollar",
    "LSL": "Lesotho loti",
    "LYD": "Libyan dinar",
    "MAD": "Moroccan dirham",
    "MDL": "Moldovan leu",
    "MGA": "Malagasy ariary",
    "MKD": "Macedonian denar",
    "MMK": "Myanmar kyat",
    "MNT": "Mongolian tugrik",
    "MOP": "Macao pataca",
    "MRU": "Mauritanian ouguiya",
    "MUR": "Mauritius rupee",
    "MVR": "Maldivian rufiyaa",
    "MWK": "Malawi kwacha",
    "MXN": "Mexican peso",
    "MYR": "Malaysian ringgit",
    "MZN": "Mozambique metical",
    "NAD": "Namibia dollar",
    "NGN": "Nigerian naira",
    "NIO": "Nicaraguan córdoba",
    "NOK": "Norwegian krone",
    "NPR": "Nepalese rupee",
    "NZD": "New Zealand dollar",
    "OMR": "Omani rial",
    "PAB": "Panamanian balboa",
    "PEN": "Peruvian sol",
    "PGK": "Papua New Guinean kina",
    "PHP": "Philippine peso",
    "PKR": "Pakistan rupee",
    "PLN": "Polish złoty",
    "PYG": "Paraguayan guaraní",
    "QAR": "Qatari rial",
    "RON": "Romanian leu",
    "RSD": "Serbian dinar",
    "RUB": "Russian ruble",
    "RWF": "Rwanda franc",
    "SAR": "Saudi riyal",
    "SBD": "Solomon Islands dollar",
    "SCR": "Seychelles rupee",
    "SDG": "Sudanese pound",
    "SEK": "Swedish krona",
    "SGD": "Singapore dollar",
    "SHP": "Saint Helena pound",
    "SLE": "Sierra Leonean leone",
    "SOS": "Somali shilling",
    "SRD": "Surinam dollar",
    "SSP": "South Sudanese pound",
    "STN": "São Tomé and Príncipe dobra",
    "SVC": "El Salvador colón",
    "SYP": "Syrian pound",
    "SZL": "Swazi lilangeni",
    "THB": "Thai baht",
    "TJS": "Tajikistani somoni",
    "TMT": "Turkmenistan manat",
    "TND": "Tunisian dinar",
    "TOP": "Tongan paʻanga",
    "TRY": "Turkish lira",
    "TTD": "Trinidad and Tobago dollar",
    "TWD": "New Taiwan dollar",
    "TZS": "Tanzanian shilling",
    "UAH": "Ukrainian hryvnia",
    "UGX": "Uganda shilling",
    "USD": "US dollar",
    "UYU": "Uruguayan peso",
    "UZS": "Uzbekistan sum",
    "VED": "Venezuelan digital bolívar",
    "VES": "Venezuelan bolívar",
    "VND": "Vietnamese dong",
    "VUV": "Vanuatu vatu",
    "WST": "Samoan tala",
    "XAF": "CFA franc BEAC",
    "XCD": "East Caribbean dollar",
    "XCG": "Caribbean guilder",
    "XOF": "CFA franc BCEAO",
    "XPF": "CFP franc",
    "YER": "Yemeni rial",
    "ZAR": "South African rand",
    "ZMW": "Zambian kwacha",
    "ZWG": "Zimbabwe gold",
}

# Signs that one currency alone is written with.
SIGNS: Final[dict[str, str]] = {
    "€": "EUR", "£": "GBP", "R$": "BRL", "US$": "USD", "CA$": "CAD", "A$": "AUD", "NZ$": "NZD", "HK$": "HKD",
    "₹": "INR", "₽": "RUB", "₺": "TRY", "₴": "UAH", "₪": "ILS", "₩": "KRW", "₫": "VND", "₱": "PHP", "₦": "NGN",
    "zł": "PLN", "Kč": "CZK", "Ft": "HUF",
}  # fmt: skip
# Signs that several are written with.
SHARED_SIGNS: Final[dict[str, str]] = {
    "$": "USD, CAD, AUD or MXN", "¥": "JPY or CNY", "kr": "SEK, NOK, DKK or ISK", "fr": "CHF, XAF or XOF",
}  # fmt: skip
# Here three digits behind a point may be a fraction or thousands.
THREE_DECIMALS: Final = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})

LARGEST: Final = Decimal("9999999999.99")  # what the column holds

_BY_WORD: Final = {
    **{name.casefold(): code for code, name in CURRENCIES.items()},
    **{code.casefold(): code for code in CURRENCIES},
    **{sign.casefold(): code for sign, code in SIGNS.items()},
}
_SPACES: Final = re.compile(r"[\s\u00a0\u202f'’]")
_NUMBER: Final = re.compile(r"-?\d+(?:[.,]\d+)*")


class UnknownMoney(ValueError):
    """A currency or an amount that cannot be read; the message is for the person who typed it."""


def currency_of(typed: str) -> str:
    """The code for "EUR", "eur", "€" or "Euro"; "" for nothing. Raises UnknownMoney."""
    word = " ".join(typed.split()).casefold()
    if not word:
        return ""
    if word.rstrip(".") in SHARED_SIGNS:
        raise UnknownMoney(
            f"Several currencies are written “{typed.strip()}”. Write the three letters, for example "
            f"{SHARED_SIGNS[word.rstrip('.')]}."
        )
    if word in _BY_WORD:
        return _BY_WORD[word]
    shown = typed.strip() if len(typed.strip()) <= 30 else f"{typed.strip()[:30]}…"
    raise UnknownMoney(
        f"We do not know the currency “{shown}”. Write its three letters, for example EUR or USD."
    )


def amount_of(typed: str, *, currency: str) -> Decimal | None:
    """The amount in "1,234.50", "1.234,50", "1 234,5" or "1234"; None for nothing. Raises UnknownMoney.

    One kind of separator followed by three digits sets off thousands; a last group of one or two digits is a
    fraction.
    """
    text = _SPACES.sub("", typed)
    if not text:
        return None
    if text.startswith(("-", "−")):
        raise UnknownMoney("The amount cannot be negative.")
    if not _NUMBER.fullmatch(text):
        raise UnknownMoney("Write the amount in digits, for example 49.90.")
    whole, fraction = _parts(text, currency)
    value = Decimal(f"{whole}.{fraction or '0'}")
    if value > LARGEST:
        raise UnknownMoney("The amount is too large.")
    return value.quantize(Decimal("0.01"))


def _parts(text: str, currency: str) -> tuple[str, str]:
    """The digits before and behind the decimal sign."""
    separators = [character for character in text if character in ".,"]
    if not separators:
        return text, ""
    last = separators[-1]
    head, _, tail = text.rpartition(last)
    is_single = separators.count(last) == 1
    if is_single and len(tail) in (1, 2):
        fraction, groups = tail, head
    elif len(tail) == 3 and len(set(separators)) == 1:
        if is_single and currency in THREE_DECIMALS:
            raise UnknownMoney(
                f"{text} can be read in two ways. Write it without the last digit, or without “{last}”."
            )
        if head == "0":
            raise UnknownMoney("Write the amount with at most two decimals, for example 1234.50.")
        fraction, groups = "", text
    else:
        raise UnknownMoney("Write the amount with at most two decimals, for example 1234.50.")
    pieces = re.split(r"[.,]", groups)
    if len(pieces) > 1 and (
        len({c for c in groups if c in ".,"}) > 1
        or (fraction and last in groups)
        or not 1 <= len(pieces[0]) <= 3
        or any(len(piece) != 3 for piece in pieces[1:])
    ):
        raise UnknownMoney("Write the amount without signs between the thousands, for example 1234.50.")
    return "".join(pieces), fraction
