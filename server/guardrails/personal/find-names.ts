import { anyCase } from "./any-case.ts";
import { escapeForRegExp } from "./escape-for-reg-exp.ts";
import { findPatterns, type Pattern, type PersonalDataFinding } from "./finding.ts";

const SMALL =
  "(?:de|da|do|dos|das|del|della|di|du|des|la|le|van|von|zu|der|den|ten|ter|af|el|al|bin|ibn|y|e)";
const WORD = "\\p{Lu}[\\p{L}\\p{M}'’]{0,40}(?:-\\p{L}[\\p{L}\\p{M}'’]{1,40}){0,3}";
/** Two words or more: a first name alone is no name to go by. */
const NAME = `(?:(?:\\p{Lu}\\. ?){1,3}${WORD}|${WORD}(?: \\p{Lu}\\.)?(?: (?:${SMALL} ){0,3}${WORD}){1,3})`;
const HAN =
  "[\\p{Script=Han}々]{1,4}[ \\u3000][\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}々]{1,4}";

const ROLES =
  "patient(?:e|in|en)?|klant|kund(?:en)?|asiakas|müşteri|hasta|medarbejder|ansatt|anställd|medewerker|werknemer|patiënt|potilas|työntekijä|çalışan|conductrice|destinatári[oa]|paciente|paziente|pacjent(?:ka)?|client(?:e|a)?|cliente|customer|kund(?:e|in|en)|klient(?:ka|in)?|clienta|employee|mitarbeiter(?:in)?|kolleg(?:e|in)|collègue|colleague|compañer[oa]|colega|collega|kolega|koleżanka|emplead[oa]|employée?|colaborador(?:a)?|funcionári[oa]|pracowni(?:k|ca|czka)|dipendente|salarié(?:e)?|buyer|käufer(?:in)?|acheteur|comprador(?:a)?|guest|gast|huésped|hóspede|ospite|hôte|gość|tenant|mieter(?:in)?|najem(?:ca|czyni)|locataire|inquilin[oa]|subscriber|abonn(?:é|ée|ent|entin)|abbonat[oa]|abonent(?:ka)?|emp\\.?|utente|titular(?:e)?|titulaire|kontoinhaber(?:in)?|karteninhaber(?:in)?|account holder|card holder|cardholder|policy ?holder|versicherungsnehmer(?:in)?|versicherte[rn]?|assurée?|asegurad[oa]|segurad[oa]|assicurat[oa]|ubezpieczon[ya]|holder|visitor|besucher(?:in)?|visiteur|visitante|visitatore|fahrer(?:in)?|driver|chauffeur|conductor(?:a)?|motorista|autista|kierowca|courier|kurier|intern|praktikant(?:in)?|azubi|auszubildende[rn]?|apprentice|trainee|estagiári[oa]|stagiaire|becari[oa]|tirocinante|stażyst(?:a|ka)|pupil|student(?:in|ka)?|schüler(?:in)?|alun[oa]|alumn[oa]|élève|étudiante?|studente(?:ssa)?|ucze[nń](?:nica)?|bambin[oa]|niñ[oa]|kind|child|dziecko|mother|father|mutter|vater|mère|père|madre|padre|mãe|pai|matka|ojciec|husband|wife|spouse|ehemann|ehefrau|mari|épouse|marit[oa]|moglie|espos[oa]|mąż|żona|son|daughter|sohn|tochter|fils|fille|hij[oa]|filh[oa]|figli[oa]|beamt(?:er|in)|officer|agent(?:e)?|verletzter?|verletzte|caller|anrufer(?:in)?|nurse|krankenschwester|pfleger(?:in)?|infirmi(?:er|ère)|enfermer[oa]|enfermeir[oa]|infermier[ea]|pielęgniarka|doctor|physician|arzt|ärztin|médecin|médic[oa](?: plantonista)?|medico|lekarz|lekarka|witness|zeug(?:e|in)|témoin|testigo|testemunha|testimone|świadek|applicant|bewerber(?:in)?|candidate|candidat(?:e|o|a)?|kandydat(?:ka)?|citizen|bürger(?:in)?|citoyen(?:ne)?|ciudadan[oa]|cidad[ãa]o?|cittadin[oa]|passenger|passagier(?:in)?|passager|pasajer[oa]|passageir[oa]|passegger[oa]|pasażer(?:ka)?|resident|bewohner(?:in)?|résidente?|residente|mieszkan(?:iec|ka)|member|mitglied|membre|miembro|membro|soci[oa]|sóci[oa]|członek|członkini|user|nutzer(?:in)?|anwender(?:in)?|utilisat(?:eur|rice)|usuari[oa]|utilizador(?:a)?|użytkowni(?:k|czka)|teacher|lehrer(?:in)?|professeure?|profesor(?:a)?|professor(?:a|essa)?|nauczyciel(?:ka)?|technician|techniker(?:in)?|technicien(?:ne)?|técnic[oa]|tecnico|technik|seller|verkäufer(?:in)?|vendeu(?:r|se)|vendedor(?:a)?|venditore|sprzedawca|owner|eigentümer(?:in)?|inhaber(?:in)?|propriétaire|propietari[oa]|proprietári[oa]|proprietari[oa]|właściciel(?:ka)?|sender|absender(?:in)?|expéditeur|remitente|remetente|mittente|nadawca|recipient|empfänger(?:in)?|destinataire|destinatari[oa]|odbiorca|participant(?:e)?|teilnehmer(?:in)?|attendee|asistente|participante|partecipante|uczestni(?:k|czka)|speaker|referent(?:in)?|landlord|vermieter(?:in)?|propriétaire|lawyer|anwalt|anwältin|avocate?|abogad[oa]|advogad[oa]|avvocato|notary|notar(?:in)?|director|direktor(?:in)?|geschäftsführer(?:in)?|leiter(?:in)?|chef(?:in)?|gérante?|gerente|direttore|direttrice|kierowni(?:k|czka)|boss|sachbearbeiter(?:in)?|deceased|verstorbene[rn]?|défunte?|new (?:hire|starter|joiner)|leaver|neuzugang|ansprechpartner(?:in)?(?: dort)?|kontaktperson|contact(?:o)?(?: there| sur place| person)?|contatto|contato|reporter|manager|supervisor|witness|signatory|unterzeichner(?:in)?|signataire|beneficiary|begünstigte[rn]?|bénéficiaire|beneficiari[oa]|debtor|schuldner(?:in)?|creditor|gläubiger(?:in)?";
