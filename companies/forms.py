"""Forms of the directory and of claiming."""

from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from companies.countries import COUNTRIES
from companies.enums import Sector
from companies.queries import LONGEST_SEARCH, NOT_A_LETTER
from config.doors.text import TextTooLong, clean_text

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class DirectoryFilters:
    """What a reader of the directory asks for; what we do not know is left out, as in any address typed by hand."""

    text: str = ""
    sector: str = ""
    country: str = ""
    letter: str = ""

    @classmethod
    def of(cls, asked: QueryDict) -> Self:
        sector, country = asked.get("sector", ""), asked.get("country", "").upper()
        letter = asked.get("letter", "").lower()
        return cls(
            text=asked.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH],
            sector=sector if sector in Sector.values else "",
            country=country if country in COUNTRIES else "",
            letter=letter if len(letter) == 1 and letter in LETTERS + NOT_A_LETTER else "",
        )

    def query(self, **changes: str) -> str:
        """The query string of these filters with some changed: "?sector=retail&after=tim%2C3", or nothing."""
        asked = {
            "q": self.text,
            "sector": self.sector,
            "country": self.country,
            "letter": self.letter,
            **changes,
        }
        kept = {name: value for name, value in asked.items() if value}
        return f"?{urlencode(kept)}" if kept else ""

    @property
    def query_of_all_letters(self) -> str:
        return self.query(letter="", q="")

    @property
    def sector_name(self) -> str:
        return str(Sector(self.sector).label) if self.sector else ""

    @property
    def are_set(self) -> bool:
        return bool(self.text or self.sector or self.country or self.letter)


class ClaimForm(forms.Form):
    """Who asks to act for a brand. Whether the address is the brand's is the service's question."""

    email = forms.EmailField(
        label="Your address at the brand",
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "email"}),
        error_messages={
            "required": "Enter your address at the brand, for example ana@northline.example.",
            "invalid": "Enter an e-mail address, for example ana@northline.example.",
        },
    )
    first_name = forms.CharField(
        label="Your first name",
        help_text="It stands with every reply you write.",
        max_length=40,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "given-name"}),
        error_messages={"required": "Enter your first name."},
    )
    team = forms.CharField(
        label="Your team",
        help_text="For example “Customer care, Porto”. It stands after your name.",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "organization-title"}),
    )

    def clean_first_name(self) -> str:
        name = plain(self.cleaned_data["first_name"], 40)
        if not name:
            raise forms.ValidationError("Enter your first name.")
        return name

    def clean_team(self) -> str:
        return plain(self.cleaned_data["team"], 60)


class JoinForm(forms.Form):
    """The name under which somebody who was invited replies."""

    first_name = forms.CharField(
        label="Your first name",
        help_text="It stands with every reply you write.",
        max_length=40,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "given-name"}),
        error_messages={"required": "Enter your first name."},
    )

    def clean_first_name(self) -> str:
        name = plain(self.cleaned_data["first_name"], 40)
        if not name:
            raise forms.ValidationError("Enter your first name.")
        return name


def plain(value: Any, length: int) -> str:
    """One line of plain text; ValidationError when it is longer."""
    try:
        return clean_text(str(value), max_length=length, multiline=False)
    except TextTooLong as problem:
        raise forms.ValidationError(f"Use at most {length} characters.") from problem
