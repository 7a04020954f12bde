"""How a brand answers: the figures against plain Python over the same replies, and against lifelines."""

from collections import Counter
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from lifelines import AalenJohansenFitter

from accounts.models import User
from companies.enums import Exclusion
from companies.figures import scorecard_of
from companies.models import Company, Representative
from companies.services import directory
from companies.statistics import constants
from companies.statistics.intervals import Proportion, proportion
from complaints.answering import (
    KINDS,
    SITE,
    Filters,
    Manners,
    Place,
    exact_manners,
    manners_of,
    replies_page,
)
from complaints.enums import Direction, Outcome, PostingState, ReplyKind, Status, Tone, Visibility
from complaints.models import Complaint, Reply
from complaints.services import moderating, tracking
from config.doors import clock
from tests.factories import NOW, make_company, make_complaint, make_connection
from tests.integration.answering_rows import ANSWER, DEFLECTION, post, say

pytestmark = pytest.mark.django_db

ZONE = "America/Sao_Paulo"


def end(complaint: Complaint, *, at: datetime) -> None:
    Complaint.objects.filter(pk=complaint.pk).update(
        status=Status.CLOSED, outcome=Outcome.WITHDRAWN, ended_at=at
    )
    complaint.refresh_from_db()


def manners(company: Company, *, as_of: datetime, window: int | None = None) -> Manners:
    answers = scorecard_of(company, as_of=as_of, window=window).figures.answers
    return exact_manners(company, as_of=as_of, window=window, answers=answers)


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
        (tone.label, proportion(tones[tone], sum(tones.values())))
        for tone in (Tone.HELPFUL, Tone.NEUTRAL, Tone.APOLOGY_ONLY)
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