const TITLES =
  "docteur|doctor(?:a)?|doktor|professeur|professor(?:a)?|mr|mrs|ms|miss|mx|dr|prof|dr\\.-ing|mag|dipl\\.-ing|ing|lic|ilmo\\.? sr|exmo\\.? sr|avv|rag|geom|mgr|inż|lek|mw|d\\.ª|sir|herrn?|frau|fr|hr|m|mme|mlle|monsieur|madame|sr|sra|srta|señora?|don|doña|dra|dott|dott\\.ssa|sig|sig\\.ra|signora?|senhora?|dona|pan(?:i|a)?|pana|meneer|mevrouw|dhr|mevr";
const FIELDS =
  "full ?name|first and last name|name|nom(?: et prénom)?|nom complet|nombre(?: y apellidos)?|nome(?: completo)?|cognome e nome|nome e cognome|imię i nazwisko|name, vorname|vorname, name|naam|customer_?name|contact_?name|display_?name|fullname|kunde|client|cliente|fn|from|to|cc|von|an|de|à|para|da|a|od|do|reporter|author|committer|signed-off-by|reported by|submitted by|(?:commit|written|opened) by|name des kunden|name der kundin|prepared by|signed|unterzeichnet|gezeichnet|approved by|created by|attn|z\\.? ?hd\\.?|c/o|geburtsname|ladungsempfänger|empleado|angelegt von|erstellt von|氏名|requested by|beneficiary|recipient|empfänger|destinataire|titular";

