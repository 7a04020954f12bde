"""Portuguese, of Brazil and of Portugal: where a customer is sent, and the words that send.

Strong and weak mentions as in English. The forms of a verb are composed: an imperative or infinitive, before
or after "nos", "a gente", "conosco".
"""

from typing import Final

from complaints.rules.reply_patterns.shape import Pattern

_US: Final = r"(?:-?nos|-me| (?:a gente|pra gente|para a gente|com a gente|conosco|connosco|para nos|pra nos|nos|nossa \w{1,15}|nosso \w{1,15}|a nossa \w{1,15}|o nosso \w{1,15}|nosso time|aqui a gente))"
# Imperatives, infinitives, gerunds and first persons of the verbs by which one turns to somebody.
_TURN: Final = (
    r"(?:cham(?:e|a|ar|em|ando|ou)|fal(?:e|a|ar|em|ando|amos)|escrev(?:a|e|er|am)|lig(?:ue|a|ar|uem|ando)"
    r"|contac?t(?:e|a|ar|em|ando)|procur(?:e|a|ar|em)|acion(?:e|a|ar|em)"
    r"|consult(?:e|a|ar|em)|convers(?:e|a|ar|em|amos|ando)|busqu(?:e|em)|busc(?:a|ar)|convers(?:a|ar)"
    r"|visit(?:e|a|ar|em)|telefon(?:e|a|ar)|mand(?:e|a|ar|em)|envi(?:e|a|ar|em))"
)
_TEAMS: Final = (
    r"(?:equip[ea]s?|times?|centra(?:l|is)|atendimento|sac|suporte|apoio(?: ao cliente)?|servico(?:s)?"
    r"|setor|departamento|ouvidoria|provedoria|canais|canal|consultor(?:es|a)?|atendentes?|especialistas?"
    r"|assistentes?|relacionamento|gerente|gestor|linha(?: de apoio)?|secretaria|recepcao|rececao"
    r"|operador(?:es|a)?|colegas|assessoria|agentes?)"
)
_OTHERS: Final = (
    r"(?:vendedor(?:es|a)?|fabricantes?|parceir[oa]s?|lojistas?|corretor(?:a|es)?|mediador|bancos?"
    r"|remetente|expedidor|gestor(?:a)?|administradora|transportadora|companhia|operadora|montadora|emissor"
    r"|restaurantes?"
    r"|estabelecimentos?|seguradora|sindico|condominio|concessionaria|correios|loja|rh|empregador"
    r"|empresa (?:contratante|responsavel)|agencia|fornecedor|parceira|distribuidor[a]?|prefeitura|camara"
    r"|junta|organizador[a]?|terceiros?|anfitriao|motorista|medico|assistencia tecnica|autorizada"
    r"|desenvolvedor[a]?|editora|marca)"
)

