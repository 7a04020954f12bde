"""The last steps: copies for networks, the check page, what is said afterwards."""

import re
import socket
from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.models import Mail, MailState, User
from accounts.signals import mail_settled
from companies.enums import CompanyState, HandleProof
from companies.models import Channel, Company
from complaints.enums import EventKind, PostingState, Status
from complaints.models import Complaint, Connection, Posting
from complaints.services import filing, letters, preparing
from tests.factories import (
    NOW,
    make_attempt,
    make_company,
    make_complaint,
    make_connection,
    make_draft,
    make_handle,
    make_representative,
    make_user,
)
from tests.integration.filing_pages import url, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.doors.clock.now", lambda: NOW)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page view asks no server of a network."""

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a page view asked the network")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)


@pytest.fixture
def connection(db: None) -> Connection:
    return make_connection()


@pytest.fixture
def draft(customer: User, company: Company) -> Complaint:
    return make_draft(by=customer, company=company, title="No router", attempts=2)


@pytest.fixture
def signed_in(client: Client, customer: User) -> Client:
    client.force_login(customer)
    return client


def submit(client: Client, draft: Complaint, **sent: str) -> HttpResponse:
    """Open the check page and press the button."""
    page = client.get(url("filing_check", draft)).content.decode()
    shown = re.search(r'name="shown" value="(\w+)"', page)
    assert shown is not None
    return client.post(url("filing_check", draft), {"attested": "on", "shown": shown[1], **sent})


# Copies -----------------------------------------------------------------------------------------------


def test_the_page_shows_each_copy_as_it_would_be_posted(
    signed_in: Client, draft: Complaint, company: Company, connection: Connection
) -> None:
    make_handle(company=company, handle="northline@brands.example.test")
    make_attempt(complaint=draft, channel="email", made_on=date(2026, 2, 25), minutes=10)
    page = signed_in.get(url("filing_networks", draft))
    link = f"http://testserver{draft.get_absolute_url()}"
    text = f"No router\n\nAbout @northline@brands.example.test: 3 attempts by phone and e-mail, 1 h, 10 days\n\n{link}"
    [(_, prepared)] = preparing.prepared_texts(draft, now=NOW)
    assert prepared.body == text
    assert page.context["form"][f"text-{connection.pk}"].value() == text
    assert f"{prepared.length} of 500 characters" in words(page)
    assert "checked" not in page.content.decode().split(f'name="wanted-{connection.pk}"')[1].split(">")[0]


def test_only_a_proved_account_is_addressed(company: Company) -> None:
    make_handle(company=company, handle="fan@brands.example.test", proof=HandleProof.NONE)
    assert preparing.handles_of(company) == {}
    make_handle(company=company, handle="real@brands.example.test", proof=HandleProof.PROVED)
    assert preparing.handles_of(company) == {"mastodon": "real@brands.example.test"}


def test_only_usable_accounts_of_the_site_are_offered(draft: Complaint) -> None:
    make_connection(owner=make_user())
    make_connection(state="disabled")
    usable = make_connection(limits={})
    make_connection()  # one post per case and network
    assert [connection for connection, _ in preparing.prepared_texts(draft, now=NOW)] == [usable]


def test_an_account_whose_secret_does_not_open_is_left_out(draft: Complaint, connection: Connection) -> None:
    Connection.objects.update(secret="test.AAAA.BBBB")
    assert preparing.prepared_texts(draft, now=NOW) == []


def test_a_wanted_copy_is_kept_word_by_word(
    signed_in: Client, draft: Complaint, connection: Connection
) -> None:
    response = signed_in.post(url("filing_networks", draft), {f"wanted-{connection.pk}": "on"})
    assert response.url == url("filing_check", draft)
    posting = Posting.objects.get()
    assert (posting.state, posting.connection) == (PostingState.PREPARED, connection)
    assert posting.text == preparing.prepared_texts(draft, now=NOW)[0][1].body
    # Choosing none takes it back.
    signed_in.post(url("filing_networks", draft), {})
    assert not Posting.objects.exists()


