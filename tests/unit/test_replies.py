"""The rules that read a reply: measured on labelled replies, exact in their words, bounded in their time."""

import json
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.rules import reply_measured
from complaints.rules.replies import (
    CHANNELS,
    VERSION,
    Verdict,
    how_to_answer,
    judge_reply,
    kind_of,
)
from complaints.rules.reply_patterns import FAMILIES, LANGUAGES, PATTERNS, Family, Pattern, Side
from complaints.rules.reply_text import fold

ROOT = Path(__file__).resolve().parent.parent.parent
KINDS = ("answer", "acknowledgement", "deflection", "statement")
TONES = ("helpful", "neutral", "apology_only", "dismissive")
PARTS = ("dev", "test", "late", "second", "held", "short")
DOCUMENT = ROOT / "docs" / "reply-rules.md"


def labelled(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (ROOT / "tests/data" / name).read_text("utf-8").splitlines()]


REPLIES = labelled("replies.jsonl")
# By somebody who never saw the rules. Never read it to improve them: it says how they do on replies of others.
BLIND = labelled("replies_blind.jsonl")

Counts = Counter[tuple[str, str]]


def part(name: str) -> list[dict[str, Any]]:
    return [reply for reply in REPLIES if reply["part"] == name]


def counts_of(name: str) -> Counts:
    """How often each (label, verdict) occurs in a part of our own replies."""
    return Counter((reply["label"], kind_of(reply["text"])) for reply in part(name))


def blind_counts(language: str | None = None) -> Counts:
    return Counter(
        (reply["kind"], kind_of(reply["text"])) for reply in BLIND if language in (None, reply["language"])
    )


def blind_tones() -> Counts:
    return Counter((reply["tone"], judge_reply(reply["text"]).tone) for reply in BLIND)


def precision_and_recall(counts: Counts, kind: str) -> tuple[float, float]:
    right = counts[kind, kind]
    judged = sum(n for (_, verdict), n in counts.items() if verdict == kind)
    labels = sum(n for (label, _), n in counts.items() if label == kind)
    return right / judged, right / labels


def table_of(counts: Counts, classes: tuple[str, ...] = KINDS) -> str:
    lines = ["| label | replies | precision | recall |", "|---|---|---|---|"]
    for kind in classes:
        replies = sum(n for (label, _), n in counts.items() if label == kind)
        if replies:
            precision, recall = precision_and_recall(counts, kind)
            lines.append(f"| {kind.replace('_', ' ')} | {replies} | {precision:.2f} | {recall:.2f} |")
    return "\n".join(lines)


# The labelled replies ------------------------------------------------------------------------------------


def test_there_are_labelled_replies_enough_in_many_voices() -> None:
    assert len({one["text"] for one in REPLIES + BLIND}) == len(REPLIES) + len(BLIND) >= 600
    assert len(BLIND) >= 300
    assert len({one["voice"] for one in BLIND}) >= 20
    assert {one["part"] for one in REPLIES} == set(PARTS)
    assert {one["language"] for one in REPLIES} == {one["language"] for one in BLIND} == set(LANGUAGES)


def test_the_labelled_replies_of_the_first_test_part_are_balanced() -> None:
    assert Counter((one["part"], one["language"], one["label"]) for one in part("test")) == {
        ("test", language, label): n
        for language in LANGUAGES
        for label, n in (("answer", 16), ("acknowledgement", 9), ("deflection", 15))
    }


def test_deflections_are_found_in_replies_that_the_rules_never_saw() -> None:
    precision, recall = precision_and_recall(blind_counts(), "deflection")
    assert precision >= 0.9
    assert recall >= 0.8


def test_answers_are_seldom_missed_in_replies_that_the_rules_never_saw() -> None:
    """A missed answer would let a clock go on that the company has stopped."""
    assert precision_and_recall(blind_counts(), "answer")[1] >= 0.9