/** A list that says of itself that it is one of people. */
const LIST = new RegExp(
  "(?<![\\p{L}])(?:attendees?|participants?|people|members|users|employees|interns|colleagues|staff|present|names?|contacts|joiners|leavers|teilnehmer(?:innen)?|anwesend(?:e)?|personen|mitarbeiter(?:innen)?|kolleg(?:en|innen)|présents|personnes|collègues|salariés|asistentes|personas|empleados|presentes|pessoas|colaboradores|presenti|persone|dipendenti|obecni|osoby|pracownicy|参加者|出席者|メンバー|対象者)(?![\\p{L}])[^:：]{0,60}[:：]\\s*$",
  "iu",
);
const POINT = new RegExp(`^[\\s*•·–\\d.)-]{0,8}(${NAME}|${HAN})\\s*(?:$|[,;(–—]|-\\s)`, "u");
const MOST_POINTS = 50;

function findListed(text: string): PersonalDataFinding[] {
  const found: PersonalDataFinding[] = [];
  let [start, left] = [0, 0];
  for (const line of text.split("\n")) {
    const match = left > 0 ? POINT.exec(line.slice(0, 200)) : null;
    const name = match?.[1];
    if (match !== null && name !== undefined && isName(name.replaceAll(/\p{Script=Han}.*/gu, "A"))) {
      const at = start + match[0].indexOf(name);
      found.push({ start: at, end: at + name.length, type: "person", kind: "NAME" });
    }
    if (LIST.test(line.slice(-120))) left = MOST_POINTS;
    else if (line.trim() === "" && found.length > 0) left = 0;
    else left = Math.max(0, left - 1);
    start += line.length + 1;
  }
  return found;
}

