"""The two clocks and the moments at which things count (method, section 1). Pure; times are aware UTC."""

from datetime import UTC, date, datetime, time, timedelta

QUESTION_DAYS_AFTER_PUBLICATION = (7, 30, 90)
QUESTION_DAYS_AFTER_PROMISE = (0, 3, 7, 14, 30)
LATEST_OFFER_DAYS = 60


def end_of_day(day: date) -> datetime:
    """The last second of `day` in UTC."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=UTC)


def start_of_day(day: date) -> datetime:
    """The first instant of `day` in UTC."""
    return datetime.combine(day, time.min, tzinfo=UTC)


def moment_of_fix(
    *, named_day: date, replied_at: datetime | None, published_at: datetime, known_at: datetime
) -> datetime:
    """When a fix counts: the end of the day the customer names, not before the first company reply or offer, not
    after the click. Without any reply of the company clock B cannot have ended before it started."""
    earliest = max(replied_at, published_at) if replied_at else published_at
    return min(max(end_of_day(named_day), earliest), known_at)


def moment_of_lapse(*, promised_day: date, lapsed_at: datetime) -> datetime:
    """When an unconfirmed fix counts in the best case: the end of the promised day, not after the lapse."""
    return min(end_of_day(promised_day), lapsed_at)


def reply_counts_at(*, stated_at: datetime, last_poll_without_it: datetime | None) -> datetime:
    """A reply on a network counts from the later of its stated time and our last poll that did not show it."""
    if last_poll_without_it is None:
        return stated_at
    return max(stated_at, last_poll_without_it)


def clock_a_days(*, first_attempt_on: date | None, until: datetime) -> int | None:
    """Whole days since the earliest attempt; None without an attempt."""
    if first_attempt_on is None:
        return None
    return max(0, (until.date() - first_attempt_on).days)


def clock_b_seconds(*, published_at: datetime, until: datetime) -> int:
    """Whole seconds since publication, never negative."""
    return max(0, int((until - published_at).total_seconds()))


def question_times_after_publication(published_at: datetime) -> dict[str, datetime]:
    """Occasion -> when everybody is asked."""
    return {f"day-{days}": published_at + timedelta(days=days) for days in QUESTION_DAYS_AFTER_PUBLICATION}


def question_times_after_promise(promised_day: date, *, offer: int) -> dict[str, datetime]:
    """Occasion -> when to ask about the `offer`-th offer: at the end of the promised day, then as the 3rd, 7th, 14th
    and 30th day after it begins, so that the last question leaves a day before the offer lapses."""
    times = {f"offer-{offer}-0": end_of_day(promised_day)}
    later = (days for days in QUESTION_DAYS_AFTER_PROMISE if days)
    return times | {
        f"offer-{offer}-{days}": start_of_day(promised_day + timedelta(days=days)) for days in later
    }


def lapses_at(promised_day: date, *, after_days: int = 30) -> datetime:
    """When an offer lapses if every question stays unanswered."""
    return end_of_day(promised_day) + timedelta(days=after_days)
