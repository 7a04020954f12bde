"""Small files as customers keep them: what a chat or a letter leaves behind. Invented like everything in the demo."""

import random

from complaints.demo.script import PlannedCase


def paper_of(case: PlannedCase, brand_name: str) -> tuple[str, bytes]:
    """(name, content) of the one file that goes with a case: a transcript as text or a letter as PDF."""
    rng = random.Random(case.key)
    lines = [
        f"{brand_name}: {case.told.title}",
        f"Kept by {case.public_name or 'a customer'} on {case.started_at:%d %B %Y}",
        "",
        *(
            f"{attempt.made_on:%d %B %Y}  {attempt.channel}  {attempt.minutes} min  {attempt.reference or 'no reference'}"
            for attempt in case.attempts
        ),
        "",
        "This file belongs to a demonstration. Brand and people are invented.",
    ]
    if rng.random() < 0.5:
        return f"notes-{case.started_at:%Y-%m-%d}.txt", "\n".join(lines).encode()
    return f"letter-{case.started_at:%Y-%m-%d}.pdf", pdf(lines)


def pdf(lines: list[str]) -> bytes:
    """A page of plain text as PDF 1.4 (ISO 32000-1, 7.5: header, objects, cross-reference table, trailer)."""
    shown = "\n".join(f"({_escaped(line)}) Tj T*" for line in lines)
    content = f"BT /F1 11 Tf 15 TL 56 780 Td\n{shown}\nET".encode("cp1252", "replace")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    made = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
