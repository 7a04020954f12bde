"""The picture of a complaint for networks and link previews: words in, PNG out, the same bytes for the same words.

Set in DejaVu 2.37, which covers Latin, Greek, Cyrillic, Arabic, Hebrew and Armenian letters. What it cannot write is left
out rather than drawn as boxes; a title that is mostly of such letters is left out as a whole. The words that go with
the picture say everything in any script.
"""

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from unicodedata import bidirectional

from PIL import Image, ImageDraw, ImageFont

WIDTH: Final = 1200
HEIGHT: Final = 630  # 1.91 : 1, what link previews show whole
_MARGIN: Final = 72
_FONTS: Final = Path(__file__).parent / "fonts"
_SIZES: Final = (66, 58, 50, 44)
_MOST_LINES: Final = 4
# The light theme of static/css/tokens.css.
_PAPER, _INK, _SOFT, _ACCENT, _RULE = "#fcfdfc", "#14191a", "#454e50", "#00604f", "#d2d8d6"

_Font = ImageFont.FreeTypeFont


@dataclass(frozen=True, slots=True)
class CardWords:
    """What stands on a card. `kicker` above the title, `effort` below it, `clock` at the foot."""

    kicker: str
    title: str
    effort: str
    clock: str


def card(words: CardWords) -> bytes:
    """A picture of 1200 by 630 pixels."""
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 14), fill=_ACCENT)
    inside = WIDTH - 2 * _MARGIN
    y = 58
    kicker = _fitting(words.kicker, 30, inside)
    draw.text((_MARGIN, y), kicker, font=_sans(30), fill=_SOFT)
    y += 62
    lines, font = _set(words.title, inside)
    is_leftward = next((bidirectional(c) for c in words.title if c.isalpha()), "L") in ("R", "AL")
    for line in lines:
        x, anchor = (WIDTH - _MARGIN, "ra") if is_leftward else (_MARGIN, "la")
        draw.text((x, y), line, font=font, fill=_INK, anchor=anchor)
        y += round(font.size * 1.22)
    effort = _fitting(words.effort, 32, inside)
    if effort:
        draw.text((_MARGIN, min(y + 22, HEIGHT - 168)), effort, font=_sans(32), fill=_SOFT)
    foot = HEIGHT - 104
    draw.line((_MARGIN, foot, WIDTH - _MARGIN, foot), fill=_RULE, width=2)
    draw.text((_MARGIN, foot + 30), "Answerable", font=_serif(36), fill=_ACCENT)
    clock = _fitting(words.clock, 32, inside - 330)
    draw.text((WIDTH - _MARGIN, foot + 33), clock, font=_sans(32), fill=_INK, anchor="ra")
    out = io.BytesIO()
    image.quantize(32, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _set(title: str, width: int) -> tuple[list[str], _Font]:
    """The title in lines, as large as it fits; shortened at the smallest size."""
    lines: list[str] = []
    font = _serif(_SIZES[-1])
    for size in _SIZES:
        serif, sans = _writable(title, _serif(size)), _writable(title, _sans(size))
        text, font = (serif, _serif(size)) if len(serif) >= len(sans) else (sans, _sans(size))
        lines = _wrapped(text, font, width)
        if len(lines) <= _MOST_LINES:
            return lines, font
    kept = lines[:_MOST_LINES]
    last = kept[-1]
    while last and font.getlength(last + "…") > width:
        last = last.rpartition(" ")[0] if " " in last else last[:-1]
    kept[-1] = last.rstrip(" ,;:.-–—(") + "…"
    return kept, font


def _wrapped(text: str, font: _Font, width: int) -> list[str]:
    lines: list[str] = []
    line = ""
    for whole in text.split():
        word = whole
        longer = f"{line} {word}" if line else word
        if font.getlength(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        while font.getlength(word) > width:  # a word without end
            cut = len(word)
            while cut > 1 and font.getlength(word[:cut]) > width:
                cut -= 1
            lines.append(word[:cut])
            word = word[cut:]
        line = word
    return [*lines, line] if line else lines


def _fitting(text: str, size: int, width: int) -> str:
    """One line that fits, shortened after a word."""
    font = _sans(size)
    line = _writable(text, font)
    if font.getlength(line) <= width:
        return line
    while line and font.getlength(line + "…") > width:
        line = line.rpartition(" ")[0] if " " in line else line[:-1]
    return line.rstrip(" ,;:.-–—(") + "…"


def _writable(text: str, font: _Font) -> str:
    """The text without what the font cannot write, "" when that is more than a third of it."""
    letters = [character for character in text if not character.isspace()]
    kept = [character for character in letters if _has(font, character)]
    if len(kept) * 3 < len(letters) * 2:
        return ""
    return " ".join("".join(c for c in text if c.isspace() or _has(font, c)).split())


def _has(font: _Font, character: str) -> bool:
    is_serif = str(font.path).endswith(_SERIF_FILE)
    return _glyph(is_serif, character) != _glyph(is_serif, _MISSING)


_SERIF_FILE: Final = "DejaVuSerif-Bold.ttf"
_SANS_FILE: Final = "DejaVuSans.ttf"
_MISSING: Final = "\U0010fffe"  # a code point that no font has


@cache
def _glyph(is_serif: bool, character: str) -> bytes:
    font = _serif(20) if is_serif else _sans(20)
    mask = font.getmask(character)
    return bytes(str(mask.size), "ascii") + bytes(mask)


@cache
def _serif(size: int) -> _Font:
    return ImageFont.truetype(str(_FONTS / _SERIF_FILE), size)


@cache
def _sans(size: int) -> _Font:
    return ImageFont.truetype(str(_FONTS / _SANS_FILE), size)
