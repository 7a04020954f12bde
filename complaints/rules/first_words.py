"""Prepared words to somebody who wrote in public about a brand. A person reads, changes and posts them; no program does.

Each function gives the same message in several lengths, the longest first.
"""

from dataclasses import dataclass
from typing import Final

LANGUAGES: Final = ("en", "pt", "es")


@dataclass(frozen=True, slots=True)
class _Words:
    hello: str
    ask: str
    ask_short: str
    reach: str
    stop: str
    invite: str
    invite_short: str
    invite_least: str
    opt_out: str


_WORDS: Final = {
    "en": _Words(
        hello="Hello, this is {first_name} from {brand}.",
        ask="I have read your post. What happened, and since when? I read your reply here myself.",
        ask_short="What happened, and since when? I read your reply myself.",
        reach="To talk to a person instead: {channel}.",
        stop="If you would rather not hear from us, say so and I will leave it.",
        invite=(
            "Hello. We read your public post about {brand}. If it is not solved yet, you can say on Answerable what "
            "happened and what you have tried. It is public and free, and the company is told: {link}"
        ),
        invite_short="Hello. About {brand}: if it is not solved, you can file it in public here: {link}",
        invite_least="If it is not solved: {link}",
        opt_out="No more from us: {opt_out}",
    ),
    "pt": _Words(
        hello="Olá, aqui é {first_name}, de {brand}.",
        ask="Li a sua mensagem. O que aconteceu, e desde quando? Sou eu que leio a sua resposta aqui.",
        ask_short="O que aconteceu, e desde quando? Sou eu que leio a resposta.",
        reach="Se preferir falar com uma pessoa: {channel}.",
        stop="Se preferir que a gente não escreva, é só dizer.",
        invite=(
            "Olá. Lemos a sua mensagem pública sobre {brand}. Se ainda não foi resolvido, no Answerable você pode contar o "
            "que aconteceu e o que já tentou. É público e gratuito, e a empresa é avisada: {link}"
        ),
        invite_short="Olá. Sobre {brand}: se não foi resolvido, você pode registrar em público aqui: {link}",
        invite_least="Se não foi resolvido: {link}",
        opt_out="Não quer mais mensagens nossas: {opt_out}",
    ),
    "es": _Words(
        hello="Hola, soy {first_name}, de {brand}.",
        ask="He leído tu mensaje. ¿Qué pasó, y desde cuándo? Leo tu respuesta aquí en persona.",
        ask_short="¿Qué pasó, y desde cuándo? Leo tu respuesta en persona.",
        reach="Si prefieres hablar con una persona: {channel}.",
        stop="Si prefieres que no escribamos, dilo y lo dejo.",
        invite=(
            "Hola. Leímos tu mensaje público sobre {brand}. Si todavía no está resuelto, en Answerable puedes contar qué "
            "pasó y qué has intentado. Es público y gratuito, y se avisa a la empresa: {link}"
        ),
        invite_short="Hola. Sobre {brand}: si no está resuelto, puedes presentarlo en público aquí: {link}",
        invite_least="Si no está resuelto: {link}",
        opt_out="No más mensajes nuestros: {opt_out}",
    ),
}


def opening_words(*, language: str, first_name: str, brand: str, channel: str = "") -> tuple[str, ...]:
    """What a representative may begin with: who writes, what happened, and how to reach a person.

    `channel` is one of the brand, such as its number; "" when the directory knows none.
    """
    words = _WORDS[_known(language)]
    hello, reach = words.hello.format(first_name=first_name, brand=brand), words.reach.format(channel=channel)
    parts = [
        *(
            [(hello, words.ask, reach, words.stop), (hello, words.ask_short, reach, words.stop)]
            if channel
            else []
        ),
        (hello, words.ask, words.stop),
        (hello, words.ask_short, words.stop),
        (hello, words.ask_short),
    ]
    return tuple(" ".join(some) for some in parts)


def invitation_words(*, language: str, brand: str, link: str, opt_out: str) -> tuple[str, ...]:
    """What a moderator may invite somebody with: neutral, once, with the way to be left alone."""
    words = _WORDS[_known(language)]
    away = words.opt_out.format(opt_out=opt_out)
    return tuple(
        f"{said.format(brand=brand, link=link)} {away}"
        for said in (words.invite, words.invite_short, words.invite_least)
    )


def _known(language: str) -> str:
    """The language of the post if we have words in it, else English."""
    base = language.lower().partition("-")[0]
    return base if base in _WORDS else "en"
