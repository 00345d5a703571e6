import { escapeForRegExp } from "../text/escape-for-reg-exp.ts";
import { foldText } from "../text/read-words.ts";

/** Scripts that write without spaces between words, or glue endings on: there a word is found inside others. */
const GLUED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Devanagari}\p{Script=Arabic}]/u;

/**
 * What a word must not go on with, to be that word: a letter of a script that writes words apart. 優先度をHighに names High.
 */
export const APART = "\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Greek}\\p{N}";

export const isGlued = (text: string): boolean => GLUED.test(text);

/**
 * One expression for a list of words, parted by commas, to be tried on folded text. A star stands for any ending;
 * words count whole otherwise, save in scripts without spaces.
 */
export function anyOf(list: string): RegExp {
  return new RegExp(sourceOf(list), "gu");
}

export function sourceOf(list: string): string {
  const all = list
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
  return `(?:${all.map(wordSource).join("|")})`;
}

function wordSource(word: string): string {
  const open = word.endsWith("*");
  const folded = foldText(open ? word.slice(0, -1) : word);
  const source = folded.split(" ").map(escapeForRegExp).join("\\s+");
  if (isGlued(word)) return source;
  return `(?<![${APART}])${source}${open ? `[${APART}]{0,20}` : ""}(?![${APART}])`;
}

export function holds(pattern: RegExp, text: string): boolean {
  pattern.lastIndex = 0;
  return pattern.test(text);
}

/** Where the words of a list stand. */
export const placesOf = (pattern: RegExp, text: string): number[] =>
  [...text.matchAll(pattern)].map((match) => match.index);
