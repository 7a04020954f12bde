"""How a case goes on is told below its copies; the thank-you travels as far as the complaint."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from companies.models import Company, Representative
from complaints.enums import PostingState, ReplyKind
from complaints.models import Complaint, Connection, Posting, ServerRest
from complaints.networks.assisted import WAYS, Words
from complaints.networks.base import Unsupported
from complaints.rules.lifecycle import MoveRefused
from complaints.services import (
    copies,
    filing,
    letters,
    listening,
    moderating,
    posting,
    resolving,
    thanking,
    tracking,
)
from complaints.services.connecting import connect_site_account
from complaints.services.moves import NotAllowed
from complaints.services.preparing import CopyWish
from tests.factories import NOW, make_draft, make_handle
from tests.fakes.strict_mastodon import StrictMastodon

pytestmark = pytest.mark.django_db
ANSWER = "We refunded you 49.90 EUR on Monday; it arrives by Friday."
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def running() -> Iterator[StrictMastodon]:
    with StrictMastodon() as server:
        yield server


@pytest.fixture
def server(running: StrictMastodon) -> StrictMastodon:
    running.reset()
    return running


@pytest.fixture
def account(server: StrictMastodon, db: None) -> Connection:
    return connect_site_account(network="mastodon", instance=server.base_url, secret="alice_token", now=NOW)


def filed(account: Connection, by: User, company: Company, **wish: object) -> Complaint:
    """A published complaint with one copy that stands."""
    draft = make_draft(by=by, company=company)
    text = f"No router for three weeks.\n\n{letters.address_of(draft)}"
    copy = CopyWish(text=text, **{"follows_up": True, **wish})  # type: ignore[arg-type]
    filing.prepare_postings(complaint=draft, texts={account: copy}, by=by, now=NOW)
    filing.submit_complaint(complaint=draft, by=by, is_attested=True, now=NOW)
    posting.sweep_postings(now=NOW)
    assert Posting.objects.get().state == PostingState.SENT
    return Complaint.objects.get(pk=draft.pk)


@pytest.fixture
def case(account: Connection, customer: User, company: Company) -> Complaint:
    return filed(account, customer, company)


def said(server: StrictMastodon) -> list[tuple[str, bool]]:
    """What Alice says, and whether it stands below her first post."""
    mine = [post for post in server.posts.values() if post.author == "alice"]
    first = mine[0].id
    return [(post.text, post.reply_to == first) for post in mine[1:]]


def test_each_milestone_is_a_reply_to_our_own_post_once(
    case: Complaint, representative: Representative, customer: User, server: StrictMastodon
) -> None:
    by, link = representative.user, letters.address_of(case)
    for text in (ANSWER, "And here is the receipt: we sent 49.90 EUR to your account ending in 12."):
        tracking.record_company_reply(complaint=case, by=by, text=text, now=NOW + HOUR)
    due_on = (NOW + timedelta(days=5)).date()
    tracking.offer_fix(complaint=case, by=by, text="A new router.", due_on=due_on, now=NOW + 2 * HOUR)
    resolving.confirm_fixed(complaint=case, by=customer, fixed_on=due_on, now=NOW + timedelta(days=6))
    posting.sweep_postings(now=NOW + timedelta(days=6))
    assert said(server) == [
        (f"Northline has answered this complaint.\n\n{link}#answered", True),
        (f"Northline offers to fix this by {due_on}.\n\n{link}#offered", True),
        (f"Fixed, says the customer: Northline, 5 days after it became public.\n\n{link}#resolved", True),
    ]
    posting.sweep_postings(now=NOW + timedelta(days=7))
    assert len(said(server)) == 3


def test_nothing_follows_unless_the_customer_wished_so(
    account: Connection,
    customer: User,
    company: Company,
    representative: Representative,
    server: StrictMastodon,
) -> None:
    case = filed(account, customer, company, follows_up=False)
    tracking.record_company_reply(complaint=case, by=representative.user, text=ANSWER, now=NOW + HOUR)
    posting.sweep_postings(now=NOW + 2 * HOUR)
    assert said(server) == []


def test_a_deflection_is_no_milestone(
    case: Complaint, representative: Representative, server: StrictMastodon
) -> None:
    tracking.record_company_reply(
        complaint=case, by=representative.user, text="Please send us a direct message.", now=NOW + HOUR
    )
    posting.sweep_postings(now=NOW + 2 * HOUR)
    assert said(server) == []


def test_an_answer_under_the_post_itself_is_not_told_there(
    case: Complaint, company: Company, server: StrictMastodon
) -> None:
    make_handle(company=company, handle="bob@127.0.0.1")
    copy = Posting.objects.get()
    server.add_post("bob", f"@alice {ANSWER}", reply_to=copy.remote_id)
    listening.poll_posting(posting_id=copy.pk, now=NOW + HOUR)
    case.refresh_from_db()
    assert case.answered_at is not None
    assert Posting.objects.count() == 1


def test_what_is_no_longer_so_is_taken_down(
    case: Complaint,
    representative: Representative,
    customer: User,
    moderator: User,
    server: StrictMastodon,
) -> None:
    by = representative.user
    reply = tracking.record_company_reply(complaint=case, by=by, text=ANSWER, now=NOW + HOUR)
    due_on = (NOW + timedelta(days=5)).date()
    tracking.offer_fix(complaint=case, by=by, text="A new router.", due_on=due_on, now=NOW + 2 * HOUR)
    posting.sweep_postings(now=NOW + 3 * HOUR)
    assert len(said(server)) == 2
    tracking.take_back_offer(complaint=case, by=by, now=NOW + 4 * HOUR)
    moderating.decide_label(reply=reply, kind=ReplyKind.DEFLECTION, by=moderator, now=NOW + 5 * HOUR)
    posting.sweep_postings(now=NOW + 6 * HOUR)
    assert said(server) == []
    resolving.confirm_fixed(complaint=case, by=customer, fixed_on=NOW.date(), now=NOW + 7 * HOUR)
    posting.sweep_postings(now=NOW + 7 * HOUR)
    assert [text.split(":")[0] for text, _ in said(server)] == ["Fixed, says the customer"]
    resolving.reopen(complaint=case, by=customer, reason="It broke again.", now=NOW + 8 * HOUR)
    posting.sweep_postings(now=NOW + 9 * HOUR)
    assert said(server) == []


def test_another_offer_takes_the_place_of_the_one_that_stands(
    case: Complaint, representative: Representative, customer: User, server: StrictMastodon
) -> None:
    by, link = representative.user, letters.address_of(case)
    days = [(NOW + timedelta(days=number)).date() for number in (5, 20, 30)]
    for hours, due_on in enumerate(days[:2], 1):
        tracking.offer_fix(complaint=case, by=by, text="A router.", due_on=due_on, now=NOW + hours * HOUR)
        posting.sweep_postings(now=NOW + hours * HOUR)
        assert said(server)[-1:] == [
            (f"Northline offers to fix this by {due_on}.\n\n{link}#offered", True),
        ]
    assert len(said(server)) == 1
    below = Posting.objects.get(kind="offered")
    assert (below.wish, below.new_text, str(days[1]) in below.text) == ("", "", True)
    resolving.go_on(complaint=case, by=customer, is_partly=False, now=NOW + timedelta(days=21))
    # Before it is gone there is another one: that stays.
    tracking.offer_fix(
        complaint=case, by=by, text="At last.", due_on=days[2], now=NOW + timedelta(days=21, hours=1)
    )
    posting.sweep_postings(now=NOW + timedelta(days=22))
    assert [text.split("\n")[0] for text, _ in said(server)] == [
        f"Northline offers to fix this by {days[2]}."
    ]
    resolving.go_on(complaint=case, by=customer, is_partly=True, now=NOW + timedelta(days=31))
    posting.sweep_postings(now=NOW + timedelta(days=31))
    assert said(server) == []


def test_an_offer_that_the_network_will_not_change_is_taken_down(
    case: Complaint, representative: Representative, server: StrictMastodon, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = representative.user
    for days in (5, 20):
        due_on = (NOW + timedelta(days=days)).date()
        tracking.offer_fix(complaint=case, by=by, text="A router.", due_on=due_on, now=NOW + days * HOUR)
        posting.sweep_postings(now=NOW + days * HOUR)

        def refuse(*args: object, **rest: object) -> None:
            raise Unsupported("edit")

        monkeypatch.setattr("complaints.networks.mastodon.MastodonConnector.update", refuse)
    posting.sweep_postings(now=NOW + 24 * HOUR)
    assert said(server) == []
    assert Posting.objects.get(kind="offered").state == PostingState.REMOVED


def test_a_milestone_waits_until_its_post_stands_and_goes_with_it(
    account: Connection,
    customer: User,
    company: Company,
    representative: Representative,
    server: StrictMastodon,
) -> None:
    draft = make_draft(by=customer, company=company)
    copy = CopyWish(text=f"No router.\n\n{letters.address_of(draft)}", follows_up=True)
    filing.prepare_postings(complaint=draft, texts={account: copy}, by=customer, now=NOW)
    filing.submit_complaint(complaint=draft, by=customer, is_attested=True, now=NOW)
    tracking.record_company_reply(complaint=draft, by=representative.user, text=ANSWER, now=NOW + HOUR)
    first, below = Posting.objects.order_by("pk")
    posting.send_posting(posting_id=below.pk, now=NOW + 2 * HOUR)
    assert Posting.objects.get(pk=below.pk).state == PostingState.QUEUED
    posting.send_posting(posting_id=first.pk, now=NOW + 2 * HOUR)
    posting.send_posting(posting_id=below.pk, now=NOW + 2 * HOUR)
    assert len(said(server)) == 1
    first.refresh_from_db()
    copies.remove_posting(posting=first, by=customer, now=NOW + 3 * HOUR)
    posting.sweep_postings(now=NOW + 3 * HOUR)
    assert [post.text for post in server.posts.values()] == []
    assert set(Posting.objects.values_list("state", flat=True)) == {PostingState.REMOVED}


def test_a_copy_goes_out_with_its_picture(
    account: Connection, customer: User, company: Company, server: StrictMastodon
) -> None:
    filed(account, customer, company, picture_alt="Complaint about Northline.")
    (post,) = server.posts.values()
    assert [media["description"] for media in post.media] == ["Complaint about Northline."]


def test_a_copy_that_left_without_its_picture_says_so_on_the_case(
    account: Connection, customer: User, company: Company, server: StrictMastodon
) -> None:
    server.trick("POST", "/api/v2/media", status=422)
    case = filed(account, customer, company, picture_alt="Complaint about Northline.")
    (post,) = server.posts.values()
    assert post.media == []
    page = Client().get(case.get_absolute_url()).content.decode()
    assert "Without its picture, which the network did not take." in page


def test_a_picture_that_the_server_did_not_take_at_once_is_tried_again(
    account: Connection, customer: User, company: Company, server: StrictMastodon
) -> None:
    server.trick("POST", "/api/v2/media", status=503)
    draft = make_draft(by=customer, company=company)
    wish = CopyWish(text=letters.address_of(draft), picture_alt="Complaint about Northline.")
    filing.prepare_postings(complaint=draft, texts={account: wish}, by=customer, now=NOW)
    filing.submit_complaint(complaint=draft, by=customer, is_attested=True, now=NOW)
    posting.sweep_postings(now=NOW)
    assert server.posts == {}
    posting.sweep_postings(now=NOW + timedelta(minutes=1))
    (post,) = server.posts.values()
    assert [media["description"] for media in post.media] == ["Complaint about Northline."]
    assert not ServerRest.objects.exists()


# The thank-you


@pytest.fixture
def fixed(case: Complaint, customer: User) -> Complaint:
    return resolving.confirm_fixed(
        complaint=case, by=customer, fixed_on=(NOW + timedelta(days=3)).date(), now=NOW + timedelta(days=4)
    )


def test_a_thank_you_is_said_here_and_where_the_complaint_stands(
    fixed: Complaint, account: Connection, customer: User, server: StrictMastodon
) -> None:
    browser = Client()
    browser.force_login(customer)
    page = reverse("complaints:thanks", args=[fixed.reference])
    shown = browser.get(page)
    assert shown.context["form"]["words"].value() == "Thank you, Northline: 3 days after it became public."
    link = letters.address_of(fixed)
    words = {"words": "Thank you, Ines!", f"on-{account.pk}": "on"}

    def seen(answer: HttpResponse) -> dict[str, str]:
        """The form as this page would send it."""
        (row,) = answer.context["form"].rows
        return words | {f"saw-{account.pk}": row["digest"]}

    # Nothing leaves that was not seen: other words are shown first as they will read, and counted.
    for sent in (words, seen(shown), words | {"show": "1"}):
        preview = browser.post(page, sent)
        assert preview.status_code == 200
        assert preview.context["is_shown_anew"]
        (row,) = preview.context["form"].rows
        assert row["text"] == f"Thank you, Ines!\n\n{link}#thanks"
        length = len("Thank you, Ines!\n\n") + 23
        assert f"<span data-number>{length}</span> of 500 characters" in preview.content.decode()
    assert not fixed.replies.exists()
    done = browser.post(page, seen(preview))
    assert done["Location"] == fixed.get_absolute_url()
    posting.sweep_postings(now=NOW + timedelta(days=300))
    assert (f"Thank you, Ines!\n\n{link}#thanks", False) in said(server)
    assert "Thank you, Ines!" in browser.get(fixed.get_absolute_url()).content.decode()
    assert browser.get(page)["Location"] == fixed.get_absolute_url()  # once
    with pytest.raises(MoveRefused):
        thanking.thank(
            complaint=fixed, words="Again", connections=[account], by=customer, now=NOW + timedelta(days=5)
        )


def test_a_thank_you_on_the_site_alone_is_said_once_too(
    fixed: Complaint, customer: User, server: StrictMastodon
) -> None:
    browser = Client()
    browser.force_login(customer)
    page = reverse("complaints:thanks", args=[fixed.reference])
    assert page in browser.get(fixed.get_absolute_url()).content.decode()
    browser.post(page, {"words": "Thank you, Ines!"})
    assert page not in browser.get(fixed.get_absolute_url()).content.decode()
    assert browser.post(page, {"words": "And again"}).status_code == 422
    assert [reply.text for reply in fixed.replies.all()] == ["Thank you, Ines!"]


def test_a_case_opened_again_takes_its_thank_you_back_and_may_thank_anew(
    fixed: Complaint, account: Connection, customer: User, server: StrictMastodon
) -> None:
    at = NOW + timedelta(days=5)
    thanking.thank(complaint=fixed, words="Thank you!", connections=[account], by=customer, now=at)
    posting.sweep_postings(now=at)
    resolving.reopen(complaint=fixed, by=customer, reason="It broke again.", now=at + HOUR)
    again = resolving.confirm_fixed(complaint=fixed, by=customer, fixed_on=at.date(), now=at + 2 * HOUR)
    assert thanking.may_thank(again)
    assert thanking.places_for(again) == []  # the earlier one still stands
    posting.sweep_postings(now=at + 3 * HOUR)
    assert not [text for text, _ in said(server) if "#thanks" in text]
    assert thanking.places_for(again) == [account]
    thanking.thank(complaint=again, words="Thanks!", connections=[account], by=customer, now=at + 4 * HOUR)
    assert not thanking.may_thank(again)


def test_a_thank_you_that_is_too_long_is_said_and_kept(
    fixed: Complaint, account: Connection, customer: User
) -> None:
    browser = Client()
    browser.force_login(customer)
    page = reverse("complaints:thanks", args=[fixed.reference])
    words = "thanks " * 90
    refused = browser.post(page, {"words": words, f"on-{account.pk}": "on"})
    assert refused.status_code == 422
    assert "Mastodon: The text is too long" in refused.content.decode()
    assert refused.context["form"]["words"].value() == words
    assert browser.post(page, {"words": words}).status_code == 302


def test_only_the_customer_thanks_and_only_once_it_is_fixed(
    case: Complaint, customer: User, other_customer: User, account: Connection
) -> None:
    with pytest.raises(MoveRefused):
        thanking.thank(complaint=case, words="x", connections=[], by=customer, now=NOW + HOUR)
    resolving.confirm_fixed(complaint=case, by=customer, fixed_on=NOW.date(), now=NOW + HOUR)
    with pytest.raises(NotAllowed):
        thanking.thank(complaint=case, words="x", connections=[], by=other_customer, now=NOW + HOUR)


# Other words


def test_a_copy_is_changed_here_and_there(case: Complaint, customer: User, server: StrictMastodon) -> None:
    browser = Client()
    browser.force_login(customer)
    copy = Posting.objects.get()
    page = reverse("complaints:copy_edit", args=[case.reference, copy.pk])
    link = letters.address_of(case)
    assert browser.get(page).context["form"]["text"].value() == copy.text
    refused = browser.post(page, {"text": "without the link"})
    assert (refused.status_code, refused.context["form"]["text"].value()) == (422, "without the link")
    browser.post(page, {"text": f"Still no router.\r\n\r\n{link}"})
    posting.sweep_postings(now=NOW + timedelta(days=300))
    (post,) = server.posts.values()
    assert post.text == f"Still no router.\n\n{link}"
    copy.refresh_from_db()
    assert (copy.wish, copy.is_own_words) == ("", True)


def test_the_picture_is_public_with_the_case_and_hidden_with_it(
    case: Complaint, moderator: User, client: Client
) -> None:
    picture = reverse("complaints:card", args=[case.reference])
    answer = client.get(picture)
    assert (answer["Content-Type"], answer.content[:4]) == ("image/png", b"\x89PNG")
    assert client.get(picture, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    page = client.get(case.get_absolute_url()).content.decode()
    assert f'<meta property="og:image" content="http://testserver{picture}">' in page
    moderating.hide_complaint(complaint=case, rule="A name", by=moderator, now=NOW + HOUR)
    assert client.get(picture).status_code == 404


def test_readers_and_the_company_can_pass_on_that_it_was_fixed(fixed: Complaint, client: Client) -> None:
    page = client.get(fixed.get_absolute_url()).content.decode()
    assert "Northline fixed it in 3 days, says the customer." in page
    assert letters.address_of(fixed) in page
    assert 'data-copy="share-text"' in page
    elsewhere = reverse("complaints:pass_on", args=[fixed.reference])
    assert f'href="{elsewhere}"' in page
    ways = client.get(elsewhere)
    said = "Northline fixed it in 3 days, says the customer."
    intents = {one.network: one for _, _, some in ways.context["groups"] for one in some}
    # Every way of the complaint itself but reviews.
    assert set(intents) == {name for name, way in WAYS.items() if way.words != Words.REVIEW}
    asked = parse_qs(urlsplit(intents["x"].url).query)
    assert asked == {"text": [f"{said}\n\n{letters.address_of(fixed)}"]}
    assert intents["bluesky"].copy_text == f"{said}\n\n{letters.address_of(fixed)}"
    assert "Show your post on the case" not in ways.content.decode()
    there = client.get(elsewhere, {"server": "mastodon.example.net"})
    assert {one.url.partition("?")[0] for _, _, some in there.context["groups"] for one in some} >= {
        "https://mastodon.example.net/share"
    }


def test_nothing_is_passed_on_before_it_is_fixed(case: Complaint, client: Client) -> None:
    assert client.get(reverse("complaints:pass_on", args=[case.reference])).status_code == 404
