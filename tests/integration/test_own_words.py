"""The customer's own words of a copy and of a thank-you: what is looked for in them, whenever they are typed."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from companies.models import Company
from complaints.enums import PostingState, Status
from complaints.models import Complaint, Connection, Posting, Reply
from complaints.services import copies, filing, letters, moderating, preparing, resolving, thanking
from complaints.services.copies import TextRefused
from complaints.services.preparing import CopyWish
from tests.factories import NOW, make_complaint, make_connection, make_draft, make_handle

pytestmark = pytest.mark.django_db

PRIVATE = ("Call +44 20 7946 0018", "Write to me@home.example", "Pay to GB82 WEST 1234 5698 7654 32")


@pytest.fixture
def connection(db: None) -> Connection:
    return make_connection()


def filed(connection: Connection, by: User, company: Company, words: str) -> Complaint:
    draft = make_draft(by=by, company=company)
    wish = CopyWish(text=f"{words}\n\n{letters.address_of(draft)}", is_own_words=True)
    filing.prepare_postings(complaint=draft, texts={connection: wish}, by=by, now=NOW)
    return draft


def resolved(by: User, company: Company) -> Complaint:
    case = make_complaint(by=by, company=company, title="No router", now=NOW)
    return resolving.confirm_fixed(complaint=case, by=by, fixed_on=NOW.date(), now=NOW)


@pytest.mark.parametrize("words", PRIVATE)
def test_a_person_looks_at_personal_data_in_a_copy_before_it_leaves(
    connection: Connection, customer: User, company: Company, moderator: User, words: str
) -> None:
    draft = filed(connection, customer, company, words)
    expected = preparing.expected_review(draft)
    case = filing.submit_complaint(complaint=draft, by=customer, is_attested=True, now=NOW)
    assert (case.status, tuple(case.review_reasons)) == (Status.IN_REVIEW, expected)
    assert expected
    assert Posting.objects.get().state == PostingState.PREPARED
    browser = Client()
    browser.force_login(moderator)
    page = browser.get(reverse("complaints:moderation_review", args=[case.reference]))
    assert words in page.content.decode()


@pytest.mark.parametrize("words", PRIVATE)
def test_other_words_for_a_copy_hold_no_personal_data(
    connection: Connection, customer: User, company: Company, words: str
) -> None:
    draft = filed(connection, customer, company, "No router.")
    case = filing.submit_complaint(complaint=draft, by=customer, is_attested=True, now=NOW)
    browser = Client()
    browser.force_login(customer)
    copy = Posting.objects.get()
    link = letters.address_of(case)
    refused = browser.post(
        reverse("complaints:copy_edit", args=[case.reference, copy.pk]), {"text": f"{words}\n\n{link}"}
    )
    assert refused.status_code == 422
    assert words.split(" ", 1)[1].removeprefix("to ") in refused.content.decode()
    assert Posting.objects.get().text == f"No router.\n\n{link}"


def test_what_a_moderator_let_pass_is_not_asked_again(
    connection: Connection, customer: User, company: Company, moderator: User
) -> None:
    draft = filed(connection, customer, company, "Their man has the number +44 20 7946 0018")
    case = filing.submit_complaint(complaint=draft, by=customer, is_attested=True, now=NOW)
    moderating.publish_from_review(complaint=case, by=moderator, now=NOW)
    text = f"His number is +44 20 7946 0018\n\n{letters.address_of(draft)}"
    copies.edit_posting(posting=Posting.objects.get(), text=text, by=customer, now=NOW)
    assert Posting.objects.get().text == text


@pytest.mark.parametrize("words", PRIVATE)
@pytest.mark.parametrize("is_posted", [True, False])
def test_a_thank_you_holds_no_personal_data(
    connection: Connection, customer: User, company: Company, words: str, is_posted: bool
) -> None:
    with pytest.raises(TextRefused, match="personal data"):
        thanking.thank(
            complaint=resolved(customer, company),
            words=words,
            connections=[connection] if is_posted else [],
            by=customer,
            now=NOW,
        )
    assert not Reply.objects.exists()


def test_the_brands_own_account_is_no_personal_data(
    connection: Connection, customer: User, company: Company
) -> None:
    make_handle(company=company, handle="northline@brands.example.test")
    draft = filed(connection, customer, company, "No router.")
    filing.submit_complaint(complaint=draft, by=customer, is_attested=True, now=NOW)
    text = f"Hello @northline@brands.example.test\n\n{letters.address_of(draft)}"
    copies.edit_posting(posting=Posting.objects.get(), text=text, by=customer, now=NOW)
    assert Posting.objects.get().text == text


# Links and calls -------------------------------------------------------------------------------------------------

OTHER_LINKS = (
    "https://evil.example/x",
    "HTTP://evil.example",
    "www.evil.example",
    "evil.example/x",
    "xmpp:me",
)
OTHER_CALLS = ("@bob@x.example", "＠bob@x.example", "﹫bob", "＠northline")


def link_of(case: Complaint, kind: str = "complaint") -> str:
    return letters.link_of(case, kind)


@pytest.mark.parametrize("words", [*OTHER_LINKS, *OTHER_CALLS])
def test_the_account_of_the_site_posts_our_link_alone_and_calls_nobody_else(
    connection: Connection, customer: User, company: Company, words: str
) -> None:
    make_handle(company=company, handle="northline@brands.example.test")
    case = make_complaint(by=customer, company=company)
    with pytest.raises(TextRefused):
        copies.checked_words(
            f"See {words} for more\n\n{link_of(case)}",
            link=link_of(case),
            connection=connection,
            handle="northline",
        )


@pytest.mark.parametrize("words", ["https://evil.example/x", "＠bob@x.example"])
def test_a_thank_you_carries_no_other_link_and_calls_nobody(
    connection: Connection, customer: User, company: Company, words: str
) -> None:
    case = resolved(customer, company)
    with pytest.raises(TextRefused):
        thanking.text_for(case, connection, f"Thank you, see {words}")
    assert thanking.text_for(case, connection, "Thank you\n\nAna") == (
        f"Thank you\n\nAna\n\n{link_of(case, 'thanks')}"
    )


def test_the_customers_own_account_may_link_elsewhere_but_calls_nobody_else(
    customer: User, company: Company
) -> None:
    mine, case = make_connection(owner=customer), make_complaint(by=customer, company=company)
    text = f"My photos: https://pictures.example/x\n\n{link_of(case)}"
    assert copies.checked_words(text, link=link_of(case), connection=mine) == text
    for called in OTHER_CALLS:
        with pytest.raises(TextRefused, match="Call nobody"):
            copies.checked_words(f"Hey {called}\n\n{link_of(case)}", link=link_of(case), connection=mine)


@pytest.mark.parametrize(
    "words", ["Booking.com kept it and/or lost it.", "I paid 3.50/month", "e.g./i.e.", "Call 24/7, v2.0/beta"]
)
def test_names_and_numbers_are_no_links(
    connection: Connection, customer: User, company: Company, words: str
) -> None:
    case = make_complaint(by=customer, company=company)
    text = f"{words}\n\n{link_of(case)}"
    assert copies.checked_words(text, link=link_of(case), connection=connection) == text
