"""The company on a network, seen from two servers: the same account has two ids, and the same id two owners."""

from datetime import datetime, timedelta

import pytest

from accounts.models import User
from companies.enums import HandleProof
from companies.models import Company, Handle
from companies.services import proving
from complaints.enums import EventKind, Side
from complaints.models import Complaint, Connection, Event, Posting, Reply
from complaints.networks.base import RemoteReply
from complaints.services import filing, letters, moderating, tracking
from tests.factories import NOW, make_connection, make_draft, make_handle

pytestmark = pytest.mark.django_db

HERE, THERE = "https://social.example.test", "https://masto.example.test"
HANDLE = "northline@social.example.test"
ANSWER = "We refunded 40 EUR to your card this morning."


def posted_on(
    server: str, *, company: Company, by: User, network: str = "mastodon", owner: User | None = None
) -> Posting:
    """A copy of a published complaint on this server, posted from the site's own account there or from its owner's."""
    connection = make_connection(network=network, owner=owner)
    Connection.objects.filter(pk=connection.pk).update(instance=server)
    connection.refresh_from_db()
    draft = make_draft(by=by, company=company)
    texts = {connection: letters.address_of(draft)}
    (posting,) = filing.prepare_postings(complaint=draft, texts=texts, by=by, now=NOW)
    filing.submit_complaint(complaint=draft, by=by, is_attested=True, now=NOW)
    Posting.objects.filter(pk=posting.pk).update(state="sent", remote_id="1", sent_at=NOW)
    return Posting.objects.get(pk=posting.pk)


@pytest.fixture
def here(customer: User, company: Company) -> Posting:
    return posted_on(HERE, company=company, by=customer)


@pytest.fixture
def there(customer: User, company: Company) -> Posting:
    return posted_on(THERE, company=company, by=customer)


