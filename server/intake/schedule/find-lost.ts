import type { Clock } from "../../kit/index.ts";
import type { FollowUp, ProposalStore, RequestStore } from "../../proposals/index.ts";
import type { Caller } from "../../tenants/index.ts";

const QUIET_MS = 60_000;
const BATCH = 100;

export type LostDeps = {
  proposals: (caller: Caller) => Pick<ProposalStore, "unfinished" | "follow">;
  requests: (caller: Caller) => Pick<RequestStore, "unfinished">;
  clock: Clock;
};

/**
 * A worker that was killed leaves work without a job, or with one that the queue still believes to be
 * running. Starting it again is harmless: every piece of work finds out for itself what is left to do.
 */
export function createLostFinder({ proposals, requests, clock }: LostDeps) {
  return async function findLost(caller: Caller, quietMs = QUIET_MS): Promise<void> {
    const before = new Date(clock.now().getTime() - quietMs);
    const halfDone = await proposals(caller).unfinished(before, BATCH);
    const unread = await requests(caller).unfinished(before, BATCH);
    const then: FollowUp[] = [
      ...halfDone.map(({ proposal, do: what }) => ({ do: what, proposal })),
      ...unread.map((request) => ({ do: "propose" as const, request, awaited: false })),
    ];
    if (then.length > 0) await proposals(caller).follow(then);
  };
}
