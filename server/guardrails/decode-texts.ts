import { INVISIBLE } from "./plain-view.ts";

/** A piece of a text as it reads when its dress is taken off. `from` and `to` are in the text that was given. */
export type Decoded = { text: string; from: number; to: number; dress: Dress };
/** `code`: bytes written otherwise. `turned`: letters for letters. `plain`: as it stands, put together differently. */
type Dress = "code" | "turned" | "plain";

const LONGEST = 20_000;
/** Riddles are short. */
const LONGEST_TURNED = 4_000;
const LEAST_LETTERS = 0.6;

type Reader = (text: string) => Decoded[];

/** Pure: everything a text can say besides what it shows. Each reader is linear; what decodes to noise is left out. */
export function decodeTexts(text: string): Decoded[] {
  const given = text.slice(0, LONGEST);
  const seen = given.replaceAll(INVISIBLE, "");
  return [
    runs(given, /(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/_-]{16,4000}={0,2}/g, fromBase64),
    runs(given, /(?<![A-Z0-9=])[A-Z2-7]{24,4000}={0,6}(?![A-Z0-9=])/g, fromBase32),
    runs(given, /(?<![0-9a-zA-Z])(?:[0-9a-fA-F]{2}[\s:,-]?){8,2000}(?![0-9a-zA-Z])/g, fromHex),
    runs(given, /(?:\\x[0-9a-fA-F]{2}){6,2000}/g, fromHex),
    runs(given, /(?<![01])(?:[01]{8}\s?){6,1000}(?![01])/g, fromBinary),
    runs(given, /[\u{E0020}-\u{E007E}]{3,2000}/gu, fromTags),
    runs(given, /[\u{E0100}-\u{E01EF}]{3,2000}/gu, fromSelectors),
    runs(given, /[\u202D\u202E\u2066\u2067][^\n]{4,400}/gu, reverse),
    runs(
      given,
      /(?<![\p{L}\p{N}])(?:[\p{L}\p{N}][,;:!]?[ ._​-]{1,3}){6,400}[\p{L}\p{N}](?![\p{L}\p{N}])/gu,
      joinLetters,
    ),
    ...WHOLE.map((reader) => reader(seen).map((one) => ({ ...one, to: given.length }))),
  ].flat();
}

function runs(text: string, pattern: RegExp, decode: (run: string) => string): Decoded[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const decoded = decode(match[0]);
    if (!isWords(decoded)) return [];
    return [{ text: decoded, from: match.index, to: match.index + match[0].length, dress: "code" }];
  });
}

