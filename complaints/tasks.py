"""Thin as envelopes: ids in, fetch, call one service. Workers share the clock of the database: see `config.doors.clock`."""

from accounts.services import mails
from complaints.services import connecting, listening, noticing, posting, resolving, searching
from config.doors import clock


def send_posting(posting_id: int) -> None:
    posting.send_posting(posting_id=posting_id, now=clock.of_the_database())


def poll_posting(posting_id: int) -> None:
    listening.poll_posting(posting_id=posting_id, now=clock.of_the_database())


def poll_mentions(connection_id: int) -> None:
    listening.poll_mentions(connection_id=connection_id, now=clock.of_the_database())


def end_connection(connection_id: int) -> None:
    connecting.end_connection(connection_id=connection_id, now=clock.of_the_database())


def read_notice(notice_id: int) -> None:
    noticing.read_notice(notice_id=notice_id, now=clock.of_the_database())


def sweep() -> None:
    """What is due, and whatever a dead worker or a lost queue left behind: all of the sweeps below."""
    sweep_mails()
    sweep_postings()
    sweep_replies()
    sweep_searches()


def sweep_mails() -> None:
    """Every minute: mails, and connections that are being left."""
    now = clock.of_the_database()
    mails.sweep_mails(now=now)
    connecting.sweep_leaving(now=now)
    noticing.sweep_notices(now=now)


def sweep_postings() -> None:
    """Every minute: postings. A task of its own, so that neither mails nor polls keep them waiting."""
    posting.sweep_postings(now=clock.of_the_database())


def sweep_replies() -> None:
    """Every minute: replies on networks."""
    listening.sweep_replies(now=clock.of_the_database())


def sweep_searches() -> None:
    """Every minute: saved searches whose time has come, and what was kept of posts long enough."""
    searching.sweep_searches(now=clock.of_the_database())


def ask_and_lapse() -> None:
    """Every hour: ask everybody whose day has come; close offers that nobody answered about."""
    now = clock.now()
    resolving.ask_due_questions(now=now)
    resolving.lapse_due_offers(now=now)


def keep_accounts_alive() -> None:
    """Every day: permissions that nobody uses lapse."""
    connecting.keep_alive(now=clock.of_the_database())
