"""The database itself refuses to change the history, to the app's role and to the owner of the tables."""

from collections.abc import Iterator

import environ
import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import IntegrityError
from psycopg import sql

from complaints.models import Event
from tests.factories import make_complaint

STATEMENTS = (
    "UPDATE complaints_event SET kind = 'resolved'",
    "DELETE FROM complaints_event",
    "TRUNCATE complaints_event CASCADE",
)


@pytest.mark.django_db
@pytest.mark.parametrize("statement", STATEMENTS)
def test_not_even_the_owner_of_the_table_changes_the_history(statement: str) -> None:
    make_complaint()
    before = list(Event.objects.values())
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "SET CONSTRAINTS ALL IMMEDIATE"
        )  # TRUNCATE waits for no pending check of a foreign key
        cursor.execute(statement)
    assert list(Event.objects.values()) == before != []


@pytest.fixture
def app_connection(transactional_db: None) -> Iterator[psycopg.Connection]:
    """A connection as the role that the app has in production: it may read and write, it owns nothing."""
    app = environ.Env.db_url_config(settings.DATABASE_URL)
    own = connection.settings_dict
    with connection.cursor() as cursor:
        if app["USER"] == own["USER"]:
            pytest.skip("one role only: set DATABASE_OWNER_URL to try the app's role too")
        role = sql.Identifier(app["USER"])
        cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role).as_string())
        cursor.execute(
            sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}")
            .format(role)
            .as_string()
        )
    with psycopg.connect(
        host=app["HOST"] or None,
        port=app["PORT"] or None,
        user=app["USER"],
        password=app["PASSWORD"] or None,
        dbname=own["NAME"],
        autocommit=True,
    ) as opened:
        yield opened


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_apps_role_cannot_change_the_history(app_connection: psycopg.Connection, statement: str) -> None:
    make_complaint()
    before = list(Event.objects.values())
    with pytest.raises((psycopg.errors.RestrictViolation, psycopg.errors.InsufficientPrivilege)):
        app_connection.execute(statement)
    assert list(Event.objects.values()) == before != []


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE complaints_event DISABLE TRIGGER ALL",
        "DROP TRIGGER complaints_event_append_only ON complaints_event",
        "SET session_replication_role = replica",
    ],
)
def test_the_apps_role_cannot_switch_the_guard_off(
    app_connection: psycopg.Connection, statement: str
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app_connection.execute(statement)
