"""What people do about posts that were heard: searches, taking, dismissing, inviting; and who is left alone."""

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection as database

from accounts.models import User
from companies.enums import ChannelKind, Role
from companies.models import Channel, Company, Representative
from companies.services.directory import merge_companies
from complaints.enums import HeardState, WhyDismissed
from complaints.models import HeardPost, Invitation, Lookout, OptOut, SavedSearch
from complaints.networks import render
from complaints.networks.base import Counting, Limits
from complaints.rules import hearing as rules
from complaints.rules.lifecycle import MoveRefused
from complaints.services import hearing, opting_out
from complaints.services.moves import NotAllowed
from tests.factories import (
    NOW,
    make_company,
    make_connection,
    make_heard_post,
    make_representative,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_real_address(settings: Any) -> None:
    settings.SITE_URL = "https://www.answerable.example"


@pytest.fixture
def post(company: Company) -> HeardPost:
    return make_heard_post(company=company)


@pytest.fixture
def responder(company: Company) -> Representative:
    return make_representative(company=company, role=Role.RESPONDER, first_name="Ravi")


@pytest.fixture
def reader(company: Company) -> Representative:
    return make_representative(company=company, role=Role.READER, first_name="Rosa")


# Searches ------------------------------------------------------------------------------------------------------


def test_who_manages_searches(
    company: Company,
    representative: Representative,
    responder: Representative,
    reader: Representative,
    other_representative: Representative,
    customer: User,
    moderator: User,
) -> None:
    for number, by in enumerate((representative.user, responder.user, moderator)):
        hearing.add_search(company=company, words=f"Northline {number}", by=by, now=NOW)
    search = SavedSearch.objects.first()
    assert search is not None
    for stranger in (reader.user, other_representative.user, customer):
        for act in (
            lambda by: hearing.add_search(company=company, words="Northline", by=by, now=NOW),
            lambda by: hearing.pause_search(search=search, by=by),
            lambda by: hearing.resume_search(search=search, by=by, now=NOW),
            lambda by: hearing.remove_search(search=search, by=by),
        ):
            with pytest.raises(NotAllowed):
                act(stranger)
    assert SavedSearch.objects.filter(is_active=True).count() == 3


def test_a_search_must_hold_a_name_of_the_brand(moderator: User) -> None:
    company = make_company(name="Línea Norte", aliases=("LN Móvil",))
    for words in ("ana souza", "linea", "norte mala", ""):
        with pytest.raises(MoveRefused, match="Línea Norte, LN Móvil"):
            hearing.add_search(company=company, words=words, by=moderator, now=NOW)
    for words in ("linea norte", "LN móvil factura", "#lineanorte"):
        hearing.add_search(company=company, words=words, by=moderator, now=NOW)
    assert hearing.offered_words(company) == ["Línea Norte", "LN Móvil"]


def test_the_names_are_offered_and_none_is_started(company: Company, moderator: User) -> None:
    assert hearing.offered_words(company) == ["Northline"]
    assert not SavedSearch.objects.exists()
    hearing.add_search(company=company, words="northline", by=moderator, now=NOW)
    assert hearing.offered_words(company) == []
    with pytest.raises(MoveRefused, match="already"):
        hearing.add_search(company=company, words="NORTHLINE", by=moderator, now=NOW)


def test_a_brand_has_ten_searches(company: Company, representative: Representative) -> None:
    for number in range(rules.MOST_SEARCHES):
        hearing.add_search(company=company, words=f"Northline {number}", by=representative.user, now=NOW)
    with pytest.raises(MoveRefused, match="at most 10"):
        hearing.add_search(company=company, words="Northline", by=representative.user, now=NOW)


def test_removing_a_search_takes_what_nobody_took(
    company: Company, representative: Representative, moderator: User
) -> None:
    search = hearing.add_search(company=company, words="Northline", by=moderator, now=NOW)
    make_heard_post(company=company, search=search)
    dismissed = make_heard_post(company=company, search=search)
    hearing.dismiss(post=dismissed, why=WhyDismissed.SOLVED, by=moderator, now=NOW)
    taken = make_heard_post(company=company, search=search)
    hearing.take(post=taken, by=representative.user, now=NOW)
    hearing.remove_search(search=search, by=representative.user)
    assert list(HeardPost.objects.values_list("pk", "search")) == [(taken.pk, None)]


# Taking --------------------------------------------------------------------------------------------------------


def test_a_post_that_is_taken_is_somebodys(
    post: HeardPost, representative: Representative, responder: Representative
) -> None:
    hearing.take(post=post, by=responder.user, now=NOW)
    again = hearing.take(post=post, by=responder.user, now=NOW + timedelta(hours=1))
    assert (again.state, again.decided_by, again.decided_at) == ("taken", responder.user, NOW)
    assert again.keep_until == NOW + rules.TAKEN_KEPT
    with pytest.raises(MoveRefused, match="Ravi took this post on 2 March, 09:30 UTC"):
        hearing.take(post=post, by=representative.user, now=NOW)
    with pytest.raises(MoveRefused, match="Ravi took this post"):
        hearing.dismiss(post=post, why=WhyDismissed.SOLVED, by=representative.user, now=NOW)


def test_who_may_take(
    post: HeardPost,
    reader: Representative,
    other_representative: Representative,
    customer: User,
    moderator: User,
) -> None:
    for by in (reader.user, other_representative.user, customer, moderator):
        with pytest.raises(NotAllowed):
            hearing.take(post=post, by=by, now=NOW)
    assert HeardPost.objects.get().state == "new"


def test_who_has_left_takes_nothing(post: HeardPost, company: Company) -> None:
    left = make_representative(company=company, until=NOW)
    with pytest.raises(NotAllowed):
        hearing.take(post=post, by=left.user, now=NOW)


def test_who_took_it_or_an_owner_gives_it_back(
    post: HeardPost, representative: Representative, responder: Representative, company: Company
) -> None:
    colleague = make_representative(company=company, role=Role.RESPONDER)
    hearing.take(post=post, by=responder.user, now=NOW)
    with pytest.raises(NotAllowed, match="Ravi"):
        hearing.give_back(post=post, by=colleague.user, now=NOW)
    hearing.give_back(post=post, by=representative.user, now=NOW)
    fresh = HeardPost.objects.get()
    assert (fresh.state, fresh.decided_by, fresh.decided_at) == ("new", None, None)
    assert fresh.keep_until == NOW + rules.KEPT
    with pytest.raises(NotAllowed):
        hearing.give_back(post=post, by=representative.user, now=NOW)


def test_a_post_that_is_gone_meanwhile_says_so(post: HeardPost, representative: Representative) -> None:
    HeardPost.objects.all().delete()
    with pytest.raises(MoveRefused, match="gone"):
        hearing.take(post=post, by=representative.user, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_take_the_same_post_and_one_gets_it(
    post: HeardPost, representative: Representative, responder: Representative
) -> None:
    start, told = Barrier(2), list[str]()

    def work(by: User) -> None:
        try:
            start.wait()
            hearing.take(post=post, by=by, now=NOW)
        except MoveRefused as refused:
            told.append(str(refused))
        finally:
            database.close()

    workers = [Thread(target=work, args=(one.user,)) for one in (representative, responder)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    winner = {representative.user.pk: "Ines", responder.user.pk: "Ravi"}[
        HeardPost.objects.get().decided_by_id
    ]
    assert told == [f"{winner} took this post on 2 March, 09:30 UTC."]


# Dismissing and being left alone -------------------------------------------------------------------------------


def test_what_is_dismissed_can_be_taken_after_all(post: HeardPost, representative: Representative) -> None:
    hearing.dismiss(post=post, why=WhyDismissed.NOT_OURS, by=representative.user, now=NOW)
    assert (HeardPost.objects.get().state, HeardPost.objects.get().why) == ("dismissed", "not_ours")
    hearing.take(post=post, by=representative.user, now=NOW)
    assert (HeardPost.objects.get().state, HeardPost.objects.get().why) == ("taken", "")


def test_a_wish_not_to_be_contacted_holds_for_every_brand(
    company: Company, other_company: Company, representative: Representative, reader: Representative
) -> None:
    handle = "Ana@social.example.test"
    taken, elsewhere = (make_heard_post(company=one, handle=handle) for one in (company, other_company))
    other = make_heard_post(company=company, handle="bo@social.example.test")
    hearing.take(post=taken, by=representative.user, now=NOW)
    with pytest.raises(NotAllowed):
        hearing.leave_alone(post=taken, by=reader.user, now=NOW)
    hearing.leave_alone(post=taken, by=representative.user, now=NOW)
    assert list(HeardPost.objects.all()) == [other]
    row = OptOut.objects.get()
    assert (row.network, row.handle, row.by) == ("mastodon", handle.lower(), representative.user)
    assert not HeardPost.objects.filter(pk=elsewhere.pk).exists()


def test_to_opt_out_twice_is_once() -> None:
    first = opting_out.opt_out(network="x", handle="ana", by=None, now=NOW)
    again = opting_out.opt_out(network="x", handle="Ana", by=None, now=NOW + timedelta(days=1))
    assert (first.pk, again.at) == (again.pk, NOW)
    assert opting_out.opted_out(network="x", handle="ANA")
    assert not opting_out.opted_out(network="bluesky", handle="ana")


# Inviting ------------------------------------------------------------------------------------------------------


def test_a_moderator_invites_once(company: Company, other_company: Company, moderator: User) -> None:
    first, second, third = (
        make_heard_post(company=one, handle=handle)
        for one, handle in (
            (company, "ana@a.example"),
            (other_company, "Ana@a.example"),
            (company, "ana@a.example"),
        )
    )
    hearing.invite(post=first, by=moderator, now=NOW)
    row = HeardPost.objects.get(pk=first.pk)
    assert (row.state, row.decided_by, row.keep_until) == ("invited", moderator, NOW + rules.INVITED_KEPT)
    with pytest.raises(MoveRefused, match="90 days"):
        hearing.invite(post=second, by=moderator, now=NOW + timedelta(days=89))
    first.delete()  # the post may be gone before the memory of it
    with pytest.raises(MoveRefused, match="90 days"):
        hearing.invite(post=second, by=moderator, now=NOW + timedelta(days=89))
    hearing.invite(post=third, by=moderator, now=NOW + timedelta(days=90))
    assert Invitation.objects.count() == 2


def test_a_new_name_is_the_same_person_where_ids_tell(company: Company, moderator: User) -> None:
    first = make_heard_post(company=company, network="x", handle="ana", author_id="17")
    renamed = make_heard_post(company=company, network="x", handle="ana_new", author_id="17")
    hearing.invite(post=first, by=moderator, now=NOW)
    with pytest.raises(MoveRefused, match="90 days"):
        hearing.invite(post=renamed, by=moderator, now=NOW)


def test_who_is_not_invited(
    company: Company, other_company: Company, representative: Representative, moderator: User
) -> None:
    with pytest.raises(MoveRefused, match="desk of its own"):
        hearing.invite(post=make_heard_post(company=company), by=moderator, now=NOW)
    with pytest.raises(NotAllowed):
        hearing.invite(post=make_heard_post(company=other_company), by=representative.user, now=NOW)
    alone = make_heard_post(company=other_company, network="x", handle="ana")
    OptOut.objects.create(network="x", handle="ana", at=NOW)
    with pytest.raises(MoveRefused, match="left alone"):
        hearing.invite(post=alone, by=moderator, now=NOW)
    dismissed = make_heard_post(company=other_company)
    hearing.dismiss(post=dismissed, why=WhyDismissed.SOLVED, by=moderator, now=NOW)
    with pytest.raises(MoveRefused, match="nothing was done"):
        hearing.invite(post=dismissed, by=moderator, now=NOW)
    assert not HeardPost.objects.filter(state=HeardState.INVITED).exists()


@pytest.mark.django_db(transaction=True)
def test_two_moderators_invite_one_person_once(company: Company, other_company: Company) -> None:
    posts = [make_heard_post(company=one, handle="ana@a.example") for one in (company, other_company)]
    moderators = [make_user(is_moderator=True) for _ in posts]
    start, told = Barrier(2), list[str]()

    def work(post: HeardPost, by: User) -> None:
        try:
            start.wait()
            hearing.invite(post=post, by=by, now=NOW)
        except MoveRefused as refused:
            told.append(str(refused))
        finally:
            database.close()

    workers = [Thread(target=work, args=pair) for pair in zip(posts, moderators, strict=True)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert told == ["This person was invited within the last 90 days. Once is enough."]
    assert Invitation.objects.count() == 1


# Words ---------------------------------------------------------------------------------------------------------


def test_first_words_say_who_writes_and_how_to_reach_a_person(
    company: Company, representative: Representative
) -> None:
    Channel.objects.create(company=company, kind=ChannelKind.EMAIL, value="care@northline.example")
    Channel.objects.create(company=company, kind=ChannelKind.PHONE, value="0800 123 456", position=2)
    post = make_heard_post(company=company, language="en-GB")
    assert hearing.opening_for(post, representative) == (
        "Hello, this is Ines from Northline. I have read your post. What happened, and since when? I read your reply here "
        "myself. To talk to a person instead: 0800 123 456. If you would rather not hear from us, say so and I will leave it."
    )
    post.language = "pt-BR"
    assert hearing.opening_for(post, representative).startswith("Olá, aqui é Ines, de Northline.")
    post.language = "de"
    assert hearing.opening_for(post, representative).startswith("Hello")


def test_the_invitation_carries_the_brand_and_nothing_else(company: Company) -> None:
    post = make_heard_post(company=company, text="My name is Ana Souza", handle="ana@a.example")
    words = hearing.invitation_for(post)
    assert "https://www.answerable.example/complaints/new/?company=northline" in words
    assert "https://www.answerable.example/listening/opt-out/" in words
    assert "ana" not in words.lower().replace("answerable", "")
    assert words.count("http") == 2


@pytest.mark.parametrize("language", ["en", "pt", "es"])
@pytest.mark.parametrize("network", ["mastodon", "bluesky", "x"])
def test_words_fit_their_network_also_with_long_names(language: str, network: str) -> None:
    company = make_company(name="The Northern and Western Line Company", slug="n" * 60)
    acting = make_representative(company=company, first_name="Maria Antonieta")
    Channel.objects.create(company=company, kind=ChannelKind.PHONE, value="+44 20 7946 0000")
    connection = make_connection(network=network)
    post = make_heard_post(
        company=company, network=network, connection=connection, language=language, handle="a" * 30
    )
    limits = {
        "mastodon": Limits(),
        "bluesky": Limits(characters=300, url_length=None, local_mentions=False),
        "x": Limits(characters=280, counting=Counting.WEIGHTED),
    }[network]
    for words in (hearing.opening_for(post, acting), hearing.invitation_for(post)):
        assert render.fits(f"@{post.author_handle} {words}", limits)


# A brand that becomes another ----------------------------------------------------------------------------------


def test_two_brands_become_one(company: Company, other_company: Company, moderator: User) -> None:
    for one in (company, other_company):
        hearing.add_search(company=one, words=one.name, by=moderator, now=NOW)
    twice = hearing.add_search(company=other_company, words="Pebble Mobile x", by=moderator, now=NOW)
    SavedSearch.objects.filter(pk=twice.pk).update(words="NORTHLINE")
    kept = make_heard_post(company=other_company)
    doubled = make_heard_post(company=other_company)
    make_heard_post(company=company, url=doubled.url)
    merge_companies(company=other_company, into=company, by=moderator, now=NOW)
    assert sorted(SavedSearch.objects.filter(company=company).values_list("words", flat=True)) == [
        "Northline",
        "Pebble Mobile",
    ]
    assert not SavedSearch.objects.filter(company=other_company).exists()
    assert HeardPost.objects.filter(company=company).count() == 2
    assert HeardPost.objects.get(pk=kept.pk).company == company
    assert not Lookout.objects.exists()
