"""One of everything that an address can name, for the table of permissions."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.test import Client

from accounts.models import Mail, User
from companies.enums import CompanyState, Role, Sector, Source
from companies.enums import Ending as CaseEnding
from companies.models import Claim, Company, Handle, Representative, TeamInvitation
from companies.services import cases, teaming
from companies.services.cases import CaseValues
from companies.services.claiming import confirm_claim, start_claim
from complaints.enums import ReplySource, Side
from complaints.models import (
    Attempt,
    Complaint,
    Connection,
    Evidence,
    HeardPost,
    Posting,
    Question,
    Reply,
    SavedSearch,
    SharedPost,
)
from complaints.services import evidence, filing, hearing, letters, sharing, tracking
from config.doors import clock
from tests.factories import (
    make_company,
    make_complaint,
    make_connection,
    make_draft,
    make_handle,
    make_heard_post,
    make_representative,
    make_user,
)

PEOPLE = ("anonymous", "customer", "other_customer", "representative", "other_representative", "moderator")
DEFLECTION = "Please send us a direct message so that we can help you."


@dataclass(frozen=True)
class World:
    """Who and what there is. `case` is published, `draft` and `in_review` belong to the same customer."""

    clients: dict[str, Client]
    company: Company
    case: Complaint
    draft: Complaint
    in_review: Complaint
    attempt: Attempt
    draft_evidence: Evidence
    case_evidence: Evidence
    posting: Posting
    shared_post: SharedPost
    connection: Connection  # the customer's own
    reply: Reply
    unconfirmed: Reply
    handle: Handle
    search: SavedSearch
    heard_post: HeardPost
    team_invitation: TeamInvitation
    colleague: Representative
    claim: Claim
    claim_token: str
    answer_token: str


def make_world() -> World:
    """A published complaint of ten days ago, and whatever else a person can meet."""
    now = clock.now() - timedelta(days=10)
    customer, other_customer = make_user(), make_user()
    company = make_company(name="Northline", domains=("northline.example",), sector=Sector.TELECOMS)
    acting = make_representative(company=company, since=now)
    other = make_representative(company=make_company(name="Pebble Mobile"), first_name="Jonas", since=now)

    case = make_draft(by=customer, company=company, now=now)
    case_evidence = _attach(case, customer, now)
    copies = {make_connection(): letters.address_of(case)}
    (posting,) = filing.prepare_postings(complaint=case, texts=copies, by=customer, now=now)
    filing.submit_complaint(complaint=case, by=customer, is_attested=True, now=now)
    case.refresh_from_db()
    draft = make_draft(by=customer, company=company, now=now)
    attempt = draft.attempts.get()
    proposed = make_company(name="Orchard Net", state=CompanyState.PROPOSED, proposed_by=customer)
    in_review = make_complaint(by=customer, company=proposed, now=now)
    reply = tracking.record_company_reply(complaint=case, by=acting.user, text=DEFLECTION, now=now)

    claim, _ = _claim(company, other_customer, "bo@northline.example", now)
    confirmed = confirm_claim(token=_, by=other_customer, now=now)
    assert isinstance(confirmed, Claim)
    _own, token = _claim(company, customer, "ana@northline.example", clock.now())
    _official_record(company, now)
    question = Question.objects.filter(complaint=case).earliest("due_at")
    return World(
        clients=_clients(customer, other_customer, acting, other),
        company=company,
        case=case,
        draft=draft,
        in_review=in_review,
        attempt=attempt,
        draft_evidence=_attach(draft, customer, now),
        case_evidence=case_evidence,
        posting=posting,
        shared_post=sharing.add_shared_post(
            complaint=case, address="https://x.com/ana/status/17", by=customer, now=now
        ),
        connection=make_connection(owner=customer),
        reply=reply,
        unconfirmed=_unconfirmed_reply(case, now),
        handle=make_handle(company=company, handle="northline@social.example"),
        search=hearing.add_search(company=company, words="Northline", by=acting.user, now=now),
        heard_post=make_heard_post(company=company),
        team_invitation=_invitation(company, acting.user, now),
        colleague=make_representative(company=company, role=Role.READER, first_name="Bo", since=now),
        claim=claim,
        claim_token=token,
        answer_token=letters.answer_token(question),
    )


def _clients(
    customer: User, other_customer: User, acting: Representative, other: Representative
) -> dict[str, Client]:
    users = (None, customer, other_customer, acting.user, other.user, make_user(is_moderator=True))
    clients = {}
    for person, user in zip(PEOPLE, users, strict=True):
        clients[person] = Client()
        if user is not None:
            clients[person].force_login(user)
    return clients


def _attach(draft: Complaint, by: User, now: datetime) -> Evidence:
    return evidence.attach_evidence(
        complaint=draft, by=by, name="invoice.txt", content=b"Paid: 49.90 EUR", now=now
    )


def _claim(company: Company, by: User, email: str, now: datetime) -> tuple[Claim, str]:
    """A claim and the token in the link of its mail."""
    claim = start_claim(company=company, by=by, email=email, first_name="Ana", team="Care", now=now)
    assert isinstance(claim, Claim)
    mail = Mail.objects.get(about="claim_link", reference=str(claim.pk))
    return claim, mail.text.partition("/companies/claim/")[2].partition("/")[0]


def _unconfirmed_reply(case: Complaint, now: datetime) -> Reply:
    return Reply.objects.create(
        complaint=case,
        side=Side.UNCONFIRMED,
        source=ReplySource.NETWORK,
        network="mastodon",
        author_name="Northline",
        author_handle="northline@social.example.test",
        author_remote_id="17",
        remote_id="99",
        text="We are looking into it.",
        stated_at=now,
        at=now,
    )


def _official_record(company: Company, now: datetime) -> None:
    cases.record(
        source=Source.CONSUMIDOR_GOV_BR,
        reference="2014-05-1",
        values=CaseValues(company_id=company.pk, opened_at=now, ended_at=now, ending=CaseEnding.NOT_RATED),
        now=now,
    )


def _invitation(company: Company, by: User, now: datetime) -> TeamInvitation:
    invited = teaming.invite(
        company=company, email="bo@agency.example", role=Role.READER, team="", may_offer="", by=by, now=now
    )
    assert isinstance(invited, TeamInvitation)
    return invited
