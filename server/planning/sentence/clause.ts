import type { DraftQuestion, DraftReason, DraftStep } from "../draft.ts";
import type { FieldMeta, IssueFacts, PlanningRequest } from "../facts.ts";

/** A piece of a person's sentence that can hold one order. `text` is tidied for reading; the offsets are of the original. */
export type Clause = { text: string; start: number; end: number; sentence: number };

export type ListMode = "add" | "remove" | "set";
/** A list can go on in the clauses that follow: "add labels checkout, payments and web". */
export type ListReading = {
  kind: "list";
  meta: FieldMeta;
  mode: ListMode;
  items: { text: string; clause: Clause }[];
};

export type Reading =
  | { kind: "steps"; steps: DraftStep[] }
  | { kind: "ask"; question: DraftQuestion }
  | { kind: "note"; words: string }
  | ListReading;

export type SentenceContext = { facts: IssueFacts; request: PlanningRequest; full: string };

/** One way to read a clause; undefined when it is not that kind of order. */
export type ReadClause = (clause: Clause, context: SentenceContext) => Reading | undefined;

/** "this", "it", "the ticket", and the same in German: the issue itself. */
export const THIS =
  "(?:this(?: issue| ticket| bug| task| story| one)?|it|that|the (?:issue|ticket|bug|task|story|assignee of this)|es|das(?: ticket| problem)?|dies(?:es|en)?(?: ticket| vorgang| fehler| bug)?|den (?:vorgang|fehler|bug))";

export const quoteOf = ({ start, end }: Clause, { full }: SentenceContext): string => full.slice(start, end);

/** The reason of every order: the person's own words. */
export function because(field: string, clause: Clause, context: SentenceContext): DraftReason[] {
  const source = context.request.commentId === null ? "request" : "comment";
  return [{ field, quote: quoteOf(clause, context).slice(0, 500), source, issueKey: null, text: null }];
}

export const stepsOf = (...steps: DraftStep[]): Reading => ({ kind: "steps", steps });
export const noteOf = (words: string): Reading => ({ kind: "note", words });

/** A question whose answers are the person's own sentence with the unclear part made clear. */
export function askInstead(
  field: string,
  text: string,
  part: string,
  clause: Clause,
  context: SentenceContext,
  choices: readonly { label: string; person: string | null; put: string }[],
): Reading {
  const { full } = context;
  const at = full.indexOf(part, clause.start);
  const sentence = (put: string) =>
    at === -1 || full.length > 400
      ? quoteOf(clause, context).replace(part, () => put)
      : full.slice(0, at) + put + full.slice(at + part.length);
  const offered = choices.slice(0, 10).map(({ label, person, put }) => ({
    label: label.slice(0, 255),
    person,
    means: sentence(put).slice(0, 500),
  }));
  return { kind: "ask", question: { field, text: text.slice(0, 300), choices: offered } };
}

/** Quotation marks around a value are not part of it. */
export const unquote = (text: string): string =>
  text
    .trim()
    .replace(/^["“„«'‘](.*)["”“»'’]$/su, "$1")
    .trim();

/** A name with a word in it that would split a sentence is put in quotes. */
export const safeName = (name: string): string =>
  /[,;.!?]|\s(?:and|then|und|dann)\s/i.test(name) ? `"${name}"` : name;
