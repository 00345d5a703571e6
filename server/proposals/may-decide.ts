import type { Proposal, Step } from "../contract/index.ts";
import { ok, refuse, type Result } from "../kit/index.ts";
import type { PersonCaller } from "../tenants/index.ts";
import { neededPermissions, sayMissing } from "./needed-permissions.ts";
import type { Permissions } from "./ports.ts";

/** Asks Jira whether this person may do what these steps do, on this issue, now. The refusal is a sentence. */
export async function mayDecide(
  permissions: Permissions,
  caller: PersonCaller,
  proposal: Pick<Proposal, "issue" | "projectId">,
  steps: readonly Step[],
): Promise<Result<true>> {
  const wanted = neededPermissions(steps);
  const granted = await permissions.granted(
    caller,
    caller.actor.accountId,
    { issue: proposal.issue.id, projectId: proposal.projectId },
    wanted,
  );
  const missing = wanted.filter((permission) => !granted.has(permission));
  return missing.length === 0 ? ok(true) : refuse(sayMissing(missing));
}
