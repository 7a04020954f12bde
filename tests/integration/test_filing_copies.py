"""Copies in the customer's own words, language and accounts."""

import re
import socket
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from companies.models import Company
from complaints.models import Complaint, Connection, Posting
from complaints.services import filing, preparing
from tests.factories import NOW, make_connection, make_draft, make_handle, make_user
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


def posted(page: HttpResponse, connection: Connection, **changed: str) -> dict[str, str]:
    """The form as the page shows it, sent with this copy chosen."""
    form = page.context["form"]
    shown = {
        name: str(form[name].value() or "")
        for name in form.fields
        if not isinstance(form[name].value(), bool)
    }
    return {**shown, f"wanted-{connection.pk}": "on", **changed}


def test_the_customer_says_it_in_other_words(
    signed_in: Client, draft: Complaint, connection: Connection
) -> None:
    page = signed_in.get(url("filing_networks", draft))
    link = f"http://testserver{draft.get_absolute_url()}"
    own = f"They never delivered it.\r\n\r\n{link}"
    sent = posted(page, connection, **{f"text-{connection.pk}": own})
    answer = signed_in.post(url("filing_networks", draft), sent)
    assert answer.status_code == 302, words(answer)
    posting = Posting.objects.get()
    assert (posting.text, posting.is_own_words) == (f"They never delivered it.\n\n{link}", True)
    # What is theirs stays, whatever changes elsewhere; it is shown before it leaves, and it is what is sent.
    signed_in.post(
        f"{url('filing_story', draft)}?from=check",
        {"title": "A better title", "story": "Words", "category": "billing"},
    )
    assert "They never delivered it." in words(signed_in.get(url("filing_check", draft)))
    submit(signed_in, draft)
    queued = Posting.objects.get()
    assert (queued.text, queued.is_own_words) == (f"They never delivered it.\n\n{link}", True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Without the link", "let the text end with the link"),
        ("{link} is the link", "let the text end with the link"),
        ("{link}", "Say it in your words"),
        ("x" * 600 + " {link}", "too long: 624 of 500 characters"),
        ("@northline and @boss help {link}", "Call nobody but the company"),
    ],
)
def test_words_that_cannot_be_posted_are_said_and_kept(
    signed_in: Client, draft: Complaint, connection: Connection, text: str, said: str
) -> None:
    page = signed_in.get(url("filing_networks", draft))
    typed = text.format(link=f"http://testserver{draft.get_absolute_url()}")
    refused = signed_in.post(
        url("filing_networks", draft), posted(page, connection, **{f"text-{connection.pk}": typed})
    )
    assert (refused.status_code, said in words(refused)) == (422, True)
    assert refused.context["form"][f"text-{connection.pk}"].value() == typed
    assert not Posting.objects.exists()


def test_a_refusal_counts_what_was_typed_and_is_said_once(
    signed_in: Client, draft: Complaint, connection: Connection
) -> None:
    page = signed_in.get(url("filing_networks", draft))
    link = f"http://testserver{draft.get_absolute_url()}"
    sent = posted(page, connection, **{f"text-{connection.pk}": f"{'x' * 600} {link}"})
    refused = signed_in.post(url("filing_networks", draft), sent)
    assert "624 of 500 characters, as Mastodon counts them" in words(refused)
    assert refused.content.decode().count('class="error-summary"') == 1


