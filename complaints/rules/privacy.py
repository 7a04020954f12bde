"""Personal data in text that is about to be public: a first, careful pass.

Looks for what has a form: e-mail addresses, telephone numbers, payment cards (checked with Luhn, ISO/IEC
7812-1), IBANs (checked modulo 97, ISO 13616) and public IPv4 addresses. It finds no names and no postal
addresses, so the author still approves the public text and a moderator may redact it.

Order, invoice and ticket numbers are what a complaint is about, and look like telephone numbers. So a
number counts as a telephone number only when its form says so, and never when a word such as "order",
"protocolo" or "factura" introduces it. Service numbers (0800 and the like) belong to companies, not to
people: complaints name them, and they may stay.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network
from typing import Final

# Longer than any text that a form accepts; what lies behind it is not read.
MAX_READ: Final = 50_000


class Kind(StrEnum):
    """What was found."""

    IBAN = "iban"
    CARD = "card"
    EMAIL = "email"
    IPV4 = "ipv4"
    PHONE = "phone"


LABELS: Final[dict[Kind, str]] = {
    Kind.IBAN: "[IBAN removed]",
    Kind.CARD: "[card number removed]",
    Kind.EMAIL: "[e-mail removed]",
    Kind.IPV4: "[IP address removed]",
    Kind.PHONE: "[phone number removed]",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """`words` is text[start:end], what somebody would be able to misuse."""

    kind: Kind
    start: int
    end: int
    words: str


def findings(text: str, *, country: str | None = None) -> tuple[Finding, ...]:
    """What in `text` looks like personal data, in the order of the text, never overlapping.

    `country` (ISO 3166, two letters) adds the ways in which telephone numbers are written there. Reads at
    most MAX_READ characters, in time proportional to the length.
    """
    read = text[:MAX_READ]
    found = [
        *_cards(read),
        *_ibans(read),
        *_emails(read),
        *_addresses(read),
        *(number for number in _numbers(read, country) if not _is_service_number(number.words)),
    ]
    return _without_overlap(found)


def telephone_numbers(text: str, *, country: str | None = None) -> tuple[Finding, ...]:
    """Every telephone number in `text`, service numbers too: a reply that gives one sends the customer to
    the telephone.
    """
    read = text[:MAX_READ]
    return _without_overlap([*_cards(read), *_ibans(read), *_numbers(read, country)], only=Kind.PHONE)


def scrub(text: str, *, country: str | None = None) -> str:
    """`text` with every finding replaced by a label such as "[e-mail removed]". Scrubbing twice changes
    nothing more.
    """
    clean = text
    # Taking one thing out can bring another to light ("1@b.example" before a number); each pass takes
    # digits or an @ away.
    for _ in range(10):
        found = findings(clean, country=country)
        if not found:
            break
        pieces, last = [], 0
        for finding in found:
            pieces += [clean[last : finding.start], LABELS[finding.kind]]
            last = finding.end
        clean = "".join(pieces) + clean[last:]
    return clean


# E-mail and IPv4 -------------------------------------------------------------------------------------

_EMAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,5}[^\W\d_][\w-]{1,62}")
_IPV4: Final = re.compile(r"(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)")
_VERSION: Final = re.compile(
    r"(?:version|versao|versão|versión|release|firmware|build|\bv|\bos|app)\W{0,2}$", re.IGNORECASE
)
# A router at home and the machine itself name nobody.
_NOBODY: Final = tuple(
    IPv4Network(net)
    for net in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
    )
)


def _emails(text: str) -> Iterator[Finding]:
    for match in _EMAIL.finditer(text):
        yield _finding(Kind.EMAIL, text, match.start(), match.end())


def _addresses(text: str) -> Iterator[Finding]:
    for match in _IPV4.finditer(text):
        parts = [int(part) for part in match[0].split(".")]
        if max(parts) > 255 or _VERSION.search(text, max(0, match.start() - 12), match.start()):
            continue
        address = IPv4Address(bytes(parts))
        if not any(address in net for net in _NOBODY):
            yield _finding(Kind.IPV4, text, match.start(), match.end())


# Cards and IBANs ---------------------------------------------------------------------------------------

# The numbers in use: 16 digits of the large schemes, 15 of American Express, 14 of Diners Club (ISO/IEC
# 7812), alone or in groups. Other lengths are left alone: the IMEI of a telephone has a Luhn digit too.
_CARD: Final = re.compile(
    r"(?<![\w+.-])(?:[2456]\d{3}(?:[ -]?\d){12}|3[47]\d\d(?:[ -]?\d){11}|3[068]\d\d(?:[ -]?\d){10})(?!\w"
    r"|[ .-]?\d)"
)
_IBAN_START: Final = re.compile(r"(?<!\w)([A-Za-z]{2})\d{2}")
# Length by country, from the IBAN registry (SWIFT, ISO 13616); only the countries where our users bank.
_IBAN_LENGTHS: Final[dict[str, int]] = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "BR": 29, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22,
    "DK": 18, "DO": 28, "EE": 20, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "GT": 28,
    "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27,
    "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27,
    "SV": 28,
}  # fmt: skip


def _cards(text: str) -> Iterator[Finding]:
    for match in _CARD.finditer(text):
        if _passes_luhn(_digits(match[0])):
            yield _finding(Kind.CARD, text, match.start(), match.end())


def _ibans(text: str) -> Iterator[Finding]:
    for match in _IBAN_START.finditer(text):
        length = _IBAN_LENGTHS.get(match[1].upper())
        if length is None:
            continue
        end, signs = match.start(), ""
        while end < len(text) and len(signs) < length:
            sign = text[end]
            if sign.isascii() and sign.isalnum():
                signs += sign
            elif sign not in " -":
                break
            end += 1
        ends_there = end == len(text) or not text[end].isalnum()
        if len(signs) == length and ends_there and _passes_mod_97(signs):
            yield _finding(Kind.IBAN, text, match.start(), end)


def _passes_luhn(digits: str) -> bool:
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(int(digit) for digit in digits[-1::-2]) + sum(doubled)) % 10 == 0 and len(set(digits)) > 1


def _passes_mod_97(iban: str) -> bool:
    return int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97 == 1


# Telephone numbers -------------------------------------------------------------------------------------

# Seven to fifteen digits with at most two separators between two of them.
_CANDIDATE: Final = re.compile(
    r"(?<![\w$€£#/@.,+-])(?:\+ ?|\()?\d(?:[ .()/-]{0,2}\d){6,14}(?![\w%€$£°-]|[.,:/]\d)"
)
_DATE: Final = re.compile(r"\d{1,2}([ ./-])\d{1,2}\1(?:19|20)\d\d|(?:19|20)\d\d([ ./-])\d{1,2}\2\d{1,2}")
# How numbers are written where, after the international form: each is the whole number.
_FORMS: Final[dict[str, tuple[re.Pattern[str], ...]]] = {
    "": (
        re.compile(r"\(\d{1,5}\)(?:[ .-]?\d){5,9}"),  # the area code in brackets
        re.compile(r"\(?0[1-9]\d{0,4}\)?(?:[ ./-]{1,2}\d{2,8}){1,5}"),  # trunk prefix 0 and groups
        re.compile(r"0[1-9]\d{8,9}"),  # the same without groups
        re.compile(r"(?:1[ .-])?[2-9]\d\d[ .-][2-9]\d\d[ .-]\d{4}"),  # North America
        re.compile(r"[1-9]\d ?9\d{4}-\d{4}"),  # Brazilian mobile
    ),
    "ES": (
        re.compile(r"[6-9]\d\d(?:[ .-]?\d{3}){2}"),
        re.compile(r"[89]\d[ .-]\d{3}[ .-]\d\d[ .-]\d\d|[6-9]\d\d(?:[ .-]\d\d){3}"),
    ),
    "PT": (re.compile(r"[29]\d\d(?:[ .-]?\d{3}){2}"), re.compile(r"[29]\d[ .-]?\d{3}[ .-]?\d\d[ .-]?\d\d")),
    "BR": (re.compile(r"[1-9]\d ?9?\d{4}[ -]?\d{4}"), re.compile(r"9\d{4}-\d{4}")),
    "MX": (re.compile(r"\d\d[ .-]\d{4}[ .-]\d{4}"), re.compile(r"\d{3}[ .-]\d{3}[ .-]\d{4}")),
    "AR": (re.compile(r"(?:11|\d{3,4})[ .-]\d{3,4}[ .-]\d{4}"),),
    "CL": (re.compile(r"9[ .-]?\d{4}[ .-]?\d{4}"),),
    "US": (re.compile(r"1?[2-9]\d\d[2-9]\d{6}"),),
}
_PHONE_WORD: Final = re.compile(
    r"\b(?:call(?:ed|ing)?|phone|telephone|tel|mobile|cell|whats ?app|ring|dial(?:led|ed|ling|ing)?|sms"
    r"|text(?:ed)?"
    r"|telefone|telem[oó]vel|celular|ligu[eo]i?|liguei|ligar|zap|fone|tel[eé]fono|m[oó]vil"
    r"|ll[aá]m\w{1,5}|marc[aoué]\w{0,3}"
    r"|n[uú]mero de tel[eé]fono|n[uú]mero de telefone)\b\W{0,3}"
    r"(?:(?:me|us|on|at|is|was|my|the|number|no|nr|para|pra|no|ao|a|al|el|o|de|meu|minha|mi|es|é|número"
    r"|numero|us at|me at)\W{1,3}){0,4}\W{0,2}$",
    re.IGNORECASE,
)
_ORDER_WORD: Final = re.compile(
    r"(?:\b(?:orders?|invoices?|tickets?|ref(?:erence|s)?|cases?|claims?|bookings?|reservations?"
    r"|accounts?|contracts?|polic(?:y|ies)|tracking|parcel|package|serial"
    r"|model|imei|receipts?|transactions?|confirmation|customer|meter|complaints?|incident|requests?"
    r"|returns?|rma|sku|isbn|ean|barcode|article|shipment|bill|statement|iban|card"
    r"|pedidos?|protocolos?|faturas?|notas?(?: fiscal)?|nf-?e?|boletos?|contratos?|contas?|reservas?"
    r"|ap[oó]lices?|rastreio|rastreamento|chamados?|processos?|encomendas?|clientes?|ocorr[eê]ncia"
    r"|reclama[cç][aã]o"
    r"|solicita[cç][aã]o|compra|instala[cç][aã]o|mat[rí]cula|c[oó]digo|cpf|cnpj|nif|facturas?|reclamos?"
    r"|reclamaci[oó]n|expedientes?|folios?|p[oó]lizas?|cuentas?|gu[ií]a|env[ií]o|siniestro|boletas?"
    r"|incidencia|solicitud"
    r"|seguimiento|albar[aá]n|caso|suministro|cups|dni|rut|localizador|remito|orden)\b|#|\bn[ºo°]\.?)"
    r"(?:[\s:.#,(-]{0,3}(?:numbers?|no|nr|num|n[uú]meros?|n[ºo°]|n|id|code|ref|is|was|are|de|do|da|del|e"
    r"|é|es|era|foi|fue|with|com|con|sob|fiscal|the|o|el|la|a)\b[ºo°.]?){0,5}[\s:.#(nº°-]{0,4}$",
    re.IGNORECASE,
)
_LOOK_BACK: Final = 60
# Free and shared-cost numbers, and the short national numbers of Brazilian banks and carriers. Digits,
# without +.
_SERVICE: Final = re.compile(
    r"(?:0|44)(?:800|808|300|3[03]\d|84[345]|87[0123])\d{4,7}|(?:55)?0?800\d{7}|1?8(?:00|33|44|55|66|77"
    r"|88)\d{7}"
    r"|(?:34)?(?:90[012]|800)\d{6}|(?:400[2-4]|300[34])\d{4}|0?810\d{7}"
)


def _numbers(text: str, country: str | None) -> Iterator[Finding]:
    forms = _FORMS[""] + _FORMS.get((country or "").upper(), ())
    for match in _CANDIDATE.finditer(text):
        words, start = match[0], match.start()
        if _is_number(words, text[max(0, start - _LOOK_BACK) : start], forms):
            yield _finding(Kind.PHONE, text, start, match.end())


def _is_number(words: str, before: str, forms: tuple[re.Pattern[str], ...]) -> bool:
    digits = _digits(words)
    if words.startswith("+"):
        return 8 <= len(digits) <= 15
    if _DATE.match(words) or _ORDER_WORD.search(before):
        return False
    if words.startswith("00") and digits[2] != "0" and not words.isdigit():
        return 10 <= len(digits) <= 17
    if _PHONE_WORD.search(before):
        return 7 <= len(digits) <= 13
    return 8 <= len(digits) <= 13 and any(form.fullmatch(words) for form in forms)


def _is_service_number(words: str) -> bool:
    return _SERVICE.fullmatch(_digits(words)) is not None


# Shared ------------------------------------------------------------------------------------------------


def _finding(kind: Kind, text: str, start: int, end: int) -> Finding:
    return Finding(kind, start, end, text[start:end])


def _digits(words: str) -> str:
    return "".join(sign for sign in words if sign.isdigit())


def _without_overlap(found: list[Finding], *, only: Kind | None = None) -> tuple[Finding, ...]:
    """The first kinds of Kind win where two findings share characters."""
    order = list(Kind)
    taken: list[Finding] = []
    for finding in sorted(found, key=lambda one: (order.index(one.kind), one.start)):
        if all(finding.end <= other.start or other.end <= finding.start for other in taken):
            taken.append(finding)
    return tuple(sorted((one for one in taken if only in (None, one.kind)), key=lambda one: one.start))
