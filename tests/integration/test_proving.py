"""Accounts of a brand: who may name them, what proves them, what a lost proof brings, whose they cannot be."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from accounts.models import Mail, User
from companies.enums import CompanyState, HandleChangeKind, HandleProof, Role
from companies.models import Company, Handle, HandleChange, Representative
from companies.services import directory, proving
from companies.services.proving import HandleProblem, Rechecked
from tests.factories import NOW, make_company, make_handle, make_representative, make_user
from tests.fakes.small_web import SmallWeb, serving

pytestmark = pytest.mark.django_db

NONE, WEBSITE, PROVED, MODERATOR = (
    HandleProof.NONE,
    HandleProof.WEBSITE,
    HandleProof.PROVED,
    HandleProof.MODERATOR,
)
HANDLE = "northline@social.example"
PROFILE = "https://social.example/@northline"
HOME = "https://northline.example/"
WWW = "https://www.northline.example/"
X = '<a href="https://x.com/northline">X</a>'


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallWeb]:
    with serving(monkeypatch) as small_web:
        yield small_web


def later(days: float) -> datetime:
    return NOW + timedelta(days=days)


def add(
    company: Company, by: User, *, network: str = "mastodon", typed: str = HANDLE, page: str = ""
) -> Handle | HandleProblem:
    return proving.add_handle(company=company, network=network, typed=typed, page=page, by=by, now=NOW)


def added(company: Company, by: User, **more: str) -> Handle:
    found = add(company, by, **more)
    assert isinstance(found, Handle)
    return found


def kinds() -> list[tuple[str, str, int | None]]:
    rows = HandleChange.objects.order_by("at", "id")
    return [(row.kind, row.proof, row.by_id) for row in rows]


# Naming and proving --------------------------------------------------------------------------------------------


def test_an_owner_names_an_account_and_the_look_proves_it(
    web: SmallWeb, company: Company, representative: Representative
) -> None:
    owner = representative.user
    handle = added(company, owner, typed=f"{PROFILE}/", page=f"{HOME}contact")
    assert (handle.handle, handle.proof, handle.code, handle.page) == (HANDLE, NONE, "", f"{HOME}contact")
    web.account(HANDLE, links=(HOME,))
    web.page(HOME, f'<a rel=me href="{PROFILE}">M</a>')
    found = proving.check_handle(handle=handle, by=owner, now=later(1))
    assert isinstance(found, Handle)
    fresh = Handle.objects.get()
    assert (fresh.proof, fresh.page, fresh.checked_at) == (PROVED, HOME, later(1))
    assert fresh.remote_ids == {"https://social.example": "109348"}
    assert kinds() == [
        (HandleChangeKind.ADDED, NONE, owner.pk),
        (HandleChangeKind.PROVED, PROVED, owner.pk),
    ]
    # The same once more is no change.
    proving.check_handle(handle=fresh, by=owner, now=later(2))
    assert (Handle.objects.get().checked_at, len(kinds())) == (later(2), 2)


def test_what_is_not_proved_is_said_and_stays_in_the_list(
    web: SmallWeb, company: Company, representative: Representative
) -> None:
    web.page(WWW, "<p>nothing</p>")
    handle = added(company, representative.user, network="x", typed="northline")
    assert handle.code.startswith("answerable-")
    found = proving.check_handle(handle=handle, by=representative.user, now=later(1))
    assert found == HandleProblem(f"{WWW} has no link to this account.")
    assert (Handle.objects.get().proof, [kind for kind, _, _ in kinds()]) == (NONE, ["added"])


@pytest.mark.parametrize(
    ("network", "typed", "page", "field", "words"),
    [
        ("mastodon", "northline", "", "handle", "for example northline@social.example"),
        ("x", "northline", "https://evil.example/", "page", "own website, at northline.example"),
    ],
)
def test_what_cannot_be_an_account_or_its_page_is_refused(
    company: Company, moderator: User, network: str, typed: str, page: str, field: str, words: str
) -> None:
    problem = add(company, moderator, network=network, typed=typed, page=page)
    assert isinstance(problem, HandleProblem)
    assert problem.field == field
    assert words in problem.words


def test_an_account_is_listed_once(company: Company, moderator: User) -> None:
    added(company, moderator)
    assert add(company, moderator, typed=HANDLE.upper()) == HandleProblem(
        "This account is in the list already.", "handle"
    )


def test_a_list_has_an_end(company: Company, moderator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "HANDLES_OF_A_COMPANY", 1)
    added(company, moderator)
    problem = add(company, moderator, network="x", typed="northline")
    assert problem == HandleProblem("A brand can list at most 1 accounts.", "handle")


def test_looks_are_limited(
    web: SmallWeb, company: Company, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proving, "LOOKS", 1)
    handle = added(company, moderator, network="x", typed="northline")
    proving.check_handle(handle=handle, by=moderator, now=NOW)
    found = proving.check_handle(handle=handle, by=moderator, now=NOW)
    assert found == HandleProblem(proving.TOO_MANY_LOOKS)


# Who may ------------------------------------------------------------------------------------------------------


def test_only_owners_of_the_desk_and_moderators_manage(
    company: Company, other_representative: Representative, customer: User
) -> None:
    responder = make_representative(company=company, role=Role.RESPONDER).user
    left = make_representative(company=company, until=NOW).user
    handle = make_handle(company=company, handle=HANDLE)
    acts = (
        proving.check_handle,
        proving.remove_handle,
        proving.ask_for_a_look,
        proving.confirm_handle,
        proving.refuse_handle,
    )
    for person in (responder, left, other_representative.user, customer):
        with pytest.raises(PermissionDenied):
            add(company, person, network="x", typed="northline")
        for act in acts:
            with pytest.raises(PermissionDenied):
                act(handle=handle, by=person, now=NOW)
    assert (Handle.objects.count(), kinds()) == (1, [])


def test_what_needs_an_eye_is_a_moderators_who_has_no_part_in_it(
    company: Company, representative: Representative
) -> None:
    handle = make_handle(company=company, handle=HANDLE, proof=NONE)
    both = make_user(is_moderator=True)
    make_representative(company=company, user=both)
    for person in (representative.user, both):
        for act in (proving.confirm_handle, proving.refuse_handle):
            with pytest.raises(PermissionDenied):
                act(handle=handle, by=person, now=NOW)
    assert proving.may_manage(company, both)
    assert not proving.may_decide(company, both)


def test_nobody_owns_the_desk_of_a_company_that_is_only_proposed() -> None:
    proposed = make_company(name="Orchard Net", state=CompanyState.PROPOSED)
    owner = make_representative(company=proposed).user
    assert not proving.may_manage(proposed, owner)


# Codes --------------------------------------------------------------------------------------------------------


def test_a_code_is_looked_for_by_a_moderator(
    company: Company, representative: Representative, moderator: User
) -> None:
    owner = representative.user
    handle = added(company, owner, network="x", typed="northline")
    assert proving.ask_for_a_look(handle=handle, by=owner, now=later(1)) is None
    assert proving.ask_for_a_look(handle=handle, by=owner, now=later(2)) is None
    assert Handle.objects.asked().get().asked_at == later(1)
    proving.refuse_handle(handle=handle, by=moderator, now=later(3))
    assert (Handle.objects.get().proof, Handle.objects.asked().count()) == (NONE, 0)
    proving.ask_for_a_look(handle=handle, by=owner, now=later(4))
    proving.confirm_handle(handle=handle, by=moderator, now=later(5))
    fresh = Handle.objects.get()
    assert (fresh.proof, fresh.checked_at, fresh.asked_at) == (PROVED, later(5), None)
    assert [kind for kind, _, _ in kinds()] == ["added", "asked", "not_there", "asked", "proved"]
    refused = proving.ask_for_a_look(handle=handle, by=owner, now=later(6))
    assert refused == HandleProblem("Nobody has to look at this account.")


def test_what_a_person_has_seen_no_look_takes_away(web: SmallWeb, company: Company, moderator: User) -> None:
    web.page(HOME, "<p>nothing</p>")
    by_code = make_handle(company=company, network="x", handle="northline", proof=PROVED, code="answerable-x")
    by_eye = make_handle(company=company, network="tumblr", handle="northline", proof=MODERATOR)
    for handle in (by_code, by_eye):
        assert isinstance(proving.check_handle(handle=handle, by=moderator, now=later(1)), HandleProblem)
    assert set(Handle.objects.values_list("proof", flat=True)) == {PROVED, MODERATOR}
    # A link that a look finds says more than an eye; a code stays what it is.
    web.page(HOME, X + '<a href="https://www.tumblr.com/northline">T</a>')
    for handle in (by_code, by_eye):
        proving.check_handle(handle=handle, by=moderator, now=later(2))
    assert dict(Handle.objects.values_list("network", "proof")) == {"x": PROVED, "tumblr": WEBSITE}


# Somebody else's ----------------------------------------------------------------------------------------------


def test_the_proved_account_of_another_company_is_refused(
    web: SmallWeb, company: Company, other_company: Company, moderator: User
) -> None:
    make_handle(company=other_company, handle=HANDLE.upper())
    refused = HandleProblem("This account belongs to Pebble Mobile, as is proved.")
    assert add(company, moderator) == HandleProblem(refused.words, "handle")
    unproved = make_handle(company=company, handle=HANDLE, proof=NONE)
    web.account(HANDLE)
    web.page(HOME, f'<a href="{PROFILE}">M</a>')
    assert proving.check_handle(handle=unproved, by=moderator, now=NOW) == refused
    assert proving.confirm_handle(handle=unproved, by=moderator, now=NOW) == refused


def test_it_is_refused_under_a_new_name_too(
    web: SmallWeb, company: Company, other_company: Company, moderator: User
) -> None:
    make_handle(
        company=other_company, network="bluesky", handle="pebble.example", remote_ids={"*": "did:plc:a"}
    )
    found = proving.confirm_account(
        company=company,
        network="bluesky",
        handle="northline.example",
        server="https://bsky.social",
        remote_id="did:plc:a",
        by=moderator,
        now=NOW,
    )
    assert found == HandleProblem("This account belongs to Pebble Mobile, as is proved.")


def test_naming_an_account_takes_it_from_nobody(
    web: SmallWeb, company: Company, other_company: Company, moderator: User
) -> None:
    squatter = added(other_company, moderator)
    handle = added(company, moderator)
    web.account(HANDLE)
    web.page(HOME, f'<a href="{PROFILE}">M</a>')
    assert isinstance(proving.check_handle(handle=handle, by=moderator, now=NOW), Handle)
    assert not Handle.objects.get(pk=squatter.pk).is_trusted


# Losing a proof -----------------------------------------------------------------------------------------------


@pytest.fixture
def proved(web: SmallWeb, company: Company) -> Handle:
    web.account(HANDLE)
    web.page(HOME, f'<a href="{PROFILE}">M</a>')
    ids = {"https://social.example": "109348"}
    return make_handle(company=company, handle=HANDLE, page=HOME, remote_ids=ids)


def recheck(days: float) -> Rechecked:
    return proving.recheck_handles(older_than=timedelta(days=7), now=later(days))


def test_a_proof_that_holds_is_looked_at_again_in_time(proved: Handle, web: SmallWeb) -> None:
    assert recheck(6) == Rechecked()
    assert recheck(8) == Rechecked(held=1)
    assert (Handle.objects.get().checked_at, kinds()) == (later(8), [])
    assert recheck(9) == Rechecked()


def test_a_proof_that_no_longer_holds_is_lost_and_never_silently(
    proved: Handle, web: SmallWeb, representative: Representative, moderator: User
) -> None:
    web.page(HOME, "<p>nothing</p>")
    assert recheck(8) == Rechecked(lost=1)
    lost = Handle.objects.lost().get()
    assert (lost.proof, lost.lost_at, lost.remote_ids) == (NONE, later(8), proved.remote_ids)
    change = HandleChange.objects.get()
    assert (change.kind, change.by, change.words) == (
        HandleChangeKind.LOST,
        None,
        f"{HOME} has no link to this account.",
    )
    mail = Mail.objects.get(about="account_lost")
    assert (mail.to, mail.subject) == (representative.user.email, f"The proof of @{HANDLE} no longer holds")
    assert change.words in mail.text
    assert "/desk/northline/accounts/" in mail.text
    # A moderator's task until somebody decides.
    assert recheck(30) == Rechecked()
    proving.refuse_handle(handle=lost, by=moderator, now=later(31))
    assert not Handle.objects.lost().exists()
    assert kinds()[-1] == (HandleChangeKind.SETTLED, NONE, moderator.pk)


def test_a_lost_proof_can_be_found_again(proved: Handle, web: SmallWeb, moderator: User) -> None:
    web.page(HOME, "<p>nothing</p>")
    recheck(8)
    web.page(HOME, f'<a href="{PROFILE}">M</a>')
    proving.check_handle(handle=proved, by=moderator, now=later(9))
    fresh = Handle.objects.get()
    assert (fresh.proof, fresh.lost_at) == (WEBSITE, None)


def test_another_account_under_the_old_name_is_not_the_companys(
    proved: Handle, web: SmallWeb, moderator: User
) -> None:
    """The link still stands on the website; whoever took the name on the network is a stranger."""
    web.account(HANDLE, remote_id="222")
    assert recheck(8) == Rechecked(lost=1)
    fresh = Handle.objects.get()
    assert (fresh.proof, fresh.remote_ids) == (NONE, {"https://social.example": "109348"})
    found = proving.check_handle(handle=fresh, by=moderator, now=later(9))
    assert found == HandleProblem(proving.ANOTHER_ACCOUNT)
    proving.remove_handle(handle=fresh, by=moderator, now=later(10))
    again = added(fresh.company, moderator)
    assert isinstance(proving.check_handle(handle=again, by=moderator, now=later(11)), Handle)
    assert Handle.objects.get().remote_ids == {"https://social.example": "222"}


def test_a_server_that_is_down_changes_nothing_for_a_month(proved: Handle, web: SmallWeb) -> None:
    web.down.add("social.example")
    assert recheck(8) == Rechecked(unseen=1)
    assert recheck(29) == Rechecked(unseen=1)
    assert (Handle.objects.get().proof, Handle.objects.get().checked_at) == (WEBSITE, NOW)
    assert recheck(31) == Rechecked(lost=1)
    assert HandleChange.objects.get().words.startswith("Nothing could be seen for 31 days.")


def test_invented_brands_and_what_a_person_saw_are_left_alone(web: SmallWeb, company: Company) -> None:
    fictional = make_company(name="Thistle Talk", is_fictional=True, domains=("thistle.example",))
    make_handle(company=fictional, handle="thistle@social.example")
    make_handle(company=company, handle=HANDLE, proof=MODERATOR)
    make_handle(company=company, network="x", handle="northline", proof=PROVED, code="answerable-x")
    assert recheck(100) == Rechecked()
    assert web.asked == []


def test_the_command_says_what_it_found(
    proved: Handle, web: SmallWeb, capsys: pytest.CaptureFixture[str]
) -> None:
    web.page(HOME, "<p>nothing</p>")
    call_command("recheck_handles", "--older-than", "3")
    assert capsys.readouterr().out.splitlines() == [
        f"mastodon @{HANDLE} of Northline: lost. {HOME} has no link to this account.",
        "0 hold, 1 lost, 0 could not be looked at.",
    ]
    with pytest.raises(CommandError):
        call_command("recheck_handles", "--older-than", "-1")


# Removing and merging -----------------------------------------------------------------------------------------


def test_removing_leaves_a_trace(proved: Handle, representative: Representative) -> None:
    proving.remove_handle(handle=proved, by=representative.user, now=later(1))
    proving.remove_handle(handle=proved, by=representative.user, now=later(1))
    assert not Handle.objects.exists()
    assert kinds() == [(HandleChangeKind.REMOVED, NONE, representative.user_id)]
    assert proving.confirm_handle(
        handle=proved, by=make_user(is_moderator=True), now=later(2)
    ) == HandleProblem(proving.GONE)


def test_of_two_merged_companies_the_proved_account_stays(
    company: Company, other_company: Company, moderator: User
) -> None:
    make_handle(company=company, handle=HANDLE, proof=NONE)
    proved = make_handle(company=other_company, handle=HANDLE.upper())
    only_named = make_handle(company=other_company, network="x", handle="northline", proof=NONE)
    make_handle(company=company, network="x", handle="northline")
    added(other_company, moderator, network="threads", typed="pebble")
    directory.merge_companies(company=other_company, into=company, by=moderator, now=NOW)
    assert {(handle.network, handle.proof) for handle in company.handles.all()} == {
        ("mastodon", WEBSITE),
        ("x", WEBSITE),
        ("threads", NONE),
    }
    assert Handle.objects.filter(pk=proved.pk).exists()
    assert not Handle.objects.filter(pk=only_named.pk).exists()
    assert company.handle_changes.count() == 1
