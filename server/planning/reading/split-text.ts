import type { Lexicon } from "./lexicon.ts";

/** A stretch of the folded text. */
export type Stretch = { start: number; end: number };
export type Clause = Stretch & {
  /** Why nothing in it is an order: it is denied, hangs on a condition, or tells what is so already. */
  blocked: boolean;
};
export type Sentence = Stretch & { clauses: Clause[] };

const SENTENCE_END = /\n+|[.!?…]+(?=\s|$)|[。！？!?]+|;/gu;
const CLAUSE_END =
  /(?<=\s)(?:so|asi que|por lo que|donc|daher|also|entao|portanto)(?=\s)|ので|から、|,(?!\d)|、|:(?=\s)|：|\s[-–]\s|\(|\)/gu;

const WONDERS =
  /^\s*(?:why|how|what|who|whose|which|when|where|warum|wieso|wer|was|wie|wann|pourquoi|qui|que|comment|quand|por que|quien|como|cuando|quem|quando|なぜ|誰が|いつ)(?![\p{Script=Latin}])/u;
/** "Can Priya take this?" asks for it. */
const MODAL =
  /(?<![\p{L}])(?:can|could|would|will|kann|konnte|mag|peut|pourrait|puede|podria|pode|poderia)(?![\p{L}])/u;
const REPORTS =
  /^\s*(?:just )?(?:moved|assigned|reassigned|closed|changed|gave|added|updated|talked|asked|told|spoke|verschoben|zugewiesen|erledigt und)(?![\p{L}])/u;
/** What somebody else said is theirs, in the clauses behind it as well. */
const HEARSAY =
  /^\s*(?:\p{L}+(?: \p{L}+)?|the \p{L}+|der \p{L}+|die \p{L}+) (?:said|says|thinks|thought|suggested|suggests|mentioned|believes|told me|meint|meinte|sagt|sagte|findet|fand|schlug|glaubt|pense|pensait|dit que|a dit|disait|suggere|dijo|dice que|cree|piensa|sugirio|disse|falou|acha|achava|sugeriu)(?![\p{L}])/u;
const SAID_SO =
  /, (?:so )?(?:says|said|claims|sagt|sagte|meint|meinte|dit|disait|affirme|dice|dijo|diz|disse) (?:the |der |die |das |le |la |l'|el |o |a )?[\p{L}' -]{2,40}$/u;
const withoutQuotes = (words: string): string =>
  words.replaceAll(/["“„«「『].*?["”“»」』]/gu, (quoted) => " ".repeat(quoted.length));
const asksPlainly = (sign: string): boolean => /[?？]/u.test(sign);

/** Sentences and their clauses; nothing is cut inside of quotes. */
export function splitText(
  text: string,
  {
    quotes,
    people,
    values,
  }: { quotes: readonly Stretch[]; people: readonly Stretch[]; values: readonly Stretch[] },
  lexicon: Lexicon,
): Sentence[] {
  const outside = (at: number) => !quotes.some(({ start, end }) => at > start && at < end);
  return cut(text, { start: 0, end: text.length }, SENTENCE_END, outside)
    .filter(({ start, end }) => text.slice(start, end).trim() !== "")
    .map((sentence) => withClauses(text, blank(text, values), sentence, { outside, people }, lexicon));
}

function cut(
  text: string,
  within: Stretch,
  at: RegExp,
  outside: (at: number) => boolean,
): (Stretch & { sign: string })[] {
  const parts: (Stretch & { sign: string })[] = [];
  let start = within.start;
  for (const found of text.slice(within.start, within.end).matchAll(at)) {
    const index = within.start + found.index;
    if (!outside(index)) continue;
    parts.push({ start, end: index, sign: found[0].trim() });
    start = index + found[0].length;
  }
  return [...parts, { start, end: within.end, sign: "" }];
}

/** As long as it was, with nothing at these places. */
const blank = (text: string, places: readonly Stretch[]): string =>
  places.reduce(
    (all, { start, end }) => all.slice(0, start) + " ".repeat(end - start) + all.slice(end),
    text,
  );

function withClauses(
  full: string,
  text: string,
  sentence: Stretch & { sign: string },
  { outside, people }: { outside: (at: number) => boolean; people: readonly Stretch[] },
  lexicon: Lexicon,
): Sentence {
  const { start, end, sign } = sentence;
  const whole = withoutQuotes(text.slice(start, end));
  const has = (concept: Parameters<Lexicon["pattern"]>[0], words: string) =>
    lexicon.pattern(concept).test(words);
  // A question is an order only when it is asked politely.
  const names = people.some((one) => one.start >= start && one.end <= end);
  const asks = /[?？]/u.test(sign) && !has("polite", whole) && !(names && MODAL.test(whole));
  const wonders = WONDERS.test(whole) && asksPlainly(sign);
  const dead = asks || wonders || REPORTS.test(whole) || HEARSAY.test(whole) || SAID_SO.test(whole.trimEnd());
  const condition = lexicon.pattern("ifs").exec(whole)?.index;
  const colon = /[:：](?=\s|$)/u.exec(whole)?.index ?? -1;
  // "Open a bug: it fails when …": what is told behind a colon is no condition of the order before it.
  const hangs = (end: number) =>
    condition !== undefined && !(colon > 0 && condition > colon && end <= start + colon + 1);
  const clauses = cut(full, sentence, CLAUSE_END, outside)
    .filter((one) => full.slice(one.start, one.end).trim() !== "")
    .map((one) => {
      const words = text.slice(one.start, one.end);
      const unquoted = withoutQuotes(words);
      return {
        start: one.start,
        end: one.end,
        blocked: dead || hangs(one.end) || has("not", unquoted) || has("past", unquoted),
      };
    });
  return { start, end, clauses };
}
