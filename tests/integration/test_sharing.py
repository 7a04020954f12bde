"""Posting by hand: the page with the prepared words, and the posts that come back to the case."""

import json
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.services.closing import close_account
from companies.models import Case, Company, Representative
from complaints.enums import EventKind
from complaints.models import Complaint, Event, SharedPost
from complaints.rules.lifecycle import MoveRefused
from complaints.services import connecting, moderating, sharing
from complaints.services.moves import NotAllowed
from config.doors import clock, http
from tests.factories import make_complaint, make_draft, make_handle

pytestmark = pytest.mark.django_db

POST = "https://www.linkedin.com/posts/ana_router-activity-7?utm_source=share&rcm=1"
PLAIN = "https://www.linkedin.com/posts/ana_router-activity-7"


@pytest.fixture
def complaint(customer: User, company: Company) -> Complaint:
    return make_complaint(by=customer, company=company, now=clock.now() - timedelta(days=10))


def page_of(complaint: Complaint, query: str = "") -> str:
    return reverse("complaints:share", args=[complaint.reference]) + query


def add(complaint: Complaint, by: User, address: str = POST) -> SharedPost:
    return sharing.add_shared_post(complaint=complaint, address=address, by=by, now=clock.now())


def links_on(client: Client, complaint: Complaint, query: str = "") -> dict[str, str]:
    """Host -> address of every link that leads away."""
    answer = client.get(page_of(complaint, query))
    assert answer.status_code == 200
    groups = answer.context["groups"]
    return {intent.network: intent.url for _, _, intents in groups for intent in intents}


# The page


def test_the_words_are_ready_for_every_network(client: Client, complaint: Complaint, customer: User) -> None:
    client.force_login(customer)
    links = links_on(client, complaint)
    assert list(links) == [
        *("x", "facebook", "linkedin", "reddit", "bluesky", "mastodon", "threads", "tumblr"),
        *("whatsapp", "telegram", "email", "web-share"),
    ]
    text = parse_qs(urlsplit(links["x"]).query)["text"][0]
    assert text.startswith(complaint.title)
    assert text.endswith(f"http://testserver{complaint.get_absolute_url()}")
    shown = client.get(page_of(complaint)).content.decode()
    assert shown.count('target="_blank" rel="noopener noreferrer"') == 10
    assert f">{complaint.title}\n\nAbout Northline: 1 attempt by phone" in shown.replace("\r", "")


def test_review_sites_stand_there_where_the_brand_has_a_page(
    client: Client, complaint: Complaint, customer: User, company: Company
) -> None:
    company.yelp_id, company.google_place_id = "northline-porto", "ChIJN1t_tDeuEmsRUsoyG83frY4"
    company.tripadvisor_path, company.foursquare_id = "g1-d2-Northline", "51f804495019a8f886f63a5e"
    company.full_clean()
    company.save()
    client.force_login(customer)
    links = links_on(client, complaint)
    assert links["yelp"] == "https://www.yelp.com/writeareview/biz/northline-porto"
    assert [name for name in links if name in ("yelp", "google-reviews", "tripadvisor", "foursquare")] == [
        "yelp",
        "google-reviews",
        "tripadvisor",
        "foursquare",
    ]
    shown = client.get(page_of(complaint)).content.decode()
    assert "Choose the stars yourself" in shown
    assert complaint.story[:40] in shown


def test_the_customers_server_is_asked_once(client: Client, complaint: Complaint, customer: User) -> None:
    client.force_login(customer)
    assert links_on(client, complaint)["mastodon"] == ""
    assert links_on(client, complaint, "?server=@ana@social.example")["mastodon"].startswith(
        "https://social.example/share?text="
    )
    assert links_on(client, complaint)["mastodon"].startswith("https://social.example/share?text=")
    wrong = client.get(page_of(complaint, "?server=javascript:alert(1)"))
    assert wrong.status_code == 422
    assert "That is not the address of a server." in wrong.content.decode()


