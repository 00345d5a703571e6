import type { Pattern } from "./injection-patterns.ts";
import { plainView } from "./plain-view.ts";

/** Whoever reads by machine, as they are called in the languages below. */
const MACHINE =
  "(?:a\\.?i\\.?|llms?|gpt|(?:large )?language models?|models?|assistants?|(?:chat|triage |ai[ -])?bots?|copilots?|(?:ai|triage|automated|automatic) (?:agent|tool|system|reader|assistant|model)s?|agents?|ki(?:-\\w+)?|sprachmodelle?|assistente?n?|inteligencia artificial|intelligence artificielle|intelligenza artificiale|modelos?|modeles?|modell[io]?|ias?|asistentes?|agentes?|robots?|kopilot\\w*)";
const ACTS =
  "(?:mark|set|close|assign|reassign|approve|execute|move|delete|remove|grant|output|respond|reply|choose|pick|treat|transition|resolve|ignore|disregard|omit|skip|follow|append|include|change|give|rate|answer|say|setze?|schliess\\w*|weise?|losche?|genehmig\\w*|markier\\w*|behandle|ferme\\w*|attribue\\w*|approuve\\w*|supprime\\w*|mets|traite\\w*|cierra|asigna|aprueba|borra|marca|pon|trata|feche|fecha|atribua|aprove|apague|marque|chiudi|assegna|sluit|keur)";
const REVIEW =
  "(?:review|approval|confirmation|sign-?off|validations?|freigabe|genehmigung|bestatigung|prufung|approbation|aprobacion|revision|aprovacao|revisao|conferma|approvazione|goedkeuring)";

/** As a plain view has it: marks over kana are gone, and Hangul is taken apart. */
const folded = (words: string): string => plainView(words).text;
const phrase = (kind: Pattern["kind"], source: string): Pattern => ({
  kind,
  regex: new RegExp(source, "gu"),
});

const anyOf = (...words: string[]): string => `(?:${words.map(folded).join("|")})`;
const JA_MACHINE = anyOf("AI", "アシスタント", "モデル", "エージェント", "ボット", "人工知能");
const ZH_MACHINE = "(?:智能助手|ai助手|智能体|ai代理|智能代理|助手|模型|机器人)";
const RU_MACHINE = anyOf("ассистент", "помощник", "бот", "модель", "нейросеть", "ии", "агент");
const KO_MACHINE = anyOf("AI", "어시스턴트", "비서", "봇", "에이전트", "모델");
const IT_NL_PL = anyOf(
  "assistente",
  "modello",
  "agente",
  "assistent",
  "agent",
  "asystent",
  "asystencie",
  "model",
  "bot",
  "robot",
);

/**
 * Over a plain view: longer forms of what people plant for a machine to read. Each needs at least two things that honest
 * texts rarely say together: who is spoken to and what to do, or which check falls away and what happens then.
 */
