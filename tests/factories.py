"""Plain functions that make what a test needs; everything a test does not care about has a sensible value."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from django.utils.text import slugify

from accounts.models import User
from companies.enums import ChannelKind, Ending, HandleProof, Role, Sector, Source
from companies.models import Alias, Case, Company, Domain, Handle, Representative
from companies.services.cases import CaseValues, record_many
from complaints.enums import CameOf, Category, HeardKind, PostingState, Status
from complaints.models import Attempt, Complaint, Connection, HeardPost, Posting
from complaints.networks.base import Limits
from complaints.services import connecting, filing, letters
from config.doors import clock
from config.doors.text import fold

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
_numbers = count(1)


def make_user(*, email: str = "", password: str | None = None, verified: bool = True, **fields: Any) -> User:
    """A person with a confirmed address; without a password sign in with `client.force_login`."""
    user = User.objects.create_user(email or f"person{next(_numbers)}@example.test", password, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=verified, primary=True)
    return user


def make_company(
    *,
    name: str = "Northline",
    slug: str = "",
    sector: str = Sector.TELECOMS,
    domains: tuple[str, ...] = (),
    aliases: tuple[str, ...] = (),
    created_at: datetime = NOW,
    **fields: Any,
) -> Company:
    """A listed company under its name and `aliases`; `domains` are registrable domains in ASCII."""
    company = Company.objects.create(
        name=name,
        slug=slug or slugify(name) or f"company-{next(_numbers)}",
        sector=sector,
        created_at=created_at,
        **fields,
    )
    for alias in dict.fromkeys((name, *aliases)):
        Alias.objects.create(company=company, name=alias, folded=fold(alias))
    for domain in domains:
        Domain.objects.create(company=company, name=domain)
    return company


def make_representative(
    *,
    company: Company,
    user: User | None = None,
    role: str = Role.OWNER,
    first_name: str = "Ines",
    team: str = "Customer care",
    since: datetime = NOW,
    until: datetime | None = None,
) -> Representative:
    """Somebody who acts for `company`; `representative.user` signs in."""
    return Representative.objects.create(
        company=company,
        user=user or make_user(),
        role=role,
        first_name=first_name,
        team=team,
        since=since,
        until=until,
    )


def make_handle(
    *,
    company: Company,
    network: str = "mastodon",
    handle: str = "",
    remote_ids: dict[str, str] | None = None,
    proof: str = HandleProof.WEBSITE,
    checked_at: datetime | None = NOW,
    **fields: Any,
) -> Handle:
    """An account of `company` on a network, by default one that its website links."""
    return Handle.objects.create(
        company=company,
        network=network,
        handle=handle or f"{company.slug}@social.example.test",
        remote_ids=remote_ids or {},
        proof=proof,
        checked_at=None if proof == HandleProof.NONE else checked_at,
        **fields,
    )


def make_draft(
    *,
    by: User | None = None,
    company: Company | None = None,
    title: str = "The router was never delivered",
    story: str = "I ordered a router three weeks ago. It was never delivered and nobody can tell me where it is.",
    attempts: int = 1,
    now: datetime = NOW,
    **story_fields: Any,
) -> Complaint:
    """A draft that is ready to be submitted, made by the services that customers use."""
    by = by or make_user()
    company = company or make_company(name=f"Brand {next(_numbers)}")
    draft = filing.start_draft(by=by, company=company, now=now)
    filing.tell_story(
        complaint=draft,
        story=filing.Story(title=title, story=story, category=Category.DELIVERY, **story_fields),
        by=by,
    )
    for number in range(attempts):
        make_attempt(complaint=draft, made_on=now.date() - timedelta(days=10 - number), now=now)
    draft.refresh_from_db()
    return draft


def make_attempt(
    *,
    complaint: Complaint,
    channel: str = ChannelKind.PHONE,
    made_on: date | None = None,
    came_of: str = CameOf.NOBODY,
    minutes: int = 25,
    now: datetime = NOW,
    **fields: Any,
) -> Attempt:
    """One more row in the ledger of a draft."""
    assert complaint.customer is not None
    values = filing.AttemptValues(
        channel=channel,
        made_on=made_on or now.date() - timedelta(days=5),
        came_of=came_of,
        minutes=minutes,
        **fields,
    )
    return filing.add_attempt(complaint=complaint, values=values, by=complaint.customer, now=now)


def make_complaint(
    *, by: User | None = None, company: Company | None = None, now: datetime = NOW, **fields: Any
) -> Complaint:
    """A published complaint: drafted and submitted at `now`."""
    draft = make_draft(by=by, company=company, now=now, **fields)
    assert draft.customer is not None
    return filing.submit_complaint(complaint=draft, by=draft.customer, is_attested=True, now=now)


def make_connection(
    *,
    network: str = "mastodon",
    owner: User | None = None,
    limits: dict[str, Any] | None = None,
    **fields: Any,
) -> Connection:
    """An account that can be posted from, the site's own unless it has an owner; no server stands behind it."""
    connection = Connection(
        network=network,
        instance="https://social.example.test",
        owner=owner,
        is_site=owner is None,
        remote_id=f"account-{next(_numbers)}",
        handle="answerable@social.example.test",
        connected_at=NOW,
        limits=asdict(Limits()) if limits is None else limits,
        **fields,
    )
    connection.secret = connecting.vault().seal("token", identity=connection.identity)
    connection.save()
    return connection


