"""How a brand answers: the figures against plain Python over the same replies, and the page that shows them."""

import re
from collections import Counter
from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse
from lifelines import AalenJohansenFitter
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from companies.enums import ChannelKind, Exclusion
from companies.figures import scorecard_of
from companies.models import Channel, Company, Representative
from companies.services import directory
from companies.statistics import constants
from companies.statistics.intervals import Proportion, proportion
from complaints.answering import (
    KINDS,
    PAGE,
    SITE,
    Filters,
    Manners,
    Place,
    exact_manners,
    manners_of,
    place_name,
    replies_page,
)
from complaints.enums import (
    Direction,
    Outcome,
    PostingState,
    ReplyKind,
    ReplySource,
    Side,
    Status,
    Tone,
    Visibility,
)
from complaints.models import Complaint, Connection, Posting, Reply
from complaints.services import moderating, tracking
from config.doors import clock
from tests.factories import NOW, make_cases, make_company, make_complaint, make_connection

pytestmark = pytest.mark.django_db

ANSWER = "We found the parcel in our depot and a courier will bring it on Thursday before noon."
DEFLECTION = "Please send us a direct message so that we can help you."
ZONE = "America/Sao_Paulo"


def say(complaint: Complaint, *, at: datetime, kind: str = ReplyKind.ANSWER, **fields: Any) -> Reply:
    """A reply of the company as it stands in the table; on a network when a posting is named.

    The words are those of the brand that the complaint is about, unless `company` names another, or none.
    """
    posting: Posting | None = fields.get("posting")
    where = {"source": ReplySource.NETWORK, "network": posting.network} if posting else {}
    number = Reply.objects.count()
    values: dict[str, Any] = {
        "side": Side.COMPANY,
        "source": ReplySource.SITE,
        "author_name": "Ines",
        "text": f"Reply {number}",
        "remote_id": f"r{number}" if posting else "",
        "kind": kind,
        "company": complaint.company,
        "stated_at": at,
        "at": at,
        **where,
        **fields,
    }
    return Reply.objects.create(complaint=complaint, **values)


def post(
    complaint: Complaint,
    connection: Connection,
    *,
    at: datetime | None,
    kind: str = "complaint",
    **fields: Any,
) -> Posting:
    """A copy of the complaint that left at `at`, or did not."""
    number = Posting.objects.count()
    return Posting.objects.create(
        complaint=complaint,
        connection=connection,
        network=connection.network,
        kind=kind,
        text="No router.",
        idempotency_key=f"key-{number}",
        remote_id=f"p{number}" if at else "",
        sent_at=at,
        created_at=complaint.published_at,
        **{"state": PostingState.SENT if at else PostingState.QUEUED, **fields},
    )


def end(complaint: Complaint, *, at: datetime) -> None:
    Complaint.objects.filter(pk=complaint.pk).update(
        status=Status.CLOSED, outcome=Outcome.WITHDRAWN, ended_at=at
    )
    complaint.refresh_from_db()


def manners(company: Company, *, as_of: datetime, window: int | None = None) -> Manners:
    answers = scorecard_of(company, as_of=as_of, window=window).figures.answers
    return exact_manners(company, as_of=as_of, window=window, answers=answers)


def page(client: Client, company: Company, status: int = 200, **asked: str) -> str:
    answer = client.get(reverse("complaints:answers_of", args=[company.slug]), asked)
    assert answer.status_code == status
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", text).split())


# The figures ----------------------------------------------------------------------------------------


