import type { ActionType } from "./action.ts";
import type { FeedbackKind, KeptValue, RejectCode } from "./feedback.ts";
import type { ProposalId } from "./ids.ts";
import type { Rule } from "./rule.ts";

/** What became of things of one kind. `few`: fewer were answered than say much. */
export type Tally = {
  key: string;
  label: string;
  n: number;
  asProposed: number;
  edited: number;
  rejected: number;
  expired: number;
  undone: number;
  /** Of those that somebody answered, how many were let stand, changed or not; null: nobody answered any. */
  acceptance: number | null;
  few: boolean;
};

export type ReliabilityBin = {
  from: number;
  to: number;
  n: number;
  /** How sure we said we were, and how many of them stood; null where there are none. */
  said: number | null;
  stood: number | null;
};

/** GET /operator/feedback: what people made of what was proposed, over a stretch of time. */
export type FeedbackView = {
  since: string;
  until: string;
  project: string | null;
  /** By proposal. */
  total: Tally;
  byProject: Tally[];
  byEngine: Tally[];
  byPrompt: Tally[];
  /** By the Monday that a week begins with. */
  byWeek: Tally[];
  /** By step, and by field of a step. */
  byAction: Tally[];
  byField: Tally[];
  reasons: { because: RejectCode | null; n: number }[];
  /** Of what a person answered, yes or no. */
  timeToDecide: {
    n: number;
    p50Ms: number | null;
    p90Ms: number | null;
    histogram: { fromMs: number; toMs: number | null; n: number }[];
  };
  /** By field, of what we proposed and somebody answered. `error`: the expected calibration error. */
  reliability: { n: number; bins: ReliabilityBin[]; error: number | null; few: boolean };
  /** Billionths of a dollar. `unknown`: decided proposals whose cost nobody knows, which are not in it. */
  cost: { nanoUsd: number; accepted: number; perAccepted: number | null; unknown: number };
  /** What last night's fit rests on. `fitted`: there were enough. */
  calibration: { action: ActionType; decisions: number; fitted: boolean; fittedAt: string }[];
};

/** One line of the export. Everything that people wrote is masked; a person is the same pseudonym in one export. */
export type FeedbackLine = {
  text: string;
  about: {
    project: string;
    issueType: string | null;
    labels: string[];
    engine: string;
    model: string | null;
    prompt: string;
  };
  proposed: ExportedStep[];
  decided: ExportedStep[] | null;
  verdict: FeedbackKind | "approve-edited";
  because: RejectCode | null;
  reason: string | null;
};
export type ExportedStep = {
  action: ActionType;
  fields: { field: string; name: string; from: ExportedValue; to: ExportedValue; confidence: number }[];
};
export type ExportedValue = string | number | string[] | null;

/** GET /operator/suggestions: corrections that people keep making, as rules that would save them. */
export type SuggestionsView = { suggestions: SuggestionView[] };
export type SuggestionView = {
  rule: Rule;
  title: string;
  /** How often we proposed that field there, and how often people made the same of it. */
  cases: number;
  corrected: number;
  examples: { proposal: ProposalId; at: string; proposed: KeptValue; decided: KeptValue }[];
};

/** GET /operator/rule-counts: how often each rule of a site put something into a plan, and how often it could not. */
export type RuleCountsView = {
  since: string;
  rules: { rule: string; title: string; fired: number; failed: number; lastWords: string | null }[];
};
