"""An installation with data of the first version is brought to the newest one, and keeps everything."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)
FIRST = [("companies", "0002_case_changed_of_company"), ("complaints", "0002_append_only_history")]


def newest() -> list[tuple[str, str]]:
    return [
        node
        for node in MigrationExecutor(connection).loader.graph.leaf_nodes()
        if node[0] in ("companies", "complaints")
    ]


@pytest.fixture
def first_version() -> Iterator[Any]:
    """The models of the first version, over its tables; afterwards the newest tables are there again."""
    executor = MigrationExecutor(connection)
    executor.migrate(FIRST)
    try:
        yield MigrationExecutor(connection).loader.project_state(FIRST).apps
    finally:
        MigrationExecutor(connection).migrate(newest())


def test_data_of_the_first_version_is_kept(first_version: Any) -> None:
    model = first_version.get_model
    company = model("companies", "Company").objects.create(
        name="Northline", slug="northline", sector="telecoms", created_at=NOW
    )
    handle = model("companies", "Handle").objects.create(
        company=company,
        network="mastodon",
        handle="northline@social.example",
        remote_id="77",
        proof="website",
        checked_at=NOW,
    )
    complaint = model("complaints", "Complaint").objects.create(
        reference="AAAAAAAAA",
        company=company,
        title="No router",
        status="answered",
        created_at=NOW,
        submitted_at=NOW,
        published_at=NOW,
        attested_at=NOW,
        tier_at_publication=0,
    )
    account = model("complaints", "Connection").objects.create(
        network="mastodon",
        instance="https://social.example",
        remote_id="1",
        handle="answerable@social.example",
        secret="sealed",
        connected_at=NOW,
    )
    posting = model("complaints", "Posting").objects.create(
        complaint=complaint,
        connection=account,
        network="mastodon",
        text="No router",
        state="sent",
        idempotency_key="k",
        remote_id="11",
        created_at=NOW,
        sent_at=NOW,
    )
    reply = model("complaints", "Reply").objects.create(
        complaint=complaint,
        posting=posting,
        side="company",
        source="network",
        network="mastodon",
        author_name="Northline",
        author_remote_id="77",
        text="We refunded you.",
        remote_id="12",
        kind="answer",
        stated_at=NOW + timedelta(hours=1),
        at=NOW + timedelta(hours=1),
    )

    MigrationExecutor(connection).migrate(newest())
    now_model = MigrationExecutor(connection).loader.project_state(newest()).apps.get_model

    kept = now_model("complaints", "Reply").objects.get(pk=reply.pk)
    assert (kept.text, kept.rules_version, kept.company_id) == ("We refunded you.", "1", company.pk)
    assert now_model("complaints", "Connection").objects.get(pk=account.pk).is_site
    copy = now_model("complaints", "Posting").objects.get(pk=posting.pk)
    assert (copy.kind, copy.parent_id, copy.text) == ("complaint", None, "No router")
    proved = now_model("companies", "Handle").objects.get(pk=handle.pk)
    assert "77" in proved.remote_ids.values()
    now_model("complaints", "Reply").objects.all().delete()
    now_model("complaints", "Posting").objects.all().delete()
    now_model("complaints", "Complaint").objects.all().delete()
