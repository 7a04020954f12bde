"""Personal data in text: what a complaint is about stays, what somebody could misuse is found."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.rules.privacy import LABELS, Kind, findings, scrub, telephone_numbers

CLEAN = """
Order 4520-1182-77 never arrived.
My order number is 302-4471829-0098213 and it shows as delivered.
Order no. 0412 778 2231 was cancelled without a word.
Order #1029384756 was charged twice.
Invoice 2024-000183 is wrong by 40 EUR.
The invoice number 0099887766 does not match.
Invoices 55012345 and 55012346 are the same.
Ticket 8841203 was closed after two hours.
They gave me ticket number 020 7946 0018 and nothing else.
Reference: 0800-4471-22 is what the letter says.
Ref 555-201-4477 was on the letter.
Your ref. no. 07700900123 is on every page.
Case 05012345678 has been open since May.
Claim number 0123 456 789 was refused.
Booking 7712 0091 22 was changed to another day.
Booking reference 0912345678 is not found on the site.
My account number is 12345678 and I was charged twice.
Account 0033 4455 6677 was blocked.
Contract 90012345 ended on 30 June.
Policy number 020 1234 5678 covers water damage.
Tracking 00340434161094021501 has not moved for a week.
Tracking number 1Z999AA10123456784 is stuck.
Parcel 0159 0123 4567 is at the depot.
Serial number 0452-3321-9987 is on the back.
The IMEI is 356938035643809 and the phone is new.
Model 0201 4455 66 was sold as new.
Meter 0412345678 was read in March.
Customer number 0170 1234567 was on hold.
Transaction 5512 3398 0071 was declined.
Complaint 2024/0044128 was answered with a form letter.
Return RMA 0098 7123 44 was accepted and then lost.
The bill of 05.06.2024 is 1,299.00 too high.
I called on 12/05/2024 and again on 13/05/2024.
On 2024-06-11 at 10:30 nobody came.
From 01.02.2024 to 28.02.2024 the line was dead.
We waited from 10:00 to 16:30 and 3 times for 45 minutes.
The meter shows 0045210 kWh instead of 0042510 kWh.
I paid 1 299 000 pesos for it.
It cost 12.345.678,90 and I have the receipt.
The router at 192.168.0.1 does not answer.
Since version 8.2.1.4 the app crashes.
Firmware 10.20.30.40 broke the heating.
I called 0800 555 0142 three times and waited 50 minutes.
Their line 1-800-555-0199 hangs up.
The code was 4711 and the door stayed shut.
Item 4006381333931 was missing from the box.
I pay 39.90 a month since 2019-2020.
Pedido 4520118277 não chegou.
O pedido nº 0412-7782-231 foi cancelado.
Número do pedido: 11 95555-0101 na nota.
Protocolo 20240611778 sem resposta.
Protocolo de atendimento 2024 0611 0778 aberto há um mês.
Nota fiscal 000.123.456 emitida com erro.
Fatura 0312345678 cobrada em duplicidade.
Contrato 0201 778 990 encerrado em maio.
Boleto 34191790010104351004791020150008 pago no dia 5.
Encomenda 0099 8877 66 retida na alfândega.
Processo 0012345 67 2024 em andamento.
Liguei para 0800 555 0000 e caiu a linha.
A central 4004 0000 não atende.
Factura 0912345678 duplicada.
La factura n.º 912 345 678 no es mía.
Pedido número 612 345 678 sin entregar.
Expediente 0034 612 345 678 abierto en mayo.
Folio 5512345678 sin respuesta.
Póliza 091 234 5678 no cubre nada.
Mi número de cliente es 0601234567.
Guía 7712345678 sigue en Zapopan.
El 900 555 010 no contesta.
Reclamo 0114 789 456 sin solución.
""".strip().splitlines()


def found(text: str, country: str | None = None) -> list[tuple[str, str]]:
    return [(one.kind, one.words) for one in findings(text, country=country)]


def test_there_are_many_clean_sentences() -> None:
    assert len(set(CLEAN)) >= 60


@pytest.mark.parametrize("sentence", CLEAN)
def test_what_a_complaint_is_about_stays(sentence: str) -> None:
    assert found(sentence) == []
    assert scrub(sentence) == sentence


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Write to anna.b+shop@mail.example.org please", "email", "anna.b+shop@mail.example.org"),
        ("Anna <anna@example.org>, hello", "email", "anna@example.org"),
        ("ana@exámple.es", "email", "ana@exámple.es"),
        ("My number is +44 7700 900123.", "phone", "+44 7700 900123"),
        ("+5511955550101", "phone", "+5511955550101"),
        ("call me on 07700 900123", "phone", "07700 900123"),
        ("ring 020 7946 0018 after six", "phone", "020 7946 0018"),
        ("(11) 95555-0101 é o meu", "phone", "(11) 95555-0101"),
        ("11 95555-0101", "phone", "11 95555-0101"),
        ("my phone is 212-555-0143", "phone", "212-555-0143"),
        ("Mi teléfono: 612 345 678", "phone", "612 345 678"),
        ("meu celular 95555-0101", "phone", "95555-0101"),
        ("llámame al 612345678", "phone", "612345678"),
        ("0033 6 12 34 56 78", "phone", "0033 6 12 34 56 78"),
        ("card 4111 1111 1111 1111 was charged", "card", "4111 1111 1111 1111"),
        ("5555-5555-5555-4444", "card", "5555-5555-5555-4444"),
        ("378282246310005", "card", "378282246310005"),
        ("order 4111111111111111", "card", "4111111111111111"),  # a card stays a card, whatever it is called
        ("IBAN DE89 3704 0044 0532 0130 00.", "iban", "DE89 3704 0044 0532 0130 00"),
        ("es9121000418450200051332", "iban", "es9121000418450200051332"),
        ("PT50000201231234567890154 e nada", "iban", "PT50000201231234567890154"),
        ("from 203.0.113.77 at night", "ipv4", "203.0.113.77"),
    ],
)
def test_what_could_be_misused_is_found(text: str, kind: str, words: str) -> None:
    assert found(text) == [(kind, words)]
    assert scrub(text) == text.replace(words, LABELS[Kind(kind)])


@pytest.mark.parametrize(
    ("text", "country", "words"),
    [
        ("612 345 678", "ES", "612 345 678"),
        ("91 234 56 78", "ES", "91 234 56 78"),
        ("912 345 678", "PT", "912 345 678"),
        ("11955550101", "BR", "11955550101"),
        ("55 5555 0100", "MX", "55 5555 0100"),
        ("9 8765 4321", "CL", "9 8765 4321"),
    ],
)
def test_a_country_adds_its_ways_of_writing_numbers(text: str, country: str, words: str) -> None:
    assert found(text, country.lower()) == [("phone", words)]
    assert found(text) == []
    assert found(f"Order {text}", country) == []


@pytest.mark.parametrize(
    "text",
    [
        "4111 1111 1111 1112",  # fails Luhn
        "DE89 3704 0044 0532 0130 01",  # fails modulo 97
        "XX89370400440532013000",
        "1234.1.1.1",
        "300.1.1.1",
        "0000 0000 0000 0000",
        "@brand",
        "a@b",
    ],
)
def test_what_fails_its_check_is_not_found(text: str) -> None:
    assert not {kind for kind, _ in found(text)} & {"card", "iban", "ipv4", "email"}


def test_findings_come_in_the_order_of_the_text_and_say_where() -> None:
    text = "anna@example.org, +44 7700 900123, 4111 1111 1111 1111"
    assert [text[one.start : one.end] for one in findings(text)] == [one.words for one in findings(text)]
    assert [one.kind for one in findings(text)] == ["email", "phone", "card"]


def test_service_numbers_are_telephone_numbers_but_no_personal_data() -> None:
    assert [one.words for one in telephone_numbers("Call 0800 555 0142")] == ["0800 555 0142"]
    assert findings("Call 0800 555 0142") == ()


# Generated --------------------------------------------------------------------------------------------------

DIGITS = st.text("0123456789", min_size=1)


def luhn(body: str) -> str:
    """The card number with its check digit; written apart from the code, from the textbook's table."""
    table = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
    total = sum(table[int(d)] if i % 2 == 0 else int(d) for i, d in enumerate(reversed(body)))
    return body + str(-total % 10)


