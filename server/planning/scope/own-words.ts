import type { Facts, PlanningRequest } from "../facts.ts";
import { startOfOrder } from "../sentence/read-address.ts";
import { escapeForRegExp } from "../text/escape-for-reg-exp.ts";
import { foldText } from "../text/read-words.ts";
import { APART, sourceOf } from "./match-words.ts";
import { ASSIGN, COMMENT, FIELD_WORDS, KIND_WORDS, LINK, STATUS } from "./vocabulary.ts";

/** What a clause of a request speaks of: a field by its id, or `comment`, `link`, `status`. */
export type Clause = { start: number; end: number; about: ReadonlySet<string> };

/**
 * A request as far as it can give orders, folded. `order` holds spaces where the person quotes others, writes out a text
 * to be used or says what is not to be done; `said` is all of it.
 */
export type OwnWords = { order: string; said: string; clauses: readonly Clause[] };

const LONGEST = 20_000;
const FENCE = /```[^`]{0,20000}(?:```|$)/g;
/** Mail that hangs below an answer belongs to whoever wrote it. */
const MAIL_BELOW =
  /\n[ \t]*(?:-{2,} ?(?:original|ursprungliche|mensaje|message|forwarded|weitergeleitet|mensagem)[^\n]{0,40}\n|(?:from|von|de|da|発信者|差出人|发件人|от) ?: [^\n]{1,200}\n(?:[ \t]*[\p{L}]{2,12} ?: ?[^\n]{0,200}\n){1,5})/u;
const QUOTED_LINE = /(?:^|\n)[ \t]*[>|][^\n]*/g;
const LOG_LINE =
  /(?:^|\n)[ \t]*(?:\[?\d{4}-\d\d-\d\d[t ]\d\d:\d\d|at [\w$.<>]{3,}\(|caused by:|\[\d\d:\d\d:\d\d\])[^\n]*/g;
const LONG_QUOTE =
  /"[^"\n]{3,400}"|“[^”\n]{3,400}”|„[^“”\n]{3,400}[“”]|«[^»\n]{3,400}»|»[^«\n]{3,400}«|「[^」\n]{2,400}」|『[^』\n]{2,400}』/gu;
const TITLE_WORDS = FIELD_WORDS["summary"] ?? "";
const DESCRIPTION_WORDS = FIELD_WORDS["description"] ?? "";
const TEXT_HEAD = sourceOf(`${COMMENT}, ${TITLE_WORDS}, ${DESCRIPTION_WORDS}`);
/** A text is over where its line is, or where another order clearly begins. */
const NEXT_ORDER = sourceOf(
  `${ASSIGN}, ${LINK}, ${STATUS}, ${Object.values(FIELD_WORDS).join(", ")}, set, setz*, change, close, resolve, reopen, mets, pon, ponlo, coloca, mark`,
);
const WRITTEN_OUT = new RegExp(
  `${TEXT_HEAD}(?:[^\\n:.!?]{0,40}?:\\s*|[^\\n:.!?,]{0,30}?,?\\s(?:that|saying|dass|que|qu|das)\\s+)`,
  "gu",
);
const TEXT_ENDS = new RegExp(
  `\\n|(?:[,.;!?]+\\s+|、|。|\\s(?:and|then|und|dann|et|puis|y|e)\\s+)(?:(?:and|then|und|dann|et|y|e)\\s+)?(?=${NEXT_ORDER})|$`,
  "gu",
);
const NEGATION =
  /(?<![\p{L}])(?:(?:do not|don'?t|dont|never|should ?n[o']t|must ?n[o']t|nicht|nie|kein\p{L}{0,2}|ne|pas|jamais|nao|nunca|jamas|ni|не|нельзя)(?=[\s'])|n'(?=\p{L})|(?<!(?:is|are|was|were|does|did|has|have|could|can|am|be) )not(?=\s)|no (?=(?:la|lo|le|les|las|los|me|te|se|nos|need|wait|asignes?|muevas?|cambies?|toques?|cierres?|pongas?)\s))[^:,;.!?\n()—]{0,60}/gu;
const NEGATED_CLAUSE = /ないで|しない|せず|しなくて|不要|ません|하지 ?마|금지|不用|不要|别[把再动改]/u;
const BOUNDARY =
  /[\n;!?。、，！？()（）]+|[.,](?=\s|$)|\s(?:and|then|but|und|dann|aber|sondern|et|puis|mais|y|luego|pero|sino|e|и|но)(?=\s)/gu;

/** Pure: the words of a request that are its author's own. */
export function readOwnWords(facts: Facts, { text }: PlanningRequest): OwnWords {
  const given = (text ?? "").slice(0, LONGEST);
  const said = foldText(given);
  const own = foldText(given.slice(startOfOrder(given)));
  const order = blankNegated(
    blankWrittenOut(blankQuotes(blankAll(cutMail(own.replaceAll("’", "'")), FENCE, QUOTED_LINE, LOG_LINE))),
  );
  return { order, said, clauses: readClauses(order, facts) };
}

const blank = (text: string): string => text.replaceAll(/[^\n]/gu, (sign) => " ".repeat(sign.length));
const blankAll = (text: string, ...patterns: RegExp[]): string =>
  patterns.reduce((rest, pattern) => rest.replaceAll(pattern, blank), text);

function cutMail(text: string): string {
  const below = MAIL_BELOW.exec(text);
  return below === null || below.index < 3 ? text : text.slice(0, below.index);
}

/** A name or a value may be put in quotes; a sentence in quotes is somebody's text. */
function blankQuotes(text: string): string {
  return text.replaceAll(LONG_QUOTE, (quote) => {
    const words = quote.trim().split(/\s+/u).length;
    const long = words > 4 || (/[^\p{Script=Latin}\p{P}\p{N}\s]/u.test(quote) && quote.length > 9);
    return long ? quote.charAt(0) + blank(quote.slice(1, -1)) + quote.slice(-1) : quote;
  });
}

function blankWrittenOut(text: string): string {
  let out = "";
  let from = 0;
  for (const head of text.matchAll(WRITTEN_OUT)) {
    if (head.index < from) continue;
    const begin = head.index + head[0].length;
    const end = endOfText(text, begin);
    out += text.slice(from, begin) + blank(text.slice(begin, end));
    from = end;
  }
  return out + text.slice(from);
}

function endOfText(text: string, begin: number): number {
  LONG_QUOTE.lastIndex = begin;
  const quote = LONG_QUOTE.exec(text);
  if (quote?.index === begin) return begin + quote[0].length;
  TEXT_ENDS.lastIndex = begin;
  return TEXT_ENDS.exec(text)?.index ?? text.length;
}

const blankNegated = (text: string): string => text.replaceAll(NEGATION, blank);

function readClauses(order: string, facts: Facts): Clause[] {
  const fields = fieldPatterns(facts);
  const cuts = [...order.matchAll(BOUNDARY)].map((cut) => cut.index + cut[0].length);
  return [0, ...cuts].map((start, index) => {
    const end = cuts[index] ?? order.length;
    const text = order.slice(start, end);
    if (NEGATED_CLAUSE.test(text)) return { start, end, about: new Set(["nothing"]) };
    const about = fields.filter(({ pattern }) => text.search(pattern) !== -1).map(({ field }) => field);
    return { start, end, about: new Set(about) };
  });
}

/** Jira's own fields by the words for them, every field by the name the site gives it. */
function fieldPatterns(facts: Facts): { field: string; pattern: RegExp }[] {
  const known = Object.entries(FIELD_WORDS).map(([field, words]) => ({
    field,
    pattern: new RegExp(sourceOf(words), "u"),
  }));
  const metas = [...facts.editable, ...facts.creatable.flatMap((one) => one.fields)];
  const names = new Map(metas.map((meta) => [meta.field, foldText(meta.name).trim()]));
  const named = [...names]
    .filter(([field, name]) => name.length > 2 && field !== "assignee")
    .map(([field, name]) => ({
      field,
      pattern: new RegExp(`(?<![${APART}])${escapeForRegExp(name)}(?![${APART}])`, "u"),
    }));
  return [
    ...known,
    ...named,
    { field: "comment", pattern: KIND_WORDS.comment },
    { field: "link", pattern: KIND_WORDS.link },
    { field: "status", pattern: KIND_WORDS.status },
  ];
}
