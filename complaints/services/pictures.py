"""The picture of a complaint, and its words for people who do not see it."""

from datetime import datetime

from companies.charts.card import CardWords, card
from complaints.enums import Outcome, Visibility
from complaints.models import Complaint
from complaints.networks.phrases import in_days, phrases_of
from complaints.networks.render import defused, effort_sentence
from complaints.rules.effort import effort_of


def picture_of(complaint: Complaint, *, now: datetime) -> bytes:
    """A PNG of 1200 by 630 pixels: title, brand, effort and clock as they stand now."""
    return card(words_of(complaint, now=now))


def words_of(complaint: Complaint, *, now: datetime) -> CardWords:
    """What stands on the picture, in the language of the copies."""
    phrases = phrases_of(complaint.language)
    company = complaint.company
    kicker = phrases.complaint_about.format(brand=defused(company.name)) if company else ""
    if complaint.visibility != Visibility.PUBLIC:  # a picture must not show what the page hides
        return CardWords(kicker=kicker, title="", effort="", clock="")
    attempts = list(complaint.attempts.all())
    began = complaint.published_at or now
    effort = effort_of(attempts, until=began.date())
    words = tuple(phrases.channels.get(kind, kind) for kind in effort.channel_kinds)
    sentence = effort_sentence(
        attempts=effort.attempts,
        channels=words,
        minutes=effort.minutes,
        days=effort.days,
        language=complaint.language,
    )
    return CardWords(
        kicker=kicker, title=defused(complaint.title), effort=sentence, clock=_clock(complaint, now=now)
    )


def alt_of(complaint: Complaint, *, now: datetime) -> str:
    """The same in one sentence after the other."""
    words = words_of(complaint, now=now)
    parts = (words.kicker, words.title, words.effort, words.clock)
    return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts if part)[:1000]


def _clock(complaint: Complaint, *, now: datetime) -> str:
    phrases = phrases_of(complaint.language)
    if complaint.published_at is None:
        return in_days(0, phrases.open_for)
    if complaint.outcome == Outcome.RESOLVED and complaint.fixed_on and complaint.company:
        days = (complaint.fixed_on - complaint.published_at.date()).days
        return phrases.milestones["resolved"].format(
            brand=defused(complaint.company.name), fixed_in=in_days(days, phrases.fixed_in)
        )
    if complaint.outcome:
        return ""
    return in_days((now - complaint.published_at).days, phrases.open_for)
