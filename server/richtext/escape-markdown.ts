/** Could start something other than words at the start of a line. */
const LINE_START = /^(?:[#>+=~-]|\d{1,9}(?=[.)]))/;
const ENTITY = /&(?=#?\w+;)/g;
const INLINE = /[\\`*[<]|_/g;

/** Words that Markdown reads back as the same words. `snake_case` keeps its look. */
export function escapeWords(text: string): string {
  return text
    .replaceAll(INLINE, (sign, at: number) => (sign === "_" && isInsideWord(text, at) ? sign : `\\${sign}`))
    .replaceAll(ENTITY, "\\&");
}

const LETTER = /[A-Za-z0-9]/;
const isInsideWord = (text: string, at: number) =>
  LETTER.test(text[at - 1] ?? "") && LETTER.test(text[at + 1] ?? "");

/**
 * The lines of a block, so that none of them starts a list, a heading or a rule, and the white space at
 * their ends, which Markdown drops, stays.
 */
export function escapeLines(block: string): string {
  return block
    .split("\n")
    .map((line) =>
      line
        .replace(LINE_START, (sign) => (/\d/.test(sign) ? `${sign}\\` : `\\${sign}`))
        .replace(/^[ \t]/, encodeSign)
        .replace(/[ \t]$/, encodeSign),
    )
    .join("\n");
}

const encodeSign = (sign: string) => `&#${sign.charCodeAt(0)};`;

export function escapeAddress(url: string): string {
  const plain = url.replaceAll(/[\\<>]/g, "\\$&").replaceAll(ENTITY, "\\&");
  return /[\s()]|^$/.test(url) ? `<${plain}>` : plain;
}

export const escapeTitle = (title: string): string =>
  title.replaceAll(/[\\"]/g, "\\$&").replaceAll(ENTITY, "\\&");

/** Backticks enough that none inside ends it: at least `least`, one more than the longest run. */
export function fenceFor(text: string, least: number): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  return "`".repeat(Math.max(least, longest + 1));
}
