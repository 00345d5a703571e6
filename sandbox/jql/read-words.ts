/** The words of a text as the index keeps them: cut to a simple stem, so that "payments" finds "payment". */
export type Words = { inOrder: readonly string[]; all: ReadonlySet<string> };

const MOST_REMEMBERED = 20_000;
const remembered = new Map<string, Words>();

/** A search reads every issue, and few of them have changed since the last: each text is taken apart once. */
export function readWords(text: string): Words {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const inOrder = (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map(stem);
  const words = { inOrder, all: new Set(inOrder) };
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(text, words);
  return words;
}

function stem(word: string): string {
  const bare = word.replace(/(?<=...)(ing|ed|(?<!s)s)$/, "");
  return bare.replace(/(?<=...)e$/, "");
}
