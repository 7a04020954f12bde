"""seed_demo and demo_reply, against the demo's own network server in a process of its own."""

import re
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db.models import Value
from django.db.models.functions import Replace
from django.test import Client
from django.urls import reverse
from django_q.models import OrmQ
from pytest_django import DjangoCaptureOnCommitCallbacks, DjangoDbBlocker, Settings

from accounts.models import Mail, MailState, User
from companies.models import Case, Claim, Company, Handle, Scorecard
from complaints import tasks
from complaints.demo import cast, overheard
from complaints.demo.brands import BRANDS
from complaints.demo.network import DemoNetwork
from complaints.enums import EventKind, Outcome, PostingKind, PostingState, Side, Status, Visibility
from complaints.models import Complaint, Connection, Event, Evidence, HeardPost, Posting, Question, Reply
from complaints.queries import case_of, moderation_queue
from complaints.services import filing, manners
from complaints.timeline import people_who_joined, timeline_of
from config import demo as supervisor
from config.doors import clock, queue

pytestmark = pytest.mark.django_db


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The network server as `make demo` starts it; its address."""
    folder, port = tmp_path_factory.mktemp("demo"), free_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(supervisor, "DATA", folder)
        command = supervisor.network(port).command
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        until_open(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def until_open(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        assert process.poll() is None
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the network server did not start")


@pytest.fixture(scope="module")
def said(server: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A small demo, filled once for all tests here; what the command said."""
    from django.conf import settings

    out = StringIO()
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "DEMO_MASTODON_URL", server)
        call_command("seed_demo", cases=60, stdout=out)
        yield out.getvalue()
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def open_case(said: str) -> Complaint:
    """The complaint of customer@example.test that waits on the network for an answer of Hedgehop Parcels."""
    return Complaint.objects.get(customer__email=cast.CUSTOMER, company__slug="hedgehop-parcels")


def rows() -> Counter[str]:
    models = (
        Complaint,
        Event,
        Reply,
        Posting,
        Question,
        Evidence,
        Mail,
        Case,
        Company,
        Claim,
        User,
        Scorecard,
        Connection,
    )
    return Counter({model.__name__: model._default_manager.count() for model in models})


# What is there ----------------------------------------------------------------------------------------


def test_every_brand_is_listed_as_fictional(said: str) -> None:
    listed = Company.objects.filter(is_fictional=True)
    assert set(listed.values_list("slug", flat=True)) == {brand.slug for brand in BRANDS}
    assert listed.filter(state="listed").count() == len(BRANDS)
    assert f"{len(BRANDS)} fictional brands" in said


def test_complaints_stand_in_every_state(said: str) -> None:
    found = set(Complaint.objects.values_list("status", "outcome"))
    ended = {(Status.CLOSED, outcome) for outcome in Outcome if outcome is not Outcome.RESOLVED}
    others = {(status, "") for status in Status if status not in (Status.RESOLVED, Status.CLOSED)}
    assert found == {(Status.RESOLVED, Outcome.RESOLVED)} | ended | others
    assert set(Complaint.objects.values_list("visibility", flat=True)) == set(Visibility.values)
    assert set(Complaint.objects.values_list("exclusion", flat=True)) == {"", "not_genuine", "duplicate"}


def test_everything_that_can_happen_has_happened(said: str) -> None:
    # Only what the demo's network cannot do of itself, or what needs an account to be closed. Posts by hand have addresses
    # that can be nobody's.
    missing = set(EventKind) - set(Event.objects.values_list("kind", flat=True))
    assert missing == {
        EventKind.BRAND_MAIL_BOUNCED,
        EventKind.POSTING_EDITED,
        EventKind.POSTING_QUEUED,
        EventKind.REPLY_CHANGED,
        EventKind.REPLY_REMOVED,
        EventKind.ACCOUNT_REFUSED,
        EventKind.LABEL_UPHELD,
        EventKind.RESTORED,
        EventKind.INCLUDED,
        EventKind.AUTHOR_ERASED,
        EventKind.SHARED_TAKEN_OFF,
    }


def test_the_moderator_has_a_full_queue(said: str) -> None:
    waiting = moderation_queue()
    assert len(waiting.in_review) == 4
    assert len(waiting.contested) == 2
    assert [reply.author_handle for reply in waiting.unconfirmed] == ["northline_care@127.0.0.1"]
    assert len(waiting.failed_postings) == 1
    assert Claim.objects.waiting().count() == 1


