"""When things count, with the examples of the method (section 1)."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from complaints.rules import clocks

PUBLISHED = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
times = st.datetimes(datetime(2026, 3, 2, 10, 0), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def test_a_fix_counts_at_the_end_of_the_day_that_the_customer_names() -> None:
    assert clocks.moment_of_fix(
        named_day=date(2026, 3, 9),
        replied_at=datetime(2026, 3, 4, 12, 0, tzinfo=UTC),
        published_at=PUBLISHED,
        known_at=datetime(2026, 4, 1, 8, 0, tzinfo=UTC),
    ) == datetime(2026, 3, 9, 23, 59, 59, tzinfo=UTC)


def test_a_fix_does_not_count_before_the_first_company_reply() -> None:
    replied_at = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)
    moment = clocks.moment_of_fix(
        named_day=date(2026, 3, 9),
        replied_at=replied_at,
        published_at=PUBLISHED,
        known_at=datetime(2026, 4, 1, 8, 0, tzinfo=UTC),
    )
    assert moment == replied_at


def test_a_fix_named_for_today_counts_at_the_click() -> None:
    click = datetime(2026, 3, 9, 15, 30, tzinfo=UTC)
    moment = clocks.moment_of_fix(
        named_day=date(2026, 3, 9), replied_at=None, published_at=PUBLISHED, known_at=click
    )
    assert moment == click


@given(named=times, replied=st.none() | times, click=times)
def test_a_fix_never_counts_before_publication_nor_after_the_click(
    named: datetime, replied: datetime | None, click: datetime
) -> None:
    if replied and replied > click:
        replied = None
    moment = clocks.moment_of_fix(
        named_day=named.date(), replied_at=replied, published_at=PUBLISHED, known_at=click
    )
    assert PUBLISHED <= moment <= click
    assert replied is None or moment >= replied


def test_an_unconfirmed_fix_counts_at_the_end_of_the_promised_day_in_the_best_case() -> None:
    assert clocks.moment_of_lapse(
        promised_day=date(2026, 3, 9), lapsed_at=datetime(2026, 4, 9, 0, 10, tzinfo=UTC)
    ) == datetime(2026, 3, 9, 23, 59, 59, tzinfo=UTC)


def test_a_network_reply_counts_from_the_later_of_its_time_and_our_last_poll_without_it() -> None:
    stated, polled = datetime(2026, 3, 3, 9, 0, tzinfo=UTC), datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
    assert clocks.reply_counts_at(stated_at=stated, last_poll_without_it=None) == stated
    assert clocks.reply_counts_at(stated_at=stated, last_poll_without_it=polled) == polled
    assert clocks.reply_counts_at(stated_at=polled, last_poll_without_it=stated) == polled


def test_everybody_is_asked_on_the_same_days() -> None:
    assert clocks.question_times_after_publication(PUBLISHED) == {
        "day-7": PUBLISHED + timedelta(days=7),
        "day-30": PUBLISHED + timedelta(days=30),
        "day-90": PUBLISHED + timedelta(days=90),
    }
    assert clocks.question_times_after_promise(date(2026, 3, 9), offer=2) == {
        "offer-2-0": datetime(2026, 3, 9, 23, 59, 59, tzinfo=UTC),
        "offer-2-3": datetime(2026, 3, 12, tzinfo=UTC),
        "offer-2-7": datetime(2026, 3, 16, tzinfo=UTC),
        "offer-2-14": datetime(2026, 3, 23, tzinfo=UTC),
        "offer-2-30": datetime(2026, 4, 8, tzinfo=UTC),
    }


def test_the_last_question_leaves_a_day_before_the_offer_lapses() -> None:
    day = date(2026, 3, 9)
    last = max(clocks.question_times_after_promise(day, offer=1).values())
    assert clocks.lapses_at(day) - last >= timedelta(hours=23)


def test_clock_a_counts_whole_days_and_clock_b_whole_seconds() -> None:
    until = datetime(2026, 3, 9, 23, 0, 0, 999_999, tzinfo=UTC)
    assert clocks.clock_a_days(first_attempt_on=date(2026, 2, 18), until=until) == 19
    assert clocks.clock_a_days(first_attempt_on=None, until=until) is None
    assert clocks.clock_b_seconds(published_at=PUBLISHED, until=until) == 7 * 86400 + 13 * 3600
    assert clocks.clock_b_seconds(published_at=until, until=PUBLISHED) == 0
