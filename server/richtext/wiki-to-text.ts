/** Beyond this a body is cut before it is read; Jira's own fields end at half of it. */
const LONGEST = 65_536;

/** Raw text: nothing in it is markup. */
const RAW = /\{(code|noformat)(?::[^}\n]{0,200})?\}([\s\S]*?)\{\1\}/g;
/** Written so that the braces of ordinary text stay. */
const MACRO =
  /\{(?:color|panel|anchor|info|note|tip|warning|expand|section|column|code|noformat)(?::[^{}\n]{0,200})?\}/g;

/**
 * The words of Jira's wiki markup, which the bodies of webhooks carry (REST v2 shape), as readable plain text.
 * Lossy and forgiving on purpose: it is for reading, never for writing back. Quoted lines begin with "> ", since they
 * are not the words of who wrote the text.
 */
export function wikiToText(wiki: string): string {
  const source = wiki.slice(0, LONGEST).replaceAll(BORDER, "").replaceAll(/\r\n?/g, "\n");
  let text = "";
  let end = 0;
  for (const match of source.matchAll(RAW)) {
    text += readMarkup(source.slice(end, match.index)) + (match[2] ?? "");
    end = match.index + match[0].length;
  }
  return markQuotes(text + readMarkup(source.slice(end)))
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}

/** One that is escaped is somebody's text. */
const QUOTE = /(?<!\\)\{quote(?::[^{}\n]{0,200})?\}/g;
/** Stands for a quote mark while the rest is read: of Unicode's private use, so no text of people needs it. */
const BORDER = "\uE000";

/** Every second part stands between two quote marks; a mark without an end quotes nothing. */
function markQuotes(text: string): string {
  const parts = text.split(BORDER);
  return parts
    .map((part, at) => (at % 2 === 1 && at < parts.length - 1 ? `\n${sayQuoted(part)}\n` : part))
    .join("");
}

const sayQuoted = (text: string): string => text.trim().replaceAll(/^/gm, "> ");

function readMarkup(wiki: string): string {
  return wiki.replaceAll(QUOTE, BORDER).replaceAll(MACRO, "").split("\n").map(readLine).join("\n");
}

function readLine(line: string): string {
  if (/^ *-{4,5} *$/.test(line)) return "";
  const plain = line
    .replace(/^ *h[1-6]\. +/, "")
    .replace(/^ *bq\. +/, "> ")
    .replace(/^ *([*#-]+) +/, (_, signs: string) => `${"  ".repeat(signs.length - 1)}- `);
  return readInline(plain.startsWith("|") ? readRow(plain) : plain);
}

/** `||head||head||` and `|cell|cell|`; the bar within a link is no border. */
function readRow(row: string): string {
  const cells = row.replaceAll(
    /\[([^\][|\n]{1,500})\|([^\][\n]{1,2000})\]/g,
    (_, words: string, to: string) => sayLink(words, to),
  );
  return cells
    .split(/\|{1,2}/)
    .map((cell) => cell.trim())
    .filter((cell) => cell !== "")
    .join(" | ");
}

const STYLED = /(^|[\s([{"'>,.;:!?])([*_+^~]|\?\?)(?=\S)([^\n*]{0,300}?\S)\2(?=$|[\s)\]}"'<,.;:!?])/g;

function readInline(line: string): string {
  return line
    .replaceAll(/\{\{([^{}\n]{1,500})\}\}/g, "$1")
    .replaceAll(/\[~(?:accountid:)?([^\][\s]{1,200})\]/g, "@$1")
    .replaceAll(/\[([^\][|\n]{1,500})\|([^\][\n]{1,2000})\]/g, (_, words: string, to: string) =>
      sayLink(words, to),
    )
    .replaceAll(/\[((?:https?|mailto|ftp):[^\][\s|]{1,2000})\]/g, "$1")
    .replaceAll(/!([^!\s|]{1,300}\.\w{2,5})(?:\|[^!\n]{0,200})?!/g, "[$1]")
    .replaceAll(STYLED, "$1$3")
    .replaceAll(STYLED, "$1$3")
    .replaceAll(/\\\\(?:[ \t]+|$)/gm, "\n")
    .replaceAll(/\\([*_\-+^~?[\]{}|!#])/g, "$1");
}

/** `[words|address|smart-link]`. */
function sayLink(words: string, rest: string): string {
  const [address = ""] = rest.split("|");
  return words === address ? words : `${words} (${address})`;
}
