"""Saved searches look at a strict Mastodon over HTTP: what is kept, what never is, and what goes again."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from accounts.models import User
from companies.models import Company, Representative
from complaints import heard
from complaints.enums import ConnectionState, HeardKind, HeardState, Network
from complaints.models import Connection, HeardPost, Invitation, Lookout, OptOut, SavedSearch, ServerRest
from complaints.rules import hearing as rules
from complaints.services import budgets, filing, hearing, letters, opting_out, searching, switching
from complaints.services.connecting import connect_site_account
from tests.factories import NOW, make_connection, make_draft, make_handle, make_heard_post
from tests.fakes.strict_mastodon import StrictMastodon

pytestmark = pytest.mark.django_db

CRY = "Three weeks without internet and @northline does not answer. Can somebody help me please? Northline"


@pytest.fixture(scope="module")
def running() -> Iterator[StrictMastodon]:
    with StrictMastodon() as server:
        yield server


@pytest.fixture
def server(running: StrictMastodon) -> StrictMastodon:
    running.reset()
    return running


@pytest.fixture
def connection(server: StrictMastodon, db: None) -> Connection:
    return connect_site_account(network="mastodon", instance=server.base_url, secret="alice_token", now=NOW)


@pytest.fixture
def search(company: Company, representative: Representative) -> SavedSearch:
    return hearing.add_search(company=company, words="Northline", by=representative.user, now=NOW)


@pytest.fixture(autouse=True)
def a_sweep_takes_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching.clock, "going_on", lambda now: lambda: now)


def later(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def look(minutes: float = 1) -> int:
    """One sweep; how many posts are kept afterwards."""
    searching.sweep_searches(now=later(minutes))
    return HeardPost.objects.count()


def asked(server: StrictMastodon) -> int:
    return len([target for _, target, _ in server.requests if target.startswith("/api/v2/search")])


# What is kept --------------------------------------------------------------------------------------------------


def test_a_cry_is_found_once_with_its_words(
    search: SavedSearch, connection: Connection, server: StrictMastodon, company: Company
) -> None:
    remote_id = server.add_post("bob", CRY, language="en")
    assert look(1) == 1
    assert look(20) == 1
    post = HeardPost.objects.get()
    assert (post.company, post.search, post.connection, post.network) == (
        company,
        search,
        connection,
        "mastodon",
    )
    assert (post.remote_id, post.server, post.author_id) == (remote_id, server.base_url, "01BOB")
    assert post.author_handle.startswith("bob@")
    assert (post.text, post.kind, post.state, post.language) == (CRY, "problem", "new", "en")
    assert post.words == ["Three weeks without internet", "does not answer", "Can somebody help me"]
    assert post.found_at == later(1)
    assert post.keep_until == later(1) + rules.KEPT
    place = Lookout.objects.get()
    assert (place.looked_at, place.failure) == (later(20), "")


def test_the_cursor_goes_on(search: SavedSearch, connection: Connection, server: StrictMastodon) -> None:
    server.add_post("bob", "Northline is down again, no internet since Monday, I work from home")
    assert look(1) == 1
    cursor = Lookout.objects.get().cursor
    HeardPost.objects.all().delete()
    server.add_post("carol", "Love the new Northline router, thank you!")
    assert look(30) == 1
    assert HeardPost.objects.get().kind == HeardKind.PRAISE
    assert Lookout.objects.get().cursor != cursor


def test_noise_is_kept_for_a_week_only(
    search: SavedSearch, connection: Connection, server: StrictMastodon
) -> None:
    server.add_post("bob", "Does Northline sell phones?")
    look(1)
    post = HeardPost.objects.get()
    assert (post.kind, post.keep_until) == ("noise", later(1) + rules.NOISE_KEPT)


def test_only_what_holds_the_words_is_kept(
    search: SavedSearch, connection: Connection, server: StrictMastodon
) -> None:
    server.add_post("bob", "The northlines of this map are wrong, nothing works")  # found, and another word
    server.add_post("bob", "#Northline is down, I have no internet")
    server.add_post("carol", "Northline took my money twice", visibility="direct")
    server.add_post("carol", "@alice Northline took my money twice", visibility="direct")
    old = server.add_post("bob", "Northline took my money twice and nobody answers")
    server.posts[old].made_at = NOW - timedelta(days=31)
    look(1)
    assert [post.text for post in HeardPost.objects.all()] == ["#Northline is down, I have no internet"]


def test_what_is_no_strangers_word_is_not_kept(
    search: SavedSearch,
    connection: Connection,
    server: StrictMastodon,
    company: Company,
    customer: User,
) -> None:
    """What the site posted, what stands on a case, what the brand says itself."""
    make_handle(company=company, handle="carol@127.0.0.1")
    server.add_post("alice", "Northline: no router for three weeks.")
    draft = make_draft(by=customer, company=company)
    server.add_post("bob", f"Northline, still no router. {letters.address_of(draft)}")
    server.add_post("carol", "We at Northline are sorry that it does not work")
    assert look(1) == 0
    assert Lookout.objects.get().looked_at == later(1)


def test_a_post_that_is_heard_by_two_searches_or_servers_is_one(
    search: SavedSearch,
    connection: Connection,
    server: StrictMastodon,
    company: Company,
    representative: Representative,
) -> None:
    hearing.add_search(company=company, words="Northline internet", by=representative.user, now=NOW)
    connect_site_account(network="mastodon", instance=server.base_url, secret="bob_token", now=NOW)
    server.add_post("carol", CRY)
    assert look(1) == 1
    assert Lookout.objects.filter(looked_at=later(1)).count() == 4
    HeardPost.objects.update(server="https://another.example", remote_id="77")  # the same address
    Lookout.objects.update(cursor="")
    assert look(30) == 1


def test_what_was_changed_over_there_is_sorted_anew(
    search: SavedSearch, connection: Connection, server: StrictMastodon
) -> None:
    remote_id = server.add_post("bob", "Does Northline sell phones?")
    look(1)
    server.posts[remote_id].text = "Northline took my money twice and nobody answers me"
    server.posts[remote_id].edited_at = later(10)
    Lookout.objects.update(cursor="")
    look(30)
    post = HeardPost.objects.get()
    assert (post.kind, post.text) == ("problem", "Northline took my money twice and nobody answers me")
    assert post.keep_until == later(1) + rules.KEPT


# Who is left alone ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "profile",
    [
        {"noindex": True},
        {"indexable": False},
        {"note": '<p>Cat person. <a href="https://strict.example/tags/nobot">#<span>nobot</span></a></p>'},
        {"note": "<p>no bots please</p>"},
        {"fields": [{"name": "Please", "value": "#NoBots", "verified_at": None}]},
        {"note": "<p>#noindex</p>"},
    ],
)
def test_who_says_so_in_the_profile_is_never_kept(
    profile: dict[str, object],
    search: SavedSearch,
    connection: Connection,
    server: StrictMastodon,
    company: Company,
) -> None:
    server.profiles["bob"] = profile
    server.add_post("bob", CRY)
    # From before they said so.
    make_heard_post(company=company, handle="bob@127.0.0.1", text="Northline does not answer me")
    assert look(1) == 0

    def words() -> str:
        """What the desk reads below the search."""
        (found,) = heard.searches_of(company, networks=["mastodon"])
        (place,) = found.places
        return place.words

    assert words().startswith("1 post left out since the search began: their authors do not let")
    server.add_post("bob", "Northline still does not answer, I have no internet")
    assert look(30) == 0
    assert words().startswith("2 posts left out")
    assert look(60) == 0
    assert words().startswith("2 posts left out")


def test_a_profile_without_a_wish_is_none(
    search: SavedSearch, connection: Connection, server: StrictMastodon
) -> None:
    server.profiles["bob"] = {"note": "<p>I build robots at #nobotany club</p>", "noindex": None}
    server.add_post("bob", CRY)
    assert look(1) == 1


def test_who_opted_out_here_is_never_kept_again(
    search: SavedSearch, connection: Connection, server: StrictMastodon, company: Company
) -> None:
    server.add_post("bob", CRY)
    assert look(1) == 1
    HeardPost.objects.update(state=HeardState.TAKEN, decided_at=NOW)  # whatever was done about it
    opting_out.opt_out(network="mastodon", handle="bob@127.0.0.1", by=None, now=later(2))
    assert not HeardPost.objects.exists()
    server.add_post("bob", "Northline still does not answer, I have no internet")
    Lookout.objects.update(cursor="")
    assert look(30) == 0
    assert OptOut.objects.get().author_id == ""  # ids of Mastodon are only unique on one server


def test_an_id_that_is_the_same_everywhere_outlives_a_name(company: Company) -> None:
    make_heard_post(company=company, network="bluesky", handle="Ana.Example", author_id="did:plc:ana")
    other = make_heard_post(company=company, network="bluesky", handle="new.example", author_id="did:plc:ana")
    HeardPost.objects.update(server="https://bsky.social")
    row = opting_out.opt_out(network="bluesky", handle="ana.example", by=None, now=NOW)
    assert row.author_id == "did:plc:ana"
    assert not HeardPost.objects.filter(pk=other.pk).exists()


# What goes again -----------------------------------------------------------------------------------------------


def test_what_is_deleted_over_there_goes_here(
    search: SavedSearch, connection: Connection, server: StrictMastodon, representative: Representative
) -> None:
    first, second = (server.add_post(name, CRY) for name in ("bob", "carol"))
    look(1)
    taken = HeardPost.objects.get(remote_id=second)
    hearing.take(post=taken, by=representative.user, now=later(2))
    del server.posts[first], server.posts[second]
    look(3)
    assert HeardPost.objects.count() == 2  # a look a day
    look(2 * 24 * 60)
    post = HeardPost.objects.get()
    assert (post.pk, post.state, post.removed_at) == (taken.pk, "taken", later(2 * 24 * 60))
    assert (post.text, post.words, post.author_name) == ("", [], "")
    assert not HeardPost.objects.to_check(now=later(9 * 24 * 60)).exists()


def test_what_still_stands_is_looked_at_again_the_next_day(
    search: SavedSearch, connection: Connection, server: StrictMastodon
) -> None:
    server.add_post("bob", CRY)
    look(1)
    look(2 * 24 * 60)
    post = HeardPost.objects.get()
    assert post.removed_at is None
    assert later(2 * 24 * 60) + timedelta(hours=21) < post.check_at < later(2 * 24 * 60) + timedelta(hours=27)


def test_what_was_kept_long_enough_is_purged(company: Company, representative: Representative) -> None:
    noise = make_heard_post(company=company, kind="noise", keep_until=NOW + rules.NOISE_KEPT)
    cry = make_heard_post(company=company)
    taken = hearing.take(post=make_heard_post(company=company), by=representative.user, now=NOW)
    Invitation.objects.create(network="mastodon", handle="ana@a.example", at=NOW)
    kept = {}
    for days in (6, 7, 29, 30, 179, 180):
        searching.purge(now=NOW + timedelta(days=days))
        kept[days] = set(HeardPost.objects.values_list("pk", flat=True))
    assert kept == {
        6: {noise.pk, cry.pk, taken.pk},
        7: {cry.pk, taken.pk},
        29: {cry.pk, taken.pk},
        30: {taken.pk},
        179: {taken.pk},
        180: set(),
    }
    assert not Invitation.objects.exists()


# Turns and trouble ---------------------------------------------------------------------------------------------


def test_each_search_looks_every_quarter_of_an_hour(
    search: SavedSearch, connection: Connection, server: StrictMastodon
) -> None:
    counts = []
    for minutes in (1, 2, 10, 14, 18, 19, 36):
        look(minutes)
        counts.append(asked(server))
    assert counts == [1, 1, 1, 1, 2, 2, 3]


def test_a_paused_search_and_a_network_that_is_off_ask_nothing(
    search: SavedSearch,
    connection: Connection,
    server: StrictMastodon,
    representative: Representative,
    moderator: User,
) -> None:
    hearing.pause_search(search=search, by=representative.user)
    look(1)
    assert (asked(server), Lookout.objects.count()) == (0, 0)
    hearing.resume_search(search=search, by=representative.user, now=later(2))
    switching.switch_off(network=Network.MASTODON, reason="A test.", by=moderator, now=later(2))
    look(3)
    assert asked(server) == 0
    switching.switch_on(network=Network.MASTODON, by=moderator, now=later(4))
    look(5)
    assert asked(server) == 1


def test_accounts_of_customers_are_never_searched_with(
    search: SavedSearch, server: StrictMastodon, customer: User
) -> None:
    make_connection(owner=customer)
    look(1)
    assert not Lookout.objects.exists()


def test_a_server_without_a_search_is_not_asked_again_until_somebody_wants_it(
    search: SavedSearch, connection: Connection, server: StrictMastodon, representative: Representative
) -> None:
    server.switches.has_search = False
    for minutes in (1, 30, 24 * 60):
        look(minutes)
    place = Lookout.objects.get()
    assert (asked(server), place.next_at, place.failure) == (1, None, "unsupported_search")
    server.switches.has_search = True
    hearing.resume_search(search=search, by=representative.user, now=later(24 * 60))
    look(24 * 60)
    assert (asked(server), Lookout.objects.get().failure) == (2, "")


def test_an_account_that_may_not_search_says_so_and_is_asked_once_a_day(
    search: SavedSearch, connection: Connection, server: StrictMastodon
) -> None:
    server.scopes["alice_token"] = "read:accounts read:statuses write:statuses"
    for minutes in (1, 30, 60):
        look(minutes)
    place = Lookout.objects.get()
    assert (asked(server), place.failure) == (1, "not_allowed")
    assert place.next_at == later(1) + timedelta(days=1)


def test_a_token_that_is_no_longer_good_ends_the_looking(
    search: SavedSearch, connection: Connection, server: StrictMastodon
) -> None:
    server.tokens.clear()
    look(1)
    look(30)
    assert asked(server) == 1
    assert Connection.objects.get().state == ConnectionState.RECONNECT


def test_a_server_in_trouble_is_left_alone(
    search: SavedSearch, connection: Connection, server: StrictMastodon
) -> None:
    server.trick("GET", "/api/v2/search", status=500)
    look(1)
    place = Lookout.objects.get()
    assert (place.failure, place.cursor) == ("server_error", "")
    assert ServerRest.objects.get().failures == 1
    server.add_post("bob", CRY)
    assert look(7) == 1
    assert not ServerRest.objects.exists()


def test_a_wait_that_the_server_asks_for_is_kept(
    search: SavedSearch, connection: Connection, server: StrictMastodon
) -> None:
    reset = (later(40)).isoformat().replace("+00:00", "Z")
    server.trick("GET", "/api/v2/search", status=429, headers={"X-RateLimit-Reset": reset})
    for minutes in (1, 10, 39):
        look(minutes)
    assert asked(server) == 1
    assert Lookout.objects.get().next_at == later(40)


def test_reading_is_asked_of_the_bucket_first(
    search: SavedSearch, connection: Connection, server: StrictMastodon
) -> None:
    from complaints.rules.pacing import Spend
    from complaints.services import pacing

    pacing.drain(connection=connection, spends=[Spend.READ], until=later(60), now=NOW)
    look(1)
    assert asked(server) == 0
    place = Lookout.objects.get()
    assert place.next_at is not None
    assert later(59) < place.next_at < later(61)


def test_where_reading_costs_every_search_is_paid_for(
    search: SavedSearch, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.NETWORK_BUDGETS = {"x": (10, "0.004")}  # type: ignore[attr-defined]
    make_connection(network="x")
    look(1)
    place = Lookout.objects.get()
    assert (place.failure, budgets.spent_on("x", now=NOW).usd) == ("budget_spent", 0)
    settings.NETWORK_BUDGETS = {"x": (0, "0")}  # type: ignore[attr-defined]
    Lookout.objects.all().delete()
    assert searching.open_lookouts(now=NOW) == 0


def test_filing_a_complaint_is_nothing_to_a_search(
    search: SavedSearch, connection: Connection, server: StrictMastodon, company: Company, customer: User
) -> None:
    """A copy of a complaint names the brand too; it is no cry of a stranger."""
    from complaints.services import posting

    draft = make_draft(by=customer, company=company)
    text = f"Northline: no router for three weeks.\n{letters.address_of(draft)}"
    filing.prepare_postings(complaint=draft, texts={connection: text}, by=customer, now=NOW)
    filing.submit_complaint(complaint=draft, by=customer, is_attested=True, now=NOW)
    posting.sweep_postings(now=NOW)
    assert "Northline" in next(iter(server.posts.values())).text
    assert look(1) == 0
