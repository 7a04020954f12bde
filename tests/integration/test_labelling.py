"""Near-copies, tone and direction of a company's replies: set when they arrive, corrected by moderators only."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from companies.models import Case, Company, Representative
from complaints.enums import EventKind, ReplyKind, Status, Tone
from complaints.models import Complaint, Reply
from complaints.rules.near_copies import FROM_COPY, MOST_COMPARED, WITHIN
from complaints.services import labelling, moderating, tracking
from config.doors import clock
from tests.factories import NOW, make_complaint, make_representative

pytestmark = pytest.mark.django_db

TEMPLATE = (
    "Hi {name}, thank you for your message and sorry for the trouble with order {number}. Please send us a direct "
    "message with your address so that our team can take a look. Kind regards, Ines"
)
ANSWER = (
    "Hi {name}, we found order {number} in our depot: the label had come off. A courier brings it on Thursday before "
    "noon and we refunded the postage today."
)


def days(number: float) -> datetime:
    return NOW + timedelta(days=number)


def reply_to_somebody(
    company: Company, by: User, *, text: str = TEMPLATE, number: int = 1, now: datetime = NOW, **fields: Any
) -> Reply:
    """A reply of `company` under a complaint of a new customer."""
    complaint = make_complaint(company=company, now=now, **fields)
    words = text.format(name=f"Kim{'abcdefghij'[number % 10]}", number=4400 + number)
    return tracking.record_company_reply(complaint=complaint, by=by, text=words, now=now)


@pytest.fixture
def ines(representative: Representative) -> User:
    return representative.user


# Near-copies -------------------------------------------------------------------------------------------------


def test_a_text_is_marked_from_the_third_customer_on_and_never_backwards(
    company: Company, ines: User
) -> None:
    sent = [reply_to_somebody(company, ines, number=number, now=days(number)) for number in range(4)]
    marks = [
        (reply.is_canned, reply.copies, reply.copy_of_id)
        for reply in Reply.objects.filter(pk__in=[one.pk for one in sent]).order_by("at")
    ]
    first = sent[0].pk
    assert marks == [(False, 0, None), (False, 1, first), (True, 2, first), (True, 3, first)]
    assert FROM_COPY == 3
    assert all(reply.similarity == 100 for reply in sent[1:])


def test_names_numbers_and_signatures_make_no_difference_and_other_words_do(
    company: Company, ines: User
) -> None:
    for number in range(3):
        reply_to_somebody(company, ines, number=number)
    nearly = TEMPLATE.replace("sorry for the trouble", "sorry about the trouble").replace(
        "Ines", "Rui (care)"
    )
    assert reply_to_somebody(company, ines, text=nearly, number=7).is_canned
    different = reply_to_somebody(company, ines, text=ANSWER)
    assert (different.is_canned, different.similarity, different.copies) == (False, None, 0)


def test_the_texts_of_other_brands_do_not_count(company: Company, other_company: Company, ines: User) -> None:
    theirs = make_representative(company=other_company).user
    for number in range(3):
        reply_to_somebody(other_company, theirs, number=number)
    assert reply_to_somebody(company, ines).copies == 0


def test_a_text_twice_to_one_customer_is_no_template(company: Company, ines: User) -> None:
    complaint = make_complaint(company=company)
    for day in range(4):
        said = tracking.record_company_reply(
            complaint=complaint, by=ines, text=TEMPLATE.format(name="Kim", number=day), now=days(day)
        )
    assert said.copies == 0


def test_what_was_sent_long_ago_does_not_count(company: Company, ines: User) -> None:
    for number in range(3):
        reply_to_somebody(company, ines, number=number)
    later = NOW + WITHIN
    assert reply_to_somebody(company, ines, number=5, now=later).copies == 3
    assert reply_to_somebody(company, ines, number=6, now=later + timedelta(seconds=1)).copies == 1


def test_short_texts_are_never_marked(company: Company, ines: User) -> None:
    for number in range(4):
        said = reply_to_somebody(company, ines, text="Hi {name}, thanks for letting us know!", number=number)
    assert (said.is_canned, said.copies) == (False, 0)


def test_an_edit_changes_neither_label_nor_mark(company: Company, ines: User) -> None:
    sent = [reply_to_somebody(company, ines, number=number) for number in range(3)]
    Reply.objects.filter(pk=sent[2].pk).update(text=ANSWER)
    again = Reply.objects.get(pk=sent[2].pk)
    assert (again.kind, again.is_canned) == (ReplyKind.DEFLECTION, True)
    # The edited text is what the next one is compared with.
    assert reply_to_somebody(company, ines, number=3).copies == 2


def test_the_words_count_for_the_brand_that_said_them_after_a_move(
    company: Company, other_company: Company, ines: User, moderator: User
) -> None:
    moved, _ = [reply_to_somebody(company, ines, number=number) for number in range(2)]
    moderating.move_to_company(complaint=moved.complaint, company=other_company, by=moderator, now=days(1))
    assert reply_to_somebody(company, ines, number=3, now=days(2)).copies == 2


def test_an_offer_is_marked_too_and_what_the_customer_tells_of_one_is_not(
    company: Company, ines: User
) -> None:
    text = "We will replace the router and refund the month of June, EUR 34, to the card that you paid with."
    for number in range(3):
        told = tracking.offer_fix(
            complaint=make_complaint(company=company),
            by=ines,
            text=text,
            due_on=days(number + 5).date(),
            now=days(number),
        )
    assert (told.kind, told.is_canned, told.copies) == (ReplyKind.ANSWER, True, 2)
    case = make_complaint(company=company)
    assert case.customer is not None
    retold = tracking.record_offer_made_elsewhere(
        complaint=case, by=case.customer, text=text, due_on=days(9).date(), now=days(4)
    )
    assert (retold.is_canned, retold.tone, retold.company_id) == (False, "", None)


def test_looking_for_copies_reads_a_bounded_number_of_rows_by_an_index(company: Company, ines: User) -> None:
    case = make_complaint(company=company)
    with CaptureQueriesContext(connection) as queries:
        labelling.near_copy_of(TEMPLATE, complaint=case, at=NOW)
    (query,) = queries.captured_queries
    assert f"LIMIT {MOST_COMPARED}" in query["sql"]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + query["sql"])
        plan = " ".join(row[0] for row in cursor.fetchall())
    assert "reply_of_brand" in plan


def test_a_mark_needs_its_similarity(company: Company, ines: User) -> None:
    said = reply_to_somebody(company, ines)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.filter(pk=said.pk).update(copies=2)


# Direction and tone --------------------------------------------------------------------------------------------


def test_a_reply_keeps_where_it_sends_how_it_is_said_and_the_words(company: Company, ines: User) -> None:
    said = reply_to_somebody(company, ines, text="You should have thought of that. Call us on 0800 555 0100.")
    said.refresh_from_db()
    assert (said.kind, said.sends_to, said.tone) == (ReplyKind.DEFLECTION, ["phone"], Tone.NEUTRAL)
    assert said.tone_words == []  # "dismissive" is only said by a moderator: see docs/reply-rules.md
    assert said.rules_version == "2"
    assert said.company == company


def test_a_statement_stops_no_clock(company: Company, ines: User) -> None:
    said = reply_to_somebody(
        company, ines, text="We are aware of an outage in Leeds. Some customers have no signal."
    )
    assert said.kind == ReplyKind.STATEMENT
    case = Complaint.objects.get(pk=said.complaint_id)
    assert (case.status, case.answered_at) == (Status.AWAITING_ANSWER, None)
    assert Case.objects.get(reference=case.reference).first_reply == "acknowledgement"


# Contests and decisions -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("side", ["customer", "company"])
def test_either_side_contests_and_a_moderator_decides(
    side: str, company: Company, ines: User, moderator: User
) -> None:
    for number in range(3):
        said = reply_to_somebody(company, ines, number=number)
    case = said.complaint
    assert case.customer is not None
    by = case.customer if side == "customer" else ines
    contested = tracking.contest_label(reply=said, by=by, reason="It was written for her.", now=days(1))
    assert contested.contested_by_side == side
    decided = moderating.decide_label(
        reply=said,
        kind=ReplyKind.ACKNOWLEDGEMENT,
        tone=Tone.HELPFUL,
        is_canned=False,
        by=moderator,
        now=days(2),
    )
    decided.refresh_from_db()
    assert (decided.kind, decided.tone, decided.is_canned) == (ReplyKind.ACKNOWLEDGEMENT, Tone.HELPFUL, False)
    assert (decided.sends_to, decided.contested_at, decided.copies) == ([], None, 2)
    event = case.events.of_kind(EventKind.LABEL_CORRECTED).get()
    assert event.data == {
        "reply": said.pk,
        "label": "acknowledgement",
        "earlier": "deflection",
        "tone": "helpful",
        "earlier_tone": said.tone,
        "canned": False,
    }
    assert Case.objects.get(reference=case.reference).first_reply == "acknowledgement"


def test_a_decision_that_changes_nothing_upholds(company: Company, ines: User, moderator: User) -> None:
    said = reply_to_somebody(company, ines)
    moderating.decide_label(
        reply=said,
        kind=ReplyKind.DEFLECTION,
        tone=Tone(said.tone),
        is_canned=False,
        by=moderator,
        now=days(2),
    )
    assert said.complaint.events.of_kind(EventKind.LABEL_UPHELD).exists()


def test_the_moderators_page_decides_all_three(
    client: Client, company: Company, ines: User, moderator: User
) -> None:
    said = reply_to_somebody(company, ines)
    tracking.contest_label(reply=said, by=ines, reason="Look at the tone.", now=days(1))
    client.force_login(moderator)
    shown = client.get(reverse("complaints:moderation")).content.decode()
    assert "Look at the tone." in shown
    assert "</q>; to a private message." in shown
    answer = client.post(
        reverse("complaints:moderation_label", args=[said.pk]),
        {"kind": "statement", "tone": "dismissive", "canned": "yes"},
    )
    assert answer.status_code == 302
    said.refresh_from_db()
    assert (said.kind, said.tone, said.is_canned) == ("statement", "dismissive", True)
    page = client.get(said.complaint.get_absolute_url()).content.decode()
    assert "corrected the label of a reply: Statement, it reads as dismissive, a near-copy" in page
    assert "A moderator found it to be a near-copy." in page


# Pages --------------------------------------------------------------------------------------------------------------


def test_the_case_shows_direction_tone_and_the_sample(client: Client, company: Company, ines: User) -> None:
    sent = [reply_to_somebody(company, ines, number=number) for number in range(4)]
    shown = client.get(sent[3].complaint.get_absolute_url()).content.decode()
    assert "It sends the customer elsewhere: <q>Please send us a direct" in shown
    assert "</q>; to a private message." in shown
    assert "Reads as: neutral." in shown
    assert "Near-copy of 3 others" in shown
    assert "Near-copy of what 3 other customers got before, 100&nbsp;% alike" in shown
    assert f'{sent[0].complaint.get_absolute_url()}#reply-{sent[0].pk}">one of them</a>' in shown


def test_a_sample_that_is_hidden_is_not_linked(
    client: Client, company: Company, ines: User, moderator: User
) -> None:
    sent = [reply_to_somebody(company, ines, number=number) for number in range(3)]
    moderating.hide_complaint(
        complaint=sent[0].complaint, by=moderator, rule="Names an employee", now=days(1)
    )
    shown = client.get(sent[2].complaint.get_absolute_url()).content.decode()
    assert "Near-copy of what 2 other customers got before, 100&nbsp;% alike." in shown
    assert "one of them" not in shown


def test_the_file_of_a_case_carries_the_verdict(client: Client, company: Company, ines: User) -> None:
    for number in range(3):
        said = reply_to_somebody(company, ines, number=number)
    body = client.get(reverse("api-complaint", args=[said.complaint.reference])).json()
    (row,) = [one for one in body["replies"] if one["side"] == "company"]
    assert (row["label"], row["sends_to"], row["tone"]) == ("deflection", ["dm"], "neutral")
    assert (row["canned"], row["copies"], row["similarity"], row["rules_version"]) == (True, 2, 100, "2")


def test_the_desk_warns_before_a_near_copy_is_sent(client: Client, company: Company, ines: User) -> None:
    now = clock.now()
    sent = [reply_to_somebody(company, ines, text=ANSWER, number=number, now=now) for number in range(2)]
    case = make_complaint(company=company, now=now)
    client.force_login(ines)
    address = reverse("complaints:desk_reply", args=[company.slug, case.reference])
    text = ANSWER.format(name="Kim", number=4499)
    shown = client.post(address, {"reply-text": text}).content.decode()
    assert "This is nearly what 2 other customers got." in shown
    assert f'href="{sent[0].complaint.get_absolute_url()}#reply-{sent[0].pk}"' in shown
    assert not case.replies.exists()
    # A warning about something else does not count as this one.
    assert client.post(address, {"reply-text": text, "send_anyway": "deflection"}).status_code == 200
    assert client.post(address, {"reply-text": text, "send_anyway": "answer+canned"}).status_code == 302
    assert case.replies.get().is_canned


def test_the_desk_says_where_a_deflection_sends_and_how_it_reads(
    client: Client, company: Company, ines: User
) -> None:
    case = make_complaint(company=company, now=clock.now())
    client.force_login(ines)
    shown = client.post(
        reverse("complaints:desk_reply", args=[company.slug, case.reference]),
        {"reply-text": "You should have thought of that. Call us on 0800 555 0100."},
    ).content.decode()
    assert "It sends the customer to: the telephone." in shown
    assert "It reads as dismissive: <mark>" in shown
    assert 'name="send_anyway" value="deflection"' in shown