def test_the_brands_were_told_at_publication(said: str) -> None:
    published = Complaint.objects.published()
    assert set(published.filter(is_brand_told=False).values_list("company__slug", flat=True)) == {
        "larchlocker"
    }
    for told in Event.objects.of_kind(EventKind.BRAND_TOLD).exclude(complaint__events__kind=EventKind.MOVED):
        assert told.complaint.published_at is not None
        assert timedelta(0) <= told.at - told.complaint.published_at < timedelta(minutes=1)


def test_nothing_is_left_for_the_workers_and_no_mail_left(said: str) -> None:
    assert set(Mail.objects.values_list("state", flat=True)) == {MailState.SENT}
    assert mail.outbox == []
    assert OrmQ.objects.count() == 0
    assert Posting.objects.due(now=clock.now()).count() == 0


def test_the_history_lies_in_the_past_and_ends_now(said: str) -> None:
    now = clock.now()
    published = Complaint.objects.published().order_by("published_at")
    first, last = published.first(), published.last()
    assert first is not None
    assert last is not None
    assert first.published_at is not None
    assert last.published_at is not None
    assert now - timedelta(days=560) < first.published_at < now - timedelta(days=400)
    assert now - timedelta(days=1) < last.published_at < now
    assert not Event.objects.filter(at__gt=now).exists()


def test_three_people_can_sign_in_and_nobody_else(said: str, settings: Settings) -> None:
    can = {user.email for user in User.objects.all() if user.has_usable_password()}
    assert can == set(cast.SIGN_INS)
    for address in cast.SIGN_INS:
        assert Client().login(username=address, password=settings.DEMO_PASSWORD), address


def test_the_sign_ins_find_their_work(said: str) -> None:
    own = Complaint.objects.filter(customer__email=cast.CUSTOMER)
    assert len(set(own.values_list("status", flat=True))) >= 7
    offered = own.get(status=Status.FIX_OFFERED)
    assert offered.questions.filter(state="asked", occasion__startswith="offer-").exists()
    desk = Client()
    desk.force_login(User.objects.get(email=cast.REPRESENTATIVE))
    assert desk.get(reverse("complaints:desk", args=["northline"])).status_code == 200


def test_whoever_tries_it_sees_a_copy_about_northline_leave_at_once(said: str) -> None:
    customer, northline = User.objects.get(email=cast.CUSTOMER), Company.objects.get(slug="northline")
    draft = filing.start_draft(by=customer, company=northline, now=clock.now())
    assert manners.waits_of(draft, ["mastodon"], now=clock.now()) == {}


def test_posts_stand_on_the_server(said: str) -> None:
    sent = list(Posting.objects.filter(state=PostingState.SENT, kind=PostingKind.COMPLAINT))
    assert len(sent) >= 6
    for posting in sent:
        thread = DemoNetwork().thread(posting.remote_id)
        assert thread is not None
        assert posting.complaint.reference in thread[0].text
        replies = set(posting.replies.values_list("remote_id", flat=True))
        told = posting.follow_ups.filter(state=PostingState.SENT)
        replies |= set(told.values_list("remote_id", flat=True))
        assert {shown.remote_id for shown in thread[1:]} == replies


def test_a_poll_finds_nothing_that_is_not_known(said: str) -> None:
    before = Reply.objects.count()
    for posting in Posting.objects.filter(state=PostingState.SENT):
        tasks.poll_posting(posting.pk)
    assert Reply.objects.count() == before


# Again ------------------------------------------------------------------------------------------------


def test_posts_of_every_kind_were_heard(said: str, client: Client) -> None:
    """On the network for real, found by a search, and decided about through the services."""
    for slug, posts in overheard.SAID.items():
        rows = {row.author_name: row for row in HeardPost.objects.filter(company__slug=slug)}
        assert {name: (row.text, row.kind) for name, row in rows.items()} == {
            one.name: (one.text, one.kind) for one in posts
        }
        states = {"take": "taken", "dismiss": "dismissed", "invite": "invited", "": "new"}
        assert {name: row.state for name, row in rows.items()} == {one.name: states[one.act] for one in posts}
    client.force_login(User.objects.get(email=cast.REPRESENTATIVE))
    desk = client.get(reverse("complaints:desk_listening", args=[overheard.WITH_DESK])).content.decode()
    assert "Third day without internet" in desk
    client.force_login(User.objects.get(email=cast.MODERATOR))
    shown = client.get(reverse("complaints:moderation_listening")).content.decode()
    assert "Still waiting for my refund from Quillfibre" in shown