def test_a_network_that_went_away_is_said(
    signed_in: Client, draft: Complaint, connection: Connection
) -> None:
    page = signed_in.post(
        url("filing_networks", draft), {"wanted-999999": "on", f"wanted-{connection.pk}": "on"}
    )
    assert page.status_code == 422
    assert "One of the networks is not available any more. Please choose again." in words(page)
    assert "checked" in page.content.decode()


def test_without_an_attempt_the_channels_of_the_brand_come_first(
    signed_in: Client, customer: User, company: Company, connection: Connection
) -> None:
    Channel.objects.create(
        company=company,
        kind="phone",
        value="+44 20 7946 0123",
        staffed={str(day): ["09:00", "17:30"] for day in range(1, 6)},
    )
    draft = make_draft(by=customer, company=company, attempts=0)
    page = signed_in.get(url("filing_networks", draft))
    assert "Have you told Northline yet?" in words(page)
    assert 'href="tel:+442079460123"' in page.content.decode()
    assert "Monday to Friday 09:00 to 17:30" in words(page)
    assert "Add an attempt" in words(page)
    assert "Publish on this site alone" in words(page)
    assert 'name="wanted-' not in page.content.decode()
    # What is sent all the same is not kept.
    assert signed_in.post(url("filing_networks", draft), {f"wanted-{connection.pk}": "on"}).status_code == 422
    assert signed_in.post(url("filing_networks", draft), {}).url == url("filing_check", draft)
    submit(signed_in, draft)
    draft.refresh_from_db()
    assert draft.status == Status.AWAITING_ANSWER
    assert not Posting.objects.exists()


def test_without_any_account_the_page_says_so(signed_in: Client, draft: Complaint) -> None:
    assert "This site posts to no network at the moment." in words(
        signed_in.get(url("filing_networks", draft))
    )


# The check page ---------------------------------------------------------------------------------------


def test_the_check_page_shows_the_public_and_the_private_part(
    signed_in: Client, customer: User, company: Company
) -> None:
    draft = make_draft(
        by=customer,
        company=company,
        title="<script>alert(1)</script>",
        story="Line one.\n\nمرحبا <b>bold</b> 😡",
        wish="A refund.",
        public_name="Ana S.",
        attempts=0,
    )
    make_attempt(complaint=draft, note="said “tomorrow”", reference="SECRET-1")
    page = signed_in.get(url("filing_check", draft))
    html = page.content.decode()
    public = html.split('class="preview"')[1].split("</article>")[0]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in public
    assert "مرحبا &lt;b&gt;bold&lt;/b&gt; 😡" in public
    assert "Ana S." in public
    assert "said “tomorrow”" in public
    assert "SECRET-1" not in public
    assert customer.email not in html
    private = html.split('id="private-h"')[1]
    assert "SECRET-1" in private


def test_each_part_leads_to_its_page_and_back(signed_in: Client, draft: Complaint) -> None:
    html = signed_in.get(url("filing_check", draft)).content.decode()
    for name in ("filing_company", "filing_story", "filing_ledger", "filing_networks", "filing_evidence"):
        assert f'href="{url(name, draft)}?from=check"' in html
    story = {"title": "Changed", "story": "Changed", "category": "billing"}
    response = signed_in.post(f"{url('filing_story', draft)}?from=check", story)
    assert response.url == url("filing_check", draft)


def test_an_unfinished_draft_says_what_is_missing_and_where(signed_in: Client, customer: User) -> None:
    draft = filing.start_draft(by=customer, company=None, now=NOW)
    page = signed_in.get(url("filing_check", draft))
    html = page.content.decode()
    assert f'href="{url("filing_company", draft)}?from=check#id_company"' in html
    assert f'href="{url("filing_story", draft)}?from=check#id_title"' in html
    assert "Confirm that this is your own genuine experience." not in words(page)
    refused = submit(signed_in, draft, attested="")
    assert refused.status_code == 422
    assert words(refused).count("Confirm that this is your own genuine experience.") == 2
    assert "5 things to put right" in words(refused)


