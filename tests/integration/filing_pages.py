"""What the tests of filing share: answers of a customer, and pages read as a person reads them."""

import re
from html import unescape

from django.http import HttpResponse
from django.urls import reverse

from complaints.models import Complaint

STORY = {
    "title": "Charged twice",
    "story": "I paid twice.\r\n\r\nThey owe me <b>money</b> 😡. שלום",
    "category": "billing",
    "happened_on": "2026-02-01",
    "wish": "The refund.",
    "amount": "49,90",
    "currency": "€",
    "product": "Fibre 500",
    "product_version": "v2",
    "country": "GB",
}
ATTEMPT = {
    "channel": "phone",
    "day": "earlier",
    "made_on": "2026-02-10",
    "times": "3",
    "took": "60",
    "minutes": "",
    "came_of": "promise_broken",
    "note": "refund within 5 days",
    "reference": "NL-443",
}


def words(response: HttpResponse) -> str:
    """What stands on a page, as a person reads it."""
    text = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return " ".join(unescape(text).split())


def url(name: str, complaint: Complaint, *more: int) -> str:
    return reverse(f"complaints:{name}", args=[complaint.reference, *more])
