"""Copies on networks: which, from which account, in which words."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django import forms

from complaints.forms.counting import Count
from complaints.forms.words import PlainText
from complaints.models import Complaint, Connection, Posting
from complaints.networks import render
from complaints.networks.base import Limits
from complaints.networks.phrases import LANGUAGES
from complaints.services import thanking
from complaints.services.copies import TEXT_LENGTH, TextRefused, checked_words
from complaints.services.preparing import Copy, CopyWish
from config.doors.text import TextTooLong


def _words_field(copy: Copy) -> forms.CharField:
    rows = max(5, min(18, len(copy.body) // 60 + copy.body.count("\n") + 1))
    return forms.CharField(
        label=f"What it says on {copy.connection.get_network_display()}",
        required=False,
        max_length=TEXT_LENGTH,
        initial=copy.body,
        strip=True,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )


class NetworksForm(forms.Form):
    """The copies of a draft: none unless chosen. Of those that are not chosen, nothing is checked."""

    language = forms.ChoiceField(
        label="Language of the copies",
        required=False,
        choices=list(LANGUAGES.items()),
        help_text="Networks are told this language. Only our words change with it: your own stay as you wrote them.",
    )

    def __init__(self, *args: Any, copies: Sequence[Copy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.copies = list(copies)
        for copy in self.copies:
            pk = copy.connection.pk
            name = copy.connection.get_network_display()
            self.fields[f"wanted-{pk}"] = forms.BooleanField(
                label=f"Post it on {name}", required=False, initial=copy.is_wanted
            )
            self.fields[f"text-{pk}"] = _words_field(copy)
            self.fields[f"was-{pk}"] = forms.CharField(
                required=False, max_length=64, initial=_digest(copy.body), widget=forms.HiddenInput
            )
            if copy.can_show_picture:
                is_shown = bool(copy.picture_alt) if copy.is_wanted else True
                self.fields[f"picture-{pk}"] = forms.BooleanField(
                    label="With the picture", required=False, initial=is_shown
                )
            if copy.can_follow_up:
                self.fields[f"follow-{pk}"] = forms.BooleanField(
                    label="Tell there how it goes on", required=False, initial=copy.follows_up
                )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """For the page: each copy with its fields."""
        return [
            {
                "copy": copy,
                "count": self._count(copy),
                "is_prepared": self._shown(copy) == copy.prepared.body,
                **{
                    name: self[f"{name}-{copy.connection.pk}"]
                    for name in ("wanted", "text", "was", "picture", "follow")
                    if f"{name}-{copy.connection.pk}" in self.fields
                },
            }
            for copy in self.copies
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        by_network: dict[str, Copy] = {}
        asked = {name for name in self.data if name.startswith("wanted-")}
        if asked - set(self.fields):
            self.add_error(None, "One of the networks is not available any more. Please choose again.")
        for copy in self.copies:
            pk = copy.connection.pk
            if not cleaned.get(f"wanted-{pk}"):
                continue
            first = by_network.setdefault(copy.connection.network, copy)
            if first is not copy:
                name = copy.connection.get_network_display()
                self.add_error(f"wanted-{pk}", f"Choose one account for {name}: it is posted there once.")
            if not self._is_changed(copy):
                is_own = self.data.get(f"was-{pk}", _digest(copy.body)) == _digest(copy.body)
                cleaned[f"text-{pk}"] = copy.body if is_own else copy.prepared.body
                continue
            try:
                cleaned[f"text-{pk}"] = checked_words(
                    cleaned.get(f"text-{pk}", ""),
                    link=copy.prepared.link,
                    connection=copy.connection,
                    handle=copy.handle,
                )
            except (TextRefused, TextTooLong) as refused:
                self.add_error(f"text-{pk}", str(refused))
        return cleaned

    def _is_changed(self, copy: Copy) -> bool:
        """Whether the words are not those that were shown. Ours change by the day, which is no change of theirs."""
        pk = copy.connection.pk
        if f"text-{pk}" not in self.data:
            return False
        typed = self._shown(copy)
        return typed not in (copy.body, copy.prepared.body) and _digest(typed) != self.data.get(f"was-{pk}")

    def _shown(self, copy: Copy) -> str:
        """What stands in the field of this copy."""
        return _same_ends(str(self[f"text-{copy.connection.pk}"].value() or ""))

    def _count(self, copy: Copy) -> Count:
        limits = Limits.from_json(copy.connection.limits)
        return Count.of(self._shown(copy), limits, field=self[f"text-{copy.connection.pk}"].id_for_label)

    def wishes(self) -> dict[Connection, CopyWish]:
        """What was chosen, of a valid form."""
        found = {}
        for copy in self.copies:
            pk = copy.connection.pk
            if not self.cleaned_data.get(f"wanted-{pk}"):
                continue
            text = self.cleaned_data[f"text-{pk}"]
            found[copy.connection] = CopyWish(
                text=text,
                is_own_words=text != copy.prepared.body,
                follows_up=bool(self.cleaned_data.get(f"follow-{pk}")),
                picture_alt=copy.picture_alt or copy.alt if self.cleaned_data.get(f"picture-{pk}") else "",
            )
        return found


class CopyForm(forms.Form):
    """Other words for one copy that is posted, or on its way."""

    text = forms.CharField(
        label="What it says there",
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        error_messages={"required": "Say it in your words, or take the copy down instead."},
    )

    def __init__(self, *args: Any, posting: Posting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].initial = posting.latest_text
        self.limits = Limits.from_json(posting.connection.limits)

    @property
    def length(self) -> int:
        """Of the words that the page shows, as the network counts them."""
        return render.length(_same_ends(str(self["text"].value())), self.limits, strict=self.limits.strict)

    def clean_text(self) -> str:
        return _same_ends(self.cleaned_data["text"])


class ThanksForm(forms.Form):
    """A thank-you, and where else it is posted: each post is seen before it leaves."""

    words = PlainText(
        length=1000,
        label="What you want to say",
        error_messages={"required": "Say thank you in your words."},
    )

    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.complaint = complaint
        self.places = thanking.places_for(complaint)
        self.fields["words"].initial = thanking.suggested_words(complaint)
        for place in self.places:
            self.fields[f"on-{place.pk}"] = forms.BooleanField(
                label=f"Post it on {place.get_network_display()} too, from @{place.handle}", required=False
            )

    @property
    def chosen(self) -> list[Connection]:
        return [place for place in self.places if self.cleaned_data.get(f"on-{place.pk}")]

    @property
    def unseen(self) -> list[Connection]:
        """Of a valid form: where the post would be another one than the page showed."""
        text = self._text()
        return [place for place in self.chosen if self.data.get(f"saw-{place.pk}") != _digest(text)]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """For the page: each place with the post as it would read, and how long it is there."""
        text = self._text()
        return [
            {
                "place": place,
                "on": self[f"on-{place.pk}"],
                "text": text,
                "digest": _digest(text),
                "count": Count.of(text, Limits.from_json(place.limits)),
            }
            for place in self.places
        ]

    def _text(self) -> str:
        words = self.cleaned_data.get("words") if self.is_bound and self.is_valid() else self["words"].value()
        return thanking.whole_text(self.complaint, str(words or ""))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for place in self.chosen if "words" in cleaned else ():
            try:
                thanking.text_for(self.complaint, place, cleaned["words"])
            except (TextRefused, TextTooLong) as refused:
                self.add_error("words", f"{place.get_network_display()}: {refused}")
        return cleaned


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _same_ends(text: str) -> str:
    """As browsers send line ends, and as we write them."""
    return text.replace("\r\n", "\n").strip()
