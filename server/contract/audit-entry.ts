import type { ActionType } from "./action.ts";
import type { ApiScope, ApiTokenId } from "./api-token.ts";
import type { PersonalDataType } from "./personal-data.ts";
import type { AccountId, BatchId, IssueKey, ProposalId, RequestId, StepId } from "./ids.ts";
import type { Verdict } from "./policy.ts";
import type { ActedAs, StepDirection } from "./proposal.ts";

type ProjectKey = string;

/** A request that changed Jira, and the status of its answer; null where none came. */
export type SentCall = { method: string; path: string; status: number | null; body: unknown };

/** What was sent, and what was seen in Jira afterwards. The chain keeps the shape of both, and no text of theirs. */
type OfJira = { sent?: readonly SentCall[]; readBack?: unknown };

/** The version of the policy that a plan was judged by; 0: there was none. */
type PolicyVersion = { policy?: number };

/**
 * What the log says happened. People appear only in `by` and `for`, and free words only in `words`: the stored
 * chain covers them by digests, so that a person can be erased without breaking it. `for`: on whose behalf.
 */
export type AuditEntry = { by: AccountId | "app"; for?: AccountId; words?: string } & (
  | {
      type: "installation-changed";
      product: "jira" | "confluence";
      change: "installed" | "verified" | "enabled" | "disabled" | "uninstalled" | "secret-rotated";
    }
  | { type: "policy-changed"; policy: "act-as" | "engine" | "rules" | "personal-data" | "budget"; to: string }
  /** `to` and `from` are hashes of the documents; `words` is what its author noted. */
  | {
      type: "policy-changed";
      policy: "policy";
      to: string;
      toVersion: number;
      from: string | null;
      fromVersion: number;
      /** The version whose document was taken up again. */
      restored?: number;
    }
  /** By an administrator, for the whole site; `words` is the reason. */
  | { type: "stopped" }
  | { type: "resumed" }
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
  | ({
      type: "proposal-created";
      proposal: ProposalId;
      issue: IssueKey | ProjectKey;
      planHash: string;
      steps?: readonly { step: StepId; action: ActionType; verdict?: Verdict }[];
    } & PolicyVersion)
  | {
      type: "proposal-edited";
      proposal: ProposalId;
      fromHash: string;
      toHash: string;
      fields: readonly string[];
    }
  /** One yes to many. Each of them has its own line too. */
  | { type: "batch-approved" | "batch-stopped"; batch: BatchId; size: number }
  /** Seconded: the first of two people. */
  | ({
      type: "proposal-approved" | "proposal-seconded";
      proposal: ProposalId;
      planHash: string;
      steps: readonly StepId[];
      verdicts?: Readonly<Record<string, Verdict>>;
    } & PolicyVersion)
  /** By no person: by this version of the site's policy, on the administrators' authority. */
  | {
      type: "proposal-auto-approved";
      proposal: ProposalId;
      planHash: string;
      steps: readonly StepId[];
      policy: number;
      policyHash: string;
    }
  | { type: "proposal-rejected"; proposal: ProposalId; planHash: string }
  | { type: "proposal-expired"; proposal: ProposalId; why: "time" | "issue-gone" | "replaced" }
  | { type: "proposal-stale"; proposal: ProposalId; fields: readonly string[] }
  | { type: "undo-approved"; proposal: ProposalId; undoHash: string; steps: readonly StepId[] }
  | { type: "retry-asked"; proposal: ProposalId }
  | ({
      type: "step-performed";
      proposal: ProposalId;
      step: StepId;
      direction: StepDirection;
      action: ActionType;
      actedAs: ActedAs;
      mark: string;
    } & OfJira)
  | ({
      type: "step-found-done";
      proposal: ProposalId;
      step: StepId;
      direction: StepDirection;
      action: ActionType;
      mark: string;
    } & OfJira)
  /** `words` say why: they may quote Jira. */
  | ({
      type: "step-failed" | "step-unsure";
      proposal: ProposalId;
      step: StepId;
      direction: StepDirection;
      action: ActionType;
    } & OfJira)
  /** `name`: a project's key or a use of the model, empty for the site. */
  | {
      type: "budget-warned";
      scope: "site" | "project" | "use";
      name: string;
      unit: "usd" | "tokens";
      level: number;
    }
  | { type: "feedback-exported"; since: string; until: string }
  | { type: "step-settled"; proposal: ProposalId; step: StepId; direction: StepDirection; happened: boolean }
  | { type: "audit-exported"; format: "jsonl" | "csv" }
  /** Who it was is what was erased: so many things that stood for them. */
  | { type: "person-erased"; values: number }
);
export type AuditEntryType = AuditEntry["type"];