def lives(
    company: Company, random: Random, *, as_of: datetime, many: int, others: tuple[Company, ...] = ()
) -> None:
    """Complaints of two years, some ended, some posted on one or two networks, with replies here and there.

    Some of the words are of `others`, from whom the complaint was moved, and some told by the customer.
    """
    connections = [make_connection(network=network) for network in ("mastodon", "bluesky")]
    for _ in range(many):
        opened = as_of - timedelta(seconds=random.randrange(1, 700 * 86_400))
        complaint = make_complaint(company=company, now=opened)
        postings = []
        for connection in connections[: random.randrange(3)]:
            sent = opened + timedelta(seconds=random.randrange(600))
            postings.append(post(complaint, connection, at=sent))
        if random.random() < 0.3:
            end(complaint, at=opened + timedelta(seconds=random.randrange(3600, 40 * 86_400)))
        if random.random() < 0.15:
            chosen = random.choice([{"exclusion": "duplicate"}, {"visibility": "removed"}])
            Complaint.objects.filter(pk=complaint.pk).update(**chosen)
        for _ in range(random.choice((0, 1, 1, 2, 3))):
            say(
                complaint,
                at=opened + timedelta(seconds=int(random.expovariate(1 / (6 * 86_400)))),
                kind=random.choice((*KINDS, ReplyKind.ANSWER)),
                posting=random.choice((None, *postings)),
                visibility=random.choice((*[Visibility.PUBLIC] * 5, Visibility.HIDDEN)),
                company=random.choice((*[company] * 7, *others, None)),
                tone=random.choice((*Tone, Tone.NEUTRAL, "")),
                sends_to=random.choice(([], ["dm"], ["dm", "phone"], ["email"])),
                is_canned=random.random() < 0.3,
            )


def by_hand(*, as_of: datetime, window: int | None) -> list[tuple[Complaint, list[Reply]]]:
    """The complaints that count with their replies by a company, each in the order of time."""
    begin = as_of - timedelta(days=window or 10_000)
    found = []
    for complaint in Complaint.objects.filter(exclusion="").select_related("company"):
        assert complaint.published_at is not None
        if begin < complaint.published_at <= as_of:
            said = [
                reply for reply in complaint.replies.all() if reply.at <= as_of and reply.side == "company"
            ]
            found.append((complaint, sorted(said, key=lambda reply: (reply.at, reply.pk))))
    return found


def test_shares_and_hours_are_those_of_plain_python(company: Company) -> None:
    company.time_zone = ZONE
    company.save()
    random = Random(7)
    elsewhere = make_company(name="Elsewhere")
    lives(company, random, as_of=NOW, many=80, others=(elsewhere,))
    lives(elsewhere, random, as_of=NOW, many=9, others=(company,))
    for window in (90, 365, None):
        assert_as_by_hand(manners(company, as_of=NOW, window=window), company, as_of=NOW, window=window)


def assert_as_by_hand(found: Manners, company: Company, *, as_of: datetime, window: int | None) -> None:
    everything = by_hand(as_of=as_of, window=window)
    mine = [replies for complaint, replies in everything if complaint.company == company]
    first = Counter(replies[0].kind for replies in mine if replies)
    said = [reply for _, replies in everything for reply in replies if reply.company_id == company.pk]
    every = Counter(reply.kind for reply in said)
    assert (found.cases, found.replied) == (len(mine), sum(map(bool, mine)))
    assert (found.replies, found.spoken_in) == (len(said), len({reply.complaint_id for reply in said}))
    assert {row.label: (row.first, row.every) for row in found.kinds} == {
        kind.label: (
            proportion(first[kind], found.replied),
            proportion(every[kind], found.replies),
        )
        for kind in KINDS
    }
    tones = Counter(reply.tone for reply in said if reply.tone)
    assert [(part.label, part.share) for part in found.tones] == [
        (tone.label, proportion(tones[tone], sum(tones.values()))) for tone in Tone
    ]
    deflections = [reply for reply in said if reply.kind == "deflection"]
    ways = Counter(Direction(way).label for reply in deflections for way in reply.sends_to)
    assert {part.label: part.share for part in found.directions} == {
        label: proportion(count, len(deflections)) for label, count in ways.items()
    }
    assert [part.share.count for part in found.directions] == sorted(ways.values(), reverse=True)
    assert found.canned == proportion(sum(reply.is_canned for reply in said), len(said))
    week = Counter(
        (local.isoweekday() - 1, local.hour)
        for reply in said
        for local in [reply.at.astimezone(ZoneInfo(ZONE))]
    )
    assert {
        (day, hour): count
        for day, hours in enumerate(found.week)
        for hour, count in enumerate(hours)
        if count
    } == week
    assert ways
    assert tones


