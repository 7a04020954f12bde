"""User text is plain text: what people type survives, what only looks like text does not."""

import unicodedata

import pytest
from django.template import Context, Template
from hypothesis import example, given
from hypothesis import strategies as st

from config.doors.text import TextTooLong, clean_text, display_host, fold, graphemes, one_line

# Any code point, lone surrogates included.
ANY = st.text(st.characters(exclude_categories=()), max_size=200)
SPICY = st.text(
    st.sampled_from(
        "<>&;/\"'ab \n\r\t\u200b\u200c\u200d\u202e\u2066\u2069\ufeff\u0301\u0327K=\u0338#x3lt\U0001f469\U0001f4bb\u1100\u1161"
    ),
    max_size=60,
)


def clean(text: str, *, multiline: bool = True) -> str:
    return clean_text(text, max_length=10_000, multiline=multiline)


@pytest.mark.parametrize(
    "typed",
    [
        "a < b",
        "<b>hi</b>",
        "paid <EUR 50, charged >EUR 80",
        "Anna <anna@example.org> wrote",
        "<script>alert(1)</script>",
        "<!-- not a comment -->",
        "AT&T, R&D, &amp; and &lt;b&gt; and &nbsp; and &#60;",
        "5 > 4 \"quoted\" 'too'",
        "<3",
        "</p",
        "<![CDATA[x]]>",
        "naïve café",
        "שלום עולם",
        "مرحبا بالعالم",
        "می‌خواهم",  # Persian, with a zero-width non-joiner
        "क्‍ष",  # Devanagari, with a zero-width joiner
        "👩‍💻 👨‍👩‍👧 🏳️‍🌈 🏴󠁧󠁢󠁥󠁮󠁧󠁿 👍🏽 ❤️ #️⃣",
        "日本語のテキスト 한국어",
        "two\n\nparagraphs\nand a line",
    ],
)
def test_what_people_type_survives(typed: str) -> None:
    assert clean(typed) == typed