def test_the_story_goes_on_where_it_was_posted(said: str) -> None:
    """Milestones below copies, posts that customers made by hand, and strangers who join in."""
    mine = Complaint.objects.get(customer__email=cast.CUSTOMER, postings__kind=PostingKind.OFFERED)
    milestones = mine.postings.exclude(kind=PostingKind.COMPLAINT)
    assert {row.kind: row.state for row in milestones} == {PostingKind.OFFERED: PostingState.SENT}
    assert mine.shared_posts.get().network == "x"
    shown = case_of(mine.reference)
    assert shown is not None
    assert people_who_joined(timeline_of(shown)) == 2
    told = Posting.objects.filter(kind=PostingKind.RESOLVED).exclude(complaint=mine)
    assert {row.state for row in told} == {PostingState.SENT}


def test_a_second_run_changes_nothing(said: str, settings: Settings) -> None:
    before, out = rows(), StringIO()
    call_command("seed_demo", cases=60, stdout=out)
    assert rows() == before
    assert out.getvalue() == "The demo is filled already.\n"


def test_a_changed_password_is_taken_over(said: str, settings: Settings) -> None:
    settings.DEMO_PASSWORD = "another-word-for-it"
    call_command("seed_demo", stdout=StringIO())
    assert Client().login(username=cast.MODERATOR, password="another-word-for-it")


def test_the_connection_follows_when_the_server_moves(said: str, server: str, settings: Settings) -> None:
    connection = Connection.objects.get()
    settings.DEMO_MASTODON_URL = server.replace("127.0.0.1", "localhost")
    call_command("seed_demo", stdout=StringIO())
    moved = Connection.objects.get()
    assert (moved.pk, moved.instance) == (connection.pk, settings.DEMO_MASTODON_URL)


# Answering as the brand -------------------------------------------------------------------------------