const CUED: readonly Pattern[] = [
  {
    kind: "NAME",
    regex: new RegExp(`(?<![\\p{L}])(${NAME})(?=\\s?<[^\\s<>@]{1,64}@)`, "gu"),
    group: 1,
    accepts: isName,
  },
  {
    kind: "NAME",
    regex: new RegExp(
      `(?<=^|\\n)\\s{0,4}(?:${anyCase(`hi|hello|dear|hallo|liebe[rs]?|moin|guten (?:tag|morgen)|sehr geehrte[rs]?|bonjour|cher|chère|salut|hola|estimad[oa]|querid[oa]|olá|oi|prezad[oa]|car[oa]|ciao|gentile|egregi[oa]|drog[ia]|szanown[ya]`)}),? (?:(?:${anyCase(TITLES)})\\.? )?(${NAME})(?=[,:!.\\n]|$)`,
      "gu",
    ),
    group: 1,
    accepts: isName,
  },
  // A title makes a surname a name.
  {
    kind: "NAME",
    regex: new RegExp(
      `(?<![\\p{L}])(?:Mr|Mrs|Ms|Miss|Dr|Prof|Herrn?|Frau|Mme|Mlle|Sra?|Srta|Sig(?:\\.ra)?|Dott(?:\\.ssa)?|Dra?|Sir|Madame|Monsieur|Señora?|Signora?|Senhora?)\\.?\\s(?:(?:Dr|Prof)\\.? )?(?!(?:Dr|Prof)\\b)(${WORD})(?![\\p{L}]|[ -]\\p{Lu})`,
      "gu",
    ),
    group: 1,
    accepts: isName,
  },
  {
    kind: "NAME",
    regex: new RegExp(
      `(?<![\\p{L}])(?:${anyCase(TITLES)})\\.?\\s(?:(?:${anyCase(`dr|prof`)})\\.? )?(${NAME})`,
      "gu",
    ),
    group: 1,
    accepts: isName,
  },
  {
    kind: "NAME",
    regex: new RegExp(
      `(?:^|[\\n{,;|<(*_"'\\s])["'*_|<]{0,3}(?:${anyCase(FIELDS)})["'*_>]{0,3}(?:\\s{0,3}[:：=|>]{1,2}|\\s(?:is|ist|est|es|é|è))\\s{0,3}["'*_|]{0,3}\\s?(?:(?:${anyCase(TITLES)})\\.? )?(${WORD}, ${WORD}|${NAME})`,
      "gu",
    ),
    group: 1,
    accepts: isName,
  },
  {
    kind: "NAME",
    regex: new RegExp(
      `<(?:${anyCase(`name|fullname|nom|nombre|nome|kunde|customer|person`)})>\\s{0,2}(${NAME})`,
      "gu",
    ),
    group: 1,
    accepts: isName,
  },
  {
    kind: "NAME",
    regex: new RegExp(
      `(?<![\\p{L}])(?:${anyCase(`ping|ask|call|cc|tell|remind|on behalf of|(?:account|login|mailbox|record|file) of|im (?:auftrag|namen) von|(?:konto|zugang|postfach|akte) von|au nom de|(?:compte|dossier) de|en nombre de|(?:cuenta|expediente) de|em nome de|(?:conta|ficha) de|per conto di|(?:conto|scheda) di|w imieniu|frag(?:t|en)?|kontaktier(?:e|en)|contacter|contactar?|contattare|belong(?:s|ing) to|gehört|appartient à|pertenece a|pertence a|heißt (?:ab|seit|jetzt|nun)[^\\n]{0,25}?`)}) (${NAME})(?![\\p{L}])`,
      "gu",
    ),
    group: 1,
    accepts: isName,
  },
  {
    kind: "NAME",
    regex: new RegExp(
      `(?<![\\w-])(?!(?:${anyCase(`[\\w-]{0,30}(?:user|host|file|class|product|project|event|table|db|database|branch|repo|app|service|server|bucket|field|column|tag|queue|topic|image|package|module|method|function|key|group|team|space|site|domain|company|firm|step|job|node|pod|cluster|device|printer|organi[sz]ation|city|street|brand|model|item)[_ -]?name`)}))(?:${anyCase(`[\\w-]{0,30}(?:name|nom|nombre|nome|naam|nazwisko|kunde|customer|client|cliente|patient|paciente|paziente|pacjent|employee|mitarbeiter|contact|person|owner|holder|author|reporter|assignee|recipient|empfaenger|absender|sender|benutzer)`)})["'\`]?\\s{0,3}(?:[:=]|=>|like|LIKE)\\s{0,3}\\(?["'\`](${WORD}, ${WORD}|${NAME})["'\`]`,
      "gu",
    ),
    group: 1,
    accepts: isName,
  },
  {
    kind: "NAME",
    regex: new RegExp(
      `(?:${anyCase(`insert into [^\\n;]{0,200}(?:name|nom|nombre|nome|kunde|customer|patient)[^\\n;]{0,200}values`)})[^;]{0,400}?'(${NAME})'`,
      "gu",
    ),
    group: 1,
    accepts: isName,
  },
  // Said aloud, written small.
  {
    kind: "NAME",
    regex:
      /(?:my name is|this is|i am called|ich heiße|mein name ist|je m'appelle|ici|me llamo|mi nombre es|soy|mijn naam is|ik heet|mitt namn är|jag heter|jeg hedder|mit navn er|minun nimeni on|meu nome é|eu sou|sou o|sou a|aqui é|mi chiamo|ciao sono|nazywam się|dzień dobry mówi|heißt)\s(\p{L}[\p{L}'’-]+\s\p{L}[\p{L}'’-]+)/giu,
    group: 1,
    accepts: (found) =>
      (/^\p{Lu}/u.test(found) && isName(found)) ||
      (/^\p{Ll}{4,} \p{Ll}{5,}$/u.test(found) && !EVERYDAY.test(found)),
  },
  // The closing of a letter, and who closes it.
  {
    kind: "NAME",
    regex: new RegExp(
      `(?<=^|\\n)[^\\n]{0,30}(?:${anyCase(`regards|wishes|sincerely|cheers|thanks|thank you|yours|best|grüßen|grüsse|grüße|gruß|gruss|mfg|lg|vg|danke|cordialement|bien à (?:vous|toi)|salutations|amicalement|bonne (?:journée|soirée)|merci|saludos?|atentamente|cordialmente|gracias|un abrazo|atenciosamente|att|cumprimentos|abraços?|obrigad[oa]|saluti|saluto|grazie|poważaniem|pozdrawiam|pozdr|dziękuję|groeten|groet|mvg|bedankt|hälsningar`)})[^\\n]{0,35}\\n{1,3}\\s{0,4}(${NAME})\\s*(?=\\n|$|,|\\|)`,
      "gu",
    ),
    group: 1,
    accepts: isName,
  },
  {
    kind: "NAME",
    regex: new RegExp(`\\n--\\s?\\n\\s{0,4}(${NAME})(?=\\n|$|,)`, "gu"),
    group: 1,
    accepts: isName,
  },
  // The last line of a message, alone.
  {
    kind: "NAME",
    regex: new RegExp(`\\n\\n\\s{0,4}(${NAME})(?:\\s*$|\\n[^\\n]{1,50}(?:\\n[^\\n]{1,50})?\\s*$)`, "gu"),
    group: 1,
    accepts: isName,
  },
  // A list of people: a name at the beginning of a point, and something of theirs behind it.
  {
    kind: "NAME",
    regex: new RegExp(
      `(?:^|\\n)\\s{0,6}(?:[-*•–]|\\d{1,3}[.)])\\s{1,3}(${NAME})(?=\\s{0,2}(?:[,;(–|]|-\\s|<|e-?mail|\\d))`,
      "gu",
    ),
    group: 1,
    accepts: (found, text) =>
      isName(found) && /@|\+\d|\d{2}[./-]\d{2}|\d{3}[ -]\d{3}|\d{4}-\d{2}/u.test(text),
  },
  { kind: "NAME", regex: /PID\|[^\n]{0,60}?\|\|?([\p{Lu}]+\^[\p{Lu}]+)/gu, group: 1 },
  {
    kind: "NAME",
    regex: new RegExp(`(?<=\\n|^)[^\\n,]{1,20},["']?(${NAME})["']?,(?=[^\\n]{0,60}@)`, "gu"),
    group: 1,
    accepts: isName,
  },
  // Japanese
  {
    kind: "NAME",
    regex: new RegExp(
      `(?:氏名|お名前|名前|患者(?:名)?|お客様(?:名)?|顧客(?:名)?|契約者(?:名)?|担当(?:営業|者|医)?の?|取引先[^\\n]{0,20}の担当|[\\p{Script=Han}]{1,6}部|社員(?:名)?|従業員|新入社員|差出人|申込者|申請者|会員(?:名)?|受取人|名義(?:人)?|保護者|児童|生徒|入居者|利用者|宛名|届け先)[：: \\u3000]{0,3}(${HAN}|[\\p{Script=Katakana}ー]{2,8}[・＝ ][\\p{Script=Katakana}ー]{2,10})`,
      "gu",
    ),
    group: 1,
  },
  {
    kind: "NAME",
    regex:
      /(?:氏名|お名前|患者名|契約者名?|名義人?|申込者|差出人)[：:]\s?([\p{Script=Han}々]{2,3}[\p{Script=Han}々\p{Script=Hiragana}\p{Script=Katakana}]{1,3})(?![\p{Script=Han}])/gu,
    group: 1,
  },
  {
    kind: "NAME",
    regex: new RegExp(
      `(?:お願い(?:いた)?します|お願い申し上げます|以上|敬具|草々)[。、]?\\s{0,3}\\n{1,2}\\s{0,4}(${HAN})(?=\\n|$)`,
      "gu",
    ),
    group: 1,
  },
  { kind: "NAME", regex: new RegExp(`["'](?:full_?)?name["']\\s?:\\s?["'](${HAN})["']`, "giu"), group: 1 },
  { kind: "NAME", regex: new RegExp(`(${HAN})(?=と(?:申し|言い|いい)ます|でございます)`, "gu"), group: 1 },
  { kind: "NAME", regex: new RegExp(`(${HAN})(?=\\s?(?:様|さん|さま|氏|殿|先生|（|内線))`, "gu"), group: 1 },
  {
    kind: "NAME",
    regex:
      /(?<![\p{Script=Han}々])((?!お客|皆|貴社|御社|各位|奥|神|同|多|仕|模|王|一|異|両|客|先|方|何|様|担当|患者|業者|会員|利用者|入居者|保護者|取引先|奥|娘|息子|店員|職人|運転手|管理人|大家|隣|全員|本人|社長|部長)[\p{Script=Han}々]{2,4})(?=様(?!式|子|々|な|に似)|さん(?!ざん)|殿(?=[、。\s]))/gu,
    group: 1,
  },
  {
    kind: "NAME",
    regex: new RegExp(`(?:^|\\n)\\s{0,4}(?:\\d{1,2}[.)．]|[・-])\\s{0,3}(${HAN})(?=\\s)`, "gu"),
    group: 1,
  },
  { kind: "NAME", regex: new RegExp(`\\n\\n\\s{0,4}(${HAN})(?:\\s*$|\\n[^\\n]{1,30}\\s*$)`, "gu"), group: 1 },
];

/** What somebody is, before their name or right behind it. */
function findByRole(text: string): PersonalDataFinding[] {
  const found: PersonalDataFinding[] = [];
  const add = (start: number, name: string | undefined) => {
    if (name === undefined || !isName(name)) return;
    found.push({ start, end: start + name.length, type: "person", kind: "NAME" });
  };
  for (const { index, 0: role } of text.matchAll(ROLE)) {
    const end = index + role.length;
    const behind = text.slice(end, end + 160);
    const isHeading = /^[\s*_-]*$/u.test(text.slice(text.lastIndexOf("\n", index - 1) + 1, index));
    const named = NAME_BEHIND.exec(behind) ?? (isHeading ? NAME_BELOW.exec(behind) : null);
    add(end + (named === null ? 0 : named[0].length - (named[1]?.length ?? 0)), named?.[1]);
    const before = text.slice(Math.max(0, index - 120), index);
    const given = NAME_BEFORE.exec(before);
    add(index - before.length + (given === null ? 0 : given.index), given?.[1]);
  }
  return found;
}

const ROLE = new RegExp(`(?<![\\p{L}])(?:${ROLES})(?![\\p{L}])`, "giu");
const TITLED = `(?:(?:${anyCase(TITLES)})\\.? )?(${NAME})`;
const NAME_BEHIND = new RegExp(`^(?: {0,2}[:：/]\\s{0,2}| {1,2})${TITLED}`, "u");
const NAME_BELOW = new RegExp(`^[*_ ]{0,3}[:：]?\\s{0,2}\\n\\s{0,4}${TITLED}`, "u");
const NAME_BEFORE = new RegExp(
  `(?<![\\p{L}])(${NAME})\\s?[(,]\\s?(?:the |der |die |le |la |el |il |o |a )?$`,
  "u",
);

const EVERYDAY =
  /(?<![\p{L}])(?:not|the|und|und|der|die|das|que|con|não|und|wie|how|what|very|a|an|to|in|on|for|is|are|happy|sorry|glad|sure|unable|trying|about|here|there|urgent|important|nicht|jetzt|auch|muy|il|la|lo|un|una|desde|ancora|broken|going|getting|looking)(?![\p{L}])/iu;
/** Words that begin big and are no name. */
const NO_NAME =
  /(?<![\p{L}])(?:Team|Support|Service|Services|Ltd|GmbH|AG|Inc|LLC|SARL|Street|Road|Avenue|Desk|Department|Abteilung|Customer|Kunde|Order|Invoice|Error|Server|Number|Nummer|Name|Email|Phone|Date|Status|Ticket|Issue|Project|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|June|July|August|September|October|November|December|Group|Company|System|Portal|Data|Center|Office|Manager|Engineer|Engineering|Product|Sales|Marketing|Helpdesk|Admin|Windows|Chrome|Firefox|Safari|Android|Version|Access|Id|ID|API|PDF|URL|Test|Web|App|Page|Report|Button|Field|Form|Login|Password|Account|Card|Bank|Hotel|Hospital|Klinik|School|Schule|University|Universität|Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember|People|Legal|Finance|Operations|Security|Facilities|Logistics|Bonjour|Hello|Thanks|Danke|Merci|Please|Bitte|The|This|That|New|Old|All|No|Yes|And|Und|Et|Or|But|When|If|We|I|You|It|He|She|They|Der|Die|Das|Ein|Eine|Le|La|Les|Un|Une|El|Los|Las|Una|Grüsse|Grüße|Grüßen|Gruß|Regards|Wishes|Cheers|Saludos|Saluti|Cordialement|Cumprimentos|Pozdrawiam|Groeten)(?![\p{L}])/u;

const BEGINS_WITH_TITLE = new RegExp(`^(?:${TITLES})\\.? `, "iu");

function isName(found: string): boolean {
  if (NO_NAME.test(found) || BEGINS_WITH_TITLE.test(found)) return false;
  // A pattern without case would take any words for one.
  return found
    .split(/[ ,]+/u)
    .every((word) => /^\p{Lu}/u.test(word) || new RegExp(`^${SMALL}$`, "u").test(word));
}

/** Whoever the site's own list knows: in any case, surname first, with a genitive's ending. */
function findKnown(text: string, people: readonly string[]): PersonalDataFinding[] {
  const forms = people.flatMap((name) => {
    const words = name.trim().split(/\s+/u);
    // Japanese and Chinese names are written with a space and without one.
    if (/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}々ー\s]{3,}$/u.test(name))
      return [Array.from(name.replaceAll(/\s/gu, "")).join("[ \\u3000]?")];
    if (words.length < 2) return [];
    const parts = words.map(escapeForRegExp);
    const last = parts.at(-1) ?? "";
    const first = parts.slice(0, -1).join("\\s{1,2}");
    return [`${first}\\s{1,2}${last}`, `${last},?\\s{1,2}${first}`];
  });
  if (forms.length === 0) return [];
  const pattern = new RegExp(
    `(?<![\\p{Script=Latin}\\p{N}@._/-])(?:${forms.join("|")})s?(?![\\p{Script=Latin}\\p{N}@_/-])`,
    "giu",
  );
  return [...text.matchAll(pattern)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    type: "person" as const,
    kind: "NAME",
  }));
}

