"""Publication: at once or after review; the brand is told, and everybody can see how."""

import pytest

from accounts.models import Mail, User
from accounts.services import mails
from companies.enums import CompanyState, Tier
from companies.models import Case, Company, Representative
from complaints.enums import EventKind, Status
from complaints.models import Complaint, Event, Question
from complaints.services import filing, moderating
from complaints.services.filing import NotReady
from complaints.services.moves import NotAllowed
from tests.factories import NOW, make_company, make_complaint, make_draft, make_representative, make_user

pytestmark = pytest.mark.django_db


def kinds(complaint: Complaint) -> list[str]:
    return list(Event.objects.filter(complaint=complaint).order_by("id").values_list("kind", flat=True))


def test_a_clear_draft_is_public_at_once_and_starts_the_clock(customer: User, company: Company) -> None:
    complaint = make_complaint(by=customer, company=company)
    assert (complaint.status, complaint.published_at) == (Status.AWAITING_ANSWER, NOW)
    assert Question.objects.filter(complaint=complaint).count() == 3
    case = Case.objects.get(reference=complaint.reference)
    assert (case.opened_at, case.attempts, case.minutes, case.days_before) == (NOW, 1, 25, 10)


def test_an_unclaimed_brand_is_told_by_one_mail_with_the_text_and_the_way_to_claim(
    customer: User, company: Company
) -> None:
    complaint = make_complaint(by=customer, company=company)
    mail = Mail.objects.get(about="brand_notice")
    assert mail.to == company.complaints_email
    for words in (complaint.title, complaint.story, "right to reply", f"/companies/{company.slug}/claim/"):
        assert words in mail.text
    assert kinds(complaint) == [EventKind.PUBLISHED]  # queued is not told
    assert not Case.objects.get().is_brand_told
    mails.send_mail(mail_id=mail.pk, now=NOW)
    assert kinds(complaint) == [EventKind.PUBLISHED, EventKind.BRAND_TOLD]
    assert Case.objects.get().is_brand_told


def test_a_mail_that_came_back_is_a_public_event_and_the_case_is_not_ranked(
    customer: User, company: Company
) -> None:
    complaint = make_complaint(by=customer, company=company)
    mail = Mail.objects.get(about="brand_notice")
    mails.send_mail(mail_id=mail.pk, now=NOW)
    mails.mark_bounced(mail=Mail.objects.get(pk=mail.pk), now=NOW, words="No such mailbox")
    assert kinds(complaint)[-1] == EventKind.BRAND_MAIL_BOUNCED
    assert Event.objects.get(kind=EventKind.BRAND_MAIL_BOUNCED).is_public
    assert not Case.objects.ranked().exists()
    assert Case.objects.counted().count() == 1


def test_a_brand_without_an_address_is_said_to_be_so(customer: User) -> None:
    complaint = make_complaint(by=customer, company=make_company(name="Nowhere Ltd"))
    assert kinds(complaint) == [EventKind.PUBLISHED, EventKind.BRAND_HAS_NO_ADDRESS]
    assert not Mail.objects.filter(about="brand_notice").exists()
    assert not Case.objects.get().is_brand_told


def test_representatives_are_told_on_the_desk_and_by_mail(
    customer: User, company: Company, representative: Representative
) -> None:
    complaint = make_complaint(by=customer, company=company)
    assert kinds(complaint) == [EventKind.PUBLISHED, EventKind.BRAND_TOLD]
    assert [mail.to for mail in Mail.objects.filter(about="new_case")] == [representative.user.email]
    assert not Mail.objects.filter(about="brand_notice").exists()


def test_the_first_complaint_about_a_proposed_brand_waits_for_a_moderator(
    customer: User, moderator: User
) -> None:
    company = make_company(
        name="Fresh Brand", state=CompanyState.PROPOSED, complaints_email="x@fresh.example"
    )
    complaint = make_complaint(by=customer, company=company)
    assert complaint.status == Status.IN_REVIEW
    assert "new here" in complaint.review_reasons[0]
    assert not Case.objects.exists()
    moderating.publish_from_review(complaint=complaint, by=moderator, now=NOW)
    company.refresh_from_db()
    assert company.state == CompanyState.LISTED
    assert Mail.objects.filter(about="published", to=customer.email).exists()
    assert kinds(complaint) == [EventKind.SUBMITTED, EventKind.PUBLISHED]


