import type { ActionType } from "./action.ts";
import type { ApiScope, ApiTokenId } from "./api-token.ts";
import type { PersonalDataType } from "./personal-data.ts";
import type { AccountId, IssueKey, ProposalId, RequestId, StepId } from "./ids.ts";
import type { ActedAs, StepDirection } from "./proposal.ts";

type ProjectKey = string;

/**
 * What the log says happened. People appear only in `by`, and free words only in `words`: the stored
 * chain covers both by a keyed hash, so that a person can be erased without breaking it.
 */
export type AuditEntry = { by: AccountId | "app"; words?: string } & (
  | {
      type: "installation-changed";
      product: "jira" | "confluence";
      change: "installed" | "verified" | "enabled" | "disabled" | "uninstalled" | "secret-rotated";
    }
  | { type: "policy-changed"; policy: "act-as" | "engine" | "rules" | "policy" | "personal-data"; to: string }
  /** `words` is the name it was given. */
  | { type: "token-created"; token: ApiTokenId; scopes: readonly ApiScope[]; expires: string | null }
  | { type: "token-revoked"; token: ApiTokenId }
  | {
      type: "request-received";
      request: RequestId;
      /** Of what is asked of a project alone, the project's. */
      issue: IssueKey | ProjectKey;
      origin: "webhook" | "opened" | "sentence" | "answer" | "refresh";
    }
  /** It holds what the site's policy keeps back, by the types of it: held, shown to an admin, let go on, or erased. */
  | {
      type: "quarantine-changed";
      request: RequestId;
      issue: IssueKey | ProjectKey;
      change: "held" | "shown" | "released" | "erased";
      found?: readonly PersonalDataType[];
    }
  | { type: "request-retried"; request: RequestId; issue: IssueKey | ProjectKey }
  | { type: "proposal-created"; proposal: ProposalId; issue: IssueKey | ProjectKey; planHash: string }
  | {
      type: "proposal-edited";
      proposal: ProposalId;
      fromHash: string;
      toHash: string;
      fields: readonly string[];
    }
  | { type: "proposal-approved"; proposal: ProposalId; planHash: string; steps: readonly StepId[] }
  /** The first of two people. */
  | { type: "proposal-seconded"; proposal: ProposalId; planHash: string; steps: readonly StepId[] }
  | { type: "proposal-rejected"; proposal: ProposalId; planHash: string }
  | { type: "proposal-expired"; proposal: ProposalId; why: "time" | "issue-gone" | "replaced" }
  | { type: "proposal-stale"; proposal: ProposalId; fields: readonly string[] }
  | { type: "undo-approved"; proposal: ProposalId; undoHash: string; steps: readonly StepId[] }
  | { type: "retry-asked"; proposal: ProposalId }
  | {
      type: "step-performed";
      proposal: ProposalId;
      step: StepId;
      direction: StepDirection;
      action: ActionType;
      actedAs: ActedAs;
      mark: string;
    }
  | {
      type: "step-found-done";
      proposal: ProposalId;
      step: StepId;
      direction: StepDirection;
      action: ActionType;
      mark: string;
    }
  | {
      type: "step-failed";
      proposal: ProposalId;
      step: StepId;
      direction: StepDirection;
      action: ActionType;
      reason: string;
    }
  | {
      type: "step-unsure";
      proposal: ProposalId;
      step: StepId;
      direction: StepDirection;
      action: ActionType;
      reason: string;
    }
  | { type: "feedback-exported"; since: string; until: string }
  | { type: "step-settled"; proposal: ProposalId; step: StepId; direction: StepDirection; happened: boolean }
);
export type AuditEntryType = AuditEntry["type"];
