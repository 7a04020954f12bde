"""Importing official records as a source of its own: companies and cases, never complaints.

An import can be stopped and started again at any time: a batch is one transaction, and rows that the table holds
already are left alone, so that running it twice changes nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Final

from django.db import transaction
from django.db.models import Q

from companies.enums import CompanyState, Ending, FirstReply, Source
from companies.models import Alias
from companies.records.consumidor_gov_br import COUNTRY, TIME_ZONE, Record
from companies.services.cases import CaseValues, changed_cases, record_many
from companies.services.directory import list_company
from config.doors.text import fold

BATCH: Final = 2_000


@dataclass(slots=True)
class ImportReport:
    """How many rows were read, how many of them were written because they were new or different, new companies."""

    read: int = 0
    written: int = 0
    companies: int = 0


def import_records(
    *,
    rows: Iterable[Record],
    source: Source,
    now: datetime,
    progress: Callable[[ImportReport], None] | None = None,
) -> ImportReport:
    """Import `rows`, one batch in memory at a time; `progress` is called after each batch has been committed."""
    report = ImportReport()
    company_ids: dict[str, int] = {}
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        with transaction.atomic():
            for record in batch:
                if record.company not in company_ids:
                    company_ids[record.company] = _company_id(record, report, now=now)
            values = {row.reference: _case_values(row, company_ids[row.company]) for row in batch}
            changed = changed_cases(source=source, values=values)
            if changed:
                record_many(source=source, values=changed, now=now)
        report.read += len(batch)
        report.written += len(changed)
        if progress:
            progress(report)
    return report


def _company_id(record: Record, report: ImportReport, *, now: datetime) -> int:
    """The company of the directory with this name in this country, listed now where there is none.

    Not one that a customer has merely proposed: nobody has looked at those yet. Where the name stands for several
    companies, the one that bears it as its own.
    """
    named = (
        Alias.objects.filter(
            Q(company__country=COUNTRY) | Q(company__country=""),
            folded=fold(record.company),
            company__state__in=[CompanyState.LISTED, CompanyState.CLOSED],
            company__is_fictional=False,
        )
        .order_by("-company__country", "company_id")
        .values_list("company_id", "company__folded")
    )
    found = sorted(named, key=lambda row: row[1] != fold(record.company))
    if found:
        return int(found[0][0])
    report.companies += 1
    return list_company(
        name=record.company, sector=record.sector, country=COUNTRY, time_zone=TIME_ZONE, now=now
    ).pk


def _case_values(record: Record, company_id: int) -> CaseValues:
    ended_at = _start_of(record.closed_on)
    answered_at = _start_of(record.responded_on) if record.responded_on else None
    return CaseValues(
        company_id=company_id,
        country=COUNTRY,
        opened_at=_start_of(record.filed_on),
        ended_at=ended_at,
        ending=record.ending,
        counted_at=ended_at if record.ending == Ending.RESOLVED else None,
        answered_at=answered_at,
        replied_at=answered_at,
        first_reply=FirstReply.ANSWER if record.has_responded else "",
        replies=int(record.has_responded),
        contacted_first=record.contacted_first,
        rating=record.rating,
        response_days=record.response_days,
    )


def _start_of(day: date) -> datetime:
    """Official records know days only; a day stands for its first instant in UTC."""
    return datetime.combine(day, time.min, tzinfo=UTC)
