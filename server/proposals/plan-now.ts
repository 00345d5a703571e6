import { ProposalId, RequestId, type Proposal } from "../contract/index.ts";
import { hashCanonical, ok, type Clock, type Result } from "../kit/index.ts";
import type { PersonCaller } from "../tenants/index.ts";
import { placeOf, type About } from "./ports.ts";
import { PROPOSAL_LIFE_MS } from "./propose.ts";
import type { createThinker, NoThought } from "./think.ts";

/** The id of what was never stored, and so leads nowhere. */
const NOWHERE = "00000000-0000-0000-0000-000000000000";

/** What would be proposed, as a proposal that was never stored: a reviewer would see exactly this. */
export function createDryRun({
  think,
  clock,
}: {
  think: ReturnType<typeof createThinker>["think"];
  clock: Clock;
}) {
  return async function dryRun(
    caller: PersonCaller,
    about: About,
    text: string,
  ): Promise<Result<Proposal, NoThought>> {
    const by = caller.actor.accountId;
    const thought = await think(caller, placeOf(about), { origin: "sentence", text, commentId: null, by });
    if (!thought.ok) return thought;
    const { plan, projectId } = thought.value;
    const createdAt = clock.now();
    return ok({
      id: ProposalId.parse(NOWHERE),
      tenantId: caller.tenantId,
      request: RequestId.parse(NOWHERE),
      ...{ issue: thought.value.issue, projectId, plan, planHash: hashCanonical(plan) },
      ...{ revision: 1, createdAt, expiresAt: new Date(createdAt.getTime() + PROPOSAL_LIFE_MS) },
      status: "waiting",
    });
  };
}
