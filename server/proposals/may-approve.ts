import type { ApproverLine, PolicyDocument, Proposal, Step } from "../contract/index.ts";
import { ok, refuse, type Result } from "../kit/index.ts";
import { fitsScope, placeOfPlan, sayApprovers } from "../planning/index.ts";
import type { PersonCaller } from "../tenants/index.ts";
import type { Approvers } from "./policy-ports.ts";

/**
 * Whether the policy leaves these steps to this person, beside what Jira lets them do: for each step the first line that
 * fits it. The refusal is a sentence.
 */
export async function mayApprove(
  approvers: Approvers,
  caller: PersonCaller,
  { plan, projectId }: Pick<Proposal, "plan" | "projectId">,
  steps: readonly Step[],
  policy: PolicyDocument,
): Promise<Result<true>> {
  const at = placeOfPlan(plan);
  const asked = steps.flatMap(({ action }): ApproverLine[] =>
    policy.approvers.filter((line) => fitsScope(line, action, at, true)).slice(0, 1),
  );
  for (const { anyOf } of new Set(asked)) {
    const is = await approvers.isOneOf(caller, caller.actor.accountId, anyOf, { projectId });
    if (!is) return refuse(`The policy of this site leaves this to ${sayApprovers(anyOf)}.`);
  }
  return ok(true);
}
