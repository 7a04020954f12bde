"""Signing up and in: by mail, with the wanted page kept, without telling who has an account."""

import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import identify_hasher, make_password
from django.core import mail
from django.core.cache import cache
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from accounts.adapters import AccountAdapter
from accounts.models import User
from config.settings import base
from tests.factories import make_user

PASSWORD = "a long and quiet road"
WANTED = "/complaints/new/?company=northline"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def sign_up(client: Client, *, email: str = "ana@example.test", wanted: str = WANTED, **fields: str) -> Any:
    data = {"email": email, "password1": PASSWORD, "public_name": " Ana  S. ", "age": "on", "terms": "on"}
    return client.post(reverse("account_signup"), {**data, "next": wanted, **fields})


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def link_in(message: Any) -> str:
    """The first link of a mail, as a path of this site."""
    found = re.search(r"http://testserver(/\S+)", message.body)
    assert found
    return found[1]


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_sign_up_confirm_and_go_on(client: Client) -> None:
    session = client.session
    session["typed"] = "what a visitor typed before"
    session.save()
    response = sign_up(client)
    assert (response.status_code, response.url) == (302, reverse("account_email_verification_sent"))
    assert not is_signed_in(client)
    user = User.objects.get()
    assert (user.email, user.public_name) == ("ana@example.test", "Ana S.")
    assert user.age_confirmed_at is not None
    assert user.terms_accepted_at == user.age_confirmed_at
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["ana@example.test"], "Confirm your e-mail address")

    link = link_in(message)
    assert client.get(link).status_code == 200
    assert not EmailAddress.objects.get().verified  # a scanner that follows the link changes nothing
    response = client.post(link)
    assert (response.status_code, response.url) == (302, WANTED)
    assert is_signed_in(client)
    assert client.session["typed"] == "what a visitor typed before"
    assert EmailAddress.objects.get().verified


def test_the_wanted_page_survives_another_device(client: Client) -> None:
    sign_up(client)
    link = link_in(mail.outbox[0])
    phone = Client()
    page = phone.get(link)
    (hidden,) = re.findall(r'name="next" value="(/account/login/[^"]*)"', page.content.decode())
    response = phone.post(urlsplit(link).path, {"next": html.unescape(hidden)})
    assert not is_signed_in(phone)
    sign_in_page = urlsplit(response.url)
    assert sign_in_page.path == reverse("account_login")
    assert parse_qs(sign_in_page.query) == {"next": [WANTED]}
    response = sign_in(phone, "ana@example.test", next=WANTED)
    assert (response.status_code, response.url) == (302, WANTED)


def test_the_link_works_once_only_for_signing_in(client: Client) -> None:
    sign_up(client)
    link = link_in(mail.outbox[0])
    client.post(link)
    client.post(reverse("account_logout"))
    client.post(link)
    assert not is_signed_in(client)


def test_signing_in_without_a_confirmed_address_sends_the_link_again(client: Client) -> None:
    make_user(email="ana@example.test", password=PASSWORD, verified=False)
    response = sign_in(client, "ana@example.test", next=WANTED)
    assert (response.status_code, response.url) == (302, reverse("account_email_verification_sent"))
    assert not is_signed_in(client)
    response = client.post(link_in(mail.outbox[0]))
    assert response.url == WANTED
    assert is_signed_in(client)


@pytest.mark.parametrize(
    "wanted", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"]
)
def test_no_way_to_another_site(client: Client, wanted: str) -> None:
    make_user(email="ana@example.test", password=PASSWORD)
    assert sign_in(client, "ana@example.test", next=wanted).url == "/"
    sign_up(Client(), email="bo@example.test", wanted=wanted)
    assert "?" not in link_in(mail.outbox[0])


@override_settings(ALLOWED_HOSTS=["*"], SITE_URL="https://answerable.example")
def test_links_in_mails_do_not_follow_the_host_that_was_claimed(client: Client) -> None:
    make_user(email="bo@example.test", password=PASSWORD)
    client.post(
        reverse("account_reset_password"), {"email": "bo@example.test"}, headers={"host": "evil.example"}
    )
    sign_up(client)
    for message in mail.outbox:
        assert "evil.example" not in message.body
        assert "https://answerable.example/account/" in message.body


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("age", "Tick that you are 16 or older: younger people cannot sign up."),
        ("terms", "Tick that you accept the terms."),
    ],
)
def test_age_and_terms_are_asked(client: Client, missing: str, words: str) -> None:
    response = sign_up(client, **{missing: ""})
    assert response.status_code == 422
    assert response.context["form"].errors == {missing: [words]}
    assert response.context["form"]["email"].value() == "ana@example.test"
    assert not User.objects.exists()


