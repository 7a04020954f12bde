"""The forms of filing. Each error says what to do, in the words of the person who reads it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms

from companies.countries import COUNTRIES
from companies.enums import ChannelKind, Sector
from complaints.enums import CameOf, Category
from complaints.models import Attempt, Complaint
from complaints.models.attempt import NOTE_LENGTH
from complaints.models.complaint import STORY_LENGTH, TITLE_LENGTH, WISH_LENGTH
from complaints.rules.currencies import UnknownMoney, amount_of, currency_of
from complaints.services.filing import AttemptValues, Story
from config.doors.text import TextTooLong, clean_text

EARLIEST = date(1990, 1, 1)
MOST_TIMES = 500
MOST_MINUTES = 100_000
COUNTRY_CHOICES = [("", "Not said"), *COUNTRIES.items()]
MINUTE_CHOICES = [("5", "5 min"), ("15", "15 min"), ("30", "30 min"), ("60", "1 hour"), ("other", "Other")]
DAY_CHOICES = [("today", "Today"), ("yesterday", "Yesterday"), ("earlier", "Earlier")]


class PlainTextField(forms.Field):
    """Text of a person as plain text. Nothing is cut: what is too long is said with both numbers."""

    def __init__(self, *, longest: int, multiline: bool = False, **kwargs: Any) -> None:
        self.longest = longest
        self.multiline = multiline
        # The direction of the first letter decides, so that Arabic and Hebrew run as their writers expect.
        widget = kwargs.pop("widget", None) or (forms.Textarea() if multiline else forms.TextInput())
        widget.attrs.setdefault("dir", "auto")
        super().__init__(widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        text = "" if value is None else str(value)
        # Browsers send each line end as two characters; the person typed one.
        text = text.replace("\r\n", "\n").strip()
        try:
            return clean_text(text, max_length=self.longest, multiline=self.multiline)
        except TextTooLong as error:
            raise forms.ValidationError(
                f"Too long: {error.length:,} of at most {error.max_length:,} characters."
            ) from None


class NumberField(forms.IntegerField):
    """A whole number within limits; empty means `if_empty`."""

    def __init__(self, *, what: str, least: int, most: int, if_empty: int, **kwargs: Any) -> None:
        self.what, self.least, self.most, self.if_empty = what, least, most, if_empty
        # No min and max: browsers would stop the form with words of their own.
        super().__init__(
            required=False,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input--short"}),
            error_messages={"invalid": f"Write the {what} as a whole number."},
            **kwargs,
        )

    def clean(self, value: Any) -> int:
        number = super().clean(value)
        if number is None:
            return self.if_empty
        if number < 0:
            raise forms.ValidationError(f"The {self.what} cannot be negative.")
        if number < self.least:
            raise forms.ValidationError(f"The {self.what} must be at least {self.least}.")
        if number > self.most:
            raise forms.ValidationError(f"The {self.what} can be at most {self.most:,}.")
        return number


def date_field(**kwargs: Any) -> forms.DateField:
    """A day as the browser's own calendar gives it, or as typed where there is none."""
    return forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"],
        error_messages={
            "invalid": "Write the day like 2025-10-28 (year, month, day).",
            "required": "Enter the day, for example 2025-10-28. A rough date is enough.",
        },
        **kwargs,
    )


