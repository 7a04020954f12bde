"""The team of a desk: invitations, roles, the second step of owners, leaving, and the log."""

import re
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import Mail, User
from companies.enums import CompanyState, Role
from companies.models import Company, Representative, TeamAct, TeamInvitation
from companies.services import teaming
from companies.services.teaming import TeamProblem
from complaints.models import Complaint
from complaints.services import tracking
from complaints.services.moves import NotAllowed
from complaints.teamwork import PAGE, log_of
from tests.factories import make_complaint, make_representative, make_user

pytestmark = pytest.mark.django_db

INVITED = "jonas@agency.example"


@pytest.fixture
def invited() -> User:
    return make_user(email=INVITED)


def invite(
    representative: Representative, now: datetime, *, email: str = INVITED, role: Role = Role.RESPONDER
) -> TeamInvitation | TeamProblem:
    return teaming.invite(
        company=representative.company,
        email=email,
        role=role,
        team="Night shift",
        may_offer="refunds up to 100 EUR",
        by=representative.user,
        now=now,
    )


def token_in_mail(to: str = INVITED) -> str:
    mail = Mail.objects.filter(to=to, about="team_invitation").latest("pk")
    found = re.search(r"/companies/join/([\w-]+)/", mail.text)
    assert found is not None
    return found[1]


def join(by: User, now: datetime, *, token: str = "") -> Representative | TeamProblem:
    return teaming.accept_invitation(token=token or token_in_mail(), first_name="Jonas", by=by, now=now)


# Inviting and joining ---------------------------------------------------------------------------------------------


def test_who_is_invited_joins_with_what_the_owner_chose(
    representative: Representative, invited: User, now: datetime
) -> None:
    invite(representative, now, email=" Jonas@Agency.example ")
    joined = join(invited, now + timedelta(days=6))
    assert isinstance(joined, Representative)
    assert (str(joined), joined.role) == ("Jonas, Night shift", Role.RESPONDER)
    assert joined.may_offer == "refunds up to 100 EUR"
    assert [(act.kind, act.by_name, act.whom) for act in TeamAct.objects.order_by("pk")] == [
        ("invited", "Ines, Customer care", INVITED),
        ("joined", "Jonas, Night shift", "Jonas, Night shift"),
    ]
    kept = TeamInvitation.objects.get()
    assert token_in_mail() not in (kept.token_digest, str(kept))


def test_a_link_works_once(representative: Representative, invited: User, now: datetime) -> None:
    invite(representative, now)
    joined = join(invited, now)
    assert isinstance(joined, Representative)
    teaming.leave_team(company=joined.company, by=invited, now=now)
    assert join(invited, now) == TeamProblem(teaming.LINK_OF_NO_USE)


@pytest.mark.parametrize("what", ["too old", "withdrawn", "invited again", "company gone", "invented"])
def test_links_of_no_use(representative: Representative, invited: User, now: datetime, what: str) -> None:
    invitation = invite(representative, now)
    assert isinstance(invitation, TeamInvitation)
    token, at = token_in_mail(), now + timedelta(hours=1)
    if what == "too old":
        at = now + teaming.LINK_LIVES
    elif what == "withdrawn":
        assert teaming.withdraw_invitation(invitation=invitation, by=representative.user, now=now)
        assert not teaming.withdraw_invitation(invitation=invitation, by=representative.user, now=now)
    elif what == "invited again":
        invite(representative, now)
    elif what == "company gone":
        Company.objects.update(state=CompanyState.CLOSED)
    else:
        token = "x" * 43
    assert join(invited, at, token=token) == TeamProblem(teaming.LINK_OF_NO_USE)
    assert not Representative.objects.filter(user=invited).exists()


def test_the_address_must_be_confirmed_on_the_account(representative: Representative, now: datetime) -> None:
    invite(representative, now)
    somebody = make_user(email="somebody@else.example")
    refused = join(somebody, now)
    assert isinstance(refused, TeamProblem)
    assert INVITED in refused.words
    address = EmailAddress.objects.create(user=somebody, email=INVITED, verified=False)
    assert isinstance(join(somebody, now), TeamProblem)
    address.verified = True
    address.save()
    assert isinstance(join(somebody, now), Representative)


def test_nobody_is_invited_twice_or_into_a_team_they_are_in(
    representative: Representative, now: datetime
) -> None:
    EmailAddress.objects.update_or_create(
        user=representative.user, email=representative.user.email, defaults={"verified": True}
    )
    problem = invite(representative, now, email=representative.user.email.upper())
    assert problem == TeamProblem("This person is in the team already.", "email")
    invite(representative, now)
    invite(representative, now)
    assert TeamInvitation.objects.waiting().count() == 1
    with pytest.raises(IntegrityError):
        TeamInvitation.objects.update(withdrawn_at=None)


