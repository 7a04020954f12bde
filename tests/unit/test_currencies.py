"""Money as people write it."""

from decimal import Decimal

import pytest

from complaints.rules.currencies import CURRENCIES, SHARED_SIGNS, SIGNS, UnknownMoney, amount_of, currency_of


@pytest.mark.parametrize(
    ("typed", "code"),
    [("EUR", "EUR"), (" eur ", "EUR"), ("€", "EUR"), ("Euro", "EUR"), ("R$", "BRL"), ("brazilian  real", "BRL"), ("", "")],
)  # fmt: skip
def test_currencies_are_known_by_code_sign_and_name(typed: str, code: str) -> None:
    assert currency_of(typed) == code


def test_an_unknown_currency_is_named_in_the_error() -> None:
    with pytest.raises(UnknownMoney, match="We do not know the currency “XYZ”"):
        currency_of("XYZ")


@pytest.mark.parametrize("sign", ["$", "kr", "Kr.", "¥"])
def test_a_sign_of_several_currencies_asks_which(sign: str) -> None:
    with pytest.raises(UnknownMoney, match="Several currencies are written"):
        currency_of(sign)


def test_signs_lead_to_codes_that_exist() -> None:
    assert set(SIGNS.values()) <= set(CURRENCIES)
    assert not {sign.casefold() for sign in SIGNS} & set(SHARED_SIGNS)


def test_codes_are_codes_in_order() -> None:
    assert list(CURRENCIES) == sorted(CURRENCIES)
    assert all(len(code) == 3 and code.isascii() and code.isupper() for code in CURRENCIES)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("49.90", "49.90"),
        ("49,90", "49.90"),
        ("49,9", "49.90"),
        ("1234", "1234.00"),
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1 234,50", "1234.50"),
        ("1’234.50", "1234.50"),
        ("1,234", "1234.00"),
        ("1.234.567", "1234567.00"),
        ("0", "0.00"),
        ("0.05", "0.05"),
        ("9999999999.99", "9999999999.99"),
    ],
)
def test_amounts_are_read_as_written(typed: str, amount: str) -> None:
    assert amount_of(typed, currency="EUR") == Decimal(amount)


def test_no_amount_is_none() -> None:
    assert amount_of("  ", currency="") is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("-5", "cannot be negative"),
        ("−5", "cannot be negative"),
        ("five", "in digits"),
        ("1e9", "in digits"),
        ("NaN", "in digits"),
        ("1.2.3", "two decimals"),
        ("1,50,0", "two decimals"),
        ("12,34.56", "signs between the thousands"),
        ("1234,567", "signs between the thousands"),
        ("0.999", "two decimals"),
        ("1,234.567", "two decimals"),
        ("1.2345", "two decimals"),
        ("10000000000", "too large"),
        ("9" * 400, "too large"),
    ],
)
def test_what_cannot_be_an_amount_is_refused_with_words(typed: str, words: str) -> None:
    with pytest.raises(UnknownMoney, match=words):
        amount_of(typed, currency="EUR")


def test_three_digits_in_a_currency_of_thousandths_are_ambiguous() -> None:
    with pytest.raises(UnknownMoney, match="two ways"):
        amount_of("12.345", currency="KWD")
    assert amount_of("12.34", currency="KWD") == Decimal("12.34")
