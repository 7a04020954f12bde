"""What operators see of networks: the same few queries for a thousand stuck copies, each with its reason."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from companies.models import Company
from complaints import stuck
from complaints.enums import ConnectionState, EventKind, Network, PostingState, PostingWish
from complaints.models import Connection, Event, NetworkPause, Posting, ServerRest
from complaints.rules.budget import Purchase
from complaints.services import budgets, switching
from config.doors import clock
from tests.factories import make_connection, make_many_queued, make_user

pytestmark = pytest.mark.django_db

PAGE = "/moderation/networks/"


@pytest.fixture
def page(client: Client, moderator: User) -> Client:
    client.force_login(moderator)
    return client


def queries_of(client: Client) -> int:
    with CaptureQueriesContext(
        database,
    ) as captured:
        assert client.get(PAGE).status_code == 200
    return len(captured)


def test_a_thousand_stuck_copies_cost_no_more_queries_than_one(page: Client, company: Company) -> None:
    earlier = clock.now() - timedelta(hours=2)
    accounts = [make_connection() for _ in range(3)]
    make_many_queued(1, connections=accounts, company=company, now=earlier)
    for_one = queries_of(page)
    make_many_queued(999, connections=accounts, company=company, now=earlier)
    Posting.objects.update(last_error="Retryable: unreachable", tries=2)
    assert queries_of(page) == for_one
    assert for_one <= 14
    answer = page.get(PAGE).content.decode()
    assert "1,000 copies, the oldest 100 shown" in answer
    assert answer.count("It is due, and no worker has come for it.") == 100


def test_the_oldest_comes_first(company: Company) -> None:
    now = clock.now()
    account = make_connection()
    (new,) = make_many_queued(1, connections=[account], company=company, now=now - timedelta(hours=1))
    (old,) = make_many_queued(1, connections=[account], company=company, now=now - timedelta(hours=5))
    make_many_queued(1, connections=[account], company=company, now=now - timedelta(minutes=2))  # on its way
    shown, total = stuck.stuck(now=now)
    assert ([row.posting.pk for row in shown], total) == ([old.pk, new.pk], 2)


@pytest.mark.parametrize(
    ("change", "words", "can_try", "can_give_up"),
    [
        ({}, "It is due, and no worker has come for it. Do workers run?", True, True),
        (
            {"last_error": "Paced: posts"},
            "Mastodon allows 300 posts in 3 hours from one account.",
            True,
            True,
        ),
        ({"last_error": "Paced: budget"}, "The budget for Mastodon is spent for today.", True, True),
        ({"last_error": "Retryable: unreachable"}, "social.example.test cannot be reached.", True, True),
        ({"last_error": "Rejected: odd (HTTP 418)"}, "“Rejected: odd (HTTP 418)”", True, True),
        (
            {"state": "needs_check", "last_error": "Uncertain: answer_lost"},
            "so it is looked for first.",
            True,
            True,
        ),
        ({"state": "sending"}, "A worker has it now.", False, False),
        ({"state": "sent", "wish": "remove", "tries": 4}, "It must be taken down.", True, False),
        (
            {"state": "sent", "wish": "edit", "tries": 4, "last_error": "Retryable: no_answer"},
            "never answered",
            True,
            True,
        ),
    ],
)
def test_every_copy_says_why(
    company: Company, change: dict[str, object], words: str, can_try: bool, can_give_up: bool
) -> None:
    now = clock.now()
    make_many_queued(1, connections=[make_connection()], company=company, now=now - timedelta(hours=5))
    soon = now + timedelta(minutes=9)
    times = {"next_try_at": soon} if change else {}
    if change.get("state") == "sending":
        times["lease_until"] = soon
    if change.get("state") == "sent":
        times |= {"sent_at": now, "remote_id": "1"}
    Posting.objects.update(**(times | change))
    (row,), _ = stuck.stuck(now=now)
    assert words in row.why.words
    assert (row.can_try, row.can_give_up) == (can_try, can_give_up)
    assert row.why.next_at == (soon if change else now)


def test_what_stands_in_the_way_of_all_comes_first(company: Company, moderator: User) -> None:
    now = clock.now()
    account = make_connection()
    make_many_queued(1, connections=[account], company=company, now=now - timedelta(hours=5))

    def why() -> tuple[str, bool]:
        (row,), _ = stuck.stuck(now=now)
        return row.why.words, row.can_try

    ServerRest.objects.create(
        network="mastodon",
        instance=account.instance,
        failures=5,
        since=now,
        until=now + timedelta(minutes=5),
        why="server_error",
    )
    assert why() == ("social.example.test has a fault of its own. It is left alone for a while.", True)
    Connection.objects.update(state=ConnectionState.RECONNECT)
    assert why() == ("Mastodon does not accept the account any more. Connect it again.", False)
    Connection.objects.update(state=ConnectionState.LEAVING, next_try_at=now)
    assert why() == ("Its account was disconnected. It can only be given up.", False)
    switching.switch_off(network=Network.MASTODON, reason="It doubles posts.", by=moderator, now=now)
    assert why() == ("Mastodon is switched off: It doubles posts.", False)


def test_what_its_customer_was_told_of_is_not_stuck(company: Company) -> None:
    now = clock.now()
    make_many_queued(1, connections=[make_connection()], company=company, now=now - timedelta(hours=5))
    Posting.objects.update(not_before=now + timedelta(hours=1))
    assert stuck.stuck(now=now) == ([], 0)


def test_the_switch_asks_why(page: Client) -> None:
    off = reverse("complaints:moderation_switch", args=["mastodon", "off"])
    refused = page.post(off, {"mastodon-reason": " "})
    assert refused.status_code == 422
    assert b"error-summary" in refused.content
    assert page.post(off, {"mastodon-reason": "It doubles posts."}).status_code == 302
    assert "It doubles posts." in page.get(PAGE).content.decode()
    assert page.post(reverse("complaints:moderation_switch", args=["mastodon", "on"])).status_code == 302
    assert NetworkPause.objects.standing().count() == 0
    assert page.post(reverse("complaints:moderation_switch", args=["friendster", "off"])).status_code == 404
    assert page.post(reverse("complaints:moderation_switch", args=["mastodon", "burn"])).status_code == 404


def test_buttons_try_and_give_up(page: Client, company: Company) -> None:
    now = clock.now()
    (waiting,) = make_many_queued(
        1, connections=[make_connection()], company=company, now=now - timedelta(hours=5)
    )
    Posting.objects.update(next_try_at=now + timedelta(hours=5), tries=7)
    assert page.post(reverse("complaints:moderation_copy", args=[waiting.pk, "now"])).status_code == 302
    moved = Posting.objects.get().next_try_at
    assert moved is not None
    assert moved <= clock.now()
    assert page.post(reverse("complaints:moderation_copy", args=[waiting.pk, "give-up"])).status_code == 302
    assert Posting.objects.get().state == PostingState.FAILED
    assert Event.objects.filter(kind=EventKind.POSTING_FAILED).count() == 1
    again = page.post(reverse("complaints:moderation_copy", args=[waiting.pk, "give-up"]), follow=True)
    assert "This copy does not wait any more." in again.content.decode()
    assert page.post(reverse("complaints:moderation_copy", args=[waiting.pk, "burn"])).status_code == 404


def test_the_queue_of_moderators_leads_there(page: Client) -> None:
    assert f'href="{PAGE}"' in page.get(reverse("complaints:moderation")).content.decode()


def test_an_edit_without_a_wish_is_nothing(company: Company) -> None:
    make_many_queued(1, connections=[make_connection()], company=company)
    Posting.objects.update(
        state=PostingState.SENT, remote_id="1", sent_at=clock.now(), wish=PostingWish.NOTHING
    )
    assert stuck.stuck(now=clock.now()) == ([], 0)


def test_a_network_that_charges_is_off_without_a_budget_and_says_what_is_spent(
    page: Client, settings: Any
) -> None:
    def of_x() -> str:
        shown = page.get(PAGE).content.decode().split('id="network-x"')[1].split("</section>")[0]
        return " ".join(re.sub(r"<[^>]*>", " ", shown).split())

    settings.NETWORK_BUDGETS = {"x": (0, "0")}
    assert "X Off Off: there is no budget." in of_x()
    assert "X_DAILY_USD" in of_x()
    assert "Switch X off" not in of_x()
    settings.NETWORK_BUDGETS = {"x": (20, "5")}
    budgets.spend(network="x", what=Purchase.POST_WITH_LINK, now=clock.now())
    assert "X On Today 1 of 20 posts and 0.20 of 5.00 USD are used" in of_x()


def test_the_public_page_says_that_a_network_is_switched_off(client: Client, moderator: User) -> None:
    address, words = reverse("complaints:networks"), "Switched off at the moment"
    assert words not in client.get(address).content.decode()
    switching.switch_off(network=Network.MASTODON, reason="Trouble.", by=moderator, now=clock.now())
    assert client.get(address).content.decode().count(words) == 1


def test_an_account_of_the_site_is_disconnected_from_here(page: Client) -> None:
    ours = make_connection()
    theirs = make_connection(owner=make_user())
    leave = reverse("complaints:disconnect", args=[ours.pk])
    shown = page.get(PAGE).content.decode()
    assert f'href="{leave}"' in shown
    assert reverse("complaints:disconnect", args=[theirs.pk]) not in shown
    assert f'href="{PAGE}"' in page.get(leave).content.decode()
    assert page.post(leave)["Location"] == PAGE
    shown = page.get(PAGE).content.decode()
    assert f'href="{leave}"' not in shown
    Connection.objects.filter(pk=ours.pk).update(
        state=ConnectionState.DISCONNECTED, secret="", disconnected_at=clock.now(), is_revoked=False
    )
    assert "<b>Mastodon could not be told</b>" in page.get(PAGE).content.decode()
