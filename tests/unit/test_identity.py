"""Whose reply it is: a display name proves nothing."""

import pytest

from complaints.enums import Side
from complaints.rules.confusables import looks_of
from complaints.rules.identity import Known, whose_reply

PROVED = Known(remote_id="1001", handle="northline@social.example")
UNSEEN = Known(remote_id="", handle="northline_help@social.example")


def side(
    *, author_id: str = "1", handle: str = "ana@other.example", name: str = "Ana", brand: str = "Northline"
) -> Side:
    return whose_reply(
        author_id=author_id,
        author_handle=handle,
        author_name=name,
        trusted=[PROVED, UNSEEN, Known(remote_id="", handle="asknl@social.example")],
        brand_names=[brand],
        brand_handles=["northline_uk@social.example"],
    )


@pytest.mark.parametrize(
    ("author_id", "handle", "name", "expected"),
    [
        ("1001", "northline@social.example", "Northline", Side.COMPANY),
        ("1001", "renamed@social.example", "Something new", Side.COMPANY),
        ("2002", "Northline_Help@social.example", "Help", Side.COMPANY),
        # The proved handle in other hands: same name, another account.
        ("9999", "northline@social.example", "Northline", Side.UNCONFIRMED),
        ("3003", "nórth.line_support@other.example", "Support", Side.UNCONFIRMED),
        ("3004", "someone@other.example", "NORTHLINE Customer Care", Side.UNCONFIRMED),
        ("3005", "northline_uk@social.example", "UK", Side.UNCONFIRMED),
        # The name of a proved account on another server.
        ("3006", "askNL@evil.example", "Ask us", Side.UNCONFIRMED),
        ("4004", "ana@social.example", "Ana", Side.OTHER),
        ("4005", "line@social.example", "North", Side.OTHER),
        ("4006", "nl@social.example", "Ask", Side.OTHER),
    ],
)
def test_whose_reply(author_id: str, handle: str, name: str, expected: Side) -> None:
    assert side(author_id=author_id, handle=handle, name=name) == expected


def test_a_known_account_whose_name_others_took_is_another() -> None:
    """Also when nothing of the name looks like the brand."""
    taken = whose_reply(
        author_id="7",
        author_handle="help@social.example",
        author_name="Somebody",
        trusted=[Known(remote_id="1001", handle="help@social.example")],
        brand_names=["Northline"],
        brand_handles=[],
    )
    assert taken == Side.UNCONFIRMED


@pytest.mark.parametrize(
    "imitation",
    [
        "Nоrthlinе",  # Cyrillic о and е
        "NОRТНLINЕ",  # Cyrillic О, Т, Н and Е
        "ΝΟRΤΗLΙΝΕ",  # Greek capitals
        "Νοrthlinε",  # Greek capital Nu, small omicron and epsilon
        "N0rthline",
        "NorthIine",  # a capital i
        "Northl1ne",
        "N0RTHL1N3",
        "Northlıne",  # a dotless i
        "Nørthlíne",
        "ɴᴏʀᴛʜʟɪɴᴇ",  # small capitals
        "𝓝𝓸𝓻𝓽𝓱𝓵𝓲𝓷𝓮",
        "🅝🅞🅡🅣🅗🅛🅘🅝🅔",
        "🇳🇴🇷🇹🇭🇱🇮🇳🇪",
        "Ｎｏｒｔｈｌｉｎｅ",
        "N\u200bo\u00adr\u0335thline",  # an invisible space, a soft hyphen, a stroke
        "north_line__support",
        "_northline_",
        "The real N0rth-Iine help desk",
    ],
)
def test_a_name_written_with_other_letters_still_looks_like_the_brand(imitation: str) -> None:
    assert side(name=imitation) == Side.UNCONFIRMED
    assert side(handle=f"{imitation}@evil.example") == Side.UNCONFIRMED


@pytest.mark.parametrize(
    ("brand", "imitation"),
    [
        ("Morrow", "rnorrow"),
        ("Wallace", "VVallace"),
        ("Звезда", "звезда помощь"),
        ("Ηλιος", "ΗΛΙΟΣ"),
        ("Ήλιος", "ηλιος"),
        ("株式会社", "株式会社サポート"),
        ("Lidl", "LIDI"),
        ("O2", "02"),
        ("A1 Telekom", "AI Telekom"),
    ],
)
def test_brands_of_other_letters_and_pairs_that_look_like_one(brand: str, imitation: str) -> None:
    assert side(name=imitation, brand=brand) == Side.UNCONFIRMED


@pytest.mark.parametrize(
    ("brand", "name"),
    [
        ("Northline", "Northwind"),
        ("Vivo", "Volvo"),
        ("Claro", "Clara"),
        ("Звезда", "Беседа"),
        ("Tim", "Tina"),
    ],
)
def test_other_names_do_not(brand: str, name: str) -> None:
    assert side(name=name, brand=brand) == Side.OTHER


def test_a_very_short_brand_name_matches_only_as_a_whole() -> None:
    assert side(name="Oi", brand="Oi") == Side.UNCONFIRMED
    assert side(name="Oi!", brand="Oi") == Side.UNCONFIRMED
    assert side(name="Noise", brand="Oi") == Side.OTHER
    assert side(name="!!!", brand="***") == Side.OTHER


def test_looks_are_for_comparing() -> None:
    assert looks_of("Lidl") == looks_of("LIDI") == {"lldl"}
    assert looks_of("") == looks_of("-_.") == {""}