/** Readers of all of it: what comes out of an ordinary text is noise, which no rule knows. */
const WHOLE: readonly Reader[] = [
  (text) => ((text.match(/%[0-9a-fA-F]{2}/g) ?? []).length > 3 ? whole(text, fromPercent(text)) : []),
  (text) => ((text.match(/&#|\\u[0-9a-fA-F]{4}/g) ?? []).length > 3 ? whole(text, fromEntities(text)) : []),
  (text) =>
    (text.match(/[a-zA-Z][0134578@$][a-zA-Z]|\b[0134578@$][a-zA-Z]/g) ?? []).length > 3
      ? whole(text, fromLeet(text))
      : [],
  (text) =>
    whole(
      text,
      text.slice(0, LONGEST_TURNED).replaceAll(/[a-zA-Z]/g, (letter) => turn(letter, 13)),
      "turned",
    ),
  (text) => whole(text, text.slice(0, LONGEST_TURNED).replaceAll(/[a-zA-Z]/g, mirror), "turned"),
  (text) => lines(text.slice(0, LONGEST_TURNED), reverse),
  (text) => (isChopped(text) ? whole(text, text.replaceAll(/\s?[\n|]\s?/gu, "")) : []),
  (text) =>
    /\p{L}[-_]\p{L}{2,20}[-_]\p{L}/u.test(text)
      ? whole(text, text.replaceAll(/(?<=[\p{L}\p{N}])[-_](?=[\p{L}\p{N}])/gu, " "))
      : [],
];

const whole = (text: string, decoded: string, dress: Dress = "plain"): Decoded[] =>
  decoded === text ? [] : [{ text: decoded, from: 0, to: text.length, dress }];

/** Cut in pieces too small for anything else: many short lines, or the cells of a table. */
function isChopped(text: string): boolean {
  const lines = text.split("\n");
  return text.split("|").length > 6 || (lines.length > 4 && text.length / lines.length < 12);
}

function lines(text: string, decode: (line: string) => string): Decoded[] {
  return [...text.matchAll(/[^\n]{12,2000}/g)].map((match) => ({
    text: decode(match[0]),
    from: match.index,
    to: match.index + match[0].length,
    dress: "turned" as const,
  }));
}

function isWords(text: string): boolean {
  if (text.length < 6 || text.includes("\uFFFD")) return false;
  const letters = (text.match(/[\p{L}\p{M}\s]/gu) ?? []).length;
  return letters / Array.from(text).length >= LEAST_LETTERS;
}

const fromBase64 = (run: string): string => Buffer.from(run, "base64").toString("utf8");

function fromBase32(run: string): string {
  const bits = Array.from(run.replaceAll("=", ""), (sign) =>
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign).toString(2).padStart(5, "0"),
  ).join("");
  return bytes((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
}

const fromHex = (run: string): string =>
  bytes((run.replaceAll(/\\x|[\s:,-]/g, "").match(/.{2}/g) ?? []).map((byte) => parseInt(byte, 16)));
const fromBinary = (run: string): string =>
  bytes((run.match(/[01]{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
const bytes = (values: readonly number[]): string => Buffer.from(values).toString("utf8");

const fromTags = (run: string): string =>
  Array.from(run, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) - 0xe0000)).join("");
const fromSelectors = (run: string): string =>
  bytes(Array.from(run, (sign) => ((sign.codePointAt(0) ?? 0) - 0xe0100 + 16) % 256));

const reverse = (run: string): string =>
  Array.from(run.replaceAll(/[\u202A-\u202E\u2066-\u2069]/gu, ""))
    .toReversed()
    .join("");

/** One sign between letters parts letters; another, or more of it, parts words. */
function joinLetters(run: string): string {
  const seam = /[ ._​-]{1,3}/u.exec(run)?.[0] ?? " ";
  return run
    .split(seam.length > 1 ? /[ ._​-]{1,2}/u : seam)
    .map((part) => (part === "" ? " " : part.replaceAll(/[ ._​-]+/gu, " ")))
    .join("")
    .replaceAll(/\s+/gu, " ");
}

const fromPercent = (text: string): string =>
  text.replaceAll(/(?:%[0-9a-fA-F]{2})+/g, (run) => fromHex(run.replaceAll("%", "")));

function fromEntities(text: string): string {
  const point = (code: number) => (code > 0 && code < 0x11_00_00 ? String.fromCodePoint(code) : "");
  return text
    .replaceAll(/&#x([0-9a-fA-F]{1,6});?/g, (_, code: string) => point(parseInt(code, 16)))
    .replaceAll(/&#(\d{1,7});?/g, (_, code: string) => point(Number(code)))
    .replaceAll(/\\u([0-9a-fA-F]{4})/g, (_, code: string) => point(parseInt(code, 16)));
}

const LEET: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "8": "b",
  "@": "a",
  $: "s",
};
const fromLeet = (text: string): string => text.replaceAll(/[0134578@$]/g, (sign) => LEET[sign] ?? sign);

function turn(letter: string, by: number): string {
  const base = letter <= "Z" ? 65 : 97;
  return String.fromCharCode(((letter.charCodeAt(0) - base + by) % 26) + base);
}
function mirror(letter: string): string {
  const base = letter <= "Z" ? 65 : 97;
  return String.fromCharCode(25 - (letter.charCodeAt(0) - base) + base);
}