@pytest.mark.parametrize("name", ["test", "held"])
def test_our_own_test_parts_meet_the_promise(name: str) -> None:
    precision, recall = precision_and_recall(counts_of(name), "deflection")
    assert precision >= 0.9
    assert recall >= 0.8


@pytest.mark.parametrize("name", PARTS)
def test_the_document_shows_what_is_measured(name: str) -> None:
    table = table_of(counts_of(name))
    assert table in DOCUMENT.read_text("utf-8"), f"part {name}:\n{table}"


@pytest.mark.parametrize("language", [None, *LANGUAGES])
def test_the_document_shows_what_is_measured_on_the_blind_replies(language: str | None) -> None:
    table = table_of(blind_counts(language))
    assert table in DOCUMENT.read_text("utf-8"), f"blind {language}:\n{table}"


def test_the_document_shows_what_is_measured_of_the_tone() -> None:
    table = table_of(blind_tones(), TONES)
    assert table in DOCUMENT.read_text("utf-8"), table


@pytest.mark.parametrize(
    ("counts", "published"), [(blind_counts, reply_measured.KINDS), (blind_tones, reply_measured.TONES)]
)
def test_the_method_page_shows_what_is_measured(
    counts: Callable[[], Counts], published: tuple[reply_measured.Measured, ...]
) -> None:
    measured = counts()
    for one in published:
        label = one.name.replace(" ", "_")
        precision, recall = precision_and_recall(measured, label)
        replies = sum(n for (said, _), n in measured.items() if said == label)
        assert (one.replies, one.precision, one.recall) == (replies, round(precision, 2), round(recall, 2))


def test_the_document_names_the_version() -> None:
    assert f"Rules version {VERSION}." in DOCUMENT.read_text("utf-8")


# Verdicts one by one -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("we refunded 40 EUR today; if it doesn't arrive call us", "answer"),
        ("We'd love to look into this, please DM us your order number", "deflection"),
        ("Call us and we will refund you today.", "deflection"),
        ("Once you have called we will refund you within 3 days.", "acknowledgement"),
        ("No need to call us, we will call you.", "acknowledgement"),
        ("Sorry that nobody answered our phone line.", "acknowledgement"),
        ("Got your DM, we will reply there shortly.", "acknowledgement"),
        ("We're only a DM away.", "deflection"),
        ("We can't discuss accounts on social media.", "deflection"),
        ("holaaa, porfa mandanos un DM", "deflection"),
        ("vc pode resolver isso pelo app", "deflection"),
        ("@jo @kay Which colour is the light?", "answer"),
        ("Which flight are you on? Pop your reference in a DM.", "deflection"),
        ("We've sent you a DM, and we refunded £20 today.", "answer"),
        ("We are aware of an outage in Leeds, some customers have no signal.", "statement"),
        ("Recall: batch L221 of our cheese. Customers can return it to any store.", "statement"),
        ("Hi Fay, the outage in Leeds also cut your line; it is back since 9:00.", "answer"),
        ("We are sorry that your parcel was lost.", "acknowledgement"),
        ("We have not refunded you, sorry.", "acknowledgement"),
        ("Thank you for contacting us. We will contact you within 48 hours.", "acknowledgement"),
        ("We will contact the courier.", "acknowledgement"),
        ("You need to contact the courier.", "deflection"),
        ("What is your order number?", "acknowledgement"),
        ("Does it flash red or green?", "answer"),
        ("https://help.example.org/articles/7?what=does+the+light+do", "deflection"),
        ("+44 20 7946 0018", "deflection"),
        ("Your reference is 20240611-778.", "acknowledgement"),
        ("Chame no direct que devolvemos hoje.", "deflection"),
        ("Devolvemos R$ 40 hoje.", "answer"),
        ("Obrigado por entrar em contato.", "acknowledgement"),
        ("Pásanos tus datos por DM y te devolvemos el importe.", "deflection"),
        ("Te devolvimos 40 €.", "answer"),
        ("Gracias por contactarnos.", "acknowledgement"),
        ("", "acknowledgement"),
        ("Merci, nous regardons.", "acknowledgement"),
        ("Merci de nous écrire à aide@boutique.example", "deflection"),
    ],
)
def test_a_reply_is_judged(text: str, kind: str) -> None:
    assert kind_of(text) == kind


