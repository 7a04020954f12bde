"""Thin as envelopes: ids in, fetch, call one service."""

from accounts.services import mails
from complaints.services import listening, posting, resolving
from config.doors import clock


def send_posting(posting_id: int) -> None:
    posting.send_posting(posting_id=posting_id, now=clock.now())


def poll_posting(posting_id: int) -> None:
    listening.poll_posting(posting_id=posting_id, now=clock.now())


def sweep() -> None:
    """Every minute: what is due, and whatever a dead worker or a lost queue left behind."""
    now = clock.now()
    mails.sweep_mails(now=now)
    posting.sweep_postings(now=now)
    listening.sweep_replies(now=now)


def ask_and_lapse() -> None:
    """Every hour: ask everybody whose day has come; close offers that nobody answered about."""
    now = clock.now()
    resolving.ask_due_questions(now=now)
    resolving.lapse_due_offers(now=now)
