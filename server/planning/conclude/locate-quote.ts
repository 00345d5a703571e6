import type { SourceText } from "../source-texts.ts";
import { escapeForRegExp } from "../text/escape-for-reg-exp.ts";

export type Located = { at: SourceText; start: number; end: number; quote: string };

const LONGEST_QUOTE = 500;

/**
 * Finds a quote in the texts, the named source first. Case and white space may differ, nothing else; what
 * comes back is the text as it really stands there, with its offsets in UTF-16 units.
 */
export function locateQuote(
  quote: string,
  source: string | null,
  texts: readonly SourceText[],
): Located | undefined {
  const wanted = quote.trim().slice(0, LONGEST_QUOTE);
  if (wanted === "") return undefined;
  const inOrder = [
    ...texts.filter((one) => one.source === source),
    ...texts.filter((one) => one.source !== source),
  ];
  const loose = new RegExp(wanted.split(/\s+/u).map(escapeForRegExp).join("\\s+"), "iu");
  for (const at of inOrder) {
    const exact = at.text.indexOf(wanted);
    if (exact !== -1) return { at, start: exact, end: exact + wanted.length, quote: wanted };
    const found = loose.exec(at.text);
    if (found !== null) return spanOf(at, found.index, found[0]);
  }
  return undefined;
}

function spanOf(at: SourceText, start: number, text: string): Located | undefined {
  if (text.length > LONGEST_QUOTE) return undefined;
  return { at, start, end: start + text.length, quote: text };
}