def test_the_week_follows_the_clock_of_the_company(company: Company) -> None:
    company.time_zone = "Europe/Berlin"
    company.save()
    complaint = make_complaint(company=company, now=datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("UTC")))
    for at in ("2026-03-22T23:30+00:00", "2026-03-29T22:30+00:00"):  # the clocks change on 29 March
        say(complaint, at=datetime.fromisoformat(at))
    found = manners(company, as_of=datetime.fromisoformat("2026-04-30T00:00+00:00"))
    assert (found.week[0][0], found.replies) == (2, 2)  # Monday, half past midnight, before and after it


def chances_by_lifelines(rows: list[tuple[int, int]]) -> dict[int, float]:
    """The incidence of answers (kind 1) by day, from (seconds, kind) with 0 open and 2 ended without one."""
    seconds = np.array([row[0] for row in rows])
    assert len(set(seconds)) == len(seconds)  # lifelines moves ties apart at random
    fitter = AalenJohansenFitter(calculate_variance=False)
    fitter.fit(seconds, [row[1] for row in rows], event_of_interest=1)
    curve = fitter.cumulative_density_.iloc[:, 0]
    return {day: float(curve.loc[: day * 86_400].iloc[-1]) for day in constants.ANSWER_HORIZONS}


def rows_by_hand(
    company: Company, place: str, *, as_of: datetime, window: int | None
) -> list[tuple[int, int]]:
    begin = as_of - timedelta(days=window or 10_000)
    rows = []
    for complaint in Complaint.objects.filter(company=company, exclusion=""):
        opened = complaint.published_at
        if place != SITE:
            copies = complaint.postings.filter(network=place, sent_at__isnull=False)
            opened = min((copy.sent_at for copy in copies if copy.sent_at), default=None)
        if opened is None or not begin < opened <= as_of:
            continue
        answers = [
            reply.at
            for reply in complaint.replies.filter(kind="answer", network="" if place == SITE else place)
            if reply.company is not None
        ]
        over = min(complaint.ended_at or as_of, as_of)
        answered = min(answers, default=None)
        if answered is not None and answered <= over:
            rows.append((int((answered - opened).total_seconds()), 1))
        else:
            rows.append((int((over - opened).total_seconds()), 2 if over < as_of else 0))
    return rows


def test_chances_place_by_place_are_those_of_lifelines(company: Company) -> None:
    lives(company, Random(11), as_of=NOW, many=90)
    for window in (365, None):
        found = manners(company, as_of=NOW, window=window)
        assert_as_by_lifelines(found, company, as_of=NOW, window=window)


def assert_as_by_lifelines(found: Manners, company: Company, *, as_of: datetime, window: int | None) -> None:
    assert [place.slug for place in found.places] == [SITE, "mastodon", "bluesky"]
    for place in found.places:
        rows = rows_by_hand(company, place.slug, as_of=as_of, window=window)
        assert place.cases == len(rows)
        assert place.answers.counts.answered == sum(kind == 1 for _, kind in rows)
        theirs = chances_by_lifelines(rows)
        for chance in place.answers.answered_by:
            assert chance.share is not None
            assert chance.share.low <= chance.share.value <= chance.share.high
            assert chance.share.value == pytest.approx(theirs[chance.day], abs=1e-9)


def only(found: Manners, slug: str) -> Place:
    (place,) = [place for place in found.places if place.slug == slug]
    return place


