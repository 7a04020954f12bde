"""The outbox of mails: once, at least once, and honest about what became of each."""

import smtplib
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django_q.models import OrmQ
from django_q.signing import SignedPackage

from accounts import tasks
from accounts.models import Mail, MailState
from accounts.services import mails
from accounts.services.mails import Attempt
from accounts.signals import mail_settled
from config.doors import clock
from tests.fakes import mail_backends
from tests.fakes.mail_backends import ScriptedBackend


@pytest.fixture(autouse=True)
def server(settings: Any) -> None:
    settings.EMAIL_BACKEND = mail_backends.PATH
    ScriptedBackend.begin()


@pytest.fixture
def settled() -> Iterator[list[tuple[int, str, datetime]]]:
    """What the apps above heard: mail, state, time."""
    heard: list[tuple[int, str, datetime]] = []

    def listen(sender: Any, mail: Mail, now: datetime, **kwargs: Any) -> None:
        assert connection.in_atomic_block
        heard.append((mail.pk, mail.state, now))

    mail_settled.connect(listen)
    yield heard
    mail_settled.disconnect(listen)


def queue(now: datetime, **fields: Any) -> Mail:
    values = {
        "to": "ana@example.test",
        "about": "published",
        "reference": "C-1",
        "subject": "Your complaint is public",
        "text": "It is public.\n\nhttp://testserver/complaints/C-1/\n",
        "once_key": "published:1",
    }
    return mails.queue_mail(**{**values, **fields}, now=now)


def refusal(code: int) -> smtplib.SMTPRecipientsRefused:
    return smtplib.SMTPRecipientsRefused({"ana@example.test": (code, b"mailbox says no")})


@pytest.mark.django_db
def test_the_same_key_is_one_mail(now: datetime) -> None:
    first = queue(now)
    again = queue(now + timedelta(hours=1), subject="Other words")
    assert (again.pk, again.subject, Mail.objects.count()) == (first.pk, "Your complaint is public", 1)


