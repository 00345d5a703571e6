import type { Clock } from "../kit/index.ts";
import { weighExpiry } from "../planning/index.ts";
import type { Caller } from "../tenants/index.ts";
import { badgeOf, type ProposalStore } from "./ports.ts";

const BATCH = 200;

/** What nobody answered in time can no longer be approved. Answers how many ended. */
export function createExpirer({
  proposals,
  clock,
}: {
  proposals: (caller: Caller) => ProposalStore;
  clock: Clock;
}) {
  return async function expire(caller: Caller): Promise<number> {
    const store = proposals(caller);
    const now = clock.now();
    const due = await store.dueToExpire(now, BATCH);
    for (const proposal of due) {
      await store.replace(
        proposal,
        { state: { status: "expired", at: now, why: "time" }, feedback: weighExpiry(proposal.plan) },
        [{ type: "proposal-expired", by: "app", proposal: proposal.id, why: "time" }],
        badgeOf(proposal),
      );
    }
    return due.length;
  };
}
