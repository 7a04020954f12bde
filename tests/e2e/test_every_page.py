"""Every page: axe in light and dark, wide, on a phone and at 320 px; no sideways scroll, no fault under the policy."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page

from accounts.models import User
from companies.enums import HandleProof
from companies.models import Company, Representative
from companies.services.scorecards import publish_scorecards
from complaints.demo.network import DemoNetwork, Shown
from complaints.enums import WhyDismissed
from complaints.models import HeardPost, Posting
from complaints.services import hearing, moderating, resolving, tracking
from complaints.services.letters import answer_token
from config.doors import clock
from tests.e2e.conftest import DESKTOP, NARROW, PHONE, sign_in, violations
from tests.factories import (
    make_company,
    make_complaint,
    make_connection,
    make_draft,
    make_handle,
    make_heard_post,
    make_representative,
    make_user,
)
from tests.integration.test_scorecard_page import make_cases

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "a-long-enough-password-1"
LOOKS = ((DESKTOP, False), (PHONE, True), (NARROW, False))


@pytest.fixture
def world(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """A small site with something on every page; the addresses to look at, by who looks."""
    now = clock.now()
    customer = make_user(email="customer@example.test", password=PASSWORD, public_name="Marta K.")
    moderator = make_user(email="moderator@example.test", password=PASSWORD, is_moderator=True)
    northline = make_company(name="Northline", domains=("northline.example",), country="GB")
    representative = make_representative(
        company=northline, user=make_user(email="ines@northline.example", password=PASSWORD)
    )
    make_cases(northline, resolved=25, still_open=12, gave_up=3, first_reply="deflection", replied_at=now)
    make_cases(make_company(name="Pebble Mobile", country="GB"), resolved=20, still_open=20)
    make_cases(make_company(name="Thistle Talk"), still_open=4)
    publish_scorecards(as_of=now - timedelta(days=1))
    case = make_complaint(by=customer, company=northline, attempts=4, now=now - timedelta(days=20))
    by = representative.user
    tracking.record_company_reply(
        complaint=case,
        by=by,
        text="Please send us a direct message so that we can help.",
        now=now - timedelta(days=15),
    )
    answer = "We found the parcel in our depot and a courier will bring it on Thursday before noon."
    reply = tracking.record_company_reply(complaint=case, by=by, text=answer, now=now - timedelta(days=9))
    tracking.offer_fix(
        complaint=case, by=by, text="We refund 40 EUR.", due_on=(now + timedelta(days=3)).date(), now=now
    )
    hidden = make_complaint(company=northline, now=now - timedelta(days=3))
    moderating.hide_complaint(complaint=hidden, by=moderator, rule="It names an employee.", now=now)
    waiting = make_complaint(company=northline, story="Write to ana.souza@mail.example please.", now=now)
    tracking.contest_label(reply=reply, by=customer, reason="It says nothing.", now=now)
    draft = make_draft(by=customer, company=northline, now=now)
    make_handle(company=northline, handle="northline@social.example")
    for network, standing in (("x", {"asked_at": now}), ("threads", {}), ("bluesky", {"lost_at": now})):
        make_handle(
            company=northline,
            network=network,
            handle="northline.example",
            proof=HandleProof.NONE,
            code="answerable-k7qm3xwp",
            **standing,
        )
    resolving.ask_due_questions(now=now)
    address = f"http://127.0.0.1:8000/complaints/{case.reference}/"
    post = Shown("101", "Answerable (demo)", "answerable@127.0.0.1", f"{case.title}\n\n{address}", now, "")
    said_below = Shown("102", "Northline", "northline@127.0.0.1", answer, now, "101")
    threads = {"101": [post, said_below], "201": [replace(post, remote_id="201")], "301": []}
    monkeypatch.setattr(DemoNetwork, "thread", lambda self, remote_id: threads[remote_id])
    others = [make_complaint(company=northline, now=now - timedelta(days=2)) for _ in range(2)]
    for remote_id, complaint in zip(threads, [case, *others], strict=True):
        Posting.objects.create(
            complaint=complaint,
            connection=make_connection(),
            network="mastodon",
            text=post.text,
            state="sent",
            idempotency_key=f"key-{remote_id}",
            remote_id=remote_id,
            created_at=now,
            sent_at=now,
        )
    listen_for(northline, representative, moderator)
    day = (now - timedelta(days=1)).date().isoformat()

    def at(name: str, *args: object) -> str:
        return reverse(name, args=args)

    return {
        "": [
            "/",
            *(f"/{page}/" for page in ("about", "terms", "privacy", "contact", "methodology", "networks")),
            at("complaints:browse"),
            at("complaints:channels"),
            at("complaints:channels") + "?sector=nothing",
            at("complaints:opt_out"),
            at("complaints:browse") + "?status=resolved&q=nothing",
            at("complaints:case", case.reference),
            at("complaints:case", hidden.reference),
            *(at("complaints:demo_post", remote_id) for remote_id in threads),
            at("complaints:of_company", "northline"),
            at("complaints:answers_of", "northline"),
            at("complaints:answers_of", "northline") + "?kind=statement&window=all",
            at("complaints:answers_of", "thistle-talk"),
            at("complaints:answer", answer_token(case.questions.first())) + "?say=fixed",
            at("complaints:new"),
            at("companies:directory"),
            at("companies:scorecard", "northline"),
            at("companies:scorecard", "thistle-talk"),
            at("companies:scorecard_at", "northline", day),
            at("companies:league_index"),
            at("companies:league", "telecoms"),
            at("companies:league_at", "telecoms", day),
            at("companies:silent", "telecoms"),
            at("companies:official_league_index"),
            at("account_login"),
            at("account_signup"),
            at("account_reset_password"),
            "/nothing-here/",
        ],
        "customer@example.test": [
            at("complaints:mine"),
            at("complaints:case", case.reference),
            at("complaints:share", case.reference),
            at("complaints:share", case.reference) + "?server=nowhere",
            at("complaints:contest", case.reference, reply.pk),
            *(
                at(f"complaints:filing_{step}", draft.reference)
                for step in ("company", "story", "ledger", "evidence", "networks", "check", "discard")
            ),
            at("account_home"),
            at("account_email"),
            at("mfa_index"),
            at("usersessions_list"),
            at("companies:claim", "pebble-mobile"),
        ],
        "ines@northline.example": [
            at("complaints:desk", "northline"),
            at("complaints:desk_case", "northline", case.reference),
            at("complaints:desk_accounts", "northline"),
            at("complaints:desk_listening", "northline"),
            at("complaints:desk_listening", "northline") + "?show=taken",
            at("complaints:desk_listening", "northline") + "?show=dismissed",
            at("complaints:desk_team", "northline"),
            at("complaints:desk_team_me", "northline"),
            at("complaints:desk_team_log", "northline"),
            at("complaints:desk_colleague", "northline", Representative.objects.latest("pk").pk),
            at("companies:join", "x" * 43),
        ],
        "moderator@example.test": [
            at("complaints:moderation"),
            at("complaints:moderation_review", waiting.reference),
            at("complaints:desk_accounts", "northline"),
            at("complaints:desk_listening", "northline"),
            at("complaints:moderation_listening") + "?q=pebble",
        ],
    }


def listen_for(company: Company, acting: Representative, moderator: User) -> None:
    """One post of every look, about a brand with a desk and about one without."""
    now = clock.now()
    hearing.add_search(company=company, words=company.name, by=acting.user, now=now)
    for kind in ("problem", "praise", "noise"):
        make_heard_post(company=company, kind=kind, found_at=now)
    hearing.take(post=make_heard_post(company=company, found_at=now), by=acting.user, now=now)
    gone = make_heard_post(company=company, found_at=now)
    hearing.take(post=gone, by=acting.user, now=now)
    HeardPost.objects.filter(pk=gone.pk).update(removed_at=now, text="", words=[])
    done = make_heard_post(company=company, found_at=now)
    hearing.dismiss(post=done, why=WhyDismissed.SOLVED, by=acting.user, now=now)
    pebble = Company.objects.get(slug="pebble-mobile")
    hearing.add_search(company=pebble, words="Pebble Mobile", by=moderator, now=now)
    for _ in range(2):
        post = make_heard_post(company=pebble, found_at=now)
    hearing.invite(post=post, by=moderator, now=now)


@pytest.mark.parametrize(
    "who", ["", "customer@example.test", "ines@northline.example", "moderator@example.test"]
)
def test_every_page_is_accessible_and_keeps_to_its_width(
    who: str, world: dict[str, list[str]], open_browser: Callable[..., BrowserContext]
) -> None:
    found: list[str] = []
    for viewport, dark in LOOKS:
        page = open_browser(viewport=viewport, dark=dark).new_page()
        listen(page, found)
        if who:
            sign_in(page, who, PASSWORD)
        for address in world[who]:
            answer = page.goto(address)
            assert answer is not None
            if answer.status >= 500:
                found.append(f"{address}: {answer.status}")
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > viewport["width"]:
                found.append(f"{address}: {width} px wide at {viewport['width']}")
            if viewport is not NARROW:
                found += [f"{address} ({'dark' if dark else 'light'}): {one}" for one in violations(page)]
    assert found == []


def listen(page: Page, found: list[str]) -> None:
    """Faults of our scripts and everything that the content security policy refused; no request leaves the site."""
    page.on("pageerror", lambda error: found.append(f"script: {error}"))
    page.on(
        "console",
        lambda message: (
            found.append(f"console: {message.text}") if "Content Security Policy" in message.text else None
        ),
    )
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(("http://localhost", "http://127.0.0.1", "data:"))
            else found.append(f"left the site: {request.url}")
        ),
    )


def test_the_main_paths_work_by_keyboard_alone(
    world: dict[str, list[str]], open_browser: Callable[..., BrowserContext]
) -> None:
    page = open_browser().new_page()
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the content"
    page.keyboard.press("Enter")
    page.goto("/")
    page.locator("#brand").focus()
    page.keyboard.type("northline")
    page.keyboard.press("Enter")
    page.wait_for_url("**/companies/**")
    link = page.get_by_role("link", name="Northline").first
    link.focus()
    outline = link.evaluate("element => getComputedStyle(element).outlineStyle")
    page.keyboard.press("Enter")
    page.wait_for_url("**/companies/northline/")
    assert outline != "none"
