"""The page of networks for operators: axe in light and dark, wide and narrow; the switch, and what is stuck."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, expect

from complaints.enums import Network, PostingState
from complaints.models import Connection, NetworkPause, Posting, ServerRest
from complaints.services import filing, letters, switching
from config.doors import clock
from tests.e2e.conftest import DESKTOP, NARROW, PHONE, sign_in, violations
from tests.factories import make_company, make_connection, make_draft, make_user

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "a-long-enough-password-1"
LOOKS = ((DESKTOP, False), (PHONE, True), (NARROW, False), (DESKTOP, True))


@pytest.fixture
def page_address() -> str:
    """A moderator; copies that are stuck for different reasons; one network that is off."""
    moderator = make_user(email="moderator@example.test", password=PASSWORD, is_moderator=True)
    earlier = clock.now() - timedelta(hours=3)
    account = make_connection()
    for number, error in enumerate(
        (
            "",
            "Retryable: unreachable",
            "Uncertain: answer_lost",
            "Paced: posts",
            "Rejected: strange (HTTP 418)",
        )
    ):
        draft = make_draft(company=make_company(name=f"Brand {number}"), now=earlier)
        assert draft.customer is not None
        text = f"No router\n{letters.address_of(draft)}"
        filing.prepare_postings(complaint=draft, texts={account: text}, by=draft.customer, now=earlier)
        filing.submit_complaint(complaint=draft, by=draft.customer, is_attested=True, now=earlier)
        Posting.objects.filter(complaint=draft).update(
            last_error=error,
            tries=number,
            state=PostingState.NEEDS_CHECK if "Uncertain" in error else PostingState.QUEUED,
            next_try_at=clock.now() + timedelta(minutes=20) if error else earlier,
        )
    ServerRest.objects.create(
        network="bluesky",
        instance="https://pds.example.test",
        failures=4,
        since=earlier,
        until=clock.now() + timedelta(minutes=9),
        why="unreachable",
    )
    bluesky = make_connection(network="bluesky")
    Connection.objects.filter(pk=bluesky.pk).update(instance="https://pds.example.test")
    switching.switch_off(
        network=Network.X, reason="Its rules for programs changed.", by=moderator, now=clock.now()
    )
    return reverse("complaints:moderation_networks")


def test_everybody_can_use_it(open_browser: Callable[..., BrowserContext], page_address: str) -> None:
    for viewport, dark in LOOKS:
        page = open_browser(viewport=viewport, dark=dark).new_page()
        sign_in(page, "moderator@example.test", PASSWORD)
        page.goto(page_address)
        page.get_by_text("Switch Mastodon off").click()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_network_is_switched_off_and_on_without_javascript(
    open_browser: Callable[..., BrowserContext], page_address: str
) -> None:
    page = open_browser(javascript=False, viewport=PHONE).new_page()
    sign_in(page, "moderator@example.test", PASSWORD)
    page.goto(page_address)
    page.get_by_text("Switch Mastodon off").click()
    page.get_by_role("button", name="Switch off Mastodon").click()
    expect(page.get_by_role("alert")).to_be_visible()  # why is asked first
    page.fill("#id_mastodon-reason", "The server doubles posts.")
    page.get_by_role("button", name="Switch off Mastodon").click()
    expect(page.get_by_text("Mastodon is switched off: The server doubles posts.").first).to_be_visible()
    assert NetworkPause.objects.standing().filter(network="mastodon").count() == 1
    page.get_by_role("button", name="Switch Mastodon on").click()
    assert NetworkPause.objects.standing().filter(network="mastodon").count() == 0
    page.get_by_role("button", name="Give up").first.click()
    expect(page.get_by_text("Given up.")).to_be_visible()
    assert Posting.objects.filter(state=PostingState.FAILED).count() == 1