ELSEWHERE: Final[tuple[Pattern, ...]] = (
    Pattern(
        "private_message",
        "pt",
        r"\b(?:dms?|d\.m|direct|directs|directinho|inbox|in box|imbox|(?:mensage(?:m|ns)|msgs?|mp|conversa"
        r"|chat|canal)(?: \w{1,8})? (?:privad[ao]s?|diret[ao]s?|particular(?:es)?|no privado|reservad[ao]s?"
        r"|in ?box)"
        r"|(?:no|pelo|em|por|ao|via|nosso|pro|de)(?: nosso| seu| teu)? (?:privad[oa]|particular|pv|mp"
        r"|reservado)|privadamente|em privado|pv|(?:por|via) mensagem)\b",
        "",
        "Chama a gente no direct.",
    ),
    Pattern(
        "private_message",
        "pt",
        r"\bchama (?:la|nois|aqui|no|na|a gente)\b|\b(?:chame|chama|mande|manda|envie|envia|escreva|escreve"
        r"|mandar|enviar|deixe|deixa|mandem|enviem)(?:-nos| pra gente| para nos| para a gente| a gente| nos"
        r"| pra nos|-me| pra mim)? (?:uma |um )?(?:mensagem|msg|mensagenzinha|oi|alo|recado)\b"
        r"|\bnos (?:chame|mande|envie|escreva|manda|chama|envia)(?: uma)? mensagem\b",
        "",
        "Mande uma mensagem pra gente.",
    ),
    Pattern(
        "moved",
        "pt",
        r"\b(?:respond(?:emos|i|ido)|envi(?:amos|ei|ado|ou)|mand(?:amos|ei|ou)|encaminh(?:amos|ei|ado)"
        r"|deix(?:amos|ei)|retorn(?:amos|ei)|contac?t(?:amos|ei)|cham(?:amos|ei)|escrev(?:emos|i)|seguiu"
        r"|segue|remetemos|dirigimos)(?:-lhe|-te| vc| voce| te| lhe)?\b[^\n]{0,40}?"
        r"(?:mensage(?:m|ns)|\bmsgs?\b|direct|\bdms?\b|privad|inbox|e-?mail|\bpv\b|solicitac(?:ao"
        r"|oes) de mensagem)"
        r"|\b(?:te|lhe) (?:enviamos|enviei|mandamos|mandei|respondemos|respondi)\b|\b(?:te|lhe|ja te"
        r"|a gente te) (?:chamei|chamamos|respondi|respondemos|mandei|mandamos|enviei|enviamos|escrevi)\b"
        r"|\b(?:fica|fique) de olho n[oa]\b[^\n]{0,20}\b(?:caixa|dm|direct|e-?mail|inbox)|\b(?:verifique"
        r"|verifica|confira|confere|cheque|checa|veja|ve|olhe|olha|espreita|espreite|consulte"
        r"|da uma (?:olhada|conferida|olhadinha|conferidinha|espiada))\b[^\n]{0,25}?\b(?:mensagens?|msgs?"
        r"|caixa|direct|dms?|inbox|e-?mails?|spam|la)\b"
        r"|\b(?:tratativas|atendimento|conversa|contato|caso)\b[^\n]{0,20}\b(?:seguirao|seguira|sera|segue"
        r"|continua|continuara|seguem|serao)\b[^\n]{0,20}\b(?:pelo|por|via|no|na"
        r"|em)\b[^\n]{0,12}\b(?:e-?mail|privad|direct|dm|telefone|chat|mensagem)",
        "",
        "Respondemos no privado.",
    ),
    Pattern(
        "phone",
        "pt",
        r"\b(?:ligue|liga|ligar|ligando|liguem|ligacao|ligarem)(?:-nos)? (?:para|pra|no|na|ao|pelo|a nossa"
        r"|a|\*?\d|gratis|gratuit)|\b(?:pelo|por|via|no|ao|nosso|do|atraves do|contato"
        r"|contacto) (?:nosso )?(?:telefones?|telefonico|fone|tel)\b|\btel(?:efone)?s?\.?: ?|\b(?:disque"
        r"|telefon(?:ar|e|em)|telefone-nos|ligue-nos|nos ligue|nos liga|liga (?:pra|para) (?:gente|nos)"
        r"|discar|disca)\b"
        r"|\blinhas? (?:de )?(?:apoio|atendimento|telefonica|gratuita)\b|\b0[38]00\b"
        r"|\bcentral (?:de (?:atendimento|relacionamento|vendas)|telefonica|24 ?h)|\bchamada gratuita\b"
        r"|\b(?:liga|ligad)(?:inha|dinha)\b|\b(?:deix|mand|envi|pass|inform)\w{{1,3}}(?:-nos| pra gente"
        r"| para nos| o| um| seu| teu| nos){{0,2}} (?:um |o |seu |teu |melhor )?(?:telefone"
        r"|numero (?:de (?:telefone|contac?to)|para contac?to|no)|contac?to telefonico)\b|\b(?:via|por|pelo"
        r"|envi\w{1,3}(?: um)?) sms\b|\b(?:retorn\w{1,3}|fazer|efetuar) (?:a |uma )?(?:ligacao|chamada)\b"
        r"|\bpor telefone\b",
        "'Ligue o aparelho' is a step.",
        "Ligue para a nossa central.",
    ),
    Pattern(
        "phone",
        "pt",
        r"\b(?:telefones?|fone|central|ligacao|numero \d|sms)\b",
        "",
        "Utilize o telefone.",
        weak=True,
    ),
    Pattern(
        "mail",
        "pt",
        r"\b(?:pelo|por|via|atraves do|no|ao|para o|nosso|pro) (?:nosso |seguinte )?e-?mail\b|\b(?:escreva"
        r"|escrever|escreve)(?:-nos)? (?:para|um|pra)\b|\bcorreio eletronico\b",
        "",
        "Entre em contato pelo e-mail.",
    ),
    Pattern("mail", "pt", r"\be-?mails?\b", "", "Envie um e-mail.", weak=True),
    Pattern(
        "chat",
        "pt",
        r"\b(?:whats ?app|whats|wpp|zap|zapzap|telegram|messenger|chat ?bot|assistente virtual)\b|\b(?:no"
        r"|pelo|via|ao|nosso|do|o|de|em|pro) (?:nosso )?(?:chat|bate-papo)\b|\bchat (?:do|da|no|na|online"
        r"|ao vivo|24)\b",
        "",
        "Fale com a nossa assistente virtual no WhatsApp.",
    ),
    Pattern("chat", "pt", r"\b(?:chat|bate-papo)\b", "", "Use o chat.", weak=True),
    Pattern(
        "page",
        "pt",
        r"\b(?:central|centro|pagina|portal|artigos?|area|site) (?:de |da )?(?:ajuda|suporte|apoio"
        r"|atendimento ao cliente)\b|\b(?:perguntas|duvidas) frequentes\b|\bfaq'?s?\b|\b(?:no|nosso"
        r"|em nosso|do nosso|ao nosso|pelo|em|neste|nesse) (?:nosso )?(?:web)?site\b"
        r"|\b(?:na|nossa|a|da|pela|numa)(?: nossa)? pagina (?:d[eao]|oficial|web|inicial)\b"
        r"|\bbalcao (?:digital|virtual|online)\b|\bforum\b|\bacess(?:e|ar|a|ando|em|o a)\b|\baced(?:a|er"
        r"|e)\b|\b(?:neste|nesse|no|pelo|seguinte|esse|este|pro)(?: seguinte| nosso)? (?:link|endereco"
        r"|artigo|site)\b"
        r"|\b(?:passo a passo|tutorial|tutoriais|cartilha|guia (?:de|para|rapido)|video (?:explic|tutorial"
        r"|com)\w{0,8})\b|\bsaiba (?:mais|como|tudo)\b|\b(?:clique|clica|clicar|clicando|toque"
        r"|toca) (?:aqui|no|em|neste|na)\b|\bsiga as (?:instrucoes|orientacoes)\b|\blink (?:da|na|abaixo"
        r"|aqui|a seguir)\b|\bna bio\b|\b(?:aqui|la) ?(?:👉|:|->)|\b(?:esta|encontra|tem) la tudo\b"
        r"|\bresponde(?:mos|m)? (?:suas|as|essas) duvidas\b",
        "",
        "Acesse a nossa Central de Ajuda.",
    ),
    Pattern(
        "page",
        "pt",
        r"\b(?:site|website|pagina|link|artigo|termos|politica|regulamento|internet|online|blog|guia"
        r"|instrucoes|condicoes|informacoes aqui|saiba aqui|veja aqui|confira aqui)\b",
        "",
        "Consulte a política.",
        weak=True,
    ),
    Pattern(
        "form",
        "pt",
        r"\b(?:(?:o|um|no|pelo|nosso|do|seguinte|este|via|de) formularios?(?! (?:voltou|estava|foi|que voce"
        r"|veio|chegou|ficou))|livro de reclamac(?:oes|ao))\b|\bpreench\w{1,6}\b|\babr(?:a|ir|e|am) (?:um "
        r"|uma )?(?:novo |nova )?(?:chamado|ticket|protocolo|reclamacao|ocorrencia|solicitacao|pedido"
        r"|disputa|contestacao|sinistro|manifestacao|demanda)\b"
        r"|\b(?:deve|devem|precisa|precisam|pode|podem|podera|poderao|devera|deverao|tem que|tem de"
        r"|tera que|tera de|terao de|necessita) (?:sempre )?ser (?:feit|solicitad|registrad|registad"
        r"|apresentad|pedid|realizad|submetid|efetuad|encaminhad|enviad|abert|requerid|formalizad|dirigid"
        r"|acompanhad|consultad)[oa]s?\b"
        r"|\b(?:podera|pode|devera|deve) (?:apresentar|submeter|solicitar|requerer|formalizar)\b"
        r"|\b(?:registe|registre|registar|registrar|formalize|formalizar|submeta|submeter) (?:a|o|uma?|sua"
        r"|seu|essa|esse|la|aqui) \w|\bpara registrar\b",
        "",
        "Preencha o formulário em nosso site.",
    ),
    Pattern(
        "form",
        "pt",
        r"\b(?:sao|e|serao|sera|esta|estao) (?:sempre |so |apenas |somente )?(?:tratad|feit|solicitad"
        r"|realizad|efetuad|pedid|disponibilizad|disponivel|atendid)[oa]?s? (?:\w{1,14} )?(?:no|na|nos|nas"
        r"|pelo|pela|pelos|pelas|atraves|via|por|em|exclusivamente|junto|diretamente)\b(?! (?:prazo|ate"
        r"|valor|dia|mesmo|proxim|conta|seu|sua|cartao|fatura))",
        "An obligation in the passive.",
        "O acompanhamento é feito pelo site.",
    ),
    Pattern(
        "contact",
        "pt",
        rf"\bentr(?:e|em|a|ar|ando) em contac?tos?\b|\bcontac?to com (?:nos|a gente|nossa|nosso|o|a|conosco"
        rf"|connosco)\b|\b(?:nos|me) (?:cham(?:e|a|ar|em)|contac?t(?:e|a|ar|em)|procur(?:e|a|ar|em)"
        rf"|escrev(?:a|e|er)|lig(?:ue|a|ar)|acion(?:e|a|ar))\b"
        rf"|(?<!vamos )(?<!iremos )(?<!vou )(?<!ja )(?<!estamos )\b{_TURN}{_US}\b"
        rf"|(?<!vamos )(?<!iremos )(?<!vou )\b(?:cham(?:e|ar|em)|fal(?:e|a|ar|em)|contac?t(?:e|ar|em)"
        rf"|procur(?:e|ar|em)|acion(?:e|ar|em)|consult(?:e|ar|em)|lig(?:ue|ar)|converse|conversar|dirija-se"
        rf"|dirigir-se|se dirija|alinhe|alinhar|recorra|recorrer|tratar|trate) (?:diretamente "
        rf"|directamente |sempre )?(?:com |a |ao |aos |as |o |os |para |pra |junto (?:a|ao|com) "
        rf"|por )(?:[\w'-]{{1,18}} ){{0,3}}?{_TEAMS}\b"
        rf"|\b(?:envie|encaminhe|mande|encaminhar|enviar)\b[^\n]{{0,50}}? (?:para|ao) (?:o |a )?(?:noss[oa]"
        rf"|setor|departamento) ?(?:\w{{1,15}} )?(?:equipe|time|setor|central|atendimento|area|departamento"
        rf"|sac)?\b|\bpor escrito\b|\bque nos contac?te\b|\b(?:gostariamos|gostaria|adorariamos"
        rf"|queremos) (?:muito )?de? ?(?:conversar|falar|ouvir|entender melhor)\b|\bfale conosco\b"
        rf"|\bfale connosco\b|\bouvidoria\b|\bprovedoria\b|\b(?:este|esse) canal nao e\b|\b(?:nossos|os|aos"
        rf"|pelos|dos) (?:nossos )?canais\b|\bcanais (?:oficiais|de (?:atendimento|relacionamento|contato)"
        rf"|digitais)\b"
        rf"|\b(?:trat|resolv|vist|esclarec|falad)[aio]?d?[oa]s? (?:diretamente )?(?:com|junto) (?:o|a|os|as"
        rf"|ao|seu|sua)\b|\bnosso sac\b|\bo sac\b|\b(?:a|sua|inteira|total|vossa"
        rf"|tua)(?: inteira)? disposicao (?:no|na|nos|pelo|pela|pelos|em|atraves|via|para|:)",
        "'Obrigado por entrar em contato' and 'entraremos em contato' are courtesy: see the guards.",
        "Entre em contato com a nossa equipe.",
    ),
    Pattern(
        "contact",
        "pt",
        rf"\b(?:noss[oa]s?|o|a|os|as|um"
        rf"|uma) (?:[\w'-]{{1,15}} ){{0,3}}?{_TEAMS}(?: \w{{1,15}}){{0,4}}? (?:(?:esta|estao|fica|ficam"
        rf"|estara)(?: sempre| ja)? (?:(?:te|lhe) )?(?:a disposicao|ao (?:seu|teu) dispor|disponive(?:l|is)"
        rf"|pront[oa]s?|(?:te |lhe |a )?(?:aguardando|esperando)|a espera|a (?:sua|tua) espera)|(?:te|o|a"
        rf"|lhe) (?:aguarda|espera|atende|ajuda)|(?:podera|pode|podem|poderao|vai poder|consegue) (?:te "
        rf"|lhe )?(?:ajudar|ajuda-l[oa]|esclarecer|atender|auxiliar|orientar|informar))",
        "A team is elsewhere only when it waits for the customer.",
        "Nosso time está te esperando.",
    ),
    Pattern(
        "app",
        "pt",
        r"\b(?:no|pelo|via|nosso|do|na|pela|baixe o|baixar o|abre o|abra o|abrir o|acesse o|entra no"
        r"|entre no|utilize o|utilize nosso|atraves do|direto no|direto pelo) (?:nosso |nossa |seu |teu "
        r"|propri[oa] )?(?:aplicativo|aplicacao|app|portal|autoatendimento)\b|\b(?:dentro da |na )(?:sua "
        r"|tua )?conta\b|\b(?:minha conta|meus pedidos|minhas (?:compras|viagens|faturas)|meu (?:plano"
        r"|perfil))\b|\barea d[aeo] (?:cliente|aluno|assinante|segurado|beneficiario|usuario)\b"
        r"|\barea (?:logada|pessoal|reservada)\b|\bbaixe\b|\bautoatendimento\b",
        "Of the app as the place of a fault, see weak mentions.",
        "A consulta pode ser feita no aplicativo.",
        weak=True,
    ),
    Pattern(
        "shop",
        "pt",
        r"\b(?:va|vai|ir|vir|venha|vem|passe|passa|passar|visite|visitar|dirija-se|se dirija|dirigir-se"
        r"|deslocar-se|desloque-se|comparecer|compareca|procure|procurar|leve|leva|levar|retorne|volte"
        r"|traga|trazer|apresente|entregar|devolver|numa d|em uma d|em um d|uma d|em qualquer|qualquer"
        r"|atendimento presencial|presencialmente)\b[^\n]{0,45}?\b(?:lojas?|agencias?|unidades?|recepcao"
        r"|rececao|balcao|balcoes|postos?|concessionaria|assistencia tecnica|sucursal|secretaria|quiosques?"
        r"|oficina|filial|bilheteiras?|clinica|hospital)\b"
        r"|\b(?:loja|agencia|unidade|assistencia tecnica|balcao|posto)(?: autorizad[ao])? mais proxim[ao]\b"
        r"|\b(?:numa|em uma) loja\b|\bpresencialmente\b|\b(?:traz|traga|passa|passe|venha|vem"
        r"|da uma passada|da um pulo|da um pulinho|aparece|apareca)\b[^\n]{0,15}?\b(?:aqui|ca|la)\b",
        "",
        "Dirija-se à agência mais próxima.",
    ),
    Pattern(
        "shop",
        "pt",
        r"\b(?:lojas?|agencias?|balcao|recepcao|secretaria|unidade)\b",
        "",
        "Procure a loja.",
        weak=True,
    ),
    Pattern(
        "third_party",
        "pt",
        rf"\b(?:procur(?:e|a|ar|em)|contac?t(?:e|a|ar|em|ando)|fal(?:e|a|ar|em) (?:com|la com)"
        rf"|diretamente (?:com|ao|a|pelo|no|na)|junto (?:ao|a|do|da|com)|acion(?:e|a|ar|em)|solicit(?:e|a"
        rf"|ar|em) (?:ao|a|junto)|alinh\w{{1,3}} com|recorr\w{{1,2}} (?:ao|a)|dirig\w{{1,3}}(?:-se)? (?:ao"
        rf"|a)|trat\w{{1,3}} com|verifi(?:que|car|ca) (?:com|junto)|ve(?:ja|r)? com|entr(?:e|ar|a"
        rf"|em) em contac?to com|questao (?:do|da|com)|(?:isso"
        rf"|isto)(?: ai)? e com)\s(?:[\w'-]{{1,12}} ){{0,3}}?{_OTHERS}\b"
        rf"|\b(?:trat|resolv|feit|solicitad|dirigid|apresentad|pedid|tramitad|requerid|cancelad|negociad"
        rf"|dad|prestad|assumid|gerid|definid)\w{{0,5}} (?:(?:exclusivamente|somente|apenas|diretamente"
        rf"|unicamente|sempre) )?(?:pel[ao]|com [ao]|junto (?:a|ao|da)|ao"
        rf"|por) (?:\w{{1,12}} ){{0,2}}?{_OTHERS}\b"
        rf"|\b(?:somos|atuamos como) (?:apenas|so|somente|meros?)\b"
        rf"|\bsomos (?:uma? )?(?:mer[oa] )?(?:intermediari|intermediador|plataforma|marketplace)|\bnao (?:e"
        rf"|somos|sao) (?:com a gente|conosco|connosco|com nos|a gente|nos|noss[oa]"
        rf"|da nossa (?:responsabilidade|competencia)|de nossa (?:responsabilidade|competencia)"
        rf"|os responsaveis|responsaveis)\b|\b(?:fala|fale|falar|resolve|resolva|tratar|ve"
        rf"|veja) (?:la )?com (?:eles|elas|ele|ela)\b|\ba quem (?:a|o|deve|se)\b|\b(?:e de responsabilidade"
        rf"|responsabilidade (?:e|exclusiva)) d[aoe]\b|\bfal(?:a|e|ar) com (?:a|o) @?\w|\b(?:marcando"
        rf"|marquei|chamando) (?:o|a|os|as)? ?@\w|\b(?:fica|cabe|e) (?:por conta"
        rf"|a cargo) d[aeo]s? (?:prefeitura|transportadora|banco|vendedor|fabricante|operadora|condominio"
        rf"|camara|loja)\b|\be (?:com|d[ao]) (?:a |o )?(?:[a-z]{{3,15}}), fal",
        "",
        "Procure o seu corretor.",
    ),
)

