"""Whose reply it is: a display name proves nothing."""

import pytest

from complaints.enums import Side
from complaints.rules.identity import Known, whose_reply

PROVED = Known(remote_id="1001", handle="northline@social.example")
UNSEEN = Known(remote_id="", handle="northline_help@social.example")


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
        ("4004", "ana@social.example", "Ana", Side.OTHER),
        ("4005", "line@social.example", "North", Side.OTHER),
    ],
)
def test_whose_reply(author_id: str, handle: str, name: str, expected: Side) -> None:
    side = whose_reply(
        author_id=author_id,
        author_handle=handle,
        author_name=name,
        trusted=[PROVED, UNSEEN],
        brand_names=["Northline"],
        brand_handles=["northline_uk@social.example"],
    )
    assert side == expected


def test_a_very_short_brand_name_matches_only_as_a_whole() -> None:
    def side(name: str) -> Side:
        return whose_reply(
            author_id="1",
            author_handle="x@y.example",
            author_name=name,
            trusted=[],
            brand_names=["Oi"],
            brand_handles=[],
        )

    assert side("Oi") == Side.UNCONFIRMED
    assert side("Noise") == Side.OTHER
