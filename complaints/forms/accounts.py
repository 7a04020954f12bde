"""Naming an account of a brand on a network."""

from django import forms

from companies.models.handle import HANDLE_LENGTH
from companies.proofs.accounts import PROVABLE


class HandleForm(forms.Form):
    """Whether it is an account, and whose, is the service's question."""

    network = forms.ChoiceField(
        label="Network",
        choices=[("", "Choose a network"), *((known.slug, known.name) for known in PROVABLE)],
        error_messages={"required": "Choose the network.", "invalid_choice": "Choose the network."},
    )
    handle = forms.CharField(
        label="The account",
        help_text="Its name, or the address of its profile.",
        max_length=2 * HANDLE_LENGTH,
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
        ),
        error_messages={
            "required": "Enter the name of the account, or the address of its profile.",
            "max_length": "This is too long for the name of an account.",
        },
    )
    page = forms.URLField(
        label="A page of the website that links it",
        help_text="We look at the home page anyway.",
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "url"}),
        error_messages={
            "invalid": "Enter the whole address of a page, for example https://www.northline.example/contact.",
            "max_length": "Enter an address of at most 500 characters.",
        },
    )
