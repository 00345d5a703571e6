import type { DraftQuestion, DraftValue } from "../draft.ts";
import type { Facts, FieldMeta, PlanningRequest } from "../facts.ts";
import { foldView, spanOf, type FoldView } from "./fold-view.ts";
import { spotOptions } from "./match-at.ts";
import { languagesOf, lexiconFor, type Lexicon } from "./lexicon.ts";
import { ownWords } from "./own-words.ts";
import { splitText, type Clause, type Sentence, type Stretch } from "./split-text.ts";
import { spotDates, type DateMention } from "./spot-dates.ts";
import { spotPeople, type Mention } from "./spot-people.ts";
import { spotQuotes, type Quote } from "./spot-quotes.ts";

/** A request as it lies before a reader: folded, cut up, and with all that it names marked. Offsets are of the folded text. */
export type Scene = {
  facts: Facts;
  request: PlanningRequest;
  /** What the person wrote, as it stands. */
  full: string;
  view: FoldView;
  text: string;
  lexicon: Lexicon;
  quotes: readonly Quote[];
  sentences: readonly Sentence[];
  people: readonly Mention[];
  dates: readonly DateMention[];
};

/** Something the text orders, and where it does so. */
export type Order = Stretch &
  (
    | { kind: "value"; field: string; value: DraftValue; confidence: number }
    | { kind: "move"; transition: string; confidence: number }
    | { kind: "link"; relation: string; issueKey: string; confidence: number }
    | { kind: "comment"; markdown: string; confidence: number }
    | { kind: "ask"; question: DraftQuestion & { field: string } }
  );

export function setScene(facts: Facts, request: PlanningRequest, from: number): Scene {
  const full = request.text ?? "";
  const own = ownWords(full.slice(from));
  const view = foldView(" ".repeat(from) + own);
  const { text } = view;
  const lexicon = lexiconFor(languagesOf(text));
  const quotes = spotQuotes(text);
  const people = spotPeople(text, facts.people);
  return {
    ...{ facts, request, full, view, text, lexicon, quotes },
    sentences: splitText(text, { quotes, people, values: valuesIn(text, facts, lexicon) }, lexicon).map(
      (one) => withoutOthers(one, text, facts, lexicon),
    ),
    people,
    dates: spotDates(text, facts, lexicon),
  };
}

/** Names of what the site offers: "Won't Fix" denies nothing. */
const valuesIn = (text: string, { transitions, editable }: Facts, lexicon: Lexicon): Stretch[] =>
  spotOptions(text, [
    ...transitions.map(({ id, to }) => ({ id, name: to.name })),
    ...editable.flatMap(({ options }) => options),
  ]).filter(({ start, end }) =>
    (["not", "ifs"] as const).some((concept) => lexicon.pattern(concept).test(text.slice(start, end))),
  );

const KEY = /(?<![\p{L}\p{N}-])[a-z][a-z0-9_]+-\d+(?![\p{L}\p{N}-])/gu;

/** What is said of another issue is no order for this one, unless it is about how the two belong together. */
function withoutOthers(sentence: Sentence, text: string, facts: Facts, lexicon: Lexicon): Sentence {
  const words = text.slice(sentence.start, sentence.end);
  const projects = new Set([
    facts.project.key,
    ...facts.similar.map(({ ref }) => ref.key.replace(/-\d+$/u, "")),
  ]);
  const others = (words.match(KEY) ?? []).filter((key) => {
    const upper = key.toUpperCase();
    return upper !== facts.issue?.ref.key && projects.has(upper.replace(/-\d+$/u, ""));
  });
  const joins = (["link", "duplicate", "blocks", "blockedBy", "relates"] as const).some((concept) =>
    lexicon.pattern(concept).test(words),
  );
  if (others.length === 0 || joins) return sentence;
  return { ...sentence, clauses: sentence.clauses.map((clause) => ({ ...clause, blocked: true })) };
}

export const inQuotes = ({ quotes }: Scene, { start, end }: Stretch): boolean =>
  quotes.some((one) => start < one.end && one.start < end);

export const sentenceAt = ({ sentences }: Scene, at: number): Sentence | undefined =>
  sentences.find(({ start, end }) => at >= start && at <= end);

export function clauseAt(scene: Scene, at: number): Clause | undefined {
  return sentenceAt(scene, at)?.clauses.find(({ start, end }) => at >= start && at <= end);
}

/** Whether words at this place may be an order at all. */
export const isFree = (scene: Scene, at: number): boolean => clauseAt(scene, at)?.blocked === false;

/** What the person wrote there, word for word. */
export function originalOf({ view, full }: Scene, { start, end }: Stretch): string {
  const span = spanOf(view, start, end);
  return full.slice(span.start, span.end);
}

/** The words an order stands in, to be shown as its reason. */
export function quoteOf(scene: Scene, { start, end }: Stretch): string {
  const clauses = sentenceAt(scene, start)?.clauses ?? [];
  const around = clauses.filter((one) => one.start < end && start < one.end);
  const whole = {
    start: Math.min(start, ...around.map((one) => one.start)),
    end: Math.max(end, ...around.map((one) => one.end)),
  };
  const words = originalOf(scene, whole).trim();
  return words.length <= 500 && !words.includes("\n")
    ? words
    : originalOf(scene, { start, end }).trim().slice(0, 500);
}

/** Matches of a pattern that stand outside of quotes and in clauses that may order something. */
export function* freeMatches(scene: Scene, pattern: RegExp): Generator<RegExpMatchArray & { index: number }> {
  for (const match of scene.text.matchAll(pattern)) {
    const stretch = { start: match.index, end: match.index + match[0].length };
    if (!inQuotes(scene, stretch) && isFree(scene, match.index)) yield match;
  }
}

export const ask = (
  at: Stretch,
  field: string,
  text: string,
  choices: readonly { label: string; person: string | null; means: string }[] = [],
): Order => ({
  kind: "ask",
  start: at.start,
  end: at.end,
  question: {
    field,
    text: text.slice(0, 300),
    choices: choices.slice(0, 10).map(({ label, person, means }) => ({
      label: label.slice(0, 255),
      person,
      means: means.slice(0, 500),
    })),
  },
});

/** The person's own sentence with the unclear part made clear; what each answer to a question stands for. */
export function sayInstead(scene: Scene, at: Stretch, put: string): string {
  const { start, end } = spanOf(scene.view, at.start, at.end);
  const whole = scene.full.slice(0, start) + put + scene.full.slice(end);
  return whole.length <= 500 ? whole : quoteOf(scene, at).replace(scene.full.slice(start, end), () => put);
}

export const metaOf = (metas: readonly FieldMeta[], field: string): FieldMeta | undefined =>
  metas.find((meta) => meta.field === field);

/** Words of an order that stand in any story. */
const HARDLY =
  /^(?:no|kein(?:e|en)?|ohne|sans|sin|sem|is|with|needs?|take|get|have|make|mit|macht?|gibt?|avec|con|com|e|es)$/u;

/** Whether somebody wants something done in these words, and does not only tell of something. */
export const asksForChange = (words: string, lexicon: Lexicon): boolean =>
  (["set", "remove", "polite", "create"] as const).some((concept) =>
    [...words.matchAll(lexicon.pattern(concept, "gu"))].some(([word]) => !HARDLY.test(word)),
  );
