"""A moderator covers words: here, in what comes later, and on networks."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from companies.models import Company, Representative
from complaints.enums import EventKind, PostingState, PostingWish
from complaints.models import Complaint, Event, Posting, Redaction
from complaints.rules.lifecycle import MoveRefused
from complaints.rules.redaction import BAR
from complaints.services import copies, posting, redacting, resolving, tracking
from complaints.services.connecting import vault
from complaints.services.moves import NotAllowed
from complaints.services.rotating import reseal_connections
from config.doors.vault import Vault
from tests.factories import make_complaint, make_connection, make_many_queued, make_user
from tests.integration import test_outbox_races as races
from tests.integration.test_listening import remote
from tests.integration.test_outbox_races import later, row

pytestmark = pytest.mark.django_db

NAME = "Maria Silva"
RULE = "Names of employees do not belong here."


@pytest.fixture
def complaint(customer: User, company: Company) -> Complaint:
    found = make_complaint(by=customer, company=company)
    Complaint.objects.filter(pk=found.pk).update(
        title=f"{NAME} hung up on me", story=f"I called. maria\nsilva hung up. {NAME}!"
    )
    attempt = found.attempts.latest("pk")
    attempt.note = f"Spoke to {NAME}."
    attempt.save()
    found.refresh_from_db()
    return found


def redact(complaint: Complaint, by: User, words: str = NAME) -> Redaction:
    return redacting.redact_words(complaint=complaint, words=words, rule=RULE, by=by, now=later(10))


def test_a_bar_stands_wherever_the_words_stood(
    complaint: Complaint, customer: User, representative: Representative, moderator: User, client: Client
) -> None:
    tracking.record_company_reply(
        complaint=complaint, by=representative.user, text=f"We talked to {NAME}.", now=later(1)
    )
    done = redact(complaint, moderator)
    complaint.refresh_from_db()
    assert (complaint.title, complaint.story) == (f"{BAR} hung up on me", f"I called. {BAR} hung up. {BAR}!")
    assert complaint.attempts.latest("pk").note == f"Spoke to {BAR}."
    assert complaint.replies.get().text == f"We talked to {BAR}."
    assert done.places == 5
    event = Event.objects.get(kind=EventKind.REDACTED)
    assert (event.is_public, event.data) == (True, {"reason": RULE, "places": 5})
    page = client.get(complaint.get_absolute_url()).content.decode()
    assert "Maria" not in page
    assert RULE in page
    for form in (".json", ".atom"):
        answer = client.get(complaint.get_absolute_url().rstrip("/") + form)
        assert answer.status_code != 200 or b"Maria" not in answer.content


def test_what_stood_there_is_kept_sealed(complaint: Complaint, moderator: User) -> None:
    done = redact(complaint, moderator)
    assert NAME not in done.secret
    assert vault().open(done.secret, identity=done.identity) == NAME
    both = Vault({"new": bytes(range(32)), "test": bytes(32)}, "new")
    assert both.needs_reseal(done.secret)
    reseal_connections(vault=both)
    done.refresh_from_db()
    assert both.open(done.secret, identity=done.identity) == NAME


def test_the_history_and_later_words_are_covered_too(
    complaint: Complaint, customer: User, moderator: User, client: Client
) -> None:
    resolving.give_up(complaint=complaint, by=customer, reason=f"{NAME} never calls.", now=later(1))
    assert NAME in client.get(complaint.get_absolute_url()).content.decode()
    redact(complaint, moderator)
    assert "Maria" not in client.get(complaint.get_absolute_url()).content.decode()


def test_only_a_moderator_without_a_part_covers(
    complaint: Complaint, customer: User, representative: Representative
) -> None:
    for by in (customer, representative.user, make_user(is_moderator=False)):
        with pytest.raises(NotAllowed):
            redact(complaint, by)
    assert not Redaction.objects.exists()


def test_words_that_stand_nowhere_are_refused(complaint: Complaint, moderator: User) -> None:
    with pytest.raises(MoveRefused, match="do not stand"):
        redact(complaint, moderator, "Joana Souza")


# On networks ------------------------------------------------------------------------------------------------------


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> races.Network:
    network = races.Network()
    monkeypatch.setattr(posting, "connector_of", lambda connection: network)
    return network


def sent_copy(complaint: Complaint, text: str) -> Posting:
    (posting_,) = make_many_queued(1, connections=[make_connection()])
    Posting.objects.filter(pk=posting_.pk).update(complaint=complaint, text=text)
    posting.send_posting(posting_id=posting_.pk, now=later(1))
    return row(posting_)


def test_a_copy_that_holds_the_words_goes_and_comes_back_with_the_bar(
    complaint: Complaint, customer: User, moderator: User, network: races.Network
) -> None:
    copy = sent_copy(complaint, f"{NAME} hung up on me. {complaint.get_absolute_url()}")
    assert copy.state == PostingState.SENT
    redact(complaint, moderator)
    assert row(copy).wish == PostingWish.REMOVE
    posting.send_posting(posting_id=copy.pk, now=later(11))
    assert row(copy).state == PostingState.REMOVED
    assert network.posts == {}
    again = copies.queue_again(posting=copy, by=customer, now=later(12))
    assert BAR in again.text
    assert NAME not in again.text


def test_a_copy_without_the_words_stays(
    complaint: Complaint, moderator: User, network: races.Network
) -> None:
    copy = sent_copy(complaint, f"Nobody listens. {complaint.get_absolute_url()}")
    redact(complaint, moderator)
    assert (row(copy).state, row(copy).wish) == (PostingState.SENT, "")


def test_a_reply_that_is_read_later_is_covered(
    complaint: Complaint, moderator: User, network: races.Network
) -> None:
    copy = sent_copy(complaint, f"Nobody listens. {complaint.get_absolute_url()}")
    redact(complaint, moderator)
    reply = tracking.receive_network_reply(
        posting=copy, remote=remote(text=f"Is it {NAME}?"), last_poll_without_it=None, now=later(20)
    )
    assert reply is not None
    assert reply.text == f"Is it {BAR}?"


# The page ---------------------------------------------------------------------------------------------------------


def test_the_form_of_moderators(complaint: Complaint, moderator: User, client: Client) -> None:
    client.force_login(moderator)
    address = reverse("complaints:moderation_decide", args=[complaint.reference, "redact"])

    def say(words: str, rule: str) -> tuple[int, str]:
        answer = client.post(address, {"redaction-words": words, "redaction-rule": rule})
        return answer.status_code, answer.content.decode()

    assert say("", "")[0] == 422
    assert "at least two letters" in say("M", RULE)[1]
    status, page = say(NAME, f"{NAME} is an employee.")
    assert status == 422
    assert "must not hold the words" in page
    status, page = say("Joana", RULE)
    assert status == 422
    assert 'value="Joana"' in page
    assert say(NAME, RULE)[0] == 302
    assert (
        RULE
        in client.get(reverse("complaints:moderation_review", args=[complaint.reference])).content.decode()
    )
