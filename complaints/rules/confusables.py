"""Letters that look alike are read as one, so that a name cannot be imitated with other letters.

The pairs are those of the Unicode Consortium's confusables (unicode.org/Public/security, UTS #39 "Unicode Security
Mechanisms", section 4) as far as names of brands can be written with them: Cyrillic, Greek, Armenian, Cherokee,
letters with strokes, small capitals, emoji letters; and digits written for letters. The results are for comparing
alone, and both sides are folded: "Lidl" becomes "lldl", and so does "LIDI".
"""

from __future__ import annotations

import unicodedata
from typing import Final

# Capitals whose small form looks like another letter, or like none of ours: "Η" is "H", "η" is "n".
_CAPITALS: Final = str.maketrans(
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ" + "АВЕЅЗІЈКМНОРСТУХҮԚԜ" + "ᎪᏴᏟᎠᎬᏀᎻᎥᎫᏦᏞᎷᏢᏒᏚᎢᏙᎳᎩᏃ" + "ՍՕԼ",
    "abezhikmnoptyx" + "abes3ijkmhopctyxyqw" + "abcdeghijklmprstvwyz" + "uol",
)
_SMALL: Final = str.maketrans(
    # Greek
    "αβγειηκνορτυχω"
    # Cyrillic
    + "аеіїјкмнорпсѕтухгвԁԛԝһӏбүѵӕ"
    # Armenian
    + "օոսհցզյ"
    # Letters that decomposing leaves as they are
    + "ıȷɡɑɩǀłøđħŧðþƅꞵɛɔʋ"
    # Small capitals
    + "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ",
    "abyeinkvoptuxw"
    + "aeiijkmhopncstyxrbdqwhl6yva"
    + "onuhgqj"
    + "ijgaillodhtdpbbeou"
    + "abcdefghijklmnopqrstuvwyz",
)
# One letter for all that are mistaken for each other: 1, I, i and l; 0, O and o; and digits as letters.
_ALIKE: Final = str.maketrans("i1034578$", "lloeastbs")
# "rn" looks like "m" and "vv" like "w" in most typefaces.
_PAIRS: Final = (("rn", "m"), ("vv", "w"))
# Emoji letters, which decomposing leaves as they are: negative circled, negative squared, regional indicators.
_EMOJI: Final = {
    first + number: chr(ord("a") + number) for first in (0x1F150, 0x1F170, 0x1F1E6) for number in range(26)
}


def looks_of(text: str) -> frozenset[str]:
    """The letters and digits of a text as they look, without accents, case and the tricks above.

    Two readings where it has foreign capitals, since we cannot know whether they stand for themselves; two texts look
    alike when any of their readings do.
    """
    plain = unicodedata.normalize("NFKD", text.translate(_EMOJI))
    return frozenset({_folded(plain), _folded(plain.translate(_CAPITALS))})


def _folded(plain: str) -> str:
    small = plain.casefold().translate(_SMALL).translate(_ALIKE)
    letters = "".join(character for character in small if character.isalnum())
    for pair, one in _PAIRS:
        letters = letters.replace(pair, one)
    return letters
