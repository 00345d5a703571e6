import type { Look } from "./signal.ts";

export type FoundPhrase = { source: "summary" | "description"; quote: string };

const DENIED =
  /(?:\bnot?|\bnever|\bwithout|n['’]t|\bkein(?:e|en|er)?|\bnicht|\bohne|\bnor|\bno longer)\s+(?:[\p{L}]+\s+){0,2}$/iu;

/** The first place where a pattern stands in the issue's own text and is not denied ("no data loss"), the summary first. */
export function findPhrase(pattern: RegExp, { facts, description }: Look): FoundPhrase | undefined {
  const places = [
    { source: "summary", text: facts.issue.summary },
    { source: "description", text: description },
  ] as const;
  for (const { source, text } of places) {
    for (const found of text.matchAll(new RegExp(pattern.source, "giu"))) {
      if (DENIED.test(text.slice(Math.max(0, found.index - 40), found.index))) continue;
      return { source, quote: found[0] };
    }
  }
  return undefined;
}
