"""The pages of listening: on the desk, before moderators, and the form of whoever wants to be left alone."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from companies.enums import Role
from companies.models import Company, Representative
from complaints.models import HeardPost, Lookout, OptOut, SavedSearch
from complaints.services import hearing
from tests.factories import (
    NOW,
    make_connection,
    make_heard_post,
    make_representative,
)

pytestmark = pytest.mark.django_db


def page_of(company: Company, query: str = "") -> str:
    return reverse("complaints:desk_listening", args=[company.slug]) + query


def act(post: HeardPost, name: str) -> str:
    return reverse("complaints:desk_heard", args=[post.company.slug, post.pk, name])


def words(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def desk(representative: Representative) -> Client:
    return client_of(representative.user)


@pytest.fixture
def before_moderators(moderator: User) -> Client:
    return client_of(moderator)


# The desk ------------------------------------------------------------------------------------------------------


def test_an_empty_desk_says_what_to_do(desk: Client, company: Company) -> None:
    shown = words(desk, page_of(company))
    assert "Nobody listens yet" in shown
    assert "Listen for “Northline”" in shown
    assert '<h2 id="searches-h">Searches</h2><p>0 of 10</p>' in shown
    answer = desk.post(page_of(company), {"words": "Northline"}, follow=True)
    assert answer.redirect_chain == [(page_of(company), 302)]
    shown = answer.content.decode()
    assert "“Northline” is looked for from now on." in shown
    assert "Listen for “Northline”" not in shown
    assert "No account of this site is connected there." in shown


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", "Type the words to look for."),
        ("ana souza", "A search must hold a name of the brand: Northline."),
        ("Northline " + "a" * 200, "100"),
    ],
)
def test_what_is_wrong_with_a_search_is_said_twice_and_kept(
    desk: Client, company: Company, typed: str, error: str
) -> None:
    answer = desk.post(page_of(company), {"words": typed})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert shown.count(error) >= 2
    assert '<a href="#id_words">' in shown
    assert f'value="{typed}"' in shown or not typed
    assert not SavedSearch.objects.exists()


def test_a_search_is_paused_started_and_removed(
    desk: Client, company: Company, representative: Representative
) -> None:
    search = hearing.add_search(company=company, words="Northline", by=representative.user, now=NOW)

    def press(name: str) -> str:
        address = reverse("complaints:desk_search", args=[company.slug, search.pk, name])
        return desk.post(address, follow=True).content.decode()

    assert "is not looked for until you start it again" in press("pause")
    assert not SavedSearch.objects.get().is_active
    assert "is looked for again" in press("resume")
    assert "is removed" in press("remove")
    assert not SavedSearch.objects.exists()
    unknown = reverse("complaints:desk_search", args=[company.slug, 1, "explode"])
    assert desk.post(unknown).status_code == 404


def test_where_a_search_looks_and_why_it_cannot(
    desk: Client, company: Company, representative: Representative
) -> None:
    search = hearing.add_search(company=company, words="Northline", by=representative.user, now=NOW)
    for failure, said in (
        ("", "Not looked yet."),
        ("unsupported_search", "social.example.test has no search for posts."),
        ("not_allowed", "Mastodon does not let the account do this"),
    ):
        Lookout.objects.all().delete()
        connection = make_connection()
        Lookout.objects.create(search=search, connection=connection, failure=failure)
        assert said in words(desk, page_of(company))
    connection.state = "reconnect"
    connection.save()
    assert "Its account must be connected again." in words(desk, page_of(company))


def test_posts_are_shown_by_kind_with_the_words_that_caused_it(desk: Client, company: Company) -> None:
    make_heard_post(
        company=company, text="Nobody answers <b>me</b>", words=["Nobody answers"], handle="ana@a.example"
    )
    make_heard_post(company=company, kind="praise", text="Lovely people", words=["Lovely"])
    make_heard_post(company=company, kind="noise", text="Does it rain there?", words=[])
    shown = words(desk, page_of(company))
    assert "Nobody answers &lt;b&gt;me&lt;/b&gt;" in shown
    assert "Looks like a problem, because of these words: <mark>Nobody answers</mark>" in shown
    assert "@ana@a.example" in shown
    assert 'rel="noopener noreferrer nofollow">Open it on Mastodon' in shown
    assert "Lovely people" not in shown
    assert "Looks like a problem (1)" in shown
    assert "Lovely people" in words(desk, page_of(company, "?show=praise"))
    assert "Does it rain there?" in words(desk, page_of(company, "?show=noise"))
    assert "Nobody answers" in words(desk, page_of(company, "?show=nonsense"))


def test_a_long_list_goes_on(desk: Client, company: Company) -> None:
    for number in range(27):
        make_heard_post(company=company, text=f"Nobody answers, number {number}.")
    first = words(desk, page_of(company))
    assert first.count('class="heard"') == 25
    older = first.partition('rel="next">')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    second = words(desk, older)
    assert second.count('class="heard"') == 2
    assert "number 0." in second
    assert 'rel="next"' not in second
    assert "number 26." in words(desk, page_of(company, "?before=nonsense"))


def test_taking_shows_the_words_and_colleagues_see_who_has_it(
    desk: Client, company: Company, representative: Representative
) -> None:
    post = make_heard_post(company=company)
    answer = desk.post(act(post, "take"), follow=True)
    shown = " ".join(answer.content.decode().split())
    assert answer.redirect_chain == [(page_of(company, "?show=taken"), 302)]
    assert "Taken by Ines" in shown
    assert "Hello, this is Ines from Northline." in shown
    assert f'data-copy="words-{post.pk}"' in shown
    colleague = client_of(make_representative(company=company, role=Role.RESPONDER, first_name="Ravi").user)
    theirs = words(colleague, page_of(company, "?show=taken"))
    assert "Taken by Ines" in theirs
    assert "Hello, this is" not in theirs
    assert "Give it back" not in theirs
    answer = colleague.post(act(post, "take"), follow=True)
    assert "Ines took this post on" in answer.content.decode()
    assert HeardPost.objects.get().decided_by == representative.user
    desk.post(act(post, "give-back"))
    assert HeardPost.objects.get().state == "new"


def test_a_taken_post_that_was_deleted_over_there_is_marked(desk: Client, company: Company) -> None:
    post = make_heard_post(company=company)
    desk.post(act(post, "take"))
    HeardPost.objects.update(removed_at=NOW, text="", words=[])
    shown = words(desk, page_of(company, "?show=taken"))
    assert "<b>Deleted on Mastodon</b>, seen on 2 March 2026, 09:30 UTC." in shown
    assert "Open it on" not in shown
    assert "Hello, this is" not in shown


def test_dismissing_wants_a_reason(desk: Client, company: Company) -> None:
    first, post = make_heard_post(company=company), make_heard_post(company=company)
    answer = desk.post(act(post, "dismiss"), {"why": "", "show": "problem"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert f'<a href="#why-{post.pk}">Choose why.</a>' in shown
    assert shown.count("Choose why.") == 2
    assert f'id="why-{first.pk}"' in shown
    answer = desk.post(act(post, "dismiss"), {"why": "solved", "show": "problem"}, follow=True)
    assert answer.redirect_chain == [(page_of(company, "?show=problem"), 302)]
    assert "<b>Dismissed</b> by Ines" in words(desk, page_of(company, "?show=dismissed"))
    assert "it is solved already." in words(desk, page_of(company, "?show=dismissed"))


def test_an_author_who_wants_no_contact_is_left_alone(desk: Client, company: Company) -> None:
    post = make_heard_post(company=company, handle="ana@a.example")
    answer = desk.post(act(post, "leave-alone"), follow=True)
    assert "Nothing of @ana@a.example is kept or shown any more." in answer.content.decode()
    assert OptOut.objects.get().handle == "ana@a.example"
    assert not HeardPost.objects.exists()
    assert desk.post(act(post, "take")).status_code == 404


def test_who_sees_a_desk_and_who_acts(
    company: Company,
    representative: Representative,
    other_representative: Representative,
    customer: User,
    moderator: User,
) -> None:
    reader = make_representative(company=company, role=Role.READER, first_name="Rosa")
    search = hearing.add_search(company=company, words="Northline", by=representative.user, now=NOW)
    pause = reverse("complaints:desk_search", args=[company.slug, search.pk, "pause"])
    seen = {}
    for name, person in (
        ("reader", reader.user),
        ("other", other_representative.user),
        ("customer", customer),
        ("moderator", moderator),
    ):
        client, post = client_of(person), make_heard_post(company=company)
        seen[name] = (
            client.get(page_of(company)).status_code,
            client.post(page_of(company), {"words": f"Northline {name}"}).status_code,
            client.post(act(post, "take")).status_code,
            client.post(act(post, "dismiss"), {"why": "solved"}).status_code,
            client.post(act(post, "leave-alone")).status_code,
            client.post(pause).status_code,
        )
    assert seen == {
        "reader": (200, 403, 403, 403, 403, 403),
        "other": (404, 404, 404, 404, 404, 404),
        "customer": (404, 404, 404, 404, 404, 404),
        "moderator": (200, 302, 403, 302, 302, 302),
    }
    shown = words(client_of(reader.user), page_of(company))
    assert "Nobody answers" in shown or "nobody answers" in shown
    for word in ("Take it", "Dismiss", "Add the search", "Pause"):
        assert f">{word}<" not in shown


def test_a_post_is_reached_by_its_own_brand_alone(
    company: Company, other_company: Company, other_representative: Representative
) -> None:
    post = make_heard_post(company=company)
    client = client_of(other_representative.user)
    wrong = reverse("complaints:desk_heard", args=[other_company.slug, post.pk, "take"])
    assert client.post(wrong).status_code == 404
    assert client.post(act(make_heard_post(company=other_company), "explode")).status_code == 404


def test_nothing_of_it_is_public(client: Client, company: Company) -> None:
    make_heard_post(company=company, text="Ana cries for help", handle="ana@a.example")
    for address in (
        company.get_absolute_url(),
        reverse("complaints:of_company", args=[company.slug]),
        reverse("complaints:browse"),
        "/",
        reverse("api-company", args=[company.slug]),
    ):
        shown = client.get(address).content.decode()
        assert "cries for help" not in shown
        assert "ana@a.example" not in shown


# Moderators ----------------------------------------------------------------------------------------------------


def test_moderators_see_cries_about_brands_without_a_desk(
    before_moderators: Client, company: Company, representative: Representative, other_company: Company
) -> None:
    make_heard_post(company=company, text="Northline does not answer")
    make_heard_post(company=other_company, text="Pebble does not answer")
    make_heard_post(company=other_company, text="Pebble is lovely", kind="praise")
    shown = words(before_moderators, reverse("complaints:moderation_listening"))
    assert "Pebble does not answer" in shown
    assert "Northline does not answer" not in shown
    assert "Pebble is lovely" not in shown
    assert "Listening: public cries for help" in words(before_moderators, reverse("complaints:moderation"))


def test_a_moderator_prepares_one_invitation(before_moderators: Client, other_company: Company) -> None:
    post, again = (make_heard_post(company=other_company, handle="ana@a.example") for _ in range(2))

    def press(which: HeardPost, name: str, **sent: str) -> str:
        address = reverse("complaints:moderation_heard", args=[which.pk, name])
        return " ".join(before_moderators.post(address, sent, follow=True).content.decode().split())

    shown = press(post, "invite")
    assert "post them by hand, once" in shown
    assert "/complaints/new/?company=pebble-mobile" in shown
    assert "Invited by a moderator" in shown
    assert "invited within the last 90 days" in press(again, "invite")
    assert "Choose why." in press(again, "dismiss", why="")
    assert "Dismissed." in press(again, "dismiss", why="not_now")
    other = make_heard_post(company=other_company, handle="bo@a.example")
    assert "Nothing of @bo@a.example is kept" in press(other, "leave-alone")
    assert (
        before_moderators.post(reverse("complaints:moderation_heard", args=[post.pk, "explode"])).status_code
        == 404
    )


def test_the_link_in_an_invitation_begins_a_complaint_with_the_brand_alone(
    client: Client, other_company: Company
) -> None:
    shown = client.get(reverse("complaints:new") + "?company=pebble-mobile").content.decode()
    assert "Pebble Mobile" in shown


def test_moderators_begin_to_listen_for_a_brand(
    before_moderators: Client, other_company: Company, company: Company
) -> None:
    address = reverse("complaints:moderation_listening")
    assert page_of(other_company) in words(before_moderators, f"{address}?q=pebble")
    assert "knows no brand like “zzzz”" in words(before_moderators, f"{address}?q=zzzz")
    before_moderators.post(page_of(other_company), {"words": "Pebble Mobile"})
    assert f'<a href="{page_of(other_company)}">Pebble Mobile</a>' in words(before_moderators, address)
    shown = words(before_moderators, page_of(other_company))
    assert "Moderation</a>" in shown
    assert ">Take it<" not in shown


# Whoever wants to be left alone --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("network", "typed", "kept"),
    [
        ("mastodon", "https://Social.example/@Ana", "ana@social.example"),
        ("mastodon", "@ana@social.example", "ana@social.example"),
        ("bluesky", "ana.example", "ana.example"),
        ("x", "https://x.com/Ana", "ana"),
    ],
)
def test_anybody_is_left_alone_at_once(
    client: Client, company: Company, network: str, typed: str, kept: str
) -> None:
    make_heard_post(company=company, network=network, handle=kept.title())
    other = make_heard_post(company=company, network=network, handle="bo.example")
    answer = client.post(reverse("complaints:opt_out"), {"network": network, "handle": typed}, follow=True)
    assert f"Nothing that @{kept} writes" in answer.content.decode()
    assert list(HeardPost.objects.all()) == [other]
    assert (OptOut.objects.get().handle, OptOut.objects.get().by) == (kept, None)


@pytest.mark.parametrize(
    ("sent", "field", "error"),
    [
        ({}, "id_network", "Choose the network."),
        ({"network": "tumblr", "handle": "ana"}, "id_network", "Choose the network."),
        ({"network": "mastodon", "handle": ""}, "id_handle", "Type the name of your account."),
        (
            {"network": "mastodon", "handle": "ana"},
            "id_handle",
            "Type the account as Mastodon writes it, for example northline@social.example.",
        ),
    ],
)
def test_what_is_wrong_with_a_wish_is_said_twice_and_kept(
    client: Client, sent: dict[str, str], field: str, error: str
) -> None:
    answer = client.post(reverse("complaints:opt_out"), sent)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert shown.count(error) == 2
    assert f'<a href="#{field}">' in shown
    assert f'value="{sent.get("handle", "")}"' in shown or not sent.get("handle")


def test_the_form_says_what_it_cannot_do_and_cannot_be_flooded(client: Client) -> None:
    address = reverse("complaints:opt_out")
    shown = words(client, address)
    assert "We cannot verify whose account it is" in shown
    assert "All that anybody can do here is hide public posts" in shown
    for number in range(20):
        assert client.post(address, {"network": "x", "handle": f"ana{number}"}).status_code == 302
    answer = client.post(address, {"network": "x", "handle": "ana"})
    assert answer.status_code == 429
    assert "Try again in" in answer.content.decode()
    assert 'value="ana"' in answer.content.decode()
    assert OptOut.objects.count() == 20
