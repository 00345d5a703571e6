import type { ActionType } from "./action.ts";
import type { FieldValue } from "./field-value.ts";
import type { AccountId, IssueRef, ProposalId, RequestId, StepId, TenantId } from "./ids.ts";
import type { Plan } from "./plan.ts";

/** As whom Jira was changed: the person who approved, or the app where the site does not let us act as people. */
export type ActedAs = "person" | "app";

/** A field the plan rests on that has changed in Jira since. */
export type Drift = { step: StepId; field: string; name: string; seen: FieldValue; now: FieldValue };

type Approval = { by: AccountId; at: Date; steps: readonly StepId[] };

/** A yes that counts: a person's, or that of a version of the site's policy, which lets some things go through alone. */
export type Grant = Approval | { byPolicy: number; at: Date; steps: readonly StepId[] };

/** Each state carries exactly what is true in it, so "approved by nobody" cannot be written down. */
export type ProposalState =
  /** `yes`: somebody agreed to these steps of this very plan, and the policy wants another one to. */
  | { status: "waiting"; yes?: Approval | undefined }
  | { status: "stale"; since: Date; drift: readonly Drift[] }
  | { status: "expired"; at: Date; why: "time" | "issue-gone" | "replaced" }
  | { status: "rejected"; by: AccountId; at: Date; reason: string }
  | ({ status: "approved" } & Grant)
  | ({ status: "executing" } & Grant)
  | ({ status: "done"; finishedAt: Date } & Grant)
  | ({ status: "failed"; failedAt: Date; reason: string } & Grant)
  | ({ status: "undone"; finishedAt: Date; undoneBy: AccountId; undoneAt: Date } & Grant);

/** Whose yes a decided proposal rests on, and over which steps. */
export const grantOf = (granted: Grant): Grant =>
  "byPolicy" in granted
    ? { byPolicy: granted.byPolicy, at: granted.at, steps: granted.steps }
    : { by: granted.by, at: granted.at, steps: granted.steps };

export type ProposalStatus = ProposalState["status"];

export type Proposal = {
  id: ProposalId;
  tenantId: TenantId;
  request: RequestId;
  /** Null where a project alone was spoken of: then it can only create. */
  issue: IssueRef | null;
  projectId: string;
  plan: Plan;
  /** `hashCanonical(plan)`. */
  planHash: string;
  /** Goes up by one at every stored change: the guard of every conditional write. */
  revision: number;
  createdAt: Date;
  expiresAt: Date;
} & ProposalState;

/** One line of the ledger: what became of one step, done or undone. */
export type StepDirection = "do" | "undo";
export type StepState = "waiting" | "intended" | "done" | "failed" | "unsure";

export type LedgerLine = {
  proposal: ProposalId;
  step: StepId;
  direction: StepDirection;
  action: ActionType;
  state: StepState;
  /** Travels with the change (property, trace header), so that it is never made twice. */
  mark: string;
  attempts: number;
  /** When the next try is due, while it waits for one. */
  nextTryAt: Date | null;
  actedAs: ActedAs | null;
  /** In words for people: why it failed, or what cannot be known. */
  reason: string | null;
  updatedAt: Date;
};