def test_the_case_shows_what_the_brand_answers(
    open_case: Complaint, client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    words, out = "Hi Alex, we found your parcel in Ostbridge. It will be delivered by 4 March.", StringIO()
    assert words not in client.get(open_case.get_absolute_url()).content.decode()
    with queue.muted() as messages, django_capture_on_commit_callbacks(execute=True):
        call_command("demo_reply", open_case.reference.lower(), words, stdout=out)
    posting = open_case.postings.get()
    assert messages == [("complaints.tasks.poll_mentions", (posting.connection_id,))]

    tasks.poll_mentions(posting.connection_id)

    open_case.refresh_from_db()
    reply = open_case.replies.get()
    assert (reply.side, reply.kind, reply.text) == (Side.COMPANY, "answer", f"@answerable {words}")
    assert open_case.status == Status.ANSWERED
    page = client.get(open_case.get_absolute_url()).content.decode()
    assert words in page
    shown = reverse("complaints:demo_post", args=[posting.remote_id])
    assert f'href="{shown}"' in page
    assert shown in out.getvalue()
    assert words in client.get(shown).content.decode()
    at_the_reply = client.get(reverse("complaints:demo_post", args=[reply.remote_id]))
    assert at_the_reply["Location"] == f"{shown}#post-{reply.remote_id}"


def test_what_was_posted_in_the_past_does_not_all_wait_to_be_looked_at(said: str) -> None:
    """Else the network's limit of requests is used up, and a reply of today is seen minutes later."""
    assert not Posting.objects.to_poll(now=clock.now()).exists()
    assert Posting.objects.filter(state=PostingState.SENT, next_poll_at__isnull=False).exists()


def test_somebody_else_can_answer_too(open_case: Complaint) -> None:
    out = StringIO()
    call_command("demo_reply", open_case.reference, "Mine is lost as well.", account="@robin", stdout=out)
    tasks.poll_posting(open_case.postings.get().pk)
    reply = open_case.replies.latest("pk")
    assert (reply.side, reply.author_handle) == (Side.OTHER, "robin@127.0.0.1")


def test_mistakes_are_told_in_words(said: str, open_case: Complaint, settings: Settings) -> None:
    unposted = Complaint.objects.published().filter(postings=None).first()
    failed = Posting.objects.get(state=PostingState.FAILED).complaint
    assert unposted is not None
    for reference, text, words in (
        ("A99999999", "Hello", "There is no complaint A99999999"),
        (unposted.reference, "Hello", "was not posted on a network"),
        (failed.reference, "Hello", "its copy there is: failed"),
        (open_case.reference, " ", "takes 1 to 480 characters"),
        (open_case.reference, "x" * 481, "takes 1 to 480 characters"),
    ):
        with pytest.raises(CommandError, match=words):
            call_command("demo_reply", reference, text)
    Handle.objects.filter(company=open_case.company).delete()
    with pytest.raises(CommandError, match="has no account on the demo network"):
        call_command("demo_reply", open_case.reference, "Hello")


# Reading its mails ------------------------------------------------------------------------------------


def read_mail(*arguments: str) -> str:
    out = StringIO()
    call_command("demo_mail", *arguments, stdout=out)
    return out.getvalue()


def test_the_question_can_be_read_and_its_link_opens(said: str, client: Client, settings: Settings) -> None:
    """The demo may run at another address than the one at which the mail was written."""
    settings.SITE_URL = "http://127.0.0.1:8123"
    offered = Complaint.objects.get(customer__email=cast.CUSTOMER, status=Status.FIX_OFFERED)
    Mail.objects.filter(about="question", reference=offered.reference).update(
        text=Replace("text", Value("http://testserver"), Value("http://127.0.0.1:8000"))
    )

    read = read_mail(offered.reference.lower(), "--to", cast.CUSTOMER, "--last", "1")

    assert f"To:      {cast.CUSTOMER}" in read
    assert f"Subject: Is it fixed? {offered.title}" in read
    assert "http://127.0.0.1:8000" not in read
    link = re.search(r"http://127\.0\.0\.1:8123(/answer/\S+say=fixed)", read)
    assert link is not None
    page = client.get(link[1])
    assert page.status_code == 200
    assert offered.title in page.content.decode()


def test_the_newest_mails_come_last(said: str) -> None:
    newest = list(Mail.objects.order_by("-created_at", "-pk")[:3])
    read = read_mail()
    assert read.count("Subject: ") == 3
    places = [read.rindex(f"Subject: {mail.subject}") for mail in newest]
    assert places == sorted(places, reverse=True)


def test_the_mail_to_an_unclaimed_brand_is_about_its_complaint(said: str) -> None:
    notice = Mail.objects.filter(about="brand_notice").first()
    assert notice is not None
    assert f"To:      {notice.to}" in read_mail(notice.reference.partition(":")[0])


def test_addresses_of_the_network_stay(said: str, settings: Settings) -> None:
    settings.SITE_URL = "http://127.0.0.1:8123"
    settings.DEMO_MASTODON_URL = "http://127.0.0.1:8801"
    newest = Mail.objects.order_by("-created_at", "-pk").first()
    assert newest is not None
    Mail.objects.filter(pk=newest.pk).update(text="http://127.0.0.1:8801/@a/1 and http://127.0.0.1:80/x")
    read = read_mail("--last", "1")
    assert "http://127.0.0.1:8801/@a/1 and http://127.0.0.1:8123/x" in read


def test_mails_that_are_not_there_are_told_in_words(said: str) -> None:
    for arguments, words in (
        (["A99999999"], "There is no complaint A99999999"),
        (["--to", "nobody@example.test"], "There is no such mail"),
        (["--last", "0"], "a number from 1"),
    ):
        with pytest.raises(CommandError, match=words):
            call_command("demo_mail", *arguments)


# What is away or hidden -------------------------------------------------------------------------------


def test_a_server_that_is_away_is_named(open_case: Complaint, client: Client, settings: Settings) -> None:
    settings.DEMO_MASTODON_URL = f"http://127.0.0.1:{free_port()}"
    Connection.objects.update(instance=settings.DEMO_MASTODON_URL)
    with pytest.raises(CommandError, match="does not answer"):
        call_command("demo_reply", open_case.reference, "Hello")
    with pytest.raises(CommandError, match="does not answer"):
        call_command("seed_demo")
    page = client.get(reverse("complaints:demo_post", args=[open_case.postings.get().remote_id]))
    assert "The demo network does not answer" in page.content.decode()


def test_the_page_of_a_post_is_there_only_in_a_demo(
    open_case: Complaint, client: Client, settings: Settings
) -> None:
    assert client.get(reverse("complaints:demo_post", args=["12345"])).status_code == 404
    settings.DEMO = False
    posting = open_case.postings.get()
    assert client.get(reverse("complaints:demo_post", args=[posting.remote_id])).status_code == 404
    page = client.get(open_case.get_absolute_url()).content.decode()
    assert f'href="{posting.remote_url}"' in page


def test_the_post_of_a_hidden_complaint_is_not_shown(said: str, client: Client) -> None:
    hidden = Posting.objects.get(complaint__visibility=Visibility.HIDDEN)
    assert hidden.state == PostingState.REMOVED
    assert client.get(reverse("complaints:demo_post", args=[hidden.remote_id])).status_code == 404
    assert DemoNetwork().thread(hidden.remote_id) is None
