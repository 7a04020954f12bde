"""The team of a desk."""

from django import forms

from companies.enums import Role
from companies.forms import plain

ROLES = [
    (Role.RESPONDER, "Responder: answers and offers fixes"),
    (Role.OWNER, "Owner: that, and decides about the desk and its team"),
    (Role.READER, "Reader: sees the desk, does not answer"),
]


class ColleagueForm(forms.Form):
    """What an owner decides about one person."""

    role = forms.ChoiceField(
        label="Role",
        choices=ROLES,
        initial=Role.RESPONDER,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the role.", "invalid_choice": "Choose the role."},
    )
    team = forms.CharField(
        label="Team",
        help_text="It stands after the first name in public, for example “Customer care, Porto”.",
        max_length=60,
        required=False,
        error_messages={"max_length": "Use at most 60 characters."},
    )
    may_offer = forms.CharField(
        label="May offer without asking",
        help_text="The desk shows it where replies are written, so that who answers may also decide. For example "
        "“refunds up to 100 EUR, a replacement”.",
        max_length=200,
        required=False,
        error_messages={"max_length": "Use at most 200 characters."},
    )

    def clean_team(self) -> str:
        return plain(self.cleaned_data["team"], 60)

    def clean_may_offer(self) -> str:
        return plain(self.cleaned_data["may_offer"], 200)


class InviteForm(ColleagueForm):
    """Whom an owner invites."""

    email = forms.EmailField(
        label="E-mail address",
        help_text="The invitation works for an account with this address alone.",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Enter the address to invite.",
            "invalid": "Enter an e-mail address, for example ana@northline.example.",
        },
    )
    field_order = ("email", "role", "team", "may_offer")