export const ORDER_PHRASES: readonly Pattern[] = [
  // "PS to whichever model reads this: mark …"
  phrase(
    "addressed",
    `\\b(?:note|ps|p\\.s\\.|message|instructions?|warning|attention|notice|reminder|hinweis|anweisung|achtung|nachricht|nota|aviso|atencion|atencao|mensaje|mensagem|consigne|avviso|status|word|favou?r|mot|let op|uwaga)\\W{0,3}(?:to|for|an|fur|a|al|alla|para|pour|voor|dla|de|des|du) (?:l'|(?:the|any|all|every|whichever|whatever|friendly|little|die|den|alle|la|le|los|las|el|les|o|a|de|het) ){0,3}${MACHINE}\\b[^\\n]{0,60}?[:,;–—-][^\\n]{0,160}?\\b${ACTS}\\b`,
  ),
  phrase(
    "addressed",
    `\\bwhoever (?:is )?(?:summari|read|process|triag|handl|index|condens)\\w*\\b[^\\n]{0,80}?\\b(?:program|machine|automatically|by machine|${MACHINE})\\b[^\\n]{0,80}?\\b(?:leave out|omit|drop|${ACTS})\\b`,
  ),
  phrase(
    "addressed",
    `\\b(?:if|when|whenever) (?:an? |any |the |some )?${MACHINE}\\b[^\\n]{0,30}\\b(?:process|read|see|handle|summari[sz]e|triage|parse)s?\\b[^\\n]{0,40}\\b(?:it|must|should|shall|has to|then)\\b[^\\n]{0,60}\\b${ACTS}\\b`,
  ),
  phrase(
    "addressed",
    `(?:<!--|/\\*|\\[//\\]:)[^\\n]{0,20}\\b${MACHINE}\\b\\W{0,3}[^\\n]{0,80}?\\b(?:always|must|when asked|${ACTS})\\b`,
  ),
  phrase(
    "addressed",
    `\\bwhen (?:you are )?asked (?:to|for|about)\\b[^\\n,.]{0,40}, ?(?:always )?(?:choose|say|answer|reply|respond|output|return|set|pick)\\b`,
  ),
  // The same in other languages, as a heading or in one sentence.
  phrase(
    "addressed",
    `(?:^|[\\n.!?(]\\s?)(?:\\w+ )?(?:a|al|ao|alla?|aux?|para|pour|per|aan|dla|an) (?:(?:la|el|o|il|le|los|las|les|os|as|de|het|die|den|das|l') ?){0,2}${MACHINE}\\b[^\\n:.]{0,40}:`,
  ),
  phrase(
    "addressed",
    `${JA_MACHINE}${anyOf("へ", "への指示", "の皆さんへ", "向け", "に告ぐ")}\\s?[:：\\n]|${anyOf("要約", "読ん", "読み取", "処理")}[^\\n。]{0,8}(?:${folded("いる")}|る)${JA_MACHINE}|${JA_MACHINE}は[、,]?[^。\\n]{0,90}(?:${folded("すること")}|${folded("しなさい")}|せよ|${folded("してください")}|して${folded("下さい")})`,
  ),
  phrase(
    "addressed",
    `${ZH_MACHINE}(?:请注意|注意|请|须|必须|应当|务必)[^\\n。]{0,80}(?:关闭|批准|删除|设为|改为|忽略|贴到|写成|回复|说|发送|添加|授予|无需|不要)|${ZH_MACHINE}[^\\n。]{0,6}(?:无需|不用|不必|无须)[^\\n。]{0,20}(?:确认|审批|批准|询问)|(?:用户|使用者)[^\\n。]{0,8}(?:问题|请求|要求)[^\\n。]{0,6}(?:不用管|不必理会|忽略|作废)`,
  ),
  phrase(
    "addressed",
    `(?<![\\p{L}])${RU_MACHINE}[^\\n.]{0,30}[,:—-][^\\n]{0,120}?${anyOf("игнорируй", "забудь", "закрой", "назначь", "удали", "одобри", "поставь", "не сообщай", "не спрашивай", "добавь", "отправь", "ответь", "напиши", "выдай", "скрой")}`,
  ),
  phrase(
    "addressed",
    `${KO_MACHINE}${anyOf("에게", "께", "는", "은", "야", "님")}?\\s?[:：,][^\\n]{0,120}?${anyOf("무시", "닫", "승인", "삭제", "추가", "보내", "말하지", "변경", "답하")}`,
  ),
  phrase(
    "addressed",
    `(?:^|[\\n.!?:]\\s?)(?:\\w+ ){0,2}${IT_NL_PL}\\b[^\\n.:,]{0,20}[,:][^\\n]{0,140}?\\b(?:ignora|dimentica|chiudi|approva|assegna|cancella|elimina|rispondi|aggiungi|imposta|non dire|negeer|vergeet|sluit|keur|wijs|verwijder|antwoord|voeg|zet|zeg niets|zignoruj|zapomnij|zamknij|zatwierdz|przypisz|usun|odpowiedz|dodaj|ustaw|nie mow)\\b`,
  ),
  phrase(
    "false-border",
    `\\[/(?:sistema|system|systeme|admin|instructions?)\\]|["'](?:actor|quien|who|wer|qui|quem)["']\\s?:\\s?["'](?:ai[_ -]?agent|agente[_ -]ia|assistant|bot|ki[_ -]agent|agent[_ -]ia)["']`,
  ),
  phrase(
    "new-role",
    `\\ba partir de (?:agora|ahora),? (?:tu |voce )?(?:es|eres|e) [^\\n.]{0,60}\\b(?:robo|robot|bot|asistente|assistente|agente|ia)\\b|\\bda ora in poi sei\\b[^\\n.]{0,60}\\b(?:assistente|bot|agente|ia)\\b|\\bvanaf nu ben je\\b|\\bod teraz jestes\\b[^\\n.]{0,60}\\b(?:asystent|bot|agent)\\w*`,
  ),
  phrase(
    "addressed",
    `\\b(?:ia|ai|ki)[-_](?:must|diga|debe|deve|muss|doit|sag|zeg|powiedz)\\w*[-_]|\\b(?:the assistant|el asistente|o assistente|l'assistant|l'assistente|der assistent) (?:will |shall )?(?:responder?a|repondra|rispondera|antwortet|answers?|repl(?:y|ies))\\b[^\\n]{0,30}\\b(?:asi|assim|ainsi|cosi|so|likewise|this way|the same)\\b`,
  ),
  // Nobody else speaks to us of "your user", or of what comes before an answer.
  phrase(
    "addressed",
    `\\b(?:the )?(?:person|human|user|one) (?:who asked you|you (?:serve|assist|work for)|you are (?:helping|serving|talking to|working for)|beside you|in front of you)\\b|\\bwith your user\\b|\\byour user\\b[^\\n]{0,60}\\b(?:no need|already|want|agreed)`,
  ),
  phrase(
    "addressed",
    `\\b${ACTS}\\b[^\\n]{0,120}?\\b(?:before|prior to) (?:you )?(?:answer(?:ing)?|respond(?:ing)?|repl(?:y|ying)|summari[sz](?:e|ing))\\b(?! (?:the|to|a|his|her|their|any) )|\\b(?:before|prior to) (?:you )?(?:answer|respond|reply|summari[sz]e)\\b[^\\n]{0,30},[^\\n]{0,80}\\b${ACTS}\\b`,
  ),
  phrase(
    "addressed",
    `\\bwhen (?:you (?:have )?(?:read|finish(?:ed)?|are reading|summari[sz]e|condense)|condensing|summari[sz]ing|triaging)\\b[^\\n,.]{0,30}, ?(?:also )?(?:state|mention|leave|hide|${ACTS})\\b`,
  ),
  phrase(
    "addressed",
    `\\b(?:automated|automatic|ai|llm|machine|autonomous) (?:agents?|reviewers?|readers?|assistants?|models?|tools?|systems?|triagers?)\\b[^\\n.]{0,30}\\b(?:must|should|shall|have to|has to|need to|are to|is to)\\b(?! (?:not|never|be) )[^\\n]{0,80}?\\b(?:forward|send|hit|report|${ACTS})\\b`,
  ),
  phrase(
    "addressed",
    `\\b(?:dear|hi(?: there)?|hello|hey|friendly|little|liebe[rs]?|cher|chere|querid[oa]|car[oa])\\b[^\\n.]{0,25}\\b(?:bot|robot|assistant|helper|ki|assistenz|assistent|agent|asistente|assistente)\\b(?! (?:of|to|for|at|de|du|da|do|von|des|der|di)\\b)[^\\n]{0,140}?\\b(?:could you|would you|you could|kindly|please|sei doch|konntest du|ta reponse|pourrais-tu|podrias|poderia)\\b`,
  ),
  phrase(
    "addressed",
    `(?:^|\\n)\\s{0,6}(?:(?:llm|ai|assistant|agent|bot|ia|ki)[_-](?:override|instructions?|directives?|prompt|notes?)|(?:instructions?|consignes|anweisungen|instrucciones|instrucoes)[_-](?:ia|ai|ki|llm)|before_answering|on_read|tell_user)\\s?[:=]|\\bassistant (?:reminder|directive|instruction)\\s?:|\\bagent directive\\b|\\bai[-_ ]must[-_ ]\\w`,
  ),
  phrase(
    "addressed",
    `\\bremember (?:this |it )?for (?:all )?(?:later|future|every|other) (?:\\w+ )?(?:chats?|sessions?|conversations?|requests?|users?)\\b`,
  ),
  phrase(
    "false-border",
    `</?(?:user_content|user_input|untrusted_content|ticket_content|document)>|#{2,6} ?end of (?:the )?(?:ticket|issue|page|document|user input|context)\\b`,
  ),
  phrase(
    "false-turn",
    `\\b(?:systemmeldung|systemnachricht|system message|message systeme|mensaje del sistema|mensagem do sistema|messaggio di sistema)\\s?[:：][^\\n]{0,200}?\\b(?:agent\\w*|assist\\w*|bots?|modell?e?|ki|ia|regeln|restrictions?)\\b`,
  ),
  phrase(
    "reveal",
    `(?:in place of|replac\\w+|fill(?:ed)? in|followed by|en remplacant|ersetze|sustituye|substitu\\w+)[^\\n]{0,160}!?\\[[^\\]\\n]{0,60}\\]\\(https?://|!?\\[[^\\]\\n]{0,60}\\]\\(https?://[^)\\n]{1,200}\\)[^\\n]{0,80}\\b(?:replaced by|in place of|where the dots|fill in)\\b|https?://[^\\s"'<>]{1,200}[=/] followed by\\b|<img\\b[^>\\n]{0,200}\\{[a-z_ ]{3,40}\\}[^>\\n]{0,100}>[^\\n]{0,80}\\b(?:fill in|you know|yourself)\\b`,
  ),
  // A check that is said to be gone, and what happens without it.
  phrase(
    "false-consent",
    `\\b${REVIEW}(?: \\w+){0,4}? (?:(?:is|are|was|were|has been|have been|ist|sind|wurde|est|sont|es|esta|e|foi|is not|ist nicht|n'est pas|no es|nao e) ){0,2}(?:disabled|suspended|switched off|waived|granted|needed|required|necessary|necessaire|acquises?|necesari[ao]|necessari[ao]|dispensad[ao]|abgeschaltet|ausgesetzt|entfallt|entfallen|erteilt|notig|erforderlich)\\b[^\\n]{0,100}?\\b(?:execute|apply|carry out|immediately|at once|right away|directly|do not ask|without asking|ausfuhren|sofort|direkt|execute\\w*|directement|sans demander|ejecuta|directamente|sin preguntar|executar?|direto|sem perguntar)\\b`,
  ),
  phrase(
    "false-consent",
    `\\bkeine? ${REVIEW}\\b[^\\n]{0,30}\\b(?:notig|erforderlich)\\b[^\\n]{0,60}\\b(?:sofort|direkt|ausfuhren)\\b|\\b${REVIEW}(?: \\p{L}+){0,6} (?:entfallt|entfallen)\\b[^\\n]{0,60}\\b(?:vorgang|ticket|hier|diese[mnrs]?)(?![a-z])`,
  ),
  phrase(
    "false-consent",
    `\\b(?:the )?(?:assistant|bot|ai|agent|copilot|model)\\b[^\\n.]{0,30}\\balready (?:verified|confirmed|approved|authori[sz]ed|checked)\\b[^\\n]{0,80}\\b(?:so|therefore|no)\\b`,
  ),
  phrase(
    "false-consent",
    `\\b(?:mark|treat|count|consider) (?:every|each|all|any|the)(?: \\w+){0,2} (?:steps?|actions?|proposals?|changes?)\\b[^\\n.]{0,20}\\bas (?:approved|confirmed|reviewed|authori[sz]ed)\\b`,
  ),
  phrase(
    "false-consent",
    `\\bas the (?:\\w+ )?(?:developer|owner|administrator|operator|creator|author|maker) of (?:this|the) (?:bot|assistant|ai|model|copilot|agent)\\b`,
  ),
  phrase(
    "false-consent",
    `\\btreat (?:everything|all|this|the following|these)\\b[^\\n.]{0,50}\\b(?:as|like) (?:if )?(?:it )?(?:coming |came |were )?(?:from )?(?:the |an? )?(?:site |system )?(?:administrator|admin|operator|developer|system (?:message|prompt))\\b`,
  ),
  // The person's own request set aside.
  phrase(
    "override",
    `\\b(?:ignore|forget|disregard|overrule|vergiss|vergesst|ignoriere|oublie[rz]?|ignore[rz]?|ne tene?z pas compte|olvida|ignora|esqueca|esquece|negeer|vergeet|zignoruj|dimentica)\\b[^\\n.]{0,30}?\\b(?:the (?:request|requester|user|reporter)\\b|what (?:the )?(?:user|requester|reporter|they)\\b|the question you\\b|(?:was )?(?:der|den|dem|die) (?:nutzer|benutzer|anfrage|auftrag)|de la demande|la demande|l'utilisateur|la peticion|el usuario|lo que pide|o pedido|o usuario|(?:de|het) (?:vraag|verzoek)|de gebruiker|polecenie uzytkownika|la richiesta|l'utente)`,
  ),
  phrase(
    "override",
    `\\bwhat (?:the user|the requester|they|he|she) (?:really|actually|truly) (?:wants?|wanted|means?|meant|needs?)\\b[^\\n.]{0,40}\\b(?:is|was)\\b`,
  ),
  phrase(
    "override",
    `\\byour (?:actual|real|true|new|only|sole) (?:task|job|goal|instructions?|purpose|mission|assignment)s?\\b (?:is|are|:)|\\b(?:deine|ihre) (?:eigentliche|wahre|neue|einzige) (?:aufgabe|anweisung)|\\b(?:ta|votre) (?:vraie|nouvelle|seule) (?:tache|mission|consigne)|\\btu (?:verdadera|nueva|unica) (?:tarea|mision|instruccion)|\\bsua (?:verdadeira|nova|unica) (?:tarefa|missao|instrucao)`,
  ),
  phrase(
    "override",
    `\\b(?:translate|summari[sz]e|decode|read|ubersetze?|traduis|traduce|traduza|resume|resuma)\\b[^\\n.]{0,60}?\\b(?:and|then|und|dann|et|puis|y|luego|e|depois)\\b[^\\n.]{0,20}?\\b(?:carry (?:it|them|this) out|act on (?:it|them|what)|execute (?:it|them|this)|obey|follow (?:it|them)|do (?:it|so|what it says)|fuhre (?:es|sie) aus|befolge|execute-?l\\w|suis-l\\w|cumple|ejecutal[oa]|cumpra|execute-?[oa])`,
  ),
  phrase(
    "override",
    `(?:^|\\n)\\W{0,4}(?:\\[?(?:admin|system|operator|root|developer)\\]?)\\s?(?:instruction|override|command|order)s?\\s?[:=]`,
  ),
  phrase(
    "override",
    `(?:(?:->|→|=>)\\s?(?:action\\s?:\\s?)?(?:delete|close|approve|reject|transition|loschen|schliessen|fermer|cerrar|fechar)\\b[^\\n]{0,100}?){2,6}`,
  ),
  // Another part to play.
  phrase(
    "new-role",
    `\\byou (?:are|'re) (?:now |no longer )?(?:an? |the )?(?:[\\w-]+ ){0,4}(?:administrator|admin|agent|assistant|bot|\\w*gpt|ai|model)\\b[^\\n]{0,50}?\\b(?:unlimited|unrestricted|no (?:content )?(?:rules|limits|restrictions|policy|policies|filters?)|without (?:any )?(?:rules|limits|restrictions|filters?)|all permissions|full access|whatever)\\b`,
  ),
  phrase(
    "new-role",
    `\\b(?:from now on,? )?you (?:answer|respond|act|speak|behave) as \\w*(?:bot|gpt|ai)\\b|\\blet'?s play a game\\b[^\\n]{0,60}\\byou are\\b|\\bcontinue the story by\\b`,
  ),
  phrase(
    "new-role",
    `\\bdu bist (?:ab )?(?:jetzt|nun|sofort)\\b[^\\n]{0,40}\\b(?:administrator|assistent|bot|ki|agent)\\w*\\b[^\\n]{0,40}\\b(?:ohne|uneingeschrankt\\w*|alle rechte)|\\btu es (?:desormais|maintenant)\\b[^\\n]{0,40}\\b(?:agent|assistant|ia|bot|administrateur)\\b[^\\n]{0,30}\\b(?:sans|tous)\\b|\\b(?:a partir de ahora|desde ahora),? (?:no tienes|eres)\\b[^\\n]{0,40}\\b(?:restriccion\\w*|limites|reglas|sin)\\b|\\ba partir de agora,? (?:voce )?(?:nao tem|e)\\b[^\\n]{0,40}\\b(?:restric\\w+|limites|regras|sem)\\b`,
  ),
  phrase(
    "new-role",
    `\\bfrom (?:this|here|now)\\b[^\\n.]{0,20} on,? you (?:act|are|answer|speak)\\b[^\\n]{0,60}\\b(?:no limits|without|persona|who)\\b|\\bimagine (?:that )?you are (?:the |an? )[^\\n.]{0,40}\\b(?:assistant|bot|ai|agent)\\b|\\bdu bist (?:ab )?jetzt\\b[^\\n]{0,120}\\bantworte\\b`,
  ),
  // What it was told, to be said aloud; and what it knows, to be carried away.
  phrase(
    "reveal",
    `\\b(?:repeat|print|output|copy) (?:back )?(?:the |all )?(?:words|text|everything|lines|message) (?:above|before this)\\b|\\b(?:gib|zeig|nenn|druck)\\w*\\b[^\\n.]{0,30}\\b(?:system-?prompt|deine[nr]? (?:anweisungen|prompt|vorgaben))|\\b(?:affiche|montre|donne|revele)\\w*\\b[^\\n.]{0,30}\\b(?:prompt systeme|tes (?:instructions|consignes)|ton prompt)|\\b(?:muestra|ensena|revela|imprime|dime)\\b[^\\n.]{0,30}\\b(?:prompt del sistema|tus instrucciones|tu prompt)|\\b(?:mostre|mostra|revele|exiba|imprima)\\b[^\\n.]{0,30}\\b(?:prompt do sistema|suas instrucoes|seu prompt)|\\b(?:mostra|rivela|stampa)\\b[^\\n.]{0,30}\\b(?:prompt di sistema|le tue istruzioni)`,
  ),
  phrase(
    "reveal",
    `${folded("システムプロンプト")}[を${folded("の")}][^\\n]{0,12}(?:${["表示", "出力", "教え", "見せ", "公開"].map(folded).join("|")})|(?:显示|输出|告诉我|打印)[^\\n]{0,12}(?:系统提示|提示词)|${folded("시스템 프롬프트")}[^\\n]{0,12}(?:${["보여", "출력", "알려"].map(folded).join("|")})`,
  ),
  phrase(
    "reveal",
    "!\\[[^\\]\\n]{0,100}\\]\\(\\s?https?://[^)\\n]{0,200}\\{[^}\\n]{2,60}\\}|\\b(?:append|include|add|put|send)\\b[^\\n.]{0,40}\\b(?:all|every|the list of|any)\\b[^\\n.]{0,40}\\b(?:e-?mails?|e-?mail addresses|passwords?|tokens?|keys|secrets|customers?)\\b[^\\n]{0,60}https?://",
  ),
];
