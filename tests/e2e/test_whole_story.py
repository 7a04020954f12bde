"""The whole story in one browser after the other: file, post, deflect, answer, offer, confirm, and the figures move."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core import mail as outbox
from playwright.sync_api import BrowserContext, Page, expect

from companies.enums import Tier
from companies.models import Case
from complaints import tasks
from complaints.models import Complaint, Posting, Question
from complaints.services import resolving
from complaints.services.connecting import connect_site_account
from config.doors import clock
from tests.contract.stages import MockStage
from tests.e2e.conftest import PHONE, sign_in, violations
from tests.factories import make_company, make_handle, make_representative, make_user

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "a-long-enough-password-1"
DEFLECTION = "@alice Hi! Please send us a direct message with your order number so that we can help."
ANSWER = (
    "We found your router in our depot: the label had come off. A courier brings it on Thursday before noon."
)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MockStage]:
    running = MockStage(tmp_path_factory.mktemp("mastodon"))
    yield running
    running.stop()


def link_in_last_mail(pattern: str) -> str:
    """The path of the newest mailed link that matches."""
    for message in reversed(outbox.outbox):
        if found := re.search(pattern, str(message.body)):
            return re.sub(r"^https?://[^/]+", "", found.group(0))
    raise AssertionError(f"no mail has a link like {pattern}")


def add_attempt(page: Page, *, channel: str, days_ago: int, minutes: int, came_of: str) -> None:
    day = (clock.now() - timedelta(days=days_ago)).date().isoformat()
    page.get_by_label(channel, exact=True).check()
    page.get_by_label("Earlier").check()
    page.get_by_label("The day").fill(day)
    page.get_by_label("Other", exact=True).last.check()
    page.get_by_label("Minutes").fill(str(minutes))
    page.get_by_label(came_of).check()
    page.get_by_role("button", name="Add to the ledger").click()


def test_the_whole_story(open_browser: Callable[..., BrowserContext], stage: MockStage) -> None:
    stage.reset()
    bob = stage.api("bob", "GET", "/api/v1/accounts/verify_credentials")
    northline = make_company(name="Northline", domains=("northline.example",), is_fictional=True)
    make_handle(company=northline, handle="bob@social.example", remote_ids={stage.base_url: bob["id"]})
    representative = make_representative(
        company=northline,
        user=make_user(email="ines@northline.example", password=PASSWORD),
        since=clock.now(),
    )
    connect_site_account(network="mastodon", instance=stage.base_url, secret="alice_token", now=clock.now())

    # Sign up, on a phone.
    customer = open_browser(viewport=PHONE).new_page()
    customer.goto("/account/signup/")
    customer.fill("input[name=email]", "marta@example.test")
    customer.fill("input[name=password1]", PASSWORD)
    customer.fill("input[name=public_name]", "Marta K.")
    customer.check("input[name=age]")
    customer.check("input[name=terms]")
    customer.get_by_role("button", name="Make the account").click()
    customer.goto(link_in_last_mail(r"http\S+/confirm-email/\S+"))
    customer.locator("main form button").first.click()

    # File, with three attempts.
    customer.goto("/complaints/new/")
    customer.get_by_label("Name of the brand").fill("northlin")
    customer.get_by_role("button", name="Northline").click()
    customer.get_by_label("Title").fill("The router was never delivered")
    customer.get_by_label("What happened?").fill(
        "I ordered a router three weeks ago. It never came and nobody knows why."
    )
    customer.get_by_label("What kind of problem is it?").select_option("delivery")
    customer.get_by_role("button", name="Continue").click()
    add_attempt(
        customer, channel="Phone", days_ago=12, minutes=40, came_of="Nobody answered, or I was cut off"
    )
    add_attempt(customer, channel="Chat", days_ago=8, minutes=25, came_of="Sent elsewhere")
    add_attempt(customer, channel="E-mail", days_ago=5, minutes=10, came_of="No reply")
    expect(customer.get_by_label("Effort so far")).to_contain_text("3 attempts")
    expect(customer.get_by_label("Effort so far")).to_contain_text("3 channels")
    customer.get_by_role("button", name="Continue").click()
    customer.get_by_role("button", name="Continue without a file").click()
    customer.get_by_label("Post it on Mastodon").check()
    customer.get_by_role("button", name="Continue").click()
    customer.get_by_label("This is my own genuine experience.").check()
    customer.get_by_role("button", name="Publish").click()
    expect(customer.get_by_role("heading", level=1)).to_have_text("Your complaint is public")
    complaint = Complaint.objects.get()
    assert complaint.published_at is not None

    # It stands on the network.
    tasks.sweep()
    posting = Posting.objects.get()
    assert stage.posts() == [posting.remote_id]
    assert complaint.reference in stage.source(posting.remote_id)

    # The company deflects there: the clock goes on, and the page says why.
    stage.say("bob", DEFLECTION, reply_to=posting.remote_id)
    Posting.objects.update(next_poll_at=clock.now())
    tasks.sweep()
    reader = open_browser(javascript=False).new_page()
    reader.goto(complaint.get_absolute_url())
    expect(reader.get_by_text("Deflection: the clock goes on")).to_be_visible()
    expect(reader.get_by_text("send us a direct message").last).to_be_visible()
    expect(reader.get_by_text("No answer yet.")).to_be_visible()
    assert violations_without_script(open_browser, complaint) == []

    # It answers and offers a fix on its desk.
    desk = open_browser().new_page()
    sign_in(desk, representative.user.email, PASSWORD)
    desk.goto("/desk/")
    desk.get_by_role("link", name=re.compile("The router was never delivered")).click()
    desk.fill("textarea[name=reply-text]", ANSWER)
    desk.get_by_role("button", name="Reply", exact=True).click()
    expect(desk.get_by_text("It counts as: answer.")).to_be_visible()
    desk.fill("textarea[name=offer-text]", "The router on Thursday, and one month free.")
    desk.fill("input[name=offer-due_on]", (clock.now() + timedelta(days=2)).date().isoformat())
    desk.get_by_role("button", name="Offer the fix").click()
    expect(desk.get_by_text("The customer is asked on the promised day.").first).to_be_visible()

    # The customer is asked by mail and confirms from it.
    before = Case.objects.filter(ending=0).count()
    question = Question.objects.filter(occasion__startswith="offer-").earliest("due_at")
    Question.objects.filter(pk=question.pk).update(due_at=clock.now())
    assert resolving.ask_due_questions(now=clock.now()) == 1
    tasks.sweep()
    customer.goto(link_in_last_mail(r"http\S+/answer/\S+say=fixed"))
    assert Case.objects.filter(ending=0).count() == before  # following the link changes nothing
    customer.get_by_role("button", name="Put it on the record").click()
    expect(customer.get_by_text("Resolved, says the customer").first).to_be_visible()

    # The scorecard has one more resolved case.
    assert Case.objects.filter(company=northline, ending=0, tier=Tier.NONE).count() == before + 1
    reader.goto(northline.get_absolute_url())
    expect(reader.get_by_text("1 of 1 complaint about Northline is resolved so far.")).to_be_visible()


def violations_without_script(open_browser: Callable[..., BrowserContext], complaint: Complaint) -> list[str]:
    """What axe finds on the page of the case, light and dark, wide and narrow."""
    found: list[str] = []
    for viewport in (PHONE, {"width": 1280, "height": 900}):
        for dark in (False, True):
            page = open_browser(viewport=viewport, dark=dark).new_page()
            page.goto(complaint.get_absolute_url())
            found += violations(page)
    return found
