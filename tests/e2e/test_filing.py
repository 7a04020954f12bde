"""Filing as a person does it: on a phone without JavaScript, and on a desktop with it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from companies.models import Channel, Company
from complaints.enums import PostingState, Status
from complaints.models import Attempt, Complaint, Posting
from tests.e2e.conftest import NARROW, PHONE, violations
from tests.factories import make_company, make_connection, make_handle, make_user

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "a-long-enough-password-1"
STORY = "I paid twice.\n\nThey owe me <b>money</b> 😡. שלום"


@pytest.fixture
def brand(transactional_db: None) -> Company:
    company = make_company(name="Northline", country="GB")
    make_handle(company=company, handle="northline@social.example.test")
    Channel.objects.create(
        company=company, kind="phone", value="+44 20 7946 0123", staffed={"1": ["09:00", "17:30"]}
    )
    make_connection()
    return company


@pytest.fixture
def ana(transactional_db: None) -> User:
    return make_user(email="ana@example.test", password=PASSWORD, public_name="Ana S.")


def sign_in_here(page: Page) -> None:
    """On the sign-in page to which one was sent."""
    page.fill("input[name=login]", "ana@example.test")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login" not in url)


def tell(page: Page) -> None:
    page.get_by_label("Title").fill("Charged twice")
    page.get_by_label("What happened?").fill(STORY)
    page.get_by_label("What kind of problem is it?").select_option("billing")
    page.get_by_label("Amount").fill("49,90")
    page.get_by_label("Currency").fill("€")


def test_without_javascript_on_a_phone(
    open_browser: Callable[..., BrowserContext], brand: Company, ana: User, tmp_path: Path
) -> None:
    page = open_browser(javascript=False, viewport=PHONE).new_page()
    page.goto("/complaints/new/")
    page.get_by_label("Name of the brand").fill("northlin")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("button", name="Northline").click()

    # An error first: everything stays.
    tell(page)
    page.get_by_label("Currency").fill("XYZ")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("One thing to put right")
    expect(page.get_by_label("What happened?")).to_have_value(STORY)
    page.get_by_label("Currency").fill("eur")
    page.get_by_role("button", name="Continue").click()

    # Signing in is in the middle; it loses nothing.
    sign_in_here(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("What have you tried so far?")
    draft = Complaint.objects.get()
    assert (draft.title, draft.story, str(draft.amount), draft.currency) == (
        "Charged twice",
        STORY,
        "49.90",
        "EUR",
    )

    page.get_by_label("Phone").check()
    page.get_by_label("Yesterday").check()
    page.get_by_label("How often?").fill("3")
    page.get_by_label("Other", exact=True).last.check()
    page.get_by_label("Minutes").fill("70")
    page.get_by_label("Promised something that did not happen").check()
    page.get_by_label("Reference they gave you").fill("NL-443")
    page.get_by_role("button", name="Add to the ledger").click()
    expect(page.get_by_label("Effort so far")).to_contain_text("3 attempts")
    page.get_by_role("button", name="Continue").click()

    Image.new("RGB", (300, 200), "red").save(tmp_path / "invoice.jpg")
    page.get_by_label("File", exact=True).set_input_files(tmp_path / "invoice.jpg")
    page.get_by_role("button", name="Continue without a file").click()  # a chosen file is not lost
    expect(page.get_by_text("Added.", exact=False).first).to_be_visible()

    page.get_by_label("Post it on Mastodon").check()
    words = page.get_by_label("What it says on Mastodon")
    words.fill(words.input_value().replace("3 attempts", "Three attempts"))
    shown = words.input_value()
    page.get_by_label("Tell there how it goes on").check()
    page.get_by_role("button", name="Continue").click()

    expect(page.get_by_role("article")).to_contain_text("They owe me <b>money</b> 😡. שלום")
    expect(page.get_by_role("article")).not_to_contain_text("NL-443")
    assert page.locator(".copy__words").inner_text() == shown
    expect(page.get_by_text("with the picture, and how it goes on")).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("alert")).to_contain_text("Confirm that this is your own genuine experience.")
    page.get_by_label("This is my own genuine experience.").check()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your complaint is public")

    draft.refresh_from_db()
    assert (draft.status, draft.public_name) == (Status.AWAITING_ANSWER, "Ana S.")
    posting = Posting.objects.get()
    assert posting.state == PostingState.QUEUED
    assert (posting.text, posting.is_own_words, posting.follows_up) == (shown, True, True)
    assert draft.evidence.get().media_type == "image/jpeg"


def test_with_javascript_every_page_is_accessible(
    open_browser: Callable[..., BrowserContext], brand: Company, ana: User
) -> None:
    page = open_browser().new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console",
        lambda message: errors.append(message.text) if "Content Security Policy" in message.text else None,
    )
    seen: list[str] = []

    def look() -> None:
        """axe in both themes, and no sideways scroll on the narrowest phone."""
        heading = page.get_by_role("heading", level=1).inner_text()
        seen.append(heading)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert violations(page) == [], (heading, scheme)
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], heading
        page.set_viewport_size({"width": 1280, "height": 900})

    page.goto("/complaints/new/")
    look()
    page.get_by_label("Name of the brand").press_sequentially("northl")  # the matches come as one types
    expect(page.get_by_role("button", name="Northline")).to_be_visible()
    look()
    page.get_by_label("Name of the brand").fill("Nortline")
    page.get_by_role("link", name="add “Nortline”").click()
    look()
    page.get_by_label("What does it do?").select_option("telecoms")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it one of these?")
    look()
    page.get_by_role("button", name="Northline").click()
    tell(page)
    page.get_by_label("Title").fill("")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_be_focused()
    look()
    page.get_by_role("link", name="Give your complaint a title.").click()
    expect(page.get_by_label("Title")).to_be_focused()
    page.get_by_label("Title").fill("Charged twice")
    page.get_by_role("button", name="Continue").click()
    sign_in_here(page)

    # Nothing tried yet: the brand's own channels come first.
    look()
    page.get_by_role("button", name="Continue").click()
    look()
    page.get_by_role("button", name="Continue without a file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Have you told Northline yet?")
    look()
    page.get_by_role("link", name="Add an attempt").click()
    page.get_by_role("button", name="Add to the ledger").click()
    look()
    page.get_by_label("E-mail").check()
    expect(page.get_by_label("The day")).to_be_visible()
    page.get_by_label("Today").check()
    expect(page.get_by_label("The day")).to_be_hidden()  # a chosen day needs no date
    page.get_by_label("15 min").check()
    expect(page.get_by_label("Minutes")).to_be_hidden()
    page.get_by_label("Only an automatic reply").check()
    page.get_by_role("button", name="Continue").click()  # adds what was typed, then goes on
    assert Attempt.objects.get().minutes == 15
    page.goto(page.url.replace("evidence", "ledger"))
    look()
    page.get_by_role("link", name="Change: E-mail").click()
    look()
    page.get_by_role("link", name="Remove it").click()
    look()
    page.get_by_role("link", name="Keep it").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Continue without a file").click()
    look()
    page.get_by_role("button", name="Continue").click()
    look()
    page.get_by_role("link", name="Throw the draft away").click()
    look()
    page.get_by_role("link", name="Keep it").click()
    page.get_by_role("button", name="Publish").click()
    look()
    page.get_by_label("This is my own genuine experience.").check()
    page.get_by_role("button", name="Publish").click()
    look()

    assert Complaint.objects.get().status == Status.AWAITING_ANSWER
    assert errors == []
    assert set(seen) == {
        "Which company is it about?",
        "Add a company",
        "Is it one of these?",
        "What happened?",
        "What have you tried so far?",
        "Do you have something that shows it?",
        "Have you told Northline yet?",
        "Change this attempt",
        "Remove this attempt?",
        "Where should it be posted as well?",
        "Check before it goes public",
        "Throw this draft away?",
        "Your complaint is public",
    }