@st.composite
def cards(draw: st.DrawFn) -> str:
    number = luhn(draw(st.sampled_from("456")) + draw(st.text("0123456789", min_size=14, max_size=14)))
    gap = draw(st.sampled_from(["", " ", "-"]))
    return gap.join(number[i : i + 4] for i in range(0, 16, 4))


@st.composite
def ibans(draw: st.DrawFn) -> str:
    country, length = draw(st.sampled_from([("DE", 22), ("ES", 24), ("PT", 25), ("NL", 18), ("GB", 22)]))
    body = draw(st.text("0123456789", min_size=length - 4, max_size=length - 4))
    if country in {"NL", "GB"}:
        body = "ABCD" + body[4:]
    number = int("".join(str(int(c, 36)) for c in body + country + "00"))
    whole = f"{country}{98 - number % 97:02d}{body}"
    gap = draw(st.sampled_from(["", " "]))
    return gap.join(whole[i : i + 4] for i in range(0, len(whole), 4))


@st.composite
def emails(draw: st.DrawFn) -> str:
    name = draw(st.from_regex(r"[a-z][a-z0-9._-]{0,15}[a-z0-9]", fullmatch=True))
    host = draw(st.from_regex(r"[a-z]{2,10}", fullmatch=True))
    return f"{name}@{host}.{draw(st.sampled_from(['com', 'com.br', 'es', 'co.uk']))}"


