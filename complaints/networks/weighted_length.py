"""How long a post is for X, where characters weigh differently.

https://docs.x.com/fundamentals/counting-characters, and version 3 of the configuration of twitter-text
(https://github.com/twitter/twitter-text/tree/master/config): in NFC, code points of four ranges weigh 1 and all
others 2, an emoji of however many code points 2, an address 23.

What X takes for an address is known to it alone: a list of top-level domains, some without any scheme
("amazon.com"). Where we cannot be sure, more is counted, never less: a refused post costs more than ten characters.
"""

from __future__ import annotations

import unicodedata
from functools import cache

import regex

URL_WEIGHT = 23
MARGIN = 10  # left free at the end of a post, for what X may count and we do not know of

_LIGHT = ((0x0000, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))

# Endings that twitter-text 3.1.0 knows (src/regexp/validGTLD.js, validCCTLD.js), so that an address with one of them
# surely weighs 23: the usual ones, and those of countries.
_ENDINGS = """
app blog biz cloud com coop dev edu gov help info int jobs life mil mobi museum name net news online org pro shop site
social store tech today travel world xyz
ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc cd cf cg ch
ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gb gd ge gf gg gh gi
gl gm gn gp gq gr gt gu gw gy hk hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz
la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl
no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sk sl sm sn so sr
ss st sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za
zm zw
"""
ENDINGS = tuple(_ENDINGS.split())
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# An address that X surely shortens, as far as it surely reaches; glued to other words it may be part of another one.
# Links of X's own shortener end elsewhere.
_SURE = regex.compile(
    rf"(?<![^\s\"“])(?:https?://)?(?!t\.co\b)(?:{_LABEL}\.)+(?:{'|'.join(ENDINGS)})"
    r"(?:/(?:[a-z0-9\-_/=+%#.~]{0,1000}[a-z0-9\-_/=+#])?)?(?=[.,;:!?)\"”…]*(?:\s|$))",
    regex.IGNORECASE,
)
# What might be one: a dot between Latin letters and a longer word (twitter-text: validAsciiDomain), or a scheme. It then
# weighs 23 together with at least "a.xx", or "http://a.xx".
_LATIN = r"[\-a-z0-9\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u024F\u0250-\u02BB\u0300-\u036F\u1E00-\u1EFF]"
_PERHAPS = regex.compile(
    rf"(?P<scheme>https?://)?(?P<dotted>{_LATIN}+(?:\.{_LATIN}+)*\.(?=\p{{L}}[\p{{L}}\p{{M}}]))|https?://",
    regex.IGNORECASE,
)
_BARE_MORE, _SCHEME_MORE = URL_WEIGHT - 4, URL_WEIGHT - 11

_PART = r"\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})?"
_EMOJI = regex.compile(
    rf"\p{{RI}}\p{{RI}}|[0-9#*]\uFE0F?\u20E3|\U0001F3F4[\U000E0061-\U000E007A]+\U000E007F|{_PART}(?:\u200D{_PART})+"
    r"|\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})"
)


def weighted_length(text: str, *, strict: bool = False) -> int:
    """The weight of a post; at most 280 on X. Strict: not less than X could count, whatever it knows of.

    Emoji that are made of several weigh 2, as X documents; strictly they weigh what their parts do, as in a list of
    emoji that is older than one of them.
    """
    plain = unicodedata.normalize("NFC", text)
    if strict:
        return _in_parts(plain)
    total, position = 0, 0
    for sure in _SURE.finditer(plain):
        total += _in_parts(_EMOJI.sub("\U0001f44d", plain[position : sure.start()])) + URL_WEIGHT
        position = sure.end()
    return total + _in_parts(_EMOJI.sub("\U0001f44d", plain[position:]))


def _in_parts(text: str) -> int:
    """Every code point by itself, and on top what an address among them could weigh more."""
    more = sum(
        _BARE_MORE if found["dotted"] and not found["scheme"] else _SCHEME_MORE
        for found in _PERHAPS.finditer(text)
    )
    return more + sum(map(_weight, text))


@cache
def _weight(character: str) -> int:
    return 1 if any(low <= ord(character) <= high for low, high in _LIGHT) else 2
