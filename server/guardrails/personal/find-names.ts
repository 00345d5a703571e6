import { escapeForRegExp } from "./escape-for-reg-exp.ts";
import { findPatterns, type Pattern, type PersonalDataFinding } from "./finding.ts";

const SMALL =
  "(?:de|da|do|dos|das|del|della|di|du|des|la|le|van|von|zu|der|den|ten|ter|af|el|al|bin|ibn|y|e)";
const WORD = "\\p{Lu}[\\p{L}\\p{M}'’]*(?:-\\p{L}[\\p{L}\\p{M}'’]+){0,3}";
/** Two words or more: a first name alone is no name to go by. */
const NAME = `${WORD}(?: (?:${SMALL} ){0,3}${WORD}){1,3}`;
const HAN =
  "[\\p{Script=Han}々]{1,4}[ \\u3000][\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}々]{1,4}";

const ROLES =
  "patient(?:e|in|en)?|paciente|paziente|pacjent(?:ka)?|client(?:e|a)?|cliente|customer|kund(?:e|in|en)|klient(?:ka)?|clienta|employee|mitarbeiter(?:in)?|kolleg(?:e|in)|collègue|emplead[oa]|colaborador(?:a)?|pracowni(?:k|ca|czka)|dipendente|salarié(?:e)?|buyer|guest|gast|huésped|hôte|tenant|mieter(?:in)?|najem(?:ca|czyni)|locataire|inquilin[oa]|subscriber|abonn(?:é|ée|ent|entin)|abbonat[oa]|emp\\.?|utente|titular(?:e)?|titulaire|kontoinhaber(?:in)?|karteninhaber(?:in)?|account holder|holder|visitor|besucher(?:in)?|fahrer(?:in)?|driver|intern|praktikant(?:in)?|estagiári[oa]|stagiaire|pupil|student(?:in)?|schüler(?:in)?|alun[oa]|élève|bambin[oa]|kind|child|mother|mãe|beamt(?:er|in)|officer|verletzter?|verletzte|caller|anrufer(?:in)?|nurse|doctor|physician|médic[oa](?: plantonista)?|witness|zeug(?:e|in)|applicant|bewerber(?:in)?|candidate|candidat(?:e|o|a)?|kandydat(?:ka)?|citizen|bürger(?:in)?|passenger|passagier|ansprechpartner(?:in)?(?: dort)?|contact(?: there| sur place| person)?|reporter|manager|supervisor|employee name|assignee name";
const TITLES =
  "mr|mrs|ms|miss|mx|dr|prof|sir|herrn?|frau|fr|hr|m|mme|mlle|monsieur|madame|sr|sra|srta|señora?|don|doña|dra|dott|dott\\.ssa|sig|sig\\.ra|signora?|senhora?|dona|pan(?:i|a)?|pana|meneer|mevrouw|dhr|mevr";
const FIELDS =
  "full ?name|first and last name|name|nom(?: et prénom)?|nom complet|nombre(?: y apellidos)?|nome(?: completo)?|cognome e nome|nome e cognome|imię i nazwisko|name, vorname|vorname, name|naam|customer_?name|contact_?name|display_?name|fullname|kunde|client|cliente|fn|from|von|de|da|od|reporter|requested by|beneficiary|recipient|empfänger|destinataire|titular";

