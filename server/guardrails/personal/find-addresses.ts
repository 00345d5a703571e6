import type { PersonalDataFinding } from "./finding.ts";

/** The end of a postal address: a code with its town, as countries write them. */
const TOWNS: readonly RegExp[] = [
  // Bristol BS1 9QZ
  /[\p{Lu}][\p{L}' -]{1,40}?,? [A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?![\p{L}\d])/gu,
  /(?<=[,\n;] {0,4})[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?![\p{L}\d])/gu,
  // Duluth, MN 55899-0417, and a vCard's Somerville;MA;02199
  /[\p{Lu}][\p{L}.' -]{1,40}(?:,\s?|;)[A-Z]{2}(?:\s|;)\d{5}(?:-\d{4})?(?!\d)/gu,
  // Postcode first: 22999 Wentorf, 00-999 Warszawa, 4999-112 Braga, 1012 AB Amsterdam
  /(?<![\d.,-])(?:(?:[A-Z]{1,2}-)?\d{4,5}|\d{2}-\d{3}|\d{4}-\d{3}|\d{4} ?[A-Z]{2}) (?:\p{Lu}[\p{L}'’-]+|St\.)(?:(?: |-|\/)(?:\p{Lu}[\p{L}'’-]+|(?:am|an|der|im|bei|sur|la|le|les|lès|de|du|des|del|do|da|dos|di|in|und|a\.d\.|i\.)(?= \p{L})|(?:Main|Rhein))){0,4}(?: ?\([A-Z]{2}\))?/gu,
  // LS8 2QT behind a town in small letters; P24 XY65; Sydney NSW 2000; Toronto, ON M5V 2T6; 903 55 Umeå
  /(?<=[\s,])\p{L}[\p{L}'-]{2,25},? [A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?![\p{L}\d])/gu,
  /(?<=[,\n;] {0,4})(?:Co\.? \p{Lu}\p{L}+,? )?[AC-FHKNPRTV-Y]\d[\dW] [AC-FHKNPRTV-Y\d]{4}(?![\p{L}\d])/gu,
  /\p{Lu}[\p{L}' -]{2,30},? (?:NSW|VIC|QLD|WA|SA|TAS|ACT|NT),? \d{4}(?!\d)/gu,
  /\p{Lu}[\p{L}.' -]{2,30},? (?:AB|BC|MB|NB|NL|NS|NT|NU|ON|PE|QC|SK|YT),? [A-Z]\d[A-Z] ?\d[A-Z]\d(?![\p{L}\d])/gu,
  /(?<=[,\n;] {0,4})(?:SE?-)?\d{3} \d{2} \p{Lu}\p{L}+/gu,
  // Belo Horizonte - MG
  /\p{Lu}[\p{L}' ]{2,40} ?[-–/] ?(?:AC|AL|AP|AM|BA|CE|DF|ES|GO|MA|MT|MS|MG|PA|PB|PR|PE|PI|RJ|RN|RS|RO|RR|SC|SP|SE|TO)(?![\p{L}\d])(?:,? ?\d{5}-\d{3})?/gu,
];

const STREET =
  /(?:street|\bst\b|\broad\b|\brd\b|\blane\b|\bln\b|avenue|\bave\b|\bclose\b|\brow\b|\bcourt\b|\bct\b|\bdrive\b|\bdr\b|\bway\b|place|\bpl\b|square|\bsq\b|terrace|crescent|boulevard|\bblvd\b|bvd|\bhill\b|gardens?|grove|mews|\bwalk\b|yard|quay|parkway|highway|\bhwy\b|broadway|stra(?:ß|ss)e|str\.|straat|weg\b|gasse|vägen|gatan|katu|tie\b|gade\b|veien|\bsok\.|\bcad\.|\bmah\.|sokak|caddesi|pasaje|\bjr\.|jirón|cra\.|carrera|allee|platz|ring\b|damm|ufer|stieg|hof\b|chaussee|kamp|berg\b|\bpfad|\brue\b|\ballées?\b|chemin|impasse|place|cours|route|\bquai\b|passage|faubourg|\bc\/|calle|avda\.?|\bav\.|avenida|plaza|paseo|camino|carrer|ronda|travesía|glorieta|\brua\b|travessa|praça|largo|alameda|estrada|\bvia\b|viale|corso|piazza|vicolo|borgo|strada|\bul\.|\bal\.|\baleja|\bpl\.|\bos\.|laan|plein|gracht|\bkade\b|\bpo box|p\.o\. box|postfach|boîte postale|\bbp \d|apartado|caixa postal|casella postale|hinter |am |an der |zum |zur |auf der |unter den |im )/iu;
const PART =
  /^\s*(?:(?:bâtiment|bât\.?|résidence|rés\.|appt?\.?|appartement|apartment|apt\.?|flat|unit|suite|ste\.?|floor|fl\.?|étage|\d+e étage|esc\.?|escalier|stiege|top|whg\.?|wohnung|int\.?|interno|scala|piso|puerta|portal|bajo|bloque|nave|km|lote|apto\.?|bloco|andar|esq\.?|dto\.?|frente|n\.?º|nº|no\.?|ap\.?|bairro|col\.|colonia|barrio|urb\.|fraz\.|ortsteil|co\.|m\.|lok\.|klatka|c\/o|house|building|block|room|haus|hinterhaus)\b.{0,40}|\d{1,3}\.?[ºª°]? ?[\p{L}]{0,4}\.?|\d{1,5} ?(?:bis|ter|[a-z])?)\s*$/iu;

/** A street with its number, in either order, or a post box. */
const isStreet = (part: string): boolean =>
  /\d/u.test(part) &&
  part.length < 80 &&
  (STREET.test(part) ||
    /^\s*\d{1,5}[a-z]?,? \p{Lu}[\p{L}'’]+(?: \p{Lu}[\p{L}'’]+){0,3}\s*$/u.test(part) ||
    /^\s*\p{Lu}[\p{L}'’ -]{3,40} \d{1,4} ?[a-z]?(?:[/-]\d{1,4}[a-z]?)?\s*$/u.test(part));

const MOST_PARTS = 5;

/** Whole postal addresses, over several lines as well: from the building or street to the town. */
export function findAddresses(text: string): PersonalDataFinding[] {
  const found = TOWNS.flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const end = match.index + match[0].trimEnd().length;
      const start = startOf(text, match.index, match[0]);
      return start === undefined ? [] : [{ start, end, type: "address" as const, kind: "ADDRESS" }];
    }),
  );
  return [...found, ...japanese(text), ...labelled(text)];
}

/** Goes back, part by part, as long as it is still an address; undefined where no street with a number comes. */
function startOf(text: string, town: number, words: string): number | undefined {
  let [start, at] = [town, town];
  let [hasStreet, hasNumber] = [false, false];
  let places = 0;
  for (let parts = 0; parts < MOST_PARTS; parts += 1) {
    const found = LAST_PART.exec(text.slice(Math.max(0, at - 84), at));
    const part = found?.[1];
    if (found === null || part === undefined || part.trim() === "") break;
    const end = at - (found[2]?.length ?? 0);
    const tail = trailingStreet(part);
    if (tail !== undefined && !hasStreet && tail < part.trim().length) return end - tail;
    const isNamed = STREET.test(part) && part.trim().split(/\s+/u).length <= 6 && !/[@]/u.test(part);
    // Between the street and its post town there may be a village or a county.
    const isPlace =
      !hasStreet && places < 2 && /^\s*\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+){0,2}\s*$/u.test(part);
    if (!isStreet(part) && !isNamed && !PART.test(part)) {
      if (!isPlace) break;
      places += 1;
    }
    hasStreet ||= isNamed || isStreet(part);
    hasNumber ||= /\d/u.test(part);
    start = end - part.trimStart().length;
    at = start;
  }
  // The town's own words may hold the street: "14 Tanner's Row, Bristol BS1 9QZ".
  if (!hasStreet) return words.includes(",") && isStreet(words.split(",")[0] ?? "") ? town : undefined;
  // A house in Britain may have a name instead; its postcode names a few doors.
  return hasNumber || /[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$/u.test(words.trimEnd()) ? start : undefined;
}

const LAST_PART =
  /(?:^|[,;\n|]|[:：]|\)[.,]?\s|(?<=\p{Ll}{4})[.!?]\s|\s[-–]\s|\(|["'>»*]\s?)([^,;\n|:：()"<>»*]{1,80}?)([,;]\s*|\s[-–]\s|\s*\n\s*|\s+)$/u;

/** "ship box to PO Box 4417": the street is only the end of its sentence. Length of that end. */
function trailingStreet(part: string): number | undefined {
  const end =
    /(?:P\.?O\.? Box \d+|Postfach [\d ]+|(?<![\p{L}\d])\d{1,5}[a-z]? (?:\p{Lu}[\p{L}'’]+ ){1,4}(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Close|Row|Court|Ct|Drive|Dr|Way|Place|Pl|Square|Terrace|Crescent|Hill)|(?<![\p{L}\d])\d{1,4}(?: bis| ter)?,? (?:rue|avenue|quai|chemin|allée|place|boulevard|impasse|route) [^,;\n]{2,40}|(?:Via|Viale|Piazza|Corso|Calle|C\/|Avda\.?|Rua|Travessa|Av\.|ul\.|al\.) [^,;\n]{2,40}|(?:\p{Lu}[\p{L}-]*(?:straße|str\.|strasse|weg|gasse|allee|platz|ring|stieg|damm|ufer|straat|laan|plein|gracht|kade|singel|dijk|dreef|vägen|gatan|gränd|veien|gata|gade|vej)|(?:Am|Im|An de[rmn]|Auf de[rmn]|In de[rmn]|Zu[mr]|Beim|Unter den|Hinter de[rmn]) \p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)?) \d{1,4}(?: ?[a-z]|-[\dIVX]{1,4}|[ -](?:hs|bis))?)\s*$/u.exec(
      part,
    );
  return end === null ? undefined : end[0].length;
}

const LABEL =
  /(?<![\p{L}])(?:(?:home|postal|mailing|billing|shipping|delivery|street|private?)?[ _-]?address|(?:wohn|liefer|rechnungs|privat|post)?adresse|(?:wohn)?anschrift|wohnhaft(?: in)?|adresse(?: (?:postale|de livraison|de facturation))?|direcci[óo]n(?: de (?:env[íi]o|entrega))?|domicilio|endere[çc]o(?: de entrega)?|morada|indirizzo(?: di (?:spedizione|consegna))?|adres(?: dostawy)?|adress|osoite|住所|送付先|お届け先|lives at|vive (?:en|na)|resid[eo] (?:en|na|em)|habite(?: au)?|abita in|domiciliad[oa] en|mieszka (?:przy|na))["'*_]{0,2}\s{0,2}[:：=]?\s{0,3}["']?((?=[^\n"]{0,120}\d)(?:[^\n".;|{}<>]|(?<=(?<!\p{L})\p{L}{1,4})\.|(?<=\d)\.(?=[º°]))(?:[^\n".;|{}<>]|(?<=(?<!\p{L})\p{L}{1,4})\.|\.(?=[º°])){7,140})/giu;
/** Whose address it is not: of mail, of a machine, of a page. */
const OF_A_MACHINE = /@|:\/\/|\d{1,3}\.\d{1,3}\.\d{1,3}\.\d|(?:[0-9a-f]{2}:){3}|0x[0-9a-f]/iu;
const MACHINES =
  /(?:e-?mail|mail|ip|ipv4|ipv6|mac|web|memory|bind|listen|remote|wallet|server|host|return|base)[ _-]?$/iu;

/** What its label calls an address, where it looks like a street with a number and a place. */
function labelled(text: string): PersonalDataFinding[] {
  return [...text.matchAll(LABEL)].flatMap((match) => {
    const value = (match[1] ?? "").replace(/[\s,'"）)]+$/u, "");
    const start = match.index + match[0].indexOf(match[1] ?? "");
    const before = text.slice(Math.max(0, match.index - 12), match.index) + match[0].slice(0, 8);
    const isPlace = STREET.test(value) || /^\d{1,5}[a-z]?,? \p{L}|\p{L} \d{1,4}[a-z]?,/u.test(value);
    if (
      OF_A_MACHINE.test(value) ||
      MACHINES.test(before) ||
      !isPlace ||
      !/[,、]|\d{4}|[都道府県]/u.test(value)
    )
      return [];
    return [{ start, end: start + value.length, type: "address" as const, kind: "ADDRESS" }];
  });
}

/** 〒999-0142 and what follows it: prefecture to building, over one line break. */
function japanese(text: string): PersonalDataFinding[] {
  const pattern =
    /(?:〒\s?\d{3}-?\d{4}[\s　]{0,2})?(?:東京都|北海道|(?:大阪|京都)府|[\p{Script=Han}]{2,3}県)[^\s、。，（）()「」\n]{2,40}?\d[\d丁目番地号\-－ー‐]*(?:号)?(?:[\s　]?[\p{Script=Han}\p{Script=Katakana}ー\p{Script=Hiragana}]{2,20}[\s　]?\d{0,4}号?室?)?/gu;
  return [...text.matchAll(pattern)].map((match) => ({
    start: match.index,
    end: match.index + match[0].trimEnd().length,
    type: "address" as const,
    kind: "ADDRESS",
  }));
}
