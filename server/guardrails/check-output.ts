import { findPersonalData } from "./personal/find-personal-data.ts";
import type { PersonalDataType } from "../contract/index.ts";
import { INVISIBLE } from "./plain-view.ts";

/** What a written text may draw on: the person's own request and what Jira itself says. */
export type OutputBounds = {
  trusted: string;
  /** Addresses and numbers of people may be repeated: the person asked to have a text quoted. */
  verbatim: boolean;
};

const TOP_LEVEL =
  "com|org|net|edu|gov|mil|int|info|biz|io|ai|app|dev|co|me|xyz|site|online|shop|cloud|tech|store|live|link|click|top|icu|club|page|tel|local|internal|example|test|invalid|localhost|onion|eu|de|fr|es|pt|it|nl|be|ch|at|uk|us|ca|br|mx|ar|cl|jp|cn|kr|tw|hk|in|ru|ua|tr|se|no|fi|dk|cz|gr|ie|au|nz|za|su|tk|ly|gg|to|cc|tv|ws|рф|中国";
const WITH_SCHEME =
  /(?:[a-z][a-z0-9+.-]{1,20}:)?[/\\]{2}(?:[^\s/\\@]{0,100}@)?([^\s/\\?#:)\]>"'<]{1,253})/giu;
const BARE = new RegExp(
  `(?<![\\p{L}\\p{N}@._-])((?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,62})[.])+(?:${TOP_LEVEL}))(?![\\p{L}\\p{N}-])`,
  "giu",
);
const OTHER_SCHEME =
  /(?:javascript|vbscript)\s*:|(?<![a-z])(?:file|blob|ftp|about|intent|ms-[a-z-]{1,30}):\S|data\s*:\s*[\w+.-]*[/;,]\S/iu;
const IMAGE = /!\[[^\]\n]{0,500}\]\s*[([]([^)\]\n]{0,2000})|<\s*img\b/giu;
const MASK = /⟦[^⟧\n]{0,60}⟧?|⟧/gu;
/** Never repeated from text of others, quoted or not. */
const OPENS_DOORS: ReadonlySet<PersonalDataType> = new Set(["secret", "card", "iban", "national-id"]);
const IS_SOMEBODYS: ReadonlySet<PersonalDataType> = new Set(["email", "phone", "ip"]);

/** Pure: why a text that an engine wrote must not go out; undefined where nothing speaks against it. */
export function checkOutput(text: string, bounds: OutputBounds): string | undefined {
  const trusted = plain(bounds.trusted);
  const seen = [plain(text), plain(decode(text))];
  if (seen.some((one) => hostsIn(one).some((host) => !names(trusted, host))))
    return "it links to a place that the request does not name";
  if (seen.some((one) => OTHER_SCHEME.test(one) && !trusted.includes(one.trim())))
    return "it holds an address that is no web address";
  if (
    seen.some((one) =>
      [...one.matchAll(IMAGE)].some(([, at = ""]) => at === "" || !trusted.includes(at.trim())),
    )
  )
    return "it holds a picture that the request does not name";
  if ([...text.matchAll(MASK)].some(([token]) => !bounds.trusted.includes(token)))
    return "it holds a placeholder for something private";
  if (privateIn(text, bounds).length > 0) return "it holds something private that the request does not name";
  return undefined;
}

/** Invisible signs could part a host from itself. */
const plain = (text: string): string => text.normalize("NFKC").replaceAll(INVISIBLE, "").toLowerCase();

function hostsIn(text: string): string[] {
  const found = [...text.matchAll(WITH_SCHEME), ...text.matchAll(BARE)].map(([, host = ""]) => host);
  return found.map((host) => host.replaceAll(/^\.+|[.,;:!]+$/gu, "")).filter((host) => host !== "");
}

/** The whole host, and not a part of another one. */
function names(text: string, host: string): boolean {
  for (let at = text.indexOf(host); at !== -1; at = text.indexOf(host, at + 1)) {
    const before = text.slice(Math.max(0, at - 1), at);
    const after = text.slice(at + host.length);
    if (!/[\p{L}\p{N}.-]/u.test(before) && !/^(?:[\p{L}\p{N}-]|\.[\p{L}\p{N}])/u.test(after)) return true;
  }
  return false;
}

/** As a reader's software would: entities, percent signs and backslashes undone. */
function decode(text: string): string {
  const entities = text.replaceAll(/&#(x[0-9a-f]{1,6}|\d{1,7});?/giu, (whole, code: string) => {
    const point = code.startsWith("x") || code.startsWith("X") ? parseInt(code.slice(1), 16) : Number(code);
    return point > 0 && point < 0x11_00_00 ? String.fromCodePoint(point) : whole;
  });
  const named = entities
    .replaceAll(/&(?:colon|sol|period|commat);/giu, (name) => NAMED[name.toLowerCase()] ?? name)
    .replaceAll(/\\(?=[^\p{L}\p{N}\s\\/])/gu, "");
  return named.replaceAll(/%([2-7][0-9a-f])/giu, (_, code: string) =>
    String.fromCharCode(parseInt(code, 16)),
  );
}

const NAMED: Readonly<Record<string, string>> = {
  "&colon;": ":",
  "&sol;": "/",
  "&period;": ".",
  "&commat;": "@",
};

function privateIn(text: string, { trusted, verbatim }: OutputBounds): string[] {
  return findPersonalData(text)
    .filter(({ type }) => OPENS_DOORS.has(type) || (!verbatim && IS_SOMEBODYS.has(type)))
    .map(({ start, end }) => text.slice(start, end))
    .filter((value) => !trusted.includes(value));
}
