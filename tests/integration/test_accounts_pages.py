"""One's own account: the name, the colours, closing it; and who may do what."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts import queries
from accounts.models import Mail, MailState, User
from accounts.permissions import has_verified_email, is_moderator, moderator_required
from accounts.services import closing, mails
from accounts.signals import account_closing, mail_settled
from tests.factories import make_user

PASSWORD = "a long and quiet road"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def heard() -> Iterator[list[tuple[str, Any]]]:
    """What the apps above are told."""
    told: list[tuple[str, Any]] = []

    def on_closing(sender: Any, user: User, now: datetime, **kwargs: Any) -> None:
        told.append(("closing", (user.email, now)))

    def on_settled(sender: Any, mail: Mail, now: datetime, **kwargs: Any) -> None:
        told.append(("settled", (mail.about, mail.state)))

    account_closing.connect(on_closing)
    mail_settled.connect(on_settled)
    yield told
    account_closing.disconnect(on_closing)
    mail_settled.disconnect(on_settled)


@pytest.mark.parametrize("name", ["account_home", "account_close"])
def test_own_pages_ask_to_sign_in(client: Client, name: str) -> None:
    response = client.get(reverse(name))
    assert (response.status_code, response.url) == (302, f"/account/login/?next={reverse(name)}")


def test_the_name_is_changed(client: Client, customer: User) -> None:
    client.force_login(customer)
    page = client.get(reverse("account_home"))
    assert page.context["form"]["public_name"].value() == "Ana"
    assert client.post(reverse("account_home"), {"public_name": "  Ana \u202e M. "}).status_code == 302
    customer.refresh_from_db()
    assert customer.public_name == "Ana M."
    assert client.post(reverse("account_home"), {"public_name": ""}).status_code == 302
    customer.refresh_from_db()
    assert str(customer) == "a customer"


def test_a_name_that_is_refused_is_kept_in_the_form(client: Client, customer: User) -> None:
    client.force_login(customer)
    response = client.post(reverse("account_home"), {"public_name": "ana@example.test"})
    assert response.status_code == 422
    page = response.content.decode()
    assert 'value="ana@example.test"' in page
    assert page.count("this name is public, an address should not be") == 2  # in the summary and at the field
    customer.refresh_from_db()
    assert customer.public_name == "Ana"


def test_the_overview(rf: RequestFactory, customer: User, settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {}
    rows = queries.overview_of(customer, request=rf.get("/"))
    assert [(row.title, row.state) for row in rows] == [
        ("E-mail address", "customer@example.test"),
        ("Password", "You have none."),
        (
            "Two-step sign-in",
            "Off: your password alone signs you in. A passkey or an authenticator app protects better.",
        ),
        ("Where you are signed in", "0 browsers"),
        (
            "Close the account",
            "Your address and your name are deleted. What is public stays, without your name.",
        ),
    ]
    Authenticator.objects.create(user=customer, type="totp", data={})
    Authenticator.objects.create(user=customer, type="webauthn", data={})
    EmailAddress.objects.create(user=customer, email="second@example.test", verified=True)
    SocialAccount.objects.create(user=customer, provider="google", uid="1")
    states = {row.title: row.state for row in queries.overview_of(customer, request=rf.get("/"))}
    assert states["E-mail address"] == "customer@example.test, and 1 other"
    assert states["Two-step sign-in"] == "You have 1 passkey and an authenticator app."
    assert states["Other ways to sign in"] == "Connected: 1 account."


@pytest.mark.parametrize(
    "name", ["account_email", "account_change_password", "mfa_index", "usersessions_list"]
)
def test_every_page_of_the_account_opens(client: Client, name: str) -> None:
    user = make_user(password=PASSWORD)
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
def test_every_page_of_signing_in_opens(client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 200


# Closing -----------------------------------------------------------------------------------------


def test_closing_asks_for_the_password_then_closes(client: Client, heard: list[Any]) -> None:
    user = make_user(email="ana@example.test", password=PASSWORD)
    other = Client()
    for browser in (client, other):
        browser.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    response = client.get(reverse("account_close"))
    assert response.url == f"{reverse('account_reauthenticate')}?next=%2Faccount%2Fclose%2F"
    response = client.post(response.url, {"password": PASSWORD, "next": reverse("account_close")})
    assert response.url == reverse("account_close")
    assert client.get(reverse("account_close")).status_code == 200
    refused = client.post(reverse("account_close"), {})
    assert refused.status_code == 422
    assert heard == []

    response = client.post(reverse("account_close"), {"understood": "on"})
    assert (response.status_code, response.url) == (302, "/")
    assert [kind for kind, _ in heard] == ["closing"]
    for browser in (client, other):
        assert browser.get(reverse("account_home")).url.startswith(reverse("account_login"))
    again = client.post(reverse("account_login"), {"login": "ana@example.test", "password": PASSWORD})
    assert again.status_code == 422
    # The address is free again.
    answers = {"email": "ana@example.test", "password1": PASSWORD, "age": "on", "terms": "on"}
    client.post(reverse("account_signup"), answers)
    assert User.objects.filter(email="ana@example.test").count() == 1


def test_what_is_left_of_a_person(now: datetime, heard: list[Any]) -> None:
    user = make_user(
        email="ana@example.test", password=PASSWORD, public_name="Ana S.", is_moderator=True, is_staff=True
    )
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    SocialAccount.objects.create(user=user, provider="google", uid="1")
    client = Client()
    client.force_login(user)
    client.get(reverse("account_home"))
    waiting = mails.queue_mail(
        to=user.email, user=user, about="published", subject="S", text="T", once_key="a", now=now
    )
    closing.close_account(user=user, now=now)
    assert heard == [("closing", ("ana@example.test", now)), ("settled", ("published", "failed"))]

    user.refresh_from_db()
    assert user.email.endswith("@closed.invalid")
    assert user.email == user.email.lower()
    assert (user.public_name, user.closed_at, user.is_active) == ("", now, False)
    assert (user.is_moderator, user.is_staff, user.has_usable_password()) == (False, False, False)
    for kind in (EmailAddress, Authenticator, SocialAccount, UserSession):
        assert not kind.objects.filter(user=user).exists()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.subject, waiting.text) == (MailState.FAILED, "", "")
    assert "ana" not in waiting.to

    closing.close_account(user=user, now=now + timedelta(days=1))
    user.refresh_from_db()
    assert user.closed_at == now
    assert len(heard) == 2


def test_the_last_mail_is_sent_and_its_address_forgotten(now: datetime) -> None:
    user = make_user(email="ana@example.test")
    closing.close_account(user=user, now=now)
    assert mails.sweep_mails(now=now) == 1
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["ana@example.test"], "Your account is closed")
    assert not Mail.objects.exists()


def test_when_an_app_above_objects_nothing_is_closed(now: datetime, customer: User) -> None:
    def object_to_it(sender: Any, **kwargs: Any) -> None:
        raise RuntimeError("not now")

    account_closing.connect(object_to_it)
    try:
        with pytest.raises(RuntimeError, match="not now"):
            closing.close_account(user=customer, now=now)
    finally:
        account_closing.disconnect(object_to_it)
    customer.refresh_from_db()
    assert (customer.email, customer.closed_at, Mail.objects.count()) == ("customer@example.test", None, 0)


# Colours -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_the_colours_are_kept_in_a_cookie(choice: str) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(reverse("theme"), {"theme": choice, "next": "/league/?window=12"})
    assert (response.status_code, response.url) == (302, "/league/?window=12")
    assert client.cookies["theme"].value == choice
    assert client.cookies["theme"]["samesite"] == "Lax"
    page = client.get(reverse("account_login")).content.decode()
    assert f'data-theme="{choice}"' in page
    client.post(reverse("theme"), {"theme": "", "next": "/"})
    assert client.cookies["theme"].value == ""


@pytest.mark.parametrize(
    "wanted", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""]
)
def test_the_colours_lead_nowhere_else(client: Client, wanted: str) -> None:
    assert client.post(reverse("theme"), {"theme": "dark", "next": wanted}).url == "/"


def test_unknown_colours_are_as_the_device(client: Client) -> None:
    client.post(reverse("theme"), {"theme": "sepia", "next": "/"})
    assert client.cookies["theme"].value == ""
    assert client.get(reverse("theme")).status_code == 405


# Who may ------------------------------------------------------------------------------------------


@moderator_required
def a_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("queue")


def test_moderators_only(rf: RequestFactory, customer: User, moderator: User) -> None:
    request = rf.get("/moderation/")
    request.user = moderator
    assert a_page(request).content == b"queue"
    request.user = AnonymousUser()
    assert a_page(request).url == "/account/login/?next=/moderation/"
    request.user = customer
    with pytest.raises(PermissionDenied):
        a_page(request)


def test_who_is_a_moderator(customer: User, moderator: User) -> None:
    assert [is_moderator(who) for who in (AnonymousUser(), customer, moderator)] == [False, False, True]
    moderator.is_active = False
    assert is_moderator(moderator) is False


def test_a_verified_address() -> None:
    assert has_verified_email(make_user()) is True
    assert has_verified_email(make_user(verified=False)) is False


def test_operators_sign_in_like_everybody(client: Client) -> None:
    response = client.get("/admin/")
    assert response.status_code == 302
    assert client.get(response.url).url.startswith(reverse("account_login"))
    customer = make_user()
    client.force_login(customer)
    assert client.get("/admin/login/").status_code == 403


def test_the_admin_shows_people_and_mails(client: Client, now: datetime, customer: User) -> None:
    operator = make_user(is_staff=True, is_superuser=True)
    client.force_login(operator)
    row = mails.queue_mail(
        to="x@example.test", about="asked", subject="Is it fixed?", text="secret link", once_key="a", now=now
    )
    assert client.get("/admin/accounts/user/").status_code == 200
    person = client.get(f"/admin/accounts/user/{customer.pk}/change/")
    assert person.status_code == 200
    assert client.get("/admin/accounts/user/add/").status_code == 200
    assert client.get("/admin/accounts/mail/").status_code == 200
    page = client.get(f"/admin/accounts/mail/{row.pk}/change/")
    assert page.status_code == 200
    assert "secret link" not in page.content.decode()
    assert client.post(f"/admin/accounts/mail/{row.pk}/change/", {"state": "sent"}).status_code == 403
    assert client.get(f"/admin/accounts/user/{customer.pk}/delete/").status_code == 403
