"""The table of networks."""

from __future__ import annotations

from datetime import date

import pytest

from complaints.networks.base import Unsupported
from complaints.networks.mastodon import MastodonConnector
from complaints.networks.registry import NETWORKS, Kind, capabilities_of, connector_for, network
from config.doors import http


def test_slugs_are_unique() -> None:
    assert len({known.slug for known in NETWORKS}) == len(NETWORKS)


def test_what_can_be_done_today() -> None:
    available = {known.slug for known in NETWORKS if known.is_available}
    by_hand = "facebook linkedin reddit yelp tripadvisor google-reviews foursquare whatsapp telegram"
    assert {"mastodon", "x", *by_hand.split()} <= available
    assert {known.slug for known in NETWORKS if known.needs_budget} == {"x"}


def test_the_dead_are_named_with_their_day() -> None:
    dead = {known.slug: known.until for known in NETWORKS if known.kind is Kind.RETIRED}
    assert dead == {"google-plus": date(2019, 3, 7), "friendfeed": date(2015, 4, 9)}


@pytest.mark.parametrize("known", NETWORKS, ids=lambda known: known.slug)
def test_each_says_why(known: object) -> None:
    assert known.reason.endswith(".")  # type: ignore[attr-defined]
    assert (known.planned_as is not None) == (known.kind is Kind.PLANNED)  # type: ignore[attr-defined]


@pytest.mark.parametrize("slug", [known.slug for known in NETWORKS if known.kind is Kind.CONNECTOR])
def test_changes_of_replies_are_followed_or_readers_are_told_that_they_are_not(slug: str) -> None:
    capabilities, words = capabilities_of(slug), network(slug).edits
    assert (words != "") == (capabilities.replies and not capabilities.follows_edits)
    assert not words or words.endswith(".")


@pytest.mark.parametrize("known", NETWORKS, ids=lambda known: known.slug)
def test_there_is_a_connector_exactly_where_the_table_says_so(known: object) -> None:
    slug, kind = known.slug, known.kind  # type: ignore[attr-defined]
    if kind is Kind.CONNECTOR:
        assert connector_for(slug, instance="https://a.example", secret="t", policy=http.Policy()) is not None
    else:
        with pytest.raises(Unsupported):
            connector_for(slug, instance="https://a.example", secret="t", policy=http.Policy())


def test_a_connector_knows_its_server() -> None:
    connector = connector_for("mastodon", instance="https://a.example/", secret="t", policy=http.Policy())
    assert isinstance(connector, MastodonConnector)
    assert connector.instance == "https://a.example"


def test_an_unknown_network() -> None:
    with pytest.raises(KeyError):
        network("myspace")
