import type { Proposal } from "../../contract/index.ts";
import type { LiveUpdates } from "../../kit/index.ts";
import type { StoredRequest, StoresFor } from "../../proposals/index.ts";
import type { PersonCaller } from "../../tenants/index.ts";

/** How long a program waits for the proposal that it asked for, before it is told to look again later. */
const LONGEST_WAIT_MS = 20_000;
/** News may be lost on their way: now and then it looks by itself. */
const LOOK_EVERY_MS = 1_000;

export type OutcomeDeps = { stores: Pick<StoresFor, "proposals" | "requests">; live: LiveUpdates };

/** Waits until something came of a request, it has to wait itself, or a program was kept waiting long enough. */
export async function awaitOutcome(
  { stores, live }: OutcomeDeps,
  caller: PersonCaller,
  asked: StoredRequest,
): Promise<Proposal | StoredRequest> {
  const ends = performance.now() + LONGEST_WAIT_MS;
  for (;;) {
    const changed = Promise.withResolvers<void>();
    // Nobody is told of what stands beside no issue: then the clock alone wakes us.
    const stop =
      asked.issue === null
        ? () => {}
        : live.subscribe(caller.tenantId, asked.issue.id, () => changed.resolve());
    const timer = setTimeout(changed.resolve, LOOK_EVERY_MS);
    try {
      const [made] = await stores.proposals(caller).list({ request: asked.id, limit: 1 });
      if (made !== undefined) return made;
      const request = (await stores.requests(caller).find(asked.id)) ?? asked;
      const isUnderWay = request.state === "queued" || request.state === "working";
      // Said to be proposed, and not found a moment before: the next look finds it.
      const isDone = !isUnderWay && request.state !== "proposed";
      if (isDone || (isUnderWay && request.waitsFor !== null) || performance.now() >= ends) return request;
      await changed.promise;
    } finally {
      clearTimeout(timer);
      stop();
    }
  }
}
