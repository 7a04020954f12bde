"""Forms of accounts."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import User
from config.doors import text

MINIMUM_AGE = 16
PUBLIC_NAME_LENGTH = 60


def clean_public_name(value: str) -> str:
    """The name as plain text on one line. Raises ValidationError in words for the person."""
    try:
        name = text.clean_text(value, max_length=PUBLIC_NAME_LENGTH, multiline=False)
    except text.TextTooLong as error:
        raise forms.ValidationError(f"Use at most {error.max_length} characters.") from None
    if "@" in name:
        raise forms.ValidationError("Leave out “@”: this name is public, an address should not be.")
    return name


def _terms_label() -> SafeString:
    return format_html(
        'I accept the <a href="{}">terms</a> and have read the <a href="{}">privacy notice</a>',
        reverse("terms"),
        reverse("privacy"),
    )


class PublicNameField(forms.CharField):
    """How a person appears in public."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Name shown in public",
            max_length=PUBLIC_NAME_LENGTH,
            required=False,
            help_text="For example “Ana S.”. Empty: “a customer”.",
            widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        return clean_public_name(super().clean(value))


class SignUpForm(forms.Form):
    """What sign-up asks beyond address and password; allauth mixes it into its own forms.

    `AccountAdapter.save_user` keeps the answers.
    """

    field_order = ["email", "password1", "public_name", "age", "terms"]

    public_name = PublicNameField()
    age = forms.BooleanField(
        label=f"I am {MINIMUM_AGE} or older",
        error_messages={
            "required": f"Tick that you are {MINIMUM_AGE} or older: younger people cannot sign up."
        },
    )
    terms = forms.BooleanField(
        label=lazy(_terms_label, SafeString)(),
        error_messages={"required": "Tick that you accept the terms."},
    )

    def signup(self, request: HttpRequest, user: User) -> None:
        """Asked for by allauth; the answers were saved with the user."""


class PublicNameForm(forms.Form):
    public_name = PublicNameField()


class CloseAccountForm(forms.Form):
    understood = forms.BooleanField(
        label="I understand that this cannot be undone",
        error_messages={"required": "Tick that you understand that this cannot be undone."},
    )