def later(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def say(
    posting: Posting, *, author_id: str, handle: str = HANDLE, name: str = "Northline", number: int = 1
) -> Reply:
    remote = RemoteReply(
        remote_id=f"r{number}-{author_id}",
        url="",
        in_reply_to="1",
        author_id=author_id,
        author_handle=handle,
        author_name=name,
        author_url="",
        text=ANSWER,
        language="en",
        stated_at=later(number),
        edited_at=None,
        visibility="public",
    )
    reply = tracking.receive_network_reply(
        posting=posting, remote=remote, last_poll_without_it=None, now=later(number)
    )
    assert reply is not None
    return reply


def test_the_company_is_recognised_on_both_servers_and_each_id_is_learned(
    company: Company, here: Posting, there: Posting
) -> None:
    handle = make_handle(company=company, handle=HANDLE, remote_ids={HERE: "77"})
    assert say(here, author_id="77").side == Side.COMPANY
    assert say(there, author_id="900").side == Side.COMPANY
    handle.refresh_from_db()
    assert handle.remote_ids == {HERE: "77", THERE: "900"}


def test_a_stranger_with_the_same_id_on_another_server_is_not_the_company(
    company: Company, here: Posting, there: Posting
) -> None:
    handle = make_handle(company=company, handle=HANDLE, remote_ids={HERE: "77"})
    stranger = say(there, author_id="77", handle="ana@masto.example.test", name="Ana")
    assert stranger.side == Side.OTHER
    handle.refresh_from_db()
    assert handle.remote_ids == {HERE: "77"}
    # And the other way round: known there only, its number is somebody else's here.
    handle.remote_ids = {THERE: "88"}
    handle.save()
    assert say(here, author_id="88", handle="bo@social.example.test", name="Bo").side == Side.OTHER


def test_the_same_name_with_another_id_on_the_same_server_is_another_account(
    company: Company, here: Posting
) -> None:
    make_handle(company=company, handle=HANDLE, remote_ids={HERE: "77"})
    assert say(here, author_id="78", name="Somebody").side == Side.UNCONFIRMED


def test_a_known_id_that_was_renamed_is_still_the_company(company: Company, here: Posting) -> None:
    make_handle(company=company, handle=HANDLE, remote_ids={HERE: "77"})
    assert say(here, author_id="77", handle="nl_care@social.example.test", name="Care").side == Side.COMPANY


def test_an_id_that_is_the_same_everywhere_is_known_from_anywhere(company: Company, customer: User) -> None:
    make_handle(company=company, network="bluesky", handle="northline.example", remote_ids={"*": "did:plc:a"})
    posting = posted_on("https://pds.example.test", company=company, by=customer, network="bluesky")
    assert say(posting, author_id="did:plc:a", handle="renamed.example", name="").side == Side.COMPANY
    assert say(posting, author_id="did:plc:b", handle="northline.example").side == Side.UNCONFIRMED


# Confirming and refusing -------------------------------------------------------------------------------------


def test_confirming_an_account_counts_what_it_said_on_either_server(
    company: Company, here: Posting, there: Posting, moderator: User
) -> None:
    first, second = say(here, author_id="77"), say(there, author_id="900")
    stranger = say(there, author_id="77", handle="northline@masto.example.test")
    assert {reply.side for reply in (first, second, stranger)} == {Side.UNCONFIRMED}
    assert moderating.confirm_account(reply=first, by=moderator, now=later(60)) == 2
    sides = {reply.pk: reply.side for reply in Reply.objects.all()}
    assert sides == {
        first.pk: Side.COMPANY,
        second.pk: Side.COMPANY,
        stranger.pk: Side.UNCONFIRMED,
    }
    handle = Handle.objects.get()
    assert (handle.handle, handle.remote_ids, handle.proof) == (HANDLE, {HERE: "77"}, HandleProof.MODERATOR)


def test_confirming_another_id_of_a_known_name_makes_it_that_one(
    company: Company, here: Posting, moderator: User
) -> None:
    make_handle(company=company, handle=HANDLE, remote_ids={HERE: "77", THERE: "900"})
    reply = say(here, author_id="78")
    assert moderating.confirm_account(reply=reply, by=moderator, now=later(60)) == 1
    handle = Handle.objects.get()
    assert (handle.remote_ids, handle.proof) == ({HERE: "78"}, HandleProof.MODERATOR)
    assert say(here, author_id="77", number=2).side == Side.UNCONFIRMED


def test_a_refused_account_stays_refused_and_another_of_its_name_is_asked_about(
    company: Company, here: Posting, there: Posting, moderator: User
) -> None:
    reply = say(here, author_id="77")
    assert moderating.refuse_account(reply=reply, by=moderator, now=later(60)) == 1
    event = Event.objects.get(kind=EventKind.ACCOUNT_REFUSED)
    assert (event.detail("server"), event.detail("account_id")) == (HERE, "77")
    assert say(here, author_id="77", number=2).side == Side.OTHER
    assert say(there, author_id="900", number=3).side == Side.OTHER
    assert say(here, author_id="78", number=4).side == Side.UNCONFIRMED


def test_what_an_account_said_before_it_was_proved_counts_from_its_own_time(
    company: Company, here: Posting, there: Posting, moderator: User
) -> None:
    handle = make_handle(company=company, handle=HANDLE, proof=HandleProof.NONE, remote_ids={HERE: "77"})
    first, second = say(here, author_id="77"), say(there, author_id="900", number=5)
    stranger = say(here, author_id="78", number=6)
    proving.confirm_handle(handle=handle, by=moderator, now=later(60))
    for reply in (first, second, stranger):
        reply.refresh_from_db()
    assert [(reply.side, reply.at) for reply in (first, second, stranger)] == [
        (Side.COMPANY, later(1)),
        (Side.COMPANY, later(5)),
        (Side.UNCONFIRMED, later(6)),
    ]
    assert Complaint.objects.get(pk=here.complaint_id).answered_at == later(1)


def test_a_lost_proof_leaves_earlier_replies_as_they_are(
    company: Company, here: Posting, moderator: User
) -> None:
    handle = make_handle(company=company, handle=HANDLE, remote_ids={HERE: "77"})
    said = say(here, author_id="77")
    proving.remove_handle(handle=handle, by=moderator, now=later(60))
    said.refresh_from_db()
    assert said.side == Side.COMPANY
    assert say(here, author_id="77", number=90).side == Side.UNCONFIRMED


# A server that a customer named ----------------------------------------------------------------------------------

EVIL = "https://evil.example.test"


def test_a_server_that_a_customer_named_cannot_speak_for_an_account_of_another_host(
    company: Company, customer: User
) -> None:
    handle = make_handle(company=company, handle=HANDLE, remote_ids={HERE: "77"})
    copy = posted_on(EVIL, company=company, by=customer, owner=customer)
    assert say(copy, author_id="666").side == Side.UNCONFIRMED
    handle.refresh_from_db()
    assert handle.remote_ids == {HERE: "77"}
    assert Complaint.objects.get(pk=copy.complaint_id).answered_at is None


def test_an_id_that_is_the_same_everywhere_is_not_believed_from_a_server_that_a_customer_named(
    company: Company, customer: User
) -> None:
    make_handle(company=company, network="bluesky", handle="northline.example", remote_ids={"*": "did:plc:a"})
    copy = posted_on(EVIL, company=company, by=customer, network="bluesky", owner=customer)
    assert say(copy, author_id="did:plc:a", handle="renamed.example", name="").side == Side.UNCONFIRMED
    usual = posted_on("https://bsky.social", company=company, by=customer, network="bluesky", owner=customer)
    assert say(usual, author_id="did:plc:a", handle="northline.example", number=2).side == Side.COMPANY


@pytest.mark.parametrize("network", ["x", "tumblr"])
def test_a_network_with_servers_of_its_own_is_believed_whoever_connected(
    company: Company, customer: User, network: str
) -> None:
    make_handle(company=company, network=network, handle="northline")
    copy = posted_on(EVIL, company=company, by=customer, network=network, owner=customer)
    assert say(copy, author_id="77", handle="northline").side == Side.COMPANY


def test_a_server_speaks_for_its_own_accounts_and_for_others_where_the_site_has_an_account(
    company: Company, customer: User
) -> None:
    handle = make_handle(company=company, handle=HANDLE)
    own = posted_on(HERE, company=company, by=customer, owner=customer)
    assert say(own, author_id="77").side == Side.COMPANY
    there = posted_on(THERE, company=company, by=customer, owner=customer)
    assert say(there, author_id="900").side == Side.UNCONFIRMED
    site = make_connection()
    Connection.objects.filter(pk=site.pk).update(instance=THERE)
    assert say(there, author_id="900", number=2).side == Side.COMPANY
    handle.refresh_from_db()
    assert handle.remote_ids == {HERE: "77", THERE: "900"}


def test_confirming_an_account_believes_no_server_that_a_customer_named(
    company: Company, customer: User, moderator: User, here: Posting
) -> None:
    forged = say(posted_on(EVIL, company=company, by=customer, owner=customer), author_id="666")
    seen = say(here, author_id="77")
    assert moderating.confirm_account(reply=seen, by=moderator, now=later(60)) == 1
    proving.confirm_handle(handle=Handle.objects.get(), by=moderator, now=later(70))
    forged.refresh_from_db()
    assert forged.side == Side.UNCONFIRMED
    # A moderator who looked at it over there may still say so; then that server is known to show that account.
    assert moderating.confirm_account(reply=forged, by=moderator, now=later(80)) == 1
    assert Handle.objects.get().remote_ids == {HERE: "77", EVIL: "666"}