def test_what_counts_as_an_answer_at_a_place(company: Company) -> None:
    """Answers elsewhere, taken back or told by the customer are none; copies wait from their first time on."""
    mastodon, bluesky = make_connection(), make_connection(network="bluesky")
    one, two, three, four = (make_complaint(company=company) for _ in range(4))

    def after(hours: float) -> datetime:
        return NOW + timedelta(hours=hours)

    # Posted twice: the first copy was taken down. The answer on Mastodon comes after the one here.
    removed = post(one, mastodon, at=after(1), state=PostingState.REMOVED)
    again = post(one, mastodon, at=after(50))
    say(one, at=after(3), posting=removed, kind=ReplyKind.DEFLECTION)
    say(one, at=after(2))
    say(one, at=after(60), posting=again)
    # An offer that was taken back, and one that the customer wrote down.
    post(two, bluesky, at=after(1))
    say(two, at=after(2), is_offer=True, offer_due_on=NOW.date(), stands=False)
    say(
        two,
        at=after(3),
        is_offer=True,
        offer_due_on=NOW.date(),
        author_name=f"Northline{tracking.AS_TOLD}",
        company=None,
    )
    # A thank-you is no complaint, and a copy that never left is none either; nor one that left when all was over.
    post(three, bluesky, at=after(1), kind="thanks")
    post(three, mastodon, at=None)
    end(four, at=after(5))
    post(four, mastodon, at=after(6))

    found = manners(company, as_of=after(24 * 40))

    assert {place.slug: (place.cases, place.answers.counts.answered) for place in found.places} == {
        SITE: (4, 1),
        "mastodon": (1, 1),
        "bluesky": (1, 0),
    }
    # Told by the customer it is an answer of the case, and no words of the company.
    assert found.kinds[0].first == Proportion(2, 2, None, None, None)
    assert found.kinds[0].every == Proportion(3, 4, None, None, None)


def test_words_stay_those_of_the_brand_that_said_them(
    company: Company,
    other_company: Company,
    representative: Representative,
    moderator: User,
    customer: User,
) -> None:
    now = clock.now()
    complaint = make_complaint(by=customer, company=company, now=now - timedelta(days=9))
    said = tracking.record_company_reply(complaint=complaint, by=representative.user, text=ANSWER, now=now)
    tracking.record_offer_made_elsewhere(
        complaint=complaint, by=customer, text="By phone: 40 EUR.", due_on=now.date(), now=now
    )
    moderating.move_to_company(complaint=complaint, company=other_company, by=moderator, now=now)
    assert replies_page(company, filters=Filters()).replies == [said]
    assert replies_page(other_company, filters=Filters()).replies == []
    mine, theirs = (manners_of(one, as_of=clock.now(), window=None) for one in (company, other_company))
    assert [(one.cases, one.replies, one.replies_ever) for one in (mine, theirs)] == [(0, 1, 1), (1, 0, 0)]


def test_words_of_a_merged_brand_go_along(
    company: Company, other_company: Company, representative: Representative, moderator: User
) -> None:
    now = clock.now()
    complaint = make_complaint(company=company, now=now - timedelta(days=9))
    said = tracking.record_company_reply(complaint=complaint, by=representative.user, text=ANSWER, now=now)
    directory.merge_companies(company=company, into=other_company, by=moderator, now=clock.now())
    assert replies_page(other_company, filters=Filters()).replies == [said]
    assert manners_of(other_company, as_of=clock.now(), window=None).replies == 1


def test_places_below_the_floor_have_counts_and_a_reason(company: Company) -> None:
    connection = make_connection()
    for number in range(constants.SHOW_FROM - 1):
        complaint = make_complaint(company=company, now=NOW - timedelta(days=20, hours=number))
        assert complaint.published_at is not None
        say(
            complaint,
            at=complaint.published_at + timedelta(hours=5),
            posting=post(complaint, connection, at=complaint.published_at),
        )
    place = only(manners(company, as_of=NOW), "mastodon")
    assert (place.cases, place.answers.counts.answered) == (9, 9)
    assert {(chance.share, chance.reason) for chance in place.answers.answered_by} == {
        (None, "fewer than 10 cases")
    }
    tenth = make_complaint(company=company, now=NOW - timedelta(days=2))
    post(tenth, connection, at=NOW - timedelta(days=2))
    place = only(manners(company, as_of=NOW), "mastodon")
    assert [chance.reason for chance in place.answers.answered_by] == [
        None,
        "not enough follow-up: 2 days",
        "not enough follow-up: 2 days",
    ]
    by_day_one = place.answers.answered_by[0].share
    assert by_day_one is not None
    assert by_day_one.value == pytest.approx(0.9)


