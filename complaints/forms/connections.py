"""What is typed to connect an account."""

from typing import Any

from django import forms

from complaints.networks.base import Account
from complaints.networks.signing_in import Asked

LONGEST = 500


class SignInForm(forms.Form):
    """The fields that a network's way of signing in asks for."""

    def __init__(self, *args: Any, asks: tuple[Asked, ...], **rest: Any) -> None:
        super().__init__(*args, **rest)
        for asked in asks:
            self.fields[asked.name] = forms.CharField(
                label=asked.label,
                help_text=asked.help,
                initial=asked.initial,
                max_length=LONGEST,
                widget=forms.PasswordInput(attrs={"autocomplete": "off"})
                if asked.is_secret
                else forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
            )


class AccountForm(forms.Form):
    """Which of several accounts is meant."""

    account = forms.ChoiceField(label="Account", widget=forms.RadioSelect)

    def __init__(self, *args: Any, accounts: list[Account], **rest: Any) -> None:
        super().__init__(*args, **rest)
        choices = [
            (one.id, f"{one.name} (@{one.handle})" if one.name else f"@{one.handle}") for one in accounts
        ]
        field = self.fields["account"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