def test_a_persons_handle_may_stand_in_a_post_by_hand(
    client: Client, complaint: Complaint, customer: User, company: Company
) -> None:
    make_handle(company=company, network="x", handle="northline")
    make_handle(company=company, network="threads", handle="northline")
    client.force_login(customer)
    links = links_on(client, complaint)
    assert "@northline" in parse_qs(urlsplit(links["x"]).query)["text"][0]
    assert "@" not in parse_qs(urlsplit(links["threads"]).query)["text"][0]


# The post that comes back


def test_a_post_is_shown_on_the_case_and_can_be_taken_off(
    client: Client, complaint: Complaint, customer: User
) -> None:
    before = Case.objects.get(reference=complaint.reference).changed_at
    client.force_login(customer)
    assert client.post(page_of(complaint), {"address": POST}).status_code == 302
    shared = complaint.shared_posts.get()
    assert (shared.network, shared.url, shared.host) == ("linkedin", PLAIN, "linkedin.com")
    reader = Client()
    shown = reader.get(complaint.get_absolute_url()).content.decode()
    assert f'href="{PLAIN}" rel="nofollow ugc noopener noreferrer"' in shown
    assert "Also posted by the customer on LinkedIn" in shown
    assert "linkedin.com. Replies there are not shown here." in shown
    assert "Take it off" not in shown
    body = reader.get(reverse("api-complaint", args=[complaint.reference])).json()
    assert [(one["network"], one["url"]) for one in body["also_posted"]] == [("linkedin", PLAIN)]

    remove = reverse("complaints:share_take_off", args=[complaint.reference, shared.pk])
    assert client.post(remove).status_code == 302
    assert not complaint.shared_posts.exists()
    assert client.post(remove).status_code == 404
    kinds = [event.kind for event in Event.objects.filter(complaint=complaint).order_by("id")][-2:]
    assert kinds == [EventKind.SHARED, EventKind.SHARED_TAKEN_OFF]
    # The history tells that there was a post, not where: the address names the person.
    assert [event.data for event in Event.objects.filter(kind__in=kinds)] == [{"network": "linkedin"}] * 2
    assert Case.objects.get(reference=complaint.reference).changed_at == before


@pytest.mark.parametrize(
    "address", ["", "https://evil.example/posts/1", "http://x.com/ana/status/1", "https://x.com/ana"]
)
def test_an_address_that_is_none_stays_in_the_form(
    client: Client, complaint: Complaint, customer: User, address: str
) -> None:
    client.force_login(customer)
    answer = client.post(page_of(complaint), {"address": address})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert 'class="error-summary"' in shown
    assert f'value="{address}"' in shown or not address
    assert not complaint.shared_posts.exists()


def answers(status: int, said: object) -> Callable[..., http.Response]:
    """Instead of the door: every host says this of itself."""

    def request(method: str, url: str, **rest: object) -> http.Response:
        asked.append((method, url, rest["policy"]))
        if isinstance(said, Exception):
            raise said
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        return http.Response(status, {"Content-Type": "application/json"}, body)

    asked: list[object] = []
    request.asked = asked  # type: ignore[attr-defined]
    return request


TOOT = "https://social.example/@ana/123456789"
MASTODON = {"uri": "social.example", "version": "4.6.0"}


@pytest.mark.parametrize(
    ("status", "said", "words"),
    [
        (200, {"hello": "world"}, "is no Mastodon server"),
        (200, b"<html>", "is no Mastodon server"),
        (200, ["uri", "version"], "is no Mastodon server"),
        (404, MASTODON, "is no Mastodon server"),
        (302, MASTODON, "is no Mastodon server"),
        (200, http.Unreachable("refused"), "does not answer us"),
        (200, http.Refused("a private address"), "does not answer us"),
        (200, http.NoAnswer("lost"), "does not answer us"),
    ],
)
def test_a_host_that_is_no_mastodon_server_is_not_linked(
    client: Client,
    complaint: Complaint,
    customer: User,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    said: object,
    words: str,
) -> None:
    cache.clear()
    door = answers(status, said)
    monkeypatch.setattr(http, "request", door)
    client.force_login(customer)
    for _ in range(2):
        answer = client.post(page_of(complaint), {"address": TOOT})
        assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert not complaint.shared_posts.exists()
    # Asked once, through the door with the policy of this installation.
    assert door.asked == [  # type: ignore[attr-defined]
        ("GET", "https://social.example/api/v1/instance", connecting.http_policy())
    ]


