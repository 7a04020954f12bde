"""Our own words in a post, in the languages that a customer can choose.

Everything else in a post is the customer's or the brand's. Channels are the values of `companies.enums.ChannelKind`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LANGUAGES: Mapping[str, str] = {"en": "English", "pt": "Português", "es": "Español"}
USUAL = "en"


@dataclass(frozen=True, slots=True)
class Phrases:
    """`attempt` and `day` are singular and plural; `milestones` and `thanks` hold {brand}, {days} and {day}."""

    about: str
    attempt: tuple[str, str]
    day: tuple[str, str]
    by: str
    and_: str
    others: str
    channels: Mapping[str, str]
    milestones: Mapping[str, str]
    fixed_in: tuple[str, str, str]  # the same day, one day, more days
    thanks: str
    complaint_about: str
    open_for: tuple[str, str, str]


_ENGLISH = Phrases(
    about="About {who}",
    attempt=("attempt", "attempts"),
    day=("day", "days"),
    by="by",
    and_="and",
    others="other channels",
    channels={
        "phone": "phone",
        "email": "e-mail",
        "chat": "chat",
        "form": "web form",
        "letter": "letter",
        "shop": "shop",
        "app": "app",
        "messenger": "messenger",
        "management": "management",
        "ticket": "help-desk ticket",
        "blog": "own blog",
        "social": "social message",
        "other": "other ways",
    },
    milestones={
        "answered": "{brand} has answered this complaint.",
        "offered": "{brand} offers to fix this by {day}.",
        "resolved": "Fixed, says the customer: {brand}, {fixed_in}.",
    },
    fixed_in=(
        "on the day it became public",
        "1 day after it became public",
        "{days} days after it became public",
    ),
    thanks="Thank you, {brand}",
    complaint_about="Complaint about {brand}",
    open_for=("Public since today", "Open for 1 day", "Open for {days} days"),
)

_PORTUGUESE = Phrases(
    about="Sobre {who}",
    attempt=("tentativa", "tentativas"),
    day=("dia", "dias"),
    by="por",
    and_="e",
    others="outros canais",
    channels={
        "phone": "telefone",
        "email": "e-mail",
        "chat": "chat",
        "form": "formulário",
        "letter": "carta",
        "shop": "loja",
        "app": "aplicativo",
        "messenger": "mensageiro",
        "management": "direção",
        "ticket": "chamado",
        "blog": "blog próprio",
        "social": "mensagem em rede social",
        "other": "outros meios",
    },
    milestones={
        "answered": "{brand} respondeu a esta reclamação.",
        "offered": "{brand} oferece resolver isto até {day}.",
        "resolved": "Resolvido, diz o cliente: {brand}, {fixed_in}.",
    },
    fixed_in=("no dia da publicação", "1 dia depois da publicação", "{days} dias depois da publicação"),
    thanks="Obrigado, {brand}",
    complaint_about="Reclamação sobre {brand}",
    open_for=("Pública desde hoje", "Aberta há 1 dia", "Aberta há {days} dias"),
)

_SPANISH = Phrases(
    about="Sobre {who}",
    attempt=("intento", "intentos"),
    day=("día", "días"),
    by="por",
    and_="y",
    others="otros canales",
    channels={
        "phone": "teléfono",
        "email": "correo electrónico",
        "chat": "chat",
        "form": "formulario",
        "letter": "carta",
        "shop": "tienda",
        "app": "aplicación",
        "messenger": "mensajería",
        "management": "dirección",
        "ticket": "incidencia",
        "blog": "blog propio",
        "social": "mensaje en redes",
        "other": "otros medios",
    },
    milestones={
        "answered": "{brand} ha respondido a esta reclamación.",
        "offered": "{brand} ofrece resolverlo hasta el {day}.",
        "resolved": "Resuelto, dice el cliente: {brand}, {fixed_in}.",
    },
    fixed_in=(
        "el día de la publicación",
        "1 día después de la publicación",
        "{days} días después de la publicación",
    ),
    thanks="Gracias, {brand}",
    complaint_about="Reclamación sobre {brand}",
    open_for=("Pública desde hoy", "Abierta desde hace 1 día", "Abierta desde hace {days} días"),
)

_PHRASES: Mapping[str, Phrases] = {"en": _ENGLISH, "pt": _PORTUGUESE, "es": _SPANISH}


def phrases_of(language: str) -> Phrases:
    """The phrases of a language tag ("pt-BR" is Portuguese); English for one that we do not speak."""
    return _PHRASES.get(language.split("-", maxsplit=1)[0].lower(), _ENGLISH)


def counted(number: int, forms: tuple[str, str]) -> str:
    """ "3 attempts"."""
    return f"{number:,} {forms[number != 1]}"


def in_days(days: int, forms: tuple[str, str, str]) -> str:
    """The form for none, one or more days."""
    return forms[min(max(days, 0), 2)].format(days=days)


def listed(words: Sequence[str], phrases: Phrases) -> str:
    """ "phone, e-mail and chat"; from the fourth on they are counted."""
    if len(words) > 3:
        return f"{', '.join(words[:2])} {phrases.and_} {len(words) - 2} {phrases.others}"
    head = ", ".join(words[:-1])
    return f"{head} {phrases.and_} {words[-1]}" if head else "".join(words)
