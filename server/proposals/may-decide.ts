import type { Proposal, Step } from "../contract/index.ts";
import { ok, refuse, type Result } from "../kit/index.ts";
import type { PersonCaller } from "../tenants/index.ts";
import { neededPermissions, sayMissing, type Undoing } from "./needed-permissions.ts";
import type { Permissions } from "./ports.ts";

/**
 * Asks Jira whether this person may do what these steps do, on this issue, now. The refusal is a sentence.
 * `undoing`: the issue is one that a step created, and this is what shall become of it.
 */
export async function mayDecide(
  permissions: Permissions,
  caller: PersonCaller,
  proposal: Pick<Proposal, "issue" | "projectId">,
  steps: readonly Step[],
  undoing?: Undoing,
): Promise<Result<true>> {
  const wanted = neededPermissions(steps, undoing);
  const granted = await permissions.granted(
    caller,
    caller.actor.accountId,
    { issue: proposal.issue?.id ?? null, projectId: proposal.projectId },
    wanted,
  );
  const missing = wanted.filter((permission) => !granted.has(permission));
  return missing.length === 0 ? mayLink(permissions, caller, steps) : refuse(sayMissing(missing));
}

/** A link shows in both issues, so both must be visible to who says yes to it. */
async function mayLink(
  permissions: Permissions,
  caller: PersonCaller,
  steps: readonly Step[],
): Promise<Result<true>> {
  const others = steps.flatMap(({ action }) => (action.type === "link-issues" ? [action.other] : []));
  const ids = others.map(({ id }) => id);
  const visible = await permissions.visible(caller, caller.actor.accountId, ids);
  return others.every(({ id }) => visible.has(id))
    ? ok(true)
    : refuse("Jira does not let you see the other issue.");
}
