import { plainView } from "./plain-view.ts";

/** A word or phrase of a list, found in a plain view. */
export type Hit<K extends string> = { is: K; start: number; end: number };

type Word = { text: string; open: boolean };
type Entry<K extends string> = { is: K; words: readonly Word[] };
type Token = { text: string; start: number; end: number };

/** Scripts in which words are not parted, or carry what other languages write apart. */
const GLUED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Arabic}\p{Script=Devanagari}]/u;
/** Of scripts that write words apart: "AI必须" holds the word AI. */
const WORD = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]+/gu;
const FIRST_GLUED = 0x600;
const SHORTEST_STEM = 3;
const LONGEST_STEM = 14;

/**
 * Lists of words in any language, parted by commas, as one reader of plain views. A star stands for any ending. Each
 * word of a text is looked up, not each list tried, so the time does not grow with the lists.
 */
export function compileLexicon<K extends string>(lists: Readonly<Record<K, string>>) {
  const whole = new Map<string, Entry<K>[]>();
  const stems = new Map<string, Entry<K>[]>();
  const glued = new Map<string, { is: K; text: string }[]>();
  const add = <V>(map: Map<string, V[]>, key: string, value: V) =>
    map.set(key, [...(map.get(key) ?? []), value]);

  for (const is of Object.keys(lists) as K[])
    for (const listed of lists[is].split(",")) {
      const words = readWords(listed);
      const [first] = words;
      if (first === undefined) continue;
      if (GLUED.test(listed)) {
        const text = plainView(listed.trim()).text;
        add(glued, text.charAt(0), { is, text });
      } else add(first.open ? stems : whole, first.text, { is, words });
    }

  return (text: string): Hit<K>[] => {
    const tokens = [...text.matchAll(WORD)].map(
      (match): Token => ({ text: match[0], start: match.index, end: match.index + match[0].length }),
    );
    const known = new Map<string, Entry<K>[]>();
    const entriesOf = (word: string) => {
      const entries = known.get(word) ?? entriesFor(word);
      known.set(word, entries);
      return entries;
    };
    const hits = tokens.flatMap((token, at) =>
      entriesOf(token.text).flatMap(({ is, words }): Hit<K>[] => {
        const last = endOf(words, tokens, at);
        return last === undefined ? [] : [{ is, start: token.start, end: last }];
      }),
    );
    return [...hits, ...gluedHits(text)].toSorted((a, b) => a.start - b.start);
  };

  function entriesFor(word: string): Entry<K>[] {
    const found = [...(whole.get(word) ?? [])];
    for (let length = SHORTEST_STEM; length <= Math.min(word.length, LONGEST_STEM); length++)
      found.push(...(stems.get(word.slice(0, length)) ?? []));
    return found;
  }

  function gluedHits(text: string): Hit<K>[] {
    const hits: Hit<K>[] = [];
    for (let at = 0; at < text.length; at++)
      if (text.charCodeAt(at) >= FIRST_GLUED)
        for (const { is, text: wanted } of glued.get(text.charAt(at)) ?? [])
          if (text.startsWith(wanted, at)) hits.push({ is, start: at, end: at + wanted.length });
    return hits;
  }
}

function readWords(listed: string): Word[] {
  return (plainView(listed.trim()).text.match(/[\p{L}\p{N}]+\*?/gu) ?? []).map((word) => ({
    text: word.replace("*", ""),
    open: word.endsWith("*"),
  }));
}

/** Where the last word of a phrase ends, if all of them follow each other here. */
function endOf(words: readonly Word[], tokens: readonly Token[], at: number): number | undefined {
  const fits = words.every(({ text, open }, index) => {
    const said = tokens[at + index]?.text;
    return said !== undefined && (open ? said.startsWith(text) : said === text);
  });
  return fits ? tokens[at + words.length - 1]?.end : undefined;
}
