"""Real servers that several files of tests share: one of each for a process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from tests import peers
from tests.contract.stage_bluesky import FakeStage, RealStage
from tests.contract.stage_wordpress import WordPressStage
from tests.fakes.bluesky import FakeBluesky
from tests.fakes.serving import free_port
from tests.peers import bluesky_server, wordpress_server
from tests.peers.bluesky_server import BlueskyServer
from tests.peers.wordpress_server import WordPressServer

# Read before pytest-django gives the tests a database of their own name.
DATABASE: dict[str, Any] = dict(settings.DATABASES["default"])


@pytest.fixture(scope="session")
def running_fake_bluesky() -> Iterator[FakeBluesky]:
    with FakeBluesky() as server:
        yield server


@pytest.fixture
def fake_bluesky(running_fake_bluesky: FakeBluesky) -> FakeStage:
    """Bluesky as the fake plays it, with nothing posted yet."""
    stage = FakeStage(running_fake_bluesky)
    stage.reset()
    return stage


@pytest.fixture(scope="session")
def real_bluesky(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealStage]:
    """A real PDS and AppView, which keeps what it sees in a database of its own beside that of the tests."""
    if not (bluesky_server.is_possible() and bluesky_server.is_installed()):
        if peers.required():
            pytest.fail(bluesky_server.WITHOUT_IT)
        pytest.skip(bluesky_server.WITHOUT_IT)
    name = f"test_{DATABASE['NAME']}_bluesky_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    where = {"user": DATABASE["USER"], "password": DATABASE["PASSWORD"], "port": DATABASE["PORT"]}
    host = DATABASE["HOST"] or "localhost"
    server = {key: value for key, value in where.items() if value} | {"host": host}
    with psycopg.connect(dbname="postgres", autocommit=True, **server) as connection:
        connection.execute(drop)
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            # The host may be the folder of a socket.
            found = BlueskyServer(
                database_url=f"postgresql:///{quote(name)}?{urlencode(server)}",
                log=tmp_path_factory.mktemp("bluesky") / "server.log",
            )
            try:
                yield RealStage(found)
            finally:
                found.stop()
        finally:
            connection.execute(drop)


@pytest.fixture(scope="session")
def running_wordpress() -> Iterator[WordPressServer]:
    if not wordpress_server.is_possible():
        if peers.required():
            pytest.fail(wordpress_server.WITHOUT_IT)
        pytest.skip(wordpress_server.WITHOUT_IT)
    server = WordPressServer(free_port())
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
def wordpress(running_wordpress: WordPressServer) -> WordPressStage:
    """A real WordPress on which nobody has said anything yet."""
    running_wordpress.reset()
    return WordPressStage(running_wordpress)