def test_there_is_a_way_back_to_the_prepared_words_and_their_language(
    signed_in: Client, draft: Complaint, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, field = url("filing_networks", draft), f"text-{connection.pk}"
    again = f'name="prepared" value="{connection.pk}"'
    first = signed_in.get(address)
    assert again not in first.content.decode()
    ours = first.context["form"].copies[0].prepared
    signed_in.post(address, posted(first, connection, **{field: f"My own words.\n\n{ours.link}"}))
    own = signed_in.get(address)
    assert again in own.content.decode()
    # By its button: nothing is kept before the page is sent again.
    back = signed_in.post(address, posted(own, connection, prepared=str(connection.pk)))
    assert (back.status_code, back.context["form"][field].value()) == (200, ours.body)
    assert Posting.objects.get().is_own_words
    monkeypatch.setattr("config.doors.clock.now", lambda: NOW + timedelta(days=1))
    signed_in.post(address, posted(back, connection))
    kept = Posting.objects.get()
    assert ("11 days" in kept.text, kept.is_own_words) == (True, False)
    # By an empty field, in another language.
    signed_in.post(address, posted(first, connection, **{field: f"My own words.\n\n{ours.link}"}))
    own = signed_in.get(address)
    kept_words = signed_in.post(address, posted(own, connection, language="pt", show="1"))
    assert "My own words." in kept_words.context["form"][field].value()
    shown = signed_in.post(address, posted(own, connection, language="es", show="1", **{field: ""}))
    assert "2 intentos por teléfono" in shown.context["form"][field].value()
    signed_in.post(address, posted(shown, connection))
    kept = Posting.objects.get()
    assert ("2 intentos por teléfono" in kept.text, kept.is_own_words) == (True, False)


def test_words_shown_yesterday_are_not_the_customers_own(
    signed_in: Client, draft: Complaint, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = posted(signed_in.get(url("filing_networks", draft)), connection)
    monkeypatch.setattr("config.doors.clock.now", lambda: NOW + timedelta(days=1))
    signed_in.post(url("filing_networks", draft), sent)
    posting = Posting.objects.get()
    assert ("11 days" in posting.text, posting.is_own_words) == (True, False)


def test_the_copies_speak_the_language_that_was_chosen(
    signed_in: Client, draft: Complaint, connection: Connection
) -> None:
    page = signed_in.get(url("filing_networks", draft))
    sent = posted(page, connection, language="pt", show="1", **{f"picture-{connection.pk}": "on"})
    shown = signed_in.post(url("filing_networks", draft), sent)
    assert shown.status_code == 200
    text = shown.context["form"][f"text-{connection.pk}"].value()
    assert "2 tentativas por telefone" in text
    assert "checked" in shown.content.decode().split(f'name="wanted-{connection.pk}"')[1].split(">")[0]
    del sent["show"]
    signed_in.post(url("filing_networks", draft), posted(shown, connection, language="pt"))
    draft.refresh_from_db()
    assert (draft.language, "tentativa" in Posting.objects.get().text) == ("pt", True)


def test_a_picture_and_what_follows_are_chosen_for_each_copy(
    signed_in: Client, draft: Complaint, connection: Connection
) -> None:
    page = signed_in.get(url("filing_networks", draft))
    chosen = {f"picture-{connection.pk}": "on", f"follow-{connection.pk}": "on"}
    signed_in.post(url("filing_networks", draft), posted(page, connection, **chosen))
    posting = Posting.objects.get()
    assert posting.follows_up
    assert posting.picture_alt.startswith("Complaint about Northline. ")
    # What will be said is shown where it is chosen, in the language of the copies.
    for language, sentences in (
        (
            "en",
            ("Northline has answered this complaint.", "Fixed, says the customer: Northline, 12 days after"),
        ),
        (
            "pt",
            ("Northline respondeu a esta reclamação.", "Resolvido, diz o cliente: Northline, 12 dias depois"),
        ),
    ):
        draft.language = language
        draft.save()
        shown = words(signed_in.get(url("filing_networks", draft)))
        assert [one in shown for one in sentences] == [True, True]
    signed_in.post(url("filing_networks", draft), posted(page, connection))
    posting = Posting.objects.get()
    assert (posting.follows_up, posting.picture_alt) == (False, "")


def test_two_accounts_of_one_network_are_one_too_many(
    signed_in: Client, draft: Complaint, connection: Connection, customer: User
) -> None:
    mine = make_connection(owner=customer)
    page = signed_in.get(url("filing_networks", draft))
    assert "From your account" in words(page)
    both = posted(page, connection, **{f"wanted-{mine.pk}": "on"})
    refused = signed_in.post(url("filing_networks", draft), both)
    assert (refused.status_code, "Choose one account for Mastodon" in words(refused)) == (422, True)
    signed_in.post(url("filing_networks", draft), posted(page, mine))
    assert Posting.objects.get().connection == mine


def test_the_account_of_somebody_else_is_never_used(draft: Complaint, customer: User) -> None:
    stranger = make_connection(owner=make_user())
    assert filing.prepare_postings(complaint=draft, texts={stranger: "x"}, by=customer, now=NOW) == []


def test_the_handle_of_the_brand_is_no_personal_data_and_a_mail_address_is(
    signed_in: Client, draft: Complaint, connection: Connection, company: Company
) -> None:
    make_handle(company=company, handle="northline@brands.example.test")
    page = signed_in.get(url("filing_networks", draft))
    link = page.context["form"].copies[0].prepared.link
    for words_, found in (
        ("Hello @northline@brands.example.test", []),
        ("Write to ana@mail.example", ["email"]),
    ):
        sent = posted(page, connection, **{f"text-{connection.pk}": f"{words_}\n\n{link}"})
        assert signed_in.post(url("filing_networks", draft), sent).status_code == 302
        fresh = Complaint.objects.get(pk=draft.pk)
        assert [one.kind for one in preparing.personal_data_of(fresh)] == found