const CUED: readonly Pattern[] = [
  {
    kind: "NAME",
    regex: new RegExp(
      `(?<![\\p{L}])(?i:${ROLES})(?:\\s{0,2}[:：/]\\s{0,2}|\\s{1,2}|\\s{0,2}\\n\\s{0,4})(?:(?i:${TITLES})\\.? )?(${NAME})`,
      "gu",
    ),
    group: 1,
    accepts: isName,
  },
  {
    kind: "NAME",
    regex: new RegExp(`(?<![\\p{L}])(?i:${TITLES})\\.?\\s(?:(?i:dr|prof)\\.? )?(${NAME})`, "gu"),
    group: 1,
    accepts: isName,
  },
  {
    kind: "NAME",
    regex: new RegExp(
      `(?:^|[\\n{,;|<(*_"'\\s])["'*_|<]{0,3}(?i:${FIELDS})["'*_>]{0,3}\\s{0,3}[:：=|>]{1,2}\\s{0,3}["'*_|]{0,3}\\s?(?:(?i:${TITLES})\\.? )?(${WORD}, ${WORD}|${NAME})`,
      "gu",
    ),
    group: 1,
    accepts: isName,
  },
  {
    kind: "NAME",
    regex: new RegExp(`<(?i:name|fullname|nom|nombre|nome|kunde|customer|person)>\\s{0,2}(${NAME})`, "gu"),
    group: 1,
    accepts: isName,
  },
  {
    kind: "NAME",
    regex: new RegExp(
      `(?<![\\p{L}])(?i:ping|ask|call|cc|tell|remind|frag(?:t|en)?|kontaktier(?:e|en)|contacter|contactar?|contattare|heißt (?:ab|seit|jetzt|nun)[^\\n]{0,25}?) (${NAME})(?![\\p{L}])`,
      "gu",
    ),
    group: 1,
    accepts: isName,
  },
  // Said aloud, written small.
  {
    kind: "NAME",
    regex:
      /(?:my name is|this is|i am called|ich heiße|mein name ist|je m'appelle|ici|me llamo|mi nombre es|soy|meu nome é|aqui é|mi chiamo|ciao sono|nazywam się|dzień dobry mówi|heißt)\s(\p{L}[\p{L}'’-]+\s\p{L}[\p{L}'’-]+)/giu,
    group: 1,
    accepts: (found) =>
      (/^\p{Lu}/u.test(found) && isName(found)) ||
      (/^\p{Ll}{4,} \p{Ll}{5,}$/u.test(found) && !EVERYDAY.test(found)),
  },
  // The closing of a letter, and who closes it.
  {
    kind: "NAME",
    regex: new RegExp(
      `(?i:regards|wishes|sincerely|cheers|thanks|thank you|best|grüßen|grüße|gruß|cordialement|bien à (?:vous|toi)|salutations|saludos?|atentamente|gracias|atenciosamente|cumprimentos|abraços?|obrigad[oa]|saluti|cordiali saluti|poważaniem|pozdrawiam|groeten|groet)[,.!]?\\s{0,3}\\n{1,3}\\s{0,4}(${NAME})\\s*(?=\\n|$|,)`,
      "gu",
    ),
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
      `(?:氏名|お名前|名前|患者|お客様|顧客|契約者|担当(?:営業|者)?|取引先[^\\n]{0,20}の担当|総務部|人事部|営業部|経理部|社員|従業員|差出人|申込者|会員)[：: \\u3000]{0,3}(${HAN})`,
      "gu",
    ),
    group: 1,
  },
  { kind: "NAME", regex: new RegExp(`(${HAN})(?=\\s?(?:様|さん|氏|殿|（|内線))`, "gu"), group: 1 },
  {
    kind: "NAME",
    regex: new RegExp(`(?:^|\\n)\\s{0,4}(?:\\d{1,2}[.)．]|[・-])\\s{0,3}(${HAN})(?=\\s)`, "gu"),
    group: 1,
  },
  { kind: "NAME", regex: new RegExp(`\\n\\n\\s{0,4}(${HAN})(?:\\s*$|\\n[^\\n]{1,30}\\s*$)`, "gu"), group: 1 },
];

const EVERYDAY =
  /(?<![\p{L}])(?:not|the|und|und|der|die|das|que|con|não|und|wie|how|what|very|a|an|to|in|on|for|is|are|happy|sorry|glad|sure|unable|trying|about|here|there|urgent|important|nicht|jetzt|auch|muy|il|la|lo|un|una|desde|ancora|broken|going|getting|looking)(?![\p{L}])/iu;
