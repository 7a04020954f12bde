"""Portuguese, of Brazil and of Portugal.

"Devolvemos" is both "we have returned" and "we return", so it counts as done only where the sentence does
not send the customer elsewhere first ("chame no direct que devolvemos" is no answer).
"""

from typing import Final

from complaints.rules.reply_patterns.shape import MONEY, Pattern, words

_DAY = (
    r"(?:\b(?:hoje|ontem|amanha|ainda hoje|(?:segunda|terca|quarta|quinta|sexta)(?:-feira)?s?|sabado"
    r"|domingo|esta semana|semana que vem"
    r"|(?:proxim[ao]|mesm[ao]|propri[ao]) (?:fatura|semana|dia|mes|conta|segunda|terca|quarta|quinta"
    r"|sexta)|(?:o |no )?dia \d{1,2}|\d{1,2}/\d{1,2}"
    r"|(?:em|dentro de|no prazo de|daqui a)(?: ate)? (?:\d{1,3}|um|uma|dois|duas|tres|quatro|cinco|sete"
    r"|dez|quinze)(?: a \w{1,6})? (?:dias?|horas?|semanas?|minutos?)"
    r"|\d{1,2} de (?:janeiro|fevereiro|marco|abril|maio|junho|julho|agosto|setembro|outubro|novembro"
    r"|dezembro)"
    r"|as \d{1,2}h?|entre \d{1,2}h?|de manha|a tarde|durante a (?:manha|tarde)|fim d[oe] (?:dia|semana"
    r"|mes))\b)"
)
_NOT = r"(?<!nao )(?<!nao o )(?<!nao a )"
# What "we" and "I" did; -amos is past in Brazil and (with an accent that folding takes away) in Portugal.
_DONE_WE = words(
    "estornamos devolvemos reembolsamos creditamos cancelamos trocamos substituimos corrigimos retiramos "
    "removemos anulamos "
    "ajustamos remarcamos reagendamos liberamos libertamos desbloqueamos bloqueamos reativamos religamos "
    "restabelecemos "
    "reparamos consertamos abatemos descontamos isentamos bonificamos indenizamos indemnizamos "
    "ressarcimos pagamos transferimos "
    "depositamos aprovamos autorizamos agendamos despachamos reenviamos reduzimos baixamos recalculamos "
    "refizemos "
    "estornei devolvi reembolsei creditei cancelei troquei substitui corrigi retirei removi anulei "
    "ajustei remarquei liberei "
    "desbloqueei reativei descontei isentei bonifiquei paguei transferi aprovei autorizei agendei "
    "despachei reenviei"
)
_DONE_BY = (
    r"(?:estornad|devolvid|reembolsad|creditad|cancelad|trocad|substituid|corrigid|retirad|removid|anulad"
    r"|ajustad|remarcad|reagendad"
    r"|liberad|libertad|desbloquead|bloquead|reativad|religad|restabelecid|reparad|consertad|abatid"
    r"|descontad|indenizad|indemnizad"
    r"|ressarcid|pag|transferid|depositad|aprovad|autorizad|agendad|marcad[oa]s? para|despachad|reenviad"
    r"|reduzid|recalculad|isent)(?:[oa]s?)?\b"
)
_DO = words(
    "estornar devolver reembolsar creditar cancelar trocar substituir corrigir retirar remover anular "
    "ajustar remarcar reagendar "
    "liberar desbloquear reativar religar restabelecer abater descontar isentar bonificar indenizar "
    "indemnizar ressarcir pagar "
    "transferir depositar aprovar complementar recolher repor cobrir"
)
_WILL_DO = words(
    "estornaremos devolveremos reembolsaremos creditaremos cancelaremos trocaremos substituiremos "
    "corrigiremos retiraremos "
    "anularemos ajustaremos abateremos descontaremos pagaremos transferiremos depositaremos bonificaremos "
    "indenizaremos "
    "recolheremos reporemos"
)
_THING = (
    r"(?:reembolsos?|estornos?|creditos?|cupom|cupoes|cupons|vale|nota de credito|boleto|segunda via"
    r"|produtos?|pecas?|pecas|tecnico|chip|cartao"
    r"|faturas?|etiqueta|codigo de postagem|planos?|descontos?|encomenda|parafusos|certificado|renovacao"
    r"|contrato|mensalidades?|visita)\b"
)
_NOT_TALK = (
    r"(?:(?!mensagem|\bdms?\b|direct|e-?mail|inbox|privad|informac|equipe|setor|\barea\b|conosco|\n).)"
)

