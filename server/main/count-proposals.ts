import type { Metrics } from "../kit/index.ts";
import type { ProposalStore } from "../proposals/index.ts";

/** The same store, which also counts the states that proposals reach. */
export function countProposals(
  store: ProposalStore,
  metrics: Pick<Metrics, "proposalReached">,
): ProposalStore {
  return {
    ...store,
    async create(...given) {
      const made = await store.create(...given);
      if (made !== undefined) metrics.proposalReached(made.status);
      return made;
    },
    async replace(before, ...given) {
      const after = await store.replace(before, ...given);
      if (after !== undefined && after.status !== before.status) metrics.proposalReached(after.status);
      return after;
    },
  };
}
