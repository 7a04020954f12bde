"""Posting by hand, in a browser: with scripts, without, and on a device that can share."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from complaints.models import Complaint
from config.doors import clock
from tests.e2e.conftest import PHONE, sign_in, violations
from tests.factories import make_company, make_complaint, make_user

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "a-long-enough-password-1"
# What a phone offers and headless Chromium does not.
SHARES = "navigator.share = async (said) => { window.said = said; }"


@pytest.fixture
def complaint(transactional_db: None) -> Complaint:
    customer = make_user(email="customer@example.test", password=PASSWORD)
    company = make_company(
        name="Northline", yelp_id="northline-porto", foursquare_id="51f804495019a8f886f63a5e"
    )
    return make_complaint(by=customer, company=company, attempts=2, now=clock.now() - timedelta(days=3))


def open_page(browser: BrowserContext, complaint: Complaint) -> Page:
    page = browser.new_page()
    sign_in(page, "customer@example.test", PASSWORD)
    page.goto(f"{complaint.get_absolute_url()}share/")
    return page


@pytest.mark.parametrize("dark", [False, True])
def test_every_fold_is_accessible(
    complaint: Complaint, open_browser: Callable[..., BrowserContext], dark: bool
) -> None:
    page = open_page(open_browser(viewport=PHONE, dark=dark), complaint)
    for fold in page.locator("details").all():
        fold.locator("summary").click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_without_scripts_the_words_can_be_selected(
    complaint: Complaint, open_browser: Callable[..., BrowserContext]
) -> None:
    page = open_page(open_browser(javascript=False), complaint)
    page.locator("#to-x summary").click()
    words = page.get_by_label("The words for X", exact=True)
    expect(words).to_be_visible()
    expect(words).to_have_value(
        f"{complaint.title}\n\nAbout Northline: 2 attempts by phone, 50 min, 13 days\n\n"
        f"http://testserver{complaint.get_absolute_url()}"
    )
    expect(page.get_by_role("button", name="Copy the words")).to_have_count(0)
    link = page.get_by_role("link", name="Open X with these words")
    assert (link.get_attribute("target"), link.get_attribute("rel")) == ("_blank", "noopener noreferrer")
    page.get_by_label("Address of your post").fill("https://x.com/ana/status/17?s=20")
    page.get_by_role("button", name="Show it on the case").click()
    expect(page.get_by_text("Your post on X is shown on the case.")).to_be_visible()
    assert complaint.shared_posts.get().url == "https://x.com/ana/status/17"


def test_a_device_that_can_share_is_asked(
    complaint: Complaint, open_browser: Callable[..., BrowserContext]
) -> None:
    browser = open_browser(viewport=PHONE)
    page = open_page(browser, complaint)
    expect(page.get_by_role("button", name="Another app on this device")).to_have_count(0)
    browser.add_init_script(SHARES)
    page.reload()
    page.get_by_role("button", name="Another app on this device").click()
    said = page.evaluate("window.said")
    assert said["title"] == complaint.title
    assert said["text"].endswith(complaint.get_absolute_url())


def test_mastodon_asks_for_the_server_first(
    complaint: Complaint, open_browser: Callable[..., BrowserContext]
) -> None:
    page = open_page(open_browser(), complaint)
    page.locator("#to-mastodon summary").click()
    page.get_by_label("Your Mastodon server").fill("social.example")
    page.get_by_role("button", name="Next: open Mastodon").click()
    link = page.get_by_role("link", name="Open Mastodon with these words")
    expect(link).to_be_visible()
    assert str(link.get_attribute("href")).startswith("https://social.example/share?text=")
    page.get_by_role("link", name="Another server").click()
    expect(page.get_by_label("Your Mastodon server")).to_be_visible()
