import { decodeTexts } from "./decode-texts.ts";
import { PATTERNS, type InjectionKind } from "./injection-patterns.ts";
import { ORDER_PHRASES } from "./order-phrases.ts";
import { plainView, type PlainView } from "./plain-view.ts";
import { ENOUGH, isReported, readView, weighOrders, type Reading } from "./weigh-orders.ts";

/** `offset` and `length` count UTF-16 units of the text as it was given. `excerpt` is for people: one line, cut. */
export type Finding = { kind: InjectionKind; offset: number; length: number; excerpt: string };

const LONGEST_EXCERPT = 160;
const MOST_FINDINGS = 50;
/** Whoever hides their words has said something already. */
const ENOUGH_HIDDEN = 3;

/**
 * Tag characters spell hidden ASCII (flags of regions are made of them too); forced directions and runs of zero-width
 * signs hide words from people. Other direction marks belong to scripts that need them.
 */
const HIDDEN =
  /(?<!\u{1F3F4}|[\u{E0020}-\u{E007E}])[\u{E0020}-\u{E007E}]{2,}|[\u202D\u202E]|(?=[\u200B\u2060-\u2064\uFEFF]{0,40}(?:\u200B[\u2060-\u2064\uFEFF]|[\u2060-\u2064\uFEFF]\u200B))[\u200B\u2060-\u2064\uFEFF]{8,400}/gu;

/**
 * Pure: places where a text speaks to a machine as if it had a say. It catches the known and the careless and will miss
 * the clever, so a finding lowers trust and nothing rests on there being none.
 */
export function findInjection(text: string): Finding[] {
  const view = plainView(text);
  const reading = readView(view.text);
  const findings = [
    ...spokenOrders(text, view, reading),
    ...hiddenText(text),
    ...encodedOrders(text, reading),
  ];
  return findings.toSorted((a, b) => a.offset - b.offset || b.length - a.length).slice(0, MOST_FINDINGS);
}

const KNOWN = [...PATTERNS, ...ORDER_PHRASES];

function spokenOrders(text: string, view: PlainView, reading: Reading): Finding[] {
  const known = KNOWN.flatMap(({ kind, regex }) =>
    [...view.text.matchAll(regex)].map((match) => {
      const skipped = match[0].length - match[0].trimStart().length;
      return { kind, start: match.index + skipped, end: match.index + match[0].length };
    }),
  ).filter((span) => !isReported(span, reading));
  const weighed = weighOrders(reading).filter(({ score }) => score >= ENOUGH);
  return [...known, ...weighed].map(({ kind, start, end }) =>
    findingAt(kind, text, originalSpan(view, start, end, text.length)),
  );
}

type Span = { from: number; to: number };

function originalSpan({ at }: PlainView, from: number, to: number, end: number): Span {
  return { from: at[from] ?? end, to: at[to] ?? end };
}

function hiddenText(text: string): Finding[] {
  return [...text.matchAll(HIDDEN)].map((match) =>
    findingAt("hidden-text", text, { from: match.index, to: match.index + match[0].length }),
  );
}

/** Orders in disguise. Only what decodes to words that are orders counts; images and tokens do not. */
function encodedOrders(text: string, { reports, tests }: Reading): Finding[] {
  return decodeTexts(text).flatMap(({ text: decoded, from, to, dress }) => {
    const reading = { ...readView(plainView(decoded).text), reports, tests };
    const isKnown = KNOWN.some(({ regex }) =>
      [...reading.view.matchAll(regex)].some(
        ({ index, 0: match }) => !isReported({ start: index, end: index + match.length }, reading),
      ),
    );
    const enough = reports > 0 ? ENOUGH : dress === "plain" ? ENOUGH : ENOUGH_HIDDEN;
    if (!isKnown && !weighOrders(reading, dress !== "plain").some(({ score }) => score >= enough)) return [];
    return [findingAt("encoded", text, { from, to })];
  });
}

function findingAt(kind: InjectionKind, text: string, { from, to }: Span): Finding {
  const words = text
    .slice(from, to)
    .replaceAll(/[\p{C}\s]+/gu, " ")
    .trim();
  return { kind, offset: from, length: to - from, excerpt: words.slice(0, LONGEST_EXCERPT) };
}
