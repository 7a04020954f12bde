"""The search of the page that says which channel works."""

from django import forms

from companies.enums import Sector
from companies.queries import LONGEST_SEARCH


class ChannelsForm(forms.Form):
    """Which brands the reader wants to see; nothing of it is required."""

    q = forms.CharField(
        label="Name of the brand",
        required=False,
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(
            attrs={"class": "input", "type": "search", "autocomplete": "off", "dir": "auto"}
        ),
        error_messages={
            "max_length": f"Shorten the name of the brand to {LONGEST_SEARCH} characters.",
            "null_characters_not_allowed": "Type the name of the brand without special characters.",
        },
    )
    sector = forms.ChoiceField(
        label="Sector",
        required=False,
        choices=[("", "All sectors"), *Sector.choices],
        widget=forms.Select(attrs={"class": "input"}),
        error_messages={"invalid_choice": "There is no such sector. Choose one from the list."},
    )