/** Words that begin big and are no name. */
const NO_NAME =
  /(?<![\p{L}])(?:Team|Support|Service|Services|Ltd|GmbH|AG|Inc|LLC|SARL|Street|Road|Avenue|Desk|Department|Abteilung|Customer|Kunde|Order|Invoice|Error|Server|Number|Nummer|Name|Email|Phone|Date|Status|Ticket|Issue|Project|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|June|July|August|September|October|November|December|Group|Company|System|Portal|Data|Center|Office|Manager|Engineer|Engineering|Product|Sales|Marketing|Helpdesk|Admin|Windows|Chrome|Firefox|Safari|Android|Version|Access|Id|ID|API|PDF|URL|Test|Web|App|Page|Report|Button|Field|Form|Login|Password|Account|Card|Bank|Hotel|Hospital|Klinik|School|Schule|University|Universität|Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember|People|Legal|Finance|Operations|Security|Facilities|Logistics|Bonjour|Hello|Thanks|Danke|Merci|Please|Bitte|The|This|That|New|Old|All|No|Yes|And|Und|Et|Or|But|When|If|We|I|You|It|He|She|They|Der|Die|Das|Ein|Eine|Le|La|Les|Un|Une|El|Los|Las|Una)(?![\p{L}])/u;

function isName(found: string): boolean {
  if (NO_NAME.test(found)) return false;
  // A pattern without case would take any words for one.
  return found
    .split(/[ ,]+/u)
    .every((word) => /^\p{Lu}/u.test(word) || new RegExp(`^${SMALL}$`, "u").test(word));
}

/** Whoever the site's own list knows: in any case, surname first, with a genitive's ending. */
function findKnown(text: string, people: readonly string[]): PersonalDataFinding[] {
  const forms = people.flatMap((name) => {
    const words = name.trim().split(/\s+/u);
    if (words.length < 2) return /[\p{Script=Han}]{2}/u.test(name) ? [escapeForRegExp(name)] : [];
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
  "(?:Ltd\\.?|Limited|LLC|LLP|Inc\\.?|Corp\\.?|PLC|plc|GmbH(?: & Co\\. KG)?|AG|KG|OHG|UG|e\\.K\\.|mbH|SARL|SAS|SASU|SA|S\\.A\\.|S\\.L\\.U?\\.?|SL|S\\.p\\.A\\.|SpA|S\\.r\\.l\\.|Srl|Lda\\.?|Ltda\\.?|B\\.?V\\.?|N\\.?V\\.?|Sp\\. z o\\.o\\.|S\\.A\\.|AB|ApS|A\\/S|Oy|K\\.K\\.)";
const ORGANIZATION: readonly Pattern[] = [
  {
    kind: "ORGANIZATION",
    regex: new RegExp(
      `(?<![\\p{L}])(?i:customer|client(?:e)?|kunde|kundin|auftraggeber|notre client|cliente|klient|partner|lieferant|supplier|fournisseur|proveedor|fornecedor|fornitore)[:：]?\\s{1,2}["“„«]?((?:[\\p{Lu}\\d][\\p{L}\\d&'’.-]*\\s){1,5}${LEGAL})(?![\\p{L}])`,
      "gu",
    ),
    group: 1,
    accepts: (found) => /^\p{Lu}|^\d/u.test(found),
  },
  {
    kind: "ORGANIZATION",
    regex:
      /(?:取引先|顧客|お客様|得意先|仕入先)[「『：: ]{0,2}((?:株式会社|有限会社|合同会社)[\p{Script=Han}\p{Script=Katakana}ー]{2,15}|[\p{Script=Han}\p{Script=Katakana}ー]{2,15}(?:株式会社|有限会社|合同会社))/gu,
    group: 1,
  },
];

/** People and the companies one deals with: by the site's list, and where the text itself says that it is one. */
export const findNames = (text: string, people: readonly string[]): PersonalDataFinding[] => [
  ...findKnown(text, people),
  ...findPatterns(text, "person", CUED),
  ...findPatterns(text, "organization", ORGANIZATION),
];
