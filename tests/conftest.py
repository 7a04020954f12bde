"""The same few familiar actors in every test."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.core.cache import cache
from django.db.backends.postgresql.operations import DatabaseOperations

from accounts.models import User
from companies.models import Company, Representative
from tests.factories import NOW, make_company, make_representative, make_user


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Rate limits and cached pages of one test are nothing to the next."""
    cache.clear()


@pytest.fixture
def now() -> datetime:
    """A Monday morning, in UTC."""
    return NOW


@pytest.fixture
def customer(db: None) -> User:
    return make_user(email="customer@example.test", public_name="Ana")


@pytest.fixture
def other_customer(db: None) -> User:
    return make_user(email="other.customer@example.test", public_name="Bo")


@pytest.fixture
def moderator(db: None) -> User:
    return make_user(email="moderator@example.test", is_moderator=True)


@pytest.fixture
def company(db: None) -> Company:
    return make_company(
        name="Northline",
        domains=("northline.example",),
        website="https://www.northline.example/",
        complaints_email="complaints@northline.example",
    )


@pytest.fixture
def other_company(db: None) -> Company:
    return make_company(name="Pebble Mobile", domains=("pebble.example",))


@pytest.fixture
def representative(company: Company) -> Representative:
    """Acts for `company`."""
    user = make_user(email="ines@northline.example")
    return make_representative(company=company, user=user, first_name="Ines")


@pytest.fixture
def other_representative(other_company: Company) -> Representative:
    """Acts for `other_company`, never for `company`."""
    user = make_user(email="jonas@pebble.example")
    return make_representative(company=other_company, user=user, first_name="Jonas")


@pytest.fixture(autouse=True, scope="session")
def history_may_be_emptied_between_tests() -> Iterator[None]:
    """Tests that commit are followed by TRUNCATE, which the history refuses to everybody but its owner here."""
    flush = DatabaseOperations.execute_sql_flush

    def emptied(self: DatabaseOperations, statements: list[str]) -> None:
        flush(self, ["SET LOCAL session_replication_role = replica", *statements])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", emptied)
        yield


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests of one `xdist_group` share a process, and so a costly server.

    pytest-xdist 3.8 writes the group behind the id of a test, where pytest 9.2 no longer looks.
    """
    if not getattr(config.option, "loadgroup", False):
        return
    for item in items:
        group = item.get_closest_marker("xdist_group")
        if group is not None and not item.nodeid.endswith(f"@{group.args[0]}"):
            item._id = type(item.id).parse(f"{item.nodeid}@{group.args[0]}")
