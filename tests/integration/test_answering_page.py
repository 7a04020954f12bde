"""How a brand answers: the stream of its words, and the page that shows it with the figures."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from companies.enums import ChannelKind
from companies.models import Channel, Company, Representative
from complaints.answering import KINDS, PAGE, SITE, Filters, place_name, replies_page
from complaints.enums import ReplyKind, ReplySource, Side, Visibility
from complaints.models import Reply
from complaints.rules import reply_measured
from complaints.services import moderating, tracking
from config.doors import clock
from tests.factories import NOW, make_cases, make_company, make_complaint, make_connection
from tests.integration.answering_rows import ANSWER, DEFLECTION, post, say

pytestmark = pytest.mark.django_db


def page(client: Client, company: Company, status: int = 200, **asked: str) -> str:
    answer = client.get(reverse("complaints:answers_of", args=[company.slug]), asked)
    assert answer.status_code == status
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", text).split())


# The stream -----------------------------------------------------------------------------------------


def stream(company: Company, replies: int, **fields: Any) -> list[Reply]:
    """Replies of the company, newest first; every third with the time of the one before."""
    complaint = make_complaint(company=company, now=clock.now() - timedelta(days=60))
    at = clock.now() - timedelta(days=50)
    said = [
        say(complaint, at=at + timedelta(microseconds=number - (number % 3 == 2)), **fields)
        for number in range(replies)
    ]
    return sorted(said, key=lambda reply: (reply.at, reply.pk), reverse=True)


def test_pages_lead_both_ways_and_show_every_reply_once(company: Company) -> None:
    said = stream(company, 11)
    stream(make_company(name="Elsewhere"), 2)
    pages, before = [], ""
    while not pages or before:
        pages.append(replies_page(company, filters=Filters(), before=before, size=4))
        before = pages[-1].before
    assert [reply for one in pages for reply in one.replies] == said
    assert [len(one.replies) for one in pages] == [4, 4, 3]
    assert pages[0].after == ""
    back = replies_page(company, filters=Filters(), after=pages[2].after, size=4)
    assert (back.replies, back.before, back.after) == (pages[1].replies, pages[1].before, pages[1].after)
    first = replies_page(company, filters=Filters(), after=back.after, size=4)
    assert (first.replies, first.before, first.after) == (pages[0].replies, pages[0].before, "")


@pytest.mark.parametrize(
    "cursor",
    ["x", "1-", "-1", "99999999999999999999-1", "1-1'; DROP", "\0-1", "٣-٣", "1-9999999999999999999"],
)
def test_a_cursor_that_we_did_not_make_is_the_first_page(cursor: str, company: Company) -> None:
    said = stream(company, 2)
    assert replies_page(company, filters=Filters(), before=cursor).replies == said
    assert replies_page(company, filters=Filters(), after=cursor).replies == said


def test_filters_are_by_label_and_by_place(company: Company) -> None:
    complaint = make_complaint(company=company)
    posting = post(complaint, make_connection(), at=NOW)
    here = say(complaint, at=NOW, kind=ReplyKind.ANSWER)
    there = say(complaint, at=NOW + timedelta(hours=1), kind=ReplyKind.ANSWER, posting=posting)
    deflected = say(complaint, at=NOW + timedelta(hours=2), kind=ReplyKind.DEFLECTION, posting=posting)

    def found(**asked: str) -> list[Reply]:
        return replies_page(company, filters=Filters(**asked)).replies

    assert found() == [deflected, there, here]
    assert found(kind="answer") == [there, here]
    assert found(place=SITE) == [here]
    assert found(place="mastodon") == [deflected, there]
    assert found(kind="answer", place="mastodon") == [there]
    assert found(kind="statement") == found(place="bluesky") == []


def test_only_what_the_company_said_in_sight_of_all_is_shown(
    company: Company, representative: Representative, moderator: User, customer: User
) -> None:
    complaint = make_complaint(by=customer, company=company, now=clock.now() - timedelta(days=5))
    shown = say(complaint, at=clock.now())
    say(complaint, at=clock.now(), visibility=Visibility.HIDDEN)
    for side in (Side.OTHER, Side.UNCONFIRMED, Side.CUSTOMER):
        say(complaint, at=clock.now(), side=side, kind="", company=None)
    hidden, removed = (make_complaint(company=company, now=clock.now()) for _ in range(2))
    say(hidden, at=clock.now())
    say(removed, at=clock.now())
    moderating.hide_complaint(complaint=hidden, by=moderator, rule="It names an employee.", now=clock.now())
    moderating.remove_complaint(complaint=removed, by=moderator, rule="Unlawful.", now=clock.now())
    assert replies_page(company, filters=Filters()).replies == [shown]


# The page -------------------------------------------------------------------------------------------


def test_the_page_leads_with_its_figures_and_shows_the_words(
    client: Client, company: Company, representative: Representative
) -> None:
    now = clock.now()
    complaint = make_complaint(company=company, title="No <b>router</b>", now=now - timedelta(days=9))
    tracking.record_company_reply(complaint=complaint, by=representative.user, text=DEFLECTION, now=now)
    tracking.record_company_reply(complaint=complaint, by=representative.user, text=ANSWER, now=now)
    Channel.objects.create(
        company=company, kind=ChannelKind.PHONE, value="0800", staffed={"1": ["09:00", "17:00"]}
    )

    shown = page(client, company)

    said = words(shown)
    assert "0 of 1 first replies of Northline are answers, 1 sends the customer elsewhere." in said
    assert "It replied to 1 of 1 complaint filed here, last 12 months." in said
    assert "Replies under hidden or removed complaints count like the others" in said
    assert "This site 1, 1 answered there" in said
    assert "2 replies so far. Hours are shown from 10 on." in said
    assert "Phone Monday 09:00 to 17:00" in said
    assert "Deflection: the clock goes on" in said
    assert said.index("What its replies do") < said.index("What it said") < said.index(ANSWER)
    assert said.index(ANSWER) < said.index(DEFLECTION)
    reply = Reply.objects.earliest("pk")
    assert f"<q>{reply.words[0]}</q>" in shown.split("It sends the customer elsewhere")[1]
    assert reply.sends_to_words == ["a private message"]
    assert f"Reads as: {reply.get_tone_display().lower()}" in said
    assert f'href="{complaint.get_absolute_url()}#reply-{reply.pk}"' in shown
    assert "No &lt;b&gt;router&lt;/b&gt;" in shown
    measured = re.sub(r"right in \d+ %, finds \d+ %", "", said.split("In one sentence")[0])
    assert " %" not in measured.split("What it said")[0].replace("95 %", "").replace("100 %", "").replace(
        "80 %", ""
    )


def test_no_share_is_published_of_a_tone_that_the_rules_never_say(
    client: Client, company: Company, representative: Representative
) -> None:
    complaint = make_complaint(company=company, now=clock.now() - timedelta(days=9))
    tracking.record_company_reply(complaint=complaint, by=representative.user, text=ANSWER, now=clock.now())
    tones = words(page(client, company).split('id="tone-h"')[1].split("</section>")[0])
    assert "Dismissive 0" not in tones
    assert "“Dismissive” has no share: moderators alone say it, of single replies." in tones
    helpful = next(one for one in reply_measured.TONES if one.name == "helpful")
    assert f"Helpful right in {helpful.precision:.0%}, finds {helpful.recall:.0%}".replace("%", " %") in tones


def test_a_near_copy_is_marked_and_leads_to_its_sample(
    client: Client, company: Company, representative: Representative, moderator: User
) -> None:
    """Three customers get the same: the third reply is marked, and its sample is shown while everybody may read it."""
    now = clock.now()
    complaints = [make_complaint(company=company, now=now - timedelta(days=9)) for _ in range(3)]
    said = [
        tracking.record_company_reply(complaint=one, by=representative.user, text=DEFLECTION, now=now)
        for one in complaints
    ]
    shown = page(client, company)
    assert [reply.is_canned for reply in said] == [False, False, True]
    assert "1 of its 3 replies is a near-copy of what other customers got before." in words(shown)
    assert "To A private message 3 of 3".removeprefix("To ") in words(shown)
    assert shown.count("Near-copy of 2 others") == 1
    sample = said[2].public_sample
    assert sample is not None
    link = f'<a href="{sample.complaint.get_absolute_url()}#reply-{sample.pk}">one of them</a>'
    assert link in shown
    moderating.hide_complaint(
        complaint=sample.complaint, by=moderator, rule="It names an employee.", now=clock.now()
    )
    assert link not in page(client, company)


def test_every_share_comes_with_its_interval_and_its_n(
    client: Client, company: Company, representative: Representative
) -> None:
    now = clock.now()
    for number in range(20):
        complaint = make_complaint(company=company, now=now - timedelta(days=30, hours=number))
        for text in (DEFLECTION, ANSWER) if number < 7 else (ANSWER,):
            tracking.record_company_reply(
                complaint=complaint, by=representative.user, text=text, now=now - timedelta(days=25)
            )
    shown = words(page(client, company))
    assert "Northline’s first reply is an answer in 65 % of the complaints" in shown
    assert "(95 % interval 43 to 82 , n = 20)".replace(" ,", ",") in shown
    assert "in 35 % or more it sends the customer elsewhere (18 to 57)" in shown
    assert "27 replies in 20 complaints" in shown
    assert "Deflection 35 % 18 to 57 % 26 % 13 to 45 %" in shown
    assert "This site 20 0 % 0 to 16 %" in shown
    assert "20 of 20 answered so far" in shown
    assert "27 replies written by the company" in shown


@pytest.mark.parametrize("claimed", [True, False])
def test_a_brand_that_never_replied_is_said_so(
    claimed: bool, client: Client, company: Company, request: pytest.FixtureRequest
) -> None:
    if claimed:
        request.getfixturevalue("representative")
    for _ in range(3):
        make_complaint(company=company, now=clock.now())
    shown = page(client, company)
    assert "Northline has not replied to any of its 3 complaints" in shown
    assert ("Nobody acts for it on this site yet" in shown) is not claimed
    assert (reverse("companies:claim", args=[company.slug]) in shown) is not claimed
    assert "What its replies do" not in shown


def test_a_brand_without_complaints_had_nothing_to_reply_to(client: Client, company: Company) -> None:
    shown = page(client, company)
    assert "Nobody has complained about this brand here" in shown
    assert f'href="{reverse("complaints:new")}?company=northline"' in shown


def test_a_span_of_time_without_a_reply_is_said_so(client: Client, company: Company) -> None:
    complaint = make_complaint(company=company, now=clock.now() - timedelta(days=400))
    say(complaint, at=clock.now() - timedelta(days=399))
    make_complaint(company=company, now=clock.now() - timedelta(days=4))
    assert "has not replied to any of its 1 complaint of this span of time (last 12 months)" in page(
        client, company
    )
    assert "1 of 1 first replies of Northline is an answer" in page(client, company, window="all")


def test_what_is_out_of_sight_is_counted_and_said(
    client: Client, company: Company, representative: Representative, moderator: User
) -> None:
    now = clock.now()
    one, two = (make_complaint(company=company, now=now - timedelta(days=9)) for _ in range(2))
    for complaint, text in ((one, ANSWER), (two, DEFLECTION)):
        tracking.record_company_reply(complaint=complaint, by=representative.user, text=text, now=now)
    moderating.hide_complaint(complaint=one, by=moderator, rule="It names an employee.", now=clock.now())
    shown = words(page(client, company))
    assert ANSWER not in shown
    assert DEFLECTION in shown
    assert "1 of 2 first replies of Northline is an answer" in shown
    assert "1 of its 2 replies stands under complaints that a moderator took out of sight" in shown
    moderating.hide_complaint(complaint=two, by=moderator, rule="It names an employee.", now=clock.now())
    assert "Everything it said stands out of sight." in words(page(client, company))


def test_filters_and_window_are_kept_from_page_to_page(client: Client, company: Company) -> None:
    said = stream(company, PAGE + 3, kind=ReplyKind.ANSWER)
    stream(company, 2, kind=ReplyKind.STATEMENT)

    def shown(text: str) -> list[int]:
        return [int(pk) for pk in re.findall(r'<li id="reply-(\d+)"', text)]

    def address(text: str, rel: str) -> str:
        return re.findall(rf'<a href="([^"]+)" rel="{rel}"', text)[0].replace("&amp;", "&")

    first = page(client, company, kind="answer", window="all")
    onward = address(first, "next")
    second = client.get(onward).content.decode()
    back = client.get(address(second, "prev")).content.decode()

    assert shown(first) == [reply.pk for reply in said[:PAGE]]
    assert shown(second) == [reply.pk for reply in said[PAGE:]]
    assert shown(back) == shown(first)
    assert ("window=all" in onward, "kind=answer" in onward, onward.endswith("#stream")) == (True,) * 3
    assert '<option value="answer" selected>' in first
    assert 'rel="prev"' not in first
    assert 'rel="next"' not in second


def test_what_we_do_not_know_is_left_out_and_an_unknown_window_is_not_found(
    client: Client, company: Company
) -> None:
    said = stream(company, 2)
    shown = page(client, company, kind="nonsense", network="nowhere", before="x")
    assert all(f'id="reply-{reply.pk}"' in shown for reply in said)
    assert "No reply fits" in page(client, company, kind="deflection")
    assert "No reply fits" in page(client, company, network="bluesky")
    page(client, company, status=404, window="17")


def test_brands_that_are_merged_proposed_or_unknown(client: Client, company: Company) -> None:
    merged = make_company(name="Pebble", state="merged", merged_into=company)
    answer = client.get(reverse("complaints:answers_of", args=[merged.slug]) + "?kind=answer")
    assert (answer.status_code, answer["Location"]) == (
        301,
        reverse("complaints:answers_of", args=[company.slug]) + "?kind=answer",
    )
    page(client, make_company(name="Proposed", state="proposed"), status=404)
    assert client.get(reverse("complaints:answers_of", args=["nobody"])).status_code == 404


def test_the_three_pages_of_a_brand_lead_to_each_other(client: Client, company: Company) -> None:
    addresses = [
        company.get_absolute_url(),
        reverse("complaints:of_company", args=[company.slug]),
        reverse("complaints:answers_of", args=[company.slug]),
    ]
    for address in addresses:
        tabs = (
            client.get(address).content.decode().split('aria-label="About Northline"')[1].split("</nav>")[0]
        )
        assert re.findall(r'href="([^"]+)"', tabs) == addresses
        assert re.findall(r'href="([^"]+)" aria-current="page"', tabs) == [address]


def test_the_page_costs_the_same_however_much_was_said(
    client: Client, company: Company, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    now = clock.now()
    connection = make_connection()
    complaints = [make_complaint(company=company, now=now - timedelta(days=200)) for _ in range(2)]
    make_cases(make_company(name="Elsewhere"), resolved=3)
    post(complaints[0], connection, at=now - timedelta(days=200))
    stream(company, PAGE + 1)
    page(client, company)
    with django_assert_max_num_queries(8):  # remembered: no figure is computed
        page(client, company)
    Reply.objects.bulk_create(
        Reply(
            complaint=complaints[number % 2],
            side=Side.COMPANY,
            source=ReplySource.SITE,
            company=company,
            author_name="Ines",
            text="We found it.",
            kind=KINDS[number % 4],
            stated_at=now,
            at=now - timedelta(minutes=number),
        )
        for number in range(5000)
    )
    with django_assert_max_num_queries(8):
        page(client, company)
    moved = make_complaint(company=company, now=now)  # something has changed: all is computed anew
    with django_assert_max_num_queries(32):
        assert "5,021 replies" in page(client, company)
    assert moved.company == company


def test_names_of_places() -> None:
    assert [place_name(slug) for slug in (SITE, "x", "facebook-page")] == ["This site", "X", "Facebook Page"]