def test_a_day_has_so_many_invitations(
    representative: Representative, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(teaming, "INVITATIONS_A_DAY", 2)
    for number in range(2):
        assert isinstance(invite(representative, now, email=f"{number}@agency.example"), TeamInvitation)
    assert isinstance(invite(representative, now), TeamProblem)
    assert isinstance(invite(representative, now + timedelta(days=2)), TeamInvitation)


# Who decides ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.RESPONDER, Role.READER])
def test_only_owners_decide(representative: Representative, now: datetime, role: Role) -> None:
    somebody = make_representative(company=representative.company, role=role)
    for act in (
        lambda: invite(somebody, now),
        lambda: teaming.remove_representative(representative=representative, by=somebody.user, now=now),
        lambda: teaming.change_representative(
            representative=somebody, role=Role.OWNER, team="", may_offer="", by=somebody.user, now=now
        ),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert not TeamAct.objects.exists()


def test_an_owner_elsewhere_decides_nothing_here(
    representative: Representative, other_company: Company, now: datetime
) -> None:
    elsewhere = make_representative(company=other_company)
    with pytest.raises(PermissionDenied):
        teaming.remove_representative(representative=representative, by=elsewhere.user, now=now)


def test_owners_need_a_second_step(
    representative: Representative, now: datetime, settings: Settings, client: Client
) -> None:
    settings.OWNERS_NEED_SECOND_STEP = True
    client.force_login(representative.user)
    page = reverse("complaints:desk_team", args=[representative.company.slug])
    with pytest.raises(PermissionDenied):
        invite(representative, now)
    assert "protected by a password alone" in client.get(page).content.decode()
    form = {"email": INVITED, "role": "reader"}
    assert client.post(page, form).status_code == 403
    Authenticator.objects.create(user=representative.user, type="totp", data={"secret": "x"})
    assert "protected by a password alone" not in client.get(page).content.decode()
    assert client.post(page, form).status_code == 302
    assert TeamInvitation.objects.get().email == INVITED


def test_production_always_asks_owners_for_a_second_step() -> None:
    from config.settings import base

    assert base.OWNERS_NEED_SECOND_STEP is True


def test_a_change_is_saved_and_told_in_words(representative: Representative, now: datetime) -> None:
    jonas = make_representative(company=representative.company, role=Role.READER, first_name="Jonas")
    changed = teaming.change_representative(
        representative=jonas,
        role=Role.RESPONDER,
        team="Repairs",
        may_offer="a replacement",
        by=representative.user,
        now=now,
    )
    assert isinstance(changed, Representative)
    jonas.refresh_from_db()
    assert (jonas.role, jonas.team, jonas.may_offer) == ("responder", "Repairs", "a replacement")
    assert TeamAct.objects.get().words == (
        "role: Reader → Responder; team: Customer care → Repairs; may offer: none → a replacement"
    )
    again = {"role": Role.RESPONDER, "team": "Repairs", "may_offer": "a replacement"}
    teaming.change_representative(representative=jonas, by=representative.user, now=now, **again)
    assert TeamAct.objects.count() == 1


def test_the_last_owner_stays_one(representative: Representative, now: datetime) -> None:
    keep = {"team": "", "may_offer": "", "by": representative.user, "now": now}
    make_representative(company=representative.company, role=Role.RESPONDER)
    assert teaming.change_representative(
        representative=representative, role=Role.READER, **keep
    ) == TeamProblem(teaming.LAST_OWNER, "role")
    left = teaming.leave_team(company=representative.company, by=representative.user, now=now)
    assert left == TeamProblem(teaming.LAST_OWNER)
    make_representative(company=representative.company, role=Role.OWNER)
    assert teaming.leave_team(company=representative.company, by=representative.user, now=now) is None


def test_who_is_alone_may_leave(representative: Representative, now: datetime) -> None:
    later = now + timedelta(days=1)
    assert teaming.leave_team(company=representative.company, by=representative.user, now=later) is None
    representative.refresh_from_db()
    assert representative.until == later
    assert TeamAct.objects.get().kind == "left"
    assert teaming.leave_team(company=representative.company, by=representative.user, now=later) is None
    assert TeamAct.objects.count() == 1


def test_who_is_removed_is_told_and_answers_no_more(
    representative: Representative, company: Company, customer: User, now: datetime
) -> None:
    jonas = make_representative(company=company, role=Role.RESPONDER, first_name="Jonas")
    case = make_complaint(by=customer, company=company, now=now)
    tracking.record_company_reply(complaint=case, by=jonas.user, text="We look into it.", now=now)
    later = now + timedelta(hours=1)
    assert teaming.remove_representative(representative=jonas, by=representative.user, now=later) is None
    assert teaming.remove_representative(representative=jonas, by=representative.user, now=later) is None
    assert Mail.objects.get(about="team_removed").to == jonas.user.email
    with pytest.raises(NotAllowed):
        tracking.record_company_reply(complaint=case, by=jonas.user, text="Another.", now=later)
    assert case.replies.get().author_name == "Jonas, Customer care"
    own = teaming.remove_representative(representative=representative, by=representative.user, now=later)
    assert own is not None
    assert "Leave the team" in own.words


def test_people_change_their_own_name_alone(representative: Representative, now: datetime) -> None:
    jonas = make_representative(company=representative.company, first_name="Jonas")
    with pytest.raises(PermissionDenied):
        teaming.rename_self(representative=jonas, first_name="X", by=representative.user, now=now)
    teaming.rename_self(representative=jonas, first_name="Joni", by=jonas.user, now=now)
    jonas.refresh_from_db()
    assert jonas.first_name == "Joni"
    assert TeamAct.objects.get().words == "first name: Jonas → Joni"


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_remove_each_other_at_once_do_not_leave_the_desk_without_one(
    representative: Representative, now: datetime
) -> None:
    other = make_representative(company=representative.company, role=Role.OWNER)
    begun, refused = threading.Barrier(2), []

    def remove(whom: Representative, by: Representative) -> None:
        begun.wait()
        try:
            teaming.remove_representative(representative=whom, by=by.user, now=now)
        except PermissionDenied:
            refused.append(by)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=remove, args=pair)
        for pair in ((other, representative), (representative, other))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Representative.objects.active().count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_presses_join_once(representative: Representative, invited: User, now: datetime) -> None:
    invite(representative, now)
    token, begun = token_in_mail(), threading.Barrier(2)
    outcomes: list[object] = []

    def press() -> None:
        begun.wait()
        try:
            outcomes.append(join(invited, now, token=token))
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(one).__name__ for one in outcomes) == ["Representative", "TeamProblem"]


