"""Portuguese: what only seems to engage with a problem: regret, wishes, conditions, courtesy."""

from typing import Final

from complaints.rules.reply_patterns.shape import Pattern

EMPTY: Final[tuple[Pattern, ...]] = (
    Pattern(
        "wish",
        "pt",
        r"\b(?:se|caso) (?:o|a|os|as|seu|sua|voce|ainda|nao|tiver|houver)\b[^\n,]{0,140}",
        "Up to the comma.",
        "Caso o valor não tenha sido estornado, acesse o site.",
    ),
    Pattern(
        "regret",
        "pt",
        r"\b(?:lamentamos|lamento|sentimos muito|desculp\w{1,6}|pena|triste|chatead[oa]s?|compreendemos"
        r"|entendemos)\b(?: (?:muito |imenso )?(?:que|pelo|pela|pelos|pelas|por|o|a|os|as|saber|sua|seu"
        r"|ver)\b)(?:(?!, | mas |; | e (?:ja|vamos|estamos) |\n).){0,160}",
        "Up to the next clause.",
        "Lamentamos que a encomenda foi extraviada.",
    ),
    Pattern(
        "wish",
        "pt",
        r"\b(?:para que (?:possamos|a gente possa|nossa equipe possa|nos possamos|um|uma)"
        r"|para (?:podermos|poder|que a gente|te ajudar|ajudar|verificarmos|analisarmos|resolver"
        r"|resolvermos)|a fim de|gostariamos de (?!oferecer)|queremos (?!oferecer)"
        r"|teremos (?:todo o )?(?:gosto|prazer) em"
        r"|de forma a|afim de)\b[^\n]{0,300}",
        "",
        "... para que possamos estornar o valor.",
    ),
    Pattern(
        "condition",
        "pt",
        r"\b(?:se|caso|assim que|quando|apos|depois que|logo que|ao|uma vez que) (?:voce |o senhor "
        r"|a senhora |nos |o )?(?:nos )?(?:contac?tar|entrar em contac?to|ligar|chamar|enviar|envie"
        r"|mandar|mande|escrever|escreva|acessar|acesse|preencher|preencha|recebermos|contac?te|ligue"
        r"|chame|entre em contac?to|responder no)\b[^\n]{0,300}",
        "",
        "Assim que nos chamar no direct, devolvemos o valor.",
    ),
    Pattern(
        "courtesy",
        "pt",
        r"\b(?:lamentamos|sentimos|desculpas?|obrigad[oa]|agradec\w{2,6}|recebemos|recebida|recebido"
        r"|registrad[oa]|em analise|encaminh\w{2,6}|repassad[oa]|remetid[oa]|verificando|analisar"
        r"|analisando|analisad[oa]|verificar|entraremos em contac?to|entrara em contac?to"
        r"|retornaremos|trabalhando|trabalhamos|o mais rapido possivel|brevidade|compreensao|entendemos"
        r"|ciente|em breve|importante para nos|transtornos?|partilhado)\b",
        "",
        "Lamentamos o ocorrido, estamos verificando.",
    ),
)