NOT_HERE: Final[tuple[Pattern, ...]] = (
    Pattern(
        "not_here",
        "pt",
        r"\bnao (?:conseguimos|podemos|temos (?:acesso|como)|tratamos|e possivel|da pra|fazemos|realizamos"
        r"|atendemos|discutimos|consigo|posso|prestamos|damos)\b[^\n]{0,50}?\b(?:por aqui|aqui"
        r"|por est[ea] (?:canal|via|meio)|nas redes(?: sociais)?|em publico|publicamente|neste (?:canal"
        r"|espaco)|nesta (?:rede|pagina)|em rede social)\b"
        r"|\b(?:por|pelas) (?:aqui|redes sociais|este canal),? (?:a gente )?nao (?:temos|conseguimos"
        r"|podemos|da|tratamos|e)\b",
        "Refuses the place, not the problem.",
        "Não conseguimos ajudar por aqui.",
    ),
)

DIRECTIVES: Final[tuple[Pattern, ...]] = (
    Pattern(
        "directive",
        "pt",
        r"\b(?:por favor(?!,? aceit)|pf|pfv|pfvr|pff|(?<!por )favor|por gentileza|gentileza|(?:voce|vc|vcs"
        r"|tu|senhor|senhora|cliente|sr|sra|eles|tb|tambem)?[ .]?(?:pode|podes|podem|podera|poderao"
        r"|consegue|consegues|deve|deves|devera|precisa|precisas|necessita|tem que|tem de|tera que|tera de"
        r"|da pra|da para|dava para|queira|podia|poderia|conseguir)"
        r"|basta|e so|e necessario|e preciso|necessario|sera necessario|(?:pedimos|peco)(?! (?:mil "
        r"|sinceras |imensas |muitas )?(?:desculp|perdao|a (?:sua )?(?:compreens|pacienc)|compreens|pacienc"
        r"|um pouco))|pedimos-lhe|solicitamos|orientamos|recomendamos|sugerimos|convidamo"
        r"|convidamo[s]?(?:-[oa]s?)?|aconselhamos|indicamos|agradecemos que|agradeciamos|agradeceriamos"
        r"|gostariamos que|que tal|bora|vem|combinado|(?:seguimos|seguir) (?:por|pel[ao]|no|com|na)"
        r"|experimenta|experimente|tente|tenta|ja tentou|ja conhece|prefira|prefere|preferir|se quiser"
        r"|caso queira|qualquer duvida|duvidas|permanecemos|disponive(?:l|is)|a disposicao|ao dispor"
        r"|mais (?:rapido|facil|simples|pratico)|(?:voce|vc) (?:mesm[oa] )?(?:resolve|faz|acompanha"
        r"|encontra|ve|cancela|consulta|solicita)|reportar|expor|te espera|te aguarda|aguardando|esperando"
        r"|(?:voce|vc) encontra|encontras|encontrara|aparece|esta disponivel|confere|confira|conferir)\b",
        "Asks, allows or recommends.",
        "Você pode usar o aplicativo.",
    ),
    Pattern(
        "directive",
        "pt",
        r"\b(?:chame|mande|envie|enviem|envie-nos|envia-nos|escreva|ligue|visite|acesse|aceda|entre|clique"
        r"|toque|abra|use|utilize|baixe|preencha|consulte|veja|confira|siga|va|corra|passe|dirija|procure"
        r"|fale|leia|registre|registe|solicite|faca|informe|compartilhe|partilhe|leve|traga|volte|da uma"
        r"|de uma|saiba|descubra|experimente|tente|escolha|selecione|marque|acompanhe|denuncie|denuncias"
        r"|trocas|devolucoes|vem pra|vem pro)\b"
        r"|(?:^(?:(?:oi|ola|opa|ei|bom dia|boa tarde|boa noite)(?: \w{2,15})? )?|[,;:!.-] |\b(?:e|ou|ai|so"
        r"|entao|pra|para|de|favor|gentileza|preciso|necessario|pode|podes|consegue|basta|que) )(?:chama"
        r"|manda|envia|enviar|escreve|liga|ligar|visita|acessa|acessar|aceder|entra|entrar|clica|toca|abre"
        r"|usa|usar|utiliza|utilizar|baixa|preenche|consulta|consultar|ver|ve|segue|vai|corre|passa|passar"
        r"|procurar|procura|fala|falar|le|solicitar|solicita|fazer|faz|informar|traz|devolver|contestar"
        r"|conferir|acompanhar|escolhe|marcar|marca)\b"
        r"|\b(?:atraves|diretamente|somente|apenas|exclusivamente|mais (?:informac(?:oes|ao)"
        r"|esclarecimentos|detalhes)|para (?:mais|maiores|outros|qualquer|apresentar|registrar|solicitar"
        r"|contestacao|reclamar|duvidas))\b",
        "An imperative, or the way it has to be done.",
        "Utilize o aplicativo.",
    ),
)

