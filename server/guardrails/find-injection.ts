import { PATTERNS, type InjectionKind } from "./injection-patterns.ts";
import { plainView, type PlainView } from "./plain-view.ts";

/** `offset` and `length` count UTF-16 units of the text as it was given. `excerpt` is for people: one line, cut. */
export type Finding = { kind: InjectionKind; offset: number; length: number; excerpt: string };

const LONGEST_EXCERPT = 160;
const MOST_FINDINGS = 50;

/** Tag characters spell hidden ASCII; direction changes and runs of zero-width signs hide words from people. */
const HIDDEN = /[\u{E0020}-\u{E007E}]{2,}|[\u202A-\u202E\u2066-\u2069]|[\u200B\u2060-\u2064\uFEFF]{4,}/gu;
const BASE64 = /(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{24,4000}={0,2}(?![A-Za-z0-9+/=])/g;

/**
 * Pure: places where a text speaks to a machine as if it had a say. It catches the known and the careless and will miss
 * the clever, so a finding lowers trust and nothing rests on there being none.
 */
export function findInjection(text: string): Finding[] {
  const findings = [...spokenOrders(text), ...hiddenText(text), ...encodedOrders(text)];
  return findings.toSorted((a, b) => a.offset - b.offset || b.length - a.length).slice(0, MOST_FINDINGS);
}

function spokenOrders(text: string): Finding[] {
  const view = plainView(text);
  return PATTERNS.flatMap(({ kind, regex }) =>
    [...view.text.matchAll(regex)].map((match) => {
      const skipped = match[0].length - match[0].trimStart().length;
      return findingAt(
        kind,
        text,
        originalSpan(view, match.index + skipped, match.index + match[0].length, text.length),
      );
    }),
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

/** Orders dressed as base64. Only what decodes to words that are orders counts; images and tokens do not. */
function encodedOrders(text: string): Finding[] {
  return [...text.matchAll(BASE64)].flatMap((match) => {
    const decoded = Buffer.from(match[0], "base64").toString("utf8");
    if (decoded.includes("\uFFFD") || spokenOrders(decoded).length === 0) return [];
    return [findingAt("encoded", text, { from: match.index, to: match.index + match[0].length })];
  });
}

function findingAt(kind: InjectionKind, text: string, { from, to }: Span): Finding {
  const words = text
    .slice(from, to)
    .replaceAll(/[\p{C}\s]+/gu, " ")
    .trim();
  return { kind, offset: from, length: to - from, excerpt: words.slice(0, LONGEST_EXCERPT) };
}