def test_the_figures_agree_with_the_scorecard(company: Company, representative: Representative) -> None:
    now = clock.now()
    for number in range(12):
        complaint = make_complaint(company=company, now=now - timedelta(days=30, hours=number))
        if number:
            for text in (DEFLECTION, ANSWER) if number % 3 else (ANSWER, DEFLECTION):
                tracking.record_company_reply(
                    complaint=complaint, by=representative.user, text=text, now=now - timedelta(days=20)
                )
    record = scorecard_of(company, as_of=clock.now(), window=365)
    found = manners_of(company, as_of=clock.now(), window=365)
    deflection = found.kinds[KINDS.index(ReplyKind.DEFLECTION)]
    assert deflection.first == record.deflected
    assert (deflection.first.count, deflection.first.of, deflection.every.count) == (8, 11, 11)
    assert (found.answers, found.as_of, found.cases) == (
        record.figures.answers,
        record.as_of,
        record.figures.cases,
    )


def test_visibility_changes_no_figure_and_a_decision_does(
    company: Company, representative: Representative, moderator: User
) -> None:
    now = clock.now()
    first, second = (make_complaint(company=company, now=now - timedelta(days=9)) for _ in range(2))
    for complaint in (first, second):
        tracking.record_company_reply(complaint=complaint, by=representative.user, text=ANSWER, now=now)
    before = manners_of(company, as_of=clock.now(), window=None)
    moderating.hide_complaint(complaint=first, by=moderator, rule="It names an employee.", now=clock.now())
    hidden = manners_of(company, as_of=clock.now(), window=None)
    assert (hidden.kinds, hidden.week, hidden.replies) == (before.kinds, before.week, before.replies)
    assert (before.out_of_sight, hidden.out_of_sight) == (0, 1)
    moderating.exclude_from_statistics(
        complaint=first, exclusion=Exclusion.NOT_GENUINE, by=moderator, reason="Invented.", now=clock.now()
    )
    left = manners_of(company, as_of=clock.now(), window=None)
    assert (left.replies, left.cases, left.out_of_sight) == (1, 1, 0)


# The stream -----------------------------------------------------------------------------------------


def stream(company: Company, replies: int, **fields: Any) -> list[Reply]:
    """Replies of the company, newest first; every third with the time of the one before."""
    complaint = make_complaint(company=company, now=clock.now() - timedelta(days=60))
    at = clock.now() - timedelta(days=50)
    said = [
        say(complaint, at=at + timedelta(microseconds=number - (number % 3 == 2)), **fields)
        for number in range(replies)
    ]
    return sorted(said, key=lambda reply: (reply.at, reply.pk), reverse=True)


def test_pages_lead_both_ways_and_show_every_reply_once(company: Company) -> None:
    said = stream(company, 11)
    stream(make_company(name="Elsewhere"), 2)
    pages, before = [], ""
    while not pages or before:
        pages.append(replies_page(company, filters=Filters(), before=before, size=4))
        before = pages[-1].before
    assert [reply for one in pages for reply in one.replies] == said
    assert [len(one.replies) for one in pages] == [4, 4, 3]
    assert pages[0].after == ""
    back = replies_page(company, filters=Filters(), after=pages[2].after, size=4)
    assert (back.replies, back.before, back.after) == (pages[1].replies, pages[1].before, pages[1].after)
    first = replies_page(company, filters=Filters(), after=back.after, size=4)
    assert (first.replies, first.before, first.after) == (pages[0].replies, pages[0].before, "")


@pytest.mark.parametrize(
    "cursor",
    ["x", "1-", "-1", "99999999999999999999-1", "1-1'; DROP", "\0-1", "٣-٣", "1-9999999999999999999"],
)
def test_a_cursor_that_we_did_not_make_is_the_first_page(cursor: str, company: Company) -> None:
    said = stream(company, 2)
    assert replies_page(company, filters=Filters(), before=cursor).replies == said
    assert replies_page(company, filters=Filters(), after=cursor).replies == said


