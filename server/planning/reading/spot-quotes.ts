import type { Stretch } from "./split-text.ts";

const QUOTES =
  /"([^"\n]{1,400})"|“([^”\n]{1,400})”|„([^“”\n]{1,400})[“”]|« ?([^»\n]{1,400}?) ?»|「([^」\n]{1,400})」|『([^』\n]{1,400})』|(?<![\p{L}\p{N}])'([^'\n]{3,400})'(?![\p{L}\p{N}])/gu;

export type Quote = Stretch & { inner: Stretch };

/** Text in quotation marks of any language: what is named or said, never itself an order. */
export function spotQuotes(text: string): Quote[] {
  return [...text.matchAll(QUOTES)].map((found) => {
    const inner = found.slice(1).find((part) => part !== undefined) ?? "";
    const start = found.index + found[0].indexOf(inner, 1);
    return {
      start: found.index,
      end: found.index + found[0].length,
      inner: { start, end: start + inner.length },
    };
  });
}