def test_the_words_are_the_reply_s_own() -> None:
    text = "Olá!  Chame-nos no DIRECT, por favor. Nossa equipe está à disposição."
    verdict = judge_reply(text)
    assert verdict.kind == "deflection"
    assert "Chame-nos no DIRECT" in verdict.words
    assert [reason.words for reason in verdict.reasons] == list(verdict.words)
    assert {reason.title for reason in verdict.reasons} <= {family.title for family in FAMILIES}


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("Please DM us.", ("dm",)),
        ("Call us on 0800 555 0100 or write to care@shop.example.", ("phone", "email")),
        ("Please visit our help centre: https://help.example/7", ("link",)),
        ("Fill in the complaint form.", ("form",)),
        ("You can do it in the app.", ("app",)),
        ("Visit your nearest store.", ("shop",)),
        ("Start a live chat with us.", ("chat",)),
        ("Please get in touch with our team.", ("contact",)),
        ("+44 20 7946 0018", ("phone",)),
        ("We refunded you, call us if it does not arrive.", ()),
        ("Sorry!", ()),
    ],
)
def test_a_deflection_says_where_it_sends(text: str, to: tuple[str, ...]) -> None:
    assert judge_reply(text).to == to


@pytest.mark.parametrize(
    ("text", "tone", "words"),
    [
        ("You were right, so sorry for the scare! We refunded £20 today.", "helpful", "You were right"),
        ("We refunded £20 today.", "neutral", None),
        ("We are truly sorry for the distress.", "apology_only", "sorry"),
        ("Sorry! We are looking into it.", "neutral", None),
        ("You should have read the terms.", "dismissive", "You should have"),
        ("Deveria ter conferido o tamanho.", "dismissive", "Deveria ter conferido"),
        ("No hay nada que hacer.", "dismissive", "No hay nada que hacer"),
    ],
)
def test_the_tone_of_a_reply(text: str, tone: str, words: str | None) -> None:
    verdict = judge_reply(text)
    assert verdict.tone == tone
    if words is None:
        assert verdict.tone_words == ()
    else:
        assert any(words in said for said in verdict.tone_words), verdict.tone_words


def test_accents_written_apart_read_the_same() -> None:
    composed = "Ligue para a linha de apoio, está à espera."
    apart = composed.replace("á", "a\u0301").replace("à", "a\u0300")
    assert kind_of(apart) == kind_of(composed) == "deflection"


def test_a_stated_language_is_believed_besides_the_one_in_the_text() -> None:
    assert kind_of("Please call us on 0800 555 0100.", language="pt-BR") == "deflection"
    assert kind_of("DM", language="xx") == "deflection"


@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: reply["text"][:30])
def test_every_word_of_a_verdict_stands_in_the_reply(reply: dict[str, str]) -> None:
    verdict = judge_reply(reply["text"], language=reply["language"])
    assert all(words and words in reply["text"] for words in (*verdict.words, *verdict.tone_words))
    assert set(verdict.to) <= set(CHANNELS)
    assert (verdict.kind == "deflection") == bool(verdict.to)


@given(st.text(max_size=400))
def test_any_text_has_a_verdict(text: str) -> None:
    verdict = judge_reply(text)
    assert verdict.kind in KINDS
    assert verdict.tone in TONES
    assert all(words in text for words in (*verdict.words, *verdict.tone_words))
    assert judge_reply(text) == verdict