def test_filters_are_by_label_and_by_place(company: Company) -> None:
    complaint = make_complaint(company=company)
    posting = post(complaint, make_connection(), at=NOW)
    here = say(complaint, at=NOW, kind=ReplyKind.ANSWER)
    there = say(complaint, at=NOW + timedelta(hours=1), kind=ReplyKind.ANSWER, posting=posting)
    deflected = say(complaint, at=NOW + timedelta(hours=2), kind=ReplyKind.DEFLECTION, posting=posting)

    def found(**asked: str) -> list[Reply]:
        return replies_page(company, filters=Filters(**asked)).replies

    assert found() == [deflected, there, here]
    assert found(kind="answer") == [there, here]
    assert found(place=SITE) == [here]
    assert found(place="mastodon") == [deflected, there]
    assert found(kind="answer", place="mastodon") == [there]
    assert found(kind="statement") == found(place="bluesky") == []


def test_only_what_the_company_said_in_sight_of_all_is_shown(
    company: Company, representative: Representative, moderator: User, customer: User
) -> None:
    complaint = make_complaint(by=customer, company=company, now=clock.now() - timedelta(days=5))
    shown = say(complaint, at=clock.now())
    say(complaint, at=clock.now(), visibility=Visibility.HIDDEN)
    for side in (Side.OTHER, Side.UNCONFIRMED, Side.CUSTOMER):
        say(complaint, at=clock.now(), side=side, kind="", company=None)
    hidden, removed = (make_complaint(company=company, now=clock.now()) for _ in range(2))
    say(hidden, at=clock.now())
    say(removed, at=clock.now())
    moderating.hide_complaint(complaint=hidden, by=moderator, rule="It names an employee.", now=clock.now())
    moderating.remove_complaint(complaint=removed, by=moderator, rule="Unlawful.", now=clock.now())
    assert replies_page(company, filters=Filters()).replies == [shown]


# The page -------------------------------------------------------------------------------------------


def test_the_page_leads_with_its_figures_and_shows_the_words(
    client: Client, company: Company, representative: Representative
) -> None:
    now = clock.now()
    complaint = make_complaint(company=company, title="No <b>router</b>", now=now - timedelta(days=9))
    tracking.record_company_reply(complaint=complaint, by=representative.user, text=DEFLECTION, now=now)
    tracking.record_company_reply(complaint=complaint, by=representative.user, text=ANSWER, now=now)
    Channel.objects.create(
        company=company, kind=ChannelKind.PHONE, value="0800", staffed={"1": ["09:00", "17:00"]}
    )

    shown = page(client, company)

    said = words(shown)
    assert "0 of 1 first replies of Northline are answers, 1 sends the customer elsewhere." in said
    assert "It replied to 1 of 1 complaint filed here, last 12 months." in said
    assert "Replies under hidden or removed complaints count like the others" in said
    assert "This site 1, 1 answered there" in said
    assert "2 replies so far. Hours are shown from 10 on." in said
    assert "Phone Monday 09:00 to 17:00" in said
    assert "Deflection: the clock goes on" in said
    assert said.index("What its replies do") < said.index("What it said") < said.index(ANSWER)
    assert said.index(ANSWER) < said.index(DEFLECTION)
    reply = Reply.objects.earliest("pk")
    assert f"<q>{reply.words[0]}</q>" in shown.split("It sends the customer elsewhere")[1]
    assert reply.sends_to_words == ["a private message"]
    assert f"Reads as: {reply.get_tone_display().lower()}" in said
    assert f'href="{complaint.get_absolute_url()}#reply-{reply.pk}"' in shown
    assert "No &lt;b&gt;router&lt;/b&gt;" in shown
    assert " %" not in said.split("In one sentence")[0].split("What it said")[0].replace("95 %", "").replace(
        "100 %", ""
    ).replace("80 %", "")