const LEGAL =
  "(?:Ltd\\.?|Limited|LLC|LLP|LP|Inc\\.?|Incorporated|Corp\\.?|Corporation|Co\\.?|Company|PLC|plc|GmbH(?: & Co\\.? ?KG(?:aA)?)?|gGmbH|AG|KG|OHG|GbR|UG|SE|e\\. ?K\\.|e\\. ?V\\.|eG|mbH|& Söhne|& Sohn|& Co|SARL|EURL|SAS|SASU|SNC|SCI|SA|S\\.A\\.S?\\.?|S\\.L\\.U?\\.?|SLU?|S\\.C\\.|S\\.p\\.A\\.|SpA|S\\.r\\.l\\.s?|Srls?|S\\.n\\.c\\.|Snc|S\\.a\\.s\\.|Lda\\.?|Ltda\\.?|S\\/A|ME|EPP|B\\.?V\\.?|N\\.?V\\.?|VOF|Sp\\. ?z ?o\\. ?o\\.|Sp\\. ?j\\.|Sp\\. ?k\\.|S\\.A\\.|AB|ApS|A\\/S|AS|Oy|Oyj|K\\.K\\.|Group|Gruppe|Holding|Groupe|Grupo|Gruppo|Grupa|Partners|Logistics|Logistik)";
