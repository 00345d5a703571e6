import { SECRET_PATTERNS } from "./secret-patterns.ts";

/** `restore` puts the originals back into any text that holds the tokens, also one that somebody else wrote with them. */
export type Masked = { masked: string; restore: (text: string) => string };

/** The look of our own tokens. One that a text brings along is masked too, or it would be restored to a stranger's value. */
const TOKEN = /⟦[A-Z_]{1,20}_\d{1,6}⟧/g;

type Found = { kind: string; from: number; to: number };

/**
 * Pure: secrets and personal data behind numbered tokens such as `⟦EMAIL_1⟧`. One value has one token all over the text,
 * the same text always gives the same tokens, and `restore(masked)` is the text again.
 */
export function maskSecrets(text: string): Masked {
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
  let end = 0;
  for (const { kind, from, to } of findSecrets(text)) {
    masked += text.slice(end, from) + tokenFor(kind, text.slice(from, to));
    end = to;
  }
  return {
    masked: masked + text.slice(end),
    restore: (other) => other.replaceAll(TOKEN, (token) => values.get(token) ?? token),
  };
}

/** In the order of the text, without overlaps: an earlier pattern keeps its place against a later one. */
function findSecrets(text: string): Found[] {
  const taken: Found[] = [...text.matchAll(TOKEN)].map((match) => spanOf("LITERAL", match[0], match.index));
  for (const { kind, regex, group = 0, accepts } of SECRET_PATTERNS) {
    for (const match of text.matchAll(regex)) {
      const value = match[group] ?? "";
      if (value === "" || accepts?.(value) === false) continue;
      const found = spanOf(kind, value, match.index + (group === 0 ? 0 : match[0].lastIndexOf(value)));
      if (taken.every((other) => found.to <= other.from || found.from >= other.to)) taken.push(found);
    }
  }
  return taken.toSorted((a, b) => a.from - b.from);
}

const spanOf = (kind: string, value: string, from: number): Found => ({
  kind,
  from,
  to: from + value.length,
});