def test_a_near_copy_is_marked_and_leads_to_its_sample(
    client: Client, company: Company, representative: Representative, moderator: User
) -> None:
    """Three customers get the same: the third reply is marked, and its sample is shown while everybody may read it."""
    now = clock.now()
    complaints = [make_complaint(company=company, now=now - timedelta(days=9)) for _ in range(3)]
    said = [
        tracking.record_company_reply(complaint=one, by=representative.user, text=DEFLECTION, now=now)
        for one in complaints
    ]
    shown = page(client, company)
    assert [reply.is_canned for reply in said] == [False, False, True]
    assert "1 of its 3 replies is a near-copy of what other customers got before." in words(shown)
    assert "To A private message 3 of 3".removeprefix("To ") in words(shown)
    assert shown.count("Near-copy of 2 others") == 1
    sample = said[2].public_sample
    assert sample is not None
    link = f'<a href="{sample.complaint.get_absolute_url()}#reply-{sample.pk}">one of them</a>'
    assert link in shown
    moderating.hide_complaint(
        complaint=sample.complaint, by=moderator, rule="It names an employee.", now=clock.now()
    )
    assert link not in page(client, company)


def test_every_share_comes_with_its_interval_and_its_n(
    client: Client, company: Company, representative: Representative
) -> None:
    now = clock.now()
    for number in range(20):
        complaint = make_complaint(company=company, now=now - timedelta(days=30, hours=number))
        for text in (DEFLECTION, ANSWER) if number < 7 else (ANSWER,):
            tracking.record_company_reply(
                complaint=complaint, by=representative.user, text=text, now=now - timedelta(days=25)
            )
    shown = words(page(client, company))
    assert "Northline’s first reply is an answer in 65 % of the complaints" in shown
    assert "(95 % interval 43 to 82 , n = 20)".replace(" ,", ",") in shown
    assert "in 35 % or more it sends the customer elsewhere (18 to 57)" in shown
    assert "27 replies in 20 complaints" in shown
    assert "Deflection 35 % 18 to 57 % 26 % 13 to 45 %" in shown
    assert "This site 20 0 % 0 to 16 %" in shown
    assert "20 of 20 answered so far" in shown
    assert "27 replies written by the company" in shown


@pytest.mark.parametrize("claimed", [True, False])
def test_a_brand_that_never_replied_is_said_so(
    claimed: bool, client: Client, company: Company, request: pytest.FixtureRequest
) -> None:
    if claimed:
        request.getfixturevalue("representative")
    for _ in range(3):
        make_complaint(company=company, now=clock.now())
    shown = page(client, company)
    assert "Northline has not replied to any of its 3 complaints" in shown
    assert ("Nobody acts for it on this site yet" in shown) is not claimed
    assert (reverse("companies:claim", args=[company.slug]) in shown) is not claimed
    assert "What its replies do" not in shown


def test_a_brand_without_complaints_had_nothing_to_reply_to(client: Client, company: Company) -> None:
    shown = page(client, company)
    assert "Nobody has complained about this brand here" in shown
    assert f'href="{reverse("complaints:new")}?company=northline"' in shown


def test_a_span_of_time_without_a_reply_is_said_so(client: Client, company: Company) -> None:
    complaint = make_complaint(company=company, now=clock.now() - timedelta(days=400))
    say(complaint, at=clock.now() - timedelta(days=399))
    make_complaint(company=company, now=clock.now() - timedelta(days=4))
    assert "has not replied to any of its 1 complaint of this span of time (last 12 months)" in page(
        client, company
    )
    assert "1 of 1 first replies of Northline is an answer" in page(client, company, window="all")


def test_what_is_out_of_sight_is_counted_and_said(
    client: Client, company: Company, representative: Representative, moderator: User
) -> None:
    now = clock.now()
    one, two = (make_complaint(company=company, now=now - timedelta(days=9)) for _ in range(2))
    for complaint, text in ((one, ANSWER), (two, DEFLECTION)):
        tracking.record_company_reply(complaint=complaint, by=representative.user, text=text, now=now)
    moderating.hide_complaint(complaint=one, by=moderator, rule="It names an employee.", now=clock.now())
    shown = words(page(client, company))
    assert ANSWER not in shown
    assert DEFLECTION in shown
    assert "1 of 2 first replies of Northline is an answer" in shown
    assert "1 of its 2 replies stands under complaints that a moderator took out of sight" in shown
    moderating.hide_complaint(complaint=two, by=moderator, rule="It names an employee.", now=clock.now())
    assert "Everything it said stands out of sight." in words(page(client, company))


