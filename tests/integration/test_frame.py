"""The frame of every page: who sees which links, and what a public page must not carry."""

import re

import pytest

PUBLIC_WORDS = ["about", "terms", "privacy", "contact"]


def links(response, landmark):
    """Label and address of the links inside the nav that bears this label."""
    part = re.search(rf'<nav[^>]*aria-label="{landmark}">(.*?)</nav>', response.content.decode(), re.DOTALL)
    return re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', part[1]) if part else None


@pytest.mark.django_db
def test_everybody_finds_the_main_parts_of_the_site(client):
    response = client.get("/about/")
    assert links(response, "Main") == [
        ("/complaints/", "Complaints"),
        ("/companies/", "Brands"),
        ("/league/", "League tables"),
        ("/methodology/", "Method"),
    ]
    assert links(response, "About this site") == [
        ("/about/", "About"),
        ("/methodology/", "Method"),
        ("/channels/", "Channels"),
        ("/networks/", "Networks"),
        ("/api/docs/", "API"),
        ("/terms/", "Terms"),
        ("/privacy/", "Privacy"),
        ("/contact/", "Contact"),
    ]
    assert links(response, "Your account") is None
    assert 'href="/complaints/new/">File a complaint</a>' in response.content.decode()
    assert 'href="/account/login/">Sign in</a>' in response.content.decode()


@pytest.mark.django_db
def test_a_customer_finds_what_is_hers(client, customer):
    client.force_login(customer)
    response = client.get("/about/")
    assert links(response, "Your account") == [("/my-complaints/", "My complaints"), ("/account/", "Account")]
    assert "Sign out</button>" in response.content.decode()
    assert "Sign in</a>" not in response.content.decode()


@pytest.mark.django_db
def test_a_representative_finds_the_desk(client, representative):
    client.force_login(representative.user)
    assert ("/desk/", "Desk") in links(client.get("/about/"), "Your account")


@pytest.mark.django_db
def test_a_moderator_finds_the_queue(client, moderator):
    client.force_login(moderator)
    assert ("/moderation/", "Moderation") in links(client.get("/about/"), "Your account")


@pytest.mark.django_db
@pytest.mark.parametrize("name", PUBLIC_WORDS)
def test_a_public_page_is_the_same_for_every_stranger(client, name):
    first, second = client.get(f"/{name}/"), client.get(f"/{name}/")
    assert first.status_code == 200
    assert first.content == second.content  # no token, no nonce: it may be cached
    assert "csrftoken" not in first.cookies
    assert "csrf" not in first.content.decode()


@pytest.mark.django_db
def test_who_is_signed_in_can_send_by_htmx(client, customer):
    client.force_login(customer)
    assert re.search(
        r"<body hx-headers='\{\"x-csrftoken\": \"\w{64}\"\}'>", client.get("/about/").content.decode()
    )


@pytest.mark.django_db
def test_the_page_one_is_on_is_marked(client):
    html = client.get("/terms/").content.decode()
    assert re.findall(r'<a href="([^"]+)" aria-current="page">', html) == ["/terms/"]


@pytest.mark.django_db
@pytest.mark.parametrize(("chosen", "marked"), [("dark", ' data-theme="dark"'), ("", ""), ("<b>", "")])
def test_a_chosen_theme_is_on_the_page(client, chosen, marked):
    client.cookies["theme"] = chosen
    assert f'<html lang="en"{marked}>' in client.get("/about/").content.decode()


@pytest.mark.django_db
def test_the_operator_is_named_from_the_settings(client, settings):
    settings.SITE_OPERATOR, settings.SITE_CONTACT_EMAIL = "Example Foundation", "hello@example.test"
    html = client.get("/contact/").content.decode()
    assert "This site is run by Example Foundation." in html
    assert 'href="mailto:hello@example.test"' in html


@pytest.mark.django_db
def test_an_unknown_address_says_where_to_go(client):
    response = client.get("/nothing-here/")
    assert response.status_code == 404
    assert "There is nothing at this address" in response.content.decode()
