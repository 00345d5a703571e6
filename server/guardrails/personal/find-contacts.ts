import { isPossiblePhoneNumber, parsePhoneNumberFromString, type CountryCode } from "libphonenumber-js/max";
import { findPatterns, type Pattern, type PersonalDataFinding } from "./finding.ts";
import { OF_A_THING } from "./of-a-thing.ts";

const FILE = /\.(?:png|jpe?g|gif|svg|webp|ico|js|ts|css|json|md|txt|pdf|zip|html?)$/iu;
const AT =
  "at|ät|arroba|arobase|arobas|chiocciola|ma[łl]pa|snabel-?a|alfakrøll|apenstaart(?:je)?|klammeraffe|zavin[áa][čc]|kukac|собака";
const DOT = "dot|punkt|punto|ponto|point|kropka|punt|tecka|tečka|pont|точка";
const IN_BRACKETS = (words: string) => `\\s?[\\[({<]\\s?(?:${words})\\s?[\\])}>]\\s?`;
const EMAIL: readonly Pattern[] = [
  {
    kind: "EMAIL",
    regex:
      /(?<![\p{L}\p{N}.+_-])[\p{L}\p{N}_][\p{L}\p{N}._%+'-]{0,63}[@＠](?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?[.．]){1,8}(?:\p{Script=Latin}|\p{Script=Cyrillic}){2,24}(?![\p{Script=Latin}\p{N}])/gu,
    // `git@host:shop/web.git` is a place of code.
    accepts: (found, text, at) =>
      !FILE.test(found) && !(found.startsWith("git@") && /^:[\w~./-]/u.test(text.slice(at + found.length))),
  },
  // Written so that machines do not find it.
  {
    kind: "EMAIL",
    regex: new RegExp(
      `(?<![\\p{L}\\p{N}])[\\p{L}\\p{N}][\\p{L}\\p{N}._%+-]{0,63}(?:${IN_BRACKETS(AT)}|\\s(?:${AT})\\s)[\\p{L}\\p{N}-]{1,63}(?:(?:${IN_BRACKETS(DOT)}|\\s(?:${DOT})\\s|\\.)[\\p{L}\\p{N}-]{2,24}){1,4}(?![\\p{L}\\p{N}])`,
      "giu",
    ),
    // "Look at example.com" is none.
    accepts: (found) => !/\sat\s/iu.test(found) || /[[({<]|\sdot\s/iu.test(found),
  },
];

const OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const V4 = `${OCTET}(?:\\.${OCTET}){3}`;
const H16 = "[0-9A-Fa-f]{1,4}";
const IP: readonly Pattern[] = [
  {
    kind: "IP",
    regex: new RegExp(
      `(?<![\\w:.])(?:(?:${H16}:){7}${H16}|(?:${H16}:){1,7}:|(?:${H16}:){1,6}:${H16}|(?:${H16}:){1,5}(?::${H16}){1,2}|(?:${H16}:){1,4}(?::${H16}){1,3}|(?:${H16}:){1,3}(?::${H16}){1,4}|(?:${H16}:){1,2}(?::${H16}){1,5}|${H16}:(?::${H16}){1,6}|::(?:ffff:)?${V4}|::(?:${H16}:){0,6}${H16})(?![\\w:]|\\.\\d)`,
      "gi",
    ),
    accepts: (found) =>
      found.replaceAll(/[:0]/g, "") !== "1" && /[0-9a-f]{2}|\d.*:.*\d/iu.test(found) && found !== "::",
  },
  {
    kind: "IP",
    regex: new RegExp(`(?<![\\w.+/-]|\\bv\\.? ?|::ffff:)${V4}(?![\\w-]|\\.\\d)`, "gi"),
    accepts: isHost,
  },
  {
    kind: "IP",
    regex: new RegExp(
      `(?<=(?:https?|ftp|ssh|tcp|udp|redis|amqp|smb)://|[@=(\\["'/])${V4}(?![\\w]|\\.\\d)`,
      "gi",
    ),
    // What is called there is a host, whatever its numbers.
    accepts: (found, text, at) =>
      isHost(found, text, at) ||
      (/(?:https?|ftp|ssh|tcp|udp):\/\/$/iu.test(text.slice(Math.max(0, at - 10), at)) &&
        !/^(?:127\.|0\.0\.0\.0$)/u.test(found)),
  },
];

const NO_HOST =
  /(?<![\p{L}])(?:version|release|build|v|firmware|driver|oid|section|chapter|kapitel|abschnitt|§|chap\.|netmask|mask|maske|subnetz?maske|masque|máscara|mascara|byg(?:get?|g)|bau|compilaci[óo]n|compila[çc][ãa]o|kompilacja|wersj[aię]|versi(?:e|one|[óo]n|onen)|vers[ãa]o|utg[åa]va|ビルド|сборка|верси[яи]|バージョン|第|rev\.?|ver\.?|fw\.?|client\/|chrome\/|safari\/|edge\/|firefox\/)\s{0,2}[:=]?\s{0,2}$/iu;
const HOST_CUE =
  /(?:(?<![\p{L}])(?:ip|ipv4|host(?:name)?|server|servidor|serveur|address|addr|adresse|client|peer|remote|dns|ping|ssh|src|dst|source|bind|listen|proxy|h[ôo]te|nameserver|endpoint|upstream|origin)|接続元|アドレス|サーバー?)[^\n]{0,12}$/iu;
/** Networks of one's own, and those kept for examples (RFC 1918, 3927, 5737, 6598). */
const OWN_NETWORK =
  /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.)/u;

/** A host's address: not this machine, nobody, a mask or the number of a version. */
function isHost(found: string, text: string, at: number): boolean {
  if (/^(?:127\.|0\.0\.0\.0$|255\.)/u.test(found)) return false;
  const before = text.slice(Math.max(0, at - 24), at);
  if (NO_HOST.test(before)) return false;
  // Four small numbers are a version more often than a host.
  return (
    OWN_NETWORK.test(found) || HOST_CUE.test(before) || found.split(".").some((octet) => Number(octet) >= 100)
  );
}

const CREDENTIAL =
  /[?&;#][\w.-]*(?:token|tok|secret|sig|key|session|sess|sid|auth|jeton|clave|senha|pass|pwd?|otp|invite|jwt|code|cred|hash|ticket|access|hmac|zugang|schluessel|chave|chiave|klucz|haslo|codigo|codice|einladung|convite|invito|magic)[\w-]{0,10}=([^&#\s]{6,})|[?&;#](?:k|t|s|h|c|x)=([^&#\s]{6,})/iu;
const OPENED_BY_PATH =
  /\/[\w-]{0,20}(?:reset|verify|confirm|activate|invite|invitation|magic|login|share|shared|join|unsubscribe|download|set-password|password|passwort|einladung|freigabe|zuruecksetzen|rejoindre|partage|invitacion|restablecer|compartir|convite|redefinir|invito|reimposta|zaproszenie|sso)[\w-]{0,20}\/(?=[\w~.-]*\d)(?=[\w~.-]*[A-Za-z])[\w~.-]{10,}/iu;
/** Whoever has the address may post there. */
const OPEN_HOOK =
  /^https:\/\/(?:hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)|(?:\w+\.)?discord(?:app)?\.com\/api\/webhooks|[\w.-]{1,60}\.office\.com\/webhook\w*|hooks\.zapier\.com\/hooks|hook\.\w{2,5}\.make\.com|api\.telegram\.org\/bot\d+:[\w-]+)\/?(?=[\w@/-]*\d)[\w@/-]{12,}/iu;
/** A part of the path that nobody could guess, and no slug, hash or file's name is: who has the link is let in. */
const UNGUESSABLE =
  /\/(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?![\w-]*-[a-z]{3,}-)[\w-]{20,}(?=[/?#]|$)|\/private-[0-9a-f]{16,}\//u;
/** A parameter that names one person. */
const NAMES_SOMEBODY =
  /[?&](?:user|username|user_?id|uid|account_?id|email|e-?mail|mail|patient(?:_?id)?|customer(?:_?id)?|kunde|kunden_?(?:nr|id)|employee(?:_?id)?|member(?:_?id)?|person(?:_?id)?|student(?:_?id)?|cliente|paciente|usuario)=(?!(?:me|all|any|true|false|null|\{|<|\$|%7B))[^&#\s]{2,}/iu;
/** Where the first part of the path is somebody's name. */
const PROFILE =
  /^https?:\/\/(?:www\.|m\.|\w{2}\.)?(?:instagram\.com|facebook\.com|twitter\.com|x\.com|github\.com|gitlab\.com|t\.me|threads\.net|tiktok\.com|medium\.com|soundcloud\.com|strava\.com\/athletes|linkedin\.com\/in|xing\.com\/profile|calendly\.com|wa\.me|gravatar\.com\/avatar|orcid\.org|about\.me|linktr\.ee|paypal\.me|ko-fi\.com|vimeo\.com\/user\d*|vk\.com|bsky\.app\/profile|mastodon\.social)\/@?(?!(?:about|login|explore|features|pricing|search|home|help|settings|orgs|topics|marketplace|sponsors|watch|groups|pages|events|share|intent|hashtag|p|reel)(?:[/?#]|$))[\w.-]{2,60}\/?(?:[?#].*)?$/iu;
const OF_A_PERSON =
  /\/(?:users?|u|in|profiles?|profil|people|person|members?|mitglieder|personen|perfil|usuarios?|usuario|utilisateurs?|membres?|authors?|employees?|mitarbeiter|pers|staff|patients?|patienten|pacientes?|pazienti|pacjenci|customers?|kunden?|clients?|clientes?|contacts?|kontakte|accounts?|dossiers?|akten?|records?|charts?|badges?|headshots?|colaborador(?:es)?|funcionarios?|empleados?|alunos?|alumnos?|eleves?|schueler|students?|teachers?|lehrer|residents?|tenants?|mieter|bewerber|applicants?|candidates?|avatars?|photos?|fotos?|pictures?|portraits?|cv|resumes?|lebenslauf|id)\/(?!(?:me|new|list|all|search|settings|login|logout|edit|index|export|import|api|v\d)(?:[/?#.]|$))[\p{L}\p{N}%][\p{L}\p{N}._%~-]{2,}|\/[@~][\p{L}][\p{L}\p{N}._-]{2,}(?!%2f)/iu;
/** Where packages have such names. */
const OF_PACKAGES = /^https?:\/\/[^/]*(?:npm|registry|unpkg|jsdelivr|esm\.sh|skypack|yarnpkg)/iu;

function findLinks(text: string): PersonalDataFinding[] {
  return [...text.matchAll(/https?:\/\/[^\s"'<>`|\\^{}「」（）。、]{4,1000}/giu)].flatMap((match) => {
    const link = match[0].replace(/[.,;:!?)\]*_]+$/u, "");
    const isOpen = /^https?:\/\/[^/\s:@]{1,100}:[^/\s@]{1,200}@/iu.test(link);
    const credential = CREDENTIAL.exec(link);
    const value = credential?.[1] ?? credential?.[2];
    const isCredential =
      (value !== undefined &&
        (credential?.[1] !== undefined || /\d/u.test(value)) &&
        !/^[<{[$]/u.test(value)) ||
      OPENED_BY_PATH.test(link) ||
      OPEN_HOOK.test(link) ||
      UNGUESSABLE.test(link.replace(/^https?:\/\/[^/]+/u, ""));
    const isSomebodys =
      (OF_A_PERSON.test(link) && !OF_PACKAGES.test(link)) || PROFILE.test(link) || NAMES_SOMEBODY.test(link);
    if (!isOpen && !isCredential && !isSomebodys) return [];
    return [{ start: match.index, end: match.index + link.length, type: "url" as const, kind: "URL" }];
  });
}

/** Where a number without a country code may be from, by the words around it. */
const COUNTRIES: readonly (readonly [CountryCode, RegExp])[] = [
  ["US", /(?<![a-z])(?:the|and|is|with|phone|call)(?![a-z])/iu],
  ["GB", /(?<![a-z])(?:the|and|is|with|mobile|tel)(?![a-z])/iu],
  ["DE", /(?<![a-z])(?:der|die|und|ist|bitte|nicht|unter|frau|herr|fax|rückruf|an)(?![a-z])/iu],
  ["FR", /(?<![a-z])(?:le|la|les|et|est|pour|client|joindre|au|mme)(?![a-z])/iu],
  ["ES", /(?<![a-z])(?:el|la|los|que|para|cliente|tel[ée]fono|y|tlf)(?![a-z])/iu],
  ["PT", /(?<![a-z])(?:o|os|que|para|cliente|telem[óo]vel|e|não)(?![a-z])/iu],
  ["BR", /(?<![a-z])(?:o|os|que|para|cliente|celular|contato|e|não)(?![a-z])/iu],
  ["IT", /(?<![a-z])(?:il|la|che|per|cliente|cell|e|di)(?![a-z])/iu],
  ["PL", /(?<![a-z])(?:i|na|nie|tel|klient|do|się|kom)(?![a-z])/iu],
  ["NL", /(?<![a-z])(?:de|het|een|en|klant|niet)(?![a-z])/iu],
  ["JP", /[\u3040-\u30FF\u4E00-\u9FFF]/u],
];
const CUE =
  /(?:(?<![\p{L}])(?:tel|teléf|cel|portable|komór|contact|kontakt|contatt|callback)|(?<![\p{L}])(?:port|kom|calls?|rufen|sms|tlf|dial|ring|reach|rings?|rang|called|joindre|joignable|appeler|rappeler|llam(?:ar|e|en)|lig(?:ar|ue)|chiam(?:are|ate)|contato|(?:my|her|his|their|new|neue|unter der|mon|son|mi|su|meu|seu|mio|suo) (?:new )?(?:number|nummer|num[ée]ro|n[úu]mero)|fijo|fixo|fisso|fixe)(?![\p{L}])|tel(?:[eé]fono?|ephone|efone|efoon|efon)|phone|mobile?|handy|mobil(?:nummer)?|fax|rufn(?:umme)?r|rückruf|anruf|erreich(?:en|bar|t)|support|hotline|help ?desk|accueil|standard|whats ?app|telem[óo]vel|電話|携帯|連絡先|折り返し|代表|直通|numer|notdienst|zentrale|durchwahl|☎️?|📞|📱)[^\d\n]{0,25}$/iu;
const CANDIDATE =
  /(?<![\p{Script=Latin}\p{N}_./#=@§€$£¥-]|\d:)(?:(?:\+|00)[1-9]\d{0,2}|\(\+\d{1,3}\)|\(0\)|\(?\d{1,5}\)?)(?:[ \u00A0.\-/–]{0,2}|\n)(?:\(\d{1,5}\)|\d)(?:[ \u00A0.\-/–()]{0,3}\d|\n\d){4,13}(?![\p{Script=Latin}\p{N}_@%€$-]|[.:/]\d|,\d{1,3}(?![\d-]))/gu;
const ASSIGNED =
  /(?:tel|phone|telefon|mobile|fax|cell|telefono|телефон)\w{0,8}["']?\s{0,2}[:=]\s{0,2}["']?$/iu;

function findPhones(text: string): PersonalDataFinding[] {
  const plain =
    text.normalize("NFKC").length === text.length
      ? text.normalize("NFKC").replaceAll(/[－‐ー−]/gu, "-")
      : text;
  const usable = plain.length === text.length ? plain : text;
  const likely = COUNTRIES.filter(([, words]) => words.test(usable));
  const countries = likely.map(([country]) => country);
  return [...candidates(usable)].flatMap(({ start, value }) => {
    const found = { start, end: start + value.length, type: "phone" as const, kind: "PHONE" };
    const own =
      countries.length > 0 || !/^\(?0/u.test(value) ? countries : COUNTRIES.map(([country]) => country);
    return isPhone(value, usable, start, own) ? [found] : [];
  });
}

function* candidates(text: string): Generator<{ start: number; value: string }> {
  for (const match of text.matchAll(CANDIDATE)) {
    const value = match[0].replace(/[ \u00A0.\-/–(]+$/u, "");
    yield { start: match.index, value };
  }
  // Brazilians leave the carrier open: "0xx21".
  for (const match of text.matchAll(/(?<![\p{L}\p{N}])\(?0xx\)? ?\(?\d{2}\)? ?9?\d{4}-\d{4}(?!\d)/giu))
    yield { start: match.index, value: match[0] };
  // Behind "=" and quotes a number is only a telephone's where its name says so.
  for (const match of text.matchAll(/(?<=[=:"'])\+?\d[\d ().-]{6,18}\d(?![\w-])/gu))
    if (ASSIGNED.test(text.slice(Math.max(0, match.index - 30), match.index)))
      yield { start: match.index, value: match[0] };
}

function isPhone(value: string, text: string, start: number, countries: readonly CountryCode[]): boolean {
  const digits = value.replaceAll(/\D/gu, "");
  if (digits.length < 7 || digits.length > 15 || /^\d{5}-\d{3}$|^0{3}/u.test(value)) return false;
  // Days, times, versions, amounts and ranges of years are written with the same signs.
  if (
    /^\d{4}-\d{2}-\d{2}|^\d{1,2}[./]\d{1,2}[./]\d{2,4}(?![\d.])|^\d{4}[./]\d{1,2}[./]\d{1,2}|^(?:19|20)\d{2} ?[-–] ?(?:19|20)\d{2}$/u.test(
      value,
    )
  )
    return false;
  const before = text.slice(Math.max(0, start - 45), start);
  const hasCue = CUE.test(before) || ASSIGNED.test(before);
  if (value.startsWith("00") && !hasCue && OF_A_THING.test(before)) return false;
  if (/^(?:\+|00|\(\+)/u.test(value))
    return isPossiblePhoneNumber(value.replace(/^00/u, "+").replace("(0)", "")) || digits.length >= 10;
  if (/^\(?0xx/iu.test(value)) return true;
  if (digits.length === 7) return false;
  const line = before.slice(before.lastIndexOf("\n") + 1);
  const isShaped = SHAPES.some((shape) => shape.test(value));
  // Parsing costs, so it is only done for what looks the part.
  if (!hasCue && !isShaped && !/@|mail/iu.test(line)) return false;
  if (!hasCue && COUNTED.test(before)) return false;
  const isValid = countries.some((country) => parsePhoneNumberFromString(value, country)?.isValid() === true);
  const isPossible = () => countries.some((country) => isPossiblePhoneNumber(value, country));
  if (hasCue) return isValid || /^\(?0/u.test(value) || isPossible();
  if (!isShaped) return isValid;
  return isValid || /^\(\d{2,3}\) ?9?\d{3,5}-\d{4}$/u.test(value) || (/^\(?0/u.test(value) && isPossible());
}

/** Numbers of things that are counted. */
const COUNTED =
  /(?:charge|lot|batch|los|serie|order|bestell|auftrag|rechnung|invoice|ticket|case|kunden|customer|commande|pedido|encomenda|ordine|zamówieni|ref|nr|no|id|konto|account|serial|sn|sku|ean|isbn|art|伝票|注文|会員|番号|コード)\p{Script=Latin}{0,8}[.:#\s-]{0,6}$/iu;
const SHAPES: readonly RegExp[] = [
  /^\(0?\d{2,5}\)[ ./-]?\d/u,
  /^0\d{1,5}([ ./–-]+\d{1,8}){1,5}$/u,
  /^\d{3}[ .-]\d{3}[ .-]\d{4}$/u,
  /^0\d{9,10}$/u,
  /^0\d{1,4}\(\d{1,4}\)\d{3,4}$/u,
];

/** Ways to reach somebody or something. */
export const findContacts = (text: string): PersonalDataFinding[] => [
  ...findLinks(text),
  ...findPatterns(text, "email", EMAIL),
  ...findPatterns(text, "ip", IP),
  ...findPhones(text),
];