@pytest.mark.django_db
def test_a_mail_is_announced_once_after_the_commit(
    now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        mail = queue(now)
        queue(now)
        assert OrmQ.objects.count() == 0
    assert len(callbacks) == 1
    task = SignedPackage.loads(OrmQ.objects.get().payload)
    assert (task["func"], task["args"]) == ("accounts.tasks.send_mail", (mail.pk,))


@pytest.mark.django_db
def test_sent(now: datetime, settled: list[Any]) -> None:
    mail = queue(now)
    later = now + timedelta(minutes=3)
    assert mails.send_mail(mail_id=mail.pk, now=later) is Attempt.SENT
    mail.refresh_from_db()
    assert (mail.state, mail.tries, mail.sent_at, mail.lease_until) == (MailState.SENT, 1, later, None)
    assert settled == [(mail.pk, MailState.SENT, later)]
    assert mails.send_mail(mail_id=mail.pk, now=later) is Attempt.NOT_OURS
    (message,) = ScriptedBackend.taken
    assert message.recipients() == ["ana@example.test"]
    assert message.subject == "Your complaint is public"
    assert message.body == mail.text
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


@pytest.mark.django_db
def test_the_html_copy_links_to_this_site_only(now: datetime) -> None:
    mail = queue(
        now,
        text="<script>alert(1)</script>\nhttps://elsewhere.example/x\n\nSee http://testserver/complaints/C-1/.",
    )
    mails.send_mail(mail_id=mail.pk, now=now)
    ((html, kind),) = ScriptedBackend.taken[0].alternatives
    assert kind == "text/html"
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert html.count("<a ") == 1
    assert '<a href="http://testserver/complaints/C-1/">http://testserver/complaints/C-1/</a>.' in html


@pytest.mark.django_db
def test_a_subject_cannot_bring_a_header(now: datetime) -> None:
    mail = queue(now, subject="Hello\r\nBcc: all@example.test" + "x" * 300)
    assert mails.send_mail(mail_id=mail.pk, now=now) is Attempt.SENT
    assert "\n" not in mail.subject
    assert len(mail.subject) == 200
    assert ScriptedBackend.taken[0].message()["Bcc"] is None


@pytest.mark.django_db
def test_retries_wait_longer_each_time_and_then_it_failed(now: datetime, settled: list[Any]) -> None:
    ScriptedBackend.begin(*[smtplib.SMTPServerDisconnected("gone")] * 6)
    mail = queue(now)
    moment, waits = now, []
    for _ in range(5):
        assert mails.send_mail(mail_id=mail.pk, now=moment) is Attempt.LATER
        mail.refresh_from_db()
        assert mail.state == MailState.QUEUED
        waits.append(mail.next_try_at - moment)
        just_before = mail.next_try_at - timedelta(seconds=1)
        assert mails.send_mail(mail_id=mail.pk, now=just_before) is Attempt.NOT_OURS
        moment = mail.next_try_at
    assert waits == [
        timedelta(minutes=1),
        timedelta(minutes=5),
        timedelta(minutes=30),
        timedelta(hours=2),
        timedelta(hours=8),
    ]
    assert settled == []
    assert mails.send_mail(mail_id=mail.pk, now=moment) is Attempt.FAILED
    mail.refresh_from_db()
    assert (mail.state, mail.tries, mail.last_error) == (
        MailState.FAILED,
        6,
        "SMTPServerDisconnected: gone",
    )
    assert settled == [(mail.pk, MailState.FAILED, moment)]


@pytest.mark.django_db
def test_a_second_try_carries_the_same_message_id(now: datetime) -> None:
    first, other = queue(now), queue(now, once_key="published:2")
    ids = [mails.message_id(mail) for mail in (first, first, other)]
    assert ids[0] == ids[1] != ids[2]
    ScriptedBackend.begin(TimeoutError("the answer was lost"))
    mails.send_mail(mail_id=first.pk, now=now)
    mails.send_mail(mail_id=first.pk, now=now + timedelta(minutes=1))
    assert [message.message()["Message-ID"] for message in ScriptedBackend.taken] == [ids[0]]


@pytest.mark.django_db
def test_an_address_that_does_not_exist_bounced_at_once(now: datetime, settled: list[Any]) -> None:
    ScriptedBackend.begin(refusal(550))
    mail = queue(now)
    assert mails.send_mail(mail_id=mail.pk, now=now) is Attempt.BOUNCED
    mail.refresh_from_db()
    assert (mail.state, mail.last_error) == (MailState.BOUNCED, "550 mailbox says no")
    assert settled == [(mail.pk, MailState.BOUNCED, now)]


@pytest.mark.django_db
def test_greylisting_is_not_a_bounce(now: datetime) -> None:
    ScriptedBackend.begin(refusal(451))
    mail = queue(now)
    assert mails.send_mail(mail_id=mail.pk, now=now) is Attempt.LATER
    assert mails.send_mail(mail_id=mail.pk, now=now + timedelta(minutes=1)) is Attempt.SENT


@pytest.mark.django_db
def test_what_a_dead_worker_left_is_sent_when_its_lease_ran_out(now: datetime) -> None:
    mail = queue(now)
    Mail.objects.filter(pk=mail.pk).update(state=MailState.SENDING, tries=1, lease_until=now + mails.LEASE)
    assert mails.sweep_mails(now=now + mails.LEASE) == 0
    assert mails.sweep_mails(now=now + mails.LEASE + timedelta(seconds=1)) == 1
    mail.refresh_from_db()
    assert (mail.state, mail.tries) == (MailState.SENT, 2)


@pytest.mark.django_db
def test_a_mail_that_kills_workers_is_given_up(now: datetime, settled: list[Any]) -> None:
    mail = queue(now)
    Mail.objects.filter(pk=mail.pk).update(state=MailState.SENDING, tries=6, lease_until=now)
    later = now + timedelta(seconds=1)
    assert mails.send_mail(mail_id=mail.pk, now=later) is Attempt.FAILED
    assert ScriptedBackend.taken == []
    assert settled == [(mail.pk, MailState.FAILED, later)]


@pytest.mark.django_db
def test_a_slow_worker_cannot_overwrite_the_one_that_took_over(
    now: datetime, monkeypatch: pytest.MonkeyPatch, settled: list[Any]
) -> None:
    mail = queue(now)
    late = now + mails.LEASE + timedelta(seconds=1)
    taken_over = []

    def send(message: Any) -> int:
        if not taken_over:  # the first worker is stuck here until its lease has run out
            taken_over.append(True)
            assert mails.send_mail(mail_id=mail.pk, now=late) is Attempt.SENT
            raise TimeoutError("after all that time")
        return 1

    monkeypatch.setattr(mails.EmailMultiAlternatives, "send", send)
    assert mails.send_mail(mail_id=mail.pk, now=now) is Attempt.NOT_OURS
    mail.refresh_from_db()
    assert (mail.state, mail.tries, mail.sent_at) == (MailState.SENT, 2, late)
    assert settled == [(mail.pk, MailState.SENT, late)]


@pytest.mark.django_db
def test_the_sweep_stops_asking_a_server_that_is_down(now: datetime) -> None:
    ScriptedBackend.begin(*[ConnectionRefusedError("down")] * 5)
    for number in range(5):
        queue(now, once_key=f"published:{number}")
    assert mails.sweep_mails(now=now) == 0
    assert sorted(Mail.objects.values_list("tries", flat=True)) == [0, 0, 1, 1, 1]


@pytest.mark.django_db
def test_a_bounce_that_comes_later(now: datetime, settled: list[Any]) -> None:
    mail = queue(now)
    mails.send_mail(mail_id=mail.pk, now=now)
    later = now + timedelta(hours=2)
    assert mails.mark_bounced(mail=mail, now=later, words="user unknown") is True
    assert mails.mark_bounced(mail=mail, now=later, words="user unknown") is False
    mail.refresh_from_db()
    assert (mail.state, mail.last_error, mail.sent_at) == (MailState.BOUNCED, "user unknown", now)
    assert settled == [(mail.pk, MailState.SENT, now), (mail.pk, MailState.BOUNCED, later)]


@pytest.mark.django_db
def test_when_a_listener_fails_nothing_is_settled(now: datetime) -> None:
    def listen(sender: Any, **kwargs: Any) -> None:
        raise RuntimeError("listener")

    mail = queue(now)
    mail_settled.connect(listen)
    try:
        with pytest.raises(RuntimeError, match="listener"):
            mails.send_mail(mail_id=mail.pk, now=now)
    finally:
        mail_settled.disconnect(listen)
    mail.refresh_from_db()
    assert (mail.state, mail.sent_at) == (MailState.SENDING, None)


@pytest.mark.django_db
def test_tasks_ask_the_clock() -> None:
    mail = queue(clock.now())
    tasks.send_mail(mail.pk)
    second = queue(clock.now(), once_key="published:2")
    tasks.sweep_mails()
    assert set(Mail.objects.filter(state=MailState.SENT).values_list("pk", flat=True)) == {
        mail.pk,
        second.pk,
    }


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_mail_once(now: datetime) -> None:
    """The second comes while the first waits for the mail server: the claim is committed, so it steps back."""
    gate = threading.Event()
    ScriptedBackend.begin(gate=gate)
    mail = queue(now)
    found: dict[str, Attempt] = {}

    def work(name: str) -> None:
        try:
            found[name] = mails.send_mail(mail_id=mail.pk, now=now)
        finally:
            connection.close()

    first = threading.Thread(target=work, args=("first",))
    first.start()
    assert ScriptedBackend.reached.wait(10)
    second = threading.Thread(target=work, args=("second",))
    second.start()
    second.join(10)
    gate.set()
    first.join(10)
    assert found == {"first": Attempt.SENT, "second": Attempt.NOT_OURS}
    assert len(ScriptedBackend.taken) == 1


@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_the_same_moment(now: datetime) -> None:
    mail = queue(now)
    start = threading.Barrier(8)
    found: list[Attempt] = []

    def work() -> None:
        try:
            start.wait(10)
            found.append(mails.send_mail(mail_id=mail.pk, now=now))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(10)
    assert sorted(attempt.value for attempt in found) == sorted(["sent", *["not ours"] * 7])
    assert len(ScriptedBackend.taken) == 1


@pytest.mark.django_db(transaction=True)
def test_not_inside_a_transaction(now: datetime) -> None:
    from django.db import transaction

    mail = queue(now)
    with pytest.raises(RuntimeError), transaction.atomic():
        mails.send_mail(mail_id=mail.pk, now=now)
    assert ScriptedBackend.taken == []


@pytest.mark.django_db
def test_the_past_of_a_demonstration_sends_nothing(settled: list[tuple[int, str, datetime]]) -> None:
    now = clock.now()
    first, second, other = (queue(now, once_key=f"past:{n}") for n in range(3))
    failed = queue(now, once_key="past:failed")
    Mail.objects.filter(pk=failed.pk).update(state=MailState.FAILED)
    mails.count_as_sent(mail_ids=[second.pk, first.pk, failed.pk], now=now + timedelta(seconds=20))
    for mail in (first, second):
        mail.refresh_from_db()
        assert (mail.state, mail.tries, mail.sent_at) == (MailState.SENT, 1, now + timedelta(seconds=20))
    states = dict(Mail.objects.values_list("pk", "state"))
    assert (states[other.pk], states[failed.pk]) == (MailState.QUEUED, MailState.FAILED)
    assert settled == [(mail.pk, MailState.SENT, now + timedelta(seconds=20)) for mail in (first, second)]
    assert ScriptedBackend.taken == []
