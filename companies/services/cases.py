"""The one writer of the table of cases, which is all that the statistics read."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final

import orjson
from django.db import connection, transaction

from companies.enums import Tier
from companies.models import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseValues:
    """What the statistics know of one case; fields as in companies.models.Case."""

    company_id: int
    opened_at: datetime
    country: str = ""
    category: str = ""
    ended_at: datetime | None = None
    ending: int | None = None
    counted_at: datetime | None = None
    answered_at: datetime | None = None
    answered_on: str = ""
    replied_at: datetime | None = None
    first_reply: str = ""
    replies: int = 0
    tier: int = Tier.NONE
    exclusion: str = ""
    is_tied: bool = False
    is_in_burst: bool = False
    is_brand_told: bool = True
    attempts: int = 0
    channels: tuple[str, ...] = ()
    minutes: int = 0
    days_before: int = 0
    was_answered_before: bool = False
    networks: tuple[str, ...] = ()
    contacted_first: bool | None = None
    rating: int | None = None
    response_days: int | None = None


COLUMNS: Final = tuple(field.name for field in fields(CaseValues))
_LISTS: Final = ("channels", "networks")


def record(*, source: str, reference: str, values: CaseValues, now: datetime) -> Case:
    """Write the case of one complaint, in the transaction of the event that changed it.

    Raises TransactionManagementError outside of a transaction: a case without its event would be a figure
    without a reason.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a case is written in the transaction of its event")
    return Case.objects.bulk_create(
        [Case(source=source, reference=reference, changed_at=now, **columns_of(values))],
        update_conflicts=True,
        unique_fields=["source", "reference"],
        update_fields=[*(name.removesuffix("_id") for name in COLUMNS), "changed_at"],
    )[0]


def record_many(*, source: str, values: dict[str, CaseValues], now: datetime) -> None:
    """Write many cases, by their reference, as one statement. For importers.

    One parameter for all rows: with one for each value, most of an import's time goes into the parameters.
    """
    written = ("source", "reference", "changed_at", *COLUMNS)
    rows = [
        {"source": source, "reference": reference, "changed_at": now, **columns_of(case)}
        for reference, case in values.items()
    ]
    table = Case._meta.db_table
    changed = ", ".join(f"{name} = excluded.{name}" for name in written[2:])
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(written)})"  # noqa: S608 names of columns, nothing from outside
            f" SELECT {', '.join(written)} FROM jsonb_populate_recordset(NULL::{table}, %s)"
            f" ON CONFLICT (source, reference) DO UPDATE SET {changed}",
            [orjson.dumps(rows).decode()],
        )


def columns_of(values: CaseValues) -> dict[str, Any]:
    """The values by column, as the database gives them back."""
    columns: dict[str, Any] = {name: getattr(values, name) for name in COLUMNS}
    for name in _LISTS:
        columns[name] = list(columns[name])
    return columns


def changed_cases(*, source: str, values: dict[str, CaseValues]) -> dict[str, CaseValues]:
    """Those of `values` that the table does not hold in the same words already."""
    known = {
        reference: columns
        for reference, *columns in Case.objects.filter(
            source=source, reference__in=values.keys()
        ).values_list("reference", *COLUMNS)
    }
    return {
        reference: case
        for reference, case in values.items()
        if known.get(reference) != list(columns_of(case).values())
    }