VOCABULARY = [
    "please",
    "DM us",
    "sorry",
    "refund",
    "£20",
    "we",
    "será",
    "¿cuándo?",
    "holaaa",
    "@x",
    "😊",
    "\n",
    ". ",
]


@given(st.lists(st.sampled_from(VOCABULARY), max_size=60).map(" ".join))
def test_any_order_of_the_words_of_replies_has_a_verdict(text: str) -> None:
    verdict = judge_reply(text)
    assert all(words in text for words in (*verdict.words, *verdict.tone_words))


def test_the_desk_says_what_the_rule_says() -> None:
    def advice(kind: str) -> tuple[str, str, bool]:
        said = how_to_answer(Verdict(kind, (), ()))  # type: ignore[arg-type]
        return said.title, said.explanation, said.stops_the_clock

    assert advice("deflection") == (
        "This reads as a deflection. If you send it, the clocks go on.",
        "An answer says what you found, what you will do and by when.",
        False,
    )
    assert advice("acknowledgement")[2] is False
    assert advice("answer")[2] is True


# The patterns ----------------------------------------------------------------------------------------------


def test_every_family_is_explained_and_every_pattern_belongs_to_one() -> None:
    names = [family.name for family in FAMILIES]
    assert len(set(names)) == len(names)
    assert all(family.title and family.explanation and family.example for family in FAMILIES)
    assert {pattern.name for pattern in PATTERNS} == set(names)
    assert {pattern.language for pattern in PATTERNS} == {*LANGUAGES, "any"}


def test_every_language_says_every_idea() -> None:
    ideas = {family.name for family in FAMILIES} - {"address"}
    for language in LANGUAGES:
        assert {pattern.name for pattern in PATTERNS if pattern.language == language} == ideas


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: f"{pattern.language}-{pattern.name}")
def test_every_pattern_matches_its_example(pattern: Pattern) -> None:
    folded = fold(pattern.example)
    assert re.search(pattern.regex, folded.accented if pattern.accented else folded.folded, re.MULTILINE)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_every_example_of_a_family_is_judged_as_its_side_says(family: Family) -> None:
    expected = {
        Side.SUBSTANCE: "answer",
        Side.ELSEWHERE: "deflection",
        Side.COURTESY: "acknowledgement",
        Side.COLLECTIVE: "statement",
    }
    if family.side in expected:
        assert kind_of(family.example) == expected[family.side]
    elif family.side == Side.VOID:
        assert kind_of(family.example) != "answer"


# Time ------------------------------------------------------------------------------------------------------

WORST = [
    "a",
    "a ",
    "the ",
    "we will ",
    "we have ",
    "please ",
    "send us ",
    "sent ",
    "because we ",
    "if you ",
    "sorry that ",
    "not ",
    "?",
    "¿",
    "¿que ",
    "which ",
    "hold ",
    "0",
    "0 ",
    "0800 ",
    "1.",
    "a@",
    "a.a.",
    "@",
    "http://",
    "www.",
    "€ 1",
    "enviamos ",
    "vamos enviar ",
    "se o ",
    "para que ",
    "hemos ",
    "si no ",
    "\n",
    " \n",
    "é",
    "🙂",
    "a\u0301",
    ". ",
    "please dm us ",
    "sorry please app ",
    "customers outage ",
    "you were not told ",
    "for more info here: ",
    "no podemos ",
    "em contato com ",
    "@",
    "@a ",
    "ooo",
]


@pytest.mark.parametrize("piece", WORST)
def test_long_replies_take_bounded_time(piece: str) -> None:
    """CPU seconds, with a generous bound: what must not happen is time that grows with the square of the length."""
    text = (piece * (20_000 // len(piece) + 1))[:20_000]
    began = time.process_time()
    judge_reply(text, language="en")
    assert time.process_time() - began < 1.5


def test_what_lies_behind_the_limit_is_not_read() -> None:
    assert kind_of("a " * 10_000 + "please DM us") == "acknowledgement"