def test_the_form_links_terms_and_privacy(client: Client) -> None:
    page = client.get(reverse("account_signup")).content.decode()
    assert f'I accept the <a href="{reverse("terms")}">terms</a>' in page
    assert f'<a href="{reverse("privacy")}">privacy notice</a>' in page


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("x" * 61, "Ensure this value has at most 60 characters (it has 61)."),
        ("ana@example.test", "Leave out “@”: this name is public, an address should not be."),
    ],
)
def test_public_names_that_are_refused(client: Client, name: str, words: str) -> None:
    response = sign_up(client, public_name=name)
    assert response.status_code == 422
    assert response.context["form"].errors == {"public_name": [words]}


@pytest.mark.parametrize("password", ["short", "password1234", "8273645182"])
def test_weak_passwords_are_refused(client: Client, password: str) -> None:
    response = sign_up(client, password1=password)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["password1"]


def test_a_wrong_password_and_an_unknown_address_look_the_same(client: Client) -> None:
    make_user(email="ana@example.test", password=PASSWORD)
    wrong = sign_in(client, "ana@example.test", "not the password")
    unknown = sign_in(client, "nobody@example.test", "not the password")
    assert wrong.status_code == unknown.status_code == 422
    words = ["E-mail address and password do not match."]
    assert wrong.context["form"].non_field_errors() == unknown.context["form"].non_field_errors() == words
    assert not is_signed_in(client)


def test_signing_up_with_a_taken_address_looks_like_any_other(client: Client) -> None:
    make_user(email="ana@example.test", password=PASSWORD)
    taken, free = Client(), Client()
    answers = [
        (response.status_code, response.url)
        for response in (sign_up(taken), sign_up(free, email="new@example.test"))
    ]
    assert answers == [(302, reverse("account_email_verification_sent"))] * 2
    pages = [
        re.sub(r"csrf\S+ value=\S+|\w+@example\.test", "", browser.get(answers[0][1]).content.decode())
        for browser in (taken, free)
    ]
    assert pages[0] == pages[1]
    told = {message.to[0]: message.subject for message in mail.outbox}
    assert told == {
        "ana@example.test": "You already have an account",
        "new@example.test": "Confirm your e-mail address",
    }


def test_asking_for_a_new_password_does_not_tell_who_has_an_account(client: Client) -> None:
    make_user(email="ana@example.test", password=PASSWORD)
    answers = [
        client.post(reverse("account_reset_password"), {"email": email})
        for email in ("ana@example.test", "nobody@example.test")
    ]
    assert [(answer.status_code, answer.url) for answer in answers] == [
        (302, reverse("account_reset_password_done"))
    ] * 2
    assert [message.subject for message in mail.outbox] == [
        "Set a new password",
        "There is no account with this address",
    ]


def test_a_new_password_by_mail(client: Client) -> None:
    user = make_user(email="ana@example.test", password=PASSWORD)
    elsewhere = Client()
    sign_in(elsewhere, user.email)
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = link_in(mail.outbox[0])
    form_page = client.get(link).url  # the key goes to the session, so that it stands in no address
    assert link not in form_page
    new = "another long and quiet road"
    response = client.post(form_page, {"password1": new, "password2": "different"})
    assert response.status_code == 422
    assert client.post(form_page, {"password1": new, "password2": new}).status_code == 302
    user.refresh_from_db()
    assert user.check_password(new)
    assert mail.outbox[-1].subject == "Your password has changed"
    assert elsewhere.get(reverse("account_home")).status_code == 302  # signed out everywhere
    assert b"link" in Client().get(link, follow=True).content
    client.get(link)
    assert client.post(form_page, {"password1": PASSWORD, "password2": PASSWORD}).status_code != 302
    user.refresh_from_db()
    assert user.check_password(new)


