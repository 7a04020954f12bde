"""The desk of a company and the moderators' queue, with the wrong people too."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from companies.enums import Role
from companies.models import Company, Representative
from complaints.enums import ReplyKind, Status
from complaints.models import Complaint, Reply
from complaints.services import tracking
from config.doors import clock
from tests.factories import make_complaint, make_representative

pytestmark = pytest.mark.django_db

ANSWER = "We found the parcel in our depot and a courier will bring it on Thursday before noon."
DEFLECTION = "Please send us a direct message so that we can help you."


@pytest.fixture
def complaint(customer: User, company: Company, representative: Representative) -> Complaint:
    return make_complaint(by=customer, company=company, now=clock.now() - timedelta(days=10))


def desk(name: str, complaint: Complaint, slug: str = "") -> str:
    assert complaint.company is not None
    return reverse(f"complaints:{name}", args=[slug or complaint.company.slug, complaint.reference])


def test_the_only_desk_opens_at_once_and_lists_what_waits(
    client: Client, complaint: Complaint, representative: Representative, company: Company
) -> None:
    client.force_login(representative.user)
    answer = client.get(reverse("complaints:desk_index"))
    assert answer["Location"] == reverse("complaints:desk", args=[company.slug])
    shown = client.get(answer["Location"]).content.decode()
    assert complaint.title in shown
    assert "10 <small>days" in shown.replace("\n", "")


def test_the_references_that_the_company_gave_are_on_its_desk_and_nowhere_public(
    client: Client, complaint: Complaint, representative: Representative
) -> None:
    complaint.attempts.update(reference="NL-4711")
    assert "NL-4711" not in client.get(complaint.get_absolute_url()).content.decode()
    client.force_login(representative.user)
    assert "Reference NL-4711" in client.get(desk("desk_case", complaint)).content.decode()
    assert "NL-4711" not in client.get(complaint.get_absolute_url()).content.decode()


def test_an_answer_is_sent_at_once_and_stops_the_time_to_answer(
    client: Client, complaint: Complaint, representative: Representative
) -> None:
    client.force_login(representative.user)
    assert client.post(desk("desk_reply", complaint), {"reply-text": ANSWER}).status_code == 302
    complaint.refresh_from_db()
    assert complaint.status == Status.ANSWERED
    assert Reply.objects.get().author_name == "Ines, Customer care"


def test_a_deflection_is_shown_as_one_before_it_is_sent(
    client: Client, complaint: Complaint, representative: Representative
) -> None:
    client.force_login(representative.user)
    warned = client.post(desk("desk_reply", complaint), {"reply-text": DEFLECTION})
    shown = warned.content.decode()
    assert "This reads as a deflection. If you send it, the clocks go on." in shown
    assert "An answer says what you found, what you will do and by when." in shown
    assert "It is not sent yet." in shown
    assert 'role="alert" tabindex="-1" autofocus' in shown  # it stands far below the top of the page
    assert DEFLECTION in shown
    assert not Reply.objects.exists()
    sent = client.post(desk("desk_reply", complaint), {"reply-text": DEFLECTION, "send_anyway": "deflection"})
    assert sent.status_code == 302
    complaint.refresh_from_db()
    assert (Reply.objects.get().kind, complaint.status) == (ReplyKind.DEFLECTION, Status.AWAITING_ANSWER)


def test_a_fix_is_offered_with_a_date_and_taken_back(
    client: Client, complaint: Complaint, representative: Representative
) -> None:
    client.force_login(representative.user)
    wrong = client.post(
        desk("desk_offer", complaint), {"offer-text": "40 EUR back.", "offer-due_on": "2999-01-01"}
    )
    assert wrong.status_code == 422
    assert "at most 60 days off" in wrong.content.decode()
    assert "40 EUR back." in wrong.content.decode()
    due = (clock.now() + timedelta(days=5)).date().isoformat()
    done = client.post(desk("desk_offer", complaint), {"offer-text": "40 EUR back.", "offer-due_on": due})
    assert done.status_code == 302
    complaint.refresh_from_db()
    assert complaint.status == Status.FIX_OFFERED
    client.post(desk("desk_take_back_offer", complaint))
    complaint.refresh_from_db()
    assert complaint.status == Status.AWAITING_ANSWER


def test_a_reader_reads_and_does_not_reply(client: Client, complaint: Complaint, company: Company) -> None:
    reader = make_representative(company=company, role=Role.READER, first_name="Rui")
    client.force_login(reader.user)
    shown = client.get(desk("desk_case", complaint)).content.decode()
    assert "Reply in public" not in shown
    refused = client.post(desk("desk_reply", complaint), {"reply-text": ANSWER})
    assert refused.status_code == 422
    assert not Reply.objects.exists()


def test_nobody_else_sees_the_desk(
    client: Client,
    complaint: Complaint,
    customer: User,
    other_representative: Representative,
    moderator: User,
    company: Company,
) -> None:
    former = make_representative(company=company, first_name="Former", until=clock.now())
    pages = [desk("desk_case", complaint), reverse("complaints:desk", args=[company.slug])]
    acts = [desk(name, complaint) for name in ("desk_reply", "desk_offer", "desk_take_back_offer")]
    for path in pages:
        assert client.get(path).status_code == 302
    for by in (customer, other_representative.user, moderator, former.user):
        client.force_login(by)
        assert [client.get(path).status_code for path in pages] == [404, 404]
        assert [client.post(path, {"reply-text": ANSWER}).status_code for path in acts] == [404, 404, 404]
    # A desk of one's own does not open the cases of another company.
    client.force_login(other_representative.user)
    own = other_representative.company.slug
    assert client.get(desk("desk_case", complaint, own)).status_code == 404
    assert client.post(desk("desk_reply", complaint, own), {"reply-text": ANSWER}).status_code == 404
    assert not Reply.objects.exists()


def test_the_desk_costs_the_same_however_full_it_is(
    client: Client,
    complaint: Complaint,
    representative: Representative,
    company: Company,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(representative.user)
    path = reverse("complaints:desk", args=[company.slug])
    client.get(path)
    with django_assert_num_queries(5):
        client.get(path)
    for number in range(10):
        make_complaint(company=company, title=f"Complaint number {number}", now=clock.now())
    with django_assert_num_queries(5):
        client.get(path)


# Moderation -------------------------------------------------------------------------------------------


def test_only_moderators_see_the_queue_and_decide(
    client: Client, complaint: Complaint, customer: User, representative: Representative
) -> None:
    paths = [
        reverse("complaints:moderation"),
        reverse("complaints:moderation_review", args=[complaint.reference]),
    ]
    acts = [
        reverse("complaints:moderation_decide", args=[complaint.reference, "hide"]),
        reverse("complaints:moderation_label", args=[1]),
        reverse("complaints:moderation_account", args=[1, "confirm"]),
        reverse("complaints:moderation_claim", args=[1, "approve"]),
    ]
    assert [client.get(path).status_code for path in paths] == [302, 302]
    for by in (customer, representative.user):
        client.force_login(by)
        assert [client.get(path).status_code for path in paths] == [403, 403]
        assert [client.post(path).status_code for path in acts] == [403] * 4


def test_a_review_ends_in_publication(
    client: Client, customer: User, company: Company, moderator: User
) -> None:
    waiting = make_complaint(by=customer, company=company, story="Write to ana.souza@mail.example please.")
    client.force_login(moderator)
    queue = client.get(reverse("complaints:moderation")).content.decode()
    assert waiting.title in queue
    assert "may contain personal data" in queue
    empty = client.post(reverse("complaints:moderation_decide", args=[waiting.reference, "return"]), {})
    assert empty.status_code == 422
    done = client.post(reverse("complaints:moderation_decide", args=[waiting.reference, "publish"]))
    assert done.status_code == 302
    waiting.refresh_from_db()
    assert waiting.status == Status.AWAITING_ANSWER


def test_a_contested_label_is_decided(
    client: Client, complaint: Complaint, representative: Representative, customer: User, moderator: User
) -> None:
    reply = tracking.record_company_reply(
        complaint=complaint, by=representative.user, text=ANSWER, now=clock.now()
    )
    tracking.contest_label(reply=reply, by=customer, reason="It says nothing.", now=clock.now())
    client.force_login(moderator)
    assert "It says nothing." in client.get(reverse("complaints:moderation")).content.decode()
    client.post(reverse("complaints:moderation_label", args=[reply.pk]), {"kind": "deflection"})
    complaint.refresh_from_db()
    assert (complaint.status, complaint.answered_at) == (Status.AWAITING_ANSWER, None)


def test_hide_and_leave_out_need_reasons_and_do_what_they_say(
    client: Client, complaint: Complaint, moderator: User
) -> None:
    client.force_login(moderator)
    path = reverse("complaints:moderation_decide", args=[complaint.reference, "hide"])
    assert client.post(path, {}).status_code == 422
    assert client.post(path, {"reasons": "It names an employee."}).status_code == 302
    exclude = reverse("complaints:moderation_decide", args=[complaint.reference, "exclude"])
    assert client.post(exclude, {"reasons": "x"}).status_code == 422
    assert client.post(exclude, {"reasons": "Invented.", "exclusion": "not_genuine"}).status_code == 302
    complaint.refresh_from_db()
    assert (complaint.visibility, complaint.exclusion) == ("hidden", "not_genuine")
    unknown = reverse("complaints:moderation_decide", args=[complaint.reference, "burn"])
    assert client.post(unknown).status_code == 404
