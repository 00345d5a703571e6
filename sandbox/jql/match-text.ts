/** Words of a text, cut to a simple stem, so that "payments" finds "payment" as Jira's index does. */
function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map(stem);
}

function stem(word: string): string {
  const bare = word.replace(/(?<=...)(ing|ed|(?<!s)s)$/, "");
  return bare.replace(/(?<=...)e$/, "");
}

function hasPhrase(words: string[], phrase: string[]): boolean {
  return words.some((_, at) => phrase.every((word, offset) => words[at + offset] === word));
}

/** Jira's `~`: every term must occur; "OR" between terms, `*` at the end of one, and inner quotes for a phrase. */
export function matchText(text: string, query: string): boolean {
  const words = wordsOf(text);
  return query.split(/\s+OR\s+/).some((part) => {
    const terms = part.match(/"[^"]+"|\S+/g) ?? [];
    return terms.every((term) => {
      if (term.startsWith('"')) return hasPhrase(words, wordsOf(term));
      if (term.endsWith("*")) {
        const start = term.slice(0, -1).toLowerCase();
        return words.some((word) => word.startsWith(start));
      }
      return wordsOf(term).every((word) => words.includes(word));
    });
  });
}
