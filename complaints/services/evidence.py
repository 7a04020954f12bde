"""Files that support a complaint. Private: only the customer and moderators ever get them.

Pictures are drawn anew, so that nothing but what one sees is kept: no place, no device, no hidden thumbnail.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image, ImageOps

from accounts.models import User
from complaints.enums import Status
from complaints.models import Complaint, Evidence
from complaints.rules import lifecycle
from complaints.services.filing import refresh_tier
from complaints.services.moves import locked, require_customer
from config.doors.text import clean_text

MOST_BYTES = 5 * 1024 * 1024
MOST_FILES = 10
MOST_PIXELS = 40_000_000
NAME_LENGTH = 120

EXTENSIONS = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
}
_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
# Controls that no text file of a person holds; tab, line feed, form feed and carriage return are fine.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
# ISO 14496-12: the brand behind "ftyp" names the kind of file.
_APPLE_PHOTO = frozenset({b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"avif"})


class EvidenceRefused(ValueError):
    """This file cannot be kept; the message is for the person who chose it."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What is stored: never the bytes of a picture as they came."""

    content: bytes
    media_type: str


def attach_evidence(*, complaint: Complaint, by: User, name: str, content: bytes, now: datetime) -> Evidence:
    """Keep a file with a draft. Raises EvidenceRefused (then nothing is stored), NotAllowed or MoveRefused."""
    checked = check_file(content)  # before the row is locked: drawing a large picture takes a while
    stored_as = default_storage.save(
        f"evidence/{secrets.token_hex(20)}{EXTENSIONS[checked.media_type]}", ContentFile(checked.content)
    )
    try:
        return _keep(complaint, by, name=name, checked=checked, stored_as=stored_as, now=now)
    except BaseException:
        default_storage.delete(stored_as)
        raise


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: User) -> None:
    """Take a file away from a draft. The file itself goes when the row has gone (receivers.remove_stored_file)."""
    draft = _own_draft(evidence.complaint, by)
    evidence.delete()
    refresh_tier(draft)
    draft.save(update_fields=["tier"])


def check_file(content: bytes) -> Checked:
    """What would be stored of `content`. Judged by what is in it; what it is called says nothing."""
    if not content:
        raise EvidenceRefused("The file is empty. Choose another one.")
    if len(content) > MOST_BYTES:
        raise EvidenceRefused(too_large(len(content)))
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _picture(content, "image/png")
    if content.startswith(b"\xff\xd8\xff"):
        return _picture(content, "image/jpeg")
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return _picture(content, "image/webp")
    if content.startswith(b"%PDF-"):
        # ISO 32000-1, annex H: readers look for the end mark in the last 1024 bytes.
        if b"%%EOF" not in content[-1024:]:
            raise EvidenceRefused("This PDF is not complete. Save it again and choose the new file.")
        return Checked(content, "application/pdf")
    if content[4:8] == b"ftyp" and content[8:12] in _APPLE_PHOTO:
        raise EvidenceRefused(
            "Photos in this format cannot be read here. Save it as JPEG, or take a screenshot."
        )
    if _is_text(content):
        return Checked(content, "text/plain")
    raise EvidenceRefused("This kind of file cannot be kept. Use PNG, JPEG, WebP, PDF or plain text.")


def too_large(size: int) -> str:
    """The words for a file of `size` bytes that is too large."""
    shown = max(size / (1024 * 1024), 5.1)  # never "5.0 MB, and at most 5 MB"
    return f"The file has {shown:.1f} MB, and at most 5 MB are allowed. A smaller photo is enough."


def download_name(evidence: Evidence) -> str:
    """The customer's name for the file, with the ending that belongs to what is in it."""
    return f"{PurePosixPath(evidence.name).stem or 'file'}{EXTENSIONS[evidence.media_type]}"


@transaction.atomic
def _keep(
    complaint: Complaint, by: User, *, name: str, checked: Checked, stored_as: str, now: datetime
) -> Evidence:
    draft = _own_draft(complaint, by)
    if draft.evidence.count() >= MOST_FILES:
        raise EvidenceRefused(f"A complaint can have {MOST_FILES} files. Remove one first.")
    evidence = Evidence.objects.create(
        complaint=draft,
        name=_clean_name(name),
        stored_as=stored_as,
        media_type=checked.media_type,
        size=len(checked.content),
        sha256=hashlib.sha256(checked.content).hexdigest(),
        created_at=now,
    )
    refresh_tier(draft)
    draft.save(update_fields=["tier"])
    return evidence


def _own_draft(complaint: Complaint, by: User) -> Complaint:
    draft = locked(complaint, alone=True)
    require_customer(draft, by)
    if draft.status != Status.DRAFT:
        raise lifecycle.MoveRefused("This complaint is not a draft any more.")
    return draft


def _clean_name(name: str) -> str:
    """The last part of the name on one line; a long one is cut in the middle, so that its ending stays."""
    last = re.split(r"[/\\]", name)[-1]
    clean = clean_text(last[:1000], max_length=1000, multiline=False)
    if len(clean) > NAME_LENGTH:
        clean = f"{clean[: NAME_LENGTH - 21]}…{clean[-20:]}"
    return clean or "file"


def _picture(content: bytes, media_type: str) -> Checked:
    kind = _FORMATS[media_type]
    try:
        with Image.open(BytesIO(content), formats=[kind]) as opened:
            if opened.width * opened.height > MOST_PIXELS:  # before any pixel is unpacked
                raise EvidenceRefused(_too_many_pixels())
            opened.load()
            drawn = _drawn_anew(ImageOps.exif_transpose(opened), kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise EvidenceRefused(_too_many_pixels()) from None
    except EvidenceRefused:
        raise
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError):
        # What Pillow raises on a file that is cut off or broken, depending on the format.
        raise EvidenceRefused("This picture cannot be read. Save it again, or take a screenshot.") from None
    stored = BytesIO()
    drawn.save(stored, kind, **({} if kind == "PNG" else {"quality": 90}))
    return Checked(stored.getvalue(), media_type)


def _drawn_anew(picture: Image.Image, kind: str) -> Image.Image:
    """The pixels alone, in a new image that knows nothing of the old file."""
    if picture.mode.startswith("I") or picture.mode == "F":  # 16 bits a pixel: the upper eight are seen
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    has_alpha = "A" in picture.mode or "transparency" in picture.info
    mode = "L" if picture.mode in ("1", "L") and not has_alpha and kind != "WEBP" else "RGB"
    if has_alpha and kind != "JPEG":
        mode = "RGBA"
    pixels = picture if picture.mode == mode else picture.convert(mode)
    drawn = Image.new(mode, pixels.size)
    drawn.paste(pixels)
    return drawn


def _too_many_pixels() -> str:
    return "This picture has more than 40 million pixels. A smaller one, or a screenshot, is enough."


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not _NOT_TEXT.search(text)
