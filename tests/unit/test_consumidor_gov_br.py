"""The reader of consumidor.gov.br: both layouts, both encodings, and what it refuses."""

from collections.abc import Iterable
from datetime import date

import pytest

from companies.enums import Ending, Sector
from companies.records.consumidor_gov_br import (
    SECTORS,
    DamagedRow,
    Record,
    UnknownLayout,
    read,
    sector_of,
)

# The header line of the publisher's file of May 2014.
HEADER = (
    "Região;UF;Cidade;Sexo;Faixa Etária;Ano Abertura;Mês Abertura;Data Abertura;Data Resposta;Data Finalização;"
    "Tempo Resposta;Nome Fantasia;Segmento de Mercado;Área;Assunto;Grupo Problema;Problema;Como Comprou Contratou;"
    "Procurou Empresa;Respondida;Situação;Avaliação Reclamação;Nota do Consumidor"
)
TELECOMS = "Operadoras de Telecomunicações (Telefonia, Internet, TV por assinatura)"


def line(
    *,
    filed: str = "16/05/2014",
    responded: str = "18/05/2014",
    closed: str = "19/05/2014",
    days: str = "2",
    company: str = "Vivo - Telefônica ",
    sector: str = TELECOMS,
    first: str = "S",
    answered: str = "S",
    resolution: str = "Não Resolvida",
    rating: str = "1",
) -> str:
    return (
        f"NE;MA;São Luís;M;entre 21 a 30 anos;2014;5;{filed};{responded};{closed};{days};{company};{sector};"
        f"Telecomunicações;Telefonia Móvel;Vício de Qualidade;Serviço (má qualidade);Internet;{first};{answered};"
        f"Finalizada avaliada;{resolution};{rating}"
    )


def rows_of(*lines: str, encoding: str = "iso-8859-1", month: str = "") -> list[Record | DamagedRow]:
    return list(read([f"{text}\r\n".encode(encoding) for text in lines], month=month))


EXPECTED = Record(
    reference="CGB-2014-05-00001",
    company="Vivo - Telefônica",
    sector=Sector.TELECOMS,
    sector_label=TELECOMS,
    filed_on=date(2014, 5, 16),
    responded_on=date(2014, 5, 18),
    closed_on=date(2014, 5, 19),
    response_days=2,
    has_responded=True,
    contacted_first=True,
    ending=Ending.NOT_RESOLVED,
    rating=1,
)


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-8", "utf-8-sig"])
def test_reads_the_publishers_file(encoding: str) -> None:
    file = f"{HEADER}\n{line()}\n".encode(encoding)

    assert list(read(file.splitlines(keepends=True))) == [EXPECTED]


def test_reads_a_line_that_mixes_both_encodings() -> None:
    before, after = line().split("Telecomunicações (")
    mixed = before.encode("iso-8859-1") + "Telecomunicações (".encode() + after.encode("iso-8859-1")

    assert list(read([f"{HEADER}\n".encode(), mixed])) == [EXPECTED]


def test_reads_a_file_that_has_lost_its_header() -> None:
    assert rows_of(line(), encoding="utf-8") == [EXPECTED]


def test_reads_a_later_file_with_more_columns_in_another_order() -> None:
    names, values = HEADER.split(";"), line().split(";")
    values[9] = "2014-05-19"  # from 2020 on this one column is written so
    header = ";".join(["Gestor", "Canal de Origem", *reversed(names)])
    row = ";".join(["Procon", "Internet", *reversed(values)])

    assert rows_of(header, row, encoding="utf-8-sig") == [EXPECTED]


def test_reads_the_extract() -> None:
    extract = [
        "id,filed_on,responded_on,closed_on,response_days,company,sector,contacted_company_first,responded,"
        "resolution,rating",
        f'CGB-2014-05-00009,2014-05-16,2014-05-18,2014-05-19,2,Vivo - Telefônica,"{TELECOMS}",S,S,Não Resolvida,1',
    ]

    (row,) = rows_of(*extract, encoding="utf-8")

    assert row == Record(**{**_as_dict(EXPECTED), "reference": "CGB-2014-05-00009"})


def test_the_number_of_a_reference_counts_rows_damaged_ones_too() -> None:
    rows = rows_of(HEADER, line(), "broken", "bro\rken", "", line(), month="2014-07")

    assert [row.reference for row in rows if isinstance(row, Record)] == [
        "CGB-2014-07-00001",
        "CGB-2014-07-00004",
    ]
    assert rows[1:3] == [DamagedRow(3, "1 values instead of 23"), DamagedRow(4, "0 values instead of 23")]


def test_equal_rows_are_different_complaints() -> None:
    first, second = rows_of(HEADER, line(), line())

    assert (first.reference, second.reference) == ("CGB-2014-05-00001", "CGB-2014-05-00002")


def test_nobody_answered_and_nobody_said() -> None:
    (row,) = rows_of(
        HEADER, line(responded="", days="", answered="N", resolution="Não Avaliada", rating="", first="N")
    )

    assert (row.responded_on, row.response_days, row.has_responded) == (None, None, False)
    assert (row.ending, row.rating, row.contacted_first) == (Ending.NOT_RATED, None, False)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"filed": "31/02/2014"}, "unreadable day of filing '31/02/2014'"),
        ({"closed": ""}, "unreadable day of closing ''"),
        ({"closed": "15/05/2014"}, "closed before it was filed"),
        ({"responded": "20/05/2014"}, "responded before it was filed or after it was closed"),
        ({"responded": ""}, "responded and day of the response contradict each other"),
        ({"answered": "X"}, "responded: neither S nor N but 'X'"),
        ({"resolution": "Talvez"}, "unknown resolution 'Talvez'"),
        ({"rating": "6"}, "rating is '6'"),
        ({"rating": ""}, "resolution and rating contradict each other"),
        ({"days": "-1"}, "response time is '-1'"),
        ({"company": "  "}, "no name of a company"),
        ({"company": "x" * 121}, "a company's name of more than 120 characters"),
    ],
)
def test_damaged_rows_say_where_and_why(changes: dict[str, str], reason: str) -> None:
    assert rows_of(HEADER, line(**changes), month="2014-05") == [DamagedRow(2, reason)]


def test_refuses_a_file_of_another_kind() -> None:
    with pytest.raises(UnknownLayout, match="no column for closed_on, company, contacted_first"):
        rows_of("a,b,c", "1,2,3")


def test_every_segment_of_2014_has_a_sector_and_spacing_does_not_matter() -> None:
    assert len(SECTORS) == 24
    assert {label: sector_of(label) for label in SECTORS} == SECTORS
    assert (
        sector_of("Fabricantes - Eletroeletrônicos,  Produtos de Telefonia e Informática ")
        == Sector.ELECTRONICS
    )
    assert sector_of("Something new") == Sector.OTHER


def test_reads_as_it_goes() -> None:
    """A file of any size is read line by line: the first record comes before the second line is asked for."""

    def lines() -> Iterable[bytes]:
        yield f"{HEADER}\n".encode()
        yield f"{line()}\n".encode()
        raise AssertionError("read ahead")

    assert next(iter(read(lines()))) == EXPECTED


def _as_dict(record: Record) -> dict[str, object]:
    return {name: getattr(record, name) for name in Record.__slots__}
