"""Portuguese: the words of every reply, which say nothing about a case.

Greetings, manners, promises to look, the names of the parties. A sentence with few others has no substance.
"""

from typing import Final

from complaints.rules.reply_patterns.shape import word_set

GENERIC: Final = word_set(
    """
    a abaixo aberto abraco abracos abs acima acompanha acompanhada acompanhado acompanhamento acontece
    aconteceu acordo agora agradece agradecemos aguarda aguardamos aguarde ai ainda ajuda ajudar alem
    algo algum alguma amanha analisa analisada analisado analisar analise ante antes ao aos apenas apos
    apuracao apuracoes aqui area areas as assim assunto ate atencao atendimento atraves atual avaliar
    avisamos avisar aviso bastante bem boa bom bons breve brevidade busca buscamos cada canal caso casos
    certeza chateado cliente clientes coisa colega colegas colocar com comentario comentarios como
    competencia competente compreende compreender compreensao compromisso confianca conforme
    conhecimento connosco conosco conta contacto contamos contato conversar cordialmente cuidado cuja
    cumprimentos da dado dados daqui dar das de dela dele demais demanda demandas demora departamento
    desculpa desculpas desde desgaste despender dessa desse desta deste detalhes deve dia dias direcao
    direcionada disposicao do dos duvida e ela ele eles em empresa encaminhada encaminhado encaminhamos
    encontra entanto entao entende entendemos entender entre equipa equipe equipes era especialistas
    espera esperamos essa esse esta estamos estao estar estava este esteja estou estrutura eu evitar
    exatamente expectativa expectativas experiencia favor faz fazemos fazer feedback feita feito fica
    ficamos ficar fila foi fomos foram forma fosse frustracao frustrante gente gerente gostamos gostaria
    gostariamos grande grata grato ha hoje hora horas houve imediato imenso importante importantes
    incomodo infelizmente informa informacao informacoes informado informamos informar insatisfacao
    interna internamente ir isso isto ja jamais junto la lamenta lamentamos lhe logo maior mais mal
    manifestacao manifestara mas me meio melhor melhorar melhoria mensagem merece mesmo minha momento
    muita muito muitos na nada nao nas nem nenhum nessa nesse nesta neste no noite nome nos nossa nossas
    nosso nossos nota noticias nova novamente novas novo num numa o obg obrigada obrigado ocorrencia
    ocorrido oi oii ola oportunidade orientacao os ou ouvidoria paciencia padrao padroes para parte
    passar pedido pedimos pela pelas pelo pelos pena pessoa pessoas pode podem podemos poder por porque
    portanto posicao posicionamento possa possamos possibilidade possivel pouco poxa prazo precisa
    precisamos preferencia prezada prezado prioridade priorizado problema problemas procedimento
    procedimentos processo profundamente protocolo proxima proximo putz quais qual qualidade qualquer
    quando quanto quase que quem queremos questao quiser razao real realmente receba recebam recebemos
    recebida recebido recebimento reclamacao reforcar regulamentar reiteramos relatada relatado relato
    resolucao resolva resolver respeito responder responsaveis responsavel resposta retornar
    retornaremos retorno sabemos saber satisfacao satisfazer se segue seguimos seguir sei sem sempre
    senhor senhora sentimos ser sera servico servicos setor seu seus sido situacao so sob sobre
    solicitacao solucao solucionar somos soubemos sr sra sua suas suporte ta tal tambem tarde te tecnica
    tecnico tem temos tempo ter teve tido time times tinha toda todas todo todos tomar trabalha
    trabalhamos trabalhando trabalhar transtorno transtornos tratamento tratar tratativa tratativas
    treinamento triste tu tua tudo um uma umas uns usuario valeu valorizamos vamos vc vcs ve veja
    verificado verificando verificar vez vezes vi vir vista voce voces volta voltamos vossa vou
    """
)
