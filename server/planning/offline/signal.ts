import type { DraftReason, DraftStep } from "../draft.ts";
import type { IssueFacts } from "../facts.ts";
import type { RankedIssue } from "../history/rank-similar.ts";

/** What every signal looks at; worked out once. */
export type Look = {
  facts: IssueFacts;
  description: string;
  ranked: readonly RankedIssue[];
};

/** One thing that can be noticed about an issue. No step is the usual answer: silence when unsure. */
export type Signal = (look: Look) => DraftStep[];

export const quoted = (field: string, source: "summary" | "description", quote: string): DraftReason => ({
  field,
  quote,
  source,
  issueKey: null,
  text: null,
});

export const likeIssue = (field: string, issueKey: string, text: string): DraftReason => ({
  field,
  quote: null,
  source: null,
  issueKey,
  text,
});

export const said = (field: string, text: string): DraftReason => ({
  field,
  quote: null,
  source: null,
  issueKey: null,
  text,
});

export const isDefect = (issueType: string): boolean =>
  /bug|defect|fault|fehler|incident|störung|problem/iu.test(issueType);
export const isWish = (issueType: string): boolean =>
  /story|feature|epic|improvement|enhancement|idea|verbesserung/iu.test(issueType);
