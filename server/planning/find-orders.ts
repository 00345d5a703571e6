import type { AccountId, InjectionFinding } from "../contract/index.ts";
import { findInjection } from "../guardrails/index.ts";
import type { Suspect } from "./engine.ts";
import { isAboutIssue, type Facts, type PlanningRequest } from "./facts.ts";
import { sourceTexts } from "./source-texts.ts";

/** A text that somebody other than the person who asks has put there, with where it stands. */
type Marked = { source: InjectionFinding["source"]; sourceId: string | null; text: string };

const MOST = 20;
const LONGEST_QUOTE = 500;

/**
 * Pure: places around an issue that speak to a machine, and what a model took for such. Offsets count in the text as it
 * stands there.
 */
export function findOrders(
  facts: Facts,
  request: PlanningRequest,
  chosen: readonly AccountId[],
  suspects: readonly Suspect[] = [],
): InjectionFinding[] {
  const found = markedTexts(facts, request, chosen).flatMap((one) =>
    findInjection(one.text).map(({ kind, offset, length }) => findingAt(one, kind, offset, length)),
  );
  const shown = markedTexts(facts, request);
  const suspected = suspects.flatMap(({ text, quote }) => {
    const one = shown[text];
    return one === undefined ? [] : [placeOf(one, quote)];
  });
  const isNew = (one: InjectionFinding) => !found.some((other) => overlaps(one, other));
  return [...found, ...suspected.filter(isNew)].slice(0, MOST);
}

function findingAt({ source, sourceId, text }: Marked, kind: string, start: number, length: number) {
  const end = start + Math.min(length, LONGEST_QUOTE);
  const from = sourceId === null ? {} : { sourceId };
  return { kind, source, ...from, start, end, quote: text.slice(start, end) } satisfies InjectionFinding;
}

/** A quote that does not stand there word for word means the whole text: somebody saw something in it. */
function placeOf(one: Marked, quote: string): InjectionFinding {
  const words = quote.trim();
  const start = words === "" ? -1 : one.text.indexOf(words);
  return start === -1
    ? findingAt(one, "second-look", 0, one.text.length)
    : findingAt(one, "second-look", start, words.length);
}

const overlaps = (a: InjectionFinding, b: InjectionFinding): boolean =>
  a.source === b.source && a.sourceId === b.sourceId && a.start < b.end && b.start < a.end;

/** Everything but the request: also what is no prose, as names, labels and files, since a model reads those too. */
export function markedTexts(
  facts: Facts,
  request: PlanningRequest,
  chosen: readonly AccountId[] = [],
): Marked[] {
  const prose = sourceTexts(facts, request)
    .filter((one) => !one.instructs)
    .flatMap(({ source, sourceId, text }) => (source === "request" ? [] : [{ source, sourceId, text }]));
  if (!isAboutIssue(facts)) return [...prose, ...namesOf(chosen, facts)];
  const { issue } = facts;
  const labels = issue.fields["labels"];
  const people = [issue.assignee, issue.reporter, ...issue.comments.map((one) => one.author), ...chosen];
  return [
    ...prose,
    ...(labels?.kind === "labels" ? labels.labels : []).map((text) => marked("label", text)),
    ...(issue.attachments ?? []).map((text) => marked("attachment", text)),
    ...namesOf(people, facts),
  ];
}

const namesOf = (accounts: readonly (AccountId | null)[], { people }: Facts): Marked[] =>
  people
    .filter((one) => accounts.includes(one.accountId))
    .map((one) => marked("name", one.name, one.accountId));

const marked = (source: Marked["source"], text: string, sourceId: string | null = null): Marked => ({
  source,
  sourceId,
  text,
});

const PLACES = {
  summary: "the summary",
  description: "the description",
  comment: "a comment",
  label: "a label",
  name: "somebody's name",
  attachment: "the name of an attachment",
} as const satisfies Record<InjectionFinding["source"], string>;

const LONGEST_SHOWN = 160;

/** For the person who decides: what was found, word for word. */
export function sayOrder({ source, quote }: InjectionFinding): string {
  const words = quote.replaceAll(/[\p{C}\s]+/gu, " ").trim();
  const shown = words === "" ? "" : `: “${words.slice(0, LONGEST_SHOWN)}”`;
  return `In ${PLACES[source]} stands what tries to give orders. It was read as text, nothing more${shown}`;
}
