"""Who gets what at every address. The table is the policy; a new address that is not in it fails a test.

A row says what a GET and an empty POST bring for each kind of person. An empty POST that may be made comes back
with 422 (the form) or leads on (302); what is not yours does not exist (404); pages of moderators are forbidden to
others (403); who has not signed in is sent there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.views.generic import RedirectView

from tests.architecture.world import PEOPLE, World, make_world

pytestmark = [pytest.mark.architecture, pytest.mark.django_db]

SIGN_IN = "sign in"
Outcome = int | str
EMPTY = {"csrfmiddlewaretoken": "as every form of a page has it"}
# Written by others, or wired from their parts alone; operators have a page of their own for every table.
NOT_OURS = ("allauth", "django.contrib", "drf_spectacular", "accounts.providers")


@dataclass(frozen=True)
class Row:
    """What each of PEOPLE gets, in their order, at the address with these arguments."""

    get: tuple[Outcome, ...]
    post: tuple[Outcome, ...]
    args: Callable[[World], list[object]] = lambda world: []
    query: str = ""


def all_get(status: Outcome) -> tuple[Outcome, ...]:
    return (status,) * len(PEOPLE)


def signed_in(status: Outcome) -> tuple[Outcome, ...]:
    """Everybody with an account."""
    return (SIGN_IN, *(status,) * 5)


def only(person: str, status: Outcome, others: Outcome = 404) -> tuple[Outcome, ...]:
    """One kind of person; who has not signed in is asked to."""
    return (SIGN_IN, *(status if one == person else others for one in PEOPLE[1:]))


NO = all_get(405)
PUBLIC_PAGE = Row(get=all_get(200), post=NO)
OWN_PAGE = Row(get=signed_in(200), post=signed_in(405))


def case(world: World) -> list[object]:
    return [world.case.reference]


def draft(world: World) -> list[object]:
    return [world.draft.reference]


def company(world: World) -> list[object]:
    return [world.company.slug]


def on_desk(world: World) -> list[object]:
    return [world.company.slug, world.case.reference]


def step(*, get: Outcome = 200, post: Outcome = 422, args: Callable[[World], list[object]] = draft) -> Row:
    """A page of a draft: for its customer alone."""
    return Row(get=only("customer", get), post=only("customer", post), args=args)


def act_of_customer(post: Outcome) -> Row:
    """An act on a published case: for its customer alone, by POST alone."""
    return Row(get=signed_in(405), post=only("customer", post), args=case)


def act_on_desk(post: Outcome) -> Row:
    """An act of a representative: for those of this company alone, by POST alone."""
    return Row(get=signed_in(405), post=only("representative", post), args=on_desk)


def act_of_moderator(post: Outcome, args: Callable[[World], list[object]]) -> Row:
    return Row(get=only("moderator", 405, others=403), post=only("moderator", post, others=403), args=args)


TABLE: dict[str, Row] = {
    # The site
    "home": PUBLIC_PAGE,
    "about": PUBLIC_PAGE,
    "terms": PUBLIC_PAGE,
    "privacy": PUBLIC_PAGE,
    "contact": PUBLIC_PAGE,
    "healthz": Row(get=all_get(200), post=all_get(200)),
    "readyz": Row(get=all_get(200), post=all_get(200)),
    # One's own account
    "account_home": Row(get=signed_in(200), post=signed_in(302)),
    "account_close": Row(get=signed_in(200), post=signed_in(422)),
    "theme": Row(get=NO, post=all_get(302)),
    # Brands
    "companies:directory": PUBLIC_PAGE,
    "companies:search": Row(get=all_get(302), post=NO),
    "companies:scorecard": Row(get=all_get(200), post=NO, args=company),
    "companies:scorecard_at": Row(
        get=all_get(404), post=NO, args=lambda world: [world.company.slug, "2020-01-01"]
    ),
    "companies:league_index": PUBLIC_PAGE,
    "companies:league": Row(get=all_get(200), post=NO, args=lambda world: [world.company.sector]),
    "companies:league_at": Row(
        get=all_get(404), post=NO, args=lambda world: [world.company.sector, "2020-01-01"]
    ),
    "companies:silent": Row(get=all_get(200), post=NO, args=lambda world: [world.company.sector]),
    "companies:claim": Row(get=signed_in(200), post=signed_in(422), args=company),
    # A link of no use to this person says so; an empty form has no name.
    "companies:join": Row(get=signed_in(200), post=signed_in(422), args=lambda world: ["x" * 43]),
    "companies:claim_confirm": Row(
        get=only("customer", 200), post=only("customer", 302), args=lambda world: [world.claim_token]
    ),
    "companies:official_record": Row(get=all_get(200), post=NO, args=company),
    "companies:official_league_index": PUBLIC_PAGE,
    "companies:official_league": Row(get=all_get(200), post=NO, args=lambda world: [world.company.sector]),
    # Complaints, for everybody
    "complaints:browse": PUBLIC_PAGE,
    "complaints:channels": PUBLIC_PAGE,
    # Accounts on networks: one's own; Mastodon can be connected by everybody
    "complaints:connections": OWN_PAGE,
    "complaints:connect": Row(get=signed_in(200), post=signed_in(422), args=lambda world: ["mastodon"]),
    "complaints:connections_callback": Row(
        get=signed_in(302), post=signed_in(405), args=lambda world: ["mastodon"]
    ),
    "complaints:connections_choose": Row(
        get=signed_in(302), post=signed_in(302), args=lambda world: ["mastodon"]
    ),
    "complaints:disconnect": Row(
        get=only("customer", 200), post=only("customer", 302), args=lambda world: [world.connection.pk]
    ),
    "complaints:methodology": PUBLIC_PAGE,
    "complaints:networks": PUBLIC_PAGE,
    # Only for a network that signs, and only where its app is configured.
    "complaints:webhook_facebook": Row(get=all_get(404), post=all_get(404)),
    # The page for a posting of the demonstration; no complaint of this world was posted there.
    "complaints:demo_post": Row(get=all_get(404), post=NO, args=lambda world: ["1"]),
    "complaints:of_company": Row(get=all_get(200), post=NO, args=company),
    "complaints:answers_of": Row(get=all_get(200), post=NO, args=company),
    "complaints:case": Row(get=all_get(200), post=NO, args=case),
    "complaints:card": Row(get=all_get(200), post=NO, args=case),
    "complaints:card_draft": Row(
        get=only("customer", 200), post=only("customer", 405, others=405), args=draft
    ),
    "complaints:thanks": Row(get=only("customer", 302), post=only("customer", 422), args=case),
    "complaints:copy_edit": Row(
        get=only("customer", 200),
        post=only("customer", 422),
        args=lambda world: [world.case.reference, world.posting.pk],
    ),
    "complaints:mine": OWN_PAGE,
    # The link in a mail speaks for the customer, whoever holds it.
    "complaints:answer": Row(get=all_get(200), post=all_get(422), args=lambda world: [world.answer_token]),
    # The API: open data, the same for everybody
    "api-companies": PUBLIC_PAGE,
    "api-company": Row(get=all_get(200), post=NO, args=company),
    "api-scorecard": Row(get=all_get(200), post=NO, args=company),
    "api-league": Row(get=all_get(200), post=NO, args=lambda world: [world.company.sector]),
    "api-complaints": PUBLIC_PAGE,
    "api-complaint": Row(get=all_get(200), post=NO, args=case),
    # What the customer of a case can do
    "complaints:reply": act_of_customer(422),
    "complaints:word": act_of_customer(422),
    "complaints:withdraw": act_of_customer(422),
    "complaints:give_up": act_of_customer(422),
    "complaints:escalate": act_of_customer(422),
    "complaints:reopen": act_of_customer(422),
    "complaints:offer_elsewhere": act_of_customer(422),
    "complaints:take_back": Row(
        get=signed_in(405), post=only("customer", 302), args=lambda world: [world.in_review.reference]
    ),
    # Either side contests a label.
    "complaints:contest": Row(
        get=(SIGN_IN, 200, 404, 200, 404, 404),
        post=(SIGN_IN, 422, 404, 422, 404, 404),
        args=lambda world: [world.case.reference, world.reply.pk],
    ),
    # The customer posts by hand; of what came back moderators decide as well.
    "complaints:share": Row(get=only("customer", 200), post=only("customer", 422), args=case),
    # Nothing is passed on of a case that is not fixed; tests/integration/test_milestones.py passes on one that is.
    "complaints:pass_on": Row(get=all_get(404), post=NO, args=case),
    "complaints:share_take_off": Row(
        get=signed_in(405),
        post=(SIGN_IN, 302, 404, 404, 404, 302),
        args=lambda world: [world.case.reference, world.shared_post.pk],
    ),
    # The customer and moderators decide about copies.
    "complaints:copy": Row(
        get=signed_in(405),
        post=(SIGN_IN, 302, 404, 404, 404, 302),
        args=lambda world: [world.case.reference, world.posting.pk, "remove"],
    ),
    "complaints:evidence_file": Row(
        get=(SIGN_IN, 200, 404, 404, 404, 200),
        post=NO,
        args=lambda world: [world.case.reference, world.case_evidence.pk],
    ),
    # Filing, before there is a draft
    "complaints:new": Row(get=all_get(200), post=all_get(422)),
    "complaints:new_company": Row(get=all_get(200), post=all_get(422)),
    "complaints:new_story": Row(get=all_get(302), post=all_get(302)),
    "complaints:new_resume": Row(get=signed_in(302), post=signed_in(405)),
    # Filing, the steps of a draft
    "complaints:filing": step(get=302, post=302),
    "complaints:filing_company": step(),
    "complaints:filing_story": step(),
    "complaints:filing_ledger": step(),
    "complaints:filing_attempt": step(args=lambda world: [world.draft.reference, world.attempt.pk]),
    "complaints:filing_attempt_remove": step(
        post=302, args=lambda world: [world.draft.reference, world.attempt.pk]
    ),
    "complaints:filing_evidence": step(),
    "complaints:filing_evidence_remove": step(
        post=302, args=lambda world: [world.draft.reference, world.draft_evidence.pk]
    ),
    "complaints:filing_networks": step(post=302),
    "complaints:filing_check": step(),
    "complaints:filing_discard": step(post=302),
    "complaints:filing_done": Row(get=only("customer", 302), post=NO, args=draft),
    # The desk
    "complaints:desk_index": Row(get=(SIGN_IN, 200, 200, 302, 302, 200), post=signed_in(405)),
    "complaints:desk": Row(get=only("representative", 200), post=signed_in(405), args=company),
    # Owners of the desk and moderators look after the brand's accounts on networks.
    "complaints:desk_accounts": Row(
        get=(SIGN_IN, 404, 404, 200, 404, 200), post=(SIGN_IN, 404, 404, 422, 404, 422), args=company
    ),
    "complaints:desk_account": Row(
        get=signed_in(405),
        post=(SIGN_IN, 404, 404, 302, 404, 302),
        args=lambda world: [world.company.slug, world.handle.pk, "remove"],
    ),
    "complaints:desk_team": Row(
        get=only("representative", 200), post=(SIGN_IN, 404, 404, 422, 404, 404), args=company
    ),
    "complaints:desk_team_me": Row(
        get=only("representative", 200), post=(SIGN_IN, 404, 404, 422, 404, 404), args=company
    ),
    "complaints:desk_team_log": Row(get=only("representative", 200), post=signed_in(405), args=company),
    "complaints:desk_team_leave": Row(get=signed_in(405), post=only("representative", 302), args=company),
    "complaints:desk_team_withdraw": Row(
        get=signed_in(405),
        post=only("representative", 302),
        args=lambda world: [world.company.slug, world.team_invitation.pk],
    ),
    "complaints:desk_colleague": Row(
        get=only("representative", 200),
        post=only("representative", 422),
        args=lambda world: [world.company.slug, world.colleague.pk],
    ),
    "complaints:desk_colleague_remove": Row(
        get=signed_in(405),
        post=only("representative", 302),
        args=lambda world: [world.company.slug, world.colleague.pk],
    ),
    # What was heard: the brand's representatives, and moderators, who take nothing.
    "complaints:desk_listening": Row(
        get=(SIGN_IN, 404, 404, 200, 404, 200), post=(SIGN_IN, 404, 404, 422, 404, 422), args=company
    ),
    "complaints:desk_search": Row(
        get=signed_in(405),
        post=(SIGN_IN, 404, 404, 302, 404, 302),
        args=lambda world: [world.company.slug, world.search.pk, "pause"],
    ),
    "complaints:desk_heard": Row(
        get=signed_in(405),
        post=(SIGN_IN, 404, 404, 302, 404, 403),
        args=lambda world: [world.company.slug, world.heard_post.pk, "take"],
    ),
    # Anybody can ask to be left alone, for any account.
    "complaints:opt_out": Row(get=all_get(200), post=all_get(422)),
    "complaints:desk_case": Row(get=only("representative", 200), post=signed_in(405), args=on_desk),
    "complaints:desk_reply": act_on_desk(422),
    "complaints:desk_offer": act_on_desk(422),
    "complaints:desk_take_back_offer": act_on_desk(302),
    # Moderation
    "complaints:moderation": Row(
        get=only("moderator", 200, others=403), post=only("moderator", 405, others=403)
    ),
    "complaints:moderation_review": Row(
        get=only("moderator", 200, others=403),
        post=only("moderator", 405, others=403),
        args=lambda world: [world.in_review.reference],
    ),
    "complaints:moderation_decide": act_of_moderator(
        302, lambda world: [world.in_review.reference, "publish"]
    ),
    "complaints:moderation_label": act_of_moderator(302, lambda world: [world.reply.pk]),
    "complaints:moderation_account": act_of_moderator(302, lambda world: [world.unconfirmed.pk, "confirm"]),
    "complaints:moderation_listening": Row(
        get=only("moderator", 200, others=403), post=only("moderator", 405, others=403)
    ),
    "complaints:moderation_heard": act_of_moderator(302, lambda world: [world.heard_post.pk, "invite"]),
    "complaints:moderation_networks": Row(
        get=only("moderator", 200, others=403), post=only("moderator", 405, others=403)
    ),
    "complaints:moderation_switch": act_of_moderator(422, lambda world: ["mastodon", "off"]),
    "complaints:moderation_copy": act_of_moderator(302, lambda world: [world.posting.pk, "now"]),
    "complaints:moderation_claim": act_of_moderator(302, lambda world: [world.claim.pk, "approve"]),
}


def own_addresses() -> Iterator[str]:
    """Names of every address whose page is ours."""

    def walk(resolver: URLResolver, namespace: str) -> Iterator[str]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                yield from walk(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
            elif not _is_of_others(entry) and not namespace.startswith("admin:"):
                yield namespace + (entry.name or f"without a name: {entry.pattern}")

    yield from walk(get_resolver(), "")


def _is_of_others(entry: URLPattern) -> bool:
    view = entry.callback
    cls = getattr(view, "view_class", None) or getattr(view, "cls", None)
    # allauth keeps earlier addresses of its own as redirects without a name.
    is_earlier_address = entry.name is None and cls is RedirectView
    return is_earlier_address or (cls or view).__module__.startswith(NOT_OURS)


def outcome(client: Client, method: str, address: str) -> Outcome:
    """What comes back; leading to sign-in is an outcome of its own. Nothing stays changed."""
    cache.clear()  # how often is not the question here
    with transaction.atomic():
        response = client.get(address) if method == "get" else client.post(address, EMPTY)
        response.getvalue()  # a file that is sent is closed when it was read
        transaction.set_rollback(True)
    if response.status_code == 302 and response["Location"].startswith(reverse("account_login")):
        return SIGN_IN
    return int(response.status_code)


def test_every_address_of_ours_is_in_the_table() -> None:
    assert sorted(TABLE) == sorted(set(own_addresses()))


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.mark.parametrize("name", TABLE)
def test_everybody_gets_what_the_table_says(name: str, world: World) -> None:
    row = TABLE[name]
    address = reverse(name, args=row.args(world)) + row.query
    got = {
        method: tuple(outcome(world.clients[person], method, address) for person in PEOPLE)
        for method in ("get", "post")
    }
    assert got == {"get": row.get, "post": row.post}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "name", [name for name in TABLE if name.startswith("complaints:") and TABLE[name].args in (case, draft)]
)
def test_a_draft_does_not_exist_for_anybody_else(name: str, method: str, world: World) -> None:
    """At every address of a complaint a draft and a reference that was never given out look alike."""
    client = world.clients["other_customer"]
    there = outcome(client, method, reverse(name, args=[world.draft.reference]))
    nowhere = outcome(client, method, reverse(name, args=["ZZZZZZZZ"]))
    assert there == nowhere
