import type { ActionType, FeedbackKind, Plan, ProposalId, RejectCode, StepId } from "../contract/index.ts";
import type { Calibration, Correction } from "../planning/index.ts";

export type FeedbackScope = { since: Date; until: Date; project: string | null };

export type FeedbackOutcome = "as-proposed" | "edited" | "rejected" | "expired" | "undone";
export type FeedbackDimension = "total" | "project" | "engine" | "prompt" | "week" | "action" | "field";

/** Counts as they stand in the tables; what they mean is worked out by whoever shows them. */
export type FeedbackNumbers = {
  counts: { dimension: FeedbackDimension; key: string; label: string; outcome: FeedbackOutcome; n: number }[];
  reasons: { because: RejectCode | null; n: number }[];
  waits: { n: number; p50Ms: number | null; p90Ms: number | null; buckets: { bucket: number; n: number }[] };
  /** In tenths, by what was shown. */
  bins: { bin: number; n: number; said: number; stood: number }[];
  cost: { nanoUsd: number; accepted: number; unknown: number };
};

/** A decided proposal with all that an export says of it. */
export type DecidedProposal = {
  id: ProposalId;
  at: Date;
  kind: FeedbackKind;
  edited: boolean;
  because: RejectCode | null;
  /** What its author typed; null: it came from the issue alone. */
  text: string | null;
  summary: string;
  reason: string | null;
  project: string;
  issueType: string | null;
  labels: readonly string[];
  /** As the engine had it, and as it was when it was decided on. */
  proposed: Plan;
  last: Plan;
  /** Steps that somebody said yes to. */
  approved: readonly StepId[];
};

export type KeptCalibration = {
  action: ActionType;
  curve: Calibration;
  decisions: number;
  fittedAt: Date;
};

export type RuleCount = {
  rule: string;
  title: string;
  fired: number;
  failed: number;
  lastWords: string | null;
};

/** What people decided, and what follows from it. */
export type FeedbackStore = {
  numbers(scope: FeedbackScope, waitsFromMs: readonly number[]): Promise<FeedbackNumbers>;
  /** Oldest first, those after `after` where it is given. */
  decided(
    scope: FeedbackScope,
    page: { after: { at: Date; id: ProposalId } | undefined; limit: number },
  ): Promise<DecidedProposal[]>;
  /** Newest first: what our confidence is worth is learned from these. */
  outcomes(limit: number): Promise<{ action: ActionType; raw: number; stood: boolean }[]>;
  calibrations(): Promise<KeptCalibration[]>;
  /** False, and nothing to do: nothing was decided since the last fit. */
  hasNewOutcomes(): Promise<boolean>;
  keepCalibrations(fits: readonly KeptCalibration[]): Promise<void>;
  /** Newest first. */
  corrections(since: Date, limit: number): Promise<Correction[]>;
  /** Accounts that plans of these proposals name, by their digests. */
  peopleBehind(proposals: readonly ProposalId[]): Promise<ReadonlyMap<string, string>>;
  dismissed(): Promise<string[]>;
  dismiss(rule: string): Promise<void>;
  ruleCounts(since: Date): Promise<RuleCount[]>;
};
