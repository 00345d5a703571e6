import { foldText, readWords } from "./read-words.ts";

type Vector = ReadonlyMap<string, number>;

/** How rare each word is among some texts: a word in all of them says nothing. */
export function weighWords(texts: readonly string[]): (word: string) => number {
  const seen = new Map<string, number>();
  for (const text of texts)
    for (const word of new Set(readWords(text))) seen.set(word, (seen.get(word) ?? 0) + 1);
  return (word) => Math.log(1 + texts.length / (1 + (seen.get(word) ?? 0))) + 0.2;
}

export function vectorOf(text: string, weight: (word: string) => number): Vector {
  const counts = new Map<string, number>();
  for (const word of readWords(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return new Map([...counts].map(([word, count]) => [word, (1 + Math.log(count)) * weight(word)]));
}

/** 0 to 1: how much two vectors point the same way. */
export function cosine(a: Vector, b: Vector): number {
  const length = (vector: Vector) =>
    Math.sqrt([...vector.values()].reduce((sum, value) => sum + value * value, 0));
  const dot = [...a].reduce((sum, [word, value]) => sum + value * (b.get(word) ?? 0), 0);
  return dot === 0 ? 0 : dot / (length(a) * length(b));
}

/** 0 to 1: the share of three-letter pieces that two short texts have in common; forgives typing errors. */
export function trigramLikeness(a: string, b: string): number {
  const [one, two] = [trigrams(a), trigrams(b)];
  if (one.size === 0 || two.size === 0) return 0;
  const shared = [...one].filter((piece) => two.has(piece)).length;
  return (2 * shared) / (one.size + two.size);
}

function trigrams(text: string): Set<string> {
  const padded = ` ${foldText(text)
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim()} `;
  return new Set(
    Array.from({ length: Math.max(0, padded.length - 2) }, (_, index) => padded.slice(index, index + 3)),
  );
}