@st.composite
def phones(draw: st.DrawFn) -> str:
    def digits(n: int) -> str:
        return draw(st.text("23456789", min_size=n, max_size=n))

    return draw(
        st.sampled_from(
            [
                f"+44 7{digits(3)} {digits(6)}",
                f"+55 11 9{digits(4)}-{digits(4)}",
                f"+34 6{digits(2)} {digits(3)} {digits(3)}",
                f"+351 9{digits(8)}",
                f"+1 (2{digits(2)}) {digits(3)}-{digits(4)}",
                f"07{digits(3)} {digits(6)}",
                f"(21) 9{digits(4)}-{digits(4)}",
                f"2{digits(2)}-{digits(3)}-{digits(4)}",
            ]
        )
    )


@given(
    st.sampled_from(["", "I paid with ", "write to ", "it is ", "meu ", "es "]),
    st.one_of(
        st.tuples(st.just("card"), cards()),
        st.tuples(st.just("iban"), ibans()),
        st.tuples(st.just("email"), emails()),
        st.tuples(st.just("phone"), phones()),
    ),
    st.sampled_from(["", ".", ", thanks", " and nothing else", "\n"]),
)
def test_generated_data_is_found_whole(before: str, data: tuple[str, str], after: str) -> None:
    kind, words = data
    assert found(before + words + after) == [(kind, words)]


MIXED = st.text(st.sampled_from("0123456789 +-().@/:abDE89ñ\nºcall order"), max_size=120)


@given(st.text(max_size=300) | MIXED)
def test_scrubbing_twice_is_scrubbing_once(text: str) -> None:
    once = scrub(text)
    assert scrub(once) == once
    assert findings(once) == ()


@given(MIXED)
def test_findings_never_overlap(text: str) -> None:
    spans = [(one.start, one.end) for one in findings(text)]
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "a@",
        "a.",
        "1",
        "1 ",
        "0 ",
        "0-",
        "(0) ",
        "+1 ",
        "DE89 ",
        "1.1.1.",
        "4111 ",
        "order ",
        "no. ",
        "call 1 ",
        "é",
    ],
)
def test_long_texts_take_bounded_time(piece: str) -> None:
    """CPU seconds, with a generous bound: what must not happen is time that grows with the square of the
    length.
    """
    text = (piece * (20_000 // len(piece) + 1))[:20_000]
    began = time.process_time()
    scrub(text)
    assert time.process_time() - began < 1.0
