import type {
  AccountId,
  AuditEntry,
  BatchId,
  BatchRequest,
  DecisionRefusal,
  IssueId,
  IssueRef,
  ProposalId,
  ProposalStatus,
  StepId,
} from "../contract/index.ts";

export type Batch = { id: BatchId; by: AccountId };

export type BatchItem = { position: number; proposal: ProposalId; planHash: string; steps: StepId[] };

/** What became of one yes. `seconded`: it was the first of two. */
export type BatchOutcome =
  | { state: "agreed" | "seconded" }
  | { state: "refused"; code: DecisionRefusal; words: string | undefined };

/** One line of a batch, with how its proposal stands now. */
export type BatchLine = {
  proposal: ProposalId;
  issue: IssueRef | null;
  project: string;
  state: "waiting" | "agreed" | "seconded" | "refused" | "stopped";
  code: DecisionRefusal | null;
  words: string | null;
  status: ProposalStatus;
};

export type BatchProgress = {
  id: BatchId;
  createdAt: Date;
  stoppedAt: Date | null;
  finishedAt: Date | null;
  lines: BatchLine[];
};

/** Batches of the caller's tenant. */
export type BatchStore = {
  /** Where these proposals stand; those that are not there are left out. */
  placesOf(
    proposals: readonly ProposalId[],
  ): Promise<{ proposal: ProposalId; issue: IssueId | null; projectId: string }[]>;
  /** Stored with its job in one transaction. False: that id is taken. */
  create(of: BatchRequest, by: AccountId, entry: AuditEntry): Promise<boolean>;
  find(id: BatchId): Promise<Batch | undefined>;
  /** Those that wait for their turn, in order; none once it was stopped. */
  next(id: BatchId, limit: number): Promise<BatchItem[]>;
  /** What was noted before stays. Tells open queues. */
  note(id: BatchId, position: number, outcome: BatchOutcome): Promise<void>;
  /** Nothing is left to decide. */
  finish(id: BatchId): Promise<void>;
  /** The rest is left alone. False: there is no rest. */
  stop(id: BatchId, entry: (left: number) => AuditEntry): Promise<boolean>;
  dismiss(id: BatchId): Promise<void>;
  /** One person's, newest first, begun since then and not dismissed. */
  ofPerson(by: AccountId, since: Date, limit: number): Promise<BatchProgress[]>;
  /** Not finished, and untouched since `before`. */
  unfinished(before: Date, limit: number): Promise<BatchId[]>;
};
