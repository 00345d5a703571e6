import type { Draft } from "../draft.ts";
import type { IssueFacts, PlanningRequest } from "../facts.ts";
import {
  type Clause,
  type ListReading,
  type ReadClause,
  type Reading,
  type SentenceContext,
} from "./clause.ts";
import { closeList, continuesList } from "./close-list.ts";
import { startOfOrder } from "./read-address.ts";
import { readAssign } from "./read-assign.ts";
import { readCreateOrder } from "./read-create.ts";
import { readField } from "./read-field.ts";
import { readLink } from "./read-link.ts";
import { readMove } from "./read-move.ts";
import { readPriority } from "./read-priority.ts";
import { readTextOrder, type FreeText } from "./read-text.ts";
import { splitClauses } from "./split-clauses.ts";
import { summariseReadings } from "./summarise-readings.ts";

const READERS: readonly ReadClause[] = [readLink, readPriority, readMove, readAssign, readField];

/** An order under a condition, or turned into its opposite, must not be taken for the order itself. */
const CONDITION =
  /(?:^|\s)(?:if|unless|until|once|when(?:ever)?|as soon as|in case|wenn|falls|sobald|sofern)\s/iu;
const NEGATION =
  /(?:^|\s)(?:not|don'?t|don’t|never|cannot|can'?t|shouldn'?t|avoid|stop|nicht|kein(?:e|en|er)?|niemals|nie)(?=\s|$)/iu;
const ISSUE_KEY = /(?<![\w-])[A-Z][A-Z0-9_]+-\d+(?![\w-])/u;

/** A person's own words as a draft, and whether all of them were understood. What is not is said, never guessed. */
export function readSentence(
  facts: IssueFacts,
  request: PlanningRequest,
): { draft: Draft; complete: boolean } {
  const full = request.text ?? "";
  const context: SentenceContext = { facts, request, full };
  const from = request.commentId === null && startOfOrder(full) === 0 ? 0 : startOfOrder(full);
  const clauses = splitClauses(full, from, facts);
  const readings: Reading[] = [];
  const unclear: string[] = [];
  const blocked = new Set<number>();

  for (let index = 0; index < clauses.length; index++) {
    const clause = clauses[index];
    if (clause === undefined) break;
    const raw = full.slice(clause.start, clause.end);
    const free = blocked.has(clause.sentence)
      ? undefined
      : (readTextOrder(raw) ?? readCreateOrder(raw, context));
    if (free !== undefined) {
      const { reading, next } = takeText(free, index, clauses, context);
      readings.push(reading);
      index = next - 1;
      continue;
    }
    if (isConditional(clause, clauses) || NEGATION.test(clause.text)) blocked.add(clause.sentence);
    const reading = blocked.has(clause.sentence) ? undefined : readClause(clause, context);
    // "On SHOP-2, make it high": what follows is about that other issue.
    if (reading?.kind === "note" && reading.words.startsWith(ELSEWHERE)) blocked.add(clause.sentence);
    const list = readings.at(-1);
    if (reading !== undefined) readings.push(reading);
    else if (!blocked.has(clause.sentence) && list?.kind === "list" && continuesList(list, clause.text))
      readings.splice(-1, 1, extend(list, clause));
    else unclear.push(raw);
  }
  const closed = readings.flatMap((reading) =>
    reading.kind === "list" ? closeList(reading, context) : [reading],
  );
  return { draft: summariseReadings(closed, unclear, facts), complete: isComplete(closed, unclear) };
}

const ELSEWHERE = "Only";

/** Every word was an order that could be read. */
const isComplete = (readings: readonly Reading[], unclear: readonly string[]): boolean =>
  unclear.length === 0 &&
  readings.length > 0 &&
  readings.every(({ kind }) => kind === "steps" || kind === "list");

/** One order, if this clause is one; other issues are out of reach from here, save to link to. */
function readClause(clause: Clause, context: SentenceContext): Reading | undefined {
  const link = readLink(clause, context);
  if (link !== undefined) return link;
  if (
    ISSUE_KEY.test(clause.text) &&
    ISSUE_KEY.exec(clause.text)?.[0] !== context.facts.issue.ref.key &&
    mentionsIssue(clause.text, context)
  )
    return { kind: "note", words: `${ELSEWHERE} ${context.facts.issue.ref.key} can be changed from here.` };
  for (const read of READERS) {
    const reading = read(clause, context);
    if (reading !== undefined) return reading;
  }
  return undefined;
}

/** A key of a project that we know, not any word with a dash and digits. */
function mentionsIssue(text: string, { facts }: SentenceContext): boolean {
  const key = ISSUE_KEY.exec(text)?.[0] ?? "";
  return key.startsWith(`${facts.project.key}-`) || facts.similar.some((one) => one.ref.key === key);
}

const isConditional = (clause: Clause, clauses: readonly Clause[]): boolean =>
  clauses.some((one) => one.sentence === clause.sentence && CONDITION.test(`${one.text} `));

const extend = (list: ListReading, clause: Clause): ListReading => ({
  ...list,
  items: [...list.items, { text: clause.text, clause }],
});

/** Free text takes the clauses that belong to it; text in quotes ends where its quotes end. */
function takeText(
  free: FreeText,
  index: number,
  clauses: readonly Clause[],
  context: SentenceContext,
): { reading: Reading; next: number } {
  const first = clauses[index];
  if (first === undefined) return { reading: { kind: "note", words: "" }, next: index + 1 };
  const { full } = context;
  const begin = first.start + free.behind;
  const quoted = /^\s*(?:"([^"\n]+)"|“([^”\n]+)”|„([^“”\n]+)[“”]|«([^»\n]+)»)/u.exec(full.slice(begin));
  const next =
    quoted === null
      ? lastOf(free, index, clauses, context) + 1
      : afterQuote(begin + quoted[0].length, index, clauses);
  const end =
    quoted !== null
      ? begin + quoted[0].length
      : free.extent === "all"
        ? full.length
        : (clauses[next - 1]?.end ?? full.length);
  const inner = quoted?.slice(1).find((part) => part !== undefined);
  const bracket = quoted === null ? null : /^(?:\s*\[[^\]\n]*\])+/u.exec(full.slice(end));
  const text = inner === undefined ? full.slice(begin, end).trim() : `${inner}${bracket?.[0] ?? ""}`;
  const covered = { ...first, end: full.slice(0, end + (bracket?.[0].length ?? 0)).trimEnd().length };
  return { reading: free.finish(text, covered, context), next };
}

