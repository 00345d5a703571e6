import type { PanelView, ProposalView } from "../../server/contract/index.ts";
import { sayOutcome } from "../proposal-card/index.ts";

/** What is different between two readings of the panel, as sentences; empty when there is nothing to tell. */
export function sayChanges(before: PanelView, now: PanelView): string {
  const known = new Map([...before.recent, ...before.open].map(({ id, status }) => [id, status]));
  return [...now.open, ...now.recent]
    .flatMap((proposal) => {
      const was = known.get(proposal.id);
      if (was === proposal.status) return [];
      if (was === undefined)
        return proposal.status === "waiting" ? [`New proposal: ${proposal.summary}.`] : [];
      if (proposal.status === "failed") return [`${proposal.summary}: this did not work.`];
      if (proposal.status === "stale") return [`${proposal.summary}: the issue changed since.`];
      return [`${proposal.summary}: ${sayOutcome(proposal, now.viewer.accountId) ?? "waiting"}.`];
    })
    .join(" ");
}

/** What this person approved and has just failed: worth a word also when the panel is out of sight. */
export function newlyFailed(before: PanelView, now: PanelView): ProposalView[] {
  const running = new Set(before.open.filter(({ status }) => status !== "failed").map(({ id }) => id));
  return now.open.filter(
    ({ id, status, decidedBy }) =>
      status === "failed" && running.has(id) && decidedBy?.accountId === now.viewer.accountId,
  );
}
