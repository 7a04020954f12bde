"""Forms under a published complaint: replies, offers, the customer's word, decisions of a moderator."""

from datetime import date, timedelta
from typing import Any

from django import forms

from companies.enums import Exclusion
from complaints.enums import Escalation, ReplyKind, Tone
from complaints.models.reply import REPLY_LENGTH
from complaints.rules.clocks import LATEST_OFFER_DAYS
from complaints.rules.redaction import pattern_of
from config.doors.text import TextTooLong, clean_text


class PlainText(forms.CharField):
    """Text through the text door: too long is said with both numbers, and what was typed stays."""

    def __init__(self, *, length: int, rows: int = 5, multiline: bool = True, **kwargs: Any) -> None:
        self.length, self.multiline = length, multiline
        widget = forms.Textarea(attrs={"rows": rows}) if multiline else forms.TextInput()
        super().__init__(widget=widget, strip=True, **kwargs)

    def clean(self, value: Any) -> str:
        try:
            text = clean_text(str(value or ""), max_length=self.length, multiline=self.multiline)
        except TextTooLong as error:
            raise forms.ValidationError(str(error)) from error
        return str(super().clean(text))


class DayField(forms.DateField):
    """A day, typed or picked."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={
                "invalid": "Enter a day, for example 2026-03-28.",
                "required": "Enter the day, for example 2026-03-28.",
            },
            **kwargs,
        )


class ReplyForm(forms.Form):
    text = PlainText(
        length=REPLY_LENGTH, label="Your reply", error_messages={"required": "Write your reply."}
    )


class OfferForm(forms.Form):
    """A fix with a date. `today` sets the limits that the person sees."""

    text = PlainText(
        length=REPLY_LENGTH, label="What will be done", error_messages={"required": "Say what will be done."}
    )
    due_on = DayField(label="By which day")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.latest = today + timedelta(days=LATEST_OFFER_DAYS)
        self.fields["due_on"].widget.attrs |= {"min": today.isoformat(), "max": self.latest.isoformat()}
        self.fields["due_on"].help_text = f"At most {LATEST_OFFER_DAYS} days off."

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < self.today:
            raise forms.ValidationError("The promised day cannot lie in the past.")
        if day > self.latest:
            raise forms.ValidationError(f"The promised day can be at most {LATEST_OFFER_DAYS} days off.")
        return day


class WordForm(forms.Form):
    """The customer's word. Which further fields are needed depends on it."""

    FIXED, PARTLY_END, PARTLY_ON, NOT_FIXED = "fixed", "partly_end", "partly_on", "not_fixed"
    WORDS = (
        (FIXED, "Yes, it is fixed"),
        (PARTLY_END, "Partly, and I am content to end it"),
        (PARTLY_ON, "Partly, and I go on"),
        (NOT_FIXED, "No, it is not fixed"),
    )

    say = forms.ChoiceField(
        label="Is it fixed?",
        choices=WORDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the answers."},
    )
    fixed_on = DayField(
        label="On which day was it fixed?", required=False, help_text="Only with the first two answers."
    )
    note = PlainText(length=500, rows=3, label="Anything to add (public)", required=False)

    def __init__(self, *args: Any, today: date, published_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.published_on = today, published_on
        self.fields["fixed_on"].widget.attrs |= {"min": published_on.isoformat(), "max": today.isoformat()}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("say") not in (self.FIXED, self.PARTLY_END) or self.errors.get("fixed_on"):
            return data
        day = data.get("fixed_on")
        if day is None:
            self.add_error("fixed_on", "Enter the day it was fixed, for example 2026-03-28.")
        elif day > self.today:
            self.add_error("fixed_on", "The day it was fixed cannot lie in the future.")
        elif day < self.published_on:
            self.add_error(
                "fixed_on",
                "That is before it was published here. If it was fixed then, withdraw the complaint instead.",
            )
        return data


class ReasonForm(forms.Form):
    """Why a customer withdraws, gives up or reopens."""

    reason = PlainText(
        length=500, rows=3, label="Why?", error_messages={"required": "Say why, in a few words."}
    )


class EscalationForm(forms.Form):
    to = forms.ChoiceField(
        label="Where do you take it?",
        choices=Escalation,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where you take it."},
    )


class ContestForm(forms.Form):
    reason = PlainText(
        length=500,
        rows=3,
        label="What is wrong about it, and why?",
        help_text="The label, the tone, or the mark of a near-copy.",
        error_messages={"required": "Say what is wrong about it."},
    )


class DecisionForm(forms.Form):
    """The reasons of a moderator's decision, which the people concerned read."""

    reasons = PlainText(
        length=1000, rows=3, label="Reasons", error_messages={"required": "Give the reasons."}
    )


class RedactionForm(forms.Form):
    """Words to be covered wherever they stand in public, and the rule."""

    words = PlainText(
        length=300,
        multiline=False,
        label="Words to cover",
        help_text="Exactly as they stand on the page: a name, a number, an address. They are covered everywhere here, and "
        "copies on networks that hold them are taken down.",
        error_messages={"required": "Enter the words to cover."},
    )
    rule = PlainText(
        length=300,
        rows=2,
        label="Rule",
        help_text="Shown in public. Do not repeat the words.",
        error_messages={"required": "Name the rule."},
    )

    def clean_words(self) -> str:
        words = str(self.cleaned_data["words"])
        if pattern_of(words) is None:
            raise forms.ValidationError("Enter at least two letters or digits.")
        return words

    def clean(self) -> dict[str, object]:
        said = super().clean() or {}
        pattern = pattern_of(str(said.get("words", "")))
        if pattern is not None and pattern.search(str(said.get("rule", ""))):
            self.add_error("rule", "The rule is public: it must not hold the words that are covered.")
        return said


class LabelForm(forms.Form):
    kind = forms.ChoiceField(
        label="It counts as",
        choices=ReplyKind,
        widget=forms.RadioSelect,
    )
    tone = forms.ChoiceField(label="It reads as", choices=[("", "As it is"), *Tone.choices], required=False)
    canned = forms.ChoiceField(
        label="Near-copy",
        choices=[("", "As it is"), ("yes", "A near-copy"), ("no", "No near-copy")],
        required=False,
    )


class ExclusionForm(DecisionForm):
    exclusion = forms.ChoiceField(label="Leave out as", choices=Exclusion, widget=forms.RadioSelect)