class StoryForm(forms.Form):
    """What happened. While it is only kept for later (`is_leaving`), nothing is required."""

    title = PlainTextField(
        longest=TITLE_LENGTH,
        label="Title",
        help_text="One line that says what is wrong, for example “Charged twice, no refund since March”.",
        error_messages={"required": "Give your complaint a title."},
    )
    story = PlainTextField(
        longest=STORY_LENGTH,
        multiline=True,
        label="What happened?",
        help_text=f"In your own words, up to {STORY_LENGTH:,} characters. Leave out names of employees, "
        "phone numbers, addresses and account numbers: this is public.",
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": "Tell what happened."},
    )
    category = forms.ChoiceField(
        label="What kind of problem is it?",
        choices=[("", "Choose one"), *Category.choices],
        error_messages={
            "required": "Choose what kind of problem it is.",
            "invalid_choice": "Choose one from the list.",
        },
    )
    happened_on = date_field(
        label="When did it happen?", required=False, help_text="The day it began. A rough date is enough."
    )
    wish = PlainTextField(
        longest=WISH_LENGTH,
        multiline=True,
        required=False,
        label="What would put it right?",
        help_text="For example: the refund of 49.90, or a working line by Friday.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    amount = forms.CharField(
        label="Amount",
        required=False,
        help_text="At stake: 49.90",
        widget=forms.TextInput(
            attrs={"inputmode": "decimal", "class": "input--short", "autocomplete": "off"}
        ),
    )
    currency = forms.CharField(
        label="Currency",
        required=False,
        help_text="For example EUR",
        widget=forms.TextInput(
            attrs={
                "list": "currencies",
                "class": "input--short",
                "autocomplete": "off",
                "autocapitalize": "characters",
            }
        ),
    )
    product = PlainTextField(longest=120, required=False, label="Product or service")
    product_version = PlainTextField(
        longest=60, required=False, label="Version or model", help_text="If there is one."
    )
    country = forms.ChoiceField(
        label="Country",
        choices=COUNTRY_CHOICES,
        required=False,
        error_messages={"invalid_choice": "Choose a country from the list."},
    )
    public_name = PlainTextField(
        longest=60,
        required=False,
        label="Your name, as readers see it",
        help_text="For example “Ana S.”. Empty: “a customer”.",
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )

    def __init__(self, *args: Any, today: date, is_leaving: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        # The browser's own words would come before ours, and only for the first field.
        self.use_required_attribute = False
        for name in ("title", "story", "category"):
            self.fields[name].required = not is_leaving

    def clean_happened_on(self) -> date | None:
        return _checked_day(self.cleaned_data["happened_on"], self.today, "The day it happened")

    def clean_currency(self) -> str:
        try:
            return currency_of(self.cleaned_data["currency"])
        except UnknownMoney as error:
            raise forms.ValidationError(str(error)) from None

    def clean_public_name(self) -> str:
        name: str = self.cleaned_data["public_name"]
        if "@" in name:
            raise forms.ValidationError("Leave out “@”: this name is public, an address should not be.")
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        try:
            amount = amount_of(cleaned.get("amount", ""), currency=cleaned.get("currency", ""))
        except UnknownMoney as error:
            self.add_error("amount", str(error))
            return cleaned
        cleaned["amount"] = amount
        if amount is not None and "currency" in cleaned and not cleaned["currency"]:
            self.add_error("currency", "Say which currency the amount is in, for example EUR.")
        return cleaned

    @property
    def is_more_used(self) -> bool:
        """Whether anything stands, or must be put right, in the part that is folded away at first."""
        names = ("product", "product_version", "public_name")
        return any(self[name].value() for name in names) or any(
            name in self.errors for name in (*names, "country")
        )

    @property
    def story_values(self) -> Story:
        """The valid answers, for the service."""
        return Story(**{name: self.cleaned_data[name] for name in self.fields})

    @staticmethod
    def initial_of(complaint: Complaint) -> dict[str, Any]:
        """The answers that a draft already has."""
        names = StoryForm.base_fields
        return {**{name: getattr(complaint, name) for name in names}, "amount": _typed(complaint.amount)}


class AttemptForm(forms.Form):
    """One row of the ledger."""

    channel = forms.ChoiceField(
        label="How did you try?",
        choices=ChannelKind.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how you tried.",
            "invalid_choice": "Choose how you tried from the list.",
        },
    )
    day = forms.ChoiceField(label="When?", choices=DAY_CHOICES, widget=forms.RadioSelect, required=False)
    made_on = date_field(label="The day", required=False)
    times = NumberField(
        what="number of tries",
        least=1,
        most=MOST_TIMES,
        if_empty=1,
        label="How often?",
        help_text="For example 3 for three calls about the same thing.",
        initial=1,
    )
    took = forms.ChoiceField(
        label="How long did it take you?",
        help_text="All times together. Waiting counts.",
        choices=MINUTE_CHOICES,
        widget=forms.RadioSelect,
        required=False,
    )
    minutes = NumberField(what="minutes", least=0, most=MOST_MINUTES, if_empty=0, label="Minutes")
    came_of = forms.ChoiceField(
        label="What came of it?",
        choices=CameOf.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what came of it.",
            "invalid_choice": "Choose what came of it from the list.",
        },
    )
    note = PlainTextField(
        longest=NOTE_LENGTH,
        required=False,
        label="In a few words",
        help_text="Public. For example: promised a refund within 5 days.",
    )
    reference = PlainTextField(
        longest=80,
        required=False,
        label="Reference they gave you",
        help_text="Never public: only you, the company and moderators see it.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.use_required_attribute = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed or chosen: then leaving the page loses nothing."""
        typed = ("channel", "made_on", "minutes", "came_of", "note", "reference")
        return not any(str(self.data.get(self.add_prefix(name), "")).strip() for name in typed)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._settle_day(cleaned)
        if cleaned.get("took") not in ("", "other", None):
            cleaned["minutes"] = int(cleaned["took"])
            self.errors.pop("minutes", None)
        return cleaned

    def _settle_day(self, cleaned: dict[str, Any]) -> None:
        """ "Today" and "Yesterday" need no date; else the date counts, and is checked."""
        days_ago = {"today": 0, "yesterday": 1}.get(cleaned.get("day", ""))
        if days_ago is not None:
            cleaned["made_on"] = self.today - timedelta(days=days_ago)
            self.errors.pop("made_on", None)
            return
        if "made_on" not in cleaned:
            return
        if cleaned["made_on"] is None:
            self.add_error("made_on", "Enter the day, for example 2025-10-28. A rough date is enough.")
            return
        try:
            _checked_day(cleaned["made_on"], self.today, "The day of the attempt")
        except forms.ValidationError as error:
            self.add_error("made_on", error)

    @property
    def attempt_values(self) -> AttemptValues:
        """The valid answers, for the service."""
        names = ("channel", "made_on", "came_of", "times", "minutes", "reference", "note")
        return AttemptValues(**{name: self.cleaned_data[name] for name in names})

    @staticmethod
    def initial_of(attempt: Attempt) -> dict[str, Any]:
        """The answers that a row already has."""
        took = str(attempt.minutes) if str(attempt.minutes) in dict(MINUTE_CHOICES) else "other"
        return {
            "channel": attempt.channel,
            "day": "earlier",
            "made_on": attempt.made_on,
            "times": attempt.times,
            "took": took,
            "minutes": attempt.minutes,
            "came_of": attempt.came_of,
            "note": attempt.note,
            "reference": attempt.reference,
        }


class CompanyForm(forms.Form):
    """A brand that is missing in the directory."""

    name = PlainTextField(
        longest=120,
        label="Name of the brand",
        help_text="As customers know it.",
        error_messages={"required": "Enter the name of the brand."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sector = forms.ChoiceField(
        label="What does it do?",
        choices=[("", "Choose one"), *Sector.choices],
        error_messages={"required": "Choose what it does.", "invalid_choice": "Choose one from the list."},
    )
    country = forms.ChoiceField(
        label="Country",
        choices=COUNTRY_CHOICES,
        required=False,
        error_messages={"invalid_choice": "Choose a country from the list."},
    )
    website = forms.URLField(
        label="Website",
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text="For example www.northline.example. It helps to find out whom to tell.",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        error_messages={
            "invalid": "Write the address of the website, for example www.northline.example.",
            "max_length": "Use the address of the front page: at most 200 characters.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not any(character.isalnum() for character in name):
            raise forms.ValidationError("Enter the name in letters or digits.")
        return name

    def clean_website(self) -> str:
        website: str = self.cleaned_data["website"]
        if website and not website.startswith(("http://", "https://")):
            raise forms.ValidationError(
                "Write the address of the website, for example www.northline.example."
            )
        return website


class EvidenceForm(forms.Form):
    """A file. What is in it is judged by the service; here only that there is one, and how big it says it is."""

    file = forms.FileField(
        label="File",
        allow_empty_file=True,
        help_text="A photo or screenshot (PNG, JPEG, WebP), a PDF or a plain text, at most 5 MB.",
        widget=forms.FileInput(
            attrs={"accept": "image/png,image/jpeg,image/webp,application/pdf,text/plain"}
        ),
        error_messages={"required": "Choose a file first.", "invalid": "Choose a file first."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False


class CheckForm(forms.Form):
    """The last page. `shown` says which copies were on it, so that nothing else is posted."""

    attested = forms.BooleanField(
        required=False,
        label="This is my own genuine experience. What I wrote is true to the best of my knowledge.",
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)


def _checked_day(day: date | None, today: date, what: str) -> date | None:
    if day is not None and day > today:
        raise forms.ValidationError(f"{what} cannot be in the future. Today is {today:%d %B %Y}.")
    if day is not None and day < EARLIEST:
        raise forms.ValidationError(f"Check the year: {day.year} is too long ago.")
    return day


def _typed(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:f}"