def test_filters_and_window_are_kept_from_page_to_page(client: Client, company: Company) -> None:
    said = stream(company, PAGE + 3, kind=ReplyKind.ANSWER)
    stream(company, 2, kind=ReplyKind.STATEMENT)

    def shown(text: str) -> list[int]:
        return [int(pk) for pk in re.findall(r'<li id="reply-(\d+)"', text)]

    def address(text: str, rel: str) -> str:
        return re.findall(rf'<a href="([^"]+)" rel="{rel}"', text)[0].replace("&amp;", "&")

    first = page(client, company, kind="answer", window="all")
    onward = address(first, "next")
    second = client.get(onward).content.decode()
    back = client.get(address(second, "prev")).content.decode()

    assert shown(first) == [reply.pk for reply in said[:PAGE]]
    assert shown(second) == [reply.pk for reply in said[PAGE:]]
    assert shown(back) == shown(first)
    assert ("window=all" in onward, "kind=answer" in onward, onward.endswith("#stream")) == (True,) * 3
    assert '<option value="answer" selected>' in first
    assert 'rel="prev"' not in first
    assert 'rel="next"' not in second


def test_what_we_do_not_know_is_left_out_and_an_unknown_window_is_not_found(
    client: Client, company: Company
) -> None:
    said = stream(company, 2)
    shown = page(client, company, kind="nonsense", network="nowhere", before="x")
    assert all(f'id="reply-{reply.pk}"' in shown for reply in said)
    assert "No reply fits" in page(client, company, kind="deflection")
    assert "No reply fits" in page(client, company, network="bluesky")
    page(client, company, status=404, window="17")


def test_brands_that_are_merged_proposed_or_unknown(client: Client, company: Company) -> None:
    merged = make_company(name="Pebble", state="merged", merged_into=company)
    answer = client.get(reverse("complaints:answers_of", args=[merged.slug]) + "?kind=answer")
    assert (answer.status_code, answer["Location"]) == (
        301,
        reverse("complaints:answers_of", args=[company.slug]) + "?kind=answer",
    )
    page(client, make_company(name="Proposed", state="proposed"), status=404)
    assert client.get(reverse("complaints:answers_of", args=["nobody"])).status_code == 404


def test_the_three_pages_of_a_brand_lead_to_each_other(client: Client, company: Company) -> None:
    addresses = [
        company.get_absolute_url(),
        reverse("complaints:of_company", args=[company.slug]),
        reverse("complaints:answers_of", args=[company.slug]),
    ]
    for address in addresses:
        tabs = (
            client.get(address).content.decode().split('aria-label="About Northline"')[1].split("</nav>")[0]
        )
        assert re.findall(r'href="([^"]+)"', tabs) == addresses
        assert re.findall(r'href="([^"]+)" aria-current="page"', tabs) == [address]


def test_the_page_costs_the_same_however_much_was_said(
    client: Client, company: Company, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    now = clock.now()
    connection = make_connection()
    complaints = [make_complaint(company=company, now=now - timedelta(days=200)) for _ in range(2)]
    make_cases(make_company(name="Elsewhere"), resolved=3)
    post(complaints[0], connection, at=now - timedelta(days=200))
    stream(company, PAGE + 1)
    page(client, company)
    with django_assert_max_num_queries(8):  # remembered: no figure is computed
        page(client, company)
    Reply.objects.bulk_create(
        Reply(
            complaint=complaints[number % 2],
            side=Side.COMPANY,
            source=ReplySource.SITE,
            company=company,
            author_name="Ines",
            text="We found it.",
            kind=KINDS[number % 4],
            stated_at=now,
            at=now - timedelta(minutes=number),
        )
        for number in range(5000)
    )
    with django_assert_max_num_queries(8):
        page(client, company)
    moved = make_complaint(company=company, now=now)  # something has changed: all is computed anew
    with django_assert_max_num_queries(32):
        assert "5,021 replies" in page(client, company)
    assert moved.company == company


def test_names_of_places() -> None:
    assert [place_name(slug) for slug in (SITE, "x", "facebook-page")] == ["This site", "X", "Facebook Page"]
