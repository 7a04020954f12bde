"""Raw columns of the table of cases, packed by the database into arrays and read as they come (method, section 4)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

import numpy as np
from django.db import connection
from django.db.models import QuerySet
from psycopg import Cursor
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.pq import Format

from companies.models.case import CaseQuerySet
from companies.statistics.cases import NEVER, Cases, IntArray, instant
from companies.statistics.constants import METHOD_VERSION, Ending
from companies.statistics.effort import Effort, effort_figures

# Object identifiers of the array types in PostgreSQL's catalogue (pg_type.dat).
_INT8_ARRAY, _TIMESTAMPTZ_ARRAY = 1016, 1185
_ARRAY_HEADER_BYTES = 20
_ELEMENT = np.dtype([("length", ">i4"), ("value", ">i8")])
_TIMES: Final = {
    "company_id": "company_id",
    "opened_at": "opened_at",
    "ended_at": "coalesce(ended_at, 'infinity')",
    "ending": f"coalesce(ending, {Ending.OPEN:d})::bigint",
    "counted_at": "coalesce(counted_at, 'infinity')",
    "answered_at": "coalesce(answered_at, 'infinity')",
}
_EFFORT: Final = {
    "attempts": "attempts::bigint",
    "channels": "cardinality(channels)::bigint",
    "minutes": "minutes::bigint",
    "days_before": "days_before::bigint",
}


def fetch(rows: CaseQuerySet, companies: Sequence[int]) -> Cases:
    """The times and endings of these rows; `companies` are the ids of the brands in the order of their indices."""
    ids, *times = packed(rows, _TIMES)
    known = np.asarray(companies, np.int64)
    order = np.argsort(known)
    company = order[np.searchsorted(known[order], ids)] if len(ids) else ids
    return Cases(max(1, len(companies)), company.astype(np.int64), *times)


def effort_of_rows(rows: CaseQuerySet) -> Effort:
    """Medians of the effort in these cases; those without an attempt have no ledger and are left out."""
    attempts, channels, minutes, waiting = packed(rows.filter(attempts__gt=0), _EFFORT)
    return effort_figures(attempts=attempts, channels=channels, minutes=minutes, waiting=waiting)


def inputs_hash(*, slugs: Sequence[str], counted: Cases, ranked: Cases, as_of: datetime) -> str:
    """The hash of the facts behind a figure, as they were known at `as_of`, in one order.

    It takes the method, the slugs of the brands by index, and the columns of all counted and of all ranked cases.
    """
    digest = sha256("\n".join((METHOD_VERSION, *slugs)).encode())
    for cases in (counted, ranked):
        columns = _known_at(cases, instant(as_of))
        order = np.lexsort(columns[::-1])
        digest.update(f"\n{len(order)}\n".encode())
        for column in columns:
            digest.update(np.ascontiguousarray(column[order]).astype("<i8").tobytes())
    return digest.hexdigest()


def _known_at(cases: Cases, as_of: int) -> tuple[IntArray, ...]:
    """The columns without what happened later: a case that ended later is open."""
    kept = cases.select(cases.opened_at <= as_of)
    is_open = kept.ended_at > as_of
    return (
        kept.company,
        kept.opened_at,
        np.where(is_open, NEVER, kept.ended_at),
        np.where(is_open, int(Ending.OPEN), kept.ending),
        np.where(is_open, NEVER, kept.counted_at),
        np.where(kept.answered_at > as_of, NEVER, kept.answered_at),
    )


def packed(rows: QuerySet[Any], columns: Mapping[str, str]) -> list[IntArray]:
    """One array of each column (by the expression that makes it an int8 or a timestamptz without NULLs).

    The expressions are part of the statement: constants of ours only. The order of rows is that of no column.
    """
    query, parameters = rows.order_by().values_list(*columns).query.sql_with_params()
    aggregates = ", ".join(f"array_agg({expression})" for expression in columns.values())
    statement = f"SELECT {aggregates} FROM ({query}) AS cases ({', '.join(columns)})"  # noqa: S608  # nosec B608  (the query is the ORM's, its parameters are passed apart)
    connection.ensure_connection()
    # Django's own cursors merge parameters on this side and cannot fetch binary.
    with Cursor(connection.connection) as cursor:
        for oid in (_INT8_ARRAY, _TIMESTAMPTZ_ARRAY):
            cursor.adapters.register_loader(oid, _PackedArray)
        cursor.execute(statement, parameters, binary=True)
        found = cursor.fetchone()
    assert found is not None  # an aggregate has one row
    return [np.zeros(0, np.int64) if column is None else column for column in found]


class _PackedArray(Loader):
    """An int8[] or timestamptz[] without NULLs, read as PostgreSQL packs it (array_send in arrayfuncs.c)."""

    format = Format.BINARY

    def load(self, data: Buffer) -> Any:
        return np.frombuffer(data, _ELEMENT, offset=_ARRAY_HEADER_BYTES)["value"].astype(np.int64)
