"""Spanish: what only seems to engage with a problem: regret, wishes, conditions, courtesy."""

from typing import Final

from complaints.rules.reply_patterns.shape import Pattern

EMPTY: Final[tuple[Pattern, ...]] = (
    Pattern(
        "wish",
        "es",
        r"\bsi (?:el|la|los|las|su|tu|usted|aun|todavia|no|se|tiene|tienes)\b[^\n,]{0,140}",
        "Up to the comma.",
        "Si su cuenta fue bloqueada por error, ingrese a la web.",
    ),
    Pattern(
        "regret",
        "es",
        r"\b(?:lamentamos|lamento|sentimos(?: mucho)?|sentimos|disculp\w{1,4}|perdon|pena|comprendemos"
        r"|entendemos)\b (?:mucho )?(?:que|el|la|los|las|por|lo|su|tu|si)\b(?:(?!, | pero |; | y (?:ya"
        r"|vamos|hemos|le|te) |\n).){0,160}",
        "Up to the next clause.",
        "Lamentamos que su envío fue extraviado.",
    ),
    Pattern(
        "wish",
        "es",
        r"\b(?:para que (?:podamos|un|una|nuestro|el)|para poder|para (?:ayudarte|ayudarle|revisarlo"
        r"|solucionarlo|resolverlo|darle|darte|apoyarte|apoyarle)|a fin de|con gusto|nos gustaria"
        r"|nos encantaria|quisieramos|queremos (?!ofrecer)|y lo (?:vemos|revisamos)|y te (?:ayudamos"
        r"|apoyamos)|y le (?:ayudamos|apoyamos))\b[^\n]{0,300}",
        "",
        "... para que podamos devolverle el importe.",
    ),
    Pattern(
        "condition",
        "es",
        r"\b(?:si|cuando|una vez que|una vez|en cuanto|apenas|tras|despues de) (?:nos |usted |te |se "
        r"|lo )?(?:contact\w{1,4}|comuni\w{2,5}|llam\w{1,4}|escrib\w{1,4}|env\w{2,4}|mand\w{1,3}"
        r"|complet\w{1,3}|rellen\w{1,3}|recibamos|pon\w{1,4} en contacto|ingres\w{1,3}|pas\w{1,3} (?:por"
        r"|tus|sus))\b[^\n]{0,300}",
        "",
        "Cuando nos escribas por DM, te devolvemos el importe.",
    ),
    Pattern(
        "courtesy",
        "es",
        r"\b(?:lamentamos|sentimos|disculp\w{1,3}|gracias|agradec\w{2,5}|recibido|recibimos|trasladado"
        r"|derivado|reportamos|en tramite|revisando|revisarlo|viendo|gestionad[oa]|gestionando"
        r"|tomamos nota|trabajamos|trabaja|a la brevedad|paciencia|responderemos"
        r"|contactaremos|se pondra en contacto|comprendemos|entendemos|molestias?|inconvenientes"
        r"|lo antes posible|folio|expediente)\b",
        "",
        "Sentimos lo ocurrido, lo estamos revisando.",
    ),
)
