"""Files of a complaint: what is kept of them, what is refused, and who may have them."""

import hashlib
import struct
import zlib
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.models import User
from companies.enums import Tier
from companies.models import Company
from complaints.enums import Status
from complaints.models import Complaint, Evidence
from complaints.rules.lifecycle import MoveRefused
from complaints.services import evidence, filing
from complaints.services.evidence import EvidenceRefused
from complaints.services.moves import NotAllowed
from tests.factories import NOW, make_complaint, make_draft

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PLACE = b"51.5007N 0.1246W"


@pytest.fixture(autouse=True)
def at_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.doors.clock.now", lambda: NOW)


@pytest.fixture(autouse=True)
def own_media(tmp_path: Path, settings: settings) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def draft(customer: User, company: Company) -> Complaint:
    return make_draft(by=customer, company=company)


def picture(kind: str, size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: object) -> bytes:
    """A picture with a place hidden in it."""
    exif = Image.Exif()
    exif[0x010E] = PLACE.decode()
    exif[0x0112] = 6  # to be turned by 90 degrees
    stored = BytesIO()
    Image.new(mode, size, options.pop("color", None) or "red").save(stored, kind, exif=exif, **options)
    return stored.getvalue()


def attach(draft: Complaint, content: bytes, name: str = "invoice.bin") -> Evidence:
    assert draft.customer is not None
    return evidence.attach_evidence(complaint=draft, by=draft.customer, name=name, content=content, now=NOW)


def stored_files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def upload(
    client: Client, draft: Complaint, content: bytes, name: str = "invoice.pdf", **more: str
) -> HttpResponse:
    address = reverse("complaints:filing_evidence", args=[draft.reference])
    return client.post(address, {"file": SimpleUploadedFile(name, content), **more})


# What is kept -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")]
)
def test_a_picture_is_drawn_anew_without_what_is_hidden_in_it(
    draft: Complaint, kind: str, media_type: str
) -> None:
    original = picture(kind)
    assert PLACE in original
    row = attach(draft, original)
    with default_storage.open(row.stored_as) as file:
        content = file.read()
    assert PLACE not in content
    assert (row.media_type, row.size, row.sha256) == (
        media_type,
        len(content),
        hashlib.sha256(content).hexdigest(),
    )
    with Image.open(BytesIO(content)) as drawn:
        drawn.load()
        assert not drawn.getexif()
        assert drawn.size == (40, 60)  # turned as the camera held it
        red, green, blue = drawn.convert("RGB").getpixel((5, 5))
        assert red > 200
        assert green < 50
        assert blue < 50


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "LA"),
        ("PNG", "1"),
        ("PNG", "I;16"),
        ("JPEG", "CMYK"),
        ("JPEG", "L"),
    ],
)
def test_every_mode_of_a_picture_can_be_read(kind: str, mode: str) -> None:
    stored = BytesIO()
    Image.new(mode, (8, 8)).save(stored, kind)
    checked = evidence.check_file(stored.getvalue())
    with Image.open(BytesIO(checked.content)) as drawn:
        drawn.load()
        assert drawn.size == (8, 8)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PDF, "application/pdf"),
        ("Größe\nÜbergabe".encode(), "text/plain"),
        (b"\xef\xbb\xbfwith a mark", "text/plain"),
    ],
)
def test_papers_and_texts_are_kept_as_they_are(draft: Complaint, content: bytes, media_type: str) -> None:
    row = attach(draft, content)
    assert row.media_type == media_type
    with default_storage.open(row.stored_as) as file:
        assert file.read() == content


def test_the_name_on_disk_says_nothing(draft: Complaint) -> None:
    first, second = attach(draft, PDF, "../../etc/ana.pdf"), attach(draft, PDF, "ana.pdf")
    assert first.name == "ana.pdf"
    assert first.stored_as != second.stored_as
    assert "ana" not in first.stored_as
    assert first.stored_as.startswith("evidence/")


