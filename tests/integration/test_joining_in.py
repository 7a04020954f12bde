"""What people who are no party say on networks stands apart from the talk between customer and company."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from companies.models import Company, Representative
from complaints import queries
from complaints.enums import EventKind, ReplySource, Side, Visibility
from complaints.models import Complaint, Posting, Reply
from complaints.networks.base import RemoteReply
from complaints.services import filing, letters, tracking
from complaints.timeline import JOINED_SHOWN, Item, people_who_joined, timeline_of
from config.doors import clock
from tests.factories import make_complaint, make_connection, make_draft

pytestmark = pytest.mark.django_db

ANSWER = "We found the parcel in our depot and a courier will bring it on Thursday before noon."
DEFLECTION = "Please send us a direct message so that we can help you."


@pytest.fixture
def complaint(customer: User, company: Company, representative: Representative) -> Complaint:
    return make_complaint(by=customer, company=company, now=clock.now() - timedelta(days=10))


def join(
    complaint: Complaint, who: str, *, days: float = 1, network: str = "mastodon", **fields: Any
) -> Reply:
    at = clock.now() - timedelta(days=10 - days)
    number = Reply.objects.count()
    values: dict[str, Any] = {
        "side": Side.OTHER,
        "source": ReplySource.NETWORK,
        "network": network,
        "author_name": who.title(),
        "author_handle": f"{who}@social.example.test" if who else "",
        "remote_id": f"r{number}",
        "remote_url": f"https://social.example.test/r{number}",
        "text": f"Same here, says {who}.",
        "stated_at": at,
        "at": at,
    }
    return Reply.objects.create(complaint=complaint, **values | fields)


def timeline(complaint: Complaint) -> list[Item]:
    found = queries.case_of(complaint.reference)
    assert found is not None
    return timeline_of(found)


def joined(complaint: Complaint) -> list[str]:
    return [item.words for item in timeline(complaint) if item.joined]


def page(client: Client, complaint: Complaint) -> str:
    answer = client.get(complaint.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def test_others_stand_behind_the_talk_one_line_for_each_network(
    complaint: Complaint, representative: Representative
) -> None:
    join(complaint, "carol", days=1)
    join(complaint, "dave", days=2, network="bluesky")
    for days, text in ((3, DEFLECTION), (5, ANSWER)):
        tracking.record_company_reply(
            complaint=complaint,
            by=representative.user,
            text=text,
            now=clock.now() - timedelta(days=10 - days),
        )
    join(complaint, "bob", days=4)
    join(complaint, "Carol", days=6)

    items = timeline(complaint)

    *talk, first, second = items
    assert [item.words for item in (first, second)] == [
        "1 person joined in on Bluesky",
        "2 people joined in on Mastodon",
    ]
    assert [item.reply.text for item in talk if item.reply] == [DEFLECTION, ANSWER]
    assert [item.joined for item in talk] == [None] * len(talk)
    assert second.joined is not None
    assert [reply.author_handle.split("@")[0] for reply in second.joined.replies] == ["carol", "bob", "Carol"]
    assert (second.at, people_who_joined(items)) == (second.joined.replies[-1].at, 3)


def test_nobody_joined_in(client: Client, complaint: Complaint, representative: Representative) -> None:
    tracking.record_company_reply(complaint=complaint, by=representative.user, text=ANSWER, now=clock.now())
    assert joined(complaint) == []
    assert "joined in" not in page(client, complaint)


def test_people_are_counted_by_their_handle_else_by_their_id(complaint: Complaint) -> None:
    for who, remote_id in (
        ("carol", "1"),
        ("CAROL", "2"),
        ("", "3"),
        ("", "3"),
        ("", "4"),
        ("", ""),
        ("", ""),
    ):
        join(complaint, who, author_remote_id=remote_id)
    assert joined(complaint) == ["5 people joined in on Mastodon"]


def test_what_is_hidden_is_neither_shown_nor_counted(client: Client, complaint: Complaint) -> None:
    join(complaint, "carol")
    join(complaint, "bob", text="Names an employee.", visibility=Visibility.HIDDEN)
    assert joined(complaint) == ["1 person joined in on Mastodon"]
    shown = page(client, complaint)
    assert "Same here, says carol." in shown
    assert "Names an employee." not in shown
    assert "bob@social" not in shown


def test_an_account_that_may_be_the_company_stays_in_the_talk(complaint: Complaint) -> None:
    join(complaint, "northline", side=Side.UNCONFIRMED)
    assert joined(complaint) == []
    assert [item.reply.side for item in timeline(complaint) if item.reply] == [Side.UNCONFIRMED]


def test_words_are_plain_text_with_the_handle_and_the_original_and_folded(
    client: Client, complaint: Complaint
) -> None:
    said = join(
        complaint, "carol", text="<b>Same</b> <img src=x onerror=alert(1)>\n\nhttps://shop.example.test"
    )
    shown = page(client, complaint)
    (fold,) = re.findall(r'<details class="joined">.*?</details>', shown, re.DOTALL)
    assert "<summary" in fold
    assert "1 person joined in on Mastodon" in fold.split("</summary>")[0]
    assert "@carol@social.example.test" in fold
    assert f'href="{said.remote_url}" rel="nofollow ugc"' in fold
    assert "&lt;b&gt;Same&lt;/b&gt;" in fold
    assert fold.count("<a ") == 1  # what they wrote links nowhere
    assert "<img" not in fold


def test_only_the_last_ones_are_shown_and_all_are_counted(client: Client, complaint: Complaint) -> None:
    for number in range(JOINED_SHOWN + 2):
        join(complaint, f"person{number}", days=1 + number / 100)
    shown = page(client, complaint)
    assert f"{JOINED_SHOWN + 2} people joined in on Mastodon" in shown
    assert f"The last {JOINED_SHOWN} are shown; 2 earlier ones stand on Mastodon." in shown
    assert "says person1." not in shown
    assert "says person2." in shown


def test_what_its_author_took_back_is_not_shown_again(
    client: Client, customer: User, company: Company, representative: Representative
) -> None:
    """Received, changed and removed by the service that reads networks: no event of theirs in the talk either."""
    now = clock.now() - timedelta(days=5)
    draft = make_draft(by=customer, company=company, now=now)
    (posting,) = filing.prepare_postings(
        complaint=draft, texts={make_connection(): letters.address_of(draft)}, by=customer, now=now
    )
    complaint = filing.submit_complaint(complaint=draft, by=customer, is_attested=True, now=now)
    Posting.objects.filter(pk=posting.pk).update(state="sent", remote_id="1", sent_at=now)
    posting.refresh_from_db()
    said = [
        tracking.receive_network_reply(
            posting=posting, remote=remote(who, text), last_poll_without_it=None, now=clock.now()
        )
        for who, text in (("carol", "Same here."), ("bob", "Mine too."), ("carol", "Same here, twice."))
    ]
    assert [reply.side for reply in said if reply] == [Side.OTHER, Side.OTHER, Side.OTHER]
    assert said[1] is not None
    tracking.mark_removed_remotely(reply=said[1], now=clock.now())
    shown = page(client, complaint)
    assert joined(complaint) == ["1 person joined in on Mastodon"]
    assert "1 was removed there by its author." in shown
    assert "Mine too." not in shown
    kinds = [item.event.kind for item in timeline(complaint) if item.event]
    assert EventKind.REPLY_CHANGED not in kinds
    assert EventKind.REPLY_REMOVED not in kinds

    assert said[0] is not None
    tracking.mark_removed_remotely(reply=said[0], now=clock.now())
    assert joined(complaint) == []
    assert timeline(complaint)[-1].words == "2 replies of others were removed on Mastodon"


def remote(who: str, text: str) -> RemoteReply:
    return RemoteReply(
        remote_id=f"of-{who}",
        url=f"https://social.example.test/{who}",
        in_reply_to="1",
        author_id=f"id-{who}",
        author_handle=f"{who}@social.example.test",
        author_name=who.title(),
        author_url="",
        text=text,
        language="en",
        stated_at=clock.now(),
        edited_at=None,
        visibility="public",
    )


def test_the_desk_shows_how_many(
    client: Client, complaint: Complaint, company: Company, representative: Representative
) -> None:
    client.force_login(representative.user)
    address = reverse("complaints:desk_case", args=[company.slug, complaint.reference])
    assert "joined in" not in client.get(address).content.decode()
    join(complaint, "carol")
    join(complaint, "dave", network="bluesky")
    shown = client.get(address).content.decode()
    assert "<dt>people joined in</dt><dd>2</dd>" in shown
    assert "1 person joined in on Bluesky" in shown
