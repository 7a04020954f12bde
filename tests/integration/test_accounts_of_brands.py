"""The page of a brand's accounts: on the desk, before moderators, in their queue and in public."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from companies.enums import HandleProof, Role
from companies.models import Company, Handle, Representative
from companies.services import proving
from companies.services.proving import HandleProblem
from config.doors import clock
from tests.factories import NOW, make_handle, make_representative
from tests.fakes.small_web import SmallWeb, serving

pytestmark = pytest.mark.django_db

HOME = "https://northline.example/"


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallWeb]:
    with serving(monkeypatch) as small_web:
        yield small_web


@pytest.fixture
def owner(client: Client, representative: Representative) -> Client:
    client.force_login(representative.user)
    return client


def page_of(company: Company) -> str:
    return reverse("complaints:desk_accounts", args=[company.slug])


def act(handle: Handle, name: str) -> str:
    return reverse("complaints:desk_account", args=[handle.company.slug, handle.pk, name])


def words(client: Client, company: Company) -> str:
    return " ".join(client.get(page_of(company)).content.decode().split())


def test_an_owner_adds_an_account_and_reads_what_was_found(
    owner: Client, company: Company, web: SmallWeb
) -> None:
    assert "None yet." in words(owner, company)
    web.page(HOME, '<a href="https://x.com/northline">X</a>')
    sent = {"network": "x", "handle": "https://x.com/Northline", "page": ""}
    answer = owner.post(page_of(company), sent, follow=True)
    assert answer.redirect_chain == [(page_of(company), 302)]
    shown = " ".join(answer.content.decode().split())
    assert "@northline counts as Northline’s: the brand’s website links to it." in shown
    assert Handle.objects.get().proof == HandleProof.WEBSITE
    public = owner.get(company.get_absolute_url()).content.decode()
    assert 'href="https://x.com/northline"' in public
    assert "the brand’s website links to it, looked at on" in public


def test_one_that_is_not_proved_gets_a_code_and_stays_out_of_the_public_list(
    owner: Client, company: Company, web: SmallWeb, moderator: User
) -> None:
    answer = owner.post(page_of(company), {"network": "x", "handle": "@northline"}, follow=True)
    handle = Handle.objects.get()
    shown = " ".join(answer.content.decode().split())
    assert "@northline is not proved. https://www.northline.example/ has no link to this account." in shown
    assert f"<code>{handle.code}</code>" in shown
    assert "No program of ours reads profiles of X" in shown
    assert "x.com/northline" not in owner.get(company.get_absolute_url()).content.decode()
    assert owner.post(act(handle, "ask")).status_code == 302

    before_moderators = Client()
    before_moderators.force_login(moderator)
    queue = before_moderators.get(reverse("complaints:moderation")).content.decode()
    assert handle.code in queue
    answer = before_moderators.post(act(handle, "confirm"), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("complaints:moderation")
    assert "Codes to look for" not in answer.content.decode()
    assert "the brand put a code that we gave into its profile" in words(owner, company)


@pytest.mark.parametrize(
    ("sent", "field", "error"),
    [
        ({}, "id_network", "Choose the network."),
        ({"network": "google-plus", "handle": "a"}, "id_network", "Choose the network."),
        (
            {"network": "x", "handle": "two words"},
            "id_handle",
            "Enter the name of the account as X writes it",
        ),
        (
            {"network": "x", "handle": "a", "page": "no address"},
            "id_page",
            "Enter the whole address of a page",
        ),
        (
            {"network": "x", "handle": "a", "page": "evil.example"},
            "id_page",
            "own website, at northline.example",
        ),
    ],
)
def test_what_is_wrong_is_said_at_the_top_and_at_the_field(
    owner: Client, company: Company, sent: dict[str, str], field: str, error: str
) -> None:
    answer = owner.post(page_of(company), sent)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert shown.count(error) == 2
    assert f'<a href="#{field}">' in shown
    assert f'value="{sent.get("handle", "")}"' in shown or "handle" not in sent


def test_the_proved_account_of_somebody_else_is_refused(
    owner: Client, company: Company, other_company: Company
) -> None:
    make_handle(company=other_company, handle="pebble@social.example")
    answer = owner.post(page_of(company), {"network": "mastodon", "handle": "pebble@social.example"})
    assert answer.status_code == 422
    assert answer.content.decode().count("This account belongs to Pebble Mobile, as is proved.") == 2


def test_checking_again_and_removing(owner: Client, company: Company, web: SmallWeb) -> None:
    handle = make_handle(company=company, network="x", handle="northline", page=HOME)
    web.down.update({"northline.example", "www.northline.example"})
    answer = owner.post(act(handle, "check"), follow=True)
    kept = "It stays proved as before. northline.example cannot be reached from here."
    assert kept in answer.content.decode()
    web.down.clear()
    web.page(HOME, "<p>nothing</p>")
    answer = owner.post(act(handle, "check"), follow=True)
    assert "The proof no longer holds" in answer.content.decode()
    assert "The proof no longer held" in answer.content.decode()
    owner.post(act(handle, "remove"))
    assert not Handle.objects.exists()
    shown = words(owner, company)
    assert "Removed" in shown
    assert "Ines, Customer care" in shown


def test_who_may_look_and_who_may_act(
    company: Company, other_representative: Representative, customer: User, moderator: User
) -> None:
    handle = make_handle(company=company, network="x", handle="northline")
    responder = make_representative(company=company, role=Role.RESPONDER).user
    seen = {}
    for name, person in (
        ("responder", responder),
        ("other", other_representative.user),
        ("customer", customer),
        ("moderator", moderator),
    ):
        client = Client()
        client.force_login(person)
        seen[name] = (
            client.get(page_of(company)).status_code,
            client.post(page_of(company), {"network": "x", "handle": "ana"}).status_code
            if name != "moderator"
            else 302,
            client.post(act(handle, "remove")).status_code if name != "moderator" else 302,
            client.post(act(handle, "confirm")).status_code if name != "moderator" else 302,
        )
    assert seen == {
        "responder": (200, 403, 403, 403),
        "other": (404, 404, 404, 404),
        "customer": (404, 404, 404, 404),
        "moderator": (200, 302, 302, 302),
    }
    client = Client()
    client.force_login(responder)
    assert "Add and check it" not in words(client, company)
    client.force_login(moderator)
    assert "Add and check it" in words(client, company)


def test_an_account_is_reached_by_its_own_brand_alone(
    company: Company, other_company: Company, moderator: User, client: Client
) -> None:
    handle = make_handle(company=company, network="x", handle="northline")
    client.force_login(moderator)
    wrong = reverse("complaints:desk_account", args=[other_company.slug, handle.pk, "remove"])
    assert client.post(wrong).status_code == 404
    assert client.post(act(handle, "explode")).status_code == 404
    assert Handle.objects.count() == 1


def test_a_lost_proof_waits_in_the_queue(company: Company, moderator: User, client: Client) -> None:
    handle = make_handle(company=company, handle="northline@social.example", proof=HandleProof.NONE)
    Handle.objects.update(lost_at=clock.now() - timedelta(hours=1), checked_at=NOW)
    client.force_login(moderator)
    queue = client.get(reverse("complaints:moderation")).content.decode()
    assert "Accounts whose proof no longer holds" in queue
    client.post(act(handle, "confirm"))
    assert Handle.objects.get().proof == HandleProof.MODERATOR
    assert "no longer holds" not in client.get(reverse("complaints:moderation")).content.decode()


def test_where_nothing_could_be_matched_with_a_proof_none_is_offered(
    owner: Client, company: Company, moderator: User
) -> None:
    offered = {slug for slug, _ in owner.get(page_of(company)).context["form"].fields["network"].choices}
    assert {"mastodon", "bluesky", "x"} <= offered
    assert offered.isdisjoint({"wordpress", "facebook-page"})
    said = words(owner, company)
    assert "Not WordPress." in said
    assert "Not Facebook Page." in said
    refused = proving.add_handle(
        company=company, network="wordpress", typed="blog.northline.example", page="", by=moderator, now=NOW
    )
    assert isinstance(refused, HandleProblem)
    assert (refused.field, Handle.objects.count()) == ("network", 0)