def test_a_document_raises_the_tier_and_removing_it_lowers_it(draft: Complaint, own_media: Path) -> None:
    row = attach(draft, PDF)
    draft.refresh_from_db()
    assert draft.tier == Tier.DOCUMENT
    assert draft.customer is not None
    evidence.remove_evidence(evidence=row, by=draft.customer)
    draft.refresh_from_db()
    assert draft.tier == Tier.NONE


# What is refused --------------------------------------------------------------------------------------


def bomb() -> bytes:
    """A PNG of some kilobytes that says it has 100 million pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 10_000, 10_000, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"%PDF-" + b"x" * (5 * 1024 * 1024), "at most 5 MB are allowed"),
        (b"%PDF-1.7 cut off", "This PDF is not complete."),
        (b"MZ\x90\x00\x03program", "This kind of file cannot be kept."),
        (b"GIF89a\x01\x00\x01\x00\x00", "This kind of file cannot be kept."),
        (b"\xff\xfetext in another encoding", "This kind of file cannot be kept."),
        (b"PK\x03\x04 an archive", "This kind of file cannot be kept."),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "Photos in this format cannot be read here."),
        (picture("JPEG")[:200], "This picture cannot be read."),
        (picture("PNG")[:60], "This picture cannot be read."),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "This picture cannot be read."),
        (bomb(), "more than 40 million pixels"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_words(
    client: Client, customer: User, draft: Complaint, own_media: Path, content: bytes, words: str
) -> None:
    client.force_login(customer)
    page = upload(client, draft, content)
    assert page.status_code == 422
    assert page.content.decode().count(words) == 2
    assert not Evidence.objects.exists()
    assert stored_files(own_media) == []


def test_just_over_the_pixel_limit_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "MOST_PIXELS", 60 * 40 - 1)
    with pytest.raises(EvidenceRefused, match="40 million pixels"):
        evidence.check_file(picture("PNG"))


def test_ten_files_are_the_most(client: Client, customer: User, draft: Complaint, own_media: Path) -> None:
    for number in range(10):
        attach(draft, PDF, f"{number}.pdf")
    client.force_login(customer)
    page = upload(client, draft, PDF)
    assert page.status_code == 422
    assert "A complaint can have 10 files. Remove one first." in page.content.decode()
    assert len(stored_files(own_media)) == 10


def test_a_file_has_to_be_chosen(client: Client, customer: User, draft: Complaint) -> None:
    client.force_login(customer)
    address = reverse("complaints:filing_evidence", args=[draft.reference])
    page = client.post(address, {})
    assert page.status_code == 422
    assert "Choose a file first." in page.content.decode()
    assert client.post(address, {"continue": "1"}).url == reverse(
        "complaints:filing_networks", args=[draft.reference]
    )


def test_somebody_else_adds_and_removes_nothing(
    draft: Complaint, other_customer: User, own_media: Path
) -> None:
    row = attach(draft, PDF)
    with pytest.raises(NotAllowed):
        evidence.attach_evidence(complaint=draft, by=other_customer, name="x", content=PDF, now=NOW)
    with pytest.raises(NotAllowed):
        evidence.remove_evidence(evidence=row, by=other_customer)
    assert len(stored_files(own_media)) == 1


def test_evidence_stands_once_the_complaint_is_filed(customer: User, own_media: Path) -> None:
    complaint = make_complaint(by=customer)
    with pytest.raises(MoveRefused):
        evidence.attach_evidence(complaint=complaint, by=customer, name="x", content=PDF, now=NOW)
    assert stored_files(own_media) == []


def test_too_many_uploads_wait(
    client: Client, customer: User, draft: Complaint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("complaints.views.evidence.FILES_AN_HOUR", 1)
    client.force_login(customer)
    assert upload(client, draft, PDF).status_code == 302
    refused = upload(client, draft, PDF)
    assert refused.status_code == 429
    assert "You have added 1 files within an hour." in refused.content.decode()


# The file goes with its row ---------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_removed_file_is_gone(draft: Complaint, own_media: Path, client: Client) -> None:
    row = attach(draft, PDF)
    assert draft.customer is not None
    client.force_login(draft.customer)
    address = reverse("complaints:filing_evidence_remove", args=[draft.reference, row.pk])
    assert "Remove this file?" in client.get(address).content.decode()
    client.post(address)
    assert stored_files(own_media) == []


@pytest.mark.django_db(transaction=True)
def test_discarding_a_draft_takes_its_files_along(draft: Complaint, own_media: Path) -> None:
    attach(draft, PDF)
    attach(draft, picture("PNG"))
    assert draft.customer is not None
    filing.discard_draft(complaint=draft, by=draft.customer, now=NOW)
    assert stored_files(own_media) == []


@pytest.mark.django_db(transaction=True)
def test_a_removal_that_is_rolled_back_keeps_the_file(
    draft: Complaint, own_media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = attach(draft, PDF)
    key = row.pk

    def fail(complaint: Complaint) -> None:
        raise RuntimeError("the database went away")

    monkeypatch.setattr(evidence, "refresh_tier", fail)
    assert draft.customer is not None
    with pytest.raises(RuntimeError):
        evidence.remove_evidence(evidence=row, by=draft.customer)
    assert Evidence.objects.filter(pk=key).exists()
    assert len(stored_files(own_media)) == 1


def test_a_row_that_could_not_be_written_leaves_no_file(
    draft: Complaint, own_media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(complaint: Complaint) -> None:
        raise RuntimeError("the database went away")

    monkeypatch.setattr(evidence, "refresh_tier", fail)
    with pytest.raises(RuntimeError):
        attach(draft, PDF)
    assert stored_files(own_media) == []


# Who may have it --------------------------------------------------------------------------------------


def test_the_customer_and_moderators_get_the_file_as_a_download(
    client: Client, customer: User, moderator: User, draft: Complaint
) -> None:
    row = attach(draft, b"<script>alert(1)</script>", "Chat “Ana” of 2 März.html")
    address = reverse("complaints:evidence_file", args=[draft.reference, row.pk])
    client.force_login(moderator)
    assert client.get(address).status_code == 404  # a draft is nobody's business yet
    filing.submit_complaint(complaint=draft, by=customer, is_attested=True, now=NOW)
    for person in (customer, moderator):
        client.force_login(person)
        response = client.get(address)
        assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Disposition"].startswith("attachment;")
        assert "M%C3%A4rz.txt" in response["Content-Disposition"]
        assert "sandbox" in response["Content-Security-Policy"]
        assert "no-store" in response["Cache-Control"]


def test_nobody_else_learns_that_there_is_a_file(
    client: Client, customer: User, other_customer: User, draft: Complaint, company: Company
) -> None:
    row = attach(draft, PDF)
    address = reverse("complaints:evidence_file", args=[draft.reference, row.pk])
    assert client.get(address).status_code == 302
    client.force_login(other_customer)
    assert client.get(address).status_code == 404
    client.force_login(customer)
    other = make_draft(by=customer, company=company)
    assert client.get(reverse("complaints:evidence_file", args=[other.reference, row.pk])).status_code == 404


def test_a_file_that_is_missing_on_disk_is_not_found(
    client: Client, customer: User, draft: Complaint
) -> None:
    row = attach(draft, PDF)
    default_storage.delete(row.stored_as)
    client.force_login(customer)
    assert client.get(reverse("complaints:evidence_file", args=[draft.reference, row.pk])).status_code == 404


def test_a_file_stays_available_after_publication(client: Client, customer: User, draft: Complaint) -> None:
    row = attach(draft, PDF)
    filing.submit_complaint(complaint=draft, by=customer, is_attested=True, now=NOW + timedelta(minutes=1))
    draft.refresh_from_db()
    assert (draft.status, draft.tier_at_publication) == (Status.AWAITING_ANSWER, Tier.DOCUMENT)
    client.force_login(customer)
    response = client.get(reverse("complaints:evidence_file", args=[draft.reference, row.pk]))
    assert b"".join(response.streaming_content) == PDF


def test_a_long_name_keeps_its_ending(draft: Complaint) -> None:
    row = attach(draft, PDF, f"{'n' * 300} of March.pdf")
    assert len(row.name) == 120
    assert row.name.endswith("of March.pdf")
    assert evidence.download_name(row).endswith(".pdf")