def test_without_the_attestation_nothing_is_published(signed_in: Client, draft: Complaint) -> None:
    page = signed_in.get(url("filing_check", draft)).content.decode()
    shown = re.search(r'name="shown" value="(\w+)"', page)
    assert shown is not None
    refused = signed_in.post(url("filing_check", draft), {"shown": shown[1]})
    assert refused.status_code == 422
    assert 'href="#id_attested"' in refused.content.decode()
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def test_nothing_is_published_before_the_address_is_confirmed(client: Client, company: Company) -> None:
    person = make_user(verified=False)
    draft = make_draft(by=person, company=company)
    client.force_login(person)
    refused = submit(client, draft)
    assert refused.status_code == 422
    assert "Confirm your e-mail address first" in words(refused)
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def test_a_limit_of_the_rules_is_said_and_the_draft_kept(
    signed_in: Client, customer: User, company: Company
) -> None:
    for _ in range(3):
        make_complaint(by=customer, company=company, now=NOW - timedelta(days=3))
    draft = make_draft(by=customer, company=company)
    refused = submit(signed_in, draft)
    assert refused.status_code == 422
    assert "You have 3 open complaints about this company." in words(refused)
    assert "checked" in refused.content.decode().split('name="attested"')[1].split(">")[0]


def test_what_is_shown_is_what_is_posted(
    signed_in: Client, draft: Complaint, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in.post(url("filing_networks", draft), {f"wanted-{connection.pk}": "on"})
    page = signed_in.get(url("filing_check", draft)).content.decode()
    shown = re.search(r'name="shown" value="(\w+)"', page)
    assert shown is not None
    # A day passes while the page is open: "10 days" would now read "11 days".
    tomorrow = NOW + timedelta(days=1)
    monkeypatch.setattr("config.doors.clock.now", lambda: tomorrow)
    sent = {"attested": "on", "shown": shown[1]}
    refused = signed_in.post(url("filing_check", draft), sent)
    assert refused.status_code == 422
    assert "The text of a posting has changed since this page was opened." in words(refused)
    assert "11 days" in words(refused)
    submit(signed_in, draft)
    posting = Posting.objects.get()
    assert posting.state == PostingState.QUEUED
    assert posting.text == preparing.prepared_texts(draft, now=tomorrow)[0][1].body
    assert "11 days" in posting.text


def test_words_changed_after_the_networks_page_reach_the_copy(
    signed_in: Client, draft: Complaint, connection: Connection
) -> None:
    signed_in.post(url("filing_networks", draft), {f"wanted-{connection.pk}": "on"})
    signed_in.post(
        f"{url('filing_story', draft)}?from=check",
        {"title": "A better title", "story": "Words", "category": "billing"},
    )
    submit(signed_in, draft)
    assert Posting.objects.get().text.startswith("A better title\n")


def test_a_copy_of_a_network_that_was_switched_off_is_not_posted(
    signed_in: Client, draft: Complaint, connection: Connection
) -> None:
    signed_in.post(url("filing_networks", draft), {f"wanted-{connection.pk}": "on"})
    Connection.objects.update(state="disabled")
    submit(signed_in, draft)
    draft.refresh_from_db()
    assert draft.status == Status.AWAITING_ANSWER
    assert not Posting.objects.exists()


# Afterwards -------------------------------------------------------------------------------------------


def test_published_says_who_is_told_and_when_to_expect_an_answer(
    signed_in: Client, draft: Complaint, company: Company
) -> None:
    Company.objects.filter(pk=company.pk).update(time_zone="America/Sao_Paulo")
    Channel.objects.create(
        company=company,
        kind="chat",
        value="https://www.northline.example/chat",
        staffed={"1": ["09:00", "17:30"]},
    )
    response = submit(signed_in, draft)
    assert response.url == url("filing_done", draft)
    page = signed_in.get(response.url)
    text = words(page)
    assert "Your complaint is public" in text
    assert "A mail with the full text goes to its address for complaints." in text
    assert (
        "Northline is staffed again on Monday 2 March from 09:00 (its own time, America/Sao_Paulo)." in text
    )
    assert "on days 7, 30 and 90 after publication" in text
    assert draft.get_absolute_url() in page.content.decode()


def test_published_to_a_desk(signed_in: Client, draft: Complaint, company: Company) -> None:
    make_representative(company=company)
    submit(signed_in, draft)
    text = words(signed_in.get(url("filing_done", draft)))
    assert "Its representatives have it on their desk." in text
    assert "Northline has not said when it is staffed." in text


def test_published_without_an_address(signed_in: Client, customer: User) -> None:
    draft = make_draft(by=customer, company=make_company(name="Silent Ltd"))
    submit(signed_in, draft)
    assert "We know no address for complaints of Silent Ltd" in words(
        signed_in.get(url("filing_done", draft))
    )


def test_a_mail_that_came_back_is_said(signed_in: Client, draft: Complaint) -> None:
    submit(signed_in, draft)
    mail = Mail.objects.get(about=letters.BRAND_NOTICE)
    Mail.objects.filter(pk=mail.pk).update(state=MailState.FAILED)
    mail.refresh_from_db()
    mail_settled.send(sender=Mail, mail=mail, now=NOW)
    assert "The mail to its address for complaints came back" in words(
        signed_in.get(url("filing_done", draft))
    )


def test_a_new_brand_waits_for_a_person(signed_in: Client, customer: User) -> None:
    brand = make_company(name="Zorp", state=CompanyState.PROPOSED, proposed_by=customer)
    draft = make_draft(by=customer, company=brand)
    page = signed_in.get(url("filing_check", draft))
    assert "A person looks at it before it is published. The company is new here." in words(page)
    assert "Submit for review" in words(page)
    page = signed_in.get(submit(signed_in, draft).url)
    draft.refresh_from_db()
    assert draft.status == Status.IN_REVIEW
    assert "A person looks at it first" in words(page)
    assert draft.review_reasons[0] in words(page)
    assert draft.events.get().kind == EventKind.SUBMITTED


def test_personal_data_is_pointed_out_before_it_is_submitted(
    signed_in: Client, customer: User, company: Company
) -> None:
    draft = make_draft(
        by=customer, company=company, story="Write to me: ana.s@example.com or call +44 20 7946 0958."
    )
    text = words(signed_in.get(url("filing_check", draft)))
    assert "A person looks at it before it is published." in text
    assert "Found: “ ana.s@example.com ”, “ +44 20 7946 0958 ”." in text
    submit(signed_in, draft)
    draft.refresh_from_db()
    # What the page foretold is what happened.
    assert tuple(draft.review_reasons) == preparing.expected_review(draft)
    assert all(reason in text for reason in draft.review_reasons)


def test_a_draft_has_no_last_page_yet(signed_in: Client, draft: Complaint) -> None:
    assert signed_in.get(url("filing_done", draft)).url == url("filing_check", draft)


def test_where_the_customer_left_is_remembered(signed_in: Client, customer: User, draft: Complaint) -> None:
    signed_in.post(url("filing_networks", draft), {"leave": "1"})
    draft.refresh_from_db()
    assert draft.step == "networks"
    signed_in.post(url("filing_networks", draft), {})
    draft.refresh_from_db()
    assert draft.step == "check"
    with pytest.raises(ValueError, match="not a step"):
        preparing.remember_step(complaint=draft, step="moon", by=customer)
