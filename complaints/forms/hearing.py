"""Forms about posts that were heard."""

from typing import Any

from django import forms

from companies.proofs.accounts import NETWORKS, normal_handle
from complaints.enums import Network, WhyDismissed
from complaints.forms.words import PlainText
from complaints.models.heard import SEARCH_LENGTH
from complaints.services.searching import searchable


class SearchForm(forms.Form):
    """Words to look for. Whether they hold a name of the brand is the service's question."""

    words = PlainText(
        length=SEARCH_LENGTH,
        multiline=False,
        label="Words to look for",
        help_text="A name of the brand, alone or with more words. A post must hold all of them.",
        error_messages={"required": "Type the words to look for."},
    )


class DismissForm(forms.Form):
    why = forms.ChoiceField(
        label="Why",
        choices=[("", "Choose why"), *WhyDismissed.choices],
        error_messages={"required": "Choose why.", "invalid_choice": "Choose why."},
    )


class OptOutForm(forms.Form):
    """Who does not want to be heard."""

    network = forms.ChoiceField(
        label="Network",
        error_messages={"required": "Choose the network.", "invalid_choice": "Choose the network."},
    )
    handle = forms.CharField(
        label="Your account",
        help_text="Its name, or the address of its profile. On Mastodon with the server: you@social.example",
        max_length=400,
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off", "dir": "ltr"}
        ),
        error_messages={
            "required": "Type the name of your account.",
            "max_length": "This is too long for the name of an account.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(slug, Network(slug).label) for slug in searchable() if slug in NETWORKS]
        self.fields["network"].choices = [("", "Choose a network"), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        network, typed = data.get("network"), data.get("handle")
        if network and typed:
            handle = normal_handle(network, typed)
            if handle is None:
                known = NETWORKS[network]
                self.add_error(
                    "handle", f"Type the account as {known.name} writes it, for example {known.example}."
                )
            else:
                data["handle"] = handle
        return data
