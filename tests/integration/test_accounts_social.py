"""Sign-in by other sites: there when configured, and never a way around age, terms and a confirmed address."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.providers.wordpress_com.views import WordPressComAdapter
from tests.factories import make_user
from tests.fakes.wordpress_com import CODE, WordPressCom, serve

CALLBACK = "http://testserver/account/wordpress_com/login/callback/"
WANTED = "/complaints/new/?company=northline"
PROFILE = {
    "ID": 78972699,
    "display_name": "Bob Smith",
    "username": "bobsmith",
    "email": "Bob@Example.Test",
    "primary_blog": 67890,
    "avatar_URL": "https://gravatar.example/avatar/1",
    "profile_URL": "https://gravatar.example/bobsmith",
    "verified": True,
    "email_verified": True,
}
ALL = {
    "google": "Google",
    "facebook": "Facebook",
    "twitter_oauth2": "X",
    "tumblr_oauth2": "Tumblr",
    "wordpress_com": "WordPress.com",
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def wordpress(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[WordPressCom]:
    fake = WordPressCom(profile=dict(PROFILE), redirect_uri=CALLBACK)
    settings.SOCIALACCOUNT_PROVIDERS = {
        "wordpress_com": {"APPS": [{"client_id": fake.client_id, "secret": fake.secret}]}
    }
    with serve(fake):
        monkeypatch.setattr(WordPressComAdapter, "access_token_url", f"{fake.url}/oauth2/token")
        monkeypatch.setattr(WordPressComAdapter, "profile_url", f"{fake.url}/rest/v1.1/me")
        yield fake


def leave(client: Client, **query: str) -> dict[str, str]:
    """Press the button; the query with which WordPress.com is asked."""
    response = client.post(f"{reverse('wordpress_com_login')}?{urlencode(query)}")
    url = urlsplit(response.context["url"])
    assert f"{url.scheme}://{url.netloc}{url.path}" == "https://public-api.wordpress.com/oauth2/authenticate"
    return {name: values[0] for name, values in parse_qs(url.query).items()}


def come_back(client: Client, state: str, code: str = CODE) -> Any:
    return client.get(reverse("wordpress_com_callback"), {"code": code, "state": state})


def test_none_without_configuration(client: Client, settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {}
    page = client.get(reverse("account_login")).content.decode()
    assert "wordpress_com/login" not in page
    assert "google/login" not in page
    assert client.get("/account/google/login/").status_code == 404


@pytest.mark.parametrize("one", ALL)
def test_only_the_configured_one_is_offered(client: Client, settings: Any, one: str) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {one: {"APPS": [{"client_id": "1", "secret": "2"}]}}
    page = client.get(reverse("account_login")).content.decode()
    assert [name for name in ALL if f"/account/{name}/login/" in page] == [one]


def test_mastodon_is_offered_by_openid_connect(client: Client, settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "mastodon",
                    "name": "Mastodon",
                    "client_id": "1",
                    "secret": "2",
                    "settings": {"server_url": "https://mastodon.example"},
                }
            ]
        }
    }
    page = client.get(reverse("account_login")).content.decode()
    assert "/account/oidc/mastodon/login/" in page
    assert "Mastodon" in page


def test_the_way_to_wordpress_com(client: Client, wordpress: WordPressCom) -> None:
    page = client.get(reverse("wordpress_com_login"))
    assert page.status_code == 200  # asks first: a link elsewhere cannot start a sign-in
    asked = leave(client)
    state = asked.pop("state")
    assert len(state) >= 16
    assert asked == {
        "client_id": "12345",
        "redirect_uri": CALLBACK,
        "response_type": "code",
        "scope": "auth",
    }


def test_the_way_leads_by_a_page_because_of_form_action(client: Client, wordpress: WordPressCom) -> None:
    response = client.post(reverse("wordpress_com_login"))
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    page = response.content.decode()
    assert '<meta http-equiv="refresh" content="0; url=https://public-api.wordpress.com/oauth2/' in page
    assert "Go to public-api.wordpress.com" in page


def test_coming_back_makes_an_account_after_age_and_terms(client: Client, wordpress: WordPressCom) -> None:
    response = come_back(client, leave(client, next=WANTED)["state"])
    assert response.url == reverse("socialaccount_signup")
    assert not User.objects.exists()
    form = client.get(response.url).context["form"]
    assert (form["email"].value(), form["public_name"].value()) == ("bob@example.test", None)

    answers = {"email": "bob@example.test", "public_name": "Bob"}
    refused = client.post(response.url, answers)
    assert refused.status_code == 422
    assert sorted(refused.context["form"].errors) == ["age", "terms"]

    response = client.post(response.url, {**answers, "age": "on", "terms": "on"})
    assert (response.status_code, response.url) == (302, WANTED)  # WordPress.com has confirmed the address
    user = User.objects.get()
    assert (user.email, user.public_name, user.has_usable_password()) == ("bob@example.test", "Bob", False)
    assert user.terms_accepted_at is not None
    assert client.session["_auth_user_id"] == str(user.pk)
    account = SocialAccount.objects.get()
    assert (account.provider, account.uid) == ("wordpress_com", "78972699")
    assert sorted(account.extra_data) == ["ID", "display_name", "profile_URL", "username"]
    assert not SocialToken.objects.exists()


def test_coming_back_a_second_time_signs_in(client: Client, wordpress: WordPressCom) -> None:
    user = make_user(email="bob@example.test")
    SocialAccount.objects.create(user=user, provider="wordpress_com", uid="78972699")
    response = come_back(client, leave(client, next=WANTED)["state"])
    assert response.url == WANTED
    assert client.session["_auth_user_id"] == str(user.pk)


def test_an_address_that_is_not_confirmed_there_is_confirmed_here(
    client: Client, wordpress: WordPressCom
) -> None:
    wordpress.profile["email_verified"] = False
    signup = come_back(client, leave(client)["state"]).url
    answers = {"email": "bob@example.test", "age": "on", "terms": "on"}
    assert client.post(signup, answers).url == reverse("account_email_verification_sent")
    assert "_auth_user_id" not in client.session
    assert not EmailAddress.objects.get().verified
    assert mail.outbox[0].subject == "Confirm your e-mail address"


def test_an_address_of_somebody_else_does_not_open_their_account(
    client: Client, wordpress: WordPressCom
) -> None:
    make_user(email="bob@example.test")
    signup = come_back(client, leave(client)["state"]).url
    answers = {"email": "bob@example.test", "age": "on", "terms": "on"}
    response = client.post(signup, answers)
    assert response.url == reverse("account_email_verification_sent")
    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.exists()
    assert [message.subject for message in mail.outbox] == ["You already have an account"]


def test_a_wrong_state_code_or_answer_makes_nobody(client: Client, wordpress: WordPressCom) -> None:
    assert b"sign in" in come_back(client, "made-up").content.lower()
    assert come_back(client, leave(client)["state"], code="made-up").status_code == 401
    del wordpress.profile["ID"]
    assert come_back(client, leave(client)["state"]).status_code == 401
    assert not User.objects.exists()
    assert "socialaccount_sociallogin" not in client.session


def test_a_server_that_is_not_there(
    client: Client, wordpress: WordPressCom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WordPressComAdapter, "access_token_url", "http://127.0.0.1:1/oauth2/token")
    assert come_back(client, leave(client)["state"]).status_code == 401
    assert not User.objects.exists()


def test_providers_leave_by_the_door(client: Client, wordpress: WordPressCom, settings: Any) -> None:
    state = leave(client)["state"]
    settings.ALLOW_LOCAL_NETWORKS = False
    assert come_back(client, state).status_code == 401
    assert wordpress.used_codes == []
