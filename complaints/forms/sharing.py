"""Forms of the page that helps to post by hand."""

from typing import Any

from django import forms

from complaints.networks.mastodon_oauth import instance_address
from complaints.networks.posted_addresses import LONGEST, NotAPost, posted_at


class SharedPostForm(forms.Form):
    """The address of a post that the customer made; which network it is on says the address."""

    address = forms.CharField(
        label="Address of your post",
        help_text="Open your post, copy its address and paste it here. Readers then find it from the case.",
        max_length=LONGEST,
        widget=forms.TextInput(
            attrs={"class": "input", "inputmode": "url", "autocomplete": "off", "dir": "ltr"}
        ),
        error_messages={
            "required": "Paste the address of your post.",
            "max_length": "Paste the whole address of your post, beginning with https://",
        },
    )

    def clean_address(self) -> str:
        typed: str = self.cleaned_data["address"]
        try:
            return posted_at(typed).url
        except NotAPost as refused:
            raise forms.ValidationError(str(refused)) from refused


class ServerForm(forms.Form):
    """Mastodon has no address of its own: each person has a server."""

    server = forms.CharField(
        label="Your Mastodon server",
        max_length=200,
        widget=forms.TextInput(
            attrs={"class": "input", "autocomplete": "off", "placeholder": "mastodon.social", "dir": "ltr"}
        ),
        error_messages={"required": "Type the name of your server, for example mastodon.social."},
    )

    def clean_server(self) -> str:
        typed: Any = self.cleaned_data["server"]
        try:
            return instance_address(typed)
        except (ValueError, UnicodeError) as refused:
            raise forms.ValidationError(
                "That is not the address of a server. Type it like mastodon.social."
            ) from refused
