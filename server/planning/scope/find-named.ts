import { escapeForRegExp } from "../text/escape-for-reg-exp.ts";
import { foldText } from "../text/read-words.ts";
import { editDistance } from "../sentence/match-name.ts";
import { APART, isGlued } from "./match-words.ts";

/** How a name was said: in full, by some of its words, with a typing error; and where. */
export type Naming = { tier: 3 | 2 | 1; words: readonly string[]; places: readonly number[] };

const EMPTY_WORDS = new Set(
  "the for and not to in of on der die das und fur von zu de la le el do da en van".split(" "),
);
const LONGEST_TYPO = 400;

/**
 * The way in which folded words name exactly this thing among others of its kind. A word that several of them share
 * names none of them, or whoever words the other texts could choose which.
 */
export function findNamed(name: string, others: readonly string[], order: string): Naming | undefined {
  const own = nameIn(name, order) ?? mistyped(name, order);
  if (own === undefined) return undefined;
  return others.some((other) => other !== name && isRival(other, own, order)) ? undefined : own;
}

/** Named in full or in part, whoever else might be meant. */
export function nameIn(name: string, order: string): Naming | undefined {
  const folded = foldText(name).trim();
  if (folded === "") return undefined;
  const full = places(folded, order);
  if (full.length > 0) return { tier: 3, words: wordsOf(folded), places: full };
  const initial = withInitial(wordsOf(folded), order);
  if (initial.length > 0) return { tier: 3, words: wordsOf(folded), places: initial };
  const cut = isGlued(folded) ? gluedPart(folded, order) : undefined;
  const said = cut === undefined ? wordsOf(folded).filter((word) => isTelling(word)) : [cut];
  const found = said.filter((word) => places(word, order).length > 0);
  if (found.length === 0) return undefined;
  return { tier: 2, words: found, places: found.flatMap((word) => places(word, order)) };
}

/** "Tom B" among several Toms. */
function withInitial([first = "", second = ""]: readonly string[], order: string): number[] {
  if (first.length < 3 || second === "" || isGlued(first)) return [];
  return places(`${first} ${second.charAt(0)}`, order);
}

function isRival(other: string, own: Naming, order: string): boolean {
  const words = wordsOf(foldText(other));
  const shared = (word: string) =>
    words.some(
      (one) =>
        one === word || (own.tier === 1 && isTypo(one, word)) || (isGlued(word) && one.startsWith(word)),
    );
  if (!own.words.some(shared)) return false;
  const found = nameIn(other, order);
  if (own.tier === 1) return true;
  return (
    found !== undefined &&
    (found.tier > own.tier || (found.tier === own.tier && found.words.length >= own.words.length))
  );
}

const wordsOf = (folded: string): string[] => folded.match(/[\p{L}\p{N}][\p{L}\p{N}']*/gu) ?? [];

const isTelling = (word: string): boolean => word.length > 2 && !EMPTY_WORDS.has(word);

/** "佐藤さん" is 佐藤由紀; one sign of a name says nothing. */
function gluedPart(folded: string, order: string): string | undefined {
  for (let length = folded.length - 1; length >= 2; length--) {
    const part = folded.slice(0, length);
    if (order.includes(part)) return part;
  }
  return undefined;
}

function places(word: string, order: string): number[] {
  const told = word.split(/\s+/u).filter((part) => /[\p{L}\p{N}]/u.test(part));
  const parts = told.length === 0 ? [word] : told;
  if (!parts.every((part) => order.includes(part))) return [];
  // "Frankfurt - Hall B" is also said "Frankfurt / Hall B".
  const between = /\s[^\p{L}\p{N}]+\s/u.test(word) ? "[\\s_/>:,→–—-]+" : "[\\s_-]+";
  const source = parts.map(escapeForRegExp).join(between);
  const pattern = isGlued(word) ? source : `(?<![${APART}])${source}(?![${APART}])`;
  return [...order.matchAll(new RegExp(pattern, "gu"))].map((match) => match.index);
}

/** `words` holds what was said, not what was meant: others may be meant by it too. */
function mistyped(name: string, order: string): Naming | undefined {
  const long = wordsOf(foldText(name)).filter((word) => word.length > 3);
  if (long.length === 0) return undefined;
  for (const match of [...order.matchAll(/[\p{L}\p{N}]{4,30}/gu)].slice(0, LONGEST_TYPO))
    if (long.some((word) => isTypo(word, match[0])))
      return { tier: 1, words: [match[0]], places: [match.index] };
  return undefined;
}

const isTypo = (word: string, said: string): boolean =>
  (word.startsWith(said) && said.length > 3) ||
  // "Dave" for David.
  (word.slice(0, 3) === said.slice(0, 3) && word.length < 7 && editDistance(word, said, 2) <= 2) ||
  (said.charAt(0) === word.charAt(0) && editDistance(word, said, 2) <= (said.length >= 8 ? 2 : 1));
