"""Reader of the complaints that consumidor.gov.br (SENACON, Brazil) publishes month by month.

Layouts, told apart by their header:

- the publisher's `basecompleta` files: `;`, dates as 16/05/2014, 23 columns and more (later years added columns;
  they are found by name). ISO-8859-1 at first, UTF-8 with a byte order mark later; copies in circulation mix both
  within one line, and some have lost their header line.
- the extract that ships with this repository: `,`, UTF-8, dates as 2014-05-16, English names (data/README.md).

Only finished complaints are published. "Não Avaliada" means that the customer did not say; it is neither resolved
nor unresolved here.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Final

from companies.enums import Ending, Sector
from config.doors.text import fold, one_line

if TYPE_CHECKING:
    import _csv

SOURCE_NAME: Final = "consumidor.gov.br"
ATTRIBUTION: Final = "Fonte: consumidor.gov.br / SENACON"
COUNTRY: Final = "BR"
TIME_ZONE: Final = "America/Sao_Paulo"
SHIPPED_PERIOD: Final = "filed May to December 2014"

# The publisher's market segments of 2014, as written there.
SECTORS: Final = {
    "Administradoras de Consórcios": Sector.BANKING,
    "Agências de Viagens": Sector.TRAVEL,
    "Artigos Esportivos": Sector.RETAIL,
    "Bancos de Dados e Cadastros de Consumidores": Sector.OTHER,
    "Bancos, Financeiras e Administradoras de Cartão": Sector.BANKING,
    "Comércio Eletrônico": Sector.RETAIL,
    "Corretoras e Sociedades de Seguros, Capitalização e Previdência": Sector.INSURANCE,
    "Empresas de Pagamento Online": Sector.BANKING,
    "Empresas de Recuperação de Crédito": Sector.OTHER,
    "Energia Elétrica, Gás, Água e Esgoto": Sector.ENERGY,
    "Energia Elétrica, Água e Esgoto": Sector.ENERGY,
    "Estabelecimentos de Ensino": Sector.EDUCATION,
    "Fabricantes - Eletroeletrônicos, Produtos de Telefonia e Informática": Sector.ELECTRONICS,
    "Fabricantes - Eletroportáteis e Artigos de Uso Doméstico e Pessoal": Sector.ELECTRONICS,
    "Fabricantes - Linha Branca": Sector.ELECTRONICS,
    "Farmácias": Sector.HEALTH,
    "Operadoras de Planos de Saúde e Administradoras de Benefícios": Sector.HEALTH,
    "Operadoras de Telecomunicações (Telefonia, Internet, TV por assinatura)": Sector.TELECOMS,
    "Perfumaria, Cosméticos e Higiene Pessoal": Sector.RETAIL,
    "Programas de Fidelidade": Sector.OTHER,
    "Provedores de Conteúdo e Outros Serviços de Informação na Internet": Sector.MEDIA,
    "Supermercados": Sector.RETAIL,
    "Transporte Aéreo": Sector.TRAVEL,
    "Varejo": Sector.RETAIL,
}

RESOLUTIONS: Final = {
    "resolvida": Ending.RESOLVED,
    "nao resolvida": Ending.NOT_RESOLVED,
    "nao avaliada": Ending.NOT_RATED,
}

# Names of columns, folded, in both layouts.
COLUMNS: Final = {
    "id": "reference",
    "data abertura": "filed_on",
    "filed_on": "filed_on",
    "data resposta": "responded_on",
    "responded_on": "responded_on",
    "data finalizacao": "closed_on",
    "closed_on": "closed_on",
    "tempo resposta": "response_days",
    "response_days": "response_days",
    "nome fantasia": "company",
    "company": "company",
    "segmento de mercado": "sector",
    "sector": "sector",
    "procurou empresa": "contacted_first",
    "contacted_company_first": "contacted_first",
    "respondida": "responded",
    "responded": "responded",
    "avaliacao reclamacao": "resolution",
    "resolution": "resolution",
    "nota do consumidor": "rating",
    "rating": "rating",
}
NEEDED: Final = frozenset(COLUMNS.values()) - {"reference"}
# The publisher's columns of 2014, for files that have lost their header line; None is not read.
COLUMNS_OF_2014: Final = (
    *(None,) * 7,
    "filed_on",
    "responded_on",
    "closed_on",
    "response_days",
    "company",
    "sector",
    *(None,) * 5,
    "contacted_first",
    "responded",
    None,
    "resolution",
    "rating",
)

MAX_NAME: Final = 120
_YES_NO: Final = {"S": True, "N": False}
_DATE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})|(\d{2})/(\d{2})/(\d{4})")
_SECTORS_FOLDED: Final = {fold(label): sector for label, sector in SECTORS.items()}


class UnknownLayout(ValueError):
    """The file is neither of the layouts; the message names the columns that are missing."""


@dataclass(frozen=True, slots=True)
class Record:
    """One finished complaint. Days are calendar days in Brazil.

    `response_days` is the publisher's count, which can be below `responded_on - filed_on`. `rating` is 1 to 5.
    """

    reference: str
    company: str
    sector: Sector
    sector_label: str
    filed_on: date
    responded_on: date | None
    closed_on: date
    response_days: int | None
    has_responded: bool
    contacted_first: bool
    ending: Ending
    rating: int | None


@dataclass(frozen=True, slots=True)
class DamagedRow:
    """A row that cannot be used; `line` is counted from 1, with the header line."""

    line: int
    reason: str


class _Damaged(ValueError):
    """Why a row cannot be used, in words."""


def read(stream: Iterable[bytes], *, month: str = "") -> Iterator[Record | DamagedRow]:
    """Read the lines of one file, one row at a time.

    `month` ("2014-05") and the number of the row make the reference where the file has no ids; without it, the
    month in which the first complaint was closed. Identity is month and row, never content: equal rows are
    different complaints. Raises UnknownLayout.
    """
    lines = (_decoded(line) for line in stream)
    first = next(lines, "").removeprefix("\ufeff")
    rows = csv.reader(chain([first], lines), delimiter=";" if first.count(";") > first.count(",") else ",")
    header = next(rows, [])
    columns, is_data = _columns_of(header)
    numbered = chain([(rows.line_num, header)] if is_data else [], _numbered(rows))
    for number, (line, cells) in enumerate(numbered, start=1):
        if len(cells) != len(columns):
            yield DamagedRow(line, f"{len(cells)} values instead of {len(columns)}")
            continue
        values = {name: cell.strip() for name, cell in zip(columns, cells, strict=True) if name}
        try:
            month = month or f"{_day(values['closed_on'], 'closing'):%Y-%m}"
            yield _record(values, reference=values.get("reference") or f"CGB-{month}-{number:05d}")
        except _Damaged as problem:
            yield DamagedRow(line, str(problem))


@lru_cache(maxsize=256)
def sector_of(label: str) -> Sector:
    """Our sector for one of the publisher's market segments; those that we do not know are OTHER."""
    return _SECTORS_FOLDED.get(fold(label), Sector.OTHER)