def make_heard_post(
    *,
    company: Company,
    network: str = "mastodon",
    handle: str = "",
    text: str = "Three weeks without internet and nobody answers.",
    connection: Connection | None = None,
    kind: str = HeardKind.PROBLEM,
    found_at: datetime = NOW,
    **fields: Any,
) -> HeardPost:
    """A public post about `company` that a search found, as nobody decided about it yet."""
    number = next(_numbers)
    values = {
        "remote_id": f"heard-{number}",
        "url": f"https://social.example.test/@ana/{number}",
        "author_id": f"author-{number}",
        "author_name": "Ana",
        "stated_at": found_at - timedelta(minutes=5),
        "keep_until": found_at + timedelta(days=30),
        "check_at": found_at + timedelta(days=1),
        "words": ["nobody answers"],
        "language": "en",
        "rules_version": "1",
    }
    return HeardPost.objects.create(
        company=company,
        network=network,
        server=connection.instance if connection else "https://social.example.test",
        connection=connection,
        author_handle=handle or f"ana{number}@social.example.test",
        text=text,
        kind=kind,
        found_at=found_at,
        **values | fields,
    )


def make_cases(
    company: Company,
    *,
    resolved: int = 0,
    still_open: int = 0,
    gave_up: int = 0,
    after_days: float = 5,
    filed_days_ago: float = 200,
    now: datetime | None = None,
    **values: object,
) -> None:
    """Cases through the writer of cases; every one has a document and was filed on another minute."""
    now = now or clock.now()
    rows = {}
    before = Case.objects.filter(company=company).count()
    for number in range(resolved + still_open + gave_up):
        opened_at = now - timedelta(days=filed_days_ago, minutes=number)
        ended_at = opened_at + timedelta(days=after_days)
        ending = (
            Ending.RESOLVED if number < resolved else Ending.GAVE_UP if number < resolved + gave_up else None
        )
        rows[f"{company.slug}-{before + number}"] = CaseValues(
            **{
                "company_id": company.pk,
                "country": company.country,
                "opened_at": opened_at,
                "ended_at": ended_at if ending is not None else None,
                "ending": ending,
                "counted_at": ended_at if ending == Ending.RESOLVED else None,
                "tier": 2,
                "attempts": 3,
                "channels": ("phone",),
                "minutes": 60,
                "days_before": 10,
                **values,
            }
        )
    record_many(source=Source.ANSWERABLE, values=rows, now=now)


def make_many_queued(
    many: int, *, connections: Sequence[Connection], company: Company | None = None, now: datetime = NOW
) -> list[Posting]:
    """Many published complaints of as many customers at once, each with one queued copy, in turns by connection.

    Rows are written past the services, which would take minutes; nobody is told of them.
    """
    company = company or make_company(name=f"Brand {next(_numbers)}")
    numbers = [next(_numbers) for _ in range(many)]
    customers = User.objects.bulk_create(User(email=f"person{number}@example.test") for number in numbers)
    complaints = Complaint.objects.bulk_create(
        Complaint(
            reference=f"M{number:08d}",
            customer=customer,
            company=company,
            title=f"The router was never delivered ({number})",
            story="I ordered a router three weeks ago.",
            category=Category.DELIVERY,
            status=Status.AWAITING_ANSWER,
            tier_at_publication=0,
            created_at=now,
            submitted_at=now,
            published_at=now,
            first_attempt_on=now.date() - timedelta(days=10),
        )
        for number, customer in zip(numbers, customers, strict=True)
    )
    return Posting.objects.bulk_create(
        Posting(
            complaint=complaint,
            connection=connections[place % len(connections)],
            network=connections[place % len(connections)].network,
            text=f"No router ({complaint.reference}).\n\n{letters.address_of(complaint)}",
            state=PostingState.QUEUED,
            idempotency_key=f"key-{complaint.reference}",
            next_try_at=now,
            created_at=now,
        )
        for place, complaint in enumerate(complaints)
    )