# The log and the pages --------------------------------------------------------------------------------------------


def test_the_log_holds_acts_on_people_and_on_complaints(
    representative: Representative, company: Company, customer: User, now: datetime
) -> None:
    case = make_complaint(by=customer, company=company, now=now)
    invite(representative, now)
    tracking.record_company_reply(
        complaint=case, by=representative.user, text="We look into it.", now=now + timedelta(hours=1)
    )
    acts = log_of(company).acts
    assert [(act.by, act.what, act.complaint) for act in acts] == [
        ("Ines, Customer care", "Reply", case),
        ("Ines, Customer care", "Invited", None),
    ]
    assert log_of(make_representative(company=_another()).company).acts == []


def _another() -> Company:
    from tests.factories import make_company

    return make_company(name="Orchard Net")


def test_the_log_goes_on_page_by_page_and_shows_everything_once(
    company: Company, now: datetime, django_assert_num_queries: Callable
) -> None:
    TeamAct.objects.bulk_create(
        TeamAct(company=company, kind="changed", at=now + timedelta(minutes=number // 3), by_name=str(number))
        for number in range(3 * PAGE)
    )
    seen: list[str] = []
    before = None
    while True:
        with django_assert_num_queries(3):
            log = log_of(company, before=before)
        seen += [act.by for act in log.acts]
        if log.older is None:
            break
        before = log.older
    assert sorted(seen, key=int) == [str(number) for number in range(3 * PAGE)]


def test_the_whole_way_on_the_pages(
    client: Client, representative: Representative, invited: User, case_of_company: Complaint
) -> None:
    slug = representative.company.slug
    page = reverse("complaints:desk_team", args=[slug])
    client.force_login(representative.user)
    wrong = client.post(page, {"email": "nobody", "role": "king", "team": "x" * 61, "may_offer": ""})
    assert wrong.status_code == 422
    assert "Choose the role." in wrong.content.decode()
    assert 'value="nobody"' in wrong.content.decode()
    form = {"email": INVITED, "role": "responder", "team": "Night shift", "may_offer": "a new router"}
    assert client.post(page, form, follow=True).status_code == 200
    link = reverse("companies:join", args=[token_in_mail()])

    client.force_login(make_user())
    assert "signed in with another address" in client.get(link).content.decode()
    client.force_login(invited)
    assert "Act for Northline?" in client.get(link).content.decode()
    assert client.post(link, {"first_name": " "}).status_code == 422
    joined = client.post(link, {"first_name": "Jonas"}, follow=True)
    assert joined.redirect_chain[-1][0] == reverse("complaints:desk", args=[slug])
    desk_case = reverse("complaints:desk_case", args=[slug, case_of_company.reference])
    assert "a new router" in client.get(desk_case).content.decode()
    assert "cannot be used" in client.get(link).content.decode()

    client.force_login(representative.user)
    jonas = Representative.objects.get(user=invited)
    change = reverse("complaints:desk_colleague", args=[slug, jonas.pk])
    assert client.post(change, {"role": "reader", "team": "", "may_offer": ""}).status_code == 302
    client.force_login(invited)
    assert client.get(change).status_code == 403
    assert "Replying needs the role" in client.get(desk_case).content.decode()
    assert client.get(reverse("complaints:desk_team_log", args=[slug]) + "?before=odd").status_code == 200
    assert client.post(reverse("complaints:desk_team_leave", args=[slug])).status_code == 302
    assert client.get(page).status_code == 404


@pytest.fixture
def case_of_company(company: Company, customer: User, now: datetime) -> Complaint:
    return make_complaint(by=customer, company=company, now=now)