@lru_cache(maxsize=256)
def _ending_of(resolution: str) -> Ending:
    ending = RESOLUTIONS.get(fold(resolution))
    if ending is None:
        raise _Damaged(f"unknown resolution {resolution!r}")
    return ending


def _decoded(line: bytes) -> str:
    """UTF-8 where it is UTF-8; any other byte is ISO-8859-1."""
    try:
        return line.decode()
    except UnicodeDecodeError as problem:
        kept = line[: problem.start].decode()
        return kept + line[problem.start : problem.end].decode("iso-8859-1") + _decoded(line[problem.end :])


def _numbered(rows: "_csv.Reader") -> Iterator[tuple[int, list[str]]]:
    """Rows with their line; one that is no CSV has no values."""
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield rows.line_num, []
        else:
            if cells:
                yield rows.line_num, cells


def _columns_of(header: list[str]) -> tuple[list[str | None], bool]:
    """What each column holds, and whether the first line is a row already."""
    columns = [COLUMNS.get(fold(name)) for name in header]
    missing = NEEDED.difference(columns)
    if not missing:
        return columns, False
    if len(header) == len(COLUMNS_OF_2014) and _DATE.fullmatch(header[7].strip()):
        return list(COLUMNS_OF_2014), True
    raise UnknownLayout(f"no column for {', '.join(sorted(missing))}")


def _record(values: dict[str, str], *, reference: str) -> Record:
    company = one_line(values["company"])
    if not company or len(company) > MAX_NAME:
        raise _Damaged(
            "no name of a company" if not company else "a company's name of more than 120 characters"
        )
    record = Record(
        reference=reference,
        company=company,
        sector=sector_of(values["sector"]),
        sector_label=one_line(values["sector"]),
        filed_on=_day(values["filed_on"], "filing"),
        responded_on=_day(values["responded_on"], "response") if values["responded_on"] else None,
        closed_on=_day(values["closed_on"], "closing"),
        response_days=_number(values["response_days"], "response time", 0, 366),
        has_responded=_yes(values["responded"], "responded"),
        contacted_first=_yes(values["contacted_first"], "contacted the company first"),
        ending=_ending_of(values["resolution"]),
        rating=_number(values["rating"], "rating", 1, 5),
    )
    if record.closed_on < record.filed_on:
        raise _Damaged("closed before it was filed")
    if record.responded_on and not record.filed_on <= record.responded_on <= record.closed_on:
        raise _Damaged("responded before it was filed or after it was closed")
    if record.has_responded != (record.responded_on is not None):
        raise _Damaged("responded and day of the response contradict each other")
    if (record.rating is None) != (record.ending == Ending.NOT_RATED):
        raise _Damaged("resolution and rating contradict each other")
    return record


def _day(value: str, what: str) -> date:
    match = _DATE.fullmatch(value)
    if match:
        iso = match.group(1, 2, 3) if match[1] else match.group(6, 5, 4)
        try:
            return date.fromisoformat("-".join(iso))
        except ValueError:
            pass
    raise _Damaged(f"unreadable day of {what} {value!r}")


def _number(value: str, what: str, low: int, high: int) -> int | None:
    if not value:
        return None
    number = int(value) if value.isdecimal() else None
    if number is None or not low <= number <= high:
        raise _Damaged(f"{what} is {value!r}")
    return number


def _yes(value: str, what: str) -> bool:
    if value not in _YES_NO:
        raise _Damaged(f"{what}: neither S nor N but {value!r}")
    return _YES_NO[value]