# What one does with a complaint and not with the problem.
_TALK: Final = r"lament|abr|agradec|ped|encaminh|receb|regist|registr|repass|analis|entend|compreend|sent|inform|esclarec|esper|est|t|fic|v|pod|quer|precis|gost|segu|permanec|cont|trabalh|busc|prez|valoriz|tent|solicit|aguard|orient|recomend|suger|convid|reforc|reiter|ressalt|destac|s|reconhec|notific|comunic|acion|cham|respond|retorn|tom|lev|partilh|compartilh|ag|cuid|fal|convers|acredit|acus|dispo|dese|sab|l|ouv|acompanh|dev|prioriz|apur|preocup|desculp|empenh|procur|oferec|prest|envi|mand|coloc|deix|di[zs]|conhec|avali|ate|est|verific|indic|aconselh|ha"

PATTERNS: Final[tuple[Pattern, ...]] = (
    Pattern(
        "done",
        "pt",
        rf"{_NOT}\b(?:{_DONE_WE})\b",
        "Without 'não' before it.",
        "Estornamos R$ 129,90 hoje.",
    ),
    Pattern(
        "done",
        "pt",
        rf"\b(?:foi|foram|esta|estao|fica|ficam|ficou|ficaram|ja|sera|serao|seja|tenha sido|tinha sido"
        rf"|encontra-se) (?:ja |agora |integralmente |totalmente )?{_DONE_BY}",
        "'É devolvido' is left out: it describes what usually happens.",
        "O valor foi devolvido.",
        firm=True,
    ),
    Pattern(
        "done",
        "pt",
        rf"\b(?:enviamos|enviei|mandamos|colocamos|deixamos|deixei|geramos|emitimos|lancamos|aplicamos"
        rf"|incluimos|alteramos|mudamos|pedimos (?:ja )?o|ja pedimos)\b{_NOT_TALK}{{0,60}}?(?:{MONEY}"
        rf"|\b{_THING})",
        "Verbs that need their object.",
        "Deixamos um cupom de R$ 20 na sua conta.",
    ),
    Pattern(
        "done",
        "pt",
        r"\b(?:dinheiro|valor|mensalidade|saldo|quantia|[r]\$ ?[\d.,]{1,12})\b[^\n]{0,20}? (?:volta"
        r"|voltam|aparece|cai|entra|retorna)\b",
        "",
        "Seu dinheiro volta em até 2 dias.",
    ),
    Pattern(
        "finding",
        "pt",
        r"\b(?:verificamos|verifiquei|constatamos|identificamos|confirmamos|apuramos|localizamos"
        r"|detetamos|detectamos|encontramos|vimos|conferimos|observamos|notamos|descobrimos"
        r"|consta)(?: (?:aqui|ja|em nosso sistema|no sistema|no seu cadastro))?(?: que)? (?!(?:mais de um"
        r"|vari[oa]s|dois|duas|nenhum|seu cadastro|seus dados)|(?:voce"
        r"|o senhor|a senhora) (?:esta|ficou|teve)|o recebimento|a rececao"
        r"|(?:o |a )?(?:seu|sua) (?:mensagem|comentario|relato|insatisfacao|reclamacao|manifestacao"
        r"|contato|contacto|frustracao)|com )\w",
        "Confirming that the complaint came in is not a finding.",
        "Verificamos que a fatura foi cobrada em duplicidade.",
    ),
    Pattern(
        "finding",
        "pt",
        r"\b(?:tecnico|perito|motorista|carteiro|estafeta|entregador|restaurante|transportadora|equipe"
        r"|equipa|oficina|laboratorio|banco|fornecedor|loja) (?:ja )?(?:encontrou|concluiu|constatou"
        r"|verificou|identificou|deixou"
        r"|trocou|extraviou|perdeu|entregou|esteve|marcou|recebeu|cobrou|enviou|cortou|substituiu|reparou)\b",
        "What a person of the company found or did.",
        "O técnico encontrou o cabo cortado.",
    ),
    Pattern(
        "cause",
        "pt",
        r"\b(?:porque|por causa d[aeo]s?|por falta de|por faltar|por (?:um |uma )?(?:erro|engano|lapso"
        r"|problema|falha|atraso|mudanca|obra|rompimento)|em duplicidade|em duplicado|foi (?:uma "
        r"|um )?(?:falha|erro|lapso) (?:nossa?|d[aeo])"
        r"|(?:devido a|em razao d|em virtude d)(?!\w{0,2} (?:alto|alta|grande|elevad|lei|lgpd|sigilo"
        r"|seguranca|protecao|politica))[aeo]?s? ?\w"
        r"|(?:motivo|causa) (?:foi|e|da|do)|o seu consentimento|sem o seu (?:aceite|pedido))\b",
        "'Devido ao alto volume' is no cause.",
        "O consumo subiu porque o medidor foi trocado.",
        weak=True,
    ),
    Pattern(
        "finding",
        "pt",
        r"\b(?:esta|estava|estao|ficou|foi|foram) (?:retid|parad|extraviad|entregue|perdid|deixad|separad"
        r"|cortad|limitad|cobrad|lancad|marcad|danificad|avariad|trocad|negad|recusad|renovad)[oa]?s?\b"
        r"|\b(?:na|pela) alfandega\b|\b(?:saiu|sai) para entrega\b|\ba caminho\b|\bem transito\b",
        "",
        "A encomenda está retida na alfândega.",
    ),
    Pattern(
        "promise",
        "pt",
        rf"\b(?:vamos|iremos|vou|irei|vai|vao|ira|irao) (?:lhe |te |ja |tambem )?(?:{_DO})\b"
        rf"|\b(?:{_WILL_DO})\b",
        "An act that needs no date to be definite.",
        "Vamos devolver o valor.",
    ),
    Pattern(
        "promise",
        "pt",
        r"\b(?:vamos|iremos|vou|vai|vao|ira|irao) (?:enviar|mandar|entregar|reparar|consertar|arrumar"
        r"|chegar|voltar|instalar|visitar|ir|receber|levar|refazer|a sua casa|a tua casa|passar)\b"
        r"(?:(?!resposta|retorno|contato|contacto|mensagem|informac|\n).){0,80}?"
        rf"(?:{_DAY}|{MONEY})|\b(?:enviaremos|entregaremos|repararemos|consertaremos|levaremos"
        rf"|instalaremos|chegara|chegarao|sera entregue|sera reparad[oa]|sera instalad[oa]"
        rf"|recebera)\b(?:(?!resposta|retorno|contato|contacto|mensagem|e-?mail|\n).){{0,80}}?(?:{_DAY}"
        rf"|{MONEY})",
        "Acts that are definite with a day only. 'Retornaremos em 48 horas' is a promise to speak.",
        "Vamos enviar o tamanho M hoje.",
    ),
    Pattern(
        "promise",
        "pt",
        rf"\b(?:chega|chegam|sai|saem|segue|volta|voltam|cai|vence|vem|comeca|termina|passa|entra"
        rf"|e transferid[oa]|fica pront[oa]|esta disponivel|esta liberad[oa]|vai a sua casa)\b"
        rf"(?:(?!central|atendimento|contato|contacto|\n).){{0,60}}?{_DAY}",
        "The present tense of timetables.",
        "O cartão novo chega em cinco dias úteis.",
    ),
    Pattern(
        "decision",
        "pt",
        r"\bnao (?:podemos|poderemos|vamos|iremos|sera possivel|e possivel|foi possivel|conseguimos"
        r"|aceitamos)(?: lhe| te)? (?:devolver|reembolsar|estornar|cancelar|isentar|aceitar|trocar|cobrir"
        r"|pagar|complementar|conceder|retirar"
        r"|alterar|indenizar|indemnizar|anular|substituir|reparar)\b|\bnao (?:devolvemos|reembolsamos"
        r"|cobrimos|aceitamos)\b",
        "A no to the request. 'Não podemos tratar por aqui' is no decision.",
        "Não podemos devolver a taxa de matrícula.",
        firm=True,
    ),
    Pattern(
        "decision",
        "pt",
        r"\b(?:aceitamos|acatamos|mantemos (?:a|o|nossa|esta)|nao ha (?:reembolso|multa|cobranca|taxa"
        r"|direito|cobertura)|indeferid[oa]|deferid[oa]|improcedente|(?:nao )?tem direito"
        r"|tem toda a razao|(?:voce )?tem razao|nao se aplica|nao e devid[oa]|(?:esta|e) cobert[oa]"
        r"|sem (?:qualquer |nenhum |nenhuma )?(?:custo|penalizacao|penalidade|multa|onus|cobranca)"
        r"|por nossa conta|nao tem custo|limitado a|prevista? no contrato|constava no contrato)\b",
        "",
        "A multa não se aplica no seu caso.",
        firm=True,
    ),
    Pattern(
        "offer",
        "pt",
        rf"\b(?:oferecemos|ofereceremos|podemos oferecer|queremos oferecer|gostariamos de oferecer"
        rf"|propomos|concedemos)\b[^\n]{{0,50}}?(?:{MONEY}|\b(?:cupom|vale|voucher|descontos?|troca"
        rf"|devolucao|modelo|credito|produto|mes|meses|diaria|reembolso)\b)",
        "An amount or a thing.",
        "Oferecemos um modelo novo ou a devolução do valor.",
        firm=True,
    ),
    Pattern(
        "question",
        "pt",
        r"(?:^|[,;:] |\be |\bou |\bmas )(?:em |com |de |a |para |desde )?(?:qual|quais|quando|onde"
        r"|que (?:dia|data|hora|modelo|versao|cor|mensagem|erro|navegador)|quantos|quantas|acontece"
        r"|aparece|a luz|o \w{1,20} (?:acende|aparece|liga|faz|esta|continua)"
        r"|a \w{1,20} (?:acende|aparece|liga|faz|esta|continua)|ainda (?:aparece|acontece"
        r"|esta))\b(?!(?:(?!\?|\n).){0,140}?(?:\bcpf\b|\bnif\b|numero (?:d|de)|\bprotocolo|e-?mail"
        r"|telefone|nome completo|seus dados|mensagem privada|direct|\bdm\b|contar|aconteceu"
        r"|ajudar|duvida|contato|contacto|chamar|\bpodemos\b))[^?\n]{0,200}\?",
        "Asking for CPF, names, numbers or 'o que aconteceu' is not a question about the case.",
        "A luz do módulo acende quando você aperta o botão?",
    ),
    Pattern(
        "question",
        "pt",
        r"^(?!(?:(?!\n).){0,250}?(?:numero|e-?mail|\bcpf\b|\bnif\b|telefone|nome completo|dados|mensagem"
        r"|direct|\bdm\b|contac?to|aconteceu|ajudar|duvida))[^\n?]{3,200} ou [^\n?]{1,120}\?",
        "A choice between two things.",
        "A tomada da entrada ou a do quarto?",
    ),
    Pattern(
        "steps",
        "pt",
        r"\b(?:aperte|pressione|segure|desligue|reinicie|selecione|abra|toque em|desconecte|retire|prima"
        r"|carregue)\b[^\n]{0,100}?\b(?:aperte|pressione|segure|ligue|reinicie|selecione|abra|toque"
        r"|conecte|aguarde|espere|de novo|novamente|\d{1,3} (?:segundos|minutos))\b",
        "At least two steps.",
        "Desligue o roteador, aguarde um minuto e ligue de novo.",
    ),
    Pattern(
        "fact",
        "pt",
        r"^(?!(?:(?!\n).){0,300}?(?:gentileza|\bfavor\b|presencial|\brespo|retorn|contat|contact"
        r"|\blig(?:ue|ar)\b|telefon|mensagem"
        r"|e-?mail|atend|segunda a |segunda-feira a |dias uteis|horario|obrigad|agradec|lament|sentimos"
        r"|desculp|recebemos|protocolo|normalmente"
        r"|geralmente|em media|\bse\b|\bcaso\b|volte|manifesta|registrad|novidade|verificad|analis"
        r"|\?))[^\n]{0,250}?"
        rf"(?:{MONEY}|\b(?:ontem|amanha|(?:na|desde|ate) (?:segunda|terca|quarta|quinta|sexta)(?:-feira)?"
        rf"|no (?:sabado|domingo)|dia \d{{1,2}}|\d{{1,2}}/\d{{2}}|\d{{1,2}} de (?:janeiro|fevereiro|marco"
        rf"|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro)"
        r"|(?:as|desde as) \d{1,2}h?|\d{1,2}h\d{2}|hoje (?:cedo|de manha|a tarde|a noite))\b)",
        "'Hoje' alone is too common, and durations are what usually happens.",
        "O sinal voltou às 14h.",
    ),
    Pattern(
        "done",
        "pt",
        r"\b(?:estorno|reembolso|credito|devolucao|troca|ressarcimento|cancelamento|pagamento|desconto"
        r"|reparo)\b[^\n]{0,40}? (?:foi|foram|fora|tera sido) (?:ja |devidamente )?(?:realizad|efetuad"
        r"|feit|processad|concluid|emitid|efetivad|providenciad|lancad|pedid|solicitad|confirmad)[oa]s?\b",
        "The thing itself as the subject.",
        "O estorno de R$ 219,90 foi realizado no dia 04/07.",
        firm=True,
    ),
    Pattern(
        "done",
        "pt",
        rf"{_NOT}\b(?!(?:{_TALK})\w{{0,4}}(?:mos|ei)\b)(?!\w{{2,14}}rem?(?:os|i)\b)\w{{2,14}}(?:amos|emos"
        rf"|imos|ei)\b(?=[^\n]{{0,80}}?(?:{MONEY}|\b{_THING}|{_DAY}"
        rf"|\b\d{{1,3}} ?%))(?!{_NOT_TALK}{{0,30}}?(?:mensagem|\bdms?\b|direct|e-?mail|inbox|privad"
        rf"|informac|equipe|setor))",
        "Any verb of the first person in the past with a thing, an amount or a day, except those of passing on.",
        "Juntámos mais 2 € ao reembolso.",
        weak=True,
    ),
    Pattern(
        "done",
        "pt",
        r"\b(?:refaturamos|demos (?:um |o )?(?:desconto|abatimento|credito)|tiramos|isentamos|juntamos"
        r"|creditamos|acertamos|arrumamos|refizemos|corrigimos|estornei|liberei|religamos"
        r"|(?:ja )?caiu (?:um |o |de volta|na sua)|ja voltou|voltou (?:pra|para)|conced(?:emos|eu) (?:a "
        r"|o )?(?:isencao|desconto|reembolso|estorno)|(?:taxa|multa|cobranca|conta) (?:foi |fica "
        r"|esta )?(?:cancelada|anulada|retirada|isenta))\b",
        "Acts that name themselves.",
        "Refaturamos a conta.",
        firm=True,
    ),
    Pattern(
        "finding",
        "pt",
        r"\b(?:foi|foram|esta|estava|estavam|estao|ficou|ficaram|tinha sido|tinham sido|veio|vieram|saiu"
        r"|ficava|acabou|encontra-se|encontrava-se|consta como|aparece como)(?: ja| so| toda| todo| sendo"
        r"|,)? (?:\w{2,10}mente )?(?!(?:receb|(?:re)?encaminh|registr?|repass|analis|direcion|acompanh"
        r"|inform|remet|partilh|compartilh|prioriz|verific|escut|atend|solucion|resolv|esclarec|trat|estud"
        r"|notific|preocup|chate|satisf|dispost|caus|viv|relat|ocorr|apresent|avali|investig|compromet"
        r"|empenh|foc|cient|levad|ouvid|lid|sent|acion|triste|apurad|tomad|comunic|contac?t|espera"
        r"|lament))(?:\w{2,14}(?:ad|id)[oa]s?|abert[oa]s?|pag[oa]s?|pres[oa]s?|entregue|isent[oa]s?"
        r"|vencid[oa]s?|err?ad[oa]s?|incomplet[oa]s?|desfeit[oa]s?|feit[oa]s? (?:por|com|em|pel)"
        r"|suspens[oa]s?|sem|com (?:defeito|erro|duas|dois)|fora|no (?:local|centro|armazem|deposito)"
        r"|na (?:rota|fila de|alfandega))\b",
        "What became of the thing, in the passive, except being passed on or looked into.",
        "A leitura foi feita por média.",
        weak=True,
    ),
    Pattern(
        "cause",
        "pt",
        r"\b(?:(?:pois|porque|pq|ja que|uma vez que|(?<!asse )(?<!ar )(?<!ou )por isso,? (?=[a-z])"
        r"|(?<!fica )por conta d[aeo]|motivo pelo qual|razao pela qual|dai|por causa)\b(?! (?:e|sua|seu"
        r"|sabemos|nao e|queremos|prezamos|acreditamos|a sua satisfacao)\b)|refere-se a|(?:se deu|deu-se"
        r"|ocorreu|aconteceu) (?:por|pq|porque|em razao|devido|na|no)|conforme (?:foto|vistoria|contrato"
        r"|clausula|laudo|nota)\w{0,2}|segundo (?:a|o) (?:vistoria|laudo|relatorio|tecnico|perito)"
        r"|esclarecemos que (?!esta|este|nos|a nossa)|tinha(?:s)? (?:toda a )?razao|vem de|o consumo)",
        "A cause.",
        "O bloqueio ocorreu porque a fatura ficou em aberto.",
        weak=True,
    ),
    Pattern(
        "promise",
        "pt",
        rf"\b(?!(?:ter|retorn|respond|entr|contac?t|avis|inform|far|analis|verific|dar|agradec|esper|ter"
        rf"|ser|pod|dev|acompanh|envi|encaminh|cham|lig|volt|atualiz"
        rf"|mant)\w{{0,3}}remos\b)\w{{2,14}}remos\b(?=[^\n]{{0,80}}?(?:{MONEY}|\b{_THING}|{_DAY}))"
        rf"|\b(?:deve|devem|devera|deverao|vai|vao|ira|sera|serao|segue|seguem|volta|voltam|chega|chegam"
        rf"|sai|saem|religa|entra|cai|fica|esta (?:marcad|agendad)[oa]|marcad[oa]|agendad[oa]"
        rf"|prevista?o?)\b(?! (?:em |te |lhe |a )?(?:retorn|respost|contac?t|entrar|lig|cham|respond|escrev"
        rf"|fal|envi))(?:(?!retorno|resposta|contato|contacto|atendimento|posicionamento|analis|avali"
        rf"|\n).){{0,70}}?(?:{_DAY}|{MONEY})",
        "What happens to the thing, with its day or amount.",
        "O sinal deve voltar até as 19h de hoje.",
    ),
    Pattern(
        "decision",
        "pt",
        r"\b(?:nao (?:ha|existe|tem) (?:direito|cobertura|previsao|como (?:devolver|cancelar|trocar)"
        r"|possibilidade de)|(?:pedido|pleito|sinistro|recurso|solicitacao|cobertura"
        r"|reembolso) (?:foi )?(?:negad|recusad|indeferid|aprovad|deferid|autorizad)[oa]|(?:foi|e) (?:negad"
        r"|recusad|indeferid)[oa]|nao (?:consta|faz parte|cobre|inclui|permite|e permitido"
        r"|pode ser (?:alterad|cancelad|trocad|devolvid|transferid|revist))\w{0,2}"
        r"|por conta do (?:inquilino|cliente|comprador)|nao (?:vamos|iremos|podemos) (?!te |lhe "
        r"|\w{0,3} ?(?:ajudar|tratar|falar|responder|acessar|localizar))\w{4,14}r\b|encerrad[oa]|a multa"
        r"|fidelizacao e de)\b",
        "A no, or a yes, with what it is about.",
        "O procedimento não consta no rol.",
    ),
    Pattern(
        "steps",
        "pt",
        r"(?:^|[,;:!.] |\b(?:e|depois|entao) )(?:tente|tenta|saia|sai|abra|abre|escolha|escolhe|selecione"
        r"|limpe|limpa|desinstale|desinstala|reinstale|atualize|atualiza|reinicie|reinicia|desligue|desliga"
        r"|ative|ativa|desative|desativa|arraste|arrasta|remova|segure|aperte|toque em|va em|vai em"
        r"|clique em|esvazie|troque|formate|conecte|mude|muda|configure|coloque"
        r"|experimente)\b[^\n]{3,100}?(?:, | e | depois )(?:\w{1,8} ){0,2}?(?:abra|abre|escolha|escolhe"
        r"|selecione|limpe|instale|reinstale|atualize|reinicie|reinicia|ligue|liga|ative|entre|entra"
        r"|arraste|arrasta-?o?|espere|aguarde|volte|volta|faca login|conecte|segure|toque|clique|veja se"
        r"|diga-me|me diga|me conta|teste|veja)\b|\bja tentou (?:sair|desinstalar|reiniciar|atualizar"
        r"|limpar|trocar|desligar|entrar)\b",
        "At least two steps.",
        "Abre o inventário, escolhe Armazém e arrasta-o de volta.",
    ),
    Pattern(
        "fact",
        "pt",
        r"^(?!(?:obrigad|agradec|lament|sentimos|pedimos|por favor|gentileza|poxa|que pena|ficamos"
        r"|entendemos|compreendemos|noss[oa]|e uma pena|sabemos|valeu|recebemos))[^\n]{0,90}?\b(?!(?:meu"
        r"|seu|teu|ou|sou|vou|estou|museu|aconteceu|ocorreu|relatou|informou|mencionou|deu|sucedeu|houve"
        r"|passou por|comentou|escreveu|contou)\b)(?:\w{2,13}(?:ou|eu|iu)|veio|fez|pos|teve|tinha|estava"
        r"|estavam|eram|era|havia|faltava|vieram|foram|nao (?:e|consta|cobre|inclui|tem|da|ha|havia|estava"
        r"|foi|funciona)|vale|custa|inclui|cobre|mede|pertence|fica n[oa]|significa|passa a|deixa de|chegam"
        r"|\d[\d.,]{0,8} ?(?:mbps|megas|kwh|bar|mm|cm|kg|gb|m3)|\w{3,12}aram|\w{3,12}eram|\w{3,12}iram)\b",
        "A statement about a thing, where its words are not those of every reply.",
        "O entregador teve a moto quebrada.",
        weak=True,
    ),
    Pattern(
        "question",
        "pt",
        r"^(?!(?:(?!\n).){0,250}?(?:numero (?:d|de)|e-?mail|\bcpf\b|\bnif\b|telefone|nome completo"
        r"|\bdados\b|mensagem|direct|\bdms?\b|privad|contac?to|contar|conta pra|aconteceu|houve|rolou"
        r"|ajudar|duvida|tudo bem|td bem|certo\?|\bok\?|combinado|\bta\?|\bne\?|podemos|poderia|pode nos"
        r"|nos (?:envi|mand|pass|inform)|voce pode|vamos|quer que|olhadinha|olhada|informac|detalh"
        r"|resolver))(?:(?!\n).){6,240}?\?",
        "Any other question of some substance.",
        "Veio errado o sabor ou faltou a bebida também?",
        weak=True,
    ),
    Pattern(
        "fact",
        "pt",
        r"(?:^|[:;] )(?:(?:o|a) )?(?:seu|sua|teu|tua|o|a|esse|este|essa|esta) \w{3,15}(?: \w{3,15})? (?:e"
        r"|sao|comeca|termina|usa|leva|dura|tem|vem|mostra|vale|cobre|pesa|mede|expira"
        r"|vence)\b(?! (?:important|prioridade|fundamental|essencial|valios))",
        "What the thing is or does, where the words are not those of every reply.",
        "O seu carregador é do modelo antigo, que não entra no lote.",
        weak=True,
    ),
)
