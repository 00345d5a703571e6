import * as z from "zod";
import {
  AccountId,
  FieldValue,
  IssueId,
  IssueKey,
  Plan,
  ProposalId,
  RequestId,
  StepId,
  TenantId,
  type Proposal,
  type ProposalState,
} from "../contract/index.ts";
import type { ProposalRow } from "./rows.ts";

const At = z.coerce.date();
const Drift = z.strictObject({
  step: StepId,
  field: z.string(),
  name: z.string(),
  seen: FieldValue,
  now: FieldValue,
});
const approval = { by: AccountId, at: At, steps: z.array(StepId) };

/** The states of a proposal with a yes, by whosever yes it is. */
const decided = <Yes extends z.ZodRawShape>(yes: Yes) =>
  z.discriminatedUnion("status", [
    z.object({ status: z.literal("approved"), ...yes }),
    z.object({ status: z.literal("executing"), ...yes }),
    z.object({ status: z.literal("done"), finishedAt: At, ...yes }),
    z.object({ status: z.literal("failed"), failedAt: At, reason: z.string(), ...yes }),
    z.object({ status: z.literal("undone"), finishedAt: At, undoneBy: AccountId, undoneAt: At, ...yes }),
  ]);

const Undecided = z.discriminatedUnion("status", [
  z.object({ status: z.literal("waiting"), yes: z.object(approval).optional() }),
  z.object({ status: z.literal("stale"), since: At, drift: z.array(Drift) }),
  z.object({ status: z.literal("expired"), at: At, why: z.enum(["time", "issue-gone", "replaced"]) }),
  z.object({ status: z.literal("rejected"), by: AccountId, at: At, reason: z.string() }),
]);
const ByPerson = decided(approval);
const ByPolicy = decided({ byPolicy: z.int().min(1), at: At, steps: z.array(StepId) });

const State = z.union([Undecided, ByPerson, ByPolicy]) satisfies z.ZodType<ProposalState>;

/** A stored proposal. Throws when the row does not fit the contract: that is a fault, not an answer. */
export function readProposal(row: ProposalRow): Proposal {
  return {
    id: ProposalId.parse(row.id),
    tenantId: TenantId.parse(row.tenantId),
    request: RequestId.parse(row.requestId),
    issue:
      row.issueId === null ? null : { id: IssueId.parse(row.issueId), key: IssueKey.parse(row.issueKey) },
    projectId: row.projectId,
    plan: Plan.parse(row.plan),
    planHash: row.planHash,
    revision: row.revision,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    ...State.parse(row.state),
  };
}

/** The state alone, as its column holds it. A whole proposal may be given: what is not part of its state stays out. */
export const writeState = (state: ProposalState): ProposalState => State.parse(state);
