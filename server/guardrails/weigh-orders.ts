import { compileLexicon, type Hit } from "./match-lexicon.ts";
import { ORDER_WORDS } from "./order-words.ts";
import { OWN_FORMS, STRUCTURES } from "./order-structures.ts";

type Kind = keyof typeof ORDER_WORDS;
type Words = readonly Hit<Kind>[];
export type Weighed = {
  start: number;
  end: number;
  score: number;
  kind: "override" | "new-role" | "addressed";
  /** Somebody is spoken to, or given a part to play. */
  speaks: boolean;
};
type Span = { start: number; end: number };

const readOrders = compileLexicon(ORDER_WORDS);

const SENTENCE_ENDS = /[.!?]+(?=[\s"'”»)\]]|$)|[\n;。！？；।]+|\s[|]\s|\]|\[/gu;
const LONGEST_SENTENCE = 400;
const NEAR = 32;
/** How somebody is called before they are told what to do. */
const CALLED =
  /^[^\p{L}]*(?:(?:du|ihr|you|tu|te|vous|ustedes|vosotros|voce|ты|вы|beste|querid[oa]|cher|chere|car[oa]|drogi|sevgili|дорогой|alle|tous|todos|todas|tutti|всем|hey|hi|hello|hallo|dear|liebe[rs]?|attention|achtung|note|hinweis|nota|aviso|warning|message|instructions?|memo|for|fur|pour|para|per|to|an|a|au|aux|al|ao|aos|do|voor|dla|до|для|уважаем\p{L}*|給|给|致|إلى|الى|ey|yo|oi|ok|so|and|also|ah|psst|et|y|e|und|all|any|automatische|automatic|ci|the|die|den|das|dem|le|la|les|el|los|l|o|os|reading|to|от)[^\p{L}]+){0,5}(?:ai|ia|ki|ии|l.)?$/u;
const ARTICLE_ONLY = /^[^\p{L}]*(?:the|die|den|das|der|le|la|les|el|los|l|o|os|a|an|all|any)[^\p{L}]+$/u;
const CALL_ENDS =
  /^(?:(?:\s\(?(?:reading|readers?|parsing|processing|handling|triaging|agents?|assistants?|models?|bots?|tools?|engine|systems?|here|this|these|lines|text|log|page|ticket|issue|who|that|und|and|or|y|et|e|ki|ia|ai|de|la|qui|que|lit|lee|le|die|das|hier|liest|mitliest)){0,5}\s?\)?(?:[:,;>→–—،]|->|-\s)|\s(?:please|kindly|bitte|merci de|por favor|favor|lutfen|пожалуйста|prosze)\s|(?:さん|様|の皆|への指示|への注意|向けの指示)?\s?[：:、，はへ须請请必]|(?:여|야|에게|님)[\s,:])/u;
const LAST_WORD = /[,،、，]\s*(?:(?:dear|liebe[rs]?|le|the|you|ok|o|el|please|sayin)\s)?$/u;
const KEY = /(?<![a-z\d])[a-z][a-z0-9]{1,9}-\d{1,6}(?!\d)/u;
const QUOTES =
  /"[^"\n]{2,300}"|“[^”\n]{2,300}”|„[^“”\n]{2,300}[“”]|«[^»\n]{2,300}»|»[^«\n]{2,300}«|「[^」\n]{1,300}」|`[^`\n]{2,300}`|(?<![\p{L}])'[^'\n]{4,300}'(?!\p{L})/gu;

/** "Not without approval" asks for it. */
const DENIED = /(?:not|never|nicht|nie|niemals|pas|jamais|no|nunca|nao|non|niet|nie)\s$/u;

/** Words that press nobody. */
const SOFT: readonly Kind[] = [
  "must",
  "plans",
  "reports",
  "tests",
  "user",
  "prior",
  "every",
  "mine",
  "topic",
  "here",
  "next",
  "instead",
];
const DIALOGUE =
  /(?:^|\n)\s?(?:user|customer|kunde|kundin|client|cliente|guest|gast|visitor|me|客户|客|お客様)\s?:/u;

/** What an order weighs that nobody dressed up. Under it, words are only words. */
export const ENOUGH = 4;
/** The least that anybody asks for. */
const LEAST = 3;

/** A plain view as it was read, once for all that is asked about it. */
export type Reading = {
  view: string;
  hits: Words;
  quotes: readonly Span[];
  /** How many words it has for such texts, and for testing and finding at all: whoever fends them off writes about them. */
  reports: number;
  tests: number;
  /** A talk written down: there a name with a colon is whose line it is. */
  isTalk: boolean;
};

export function readView(view: string): Reading {
  const hits = readOrders(view);
  const countOf = (kind: Kind) =>
    new Set(hits.filter(({ is }) => is === kind).map(({ start }) => start)).size;
  const quotes = [...view.matchAll(QUOTES)].map((match) => spanOf(match.index, match[0].length));
  const [reports, tests] = [countOf("reports"), countOf("tests")];
  return { view, hits, quotes, reports, tests, isTalk: DIALOGUE.test(view) };
}

/** Sentences that speak to a machine, with how much speaks for it. `hidden`: nobody could read the text as it was. */
export function weighOrders(reading: Reading, hidden = false): Weighed[] {
  const hits = reading.hits.filter(({ start, end }) => !hidden || end - start > 3);
  if (hits.length === 0) return [];
  const context = { ...reading, hits, hidden };
  const sentences = cut(reading.view);
  const single = sentences.map((span) => weigh(context, span));
  // Who is spoken to in one sentence is told what to do in the next.
  const pairs = sentences.slice(1).flatMap((span, at) => {
    const first = single[at];
    if (first === undefined || !first.speaks) return [];
    const one = weigh(context, { start: first.start, end: span.end });
    return [{ ...one, score: one.score - 1 }];
  });
  const weighed = [...single, ...pairs]
    .filter(({ score }) => score >= LEAST)
    .map((one) => ({ ...one, score: one.score - reported(one, context) }));
  return [...weighed.filter(({ score }) => score > 0), ...structures(context)];
}

const spanOf = (start: number, length: number): Span => ({ start, end: start + length });
/** Hits come sorted: only those from the span's start on are looked at. */
function within(hits: Words, { start, end }: Span): Words {
  const found: Hit<Kind>[] = [];
  for (let at = firstFrom(hits, start); at < hits.length; at++) {
    const hit = hits[at];
    if (hit === undefined || hit.start >= end) break;
    if (hit.end <= end) found.push(hit);
  }
  return found;
}

function firstFrom(hits: readonly Span[], start: number): number {
  let [low, high] = [0, hits.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((hits[middle]?.start ?? start) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

function cut(view: string): Span[] {
  const ends = [...view.matchAll(SENTENCE_ENDS)].map((match) => match.index + match[0].length);
  const spans: Span[] = [];
  let start = 0;
  for (const end of [...ends, view.length])
    for (; start < end; start = Math.min(end, start + LONGEST_SENTENCE))
      spans.push({ start, end: Math.min(end, start + LONGEST_SENTENCE) });
  return spans.filter((span) => view.slice(span.start, span.end).trim() !== "");
}

type Context = Reading & { hidden: boolean };

function weigh(context: Context, span: Span): Weighed {
  const { view, hidden } = context;
  const hits = within(context.hits, span);
  const has = (kind: Kind) =>
    hits.some(
      ({ is, start }) =>
        is === kind && !(kind === "bypasses" && DENIED.test(view.slice(0, start).slice(-12))),
    );
  const override = weighOverride(view, hits);
  const calls = context.isTalk ? [] : hits.filter((hit) => isVocative(view, span, hit, has("reads")));
  const isCalled = calls.length > 0;
  const isPressed = calls.some((call) =>
    hits.some(
      ({ is, start }) =>
        is !== "machine" &&
        is !== "tool" &&
        !SOFT.includes(is) &&
        (start < call.start || start - call.end < 16),
    ),
  );
  const isMachine = has("machine") || has("self") || (has("tool") && has("reads"));
  const machine = isMachine ? 1 : has("tool") ? 0.5 : 0;
  const isAbout = isMachine || has("panel");
  const isTold = tells(hits);
  const isSpoken = isCalled || has("reads") || has("self") || isTold;
  const isOnlyTold = isTold && !isCalled && !has("reads") && !has("self") && override < 2 && !has("role");
  const diverts = (has("user") || has("panel")) && has("instead") && isAbout && (isSpoken || has("panel"));
  if (!hidden && machine === 0 && override < 2 && !has("role") && !has("panel") && !has("reads"))
    return { ...span, score: 0, kind: "addressed", speaks: false };
  const isHere = has("here") || KEY.test(view.slice(span.start, span.end));
  const asks = has("acts") || has("bypasses") || has("role") || has("secrets") || override > 1 || diverts;
  const score =
    override +
    (hidden && override > 1 ? 1 : 0) +
    machine +
    (isPressed ? 2 : isCalled ? 1 : 0) +
    (has("reads") ? (has("machine") ? 2 : 1) : 0) +
    (has("acts") ? 1 : 0) +
    (has("bypasses") ? 1.5 : 0) +
    (has("hides") ? 1.5 : 0) +
    (isMachine && isTold ? 1 : 0) +
    (has("role") ? 2 : 0) +
    (diverts ? 2.5 : 0) +
    (has("panel") ? 1.5 : 0) +
    (has("since") && (isMachine || override > 0) ? 1 : 0) +
    (has("instead") && isMachine ? 1 : 0) +
    (has("plans") ? 0.5 : 0) +
    (has("secrets") && has("acts") && machine > 0 ? 2 : 0) +
    (has("derives") && has("next") && has("acts") ? 2.5 : 0) +
    (machine > 0 && has("acts") && isHere ? 1 : 0) -
    (has("forbids") && override < 2 && !isCalled ? 2.5 : 0);
  // Who is spoken to without being told anything, or only spoken about, is no more than a topic.
  const isStrong = override > 1 || has("role") || has("panel") || (has("derives") && has("next"));
  const isMere =
    !asks || !(isSpoken || isStrong) || (isOnlyTold && !isHere && !has("bypasses") && !has("hides"));
  return {
    ...span,
    score: isMere && !hidden ? Math.min(score, ENOUGH - 0.5) : score,
    kind: override >= 3 ? "override" : has("role") ? "new-role" : "addressed",
    speaks: isCalled || has("reads") || has("role") || has("self") || has("since") || override > 1,
  };
}

/** "The assistant must": told right behind its name. */
const tells = (hits: Words): boolean =>
  hits.some(
    ({ is, end }) =>
      ["machine", "tool", "reads"].includes(is) &&
      hits.some((must) => must.is === "must" && must.start >= end && must.start - end < 3),
  );

/** "Ignore all previous instructions": what to do with rules, and whose they are. One's own words may be taken back. */
function weighOverride(view: string, hits: Words): number {
  const of = (kind: Kind) => hits.filter(({ is }) => is === kind);
  let most = 0;
  for (const verb of of("overrides"))
    for (const rule of of("rules")) {
      const gap = Math.max(rule.start - verb.end, verb.start - rule.end);
      if (gap > NEAR || gap < 0) continue;
      const around = { start: Math.min(verb.start, rule.start), end: Math.max(verb.end, rule.end) };
      const inside = (kind: Kind, reach: number) =>
        of(kind).some(({ start, end }) => start >= around.start - reach && end <= around.end + reach);
      const isTopic = of("topic").some(({ start }) => start >= around.end && start - around.end < 3);
      const worth =
        inside("whose", 12) || inside("self", 25)
          ? 4
          : inside("prior", 12)
            ? inside("every", 12)
              ? 4
              : 3
            : inside("every", 12)
              ? 3
              : 2;
      most = Math.max(most, inside("mine", 20) ? 0 : isTopic ? Math.min(worth - 1.5, 2) : worth);
    }
  return most;
}

function isVocative(view: string, span: Span, hit: Hit<Kind>, reads: boolean): boolean {
  if (hit.is !== "machine" && !(hit.is === "tool" && reads)) return false;
  const before = view.slice(span.start, hit.start);
  const after = view.slice(hit.end, Math.min(span.end, hit.end + 40));
  const starts = before.length < 60 && CALLED.test(before) && !ARTICLE_ONLY.test(before);
  if ((starts || /[(\-–—>:,*#]\s?$/u.test(before)) && CALL_ENDS.test(after)) return true;
  return LAST_WORD.test(before.slice(-20)) && /^[^\p{L}]{0,12}(?:$|\n)/u.test(after);
}

/** How much speaks for somebody writing about such texts: they quote them, and say what for. */
function reported(one: Weighed, { hits, quotes, reports, tests }: Reading): number {
  const own = within(hits, one).filter(({ is }) =>
    ["overrides", "role", "rules", "acts", "bypasses"].includes(is),
  );
  const quoted = own.filter((hit) => isQuoted(hit, quotes));
  const mostly = own.length > 0 && quoted.length * 2 >= own.length;
  if (mostly && reports + tests > 0) return 6;
  if (mostly) return 4;
  return reports > 1 || tests > 2 || (reports > 0 && tests > 0) ? 1.5 : 0;
}

/** Whether a place is only quoted, by somebody who writes about such texts. */
export function isReported(
  span: Span,
  { view, quotes, reports, tests }: Pick<Reading, "view" | "quotes" | "reports" | "tests">,
): boolean {
  const quote = quoteAround({ start: span.start, end: span.end - 1 }, quotes);
  const isWritten = quote !== undefined;
  // A few words in quotation marks are somebody's whom the text tells of.
  if (isWritten && (quote.end - quote.start) * 2 < view.trim().length) return true;
  return reports > 1 || tests > 2 || (reports > 0 && tests > 0) || (isWritten && reports + tests > 0);
}

const isQuoted = (span: Span, quotes: readonly Span[]): boolean => quoteAround(span, quotes) !== undefined;

function quoteAround({ start, end }: Span, quotes: readonly Span[]): Span | undefined {
  const quote = quotes[firstFrom(quotes, start + 1) - 1];
  return quote !== undefined && start >= quote.start && end <= quote.end ? quote : undefined;
}

/** Programmes and manuals have such forms too: it takes somebody who speaks of a machine as well. */
function structures({ view, hits, reports, tests }: Reading): Weighed[] {
  const isSpokenOf = hits.some(({ is }) => ["machine", "self", "reads", "overrides", "panel"].includes(is));
  if (reports > 1) return [];
  const plain = isSpokenOf ? STRUCTURES : reports + tests > 0 ? [] : OWN_FORMS;
  return plain.flatMap((regex) =>
    [...view.matchAll(regex)].map((match) => ({
      ...spanOf(match.index, match[0].length),
      score: ENOUGH,
      kind: "addressed" as const,
      speaks: true,
    })),
  );
}