function lastOf(free: FreeText, index: number, clauses: readonly Clause[], context: SentenceContext): number {
  if (free.extent === "all") return clauses.length - 1;
  let last = index;
  for (let at = index + 1; at < clauses.length; at++) {
    const clause = clauses[at];
    if (clause === undefined || clause.sentence !== clauses[index]?.sentence) break;
    if (free.extent === "until-order" && startsOrder(clause, context)) break;
    last = at;
  }
  return last;
}

function startsOrder(clause: Clause, context: SentenceContext): boolean {
  const raw = context.full.slice(clause.start, clause.end);
  if (readTextOrder(raw) !== undefined || readCreateOrder(raw, context) !== undefined) return true;
  return STRONG.test(clause.text) && readClause(clause, context)?.kind !== undefined;
}

/** Only words that can hardly be part of what somebody wants written down. */
const STRONG =
  /^(?:assign|reassign|unassign|move|set|change|make it|mark|close|resolve|reopen|start progress|add (?:the )?labels?|remove|link|due|rename|priority|weise|setze|verschiebe|schließe)(?=\s|$)/iu;

function afterQuote(end: number, index: number, clauses: readonly Clause[]): number {
  const next = clauses.findIndex((clause, at) => at > index && clause.start >= end);
  return next === -1 ? clauses.length : next;
}
