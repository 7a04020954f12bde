"""Near-copies of replies: what is taken away before comparing, and from which customer on."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.rules.near_copies import SHORTEST, THRESHOLD, NearCopy, Sent, compared, near_copy

TEXT = "Thank you for your message. We are sorry for the delay and our team is looking into order 4471."


@pytest.mark.parametrize(
    "text",
    [
        "Hi Dana,\nThank you for your message. We are sorry for the delay and our team is looking into order 9.",
        "Dear Tom, thank you for your message! We are sorry for the delay and our team is looking into order ZX-77. ^JW",
        "thank you for your message, we are sorry for the delay and our team is looking into order #12 https://x.example/1",
        "@dana Thank you for your message. We are sorry for the delay and our team is looking into order 3 care@x.example",
        "Thank you for your message. We are sorry for the delay and our team is looking into order 8. Kind regards, Maya",
    ],
)
def test_what_changes_from_customer_to_customer_is_taken_away(text: str) -> None:
    assert compared(text) == compared(TEXT)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Olá, João! Lamentamos o transtorno. Atenciosamente, Equipe", "lamentamos o transtorno"),
        ("Hola, María: escríbenos por DM. Saludos, Paco", "escribenos por dm"),
        ("Bom dia. A fatura 12/2024 foi corrigida.", "a fatura foi corrigida"),
    ],
)
def test_it_knows_the_manners_of_three_languages(text: str, words: str) -> None:
    assert compared(text) == words


def test_names_are_left_out_wherever_they_stand() -> None:
    assert compared("We will call you, Ana Maria, today", names=["Ana Maria S."]) == "we will call you today"


def sent(*texts: str) -> list[Sent]:
    return [Sent(number, number, text) for number, text in enumerate(texts, 1)]


def test_the_third_customer_gets_a_canned_text() -> None:
    assert near_copy(TEXT, names=(), earlier=sent()) is None
    second = near_copy(TEXT, names=(), earlier=sent(TEXT))
    assert second == NearCopy(100, 1, 1)
    assert not second.is_canned
    third = near_copy(TEXT, names=(), earlier=sent(TEXT, TEXT))
    assert third == NearCopy(100, 1, 2)
    assert third.is_canned


def test_the_most_similar_is_the_sample_and_customers_are_counted_once() -> None:
    nearly = TEXT.replace("the delay", "that delay")
    found = near_copy(TEXT, names=(), earlier=[Sent(1, 7, nearly), Sent(2, 8, TEXT), Sent(3, 8, TEXT)])
    assert found == NearCopy(100, 2, 2)
    alone = near_copy(TEXT, names=(), earlier=[Sent(1, 7, nearly)])
    assert alone is not None
    assert THRESHOLD <= alone.similarity < 100


def test_another_text_with_the_same_frame_is_no_copy() -> None:
    other = "Thank you for your message. Your parcel was left at the station and a driver fetches it today."
    assert near_copy(TEXT, names=(), earlier=sent(other, other, other)) is None


def test_short_texts_say_nothing() -> None:
    short = "Sorry about that, we are on it!"
    assert len(compared(short)) < SHORTEST
    assert near_copy(short, names=(), earlier=sent(short, short, short)) is None


@given(st.text(max_size=300), st.lists(st.text(max_size=300), max_size=5))
def test_any_texts_can_be_compared(text: str, others: list[str]) -> None:
    found = near_copy(text, names=[text[:20]], earlier=sent(*others))
    assert found is None or (THRESHOLD <= found.similarity <= 100 and 1 <= found.copies <= len(others))


@pytest.mark.parametrize(
    "piece", ["a", "hi ", "a@", "1", "- ", "\n", "thanks ", "x.", "@a", "é", "regards, "]
)
def test_long_texts_take_bounded_time(piece: str) -> None:
    text = (piece * 5_000)[:5_000]
    began = time.process_time()
    near_copy(text, names=(), earlier=sent(*([text] * 50)))
    assert time.process_time() - began < 1.0
