import { foldText } from "../text/read-words.ts";

export type Named = { name: string };
/** The candidates a name can mean, best reading only, and how sure that reading is. */
export type Match<T> = { found: readonly T[]; confidence: number };

const SURE = { exact: 0.97, part: 0.93, typo: 0.8 } as const;

/** The whole name, else some of its words, else a typing error away. Nothing looser: a wrong value is worse than a question. */
export function matchName<T extends Named>(wanted: string, candidates: readonly T[]): Match<T> {
  const query = tidy(wanted);
  if (query === "") return { found: [], confidence: 0 };
  const tiers = [
    { fits: (name: string) => name === query, confidence: SURE.exact },
    { fits: (name: string) => hasWords(name, query), confidence: SURE.part },
    { fits: (name: string) => isTypo(name, query), confidence: SURE.typo },
    { fits: (name: string) => name.split(" ").some((word) => isTypo(word, query)), confidence: SURE.typo },
  ];
  for (const { fits, confidence } of tiers) {
    const found = candidates.filter((candidate) => fits(tidy(candidate.name)));
    if (found.length > 0) return { found, confidence };
  }
  return { found: [], confidence: 0 };
}

export const tidy = (text: string): string =>
  foldText(text)
    .replaceAll(/[^\p{L}\p{N}.+#]+/gu, " ")
    .replaceAll(/(^|\s)\.|\.(?=\s|$)/gu, "$1")
    .trim();

/** Each word of the query starts a word of the name, in order: "review" in "In Review", "Tom B" in "Tom Becker". */
function hasWords(name: string, query: string): boolean {
  const words = name.split(" ");
  let from = 0;
  return query.split(" ").every((part) => {
    const at = words.findIndex(
      (word, index) =>
        index >= from && (word === part || ((part.length < 3 ? from > 0 : true) && word.startsWith(part))),
    );
    from = at + 1;
    return at !== -1;
  });
}

function isTypo(name: string, query: string): boolean {
  if (query.length < 4) return false;
  return editDistance(name, query, 2) <= (query.length >= 8 ? 2 : 1);
}

/** Damerau-Levenshtein (adjacent swaps count one), given up above `limit`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let older: number[] = [];
  let old = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const costs = [(old[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (old[j - 1] ?? 0) + change];
      row.push(Math.min(...costs, swapped ? (older[j - 2] ?? 0) + 1 : Infinity));
    }
    [older, old] = [old, row];
  }
  return old[b.length] ?? limit + 1;
}
