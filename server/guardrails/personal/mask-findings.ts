import type { PersonalDataFinding } from "./finding.ts";

/** `restore` puts the originals back into any text that holds the tokens, also one that somebody else wrote with them. */
export type Masked = { masked: string; restore: (text: string) => string };

/** The look of our own tokens. One that a text brings along is masked too, or it would be restored to a stranger's value. */
const TOKEN = /⟦[A-Z_]{1,20}_\d{1,6}⟧/g;

/**
 * Pure: what was found behind numbered tokens such as `⟦EMAIL_1⟧`. One value has one token all over the text, the same
 * text always gives the same tokens, and `restore(masked)` is the text again.
 */
export function maskFindings(text: string, found: readonly PersonalDataFinding[]): Masked {
  const literal = [...text.matchAll(TOKEN)].map((match) => ({
    kind: "LITERAL",
    start: match.index,
    end: match.index + match[0].length,
  }));
  const others = found.filter((one) =>
    literal.every(({ start, end }) => one.end <= start || one.start >= end),
  );
  const tokens = new Map<string, string>();
  const values = new Map<string, string>();
  const counts = new Map<string, number>();
  const tokenFor = (kind: string, value: string) => {
    const known = tokens.get(`${kind} ${value}`);
    if (known !== undefined) return known;
    const number = (counts.get(kind) ?? 0) + 1;
    const token = `⟦${kind}_${number}⟧`;
    counts.set(kind, number);
    tokens.set(`${kind} ${value}`, token);
    values.set(token, value);
    return token;
  };
  let masked = "";
  let from = 0;
  for (const { kind, start, end } of [...literal, ...others].toSorted((a, b) => a.start - b.start)) {
    masked += text.slice(from, start) + tokenFor(kind, text.slice(start, end));
    from = end;
  }
  return {
    masked: masked + text.slice(from),
    restore: (other) => other.replaceAll(TOKEN, (token) => values.get(token) ?? token),
  };
}
