"""Budgets of networks that charge: nothing is spent beyond them, whoever asks at the same time."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from complaints.models import Spending
from complaints.networks.base import RateLimited
from complaints.rules.budget import Purchase, Spent
from complaints.services import budgets

NOW = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 3, tzinfo=UTC)


@pytest.mark.django_db
def test_x_is_off_until_its_operator_pays() -> None:
    assert (budgets.is_on("x"), budgets.is_on("mastodon")) == (False, True)
    with pytest.raises(RateLimited) as caught:
        budgets.spend(network="x", what=Purchase.READ, now=NOW)
    assert (caught.value.code, caught.value.retry_at) == ("budget_spent", MIDNIGHT)
    budgets.spend(network="mastodon", what=Purchase.POST_WITH_LINK, now=NOW)
    assert not Spending.objects.filter(usd__gt=0).exists()


@pytest.mark.django_db
def test_a_day_is_spent_and_the_next_begins_anew(settings: Any) -> None:
    settings.NETWORK_BUDGETS = {"x": (2, "1.00")}
    budgets.spend(network="x", what=Purchase.POST_WITH_LINK, now=NOW)
    budgets.spend(network="x", what=Purchase.READ, many=10, now=NOW)
    budgets.spend(network="x", what=Purchase.POST, now=NOW)
    assert budgets.spent_on("x", now=NOW) == Spent(2, Decimal("0.265"))
    with pytest.raises(RateLimited) as caught:  # two posts a day
        budgets.spend(network="x", what=Purchase.POST, now=NOW)
    assert caught.value.retry_at == MIDNIGHT
    with pytest.raises(RateLimited):  # one dollar a day
        budgets.spend(network="x", what=Purchase.READ, many=200, now=NOW)
    assert budgets.spent_on("x", now=NOW) == Spent(2, Decimal("0.265"))
    budgets.spend(network="x", what=Purchase.POST, now=NOW + timedelta(hours=1))
    assert budgets.spent_on("x", now=NOW + timedelta(hours=1)).posts == 1


@pytest.mark.django_db
def test_taking_down_is_never_held_back(settings: Any) -> None:
    settings.NETWORK_BUDGETS = {"x": (1, "0.20")}
    budgets.spend(network="x", what=Purchase.POST_WITH_LINK, now=NOW)
    budgets.spend(network="x", what=Purchase.DELETION, now=NOW)
    assert budgets.spent_on("x", now=NOW) == Spent(1, Decimal("0.210"))


@pytest.mark.django_db(transaction=True)
def test_workers_that_spend_at_the_same_time(settings: Any) -> None:
    settings.NETWORK_BUDGETS = {"x": (3, "10")}
    start, refused = Barrier(6), list[str]()

    def work() -> None:
        try:
            start.wait()
            budgets.spend(network="x", what=Purchase.POST_WITH_LINK, now=NOW)
        except RateLimited as error:
            refused.append(error.code)
        finally:
            connection.close()

    workers = [Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert refused == ["budget_spent"] * 3
    assert budgets.spent_on("x", now=NOW) == Spent(3, Decimal("0.600"))