@pytest.mark.parametrize("typed", ["<b>a & b</b>", "&amp;", "&lt;", "\"'"])
def test_autoescape_is_the_only_place_that_escapes(typed: str) -> None:
    shown = Template("{{ text }}").render(Context({"text": clean(typed)}))
    assert shown == Template("{{ text }}").render(Context({"text": typed}))
    assert "<" not in shown


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("re\u202efund\u202c", "refund"),
        ("\u2066a\u2067b\u2068c\u2069", "abc"),
        ("a\x00b\x07c\x1bd\x7f\x9f", "abcd"),
        ("zero\u200bwidth\ufeff\u2060\u00ad", "zerowidth"),
        ("anna\u200d@exa\u200cmple.org", "anna@example.org"),
        ("\u200dedge\u200c", "edge"),
        ("\ufffe\uffff\U0001ffff", ""),
        ("\ud800x\udfff", "x"),
        ("\U000e0041\U000e0042tags", "tags"),
        ("a\tb", "a b"),
        ("one\r\ntwo\rthree\u2028four\x85five", "one\ntwo\nthree\nfour\nfive"),
        ("  a  \n\n\n\n b \n", "a\n\n b"),
        ("e\u0301", "é"),
        ("e\u202e\u0301", "é"),
        ("Z" + "\u0300\u0316" * 50, "Z" + "\u0316" * 4 + "\u0300" * 4),
        ("\u200eLRM\u200f", "\u200eLRM\u200f"),
    ],
)
def test_what_is_no_text_goes(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_a_single_line_has_no_line_ends() -> None:
    assert clean(" My\r\n\r\nrouter\t is  slow ", multiline=False) == "My router is slow"


def test_the_length_is_checked_before_the_text_is_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("unicodedata", "regex", "bleach", "html", "_LINE_ENDS", "_TOO_MANY_MARKS", "_NOT_TEXT"):
        monkeypatch.setattr(f"config.doors.text.{name}", None)
    with pytest.raises(TextTooLong) as refused:
        clean_text("x" * 11, max_length=10, multiline=True)
    assert (refused.value.length, refused.value.max_length) == (11, 10)


def test_text_that_normalisation_makes_longer_is_refused_too() -> None:
    assert len(unicodedata.normalize("NFC", "\ufb2c")) == 3
    with pytest.raises(TextTooLong) as refused:
        clean_text("\ufb2c" * 10, max_length=10, multiline=True)
    assert (refused.value.length, refused.value.max_length) == (30, 10)


@given(ANY | SPICY, st.booleans())
@example("=\u200d\u0338", True)
@example("\u212a\u200d\U0001f469", True)
def test_cleaning_twice_is_cleaning_once(text: str, multiline: bool) -> None:
    once = clean(text, multiline=multiline)
    assert clean(once, multiline=multiline) == once


@given(ANY | SPICY, st.booleans())
def test_clean_text_is_what_it_promises(text: str, multiline: bool) -> None:
    kept = clean(text, multiline=multiline)
    assert unicodedata.is_normalized("NFC", kept)
    assert not {c for c in kept if unicodedata.category(c) in {"Cc", "Cs"}} - ({"\n"} if multiline else set())
    assert not set(kept) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    kept.encode("utf-8")


@given(st.text(st.sampled_from("abc<>&;\"'/!-=[]#xlgtamp10 "), max_size=80))
def test_no_character_of_markup_is_lost_or_escaped(text: str) -> None:
    assert clean(text, multiline=False) == " ".join(text.split())


@given(ANY | SPICY)
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("  Telefónica\t S.A. ", "telefonica s.a."),
        ("ÅNGSTRÖM", "angstrom"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Crème Brûlée", "creme brulee"),
        ("Ørsted", "orsted"),
        ("Türk Telekom", "turk telekom"),
        ("ＮＴＴ", "ntt"),
        ("İstanbul", "istanbul"),
        ("Ελλάδα", "ελλαδα"),
        ("Mi\u200bcro", "micro"),
        ("한국", "한국"),
        ("が", "が"),
        ("", ""),
    ],
)
def test_folding_takes_away_accents_and_case(left: str, right: str) -> None:
    assert fold(left) == right


def test_one_line() -> None:
    assert one_line(" a\n\u00a0b\u2028 c ") == "a b c"


@pytest.mark.parametrize(
    ("text", "seen"),
    [("", 0), ("abc", 3), ("e\u0301", 1), ("👩‍💻", 1), ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 1), ("🇧🇷🇵🇹", 2), ("\r\n", 1), ("กำ", 1)],
)
def test_graphemes_are_what_a_person_counts(text: str, seen: int) -> None:
    assert graphemes(text) == seen


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://www.example.org/x?y#z", "example.org"),
        ("HTTP://Example.ORG:8443", "example.org"),
        ("https://brand.example@evil.example/", "evil.example"),
        ("https://evil.example\\@brand.example/", "evil.example"),
        ("https://españa.example", "españa.example"),
        ("https://xn--espaa-rta.example", "españa.example"),
        ("https://аpple.example", "xn--pple-43d.example"),  # the first letter is Cyrillic
        ("https://example.org.", "example.org"),
        ("https://[::1]/", ""),
        ("https://ex%61mple.org/", ""),
        ("javascript:alert(1)", ""),
        ("ftp://example.org", ""),
        ("example.org", ""),
        ("https://", ""),
        ("https://[", ""),
        ("https://a..b/", ""),
        ("", ""),
    ],
)
def test_the_host_shown_is_where_the_link_leads(url: str, shown: str) -> None:
    assert display_host(url) == shown


@given(ANY)
def test_nothing_raises(text: str) -> None:
    display_host(text)
    display_host("https://" + text)
    one_line(text)
    assert graphemes(text) <= len(text)