const DEALS =
  "customer|client(?:e|s)?|kund(?:e|in|en)|großkunde|auftraggeber(?:in)?|cliente|clienta|klient(?:em|a|ka)?|partner|geschäftspartner|lieferant(?:en)?|supplier|vendor|fournisseur|proveedor|fornecedor|fornitore|dostawc[ay]|mandant(?:in)?|account|kontrahent(?:a)?|committente|opdrachtgever|klant|leverancier|handelspartner|prospect";
const COMPANY_WORD =
  "(?:[\\p{Lu}\\d][\\p{L}\\d&'’./-]{0,40}|&|und|and|et|y|e|de|di|del|della|du|des|da|do|van|von|i)";
const ORGANIZATION: readonly Pattern[] = [
  {
    kind: "ORGANIZATION",
    regex: new RegExp(
      `(?<![\\p{L}])(?:${anyCase(DEALS)})(?: (?:is|ist|est|es|é|è|firma|die firma|la société|la empresa|a empresa|la ditta|firmą|firmy))?[:：,]?\\s{1,2}(?:is |the |die |der |la |l'|o |a |il )?["“„«»]?((?=[\\p{Lu}\\d])(?:${COMPANY_WORD}\\s){1,6}${LEGAL})(?![\\p{L}\\d])`,
      "gu",
    ),
    group: 1,
  },
  {
    kind: "ORGANIZATION",
    regex: new RegExp(
      `((?=[\\p{Lu}])(?:${COMPANY_WORD}\\s){1,6}${LEGAL})(?=\\s?(?:\\((?:${anyCase(DEALS)})|,? (?:${anyCase(`our|unser|notre|nuestro|nosso|nostro|nasz`)}) (?:${anyCase(`customer|client|kunde|client|cliente|klient`)})))`,
      "gu",
    ),
    group: 1,
  },
  {
    kind: "ORGANIZATION",
    regex: new RegExp(
      `(?<=\\n|^)\\s{0,4}(?:${anyCase(`company|firma|société|empresa|azienda|unternehmen|customer company|会社名|企業名`)})\\s?[:：]\\s?((?:${COMPANY_WORD}\\s?){1,6}${LEGAL})(?![\\p{L}])`,
      "gu",
    ),
    group: 1,
  },
  {
    kind: "ORGANIZATION",
    regex:
      /(?:取引先|顧客|お客様|得意先|仕入先|クライアント|納入先|発注元)(?:は|の|である|企業)?[「『：: ]{0,2}((?:株式会社|有限会社|合同会社|合資会社)[\p{Script=Han}\p{Script=Katakana}\p{Script=Hiragana}ー]{2,15}?(?=[」』、。様のがはにを\s（]|$)|[\p{Script=Han}\p{Script=Katakana}ー]{2,15}(?:株式会社|有限会社|合同会社|商事|工業|製作所|物産))/gu,
    group: 1,
  },
];

/** People and the companies one deals with: by the site's list, and where the text itself says that it is one. */
export const findNames = (text: string, people: readonly string[]): PersonalDataFinding[] => [
  ...findKnown(text, people),
  ...findListed(text),
  ...findByRole(text),
  ...findPatterns(text, "person", CUED),
  ...findPatterns(text, "organization", ORGANIZATION),
];