GUARDS: Final[tuple[Pattern, ...]] = (
    Pattern(
        "company_does",
        "pt",
        r"\b(?:vamos|vou|iremos|irei) (?:ver|verificar|checar|confirmar|apurar|conferir|tratar"
        r"|resolver isso|alinhar) (?:isso |isto )?com\b[^\n,.;!]{0,40}|\b(?:falei|liguei|contac?tei|acionei"
        r"|procurei|consultei|verifiquei|entrei em contac?to|conversei|pedi|falamos|conversamos"
        r"|ligamos)\b[^\n,.;!:]{0,50}|\b(?:recebemos|recebi|vimos|lemos|sobre|com|pel[ao]) (?:a |o )?(?:sua"
        r"|seu|tua|teu) (?:dms?|mensagem|e-?mail|ligacao|contac?to|chamado|formulario|direct)\b"
        r"|\b(?:receber\w{1,3}|vai receber|chegara?|recebe) (?:um|uma|em breve um) (?:e-?mail|mensagem"
        r"|ligacao|contac?to|sms|retorno)\b[^\n,.;!]{0,40}|\b(?:estamos|estou|ficamos|seguimos"
        r"|continuamos) em contac?to\b[^\n,.;!]{0,50}"
        r"|\b(?:entraremos|entramos|entrara|entrarei|entraram|entrou|(?:vamos|iremos|vai|irao|vao|vou|ira"
        r"|acabamos de|tentamos|tentei|estamos) (?:\w{1,10} )?entra(?:r|ndo)|faremos|fara|faremos"
        r"|retomaremos|retornaremos) (?:novo |novamente )?(?:em )?contac?to\b[^\n,.;!]{0,50}"
        r"|\b(?:vamos|iremos|vai|vao|ira|irao|vou|irei|equipe|equipa|time|tentamos|tentei|estamos|estou"
        r"|ja) (?:ja |te |lhe |o |a |tentar |a |tentando )?(?:ligar|contac?tar|contac?to|chamar|(?:falar"
        r"|conversar) com (?:a|o|as|os)|enviar|mandar|verificar|acionar|consultar|procurar|ligamos"
        r"|contac?tamos|falamos|conversamos|acionamos|procuramos|contac?tando|acionando|levar|levando"
        r"|repassar)(?:-lhe|-te|-l[oa])?\b[^\n,.;!]{0,60}"
        r"|\b(?:ligaremos|contac?taremos|falaremos|chamaremos|enviaremos|avisaremos|informaremos"
        r"|retornaremos|responderemos|daremos|acionamos|contac?tamos|ligamos|falamos|conversamos"
        r"|solicitamos a|pedimos (?:a|ao|informac)|encaminhamos|repassamos|registramos"
        r"|abrimos)\b[^\n,.;!]{0,60}",
        "The company itself contacts somebody.",
        "Entraremos em contato em breve.",
    ),
    Pattern(
        "company_does",
        "pt",
        r"\b(?:obrigad[oa]|obg|agradec\w{2,6}|valeu|grat[oa]s?|sentimos"
        r"|lamentamos)(?: \w{1,12}){0,2}? (?:por|pelo|pela|o)(?: ter(?:es|em)?| nos| tua?| su?a| sua"
        r"| seu)? ?(?:\w{1,10} )?(?:entrad|entrar|contac?t|cham|fal|escrev|lig|procur|mensage|e-?mail|mand"
        r"|envi|avis|entrou|retorno)\w{0,6}\b[^\n,.;!]{0,40}"
        r"|\b(?:nao (?:e (?:preciso|necessario)|precisa|precisas|ha necessidade de|vai precisar|tem que"
        r"|tem de)|sem (?:precisar|ter que|ter de|necessidade de)|nao) (?:\w{1,8} )?(?:ligar|liga|ligue"
        r"|chamar|contac?tar|ir|vir|sair|preencher|enviar|mandar|falar|entrar em|fazer mais nada|acessar"
        r"|comparecer|se deslocar|deslocar)\b[^\n,.;!]{0,40}"
        r"|\b(?:conforme|como) (?:\w{1,10} )?(?:contato|contacto|conversa|conversamos|falamos|falado"
        r"|combinado|informado|orientado|ligacao|tratado)\b[^\n,.;!]{0,40}|\b(?:quando|depois que|apos"
        r"|desde que|ja) (?:voce |vc |o senhor |a senhora )?(?:ligou|contac?tou|entrou em|chamou|escreveu"
        r"|falou|mandou)\b[^\n,.;!]{0,40}",
        "Thanks for a message, no need to call, or a contact in the past.",
        "Obrigado por entrar em contato.",
    ),
)
