"""What the mails of complaints say. Text first; the outbox of accounts sends them."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse

from companies.models import Company
from complaints.enums import PostingKind
from complaints.models import Complaint, Question, Reply

BRAND_NOTICE = "brand_notice"
ANSWER_SALT = "complaints.answer"


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str


def address_of(complaint: Complaint) -> str:
    """The public address of a complaint, as it stands in mails and postings."""
    return settings.SITE_URL + complaint.get_absolute_url()


def link_of(complaint: Complaint, kind: str) -> str:
    """The address in a posting of this kind. Each kind has one of its own, by which it is found again on a network."""
    return address_of(complaint) + ("" if kind == PostingKind.COMPLAINT else f"#{kind}")


def card_of(complaint: Complaint) -> str:
    """The public address of the picture of a complaint."""
    return settings.SITE_URL + reverse("complaints:card", args=[complaint.reference])


def answer_token(question: Question) -> str:
    """The signed token of the one-click page. It shows three answers; following it changes nothing."""
    return signing.dumps({"question": question.pk}, salt=ANSWER_SALT)


def notice_reference(complaint: Complaint, company: Company) -> str:
    """Names the complaint and the company in the mail to a brand: a complaint may move while the mail is on its way."""
    return f"{complaint.reference}:{company.pk}"


def new_case(complaint: Complaint, company: Company) -> Letter:
    """To a representative: a new complaint is on the desk."""
    desk = settings.SITE_URL + reverse("complaints:desk_case", args=[company.slug, complaint.reference])
    return _letter(
        f"New complaint about {company.name}: {complaint.title}",
        "new_case",
        complaint=complaint,
        company=company,
        desk=desk,
    )


def brand_notice(complaint: Complaint, company: Company) -> Letter:
    """To an unclaimed brand: the full text, the right to reply and the way to claim."""
    claim = settings.SITE_URL + reverse("companies:claim", args=[company.slug])
    return _letter(
        f"A customer has published a complaint about {company.name}",
        "brand_notice",
        complaint=complaint,
        company=company,
        claim=claim,
        attempts=list(complaint.attempts.in_order()),
    )


def reply_arrived(complaint: Complaint, reply: Reply) -> Letter:
    """To the customer: somebody replied, and what the reply counts as."""
    return _letter(
        f"{reply.author_name} replied to your complaint", "reply_arrived", complaint=complaint, reply=reply
    )


def is_it_fixed(complaint: Complaint, question: Question) -> Letter:
    """To the customer: the question that everybody is asked."""
    link = settings.SITE_URL + reverse("complaints:answer", args=[answer_token(question)])
    links = {name: f"{link}?{urlencode({'say': name})}" for name in ("fixed", "partly", "not_fixed")}
    return _letter(
        f"Is it fixed? {complaint.title}",
        "is_it_fixed",
        complaint=complaint,
        question=question,
        link=link,
        links=links,
    )


def returned(complaint: Complaint, reasons: str) -> Letter:
    """To the author: a moderator returned the complaint with reasons."""
    return _letter("Your complaint needs a change", "returned", complaint=complaint, reasons=reasons)


def published(complaint: Complaint) -> Letter:
    """To the author: the complaint is public."""
    return _letter("Your complaint is public", "published", complaint=complaint)


def rejected(complaint: Complaint, reasons: str) -> Letter:
    """To the author: the complaint will not be published, and why."""
    return _letter("Your complaint was not published", "rejected", complaint=complaint, reasons=reasons)


def _letter(subject: str, template: str, **context: object) -> Letter:
    complaint = context["complaint"]
    assert isinstance(complaint, Complaint)
    context |= {"address": address_of(complaint), "site_url": settings.SITE_URL}
    return Letter(subject[:200], render_to_string(f"emails/{template}.txt", context).strip() + "\n")
