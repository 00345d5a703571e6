import type { TenantId } from "../../contract/index.ts";
import type { Clock } from "../../kit/index.ts";
import type { BatchStore, FollowUp, ProposalStore, RequestStore } from "../../proposals/index.ts";
import type { Caller, TenantStore } from "../../tenants/index.ts";

const QUIET_MS = 60_000;
const BATCH = 100;

export type LostDeps = {
  proposals: (caller: Caller) => Pick<ProposalStore, "unfinished" | "follow">;
  requests: (caller: Caller) => Pick<RequestStore, "unfinished">;
  batches: (caller: Caller) => Pick<BatchStore, "unfinished">;
  tenants: Pick<TenantStore, "listWithLostWork">;
  clock: Clock;
};

/**
 * A worker that was killed leaves work without a job, or with one that the queue still believes to be
 * running. Starting it again is harmless: every piece of work finds out for itself what is left to do.
 */
export function createLostFinder({ proposals, requests, batches, tenants, clock }: LostDeps) {
  const quietSince = () => new Date(clock.now().getTime() - QUIET_MS);

  /** Whose work that is, so that nobody looks where nothing lies. */
  const listWithLostWork = (): Promise<readonly TenantId[]> => tenants.listWithLostWork(quietSince());

  async function findLost(caller: Caller): Promise<void> {
    const before = quietSince();
    const halfDone = await proposals(caller).unfinished(before, BATCH);
    const unread = await requests(caller).unfinished(before, BATCH);
    const unended = await batches(caller).unfinished(before, BATCH);
    const then: FollowUp[] = [
      ...halfDone.map(({ proposal, do: what }) => ({ do: what, proposal })),
      ...unread.map((request) => ({ do: "propose" as const, request, awaited: false })),
      ...unended.map((batch) => ({ do: "approve-batch" as const, batch })),
    ];
    if (then.length > 0) await proposals(caller).follow(then);
  }

  return { listWithLostWork, findLost };
}