def test_personal_data_in_the_public_text_waits_for_a_moderator(customer: User, company: Company) -> None:
    complaint = make_complaint(
        by=customer, company=company, story="Write to ana.souza@mail.example about it."
    )
    assert complaint.status == Status.IN_REVIEW
    assert "personal data" in complaint.review_reasons[0]
    back = filing.take_back(complaint=complaint, by=customer, now=NOW)
    assert (back.status, back.story) == (Status.DRAFT, complaint.story)


def test_a_moderator_returns_with_reasons_and_the_words_stay(
    customer: User, company: Company, moderator: User
) -> None:
    complaint = make_complaint(
        by=customer, company=company, story="Write to ana.souza@mail.example about it."
    )
    moderating.return_to_author(
        complaint=complaint, by=moderator, reasons="Please take the address out.", now=NOW
    )
    complaint.refresh_from_db()
    assert (complaint.status, "ana.souza" in complaint.story) == (Status.DRAFT, True)
    assert "take the address out" in Mail.objects.get(about="returned").text


def test_a_rejected_complaint_is_never_public(customer: User, company: Company, moderator: User) -> None:
    complaint = make_complaint(
        by=customer, company=company, story="Write to ana.souza@mail.example about it."
    )
    moderating.reject_complaint(complaint=complaint, by=moderator, reasons="Not about a company.", now=NOW)
    complaint.refresh_from_db()
    assert complaint.status == Status.REJECTED
    assert not Case.objects.exists()
    assert not Event.objects.public().exists()


def test_only_a_moderator_decides(customer: User, company: Company, representative: Representative) -> None:
    complaint = make_complaint(
        by=customer, company=company, story="Write to ana.souza@mail.example about it."
    )
    for by in (customer, representative.user):
        with pytest.raises(NotAllowed):
            moderating.publish_from_review(complaint=complaint, by=by, now=NOW)
        with pytest.raises(NotAllowed):
            moderating.hide_complaint(complaint=complaint, by=by, rule="x", now=NOW)


def test_every_problem_of_a_draft_is_named_at_once(customer: User) -> None:
    draft = filing.start_draft(by=customer, company=None, now=NOW)
    with pytest.raises(NotReady) as refused:
        filing.submit_complaint(complaint=draft, by=customer, is_attested=False, now=NOW)
    assert [(problem.step, problem.field) for problem in refused.value.problems] == [
        ("company", "company"),
        ("story", "title"),
        ("story", "story"),
        ("story", "category"),
        ("check", "attested"),
    ]


def test_a_customer_files_at_most_five_a_day_and_keeps_the_draft(customer: User) -> None:
    for number in range(5):
        make_complaint(by=customer, company=make_company(name=f"Brand number {number}"))
    draft = make_draft(by=customer)
    with pytest.raises(NotReady, match="5 complaints today"):
        filing.submit_complaint(complaint=draft, by=customer, is_attested=True, now=NOW)
    draft.refresh_from_db()
    assert (draft.status, draft.title != "") == (Status.DRAFT, True)


def test_cases_of_people_tied_to_the_company_are_counted_apart(company: Company) -> None:
    insider = make_user(email="clerk@northline.example")
    assert make_complaint(by=insider, company=company).is_tied
    representative = make_representative(company=company)
    assert make_complaint(by=representative.user, company=company).is_tied
    assert not make_complaint(company=company).is_tied
    assert Case.objects.counted().count() == 3
    assert Case.objects.filter(is_tied=True).count() == 2


def test_evidence_counts_as_it_stood_at_publication(
    customer: User, company: Company, moderator: User, representative: Representative
) -> None:
    late = make_complaint(by=customer, company=company)
    moderating.check_evidence(complaint=late, by=moderator, now=NOW)
    late.refresh_from_db()
    assert (late.tier, late.tier_at_publication) == (Tier.CHECKED, Tier.NONE)
    assert not Case.objects.ranked().exists()


def test_a_discarded_draft_keeps_no_word(customer: User, company: Company) -> None:
    draft = make_draft(by=customer, company=company)
    filing.discard_draft(complaint=draft, by=customer, now=NOW)
    draft.refresh_from_db()
    assert (draft.title, draft.story, draft.attempts.count()) == ("", "", 0)
    assert draft.status == Status.DISCARDED
