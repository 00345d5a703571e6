import { readWords, type Words } from "./read-words.ts";

function hasPhrase({ inOrder }: Words, phrase: readonly string[]): boolean {
  return inOrder.some((_, at) => phrase.every((word, offset) => inOrder[at + offset] === word));
}

/** Jira's `~`: every term must occur; "OR" between terms, `*` at the end of one, and inner quotes for a phrase. */
export function matchText(text: string, query: string): boolean {
  const words = readWords(text);
  return query.split(/\s+OR\s+/).some((part) => {
    const terms = part.match(/"[^"]+"|\S+/g) ?? [];
    return terms.every((term) => {
      if (term.startsWith('"')) return hasPhrase(words, readWords(term).inOrder);
      if (term.endsWith("*")) {
        const start = term.slice(0, -1).toLowerCase();
        return words.inOrder.some((word) => word.startsWith(start));
      }
      return readWords(term).inOrder.every((word) => words.all.has(word));
    });
  });
}