def test_addresses_are_one_in_any_case(client: Client) -> None:
    make_user(email="Ana@Example.Test", password=PASSWORD)
    assert sign_in(client, "ANA@example.test").status_code == 302
    assert is_signed_in(client)


def test_a_mail_server_that_is_down_is_told(client: Client, settings: Any) -> None:
    from tests.fakes.mail_backends import PATH, ScriptedBackend

    settings.EMAIL_BACKEND = PATH
    ScriptedBackend.begin(ConnectionRefusedError("down"))
    response = sign_up(client)
    assert response.status_code == 302
    page = client.get(response.url).content.decode()
    assert "We could not send the mail just now. Please try again in a few minutes." in page
    assert User.objects.count() == 1


def test_too_many_tries_from_one_address_get_our_page(client: Client) -> None:
    for _ in range(30):
        assert client.post(reverse("account_login"), {}).status_code == 422
    response = client.post(reverse("account_login"), {})
    assert response.status_code == 429
    assert response.templates[0].name == "429.html"
    assert client.get(reverse("account_login")).status_code == 200


def test_too_many_tries_at_one_account_from_anywhere(client: Client) -> None:
    make_user(email="ana@example.test", password=PASSWORD)
    for number in range(5):
        sign_in(Client(REMOTE_ADDR=f"203.0.113.{number}"), "ana@example.test", "wrong")
    response = sign_in(Client(REMOTE_ADDR="203.0.113.99"), "ana@example.test")
    assert response.status_code == 422
    assert response.context["form"].non_field_errors() == [
        "Too many attempts. Wait five minutes, or reset your password."
    ]


def test_a_claimed_forwarded_address_does_not_dodge_the_limit(client: Client) -> None:
    for number in range(30):
        client.post(reverse("account_login"), {}, headers={"x-forwarded-for": f"203.0.113.{number}"})
    response = client.post(reverse("account_login"), {}, headers={"x-forwarded-for": "203.0.113.200"})
    assert response.status_code == 429


@pytest.mark.parametrize(
    ("proxies", "forwarded", "peer", "expected"),
    [
        (0, "198.51.100.7", "203.0.113.5", "203.0.113.5"),
        (1, "198.51.100.7", "203.0.113.5", "198.51.100.7"),
        (1, "192.0.2.1, 198.51.100.7", "203.0.113.5", "198.51.100.7"),
        (2, "198.51.100.7", "203.0.113.5", "203.0.113.5"),  # came around one of our proxies
        (1, "nonsense", "203.0.113.5", "203.0.113.5"),
        (0, "", "", "0.0.0.0"),  # noqa: S104
    ],
)
def test_who_is_the_client(settings: Any, proxies: int, forwarded: str, peer: str, expected: str) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=peer, headers={"x-forwarded-for": forwarded})
    assert AccountAdapter(request).get_client_ip(request) == expected


def test_the_proxies_of_the_environment_are_those_of_allauth() -> None:
    assert base.ALLAUTH_TRUSTED_PROXY_COUNT == base.TRUSTED_PROXIES


@override_settings(PASSWORD_HASHERS=base.PASSWORD_HASHERS)
def test_passwords_are_kept_with_argon2(client: Client) -> None:
    sign_up(client)
    user = User.objects.get()
    assert user.password.startswith("argon2$argon2id$")
    assert identify_hasher(user.password).algorithm == "argon2"
    assert user.check_password(PASSWORD)
    # A hash of another kind still opens and is renewed on the way.
    user.password = make_password(PASSWORD, hasher="pbkdf2_sha256")
    assert user.check_password(PASSWORD)
    assert user.password.startswith("argon2$")


def test_the_list_of_sign_ins(client: Client) -> None:
    user = make_user(email="ana@example.test", password=PASSWORD)
    other = Client(headers={"user-agent": "Other browser"})
    for browser in (client, other):
        sign_in(browser, user.email)
    page = client.get(reverse("usersessions_list"))
    assert page.status_code == 200
    assert "Other browser" in page.content.decode()
    assert UserSession.objects.filter(user=user).count() == 2
    client.post(reverse("usersessions_list"))
    assert is_signed_in(client)
    assert other.get(reverse("account_home")).status_code == 302
    assert UserSession.objects.filter(user=user).count() == 1