def test_a_mastodon_server_is_asked_once_and_its_posts_are_shown(
    client: Client, complaint: Complaint, customer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    door = answers(200, MASTODON)
    monkeypatch.setattr(http, "request", door)
    client.force_login(customer)
    for address in (TOOT, f"{TOOT}0"):
        assert client.post(page_of(complaint), {"address": address}).status_code == 302
    assert [post.network for post in complaint.shared_posts.all()] == ["mastodon"] * 2
    assert len(door.asked) == 1  # type: ignore[attr-defined]


def test_the_same_post_is_shown_once(complaint: Complaint, customer: User) -> None:
    add(complaint, customer)
    with pytest.raises(MoveRefused, match="shown already"):
        add(complaint, customer, f"{PLAIN}/")
    assert complaint.shared_posts.count() == 1


def test_posts_are_limited(complaint: Complaint, customer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "MOST_POSTS", 1)
    add(complaint, customer)
    with pytest.raises(MoveRefused, match="At most 1"):
        add(complaint, customer, "https://x.com/ana/status/1")


# Who may


def test_nobody_else_adds_a_post(
    complaint: Complaint, other_customer: User, representative: Representative, moderator: User
) -> None:
    for person in (other_customer, representative.user, moderator):
        with pytest.raises(NotAllowed):
            add(complaint, person)
    assert not Event.objects.filter(kind=EventKind.SHARED).exists()


def test_only_the_customer_and_moderators_take_one_off(
    client: Client,
    complaint: Complaint,
    customer: User,
    other_customer: User,
    representative: Representative,
    moderator: User,
) -> None:
    shared = add(complaint, customer)
    address = reverse("complaints:share_take_off", args=[complaint.reference, shared.pk])
    for person in (other_customer, representative.user):
        client.force_login(person)
        assert client.post(address).status_code == 404
    assert complaint.shared_posts.exists()
    elsewhere = make_complaint(by=other_customer, now=clock.now())
    client.force_login(other_customer)
    wrong = reverse("complaints:share_take_off", args=[elsewhere.reference, shared.pk])
    assert client.post(wrong).status_code == 404
    client.force_login(moderator)
    assert client.post(address).status_code == 302
    assert not complaint.shared_posts.exists()


def test_a_moderator_with_a_part_in_the_case_does_not_decide(
    complaint: Complaint, customer: User, representative: Representative
) -> None:
    shared = add(complaint, customer)
    representative.user.is_moderator = True
    representative.user.save()
    with pytest.raises(NotAllowed):
        sharing.take_off_shared_post(shared=shared, by=representative.user, now=clock.now())


def test_what_readers_cannot_see_is_not_posted(
    client: Client, complaint: Complaint, customer: User, moderator: User
) -> None:
    draft = make_draft(by=customer, now=clock.now())
    client.force_login(customer)
    assert client.get(page_of(draft)).status_code == 404
    moderating.hide_complaint(complaint=complaint, by=moderator, rule="It names somebody.", now=clock.now())
    assert client.get(page_of(complaint)).status_code == 404
    complaint.refresh_from_db()
    with pytest.raises(MoveRefused):
        add(complaint, customer)


def test_closing_the_account_forgets_where_it_was_posted(complaint: Complaint, customer: User) -> None:
    add(complaint, customer)
    close_account(user=customer, now=clock.now())
    assert not complaint.shared_posts.exists()


# What the page of networks says


def test_x_is_posted_to_by_hand_unless_there_is_a_budget(client: Client, settings: object) -> None:
    def groups() -> dict[str, list[str]]:
        rows = client.get(reverse("complaints:networks")).context["groups"]
        return {kind.value: [network.slug for network, _, _ in some] for kind, some in rows}

    assert "x" in groups()["assisted"]
    assert "x" not in groups()["connector"]
    settings.NETWORK_BUDGETS = {"x": (10, "2")}  # type: ignore[attr-defined]
    assert "x" in groups()["assisted"]
    assert "x" in groups()["connector"]
    assert {"facebook", "linkedin", "yelp", "foursquare", "whatsapp"} <= set(groups()["assisted"])
