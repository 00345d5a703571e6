import type { Pattern } from "./injection-patterns.ts";
import { plainView } from "./plain-view.ts";

/** Whoever reads by machine, as they are called in the languages below. */
const MACHINE =
  "(?:a\\.?i\\.?|llms?|gpt|(?:large )?language models?|models?|assistants?|(?:chat|triage |ai[ -])?bots?|copilots?|(?:ai|triage|automated|automatic) (?:agent|tool|system|reader|assistant|model)s?|agents?|ki(?:-\\w+)?|sprachmodelle?|assistente?n?|ias?|asistentes?|agentes?|robots?|kopilot\\w*)";
const ACTS =
  "(?:mark|set|close|assign|reassign|approve|execute|move|delete|remove|grant|output|respond|reply|choose|pick|treat|transition|resolve|ignore|disregard|omit|skip|follow|append|include|change|give|rate|answer|say|setze?|schliess\\w*|weise?|losche?|genehmig\\w*|markier\\w*|behandle|ferme\\w*|attribue\\w*|approuve\\w*|supprime\\w*|mets|traite\\w*|cierra|asigna|aprueba|borra|marca|pon|trata|feche|fecha|atribua|aprove|apague|marque|chiudi|assegna|sluit|keur)";
const REVIEW =
  "(?:review|approval|confirmation|sign-?off|validations?|freigabe|genehmigung|bestatigung|prufung|approbation|aprobacion|revision|aprovacao|revisao|conferma|approvazione|goedkeuring)";

/** As a plain view has it: marks over kana are gone, and Hangul is taken apart. */
const folded = (words: string): string => plainView(words).text;
const phrase = (kind: Pattern["kind"], source: string): Pattern => ({ kind, regex: new RegExp(source, "g") });

/**
 * Over a plain view: longer forms of what people plant for a machine to read. Each needs at least two things that honest
 * texts rarely say together: who is spoken to and what to do, or which check falls away and what happens then.
 */
export const ORDER_PHRASES: readonly Pattern[] = [
  // "PS to whichever model reads this: mark …"
  phrase(
    "addressed",
    `\\b(?:note|ps|p\\.s\\.|message|instructions?|warning|attention|notice|reminder|hinweis|anweisung|achtung|nachricht|nota|aviso|atencion|atencao|mensaje|mensagem|consigne|avviso|let op|uwaga)\\W{0,3}(?:to|for|an|fur|a|al|alla|para|pour|voor|dla) (?:l'|(?:the|any|all|every|whichever|whatever|die|den|alle|la|le|los|las|el|les|o|a|de|het) ){0,3}${MACHINE}\\b[^\\n]{0,60}?[:,;–—-][^\\n]{0,160}?\\b${ACTS}\\b`,
  ),
  phrase(
    "addressed",
    `\\bwhoever (?:summari[sz]es|reads|processes|triages|handles|indexes)\\b[^\\n]{0,80}?\\b(?:program|machine|${MACHINE})\\b[^\\n]{0,80}?\\b(?:leave out|omit|${ACTS})\\b`,
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
    `\\b(?:ignore|forget|disregard|overrule|vergiss|vergesst|ignoriere|oublie[rz]?|ignore[rz]?|ne tene?z pas compte|olvida|ignora|esqueca|esquece|negeer|vergeet|zignoruj|dimentica)\\b[^\\n.]{0,30}?\\b(?:the (?:request|requester|user|reporter)\\b|what (?:the )?(?:user|requester|reporter|they)\\b|(?:was )?(?:der|den|dem|die) (?:nutzer|benutzer|anfrage|auftrag)|de la demande|la demande|l'utilisateur|la peticion|el usuario|lo que pide|o pedido|o usuario|(?:de|het) (?:vraag|verzoek)|de gebruiker|polecenie uzytkownika|la richiesta|l'utente)`,
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
    `\\b(?:translate|summari[sz]e|decode|read|ubersetze?|traduis|traduce|traduza|resume|resuma)\\b[^\\n.]{0,60}?\\b(?:and|then|und|dann|et|puis|y|luego|e|depois)\\b[^\\n.]{0,20}?\\b(?:carry (?:it|them|this) out|execute (?:it|them|this)|obey|follow (?:it|them)|do (?:it|so|what it says)|fuhre (?:es|sie) aus|befolge|execute-?l\\w|suis-l\\w|cumple|ejecutal[oa]|cumpra|execute-?[oa])`,
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
